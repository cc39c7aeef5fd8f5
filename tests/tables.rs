//! What was written comes out as tables that spreadsheets open: whole, harmless, and only what the reader may see.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use kept::entry::{Body, Entries, Entry, EntryId, PersonId, Visibility};
use kept::exchange::{Table, import, tables};
use proptest::prelude::*;
use serde_json::{Value, json};

use self::common::made_up::histories;
use self::common::{all_of, day, deleted, id, note, one, read, says, stamp, two, younger_kinds};

/// A strict reader of RFC 4180 that shares nothing with the writer: after the byte order mark, records that end
/// with CRLF, fields between commas, quotes only around a whole field and doubled within.
fn records(csv: &str) -> Vec<Vec<String>> {
    let mut rest = csv.strip_prefix('\u{feff}').expect("a byte order mark").chars().peekable();
    let (mut records, mut record) = (Vec::new(), Vec::new());
    while rest.peek().is_some() {
        let mut field = String::new();
        if rest.next_if_eq(&'"').is_some() {
            loop {
                match rest.next().expect("a quote that closes the field") {
                    '"' if rest.next_if_eq(&'"').is_some() => field.push('"'),
                    '"' => break,
                    other => field.push(other),
                }
            }
        } else {
            while let Some(char) = rest.next_if(|char| !matches!(char, ',' | '\r')) {
                assert!(!matches!(char, '"' | '\n'), "{char:?} in a field without quotes: {csv:?}");
                field.push(char);
            }
        }
        record.push(field);
        match rest.next() {
            Some(',') => {}
            Some('\r') => {
                assert_eq!(rest.next(), Some('\n'), "a lone CR: {csv:?}");
                records.push(std::mem::take(&mut record));
            }
            other => panic!("{other:?} after a field: {csv:?}"),
        }
    }
    assert_eq!(record, Vec::<String>::new(), "the last record ends with CRLF, too");
    records
}

/// Takes away the quote that makes a formula harmless, as `docs/formats.md` tells readers to.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if starts_like_a_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn starts_like_a_formula(cell: &str) -> bool {
    let seen = cell.find(|char: char| {
        !(char.is_whitespace()
            || char.is_control()
            || "\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2060}\u{feff}".contains(char))
    });
    let (unseen, seen) = cell.split_at(seen.unwrap_or(cell.len()));
    unseen.contains(['\t', '\r', '\n']) || seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// The cells of one column of one table, by the names in its first row.
fn column(tables: &[Table], kind: &str, name: &str) -> Vec<String> {
    let table = tables.iter().find(|table| table.kind == kind).unwrap_or_else(|| panic!("no table {kind}"));
    let mut records = records(&table.csv);
    let header = records.remove(0);
    assert_eq!(records.len(), table.rows);
    assert!(records.iter().all(|record| record.len() == header.len()), "{records:?}");
    let place = header.iter().position(|other| other == name).unwrap_or_else(|| panic!("no column {name}"));
    records.into_iter().map(|mut record| record.swap_remove(place)).collect()
}

fn fixture() -> Entries {
    all_of(&import(include_bytes!("fixtures/export-v1.json")).unwrap().entries)
}

/// Something of that kind with that body, as a file would bring it.
fn entry_of(kind: &str, body: Value) -> Entry {
    read(json!({
        "author": "one", "id": "x", "stamp": stamp(1, 0, 0).to_string(), "visibility": "private",
        "kind": kind, "body": body,
    }))
}

#[test]
fn a_table_for_each_kind_is_written_to_the_letter() {
    let all = tables(&fixture(), None);
    let kinds: Vec<&str> = all.iter().map(|table| table.kind).collect();
    assert_eq!(kinds, ["person", "pulse", "check-in", "ritual", "mark", "reading", "other"]);
    let csv = |kind: &str| all.iter().find(|table| table.kind == kind).unwrap().csv.as_str();
    assert_eq!(
        csv("pulse"),
        "\u{feff}author,visibility,written,day,safe,easy,open,heard,hopeful,line,more,author_id,id\r\n\
         First,private,2026-11-21T22:26:40Z,2026-11-22,1,3,,,5,\
         \"A \"\"quiet\"\" day,\nwith tea. 日本語 👩‍👧\",,one,pulse/2026-11-22\r\n\
         two,private,2026-11-21T22:26:40Z,2026-11-20,2,,,,,,\
         \"{\"\"signals\"\":{\"\"calm\"\":4},\"\"weather\"\":\"\"rain\"\"}\",two,pulse/2026-11-20\r\n\
         two,shared,2026-11-21T22:26:40Z,2026-11-22,,,,,,,,two,pulse/2026-11-22\r\n"
    );
    assert_eq!(
        csv("ritual"),
        "\u{feff}author,visibility,written,title,about,minutes,times,per,on,every,place,since,\
         until,pauses,archived,minute,library,more,author_id,id\r\n\
         First,shared,2026-11-21T22:26:40Z,A walk,,20,2,week,,,together,2026-11-01,,,,,walk,,one,\
         ritual/0123456789abcdef\r\n\
         two,private,2026-11-21T22:26:40Z,Write a line,,0,1,day,,,apart,2026-10-31,,,,,,,two,ritual/own\r\n"
    );
    assert_eq!(
        csv("other"),
        "\u{feff}author,visibility,written,kind,more,author_id,id\r\n\
         two,after-a-week,2026-11-21T22:26:40Z,letter,\
         \"{\"\"pages\"\":[1,\"\"two\"\",null,{\"\"three\"\":true}],\"\"weight\"\":20}\",two,letter/0001\r\n"
    );
    assert_eq!(all[0].file_name(day("2026-11-22")), "notes-2026-11-22-person.csv");
}

/// A kind without a line of columns would come out as JSON, in the column for what a newer version wrote.
#[test]
fn every_field_of_every_known_kind_has_a_column() {
    let mut entries: Entries =
        fixture().iter().filter(|entry| entry.id != id("pulse/2026-11-20")).cloned().collect();
    entries.extend(younger_kinds());
    for kind in Body::KINDS {
        let more = column(&tables(&entries, None), kind, "more");
        assert!(!more.is_empty() && more.iter().all(String::is_empty), "{kind}: {more:?}");
    }
}

#[test]
fn nothing_of_a_body_is_left_out_whatever_shape_it_has() {
    for (kind, body, more) in [
        ("pulse", json!({ "day": "2026-11-22", "signals": [3], "line": "x" }), json!({ "signals": [3] })),
        (
            "pulse",
            json!({ "day": "2026-11-22", "signals": 3, "mood": "x" }),
            json!({ "signals": 3, "mood": "x" }),
        ),
        ("ritual", json!({ "rhythm": { "times": 1, "at": [1, 2] } }), json!({ "rhythm": { "at": [1, 2] } })),
        ("letter", json!({ "kind": "x", "day": "2026-11-22" }), json!({ "kind": "x", "day": "2026-11-22" })),
    ] {
        let all = tables(&all_of(&[entry_of(kind, body)]), None);
        let cell = column(&all, all[0].kind, "more").remove(0);
        assert_eq!(serde_json::from_str::<Value>(&cell).unwrap(), more);
    }
    let absurd = json!({ "day": { "year": 1 }, "signals": { "safe": -1.5, "easy": true, "open": ["x"] }, "line": null });
    let all = tables(&all_of(&[entry_of("pulse", absurd)]), None);
    let cells =
        ["day", "safe", "easy", "open", "line", "more"].map(|name| column(&all, "pulse", name).remove(0));
    assert_eq!(cells, [r#"{"year":1}"#, "'-1.5", "true", r#"["x"]"#, "", ""]);
}

#[test]
fn what_a_spreadsheet_would_calculate_is_made_harmless() {
    for formula in [
        "=1+1",
        "=HYPERLINK(\"https://example.org/?\"&A1)",
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1:A9)",
        "\t=1",
        "\tquiet",
        "\r=1",
        "\n=1",
        "\nquiet",
        "\r\nquiet",
        " \tquiet",
        "  =1",
        "\u{a0}=1",
        "\u{3000}=1",
        "\u{feff}=1",
        "\u{200b}=1",
        "\0=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        "  ＝1",
        "=",
        "'=1",
        "'' \t=1",
    ] {
        let all = tables(&all_of(&[note(&one(), "x", 1, formula)]), None);
        let cell = column(&all, "pulse", "line").remove(0);
        assert_eq!(cell, format!("'{formula}"), "{formula:?}");
        assert_eq!(unguarded(&cell), formula);
    }
    for plain in
        ["", "a=b", "'tis", "1-2", "2026-11-22", "a\t=1", " a", "'", "''a", "e@mail", "—", "日本語", "•"]
    {
        let all = tables(&all_of(&[note(&one(), "x", 1, plain)]), None);
        assert_eq!(column(&all, "pulse", "line"), [plain]);
    }
}

/// A spreadsheet that splits at semicolons or tabs too would find a formula at the beginning of the next cell; some
/// programs remove the space around a cell that has no quotes.
#[test]
fn what_other_programs_take_for_the_end_of_a_cell_stands_within_quotes() {
    for text in ["a;=1", "a\t=1", " a", "a "] {
        let all = tables(&all_of(&[note(&one(), "x", 1, text)]), None);
        assert!(all[0].csv.contains(&format!("\"{text}\"")), "{}", all[0].csv);
    }
}

#[test]
fn names_and_words_that_came_with_a_file_are_made_harmless_wherever_they_stand() {
    let entries = [
        read(json!({
            "author": "one", "id": "person", "stamp": stamp(1, 0, 0).to_string(), "visibility": "=later",
            "kind": "person", "body": { "name": "=1", "role": "both" },
        })),
        read(json!({
            "author": "one", "id": "-1", "stamp": stamp(1, 0, 0).to_string(), "visibility": "private",
            "kind": "@letter", "body": { "=1": 1 },
        })),
    ];
    for table in tables(&all_of(&entries), None) {
        for cell in records(&table.csv).concat() {
            assert!(!starts_like_a_formula(&cell), "{cell}");
        }
    }
}

#[test]
fn a_reader_finds_their_own_and_what_was_shared_and_nothing_that_tells_of_the_rest() {
    let shared = |entry: Entry| entry.revised(stamp(2, 0, 1), Visibility::Shared, entry.body.clone());
    let name = |visibility: &str| {
        read(json!({
            "author": "two", "id": "person", "stamp": stamp(1, 0, 0).to_string(), "visibility": visibility,
            "kind": "person", "body": { "name": "Second", "role": "both" },
        }))
    };
    let entries = all_of(&[
        note(&one(), "mine", 1, "mine"),
        note(&two(), "theirs", 1, "theirs"),
        shared(note(&two(), "both", 1, "both")),
        name("private"),
    ]);
    let all = tables(&entries, Some(&one()));
    assert_eq!(all.iter().map(|table| table.kind).collect::<Vec<_>>(), ["pulse"], "no empty table of people");
    assert_eq!(column(&all, "pulse", "line"), ["mine", "both"]);
    assert_eq!(column(&all, "pulse", "author"), ["one", "two"], "a name they keep to themselves is not told");

    let entries = all_of(&[name("shared"), shared(note(&two(), "both", 1, "both"))]);
    assert_eq!(column(&tables(&entries, Some(&one())), "pulse", "author"), ["Second"]);
    assert_eq!(tables(&all_of(&[note(&two(), "x", 1, "x")]), Some(&one())), []);
}

#[test]
fn an_author_without_a_name_is_called_by_their_id() {
    let person = |name: &str| {
        read(json!({
            "author": "one", "id": "person", "stamp": stamp(1, 0, 0).to_string(), "visibility": "shared",
            "kind": "person", "body": { "name": name, "role": "both" },
        }))
    };
    for (name, shown) in [("Eli", "Eli"), ("  Eli ", "Eli"), ("", "one"), (" \n", "one")] {
        let all = tables(&all_of(&[person(name), note(&one(), "x", 1, "x")]), None);
        assert_eq!(column(&all, "pulse", "author"), [shown], "{name:?}");
    }
    assert_eq!(column(&tables(&all_of(&[note(&two(), "x", 1, "x")]), None), "pulse", "author"), ["two"]);
}

#[test]
fn the_time_is_the_one_of_the_stamp_in_utc() {
    for (ms, written) in [
        (0, "1970-01-01T00:00:00Z"),
        (951_782_400_000, "2000-02-29T00:00:00Z"),
        (1_763_816_461_999, "2025-11-22T13:01:01Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59Z"),
    ] {
        let all = tables(&all_of(&[note(&one(), "x", ms, "x")]), None);
        assert_eq!(column(&all, "pulse", "written"), [written]);
    }
}

#[test]
fn what_was_deleted_is_in_no_table() {
    let entry = note(&one(), "x", 1, "x");
    assert_eq!(tables(&all_of(&[entry.clone(), deleted(&entry, 2)]), None), []);
}

/// Characters that a table or a spreadsheet could stumble over, and any others.
fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            prop::sample::select(
                "\"',;=+-@＝＋－＠\t\r\n \0\u{feff}\u{a0}\u{200b}aä".chars().collect::<Vec<_>>()
            ),
            any::<char>(),
        ],
        0..12,
    )
    .prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn every_text_comes_back_out_of_its_cell(lines in prop::collection::vec(texts(), 1..5)) {
        let name = |number: usize| -> EntryId { id(&format!("x/{number}")) };
        let entries: Vec<Entry> = lines.iter().enumerate().map(|(number, line)| {
            Entry::new(one(), name(number), stamp(1, 0, 0), Visibility::Private, says(line))
        }).collect();
        let cells = column(&tables(&all_of(&entries), None), "pulse", "line");
        prop_assert!(cells.iter().all(|cell| !starts_like_a_formula(cell)));
        let back: Vec<&str> = cells.iter().map(|cell| unguarded(cell)).collect();
        prop_assert_eq!(back, lines);
    }

    #[test]
    fn every_living_entry_is_in_one_table_and_a_readers_tables_hold_no_others(history in histories()) {
        let entries = all_of(&history);
        for reader in [None, Some(one()), Some(two())] {
            let expected = entries.iter().filter(|entry| {
                entry.body.is_some() && reader.as_ref().is_none_or(|reader| entry.is_visible_to(&entries, reader))
            });
            let mut expected: Vec<(PersonId, EntryId)> = expected.map(Entry::key).collect();
            let all = tables(&entries, reader.as_ref());
            let mut found: Vec<(PersonId, EntryId)> = all.iter().flat_map(|table| {
                let ids = column(&all, table.kind, "id");
                let authors = column(&all, table.kind, "author_id");
                authors.into_iter().zip(ids).map(|(author, id)| (author.parse().unwrap(), id.parse().unwrap()))
            }).collect();
            expected.sort();
            found.sort();
            prop_assert_eq!(found, expected);
        }
    }
}
