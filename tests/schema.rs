//! `docs/kept.schema.json` describes the file that people take out: what Kept writes fits it, what Kept cannot read
//! does not.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use boon::{Compiler, SchemaIndex, Schemas};
use kept::entry::{Body, Entries, Entry};
use kept::exchange::{export, import};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use self::common::made_up::histories;
use self::common::{all_of, day, stamp, younger_kinds};

const SCHEMA: &str = include_str!("../docs/kept.schema.json");
const FIXTURE: &str = include_str!("fixtures/export-v1.json");

thread_local! {
    static COMPILED: (Schemas, SchemaIndex) = {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        // Else "format": "date" says nothing about 2026-02-30.
        compiler.enable_format_assertions();
        compiler.add_resource("urn:kept:export:1", serde_json::from_str(SCHEMA).unwrap()).unwrap();
        let index = compiler.compile("urn:kept:export:1", &mut schemas).unwrap();
        (schemas, index)
    };
}

/// Whether a file fits the schema, or where it does not.
fn check(file: &Value) -> Result<(), String> {
    COMPILED.with(|(schemas, index)| schemas.validate(file, *index).map_err(|error| format!("{error:#}")))
}

fn fixture() -> Value {
    serde_json::from_str(FIXTURE).unwrap()
}

fn exported(entries: &Entries) -> Value {
    serde_json::from_str(&export(entries, day("2026-11-22"))).unwrap()
}

/// A file with one entry of that kind in it.
fn file_with(kind: &str, body: Value) -> Value {
    json!({ "format": "kept", "version": 1, "exported": "2026-11-22", "entries": [{
        "author": "one", "id": "x", "stamp": stamp(1, 0, 0).to_string(), "visibility": "private",
        "kind": kind, "body": body,
    }] })
}

/// A shape of a known kind that only another version can have written. It is carried along, and the schema of this
/// version does not describe it.
fn is_misunderstood(entry: &Entry) -> bool {
    matches!(&entry.body, Some(Body::Unknown { kind, .. }) if Body::KINDS.contains(&kind.as_str()))
}

#[test]
fn files_of_version_1_and_an_empty_one_fit() {
    assert_eq!(check(&fixture()), Ok(()));
    let entries: Entries = import(FIXTURE.as_bytes()).unwrap().entries.into_iter().collect();
    assert_eq!(check(&exported(&entries)), Ok(()));
    assert_eq!(check(&exported(&Entries::default())), Ok(()));
}

#[test]
fn every_kind_and_every_field_that_is_written_has_a_place_in_the_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let choices = schema["$defs"]["entry"]["allOf"].as_array().unwrap();
    for kind in Body::KINDS {
        let place = format!("#/$defs/{kind}");
        let chosen = json!({
            "if": { "required": ["kind"], "properties": { "kind": { "const": kind } } },
            "then": { "properties": { "body": { "$ref": place } } },
        });
        assert!(choices.contains(&chosen), "{kind}");
        let fields = schema["$defs"][kind]["properties"].as_object().unwrap_or_else(|| panic!("{kind}"));
        let mut whole = import(FIXTURE.as_bytes()).unwrap().entries;
        whole.extend(younger_kinds());
        let bodies =
            whole.iter().filter(|entry| entry.body.as_ref().is_some_and(|body| body.kind() == *kind));
        let mut written = Map::new();
        for entry in bodies.filter(|entry| entry.id.as_str() != "pulse/2026-11-20") {
            written.append(entry.to_json()["body"].as_object_mut().unwrap());
        }
        let written: Vec<&String> = written.keys().collect();
        let mut described: Vec<&String> = fields.keys().collect();
        described.sort();
        assert_eq!(described, written, "{kind}");
    }
    assert_eq!(choices.len(), Body::KINDS.len());
}

/// Adds a field that nobody knows to every object within.
fn add_unknown_fields(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(add_unknown_fields),
        Value::Object(fields) => {
            fields.values_mut().for_each(add_unknown_fields);
            fields.insert("dusk".into(), json!({ "red": [1, null] }));
        }
        _ => {}
    }
}

#[test]
fn fields_and_kinds_of_newer_versions_fit() {
    let mut file = fixture();
    add_unknown_fields(&mut file);
    assert_eq!(check(&file), Ok(()));
    assert_eq!(check(&file_with("letter", json!({ "day": 7, "signals": "many" }))), Ok(()));
}

#[test]
fn what_is_broken_does_not_fit() {
    let pulse = json!({ "day": "2026-11-22", "signals": { "safe": 3 }, "line": "x" });
    let whole = file_with("pulse", pulse);
    assert_eq!(check(&whole), Ok(()));
    for (path, value) in [
        ("", json!([])),
        ("/format", json!("kept-raw")),
        ("/version", json!(2)),
        ("/version", json!("1")),
        ("/exported", json!("22.11.2026")),
        ("/exported", json!("2026-11-22T10:00:00Z")),
        ("/entries", json!({})),
        ("/entries/0", json!(7)),
        ("/entries/0/author", json!("Somebody!")),
        ("/entries/0/author", json!("")),
        ("/entries/0/author", json!("a".repeat(33))),
        ("/entries/0/author", json!("a\n")),
        ("/entries/0/id", json!("../x")),
        ("/entries/0/id", json!("a".repeat(121))),
        ("/entries/0/stamp", json!("2026-11-22")),
        ("/entries/0/stamp", json!("ffffffffffff-0000-00000000")),
        ("/entries/0/stamp", json!("00000000000A-0000-00000000")),
        ("/entries/0/visibility", json!(null)),
        ("/entries/0/kind", json!(null)),
        ("/entries/0/kind", json!(["pulse"])),
        ("/entries/0/body", json!(null)),
        ("/entries/0/body", json!("text")),
        ("/entries/0/body/day", json!("2026-02-30")),
        ("/entries/0/body/day", json!("1899-12-31")),
        ("/entries/0/body/day", json!("99999-11-22")),
        ("/entries/0/body/signals", json!([3])),
        ("/entries/0/body/signals/safe", json!(0)),
        ("/entries/0/body/signals/safe", json!(6)),
        ("/entries/0/body/signals/safe", json!(2.5)),
        ("/entries/0/body/signals/safe", json!("3")),
        ("/entries/0/body/line", json!(["x"])),
    ] {
        let mut broken = whole.clone();
        *broken.pointer_mut(path).unwrap() = value.clone();
        assert!(check(&broken).is_err(), "{path}: {value}");
    }
    for (within, field) in [
        ("", "format"),
        ("", "version"),
        ("", "exported"),
        ("", "entries"),
        ("/entries/0", "author"),
        ("/entries/0", "id"),
        ("/entries/0", "stamp"),
        ("/entries/0", "visibility"),
        ("/entries/0", "kind"),
        ("/entries/0", "body"),
        ("/entries/0/body", "day"),
    ] {
        let mut broken = whole.clone();
        broken.pointer_mut(within).unwrap().as_object_mut().unwrap().remove(field);
        assert!(check(&broken).is_err(), "without {within}/{field}");
    }
}

/// Values that mean something in one field or another, and some that mean nothing anywhere.
fn values() -> Vec<Value> {
    let words = [
        "",
        "x",
        "X",
        "../x",
        "hurt",
        "broke_trust",
        "both",
        "unsure",
        "together",
        "apart",
        "distance",
        "done",
        "skipped",
        "not_done",
        "facts",
        "let_go",
        "kept_late",
        "boundary",
        "stop",
        "breach",
        "discovered",
        "calendar",
        "day",
        "week",
        "month",
        "once",
        "year",
        "M.W.F..",
        ".......",
        "W.M.F..",
        "2026-12-24/2027-01-06",
        "2026-12-24/..",
        "2026-11-22",
        "2024-02-29",
        "2026-02-29",
        "1900-01-01",
        "1899-12-31",
        "9999-12-31",
        "2026-13-01",
        "2026-1-1",
        "2026-11-22T10:00:00Z",
    ];
    let numbers = [-1, 0, 1, 2, 3, 4, 5, 6, 255, 256, 65_535, 65_536];
    let others = [
        json!(null),
        json!(true),
        json!(false),
        json!(1.5),
        json!([]),
        json!([1]),
        json!(["x"]),
        json!(["calendar"]),
        json!(["2026-12-24/.."]),
        json!(["2026-12-24"]),
        json!({}),
        json!({ "safe": 9 }),
    ];
    words.map(Value::from).into_iter().chain(numbers.map(Value::from)).chain(others).collect()
}

/// The fields of an object and the fields of its fields, as JSON pointers.
fn fields(of: &Value, within: &str) -> Vec<(String, String)> {
    let Value::Object(object) = of else { return Vec::new() };
    let name = |(name, value): (&String, &Value)| {
        let mut all = fields(value, &format!("{within}/{name}"));
        all.push((within.to_owned(), name.clone()));
        all
    };
    object.iter().flat_map(name).collect()
}

fn assert_agreement(kind: &str, body: &Value) {
    let file = file_with(kind, body.clone());
    let read = import(file.to_string().as_bytes()).unwrap();
    let fits = check(&file);
    assert_eq!(fits.is_ok(), !is_misunderstood(&read.entries[0]), "{fits:?} {file}");
}

/// Every field of every kind, missing and with every value.
#[test]
fn a_body_fits_exactly_when_this_version_understands_it() {
    for entry in import(FIXTURE.as_bytes()).unwrap().entries.into_iter().chain(younger_kinds()) {
        let Some(kind) = entry.body.as_ref().map(Body::kind).filter(|kind| Body::KINDS.contains(kind)) else {
            continue;
        };
        let whole = entry.to_json()["body"].clone();
        assert_agreement(kind, &whole);
        for (within, field) in fields(&whole, "") {
            let mut body = whole.clone();
            body.pointer_mut(&within).unwrap().as_object_mut().unwrap().remove(&field);
            assert_agreement(kind, &body);
            for value in values() {
                body.pointer_mut(&within).unwrap()[&field] = value;
                assert_agreement(kind, &body);
            }
        }
    }
}

proptest! {
    #[test]
    fn what_is_exported_fits(history in histories()) {
        let entries = all_of(&history);
        let understood: Entries = entries.iter().filter(|entry| !is_misunderstood(entry)).cloned().collect();
        prop_assert_eq!(check(&exported(&understood)), Ok(()));
        let fits = check(&exported(&entries)).is_ok();
        prop_assert_eq!(fits, understood.len() == entries.len());
    }
}
