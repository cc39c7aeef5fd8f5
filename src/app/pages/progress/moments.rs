//! Chosen moments: what somebody wants to find again on the way.

use kept::entry::{Day, Entry, Kind, Moment};
use kept::insight;
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{
    Form, Screen, click, complaint, computed, day_field, each, form_line, is_flawless, save_bar, submit,
    whenever,
};
use crate::app::state::{State, state};
use crate::browser::{clock, random};

/// The list, and the form for another one.
pub(crate) fn moments() -> AnyView {
    let state = state();
    state.author();
    state.recall(Reach::Days, Box::new(|| ()));
    let list = move || {
        let Some(me) = state.me() else { return Vec::new() };
        state.entries(|entries| {
            let mut cards = Vec::new();
            for entry in insight::moments(entries, &me) {
                cards.extend(card(state, entry, entry.author == me));
            }
            cards
        })
    };
    // A new form after each that was saved, and for each person who writes.
    let written = RwSignal::new(0);
    let version = move || format!("{} {}", written.get(), state.me().map(String::from).unwrap_or_default());
    view! {
        <Screen tab="Progress" heading="Chosen moments" lead="The first night you slept. A walk on which nobody said anything about it. They stand on the line of time beside everything else.">
            {whenever(version, move || form(state, written))}
            <div class="cards">{each(list)}</div>
            <p><a href="progress">"All pictures"</a></p>
        </Screen>
    }
    .into_any()
}

fn card(state: State, entry: &Entry, is_mine: bool) -> Option<AnyView> {
    let Moment { day, what } = entry.get::<Moment>()?.clone();
    let by = (!is_mine).then(|| [", ", &state.name_of(&entry.author)].concat());
    let id = entry.id.clone();
    let delete = is_mine.then(|| {
        let delete = click(move || {
            state.delete(&id, "Deleted.");
        });
        view! { <button type="button" class="quiet" on:click=delete>"Delete"</button> }.into_any()
    });
    Some(
        view! {
            <div class="card"><p class="label">{clock::full_date(day)} {by}</p><p class="written">{what}</p>{delete}</div>
        }
        .into_any(),
    )
}

fn form(state: State, written: RwSignal<usize>) -> AnyView {
    let today = untrack(|| state.today());
    let id = state.new_id("moment", || Moment::id(random::bytes(), today));
    let form = Form::open(id, Moment { day: today, what: String::new() }.into());
    let faults = RwSignal::new(Vec::new());
    let save = submit(move || {
        if is_flawless(faults, untrack(|| form.read(|it: &Moment| it.faults(today)))) && form.save() {
            state.say("Noted.");
            written.update(|written| *written += 1);
        }
    });
    let day = computed(move || form.read(|it: &Moment| Some(it.day)));
    let set_day = move |day: Option<Day>| form.edit(|it: &mut Moment| it.day = day.unwrap_or(it.day));
    view! {
        <form on:submit=save>
            {form_line(form, "what", "What it was", Moment::LENGTH, |it| Some(&mut Moment::of_mut(it)?.what))}
            {complaint(faults, "what")}
            {day_field("day", "On which day", "", day, set_day)}
            {complaint(faults, "day")}
            {save_bar(form)}
        </form>
    }
    .into_any()
}
