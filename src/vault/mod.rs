//! Keeps entries safe on a [`Shelf`].
//!
//! Entries live in chunks of bounded size ([`layout`]), each one value with a version, a revision and a checksum
//! ([`codec`]). Chunks are merged when they are read, so it never matters if an entry stands in two of them, and
//! a save that is interrupted leaves the state before it or after it.
//!
//! Only this room writes people's data, and it never deletes or overwrites what it cannot read: that is set
//! aside under a key of its own, for the person to see and take out.

mod aside;
pub mod codec;
mod draft;
pub mod layout;
mod page;
mod shelf;
mod wipe;

use std::collections::BTreeMap;

use serde_json::Value;

use self::codec::DecodeError;
use self::layout::{ChunkName, ENTRIES, PREFIX, WIPED};
use self::page::{Page, Pages};
use crate::entry::{Entries, Entry, Key, Stamp};

pub use self::aside::SetAside;
pub use self::draft::{Draft, DraftName};
pub use self::shelf::{FailingShelf, MemoryShelf, Shelf, ShelfError, utf16_len};

/// The longest value a save writes, in UTF-16 code units (64 KB), unless a single entry is longer than that.
pub const CHUNK_UNITS: usize = 32 * 1024;

/// Why something was not saved. What was there before is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveError {
    /// There is no room left.
    Full,
    /// Storage is denied or broken.
    Denied,
    /// What is stored was written by a newer version, which this one must not change.
    NewerStore,
}

impl From<ShelfError> for SaveError {
    fn from(error: ShelfError) -> Self {
        match error {
            ShelfError::Full => Self::Full,
            ShelfError::Denied => Self::Denied,
        }
    }
}

/// What opening found.
#[derive(Debug, Default)]
pub struct Opened {
    /// Every entry that could be read.
    pub entries: Entries,
    /// How many values could not be read this time.
    pub damaged: usize,
    /// Whether a newer version wrote some of it: then nothing is written by this one.
    pub newer: bool,
}

/// Entries on a shelf.
pub struct Vault {
    shelf: Box<dyn Shelf>,
    chunks: BTreeMap<ChunkName, Chunk>,
    homes: BTreeMap<Key, Home>,
    /// Damaged chunks that could not be set aside, for want of room. Nothing is written over them.
    stuck: Vec<ChunkName>,
    newer: bool,
}

/// A stored chunk, as it was last read or written here.
#[derive(Debug)]
struct Chunk {
    /// Length of the stored value in UTF-16 code units.
    units: usize,
    keys: Vec<Key>,
}

/// Where the latest version of an entry stands, as far as this tab knows. An entry that outgrew its chunk can
/// stand in another one too, in an older version.
#[derive(Debug)]
struct Home {
    chunk: ChunkName,
    stamp: Stamp,
}

/// What is in a chunk on the shelf.
enum Found {
    Nothing,
    Entries { revision: u64, entries: Vec<Entry> },
    Damaged { raw: String, readable: Vec<Entry> },
    Newer,
}

impl Vault {
    /// Opens what is on the shelf. What cannot be read is set aside; everything else is there.
    pub fn open(shelf: Box<dyn Shelf>) -> (Self, Opened) {
        let mut vault =
            Self { shelf, chunks: BTreeMap::new(), homes: BTreeMap::new(), stuck: Vec::new(), newer: false };
        let mut opened = Opened::default();
        let mut damaged = Vec::new();
        let mut keys = vault.shelf.keys(ENTRIES).unwrap_or_default();
        keys.sort();
        for key in keys {
            let Some(name) = ChunkName::from_key(&key) else {
                vault.newer |= vault.is_newer(&key);
                continue;
            };
            let entries = match vault.find(&name) {
                Ok(Found::Nothing) => continue,
                Ok(Found::Newer) => {
                    vault.newer = true;
                    continue;
                }
                Ok(Found::Entries { entries, .. }) => entries,
                Ok(Found::Damaged { readable, .. }) => {
                    damaged.push(name);
                    readable
                }
                Err(_) => {
                    damaged.push(name);
                    continue;
                }
            };
            for entry in entries {
                opened.entries.absorb(entry);
            }
        }
        opened.newer = vault.newer;
        opened.damaged = damaged.len();
        vault.stuck.extend(damaged);
        vault.tidy(&opened.entries);
        (vault, opened)
    }

    /// What opening leaves behind in order, as far as storage lets it: damaged chunks are set aside, and what a
    /// wipe that was interrupted left to tell other tabs is gone. A newer version's storage stays as it is.
    fn tidy(&mut self, known: &Entries) {
        if self.newer {
            return;
        }
        self.heal(known);
        if matches!(self.shelf.get(WIPED), Ok(Some(_))) {
            // It is removed by the next wipe at the latest.
            let _ = self.shelf.remove(WIPED);
        }
    }

    /// Saves entries and returns everything that is now in the chunks they went to, which may hold what another
    /// tab wrote meanwhile. `known` is what this app holds in memory: it stands in for a chunk that got lost.
    ///
    /// # Errors
    /// When it cannot be saved. With several entries, some may have been; saving again does no harm.
    pub fn save(&mut self, entries: &[Entry], known: &Entries) -> Result<Vec<Entry>, SaveError> {
        if self.newer {
            return Err(SaveError::NewerStore);
        }
        self.heal(known);
        let latest: Entries = entries.iter().cloned().collect();
        let mut pages = Pages::default();
        for entry in latest.iter() {
            self.place(entry, known, &mut pages)?;
        }
        let mut all = Vec::new();
        for (name, page) in pages.0 {
            let entries = if page.has_news { self.put(&name, page)? } else { page.into_entries() };
            all.extend(entries);
        }
        self.forget_older_words(&latest, known)?;
        Ok(all)
    }

    /// Puts an entry on the page of the chunk that it goes to: the one it is in, where it still fits, else the
    /// first part with room.
    fn place(&mut self, entry: &Entry, known: &Entries, pages: &mut Pages) -> Result<(), SaveError> {
        let home = self.homes.get(&entry.key()).map(|home| home.chunk.clone());
        if let Some(home) = home
            && self.add_to(&home, entry, known, pages)?
        {
            return Ok(());
        }
        let mut name = ChunkName::first(&entry.author, &entry.id);
        let need = page::units_of(entry);
        loop {
            // What is known of a chunk spares reading one that has no room. How much another tab put there
            // meanwhile only reading tells.
            let units = self.chunks.get(&name).map_or(0, |chunk| chunk.units);
            let may_have_room = units == 0 || units + need <= CHUNK_UNITS;
            if may_have_room && self.add_to(&name, entry, known, pages)? {
                return Ok(());
            }
            name = name.next();
        }
    }

    /// Puts an entry on a page where it has room, and says whether it had.
    fn add_to(
        &mut self,
        name: &ChunkName,
        entry: &Entry,
        known: &Entries,
        pages: &mut Pages,
    ) -> Result<bool, SaveError> {
        if pages.of(name).is_none() {
            if self.stuck.contains(name) {
                return Ok(false);
            }
            match self.load(name, known) {
                Ok(page) => pages.0.push((name.clone(), page)),
                Err(_) if self.stuck.contains(name) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        let page = pages.of(name).filter(|page| page.has_room_for(entry));
        Ok(page.map(|page| page.absorb(entry.clone())).is_some())
    }

    /// Removes the older versions of deleted entries from chunks they once outgrew: what somebody deleted is not
    /// to be found in storage any longer. (What was only edited leaves when its old chunk is written next.)
    fn forget_older_words(&mut self, saved: &Entries, known: &Entries) -> Result<(), SaveError> {
        let deleted: Vec<Key> = saved.iter().filter(|entry| entry.body.is_none()).map(Entry::key).collect();
        let is_home =
            |key: &Key, name: &ChunkName| self.homes.get(key).is_some_and(|home| home.chunk == *name);
        let holds_older = |name: &ChunkName, chunk: &Chunk| {
            deleted.iter().any(|key| chunk.keys.contains(key) && !is_home(key, name))
        };
        let outgrown: Vec<ChunkName> = self
            .chunks
            .iter()
            .filter(|(name, chunk)| holds_older(name, chunk))
            .map(|(name, _)| name.clone())
            .collect();
        for name in outgrown {
            let page = self.load(&name, known)?;
            self.put(&name, page)?;
        }
        Ok(())
    }

    /// Reads a chunk to write it again: what is stored there, and what this tab knows to belong there, which
    /// another tab may have overwritten. What is damaged is set aside first.
    fn load(&mut self, name: &ChunkName, known: &Entries) -> Result<Page, SaveError> {
        let mut is_damaged = false;
        let (revision, mut stored) = match self.find(name)? {
            Found::Entries { revision, entries } => (revision, entries),
            Found::Nothing => {
                self.let_go_if_wiped(name)?;
                (0, Vec::new())
            }
            Found::Damaged { raw, readable } => {
                if let Err(error) = self.copy_aside(&name.key(), &raw) {
                    if !self.stuck.contains(name) {
                        self.stuck.push(name.clone());
                    }
                    return Err(error.into());
                }
                is_damaged = true;
                (0, readable)
            }
            Found::Newer => {
                self.newer = true;
                return Err(SaveError::NewerStore);
            }
        };
        let lost = self.lost_from(name, &stored, known)?;
        stored.retain(|entry| !self.stands_elsewhere(entry, name));
        let mut page = Page::new(&name.key(), revision, stored);
        page.has_news = is_damaged;
        for entry in lost {
            page.absorb(entry);
        }
        Ok(page)
    }

    /// What belongs in a chunk, as far as this tab knows, and is not among what is stored there: another tab
    /// wrote the chunk without knowing of it, or the chunk was damaged or removed.
    fn lost_from(
        &mut self,
        name: &ChunkName,
        stored: &[Entry],
        known: &Entries,
    ) -> Result<Vec<Entry>, ShelfError> {
        let missing = |homes: &BTreeMap<Key, Home>| -> Vec<Entry> {
            let mut stored: Entries = stored.iter().cloned().collect();
            let at_home = homes.iter().filter(|(_, home)| home.chunk == *name);
            let ours = at_home.filter_map(|((author, id), _)| known.entry(author, id));
            ours.filter(|entry| stored.absorb((*entry).clone())).cloned().collect()
        };
        if missing(&self.homes).is_empty() {
            return Ok(Vec::new());
        }
        // It may have outgrown this chunk in another tab, and stand in another part.
        for key in self.shelf.keys(&name.bucket_prefix())? {
            if let Some(part) = ChunkName::from_key(&key).filter(|part| part != name) {
                self.find(&part)?;
            }
        }
        Ok(missing(&self.homes))
    }

    /// Writes a chunk: one value. From then on its entries are at home there.
    fn put(&mut self, name: &ChunkName, page: Page) -> Result<Vec<Entry>, SaveError> {
        let key = name.key();
        let entries = if page.is_empty() {
            self.shelf.remove(&key)?;
            self.chunks.remove(name);
            self.stuck.retain(|stuck| stuck != name);
            Vec::new()
        } else {
            let value = page.to_value(&key);
            self.shelf.set(&key, &value)?;
            let entries = page.into_entries();
            self.note(name, utf16_len(&value), &entries);
            entries
        };
        Ok(entries)
    }

    /// Whether another chunk has this entry in the same version or a later one, on the shelf and not only as
    /// far as this tab remembers.
    fn stands_elsewhere(&mut self, entry: &Entry, name: &ChunkName) -> bool {
        let home = self.homes.get(&entry.key()).map(|home| home.chunk.clone());
        let Some(home) = home.filter(|home| home != name) else { return false };
        match self.find(&home) {
            Ok(Found::Entries { entries, .. }) => {
                let mut there: Entries = entries.into_iter().collect();
                there.entry(&entry.author, &entry.id).is_some() && !there.absorb(entry.clone())
            }
            _ => false,
        }
    }

    /// Takes in a chunk that another tab wrote: the entries in it, which the app merges into what it holds.
    /// Writes the chunk again where the other tab did not know of something saved here.
    ///
    /// # Errors
    /// When something of ours was missing and could not be written back.
    pub fn follow(&mut self, key: &str, known: &Entries) -> Result<Vec<Entry>, SaveError> {
        let Some(name) = ChunkName::from_key(key) else { return Ok(Vec::new()) };
        match self.find(&name)? {
            Found::Newer => {
                self.newer = true;
                return Err(SaveError::NewerStore);
            }
            Found::Entries { entries, .. } => {
                if self.newer || self.lost_from(&name, &entries, known)?.is_empty() {
                    return Ok(entries);
                }
            }
            Found::Nothing => {
                self.let_go_if_wiped(&name)?;
                if self.lost_from(&name, &[], known)?.is_empty() {
                    return Ok(Vec::new());
                }
            }
            Found::Damaged { .. } => {}
        }
        if self.newer {
            return Err(SaveError::NewerStore);
        }
        let page = self.load(&name, known)?;
        self.put(&name, page)
    }

    /// A plain word that is remembered for this device and says nothing about anybody: a colour scheme, say.
    pub fn preference(&self, name: &str) -> Option<String> {
        self.shelf.get(&format!("{PREFIX}{name}")).ok().flatten()
    }

    /// Remembers a plain word for this device.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn set_preference(&mut self, name: &str, word: &str) -> Result<(), SaveError> {
        Ok(self.shelf.set(&format!("{PREFIX}{name}"), word)?)
    }

    /// Forgets a plain word.
    ///
    /// # Errors
    /// When the shelf cannot be written.
    pub fn forget_preference(&mut self, name: &str) -> Result<(), SaveError> {
        Ok(self.shelf.remove(&format!("{PREFIX}{name}"))?)
    }

    /// How much of the browser's storage Kept uses, keys included, in UTF-16 code units.
    pub fn used_units(&self) -> usize {
        let keys = self.shelf.keys(PREFIX).unwrap_or_default();
        keys.iter()
            .map(|key| utf16_len(key) + self.shelf.get(key).ok().flatten().as_deref().map_or(0, utf16_len))
            .sum()
    }

    /// Takes note of what is stored in a chunk.
    fn note(&mut self, name: &ChunkName, units: usize, entries: &[Entry]) {
        for entry in entries {
            let home = self.homes.get(&entry.key());
            if home.is_none_or(|home| home.stamp < entry.stamp) {
                self.homes.insert(entry.key(), Home { chunk: name.clone(), stamp: entry.stamp });
            }
        }
        self.stuck.retain(|stuck| stuck != name);
        self.chunks.insert(name.clone(), Chunk { units, keys: entries.iter().map(Entry::key).collect() });
    }

    /// Reads a chunk and takes note of what is in it.
    fn find(&mut self, name: &ChunkName) -> Result<Found, ShelfError> {
        let key = name.key();
        let Some(raw) = self.shelf.get(&key)? else { return Ok(Found::Nothing) };
        let (revision, payload) = match codec::decode(&key, &raw) {
            Ok(found) => found,
            Err(DecodeError::Newer) => return Ok(Found::Newer),
            Err(DecodeError::Damaged) => return Ok(Found::Damaged { raw, readable: Vec::new() }),
        };
        let Ok(values) = serde_json::from_str::<Vec<Value>>(payload) else {
            return Ok(Found::Damaged { raw, readable: Vec::new() });
        };
        let count = values.len();
        let entries: Vec<Entry> =
            values.into_iter().filter_map(|value| Entry::from_json(value).ok()).collect();
        if entries.len() < count {
            return Ok(Found::Damaged { raw, readable: entries });
        }
        self.note(name, utf16_len(&raw), &entries);
        Ok(Found::Entries { revision, entries })
    }

    /// Whether a newer version wrote what is under a key that this one has no use for.
    fn is_newer(&self, key: &str) -> bool {
        let value = self.shelf.get(key).ok().flatten();
        value.is_some_and(|value| codec::decode(key, &value) == Err(DecodeError::Newer))
    }
}
