//! One promise: what became of it, as each of the two sees it, and what it was before.

use kept::entry::{Day, Entry, EntryId, Person, PersonId, Promise, PromiseMark, PromiseOutcome};
use kept::insight::{DAYS_BACK, MarkedDay, marked_days, tally};
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::form::promise_form;
use super::{earlier, shape};
use crate::app::parts::{
    Screen, choice, click, complaint, day_field, dynamic, is_flawless, long_text, submit, text, whenever,
};
use crate::app::state::{State, state};
use crate::app::words;
use crate::browser::{clock, random};

/// The promise that an address names; where there is none yet, the form for it.
pub(crate) fn promise(name: &str) -> AnyView {
    let Ok(id) = format!("promise/{name}").parse::<EntryId>() else { return super::super::not_found() };
    let state = state();
    state.author();
    state.recall(Reach::Days, Box::new(|| ()));
    let found = move || state.find(&id, is_promise);
    let version = {
        let found = found.clone();
        move || {
            let entry = found();
            let stamp = entry.as_ref().map(|entry| entry.stamp.to_string()).unwrap_or_default();
            format!("{stamp} {}", state.me().map(String::from).unwrap_or_default())
        }
    };
    let name = name.to_owned();
    let view = move || match found() {
        Some(entry) => screen(state, entry),
        None => new_promise(&name),
    };
    whenever(version, view).into_any()
}

fn is_promise(entry: &Entry) -> bool {
    entry.get::<Promise>().is_some()
}

fn new_promise(name: &str) -> AnyView {
    let state = state();
    let Ok(id) = format!("promise/{name}").parse::<EntryId>() else { return ().into_any() };
    let empty = Promise { since: untrack(|| state.today()), ..Promise::default() };
    // Once it is saved, this very address shows it.
    view! {
        <Screen tab="Promises" heading="A promise" lead="Rather small and kept than large and meant.">
            {promise_form(id, empty, || ())}
            <p><a href="promises">"All promises"</a></p>
        </Screen>
    }
    .into_any()
}

/// Changing a promise that was made on an earlier day: another one, which says why.
pub(crate) fn renegotiate(name: &str) -> AnyView {
    let state = state();
    let old = format!("promise/{name}")
        .parse::<EntryId>()
        .ok()
        .and_then(|id| untrack(|| state.find(&id, is_promise)));
    let Some(old) = old.filter(|old| untrack(|| state.me()).as_ref() == Some(&old.author)) else {
        return super::super::not_found();
    };
    let Some(promise) = old.get::<Promise>() else { return ().into_any() };
    let id = state.new_id("renegotiated", || Promise::id(random::bytes()));
    let changed = promise.renegotiated(old.id.clone(), untrack(|| state.today()));
    let navigate = use_navigate();
    let saved = {
        let address = format!("/{id}");
        move || navigate(&address, NavigateOptions::default())
    };
    view! {
        <Screen tab="Promises" heading="To change a promise" lead="Changing it openly keeps trust; letting it lapse costs some. What it was stays, with the day and the reason.">
            {promise_form(id, changed, saved)}
        </Screen>
    }
    .into_any()
}

fn screen(state: State, entry: Entry) -> AnyView {
    let Some(promise) = entry.get::<Promise>().cloned() else { return ().into_any() };
    let today = state.today();
    let is_mine = state.me().as_ref() == Some(&entry.author);
    let check = (!promise.check.trim().is_empty()).then(|| {
        view! { <p><span class="label">"How you would both know"</span> {promise.check.clone()}</p> }
            .into_any()
    });
    let ended = promise
        .ended
        .map(|day| view! { <p class="notice">"It ended on " {clock::full_date(day)} "."</p> }.into_any());
    let lead = format!(
        "{}, {}. Made on {}.",
        state.name_of(&entry.author),
        shape(&promise),
        clock::full_date(promise.since)
    );
    let went = {
        let entry = entry.clone();
        dynamic(move || went(state, &entry))
    };
    view! {
        <Screen tab="Promises" heading=text(move || promise.text.clone())>
            <p class="lead">{lead}</p>
            {check}
            {ended}
            {mark_form(state, &entry, today)}
            {went}
            {earlier(state, &entry)}
            {is_mine.then(|| change(state, entry.clone()))}
            <p><a href="promises">"All promises"</a></p>
        </Screen>
    }
    .into_any()
}

/// What became of it, for whoever is writing.
fn mark_form(state: State, entry: &Entry, today: Day) -> AnyView {
    let outcome = RwSignal::new(0);
    let day = RwSignal::new(Some(today));
    let note = RwSignal::new(String::new());
    let faults = RwSignal::new(Vec::new());
    let (id, visibility) = (entry.id.clone(), entry.visibility.clone());
    let save = submit(move || {
        let mark = PromiseMark {
            promise: id.clone(),
            day: day.get_untracked().unwrap_or(today),
            state: PromiseOutcome::ALL.get(outcome.get_untracked()).copied().unwrap_or(PromiseOutcome::Kept),
            note: note.get_untracked().trim().to_owned(),
        };
        if is_flawless(faults, mark.faults(today))
            && state.write(PromiseMark::id(&id, mark.day), visibility.clone(), Some(mark.into()))
        {
            note.set(String::new());
            state.say("Noted.");
        }
    });
    let labels = PromiseOutcome::ALL.map(|outcome| words::outcome(outcome).to_owned()).to_vec();
    view! {
        <form class="card" on:submit=save>
            {choice("outcome", "What became of it, as you see it?", labels, outcome)}
            {day_field("day", "On which day", "", day.into(), move |chosen| day.set(chosen))}
            {complaint(faults, "day")}
            {long_text("note", text(|| "A word about it, if you like".to_owned()), "", note.into(), move |typed| note.set(typed))}
            {complaint(faults, "note")}
            <div class="actions"><button type="submit" class="button primary">"Note it"</button></div>
        </form>
    }
    .into_any()
}

/// What each noted in the last weeks: counts, and the list behind them. Where two differ, both stand there.
fn went(state: State, entry: &Entry) -> AnyView {
    let (Some(me), today) = (state.me(), state.today()) else { return ().into_any() };
    state.entries(|entries| {
        let days = marked_days(entries, &me, &[entry], today, DAYS_BACK);
        if days.is_empty() {
            return view! { <p class="hint">"Nothing is noted in the last 30 days. No mark is not the same as missed."</p> }.into_any();
        }
        let name = |author: &PersonId| {
            let person = entries.get::<Person>(author, &Person::id());
            person.map(|person| words::called(person, *author == me)).unwrap_or_default()
        };
        let count = |(author, _): &(PersonId, Person)| {
            let tally = tally(&days, author);
            (tally.marked() > 0).then(|| view! { <p>{name(author)} ": " {words::tally(tally)}</p> }.into_any())
        };
        let counts = entries.people().iter().filter_map(count).collect::<Vec<_>>();
        let row = |day: &MarkedDay<'_>| {
            let said = day.marks.iter().filter_map(|entry| {
                let mark = entry.get::<PromiseMark>()?;
                let note = (!mark.note.is_empty()).then(|| format!(": {}", mark.note));
                Some(view! { <p>{name(&entry.author)} ": " {words::outcome(mark.state)} {note}</p> }.into_any())
            });
            let said = said.collect::<Vec<_>>();
            view! { <li class="card"><p class="label">{clock::full_date(day.day)}</p>{said}</li> }.into_any()
        };
        let rows = days.iter().map(row).collect::<Vec<_>>();
        view! {
            <section aria-labelledby="went">
                <h2 id="went">"The last 30 days"</h2>
                {counts}
                <details class="fold"><summary><strong>"Day by day"</strong></summary><ul class="cards">{rows}</ul></details>
            </section>
        }
        .into_any()
    })
}

fn change(state: State, entry: Entry) -> AnyView {
    let Some(promise) = entry.get::<Promise>().cloned() else { return ().into_any() };
    let today = state.today();
    let name = entry.id.as_str().trim_start_matches("promise/").to_owned();
    let form = if promise.is_fresh(today) {
        let form = promise_form(entry.id.clone(), promise.clone(), || ());
        view! { <details class="card"><summary>"Change its words"</summary>{form}</details> }.into_any()
    } else {
        view! { <a class="button" href=format!("promises/change/{name}")>"Change it together"</a> }.into_any()
    };
    let end = {
        let (id, visibility) = (entry.id.clone(), entry.visibility.clone());
        click(move || {
            let ended = Promise { ended: Some(today), ..promise.clone() };
            state.write(id.clone(), visibility.clone(), Some(ended.into()));
        })
    };
    let is_over = entry.get::<Promise>().is_some_and(|promise| promise.is_over(today));
    let end = (!is_over).then(|| {
        view! { <button type="button" class="button" on:click=end>"Let it end"</button> }.into_any()
    });
    view! { {form} <div class="actions">{end}</div> }.into_any()
}
