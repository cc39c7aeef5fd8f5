//! What stands between the bytes of a value and the shelf, so that nobody else reads them.
//!
//! A sealed value is XChaCha20-Poly1305 under the key of a person, or of both. It is bound to the place it stands in
//! and to everything its first line says, so nobody can put it elsewhere, or pass an older state of one value off as
//! another. (That all of it is put back to an earlier day cannot be noticed without something outside the store.)
//!
//! A version that does not know a seal leaves the value alone.

use kept_crypto::{open_extended, seal_extended};

use super::keyring::Keyring;
use crate::entry::PersonId;

/// How many bytes a nonce has. It stands before what was sealed.
const NONCE: usize = 24;

/// How a value is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seal {
    /// Not at all.
    Open,
    /// With the key of one person.
    Of(PersonId),
    /// With the key that everybody has who uses this device.
    Shared,
}

/// Why what was sealed cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StaysSealed {
    /// Its key is not at hand.
    Locked,
    /// It is not what was sealed, or not where it was sealed for.
    Damaged,
}

impl Seal {
    /// The word for it in a value's first line.
    pub(super) fn word(&self) -> String {
        match self {
            Self::Open => "open".to_owned(),
            Self::Of(person) => format!("of-{person}"),
            Self::Shared => "shared".to_owned(),
        }
    }

    /// The seal of that word, where this version knows it.
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "open" => Some(Self::Open),
            "shared" => Some(Self::Shared),
            _ => word.strip_prefix("of-")?.parse().ok().map(Self::Of),
        }
    }

    /// The bytes to put on the shelf; `None` where the key is not at hand. `beside` is what they are bound to.
    pub(super) fn close(&self, mut bytes: Vec<u8>, keyring: &Keyring, beside: &str) -> Option<Vec<u8>> {
        if *self == Self::Open {
            return Some(bytes);
        }
        let key = keyring.key(self)?;
        let nonce = keyring.next_nonce();
        seal_extended(key, &nonce, beside.as_bytes(), &mut bytes);
        let mut sealed = nonce.to_vec();
        sealed.append(&mut bytes);
        Some(sealed)
    }

    /// The bytes that were sealed.
    pub(super) fn break_open(
        &self,
        bytes: Vec<u8>,
        keyring: &Keyring,
        beside: &str,
    ) -> Result<Vec<u8>, StaysSealed> {
        if *self == Self::Open {
            return Ok(bytes);
        }
        let key = keyring.key(self).ok_or(StaysSealed::Locked)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or(StaysSealed::Damaged)?;
        let mut bytes = sealed.to_vec();
        let is_open = open_extended(key, nonce, beside.as_bytes(), &mut bytes);
        if is_open { Ok(bytes) } else { Err(StaysSealed::Damaged) }
    }
}

#[cfg(test)]
mod tests {
    use kept_crypto::Key;
    use proptest::prelude::*;

    use super::*;

    fn of(person: &str) -> Seal {
        Seal::Of(person.parse().unwrap())
    }

    fn keyring(seal: &Seal, key: [u8; 32]) -> Keyring {
        let mut keyring = Keyring::new([7; 16]);
        keyring.add(seal.clone(), Key::new(key));
        keyring
    }

    #[test]
    fn every_seal_is_known_by_its_word() {
        for (seal, word) in [(Seal::Open, "open"), (Seal::Shared, "shared"), (of("4k0c"), "of-4k0c")] {
            assert_eq!(seal.word(), word);
            assert_eq!(Seal::of(word), Some(seal));
        }
        for word in ["", "of", "of-", "of-A", "Open", "tight"] {
            assert_eq!(Seal::of(word), None, "{word}");
        }
    }

    #[test]
    fn what_is_sealed_for_others_stays_so() {
        let keys = keyring(&of("a"), [1; 32]);
        let sealed = of("a").close(b"words".to_vec(), &keys, "").unwrap();
        for seal in [of("b"), Seal::Shared] {
            assert_eq!(seal.close(b"words".to_vec(), &keys, ""), None);
            assert_eq!(seal.break_open(sealed.clone(), &keys, ""), Err(StaysSealed::Locked));
        }
        assert_eq!(of("a").break_open(sealed, &Keyring::new([7; 16]), ""), Err(StaysSealed::Locked));
    }

    #[test]
    fn the_same_words_never_look_the_same_twice() {
        let keys = keyring(&Seal::Shared, [1; 32]);
        let close = || Seal::Shared.close(b"words".to_vec(), &keys, "").unwrap();
        let sealed: Vec<Vec<u8>> = std::iter::repeat_with(close).take(600).collect();
        for (at, one) in sealed.iter().enumerate() {
            assert!(sealed[..at].iter().all(|other| other[..NONCE] != one[..NONCE]));
        }
    }

    proptest! {
        #[test]
        fn only_the_same_key_in_the_same_place_opens_it(
            key: [u8; 32], other: [u8; 32], bytes: Vec<u8>, beside in ".{0,60}", elsewhere in ".{0,60}",
            at: prop::sample::Index, bit in 0..8_u32,
        ) {
            let keys = keyring(&Seal::Shared, key);
            let sealed = Seal::Shared.close(bytes.clone(), &keys, &beside).unwrap();
            let opened = |sealed: &[u8], keys: &Keyring, beside: &str| {
                Seal::Shared.break_open(sealed.to_vec(), keys, beside)
            };
            prop_assert_eq!(opened(&sealed, &keys, &beside), Ok(bytes));
            if beside != elsewhere {
                prop_assert_eq!(opened(&sealed, &keys, &elsewhere), Err(StaysSealed::Damaged));
            }
            if key != other {
                prop_assert_eq!(opened(&sealed, &keyring(&Seal::Shared, other), &beside), Err(StaysSealed::Damaged));
            }
            let mut flipped = sealed.clone();
            flipped[at.index(sealed.len())] ^= 1 << bit;
            prop_assert_eq!(opened(&flipped, &keys, &beside), Err(StaysSealed::Damaged));
            prop_assert_eq!(opened(&sealed[..at.index(sealed.len())], &keys, &beside), Err(StaysSealed::Damaged));
        }
    }
}
