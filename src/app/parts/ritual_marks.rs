//! Marking a ritual, and the last four weeks of it.

use kept::entry::{EntryId, Mark, MarkState, PersonId, Ritual, Visibility};
use kept::insight::{DayMark, last_weeks};
use leptos::prelude::*;

use super::dynamic::{click, each, text};
use super::icon::{Picture, icon};
use crate::app::state::state;
use crate::browser::clock;

/// Done or skipped, for the day `back` days ago; tapping again takes it back. `called` names the day.
pub(crate) fn ritual_marks(id: &EntryId, title: &str, back: i32, called: &'static str) -> AnyView {
    let state = state();
    let id = StoredValue::new(id.to_string());
    let place = move || {
        let ritual: EntryId = id.get_value().parse().ok()?;
        Some((ritual, state.today().plus(-back)))
    };
    let marked = move || {
        let (me, (ritual, day)) = (state.me()?, place()?);
        state.entries(|entries| Some(entries.get::<Mark>(&me, &Mark::id(&ritual, day))?.state))
    };
    let button = move |mark: MarkState, word: &'static str, picture: Picture| {
        let press = click(move || {
            let (is_on, place) = untrack(|| (marked() == Some(mark), place()));
            if let Some((ritual, day)) = place {
                let body = (!is_on).then(|| Mark::new(ritual.clone(), day, mark).into());
                state.write(Mark::id(&ritual, day), Visibility::Shared, body);
            }
        });
        view! {
            <button type="button" class="mark" aria-pressed=text(move || (marked() == Some(mark)).to_string()) on:click=press>
                {icon(picture)}
                {word}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="marks" role="group" aria-label=format!("{title}, {}", called.to_ascii_lowercase())>
            <span class="called" aria-hidden="true">{called}</span>
            {button(MarkState::Done, "Done", Picture::Done)}
            {button(MarkState::Skipped, "Skip", Picture::Skip)}
        </div>
    }
    .into_any()
}

/// The last four weeks of a ritual as a table, with the marks of `person`.
pub(crate) fn weeks(id: EntryId, ritual: Ritual, person: PersonId, caption: String) -> AnyView {
    let state = state();
    let monday = untrack(|| state.today()).monday();
    let head = |day: i32| view! { <th scope="col">{clock::weekday(monday.plus(day))}</th> }.into_any();
    let row = |week: Vec<DayMark>| {
        view! { <tr>{week.into_iter().map(day_cell).collect::<Vec<_>>()}</tr> }.into_any()
    };
    let rows = move || {
        let today = state.today();
        let Some(me) = state.me() else { return Vec::new() };
        let weeks = state.entries(|entries| last_weeks(entries, &me, &person, &id, &ritual, today, 0));
        weeks.into_iter().map(row).collect()
    };
    view! {
        <table class="weeks">
            <caption>{caption}</caption>
            <thead><tr>{(0..7).map(head).collect::<Vec<_>>()}</tr></thead>
            <tbody>{each(rows)}</tbody>
        </table>
    }
    .into_any()
}

fn day_cell(mark: DayMark) -> AnyView {
    let (class, said) = match (mark.state, mark.open) {
        (Some(MarkState::Done), _) => ("day done", "done"),
        (Some(MarkState::Skipped), _) => ("day skipped", "skipped"),
        (Some(MarkState::NotDone), _) => ("day", "not done"),
        (None, true) => ("day", "not noted"),
        (None, false) => ("day outside", ""),
    };
    let (_, _, number) = mark.day.parts();
    view! {
        <td class=class>
            <span aria-hidden="true">{number.to_string()}</span>
            <span class="visually-hidden">{clock::short_date(mark.day)} " " {said}</span>
        </td>
    }
    .into_any()
}
