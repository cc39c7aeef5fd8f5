//! Reminders as a calendar file. `tests/fixtures/calendar` holds files to the letter; `tests/e2e/calendar.test.mjs`
//! reads the same ones with a parser that is not ours and asks it on which days they come.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use kept::entry::{Entry, Pause, Per, Rhythm, Ritual, Stamp, Visibility};
use kept::exchange::{NEUTRAL_TITLE, Reminder, Zone, ZoneChange, calendar, calendar_name};
use proptest::prelude::*;
use serde::Deserialize;

use self::common::{NOW, day, id, one};

/// Time zones as a browser tells them from November 2025 to 2036.
fn zones() -> Vec<Zone> {
    #[derive(Deserialize)]
    struct Row {
        name: String,
        offset: i32,
        changes: Vec<(u64, i32)>,
    }
    let rows: Vec<Row> = serde_json::from_str(include_str!("fixtures/calendar/zones.json")).unwrap();
    let zone = |Row { name, offset, changes }: Row| {
        let changes = changes.into_iter().map(|(at, offset)| ZoneChange { at, offset }).collect();
        Zone { name, offset, changes }
    };
    rows.into_iter().map(zone).collect()
}

fn berlin() -> Zone {
    zones().remove(0)
}

fn ritual(rhythm: Rhythm) -> Ritual {
    Ritual { title: "Tea".into(), minutes: 5, rhythm, since: day("2026-11-01"), ..Ritual::default() }
}

fn pause(from: &str, until: Option<&str>) -> Pause {
    Pause { from: day(from), until: until.map(day) }
}

fn reminder(name: &str, title: &str, ritual: Ritual) -> Reminder {
    let entry = Entry::new(one(), id(name), Stamp::default(), Visibility::Shared, ritual.clone().into());
    Reminder::of_ritual(&entry, &ritual, title, 450)
}

/// A reminder of every rhythm, with what can be said about one.
fn all_kinds() -> Vec<Reminder> {
    let neutral = |name, ritual| reminder(name, NEUTRAL_TITLE, ritual);
    let evening = Some(1275);
    vec![
        neutral("ritual/daily", ritual(Rhythm::DAILY)),
        neutral(
            "ritual/paused",
            Ritual {
                pauses: vec![
                    pause("2026-11-20", Some("2026-11-24")),
                    pause("2026-12-24", Some("2026-12-26")),
                ],
                ..ritual(Rhythm::DAILY)
            },
        ),
        neutral("ritual/every-three", ritual(Rhythm::every(3))),
        neutral(
            "ritual/weekdays",
            Ritual { minute: evening, ..ritual(Rhythm::on("M.W.F..".parse().unwrap())) },
        ),
        neutral("ritual/twice-a-week", ritual(Rhythm::new(2, Per::Week))),
        neutral(
            "ritual/monthly",
            Ritual { minutes: 0, since: day("2026-10-31"), ..ritual(Rhythm::new(1, Per::Month)) },
        ),
        neutral(
            "ritual/thrice-a-month",
            Ritual { since: day("2026-11-15"), ..ritual(Rhythm::new(3, Per::Month)) },
        ),
        neutral(
            "ritual/until",
            Ritual { until: Some(day("2026-11-26")), minute: Some(15), ..ritual(Rhythm::DAILY) },
        ),
        neutral("ritual/ill", Ritual { pauses: vec![pause("2026-11-25", None)], ..ritual(Rhythm::DAILY) }),
        reminder(
            "ritual/once",
            "Zoo, then “ice cream”; C:\\ and a line that is longer than seventy-five octets, \
             with ä ö ü, 日本語 and 👩‍👧,\nand a second line",
            Ritual { since: day("2026-12-05"), ..ritual(Rhythm::ONCE) },
        ),
        Reminder {
            ahead: 10,
            ..Reminder::new(
                &one(),
                &id("check-in"),
                NEUTRAL_TITLE,
                Ritual { minute: evening, ..ritual(Rhythm::on("......S".parse().unwrap())) },
            )
        },
        Reminder::new(
            &one(),
            &id("pulse"),
            NEUTRAL_TITLE,
            Ritual { minute: evening, ..ritual(Rhythm::DAILY) },
        ),
        // What follows is over, and in no file.
        neutral("ritual/over", Ritual { until: Some(day("2026-11-21")), ..ritual(Rhythm::DAILY) }),
        neutral("ritual/away", Ritual { archived: Some(day("2026-11-22")), ..ritual(Rhythm::DAILY) }),
        neutral("ritual/was-once", ritual(Rhythm::ONCE)),
    ]
}

/// Compares with a fixture, or writes it where `KEPT_WRITE_FIXTURES` is set.
fn assert_fixture(name: &str, found: &str) {
    let path = format!("{}/tests/fixtures/calendar/{name}.ics", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("KEPT_WRITE_FIXTURES").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(&path).unwrap(), "{name}");
}

#[test]
fn a_file_with_every_kind_of_reminder_is_written_to_the_letter() {
    assert_fixture("reminders", &calendar(&all_kinds(), &berlin(), NOW, day("2026-11-22")));
    assert_eq!(calendar_name(day("2026-11-22")), "notes-2026-11-22.ics");
}

#[test]
fn a_time_zone_of_every_kind_is_written_to_the_letter() {
    for zone in zones() {
        let name = zone.name.replace('/', "-");
        let reminder = reminder("ritual/daily", NEUTRAL_TITLE, ritual(Rhythm::DAILY));
        assert_fixture(&name, &calendar(&[reminder], &zone, NOW, day("2026-11-22")));
    }
}

/// The lines of a file, unfolded.
fn lines(file: &str) -> Vec<String> {
    file.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

fn line<'a>(lines: &'a [String], beginning: &str) -> &'a str {
    lines
        .iter()
        .find(|line| line.starts_with(beginning))
        .unwrap_or_else(|| panic!("{beginning} in {lines:?}"))
}

#[test]
fn a_later_file_updates_the_same_event() {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (lines_of, now, title) in [(&mut before, NOW, NEUTRAL_TITLE), (&mut after, NOW + 60_000, "Tea")] {
        let reminder = reminder("ritual/daily", title, ritual(Rhythm::DAILY));
        *lines_of = lines(&calendar(&[reminder], &berlin(), now, day("2026-11-22")));
    }
    assert_eq!(line(&before, "UID:"), "UID:one/ritual/daily@kept");
    assert_eq!(line(&before, "UID:"), line(&after, "UID:"));
    let sequence = |lines: &[String]| line(lines, "SEQUENCE:")[9..].parse::<u32>().unwrap();
    assert_eq!(sequence(&after), sequence(&before) + 60);
    assert!(line(&after, "DTSTAMP:") > line(&before, "DTSTAMP:"));
}

#[test]
fn nothing_in_a_file_says_what_it_is_for_unless_somebody_named_it() {
    let file = calendar(&all_kinds()[..9], &berlin(), NOW, day("2026-11-22"));
    assert!(!file.contains("Tea"));
    for line in
        lines(&file).iter().filter(|line| line.starts_with("SUMMARY") || line.starts_with("DESCRIPTION"))
    {
        assert_eq!(line.split_once(':').unwrap().1, "Reminder");
    }
}

#[test]
fn a_zone_name_cannot_break_out_of_its_line() {
    let zone = Zone { name: "Europe/Ber\r\nlin:;\"X".into(), offset: 60, changes: Vec::new() };
    let file = calendar(&all_kinds(), &zone, NOW, day("2026-11-22"));
    assert!(lines(&file).contains(&"TZID:Europe/BerlinX".to_owned()));
}

/// A rule that was there for three years is taken for one; two years, or any other day, are not.
#[test]
fn only_a_rule_is_written_as_a_rule() {
    let rules = |zone: &Zone| {
        let all = lines(&calendar(&[], zone, NOW, day("2026-11-22")));
        let (of, dates) = all.iter().partition::<Vec<&String>, _>(|line| line.starts_with("RRULE"));
        (
            of.into_iter().cloned().collect::<Vec<_>>(),
            dates.iter().filter(|line| line.starts_with("RDATE")).count(),
        )
    };
    for zone in zones() {
        let expected: (&[&str], usize) = match zone.name.as_str() {
            "Europe/Berlin" => {
                (&["RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"], 0)
            }
            "America/New_York" => {
                (&["RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"], 0)
            }
            "Australia/Lord_Howe" => {
                (&["RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU"], 0)
            }
            "Asia/Jerusalem" => (&["RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"], 11),
            "Asia/Kolkata" => (&[], 0),
            "Africa/Casablanca" => (&[], 23),
            "America/Santiago" => (&[], 22),
            other => panic!("{other}"),
        };
        let (found, dates) = rules(&zone);
        assert_eq!(
            (found.as_slice(), dates),
            (expected.0.iter().map(|rule| (*rule).to_owned()).collect::<Vec<_>>().as_slice(), expected.1),
            "{}",
            zone.name
        );
    }
    let mut two_years = berlin();
    two_years.changes.truncate(4);
    assert_eq!(rules(&two_years), (Vec::new(), 4));
}

proptest! {
    /// Whatever is in it: lines of at most 75 octets that end with CRLF, whole letters, and no line that a title
    /// smuggled in.
    #[test]
    fn every_title_makes_a_file_of_well_formed_lines(title in any::<String>(), long in "[a-zäé語,;\\\\\n]{0,200}") {
        let title = title + &long;
        let reminders = [reminder("ritual/daily", &title, ritual(Rhythm::DAILY))];
        let file = calendar(&reminders, &berlin(), NOW, day("2026-11-22"));
        let plain = calendar(&[reminder("ritual/daily", "x", ritual(Rhythm::DAILY))], &berlin(), NOW, day("2026-11-22"));
        prop_assert!(file.ends_with("END:VCALENDAR\r\n"));
        for line in file.split("\r\n") {
            prop_assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
        }
        prop_assert_eq!(lines(&file).len(), lines(&plain).len());
        let all = lines(&file);
        let summary = line(&all, "SUMMARY:").strip_prefix("SUMMARY:").unwrap();
        let shown: String = title.trim().chars().filter(|char| *char == '\n' || !char.is_ascii_control()).collect();
        prop_assert_eq!(unescaped(summary), shown);
    }
}

/// Takes back what RFC 5545 asks for in texts.
fn unescaped(text: &str) -> String {
    let (mut out, mut chars) = (String::new(), text.chars());
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => panic!("{text} ends within an escape"),
            },
            ',' | ';' => panic!("{char} stands alone in {text}"),
            other => out.push(other),
        }
    }
    out
}
