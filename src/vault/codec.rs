//! How a value looks in storage: one line that says what it is, then the payload.
//!
//! ```text
//! kept 2 text open 42 9ae0daaf
//! [{"author":…}]
//! ```
//!
//! format version, how the payload is written (`text`: JSON as it is; `ppmd`: packed), how it is sealed (`open`: not
//! at all; `of-4k0c`: with the key of that person; `shared`: with that of both), the revision, and the checksum. The last covers the key as well, so that a value that strayed to
//! another key is noticed.
//!
//! A payload is bytes before it is text: JSON, packed, sealed, and only then spelled in characters (`dense.rs`).
//! JSON that is neither packed nor sealed is spared the last step, so that people can read it.
//!
//! In every later format the first line begins with `kept <format>` and ends with this checksum, made the same
//! way. By it a version tells what a newer one wrote, which it must leave alone, from a damaged format number,
//! which must not make the whole store read-only.

use std::borrow::Cow;

use crc::{CRC_32_ISO_HDLC, Crc};

use super::dense;
use super::keyring::Keyring;
use super::layout::place_of;
use super::seal::{Seal, StaysSealed};
use super::utf16_len;
use crate::pack;

/// The format this version writes. It reads all before it: 1 had neither packed values nor a head.
pub const FORMAT: u32 = 2;

/// The most that a value's first line comes to, in UTF-16 code units.
pub(super) const LINE_UNITS: usize = 80;

/// The CRC-32 that ZIP, PNG and Ethernet use. It finds accidents; it does not stop anybody.
const CHECKSUM: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// How a payload is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// JSON as it is: quickly written, and people can read it.
    Text,
    /// Packed: a fifth of the room.
    Packed,
}

impl Form {
    fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Packed => "ppmd",
        }
    }

    fn of(word: &str) -> Option<Self> {
        [Self::Text, Self::Packed].into_iter().find(|form| form.word() == word)
    }
}

/// Why a value cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// It is damaged, or was never ours.
    Damaged,
    /// A newer version of Kept wrote it.
    Newer,
    /// It is sealed, and its key is not at hand.
    Locked,
}

/// What a value says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// Grows with every write of the value.
    pub revision: u64,
    /// How it was written.
    pub form: Form,
    /// How it is sealed.
    pub seal: Seal,
    /// What it holds.
    pub payload: Cow<'a, str>,
}

fn checksum(key: &str, head: &str, payload: &str) -> u32 {
    let mut digest = CHECKSUM.digest();
    for part in [key, "\n", head, "\n", payload] {
        digest.update(part.as_bytes());
    }
    digest.finalize()
}

fn spell(sum: u32) -> String {
    format!("{sum:08x}")
}

/// The value to put under `key`. What cannot be packed is text in spite of `form`.
pub fn encode(key: &str, revision: u64, payload: &str, form: Form) -> String {
    let packed = pack_as(form, payload);
    let (form, payload): (_, Cow<'_, str>) = match packed {
        Some(packed) => (Form::Packed, dense::to_text(&packed).into()),
        None => (Form::Text, payload.into()),
    };
    value_of(key, &head_of(form, &Seal::Open, revision), &payload)
}

/// The same with a seal; `None` where its key is not at hand.
pub fn encode_sealed(
    key: &str,
    revision: u64,
    payload: &str,
    form: Form,
    (seal, keyring): (&Seal, &Keyring),
) -> Option<String> {
    if *seal == Seal::Open {
        return Some(encode(key, revision, payload, form));
    }
    let packed = pack_as(form, payload);
    let form = if packed.is_some() { Form::Packed } else { Form::Text };
    let bytes = packed.unwrap_or_else(|| payload.as_bytes().to_vec());
    let head = head_of(form, seal, revision);
    let sealed = seal.close(bytes, keyring, &beside(key, &head))?;
    Some(value_of(key, &head, &dense::to_text(&sealed)))
}

/// The most that the value of a payload comes to where it is not packed, in UTF-16 code units.
pub(super) fn units_as_text(payload: &str, seal: &Seal) -> usize {
    match seal {
        Seal::Open => utf16_len(payload) + LINE_UNITS,
        // A nonce and a tag; and one pair of bytes in 32 takes two units, if they are any.
        _ => payload.len() / 2 + payload.len() / 32 + 2 * LINE_UNITS,
    }
}

/// A payload as it is packed, where that is wished and can be done.
fn pack_as(form: Form, payload: &str) -> Option<Vec<u8>> {
    if form == Form::Packed { pack::pack(payload.as_bytes()) } else { None }
}

/// The first line, but for its checksum.
fn head_of(form: Form, seal: &Seal, revision: u64) -> String {
    format!("kept {FORMAT} {} {} {revision}", form.word(), seal.word())
}

fn value_of(key: &str, head: &str, payload: &str) -> String {
    let sum = spell(checksum(key, head, payload));
    format!("{head} {sum}\n{payload}")
}

/// What a sealed payload is bound to: its place, and what its first line says.
fn beside(key: &str, head: &str) -> String {
    format!("{}\n{head}", place_of(key))
}

/// What the first line of a value says, once its checksum was found right, and the payload as it is written.
pub(super) struct Line<'a> {
    revision: u64,
    form: Form,
    seal: Seal,
    /// The line, but for its checksum.
    head: &'a str,
    payload: &'a str,
}

/// Reads the first line of the value found under `key`.
///
/// # Errors
/// When the value is damaged or newer.
pub(super) fn read_line<'a>(key: &str, value: &'a str) -> Result<Line<'a>, DecodeError> {
    let (line, payload) = value.split_once('\n').ok_or(DecodeError::Damaged)?;
    let (head, sum) = line.rsplit_once(' ').ok_or(DecodeError::Damaged)?;
    let mut words = head.split(' ');
    let mut word = || words.next().ok_or(DecodeError::Damaged);
    if word()? != "kept" {
        return Err(DecodeError::Damaged);
    }
    let format: u32 = word()?.parse().map_err(|_| DecodeError::Damaged)?;
    if sum != spell(checksum(key, head, payload)) {
        return Err(DecodeError::Damaged);
    }
    // The checksum fits, so this is what somebody meant to write: an unknown word is a newer one.
    if format > FORMAT {
        return Err(DecodeError::Newer);
    }
    let form = Form::of(word()?).ok_or(DecodeError::Newer)?;
    let seal = Seal::of(word()?).ok_or(DecodeError::Newer)?;
    let revision = word()?.parse().map_err(|_| DecodeError::Damaged)?;
    Ok(Line { revision, form, seal, head, payload })
}

/// What is in the value found under `key`.
///
/// # Errors
/// When it is damaged, newer, or sealed.
pub fn decode<'a>(key: &str, value: &'a str) -> Result<Decoded<'a>, DecodeError> {
    decode_sealed(key, value, None)
}

/// The same with keys for what is sealed.
///
/// # Errors
/// When it is damaged, newer, or sealed with another key.
pub fn decode_sealed<'a>(
    key: &str,
    value: &'a str,
    keyring: Option<&Keyring>,
) -> Result<Decoded<'a>, DecodeError> {
    let Line { revision, form, seal, head, payload } = read_line(key, value)?;
    if form == Form::Text && seal == Seal::Open {
        return Ok(Decoded { revision, form, seal, payload: payload.into() });
    }
    let sealed = dense::to_bytes(payload).ok_or(DecodeError::Damaged)?;
    let bytes = match (&seal, keyring) {
        (Seal::Open, _) => sealed,
        (_, None) => return Err(DecodeError::Locked),
        (seal, Some(keyring)) => {
            seal.break_open(sealed, keyring, &beside(key, head)).map_err(|error| match error {
                StaysSealed::Locked => DecodeError::Locked,
                StaysSealed::Damaged => DecodeError::Damaged,
            })?
        }
    };
    let bytes = if form == Form::Packed { pack::unpack(&bytes) } else { Some(bytes) };
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(Decoded { revision, form, seal, payload: text.ok_or(DecodeError::Damaged)?.into() })
}

/// Whether a newer version wrote the value found under `key`.
pub(super) fn is_newer(key: &str, value: &str) -> bool {
    read_line(key, value).is_err_and(|error| error == DecodeError::Newer)
}

/// Whether a value is text that could be packed by who has its key.
pub(super) fn is_text(key: &str, value: &str) -> bool {
    read_line(key, value).is_ok_and(|line| line.form == Form::Text)
}

/// How the value found under `key` is sealed, where its first line can be read.
pub(super) fn seal_in(key: &str, value: &str) -> Option<Seal> {
    read_line(key, value).ok().map(|line| line.seal)
}

#[cfg(test)]
mod tests {
    use kept_crypto::Key;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_looks_the_way_the_documentation_says() {
        assert_eq!(encode("k", 42, "[]", Form::Text), "kept 2 text open 42 d75dd734\n[]");
        let packed = encode("k", 42, "[]", Form::Packed);
        assert!(packed.starts_with("kept 2 ppmd open 42 "), "{packed}");
    }

    #[test]
    fn a_value_that_strayed_to_another_key_is_damaged() {
        let value = encode("a", 1, "[]", Form::Text);
        assert_eq!(decode("a", &value).map(|found| found.revision), Ok(1));
        assert_eq!(decode("b", &value), Err(DecodeError::Damaged));
    }

    #[test]
    fn what_a_newer_version_wrote_is_told_from_damage() {
        for head in [
            "kept 3 woven tight 1",
            "kept 3",
            "kept 2 woven open 1",
            "kept 2 text sealed 1",
            "kept 2 text of- 1",
        ] {
            let value = format!("{head} {}\nx", spell(checksum("a", head, "x")));
            assert_eq!(decode("a", &value), Err(DecodeError::Newer), "{head}");
        }
        assert_eq!(
            decode("a", &encode("a", 1, "[]", Form::Text).replacen('2', "3", 1)),
            Err(DecodeError::Damaged)
        );
        for damaged in
            ["", "\n", "kept", "[]", "kept 1 text open 1\n[]", "kept x text open 1 0\n", "{\"a\":1}\n"]
        {
            assert_eq!(decode("a", damaged), Err(DecodeError::Damaged), "{damaged:?}");
        }
    }

    fn unlocked() -> (Seal, Keyring) {
        let seal = Seal::Of("4k0c".parse().unwrap());
        let mut keyring = Keyring::new([7; 16]);
        keyring.add(seal.clone(), Key::new([1; 32]));
        (seal, keyring)
    }

    fn sealed(key: &str, revision: u64, payload: &str, form: Form) -> String {
        let (seal, keyring) = unlocked();
        encode_sealed(key, revision, payload, form, (&seal, &keyring)).unwrap()
    }

    fn opened(key: &str, value: &str) -> Result<String, DecodeError> {
        decode_sealed(key, value, Some(&unlocked().1)).map(|found| found.payload.into_owned())
    }

    #[test]
    fn a_sealed_value_says_whose_it_is_and_nothing_of_what_is_in_it() {
        let value = sealed("kept/log/1", 42, "[\"words\"]", Form::Text);
        assert!(value.starts_with("kept 2 text of-4k0c 42 ") && !value.contains("words"), "{value}");
        assert_eq!(decode("kept/log/1", &value), Err(DecodeError::Locked));
        assert_eq!(
            decode_sealed("kept/log/1", &value, Some(&Keyring::new([0; 16]))),
            Err(DecodeError::Locked)
        );
        assert_eq!(opened("kept/log/1", &value), Ok("[\"words\"]".to_owned()));
        assert!(is_text("kept/log/1", &value) && !is_newer("kept/log/1", &value));
    }

    /// Somebody who can write to the storage can make the checksum right, but not the seal.
    #[test]
    fn a_sealed_value_is_bound_to_its_place_and_its_first_line() {
        let key = "kept/entries/4k0c/2026-11/1";
        let value = sealed(key, 42, "[]", Form::Text);
        let (line, payload) = value.split_once('\n').unwrap();
        let head = line.rsplit_once(' ').unwrap().0;
        let forge = |key: &str, head: &str| opened(key, &value_of(key, head, payload));
        assert_eq!(forge(key, head), Ok("[]".to_owned()));
        for (key, head) in [
            ("kept/entries/4k0c/2026-11/2", head),
            ("kept/entries/4k0c/2026-12/1", head),
            ("kept/log/00000001", head),
            (key, "kept 2 text of-4k0c 43"),
            (key, "kept 2 ppmd of-4k0c 42"),
            (key, "kept 1 text of-4k0c 42"),
        ] {
            assert_eq!(forge(key, head), Err(DecodeError::Damaged), "{key} {head}");
        }
        assert_eq!(forge(key, "kept 2 text shared 42"), Err(DecodeError::Locked));
        // A generation later it is still the same place.
        assert_eq!(forge("kept/entries.3/4k0c/2026-11/1", head), Ok("[]".to_owned()));
    }

    #[test]
    fn the_first_line_is_never_longer_than_it_is_counted() {
        let seal = Seal::Of("z".repeat(32).parse().unwrap());
        let line = value_of("k", &head_of(Form::Packed, &seal, u64::MAX), "");
        assert!(line.len() <= LINE_UNITS, "{}", line.len());
    }

    proptest! {
        #[test]
        fn what_was_sealed_is_opened_and_takes_little_room(
            key in ".{0,20}", revision: u64, payload in "(?s).{0,300}", packed: bool,
        ) {
            let form = if packed { Form::Packed } else { Form::Text };
            let value = sealed(&key, revision, &payload, form);
            prop_assert_eq!(opened(&key, &value), Ok(payload.clone()));
            // A nonce and a tag are 20 code units; each two bytes of the payload are one, or sometimes two.
            prop_assert!(utf16_len(&value) <= LINE_UNITS + 2 * (20 + payload.len().div_ceil(2) + 4));
        }

        #[test]
        fn what_was_encoded_is_decoded(key in ".{0,20}", revision: u64, payload in "(?s).{0,200}", packed: bool) {
            let form = if packed { Form::Packed } else { Form::Text };
            let value = encode(&key, revision, &payload, form);
            let found = Decoded { revision, form, seal: Seal::Open, payload: payload.into() };
            prop_assert_eq!(decode(&key, &value), Ok(found));
        }

        #[test]
        fn a_changed_character_is_noticed(payload in "[a-z]{1,80}", at: prop::sample::Index, packed: bool) {
            let form = if packed { Form::Packed } else { Form::Text };
            let mut value: Vec<char> = encode("k", 1, &payload, form).chars().collect();
            let at = at.index(value.len());
            value[at] = if value[at] == '~' { '!' } else { '~' };
            prop_assert!(decode("k", &value.iter().collect::<String>()).is_err());
        }

        #[test]
        fn no_text_at_all_makes_it_panic(value in "(?s)(kept )?.{0,60}") {
            let _ = decode("k", &value);
        }
    }
}
