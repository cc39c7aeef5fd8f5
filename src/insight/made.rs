//! What the tests of this room are made of.

use crate::entry::{Body, Day, Entry, EntryId, PersonId, Stamp, Visibility};

pub(super) fn person(name: &str) -> PersonId {
    name.parse().unwrap()
}

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(super) fn entry(author: &str, id: EntryId, visibility: Visibility, body: impl Into<Body>) -> Entry {
    Entry::new(person(author), id, Stamp::default(), visibility, body.into())
}
