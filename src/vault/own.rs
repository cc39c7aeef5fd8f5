//! Plain words that are remembered for somebody and say something of what they are writing: which new entry a draft is
//! for. With a lock they are sealed, and their keys say only whose they are.

use serde_json::{Value, json};

use super::codec::{self, Form};
use super::layout::{OWN, PREFIX};
use super::{SaveError, Seal, Vault};
use crate::entry::PersonId;

/// The fields of a word that is sealed.
const NAME: &str = "name";
const WORD: &str = "word";

impl Vault {
    /// What a sealed word is about, and the word.
    pub(super) fn read_own(&self, key: &str) -> Option<(String, String)> {
        let value = self.shelf.get(key).ok()??;
        let found = codec::decode_sealed(key, &value, Some(&self.keyring)).ok()?;
        let own: Value = serde_json::from_str(&found.payload).ok()?;
        Some((own[NAME].as_str()?.to_owned(), own[WORD].as_str()?.to_owned()))
    }

    /// Where a word of somebody's is whose key is at hand, and where it is in the open.
    fn places_of_word(&self, author: &PersonId, name: &str) -> (Option<String>, String) {
        let own = self.keyring.hidden(author, name).map(|hidden| format!("{OWN}{author}/{hidden}"));
        (own, format!("{PREFIX}{name}-{author}"))
    }

    /// A word that is remembered for somebody, and says something of what they are writing.
    pub fn word_of(&self, author: &PersonId, name: &str) -> Option<String> {
        let (own, open) = self.places_of_word(author, name);
        let own = own.and_then(|place| self.read_own(&place)).map(|(_, word)| word);
        own.or_else(|| self.shelf.get(&open).ok().flatten())
    }

    /// Remembers such a word.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn set_word_of(&mut self, author: &PersonId, name: &str, word: &str) -> Result<(), SaveError> {
        let (place, open) = self.places_of_word(author, name);
        let Some(place) = place.filter(|_| self.locks.is_closed(author)) else {
            return Ok(self.shelf.set(&open, word)?);
        };
        let own = json!({ NAME: name, WORD: word }).to_string();
        self.put(&place, 1, &own, Form::Text, &Seal::Of(author.clone()))
    }
}
