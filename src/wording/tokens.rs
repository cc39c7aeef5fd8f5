//! Text as words: lower case, without apostrophes, by their first letters.

use std::ops::Range;

/// What goes on for more words is read as several sentences: no one means more.
const LONGEST_SENTENCE: usize = 150;
/// So many letters of a word count; what follows is mostly its ending.
const LETTERS: usize = 6;

/// What people type in place of some words, both as [`hash`] sees them: "cuz" is "cus", and "soz" is "sos".
const SHORT: [(&[u8], &[u8]); 14] = [
    (b"u", b"you"),
    (b"ya", b"you"),
    (b"ur", b"your"),
    (b"yr", b"your"),
    (b"r", b"are"),
    (b"n", b"and"),
    (b"nd", b"and"),
    (b"cos", b"becaus"),
    (b"cus", b"becaus"),
    (b"bc", b"becaus"),
    (b"pls", b"please"),
    (b"sry", b"sory"),
    (b"sos", b"sory"),
    (b"wot", b"what"),
];

/// A word, a mark between words, or all that is between quotation marks.
pub(super) struct Token {
    /// What it is known by.
    pub(super) hash: u32,
    /// Its bytes in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// It is a comma, a dash, a bracket: what ends a clause.
    pub(super) is_mark: bool,
}

/// The sentences of `text` that have words.
pub(super) fn sentences(text: &str) -> Vec<Vec<Token>> {
    let mut scan = Scan { text, sentences: Vec::new(), tokens: Vec::new(), quote: None };
    let mut rest = text.char_indices().peekable();
    while let Some((at, char)) = rest.next() {
        if !is_letter(char) {
            scan.between(at, char);
            continue;
        }
        let mut end = at + char.len_utf8();
        while let Some((here, next)) = rest.next_if(|(here, next)| {
            is_letter(*next)
                || (is_apostrophe(*next) && text[here + next.len_utf8()..].starts_with(is_letter))
        }) {
            end = here + next.len_utf8();
        }
        scan.push(hash(&text[at..end]), at..end, false);
    }
    scan.end_sentence();
    scan.sentences
}

/// A quotation that is open.
struct Quote {
    /// How many sentences, and tokens of the one after them, came before it.
    place: (usize, usize),
    /// Where it begins in the text.
    start: usize,
}

struct Scan<'a> {
    text: &'a str,
    sentences: Vec<Vec<Token>>,
    tokens: Vec<Token>,
    quote: Option<Quote>,
}

impl Scan<'_> {
    fn push(&mut self, hash: u32, range: Range<usize>, is_mark: bool) {
        self.tokens.push(Token { hash, start: range.start, end: range.end, is_mark });
        if self.tokens.len() >= LONGEST_SENTENCE {
            self.end_sentence();
        }
    }

    fn between(&mut self, at: usize, char: char) {
        let before = self.text[..at].chars().next_back();
        let next = self.text[at + char.len_utf8()..].chars().next();
        let after_space = before.is_none_or(|before| before.is_ascii_whitespace() || before == '(');
        let is_followed = next.is_some_and(is_letter);
        let is_open = self.quote.is_some();
        match char {
            '"' if is_open => self.close_quote(at),
            '“' | '«' | '„' | '"' => self.open_quote(at),
            '\'' | '‘' if after_space && is_followed && !is_open => self.open_quote(at),
            '”' | '»' => self.close_quote(at),
            '\'' | '’' if is_open && !is_followed => self.close_quote(at),
            _ => {}
        }
        let is_in_number = before.is_some_and(|c| c.is_ascii_digit()) && is_followed;
        let mark = match char {
            '.' | ',' if is_in_number => return,
            '.' if next == Some('.') || before == Some('.') => '…',
            '.' | '!' | '?' | ';' | '\n' => {
                if char == '\n' {
                    // A quotation that was never closed was none.
                    self.quote = None;
                }
                if matches!(char, '!' | '?') {
                    self.mark(at..at + char.len_utf8(), char);
                }
                self.end_sentence();
                return;
            }
            ',' | ':' | '(' | ')' | '/' => ',',
            '—' | '–' => '—',
            '-' if after_space => '—',
            '…' => '…',
            _ => return,
        };
        self.mark(at..at + char.len_utf8(), mark);
    }

    /// Adds a mark, once for several in a row.
    fn mark(&mut self, range: Range<usize>, mark: char) {
        if self.tokens.last().is_some_and(|last| !last.is_mark) {
            self.push(mark as u32, range, true);
        }
    }

    fn open_quote(&mut self, at: usize) {
        self.quote = Some(Quote { place: (self.sentences.len(), self.tokens.len()), start: at });
    }

    /// All since the quotation began becomes one token, unless that is all there is: then the text is quoted as a whole.
    fn close_quote(&mut self, at: usize) {
        let Some(Quote { place: (sentence, token), start }) = self.quote.take() else { return };
        let is_all = (sentence, token) == (0, 0) && !self.text[at..].contains(is_letter);
        if is_all || self.sentences.len() + usize::from(!self.tokens.is_empty()) <= sentence {
            return;
        }
        if let Some(first) = self.sentences.get_mut(sentence) {
            let first = std::mem::take(first);
            self.sentences.truncate(sentence);
            self.tokens = first;
        }
        self.tokens.truncate(token);
        self.push('“' as u32, start..at, false);
    }

    fn end_sentence(&mut self) {
        if self.tokens.iter().any(|token| !token.is_mark) {
            self.sentences.push(std::mem::take(&mut self.tokens));
        }
        self.tokens.clear();
    }
}

/// What a word is known by: "Apologise", "apologize" and "apologies" are one, and so are "happened" and "hapened".
fn hash(word: &str) -> u32 {
    let mut letters = [0; LETTERS];
    let mut length = 0;
    for char in word.chars().filter(|char| !is_apostrophe(*char)) {
        let letter = match char {
            '0'..='9' => b'0',
            'z' | 'Z' => b's',
            char if char.is_ascii() => char.to_ascii_lowercase() as u8,
            char => fold(char),
        };
        if length < LETTERS && (length == 0 || letters[length - 1] != letter) {
            letters[length] = letter;
            length += 1;
        }
    }
    let word = &letters[..length];
    let word = if word[0] == b'0' { b"0" } else { word };
    let word = SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, word)| *word);
    checksum(word.iter().copied())
}

/// What hashing begins with.
const BASIS: u32 = 0x811c_9dc5;

/// The hash with one letter more (Fowler, Noll and Vo 1991).
fn step(hash: u32, letter: u8) -> u32 {
    (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193)
}

/// The hash of these bytes.
pub(super) fn checksum(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(BASIS, step)
}

/// Whether a character belongs to a word. Beyond ASCII all do that are no punctuation, so that no table of
/// letters is needed.
fn is_letter(char: char) -> bool {
    char.is_ascii_alphanumeric()
        || (!char.is_ascii()
            && !matches!(char, '\u{80}'..='¿' | '\u{2000}'..='⿿' | '　'..='〿' | '\u{fe00}'..='\u{fe0f}' | '\u{1f000}'..='\u{1ffff}'))
}

fn is_apostrophe(char: char) -> bool {
    matches!(char, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

/// The accented letters that English texts have; any other is one of no word.
fn fold(char: char) -> u8 {
    match char {
        'à'..='å' => b'a',
        'ç' => b'c',
        'è'..='ë' | 'É' => b'e',
        'ì'..='ï' => b'i',
        'ò'..='ö' => b'o',
        'ù'..='ü' => b'u',
        _ => b'#',
    }
}
