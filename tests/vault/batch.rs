//! Many entries at once: taking in a file, and putting one in the place of everything.

use kept::entry::{Entries, Entry};
use kept::vault::{Batch, How, MemoryShelf, SaveError, Shelf, Snapshot, Vault, utf16_len};

use crate::common::{
    NOW, Tab, WatchedShelf, all_of, assert_bounded, chunks, contents, copy_of, logs, noise, note, one,
    reopen, saved, tidy_all, today, two,
};

const HOUR: u64 = 60 * 60 * 1000;

fn open(shelf: &(impl Shelf + Clone + 'static), device: u32) -> Vault {
    Vault::open(Box::new(shelf.clone()), device, today()).0
}

fn finish(vault: &mut Vault, batch: &mut Batch) -> Result<(), SaveError> {
    while vault.step(batch)? {}
    Ok(())
}

fn replace(vault: &mut Vault, entries: &[Entry]) -> Result<(), SaveError> {
    let mut batch = vault.begin(entries, How::Replace, NOW)?;
    finish(vault, &mut batch)
}

fn before() -> Vec<Entry> {
    vec![
        note(&one(), "person", 1, "one"),
        note(&one(), "letter/a", 1, "before"),
        note(&one(), "pulse/2020-01-01", 1, "before"),
        note(&two(), "journal/2026-11-22", 1, "before"),
    ]
}

/// A file from elsewhere: something newer, something older, something new; two people, several months.
fn file() -> Vec<Entry> {
    vec![
        note(&one(), "person", 9, "one, later"),
        note(&one(), "letter/b", 1, "new"),
        note(&one(), "letter/a", 0, "older"),
        note(&one(), "pulse/2020-01-02", 1, "new"),
        note(&one(), "pulse/2024-05-01", 1, "new"),
        note(&two(), "pulse/2026-11-22", 1, "new"),
        note(&two(), "journal/2019-11-22", 1, "new"),
    ]
}

#[test]
fn what_is_taken_in_is_merged() {
    let shelf = saved(&before());
    let mut vault = open(&shelf, 1);
    vault.take_in(&file(), NOW).unwrap();
    let expected: Entries = before().into_iter().chain(file()).collect();
    assert_eq!(reopen(&shelf), expected, "at once");
    tidy_all(&mut vault, NOW).unwrap();
    assert_eq!((reopen(&shelf), logs(&shelf)), (expected, Vec::new()), "and when it is in chunks");
    assert_eq!(vault.snapshot(), None);
}

#[test]
fn what_is_put_in_the_place_of_everything_is_all_there_is() {
    let shelf = saved(&before());
    let mut vault = open(&shelf, 1);
    replace(&mut vault, &file()).unwrap();
    assert_eq!(reopen(&shelf), all_of(&file()));
    tidy_all(&mut vault, NOW).unwrap();
    assert_eq!(reopen(&shelf), all_of(&file()));
    let more = note(&one(), "letter/c", NOW, "more");
    vault.save(std::slice::from_ref(&more)).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    assert_eq!(reopen(&shelf), file().into_iter().chain([more]).collect());
}

#[test]
fn a_batch_counts_with_its_last_step_and_not_before() {
    for how in [How::Merge, How::Replace] {
        let shelf = saved(&before());
        let mut vault = open(&shelf, 1);
        let mut batch = vault.begin(&file(), how, NOW).unwrap();
        let (mut steps, all) = (0, batch.progress().1);
        loop {
            assert_eq!(reopen(&shelf), all_of(&before()), "{how:?} after {steps} steps");
            assert_eq!(vault.snapshot(), None);
            assert_eq!(batch.progress(), (steps.min(all), all));
            if !vault.step(&mut batch).unwrap() {
                break;
            }
            steps += 1;
        }
        assert_eq!(steps, all);
        assert_ne!(reopen(&shelf), all_of(&before()), "{how:?}");
    }
}

#[test]
fn a_batch_that_is_given_up_leaves_no_trace() {
    for how in [How::Merge, How::Replace] {
        for steps in 0..=5 {
            let shelf = saved(&before());
            let untouched = contents(&shelf);
            let mut vault = open(&shelf, 1);
            let mut batch = vault.begin(&file(), how, NOW).unwrap();
            for _ in 0..steps {
                vault.step(&mut batch).unwrap();
            }
            vault.give_up(&batch);
            assert_eq!(contents(&shelf), untouched, "{how:?} {steps}");
            assert_eq!(vault.step(&mut batch), Err(SaveError::Denied), "{how:?} {steps}");
            assert_eq!(contents(&shelf), untouched, "{how:?} {steps}");
        }
    }
}

#[test]
fn a_large_batch_is_written_in_bounded_values() {
    let entries: Vec<Entry> = (0..120)
        .map(|at| {
            note(&one(), &format!("letter/{at}"), 1, &format!("{at} a line like any other ").repeat(80))
        })
        .chain(
            (0..3).map(|at| note(&one(), &format!("journal/2026-11-{:02}", at + 1), 1, &noise(14_000, at))),
        )
        .collect();
    for how in [How::Merge, How::Replace] {
        let shelf = saved(&before());
        let mut vault = open(&shelf, 1);
        let mut batch = vault.begin(&entries, how, NOW).unwrap();
        finish(&mut vault, &mut batch).unwrap();
        assert_bounded(&shelf);
        let expected: Entries = match how {
            How::Merge => before().into_iter().chain(entries.clone()).collect(),
            How::Replace => all_of(&entries),
        };
        assert_eq!(reopen(&shelf), expected, "{how:?}");
        tidy_all(&mut vault, NOW).unwrap();
        assert_bounded(&shelf);
        assert_eq!((reopen(&shelf), logs(&shelf)), (expected, Vec::new()), "{how:?}");
    }
}

#[test]
fn saving_goes_on_while_a_batch_is_half_written() {
    for how in [How::Merge, How::Replace] {
        let shelf = saved(&before());
        let mut vault = open(&shelf, 1);
        let mut batch = vault.begin(&file(), how, NOW).unwrap();
        vault.step(&mut batch).unwrap();
        let during = note(&one(), "letter/c", NOW, "during");
        vault.save(std::slice::from_ref(&during)).unwrap();
        tidy_all(&mut vault, NOW).unwrap();
        let with: Entries = before().into_iter().chain([during.clone()]).collect();
        assert_eq!(reopen(&shelf), with, "{how:?}");
        finish(&mut vault, &mut batch).unwrap();
        let expected: Entries = match how {
            How::Merge => before().into_iter().chain(file()).chain([during.clone()]).collect(),
            How::Replace => all_of(&file()),
        };
        assert_eq!(reopen(&shelf), expected, "{how:?}");
        if how == How::Replace {
            vault.go_back().unwrap();
            assert_eq!(reopen(&shelf), with, "what was saved meanwhile is in what was replaced");
        }
    }
}

/// Two batches that were begun one after the other once wrote over each other's values.
#[test]
fn two_batches_at_once_do_not_meet() {
    let shelf = saved(&before());
    let mut vault = open(&shelf, 1);
    let (left, right) = (note(&one(), "letter/left", 9, "left"), note(&one(), "letter/right", 9, "right"));
    let mut first = vault.begin(std::slice::from_ref(&left), How::Merge, NOW).unwrap();
    let mut second = vault.begin(std::slice::from_ref(&right), How::Merge, NOW).unwrap();
    finish(&mut vault, &mut first).unwrap();
    vault.step(&mut second).unwrap();
    assert_eq!(reopen(&shelf), before().into_iter().chain([left.clone()]).collect());
    finish(&mut vault, &mut second).unwrap();
    assert_eq!(reopen(&shelf), before().into_iter().chain([left, right]).collect());
}

#[test]
fn what_was_replaced_can_be_gone_back_to() {
    for tidied in [true, false] {
        let shelf = saved(&before());
        let mut vault = open(&shelf, 1);
        let last = note(&one(), "letter/last", 5, "the last before it");
        vault.save(std::slice::from_ref(&last)).unwrap();
        let all: Entries = before().into_iter().chain([last]).collect();
        assert_eq!((vault.snapshot(), vault.go_back()), (None, Err(SaveError::Denied)));
        assert_eq!(reopen(&shelf), all);
        replace(&mut vault, &file()).unwrap();
        if tidied {
            tidy_all(&mut vault, NOW).unwrap();
        }
        assert_eq!(vault.snapshot(), Some(Snapshot { since: Some(today()) }));
        vault.save(&[note(&one(), "letter/since", NOW, "since")]).unwrap();
        let mut other = open(&shelf, 2);
        assert_eq!(other.snapshot(), Some(Snapshot { since: Some(today()) }));
        other.go_back().unwrap();
        assert_eq!(reopen(&shelf), all);
        assert_eq!(other.snapshot(), None);
        assert!(contents(&shelf).iter().all(|(key, _)| !key.contains(".1/")));
        tidy_all(&mut other, NOW).unwrap();
        assert_eq!(reopen(&shelf), all);
    }
}

/// The log of what was replaced was once overwritten by the first save after going back.
#[test]
fn what_was_in_the_log_when_everything_was_replaced_is_there_after_going_back() {
    let shelf = saved(&before());
    let mut vault = open(&shelf, 1);
    let last = note(&one(), "letter/last", 5, "the last before it");
    vault.save(std::slice::from_ref(&last)).unwrap();
    replace(&mut vault, &file()).unwrap();
    vault.go_back().unwrap();
    let new = note(&one(), "letter/new", NOW, "the first after it");
    vault.save(std::slice::from_ref(&new)).unwrap();
    assert_eq!(reopen(&shelf), before().into_iter().chain([last, new]).collect());
}

#[test]
fn what_was_replaced_goes_after_thirty_days_and_not_before() {
    for days in [0, 30, 31] {
        let shelf = saved(&before());
        replace(&mut open(&shelf, 1), &file()).unwrap();
        for (device, day) in (2..).zip([0, days]) {
            let (mut vault, _) = Vault::open(Box::new(shelf.clone()), device, today().plus(day));
            tidy_all(&mut vault, NOW).unwrap();
        }
        assert_eq!(open(&shelf, 9).snapshot().is_some(), days <= 30, "{days}");
        assert_eq!(chunks(&shelf).iter().any(|(key, _)| key.starts_with("kept/entries/")), days <= 30);
        assert_eq!(reopen(&shelf), all_of(&file()));
    }
}

/// In an app that is never closed, too.
#[test]
fn what_was_replaced_goes_while_the_tab_stays_open() {
    let shelf = saved(&before());
    let mut vault = open(&shelf, 1);
    replace(&mut vault, &file()).unwrap();
    for day in 0..=31 {
        vault.set_today(today().plus(day));
        tidy_all(&mut vault, NOW).unwrap();
        assert_eq!(vault.snapshot().is_some(), day <= 30, "{day}");
    }
}

#[test]
fn what_was_replaced_can_be_dropped() {
    let shelf = saved(&before());
    let mut vault = open(&shelf, 1);
    replace(&mut vault, &file()).unwrap();
    vault.drop_snapshot().unwrap();
    assert_eq!((vault.snapshot(), vault.go_back()), (None, Err(SaveError::Denied)));
    assert_eq!(reopen(&shelf), all_of(&file()));
    assert!(chunks(&shelf).iter().all(|(key, _)| key.starts_with("kept/entries.1/")));
}

#[test]
fn of_two_replacements_the_last_counts_and_each_can_be_gone_back_on() {
    let shelf = saved(&before());
    let mut vault = open(&shelf, 1);
    let second = [note(&two(), "letter/second", 1, "second")];
    replace(&mut vault, &file()).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    replace(&mut vault, &second).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    assert_eq!(reopen(&shelf), all_of(&second));
    {
        let shelf = copy_of(&shelf);
        let mut vault = open(&shelf, 2);
        vault.drop_snapshot().unwrap();
        assert_eq!((reopen(&shelf), vault.snapshot()), (all_of(&second), None));
    }
    vault.go_back().unwrap();
    assert_eq!(reopen(&shelf), all_of(&file()));
    // A third one takes a number that nobody has, and what is left of the second does not come back.
    replace(&mut vault, &second).unwrap();
    assert_eq!(reopen(&shelf), all_of(&second));
    vault.go_back().unwrap();
    vault.go_back().unwrap();
    assert_eq!(reopen(&shelf), all_of(&before()));
}

/// A copy from which everything was deleted once did not take the place of anything.
#[test]
fn an_empty_copy_takes_the_place_of_everything_too() {
    let shelf = saved(&before());
    let mut vault = open(&shelf, 1);
    replace(&mut vault, &[]).unwrap();
    assert!(reopen(&shelf).is_empty());
    assert!(vault.snapshot().is_some());
    tidy_all(&mut vault, NOW).unwrap();
    assert!(reopen(&shelf).is_empty());
    let new = note(&one(), "letter/new", NOW, "new");
    vault.save(std::slice::from_ref(&new)).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    assert_eq!(reopen(&shelf), all_of(&[new]));
    vault.go_back().unwrap();
    assert_eq!(reopen(&shelf), all_of(&before()));
}

#[test]
fn another_tab_is_told_that_what_it_holds_was_replaced() {
    let shelf = WatchedShelf::new(saved(&before()));
    let mut acting = open(&shelf, 1);
    let mut other = open(&shelf, 2);
    let told = |shelf: &WatchedShelf<MemoryShelf>, other: &Vault| {
        shelf.take_changes().iter().any(|key| other.is_outdated_by(key))
    };
    acting.take_in(&file(), NOW).unwrap();
    tidy_all(&mut acting, NOW).unwrap();
    assert!(!told(&shelf, &other), "merging concerns nobody else");
    let mut batch = acting.begin(&file(), How::Replace, NOW).unwrap();
    acting.step(&mut batch).unwrap();
    assert!(!told(&shelf, &other), "it does not count yet");
    acting.give_up(&batch);
    assert!(!told(&shelf, &other), "nor is it going to");

    replace(&mut acting, &file()).unwrap();
    assert!(told(&shelf, &other));
    other = open(&shelf, 3);
    tidy_all(&mut acting, NOW).unwrap();
    assert!(!told(&shelf, &other));
    acting.go_back().unwrap();
    assert!(told(&shelf, &other));
    other = open(&shelf, 4);
    replace(&mut acting, &file()).unwrap();
    assert!(told(&shelf, &other));
    other = open(&shelf, 5);
    acting.drop_snapshot().unwrap();
    assert!(!told(&shelf, &other));
}

/// What it saves before it starts again once went where nobody looks; and where everything had been gone back
/// on, that one value took the place of all others.
#[test]
fn what_a_tab_saves_before_it_heard_of_a_replacement_is_there() {
    let shelf = saved(&before());
    let (mut acting, mut other) = (open(&shelf, 1), open(&shelf, 2));
    other.save(&[note(&one(), "letter/b", 2, "before it")]).unwrap();
    replace(&mut acting, &file()).unwrap();
    let late = note(&one(), "letter/late", NOW, "after it");
    other.save(std::slice::from_ref(&late)).unwrap();
    assert_eq!(reopen(&shelf), file().into_iter().chain([late.clone()]).collect());
    tidy_all(&mut other, NOW).unwrap();
    assert_eq!(reopen(&shelf), file().into_iter().chain([late]).collect());

    let (mut acting, mut other) = (open(&shelf, 3), open(&shelf, 4));
    let all = {
        acting.go_back().unwrap();
        reopen(&shelf)
    };
    let late = note(&one(), "letter/late", NOW + 1, "after going back");
    other.save(std::slice::from_ref(&late)).unwrap();
    assert_eq!(reopen(&shelf), all.iter().cloned().chain([late]).collect());
}

#[test]
fn an_abandoned_batch_is_cleared_away_after_an_hour_and_not_before() {
    for how in [How::Merge, How::Replace] {
        let shelf = saved(&before());
        let untouched = contents(&shelf);
        {
            let mut vault = open(&shelf, 1);
            let mut batch = vault.begin(&file(), how, NOW).unwrap();
            vault.step(&mut batch).unwrap();
            vault.step(&mut batch).unwrap();
        }
        let half = contents(&shelf);
        tidy_all(&mut open(&shelf, 2), NOW + HOUR - 1).unwrap();
        assert_eq!(contents(&shelf), half, "{how:?}: its tab may be at work");
        tidy_all(&mut open(&shelf, 3), NOW + HOUR).unwrap();
        assert_eq!(contents(&shelf), untouched, "{how:?}");
    }
}

/// A phone that slept in the middle of it: what was cleared away meanwhile must not come in by half.
#[test]
fn a_batch_that_was_cleared_away_meanwhile_fails_as_a_whole() {
    for how in [How::Merge, How::Replace] {
        for (steps, wiped) in [(1, false), (3, false), (5, false), (3, true)] {
            let shelf = saved(&before());
            let mut sleeping = open(&shelf, 1);
            let mut batch = sleeping.begin(&file(), how, NOW).unwrap();
            for _ in 0..steps {
                sleeping.step(&mut batch).unwrap();
            }
            let mut other = open(&shelf, 2);
            if wiped {
                other.wipe().unwrap();
            } else {
                tidy_all(&mut other, NOW + 2 * HOUR).unwrap();
            }
            let left = contents(&shelf);
            assert_eq!(finish(&mut sleeping, &mut batch), Err(SaveError::Denied), "{how:?} {steps}");
            assert_eq!(contents(&shelf), left, "{how:?} {steps}");
        }
    }
}

#[test]
fn of_a_batch_that_another_tab_writes_nothing_is_known_before_it_counts() {
    let shelf = WatchedShelf::new(saved(&before()));
    let (mut writing, mut other) = (Tab::open(shelf.clone(), 1), Tab::open(shelf.clone(), 2));
    shelf.take_changes();
    let mut batch = writing.vault.begin(&file(), How::Merge, NOW).unwrap();
    while batch.progress().0 < batch.progress().1 {
        writing.vault.step(&mut batch).unwrap();
        for key in shelf.take_changes() {
            other.follow(&key).unwrap();
        }
        assert_eq!(other.known, all_of(&before()));
    }
    assert!(!writing.vault.step(&mut batch).unwrap());
    for key in shelf.take_changes() {
        other.follow(&key).unwrap();
    }
    assert_eq!(other.known, reopen(&shelf), "and all of it when it does");
}

#[test]
fn a_replacement_takes_over_while_another_tab_merges_and_neither_is_halved() {
    let shelf = saved(&before());
    let (mut merging, mut replacing) = (open(&shelf, 1), open(&shelf, 2));
    let mut batch = merging.begin(&file(), How::Merge, NOW).unwrap();
    merging.step(&mut batch).unwrap();
    let new = [note(&one(), "letter/new", 9, "new")];
    replace(&mut replacing, &new).unwrap();
    assert_eq!(finish(&mut merging, &mut batch), Err(SaveError::Denied));
    assert_eq!(reopen(&shelf), all_of(&new));
}

#[test]
fn a_batch_stays_away_from_drafts_words_and_what_was_set_aside() {
    let shelf = saved(&before());
    for (key, value) in
        [("kept/theme", "dark"), ("kept/draft/one/x/00000001", "x"), ("kept/aside/1/x", "y"), ("else", "z")]
    {
        shelf.set(key, value).unwrap();
    }
    let others = |shelf: &MemoryShelf| -> Vec<(String, String)> {
        let ours = ["kept/entries", "kept/log", "kept/building", "kept/head"];
        contents(shelf)
            .into_iter()
            .filter(|(key, _)| !ours.iter().any(|ours| key.starts_with(ours)))
            .collect()
    };
    let untouched = others(&shelf);
    let mut vault = open(&shelf, 1);
    replace(&mut vault, &file()).unwrap();
    assert_eq!(others(&shelf), untouched);
    vault.go_back().unwrap();
    vault.take_in(&file(), NOW).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    assert_eq!(others(&shelf), untouched);
    let units: usize = contents(&shelf).iter().map(|(key, value)| utf16_len(key) + utf16_len(value)).sum();
    assert_eq!(vault.room().used + vault.room().others, units);
}
