//! Entries in an order.

use crate::entry::{Entries, Entry, PersonId};

/// The living entries that every one of `readers` may see and that have a rank, the lowest first. Of equal ranks the
/// one that was written first comes first. Without readers there is nothing to see.
///
/// It is not generic, and puts each entry in its place: every sort of another type would be code of its own.
pub(super) fn ordered<'a>(
    entries: &'a Entries,
    readers: &[PersonId],
    rank: &dyn Fn(&Entry) -> Option<i64>,
) -> Vec<&'a Entry> {
    let mut found: Vec<(i64, &Entry)> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.body.is_some()) {
        let Some(rank) = rank(entry) else { continue };
        if !readers.is_empty() && readers.iter().all(|reader| entry.is_visible_to(entries, reader)) {
            let place =
                found.partition_point(|(other, earlier)| (*other, earlier.stamp) <= (rank, entry.stamp));
            found.insert(place, (rank, entry));
        }
    }
    found.into_iter().map(|(_, entry)| entry).collect()
}
