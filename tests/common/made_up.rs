//! Entries at random.

use kept::entry::{Entry, EntryId, PersonId};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::{id, one, read, stamp, two};

/// Moments around now, and from clocks that are wrong by decades, with many that are equal.
pub(crate) fn moments() -> impl Strategy<Value = u64> {
    select(vec![0, 1, 2, 1_763_800_000_000, 1_763_800_000_001, 4_900_000_000_000])
}

fn stamps() -> impl Strategy<Value = String> {
    (moments(), 0..3_u16, 0..3_u32).prop_map(|(ms, counter, device)| stamp(ms, counter, device).to_string())
}

/// Bodies of this version and of others: known, with more fields, in a shape that is not understood, unknown.
fn bodies() -> impl Strategy<Value = Option<(&'static str, Value)>> {
    prop_oneof![
        Just(None),
        Just(Some(("person", json!({ "name": "One", "role": "both" })))),
        Just(Some(("person", json!({ "name": "One", "role": "both", "hat": { "colour": "red" } })))),
        Just(Some(("person", json!({ "name": 7 })))),
        Just(Some(("letter", json!({ "pages": [1, "two", null] })))),
        "[a-c]{0,2}".prop_map(|line| Some(("pulse", json!({ "day": "2026-11-22", "line": line })))),
        Just(Some(("pulse", json!({ "day": "2026-11-22", "signals": { "safe": 1, "calm": 2 } })))),
    ]
}

/// Some version of the entry with that author and id.
pub(crate) fn versions_of(author: PersonId, id: EntryId) -> impl Strategy<Value = Entry> {
    let visibility = select(vec!["private", "shared", "later"]);
    (stamps(), visibility, bodies(), any::<bool>()).prop_map(move |(stamp, visibility, body, more)| {
        let mut entry = json!({
            "author": author.as_str(), "id": id.as_str(), "stamp": stamp, "visibility": visibility,
        });
        if let Some((kind, fields)) = body {
            entry["kind"] = kind.into();
            entry["body"] = fields;
        }
        if more {
            entry["colour"] = "dusk".into();
        }
        read(entry)
    })
}

/// The same, and deletions that still hold what was deleted, or something unreadable in its place.
pub(crate) fn versions_with_trash_of(author: PersonId, id: EntryId) -> impl Strategy<Value = Entry> {
    let trash = prop_oneof![
        3 => Just(None),
        1 => Just(Some(json!({ "on": "2026-11-22" }))),
        3 => (bodies(), select(vec!["2026-11-21", "2026-11-22"]), stamps()).prop_map({
            let (author, id) = (author.clone(), id.clone());
            move |(body, on, stamp)| {
                let (kind, fields) = body.unwrap_or(("letter", json!({ "pages": [] })));
                Some(json!({
                    "author": author.as_str(), "id": id.as_str(), "stamp": stamp, "visibility": "private",
                    "kind": kind, "body": fields, "on": on,
                }))
            }
        }),
    ];
    (versions_of(author, id), trash).prop_map(|(version, trash)| {
        let mut json = version.to_json();
        if let (None, Some(trash)) = (&version.body, trash) {
            json["was"] = trash;
        }
        read(json)
    })
}

/// Versions of some entries of two people, in no order.
pub(crate) fn histories() -> impl Strategy<Value = Vec<Entry>> {
    let keys = select(vec![
        (one(), id("person")),
        (two(), id("person")),
        (one(), id("pulse/2026-11-22")),
        (two(), id("letter/x")),
    ]);
    prop::collection::vec(keys.prop_flat_map(|(author, id)| versions_of(author, id)), 0..24)
}
