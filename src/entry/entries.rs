//! All entries that are known, in memory.

use std::collections::BTreeMap;

use super::{Entry, EntryId, Key, Kind, Person, PersonId, Stamp, merge};

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

    /// The people, in the order of their colours.
    pub fn people(&self) -> Vec<(&PersonId, &Person)> {
        let mut people: Vec<_> =
            self.all::<Person>().map(|(entry, person)| (&entry.author, person)).collect();
        people.sort_by_key(|(id, person)| (person.colour, (*id).clone()));
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

impl FromIterator<Entry> for Entries {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut all = Self::default();
        for entry in entries {
            all.absorb(entry);
        }
        all
    }
}
