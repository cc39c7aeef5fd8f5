//! Check-ins: earlier ones, those of a week, and their signals over time.

use super::order::ordered;
use crate::entry::{CheckIn, Day, Entries, Entry, EntryId, Kind, PersonId, Pulse, Signals};

/// The newest `limit` check-ins, daily and weekly, that `reader` may see, newest first. A weekly one counts as
/// written at the end of its week.
pub fn check_ins<'a>(entries: &'a Entries, reader: &PersonId, limit: usize) -> Vec<&'a Entry> {
    let mut newest: Vec<(Day, &Entry)> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.is_visible_to(entries, reader)) {
        let pulse = entry.get::<Pulse>().map(|pulse| pulse.day);
        let Some(day) = pulse.or_else(|| entry.get::<CheckIn>().map(|week| week.week.plus(6))) else {
            continue;
        };
        // Only so many are wanted, so each goes to its place among them and pushes out the oldest.
        let place = newest.partition_point(|(other, _)| *other >= day);
        if place < limit {
            newest.insert(place, (day, entry));
            newest.truncate(limit);
        }
    }
    newest.into_iter().map(|(_, entry)| entry).collect()
}

/// The check-ins of the week of `day` that all of `readers` may see: what they can hold a talk together with, on one
/// screen that all of them look at.
pub fn check_ins_of_week<'a>(entries: &'a Entries, readers: &[PersonId], day: Day) -> Vec<&'a Entry> {
    let id = CheckIn::id(day);
    ordered(entries, readers, &|entry| (entry.id == id && entry.get::<CheckIn>().is_some()).then_some(0))
}

/// The others who let `reader` know that they answered in the week of `day`, or whose answers `reader` may see. Whether
/// anybody else answered is for nobody to know.
pub fn answered_in_week<'a>(entries: &'a Entries, reader: &PersonId, day: Day) -> Vec<&'a PersonId> {
    let id = CheckIn::id(day);
    let others =
        entries.iter().filter(|entry| entry.id == id && entry.author != *reader && entry.body.is_some());
    others.filter(|entry| entry.is_known_to(entries, reader)).map(|entry| &entry.author).collect()
}

/// The signals of the last `weeks` weekly check-ins of `author` that `reader` may see, each with its Monday, the week of
/// `today` last. A week without one has no signals: a gap, never a zero.
pub fn signals_of_weeks(
    entries: &Entries,
    reader: &PersonId,
    author: &PersonId,
    today: Day,
    weeks: i32,
) -> Vec<(Day, Signals)> {
    let monday = today.monday();
    let of_week = |back: i32| {
        let week = monday.plus(-7 * back);
        let check_in = seen::<CheckIn>(entries, reader, author, &CheckIn::id(week));
        (week, check_in.map(|check_in| check_in.signals).unwrap_or_default())
    };
    (0..weeks).rev().map(of_week).collect()
}

/// The same of the daily check-ins of the `days` days up to `today`.
pub fn signals_of_days(
    entries: &Entries,
    reader: &PersonId,
    author: &PersonId,
    today: Day,
    days: i32,
) -> Vec<(Day, Signals)> {
    let of_day = |back: i32| {
        let day = today.plus(-back);
        let pulse = seen::<Pulse>(entries, reader, author, &Pulse::id(day));
        (day, pulse.map(|pulse| pulse.signals).unwrap_or_default())
    };
    (0..days).rev().map(of_day).collect()
}

fn seen<'a, K: Kind>(
    entries: &'a Entries,
    reader: &PersonId,
    author: &PersonId,
    id: &EntryId,
) -> Option<&'a K> {
    entries.entry(author, id).filter(|entry| entry.is_visible_to(entries, reader))?.get()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Body, Level, Signal, Stamp, Visibility};
    use crate::insight::made::{day, person};

    const WAITS: Visibility = Visibility::OnceBoth { announced: false };
    const TOLD: Visibility = Visibility::OnceBoth { announced: true };

    fn signals(safe: usize) -> Signals {
        Signals { safe: Some(Level::ALL[safe - 1]), ..Signals::default() }
    }

    fn week(author: &str, on: &str, safe: usize, visibility: Visibility) -> Entry {
        let week = CheckIn { signals: signals(safe), ..CheckIn::new(day(on), "?") };
        Entry::new(person(author), CheckIn::id(week.week), Stamp::default(), visibility, week.into())
    }

    #[test]
    fn who_answered_is_known_of_those_who_said_so_or_whose_answers_can_be_seen() {
        let on = "2026-11-18";
        for (mine, yours, known, together) in [
            (None, Some(WAITS), 0, 0),
            (None, Some(TOLD), 1, 0),
            (None, Some(Visibility::Private), 0, 0),
            (None, Some(Visibility::Shared), 1, 1),
            (Some(WAITS), Some(WAITS), 1, 2),
            (Some(TOLD), None, 0, 0),
            (Some(Visibility::Private), Some(WAITS), 0, 0),
            // Mine stays mine on the screen that both look at, though yours is open to me.
            (Some(Visibility::Private), Some(Visibility::Shared), 1, 1),
        ] {
            let text = format!("{mine:?} {yours:?}");
            let entries: Entries =
                [mine.map(|it| week("me", on, 3, it)), yours.map(|it| week("you", on, 3, it))]
                    .into_iter()
                    .flatten()
                    .collect();
            let both = [person("me"), person("you")];
            assert_eq!(answered_in_week(&entries, &both[0], day(on)).len(), known, "{text}");
            assert_eq!(check_ins_of_week(&entries, &both, day(on)).len(), together, "{text}");
            assert!(answered_in_week(&entries, &both[0], day("2026-11-25")).is_empty(), "another week");
            assert!(check_ins_of_week(&entries, &[], day(on)).is_empty(), "nobody is looking");
        }
    }

    #[test]
    fn a_week_or_a_day_that_was_left_out_is_a_gap_and_not_a_zero() {
        let pulse = |on: &str, safe: usize| {
            let pulse = Pulse { signals: signals(safe), ..Pulse::new(day(on)) };
            Entry::new(
                person("me"),
                Pulse::id(pulse.day),
                Stamp::default(),
                Visibility::Private,
                pulse.into(),
            )
        };
        let entries: Entries = [
            week("me", "2026-11-18", 4, Visibility::Private),
            week("me", "2026-11-04", 2, Visibility::Private),
            week("me", "2026-11-25", 5, Visibility::Private),
            pulse("2026-11-20", 1),
        ]
        .into_iter()
        .collect();
        let safe = |of: Vec<(Day, Signals)>| -> Vec<(String, Option<u8>)> {
            let level = |signals: Signals| signals.get(Signal::Safe).map(Level::get);
            of.into_iter().map(|(day, signals)| (day.to_string(), level(signals))).collect()
        };
        let expected = |rows: &[(&str, Option<u8>)]| -> Vec<(String, Option<u8>)> {
            rows.iter().map(|(day, level)| ((*day).to_owned(), *level)).collect()
        };
        let (me, you, today) = (person("me"), person("you"), day("2026-11-21"));
        let weeks = [("2026-11-02", Some(2)), ("2026-11-09", None), ("2026-11-16", Some(4))];
        assert_eq!(safe(signals_of_weeks(&entries, &me, &me, today, 3)), expected(&weeks));
        let days = [("2026-11-19", None), ("2026-11-20", Some(1)), ("2026-11-21", None)];
        assert_eq!(safe(signals_of_days(&entries, &me, &me, today, 3)), expected(&days));
        // To somebody else they are all gaps.
        for rows in
            [signals_of_weeks(&entries, &you, &me, today, 3), signals_of_days(&entries, &you, &me, today, 3)]
        {
            assert!(rows.len() == 3 && rows.iter().all(|(_, signals)| signals.is_empty()));
        }
    }

    #[test]
    fn the_newest_come_first_and_only_what_the_reader_may_see() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let entry = |author: &str, id: EntryId, visibility, body: Body| {
            Entry::new(author.parse().unwrap(), id, Stamp::default(), visibility, body)
        };
        let pulse = |author, on, visibility| {
            entry(author, Pulse::id(day(on)), visibility, Pulse::new(day(on)).into())
        };
        let week = |author, on, visibility| {
            entry(author, CheckIn::id(day(on)), visibility, CheckIn::new(day(on), "?").into())
        };
        let entries: Entries = [
            pulse("me", "2026-11-18", Visibility::Private),
            pulse("me", "2026-11-10", Visibility::Private),
            week("me", "2026-11-09", Visibility::Private),
            week("you", "2026-11-16", Visibility::Shared),
            pulse("you", "2026-11-19", Visibility::Private),
        ]
        .into_iter()
        .collect();
        let ids = |limit| {
            let found = check_ins(&entries, &"me".parse().unwrap(), limit);
            found.iter().map(|entry| entry.id.to_string()).collect::<Vec<_>>()
        };
        let all = ["check-in/2026-11-16", "pulse/2026-11-18", "check-in/2026-11-09", "pulse/2026-11-10"];
        assert_eq!(ids(10), all);
        assert_eq!(ids(2), all[..2]);
        assert!(ids(0).is_empty());
    }
}
