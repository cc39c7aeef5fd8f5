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
    std::panic::set_hook(Box::new(|info| {
        // The instance is dead after this; `public/shell.js` shows the way out and needs nothing from us.
        leptos::logging::error!("{info}");
        page::tell("kept-panic");
    }));
    let state = state::State::open();
    mount_to_body(move || {
        provide_context(state);
        view! { <shell::Shell /> }
    });
    page::remove_first_screen();
}
