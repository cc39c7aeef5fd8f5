//! A chunk on its way back to the shelf.

use serde_json::Value;

use super::layout::ChunkName;
use super::{CHUNK_UNITS, codec, utf16_len};
use crate::entry::{Entries, Entry, merge};

/// The chunks that one save touches, each read once.
#[derive(Default)]
pub(super) struct Pages(pub(super) Vec<(ChunkName, Page)>);

impl Pages {
    /// The page of a chunk, where it was read already.
    pub(super) fn of(&mut self, name: &ChunkName) -> Option<&mut Page> {
        self.0.iter_mut().find(|(other, _)| other == name).map(|(_, page)| page)
    }
}

/// What a chunk holds, while more is added to it.
pub(super) struct Page {
    revision: u64,
    entries: Entries,
    /// The most the value comes to, in UTF-16 code units.
    units: usize,
    /// Whether the shelf is still to learn what is on this page.
    pub(super) has_news: bool,
}

/// What an entry takes in a chunk, with the comma after it.
pub(super) fn units_of(entry: &Entry) -> usize {
    utf16_len(&entry.to_json().to_string()) + 1
}

impl Page {
    /// A page for the chunk under `key`, with what is stored there in that revision (0: nothing was).
    pub(super) fn new(key: &str, revision: u64, stored: Vec<Entry>) -> Self {
        let revision = revision.saturating_add(1);
        let units = utf16_len(&codec::encode(key, revision, "[]"));
        let mut page = Self { revision, entries: Entries::default(), units, has_news: false };
        for entry in stored {
            page.absorb(entry);
        }
        page.has_news = false;
        page
    }

    /// Takes in an entry.
    pub(super) fn absorb(&mut self, entry: Entry) {
        let (author, id) = entry.key();
        let before = self.units_at(&entry);
        if self.entries.absorb(entry) {
            let after = self.entries.entry(&author, &id).map_or(0, units_of);
            self.units = self.units - before + after;
            self.has_news = true;
        }
    }

    /// Whether the chunk stays within its bounds once it took in `entry`. An entry that is too long for any
    /// chunk has one of its own.
    pub(super) fn has_room_for(&self, entry: &Entry) -> bool {
        let before = self.entries.entry(&entry.author, &entry.id);
        let others = self.entries.len() - usize::from(before.is_some());
        // An older version of what is here takes no room: it is not taken in.
        let after =
            before.map_or_else(|| units_of(entry), |before| units_of(&merge(before.clone(), entry.clone())));
        others == 0 || self.units - before.map_or(0, units_of) + after <= CHUNK_UNITS
    }

    /// What another version of `entry` takes on this page.
    fn units_at(&self, entry: &Entry) -> usize {
        self.entries.entry(&entry.author, &entry.id).map_or(0, units_of)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value to put under `key`.
    pub(super) fn to_value(&self, key: &str) -> String {
        let payload = Value::Array(self.entries.iter().map(Entry::to_json).collect()).to_string();
        codec::encode(key, self.revision, &payload)
    }

    pub(super) fn into_entries(self) -> Vec<Entry> {
        self.entries.iter().cloned().collect()
    }
}
