//! What is carried out comes back in, and a file that cannot be read changes nothing.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use kept::entry::{Body, Entries, Entry, Key, Visibility};
use kept::exchange::{Import, ImportError, LARGEST_FILE, Preview, export, file_name, import};
use kept::vault::{MemoryShelf, Shelf, Vault};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};

use self::common::made_up::histories;
use self::common::{
    NOW, all_of, contents, day, deleted, newer, note, one, read, reopen, saved, stamp, today, two, unknown,
};

fn exported(entries: &[Entry]) -> String {
    export(&all_of(entries), day("2026-11-22"))
}

/// A file with these entries in it, as JSON.
fn file_of(entries: &[Value]) -> Vec<u8> {
    json!({ "format": "kept", "version": 1, "exported": "2026-11-22", "entries": entries })
        .to_string()
        .into_bytes()
}

fn merged(here: &Entries, file: &Import) -> Entries {
    here.iter().chain(&file.entries).cloned().collect()
}

proptest! {
    #[test]
    fn what_was_exported_is_imported(history in histories()) {
        let entries = all_of(&history);
        let file = import(export(&entries, day("2026-11-22")).as_bytes()).unwrap();
        prop_assert_eq!(file.unreadable, Vec::<String>::new());
        prop_assert_eq!(file.entries.iter().cloned().collect::<Entries>(), entries);
    }

    #[test]
    fn exporting_twice_makes_the_same_file_in_whatever_order_the_entries_came(
        (history, shuffled) in histories().prop_flat_map(|history| (Just(history.clone()), Just(history).prop_shuffle())),
    ) {
        prop_assert_eq!(exported(&history), exported(&shuffled));
        let again = import(exported(&history).as_bytes()).unwrap();
        prop_assert_eq!(exported(&again.entries), exported(&history));
    }

    #[test]
    fn a_preview_counts_what_merging_really_does(here in histories(), there in histories()) {
        let here = all_of(&here);
        let file = Import { entries: there, ..Import::default() };
        let preview = file.preview(&here);
        let after = merged(&here, &file);

        prop_assert_eq!(preview.is_empty(), after == here);
        let touched: BTreeSet<Key> = file.entries.iter().map(Entry::key).collect();
        let Preview { added, updated, deleted, unchanged, gone, only_here: _ } = preview;
        let all_added: usize = added.iter().map(|(_, count)| count).sum();
        prop_assert_eq!(all_added + updated + deleted + unchanged + gone, touched.len());

        let living = |entries: &Entries| -> BTreeMap<Key, String> {
            let kind = |entry: &Entry| Some((entry.key(), entry.body.as_ref()?.kind().to_owned()));
            entries.iter().filter_map(kind).collect()
        };
        let (before, after_all) = (living(&here), living(&after));
        let mut new = BTreeMap::new();
        for (_, kind) in after_all.iter().filter(|(key, _)| !before.contains_key(*key)) {
            *new.entry(kind.clone()).or_insert(0_usize) += 1;
        }
        prop_assert_eq!(added, new.into_iter().collect::<Vec<_>>());
        prop_assert_eq!(deleted, before.keys().filter(|key| !after_all.contains_key(*key)).count());
        let is_same = |(author, id): &Key| here.entry(author, id) == after.entry(author, id);
        prop_assert_eq!(unchanged, touched.iter().filter(|key| is_same(key)).count());
    }

    #[test]
    fn an_older_export_never_brings_back_what_was_deleted(history in histories()) {
        let mut here = all_of(&history);
        let older = import(export(&here, day("2026-11-22")).as_bytes()).unwrap();
        let gone: Vec<Entry> = here.iter().map(|entry| deleted(entry, entry.stamp.ms + 1)).collect();
        for entry in gone {
            here.absorb(entry);
        }
        prop_assert!(older.preview(&here).is_empty());
        prop_assert_eq!(merged(&here, &older), here);
    }

    #[test]
    fn no_bytes_at_all_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = import(&bytes);
    }

    #[test]
    fn no_change_to_a_real_file_makes_it_panic_or_takes_the_rest_along(
        changes in prop::collection::vec((any::<Index>(), prop_oneof![
            any::<u8>(), prop::sample::select(b"\"\\{}[],:0-.eE \n".to_vec()),
        ], 0..3_u8), 1..4),
    ) {
        let mut bytes = include_bytes!("fixtures/export-v1.json").to_vec();
        for (at, byte, how) in changes {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        if let Ok(file) = import(&bytes) {
            let whole = import(include_bytes!("fixtures/export-v1.json")).unwrap();
            prop_assert!(file.entries.len() + file.unreadable.len() >= whole.entries.len() - 3);
        }
    }
}

#[test]
fn what_was_imported_can_be_saved_and_is_there_again() {
    let file = import(include_bytes!("fixtures/export-v1.json")).unwrap();
    let shelf = MemoryShelf::default();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    vault.take_in(&file.entries, NOW).unwrap();
    assert_eq!(reopen(&shelf), all_of(&file.entries));
    assert!(file.preview(&reopen(&shelf)).is_empty());
}

#[test]
fn a_file_is_plain_json_with_a_neutral_name() {
    let text = exported(&[note(&one(), "letter/a", 1, "a")]);
    assert!(text.ends_with("}\n"));
    let file: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(file["format"], "kept");
    assert_eq!(file["version"], 1);
    assert_eq!(file["exported"], "2026-11-22");
    assert_eq!(file["entries"][0]["id"], "letter/a");
    assert_eq!(file_name(day("2026-11-22")), "notes-2026-11-22.json");
}

#[test]
fn a_file_that_is_not_ours_is_refused_with_the_reason() {
    let (one_format, other) = (json!({ "format": "kept", "version": 1 }), ImportError::OtherApp);
    for (bytes, expected) in [
        (&b""[..], ImportError::NotJson),
        (b" \n\t ", ImportError::NotJson),
        (b"\xef\xbb\xbf", ImportError::NotJson),
        (b"hello", ImportError::NotJson),
        (b"kept 1 text open 1 00000000\n[]", ImportError::NotJson),
        (b"a,b\n1,2\n", ImportError::NotJson),
        (b"{\"format\": kept}", ImportError::NotJson),
        (b"{} {}", ImportError::NotJson),
        (b"{\"format\":\"kept\",\"version\":1e999,\"entries\":[]}", ImportError::NotJson),
        (b"\x89PNG\r\n\x1a\n", ImportError::NotText),
        (b"{\"format\":\"kept\xff\"}", ImportError::NotText),
        (b"{\0\"\0", ImportError::NotJson),
        (b"[]", other.clone()),
        (b"7", other.clone()),
        (b"null", other.clone()),
        (b"\"kept\"", other.clone()),
        (b"{}", other.clone()),
        (br#"{"type":"drawing","version":2,"elements":[]}"#, other.clone()),
        (br#"[{"format":"kept","version":1,"entries":[]}]"#, other.clone()),
        (br#"{"format":"Kept","version":1,"entries":[]}"#, other.clone()),
        (br#"{"format":1,"version":1,"entries":[]}"#, other.clone()),
        (br#"{"format":"kept","version":"1","entries":[]}"#, other.clone()),
        (br#"{"format":"kept","version":0,"entries":[]}"#, other.clone()),
        (br#"{"format":"kept","version":-1,"entries":[]}"#, other.clone()),
        (br#"{"format":"kept","version":1.5,"entries":[]}"#, other.clone()),
        (br#"{"format":"kept","version":99999999999999999999999,"entries":[]}"#, other.clone()),
        (br#"{"format":"kept","entries":[]}"#, other.clone()),
        (br#"{"format":"kept","version":1,"entries":{}}"#, other.clone()),
        (one_format.to_string().as_bytes(), other.clone()),
        (br#"{"format":"kept-raw"}"#, other.clone()),
        (br#"{"format":"kept-raw","values":["a"]}"#, other),
        (br#"{"format":"kept","version":2,"entries":[]}"#, ImportError::Newer(2)),
        (br#"{"format":"kept","version":18446744073709551615}"#, ImportError::Newer(u64::MAX)),
    ] {
        assert_eq!(import(bytes).err(), Some(expected), "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_by_its_size() {
    let size = 50 * 1024 * 1024;
    assert!(size > LARGEST_FILE);
    let bytes = vec![b' '; usize::try_from(size).unwrap()];
    assert_eq!(import(&bytes).err(), Some(ImportError::TooLarge(size)));
}

#[test]
fn a_byte_order_mark_does_no_harm() {
    let text = format!("\u{feff}{}", exported(&[note(&one(), "letter/a", 1, "a")]));
    assert_eq!(import(text.as_bytes()).unwrap().entries.len(), 1);
}

/// What can still be read of a file that is not raw: `tests/salvage.rs`.
#[test]
fn an_emergency_file_cut_off_anywhere_says_that_it_breaks_off() {
    let whole = raw(&saved(&[note(&one(), "letter/a", 1, "schön 👩‍👧 \\ \"x\" \n")])).to_string();
    for at in 1..whole.len() {
        let error = import(&whole.as_bytes()[..at]).err();
        assert_eq!(error, Some(ImportError::Truncated), "at {at}");
    }
    assert!(import(whole.as_bytes()).is_ok());
}

#[test]
fn json_nested_beyond_reason_is_refused_and_not_followed_down() {
    let deep = 200_000;
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = format!("{}0{}", open.repeat(deep), close.repeat(deep));
        assert_eq!(import(nested.as_bytes()).err(), Some(ImportError::NotJson));
        assert_eq!(import(open.repeat(deep).as_bytes()).err(), Some(ImportError::NotJson));
        let inside = format!(r#"{{"format":"kept","version":1,"entries":[{nested}]}}"#);
        assert_eq!(import(inside.as_bytes()).err(), Some(ImportError::NotJson));
    }
}

#[test]
fn of_a_key_that_stands_twice_the_last_one_counts() {
    let entry = note(&one(), "letter/a", 1, "a")
        .to_json()
        .to_string()
        .replace("\"id\":", "\"id\":\"letter/b\",\"id\":");
    let text = format!(r#"{{"format":"x","format":"kept","version":1,"entries":[],"entries":[{entry}]}}"#);
    let file = import(text.as_bytes()).unwrap();
    assert_eq!(file.entries, [note(&one(), "letter/a", 1, "a")]);
}

#[test]
fn what_cannot_be_read_is_listed_and_the_rest_is_taken() {
    let whole = note(&one(), "letter/a", 1, "a");
    let broken = |field: &str, value: Value| {
        let mut json = whole.to_json();
        json[field] = value;
        json
    };
    let file = import(&file_of(&[
        whole.to_json(),
        json!(7),
        json!([whole.to_json()]),
        broken("author", json!("Somebody!")),
        broken("id", json!("../../x")),
        broken("id", json!("x".repeat(121))),
        broken("stamp", json!("2026-11-22")),
        broken("stamp", json!("ffffffffffff-0000-00000000")),
        broken("stamp", json!(1e300)),
        broken("visibility", json!(null)),
        broken("kind", json!(null)),
        broken("kind", json!(["pulse"])),
        broken("body", json!("text")),
        broken("body", json!(null)),
        unknown(&two(), "letter/z", 1).to_json(),
    ]))
    .unwrap();
    assert_eq!(file.entries, [whole, unknown(&two(), "letter/z", 1)]);
    assert_eq!(
        file.unreadable,
        [
            "entry 2: not an object",
            "entry 3: not an object",
            "entry 4: the field \"author\" is missing or unreadable",
            "entry 5: the field \"id\" is missing or unreadable",
            "entry 6: the field \"id\" is missing or unreadable",
            "entry 7: the field \"stamp\" is missing or unreadable",
            "entry 8: the field \"stamp\" is missing or unreadable",
            "entry 9: the field \"stamp\" is missing or unreadable",
            "entry 10: the field \"visibility\" is missing or unreadable",
            "entry 11: the field \"kind\" is missing or unreadable",
            "entry 12: the field \"kind\" is missing or unreadable",
            "entry 13: the field \"body\" is missing or unreadable",
            "entry 14: the field \"body\" is missing or unreadable",
        ]
    );
}

#[test]
fn bodies_with_absurd_values_are_carried_along_and_shown_by_nobody() {
    for (kind, body) in [
        (
            "ritual",
            json!({ "title": "x", "minutes": 1e300, "rhythm": { "times": 1, "per": "day" }, "place": "apart", "since": "2026-11-22" }),
        ),
        (
            "ritual",
            json!({ "title": "x", "rhythm": { "times": 300, "per": "day" }, "place": "apart", "since": "2026-11-22" }),
        ),
        ("pulse", json!({ "day": "99999-11-22" })),
        ("pulse", json!({ "day": "2026-11-22", "signals": { "safe": 6 } })),
        ("person", json!({})),
    ] {
        let json = json!({
            "author": "one", "id": "x", "stamp": stamp(1, 0, 0).to_string(), "visibility": "private",
            "kind": kind, "body": body,
        });
        let file = import(&file_of(std::slice::from_ref(&json))).unwrap();
        assert!(matches!(file.entries[0].body, Some(Body::Unknown { .. })), "{json}");
        assert_eq!(file.entries[0].to_json(), json);
    }
}

/// A deletion of something never seen here looks like nothing; left out, an older copy would bring the entry in.
#[test]
fn the_deletion_of_something_never_seen_here_is_taken_in() {
    let alive = note(&one(), "letter/a", 1, "a");
    let gone = Import { entries: vec![deleted(&alive, 2)], ..Import::default() };
    let preview = gone.preview(&Entries::default());
    assert_eq!((preview.gone, preview.is_empty()), (1, false));
    let here = merged(&Entries::default(), &gone);
    let older = Import { entries: vec![alive], ..Import::default() };
    assert!(older.preview(&here).is_empty());
    assert!(gone.preview(&here).is_empty(), "the second time there is nothing new in it");
}

#[test]
fn a_preview_tells_what_is_new_from_what_is_newer() {
    let here = all_of(&[
        note(&one(), "letter/same", 1, ""),
        note(&one(), "letter/older", 1, ""),
        note(&one(), "letter/newer", 9, ""),
        note(&one(), "letter/deleted", 1, ""),
        deleted(&note(&one(), "letter/back", 1, ""), 2),
    ]);
    let file = Import {
        entries: vec![
            note(&one(), "letter/same", 1, ""),
            note(&one(), "letter/older", 2, ""),
            note(&one(), "letter/newer", 8, ""),
            deleted(&note(&one(), "letter/deleted", 1, ""), 2),
            note(&one(), "letter/back", 3, ""),
            note(&one(), "letter/new", 1, ""),
            note(&two(), "letter/new", 1, ""),
            unknown(&two(), "letter/x", 1),
        ],
        ..Import::default()
    };
    let added = vec![("letter".to_owned(), 1), ("pulse".to_owned(), 3)];
    assert_eq!(
        file.preview(&here),
        Preview { added, updated: 1, deleted: 1, unchanged: 2, gone: 0, only_here: 1 }
    );
    let shared = read({
        let mut json = note(&one(), "letter/same", 2, "").to_json();
        json["visibility"] = "shared".into();
        json
    });
    assert_eq!(shared.visibility, Visibility::Shared);
    let file = Import { entries: vec![shared], ..Import::default() };
    assert_eq!(file.preview(&here).updated, 1, "to share something is a change");
}

/// The emergency file that the page offers when the app itself has stopped.
fn raw(shelf: &MemoryShelf) -> Value {
    let values: Map<String, Value> =
        contents(shelf).into_iter().map(|(key, value)| (key, value.into())).collect();
    json!({ "format": "kept-raw", "values": values })
}

#[test]
fn an_emergency_file_restores_what_was_stored() {
    let shelf = MemoryShelf::default();
    let storage: Map<String, Value> = serde_json::from_str(include_str!("fixtures/storage-v1.json")).unwrap();
    for (key, value) in storage {
        shelf.set(&key, value.as_str().unwrap()).unwrap();
    }
    let file = import(raw(&shelf).to_string().as_bytes()).unwrap();
    assert_eq!(all_of(&file.entries), reopen(&shelf));
    assert_eq!(
        file.unreadable,
        ["kept/aside/1/entries/two/2025-01/1"],
        "what could not be read then cannot now"
    );
}

#[test]
fn of_an_emergency_file_with_damage_the_rest_is_taken() {
    let shelf = saved(&[note(&one(), "letter/a", 1, "a"), note(&two(), "letter/a", 1, "b")]);
    shelf.set("kept/entries/one/always/1", "damaged").unwrap();
    shelf.set("somebody-else", "kept").unwrap();
    let mut file = raw(&shelf);
    file["values"]["kept/entries/two/2026-11/1"] = json!({ "not": "text" });
    let read = import(file.to_string().as_bytes()).unwrap();
    assert_eq!(read.entries, [note(&two(), "letter/a", 1, "b")]);
    assert_eq!(read.unreadable, ["kept/entries/two/2026-11/1", "kept/aside/1/entries/one/always/1"]);
}

#[test]
fn an_emergency_file_of_a_newer_version_is_refused() {
    let key = "kept/entries/one/2026-11/1";
    let shelf = saved(&[note(&one(), "letter/a", 1, "a")]);
    shelf.set(key, &newer(key, "kept 3")).unwrap();
    assert_eq!(import(raw(&shelf).to_string().as_bytes()).err(), Some(ImportError::Newer(2)));
}
