//! What ten years of two people cost, on the machine that runs this: `cargo bench --bench vault`.
//!
//! Milliseconds say little about anybody's phone, so what matters is a ratio of two things measured by turns in
//! one run: opening ten years against opening nothing, and a save against putting the same bytes on the shelf.

#[path = "../tests/common/decade/mod.rs"]
mod decade;

use std::cell::RefCell;
use std::hint::black_box;
use std::io::Write;
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use kept::entry::{Day, Entries, Entry, Hlc, Journal, PersonId, Visibility};
use kept::insight::search;
use kept::vault::{MemoryShelf, SaveError, Shelf, ShelfError, Vault, utf16_len};
use serde_json::{Map, Value};

const YEARS: u32 = 10;
const SEED: u64 = 1;
/// How often each thing is measured; the median counts.
const ROUNDS: usize = 9;
/// Tells a second run of this program to open what it is given, and nothing else.
const ONLY_OPEN: &str = "--only-open";

fn main() -> Result<(), SaveError> {
    let Some(today) = Day::new(2026, 11, 22) else { return Ok(()) };
    if std::env::args().any(|argument| argument == ONLY_OPEN) {
        open_what_comes_in(today);
        return Ok(());
    }
    let entries = decade::entries(YEARS, today, SEED);
    let shelf = MemoryShelf::default();
    save_all(&shelf, &entries, today)?;
    report_size(&shelf, entries.len());
    drop(entries);
    report_memory(&shelf);
    let known = everything(&shelf, today);
    println!("{:<44} {:>12} {:>12} {:>10}", "median of one run", "this", "against", "ratio");
    report_opening(&shelf, today);
    report_saving(&shelf, &known, today)?;
    report_search(&known);
    Ok(())
}

// What knows how a vault is used; everything else only measures.

/// What the first screen needs.
fn open(shelf: impl Shelf + 'static, today: Day) -> (Vault, Entries) {
    let (vault, opened) = Vault::open(Box::new(shelf), 1, today);
    (vault, opened.entries)
}

fn everything(shelf: &MemoryShelf, today: Day) -> Entries {
    let (mut vault, mut entries) = open(shelf.clone(), today);
    entries.extend(vault.load_everything());
    entries
}

fn save_all(shelf: &MemoryShelf, entries: &[Entry], today: Day) -> Result<(), SaveError> {
    let mut vault = open(shelf.clone(), today).0;
    vault.take_in(entries, 0)?;
    let mut now = 0;
    while let Some(wait) = vault.tidy(now)? {
        now += wait;
    }
    Ok(())
}

fn save_one(vault: &mut Vault, entry: &Entry) -> Result<(), SaveError> {
    vault.save(std::slice::from_ref(entry))
}

// What is measured.

fn report_size(shelf: &MemoryShelf, entries: usize) {
    let keys = shelf.keys("").unwrap_or_default();
    let value_units = |key: &String| shelf.get(key).ok().flatten().as_deref().map_or(0, utf16_len);
    let units: usize = keys.iter().map(|key| utf16_len(key) + value_units(key)).sum();
    let values = keys.len();
    println!("{YEARS} years: {entries} entries in {values} values of {units} UTF-16 code units");
}

/// Opening ten years against opening a notebook in which nothing was written.
fn report_opening(shelf: &MemoryShelf, today: Day) {
    let full = || drop(black_box(open(shelf.clone(), today)));
    let empty = || drop(black_box(open(MemoryShelf::default(), today)));
    report("opening, against an empty notebook", by_turns(full, empty));
    let all = || drop(black_box(everything(shelf, today)));
    report("reading all of it, against opening", by_turns(all, full));
}

/// Saving a page of today against putting the same values on a shelf without a vault.
fn report_saving(shelf: &MemoryShelf, known: &Entries, today: Day) -> Result<(), SaveError> {
    let Ok(author) = decade::ROBIN.parse::<PersonId>() else { return Ok(()) };
    let Some(page) = known.entry(&author, &Journal::id(today)) else { return Ok(()) };
    let watched = WatchedShelf { inner: shelf.clone(), values: Rc::default() };
    let mut vault = open(watched.clone(), today).0;
    let mut clock = Hlc::new(1);
    clock.observe(known.newest());
    let mut result = Ok(());
    watched.values.take();
    let save = || {
        let mut edited = page.clone();
        edited = edited.revised(clock.tick(0), Visibility::Private, page.body.clone());
        watched.values.take();
        result = result.and(save_one(&mut vault, &edited));
    };
    let bare = MemoryShelf::default();
    let last_written = watched.values.clone();
    let put = || {
        for (key, value) in last_written.borrow().iter() {
            let _ = black_box(bare.set(key, value));
        }
    };
    let medians = by_turns(save, put);
    report("one save, against setting the same values", medians);
    let written = watched.values.borrow();
    let units: usize = written.iter().map(|(key, value)| utf16_len(key) + utf16_len(value)).sum();
    println!(
        "{:<44} {:>12}",
        "  values and UTF-16 code units of that save",
        format!("{}, {units}", written.len())
    );
    result
}

/// A search through ten years against reading the same pages once, byte by byte. All of it is shared here, so that
/// one of them searches the pages of both: as it is they see about half.
fn report_search(known: &Entries) {
    let share = |entry: &Entry| entry.revised(entry.stamp, Visibility::Shared, entry.body.clone());
    let known = &known.iter().map(share).collect();
    let Ok(reader) = decade::ROBIN.parse::<PersonId>() else { return };
    for query in ["lighthouse", "the kitchen table", "cafe", "e", "nowheretobefound"] {
        let found = search(known, &reader, query).len();
        let look = || drop(black_box(search(known, &reader, black_box(query))));
        let read = || {
            black_box(spaces_in(known));
        };
        report(&format!("search for {query:?}: {found} entries"), by_turns(look, read));
    }
}

/// How many spaces there are in all pages: something that needs every byte of them.
fn spaces_in(known: &Entries) -> usize {
    let spaces = |text: &str| text.bytes().filter(|byte| *byte == b' ').count();
    known.all::<Journal>().map(|(_, page)| spaces(&page.text)).sum()
}

// How it is measured.

/// The medians of two things, each done once in every round, so that whatever else the machine does meets both.
fn by_turns(mut this: impl FnMut(), mut that: impl FnMut()) -> (Duration, Duration) {
    let mut rounds = (Vec::new(), Vec::new());
    // The first round warms up.
    for _ in 0..=ROUNDS {
        rounds.0.push(time(&mut this));
        rounds.1.push(time(&mut that));
    }
    (median(&mut rounds.0[1..]), median(&mut rounds.1[1..]))
}

fn time(what: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    what();
    start.elapsed()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn report(what: &str, (this, that): (Duration, Duration)) {
    let ratio = this.as_secs_f64() / that.as_secs_f64().max(f64::EPSILON);
    println!("{what:<44} {:>12} {:>12} {ratio:>9.1}x", milliseconds(this), milliseconds(that));
}

fn milliseconds(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1000.0)
}

/// What opening ten years takes, in a process of its own: in this one, memory that was used for making and saving
/// them is still there to be used again.
fn report_memory(shelf: &MemoryShelf) {
    let keys = shelf.keys("").unwrap_or_default();
    let value = |key: &String| shelf.get(key).ok().flatten().unwrap_or_default();
    let values: Map<String, Value> = keys.iter().map(|key| (key.clone(), value(key).into())).collect();
    let Ok(program) = std::env::current_exe() else { return };
    let child = Command::new(program).arg(ONLY_OPEN).stdin(Stdio::piped()).spawn();
    let Ok(mut child) = child else { return };
    if let Some(mut input) = child.stdin.take() {
        let _ = input.write_all(Value::Object(values).to_string().as_bytes());
    }
    let _ = child.wait();
}

/// Opens the storage that comes in as a JSON object, and prints what memory that took.
fn open_what_comes_in(today: Day) {
    let Ok(values) = std::io::read_to_string(std::io::stdin()) else { return };
    let Ok(values) = serde_json::from_str::<Map<String, Value>>(&values) else { return };
    let shelf = MemoryShelf::default();
    for (key, value) in values {
        if let Value::String(value) = value {
            let _ = shelf.set(&key, &value);
        }
    }
    let before = memory("VmRSS:");
    // Lets the peak begin anew, where the system can (Linux, `man 5 proc_pid_clear_refs`).
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let opened = everything(&shelf, today);
    for (what, kilobytes) in [
        ("memory, with what is stored", before),
        ("  at its peak, while all of it is read", memory("VmHWM:")),
        ("  once all of it is read", memory("VmRSS:")),
    ] {
        if let Some(kilobytes) = kilobytes {
            println!("{what:<44} {:>12}", format!("{} MB", kilobytes / 1024));
        }
    }
    drop(black_box(opened));
}

/// The memory of this process, now (`VmRSS:`) or at its peak (`VmHWM:`), in kB, where the system says so.
fn memory(which: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(which))?;
    line.split_whitespace().next()?.parse().ok()
}

/// A shelf that notes what is put on it.
#[derive(Clone)]
struct WatchedShelf {
    inner: MemoryShelf,
    values: Rc<RefCell<Vec<(String, String)>>>,
}

impl Shelf for WatchedShelf {
    fn get(&self, key: &str) -> Result<Option<String>, ShelfError> {
        self.inner.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), ShelfError> {
        self.values.borrow_mut().push((key.to_owned(), value.to_owned()));
        self.inner.set(key, value)
    }

    fn remove(&self, key: &str) -> Result<(), ShelfError> {
        self.inner.remove(key)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, ShelfError> {
        self.inner.keys(prefix)
    }
}
