//! Values that were flipped, cut off, emptied, replaced, swapped or removed.

use std::cell::Cell;
use std::rc::Rc;

use kept::entry::{Entries, Entry};
use kept::vault::{FailingShelf, MemoryShelf, SaveError, Shelf, ShelfError, Vault, codec};
use serde_json::json;

use crate::common::{
    Tab, all_of, aside, chunks, contents, copy_of, deleted, newer, note, one, reopen, saved, shelf_with, two,
    unknown,
};

/// What a year of two people comes to, in small.
fn year() -> Vec<Entry> {
    vec![
        note(&one(), "letter/a", 1, "a 👩‍👧"),
        deleted(&note(&one(), "letter/b", 1, "b"), 2),
        unknown(&one(), "letter/c", 3),
        note(&one(), "pulse/2026-11-22", 4, "c"),
        note(&one(), "pulse/2026-12-01", 5, "d"),
        note(&two(), "letter/a", 6, "e"),
        note(&two(), "pulse/2026-11-22", 7, "f"),
    ]
}

/// The entries that a stored value holds, as today's code reads them.
fn entries_in(key: &str, value: &str) -> Entries {
    reopen(&shelf_with(&[(key.to_owned(), value.to_owned())]))
}

/// What can happen to a value, with a name for each.
fn damages(value: &str) -> Vec<(String, String)> {
    let letters: Vec<char> = value.chars().collect();
    let flipped = |at: usize| -> String {
        let flip = |(here, letter): (usize, &char)| match (here == at, letter) {
            (false, letter) => *letter,
            (true, '2') => '3',
            (true, _) => '2',
        };
        letters.iter().enumerate().map(flip).collect()
    };
    let cut = |at: usize| letters[..at].iter().collect::<String>();
    let mut all = vec![
        ("emptied".to_owned(), String::new()),
        ("another app's JSON".to_owned(), r#"{"theme":"dark"}"#.to_owned()),
        ("another app's list".to_owned(), "[]".to_owned()),
        ("another app's text".to_owned(), "kept everything\nfine".to_owned()),
        ("written twice".to_owned(), value.repeat(2)),
    ];
    all.extend((0..letters.len()).map(|at| (format!("flipped at {at}"), flipped(at))));
    all.extend((0..letters.len()).map(|at| (format!("cut off at {at}"), cut(at))));
    all
}

/// Opens a shelf on which the values under `keys` are damaged: everything else is there, the damaged values are
/// set aside as they are, once, and storage can be written.
fn check_damaged(what: &str, shelf: &MemoryShelf, keys: &[&str]) {
    let damaged: Vec<String> = keys.iter().map(|key| shelf.get(key).unwrap().unwrap()).collect();
    let others = chunks(shelf).into_iter().filter(|(key, _)| !keys.contains(&key.as_str()));
    let others: Vec<(String, String)> = others.collect();
    let readable = reopen(&shelf_with(&others));

    let (mut vault, opened) = Vault::open(Box::new(shelf.clone()));
    assert_eq!((opened.damaged, opened.newer), (keys.len(), false), "{what}");
    assert_eq!(opened.entries, readable, "{what}");
    assert_eq!(aside(shelf), damaged, "{what}: set aside as they were");
    assert_eq!(chunks(shelf), others, "{what}: nothing else was touched");

    let listed: Vec<String> = vault.aside().into_iter().map(|aside| aside.value).collect();
    assert_eq!(listed, damaged, "{what}");
    let new = note(&one(), "letter/a", 99, "new");
    vault.save(std::slice::from_ref(&new), &opened.entries).unwrap();

    let before = contents(shelf);
    let (_, again) = Vault::open(Box::new(shelf.clone()));
    assert_eq!(again.damaged, 0, "{what}: it is reported once");
    assert_eq!(again.entries, readable.iter().cloned().chain([new]).collect(), "{what}");
    assert_eq!(contents(shelf), before, "{what}: opening again changes nothing");
}

#[test]
fn everything_else_opens_whatever_happens_to_a_value() {
    let whole = saved(&year());
    for (at, (key, value)) in chunks(&whole).into_iter().enumerate() {
        // Every position of the first value, and of the others a sample that differs from value to value.
        let step = if at == 0 { 1 } else { 7 };
        for (what, changed) in damages(&value).into_iter().skip(at % step).step_by(step) {
            let shelf = copy_of(&whole);
            shelf.set(&key, &changed).unwrap();
            check_damaged(&format!("{key} {what}"), &shelf, &[&key]);
        }
    }
}

#[test]
fn two_values_that_changed_places_are_both_set_aside() {
    let whole = saved(&year());
    let all = chunks(&whole);
    for (at, (key, value)) in all.iter().enumerate() {
        for (other_key, other) in &all[at + 1..] {
            let shelf = copy_of(&whole);
            shelf.set(key, other).unwrap();
            shelf.set(other_key, value).unwrap();
            check_damaged(&format!("{key} and {other_key}"), &shelf, &[key, other_key]);
        }
    }
}

#[test]
fn everything_else_opens_when_a_value_is_gone() {
    let whole = saved(&year());
    for (key, value) in chunks(&whole) {
        let shelf = copy_of(&whole);
        shelf.remove(&key).unwrap();
        let (_, opened) = Vault::open(Box::new(shelf));
        let gone = entries_in(&key, &value);
        let left = all_of(&year())
            .iter()
            .filter(|entry| gone.entry(&entry.author, &entry.id).is_none())
            .cloned()
            .collect();
        assert_eq!((opened.entries, opened.damaged), (left, 0), "{key}");
    }
}

#[test]
fn the_same_place_can_be_damaged_again_and_again() {
    let shelf = saved(&year());
    let key = "kept/entries/one/always/1";
    for damage in ["first", "second", "first", ""] {
        shelf.set(key, damage).unwrap();
        Vault::open(Box::new(shelf.clone()));
    }
    assert_eq!(aside(&shelf), ["first", "second", ""]);
}

/// A value that is whole, but in which one entry is not what this version takes for one.
fn half_readable() -> (&'static str, String, Entry) {
    let key = "kept/entries/one/always/1";
    let fine = note(&one(), "letter/a", 1, "fine");
    let payload = json!([fine.to_json(), { "author": "one", "id": "Upper case", "stamp": "?", "visibility": "private" }]);
    (key, codec::encode(key, 1, &payload.to_string()), fine)
}

#[test]
fn an_entry_that_can_be_read_beside_one_that_cannot_stays() {
    let (key, value, fine) = half_readable();
    let shelf = shelf_with(&[(key.to_owned(), value.clone())]);
    let (_, opened) = Vault::open(Box::new(shelf.clone()));
    assert_eq!((opened.damaged, &opened.entries), (1, &all_of(std::slice::from_ref(&fine))));
    assert_eq!(aside(&shelf), [value]);
    let (_, again) = Vault::open(Box::new(shelf));
    assert_eq!((again.damaged, again.entries), (0, opened.entries));
}

#[test]
fn without_room_to_set_it_aside_a_damaged_value_stays_where_it_is() {
    let memory = saved(&year());
    let key = "kept/entries/one/always/1";
    let damaged = "x".repeat(800);
    memory.set(key, &damaged).unwrap();
    let used: usize =
        contents(&memory).iter().map(|(key, value)| key.len() + value.encode_utf16().count()).sum();
    let shelf = FailingShelf::new(memory.clone());
    // Room for a short entry, and none for a copy of the damaged value.
    shelf.limit(used + 400);

    let mut tab = Tab::open(shelf.clone(), 1);
    assert_eq!(memory.get(key).unwrap().as_deref(), Some(damaged.as_str()));
    let listed: Vec<_> = tab.vault.aside().into_iter().map(|aside| (aside.key, aside.value)).collect();
    assert_eq!(listed, [(key.to_owned(), damaged.clone())], "it is shown, and can be taken out");

    tab.write(&one(), "letter/a", Some("new")).unwrap();
    assert_eq!(tab.write(&one(), "letter/long", Some(&"y".repeat(900))), Err(SaveError::Full));
    assert_eq!(memory.get(key).unwrap().as_deref(), Some(damaged.as_str()), "nothing is written over it");
    assert!(aside(&memory).is_empty());
    assert_eq!(reopen(&memory), tab.known);

    // As soon as there is room it is set aside like any other.
    shelf.limit(usize::MAX);
    tab.write(&one(), "letter/new", Some("new")).unwrap();
    assert_eq!(aside(&memory), [damaged]);
    let (_, opened) = Vault::open(Box::new(memory));
    assert_eq!((opened.damaged, opened.entries), (0, tab.known));
}

#[test]
fn what_was_set_aside_goes_when_the_person_says_so_and_nothing_else() {
    let shelf = saved(&year());
    shelf.set("kept/entries/two/always/1", "damaged").unwrap();
    let (mut vault, opened) = Vault::open(Box::new(shelf.clone()));
    assert_eq!(vault.aside().len(), 1);
    vault.discard_aside().unwrap();
    assert!(aside(&shelf).is_empty() && vault.aside().is_empty());
    assert_eq!(reopen(&shelf), opened.entries);
}

#[test]
fn discarding_a_damaged_value_without_room_takes_nothing_that_another_tab_put_right() {
    let memory = saved(&year());
    let key = "kept/entries/two/always/1";
    let whole = memory.get(key).unwrap().unwrap();
    for repaired in [true, false] {
        memory.set(key, "damaged").unwrap();
        let shelf = FailingShelf::new(memory.clone());
        shelf.limit(0);
        let (mut vault, _) = Vault::open(Box::new(shelf));
        assert_eq!(vault.aside().len(), 1);
        if repaired {
            memory.set(key, &whole).unwrap();
        }
        vault.discard_aside().unwrap();
        assert_eq!(memory.get(key), Ok(repaired.then(|| whole.clone())));
    }
}

#[test]
fn a_value_damaged_while_the_app_runs_is_set_aside_and_written_again_from_memory() {
    let all = year();
    for saves in [true, false] {
        let shelf = saved(&all);
        let mut tab = Tab::open(shelf.clone(), 1);
        let key = "kept/entries/one/always/1";
        shelf.set(key, "damaged").unwrap();
        if saves {
            tab.write(&one(), "letter/a", Some("changed")).unwrap();
        } else {
            tab.follow(key).unwrap();
        }
        assert_eq!(aside(&shelf), ["damaged"]);
        assert_eq!(reopen(&shelf), tab.known);
        assert_eq!(tab.known.len(), all.len());
    }
}

#[test]
fn a_value_removed_while_the_app_runs_is_written_again_from_memory() {
    let shelf = saved(&year());
    let mut tab = Tab::open(shelf.clone(), 1);
    shelf.remove("kept/entries/one/always/1").unwrap();
    shelf.remove("kept/entries/two/2026-11/1").unwrap();
    tab.write(&one(), "letter/a", Some("changed")).unwrap();
    tab.follow("kept/entries/two/2026-11/1").unwrap();
    assert_eq!(reopen(&shelf), tab.known);
    assert_eq!(tab.known.len(), year().len());
}

/// A shelf that does not hand out one value, though it is there.
struct Unreadable {
    memory: MemoryShelf,
    key: &'static str,
    refuses: Rc<Cell<bool>>,
}

impl Shelf for Unreadable {
    fn get(&self, key: &str) -> Result<Option<String>, ShelfError> {
        if self.refuses.get() && key == self.key { Err(ShelfError::Denied) } else { self.memory.get(key) }
    }

    fn set(&self, key: &str, value: &str) -> Result<(), ShelfError> {
        self.memory.set(key, value)
    }

    fn remove(&self, key: &str) -> Result<(), ShelfError> {
        self.memory.remove(key)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, ShelfError> {
        self.memory.keys(prefix)
    }
}

#[test]
fn what_the_browser_does_not_hand_out_is_not_taken_for_empty_and_written_over() {
    let key = "kept/entries/one/always/1";
    for from_the_start in [true, false] {
        let memory = saved(&year());
        let value = memory.get(key).unwrap();
        let refuses = Rc::new(Cell::new(from_the_start));
        let shelf = Unreadable { memory: memory.clone(), key, refuses: Rc::clone(&refuses) };
        let (mut vault, opened) = Vault::open(Box::new(shelf));
        assert_eq!(opened.damaged, usize::from(from_the_start));
        refuses.set(true);
        let result = vault.save(&[note(&one(), "letter/new", 9, "new")], &opened.entries);
        assert_eq!(result.is_ok(), from_the_start, "it goes elsewhere, or is refused");
        assert_eq!(vault.follow(key, &opened.entries), Err(SaveError::Denied));
        assert_eq!(memory.get(key).unwrap(), value);
    }
}

/// Whatever one tries, a newer version's storage stays as it is, to the letter.
fn check_untouched(values: &[(&str, String)]) {
    let shelf = saved(&year());
    for (key, value) in values {
        shelf.set(key, value).unwrap();
    }
    let before = contents(&shelf);
    let (mut vault, opened) = Vault::open(Box::new(shelf.clone()));
    assert!(opened.newer);
    assert!(!opened.entries.is_empty(), "what can be read is shown");
    let new = note(&one(), "letter/new", 99, "new");
    assert_eq!(vault.save(&[new], &opened.entries), Err(SaveError::NewerStore));
    for (key, _) in &before {
        let _ = vault.follow(key, &opened.entries);
    }
    assert_eq!(vault.discard_aside(), Err(SaveError::NewerStore));
    assert_eq!(contents(&shelf), before);
}

#[test]
fn a_newer_versions_storage_is_read_and_never_written() {
    let key = "kept/entries/one/2026-11/1";
    for head in
        ["kept 2 text open 7", "kept 2", "kept 40 woven", "kept 1 packed open 7", "kept 1 text sealed 7"]
    {
        check_untouched(&[(key, newer(key, head))]);
    }
    let unheard_of = "kept/entries/one/2026/packed";
    check_untouched(&[(unheard_of, newer(unheard_of, "kept 2 packed"))]);
    let damaged = "kept/entries/one/always/1";
    check_untouched(&[(key, newer(key, "kept 2")), (damaged, "damaged".to_owned())]);
}

#[test]
fn a_tab_stops_writing_once_another_one_runs_a_newer_version() {
    let key = "kept/entries/one/always/1";
    for follows in [true, false] {
        let shelf = saved(&year());
        let mut tab = Tab::open(shelf.clone(), 1);
        shelf.set(key, &newer(key, "kept 2")).unwrap();
        let before = contents(&shelf);
        if follows {
            assert_eq!(tab.follow(key), Err(SaveError::NewerStore));
        }
        assert_eq!(tab.write(&one(), "letter/a", Some("new")), Err(SaveError::NewerStore));
        assert_eq!(tab.write(&two(), "letter/a", Some("new")), Err(SaveError::NewerStore));
        assert_eq!(contents(&shelf), before);
    }
}

/// One flipped bit in the format number once made the whole store read-only.
#[test]
fn a_damaged_format_number_is_damage_and_not_a_newer_version() {
    let shelf = saved(&year());
    let key = "kept/entries/one/always/1";
    let value = shelf.get(key).unwrap().unwrap();
    shelf.set(key, &value.replacen("kept 1", "kept 3", 1)).unwrap();
    check_damaged("a flipped format", &shelf, &[key]);
}
