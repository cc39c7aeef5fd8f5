//! One ritual: how it went, and what can be changed about it.

use kept::entry::{Entry, EntryId, Ritual as Kind, Visibility};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::not_found;
use crate::app::parts::{Screen, click, ritual_fields, ritual_marks, so_far, text, weeks, whenever};
use crate::app::state::state;
use crate::app::words;

/// The ritual that an address names.
pub(crate) fn ritual(name: &str) -> AnyView {
    let state = state();
    let id: Option<EntryId> = format!("ritual/{name}").parse().ok();
    let found = move || -> Option<Entry> {
        let (me, id) = (state.me()?, id.as_ref()?);
        state.entries(|entries| {
            let is_it =
                |entry: &&Entry| entry.id == *id && entry.is_visible_to(&me) && entry.get::<Kind>().is_some();
            entries.iter().find(is_it).cloned()
        })
    };
    // Made anew when it was changed; marks are entries of their own.
    let version = {
        let found = found.clone();
        move || found().map_or_else(String::new, |entry| entry.stamp.to_string())
    };
    whenever(version, move || found().map_or_else(not_found, history)).into_any()
}

fn history(entry: Entry) -> AnyView {
    let state = state();
    let Some(ritual) = entry.get::<Kind>().cloned() else { return ().into_any() };
    let id = entry.id.clone();
    let me = state.me();
    let people = state.entries(|entries| {
        let people = entries.people().into_iter();
        people.map(|(id, person)| (id, words::called(&person, false))).collect::<Vec<_>>()
    });
    // One's own first and open; the other's are there to be looked at, not held beside them.
    let (mut own, mut other) = (().into_any(), ().into_any());
    for (person, name) in people {
        let is_mine = me.as_ref() == Some(&person);
        let table = weeks(id.clone(), ritual.clone(), person, "The last four weeks".to_owned());
        if is_mine {
            own = table;
        } else {
            other = view! { <details><summary>"What " {name} " noted"</summary>{table}</details> }.into_any();
        }
    }
    let title = ritual.title.clone();
    let today = ritual_marks(&id, &title, 0, "Today");
    let is_older = ritual.since < state.today();
    let yesterday = is_older.then(|| ritual_marks(&id, &title, 1, "Yesterday"));
    let lead = {
        let ritual = ritual.clone();
        text(move || so_far(&id, &ritual))
    };
    let is_mine = me.as_ref() == Some(&entry.author);
    view! {
        <Screen tab="Rituals" heading=title>
            <p class="lead">{lead}</p>
            {today}
            {yesterday}
            <section aria-label="How it went">{own} {other}</section>
            {is_mine.then(|| change(entry.id, ritual))}
            <p><a href="rituals">"All rituals"</a></p>
        </Screen>
    }
    .into_any()
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
