//! Good old letters and messages, kept apart from the pages of the journal.

use kept::entry::{Entry, EntryId, Keepsake, Kind};
use kept::insight;
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::not_found;
use crate::app::parts::{
    Form, Screen, click, computed, day_field, each, form_line, form_text, save_bar, submit, text, whenever,
};
use crate::app::state::state;
use crate::browser::{clock, random};

/// All of them, folded up: nobody comes upon old words who was not looking for them.
pub(crate) fn keepsakes() -> AnyView {
    let state = state();
    state.recall(Reach::Everything, Box::new(|| ()));
    let navigate = use_navigate();
    let add = click(move || {
        let today = untrack(|| state.today());
        let id = state.new_id("keepsake", || Keepsake::id(random::bytes(), today));
        navigate(&format!("/{id}"), NavigateOptions::default());
    });
    let list = move || {
        let Some(me) = state.me() else { return Vec::new() };
        state.entries(|entries| {
            let all = insight::keepsakes(entries, &me).into_iter();
            all.filter_map(|entry| folded(entry, entry.author == me)).collect()
        })
    };
    let add = view! { <button type="button" class="button primary" on:click=add>"Put one here"</button> }
        .into_any();
    view! {
        <Screen
            tab="Keepsakes"
            heading="Keepsakes"
            lead="Good old letters and messages. Reading them can hurt, and old words may look different now. Stop at any line, or leave them alone."
        >
            <div class="actions">{add}</div>
            <div class="cards">{each(list)}</div>
        </Screen>
    }
    .into_any()
}

fn folded(entry: &Entry, is_mine: bool) -> Option<AnyView> {
    let Keepsake { title, text, day, from } = entry.get::<Keepsake>()?.clone();
    let name = if title.trim().is_empty() { "A letter".to_owned() } else { title };
    let mut about = vec![from];
    about.extend(day.map(clock::full_date));
    about.retain(|part| !part.trim().is_empty());
    let change = is_mine.then(|| view! { <p><a href=entry.id.to_string()>"Change it"</a></p> }.into_any());
    Some(
        view! {
            <details class="card past">
                <summary>{name} " " <span class="hint">{about.join(", ")}</span></summary>
                <p class="written">{text}</p>
                {change}
            </details>
        }
        .into_any(),
    )
}

/// One of them, to write or to paste in, by the two parts of its id.
pub(crate) fn keepsake(name: &str, day: &str) -> AnyView {
    let Ok(id) = format!("keepsake/{name}/{day}").parse::<EntryId>() else { return not_found() };
    let state = state();
    state.author();
    // A form of its own for each person who writes.
    let form =
        whenever(move || state.me().map(String::from).unwrap_or_default(), move || keepsake_form(id.clone()));
    view! { <Screen tab="Keepsakes" heading="A keepsake" lead="Type it off, or paste it in. It stays for you alone unless you show it.">{form}</Screen> }
        .into_any()
}

fn keepsake_form(id: EntryId) -> AnyView {
    let state = state();
    let form = Form::open(id.clone(), Keepsake::default().into());
    let navigate = use_navigate();
    let (after_save, after_delete) = (navigate.clone(), navigate);
    let save = submit(move || {
        if form.save() {
            state.say("Saved on this device.");
            after_save("/keepsakes", NavigateOptions::default());
        }
    });
    let delete = click(move || {
        if state.delete(&id, "The keepsake was deleted.") {
            after_delete("/keepsakes", NavigateOptions::default());
        }
    });
    let day = computed(move || form.read(|keepsake: &Keepsake| keepsake.day));
    let longest = Keepsake::TITLE_LENGTH;
    view! {
        <form on:submit=save>
            {form_line(form, "title", "What to call it", longest, |it| Some(&mut Keepsake::of_mut(it)?.title))}
            {form_text(form, "text", text(|| "Its words".to_owned()), "", |it| Some(&mut Keepsake::of_mut(it)?.text))}
            {form_line(form, "from", "Who wrote it, if you like", longest, |it| Some(&mut Keepsake::of_mut(it)?.from))}
            {day_field("day", "The day it is from, if you know it", "", day, move |day| form.edit(|it: &mut Keepsake| it.day = day))}
            {save_bar(form)}
            <div class="actions">
                <a class="button" href="keepsakes">"All keepsakes"</a>
                <button type="button" class="quiet danger" on:click=delete>"Delete it"</button>
            </div>
        </form>
    }
    .into_any()
}
