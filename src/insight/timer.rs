//! The timer of a ritual that has a length.

use std::{fmt, str::FromStr};

use crate::entry::EntryId;

/// A timer. It keeps moments and counts nothing, so a locked screen, a sleeping tab and a reload cost it nothing: as
/// text ([`Display`](fmt::Display), [`FromStr`]) it is kept on the device while it is there, to be written whenever
/// it is started, stopped or goes on.
///
/// Moments are milliseconds since 1970 (UTC), so daylight saving time and another time zone change nothing. When the
/// clock is put back, the time up to the last look stays and only what passed since that look is lost; when it is
/// put forward, that cannot be told from a screen that was locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    /// What it is for.
    pub ritual: EntryId,
    /// How long it is to run; 0 where it has no end and counts up.
    length_ms: u64,
    /// How long it had run at `since`.
    before_ms: u64,
    /// When it last began to run, or was last looked at.
    since: u64,
    is_running: bool,
}

/// What a timer says at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLeft {
    /// How long it has run, in milliseconds, without the time it stood still.
    pub elapsed: u64,
    /// How long it has to run; 0 once it is over, and where it has no end.
    pub remaining: u64,
    /// Whether it has run as long as it was to.
    pub is_over: bool,
}

/// A timer that was over for longer than this was forgotten.
const FORGOTTEN_MS: u64 = 12 * 60 * 60 * 1000;

impl Timer {
    /// A timer that runs from now; without an end where `minutes` is 0.
    pub fn start(ritual: EntryId, minutes: u16, now: u64) -> Self {
        Self { ritual, length_ms: u64::from(minutes) * 60_000, before_ms: 0, since: now, is_running: true }
    }

    /// What it says now.
    pub fn look(&mut self, now: u64) -> TimeLeft {
        if self.is_running {
            self.before_ms = self.before_ms.saturating_add(now.saturating_sub(self.since));
        }
        self.since = now;
        let remaining = self.length_ms.saturating_sub(self.before_ms);
        let is_over = self.length_ms > 0 && remaining == 0;
        TimeLeft { elapsed: self.before_ms, remaining, is_over }
    }

    /// Whether it runs, and does not stand still.
    pub fn is_running(&self) -> bool {
        self.is_running
    }

    /// It stands still from now on.
    pub fn pause(&mut self, now: u64) {
        self.look(now);
        self.is_running = false;
    }

    /// It goes on from now.
    pub fn resume(&mut self, now: u64) {
        self.look(now);
        self.is_running = true;
    }

    /// Whether it was over so long ago that nobody waits for it any more.
    pub fn is_forgotten(&self, now: u64) -> bool {
        let TimeLeft { elapsed, .. } = self.clone().look(now);
        elapsed > self.length_ms.saturating_add(FORGOTTEN_MS)
    }
}

impl fmt::Display for Timer {
    /// `ritual/4k0c… 300000 0 1795305600000 1`: the ritual, its length, how long it had run and when, and whether it
    /// runs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ritual, length_ms, before_ms, since, is_running } = self;
        write!(f, "{ritual} {length_ms} {before_ms} {since} {}", u8::from(*is_running))
    }
}

impl FromStr for Timer {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut words = text.split(' ');
        let mut next = || words.next().ok_or(());
        let ritual = next()?.parse()?;
        let mut number = || next()?.parse::<u64>().map_err(drop);
        let (length_ms, before_ms, since, running) = (number()?, number()?, number()?, number()?);
        if running > 1 || words.next().is_some() {
            return Err(());
        }
        Ok(Self { ritual, length_ms, before_ms, since, is_running: running == 1 })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: u64 = 1_795_305_600_000;
    const MINUTE: u64 = 60_000;

    fn timer(minutes: u16) -> Timer {
        Timer::start("ritual/tea".parse().unwrap(), minutes, NOW)
    }

    fn reading(elapsed: u64, remaining: u64) -> TimeLeft {
        TimeLeft { elapsed, remaining, is_over: remaining == 0 }
    }

    #[test]
    fn it_runs_while_nobody_looks_and_stands_still_when_told_to() {
        let mut timer = timer(5);
        assert_eq!(timer.look(NOW), reading(0, 5 * MINUTE));
        assert_eq!(timer.look(NOW + 3 * MINUTE), reading(3 * MINUTE, 2 * MINUTE));
        timer.pause(NOW + 4 * MINUTE);
        assert_eq!(timer.look(NOW + 60 * MINUTE), reading(4 * MINUTE, MINUTE));
        timer.pause(NOW + 61 * MINUTE);
        timer.resume(NOW + 70 * MINUTE);
        timer.resume(NOW + 70 * MINUTE + 1);
        assert_eq!(timer.look(NOW + 71 * MINUTE - 1), reading(5 * MINUTE - 1, 1));
        assert_eq!(timer.look(NOW + 90 * MINUTE), reading(24 * MINUTE, 0));
    }

    #[test]
    fn a_clock_that_is_put_back_takes_nothing_away() {
        let mut timer = timer(5);
        timer.look(NOW + 2 * MINUTE);
        let hour_ago = NOW - 60 * MINUTE;
        assert_eq!(timer.look(hour_ago), reading(2 * MINUTE, 3 * MINUTE));
        assert_eq!(timer.look(hour_ago + 3 * MINUTE), reading(5 * MINUTE, 0));
        assert_eq!(timer.look(0).elapsed, 5 * MINUTE);
    }

    /// The clocks in Berlin were put back on 25 October 2026 at 01:00 UTC, and forward on 28 March 2027; the moments
    /// that a timer sees know nothing of it.
    #[test]
    fn the_hour_that_comes_twice_is_an_hour() {
        for put_back_or_forward in [1_792_890_000_000, 1_806_195_600_000] {
            let began = put_back_or_forward - 30 * MINUTE;
            let mut timer = Timer::start("ritual/tea".parse().unwrap(), 60, began);
            assert_eq!(timer.look(began + 59 * MINUTE), reading(59 * MINUTE, MINUTE));
            assert!(timer.look(began + 60 * MINUTE).is_over);
        }
    }

    #[test]
    fn without_an_end_it_counts_up() {
        let mut timer = timer(0);
        let found = timer.look(NOW + 90 * MINUTE);
        assert_eq!(found, TimeLeft { elapsed: 90 * MINUTE, remaining: 0, is_over: false });
    }

    #[test]
    fn it_is_forgotten_half_a_day_after_its_end() {
        let half_a_day = 12 * 60 * MINUTE;
        let mut timer = timer(5);
        assert!(!timer.is_forgotten(NOW + 5 * MINUTE + half_a_day));
        assert!(timer.is_forgotten(NOW + 5 * MINUTE + half_a_day + 1));
        assert!(!timer.is_forgotten(0) && !timer.is_forgotten(NOW), "asking changes nothing");
        timer.pause(NOW + MINUTE);
        assert!(!timer.is_forgotten(u64::MAX), "it stands still");
    }

    #[test]
    fn what_is_no_timer_is_not_read_as_one() {
        for text in [
            "",
            "ritual/tea",
            "ritual/tea 1 2 3",
            "ritual/tea 1 2 3 2",
            "ritual/tea 1 2 3 1 ",
            "ritual/tea 1 2 3 1 4",
            "ritual/tea  1 2 3 1",
            "Tea 1 2 3 1",
            "ritual/tea -1 2 3 1",
            "ritual/tea 1 2 99999999999999999999 1",
        ] {
            assert_eq!(text.parse::<Timer>(), Err(()), "{text:?}");
        }
        let mut longest: Timer = format!("ritual/tea {0} {0} 0 1", u64::MAX).parse().unwrap();
        assert_eq!(longest.look(u64::MAX), reading(u64::MAX, 0));
    }

    proptest! {
        /// Looking, and being closed and opened in between, changes nothing about what it says in the end.
        #[test]
        fn it_says_the_same_however_often_it_is_looked_at(
            steps in prop::collection::vec((0..3_u8, 0..10_000_000_u64, any::<bool>()), 0..12),
            minutes in 0..100_u16,
        ) {
            let (mut plain, mut restless, mut now) = (timer(minutes), timer(minutes), NOW);
            let mut runs = true;
            let mut expected = 0;
            for (step, wait, reload) in steps {
                now += wait;
                expected += if runs { wait } else { 0 };
                restless.look(now - wait / 2);
                if reload {
                    restless = restless.to_string().parse().unwrap();
                }
                match step {
                    0 => { plain.pause(now); restless.pause(now); runs = false; }
                    1 => { plain.resume(now); restless.resume(now); runs = true; }
                    _ => {}
                }
            }
            prop_assert_eq!(plain.look(now), restless.look(now));
            prop_assert_eq!(plain.look(now).elapsed, expected);
            prop_assert_eq!(plain.to_string().parse(), Ok(plain));
        }
    }
}
