//! The rituals that were taken up, and those that could be.

use kept::entry::{Ritual, Visibility};
use kept::guide::{LibraryRitual, RITUALS};
use kept::insight;
use leptos::prelude::*;

use super::welcome::take_up;
use crate::app::parts::{Screen, click, either, ritual_fields, ritual_list, whenever};
use crate::app::state::state;
use crate::app::words;
use crate::browser::random;

/// All rituals.
pub(crate) fn rituals() -> AnyView {
    view! {
        <Screen tab="Rituals" heading="Rituals" lead="Small moments, kept often. Skipping is free, and nothing is counted against you.">
            {kept()}
            {library()}
            {own_ritual()}
        </Screen>
    }
    .into_any()
}

fn kept() -> AnyView {
    let nothing =
        || view! { <p>"The rituals you take up will stand here, to mark with one tap."</p> }.into_any();
    ritual_list(|entries, me, _| insight::rituals(entries, me), true, nothing)
}

/// Rituals of the library that nobody here has taken up yet.
fn library() -> AnyView {
    let state = state();
    let is_open = move |ritual: &&LibraryRitual| {
        state.entries(|entries| {
            !entries.all::<Ritual>().any(|(_, taken)| taken.library.as_deref() == Some(ritual.slug))
        })
    };
    let open = move || RITUALS.iter().filter(is_open);
    let offer = move |ritual: &'static LibraryRitual| {
        let take = click(move || {
            take_up(state, ritual);
        });
        view! {
            <li class="card offer">
                <div>
                    <strong>{ritual.title}</strong>
                    <span class="hint">{words::how(ritual.minutes, ritual.rhythm, ritual.place)}</span>
                    <p>{ritual.about}</p>
                </div>
                <button type="button" class="button" on:click=take>
                    "Take it up" <span class="visually-hidden">": " {ritual.title}</span>
                </button>
            </li>
        }
        .into_any()
    };
    let section = move || {
        let offers = open().map(offer).collect::<Vec<_>>();
        if offers.is_empty() {
            return ().into_any();
        }
        view! {
            <section aria-labelledby="library">
                <h2 id="library">"To begin with"</h2>
                <ul class="cards">{offers}</ul>
            </section>
        }
        .into_any()
    };
    whenever(move || open().map(|ritual| ritual.slug).collect(), section).into_any()
}

/// A ritual of one's own.
fn own_ritual() -> AnyView {
    let state = state();
    let is_open = RwSignal::new(false);
    let add = move |ritual: Ritual| {
        if state.write(Ritual::id(random::bytes()), Visibility::Shared, Some(ritual.into())) {
            is_open.set(false);
            state.say("Added.");
        }
    };
    let form = move || {
        let ritual = Ritual { since: state.today(), ..Ritual::default() };
        ritual_fields(ritual, add, "Add")
    };
    let open = move || {
        view! { <button type="button" class="button" on:click=click(move || is_open.set(true))>"Make one"</button> }.into_any()
    };
    view! {
        <section aria-labelledby="own">
            <h2 id="own">"One of your own"</h2>
            {either(move || is_open.get(), move || untrack(form), open)}
        </section>
    }
    .into_any()
}
