//! The rituals that were taken up, and those that could be.

mod fields;
mod habits;
mod history;
mod one;
mod reminders;
mod timer;
mod week;

use kept::entry::{Day, Entries, Entry, PersonId, Place, Ritual, Visibility};
use kept::guide::{LibraryRitual, RITUALS};
use kept::insight;
use kept_view::view;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use self::fields::ritual_fields;
use self::habits::habits;
pub(crate) use self::one::ritual;
use self::reminders::reminders;
pub(crate) use self::timer::{running_timer, tell_of_rituals};
use self::week::week;
use super::welcome::take_up;
use crate::app::parts::{Screen, click, either, ritual_address, ritual_list, when, whenever};
use crate::app::state::state;
use crate::app::words;
use crate::browser::random;

/// All rituals.
pub(crate) fn rituals() -> AnyView {
    view! {
        <Screen tab="Rituals" heading="Rituals" lead="Small moments, kept often. Skipping is free, and nothing is counted against you.">
            {kept()}
            {when(has_any, week)}
            {away()}
            {library()}
            {own_ritual()}
            {when(has_any, reminders)}
            {habits()}
        </Screen>
    }
    .into_any()
}

fn kept() -> AnyView {
    let nothing =
        || view! { <p>"The rituals you take up will stand here, to mark with one tap."</p> }.into_any();
    ritual_list(alive, true, nothing)
}

/// Those that live on a day.
fn alive<'a>(entries: &'a Entries, me: &PersonId, day: Day, _starts: u8) -> Vec<(&'a Entry, &'a Ritual)> {
    let mut all = insight::rituals(entries, me);
    all.retain(|(_, ritual)| ritual.last().is_none_or(|last| day <= last));
    all
}

fn has_any() -> bool {
    let state = state();
    state.me().is_some_and(|me| state.entries(|entries| !insight::rituals(entries, &me).is_empty()))
}

/// Those that ended or were put away, with all that was noted.
fn away() -> AnyView {
    let state = state();
    let over = move || {
        let (Some(me), today) = (state.me(), state.today()) else { return Vec::new() };
        state.entries(|entries| {
            let mut all = insight::rituals(entries, &me);
            all.retain(|(_, ritual)| ritual.last().is_some_and(|last| last < today));
            all.iter().map(|(entry, ritual)| (ritual_address(&entry.id), ritual.title.clone())).collect()
        })
    };
    let list = move || {
        let item =
            |(address, title): (String, String)| view! { <li><a href=address>{title}</a></li> }.into_any();
        let items = over().into_iter().map(item).collect::<Vec<_>>();
        view! { <details class="fold"><summary><strong>"Put away"</strong></summary><ul>{items}</ul></details> }.into_any()
    };
    when(move || !over().is_empty(), list).into_any()
}

/// The heads under which the library stands.
const PLACES: [(&str, Place); 3] =
    [("Together", Place::Together), ("Each of you alone", Place::Apart), ("At a distance", Place::Distance)];

/// Whether a ritual is one of those that the guide's fifth step begins with.
fn is_seed(ritual: &LibraryRitual) -> bool {
    RITUALS.iter().take(4).any(|seed| seed.slug == ritual.slug)
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
                    <p>{ritual.about.get()}</p>
                </div>
                <button type="button" class="button" on:click=take>
                    "Take it up" <span class="visually-hidden">": " {ritual.title}</span>
                </button>
            </li>
        }
        .into_any()
    };
    let more = move |(name, place): (&'static str, Place)| {
        let offers =
            open().filter(|ritual| !is_seed(ritual) && ritual.place == place).map(offer).collect::<Vec<_>>();
        view! { <details class="fold"><summary><strong>{name}</strong></summary><ul class="cards">{offers}</ul></details> }
            .into_any()
    };
    let section = move || {
        let offers = open().filter(|ritual| is_seed(ritual)).map(offer).collect::<Vec<_>>();
        let more = PLACES.map(more).into_iter().collect::<Vec<_>>();
        view! {
            <section aria-labelledby="library">
                <h2 id="library">"To begin with"</h2>
                <ul class="cards">{offers}</ul>
                <h3>"More to choose from"</h3>
                {more}
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
    let form = move || ritual_fields(Ritual { since: state.today(), ..Ritual::default() }, add, "Add");
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

/// A ritual of the library, to change and to take up: where a chapter leads to.
pub(crate) fn new_ritual(slug: &str) -> AnyView {
    let state = state();
    let navigate = use_navigate();
    let found = LibraryRitual::find(slug);
    let today = untrack(|| state.today());
    let ritual = match found {
        Some(ritual) => ritual.take(today),
        None => Ritual { since: today, ..Ritual::default() },
    };
    let add = move |ritual: Ritual| {
        if state.write(Ritual::id(random::bytes()), Visibility::Shared, Some(ritual.into())) {
            state.say("Added.");
            navigate("/rituals", NavigateOptions::default());
        }
    };
    view! {
        <Screen tab="Rituals" heading="A ritual to take up" lead=found.map(|ritual| ritual.about.get()).unwrap_or_default()>
            {ritual_fields(ritual, add, "Take it up")}
        </Screen>
    }
    .into_any()
}
