//! Packs the rules of the language review.

use std::path::Path;

use super::packed::{
    CLASS, COUNTS, Element, HASH_BITS, MORE, NUMBERS, OPS, Op, Reader, Rule, SECTIONS, Spelling, Tables, hash,
};
use super::{Mistake, Result};

/// Named classes that the app itself asks for, by their places (`src/wording/rules.rs`).
const KNOWN: [&str; 5] = ["@neg", "@filler", "@conj", "@turn", "@on"];

/// Packs `rules.txt`, which says itself how it is written.
pub fn pack(path: &Path) -> Result<Vec<u8>> {
    let text = std::fs::read_to_string(path).map_err(|error| Mistake(path.into(), 0, error.to_string()))?;
    let tables = tables(&text).map_err(|(line, what)| Mistake(path.into(), line, what))?;
    let packed = Writer::default().tables(&tables);
    // What the app reads is what was meant.
    let is_same = Reader::new(&packed).tables() == tables;
    is_same
        .then_some(packed)
        .ok_or_else(|| Mistake(path.into(), 0, "the rules do not fit into their tables".to_owned()))
}

/// What is wrong, and in which line.
type Parsed<T> = std::result::Result<T, (usize, String)>;

/// A line with its number and section.
struct Line<'a> {
    number: usize,
    section: &'a str,
    text: &'a str,
}

/// Words and classes, numbered.
struct Numbers<'a> {
    seed: u8,
    words: Vec<u32>,
    classes: Vec<&'a str>,
    groups: Vec<&'a str>,
}

fn tables(text: &str) -> Parsed<Tables> {
    let mut section = "";
    let mut lines = Vec::new();
    for (number, text) in
        text.lines().enumerate().filter(|(_, text)| !text.is_empty() && !text.starts_with('#'))
    {
        match text.strip_prefix(':') {
            Some(name) => section = name,
            None => lines.push(Line { number: number + 1, section, text }),
        }
    }
    let numbers = Numbers::new(&lines)?;
    let mut tables = Tables { seed: numbers.seed, words: numbers.words.clone(), ..Tables::default() };
    tables.classes.resize(numbers.classes.len(), Vec::new());
    for line in &lines {
        if let Some(class) = line.text.strip_prefix('=') {
            let (name, members) = class.split_once(' ').unwrap_or((class, ""));
            let place = numbers.class(name, line)?;
            for member in members.split(' ') {
                let number = numbers.member(member, line)?;
                tables.classes[place].push(number);
            }
        } else if line.section == "spelling" {
            tables.spellings.push(numbers.spelling(line)?);
        } else {
            tables.rules.push(numbers.rule(line)?);
        }
    }
    for class in &mut tables.classes {
        class.sort_unstable();
        class.dedup();
    }
    tables.rules.sort_by_key(|rule| rule.section);
    Ok(tables)
}

impl<'a> Numbers<'a> {
    fn new(lines: &[Line<'a>]) -> Parsed<Self> {
        let mut numbers = Self { seed: 0, words: Vec::new(), classes: KNOWN.to_vec(), groups: Vec::new() };
        let mut words = Vec::new();
        for line in lines {
            if let Some(class) = line.text.strip_prefix('=') {
                let mut all = class.split(' ');
                let name = all.next().unwrap_or_default();
                if !numbers.classes.contains(&name) {
                    numbers.classes.push(name);
                }
                words.extend(all);
            } else if line.section == "spelling" {
                words.extend(line.text.split([' ', '/']));
            } else {
                if !SECTIONS.contains(&line.section) && !numbers.groups.contains(&line.section) {
                    numbers.groups.push(line.section);
                }
                words.extend(elements(line.text).flat_map(|element| set(element).split('|')));
            }
        }
        words.retain(|word| !word.is_empty() && !word.starts_with('@'));
        words.extend(["not", "0"]);
        words.sort_unstable();
        words.dedup();
        for seed in 0..=u8::MAX {
            numbers.seed = seed;
            numbers.words = words.iter().map(|word| hash(seed, word.as_bytes())).collect();
            numbers.words.sort_unstable();
            if numbers.words.windows(2).all(|pair| pair[0] != pair[1]) {
                return Ok(numbers);
            }
        }
        Err((0, format!("two words always have the same hash of {HASH_BITS} bits")))
    }

    fn class(&self, name: &str, line: &Line<'_>) -> Parsed<usize> {
        let place = self.classes.iter().position(|known| *known == name);
        place.ok_or_else(|| (line.number, format!("no class is called {name}")))
    }

    fn member(&self, text: &str, line: &Line<'_>) -> Parsed<u16> {
        if matches!(text, "$" | ",") {
            return Err((line.number, "among words the end of a clause comes last, as |$".to_owned()));
        }
        let number = |place: usize| u16::try_from(place).unwrap_or_default();
        if text.starts_with('@') {
            return Ok(number(self.class(text, line)?) | CLASS);
        }
        let place = self.words.binary_search(&hash(self.seed, text.as_bytes()));
        place.map(|place| number(place + 1)).map_err(|_| (line.number, format!("not a word: {text}")))
    }

    fn set(&self, text: &str, line: &Line<'_>) -> Parsed<Vec<u16>> {
        let mut set =
            text.split('|').map(|member| self.member(member, line)).collect::<Parsed<Vec<u16>>>()?;
        set.sort_unstable();
        set.dedup();
        Ok(set)
    }

    fn spelling(&self, line: &Line<'_>) -> Parsed<Spelling> {
        let (key, outputs) = line.text.split_once(' ').unwrap_or((line.text, ""));
        let (word, next) = key.split_once('/').unwrap_or((key, ""));
        Ok(Spelling {
            word: self.member(word, line)?,
            next: if next.is_empty() { Vec::new() } else { self.set(next, line)? },
            outputs: outputs.split(' ').map(|word| self.member(word, line)).collect::<Parsed<Vec<u16>>>()?,
        })
    }

    fn rule(&self, line: &Line<'_>) -> Parsed<Rule> {
        let section = SECTIONS.iter().position(|known| *known == line.section).unwrap_or_else(|| {
            SECTIONS.len() + self.groups.iter().position(|known| *known == line.section).unwrap_or_default()
        });
        let kinds = match line.text.get(..2) {
            Some("R:") => 1,
            Some("H:") => 2,
            _ => 3,
        };
        let elements =
            elements(line.text).map(|text| self.element(text, line)).collect::<Parsed<Vec<Element>>>()?;
        Ok(Rule { section: u8::try_from(section).unwrap_or_default(), kinds, elements })
    }

    fn element(&self, text: &str, line: &Line<'_>) -> Parsed<Element> {
        let (op, amount) = match text.as_bytes() {
            b"^" => (Op::CLAUSE_START, ""),
            b"<" => (Op::SENTENCE_START, ""),
            b"$" => (Op::CLAUSE_END, ""),
            b">" => (Op::SENTENCE_END, ""),
            b"," => (Op::COMMA, ""),
            b":" => (Op::COLON, ""),
            b"." => (Op::NOT_ASKED, ""),
            b"[" => (Op::OPEN, ""),
            b"]" => (Op::CLOSE, ""),
            [b'!', ..] => (Op::NOT, ""),
            [b'-', ..] => (Op::NOT_BEFORE, ""),
            [b'%', ..] => (Op::WITHOUT, ""),
            [b'~', ..] => (Op::REACH, &text[1..]),
            [b'_', ..] => match text[1..].split_once('!') {
                Some((amount, _)) => (Op::GAP_WITHOUT, amount),
                None => (Op::GAP, &text[1..]),
            },
            [b'&', ..] => (Op::GROUP, ""),
            _ => (word_op(text), ""),
        };
        let mut amount = match amount {
            "" => Ok(0),
            amount => {
                amount.parse().ok().filter(|amount| *amount < 16).ok_or((line.number, format!("{text}?")))
            }
        }?;
        if op == Op::GROUP {
            let place = self.groups.iter().position(|known| *known == &text[1..]);
            let place = place.ok_or_else(|| (line.number, format!("no group is called {text}")))?;
            amount = u8::try_from(place).unwrap_or_default();
        }
        let set = set(text);
        Ok(Element { op, amount, set: if set.is_empty() { Vec::new() } else { self.set(set, line)? } })
    }
}

/// The elements of a rule as they are written.
fn elements(rule: &str) -> impl Iterator<Item = &str> {
    let rule = rule.strip_prefix("R:").or_else(|| rule.strip_prefix("H:")).unwrap_or(rule);
    rule.split(' ').filter(|text| !text.is_empty())
}

fn word_op(text: &str) -> Op {
    let rest = text.strip_suffix("|$");
    let or_end = if rest.is_some() { Op::OR_END } else { 0 };
    let optional = if rest.unwrap_or(text).ends_with('?') { Op::OPTIONAL } else { 0 };
    Op(Op::WORD.0 + or_end + optional)
}

/// The set of words in an element as it is written; nothing if it has none.
fn set(element: &str) -> &str {
    match element.as_bytes() {
        b"^" | b"<" | b"$" | b">" | b"," | b":" | b"." | b"[" | b"]" | [b'~' | b'&', ..] => "",
        [b'_', ..] => element.split_once('!').map_or("", |(_, set)| set),
        [b'!' | b'-' | b'%', ..] => &element[1..],
        _ => {
            let element = element.strip_suffix("|$").unwrap_or(element);
            element.strip_suffix('?').unwrap_or(element)
        }
    }
}

/// Writes what [`Reader`] reads.
#[derive(Default)]
struct Writer([Vec<u8>; 3]);

impl Writer {
    fn tables(mut self, tables: &Tables) -> Vec<u8> {
        let words = tables.words.len();
        self.0[COUNTS].push(tables.seed);
        self.steps(tables.words.iter().copied());
        self.count(tables.classes.len());
        for class in &tables.classes {
            self.set(class, words);
        }
        self.count(tables.spellings.len());
        for spelling in &tables.spellings {
            self.number(NUMBERS, spelling.word.into());
            self.set(&spelling.next, words);
            self.count(spelling.outputs.len());
            for word in &spelling.outputs {
                self.number(NUMBERS, (*word).into());
            }
        }
        self.count(tables.rules.len());
        for rule in &tables.rules {
            self.rule(rule, words);
        }
        let Self([counts, ops, numbers]) = self;
        let mut bytes = Vec::new();
        for stream in [counts, ops] {
            bytes.extend(u16::try_from(stream.len()).unwrap_or_default().to_le_bytes());
            bytes.extend(stream);
        }
        bytes.extend(numbers);
        bytes
    }

    fn rule(&mut self, rule: &Rule, words: usize) {
        self.0[OPS].extend([rule.section, rule.kinds]);
        for element in &rule.elements {
            self.0[OPS].push(element.op.0);
            if element.op.has_amount() {
                self.0[OPS].push(element.amount);
            }
            if element.op.has_set() {
                self.set(&element.set, words);
            }
        }
        self.0[OPS].push(Op::END.0);
    }

    fn set(&mut self, set: &[u16], words: usize) {
        let symbol = |member: &u16| match member & CLASS {
            0 => u32::from(*member),
            _ => u32::try_from(words).unwrap_or_default() + 1 + u32::from(member & !CLASS),
        };
        let mut symbols: Vec<u32> = set.iter().map(symbol).collect();
        symbols.sort_unstable();
        self.steps(symbols.into_iter());
    }

    /// Numbers that rise, and before them how many.
    fn steps(&mut self, numbers: impl ExactSizeIterator<Item = u32>) {
        self.count(numbers.len());
        let mut before = 0;
        for number in numbers {
            self.number(NUMBERS, number - before);
            before = number;
        }
    }

    fn count(&mut self, count: usize) {
        self.number(COUNTS, u32::try_from(count).unwrap_or_default());
    }

    fn number(&mut self, stream: usize, mut number: u32) {
        while number >= MORE.into() {
            self.0[stream].push(number.to_le_bytes()[0] | MORE);
            number >>= 7;
        }
        self.0[stream].push(number.to_le_bytes()[0]);
    }
}
