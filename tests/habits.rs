//! Habits of Loop Habit Tracker come in, go out in the same shape, and nothing is lost on either way.
//!
//! `tests/fixtures/loop/export` is an export with what its version 2.3 writes, made up; `export.zip` beside it holds
//! the same, packed as Android packs it.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use kept::entry::{
    Day, Entries, Entry, Mark, MarkState, Pause, Per, Place, Rhythm, Ritual, Stamp, Visibility,
};
use kept::exchange::{Habit, Habits, read_habits, unzip, write_habits, zip};
use proptest::prelude::*;

use self::common::{all_of, day, id, one, two};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/loop/export");
const ZIP: &[u8] = include_bytes!("fixtures/loop/export.zip");

const TODAY: &str = "2026-11-22";

/// A table of the export, with its path.
fn table(name: &str) -> (String, String) {
    (name.to_owned(), std::fs::read_to_string(format!("{FOLDER}/{name}")).unwrap())
}

fn whole() -> Vec<(String, String)> {
    unzip(ZIP).unwrap().iter().map(|part| table(&part.name)).collect()
}

fn read(files: &[(String, String)]) -> Option<Habits> {
    read_habits(files, day(TODAY))
}

fn texts(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn titles(read: &Habits) -> Vec<&str> {
    read.habits.iter().map(|habit| habit.ritual.title.as_str()).collect()
}

/// `2026-11-22 done a note`, for each mark.
fn marks(habit: &Habit) -> Vec<String> {
    let say = |mark: &Mark| {
        let state = match mark.state {
            MarkState::Done => "done",
            MarkState::Skipped => "skipped",
            MarkState::NotDone => "not",
        };
        format!("{} {state} {}", mark.day, mark.note).trim_end().to_owned()
    };
    habit.marks.iter().map(say).collect()
}

#[test]
fn an_export_of_loop_is_read() {
    let read = read(&whole()).unwrap();
    assert_eq!(titles(&read), ["Morning walk", "Read aloud", "Tea, talk", "Screens"]);
    let [walk, pages, tea, screens] = read.habits.as_slice() else { panic!() };
    assert_eq!(
        walk.ritual,
        Ritual {
            title: "Morning walk".into(),
            about: "Did you walk this morning?\nAround the pond, whatever the weather".into(),
            rhythm: Rhythm::new(3, Per::Week),
            place: Place::Apart,
            since: day("2026-11-18"),
            ..Ritual::default()
        }
    );
    assert_eq!(
        marks(walk),
        [
            "2026-11-22 done",
            "2026-11-21 not Forgot, to be honest",
            "2026-11-20 skipped \"Holidays\"",
            "2026-11-18 done Two\nlines"
        ]
    );
    assert_eq!(
        marks(pages),
        ["2026-11-22 done 2.5 pages", "2026-11-21 not 1.2 pages\nThe dull one", "2026-11-19 skipped"]
    );
    assert_eq!(
        (tea.ritual.archived, tea.ritual.rhythm),
        (Some(day("2026-06-02")), Rhythm::new(1, Per::Month))
    );
    assert_eq!(marks(tea), ["2026-06-01 done"]);
    // At most so much is reached by nothing at all.
    assert_eq!(
        marks(screens),
        ["2026-11-22 done 0 hours", "2026-11-21 not 1.5 hours", "2026-11-20 done 1 hours"]
    );
    assert_eq!(screens.ritual.rhythm, Rhythm::new(3, Per::Week));
    assert_eq!(
        read.remarks,
        [
            "Habits.csv, line 3: amounts became notes; a day with enough counts as done",
            "Habits.csv, line 5: 3 times in 8 days became the nearest rhythm there is"
        ]
    );
}

#[test]
fn without_the_table_of_a_habit_the_table_of_all_is_read() {
    let read = read(&[table("Checkmarks.csv"), table("Habits.csv")]).unwrap();
    assert_eq!(marks(&read.habits[0]), ["2026-11-22 done", "2026-11-20 skipped", "2026-11-18 done"]);
    assert_eq!(
        marks(&read.habits[1]),
        ["2026-11-22 done 2.5 pages", "2026-11-21 not 1.2 pages", "2026-11-19 skipped"]
    );
    assert_eq!(marks(&read.habits[3])[1], "2026-11-21 not 1.5 hours");

    let alone = texts(&[(
        "Checkmarks.csv",
        "Date,Tea,Walk,\n2026-11-22,SKIP,YES_MANUAL,\n2026-11-21,YES_MANUAL,NO,\n",
    )]);
    let alone = read_habits(&alone, day(TODAY)).unwrap();
    assert_eq!(titles(&alone), ["Tea", "Walk"]);
    assert_eq!(marks(&alone.habits[0]), ["2026-11-22 skipped", "2026-11-21 done"]);
    assert_eq!(alone.habits[0].ritual.rhythm, Rhythm::DAILY);

    let folder = texts(&[("x/002 Wake up/Checkmarks.csv", "Date,Value,Notes\n2026-11-22,YES_MANUAL,\n")]);
    assert_eq!(titles(&read_habits(&folder, day(TODAY)).unwrap()), ["Wake up"]);
}

/// Names as they were before 2.0, numbers and tables without names as they were until 2025, and line ends of Windows.
#[test]
fn exports_of_earlier_versions_are_read() {
    let old = texts(&[
        (
            "Habits.csv",
            "Position,Name,Question,Description,NumRepetitions,Interval,Color\r\n001,Tea,,,2,7,#FF8F00\r\n",
        ),
        (
            "001 Tea/Checkmarks.csv",
            "2026-11-22,2\r\n2026-11-21,0\r\n2026-11-20,1\r\n2026-11-19,3\r\n2026-11-18,-1\r\n",
        ),
    ]);
    let read = read(&old).unwrap();
    assert_eq!(read.remarks, [""; 0]);
    assert_eq!(read.habits[0].ritual.rhythm, Rhythm::new(2, Per::Week));
    assert_eq!(marks(&read.habits[0]), ["2026-11-22 done", "2026-11-19 skipped"]);
}

#[test]
fn a_frequency_becomes_the_nearest_rhythm() {
    for (times, days, rhythm, is_same) in [
        ("1", "1", Rhythm::DAILY, true),
        ("7", "7", Rhythm::DAILY, true),
        ("9", "7", Rhythm::DAILY, false),
        ("6", "7", Rhythm::new(6, Per::Week), true),
        ("1", "30", Rhythm::new(1, Per::Month), true),
        ("4", "31", Rhythm::new(4, Per::Month), true),
        ("1", "2", Rhythm::every(2), true),
        ("1", "90", Rhythm::every(90), true),
        ("2", "3", Rhythm::new(5, Per::Week), false),
        ("3", "8", Rhythm::new(3, Per::Week), false),
        ("2", "60", Rhythm::every(30), false),
        ("0", "7", Rhythm::DAILY, false),
        ("1", "0", Rhythm::DAILY, false),
        ("often", "7", Rhythm::DAILY, false),
        ("", "", Rhythm::DAILY, false),
    ] {
        let list = format!("Name,FrequencyNumerator,FrequencyDenominator\nTea,{times},{days}\n");
        let read = read(&texts(&[("Habits.csv", &list)])).unwrap();
        assert_eq!(read.habits[0].ritual.rhythm, rhythm, "{times} in {days}");
        assert_eq!(read.remarks.is_empty(), is_same, "{times} in {days}: {:?}", read.remarks);
        assert!(
            !read.habits[0].ritual.faults().iter().any(|fault| *fault != kept::entry::RitualFault::Interval)
        );
    }
}

#[test]
fn what_cannot_be_read_is_listed_and_the_rest_is_taken() {
    let broken = texts(&[
        ("Habits.csv", "Name,FrequencyNumerator,FrequencyDenominator\nTea,1,7\n,1,7\nTea,1,7\n\n"),
        (
            "001 Tea/Checkmarks.csv",
            "Date,Value,Notes\n2026-02-30,YES_MANUAL,\n2026-02-28,MAYBE,\n2026-02-27,7,\nyesterday,YES_MANUAL,\n2026-02-26,YES_MANUAL,\n\n2026-02-25\n",
        ),
        ("Checkmarks.csv", "Date,Tea,Habit,Tea,\n2026-11-22,NO,YES_MANUAL,\n2026-13-01,NO,SKIP,SKIP,\n"),
        ("Shopping.csv", "Milk,2\n"),
        ("Checkmarks (1).csv", "Date,Value,Notes\n2026-11-22,YES_MANUAL,\n"),
        ("empty.csv", ""),
    ]);
    let read = read(&broken).unwrap();
    assert_eq!(titles(&read), ["Tea", "Habit", "Tea"]);
    assert_ne!(read.habits[0].id, read.habits[2].id, "two of one name are two");
    assert_eq!(marks(&read.habits[0]), ["2026-02-26 done"]);
    assert_eq!(marks(&read.habits[1]), ["2026-11-22 done"]);
    assert_eq!(
        read.remarks,
        [
            "001 Tea/Checkmarks.csv, line 2: “2026-02-30” is no day",
            "001 Tea/Checkmarks.csv, line 3: “MAYBE” is no mark",
            "001 Tea/Checkmarks.csv, line 4: “7” is no mark",
            "001 Tea/Checkmarks.csv, line 5: “yesterday” is no day",
            "001 Tea/Checkmarks.csv, line 8: “” is no mark",
            "Checkmarks (1).csv: it does not say which habit it is of",
            "Checkmarks.csv, line 3: “2026-13-01” is no day",
            "Shopping.csv: this is no table of habits",
        ]
    );
}

#[test]
fn what_is_no_table_of_habits_is_told_from_one() {
    for text in [
        "",
        "\u{feff}",
        "\0\0\0",
        "{\"format\": \"kept\"}",
        "a,b,c\n1,2,3\n",
        "Name,Age\nTea,7\n",
        "\"",
        "\"\n,\"\n",
        "Date\n",
    ] {
        assert!(read(&texts(&[("Habits.csv", text)])).is_none(), "{text:?}");
    }
    assert!(read(&[]).is_none());
    assert!(read(&[table("Scores.csv")]).is_none());
}

#[test]
fn five_hundred_habits_are_read() {
    let each = |row: fn(i32) -> String| (0..500).map(row).collect::<String>();
    let list = "Name,FrequencyNumerator,FrequencyDenominator\n".to_owned()
        + &each(|number| format!("Habit {number},1,1\n"));
    let names = "Date,".to_owned() + &each(|number| format!("Habit {number},"));
    let row = |later: i32| format!("{},{}\n", day("2026-01-01").plus(later), "YES_MANUAL,".repeat(500));
    let all = names + "\n" + &(0..100).map(row).collect::<String>();
    let read = read(&texts(&[("Checkmarks.csv", &all), ("Habits.csv", &list)])).unwrap();
    assert_eq!((read.habits.len(), read.remarks.len()), (500, 0));
    assert!(read.habits.iter().all(|habit| habit.marks.len() == 100));

    let endless = list.clone() + &"More,1,1\n".repeat(3000);
    let read = read_habits(&texts(&[("Habits.csv", &endless)]), day(TODAY)).unwrap();
    assert_eq!(
        (read.habits.len(), read.remarks.as_slice()),
        (2000, &["Habits.csv, line 2002: more than 2000 habits".to_owned()][..])
    );
}

fn entries_of(habits: Habits, known: &Entries) -> Vec<Entry> {
    let mut ms = known.newest().ms;
    habits.into_entries(known, &one(), &Visibility::Private, || {
        ms += 1;
        Stamp { ms, ..Stamp::default() }
    })
}

#[test]
fn reading_it_again_adds_only_what_is_new() {
    let mut entries: Entries = entries_of(read(&whole()).unwrap(), &Entries::default()).into_iter().collect();
    assert_eq!(entries.len(), 4 + 4 + 3 + 1 + 3);
    assert_eq!(entries_of(read(&whole()).unwrap(), &entries), []);

    // Changed here meanwhile, deleted here, and one more day there.
    let walk = read(&whole()).unwrap().habits.remove(0);
    let ritual = entries.entry(&one(), &walk.id).unwrap();
    let renamed = Ritual { title: "Pond".into(), ..walk.ritual.clone() };
    let renamed =
        ritual.revised(Stamp { ms: 100, ..Stamp::default() }, Visibility::Private, Some(renamed.into()));
    let mark = entries.entry(&one(), &Mark::id(&walk.id, day("2026-11-22"))).unwrap();
    let gone = mark.revised(Stamp { ms: 101, ..Stamp::default() }, Visibility::Private, None);
    entries.extend([renamed, gone]);
    let mut files = whole();
    files[0].1 += "2026-11-17,YES_MANUAL,\n";
    let new = entries_of(read(&files).unwrap(), &entries);
    let days: Vec<Option<Day>> = new.iter().map(|entry| entry.id.day()).collect();
    assert_eq!(days, [Some(day("2026-11-22")), Some(day("2026-11-17"))]);
    entries.extend(new);
    assert_eq!(entries.get::<Ritual>(&one(), &walk.id).map(|ritual| ritual.title.as_str()), Some("Pond"));
}

fn ritual_with(ritual: &Ritual, marks: &[(&str, MarkState, &str)]) -> Entries {
    let tea = id("ritual/tea");
    let entry = |name, body| Entry::new(one(), name, Stamp::default(), Visibility::Private, body);
    let mut entries = all_of(&[entry(tea.clone(), ritual.clone().into())]);
    for (on, state, note) in marks {
        let mark = Mark { note: (*note).to_owned(), ..Mark::new(tea.clone(), day(on), *state) };
        entries.absorb(entry(Mark::id(&tea, mark.day), mark.into()));
    }
    entries
}

#[test]
fn an_export_has_the_shape_of_loops() {
    let ritual = Ritual {
        title: "Tea, together?".into(),
        about: "By the window".into(),
        rhythm: Rhythm::new(2, Per::Week),
        since: day("2026-11-10"),
        pauses: vec![Pause { from: day("2026-11-19"), until: Some(day("2026-11-20")) }],
        ..Ritual::default()
    };
    let entries = ritual_with(
        &ritual,
        &[
            ("2026-11-17", MarkState::Done, "two \"cups\""),
            ("2026-11-18", MarkState::Skipped, ""),
            ("2026-11-20", MarkState::Done, "=1"),
            ("2026-11-21", MarkState::NotDone, ""),
        ],
    );
    let files = write_habits(&entries, &one(), day(TODAY));
    let text = |name: &str| files.iter().find(|(path, _)| path == name).unwrap().1.replace("\r\n", "\n");
    assert_eq!(
        text("Habits.csv"),
        "Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,Unit,Target Type,\
         Target Value,Archived?\n001,\"Tea, together?\",YES_NO,,By the window,2,7,#00897B,,,,false\n"
    );
    assert_eq!(
        text("001 Tea together/Checkmarks.csv"),
        "Date,Value,Notes\n2026-11-21,NO,\n2026-11-20,YES_MANUAL,'=1\n2026-11-19,SKIP,\n2026-11-18,SKIP,\n\
         2026-11-17,YES_MANUAL,\"two \"\"cups\"\"\"\n"
    );
    assert_eq!(
        text("Checkmarks.csv"),
        "Date,\"Tea, together?\",\n2026-11-22,UNKNOWN,\n2026-11-21,NO,\n2026-11-20,YES_MANUAL,\n2026-11-19,SKIP,\n\
         2026-11-18,SKIP,\n2026-11-17,YES_MANUAL,\n"
    );
    let scores = text("001 Tea together/Scores.csv");
    // m = 0.5^(√(2/7) / 13) = 0.9719: a quarter of the wanted four, twice, then a half, twice.
    assert_eq!(scores.lines().collect::<Vec<_>>()[..2], ["Date,Score", "2026-11-22,0.0408"]);
    assert!(scores.ends_with("2026-11-18,0.0070\n2026-11-17,0.0070\n"), "{scores}");
    assert_eq!(text("Scores.csv").lines().count(), 7);
    assert_eq!(files.len(), 5);
    assert_eq!(write_habits(&entries, &two(), day(TODAY)).len(), 3, "what is private is not in it");

    let empty = write_habits(&Entries::default(), &one(), day(TODAY));
    assert_eq!(
        empty.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
        ["Checkmarks.csv", "Scores.csv", "Habits.csv"]
    );
}

#[test]
fn an_archive_made_elsewhere_is_taken_apart() {
    let parts = unzip(ZIP).unwrap();
    assert_eq!(parts.len(), 11);
    for part in &parts {
        let (_, text) = table(&part.name);
        assert!(part.is_packed && part.bytes.len() < 400, "{}", part.name);
        assert!(part.is(text.as_bytes()), "{}", part.name);
        assert!(!part.is(&text.as_bytes()[1..]) && !part.is(part.bytes));
    }
}

#[test]
fn an_archive_is_written_and_taken_apart_again() {
    let files = texts(&[("a.csv", "x"), ("001 Té/Ünï.csv", "ä\r\n"), ("empty.csv", "")]);
    let archive = zip(&files);
    let parts = unzip(&archive).unwrap();
    assert_eq!(parts.len(), files.len());
    for (part, (name, text)) in parts.iter().zip(&files) {
        assert_eq!((&part.name, part.is_packed, part.size), (name, false, text.len()));
        assert!(part.is(part.bytes) && part.bytes == text.as_bytes());
    }
    assert_eq!(unzip(&zip(&[])), Some(Vec::new()));
}

/// Without its password nobody reads it, and a part that is packed in another way needs another program.
#[test]
fn parts_that_cannot_be_read_are_left_out() {
    let archive = zip(&texts(&[("a.csv", "x"), ("b.csv", "y")]));
    let central = archive.windows(4).position(|four| four == [0x50, 0x4b, 1, 2]).unwrap();
    for (field, value) in [(8, 1), (10, 12)] {
        let mut other = archive.clone();
        other[central + field] |= value;
        let names: Vec<String> = unzip(&other).unwrap().into_iter().map(|part| part.name).collect();
        assert_eq!(names, ["b.csv"]);
    }
}

proptest! {
    /// Nothing that somebody opens by mistake breaks anything.
    #[test]
    fn any_bytes_are_an_archive_or_not(mut bytes in prop::collection::vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>(), byte: u8) {
        let _ = unzip(&bytes);
        bytes.extend_from_slice(ZIP);
        let _ = unzip(&bytes);
        let mut damaged = ZIP.to_vec();
        *at.get_mut(&mut damaged) = byte;
        if let Some(parts) = unzip(&damaged) {
            prop_assert!(parts.len() <= 11);
        }
        let _ = unzip(&ZIP[..at.index(ZIP.len())]);
    }

    #[test]
    fn any_text_is_a_table_or_not(name in "(Habits|Checkmarks|001 Tea/Checkmarks).csv", text in any::<String>(), rows in "(Date|Name|FrequencyNumerator|Value|2026-11-22|YES_MANUAL|SKIP|[,\n\r\"é]){0,40}") {
        let files = vec![(name, rows), ("Habits.csv".to_owned(), text)];
        if let Some(read) = read(&files) {
            let entries: Entries = entries_of(read, &Entries::default()).into_iter().collect();
            let _ = write_habits(&entries, &one(), day(TODAY));
        }
    }

    /// What went out comes back: names, descriptions, how often, and every mark with its note.
    #[test]
    fn what_is_written_is_read_again(
        title in "[=+@'\"a-zé, ]{0,12}",
        about in "\\PC{0,20}",
        rhythm in prop_oneof![
            (1..=6_u8).prop_map(|times| Rhythm::new(times, Per::Week)),
            (1..=29_u8).prop_map(|times| Rhythm::new(times, Per::Month)),
            (1..=6_u16).prop_map(Rhythm::every),
        ],
        noted in prop::collection::btree_map(0..40_i32, (0..3_usize, "[=a\"é,\n-]{0,8}"), 1..20),
    ) {
        let (title, about) = (format!("x{}", title.trim()), about.trim().to_owned());
        let first = *noted.keys().next().unwrap();
        let since = day("2026-10-01").plus(first);
        let ritual = Ritual { title, about, rhythm, place: Place::Apart, since, ..Ritual::default() };
        let states = [MarkState::Done, MarkState::Skipped, MarkState::NotDone];
        let days: Vec<String> = noted.keys().map(|later| day("2026-10-01").plus(*later).to_string()).collect();
        let marks: Vec<(&str, MarkState, &str)> =
            days.iter().zip(noted.values()).map(|(day, (state, note))| (day.as_str(), states[*state], note.trim())).collect();
        let files = write_habits(&ritual_with(&ritual, &marks), &one(), day(TODAY));
        let read = read(&files).unwrap();
        prop_assert_eq!(read.remarks, Vec::<String>::new());
        let [habit] = read.habits.as_slice() else { panic!() };
        let is_kept = |(_, state, note): &&(&str, MarkState, &str)| *state != MarkState::NotDone || !note.is_empty();
        let mut found: Vec<(String, MarkState, &str)> =
            habit.marks.iter().map(|mark| (mark.day.to_string(), mark.state, mark.note.as_str())).collect();
        found.reverse();
        let expected: Vec<_> = marks.iter().filter(is_kept).map(|(day, state, note)| ((*day).to_owned(), *state, *note)).collect();
        prop_assert_eq!(&found, &expected);
        // A day that was not done and has no note is a day without a mark.
        let since = found.first().map_or(day(TODAY), |(first, ..)| first.parse().unwrap());
        prop_assert_eq!(&habit.ritual, &Ritual { since, ..ritual });
    }
}
