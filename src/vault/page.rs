//! A chunk on its way back to the shelf.

use super::codec::{Form, LINE_UNITS};
use super::{CHUNK_UNITS, Seal, utf16_len};
use crate::entry::{Entries, Entry, merge};

/// What a chunk holds, while more is added to it.
pub(super) struct Page {
    /// The number of the chunk.
    pub(super) part: u32,
    /// The revision on the shelf; 0 where nothing is there.
    pub(super) revision: u64,
    /// How it is written on the shelf.
    pub(super) form: Form,
    /// How it is sealed, now and when it is written again.
    pub(super) seal: Seal,
    pub(super) entries: Entries,
    /// The most that the value comes to as text, in UTF-16 code units.
    units: usize,
    /// Whether the shelf is still to learn what is on this page.
    pub(super) is_changed: bool,
    /// Whether there is something on it that was not there before.
    pub(super) has_gained: bool,
}

/// What an entry takes in a chunk of text, with the comma after it.
pub(super) fn units_of(entry: &Entry) -> usize {
    utf16_len(&entry.to_json().to_string()) + 1
}

impl Page {
    /// A page with what is stored in a chunk.
    pub(super) fn new(part: u32, revision: u64, (form, seal): (Form, Seal), stored: Vec<Entry>) -> Self {
        let entries: Entries = stored.into_iter().collect();
        let units = LINE_UNITS + entries.iter().map(units_of).sum::<usize>();
        Self { part, revision, form, seal, entries, units, is_changed: false, has_gained: false }
    }

    /// The most that the value comes to as text, in UTF-16 code units.
    pub(super) fn units(&self) -> usize {
        self.units
    }

    /// Takes in an entry.
    pub(super) fn absorb(&mut self, entry: Entry) {
        let (author, id) = entry.key();
        let before = self.entries.entry(&author, &id).map_or(0, units_of);
        if self.entries.absorb(entry) {
            let after = self.entries.entry(&author, &id).map_or(0, units_of);
            self.units = self.units - before + after;
            self.is_changed = true;
            self.has_gained = true;
        }
    }

    /// Lets go of the entries that are not to be kept here.
    pub(super) fn retain(&mut self, mut is_kept: impl FnMut(&Entry) -> bool) {
        let all = std::mem::take(&mut self.entries);
        let count = all.len();
        self.entries = all.iter().filter(|entry| is_kept(entry)).cloned().collect();
        self.is_changed |= self.entries.len() < count;
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
}
