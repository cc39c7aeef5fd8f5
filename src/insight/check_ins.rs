//! Earlier check-ins.

use crate::entry::{CheckIn, Day, Entries, Entry, PersonId, Pulse};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Body, EntryId, Stamp, Visibility};

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
