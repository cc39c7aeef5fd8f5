//! Agreements, and the consent that each of two people gives to them.

use super::fault::Faults;
use super::record::{record, words};
use super::{Day, Entry, EntryId, Fault, FieldFault, Rebase, Visibility, join};

/// Openness for a while, or a boundary for both, as one of them wrote it down.
///
/// By itself it is a draft. It counts while both consent to exactly this version of it ([`Consent::id`]); whatever is
/// changed in it afterwards takes both again, and so does going on after its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// What kind of agreement it is.
    pub about: About,
    /// What it covers.
    pub what: Vec<Subject>,
    /// What exactly, in their words.
    pub details: String,
    /// What it is for.
    pub why: String,
    /// Who asked for it.
    pub asked_by: AskedBy,
    /// The first day.
    pub from: Day,
    /// The last day; missing where a boundary is proposed without an end.
    pub until: Option<Day>,
    /// The day on which they look at it again.
    pub review: Option<Day>,
    /// How it gets lighter, a step a line.
    pub steps: String,
    /// The agreement that this one goes on from.
    pub renews: Option<EntryId>,
}

record!(Agreement {
    must about, rare what, rare details, rare why, may asked_by, must from, rare until, rare review, rare steps,
    rare renews,
});

/// What kind of agreement it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// What is made visible, for a while.
    #[default]
    Openness,
    /// What neither of them does.
    Boundary,
}

words!(About { Openness = "openness", Boundary = "boundary" });

/// What an agreement covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The calendar can be seen.
    Calendar,
    /// A message on arriving and on leaving.
    Message,
    /// The phone is left open.
    Phone,
    /// Contact with a certain person is told within a day.
    Contact,
    /// Money can be seen.
    Finances,
    /// Phones: when and where not.
    Phones,
    /// Former partners.
    ExPartners,
    /// Alcohol.
    Alcohol,
    /// Secrets.
    Secrets,
    /// Something else, in their own words.
    OwnWords,
}

words!(Subject {
    Calendar = "calendar",
    Message = "message",
    Phone = "phone",
    Contact = "contact",
    Finances = "finances",
    Phones = "phones",
    ExPartners = "ex_partners",
    Alcohol = "alcohol",
    Secrets = "secrets",
    OwnWords = "own_words",
});

impl Subject {
    /// What is offered for an agreement of that kind.
    pub fn of(about: About) -> &'static [Self] {
        use Subject::{
            Alcohol, Calendar, Contact, ExPartners, Finances, Message, OwnWords, Phone, Phones, Secrets,
        };
        match about {
            About::Openness => &[Calendar, Message, Phone, Contact, Finances, OwnWords],
            About::Boundary => &[Phones, ExPartners, Alcohol, Secrets, OwnWords],
        }
    }
}

/// Who asked for an agreement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AskedBy {
    /// Whoever wrote it down.
    #[default]
    Author,
    /// The other.
    Other,
    /// Both.
    Both,
}

words!(AskedBy { Author = "author", Other = "other", Both = "both" });

impl Agreement {
    /// For how many days after the first an agreement is proposed.
    pub const DAYS: i32 = 30;
    /// After how many days it ends by itself at the latest, unless it is renewed.
    pub const MOST_DAYS: i32 = 90;
    /// The longest text of a field that is asked for, in characters.
    pub const LENGTH: usize = 500;
    /// How far from today it may begin: a week back, for what was already agreed aloud, and a year ahead.
    const BEGINS: std::ops::RangeInclusive<i64> = -7..=366;

    /// The id of a new one.
    pub fn id(random: [u8; 16]) -> EntryId {
        EntryId::named(&format!("agreement/{}", EntryId::random(random)))
    }

    /// An empty one from `today` on.
    pub fn new(about: About, today: Day) -> Self {
        Self {
            about,
            from: today,
            until: Some(today.plus(Self::DAYS)),
            review: Some(today.plus(Self::DAYS / 2)),
            ..Self::default()
        }
    }

    /// The draft of going on from a day on, asked for by whoever writes it down. It takes both consents again.
    #[must_use]
    pub fn renewed(&self, id: EntryId, from: Day) -> Self {
        let Self { asked_by, from, until, review, .. } = Self::new(self.about, from);
        Self { asked_by, from, until, review, renews: Some(id), ..self.clone() }
    }

    /// The last day on which it can count. Without an end is only a boundary of which both said so; whatever a file
    /// claims, everything else is over after [`MOST_DAYS`](Self::MOST_DAYS).
    pub fn last_day(&self, is_endless_for_both: bool) -> Option<Day> {
        let latest = self.from.plus(Self::MOST_DAYS);
        match self.until {
            None if is_endless_for_both && self.about == About::Boundary => None,
            until => Some(until.map_or(latest, |until| until.min(latest))),
        }
    }

    /// How it gets lighter, step by step, without empty lines.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        self.steps.lines().map(str::trim).filter(|step| !step.is_empty())
    }

    /// What has to be changed before it can be saved. What came with a file is used as far as it makes sense,
    /// whatever this says.
    pub fn faults(&self, today: Day) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        let is_unsaid = self.details.trim().is_empty();
        faults.add(self.what.is_empty() && is_unsaid, "what", Fault::NoSubject);
        faults.add_unfit("details", &self.details, Self::LENGTH);
        faults.add(is_unsaid && self.what.contains(&Subject::OwnWords), "details", Fault::NoDetails);
        faults.add_unfit("why", &self.why, Self::LENGTH);
        faults.add(self.why.trim().is_empty(), "why", Fault::NoWhy);
        faults.add(!Self::BEGINS.contains(&self.from.since(today)), "from", Fault::StartFarAway);
        if let Some(until) = self.until {
            let is_long = until.since(self.from) > i64::from(Self::MOST_DAYS);
            faults.add(until < self.from, "until", Fault::EndBeforeStart);
            faults.add(until < today, "until", Fault::EndPast);
            faults.add(is_long, "until", Fault::EndTooFar);
        } else {
            faults.add(self.about == About::Openness, "until", Fault::NoEnd);
            faults.add(self.about == About::Boundary && self.review.is_none(), "review", Fault::NoReview);
        }
        // Without its first and last day nobody can say what lies within.
        if !faults.has("from") && !faults.has("until") {
            let last = self.until.unwrap_or_else(|| self.from.plus(Self::MOST_DAYS));
            let is_outside = self.review.is_some_and(|day| !(self.from..=last).contains(&day));
            faults.add(is_outside, "review", Fault::ReviewOutside);
        }
        faults.add_unfit("steps", &self.steps, Self::LENGTH);
        faults.0
    }
}

impl Rebase for Agreement {
    /// The words of both, and what was chosen here where anything was.
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        let what = if mine.what == base.what { &theirs.what } else { &mine.what };
        Self {
            what: what.clone(),
            details: join(&base.details, &theirs.details, &mine.details),
            why: join(&base.why, &theirs.why, &mine.why),
            steps: join(&base.steps, &theirs.steps, &mine.steps),
            ..mine.clone()
        }
    }

    fn is_empty(&self) -> bool {
        self.what.is_empty()
            && [&self.details, &self.why, &self.steps].iter().all(|text| text.trim().is_empty())
    }
}

/// What one person says to an agreement: their yes in their own words, or that they stop it.
///
/// The two are entries of their own, so that no later change to the words of a yes takes back a stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The agreement.
    pub agreement: EntryId,
    /// The day on which they said it. What they note later does not change it.
    pub day: Day,
    /// What they say.
    pub answer: Answer,
    /// Their own words. A yes without any is none yet; a stop needs none.
    pub words: String,
    /// That for them it needs no end. Only a boundary can be without one, and only if both say so.
    pub without_end: bool,
    /// The day on which they looked at it again.
    pub reviewed: Option<Day>,
    /// What by now happens by itself, as they see it.
    pub by_itself: Vec<Subject>,
    /// What they ended before the rest.
    pub ended: Vec<Subject>,
}

record!(Consent {
    must agreement, must day, must answer, rare words, rare without_end, rare reviewed, rare by_itself, rare ended,
});

/// What somebody says to an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// They consent.
    Yes,
    /// They stop it, or do not want it. Nobody asks why.
    Stop,
}

words!(Answer { Yes = "yes", Stop = "stop" });

impl Consent {
    /// The longest words that are asked for, in characters.
    pub const LENGTH: usize = 500;

    /// What somebody says to `agreement`, without words so far.
    pub fn new(agreement: &EntryId, answer: Answer, day: Day) -> Self {
        Self {
            agreement: agreement.clone(),
            day,
            answer,
            words: String::new(),
            without_end: false,
            reviewed: None,
            by_itself: Vec::new(),
            ended: Vec::new(),
        }
    }

    /// The id of somebody's yes to this version of an agreement, and to no other: the stamp is part of it. So a yes
    /// never covers what was changed after it, and the words of both open only to words about the same.
    pub fn id(agreement: &Entry) -> EntryId {
        EntryId::under(&format!("consent/{}", agreement.id), &agreement.stamp.to_string())
    }

    /// The id of somebody's stop of this version of an agreement.
    pub fn stop_id(agreement: &Entry) -> EntryId {
        EntryId::under(&format!("stop/{}", agreement.id), &agreement.stamp.to_string())
    }

    /// Who may see it besides its author: the words of a yes wait until both are done, and that there is one may be
    /// known before. A stop is for both to know at once.
    pub fn visibility(&self) -> Visibility {
        match self.answer {
            Answer::Yes => Visibility::OnceBoth { announced: true },
            Answer::Stop => Visibility::Shared,
        }
    }

    /// What has to be changed before it can be saved: in a stop, nothing ever.
    pub fn faults(&self) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        if self.answer == Answer::Yes {
            faults.add_unfit("words", &self.words, Self::LENGTH);
            faults.add(self.words.trim().is_empty(), "words", Fault::NoWords);
        }
        faults.0
    }
}

impl Rebase for Consent {
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        Self { words: join(&base.words, &theirs.words, &mine.words), ..mine.clone() }
    }

    fn is_empty(&self) -> bool {
        self.answer == Answer::Yes && self.words.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Body, Stamp};

    const TODAY: &str = "2026-11-22";

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn calendar(from: &str, until: &str, review: &str) -> Agreement {
        Agreement {
            what: vec![Subject::Calendar],
            why: "Less guessing".into(),
            from: day(from),
            until: until.parse().ok(),
            review: review.parse().ok(),
            ..Agreement::default()
        }
    }

    fn told(faults: &[FieldFault]) -> Vec<(&str, Fault)> {
        faults.iter().map(|fault| (fault.field, fault.fault)).collect()
    }

    #[test]
    fn an_agreement_has_days_that_make_sense() {
        use Fault::{EndBeforeStart, EndPast, EndTooFar, NoEnd, NoReview, ReviewOutside, StartFarAway};
        for (from, until, review, expected) in [
            (TODAY, "2026-12-22", "2026-12-06", &[][..]),
            (TODAY, TODAY, "", &[]),
            (TODAY, "2027-02-20", "", &[]),
            (TODAY, "2027-02-21", "", &[("until", EndTooFar)]),
            (TODAY, "9999-12-31", "", &[("until", EndTooFar)]),
            (TODAY, "2026-11-21", "", &[("until", EndBeforeStart)]),
            (TODAY, "1900-01-01", "2026-11-30", &[("until", EndBeforeStart)]),
            (TODAY, "", "", &[("until", NoEnd)]),
            ("2026-11-15", "2026-11-22", "", &[]),
            ("2026-11-15", "2026-11-21", "", &[("until", EndPast)]),
            ("2026-11-14", "2026-12-22", "", &[("from", StartFarAway)]),
            ("1900-01-01", "1900-01-30", "1900-01-15", &[("from", StartFarAway), ("until", EndPast)]),
            ("2027-11-23", "2027-11-30", "", &[]),
            ("2027-11-24", "2027-11-30", "", &[("from", StartFarAway)]),
            (TODAY, "2026-12-22", "2026-11-21", &[("review", ReviewOutside)]),
            (TODAY, "2026-12-22", "2026-12-23", &[("review", ReviewOutside)]),
            (TODAY, "2026-12-22", "1900-01-01", &[("review", ReviewOutside)]),
        ] {
            let faults = calendar(from, until, review).faults(day(TODAY));
            assert_eq!(told(&faults), expected, "{from} {until} {review}");
        }
        for (about, review, expected) in [
            (About::Boundary, "2027-02-20", &[][..]),
            (About::Boundary, "2027-02-21", &[("review", ReviewOutside)]),
            (About::Boundary, "", &[("review", NoReview)]),
            (About::Openness, "2026-12-06", &[("until", NoEnd)]),
        ] {
            let endless = Agreement { about, ..calendar(TODAY, "", review) };
            assert_eq!(told(&endless.faults(day(TODAY))), expected, "{about:?} {review}");
        }
    }

    #[test]
    fn an_agreement_says_what_and_why_and_no_password() {
        use Fault::{NoDetails, NoSubject, NoWhy, Password, TooLong};
        let whole = calendar(TODAY, "2026-12-22", "");
        let long = "x".repeat(10_000);
        for (what, details, why, steps, expected) in [
            (&[Subject::Calendar][..], "", "Less guessing", "", &[][..]),
            (&[], "A message when the train is late", "Less guessing", "", &[]),
            (&[], " ", "Less guessing", "", &[("what", NoSubject)]),
            (&[Subject::OwnWords], "\n", "Less guessing", "", &[("details", NoDetails)]),
            (&[Subject::OwnWords], "שיחה כל ערב 👩‍👧", "פחות ניחושים", "☎️", &[]),
            (&[Subject::Calendar], "", " ", "", &[("why", NoWhy)]),
            (&[Subject::Calendar], &long, "Less guessing", "", &[("details", TooLong)]),
            (&[Subject::Calendar], "", &long, "", &[("why", TooLong)]),
            (&[Subject::Calendar], "", "Less guessing", &long, &[("steps", TooLong)]),
            (&[Subject::Phone], "PIN: 4711", "Less guessing", "", &[("details", Password)]),
            (&[Subject::Phone], "", "Less guessing", "Until Christmas.\nxK9#mP2q", &[("steps", Password)]),
            (&[], "", "", "", &[("what", NoSubject), ("why", NoWhy)]),
        ] {
            let (what, details) = (what.to_vec(), details.into());
            let (why, steps) = (why.into(), steps.into());
            let agreement = Agreement { what, details, why, steps, ..whole.clone() };
            assert_eq!(told(&agreement.faults(day(TODAY))), expected, "{agreement:?}");
        }
    }

    #[test]
    fn a_proposal_and_a_renewal_are_fine_as_they_are_and_each_is_its_own() {
        let today = day(TODAY);
        let id = Agreement::id([1; 16]);
        for about in [About::Openness, About::Boundary] {
            let proposed = Agreement {
                what: Subject::of(about)[..2].to_vec(),
                why: "Less guessing".into(),
                ..Agreement::new(about, today)
            };
            assert_eq!(proposed.faults(today), []);
            assert_eq!(proposed.until, Some(day("2026-12-22")));
            let next = proposed.renewed(id.clone(), day("2024-02-28"));
            assert_eq!((next.from, next.until), (day("2024-02-28"), Some(day("2024-03-29"))));
            assert_eq!((&next.what, next.renews.as_ref()), (&proposed.what, Some(&id)));
            assert_eq!(next.faults(next.from), []);
        }
    }

    #[test]
    fn whatever_a_file_claims_it_is_over_after_90_days_unless_both_want_a_boundary_without_end() {
        let from = "2024-01-01";
        for (about, until, both, last) in [
            (About::Openness, "2024-01-31", false, Some("2024-01-31")),
            (About::Openness, "2026-01-01", true, Some("2024-03-31")),
            (About::Openness, "", true, Some("2024-03-31")),
            (About::Boundary, "", false, Some("2024-03-31")),
            (About::Boundary, "2024-06-01", true, Some("2024-03-31")),
            (About::Boundary, "", true, None),
            // It was never on.
            (About::Boundary, "2023-12-31", true, Some("2023-12-31")),
        ] {
            let agreement = Agreement { about, ..calendar(from, until, "") };
            assert_eq!(agreement.last_day(both), last.map(day), "{about:?} {until} {both}");
        }
    }

    #[test]
    fn a_yes_has_words_and_a_stop_needs_nothing() {
        use Fault::{NoWords, Password, TooLong};
        let id = Agreement::id([1; 16]);
        let said =
            |answer, words: &str| Consent { words: words.into(), ..Consent::new(&id, answer, day(TODAY)) };
        for (words, fault) in [
            ("Yes, until Christmas.", None),
            ("כן 👍", None),
            ("", Some(NoWords)),
            (" \n", Some(NoWords)),
            ("The code is 2580", Some(Password)),
            (&"x".repeat(10_000), Some(TooLong)),
        ] {
            let expected: Vec<_> = fault.map(|fault| ("words", fault)).into_iter().collect();
            assert_eq!(told(&said(Answer::Yes, words).faults()), expected, "{words}");
            assert_eq!(said(Answer::Stop, words).faults(), []);
        }
        assert!(Body::from(said(Answer::Yes, " ")).is_empty());
        assert!(!Body::from(said(Answer::Stop, "")).is_empty());
    }

    #[test]
    fn each_version_of_an_agreement_has_a_yes_and_a_stop_of_its_own_whatever_it_is_called() {
        let stamps = [1, 2].map(|ms| Stamp { ms, ..Stamp::default() });
        for length in [1, 80, 83, 84, 120] {
            let id: EntryId = "a".repeat(length).parse().unwrap();
            let ids = stamps.map(|stamp| {
                let author = "one".parse().unwrap();
                let body = calendar(TODAY, "", "").into();
                let agreement = Entry::new(author, id.clone(), stamp, Visibility::Shared, body);
                [Consent::id(&agreement), Consent::stop_id(&agreement)]
            });
            let ids = ids.concat();
            for (at, id) in ids.iter().enumerate() {
                assert_eq!(id.as_str().parse(), Ok(id.clone()), "{length}");
                assert!(!ids[..at].contains(id), "{length}");
                assert_eq!(id.day(), None, "an agreement is at hand in every month");
            }
        }
    }

    #[test]
    fn the_words_of_two_tabs_are_kept_and_what_only_the_other_tab_chose_is_taken_from_there() {
        let with = |what: &[Subject], details: &str| Agreement {
            what: what.to_vec(),
            details: details.into(),
            ..Agreement::new(About::Openness, day(TODAY))
        };
        let (base, theirs) = (with(&[], ""), with(&[Subject::Phone], "one"));
        let both = Body::rebase(&base.clone().into(), &theirs.clone().into(), &with(&[], "two").into());
        assert_eq!(both, with(&[Subject::Phone], "one\n\ntwo").into());
        let mine = with(&[Subject::Calendar], "");
        let both = Body::rebase(&base.clone().into(), &theirs.into(), &mine.into());
        assert_eq!(both, with(&[Subject::Calendar], "one").into());
        assert!(Body::from(base).is_empty());
        let said = |words: &str| Consent {
            words: words.into(),
            ..Consent::new(&Agreement::id([1; 16]), Answer::Yes, day(TODAY))
        };
        let both = Body::rebase(&said("").into(), &said("one").into(), &said("two").into());
        assert_eq!(both, said("one\n\ntwo").into());
    }

    #[test]
    fn steps_are_read_line_by_line() {
        let agreement = Agreement { steps: " Every day \n\n Twice a week\n".into(), ..Agreement::default() };
        assert_eq!(agreement.steps().collect::<Vec<_>>(), ["Every day", "Twice a week"]);
    }
}
