//! The weekly check-in.

use super::record::record;
use super::{Day, EntryId, Rebase, Signals, join};

/// The weekly "How are we doing?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckIn {
    /// The Monday of the week it is about.
    pub week: Day,
    /// The five answers, over the week.
    pub signals: Signals,
    /// What they appreciated in the other, one a line.
    pub appreciations: String,
    /// One thing to talk about.
    pub topic: String,
    /// The open question they were asked, word for word, so that the answer can be understood later.
    pub question: String,
    /// Their answer to it.
    pub answer: String,
    /// What they need to feel safe in the next week.
    pub need: String,
    /// One thing they ask for in the next week.
    pub ask: String,
}

record!(CheckIn {
    must week,
    may signals,
    rare appreciations,
    rare topic,
    rare question,
    rare answer,
    rare need,
    rare ask,
});

impl CheckIn {
    /// How many appreciations are asked for. Fewer are as good, and what is beyond is kept.
    pub const APPRECIATIONS: usize = 5;

    /// An empty check-in for the week of `day`.
    pub fn new(day: Day, question: &str) -> Self {
        Self {
            week: day.monday(),
            signals: Signals::default(),
            appreciations: String::new(),
            topic: String::new(),
            question: question.to_owned(),
            answer: String::new(),
            need: String::new(),
            ask: String::new(),
        }
    }

    /// The id of somebody's check-in for the week of `day`.
    pub fn id(day: Day) -> EntryId {
        EntryId::dated("check-in", day.monday())
    }

    /// What they appreciated, one by one, without empty lines.
    pub fn appreciations(&self) -> impl Iterator<Item = &str> {
        self.appreciations.lines().map(str::trim).filter(|line| !line.is_empty())
    }

    /// What they wrote themselves; the question is not theirs.
    fn words(&self) -> [&str; 5] {
        [&self.appreciations, &self.topic, &self.answer, &self.need, &self.ask]
    }
}

impl Rebase for CheckIn {
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        let [appreciations, topic, answer, need, ask] =
            std::array::from_fn(|at| join(base.words()[at], theirs.words()[at], mine.words()[at]));
        Self {
            week: mine.week,
            signals: Signals::rebase(&base.signals, &theirs.signals, &mine.signals),
            appreciations,
            topic,
            question: mine.question.clone(),
            answer,
            need,
            ask,
        }
    }

    fn is_empty(&self) -> bool {
        self.signals.is_empty() && self.words().iter().all(|words| words.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Level;
    use crate::entry::record::Record;

    fn week() -> CheckIn {
        CheckIn::new("2026-11-18".parse().unwrap(), "What was good?")
    }

    /// Each of the fields with words of their own, so that none is taken for another.
    fn with_all(word: &str) -> CheckIn {
        let say = |field: &str| format!("{field} {word}");
        CheckIn {
            appreciations: say("a"),
            topic: say("t"),
            answer: say("w"),
            need: say("n"),
            ask: say("s"),
            ..week()
        }
    }

    #[test]
    fn a_week_belongs_to_its_monday() {
        assert_eq!(week().week, "2026-11-16".parse().unwrap());
        assert_eq!(CheckIn::id(week().week).as_str(), "check-in/2026-11-16");
    }

    #[test]
    fn every_text_is_a_reason_to_keep_it_and_the_question_is_none() {
        assert!(week().is_empty());
        let safe = Signals { safe: Some(Level::ALL[0]), ..Signals::default() };
        assert!(!CheckIn { signals: safe, ..week() }.is_empty());
        for field in ["appreciations", "topic", "answer", "need", "ask"] {
            for (text, is_empty) in [("x", false), (" \n", true)] {
                let mut fields = week().write_fields();
                fields.insert(field.into(), text.into());
                let week = CheckIn::read_fields(&fields).unwrap();
                assert_eq!(week.is_empty(), is_empty, "{field}: {text:?}");
            }
        }
    }

    #[test]
    fn what_was_written_in_two_tabs_is_all_kept_in_its_own_field() {
        let both = CheckIn::rebase(&week(), &with_all("theirs"), &with_all("mine"));
        let joined = |field: &str| format!("{field} theirs\n\n{field} mine");
        let expected = CheckIn {
            appreciations: joined("a"),
            topic: joined("t"),
            answer: joined("w"),
            need: joined("n"),
            ask: joined("s"),
            ..week()
        };
        assert_eq!(both, expected);
    }

    #[test]
    fn appreciations_stand_one_a_line_and_empty_lines_are_none() {
        for (text, expected) in [
            ("", &[][..]),
            (" \n\n", &[]),
            ("The tea.", &["The tea."]),
            ("The tea.\n\n  You called. \r\nThe walk", &["The tea.", "You called.", "The walk"]),
        ] {
            let week = CheckIn { appreciations: text.into(), ..week() };
            assert_eq!(week.appreciations().collect::<Vec<_>>(), expected, "{text:?}");
        }
    }
}
