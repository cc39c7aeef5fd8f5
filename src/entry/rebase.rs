//! When one person wrote in two tabs: bringing what was typed here on top of what was saved there.

use super::{Body, Signal, Signals};

/// Something that is typed into a form over minutes, in one tab or more.
pub trait Rebase: Clone + PartialEq {
    /// What to save when the form started from `base`, now holds `mine`, and `theirs` was saved meanwhile.
    /// No word of either is dropped.
    #[must_use]
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self;

    /// Whether there is nothing in it that somebody wrote or chose.
    fn is_empty(&self) -> bool;
}

/// One text of two: the one that was changed, or both, one after the other, where both were.
pub fn join(base: &str, theirs: &str, mine: &str) -> String {
    // Whether a text was changed comes before what it contains: a shortened or emptied text is part of the old
    // one, and still the one to keep.
    if mine == base {
        theirs.to_owned()
    } else if theirs == base || mine.contains(theirs) {
        mine.to_owned()
    } else if theirs.contains(mine) {
        theirs.to_owned()
    } else {
        format!("{theirs}\n\n{mine}")
    }
}

impl Rebase for Body {
    /// Bodies of the kinds that are typed into forms; of any other, mine.
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        macro_rules! typed {
            ($($kind:ident),*) => {
                match (base, theirs, mine) {
                    $((Self::$kind(base), Self::$kind(theirs), Self::$kind(mine)) => {
                        Rebase::rebase(base, theirs, mine).into()
                    })*
                    _ => mine.clone(),
                }
            };
        }
        typed!(
            Pulse,
            CheckIn,
            Journal,
            Mark,
            Keepsake,
            ParkedQuestion,
            Trigger,
            Talk,
            Promise,
            PromiseMark,
            Agreement,
            Consent,
            Setback,
            Statement,
            StatementNotes,
            MonthReview,
            Moment
        )
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Pulse(pulse) => pulse.is_empty(),
            Self::CheckIn(week) => week.is_empty(),
            Self::Journal(page) => page.is_empty(),
            Self::Keepsake(keepsake) => keepsake.is_empty(),
            Self::ParkedQuestion(question) => question.is_empty(),
            Self::Trigger(trigger) => trigger.is_empty(),
            Self::Talk(talk) => talk.is_empty(),
            Self::Promise(promise) => promise.is_empty(),
            Self::Agreement(agreement) => agreement.is_empty(),
            Self::Consent(consent) => consent.is_empty(),
            Self::Setback(setback) => setback.is_empty(),
            Self::Statement(statement) => statement.is_empty(),
            Self::StatementNotes(notes) => notes.is_empty(),
            Self::MonthReview(review) => review.is_empty(),
            Self::Moment(moment) => moment.is_empty(),
            _ => false,
        }
    }
}

impl Rebase for Signals {
    /// For each signal: mine where I changed it, else theirs.
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        let mut result = *theirs;
        for signal in Signal::ALL {
            if mine.get(signal) != base.get(signal) {
                result.set(signal, mine.get(signal));
            }
        }
        result
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entry::Level;

    #[test]
    fn texts_written_in_two_tabs_are_both_kept() {
        for (base, theirs, mine, expected) in [
            ("", "", "mine", "mine"),
            ("", "theirs", "", "theirs"),
            ("old", "old", "new", "new"),
            ("old", "new", "old", "new"),
            ("", "one", "two", "one\n\ntwo"),
            ("", "one and two", "one", "one and two"),
            ("", "one", "one and two", "one and two"),
            ("old", "", "mine", "mine"),
            // Making a text shorter, or empty, is a change like any other.
            ("old words", "old words", "old", "old"),
            ("old words", "old words", "", ""),
            ("old words", "old", "old words", "old"),
        ] {
            assert_eq!(join(base, theirs, mine), expected, "{base:?} {theirs:?} {mine:?}");
        }
    }

    #[test]
    fn a_signal_that_only_the_other_tab_changed_is_taken_from_there() {
        let base = Signals { safe: Some(Level::ALL[1]), heard: Some(Level::ALL[1]), ..Signals::default() };
        let theirs = Signals { safe: Some(Level::ALL[4]), ..base };
        let mine = Signals { heard: None, ..base };
        let both = Signals::rebase(&base, &theirs, &mine);
        assert_eq!((both.safe, both.heard), (Some(Level::ALL[4]), None));
    }

    proptest! {
        #[test]
        fn no_changed_text_is_ever_dropped(base in "[ab ]{0,4}", theirs in "[ab ]{0,6}", mine in "[ab ]{0,6}") {
            let joined = join(&base, &theirs, &mine);
            prop_assert!(mine == base || joined.contains(&mine));
            prop_assert!(theirs == base || joined.contains(&theirs));
        }
    }
}
