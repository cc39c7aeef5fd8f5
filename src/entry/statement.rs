//! Composed texts: taking responsibility, and saying the hurt.

use std::{fmt, str::FromStr};

use super::record::{record, words};
use super::{Day, EntryId, Rebase, join};

/// A text that somebody composes, over days and in versions, until they say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// What it is for.
    pub purpose: Purpose,
    /// Its five parts, in the order in which they are asked for; those at the end may be missing.
    pub parts: Vec<String>,
    /// The whole of it, where it is written freely and not by its parts.
    pub text: String,
    /// Whether it is written freely.
    pub is_free: bool,
    /// The day on which it was said.
    pub said: Option<Day>,
}

record!(Statement { must purpose, rare parts, rare text, rare is_free, rare said });

/// What its author keeps beside a statement. It is an entry of its own, and never shared: who is shown a letter is
/// not shown what stood in it before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementNotes {
    /// What it was before, the oldest first.
    pub earlier: Vec<Earlier>,
    /// How saying it went.
    pub went: String,
    /// Checksums of the places that the review is to be silent about.
    pub dismissed: Vec<String>,
}

record!(StatementNotes { rare earlier, rare went, rare dismissed });

/// What a statement is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// Taking responsibility, by whoever broke trust.
    #[default]
    Responsibility,
    /// Saying the hurt, by whoever was hurt.
    Hurt,
}

words!(Purpose { Responsibility = "responsibility", Hurt = "hurt" });

/// A statement as it was, written as its day, a space and its words in files and storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The last day on which it was like that.
    pub day: Day,
    /// Its words.
    pub text: String,
}

impl FromStr for Earlier {
    type Err = ();

    fn from_str(line: &str) -> Result<Self, ()> {
        let (day, text) = line.split_once(' ').ok_or(())?;
        Ok(Self { day: day.parse()?, text: text.to_owned() })
    }
}

impl fmt::Display for Earlier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.day, self.text)
    }
}

impl Statement {
    /// How many parts there are.
    pub const PARTS: usize = 5;

    /// The id of a new one. The day on which it is begun is part of it, so that it is stored with what was written at
    /// that time.
    pub fn id(random: [u8; 16], today: Day) -> EntryId {
        EntryId::dated(&format!("statement/{}", EntryId::random(random)), today)
    }

    /// One of its parts, from 0, to be written.
    pub fn part_mut(&mut self, at: usize) -> Option<&mut String> {
        while at < Self::PARTS && self.parts.len() <= at {
            self.parts.push(String::new());
        }
        self.parts.get_mut(at)
    }

    /// All that would be said, a paragraph for each part.
    pub fn whole(&self) -> String {
        if self.is_free { self.text.clone() } else { self.in_parts() }
    }

    fn in_parts(&self) -> String {
        let mut whole = String::new();
        for part in self.parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()) {
            if !whole.is_empty() {
                whole.push_str("\n\n");
            }
            whole.push_str(part);
        }
        whole
    }

    /// What was written the other way and would not be said; empty where there is nothing.
    pub fn unsaid(&self) -> String {
        if self.is_free { self.in_parts() } else { self.text.trim().to_owned() }
    }

    /// Leaves out what would not be said, so that nobody is shown it by accident.
    pub fn drop_unsaid(&mut self) {
        if self.is_free {
            self.parts.clear();
        } else {
            self.text.clear();
        }
    }
}

impl StatementNotes {
    /// How many earlier versions are kept.
    pub const VERSIONS: usize = 20;

    /// The id of the notes on a statement.
    pub fn id(statement: &EntryId) -> EntryId {
        let name = statement.as_str().trim_start_matches("statement/");
        EntryId::named(&format!("statement-notes/{name}"))
    }

    /// Keeps `words`, which stood there until `day`, where they are other ones than `now`.
    pub fn keep(&mut self, words: &str, now: &str, day: Day) {
        let is_there = self.earlier.iter().any(|earlier| earlier.text == words);
        if !words.trim().is_empty() && words != now && !is_there {
            self.earlier.push(Earlier { day, text: words.to_owned() });
            let too_many = self.earlier.len().saturating_sub(Self::VERSIONS);
            self.earlier.drain(..too_many);
        }
    }
}

impl Rebase for Statement {
    /// The words of both; everything else is as it was chosen here.
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        let part = |of: &Self, at: usize| of.parts.get(at).cloned().unwrap_or_default();
        let count = mine.parts.len().max(theirs.parts.len());
        let parts = (0..count).map(|at| join(&part(base, at), &part(theirs, at), &part(mine, at))).collect();
        Self { parts, text: join(&base.text, &theirs.text, &mine.text), ..mine.clone() }
    }

    fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.parts.iter().all(|part| part.trim().is_empty())
    }
}

impl Rebase for StatementNotes {
    /// The words of both; everything else is as it was chosen here.
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        let earlier = if mine.earlier == base.earlier { &theirs.earlier } else { &mine.earlier };
        let dismissed = if mine.dismissed == base.dismissed { &theirs.dismissed } else { &mine.dismissed };
        Self {
            earlier: earlier.clone(),
            went: join(&base.went, &theirs.went, &mine.went),
            dismissed: dismissed.clone(),
        }
    }

    fn is_empty(&self) -> bool {
        self.went.trim().is_empty() && self.earlier.is_empty() && self.dismissed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> Day {
        "2026-11-22".parse().unwrap()
    }

    #[test]
    fn the_whole_is_what_was_written_in_the_way_that_was_chosen() {
        let mut parts = Statement::default();
        for (at, text) in [(0, "I lied."), (2, " "), (4, "I ask for nothing.\n")] {
            *parts.part_mut(at).unwrap() = text.into();
        }
        assert_eq!(parts.whole(), "I lied.\n\nI ask for nothing.");
        assert!(parts.part_mut(Statement::PARTS).is_none());
        let both = Statement { text: "All at once.".into(), ..parts };
        assert_eq!(both.whole(), "I lied.\n\nI ask for nothing.");
        assert_eq!(Statement { is_free: true, ..both }.whole(), "All at once.");
    }

    #[test]
    fn what_would_not_be_said_is_left_out() {
        let mut both = Statement { text: "All at once.".into(), is_free: true, ..Statement::default() };
        *both.part_mut(0).unwrap() = "I lied.".into();
        assert_eq!(both.unsaid(), "I lied.");
        both.drop_unsaid();
        assert_eq!((both.whole().as_str(), both.unsaid().as_str()), ("All at once.", ""));
        both.is_free = false;
        assert_eq!(both.unsaid(), "All at once.");
        both.drop_unsaid();
        assert!(both.is_empty());
    }

    #[test]
    fn a_version_is_kept_where_the_words_changed() {
        let mut notes = StatementNotes::default();
        for (before, versions) in [("", 0), ("now", 0), ("one", 1), ("one", 1), ("two", 2), ("one", 2)] {
            notes.keep(before, "now", day());
            assert_eq!(notes.earlier.len(), versions, "{before}");
        }
        for at in 0..30 {
            notes.keep(&at.to_string(), "now", day());
        }
        assert_eq!(notes.earlier.len(), StatementNotes::VERSIONS);
        assert_eq!(notes.earlier.last().unwrap().text, "29");
    }

    #[test]
    fn what_was_typed_in_two_tabs_is_all_kept() {
        let with = |first: &str, second: &str| Statement {
            parts: vec![first.into(), second.into()],
            ..Statement::default()
        };
        let both = Statement::rebase(&with("", ""), &with("one", ""), &with("two", "three"));
        assert_eq!(both.parts, ["one\n\ntwo", "three"]);
        assert!(
            Statement::default().is_empty()
                && Statement { text: " ".into(), ..Statement::default() }.is_empty()
                && !both.is_empty()
        );
    }

    #[test]
    fn an_earlier_version_is_read_as_it_was_written() {
        let version = Earlier { day: day(), text: "I lied.\n\nTwice: on Friday, too.".into() };
        assert_eq!(version.to_string().parse(), Ok(version));
        for text in ["", "2026-11-22", "x y", "2026-13-01 y"] {
            assert_eq!(text.parse::<Earlier>(), Err(()), "{text}");
        }
    }
}
