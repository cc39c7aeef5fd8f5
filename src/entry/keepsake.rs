//! What is kept from good times: old letters and messages.

use super::record::record;
use super::{Day, EntryId, Rebase, join};

/// A letter or a message from before, typed or pasted in. It stands apart from the pages of the journal, so that
/// nobody comes upon it who was not looking for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keepsake {
    /// What it is called.
    pub title: String,
    /// Its words.
    pub text: String,
    /// The day it is from, where they know it.
    pub day: Option<Day>,
    /// Who wrote it, in their own words; empty where they would rather not say.
    pub from: String,
}

record!(Keepsake { rare title, rare text, rare day, rare from });

impl Keepsake {
    /// The longest title, and the longest name of who wrote it, that is asked for, in characters.
    pub const TITLE_LENGTH: usize = 80;

    /// The id of a new keepsake. The day on which it is put here is part of it, so that it is stored with what
    /// was written at that time.
    pub fn id(random: [u8; 16], today: Day) -> EntryId {
        EntryId::dated(&format!("keepsake/{}", EntryId::random(random)), today)
    }
}

impl Rebase for Keepsake {
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        Self {
            title: join(&base.title, &theirs.title, &mine.title),
            text: join(&base.text, &theirs.text, &mine.text),
            day: if mine.day == base.day { theirs.day } else { mine.day },
            from: join(&base.from, &theirs.from, &mine.from),
        }
    }

    fn is_empty(&self) -> bool {
        self.title.trim().is_empty() && self.text.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Body;

    fn letter(text: &str, day: &str) -> Keepsake {
        Keepsake { text: text.into(), day: day.parse().ok(), ..Keepsake::default() }
    }

    #[test]
    fn a_keepsake_may_be_anything_that_has_words() {
        for (title, text, from, is_empty) in [
            ("", "", "", true),
            (" ", "\n", "", true),
            // Who it is from says nothing by itself.
            ("", "", "You", true),
            ("The first card", "", "", false),
            ("", "Come home soon.", "", false),
        ] {
            let keepsake =
                Keepsake { title: title.into(), text: text.into(), from: from.into(), ..Keepsake::default() };
            assert_eq!(Body::from(keepsake).is_empty(), is_empty, "{title:?} {text:?} {from:?}");
        }
    }

    #[test]
    fn what_was_typed_in_two_tabs_is_all_kept() {
        let (base, theirs) = (letter("", ""), letter("one", "1999-05-01"));
        let both = Body::rebase(&base.into(), &theirs.into(), &letter("two", "").into());
        assert_eq!(both, letter("one\n\ntwo", "1999-05-01").into());
    }

    #[test]
    fn it_belongs_to_the_day_on_which_it_was_put_here() {
        let today: Day = "2026-11-22".parse().unwrap();
        assert_eq!(Keepsake::id([7; 16], today).day(), Some(today));
        assert_ne!(Keepsake::id([7; 16], today), Keepsake::id([8; 16], today));
    }
}
