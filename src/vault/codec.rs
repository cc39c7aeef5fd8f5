//! How a value looks in storage: one line that says what it is, then the payload.
//!
//! ```text
//! kept 1 text open 42 9ae0daaf
//! [{"author":…}]
//! ```
//!
//! format version, how the payload is written (`text`: JSON as it is), how it is sealed (`open`: not at all), the
//! revision, and the checksum. The last covers the key as well, so that a value that strayed to another key is
//! noticed.
//!
//! In every later format the first line begins with `kept <format>` and ends with this checksum, made the same
//! way. By it a version tells what a newer one wrote, which it must leave alone, from a damaged format number,
//! which must not make the whole store read-only.

use crc::{CRC_32_ISO_HDLC, Crc};

/// The format this version writes.
pub const FORMAT: u32 = 1;
const WRITTEN: &str = "text";
const SEALED: &str = "open";

/// The CRC-32 that ZIP, PNG and Ethernet use. It finds accidents; it does not stop anybody.
const CHECKSUM: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// Why a value cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// It is damaged, or was never ours.
    Damaged,
    /// A newer version of Kept wrote it.
    Newer,
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

/// The value to put under `key`.
pub fn encode(key: &str, revision: u64, payload: &str) -> String {
    let head = format!("kept {FORMAT} {WRITTEN} {SEALED} {revision}");
    let sum = spell(checksum(key, &head, payload));
    format!("{head} {sum}\n{payload}")
}

/// The revision and the payload of the value found under `key`.
///
/// # Errors
/// When it is damaged or newer.
pub fn decode<'a>(key: &str, value: &'a str) -> Result<(u64, &'a str), DecodeError> {
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
    if format > FORMAT || word()? != WRITTEN || word()? != SEALED {
        return Err(DecodeError::Newer);
    }
    let revision = word()?.parse().map_err(|_| DecodeError::Damaged)?;
    Ok((revision, payload))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_looks_the_way_the_documentation_says() {
        assert_eq!(encode("k", 42, "[]"), "kept 1 text open 42 84c78cb0\n[]");
    }

    #[test]
    fn a_value_that_strayed_to_another_key_is_damaged() {
        let value = encode("a", 1, "[]");
        assert_eq!(decode("a", &value), Ok((1, "[]")));
        assert_eq!(decode("b", &value), Err(DecodeError::Damaged));
    }

    #[test]
    fn what_a_newer_version_wrote_is_told_from_damage() {
        for head in ["kept 2 woven tight 1", "kept 2", "kept 1 packed open 1", "kept 1 text sealed 1"] {
            let value = format!("{head} {}\nx", spell(checksum("a", head, "x")));
            assert_eq!(decode("a", &value), Err(DecodeError::Newer), "{head}");
        }
        assert_eq!(decode("a", &encode("a", 1, "[]").replacen('1', "2", 1)), Err(DecodeError::Damaged));
        for damaged in
            ["", "\n", "kept", "[]", "kept 1 text open 1\n[]", "kept x text open 1 0\n", "{\"a\":1}\n"]
        {
            assert_eq!(decode("a", damaged), Err(DecodeError::Damaged), "{damaged:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_encoded_is_decoded(key in ".{0,20}", revision: u64, payload in "(?s).{0,200}") {
            let value = encode(&key, revision, &payload);
            prop_assert_eq!(decode(&key, &value), Ok((revision, payload.as_str())));
        }

        #[test]
        fn a_changed_character_is_noticed(payload in "[a-z]{1,80}", at: prop::sample::Index) {
            let mut value: Vec<char> = encode("k", 1, &payload).chars().collect();
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
