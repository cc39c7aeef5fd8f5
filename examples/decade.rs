//! Writes what two people write in years, to try Kept with:
//!
//! ```text
//! cargo run --example decade -- 10 2026-11-22 1              a file to read in under Settings
//! cargo run --example decade -- 10 2026-11-22 1 --storage    {"kept/…": "…"}, what storage holds then
//! ```
//!
//! The arguments are the years, their last day, and a seed: the same three always make the same entries.

#[path = "../tests/common/decade/mod.rs"]
mod decade;

use std::io::{Write, stdout};
use std::process::ExitCode;

use kept::entry::{Day, Entry};
use kept::exchange::export;
use kept::vault::{MemoryShelf, SaveError, Shelf, Vault};
use serde_json::{Map, Value};

const USAGE: &str = "usage: decade <years> <last day, like 2026-11-22> <seed> [--storage]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let text = match asked_for(&arguments) {
        Some((years, today, seed, false)) => {
            Ok(export(&decade::entries(years, today, seed).into_iter().collect(), today))
        }
        Some((years, today, seed, true)) => storage(&decade::entries(years, today, seed), today),
        None => Err(USAGE.to_owned()),
    };
    // A reader that has seen enough (`head`) is no error.
    let written = text.map(|text| stdout().write_all(text.as_bytes()));
    match written {
        Ok(_) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Years, last day, seed, and whether it is storage that is wanted.
fn asked_for(arguments: &[String]) -> Option<(u32, Day, u64, bool)> {
    let (years, today, seed, storage) = match arguments {
        [years, today, seed] => (years, today, seed, false),
        [years, today, seed, flag] if flag == "--storage" => (years, today, seed, true),
        _ => return None,
    };
    let years = years.parse().ok().filter(|years| (1..=100).contains(years))?;
    Some((years, today.parse().ok()?, seed.parse().ok()?, storage))
}

/// What storage holds once the entries are saved, as one JSON object.
fn storage(entries: &[Entry], today: Day) -> Result<String, String> {
    let shelf = saved(entries, today).map_err(|error| format!("not saved: {error:?}"))?;
    let mut values = Map::new();
    for key in shelf.keys("").unwrap_or_default() {
        let value = shelf.get(&key).ok().flatten().unwrap_or_default();
        values.insert(key, value.into());
    }
    Ok(Value::Object(values).to_string() + "\n")
}

/// A shelf on which the entries were saved.
fn saved(entries: &[Entry], today: Day) -> Result<MemoryShelf, SaveError> {
    let shelf = MemoryShelf::default();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today);
    vault.take_in(entries, 0)?;
    let mut now = 0;
    while let Some(wait) = vault.tidy(now)? {
        now += wait;
    }
    Ok(shelf)
}
