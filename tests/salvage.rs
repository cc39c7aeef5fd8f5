//! Of a damaged file everything that can still be read is read, and the rest is named.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::time::{Duration, Instant};

use kept::entry::Entry;
use kept::exchange::{Import, ImportError, export, import};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use self::common::made_up::histories;
use self::common::{all_of, day, deleted, note, one, read, reopen, saved, stamp, two, unknown};

const FIXTURE: &str = include_str!("fixtures/export-v1.json");

/// The same file without white space, as other programs may write it.
fn compact(file: &str) -> String {
    serde_json::from_str::<Value>(file).unwrap().to_string()
}

fn pretty(entries: &[Entry]) -> String {
    export(&all_of(entries), day("2026-11-22"))
}

/// A file of each shape that an entry has: in other people's letters, with objects in lists, deleted.
fn some() -> Vec<Entry> {
    vec![
        note(&one(), "a/1", 1, "schön 👩‍👧 \\ \"x\" \n},{"),
        read(json!({
            "author": "one", "id": "b/2", "stamp": stamp(1, 0, 0).to_string(), "visibility": "private",
            "kind": "letter", "body": { "author": "Rilke", "entries": [{ "page": 1 }, [], { "author": 2 }] },
        })),
        deleted(&note(&one(), "c/3", 1, ""), 2),
        unknown(&two(), "d/4", 2),
    ]
}

/// A file with `damage` in place of the first `what`.
fn damaged(file: &str, what: &str, damage: &[u8]) -> Vec<u8> {
    let at = file.find(what).unwrap_or_else(|| panic!("no {what}"));
    [&file.as_bytes()[..at], damage, &file.as_bytes()[at + what.len()..]].concat()
}

/// What was read of a damaged file.
fn salvaged(bytes: &[u8]) -> Import {
    let file = import(bytes).unwrap();
    assert!(file.damaged, "{}", String::from_utf8_lossy(bytes));
    file
}

fn ids(file: &Import) -> Vec<&str> {
    file.entries.iter().map(|entry| entry.id.as_str()).collect()
}

#[test]
fn a_whole_file_is_not_called_damaged() {
    for file in [FIXTURE.to_owned(), compact(FIXTURE), pretty(&[])] {
        assert!(!import(file.as_bytes()).unwrap().damaged);
    }
}

#[test]
fn of_a_file_cut_off_anywhere_every_entry_before_the_cut_is_read() {
    let entries = some();
    for file in [pretty(&entries), compact(&pretty(&entries))] {
        // Where each entry ends: with its visibility, its last field.
        let ends: Vec<usize> = file
            .match_indices("\"visibility\"")
            .map(|(at, _)| at + file[at..].find('}').unwrap() + 1)
            .collect();
        let list_ends = file.rfind(']').unwrap();
        for at in 0..file.trim_end().len() {
            let cut = &file.as_bytes()[..at];
            let whole = ends.iter().filter(|end| **end <= at).count();
            if whole == 0 {
                let expected = if at == 0 { ImportError::NotJson } else { ImportError::Truncated };
                assert_eq!(import(cut).err(), Some(expected), "at {at}");
                continue;
            }
            let file = salvaged(cut);
            assert_eq!(file.entries, entries[..whole], "at {at}");
            let breaks_off = vec![format!("the file breaks off after entry {whole}")];
            assert_eq!(file.unreadable, if at <= list_ends { breaks_off } else { Vec::new() }, "at {at}");
        }
    }
}

/// Every place in a file, with every kind of byte that means something in JSON or in UTF-8.
#[test]
fn one_damaged_byte_costs_one_entry_at_most() {
    let entries = some();
    for file in [pretty(&entries), compact(&pretty(&entries))] {
        let whole = file.as_bytes();
        // Where the file says what it is; if that becomes something else, it is refused.
        let says = file.rfind("\"format\"").unwrap() + "\"format\"".len();
        for at in 0..whole.len() {
            let (before, after) = (&whole[..at], &whole[at + 1..]);
            let mut files = vec![[before, after].concat()];
            for byte in *b"\"\\{}[],:\n0x\0\x80\xff" {
                files.extend([[before, &[byte], after].concat(), [before, &[byte], &whole[at..]].concat()]);
            }
            for file in files {
                match import(&file) {
                    Ok(found) => assert_cost(&found, &entries, &file),
                    Err(error) => assert!(at > says, "{error:?}: {}", String::from_utf8_lossy(&file)),
                }
            }
        }
    }
}

/// At most one of the entries is missing, or has other words where the damage made other words of them.
fn assert_cost(found: &Import, entries: &[Entry], file: &[u8]) {
    let text = String::from_utf8_lossy(file);
    let missing = entries.iter().filter(|entry| !found.entries.contains(entry)).count();
    let altered = found.entries.iter().filter(|entry| !entries.contains(entry)).count();
    assert!(missing <= 1 && altered <= missing, "{missing} missing, {altered} altered of {text}");
    assert!(missing <= found.unreadable.len() + altered, "not listed: {text}");
}

#[test]
fn what_cannot_be_read_is_named_by_its_place() {
    let entries: Vec<Entry> = ["a", "b", "c", "d"].iter().map(|id| note(&one(), id, 1, id)).collect();
    let b_missing = &["entry 2: damaged"][..];
    for file in [pretty(&entries), compact(&pretty(&entries))] {
        let space = if file.contains('\n') { " " } else { "" };
        let field = |name: &str, value: &str| format!("\"{name}\":{space}\"{value}\"");
        for (what, damage, found, unreadable) in [
            (field("id", "b"), &b"\"id\" \"b\""[..], "acd", b_missing),
            (field("line", "b"), b"\"line\":\"b", "acd", b_missing),
            (field("line", "b"), b"\"line\":\"\xff\"", "acd", b_missing),
            (field("line", "b"), b"\"line\":\"\xed\xa0\x80\"", "acd", b_missing),
            (field("line", "b"), b"\"line\":\"\\ud800\"", "acd", b_missing),
            (field("line", "b"), b"\"line\":\"\n\"", "acd", b_missing),
            (field("line", "b"), b"\"line\":1e999", "acd", b_missing),
            (field("line", "b"), b"\0\0\0\0\0\0\0\0\0\0", "acd", b_missing),
            (field("line", "b"), b"\"more\":[{},{\"a\":1}],\"line\" \"b\"", "acd", b_missing),
            (field("line", "a"), b"\"line\" \"a\"", "bcd", &["entry 1: damaged"]),
            (field("line", "d"), b"\"line\" \"d\"", "abc", &["entry 4: damaged"]),
            ("{".to_owned(), b"", "abcd", &[]),
            ("{".to_owned(), b",{", "abcd", &[]),
            ("{".to_owned(), b")]}',\n{", "abcd", &[]),
            ("\"entries\"".to_owned(), b"\"", "abcd", &[]),
            ("[".to_owned(), b"", "abcd", &[]),
            ("[".to_owned(), b"[[", "abcd", &[]),
            ("]".to_owned(), b"", "abcd", &["entry 5: damaged"]),
            ("\"version\"".to_owned(), b"\"versio", "abcd", &[]),
        ] {
            let file = salvaged(&damaged(&file, &what, damage));
            assert_eq!(ids(&file).concat(), found, "{what} {}", String::from_utf8_lossy(damage));
            assert_eq!(file.unreadable, unreadable, "{what} {}", String::from_utf8_lossy(damage));
        }
    }
}

#[test]
fn an_entry_that_is_whole_and_unreadable_is_listed_with_the_reason_in_a_damaged_file_too() {
    let entries: Vec<Entry> = ["a", "b", "c"].iter().map(|id| note(&one(), id, 1, id)).collect();
    let file = pretty(&entries).replace("\"id\": \"b\"", "\"id\": \"B\"");
    let file = salvaged(&damaged(&file, "]", b""));
    assert_eq!(ids(&file), ["a", "c"]);
    assert_eq!(file.unreadable[0], "entry 2: the field \"id\" is missing or unreadable");
}

#[test]
fn a_first_entry_that_is_lost_with_the_beginning_of_the_file_is_named_too() {
    let entries = some();
    for file in [pretty(&entries), compact(&pretty(&entries))] {
        let mut bytes = file.into_bytes();
        bytes[..100].fill(0);
        let file = salvaged(&bytes);
        assert_eq!(file.entries, entries[1..]);
        assert_eq!(file.unreadable, ["entry 1: damaged"]);
    }
}

/// What interrupted copies and failing disks leave: blocks of zeros, or of another file.
#[test]
fn a_file_with_a_block_of_something_else_gives_what_is_before_and_behind_it() {
    let entries: Vec<Entry> =
        (0..200).map(|number| note(&one(), &format!("a/{number:03}"), 1, "a line")).collect();
    let file = pretty(&entries);
    for block in [vec![0; 4096], b"\x89PNG\"{[,\\ ".repeat(410), b"]}]}}}{{{[[[".repeat(340)] {
        for at in [0, 100, 8192, file.len() / 512 * 512 - block.len()] {
            let mut bytes = file.clone().into_bytes();
            bytes[at..at + block.len()].copy_from_slice(&block);
            let file = salvaged(&bytes);
            assert!(file.entries.iter().all(|entry| entries.contains(entry)));
            // An entry takes 270 bytes.
            assert!(file.entries.len() >= 200 - block.len() / 270 - 2, "{} at {at}", file.entries.len());
            assert_eq!(file.unreadable.len(), 1, "{:?}", file.unreadable);
        }
    }
    let mut zeros_at_the_end = file.as_bytes()[..8000].to_vec();
    zeros_at_the_end.resize(12_288, 0);
    let file = salvaged(&zeros_at_the_end);
    assert_eq!(file.unreadable, [format!("the file breaks off after entry {}", file.entries.len())]);
}

#[test]
fn a_damaged_file_of_a_newer_version_or_of_another_app_is_refused_all_the_same() {
    let newer = FIXTURE.replace("\"version\": 1", "\"version\": 2");
    let head_first = compact(&newer).replace(",\"version\":2", "").replacen('{', "{\"version\":2,", 1);
    for file in [newer.clone(), compact(&newer), head_first.clone()] {
        let broken = damaged(&file, "\"person\"", b"\"pers\xffon");
        assert_eq!(import(&broken).err(), Some(ImportError::Newer(2)), "{file}");
    }
    let cut = &head_first.as_bytes()[..head_first.len() / 2];
    assert_eq!(import(cut).err(), Some(ImportError::Newer(2)));
    let mut without_head = newer.clone().into_bytes();
    without_head[..40].fill(0);
    assert_eq!(import(&without_head).err(), Some(ImportError::Newer(2)));
    let confusing = head_first.replacen('{', "{\"a\":\"[\",", 1);
    assert_eq!(import(confusing.as_bytes()).err(), Some(ImportError::Newer(2)), "not damaged at all");

    for (format, expected) in [("other", ImportError::NotJson), ("kept-raw", ImportError::NotJson)] {
        let other = FIXTURE.replace("\"format\": \"kept\"", &format!("\"format\": \"{format}\""));
        assert_eq!(import(&damaged(&other, "\"person\"", b"person")).err(), Some(expected));
    }
    let no_version = FIXTURE.replace("\"version\": 1", "\"version\": \"1\"");
    assert_eq!(import(no_version.as_bytes()).err(), Some(ImportError::OtherApp));
}

/// A flipped bit in the name of a field leaves whole JSON behind.
#[test]
fn a_file_whose_own_fields_lost_their_names_is_read_as_a_damaged_one() {
    for field in ["entries", "format", "version"] {
        let file = salvaged(FIXTURE.replace(field, "entrjes").as_bytes());
        assert_eq!(file.entries, import(FIXTURE.as_bytes()).unwrap().entries, "{field}");
    }
}

#[test]
fn a_file_in_which_nothing_can_be_read_is_refused_with_the_reason() {
    for (file, expected) in [
        (&br#"{"entries":[{"author":"one","id":"a","#[..], ImportError::Truncated),
        (
            br#"{"entries":[{"author":"one"},{"author" "two"}],"format":"kept","version":1}"#,
            ImportError::NotJson,
        ),
        (b"{\"entries\":[{\"author\":\"\xff\"}],\"format\":\"kept\",\"version\":1}", ImportError::NotText),
        (br#"{"entries":[{"author":"one"}],"version":1}"#, ImportError::OtherApp),
        (br#"{"entries":[}],"format":"kept","version":7}"#, ImportError::Newer(7)),
    ] {
        assert_eq!(import(file).err(), Some(expected), "{}", String::from_utf8_lossy(file));
    }
}

#[test]
fn an_entry_nested_beyond_reason_costs_no_other() {
    let entries = [note(&one(), "a", 1, "a"), note(&one(), "b", 1, "b"), note(&one(), "c", 1, "c")];
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"author\":", "}"), ("[{\"author\":", "}]")] {
        let nested = format!("\"line\":{}0{}", open.repeat(100_000), close.repeat(100_000));
        let file = salvaged(&damaged(&compact(&pretty(&entries)), "\"line\":\"b\"", nested.as_bytes()));
        assert_eq!(ids(&file), ["a", "c"]);
        assert_eq!(file.unreadable, ["entry 2: damaged"]);
    }
}

/// By itself an entry can be read that is too deep to be read back from a whole file, or from storage.
#[test]
fn what_is_taken_of_a_damaged_file_can_be_taken_out_and_saved_again() {
    for (levels, taken) in [(10, true), (123, true), (124, false), (125, false), (126, false)] {
        let list = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let good = pretty(&[note(&one(), "a", 1, "x"), note(&one(), "b", 1, "y")]);
        let whole = compact(&good).replace("\"line\":\"y\"", &format!("\"list\":{list}"));
        assert_eq!(import(whole.as_bytes()).is_ok_and(|file| !file.damaged), taken, "{levels}");
        let file = salvaged(&whole.as_bytes()[..whole.rfind(']').unwrap()]);
        assert_eq!(ids(&file), if taken { vec!["a", "b"] } else { vec!["a"] }, "{levels}");
        assert!(!import(pretty(&file.entries).as_bytes()).unwrap().damaged);
        assert_eq!(reopen(&saved(&file.entries)), all_of(&file.entries));
    }
}

/// Half a megabyte of each; whatever is quadratic takes minutes for it.
#[test]
fn no_hostile_file_takes_long() {
    let size = 512 * 1024;
    let good = note(&one(), "a", 1, "a").to_json().to_string();
    let units = [
        "[",
        "{",
        ",{",
        "[{\"",
        "{},",
        "{\"author\"",
        "{\"author\":",
        "{\"author\":[",
        "[{\"author\":[{\"a\":",
        "{\"author\":\"",
        ",{\n\n\n\n\n\n\n\n\n\n\n\n\n",
        ",{              ",
        "{\"author\":1},",
        "\"",
        "\\",
        "\n",
        "\0",
    ];
    let mut files: Vec<String> = units.iter().map(|unit| unit.repeat(size / unit.len())).collect();
    files.push(format!("[{}", "{},".repeat(size / 3)));
    files.push(format!("[{{\"author\":\"{}", "a".repeat(size)));
    files.push(format!("[{{{}\"author\" 1", "\n".repeat(size)));
    files.push(format!("[{}{}", "{\"author\":[".repeat(60), "1,".repeat(size / 2)));
    files.push(format!("[x{{\"author\":1}}{}{good}", "{\"author\":1} ".repeat(size / 13)));
    files.push(format!("[{}", format!("{good},{{\"author\":\"x,").repeat(size / good.len())));
    files.push(format!("[x{good}{}", " {}".repeat(size / 3)));
    for file in files {
        let start = &file[..40];
        let began = Instant::now();
        let _ = import(file.as_bytes());
        let mut bytes = file.clone().into_bytes();
        bytes[size / 2] = 0xff;
        let _ = import(&bytes);
        let took = began.elapsed();
        assert!(took < Duration::from_secs(10), "{took:?} for {start:?}");
    }
}

proptest! {
    #[test]
    fn whatever_is_lost_of_a_file_the_rest_is_what_was_written(
        history in histories(), from in any::<Index>(), length in 0..400_usize, remove in any::<bool>(),
    ) {
        let entries = all_of(&history);
        let file = export(&entries, day("2026-11-22"));
        let from = from.index(file.len());
        let to = (from + length).min(file.len());
        let lost = if remove { Vec::new() } else { vec![0; to - from] };
        let bytes = [&file.as_bytes()[..from], &lost, &file.as_bytes()[to..]].concat();
        // Where each entry begins, with its line, and ends.
        let places = file.match_indices("\n    {").zip(file.match_indices("\n    }"));
        let untouched = places.filter(|((begin, _), (end, _))| end + 6 <= from || *begin >= to).count();
        match import(&bytes) {
            Ok(file) => {
                prop_assert!(file.entries.len() >= untouched);
                // The parts of two entries can make a third.
                let strangers = file.entries.iter().filter(|entry| {
                    entries.entry(&entry.author, &entry.id) != Some(entry)
                }).count();
                prop_assert!(strangers <= usize::from(remove));
            }
            Err(ImportError::OtherApp) => prop_assert!(remove || length == 0),
            Err(_) => prop_assert_eq!(untouched, 0),
        }
    }
}
