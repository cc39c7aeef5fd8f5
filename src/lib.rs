//! Kept: a private, offline web app that helps two people rebuild trust after it was broken.
//!
//! # The house
//!
//! This library is the pure part. It builds and tests natively in seconds and knows no browser:
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`entry`] | what people write: one file per kind, the stamp, visibility, merge |
//! | [`insight`] | what is computed from entries: what is due, how a ritual went, what a search finds |
//! | [`session`] | what happens while somebody sits with it: listening in turns, the hard moment, breathing |
//! | [`guide`] | the guide as data, typed at build time |
//! | [`vault`] | keeps entries safe on a shelf: logs, chunks, packing, batches, what is set aside, drafts |
//! | [`exchange`] | what is carried in and out: copies, what is left of damaged ones, tables, calendars, habits of another app |
//! | [`wording`] | reads what somebody wrote to the other: the language review |
//! | [`problem`] | anything that can go wrong, and the one function that says it to people |
//!
//! Ciphers, and the ways from a passphrase to a key, are a crate of their own (the folder `crypto`), which is built for
//! speed.
//!
//! The binary (`src/main.rs`) is the browser app, for wasm32 only: `browser` holds thin, safe wrappers over what
//! the browser offers, `app` the Leptos screens. They are written with a `view!` of our own (the folder `view`), which
//! compiles Leptos's notation to templates.
//!
//! # Invariants
//!
//! - The rooms of this library never know about Leptos, web-sys, the clock or randomness: now and random bytes
//!   are passed in. The browser crates are dependencies of the wasm32 target only, so this cannot slip.
//! - `app::pages` holds no rules: a rule lives in `insight` or `entry` and is tested natively.
//! - Only [`vault`] writes people's data; only `browser` touches `localStorage`.
//! - The vault sees a [`vault::Shelf`]: the browser's, one in memory, or one that fails on demand.
//! - Merging two tabs, two devices and a backup is one function, [`entry::merge`].
//! - An entry is written by its author only, and two people's entries are never versions of each other.
//! - A failed save is application state that people see. [`problem::explain`] turns it into a sentence.

pub mod entry;
pub mod exchange;
pub mod guide;
pub mod insight;
mod pack;
pub mod problem;
pub mod session;
pub mod vault;
pub mod wording;
