//! One ritual: how it went, and what can be changed about it.

use kept::entry::{Entries, Entry, EntryId, Ritual as Kind, Visibility};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::not_found;
use crate::app::parts::{
    Screen, click, keepsakes_for, ritual_fields, ritual_marks, so_far, text, weeks, whenever,
};
use crate::app::state::state;
use crate::app::words;

/// The ritual that an address names.
pub(crate) fn ritual(name: &str) -> AnyView {
    let state = state();
    let id: Option<EntryId> = format!("ritual/{name}").parse().ok();
    let found = move || -> Option<Entry> {
        let (me, id) = (state.me()?, id.as_ref()?);
        state.entries(|entries| {
            let is_it = |entry: &&Entry| {
                entry.id == *id && entry.is_visible_to(entries, &me) && entry.get::<Kind>().is_some()
            };
            entries.iter().find(is_it).cloned()
        })
    };
    // The screen stays while the ritual is there, whatever changes about it: somebody may be typing in it.
    let version = {
        let found = found.clone();
        move || found().map_or_else(String::new, |entry| entry.author.into())
    };
    let view = move || match found() {
        Some(entry) => history(&entry, found.clone()),
        None => not_found(),
    };
    whenever(version, view).into_any()
}

/// A ritual as it was found when the screen was opened, and how to find it as it is now.
fn history(entry: &Entry, found: impl Fn() -> Option<Entry> + Clone + Send + Sync + 'static) -> AnyView {
    let state = state();
    let now = move || found().and_then(|entry| entry.get::<Kind>().cloned());
    let Some(ritual) = now() else { return ().into_any() };
    let id = entry.id.clone();
    let title = {
        let now = now.clone();
        text(move || now().map_or_else(String::new, |ritual| ritual.title))
    };
    let lead = {
        let (id, now) = (id.clone(), now.clone());
        text(move || now().map_or_else(String::new, |ritual| so_far(&id, &ritual)))
    };
    let today = ritual_marks(&id, &ritual.title, 0, "Today");
    let is_older = ritual.since < state.today();
    let yesterday = is_older.then(|| ritual_marks(&id, &ritual.title, 1, "Yesterday"));
    let tables = tables(&id, &ritual);
    let is_mine = state.me().as_ref() == Some(&entry.author);
    view! {
        <Screen tab="Rituals" heading=title>
            <p class="lead">{lead}</p>
            {keepsakes_for(&ritual)}
            {today}
            {yesterday}
            <section aria-label="How it went">{tables}</section>
            {is_mine.then(|| change(id, ritual))}
            <p><a href="rituals">"All rituals"</a></p>
        </Screen>
    }
    .into_any()
}

/// One's own weeks first and open; the other's are there to be looked at, not held beside them.
fn tables(id: &EntryId, ritual: &Kind) -> AnyView {
    let state = state();
    let me = state.me();
    let (mut own, mut other) = (().into_any(), ().into_any());
    for (person, named) in state.entries(Entries::people) {
        let is_mine = me.as_ref() == Some(&person);
        let table = weeks(id.clone(), ritual.clone(), person, "The last four weeks".to_owned());
        if is_mine {
            own = table;
        } else {
            let name = words::called(&named, false);
            other = view! { <details><summary>"What " {name} " noted"</summary>{table}</details> }.into_any();
        }
    }
    vec![own, other].into_any()
}

fn change(id: EntryId, ritual: Kind) -> AnyView {
    let state = state();
    let navigate = use_navigate();
    let save = {
        let id = id.clone();
        move |ritual: Kind| {
            if state.write(id.clone(), Visibility::Shared, Some(ritual.into())) {
                state.say("Saved on this device.");
            }
        }
    };
    let remove = click(move || {
        // Its marks stay, and are there again if the removal is undone.
        if state.delete(&id, "The ritual was removed.") {
            navigate("/rituals", NavigateOptions::default());
        }
    });
    view! {
        <details class="card">
            <summary>"Change it"</summary>
            {ritual_fields(ritual, save, "Save")}
            <button type="button" class="quiet danger" on:click=remove>"Remove this ritual"</button>
        </details>
    }
    .into_any()
}
