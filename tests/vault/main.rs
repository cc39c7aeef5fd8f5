//! The vault loses nothing: not on a crash, a full disk, two open tabs or a damaged value.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

#[path = "../common/mod.rs"]
mod common;

mod batch;
mod crash;
mod damage;
mod drafts;
mod full;
mod locked;
mod saving;
mod tabs;
mod wipe;
