//! The locks there are on a shelf: whose, how they are opened, and the keys that come with them.
//!
//! Two kinds of keys seal what is written ([`Seal`]): that of a person, which their lock holds, and one that all have
//! who use this device. The latter stands beside each lock, sealed with it; and in the open for as long as somebody
//! writes here who has no lock, which has to be said to those who have one.

use base64ct::{Base64Unpadded, Encoding};
use kept_crypto::Key;
use serde_json::Value;

use super::codec::{self, DecodeError, Form};
use super::keyring::Keyring;
use super::layout::{LOCKS, PREFIX, SHARED_KEY};
use super::lock::{Lock, LockError};
use super::seal::Seal;
use super::{SaveError, Shelf, Vault};
use crate::entry::{Entry, PersonId, Visibility};

/// The two places of a record. Everything that is sealed hangs on it, so it is the one value that is there twice.
const TWICE: [&str; 2] = ["1", "2"];
/// Where the key that all have stands beside a lock.
const SHARED: &str = "shared";
/// Fields of a record beside those of the lock.
const LABEL: &str = "label";
const OPENING: &str = "opening";

/// A person's lock as it stands on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockRecord {
    /// What is seen of the person before it is unlocked.
    pub label: String,
    /// The lock.
    pub lock: Lock,
    /// Whether it is being taken off: what is written is sealed no longer.
    pub is_opening: bool,
    /// Grows with every write; that of the one to write is found out then.
    pub revision: u64,
}

fn place(person: &PersonId, name: &str) -> String {
    format!("{LOCKS}{person}/{name}")
}

impl LockRecord {
    fn to_json(&self) -> Value {
        let mut record = self.lock.to_json();
        record[LABEL] = self.label.clone().into();
        if self.is_opening {
            record[OPENING] = true.into();
        }
        record
    }

    fn from_value(person: &PersonId, key: &str, value: &str) -> Result<Self, LockError> {
        let found = codec::decode(key, value).map_err(|error| match error {
            DecodeError::Newer | DecodeError::Locked => LockError::Newer,
            DecodeError::Damaged => LockError::Damaged,
        })?;
        let record: Value = serde_json::from_str(&found.payload).map_err(|_| LockError::Damaged)?;
        Ok(Self {
            label: record[LABEL].as_str().unwrap_or_default().to_owned(),
            lock: Lock::from_json(person, &record)?,
            is_opening: record[OPENING] == true,
            revision: found.revision,
        })
    }

    /// The later of the two that can be read.
    fn read(shelf: &dyn Shelf, person: &PersonId) -> Result<Self, LockError> {
        let mut found: Result<Self, LockError> = Err(LockError::Damaged);
        for name in TWICE {
            let key = place(person, name);
            let Ok(Some(value)) = shelf.get(&key) else { continue };
            match (Self::from_value(person, &key, &value), &found) {
                (Ok(record), Ok(other)) if record.revision <= other.revision => {}
                (Err(_), Ok(_)) => {}
                (next, _) => found = next,
            }
        }
        found
    }
}

/// Whose locks there are, in order, and what can be read of them.
pub fn locks(shelf: &dyn Shelf) -> Vec<(PersonId, Result<LockRecord, LockError>)> {
    let mut people: Vec<PersonId> = Vec::new();
    for key in shelf.keys(LOCKS).unwrap_or_default() {
        let place = key.strip_prefix(LOCKS).and_then(|place| place.split_once('/'));
        // What stands beside a lock that was not made in the end is none.
        let Some((person, name)) = place.filter(|(_, name)| TWICE.contains(name)) else { continue };
        if let (Ok(person), true) = (person.parse(), TWICE.contains(&name)) {
            people.push(person);
        }
    }
    people.sort();
    people.dedup();
    people.into_iter().map(|person| (person.clone(), LockRecord::read(shelf, &person))).collect()
}

/// Whether somebody writes on this device without a lock although others have one: what those share lies open to whoever
/// opens the page.
fn is_shared_key_open(shelf: &dyn Shelf) -> bool {
    shared_key_in_the_open(shelf).is_some()
}

fn shared_key_in_the_open(shelf: &dyn Shelf) -> Option<Key> {
    let value = shelf.get(SHARED_KEY).ok().flatten()?;
    key_in(&codec::decode(SHARED_KEY, &value).ok()?.payload)
}

fn key_in(payload: &str) -> Option<Key> {
    Base64Unpadded::decode_vec(payload).ok()?.try_into().ok().map(Key::new)
}

fn spelled(key: &Key) -> String {
    Base64Unpadded::encode_string(key.bytes())
}

/// The keys that are at hand: what lies in the open, and what comes with the lock of somebody who unlocked it. `session`
/// is as for [`Keyring::new`].
pub fn keys_at_hand(shelf: &dyn Shelf, session: [u8; 16], unlocked: Option<(&PersonId, Key)>) -> Keyring {
    let mut keyring = Keyring::new(session);
    if let Some(key) = shared_key_in_the_open(shelf) {
        keyring.add(Seal::Shared, key);
    }
    if let Some((person, key)) = unlocked {
        keyring.add(Seal::Of(person.clone()), key);
        let place = place(person, SHARED);
        let value = shelf.get(&place).ok().flatten().unwrap_or_default();
        let found = codec::decode_sealed(&place, &value, Some(&keyring));
        if let Some(key) = found.ok().and_then(|found| key_in(&found.payload)) {
            keyring.add(Seal::Shared, key);
        }
    }
    keyring
}

/// What the vault knows of locks.
#[derive(Default)]
pub(super) struct Locks {
    /// Who has a lock that seals what they write.
    closed: Vec<PersonId>,
    /// Whose lock is being taken off.
    pub(super) opening: Vec<PersonId>,
    /// Whether the key that all have lies in the open.
    is_shared_key_open: bool,
}

impl Locks {
    pub(super) fn on(shelf: &dyn Shelf) -> Self {
        let mut found = Self::default();
        for (person, record) in locks(shelf) {
            let is_opening = record.is_ok_and(|record| record.is_opening);
            if is_opening { &mut found.opening } else { &mut found.closed }.push(person);
        }
        found.is_shared_key_open = !found.is_empty() && is_shared_key_open(shelf);
        found
    }

    pub(super) fn is_closed(&self, person: &PersonId) -> bool {
        self.closed.contains(person)
    }

    /// Whether nobody has a lock.
    pub(super) fn is_empty(&self) -> bool {
        self.closed.is_empty() && self.opening.is_empty()
    }

    /// Who has a lock that seals what they write.
    pub(super) fn people_closed(&self) -> &[PersonId] {
        &self.closed
    }

    /// Whether no lock is left but those that are being taken off.
    pub(super) fn are_all_opening(&self) -> bool {
        self.closed.is_empty()
    }

    /// The seal for what somebody keeps private.
    pub(super) fn private_seal(&self, author: &PersonId) -> Seal {
        if self.is_closed(author) { Seal::Of(author.clone()) } else { self.shared_seal(author) }
    }

    /// The seal for what somebody lets the other one see.
    fn shared_seal(&self, author: &PersonId) -> Seal {
        // Who writes here without a lock depends on no key. Others without one are known from files.
        let is_sealed = self.is_closed(author) || (!self.closed.is_empty() && !self.is_open(author));
        if is_sealed { Seal::Shared } else { Seal::Open }
    }

    fn is_open(&self, author: &PersonId) -> bool {
        self.is_shared_key_open || self.opening.contains(author)
    }

    /// The seal that an entry is to have.
    pub(super) fn seal_of(&self, entry: &Entry) -> Seal {
        match entry.visibility {
            Visibility::Private | Visibility::Unknown(_) => self.private_seal(&entry.author),
            Visibility::Shared | Visibility::OnceBoth { .. } => self.shared_seal(&entry.author),
        }
    }

    /// Whether an entry of somebody's may have a seal.
    pub(super) fn may_be(&self, seal: &Seal, author: &PersonId) -> bool {
        *seal == self.private_seal(author) || *seal == self.shared_seal(author)
    }
}

/// The seal that is enough for each of some: that of a person before the one all can open, and any before none.
pub(super) fn strictest(seals: impl Iterator<Item = Seal>) -> Seal {
    seals.fold(Seal::Open, |strictest, seal| match (&strictest, &seal) {
        (Seal::Of(_), _) | (_, Seal::Open) => strictest,
        _ => seal,
    })
}

impl Vault {
    /// Whether somebody has a lock here.
    pub fn has_lock(&self, person: &PersonId) -> bool {
        self.locks.is_closed(person) || self.locks.opening.contains(person)
    }

    /// Whether there is any lock on this device.
    pub fn has_locks(&self) -> bool {
        !self.locks.is_empty()
    }

    /// Whether what somebody keeps private can be read now.
    pub fn is_unlocked(&self, person: &PersonId) -> bool {
        !self.has_lock(person) || self.keyring.opens(&Seal::Of(person.clone()))
    }

    /// Whether somebody may write here: they have a lock, or nobody has, or it was said that they write here without.
    pub fn may_write_here(&self, person: &PersonId) -> bool {
        self.locks.is_empty() || self.locks.is_shared_key_open || self.has_lock(person)
    }

    /// Whether there is something on this device that cannot be read now.
    pub fn has_locked(&self) -> bool {
        let people = self.locks.closed.iter().chain(&self.locks.opening);
        people.into_iter().any(|person| !self.is_unlocked(person))
    }

    /// Whether an entry can be stored with the seal that it needs.
    pub fn can_keep(&self, entry: &Entry) -> bool {
        self.keyring.opens(&self.locks.seal_of(entry))
    }

    /// Whose locks there are, and what can be read of them.
    pub fn locks(&self) -> Vec<(PersonId, Result<LockRecord, LockError>)> {
        locks(&*self.shelf)
    }

    /// What stands on the shelf of a person's lock.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn lock_of(&self, person: &PersonId) -> Result<LockRecord, LockError> {
        LockRecord::read(&*self.shelf, person)
    }

    /// Begins to use a lock that was made with `key`. `fresh` is random, and becomes the key that all have where there is
    /// none yet. `is_shared_key_open` is for as long as somebody else writes here who has no lock.
    ///
    /// From the next opening on what its person writes is sealed; until then nothing is sealed with a key that might not be
    /// the one on the shelf, were two tabs to make a lock at once.
    ///
    /// # Errors
    /// When it cannot be saved; then there is no lock.
    pub fn make_lock(
        &mut self,
        lock: Lock,
        label: &str,
        (key, fresh): (Key, Key),
        is_shared_key_open: bool,
    ) -> Result<(), SaveError> {
        self.may_write()?;
        let person = lock.person().clone();
        let shared = self.keyring.key(&Seal::Shared).cloned().unwrap_or(fresh);
        let seal = Seal::Of(person.clone());
        self.keyring.add(seal.clone(), key);
        // Before the record: with it, everything has to be there that is needed to read what is sealed.
        self.put(&place(&person, SHARED), 1, &spelled(&shared), Form::Text, &seal)?;
        if is_shared_key_open {
            self.set_shared_key_open(Some(&shared))?;
        }
        self.put_record(
            &person,
            &LockRecord { label: label.to_owned(), lock, is_opening: false, revision: 0 },
        )?;
        if is_shared_key_open { Ok(()) } else { self.set_shared_key_open(None) }
    }

    /// Writes what has changed of a person's lock: its passphrase, its recovery code, its label.
    ///
    /// # Errors
    /// When it cannot be saved; then the old one opens as before.
    pub fn change_lock(&mut self, person: &PersonId, record: &LockRecord) -> Result<(), SaveError> {
        self.may_write()?;
        self.put_record(person, record)
    }

    fn put_record(&mut self, person: &PersonId, record: &LockRecord) -> Result<(), SaveError> {
        let last = self.lock_of(person).map_or(0, |record| record.revision);
        let payload = record.to_json().to_string();
        for name in TWICE {
            self.put(&place(person, name), last + 1, &payload, Form::Text, &Seal::Open)?;
        }
        Ok(())
    }

    /// Lays the key that all have into the open, because somebody without a lock writes here, or takes it away.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn open_shared_key(&mut self, is_open: bool) -> Result<(), SaveError> {
        self.may_write()?;
        let key = self.keyring.key(&Seal::Shared).filter(|_| is_open).cloned();
        self.set_shared_key_open(key.as_ref())
    }

    fn set_shared_key_open(&mut self, key: Option<&Key>) -> Result<(), SaveError> {
        match key {
            Some(key) => self.put(SHARED_KEY, 1, &spelled(key), Form::Text, &Seal::Open)?,
            None => self.shelf.remove(SHARED_KEY)?,
        }
        if self.locks.is_shared_key_open != key.is_some() {
            self.locks.is_shared_key_open = key.is_some();
            self.chores.look_at_seals();
        }
        Ok(())
    }

    /// Whether the key that all have lies in the open.
    pub fn is_shared_key_open(&self) -> bool {
        self.locks.is_shared_key_open
    }

    /// Begins to take off the lock of somebody who unlocked it. From now on nothing more is sealed with it, and
    /// [`tidy`](Self::tidy) opens what is; when nothing is left of that, the lock goes.
    ///
    /// # Errors
    /// When it cannot be saved, or there is no such lock.
    pub fn take_off_lock(&mut self, person: &PersonId) -> Result<(), SaveError> {
        self.may_write()?;
        let record = self.lock_of(person).map_err(|_| SaveError::Denied)?;
        if self.locks.closed.iter().any(|other| other != person) {
            // This person reads what the other one shares without a lock, from now on.
            self.open_shared_key(true)?;
        }
        self.put_record(person, &LockRecord { is_opening: true, ..record })?;
        self.locks.closed.retain(|other| other != person);
        self.locks.opening.push(person.clone());
        self.chores.look_at_seals();
        Ok(())
    }

    /// Removes a lock that nothing is sealed with any longer.
    pub(super) fn remove_lock(&mut self, person: &PersonId) -> Result<(), SaveError> {
        self.locks.opening.retain(|other| other != person);
        if self.locks.is_empty() {
            self.shelf.remove(SHARED_KEY)?;
            self.locks.is_shared_key_open = false;
        }
        // What stands beside the record goes last; by itself it says nothing.
        for name in TWICE.into_iter().chain([SHARED]) {
            self.shelf.remove(&place(person, name))?;
        }
        self.keyring.forget(&Seal::Of(person.clone()));
        Ok(())
    }

    /// Whether a change under `key` in another tab means that somebody has a lock now, or changed theirs.
    pub fn tells_of_a_lock(key: &str) -> bool {
        key.starts_with(LOCKS) && !key.ends_with(SHARED)
    }

    /// Lets go of everything that a lock closes whose passphrase and code are lost, so that its person can begin again.
    /// What others can read stays.
    ///
    /// # Errors
    /// When the shelf cannot be written; then some of it is still there, and so is the lock.
    pub fn forsake(&mut self, person: &PersonId) -> Result<(), SaveError> {
        self.may_write()?;
        let is_last = self.locks().iter().all(|(other, _)| other == person);
        for key in self.shelf.keys(PREFIX)? {
            let value = self.shelf.get(&key)?.unwrap_or_default();
            match codec::seal_in(&key, &value) {
                Some(Seal::Of(other)) if other == *person && !key.starts_with(LOCKS) => {
                    self.shelf.remove(&key)?;
                }
                // With the last lock goes the key that all have: what it seals is opened, or lost as well.
                Some(Seal::Shared) if is_last => {
                    match codec::decode_sealed(&key, &value, Some(&self.keyring)) {
                        Ok(found) => {
                            let revision = found.revision.saturating_add(1);
                            self.put(&key, revision, &found.payload, found.form, &Seal::Open)?;
                        }
                        Err(_) => self.shelf.remove(&key)?,
                    }
                }
                _ => {}
            }
        }
        if is_last {
            self.shelf.remove(SHARED_KEY)?;
        }
        for name in [SHARED].into_iter().chain(TWICE) {
            self.shelf.remove(&place(person, name))?;
        }
        Ok(())
    }
}
