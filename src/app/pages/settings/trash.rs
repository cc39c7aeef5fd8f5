//! What was deleted lately.

use kept::entry::{Entry, Trash};
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{click, each, when};
use crate::app::state::state;
use crate::app::words;
use crate::browser::clock;

pub(super) fn section() -> AnyView {
    let state = state();
    // What was deleted from an old month is read now.
    state.recall(Reach::Trash, Box::new(|| ()));
    let list = move || state.trash().into_iter().map(item).collect();
    let section = move || {
        view! {
            <section aria-labelledby="trash">
                <h2 id="trash">"Deleted lately"</h2>
                <p>"What you deleted stays here for 30 days, on this device only, and then goes by itself."</p>
                <ul class="cards">{each(list)}</ul>
            </section>
        }
        .into_any()
    };
    when(move || !state.trash().is_empty(), section).into_any()
}

fn item((deleted, trash): (Entry, Trash)) -> AnyView {
    let state = state();
    let called = words::called_entry(&trash.before);
    let when = format!("deleted on {}", clock::full_date(trash.on));
    let before = trash.before;
    let restore = click(move || {
        if state.bring_back(&before) {
            state.say("It is back.");
        }
    });
    let forget = click(move || {
        if state.save(&[deleted.forgotten()]) {
            state.say("It is gone.");
        }
    });
    let named = || view! { <span class="visually-hidden">": " {called.clone()}</span> }.into_any();
    let (named, also_named) = (named(), named());
    view! {
        <li class="card offer">
            <div><strong>{called}</strong> <span class="hint">{when}</span></div>
            <div class="actions">
                <button type="button" class="button" on:click=restore>"Bring back" {named}</button>
                <button type="button" class="quiet danger" on:click=forget>"Delete for good" {also_named}</button>
            </div>
        </li>
    }
    .into_any()
}
