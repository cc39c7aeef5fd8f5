//! What becomes of marks: the strength of a ritual, against Loop Habit Tracker's, and the laws of marking.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use kept::entry::{
    Day, Entries, Entry, Frequency, Mark, MarkState, Pause, Per, Place, Rhythm, Ritual, Stamp, Visibility,
    Weekdays,
};
use kept::insight::{Noted, Outcome, kept_by, strength, strengths, today, week_of_all};
use proptest::prelude::*;
use proptest::sample::select;
use serde::Deserialize;

use self::common::{all_of, day, id, one, two};

fn outcomes(marks: &str) -> Vec<Outcome> {
    let outcome = |mark: char| match mark {
        'x' => Outcome::Done,
        's' => Outcome::Skipped,
        'p' => Outcome::Paused,
        '.' | 'n' => Outcome::Nothing,
        other => panic!("{other}"),
    };
    marks.chars().map(outcome).collect()
}

fn assert_close(found: &[f64], expected: &[f64], within: f64, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() < within, "day {at} of {what}: {found} is not {expected}");
    }
}

/// The numbers that Loop's own tests expect (`ScoreListTest.kt` of 2.3), and those in its example of an export
/// (`csv_export/002 Wake up early/Scores.csv`), which have four decimals. The newest come last.
#[test]
fn strength_is_what_loop_itself_expects() {
    for (times, days, marks, expected) in [
        (
            1,
            1,
            "xxxxxxxxxxxxxxxxxxxx".to_owned(),
            &[
                0.051_922, 0.101_149, 0.147_820, 0.192_067, 0.234_017, 0.273_788, 0.311_495, 0.347_244,
                0.381_137, 0.413_270, 0.443_734, 0.472_617, 0.500_000, 0.525_961, 0.550_574, 0.573_910,
                0.596_033, 0.617_008, 0.636_894, 0.655_747,
            ][..],
        ),
        (
            1,
            1,
            "xxxxxxxxssxxxxsxxxxx".to_owned(),
            &[
                0.051_922, 0.101_149, 0.147_820, 0.192_067, 0.234_017, 0.273_788, 0.311_495, 0.347_244,
                0.347_244, 0.347_244, 0.381_137, 0.413_270, 0.443_734, 0.472_617, 0.472_617, 0.500_000,
                0.525_961, 0.550_574, 0.573_910, 0.596_033,
            ],
        ),
        (1, 1, "xs....".to_owned(), &[0.051_922, 0.051_922, 0.049_226, 0.046_670, 0.044_247, 0.041_949]),
        // Two of three, and two of four, every week for a hundred weeks.
        (3, 7, "nnnnnxx".repeat(100), &[2.0 / 3.0]),
        (4, 7, "nnnnnxx".repeat(100), &[0.5]),
        (1, 1, "xx".to_owned(), &[0.101_149]),
        (1, 2, "xx".to_owned(), &[0.054_816]),
    ] {
        let found = strengths(Frequency { times, days }, &outcomes(&marks));
        assert_close(&found[found.len() - expected.len()..], expected, 1e-6, &marks);
    }
    // Each week on another day: in `ScoreListTest.kt` it has to come to 1 within a thousandth.
    let irregular = "x............x".repeat(100);
    assert!(strength(Frequency { times: 1, days: 7 }, &outcomes(&irregular)) > 0.999);

    let wake_up_early = [0.0107, 0.0315, 0.0515, 0.0706, 0.0995, 0.1379, 0.1746, 0.1991, 0.2226, 0.2557];
    let found = strengths(Frequency { times: 2, days: 3 }, &outcomes("xx..xxx.nx"));
    assert_close(&found, &wake_up_early, 5.1e-5, "Wake up early");
}

#[derive(Deserialize)]
struct Case {
    times: u16,
    days: u16,
    marks: String,
    scores: Vec<f64>,
}

/// `tests/fixtures/loop/strength.py` made these, with Loop's algorithm written anew from its description: marks at
/// random for 14 frequencies, and the score of every day.
#[test]
fn strength_is_what_an_independent_loop_computes() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("fixtures/loop/strength.json")).unwrap();
    assert_eq!(cases.len(), 28);
    for Case { times, days, marks, scores } in cases {
        let found = strengths(Frequency { times, days }, &outcomes(&marks));
        assert_close(&found, &scores, 1e-6, &format!("{times} in {days}: {marks}"));
    }
}

#[test]
fn after_a_pause_a_ritual_goes_on_where_it_was() {
    let weekly = Frequency { times: 1, days: 7 };
    let (before, after) = ("x......".repeat(30), "x......".repeat(4));
    let of = |between: &str| strengths(weekly, &outcomes(&format!("{before}{between}{after}")));
    let never_away = of("");
    let away = of(&"p".repeat(60));
    assert!(
        away[before.len()..before.len() + 60]
            .iter()
            .all(|strength| *strength >= never_away[before.len() - 1])
    );
    // Day by day as if there had been no days between; Loop's skipped days are looked back at.
    let (from, back) = (&never_away[before.len()..], &away[before.len() + 60..]);
    assert!(
        back.iter().zip(from).all(|(back, from)| back >= from && back - from < 0.01),
        "{back:?} {from:?}"
    );
    let skipped = of(&"s".repeat(60));
    assert!(skipped.last() < from.last(), "{skipped:?}");
}

/// A paused day looks back like any other: within the window a strength below the share still rises, and no further.
#[test]
fn a_paused_day_does_what_a_day_without_a_mark_would_but_lowers_nothing() {
    for (times, days, marks, rises) in
        [(1, 1, "xppp", 0), (1, 2, "xpppp", 3), (1, 7, "xppppppppppppppppp", 13)]
    {
        let found = strengths(Frequency { times, days }, &outcomes(marks));
        let risen = found.windows(2).filter(|pair| pair[1] > pair[0]).count();
        assert_eq!(risen, rises, "{times} in {days}: {found:?}");
        assert!(found.windows(2).all(|pair| pair[1] >= pair[0]));
    }
}

#[test]
fn odd_frequencies_and_no_days_have_a_strength_too() {
    assert!(strength(Frequency { times: 1, days: 1 }, &[]).abs() < f64::EPSILON);
    for (times, days) in [(0, 0), (0, 7), (5, 0), (1, u16::MAX), (u16::MAX, 1), (u16::MAX, u16::MAX - 1)] {
        let found = strength(Frequency { times, days }, &outcomes(&"xps.".repeat(50)));
        assert!((0.0..=1.0).contains(&found), "{times} in {days}: {found}");
    }
}

fn any_frequency() -> impl Strategy<Value = Frequency> {
    (1..=8_u16, 1..=31_u16).prop_map(|(times, days)| Frequency { times, days })
}

proptest! {
    #[test]
    fn pausing_never_lowers_strength(
        frequency in any_frequency(),
        marks in "[xxs...n]{0,150}",
        from in 0..150_usize,
        length in 0..60_usize,
    ) {
        let without = outcomes(&marks);
        let mut with = without.clone();
        for day in with.iter_mut().skip(from).take(length).filter(|day| **day == Outcome::Nothing) {
            *day = Outcome::Paused;
        }
        for (at, (with, without)) in strengths(frequency, &with).iter().zip(strengths(frequency, &without)).enumerate() {
            prop_assert!(*with >= without, "day {}: {} < {}", at, with, without);
        }
        let all = strengths(frequency, &with);
        for (at, pair) in all.windows(2).enumerate() {
            prop_assert!(with[at + 1] != Outcome::Paused || pair[1] >= pair[0], "it fell in the pause");
        }
    }

    #[test]
    fn strength_lies_between_0_and_1_and_one_more_time_never_lowers_it(
        frequency in any_frequency(),
        marks in "[xsp.]{1,150}",
        at in any::<prop::sample::Index>(),
    ) {
        let before = outcomes(&marks);
        let mut after = before.clone();
        let day = at.get_mut(&mut after);
        // What was skipped was no failure, so doing it then is no gain for certain.
        if *day == Outcome::Nothing {
            *day = Outcome::Done;
        }
        for (after, before) in strengths(frequency, &after).iter().zip(strengths(frequency, &before)) {
            prop_assert!((0.0..=1.0).contains(&before));
            prop_assert!(*after >= before - 1e-12);
        }
    }
}

const SINCE: &str = "2026-11-10";

fn rhythms() -> impl Strategy<Value = Rhythm> {
    let weekdays =
        (1..127_u8).prop_map(|bits| (0..7).filter(|day| bits & (1 << day) != 0).collect::<Weekdays>());
    prop_oneof![
        Just(Rhythm::DAILY),
        Just(Rhythm::ONCE),
        (1..=7_u8).prop_map(|times| Rhythm::new(times, Per::Week)),
        (1..=31_u8).prop_map(|times| Rhythm::new(times, Per::Month)),
        (0..=40_u16).prop_map(Rhythm::every),
        weekdays.prop_map(Rhythm::on),
    ]
}

fn any_day() -> impl Strategy<Value = Day> {
    (-10..60).prop_map(|later| day(SINCE).plus(later))
}

fn rituals() -> impl Strategy<Value = Ritual> {
    let pause = (any_day(), prop::option::of(any_day())).prop_map(|(from, until)| Pause { from, until });
    (
        rhythms(),
        select(vec![Place::Together, Place::Apart]),
        prop::option::of(any_day()),
        prop::collection::vec(pause, 0..3),
    )
        .prop_map(|(rhythm, place, until, pauses)| Ritual {
            title: "Tea".into(),
            rhythm,
            place,
            since: day(SINCE),
            until,
            pauses,
            ..Ritual::default()
        })
}

/// Marks of two people for one ritual, each written at another moment.
fn marks() -> impl Strategy<Value = Vec<Entry>> {
    let states =
        select(vec![Some(MarkState::Done), Some(MarkState::Skipped), Some(MarkState::NotDone), None]);
    let mark = (select(vec![one(), two()]), any_day(), states, any::<bool>());
    prop::collection::vec(mark, 0..40).prop_map(|marks| {
        let write = |(ms, (author, day, state, is_shared)): (u64, (_, _, Option<MarkState>, bool))| {
            let body = Mark::new(id("ritual/tea"), day, MarkState::Done);
            let visibility = if is_shared { Visibility::Shared } else { Visibility::Private };
            let stamp = Stamp { ms, ..Stamp::default() };
            let entry = Entry::new(
                author,
                Mark::id(&body.ritual, day),
                stamp,
                visibility.clone(),
                body.clone().into(),
            );
            entry.revised(stamp, visibility, state.map(|state| Mark { state, ..body }.into()))
        };
        (1..).zip(marks).map(write).collect()
    })
}

/// Everything that is said about a ritual on a day.
fn said(entries: &Entries, ritual: &Ritual, on: Day) -> String {
    let tea = id("ritual/tea");
    let of = |person| {
        let noted = Noted::of(entries, &person, &tea, ritual);
        let history = (noted.month(on, 0, on), noted.year(2026, 6, on), noted.strengths(on));
        let due = today(entries, &person, on, 5).rituals.len();
        let numbers = (
            noted.first(),
            noted.times(),
            noted.best_weekday(),
            kept_by(entries, &person, &tea, ritual, on, 0),
        );
        format!("{due} {numbers:?} {history:?} {:?}", week_of_all(entries, &person, on, 0, on))
    };
    of(one()) + &of(two())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_marks_does_not_matter_and_marking_twice_is_marking_once(
        ritual in rituals(),
        (marks, shuffled) in marks().prop_flat_map(|marks| (Just(marks.clone()), Just(marks).prop_shuffle())),
        on in any_day(),
    ) {
        let entry = Entry::new(one(), id("ritual/tea"), Stamp::default(), Visibility::Shared, ritual.clone().into());
        let with = |marks: &[Entry]| {
            let mut entries = all_of(std::slice::from_ref(&entry));
            entries.extend(marks.iter().cloned());
            entries
        };
        let expected = said(&with(&marks), &ritual, on);
        prop_assert_eq!(&said(&with(&shuffled), &ritual, on), &expected);
        prop_assert_eq!(&said(&with(&[marks, shuffled].concat()), &ritual, on), &expected);
    }

    /// What is wanted is never asked of a day on which the ritual rests, and never after it was done that often.
    #[test]
    fn a_ritual_is_wanted_only_where_it_is_for_that_day(ritual in rituals(), marks in marks(), on in any_day()) {
        let entry = Entry::new(one(), id("ritual/tea"), Stamp::default(), Visibility::Shared, ritual.clone().into());
        let mut entries = all_of(&[entry]);
        entries.extend(marks);
        let is_wanted = !today(&entries, &one(), on, 0).rituals.is_empty();
        prop_assert!(!is_wanted || ritual.is_for(on));
        let before = kept_by(&entries, &one(), &id("ritual/tea"), &ritual, on.plus(-1), 0);
        let is_new_week = on.weekday() == 0;
        if ritual.rhythm.per == Per::Week && ritual.rhythm.weekdays().is_none() && !is_new_week && before.is_enough() {
            prop_assert!(!is_wanted);
        }
        prop_assert!(ritual.rhythm.per != Per::Once || !is_wanted || on == ritual.since);
    }
}

/// 500 rituals with a mark on each of 60 days, as an import can bring them.
#[test]
fn five_hundred_rituals_are_answered_at_once() {
    let mut entries = Entries::default();
    for number in 0..500 {
        let name = id(&format!("ritual/{number}"));
        let ritual = Ritual { title: number.to_string(), since: day("2026-01-01"), ..Ritual::default() };
        entries.absorb(Entry::new(one(), name.clone(), Stamp::default(), Visibility::Shared, ritual.into()));
        for later in 0..60 {
            let on = day("2026-09-24").plus(later);
            let mark = Mark::new(name.clone(), on, MarkState::Done);
            entries.absorb(Entry::new(
                one(),
                Mark::id(&name, on),
                Stamp::default(),
                Visibility::Shared,
                mark.into(),
            ));
        }
    }
    let (on, began) = (day("2026-11-22"), std::time::Instant::now());
    assert_eq!(today(&entries, &one(), on, 0).rituals.len(), 500);
    assert_eq!(week_of_all(&entries, &two(), on, 0, on).len(), 500);
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}
