//! Promises, agreements and setbacks through clocks that change: daylight saving time both ways, leap days, the ends of
//! years, journeys across time zones, and clocks that were turned back.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use chrono::{DateTime, Datelike};
use kept::entry::{
    About, Agreement, Answer, CameOut, Consent, Day, Entries, Entry, EntryId, Kind, Per, PersonId, Promise,
    PromiseMark, PromiseOutcome, Rhythm, Setback, Subject, Visibility, Weight,
};
use kept::insight::{
    AgreementDue, DAYS_BACK, PromiseDue, Standing, agreed, agreements, due_agreements, due_promises, history,
    is_broken_again, is_open, marked_days, promises, renewal, tally, taper,
};
use proptest::prelude::*;
use proptest::sample::select;

use self::common::{all_of, day, one, stamp, two};

/// The day on a clock on the wall, as the app asks the browser for it.
fn on_the_wall(clock: &str) -> Day {
    let date = DateTime::parse_from_rfc3339(clock).unwrap().date_naive();
    Day::new(date.year(), date.month(), date.day()).unwrap()
}

fn shared(author: PersonId, id: EntryId, body: impl Into<kept::entry::Body>) -> Entry {
    Entry::new(author, id, stamp(1, 0, 1), Visibility::Shared, body.into())
}

fn made(promise: Promise) -> Entry {
    shared(one(), Promise::id([1; 16]), promise)
}

fn marked(author: PersonId, on: Day, state: PromiseOutcome) -> Entry {
    let promise = Promise::id([1; 16]);
    let id = PromiseMark::id(&promise, on);
    shared(author, id, PromiseMark { promise, day: on, state, note: String::new() })
}

/// An agreement that both have said yes to on its first day.
fn agreed_on(from: &str, until: &str) -> Entries {
    let agreement = Agreement {
        what: vec![Subject::Calendar],
        why: "Less guessing".into(),
        until: Some(day(until)),
        review: None,
        ..Agreement::new(About::Openness, day(from))
    };
    let agreement = shared(one(), Agreement::id([1; 16]), agreement);
    let yes = |author| {
        let yes = Consent::new(&agreement.id, Answer::Yes, day(from));
        let yes = Consent { words: "Yes, until then.".into(), ..yes };
        Entry::new(author, Consent::id(&agreement), stamp(2, 0, 1), yes.visibility(), yes.into())
    };
    all_of(&[yes(one()), yes(two()), agreement])
}

fn first_of<K: Kind>(entries: &Entries) -> &Entry {
    entries.all::<K>().next().unwrap().0
}

/// In Berlin clocks go forward on 29 March 2026 at two, and back on 25 October at three. In Samoa there was no
/// 30 December 2011.
#[test]
fn an_agreement_counts_through_its_last_day_on_the_wall_however_long_that_day_is() {
    use Standing::{Active, Coming, Ended};
    for (from, until, clock, expected) in [
        ("2026-03-29", "2026-03-29", "2026-03-28T23:59:59+01:00", Coming),
        ("2026-03-29", "2026-03-29", "2026-03-29T00:00:00+01:00", Active),
        ("2026-03-29", "2026-03-29", "2026-03-29T03:00:00+02:00", Active),
        ("2026-03-29", "2026-03-29", "2026-03-29T23:59:59+02:00", Active),
        ("2026-03-29", "2026-03-29", "2026-03-30T00:00:00+02:00", Ended),
        ("2026-10-25", "2026-10-25", "2026-10-24T23:59:59+02:00", Coming),
        // It is half past two twice, and the last hour of the day is its 25th.
        ("2026-10-25", "2026-10-25", "2026-10-25T02:30:00+02:00", Active),
        ("2026-10-25", "2026-10-25", "2026-10-25T02:30:00+01:00", Active),
        ("2026-10-25", "2026-10-25", "2026-10-25T23:59:59+01:00", Active),
        ("2026-10-25", "2026-10-25", "2026-10-26T00:00:00+01:00", Ended),
        ("2024-02-01", "2024-02-29", "2024-02-29T23:59:59Z", Active),
        ("2024-02-01", "2024-02-29", "2024-03-01T00:00:00Z", Ended),
        ("2026-12-20", "2026-12-31", "2026-12-31T23:59:59-10:00", Active),
        ("2026-12-20", "2026-12-31", "2027-01-01T00:00:00-10:00", Ended),
        // The same moment, and the day is over in Auckland and not in Honolulu.
        ("2026-11-01", "2026-11-22", "2026-11-23T00:30:00+13:00", Ended),
        ("2026-11-01", "2026-11-22", "2026-11-22T01:30:00-10:00", Active),
        ("2011-12-01", "2011-12-30", "2011-12-29T23:59:59-10:00", Active),
        ("2011-12-01", "2011-12-30", "2011-12-31T00:00:00+14:00", Ended),
    ] {
        let entries = agreed_on(from, until);
        let agreement = first_of::<Agreement>(&entries);
        for reader in [one(), two()] {
            let found = agreed(&entries, &reader, agreement, on_the_wall(clock)).unwrap().standing;
            assert_eq!(found, expected, "{from} to {until} at {clock}");
        }
    }
}

#[test]
fn a_promise_is_due_on_its_day_on_the_wall() {
    use PromiseDue::{Past, Soon, Today};
    for (until, clock, expected) in [
        ("2026-03-29", "2026-03-26T23:59:59+01:00", None),
        ("2026-03-29", "2026-03-27T00:00:00+01:00", Some(Soon(day("2026-03-29")))),
        ("2026-03-29", "2026-03-29T23:59:59+02:00", Some(Today)),
        ("2026-03-29", "2026-03-30T00:00:00+02:00", Some(Past(day("2026-03-29")))),
        ("2026-10-25", "2026-10-25T02:30:00+02:00", Some(Today)),
        ("2026-10-25", "2026-10-25T02:30:00+01:00", Some(Today)),
        ("2026-10-25", "2026-10-26T00:00:00+01:00", Some(Past(day("2026-10-25")))),
        ("2024-02-29", "2024-02-29T12:00:00Z", Some(Today)),
        ("2024-02-29", "2024-03-14T12:00:00Z", Some(Past(day("2024-02-29")))),
        ("2024-02-29", "2024-03-15T12:00:00Z", None),
        ("2026-12-31", "2027-01-01T00:00:00+01:00", Some(Past(day("2026-12-31")))),
        // On a flight from Tokyo to Los Angeles the evening comes twice.
        ("2026-11-22", "2026-11-22T17:00:00+09:00", Some(Today)),
        ("2026-11-22", "2026-11-22T00:00:00-08:00", Some(Today)),
        ("2026-11-22", "2026-11-21T23:59:59-08:00", Some(Soon(day("2026-11-22")))),
        // The clock was turned back by years.
        ("2026-11-22", "1999-12-31T23:59:59Z", None),
    ] {
        let promise = Promise { text: "Call".into(), until: Some(day(until)), ..Promise::default() };
        let entries = all_of(&[made(promise)]);
        let due = due_promises(&entries, &one(), on_the_wall(clock), 0);
        assert_eq!(due.first().map(|due| due.due), expected, "{until} at {clock}");
        assert!(due_promises(&entries, &two(), on_the_wall(clock), 0).is_empty());
    }
}

/// A day a step, through a whole year of every kind: what is wanted daily is there every day, and what is wanted once
/// in a stretch once in each, wherever the stretch ends.
#[test]
fn what_is_repeated_is_due_once_in_each_stretch_of_a_year() {
    for (rhythm, week_starts, first, days, times) in [
        (Rhythm::DAILY, 0, "2024-01-01", 366, 366),
        (Rhythm::DAILY, 0, "2026-01-01", 365, 365),
        (Rhythm::new(1, Per::Month), 0, "2024-01-01", 366, 12),
        (Rhythm::new(2, Per::Month), 0, "2026-01-01", 365, 24),
        // 2024 begins on a Monday and ends on a Tuesday.
        (Rhythm::new(1, Per::Week), 0, "2024-01-01", 366, 53),
        // Weeks from Sunday: the first has a day less.
        (Rhythm::new(1, Per::Week), 6, "2024-01-01", 366, 53),
        (Rhythm::on("......S".parse().unwrap()), 0, "2024-01-01", 366, 52),
        (Rhythm::on("M......".parse().unwrap()), 0, "2024-01-01", 366, 53),
        (Rhythm::every(3), 0, "2024-01-01", 366, 122),
    ] {
        let promise = Promise { rhythm: Some(rhythm), since: day(first), ..Promise::default() };
        let mut entries = all_of(&[made(promise)]);
        let mut kept = 0;
        for later in 0..days {
            let today = day(first).plus(later);
            if !due_promises(&entries, &one(), today, week_starts).is_empty() {
                // Whoever keeps it on the first day on which it is due.
                entries.absorb(marked(one(), today, PromiseOutcome::Kept));
                kept += 1;
            }
        }
        assert_eq!(kept, times, "{rhythm:?} from {first}");
    }
}

/// The 30 days are days of the calendar, through leap days, the ends of years and the two nights of the clocks.
#[test]
fn the_last_thirty_days_are_thirty_days_of_the_calendar() {
    for (today, first) in [
        ("2024-03-01", "2024-02-01"),
        ("2025-03-01", "2025-01-31"),
        ("2027-01-15", "2026-12-17"),
        ("2026-04-10", "2026-03-12"),
        ("2026-11-10", "2026-10-12"),
    ] {
        let (today, first) = (day(today), day(first));
        let promise = Promise { rhythm: Some(Rhythm::DAILY), ..Promise::default() };
        let mut entries = all_of(&[made(promise)]);
        for back in -5..60 {
            entries.absorb(marked(one(), today.plus(-back), PromiseOutcome::Kept));
        }
        let promise = first_of::<Promise>(&entries);
        let days = marked_days(&entries, &two(), &[promise], today, DAYS_BACK);
        assert_eq!(days.len(), 30);
        assert_eq!((days[0].day, days[29].day), (today, first));
        assert_eq!(tally(&days, &one()).kept(), 30);
        assert_eq!(tally(&days, &two()).marked(), 0, "what the other noted nothing of is not missed");
    }
}

/// With the clock turned back for an hour, a year or to the day that computers start with, what was noted stays what
/// it was, and with the clock right again everything is as before.
#[test]
fn a_clock_that_was_turned_back_changes_nothing_that_was_noted() {
    let today = day("2026-11-22");
    let once = Promise { since: today.plus(-10), until: Some(today), ..Promise::default() };
    let mut entries = agreed_on("2026-11-01", "2026-12-01");
    entries.extend([made(once), marked(one(), today, PromiseOutcome::Kept)]);
    let promise = first_of::<Promise>(&entries);
    let before = format!("{:?}", marked_days(&entries, &one(), &[promise], today, DAYS_BACK));
    for wrong in ["2026-11-21", "2025-11-22", "1970-01-01", "1900-01-01"] {
        let wrong = day(wrong);
        assert!(!is_open(&entries, &one(), promise, wrong), "it was kept");
        assert_eq!(due_promises(&entries, &one(), wrong, 0), [], "{wrong}");
        let agreement = first_of::<Agreement>(&entries);
        let standing = agreed(&entries, &two(), agreement, wrong).unwrap().standing;
        let expected = if wrong < day("2026-11-01") { Standing::Coming } else { Standing::Active };
        assert_eq!(standing, expected, "both have said yes, whatever day it is");
    }
    assert_eq!(format!("{:?}", marked_days(&entries, &one(), &[promise], today, DAYS_BACK)), before);
}

#[test]
fn an_agreement_is_over_after_ninety_days_through_leap_days_and_the_ends_of_years() {
    for (from, last) in [
        ("2023-12-01", "2024-02-29"),
        ("2024-12-01", "2025-03-01"),
        ("2026-11-22", "2027-02-20"),
        ("2026-01-15", "2026-04-15"),
    ] {
        // A file that claims more than there can be.
        let entries = agreed_on(from, "2099-12-31");
        let agreement = first_of::<Agreement>(&entries);
        for (today, expected) in [(day(last), Standing::Active), (day(last).plus(1), Standing::Ended)] {
            assert_eq!(
                agreed(&entries, &one(), agreement, today).unwrap().standing,
                expected,
                "{from} {today}"
            );
        }
        let due = due_agreements(&entries, &two(), day(last));
        assert_eq!(due.first().map(|(_, due)| *due), Some(AgreementDue::Ends(day(last))));
    }
}

#[test]
fn a_second_breach_is_one_within_ninety_days_of_the_calendar() {
    for (first, second, expected) in [
        ("2023-12-01", "2024-02-29", true),
        ("2023-12-01", "2024-03-01", false),
        ("2026-12-31", "2027-03-31", true),
        ("2026-12-31", "2027-04-01", false),
        ("2026-03-28", "2026-03-29", true),
        ("2026-10-24", "2026-10-26", true),
    ] {
        let breach = |number: u8, on: &str| {
            let (what, done, came_out) = ("x".into(), String::new(), CameOut::Told);
            let setback = Setback { day: day(on), weight: Weight::Breach, what, done, came_out };
            shared(one(), Setback::id([number; 16]), setback)
        };
        let entries = all_of(&[breach(1, first), breach(2, second)]);
        for reader in [one(), two()] {
            assert_eq!(is_broken_again(&entries, &reader, day(second)), expected, "{first} and {second}");
        }
    }
}

/// Whatever a file holds: days at both ends of the calendar, rhythms that cannot be, circles.
fn anything() -> impl Strategy<Value = Entry> {
    let days = select(vec!["1900-01-01", "1970-01-01", "2024-02-29", "2026-11-22", "9999-12-31"]);
    let rhythm = select(vec![
        None,
        Some(Rhythm::ONCE),
        Some(Rhythm::every(0)),
        Some(Rhythm::every(u16::MAX)),
        Some(Rhythm::new(0, Per::Week)),
        Some(Rhythm::new(u8::MAX, Per::Month)),
        Some(Rhythm::on("M.W....".parse().unwrap())),
    ]);
    let texts = select(vec![
        String::new(),
        "👩‍👧 ☎️ אני".into(),
        "\u{202e}x\u{0}\n".into(),
        "be better".into(),
        "x".repeat(10_000),
    ]);
    let author = select(vec![one(), two()]);
    let numbers = (0..8_u8, 0..3_u8, 0..3_u8, 1..9_u64);
    let values = (days.clone(), prop::option::of(days.clone()), prop::option::of(days), rhythm, texts);
    (author, numbers, values).prop_map(
        |(author, (kind, number, other, ms), (from, until, third, rhythm, text))| {
            let (since, from) = (day(from), day(from));
            let (until, third) = (until.map(day), third.map(day));
            let (promise, agreement) = (Promise::id([number; 16]), Agreement::id([number; 16]));
            let another = |id: fn([u8; 16]) -> EntryId| (other > 0).then(|| id([other; 16]));
            let entry = |id, body: kept::entry::Body| {
                Entry::new(author.clone(), id, stamp(ms, 0, 1), Visibility::Shared, body)
            };
            match kind {
                0 | 1 => {
                    let (check, reason) = (text.clone(), text.clone());
                    let replaces = another(Promise::id);
                    entry(
                        promise,
                        Promise { text, check, since, until, rhythm, ended: third, replaces, reason }.into(),
                    )
                }
                2 | 3 => {
                    let state = PromiseOutcome::ALL[usize::from(other) * 2];
                    entry(
                        PromiseMark::id(&promise, from),
                        PromiseMark { promise, day: from, state, note: text }.into(),
                    )
                }
                4 | 5 => {
                    let about = if other == 0 { About::Openness } else { About::Boundary };
                    let what = Subject::of(about).to_vec();
                    let renews = another(Agreement::id);
                    let agreement_body = Agreement {
                        about,
                        what,
                        details: text,
                        from,
                        until,
                        review: third,
                        renews,
                        ..Agreement::default()
                    };
                    entry(agreement, agreement_body.into())
                }
                6 => {
                    let answer = if other == 0 { Answer::Stop } else { Answer::Yes };
                    let of = Entry::new(
                        author.clone(),
                        agreement.clone(),
                        stamp(ms, 0, 1),
                        Visibility::Shared,
                        Agreement::default().into(),
                    );
                    let consent = Consent {
                        words: text,
                        reviewed: until,
                        without_end: true,
                        ..Consent::new(&agreement, answer, from)
                    };
                    entry(
                        if answer == Answer::Yes { Consent::id(&of) } else { Consent::stop_id(&of) },
                        consent.into(),
                    )
                }
                _ => {
                    let setback = Setback {
                        day: from,
                        weight: Weight::Breach,
                        what: text.clone(),
                        done: text,
                        came_out: CameOut::Unsaid,
                    };
                    entry(Setback::id([number; 16]), setback.into())
                }
            }
        },
    )
}

proptest! {
    /// Nothing that a file may hold makes anything of it fail, go round in circles or last longer than it may.
    #[test]
    fn whatever_comes_with_a_file_is_taken_as_far_as_it_makes_sense(
        all in prop::collection::vec(anything(), 0..24),
        today in select(vec!["1900-01-01", "2024-02-29", "2026-11-22", "9999-12-31"]),
        week_starts in 0..9_u8,
    ) {
        let (entries, today) = (all_of(&all), day(today));
        for reader in [one(), two()] {
            for due in due_promises(&entries, &reader, today, week_starts) {
                prop_assert!(due.entry.author == reader);
            }
            let all = promises(&entries, &reader);
            for promise in &all {
                prop_assert!(history(&entries, &reader, promise).len() <= entries.len());
                let body = promise.get::<Promise>().unwrap();
                let _ = (body.faults(), is_open(&entries, &reader, promise, today), kept::insight::lacks(body));
            }
            let days = marked_days(&entries, &reader, &all, today, DAYS_BACK);
            let tally = tally(&days, &reader);
            prop_assert!(tally.kept() <= tally.marked() && tally.marked() <= entries.len());
            for agreement in agreements(&entries, &reader) {
                let body = agreement.get::<Agreement>().unwrap();
                let agreed = agreed(&entries, &reader, agreement, today).unwrap();
                let _ = (body.faults(today), taper(&entries, &reader, agreement, today));
                let next = renewal(&entries, &reader, agreement, today).unwrap();
                prop_assert!(next.until.is_some_and(|until| until.since(next.from) <= 90));
                let most = agreed.last.map_or(0, |last| last.since(body.from));
                prop_assert!(most <= 90 && (agreed.last.is_some() || body.about == About::Boundary));
            }
            prop_assert!(due_agreements(&entries, &reader, today).len() <= entries.len());
            let _ = is_broken_again(&entries, &reader, today);
        }
    }
}
