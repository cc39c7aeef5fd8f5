//! Promises: small, dated, checkable, and what became of them as each of the two sees it.

mod form;
mod one;

use kept::entry::{Entry, Promise, PromiseShape};
use kept::insight::{self, PromiseDue, due_promises, history, is_open, marked_days, promises, tally};
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

pub(crate) use self::one::{promise, renegotiate};
use crate::app::parts::{Screen, click, dynamic, each};
use crate::app::state::{State, state};
use crate::app::words;
use crate::browser::{clock, random};

/// The ledger.
pub(crate) fn all_promises() -> AnyView {
    let state = state();
    state.recall(Reach::Days, Box::new(|| ()));
    let navigate = use_navigate();
    let add = click(move || {
        let id = state.new_id("promise", || Promise::id(random::bytes()));
        navigate(&format!("/{id}"), NavigateOptions::default());
    });
    let add = view! { <button type="button" class="button primary" on:click=add>"Make a promise"</button> }
        .into_any();
    let lists = dynamic(move || {
        let (Some(me), today) = (state.me(), state.today()) else { return ().into_any() };
        state.entries(|entries| {
            let (mut open, mut over) = (Vec::new(), Vec::new());
            for entry in promises(entries, &me) {
                let card = card(state, entry);
                if is_open(entries, &me, entry, today) { open.push(card) } else { over.push(card) }
            }
            let over = (!over.is_empty()).then(|| {
                view! { <details class="fold"><summary><strong>"Those that are over"</strong></summary><div class="cards">{over}</div></details> }.into_any()
            });
            if open.is_empty() && over.is_none() {
                return view! { <p>"Promises stand here with what became of each, as both of you see it."</p> }.into_any();
            }
            view! { <div class="cards">{open}</div> {over} }.into_any()
        })
    });
    view! {
        <Screen tab="Promises" heading="Promises" lead="Small, with a date, and easy to check for both of you. Behaviour that matches the words, one thing at a time.">
            <div class="actions">{add}</div>
            {lists}
            <p><a href="promises/notes">"Setbacks"</a></p>
        </Screen>
    }
    .into_any()
}

fn card(state: State, entry: &Entry) -> AnyView {
    let Some(promise) = entry.get::<Promise>() else { return ().into_any() };
    let hint = format!("{}, {}", state.name_of(&entry.author), shape(promise));
    view! {
        <a class="card way" href=entry.id.to_string()>
            <span><strong>{promise.text.clone()}</strong><span class="hint">{hint}</span><span class="hint">{counted(state, entry)}</span></span>
        </a>
    }
    .into_any()
}

/// When it asks for something.
fn shape(promise: &Promise) -> String {
    match promise.shape() {
        PromiseShape::Once(day) => format!("by {}", clock::full_date(day)),
        PromiseShape::Repeated(rhythm) => words::rhythm(rhythm),
        PromiseShape::Standing => "always".to_owned(),
    }
}

/// "11 of 13 in the last 30 days", by its own author's marks.
fn counted(state: State, entry: &Entry) -> String {
    let (Some(me), today) = (state.me(), state.today()) else { return String::new() };
    state.entries(|entries| {
        let days = marked_days(entries, &me, &[entry], today, insight::DAYS_BACK);
        words::tally(tally(&days, &entry.author))
    })
}

/// What is due on Today, calmly.
pub(crate) fn promises_due() -> AnyView {
    let state = state();
    let list = move || {
        let (Some(me), today) = (state.me(), state.today()) else { return Vec::new() };
        state.entries(|entries| {
            let due = due_promises(entries, &me, today, state.week_starts()).into_iter();
            due.filter(|due| due.mark.is_none()).filter_map(|due| {
                let promise = due.entry.get::<Promise>()?;
                let when = match due.due {
                    PromiseDue::Soon(day) => format!("by {}", clock::long_date(day)),
                    PromiseDue::Today => "today".to_owned(),
                    PromiseDue::Past(day) => format!("was for {}", clock::long_date(day)),
                };
                let text = format!("{}: {}", state.name_of(&due.entry.author), promise.text);
                Some(view! { <a class="card way" href=due.entry.id.to_string()><span><strong>{text}</strong><span class="hint">{when}</span></span></a> }.into_any())
            })
            .collect()
        })
    };
    let section = move || {
        view! { <section aria-labelledby="due"><h2 id="due">"Promised"</h2><div class="cards">{each(list)}</div></section> }.into_any()
    };
    crate::app::parts::when(move || !list().is_empty(), section).into_any()
}

/// What it was before it was changed.
fn earlier(state: State, entry: &Entry) -> AnyView {
    let Some(me) = state.me() else { return ().into_any() };
    state.entries(|entries| {
        let all = history(entries, &me, entry);
        let promises: Vec<&Promise> = all.iter().filter_map(|entry| entry.get()).collect();
        let item = |pair: &[&Promise]| {
            let [new, old] = pair else { return ().into_any() };
            let (when, why, old) = (clock::full_date(new.since), new.reason.clone(), old.text.clone());
            view! { <li class="card"><p class="label">"Changed on " {when} ": " {why}</p><p class="written">{old}</p></li> }.into_any()
        };
        let items = promises.windows(2).map(item).collect::<Vec<_>>();
        if items.is_empty() {
            return ().into_any();
        }
        view! { <details class="fold"><summary><strong>"What it was before"</strong></summary><ul class="cards">{items}</ul></details> }.into_any()
    })
}
