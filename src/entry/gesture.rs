//! The small gesture of a day.

use serde::{Deserialize, Serialize};

use super::{Day, EntryId};

/// What became of the one small thing that a day offers. Each is called by its own words, so that an entry can be
/// read without the list it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gesture {
    /// The day.
    pub day: Day,
    /// The one that was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// Those that did not fit that day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<String>,
}

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
