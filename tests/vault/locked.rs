//! With a lock: what somebody keeps private nobody else reads, nothing readable is left on the shelf, and nothing is lost
//! on the way there or back, wherever it stops.

use std::sync::LazyLock;

use kept::entry::{Entries, Entry, PersonId, Visibility};
use kept::exchange::import;
use kept::vault::{
    CONFIRM_MS, Cost, DraftName, FailingShelf, How, Key, Keyring, Lock, LockRandom, LockRecord, MemoryShelf,
    RecoveryCode, SaveError, Shelf, Vault, codec, keys_at_hand, locks,
};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use crate::common::{
    NOW, assert_bounded, contents, copy_of, deleted, is_anywhere, note, one, says, stamp, tidy_all, today,
    two,
};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// What everything that is written here has in it.
const WORDS: &str = "planted words";

fn key_of(person: &PersonId) -> Key {
    Key::new([u8::from(*person == two()) + 1; 32])
}

fn made(person: &PersonId) -> Lock {
    let random = LockRandom { salt: [1; 16], nonce: [2; 24] };
    let mut locking = Lock::make(person, key_of(person), "a passphrase", Cost::LEAST, random).unwrap();
    let lock = std::iter::repeat_with(|| locking.step()).flatten().next().unwrap();
    lock.with_recovery(
        &key_of(person),
        &RecoveryCode::new([9; 16]),
        LockRandom { salt: [3; 16], nonce: [4; 24] },
    )
}

/// Their locks; making one takes its time.
static LOCKS: LazyLock<[Lock; 2]> = LazyLock::new(|| [made(&one()), made(&two())]);

fn lock_of(person: &PersonId) -> Lock {
    LOCKS[usize::from(*person == two())].clone()
}

/// The keys of who unlocked, in a tab of its own.
fn keys(shelf: &impl Shelf, device: u32, who: Option<&PersonId>) -> Keyring {
    let mut session = [0; 16];
    session[..4].copy_from_slice(&device.to_be_bytes());
    keys_at_hand(shelf, session, who.map(|person| (person, key_of(person))))
}

fn enter(shelf: &(impl Shelf + Clone + 'static), device: u32, who: Option<&PersonId>) -> (Vault, Entries) {
    let keys = keys(shelf, device, who);
    let (mut vault, opened) = Vault::open_with(Box::new(shelf.clone()), device, today(), keys);
    assert_eq!((opened.damaged, opened.newer), (0, false));
    let mut entries = opened.entries;
    entries.extend(vault.load_everything());
    assert_eq!(vault.take_damaged(), 0);
    (vault, entries)
}

/// What somebody finds who opens the page.
fn seen(shelf: &impl Shelf, who: Option<&PersonId>) -> Entries {
    enter(&copy_of(shelf), 77, who).1
}

fn make_lock(vault: &mut Vault, person: &PersonId, is_shared_key_open: bool) -> Result<(), SaveError> {
    let keys = (key_of(person), Key::new([7; 32]));
    vault.make_lock(lock_of(person), "Label", keys, is_shared_key_open)
}

/// Makes a lock, and lets all that is there be sealed.
fn lock_up(shelf: &MemoryShelf, person: &PersonId, is_shared_key_open: bool) {
    // Whoever makes a lock reads what is in the open, or comes from their own.
    make_lock(&mut enter(shelf, 60, None).0, person, is_shared_key_open).unwrap();
    let (mut vault, _) = enter(shelf, 61, Some(person));
    tidy_all(&mut vault, NOW + DAY_MS).unwrap();
    assert!(vault.is_sealed());
}

fn with(visibility: Visibility, entry: &Entry) -> Entry {
    entry.revised(entry.stamp, visibility, entry.body.clone())
}

fn text(name: &str) -> String {
    format!("{WORDS} of {name}")
}

/// Of each kind of place something, private and shared.
fn entries_of(person: &PersonId) -> Vec<Entry> {
    let ids = [
        "letter/a",
        "letter/b",
        "pulse/2026-11-22",
        "pulse/2020-01-01",
        "journal/2026-11-22",
        "journal/2020-01-01",
    ];
    let mut all = Vec::new();
    for id in ids {
        let entry = note(person, id, 1, &text(id));
        all.push(with(Visibility::Shared, &note(person, &format!("{id}-"), 1, &text(id))));
        all.push(entry);
    }
    for (visibility, id) in [
        (Visibility::OnceBoth { announced: true }, "check-in/2026-11-16"),
        (Visibility::Unknown("later".into()), "letter/u"),
    ] {
        all.push(with(visibility, &note(person, id, 1, &text(id))));
    }
    all.push(deleted(&note(person, "letter/gone", 1, "x"), 5));
    all.into_iter().filter(|entry| entry.id.as_str().len() < 60).collect()
}

fn all_of(entries: &[Entry]) -> Entries {
    entries.iter().cloned().collect()
}

fn is_shared(entry: &Entry) -> bool {
    matches!(entry.visibility, Visibility::Shared | Visibility::OnceBoth { .. })
}

fn draft_of(person: &PersonId) -> DraftName {
    DraftName { author: person.clone(), form: "setback/0123456789abcdef".to_owned() }
}

/// A shelf with everything on it that words of `person` can be in: chunks, batches, logs, two generations, drafts, a word
/// about what is being written, and what was set aside.
fn full_shelf(person: &PersonId) -> MemoryShelf {
    let shelf = MemoryShelf::default();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    vault.take_in(&entries_of(person), NOW).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    let mut batch = vault.begin(&entries_of(person), How::Replace, NOW).unwrap();
    while vault.step(&mut batch).unwrap() {}
    tidy_all(&mut vault, NOW).unwrap();
    vault.keep_draft(&draft_of(person), 1, &json!({ "text": text("draft") })).unwrap();
    vault.set_word_of(person, "new-setback", "setback/0123456789abcdef").unwrap();
    let (mut other, _) = Vault::open(Box::new(shelf.clone()), 2, today());
    other.save(&[note(person, "letter/c", 1, &text("log"))]).unwrap();
    other.save(&[note(person, "letter/e", NOW + DAY_MS - 1, &text("log of just now"))]).unwrap();
    other.take_in(&[note(person, "letter/d", 1, &text("batch"))], NOW).unwrap();
    shelf.set(&format!("kept/entries.1/{person}/2019-01/1"), &text("damaged")).unwrap();
    let (mut vault, opened) = Vault::open(Box::new(shelf.clone()), 3, today());
    vault.load_everything();
    assert!(opened.damaged + vault.take_damaged() == 1 && vault.snapshot().is_some());
    shelf
}

fn everything_on(shelf: &MemoryShelf) -> Entries {
    seen(shelf, None)
}

/// Whether anything that is readable without a key says one of these.
fn tells(shelf: &impl Shelf, words: &[&str]) -> Vec<String> {
    words.iter().filter(|words| is_anywhere(shelf, words)).map(|words| (*words).to_owned()).collect()
}

#[test]
fn nothing_readable_is_left_once_everything_is_sealed() {
    let shelf = full_shelf(&one());
    let before = everything_on(&shelf);
    assert!(is_anywhere(&shelf, WORDS) && is_anywhere(&shelf, "setback"));
    lock_up(&shelf, &one(), false);
    assert_eq!(tells(&shelf, &[WORDS, "setback", "letter", "pulse", "private"]), Vec::<String>::new());
    assert_eq!(seen(&shelf, None), Entries::default());
    assert_eq!(seen(&shelf, Some(&one())), before);
    let (mut vault, _) = enter(&shelf, 5, Some(&one()));
    let drafts = vault.drafts(&draft_of(&one()));
    assert_eq!(drafts[0].value, json!({ "text": text("draft") }));
    assert_eq!(vault.word_of(&one(), "new-setback").as_deref(), Some("setback/0123456789abcdef"));
    assert_eq!(vault.aside()[0].value, text("damaged"));
    vault.go_back().unwrap();
    assert!(seen(&shelf, Some(&one())).iter().any(|entry| entry.id.as_str() == "letter/a"));
}

#[test]
fn whoever_comes_without_the_key_loses_and_changes_nothing() {
    let shelf = full_shelf(&one());
    lock_up(&shelf, &one(), false);
    let sealed = contents(&shelf);
    let mine = seen(&shelf, Some(&one()));
    let (mut vault, _) = enter(&shelf, 6, None);
    tidy_all(&mut vault, NOW + 2 * DAY_MS).unwrap();
    vault.set_today(today().plus(70));
    tidy_all(&mut vault, NOW + 70 * DAY_MS).unwrap();
    assert!(vault.aside().is_empty() && vault.drafts(&draft_of(&one())).is_empty());
    assert_eq!(seen(&shelf, Some(&one())), mine);
    // What was replaced more than a month ago goes, and what was remembered of that.
    let left: Vec<_> =
        sealed.into_iter().filter(|(key, _)| !key.contains(".1/") || key.contains("aside")).collect();
    assert!(left.iter().filter(|(key, _)| key.contains("lock")).all(|pair| contents(&shelf).contains(pair)));
}

#[test]
fn it_may_stop_anywhere_while_a_lock_is_made_and_while_it_is_taken_off() {
    for is_shared_key_open in [false, true] {
        let base = full_shelf(&one());
        let before = everything_on(&base);
        let stops = stop_everywhere(&base, &before, |shelf, _| {
            make_lock(&mut enter(shelf, 60, None).0, &one(), is_shared_key_open)?;
            tidy_all(&mut enter(shelf, 61, Some(&one())).0, NOW + DAY_MS).map(drop)
        });
        assert!(stops > 20, "{stops}");
        lock_up(&base, &one(), is_shared_key_open);
        let stops = stop_everywhere(&base, &before, |shelf, _| {
            let (mut vault, _) = enter(shelf, 62, Some(&one()));
            vault.take_off_lock(&one())?;
            tidy_all(&mut vault, NOW + 2 * DAY_MS).map(drop)
        });
        assert!(stops > 20, "{stops}");
        let (mut vault, _) = enter(&base, 63, Some(&one()));
        vault.take_off_lock(&one()).unwrap();
        tidy_all(&mut vault, NOW + 3 * DAY_MS).unwrap();
        assert!(!vault.has_locks() && locks(&base).is_empty());
        assert_eq!(seen(&base, None), before);
        assert!(contents(&base).iter().all(|(key, _)| !key.contains("lock") && !key.contains("own")));
        assert_eq!(vault.drafts(&draft_of(&one())).len(), 1);
        assert_eq!(vault.word_of(&one(), "new-setback").as_deref(), Some("setback/0123456789abcdef"));
        assert_eq!(vault.aside()[0].value, text("damaged"));
    }
}

/// Runs `act` on copies of `base`, stopping after each operation; whatever was there is there afterwards, with the key where
/// there is a lock, and going on in a later tab does not change that.
fn stop_everywhere(
    base: &MemoryShelf,
    before: &Entries,
    act: impl Fn(&FailingShelf, &MemoryShelf) -> Result<(), SaveError>,
) -> usize {
    for operations in 0.. {
        let memory = copy_of(base);
        let shelf = FailingShelf::new(memory.clone());
        shelf.fail_after(operations);
        let result = act(&shelf, &memory);
        let what = format!("stopped after {operations} operations");
        let check = |what: &str| {
            let has_lock = !locks(&memory).is_empty();
            let who = has_lock.then(one);
            assert_eq!(seen(&memory, who.as_ref()), *before, "{what}");
            let (mut vault, _) = enter(&copy_of(&memory), 78, who.as_ref());
            let drafts = vault.drafts(&draft_of(&one()));
            assert!(drafts.iter().any(|draft| draft.value == json!({ "text": text("draft") })), "{what}");
            assert_eq!(vault.aside()[0].value, text("damaged"), "{what}");
            assert_eq!(
                vault.word_of(&one(), "new-setback").as_deref(),
                Some("setback/0123456789abcdef"),
                "{what}"
            );
            assert_bounded(&memory);
            who
        };
        let who = check(&what);
        let (mut next, _) = enter(&memory, 79, who.as_ref());
        tidy_all(&mut next, NOW + 3 * DAY_MS).unwrap();
        let who = check(&format!("{what}, and tidied"));
        let is_closed =
            locks(&memory).iter().any(|(_, record)| record.as_ref().is_ok_and(|it| !it.is_opening));
        if is_closed {
            assert!(!is_anywhere(&memory, WORDS), "{what}: something stayed readable");
        } else {
            assert_eq!(who, None, "{what}: the lock stayed");
        }
        if result.is_ok() {
            return operations;
        }
    }
    unreachable!("it completes")
}

#[test]
fn of_two_people_each_reads_their_own_and_what_the_other_shares() {
    let shelf = MemoryShelf::default();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    let all = [entries_of(&one()), entries_of(&two())].concat();
    vault.take_in(&all, NOW).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    // A log with words of both: each can seal their own only.
    let last = [note(&one(), "letter/log", NOW, &text("log")), note(&two(), "letter/log", NOW, &text("log"))];
    vault.save(&last).unwrap();
    let all = [all, last.to_vec()].concat();
    lock_up(&shelf, &one(), true);
    let readable_by_two = |person: &PersonId| -> Entries {
        let others: Vec<Entry> =
            entries_of(person).iter().filter(|entry| is_shared(entry)).cloned().collect();
        all_of(&others)
    };
    // Two has no lock: theirs is open, and the key for what is shared as well.
    let mut expected = readable_by_two(&one());
    expected.extend(entries_of(&two()));
    expected.absorb(last[1].clone());
    assert_eq!(seen(&shelf, None), expected);
    assert_eq!(seen(&shelf, Some(&one())), all_of(&all));
    lock_up(&shelf, &two(), false);
    assert_eq!(seen(&shelf, None), Entries::default());
    assert!(!is_anywhere(&shelf, WORDS));
    assert_eq!(seen(&shelf, Some(&two())), expected);
    let mut expected = readable_by_two(&two());
    expected.extend(entries_of(&one()));
    expected.absorb(last[0].clone());
    assert_eq!(seen(&shelf, Some(&one())), expected);
    // One takes it off: what is theirs is open, what two shares can be read, what two keeps cannot.
    let (mut vault, _) = enter(&shelf, 8, Some(&one()));
    vault.take_off_lock(&one()).unwrap();
    tidy_all(&mut vault, NOW + 5 * DAY_MS).unwrap();
    assert_eq!(seen(&shelf, None), expected);
    assert_eq!(locks(&shelf).len(), 1);
    assert_eq!(seen(&shelf, Some(&two())).len(), all.len());
}

#[test]
fn what_would_take_away_what_somebody_else_locked_is_refused() {
    let shelf = full_shelf(&one());
    lock_up(&shelf, &one(), true);
    let (mut vault, _) = enter(&shelf, 9, None);
    let of_two = entries_of(&two());
    assert!(matches!(vault.begin(&of_two, How::Replace, NOW), Err(SaveError::Locked)));
    assert_eq!(vault.go_back(), Err(SaveError::Locked));
    // A file with private entries of somebody whose lock is closed.
    let private = note(&one(), "letter/new", 9, "x");
    assert!(!vault.can_keep(&private) && vault.can_keep(&with(Visibility::Shared, &private)));
    assert_eq!(vault.take_in(std::slice::from_ref(&private), NOW), Err(SaveError::Locked));
    assert_eq!(vault.save(std::slice::from_ref(&private)), Err(SaveError::Locked));
    vault.take_in(&of_two, NOW).unwrap();
    assert!(seen(&shelf, Some(&one())).len() >= of_two.len());
}

#[test]
fn the_record_is_there_twice_and_a_new_passphrase_is_one_step() {
    let shelf = full_shelf(&one());
    let before = everything_on(&shelf);
    lock_up(&shelf, &one(), false);
    for lost in ["kept/lock/one/1", "kept/lock/one/2"] {
        let damaged = copy_of(&shelf);
        damaged.set(lost, "x").unwrap();
        assert_eq!(locks(&damaged)[0].1.as_ref().unwrap().lock, lock_of(&one()));
        damaged.remove(lost).unwrap();
        assert_eq!(seen(&damaged, Some(&one())), before);
    }
    let old = locks(&shelf)[0].1.clone().unwrap();
    let random = LockRandom { salt: [5; 16], nonce: [6; 24] };
    let mut locking = old.lock.change(key_of(&one()), "another", Cost::LEAST, random).unwrap();
    let lock = std::iter::repeat_with(|| locking.step()).flatten().next().unwrap();
    let new = LockRecord { lock, ..old };
    for operations in 0..3 {
        let memory = copy_of(&shelf);
        let failing = FailingShelf::new(memory.clone());
        let (mut vault, _) = enter(&failing, 10, Some(&one()));
        failing.fail_after(operations);
        let changed = vault.change_lock(&one(), &new);
        assert_eq!(changed.is_ok(), operations == 2);
        let found = locks(&memory)[0].1.clone().unwrap().lock;
        assert!(if operations == 0 { found == lock_of(&one()) } else { found == new.lock }, "{operations}");
        assert_eq!(found.recover(&RecoveryCode::new([9; 16])), Ok(key_of(&one())));
        assert_eq!(seen(&memory, Some(&one())), before);
    }
}

#[test]
fn a_lock_whose_passphrase_is_lost_can_be_given_up_with_what_it_closes() {
    let shelf = full_shelf(&one());
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    vault.take_in(&entries_of(&two()), NOW).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    lock_up(&shelf, &one(), true);
    let readable = seen(&shelf, None);
    let both = copy_of(&shelf);
    enter(&both, 13, None).0.forsake(&one()).unwrap();
    assert!(contents(&both).iter().all(|(key, value)| !key.contains("lock") && !value.contains(" shared ")));
    assert_eq!(seen(&both, None), readable);
    // Alone, nothing is left that could be read by nobody.
    let alone = full_shelf(&one());
    lock_up(&alone, &one(), false);
    enter(&alone, 13, None).0.forsake(&one()).unwrap();
    assert_eq!(seen(&alone, None), Entries::default());
    assert!(
        contents(&alone).iter().all(|(key, _)| !key.starts_with("kept/entries.1/one")),
        "{:?}",
        contents(&alone).len()
    );
}

#[test]
fn an_open_tab_of_the_other_person_does_not_bring_back_what_became_private() {
    let shelf = MemoryShelf::default();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    let shared = with(Visibility::Shared, &note(&one(), "letter/a", 1, &text("a")));
    vault.take_in(&[shared.clone(), note(&two(), "letter/b", 1, "b")], NOW).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    lock_up(&shelf, &one(), true);
    let (mut other, known) = enter(&shelf, 11, None);
    assert!(known.iter().any(|entry| entry == &shared));
    let (mut own, _) = enter(&shelf, 12, Some(&one()));
    own.save(&[note(&one(), "letter/a", 2, &text("a"))]).unwrap();
    tidy_all(&mut own, NOW + 2 * DAY_MS).unwrap();
    for (key, _) in contents(&shelf) {
        other.follow(&key, &known).unwrap();
    }
    tidy_all(&mut other, NOW + 3 * DAY_MS).unwrap();
    assert!(seen(&shelf, None).iter().all(|entry| entry.author == two()));
}

/// Who is there, what they do, and how long they wait.
#[derive(Clone, Debug)]
struct Turn {
    person: usize,
    entry: usize,
    is_shared: bool,
    wait: u64,
    days: i32,
}

fn turn() -> impl Strategy<Value = Turn> {
    let wait = select(vec![0, CONFIRM_MS, DAY_MS]);
    (0..2_usize, 0..4_usize, any::<bool>(), wait, select(vec![0, 0, 0, 40]))
        .prop_map(|(person, entry, is_shared, wait, days)| Turn { person, entry, is_shared, wait, days })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Two people with locks take turns; entries become private and shared. Each always finds their own, the other what is
    /// shared, and in the end nobody reads what is private without its key.
    #[test]
    fn what_two_people_with_locks_write_is_never_lost_and_never_told(turns in prop::collection::vec(turn(), 1..14)) {
        let shelf = MemoryShelf::default();
        let people = [one(), two()];
        let ids = ["letter/a", "pulse/2026-11-22", "journal/2026-11-22", "pulse/2026-01-01"];
        lock_up(&shelf, &one(), true);
        lock_up(&shelf, &two(), false);
        let (mut now, mut on) = (NOW + 10 * DAY_MS, today());
        let mut written = Entries::default();
        for (at, turn) in turns.iter().enumerate() {
            on = on.plus(turn.days);
            now += turn.wait + DAY_MS;
            let me = &people[turn.person];
            let device = 100 + u32::try_from(at).unwrap();
            let (mut vault, _) = Vault::open_with(Box::new(shelf.clone()), device, on, keys(&shelf, device, Some(me)));
            let visibility = if turn.is_shared { Visibility::Shared } else { Visibility::Private };
            let line = format!("{} {at}", if turn.is_shared { "shared" } else { WORDS });
            let entry = Entry::new(me.clone(), ids[turn.entry].parse().unwrap(), stamp(now, 0, device), visibility, says(&line));
            vault.save(std::slice::from_ref(&entry)).unwrap();
            written.absorb(entry);
            if turn.wait > 0 {
                tidy_all(&mut vault, now).unwrap();
            }
            }
        for me in &people {
            now += DAY_MS;
            let device = if *me == one() { 90 } else { 91 };
            let (mut vault, _) = enter(&shelf, device, Some(me));
            tidy_all(&mut vault, now).unwrap();
        }
        for me in &people {
            let found = seen(&shelf, Some(me));
            for entry in written.iter() {
                let there = found.entry(&entry.author, &entry.id);
                if entry.author == *me || is_shared(entry) {
                    prop_assert_eq!(there, Some(entry));
                } else {
                    prop_assert_eq!(there, None, "{:?} is told", entry);
                }
            }
        }
        prop_assert!(!is_anywhere(&shelf, WORDS));
        assert_bounded(&shelf);
    }
}

#[test]
fn an_emergency_file_is_opened_with_the_passphrases_of_its_locks() {
    let shelf = MemoryShelf::default();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    let all = [entries_of(&one()), entries_of(&two())].concat();
    vault.take_in(&all, NOW).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    lock_up(&shelf, &one(), true);
    lock_up(&shelf, &two(), false);
    let values: serde_json::Map<_, _> =
        contents(&shelf).into_iter().map(|(key, value)| (key, value.into())).collect();
    let mut file = import(json!({ "format": "kept-raw", "values": values }).to_string().as_bytes()).unwrap();
    assert!(file.entries.is_empty() && file.unreadable.is_empty());
    assert_eq!(file.locks().len(), 2);
    file.unlock(&one(), key_of(&one()));
    assert!(file.entries.len() > entries_of(&one()).len() && file.entries.len() < all.len());
    file.unlock(&two(), key_of(&two()));
    assert_eq!((file.locks().len(), all_of(&file.entries)), (0, all_of(&all)));
}

#[test]
fn a_record_that_nobody_can_read_takes_nothing_away() {
    let shelf = full_shelf(&one());
    let before = everything_on(&shelf);
    let huge = "9".repeat(5_000);
    for record in [
        "",
        "x",
        "{}",
        "[[[[",
        &huge,
        r#"{"version":1,"passphrase":{"kdf":"argon2id","memory":4294967295,"passes":1}}"#,
    ] {
        for value in [record.to_owned(), codec::encode("kept/lock/one/1", 1, record, codec::Form::Text)] {
            let planted = copy_of(&shelf);
            planted.set("kept/lock/one/1", &value).unwrap();
            assert!(locks(&planted)[0].1.is_err());
            assert_eq!(seen(&planted, None), before);
            let (mut vault, _) = enter(&planted, 14, None);
            tidy_all(&mut vault, NOW + DAY_MS).unwrap();
            vault.forsake(&one()).unwrap();
            assert!(locks(&planted).is_empty());
            assert_eq!(seen(&planted, None), before, "{record}");
        }
    }
    // Keys that only look like those of a lock are nobody's.
    for key in [
        "kept/lock/",
        "kept/lock/one",
        "kept/lock/one/3",
        "kept/lock/ONE/1",
        "kept/lock/../1",
        "kept/lock/one/1/1",
    ] {
        let planted = copy_of(&shelf);
        planted.set(key, "x").unwrap();
        assert!(locks(&planted).is_empty(), "{key}");
    }
}
