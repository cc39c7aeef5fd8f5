//! A page for a therapist, or to keep: what can go into it, and what is in it then.
//!
//! Nothing is on the page that was not chosen, item by item, and nothing can be chosen that somebody at the table may
//! not see. With one reader it is their own page: their entries, and what the other shares with them. With both it is
//! the couple's: what *both* may see, whoever wrote it.
//!
//! A safety word, what somebody read, and whatever else says that help was looked for is never offered, not to its
//! author either: a printed page lies about. Each kind is decided on one by one below, so that a new one cannot slip
//! in unseen.

use super::order::ordered;
use super::promises::Tally;
use super::rituals::Noted;
use super::sentence::{promises_sentence, signal_name, subject_name};
use super::series::PromiseCount;
use crate::entry::{
    Agreement, Answer, Body, CameOut, CheckIn, Consent, Day, Entries, Entry, Journal, Keepsake, Key, Mark,
    MarkState, Moment, MonthReview, ParkedQuestion, ParkedState, PersonId, Promise, PromiseMark,
    PromiseShape, Pulse, Ritual, Setback, Signal, Signals, Statement, Subject, Talk, Trigger, Visibility,
    Weight,
};

/// The most characters of a label.
pub const LABEL_LENGTH: usize = 80;

/// Something that can go onto the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice<'a> {
    /// The entry; [`Entry::key`] is what is chosen.
    pub entry: &'a Entry,
    /// Its kind, as files spell it.
    pub kind: &'a str,
    /// What it is, in one line of [`LABEL_LENGTH`] characters at most.
    pub label: String,
    /// The day it is about, or began; `None` for what returns.
    pub day: Option<Day>,
    /// Whether nobody but its author sees it so far.
    pub is_private: bool,
}

/// What goes together on the page: everything that was chosen of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Section<'a> {
    /// The kind, as files spell it.
    pub kind: &'a str,
    /// What stands above it.
    pub heading: &'static str,
    /// The items, in the order of days.
    pub items: Vec<Item<'a>>,
}

/// One thing on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<'a> {
    /// The entry it was made of; its author is who says it.
    pub entry: &'a Entry,
    /// The day it is about, or began.
    pub day: Option<Day>,
    /// What it says. There is always something.
    pub parts: Vec<Part>,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is; empty where the text says so by itself.
    pub label: &'static str,
    /// The text, which may have more than one line.
    pub text: String,
}

/// Everything that can go onto a page about the days from `from` to `to` and that all of `readers` may see, kind by
/// kind, in the order of days. What lasts (a promise, an agreement, a ritual) is offered for all the days it lasts; a
/// trigger always. Without a reader there is nothing.
pub fn choices<'a>(entries: &'a Entries, readers: &[PersonId], from: Day, to: Day) -> Vec<Choice<'a>> {
    let rank = |entry: &Entry| {
        let offered = offered(entry)?;
        let is_within =
            offered.first.is_none_or(|first| first <= to) && offered.last.is_none_or(|last| from <= last);
        let day = offered.first.unwrap_or_default().since(Day::default());
        is_within.then(|| i64::from(offered.place) * MORE_THAN_ALL_DAYS + day)
    };
    let all = ordered(entries, readers, &rank);
    let authors = entries.authors();
    let choice = |entry: &'a Entry| {
        let offered = offered(entry)?;
        let is_seen = |other: &PersonId| *other != entry.author && entry.is_visible_to(entries, other);
        // Whoever has not written anything yet may see what is shared all the same.
        let is_private = entry.visibility != Visibility::Shared && !authors.iter().any(is_seen);
        let kind = entry.body.as_ref().map(Body::kind)?;
        Some(Choice { entry, kind, label: label(entry), day: offered.first, is_private })
    };
    all.into_iter().filter_map(choice).collect()
}

/// More than the calendar has days.
const MORE_THAN_ALL_DAYS: i64 = 10_000_000;

/// The page: what was `chosen` of the [`choices`], section by section. What is not among them (any more) is not on it.
pub fn summary<'a>(
    entries: &'a Entries,
    readers: &[PersonId],
    chosen: &[Key],
    from: Day,
    to: Day,
) -> Vec<Section<'a>> {
    let mut sections: Vec<Section<'a>> = Vec::new();
    for choice in choices(entries, readers, from, to) {
        let entry = choice.entry;
        if !chosen.iter().any(|(author, id)| *author == entry.author && *id == entry.id) {
            continue;
        }
        let mut parts = parts(entry);
        parts.extend(counted(entries, readers, entry, from, to));
        let item = Item { entry, day: choice.day, parts };
        match sections.last_mut() {
            Some(section) if section.kind == choice.kind => section.items.push(item),
            _ => {
                let heading = offered(entry).map_or("", |offered| offered.heading);
                sections.push(Section { kind: choice.kind, heading, items: vec![item] });
            }
        }
    }
    sections
}

/// What stands above those of an entry's kind; empty for one that is never offered.
pub fn heading_of(entry: &Entry) -> &'static str {
    offered(entry).map_or("", |offered| offered.heading)
}

/// About how many sheets of A4 the page takes, with somebody's own `words` on top; none where there is nothing on it.
///
/// A column 17 cm wide and 26 cm high (`style/70-paper.css`) holds at least 80 characters in a line and 46 lines of
/// letters of 11 pt; of large ones, 16 pt, 55 and 32. A line is reckoned for what is between items.
pub fn sheets(words: &str, sections: &[Section<'_>], is_large: bool) -> usize {
    let (width, height) = if is_large { (55, 32) } else { (80, 46) };
    let lines =
        |text: &str| text.lines().map(|line| line.chars().count().div_ceil(width).max(1)).sum::<usize>();
    let item = |item: &Item<'_>| 2 + item.parts.iter().map(|part| lines(&part.text)).sum::<usize>();
    let section = |section: &Section<'_>| 2 + section.items.iter().map(item).sum::<usize>();
    let all = lines(words.trim()) + sections.iter().map(section).sum::<usize>();
    // The days that it is about are a line, too.
    if all == 0 { 0 } else { (all + 2).div_ceil(height) }
}

/// How an entry is offered.
struct Offered {
    /// Its place among the kinds.
    place: u8,
    /// What stands above those of its kind.
    heading: &'static str,
    /// The first day it is about.
    first: Option<Day>,
    /// The last day it is about.
    last: Option<Day>,
}

/// How an entry is offered, where it is and has anything in it.
fn offered(entry: &Entry) -> Option<Offered> {
    let body = entry.body.as_ref()?;
    let (place, heading, first, last) = match body {
        Body::CheckIn(CheckIn { week, .. }) => (0, "Weekly check-ins", Some(*week), Some(week.plus(6))),
        Body::Pulse(Pulse { day, .. }) => (1, "Daily check-ins", Some(*day), Some(*day)),
        Body::Moment(Moment { day, .. }) => (2, "Chosen moments", Some(*day), Some(*day)),
        Body::Setback(Setback { day, .. }) => (3, "Setbacks", Some(*day), Some(*day)),
        Body::Promise(promise) => (4, "Promises", Some(promise.since), last_of_promise(promise)),
        Body::Agreement(agreement) => (5, "Agreements", Some(agreement.from), agreement.last_day(true)),
        Body::Ritual(ritual) => (6, "Rituals", Some(ritual.since), ritual.last()),
        Body::Talk(Talk { day, .. }) => (7, "Talks", Some(*day), Some(*day)),
        Body::ParkedQuestion(ParkedQuestion { parked, state, .. }) if *state != ParkedState::LetGo => {
            (8, "Questions", Some(*parked), None)
        }
        Body::Trigger(_) => (9, "What brings it back", None, None),
        Body::Journal(Journal { day, .. }) => (10, "From the journal", Some(*day), Some(*day)),
        Body::Keepsake(Keepsake { day, .. }) => {
            let day = day.or_else(|| entry.id.day());
            (11, "Keepsakes", day, day)
        }
        Body::MonthReview(MonthReview { month, .. }) => {
            (13, "Looking back", Some(*month), Some(month.plus(31).month().plus(-1)))
        }
        Body::Statement(Statement { said, .. }) => (12, "Words for each other", *said, *said),
        // A mark and a consent are part of what they belong to. Of the rest nothing is for a page: who somebody is to
        // the app, when they meet, what they read (among it the chapters about safety), and what only a newer version
        // knows. A safety word is nobody's but its author's, and not for paper.
        Body::Mark(_)
        | Body::PromiseMark(_)
        | Body::Consent(_)
        | Body::ParkedQuestion(_)
        | Body::Person(_)
        | Body::Gesture(_)
        | Body::Reading(_)
        | Body::AgreedTime(_)
        | Body::SafetyWord(_)
        | Body::StatementNotes(_)
        | Body::Unknown { .. } => return None,
    };
    entry.is_written().then_some(Offered { place, heading, first, last })
}

/// The last day on which a promise asks for something. What is to be done once is open until somebody says so.
fn last_of_promise(promise: &Promise) -> Option<Day> {
    let until = promise.until.filter(|_| matches!(promise.shape(), PromiseShape::Repeated(_)));
    match (promise.ended, until) {
        (Some(ended), Some(until)) => Some(ended.min(until)),
        (ended, until) => ended.or(until),
    }
}

/// The first line that an entry has, cut where it is too long; empty for one that is not for a page.
pub fn label(entry: &Entry) -> String {
    let first = parts(entry).into_iter().next();
    let line = first.as_ref().and_then(|part| part.text.lines().map(str::trim).find(|line| !line.is_empty()));
    let line = line.unwrap_or_default();
    if line.chars().nth(LABEL_LENGTH).is_none() {
        return line.to_owned();
    }
    // The last place is for the ellipsis.
    let end = line.char_indices().nth(LABEL_LENGTH - 1).map_or(0, |(end, _)| end);
    [line[..end].trim_end(), "…"].concat()
}

/// What an entry says, without parts that are empty.
fn parts(entry: &Entry) -> Vec<Part> {
    let mut page = Page::default();
    match &entry.body {
        Some(Body::CheckIn(week)) => {
            page.add("What to talk about", &week.topic);
            page.add(ANSWERS, &answers(&week.signals));
            page.add("Appreciated", &week.appreciations);
            if !week.answer.trim().is_empty() {
                page.add("Question", &week.question);
            }
            page.add("Answer", &week.answer);
            page.add("Needed", &week.need);
            page.add("Asked for", &week.ask);
        }
        Some(Body::Pulse(Pulse { signals, line, .. })) => {
            page.add("", line);
            page.add(ANSWERS, &answers(signals));
        }
        Some(Body::Moment(Moment { what, .. })) => page.add("", what),
        Some(Body::Setback(setback)) => of_setback(&mut page, setback),
        Some(Body::Promise(Promise { text, check, reason, .. })) => {
            page.add("", text);
            page.add("How both would know", check);
            page.add("Why it was changed", reason);
        }
        Some(Body::Agreement(agreement)) => of_agreement(&mut page, agreement),
        Some(Body::Ritual(Ritual { title, about, .. })) => {
            page.add("", title);
            page.add("", about);
        }
        Some(Body::Talk(Talk { topic, note, .. })) => {
            page.add("Topic", topic);
            page.add("Note", note);
        }
        Some(Body::ParkedQuestion(ParkedQuestion { text, .. })) => page.add("", text),
        Some(Body::Trigger(Trigger { what, notes, .. })) => {
            page.add("", what);
            page.add("Notes", notes);
        }
        Some(Body::Journal(Journal { text, prompt, .. })) => {
            page.add("", text);
            page.add("Written to", prompt);
        }
        Some(Body::MonthReview(MonthReview { kept, lighter, carry_on, .. })) => {
            page.add("What was kept", kept);
            page.add("What is lighter", lighter);
            page.add("What goes on, and what can rest", carry_on);
        }
        Some(Body::Statement(statement)) => page.add("", &statement.whole()),
        Some(Body::Keepsake(Keepsake { title, text, from, .. })) => {
            page.add("", title);
            page.add("From", from);
            page.add("", text);
        }
        _ => {}
    }
    page.0
}

/// The parts of one thing.
#[derive(Default)]
struct Page(Vec<Part>);

impl Page {
    fn add(&mut self, label: &'static str, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.0.push(Part { label, text: text.to_owned() });
        }
    }
}

fn of_setback(page: &mut Page, setback: &Setback) {
    page.add("", &setback.what);
    page.add("What was done about it", &setback.done);
    page.add(
        "How much it weighs",
        match setback.weight {
            Weight::Small => "small",
            Weight::Painful => "it hurt",
            Weight::Breach => "trust was broken again",
        },
    );
    page.add(
        "How it came out",
        match setback.came_out {
            CameOut::Unsaid => "",
            CameOut::Told => "it was told",
            CameOut::Discovered => "it was discovered",
        },
    );
}

fn of_agreement(page: &mut Page, agreement: &Agreement) {
    let mut subjects = String::new();
    // What is in their own words stands there in their own words.
    for subject in agreement.what.iter().filter(|subject| **subject != Subject::OwnWords) {
        subjects.push_str(if subjects.is_empty() { "" } else { ", " });
        subjects.push_str(subject_name(*subject));
    }
    page.add("", &subjects);
    page.add("In detail", &agreement.details);
    page.add("What it is for", &agreement.why);
    page.add("How it gets lighter", &agreement.steps);
}

/// What stands before the answers on the five signals.
const ANSWERS: &str = "From 1 to 5";

/// "Safe inside 3, Easy to talk 4".
fn answers(signals: &Signals) -> String {
    let mut text = String::new();
    for signal in Signal::ALL {
        if let Some(level) = signals.get(signal) {
            text.push_str(if text.is_empty() { "" } else { ", " });
            text.push_str(signal_name(signal));
            text.push(' ');
            text.push(char::from(b'0' + level.get()));
        }
    }
    text
}

/// What became of something within the days of the page, as far as all of `readers` may see.
fn counted(entries: &Entries, readers: &[PersonId], entry: &Entry, from: Day, to: Day) -> Vec<Part> {
    let mut page = Page::default();
    if entry.get::<Promise>().is_some() {
        let tally = kept(entries, readers, entry, from, to);
        if tally.marked() > 0 {
            page.add("In this time", &promises_sentence(&[PromiseCount { from, tally }]));
        }
    } else if let Some(ritual) = entry.get::<Ritual>() {
        match times_done(entries, readers, entry, ritual, from, to) {
            0 => {}
            1 => page.add("In this time", "done once"),
            times => page.add("In this time", &["done ", &times.to_string(), " times"].concat()),
        }
    } else if entry.get::<Agreement>().is_some() {
        said_to(&mut page, entries, readers, entry);
    }
    page.0
}

/// What was said to an agreement as it is: whether both agreed or one of them stopped it, and the words of each yes.
fn said_to(page: &mut Page, entries: &Entries, readers: &[PersonId], agreement: &Entry) {
    let (yes_id, stop_id) = (Consent::id(agreement), Consent::stop_id(agreement));
    let (mut yes, mut has_author, mut is_stopped) = (0, false, false);
    let mut words = Page::default();
    for author in entries.authors() {
        let said = |id| entries.entry(&author, id).filter(|entry| is_seen(entries, readers, entry));
        // A stop that was deleted was one.
        is_stopped |= said(&stop_id).is_some();
        let consent = said(&yes_id).filter(|entry| entry.is_written() && !entry.is_kept_back());
        if let Some(consent) = consent.and_then(Entry::get::<Consent>) {
            is_stopped |= consent.answer == Answer::Stop;
            yes += 1;
            has_author |= author == agreement.author;
            words.add("Agreed to with the words", &consent.words);
        }
    }
    let stands = match (is_stopped, yes > 1 && has_author) {
        (true, _) => "one of us stopped it",
        (false, true) => "both agreed",
        (false, false) => "not agreed on so far",
    };
    page.add("Where it stands", stands);
    page.0.append(&mut words.0);
}

/// Whether every one of `readers`, and there is one, may see it.
pub(super) fn is_seen(entries: &Entries, readers: &[PersonId], entry: &Entry) -> bool {
    !readers.is_empty() && readers.iter().all(|reader| entry.is_visible_to(entries, reader))
}

/// What the author of a promise noted about it.
pub(super) fn kept(entries: &Entries, readers: &[PersonId], promise: &Entry, from: Day, to: Day) -> Tally {
    let mut tally = Tally::default();
    for (_, entry) in entries.dated(&promise.author, &PromiseMark::path(&promise.id), from, to) {
        if let Some(mark) = entry.get::<PromiseMark>().filter(|_| is_seen(entries, readers, entry)) {
            tally.add(mark.state);
        }
    }
    tally
}

/// How many times a ritual was done. For one reader it is what counts for them; for both it is what both may see of a
/// moment that they had together, and of what each does alone there is no count: nobody is set beside the other.
pub(super) fn times_done(
    entries: &Entries,
    readers: &[PersonId],
    entry: &Entry,
    ritual: &Ritual,
    from: Day,
    to: Day,
) -> usize {
    if let [reader] = readers {
        return Noted::between(entries, reader, &entry.id, ritual, from, to).times();
    }
    let mut days: Vec<Day> = Vec::new();
    for author in entries.authors().iter().filter(|_| ritual.place.is_shared()) {
        for (day, entry) in entries.dated(author, &Mark::path(&entry.id), from, to) {
            let is_done = entry.get::<Mark>().is_some_and(|mark| mark.state == MarkState::Done);
            if is_done && is_seen(entries, readers, entry) && !days.contains(&day) {
                days.push(day);
            }
        }
    }
    days.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{About, Place, PromiseOutcome, Rhythm, SafetyWord, StatementNotes};
    use crate::insight::made::{day, entry, person};

    const WAITS: Visibility = Visibility::OnceBoth { announced: true };
    const PRIVATE: Visibility = Visibility::Private;
    const SHARED: Visibility = Visibility::Shared;

    fn moment(author: &str, number: u8, on: &str, visibility: Visibility, what: &str) -> Entry {
        let moment = Moment { day: day(on), what: what.into() };
        entry(author, Moment::id([number; 16], day(on)), visibility, moment)
    }

    fn november() -> (Day, Day) {
        (day("2026-11-01"), day("2026-11-30"))
    }

    /// The labels of what is offered to these readers, a `*` before what is private.
    fn offered_to(entries: &[Entry], readers: &[&str]) -> Vec<String> {
        let entries: Entries = entries.iter().cloned().collect();
        let readers: Vec<PersonId> = readers.iter().map(|name| person(name)).collect();
        let (from, to) = november();
        let choices = choices(&entries, &readers, from, to);
        choices.iter().map(|it| [if it.is_private { "*" } else { "" }, &it.label].concat()).collect()
    }

    /// The page with everything on it, as text.
    fn page_of(entries: &[Entry], readers: &[&str]) -> String {
        let all: Entries = entries.iter().cloned().collect();
        let readers: Vec<PersonId> = readers.iter().map(|name| person(name)).collect();
        let chosen: Vec<Key> = entries.iter().map(Entry::key).collect();
        let (from, to) = november();
        let mut text = String::new();
        for section in summary(&all, &readers, &chosen, from, to) {
            text.push_str(section.heading);
            for item in section.items {
                assert!(!item.parts.is_empty(), "{item:?}");
                let parts: Vec<String> =
                    item.parts.iter().map(|part| [part.label, "=", &part.text].concat()).collect();
                text.push_str(&["|", &parts.join("; ")].concat());
            }
            text.push('\n');
        }
        text
    }

    #[test]
    fn a_statement_is_offered_with_all_that_would_be_said_and_the_notes_on_it_never() {
        let id = Statement::id([1; 16], day("2026-11-03"));
        let parts = vec!["I lied.".to_owned(), String::new(), "No reason.".to_owned()];
        let notes = StatementNotes { went: "Quietly.".into(), ..StatementNotes::default() };
        let entries = [
            entry("a", StatementNotes::id(&id), SHARED, notes),
            entry("a", id, PRIVATE, Statement { parts, ..Statement::default() }),
        ];
        assert_eq!(page_of(&entries, &["a"]), "Words for each other|=I lied.\n\nNo reason.\n");
        assert_eq!(page_of(&entries, &["b"]), "");
    }

    #[test]
    fn a_page_takes_more_sheets_with_more_on_it_and_none_with_nothing() {
        let entries: Entries =
            (1..=30).map(|number| moment("a", number, "2026-11-03", PRIVATE, "A walk.")).collect();
        let (from, to) = november();
        let sheets_of = |count: usize, words: &str, is_large: bool| {
            let chosen: Vec<Key> = entries.iter().take(count).map(Entry::key).collect();
            sheets(words, &summary(&entries, &[person("a")], &chosen, from, to), is_large)
        };
        for (count, words, is_large, expected) in [
            (0, "", false, 0),
            (0, " \n", false, 0),
            (0, "Sleep.", false, 1),
            (1, "", false, 1),
            (14, "", false, 1),
            (15, "", false, 2),
            (9, "", true, 1),
            (10, "", true, 2),
            (30, "", true, 3),
        ] {
            assert_eq!(sheets_of(count, words, is_large), expected, "{count} {words:?} {is_large}");
        }
        assert_eq!(sheets_of(0, &"x".repeat(80 * 44), false), 1);
        assert_eq!(sheets_of(0, &"x".repeat(80 * 44 + 1), false), 2);
        assert_eq!(sheets_of(0, &"x\n".repeat(49), false), 2);
    }

    #[test]
    fn one_is_offered_what_one_may_see_and_both_what_both_may_see() {
        let entries = [
            moment("one", 1, "2026-11-03", PRIVATE, "mine"),
            moment("one", 2, "2026-11-02", SHARED, "ours"),
            moment("two", 3, "2026-11-01", PRIVATE, "theirs"),
            moment("two", 4, "2026-11-04", SHARED, "theirs for both"),
            moment("two", 5, "2026-11-05", WAITS, "theirs for later"),
            moment("one", 6, "2026-11-06", WAITS, "mine for later"),
            moment("one", 7, "2026-11-07", Visibility::Unknown("later".into()), "mine from a newer version"),
        ];
        let own = ["ours", "*mine", "theirs for both", "*mine for later", "*mine from a newer version"];
        assert_eq!(offered_to(&entries, &["one"]), own);
        assert_eq!(
            offered_to(&entries, &["two"]),
            ["*theirs", "ours", "theirs for both", "*theirs for later"]
        );
        assert_eq!(offered_to(&entries, &["one", "two"]), ["ours", "theirs for both"]);
        assert_eq!(offered_to(&entries, &["two", "one"]), ["ours", "theirs for both"]);
        assert_eq!(offered_to(&entries, &[]), [""; 0]);
        assert_eq!(page_of(&entries, &["one", "two"]), "Chosen moments|=ours|=theirs for both\n");
        // Whoever has nobody to share with yet still decides what is private.
        assert_eq!(offered_to(&entries[..2], &["one"]), ["ours", "*mine"]);
    }

    #[test]
    fn a_page_holds_what_was_chosen_and_is_offered_and_nothing_else() {
        let all = [
            moment("one", 1, "2026-11-03", PRIVATE, "first"),
            moment("one", 2, "2026-11-04", PRIVATE, "second"),
            moment("two", 3, "2026-11-05", PRIVATE, "not for one"),
            moment("one", 4, "2026-12-01", PRIVATE, "too late"),
            moment("one", 5, "2026-11-06", PRIVATE, " "),
        ];
        let entries: Entries = all.iter().cloned().collect();
        let (from, to) = november();
        let page = |chosen: &[usize]| -> Vec<String> {
            let chosen: Vec<Key> = chosen.iter().map(|at| all[*at].key()).collect();
            let sections = summary(&entries, &[person("one")], &chosen, from, to);
            sections.iter().flat_map(|it| &it.items).map(|item| item.parts[0].text.clone()).collect()
        };
        assert_eq!(page(&[]), [""; 0], "nothing is chosen by itself");
        assert_eq!(page(&[1]), ["second"]);
        assert_eq!(page(&[1, 0, 0]), ["first", "second"], "in the order of days, and once");
        assert_eq!(page(&[2, 3, 4]), [""; 0]);
    }

    #[test]
    fn a_safety_word_is_never_offered_nor_on_a_page() {
        for visibility in [PRIVATE, SHARED, WAITS] {
            let word = SafetyWord { word: "pineapple".into(), ..SafetyWord::default() };
            let entries = [entry("one", SafetyWord::id(), visibility, word)];
            for readers in [&["one"][..], &["two"], &["one", "two"]] {
                assert_eq!(offered_to(&entries, readers), [""; 0]);
                assert_eq!(page_of(&entries, readers), "");
            }
        }
    }

    #[test]
    fn what_lasts_is_offered_for_the_days_it_lasts() {
        let promise = |since: &str, until: &str, ended: &str, rhythm| {
            let promise = Promise {
                text: "x".into(),
                since: day(since),
                until: until.parse().ok(),
                ended: ended.parse().ok(),
                rhythm,
                ..Promise::default()
            };
            entry("one", Promise::id([1; 16]), PRIVATE, promise)
        };
        let daily = Some(Rhythm::DAILY);
        for (since, until, ended, rhythm, is_offered) in [
            ("2026-11-30", "", "", None, true),
            ("2026-12-01", "", "", None, false),
            ("2020-01-01", "", "", None, true),
            ("2020-01-01", "", "2026-10-31", None, false),
            ("2020-01-01", "", "2026-11-01", None, true),
            // What is to be done once is open until somebody says so.
            ("2026-10-01", "2026-10-31", "", None, true),
            ("2026-10-01", "2026-10-31", "", daily, false),
            ("2026-10-01", "2026-11-01", "", daily, true),
            ("2026-10-01", "2026-12-01", "2026-10-02", daily, false),
        ] {
            let found = offered_to(&[promise(since, until, ended, rhythm)], &["one"]);
            assert_eq!(!found.is_empty(), is_offered, "{since} {until} {ended}");
        }
        let week = |on: &str| {
            let week = CheckIn { topic: "x".into(), ..CheckIn::new(day(on), "?") };
            entry("one", CheckIn::id(day(on)), PRIVATE, week)
        };
        // A week belongs to each of its days.
        for (on, is_offered) in
            [("2026-10-25", false), ("2026-10-26", true), ("2026-11-30", true), ("2026-12-07", false)]
        {
            assert_eq!(!offered_to(&[week(on)], &["one"]).is_empty(), is_offered, "{on}");
        }
    }

    #[test]
    fn a_label_is_one_line_that_fits() {
        let long = "ä".repeat(LABEL_LENGTH);
        for (what, expected) in [
            ("short", "short"),
            ("\n  the second line\nthe third", "the second line"),
            (long.as_str(), &long),
            (&[&long, "."].concat(), &["ä".repeat(LABEL_LENGTH - 1), "…".into()].concat()),
        ] {
            let found = offered_to(&[moment("one", 1, "2026-11-03", SHARED, what)], &["one"]);
            assert_eq!(found, [expected], "{what}");
        }
    }

    #[test]
    fn promises_and_rituals_bring_what_was_noted_in_this_time_as_far_as_all_may_see() {
        let promise = Promise { text: "Home by seven".into(), ..Promise::default() };
        let promise = entry("one", Promise::id([1; 16]), SHARED, promise);
        let ritual = Ritual { title: "Tea".into(), place: Place::Together, ..Ritual::default() };
        let ritual = entry("one", Ritual::id([1; 16]), SHARED, ritual);
        let mut entries = vec![promise.clone(), ritual.clone()];
        for (author, on, visibility, state) in [
            ("one", "2026-11-01", SHARED, PromiseOutcome::Kept),
            ("one", "2026-11-30", PRIVATE, PromiseOutcome::Missed),
            ("one", "2026-12-01", SHARED, PromiseOutcome::Missed),
            ("two", "2026-11-02", SHARED, PromiseOutcome::Missed),
            ("two", "2026-11-01", SHARED, PromiseOutcome::Missed),
        ] {
            let mark = PromiseMark { promise: promise.id.clone(), day: day(on), state, note: String::new() };
            entries.push(entry(author, PromiseMark::id(&promise.id, mark.day), visibility.clone(), mark));
            let mark = Mark::new(ritual.id.clone(), day(on), MarkState::Done);
            entries.push(entry(author, Mark::id(&ritual.id, mark.day), visibility, mark));
        }
        let time = "In this time=";
        let few = "kept: too few to say more.";
        let expected = |kept: &str, done: &str| {
            let promises = ["Promises|=Home by seven; ", time, kept, " ", few].concat();
            [promises.as_str(), "\nRituals|=Tea; ", time, done, "\n"].concat()
        };
        assert_eq!(page_of(&entries, &["one"]), expected("1 of 2", "done 3 times"));
        assert_eq!(page_of(&entries, &["one", "two"]), expected("1 of 1", "done 2 times"));
        assert_eq!(page_of(&entries, &["two"]), expected("1 of 1", "done 2 times"));
    }

    #[test]
    fn an_agreement_says_where_it_stands_and_the_words_of_both_once_both_are_done() {
        let agreement = Agreement {
            what: vec![Subject::OwnWords, Subject::Calendar, Subject::Message],
            why: "Calm".into(),
            ..Agreement::new(About::Openness, day("2026-11-02"))
        };
        let agreement = entry("one", Agreement::id([1; 16]), SHARED, agreement);
        let says = |author: &str, visibility: Visibility, words: &str| {
            let consent = Consent {
                words: words.into(),
                ..Consent::new(&agreement.id, Answer::Yes, day("2026-11-02"))
            };
            entry(author, Consent::id(&agreement), visibility, consent)
        };
        let stop = entry(
            "two",
            Consent::stop_id(&agreement),
            SHARED,
            Consent::new(&agreement.id, Answer::Stop, day("2026-11-03")),
        );
        let begin = "Agreements|=the calendar can be seen, a message on arriving and on leaving; What it is for=Calm; Where it stands=";
        let both = "; Agreed to with the words=I do; Agreed to with the words=So do I\n";
        let (one, two) = (says("one", WAITS, "I do"), says("two", WAITS, "So do I"));
        for (said, of_one, of_both) in [
            (vec![], "not agreed on so far\n".to_owned(), "not agreed on so far\n".to_owned()),
            (
                vec![one.clone()],
                "not agreed on so far; Agreed to with the words=I do\n".to_owned(),
                "not agreed on so far\n".to_owned(),
            ),
            (vec![two.clone()], "not agreed on so far\n".to_owned(), "not agreed on so far\n".to_owned()),
            (vec![one.clone(), two.clone()], ["both agreed", both].concat(), ["both agreed", both].concat()),
            (
                vec![one.clone(), says("two", PRIVATE, "So do I")],
                "not agreed on so far; Agreed to with the words=I do\n".to_owned(),
                "not agreed on so far\n".to_owned(),
            ),
            // Who keeps theirs back has not agreed, though they can see that the other has.
            (
                vec![says("one", PRIVATE, "I do"), says("two", SHARED, "So do I")],
                "not agreed on so far; Agreed to with the words=So do I\n".to_owned(),
                "not agreed on so far; Agreed to with the words=So do I\n".to_owned(),
            ),
            (
                vec![one, two, stop],
                ["one of us stopped it", both].concat(),
                ["one of us stopped it", both].concat(),
            ),
        ] {
            let entries: Vec<Entry> = said.into_iter().chain([agreement.clone()]).collect();
            assert_eq!(page_of(&entries, &["one"]), [begin, &of_one].concat());
            assert_eq!(page_of(&entries, &["one", "two"]), [begin, &of_both].concat());
        }
    }
}
