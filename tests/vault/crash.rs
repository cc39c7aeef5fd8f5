//! Stopping at every single operation: what is found afterwards is the state before it or after it, and never
//! less than what a completed save promised.

use std::cell::RefCell;

use kept::entry::{Entries, Entry};
use kept::vault::codec::Form;
use kept::vault::{CHUNK_UNITS, CONFIRM_MS, FailingShelf, How, MemoryShelf, SaveError, Shelf, Vault, codec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

use crate::common::{
    NOW, Tab, aside, assert_bounded, chunks, contents, copy_of, day, deleted, logs, noise, note, one, reopen,
    saved, tidy_all, today, two, unknown,
};

/// What happened until the crash.
#[derive(Default)]
struct Log {
    /// What was there, or was saved by a save that completed.
    promised: Entries,
    /// Whatever was tried.
    tried: Vec<Entry>,
}

impl Log {
    fn save(&mut self, tab: &mut Tab, entries: &[Entry]) -> Result<(), SaveError> {
        self.tried.extend_from_slice(entries);
        tab.save(entries)?;
        for entry in entries {
            self.promised.absorb(entry.clone());
        }
        Ok(())
    }

    fn check(&self, what: &str, found: &Entries) {
        for promised in self.promised.iter() {
            let found = found.entry(&promised.author, &promised.id);
            let later = found.is_some_and(|found| {
                found == promised || (found.stamp >= promised.stamp && self.tried.contains(found))
            });
            assert!(later, "{what}: {promised:?} became {found:?}");
        }
        for found in found.iter() {
            let known =
                self.promised.entry(&found.author, &found.id) == Some(found) || self.tried.contains(found);
            assert!(known, "{what}: nobody wrote {found:?}");
        }
    }
}

/// Runs `act` on copies of `base`, stopping after no operation, after one, after two, …, until it completes.
/// `base` holds `promised`. `act` gets the shelf that stops, and the memory below it. After each stop everything
/// is tidied up by a new tab, and has to be the same. Returns the number of stops.
fn stop_everywhere(
    base: &MemoryShelf,
    promised: &Entries,
    act: impl Fn(FailingShelf, &MemoryShelf, &mut Log) -> Result<(), SaveError>,
    check: impl Fn(&str, &MemoryShelf),
) -> usize {
    for operations in 0.. {
        let memory = copy_of(base);
        let shelf = FailingShelf::new(memory.clone());
        let mut log = Log { promised: promised.clone(), tried: Vec::new() };
        shelf.fail_after(operations);
        let result = act(shelf, &memory, &mut log);
        let what = format!("stopped after {operations} operations");
        let found = reopen(&memory);
        log.check(&what, &found);
        check(&what, &memory);
        let (mut next, _) = Vault::open(Box::new(memory.clone()), 50, today());
        // A day later the tab that stopped is gone for sure.
        tidy_all(&mut next, NOW + 2 * DAY_MS).unwrap();
        assert_eq!(reopen(&memory), found, "{what}, and tidied");
        // What was replaced is left alone, with its logs.
        assert!(next.snapshot().is_some() || logs(&memory).is_empty(), "{what}, and tidied");
        assert_bounded(&memory);
        if result.is_ok() {
            return operations;
        }
    }
    unreachable!("it completes")
}

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

fn long(letter: &str) -> String {
    letter.repeat(CHUNK_UNITS / 3)
}

/// Something of everything: in months old and new, pages, two people, what only another version understands.
fn base() -> Vec<Entry> {
    vec![
        note(&one(), "letter/a", 1, "a"),
        note(&one(), "letter/b", 1, &long("b")),
        note(&one(), "letter/c", 1, &long("c")),
        note(&one(), "pulse/2026-11-22", 1, "today"),
        note(&one(), "pulse/2020-01-01", 1, "long ago"),
        note(&one(), "journal/2020-01-01", 1, "a page of long ago"),
        note(&two(), "letter/a", 1, "d"),
        unknown(&two(), "letter/z", 1),
    ]
}

fn base_shelf() -> (MemoryShelf, Entries) {
    (saved(&base()), base().into_iter().collect())
}

#[test]
fn a_save_that_is_interrupted_leaves_what_was_before_it_or_after_it() {
    let (shelf, promised) = base_shelf();
    let stops = stop_everywhere(
        &shelf,
        &promised,
        |shelf, _, log| {
            let mut tab = Tab::open(shelf, 1);
            // An edit; a move; one more write to the chunk that was left; several chunks at once; deletions.
            log.save(&mut tab, &[note(&one(), "letter/a", 2, "changed")])?;
            log.save(&mut tab, &[note(&one(), "letter/a", 3, &long("a"))])?;
            log.save(&mut tab, &[note(&one(), "letter/b", 4, "b")])?;
            log.save(
                &mut tab,
                &[
                    note(&one(), "pulse/2026-11-22", 5, &long("p")),
                    note(&one(), "letter/d", 5, &long("d")),
                    note(&one(), "letter/c", 5, &long("cc")),
                    note(&two(), "letter/a", 5, "e"),
                    note(&one(), "pulse/2020-01-01", 5, "changed after years"),
                ],
            )?;
            log.save(&mut tab, &[deleted(&base()[1], 7)])?;
            log.save(&mut tab, &[deleted(&base()[0], 8)])
        },
        |_, _| {},
    );
    assert_eq!(stops, 6, "one operation each");
}

/// Saves, and all that follows: into chunks, to other chunks, into packed ones, out of the log.
#[test]
fn tidying_up_can_be_interrupted_anywhere() {
    let (shelf, promised) = base_shelf();
    let stops = stop_everywhere(
        &shelf,
        &promised,
        |shelf, _, log| {
            let mut tab = Tab::open(shelf, 1);
            let mut now = NOW;
            for entries in [
                // It outgrows its chunk, so that an older version stands in the old one.
                vec![note(&one(), "letter/a", 2, &long("aa"))],
                vec![note(&one(), "letter/b", 3, "b"), note(&one(), "pulse/2020-01-01", 3, "changed")],
                vec![deleted(&base()[0], 4), note(&one(), "pulse/2021-01-01", 4, "a new old month")],
                vec![base()[2].deleted(crate::common::stamp(5, 0, 1), today())],
                vec![base()[2].deleted(crate::common::stamp(5, 0, 1), today()).forgotten()],
                vec![base()[5].deleted(crate::common::stamp(6, 0, 1), today())],
            ] {
                log.save(&mut tab, &entries)?;
                now = tidy_all(&mut tab.vault, now)?;
            }
            Ok(())
        },
        |_, _| {},
    );
    assert!(stops >= 20, "{stops}");
}

#[test]
fn a_month_on_its_way_to_be_packed_can_be_interrupted_anywhere() {
    // The month was written when it was recent: several chunks of text, of which some can be packed into one.
    for (what, text) in [("packs well", "a quiet day ".repeat(600)), ("packs badly", noise(6_000, 5))] {
        let shelf = MemoryShelf::default();
        let then = day("2020-01-31");
        let entries: Vec<Entry> = (1..=6)
            .map(|at| note(&one(), &format!("journal/2020-01-{at:02}"), 1, &format!("{at} {text}")))
            .collect();
        let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 9, then);
        vault.take_in(&entries, NOW).unwrap();
        tidy_all(&mut vault, NOW).unwrap();
        assert!(chunks(&shelf).len() > 1);
        let expected: Entries = entries.into_iter().collect();
        let packed: RefCell<usize> = RefCell::default();
        let stops = stop_everywhere(
            &shelf,
            &expected,
            |shelf, _, _| tidy_all(&mut Vault::open(Box::new(shelf), 1, today()).0, NOW).map(drop),
            |stop, memory| {
                assert_eq!(reopen(memory), expected, "{what} {stop}");
                let is_packed = |(_, value): &(String, String)| value.starts_with("kept 2 ppmd");
                *packed.borrow_mut() = chunks(memory).iter().filter(|chunk| is_packed(chunk)).count();
            },
        );
        assert!(stops > 2 && *packed.borrow() >= 1, "{what} {stops}");
    }
}

#[test]
fn the_log_of_a_tab_that_is_gone_is_taken_over_whatever_stops() {
    let (shelf, _) = base_shelf();
    let mut gone = Tab::open(shelf.clone(), 1);
    gone.save(&[
        note(&one(), "letter/a", 2, "its last words"),
        note(&one(), "pulse/2020-01-02", 2, "of long ago"),
    ])
    .unwrap();
    gone.vault.take_in(&[note(&two(), "letter/b", 2, "from a file")], NOW).unwrap();
    let promised = reopen(&shelf);
    let stops = stop_everywhere(
        &shelf,
        &promised,
        |shelf, _, _| tidy_all(&mut Vault::open(Box::new(shelf), 2, today()).0, NOW + DAY_MS).map(drop),
        |what, memory| assert_eq!(reopen(memory), promised, "{what}"),
    );
    assert!(stops >= 5, "{stops}");
}

/// Runs a batch that stops everywhere: all of it counts, or nothing.
fn check_batch(how: How, entries: &[Entry]) -> usize {
    let (shelf, before) = base_shelf();
    let after: Entries = match how {
        How::Merge => before.iter().chain(entries).cloned().collect(),
        How::Replace => entries.iter().cloned().collect(),
    };
    for operations in 0.. {
        let memory = copy_of(&shelf);
        let failing = FailingShelf::new(memory.clone());
        let mut tab = Tab::open(failing.clone(), 1);
        failing.fail_after(operations);
        let result = tab.vault.begin(entries, how, NOW).and_then(|mut batch| {
            while tab.vault.step(&mut batch)? {}
            Ok(())
        });
        let what = format!("{how:?} stopped after {operations} operations");
        let found = reopen(&memory);
        assert!(found == before || found == after, "{what}: something between");
        assert!(result.is_err() || found == after, "{what}: it said that it was done");
        let (mut next, _) = Vault::open(Box::new(copy_of(&memory)), 50, today());
        tidy_all(&mut next, NOW + 2 * DAY_MS).unwrap();
        assert_eq!(reopen(&memory), found, "{what}, and tidied by another tab");

        // The failure passes, and the tab goes on.
        failing.fail_after(usize::MAX);
        let more = note(&one(), "letter/more", NOW, "more");
        tab.vault.save(std::slice::from_ref(&more)).unwrap();
        let with = |entries: &Entries| -> Entries { entries.iter().cloned().chain([more.clone()]).collect() };
        assert_eq!(reopen(&memory), with(&found), "{what}");
        tidy_all(&mut tab.vault, NOW + 2 * DAY_MS).unwrap();
        assert_eq!((reopen(&memory), logs(&memory)), (with(&found), Vec::new()), "{what}");
        assert!(contents(&memory).iter().all(|(key, _)| !key.starts_with("kept/building/")), "{what}");
        if result.is_ok() {
            return operations;
        }
    }
    unreachable!("it completes")
}

fn file() -> Vec<Entry> {
    let mut entries =
        vec![note(&one(), "letter/a", 5, "later"), note(&two(), "pulse/2024-02-29", 1, "leap day")];
    entries.extend((1..=9).map(|at| note(&one(), &format!("pulse/2026-{at:02}-01"), 1, "a day")));
    entries.extend((1..=3).map(|at| note(&one(), &format!("letter/long/{at}"), 1, &noise(14_000, at))));
    entries
}

#[test]
fn of_a_merge_that_is_interrupted_all_counts_or_nothing() {
    let (small, large) = (check_batch(How::Merge, &file()[..1]), check_batch(How::Merge, &file()));
    assert!(small >= 3 && large >= 14, "{small} {large}");
}

#[test]
fn of_a_replacement_that_is_interrupted_all_counts_or_nothing() {
    let (none, small, large) = (
        check_batch(How::Replace, &[]),
        check_batch(How::Replace, &file()[..1]),
        check_batch(How::Replace, &file()),
    );
    assert!(none >= 3 && small >= 4 && large >= 14, "{none} {small} {large}");
}

/// A shelf on which everything was replaced: what counts now, and what counted before.
fn replaced() -> (MemoryShelf, Entries, Entries) {
    let (shelf, before) = base_shelf();
    let mut tab = Tab::open(shelf.clone(), 9);
    tab.save(&[note(&one(), "letter/last", 3, "the last before it")]).unwrap();
    let before =
        before.iter().cloned().chain([note(&one(), "letter/last", 3, "the last before it")]).collect();
    let mut batch = tab.vault.begin(&file(), How::Replace, NOW).unwrap();
    while tab.vault.step(&mut batch).unwrap() {}
    (shelf, file().into_iter().collect(), before)
}

#[test]
fn going_back_can_be_interrupted_anywhere() {
    let (shelf, now, before) = replaced();
    for operations in 0.. {
        let memory = copy_of(&shelf);
        let failing = FailingShelf::new(memory.clone());
        let (mut vault, _) = Vault::open(Box::new(failing.clone()), 1, today());
        failing.fail_after(operations);
        let result = vault.go_back();
        let found = reopen(&memory);
        assert!(found == now || found == before, "after {operations}");
        assert_eq!(found == before, result.is_ok(), "after {operations}");
        failing.fail_after(usize::MAX);
        let (mut next, _) = Vault::open(Box::new(memory.clone()), 50, today());
        tidy_all(&mut next, NOW + 2 * DAY_MS).unwrap();
        assert_eq!(reopen(&memory), found, "after {operations}, and tidied");
        let more = note(&one(), "letter/more", NOW, "more");
        vault.save(std::slice::from_ref(&more)).unwrap();
        assert_eq!(reopen(&memory), found.iter().cloned().chain([more]).collect(), "after {operations}");
        if operations > contents(&shelf).len() + 4 {
            break;
        }
    }
}

#[test]
fn dropping_what_was_replaced_can_be_interrupted_anywhere() {
    let (shelf, now, _) = replaced();
    let stops = stop_everywhere(
        &shelf,
        &now,
        |shelf, _, _| Vault::open(Box::new(shelf), 1, today()).0.drop_snapshot(),
        |what, memory| assert_eq!(reopen(memory), now, "{what}"),
    );
    assert!(stops >= 6, "{stops}");
}

/// A deletion that is interrupted never brings the entry back once it was promised.
#[test]
fn a_deletion_that_was_promised_stays() {
    let base = [note(&one(), "letter/a", 1, "a"), note(&one(), "letter/b", 1, &long("b"))];
    stop_everywhere(
        &saved(&base),
        &base.iter().cloned().collect(),
        |shelf, _, log| {
            let mut tab = Tab::open(shelf, 1);
            log.save(&mut tab, &[note(&one(), "letter/a", 2, &long("aa"))])?;
            let now = tidy_all(&mut tab.vault, NOW)?;
            log.save(&mut tab, &[deleted(&base[0], 3)])?;
            tidy_all(&mut tab.vault, now).map(drop)
        },
        |_, _| {},
    );
}

fn stored(fixture: &str) -> MemoryShelf {
    let shelf = MemoryShelf::default();
    for (key, value) in serde_json::from_str::<Map<String, Value>>(fixture).unwrap() {
        shelf.set(&key, value.as_str().unwrap()).unwrap();
    }
    shelf
}

/// Storage of the first version is not converted: it is read, and written anew where something changes.
#[test]
fn coming_from_the_first_version_can_be_interrupted_anywhere() {
    let shelf = stored(include_str!("../fixtures/storage-v1.json"));
    let before = reopen(&shelf);
    for today in ["2026-11-22", "2028-01-01"] {
        let stops = stop_everywhere(
            &shelf,
            &before,
            |shelf, _, log| {
                let mut tab = Tab::open_on(shelf, 1, day(today));
                log.save(&mut tab, &[note(&one(), "person", NOW + 1, "changed")])?;
                tidy_all(&mut tab.vault, NOW + 1).map(drop)
            },
            |_, memory| assert_eq!(aside(memory).len(), 1),
        );
        assert!(stops >= 3, "{stops}");
    }
}

/// A shelf with damaged chunks, logs and a head, and what can be read of it.
fn damaged() -> (MemoryShelf, Vec<String>, Entries) {
    let shelf = saved(&[
        note(&two(), "letter/a", 1, "whole"),
        note(&one(), "pulse/2026-11-22", 1, "lost"),
        note(&one(), "pulse/2020-11-22", 1, "lost too"),
    ]);
    shelf.set("kept/entries/one/2026-11/1", "damaged").unwrap();
    let old = shelf.get("kept/entries/one/2020-11/1").unwrap().unwrap().replace("ppmd", "pmpd");
    shelf.set("kept/entries/one/2020-11/1", &old).unwrap();
    shelf.set("kept/log/00000077", "damaged log").unwrap();
    shelf.set("kept/log/00000077.1/1", "damaged batch").unwrap();
    let key = "kept/entries/one/always/1";
    let fine = note(&one(), "letter/a", 1, "fine");
    let half = codec::encode(key, 1, &json!([fine.to_json(), 7]).to_string(), Form::Text);
    shelf.set(key, &half).unwrap();
    let readable = [note(&two(), "letter/a", 1, "whole"), fine].into_iter().collect();
    let mut all = vec!["damaged".to_owned(), old, "damaged log".into(), "damaged batch".into(), half];
    all.sort();
    (shelf, all, readable)
}

#[test]
fn setting_aside_can_be_interrupted_anywhere() {
    let (base, damaged, readable) = damaged();
    let open = |shelf: Box<dyn Shelf>| {
        let (mut vault, opened) = Vault::open(shelf, 1, today());
        vault.load_everything();
        opened.damaged + vault.take_damaged()
    };
    let stops = stop_everywhere(
        &base,
        &readable,
        |shelf, memory, _| {
            open(Box::new(shelf));
            // Opening itself never fails. It has completed when there is nothing left to set aside.
            if open(Box::new(copy_of(memory))) == 0 { Ok(()) } else { Err(SaveError::Denied) }
        },
        |what, memory| {
            let there: Vec<String> = contents(memory).into_iter().map(|(_, value)| value).collect();
            assert!(damaged.iter().all(|value| there.contains(value)), "{what}: kept as it was");
            open(Box::new(memory.clone()));
            let mut set_aside = aside(memory);
            set_aside.sort();
            assert_eq!(set_aside, damaged, "{what}: set aside once in the end");
            assert_eq!(reopen(memory), readable, "{what}");
        },
    );
    assert!(stops >= 10, "{stops}");
}

#[test]
fn saving_into_a_chunk_that_was_damaged_meanwhile_can_be_interrupted_anywhere() {
    let base = [
        note(&one(), "letter/a", 1, "a"),
        note(&one(), "letter/b", 1, "b"),
        note(&two(), "letter/a", 1, "c"),
    ];
    stop_everywhere(
        &saved(&base),
        // What was in the damaged chunk is in the tab's memory only, until a save completes.
        &[base[2].clone()].into_iter().collect(),
        |shelf, memory, log| {
            log.tried.extend_from_slice(&base);
            let mut tab = Tab::open(shelf, 1);
            memory.set("kept/entries/one/always/1", "damaged").unwrap();
            log.save(&mut tab, &[note(&one(), "letter/a", 2, "changed")])?;
            let now = tidy_all(&mut tab.vault, NOW)?;
            log.save(&mut tab, &base)?;
            tidy_all(&mut tab.vault, now).map(drop)
        },
        |what, memory| {
            let there = contents(memory).into_iter().filter(|(_, value)| value == "damaged").count();
            assert!(there >= 1, "{what}: kept as it was");
        },
    );
}

/// The browser refuses one write, for whatever reason, and then works again.
#[test]
fn a_vault_goes_on_after_any_failure_that_passes() {
    let base = base();
    let saves = [
        note(&one(), "letter/a", 2, &long("a")),
        note(&one(), "letter/d", 3, &long("d")),
        note(&one(), "letter/b", 4, "b"),
        deleted(&base[0], 5),
        note(&two(), "letter/b", 6, "e"),
        note(&one(), "pulse/2020-01-02", 7, "long ago"),
    ];
    for failing in 0..40 {
        let memory = saved(&base);
        memory.set("kept/entries/two/2026-11/1", "damaged").unwrap();
        let shelf = FailingShelf::new(memory.clone());
        shelf.fail_after(failing);
        let mut tab = Tab::open(shelf.clone(), 1);
        let mut now = NOW;
        for entry in &saves {
            if tab.save(std::slice::from_ref(entry)).is_err() {
                shelf.fail_after(usize::MAX);
                tab.save(std::slice::from_ref(entry)).unwrap();
            }
            if let Ok(then) = tidy_all(&mut tab.vault, now) {
                now = then;
            } else {
                shelf.fail_after(usize::MAX);
                now = tidy_all(&mut tab.vault, now + CONFIRM_MS).unwrap();
            }
        }
        shelf.fail_after(usize::MAX);
        tidy_all(&mut tab.vault, now).unwrap();
        let expected: Entries = base.iter().chain(&saves).cloned().collect();
        assert_eq!(reopen(&memory), expected, "{failing}");
        assert_eq!(tab.known, expected, "{failing}");
        assert_eq!((logs(&memory), aside(&memory)), (Vec::new(), vec!["damaged".to_owned()]), "{failing}");
    }
}

#[test]
fn a_wipe_that_is_interrupted_leaves_each_entry_as_it_was_or_gone() {
    let (shelf, now, before) = replaced();
    Tab::open(shelf.clone(), 3).save(&[note(&one(), "letter/log", 3, "in a log")]).unwrap();
    for operations in 0.. {
        let memory = copy_of(&shelf);
        let failing = FailingShelf::new(memory.clone());
        failing.fail_after(operations);
        let result = Vault::open(Box::new(failing), 1, today()).0.wipe();
        let found = reopen(&memory);
        for entry in found.iter() {
            let is = |entries: &Entries| entries.entry(&entry.author, &entry.id) == Some(entry);
            assert!(
                is(&now) || is(&before) || entry.id.as_str() == "letter/log",
                "after {operations}: {entry:?}"
            );
        }
        if result.is_ok() {
            assert_eq!(contents(&memory), []);
            assert!(operations >= 10);
            break;
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    /// Something is written with text of some length, or deleted, so that it can be brought back or not.
    Write {
        id: Index,
        length: usize,
    },
    Delete {
        id: Index,
        trash: bool,
    },
    Forget,
    TakeIn {
        ids: Vec<Index>,
        length: usize,
    },
    Replace {
        ids: Vec<Index>,
    },
    GoBack,
    DropSnapshot,
    Tidy {
        steps: usize,
        wait: u64,
    },
    Months(i32),
}

const IDS: [&str; 8] = [
    "letter/a",
    "letter/b",
    "person",
    "pulse/2026-11-22",
    "pulse/2026-10-01",
    "journal/2026-10-22",
    "journal/2020-01-01",
    "pulse/2020-01-02",
];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let length = || select(vec![0, 30, 30, 3_000, 16_000]);
    let ids = || prop::collection::vec(any::<Index>(), 0..6);
    prop::collection::vec(
        prop_oneof![
            6 => (any::<Index>(), length()).prop_map(|(id, length)| Step::Write { id, length }),
            2 => (any::<Index>(), any::<bool>()).prop_map(|(id, trash)| Step::Delete { id, trash }),
            1 => Just(Step::Forget),
            2 => (ids(), length()).prop_map(|(ids, length)| Step::TakeIn { ids, length }),
            1 => ids().prop_map(|ids| Step::Replace { ids }),
            1 => Just(Step::GoBack),
            1 => Just(Step::DropSnapshot),
            5 => (1..12_usize, select(vec![0, CONFIRM_MS, DAY_MS]))
                .prop_map(|(steps, wait)| Step::Tidy { steps, wait }),
            1 => (1..5).prop_map(Step::Months),
        ],
        1..12,
    )
}

/// What there must be: the present state, the states before it that can be gone back to, and what the crash leaves
/// open.
#[derive(Clone, Debug, Default, PartialEq)]
struct Model {
    now: Entries,
    before: Vec<Entries>,
}

/// Does a step with a tab that may stop working; returns what has to be there if it completed.
fn act(
    tab: &mut Tab,
    step: &Step,
    model: &Model,
    today: &mut kept::entry::Day,
) -> (Result<(), SaveError>, Model) {
    let mut after = model.clone();
    let name = |id: &Index| *id.get(&IDS);
    let version = |tab: &mut Tab, id: &Index, length: usize| {
        let stamp = tab.clock.tick(tab.now);
        note(&one(), name(id), stamp.ms, &"words ".repeat(length / 6)).revised(
            stamp,
            kept::entry::Visibility::Private,
            Some(crate::common::says(&"words ".repeat(length / 6))),
        )
    };
    let result = match step {
        Step::Write { id, length } => {
            let entry = version(tab, id, *length);
            after.now.absorb(entry.clone());
            tab.save(&[entry])
        }
        Step::Delete { id, trash } => {
            let Some(entry) = model.now.entry(&one(), &crate::common::id(name(id))).cloned() else {
                return (Ok(()), after);
            };
            let gone = entry.deleted(tab.clock.tick(tab.now), *today);
            let gone = if *trash { gone } else { gone.forgotten() };
            after.now.absorb(gone.clone());
            tab.save(&[gone])
        }
        Step::Forget => {
            let all: Vec<Entry> =
                model.now.iter().filter(|entry| entry.trash().is_some()).map(Entry::forgotten).collect();
            after.now.extend(all.iter().cloned());
            tab.save(&all)
        }
        Step::TakeIn { ids, length } => {
            let entries: Vec<Entry> = ids.iter().map(|id| version(tab, id, *length)).collect();
            after.now.extend(entries.iter().cloned());
            tab.vault.take_in(&entries, tab.now)
        }
        Step::Replace { ids } => {
            let entries: Vec<Entry> = ids.iter().map(|id| version(tab, id, 30)).collect();
            let before = std::mem::replace(&mut after.now, entries.iter().cloned().collect());
            after.before.push(before);
            tab.vault.begin(&entries, How::Replace, tab.now).and_then(|mut batch| {
                while tab.vault.step(&mut batch)? {}
                Ok(())
            })
        }
        Step::GoBack => match after.before.pop() {
            Some(before) => {
                after.now = before;
                tab.vault.go_back()
            }
            None => Ok(()),
        },
        Step::DropSnapshot => {
            after.before.clear();
            tab.vault.drop_snapshot()
        }
        Step::Tidy { steps, wait } => {
            tab.now += wait;
            (0..*steps).try_for_each(|_| tab.vault.tidy(tab.now).map(drop))
        }
        Step::Months(months) => {
            *today = today.plus(months * 31);
            tab.vault.set_today(*today);
            // What was replaced goes by itself.
            if *months > 0 {
                after.before.clear();
            }
            Ok(())
        }
    };
    (result, after)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// A vault that stops at a random point, is opened again, goes on, and stops again.
    #[test]
    fn a_life_full_of_crashes_loses_nothing_that_was_promised(
        lives in prop::collection::vec((steps(), 0..40_usize), 1..5),
    ) {
        let memory = MemoryShelf::default();
        let mut model = Model::default();
        let mut today = today();
        let mut now = NOW;
        for (device, (steps, operations)) in (1..).zip(lives) {
            let shelf = FailingShelf::new(memory.clone());
            let mut tab = Tab::open_on(shelf.clone(), device, today);
            tab.now = now;
            shelf.fail_after(operations);
            for step in steps {
                let (result, after) = act(&mut tab, &step, &model, &mut today);
                now = tab.now;
                let found = reopen(&memory);
                if result.is_ok() {
                    prop_assert_eq!(&found, &after.now, "{:?}", step);
                    model = after;
                    continue;
                }
                prop_assert!(found == model.now || found == after.now, "{:?} {:?}", step, found);
                let is_done = found == after.now && found != model.now;
                // What was replaced may be dropped by half; it may not come up as what counts.
                let dropped = matches!(step, Step::DropSnapshot | Step::Tidy { .. });
                if is_done || dropped {
                    model = after;
                }
                break;
            }
        }
        let mut last = Tab::open_on(memory.clone(), 99, today);
        prop_assert_eq!(&last.known, &model.now);
        tidy_all(&mut last.vault, now + 2 * DAY_MS).unwrap();
        prop_assert_eq!(&reopen(&memory), &model.now);
    }
}
