//! What a save writes and opening reads, and what becomes of it while nobody waits.

use kept::entry::{Day, Entries, Entry, PersonId, Trash};
use kept::vault::{CHUNK_UNITS, MemoryShelf, Reach, SaveError, Shelf, Vault, codec, utf16_len};
use proptest::prelude::*;

use crate::common::{
    NOW, Tab, WatchedShelf, all_of, assert_bounded, chunks, contents, day, deleted, entries_in, is_anywhere,
    logs, noise, note, one, reopen, saved, stamp, tidy_all, today, two, unknown,
};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

fn chunk_keys(shelf: &impl Shelf) -> Vec<String> {
    chunks(shelf).into_iter().map(|(key, _)| key).collect()
}

fn is_packed(value: &str) -> bool {
    value.starts_with("kept 2 ppmd ")
}

#[test]
fn what_was_saved_is_there_again() {
    let gone = deleted(&note(&one(), "letter/y", 1, "words"), 2);
    let entries = [
        note(&one(), "pulse/2026-11-22", 1, "quiet \"evening\"\n日本語 👩‍👧 \u{0}"),
        note(&two(), "pulse/2026-11-22", 1, ""),
        note(&two(), "pulse/2020-02-29", 1, "long ago"),
        note(&two(), "journal/2020-02-29", 1, "a page"),
        note(&one(), "journal/2026-11-22", 1, "a page"),
        gone,
        unknown(&two(), "letter/x", 3),
    ];
    assert_eq!(reopen(&saved(&entries)), all_of(&entries));
    let shelf = MemoryShelf::default();
    Vault::open(Box::new(shelf.clone()), 1, today()).0.save(&entries).unwrap();
    assert_eq!(reopen(&shelf), all_of(&entries), "before anybody tidied");
}

#[test]
fn months_authors_and_pages_have_chunks_of_their_own() {
    let shelf = saved(&[
        note(&one(), "pulse/2026-11-22", 1, ""),
        note(&one(), "mark/ritual/x/2026-11-01", 1, ""),
        note(&one(), "journal/2026-11-01", 1, ""),
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
            "kept/entries/one/pages-2026-q4/1",
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
fn three_thousand_entries_in_one_batch_fill_their_chunks() {
    let entries = three_thousand();
    let shelf = saved(&entries);
    assert_bounded(&shelf);
    assert_eq!(logs(&shelf), []);
    assert_eq!(reopen(&shelf), all_of(&entries));
    let all = chunks(&shelf);
    assert!(all.len() > 20);
    let units: usize = all.iter().map(|(_, value)| utf16_len(value)).sum();
    assert!(units / all.len() > CHUNK_UNITS / 2, "chunks are filled before another is begun");
}

#[test]
fn a_save_writes_one_value_whatever_the_total() {
    let shelf = WatchedShelf::new(saved(&three_thousand()));
    let mut tab = Tab::open(shelf.clone(), 1);
    for (id, line) in [
        ("letter/new", Some("new")),
        ("pulse/2026-11-22", Some("new in a month")),
        ("pulse/2031-01-01", Some("new in a new month")),
        ("pulse/1999-01-01", Some("new in an old month")),
        ("letter/17", Some("changed")),
        ("letter/17", None),
    ] {
        tab.write(&one(), id, line).unwrap();
        assert_eq!(shelf.take_changes().len(), 1, "{id} {line:?}");
        assert_eq!(reopen(&shelf), tab.known);
    }
    tab.tidy();
    assert_bounded(&shelf);
    assert_eq!(logs(&shelf), []);
    assert_eq!(reopen(&shelf), tab.known);
}

/// The longest page that people write, in letters.
const PAGE: usize = 110_000;

#[test]
fn a_long_page_is_one_short_value() {
    let words = "We talked about the summer, and for once nobody had to be right. ".repeat(PAGE / 66);
    for (what, line) in [("words", words), ("日本語", "静かな夕べに散歩をした。".repeat(PAGE / 12))]
    {
        let shelf = WatchedShelf::new(saved(&three_thousand()));
        let mut tab = Tab::open(shelf.clone(), 1);
        tab.write(&one(), "letter/before", Some("before")).unwrap();
        shelf.take_changes();
        tab.write(&one(), "journal/2026-11-22", Some(&line)).unwrap();
        assert_eq!(shelf.take_changes().len(), 1, "{what}");
        assert_bounded(&shelf);
        assert_eq!(reopen(&shelf), tab.known, "{what}");
        tab.tidy();
        assert_bounded(&shelf);
        assert_eq!(reopen(&shelf), tab.known, "{what}");
    }
}

/// A tab that is never given a moment to tidy up (a page in the background) goes on saving one value at a time.
#[test]
fn saves_without_end_write_one_bounded_value_each() {
    for (what, text) in [
        ("words", "a line like any other, ".repeat(200)),
        ("emoji", "👩‍👧👍🏽".repeat(500)),
        ("text that packs badly", noise(4_000, 7)),
        ("a page that packs badly", noise(31_000, 9)),
    ] {
        let shelf = WatchedShelf::new(MemoryShelf::default());
        let mut tab = Tab::open(shelf.clone(), 1);
        for at in 0..20 {
            tab.write(&one(), &format!("letter/{at}"), Some(&format!("{at} {text}"))).unwrap();
            assert_eq!(shelf.take_changes().len(), 1, "{what} {at}");
            assert_bounded(&shelf);
        }
        assert_eq!(reopen(&shelf), tab.known, "{what}");
        tab.tidy();
        assert_bounded(&shelf);
        assert_eq!(logs(&shelf), [], "{what}");
        assert_eq!(reopen(&shelf), tab.known, "{what}");
    }
}

#[test]
fn an_entry_longer_than_a_chunk_has_one_to_itself() {
    let shelf = MemoryShelf::default();
    let mut tab = Tab::open(shelf.clone(), 1);
    let long = noise(CHUNK_UNITS + 1, 1);
    for (id, line) in
        [("letter/a", "a"), ("letter/b", &long), ("letter/c", "c"), ("letter/b", &long), ("letter/d", &long)]
    {
        tab.write(&one(), id, Some(line)).unwrap();
        tab.tidy();
    }
    assert_eq!(chunk_keys(&shelf).len(), 3, "one for the short ones, and one for each of the long ones");
    assert_bounded(&shelf);
    assert_eq!(reopen(&shelf), tab.known);
}

#[test]
fn saving_what_is_in_the_log_already_writes_nothing() {
    let shelf = WatchedShelf::new(MemoryShelf::default());
    let mut tab = Tab::open(shelf.clone(), 1);
    let entries = [note(&one(), "letter/a", 2, "a"), note(&two(), "letter/b", 2, "b")];
    tab.save(&entries).unwrap();
    shelf.take_changes();
    tab.save(&entries).unwrap();
    tab.save(&[note(&one(), "letter/a", 1, "older")]).unwrap();
    assert_eq!(shelf.take_changes(), Vec::<String>::new());
    assert_eq!(tab.known, all_of(&entries));
}

#[test]
fn a_log_goes_once_a_later_look_found_everything_in_its_chunk() {
    let shelf = MemoryShelf::default();
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.write(&one(), "letter/a", Some("a")).unwrap();
    let mut now = NOW;
    while tab.vault.tidy(now).unwrap() == Some(0) {}
    assert_eq!((chunks(&shelf).len(), logs(&shelf).len()), (1, 1), "it stands in both");
    now += kept::vault::CONFIRM_MS - 1;
    assert!(tab.vault.tidy(now).unwrap().is_some_and(|wait| wait > 0));
    assert_eq!(logs(&shelf).len(), 1);

    // Another tab that had not heard of it writes the chunk.
    let (key, _) = chunks(&shelf).remove(0);
    let other = saved(&[note(&one(), "letter/b", 1, "b")]);
    shelf.set(&key, &other.get(&key).unwrap().unwrap()).unwrap();
    let now = tidy_all(&mut tab.vault, now).unwrap();
    assert_eq!(logs(&shelf), []);
    assert_eq!(reopen(&shelf).len(), 2);
    assert_eq!(tab.vault.tidy(now + 60_000), Ok(None), "nothing is left to do");
}

/// The time until the second look once began with the first one, however long the chunk waited to be written.
#[test]
fn the_second_look_waits_from_the_moment_the_chunk_was_written() {
    let shelf = MemoryShelf::default();
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.write(&one(), "letter/a", Some("a")).unwrap();
    assert_eq!(tab.vault.tidy(NOW), Ok(Some(0)));
    assert_eq!(chunks(&shelf), [], "so far it only looked");
    // The page slept for an hour.
    let late = NOW + 3_600_000;
    while chunks(&shelf).is_empty() {
        tab.vault.tidy(late).unwrap();
    }
    while tab.vault.tidy(late + 1).unwrap() == Some(0) {}
    assert_eq!(logs(&shelf).len(), 1);
}

/// What is saved again and stands in its chunk already says nothing about what was settled a moment ago.
#[test]
fn a_save_of_something_known_does_not_shorten_the_wait() {
    let old = note(&one(), "letter/old", 1, "old");
    let shelf = saved(std::slice::from_ref(&old));
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.write(&one(), "letter/a", Some("a")).unwrap();
    while tab.vault.tidy(NOW).unwrap() == Some(0) {}
    tab.save(&[old]).unwrap();
    while tab.vault.tidy(NOW + 1).unwrap() == Some(0) {}
    assert_eq!(logs(&shelf).len(), 1);
}

/// A store with something in each of the last `months` months: a pulse and a page by both.
fn store(months: i32) -> MemoryShelf {
    let mut entries = vec![note(&one(), "person", 1, "one"), note(&two(), "person", 1, "two")];
    for month in 0..months {
        let number = 2026 * 12 + 10 - month;
        for author in [one(), two()] {
            for kind in ["pulse", "journal"] {
                let id = format!("{kind}/{:04}-{:02}-15", number / 12, number % 12 + 1);
                entries.push(note(&author, &id, 1, &id));
            }
        }
    }
    saved(&entries)
}

#[test]
fn opening_reads_no_more_of_ten_years_than_of_three_months() {
    let reads = |months| {
        let shelf = WatchedShelf::new(store(months));
        let (_, opened) = Vault::open(Box::new(shelf.clone()), 1, today());
        (shelf.take_reads().len(), opened.entries.len())
    };
    let (few, found) = reads(3);
    assert_eq!(reads(120), (few, found));
    assert_eq!(found, 2 + 2 * 2);
    assert!(few <= 2 + 2 * 2 + 3, "{few} for the chunks that are needed, the head, the tab's log and a note");
}

#[test]
fn a_bucket_is_read_when_it_is_needed_and_once() {
    let shelf = WatchedShelf::new(store(12));
    let (mut vault, opened) = Vault::open(Box::new(shelf.clone()), 1, today());
    let mut entries = opened.entries;
    shelf.take_reads();
    for (reach, values) in [
        (Reach::PagesOf(day("2026-11-03")), 2),
        (Reach::PagesOf(day("2026-11-03")), 0),
        (Reach::PagesOf(day("2026-01-31")), 2),
        (Reach::PagesOf(day("2019-01-31")), 0),
        (Reach::DaysSince(day("2026-08-31")), 2 * 2),
        (Reach::Days, 2 * 8),
        (Reach::Days, 0),
        (Reach::Trash, 0),
        (Reach::Everything, 2 * 3),
        (Reach::Everything, 0),
    ] {
        let missing = vault.missing(reach);
        entries.extend(vault.load(&missing));
        assert_eq!(shelf.take_reads().len(), values, "{reach:?}");
    }
    assert_eq!(vault.missing(Reach::Everything), []);
    assert_eq!(entries, reopen(&shelf));
}

#[test]
fn of_what_is_missing_the_latest_comes_first() {
    let (vault, _) = Vault::open(Box::new(store(6)), 1, today());
    let missing: Vec<String> =
        vault.missing(Reach::Days).iter().map(|bucket| format!("{bucket:?}")).collect();
    let months: Vec<usize> = ["2026-08", "2026-07", "2026-06"]
        .iter()
        .map(|month| missing.iter().position(|bucket| bucket.contains(month)).unwrap())
        .collect();
    assert!(months.is_sorted(), "{missing:?}");
}

/// Somebody whose own entry is lost is known by what they wrote, however long ago.
#[test]
fn whoever_wrote_only_long_ago_is_found_at_opening() {
    let shelf = saved(&[note(&one(), "person", 1, "one"), note(&two(), "pulse/2019-01-01", 1, "long ago")]);
    let (_, opened) = Vault::open(Box::new(shelf), 1, today());
    assert!(opened.entries.iter().any(|entry| entry.author == two()));
}

#[test]
fn old_months_end_packed_in_one_chunk_and_recent_ones_are_text() {
    let words = |at: u32| format!("the {at}th day, a line like any other of that month. ").repeat(20);
    let mut entries = Vec::new();
    for month in ["2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2027-01"] {
        for at in 1..=28 {
            entries.push(note(&one(), &format!("pulse/{month}-{at:02}"), 1, &words(at)));
            entries.push(note(&one(), &format!("journal/{month}-{at:02}"), 1, &words(at)));
        }
    }
    // They were written when they were recent, and then months went by.
    let shelf = MemoryShelf::default();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, day("2026-07-30"));
    vault.take_in(&entries, NOW).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    let texts = |prefix: &str| {
        let ours = chunks(&shelf).into_iter().filter(|(key, _)| key.starts_with(prefix));
        ours.filter(|(_, value)| !is_packed(value)).count()
    };
    assert_eq!(
        texts("kept/entries/one/20"),
        chunk_keys(&shelf).iter().filter(|key| !key.contains("pages")).count()
    );
    for quarter in ["2026-q3", "2026-q4", "2027-q1"] {
        assert!(texts(&format!("kept/entries/one/pages-{quarter}/")) <= 1, "of pages one chunk grows");
    }
    assert!(chunk_keys(&shelf).len() > 12, "of text there are several chunks a month");
    for open_again in [false, true] {
        let shelf = crate::common::copy_of(&shelf);
        let mut vault = if open_again {
            Vault::open(Box::new(shelf.clone()), 2, today()).0
        } else {
            let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 2, day("2026-07-30"));
            vault.set_today(today());
            vault
        };
        tidy_all(&mut vault, NOW).unwrap();
        for (key, value) in chunks(&shelf) {
            let is_old = ["2026-07", "2026-08", "2026-09", "2026-q3"].iter().any(|span| key.contains(span));
            assert!(is_packed(&value) == is_old || key.contains("pages"), "{key}");
        }
        let of = |span: &str| chunk_keys(&shelf).iter().filter(|key| key.contains(span)).count();
        assert_eq!((of("2026-07"), of("2026-09"), of("2026-q3")), (1, 1, 1));
        assert_bounded(&shelf);
        assert_eq!(reopen(&shelf), all_of(&entries));
        let before = contents(&shelf);
        let (mut again, _) = Vault::open(Box::new(shelf.clone()), 3, today());
        tidy_all(&mut again, NOW).unwrap();
        assert_eq!(contents(&shelf), before, "what is packed is left alone");
    }
}

#[test]
fn an_old_month_that_packs_badly_takes_the_chunks_it_needs() {
    let entries: Vec<Entry> = (1..=5)
        .map(|at: u32| note(&one(), &format!("journal/2020-01-{at:02}"), 1, &noise(8_000, at.into())))
        .collect();
    let shelf = saved(&entries);
    assert!(chunks(&shelf).len() > 1);
    assert_bounded(&shelf);
    assert!(chunks(&shelf).iter().all(|(_, value)| is_packed(value)));
    // One more: nothing gets lost on the way to other chunks.
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.write(&one(), "journal/2020-01-31", Some("more")).unwrap();
    tab.tidy();
    assert_bounded(&shelf);
    assert_eq!(reopen(&shelf), tab.known);
    assert_eq!(tab.known.len(), entries.len() + 1);
}

#[test]
fn an_entry_of_an_old_month_can_be_changed_and_deleted() {
    let shelf = store(12);
    let mut tab = Tab::open(shelf.clone(), 1);
    for (id, line) in [
        ("pulse/2026-02-15", Some("changed")),
        ("journal/2026-02-15", None),
        ("pulse/2026-02-16", Some("forgotten then, remembered now")),
        ("pulse/2018-02-16", Some("a month that was not there")),
    ] {
        tab.write(&one(), id, line).unwrap();
        assert_eq!(reopen(&shelf), tab.known);
        tab.tidy();
        assert_eq!(reopen(&shelf), tab.known);
    }
    assert!(
        chunks(&shelf).iter().filter(|(key, _)| key.contains("2026-02")).all(|(_, value)| is_packed(value))
    );
    assert_eq!(chunk_keys(&shelf).iter().filter(|key| key.contains("one/2026-02")).count(), 1);
}

#[test]
fn a_clock_that_is_years_off_loses_and_hides_nothing() {
    let entries = [
        note(&one(), "pulse/1999-01-01", 1, "a device without a battery"),
        note(&one(), "pulse/2026-11-22", 2, "today"),
        note(&one(), "pulse/2051-01-01", 3, "a device that was set wrong"),
        note(&one(), "letter/a", 4_900_000_000_000, "later than now"),
        note(&one(), "letter/b", 0, "when computers began to count"),
    ];
    for days in [
        ["2026-11-22", "1970-01-01", "2051-01-01", "2026-11-22"],
        ["2051-01-01", "2026-11-22", "2031-01-01", "1970-01-01"],
    ] {
        let shelf = MemoryShelf::default();
        let mut known = Entries::default();
        for (at, today) in (1..).zip(days) {
            let (mut vault, opened) = Vault::open(Box::new(shelf.clone()), at, day(today));
            known.extend(opened.entries.iter().cloned());
            let more = note(&one(), "pulse/2026-11-23", u64::from(at) + 10, today);
            vault.save(&entries).unwrap();
            vault.save(std::slice::from_ref(&more)).unwrap();
            known.extend(entries.iter().cloned().chain([more]));
            let now = u64::try_from(day(today).since(Day::default())).unwrap() * DAY_MS;
            tidy_all(&mut vault, now).unwrap();
            assert_eq!(reopen(&shelf), known, "{today}");
        }
        let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 9, today());
        tidy_all(&mut vault, NOW).unwrap();
        for (key, value) in chunks(&shelf).into_iter().filter(|(key, _)| key.contains("1999")) {
            assert!(is_packed(&value), "{key}");
        }
    }
}

/// What was deleted lately is in trash, and goes for good when its time is over or somebody says so.
#[test]
fn what_was_deleted_for_good_is_nowhere_in_storage() {
    for id in ["letter/a", "pulse/2026-11-22", "journal/2026-11-20", "pulse/2020-11-22", "journal/2020-11-22"]
    {
        let shelf = saved(&[
            note(&one(), id, 1, "the secret words"),
            note(&one(), "letter/b", 1, "others"),
            note(&one(), "pulse/2020-11-23", 1, "others"),
        ]);
        let mut tab = Tab::open(shelf.clone(), 1);
        let (alive, gone) = tab.throw_away(id);
        tab.tidy();
        assert!(is_anywhere(&shelf, "the secret words"), "{id}: it can be brought back");
        let trash = reopen(&shelf).entry(&one(), &alive.id).and_then(|entry| entry.trash().cloned());
        assert_eq!(trash, Some(Trash { on: today(), before: alive.clone() }), "{id}");

        tab.save(&[gone.forgotten()]).unwrap();
        assert_eq!(reopen(&shelf).entry(&one(), &alive.id), Some(&gone.forgotten()));
        tab.tidy();
        assert!(!is_anywhere(&shelf, "the secret words"), "{id}");
        assert_eq!(logs(&shelf), []);
        assert_eq!(reopen(&shelf), tab.known);
    }
}

#[test]
fn what_was_deleted_without_trash_leaves_the_log_and_the_chunk() {
    let shelf = MemoryShelf::default();
    let mut tab = Tab::open(shelf.clone(), 1);
    for line in [Some("the secret words"), Some("the secret words, and more"), None] {
        tab.write(&one(), "letter/a", line).unwrap();
    }
    tab.tidy();
    assert!(!is_anywhere(&shelf, "the secret words"));
}

#[test]
fn what_is_in_trash_can_be_brought_back() {
    for id in ["letter/a", "pulse/2020-11-22"] {
        let shelf = saved(&[note(&one(), id, 1, "words")]);
        let mut tab = Tab::open(shelf.clone(), 1);
        let (alive, _) = tab.throw_away(id);
        tab.tidy();
        let mut again = Tab::open(shelf.clone(), 2);
        let trash = again.known.entry(&one(), &alive.id).unwrap().trash().unwrap().clone();
        assert!(!trash.is_over(today().plus(30)) && trash.is_over(today().plus(31)));
        let back =
            trash.before.revised(again.clock.tick(NOW), alive.visibility.clone(), trash.before.body.clone());
        again.save(std::slice::from_ref(&back)).unwrap();
        again.tidy();
        assert_eq!(reopen(&shelf).entry(&one(), &alive.id), Some(&back));
        assert_eq!(back.body, alive.body);
    }
}

#[test]
fn trash_of_an_old_month_is_found_again_and_forgotten_months_are_not_asked() {
    let shelf = store(24);
    let mut tab = Tab::open(shelf.clone(), 1);
    for id in ["pulse/2025-03-15", "journal/2026-11-15"] {
        tab.throw_away(id);
    }
    tab.tidy();
    let (mut vault, opened) = Vault::open(Box::new(shelf.clone()), 2, today().plus(40));
    let in_trash = |entries: &[Entry]| -> Vec<Entry> {
        entries
            .iter()
            .filter(|entry| entry.trash().is_some_and(|trash| trash.is_over(today().plus(40))))
            .cloned()
            .collect()
    };
    assert!(opened.entries.iter().all(|entry| entry.trash().is_none()));
    let missing = vault.missing(Reach::Trash);
    assert_eq!(missing.len(), 2);
    let over = in_trash(&vault.load(&missing));
    assert_eq!(over.len(), 2);
    vault.save(&over.iter().map(Entry::forgotten).collect::<Vec<_>>()).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    assert_eq!(Vault::open(Box::new(shelf.clone()), 3, today()).0.missing(Reach::Trash), []);
    assert!(!is_anywhere(&shelf, "\"was\""));
}

/// A month in which something was deleted while it was recent is over now.
#[test]
fn trash_of_a_month_that_has_become_old_is_found_again() {
    let shelf = saved(&[note(&one(), "person", 1, "one"), note(&one(), "pulse/2026-11-22", 1, "words")]);
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.throw_away("pulse/2026-11-22");
    tab.tidy();
    let later = day("2027-03-01");
    let (mut vault, opened) = Vault::open(Box::new(shelf.clone()), 2, later);
    assert_eq!(opened.entries.len(), 1);
    tidy_all(&mut vault, NOW).unwrap();
    let (vault, _) = Vault::open(Box::new(shelf), 3, later);
    assert_eq!(vault.missing(Reach::Trash).len(), 1);
}

/// A tab in which `letter/a` has outgrown the chunk it shared with `letter/b`.
fn outgrown() -> (WatchedShelf<MemoryShelf>, Tab) {
    let shelf = WatchedShelf::new(MemoryShelf::default());
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.write(&one(), "letter/a", Some("first words")).unwrap();
    tab.write(&one(), "letter/b", Some(&"b".repeat(CHUNK_UNITS / 2))).unwrap();
    tab.tidy();
    tab.write(&one(), "letter/a", Some(&"a".repeat(CHUNK_UNITS / 2))).unwrap();
    tab.tidy();
    (shelf, tab)
}

#[test]
fn an_entry_that_outgrows_its_chunk_moves_and_leaves_nothing_behind() {
    let (shelf, mut tab) = outgrown();
    assert_eq!(chunk_keys(&shelf).len(), 2);
    assert!(!is_anywhere(&shelf, "first words"));
    assert_bounded(&shelf);
    assert_eq!(reopen(&shelf), tab.known);
    tab.write(&one(), "letter/a", None).unwrap();
    tab.tidy();
    assert!(!is_anywhere(&shelf, "aaaa"));
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
    tab.tidy();
    for how in ["saved", "taken in"] {
        match how {
            "saved" => tab.vault.save(&before).unwrap(),
            _ => tab.vault.take_in(&before, NOW).unwrap(),
        }
        assert_eq!(reopen(&shelf), tab.known, "{how}");
        tab.tidy();
        assert!(!is_anywhere(&shelf, "aaaa"), "{how}");
        assert_eq!(reopen(&shelf), tab.known, "{how}");
    }
}

#[test]
fn each_write_of_a_value_has_the_next_revision() {
    let shelf = MemoryShelf::default();
    let mut tab = Tab::open(shelf.clone(), 1);
    for revision in 1..=12 {
        tab.write(&one(), "letter/a", Some(&revision.to_string())).unwrap();
        let (key, value) = logs(&shelf).remove(0);
        assert_eq!(codec::decode(&key, &value).unwrap().revision, revision);
    }
    for revision in 1..=4 {
        tab.write(&one(), "letter/a", Some(&revision.to_string())).unwrap();
        tab.tidy();
        let (key, value) = chunks(&shelf).remove(0);
        assert_eq!(codec::decode(&key, &value).unwrap().revision, revision);
        assert_eq!(entries_in(&key, &value).unwrap().len(), 1);
    }
}

#[test]
fn the_meter_counts_what_browsers_count() {
    let shelf =
        saved(&[note(&one(), "letter/a", 1, "schön 👩‍👧"), note(&one(), "pulse/1999-01-01", 1, "packed")]);
    shelf.set("somebody-else", "1").unwrap();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    vault.set_preference("theme", "dark").unwrap();
    let (ours, others): (Vec<_>, Vec<_>) =
        contents(&shelf).into_iter().partition(|(key, _)| key.starts_with("kept/"));
    let units = |values: Vec<(String, String)>| -> usize {
        values.iter().map(|(key, value)| format!("{key}{value}").encode_utf16().count()).sum()
    };
    assert_eq!((vault.room().used, vault.room().others), (units(ours), units(others)));
}

#[test]
fn a_plain_word_is_remembered_beside_the_entries() {
    let shelf = saved(&[note(&one(), "letter/a", 1, "a")]);
    let before = reopen(&shelf);
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    assert_eq!(vault.preference("theme"), None);
    vault.set_preference("theme", "dark").unwrap();
    assert_eq!(
        Vault::open(Box::new(shelf.clone()), 2, today()).0.preference("theme").as_deref(),
        Some("dark")
    );
    assert_eq!(reopen(&shelf), before);
}

#[test]
fn the_last_copy_that_was_taken_out_is_remembered() {
    let shelf = saved(&[note(&one(), "letter/a", 1, "a")]);
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    assert_eq!(vault.last_backup(), None);
    let backup = kept::vault::Backup { on: today(), until: stamp(7, 8, 9) };
    vault.note_backup(backup).unwrap();
    let (mut other, _) = Vault::open(Box::new(shelf), 2, today());
    assert_eq!(other.last_backup(), Some(backup));
    let later = kept::vault::Backup { on: today().plus(1), until: stamp(8, 8, 9) };
    other.note_backup(later).unwrap();
    vault.follow("kept/head", &Entries::default()).unwrap();
    assert_eq!(vault.last_backup(), Some(later));
}

#[test]
fn days_with_changes_beyond_what_opening_reads_are_counted_until_the_next_copy() {
    let shelf = MemoryShelf::default();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    let mut now = 0;
    let mut write = |vault: &mut Vault, id: &str, day: i32| {
        vault.set_today(today().plus(day));
        vault.save(&[note(&one(), id, now, "a")]).unwrap();
        while let Some(wait) = vault.tidy(now).unwrap() {
            now += wait.max(1);
        }
    };
    for (id, day, days) in [
        ("letter/a", 0, 0),
        ("pulse/2026-11-22", 0, 0),
        ("journal/2026-11-22", 0, 1),
        ("journal/2026-11-21", 0, 1),
        ("journal/2026-11-23", 1, 2),
        ("pulse/2020-01-01", 2, 3),
    ] {
        write(&mut vault, id, day);
        assert_eq!(vault.days_beyond(), days, "{id}");
    }
    assert_eq!(Vault::open(Box::new(shelf), 2, today()).0.days_beyond(), 3);
    vault.note_backup(kept::vault::Backup { on: today(), until: stamp(7, 8, 9) }).unwrap();
    assert_eq!(vault.days_beyond(), 0);
}

/// One save: some entries of one author, each with text of some length.
fn batches() -> impl Strategy<Value = Vec<(PersonId, usize, usize)>> {
    let length = prop_oneof![4 => 0..200_usize, 3 => 4_000..14_000_usize, 1 => 25_000..40_000_usize];
    let author = prop::sample::select(vec![one(), one(), two()]);
    prop::collection::vec((author, 0..7_usize, length), 1..4)
}

/// Ids in months old and new, and in none.
const IDS: [&str; 7] = [
    "letter/a",
    "letter/b",
    "letter/c",
    "pulse/2026-11-22",
    "journal/2026-10-22",
    "journal/2020-01-01",
    "pulse/2020-01-02",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn values_stay_bounded_and_whole_whatever_is_saved(
        history in prop::collection::vec((batches(), prop::bool::weighted(0.4)), 1..12),
    ) {
        let shelf = WatchedShelf::new(MemoryShelf::default());
        let mut tab = Tab::open(shelf.clone(), 1);
        let mut expected = Entries::default();
        for (ms, (batch, tidies)) in (1..).zip(history) {
            // A letter of two UTF-16 code units every now and then, which are what is counted.
            let text = |length: usize| "abc 👍 \"".chars().cycle().take(length).collect::<String>();
            let entries: Vec<Entry> = batch
                .into_iter()
                .map(|(author, at, length)| note(&author, IDS[at], ms, &text(length)))
                .collect();
            shelf.take_changes();
            let saved: Result<(), SaveError> = tab.save(&entries);
            prop_assert_eq!(saved, Ok(()));
            prop_assert!(shelf.take_changes().len() <= 1);
            for entry in entries {
                expected.absorb(entry);
            }
            assert_bounded(&shelf);
            prop_assert_eq!(&tab.known, &expected);
            if tidies {
                tab.tidy();
                assert_bounded(&shelf);
                prop_assert_eq!(logs(&shelf), []);
            }
            prop_assert_eq!(&reopen(&shelf), &expected);
        }
    }
}
