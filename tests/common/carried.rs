//! What must hold for any bytes that somebody opens as a copy. `fuzz/fuzz_targets/import.rs` uses it as well.

use kept::entry::{Day, Entries, Entry};
use kept::exchange::{export, import, tables};
use serde_json::Value;

/// Opens `bytes`, previews and takes in what is in them, and carries it out again in every form.
///
/// # Panics
/// Where one of these does, or loses something.
pub(crate) fn carry_in_and_out(bytes: &[u8]) {
    let Ok(file) = import(bytes) else { return };
    assert!(!file.damaged || !file.entries.is_empty(), "a file in which nothing can be read is an error");
    let entries: Entries = file.entries.iter().cloned().collect();
    let _ = file.preview(&Entries::default());
    assert!(file.preview(&entries).is_empty(), "the second time there is nothing new in it");

    let today = Day::new(2026, 11, 22).expect("a day");
    let again = import(export(&entries, today).as_bytes()).expect("what was carried out can be carried in");
    assert!(!again.damaged);
    assert_eq!(again.unreadable, Vec::<String>::new());
    assert_eq!(again.entries.len(), entries.len());
    for (entry, again) in entries.iter().zip(&again.entries) {
        // Kept writes no fractions. Those of other versions may lose their last digit: reading them exactly is a
        // feature of `serde_json` (`float_roundtrip`) that every visitor would pay for.
        if !has_fractions(&entry.to_json()) {
            assert_eq!(entry, again);
        }
    }

    for reader in entries.iter().map(|entry| Some(&entry.author)).take(2).chain([None]) {
        let is_in_one = |entry: &&Entry| {
            entry.body.is_some() && reader.is_none_or(|reader| entry.is_visible_to(&entries, reader))
        };
        let rows: usize = tables(&entries, reader).iter().map(|table| table.rows).sum();
        assert_eq!(rows, entries.iter().filter(is_in_one).count());
    }
}

fn has_fractions(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(values) => values.iter().any(has_fractions),
        Value::Object(fields) => fields.values().any(has_fractions),
        _ => false,
    }
}
