//! How far somebody has read.

use super::record::record;
use super::{Day, EntryId};

/// That somebody opened a chapter of the guide, and whether they finished it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The slug of the chapter.
    pub chapter: String,
    /// The day it was last opened.
    pub opened: Day,
    /// The day they said they had read it.
    pub finished: Option<Day>,
    /// The section they were at last, from 1; 0 before the first one.
    pub section: u8,
}

record!(Reading { must chapter, must opened, rare finished, rare section });

impl Reading {
    /// The id of somebody's reading of a chapter.
    pub fn id(chapter: &str) -> EntryId {
        EntryId::named(&format!("reading/{chapter}"))
    }
}
