//! Where entries stay: chunks, a few to a bucket.
//!
//! A recent bucket's chunks are text; an entry is added to the one it is in or to the first with room, and one
//! value is written. A bucket that is over is packed, all of it together, in as few chunks as it takes.

use super::codec::{self, Form};
use super::layout::ChunkName;
use super::page::Page;
use super::{Bucket, CHUNK_UNITS, Found, SaveError, ShelfError, Vault, payload_of, utf16_len};
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
        let texts = parts.pages.iter().filter(|page| page.form == Form::Text);
        let Some(growing) = texts.clone().min_by_key(|page| page.units()).map(|page| page.part) else {
            return Ok(());
        };
        if texts.count() < 2 {
            return Ok(());
        }
        parts.pages.retain(|page| page.part != growing);
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
                Found::Nothing => {}
                Found::Newer => {
                    self.newer = true;
                    return Err(SaveError::NewerStore);
                }
                Found::Entries { revision, form, entries } => {
                    parts.pages.push(Page::new(part, revision, form, entries));
                }
                Found::Damaged { raw, readable } => {
                    if self.set_aside(&key, &raw) {
                        let mut page = Page::new(part, 0, Form::Text, readable);
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
        for entry in entries {
            place(entry, &mut parts);
        }
        drop_older_versions(&mut parts.pages);
        let has_trash =
            parts.pages.iter().any(|page| page.entries.iter().any(|entry| entry.trash().is_some()));
        // What gained something comes first: only then may another chunk lose an older version.
        for is_gain in [true, false] {
            for page in parts.pages.iter().filter(|page| page.is_changed && page.has_gained == is_gain) {
                self.put_page(bucket, page)?;
            }
        }
        Ok(has_trash)
    }

    fn put_page(&mut self, bucket: &Bucket, page: &Page) -> Result<(), SaveError> {
        let key = self.chunk_key(bucket, page.part);
        if page.entries.is_empty() {
            self.shelf.remove(&key)?;
        } else {
            self.put(&key, page.revision.saturating_add(1), &payload_of(page.entries.iter()), Form::Text)?;
        }
        self.stuck.retain(|stuck| *stuck != key);
        Ok(())
    }

    fn chunk_key(&self, bucket: &Bucket, part: u32) -> String {
        ChunkName { bucket: bucket.clone(), part, generation: self.generation }.key()
    }

    /// Packs a bucket together with more entries; says whether there is trash in it.
    ///
    /// One chunk that becomes another one is overwritten, which is one step. Several are written under numbers of
    /// their own before the old ones go, so that everything stands somewhere at every moment.
    fn pack(&mut self, bucket: &Bucket, mut parts: Parts, entries: &[Entry]) -> Result<bool, SaveError> {
        let is_packed = parts.pages.len() <= 1 && parts.pages.iter().all(|page| page.form == Form::Packed);
        let mut all: Entries = parts.pages.iter().flat_map(|page| page.entries.iter().cloned()).collect();
        let is_changed = parts.pages.iter().any(|page| page.is_changed);
        let has_news = entries.iter().fold(is_changed, |news, entry| all.absorb(entry.clone()) || news);
        let has_trash = all.iter().any(|entry| entry.trash().is_some());
        if all.is_empty() || (is_packed && !has_news) {
            return Ok(has_trash);
        }
        let revision =
            parts.pages.iter().map(|page| page.revision).max().unwrap_or_default().saturating_add(1);
        let entries: Vec<Entry> = all.iter().cloned().collect();
        let old: Vec<u32> = parts.pages.iter().map(|page| page.part).collect();
        let values = self.packed_values(bucket, &mut parts, &entries, revision);
        let mut written: Vec<&str> = Vec::new();
        for (key, value) in &values {
            if let Err(error) = self.shelf.set(key, value) {
                // Those that were written hold nothing that is not in the old ones.
                for key in written {
                    let _ = self.shelf.remove(key);
                }
                return Err(error.into());
            }
            written.push(key);
        }
        for part in old {
            let key = self.chunk_key(bucket, part);
            if values.iter().all(|(written, _)| *written != key) {
                self.shelf.remove(&key)?;
            }
        }
        Ok(has_trash)
    }

    /// The chunks that entries are packed into, each within its bounds unless one entry alone is longer.
    fn packed_values(
        &self,
        bucket: &Bucket,
        parts: &mut Parts,
        entries: &[Entry],
        revision: u64,
    ) -> Vec<(String, String)> {
        let taken = parts.taken.clone();
        // What is moved from chunk to chunk is in no log. Were two tabs to write it under the same numbers at once,
        // each in its own parts, some of it could end in none of them.
        let first = if parts.pages.is_empty() { 1 } else { self.number_of_its_own() };
        let mut values = Vec::new();
        for limit in PACKED_UNITS {
            parts.taken.clone_from(&taken);
            let groups = in_groups(entries, limit);
            let in_place = (groups.len() == 1 && parts.pages.len() == 1).then(|| parts.pages[0].part);
            let encode = |group: &[Entry]| {
                let key = self.chunk_key(bucket, in_place.unwrap_or_else(|| parts.free_from(first)));
                let value = codec::encode(&key, revision, &payload_of(group.iter()), Form::Packed);
                (key, value)
            };
            values = groups.iter().copied().map(encode).collect();
            let fits = |((_, value), group): (&(String, String), &&[Entry])| {
                group.len() == 1 || utf16_len(value) <= CHUNK_UNITS
            };
            if values.iter().zip(&groups).all(fits) {
                break;
            }
        }
        values
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

/// Puts an entry on the page that has its latest version, where it still fits, else on the first with room.
fn place(entry: &Entry, parts: &mut Parts) {
    let version = |page: &Page| page.entries.entry(&entry.author, &entry.id).cloned();
    let mut latest: Option<(usize, Entry)> = None;
    for (at, page) in parts.pages.iter().enumerate() {
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
    let at = home.or_else(|| parts.pages.iter().position(|page| page.has_room_for(entry)));
    let at = at.unwrap_or_else(|| {
        let part = parts.free_from(1);
        parts.pages.push(Page::new(part, 0, Form::Text, Vec::new()));
        parts.pages.len() - 1
    });
    parts.pages[at].absorb(entry.clone());
}

/// Of every entry that stands on several pages, only the latest version stays, once.
fn drop_older_versions(pages: &mut [Page]) {
    if pages.len() < 2 {
        return;
    }
    let mut latest: Entries = pages.iter().flat_map(|page| page.entries.iter().cloned()).collect();
    for page in pages {
        // What is kept here is taken out, so that it is kept nowhere else.
        page.retain(|entry| latest.take(entry));
    }
}
