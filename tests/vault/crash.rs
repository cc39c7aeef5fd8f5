//! Stopping at every single operation: what is found afterwards is the state before it or after it, and never
//! less than what a completed save promised.

use kept::entry::{Entries, Entry};
use kept::vault::{CHUNK_UNITS, FailingShelf, MemoryShelf, SaveError, Shelf, Vault, codec};
use serde_json::json;

use crate::common::{Tab, aside, contents, copy_of, deleted, note, one, reopen, saved, two, unknown};

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
                found == promised || (found.stamp > promised.stamp && self.tried.contains(found))
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
/// `base` holds `promised`. `act` gets the shelf that stops, and the memory below it. Returns the number of stops.
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
        log.check(&what, &reopen(&memory));
        check(&what, &memory);
        if result.is_ok() {
            return operations;
        }
    }
    unreachable!("it completes")
}

fn long(letter: &str) -> String {
    letter.repeat(CHUNK_UNITS / 3)
}

#[test]
fn a_save_that_is_interrupted_leaves_what_was_before_it_or_after_it() {
    let base = [
        note(&one(), "letter/a", 1, "a"),
        note(&one(), "letter/b", 1, &long("b")),
        note(&one(), "letter/c", 1, &long("c")),
        note(&two(), "letter/a", 1, "d"),
        unknown(&two(), "letter/z", 1),
    ];
    let stops = stop_everywhere(
        &saved(&base),
        &base.iter().cloned().collect(),
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
                    deleted(&base[3], 6),
                ],
            )?;
            log.save(&mut tab, &[deleted(&base[1], 7)])?;
            log.save(&mut tab, &[deleted(&base[0], 8)])
        },
        |_, _| {},
    );
    assert!(stops >= 9, "{stops}");
}

#[test]
fn a_deletion_that_is_interrupted_never_brings_the_entry_back_once_it_was_promised() {
    let base = [note(&one(), "letter/a", 1, "a"), note(&one(), "letter/b", 1, &long("b"))];
    stop_everywhere(
        &saved(&base),
        &base.iter().cloned().collect(),
        |shelf, _, log| {
            let mut tab = Tab::open(shelf, 1);
            // It outgrows its chunk, so that an older version stands in the old one.
            log.save(&mut tab, &[note(&one(), "letter/a", 2, &long("aa"))])?;
            log.save(&mut tab, &[deleted(&base[0], 3)])
        },
        |_, _| {},
    );
}

/// A shelf with a damaged chunk and one in which some entries can be read, and what can be read of it.
fn damaged() -> (MemoryShelf, Vec<String>, Entries) {
    let shelf = saved(&[note(&two(), "letter/a", 1, "whole"), note(&one(), "pulse/2026-11-22", 1, "lost")]);
    shelf.set("kept/entries/one/2026-11/1", "damaged").unwrap();
    let key = "kept/entries/one/always/1";
    let fine = note(&one(), "letter/a", 1, "fine");
    let half = codec::encode(key, 1, &json!([fine.to_json(), 7]).to_string());
    shelf.set(key, &half).unwrap();
    let readable = [note(&two(), "letter/a", 1, "whole"), fine].into_iter().collect();
    (shelf, vec!["damaged".to_owned(), half], readable)
}

#[test]
fn setting_aside_can_be_interrupted_anywhere() {
    let (base, damaged, readable) = damaged();
    let stops = stop_everywhere(
        &base,
        &readable,
        |shelf, memory, _| {
            Vault::open(Box::new(shelf));
            // Opening itself never fails. It has completed when there is nothing left to set aside.
            let left = Vault::open(Box::new(copy_of(memory))).1.damaged;
            if left == 0 { Ok(()) } else { Err(SaveError::Denied) }
        },
        |what, memory| {
            let there: Vec<String> = contents(memory).into_iter().map(|(_, value)| value).collect();
            assert!(damaged.iter().all(|value| there.contains(value)), "{what}: kept as it was");
            Vault::open(Box::new(memory.clone()));
            assert_eq!(aside(memory), damaged, "{what}: set aside once in the end");
            assert_eq!(reopen(memory), readable, "{what}");
        },
    );
    assert!(stops >= 4, "{stops}");
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
            log.save(&mut tab, &base)
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
    let base = [note(&one(), "letter/a", 1, "a"), note(&one(), "letter/b", 1, &long("b"))];
    let saves = [
        note(&one(), "letter/a", 2, &long("a")),
        note(&one(), "letter/c", 3, &long("c")),
        note(&one(), "letter/b", 4, "b"),
        deleted(&base[0], 5),
        note(&two(), "letter/a", 6, "d"),
    ];
    for failing in 0..12 {
        let memory = saved(&base);
        memory.set("kept/entries/two/always/1", "damaged").unwrap();
        let shelf = FailingShelf::new(memory.clone());
        shelf.fail_after(failing);
        let mut tab = Tab::open(shelf.clone(), 1);
        for entry in &saves {
            if tab.save(std::slice::from_ref(entry)).is_err() {
                shelf.fail_after(usize::MAX);
                tab.save(std::slice::from_ref(entry)).unwrap();
            }
        }
        let expected: Entries = base.iter().chain(&saves).cloned().collect();
        assert_eq!(reopen(&memory), expected, "{failing}");
        assert_eq!(tab.known, expected, "{failing}");
        assert_eq!(aside(&memory), ["damaged"], "{failing}");
    }
}

#[test]
fn a_wipe_that_is_interrupted_leaves_each_entry_as_it_was_or_gone() {
    let base = [
        note(&one(), "letter/a", 1, "a"),
        note(&one(), "pulse/2026-11-22", 1, "b"),
        note(&two(), "letter/a", 1, "c"),
    ];
    let stops = stop_everywhere(
        &saved(&base),
        &Entries::default(),
        |shelf, _, log| {
            log.tried.extend_from_slice(&base);
            Vault::open(Box::new(shelf)).0.wipe()
        },
        |_, _| {},
    );
    assert!(stops >= 4, "{stops}");
}
