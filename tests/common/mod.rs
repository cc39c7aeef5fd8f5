//! What the integration tests share: neutral people and entries, and shelves that watch what is written.

// Every test binary compiles this module and uses a part of it.
#![allow(dead_code, reason = "each test binary uses a part")]

pub(crate) mod carried;
pub(crate) mod decade;
pub(crate) mod made_up;

use std::cell::RefCell;
use std::rc::Rc;

use kept::entry::{Body, Day, Entries, Entry, EntryId, Hlc, PersonId, Pulse, Stamp, Visibility};
use kept::vault::{CHUNK_UNITS, MemoryShelf, SaveError, Shelf, ShelfError, Vault, codec, utf16_len};
use serde_json::{Value, json};

/// The first of two people.
pub(crate) fn one() -> PersonId {
    "one".parse().unwrap()
}

/// The second of two people.
pub(crate) fn two() -> PersonId {
    "two".parse().unwrap()
}

pub(crate) fn id(text: &str) -> EntryId {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn stamp(ms: u64, counter: u16, device: u32) -> Stamp {
    Stamp { ms, counter, device }
}

/// A pulse that says `line`; it stands for anything somebody wrote.
pub(crate) fn says(line: &str) -> Body {
    Pulse { line: line.to_owned(), ..Pulse::new(day("2026-11-22")) }.into()
}

/// An entry that says `line`.
pub(crate) fn note(author: &PersonId, id: &str, ms: u64, line: &str) -> Entry {
    Entry::new(author.clone(), id.parse().unwrap(), stamp(ms, 0, 1), Visibility::Private, says(line))
}

/// The same entry, deleted at `ms`.
pub(crate) fn deleted(entry: &Entry, ms: u64) -> Entry {
    entry.revised(stamp(ms, 0, 1), entry.visibility.clone(), None)
}

/// An entry read from JSON, for what only another version would write.
pub(crate) fn read(value: Value) -> Entry {
    Entry::from_json(value).unwrap()
}

/// An entry of a kind that this version does not know.
pub(crate) fn unknown(author: &PersonId, id: &str, ms: u64) -> Entry {
    read(json!({
        "author": author.as_str(), "id": id, "stamp": stamp(ms, 0, 1).to_string(), "visibility": "later",
        "kind": "letter", "body": { "pages": [1, 2] }, "colour": "dusk",
    }))
}

fn entry(id: &str, kind: &str, body: Value) -> Entry {
    read(json!({
        "author": "one", "id": id, "stamp": stamp(1, 0, 0).to_string(), "visibility": "private", "kind": kind,
        "body": body,
    }))
}

/// An entry of each kind that is younger than the files in `tests/fixtures`, or has fields that are, with all of
/// its fields.
pub(crate) fn younger_kinds() -> Vec<Entry> {
    let mut entries = vec![
        entry("person", "person", json!({ "name": "One", "role": "hurt", "colour": 0, "way": "alone" })),
        entry(
            "reading/step-1",
            "reading",
            json!({ "chapter": "step-1", "opened": "2026-11-22", "finished": "2026-11-23", "section": 3 }),
        ),
        entry(
            "check-in/2026-11-09",
            "check-in",
            json!({
                "week": "2026-11-09", "signals": { "safe": 3 }, "appreciations": "The tea.\nYou called.",
                "topic": "Sunday", "question": "What was good?", "answer": "The walk.", "need": "A message",
                "ask": "Another walk.",
            }),
        ),
        entry(
            "journal/2026-11-22",
            "journal",
            json!({ "day": "2026-11-22", "prompt": "One small thing.", "text": "a page" }),
        ),
        entry(
            "keepsake/0123456789abcdef/2026-11-22",
            "keepsake",
            json!({ "title": "A card", "text": "Come home soon.", "day": "1999-05-01", "from": "You" }),
        ),
        entry(
            "parked-question/0123456789abcdef",
            "parked-question",
            json!({
                "text": "Why?", "after": "pictures", "day": "2026-11-25", "minute": 1170, "parked": "2026-11-22",
                "state": "let_go",
            }),
        ),
        entry(
            "ritual/young",
            "ritual",
            json!({
                "title": "Tea", "about": "by the window", "minutes": 5, "place": "distance", "library": "tea",
                "rhythm": { "times": 2, "per": "week", "on": "M..T...", "every": 3 }, "minute": 450,
                "since": "2026-11-01", "until": "2027-11-01", "archived": "2027-02-01",
                "pauses": ["2026-12-24/2027-01-06", "2027-01-20/.."],
            }),
        ),
        entry(
            "mark/ritual/young/2026-11-05",
            "mark",
            json!({
                "ritual": "ritual/young", "day": "2026-11-05", "state": "not_done", "note": "It rained.", "felt": 2,
                "minute": 1439,
            }),
        ),
        entry(
            "gesture/2026-11-22",
            "gesture",
            json!({ "day": "2026-11-22", "done": "Make them tea.", "refused": ["Send a picture."] }),
        ),
        entry("agreed-time", "agreed-time", json!({ "weekday": 2, "minute": 1170 })),
        entry(
            "trigger/0123456789abcdef",
            "trigger",
            json!({ "what": "That song", "day": "2024-02-29", "notes": "A walk helps." }),
        ),
        entry(
            "talk/0123456789abcdef/2026-11-22",
            "talk",
            json!({ "day": "2026-11-22", "topic": "Sunday", "note": "Call before lunch." }),
        ),
    ];
    entries.extend(ledger());
    entries
}

/// Of promises, agreements, setbacks and moments.
fn ledger() -> Vec<Entry> {
    vec![
        entry(
            "promise/0123456789abcdef",
            "promise",
            json!({
                "text": "Home by seven", "check": "The key in the door", "since": "2026-11-10",
                "until": "2026-12-10", "rhythm": { "times": 3, "per": "week", "on": "M.W.F..", "every": 3 },
                "ended": "2026-12-01", "replaces": "promise/fedcba9876543210", "reason": "The train",
            }),
        ),
        entry(
            "promise-mark/promise/0123456789abcdef/2026-11-22",
            "promise-mark",
            json!({
                "promise": "promise/0123456789abcdef", "day": "2026-11-22", "state": "told_first",
                "note": "The train was late.",
            }),
        ),
        entry("agreement/0123456789abcdef", "agreement", agreement()),
        entry(
            &format!("consent/agreement/0123456789abcdef/{}", stamp(1, 0, 0)),
            "consent",
            json!({
                "agreement": "agreement/0123456789abcdef", "day": "2026-11-22", "answer": "yes",
                "words": "Until Christmas.", "without_end": true, "reviewed": "2026-12-01",
                "by_itself": ["message"], "ended": ["calendar", "own_words"],
            }),
        ),
        entry(
            &format!("stop/agreement/0123456789abcdef/{}", stamp(1, 0, 0)),
            "consent",
            json!({ "agreement": "agreement/0123456789abcdef", "day": "2026-11-22", "answer": "stop" }),
        ),
        entry("safety-word", "safety-word", json!({ "since": "2026-11-22", "word": "pineapple" })),
        entry(
            "setback/0123456789abcdef",
            "setback",
            json!({
                "day": "2026-11-20", "weight": "breach", "what": "A lie about Friday.", "done": "We talked.",
                "came_out": "discovered",
            }),
        ),
        entry(
            "statement/0123456789abcdef/2026-11-20",
            "statement",
            json!({
                "purpose": "hurt", "parts": ["Afraid.", "", "On Friday."], "text": "All of it.", "is_free": true,
                "said": "2026-11-22",
            }),
        ),
        entry(
            "statement-notes/0123456789abcdef/2026-11-20",
            "statement-notes",
            json!({
                "earlier": ["2026-11-20 Some of it.\n\nMore."], "went": "Quietly.", "dismissed": ["1f2e3d4c"],
            }),
        ),
        entry(
            "month-review/2026-10-01",
            "month-review",
            json!({ "month": "2026-10-01", "kept": "Tea.", "lighter": "Sundays.", "carry_on": "Both." }),
        ),
        entry(
            "moment/0123456789abcdef/2026-11-22",
            "moment",
            json!({ "day": "2026-11-19", "what": "The first night I slept." }),
        ),
    ]
}

fn agreement() -> Value {
    json!({
        "about": "boundary", "what": ["phones", "alcohol"], "details": "Not after ten.", "why": "Sleep",
        "asked_by": "both", "from": "2026-11-22", "until": "2026-12-22", "review": "2026-12-06",
        "steps": "Not after eleven.", "renews": "agreement/fedcba9876543210",
    })
}

pub(crate) fn all_of(entries: &[Entry]) -> Entries {
    entries.iter().cloned().collect()
}

/// A value as a newer version may write it: the first line is another one, its checksum fits.
pub(crate) fn newer(key: &str, head: &str) -> String {
    let payload = "what only a newer version can read";
    let checksum = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);
    let sum = checksum.checksum(format!("{key}\n{head}\n{payload}").as_bytes());
    format!("{head} {sum:08x}\n{payload}")
}

/// What a shelf holds, in order of keys.
pub(crate) fn contents(shelf: &impl Shelf) -> Vec<(String, String)> {
    let mut keys = shelf.keys("").unwrap();
    keys.sort();
    keys.into_iter().map(|key| (key.clone(), shelf.get(&key).unwrap().unwrap())).collect()
}

/// What is not the same in two sets of entries, in a form that can be read.
pub(crate) fn difference(found: &Entries, expected: &Entries) -> Vec<String> {
    let short = |entry: &Entry| -> String { entry.to_json().to_string().chars().take(200).collect() };
    let beyond = |these: &Entries, those: &Entries, what: &str| -> Vec<String> {
        let is_other = |entry: &&Entry| those.entry(&entry.author, &entry.id) != Some(*entry);
        these.iter().filter(is_other).map(|entry| format!("{what} {}", short(entry))).collect()
    };
    [beyond(found, expected, "found"), beyond(expected, found, "expected")].concat()
}

/// A shelf of its own with the same values.
pub(crate) fn copy_of(shelf: &impl Shelf) -> MemoryShelf {
    shelf_with(&contents(shelf))
}

pub(crate) fn shelf_with(values: &[(String, String)]) -> MemoryShelf {
    let shelf = MemoryShelf::default();
    for (key, value) in values {
        shelf.set(key, value).unwrap();
    }
    shelf
}

/// The day on which the tests take place.
pub(crate) fn today() -> Day {
    day("2026-11-22")
}

/// A moment on that day, in milliseconds since 1970.
pub(crate) const NOW: u64 = 1_795_305_600_000;

/// What today's code finds on a shelf, all of it.
pub(crate) fn reopen(shelf: &impl Shelf) -> Entries {
    let (mut vault, opened) = Vault::open(Box::new(copy_of(shelf)), 99, today());
    let mut entries = opened.entries;
    entries.extend(vault.load_everything());
    entries
}

/// Does everything there is to do, with time passing as it must. Returns the moment at which it was done.
pub(crate) fn tidy_all(vault: &mut Vault, mut now: u64) -> Result<u64, SaveError> {
    for _ in 0..2_000 {
        let Some(wait) = vault.tidy(now)? else { return Ok(now) };
        now += wait;
    }
    panic!("there is always something more to tidy up");
}

/// The values that hold entries for good.
pub(crate) fn chunks(shelf: &impl Shelf) -> Vec<(String, String)> {
    contents(shelf).into_iter().filter(|(key, _)| key.starts_with("kept/entries")).collect()
}

/// The values that hold entries on their way into chunks.
pub(crate) fn logs(shelf: &impl Shelf) -> Vec<(String, String)> {
    contents(shelf).into_iter().filter(|(key, _)| key.starts_with("kept/log")).collect()
}

/// What is in a value, whichever way it is written; `None` where it cannot be read.
pub(crate) fn entries_in(key: &str, value: &str) -> Option<Vec<Entry>> {
    let found = codec::decode(key, value).ok()?;
    let values: Vec<Value> = serde_json::from_str(&found.payload).ok()?;
    values.into_iter().map(|value| Entry::from_json(value).ok()).collect()
}

/// Values with entries are bounded, except one that a single long entry has for itself.
pub(crate) fn assert_bounded(shelf: &impl Shelf) {
    for (key, value) in chunks(shelf).into_iter().chain(logs(shelf)) {
        let units = utf16_len(&value);
        let count = || entries_in(&key, &value).map_or(0, |entries| entries.len());
        assert!(units <= CHUNK_UNITS || count() == 1, "{key} has {units} units");
    }
}

/// Whether `words` are anywhere in storage, packed or not.
pub(crate) fn is_anywhere(shelf: &impl Shelf, words: &str) -> bool {
    contents(shelf).iter().any(|(key, value)| {
        value.contains(words)
            || key.contains(words)
            || codec::decode(key, value).is_ok_and(|found| found.payload.contains(words))
    })
}

/// How much is on a shelf, as browsers count it.
pub(crate) fn used(shelf: &impl Shelf) -> usize {
    contents(shelf).iter().map(|(key, value)| utf16_len(key) + utf16_len(value)).sum()
}

/// Text that nothing makes much shorter, the same for the same seed.
pub(crate) fn noise(length: usize, seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move || {
        // Knuth's linear congruential generator; its high bits are the good ones.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(state >> 40).unwrap_or_default()
    };
    // 4096 letters of three bytes: as dense as what people can type.
    (0..length).map(|_| char::from_u32(0x4e00 + next() % 4096).unwrap()).collect()
}

/// The values that were set aside.
pub(crate) fn aside(shelf: &impl Shelf) -> Vec<String> {
    contents(shelf)
        .into_iter()
        .filter(|(key, _)| key.starts_with("kept/aside/"))
        .map(|(_, value)| value)
        .collect()
}

/// A shelf with these entries saved on it.
pub(crate) fn saved(entries: &[Entry]) -> MemoryShelf {
    let shelf = MemoryShelf::default();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 98, today());
    vault.take_in(entries, NOW).unwrap();
    tidy_all(&mut vault, NOW).unwrap();
    shelf
}

/// A shelf over another that notes every change and every look, in order.
#[derive(Clone)]
pub(crate) struct WatchedShelf<S> {
    pub(crate) inner: S,
    /// The keys that were set or removed.
    pub(crate) changes: Rc<RefCell<Vec<String>>>,
    /// The keys whose values were read.
    pub(crate) reads: Rc<RefCell<Vec<String>>>,
}

impl<S: Shelf> WatchedShelf<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self { inner, changes: Rc::default(), reads: Rc::default() }
    }

    /// What was read since this was last asked.
    pub(crate) fn take_reads(&self) -> Vec<String> {
        self.reads.take()
    }

    /// The changes since this was last asked.
    pub(crate) fn take_changes(&self) -> Vec<String> {
        self.changes.take()
    }
}

impl<S: Shelf> Shelf for WatchedShelf<S> {
    fn get(&self, key: &str) -> Result<Option<String>, ShelfError> {
        self.reads.borrow_mut().push(key.to_owned());
        self.inner.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), ShelfError> {
        // A browser tells other tabs of changes only.
        if self.inner.get(key)?.as_deref() != Some(value) {
            self.changes.borrow_mut().push(key.to_owned());
        }
        self.inner.set(key, value)
    }

    fn remove(&self, key: &str) -> Result<(), ShelfError> {
        if self.inner.get(key)?.is_some() {
            self.changes.borrow_mut().push(key.to_owned());
        }
        self.inner.remove(key)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, ShelfError> {
        self.inner.keys(prefix)
    }
}

/// A running tab: a vault, what is in memory, a clock. Like the app, it takes in what was saved once it was.
pub(crate) struct Tab {
    pub(crate) vault: Vault,
    pub(crate) known: Entries,
    pub(crate) clock: Hlc,
    /// What time it is, in milliseconds since 1970.
    pub(crate) now: u64,
}

impl Tab {
    pub(crate) fn open(shelf: impl Shelf + 'static, device: u32) -> Self {
        Self::open_on(shelf, device, today())
    }

    /// The same on some day.
    pub(crate) fn open_on(shelf: impl Shelf + 'static, device: u32, today: Day) -> Self {
        let (mut vault, opened) = Vault::open(Box::new(shelf), device, today);
        let mut known = opened.entries;
        known.extend(vault.load_everything());
        let mut clock = Hlc::new(device);
        clock.observe(known.newest());
        Self { vault, known, clock, now: NOW }
    }

    /// Writes (or deletes, without a line) and returns the version that was saved.
    pub(crate) fn write(
        &mut self,
        author: &PersonId,
        id: &str,
        line: Option<&str>,
    ) -> Result<Entry, SaveError> {
        let stamp = self.clock.tick(self.now);
        let id: EntryId = id.parse().unwrap();
        let body = line.map(says);
        let entry = match (self.known.entry(author, &id), body) {
            (Some(before), body) => before.revised(stamp, Visibility::Private, body),
            (None, body) => {
                let new = Entry::new(author.clone(), id, stamp, Visibility::Private, says(""));
                new.revised(stamp, Visibility::Private, body)
            }
        };
        self.save(std::slice::from_ref(&entry))?;
        Ok(entry)
    }

    /// Deletes an entry of `one` so that it can be brought back; returns what it was, and its deletion.
    pub(crate) fn throw_away(&mut self, name: &str) -> (Entry, Entry) {
        let alive = self.known.entry(&one(), &id(name)).unwrap().clone();
        let gone = alive.deleted(self.clock.tick(self.now), today());
        self.save(std::slice::from_ref(&gone)).unwrap();
        (alive, gone)
    }

    pub(crate) fn save(&mut self, entries: &[Entry]) -> Result<(), SaveError> {
        self.vault.save(entries)?;
        self.absorb(entries.to_vec());
        Ok(())
    }

    /// Everything that is in the log gets into chunks, and the log goes.
    pub(crate) fn tidy(&mut self) {
        self.now = tidy_all(&mut self.vault, self.now).unwrap();
    }

    pub(crate) fn follow(&mut self, key: &str) -> Result<(), SaveError> {
        let all = self.vault.follow(key, &self.known)?;
        self.absorb(all);
        Ok(())
    }

    /// Reads what is there and was not read yet.
    pub(crate) fn look(&mut self) {
        let all = self.vault.load_everything();
        self.absorb(all);
    }

    fn absorb(&mut self, all: Vec<Entry>) {
        for entry in all {
            self.clock.observe(entry.stamp);
            self.known.absorb(entry);
        }
    }
}
