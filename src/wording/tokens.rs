//! Text as words: lower case, without apostrophes, with contractions and text-speak written out.

use super::lexicon::{LONGEST, NONE};
use super::rules::Rules;

/// What goes on for more words is read as several sentences: no one means more, and reading takes longer the longer a
/// sentence is.
const LONGEST_SENTENCE: usize = 150;

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// At most blanks.
    Blank,
    /// A comma, a dash, a bracket.
    Comma,
    /// A colon, after which words of somebody may follow.
    Colon,
    /// The end of a sentence.
    Stop,
}

/// A word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// The numbers of the word and of its known beginnings.
    pub(super) words: [u16; 3],
    /// Its bytes in the text; the words of a contraction share them.
    pub(super) start: usize,
    pub(super) end: usize,
    /// What is between it and the word before.
    pub(super) gap: Gap,
    /// It is between quotation marks.
    pub(super) quoted: bool,
    /// Its sentence ends with a question mark.
    pub(super) asked: bool,
}

/// The words of `text`.
pub(super) fn tokens(text: &str, rules: &Rules) -> Vec<Token> {
    let written = written(text, rules);
    let mut tokens: Vec<Token> = Vec::with_capacity(written.len() * 5 / 4);
    for (at, token) in written.iter().enumerate() {
        let next = written.get(at + 1).filter(|next| next.gap == Gap::Blank);
        let outputs = rules.expansion(token.words[0], next.map(|next| next.words));
        if outputs.is_empty() {
            tokens.push(*token);
        }
        for (at, word) in outputs.iter().enumerate() {
            let gap = if at == 0 { token.gap } else { Gap::Blank };
            tokens.push(Token { words: [*word, NONE, NONE], gap, ..*token });
        }
    }
    tokens
}

/// The words as they are written, apart from contractions with an apostrophe.
fn written(text: &str, rules: &Rules) -> Vec<Token> {
    let mut scan = Scan { tokens: Vec::new(), gap: Gap::Stop, quotes: Vec::new(), sentence: 0 };
    let mut rest = text.char_indices().peekable();
    while let Some((at, char)) = rest.next() {
        if !is_letter(char) {
            let next = rest.peek().map(|(_, next)| *next);
            let before = text[..at].chars().next_back();
            scan.between(char, before, next);
            continue;
        }
        let mut end = at + char.len_utf8();
        while let Some((here, next)) = rest.next_if(|(here, next)| {
            is_letter(*next)
                || (is_apostrophe(*next)
                    && text[here + next.len_utf8()..].chars().next().is_some_and(is_letter))
        }) {
            end = here + next.len_utf8();
        }
        scan.word(text, at, end, rules);
    }
    scan.end_sentence(false);
    let quotes = scan.quotes;
    let mut tokens = scan.tokens;
    // Marks around everything are no quotation: the text is quoted as a whole.
    let all = tokens.len();
    for (from, to) in quotes.into_iter().filter_map(|(from, to)| Some((from, to?))) {
        if (from, to) != (0, all) && from <= to {
            tokens[from..to].iter_mut().for_each(|token| token.quoted = true);
        }
    }
    tokens
}

struct Scan {
    tokens: Vec<Token>,
    gap: Gap,
    /// First and last token (exclusive) of each quotation; the last is missing while it is open.
    quotes: Vec<(usize, Option<usize>)>,
    /// The first token of the present sentence.
    sentence: usize,
}

impl Scan {
    fn between(&mut self, char: char, before: Option<char>, next: Option<char>) {
        let open = matches!(self.quotes.last(), Some((_, None)));
        let after_space = before.is_none_or(|before| before.is_ascii_whitespace() || before == '(');
        match char {
            '"' if open => self.close_quote(),
            '“' | '«' | '„' | '"' => self.open_quote(),
            '\'' | '‘' if after_space && next.is_some_and(is_letter) && !open => self.open_quote(),
            '”' | '»' => self.close_quote(),
            '\'' | '’' if open && !next.is_some_and(is_letter) => self.close_quote(),
            _ => {}
        }
        let gap = match char {
            '.' if next == Some('.') || before == Some('.') => Gap::Comma,
            '.' | ',' if before.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(is_letter) => {
                Gap::Blank
            }
            '\n' => {
                // A quotation that was never closed was none.
                self.quotes.retain(|(_, to)| to.is_some());
                Gap::Stop
            }
            '.' | '!' | '?' | ';' => Gap::Stop,
            ':' => Gap::Colon,
            ',' | '—' | '–' | '(' | ')' | '…' | '/' => Gap::Comma,
            '-' if after_space => Gap::Comma,
            _ => Gap::Blank,
        };
        if gap == Gap::Stop {
            self.end_sentence(char == '?');
        }
        self.gap = self.gap.max(gap);
    }

    fn open_quote(&mut self) {
        self.quotes.push((self.tokens.len(), None));
    }

    fn close_quote(&mut self) {
        let end = self.tokens.len();
        if let Some((_, to @ None)) = self.quotes.last_mut() {
            *to = Some(end);
        }
    }

    fn end_sentence(&mut self, asked: bool) {
        self.tokens[self.sentence..].iter_mut().for_each(|token| token.asked = asked);
        self.sentence = self.tokens.len();
    }

    fn word(&mut self, text: &str, start: usize, end: usize, rules: &Rules) {
        let mut letters = [0; LONGEST];
        let mut length = 0;
        let mut apostrophe = None;
        for char in text[start..end].chars() {
            if is_apostrophe(char) {
                apostrophe = Some(length);
                continue;
            }
            let letter = if char.is_ascii() { char.to_ascii_lowercase() as u8 } else { fold(char) };
            // "pleaaase" is "please": no English word has a letter three times in a row.
            let repeated = length >= 2 && letters[length - 1] == letter && letters[length - 2] == letter;
            if length < LONGEST && !(repeated && letter.is_ascii_lowercase()) {
                letters[length] = letter;
                length += 1;
            }
        }
        let word = &letters[..length];
        if self.tokens.len() - self.sentence >= LONGEST_SENTENCE {
            self.end_sentence(false);
            self.gap = Gap::Stop;
        }
        let gap = std::mem::replace(&mut self.gap, Gap::Blank);
        let token = Token { words: [NONE; 3], start, end, gap, quoted: false, asked: false };
        let mut push = |words, gap| self.tokens.push(Token { words, gap, ..token });
        match apostrophe.and_then(|at| rules.contraction(word, at)) {
            Some((base, second)) => {
                push(base, gap);
                push([second, NONE, NONE], Gap::Blank);
            }
            None => push(rules.word(word), gap),
        }
    }
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

/// The accented letters that English texts have; any other becomes what is in no word of the rules.
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
