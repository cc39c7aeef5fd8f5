//! Statements: taking responsibility, and saying the hurt.

mod one;
mod review;

use kept::entry::{Entry, EntryId, Kind, Person, Purpose, Role, Statement, StatementNotes, Visibility};
use kept::insight::statements;
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

pub(crate) use self::one::{aloud, statement};
use crate::app::parts::{Screen, click, each};
use crate::app::state::{State, state};
use crate::browser::{clock, random};

/// What each of the two is for, and what its five parts ask.
struct Guide {
    name: &'static str,
    parts: [(&'static str, &'static str); Statement::PARTS],
}

const RESPONSIBILITY: Guide = Guide {
    name: "Taking responsibility",
    parts: [
        ("What I did", "The act, plainly, with “I”."),
        ("What it did to you", "What you saw, and what they told you."),
        ("No excuse", "Reasons can wait for another day."),
        ("What I will do, and by when", "One thing on each line. They can become promises."),
        ("What I am not asking for", "Forgiveness, an answer, trust: all in their own time."),
    ],
};

const HURT: Guide = Guide {
    name: "Saying the hurt",
    parts: [
        ("What I feel", "Anger counts, and what is under it."),
        ("About which event", "One, with its day or place."),
        ("What it means to me", ""),
        ("What I need now", "Something the other one can do."),
        ("What I am not yet able to give", ""),
    ],
};

fn guide(purpose: Purpose) -> &'static Guide {
    match purpose {
        Purpose::Responsibility => &RESPONSIBILITY,
        Purpose::Hurt => &HURT,
    }
}

/// All of them, and the ways to begin one.
pub(crate) fn all_statements() -> AnyView {
    let state = state();
    state.recall(Reach::Days, Box::new(|| ()));
    let list = move || {
        let Some(me) = state.me() else { return Vec::new() };
        state.entries(|entries| {
            let all = statements(entries, &me).into_iter();
            all.filter_map(|entry| card(state, entry)).collect()
        })
    };
    view! {
        <Screen tab="Words" heading="Words" lead="The two hardest texts, one part at a time. They are yours alone until you show them.">
            <div class="actions">{begin(state, Purpose::Responsibility)}{begin(state, Purpose::Hurt)}</div>
            <div class="cards">{each(list)}</div>
        </Screen>
    }
}

/// The way to begin one; what was begun and not saved goes on. First comes what suits the role.
fn begin(state: State, purpose: Purpose) -> AnyView {
    let role = untrack(|| {
        let me = state.me();
        me.and_then(|me| state.entries(|entries| entries.get::<Person>(&me, &Person::id()).map(|it| it.role)))
    });
    let is_theirs = match purpose {
        Purpose::Responsibility => role != Some(Role::Hurt),
        Purpose::Hurt => role != Some(Role::BrokeTrust),
    };
    let (word, kind) = match purpose {
        Purpose::Responsibility => ("", "responsibility"),
        Purpose::Hurt => ("?for=hurt", "hurt"),
    };
    let navigate = use_navigate();
    let press = click(move || {
        let today = untrack(|| state.today());
        let id = state.new_id(kind, || Statement::id(random::bytes(), today));
        navigate(&format!("/{}{word}", address(&id)), NavigateOptions::default());
    });
    let class = if is_theirs { "button primary" } else { "button" };
    view! { <button type="button" class=class on:click=press>{guide(purpose).name}</button> }
}

/// The first words of a text, for a list.
fn beginning(text: &str) -> String {
    const LENGTH: usize = 80;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LENGTH) {
        None => line.to_owned(),
        Some((end, _)) => {
            let end = line[..end].rfind(' ').unwrap_or(end);
            format!("{}…", &line[..end])
        }
    }
}

fn card(state: State, entry: &Entry) -> Option<AnyView> {
    let statement = entry.get::<Statement>()?;
    let first = beginning(&statement.whole());
    let by = (state.me().as_ref() != Some(&entry.author))
        .then(|| format!("by {}, ", state.name_of(&entry.author)));
    let said = statement.said.map(|day| format!(", said on {}", clock::full_date(day)));
    Some(view! {
        <a class="card way" href=address(&entry.id)>
            <span><strong>{first}</strong><span class="hint">{by} {guide(statement.purpose).name} {said}</span></span>
        </a>
    })
}

/// Where a statement is written and read.
pub(super) fn address(id: &EntryId) -> String {
    format!("words/{}", id.as_str().trim_start_matches("statement/"))
}

/// What the current person keeps beside a statement.
fn notes_on(id: &EntryId) -> StatementNotes {
    let state = state();
    let notes = state.me().and_then(|me| {
        state.entries(|entries| entries.get::<StatementNotes>(&me, &StatementNotes::id(id)).cloned())
    });
    notes.unwrap_or_default()
}

/// Changes that; says whether it was saved. It is never shared.
fn write_notes(id: &EntryId, change: impl FnOnce(&mut StatementNotes)) -> bool {
    let mut notes = untrack(|| notes_on(id));
    let before = notes.clone();
    change(&mut notes);
    notes == before || state().write(StatementNotes::id(id), Visibility::Private, Some(notes.into()))
}

fn is_statement(entry: &Entry) -> bool {
    entry.get::<Statement>().is_some()
}

/// A part of the statement in a form.
const PARTS: [crate::app::parts::TextOf; Statement::PARTS] = [
    |it| Statement::of_mut(it)?.part_mut(0),
    |it| Statement::of_mut(it)?.part_mut(1),
    |it| Statement::of_mut(it)?.part_mut(2),
    |it| Statement::of_mut(it)?.part_mut(3),
    |it| Statement::of_mut(it)?.part_mut(4),
];
