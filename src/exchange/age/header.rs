//! What stands before the payload: how the key of the file is sealed, and a tag over all of that.
//!
//! ```text
//! age-encryption.org/v1
//! -> scrypt bBjlhJVYZeE4aqUdmtRHfw 15
//! ZV/AhotwSGqaPCU43cepl4WYUouAa17a3xpu4G2yi5k
//! --- fgMiVLJHMlg9fW7CVG/hPS5EAU4Zeg19LyCP7SoH5nA
//! ```
//!
//! A stanza begins with `->` and the kind of its recipient; its body ends with the first line shorter than 64 letters.

use base64ct::{Base64Unpadded, Encoding};
use kept_crypto::{Key, Scrypt};

use super::{AgeError, LARGEST_WORK_FACTOR, stream};

/// What every file begins with, before the version of the format.
pub(super) const INTRODUCTION: &str = "age-encryption.org/";
const VERSION: &str = "v1";
/// The kind of a recipient that is a passphrase.
const SCRYPT: &str = "scrypt";
/// How long a full line of a body is.
const FULL_LINE: usize = 64;

/// What a file says about itself.
pub(super) struct Header {
    /// Everything that the tag is about.
    covered: Vec<u8>,
    tag: [u8; 32],
    /// The first stanza: its first line, and its body.
    first: (String, Vec<u8>),
    /// Whether it is the only one.
    is_only: bool,
    /// Whether any is of a passphrase.
    has_passphrase: bool,
}

/// What of a header is about the passphrase.
pub(super) struct Recipient {
    salt: [u8; 16],
    work_factor: u8,
    /// The sealed key of the file.
    body: [u8; 32],
}

/// The work for a passphrase; `None` where there is not enough memory.
pub(super) fn scrypt(passphrase: &str, salt: &[u8; 16], work_factor: u8) -> Option<Scrypt> {
    let salt = [b"age-encryption.org/v1/scrypt", &salt[..]].concat();
    Scrypt::new(passphrase.as_bytes(), &salt, work_factor)
}

fn tag_key(file_key: &[u8; 16]) -> Key {
    kept_crypto::hkdf(file_key, &[], b"header")
}

/// The header of a file with this key, sealed with what was made of the passphrase.
pub(super) fn write(file_key: &[u8; 16], wrap: &Key, salt: &[u8; 16], work_factor: u8) -> String {
    let mut body = file_key.to_vec();
    // The wrapping key is made for this one file, so there is no other nonce to tell this one from.
    kept_crypto::seal(wrap, &[0; 12], &[], &mut body);
    let [salt, body] = [&salt[..], &body].map(Base64Unpadded::encode_string);
    let covered = format!("{INTRODUCTION}{VERSION}\n-> {SCRYPT} {salt} {work_factor}\n{body}\n---");
    let tag = kept_crypto::hmac(tag_key(file_key).bytes(), &[covered.as_bytes()]);
    format!("{covered} {}\n", Base64Unpadded::encode_string(&tag))
}

/// The lines of a header.
struct Lines<'a> {
    file: &'a [u8],
    /// Where the next one begins.
    at: usize,
}

impl<'a> Lines<'a> {
    /// The next line, without its end; `None` where the file breaks off before that, or has anything but visible ASCII
    /// and spaces in it.
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.file.get(self.at..)?;
        let line = rest.get(..rest.iter().position(|byte| *byte == b'\n')?)?;
        self.at += line.len() + 1;
        let is_plain = line.iter().all(|byte| matches!(byte, b' '..=b'~'));
        str::from_utf8(line).ok().filter(|_| is_plain)
    }
}

/// Reads the header of a file; what comes after it is the payload.
pub(super) fn read(file: &[u8]) -> Result<(Header, &[u8]), AgeError> {
    if !file.starts_with(INTRODUCTION.as_bytes()) {
        return Err(AgeError::NotAge);
    }
    let mut lines = Lines { file, at: 0 };
    match lines.next().and_then(|line| line.strip_prefix(INTRODUCTION)) {
        Some(VERSION) => {}
        Some(version) if version.bytes().all(|byte| byte != b' ') => return Err(AgeError::Newer),
        _ => return Err(AgeError::Header),
    }
    read_stanzas(lines).ok_or(AgeError::Header)
}

fn read_stanzas(mut lines: Lines<'_>) -> Option<(Header, &[u8])> {
    let mut first = None;
    let (mut is_only, mut has_passphrase) = (true, false);
    loop {
        let begin = lines.at;
        let line = lines.next()?;
        if let Some(tag) = line.strip_prefix("--- ") {
            let covered = lines.file.get(..begin + 3)?.to_vec();
            let header = Header { covered, tag: bytes(tag)?, first: first?, is_only, has_passphrase };
            return Some((header, lines.file.get(lines.at..)?));
        }
        let arguments = line.strip_prefix("-> ")?;
        if arguments.split(' ').any(str::is_empty) {
            return None;
        }
        let body = read_body(&mut lines)?;
        is_only = first.is_none();
        has_passphrase |= arguments.split(' ').next() == Some(SCRYPT);
        // Of a header with more than one stanza nothing else is needed: a hostile one may have millions.
        first.get_or_insert_with(|| (arguments.to_owned(), body));
    }
}

/// The body of a stanza. Its last line is shorter than the others, and may be empty.
fn read_body(lines: &mut Lines<'_>) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = lines.next()?;
        if line.len() > FULL_LINE {
            return None;
        }
        body.extend(Base64Unpadded::decode_vec(line).ok()?);
        if line.len() < FULL_LINE {
            return Some(body);
        }
    }
}

/// So many bytes in canonical base64.
fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    Base64Unpadded::decode_vec(text).ok()?.try_into().ok()
}

impl Header {
    /// What it says about the passphrase.
    pub(super) fn recipient(&self) -> Result<Recipient, AgeError> {
        if !self.has_passphrase {
            return Err(AgeError::OtherKey);
        }
        // Beside a passphrase there is nothing else: whoever knows it relies on only those who do having made the file.
        if !self.is_only {
            return Err(AgeError::Header);
        }
        let (arguments, body) = &self.first;
        let mut arguments = arguments.split(' ').skip(1);
        let (Some(salt), Some(work), None) = (arguments.next(), arguments.next(), arguments.next()) else {
            return Err(AgeError::Header);
        };
        let salt = bytes(salt).ok_or(AgeError::Header)?;
        // A body of another length could be sealed so that several passphrases open it.
        let body = body.as_slice().try_into().map_err(|_| AgeError::Header)?;
        if work.starts_with('0') || !work.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(AgeError::Header);
        }
        // What does not even fit is too much.
        let work_factor = work.parse().unwrap_or(u8::MAX);
        if work_factor > LARGEST_WORK_FACTOR {
            Err(AgeError::TooMuchWork)
        } else {
            Ok(Recipient { salt, work_factor, body })
        }
    }

    /// The key of the payload, where the header is what was sealed with the key of the file.
    pub(super) fn payload_key(&self, file_key: &[u8; 16], payload: &[u8]) -> Option<Key> {
        let (nonce, _) = payload.split_first_chunk()?;
        kept_crypto::is_hmac(tag_key(file_key).bytes(), &self.covered, &self.tag)
            .then(|| stream::key(file_key, nonce))
    }
}

impl Recipient {
    /// The work for a passphrase; `None` where there is not enough memory.
    pub(super) fn scrypt(&self, passphrase: &str) -> Option<Scrypt> {
        scrypt(passphrase, &self.salt, self.work_factor)
    }

    /// The key of the file; `None` where the passphrase is another one.
    pub(super) fn unwrap(&self, wrap: &Key) -> Option<[u8; 16]> {
        let mut body = self.body.to_vec();
        let is_open = kept_crypto::open(wrap, &[0; 12], &[], &mut body);
        body.try_into().ok().filter(|_| is_open)
    }
}
