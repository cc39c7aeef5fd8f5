//! Which key holds what. Everything Kept stores is under [`PREFIX`]; sites on one origin share storage.
//!
//! Entries are in chunks, and before that in a tab's log. Both belong to a *generation*: restoring a backup in
//! place of everything writes the next one beside the present one, and one change of one key makes it count.

use std::fmt;

use crate::entry::{Day, Entry, EntryId, PersonId};

/// What every key of ours begins with.
pub const PREFIX: &str = "kept/";
/// What is being typed.
pub(super) const DRAFTS: &str = "kept/draft/";
/// What could not be read and was set aside.
pub(super) const ASIDE: &str = "kept/aside/";
/// What is being written and does not count yet: the rest of the key says what.
pub(super) const BUILDING: &str = "kept/building/";
/// What there is to know about all of it.
pub(super) const HEAD: &str = "kept/head";
/// The locks that people have, and what stands beside them.
pub(super) const LOCKS: &str = "kept/lock/";
/// The key that everybody has who uses this device, while it lies in the open.
pub(super) const SHARED_KEY: &str = "kept/lock-shared";
/// What a person with a lock has instead of plain words about what they write.
pub(super) const OWN: &str = "kept/own/";
/// Set for a moment while everything is deleted, so that other tabs let go of what they hold.
pub(super) const WIPED: &str = "kept/wiped";

/// The kinds of entries that are long, by the first word of their ids. They have chunks of their own, which are
/// read when somebody looks at them.
const PAGES: [&str; 2] = ["journal", "keepsake"];
/// What the name of a bucket of such entries begins with.
const PAGES_OF: &str = "pages-";
/// How many months before the present one are kept as text and read at opening.
const RECENT_MONTHS: i32 = 1;
/// The bucket of what belongs to no day.
const ALWAYS: &str = "always";

/// Where entries are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Area {
    /// In chunks, for good.
    Chunks,
    /// In logs, from the moment they are saved until they are in chunks.
    Logs,
}

impl Area {
    /// What the keys of an area begin with in a generation.
    pub(super) fn prefix(self, generation: u32) -> String {
        let name = match self {
            Self::Chunks => "entries",
            Self::Logs => "log",
        };
        if generation == 0 { format!("{PREFIX}{name}/") } else { format!("{PREFIX}{name}.{generation}/") }
    }

    /// The area and the generation that a key belongs to.
    pub(super) fn of(key: &str) -> Option<(Self, u32)> {
        let (name, _) = key.strip_prefix(PREFIX)?.split_once('/')?;
        let (name, generation) = match name.split_once('.') {
            Some((name, number)) => (name, number.parse().ok().filter(|number| *number > 0)?),
            None => (name, 0),
        };
        let area = [Self::Chunks, Self::Logs].into_iter().find(|area| match area {
            Self::Chunks => name == "entries",
            Self::Logs => name == "log",
        })?;
        key.starts_with(&area.prefix(generation)).then_some((area, generation))
    }
}

/// What a key says of a place, whichever the generation: what is sealed is bound to that, so that it can be carried
/// into another generation by somebody who has not got its key.
pub(super) fn place_of(key: &str) -> String {
    let within = Area::of(key).and_then(|(area, generation)| {
        key.strip_prefix(&area.prefix(generation)).map(|rest| format!("{}{rest}", area.prefix(0)))
    });
    within.unwrap_or_else(|| key.to_owned())
}

/// The part of the calendar that a bucket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    /// No day.
    Always,
    /// A month, as [`month_of`] counts it.
    Month(i32),
    /// The long entries of the three months that begin with this one.
    Quarter(i32),
}

/// The number of the month a day is in.
pub(super) fn month_of(day: Day) -> i32 {
    let (year, month, _) = day.parts();
    year * 12 + month.cast_signed() - 1
}

/// Entries of one author that are read together: those of a month, the long ones of a quarter (which pack better
/// than three months by themselves), or those of no month.
///
/// A bucket holds one author's entries only, so that each person's can be sealed with their own key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bucket {
    pub(super) author: PersonId,
    /// `2026-11`, `pages-2026-q4`, or `always`.
    name: String,
}

impl Bucket {
    /// The bucket in which an entry of that author and id belongs. It depends on nothing that ever changes, so an
    /// entry stays where it is.
    pub fn of(author: &PersonId, id: &EntryId) -> Self {
        let is_long = id.as_str().split('/').next().is_some_and(|kind| PAGES.contains(&kind));
        let name = match id.day().map(Day::parts) {
            None => ALWAYS.to_owned(),
            Some((year, month, _)) if is_long => format!("{PAGES_OF}{year:04}-q{}", (month - 1) / 3 + 1),
            Some((year, month, _)) => format!("{year:04}-{month:02}"),
        };
        Self { author: author.clone(), name }
    }

    /// Whether an entry belongs here.
    pub(super) fn holds(&self, entry: &Entry) -> bool {
        entry.author == self.author && *self == Self::of(&entry.author, &entry.id)
    }

    pub(super) fn span(&self) -> Span {
        let first_day = |year: &str, month: &str| format!("{year}-{month}-01").parse().ok().map(month_of);
        let span = match self.name.strip_prefix(PAGES_OF) {
            Some(quarter) => quarter.split_once("-q").and_then(|(year, number)| {
                let first = ["01", "04", "07", "10"].get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
                first_day(year, first).map(Span::Quarter)
            }),
            None => {
                self.name.split_once('-').and_then(|(year, month)| first_day(year, month).map(Span::Month))
            }
        };
        // A name that only a newer version understands is read like what belongs to no day: always.
        span.unwrap_or(Span::Always)
    }

    /// Whether it holds long entries.
    pub(super) fn is_long(&self) -> bool {
        matches!(self.span(), Span::Quarter(_))
    }

    /// Whether it is so far back, in the month `now`, that all of it is packed and none of it is read at opening.
    pub(super) fn is_over(&self, now: i32) -> bool {
        match self.span() {
            Span::Always => false,
            Span::Month(number) => number + RECENT_MONTHS < now,
            Span::Quarter(first) => first + 2 < now,
        }
    }

    /// What the keys of all its chunks begin with.
    pub(super) fn prefix(&self, generation: u32) -> String {
        format!("{}{}/{}/", Area::Chunks.prefix(generation), self.author, self.name)
    }
}

/// The name of a chunk: a part of a bucket.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChunkName {
    pub(super) bucket: Bucket,
    pub(super) part: u32,
    pub(super) generation: u32,
}

impl ChunkName {
    /// The chunk that a storage key names, if it is one of ours.
    pub fn from_key(key: &str) -> Option<Self> {
        let (area, generation) = Area::of(key)?;
        if area != Area::Chunks {
            return None;
        }
        let mut words = key.strip_prefix(&area.prefix(generation))?.split('/');
        let author = words.next()?.parse().ok()?;
        let name = words.next().filter(|name| !name.is_empty())?.to_owned();
        let part = words.next()?.parse().ok().filter(|part| (1..u32::MAX).contains(part))?;
        let chunk = Self { bucket: Bucket { author, name }, part, generation };
        (words.next().is_none() && chunk.key() == key).then_some(chunk)
    }

    /// The storage key.
    pub fn key(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for ChunkName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.bucket.prefix(self.generation), self.part)
    }
}

/// The key of the note that something is being written and does not count yet: a generation, or a batch of logs.
pub(super) fn building_generation(generation: u32) -> String {
    format!("{BUILDING}{generation}")
}

/// The key that says that a generation is there, even with nothing in it.
pub(super) fn generation_mark(generation: u32) -> String {
    format!("{}since", Area::Chunks.prefix(generation))
}

/// The same note for the batch `number` of the tab `device`.
pub(super) fn building_batch(device: u32, number: u32) -> String {
    format!("{BUILDING}log/{device:08x}.{number}")
}

/// The key of a tab's own log.
pub(super) fn log_key(generation: u32, device: u32) -> String {
    format!("{}{device:08x}", Area::Logs.prefix(generation))
}

/// What the keys of a batch begin with. Unlike a log, a batch is never written again once it is complete.
pub(super) fn batch_prefix(generation: u32, device: u32, number: u32) -> String {
    format!("{}{device:08x}.{number}/", Area::Logs.prefix(generation))
}

/// Whether a key is of a batch, and not of a tab's own log.
pub(super) fn is_batch(key: &str) -> bool {
    let name = Area::of(key).and_then(|(area, generation)| key.strip_prefix(&area.prefix(generation)));
    name.is_some_and(|name| name.contains('/'))
}

/// What is being written and does not count yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Building {
    Generation(u32),
    /// A batch of logs, by its name.
    Batch(String),
}

impl Building {
    /// What the keys of a batch begin with.
    pub(super) fn batch_prefix(&self, generation: u32) -> Option<String> {
        match self {
            Self::Generation(_) => None,
            Self::Batch(name) => Some(format!("{}{name}/", Area::Logs.prefix(generation))),
        }
    }

    /// What the key of a note is about.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        let what = key.strip_prefix(BUILDING)?;
        match what.strip_prefix("log/") {
            Some(batch) => Some(Self::Batch(batch.to_owned())),
            None => what.parse().ok().map(Self::Generation),
        }
    }

    /// Whether it is about what is under `key`.
    pub(super) fn covers(&self, key: &str) -> bool {
        let Some((area, generation)) = Area::of(key) else { return false };
        match self {
            Self::Generation(number) => generation == *number,
            Self::Batch(_) => {
                area == Area::Logs
                    && self.batch_prefix(generation).is_some_and(|prefix| key.starts_with(&prefix))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(id: &str) -> String {
        let bucket = Bucket::of(&"a1".parse().unwrap(), &id.parse().unwrap());
        ChunkName { bucket, part: 1, generation: 0 }.key()
    }

    #[test]
    fn an_entry_belongs_to_the_month_of_its_day_or_to_no_month() {
        assert_eq!(chunk("pulse/2026-11-22"), "kept/entries/a1/2026-11/1");
        assert_eq!(chunk("ritual/k3"), "kept/entries/a1/always/1");
    }

    #[test]
    fn long_entries_have_chunks_of_their_own() {
        assert_eq!(chunk("journal/2026-11-22"), "kept/entries/a1/pages-2026-q4/1");
        assert_eq!(chunk("keepsake/4k0c/2026-11-22"), "kept/entries/a1/pages-2026-q4/1");
        assert_eq!(chunk("parked-question/4k0c"), "kept/entries/a1/always/1");
        assert_eq!(chunk("journal/2026-03-31"), "kept/entries/a1/pages-2026-q1/1");
        assert_eq!(chunk("journal/k3"), "kept/entries/a1/always/1");
    }

    #[test]
    fn only_keys_that_we_would_write_are_chunks() {
        for key in ["kept/entries/a1/2026-11/2", "kept/entries.3/a1/pages-2026-q4/2", "kept/entries/a/x/1"] {
            assert_eq!(ChunkName::from_key(key).map(|name| name.key()).as_deref(), Some(key));
        }
        for other in [
            "kept/entries/a1/2026-11",
            "kept/entries/a1/x/01",
            "kept/entries/A/x/1",
            "kept/entries.0/a/x/1",
            "kept/entries.01/a/x/1",
            "kept/entries.x/a/x/1",
            "kept/log/a/x/1",
            "kept/draft/a/x/1",
            "x",
        ] {
            assert_eq!(ChunkName::from_key(other), None, "{other}");
        }
    }

    #[test]
    fn a_span_is_a_month_or_always() {
        let span = |name: &str| Bucket { author: "a".parse().unwrap(), name: name.to_owned() }.span();
        assert_eq!(span("2026-11"), Span::Month(2026 * 12 + 10));
        assert_eq!(span("pages-2026-q4"), Span::Quarter(2026 * 12 + 9));
        for other in [
            "always",
            "2026-13",
            "2026",
            "pages-",
            "pages-2026-q0",
            "pages-2026-q5",
            "pages-2026-11",
            "what a newer version calls it",
        ] {
            assert_eq!(span(other), Span::Always, "{other}");
        }
    }

    #[test]
    fn a_bucket_is_over_once_nobody_writes_into_it_every_day() {
        let is_over = |name: &str, today: &str| {
            let bucket = Bucket { author: "a".parse().unwrap(), name: name.to_owned() };
            bucket.is_over(month_of(today.parse().unwrap()))
        };
        assert!(!is_over("2026-10", "2026-11-30") && is_over("2026-10", "2026-12-01"));
        assert!(!is_over("2026-12", "2027-01-31") && is_over("2026-12", "2027-02-01"));
        assert!(!is_over("pages-2026-q4", "2026-12-31") && is_over("pages-2026-q4", "2027-01-01"));
        assert!(!is_over("always", "2027-01-01") && !is_over("2026-12", "2020-01-01"));
    }

    #[test]
    fn a_note_covers_what_is_being_written_and_nothing_else() {
        let covers = |note: &str, key: &str| Building::from_key(note).is_some_and(|note| note.covers(key));
        assert!(covers(&building_generation(2), "kept/entries.2/a/always/1"));
        assert!(covers(&building_generation(2), "kept/log.2/00000001"));
        assert!(covers(&building_generation(0), "kept/entries/a/always/1"));
        assert!(covers(&building_batch(1, 2), &format!("{}7", batch_prefix(0, 1, 2))));
        for key in [
            "kept/entries/a/always/1",
            "kept/entries.21/a/always/1",
            "kept/draft/a/x/1",
            "kept/theme",
            "kept/log/2",
        ] {
            assert!(!covers(&building_generation(2), key), "{key}");
        }
        for key in [&log_key(0, 1), &batch_prefix(0, 1, 21), "kept/entries/00000001.2/always/1"] {
            assert!(!covers(&building_batch(1, 2), key), "{key}");
        }
    }

    #[test]
    fn a_place_is_the_same_in_every_generation() {
        for (key, place) in [
            ("kept/entries/a1/2026-11/2", "kept/entries/a1/2026-11/2"),
            ("kept/entries.3/a1/2026-11/2", "kept/entries/a1/2026-11/2"),
            ("kept/log.12/00000001", "kept/log/00000001"),
            ("kept/entries.x/a1/2026-11/2", "kept/entries.x/a1/2026-11/2"),
            ("kept/draft/a1/pulse/1", "kept/draft/a1/pulse/1"),
        ] {
            assert_eq!(place_of(key), place);
        }
    }

    #[test]
    fn a_batch_is_told_from_a_tabs_own_log() {
        assert!(is_batch(&format!("{}7", batch_prefix(3, 1, 2))));
        assert!(is_batch(&format!("{}7", batch_prefix(0, 1, 2))));
        assert!(!is_batch(&log_key(0, 1)) && !is_batch(&log_key(3, 1)));
    }
}
