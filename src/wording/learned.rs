//! What a sentence is taken for, by weights that were learned.
//!
//! For each pattern and part, a word of a sentence has a weight, and so have two and three words that follow each other,
//! with the marks between them and the borders of the sentence. A sentence whose weights come to more than a threshold
//! is taken for one. `examples/learn.rs` learned them from the labelled sentences in `tests/wording`: logistic
//! regressions over hashed features (Weinberger et al., *Feature Hashing for Large Scale Multitask Learning*, 2009), of
//! which only the heaviest weights are kept, rounded to a few steps.

use std::ops::Range;
use std::sync::OnceLock;

use super::tokens::{Token, checksum};

/// The number of a pattern, or of a part after them.
pub type Class = usize;
/// How many there are.
pub const CLASSES: usize = 25;
/// How many places there are for the weights of a class, a power of two. Features whose hashes meet share one.
pub const PLACES: usize = 1 << 17;
/// In place of a distance: it is so much, and what follows.
pub const FAR: u8 = 255;
/// How far a weight can be from nothing, in steps.
pub const STEPS: [u8; 7] = [1, 2, 3, 4, 6, 9, 13];
/// Added to the number of a step that is below nothing.
pub const BELOW: u8 = 8;

/// What stands for the border of a sentence.
const BORDER: u32 = 1;
/// How many bytes the head of a class has.
const HEAD: usize = 4;

/// For each class its threshold and how many weights it has (two bytes each, the lowest first); then, class after class,
/// the distances from one place that has a weight to the next; then the weights.
static LEARNED: &[u8] = include_bytes!("learned.bin");

/// Words that follow each other.
pub(super) struct Feature {
    /// Where they have their weights.
    pub(super) place: u32,
    /// The number of the last of them in the sentence.
    token: usize,
}

/// What is looked at in a sentence, each once.
pub(super) fn features(sentence: &[Token]) -> Vec<Feature> {
    let hash =
        |at: usize| at.checked_sub(1).and_then(|at| sentence.get(at)).map_or(BORDER, |token| token.hash);
    let mut features: Vec<Feature> = Vec::with_capacity(sentence.len() * 3 + 2);
    for last in 1..=sentence.len() + 1 {
        let words = [hash(last), hash(last - 1), hash(last.saturating_sub(2))];
        let is_word = last <= sentence.len();
        for many in usize::from(!is_word)..=last.min(2) {
            let place = place(&words[..=many]);
            if features.iter().all(|known| known.place != place) {
                features.push(Feature { place, token: last.min(sentence.len()) - 1 });
            }
        }
    }
    features
}

/// Where these words have their weights.
fn place(words: &[u32]) -> u32 {
    let hash = checksum(words.iter().flat_map(|word| word.to_le_bytes()));
    (hash ^ hash >> 15).wrapping_mul(0x2c1b_3c6d) >> (u32::BITS - PLACES.trailing_zeros())
}

/// A weight, and the one after it that has the same place.
struct Weight {
    class: u8,
    steps: i8,
    next: u16,
}

/// The weights of all classes.
pub(super) struct Learned {
    thresholds: [i32; CLASSES],
    /// For each place the number of a weight; there is none with the number nothing.
    first: Vec<u16>,
    weights: Vec<Weight>,
}

/// The weights, unpacked when they are asked for first.
pub(super) fn learned() -> &'static Learned {
    static ONCE: OnceLock<Learned> = OnceLock::new();
    ONCE.get_or_init(|| Learned::read(LEARNED))
}

impl Learned {
    fn read(bytes: &[u8]) -> Self {
        let (heads, rest) = bytes.split_at(CLASSES * HEAD);
        let number = |at: usize| u16::from_le_bytes([heads[at], heads[at + 1]]);
        let counts = (0..CLASSES).map(|class| usize::from(number(class * HEAD + 2)));
        let (distances, steps) = rest.split_at(rest.len() - counts.clone().sum::<usize>());
        let (mut distances, mut steps) = (distances.iter(), steps.iter());
        let mut learned = Self {
            thresholds: std::array::from_fn(|class| number(class * HEAD).into()),
            first: vec![0; PLACES],
            weights: vec![Weight { class: 0, steps: 0, next: 0 }],
        };
        for (class, count) in (0..).zip(counts) {
            let mut place = 0;
            for step in steps.by_ref().take(count) {
                for distance in distances.by_ref() {
                    place += usize::from(*distance);
                    if *distance < FAR {
                        break;
                    }
                }
                let size = STEPS[usize::from(step % BELOW)].cast_signed();
                let steps = if *step < BELOW { size } else { -size };
                let number = u16::try_from(learned.weights.len()).unwrap_or_default();
                let next = std::mem::replace(&mut learned.first[place], number);
                learned.weights.push(Weight { class, steps, next });
                place += 1;
            }
        }
        learned
    }

    /// The weights of a feature: a class, and steps.
    fn weights(&self, feature: &Feature) -> impl Iterator<Item = (Class, i32)> {
        let mut at = self.first[feature.place as usize];
        std::iter::from_fn(move || {
            let weight = self.weights.get(usize::from(at)).filter(|_| at > 0)?;
            at = weight.next;
            Some((usize::from(weight.class), i32::from(weight.steps)))
        })
    }

    /// What a sentence is taken for: each class with the clauses that show it most, in bytes of the text.
    pub(super) fn find(&self, sentence: &[Token]) -> Vec<(Class, Range<usize>)> {
        let features = features(sentence);
        let mut above = self.thresholds.map(|threshold| -threshold);
        for (class, steps) in features.iter().flat_map(|feature| self.weights(feature)) {
            above[class] += steps;
        }
        let found = (0..CLASSES).filter(|class| above[*class] > 0);
        found.map(|class| (class, self.strongest(class, sentence, &features))).collect()
    }

    /// The clauses with the words that weigh most together (Kadane's algorithm).
    fn strongest(&self, class: Class, sentence: &[Token], features: &[Feature]) -> Range<usize> {
        let mut by_token = vec![0; sentence.len()];
        for feature in features {
            let here = self.weights(feature).filter(|(other, _)| *other == class);
            by_token[feature.token] += here.map(|(_, steps)| steps).sum::<i32>();
        }
        let (mut best, mut from, mut to) = (0, 0, sentence.len());
        let (mut sum, mut start) = (0, 0);
        for (at, steps) in by_token.iter().enumerate() {
            if sum <= 0 {
                (sum, start) = (0, at);
            }
            sum += steps;
            if sum > best {
                (best, from, to) = (sum, start, at + 1);
            }
        }
        let is_mark = |at: usize| sentence[at].is_mark;
        while from > 0 && !is_mark(from - 1) {
            from -= 1;
        }
        while to < sentence.len() && !is_mark(to) {
            to += 1;
        }
        while from + 1 < to && is_mark(from) {
            from += 1;
        }
        while from + 1 < to && is_mark(to - 1) {
            to -= 1;
        }
        sentence[from].start..sentence[to - 1].end
    }
}
