//! The screens.

mod pages;
mod parts;
mod routes;
mod shell;
mod state;
mod words;

use leptos::prelude::*;

use crate::browser::page;

/// Starts the app in the page, in place of the first screen that `index.html` brought along.
pub(crate) fn start() {
    // In the release a panic is a trap without a word. Either way `public/shell.js` shows the way out.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|info| leptos::logging::error!("{info}")));
    let state = state::State::open();
    mount_to_body(move || {
        provide_context(state);
        shell::shell()
    });
    page::remove_first_screen();
}
