//! Files and storage of every released version, opened by today's code and compared entry by entry.
//!
//! The fixtures were written once, by the version they are named for, and are never written again: what they
//! hold is what people have on their devices. A new format gets new fixtures beside them.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use kept::entry::{
    Body, CheckIn, Entries, Entry, Level, Mark, MarkState, Per, Person, PersonId, Place, Pulse, Reading,
    Rhythm, Ritual, Role, Signals, Visibility, Way,
};
use kept::exchange::{export, import};
use kept::vault::{Backup, DraftName, MemoryShelf, Reach, Shelf, Vault};
use serde_json::{Map, Value, json};

use self::common::{chunks, contents, day, difference, id, logs, one, read, reopen, stamp, tidy_all, two};

const EXPORT_V1: &str = include_str!("fixtures/export-v1.json");
const STORAGE_V1: &str = include_str!("fixtures/storage-v1.json");
const STORAGE_V2: &str = include_str!("fixtures/storage-v2.json");

fn entry(author: &PersonId, name: &str, ms: u64, visibility: Visibility, body: impl Into<Body>) -> Entry {
    Entry::new(author.clone(), id(name), stamp(ms, 1, 0x5e0b_17c2), visibility, body.into())
}

const NOW: u64 = 1_795_300_000_000;

/// What both fixtures of version 1 hold: every kind, a deletion, and what a later version wrote.
fn version_1() -> Vec<Entry> {
    [what_people_said(), what_they_did(), what_later_versions_wrote()].concat()
}

fn what_people_said() -> Vec<Entry> {
    let (private, shared) = (Visibility::Private, Visibility::Shared);
    let signals = Signals {
        safe: Some(Level::ALL[0]),
        easy: Some(Level::ALL[2]),
        hopeful: Some(Level::ALL[4]),
        ..Signals::default()
    };
    vec![
        entry(
            &one(),
            "person",
            NOW,
            shared.clone(),
            Person { name: "First".into(), role: Role::Hurt, ..Person::default() },
        ),
        entry(
            &two(),
            "person",
            NOW + 1,
            shared.clone(),
            Person { name: String::new(), role: Role::BrokeTrust, colour: 1, way: Way::Open },
        ),
        entry(
            &one(),
            "pulse/2026-11-22",
            NOW + 2,
            private.clone(),
            Pulse {
                day: day("2026-11-22"), signals, line: "A \"quiet\" day,\nwith tea. 日本語 👩‍👧".into()
            },
        ),
        entry(&two(), "pulse/2026-11-22", NOW + 3, shared.clone(), Pulse::new(day("2026-11-22"))),
        entry(
            &one(),
            "check-in/2026-11-16",
            NOW + 4,
            shared.clone(),
            CheckIn {
                signals: Signals {
                    heard: Some(Level::ALL[3]),
                    open: Some(Level::ALL[1]),
                    ..Signals::default()
                },
                answer: "The walk.".into(),
                ask: "Another walk.".into(),
                ..CheckIn::new(day("2026-11-16"), "What was good?")
            },
        ),
    ]
}

fn what_they_did() -> Vec<Entry> {
    let (private, shared) = (Visibility::Private, Visibility::Shared);
    let walk = id("ritual/0123456789abcdef");
    vec![
        entry(
            &one(),
            walk.as_str(),
            NOW + 5,
            shared.clone(),
            Ritual {
                title: "A walk".into(),
                minutes: 20,
                rhythm: Rhythm::new(2, Per::Week),
                place: Place::Together,
                since: day("2026-11-01"),
                library: Some("walk".into()),
                ..Ritual::default()
            },
        ),
        entry(
            &two(),
            "ritual/own",
            NOW + 6,
            private.clone(),
            Ritual {
                title: "Write a line".into(),
                minutes: 0,
                rhythm: Rhythm::DAILY,
                place: Place::Apart,
                since: day("2026-10-31"),
                library: None,
                ..Ritual::default()
            },
        ),
        entry(
            &one(),
            "mark/ritual/0123456789abcdef/2026-11-21",
            NOW + 7,
            shared.clone(),
            Mark::new(walk.clone(), day("2026-11-21"), MarkState::Done),
        ),
        entry(
            &two(),
            "mark/ritual/0123456789abcdef/2026-10-31",
            NOW + 8,
            shared,
            Mark::new(walk, day("2026-10-31"), MarkState::Skipped),
        ),
        entry(
            &one(),
            "reading/days",
            NOW + 9,
            private.clone(),
            Reading {
                chapter: "days".into(),
                opened: day("2026-11-20"),
                finished: Some(day("2026-11-21")),
                section: 0,
            },
        ),
        entry(
            &one(),
            "reading/why",
            NOW + 10,
            private.clone(),
            Reading { chapter: "why".into(), opened: day("2026-11-22"), finished: None, section: 0 },
        ),
        entry(&one(), "pulse/2026-11-21", NOW + 11, private.clone(), Pulse::new(day("2026-11-21"))).revised(
            stamp(NOW + 12, 0, 2),
            private,
            None,
        ),
    ]
}

fn what_later_versions_wrote() -> Vec<Entry> {
    vec![
        read(json!({
            "author": "two", "id": "letter/0001", "stamp": stamp(NOW + 13, 65_535, 3).to_string(),
            "visibility": "after-a-week", "kind": "letter",
            "body": { "pages": [1, "two", null, { "three": true }], "weight": 20 }, "colour": "dusk",
        })),
        read(json!({
            "author": "two", "id": "pulse/2026-11-20", "stamp": stamp(NOW + 14, 0, 3).to_string(),
            "visibility": "private", "kind": "pulse",
            "body": { "day": "2026-11-20", "signals": { "safe": 2, "calm": 4 }, "weather": "rain" },
        })),
    ]
}

fn assert_version_1(found: &Entries) {
    for expected in version_1() {
        assert_eq!(found.entry(&expected.author, &expected.id), Some(&expected), "{}", expected.id);
    }
    assert_eq!(found.len(), version_1().len());
}

#[test]
fn a_file_of_version_1_is_read_entry_by_entry() {
    let read = import(EXPORT_V1.as_bytes()).unwrap();
    assert_eq!(read.unreadable, Vec::<String>::new());
    assert_version_1(&read.entries.into_iter().collect());
}

fn stored(fixture: &str) -> MemoryShelf {
    let shelf = MemoryShelf::default();
    for (key, value) in serde_json::from_str::<Map<String, Value>>(fixture).unwrap() {
        shelf.set(&key, value.as_str().unwrap()).unwrap();
    }
    shelf
}

#[test]
fn the_storage_of_version_1_opens_entry_by_entry() {
    let shelf = stored(STORAGE_V1);
    let before = contents(&shelf);
    let (mut vault, opened) = Vault::open(Box::new(shelf.clone()), 1, day("2026-11-22"));
    assert_eq!((opened.damaged, opened.newer), (0, false));
    assert_version_1(&opened.entries);
    assert_eq!(vault.preference("theme").as_deref(), Some("dark"));
    assert_eq!(vault.aside().len(), 1);
    let drafts = vault.drafts(&DraftName { author: one(), form: "pulse/2026-11-22".into() });
    assert_eq!(drafts.iter().map(|draft| &draft.value).collect::<Vec<_>>(), [&json!({ "line": "typed" })]);
    assert_eq!(contents(&shelf), before, "opening writes nothing");
}

#[test]
fn the_fixtures_hold_every_kind_that_version_1_knew() {
    let entries = version_1();
    for kind in ["person", "pulse", "check-in", "ritual", "mark", "reading"] {
        assert!(
            entries.iter().any(|entry| entry.body.as_ref().is_some_and(|body| body.kind() == kind)),
            "{kind}"
        );
    }
    assert!(entries.iter().any(|entry| entry.body.is_none()));
    assert!(entries.iter().any(|entry| matches!(entry.body, Some(Body::Unknown { .. }))));
}

/// As long as version 1 is what files have, they are written as it was released, to the letter.
#[test]
fn today_writes_files_as_version_1_did() {
    let entries: Entries = version_1().into_iter().collect();
    assert_eq!(export(&entries, day("2026-11-22")), EXPORT_V1);
}

/// What was stored in the first format is read for ever; what is written anew is in the present one.
#[test]
fn the_storage_of_version_1_is_the_same_after_tidying_up() {
    for today in ["2026-11-22", "2026-12-31", "2031-01-01"] {
        let shelf = stored(STORAGE_V1);
        let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, day(today));
        tidy_all(&mut vault, NOW).unwrap();
        assert_version_1(&reopen(&shelf));
        for (key, value) in chunks(&shelf) {
            let is_old = key.contains("2026")
                && today != "2026-11-22"
                && !(today == "2026-12-31" && key.contains("-11"));
            assert_eq!(value.starts_with("kept 2 ppmd "), is_old, "{key} on {today}");
        }
        vault.save(&version_1()).unwrap();
        tidy_all(&mut vault, NOW).unwrap();
        assert_version_1(&reopen(&shelf));
        assert_eq!(vault.preference("theme").as_deref(), Some("dark"));
        assert_eq!(vault.aside().len(), 1);
    }
}

/// What the storage of format 2 holds beside what that of format 1 does: pages, months packed long ago, what was
/// deleted lately, and what is not in its chunk yet.
fn more_of_version_2() -> Vec<Entry> {
    let page = |day: &str, ms: u64, words: &str| {
        read(json!({
            "author": "one", "id": format!("journal/{day}"), "stamp": stamp(NOW + ms, 0, 4).to_string(),
            "visibility": "private", "kind": "journal", "body": { "day": day, "text": words },
        }))
    };
    let old = |day_of: &str, ms: u64, line: &str| {
        let body = Pulse { line: line.into(), ..Pulse::new(day(day_of)) };
        entry(&two(), &format!("pulse/{day_of}"), NOW + ms, Visibility::Private, body)
    };
    vec![
        page("2026-11-20", 20, "A long walk. 日本語 👩‍👧 \"quoted\"\n\nAnd a second paragraph."),
        page("2025-03-01", 21, &"It rained, and we talked about the rain. ".repeat(12)),
        old("2025-03-01", 22, "rain"),
        old("2025-03-02", 23, "more rain, ä ö ü ß"),
        old("2025-03-31", 24, "deleted").deleted(stamp(NOW + 25, 0, 4), day("2026-11-21")),
        page("2026-10-02", 26, "deleted as well").deleted(stamp(NOW + 27, 0, 4), day("2026-11-21")),
        page("2026-10-03", 28, "deleted for good")
            .deleted(stamp(NOW + 29, 0, 4), day("2026-10-03"))
            .forgotten(),
    ]
}

/// In the log of a tab.
fn logged() -> Vec<Entry> {
    let person = Person { name: "First, renamed".into(), role: Role::Both, colour: 1, way: Way::Open };
    vec![
        entry(&one(), "person", NOW + 30, Visibility::Shared, person),
        entry(&two(), "pulse/2025-03-01", NOW + 31, Visibility::Shared, Pulse::new(day("2025-03-01"))),
    ]
}

/// In a batch that counts, and in one that was given up.
fn taken_in() -> (Vec<Entry>, Vec<Entry>) {
    let pulse = |name: &str, ms: u64| {
        entry(&two(), name, NOW + ms, Visibility::Private, Pulse::new(day("2024-02-29")))
    };
    (vec![pulse("pulse/2024-02-29", 40), pulse("letter/0002", 41)], vec![pulse("pulse/2024-02-28", 42)])
}

fn version_2() -> Entries {
    [version_1(), more_of_version_2(), logged(), taken_in().0].concat().into_iter().collect()
}

#[test]
fn the_storage_of_version_2_opens_entry_by_entry() {
    let shelf = stored(STORAGE_V2);
    let before = contents(&shelf);
    let (mut vault, opened) = Vault::open(Box::new(shelf.clone()), 1, day("2026-11-22"));
    assert_eq!((opened.damaged, opened.newer), (0, false));
    let mut entries = opened.entries;
    assert_eq!(
        entries.get::<Person>(&one(), &id("person")).map(|person| person.name.as_str()),
        Some("First, renamed")
    );
    let trash = vault.missing(Reach::Trash);
    assert_eq!(trash.len(), 2);
    entries.extend(vault.load(&trash));
    assert_eq!(entries.iter().filter(|entry| entry.trash().is_some()).count(), 2);
    entries.extend(vault.load_everything());
    assert_eq!(difference(&entries, &version_2()), Vec::<String>::new());

    let backup = Backup { on: day("2026-11-20"), until: stamp(NOW, 0, 1) };
    assert_eq!((vault.last_backup(), vault.snapshot()), (Some(backup), None));
    assert_eq!(vault.preference("theme").as_deref(), Some("dark"));
    assert_eq!(
        vault.aside().iter().map(|aside| aside.key.as_str()).collect::<Vec<_>>(),
        ["kept/aside/1/entries/two/2025-01/1"]
    );
    let drafts = vault.drafts(&DraftName { author: one(), form: "pulse/2026-11-22".into() });
    assert_eq!(drafts.iter().map(|draft| &draft.value).collect::<Vec<_>>(), [&json!({ "line": "typed" })]);
    assert_eq!(contents(&shelf), before, "opening writes nothing");
}

#[test]
fn the_storage_of_version_2_is_the_same_after_tidying_up() {
    let shelf = stored(STORAGE_V2);
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, day("2026-11-22"));
    tidy_all(&mut vault, NOW + 48 * 60 * 60 * 1000).unwrap();
    assert_eq!(difference(&reopen(&shelf), &version_2()), Vec::<String>::new());
    assert_eq!(logs(&shelf), []);
    assert!(contents(&shelf).iter().all(|(key, _)| !key.starts_with("kept/building/")));
    assert_eq!(vault.aside().len(), 1);
}

#[test]
fn the_storage_of_version_2_is_read_as_an_emergency_file_too() {
    let values: Value = serde_json::from_str(STORAGE_V2).unwrap();
    let file = import(json!({ "format": "kept-raw", "values": values }).to_string().as_bytes()).unwrap();
    assert_eq!(difference(&file.entries.into_iter().collect(), &version_2()), Vec::<String>::new());
    assert_eq!(file.unreadable, ["kept/aside/1/entries/two/2025-01/1"]);
}

#[test]
fn the_fixture_of_version_2_holds_every_kind_of_value() {
    let values = contents(&stored(STORAGE_V2));
    let has = |beginning: &str, form: &str| {
        values.iter().any(|(key, value)| {
            key.starts_with(beginning) && value.starts_with(&format!("kept 2 {form} open "))
        })
    };
    for (beginning, form) in [
        ("kept/entries/one/always/", "text"),
        ("kept/entries/one/2026-11/", "text"),
        ("kept/entries/one/pages-2026-q4/", "text"),
        ("kept/entries/one/pages-2025-q1/", "ppmd"),
        ("kept/entries/two/2025-03/", "ppmd"),
        ("kept/log/5e0b17c2", "text"),
        ("kept/log/5e0b17c2.1/", "ppmd"),
        ("kept/head", "text"),
        ("kept/draft/", "text"),
    ] {
        assert!(has(beginning, form), "{beginning} {form}");
    }
    assert!(values.iter().any(|(key, _)| key.starts_with("kept/building/log/")));
    let (_, given_up) = taken_in();
    assert!(version_2().entry(&given_up[0].author, &given_up[0].id).is_none());
}
