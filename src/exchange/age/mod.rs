//! Files sealed with a passphrase, in the age format (<https://age-encryption.org/v1>).
//!
//! Whatever implements the format opens them, such as the `age` tool. A file names the work that its passphrase takes
//! (scrypt). That may be seconds, so sealing and opening go on in steps, a few milliseconds each, which the app takes
//! while nothing else is to be done. Nothing of a file is given out before all of it was found to be as it was sealed.
//!
//! Files that were sealed for the holders of keys are told as that, and not opened.

mod armor;
mod header;
mod stream;
#[cfg(test)]
mod testkit;

use std::borrow::Cow;

use kept_crypto::{Key, Scrypt};

use self::header::{Header, Recipient};

pub use self::armor::armor;

/// The most work that a file may ask for, as a power of two: beyond it a phone would be busy for minutes. The `age`
/// tool asks for 18.
pub const LARGEST_WORK_FACTOR: u8 = 20;
/// The work that our own files ask for: what OWASP recommends for scrypt.
pub const WORK_FACTOR: u8 = 17;

/// How much of the work for the passphrase is done in a step, in kilobytes.
const STEP_BLOCKS: u32 = 2048;
/// How many chunks of the payload are done in a step.
const STEP_CHUNKS: usize = 8;

/// Why a file cannot be opened, or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeError {
    /// It is no such file.
    NotAge,
    /// It is of a later version of the format.
    Newer,
    /// It is written in letters, and these are damaged, or break off.
    Armor,
    /// What it says about itself before the payload is damaged.
    Header,
    /// It was sealed for the holder of a key, not with a passphrase.
    OtherKey,
    /// It asks for more work than [`LARGEST_WORK_FACTOR`].
    TooMuchWork,
    /// There is not enough memory for the work.
    NoMemory,
    /// The passphrase is not the one it was sealed with. (What else it takes to make the key may be damaged.)
    Passphrase,
    /// The passphrase is right, and something in the file is not as it was sealed.
    Damaged,
    /// It breaks off.
    Truncated,
}

/// Random bytes for one file. Used for another one, they would give both away.
#[derive(Debug)]
pub struct Random {
    /// The key of the file.
    pub file_key: [u8; 16],
    /// What is mixed into the passphrase.
    pub salt: [u8; 16],
    /// What is mixed into the key of the payload.
    pub nonce: [u8; 16],
}

/// Whether a file is of this format, so that its passphrase is to be asked for.
pub fn is_age(file: &[u8]) -> bool {
    armor::is_armored(file) || file.starts_with(header::INTRODUCTION.as_bytes())
}

/// What is to be done next.
enum Stage {
    /// The key of the passphrase is being made.
    Passphrase(Scrypt),
    /// The payload is next, from this chunk on, with this key.
    Payload(Key, usize),
}

impl Stage {
    /// How much is done, in percent. Nearly all of it is the passphrase.
    fn percent(&self) -> u32 {
        match self {
            Self::Passphrase(scrypt) => {
                let (done, all) = scrypt.progress();
                done / (all / 100).max(1)
            }
            Self::Payload(..) => 100,
        }
        .min(100)
    }
}

/// Looks at what a file says about itself, before anybody is asked for its passphrase.
///
/// # Errors
/// When no passphrase could open it.
pub fn check(file: &[u8]) -> Result<(), AgeError> {
    parts(file).map(|_| ())
}

/// A file without armor, if it has one.
fn unarmored(file: &[u8]) -> Result<Cow<'_, [u8]>, AgeError> {
    if armor::is_armored(file) {
        armor::strip(file).map(Cow::Owned).ok_or(AgeError::Armor)
    } else {
        Ok(file.into())
    }
}

/// What a file says about itself, what of that is about the passphrase, and the payload.
fn parts(file: &[u8]) -> Result<(Header, Recipient, Vec<u8>), AgeError> {
    let file = unarmored(file)?;
    let (header, payload) = header::read(&file)?;
    let recipient = header.recipient()?;
    if payload.len() < stream::SHORTEST {
        return Err(AgeError::Truncated);
    }
    Ok((header, recipient, payload.to_vec()))
}

/// A file that is being opened.
pub struct Opening {
    header: Header,
    recipient: Recipient,
    payload: Vec<u8>,
    plain: Vec<u8>,
    stage: Stage,
}

impl Opening {
    /// Begins to open a file, armored or not.
    ///
    /// # Errors
    /// When no passphrase could open it.
    pub fn new(file: &[u8], passphrase: &str) -> Result<Self, AgeError> {
        let (header, recipient, payload) = parts(file)?;
        let stage = Stage::Passphrase(recipient.scrypt(passphrase).ok_or(AgeError::NoMemory)?);
        Ok(Self { header, recipient, payload, plain: Vec::new(), stage })
    }

    /// Does a part of it. In the end it gives what is in the file, or says why that cannot be had.
    pub fn step(&mut self) -> Option<Result<Vec<u8>, AgeError>> {
        self.try_step().transpose()
    }

    fn try_step(&mut self) -> Result<Option<Vec<u8>>, AgeError> {
        match &mut self.stage {
            Stage::Passphrase(scrypt) => {
                if let Some(wrap) = scrypt.step(STEP_BLOCKS) {
                    let file_key = self.recipient.unwrap(&wrap).ok_or(AgeError::Passphrase)?;
                    let key = self.header.payload_key(&file_key, &self.payload).ok_or(AgeError::Damaged)?;
                    self.stage = Stage::Payload(key, 0);
                }
            }
            Stage::Payload(key, next) => {
                for _ in 0..STEP_CHUNKS {
                    if stream::open(key, &self.payload, *next, &mut self.plain)? {
                        return Ok(Some(std::mem::take(&mut self.plain)));
                    }
                    *next += 1;
                }
            }
        }
        Ok(None)
    }

    /// How much is done, in percent.
    pub fn percent(&self) -> u32 {
        self.stage.percent()
    }
}

/// A file that is being made.
pub struct Sealing {
    plain: Vec<u8>,
    random: Random,
    work_factor: u8,
    file: Vec<u8>,
    stage: Stage,
}

impl Sealing {
    /// Begins to seal `plain` with a passphrase, which takes 2 to the power of `work_factor` (1 to
    /// [`LARGEST_WORK_FACTOR`]) kilobytes of work.
    ///
    /// # Errors
    /// When that is too much.
    pub fn new(plain: Vec<u8>, passphrase: &str, work_factor: u8, random: Random) -> Result<Self, AgeError> {
        if !(1..=LARGEST_WORK_FACTOR).contains(&work_factor) {
            return Err(AgeError::TooMuchWork);
        }
        let scrypt = header::scrypt(passphrase, &random.salt, work_factor).ok_or(AgeError::NoMemory)?;
        Ok(Self { plain, random, work_factor, file: Vec::new(), stage: Stage::Passphrase(scrypt) })
    }

    /// Does a part of it; in the end it gives the file.
    pub fn step(&mut self) -> Option<Vec<u8>> {
        let Random { file_key, salt, nonce } = &self.random;
        match &mut self.stage {
            Stage::Passphrase(scrypt) => {
                let wrap = scrypt.step(STEP_BLOCKS)?;
                self.file = header::write(file_key, &wrap, salt, self.work_factor).into_bytes();
                self.file.extend_from_slice(nonce);
                self.stage = Stage::Payload(stream::key(file_key, nonce), 0);
            }
            Stage::Payload(key, next) => {
                for _ in 0..STEP_CHUNKS {
                    if stream::seal(key, &self.plain, *next, &mut self.file) {
                        return Some(std::mem::take(&mut self.file));
                    }
                    *next += 1;
                }
            }
        }
        None
    }

    /// How much is done, in percent.
    pub fn percent(&self) -> u32 {
        self.stage.percent()
    }
}

/// [`Opening`] without a pause.
///
/// # Errors
/// When the file cannot be opened.
pub fn open(file: &[u8], passphrase: &str) -> Result<Vec<u8>, AgeError> {
    let mut opening = Opening::new(file, passphrase)?;
    loop {
        if let Some(opened) = opening.step() {
            return opened;
        }
    }
}

/// [`Sealing`] without a pause.
///
/// # Errors
/// When it is too much work.
pub fn seal(plain: &[u8], passphrase: &str, work_factor: u8, random: Random) -> Result<Vec<u8>, AgeError> {
    let mut sealing = Sealing::new(plain.to_vec(), passphrase, work_factor, random)?;
    loop {
        if let Some(file) = sealing.step() {
            return Ok(file);
        }
    }
}
