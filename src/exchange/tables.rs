//! What was written as tables (CSV), one for each kind of entry, for spreadsheets.
//!
//! Tables are for reading. They are not read back in: that is what the file of [`export`](super::export) is for.
//! `docs/formats.md` describes them.

use serde_json::{Map, Value};

use crate::entry::{Body, Day, Entries, Entry, Person, PersonId, Stamp};

/// The columns of each kind between those that every table has, in their order: a field of the body, or a field of
/// a field (`signals.safe`). What a body holds beyond them goes into the column `more`.
const COLUMNS: &[(&str, &[&str])] = &[
    ("person", &["name", "role", "colour", "way"]),
    (
        "pulse",
        &["day", "signals.safe", "signals.easy", "signals.open", "signals.heard", "signals.hopeful", "line"],
    ),
    (
        "check-in",
        &[
            "week",
            "signals.safe",
            "signals.easy",
            "signals.open",
            "signals.heard",
            "signals.hopeful",
            "appreciations",
            "topic",
            "question",
            "answer",
            "need",
            "ask",
        ],
    ),
    (
        "ritual",
        &[
            "title",
            "about",
            "minutes",
            "rhythm.times",
            "rhythm.per",
            "rhythm.on",
            "rhythm.every",
            "place",
            "since",
            "until",
            "pauses",
            "archived",
            "minute",
            "library",
        ],
    ),
    ("mark", &["ritual", "day", "state", "felt", "minute", "note"]),
    ("gesture", &["day", "done", "refused"]),
    ("reading", &["chapter", "opened", "finished", "section"]),
    ("journal", &["day", "prompt", "text"]),
    ("keepsake", &["title", "from", "day", "text"]),
    ("parked-question", &["text", "after", "day", "minute", "parked", "state"]),
    ("agreed-time", &["weekday", "minute"]),
    ("trigger", &["what", "day", "notes"]),
    ("talk", &["day", "topic", "note"]),
    (
        "promise",
        &[
            "text",
            "check",
            "since",
            "until",
            "rhythm.times",
            "rhythm.per",
            "rhythm.on",
            "rhythm.every",
            "ended",
            "replaces",
            "reason",
        ],
    ),
    ("promise-mark", &["promise", "day", "state", "note"]),
    (
        "agreement",
        &["about", "what", "details", "why", "asked_by", "from", "until", "review", "steps", "renews"],
    ),
    ("consent", &["agreement", "day", "answer", "words", "without_end", "reviewed", "by_itself", "ended"]),
    ("safety-word", &["since", "word"]),
    ("setback", &["day", "weight", "what", "done", "came_out"]),
    ("statement", &["purpose", "parts", "text", "is_free", "said"]),
    ("statement-notes", &["earlier", "went", "dismissed"]),
    ("month-review", &["month", "kept", "lighter", "carry_on"]),
    ("moment", &["day", "what"]),
    (OTHER, &["kind"]),
];

/// The table of every kind that this version does not know. They share one, because a file can claim any number of
/// kinds, with any names.
const OTHER: &str = "other";

/// The entries of one kind, a row each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The kind, as files spell it; `other` for all that this version does not know.
    pub kind: &'static str,
    /// How many entries are in it.
    pub rows: usize,
    /// The table as the text of a file: RFC 4180, with a byte order mark, without which spreadsheets take the text
    /// for one of before Unicode.
    pub csv: String,
}

impl Table {
    fn new(kind: &'static str) -> Self {
        let mut csv = String::from("\u{feff}");
        let fields = columns(kind).iter().map(|path| path.rsplit('.').next().unwrap_or(path));
        let header = ["author", "visibility", "written"].into_iter().chain(fields);
        write_row(&mut csv, header.chain(["more", "author_id", "id"]));
        Self { kind, rows: 0, csv }
    }

    /// A name for a file with this table.
    pub fn file_name(&self, today: Day) -> String {
        format!("notes-{today}-{}.csv", self.kind)
    }

    fn add(&mut self, entry: &Entry, author: &str) {
        let Value::Object(mut json) = entry.to_json() else { return };
        let mut fields = match json.remove("body") {
            Some(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        let mut row = vec![author.to_owned(), cell(&take(&mut json, "visibility")), written(entry.stamp)];
        if self.kind == OTHER {
            // A body may have a field of this name; in this table it stays among the rest.
            row.push(cell(&take(&mut json, "kind")));
        } else {
            row.extend(columns(self.kind).iter().map(|path| cell(&take(&mut fields, path))));
        }
        row.push(if fields.is_empty() { String::new() } else { Value::Object(fields).to_string() });
        row.extend([entry.author.to_string(), entry.id.to_string()]);
        write_row(&mut self.csv, row.iter().map(String::as_str));
        self.rows += 1;
    }
}

/// Tables of everything that `reader` may see, or of everything where there is no reader, in the order of
/// [`Body::KINDS`]. Deleted entries are in none, and a kind without entries has no table.
pub fn tables(entries: &Entries, reader: Option<&PersonId>) -> Vec<Table> {
    let is_visible = |entry: &Entry| reader.is_none_or(|reader| entry.is_visible_to(entries, reader));
    let mut tables: Vec<Table> = Body::KINDS.iter().chain(&[OTHER]).map(|kind| Table::new(kind)).collect();
    for entry in entries.iter().filter(|entry| is_visible(entry)) {
        let Some(kind) = entry.body.as_ref().map(Body::kind) else { continue };
        // Whoever may not see the entry in which somebody says their name is not told it here.
        let person = entries.entry(&entry.author, &Person::id()).filter(|person| is_visible(person));
        let name = person.and_then(Entry::get::<Person>).map_or("", |person| person.name.trim());
        let author = if name.is_empty() { entry.author.as_str() } else { name };
        let place = Body::KINDS.iter().position(|known| *known == kind).unwrap_or(Body::KINDS.len());
        if let Some(table) = tables.get_mut(place) {
            table.add(entry, author);
        }
    }
    tables.retain(|table| table.rows > 0);
    tables
}

fn columns(kind: &str) -> &'static [&'static str] {
    COLUMNS.iter().find(|(known, _)| *known == kind).map_or(&[], |(_, columns)| columns)
}

/// Takes the value at `path` out of `fields`; null where there is none.
fn take(fields: &mut Map<String, Value>, path: &str) -> Value {
    let Some((outer, inner)) = path.split_once('.') else { return fields.remove(path).unwrap_or_default() };
    let Some(Value::Object(within)) = fields.get_mut(outer) else { return Value::Null };
    let value = within.remove(inner).unwrap_or_default();
    if within.is_empty() {
        fields.remove(outer);
    }
    value
}

/// A value as people write it; a list or an object as JSON.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A stamp's time as ISO 8601 in UTC, to the second.
fn written(stamp: Stamp) -> String {
    let seconds = stamp.ms / 1000;
    let days = i32::try_from(seconds / 86_400).unwrap_or(i32::MAX);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    let day = Day::new(1970, 1, 1).map(|first| first.plus(days).to_string()).unwrap_or_default();
    format!("{day}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Adds a row, with every cell made harmless (see [`may_be_formula`]).
pub(super) fn write_row<'a>(csv: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            csv.push(',');
        }
        write_cell(csv, cell);
    }
    csv.push_str("\r\n");
}

fn write_cell(csv: &mut String, cell: &str) {
    let guard = if may_be_formula(cell.trim_start_matches('\'')) { "'" } else { "" };
    // RFC 4180 asks for quotes around commas, quotes and line ends. Spreadsheets take semicolons and tabs for the
    // end of a cell as well, and some remove the space around one.
    let needs_quotes = cell.contains([',', ';', '\t', '"', '\r', '\n'])
        || cell.starts_with(char::is_whitespace)
        || cell.ends_with(char::is_whitespace);
    if !needs_quotes {
        csv.push_str(guard);
        csv.push_str(cell);
        return;
    }
    csv.push('"');
    csv.push_str(guard);
    for (place, part) in cell.split('"').enumerate() {
        if place > 0 {
            csv.push_str("\"\"");
        }
        csv.push_str(part);
    }
    csv.push('"');
}

/// A cell without the quote that made it harmless, where it has one.
pub(super) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if may_be_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

/// Whether a spreadsheet may take a cell for a formula and calculate it, which can send what stands in other cells
/// to somebody else. See <https://owasp.org/www-community/attacks/CSV_Injection>: the first character decides, in
/// its full width too. Programs skip what cannot be seen before it.
///
/// Such a cell gets a `'` in front, which spreadsheets take for "this is text". So does one in which only such
/// quotes stand before the formula: the one added here can then always be told from theirs and taken away again.
fn may_be_formula(cell: &str) -> bool {
    let is_unseen = |char: char| {
        char.is_whitespace()
            || char.is_control()
            || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    cell.trim_start_matches(is_unseen).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || cell.chars().take_while(|char| is_unseen(*char)).any(|char| matches!(char, '\t' | '\r' | '\n'))
}
