//! Where entries stay: chunks, a few to a bucket.
//!
//! A recent bucket's chunks are text; an entry is added to the one it is in or to the first with room, and one
//! value is written. A bucket that is over is packed, all of it together, in as few chunks as it takes.
//!
//! A chunk has one seal, so what its author keeps private and what they share stand in different ones where they have a
//! lock. Chunks whose key is not at hand are left alone.

use super::codec::Form;
use super::layout::ChunkName;
use super::page::Page;
use super::{Bucket, CHUNK_UNITS, Found, SaveError, Seal, ShelfError, Vault, payload_of, utf16_len};
use crate::entry::{Entries, Entry};

/// How long the JSON in a packed chunk may be, in UTF-16 code units: three months of somebody's pages. What follows
/// is for text that packs badly.
const PACKED_UNITS: [usize; 4] = [6 * CHUNK_UNITS, 3 * CHUNK_UNITS, CHUNK_UNITS, CHUNK_UNITS / 2];

/// The chunks of a bucket, as they are on the shelf.
struct Parts {
    pages: Vec<Page>,
    /// The numbers of all chunks, those that cannot be read too.
    taken: Vec<u32>,
}

impl Parts {
    /// The first number from `first` on that no chunk has.
    fn free_from(&mut self, first: u32) -> u32 {
        let mut numbers = (first..u32::MAX).chain(1..first);
        let free = numbers.find(|number| !self.taken.contains(number)).unwrap_or(u32::MAX);
        self.taken.push(free);
        free
    }
}

/// Entries by the bucket they belong in.
pub(super) fn by_bucket(entries: &[Entry]) -> Vec<(Bucket, Vec<Entry>)> {
    let mut groups: Vec<(Bucket, Vec<Entry>)> = Vec::new();
    for entry in entries {
        let bucket = Bucket::of(&entry.author, &entry.id);
        let place = groups.partition_point(|(other, _)| *other < bucket);
        match groups.get_mut(place).filter(|(other, _)| *other == bucket) {
            Some((_, group)) => group.push(entry.clone()),
            None => groups.insert(place, (bucket, vec![entry.clone()])),
        }
    }
    groups
}

impl Vault {
    /// Writes entries into the chunks of their bucket.
    pub(super) fn settle(&mut self, bucket: &Bucket, entries: &[Entry]) -> Result<(), SaveError> {
        self.may_write()?;
        let parts = self.parts(bucket)?;
        let has_trash = if self.is_old(bucket) {
            self.pack(bucket, parts, entries)?
        } else {
            let has_trash = self.add(bucket, parts, entries)?;
            self.pack_full_pages(bucket)?;
            has_trash
        };
        if self.is_read_first(bucket) { Ok(()) } else { self.note_trash(bucket, has_trash) }
    }

    /// Packs what is in a bucket, unless it is packed already.
    pub(super) fn pack_bucket(&mut self, bucket: &Bucket) -> Result<(), SaveError> {
        self.settle(bucket, &[])
    }

    /// Of a bucket of long entries that still grows, packs all chunks but the one that does: a quarter's pages as text
    /// would take five times the room.
    fn pack_full_pages(&mut self, bucket: &Bucket) -> Result<(), SaveError> {
        if !bucket.is_long() {
            return Ok(());
        }
        let mut parts = self.parts(bucket)?;
        let growing: Vec<u32> = parts.pages.iter().filter_map(|page| growing(page, &parts.pages)).collect();
        parts.pages.retain(|page| !growing.contains(&page.part));
        if parts.pages.iter().all(|page| page.form == Form::Packed) {
            return Ok(());
        }
        self.pack(bucket, parts, &[])?;
        Ok(())
    }

    /// Those of `entries` that are not in their chunks, in this version or a later one.
    pub(super) fn not_settled(&self, entries: &[Entry]) -> Result<Vec<Entry>, ShelfError> {
        let mut lost = Vec::new();
        for (bucket, entries) in by_bucket(entries) {
            let mut there = Entries::default();
            for key in self.shelf.keys(&bucket.prefix(self.generation))? {
                if let Found::Entries { entries, .. } = self.find(&key)? {
                    there.extend(entries);
                }
            }
            lost.extend(entries.into_iter().filter(|entry| there.absorb(entry.clone())));
        }
        Ok(lost)
    }

    /// Reads the chunks of a bucket to write them again. What is damaged is set aside first.
    fn parts(&mut self, bucket: &Bucket) -> Result<Parts, SaveError> {
        let mut parts = Parts { pages: Vec::new(), taken: Vec::new() };
        let mut keys = self.shelf.keys(&bucket.prefix(self.generation))?;
        keys.sort();
        for key in keys {
            let Some(ChunkName { part, .. }) = ChunkName::from_key(&key) else { continue };
            parts.taken.push(part);
            match self.find(&key)? {
                Found::Nothing | Found::Locked => {}
                Found::Newer => {
                    self.newer = true;
                    return Err(SaveError::NewerStore);
                }
                Found::Entries { revision, form, seal, entries } => {
                    parts.pages.push(Page::new(part, revision, (form, seal), entries));
                }
                Found::Damaged { raw, readable } => {
                    if self.set_aside(&key, &raw) {
                        let seal = self.seal_for(readable.iter());
                        let mut page = Page::new(part, 0, (Form::Text, seal), readable);
                        page.is_changed = true;
                        parts.pages.push(page);
                    }
                }
            }
        }
        Ok(parts)
    }

    /// Adds entries to chunks of text; says whether there is trash in them.
    fn add(&mut self, bucket: &Bucket, mut parts: Parts, entries: &[Entry]) -> Result<bool, SaveError> {
        let misplaced = self.misplaced(&parts.pages);
        for entry in entries.iter().chain(&misplaced) {
            place(entry, &self.locks.seal_of(entry), &mut parts);
        }
        // What gained something comes first: only then may another chunk lose what it had.
        for page in parts.pages.iter_mut().filter(|page| page.has_gained) {
            self.put_page(bucket, page)?;
        }
        self.drop_older_versions(&mut parts.pages);
        let has_trash =
            parts.pages.iter().any(|page| page.entries.iter().any(|entry| entry.trash().is_some()));
        for page in parts.pages.iter_mut().filter(|page| page.is_changed) {
            self.put_page(bucket, page)?;
        }
        Ok(has_trash)
    }

    fn put_page(&mut self, bucket: &Bucket, page: &mut Page) -> Result<(), SaveError> {
        let key = self.chunk_key(bucket, page.part);
        if page.entries.is_empty() {
            self.shelf.remove(&key)?;
        } else {
            page.revision = page.revision.saturating_add(1);
            self.put(&key, page.revision, &payload_of(page.entries.iter()), Form::Text, &page.seal)?;
        }
        (page.is_changed, page.has_gained) = (false, false);
        self.stuck.retain(|stuck| *stuck != key);
        Ok(())
    }

    /// The seal that an entry on a page is to have; the one that it has, where the other cannot be closed here.
    fn seal_on(&self, page: &Page, entry: &Entry) -> Seal {
        let wanted = self.locks.seal_of(entry);
        if self.keyring.opens(&wanted) { wanted } else { page.seal.clone() }
    }

    /// What stands on pages that have another seal than it is to have.
    fn misplaced(&self, pages: &[Page]) -> Vec<Entry> {
        let on = |page: &Page| {
            let is_elsewhere = |entry: &&Entry| self.seal_on(page, entry) != page.seal;
            page.entries.iter().filter(is_elsewhere).cloned().collect::<Vec<_>>()
        };
        pages.iter().flat_map(on).collect()
    }

    /// Of every entry that stands on several pages, only the latest version stays, once, and with its own seal if it has
    /// that somewhere.
    fn drop_older_versions(&self, pages: &mut [Page]) {
        if pages.len() < 2 {
            return;
        }
        let mut latest: Entries = pages.iter().flat_map(|page| page.entries.iter().cloned()).collect();
        for is_first in [true, false] {
            for page in &mut *pages {
                let seal = page.seal.clone();
                let has_own = |entry: &Entry| {
                    let wanted = self.locks.seal_of(entry);
                    wanted == seal || !self.keyring.opens(&wanted)
                };
                // What is kept here is taken out, so that it is kept nowhere else.
                page.retain(|entry| has_own(entry) != is_first || latest.take(entry));
            }
        }
    }

    fn chunk_key(&self, bucket: &Bucket, part: u32) -> String {
        ChunkName { bucket: bucket.clone(), part, generation: self.generation }.key()
    }

    /// Packs a bucket together with more entries; says whether there is trash in it.
    ///
    /// One chunk that becomes another one is overwritten, which is one step. Several are written under numbers of
    /// their own before the old ones go, so that everything stands somewhere at every moment.
    fn pack(&mut self, bucket: &Bucket, mut parts: Parts, entries: &[Entry]) -> Result<bool, SaveError> {
        let is_alone = |page: &Page| parts.pages.iter().filter(|other| other.seal == page.seal).count() == 1;
        let is_packed = parts.pages.iter().all(|page| page.form == Form::Packed && is_alone(page))
            && self.misplaced(&parts.pages).is_empty();
        let mut all: Entries = parts.pages.iter().flat_map(|page| page.entries.iter().cloned()).collect();
        let is_changed = parts.pages.iter().any(|page| page.is_changed);
        let has_news = entries.iter().fold(is_changed, |news, entry| all.absorb(entry.clone()) || news);
        let has_trash = all.iter().any(|entry| entry.trash().is_some());
        if all.is_empty() || (is_packed && !has_news) {
            return Ok(has_trash);
        }
        let revision =
            parts.pages.iter().map(|page| page.revision).max().unwrap_or_default().saturating_add(1);
        let old: Vec<String> = parts.pages.iter().map(|page| self.chunk_key(bucket, page.part)).collect();
        let mut values = Vec::new();
        for (seal, entries) in self.by_seal(&parts.pages, &all) {
            values.extend(self.packed_values(bucket, &mut parts, (&entries, &seal), revision)?);
        }
        // What takes an old one's place comes last: then all that leaves it stands elsewhere.
        values.sort_by_key(|(key, _)| old.contains(key));
        let mut written: Vec<&String> = Vec::new();
        for (key, value) in &values {
            if let Err(error) = self.shelf.set(key, value) {
                // Unless an old one was overwritten, those that were written hold nothing that is not in the old ones.
                for key in written.iter().filter(|_| written.iter().all(|key| !old.contains(key))) {
                    let _ = self.shelf.remove(key);
                }
                return Err(error.into());
            }
            written.push(key);
        }
        for key in old.iter().filter(|key| !written.contains(key)) {
            self.shelf.remove(key)?;
        }
        Ok(has_trash)
    }

    /// The entries of a bucket by the seal that each is to have.
    pub(super) fn by_seal(&self, pages: &[Page], all: &Entries) -> Vec<(Seal, Vec<Entry>)> {
        let mut groups: Vec<(Seal, Vec<Entry>)> = Vec::new();
        for entry in all.iter() {
            let has_it = |page: &&Page| page.entries.entry(&entry.author, &entry.id) == Some(entry);
            let home = pages.iter().find(has_it);
            let seal = home.map_or_else(|| self.locks.seal_of(entry), |page| self.seal_on(page, entry));
            match groups.iter_mut().find(|(other, _)| *other == seal) {
                Some((_, group)) => group.push(entry.clone()),
                None => groups.push((seal, vec![entry.clone()])),
            }
        }
        groups
    }

    /// The chunks that entries are packed into, each within its bounds unless one entry alone is longer.
    fn packed_values(
        &self,
        bucket: &Bucket,
        parts: &mut Parts,
        (entries, seal): (&[Entry], &Seal),
        revision: u64,
    ) -> Result<Vec<(String, String)>, SaveError> {
        let taken = parts.taken.clone();
        // What is moved from chunk to chunk is in no log. Were two tabs to write it under the same numbers at once,
        // each in its own parts, some of it could end in none of them.
        let first = if parts.pages.is_empty() { 1 } else { self.number_of_its_own() };
        let with_seal: Vec<&Page> = parts.pages.iter().filter(|page| page.seal == *seal).collect();
        // Overwriting is for a chunk of which nothing leaves.
        let stays =
            |page: &Page| page.entries.iter().all(|entry| entries.iter().any(|other| other.id == entry.id));
        let in_its_place = match with_seal[..] {
            [page] if stays(page) => Some(page.part),
            _ => None,
        };
        let mut values = Vec::new();
        for limit in PACKED_UNITS {
            parts.taken.clone_from(&taken);
            let groups = in_groups(entries, limit);
            let in_place = in_its_place.filter(|_| groups.len() == 1);
            let encode = |group: &[Entry]| {
                let key = self.chunk_key(bucket, in_place.unwrap_or_else(|| parts.free_from(first)));
                let value = self.encode(&key, revision, &payload_of(group.iter()), Form::Packed, seal)?;
                Ok((key, value))
            };
            values = groups.iter().copied().map(encode).collect::<Result<_, SaveError>>()?;
            let fits = |((_, value), group): (&(String, String), &&[Entry])| {
                group.len() == 1 || utf16_len(value) <= CHUNK_UNITS
            };
            if values.iter().zip(&groups).all(fits) {
                break;
            }
        }
        Ok(values)
    }

    /// A number for chunks that no other tab comes upon: far from those of others, whatever their devices are.
    fn number_of_its_own(&self) -> u32 {
        // Multiplying by an odd number (Knuth's, near the golden ratio) keeps different devices different.
        self.device.wrapping_mul(2_654_435_761).clamp(1, u32::MAX - 1)
    }

    /// Writes a bucket of a generation that does not count yet.
    pub(super) fn put_bucket(&mut self, bucket: &Bucket, entries: &[Entry]) -> Result<(), SaveError> {
        let parts = Parts { pages: Vec::new(), taken: Vec::new() };
        if self.is_old(bucket) {
            self.pack(bucket, parts, entries)
        } else {
            self.add(bucket, parts, entries)
        }?;
        Ok(())
    }
}

/// The part among `pages` that grows, of those that have the same seal as this one.
fn growing(page: &Page, pages: &[Page]) -> Option<u32> {
    let texts = pages.iter().filter(|other| other.form == Form::Text && other.seal == page.seal);
    texts.min_by_key(|page| page.units()).map(|page| page.part)
}

/// Entries in groups of bounded length, in their order.
pub(super) fn in_groups(entries: &[Entry], limit: usize) -> Vec<&[Entry]> {
    let mut groups = Vec::new();
    let (mut begin, mut units) = (0, 0);
    for (at, entry) in entries.iter().enumerate() {
        let more = super::page::units_of(entry);
        if at > begin && units + more > limit {
            groups.push(&entries[begin..at]);
            (begin, units) = (at, 0);
        }
        units += more;
    }
    groups.push(&entries[begin..]);
    groups
}

/// Puts an entry on the page of its seal that has its latest version, where it still fits, else on the first with room.
fn place(entry: &Entry, seal: &Seal, parts: &mut Parts) {
    let version = |page: &Page| page.entries.entry(&entry.author, &entry.id).cloned();
    let mut latest: Option<(usize, Entry)> = None;
    for (at, page) in parts.pages.iter().enumerate().filter(|(_, page)| page.seal == *seal) {
        if let Some(found) = version(page)
            && latest.as_ref().is_none_or(|(_, best)| best.is_before(&found))
        {
            latest = Some((at, found));
        }
    }
    let home = latest.map(|(at, found)| (at, !found.is_before(entry)));
    if home.is_some_and(|(_, is_known)| is_known) {
        return;
    }
    let home = home.map(|(at, _)| at).filter(|at| parts.pages[*at].has_room_for(entry));
    let has_room = |page: &Page| page.seal == *seal && page.has_room_for(entry);
    let at = home.or_else(|| parts.pages.iter().position(has_room));
    let at = at.unwrap_or_else(|| {
        let part = parts.free_from(1);
        parts.pages.push(Page::new(part, 0, (Form::Text, seal.clone()), Vec::new()));
        parts.pages.len() - 1
    });
    parts.pages[at].absorb(entry.clone());
}
