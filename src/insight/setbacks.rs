//! Setbacks, and when one is too many.
//!
//! A screen lists [`setbacks`], and offers the guide's page "again" where [`is_broken_again`] says so; the form is kept
//! from being saved by [`Setback::faults`].

use super::order::ordered;
use crate::entry::{Day, Entries, Entry, PersonId, Setback, Weight};

/// Within how many days a second breach opens the protocol.
pub const BREACH_DAYS: i64 = 90;
/// Two people rarely date the same thing alike: breaches that each of them noted within so many days are one.
const SAME_DAYS: i64 = 7;

/// The setbacks that `reader` may see, the newest first.
pub fn setbacks<'a>(entries: &'a Entries, reader: &PersonId) -> Vec<&'a Entry> {
    ordered(entries, std::slice::from_ref(reader), &|entry| {
        Some(-entry.get::<Setback>()?.day.since(Day::default()))
    })
}

/// Whether trust was broken again: for the second time within 90 days, and not more than 90 days ago. It says that the
/// guide's protocol is due, and never how often.
pub fn is_broken_again(entries: &Entries, reader: &PersonId, today: Day) -> bool {
    // A day in the future is one of a clock that was wrong, and happened.
    let is_recent = |day: Day| today.since(day) <= BREACH_DAYS;
    let breaches: Vec<(&PersonId, Day)> = setbacks(entries, reader)
        .into_iter()
        .filter_map(|entry| Some((&entry.author, entry.get::<Setback>()?)))
        .filter(|(_, setback)| setback.weight == Weight::Breach && is_recent(setback.day))
        .map(|(author, setback)| (author, setback.day))
        .collect();
    let is_another = |(author, day): &(&PersonId, Day), (other, on): &(&PersonId, Day)| {
        let apart = day.since(*on).abs();
        let least = if author == other { 1 } else { SAME_DAYS + 1 };
        (least..=BREACH_DAYS).contains(&apart)
    };
    breaches.iter().any(|one| breaches.iter().any(|other| is_another(one, other)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entry::{CameOut, Stamp, Visibility};
    use crate::insight::made::day;

    fn setback(author: &str, number: u8, on: Day, weight: Weight, visibility: Visibility) -> Entry {
        let setback =
            Setback { day: on, weight, what: "x".into(), done: String::new(), came_out: CameOut::Unsaid };
        let author = author.parse().unwrap();
        Entry::new(author, Setback::id([number; 16]), Stamp::default(), visibility, setback.into())
    }

    /// Whether the protocol is due for `me` after these were noted, by whom and on which days.
    fn is_due(noted: &[(&str, &str)], today: &str) -> bool {
        let noted = noted.iter().zip(0..);
        let entries: Entries = noted
            .map(|((author, on), number)| {
                setback(author, number, day(on), Weight::Breach, Visibility::Shared)
            })
            .collect();
        is_broken_again(&entries, &"me".parse().unwrap(), day(today))
    }

    #[test]
    fn the_protocol_is_due_after_a_second_breach_within_90_days() {
        for (noted, today, expected) in [
            (&[][..], "2026-11-22", false),
            (&[("me", "2026-11-22")], "2026-11-22", false),
            (&[("me", "2026-11-21"), ("me", "2026-11-22")], "2026-11-22", true),
            (&[("me", "2026-08-24"), ("me", "2026-11-22")], "2026-11-22", true),
            (&[("me", "2026-08-23"), ("me", "2026-11-22")], "2026-11-22", false),
            // It rests once the first of them is further back than that.
            (&[("me", "2026-08-24"), ("me", "2026-11-22")], "2026-11-23", false),
            // The same one, noted twice.
            (&[("me", "2026-11-20"), ("me", "2026-11-20")], "2026-11-22", false),
            (&[("me", "2026-11-13"), ("you", "2026-11-20")], "2026-11-22", false),
            (&[("me", "2026-11-12"), ("you", "2026-11-20")], "2026-11-22", true),
            // Across the end of a year, a leap day, and a clock that was turned back.
            (&[("me", "2026-12-31"), ("me", "2027-01-01")], "2027-01-01", true),
            (&[("me", "2023-12-01"), ("me", "2024-02-29")], "2024-02-29", true),
            (&[("me", "2023-12-01"), ("me", "2024-02-29")], "2024-03-01", false),
            (&[("me", "2026-11-21"), ("me", "2026-11-22")], "2026-01-01", true),
        ] {
            assert_eq!(is_due(noted, today), expected, "{noted:?} on {today}");
        }
    }

    #[test]
    fn only_breaches_that_the_reader_may_see_open_it() {
        let today = day("2026-11-22");
        for (author, weight, visibility, expected) in [
            ("me", Weight::Breach, Visibility::Private, true),
            ("me", Weight::Painful, Visibility::Private, false),
            ("me", Weight::Small, Visibility::Private, false),
            ("you", Weight::Breach, Visibility::Shared, true),
            ("you", Weight::Breach, Visibility::Private, false),
        ] {
            let entries: Entries = [
                setback("me", 1, today.plus(-40), Weight::Breach, Visibility::Private),
                setback(author, 2, today, weight, visibility),
            ]
            .into_iter()
            .collect();
            let is_due = is_broken_again(&entries, &"me".parse().unwrap(), today);
            assert_eq!(is_due, expected, "{author} {weight:?}");
        }
    }

    #[test]
    fn the_newest_comes_first() {
        let noted = |number, on| setback("me", number, day(on), Weight::Small, Visibility::Private);
        let entries: Entries =
            [noted(1, "2026-11-01"), noted(2, "1985-01-01"), noted(3, "2026-11-22")].into_iter().collect();
        let days = setbacks(&entries, &"me".parse().unwrap());
        let days: Vec<String> =
            days.iter().map(|entry| entry.get::<Setback>().unwrap().day.to_string()).collect();
        assert_eq!(days, ["2026-11-22", "2026-11-01", "1985-01-01"]);
    }

    proptest! {
        /// One person's notes: by the days alone, counted naively.
        #[test]
        fn it_is_due_exactly_with_two_days_of_breaches_among_the_last(
            noted in prop::collection::vec((0..200_i32, 0..3_u8), 0..8),
        ) {
            let today = day("2026-11-22");
            let entries: Entries = noted.iter().zip(0..).map(|((back, weight), number)| {
                let weight = [Weight::Small, Weight::Painful, Weight::Breach][usize::from(*weight)];
                setback("me", number, today.plus(-back), weight, Visibility::Private)
            }).collect();
            let breaches = noted.iter().filter(|(back, weight)| *weight == 2 && *back <= 90);
            let mut days: Vec<i32> = breaches.map(|(back, _)| *back).collect();
            days.sort_unstable();
            days.dedup();
            prop_assert_eq!(is_broken_again(&entries, &"me".parse().unwrap(), today), days.len() > 1);
        }
    }
}
