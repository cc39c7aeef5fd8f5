//! Deleting everything.

use kept::vault::{FailingShelf, How, MemoryShelf, Room, Shelf, Vault};

use crate::common::{
    NOW, Tab, WatchedShelf, aside, contents, newer, note, one, reopen, saved, shelf_with, today, two,
};

/// A shelf with everything that Kept can leave on one, and something of somebody else's.
fn lived_in() -> MemoryShelf {
    let shelf = saved(&[
        note(&one(), "letter/a", 1, "a"),
        note(&one(), "pulse/2026-11-22", 1, "b"),
        note(&two(), "letter/a", 1, "c"),
    ]);
    for (key, value) in [
        ("kept/theme", "dark"),
        ("kept/draft/one/letter/a/00000001", "damaged"),
        ("kept/aside/1/entries/one/always/9", "damaged"),
        ("kept/entries/one/always/7", "damaged too"),
        ("kept/entries.3/one/always/1", "of a replacement that was given up"),
        ("kept/building/3", "0"),
        ("kept/log/00000007.1/1", "of a batch that was given up"),
        ("kept/building/log/00000007.1", "0"),
        ("kept/log/00000008", "damaged three"),
        ("kept/from-a-later-version", "1"),
        ("kept", "somebody else's"),
        ("keptsake/a", "somebody else's"),
        ("somebody/kept/a", "somebody else's"),
    ] {
        shelf.set(key, value).unwrap();
    }
    shelf
}

#[test]
fn a_wipe_leaves_nothing_of_ours_and_everything_else() {
    let shelf = lived_in();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    vault.wipe().unwrap();
    let left: Vec<String> = contents(&shelf).into_iter().map(|(key, _)| key).collect();
    assert_eq!(left, ["kept", "keptsake/a", "somebody/kept/a"]);
    let others = "keptsomebody else's".len()
        + "keptsake/asomebody else's".len()
        + "somebody/kept/asomebody else's".len();
    assert_eq!((vault.room(), vault.aside().len()), (Room { used: 0, others }, 0));
}

#[test]
fn a_wipe_works_on_a_full_shelf() {
    let memory = lived_in();
    let shelf = FailingShelf::new(memory.clone());
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    shelf.limit(0);
    vault.wipe().unwrap();
    assert!(reopen(&memory).is_empty());
    assert_eq!(vault.room().used, 0);
}

#[test]
fn what_is_written_after_a_wipe_is_all_there_is() {
    let shelf = lived_in();
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.vault.wipe().unwrap();
    // The app starts again; but even one that still holds the old entries does not write them back.
    let new = tab.write(&one(), "letter/new", Some("new")).unwrap();
    assert_eq!(reopen(&shelf).iter().collect::<Vec<_>>(), [&new]);
}

#[test]
fn other_tabs_are_told_before_anything_goes() {
    for was_interrupted_elsewhere in [false, true] {
        let memory = lived_in();
        let shelf = WatchedShelf::new(memory.clone());
        let mut tab = Tab::open(shelf.clone(), 1);
        if was_interrupted_elsewhere {
            memory.set("kept/wiped", "1").unwrap();
        }
        shelf.take_changes();
        let ours =
            shelf.keys("kept/").unwrap().into_iter().filter(|key| !Vault::tells_of_a_wipe(key)).count();
        tab.vault.wipe().unwrap();
        let changes = shelf.take_changes();
        assert!(Vault::tells_of_a_wipe(&changes[0]), "{changes:?}");
        assert_eq!(changes.iter().filter(|key| !Vault::tells_of_a_wipe(key)).count(), ours);
    }
}

/// Another tab sees chunks go, one after the other. It must not take that for an accident and put them back.
#[test]
fn another_tab_does_not_undo_a_wipe() {
    let shelf = WatchedShelf::new(lived_in());
    let mut wiping = Tab::open(shelf.clone(), 1);
    let mut other = Tab::open(shelf.clone(), 2);
    shelf.take_changes();
    wiping.vault.wipe().unwrap();
    for key in shelf.take_changes() {
        other.follow(&key).unwrap();
    }
    assert!(reopen(&shelf).is_empty());
}

#[test]
fn another_tab_does_not_undo_a_wipe_that_is_going_on() {
    let shelf = lived_in();
    let mut other = Tab::open(shelf.clone(), 2);
    shelf.set("kept/wiped", "1").unwrap();
    shelf.remove("kept/entries/one/always/1").unwrap();
    other.follow("kept/entries/one/always/1").unwrap();
    assert_eq!(shelf.get("kept/entries/one/always/1"), Ok(None));
    assert!(!contents(&shelf).iter().any(|(key, _)| key.starts_with("kept/log/00000002")));
}

/// What was saved a moment ago stands in a tab's log. The tab must not put that back either.
#[test]
fn another_tab_lets_go_of_its_log_too() {
    for hears in [true, false] {
        let shelf = WatchedShelf::new(lived_in());
        let mut wiping = Tab::open(shelf.clone(), 1);
        let mut other = Tab::open(shelf.clone(), 2);
        other.write(&one(), "letter/a", Some("of the other tab")).unwrap();
        shelf.take_changes();
        wiping.vault.wipe().unwrap();
        if hears {
            for key in shelf.take_changes() {
                other.follow(&key).unwrap();
            }
            assert!(reopen(&shelf).is_empty());
        }
        other.tidy();
        assert!(reopen(&shelf).is_empty(), "{hears}");
        let new = other.write(&one(), "letter/new", Some("new")).unwrap();
        assert_eq!(reopen(&shelf).iter().collect::<Vec<_>>(), [&new], "{hears}");
    }
}

#[test]
fn a_wipe_takes_what_was_replaced_along() {
    let shelf = lived_in();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    let mut batch = vault.begin(&[note(&one(), "letter/new", 9, "new")], How::Replace, NOW).unwrap();
    while vault.step(&mut batch).unwrap() {}
    assert!(vault.snapshot().is_some());
    vault.wipe().unwrap();
    assert!(contents(&shelf).iter().all(|(key, _)| !key.starts_with("kept/")));
    assert_eq!(vault.snapshot(), None);
    let new = note(&one(), "letter/after", 10, "after");
    vault.save(std::slice::from_ref(&new)).unwrap();
    assert_eq!(reopen(&shelf).iter().collect::<Vec<_>>(), [&new]);
}

#[test]
fn a_tab_that_slept_through_a_wipe_saves_only_what_is_new() {
    let shelf = lived_in();
    let (mut sleeping, mut wiping) = (Tab::open(shelf.clone(), 1), Tab::open(shelf.clone(), 2));
    wiping.vault.wipe().unwrap();
    wiping.write(&"somebody".parse().unwrap(), "letter/new", Some("new")).unwrap();
    let late = sleeping.write(&one(), "letter/late", Some("late")).unwrap();
    assert_eq!(reopen(&shelf).len(), 2);
    assert_eq!(reopen(&shelf).entry(&late.author, &late.id), Some(&late));
}

#[test]
fn a_wipe_that_was_interrupted_leaves_no_trace_once_opened_again() {
    let shelf = lived_in();
    shelf.set("kept/wiped", "1").unwrap();
    assert_eq!(reopen(&shelf).len(), 3, "what was still there is there");
    Vault::open(Box::new(shelf.clone()), 1, today());
    assert_eq!(shelf.get("kept/wiped"), Ok(None));
}

#[test]
fn a_newer_versions_storage_can_be_wiped_when_the_person_says_so() {
    let key = "kept/entries/one/always/1";
    let shelf = shelf_with(&[(key.into(), newer(key, "kept 3 woven"))]);
    let (mut vault, opened) = Vault::open(Box::new(shelf.clone()), 1, today());
    assert!(opened.newer);
    vault.wipe().unwrap();
    assert_eq!((contents(&shelf), aside(&shelf)), (Vec::new(), Vec::new()));
    vault.save(&[note(&one(), "letter/a", 1, "new")]).unwrap();
    assert_eq!(reopen(&shelf).len(), 1);
}
