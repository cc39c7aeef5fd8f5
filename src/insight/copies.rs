//! When to speak of a copy.

use crate::entry::{Day, Entries};
use crate::vault::Backup;

/// With so many changes that are in no copy, and so many days since the last one (or since the first entry), a copy
/// is due. Few changes can wait for a month; a lot of them wait for a week.
const DUE: [(usize, i64); 2] = [(5, 30), (60, 7)];

/// Milliseconds of a day.
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Whether there is enough that is in no copy, for long enough, to say so. `entries` are those that were read; what
/// was changed beyond them counts by the day, since `beyond` ([`Vault::days_beyond`](crate::vault::Vault::days_beyond))
/// is all that is known of it.
pub fn is_copy_due(entries: &Entries, beyond: usize, last: Option<Backup>, today: Day) -> bool {
    let until = last.map(|last| last.until).unwrap_or_default();
    let (mut changes, mut first) = (beyond, u64::MAX);
    for entry in entries.iter().filter(|entry| entry.stamp > until) {
        changes += 1;
        first = first.min(entry.stamp.ms);
    }
    let first = Day::default().plus(i32::try_from(first / DAY_MS).unwrap_or_default());
    // A day in the future, from a clock that was wrong, says nothing.
    let age = today.since(last.map_or(first, |last| last.on)).max(0);
    DUE.iter().any(|(enough, days)| changes >= *enough && age >= *days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Entry, Pulse, Stamp, Visibility};
    use crate::insight::made::day;

    const TODAY: &str = "2026-11-22";

    /// So many entries, written so many days ago.
    fn written(count: i32, days_ago: i32) -> Entries {
        let entry = |at: i32| {
            let ms = u64::try_from(day(TODAY).plus(-days_ago).since(Day::default())).unwrap() * DAY_MS;
            let day = day(TODAY).plus(-at);
            let stamp = Stamp { ms, counter: 0, device: 1 };
            Entry::new(
                "a".parse().unwrap(),
                Pulse::id(day),
                stamp,
                Visibility::Private,
                Pulse::new(day).into(),
            )
        };
        (0..count).map(entry).collect()
    }

    #[test]
    fn a_copy_is_due_after_a_month_with_something_or_a_week_with_a_lot() {
        for (count, days_ago, is_due) in [
            (0, 0, false),
            (4, 400, false),
            (5, 29, false),
            (5, 30, true),
            (59, 29, false),
            (60, 6, false),
            (60, 7, true),
        ] {
            let entries = written(count, days_ago);
            assert_eq!(is_copy_due(&entries, 0, None, day(TODAY)), is_due, "{count} {days_ago}");
        }
    }

    #[test]
    fn pages_that_were_not_read_count_by_the_day() {
        let copied = Some(Backup { on: day("2026-10-20"), until: written(3, 40).newest() });
        for (count, beyond, is_due) in [(3, 5, true), (0, 4, false), (0, 5, true)] {
            assert_eq!(
                is_copy_due(&written(count, 40), beyond, copied, day(TODAY)),
                is_due,
                "{count} {beyond}"
            );
        }
        // Without an entry that was read nobody knows since when there are changes.
        assert!(!is_copy_due(&Entries::default(), 4, None, day(TODAY)));
    }

    #[test]
    fn what_is_in_a_copy_does_not_count() {
        let entries = written(100, 40);
        let copied = |on: &str, until: Stamp| Some(Backup { on: day(on), until });
        assert!(!is_copy_due(&entries, 0, copied(TODAY, entries.newest()), day(TODAY)));
        assert!(!is_copy_due(&entries, 0, copied("2026-01-01", entries.newest()), day(TODAY)));
        assert!(
            !is_copy_due(&entries, 0, copied("2026-11-16", Stamp::default()), day(TODAY)),
            "it is too soon"
        );
        assert!(is_copy_due(&entries, 0, copied("2026-11-15", Stamp::default()), day(TODAY)));
        assert!(
            !is_copy_due(&entries, 0, copied("2031-01-01", Stamp::default()), day(TODAY)),
            "a wrong clock"
        );
    }
}
