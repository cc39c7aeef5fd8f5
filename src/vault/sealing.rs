//! What becomes of what was written before there was a lock, and of what is sealed once there is none any longer: value
//! by value, while nobody waits, each is put in its place with the seal that it is to have.
//!
//! A value is overwritten in one step, or written elsewhere before it goes, so whatever interrupts this leaves all of
//! it, sealed or not, and it goes on when the vault is opened the next time.

use super::codec::{self, Form};
use super::layout::{ASIDE, Area, DRAFTS, LOCKS, OWN, PREFIX, SHARED_KEY};
use super::locks::strictest;
use super::{Bucket, ChunkName, DecodeError, DraftName, SaveError, Seal, Vault};
use crate::entry::{Entry, PersonId};

/// How many values are looked at in one go; most of them are right.
const AT_ONCE: usize = 16;
/// When to look again for what could not be put right before, in milliseconds.
const AGAIN_MS: u64 = 10_000;

/// A round over all values.
#[derive(Default)]
pub(super) struct Round {
    /// Those that are still to be looked at; `None` before it began.
    keys: Option<Vec<String>>,
    /// When to begin another one, in milliseconds since 1970, where something was left.
    again_at: Option<u64>,
    /// Whether there is something that can be put right only later: logs of tabs that are gone.
    is_waiting: bool,
    /// Whether nothing is left to do.
    is_done: bool,
}

impl Round {
    pub(super) fn again_at(&self) -> Option<u64> {
        self.again_at.filter(|_| !self.is_done)
    }
}

impl Vault {
    /// Whether everything that can be sealed has its seal, or everything is open again.
    pub fn is_sealed(&self) -> bool {
        self.locks.is_empty() || (self.chores.seals.is_done && self.locks.opening.is_empty())
    }

    /// Looks at some values, and puts those right that have another seal than they are to have.
    pub(super) fn look_at_seals_of_some(&mut self, now_ms: u64) -> Result<bool, SaveError> {
        let is_early = self.chores.seals.again_at.is_some_and(|again_at| now_ms < again_at);
        if self.locks.is_empty() || self.chores.seals.is_done || is_early {
            return Ok(false);
        }
        let mut keys = match self.chores.seals.keys.take() {
            Some(keys) => keys,
            None => self.shelf.keys(PREFIX)?,
        };
        for _ in 0..AT_ONCE {
            let Some(key) = keys.last() else {
                self.end_round(now_ms)?;
                return Ok(true);
            };
            let put = self.put_right(key);
            if put.is_ok() {
                keys.pop();
            }
            if put != Ok(false) {
                self.chores.seals.keys = Some(keys);
                return put;
            }
        }
        self.chores.seals.keys = Some(keys);
        Ok(true)
    }

    /// At the end of a round: a lock that nothing is sealed with any longer goes.
    fn end_round(&mut self, now_ms: u64) -> Result<(), SaveError> {
        let is_left = |vault: &Self, seal: &Seal| -> Result<bool, SaveError> {
            for key in vault.shelf.keys(PREFIX)? {
                let value = vault.shelf.get(&key)?.unwrap_or_default();
                if !key.starts_with(LOCKS) && codec::seal_in(&key, &value).as_ref() == Some(seal) {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        let is_waiting = std::mem::take(&mut self.chores.seals).is_waiting;
        if is_waiting {
            self.chores.look_for_others();
            self.chores.seals.again_at = Some(now_ms.saturating_add(AGAIN_MS));
        }
        for person in self.locks.opening.clone() {
            let is_last = self.locks.are_all_opening();
            let is_own_left = is_left(self, &Seal::Of(person.clone()))?;
            if is_own_left || (is_last && is_left(self, &Seal::Shared)?) {
                self.chores.seals.again_at = Some(now_ms.saturating_add(AGAIN_MS));
                return Ok(());
            }
            self.remove_lock(&person)?;
        }
        self.chores.seals.is_done = !is_waiting;
        Ok(())
    }

    /// Puts a value right; says whether there was anything to do.
    fn put_right(&mut self, key: &str) -> Result<bool, SaveError> {
        let Some(value) = self.shelf.get(key)? else { return Ok(false) };
        if key.starts_with(ASIDE) {
            return self.put_aside_right(key, &value);
        }
        if let Some(rest) = key.strip_prefix(DRAFTS) {
            return self.put_draft_right(key, rest);
        }
        if let Some(seal) = codec::seal_in(key, &value) {
            return self.put_entries_right(key, &seal);
        }
        self.put_word_right(key, &value)
    }

    fn put_entries_right(&mut self, key: &str, seal: &Seal) -> Result<bool, SaveError> {
        let Some((area, generation)) = Area::of(key) else { return self.put_own_right(key) };
        let is_current = generation == self.generation;
        if is_current && (area == Area::Logs || self.is_being_built(key)?) {
            // Nobody writes another tab's log; it is emptied once that is gone.
            self.chores.seals.is_waiting |= self.is_in_wrong_log(key)?;
            return Ok(false);
        }
        match ChunkName::from_key(key).map(|name| name.bucket) {
            Some(bucket) if is_current => {
                let is_right = self.locks.may_be(seal, &bucket.author) || !self.can_reseal(&bucket, seal);
                if !is_right {
                    self.settle(&bucket, &[])?;
                }
                Ok(!is_right)
            }
            _ => self.reseal(key),
        }
    }

    /// Whether what is in a log is to be sealed otherwise.
    fn is_in_wrong_log(&self, key: &str) -> Result<bool, SaveError> {
        let super::Found::Entries { seal, entries, .. } = self.find(key)? else { return Ok(false) };
        Ok(self.is_wrong(&seal, &entries))
    }

    /// Whether some of the entries in a value are to have another seal, and can have it.
    pub(super) fn is_wrong(&self, seal: &Seal, entries: &[Entry]) -> bool {
        let mine = || entries.iter().filter(|entry| self.can_keep(entry));
        mine().next().is_some() && self.seal_for(mine()) != *seal
    }

    fn can_reseal(&self, bucket: &Bucket, seal: &Seal) -> bool {
        self.keyring.opens(seal) && self.keyring.opens(&self.locks.private_seal(&bucket.author))
    }

    /// Seals a value of an earlier generation, all of it as is enough for what is in it.
    fn reseal(&mut self, key: &str) -> Result<bool, SaveError> {
        let Ok(super::Found::Entries { revision, form, seal, entries }) = self.find(key) else {
            return Ok(false);
        };
        let wanted = strictest(entries.iter().map(|entry| self.locks.private_seal(&entry.author)));
        if entries.is_empty() || wanted == seal || !self.keyring.opens(&wanted) {
            return Ok(false);
        }
        let payload = super::payload_of(entries.iter());
        self.put(key, revision.saturating_add(1), &payload, form, &wanted)?;
        Ok(true)
    }

    /// Drafts of somebody with a lock are sealed, and their keys do not say of what they are.
    fn put_draft_right(&mut self, key: &str, rest: &str) -> Result<bool, SaveError> {
        let mut words = rest.split('/');
        let author = words.next().and_then(|author| author.parse::<PersonId>().ok());
        let device = words.next_back().and_then(|device| u32::from_str_radix(device, 16).ok());
        let (Some(author), Some(device)) = (author, device) else { return Ok(false) };
        let form = words.collect::<Vec<_>>().join("/");
        let Some((form, value)) = self.read_draft(key, &form) else { return Ok(false) };
        let name = DraftName { author, form };
        if self.locks.is_closed(&name.author) && !self.is_unlocked(&name.author) {
            return Ok(false);
        }
        if self.draft_key(&name, device) == key {
            return Ok(false);
        }
        // Where the tab went on typing meanwhile, both are kept: whoever opens the form picks up all there are.
        let mut numbers = std::iter::successors(Some(device), |number| Some(number.wrapping_add(1)));
        let is_free = |number: &u32| self.shelf.get(&self.draft_key(&name, *number)) == Ok(None);
        let free = numbers.find(is_free).unwrap_or(device);
        self.keep_draft(&name, free, &value)?;
        self.shelf.remove(key)?;
        Ok(true)
    }

    /// What was set aside is sealed as it was found, for who it was of, or for who is there.
    fn put_aside_right(&mut self, key: &str, value: &str) -> Result<bool, SaveError> {
        let (raw, seal) = match codec::decode_sealed(key, value, Some(&self.keyring)) {
            Ok(found) => (found.payload.into_owned(), found.seal),
            Err(DecodeError::Locked) => return Ok(false),
            Err(_) => (value.to_owned(), Seal::Open),
        };
        let wanted = self.seal_aside(key);
        if wanted == seal || !self.keyring.opens(&wanted) {
            return Ok(false);
        }
        self.put_aside(key, &raw, &wanted)?;
        Ok(true)
    }

    /// The seal for what is set aside under a key.
    pub(super) fn seal_aside(&self, key: &str) -> Seal {
        let people = self.locks.people_closed();
        let of_whom = people.iter().find(|person| key.split('/').any(|word| word == person.as_str()));
        let here = || people.iter().find(|person| self.is_unlocked(person));
        of_whom.or_else(here).map_or(Seal::Open, |person| Seal::Of(person.clone()))
    }

    /// Writes what was set aside, as it was found where nothing is sealed.
    pub(super) fn put_aside(&mut self, key: &str, raw: &str, seal: &Seal) -> Result<(), SaveError> {
        if *seal == Seal::Open {
            return Ok(self.shelf.set(key, raw)?);
        }
        let sealed = self.encode(key, 1, raw, Form::Packed, seal)?;
        Ok(self.shelf.set(key, &sealed)?)
    }

    /// A word in the open that tells what somebody with a lock is writing becomes their own.
    fn put_word_right(&mut self, key: &str, word: &str) -> Result<bool, SaveError> {
        let Some((name, author)) = key.strip_prefix(PREFIX).and_then(|name| name.rsplit_once('-')) else {
            return Ok(false);
        };
        let Ok(author) = author.parse::<PersonId>() else { return Ok(false) };
        if key == SHARED_KEY || !self.locks.is_closed(&author) || !self.is_unlocked(&author) {
            return Ok(false);
        }
        self.set_word_of(&author, name, word)?;
        self.shelf.remove(key)?;
        Ok(true)
    }

    /// And the other way round.
    fn put_own_right(&mut self, key: &str) -> Result<bool, SaveError> {
        let author = key.strip_prefix(OWN).and_then(|rest| rest.split('/').next()?.parse::<PersonId>().ok());
        let Some(author) = author.filter(|author| self.locks.opening.contains(author)) else {
            return Ok(false);
        };
        let Some((name, word)) = self.read_own(key) else { return Ok(false) };
        self.set_word_of(&author, &name, &word)?;
        self.shelf.remove(key)?;
        Ok(true)
    }
}
