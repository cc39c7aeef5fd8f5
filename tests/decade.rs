//! The made-up decade is what it claims to be: as much text as two people write, and as hard to pack.
//!
//! What is measured against it is worth as much as it is honest, so nobody makes it easier by accident.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::io::Write;
use std::sync::LazyLock;

use kept::entry::{CheckIn, Day, Entries, Entry, Journal, Mark, Pulse, Signal, Visibility};
use kept::guide::CHAPTERS;
use ppmd_rust::Ppmd7Encoder;

use self::common::day;
use self::common::decade::{ALEX, ROBIN, entries};

const TODAY: &str = "2026-11-22";

static YEAR: LazyLock<Vec<Entry>> = LazyLock::new(|| entries(1, day(TODAY), 1));

/// The words of a text; a dash or an emoji between them is none.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

fn pages(entries: &[Entry]) -> impl Iterator<Item = (&Entry, &Journal)> {
    entries.iter().filter_map(|entry| Some((entry, entry.get::<Journal>()?)))
}

/// One person's pages of one month, as plain text.
fn month(entries: &[Entry], author: &str, month: &str) -> String {
    let pages = pages(entries).filter(|(entry, _)| entry.author.as_str() == author);
    let texts = pages.filter(|(_, page)| page.day.month() == day(month)).map(|(_, page)| page.text.as_str());
    texts.collect::<Vec<_>>().join("\n\n")
}

/// What is left of a text in `PPMd`, variant H.
fn packed_share(text: &str) -> f64 {
    let mut encoder = Ppmd7Encoder::new(Vec::new(), 4, 1 << 19).unwrap();
    encoder.write_all(text.as_bytes()).unwrap();
    let packed = encoder.finish(false).unwrap();
    f64::from(u32::try_from(packed.len()).unwrap()) / f64::from(u32::try_from(text.len()).unwrap())
}

/// Real English of this length comes to 0.30 to 0.33. With `gzip -9` these months come to 0.39, where "Alice in
/// Wonderland" and "As You Like It" come to 0.365 and 0.407.
#[test]
fn a_month_is_as_hard_to_pack_as_a_real_diary() {
    for author in [ROBIN, ALEX] {
        for name in ["2025-12-01", "2026-03-01", "2026-06-01", "2026-10-01"] {
            let text = month(&YEAR, author, name);
            let share = packed_share(&text);
            assert!((0.30..=0.33).contains(&share), "{author}, {name}: {share:.4}");
        }
    }
}

#[test]
fn a_page_has_150_to_400_words_of_everyday_length() {
    let mut seen = [false; 3];
    let (mut all, mut letters) = (0, 0);
    for (entry, page) in pages(&YEAR) {
        let count = words(&page.text);
        assert!((150..=400).contains(&count), "{}: {count} words", entry.id);
        seen[match count {
            150..=199 => 0,
            200..=349 => 1,
            _ => 2,
        }] = true;
        all += count;
        letters += page.text.chars().count();
    }
    assert_eq!(seen, [true; 3], "short pages and long ones");
    let average = f64::from(u32::try_from(letters).unwrap()) / f64::from(u32::try_from(all).unwrap());
    assert!((5.2..=5.6).contains(&average), "{average:.3} characters a word, with the space");
}

#[test]
fn the_words_are_many_and_look_like_a_diary() {
    let text = pages(&YEAR).map(|(_, page)| page.text.as_str()).collect::<Vec<_>>().join("\n\n");
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let distinct: std::collections::BTreeSet<&str> = words.collect();
    assert!(distinct.len() > 3_000, "{} different words in a year", distinct.len());
    for mark in ["é", " – ", "“", "”", "?", "!", "…", "\n\n", "🙂", "7:30", "Robin", "I'm"] {
        assert!(text.contains(mark), "{mark:?}");
    }
}

/// How many of each kind two people write in so many years.
fn count(entries: &[Entry], kind: &str) -> usize {
    entries.iter().filter(|entry| entry.body.as_ref().is_some_and(|body| body.kind() == kind)).count()
}

#[test]
fn a_year_holds_what_two_people_write_in_a_year() {
    for (kind, at_least, at_most) in [
        ("person", 2, 2),
        ("journal", 730, 730),
        ("pulse", 730, 730),
        ("check-in", 104, 106),
        ("ritual", 6, 6),
        ("mark", 800, 1_500),
        ("reading", 16, 2 * CHAPTERS.len()),
        ("promise", 6, 6),
        ("promise-mark", 60, 600),
        ("agreement", 2, 2),
        ("consent", 4, 4),
        ("statement", 8, 8),
        ("setback", 4, 4),
    ] {
        let count = count(&YEAR, kind);
        assert!((at_least..=at_most).contains(&count), "{kind}: {count}");
    }
}

#[test]
fn ten_years_hold_ten_times_a_year() {
    let decade = entries(10, day(TODAY), 1);
    for (kind, at_least, at_most) in [
        ("journal", 7_304, 7_304),
        ("pulse", 7_304, 7_304),
        ("check-in", 1_042, 1_046),
        ("mark", 8_000, 16_000),
        ("promise", 60, 60),
        ("promise-mark", 600, 6_000),
        ("agreement", 12, 12),
        ("consent", 24, 24),
        ("statement", 80, 80),
        ("setback", 40, 40),
    ] {
        let count = count(&decade, kind);
        assert!((at_least..=at_most).contains(&count), "{kind}: {count}");
    }
    let days: Vec<Day> = pages(&decade).map(|(_, page)| page.day).collect();
    assert_eq!((days.first(), days.last()), (Some(&day("2016-11-23")), Some(&day(TODAY))));
}

#[test]
fn the_same_seed_makes_the_same_years_and_another_one_others() {
    assert_eq!(*YEAR, entries(1, day(TODAY), 1));
    assert_ne!(*YEAR, entries(1, day(TODAY), 2));
}

/// Everything can be read back, stands once, and belongs to the day that its id names.
#[test]
fn every_entry_is_one_that_could_have_been_stored() {
    for entry in YEAR.iter() {
        assert_eq!(Entry::from_json(entry.to_json()).as_ref(), Ok(entry));
        let json = entry.to_json();
        let body = json["body"].as_object().unwrap();
        let is_dated = json["kind"] != "consent" && json["kind"] != "setback";
        if json["kind"].as_str().is_some_and(|kind| kind.starts_with("statement")) {
            assert!(entry.id.day().is_some(), "it is stored with what was written when it was begun");
            continue;
        }
        let own_day = body.get("day").or(body.get("week")).filter(|_| is_dated);
        assert_eq!(entry.id.day().map(String::from).as_deref(), own_day.and_then(|day| day.as_str()));
    }
    assert_eq!(YEAR.iter().cloned().collect::<Entries>().len(), YEAR.len(), "no entry stands twice");
}

#[test]
fn stamps_are_of_the_day_they_write_about_and_each_session_is_a_device_of_its_own() {
    let mut stamps: Vec<_> = YEAR.iter().map(|entry| entry.stamp).collect();
    stamps.sort_unstable();
    stamps.dedup();
    assert_eq!(stamps.len(), YEAR.len(), "no two entries have one stamp");
    let mut sessions: Vec<(u32, &str, u64)> = Vec::new();
    for entry in YEAR.iter() {
        let day_of_stamp = day("1970-01-01").plus(i32::try_from(entry.stamp.ms / 86_400_000).unwrap());
        if entry.get::<CheckIn>().is_none()
            && let Some(day) = entry.id.day()
        {
            assert_eq!(day, day_of_stamp, "{}", entry.id);
        }
        sessions.push((entry.stamp.device, entry.author.as_str(), entry.stamp.ms / 86_400_000));
    }
    sessions.sort_unstable();
    sessions.dedup();
    let mut devices: Vec<u32> = sessions.iter().map(|session| session.0).collect();
    devices.dedup();
    assert_eq!(devices.len(), sessions.len(), "no session goes over days or people");
    assert!((730..=1_470).contains(&devices.len()), "{} sessions, once or twice a day", devices.len());
}

#[test]
fn the_journal_is_mostly_private_and_the_rest_is_mixed() {
    let shared = |entry: &&Entry| entry.visibility == Visibility::Shared;
    let pages = pages(&YEAR).map(|(entry, _)| entry).filter(shared).count();
    assert!((5..=60).contains(&pages), "{pages} pages are shared");
    let pulses: Vec<&Entry> = YEAR.iter().filter(|entry| entry.get::<Pulse>().is_some()).collect();
    let shared_pulses = pulses.iter().filter(|entry| shared(entry)).count();
    assert!((100..=300).contains(&shared_pulses), "{shared_pulses} pulses are shared");
    let answers = |entry: &&&Entry| {
        let signals = entry.get::<Pulse>().map(|pulse| pulse.signals).unwrap_or_default();
        Signal::ALL.iter().all(|signal| signals.get(*signal).is_some())
    };
    let full = pulses.iter().filter(answers).count();
    assert!((1..pulses.len()).contains(&full), "now and then an answer is left out");
    assert!(
        YEAR.iter().filter_map(Entry::get::<Mark>).any(|mark| mark.state == kept::entry::MarkState::Skipped)
    );
}
