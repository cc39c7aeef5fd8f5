//! Devices of the same two people that write, delete, and carry files to each other: partly, twice, in any order, with
//! clocks that are wrong.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::BTreeMap;

use kept::entry::{Entries, Entry, Key, Visibility};
use kept::exchange::{export, import};
use kept::vault::{MemoryShelf, Vault};
use proptest::prelude::*;
use proptest::sample::Index;

use self::common::made_up::moments;
use self::common::{NOW, Tab, difference, id, is_anywhere, logs, one, reopen, says, tidy_all, today, two};

/// No difference.
const NONE: [String; 0] = [];

/// Entries of all sorts of months, and of none.
const IDS: [&str; 5] =
    ["person", "pulse/2026-11-22", "journal/2026-10-02", "pulse/2020-01-01", "journal/2020-01-01"];

#[derive(Clone, Debug)]
enum Step {
    /// Somebody writes on a device.
    Write { device: Index, author: bool, entry: Index },
    /// Somebody deletes there; it can be brought back, or not.
    Delete { device: Index, author: bool, entry: Index, for_good: bool },
    /// A device's clock jumps.
    Jump { device: Index, to_ms: u64 },
    /// A device writes a file, of which a part may be lost on the way.
    Export { device: Index, lost: Vec<Index> },
    /// A device takes in one of the files there are, for the first time or again.
    Import { device: Index, file: Index },
    /// A device tidies up a little.
    Tidy { device: Index, steps: usize },
    /// The app is closed and opened again.
    Reopen { device: Index },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (any::<Index>(), any::<bool>(), any::<Index>())
            .prop_map(|(device, author, entry)| Step::Write { device, author, entry }),
        3 => (any::<Index>(), any::<bool>(), any::<Index>(), any::<bool>())
            .prop_map(|(device, author, entry, for_good)| Step::Delete { device, author, entry, for_good }),
        1 => (any::<Index>(), moments()).prop_map(|(device, to_ms)| Step::Jump { device, to_ms }),
        4 => (any::<Index>(), prop::collection::vec(any::<Index>(), 0..2))
            .prop_map(|(device, lost)| Step::Export { device, lost }),
        4 => (any::<Index>(), any::<Index>()).prop_map(|(device, file)| Step::Import { device, file }),
        2 => (any::<Index>(), 1..9_usize).prop_map(|(device, steps)| Step::Tidy { device, steps }),
        1 => any::<Index>().prop_map(|device| Step::Reopen { device }),
    ];
    prop::collection::vec(step, 0..40)
}

/// A device: its storage, and the app that is open on it.
struct Device {
    shelf: MemoryShelf,
    tab: Tab,
}

impl Device {
    fn open(shelf: MemoryShelf, number: u32) -> Self {
        let tab = Tab::open(shelf.clone(), number);
        Self { shelf, tab }
    }

    /// Writes a new version of what this device holds.
    fn write(&mut self, (author, id): Key, line: &str) -> Entry {
        let stamp = self.tab.clock.tick(self.tab.now);
        let new = Entry::new(author.clone(), id.clone(), stamp, Visibility::Private, says(line));
        let entry = match self.tab.known.entry(&author, &id) {
            Some(before) => before.revised(stamp, Visibility::Private, Some(says(line))),
            None => new,
        };
        self.tab.save(std::slice::from_ref(&entry)).unwrap();
        entry
    }

    /// Deletes what this device holds, if it does.
    fn delete(&mut self, (author, id): &Key, for_good: bool) -> Option<Entry> {
        let before = self.tab.known.entry(author, id)?.clone();
        let gone = before.deleted(self.tab.clock.tick(self.tab.now), today());
        let gone = if for_good { gone.forgotten() } else { gone };
        self.tab.save(std::slice::from_ref(&gone)).unwrap();
        Some(gone)
    }

    fn export(&self) -> String {
        export(&self.tab.known, today())
    }

    fn import(&mut self, file: &str) {
        let file = import(file.as_bytes()).unwrap();
        assert_eq!(file.unreadable, NONE);
        self.tab.vault.take_in(&file.entries, NOW).unwrap();
        for entry in file.entries {
            self.tab.clock.observe(entry.stamp);
            self.tab.known.absorb(entry);
        }
    }
}

/// What was written, and by what each version was followed on a device that had seen it.
#[derive(Default)]
struct Chronicle {
    written: BTreeMap<Key, Vec<Entry>>,
    superseded: Vec<Entry>,
    files: Vec<String>,
}

impl Chronicle {
    fn note(&mut self, before: Option<Entry>, after: &Entry) {
        self.superseded.extend(before.map(|before| before.forgotten()));
        self.written.entry(after.key()).or_default().push(after.forgotten());
    }

    /// A device does what a step says.
    fn play(&mut self, device: &mut Device, number: u32, step: &Step) {
        let key = |author: bool, entry: &Index| {
            (if author { one() } else { two() }, id(IDS[entry.index(IDS.len())]))
        };
        let known = |device: &Device, key: &Key| device.tab.known.entry(&key.0, &key.1).cloned();
        match step {
            Step::Write { author, entry, .. } => {
                let key = key(*author, entry);
                let before = known(device, &key);
                let after = device.write(key, &format!("words {number}"));
                self.note(before, &after);
            }
            Step::Delete { author, entry, for_good, .. } => {
                let key = key(*author, entry);
                let before = known(device, &key);
                if let Some(after) = device.delete(&key, *for_good) {
                    self.note(before, &after);
                }
            }
            Step::Jump { to_ms, .. } => device.tab.now = *to_ms,
            Step::Export { lost, .. } => {
                let mut file: serde_json::Value = serde_json::from_str(&device.export()).unwrap();
                let entries = file["entries"].as_array_mut().unwrap();
                for lost in lost.iter().filter(|_| !entries.is_empty()).collect::<Vec<_>>() {
                    if !entries.is_empty() {
                        entries.remove(lost.index(entries.len()));
                    }
                }
                self.files.push(file.to_string());
            }
            Step::Import { file, .. } => {
                if !self.files.is_empty() {
                    device.import(&self.files[file.index(self.files.len())]);
                }
            }
            Step::Tidy { steps, .. } => {
                for _ in 0..*steps {
                    device.tab.vault.tidy(NOW).unwrap();
                }
            }
            Step::Reopen { .. } => {
                let now = device.tab.now;
                *device = Device::open(device.shelf.clone(), number);
                device.tab.now = now;
            }
        }
    }
}

impl Step {
    fn device(&self) -> &Index {
        match self {
            Self::Write { device, .. }
            | Self::Delete { device, .. }
            | Self::Jump { device, .. }
            | Self::Export { device, .. }
            | Self::Import { device, .. }
            | Self::Tidy { device, .. }
            | Self::Reopen { device } => device,
        }
    }
}

fn forgotten(entries: &Entries) -> Entries {
    entries.iter().map(Entry::forgotten).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn devices_that_carry_files_to_each_other_agree_in_the_end(count in 2..=4_usize, steps in steps()) {
        let mut devices: Vec<Device> =
            (1..).take(count).map(|number| Device::open(MemoryShelf::default(), number)).collect();
        let mut chronicle = Chronicle::default();
        for (number, step) in (100..).zip(&steps) {
            let device = &mut devices[step.device().index(count)];
            chronicle.play(device, number, step);
            prop_assert_eq!(difference(&reopen(&device.shelf), &device.tab.known), NONE, "{:?}", step);
        }

        // Along a line there and back: now everybody has heard of everything.
        let line = (1..count).map(|to| (to - 1, to)).chain((1..count).rev().map(|from| (from, from - 1)));
        for (from, to) in line.collect::<Vec<_>>() {
            let file = devices[from].export();
            devices[to].import(&file);
        }
        let all = forgotten(&devices[0].tab.known);
        for ((author, id), written) in &chronicle.written {
            let last = all.entry(author, id).unwrap();
            prop_assert!(written.contains(last), "it is what somebody wrote");
            prop_assert!(!chronicle.superseded.contains(last), "nobody saw it and wrote something later");
        }
        for device in &mut devices {
            tidy_all(&mut device.tab.vault, NOW + 2 * 24 * 60 * 60 * 1000).unwrap();
            prop_assert_eq!(difference(&forgotten(&reopen(&device.shelf)), &all), NONE);
            // No file there ever was brings anything back.
            for file in &chronicle.files {
                device.import(file);
            }
            prop_assert_eq!(difference(&forgotten(&reopen(&device.shelf)), &all), NONE);
        }
    }
}

#[test]
fn a_file_holds_nothing_of_what_was_deleted() {
    let mut device = Device::open(MemoryShelf::default(), 1);
    device.write((one(), id("pulse/2026-11-22")), "the secret words");
    device.delete(&(one(), id("pulse/2026-11-22")), false).unwrap();
    assert!(is_anywhere(&device.shelf, "the secret words"), "on the device it can be brought back");
    assert!(!device.export().contains("the secret words"));
}

#[test]
fn an_old_file_brings_nothing_back_that_was_deleted_since() {
    for for_good in [true, false] {
        for name in IDS {
            let mut device = Device::open(MemoryShelf::default(), 1);
            device.write((one(), id(name)), "the secret words");
            let old = device.export();
            let gone = device.delete(&(one(), id(name)), for_good).unwrap();
            device.tab.tidy();
            device.import(&old);
            assert_eq!(device.tab.known.entry(&one(), &id(name)), Some(&gone));
            assert_eq!(reopen(&device.shelf).entry(&one(), &id(name)), Some(&gone));
            device.tab.tidy();
            assert_eq!(logs(&device.shelf), []);
            assert_eq!(is_anywhere(&device.shelf, "the secret words"), !for_good, "{name}");
        }
    }
}

#[test]
fn a_file_put_in_the_place_of_everything_makes_a_new_device_the_same() {
    let mut old = Device::open(MemoryShelf::default(), 1);
    for name in IDS {
        old.write((one(), id(name)), "words");
        old.write((two(), id(name)), "others");
    }
    old.delete(&(two(), id("person")), true).unwrap();
    let file = import(old.export().as_bytes()).unwrap();
    let shelf = MemoryShelf::default();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 2, today());
    let mut batch = vault.begin(&file.entries, kept::vault::How::Replace, NOW).unwrap();
    while vault.step(&mut batch).unwrap() {}
    assert_eq!(vault.snapshot(), None, "there was nothing before");
    assert_eq!(difference(&reopen(&shelf), &old.tab.known), NONE);
}
