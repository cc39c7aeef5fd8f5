//! The daily check-in.

use serde::{Deserialize, Serialize};

use super::{Day, EntryId, Rebase, Signals, join};

/// The 30-second check-in of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pulse {
    /// The day it is about.
    pub day: Day,
    /// The five answers.
    #[serde(default)]
    pub signals: Signals,
    /// An optional line in their own words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub line: String,
}

impl Pulse {
    /// An empty pulse for `day`.
    pub fn new(day: Day) -> Self {
        Self { day, signals: Signals::default(), line: String::new() }
    }

    /// The id of somebody's pulse of that day.
    pub fn id(day: Day) -> EntryId {
        EntryId::dated("pulse", day)
    }
}

impl Rebase for Pulse {
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        Self {
            day: mine.day,
            signals: Signals::rebase(&base.signals, &theirs.signals, &mine.signals),
            line: join(&base.line, &theirs.line, &mine.line),
        }
    }

    fn is_empty(&self) -> bool {
        self.signals.is_empty() && self.line.trim().is_empty()
    }
}
