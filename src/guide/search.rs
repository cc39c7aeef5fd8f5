//! Finding an answer in the guide while somebody types.

use super::{CHAPTERS, Chapter, QUESTIONS, Question};

/// Something in the guide that answers a query.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// A question with its answer.
    Question(&'static Question),
    /// A chapter.
    Chapter(&'static Chapter),
}

/// The longest word that is compared, in bytes; what is beyond does not count.
const LONGEST: usize = 24;
/// How much a word counts in the question or the title, in other words for it, in the summary and in the text.
const WEIGHTS: [u16; 4] = [8, 6, 4, 1];
/// How much a word counts that is the same, that begins like it, and that is nearly it.
const SAME: u16 = 4;
const BEGINS: u16 = 3;
const NEARLY: u16 = 1;

/// What in the guide a query is about, the best first. Every word counts as typed, as the beginning of a longer
/// one, and with a small slip in it (one letter wrong, missing, added, or two exchanged; two slips from eight
/// letters on). Where nothing has all the words of the query, what has most of them is found. A query without a
/// word finds nothing.
pub fn find(query: &str) -> Vec<Answer> {
    let mut wanted: Vec<Vec<u8>> = Vec::new();
    words(query, &mut |word| wanted.push(word.to_vec()));
    // Little words are everywhere. While a query has others, those are what it is about.
    if wanted.iter().any(|word| !is_little(word)) {
        wanted.retain(|word| !is_little(word));
    }
    let answers = QUESTIONS.iter().map(Answer::Question).chain(CHAPTERS.iter().map(Answer::Chapter));
    let mut found: Vec<(usize, u16, Answer)> = Vec::new();
    for answer in answers {
        let (matched, score) = rate(&wanted, &answer.texts());
        if matched > 0 {
            let rank = (matched, score);
            let place = found.partition_point(|(matched, score, _)| (*matched, *score) >= rank);
            found.insert(place, (matched, score, answer));
        }
    }
    let most = found.first().map_or(0, |(matched, ..)| *matched);
    found.into_iter().filter(|(matched, ..)| *matched == most).map(|(.., answer)| answer).collect()
}

impl Answer {
    /// Its texts, as [`WEIGHTS`] weighs them.
    fn texts(self) -> [&'static str; 4] {
        match self {
            Self::Question(it) => [it.question.get(), it.also.get(), "", it.html.get()],
            Self::Chapter(it) => [it.title, "", it.summary, it.html.get()],
        }
    }
}

/// How many of the words are found, and how well.
fn rate(wanted: &[Vec<u8>], texts: &[&str; 4]) -> (usize, u16) {
    let mut best = vec![0; wanted.len()];
    for (text, weight) in texts.iter().zip(WEIGHTS) {
        words(text, &mut |word| {
            for (wanted, best) in wanted.iter().zip(&mut best) {
                // What could not be better than what was found is not looked at closely.
                if *best < SAME * weight {
                    *best = closeness(wanted, word).saturating_mul(weight).max(*best);
                }
            }
        });
    }
    (best.iter().filter(|best| **best > 0).count(), best.iter().sum())
}

/// Words that say nothing about what a query is about.
fn is_little(word: &[u8]) -> bool {
    const LITTLE: &[&str] = &[
        "the", "and", "for", "not", "cannot", "can", "you", "she", "our", "are", "was", "with", "that",
        "this", "have", "will", "how", "what", "when", "why", "who", "does", "should", "they", "them",
        "from", "about",
    ];
    word.len() < 3 || LITTLE.iter().any(|little| little.as_bytes() == word)
}

/// Goes through the words of a text or of HTML, in lower case and without apostrophes.
fn words(text: &str, each: &mut dyn FnMut(&[u8])) {
    let mut word = [0; LONGEST];
    let mut length = 0;
    let mut in_tag = false;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'<' => in_tag = true,
            b'>' => in_tag = false,
            _ if in_tag => {}
            b'\'' => continue,
            // ’ is E2 80 99, and the other quotation marks and dashes begin like it.
            0xe2 if (bytes.next(), bytes.next()) == (Some(0x80), Some(0x99)) => continue,
            0xe2 => {}
            byte if byte.is_ascii_alphanumeric() || byte >= 0x80 => {
                if let Some(place) = word.get_mut(length) {
                    *place = byte.to_ascii_lowercase();
                    length += 1;
                }
                continue;
            }
            _ => {}
        }
        if length > 0 {
            each(&word[..length]);
            length = 0;
        }
    }
    if length > 0 {
        each(&word[..length]);
    }
}

/// How close a word is to the one that is looked for; 0 where it is another one.
fn closeness(wanted: &[u8], word: &[u8]) -> u16 {
    if word.first() != wanted.first() {
        return 0;
    }
    if word.starts_with(wanted) {
        return if word.len() == wanted.len() { SAME } else { BEGINS };
    }
    let slips = match wanted.len() {
        0..4 => return 0,
        4..8 => 1,
        _ => 2,
    };
    if distance(wanted, word) <= slips { NEARLY } else { 0 }
}

/// How many slips there are between what was typed and the word, or the beginning of the word that is nearest:
/// optimal string alignment (Damerau 1964), by rows of Wagner and Fischer's table.
fn distance(typed: &[u8], word: &[u8]) -> usize {
    let mut rows = [[0; LONGEST + 1]; 3];
    for (at, cell) in rows[0].iter_mut().enumerate() {
        *cell = at;
    }
    for (i, letter) in typed.iter().enumerate() {
        let [before_last, last, row] = [(i + 2) % 3, i % 3, (i + 1) % 3];
        rows[row][0] = i + 1;
        for (j, other) in word.iter().enumerate() {
            let mut slips = (rows[last][j] + usize::from(letter != other))
                .min(rows[last][j + 1] + 1)
                .min(rows[row][j] + 1);
            if i > 0 && j > 0 && *letter == word[j - 1] && typed[i - 1] == *other {
                slips = slips.min(rows[before_last][j - 1] + 1);
            }
            rows[row][j + 1] = slips;
        }
    }
    let last = &rows[typed.len() % 3][..=word.len()];
    last.iter().copied().min().unwrap_or(typed.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn close(wanted: &str, word: &str) -> u16 {
        closeness(wanted.as_bytes(), word.as_bytes())
    }

    #[test]
    fn words_are_found_as_typed_as_beginnings_and_with_a_slip() {
        for (wanted, word, expected) in [
            ("trust", "trust", SAME),
            ("tru", "trust", BEGINS),
            ("trst", "trust", NEARLY),
            ("trsut", "trust", NEARLY),
            ("truxt", "trust", NEARLY),
            ("truust", "trust", NEARLY),
            ("trxxt", "trust", 0),
            ("forgivness", "forgiveness", NEARLY),
            ("forgvness", "forgiveness", NEARLY),
            ("theripst", "therapists", NEARLY),
            // Two letters may be anything.
            ("th", "tea", 0),
            ("tee", "tea", 0),
            ("rust", "trust", 0),
            ("trusting", "trust", 0),
        ] {
            assert_eq!(close(wanted, word), expected, "{wanted} {word}");
        }
    }

    #[test]
    fn texts_are_read_as_words_without_their_markup() {
        for (text, expected) in [
            ("Do we TELL the family?", &["do", "we", "tell", "the", "family"][..]),
            ("I don’t, you don't", &["i", "dont", "you", "dont"]),
            ("<p class=\"hurt\">a<b>b</b></p>", &["a", "b"]),
            ("“quoted” – said", &["quoted", "said"]),
            ("café", &["café"]),
            ("", &[]),
        ] {
            let mut found = Vec::new();
            words(text, &mut |word| found.push(String::from_utf8(word.to_vec()).unwrap()));
            assert_eq!(found, expected, "{text}");
        }
    }

    fn first(query: &str) -> &'static str {
        match find(query).first() {
            Some(Answer::Question(question)) => question.slug,
            Some(Answer::Chapter(chapter)) => chapter.slug,
            None => "",
        }
    }

    #[test]
    fn every_question_and_chapter_is_found_by_its_own_words() {
        for question in QUESTIONS {
            assert_eq!(first(question.question.get()), question.slug);
        }
        for chapter in CHAPTERS {
            let found = find(chapter.title)
                .iter()
                .any(|answer| matches!(answer, Answer::Chapter(found) if found.slug == chapter.slug));
            assert!(found, "{}", chapter.title);
        }
    }

    #[test]
    fn a_query_without_words_finds_nothing() {
        for query in ["", " ", "?!", "’"] {
            assert!(find(query).is_empty(), "{query:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_panic(query in ".{0,60}") {
            let _ = find(&query);
        }

        #[test]
        fn a_slip_in_a_long_word_still_finds_it(at in 1_usize..10, letter in b'a'..=b'z') {
            let mut typed = b"forgiveness".to_vec();
            typed[at] = letter;
            prop_assert!(closeness(&typed, b"forgiveness") > 0);
        }
    }
}
