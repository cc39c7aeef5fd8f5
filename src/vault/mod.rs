//! Keeps entries safe on a [`Shelf`].
//!
//! What is saved goes to a *log* that only this tab writes (`log`), in one value. From there it moves into *chunks*
//! of bounded size (`chunks`), a bucket at a time, while nobody waits ([`Vault::tidy`]); it leaves the log only once
//! a later look found it in its chunk. Whatever is read is merged, so it never matters that an entry stands in two
//! places, and whatever is interrupted leaves the state before it or after it. `docs/storage.md` has the whole
//! picture and what it does not protect against.
//!
//! What somebody with a lock writes is sealed ([`Lock`], [`Keyring`], [`Seal`]; `docs/lock.md`). Values whose key is not
//! at hand are left alone.
//!
//! Only this room writes people's data, and it never deletes or overwrites what it cannot read: that is set
//! aside under a key of its own, for the person to see and take out.

mod aside;
mod batch;
mod chunks;
pub mod codec;
mod dense;
mod draft;
mod head;
mod keyring;
mod layout;
mod lock;
mod locks;
mod log;
mod own;
mod page;
mod recovery;
mod room;
mod seal;
mod sealing;
mod shelf;
mod tidy;
mod wipe;

use serde_json::Value;

use self::codec::{DecodeError, Form};
use self::head::Head;
use self::layout::{Area, BUILDING, Building, Span, WIPED, month_of};
use self::locks::{Locks, strictest};
use self::log::Log;
use self::tidy::Chores;
use crate::entry::{Day, Entries, Entry, EntryId, PersonId};

pub use self::aside::SetAside;
pub use self::batch::{Batch, How, Snapshot};
pub use self::draft::{Draft, DraftName};
pub use self::head::Backup;
pub use self::keyring::Keyring;
pub use self::layout::{Bucket, ChunkName, PREFIX};
pub use self::lock::{Cost, Lock, LockError, LockRandom, Locking, Unlocking};
pub use self::locks::{LockRecord, keys_at_hand, locks};
pub use self::recovery::RecoveryCode;
pub use self::room::{PLANNED_UNITS, Room};
pub use self::seal::Seal;
pub use self::shelf::{FailingShelf, MemoryShelf, Shelf, ShelfError, utf16_len};
pub use self::tidy::CONFIRM_MS;
pub use kept_crypto::Key;

/// The longest value a save writes, in UTF-16 code units (64 KB), unless a single entry is longer than that even
/// when it is packed.
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
    /// It would take away what somebody else has locked, or it has to be sealed for them, and they have to unlock first.
    Locked,
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
    /// What the first screen needs: everything that belongs to no day, the latest months without their long
    /// entries, and whatever was saved last. The rest is [`Vault::missing`].
    pub entries: Entries,
    /// How many values could not be read this time.
    pub damaged: usize,
    /// Whether a newer version wrote some of it: then nothing is written by this one.
    pub newer: bool,
}

/// What can be read when it is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All months, without their long entries.
    Days,
    /// The same from the month of a day on.
    DaysSince(Day),
    /// The long entries of the quarter of a day.
    PagesOf(Day),
    /// What was deleted lately.
    Trash,
    /// Everything.
    Everything,
}

/// Entries on a shelf.
pub struct Vault {
    shelf: Box<dyn Shelf>,
    /// The running tab.
    device: u32,
    today: Day,
    generation: u32,
    /// The keys that are at hand, and whose locks there are.
    keyring: Keyring,
    locks: Locks,
    head: Head,
    log: Log,
    chores: Chores,
    /// When it was last tidied up here, in milliseconds since 1970.
    tidied_at: Option<u64>,
    loaded: Vec<Bucket>,
    /// What was in logs of others that this tab put into chunks. The app may not have heard of it yet, and once the
    /// logs are gone the news says nothing any longer.
    adopted: Vec<Entry>,
    /// Keys of damaged values that could not be set aside, for want of room. Nothing is written over them.
    stuck: Vec<String>,
    /// How many damaged values were found since somebody last asked.
    damaged: usize,
    newer: bool,
    /// Whether room is short, so that everything is packed.
    tight: bool,
}

/// What is in a value on the shelf.
enum Found {
    Nothing,
    Entries {
        revision: u64,
        form: Form,
        seal: Seal,
        entries: Vec<Entry>,
    },
    Damaged {
        raw: String,
        readable: Vec<Entry>,
    },
    Newer,
    /// Its key is not at hand.
    Locked,
}

/// A value that turned out to be damaged.
struct Damaged {
    key: String,
    raw: String,
    readable: Vec<Entry>,
}

impl Vault {
    /// Opens what is on the shelf, for the running tab `device`. What cannot be read is set aside; everything else
    /// is there, at once or when it is asked for.
    pub fn open(shelf: Box<dyn Shelf>, device: u32, today: Day) -> (Self, Opened) {
        // Without a key nothing is sealed, so its nonces are never used.
        Self::open_with(shelf, device, today, Keyring::new([0; 16]))
    }

    /// The same with keys for what is sealed ([`keys_at_hand`]).
    pub fn open_with(shelf: Box<dyn Shelf>, device: u32, today: Day, keyring: Keyring) -> (Self, Opened) {
        let locks = Locks::on(&*shelf);
        let mut vault = Self {
            shelf,
            device,
            today,
            generation: 0,
            keyring,
            locks,
            head: Head::default(),
            log: Log::default(),
            chores: Chores::default(),
            tidied_at: None,
            loaded: Vec::new(),
            adopted: Vec::new(),
            stuck: Vec::new(),
            damaged: 0,
            newer: false,
            tight: false,
        };
        let mut opened = Opened::default();
        let keys = vault.keys_that_count().unwrap_or_default();
        vault.generation = current_generation(&keys);
        vault.read_head(&keys);
        vault.recall_log();
        let logs = Area::Logs.prefix(vault.generation);
        let mut wanted: Vec<String> = keys.iter().filter(|key| key.starts_with(&logs)).cloned().collect();
        for bucket in vault.buckets(&keys) {
            // Somebody of whom nothing is known but what they wrote long ago is known by that.
            if vault.is_read_first(&bucket) || !vault.has_always(&bucket, &keys) {
                wanted.extend(vault.parts_among(&keys, &bucket));
                vault.loaded.push(bucket);
            }
        }
        for entry in vault.read_all(wanted) {
            opened.entries.absorb(entry);
        }
        opened.newer = vault.newer;
        opened.damaged = vault.take_damaged();
        if !vault.newer && matches!(vault.shelf.get(WIPED), Ok(Some(_))) {
            // What a wipe that was interrupted left. It is removed by the next wipe at the latest.
            let _ = vault.shelf.remove(WIPED);
        }
        (vault, opened)
    }

    /// The buckets within reach that were not read yet, the latest first.
    pub fn missing(&self, reach: Reach) -> Vec<Bucket> {
        let mut buckets = self.buckets(&self.keys_that_count().unwrap_or_default());
        buckets.retain(|bucket| {
            let is_within = match (reach, bucket.span()) {
                (Reach::Everything, _) | (_, Span::Always) => true,
                (Reach::Days, span) => matches!(span, Span::Month(_)),
                (Reach::DaysSince(day), span) => {
                    matches!(span, Span::Month(month) if month >= month_of(day))
                }
                (Reach::PagesOf(day), Span::Quarter(first)) => (first..first + 3).contains(&month_of(day)),
                (Reach::PagesOf(_), Span::Month(_)) => false,
                (Reach::Trash, _) => self.head.has_trash(bucket),
            };
            is_within && !self.loaded.contains(bucket)
        });
        buckets.reverse();
        buckets
    }

    /// Reads buckets: the entries in them, which the app merges into what it holds. What cannot be read is set
    /// aside ([`take_damaged`](Self::take_damaged) says how much).
    pub fn load(&mut self, buckets: &[Bucket]) -> Vec<Entry> {
        let keys = self.keys_that_count().unwrap_or_default();
        let parts = buckets.iter().flat_map(|bucket| self.parts_among(&keys, bucket)).collect();
        let entries = self.read_all(parts);
        self.loaded.extend(
            buckets.iter().filter(|bucket| !self.loaded.contains(bucket)).cloned().collect::<Vec<_>>(),
        );
        entries
    }

    /// Reads the bucket of an entry, where it was not read yet.
    pub fn bring(&mut self, author: &PersonId, id: &EntryId) -> Vec<Entry> {
        let bucket = Bucket::of(author, id);
        if self.loaded.contains(&bucket) { Vec::new() } else { self.load(&[bucket]) }
    }

    /// How many values turned out to be damaged since this was last asked.
    pub fn take_damaged(&mut self) -> usize {
        std::mem::take(&mut self.damaged)
    }

    /// Whether a newer version wrote to this storage, so that this one only reads.
    pub fn is_newer(&self) -> bool {
        self.newer
    }

    /// Whether room ran out, so that everything is packed.
    pub fn is_tight(&self) -> bool {
        self.tight
    }

    /// From now on it is `today`.
    pub fn set_today(&mut self, today: Day) {
        if month_of(self.today) != month_of(today) {
            self.chores = Chores::default();
        }
        if self.today != today {
            self.chores.look_for_others();
        }
        self.today = today;
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

    /// Nothing is written where a newer version was.
    fn may_write(&self) -> Result<(), SaveError> {
        if self.newer { Err(SaveError::NewerStore) } else { Ok(()) }
    }

    /// Every key of ours but those of what is still being written, in order.
    fn keys_that_count(&self) -> Result<Vec<String>, ShelfError> {
        let mut keys = self.shelf.keys(PREFIX)?;
        let building: Vec<Building> = keys.iter().filter_map(|key| Building::from_key(key)).collect();
        keys.retain(|key| {
            !key.starts_with(BUILDING) && !building.iter().any(|building| building.covers(key))
        });
        keys.sort();
        Ok(keys)
    }

    /// Whether what is under `key` is still being written and does not count yet.
    fn is_being_built(&self, key: &str) -> Result<bool, ShelfError> {
        let notes = self.shelf.keys(BUILDING)?;
        Ok(notes.iter().filter_map(|note| Building::from_key(note)).any(|building| building.covers(key)))
    }

    /// The buckets that have chunks, in order.
    fn buckets(&self, keys: &[String]) -> Vec<Bucket> {
        let mut buckets: Vec<Bucket> = Vec::new();
        for name in keys.iter().filter_map(|key| ChunkName::from_key(key)) {
            if name.generation == self.generation && buckets.last() != Some(&name.bucket) {
                buckets.push(name.bucket);
            }
        }
        buckets
    }

    /// The keys of a bucket's chunks.
    fn parts_among(&self, keys: &[String], bucket: &Bucket) -> Vec<String> {
        let prefix = bucket.prefix(self.generation);
        keys.iter().filter(|key| key.starts_with(&prefix)).cloned().collect()
    }

    fn has_always(&self, bucket: &Bucket, keys: &[String]) -> bool {
        let prefix = format!("{}{}/always/", Area::Chunks.prefix(self.generation), bucket.author);
        keys.iter().any(|key| key.starts_with(&prefix))
    }

    /// Whether the first screen needs a bucket.
    fn is_read_first(&self, bucket: &Bucket) -> bool {
        !bucket.is_long() && !self.is_old(bucket)
    }

    /// Whether a bucket is of a month that is over for so long that it is packed.
    fn is_old(&self, bucket: &Bucket) -> bool {
        bucket.is_over(month_of(self.today))
    }

    /// Reads values with entries in them. What is damaged is set aside in the end, unless a newer version turns
    /// out to have been there.
    fn read_all(&mut self, keys: Vec<String>) -> Vec<Entry> {
        let mut all = Vec::new();
        let mut damaged = Vec::new();
        for key in keys {
            match self.find(&key) {
                Ok(Found::Nothing | Found::Locked) => {}
                Ok(Found::Newer) => self.newer = true,
                Ok(Found::Entries { entries, .. }) => all.extend(entries),
                Ok(Found::Damaged { raw, readable }) => {
                    all.extend(readable.iter().cloned());
                    damaged.push(Damaged { key, raw, readable });
                }
                Err(_) => {
                    self.damaged += 1;
                    self.stuck.push(key);
                }
            }
        }
        for damaged in damaged {
            self.heal(damaged);
        }
        all
    }

    /// Goes over to another generation, where another tab replaced everything or went back on it.
    fn catch_up(&mut self) -> Result<(), ShelfError> {
        let current = current_generation(&self.keys_that_count()?);
        if current != self.generation {
            self.turn_to(current);
        }
        Ok(())
    }

    /// From now on another generation counts.
    fn turn_to(&mut self, generation: u32) {
        self.generation = generation;
        self.let_go();
        self.recall_log();
    }

    /// Reads a value with entries in it.
    fn find(&self, key: &str) -> Result<Found, ShelfError> {
        let Some(raw) = self.shelf.get(key)? else { return Ok(Found::Nothing) };
        let found = match codec::decode_sealed(key, &raw, Some(&self.keyring)) {
            Ok(found) => found,
            Err(DecodeError::Newer) => return Ok(Found::Newer),
            Err(DecodeError::Locked) => return Ok(Found::Locked),
            Err(DecodeError::Damaged) => return Ok(Found::Damaged { raw, readable: Vec::new() }),
        };
        let codec::Decoded { revision, form, seal, .. } = found;
        if Area::of(key).is_none() {
            // The head, a draft: there are no entries in it.
            return Ok(Found::Entries { revision, form, seal, entries: Vec::new() });
        }
        let Ok(values) = serde_json::from_str::<Vec<Value>>(&found.payload) else {
            return Ok(Found::Damaged { raw, readable: Vec::new() });
        };
        let count = values.len();
        let entries: Vec<Entry> =
            values.into_iter().filter_map(|value| Entry::from_json(value).ok()).collect();
        if entries.len() < count {
            return Ok(Found::Damaged { raw, readable: entries });
        }
        Ok(Found::Entries { revision, form, seal, entries })
    }

    /// Puts a payload under a key, sealed, and packed where that is wished or needed.
    fn put(
        &mut self,
        key: &str,
        revision: u64,
        payload: &str,
        wish: Form,
        seal: &Seal,
    ) -> Result<(), SaveError> {
        let is_long = codec::units_as_text(payload, seal) > CHUNK_UNITS;
        let form = if self.tight || is_long { Form::Packed } else { wish };
        let encode = |vault: &Self, form| vault.encode(key, revision, payload, form, seal);
        let mut written = self.shelf.set(key, &encode(self, form)?);
        if written == Err(ShelfError::Full) && form == Form::Text {
            written = self.shelf.set(key, &encode(self, Form::Packed)?);
        }
        if written == Err(ShelfError::Full) && self.make_room() {
            written = self.shelf.set(key, &encode(self, Form::Packed)?);
        }
        Ok(written?)
    }

    /// The value for a payload, unless its seal cannot be closed.
    fn encode(
        &self,
        key: &str,
        revision: u64,
        payload: &str,
        form: Form,
        seal: &Seal,
    ) -> Result<String, SaveError> {
        codec::encode_sealed(key, revision, payload, form, (seal, &self.keyring)).ok_or(SaveError::Locked)
    }

    /// The seal that is enough for all of these entries.
    fn seal_for<'a>(&self, entries: impl Iterator<Item = &'a Entry>) -> Seal {
        strictest(entries.map(|entry| self.locks.seal_of(entry)))
    }
}

/// The payload that holds entries.
fn payload_of<'a>(entries: impl Iterator<Item = &'a Entry>) -> String {
    Value::Array(entries.map(Entry::to_json).collect()).to_string()
}

/// The generation that counts: the last one that is there. Logs alone make none: a tab that has not heard yet that
/// its generation is gone may write one.
fn current_generation(keys: &[String]) -> u32 {
    let areas = keys.iter().filter_map(|key| Area::of(key));
    areas
        .filter(|(area, _)| *area == Area::Chunks)
        .map(|(_, generation)| generation)
        .max()
        .unwrap_or_default()
}
