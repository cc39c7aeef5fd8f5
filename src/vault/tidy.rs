//! What is done while nobody waits, in short steps: entries move from logs into chunks, months that are over are
//! packed, and what was left behind goes.

use super::codec;
use super::layout::{Area, BUILDING, Building, is_batch, month_of};
use super::sealing::Round;
use super::{Bucket, Found, SaveError, Vault};
use crate::entry::{Entry, Trash};

/// How long an entry stays in its log after it was written into a chunk, in milliseconds. Another tab that had not
/// heard of it may have overwritten the chunk meanwhile; then it is written again.
pub const CONFIRM_MS: u64 = 3_000;

/// A log that was not written for so long belongs to a tab that is gone, in milliseconds.
pub(super) const GONE_MS: u64 = 5 * 60 * 1000;

/// The same for a log that is to be sealed and is not, in milliseconds: a tab that is there hears of a lock at once.
const OPEN_MS: u64 = 60 * 1000;

/// A log whose stamps say nothing is left alone for so long after it was first seen, in milliseconds. A tab that is
/// awake needs [`CONFIRM_MS`] to empty its own.
const ASLEEP_MS: u64 = 60 * 1000;

/// A tab that did nothing for so long may have been frozen, in milliseconds. What others wrote meanwhile reaches
/// such a tab only after it goes on, and chunks that it wrote before that would lack it. (Tabs in the background
/// are still given a moment every minute.)
const SLEPT_MS: u64 = 10 * 60 * 1000;

/// What is written for so long and does not count yet was given up, in milliseconds.
const GIVEN_UP_MS: u64 = 60 * 60 * 1000;

/// What is left to do.
#[derive(Default)]
pub(super) struct Chores {
    /// Entries that have to get into chunks.
    unsettled: Vec<(Bucket, Vec<Entry>)>,
    /// When this tab last wrote a chunk, in milliseconds since 1970.
    settled_at: u64,
    /// When this tab last looked for what is in its log and not in chunks; `None` where more was saved since.
    looked_at_log: Option<u64>,
    has_cleared_away: bool,
    has_looked_for_others: bool,
    /// Logs of other tabs and batches, by key, that are still to be looked at.
    others: Vec<String>,
    /// Those whose entries were put into chunks, by key, and since when they were looked at.
    leaving: Vec<(String, u64)>,
    /// Buckets that are still to be packed; `None` before anybody looked.
    unpacked: Option<Vec<Bucket>>,
    /// Which values were looked at for their seals.
    pub(super) seals: Round,
}

impl Chores {
    /// Something was saved.
    pub(super) fn look_at_log(&mut self) {
        self.looked_at_log = None;
    }

    /// Something was written that no log of this tab knows of, or time went by.
    pub(super) fn look_for_others(&mut self) {
        self.has_looked_for_others = false;
        self.has_cleared_away = false;
    }

    /// Somebody has a lock since, or none any longer.
    pub(super) fn look_at_seals(&mut self) {
        self.seals = Round::default();
    }

    /// When a log that was looked at so long ago may go, if all of it is in chunks then. Whatever was written since
    /// has to wait as long as what was looked for.
    fn confirm_at(&self, looked_at: u64) -> u64 {
        looked_at.max(self.settled_at).saturating_add(CONFIRM_MS)
    }
}

impl Vault {
    /// Does one short piece of what there is to do, at `now_ms` (milliseconds since 1970). Says in how many
    /// milliseconds there is more; `None` where all is done.
    ///
    /// # Errors
    /// When something could not be written. Nothing is lost by it, and it is tried again with the next call.
    pub fn tidy(&mut self, now_ms: u64) -> Result<Option<u64>, SaveError> {
        if self.newer {
            return Ok(None);
        }
        let before = self.tidied_at.replace(now_ms);
        if before.is_some_and(|before| now_ms.saturating_sub(before) > SLEPT_MS) {
            return Ok(Some(CONFIRM_MS));
        }
        let rested = |until: &u64| *until > now_ms;
        self.log.rests_until =
            self.log.rests_until.map(|until| until.min(now_ms.saturating_add(CONFIRM_MS))).filter(rested);
        // What was deleted in another tab is not written back from memory.
        self.let_go_if_wiped()?;
        self.catch_up()?;
        // This comes first, since it makes room; where it cannot be done, the rest may be possible all the same.
        let cleared = self.clear_away(now_ms);
        let has_worked = self.settle_something(now_ms)?
            || self.look_at_own_log(now_ms)?
            || self.look_at_other_logs(now_ms)?
            || self.look_at_seals_of_some(now_ms)?
            || self.pack_something()?;
        cleared?;
        if has_worked {
            return Ok(Some(0));
        }
        let log = self.chores.looked_at_log.filter(|_| !self.log.entries.is_empty());
        let looked_at = self.chores.leaving.iter().map(|(_, looked_at)| *looked_at).chain(log);
        let confirmed = looked_at.map(|looked_at| self.chores.confirm_at(looked_at));
        let next = confirmed.chain(self.chores.seals.again_at()).min();
        Ok(next.map(|at| at.saturating_sub(now_ms)))
    }

    fn settle_something(&mut self, now_ms: u64) -> Result<bool, SaveError> {
        let Some((bucket, entries)) = self.chores.unsettled.last().cloned() else { return Ok(false) };
        self.settle(&bucket, &entries)?;
        self.chores.settled_at = now_ms;
        self.chores.unsettled.pop();
        Ok(true)
    }

    /// Finds what is in this tab's log and not in a chunk. Once everything is, and has had time to be overwritten
    /// by a tab that did not know of it, the log goes.
    fn look_at_own_log(&mut self, now_ms: u64) -> Result<bool, SaveError> {
        let looked_at = self.chores.looked_at_log;
        let is_time = looked_at.is_none_or(|looked_at| self.chores.confirm_at(looked_at) <= now_ms);
        if self.log.entries.is_empty() || !is_time {
            return Ok(false);
        }
        let entries: Vec<Entry> = self.log.entries.iter().cloned().collect();
        let lost = self.not_settled(&entries)?;
        if lost.is_empty() && looked_at.is_some() {
            if !entries.iter().all(|entry| self.is_read_first(&Bucket::of(&entry.author, &entry.id))) {
                self.note_beyond()?;
            }
            self.remove_log(now_ms)?;
        } else {
            self.chores.unsettled = super::chunks::by_bucket(&lost);
            self.chores.looked_at_log = Some(now_ms);
        }
        Ok(true)
    }

    /// The same for logs of tabs that are gone, and for batches.
    fn look_at_other_logs(&mut self, now_ms: u64) -> Result<bool, SaveError> {
        let is_time = |(_, looked_at): &(String, u64)| self.chores.confirm_at(*looked_at) <= now_ms;
        let is_due = self.chores.others.is_empty() && self.chores.leaving.iter().any(is_time);
        if is_due || !self.chores.has_looked_for_others {
            self.heal_stuck();
            let own = super::layout::log_key(self.generation, self.device);
            let logs = Area::Logs.prefix(self.generation);
            let mut keys = self.keys_that_count()?;
            keys.retain(|key| key.starts_with(&logs) && *key != own);
            self.chores.leaving.retain(|(key, _)| keys.contains(key));
            self.chores.others = keys;
            self.chores.has_looked_for_others = true;
        }
        let Some(key) = self.chores.others.last().cloned() else { return Ok(false) };
        self.look_at_other_log(&key, now_ms)?;
        self.chores.others.pop();
        Ok(true)
    }

    fn look_at_other_log(&mut self, key: &str, now_ms: u64) -> Result<(), SaveError> {
        let found = self.find(key)?;
        let looked_at =
            self.chores.leaving.iter().find(|(other, _)| other == key).map(|(_, looked_at)| *looked_at);
        if let Found::Entries { entries, seal, revision, form } = found
            && is_left(key, &entries, now_ms, if self.is_wrong(&seal, &entries) { OPEN_MS } else { GONE_MS })
        {
            // What has to be sealed with a key that is not at hand waits for who has it.
            let (entries, others): (Vec<Entry>, Vec<Entry>) =
                entries.into_iter().partition(|entry| self.can_keep(entry));
            let lost = self.not_settled(&entries)?;
            match looked_at.filter(|_| lost.is_empty()) {
                _ if entries.is_empty() => {}
                Some(looked_at) if self.chores.confirm_at(looked_at) > now_ms => return Ok(()),
                Some(_) if others.is_empty() => self.shelf.remove(key)?,
                Some(_) => {
                    let payload = super::payload_of(others.iter());
                    self.put(key, revision.saturating_add(1), &payload, form, &seal)?;
                }
                None => {
                    self.chores.unsettled.extend(super::chunks::by_bucket(&lost));
                    self.chores.leaving.retain(|(other, _)| other != key);
                    let wait = if is_of_now(key, &entries, now_ms) { 0 } else { ASLEEP_MS };
                    self.chores.leaving.push((key.to_owned(), now_ms.saturating_add(wait)));
                    // What this tab took in itself its app knows.
                    if !key.starts_with(&super::layout::log_key(self.generation, self.device)) {
                        self.adopted.extend(entries);
                    }
                    return Ok(());
                }
            }
        }
        self.chores.leaving.retain(|(other, _)| other != key);
        Ok(())
    }

    /// Packs a month that is over.
    fn pack_something(&mut self) -> Result<bool, SaveError> {
        let now = month_of(self.today);
        if self.head.packed_in() == Some(now) || self.buckets(&self.keys_that_count()?).is_empty() {
            return Ok(false);
        }
        let unpacked = match self.chores.unpacked.take() {
            Some(unpacked) => unpacked,
            None => self.unpacked()?,
        };
        let Some(bucket) = unpacked.last() else {
            self.note_packed(now)?;
            self.chores.unpacked = None;
            return Ok(true);
        };
        let packed = self.pack_bucket(bucket);
        let left = unpacked.len() - usize::from(packed.is_ok());
        self.chores.unpacked = Some(unpacked[..left].to_vec());
        packed?;
        Ok(true)
    }

    /// The buckets that are over and were not when everything was packed last, as far as the head knows.
    fn unpacked(&self) -> Result<Vec<Bucket>, SaveError> {
        let mut buckets = self.buckets(&self.keys_that_count()?);
        // A head from a clock that was ahead says nothing.
        let last = self.head.packed_in().filter(|last| *last < month_of(self.today));
        buckets.retain(|bucket| self.is_old(bucket) && last.is_none_or(|last| !bucket.is_over(last)));
        Ok(buckets)
    }

    /// Removes what was being written and was given up, and what was replaced by a backup long ago.
    fn clear_away(&mut self, now_ms: u64) -> Result<(), SaveError> {
        if self.chores.has_cleared_away {
            return Ok(());
        }
        for note in self.shelf.keys(BUILDING)? {
            let Some(building) = Building::from_key(&note) else { continue };
            // A time that cannot be read is long ago.
            let since: u64 = self.shelf.get(&note)?.and_then(|since| since.parse().ok()).unwrap_or_default();
            if since.saturating_add(GIVEN_UP_MS) <= now_ms {
                self.demolish(&building, &note)?;
            }
        }
        match (self.snapshot(), self.restored_on()) {
            (Some(_), None) => self.note_restored(Some(self.today)),
            (Some(_), Some(on)) if self.today.since(on) > Trash::DAYS => self.drop_snapshot(),
            (None, Some(_)) => self.note_restored(None),
            _ => Ok(()),
        }?;
        self.chores.has_cleared_away = true;
        Ok(())
    }

    /// Removes what does not count, and then the note that it does not.
    pub(super) fn demolish(&mut self, building: &Building, note: &str) -> Result<(), SaveError> {
        for key in self.shelf.keys(super::layout::PREFIX)? {
            if building.covers(&key) {
                self.shelf.remove(&key)?;
            }
        }
        Ok(self.shelf.remove(note)?)
    }

    /// Packs whatever is text, because there is no more room; says whether that gained any.
    pub(super) fn make_room(&mut self) -> bool {
        if self.tight {
            return false;
        }
        self.tight = true;
        let mut gained = false;
        // Of every generation: while one takes the place of another, there is more to gain in the other.
        for key in self.shelf.keys(super::layout::PREFIX).unwrap_or_default() {
            let Ok(Some(raw)) = self.shelf.get(&key) else { continue };
            let is_chunk = Area::of(&key).is_some_and(|(area, _)| area == Area::Chunks);
            if !is_chunk || !codec::is_text(&key, &raw) {
                continue;
            }
            let Ok(found) = codec::decode_sealed(&key, &raw, Some(&self.keyring)) else { continue };
            let revision = found.revision.saturating_add(1);
            let packed = self.encode(&key, revision, &found.payload, codec::Form::Packed, &found.seal);
            let Ok(packed) = packed else { continue };
            if super::utf16_len(&packed) < super::utf16_len(&raw) && self.shelf.set(&key, &packed).is_ok() {
                gained = true;
            }
        }
        gained
    }
}

/// Whether nobody writes a log any longer: it is a batch, or its tab is gone.
fn is_left(key: &str, entries: &[Entry], now_ms: u64, gone_ms: u64) -> bool {
    let newest = entries.iter().map(|entry| entry.stamp.ms).max().unwrap_or_default();
    // Once a clock was wrong by years all stamps are from the future, and say nothing about when they were made.
    is_batch(key) || newest.abs_diff(now_ms) >= gone_ms
}

/// Whether the stamps in a log that is left say when it was written, or it does not matter.
fn is_of_now(key: &str, entries: &[Entry], now_ms: u64) -> bool {
    is_batch(key) || entries.iter().all(|entry| entry.stamp.ms <= now_ms)
}
