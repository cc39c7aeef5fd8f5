//! What somebody wants to find again on the way: "the first night I slept".

use super::fault::Faults;
use super::record::record;
use super::{Day, EntryId, Fault, FieldFault, Rebase, join};

/// A moment that somebody chose, with its day. Nothing counts or rates it; it stands on the time line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day on which it was.
    pub day: Day,
    /// What it was, in a line.
    pub what: String,
}

record!(Moment { must day, rare what });

impl Moment {
    /// The longest text that is asked for, in characters.
    pub const LENGTH: usize = 200;

    /// The id of a new one. The day on which it is written down is part of it, so that it is stored with what was
    /// written at that time; the day it is about may be corrected later.
    pub fn id(random: [u8; 16], today: Day) -> EntryId {
        EntryId::dated(&format!("moment/{}", EntryId::random(random)), today)
    }

    /// What has to be changed before it can be saved.
    pub fn faults(&self, today: Day) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        faults.add(self.day > today, "day", Fault::Future);
        // Within a lifetime, as for a setback.
        faults.add(today.since(self.day) > 80 * 366, "day", Fault::LongAgo);
        faults.add_long("what", &self.what, Self::LENGTH);
        faults.add(self.is_empty(), "what", Fault::NoEvent);
        faults.0
    }
}

impl Rebase for Moment {
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        Self {
            day: if mine.day == base.day { theirs.day } else { mine.day },
            what: join(&base.what, &theirs.what, &mine.what),
        }
    }

    fn is_empty(&self) -> bool {
        self.what.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Body;

    fn moment(on: &str, what: &str) -> Moment {
        Moment { day: on.parse().unwrap(), what: what.into() }
    }

    #[test]
    fn what_cannot_have_been_is_told() {
        use Fault::{Future, LongAgo, NoEvent, TooLong};
        let today = "2026-11-22".parse().unwrap();
        for (on, what, expected) in [
            ("2026-11-22", "The first night I slept.", &[][..]),
            ("2024-02-29", "😌", &[]),
            ("1900-01-01", "Long ago", &[("day", LongAgo)]),
            ("2026-11-23", "Tomorrow", &[("day", Future)]),
            ("2026-11-22", " \n", &[("what", NoEvent)]),
            ("2026-11-22", &"ä".repeat(200), &[]),
            ("2026-11-22", &"ä".repeat(201), &[("what", TooLong)]),
        ] {
            let faults = moment(on, what).faults(today);
            let told: Vec<_> = faults.iter().map(|fault| (fault.field, fault.fault)).collect();
            assert_eq!(told, expected, "{on} {what}");
        }
    }

    #[test]
    fn the_words_and_the_day_of_two_tabs_are_kept_and_a_day_alone_is_nothing() {
        let (base, theirs) = (moment("2026-11-22", ""), moment("2026-11-20", "one"));
        let both = Body::rebase(&base.into(), &theirs.into(), &moment("2026-11-22", "two").into());
        assert_eq!(both, moment("2026-11-20", "one\n\ntwo").into());
        assert!(Body::from(moment("2026-11-22", " ")).is_empty() && !both.is_empty());
    }

    #[test]
    fn it_is_stored_with_the_day_on_which_it_was_written_down() {
        let today: Day = "2026-11-22".parse().unwrap();
        assert_eq!(Moment::id([7; 16], today).day(), Some(today));
        assert_ne!(Moment::id([7; 16], today), Moment::id([8; 16], today));
    }
}
