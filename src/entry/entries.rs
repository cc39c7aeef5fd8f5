//! All entries that are known, in memory.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::{Day, Entry, EntryId, Key, Kind, Person, PersonId, Stamp, merge};

/// A set of entries in which every entry stands once, in its latest known version.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entries(BTreeMap<Key, Entry>);

impl Entries {
    /// Takes in a version of an entry; says whether it changed anything.
    pub fn absorb(&mut self, entry: Entry) -> bool {
        let key = entry.key();
        let merged = match self.0.get(&key) {
            Some(known) if *known == entry => return false,
            Some(known) => merge(known.clone(), entry),
            None => entry,
        };
        let changed = self.0.get(&key) != Some(&merged);
        self.0.insert(key, merged);
        changed
    }

    /// Takes out an entry, where this is the version that is here; says whether it was.
    pub(crate) fn take(&mut self, entry: &Entry) -> bool {
        let key = entry.key();
        let is_here = self.0.get(&key) == Some(entry);
        if is_here {
            self.0.remove(&key);
        }
        is_here
    }

    /// The entry of that author and id, alive or deleted.
    pub fn entry(&self, author: &PersonId, id: &EntryId) -> Option<&Entry> {
        self.0.get(&(author.clone(), id.clone()))
    }

    /// The living body of kind `K` of that author and id.
    pub fn get<K: Kind>(&self, author: &PersonId, id: &EntryId) -> Option<&K> {
        self.entry(author, id).and_then(Entry::get)
    }

    /// Every entry, deleted ones too, by author and id.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.0.values()
    }

    /// Every living entry of kind `K`, by author and id.
    pub fn all<K: Kind>(&self) -> impl Iterator<Item = (&Entry, &K)> {
        self.iter().filter_map(|entry| Some((entry, entry.get::<K>()?)))
    }

    /// Those of an author whose ids are `path` and a day in between, in the order of days. Without a day in between
    /// there is none.
    pub(crate) fn dated(
        &self,
        author: &PersonId,
        path: &str,
        from: Day,
        to: Day,
    ) -> impl Iterator<Item = (Day, &Entry)> {
        let key = |day: Day| (author.clone(), EntryId::dated(path, day));
        let (first, last) = (key(from.min(to)), key(to));
        let length = last.1.as_str().len();
        // Whatever lies between two ids that begin with the same path begins with it, too; what is longer is
        // something that has a path of its own.
        self.0
            .range(first..=last)
            .filter(move |((_, id), _)| id.as_str().len() == length)
            .filter_map(|((_, id), entry)| Some((id.day()?, entry)))
            .filter(move |(day, _)| from <= *day)
    }

    /// Everybody who wrote an entry, alive or deleted.
    pub(crate) fn authors(&self) -> Vec<PersonId> {
        let mut authors: Vec<PersonId> = Vec::new();
        let mut next = self.0.keys().next();
        while let Some((author, _)) = next {
            authors.push(author.clone());
            let last = (author.clone(), EntryId::last());
            next = self.0.range((Bound::Excluded(last), Bound::Unbounded)).next().map(|(key, _)| key);
        }
        authors
    }

    /// The people, in the order of their colours. Whoever wrote something that is there is one of them, even where
    /// what they said about themselves is not.
    pub fn people(&self) -> Vec<(PersonId, Person)> {
        let mut people: Vec<(PersonId, Person)> = Vec::new();
        for entry in self.iter().filter(|entry| entry.body.is_some()) {
            if people.iter().all(|(known, _)| *known != entry.author) {
                let person = self.get::<Person>(&entry.author, &Person::id()).cloned().unwrap_or_default();
                let place = people.partition_point(|(_, other)| other.colour <= person.colour);
                people.insert(place, (entry.author.clone(), person));
            }
        }
        people
    }

    /// The latest stamp of all, which the clock has to overtake.
    pub fn newest(&self) -> Stamp {
        self.iter().map(|entry| entry.stamp).max().unwrap_or_default()
    }

    /// How many entries there are, deleted ones too.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was ever written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Extend<Entry> for Entries {
    fn extend<I: IntoIterator<Item = Entry>>(&mut self, entries: I) {
        for entry in entries {
            self.absorb(entry);
        }
    }
}

impl FromIterator<Entry> for Entries {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut all = Self::default();
        all.extend(entries);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Body, Mark, MarkState, Pulse, Visibility};

    #[test]
    fn whoever_wrote_something_is_a_person_even_where_their_own_entry_is_lost() {
        let entry = |author: &str, id: EntryId, body: Option<Body>| {
            let entry = Entry::new(
                author.parse().unwrap(),
                id,
                Stamp::default(),
                Visibility::Private,
                Person::default().into(),
            );
            entry.revised(Stamp::default(), Visibility::Private, body)
        };
        let day: Day = "2026-11-22".parse().unwrap();
        let person = |colour| Some(Person { name: "x".into(), colour, ..Person::default() }.into());
        let entries: Entries = [
            entry("second", Person::id(), person(1)),
            entry("first", Person::id(), person(0)),
            entry("lost", Pulse::id(day), Some(Pulse::new(day).into())),
            entry("gone", Pulse::id(day), None),
        ]
        .into_iter()
        .collect();
        let ids: Vec<String> = entries.people().iter().map(|(id, _)| id.to_string()).collect();
        assert_eq!(ids, ["first", "lost", "second"]);
    }

    #[test]
    fn what_belongs_to_days_is_found_by_author_path_and_days_in_their_order() {
        let entry = |author: &str, id: &str, body: Body| {
            let (author, id) = (author.parse().unwrap(), id.parse().unwrap());
            Entry::new(author, id, Stamp::default(), Visibility::Private, body)
        };
        let mark = |ritual: &str, day: &str| -> Body {
            Mark::new(ritual.parse().unwrap(), day.parse().unwrap(), MarkState::Done).into()
        };
        let entries: Entries = [
            entry("a", "mark/tea/2026-11-22", mark("tea", "2026-11-22")),
            entry("a", "mark/tea/2026-02-01", mark("tea", "2026-02-01")),
            entry("a", "mark/tea/2025-12-31", mark("tea", "2025-12-31")),
            entry("a", "mark/tea/2026-11-22/2026-11-20", mark("tea/2026-11-22", "2026-11-20")),
            entry("a", "mark/tea/2026-11-2x", mark("tea", "2026-11-21")),
            entry("a", "mark/teapot/2026-11-18", mark("teapot", "2026-11-18")),
            entry("b", "mark/tea/2026-11-17", mark("tea", "2026-11-17")),
            entry("bb", "person", Person::default().into()),
        ]
        .into_iter()
        .collect();
        let found = |author: &str, from: &str, to: &str| -> Vec<String> {
            let (author, from, to) = (author.parse().unwrap(), from.parse().unwrap(), to.parse().unwrap());
            entries.dated(&author, "mark/tea", from, to).map(|(day, _)| day.to_string()).collect()
        };
        assert_eq!(found("a", "1900-01-01", "9999-12-31"), ["2025-12-31", "2026-02-01", "2026-11-22"]);
        assert_eq!(found("a", "2026-02-01", "2026-11-21"), ["2026-02-01"]);
        assert_eq!(found("a", "2026-11-22", "2026-02-01"), [""; 0], "backwards");
        assert_eq!(found("b", "2026-11-17", "2026-11-17"), ["2026-11-17"]);
        let authors: Vec<String> = entries.authors().into_iter().map(String::from).collect();
        assert_eq!(authors, ["a", "b", "bb"]);
    }
}
