//! Looking back: on a month, and on all of it when people want to finish.
//!
//! What is counted was noted by somebody. A day, a week or a promise about which nothing was noted is not in any number,
//! and nothing says that it was missed. Nobody is counted beside anybody else.

use super::agreements::{Standing, Taper, agreed, agreements, in_force, is_openness, taper};
use super::order::ordered;
use super::promises::{Tally, is_open, promises};
use super::rituals::rituals;
use super::sentence::{counted, promises_sentence, said, signals_sentence, taper_sentence};
use super::series::{Period, PromiseCount, Span, noted_on, signals};
use super::summary::{is_seen, kept, times_done};
use crate::entry::{Body, CheckIn, Day, Entries, Entry, Moment, MonthReview, PersonId, Pulse};

/// For how many days of a month Today offers to look back on the one before.
pub const REVIEW_DAYS: i64 = 10;
/// On how many days of a month somebody has to have noted something, so that there is something to look back on.
pub const ENOUGH_TO_REVIEW: usize = 4;

/// The month that `person` may want to look back on, by its first day: the one before that of `today`, for the first
/// [`REVIEW_DAYS`] days, where they noted something on [`ENOUGH_TO_REVIEW`] days of it and have not looked back yet.
/// Who deleted what they wrote about it has.
pub fn due_review(entries: &Entries, person: &PersonId, today: Day) -> Option<Day> {
    let month = before(today);
    if month_to_review(today) != month || entries.entry(person, &MonthReview::id(month)).is_some() {
        return None;
    }
    let mut days: Vec<Day> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.author == *person) {
        match noted_on(entry).filter(|day| day.month() == month) {
            Some(day) if !days.contains(&day) => days.push(day),
            _ => {}
        }
    }
    (days.len() >= ENOUGH_TO_REVIEW).then_some(month)
}

/// The month that looking back begins with: in the first [`REVIEW_DAYS`] days of a month the one before, then the one
/// that is running.
pub fn month_to_review(today: Day) -> Day {
    if today.since(today.month()) < REVIEW_DAYS { before(today) } else { today.month() }
}

/// The first day of the month before that of `day`.
fn before(day: Day) -> Day {
    day.month().plus(-1).month()
}

/// What was noted about some days, as far as all who look back may see.
#[derive(Debug, Default, PartialEq)]
pub struct LookBack<'a> {
    /// The promises about which their authors noted something, with what they noted, those made first coming first.
    pub promises: Vec<(&'a Entry, Tally)>,
    /// The rituals that were done, with how many times, those taken up first coming first.
    pub rituals: Vec<(&'a Entry, usize)>,
    /// The agreements that both had said yes to and that counted on one of the days, those that began first coming
    /// first.
    pub agreements: Vec<&'a Entry>,
    /// How many of them are over, as it was meant to be.
    pub ended: usize,
    /// The chosen moments, in the order of days.
    pub moments: Vec<&'a Entry>,
    /// How many daily check-ins there are.
    pub days: usize,
    /// How many weekly check-ins there are. A week belongs to the month of its Monday.
    pub weeks: usize,
}

/// What was noted from one day to another. For one of `readers` it is their own check-ins and moments, with the
/// promises, rituals and agreements that they may see; for both it is what *both* may see, whoever wrote it.
pub fn look_back<'a>(
    entries: &'a Entries,
    readers: &[PersonId],
    from: Day,
    to: Day,
    today: Day,
) -> LookBack<'a> {
    let mut back = LookBack::default();
    let is_theirs = |entry: &Entry| readers.len() > 1 || readers.first() == Some(&entry.author);
    let is_within = |day: Day| (from..=to).contains(&day);
    let rank = |entry: &Entry| {
        let day = match entry.body.as_ref()? {
            Body::Promise(promise) => promise.since,
            Body::Ritual(ritual) => ritual.since,
            Body::Agreement(agreement) => agreement.from,
            Body::Moment(Moment { day, .. }) if is_within(*day) && is_theirs(entry) => *day,
            _ => return None,
        };
        Some(day.since(Day::default()))
    };
    for entry in ordered(entries, readers, &rank) {
        match &entry.body {
            Some(Body::Promise(_)) => {
                let tally = kept(entries, readers, entry, from, to);
                if tally.marked() > 0 {
                    back.promises.push((entry, tally));
                }
            }
            Some(Body::Ritual(ritual)) => match times_done(entries, readers, entry, ritual, from, to) {
                0 => {}
                times => back.rituals.push((entry, times)),
            },
            Some(Body::Agreement(_)) => {
                let was_on = readers.first().and_then(|reader| in_force(entries, reader, entry));
                if let Some((_, last)) = was_on.filter(|(first, last)| *first <= to && from <= *last) {
                    let agreed = readers.first().and_then(|reader| agreed(entries, reader, entry, today));
                    let is_over = agreed.is_some_and(|agreed| agreed.standing == Standing::Ended);
                    back.ended += usize::from(is_over && last <= to);
                    back.agreements.push(entry);
                }
            }
            _ => back.moments.push(entry),
        }
    }
    for entry in entries.iter().filter(|entry| is_theirs(entry) && is_seen(entries, readers, entry)) {
        back.days += usize::from(entry.get::<Pulse>().is_some_and(|pulse| is_within(pulse.day)));
        back.weeks += usize::from(entry.get::<CheckIn>().is_some_and(|check_in| is_within(check_in.week)));
    }
    back
}

impl LookBack<'_> {
    /// "19 daily check-ins and 4 weekly ones"; `None` where there are none.
    pub fn check_ins(&self) -> Option<String> {
        let daily = counted(self.days, "daily check-in", "daily check-ins");
        match (self.days, self.weeks) {
            (0, 0) => None,
            (_, 0) => Some(daily),
            (0, weeks) => Some(counted(weeks, "weekly check-in", "weekly check-ins")),
            (_, weeks) => {
                Some([daily.as_str(), " and ", &counted(weeks, "weekly one", "weekly ones")].concat())
            }
        }
    }
}

/// What was built, a line for each kind of thing of which there is something.
pub fn built(back: &LookBack<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(back.check_ins());
    if !back.rituals.is_empty() {
        let times = back.rituals.iter().map(|(_, times)| times).sum();
        let rituals = counted(back.rituals.len(), "ritual", "rituals");
        lines.push([rituals.as_str(), ", done ", &counted(times, "time", "times")].concat());
    }
    if !back.promises.is_empty() {
        let count = |(_, tally): &(&Entry, Tally)| PromiseCount { from: Day::default(), tally: *tally };
        let counts: Vec<PromiseCount> = back.promises.iter().map(count).collect();
        lines.push(["Promises: ", &promises_sentence(&counts)].concat());
    }
    if !back.agreements.is_empty() {
        let agreed = counted(
            back.agreements.len(),
            "agreement that both said yes to",
            "agreements that both said yes to",
        );
        let ended = match back.ended {
            0 => String::new(),
            1 => ", 1 of them over, as it was meant to be".to_owned(),
            more => [", ", &more.to_string(), " of them over, as they were meant to be"].concat(),
        };
        lines.push([agreed, ended].concat());
    }
    if !back.moments.is_empty() {
        lines.push(counted(back.moments.len(), "chosen moment", "chosen moments"));
    }
    lines
}

/// What is lighter, as far as it was noted: what the signals say of the 30 days up to `to`, whichever way it goes, and
/// how the openness agreed on for a while got lighter, each with its entry. Where nothing was noted there is nothing.
pub fn lighter<'a>(
    entries: &Entries,
    reader: &PersonId,
    back: &LookBack<'a>,
    to: Day,
    today: Day,
) -> Vec<(Option<&'a Entry>, String)> {
    let mut lines = Vec::new();
    let period = Period::new(Span::Month, None, to);
    let points = signals(entries, reader, reader, period);
    if points.iter().any(|point| !point.is_gap()) {
        lines.push((None, signals_sentence(&said(&points, period), period)));
    }
    for agreement in back.agreements.iter().filter(|entry| is_openness(entry)) {
        let all = taper(entries, reader, agreement, today);
        if all.iter().any(|it| it.taper != Taper::Needed) {
            lines.push((Some(*agreement), taper_sentence(&all)));
        }
    }
    lines
}

/// What goes on after `today`, as far as `reader` may see: promises that are open, agreements that count or are about
/// to, rituals that have no end yet or a later one.
pub fn goes_on<'a>(entries: &'a Entries, reader: &PersonId, today: Day) -> Vec<&'a Entry> {
    let mut all = promises(entries, reader);
    all.retain(|entry| is_open(entries, reader, entry, today));
    let is_on = |entry: &Entry| {
        let agreed = agreed(entries, reader, entry, today);
        agreed.is_some_and(|agreed| matches!(agreed.standing, Standing::Coming | Standing::Active))
    };
    all.extend(agreements(entries, reader).into_iter().filter(|entry| is_on(entry)));
    for (entry, ritual) in rituals(entries, reader) {
        if ritual.last().is_none_or(|last| last >= today) {
            all.push(entry);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{
        About, Agreement, Answer, Consent, EntryId, Level, Mark, MarkState, Pause, Place, Promise,
        PromiseMark, PromiseOutcome, Rhythm, Ritual, Signals, Stamp, Visibility,
    };
    use crate::insight::made::{day, entry, person};

    const PRIVATE: Visibility = Visibility::Private;
    const SHARED: Visibility = Visibility::Shared;
    /// In the middle of a month.
    const TODAY: &str = "2026-11-22";

    fn pulse(author: &str, on: &str, visibility: Visibility) -> Entry {
        entry(author, Pulse::id(day(on)), visibility, Pulse { line: "x".into(), ..Pulse::new(day(on)) })
    }

    fn all(entries: &[Entry]) -> Entries {
        entries.iter().cloned().collect()
    }

    #[test]
    fn a_month_is_offered_for_ten_days_after_it_to_whoever_noted_enough_and_has_not_looked_back() {
        let october: Vec<Entry> = ["01", "02", "02", "17", "31"]
            .map(|on| pulse("one", &["2026-10-", on].concat(), PRIVATE))
            .to_vec();
        let offered = |entries: &[Entry], who: &str, today: &str| {
            due_review(&all(entries), &person(who), day(today)).map(|month| month.to_string())
        };
        for (today, expected) in [
            ("2026-10-31", None),
            ("2026-11-01", Some("2026-10-01")),
            ("2026-11-10", Some("2026-10-01")),
            ("2026-11-11", None),
            ("2026-12-01", None),
        ] {
            assert_eq!(offered(&october, "one", today).as_deref(), expected, "{today}");
        }
        assert_eq!(offered(&october, "two", "2026-11-01"), None, "what the other noted is theirs");
        assert_eq!(offered(&october[..4], "one", "2026-11-01"), None, "three days are too few");
        let review = MonthReview { kept: "Tea.".into(), ..MonthReview::new(day("2026-10-01")) };
        let written = entry("one", MonthReview::id(review.month), PRIVATE, review);
        let with = |entry: Entry| [october.clone(), vec![entry]].concat();
        assert_eq!(offered(&with(written.clone()), "one", "2026-11-01"), None);
        let deleted = written.deleted(Stamp { ms: 1, ..Stamp::default() }, day("2026-11-01"));
        assert_eq!(offered(&with(deleted), "one", "2026-11-01"), None, "nobody is asked twice");
        let of_the_other = entry("two", written.id.clone(), PRIVATE, MonthReview::new(day("2026-10-01")));
        assert!(offered(&with(of_the_other), "one", "2026-11-01").is_some());
    }

    #[test]
    fn looking_back_begins_with_the_month_before_and_then_with_this_one() {
        for (today, month) in [
            ("2026-11-01", "2026-10-01"),
            ("2026-11-10", "2026-10-01"),
            ("2026-11-11", "2026-11-01"),
            ("2026-01-05", "2025-12-01"),
            ("2024-03-01", "2024-02-01"),
            ("1900-01-05", "1900-01-01"),
        ] {
            assert_eq!(month_to_review(day(today)), day(month), "{today}");
        }
    }

    /// A promise, a ritual, an agreement, moments and check-ins of November, and their marks.
    fn november() -> Vec<Entry> {
        let promise = Promise { text: "Home by seven".into(), ..Promise::default() };
        let promise = entry("two", Promise::id([1; 16]), SHARED, promise);
        let ritual = Ritual { title: "Tea".into(), place: Place::Together, ..Ritual::default() };
        let ritual = entry("one", Ritual::id([2; 16]), SHARED, ritual);
        let alone = Ritual { title: "Page".into(), place: Place::Apart, ..Ritual::default() };
        let alone = entry("one", Ritual::id([3; 16]), SHARED, alone);
        let agreement = Agreement {
            until: day("2026-11-12").into(),
            ..Agreement::new(About::Openness, day("2026-11-02"))
        };
        let agreement = entry("one", Agreement::id([4; 16]), SHARED, agreement);
        let yes = |who: &str| {
            let consent = Consent {
                words: "I do".into(),
                ..Consent::new(&agreement.id, Answer::Yes, day("2026-11-02"))
            };
            entry(who, Consent::id(&agreement), SHARED, consent)
        };
        let moment = |who: &str, number: u8, on: &str, visibility| {
            let what = [who, " ", on].concat();
            entry(who, Moment::id([number; 16], day(on)), visibility, Moment { day: day(on), what })
        };
        let mut entries = vec![
            yes("one"),
            yes("two"),
            moment("one", 5, "2026-11-09", PRIVATE),
            moment("one", 6, "2026-11-03", SHARED),
            moment("two", 7, "2026-11-04", SHARED),
            moment("two", 8, "2026-11-05", PRIVATE),
            moment("one", 9, "2026-10-31", SHARED),
            pulse("one", "2026-11-01", PRIVATE),
            pulse("one", "2026-11-02", SHARED),
            pulse("two", "2026-11-02", SHARED),
            pulse("one", "2026-12-01", SHARED),
        ];
        for (who, on, state) in [
            ("two", "2026-11-01", PromiseOutcome::Kept),
            ("two", "2026-11-02", PromiseOutcome::Missed),
            ("two", "2026-11-03", PromiseOutcome::NotYet),
            ("one", "2026-11-01", PromiseOutcome::Missed),
            ("two", "2026-10-31", PromiseOutcome::Missed),
        ] {
            let mark = PromiseMark { promise: promise.id.clone(), day: day(on), state, note: String::new() };
            entries.push(entry(who, PromiseMark::id(&promise.id, mark.day), SHARED, mark));
        }
        for (on, state) in [
            ("2026-11-01", MarkState::Done),
            ("2026-11-30", MarkState::Done),
            ("2026-11-02", MarkState::Skipped),
        ] {
            for id in [&ritual.id, &alone.id] {
                entries.push(entry(
                    "one",
                    Mark::id(id, day(on)),
                    SHARED,
                    Mark::new(id.clone(), day(on), state),
                ));
            }
        }
        for (on, visibility) in [("2026-11-02", PRIVATE), ("2026-11-30", PRIVATE), ("2026-10-26", PRIVATE)] {
            let week = CheckIn { answer: "x".into(), ..CheckIn::new(day(on), "?") };
            entries.push(entry("one", CheckIn::id(day(on)), visibility, week));
        }
        entries.extend([promise, ritual, alone, agreement]);
        entries
    }

    /// What those people look back on in November, as the lines of [`built`] and the moments.
    fn told(entries: &[Entry], readers: &[&str], from: &str, to: &str) -> String {
        let readers: Vec<PersonId> = readers.iter().map(|name| person(name)).collect();
        let entries = all(entries);
        let back = look_back(&entries, &readers, day(from), day(to), day("2026-12-05"));
        let mut lines = built(&back);
        lines.extend(back.moments.iter().filter_map(|entry| Some(entry.get::<Moment>()?.what.clone())));
        lines.join("; ")
    }

    #[test]
    fn one_looks_back_on_their_own_and_both_on_what_both_may_see() {
        let entries = november();
        let (from, to) = ("2026-11-01", "2026-11-30");
        let promise = "Promises: 1 of 2 kept: too few to say more.";
        let agreed = "1 agreement that both said yes to, 1 of them over, as it was meant to be";
        for (readers, expected) in [
            (
                &["one"][..],
                [
                    "2 daily check-ins and 2 weekly ones; 2 rituals, done 4 times; ",
                    promise,
                    "; ",
                    agreed,
                    "; 2 chosen moments; one 2026-11-03; one 2026-11-09",
                ]
                .concat(),
            ),
            (
                &["two"],
                // What the other one does alone is no time of theirs.
                [
                    "1 daily check-in; 1 ritual, done 2 times; ",
                    promise,
                    "; ",
                    agreed,
                    "; 2 chosen moments; two 2026-11-04; two 2026-11-05",
                ]
                .concat(),
            ),
            (
                &["one", "two"],
                [
                    "2 daily check-ins; 1 ritual, done 2 times; ",
                    promise,
                    "; ",
                    agreed,
                    "; 2 chosen moments; one 2026-11-03; two 2026-11-04",
                ]
                .concat(),
            ),
            (&[], String::new()),
        ] {
            assert_eq!(told(&entries, readers, from, to), expected, "{readers:?}");
        }
        assert_eq!(told(&[], &["one"], from, to), "", "of nothing nothing is said");
        assert_eq!(told(&entries, &["one"], "2026-11-13", "2026-11-29"), "", "nor that nothing was noted");
    }

    #[test]
    fn an_agreement_counts_where_both_said_yes_and_it_was_on() {
        let entries = november();
        let without = |who: &str| -> Vec<Entry> {
            let is_yes = |it: &&Entry| it.get::<Consent>().is_some() && it.author == person(who);
            entries.iter().filter(|it| !is_yes(it)).cloned().collect()
        };
        let agreements = |entries: &[Entry], from: &str, to: &str, today: &str| {
            let entries = all(entries);
            let back = look_back(&entries, &[person("one")], day(from), day(to), day(today));
            (back.agreements.len(), back.ended)
        };
        for (from, to, today, expected) in [
            ("2026-11-01", "2026-11-30", TODAY, (1, 1)),
            // On its last day it is not over.
            ("2026-11-01", "2026-11-12", "2026-11-12", (1, 0)),
            ("2026-11-01", "2026-11-12", "2026-11-13", (1, 1)),
            // It was on, and came to its end later.
            ("2026-11-01", "2026-11-11", TODAY, (1, 0)),
            ("2026-11-12", "2026-11-30", TODAY, (1, 1)),
            ("2026-11-13", "2026-11-30", TODAY, (0, 0)),
            ("2026-10-01", "2026-11-01", TODAY, (0, 0)),
        ] {
            assert_eq!(agreements(&entries, from, to, today), expected, "{from} {to} {today}");
        }
        for who in ["one", "two"] {
            assert_eq!(agreements(&without(who), "2026-11-01", "2026-11-30", TODAY), (0, 0), "{who}");
        }
    }

    #[test]
    fn what_is_lighter_is_said_where_something_was_noted_and_not_otherwise() {
        let mut entries = november();
        let told = |entries: &[Entry], to: &str| -> Vec<(bool, String)> {
            let (entries, me) = (all(entries), person("one"));
            let back = look_back(&entries, std::slice::from_ref(&me), day(to).month(), day(to), day(TODAY));
            let lines = lighter(&entries, &me, &back, day(to), day(TODAY));
            lines.into_iter().map(|(entry, line)| (entry.is_some(), line)).collect()
        };
        let ended = (true, "Of 1 thing, 1 has ended.".to_owned());
        // The agreement is one on nothing at all.
        assert_eq!(told(&entries, "2026-11-30"), []);
        for it in entries.iter_mut().filter(|it| it.get::<Agreement>().is_some()) {
            let Some(Body::Agreement(agreement)) = &mut it.body else { panic!("it is one") };
            agreement.what = vec![crate::entry::Subject::Calendar];
        }
        assert_eq!(told(&entries, "2026-11-30"), std::slice::from_ref(&ended));
        for at in 0..20 {
            let level = Level::ALL[usize::try_from(at / 4).unwrap()];
            let on = day("2026-11-02").plus(at);
            let signals = Signals { easy: Some(level), ..Signals::default() };
            entries.push(entry("one", Pulse::id(on), PRIVATE, Pulse { signals, ..Pulse::new(on) }));
        }
        entries.retain(|it| {
            it.id != Pulse::id(day("2026-11-02")) || it.get::<Pulse>().is_some_and(|it| it.line.is_empty())
        });
        let easier = (false, "Easier to talk than at the start of these 30 days.".to_owned());
        assert_eq!(told(&entries, "2026-11-21"), [easier, ended]);
        assert_eq!(told(&entries, "2026-10-31"), []);
    }

    #[test]
    fn what_goes_on_is_open_agreed_on_or_taken_up() {
        let promise = |number: u8, ended: Option<&str>| {
            let promise = Promise {
                text: "x".into(),
                rhythm: Some(Rhythm::DAILY),
                ended: ended.map(day),
                since: day("2026-11-01").plus(number.into()),
                ..Promise::default()
            };
            entry("two", Promise::id([number; 16]), SHARED, promise)
        };
        let ritual = |number: u8, until: Option<&str>, pauses: Vec<Pause>| {
            let ritual = Ritual {
                title: "x".into(),
                until: until.map(day),
                pauses,
                since: day("2026-11-01").plus(number.into()),
                ..Ritual::default()
            };
            entry("one", Ritual::id([number; 16]), SHARED, ritual)
        };
        let paused = vec!["2026-11-20/..".parse().unwrap()];
        let mut entries = vec![
            promise(1, None),
            promise(2, Some("2026-11-21")),
            ritual(3, None, Vec::new()),
            ritual(4, Some("2026-11-21"), Vec::new()),
            ritual(5, Some(TODAY), Vec::new()),
            // Whoever is away comes back to it.
            ritual(6, None, paused),
        ];
        let kept_back = promise(7, None);
        entries.push(kept_back.revised(Stamp::default(), PRIVATE, kept_back.body.clone()));
        let agreement = entry(
            "one",
            Agreement::id([8; 16]),
            SHARED,
            Agreement {
                until: day("2026-12-12").into(),
                ..Agreement::new(About::Openness, day("2026-11-02"))
            },
        );
        for who in ["one", "two"] {
            let consent = Consent {
                words: "I do".into(),
                ..Consent::new(&agreement.id, Answer::Yes, day("2026-11-02"))
            };
            entries.push(entry(who, Consent::id(&agreement), SHARED, consent));
        }
        entries.push(agreement.clone());
        entries.push(entry(
            "one",
            Agreement::id([9; 16]),
            SHARED,
            Agreement::new(About::Openness, day("2026-11-02")),
        ));
        let entries = all(&entries);
        let ids: Vec<EntryId> =
            goes_on(&entries, &person("one"), day(TODAY)).iter().map(|it| it.id.clone()).collect();
        let expected = [
            Promise::id([1; 16]),
            agreement.id,
            Ritual::id([3; 16]),
            Ritual::id([5; 16]),
            Ritual::id([6; 16]),
        ];
        assert_eq!(ids, expected);
    }
}
