//! Reading what is left of a damaged file.
//!
//! Entries are read one after the other. Where one makes no sense, reading goes on at the next place that looks
//! like the beginning of an entry: at the earliest at the last brace before the place where sense ended. So nothing
//! is read more than twice, and a hostile file takes no longer than a real one of its size.

use serde_json::{Map, Value};

use super::Import;
use crate::entry::Entry;

/// The field that holds the entries.
const LIST: &str = "\"entries\"";

/// What may stand between two entries, and before the first.
const BETWEEN: [char; 7] = [' ', '\t', '\r', '\n', ',', ':', '['];

/// How many beginnings are tried that turn out to be none, or unreadable. No real file has as many.
const MOST_TRIES: usize = 100_000;

/// How deep an entry may be nested: as deep as in a whole file, where it stands two levels down from where
/// `serde_json` counts to 127. One that is nested deeper could be saved, and never be read back.
const DEEPEST: usize = 125;

/// Every entry in `text` that can still be read, and the places of those that cannot. Where damage swallowed more
/// than one entry in a row, it is listed as one, and those after it are counted from there.
pub(super) fn salvage(text: &str) -> Import {
    let mut next = next_start(text.as_bytes(), 0);
    // What comes before the list is no entry, unless its beginning is lost.
    let list = text.find(LIST).map(|at| at + LIST.len()).or_else(|| text.find('[')).unwrap_or_default();
    let done = if next.is_some_and(|start| start < list) { 0 } else { list };
    let mut salvage = Salvage { text, done, ..Salvage::default() };
    salvage.read.damaged = true;
    let mut tries = 0;
    while let Some(start) = next.filter(|_| tries < MOST_TRIES) {
        let found = salvage.read.entries.len();
        let from = match value_at(text, start) {
            Ok((value, end)) => {
                salvage.take(value, start, end);
                end
            }
            Err(Stop::End) => {
                (salvage.is_lost, salvage.breaks_off) = (true, true);
                text.len()
            }
            Err(Stop::At(at)) => {
                (salvage.is_lost, salvage.breaks_off) = (true, false);
                // What is taken for text where a quote is lost may hide the beginning of the next entry.
                let read = text.as_bytes().get(start + 1..at).unwrap_or_default();
                start + 1 + read.iter().rposition(|byte| *byte == b'{').unwrap_or(read.len())
            }
        };
        tries += usize::from(salvage.read.entries.len() == found);
        next = next_start(text.as_bytes(), from);
    }
    salvage.finish()
}

/// How far the salvage of a text has come.
#[derive(Default)]
struct Salvage<'a> {
    text: &'a str,
    read: Import,
    /// Up to where the text is dealt with, in bytes, and how many entries there were, unreadable ones too.
    done: usize,
    count: usize,
    /// Whether something behind `done` made no sense.
    is_lost: bool,
    /// Whether there was nothing wrong with the last thing that was lost but that the text ends.
    breaks_off: bool,
}

impl Salvage<'_> {
    /// Takes the value between `start` and `end` for an entry if it is one.
    fn take(&mut self, value: Value, start: usize, end: usize) {
        let before = self.text.get(self.done..start).unwrap_or_default();
        self.is_lost = self.is_lost || !before.trim_matches(BETWEEN).is_empty();
        match Entry::from_json(value) {
            Ok(entry) => {
                if self.is_lost && is_rest_of_entry(before) {
                    self.count += 1;
                    self.read.unreadable.push(format!("entry {}: damaged", self.count));
                }
                self.read.entries.push(entry);
            }
            // Anything that does not stand where an entry does is a part of a damaged one.
            Err(_) if self.is_lost => return,
            Err(error) => self.read.unreadable.push(format!("entry {}: {error}", self.count + 1)),
        }
        (self.done, self.is_lost, self.breaks_off) = (end, false, false);
        self.count += 1;
    }

    fn finish(mut self) -> Import {
        let after = self.text.get(self.done..).unwrap_or_default().trim_start();
        if self.is_lost || !after.starts_with(']') {
            self.read.unreadable.push(if is_rest_of_entry(after) && !self.breaks_off {
                format!("entry {}: damaged", self.count + 1)
            } else {
                format!("the file breaks off after entry {}", self.count)
            });
        }
        self.read
    }
}

/// What a damaged file says about itself beside its entries; nothing where that cannot be read either.
pub(super) fn frame(text: &str) -> Map<String, Value> {
    let head = text.split_once('[').map_or("", |(head, _)| head);
    let tail = text.rsplit_once(']').map_or("", |(_, tail)| tail);
    let attempts = [format!("{head}[]{tail}"), format!("{head}[]}}"), format!("{{\"entries\":[]{tail}")];
    attempts
        .iter()
        .find_map(|attempt| match serde_json::from_str(attempt) {
            Ok(Value::Object(frame)) => Some(frame),
            _ => None,
        })
        .unwrap_or_default()
}

/// Whether this is what is left of an entry rather than of what stands between two: no part of an entry is
/// without quotes for long.
fn is_rest_of_entry(text: &str) -> bool {
    text.contains('"')
}

/// The next place where an entry may begin: an object in a list, or one that begins as Kept writes entries.
fn next_start(text: &[u8], from: usize) -> Option<usize> {
    let is_blank = |byte: &u8| byte.is_ascii_whitespace();
    let mut before = text.get(..from)?.iter().rfind(|byte| !is_blank(byte)).copied();
    for (at, byte) in text.iter().enumerate().skip(from) {
        if *byte == b'{' {
            let within = text.get(at + 1..).unwrap_or_default().trim_ascii_start();
            // Something that came before the whole file does not make the file an entry.
            let is_in_list = matches!(before, Some(b',' | b'[')) && !within.starts_with(LIST.as_bytes());
            if is_in_list || within.starts_with(b"\"author\"") {
                return Some(at);
            }
        }
        if !is_blank(byte) {
            before = Some(*byte);
        }
    }
    None
}

/// Why a value cannot be read.
enum Stop {
    /// It makes no sense. It was read up to here, in bytes: behind what is wrong or right before it.
    At(usize),
    /// Nothing is wrong but that the text ends.
    End,
}

/// The value that begins at `start`, and where it ends.
fn value_at(text: &str, start: usize) -> Result<(Value, usize), Stop> {
    let text = text.get(start..).unwrap_or_default();
    let mut values = serde_json::Deserializer::from_str(text).into_iter();
    match values.next() {
        Some(Ok(value)) if depth(&value) > DEEPEST => Err(Stop::At(start + values.byte_offset())),
        Some(Ok(value)) => Ok((value, start + values.byte_offset())),
        Some(Err(error)) if !error.is_eof() => {
            let line = match error.line().checked_sub(2) {
                Some(lines) => text.match_indices('\n').nth(lines).map_or(0, |(at, _)| at + 1),
                None => 0,
            };
            Err(Stop::At(start + line + error.column()))
        }
        _ => Err(Stop::End),
    }
}

/// How many lists and objects lie within each other; `serde_json` reads no more than 127.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or_default(),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}
