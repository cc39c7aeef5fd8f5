//! The daily check-in.

use super::record::record;
use super::{Day, EntryId, Rebase, Signals, join};

/// The 30-second check-in of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulse {
    /// The day it is about.
    pub day: Day,
    /// The five answers.
    pub signals: Signals,
    /// An optional line in their own words.
    pub line: String,
}

record!(Pulse { must day, may signals, rare line });

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
