//! The words that the rules know, and how a written word is recognised as one of them.

use super::packed::{end, hash, start, step};

/// What stands for "no word".
pub(super) const NONE: u16 = 0;
/// Words shorter than this are read as they are written: too many short words are one letter apart.
const SHORTEST_CORRECTED: usize = 5;
/// Only words longer than this are read with another vowel.
const LONG: usize = 7;
/// The longest word that is looked at; longer ones are no words that the rules know.
pub(super) const LONGEST: usize = 24;
/// Beginnings of words have at least three letters.
const SHORTEST_BEGINNING: usize = 3;
/// A power of two, and more than twice as many as there are words, so that there always is an end to a search.
const SLOTS: usize = 8192;

/// Knows each word of the rules by its hash, and gives it a number. A word that ends in `*` stands for all that
/// begin with it.
pub(super) struct Lexicon {
    seed: u8,
    words: Vec<u32>,
    /// Open addressing over numbers of words; `NONE` is a free slot.
    slots: Vec<u16>,
}

impl Lexicon {
    pub(super) fn new(seed: u8, words: Vec<u32>) -> Self {
        let mut lexicon = Self { seed, words, slots: vec![NONE; SLOTS] };
        for (number, word) in (1..).zip(&lexicon.words).take(SLOTS / 2) {
            let mut slot = *word as usize % SLOTS;
            while lexicon.slots[slot] != NONE {
                slot = (slot + 1) % SLOTS;
            }
            lexicon.slots[slot] = number;
        }
        lexicon
    }

    /// One more than the highest number.
    pub(super) fn len(&self) -> usize {
        self.words.len() + 1
    }

    fn number(&self, hash: u32) -> u16 {
        let mut slot = hash as usize % SLOTS;
        loop {
            let number = self.slots[slot];
            if number == NONE || self.words[usize::from(number) - 1] == hash {
                return number;
            }
            slot = (slot + 1) % SLOTS;
        }
    }

    /// The number of exactly this word.
    pub(super) fn exact(&self, word: &[u8]) -> u16 {
        self.number(hash(self.seed, word))
    }

    /// The number of exactly this word, and of the two longest beginnings of it that the rules know.
    pub(super) fn find(&self, word: &[u8]) -> [u16; 3] {
        self.find_after(0, start(self.seed), SHORTEST_BEGINNING, word.iter())
    }

    /// The same for a word of which the hash of its first letters is known already, as is that no beginning of those
    /// is a word. Beginnings are looked for from a length on.
    fn find_after<'a>(
        &self,
        known: usize,
        mut hash: u32,
        shortest: usize,
        letters: impl Iterator<Item = &'a u8>,
    ) -> [u16; 3] {
        let mut found = [NONE; 3];
        for (length, letter) in (known + 1..).zip(letters) {
            hash = step(hash, *letter);
            if length >= shortest {
                let number = self.number(end(hash, true));
                if number != NONE {
                    found[2] = found[1];
                    found[1] = number;
                }
            }
        }
        found[0] = self.number(end(hash, false));
        found
    }

    /// The word that was probably meant: one slip of the finger away. Two letters are swapped, or a vowel or one of a
    /// pair of letters is missing, too many or wrong: what fingers do, and hardly ever another word. The first letter
    /// has to be right, and the last, as another one is mostly another form of the word.
    pub(super) fn correct(&self, word: &[u8]) -> [u16; 3] {
        let last = word.len().saturating_sub(1);
        if word.len() < SHORTEST_CORRECTED || word.len() >= LONGEST || !word[0].is_ascii_lowercase() {
            return [NONE; 3];
        }
        let is_soft = |letter: u8| b"aeiou".contains(&letter);
        let mut before_here = step(start(self.seed), word[0]);
        for at in 1..=last {
            let (letter, before, hash) = (word[at], word[at - 1], before_here);
            before_here = step(hash, letter);
            let read = |letters: &[u8], rest: usize| {
                let letters = letters.iter().chain(&word[rest..]);
                let found = self.find_after(at, hash, SHORTEST_CORRECTED + 1, letters);
                (found != [NONE; 3]).then_some(found)
            };
            let is_inner = at < last;
            let found = (is_inner && at + 1 < last)
                .then(|| read(&[word[at + 1], letter], at + 2))
                .flatten()
                .or_else(|| {
                    let is_extra =
                        is_inner && word.len() > SHORTEST_CORRECTED && (is_soft(letter) || letter == before);
                    is_extra.then(|| read(&[], at + 1)).flatten()
                })
                .or_else(|| read(&[before], at))
                .or_else(|| b"aeiou".iter().find_map(|vowel| read(&[*vowel], at)))
                .or_else(|| {
                    let is_wrong = is_inner && is_soft(letter) && word.len() > LONG;
                    is_wrong.then(|| b"aeiou".iter().find_map(|vowel| read(&[*vowel], at + 1))).flatten()
                });
            if let Some(found) = found {
                return found;
            }
        }
        [NONE; 3]
    }
}
