//! The keys that are at hand while somebody has unlocked what is theirs.

use std::cell::Cell;

use kept_crypto::{Key, hkdf};

use super::seal::Seal;
use crate::entry::{ALPHABET, PersonId};

/// Keys, and what it takes to seal with them.
pub struct Keyring {
    keys: Vec<(Seal, Key)>,
    /// Random bytes of the running tab.
    session: [u8; 16],
    /// How many values this tab has sealed.
    sealed: Cell<u64>,
}

impl Keyring {
    /// A ring without keys. `session` is random, and another one each time a tab begins: no two values are ever sealed
    /// under the same nonce, which is made of it and of a number that counts them.
    pub fn new(session: [u8; 16]) -> Self {
        Self { keys: Vec::new(), session, sealed: Cell::new(0) }
    }

    /// Takes a key in place of the one it had for that seal.
    pub fn add(&mut self, seal: Seal, key: Key) {
        self.forget(&seal);
        self.keys.push((seal, key));
    }

    /// Lets go of a key.
    pub fn forget(&mut self, seal: &Seal) {
        self.keys.retain(|(other, _)| other != seal);
    }

    /// Lets go of all keys.
    pub fn forget_all(&mut self) {
        self.keys.clear();
    }

    /// Whether what has this seal can be opened.
    pub fn opens(&self, seal: &Seal) -> bool {
        *seal == Seal::Open || self.key(seal).is_some()
    }

    pub(super) fn key(&self, seal: &Seal) -> Option<&Key> {
        self.keys.iter().find(|(other, _)| other == seal).map(|(_, key)| key)
    }

    /// What stands for a name in a key of somebody who has a lock: the same in every tab, and nobody else can tell what it
    /// stands for (HKDF-SHA-256, 80 bits of it).
    pub(super) fn hidden(&self, person: &PersonId, name: &str) -> Option<String> {
        let key = self.key(&Seal::Of(person.clone()))?;
        let hidden = hkdf(key.bytes(), &[], format!("kept name {name}").as_bytes());
        let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte & 31)]);
        Some(hidden.bytes()[..16].iter().map(letter).collect())
    }

    /// What the next value is sealed under, and no other.
    pub(super) fn next_nonce(&self) -> [u8; 24] {
        let number = self.sealed.get();
        self.sealed.set(number + 1);
        let mut nonce = [0; 24];
        nonce[..16].copy_from_slice(&self.session);
        nonce[16..].copy_from_slice(&number.to_be_bytes());
        nonce
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_opens_what_its_keys_are_for() {
        let mut keyring = Keyring::new([0; 16]);
        let [one, other] = ["a", "b"].map(|person| Seal::Of(person.parse().unwrap()));
        assert!(keyring.opens(&Seal::Open) && !keyring.opens(&one));
        keyring.add(one.clone(), Key::new([1; 32]));
        keyring.add(other.clone(), Key::new([2; 32]));
        keyring.add(one.clone(), Key::new([3; 32]));
        assert_eq!(keyring.key(&one), Some(&Key::new([3; 32])));
        assert!(!keyring.opens(&Seal::Shared));
        keyring.forget(&one);
        assert!(!keyring.opens(&one) && keyring.opens(&other));
        keyring.forget_all();
        assert!(keyring.keys.is_empty() && keyring.opens(&Seal::Open));
    }

    #[test]
    fn no_nonce_comes_twice_in_a_session_nor_in_another_one() {
        let (one, other) = (Keyring::new([1; 16]), Keyring::new([2; 16]));
        let mut nonces: Vec<[u8; 24]> = Vec::new();
        for _ in 0..300 {
            nonces.push(one.next_nonce());
            nonces.push(other.next_nonce());
        }
        nonces.sort_unstable();
        nonces.dedup();
        assert_eq!(nonces.len(), 600);
    }
}
