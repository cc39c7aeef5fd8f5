//! How far somebody has read.

use serde::{Deserialize, Serialize};

use super::{Day, EntryId};

/// That somebody opened a chapter of the guide, and whether they finished it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The slug of the chapter.
    pub chapter: String,
    /// The day it was last opened.
    pub opened: Day,
    /// The day they said they had read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<Day>,
    /// The section they were at last, from 1; 0 before the first one.
    #[serde(default, skip_serializing_if = "is_start")]
    pub section: u8,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_start(section: &u8) -> bool {
    *section == 0
}

impl Reading {
    /// The id of somebody's reading of a chapter.
    pub fn id(chapter: &str) -> EntryId {
        EntryId::named(&format!("reading/{chapter}"))
    }
}
