//! Agreements: where they stand, whose turn it is, and how they get lighter.
//!
//! What a screen calls for what it shows; `reader` is whoever looks at it:
//!
//! | on the screen | call |
//! | --- | --- |
//! | the list | [`agreements`], and [`agreed`] for where each stands, until when, and when they look at it again |
//! | before the first yes | where not [`has_said_yes`]: the guard rails, and the safety word ([`SafetyWord::id`](crate::entry::SafetyWord::id)) |
//! | the form | [`Agreement::new`], [`Subject::of`], [`Agreement::faults`]. Saving it takes both consents anew, so nothing is saved that was not changed |
//! | saying yes | [`Consent::new`], saved under [`Consent::id`] with [`Consent::visibility`]; [`Consent::faults`] |
//! | stopping, in one tap | the same with [`Answer::Stop`], saved under [`Consent::stop_id`]; possible wherever it stands, and needs nothing |
//! | the words of both | [`consents`]: before both are done, the reader's own only |
//! | it was looked at again; what happens by itself; what ended | `reviewed`, `by_itself` and `ended` of the reader's own yes |
//! | going on | [`renewal`] is the draft, a new entry of whoever asks |
//! | the taper view | [`taper`] |
//! | the picture of it in progress | [`things_agreed`], and [`tapered`] for its sentence |
//! | Today | [`due_agreements`] |

use super::order::ordered;
use super::series::Period;
use crate::entry::{About, Agreement, Answer, Consent, Day, Entries, Entry, PersonId, Subject};

/// How many days before its last one an agreement says that it ends.
pub const DAYS_LEFT: i64 = 7;

/// Where an agreement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is written down, and nobody has said yes.
    Drafted,
    /// One has said yes.
    Waiting,
    /// Both have said yes, and its first day is still to come.
    Coming,
    /// Both have said yes, and it counts.
    Active,
    /// Its last day is over. That is how it is meant to go.
    Ended,
    /// One of them stopped it. Neither of them has failed.
    Stopped,
}

/// An agreement at some moment.
#[derive(Debug, PartialEq)]
pub struct Agreed<'a> {
    /// Where it stands.
    pub standing: Standing,
    /// Those who have said yes to it as it is, as far as it is known.
    pub said_yes: Vec<&'a PersonId>,
    /// The last day on which it counts; `None` for a boundary that both want without an end.
    pub last: Option<Day>,
    /// The next day on which to look at it again.
    pub review: Option<Day>,
}

/// The agreements that `reader` may see, those that begin last coming first.
pub fn agreements<'a>(entries: &'a Entries, reader: &PersonId) -> Vec<&'a Entry> {
    ordered(entries, std::slice::from_ref(reader), &|entry| {
        Some(-entry.get::<Agreement>()?.from.since(Day::default()))
    })
}

/// Where an agreement stands on `today`, as far as `reader` may know. A yes that is kept back, and one without words, is
/// none yet, and so is a yes to words that were changed since; so whether it counts is the same for both.
pub fn agreed<'a>(entries: &'a Entries, reader: &PersonId, entry: &Entry, today: Day) -> Option<Agreed<'a>> {
    let agreement = entry.get::<Agreement>()?;
    let (yes, is_stopped) = answers(entries, reader, entry);
    let has_author = yes.iter().any(|(consent, _)| consent.author == entry.author);
    let is_both = has_author && yes.len() > 1;
    let end = agreement.last_day(false);
    // Who says so after it has ended does not bring it back: that is a renewal.
    let is_endless = |consent: &Consent| consent.without_end && end.is_none_or(|end| consent.day <= end);
    let last = agreement.last_day(is_both && yes.iter().all(|(_, consent)| is_endless(consent)));
    let standing = if is_stopped {
        Standing::Stopped
    } else if last.is_some_and(|last| last < today) {
        Standing::Ended
    } else if !is_both {
        if yes.is_empty() { Standing::Drafted } else { Standing::Waiting }
    } else if today < agreement.from {
        Standing::Coming
    } else {
        Standing::Active
    };
    // Before both are done nothing of what the other said is told, not even that they looked at it again.
    let review = next_review(agreement, if is_both { &yes } else { &[] }, last);
    let said_yes = yes.iter().map(|(consent, _)| &consent.author).collect();
    Some(Agreed { standing, said_yes, last, review })
}

/// What was said to an agreement as it is, as far as `reader` may know: every yes, and whether anybody stopped it. A
/// stop that was deleted was one: going on is for both to say.
fn answers<'a>(
    entries: &'a Entries,
    reader: &PersonId,
    agreement: &Entry,
) -> (Vec<(&'a Entry, &'a Consent)>, bool) {
    let (yes_id, stop_id) = (Consent::id(agreement), Consent::stop_id(agreement));
    let (mut yes, mut is_stopped) = (Vec::new(), false);
    for author in entries.authors() {
        for entry in [&yes_id, &stop_id].into_iter().filter_map(|id| entries.entry(&author, id)) {
            match entry.get::<Consent>() {
                Some(consent) if consent.answer == Answer::Yes => {
                    let counts = entry.id == yes_id && entry.is_written() && !entry.is_kept_back();
                    if counts && entry.is_known_to(entries, reader) {
                        yes.push((entry, consent));
                    }
                }
                Some(_) => is_stopped |= entry.is_visible_to(entries, reader),
                None => is_stopped |= entry.id == stop_id && entry.is_visible_to(entries, reader),
            }
        }
    }
    (yes, is_stopped)
}

/// The next day to look at it again: the one that was agreed on, and for what has no end every 90 days after either
/// has looked.
fn next_review(agreement: &Agreement, yes: &[(&Entry, &Consent)], last: Option<Day>) -> Option<Day> {
    let agreed = agreement.review?;
    let reviewed = yes.iter().filter_map(|(_, consent)| consent.reviewed).max();
    let next = match reviewed.filter(|day| *day >= agreed) {
        Some(_) if last.is_some() => return None,
        Some(day) => day.plus(Agreement::MOST_DAYS),
        None => agreed,
    };
    Some(next).filter(|next| last.is_none_or(|last| *next <= last))
}

/// What both said to an agreement as it is, with their words, those of whoever wrote first coming first, as far as `reader` may see: before both are done, their
/// own only.
pub fn consents<'a>(entries: &'a Entries, reader: &PersonId, agreement: &Entry) -> Vec<&'a Entry> {
    let id = Consent::id(agreement);
    let mut said: Vec<&Entry> = Vec::new();
    for author in entries.authors() {
        let entry = entries.entry(&author, &id).filter(|entry| entry.get::<Consent>().is_some());
        if let Some(entry) = entry.filter(|entry| entry.is_visible_to(entries, reader)) {
            let place = said.partition_point(|other| other.stamp <= entry.stamp);
            said.insert(place, entry);
        }
    }
    said
}

/// Whether somebody ever said yes to an agreement. Before the first one they are told of the guard rails.
pub fn has_said_yes(entries: &Entries, person: &PersonId) -> bool {
    let mut all = entries.all::<Consent>().filter(|(entry, _)| entry.author == *person && entry.is_written());
    all.any(|(_, consent)| consent.answer == Answer::Yes)
}

/// What there is to do about an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgreementDue {
    /// The other has written it down or said yes, and they have not answered.
    Answer,
    /// The day to look at it again has come.
    Review,
    /// It ends by itself within a week, on this day.
    Ends(Day),
}

/// The agreements that ask something of `reader` on `today`. What was stopped or is over asks for nothing.
pub fn due_agreements<'a>(
    entries: &'a Entries,
    reader: &PersonId,
    today: Day,
) -> Vec<(&'a Entry, AgreementDue)> {
    let all = agreements(entries, reader);
    let is_renewed = |old: &Entry| {
        let mut renewals = all.iter().filter_map(|entry| entry.get::<Agreement>()?.renews.as_ref());
        renewals.any(|id| *id == old.id)
    };
    let due = |entry: &'a Entry| {
        let agreed = agreed(entries, reader, entry, today)?;
        let ends = agreed.last.filter(|last| last.since(today) <= DAYS_LEFT);
        let due = match agreed.standing {
            // Their own draft waits for them, until the other has said yes to it.
            Standing::Drafted if entry.author == *reader => return None,
            Standing::Waiting if agreed.said_yes.contains(&reader) => return None,
            Standing::Drafted | Standing::Waiting => AgreementDue::Answer,
            Standing::Active if agreed.review.is_some_and(|day| day <= today) => AgreementDue::Review,
            Standing::Active => AgreementDue::Ends(ends.filter(|_| !is_renewed(entry))?),
            Standing::Coming | Standing::Ended | Standing::Stopped => return None,
        };
        Some((entry, due))
    };
    all.iter().filter_map(|entry| due(entry)).collect()
}

/// How far something has got lighter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taper {
    /// It is part of the agreement, as it was at the start.
    Needed,
    /// Somebody noted that by now it happens by itself.
    ByItself,
    /// It has ended.
    Ended,
}

/// Something that is or was part of an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tapered {
    /// What.
    pub subject: Subject,
    /// Whether it was needed at the start, and was not added later.
    pub from_start: bool,
    /// How far it has got lighter.
    pub taper: Taper,
}

/// How an agreement, and those that it goes on from, got lighter: everything that was ever part of it, in the order in
/// which it was, and how far it is on `today`, as far as `reader` may see. Either may end something before the rest.
pub fn taper(entries: &Entries, reader: &PersonId, entry: &Entry, today: Day) -> Vec<Tapered> {
    let Some(agreement) = entry.get::<Agreement>() else { return Vec::new() };
    let is_on = agreed(entries, reader, entry, today)
        .is_some_and(|agreed| !matches!(agreed.standing, Standing::Ended | Standing::Stopped));
    let said = said(entries, reader, entry);
    let how_far = |subject: &Subject| {
        if !is_on || !agreement.what.contains(subject) || said.iter().any(|it| it.ended.contains(subject)) {
            Taper::Ended
        } else if said.iter().any(|it| it.by_itself.contains(subject)) {
            Taper::ByItself
        } else {
            Taper::Needed
        }
    };
    let mut all: Vec<Tapered> = Vec::new();
    for (at, agreement) in line(entries, reader, agreement).iter().rev().enumerate() {
        for subject in &agreement.what {
            if all.iter().all(|known| known.subject != *subject) {
                let (subject, taper) = (*subject, how_far(subject));
                all.push(Tapered { subject, from_start: at == 0, taper });
            }
        }
    }
    all
}

/// Everything that was ever part of openness for a while, as [`taper`] has it, as far as `reader` may see. What both
/// went on from is told of where it went on.
pub fn tapered(entries: &Entries, reader: &PersonId, today: Day) -> Vec<Tapered> {
    let all = agreements(entries, reader);
    let was_renewed = |old: &Entry| {
        let mut counted = all.iter().filter(|entry| in_force(entries, reader, entry).is_some());
        counted.any(|entry| entry.get::<Agreement>().is_some_and(|it| it.renews.as_ref() == Some(&old.id)))
    };
    let mut things = Vec::new();
    for entry in all.iter().filter(|entry| is_openness(entry) && !was_renewed(entry)) {
        if in_force(entries, reader, entry).is_some() {
            things.append(&mut taper(entries, reader, entry, today));
        }
    }
    things
}

pub(super) fn is_openness(entry: &Entry) -> bool {
    entry.get::<Agreement>().is_some_and(|agreement| agreement.about == About::Openness)
}

/// From when to when an agreement counted, or will, as far as `reader` may know; `None` where it never did.
pub(super) fn in_force(entries: &Entries, reader: &PersonId, entry: &Entry) -> Option<(Day, Day)> {
    let (yes, is_stopped) = answers(entries, reader, entry);
    let is_both = yes.len() > 1 && yes.iter().any(|(consent, _)| consent.author == entry.author);
    let agreement = entry.get::<Agreement>().filter(|_| is_both)?;
    let first = yes.iter().fold(agreement.from, |first, (_, consent)| first.max(consent.day));
    let end = agreed(entries, reader, entry, first)?.last.unwrap_or(Day::LAST);
    let last = if is_stopped { stopped_on(entries, entry)?.plus(-1).min(end) } else { end };
    Some((first, last)).filter(|_| first <= last)
}

/// The day on which somebody stopped an agreement. Of a stop that was deleted nobody knows it.
fn stopped_on(entries: &Entries, agreement: &Entry) -> Option<Day> {
    let stop_id = Consent::stop_id(agreement);
    let authors = entries.authors();
    let stops = authors.iter().filter_map(|author| entries.entry(author, &stop_id)?.get::<Consent>());
    stops.map(|stop| stop.day).min()
}

/// On how many things openness for a while was still agreed on the last day of each point: those that counted on that
/// day, less what either had noted by then as ended or as happening by itself. Boundaries are not meant to get lighter.
/// Nothing where nothing ever counted in the period or before it.
pub fn things_agreed(entries: &Entries, reader: &PersonId, period: Period) -> Vec<(Day, u8)> {
    let mut counted: Vec<(Day, Day, u16)> = Vec::new();
    for entry in agreements(entries, reader).into_iter().filter(|entry| is_openness(entry)) {
        let (Some((first, last)), Some(agreement)) =
            (in_force(entries, reader, entry), entry.get::<Agreement>())
        else {
            continue;
        };
        let what = if agreement.what.is_empty() { set(&[Subject::OwnWords]) } else { set(&agreement.what) };
        // A day on which somebody noted that something is lighter; nobody noted since when.
        let (mut lighter, mut since) = (0, Day::LAST);
        for consent in said(entries, reader, entry) {
            let less = what & (set(&consent.by_itself) | set(&consent.ended));
            if let Some(day) = consent.reviewed.filter(|_| less > 0) {
                lighter |= less;
                since = since.min(day);
            }
        }
        let since = if lighter > 0 { since.max(first) } else { last.plus(1) };
        counted.push((first, last.min(since.plus(-1)), what));
        counted.push((since, last, what & !lighter));
    }
    if counted.iter().all(|(first, ..)| *first > period.last) {
        return Vec::new();
    }
    let on = |day: Day| {
        let on_that_day = counted.iter().filter(|(first, last, _)| (*first..=*last).contains(&day));
        let what = on_that_day.fold(0_u16, |all, (.., what)| all | what);
        u8::try_from(what.count_ones()).unwrap_or_default()
    };
    period.steps().map(|day| (day, on(day.plus(period.step() - 1).min(period.last)))).collect()
}

/// Things as bits, so that what two agreements have in common counts once.
fn set(what: &[Subject]) -> u16 {
    what.iter().fold(0, |all, subject| all | 1 << (*subject as u16))
}

/// What both said to an agreement, as far as `reader` may see.
fn said<'a>(entries: &'a Entries, reader: &PersonId, entry: &Entry) -> Vec<&'a Consent> {
    consents(entries, reader, entry).into_iter().filter_map(Entry::get::<Consent>).collect()
}

/// The draft of going on with an agreement, for `reader` to change and write down as their own. It begins the day after
/// the last one, or on `today` where there is none to wait for, without what either ended before the rest. Both say
/// yes to it anew.
pub fn renewal(entries: &Entries, reader: &PersonId, entry: &Entry, today: Day) -> Option<Agreement> {
    let agreement = entry.get::<Agreement>()?;
    let agreed = agreed(entries, reader, entry, today)?;
    let is_on = matches!(agreed.standing, Standing::Coming | Standing::Active);
    let from = agreed.last.filter(|_| is_on).map_or(today, |last| last.plus(1));
    let mut next = agreement.renewed(entry.id.clone(), from);
    let said = said(entries, reader, entry);
    next.what.retain(|subject| said.iter().all(|it| !it.ended.contains(subject)));
    Some(next)
}

/// An agreement and those that it goes on from, the newest first. What leads round in a circle is followed once.
fn line<'a>(entries: &'a Entries, reader: &PersonId, newest: &'a Agreement) -> Vec<&'a Agreement> {
    let mut line = vec![newest];
    while let Some(id) = line.last().and_then(|agreement| agreement.renews.as_ref()) {
        let mut all = entries.all::<Agreement>();
        let old = all.find(|(entry, _)| entry.id == *id && entry.is_visible_to(entries, reader));
        let Some((_, old)) = old.filter(|(_, old)| line.iter().all(|known| known != old)) else { break };
        line.push(old);
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::entry::{EntryId, Stamp, Visibility};
    use crate::insight::Span;
    use crate::insight::made::{day, person};

    const WAITS: Visibility = Visibility::OnceBoth { announced: true };
    const QUIET: Visibility = Visibility::OnceBoth { announced: false };

    fn id() -> EntryId {
        Agreement::id([1; 16])
    }

    /// An agreement that "one" wrote down, and what "one" and "two" do with it, each step later than the one before.
    struct World {
        entries: Entries,
        ms: u64,
    }

    impl World {
        fn new(agreement: Agreement) -> Self {
            let mut world = Self { entries: Entries::default(), ms: 0 };
            world.write(&id(), agreement);
            world
        }

        fn put(&mut self, author: &str, id: EntryId, visibility: Visibility, body: crate::entry::Body) {
            self.ms += 1;
            let stamp = Stamp { ms: self.ms, ..Stamp::default() };
            self.entries.absorb(Entry::new(person(author), id, stamp, visibility, body));
        }

        fn write(&mut self, id: &EntryId, agreement: Agreement) {
            self.put("one", id.clone(), Visibility::Shared, agreement.into());
        }

        fn agreement(&self) -> &Entry {
            self.entries.entry(&person("one"), &id()).unwrap()
        }

        fn say(&mut self, author: &str, visibility: Visibility, consent: Consent) {
            let agreement = self.agreement();
            let of = match consent.answer {
                Answer::Yes => Consent::id(agreement),
                Answer::Stop => Consent::stop_id(agreement),
            };
            self.put(author, of, visibility, consent.into());
        }

        fn yes(&mut self, author: &str, words: &str) {
            self.say(author, WAITS, consent(words));
        }

        fn stop(&mut self, author: &str) {
            let stop = Consent::new(&id(), Answer::Stop, day("2026-11-22"));
            self.say(author, Visibility::Shared, stop);
        }

        fn take_back(&mut self, author: &str, answer: Answer) {
            let agreement = self.agreement();
            let id = match answer {
                Answer::Yes => Consent::id(agreement),
                Answer::Stop => Consent::stop_id(agreement),
            };
            self.ms += 1;
            let stamp = Stamp { ms: self.ms, ..Stamp::default() };
            let said = self.entries.entry(&person(author), &id);
            let gone = said.map(|said| said.deleted(stamp, day("2026-11-22")));
            self.entries.extend(gone);
        }

        fn seen_by(&self, reader: &str, today: Day) -> Agreed<'_> {
            agreed(&self.entries, &person(reader), self.agreement(), today).unwrap()
        }

        /// Where it stands, for both alike.
        fn standing(&self, today: &str) -> Standing {
            let [one, two] = ["one", "two"].map(|reader| self.seen_by(reader, day(today)).standing);
            assert_eq!(one, two, "on {today}");
            one
        }

        /// What somebody may read of the words of both.
        fn words(&self, reader: &str) -> Vec<&str> {
            let found = consents(&self.entries, &person(reader), self.agreement());
            found.iter().map(|entry| entry.get::<Consent>().unwrap().words.as_str()).collect()
        }
    }

    fn consent(words: &str) -> Consent {
        Consent { words: words.into(), ..Consent::new(&id(), Answer::Yes, day("2026-11-22")) }
    }

    fn calendar(from: &str, until: &str) -> Agreement {
        Agreement {
            what: vec![Subject::Calendar, Subject::Message],
            from: day(from),
            until: until.parse().ok(),
            review: None,
            ..Agreement::default()
        }
    }

    #[test]
    fn it_counts_once_both_have_said_yes_until_it_ends_by_itself() {
        let mut world = World::new(calendar("2026-12-20", "2027-01-10"));
        assert_eq!(world.standing("2026-12-20"), Standing::Drafted);
        world.yes("two", " ");
        assert_eq!(world.standing("2026-12-20"), Standing::Drafted, "a yes has words");
        world.yes("two", "Yes, until Epiphany.");
        assert_eq!(world.standing("2026-12-20"), Standing::Waiting);
        assert_eq!((world.words("one"), world.words("two").len()), (vec![], 1));
        world.yes("one", "Fine with me.");
        for (today, standing) in [
            ("2026-12-19", Standing::Coming),
            ("2026-12-20", Standing::Active),
            ("2026-12-31", Standing::Active),
            ("2027-01-01", Standing::Active),
            ("2027-01-10", Standing::Active),
            ("2027-01-11", Standing::Ended),
            ("9999-12-31", Standing::Ended),
            // On a journey west, or with the clock turned back, it is the day it is there.
            ("2027-01-10", Standing::Active),
        ] {
            assert_eq!(world.standing(today), standing, "{today}");
        }
        assert_eq!(world.words("one"), ["Yes, until Epiphany.", "Fine with me."]);
        assert_eq!(world.words("one"), world.words("two"));
    }

    /// The picture of a week, day by day, for both alike: how many things are agreed on.
    fn week(world: &World, last: &str) -> String {
        let period = Period::new(Span::Week, None, day(last));
        let [one, two] = ["one", "two"].map(|reader| things_agreed(&world.entries, &person(reader), period));
        assert_eq!(one, two);
        one.iter().map(|(_, count)| count.to_string()).collect()
    }

    #[test]
    fn things_are_agreed_on_while_both_said_yes_and_get_fewer_as_they_end() {
        // They say yes on 2026-11-22.
        let mut world = World::new(calendar("2026-11-10", "2026-11-26"));
        world.yes("one", "x");
        assert_eq!(week(&world, "2026-11-28"), "", "one yes is none");
        assert_eq!(tapered(&world.entries, &person("one"), day("2026-11-28")), []);
        world.yes("two", "x");
        assert_eq!(week(&world, "2026-11-21"), "", "it is still to come");
        assert_eq!(week(&world, "2026-11-28"), "2222200");
        let reviewed = |by_itself: &[Subject], ended: &[Subject], on: &str| Consent {
            by_itself: by_itself.to_vec(),
            ended: ended.to_vec(),
            reviewed: on.parse().ok(),
            ..consent("x")
        };
        world.say("two", WAITS, reviewed(&[Subject::Message], &[Subject::Alcohol], "2026-11-25"));
        assert_eq!(
            week(&world, "2026-11-28"),
            "2221100",
            "what happens by itself; nobody asked about alcohol"
        );
        world.say("two", WAITS, reviewed(&[Subject::Message], &[Subject::Calendar], "2026-11-25"));
        assert_eq!(week(&world, "2026-11-28"), "2220000");
        let [message, calendar] =
            [1, 0].map(|at| tapered(&world.entries, &person("one"), day("2026-11-25"))[at]);
        assert_eq!((message.taper, calendar.taper), (Taper::ByItself, Taper::Ended));
        world.say("two", WAITS, consent("x"));
        assert_eq!(week(&world, "2026-11-28"), "2222200");
        world.say("one", Visibility::Shared, Consent::new(&id(), Answer::Stop, day("2026-11-24")));
        assert_eq!(week(&world, "2026-11-28"), "2200000", "it was stopped");
        world.take_back("one", Answer::Stop);
        assert_eq!(week(&world, "2026-11-28"), "", "nobody knows any more on which day");
    }

    #[test]
    fn what_two_agreements_have_in_common_counts_once_and_boundaries_do_not_get_lighter() {
        let mut world = World::new(calendar("2026-11-22", "2026-11-26"));
        world.yes("one", "x");
        world.yes("two", "x");
        let mut other = |number: u8, agreement: Agreement| {
            let id = Agreement::id([number; 16]);
            world.write(&id, agreement);
            let written = world.entries.entry(&person("one"), &id).unwrap();
            let of = Consent::id(written);
            for author in ["one", "two"] {
                let yes = Consent { words: "x".into(), ..Consent::new(&id, Answer::Yes, day("2026-11-23")) };
                world.put(author, of.clone(), WAITS, yes.into());
            }
        };
        let what = vec![Subject::Calendar, Subject::Finances];
        let next = calendar("2026-11-24", "2026-12-10");
        other(2, Agreement { what, renews: Some(id()), ..next.clone() });
        other(3, Agreement { about: About::Boundary, what: vec![Subject::Alcohol], ..next });
        assert_eq!(week(&world, "2026-11-28"), "2233322");
        let told = tapered(&world.entries, &person("one"), day("2026-11-25"));
        let told: Vec<_> = told.iter().map(|it| (it.subject, it.taper)).collect();
        // The old one is told of in the one that goes on from it.
        let expected = [
            (Subject::Calendar, Taper::Needed),
            (Subject::Message, Taper::Ended),
            (Subject::Finances, Taper::Needed),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn an_agreement_that_nobody_answered_ends_as_well() {
        let mut world = World::new(calendar("2024-02-01", "2024-02-29"));
        assert_eq!(world.standing("2024-02-29"), Standing::Drafted);
        assert_eq!(world.standing("2024-03-01"), Standing::Ended);
        world.yes("one", "x");
        world.yes("two", "x");
        assert_eq!(world.standing("2024-03-01"), Standing::Ended, "it is too late");
    }

    #[test]
    fn either_may_stop_it_whenever_and_no_later_word_takes_that_back() {
        for stops in ["one", "two"] {
            for yes in [&[][..], &["one"], &["two"], &["one", "two"]] {
                for today in ["2026-11-01", "2026-11-22", "2027-06-01"] {
                    let mut world = World::new(calendar("2026-11-22", "2026-12-22"));
                    for who in yes {
                        world.yes(who, "x");
                    }
                    world.stop(stops);
                    assert_eq!(world.standing(today), Standing::Stopped, "{stops} {yes:?} {today}");
                    // A form that was left open in another tab, saved afterwards.
                    world.yes("one", "y");
                    world.yes("two", "y");
                    assert_eq!(world.standing(today), Standing::Stopped);
                    // Whoever deletes their stop has not the other's yes to going on.
                    world.take_back(stops, Answer::Stop);
                    assert_eq!(world.standing(today), Standing::Stopped);
                    assert_eq!(due_agreements(&world.entries, &person("two"), day(today)), []);
                }
            }
        }
    }

    #[test]
    fn changed_words_take_both_again_and_open_nobodys_before() {
        let mut world = World::new(calendar("2026-11-22", "2026-12-22"));
        world.yes("one", "x");
        world.yes("two", "x");
        assert_eq!(world.standing("2026-11-22"), Standing::Active);
        world.write(&id(), calendar("2026-11-22", "2027-01-22"));
        assert_eq!(world.standing("2026-11-22"), Standing::Drafted);
        world.yes("two", "Only until New Year.");
        assert_eq!(world.standing("2026-11-22"), Standing::Waiting);
        assert_eq!(world.words("one"), [""; 0], "what they said to the old words opens nothing");
        world.yes("one", "All right.");
        assert_eq!(world.standing("2026-11-22"), Standing::Active);
    }

    #[test]
    fn a_yes_that_is_kept_back_or_taken_back_is_none() {
        for (visibility, standing) in [
            (WAITS, Standing::Active),
            (QUIET, Standing::Active),
            (Visibility::Shared, Standing::Active),
            (Visibility::Private, Standing::Waiting),
            (Visibility::Unknown("later".into()), Standing::Waiting),
        ] {
            let mut world = World::new(calendar("2026-11-22", "2026-12-22"));
            world.yes("one", "x");
            world.say("two", visibility.clone(), consent("x"));
            assert_eq!(world.standing("2026-11-22"), standing, "{visibility:?}");
            world.take_back("two", Answer::Yes);
            assert_eq!(world.standing("2026-11-22"), Standing::Waiting);
        }
        // That there is one is known where its author lets it be known.
        for (visibility, known) in [(WAITS, 1), (QUIET, 0), (Visibility::Private, 0)] {
            let mut world = World::new(calendar("2026-11-22", "2026-12-22"));
            world.say("two", visibility, consent("x"));
            assert_eq!(world.seen_by("one", day("2026-11-22")).said_yes.len(), known);
        }
    }

    #[test]
    fn the_author_is_one_of_the_two() {
        let mut world = World::new(calendar("2026-11-22", "2026-12-22"));
        world.yes("two", "x");
        world.yes("three", "x");
        assert_eq!(world.standing("2026-11-22"), Standing::Waiting);
    }

    #[test]
    fn a_boundary_has_no_end_only_if_both_say_so() {
        for (one, two, last) in [
            (true, true, None),
            (true, false, Some("2027-02-20")),
            (false, true, Some("2027-02-20")),
            (false, false, Some("2027-02-20")),
        ] {
            let boundary = Agreement {
                about: About::Boundary,
                review: Some(day("2026-12-22")),
                ..calendar("2026-11-22", "")
            };
            let mut world = World::new(boundary);
            for (who, without_end) in [("one", one), ("two", two)] {
                world.say(who, WAITS, Consent { without_end, ..consent("x") });
            }
            assert_eq!(world.seen_by("two", day("2026-11-22")).last, last.map(day), "{one} {two}");
            let later = if last.is_none() { Standing::Active } else { Standing::Ended };
            assert_eq!(world.standing("2031-01-01"), later);
        }
    }

    #[test]
    fn it_is_looked_at_again_on_its_day_and_without_an_end_every_90_days() {
        for (until, reviewed, next) in [
            ("2026-12-22", None, Some("2026-12-06")),
            ("2026-12-22", Some("2026-12-01"), Some("2026-12-06")),
            ("2026-12-22", Some("2026-12-06"), None),
            ("2026-12-01", None, None),
            ("", None, Some("2026-12-06")),
            ("", Some("2026-12-10"), Some("2027-03-10")),
        ] {
            let boundary = Agreement {
                about: About::Boundary,
                review: Some(day("2026-12-06")),
                ..calendar("2026-11-22", until)
            };
            let mut world = World::new(boundary);
            world.say("one", WAITS, Consent { without_end: true, ..consent("x") });
            let reviewed = reviewed.map(day);
            world.say("two", WAITS, Consent { without_end: true, reviewed, ..consent("x") });
            assert_eq!(world.seen_by("one", day("2026-11-22")).review, next.map(day), "{until} {reviewed:?}");
        }
    }

    #[test]
    fn what_asks_something_of_somebody_shows_up_and_the_rest_is_quiet() {
        let review = Some(day("2026-12-06"));
        let due = |world: &World, reader: &str, today: &str| -> Vec<AgreementDue> {
            due_agreements(&world.entries, &person(reader), day(today)).iter().map(|(_, due)| *due).collect()
        };
        let mut world = World::new(Agreement { review, ..calendar("2026-11-22", "2026-12-22") });
        assert_eq!(due(&world, "one", "2026-11-22"), [], "their own draft waits for them");
        assert_eq!(due(&world, "two", "2026-11-22"), [AgreementDue::Answer]);
        assert_eq!(due(&world, "two", "2026-12-23"), [], "it is over");
        world.yes("two", "x");
        assert_eq!(due(&world, "two", "2026-11-22"), []);
        assert_eq!(due(&world, "one", "2026-11-22"), [AgreementDue::Answer], "the other has said yes");
        world.yes("one", "x");
        for (today, expected) in
            [("2026-12-05", &[][..]), ("2026-12-06", &[AgreementDue::Review]), ("2026-12-23", &[])]
        {
            assert_eq!(due(&world, "one", today), expected, "{today}");
        }
        world.say("two", WAITS, Consent { reviewed: review, ..consent("x") });
        let ends = AgreementDue::Ends(day("2026-12-22"));
        for (today, expected) in
            [("2026-12-14", &[][..]), ("2026-12-15", &[ends]), ("2026-12-22", &[ends]), ("2026-12-23", &[])]
        {
            assert_eq!(due(&world, "two", today), expected, "{today}");
        }
        // Once its renewal is written down, only that asks for something.
        let next = calendar("2026-11-22", "2026-12-22").renewed(id(), day("2026-12-20"));
        world.write(&Agreement::id([2; 16]), next);
        assert_eq!(due(&world, "two", "2026-12-20"), [AgreementDue::Answer]);
    }

    #[test]
    fn the_first_yes_is_told_apart_from_later_ones() {
        let mut world = World::new(calendar("2026-11-22", "2026-12-22"));
        world.stop("one");
        world.yes("two", "x");
        let said = ["one", "two"].map(|who| has_said_yes(&world.entries, &person(who)));
        assert_eq!(said, [false, true]);
    }

    #[test]
    fn it_gets_lighter_from_one_agreement_to_the_next() {
        use Subject::{Calendar, Finances, Message, Phone};
        use Taper::{ByItself, Ended, Needed};
        let first =
            Agreement { what: vec![Phone, Calendar, Message], ..calendar("2026-11-22", "2026-12-22") };
        let mut world = World::new(calendar("2026-12-23", "2027-01-22"));
        let start = Agreement::id([2; 16]);
        world.write(&start, first);
        let what = vec![Calendar, Message, Finances];
        world.write(
            &id(),
            Agreement { what, renews: Some(start.clone()), ..calendar("2026-12-23", "2027-01-22") },
        );
        let tapered =
            |world: &World, today: &str| taper(&world.entries, &person("two"), world.agreement(), day(today));
        let with = |calendar, message, finances| {
            let all = [(Phone, Ended), (Calendar, calendar), (Message, message), (Finances, finances)];
            let all = all.map(|(subject, taper)| Tapered { subject, from_start: subject != Finances, taper });
            all.to_vec()
        };
        assert_eq!(tapered(&world, "2027-01-01"), with(Needed, Needed, Needed));
        world.yes("one", "x");
        let noted = Consent { by_itself: vec![Calendar, Message], ended: vec![Message], ..consent("x") };
        world.say("two", WAITS, noted);
        assert_eq!(tapered(&world, "2027-01-01"), with(ByItself, Ended, Needed));
        assert_eq!(tapered(&world, "2027-01-23"), with(Ended, Ended, Ended));
        // What leads round in a circle is followed once.
        world.write(&start, Agreement { renews: Some(id()), ..calendar("2026-11-22", "2026-12-22") });
        assert_eq!(tapered(&world, "2027-01-01").len(), 3);
    }

    #[test]
    fn a_renewal_begins_after_the_last_day_without_what_has_ended_and_takes_both_anew() {
        let (until, after) = ("2024-02-29", "2024-03-01");
        let mut world = World::new(calendar("2024-02-01", until));
        let draft = |world: &World, today: &str| {
            renewal(&world.entries, &person("two"), world.agreement(), day(today)).unwrap()
        };
        assert_eq!(draft(&world, "2024-02-10").from, day("2024-02-10"), "nobody waits for a draft");
        world.yes("one", "x");
        world.say("two", WAITS, Consent { ended: vec![Subject::Message], ..consent("x") });
        for (today, from) in [
            ("2024-01-20", after),
            ("2024-02-10", after),
            (until, after),
            (after, after),
            ("2024-03-09", "2024-03-09"),
        ] {
            let next = draft(&world, today);
            assert_eq!((next.from, next.until), (day(from), Some(day(from).plus(30))), "{today}");
            assert_eq!((next.what.as_slice(), next.renews.as_ref()), (&[Subject::Calendar][..], Some(&id())));
            assert_eq!(next.faults(day(today)).iter().map(|fault| fault.field).collect::<Vec<_>>(), ["why"]);
        }
        let next = draft(&world, "2024-02-10");
        let next_id = Agreement::id([2; 16]);
        world.put("two", next_id.clone(), Visibility::Shared, next.into());
        let renewed = world.entries.entry(&person("two"), &next_id).unwrap();
        let standing = agreed(&world.entries, &person("one"), renewed, day(after)).unwrap().standing;
        assert_eq!(standing, Standing::Drafted, "what they said to the last one is not said to this one");
        assert_eq!(world.standing(after), Standing::Ended);
        world.stop("one");
        assert_eq!(draft(&world, "2024-02-10").from, day("2024-02-10"), "it is stopped");
        let endless = Agreement { about: About::Boundary, ..calendar("2024-02-01", "") };
        let mut world = World::new(endless);
        for who in ["one", "two"] {
            world.say(who, WAITS, Consent { without_end: true, day: day("2024-02-01"), ..consent("x") });
        }
        assert_eq!(draft(&world, "2031-01-01").from, day("2031-01-01"), "there is no last day");
    }

    #[test]
    fn a_yes_waits_for_the_other_and_a_stop_is_for_both() {
        assert_eq!(Consent::new(&id(), Answer::Yes, day("2026-11-22")).visibility(), WAITS);
        assert_eq!(Consent::new(&id(), Answer::Stop, day("2026-11-22")).visibility(), Visibility::Shared);
    }

    /// Something that one of the two does, or a clock.
    #[derive(Clone, Debug)]
    enum Step {
        Write { about: About, from: i32, length: Option<i32> },
        Yes { who: &'static str, words: &'static str, visibility: Visibility, without_end: bool, on: i32 },
        TakeBack { who: &'static str, answer: Answer },
        Stop { who: &'static str },
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let who = || select(vec!["one", "two"]);
        let visibility = select(vec![WAITS, QUIET, Visibility::Shared, Visibility::Private]);
        let length = prop_oneof![Just(None), (-5..200_i32).prop_map(Some)];
        let step = prop_oneof![
            2 => (select(vec![About::Openness, About::Boundary]), -40..40_i32, length)
                .prop_map(|(about, from, length)| Step::Write { about, from, length }),
            6 => (who(), select(vec!["x", "x", "x", " "]), visibility, any::<bool>(), -40..200_i32)
                .prop_map(|(who, words, visibility, without_end, on)| {
                    Step::Yes { who, words, visibility, without_end, on }
                }),
            1 => (who(), select(vec![Answer::Yes, Answer::Stop]))
                .prop_map(|(who, answer)| Step::TakeBack { who, answer }),
            1 => who().prop_map(|who| Step::Stop { who }),
        ];
        prop::collection::vec(step, 0..14)
    }

    /// What there is to know about an agreement, noted down as it happens.
    #[derive(Clone, Debug, Default)]
    struct Model {
        is_endless_boundary: bool,
        from: i32,
        last: i32,
        /// Of "one" and "two": whether they said yes to the words as they are, and whether without an end in time.
        yes: [Option<bool>; 2],
        is_stopped: bool,
    }

    impl Model {
        fn is_active(&self, today: i32) -> bool {
            let is_endless = self.is_endless_boundary && self.yes == [Some(true); 2];
            let both = self.yes.iter().all(Option::is_some);
            both && !self.is_stopped && self.from <= today && (is_endless || today <= self.last)
        }
    }

    /// Does the same to both.
    fn take(step: &Step, world: &mut World, model: &mut Model) {
        // A leap day lies among the days.
        let start = day("2024-02-20");
        let place = |who: &str| usize::from(who == "two");
        match step.clone() {
            Step::Write { about, from, length } => {
                let (first, until) = (start.plus(from), length.map(|length| start.plus(from + length)));
                world.write(&id(), Agreement { about, from: first, until, ..calendar("2024-01-01", "") });
                let is_endless_boundary = about == About::Boundary && until.is_none();
                let last = from + length.unwrap_or(90).min(90);
                *model = Model { is_endless_boundary, from, last, ..Model::default() };
            }
            Step::Yes { who, words, visibility, without_end, on } => {
                let counts = words != " " && visibility != Visibility::Private;
                model.yes[place(who)] = counts.then_some(without_end && on <= model.last);
                world.say(who, visibility, Consent { without_end, day: start.plus(on), ..consent(words) });
            }
            Step::TakeBack { who, answer } => {
                if answer == Answer::Yes {
                    model.yes[place(who)] = None;
                }
                world.take_back(who, answer);
            }
            Step::Stop { who } => {
                model.is_stopped = true;
                world.stop(who);
            }
        }
    }

    fn world_after(steps: &[Step]) -> (World, Model) {
        let mut world = World { entries: Entries::default(), ms: 0 };
        let mut model = Model::default();
        take(&Step::Write { about: About::Openness, from: 0, length: Some(30) }, &mut world, &mut model);
        for step in steps {
            take(step, &mut world, &mut model);
        }
        (world, model)
    }

    proptest! {
        /// There is no path to active without both, and none that keeps an ended one alive.
        #[test]
        fn it_counts_exactly_while_both_have_said_yes_and_its_days_last(
            steps in steps(), days in prop::collection::vec(-60..400_i32, 1..6),
        ) {
            let (world, model) = world_after(&steps);
            for days in days {
                let today = day("2024-02-20").plus(days);
                for reader in ["one", "two"] {
                    let agreed = world.seen_by(reader, today);
                    prop_assert_eq!(agreed.standing == Standing::Active, model.is_active(days), "{:?}", agreed);
                    prop_assert_eq!(agreed.standing == Standing::Stopped, model.is_stopped);
                    if agreed.standing == Standing::Active {
                        prop_assert_eq!(agreed.said_yes, [&person("one"), &person("two")]);
                        prop_assert!(agreed.last.is_none_or(|last| today <= last));
                    }
                }
            }
        }

        #[test]
        fn what_has_ended_stays_so_whatever_they_say(steps in steps(), more in steps(), days in 0..400_i32) {
            let (mut world, mut model) = world_after(&steps);
            let today = day("2024-02-20").plus(days);
            if world.seen_by("one", today).standing == Standing::Ended {
                for mut step in more.into_iter().filter(|step| !matches!(step, Step::Write { .. })) {
                    // Whatever they say, they say it now.
                    if let Step::Yes { on, .. } = &mut step {
                        *on = days;
                    }
                    take(&step, &mut world, &mut model);
                    for later in [0, 1, 30, 4_000] {
                        let standing = world.seen_by("two", today.plus(later)).standing;
                        prop_assert!(matches!(standing, Standing::Ended | Standing::Stopped), "{:?}", standing);
                    }
                }
            }
        }

        #[test]
        fn stop_is_one_step_from_everywhere(steps in steps(), days in -60..400_i32, who in select(vec!["one", "two"])) {
            let (mut world, _) = world_after(&steps);
            world.stop(who);
            let today = day("2024-02-20").plus(days);
            for reader in ["one", "two"] {
                prop_assert_eq!(world.seen_by(reader, today).standing, Standing::Stopped);
                prop_assert!(due_agreements(&world.entries, &person(reader), today).is_empty());
            }
        }

        #[test]
        fn the_others_words_open_only_when_both_are_done(steps in steps()) {
            let (world, model) = world_after(&steps);
            for (reader, place) in [("one", 0), ("two", 1)] {
                let other = person(if place == 0 { "two" } else { "one" });
                let agreement = world.agreement();
                let others = consents(&world.entries, &person(reader), agreement);
                let mut others = others.iter().filter(|entry| entry.author == other);
                let both = model.yes.iter().all(Option::is_some);
                let is_fine = others.all(|entry| both || entry.visibility == Visibility::Shared);
                prop_assert!(is_fine);
            }
        }
    }
}
