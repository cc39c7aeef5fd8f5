//! Setbacks: what went wrong, and what was done about it.

use kept::entry::{CameOut, Entry, Kind, Setback, Weight};
use kept::insight;
use kept_view::view;
use leptos::prelude::*;

use super::agreements::broken_again;
use crate::app::parts::{
    Form, Screen, choice, click, complaint, computed, day_field, each, effect, form_text, is_flawless,
    save_bar, submit, text, whenever,
};
use crate::app::state::{State, state};
use crate::browser::{clock, random};

const WEIGHTS: [(Weight, &str); 3] =
    [(Weight::Small, "small"), (Weight::Painful, "painful"), (Weight::Breach, "trust was broken again")];
const CAME_OUT: [(CameOut, &str); 3] = [
    (CameOut::Unsaid, "rather not said"),
    (CameOut::Told, "it was told"),
    (CameOut::Discovered, "it was discovered"),
];

/// The list, and the form for another one.
pub(crate) fn setbacks() -> AnyView {
    let state = state();
    state.author();
    let list = move || {
        let Some(me) = state.me() else { return Vec::new() };
        state.entries(|entries| {
            let all = insight::setbacks(entries, &me).into_iter();
            all.filter_map(|entry| card(state, entry, entry.author == me)).collect()
        })
    };
    // A new form after each that was saved, and for each person who writes.
    let written = RwSignal::new(0);
    let version = move || format!("{} {}", written.get(), state.me().map(String::from).unwrap_or_default());
    let form = whenever(version, move || form(state, written));
    view! {
        <Screen tab="Promises" heading="Setbacks" lead="They belong to it. Noted soon and plainly, they cost less.">
            {broken_again()}
            {form}
            <div class="cards">{each(list)}</div>
            <p><a href="promises">"All promises"</a></p>
        </Screen>
    }
    .into_any()
}

fn card(state: State, entry: &Entry, is_mine: bool) -> Option<AnyView> {
    let setback = entry.get::<Setback>()?;
    let weight = WEIGHTS.iter().find(|(weight, _)| *weight == setback.weight).map(|(_, name)| *name);
    let came_out = CAME_OUT.iter().find(|(how, _)| *how == setback.came_out && *how != CameOut::Unsaid);
    let came_out = came_out.map(|(_, name)| format!(", {name}"));
    let (what, done) = (setback.what.clone(), setback.done.clone());
    let done = (!done.trim().is_empty()).then(|| {
        view! { <p class="label">"What was done about it"</p><p class="written">{done}</p> }.into_any()
    });
    let id = entry.id.clone();
    let delete = is_mine.then(|| {
        let delete = click(move || {
            state.delete(&id, "Deleted.");
        });
        view! { <button type="button" class="quiet" on:click=delete>"Delete"</button> }.into_any()
    });
    Some(
        view! {
            <div class="card"><p class="label">{clock::full_date(setback.day)} ", " {weight} {came_out}</p><p class="written">{what}</p>{done}{delete}</div>
        }
        .into_any(),
    )
}

fn form(state: State, written: RwSignal<u32>) -> AnyView {
    let today = untrack(|| state.today());
    let id = state.new_id("setback", || Setback::id(random::bytes()));
    let empty = Setback {
        day: today,
        weight: Weight::Painful,
        what: String::new(),
        done: String::new(),
        came_out: CameOut::Unsaid,
    };
    let form = Form::open(id, empty.into());
    let at = |found: Option<usize>, otherwise: usize| RwSignal::new(found.unwrap_or(otherwise));
    let weight = at(form.read(|it: &Setback| WEIGHTS.iter().position(|(weight, _)| *weight == it.weight)), 1);
    let came_out = at(form.read(|it: &Setback| CAME_OUT.iter().position(|(how, _)| *how == it.came_out)), 0);
    effect(move || {
        let (weight, how) = (WEIGHTS.get(weight.get()), CAME_OUT.get(came_out.get()));
        form.edit(|it: &mut Setback| {
            it.weight = weight.map_or(it.weight, |(weight, _)| *weight);
            it.came_out = how.map_or(it.came_out, |(how, _)| *how);
        });
    });
    let faults = RwSignal::new(Vec::new());
    let save = submit(move || {
        if is_flawless(faults, untrack(|| form.read(|it: &Setback| it.faults(today)))) && form.save() {
            state.say("Noted.");
            written.update(|written| *written += 1);
        }
    });
    let names = |list: &[&'static str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let day = computed(move || form.read(|it: &Setback| Some(it.day)));
    let set_day =
        move |day: Option<kept::entry::Day>| form.edit(|it: &mut Setback| it.day = day.unwrap_or(it.day));
    view! {
        <details class="card">
            <summary>"Note one"</summary>
            <form on:submit=save>
                {form_text(form, "what", text(|| "What happened".to_owned()), "", |it| Some(&mut Setback::of_mut(it)?.what))}
                {complaint(faults, "what")}
                {day_field("day", "On which day", "", day, set_day)}
                {complaint(faults, "day")}
                {choice("weight", "How much it weighs for you", names(&WEIGHTS.map(|(_, name)| name)), weight)}
                {choice("came-out", "How it came out", names(&CAME_OUT.map(|(_, name)| name)), came_out)}
                {form_text(form, "done", text(|| "What was done about it".to_owned()), "", |it| Some(&mut Setback::of_mut(it)?.done))}
                {complaint(faults, "done")}
                {save_bar(form)}
            </form>
        </details>
    }
    .into_any()
}
