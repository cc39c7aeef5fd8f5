//! Hostile texts and files, wherever Kept takes one: nothing panics, nothing takes long, nothing is lost.
//!
//! `fixtures/hostile.json` holds most of the texts; `tests/e2e/hostile.test.mjs` types them into the browser.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::time::{Duration, Instant};

use kept::entry::{Entries, EntryId, PersonId, Ritual};
use kept::exchange::age::{check, is_age};
use kept::exchange::{
    Reminder, Zone, calendar, export, import, read_habits, tables, unzip, write_habits, zip,
};
use kept::insight::search;
use kept::vault::{DraftName, Shelf, Vault};
use kept::wording::{Kind, review};
use serde_json::{Value, json};

use self::common::carried::carry_in_and_out;
use self::common::{all_of, copy_of, difference, note, one, read, reopen, saved, stamp, today};

/// Far more than anything here needs, unoptimised and beside other tests.
const SOON: Duration = Duration::from_secs(10);

/// Texts, the long ones last.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = serde_json::from_str(include_str!("fixtures/hostile.json")).unwrap();
    let long = [
        ("A", 100_000),
        ("a ", 50_000),
        ("\n", 20_000),
        ("<b>", 20_000),
        ("(", 30_000),
        ("🙂", 20_000),
        ("'", 20_000),
        ("you always ", 8_000),
        ("if i ", 20_000),
        ("\"", 20_000),
        ("ab\u{301}", 20_000),
        ("a.", 20_000),
        ("-", 50_000),
        ("=\n", 10_000),
    ];
    texts.extend(long.map(|(text, times)| text.repeat(times)));
    assert!(texts.len() >= 300, "{} texts", texts.len());
    texts
}

/// Files that claim to be something, each with a text in every place.
fn files() -> Vec<Vec<u8>> {
    let mut files: Vec<Vec<u8>> = Vec::new();
    for text in texts() {
        files.push(text.clone().into_bytes());
        files.push(
            json!({ "format": "kept", "version": 1, "exported": text, "entries": [text] }).to_string().into(),
        );
        files.push(
            format!(r#"{{"format":"kept","version":1,"entries":[{{"author":{text},"id":"a"}}]}}"#).into(),
        );
    }
    for deep in [100, 1_000, 100_000] {
        files.push("[".repeat(deep).into());
        files.push(format!("{}{}", "[".repeat(deep), "]".repeat(deep)).into());
        files.push("{\"entries\":".repeat(deep).into());
    }
    let bytes: [&[u8]; 12] = [
        b"",
        b"\0",
        b"\xff\xfe\0\0",
        b"\xef\xbb\xbf",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\x1f\x8b\x08",
        b"age-encryption.org/v1\n",
        b"-----BEGIN AGE ENCRYPTED FILE-----\n",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xc0\x80\xed\xa0\x80",
    ];
    files.extend(bytes.map(<[u8]>::to_vec));
    files
}

fn timed<T>(what: &str, act: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let result = act();
    let took = began.elapsed();
    let beginning: String = what.chars().take(60).collect();
    assert!(took < SOON, "{took:?} for {beginning:?}");
    result
}

#[test]
fn whatever_is_written_comes_back_as_it_was() {
    let written: Vec<_> = texts()
        .iter()
        .enumerate()
        .map(|(number, text)| note(&one(), &format!("a/{number}"), number as u64, text))
        .collect();
    let entries = all_of(&written);
    let file = timed("export", || export(&entries, today()));
    let again = timed("import", || import(file.as_bytes())).unwrap();
    assert!(!again.damaged && again.unreadable.is_empty());
    assert_eq!(difference(&again.entries.iter().cloned().collect(), &entries), Vec::<String>::new());
    assert_eq!(difference(&reopen(&saved(&written)), &entries), Vec::<String>::new());
}

#[test]
fn whatever_is_looked_for_or_looked_over_is_only_text() {
    let entries: Entries =
        texts().iter().enumerate().map(|(at, text)| note(&one(), &format!("a/{at}"), 1, text)).collect();
    for text in texts() {
        timed(&text, || search(&entries, &one(), &text).len());
        for kind in [Kind::Hurt, Kind::Responsibility] {
            timed(&text, || review(&text, kind));
        }
    }
}

#[test]
fn names_and_ids_are_refused_or_hold_only_their_letters() {
    for text in texts() {
        for spelled in [
            text.parse::<EntryId>().map(|id| id.to_string()).ok(),
            text.parse::<PersonId>().map(|id| id.to_string()).ok(),
        ]
        .into_iter()
        .flatten()
        {
            assert_eq!(spelled, text);
            assert!(
                spelled.chars().all(|letter| letter.is_ascii_graphic() && !"<>\"'&%".contains(letter)),
                "{spelled:?}"
            );
        }
    }
}

/// The cells of a table that a spreadsheet would take for a formula.
fn formulas(csv: &str) -> Vec<&str> {
    let first = |cell: &&str| cell.trim_start_matches('"').starts_with(['=', '+', '-', '@', '\t', '\r']);
    csv.trim_start_matches('\u{feff}').split(['\n', ',']).filter(first).collect()
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    for text in texts().into_iter().filter(|text| !text.contains([',', '\n', '"']) && text.len() < 1_000) {
        let person = json!({
            "author": "one", "id": "person", "stamp": stamp(1, 0, 0).to_string(), "visibility": "shared",
            "kind": "person", "body": { "name": text },
        });
        let pulse = json!({
            "author": "one", "id": "pulse/2026-11-20", "stamp": stamp(2, 0, 0).to_string(), "visibility": "private",
            "kind": "pulse", "body": { "day": "2026-11-20", "line": text, "newer": text },
        });
        for table in tables(&all_of(&[read(person), read(pulse)]), None) {
            assert_eq!(formulas(&table.csv), Vec::<&str>::new(), "{text:?}");
        }
    }
}

#[test]
fn a_reminder_is_one_event_whatever_it_is_called() {
    let zone = Zone { name: "Europe/London".to_owned(), offset: 0, changes: Vec::new() };
    for text in texts() {
        let reminder = Reminder::new(&one(), &"ritual/a".parse().unwrap(), &text, Ritual::default());
        let file = timed(&text, || calendar(&[reminder], &zone, 0, today()));
        for line in ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR"] {
            assert!(
                file.matches(&format!("\r\n{line}")).count() + usize::from(file.starts_with(line)) <= 1,
                "{text:?}"
            );
        }
        assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{text:?}");
    }
}

#[test]
fn whatever_is_opened_as_a_file_is_refused_or_read() {
    assert!(files().len() >= 300);
    for file in files() {
        let name = String::from_utf8_lossy(&file).into_owned();
        timed(&name, || carry_in_and_out(&file));
        timed(&name, || unzip(&file).map(|parts| parts.len()));
        let habits = [(name.clone(), name.clone()), ("Habits.csv".to_owned(), name.clone())];
        timed(&name, || read_habits(&habits, today()).is_some());
        if is_age(&file) {
            assert!(check(&file).is_err(), "{name:?}");
        }
    }
}

#[test]
fn habits_and_archives_carry_any_name() {
    for text in texts().iter().filter(|text| text.len() < 1_000) {
        let ritual = json!({
            "author": "one", "id": "ritual/a", "stamp": stamp(1, 0, 0).to_string(), "visibility": "shared",
            "kind": "ritual", "body": { "title": text, "since": "2026-11-01", "rhythm": { "times": 1, "per": "day" } },
        });
        let files = write_habits(&all_of(&[read(ritual)]), &one(), today());
        let archive = zip(&files);
        assert_eq!(unzip(&archive).unwrap().len(), files.len(), "{text:?}");
        for (path, _) in files {
            assert!(
                !path.contains("..") && !path.starts_with('/') && !path.contains(['\\', '\0', '\n']),
                "{path:?}"
            );
        }
    }
}

#[test]
fn a_value_that_somebody_put_on_the_shelf_costs_no_other() {
    let kept = note(&one(), "a/kept", 1, "what was here before");
    let shelf = saved(std::slice::from_ref(&kept));
    let places =
        ["kept/head", "kept/log/00c0ffee", "kept/entries/one/2026-11/1", "kept/entries/one/always/7"];
    for text in texts() {
        for place in places {
            let shelf = copy_of(&shelf);
            if shelf.get(place).unwrap().is_some() {
                continue;
            }
            shelf.set(place, &text).unwrap();
            shelf.set(&format!("kept/{text}"), &text).unwrap();
            let (mut vault, opened) = timed(&text, || Vault::open(Box::new(shelf.clone()), 2, today()));
            let mut entries = opened.entries;
            entries.extend(vault.load_everything());
            let found = entries.entry(&kept.author, &kept.id);
            assert_eq!(found, Some(&kept), "{place} {text:?}");
        }
    }
}

#[test]
fn a_draft_may_have_any_name_and_text() {
    for text in texts().into_iter().filter(|text| text.len() < 1_000) {
        let shelf = saved(&[]);
        let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
        let name = DraftName { author: one(), form: text.clone() };
        vault.keep_draft(&name, 1, &json!({ "line": text })).unwrap();
        let drafts: Vec<Value> = vault.drafts(&name).into_iter().map(|draft| draft.value).collect();
        assert_eq!(drafts, [json!({ "line": text })], "{text:?}");
        let other = DraftName { author: one(), form: "check-in".to_owned() };
        assert!(vault.drafts(&other).is_empty(), "{text:?}");
    }
}
