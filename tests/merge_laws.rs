//! Two tabs, two devices and a backup are merged by one function. These are its laws.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::BTreeMap;

use kept::entry::{Body, Entries, Entry, Hlc, Key, Visibility, merge};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

use self::common::made_up::{histories, moments, versions_with_trash_of};
use self::common::{id, note, one, read, says, stamp, two};

fn versions() -> impl Strategy<Value = Entry> {
    versions_with_trash_of(one(), id("person"))
}

/// Any JSON object that another version could have written as a body.
fn objects() -> impl Strategy<Value = Map<String, Value>> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0..7_u8).prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
        Just("2026-11-22".into()),
    ];
    let name = || {
        select(vec!["day", "signals", "safe", "line", "rhythm", "times", "per", "name", "role", "new"])
            .prop_map(str::to_owned)
    };
    let value = leaf.prop_recursive(3, 16, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name(), inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    });
    prop::collection::btree_map(name(), value, 0..6).prop_map(|fields| fields.into_iter().collect())
}

proptest! {
    #[test]
    fn merging_is_commutative(a in versions(), b in versions()) {
        prop_assert_eq!(merge(a.clone(), b.clone()), merge(b, a));
    }

    #[test]
    fn merging_is_associative(a in versions(), b in versions(), c in versions()) {
        let left = merge(merge(a.clone(), b.clone()), c.clone());
        prop_assert_eq!(left, merge(a, merge(b, c)));
    }

    #[test]
    fn merging_is_idempotent_and_makes_nothing_up(a in versions(), b in versions()) {
        let both = merge(a.clone(), b.clone());
        prop_assert!(both == a || both == b);
        prop_assert_eq!(merge(both.clone(), a), both.clone());
        prop_assert_eq!(merge(both.clone(), b), both);
    }

    #[test]
    fn the_later_stamp_wins_whatever_the_content(a in versions(), b in versions()) {
        prop_assume!(a.stamp != b.stamp);
        let later = if a.stamp > b.stamp { a.clone() } else { b.clone() };
        prop_assert_eq!(merge(a, b), later);
    }

    #[test]
    fn a_history_comes_to_the_same_in_any_order_and_with_repetitions(
        (history, shuffled) in histories().prop_flat_map(|history| {
            let twice = [history.clone(), history.clone()].concat();
            (Just(history), Just(twice).prop_shuffle())
        }),
    ) {
        let once: Entries = history.into_iter().collect();
        let again: Entries = shuffled.into_iter().collect();
        prop_assert_eq!(once, again);
    }

    #[test]
    fn taking_in_says_whether_something_changed(history in histories(), next in versions()) {
        let before: Entries = history.into_iter().collect();
        let mut after = before.clone();
        prop_assert_eq!(after.absorb(next.clone()), after != before);
        prop_assert!(!after.absorb(next), "the second time it is known");
    }

    #[test]
    fn a_deletion_is_never_undone_by_an_older_copy(history in histories(), older in versions()) {
        let mut entries: Entries = history.into_iter().collect();
        entries.absorb(older.clone());
        let newest = entries.entry(&older.author, &older.id).unwrap().clone();
        let mut clock = Hlc::new(9);
        clock.observe(newest.stamp);
        let deletion = newest.revised(clock.tick(0), Visibility::Private, None);
        entries.absorb(deletion.clone());
        entries.absorb(older.clone());
        entries.absorb(newest);
        prop_assert_eq!(entries.entry(&older.author, &older.id), Some(&deletion));
    }

    #[test]
    fn what_any_version_wrote_is_carried_along_to_the_letter(
        kind in select(vec!["person", "pulse", "check-in", "ritual", "mark", "reading", "journal", "keepsake",
            "parked-question", "agreed-time", "trigger", "talk", "moment", "month-review", "letter"]),
        body in objects(), day in any::<bool>(),
    ) {
        let mut body = body;
        if day {
            // Makes it a pulse that is understood, more often than chance would.
            body.insert("day".into(), "2026-11-22".into());
        }
        let json = json!({
            "author": "one", "id": "x", "stamp": stamp(1, 0, 1).to_string(), "visibility": "private",
            "kind": kind, "body": body, "more": { "in": ["the", "frame"] },
        });
        let carried = read(json.clone());
        prop_assert!(is_within(&json, &carried.to_json()), "{} became {}", json, carried.to_json());
        prop_assert_eq!(read(carried.to_json()), carried);
    }
}

/// Whether all of `part` is in `whole`, in the same place. Fields that were missing may be there, empty.
fn is_within(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(name, value)| whole.get(name).is_some_and(|there| is_within(value, there)))
        }
        _ => part == whole,
    }
}

#[test]
fn of_two_versions_with_one_stamp_a_deletion_stays() {
    let alive = note(&one(), "pulse/2026-11-22", 5, "words");
    let gone = alive.revised(alive.stamp, alive.visibility.clone(), None);
    assert_eq!(merge(alive.clone(), gone.clone()), gone);
    assert_eq!(merge(gone.clone(), alive), gone);
}

proptest! {
    /// Whoever deleted something for good has the last word about that deletion, in whichever order they meet.
    #[test]
    fn what_was_forgotten_stays_forgotten(version in versions(), others in prop::collection::vec(versions(), 0..4)) {
        let forgotten = version.forgotten();
        prop_assert_eq!(forgotten.trash(), None);
        prop_assert_eq!(&forgotten.forgotten(), &forgotten);
        prop_assert_eq!(merge(version.clone(), forgotten.clone()), forgotten.clone());
        prop_assert_eq!(merge(forgotten.clone(), version.clone()), forgotten.clone());
        let all: Entries = others.iter().cloned().chain([version, forgotten]).collect();
        let last = all.entry(&one(), &id("person")).unwrap();
        prop_assert!(others.contains(last) || last.trash().is_none());
    }

    #[test]
    fn what_was_deleted_is_read_back_as_it_was(version in versions(), ms in moments()) {
        let gone = version.deleted(stamp(ms, 0, 1), "2026-11-22".parse().unwrap());
        prop_assert_eq!(&read(gone.to_json()), &gone);
        let before = gone.trash().map(|trash| trash.before.clone());
        prop_assert_eq!(before, version.body.is_some().then(|| version.clone()), "once, and not the trash of trash");
    }
}

#[test]
fn two_peoples_entries_are_never_versions_of_each_other() {
    let entries: Entries =
        [note(&one(), "pulse/2026-11-22", 1, "mine"), note(&two(), "pulse/2026-11-22", 9, "yours")]
            .into_iter()
            .collect();
    assert_eq!(entries.len(), 2);
}

/// What happens on some devices of the same two people.
#[derive(Clone, Debug)]
enum Event {
    /// Somebody writes on a device, or deletes.
    Write { device: Index, author: bool, entry: Index, deletes: bool },
    /// One device's entries reach another: a part of them, in some order, some twice.
    Exchange { from: Index, to: Index, picked: Vec<Index> },
    /// A device's clock jumps.
    Jump { device: Index, to_ms: u64 },
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (any::<Index>(), any::<bool>(), any::<Index>(), prop::bool::weighted(0.25)).prop_map(
            |(device, author, entry, deletes)| Event::Write { device, author, entry, deletes }),
        3 => (any::<Index>(), any::<Index>(), prop::collection::vec(any::<Index>(), 0..6))
            .prop_map(|(from, to, picked)| Event::Exchange { from, to, picked }),
        1 => (any::<Index>(), moments()).prop_map(|(device, to_ms)| Event::Jump { device, to_ms }),
    ]
}

struct Device {
    clock: Hlc,
    now_ms: u64,
    entries: Entries,
}

impl Device {
    fn take_in(&mut self, entry: &Entry) {
        self.clock.observe(entry.stamp);
        self.entries.absorb(entry.clone());
    }

    /// Writes a new version of what this device holds, and returns both.
    fn write(&mut self, (author, id): Key, body: Option<Body>) -> (Option<Entry>, Entry) {
        let before = self.entries.entry(&author, &id).cloned();
        let stamp = self.clock.tick(self.now_ms);
        let base =
            before.clone().unwrap_or_else(|| Entry::new(author, id, stamp, Visibility::Private, says("")));
        let after = base.revised(stamp, Visibility::Private, body);
        self.entries.absorb(after.clone());
        (before, after)
    }
}

/// What was written, and by what each version was followed on a device that had seen it.
#[derive(Default)]
struct Chronicle {
    written: BTreeMap<Key, Vec<Entry>>,
    superseded: Vec<Entry>,
}

fn play(devices: &mut [Device], events: Vec<Event>) -> Result<Chronicle, TestCaseError> {
    let ids = ["person", "pulse/2026-11-22", "ritual/x"];
    let mut chronicle = Chronicle::default();
    for (at, event) in events.into_iter().enumerate() {
        match event {
            Event::Jump { device, to_ms } => devices[device.index(devices.len())].now_ms = to_ms,
            Event::Write { device, author, entry, deletes } => {
                let device = &mut devices[device.index(devices.len())];
                let key = (if author { one() } else { two() }, id(ids[entry.index(ids.len())]));
                let body = (!deletes).then(|| says(&format!("words {at}")));
                let (before, after) = device.write(key.clone(), body);
                // A later edit, by somebody who saw what was there, is the one that stays: at once and for good.
                prop_assert_eq!(device.entries.entry(&key.0, &key.1), Some(&after));
                chronicle.superseded.extend(before);
                chronicle.written.entry(key).or_default().push(after);
            }
            Event::Exchange { from, to, picked } => {
                let sent: Vec<Entry> = devices[from.index(devices.len())].entries.iter().cloned().collect();
                let to = to.index(devices.len());
                for entry in picked.iter().filter(|_| !sent.is_empty()).map(|picked| picked.get(&sent)) {
                    devices[to].take_in(entry);
                }
            }
        }
    }
    Ok(chronicle)
}

proptest! {
    #[test]
    fn devices_that_exchange_everything_in_the_end_hold_the_same_and_the_last_word(
        count in 2..=4_usize,
        events in prop::collection::vec(events(), 0..60),
        rounds in prop::collection::vec((any::<Index>(), any::<Index>()), 0..4),
    ) {
        let device = |number| Device { clock: Hlc::new(number), now_ms: 1_763_800_000_000, entries: Entries::default() };
        let mut devices: Vec<Device> = (0..).take(count).map(device).collect();
        let chronicle = play(&mut devices, events)?;

        // First some at random, then along a line there and back: now everybody has heard of everything.
        let line = (1..count).map(|to| (to - 1, to)).chain((1..count).rev().map(|from| (from, from - 1)));
        let at_random = rounds.iter().map(|(from, to)| (from.index(count), to.index(count)));
        for (from, to) in at_random.chain(line).collect::<Vec<_>>() {
            for entry in devices[from].entries.clone().iter() {
                devices[to].take_in(entry);
            }
        }

        for device in &devices {
            prop_assert_eq!(&device.entries, &devices[0].entries);
        }
        for ((author, id), written) in &chronicle.written {
            let last = devices[0].entries.entry(author, id).unwrap();
            prop_assert!(written.contains(last), "it is what somebody wrote");
            prop_assert!(!chronicle.superseded.contains(last), "nobody saw it and wrote something later");
        }
    }
}
