//! Why something cannot be saved as it was typed.

use super::{RitualFault, looks_like_password};

/// What is wrong with one field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// The name of the field, as files spell it.
    pub field: &'static str,
    /// What is wrong with it. [`explain_field`](crate::problem::explain_field) says it.
    pub fault: Fault,
}

/// What can be wrong with a field of a promise, an agreement, a consent, a setback or a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The text is longer than there is room for.
    TooLong,
    /// The text looks like a password or a PIN.
    Password,
    /// A promise does not say what somebody will do.
    NoDeed,
    /// A changed promise does not say why.
    NoReason,
    /// A promise is due, or ends, before the day it was made.
    DuePast,
    /// A promise is due, or ends, more than a year ahead.
    DueTooFar,
    /// A promise cannot be repeated like this.
    Rhythm(RitualFault),
    /// An agreement does not say what it covers.
    NoSubject,
    /// An agreement is to be in somebody's own words, and there are none.
    NoDetails,
    /// An agreement does not say what it is for.
    NoWhy,
    /// An agreement begins long ago, or in more than a year.
    StartFarAway,
    /// An agreement ends before it begins.
    EndBeforeStart,
    /// An agreement ends before today.
    EndPast,
    /// An agreement lasts more than 90 days.
    EndTooFar,
    /// Openness without an end.
    NoEnd,
    /// A boundary without an end, and without a day to look at it again.
    NoReview,
    /// The day to look at an agreement again is outside of it.
    ReviewOutside,
    /// A yes has no words.
    NoWords,
    /// A setback or a moment does not say what happened.
    NoEvent,
    /// The day is still to come.
    Future,
    /// The day is longer ago than anybody remembers.
    LongAgo,
}

/// What was found in a form, field by field in the order of the form.
#[derive(Default)]
pub(super) struct Faults(pub Vec<FieldFault>);

impl Faults {
    /// Notes a fault where `is_wrong`. Of a field the first one is enough: with it gone, the rest may be, too.
    pub(super) fn add(&mut self, is_wrong: bool, field: &'static str, fault: Fault) {
        if is_wrong && !self.has(field) {
            self.0.push(FieldFault { field, fault });
        }
    }

    /// Whether something is wrong with a field.
    pub(super) fn has(&self, field: &str) -> bool {
        self.0.iter().any(|known| known.field == field)
    }

    /// Notes a text of more than `longest` characters. Other than that, everything that can be typed is fine.
    pub(super) fn add_long(&mut self, field: &'static str, text: &str, longest: usize) {
        self.add(text.chars().nth(longest).is_some(), field, Fault::TooLong);
    }

    /// The same, and notes a password: what both can read, and carry out in a file, is no place for one.
    pub(super) fn add_unfit(&mut self, field: &'static str, text: &str, longest: usize) {
        self.add_long(field, text, longest);
        self.add(looks_like_password(text), field, Fault::Password);
    }
}
