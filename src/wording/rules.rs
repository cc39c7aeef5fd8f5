//! The rules of `rules.txt`, and finding where they fit.

use super::lexicon::{Lexicon, NONE};
use super::packed::{CLASS, Op, Reader, SECTIONS};
use super::tokens::{Gap, Token};

/// The most words without weight that may stand between two words of a rule.
const MOST_FILLERS: usize = 2;
/// So many steps a rule may take from one word. No rule comes near it on a text that people write; a text made to
/// be slow ends here.
const MOST_STEPS: u32 = 600;
/// The named classes that come first; see `KNOWN` in `tools/guide/wording.rs`.
const NEGATION: u16 = CLASS;
const FILLER: u16 = CLASS + 1;
const CONJUNCTION: u16 = CLASS + 2;
const TURN: u16 = CLASS + 3;
const GOES_ON: u16 = CLASS + 4;

/// What a section of the rules finds: its place in [`SECTIONS`].
pub(super) type Section = u8;

#[derive(Clone, Copy)]
struct Element {
    op: Op,
    amount: u8,
    /// A word, a class, or `NONE`.
    set: u16,
}

#[derive(Clone, Copy)]
struct Rule {
    /// A section, or a group from `SECTIONS.len()` on.
    section: u8,
    kinds: u8,
    from: u16,
    to: u16,
}

struct Spelling {
    word: u16,
    /// The next word has to be of this set, unless it is `NONE`.
    next: u16,
    outputs: Vec<u16>,
}

impl Op {
    fn is_optional(self) -> bool {
        self.is_word() && (self.0 - Self::WORD.0) & Self::OPTIONAL > 0
    }

    /// Whether the end of a clause does as well.
    fn may_end(self) -> bool {
        self.is_word() && (self.0 - Self::WORD.0) & Self::OR_END > 0
    }
}

/// A place where a rule fits: numbers of tokens, the last exclusive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match {
    pub(super) section: Section,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// All rules, ready to be looked for.
pub(super) struct Rules {
    lexicon: Lexicon,
    elements: Vec<Element>,
    all: Vec<Rule>,
    /// Those of one word stand together.
    spellings: Vec<Spelling>,
    /// Which words and classes are in which class.
    members: Vec<(u16, u16)>,
    classes: u16,
    /// For each word a bit for each class it is in.
    rows: Vec<u32>,
    stride: usize,
    /// Rules that begin with a word or a class: the first of a list, and the next of each list.
    heads: Vec<u16>,
    nexts: Vec<(u16, u16)>,
    not: u16,
    digits: u16,
}

impl Rules {
    /// Unpacks the rules.
    pub(super) fn read(packed: &[u8]) -> Self {
        let tables = Reader::new(packed).tables();
        let lexicon = Lexicon::new(tables.seed, tables.words);
        let mut rules = Self {
            not: lexicon.exact(b"not"),
            digits: lexicon.exact(b"0"),
            lexicon,
            elements: Vec::new(),
            all: Vec::new(),
            spellings: Vec::new(),
            members: Vec::new(),
            classes: 0,
            rows: Vec::new(),
            stride: 0,
            heads: Vec::new(),
            nexts: vec![(NONE, NONE)],
        };
        for class in &tables.classes {
            rules.class(class);
        }
        for spelling in tables.spellings {
            let next = rules.set(&spelling.next);
            rules.spellings.push(Spelling { word: spelling.word, next, outputs: spelling.outputs });
        }
        for rule in tables.rules {
            let from = short(rules.elements.len());
            for element in rule.elements {
                let set = rules.set(&element.set);
                rules.elements.push(Element { op: element.op, amount: element.amount, set });
            }
            let to = short(rules.elements.len());
            rules.all.push(Rule { section: rule.section, kinds: rule.kinds, from, to });
        }
        rules.close_classes();
        rules.index();
        rules
    }

    fn set(&mut self, members: &[u16]) -> u16 {
        match members {
            [] => NONE,
            [one] => *one,
            _ => self.class(members),
        }
    }

    fn class(&mut self, members: &[u16]) -> u16 {
        let class = self.classes;
        self.classes += 1;
        for member in members {
            self.members.push((*member, class));
        }
        class | CLASS
    }

    /// Works out in which classes each word is, also through other classes.
    fn close_classes(&mut self) {
        self.stride = usize::from(self.classes) / 32 + 1;
        self.rows = vec![0; self.stride * self.lexicon.len()];
        // For each class those that it is in.
        let mut within: Vec<Vec<u16>> = vec![Vec::new(); self.classes.into()];
        for (member, class) in &self.members {
            if member & CLASS != 0 {
                within[usize::from(member & !CLASS)].push(*class);
            }
        }
        let mut open = Vec::new();
        for (member, class) in &self.members {
            if member & CLASS != 0 {
                continue;
            }
            open.push(*class);
            while let Some(class) = open.pop() {
                let bit = usize::from(*member) * self.stride + usize::from(class) / 32;
                let mask = 1 << (class % 32);
                if self.rows[bit] & mask == 0 {
                    self.rows[bit] |= mask;
                    open.extend(&within[usize::from(class)]);
                }
            }
        }
    }

    /// Lists the rules by what they begin with.
    fn index(&mut self) {
        let classes = self.lexicon.len();
        self.heads = vec![NONE; classes + usize::from(self.classes)];
        for (number, rule) in self.all.iter().enumerate() {
            if usize::from(rule.section) >= SECTIONS.len() {
                continue;
            }
            for element in &self.elements[usize::from(rule.from)..usize::from(rule.to)] {
                if !element.op.is_word() {
                    continue;
                }
                let set = element.set;
                let head =
                    if set & CLASS == 0 { usize::from(set) } else { classes + usize::from(set & !CLASS) };
                self.nexts.push((short(number), self.heads[head]));
                self.heads[head] = short(self.nexts.len() - 1);
                if !element.op.is_optional() {
                    break;
                }
            }
        }
    }

    /// A written word without an apostrophe, as one of the words of the rules.
    pub(super) fn word(&self, word: &[u8]) -> [u16; 3] {
        if word.iter().all(u8::is_ascii_digit) {
            return [self.digits, NONE, NONE];
        }
        let found = self.lexicon.find(word);
        if found == [NONE; 3] { self.lexicon.correct(word) } else { found }
    }

    /// The two words of a contraction whose apostrophe stands before the letter `at`.
    pub(super) fn contraction(&self, word: &[u8], at: usize) -> Option<([u16; 3], u16)> {
        let (base, end) = word.split_at_checked(at)?;
        let find = |word: &[u8]| self.lexicon.find(word);
        if end == b"t" && base.ends_with(b"n") {
            let base: &[u8] = match base {
                b"can" => base,
                b"won" | b"shan" => b"will",
                b"ain" => b"is",
                _ => &base[..base.len() - 1],
            };
            return Some((find(base), self.not));
        }
        let second: &[u8] = match end {
            b"m" => b"am",
            b"re" => b"are",
            b"ll" => b"will",
            b"ve" => b"have",
            b"d" => b"d",
            b"s" => b"s",
            _ => return None,
        };
        let base: &[u8] = match base {
            b"u" | b"ya" => b"you",
            _ => base,
        };
        Some((self.word(base), self.lexicon.exact(second)))
    }

    /// What a word is written out as: nothing if it stays.
    pub(super) fn expansion(&self, word: u16, next: Option<[u16; 3]>) -> &[u16] {
        if word == NONE {
            return &[];
        }
        for spelling in &self.spellings {
            if spelling.word == word
                && (spelling.next == NONE || next.is_some_and(|next| self.is_of(next, spelling.next)))
            {
                return &spelling.outputs;
            }
        }
        &[]
    }

    fn is_of(&self, words: [u16; 3], set: u16) -> bool {
        if set & CLASS == 0 {
            return words.contains(&set) && set != NONE;
        }
        let class = set & !CLASS;
        words.iter().any(|word| {
            self.rows[usize::from(*word) * self.stride + usize::from(class) / 32] >> (class % 32) & 1 == 1
        })
    }

    /// Whether a token is exactly this word.
    pub(super) fn is_word(&self, token: &Token, word: &str) -> bool {
        let number = self.lexicon.exact(word.as_bytes());
        number != NONE && token.words[0] == number
    }

    /// Whether what somebody said or thought ends before the token `at`: where a new clause begins that is not one
    /// more "that".
    pub(super) fn ends_frame(&self, tokens: &[Token], at: usize) -> bool {
        let token = &tokens[at];
        self.is_of(token.words, TURN) || (token.gap > Gap::Blank && !self.is_of(token.words, GOES_ON))
    }

    pub(super) fn is_filler(&self, token: &Token) -> bool {
        self.is_of(token.words, FILLER)
    }

    /// Everywhere that a rule for texts of these kinds fits into a text.
    pub(super) fn matches(&self, tokens: &[Token], kinds: u8) -> Vec<Match> {
        let mut found = Vec::new();
        let mut from = 0;
        while from < tokens.len() {
            let to = sentence_end(tokens, from);
            let mut search = Search { rules: self, tokens, from, to, start: 0, mark: (0, 0), steps: 0 };
            for at in from..to {
                search.rules_at(at, kinds, &mut found);
            }
            from = to;
        }
        found
    }
}

/// The tables are far smaller than that; what is too large would be found by the first test.
fn short(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// Where the sentence that begins at `from` ends.
pub(super) fn sentence_end(tokens: &[Token], from: usize) -> usize {
    let mut end = from + 1;
    while tokens.get(end).is_some_and(|token| token.gap < Gap::Stop) {
        end += 1;
    }
    end.min(tokens.len())
}

/// Looks for rules within one sentence.
struct Search<'a> {
    rules: &'a Rules,
    tokens: &'a [Token],
    from: usize,
    to: usize,
    /// Where the rule that is tried began, and what its brackets mark.
    start: usize,
    mark: (usize, usize),
    steps: u32,
}

impl Search<'_> {
    fn rules_at(&mut self, at: usize, kinds: u8, found: &mut Vec<Match>) {
        let rules = self.rules;
        let words = self.tokens[at].words;
        for word in words.into_iter().filter(|word| *word != NONE) {
            self.list(rules.heads[usize::from(word)], at, kinds, found);
        }
        for place in 0..rules.stride {
            let mut bits = 0;
            for word in words {
                bits |= rules.rows[usize::from(word) * rules.stride + place];
            }
            while bits != 0 {
                let class = place * 32 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                self.list(rules.heads[rules.lexicon.len() + class], at, kinds, found);
            }
        }
    }

    fn list(&mut self, mut entry: u16, at: usize, kinds: u8, found: &mut Vec<Match>) {
        while entry != NONE {
            let (number, next) = self.rules.nexts[usize::from(entry)];
            entry = next;
            let rule = self.rules.all[usize::from(number)];
            if rule.kinds & kinds == 0 {
                continue;
            }
            self.start = at;
            self.mark = (usize::MAX, usize::MAX);
            self.steps = 0;
            if let Some(end) = self.follow(rule.from, rule.to, at) {
                let from = if self.mark.0 == usize::MAX { at } else { self.mark.0 };
                let to = if self.mark.1 == usize::MAX { end } else { self.mark.1 };
                if from < to {
                    found.push(Match { section: rule.section, from, to });
                }
            }
        }
    }

    fn is(&self, at: usize, set: u16) -> bool {
        (self.from..self.to).contains(&at) && self.rules.is_of(self.tokens[at].words, set)
    }

    /// Where the elements from `element` to `stop` end if they fit from the token `at` on.
    fn follow(&mut self, element: u16, stop: u16, at: usize) -> Option<usize> {
        self.steps += 1;
        if element == stop || self.steps > MOST_STEPS {
            return (element == stop).then_some(at);
        }
        let Element { op, amount, set } = self.rules.elements[usize::from(element)];
        let next = element + 1;
        match op {
            _ if op.is_word() => self.word(op, set, next, stop, at),
            Op::GAP | Op::GAP_WITHOUT => self.gap(next, stop, at, usize::from(amount), Some(set)),
            Op::REACH => self.gap(next, stop, at, usize::from(amount), None),
            Op::GROUP => self.group(amount, next, stop, at),
            Op::OPEN => {
                let end = self.follow(next, stop, at)?;
                self.mark.0 = at;
                Some(end)
            }
            Op::CLOSE => {
                let end = self.follow(next, stop, at)?;
                self.mark.1 = at;
                Some(end)
            }
            _ if self.holds(op, set, at) => self.follow(next, stop, at),
            _ => None,
        }
    }

    /// A word of the set, after words without weight.
    fn word(&mut self, op: Op, set: u16, next: u16, stop: u16, at: usize) -> Option<usize> {
        for here in at..=at + MOST_FILLERS {
            if self.is(here, set)
                && let Some(end) = self.follow(next, stop, here + 1)
            {
                return Some(end);
            }
            if at == self.start || here >= self.to || !self.rules.is_filler(&self.tokens[here]) {
                break;
            }
        }
        let may_miss = op.is_optional() || (op.may_end() && self.ends_clause(at));
        if may_miss { self.follow(next, stop, at) } else { None }
    }

    fn group(&mut self, group: u8, next: u16, stop: u16, at: usize) -> Option<usize> {
        let rules = self.rules;
        let section = SECTIONS.len() + usize::from(group);
        // Groups come after the sections.
        for rule in rules.all.iter().rev().take_while(|rule| usize::from(rule.section) >= SECTIONS.len()) {
            if usize::from(rule.section) == section
                && let Some(end) = self.follow(rule.from, rule.to, at)
                && let Some(end) = self.follow(next, stop, end)
            {
                return Some(end);
            }
        }
        None
    }

    fn gap(&mut self, next: u16, stop: u16, at: usize, most: usize, without: Option<u16>) -> Option<usize> {
        for here in at..=(at + most).min(self.to) {
            if let Some(end) = self.follow(next, stop, here) {
                return Some(end);
            }
            if here >= self.to {
                break;
            }
            if let Some(without) = without
                && (self.is(here, without)
                    || self.is(here, NEGATION)
                    || (here > self.from && self.tokens[here].gap > Gap::Blank))
            {
                break;
            }
        }
        None
    }

    /// Whether a condition holds between the token `at` and the one before.
    fn holds(&self, op: Op, set: u16, at: usize) -> bool {
        let comma = |at: usize| self.tokens.get(at).is_none_or(|token| token.gap > Gap::Blank);
        match op {
            Op::NOT => !self.is(at, set),
            Op::NOT_BEFORE => {
                let first = self.before(at).unwrap_or(self.from);
                !(first..at).any(|before| self.is(before, set))
            }
            Op::WITHOUT => !(self.from..self.to).any(|here| self.is(here, set)),
            Op::CLAUSE_START => {
                comma(at)
                    || self
                        .before(at)
                        .is_none_or(|before| self.is(before, CONJUNCTION) || (before + 1..at).any(comma))
            }
            Op::SENTENCE_START => self.before(at).is_none(),
            Op::CLAUSE_END => self.ends_clause(at),
            Op::SENTENCE_END => (at..self.to).all(|here| self.rules.is_filler(&self.tokens[here])),
            Op::COMMA => comma(at),
            Op::COLON => self.tokens.get(at).is_some_and(|token| token.gap == Gap::Colon),
            Op::NOT_ASKED => !self.tokens[self.from].asked,
            _ => true,
        }
    }

    fn ends_clause(&self, mut at: usize) -> bool {
        while at < self.to {
            if self.tokens[at].gap > Gap::Blank || self.is(at, CONJUNCTION) {
                return true;
            }
            if !self.rules.is_filler(&self.tokens[at]) {
                return false;
            }
            at += 1;
        }
        true
    }

    /// The word before, without those that have no weight.
    fn before(&self, at: usize) -> Option<usize> {
        let mut before = at;
        while before > self.from {
            before -= 1;
            if !self.rules.is_filler(&self.tokens[before]) {
                return Some(before);
            }
        }
        None
    }
}
