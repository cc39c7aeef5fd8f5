//! A shelf without room.

use kept::vault::{FailingShelf, MemoryShelf, SaveError};

use crate::common::{Tab, contents, one, reopen, two};

fn used(shelf: &MemoryShelf) -> usize {
    contents(shelf).iter().map(|(key, value)| format!("{key}{value}").encode_utf16().count()).sum()
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
        assert_eq!(tab.write(&author, id, Some(&"x".repeat(100))), Err(SaveError::Full), "{author} {id}");
        assert_eq!(contents(&memory), before);
        assert_eq!(reopen(&memory), known);
    }

    shelf.limit(usize::MAX);
    tab.write(&one(), "letter/a", Some(&"x".repeat(100))).unwrap();
    tab.write(&two(), "letter/a", Some(&"x".repeat(100))).unwrap();
    assert_eq!(reopen(&memory), tab.known);
}

#[test]
fn deleting_something_makes_room_on_a_full_shelf() {
    let memory = MemoryShelf::default();
    let shelf = FailingShelf::new(memory.clone());
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.write(&one(), "letter/long", Some(&"x".repeat(1000))).unwrap();
    shelf.limit(used(&memory));
    assert_eq!(tab.write(&one(), "letter/new", Some("words")), Err(SaveError::Full));
    tab.write(&one(), "letter/long", None).unwrap();
    tab.write(&one(), "letter/new", Some("words")).unwrap();
    assert_eq!(reopen(&memory), tab.known);
}

#[test]
fn of_a_batch_without_room_what_was_saved_is_whole() {
    let memory = MemoryShelf::default();
    let shelf = FailingShelf::new(memory.clone());
    let mut tab = Tab::open(shelf.clone(), 1);
    shelf.limit(1500);
    let batch = [
        crate::common::note(&one(), "letter/a", 1, &"a".repeat(1000)),
        crate::common::note(&two(), "letter/b", 1, &"b".repeat(1000)),
    ];
    assert_eq!(tab.save(&batch), Err(SaveError::Full));
    assert_eq!(reopen(&memory).iter().collect::<Vec<_>>(), [&batch[0]]);

    shelf.limit(usize::MAX);
    tab.save(&batch).unwrap();
    assert_eq!(reopen(&memory).len(), 2);
}

#[test]
fn a_shelf_that_cannot_be_written_says_so() {
    let shelf = FailingShelf::new(MemoryShelf::default());
    let mut tab = Tab::open(shelf.clone(), 1);
    shelf.fail_after(0);
    assert_eq!(tab.write(&one(), "letter/a", Some("words")), Err(SaveError::Denied));
    assert_eq!(tab.vault.wipe(), Err(SaveError::Denied));
}
