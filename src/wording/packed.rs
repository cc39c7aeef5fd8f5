//! The rules as bytes: what the build script writes, and the app reads.
//!
//! Words are kept as hashes, which nobody has to spell, and sets of words in order, as steps from one to the next. What
//! is alike stands together, in three streams: packing on the way to the browser takes most off it like that.

/// In the number of a set of words: it is one of the classes, not a single word.
pub(crate) const CLASS: u16 = 1 << 15;
/// How many bits of a word's hash are kept. Of words that the rules do not know one in a thousand is
/// taken for another, and next to none of these in a place where it matters.
pub(crate) const HASH_BITS: u32 = 22;
/// The names of the sections, in the order of [`super::Pattern`], of [`super::Part`] and of the frames.
pub(crate) const SECTIONS: [&str; 31] = [
    "conditional_apology",
    "excuse",
    "blame_shift",
    "minimising",
    "denial_of_feelings",
    "agentless",
    "forgiveness_demand",
    "empty_promise",
    "absolute",
    "character_attack",
    "mind_reading",
    "contempt",
    "threat",
    "safety",
    "self_harm",
    "act",
    "effect",
    "no_excuse",
    "plan",
    "not_asking",
    "feeling",
    "event",
    "meaning",
    "need",
    "limit",
    "owned",
    "doubt",
    "after",
    "disclaimed",
    "disowned",
    "announced",
];

/// The hash of a word.
pub(crate) fn hash(seed: u8, word: &[u8]) -> u32 {
    let (letters, is_beginning) = word.strip_suffix(b"*").map_or((word, false), |letters| (letters, true));
    end(letters.iter().fold(start(seed), |hash, letter| step(hash, *letter)), is_beginning)
}

/// What hashing begins with.
pub(crate) const BASIS: u32 = 0x811c_9dc5;

/// The hash of no letter.
pub(crate) fn start(seed: u8) -> u32 {
    step(BASIS, seed)
}

/// The hash with one letter more (Fowler, Noll and Vo 1991).
pub(crate) fn step(hash: u32, letter: u8) -> u32 {
    (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193)
}

/// What is kept of a hash; a word and what begins so are two things.
pub(crate) fn end(hash: u32, is_beginning: bool) -> u32 {
    (hash ^ hash >> HASH_BITS) & ((1 << HASH_BITS) - 1) | u32::from(is_beginning) << HASH_BITS
}

/// What an element of a rule asks for. See `rules.txt`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Op(pub(crate) u8);

impl Op {
    /// The rule ends here.
    pub(crate) const END: Self = Self(0);
    /// One word of the set. The next three are the same: optional, or the end of a clause, or both.
    pub(crate) const WORD: Self = Self(1);
    /// With [`Self::WORD`]: the word may be missing.
    pub(crate) const OPTIONAL: u8 = 1;
    /// With [`Self::WORD`]: the end of a clause does as well.
    pub(crate) const OR_END: u8 = 2;
    /// Up to so many words within the clause and without a negation.
    pub(crate) const GAP: Self = Self(5);
    /// The same, none of them of the set.
    pub(crate) const GAP_WITHOUT: Self = Self(6);
    /// Up to so many words of the sentence.
    pub(crate) const REACH: Self = Self(7);
    /// One of the rules of the group with this number.
    pub(crate) const GROUP: Self = Self(8);
    /// The next word is not of the set.
    pub(crate) const NOT: Self = Self(9);
    /// The word before is not of the set.
    pub(crate) const NOT_BEFORE: Self = Self(10);
    /// No word of the sentence is of the set.
    pub(crate) const WITHOUT: Self = Self(11);
    /// Here a clause begins.
    pub(crate) const CLAUSE_START: Self = Self(12);
    /// Here a sentence begins.
    pub(crate) const SENTENCE_START: Self = Self(13);
    /// Here a clause ends.
    pub(crate) const CLAUSE_END: Self = Self(14);
    /// Here a sentence ends.
    pub(crate) const SENTENCE_END: Self = Self(15);
    /// Here is a comma or more.
    pub(crate) const COMMA: Self = Self(16);
    /// Here is a colon.
    pub(crate) const COLON: Self = Self(17);
    /// The sentence is no question.
    pub(crate) const NOT_ASKED: Self = Self(18);
    /// What is found begins here.
    pub(crate) const OPEN: Self = Self(19);
    /// What is found ends here.
    pub(crate) const CLOSE: Self = Self(20);

    /// Whether it is a word, be it optional or not.
    pub(crate) fn is_word(self) -> bool {
        (1..=4).contains(&self.0)
    }

    /// Whether a number of words, or of a group, belongs to it.
    pub(crate) fn has_amount(self) -> bool {
        (5..=8).contains(&self.0)
    }

    /// Whether a set of words belongs to it.
    pub(crate) fn has_set(self) -> bool {
        self.is_word() || matches!(self.0, 6 | 9..=11)
    }
}

/// An element of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) op: Op,
    pub(crate) amount: u8,
    /// Words and classes, in order.
    pub(crate) set: Vec<u16>,
}

/// A rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rule {
    /// A section, or a group.
    pub(crate) section: u8,
    /// Bits: 1 for texts of responsibility, 2 for texts of hurt.
    pub(crate) kinds: u8,
    pub(crate) elements: Vec<Element>,
}

/// How a word is written out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// The word, and what the next one has to be if that matters.
    pub(crate) word: u16,
    pub(crate) next: Vec<u16>,
    pub(crate) outputs: Vec<u16>,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tables {
    /// With it no two words have the same hash.
    pub(crate) seed: u8,
    /// Hashes of the words, ascending; the number of a word is its place plus one.
    pub(crate) words: Vec<u32>,
    /// The named classes.
    pub(crate) classes: Vec<Vec<u16>>,
    pub(crate) spellings: Vec<Spelling>,
    pub(crate) rules: Vec<Rule>,
}

/// How long sets and lists are; one byte is enough for most.
pub(crate) const COUNTS: usize = 0;
/// Sections and elements of rules.
pub(crate) const OPS: usize = 1;
/// Words and classes.
pub(crate) const NUMBERS: usize = 2;

/// In a stream's byte of a number: more of it follows. Seven bits at a time, the lowest first.
pub(crate) const MORE: u8 = 1 << 7;

/// Reads the three streams, which follow each other, the first two after their length (two bytes, the lowest first).
pub(crate) struct Reader<'a>([&'a [u8]; 3]);

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let mut rest = bytes;
        let mut stream = || {
            let (length, after) = rest
                .split_first_chunk()
                .map_or((0, rest), |(length, after)| (usize::from(u16::from_le_bytes(*length)), after));
            let (stream, after) = after.split_at_checked(length).unwrap_or((after, &[]));
            rest = after;
            stream
        };
        let (counts, ops) = (stream(), stream());
        Self([counts, ops, rest])
    }

    fn byte(&mut self, stream: usize) -> u8 {
        let (byte, rest) = self.0[stream].split_first().unwrap_or((&0, &[]));
        self.0[stream] = rest;
        *byte
    }

    fn number(&mut self, stream: usize) -> u32 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte(stream);
            number |= u32::from(byte & !MORE) << shift;
            shift += 7;
            if byte & MORE == 0 || shift > 28 {
                return number;
            }
        }
    }

    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.number(COUNTS)).map(|_| one(self)).collect()
    }

    /// Words and classes, each as a step from the one before.
    fn set(&mut self, words: u32) -> Vec<u16> {
        let mut symbol = 0;
        self.list(|reader| {
            symbol += reader.number(NUMBERS);
            let member = |number: u32| u16::try_from(number).unwrap_or_default();
            symbol.checked_sub(words + 1).map_or_else(|| member(symbol), |class| member(class) | CLASS)
        })
    }

    /// All of it.
    pub(crate) fn tables(mut self) -> Tables {
        let seed = self.byte(COUNTS);
        let mut before = 0;
        let words = self.list(|reader| {
            before += reader.number(NUMBERS);
            before
        });
        let all = u32::try_from(words.len()).unwrap_or_default();
        let classes = self.list(|reader| reader.set(all));
        let spellings = self.list(|reader| {
            let word = u16::try_from(reader.number(NUMBERS)).unwrap_or_default();
            Spelling {
                word,
                next: reader.set(all),
                outputs: reader.list(|reader| u16::try_from(reader.number(NUMBERS)).unwrap_or_default()),
            }
        });
        let rules = self.list(|reader| reader.rule(all));
        Tables { seed, words, classes, spellings, rules }
    }

    fn rule(&mut self, words: u32) -> Rule {
        let mut rule = Rule { section: self.byte(OPS), kinds: self.byte(OPS), elements: Vec::new() };
        loop {
            let op = Op(self.byte(OPS));
            if op == Op::END {
                return rule;
            }
            let amount = if op.has_amount() { self.byte(OPS) } else { 0 };
            let set = if op.has_set() { self.set(words) } else { Vec::new() };
            rule.elements.push(Element { op, amount, set });
        }
    }
}
