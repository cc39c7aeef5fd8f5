//! Many entries at once: taking in a file, and putting one in the place of everything.
//!
//! What is written does not count for as long as there is a note that says so. Removing that note is one change of
//! one key, and with it all of it counts: whatever happens before leaves the state before, and whatever happens
//! after it the state after.

use super::chunks::by_bucket;
use super::codec::Form;
use super::layout::{
    Area, BUILDING, Building, PREFIX, batch_prefix, building_batch, building_generation, generation_mark,
};
use super::{Bucket, CHUNK_UNITS, Reach, SaveError, Seal, ShelfError, Vault, payload_of, utf16_len};
use crate::entry::{Day, Entry};

/// What to do with what is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Merge with it: of each entry the later version stays.
    Merge,
    /// Put the new in its place. What was there stays beside it, untouched, for [`Trash::DAYS`](crate::entry::Trash)
    /// days; where there is no room for both, nothing is replaced.
    Replace,
}

/// Entries on their way into storage.
pub struct Batch {
    how: How,
    /// The note that they do not count yet.
    note: String,
    /// What it says. Another note under that key is about something else.
    since: String,
    /// For a merge, what the keys begin with; for a replacement, the new generation.
    prefix: String,
    generation: u32,
    groups: Vec<(Bucket, Vec<Entry>)>,
    total: usize,
    written: u32,
}

impl Batch {
    /// How far it is: steps done, and steps in all.
    pub fn progress(&self) -> (usize, usize) {
        (self.total - self.groups.len(), self.total)
    }
}

/// What was there before everything was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The day of the replacement, where it is known.
    pub since: Option<Day>,
}

impl Vault {
    /// Merges entries into what is there, all or none of them.
    ///
    /// # Errors
    /// When they cannot be saved; then nothing has changed.
    pub fn take_in(&mut self, entries: &[Entry], now_ms: u64) -> Result<(), SaveError> {
        let mut batch = self.begin(entries, How::Merge, now_ms)?;
        while self.step(&mut batch)? {}
        Ok(())
    }

    /// Begins to take in entries, at `now_ms` (milliseconds since 1970). Nothing counts before the last
    /// [`step`](Self::step).
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn begin(&mut self, entries: &[Entry], how: How, now_ms: u64) -> Result<Batch, SaveError> {
        self.may_write()?;
        if !entries.iter().all(|entry| self.can_keep(entry)) || (how == How::Replace && self.has_locked()) {
            return Err(SaveError::Locked);
        }
        let mut groups = by_bucket(entries);
        groups.reverse();
        let (note, prefix, generation) = match how {
            How::Merge => {
                let number = self.free_batch()?;
                let prefix = batch_prefix(self.generation, self.device, number);
                (building_batch(self.device, number), prefix, self.generation)
            }
            How::Replace => {
                // One more than whatever there ever was, what was given up included.
                let keys = self.shelf.keys(PREFIX)?;
                let notes = keys.iter().filter_map(|key| match Building::from_key(key) {
                    Some(Building::Generation(number)) => Some(number),
                    _ => None,
                });
                let last = notes.max().unwrap_or_default().max(super::current_generation(&keys));
                let next = last.max(self.generation) + 1;
                (building_generation(next), Area::Chunks.prefix(next), next)
            }
        };
        let since = now_ms.to_string();
        self.shelf.set(&note, &since)?;
        let total = groups.len();
        Ok(Batch { how, note, since, prefix, generation, groups, total, written: 0 })
    }

    /// The first number that no batch of this tab has, neither one that counts nor one that is being written.
    pub(super) fn free_batch(&self) -> Result<u32, ShelfError> {
        let keys = self.shelf.keys(PREFIX)?;
        let is_free = |number: &u32| {
            let prefix = batch_prefix(self.generation, self.device, *number);
            let note = building_batch(self.device, *number);
            !keys.iter().any(|key| *key == note || key.starts_with(&prefix))
        };
        Ok((1..u32::MAX).find(is_free).unwrap_or(u32::MAX))
    }

    /// Writes one more piece; says whether there is more to do. With the last one all of it counts.
    ///
    /// # Errors
    /// When it cannot be written. Then the batch is given up, and everything is as it was.
    pub fn step(&mut self, batch: &mut Batch) -> Result<bool, SaveError> {
        let stepped = self.try_step(batch);
        if stepped.is_err() {
            self.give_up(batch);
        }
        stepped
    }

    fn try_step(&mut self, batch: &mut Batch) -> Result<bool, SaveError> {
        self.may_write()?;
        if !self.is_under_way(batch)? {
            // It took so long that it was taken for given up, or everything was deleted meanwhile. What is written
            // from here on would count at once, without the rest.
            return Err(SaveError::Denied);
        }
        let Some((bucket, entries)) = batch.groups.pop() else {
            return self.commit(batch).map(|()| false);
        };
        match batch.how {
            How::Merge => {
                for (seal, entries) in self.by_seal(&[], &entries.into_iter().collect()) {
                    self.put_segments(batch, entries, &seal)?;
                }
            }
            How::Replace => {
                let present = std::mem::replace(&mut self.generation, batch.generation);
                let put = self.put_bucket(&bucket, &entries);
                self.generation = present;
                put?;
            }
        }
        Ok(true)
    }

    /// Gives a batch up: what was written of it goes.
    pub fn give_up(&mut self, batch: &Batch) {
        if self.is_under_way(batch) != Ok(true) {
            return;
        }
        // What cannot be removed now does not count, and is removed by tidying up later.
        let _ = self.shelf.set(&batch.note, "0");
        if let Some(building) = Building::from_key(&batch.note) {
            let _ = self.demolish(&building, &batch.note);
        }
    }

    /// Whether the note of a batch is still there.
    fn is_under_way(&self, batch: &Batch) -> Result<bool, ShelfError> {
        Ok(self.shelf.get(&batch.note)?.as_ref() == Some(&batch.since))
    }

    /// Writes entries of one bucket as logs that nobody writes again.
    fn put_segments(&mut self, batch: &mut Batch, entries: Vec<Entry>, seal: &Seal) -> Result<(), SaveError> {
        let mut waiting = vec![entries];
        while let Some(mut entries) = waiting.pop() {
            let key = format!("{}{}", batch.prefix, batch.written + 1);
            let value = self.encode(&key, 1, &payload_of(entries.iter()), Form::Packed, seal)?;
            if entries.len() > 1 && utf16_len(&value) > CHUNK_UNITS {
                waiting.push(entries.split_off(entries.len() / 2));
                waiting.push(entries);
                continue;
            }
            self.put_value(&key, &value)?;
            batch.written += 1;
        }
        Ok(())
    }

    fn put_value(&mut self, key: &str, value: &str) -> Result<(), SaveError> {
        let mut written = self.shelf.set(key, value);
        if written == Err(ShelfError::Full) && self.make_room() {
            written = self.shelf.set(key, value);
        }
        Ok(written?)
    }

    fn commit(&mut self, batch: &Batch) -> Result<(), SaveError> {
        let current = super::current_generation(&self.keys_that_count()?);
        let would_count = match batch.how {
            How::Merge => current == batch.generation,
            How::Replace => current < batch.generation,
        };
        if !would_count {
            // Another tab replaced everything meanwhile.
            return Err(SaveError::Denied);
        }
        if batch.how == How::Replace {
            self.shelf.set(&generation_mark(batch.generation), &batch.since)?;
            // Where this is lost, the day on which somebody first notices counts.
            self.note_restored(Some(self.today))?;
        }
        self.shelf.remove(&batch.note)?;
        self.chores.look_for_others();
        if batch.how == How::Replace {
            self.turn_to(batch.generation);
        }
        Ok(())
    }

    /// What was there before everything was replaced by a backup, while it is still there.
    pub fn snapshot(&self) -> Option<Snapshot> {
        let before = self.generation_before().ok()??;
        (before < self.generation).then(|| Snapshot { since: self.restored_on() })
    }

    fn generation_before(&self) -> Result<Option<u32>, SaveError> {
        let keys = self.keys_that_count()?;
        let generations = keys.iter().filter_map(|key| Area::of(key)).map(|(_, generation)| generation);
        Ok(generations.filter(|generation| *generation < self.generation).max())
    }

    /// Goes back to what was there before everything was replaced. What was written since goes with it.
    ///
    /// # Errors
    /// When it cannot be written, there is nothing to go back to, or somebody else's words would go unseen.
    pub fn go_back(&mut self) -> Result<(), SaveError> {
        self.may_write()?;
        if self.has_locked() {
            return Err(SaveError::Locked);
        }
        let Some(before) = self.generation_before()? else { return Err(SaveError::Denied) };
        let note = building_generation(self.generation);
        self.shelf.set(&note, "0")?;
        let gone = Building::Generation(self.generation);
        self.turn_to(before);
        // From here on it does not count, whatever happens.
        let _ = self.demolish(&gone, &note);
        let _ = self.note_restored(None);
        Ok(())
    }

    /// Forgets what was there before everything was replaced.
    ///
    /// # Errors
    /// When the shelf cannot be written; then some of it is still there, and nobody can go back to it.
    pub fn drop_snapshot(&mut self) -> Result<(), SaveError> {
        self.may_write()?;
        while let Some(before) = self.generation_before()? {
            let note = building_generation(before);
            self.shelf.set(&note, "0")?;
            self.demolish(&Building::Generation(before), &note)?;
        }
        self.note_restored(None)
    }

    /// Whether a change under `key` in another tab means that this one holds what does not count any longer.
    pub fn is_outdated_by(&self, key: &str) -> bool {
        key.starts_with(BUILDING)
            && self.keys_that_count().is_ok_and(|keys| {
                let current = super::current_generation(&keys);
                current != self.generation && keys.iter().any(|key| Area::of(key).is_some())
            })
    }

    /// Everything there is, for a copy: what was not read yet.
    pub fn load_everything(&mut self) -> Vec<Entry> {
        let missing = self.missing(Reach::Everything);
        self.load(&missing)
    }
}
