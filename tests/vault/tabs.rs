//! Two to five tabs that write the same and different entries, tidy up, and die without warning.

#![expect(clippy::similar_names, reason = "a tab has a shelf, and tabs have shelves")]

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use kept::entry::{Entries, Entry};
use kept::vault::codec::Form;
use kept::vault::{CHUNK_UNITS, CONFIRM_MS, MemoryShelf, Shelf, ShelfError, codec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::json;

use crate::common::{
    NOW, Tab, WatchedShelf, all_of, assert_bounded, chunks, contents, copy_of, difference, logs, note, one,
    reopen, saved, tidy_all, two,
};

const ALWAYS: &str = "kept/entries/one/always/1";
/// No difference.
const NONE: [String; 0] = [];
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

#[test]
fn what_one_tab_saves_another_takes_in() {
    let shelf = WatchedShelf::new(MemoryShelf::default());
    let (mut left, mut right) = (Tab::open(shelf.clone(), 1), Tab::open(shelf.clone(), 2));
    left.write(&one(), "letter/a", Some("left")).unwrap();
    for key in shelf.take_changes() {
        right.follow(&key).unwrap();
    }
    assert_eq!(right.known, reopen(&shelf));
    assert_eq!(shelf.take_changes(), Vec::<String>::new(), "to take in what is there nothing is written");
    right.write(&one(), "letter/b", Some("right")).unwrap();
    left.tidy();
    right.tidy();
    for key in shelf.take_changes() {
        left.follow(&key).unwrap();
        right.follow(&key).unwrap();
    }
    assert_eq!((&left.known, &right.known), (&reopen(&shelf), &reopen(&shelf)));
    assert_eq!((logs(&shelf), shelf.take_changes()), (Vec::new(), Vec::new()));
}

/// A tab that slept while another one saved and tidied up finds no log any more when it wakes.
#[test]
fn what_another_tab_tidied_up_already_is_taken_in_too() {
    for id in ["letter/a", "pulse/2026-11-22", "pulse/2026-12-01"] {
        let shelf = WatchedShelf::new(MemoryShelf::default());
        let (mut left, mut right) = (Tab::open(shelf.clone(), 1), Tab::open(shelf.clone(), 2));
        left.write(&one(), id, Some("left")).unwrap();
        left.tidy();
        assert_eq!(logs(&shelf), []);
        for key in shelf.take_changes() {
            right.follow(&key).unwrap();
        }
        assert_eq!(right.known, left.known, "{id}");
    }
}

#[test]
fn what_comes_in_another_tab_in_a_month_that_was_not_read_is_missing_until_it_is() {
    let shelf = WatchedShelf::new(MemoryShelf::default());
    let (mut left, mut right) = (Tab::open(shelf.clone(), 1), Tab::open(shelf.clone(), 2));
    left.write(&one(), "pulse/2019-01-01", Some("left")).unwrap();
    left.tidy();
    for key in shelf.take_changes() {
        right.follow(&key).unwrap();
    }
    right.look();
    assert_eq!(right.known, left.known);
}

#[test]
fn keys_of_others_are_not_followed() {
    let shelf = saved(&[note(&one(), "letter/a", 1, "a")]);
    let mut tab = Tab::open(shelf.clone(), 1);
    let before = contents(&shelf);
    for key in [
        "",
        "theme",
        "kept/theme",
        "kept/draft/one/person/00000001",
        "kept/aside/1/x",
        "kept/entries/one/x",
        "kept/entries.7/one/always/1",
        "kept/log.7/00000003",
        "kept/building/7",
        "kept/building/log/00000003.1",
    ] {
        tab.follow(key).unwrap();
    }
    assert_eq!(tab.known.len(), 1);
    assert_eq!(contents(&shelf), before);
}

/// A chunk with something else in it than what this tab put there.
fn overwrite(shelf: &impl Shelf, key: &str, entries: &[Entry]) {
    let payload = json!(entries.iter().map(Entry::to_json).collect::<Vec<_>>()).to_string();
    shelf.set(key, &codec::encode(key, 9, &payload, Form::Text)).unwrap();
}

/// Two tabs read the same value, and both write: the second one overwrites what the first one wrote.
fn lost_update() -> (MemoryShelf, Tab, Entries) {
    let shelf = saved(&[note(&one(), "letter/a", 1, "a")]);
    let mut left = Tab::open(shelf.clone(), 1);
    left.write(&one(), "letter/left", Some("left")).unwrap();
    left.write(&one(), "letter/a", Some("changed")).unwrap();
    while left.vault.tidy(NOW).unwrap() == Some(0) {}
    let right = note(&one(), "letter/right", 2, "right");
    overwrite(&shelf, ALWAYS, &[note(&one(), "letter/a", 1, "a"), right.clone()]);
    let all = left.known.iter().cloned().chain([right]).collect();
    assert_eq!(reopen(&shelf), all, "as long as the log is there nothing is lost");
    (shelf, left, all)
}

#[test]
fn a_lost_update_is_written_again_before_the_log_goes() {
    let (shelf, mut left, all) = lost_update();
    left.tidy();
    assert_eq!((reopen(&shelf), logs(&shelf)), (all, Vec::new()));
}

#[test]
fn a_lost_update_is_repaired_by_the_tab_that_hears_of_it_later() {
    let shelf = saved(&[note(&one(), "letter/a", 1, "a")]);
    let mut tab = Tab::open(shelf.clone(), 1);
    tab.write(&one(), "letter/b", Some("b")).unwrap();
    tab.tidy();
    assert_eq!(logs(&shelf), []);
    overwrite(&shelf, ALWAYS, &[note(&one(), "letter/a", 1, "a"), note(&one(), "letter/c", 2, "c")]);
    tab.follow(ALWAYS).unwrap();
    assert_eq!((reopen(&shelf).len(), &reopen(&shelf)), (3, &tab.known));
    tab.tidy();
    assert_eq!((logs(&shelf), &reopen(&shelf)), (Vec::new(), &tab.known));
}

#[test]
fn a_lost_update_does_not_hinder_the_next_save() {
    let (shelf, mut left, all) = lost_update();
    let new = left.write(&one(), "letter/new", Some("new")).unwrap();
    let all: Entries = all.iter().cloned().chain([new]).collect();
    assert_eq!(reopen(&shelf), all);
    left.follow(ALWAYS).unwrap();
    assert_eq!(left.known, all);
    left.tidy();
    assert_eq!(reopen(&shelf), all);
}

/// A copied device (a restored backup of a phone, say) can make the same stamp twice.
#[test]
fn a_lost_update_with_the_same_stamp_is_repaired_too() {
    let (a, b) = (note(&one(), "letter/a", 1, "aa"), note(&one(), "letter/a", 1, "bb"));
    let winner = kept::entry::merge(a.clone(), b.clone());
    let loser = if winner == a { b } else { a };
    let shelf = saved(std::slice::from_ref(&winner));
    let mut tab = Tab::open(shelf.clone(), 1);
    overwrite(&shelf, ALWAYS, &[loser]);
    tab.follow(ALWAYS).unwrap();
    assert_eq!(reopen(&shelf), all_of(&[winner]));
}

/// What two tabs find lost at the same time is saved by both, and then that is all.
#[test]
fn tabs_that_repair_the_same_loss_do_not_answer_each_other() {
    let shelf = saved(&[note(&one(), "letter/a", 1, "a"), note(&one(), "letter/b", 1, "b")]);
    let mut shelves = [WatchedShelf::new(shelf.clone()), WatchedShelf::new(shelf.clone())];
    let mut tabs = [Tab::open(shelves[0].clone(), 1), Tab::open(shelves[1].clone(), 2)];
    overwrite(&shelf, ALWAYS, &[]);
    for tab in &mut tabs {
        tab.follow(ALWAYS).unwrap();
    }
    for round in 0.. {
        assert!(round < 6);
        tabs.iter_mut().for_each(Tab::tidy);
        let changes: Vec<Vec<String>> = shelves.iter_mut().map(|shelf| shelf.take_changes()).collect();
        for (tab, changes) in tabs.iter_mut().rev().zip(&changes) {
            for key in changes {
                tab.follow(key).unwrap();
            }
        }
        if changes.iter().all(Vec::is_empty) {
            break;
        }
    }
    assert_eq!((reopen(&shelf).len(), logs(&shelf)), (2, Vec::new()));
}

/// A log that a sleeping tab left for minutes is taken over; when the tab wakes, nothing is amiss.
#[test]
fn a_tab_that_slept_for_days_finds_its_log_taken_over() {
    for hears in [true, false] {
        let shelf = WatchedShelf::new(MemoryShelf::default());
        let mut sleeping = Tab::open(shelf.clone(), 1);
        sleeping.write(&one(), "letter/a", Some("before sleep")).unwrap();
        let mut other = Tab::open(shelf.clone(), 2);
        other.now = NOW + 5 * 60_000 - 1;
        other.tidy();
        assert_eq!(logs(&shelf).len(), 1, "it may be at work");
        shelf.take_changes();
        let mut other = Tab::open(shelf.clone(), 3);
        other.now = NOW + 2 * DAY_MS;
        other.tidy();
        assert_eq!(logs(&shelf), []);
        sleeping.now = NOW + 3 * DAY_MS;
        if hears {
            for key in shelf.take_changes() {
                sleeping.follow(&key).unwrap();
            }
        }
        sleeping.write(&one(), "letter/b", Some("after sleep")).unwrap();
        assert_eq!(reopen(&shelf), sleeping.known, "{hears}");
        sleeping.tidy();
        assert_eq!((reopen(&shelf), logs(&shelf)), (sleeping.known, Vec::new()), "{hears}");
    }
}

/// Once a clock was wrong by years, every stamp is later than now. Logs of tabs that are gone once stayed until
/// then.
#[test]
fn the_log_of_a_tab_that_is_gone_goes_though_it_is_from_the_future() {
    let shelf = MemoryShelf::default();
    Tab::open(shelf.clone(), 1).save(&[note(&one(), "letter/a", NOW + 900 * DAY_MS, "later")]).unwrap();
    Tab::open(shelf.clone(), 2).tidy();
    assert_eq!((logs(&shelf), reopen(&shelf).len()), (Vec::new(), 1));
}

/// The log and the batches of a tab that is gone may be looked at by several tabs at once.
#[test]
fn a_batch_goes_only_after_a_look_of_ones_own() {
    let shelf = saved(&[note(&one(), "letter/a", 1, "a")]);
    Tab::open(shelf.clone(), 1).vault.take_in(&[note(&one(), "letter/b", 2, "b")], NOW).unwrap();
    let (mut left, mut right) = (Tab::open(shelf.clone(), 2), Tab::open(shelf.clone(), 3));
    while left.vault.tidy(NOW).unwrap() == Some(0) {}
    // It stands in its chunk, where this tab finds it. But who knows who is about to overwrite that chunk?
    while right.vault.tidy(NOW + 1).unwrap() == Some(0) {}
    assert_eq!(logs(&shelf).len(), 1);
    overwrite(&shelf, ALWAYS, &[note(&one(), "letter/a", 1, "a")]);
    left.tidy();
    right.tidy();
    assert_eq!((logs(&shelf), reopen(&shelf).len()), (Vec::new(), 2));
}

/// A tab that had not heard of an entry's move once wrote it, long as it was, into the chunk it had outgrown.
#[test]
fn an_entry_that_moved_in_another_tab_is_not_put_back() {
    let third = "x".repeat(CHUNK_UNITS / 3);
    let shelf = saved(&[note(&one(), "letter/a", 1, "a"), note(&one(), "letter/b", 1, &third)]);
    let (mut left, mut right) = (Tab::open(shelf.clone(), 1), Tab::open(shelf.clone(), 2));
    left.write(&one(), "letter/a", Some(&third.repeat(2))).unwrap();
    left.write(&one(), "letter/c", Some(&third)).unwrap();
    left.tidy();
    right.write(&one(), "letter/b", Some("b")).unwrap();
    right.tidy();
    assert_bounded(&shelf);
    assert_eq!(reopen(&shelf).len(), 3);
    let at: Vec<usize> =
        chunks(&shelf).iter().map(|(_, value)| value.matches("\"letter/a\"").count()).collect();
    assert_eq!(at.iter().sum::<usize>(), 1, "{at:?}");
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
            tab.tidy();
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
    /// What is on its way to the browser, in the order in which it was written.
    outgoing: Vec<Change>,
    /// What has arrived, in the order in which it did.
    changes: Vec<Change>,
    /// What the browser holds.
    arrived: MemoryShelf,
    now: u64,
}

impl Browser {
    /// The first change of a tab that is under way arrives.
    fn arrive(&mut self, tab: u32) {
        if let Some(at) = self.outgoing.iter().position(|change| change.by == tab) {
            let change = self.outgoing.remove(at);
            change.apply(&self.arrived);
            self.changes.push(change);
        }
    }

    /// What there is once everything has arrived: the changes of one tab in their order, those of several in an
    /// order that nobody knows.
    fn truths(&self) -> [MemoryShelf; 2] {
        let mut tabs: Vec<u32> = self.outgoing.iter().map(|change| change.by).collect();
        tabs.sort_unstable();
        tabs.dedup();
        let all_of = |tabs: &mut dyn Iterator<Item = &u32>| {
            let shelf = copy_of(&self.arrived);
            for tab in tabs {
                self.outgoing
                    .iter()
                    .filter(|change| change.by == *tab)
                    .for_each(|change| change.apply(&shelf));
            }
            shelf
        };
        [all_of(&mut tabs.iter()), all_of(&mut tabs.iter().rev())]
    }
}

#[derive(Clone)]
struct Change {
    by: u32,
    at: u64,
    key: String,
    value: Option<String>,
}

impl Change {
    fn apply(&self, shelf: &MemoryShelf) {
        match &self.value {
            Some(value) => shelf.set(&self.key, value).unwrap(),
            None => shelf.remove(&self.key).unwrap(),
        }
    }
}

#[derive(Clone)]
struct TabShelf {
    tab: u32,
    copy: MemoryShelf,
    under_way: Rc<RefCell<BTreeMap<String, usize>>>,
    browser: Rc<RefCell<Browser>>,
}

impl TabShelf {
    /// The shelf of a tab that is opened now: it reads what is there.
    fn new(tab: u32, browser: &Rc<RefCell<Browser>>) -> Self {
        let copy = copy_of(&browser.borrow().arrived);
        Self { tab, copy, under_way: Rc::default(), browser: Rc::clone(browser) }
    }

    fn change(&self, key: &str, value: Option<&str>) {
        *self.under_way.borrow_mut().entry(key.to_owned()).or_default() += 1;
        let mut browser = self.browser.borrow_mut();
        let change =
            Change { by: self.tab, at: browser.now, key: key.to_owned(), value: value.map(str::to_owned) };
        browser.outgoing.push(change);
    }

    /// A change reaches this tab; the key it hears of, where it was another tab's.
    fn hear(&self, change: Change) -> Option<String> {
        let mut under_way = self.under_way.borrow_mut();
        let own = under_way.entry(change.key.clone()).or_default();
        if change.by == self.tab {
            *own -= 1;
            return None;
        }
        if *own == 0 {
            change.apply(&self.copy);
        }
        Some(change.key)
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
    /// A tab takes in a file.
    TakeIn { tab: Index, entries: Vec<(usize, usize)> },
    /// Some of what a tab wrote reaches the browser.
    Arrive { tab: Index, changes: usize },
    /// A tab hears of some changes in others.
    Hear { tab: Index, changes: usize },
    /// A tab tidies up a little, and then time passes.
    Tidy { tab: Index, steps: usize, wait: u64 },
    /// A tab dies without warning, and another one is opened.
    Close { tab: Index },
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let length =
        select(vec![None, Some(0), Some(100), Some(12_000), Some(12_000), Some(25_000), Some(34_000)]);
    let step = prop_oneof![
        8 => (any::<Index>(), any::<bool>(), 0..10_usize, length)
            .prop_map(|(tab, own, entry, length)| Step::Write { tab, own, entry, length }),
        1 => (any::<Index>(), prop::collection::vec((0..10_usize, select(vec![10, 9_000, 34_000])), 0..5))
            .prop_map(|(tab, entries)| Step::TakeIn { tab, entries }),
        4 => (any::<Index>(), 1..9_usize).prop_map(|(tab, changes)| Step::Arrive { tab, changes }),
        4 => (any::<Index>(), 1..9_usize).prop_map(|(tab, changes)| Step::Hear { tab, changes }),
        9 => (any::<Index>(), 1..9_usize, select(vec![0, 0, 700, 1_400, CONFIRM_MS, DAY_MS]))
            .prop_map(|(tab, steps, wait)| Step::Tidy { tab, steps, wait }),
        2 => any::<Index>().prop_map(|tab| Step::Close { tab }),
    ];
    prop::collection::vec(step, 1..most)
}

/// Entries that everybody writes, and some that have one tab that writes them; in no month, a recent and an old one.
fn name(entry: usize, own: bool, device: usize) -> (kept::entry::PersonId, String) {
    let author = if entry.is_multiple_of(3) { two() } else { one() };
    let tail = if own { format!("/{device}") } else { String::new() };
    let id = match entry {
        5 => format!("pulse{tail}/2026-11-22"),
        6 => format!("journal{tail}/2020-01-01"),
        7..10 => format!("pulse{tail}/2020-01-0{}", entry - 6),
        _ => format!("letter/{entry}{tail}"),
    };
    (author, id)
}

/// A tab does what a step says; the versions that were saved go to `all`.
fn act(tab: &mut Tab, device: usize, step: &Step, all: &mut Entries) {
    match step {
        Step::Write { own, entry, length, .. } => {
            let (author, id) = name(*entry, *own, device);
            let line = length.map(|length| "x".repeat(length));
            all.absorb(tab.write(&author, &id, line.as_deref()).unwrap());
        }
        Step::TakeIn { entries, .. } => {
            let entries: Vec<Entry> = entries
                .iter()
                .map(|(entry, length)| {
                    let (author, id) = name(*entry, true, device);
                    let stamp = tab.clock.tick(tab.now);
                    let mut entry = note(&author, &id, 1, &"y".repeat(*length));
                    entry.stamp = stamp;
                    entry
                })
                .collect();
            tab.vault.take_in(&entries, tab.now).unwrap();
            tab.known.extend(entries.iter().cloned());
            all.extend(entries);
        }
        Step::Tidy { steps, .. } => {
            for _ in 0..*steps {
                tab.vault.tidy(tab.now).unwrap();
            }
        }
        Step::Arrive { .. } | Step::Hear { .. } | Step::Close { .. } => {}
    }
}

impl Step {
    fn tab(&self) -> &Index {
        match self {
            Self::Write { tab, .. }
            | Self::TakeIn { tab, .. }
            | Self::Arrive { tab, .. }
            | Self::Hear { tab, .. }
            | Self::Tidy { tab, .. }
            | Self::Close { tab } => tab,
        }
    }
}

/// Tabs over one memory, as in a browser that keeps them in one process.
struct OneProcess {
    memory: MemoryShelf,
    tabs: Vec<(WatchedShelf<MemoryShelf>, Tab, VecDeque<String>)>,
    devices: u32,
    now: u64,
}

impl OneProcess {
    fn open(&mut self) -> (WatchedShelf<MemoryShelf>, Tab, VecDeque<String>) {
        self.devices += 1;
        let shelf = WatchedShelf::new(self.memory.clone());
        let mut tab = Tab::open(shelf.clone(), self.devices);
        tab.now = self.now;
        (shelf, tab, VecDeque::new())
    }

    /// What a tab changed is news to the others. Returns how much news there is.
    fn pass_on(&mut self) -> usize {
        for from in 0..self.tabs.len() {
            for key in self.tabs[from].0.take_changes() {
                let others = self.tabs.iter_mut().enumerate().filter(|(to, _)| *to != from);
                others.for_each(|(_, (_, _, news))| news.push_back(key.clone()));
            }
        }
        self.tabs.iter().map(|(_, _, news)| news.len()).sum()
    }

    fn hear(&mut self, at: usize, changes: usize) {
        let (_, tab, news) = &mut self.tabs[at];
        let heard = changes.min(news.len());
        for key in news.drain(..heard).collect::<Vec<_>>() {
            tab.follow(&key).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn tabs_in_one_process_lose_nothing(count in 2..=5_usize, steps in steps(40)) {
        let mut world = OneProcess { memory: MemoryShelf::default(), tabs: Vec::new(), devices: 0, now: NOW };
        for _ in 0..count {
            let tab = world.open();
            world.tabs.push(tab);
        }
        let mut all = Entries::default();
        for step in steps {
            let at = step.tab().index(count);
            act(&mut world.tabs[at].1, at, &step, &mut all);
            match step {
                Step::Hear { changes, .. } => world.hear(at, changes),
                Step::Tidy { wait, .. } => {
                    world.now += wait;
                    world.tabs.iter_mut().for_each(|(_, tab, _)| tab.now += wait);
                }
                Step::Close { .. } => {
                    world.pass_on();
                    world.tabs[at] = world.open();
                }
                Step::Arrive { .. } | Step::Write { .. } | Step::TakeIn { .. } => {}
            }
            world.pass_on();
            prop_assert_eq!(difference(&reopen(&world.memory), &all), NONE, "at every moment everything is there");
            assert_bounded(&world.memory);
        }
        // In the end everybody hears of everything and tidies up, with one more tab two days later.
        world.now += 2 * DAY_MS;
        world.tabs.iter_mut().for_each(|(_, tab, _)| tab.now += 2 * DAY_MS);
        let last = world.open();
        world.tabs.push(last);
        for round in 0.. {
            prop_assert!(round < 10, "tabs do not answer each other for ever");
            for at in 0..=count {
                world.hear(at, usize::MAX);
                world.tabs[at].1.tidy();
            }
            if world.pass_on() == 0 {
                break;
            }
        }
        prop_assert_eq!(difference(&reopen(&world.memory), &all), NONE);
        prop_assert_eq!(logs(&world.memory), []);
        for (_, tab, _) in &mut world.tabs {
            tab.look();
            prop_assert_eq!(difference(&tab.known, &all), NONE);
        }
    }

    #[test]
    fn tabs_in_processes_of_their_own_lose_nothing_either(count in 2..=5_usize, steps in steps(40)) {
        let mut world = Processes::new(count);
        let mut all = Entries::default();
        for step in steps {
            let at = step.tab().index(count);
            act(&mut world.tabs[at].1, at, &step, &mut all);
            match step {
                Step::Arrive { changes, .. } => {
                    let tab = world.tabs[at].0.tab;
                    (0..changes).for_each(|_| world.browser.borrow_mut().arrive(tab));
                }
                Step::Hear { changes, .. } => world.hear(at, changes),
                Step::Tidy { wait, .. } => world.wait(wait),
                Step::Close { .. } => world.tabs[at] = world.open(),
                Step::Write { .. } | Step::TakeIn { .. } => {}
            }
            for truth in world.browser.borrow().truths() {
                prop_assert_eq!(difference(&reopen(&truth), &all), NONE, "at every moment everything is there, or on its way");
            }
        }
        world.wait(2 * DAY_MS);
        let last = world.open();
        world.tabs.push(last);
        for round in 0.. {
            prop_assert!(round < 12, "tabs do not answer each other for ever");
            let before = world.browser.borrow().changes.len();
            for at in 0..=count {
                world.tidy(at);
            }
            prop_assert_eq!(world.browser.borrow().outgoing.len(), 0);
            if world.browser.borrow().changes.len() == before {
                break;
            }
        }
        let [truth, _] = world.browser.borrow().truths();
        prop_assert_eq!(difference(&reopen(&truth), &all), NONE);
        prop_assert_eq!(logs(&truth), []);
        for (shelf, tab, _) in &mut world.tabs {
            tab.look();
            prop_assert_eq!(difference(&tab.known, &all), NONE);
            prop_assert_eq!(contents(shelf), contents(&truth));
        }
    }
}

/// Tabs with a copy of storage each.
struct Processes {
    browser: Rc<RefCell<Browser>>,
    /// Each with how many changes it has heard of.
    tabs: Vec<(TabShelf, Tab, usize)>,
    devices: u32,
}

impl Processes {
    /// How long a change takes to reach another tab, at the most. What another one writes without knowing of it
    /// takes as long to come back, and all that has to be less than [`CONFIRM_MS`].
    const DELAY_MS: u64 = CONFIRM_MS / 2 - 1;

    fn new(count: usize) -> Self {
        let browser = Rc::new(RefCell::new(Browser { now: NOW, ..Browser::default() }));
        let mut world = Self { browser, tabs: Vec::new(), devices: 0 };
        for _ in 0..count {
            let tab = world.open();
            world.tabs.push(tab);
        }
        world
    }

    fn open(&mut self) -> (TabShelf, Tab, usize) {
        self.devices += 1;
        let shelf = TabShelf::new(self.devices, &self.browser);
        let heard = self.browser.borrow().changes.len();
        let mut tab = Tab::open(shelf.clone(), self.devices);
        tab.now = self.browser.borrow().now;
        (shelf, tab, heard)
    }

    /// A tab hears of some changes. The code that is told of them runs when all of them are in its copy.
    fn hear(&mut self, at: usize, changes: usize) {
        let (shelf, tab, heard) = &mut self.tabs[at];
        let there: Vec<Change> =
            self.browser.borrow().changes.iter().skip(*heard).take(changes).cloned().collect();
        *heard += there.len();
        let keys: Vec<String> = there.into_iter().filter_map(|change| shelf.hear(change)).collect();
        for key in keys {
            tab.follow(&key).unwrap();
        }
    }

    /// Time passes, and whatever was under way for long enough arrives.
    fn wait(&mut self, ms: u64) {
        // Not in one leap: what arrives is answered, and the answers travel as well.
        let until = self.browser.borrow().now + ms;
        loop {
            let arrives = self
                .browser
                .borrow()
                .outgoing
                .first()
                .map(|change| (change.at + Self::DELAY_MS / 2, change.by));
            let hears = (0..self.tabs.len()).filter_map(|at| {
                let change = self.browser.borrow().changes.get(self.tabs[at].2)?.at;
                Some((change + Self::DELAY_MS, at))
            });
            let hears = hears.min();
            let is_first = |when: u64| when <= until && hears.is_none_or(|(other, _)| when <= other);
            if let Some((when, tab)) = arrives.filter(|(when, _)| is_first(*when)) {
                self.set_now(when);
                self.browser.borrow_mut().arrive(tab);
            } else if let Some((when, at)) = hears.filter(|(when, _)| *when <= until) {
                self.set_now(when);
                self.hear(at, 1);
            } else {
                break;
            }
        }
        self.set_now(until);
    }

    fn set_now(&mut self, now: u64) {
        let now = now.max(self.browser.borrow().now);
        self.browser.borrow_mut().now = now;
        self.tabs.iter_mut().for_each(|(_, tab, _)| tab.now = now);
    }

    /// A tab does everything there is to do, while time passes for everybody.
    fn tidy(&mut self, at: usize) {
        for round in 0.. {
            assert!(round < 2_000, "there is always something more to tidy up");
            let now = self.browser.borrow().now;
            let Some(wait) = self.tabs[at].1.vault.tidy(now).unwrap() else { break };
            self.wait(wait);
        }
        self.wait(2 * Self::DELAY_MS);
    }
}

/// A tab that was idle for a day saves in the moment in which another one takes it for gone, and dies.
#[test]
fn a_save_is_safe_from_whoever_clears_an_old_log_away() {
    let mut world = Processes::new(1);
    let before = world.tabs[0].1.write(&one(), "letter/a", Some("before")).unwrap();
    world.wait(DAY_MS);
    let other = world.open();
    world.tabs.push(other);
    while world.tabs[1].1.vault.tidy(NOW + DAY_MS).unwrap() == Some(0) {}
    world.wait(CONFIRM_MS);
    let last = world.tabs[0].1.write(&one(), "letter/b", Some("its last words")).unwrap();
    while world.tabs[1].1.vault.tidy(NOW + DAY_MS + CONFIRM_MS).unwrap() == Some(0) {}
    let [truth, _] = world.browser.borrow().truths();
    assert_eq!(difference(&reopen(&truth), &all_of(&[before, last])), NONE);
    assert!(logs(&truth).iter().all(|(key, _)| key != "kept/log/00000001"));
}

/// The same where that tab has just emptied its log itself: what it saves next stands nowhere else.
#[test]
fn a_save_into_a_new_log_is_safe_from_whoever_clears_the_old_one_away() {
    let mut world = Processes::new(2);
    let before = world.tabs[0].1.write(&one(), "letter/a", Some("before")).unwrap();
    while world.tabs[0].1.vault.tidy(NOW).unwrap() == Some(0) {}
    world.wait(DAY_MS);
    while world.tabs[1].1.vault.tidy(NOW + DAY_MS).unwrap() == Some(0) {}
    world.wait(CONFIRM_MS);
    let now = NOW + DAY_MS + CONFIRM_MS;
    assert_eq!(world.tabs[0].1.vault.tidy(now).unwrap(), Some(CONFIRM_MS), "it slept");
    while world.tabs[0].1.vault.tidy(now).unwrap() == Some(0) {}
    let last = world.tabs[0].1.write(&one(), "letter/b", Some("its last words")).unwrap();
    while world.tabs[1].1.vault.tidy(now).unwrap() == Some(0) {}
    for truth in world.browser.borrow().truths() {
        assert_eq!(difference(&reopen(&truth), &all_of(&[before.clone(), last.clone()])), NONE);
    }
}

/// A tab that is frozen for hours goes on with what it knew. Its timer may come before the news, and what it wrote
/// then lacked what others had written meanwhile; if those were closed, nobody knew any better.
#[test]
fn a_tab_that_was_frozen_waits_for_the_news_before_it_writes_chunks() {
    let mut world = Processes::new(2);
    let first = world.tabs[0].1.write(&one(), "letter/a", Some("first")).unwrap();
    world.tidy(0);
    world.tidy(1);
    let frozen = world.tabs[1].1.write(&one(), "letter/frozen", Some("before it froze")).unwrap();
    let awake = world.tabs[0].1.write(&one(), "letter/awake", Some("meanwhile")).unwrap();
    tidy_all(&mut world.tabs[0].1.vault, NOW + DAY_MS).unwrap();
    let tab = world.tabs[0].0.tab;
    while world.browser.borrow().outgoing.iter().any(|change| change.by == tab) {
        world.browser.borrow_mut().arrive(tab);
    }
    world.tabs.remove(0);

    let now = NOW + 2 * DAY_MS;
    let wait = world.tabs[0].1.vault.tidy(now).unwrap();
    assert_eq!(wait, Some(CONFIRM_MS));
    world.hear(0, usize::MAX);
    tidy_all(&mut world.tabs[0].1.vault, now + CONFIRM_MS).unwrap();
    let [truth, _] = world.browser.borrow().truths();
    assert_eq!(difference(&reopen(&truth), &all_of(&[first, frozen, awake])), NONE);
    assert_eq!(logs(&truth), []);
}

/// What such a tab wrote all the same is put right by whoever knows better.
#[test]
fn what_a_tab_overwrites_with_what_is_long_past_is_repaired_by_the_others() {
    let mut world = Processes::new(2);
    let first = world.tabs[0].1.write(&one(), "letter/a", Some("first")).unwrap();
    world.tidy(0);
    let late = world.tabs[1].1.write(&one(), "letter/late", Some("before it froze")).unwrap();
    let awake = world.tabs[0].1.write(&one(), "letter/awake", Some("meanwhile")).unwrap();
    tidy_all(&mut world.tabs[0].1.vault, NOW + DAY_MS).unwrap();
    tidy_all(&mut world.tabs[1].1.vault, NOW + 2 * DAY_MS).unwrap();
    world.wait(DAY_MS);
    let [truth, _] = world.browser.borrow().truths();
    assert_eq!(difference(&reopen(&truth), &all_of(&[first, late, awake])), NONE);
}

/// Two tabs packed one month into several chunks at once, each in its own way, under the same numbers.
#[test]
fn two_tabs_that_pack_a_month_at_once_do_not_mix_their_chunks() {
    let then = "2020-01-31".parse().unwrap();
    let page = |day: usize| note(&one(), &format!("pulse/2020-01-{day:02}"), 1, &"x".repeat(30_000));
    let old: Vec<Entry> = (10..15).map(page).collect();
    let shelf = MemoryShelf::default();
    let (mut vault, _) = kept::vault::Vault::open(Box::new(shelf.clone()), 9, then);
    vault.take_in(&old, NOW).unwrap();
    tidy_all(&mut vault, NOW).unwrap();

    let browser = Rc::new(RefCell::new(Browser { now: NOW, arrived: shelf, ..Browser::default() }));
    let mut world = Processes { browser, tabs: Vec::new(), devices: 0 };
    for _ in 0..2 {
        let tab = world.open();
        world.tabs.push(tab);
    }
    let new = [1, 2].map(page);
    world.tabs[1].1.save(&new).unwrap();
    for (_, tab, _) in &mut world.tabs {
        while tab.vault.tidy(NOW).unwrap() == Some(0) {}
    }
    let all: Entries = old.into_iter().chain(new).collect();
    let outgoing = world.browser.borrow().outgoing.clone();
    let of =
        |tab: u32| outgoing.iter().filter(move |change| change.by == tab && change.key.contains("/entries/"));
    assert!(of(1).count() > 3 && of(2).count() > 3);
    // First one of them gets so far, then the other one so far, then the rest of both.
    let orders = (0..=of(1).count()).flat_map(|one| (0..=of(2).count()).map(move |two| (one, two)));
    for (first, second) in orders.flat_map(|(one, two)| [((1, one), (2, two)), ((2, two), (1, one))]) {
        let shelf = copy_of(&world.browser.borrow().arrived);
        outgoing.iter().filter(|change| change.key.contains("/log/")).for_each(|change| change.apply(&shelf));
        let ((a, some), (b, more)) = (first, second);
        let order = of(a).take(some).chain(of(b).take(more)).chain(of(a).skip(some)).chain(of(b).skip(more));
        order.for_each(|change| change.apply(&shelf));
        assert_eq!(difference(&reopen(&shelf), &all), NONE, "{first:?} {second:?}");
    }
}
