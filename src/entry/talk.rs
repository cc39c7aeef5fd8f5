//! What stays of a talk.

use super::record::record;
use super::{Day, EntryId, Rebase, join};

/// A short note that both wanted at the end of listening in turns. What was said is never recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    /// The day of the talk.
    pub day: Day,
    /// What it was about.
    pub topic: String,
    /// What they want to remember of it.
    pub note: String,
}

record!(Talk { must day, rare topic, rare note });

impl Talk {
    /// The longest topic that is asked for, in characters.
    pub const TOPIC_LENGTH: usize = 120;
    /// The longest note that is asked for, in characters.
    pub const NOTE_LENGTH: usize = 500;

    /// The id of a new one.
    pub fn id(random: [u8; 16], day: Day) -> EntryId {
        EntryId::dated(&format!("talk/{}", EntryId::random(random)), day)
    }
}

impl Rebase for Talk {
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        Self {
            day: mine.day,
            topic: join(&base.topic, &theirs.topic, &mine.topic),
            note: join(&base.note, &theirs.note, &mine.note),
        }
    }

    /// The topic alone is not worth keeping.
    fn is_empty(&self) -> bool {
        self.note.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Body;

    #[test]
    fn both_notes_are_kept_and_no_note_is_nothing_to_keep() {
        let day: Day = "2026-11-22".parse().unwrap();
        let with = |note: &str| Talk { day, topic: "Sunday".into(), note: note.into() };
        let both = Body::rebase(&with("").into(), &with("one").into(), &with("two").into());
        assert_eq!(both, with("one\n\ntwo").into());
        assert!(Body::from(with(" ")).is_empty() && !both.is_empty());
        assert_eq!(Talk::id([1; 16], day).day(), Some(day));
    }
}
