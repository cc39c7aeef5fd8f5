//! What is around every screen: the head, the navigation, the notices.

use kept::entry::PersonId;
use kept_view::view;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;

use super::pages::{Walk, door, gone, tell_of_rituals};
use super::parts::{Moved, Picture, change, click, each, either, icon, is, notices, text, when};
use super::routes::screens;
use super::state::{Gone, state};
use super::words;
use crate::browser::page;

/// How often the calendar is looked at while the page is open, in milliseconds.
const CALENDAR_MS: u64 = 60_000;

/// The places of the navigation: where, what, with which icon, and whether a phone shows it at the bottom.
const PLACES: [(&str, &str, Picture, bool); 6] = [
    ("", "Today", Picture::Today, true),
    ("guide", "Guide", Picture::Guide, true),
    ("check-in", "Check in", Picture::CheckIn, true),
    ("rituals", "Rituals", Picture::Rituals, true),
    ("settings", "Settings", Picture::Settings, false),
    ("more", "More", Picture::More, true),
];

/// The whole app.
pub(crate) fn shell() -> AnyView {
    provide_context(Moved(StoredValue::new(false)));
    provide_context(Walk::new());
    watch_the_world();
    let state = state();
    let is_gone = move || state.gone() != Gone::No;
    // Leptos's own notation: the router is a component of its.
    let without = move || if untrack(|| state.gone()) == Gone::Locked { door() } else { gone() };
    leptos::view! { <Router base=page::base_path()>{either(is_gone, without, inside)}</Router> }.into_any()
}

fn inside() -> AnyView {
    view! {
        <a class="skip-link" href="#heading" on:click=skip>"Skip to what is on this page"</a>
        {head()}
        {navigation()}
        <main>
            {notices()}
            {screens()}
        </main>
    }
}

/// A link to a fragment would leave the page, since addresses are read from the app's base.
fn skip(event: ev::MouseEvent) {
    event.prevent_default();
    page::focus("heading");
}

/// Other tabs, midnight, and coming back to the page.
fn watch_the_world() {
    let state = state();
    // These last as long as the page, so nothing removes them.
    let _ = window_event_listener(ev::storage, move |event| match event.key() {
        Some(key) => state.follow(&key),
        // Somebody cleared the storage of the whole origin.
        None => page::reload(),
    });
    let _ = window_event_listener_untyped("visibilitychange", move |_| {
        state.refresh_today();
        state.lock_if_left(page::is_hidden());
    });
    for touch in ["pointerdown", "keydown"] {
        let _ = window_event_listener_untyped(touch, move |_| {
            // A computer that slept looks at the time only now.
            state.lock_if_left(false);
            state.touch();
        });
    }
    // The browser asks whether to leave, while something is typed that there was no room for.
    let _ = window_event_listener_untyped("beforeunload", move |event| {
        page::tell("kept-flush");
        // Whoever leaves quickly is not held back.
        if state.has_unkept() && !page::root_is_marked("data-left") {
            event.prevent_default();
        }
    });
    let _ = set_interval_with_handle(
        move || {
            state.refresh_today();
            state.lock_if_left(false);
            tell_of_rituals(state);
        },
        std::time::Duration::from_millis(CALENDAR_MS),
    );
}

fn head() -> AnyView {
    let state = state();
    let people = move || {
        let me = state.me();
        state.entries(|entries| {
            let people = entries.people().into_iter();
            people
                .filter(|(id, _)| state.may_write_here(id))
                .map(|(id, person)| {
                    let name = words::called(&person, me.as_ref() == Some(&id));
                    (id, name)
                })
                .collect::<Vec<_>>()
        })
    };
    let options = move || {
        let option = |(id, name): (PersonId, String)| {
            let value = id.to_string();
            let selected = is(move || state.me().as_ref() == Some(&id));
            view! { <option value=value prop:selected=selected>{name}</option> }.into_any()
        };
        people().into_iter().map(option).collect()
    };
    let switch = move || {
        let switch = change(move |event| {
            if let Ok(id) = event_target_value(&event).parse() {
                state.switch_to(&id);
            }
        });
        view! {
            <label class="who">
                <span>"Writing:"</span>
                <select on:change=switch>{each(options)}</select>
            </label>
        }
        .into_any()
    };
    let lock = move || {
        view! { <button type="button" class="quiet" on:click=click(move || state.lock_everywhere())>"Lock"</button> }.into_any()
    };
    view! {
        <header class="head">
            <a class="brand" href="./">{page::app_name()}</a>
            {when(move || state.has_lock(), lock)}
            {when(move || people().len() > 1, switch)}
        </header>
    }
    .into_any()
}

fn navigation() -> AnyView {
    let path = use_location().pathname;
    let link = |(place, name, picture, on_phone): (&'static str, &'static str, Picture, bool)| {
        let here = text(move || {
            let path = path.get();
            let rest = path.strip_prefix(&page::address("")).unwrap_or_default();
            let is_here = rest == place || (!place.is_empty() && rest.starts_with(place));
            if is_here { "page" } else { "false" }.to_owned()
        });
        let href = if place.is_empty() { "./" } else { place };
        view! {
            <li class=if on_phone { "" } else { "wide-only" }>
                <a href=href aria-current=here>{icon(picture)} <span>{name}</span></a>
            </li>
        }
        .into_any()
    };
    view! { <nav class="places" aria-label="Main"><ul>{PLACES.map(link).into_iter().collect::<Vec<_>>()}</ul></nav> }.into_any()
}
