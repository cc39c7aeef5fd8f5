//! Bytes as text that takes little room: browsers count storage in UTF-16 code units, and one of them holds two
//! bytes.
//!
//! Two bytes become the character of that number. Half a surrogate pair is no character; in its place stands
//! the one that lies as far above U+10000, which takes two code units. One in 32 pairs of random bytes is such a
//! half, so a code unit carries 15.5 bits; base 32768, the usual way, carries 15.

/// Where the characters that stand for halves of surrogate pairs begin.
const ABOVE: u32 = 0x1_0000;
/// The first half of a surrogate pair, and the first number after the last one.
const SURROGATES: std::ops::Range<u32> = 0xd800..0xe000;

/// The text that holds `bytes`.
pub(super) fn to_text(bytes: &[u8]) -> String {
    // The first byte says whether the last one only fills up the pair.
    let is_padded = bytes.len().is_multiple_of(2);
    let mut text = String::with_capacity(bytes.len() * 3 / 2 + 3);
    let mut waiting = Some(u8::from(is_padded));
    for byte in bytes.iter().copied().chain(is_padded.then_some(0)) {
        match waiting.take() {
            Some(first) => text.push(character(u16::from_be_bytes([first, byte]))),
            None => waiting = Some(byte),
        }
    }
    text
}

fn character(number: u16) -> char {
    let number = u32::from(number);
    let above = || char::from_u32(number - SURROGATES.start + ABOVE);
    char::from_u32(number).or_else(above).unwrap_or_else(|| unreachable!("all other numbers are characters"))
}

/// The bytes that `text` holds, where [`to_text`] made it.
pub(super) fn to_bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    for letter in text.chars() {
        let letter = u32::from(letter);
        let number = letter.checked_sub(ABOVE).map_or(letter, |above| above + SURROGATES.start);
        if letter >= ABOVE && !SURROGATES.contains(&number) {
            return None;
        }
        bytes.extend(u16::try_from(number).ok()?.to_be_bytes());
    }
    if bytes.is_empty() {
        return None;
    }
    match bytes.remove(0) {
        0 => Some(bytes),
        1 => (bytes.pop()? == 0).then_some(bytes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::vault::utf16_len;

    #[test]
    fn every_pair_of_bytes_is_a_character_and_back() {
        let all: Vec<u8> = (0..=u16::MAX).flat_map(u16::to_be_bytes).collect();
        assert_eq!(to_bytes(&to_text(&all)), Some(all));
    }

    #[test]
    fn a_code_unit_carries_more_than_fifteen_bits() {
        let all: Vec<u8> = (0..=u16::MAX).flat_map(u16::to_be_bytes).collect();
        assert!(all.len() * 8 / utf16_len(&to_text(&all)) >= 15);
    }

    #[test]
    fn text_that_was_never_made_of_bytes_is_refused() {
        for text in ["", "\u{200}", "\u{101}", "\u{100}", "\u{0}\u{10800}", "\u{0}\u{10ffff}"] {
            assert!(to_bytes(text).is_none_or(|bytes| to_text(&bytes) == text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes: Vec<u8>) {
            prop_assert_eq!(to_bytes(&to_text(&bytes)), Some(bytes));
        }

        #[test]
        fn no_text_makes_it_panic_and_none_stands_for_anothers_bytes(text in "(?s).{0,40}") {
            if let Some(bytes) = to_bytes(&text) {
                prop_assert_eq!(to_text(&bytes), text);
            }
        }
    }
}
