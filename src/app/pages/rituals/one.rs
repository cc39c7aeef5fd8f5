//! One ritual: how it went, and what can be changed about it.

use kept::entry::{Entries, Entry, EntryId, Pause, Ritual, Visibility};
use kept::insight::Noted;
use kept::problem::explain_ritual;
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::super::not_found;
use super::fields::ritual_fields;
use super::history::history;
use super::timer::timer;
use crate::app::parts::{
    Screen, click, day_field, dynamic, keepsakes_for, ritual_marks, so_far, submit, text, whenever,
};
use crate::app::state::state;
use crate::app::words;
use crate::browser::{clock, page};

/// The ritual that an address names.
pub(crate) fn ritual(name: &str) -> AnyView {
    let state = state();
    state.recall(Reach::Days, Box::new(|| ()));
    let id: Option<EntryId> = format!("ritual/{name}").parse().ok();
    let found = move || state.find(id.as_ref()?, |entry| entry.get::<Ritual>().is_some());
    // The screen stays while the ritual is there, whatever changes about it: somebody may be typing in it.
    let version = {
        let found = found.clone();
        move || found().map_or_else(String::new, |entry| entry.author.into())
    };
    let view = move || match found() {
        Some(entry) => screen(&entry, found.clone()),
        None => not_found(),
    };
    whenever(version, view).into_any()
}

/// A ritual as it was found when the screen was opened, and how to find it as it is now.
fn screen(entry: &Entry, found: impl Fn() -> Option<Entry> + Clone + Send + Sync + 'static) -> AnyView {
    let state = state();
    let id = entry.id.clone();
    let is_mine = state.me().as_ref() == Some(&entry.author);
    let now = {
        let found = found.clone();
        move || found().and_then(|entry| entry.get::<Ritual>().cloned()).unwrap_or_default()
    };
    let title = {
        let now = now.clone();
        text(move || now().title)
    };
    let lead = {
        let (id, now) = (id.clone(), now.clone());
        text(move || so_far(&id, &now()))
    };
    // Made anew when the ritual itself is changed, not with every mark.
    let version = {
        let found = found.clone();
        move || found().map(|entry| entry.stamp.to_string()).unwrap_or_default()
    };
    // The form stays as it is: somebody may be typing in it.
    let form = is_mine.then(|| change(id.clone(), now.clone()));
    let parts = move || {
        let ritual = now();
        let about = (!ritual.about.is_empty())
            .then(|| view! { <p class="written">{ritual.about.clone()}</p> }.into_any());
        let today = state.today();
        let lives = |back: i32, called| {
            ritual.lives_on(today.plus(-back)).then(|| ritual_marks(&id, &ritual, back, called))
        };
        vec![
            about.into_any(),
            keepsakes_for(&ritual).into_any(),
            lives(0, "Today").into_any(),
            lives(1, "Yesterday").into_any(),
            timer(&id, &ritual),
            how_it_went(id.clone(), ritual.clone()),
            is_mine.then(|| rest(&id, &ritual)).into_any(),
        ]
        .into_any()
    };
    view! {
        <Screen tab="Rituals" heading=title>
            <p class="lead">{lead}</p>
            {whenever(version, parts)}
            {form}
            <p><a href="rituals">"All rituals"</a></p>
        </Screen>
    }
    .into_any()
}

/// How strong it is, since when, and the days. One's own first and open; the other's are there to be looked at, not
/// held beside them.
fn how_it_went(id: EntryId, ritual: Ritual) -> AnyView {
    let state = state();
    let me = state.me();
    let others = state.entries(Entries::people).into_iter().filter(|(person, _)| me.as_ref() != Some(person));
    let others = others
        .map(|(person, named)| {
            let name = words::called(&named, false);
            let table = history(id.clone(), ritual.clone(), Some(person));
            view! { <details class="fold"><summary>"What " {name} " noted"</summary>{table}</details> }
                .into_any()
        })
        .collect::<Vec<_>>();
    let own = history(id.clone(), ritual.clone(), None);
    let facts = dynamic(move || facts(&id, &ritual));
    view! {
        <section aria-labelledby="went">
            <h2 id="went">"How it went"</h2>
            {facts}
            {own}
            {others}
        </section>
    }
    .into_any()
}

fn facts(id: &EntryId, ritual: &Ritual) -> AnyView {
    let state = state();
    let (Some(me), today) = (state.me(), state.today()) else { return ().into_any() };
    state.entries(|entries| {
        let noted = Noted::of(entries, &me, id, ritual);
        let Some(first) = noted.first() else {
            return view! { <p class="hint">"Nothing is noted yet. Days without a mark are simply not there."</p> }.into_any();
        };
        let strength = noted.strength(today).map(|strength| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
            let percent = (strength * 100.0 + 0.5) as u8;
            view! {
                <p>
                    <label for="strength">"Strength: " {percent} " of 100"</label>
                    <meter id="strength" min="0" max="100" value=percent.to_string()></meter>
                </p>
                <p class="hint">"It grows each time and fades slowly when it is left out. One missed day is not the end of it, and a pause does not count."</p>
            }
            .into_any()
        });
        let times = match noted.times() {
            1 => "once".to_owned(),
            times => format!("{times} times"),
        };
        let since = format!("Since {}, {times}.", clock::full_date(first));
        let weekday = noted.best_weekday().and_then(|day| words::WEEKDAYS.get(usize::from(day)));
        let weekday = weekday.map(|day| format!(" Most often on {day}."));
        let usual = noted.usual_time().map(|minute| format!(" Mostly around {}.", words::at_time(minute)));
        view! { {strength} <p>{since} {weekday} {usual}</p> }.into_any()
    })
}

/// Writes a ritual of one's own as it is now to be.
fn write(id: &EntryId, ritual: Ritual) {
    let state = state();
    if state.write(id.clone(), Visibility::Shared, Some(ritual.into())) {
        state.say("Saved on this device.");
    }
}

/// A button that changes the ritual.
fn changing(
    id: &EntryId,
    ritual: &Ritual,
    name: &'static str,
    change: impl Fn(&mut Ritual) + 'static,
) -> AnyView {
    let (id, ritual) = (id.clone(), ritual.clone());
    let press = click(move || {
        let mut ritual = ritual.clone();
        change(&mut ritual);
        write(&id, ritual);
    });
    view! { <button type="button" class="button" on:click=press>{name}</button> }.into_any()
}

/// Letting it rest, putting it away, and going on.
fn rest(id: &EntryId, ritual: &Ritual) -> AnyView {
    let today = untrack(|| state().today());
    let is_over = ritual.last().is_some_and(|last| last < today);
    let rests = ritual.is_paused(today);
    let said = match (is_over, rests) {
        (true, _) => "It is put away. What was noted stays.",
        (false, true) => "It rests. Nothing is counted until you go on with it.",
        (false, false) => "",
    };
    let said = (!said.is_empty()).then(|| view! { <p class="notice">{said}</p> }.into_any());
    let ways = if is_over || rests {
        changing(id, ritual, "Go on with it", move |ritual| ritual.resume(today))
    } else {
        let open = Pause { from: today, until: None };
        let rest = changing(id, ritual, "Let it rest", move |ritual| ritual.pauses.push(open));
        let away = changing(id, ritual, "Put it away", move |ritual| ritual.archive(today));
        vec![rest, away].into_any()
    };
    view! { {said} <div class="actions">{ways}</div> {pauses(id, ritual)} }.into_any()
}

/// When it rests: holidays, an illness, a time apart.
fn pauses(id: &EntryId, ritual: &Ritual) -> AnyView {
    let pause = |pause: Pause| {
        let until = pause.until.map_or_else(|| "until you go on".to_owned(), clock::full_date);
        let remove =
            changing(id, ritual, "Remove", move |ritual| ritual.pauses.retain(|other| *other != pause));
        view! { <li class="card"><p>{clock::full_date(pause.from)} " – " {until}</p>{remove}</li> }.into_any()
    };
    let list = ritual.pauses.iter().copied().map(pause).collect::<Vec<_>>();
    let from = RwSignal::new(None);
    let until = RwSignal::new(None);
    let wrong = RwSignal::new(String::new());
    let add = {
        let (id, ritual) = (id.clone(), ritual.clone());
        submit(move || {
            let Some(first) = from.get_untracked() else { return page::focus("pause-from") };
            let mut ritual = ritual.clone();
            ritual.pauses.push(Pause { from: first, until: until.get_untracked() });
            match ritual.faults().first() {
                Some(fault) => wrong.set(explain_ritual(*fault).to_owned()),
                None => write(&id, ritual),
            }
        })
    };
    view! {
        <details class="fold">
            <summary>"When it rests"</summary>
            <ul class="cards">{list}</ul>
            <form on:submit=add>
                {day_field("pause-from", "It rests from", "Holidays, an illness, a time apart.", from.into(), move |day| from.set(day))}
                {day_field("pause-until", "The last day of it", "Empty while nobody knows.", until.into(), move |day| until.set(day))}
                <p class="wrong" role="alert">{text(move || wrong.get())}</p>
                <div class="actions"><button type="submit" class="button">"Add this pause"</button></div>
            </form>
        </details>
    }
    .into_any()
}

fn change(id: EntryId, now: impl Fn() -> Ritual + 'static) -> AnyView {
    let state = state();
    let navigate = use_navigate();
    let save = {
        let id = id.clone();
        let ritual = untrack(&now);
        let save = move |typed: Ritual| {
            // What is changed beside the form stays as it is.
            let Ritual { archived, pauses, .. } = untrack(&now);
            write(&id, Ritual { archived, pauses, ..typed });
        };
        ritual_fields(ritual, save, "Save")
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
            {save}
            <button type="button" class="quiet danger" on:click=remove>"Remove this ritual"</button>
        </details>
    }
    .into_any()
}
