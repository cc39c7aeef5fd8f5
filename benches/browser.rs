//! What ten years of two people, and the review of a long text, cost in a browser, with the code as it is built for one:
//! `cargo bench --target wasm32-unknown-unknown --bench browser`, under wasm-bindgen's runner.
#![cfg(test)]
#![cfg(target_arch = "wasm32")]

#[path = "../tests/common/decade/mod.rs"]
mod decade;

use std::hint::black_box;

use kept::entry::{Day, Entries, PersonId};
use kept::insight::search;
use kept::vault::{MemoryShelf, Vault};
use kept::wording::{Kind, review};
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Milliseconds that something takes: the middle of five times.
fn time(mut what: impl FnMut()) -> f64 {
    let mut times = [0.0; 5];
    for time in &mut times {
        let start = js_sys::Date::now();
        what();
        *time = js_sys::Date::now() - start;
    }
    times.sort_by(f64::total_cmp);
    times[2]
}

#[wasm_bindgen_test]
fn ten_years() {
    let today = Day::new(2026, 11, 22).unwrap();
    let shelf = MemoryShelf::default();
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today);
    vault.take_in(&decade::entries(10, today, 1), 0).unwrap();
    let mut now = 0;
    while let Some(wait) = vault.tidy(now).unwrap() {
        now += wait;
    }
    let mut known = Entries::default();
    let open = time(|| known = Vault::open(Box::new(shelf.clone()), 1, today).1.entries);
    let first = known.len();
    let all = time(|| {
        let (mut vault, opened) = Vault::open(Box::new(shelf.clone()), 1, today);
        known = opened.entries;
        known.extend(vault.load_everything());
    });
    console_log!("opening ten years: {open} ms for the first screen ({first} entries), {all} ms for all");
    let reader: PersonId = decade::ROBIN.parse().unwrap();
    for words in ["lighthouse", "the kitchen table", "e"] {
        let mut hits = 0;
        let took = time(|| hits = black_box(search(&known, &reader, words)).len());
        console_log!("searching ten years for {words:?}: {took} ms, {hits} entries");
    }
}

#[wasm_bindgen_test]
fn two_thousand_words() {
    // Words that it was learned from, so that there is much to find.
    let text: Vec<&str> =
        include_str!("../tests/wording/learned/paraphrases.tsv").split_whitespace().take(2_000).collect();
    let text = text.join(" ");
    let first = js_sys::Date::now();
    black_box(review("You always lie.", Kind::Hurt));
    let first = js_sys::Date::now() - first;
    let looks = 20.0;
    let took = time(|| (0..20).for_each(|_| drop(black_box(review(&text, Kind::Responsibility)))));
    console_log!("the review: {first} ms for the first words, {} ms for 2,000 words", took / looks);
}
