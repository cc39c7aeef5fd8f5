//! Reading a file back in.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::salvage::{frame, salvage};
use super::{FORMAT, RAW_FORMAT, VERSION};
use crate::entry::{Day, Entries, Entry, PersonId, merge};
use crate::vault::{Key, Keyring, LockError, LockRecord, MemoryShelf, Shelf, Vault, keys_at_hand, locks};

/// The largest file that is read, in bytes: several times what ten years of two people come to.
pub const LARGEST_FILE: u64 = 32 * 1024 * 1024;

/// Why a file cannot be read at all. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// It is larger than [`LARGEST_FILE`]; its size in bytes.
    TooLarge(u64),
    /// The browser could not read it, for example because it was moved meanwhile.
    Unreadable,
    /// It is not text.
    NotText,
    /// It is not JSON.
    NotJson,
    /// It is JSON that breaks off.
    Truncated,
    /// It is something else's JSON.
    OtherApp,
    /// A newer version of Kept wrote it; that version.
    Newer(u64),
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Import {
    /// What can be read.
    pub entries: Vec<Entry>,
    /// What cannot, each with its place in the file and the reason.
    pub unreadable: Vec<String>,
    /// Whether the file is damaged: it breaks off, or something else is written over a part of it. More may be
    /// missing than `unreadable` can name.
    pub damaged: bool,
    /// What is locked in an emergency file.
    pub locked: Option<LockedValues>,
}

/// The values of an emergency file, some of which somebody has locked.
#[derive(Debug)]
pub struct LockedValues {
    values: MemoryShelf,
    /// Who unlocked theirs.
    unlocked: Vec<PersonId>,
}

/// Reads a file, without changing anything. Of a damaged one it reads what can still be read.
///
/// # Errors
/// When it is not a file of Kept, or so damaged that nothing in it can be read. Single unreadable entries are no
/// error; they are listed.
pub fn import(bytes: &[u8]) -> Result<Import, ImportError> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > LARGEST_FILE {
        return Err(ImportError::TooLarge(size));
    }
    let (text, not_text) = match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        // A copy that stopped within a letter of several bytes is cut off; any other broken letter is no text.
        Err(error) if error.error_len().is_none() => {
            (without_broken_letters(bytes), Some(ImportError::Truncated))
        }
        Err(_) => (without_broken_letters(bytes), Some(ImportError::NotText)),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let whole = not_text.map_or_else(|| read_whole(text), Err);
    let Err(error) = whole else { return whole };
    if let ImportError::Newer(_) = error {
        return Err(error);
    }
    let frame = frame(text);
    match frame.get("version").map(Value::as_u64) {
        // Of a whole file that does not say it is Kept's, the version is that of something else.
        Some(Some(newer)) if newer > VERSION && error != ImportError::OtherApp => {
            return Err(ImportError::Newer(newer));
        }
        Some(version) if version != Some(VERSION) => return Err(error),
        _ => {}
    }
    if frame.get("format").is_some_and(|format| format != FORMAT) {
        return Err(error);
    }
    // Copies that were interrupted may end in zeros.
    let rest = salvage(text.trim_end_matches('\0'));
    if rest.entries.is_empty() { Err(error) } else { Ok(rest) }
}

/// Reads a file in which nothing is damaged.
fn read_whole(text: &str) -> Result<Import, ImportError> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        if error.is_eof() && !text.trim().is_empty() { ImportError::Truncated } else { ImportError::NotJson }
    })?;
    let Value::Object(mut file) = value else { return Err(ImportError::OtherApp) };
    match file.get("format").and_then(Value::as_str) {
        Some(FORMAT) => {}
        Some(RAW_FORMAT) => return from_raw(&file),
        _ => return Err(ImportError::OtherApp),
    }
    match file.get("version").and_then(Value::as_u64) {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => return Err(ImportError::Newer(newer)),
        _ => return Err(ImportError::OtherApp),
    }
    let Some(Value::Array(entries)) = file.remove("entries") else { return Err(ImportError::OtherApp) };
    let mut read = Import::default();
    for (at, entry) in entries.into_iter().enumerate() {
        match Entry::from_json(entry) {
            Ok(entry) => read.entries.push(entry),
            Err(error) => read.unreadable.push(format!("entry {}: {error}", at + 1)),
        }
    }
    Ok(read)
}

/// The text with a NUL for each byte that is no part of a letter. JSON has no NUL anywhere, so what they stand in
/// is not taken for what somebody wrote.
fn without_broken_letters(bytes: &[u8]) -> Cow<'static, str> {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '\0'));
    }
    text.into()
}

/// The emergency download holds the values as they lay in storage; they are opened like storage.
fn from_raw(file: &Map<String, Value>) -> Result<Import, ImportError> {
    let Some(Value::Object(values)) = file.get("values") else { return Err(ImportError::OtherApp) };
    let shelf = MemoryShelf::default();
    let mut unreadable = Vec::new();
    for (key, value) in values {
        match value {
            // A shelf in memory takes everything.
            Value::String(value) => drop(shelf.set(key, value)),
            _ => unreadable.push(key.clone()),
        }
    }
    let (vault, entries) = open_raw(&shelf, keys_at_hand(&shelf, [0; 16], None));
    if vault.is_newer() {
        // The values do not say which version of the app this was; it was the next one at least.
        return Err(ImportError::Newer(VERSION + 1));
    }
    unreadable.extend(vault.aside().into_iter().map(|aside| aside.key));
    let locked = vault.has_locks().then(|| LockedValues { values: shelf, unlocked: Vec::new() });
    Ok(Import { entries: entries.iter().cloned().collect(), unreadable, locked, ..Import::default() })
}

/// What is in the values of an emergency file. Nothing that counts is written there, so it does not matter which tab and
/// day this is, nor that nothing is random.
fn open_raw(shelf: &MemoryShelf, keys: Keyring) -> (Vault, Entries) {
    let (mut vault, opened) = Vault::open_with(Box::new(shelf.clone()), 0, Day::default(), keys);
    let mut entries = opened.entries;
    entries.extend(vault.load_everything());
    (vault, entries)
}

/// What importing would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// For each kind, as files spell it, in their order: how many entries are not here yet.
    pub added: Vec<(String, usize)>,
    /// How many would replace an older version here.
    pub updated: usize,
    /// How many would be deleted here, because they were deleted later than they were written.
    pub deleted: usize,
    /// How many are already here, in this version or a later one.
    pub unchanged: usize,
    /// How many say that something was deleted which was never here. Nobody sees a difference, but without them
    /// an older copy would bring it back.
    pub gone: usize,
    /// How many living entries here are not in the file, or only in an older version: what would be lost if the file
    /// took the place of everything.
    pub only_here: usize,
}

impl Preview {
    /// Whether importing would change nothing.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.updated == 0 && self.deleted == 0 && self.gone == 0
    }

    fn count_added(&mut self, kind: &str) {
        let place = self.added.partition_point(|(other, _)| other.as_str() < kind);
        match self.added.get_mut(place).filter(|(other, _)| other == kind) {
            Some((_, count)) => *count += 1,
            None => self.added.insert(place, (kind.to_owned(), 1)),
        }
    }
}

impl Import {
    /// The locks that close a part of an emergency file.
    pub fn locks(&self) -> Vec<(PersonId, Result<LockRecord, LockError>)> {
        let Some(LockedValues { values, unlocked }) = &self.locked else { return Vec::new() };
        locks(values).into_iter().filter(|(person, _)| !unlocked.contains(person)).collect()
    }

    /// Reads what somebody has locked in it, with the key of their lock.
    pub fn unlock(&mut self, person: &PersonId, key: Key) {
        let Some(LockedValues { values, unlocked }) = &mut self.locked else { return };
        let (_, found) = open_raw(values, keys_at_hand(values, [0; 16], Some((person, key))));
        unlocked.push(person.clone());
        let mut entries: Entries = std::mem::take(&mut self.entries).into_iter().collect();
        entries.extend(found.iter().cloned());
        self.entries = entries.iter().cloned().collect();
    }

    /// What merging this into `entries` would change.
    pub fn preview(&self, entries: &Entries) -> Preview {
        let mut preview = Preview::default();
        let latest: Entries = self.entries.iter().cloned().collect();
        for entry in latest.iter() {
            let before = entries.entry(&entry.author, &entry.id);
            let after = before.map_or_else(|| entry.clone(), |before| merge(before.clone(), entry.clone()));
            match (before.and_then(|before| before.body.as_ref()), &after.body) {
                _ if before == Some(&after) => preview.unchanged += 1,
                (None, Some(new)) => preview.count_added(new.kind()),
                (Some(_), Some(_)) => preview.updated += 1,
                (Some(_), None) => preview.deleted += 1,
                (None, None) => preview.gone += 1,
            }
        }
        let mut theirs = latest;
        let alive = entries.iter().filter(|entry| entry.body.is_some());
        preview.only_here = alive.filter(|entry| theirs.absorb((*entry).clone())).count();
        preview
    }
}
