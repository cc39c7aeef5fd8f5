//! What is carried in and out.
//!
//! The file is plain JSON (`docs/formats.md`), so that no one needs Kept to read what they wrote, and of a damaged
//! one everything is read that can be. Tables for spreadsheets and reminders for calendars are for taking out only;
//! habits of another app go both ways. Any file can be sealed with a passphrase ([`age`]).

pub mod age;
mod calendar;
mod habits;
mod import;
mod salvage;
mod tables;
mod zip;

use serde_json::json;

use crate::entry::{Day, Entries, Entry, PersonId};

pub use self::calendar::{NEUTRAL_TITLE, Reminder, Zone, ZoneChange, calendar, calendar_name};
pub use self::habits::{Habit, Habits, read_habits, write_habits};
pub use self::import::{Import, ImportError, LARGEST_FILE, LockedValues, Preview, import};
pub use self::tables::{Table, tables};
pub use self::zip::{ZipPart, unzip, zip};

/// What the files of this app call themselves.
pub const FORMAT: &str = "kept";
/// The version of the file that this app writes.
pub const VERSION: u64 = 1;
/// What the emergency download of raw values calls itself; `public/shell.js` writes it without this app's help.
pub const RAW_FORMAT: &str = "kept-raw";

/// Everything, deletions included, as the text of a file. What was deleted itself is not in it.
pub fn export(entries: &Entries, today: Day) -> String {
    file_with(&mut entries.iter(), today)
}

/// The same for one person: what `reader` may see, and nothing that tells of the rest.
pub fn export_for(entries: &Entries, reader: &PersonId, today: Day) -> String {
    file_with(&mut entries.iter().filter(|entry| entry.is_visible_to(entries, reader)), today)
}

fn file_with(entries: &mut dyn Iterator<Item = &Entry>, today: Day) -> String {
    let entries: Vec<_> = entries.map(|entry| entry.forgotten().to_json()).collect();
    let file = json!({ "format": FORMAT, "version": VERSION, "exported": today, "entries": entries });
    format!("{file:#}\n")
}

/// A name for a file that says nothing about what is in it.
pub fn file_name(today: Day) -> String {
    format!("notes-{today}.json")
}

/// The same for a file that is sealed with a passphrase.
pub fn sealed_file_name(today: Day) -> String {
    format!("notes-{today}.age")
}
