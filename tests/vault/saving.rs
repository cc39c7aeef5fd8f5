//! What a save writes, and where.

use kept::entry::{Entries, Entry, PersonId};
use kept::vault::{CHUNK_UNITS, MemoryShelf, Shelf, Vault, utf16_len};
use proptest::prelude::*;

use crate::common::{
    Tab, WatchedShelf, all_of, assert_bounded, chunks, contents, deleted, note, one, reopen, saved, two,
    unknown,
};

fn chunk_keys(shelf: &impl Shelf) -> Vec<String> {
    chunks(shelf).into_iter().map(|(key, _)| key).collect()
}

#[test]
fn what_was_saved_is_there_again() {
    let gone = deleted(&note(&one(), "letter/y", 1, "words"), 2);
    let entries = [
        note(&one(), "pulse/2026-11-22", 1, "quiet \"evening\"\n日本語 👩‍👧 \u{0}"),
        note(&two(), "pulse/2026-11-22", 1, ""),
        gone,
        unknown(&two(), "letter/x", 3),
    ];
    assert_eq!(reopen(&saved(&entries)), all_of(&entries));
}

#[test]
fn months_and_authors_have_chunks_of_their_own() {
    let shelf = saved(&[
        note(&one(), "pulse/2026-11-22", 1, ""),
        note(&one(), "mark/ritual/x/2026-11-01", 1, ""),
        note(&one(), "pulse/2026-12-01", 1, ""),
        note(&one(), "ritual/x", 1, ""),
        note(&two(), "pulse/2026-11-22", 1, ""),
    ]);
    assert_eq!(
        chunk_keys(&shelf),
        [
            "kept/entries/one/2026-11/1",
            "kept/entries/one/2026-12/1",
            "kept/entries/one/always/1",
            "kept/entries/two/2026-11/1",
        ]
    );
}

/// Three thousand entries of all lengths, most of them in no month.
fn three_thousand() -> Vec<Entry> {
    let entry = |at: usize| {
        let author = if at.is_multiple_of(3) { two() } else { one() };
        let id =
            if at.is_multiple_of(5) { format!("letter/{at}/2026-11-22") } else { format!("letter/{at}") };
        note(&author, &id, 1, &"wörd 👍 ".repeat(at * 7919 % 53))
    };
    (0..3000).map(entry).collect()
}

#[test]
fn three_thousand_entries_in_one_batch_write_each_chunk_once() {
    let entries = three_thousand();
    let shelf = WatchedShelf::new(MemoryShelf::default());
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.save(&entries).unwrap();
    let mut changes = shelf.take_changes();
    changes.sort();
    assert_eq!(changes, chunk_keys(&shelf));
    assert!(changes.len() > 20);
    assert_bounded(&shelf);
    assert_eq!(reopen(&shelf), all_of(&entries));
    let units: usize = chunks(&shelf).iter().map(|(_, value)| utf16_len(value)).sum();
    assert!(units / changes.len() > CHUNK_UNITS / 2, "chunks are filled before another is begun");
}

#[test]
fn a_save_of_one_entry_writes_one_value_whatever_the_total() {
    let shelf = WatchedShelf::new(saved(&three_thousand()));
    let mut tab = Tab::open(shelf.clone(), 1);
    for (id, line) in [
        ("letter/new", Some("new")),
        ("pulse/2026-11-22", Some("new in a month")),
        ("pulse/2031-01-01", Some("new in a new month")),
        ("letter/17", Some("changed")),
        ("letter/17", None),
    ] {
        tab.write(&one(), id, line).unwrap();
        assert_eq!(shelf.take_changes().len(), 1, "{id} {line:?}");
    }
    assert_bounded(&shelf);
    assert_eq!(reopen(&shelf), tab.known);
}

#[test]
fn saving_what_is_there_already_writes_nothing() {
    let entries = [note(&one(), "letter/a", 2, "a"), note(&two(), "letter/b", 2, "b")];
    let shelf = WatchedShelf::new(saved(&entries));
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.save(&entries).unwrap();
    tab.save(&[note(&one(), "letter/a", 1, "older")]).unwrap();
    assert_eq!(shelf.take_changes(), Vec::<String>::new());
    assert_eq!(tab.known, all_of(&entries));
}

#[test]
fn an_entry_longer_than_a_chunk_has_one_to_itself() {
    let shelf = MemoryShelf::default();
    let mut tab = Tab::open(shelf.clone(), 1);
    let long = "x".repeat(CHUNK_UNITS + 1);
    for (id, line) in
        [("letter/a", "a"), ("letter/b", &long), ("letter/c", "c"), ("letter/b", &long), ("letter/d", &long)]
    {
        tab.write(&one(), id, Some(line)).unwrap();
    }
    assert_eq!(chunk_keys(&shelf).len(), 3, "one for the short ones, and one for each of the long ones");
    assert_bounded(&shelf);
    assert_eq!(reopen(&shelf), tab.known);
}

/// A tab in which `letter/a` has outgrown the chunk it shares with `letter/b`.
fn outgrown() -> (WatchedShelf<MemoryShelf>, Tab) {
    let shelf = WatchedShelf::new(MemoryShelf::default());
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.write(&one(), "letter/a", Some("first words")).unwrap();
    tab.write(&one(), "letter/b", Some(&"b".repeat(CHUNK_UNITS / 2))).unwrap();
    shelf.take_changes();
    tab.write(&one(), "letter/a", Some(&"a".repeat(CHUNK_UNITS / 2))).unwrap();
    (shelf, tab)
}

#[test]
fn an_entry_that_outgrows_its_chunk_moves_without_loss_in_one_write() {
    let (shelf, mut tab) = outgrown();
    assert_eq!(shelf.take_changes(), ["kept/entries/one/always/2"]);
    assert_bounded(&shelf);
    assert_eq!(reopen(&shelf), tab.known);

    // It stays there from then on, in this tab and after opening again.
    let mut again = Tab::open(shelf.clone(), 2);
    for tab in [&mut tab, &mut again] {
        tab.write(&one(), "letter/a", Some("short again")).unwrap();
        assert_eq!(shelf.take_changes(), ["kept/entries/one/always/2"]);
    }
    assert_eq!(reopen(&shelf), again.known);
}

#[test]
fn the_older_version_leaves_when_the_old_chunk_is_written_next() {
    let (shelf, mut tab) = outgrown();
    let holds = |words: &str| contents(&shelf).iter().any(|(_, value)| value.contains(words));
    assert!(holds("first words"), "a move writes one value, so the old one is as it was");
    tab.write(&one(), "letter/b", Some("b")).unwrap();
    assert!(!holds("first words"));
    assert_eq!(reopen(&shelf), tab.known);
}

#[test]
fn what_was_deleted_is_nowhere_in_storage() {
    let (shelf, mut tab) = outgrown();
    tab.write(&one(), "letter/a", None).unwrap();
    for (key, value) in contents(&shelf) {
        assert!(!value.contains("first words") && !value.contains("aaaa"), "{key}");
    }
    assert_eq!(reopen(&shelf), tab.known);
}

#[test]
fn an_older_file_puts_no_deleted_words_back_into_storage() {
    let (shelf, mut tab) = outgrown();
    let before: Vec<Entry> = tab.known.iter().cloned().collect();
    tab.write(&one(), "letter/a", None).unwrap();
    // The chunks are so full by now that the old version of the letter would need a new one.
    tab.write(&one(), "letter/b", Some(&"b".repeat(CHUNK_UNITS - 2000))).unwrap();
    tab.write(&one(), "letter/c", Some(&"c".repeat(CHUNK_UNITS - 2000))).unwrap();
    assert_eq!(chunk_keys(&shelf).len(), 2);
    shelf.take_changes();
    tab.save(&before).unwrap();
    assert_eq!(shelf.take_changes(), Vec::<String>::new());
    assert!(contents(&shelf).iter().all(|(_, value)| !value.contains("aaaa")));
}

#[test]
fn each_write_of_a_chunk_has_the_next_revision() {
    let shelf = MemoryShelf::default();
    let mut tab = Tab::open(shelf.clone(), 1);
    for revision in 1..=12 {
        tab.write(&one(), "letter/a", Some(&revision.to_string())).unwrap();
        let (_, value) = chunks(&shelf).remove(0);
        assert!(value.starts_with(&format!("kept 1 text open {revision} ")), "{value}");
    }
}

#[test]
fn the_meter_counts_what_browsers_count() {
    let shelf = saved(&[note(&one(), "letter/a", 1, "schön 👩‍👧")]);
    shelf.set("somebody-else", "1").unwrap();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()));
    vault.set_preference("theme", "dark").unwrap();
    let ours = contents(&shelf).into_iter().filter(|(key, _)| key.starts_with("kept/"));
    let units: usize = ours.map(|(key, value)| format!("{key}{value}").encode_utf16().count()).sum();
    assert_eq!(vault.used_units(), units);
}

#[test]
fn a_plain_word_is_remembered_beside_the_entries() {
    let shelf = saved(&[note(&one(), "letter/a", 1, "a")]);
    let before = reopen(&shelf);
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()));
    assert_eq!(vault.preference("theme"), None);
    vault.set_preference("theme", "dark").unwrap();
    assert_eq!(Vault::open(Box::new(shelf.clone())).0.preference("theme").as_deref(), Some("dark"));
    assert_eq!(reopen(&shelf), before);
}

/// One save: some entries of one author, each with text of some length.
fn batches() -> impl Strategy<Value = Vec<(PersonId, usize, usize)>> {
    let length = prop_oneof![4 => 0..200_usize, 3 => 4_000..14_000_usize, 1 => 25_000..40_000_usize];
    let author = prop::sample::select(vec![one(), one(), two()]);
    prop::collection::vec((author, 0..7_usize, length), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn chunks_stay_bounded_and_whole_whatever_is_saved(history in prop::collection::vec(batches(), 1..12)) {
        let shelf = MemoryShelf::default();
        let mut tab = Tab::open(shelf.clone(), 1);
        let mut expected = Entries::default();
        for (ms, batch) in (1..).zip(history) {
            // A letter of two UTF-16 code units every now and then, which are what is counted.
            let text = |length: usize| "abc 👍 \"".chars().cycle().take(length).collect::<String>();
            let entries: Vec<Entry> = batch
                .into_iter()
                .map(|(author, at, length)| note(&author, &format!("letter/{at}"), ms, &text(length)))
                .collect();
            tab.save(&entries).unwrap();
            for entry in entries {
                expected.absorb(entry);
            }
            assert_bounded(&shelf);
            prop_assert_eq!(&tab.known, &expected);
        }
        prop_assert_eq!(reopen(&shelf), expected);
    }
}
