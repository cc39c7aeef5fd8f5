//! The browser app. It is built for wasm32 by Trunk; natively there is nothing to run.

// In the release it prints nothing, so nothing may depend on it.
#![cfg_attr(target_arch = "wasm32", warn(clippy::use_debug))]

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod browser;

#[cfg(target_arch = "wasm32")]
fn main() {
    app::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Kept runs in a browser: `make run` builds it and prints the address to open.");
}
