//! Which key holds what. Everything Kept stores is under [`PREFIX`]; sites on one origin share storage.

use std::fmt;

use crate::entry::{EntryId, PersonId};

/// What every key of ours begins with.
pub const PREFIX: &str = "kept/";
/// Chunks of entries.
pub(super) const ENTRIES: &str = "kept/entries/";
/// What is being typed.
pub(super) const DRAFTS: &str = "kept/draft/";
/// What could not be read and was set aside.
pub(super) const ASIDE: &str = "kept/aside/";
/// Set for a moment while everything is deleted, so that other tabs let go of what they hold.
pub(super) const WIPED: &str = "kept/wiped";

/// The name of a chunk: some entries of one author, of one month or of no month, in parts that stay small.
///
/// A chunk holds one author's entries only, so that each person's can be sealed with their own key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChunkName {
    author: PersonId,
    /// `2026-11`, or `always` for what belongs to no day.
    bucket: String,
    part: u32,
}

impl ChunkName {
    /// The first part of the bucket in which an entry of that author and id belongs. It depends on nothing that
    /// ever changes, so an entry stays where it is.
    pub fn first(author: &PersonId, id: &EntryId) -> Self {
        let bucket = id.day().map_or_else(
            || "always".to_owned(),
            |day| {
                let (year, month, _) = day.parts();
                format!("{year:04}-{month:02}")
            },
        );
        Self { author: author.clone(), bucket, part: 1 }
    }

    /// The part after this one.
    #[must_use]
    pub fn next(&self) -> Self {
        Self { part: self.part + 1, ..self.clone() }
    }

    /// What the keys of all parts begin with.
    pub(super) fn bucket_prefix(&self) -> String {
        format!("{ENTRIES}{}/{}/", self.author, self.bucket)
    }

    /// The chunk that a storage key names, if it is one of ours.
    pub fn from_key(key: &str) -> Option<Self> {
        let mut words = key.strip_prefix(ENTRIES)?.split('/');
        let author = words.next()?.parse().ok()?;
        let bucket = words.next().filter(|bucket| !bucket.is_empty())?.to_owned();
        let part = words.next()?.parse().ok().filter(|part| (1..u32::MAX).contains(part))?;
        let name = Self { author, bucket, part };
        (words.next().is_none() && name.key() == key).then_some(name)
    }

    /// The storage key.
    pub fn key(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for ChunkName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{ENTRIES}{}/{}/{}", self.author, self.bucket, self.part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_belongs_to_the_month_of_its_day_or_to_no_month() {
        let name = |id: &str| ChunkName::first(&"a1".parse().unwrap(), &id.parse().unwrap()).key();
        assert_eq!(name("pulse/2026-11-22"), "kept/entries/a1/2026-11/1");
        assert_eq!(name("ritual/k3"), "kept/entries/a1/always/1");
    }

    #[test]
    fn only_keys_that_we_would_write_are_chunks() {
        let key = "kept/entries/a1/2026-11/2";
        assert_eq!(ChunkName::from_key(key).map(|name| name.key()).as_deref(), Some(key));
        for other in
            ["kept/entries/a1/2026-11", "kept/entries/a1/x/01", "kept/entries/A/x/1", "kept/draft/a/x/1", "x"]
        {
            assert_eq!(ChunkName::from_key(other), None, "{other}");
        }
    }
}
