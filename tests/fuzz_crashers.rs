//! Files that broke Kept once, or were made to: opening them is an error or a list, and never anything else.
//!
//! They stand in `tests/fuzz-crashers`; `fuzz/Cargo.toml` says where more of them come from.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::fs;
use std::path::Path;

use kept::exchange::{ImportError, import};

use self::common::carried::carry_in_and_out;

fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz-crashers");
    fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_file_that_was_kept_is_refused_or_carried_in_and_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz-crashers");
    let mut count = 0;
    for path in fs::read_dir(folder).unwrap() {
        // A failing file is the last one named.
        let path = path.unwrap().path();
        println!("{}", path.display());
        carry_in_and_out(&fs::read(&path).unwrap());
        count += 1;
    }
    assert!(count >= 12, "{count} files");
}

#[test]
fn the_nasty_ones_cost_no_more_than_they_have_to() {
    for (name, readable, unreadable, damaged) in [
        ("byte-order-marks.json", 1, 0, true),
        ("cut-off.json", 1, 1, true),
        ("deep-in-one-entry.json", 1, 1, true),
        ("duplicate-fields.json", 1, 0, false),
        ("floats.json", 1, 0, false),
        ("formulas.json", 3, 0, false),
        ("huge-numbers.json", 2, 1, true),
        ("lone-surrogates.json", 1, 2, true),
        ("nul.json", 1, 1, true),
        ("prototype-names.json", 2, 1, false),
        ("raw.json", 1, 2, false),
        ("two-files-in-one.json", 2, 1, true),
        ("utf-8.json", 1, 1, true),
        ("year-9999.json", 2, 2, false),
    ] {
        let read = import(&file(name)).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let found = (read.entries.len(), read.unreadable.len(), read.damaged);
        assert_eq!(found, (readable, unreadable, damaged), "{name}: {:?}", read.unreadable);
    }
    for (name, error) in [
        ("deep.json", ImportError::NotJson),
        ("utf-16.json", ImportError::NotText),
        ("version.json", ImportError::OtherApp),
    ] {
        assert_eq!(import(&file(name)).err(), Some(error), "{name}");
    }
}
