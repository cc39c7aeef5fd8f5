//! What sets off the hard moments.

use super::record::record;
use super::{Day, EntryId, Rebase, join};

/// Something that brings it back: a place, a song, a day of the year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trigger {
    /// What it is.
    pub what: String,
    /// The day that returns every year, from this one on; missing where there is none.
    pub day: Option<Day>,
    /// What helps, and what else there is to say about it.
    pub notes: String,
}

record!(Trigger { rare what, rare day, rare notes });

impl Trigger {
    /// The longest name of a trigger that is asked for, in characters.
    pub const LENGTH: usize = 120;

    /// The id of a new one.
    pub fn id(random: [u8; 16]) -> EntryId {
        EntryId::named(&format!("trigger/{}", EntryId::random(random)))
    }

    /// The next day on which it returns, `today` included. What is from 29 February returns on the 28th in years
    /// without one.
    pub fn next(&self, today: Day) -> Option<Day> {
        let first = self.day?;
        let from = today.max(first);
        let (_, month, day) = first.parts();
        let year = from.parts().0;
        // Where a year has no such day, it is the one before it.
        let on = |year| Day::new(year, month, day).or_else(|| Day::new(year, month, day - 1));
        on(year).filter(|day| *day >= from).or_else(|| on(year + 1))
    }
}

impl Rebase for Trigger {
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        Self {
            what: join(&base.what, &theirs.what, &mine.what),
            day: if mine.day == base.day { theirs.day } else { mine.day },
            notes: join(&base.notes, &theirs.notes, &mine.notes),
        }
    }

    fn is_empty(&self) -> bool {
        self.what.trim().is_empty() && self.notes.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entry::Body;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn trigger(on: &str) -> Trigger {
        Trigger { what: "That song".into(), day: on.parse().ok(), notes: String::new() }
    }

    #[test]
    fn it_returns_every_year_on_its_day() {
        for (on, today, next) in [
            ("2025-03-14", "2026-01-01", Some("2026-03-14")),
            ("2025-03-14", "2026-03-14", Some("2026-03-14")),
            ("2025-03-14", "2026-03-15", Some("2027-03-14")),
            // Nothing returns before it was.
            ("2027-03-14", "2026-03-01", Some("2027-03-14")),
            ("2024-02-29", "2026-01-01", Some("2026-02-28")),
            ("2024-02-29", "2026-02-28", Some("2026-02-28")),
            ("2024-02-29", "2026-03-01", Some("2027-02-28")),
            ("2024-02-29", "2027-03-01", Some("2028-02-29")),
            ("2024-02-29", "2028-02-28", Some("2028-02-29")),
            ("2025-12-31", "2026-12-31", Some("2026-12-31")),
            ("2025-01-01", "2026-12-31", Some("2027-01-01")),
            ("1900-01-01", "2026-12-31", Some("2027-01-01")),
            // The calendar ends.
            ("2025-01-01", "9999-12-31", None),
            ("", "2026-12-31", None),
        ] {
            assert_eq!(trigger(on).next(day(today)), next.map(day), "{on} on {today}");
        }
    }

    #[test]
    fn the_words_of_two_tabs_are_kept_and_a_day_alone_is_none() {
        let with = |what: &str, day: &str| Trigger { what: what.into(), ..trigger(day) };
        let both =
            Body::rebase(&with("", "").into(), &with("one", "2025-03-14").into(), &with("two", "").into());
        assert_eq!(both, with("one\n\ntwo", "2025-03-14").into());
        assert!(Body::from(with(" ", "2025-03-14")).is_empty() && !both.is_empty());
    }

    proptest! {
        #[test]
        fn it_is_never_further_than_a_year_and_never_past(first in 0..60_000_i32, days in 0..60_000_i32) {
            let (first, today) = (day("1900-01-01").plus(first), day("1900-01-01").plus(days));
            let next = trigger(&first.to_string()).next(today).unwrap();
            prop_assert!(next >= today && next >= first);
            prop_assert!(next == first || next.since(today) <= 366);
            let (_, month, day_of_month) = first.parts();
            let is_leap_day = (month, day_of_month) == (2, 29);
            prop_assert!(next.parts().1 == month && (next.parts().2 == day_of_month || is_leap_day));
        }
    }
}
