//! Finding words in what somebody wrote.
//!
//! Letters are compared as people read them: without case, and without the accents of Latin letters. Texts are
//! compared as they stand, letter by letter, because ten years of them (11 MB) are searched while somebody types
//! and a changed copy of each would cost more than the search.

use std::ops::Range;

use crate::entry::{
    Agreement, Body, CheckIn, Consent, Day, Entries, Entry, Gesture, Journal, Keepsake, Mark, Moment,
    MonthReview, ParkedQuestion, Person, PersonId, Promise, PromiseMark, Pulse, Ritual, Setback, Statement,
    Talk, Trigger,
};

/// The longest query, in characters. What is beyond is not looked for.
pub const LONGEST_QUERY: usize = 200;
/// The most places that are marked in one text: enough to show where it is, and to keep the search for a single
/// letter short.
pub const MOST_SPANS: usize = 64;

/// An entry in which every word of a query occurs.
#[derive(Debug)]
pub struct Hit<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// The day it is about: of a week its Sunday, of what has no day the one it was last written on (UTC).
    pub day: Day,
    /// Its texts in which a word was found, in the order in which they are written.
    pub found: Vec<Found<'a>>,
}

/// A text, and where in it words of a query are.
#[derive(Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// The name of the field, as files spell it.
    pub field: &'static str,
    /// The whole text.
    pub text: &'a str,
    /// The first [`MOST_SPANS`] places, in order and apart from each other, in bytes on borders of characters.
    pub spans: Vec<Range<usize>>,
}

/// What `reader` may see and every word of `query` occurs in, in any of its texts and anywhere within its words;
/// the newest first. A query without words finds nothing. Kinds that only a newer version knows are not searched.
///
/// A word of the query that is part of another one needs no place of its own: "an answer" looks for "answer".
pub fn search<'a>(entries: &'a Entries, reader: &PersonId, query: &str) -> Vec<Hit<'a>> {
    let words = words(query);
    let mut hits = Vec::new();
    if words.is_empty() {
        return hits;
    }
    for entry in entries.iter().filter(|entry| entry.is_visible_to(entries, reader)) {
        let Some((day, texts)) = texts(entry) else { continue };
        let occurs = |word: &Word| texts.iter().any(|(_, text)| word.occurs_in(text));
        if words.iter().all(occurs) {
            let found = texts.iter().map(|(field, text)| Found { field, text, spans: spans(&words, text) });
            let found = found.filter(|found| !found.spans.is_empty()).collect();
            hits.push(Hit { entry, day, found });
        }
    }
    newest_first(&mut hits);
    hits
}

/// The most texts that an entry has.
const MOST_TEXTS: usize = 6;

/// The texts of an entry with the names of their fields; those at the end may be empty.
type Texts<'a> = [(&'static str, &'a str); MOST_TEXTS];

/// The day of an entry and its texts, where it has any that somebody wrote.
fn texts(entry: &Entry) -> Option<(Day, Texts<'_>)> {
    Some(match entry.body.as_ref()? {
        Body::Person(Person { name, .. }) => (written_on(entry)?, all_of(&[("name", name)])),
        Body::Pulse(Pulse { day, line, .. }) => (*day, all_of(&[("line", line)])),
        Body::CheckIn(CheckIn { week, appreciations, topic, question, answer, need, ask, .. }) => {
            let texts = [
                ("appreciations", appreciations.as_str()),
                ("topic", topic),
                ("question", question),
                ("answer", answer),
                ("need", need),
                ("ask", ask),
            ];
            (week.plus(6), texts)
        }
        Body::Journal(Journal { day, text, prompt }) => (*day, all_of(&[("prompt", prompt), ("text", text)])),
        Body::Ritual(Ritual { title, about, since, .. }) => {
            (*since, all_of(&[("title", title), ("about", about)]))
        }
        Body::Mark(Mark { day, note, .. }) if !note.is_empty() => (*day, all_of(&[("note", note)])),
        Body::Gesture(Gesture { day, done: Some(done), .. }) => (*day, all_of(&[("done", done)])),
        Body::Keepsake(Keepsake { title, text, day, from }) => {
            let day = day.or_else(|| entry.id.day()).or_else(|| written_on(entry))?;
            (day, all_of(&[("title", title), ("from", from), ("text", text)]))
        }
        Body::ParkedQuestion(ParkedQuestion { text, parked, .. }) => (*parked, all_of(&[("text", text)])),
        Body::Trigger(Trigger { what, notes, .. }) => {
            (written_on(entry)?, all_of(&[("what", what), ("notes", notes)]))
        }
        Body::Talk(Talk { day, topic, note }) => (*day, all_of(&[("topic", topic), ("note", note)])),
        Body::Promise(Promise { since, text, check, reason, .. }) => {
            (*since, all_of(&[("text", text), ("check", check), ("reason", reason)]))
        }
        Body::PromiseMark(PromiseMark { day, note, .. }) => (*day, all_of(&[("note", note)])),
        Body::Agreement(Agreement { from, details, why, steps, .. }) => {
            (*from, all_of(&[("details", details), ("why", why), ("steps", steps)]))
        }
        Body::Consent(Consent { day, words, .. }) => (*day, all_of(&[("words", words)])),
        Body::Setback(Setback { day, what, done, .. }) => (*day, all_of(&[("what", what), ("done", done)])),
        Body::Statement(Statement { text, parts, .. }) => {
            let part = |at: usize| parts.get(at).map_or("", String::as_str);
            let texts = [
                ("text", text.as_str()),
                ("1", part(0)),
                ("2", part(1)),
                ("3", part(2)),
                ("4", part(3)),
                ("5", part(4)),
            ];
            (written_on(entry)?, texts)
        }
        Body::Moment(Moment { day, what }) => (*day, all_of(&[("what", what)])),
        Body::MonthReview(MonthReview { month, kept, lighter, carry_on }) => {
            (*month, all_of(&[("kept", kept), ("lighter", lighter), ("carry_on", carry_on)]))
        }
        // A safety word is not for a screen that somebody may look at.
        Body::Mark(_)
        | Body::Gesture(_)
        | Body::Reading(_)
        | Body::AgreedTime(_)
        | Body::SafetyWord(_)
        | Body::StatementNotes(_)
        | Body::Unknown { .. } => return None,
    })
}

fn all_of<'a>(these: &[(&'static str, &'a str)]) -> Texts<'a> {
    let mut texts = [("", ""); MOST_TEXTS];
    for (text, this) in texts.iter_mut().zip(these) {
        *text = *this;
    }
    texts
}

fn written_on(entry: &Entry) -> Option<Day> {
    const DAY_MS: u64 = 24 * 60 * 60 * 1000;
    let days = i32::try_from(entry.stamp.ms / DAY_MS).ok()?;
    Some(Day::new(1970, 1, 1)?.plus(days))
}

/// Sorts by Shell's method, with Gonnet's gaps: the standard library's sort is faster and a hundred times the
/// code, and every visitor pays for that.
fn newest_first(hits: &mut [Hit<'_>]) {
    let rank = |hit: &Hit<'_>| (hit.day, hit.entry.stamp);
    let mut gap = hits.len();
    while gap > 1 {
        gap = (gap * 5 / 11).max(1);
        for from in gap..hits.len() {
            let mut at = from;
            while at >= gap && rank(&hits[at - gap]) < rank(&hits[at]) {
                hits.swap(at - gap, at);
                at -= gap;
            }
        }
    }
}

/// A word that is looked for.
struct Word {
    /// Folded, and not empty.
    folded: String,
    /// The bytes with which a letter that folds to its first one can begin.
    begins: [bool; 256],
}

impl Word {
    fn new(folded: String) -> Self {
        let mut begins = [false; 256];
        if let Some(first) = folded.bytes().next() {
            begins[usize::from(first)] = true;
            begins[usize::from(first.to_ascii_uppercase())] = true;
            // The letters that `fold` makes into others: Latin ones and apostrophes into ASCII, and those beyond
            // ASCII into letters of their own alphabet.
            let others: &[u8] =
                if first.is_ascii() { &[0xc3, 0xc4, 0xc5, 0xc8, 0xe2] } else { &[0xce, 0xcf, 0xd0, 0xd1] };
            for lead in others {
                begins[usize::from(*lead)] = true;
            }
        }
        Self { folded, begins }
    }

    fn occurs_in(&self, text: &str) -> bool {
        // Most places are passed over here, by their first byte.
        text.bytes()
            .enumerate()
            .any(|(at, byte)| self.begins[usize::from(byte)] && self.end_in(text, at).is_some())
    }

    /// Where the word ends in `text` if it begins at `start`, where a letter has to begin. Accents that are
    /// characters of their own and follow its last letter belong to it.
    fn end_in(&self, text: &str, start: usize) -> Option<usize> {
        // Nearly every other place is passed over here, by its second byte.
        let second = text.as_bytes().get(start + 1).filter(|second| second.is_ascii());
        if let (Some(second), Some(expected)) = (second, self.folded.as_bytes().get(1))
            && second.to_ascii_lowercase() != *expected
        {
            return None;
        }
        let mut wanted = self.folded.chars();
        let mut next = wanted.next();
        for (at, letter) in text[start..].char_indices() {
            match (fold(letter), next) {
                (None, _) => {}
                (Some(_), None) => return Some(start + at),
                (Some(letter), Some(expected)) if letter == expected => next = wanted.next(),
                _ => return None,
            }
        }
        next.is_none().then_some(text.len())
    }
}

/// The words of a query, folded, the longest first: it is most likely the one that is not there. Words that are
/// part of others are left out, so no two words ever begin at one place.
fn words(query: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let query: String = query.chars().take(LONGEST_QUERY).collect();
    for word in query.split_whitespace() {
        let folded: String = word.chars().filter_map(fold).collect();
        let is_part = |other: &Word| other.folded.contains(&folded);
        if folded.is_empty() || words.iter().any(is_part) {
            continue;
        }
        words.retain(|other| !folded.contains(&other.folded));
        let place = words.partition_point(|other| other.folded.len() >= folded.len());
        words.insert(place, Word::new(folded));
    }
    words
}

/// Where in a text words are: the first [`MOST_SPANS`] of these places.
fn spans(words: &[Word], text: &str) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut after_last = 0;
    for (at, byte) in text.bytes().enumerate() {
        if at < after_last || spans.len() == MOST_SPANS {
            continue;
        }
        let mut begin_here = words.iter().filter(|word| word.begins[usize::from(byte)]);
        if let Some(end) = begin_here.find_map(|word| word.end_in(text, at)) {
            spans.push(at..end);
            after_last = end;
        }
    }
    spans
}

/// What `fold` makes of U+00C0 to U+017F; a dot stands for a letter that is no letter of ASCII with an accent.
const LATIN: &[u8; 192] = b"aaaaaa.ceeeeiiii.nooooo.ouuuuy..\
    aaaaaa.ceeeeiiii.nooooo.ouuuuy.y\
    aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllllllllnnnnnnnnnoooooo..rrrrrrsssssssstttttt\
    uuuuuuuuuuuuwwyyyzzzzzzs";

/// A letter without case and accent; `None` for an accent that is a character of its own.
///
/// By hand for the alphabets of Europe: the standard library's tables are 14 KB that every visitor would load.
fn fold(letter: char) -> Option<char> {
    let code = u32::from(letter);
    let moved = |by: u32| char::from_u32(code + by).unwrap_or(letter);
    Some(match letter {
        'A'..='Z' => letter.to_ascii_lowercase(),
        '\0'..='\u{bf}' => letter,
        'Æ' | 'Ð' | 'Þ' | 'Α'..='Ρ' | 'Σ'..='Ω' | 'А'..='И' | 'К'..='Я' => moved(0x20),
        'Ĳ' | 'Œ' => moved(1),
        '\u{c0}'..='\u{17f}' => match usize::try_from(code - 0xc0).ok().and_then(|at| LATIN.get(at)) {
            Some(b'.') | None => letter,
            Some(ascii) => char::from(*ascii),
        },
        'Ș' | 'ș' => 's',
        'Ț' | 'ț' => 't',
        '\u{300}'..='\u{36f}' => return None,
        'Ά' | 'ά' => 'α',
        'Έ' | 'έ' => 'ε',
        'Ή' | 'ή' => 'η',
        'Ί' | 'ί' | 'Ϊ' | 'ϊ' | 'ΐ' => 'ι',
        'Ό' | 'ό' => 'ο',
        'Ύ' | 'ύ' | 'Ϋ' | 'ϋ' | 'ΰ' => 'υ',
        'Ώ' | 'ώ' => 'ω',
        'ς' => 'σ',
        'Ё' | 'ё' => 'е',
        'Ї' | 'ї' => 'і',
        'Й' | 'й' => 'и',
        'Ѐ'..='Џ' => moved(0x50),
        '‘' | '’' => '\'',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entry::{
        About, After, AgreedTime, Answer, CameOut, EntryId, MarkState, ParkedState, PromiseOutcome, Reading,
        SafetyWord, Stamp, Visibility, Weight,
    };
    use crate::insight::made::day;

    const DAY: &str = "2026-11-22";

    fn me() -> PersonId {
        "me".parse().unwrap()
    }

    fn written(author: &str, id: EntryId, ms: u64, visibility: Visibility, body: impl Into<Body>) -> Entry {
        Entry::new(author.parse().unwrap(), id, Stamp { ms, ..Stamp::default() }, visibility, body.into())
    }

    fn page(text: &str) -> Entry {
        prompted(text, "")
    }

    fn prompted(text: &str, prompt: &str) -> Entry {
        let day = day(DAY);
        let page = Journal { day, text: text.into(), prompt: prompt.into() };
        written("me", Journal::id(day), 0, Visibility::Private, page)
    }

    /// The places of a text at which a query is found, or nothing where the text is no hit.
    fn marked<'a>(text: &'a str, query: &str) -> Vec<&'a str> {
        let entries: Entries = [page(text)].into_iter().collect();
        let hits = search(&entries, &me(), query);
        let spans = hits.iter().flat_map(|hit| &hit.found).flat_map(|found| &found.spans);
        spans.map(|span| &text[span.clone()]).collect()
    }

    #[test]
    fn letters_are_compared_without_case_and_latin_accents() {
        for (text, query, expected) in [
            ("We went to the Café.", "cafe", &["Café"][..]),
            ("We went to the cafe.", "CAFÉ", &["cafe"]),
            // The accent is a character of its own; the mark is not torn from its letter.
            ("Cafe\u{301}s and cafe\u{301}", "cafe", &["Cafe\u{301}", "cafe\u{301}"]),
            ("a cafe", "cafe\u{301}", &["cafe"]),
            ("Zoë, José, Łódź, Åsa, Ștefan", "zoe", &["Zoë"]),
            ("Zoë, José, Łódź, Åsa, Ștefan", "lodz", &["Łódź"]),
            ("Zoë, José, Łódź, Åsa, Ștefan", "stefan asa", &["Åsa", "Ștefan"]),
            ("Straße", "straße", &["Straße"]),
            ("Straße", "strasse", &[]),
            ("ŒUVRE, Ægir", "œuvre æ", &["ŒUVRE", "Æ"]),
            ("I didn’t, I didn't", "didn't", &["didn’t", "didn't"]),
            ("Η Αθήνα, ο ΚΌΣΜΟΣ και ο κόσμος", "κοσμος", &["ΚΌΣΜΟΣ", "κόσμος"]),
            ("Ещё раз, ещЕ; Йод", "еще", &["Ещё", "ещЕ"]),
            ("ЙОД", "йод", &["ЙОД"]),
            ("今日は雨", "雨", &["雨"]),
            ("שלום לך", "שלום", &["שלום"]),
            ("tea ☕ and 👩‍👧", "👩‍👧", &["👩‍👧"]),
        ] {
            assert_eq!(marked(text, query), expected, "{query:?} in {text:?}");
        }
    }

    #[test]
    fn every_word_must_occur_and_each_may_be_anywhere_within_a_word() {
        for (text, query, expected) in [
            ("Tea and bread", "tea bread", &["Tea", "bread"][..]),
            ("Tea and bread", "bread tea", &["Tea", "bread"]),
            ("Tea and bread", "tea butter", &[]),
            ("Unbearable heartache", "bear", &["bear"]),
            ("Unbearable heartache", "ache heart", &["heart", "ache"]),
            ("ananas", "ana", &["ana"]),
            ("no", "now", &[]),
            ("No, not now n", "n no", &["No", "no", "no"]),
            ("one\n\ntwo", " \t one\u{a0}two\n", &["one", "two"]),
        ] {
            assert_eq!(marked(text, query), expected, "{query:?} in {text:?}");
        }
    }

    #[test]
    fn a_query_without_a_word_finds_nothing() {
        for query in ["", " ", "\n\t\u{a0}", "\u{301}", " \u{301} \u{36f}"] {
            let entries: Entries = [page("Tea. \u{301}")].into_iter().collect();
            assert!(search(&entries, &me(), query).is_empty(), "{query:?}");
        }
    }

    /// Promises, agreements, setbacks, moments and a safety word, with the word in each of their texts.
    fn ledger() -> Vec<Entry> {
        let (private, day) = (Visibility::Private, day(DAY));
        let promise = Promise {
            text: "word".into(),
            check: "a word".into(),
            reason: "word".into(),
            since: day.plus(-6),
            ..Promise::default()
        };
        let promise_id = Promise::id([1; 16]);
        let promise_mark = PromiseMark {
            promise: promise_id.clone(),
            day: day.plus(-7),
            state: PromiseOutcome::Kept,
            note: "word".into(),
        };
        let agreement = Agreement {
            details: "word".into(),
            why: "word, word".into(),
            steps: "word".into(),
            ..Agreement::new(About::Openness, day.plus(-8))
        };
        let consent = Consent {
            words: "word".into(),
            ..Consent::new(&Agreement::id([1; 16]), Answer::Yes, day.plus(-9))
        };
        let setback = Setback {
            day: day.plus(-10),
            weight: Weight::Small,
            what: "word".into(),
            done: "word".into(),
            came_out: CameOut::Told,
        };
        let moment = Moment { day: day.plus(-11), what: "a word".into() };
        let review = MonthReview {
            kept: "word".into(),
            lighter: "a word, word".into(),
            carry_on: "word".into(),
            ..MonthReview::new(day.plus(-60))
        };
        let safety_word = SafetyWord { since: day, word: "word".into() };
        vec![
            written("me", PromiseMark::id(&promise_id, promise_mark.day), 0, private.clone(), promise_mark),
            written("me", promise_id, 0, private.clone(), promise),
            written("me", Agreement::id([1; 16]), 0, private.clone(), agreement),
            written("me", "consent/x".parse().unwrap(), 0, private.clone(), consent),
            written("me", Setback::id([1; 16]), 0, private.clone(), setback),
            written("me", Moment::id([1; 16], day), 0, private.clone(), moment),
            written("me", MonthReview::id(review.month), 0, private.clone(), review),
            written("me", SafetyWord::id(), 0, private, safety_word),
        ]
    }

    #[test]
    fn every_text_of_every_kind_is_searched_and_nothing_else_is() {
        let (private, day) = (Visibility::Private, day(DAY));
        let ritual = Ritual {
            title: "word of a title".into(),
            about: "a word, and a word".into(),
            since: day,
            library: Some("word".into()),
            ..Ritual::default()
        };
        let ritual_id = Ritual::id([1; 16]);
        let mark =
            Mark { note: "no word".into(), ..Mark::new(ritual_id.clone(), day.plus(-4), MarkState::Done) };
        let gesture = Gesture {
            done: Some("a good word".into()),
            refused: vec!["a bad word".into()],
            ..Gesture::new(day.plus(-5))
        };
        let check_in = CheckIn {
            appreciations: "word".into(),
            topic: "word".into(),
            answer: "the word".into(),
            need: "word".into(),
            ask: "a word".into(),
            ..CheckIn::new(day, "word?")
        };
        let pulse = Pulse { line: "a word".into(), ..Pulse::new(day) };
        let reading = Reading { chapter: "word".into(), opened: day, finished: None, section: 0 };
        let earlier = [-1, -2, -3].map(|days| day.plus(days));
        let keepsake =
            Keepsake { title: "word".into(), text: "a word".into(), from: "words".into(), day: None };
        let parked = ParkedQuestion {
            text: "word".into(),
            after: After::Facts,
            day: day.plus(9),
            minute: 0,
            parked: earlier[1],
            state: ParkedState::Waiting,
        };
        let talk = Talk { day: earlier[2], topic: "word".into(), note: "word, word".into() };
        let trigger = Trigger { what: "word".into(), day: Some(day), notes: "no word".into() };
        let newer = serde_json::json!({
            "author": "me", "id": "letter/x", "stamp": Stamp::default().to_string(), "visibility": "private",
            "kind": "letter", "body": { "text": "word" },
        });
        let entries: Entries = [
            written(
                "me",
                Person::id(),
                5,
                private.clone(),
                Person { name: "Word".into(), ..Person::default() },
            ),
            written("me", Pulse::id(day), 4, private.clone(), pulse),
            written("me", CheckIn::id(day), 3, private.clone(), check_in),
            written("me", Mark::id(&ritual_id, mark.day), 2, private.clone(), mark),
            written("me", Gesture::id(gesture.day), 2, private.clone(), gesture),
            written("me", ritual_id, 2, private.clone(), ritual),
            written("me", Reading::id("word"), 1, private.clone(), reading),
            prompted("word by word", "The word."),
            written("me", Keepsake::id([1; 16], earlier[0]), 0, private.clone(), keepsake),
            written("me", ParkedQuestion::id([1; 16]), 0, private.clone(), parked),
            written("me", Talk::id([1; 16], earlier[2]), 0, private.clone(), talk),
            written("me", AgreedTime::id(), 0, private.clone(), AgreedTime { weekday: 0, minute: 0 }),
            written("me", Trigger::id([1; 16]), 0, private, trigger),
            Entry::from_json(newer).unwrap(),
        ]
        .into_iter()
        .chain(ledger())
        .collect();
        let hits = search(&entries, &me(), "word");
        let found: Vec<Vec<(&str, usize)>> = hits
            .iter()
            .map(|hit| hit.found.iter().map(|found| (found.field, found.spans.len())).collect())
            .collect();
        assert_eq!(
            found,
            [
                vec![("line", 1)],
                ["appreciations", "topic", "question", "answer", "need", "ask"]
                    .map(|field| (field, 1))
                    .to_vec(),
                vec![("title", 1), ("about", 2)],
                vec![("prompt", 1), ("text", 2)],
                vec![("title", 1), ("from", 1), ("text", 1)],
                vec![("text", 1)],
                vec![("topic", 1), ("note", 2)],
                vec![("note", 1)],
                vec![("done", 1)],
                vec![("text", 1), ("check", 1), ("reason", 1)],
                vec![("note", 1)],
                vec![("details", 1), ("why", 2), ("steps", 1)],
                vec![("words", 1)],
                vec![("what", 1), ("done", 1)],
                vec![("what", 1)],
                vec![("kept", 1), ("lighter", 2), ("carry_on", 1)],
                // What has no day counts as written on the one of its stamp.
                vec![("name", 1)],
                vec![("what", 1), ("notes", 1)],
            ]
        );
        // The words of a query may stand in different texts of one entry.
        assert_eq!(search(&entries, &me(), "word? the a").len(), 1);
    }

    #[test]
    fn nobody_finds_what_they_may_not_see_nor_what_was_deleted() {
        let written_by = |author: &str, on: &str, visibility| {
            let day = day(on);
            written(
                author,
                Journal::id(day),
                1,
                visibility,
                Journal { text: "tea".into(), ..Journal::new(day) },
            )
        };
        let gone = written_by("me", "2026-11-05", Visibility::Private);
        let gone = gone.revised(Stamp { ms: 2, ..Stamp::default() }, Visibility::Private, None);
        let entries: Entries = [
            written_by("me", "2026-11-01", Visibility::Private),
            written_by("you", "2026-11-02", Visibility::Shared),
            written_by("you", "2026-11-03", Visibility::Private),
            written_by("you", "2026-11-04", Visibility::Unknown("after-a-week".into())),
            gone,
        ]
        .into_iter()
        .collect();
        let ids: Vec<String> =
            search(&entries, &me(), "tea").iter().map(|hit| hit.entry.id.to_string()).collect();
        assert_eq!(ids, ["journal/2026-11-02", "journal/2026-11-01"]);
    }

    #[test]
    fn the_newest_day_comes_first_and_of_one_day_what_was_written_last() {
        let pulse = |on: &str, ms| {
            let day = day(on);
            let pulse = Pulse { line: "tea".into(), ..Pulse::new(day) };
            written("me", Pulse::id(day), ms, Visibility::Private, pulse)
        };
        let page = |on: &str, ms| {
            let day = day(on);
            written(
                "me",
                Journal::id(day),
                ms,
                Visibility::Private,
                Journal { text: "tea".into(), ..Journal::new(day) },
            )
        };
        // Of the week of the 16th, so of its Sunday, the 22nd.
        let week = CheckIn { answer: "tea".into(), ..CheckIn::new(day("2026-11-18"), "") };
        let entries: Entries = [
            page("2026-11-22", 1),
            page("2026-11-21", 9),
            page("2025-12-01", 5),
            pulse("2026-11-22", 7),
            pulse("2026-11-20", 99),
            pulse("2026-11-23", 0),
            written("me", CheckIn::id(week.week), 4, Visibility::Private, week),
        ]
        .into_iter()
        .collect();
        let hits = search(&entries, &me(), "tea");
        let ids: Vec<&str> = hits.iter().map(|hit| hit.entry.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "pulse/2026-11-23",
                "pulse/2026-11-22",
                "check-in/2026-11-16",
                "journal/2026-11-22",
                "journal/2026-11-21",
                "pulse/2026-11-20",
                "journal/2025-12-01",
            ]
        );
    }

    #[test]
    fn a_text_full_of_a_word_is_marked_so_often_and_no_oftener() {
        assert_eq!(marked(&"a".repeat(10_000), "a").len(), MOST_SPANS);
    }

    #[test]
    fn a_query_is_read_as_far_as_it_may_be_long() {
        let (within, beyond) = ("é".repeat(LONGEST_QUERY), "é".repeat(LONGEST_QUERY) + "x");
        assert_eq!(marked(&within, &beyond), [within.as_str()]);
        assert_eq!(marked(&within, &format!("{within} x")), [within.as_str()]);
        assert!(marked(&within[2..], &beyond).is_empty());
    }

    /// Of all letters there are: a word is looked for wherever one can begin that folds to its first letter.
    #[test]
    fn every_letter_is_found_by_what_it_folds_to() {
        for letter in (0..=0x0010_ffff).filter_map(char::from_u32) {
            if let Some(folded) = fold(letter).filter(|folded| !folded.is_whitespace()) {
                assert_eq!(fold(folded), Some(folded), "{letter:?} is folded as far as it goes");
                assert!(Word::new(folded.into()).occurs_in(&letter.to_string()), "{letter:?} by {folded:?}");
            }
        }
    }

    #[test]
    fn the_cases_of_a_letter_are_one() {
        let latin = '\0'..='\u{17f}';
        for letter in latin.chain('Ά'..='ώ').chain('Ѐ'..='џ') {
            let lower: String = letter.to_lowercase().collect();
            // The dotted İ is two characters in lower case, of which the second is an accent.
            assert_eq!(folded(&letter.to_string()), folded(&lower), "{letter:?}");
        }
    }

    fn folded(text: &str) -> String {
        text.chars().filter_map(fold).collect()
    }

    /// The same, slowly: every place is tried, and what stands there is folded as a whole.
    fn marked_slowly<'a>(text: &'a str, query: &str) -> Vec<&'a str> {
        let words: Vec<String> =
            query.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect();
        if !words.iter().all(|word| folded(text).contains(word)) {
            return Vec::new();
        }
        let is_part = |word: &&String| words.iter().any(|other| other.contains(*word) && other != *word);
        let words: Vec<&String> = words.iter().filter(|word| !is_part(word)).collect();
        let mut marked = Vec::new();
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let is_word = |end: &usize| words.iter().any(|word| **word == folded(&rest[..*end]));
            let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            let end = ends.filter(is_word).max().filter(|_| fold(letter).is_some());
            let (taken, after) = rest.split_at(end.unwrap_or(letter.len_utf8()));
            marked.extend(end.map(|_| taken));
            rest = after;
        }
        marked
    }

    /// Few letters, so that they meet: with and without accents, of several alphabets, and what goes wrong.
    fn texts_of(most: usize) -> impl Strategy<Value = String> {
        let letters = "aAáÁeéE\u{301}\u{308}łσςΣйИ’'👩\u{200d}א雨 \n";
        let letters: Vec<char> = letters.chars().collect();
        prop::collection::vec(prop::sample::select(letters), 0..most).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn what_is_marked_is_what_the_slow_way_marks(text in texts_of(40), query in texts_of(5)) {
            prop_assert_eq!(marked(&text, &query), marked_slowly(&text, &query));
        }

        #[test]
        fn marks_stand_in_order_on_borders_of_letters_and_say_a_word(text in texts_of(60), query in texts_of(6)) {
            let entries: Entries = [page(&text)].into_iter().collect();
            let words: Vec<String> = query.split_whitespace().map(folded).collect();
            for found in search(&entries, &me(), &query).iter().flat_map(|hit| &hit.found) {
                let mut before = 0;
                for span in &found.spans {
                    prop_assert!(before <= span.start && span.start < span.end);
                    let marked = found.text.get(span.clone());
                    prop_assert!(marked.is_some_and(|marked| words.contains(&folded(marked))), "{marked:?}");
                    before = span.end;
                }
            }
        }

        #[test]
        fn no_query_makes_it_fail(text in ".{0,200}", query in "(.|\\PC|[\u{300}-\u{36f}\u{590}-\u{6ff} ]){0,300}") {
            let _ = marked(&text, &query);
            let _ = marked(&query, &text);
            let _ = marked(&text, &query.repeat(40));
        }
    }
}
