//! A shelf without room.

use kept::entry::Entries;
use kept::vault::{DraftName, FailingShelf, How, MemoryShelf, SaveError, Vault};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::json;

use crate::common::{
    NOW, Tab, aside, contents, copy_of, logs, noise, note, one, reopen, saved, tidy_all, today, two, used,
};

fn words(letters: usize) -> String {
    "It was a quiet day, and we talked about it in the evening. ".chars().cycle().take(letters).collect()
}

#[test]
fn a_save_without_room_says_so_and_leaves_what_was_there() {
    let memory = MemoryShelf::default();
    let shelf = FailingShelf::new(memory.clone());
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.write(&one(), "letter/a", Some("old")).unwrap();
    let before = contents(&memory);
    let known = tab.known.clone();

    shelf.limit(used(&memory) + 50);
    for (author, id) in [(one(), "letter/a"), (one(), "letter/b"), (two(), "letter/a")] {
        assert_eq!(tab.write(&author, id, Some(&noise(400, 1))), Err(SaveError::Full), "{author} {id}");
        assert_eq!(contents(&memory), before);
        assert_eq!(reopen(&memory), known);
    }

    shelf.limit(usize::MAX);
    tab.write(&one(), "letter/a", Some(&noise(400, 1))).unwrap();
    tab.write(&two(), "letter/a", Some(&noise(400, 1))).unwrap();
    assert_eq!(reopen(&memory), tab.known);
}

#[test]
fn a_save_that_fits_packed_is_packed() {
    let memory = saved(&[note(&one(), "letter/a", 1, "a")]);
    let shelf = FailingShelf::new(memory.clone());
    let mut tab = Tab::open(shelf.clone(), 1);
    shelf.limit(used(&memory) + 1000);
    tab.write(&one(), "letter/b", Some(&words(4000))).unwrap();
    assert_eq!(reopen(&memory), tab.known);
}

#[test]
fn packing_what_is_text_makes_room() {
    let entries: Vec<_> = (0..12)
        .map(|at| note(&one(), &format!("letter/{at}"), 1, &format!("{at} {}", words(6000))))
        .collect();
    let memory = saved(&entries);
    let shelf = FailingShelf::new(memory.clone());
    let mut tab = Tab::open(shelf.clone(), 1);
    shelf.limit(used(&memory) + 100);
    tab.write(&one(), "letter/new", Some(&noise(1000, 1))).unwrap();
    assert_eq!(reopen(&memory), tab.known);
    tab.tidy();
    assert_eq!((reopen(&memory), logs(&memory)), (tab.known.clone(), Vec::new()));
}

/// Beside the two of them there is little room, so the deletion itself has to make it; also where the log was old,
/// so that nothing is written under its key for a while.
#[test]
fn deleting_something_makes_room_on_a_full_shelf() {
    for age in [0, 24 * 60 * 60 * 1000] {
        let memory = MemoryShelf::default();
        let shelf = FailingShelf::new(memory.clone());
        let mut tab = Tab::open(shelf.clone(), 1);
        tab.write(&one(), "letter/long", Some(&noise(2000, 1))).unwrap();
        tab.now += age;
        tab.tidy();
        shelf.limit(used(&memory) + 10);
        assert_eq!(tab.write(&one(), "letter/new", Some(&noise(600, 2))), Err(SaveError::Full));
        // What could be packed is packed by now.
        shelf.limit(used(&memory) + 10);
        tab.write(&one(), "letter/long", None).unwrap();
        tab.tidy();
        tab.write(&one(), "letter/new", Some(&noise(600, 2))).unwrap();
        assert_eq!(reopen(&memory), tab.known);
    }
}

#[test]
fn of_a_save_of_several_entries_all_are_saved_or_none() {
    let entries =
        [note(&one(), "letter/a", 1, &noise(1000, 1)), note(&two(), "letter/b", 1, &noise(1000, 2))];
    let memory = MemoryShelf::default();
    let shelf = FailingShelf::new(memory.clone());
    let mut tab = Tab::open(shelf.clone(), 1);
    shelf.limit(1500);
    assert_eq!(tab.save(&entries), Err(SaveError::Full));
    assert_eq!(contents(&memory), []);
    shelf.limit(usize::MAX);
    tab.save(&entries).unwrap();
    assert_eq!(reopen(&memory).len(), 2);
}

#[test]
fn of_a_batch_without_room_nothing_is_left() {
    let entries: Vec<_> =
        (1..=9).map(|at| note(&one(), &format!("pulse/2026-{at:02}-01"), 1, &noise(800, at))).collect();
    for how in [How::Merge, How::Replace] {
        let memory = saved(&[note(&one(), "letter/a", 1, "a")]);
        let shelf = FailingShelf::new(memory.clone());
        let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
        let (before, known) = (contents(&memory), reopen(&memory));
        for room in [0, 30, 100, 1000, 3000, 5000] {
            shelf.limit(used(&memory) + room);
            let result = vault.begin(&entries, how, NOW).and_then(|mut batch| {
                while vault.step(&mut batch)? {}
                Ok(())
            });
            assert_eq!(result, Err(SaveError::Full), "{how:?} {room}");
            assert_eq!(reopen(&memory), known, "{how:?} {room}");
            shelf.limit(usize::MAX);
            tidy_all(&mut vault, NOW).unwrap();
            let ours = |all: Vec<(String, String)>| -> Vec<String> {
                all.into_iter().map(|(key, _)| key).filter(|key| key != "kept/head").collect()
            };
            assert_eq!(ours(contents(&memory)), ours(before.clone()), "{how:?} {room}");
        }
    }
}

#[test]
fn a_shelf_that_cannot_be_written_says_so() {
    let shelf = FailingShelf::new(MemoryShelf::default());
    let mut tab = Tab::open(shelf.clone(), 1);
    shelf.fail_after(0);
    assert_eq!(tab.write(&one(), "letter/a", Some("words")), Err(SaveError::Denied));
    assert_eq!(tab.vault.take_in(&[note(&one(), "letter/a", 1, "words")], NOW), Err(SaveError::Denied));
    assert_eq!(tab.vault.wipe(), Err(SaveError::Denied));
}

/// An old month that could not be packed was once taken for packed.
#[test]
fn a_month_that_could_not_be_packed_is_packed_later() {
    for failing in 0..4 {
        let memory = MemoryShelf::default();
        let (mut vault, _) = Vault::open(Box::new(memory.clone()), 1, "2020-01-31".parse().unwrap());
        let entries: Vec<_> =
            (1..=9).map(|at| note(&one(), &format!("pulse/2020-01-{at:02}"), 1, &words(200))).collect();
        vault.take_in(&entries, NOW).unwrap();
        tidy_all(&mut vault, NOW).unwrap();

        let shelf = FailingShelf::new(memory.clone());
        let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 2, today());
        shelf.fail_after(failing);
        let _ = tidy_all(&mut vault, NOW);
        shelf.fail_after(usize::MAX);
        tidy_all(&mut vault, NOW).unwrap();
        let (_, value) = crate::common::chunks(&memory).remove(0);
        assert!(value.starts_with("kept 2 ppmd "), "after {failing} operations");
        assert_eq!(reopen(&memory).len(), 9);
    }
}

/// What was replaced by a backup takes the room of everything. On a full shelf it once stayed for ever, because
/// what could not be written came first.
#[test]
fn what_was_replaced_long_ago_goes_on_a_full_shelf_too() {
    let memory = saved(&[note(&one(), "letter/old", 1, &noise(6000, 1))]);
    let shelf = FailingShelf::new(memory.clone());
    let mut tab = Tab::open(shelf.clone(), 1);
    let mut batch = tab.vault.begin(&[note(&one(), "letter/new", 1, "new")], How::Replace, NOW).unwrap();
    while tab.vault.step(&mut batch).unwrap() {}
    tab.tidy();

    let mut tab = Tab::open(shelf.clone(), 2);
    tab.write(&one(), "letter/more", Some(&noise(900, 2))).unwrap();
    shelf.limit(used(&memory) + 10);
    tab.vault.set_today(today().plus(31));
    let mut now = NOW;
    for _ in 0..20 {
        now += tab.vault.tidy(now).unwrap_or(Some(5_000)).unwrap_or_default();
    }
    assert_eq!(tab.vault.snapshot(), None);
    assert_eq!((logs(&memory), reopen(&memory)), (Vec::new(), tab.known));
}

#[test]
fn a_damaged_value_on_a_full_shelf_is_neither_lost_nor_written_over() {
    let entries = [note(&one(), "letter/a", 1, "a"), note(&two(), "letter/b", 1, "b")];
    let memory = saved(&entries);
    let key = "kept/entries/one/always/1";
    let damaged = noise(500, 3);
    kept::vault::Shelf::set(&memory, key, &damaged).unwrap();
    let shelf = FailingShelf::new(memory.clone());
    shelf.limit(used(&memory) + 400);
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.write(&one(), "letter/new", Some("new")).unwrap();
    let _ = tidy_all(&mut tab.vault, NOW);
    let kept = contents(&memory).into_iter().filter(|(_, value)| *value == damaged).count();
    assert_eq!(kept, 1);
    assert_eq!(reopen(&memory), tab.known);
    shelf.limit(usize::MAX);
    tab.tidy();
    tidy_all(&mut Vault::open(Box::new(memory.clone()), 2, today()).0, NOW).unwrap();
    assert_eq!(aside(&memory), [damaged]);
    assert_eq!(reopen(&memory), tab.known);
}

#[derive(Clone, Debug)]
enum Step {
    /// Something is written, with text of some length that packs well or badly, or deleted.
    Write {
        id: Index,
        length: Option<usize>,
        packs: bool,
    },
    Tidy,
    /// From now on there is so much room beyond what is used.
    Limit(usize),
    Draft(usize),
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let length = select(vec![None, Some(0), Some(50), Some(400), Some(3000)]);
    prop::collection::vec(
        prop_oneof![
            6 => (any::<Index>(), length, any::<bool>())
                .prop_map(|(id, length, packs)| Step::Write { id, length, packs }),
            2 => Just(Step::Tidy),
            3 => select(vec![0, 20, 100, 500, 2000, 9000]).prop_map(Step::Limit),
            1 => select(vec![10, 300, 2000]).prop_map(Step::Draft),
            1 => Just(Step::Reopen),
        ],
        1..24,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever room there is: what was saved is there, what was refused is not, and the vault knows which is which.
    #[test]
    fn a_shelf_that_gets_full_holds_what_was_saved_and_nothing_else(steps in steps()) {
        let memory = MemoryShelf::default();
        let shelf = FailingShelf::new(memory.clone());
        let mut tab = Tab::open(shelf.clone(), 1);
        let mut expected = Entries::default();
        let name = DraftName { author: one(), form: "person".to_owned() };
        let mut draft = None;
        for (at, step) in (2..).zip(steps) {
            match step {
                Step::Write { id, length, packs } => {
                    let id = id.get(&["letter/a", "letter/b", "pulse/2026-11-22", "journal/2026-11-01", "pulse/2020-01-01"]);
                    let text = |length| if packs { words(length) } else { noise(length, u64::from(at)) };
                    match tab.write(&one(), id, length.map(text).as_deref()) {
                        Ok(entry) => drop(expected.absorb(entry)),
                        Err(error) => prop_assert_eq!(error, SaveError::Full),
                    }
                }
                Step::Tidy => {
                    for _ in 0..12 {
                        tab.now += tab.vault.tidy(tab.now).unwrap_or_default().unwrap_or_default();
                    }
                }
                Step::Limit(room) => shelf.limit(used(&memory) + room),
                Step::Draft(length) => {
                    let value = json!(noise(length, u64::from(at)));
                    if tab.vault.keep_draft(&name, 7, &value).is_ok() {
                        draft = Some(value);
                    }
                }
                Step::Reopen => {
                    let now = tab.now;
                    tab = Tab::open(shelf.clone(), at);
                    tab.now = now;
                }
            }
            prop_assert_eq!(&reopen(&memory), &expected);
            prop_assert_eq!(&tab.known, &expected);
            let (mut other, _) = Vault::open(Box::new(copy_of(&memory)), 99, today());
            prop_assert_eq!(other.drafts(&name).first().map(|found| found.value.clone()), draft.clone());
        }
        shelf.limit(usize::MAX);
        tab.tidy();
        prop_assert_eq!(&reopen(&memory), &expected);
        prop_assert_eq!(tab.vault.aside(), []);
    }
}
