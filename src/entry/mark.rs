//! What became of a ritual on one day.

use super::record::{record, words};
use super::{Day, EntryId, Level, Rebase, join};

/// What one person noted about a ritual on one day. No mark is not the same as not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The ritual.
    pub ritual: EntryId,
    /// The day.
    pub day: Day,
    /// What became of it.
    pub state: MarkState,
    /// A word about it.
    pub note: String,
    /// How it felt, from heavy (1) to light (5), where they want to say.
    pub felt: Option<Level>,
    /// When it was, in minutes after midnight, where they want to say.
    pub minute: Option<u16>,
}

record!(Mark { must ritual, must day, must state, rare note, rare felt, rare minute });

/// What became of a ritual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkState {
    /// It was done.
    Done,
    /// It was left out on purpose. Skipping is free.
    Skipped,
    /// It was not done, and there is something to say about that. It counts like a day without a mark.
    NotDone,
}

words!(MarkState { Done = "done", Skipped = "skipped", NotDone = "not_done" });

impl Mark {
    /// The longest note that is asked for, in characters.
    pub const NOTE_LENGTH: usize = 500;

    /// A mark that says nothing more than what became of it.
    pub fn new(ritual: EntryId, day: Day, state: MarkState) -> Self {
        Self { ritual, day, state, note: String::new(), felt: None, minute: None }
    }

    /// The id of somebody's mark for a ritual on a day: marking in two tabs is marking once.
    pub fn id(ritual: &EntryId, day: Day) -> EntryId {
        EntryId::dated(&Self::path(ritual), day)
    }

    /// What the ids of all marks for a ritual begin with.
    pub(crate) fn path(ritual: &EntryId) -> String {
        format!("mark/{ritual}")
    }
}

impl Rebase for Mark {
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        Self {
            note: join(&base.note, &theirs.note, &mine.note),
            state: if mine.state == base.state { theirs.state } else { mine.state },
            felt: if mine.felt == base.felt { theirs.felt } else { mine.felt },
            minute: if mine.minute == base.minute { theirs.minute } else { mine.minute },
            ..mine.clone()
        }
    }

    /// A mark always says what became of the ritual.
    fn is_empty(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_in_two_tabs_keeps_what_was_said_in_both() {
        let ritual: EntryId = "ritual/tea".parse().unwrap();
        let base = Mark::new(ritual, "2026-11-22".parse().unwrap(), MarkState::Skipped);
        let theirs = Mark { note: "It rained.".into(), felt: Some(Level::ALL[1]), ..base.clone() };
        let mine = Mark { note: "Short.".into(), state: MarkState::Done, ..base.clone() };
        let both = Mark { note: "It rained.\n\nShort.".into(), state: MarkState::Done, ..theirs.clone() };
        assert_eq!(Mark::rebase(&base, &theirs, &mine), both);
        assert_eq!(Mark::rebase(&base, &theirs, &base), theirs);
    }
}
