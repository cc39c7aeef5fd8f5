//! What went wrong.

use super::fault::Faults;
use super::record::{record, words};
use super::{Day, EntryId, Fault, FieldFault, Rebase, join};

/// A breach or a painful moment that somebody noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setback {
    /// The day on which it happened, as far as they know.
    pub day: Day,
    /// How much it weighs for them.
    pub weight: Weight,
    /// What happened.
    pub what: String,
    /// What was done about it.
    pub done: String,
    /// How it came out.
    pub came_out: CameOut,
}

record!(Setback { must day, must weight, rare what, rare done, may came_out });

/// How much a setback weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It was small.
    Small,
    /// It hurt.
    Painful,
    /// Trust was broken again.
    Breach,
}

words!(Weight { Small = "small", Painful = "painful", Breach = "breach" });

/// How a setback came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CameOut {
    /// They would rather not say, or it was no secret.
    #[default]
    Unsaid,
    /// Whoever did it told it.
    Told,
    /// It was discovered.
    Discovered,
}

words!(CameOut { Unsaid = "unsaid", Told = "told", Discovered = "discovered" });

impl Setback {
    /// The longest text of a field that is asked for, in characters.
    pub const LENGTH: usize = 1_000;

    /// The id of a new one. No day is part of it: the months before the last one are read when somebody asks for
    /// them, and whether a breach was noted before has to be known at once.
    pub fn id(random: [u8; 16]) -> EntryId {
        EntryId::named(&format!("setback/{}", EntryId::random(random)))
    }

    /// What has to be changed before it can be saved. What hurt is not searched for passwords.
    pub fn faults(&self, today: Day) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        faults.add(self.day > today, "day", Fault::Future);
        // Within a lifetime.
        faults.add(today.since(self.day) > 80 * 366, "day", Fault::LongAgo);
        faults.add_long("what", &self.what, Self::LENGTH);
        faults.add(self.is_empty(), "what", Fault::NoEvent);
        faults.add_long("done", &self.done, Self::LENGTH);
        faults.0
    }
}

impl Rebase for Setback {
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        Self {
            what: join(&base.what, &theirs.what, &mine.what),
            done: join(&base.done, &theirs.done, &mine.done),
            ..mine.clone()
        }
    }

    fn is_empty(&self) -> bool {
        self.what.trim().is_empty() && self.done.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Body;

    fn setback(on: &str, what: &str) -> Setback {
        let day = on.parse().unwrap();
        Setback {
            day,
            weight: Weight::Painful,
            what: what.into(),
            done: String::new(),
            came_out: CameOut::Told,
        }
    }

    #[test]
    fn what_cannot_have_happened_is_told() {
        use Fault::{Future, LongAgo, NoEvent, TooLong};
        let today = "2026-11-22".parse().unwrap();
        for (on, what, expected) in [
            ("2026-11-22", "A lie about Friday.", &[][..]),
            ("2024-02-29", "שקר 😔", &[]),
            ("1985-05-01", "Long ago", &[]),
            ("1900-01-01", "Long ago", &[("day", LongAgo)]),
            ("2026-11-23", "Tomorrow", &[("day", Future)]),
            ("9999-12-31", "One day", &[("day", Future)]),
            ("2026-11-22", "", &[("what", NoEvent)]),
            ("1900-01-01", " \n", &[("day", LongAgo), ("what", NoEvent)]),
            ("2026-11-22", &"x".repeat(10_000), &[("what", TooLong)]),
            ("2026-11-22", "They knew my PIN: 4711.", &[]),
        ] {
            let faults = setback(on, what).faults(today);
            let told: Vec<_> = faults.iter().map(|fault| (fault.field, fault.fault)).collect();
            assert_eq!(told, expected, "{on} {what}");
        }
        let done = Setback { done: "x".repeat(1_001), ..setback("2026-11-22", "") };
        assert_eq!(done.faults(today), [FieldFault { field: "done", fault: TooLong }]);
    }

    #[test]
    fn the_words_of_two_tabs_are_kept_and_a_day_alone_is_nothing() {
        let with = |what: &str| setback("2026-11-22", what);
        let both = Body::rebase(&with("").into(), &with("one").into(), &with("two").into());
        assert_eq!(both, with("one\n\ntwo").into());
        assert!(Body::from(with(" ")).is_empty() && !both.is_empty());
        assert_eq!(Setback::id([1; 16]).day(), None);
    }
}
