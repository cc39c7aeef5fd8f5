//! Under which name and with which icon the app shows itself, on this screen and where it is installed.

use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{change, effect, is, position};
use crate::app::state::state;
use crate::browser::page;

/// The preference that `index.html` reads, and its words; the first is Kept's own.
const DRESS: &str = "dress";
const DRESSES: [&str; 4] = ["", "Notes", "Lists", "Plants"];

/// The section of the settings.
pub(super) fn section() -> AnyView {
    let state = state();
    let chosen = position(&DRESSES, &state.preference(DRESS).as_str());
    effect(move || {
        let name = DRESSES.get(chosen.get()).copied().unwrap_or_default();
        if untrack(|| state.preference(DRESS)) != name {
            state.prefer(DRESS, name);
            page::tell("kept-dress");
        }
    });
    let option = |(at, name): (usize, &'static str)| {
        let folder =
            if name.is_empty() { "icons".to_owned() } else { format!("dress/{}", name.to_lowercase()) };
        let checked = is(move || chosen.get() == at);
        view! {
            <label class="option">
                <input type="radio" name="dress" prop:checked=checked on:change=change(move |_| chosen.set(at)) />
                <img src=format!("{folder}/icon.svg") alt="" width="32" height="32" />
                <span>{if name.is_empty() { "Kept" } else { name }}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="dress">
            <h2 id="dress">"Name and icon"</h2>
            <p>
                "What the tab, the top of the page, and an icon on the home screen say. Choose before you install it: an icon that
                is there already may keep its name. The address and the browser’s history stay as they are, and the texts speak of
                Kept."
            </p>
            <fieldset class="choice">
                <legend>"How it shows itself"</legend>
                <div class="options">{DRESSES.into_iter().enumerate().map(option).collect::<Vec<_>>()}</div>
            </fieldset>
        </section>
    }
    .into_any()
}
