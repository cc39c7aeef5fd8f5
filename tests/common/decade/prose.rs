//! Prose that nobody wrote and that compresses like a diary.
//!
//! Words come from this repository's chapters, a few pages of a made-up diary (`prose.txt`) and a list of
//! everyday words (`words.txt`). The next word is often one that follows the last one somewhere in those texts,
//! sometimes one of the few things the day was about, and else any word, the common ones more often than the
//! rare ones. So spelling, word order and repetition are about as predictable as what people write; the test in
//! `tests/decade.rs` holds that to a number.

use std::collections::{HashMap, HashSet};

use super::dice::Dice;

/// In how many of 1,000 cases the next word is one that follows the last one in the texts.
const FOLLOWS: u64 = 780;
/// In how many of 1,000 of these it is the one that followed at the very place the last word was taken from.
const GOES_ON: u64 = 950;
/// In how many of 1,000 other cases it is something the day was about.
const ABOUT_TODAY: u64 = 300;
/// How many things a day is about.
const THINGS_A_DAY: usize = 10;
/// How many words of the ranked list are too common to be what a day was about.
const COMMON: usize = 200;
/// A word's weight is one by its rank (Zipf), somewhat less at both ends: the most common words are a little less
/// common (Mandelbrot), and so are those that hardly anybody uses.
const FLATTER: u64 = 3;
const STEEPER: u64 = 4000;
/// The end of a sentence, and what comes before its first word.
const EDGE: usize = 0;

const CHAPTERS: [&str; 11] = [
    include_str!("../../../src/guide/chapters/01-first.md"),
    include_str!("../../../src/guide/chapters/02-days.md"),
    include_str!("../../../src/guide/chapters/03-why.md"),
    include_str!("../../../src/guide/chapters/04-within.md"),
    include_str!("../../../src/guide/chapters/05-messy.md"),
    include_str!("../../../src/guide/chapters/11-step-1.md"),
    include_str!("../../../src/guide/chapters/12-step-2.md"),
    include_str!("../../../src/guide/chapters/13-step-3.md"),
    include_str!("../../../src/guide/chapters/14-step-4.md"),
    include_str!("../../../src/guide/chapters/15-step-5.md"),
    include_str!("../../../src/guide/chapters/16-step-6.md"),
];
const DIARY: &str = include_str!("prose.txt");
const WORDS: &str = include_str!("words.txt");

const EMOJI: [&str; 8] = ["🙂", "❤️", "😅", "🌧️", "☕", "😴", "🎉", "👩‍👧"];
const NUMBERS: [&str; 14] =
    ["2", "3", "4", "5", "6", "10", "15", "20", "7:30", "8:15", "21:40", "2am", "50€", "12km"];

/// Words by how common they are, and the texts in which they follow each other.
pub(crate) struct Vocabulary {
    words: Vec<String>,
    /// The texts, word by word, with an edge between two sentences.
    texts: Vec<usize>,
    /// For each word, the places of the texts at which it stands.
    places: Vec<Vec<usize>>,
    /// For each word, the sum of the weights up to it.
    weights: Vec<u64>,
}

/// A word, and the place of the texts it was taken from.
#[derive(Clone, Copy)]
struct Drawn {
    word: usize,
    place: Option<usize>,
}

impl Vocabulary {
    pub(crate) fn new() -> Self {
        let sentences = sentences();
        let mut words = vec![String::new()];
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for word in sentences.iter().flatten() {
            let count = counts.entry(word).or_default();
            *count += 1;
            if *count == 1 {
                words.push(word.clone());
            }
        }
        // The sort is stable: words that are equally common stay in the order of the texts.
        words[1..].sort_by_key(|word| std::cmp::Reverse(counts[word.as_str()]));
        let more = WORDS.split_whitespace().filter(|word| !counts.contains_key(word)).map(str::to_owned);
        words.extend(more);

        let ranks: HashMap<&str, usize> =
            words.iter().enumerate().map(|(rank, word)| (word.as_str(), rank)).collect();
        let mut texts = vec![EDGE];
        for sentence in &sentences {
            texts.extend(sentence.iter().map(|word| ranks[word.as_str()]));
            texts.push(EDGE);
        }
        let mut places = vec![Vec::new(); words.len()];
        for (place, word) in texts.iter().enumerate() {
            places[*word].push(place);
        }
        let weights = (0..words.len() as u64).scan(0, |sum, rank| {
            *sum += if rank == 0 { 0 } else { 1_000_000_000_000 / ((rank + FLATTER) * (rank + STEEPER)) };
            Some(*sum)
        });
        let weights = weights.collect();
        Self { words, texts, places, weights }
    }

    /// Any word but the edge, the common ones more often.
    fn any(&self, dice: &mut Dice) -> usize {
        let all = self.weights.last().copied().unwrap_or(1);
        let drawn = dice.between(1..=all);
        self.weights.partition_point(|sum| *sum < drawn)
    }

    /// The word after `last`.
    fn next(&self, last: Drawn, about: &[usize], dice: &mut Dice) -> Drawn {
        if dice.chance(FOLLOWS) {
            let elsewhere = &self.places[last.word];
            let place = match last.place {
                Some(place) if dice.chance(GOES_ON) => Some(place),
                _ if elsewhere.is_empty() => None,
                _ => Some(dice.pick(elsewhere)),
            };
            let place = place.map(|place| place + 1).filter(|place| *place < self.texts.len());
            if let Some(place) = place {
                return Drawn { word: self.texts[place], place: Some(place) };
            }
        }
        let word = if dice.chance(ABOUT_TODAY) { dice.pick(about) } else { self.any(dice) };
        Drawn { word, place: None }
    }

    /// So many words in sentences and paragraphs.
    pub(crate) fn prose(&self, words: usize, dice: &mut Dice) -> String {
        let about: Vec<usize> =
            (0..THINGS_A_DAY).map(|_| dice.count(COMMON..=self.words.len() - 1)).collect();
        let mut text = String::new();
        let (mut left, mut in_paragraph) = (words, 0);
        while left > 0 {
            let wanted = dice.count(3..=20);
            // What would be left over is too short for a sentence of its own.
            let wanted = if left < wanted + 3 { left } else { wanted };
            if in_paragraph == 0 {
                in_paragraph = dice.count(2..=7);
                text.push_str(if text.is_empty() { "" } else { "\n\n" });
            } else {
                text.push(' ');
            }
            left -= self.sentence(&mut text, wanted, &about, dice);
            in_paragraph -= 1;
        }
        if dice.chance(30) {
            text.push(' ');
            text.push_str(dice.pick(&EMOJI));
        }
        text
    }

    /// Adds a sentence of at most so many words, and says how many they were.
    fn sentence(&self, text: &mut String, wanted: usize, about: &[usize], dice: &mut Dice) -> usize {
        let (opens, closes) = if dice.chance(40) { ("“", "”") } else { ("", "") };
        text.push_str(opens);
        let start = Drawn { word: EDGE, place: None };
        let (mut last, mut written) = (start, 0);
        while written < wanted {
            let mut next = self.next(last, about, dice);
            if next.word == EDGE {
                // A sentence may end where one ended in the texts, unless it has hardly begun.
                if written > 3 && written + 3 < wanted {
                    break;
                }
                next = Drawn { word: self.any(dice), place: None };
            }
            if written > 0 {
                text.push_str(match dice.between(0..=999) {
                    0..=11 => " – ",
                    12..=80 => ", ",
                    _ => " ",
                });
            }
            if written > 0 && dice.chance(10) {
                text.push_str(dice.pick(&NUMBERS));
                last = start;
                written += 1;
                continue;
            }
            push_word(text, &self.words[next.word], written == 0);
            last = next;
            written += 1;
        }
        text.push_str(match dice.between(0..=99) {
            0..=87 => ".",
            88..=93 => "?",
            94..=97 => "!",
            _ => "…",
        });
        text.push_str(closes);
        written
    }
}

fn push_word(text: &mut String, word: &str, opens_a_sentence: bool) {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if opens_a_sentence => {
            text.extend(first.to_uppercase());
            text.push_str(letters.as_str());
        }
        _ => text.push_str(word),
    }
}

/// The sentences of all texts, as words without punctuation.
fn sentences() -> Vec<Vec<String>> {
    let names: HashSet<&str> = WORDS.split_whitespace().filter(|word| *word != word.to_lowercase()).collect();
    // A chapter begins with a head between two lines of dashes.
    let chapters = CHAPTERS.iter().filter_map(|chapter| chapter.splitn(3, "---\n").nth(2));
    let mut sentences = vec![Vec::new()];
    for line in chapters.chain([DIARY]).flat_map(str::lines) {
        if line.starts_with(":::") {
            continue;
        }
        for token in without_links(line).split_whitespace() {
            let word = token.trim_matches(|c: char| !c.is_alphanumeric());
            if let Some(sentence) = sentences.last_mut()
                && !word.is_empty()
            {
                // A sentence's first word is taken as it would be written within one.
                let stays = !sentence.is_empty() || word == "I" || names.contains(word);
                sentence.push(if stays { word.to_owned() } else { word.to_lowercase() });
            }
            if token.trim_end_matches(['”', ')', '*']).ends_with(['.', '?', '!', ':', '…']) {
                sentences.push(Vec::new());
            }
        }
        sentences.push(Vec::new());
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// The text of a line of Markdown, without the addresses of its links.
fn without_links(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        text.push_str(before);
        rest = after.split_once(')').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}
