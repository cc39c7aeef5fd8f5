//! What became of a ritual on one day.

use super::record::{record, words};
use super::{Day, EntryId};

/// What one person noted about a ritual on one day. No mark is not the same as not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The ritual.
    pub ritual: EntryId,
    /// The day.
    pub day: Day,
    /// What became of it.
    pub state: MarkState,
}

record!(Mark { must ritual, must day, must state });

/// What became of a ritual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkState {
    /// It was done.
    Done,
    /// It was left out on purpose. Skipping is free.
    Skipped,
}

words!(MarkState { Done = "done", Skipped = "skipped" });

impl Mark {
    /// The id of somebody's mark for a ritual on a day: marking in two tabs is marking once.
    pub fn id(ritual: &EntryId, day: Day) -> EntryId {
        EntryId::dated(&format!("mark/{ritual}"), day)
    }
}
