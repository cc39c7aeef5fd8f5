//! The weekly check-in.

use serde::{Deserialize, Serialize};

use super::{Day, EntryId, Rebase, Signals, join};

/// The weekly "How are we doing?".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckIn {
    /// The Monday of the week it is about.
    pub week: Day,
    /// The five answers, over the week.
    #[serde(default)]
    pub signals: Signals,
    /// The open question they were asked, word for word, so that the answer can be understood later.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// Their answer to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// One thing they ask for in the next week.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ask: String,
}

impl CheckIn {
    /// An empty check-in for the week of `day`.
    pub fn new(day: Day, question: &str) -> Self {
        Self {
            week: day.monday(),
            signals: Signals::default(),
            question: question.to_owned(),
            answer: String::new(),
            ask: String::new(),
        }
    }

    /// The id of somebody's check-in for the week of `day`.
    pub fn id(day: Day) -> EntryId {
        EntryId::dated("check-in", day.monday())
    }
}

impl Rebase for CheckIn {
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        Self {
            week: mine.week,
            signals: Signals::rebase(&base.signals, &theirs.signals, &mine.signals),
            question: mine.question.clone(),
            answer: join(&base.answer, &theirs.answer, &mine.answer),
            ask: join(&base.ask, &theirs.ask, &mine.ask),
        }
    }

    fn is_empty(&self) -> bool {
        self.signals.is_empty() && self.answer.trim().is_empty() && self.ask.trim().is_empty()
    }
}
