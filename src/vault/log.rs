//! What was saved in this tab and is not in a chunk for sure.
//!
//! Nobody but the tab writes its log, so no other tab can overwrite what was saved: browsers let two tabs read the
//! same value and write it one after the other, each without the other's words. What is in a log is read at every
//! opening like what is in a chunk.

use super::chunks::by_bucket;
use super::codec::Form;
use super::layout::{Area, BUILDING, Building, HEAD, WIPED, batch_prefix, log_key};
use super::tidy::{CONFIRM_MS, Chores, GONE_MS};
use super::{Bucket, CHUNK_UNITS, ChunkName, Found, SaveError, ShelfError, Vault, payload_of, utf16_len};
use crate::entry::{Entries, Entry};

/// This tab's log, as it is on the shelf.
#[derive(Default)]
pub(super) struct Log {
    pub(super) entries: Entries,
    revision: u64,
    /// Until when nothing is written under its key, in milliseconds since 1970. What was in it for long may be
    /// about to be removed by another tab, with whatever is there by then.
    pub(super) rests_until: Option<u64>,
}

impl Vault {
    /// Saves entries: one value, which is short. From then on they are found at every opening, whatever happens.
    /// For many entries at once there is [`take_in`](Self::take_in).
    ///
    /// # Errors
    /// When they cannot be saved; then none of them is.
    pub fn save(&mut self, entries: &[Entry]) -> Result<(), SaveError> {
        self.may_write()?;
        self.let_go_if_wiped()?;
        self.catch_up()?;
        let mut next = self.log.entries.clone();
        next.extend(entries.iter().cloned());
        if next == self.log.entries {
            return Ok(());
        }
        let is_too_long = utf16_len(&payload_of(next.iter())) > CHUNK_UNITS;
        let now_ms = next.newest().ms;
        let has_log = !self.log.entries.is_empty();
        let rests = self.log.rests_until.is_some_and(|until| now_ms < until);
        // The stamps in a log say when its tab was there last, so what was written elsewhere stays out of it.
        let is_ours = entries.iter().all(|entry| entry.stamp.device == self.device);
        let is_beside = rests || !is_ours || (has_log && (is_too_long || self.is_log_old(now_ms)));
        match self.put_next(&next, entries, is_beside) {
            Err(SaveError::Full) => self.save_without_room(&next, entries, is_beside),
            saved => saved,
        }
    }

    /// Writes entries into the log, which is `next` then, or beside it.
    fn put_next(&mut self, next: &Entries, entries: &[Entry], is_beside: bool) -> Result<(), SaveError> {
        if is_beside { self.put_beside_log(entries) } else { self.put_log(next.clone()) }
    }

    /// Saves where there is no room. What was deleted takes room in its chunk until its deletion gets there; and
    /// a version that is shorter than the one in the chunk can take its place. That is how people make room.
    fn save_without_room(
        &mut self,
        next: &Entries,
        entries: &[Entry],
        is_beside: bool,
    ) -> Result<(), SaveError> {
        let waiting: Vec<Entry> = self.log.entries.iter().cloned().collect();
        for (bucket, entries) in by_bucket(&waiting) {
            // What does not fit stays in the log.
            let _ = self.settle(&bucket, &entries);
        }
        match (self.put_next(next, entries, is_beside), entries) {
            (Err(SaveError::Full), [entry]) => self.settle(&Bucket::of(&entry.author, &entry.id), entries),
            (saved, _) => saved,
        }
    }

    /// Whether entries are so few that [`save`](Self::save) takes them all at once, in one value.
    pub fn is_short(&self, entries: &[Entry]) -> bool {
        utf16_len(&payload_of(entries.iter())) <= CHUNK_UNITS
    }

    /// Writes entries as a batch of one value, since the log would get too long with them, or is left alone. To
    /// empty it first would take more than one write, and what is in it has to stay until it was found in its
    /// chunk later.
    fn put_beside_log(&mut self, entries: &[Entry]) -> Result<(), SaveError> {
        let key = format!("{}1", batch_prefix(self.generation, self.device, self.free_batch()?));
        let entries: Entries = entries.iter().cloned().collect();
        let seal = self.seal_for(entries.iter());
        self.put(&key, 1, &payload_of(entries.iter()), Form::Text, &seal)?;
        self.chores.look_for_others();
        Ok(())
    }

    /// Whether the log was not written for so long that another tab may take it for one that is left.
    fn is_log_old(&self, now_ms: u64) -> bool {
        now_ms.saturating_sub(self.log.entries.newest().ms) >= GONE_MS / 2
    }

    /// Writes the log.
    fn put_log(&mut self, entries: Entries) -> Result<(), SaveError> {
        let revision = self.log.revision.saturating_add(1);
        let key = log_key(self.generation, self.device);
        let seal = self.seal_for(entries.iter());
        self.put(&key, revision, &payload_of(entries.iter()), Form::Text, &seal)?;
        self.log = Log { entries, revision, rests_until: None };
        self.chores.look_at_log();
        Ok(())
    }

    /// Reads this tab's log, where there is one: it may have been in this generation before.
    pub(super) fn recall_log(&mut self) {
        let key = log_key(self.generation, self.device);
        if let Ok(Found::Entries { revision, entries, .. }) = self.find(&key) {
            self.log = Log { entries: entries.into_iter().collect(), revision, rests_until: None };
        }
    }

    /// Removes the log, all of which is in chunks.
    pub(super) fn remove_log(&mut self, now_ms: u64) -> Result<(), SaveError> {
        self.shelf.remove(&log_key(self.generation, self.device))?;
        self.log.rests_until = self.is_log_old(now_ms).then(|| now_ms.saturating_add(CONFIRM_MS));
        self.log.entries = Entries::default();
        Ok(())
    }

    /// Takes in what another tab wrote under `key`: the entries in it, which the app merges into what it holds.
    /// `known` is what it holds; what the other tab's chunk should have and has not is saved again.
    ///
    /// # Errors
    /// When something of ours was missing and could not be saved again, or a newer version is at work.
    pub fn follow(&mut self, key: &str, known: &Entries) -> Result<Vec<Entry>, SaveError> {
        let mut found = self.follow_key(key, known)?;
        found.append(&mut self.adopted);
        Ok(found)
    }

    /// What tidying up found in logs of others, for the app to take in.
    pub fn take_adopted(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.adopted)
    }

    fn follow_key(&mut self, key: &str, known: &Entries) -> Result<Vec<Entry>, SaveError> {
        if key == HEAD {
            self.read_head(&[]);
            return if self.newer { self.stop_writing() } else { Ok(Vec::new()) };
        }
        if key.starts_with(BUILDING) {
            return self.follow_batch(key);
        }
        if self.is_being_built(key)? {
            return Ok(Vec::new());
        }
        match Area::of(key) {
            Some((Area::Logs, generation)) if generation == self.generation => self.follow_log(key),
            Some((Area::Chunks, generation)) if generation == self.generation => {
                self.follow_chunk(key, known)
            }
            _ => Ok(Vec::new()),
        }
    }

    /// A batch of another tab counts once its note is gone.
    fn follow_batch(&mut self, note: &str) -> Result<Vec<Entry>, SaveError> {
        let batch = Building::from_key(note).and_then(|building| building.batch_prefix(self.generation));
        let Some(prefix) = batch.filter(|_| self.shelf.get(note) == Ok(None)) else { return Ok(Vec::new()) };
        let keys = self.shelf.keys(&prefix)?;
        Ok(self.read_all(keys))
    }

    fn follow_log(&mut self, key: &str) -> Result<Vec<Entry>, SaveError> {
        if key == log_key(self.generation, self.device) {
            self.let_go_if_wiped()?;
            if self.shelf.get(key)?.is_none() && !self.newer {
                // Another tab found it long forgotten, and put it into chunks. Only what is not there any more goes
                // back; all of it would be found forgotten again, and so on.
                let entries: Vec<Entry> = self.log.entries.iter().cloned().collect();
                let lost = self.not_settled(&entries)?;
                if !lost.is_empty() {
                    self.put_beside_log(&lost)?;
                }
                self.log.entries = Entries::default();
                self.log.rests_until = Some(u64::MAX);
            }
            return Ok(Vec::new());
        }
        match self.find(key)? {
            Found::Entries { entries, .. } => Ok(entries),
            Found::Newer => self.stop_writing(),
            // Whoever it belongs to has what was in it.
            Found::Nothing | Found::Locked | Found::Damaged { .. } => Ok(Vec::new()),
        }
    }

    fn follow_chunk(&mut self, key: &str, known: &Entries) -> Result<Vec<Entry>, SaveError> {
        let Some(name) = ChunkName::from_key(key) else { return Ok(Vec::new()) };
        if !self.loaded.contains(&name.bucket) {
            if !self.is_read_first(&name.bucket) {
                return Ok(Vec::new());
            }
            // It was not there at opening.
            self.loaded.push(name.bucket.clone());
        }
        let parts = self.parts_among(&self.keys_that_count()?, &name.bucket);
        let has_locked = parts.iter().any(|key| matches!(self.find(key), Ok(Found::Locked)));
        let stored = self.read_all(parts);
        if self.newer {
            return self.stop_writing();
        }
        let mut there: Entries = stored.iter().cloned().collect();
        let is_here = |entry: &&Entry| name.bucket.holds(entry);
        let mut lost: Vec<Entry> =
            known.iter().filter(is_here).filter(|entry| there.absorb((*entry).clone())).cloned().collect();
        // What is not where it was may be where only its author can read it.
        if !lost.is_empty() && !has_locked && !self.was_wiped()? {
            let mut logs = self.in_logs()?;
            lost.retain(|entry| logs.absorb(entry.clone()));
            for group in super::chunks::in_groups(&lost, CHUNK_UNITS / 2) {
                self.save(group)?;
            }
        }
        Ok(stored)
    }

    /// What is in all logs together.
    fn in_logs(&self) -> Result<Entries, ShelfError> {
        let mut all = self.log.entries.clone();
        let logs = Area::Logs.prefix(self.generation);
        for key in self.keys_that_count()?.iter().filter(|key| key.starts_with(&logs)) {
            if let Found::Entries { entries, .. } = self.find(key)? {
                all.extend(entries);
            }
        }
        Ok(all)
    }

    fn stop_writing<T>(&mut self) -> Result<T, SaveError> {
        self.newer = true;
        Err(SaveError::NewerStore)
    }

    /// Forgets what was saved where everything was deleted in another tab. A single value that is gone is an
    /// accident; all of them gone, or a wipe going on, is somebody's will.
    pub(super) fn let_go_if_wiped(&mut self) -> Result<(), ShelfError> {
        if !self.log.entries.is_empty()
            && self.shelf.get(&log_key(self.generation, self.device))?.is_none()
            && self.was_wiped()?
        {
            self.log.entries = Entries::default();
            self.chores = Chores::default();
        }
        Ok(())
    }

    /// Whether everything was deleted, or is just being.
    fn was_wiped(&self) -> Result<bool, ShelfError> {
        let chunks = Area::Chunks.prefix(self.generation);
        Ok(self.shelf.get(WIPED)?.is_some() || self.shelf.keys(&chunks)?.is_empty())
    }
}
