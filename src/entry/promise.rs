//! Promises, and what became of them.

use super::fault::Faults;
use super::record::{record, words};
use super::{Day, EntryId, Fault, FieldFault, Per, Rebase, Rhythm, join};

/// A small, checkable commitment of its author: once, by a day; repeated, by a rhythm; or standing.
///
/// A promise is not rewritten. Changing it on a later day is a renegotiation: another promise that says which one it
/// [`replaces`](Self::replaces) and why, so that the old words stay with the marks that were made on them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Promise {
    /// What they will do.
    pub text: String,
    /// How both would know.
    pub check: String,
    /// The day it was made.
    pub since: Day,
    /// By when, where it is to be done once; where it is repeated, the last day.
    pub until: Option<Day>,
    /// How often, where it is repeated.
    pub rhythm: Option<Rhythm>,
    /// The day its author let it come to an end, where they did.
    pub ended: Option<Day>,
    /// The promise of the same author that this one changes.
    pub replaces: Option<EntryId>,
    /// Why it was changed.
    pub reason: String,
}

record!(Promise {
    rare text, rare check, must since, rare until, rare rhythm, rare ended, rare replaces, rare reason,
});

/// When a promise asks for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseShape {
    /// Once, by this day.
    Once(Day),
    /// Again and again.
    Repeated(Rhythm),
    /// Always, and on no day in particular.
    Standing,
}

impl Promise {
    /// The longest text of a field that is asked for, in characters.
    pub const LENGTH: usize = 300;
    /// For how many days ahead a promise can be made. Small and soon is easier to keep.
    pub const DAYS_AHEAD: i64 = 366;

    /// The id of a new one.
    pub fn id(random: [u8; 16]) -> EntryId {
        EntryId::named(&format!("promise/{}", EntryId::random(random)))
    }

    /// Whether its words may still be changed where they stand: on the day it was made. From the next day on it is
    /// renegotiated.
    pub fn is_fresh(&self, today: Day) -> bool {
        today <= self.since
    }

    /// When it asks for something. A rhythm of one time is none.
    pub fn shape(&self) -> PromiseShape {
        match (self.rhythm.filter(|rhythm| rhythm.per != Per::Once), self.until) {
            (Some(rhythm), _) => PromiseShape::Repeated(rhythm),
            (None, Some(until)) => PromiseShape::Once(until),
            (None, None) => PromiseShape::Standing,
        }
    }

    /// Whether it asks for nothing more on `today`, whatever became of it. What is to be done once does not end by
    /// its day alone.
    pub fn is_over(&self, today: Day) -> bool {
        let is_repeated = matches!(self.shape(), PromiseShape::Repeated(_));
        let has_passed = self.until.is_some_and(|day| day < today);
        self.ended.is_some_and(|day| day <= today) || is_repeated && has_passed
    }

    /// The promise it becomes by being renegotiated, with its words for a start.
    #[must_use]
    pub fn renegotiated(&self, id: EntryId, today: Day) -> Self {
        Self { since: today, replaces: Some(id), reason: String::new(), ended: None, ..self.clone() }
    }

    /// What has to be changed before it can be saved. What came with a file is used as far as it makes sense,
    /// whatever this says.
    pub fn faults(&self) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        faults.add_unfit("text", &self.text, Self::LENGTH);
        faults.add(self.text.trim().is_empty(), "text", Fault::NoDeed);
        faults.add_unfit("check", &self.check, Self::LENGTH);
        if let Some(until) = self.until {
            faults.add(until < self.since, "until", Fault::DuePast);
            faults.add(until.since(self.since) > Self::DAYS_AHEAD, "until", Fault::DueTooFar);
        }
        if let Some(fault) = self.rhythm.and_then(Rhythm::fault) {
            faults.add(true, "rhythm", Fault::Rhythm(fault));
        }
        faults.add_unfit("reason", &self.reason, Self::LENGTH);
        let is_unexplained = self.replaces.is_some() && self.reason.trim().is_empty();
        faults.add(is_unexplained, "reason", Fault::NoReason);
        faults.0
    }
}

impl Rebase for Promise {
    /// The words of both; everything else is as it was chosen here.
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        Self {
            text: join(&base.text, &theirs.text, &mine.text),
            check: join(&base.check, &theirs.check, &mine.check),
            reason: join(&base.reason, &theirs.reason, &mine.reason),
            ..mine.clone()
        }
    }

    fn is_empty(&self) -> bool {
        [&self.text, &self.check, &self.reason].iter().all(|text| text.trim().is_empty())
    }
}

/// What one person noted about a promise on one day. Each notes it for themselves, and no mark is not the same as
/// missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseMark {
    /// The promise.
    pub promise: EntryId,
    /// The day.
    pub day: Day,
    /// What became of it, as they see it.
    pub state: PromiseOutcome,
    /// A word about it.
    pub note: String,
}

record!(PromiseMark { must promise, must day, must state, rare note });

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseOutcome {
    /// It was kept.
    Kept,
    /// It was kept, later than it was promised.
    KeptLate,
    /// It was not kept, and they said so before they were asked.
    ToldFirst,
    /// It was missed, and repaired.
    Repaired,
    /// It was missed.
    Missed,
    /// It is too early to say.
    NotYet,
}

words!(PromiseOutcome {
    Kept = "kept",
    KeptLate = "kept_late",
    ToldFirst = "told_first",
    Repaired = "repaired",
    Missed = "missed",
    NotYet = "not_yet",
});

impl PromiseOutcome {
    /// Every answer, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Kept, Self::KeptLate, Self::ToldFirst, Self::Repaired, Self::Missed, Self::NotYet];
}

impl PromiseMark {
    /// The longest note that is asked for, in characters.
    pub const NOTE_LENGTH: usize = 300;

    /// The id of somebody's mark for a promise on a day: marking in two tabs is marking once.
    pub fn id(promise: &EntryId, day: Day) -> EntryId {
        EntryId::dated(&Self::path(promise), day)
    }

    /// What the ids of all marks for a promise begin with.
    pub(crate) fn path(promise: &EntryId) -> String {
        format!("promise-mark/{promise}")
    }

    /// What has to be changed before it can be saved.
    pub fn faults(&self, today: Day) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        faults.add(self.day > today, "day", Fault::Future);
        faults.add_long("note", &self.note, Self::NOTE_LENGTH);
        faults.0
    }
}

impl Rebase for PromiseMark {
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        Self { note: join(&base.note, &theirs.note, &mine.note), ..mine.clone() }
    }

    fn is_empty(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Body, RitualFault, Weekdays};

    fn told(faults: &[FieldFault]) -> Vec<(&str, Fault)> {
        faults.iter().map(|fault| (fault.field, fault.fault)).collect()
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn promise(text: &str, since: &str, until: &str) -> Promise {
        Promise { text: text.into(), since: day(since), until: until.parse().ok(), ..Promise::default() }
    }

    #[test]
    fn what_cannot_be_kept_or_checked_is_told() {
        use Fault::{DuePast, DueTooFar, NoDeed, NoReason, Password, TooLong};
        let on = "2026-11-22";
        let long = "ä".repeat(Promise::LENGTH);
        for (text, until, expected) in [
            ("Home by seven", "", &[][..]),
            ("Home by seven", on, &[]),
            ("Home by seven", "2027-11-23", &[]),
            ("👩‍👧 ☎️", "", &[]),
            ("אני אתקשר עד שבע", "", &[]),
            (long.as_str(), "", &[]),
            (&format!("{long}ä"), "", &[("text", TooLong)]),
            (&"x".repeat(10_000), "", &[("text", TooLong)]),
            (&"👩‍👧".repeat(10_000), "", &[("text", TooLong)]),
            ("", "", &[("text", NoDeed)]),
            (" \n", on, &[("text", NoDeed)]),
            ("Home by seven", "2026-11-21", &[("until", DuePast)]),
            ("Home by seven", "1900-01-01", &[("until", DuePast)]),
            ("Home by seven", "2027-11-24", &[("until", DueTooFar)]),
            ("Home by seven", "9999-12-31", &[("until", DueTooFar)]),
            ("My PIN: 4711 is yours", "", &[("text", Password)]),
            ("", "1900-01-01", &[("text", NoDeed), ("until", DuePast)]),
        ] {
            assert_eq!(told(&promise(text, on, until).faults()), expected, "{text} {until}");
        }
        let changed = promise("Home by eight", on, "").renegotiated(Promise::id([1; 16]), day(on));
        assert_eq!(told(&changed.faults()), [("reason", NoReason)]);
        assert_eq!(Promise { reason: "The train".into(), ..changed }.faults(), []);
    }

    #[test]
    fn a_promise_is_repeated_as_a_ritual_can_be() {
        for (rhythm, expected) in [
            (Rhythm::DAILY, None),
            (Rhythm::on("M.W....".parse().unwrap()), None),
            (Rhythm::every(0), Some(RitualFault::Interval)),
            (Rhythm::new(8, Per::Week), Some(RitualFault::TooOften(7))),
            (Rhythm::on(Weekdays::NONE), Some(RitualFault::Never)),
        ] {
            let faults = Promise { rhythm: Some(rhythm), ..promise("x", "2026-11-22", "") }.faults();
            let expected = expected.map(|fault| ("rhythm", Fault::Rhythm(fault)));
            assert_eq!(told(&faults).first().copied(), expected, "{rhythm:?}");
        }
    }

    #[test]
    fn a_mark_is_for_a_day_that_has_come() {
        let on = day("2026-11-22");
        let mark = PromiseMark {
            promise: Promise::id([1; 16]),
            day: on,
            state: PromiseOutcome::Kept,
            note: "x".repeat(10_000),
        };
        assert_eq!(told(&mark.faults(on)), [("note", Fault::TooLong)]);
        let mark = PromiseMark { note: "☎️".into(), ..mark };
        assert_eq!(mark.faults(on), []);
        assert_eq!(told(&mark.faults(on.plus(-1))), [("day", Fault::Future)]);
    }

    #[test]
    fn a_promise_is_for_once_for_a_rhythm_or_stands() {
        let (on, until) = ("2026-11-22", "2026-11-29");
        let weekly = Rhythm::new(1, Per::Week);
        let shape = |rhythm, until| Promise { rhythm, ..promise("x", on, until) }.shape();
        assert_eq!(shape(None, ""), PromiseShape::Standing);
        assert_eq!(shape(None, until), PromiseShape::Once(day(until)));
        assert_eq!(shape(Some(weekly), until), PromiseShape::Repeated(weekly));
        assert_eq!(shape(Some(weekly), ""), PromiseShape::Repeated(weekly));
        // From a file only.
        assert_eq!(shape(Some(Rhythm::ONCE), until), PromiseShape::Once(day(until)));
        assert_eq!(shape(Some(Rhythm::ONCE), ""), PromiseShape::Standing);
    }

    #[test]
    fn a_promise_is_over_when_its_time_is_past_or_its_author_says_so() {
        let daily =
            |until: &str| Promise { rhythm: Some(Rhythm::DAILY), ..promise("x", "2026-11-01", until) };
        let ended = Promise { ended: Some(day("2026-11-20")), ..promise("x", "2026-11-01", "") };
        for (promise, today, is_over) in [
            (promise("x", "2026-11-01", ""), "9999-12-31", false),
            // What is promised once is open until it is marked, however late.
            (promise("x", "2026-11-01", "2026-11-10"), "2026-12-31", false),
            (daily("2024-02-29"), "2024-02-29", false),
            (daily("2024-02-29"), "2024-03-01", true),
            (daily("2026-12-31"), "2027-01-01", true),
            (daily(""), "2031-01-01", false),
            (ended.clone(), "2026-11-19", false),
            (ended, "2026-11-20", true),
        ] {
            assert_eq!(promise.is_over(day(today)), is_over, "{promise:?} on {today}");
        }
    }

    #[test]
    fn words_may_be_changed_on_the_day_and_are_renegotiated_from_then_on() {
        let made = promise("Home by seven", "2026-12-31", "2027-01-10");
        assert!(made.is_fresh(day("2026-12-31")) && made.is_fresh(day("2026-12-30")));
        assert!(!made.is_fresh(day("2027-01-01")));
        let id = Promise::id([1; 16]);
        let changed = made.renegotiated(id.clone(), day("2027-01-01"));
        assert_eq!((changed.replaces, changed.since), (Some(id), day("2027-01-01")));
        assert_eq!((changed.text, changed.until), (made.text, made.until));
    }

    #[test]
    fn the_words_of_two_tabs_are_kept() {
        let with = |text: &str| promise(text, "2026-11-22", "");
        let rhythm = Some(Rhythm::new(2, Per::Week));
        let mine = Promise { rhythm, ..with("two") };
        let both = Body::rebase(&with("").into(), &with("one").into(), &mine.clone().into());
        assert_eq!(both, Promise { text: "one\n\ntwo".into(), ..mine }.into());
        assert!(Body::from(Promise { rhythm, ..with(" ") }).is_empty() && !both.is_empty());
        let mark = |note: &str| PromiseMark {
            promise: Promise::id([1; 16]),
            day: day("2026-11-22"),
            state: PromiseOutcome::Missed,
            note: note.into(),
        };
        let both = Body::rebase(&mark("").into(), &mark("one").into(), &mark("two").into());
        assert_eq!(both, mark("one\n\ntwo").into());
        // A mark says something without a note.
        assert!(!Body::from(mark("")).is_empty());
    }
}
