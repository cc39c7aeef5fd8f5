//! Days that bring it back.

use super::order::ordered;
use crate::entry::{Day, Entries, Entry, PersonId, Trigger};

/// How many days before its day a trigger shows up.
pub const DAYS_AHEAD: i64 = 7;

/// The triggers that `reader` may see and whose day comes within a week, each with that day, the nearest first.
pub fn coming_triggers<'a>(entries: &'a Entries, reader: &PersonId, today: Day) -> Vec<(Day, &'a Entry)> {
    let next = |entry: &Entry| entry.get::<Trigger>()?.next(today);
    let rank = |entry: &Entry| Some(next(entry)?.since(today)).filter(|days| *days <= DAYS_AHEAD);
    let coming = ordered(entries, std::slice::from_ref(reader), &rank);
    coming.into_iter().filter_map(|entry| Some((next(entry)?, entry))).collect()
}

/// All triggers that `reader` may see, those written first coming first.
pub fn triggers<'a>(entries: &'a Entries, reader: &PersonId) -> Vec<&'a Entry> {
    ordered(entries, std::slice::from_ref(reader), &|entry| entry.get::<Trigger>().map(|_| 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Stamp, Visibility};

    fn world(triggers: &[(&str, &str)]) -> (Entries, PersonId) {
        let me: PersonId = "me".parse().unwrap();
        let entries = triggers.iter().zip(0..).map(|((what, on), number)| {
            let trigger = Trigger { what: (*what).into(), day: on.parse().ok(), notes: String::new() };
            // Theirs are private; they say so by their first letter.
            let author = if what.starts_with("theirs") { "you".parse().unwrap() } else { me.clone() };
            Entry::new(
                author,
                Trigger::id([number; 16]),
                Stamp::default(),
                Visibility::Private,
                trigger.into(),
            )
        });
        (entries.collect(), me)
    }

    #[test]
    fn a_day_that_returns_shows_up_in_the_week_before_and_on_the_day() {
        for (on, today, comes) in [
            ("2025-11-29", "2026-11-21", None),
            ("2025-11-29", "2026-11-22", Some("2026-11-29")),
            ("2025-11-29", "2026-11-29", Some("2026-11-29")),
            ("2025-11-29", "2026-11-30", None),
            ("2025-01-03", "2026-12-27", Some("2027-01-03")),
            ("2025-12-31", "2027-01-01", None),
            ("2024-02-29", "2026-02-21", Some("2026-02-28")),
            ("2024-02-29", "2026-03-01", None),
            ("2024-02-29", "2028-02-22", Some("2028-02-29")),
            ("2024-02-29", "2028-02-21", None),
            ("2027-11-29", "2026-11-29", None),
            ("1900-01-01", "9999-12-31", None),
            ("", "2026-11-22", None),
        ] {
            let (entries, me) = world(&[("x", on)]);
            let coming = coming_triggers(&entries, &me, today.parse().unwrap());
            let days: Vec<String> = coming.iter().map(|(day, _)| day.to_string()).collect();
            assert_eq!(days, comes.into_iter().collect::<Vec<_>>(), "{on} on {today}");
        }
    }

    #[test]
    fn the_nearest_comes_first_and_nobody_elses_private_ones() {
        let (entries, me) = world(&[
            ("in five days", "2025-11-27"),
            ("theirs", "2025-11-22"),
            ("today", "2020-11-22"),
            ("no day", ""),
            ("tomorrow", "1999-11-23"),
        ]);
        let what = |entry: &Entry| entry.get::<Trigger>().unwrap().what.clone();
        let coming = coming_triggers(&entries, &me, "2026-11-22".parse().unwrap());
        let coming: Vec<String> = coming.iter().map(|(_, entry)| what(entry)).collect();
        assert_eq!(coming, ["today", "tomorrow", "in five days"]);
        assert_eq!(triggers(&entries, &me).len(), 4);
    }
}
