//! Two to four tabs that write the same and different entries.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use kept::entry::Entries;
use kept::vault::{CHUNK_UNITS, MemoryShelf, Shelf, ShelfError, codec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::json;

use crate::common::{Tab, WatchedShelf, all_of, assert_bounded, contents, note, one, reopen, saved, two};

const ALWAYS: &str = "kept/entries/one/always/1";

#[test]
fn what_one_tab_saves_another_takes_in() {
    let shelf = WatchedShelf::new(MemoryShelf::default());
    let (mut left, mut right) = (Tab::open(shelf.clone(), 1), Tab::open(shelf.clone(), 2));
    left.write(&one(), "letter/a", Some("left")).unwrap();
    right.write(&one(), "letter/b", Some("right")).unwrap();
    assert_eq!(right.known, reopen(&shelf), "a save brings along what was there");
    for key in shelf.take_changes() {
        left.follow(&key).unwrap();
    }
    assert_eq!(left.known, right.known);
    assert_eq!(shelf.take_changes(), Vec::<String>::new(), "to take in what is there nothing is written");
}

#[test]
fn keys_of_others_are_not_followed() {
    let mut tab = Tab::open(saved(&[note(&one(), "letter/a", 1, "a")]), 1);
    for key in
        ["", "theme", "kept/theme", "kept/draft/one/person/00000001", "kept/aside/1/x", "kept/entries/one/x"]
    {
        tab.follow(key).unwrap();
    }
    assert_eq!(tab.known.len(), 1);
}

/// Two tabs read the same value, and both write: the second one overwrites what the first one saved.
fn lost_update() -> (MemoryShelf, Tab, Entries) {
    let shelf = saved(&[note(&one(), "letter/a", 1, "a")]);
    let before = shelf.get(ALWAYS).unwrap().unwrap();
    let mut left = Tab::open(shelf.clone(), 1);
    left.write(&one(), "letter/left", Some("left")).unwrap();
    left.write(&one(), "letter/a", Some("changed")).unwrap();

    let behind = MemoryShelf::default();
    behind.set(ALWAYS, &before).unwrap();
    let mut right = Tab::open(behind.clone(), 2);
    right.write(&one(), "letter/right", Some("right")).unwrap();
    shelf.set(ALWAYS, &behind.get(ALWAYS).unwrap().unwrap()).unwrap();

    let all = left.known.iter().chain(right.known.iter()).cloned().collect();
    assert_ne!(reopen(&shelf), all);
    (shelf, left, all)
}

#[test]
fn a_lost_update_is_repaired_by_the_tab_that_hears_of_it() {
    let (shelf, mut left, all) = lost_update();
    left.follow(ALWAYS).unwrap();
    assert_eq!((reopen(&shelf), left.known), (all.clone(), all));
}

/// Saving again before the news arrived once made the tab forget what it had saved before.
#[test]
fn a_lost_update_is_repaired_by_a_save_before_the_news() {
    let (shelf, mut left, all) = lost_update();
    let new = left.write(&one(), "letter/new", Some("new")).unwrap();
    let all: Entries = all.iter().cloned().chain([new]).collect();
    assert_eq!(reopen(&shelf), all);
    left.follow(ALWAYS).unwrap();
    assert_eq!(left.known, all);
}

/// A copied device (a restored backup of a phone, say) can make the same stamp twice.
#[test]
fn a_lost_update_with_the_same_stamp_is_repaired_too() {
    let (a, b) = (note(&one(), "letter/a", 1, "aa"), note(&one(), "letter/a", 1, "bb"));
    let winner = kept::entry::merge(a.clone(), b.clone());
    let loser = if winner == a { b } else { a };
    let shelf = saved(std::slice::from_ref(&winner));
    let mut tab = Tab::open(shelf.clone(), 1);
    shelf.set(ALWAYS, &saved(&[loser]).get(ALWAYS).unwrap().unwrap()).unwrap();
    tab.follow(ALWAYS).unwrap();
    assert_eq!(reopen(&shelf), all_of(&[winner]));
}

/// A tab that had not heard of an entry's move once wrote it, long as it was, into the chunk it had outgrown.
#[test]
fn an_entry_that_moved_in_another_tab_is_not_put_back() {
    let third = "x".repeat(CHUNK_UNITS / 3);
    let shelf = saved(&[note(&one(), "letter/a", 1, "a"), note(&one(), "letter/b", 1, &third)]);
    let shelf = WatchedShelf::new(shelf);
    let (mut left, mut right) = (Tab::open(shelf.clone(), 1), Tab::open(shelf.clone(), 2));
    left.write(&one(), "letter/a", Some(&third.repeat(2))).unwrap();
    left.write(&one(), "letter/c", Some(&third)).unwrap();
    let news = shelf.take_changes();
    assert_eq!(news, ["kept/entries/one/always/2", ALWAYS]);
    for key in news.iter().rev().chain(&news) {
        right.follow(key).unwrap();
    }
    right.write(&one(), "letter/b", Some("b")).unwrap();
    assert_eq!(shelf.take_changes(), [ALWAYS]);
    right.write(&one(), "letter/a", Some("short")).unwrap();
    assert_eq!(shelf.take_changes(), ["kept/entries/one/always/2"]);
    assert_bounded(&shelf);
    assert_eq!(reopen(&shelf), right.known);
}

/// An older version leaves its chunk because a later one stands elsewhere, and not because it once did.
#[test]
fn an_older_version_stays_where_the_later_one_was_lost() {
    let shelf = saved(&[note(&one(), "letter/a", 1, "a"), note(&one(), "letter/b", 1, "b")]);
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.write(&one(), "letter/b", Some(&"b".repeat(CHUNK_UNITS - 1000))).unwrap();
    tab.write(&one(), "letter/a", Some(&"a".repeat(CHUNK_UNITS))).unwrap();
    let moved_to = "kept/entries/one/always/2";
    let later = shelf.get(moved_to).unwrap().unwrap();
    // Another tab wrote that chunk without knowing of the move, and this one has not heard of it.
    let overwritten = json!([note(&one(), "letter/c", 1, "c").to_json()]).to_string();
    shelf.set(moved_to, &codec::encode(moved_to, 9, &overwritten)).unwrap();
    tab.write(&one(), "letter/b", Some("b again")).unwrap();
    assert_eq!(reopen(&shelf).len(), 3);

    shelf.set(moved_to, &later).unwrap();
    tab.write(&one(), "letter/b", Some("and again")).unwrap();
    assert_eq!(reopen(&shelf), tab.known);
}

/// What another tab added to a chunk counts, though this one has not heard of it.
#[test]
fn two_tabs_that_fill_one_chunk_keep_it_within_its_bounds() {
    let shelf = MemoryShelf::default();
    let mut tabs = [Tab::open(shelf.clone(), 1), Tab::open(shelf.clone(), 2)];
    for round in 0..6 {
        for (at, tab) in tabs.iter_mut().enumerate() {
            let id = format!("letter/{at}/{round}");
            tab.write(&one(), &id, Some(&"x".repeat(CHUNK_UNITS / 4))).unwrap();
        }
    }
    assert_bounded(&shelf);
    assert_eq!(reopen(&shelf).len(), 12);
}

/// The storage of a browser with several processes, as Chromium does it: each tab has a copy that it reads and
/// writes at once; the changes of all reach the browser in some order and each tab later, in that order; of
/// those, a tab passes over what concerns keys on which changes of its own are still under way.
#[derive(Default)]
struct Browser {
    changes: Vec<(usize, String, Option<String>)>,
}

#[derive(Clone)]
struct TabShelf {
    tab: usize,
    copy: MemoryShelf,
    under_way: Rc<RefCell<BTreeMap<String, usize>>>,
    browser: Rc<RefCell<Browser>>,
}

impl TabShelf {
    fn change(&self, key: &str, value: Option<&str>) {
        *self.under_way.borrow_mut().entry(key.to_owned()).or_default() += 1;
        self.browser.borrow_mut().changes.push((self.tab, key.to_owned(), value.map(str::to_owned)));
    }

    /// The change at `at` reaches this tab; the key it hears of, where it was another tab's.
    fn hear(&self, at: usize) -> Option<String> {
        let (tab, key, value) = self.browser.borrow().changes[at].clone();
        let mut under_way = self.under_way.borrow_mut();
        let own = under_way.entry(key.clone()).or_default();
        if tab == self.tab {
            *own -= 1;
            return None;
        }
        match value {
            _ if *own > 0 => {}
            Some(value) => self.copy.set(&key, &value).unwrap(),
            None => self.copy.remove(&key).unwrap(),
        }
        Some(key)
    }
}

impl Shelf for TabShelf {
    fn get(&self, key: &str) -> Result<Option<String>, ShelfError> {
        self.copy.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), ShelfError> {
        self.change(key, Some(value));
        self.copy.set(key, value)
    }

    fn remove(&self, key: &str) -> Result<(), ShelfError> {
        if self.copy.get(key)?.is_some() {
            self.change(key, None);
        }
        self.copy.remove(key)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, ShelfError> {
        self.copy.keys(prefix)
    }
}

#[derive(Clone, Debug)]
enum Step {
    /// A tab writes an entry with text of some length, or deletes it.
    Write { tab: Index, own: bool, entry: usize, length: Option<usize> },
    /// A tab hears of some changes in others.
    Hear { tab: Index, changes: usize },
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let length =
        select(vec![None, Some(0), Some(100), Some(12_000), Some(12_000), Some(25_000), Some(34_000)]);
    let step = prop_oneof![
        3 => (any::<Index>(), any::<bool>(), 0..6_usize, length)
            .prop_map(|(tab, own, entry, length)| Step::Write { tab, own, entry, length }),
        1 => (any::<Index>(), 1..5_usize).prop_map(|(tab, changes)| Step::Hear { tab, changes }),
    ];
    prop::collection::vec(step, 1..most)
}

/// A tab writes what a step says; the version that was saved goes to `all`.
fn write(tab: &mut Tab, device: usize, step: &Step, all: &mut Entries) {
    let Step::Write { own, entry, length, .. } = step else { return };
    let id = format!("letter/{entry}");
    let line = length.map(|length| "x".repeat(length));
    // Some entries everybody writes, and some have one tab that writes them.
    let id = if *own { format!("{id}/{device}") } else { id };
    let author = if entry % 3 == 0 { two() } else { one() };
    let entry = tab.write(&author, &id, line.as_deref()).unwrap();
    all.absorb(entry);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn tabs_that_write_one_after_the_other_lose_nothing(count in 2..=3_usize, steps in steps(24)) {
        let memory = MemoryShelf::default();
        let shelves: Vec<_> = (0..count).map(|_| WatchedShelf::new(memory.clone())).collect();
        let mut tabs: Vec<Tab> = (1..).zip(&shelves).map(|(device, shelf)| Tab::open(shelf.clone(), device)).collect();
        let mut news: Vec<VecDeque<String>> = vec![VecDeque::new(); count];
        let mut all = Entries::default();
        for step in steps {
            match step {
                Step::Write { tab, .. } => {
                    let at = tab.index(count);
                    write(&mut tabs[at], at, &step, &mut all);
                }
                Step::Hear { tab, changes } => {
                    let at = tab.index(count);
                    let heard = changes.min(news[at].len());
                    for key in news[at].drain(..heard).collect::<Vec<_>>() {
                        tabs[at].follow(&key).unwrap();
                    }
                }
            }
            pass_on(&shelves, &mut news);
            prop_assert_eq!(&reopen(&memory), &all, "at every moment everything is there");
            assert_bounded(&memory);
        }
        for round in 0.. {
            prop_assert!(round < 10, "tabs do not answer each other for ever");
            for at in 0..count {
                for key in std::mem::take(&mut news[at]) {
                    tabs[at].follow(&key).unwrap();
                }
            }
            if pass_on(&shelves, &mut news) == 0 {
                break;
            }
        }
        prop_assert_eq!(&reopen(&memory), &all);
        for tab in &tabs {
            prop_assert_eq!(&tab.known, &all);
        }
    }

    #[test]
    fn tabs_in_processes_of_their_own_lose_nothing_either(count in 2..=4_usize, steps in steps(24)) {
        let browser = Rc::new(RefCell::new(Browser::default()));
        let shelf = |tab| TabShelf {
            tab, copy: MemoryShelf::default(), under_way: Rc::default(), browser: Rc::clone(&browser),
        };
        let shelves: Vec<TabShelf> = (0..count).map(shelf).collect();
        let mut tabs: Vec<Tab> = (1..).zip(&shelves).map(|(device, shelf)| Tab::open(shelf.clone(), device)).collect();
        let mut heard = vec![0; count];
        let mut all = Entries::default();
        let hear = |tabs: &mut [Tab], heard: &mut [usize], at: usize, changes: usize| {
            let there = browser.borrow().changes.len();
            for _ in 0..changes.min(there - heard[at]) {
                if let Some(key) = shelves[at].hear(heard[at]) {
                    tabs[at].follow(&key).unwrap();
                }
                heard[at] += 1;
            }
        };
        for step in steps {
            match step {
                Step::Write { tab, .. } => {
                    let at = tab.index(count);
                    write(&mut tabs[at], at, &step, &mut all);
                }
                Step::Hear { tab, changes } => hear(&mut tabs, &mut heard, tab.index(count), changes),
            }
        }
        for round in 0.. {
            prop_assert!(round < 20, "tabs do not answer each other for ever");
            (0..count).for_each(|at| hear(&mut tabs, &mut heard, at, usize::MAX));
            if heard.iter().all(|heard| *heard == browser.borrow().changes.len()) {
                break;
            }
        }
        for (tab, shelf) in tabs.iter().zip(&shelves) {
            prop_assert_eq!(&tab.known, &all);
            prop_assert_eq!(&reopen(shelf), &all);
            prop_assert_eq!(contents(shelf), contents(&shelves[0]));
        }
    }
}

/// What a tab changed is news to the others. Returns how much news there is.
fn pass_on(shelves: &[WatchedShelf<MemoryShelf>], news: &mut [VecDeque<String>]) -> usize {
    for (from, shelf) in shelves.iter().enumerate() {
        for key in shelf.take_changes() {
            let others = news.iter_mut().enumerate().filter(|(to, _)| *to != from);
            others.for_each(|(_, news)| news.push_back(key.clone()));
        }
    }
    news.iter().map(VecDeque::len).sum()
}
