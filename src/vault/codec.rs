//! How a value looks in storage: one line that says what it is, then the payload.
//!
//! ```text
//! kept 2 text open 42 9ae0daaf
//! [{"author":…}]
//! ```
//!
//! format version, how the payload is written (`text`: JSON as it is; `ppmd`: packed), how it is sealed (`open`: not
//! at all), the revision, and the checksum. The last covers the key as well, so that a value that strayed to
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
use super::seal::Seal;
use crate::pack;

/// The format this version writes. It reads all before it: 1 had neither packed values nor a head.
pub const FORMAT: u32 = 2;

/// The most that a value's first line comes to, in UTF-16 code units.
pub(super) const LINE_UNITS: usize = 64;

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
}

/// What a value says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// Grows with every write of the value.
    pub revision: u64,
    /// How it was written.
    pub form: Form,
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
    let seal = Seal::Open;
    let packed = if form == Form::Packed { pack::pack(payload.as_bytes()) } else { None };
    let (form, payload): (_, Cow<'_, str>) = match packed {
        Some(packed) => (Form::Packed, dense::to_text(&seal.close(packed)).into()),
        None => (Form::Text, payload.into()),
    };
    let head = format!("kept {FORMAT} {} {} {revision}", form.word(), seal.word());
    let sum = spell(checksum(key, &head, &payload));
    format!("{head} {sum}\n{payload}")
}

/// What the first line of a value says, once its checksum was found right, and the payload as it is written.
pub(super) struct Line<'a> {
    revision: u64,
    form: Form,
    seal: Seal,
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
    Ok(Line { revision, form, seal, payload })
}

/// What is in the value found under `key`.
///
/// # Errors
/// When it is damaged or newer.
pub fn decode<'a>(key: &str, value: &'a str) -> Result<Decoded<'a>, DecodeError> {
    let Line { revision, form, seal, payload } = read_line(key, value)?;
    let payload = match (form, seal) {
        (Form::Text, Seal::Open) => payload.into(),
        (Form::Packed, seal) => {
            let packed = dense::to_bytes(payload).and_then(|sealed| seal.break_open(sealed));
            let bytes = packed.and_then(|packed| pack::unpack(&packed));
            let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
            text.ok_or(DecodeError::Damaged)?.into()
        }
    };
    Ok(Decoded { revision, form, payload })
}

/// Whether a newer version wrote the value found under `key`.
pub(super) fn is_newer(key: &str, value: &str) -> bool {
    read_line(key, value).is_err_and(|error| error == DecodeError::Newer)
}

/// Whether a value is text that could be packed.
pub(super) fn is_text(key: &str, value: &str) -> bool {
    read_line(key, value).is_ok_and(|line| line.form == Form::Text)
}

#[cfg(test)]
mod tests {
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
        for head in ["kept 3 woven tight 1", "kept 3", "kept 2 woven open 1", "kept 2 text sealed 1"] {
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

    proptest! {
        #[test]
        fn what_was_encoded_is_decoded(key in ".{0,20}", revision: u64, payload in "(?s).{0,200}", packed: bool) {
            let form = if packed { Form::Packed } else { Form::Text };
            let value = encode(&key, revision, &payload, form);
            let found = Decoded { revision, form, payload: payload.into() };
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
