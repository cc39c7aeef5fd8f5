//! When something was written, in an order that every device agrees on.

use std::{fmt, str::FromStr};

/// A hybrid logical clock's reading: wall time, a counter for what happened within it, and who was writing.
///
/// Written as `<12 hex digits>-<4>-<8>`, so that text order is the order of the stamps. The idea is Kulkarni et
/// al., "Logical Physical Clocks and Consistent Snapshots in Globally Distributed Databases" (2014).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// Milliseconds since 1970, UTC, as far as the device knew.
    pub ms: u64,
    /// Counts what was written within one millisecond, or while the clock stood behind what was already seen.
    pub counter: u16,
    /// The running app that wrote it; each opened tab draws its own, so no two ever make the same stamp.
    pub device: u32,
}

/// The last moment a stamp can name, the end of the year 9999: what claims to be later is damaged or hostile.
const LATEST_MS: u64 = 253_402_300_799_999;

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012x}-{:04x}-{:08x}", self.ms, self.counter, self.device)
    }
}

impl FromStr for Stamp {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let well_formed = text.len() == 26
            && text.bytes().enumerate().all(|(at, byte)| match at {
                12 | 17 => byte == b'-',
                _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
            });
        if !well_formed {
            return Err(());
        }
        let ms = u64::from_str_radix(&text[..12], 16).map_err(|_| ())?;
        let counter = u16::from_str_radix(&text[13..17], 16).map_err(|_| ())?;
        let device = u32::from_str_radix(&text[18..], 16).map_err(|_| ())?;
        if ms > LATEST_MS { Err(()) } else { Ok(Self { ms, counter, device }) }
    }
}

/// The clock that makes stamps. Each one it makes is later than all it made or saw before, even when the
/// device's clock is turned back.
#[derive(Clone, Debug)]
pub struct Hlc {
    last: Stamp,
}

impl Hlc {
    /// A clock for one running app; `device` is random.
    pub fn new(device: u32) -> Self {
        Self { last: Stamp { device, ..Stamp::default() } }
    }

    /// Takes note of a stamp made elsewhere, so that what is written from now on counts as later.
    pub fn observe(&mut self, seen: Stamp) {
        let device = self.last.device;
        self.last = Stamp { device, ..self.last.max(seen) };
    }

    /// A new stamp at `now_ms` (milliseconds since 1970, UTC).
    pub fn tick(&mut self, now_ms: u64) -> Stamp {
        let now_ms = now_ms.min(LATEST_MS);
        let Stamp { ms, counter, device } = self.last;
        let (ms, counter) = if now_ms > ms {
            (now_ms, 0)
        } else if let Some(next) = counter.checked_add(1) {
            (ms, next)
        } else {
            // 65,536 writes within what the clock calls one moment: time moves on by itself.
            ((ms + 1).min(LATEST_MS), 0)
        };
        self.last = Stamp { ms, counter, device };
        self.last
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_clock_turned_back_still_makes_later_stamps() {
        let mut clock = Hlc::new(7);
        let before = clock.tick(1_000);
        let after = clock.tick(10);
        assert!(after > before, "{before} {after}");
    }

    #[test]
    fn what_was_seen_from_a_clock_years_ahead_is_still_overtaken() {
        let mut clock = Hlc::new(7);
        let ahead = Stamp { ms: 4_000_000_000_000, counter: u16::MAX, device: u32::MAX };
        clock.observe(ahead);
        assert!(clock.tick(1_800_000_000_000) > ahead);
    }

    #[test]
    fn stamps_from_beyond_the_calendar_are_refused() {
        assert_eq!("ffffffffffff-0000-00000000".parse::<Stamp>(), Err(()));
        assert_eq!("00000000000A-0000-00000000".parse::<Stamp>(), Err(()), "one spelling only");
        assert_eq!("+0000000000a-0000-00000000".parse::<Stamp>(), Err(()));
    }

    proptest! {
        #[test]
        fn text_and_stamp_are_the_same_thing_in_the_same_order(
            a in (0..=LATEST_MS, any::<u16>(), any::<u32>()), b in (0..=LATEST_MS, any::<u16>(), any::<u32>())
        ) {
            let stamp = |(ms, counter, device)| Stamp { ms, counter, device };
            let (a, b) = (stamp(a), stamp(b));
            prop_assert_eq!(a.to_string().parse(), Ok(a));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }

        #[test]
        fn stamps_only_ever_grow(steps in proptest::collection::vec((any::<bool>(), 0..5_000u64), 1..200)) {
            let mut clock = Hlc::new(1);
            let mut newest = Stamp::default();
            for (sees, ms) in steps {
                if sees {
                    let seen = Stamp { ms, counter: u16::MAX, device: 9 };
                    clock.observe(seen);
                    newest = newest.max(seen);
                } else {
                    let made = clock.tick(ms);
                    prop_assert!(made > newest);
                    newest = made;
                }
            }
        }
    }
}
