//! Breathing at a pace.

/// How long each part of a breath takes, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Breathing in.
    pub inhale: u16,
    /// Holding it; 0 where there is no pause.
    pub hold: u16,
    /// Breathing out.
    pub exhale: u16,
}

/// A part of a breath.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Breathing in.
    In,
    /// Holding it.
    Hold,
    /// Breathing out.
    Out,
}

/// Where in a breath somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breath {
    /// Which breath it is, from 0.
    pub number: u64,
    /// The part of it.
    pub phase: Phase,
    /// How much of that part is over, in thousandths: from 0 to 999.
    pub done: u16,
}

impl Pattern {
    /// Four seconds in and six out: six breaths a minute, with the longer half going out.
    pub const CALM: Self = Self { inhale: 4_000, hold: 0, exhale: 6_000 };

    /// Where in a breath somebody is `elapsed` milliseconds after the first began.
    pub fn at(self, elapsed: u64) -> Breath {
        let whole = u64::from(self.inhale) + u64::from(self.hold) + u64::from(self.exhale);
        let (number, mut rest) = match whole {
            0 => (0, 0),
            _ => (elapsed / whole, elapsed % whole),
        };
        for (phase, length) in [(Phase::In, self.inhale), (Phase::Hold, self.hold), (Phase::Out, self.exhale)]
        {
            let length = u64::from(length);
            if rest < length {
                return Breath { number, phase, done: u16::try_from(rest * 1_000 / length).unwrap_or(999) };
            }
            rest -= length;
        }
        // A pattern without any length stands still.
        Breath { number, phase: Phase::In, done: 0 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_breath_goes_in_and_out_and_the_next_begins() {
        let held = Pattern { inhale: 4_000, hold: 2_000, exhale: 6_000 };
        let no_length = Pattern { inhale: 0, hold: 0, exhale: 0 };
        for (pattern, elapsed, number, phase, done) in [
            (Pattern::CALM, 0, 0, Phase::In, 0),
            (Pattern::CALM, 2_000, 0, Phase::In, 500),
            (Pattern::CALM, 3_999, 0, Phase::In, 999),
            (Pattern::CALM, 4_000, 0, Phase::Out, 0),
            (Pattern::CALM, 7_000, 0, Phase::Out, 500),
            (Pattern::CALM, 9_999, 0, Phase::Out, 999),
            (Pattern::CALM, 10_000, 1, Phase::In, 0),
            (Pattern::CALM, 64_000, 6, Phase::Out, 0),
            (held, 4_500, 0, Phase::Hold, 250),
            (held, 6_000, 0, Phase::Out, 0),
            (no_length, 77, 0, Phase::In, 0),
        ] {
            assert_eq!(pattern.at(elapsed), Breath { number, phase, done }, "{pattern:?} at {elapsed}");
        }
    }

    proptest! {
        #[test]
        fn it_never_jumps_back_within_a_part(
            inhale in any::<u16>(), hold in any::<u16>(), exhale in any::<u16>(), elapsed in any::<u64>(),
        ) {
            let pattern = Pattern { inhale, hold, exhale };
            let (now, next) = (pattern.at(elapsed), pattern.at(elapsed.saturating_add(1)));
            prop_assert!(now.done < 1_000);
            let is_same_part = (now.number, now.phase) == (next.number, next.phase);
            prop_assert!(next.number >= now.number && (!is_same_part || next.done >= now.done));
        }
    }
}
