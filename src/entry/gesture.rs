//! The small gesture of a day.

use super::record::record;
use super::{Day, EntryId};

/// What became of the one small thing that a day offers. Each is called by its own words, so that an entry can be
/// read without the list it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gesture {
    /// The day.
    pub day: Day,
    /// The one that was done.
    pub done: Option<String>,
    /// Those that did not fit that day.
    pub refused: Vec<String>,
}

record!(Gesture { must day, rare done, rare refused });

impl Gesture {
    /// Nothing yet.
    pub fn new(day: Day) -> Self {
        Self { day, done: None, refused: Vec::new() }
    }

    /// The id of somebody's entry about the gesture of a day.
    pub fn id(day: Day) -> EntryId {
        EntryId::dated(Self::PATH, day)
    }

    /// What the ids of all of them begin with.
    pub(crate) const PATH: &str = "gesture";
}
