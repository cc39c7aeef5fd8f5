//! Values that were flipped, cut off, emptied, replaced, swapped or removed.

use std::cell::Cell;
use std::rc::Rc;

use kept::entry::{Entries, Entry};
use kept::vault::codec::Form;
use kept::vault::{DraftName, FailingShelf, How, MemoryShelf, SaveError, Shelf, ShelfError, Vault, codec};
use serde_json::json;

use crate::common::{
    NOW, Tab, all_of, aside, chunks, contents, copy_of, deleted, difference, entries_in, logs, newer, noise,
    note, one, reopen, saved, shelf_with, tidy_all, today, two, unknown, used,
};

/// No difference.
const NONE: [String; 0] = [];

/// What a year of two people comes to, in small.
fn year() -> Vec<Entry> {
    vec![
        note(&one(), "letter/a", 1, "a 👩‍👧"),
        deleted(&note(&one(), "letter/b", 1, "b"), 2),
        unknown(&one(), "letter/c", 3),
        note(&one(), "pulse/2026-11-22", 4, "c"),
        note(&one(), "pulse/2026-12-01", 5, "d"),
        note(&one(), "pulse/2020-01-01", 5, "long ago"),
        note(&one(), "journal/2020-01-01", 5, "a page of long ago"),
        note(&two(), "letter/a", 6, "e"),
        note(&two(), "pulse/2026-11-22", 7, "f"),
    ]
}

/// Text and packed chunks, the logs of two tabs, and a batch.
fn lived_in() -> MemoryShelf {
    let shelf = saved(&year());
    Tab::open(shelf.clone(), 5).write(&one(), "letter/log", Some("in a log")).unwrap();
    let mut other = Tab::open(shelf.clone(), 6);
    other.write(&one(), "letter/a", Some("changed, in a log")).unwrap();
    other.vault.take_in(&[note(&two(), "pulse/2020-02-02", NOW, "in a batch")], NOW).unwrap();
    shelf
}

/// The values that hold entries, wherever they are.
fn values(shelf: &impl Shelf) -> Vec<(String, String)> {
    [chunks(shelf), logs(shelf)].concat()
}

fn open(shelf: &MemoryShelf) -> (Vault, Entries, usize) {
    let (mut vault, opened) = Vault::open(Box::new(shelf.clone()), 1, today());
    let mut entries = opened.entries;
    entries.extend(vault.load_everything());
    let damaged = opened.damaged + vault.take_damaged();
    (vault, entries, damaged)
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
    let mut damaged: Vec<String> = keys.iter().map(|key| shelf.get(key).unwrap().unwrap()).collect();
    let others: Vec<(String, String)> =
        values(shelf).into_iter().filter(|(key, _)| !keys.contains(&key.as_str())).collect();
    let readable = reopen(&shelf_with(&others));

    let (mut vault, entries, count) = open(shelf);
    assert_eq!((count, vault.is_newer()), (keys.len(), false), "{what}");
    assert_eq!(difference(&entries, &readable), NONE, "{what}");
    let (mut set_aside, mut listed) =
        (aside(shelf), vault.aside().into_iter().map(|aside| aside.value).collect::<Vec<_>>());
    for list in [&mut damaged, &mut set_aside, &mut listed] {
        list.sort();
    }
    assert_eq!(set_aside, damaged, "{what}: set aside as they were");
    assert_eq!(listed, damaged, "{what}");
    assert_eq!(values(shelf), others, "{what}: nothing else was touched");

    let new = note(&one(), "letter/a", NOW + 99, "new");
    vault.save(std::slice::from_ref(&new)).unwrap();
    let before = contents(shelf);
    let (_, again, count) = open(shelf);
    assert_eq!(count, 0, "{what}: it is reported once");
    assert_eq!(difference(&again, &readable.iter().cloned().chain([new]).collect()), NONE, "{what}");
    assert_eq!(contents(shelf), before, "{what}: opening again changes nothing");
}

#[test]
fn everything_else_opens_whatever_happens_to_a_value() {
    let whole = lived_in();
    let all = values(&whole);
    assert!(all.len() >= 10, "{}", all.len());
    for (at, (key, value)) in all.into_iter().enumerate() {
        // Every position of the first line, and of the rest a sample that differs from value to value.
        let line = value.find('\n').unwrap();
        let is_in = |what: &str| {
            what.rsplit(' ').next().and_then(|at| at.parse().ok()).is_none_or(|at: usize| at <= line)
        };
        for (number, (what, changed)) in damages(&value).into_iter().enumerate() {
            if is_in(&what) || number % 23 == at % 23 {
                let shelf = copy_of(&whole);
                shelf.set(&key, &changed).unwrap();
                check_damaged(&format!("{key} {what}"), &shelf, &[&key]);
            }
        }
    }
}

#[test]
fn two_values_that_changed_places_are_both_set_aside() {
    let whole = lived_in();
    let all = values(&whole);
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
    let whole = lived_in();
    for (key, _) in values(&whole) {
        let shelf = copy_of(&whole);
        shelf.remove(&key).unwrap();
        let left: Entries =
            values(&shelf).iter().flat_map(|(key, value)| entries_in(key, value).unwrap()).collect();
        let (_, entries, count) = open(&shelf);
        assert_eq!((difference(&entries, &left), count), (Vec::new(), 0), "{key}");
    }
}

#[test]
fn damaged_values_are_set_aside_once_and_tidying_up_goes_on() {
    let whole = lived_in();
    for (key, _) in values(&whole) {
        let shelf = copy_of(&whole);
        shelf.set(&key, "damaged").unwrap();
        let (mut vault, entries, _) = open(&shelf);
        tidy_all(&mut vault, NOW + 2 * 24 * 60 * 60 * 1000).unwrap();
        assert_eq!(difference(&reopen(&shelf), &entries), NONE, "{key}");
        assert_eq!((aside(&shelf), logs(&shelf)), (vec!["damaged".to_owned()], Vec::new()), "{key}");
    }
}

/// It is damaged before anybody read it, and first met by tidying up.
#[test]
fn what_tidying_up_finds_damaged_is_set_aside_too() {
    for key in ["kept/entries/one/2020-01/1", "kept/entries/one/always/1", "kept/log/00000005"] {
        let shelf = lived_in();
        let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
        shelf.set(key, "damaged").unwrap();
        let left = reopen(&shelf);
        vault
            .save(&[note(&one(), "pulse/2020-01-09", NOW, "x"), note(&one(), "letter/new", NOW, "x")])
            .unwrap();
        tidy_all(&mut vault, NOW + 2 * 24 * 60 * 60 * 1000).unwrap();
        assert_eq!(reopen(&shelf).len(), left.len() + 2, "{key}");
        let kept = contents(&shelf).into_iter().filter(|(_, value)| value == "damaged").count();
        assert_eq!(kept, 1, "{key}");
        open(&shelf);
        assert_eq!(aside(&shelf), ["damaged"], "{key}");
    }
}

#[test]
fn the_same_place_can_be_damaged_again_and_again() {
    let shelf = saved(&year());
    let key = "kept/entries/one/always/1";
    for damage in ["first", "second", "first", ""] {
        shelf.set(key, damage).unwrap();
        open(&shelf);
    }
    assert_eq!(aside(&shelf), ["first", "second", ""]);
}

/// What is known about the store as a whole can be found out again, but whoever wants to know what happened finds
/// the damaged value.
#[test]
fn a_damaged_head_is_set_aside_and_done_without() {
    let whole = saved(&year());
    let key = "kept/head";
    let head = whole.get(key).unwrap().unwrap();
    for (what, damaged) in damages(&head).into_iter().step_by(3) {
        for opens in [true, false] {
            let shelf = copy_of(&whole);
            let mut tab = Tab::open(shelf.clone(), 2);
            shelf.set(key, &damaged).unwrap();
            if opens {
                tab = Tab::open(shelf.clone(), 3);
                assert_eq!(tab.vault.take_damaged(), 0, "that was told at opening");
            }
            tab.throw_away("pulse/2020-01-01");
            tab.tidy();
            assert_eq!(aside(&shelf), std::slice::from_ref(&damaged), "{what}");
            assert_eq!(difference(&reopen(&shelf), &tab.known), NONE, "{what}");
            assert!(shelf.get(key).unwrap().unwrap().contains("\"trash\""), "{what}");
        }
    }
}

#[test]
fn without_room_a_damaged_head_stays_where_it_is() {
    let memory = saved(&year());
    let damaged = "x".repeat(300);
    memory.set("kept/head", &damaged).unwrap();
    let shelf = FailingShelf::new(memory.clone());
    shelf.limit(used(&memory) + 100);
    let (mut vault, opened) = Vault::open(Box::new(shelf.clone()), 1, today());
    assert_eq!((opened.damaged, vault.aside().len()), (1, 1));
    assert_eq!(difference(&reopen(&memory), &all_of(&year())), NONE);
    let _ = tidy_all(&mut vault, NOW);
    assert_eq!(memory.get("kept/head").unwrap().as_ref(), Some(&damaged));
    shelf.limit(usize::MAX);
    tidy_all(&mut vault, NOW).unwrap();
    assert_eq!((aside(&memory), vault.aside().len()), (vec![damaged], 1));
}

/// A note that cannot be read hides what it is about, and both go.
#[test]
fn a_damaged_note_about_what_is_being_written_brings_nothing_half_in() {
    for how in [How::Merge, How::Replace] {
        for damage in ["", "x", "99999999999999999999999", "-1", "0"] {
            let shelf = saved(&year());
            let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
            let entries = [note(&one(), "letter/new", 1, "new"), note(&two(), "pulse/2021-01-01", 1, "new")];
            let mut batch = vault.begin(&entries, how, NOW).unwrap();
            vault.step(&mut batch).unwrap();
            let note =
                contents(&shelf).into_iter().find(|(key, _)| key.starts_with("kept/building/")).unwrap().0;
            shelf.set(&note, damage).unwrap();
            let expected = all_of(&year());
            assert_eq!(difference(&reopen(&shelf), &expected), NONE, "{how:?} {damage:?}");
            assert_eq!(vault.step(&mut batch), Err(SaveError::Denied));
            tidy_all(&mut Vault::open(Box::new(shelf.clone()), 2, today()).0, NOW).unwrap();
            assert_eq!(difference(&reopen(&shelf), &expected), NONE, "{how:?} {damage:?}");
            assert!(
                contents(&shelf).iter().all(|(key, _)| !key.contains("building") && !key.contains("log"))
            );
        }
    }
}

#[test]
fn a_damaged_draft_is_set_aside_and_counted() {
    let shelf = saved(&year());
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    let name = DraftName { author: one(), form: "person".to_owned() };
    vault.keep_draft(&name, 7, &json!("typed")).unwrap();
    let key = contents(&shelf).into_iter().find(|(key, _)| key.starts_with("kept/draft/")).unwrap().0;
    shelf.set(&key, "damaged").unwrap();
    assert_eq!((vault.drafts(&name).len(), vault.take_damaged()), (0, 1));
    assert_eq!((vault.drafts(&name).len(), vault.take_damaged()), (0, 0));
    assert_eq!(aside(&shelf), ["damaged"]);
}

#[test]
fn without_room_a_damaged_draft_stays_where_it_is_and_is_listed() {
    let memory = saved(&year());
    let key = "kept/draft/one/person/00000007";
    let damaged = noise(300, 1);
    memory.set(key, &damaged).unwrap();
    let shelf = FailingShelf::new(memory.clone());
    shelf.limit(used(&memory) + 100);
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    let name = DraftName { author: one(), form: "person".to_owned() };
    for _ in 0..2 {
        assert_eq!(vault.drafts(&name), []);
        assert_eq!(memory.get(key).unwrap().as_ref(), Some(&damaged));
        assert_eq!(vault.aside().len(), 1);
    }
    // Whoever goes on typing in that tab writes over it; what is there then is a draft like any other.
    shelf.limit(usize::MAX);
    vault.keep_draft(&name, 7, &json!("typed")).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    assert_eq!(vault.drafts(&name).len(), 1);
    assert_eq!(vault.aside(), []);
}

/// A value that is whole, but in which one entry is not what this version takes for one.
fn half_readable(key: &str, form: Form) -> (String, Entry) {
    let id = if key.contains("2020") { "pulse/2020-01-01" } else { "letter/a" };
    let fine = note(&one(), id, 1, "fine");
    let payload = json!([fine.to_json(), { "author": "one", "id": "Upper case", "stamp": "?", "visibility": "private" }]);
    (codec::encode(key, 1, &payload.to_string(), form), fine)
}

#[test]
fn an_entry_that_can_be_read_beside_one_that_cannot_stays() {
    for key in [
        "kept/entries/one/always/1",
        "kept/entries/one/2020-01/1",
        "kept/log/00000009",
        "kept/log/00000009.1/1",
    ] {
        for form in [Form::Text, Form::Packed] {
            let (value, fine) = half_readable(key, form);
            let shelf = shelf_with(&[(key.to_owned(), value.clone())]);
            let (mut vault, entries, damaged) = open(&shelf);
            assert_eq!((damaged, &entries), (1, &all_of(std::slice::from_ref(&fine))), "{key}");
            assert_eq!(aside(&shelf), [value], "{key}");
            tidy_all(&mut vault, NOW).unwrap();
            let (_, again, damaged) = open(&shelf);
            assert_eq!((damaged, again), (0, entries), "{key}");
        }
    }
}

#[test]
fn without_room_to_set_it_aside_a_damaged_value_stays_where_it_is() {
    let memory = saved(&year());
    let key = "kept/entries/one/always/1";
    let damaged = noise(800, 1);
    memory.set(key, &damaged).unwrap();
    let shelf = FailingShelf::new(memory.clone());
    // Room for a short entry, and none for a copy of the damaged value.
    shelf.limit(used(&memory) + 500);

    let mut tab = Tab::open(shelf.clone(), 1);
    assert_eq!(memory.get(key).unwrap().as_deref(), Some(damaged.as_str()));
    let listed: Vec<_> = tab.vault.aside().into_iter().map(|aside| (aside.key, aside.value)).collect();
    assert_eq!(listed, [(key.to_owned(), damaged.clone())], "it is shown, and can be taken out");

    tab.write(&one(), "letter/a", Some("new")).unwrap();
    assert_eq!(tab.write(&one(), "letter/long", Some(&noise(900, 2))), Err(SaveError::Full));
    let _ = tidy_all(&mut tab.vault, NOW);
    assert_eq!(memory.get(key).unwrap().as_deref(), Some(damaged.as_str()), "nothing is written over it");
    assert!(aside(&memory).is_empty());
    assert_eq!(reopen(&memory), tab.known);

    // As soon as there is room it is set aside like any other.
    shelf.limit(usize::MAX);
    tab.write(&one(), "letter/new", Some("new")).unwrap();
    tab.tidy();
    tidy_all(&mut Tab::open(shelf.clone(), 2).vault, NOW).unwrap();
    assert_eq!(aside(&memory), [damaged]);
    let (_, entries, damaged) = open(&memory);
    assert_eq!((damaged, entries), (0, tab.known));
}

#[test]
fn what_was_set_aside_goes_when_the_person_says_so_and_nothing_else() {
    let shelf = saved(&year());
    shelf.set("kept/entries/two/always/1", "damaged").unwrap();
    let (mut vault, entries, _) = open(&shelf);
    assert_eq!(vault.aside().len(), 1);
    vault.discard_aside().unwrap();
    assert!(aside(&shelf).is_empty() && vault.aside().is_empty());
    assert_eq!(reopen(&shelf), entries);
}

#[test]
fn discarding_a_damaged_value_without_room_takes_nothing_that_another_tab_put_right() {
    let memory = saved(&year());
    for key in ["kept/entries/two/always/1", "kept/entries/one/2020-01/1", "kept/head"] {
        let whole = memory.get(key).unwrap().unwrap();
        for repaired in [true, false] {
            memory.set(key, "damaged").unwrap();
            let shelf = FailingShelf::new(memory.clone());
            shelf.limit(0);
            let (mut vault, _) = Vault::open(Box::new(shelf), 1, today());
            vault.load_everything();
            assert_eq!(vault.aside().len(), 1, "{key}");
            if repaired {
                memory.set(key, &whole).unwrap();
            }
            vault.discard_aside().unwrap();
            assert_eq!(memory.get(key), Ok(repaired.then(|| whole.clone())), "{key}");
            memory.set(key, &whole).unwrap();
        }
    }
}

#[test]
fn a_value_damaged_while_the_app_runs_is_set_aside_and_written_again_from_memory() {
    let all = year();
    for key in ["kept/entries/one/always/1", "kept/entries/one/2020-01/1"] {
        let shelf = saved(&all);
        let mut tab = Tab::open(shelf.clone(), 1);
        shelf.set(key, "damaged").unwrap();
        tab.follow(key).unwrap();
        assert_eq!(aside(&shelf), ["damaged"], "{key}");
        assert_eq!(reopen(&shelf), tab.known);
        tab.tidy();
        assert_eq!((reopen(&shelf), logs(&shelf)), (all_of(&all), Vec::new()), "{key}");
    }
}

#[test]
fn a_value_removed_while_the_app_runs_is_written_again_from_memory() {
    let shelf = saved(&year());
    let mut tab = Tab::open(shelf.clone(), 1);
    for key in ["kept/entries/one/always/1", "kept/entries/two/2026-11/1", "kept/entries/one/2020-01/1"] {
        shelf.remove(key).unwrap();
        tab.follow(key).unwrap();
        assert_eq!(reopen(&shelf), tab.known, "{key}");
    }
    tab.tidy();
    assert_eq!((reopen(&shelf), tab.known.len()), (tab.known.clone(), year().len()));
}

/// The log of a tab is in its memory, too.
#[test]
fn a_log_damaged_while_its_tab_runs_costs_nothing() {
    for damage in [Some("damaged"), None] {
        let shelf = saved(&year());
        let mut tab = Tab::open(shelf.clone(), 1);
        let saved = tab.write(&one(), "letter/new", Some("new")).unwrap();
        match damage {
            Some(damage) => shelf.set("kept/log/00000001", damage).unwrap(),
            None => shelf.remove("kept/log/00000001").unwrap(),
        }
        tab.tidy();
        assert_eq!(reopen(&shelf).entry(&saved.author, &saved.id), Some(&saved));
        assert_eq!(reopen(&shelf), tab.known);
    }
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
    for key in ["kept/entries/one/always/1", "kept/entries/one/2020-01/1", "kept/log/00000005"] {
        for from_the_start in [true, false] {
            let memory = lived_in();
            let value = memory.get(key).unwrap();
            let refuses = Rc::new(Cell::new(from_the_start));
            let shelf = Unreadable { memory: memory.clone(), key, refuses: Rc::clone(&refuses) };
            let (mut vault, opened) = Vault::open(Box::new(shelf), 1, today());
            vault.load_everything();
            assert_eq!(opened.damaged + vault.take_damaged(), usize::from(from_the_start), "{key}");
            refuses.set(true);
            let new = [note(&one(), "letter/new", NOW, "new"), note(&one(), "pulse/2020-01-02", NOW, "new")];
            vault.save(&new).unwrap();
            for _ in 0..20 {
                let _ = vault.tidy(NOW + 2 * 24 * 60 * 60 * 1000);
            }
            let _ = vault.follow(key, &opened.entries);
            assert_eq!(memory.get(key).unwrap(), value, "{key}");
            for entry in new {
                assert_eq!(reopen(&memory).entry(&entry.author, &entry.id), Some(&entry), "{key}");
            }
        }
    }
}

/// A browser that denies everything once the page is open (Firefox, when its data is cleared) is no endless loop.
#[test]
fn a_shelf_that_cannot_even_list_its_keys_is_told_from_an_empty_one() {
    struct Denied;
    impl Shelf for Denied {
        fn get(&self, _: &str) -> Result<Option<String>, ShelfError> {
            Err(ShelfError::Denied)
        }
        fn set(&self, _: &str, _: &str) -> Result<(), ShelfError> {
            Err(ShelfError::Denied)
        }
        fn remove(&self, _: &str) -> Result<(), ShelfError> {
            Err(ShelfError::Denied)
        }
        fn keys(&self, _: &str) -> Result<Vec<String>, ShelfError> {
            Err(ShelfError::Denied)
        }
    }
    let (mut vault, opened) = Vault::open(Box::new(Denied), 1, today());
    assert!(opened.entries.is_empty());
    let entries = [note(&one(), "letter/a", 1, "a")];
    assert_eq!(vault.save(&entries), Err(SaveError::Denied));
    assert_eq!(vault.take_in(&entries, NOW), Err(SaveError::Denied));
    assert_eq!(vault.tidy(NOW), Err(SaveError::Denied));
    assert_eq!(vault.wipe(), Err(SaveError::Denied));
    assert_eq!((vault.snapshot(), vault.aside().len(), vault.room().used), (None, 0, 0));
}

/// Whatever one tries, a newer version's storage stays as it is, to the letter.
fn check_untouched(values: &[(&str, String)]) {
    let shelf = lived_in();
    for (key, value) in values {
        shelf.set(key, value).unwrap();
    }
    let before = contents(&shelf);
    let (mut vault, opened) = Vault::open(Box::new(shelf.clone()), 1, today());
    let mut entries = opened.entries;
    entries.extend(vault.load_everything());
    assert!(vault.is_newer(), "{values:?}");
    assert!(!entries.is_empty(), "what can be read is shown");
    let new = [note(&one(), "letter/new", NOW, "new")];
    assert_eq!(vault.save(&new), Err(SaveError::NewerStore));
    assert_eq!(vault.take_in(&new, NOW), Err(SaveError::NewerStore));
    assert_eq!(vault.begin(&new, How::Replace, NOW).err(), Some(SaveError::NewerStore));
    assert_eq!(
        (vault.go_back(), vault.drop_snapshot()),
        (Err(SaveError::NewerStore), Err(SaveError::NewerStore))
    );
    assert_eq!(vault.tidy(NOW * 2), Ok(None));
    for (key, _) in &before {
        let _ = vault.follow(key, &entries);
    }
    assert_eq!(vault.discard_aside(), Err(SaveError::NewerStore));
    assert_eq!(contents(&shelf), before, "{values:?}");
}

#[test]
fn a_newer_versions_storage_is_read_and_never_written() {
    for key in ["kept/head", "kept/entries/one/2026-11/1", "kept/entries/one/2020-01/1", "kept/log/00000005"]
    {
        for line in
            ["kept 3 text open 7", "kept 3", "kept 40 woven", "kept 2 woven open 7", "kept 1 text sealed 7"]
        {
            check_untouched(&[(key, newer(key, line))]);
        }
    }
    let unheard_of = "kept/entries/one/2026/packed";
    check_untouched(&[
        ("kept/head", newer("kept/head", "kept 3")),
        (unheard_of, newer(unheard_of, "kept 3 packed")),
    ]);
    let (key, damaged) = ("kept/entries/one/2026-11/1", "kept/entries/one/always/1");
    check_untouched(&[(key, newer(key, "kept 3")), (damaged, "damaged".to_owned())]);
}

/// Storage of the first version has no head, so every value is asked.
#[test]
fn without_a_head_a_newer_value_anywhere_makes_it_read_only_at_opening() {
    let shelf = lived_in();
    shelf.remove("kept/head").unwrap();
    let key = "kept/entries/one/2020-01/1";
    shelf.set(key, &newer(key, "kept 3")).unwrap();
    let (vault, opened) = Vault::open(Box::new(shelf), 1, today());
    assert!(opened.newer && vault.is_newer());
}

#[test]
fn a_tab_stops_writing_once_another_one_runs_a_newer_version() {
    for key in ["kept/entries/one/always/1", "kept/log/00000005", "kept/head", "kept/entries/one/2020-01/1"] {
        let shelf = lived_in();
        let mut tab = Tab::open(shelf.clone(), 1);
        shelf.set(key, &newer(key, "kept 3")).unwrap();
        let before = contents(&shelf);
        assert_eq!(tab.follow(key), Err(SaveError::NewerStore), "{key}");
        assert_eq!(tab.write(&one(), "letter/a", Some("new")), Err(SaveError::NewerStore), "{key}");
        assert_eq!(tab.write(&two(), "letter/a", Some("new")), Err(SaveError::NewerStore), "{key}");
        assert_eq!(tab.vault.tidy(NOW), Ok(None), "{key}");
        assert_eq!(contents(&shelf), before, "{key}");
    }
}

/// It has not heard of it yet; what it saves is in a log, which both versions read, and nothing else is touched.
#[test]
fn a_tab_that_has_not_heard_of_a_newer_version_writes_over_nothing_of_it() {
    for key in ["kept/entries/one/always/1", "kept/entries/one/2020-01/1"] {
        let shelf = saved(&year());
        let mut tab = Tab::open(shelf.clone(), 1);
        let value = newer(key, "kept 3");
        shelf.set(key, &value).unwrap();
        tab.write(&one(), "letter/a", Some("new")).unwrap();
        tab.write(&one(), "pulse/2020-01-05", Some("new")).unwrap();
        let _ = tidy_all(&mut tab.vault, NOW);
        assert!(tab.vault.is_newer(), "{key}");
        assert_eq!(shelf.get(key).unwrap().as_ref(), Some(&value), "{key}");
        assert_eq!(logs(&shelf).len(), 1, "{key}");
        assert_eq!(aside(&shelf), NONE, "{key}");
    }
}

/// One flipped bit in the format number once made the whole store read-only.
#[test]
fn a_damaged_format_number_is_damage_and_not_a_newer_version() {
    let shelf = saved(&year());
    let key = "kept/entries/one/always/1";
    let value = shelf.get(key).unwrap().unwrap();
    shelf.set(key, &value.replacen("kept 2", "kept 6", 1)).unwrap();
    check_damaged("a flipped format", &shelf, &[key]);
}
