//! What the integration tests share: neutral people and entries, and shelves that watch what is written.

// Every test binary compiles this module and uses a part of it.
#![allow(dead_code, reason = "each test binary uses a part")]

pub(crate) mod carried;
pub(crate) mod made_up;

use std::cell::RefCell;
use std::rc::Rc;

use kept::entry::{Body, Day, Entries, Entry, EntryId, Hlc, PersonId, Pulse, Stamp, Visibility};
use kept::vault::{CHUNK_UNITS, MemoryShelf, SaveError, Shelf, ShelfError, Vault, utf16_len};
use serde_json::{Value, json};

/// The first of two people.
pub(crate) fn one() -> PersonId {
    "one".parse().unwrap()
}

/// The second of two people.
pub(crate) fn two() -> PersonId {
    "two".parse().unwrap()
}

pub(crate) fn id(text: &str) -> EntryId {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn stamp(ms: u64, counter: u16, device: u32) -> Stamp {
    Stamp { ms, counter, device }
}

/// A pulse that says `line`; it stands for anything somebody wrote.
pub(crate) fn says(line: &str) -> Body {
    Pulse { line: line.to_owned(), ..Pulse::new(day("2026-11-22")) }.into()
}

/// An entry that says `line`.
pub(crate) fn note(author: &PersonId, id: &str, ms: u64, line: &str) -> Entry {
    Entry::new(author.clone(), id.parse().unwrap(), stamp(ms, 0, 1), Visibility::Private, says(line))
}

/// The same entry, deleted at `ms`.
pub(crate) fn deleted(entry: &Entry, ms: u64) -> Entry {
    entry.revised(stamp(ms, 0, 1), entry.visibility.clone(), None)
}

/// An entry read from JSON, for what only another version would write.
pub(crate) fn read(value: Value) -> Entry {
    Entry::from_json(value).unwrap()
}

/// An entry of a kind that this version does not know.
pub(crate) fn unknown(author: &PersonId, id: &str, ms: u64) -> Entry {
    read(json!({
        "author": author.as_str(), "id": id, "stamp": stamp(ms, 0, 1).to_string(), "visibility": "later",
        "kind": "letter", "body": { "pages": [1, 2] }, "colour": "dusk",
    }))
}

pub(crate) fn all_of(entries: &[Entry]) -> Entries {
    entries.iter().cloned().collect()
}

/// A value as a newer version may write it: the first line is another one, its checksum fits.
pub(crate) fn newer(key: &str, head: &str) -> String {
    let payload = "what only a newer version can read";
    let checksum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);
    let sum = checksum.checksum(format!("{key}\n{head}\n{payload}").as_bytes());
    format!("{head} {sum:08x}\n{payload}")
}

/// What a shelf holds, in order of keys.
pub(crate) fn contents(shelf: &impl Shelf) -> Vec<(String, String)> {
    let mut keys = shelf.keys("").unwrap();
    keys.sort();
    keys.into_iter().map(|key| (key.clone(), shelf.get(&key).unwrap().unwrap())).collect()
}

/// A shelf of its own with the same values.
pub(crate) fn copy_of(shelf: &impl Shelf) -> MemoryShelf {
    shelf_with(&contents(shelf))
}

pub(crate) fn shelf_with(values: &[(String, String)]) -> MemoryShelf {
    let shelf = MemoryShelf::default();
    for (key, value) in values {
        shelf.set(key, value).unwrap();
    }
    shelf
}

/// What today's code finds on a shelf.
pub(crate) fn reopen(shelf: &impl Shelf) -> Entries {
    Vault::open(Box::new(copy_of(shelf))).1.entries
}

/// The values that hold entries.
pub(crate) fn chunks(shelf: &impl Shelf) -> Vec<(String, String)> {
    contents(shelf).into_iter().filter(|(key, _)| key.starts_with("kept/entries/")).collect()
}

/// Chunks are bounded, except one that a single long entry has for itself.
pub(crate) fn assert_bounded(shelf: &impl Shelf) {
    for (key, value) in chunks(shelf) {
        let entries = value.matches("\"author\"").count();
        let units = utf16_len(&value);
        assert!(units <= CHUNK_UNITS || entries == 1, "{key} has {units} units");
    }
}

/// The values that were set aside.
pub(crate) fn aside(shelf: &impl Shelf) -> Vec<String> {
    contents(shelf)
        .into_iter()
        .filter(|(key, _)| key.starts_with("kept/aside/"))
        .map(|(_, value)| value)
        .collect()
}

/// A shelf with these entries saved on it.
pub(crate) fn saved(entries: &[Entry]) -> MemoryShelf {
    let shelf = MemoryShelf::default();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()));
    vault.save(entries, &Entries::default()).unwrap();
    shelf
}

/// A shelf over another that notes every change, in order.
#[derive(Clone)]
pub(crate) struct WatchedShelf<S> {
    pub(crate) inner: S,
    /// The keys that were set or removed.
    pub(crate) changes: Rc<RefCell<Vec<String>>>,
}

impl<S: Shelf> WatchedShelf<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self { inner, changes: Rc::default() }
    }

    /// The changes since this was last asked.
    pub(crate) fn take_changes(&self) -> Vec<String> {
        self.changes.take()
    }
}

impl<S: Shelf> Shelf for WatchedShelf<S> {
    fn get(&self, key: &str) -> Result<Option<String>, ShelfError> {
        self.inner.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), ShelfError> {
        // A browser tells other tabs of changes only.
        if self.inner.get(key)?.as_deref() != Some(value) {
            self.changes.borrow_mut().push(key.to_owned());
        }
        self.inner.set(key, value)
    }

    fn remove(&self, key: &str) -> Result<(), ShelfError> {
        if self.inner.get(key)?.is_some() {
            self.changes.borrow_mut().push(key.to_owned());
        }
        self.inner.remove(key)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, ShelfError> {
        self.inner.keys(prefix)
    }
}

/// A running tab: a vault, what is in memory, a clock. Like the app, it takes in what was saved once it was.
pub(crate) struct Tab {
    pub(crate) vault: Vault,
    pub(crate) known: Entries,
    pub(crate) clock: Hlc,
}

impl Tab {
    pub(crate) fn open(shelf: impl Shelf + 'static, device: u32) -> Self {
        let (vault, opened) = Vault::open(Box::new(shelf));
        let mut clock = Hlc::new(device);
        clock.observe(opened.entries.newest());
        Self { vault, known: opened.entries, clock }
    }

    /// Writes (or deletes, without a line) and returns the version that was saved.
    pub(crate) fn write(
        &mut self,
        author: &PersonId,
        id: &str,
        line: Option<&str>,
    ) -> Result<Entry, SaveError> {
        let stamp = self.clock.tick(0);
        let id: EntryId = id.parse().unwrap();
        let body = line.map(says);
        let entry = match (self.known.entry(author, &id), body) {
            (Some(before), body) => before.revised(stamp, Visibility::Private, body),
            (None, body) => {
                let new = Entry::new(author.clone(), id, stamp, Visibility::Private, says(""));
                new.revised(stamp, Visibility::Private, body)
            }
        };
        let all = self.vault.save(std::slice::from_ref(&entry), &self.known)?;
        self.absorb(all);
        Ok(entry)
    }

    pub(crate) fn save(&mut self, entries: &[Entry]) -> Result<(), SaveError> {
        let all = self.vault.save(entries, &self.known)?;
        self.absorb(all);
        Ok(())
    }

    pub(crate) fn follow(&mut self, key: &str) -> Result<(), SaveError> {
        let all = self.vault.follow(key, &self.known)?;
        self.absorb(all);
        Ok(())
    }

    fn absorb(&mut self, all: Vec<Entry>) {
        for entry in all {
            self.clock.observe(entry.stamp);
            self.known.absorb(entry);
        }
    }
}
