//! What there is to know about the store as a whole: a small value beside the entries.
//!
//! Nothing in it is anybody's words, and all of it can be found out again or done without. Two tabs that write it
//! at once lose one of two hints.

use serde_json::{Map, Value, json};

use super::codec::{self, DecodeError, Form};
use super::layout::{Area, HEAD, Span};
use super::{Bucket, Damaged, SaveError, Seal, Vault};
use crate::entry::{Day, Stamp};

/// The fields that this version knows, beside those of newer ones.
const PACKED: &str = "packed";
const TRASH: &str = "trash";
const BACKUP: &str = "backup";
const RESTORED: &str = "restored";
const BEYOND: &str = "beyond";

/// The head as it was last read or written here.
#[derive(Default)]
pub(super) struct Head {
    fields: Map<String, Value>,
    revision: u64,
}

/// The last copy that was taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The day.
    pub on: Day,
    /// The latest stamp that was in it: whatever is later is in no copy.
    pub until: Stamp,
}

impl Head {
    /// The month in which everything that was over was packed last, counted from the year 0.
    pub(super) fn packed_in(&self) -> Option<i32> {
        self.fields.get(PACKED)?.as_i64()?.try_into().ok()
    }

    /// Whether there is something in a bucket that was deleted lately.
    pub(super) fn has_trash(&self, bucket: &Bucket) -> bool {
        let name = bucket.prefix(0);
        self.fields
            .get(TRASH)
            .and_then(Value::as_array)
            .is_some_and(|names| names.iter().any(|other| *other == *name))
    }

    fn day(&self, field: &str) -> Option<Day> {
        self.fields.get(field)?.as_str()?.parse().ok()
    }
}

impl Vault {
    /// Reads the head. Without one, an older version was here last, or something happened to it: then every value
    /// among `keys` is asked whether a newer version wrote it. A damaged one is set aside.
    pub(super) fn read_head(&mut self, keys: &[String]) {
        let raw = self.shelf.get(HEAD).ok().flatten();
        match raw.as_deref().map(|raw| codec::decode(HEAD, raw)) {
            Some(Ok(found)) => {
                let fields = serde_json::from_str(&found.payload).unwrap_or_default();
                self.head = Head { fields, revision: found.revision };
                return;
            }
            Some(Err(DecodeError::Newer | DecodeError::Locked)) => {
                self.newer = true;
                return;
            }
            Some(Err(DecodeError::Damaged)) | None => {}
        }
        let is_newer = |key: &String| {
            let raw = self.shelf.get(key).ok().flatten();
            raw.is_some_and(|raw| codec::is_newer(key, &raw))
        };
        self.newer |= keys.iter().filter(|key| Area::of(key).is_some()).any(is_newer);
        if let Some(raw) = raw {
            self.heal(Damaged { key: HEAD.to_owned(), raw, readable: Vec::new() });
        }
    }

    /// Changes the head, on top of what other tabs changed.
    fn change_head(&mut self, field: &str, value: Option<Value>) -> Result<(), SaveError> {
        self.may_write()?;
        self.read_head(&[]);
        self.may_write()?;
        if self.stuck.iter().any(|key| key == HEAD) {
            return Err(SaveError::Full);
        }
        let mut fields = self.head.fields.clone();
        let before = match value {
            Some(value) => fields.insert(field.to_owned(), value),
            None => fields.remove(field),
        };
        if before.as_ref() == fields.get(field) {
            return Ok(());
        }
        let revision = self.head.revision.saturating_add(1);
        let payload = Value::Object(fields.clone()).to_string();
        self.put(HEAD, revision, &payload, Form::Text, &Seal::Open)?;
        self.head = Head { fields, revision };
        Ok(())
    }

    pub(super) fn note_packed(&mut self, month: i32) -> Result<(), SaveError> {
        self.change_head(PACKED, Some(month.into()))
    }

    /// Remembers whether a bucket that is not read at opening holds something that was deleted lately.
    pub(super) fn note_trash(&mut self, bucket: &Bucket, has_trash: bool) -> Result<(), SaveError> {
        debug_assert!(bucket.span() != Span::Always, "that is always read");
        if has_trash == self.head.has_trash(bucket) {
            return Ok(());
        }
        let name = Value::from(bucket.prefix(0));
        let mut names = self.head.fields.get(TRASH).and_then(Value::as_array).cloned().unwrap_or_default();
        if has_trash {
            names.push(name);
        } else {
            names.retain(|other| *other != name);
        }
        self.change_head(TRASH, (!names.is_empty()).then(|| names.into()))
    }

    /// The last copy that was taken out.
    pub fn last_backup(&self) -> Option<Backup> {
        let until = self.head.fields.get(BACKUP)?.get("until")?.as_str()?.parse().ok()?;
        let on = self.head.fields.get(BACKUP)?.get("on")?.as_str()?.parse().ok()?;
        Some(Backup { on, until })
    }

    /// Remembers that a copy was taken out.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn note_backup(&mut self, backup: Backup) -> Result<(), SaveError> {
        let value = json!({ "on": backup.on.to_string(), "until": backup.until.to_string() });
        self.change_head(BACKUP, Some(value))?;
        self.change_head(BEYOND, None)
    }

    /// On how many days since the last copy something was changed that opening does not read, such as pages.
    pub fn days_beyond(&self) -> usize {
        let days = self.head.fields.get(BEYOND).and_then(|beyond| beyond.get("days")?.as_u64());
        days.and_then(|days| days.try_into().ok()).unwrap_or_default()
    }

    /// Remembers that today is such a day.
    pub(super) fn note_beyond(&mut self) -> Result<(), SaveError> {
        let today = Value::from(self.today.to_string());
        if self.head.fields.get(BEYOND).and_then(|beyond| beyond.get("last")) == Some(&today) {
            return Ok(());
        }
        self.change_head(BEYOND, Some(json!({ "days": self.days_beyond() + 1, "last": today })))
    }

    /// The day on which everything was replaced by a backup, for as long as what was before is still there.
    pub(super) fn restored_on(&self) -> Option<Day> {
        self.head.day(RESTORED)
    }

    pub(super) fn note_restored(&mut self, on: Option<Day>) -> Result<(), SaveError> {
        self.change_head(RESTORED, on.map(|day| day.to_string().into()))
    }
}
