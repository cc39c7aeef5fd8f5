//! A person's lock: the key that seals what they wrote, itself sealed with their passphrase.
//!
//! The passphrase can be changed without touching anything that was sealed, since the key stays the same. A second copy
//! of the key may be sealed with a recovery code. What is stored of a lock tells nobody more than how much work it takes
//! to try a passphrase.

use base64ct::{Base64Unpadded, Encoding};
use kept_crypto::{Argon2, Key, open_extended, seal_extended};
use serde_json::{Map, Value, json};

use super::recovery::RecoveryCode;
use crate::entry::PersonId;

/// The version of the record.
const VERSION: u64 = 1;
/// The way from a passphrase to a key, and from a recovery code.
const ARGON2ID: &str = "argon2id";
const HKDF: &str = "hkdf-sha256";
/// How many kilobytes of the work are done in a step: a few milliseconds.
const STEP_BLOCKS: u32 = 2048;
/// The fields of a record.
const PASSPHRASE: &str = "passphrase";
const RECOVERY: &str = "recovery";

/// Why a lock was not opened, or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockError {
    /// What is stored of it cannot be read.
    Damaged,
    /// A newer version made it.
    Newer,
    /// It asks for less work than is safe, or for more than a phone manages.
    Cost,
    /// There is not enough memory for the work.
    NoMemory,
    /// It is not the passphrase, or not the code, of this lock.
    Refused,
}

/// How much work it takes to try a passphrase (Argon2id with one lane).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Kilobytes of memory.
    memory: u32,
    /// How many times all of it is written.
    passes: u32,
}

impl Cost {
    /// The least: what OWASP recommends at least.
    pub const LEAST: Self = Self { memory: 19 * 1024, passes: 2 };
    /// The choices of our own, the cheapest first. The last is what RFC 9106 recommends where memory is scarce.
    const CHOICES: [Self; 4] = [
        Self::LEAST,
        Self { memory: 32 * 1024, passes: 3 },
        Self { memory: 48 * 1024, passes: 3 },
        Self { memory: 64 * 1024, passes: 3 },
    ];
    /// The most that is done when a record asks for it.
    const MOST_MEMORY: u32 = 128 * 1024;
    const MOST_PASSES: u32 = 10;
    /// How long trying a passphrase may take, in milliseconds.
    const TIME_MS: u64 = 500;

    /// The most work that takes half a second where [`LEAST`](Self::LEAST) takes so many milliseconds.
    pub fn in_half_a_second(least_ms: u32) -> Self {
        let takes_ms = |cost: &Self| u64::from(least_ms) * cost.blocks() / Self::LEAST.blocks();
        let fitting = Self::CHOICES.iter().rev().find(|cost| takes_ms(cost) <= Self::TIME_MS);
        fitting.copied().unwrap_or(Self::LEAST)
    }

    fn blocks(self) -> u64 {
        u64::from(self.memory) * u64::from(self.passes)
    }

    /// Whether it is neither too little to be safe nor too much to be done.
    fn is_fair(self) -> bool {
        self.blocks() >= Self::LEAST.blocks()
            && (Self::LEAST.memory..=Self::MOST_MEMORY).contains(&self.memory)
            && (1..=Self::MOST_PASSES).contains(&self.passes)
    }
}

/// Random bytes for one sealing of the key.
#[derive(Debug)]
pub struct LockRandom {
    /// What is mixed into the passphrase or the code.
    pub salt: [u8; 16],
    /// What the key is sealed under.
    pub nonce: [u8; 24],
}

/// The key of a lock, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wrap {
    salt: [u8; 16],
    nonce: [u8; 24],
    sealed: [u8; 48],
}

impl Wrap {
    fn new(key: &Key, with: &Key, beside: &str, random: LockRandom) -> Self {
        let LockRandom { salt, nonce } = random;
        let mut bytes = key.bytes().to_vec();
        seal_extended(with, &nonce, beside.as_bytes(), &mut bytes);
        let mut sealed = [0; 48];
        sealed.copy_from_slice(&bytes);
        Self { salt, nonce, sealed }
    }

    fn open(&self, with: &Key, beside: &str) -> Option<Key> {
        let mut bytes = self.sealed.to_vec();
        let is_open = open_extended(with, &self.nonce, beside.as_bytes(), &mut bytes);
        bytes.try_into().ok().filter(|_| is_open).map(Key::new)
    }

    /// The fields of a record about it.
    fn to_json(&self, kdf: &str) -> Map<String, Value> {
        let fields: [(&str, &[u8]); 3] =
            [("salt", &self.salt), ("nonce", &self.nonce), ("key", &self.sealed)];
        let mut map = Map::new();
        map.insert("kdf".to_owned(), kdf.into());
        for (name, bytes) in fields {
            map.insert(name.to_owned(), Base64Unpadded::encode_string(bytes).into());
        }
        map
    }

    fn from_json(value: &Value, kdf: &str) -> Result<Self, LockError> {
        let said = value.get("kdf").and_then(Value::as_str).ok_or(LockError::Damaged)?;
        if said != kdf {
            return Err(LockError::Newer);
        }
        let wrap = || {
            Some(Self {
                salt: bytes(value, "salt")?,
                nonce: bytes(value, "nonce")?,
                sealed: bytes(value, "key")?,
            })
        };
        wrap().ok_or(LockError::Damaged)
    }
}

fn bytes<const N: usize>(value: &Value, field: &str) -> Option<[u8; N]> {
    Base64Unpadded::decode_vec(value.get(field)?.as_str()?).ok()?.try_into().ok()
}

/// What the key is sealed beside, so that no record fits another person or other work.
fn beside_passphrase(person: &PersonId, cost: Cost) -> String {
    let Cost { memory, passes } = cost;
    format!("kept lock {VERSION} {person} {PASSPHRASE} {ARGON2ID} {memory} {passes}")
}

fn beside_recovery(person: &PersonId) -> String {
    format!("kept lock {VERSION} {person} {RECOVERY} {HKDF}")
}

/// A person's lock, closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    person: PersonId,
    cost: Cost,
    passphrase: Wrap,
    recovery: Option<Wrap>,
}

impl Lock {
    /// Begins to make a lock with this passphrase. `key` is to be random, and seals what the person writes.
    ///
    /// # Errors
    /// When there is not enough memory for the work.
    pub fn make(
        person: &PersonId,
        key: Key,
        passphrase: &str,
        cost: Cost,
        random: LockRandom,
    ) -> Result<Locking, LockError> {
        let argon2 = work(passphrase, &random.salt, cost)?;
        Ok(Locking { person: person.clone(), key, cost, random: Some(random), recovery: None, argon2 })
    }

    /// Begins to change the passphrase. The key stays the same, and so does the recovery code.
    ///
    /// # Errors
    /// When there is not enough memory for the work.
    pub fn change(
        &self,
        key: Key,
        passphrase: &str,
        cost: Cost,
        random: LockRandom,
    ) -> Result<Locking, LockError> {
        let locking = Self::make(&self.person, key, passphrase, cost, random)?;
        Ok(Locking { recovery: self.recovery.clone(), ..locking })
    }

    /// The same lock, which this code opens as well. A code that did before does so no longer.
    #[must_use]
    pub fn with_recovery(self, key: &Key, code: &RecoveryCode, random: LockRandom) -> Self {
        let with = code.key(&random.salt);
        let wrap = Wrap::new(key, &with, &beside_recovery(&self.person), random);
        Self { recovery: Some(wrap), ..self }
    }

    /// Whose it is.
    pub fn person(&self) -> &PersonId {
        &self.person
    }

    /// Whether there is a code that opens it.
    pub fn has_recovery(&self) -> bool {
        self.recovery.is_some()
    }

    /// Begins to open it with a passphrase.
    ///
    /// # Errors
    /// When there is not enough memory for the work.
    pub fn open(&self, passphrase: &str) -> Result<Unlocking, LockError> {
        let argon2 = work(passphrase, &self.passphrase.salt, self.cost)?;
        let beside = beside_passphrase(&self.person, self.cost);
        Ok(Unlocking { wrap: self.passphrase.clone(), beside, argon2 })
    }

    /// Opens it with a code.
    ///
    /// # Errors
    /// When it is the code of another lock, or this one has none.
    pub fn recover(&self, code: &RecoveryCode) -> Result<Key, LockError> {
        let wrap = self.recovery.as_ref().ok_or(LockError::Refused)?;
        wrap.open(&code.key(&wrap.salt), &beside_recovery(&self.person)).ok_or(LockError::Refused)
    }

    /// What is stored of it.
    pub fn to_json(&self) -> Value {
        let mut passphrase = self.passphrase.to_json(ARGON2ID);
        passphrase.insert("memory".to_owned(), self.cost.memory.into());
        passphrase.insert("passes".to_owned(), self.cost.passes.into());
        let mut record = json!({ "version": VERSION, PASSPHRASE: passphrase });
        if let Some(recovery) = &self.recovery {
            record[RECOVERY] = recovery.to_json(HKDF).into();
        }
        record
    }

    /// Reads what is stored of a person's lock.
    ///
    /// # Errors
    /// When it cannot be read, or asks for work that is not to be done.
    pub fn from_json(person: &PersonId, record: &Value) -> Result<Self, LockError> {
        match record.get("version").and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(version) if version > VERSION => return Err(LockError::Newer),
            _ => return Err(LockError::Damaged),
        }
        let field = record.get(PASSPHRASE).ok_or(LockError::Damaged)?;
        let passphrase = Wrap::from_json(field, ARGON2ID)?;
        let number = |name: &str| field.get(name).and_then(Value::as_u64).ok_or(LockError::Damaged);
        let (memory, passes) = (number("memory")?, number("passes")?);
        let fits = |number: u64| u32::try_from(number).map_err(|_| LockError::Cost);
        let cost = Cost { memory: fits(memory)?, passes: fits(passes)? };
        if !cost.is_fair() {
            return Err(LockError::Cost);
        }
        let recovery = record.get(RECOVERY).map(|field| Wrap::from_json(field, HKDF)).transpose()?;
        Ok(Self { person: person.clone(), cost, passphrase, recovery })
    }
}

fn work(passphrase: &str, salt: &[u8; 16], cost: Cost) -> Result<Argon2, LockError> {
    Argon2::new(passphrase.as_bytes(), salt, cost.memory, cost.passes).ok_or(LockError::NoMemory)
}

fn percent(argon2: &Argon2) -> u32 {
    let (done, all) = argon2.progress();
    (done / (all / 100).max(1)).min(100)
}

/// A lock that is being opened.
pub struct Unlocking {
    wrap: Wrap,
    beside: String,
    argon2: Argon2,
}

impl Unlocking {
    /// Does a part of the work; in the end it gives the key, or says that the passphrase is another one.
    pub fn step(&mut self) -> Option<Result<Key, LockError>> {
        let with = self.argon2.step(STEP_BLOCKS)?;
        Some(self.wrap.open(&with, &self.beside).ok_or(LockError::Refused))
    }

    /// How much is done, in percent.
    pub fn percent(&self) -> u32 {
        percent(&self.argon2)
    }
}

/// A lock that is being made.
pub struct Locking {
    person: PersonId,
    key: Key,
    cost: Cost,
    random: Option<LockRandom>,
    recovery: Option<Wrap>,
    argon2: Argon2,
}

impl Locking {
    /// Does a part of the work; in the end, once, it gives the lock.
    pub fn step(&mut self) -> Option<Lock> {
        let with = self.argon2.step(STEP_BLOCKS)?;
        let beside = beside_passphrase(&self.person, self.cost);
        let passphrase = Wrap::new(&self.key, &with, &beside, self.random.take()?);
        Some(Lock {
            person: self.person.clone(),
            cost: self.cost,
            passphrase,
            recovery: self.recovery.clone(),
        })
    }

    /// How much is done, in percent.
    pub fn percent(&self) -> u32 {
        percent(&self.argon2)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// So little work that tests need not wait. No record may ask for it.
    const QUICK: Cost = Cost { memory: 8, passes: 1 };

    fn person(name: &str) -> PersonId {
        name.parse().unwrap()
    }

    fn random(seed: u8) -> LockRandom {
        LockRandom { salt: [seed; 16], nonce: [seed ^ 0x55; 24] }
    }

    fn key() -> Key {
        Key::new([42; 32])
    }

    fn made(locking: Result<Locking, LockError>) -> Lock {
        let mut locking = locking.unwrap();
        std::iter::repeat_with(|| locking.step()).flatten().next().unwrap()
    }

    fn lock(passphrase: &str, cost: Cost) -> Lock {
        made(Lock::make(&person("a"), key(), passphrase, cost, random(1)))
    }

    fn opened(lock: &Lock, passphrase: &str) -> Result<Key, LockError> {
        let mut unlocking = lock.open(passphrase)?;
        std::iter::repeat_with(|| unlocking.step()).flatten().next().unwrap()
    }

    #[test]
    fn its_passphrase_opens_it_and_no_other() {
        let lock = lock("größer 🌿", QUICK);
        assert_eq!(opened(&lock, "größer 🌿"), Ok(key()));
        for other in ["", "größer", "Größer 🌿", "größer 🌿 "] {
            assert_eq!(opened(&lock, other), Err(LockError::Refused), "{other:?}");
        }
    }

    #[test]
    fn another_passphrase_is_for_the_same_key_and_the_code_stays() {
        let code = RecoveryCode::new([9; 16]);
        let before = lock("old", QUICK).with_recovery(&key(), &code, random(2));
        let same = opened(&before, "old").unwrap();
        let after = made(before.change(same, "new", Cost { memory: 16, passes: 1 }, random(3)));
        assert_eq!(opened(&after, "new"), Ok(key()));
        assert_eq!(opened(&after, "old"), Err(LockError::Refused));
        assert_eq!(after.recover(&code), Ok(key()));
    }

    #[test]
    fn a_code_opens_it_until_there_is_another_one() {
        let [first, second] = [[9; 16], [10; 16]].map(RecoveryCode::new);
        let lock = lock("words", QUICK);
        assert!(!lock.has_recovery());
        assert_eq!(lock.recover(&first), Err(LockError::Refused));
        let lock = lock.with_recovery(&key(), &first, random(2));
        assert!(lock.has_recovery());
        assert_eq!(lock.recover(&first), Ok(key()));
        assert_eq!(lock.recover(&second), Err(LockError::Refused));
        let lock = lock.with_recovery(&key(), &second, random(3));
        assert_eq!(lock.recover(&first), Err(LockError::Refused));
        assert_eq!(lock.recover(&second), Ok(key()));
        assert_eq!(opened(&lock, "words"), Ok(key()));
    }

    #[test]
    fn a_record_comes_back_and_opens() {
        let code = RecoveryCode::new([9; 16]);
        let lock = lock("words", Cost::LEAST).with_recovery(&key(), &code, random(2));
        let record = lock.to_json();
        assert_eq!(record["version"], 1);
        assert_eq!(record["passphrase"]["memory"], 19_456);
        assert!(!record.to_string().contains("words"));
        let read = Lock::from_json(&person("a"), &record).unwrap();
        assert_eq!(read, lock);
        assert_eq!(opened(&read, "words"), Ok(key()));
        // Somebody else's record does not become one's own.
        let other = Lock::from_json(&person("b"), &record).unwrap();
        assert_eq!(opened(&other, "words"), Err(LockError::Refused));
        assert_eq!(other.recover(&code), Err(LockError::Refused));
    }

    #[test]
    fn every_changed_field_of_a_record_is_noticed() {
        let code = RecoveryCode::new([9; 16]);
        let record = lock("words", Cost::LEAST).with_recovery(&key(), &code, random(2)).to_json();
        for part in ["passphrase", "recovery"] {
            for field in ["salt", "nonce", "key"] {
                let mut changed = record.clone();
                let text = changed[part][field].as_str().unwrap();
                let first = if text.starts_with('A') { "B" } else { "A" };
                changed[part][field] = format!("{first}{}", &text[1..]).into();
                let lock = Lock::from_json(&person("a"), &changed).unwrap();
                let is_passphrase = part == "passphrase";
                assert_eq!(opened(&lock, "words").is_ok(), !is_passphrase, "{part} {field}");
                assert_eq!(lock.recover(&code).is_ok(), is_passphrase, "{part} {field}");
            }
        }
        for (field, value) in [("memory", 19_457), ("passes", 3)] {
            let mut changed = record.clone();
            changed["passphrase"][field] = value.into();
            let lock = Lock::from_json(&person("a"), &changed).unwrap();
            assert_eq!(opened(&lock, "words"), Err(LockError::Refused), "{field}");
        }
    }

    #[test]
    fn a_record_that_asks_for_too_little_or_too_much_is_refused() {
        let record = lock("words", QUICK).to_json();
        for (memory, passes, is_fair) in [
            (19_456_u64, 2_u64, true),
            (131_072, 10, true),
            (65_536, 1, true),
            (19_456, 1, false),
            (8, 1, false),
            (0, 0, false),
            (0, 2, false),
            (8, 1_000_000, false),
            (19_455, 3, false),
            (131_073, 2, false),
            (19_456, 11, false),
            (u64::from(u32::MAX), u64::from(u32::MAX), false),
            (u64::MAX, 2, false),
            (19_456 + (1 << 32), 2, false),
        ] {
            let mut asks = record.clone();
            asks["passphrase"]["memory"] = memory.into();
            asks["passphrase"]["passes"] = passes.into();
            let read = Lock::from_json(&person("a"), &asks);
            let expected = if is_fair { None } else { Some(LockError::Cost) };
            assert_eq!(read.err(), expected, "{memory} {passes}");
        }
    }

    #[test]
    fn what_is_no_record_is_told_from_a_newer_one() {
        let record = lock("words", Cost::LEAST).to_json();
        let with = |change: &dyn Fn(&mut Value)| {
            let mut record = record.clone();
            change(&mut record);
            Lock::from_json(&person("a"), &record).err()
        };
        assert_eq!(with(&|_| {}), None);
        assert_eq!(with(&|record| record["version"] = 2.into()), Some(LockError::Newer));
        assert_eq!(with(&|record| record["passphrase"]["kdf"] = "argon3".into()), Some(LockError::Newer));
        assert_eq!(with(&|record| record["more"] = "of a newer one".into()), None);
        for damage in [
            |record: &mut Value| *record = Value::Null,
            |record: &mut Value| *record = json!([]),
            |record: &mut Value| record["version"] = 0.into(),
            |record: &mut Value| record["version"] = "1".into(),
            |record: &mut Value| record["passphrase"] = Value::Null,
            |record: &mut Value| record["passphrase"]["memory"] = (-1).into(),
            |record: &mut Value| record["passphrase"]["passes"] = 2.5.into(),
            |record: &mut Value| record["passphrase"]["salt"] = "AAAA".into(),
            |record: &mut Value| record["passphrase"]["nonce"] = "".into(),
            |record: &mut Value| record["passphrase"]["key"] = 1.into(),
            |record: &mut Value| record["recovery"] = json!({}),
        ] {
            assert_eq!(with(&damage), Some(LockError::Damaged));
        }
    }

    #[test]
    fn the_work_fits_what_a_device_can_do_in_half_a_second() {
        let memory = |least_ms| {
            let cost = Cost::in_half_a_second(least_ms);
            assert!(cost.is_fair());
            assert!(cost == Cost::LEAST || u64::from(least_ms) * cost.blocks() <= 500 * Cost::LEAST.blocks());
            (cost.memory / 1024, cost.passes)
        };
        assert_eq!(memory(0), (64, 3));
        assert_eq!(memory(90), (64, 3));
        assert_eq!(memory(120), (48, 3));
        assert_eq!(memory(190), (32, 3));
        assert_eq!(memory(300), (19, 2));
        // Where even the least takes longer it is waited for.
        assert_eq!(memory(u32::MAX), (19, 2));
    }

    #[test]
    fn it_is_done_in_short_steps() {
        let lock = lock("words", Cost::LEAST);
        let mut unlocking = lock.open("words").unwrap();
        let mut percents = Vec::new();
        while unlocking.step().is_none() {
            percents.push(unlocking.percent());
        }
        assert!(percents.len() >= 18 && percents.is_sorted(), "{percents:?}");
    }

    proptest! {
        #[test]
        fn no_record_makes_it_panic(
            fields in prop::collection::vec(("salt|nonce|key|memory|passes|kdf", "[A-Za-z0-9+/]{0,80}|argon2id"), 0..6),
            number: u32,
        ) {
            let mut record = lock("words", QUICK).to_json();
            for (field, value) in fields {
                record["passphrase"][field.as_str()] = value.parse::<u64>().map_or(value.into(), Value::from);
            }
            record["passphrase"]["passes"] = number.into();
            let _ = Lock::from_json(&person("a"), &record);
        }
    }
}
