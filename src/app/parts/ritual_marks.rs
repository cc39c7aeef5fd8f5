//! Marking a ritual with one tap.

use kept::entry::{Day, EntryId, Mark, MarkState, PersonId, Ritual, Visibility};
use kept::insight::Noted;
use kept_view::view;
use leptos::prelude::*;

use super::dynamic::{click, text};
use super::icon::{Picture, icon};
use crate::app::state::{State, state};

/// What became of a ritual on a day, as it counts for somebody.
pub(crate) fn marked(
    state: State,
    me: &PersonId,
    id: &EntryId,
    ritual: &Ritual,
    day: Day,
) -> Option<MarkState> {
    state.entries(|entries| {
        Some(Noted::between(entries, me, id, ritual, day, day).on(day)?.state)
            .filter(|state| *state != MarkState::NotDone)
    })
}

/// Notes that it was done or skipped on a day; where that is what counts already, takes it back. A word that stands
/// with the mark stays.
pub(crate) fn toggle(state: State, id: &EntryId, ritual: &Ritual, day: Day, to: MarkState) {
    let me = state.author();
    let is_on = untrack(|| marked(state, &me, id, ritual, day)) == Some(to);
    let own = untrack(|| state.entries(|entries| entries.get::<Mark>(&me, &Mark::id(id, day)).cloned()));
    let mark = own.clone().unwrap_or_else(|| Mark::new(id.clone(), day, to));
    let has_words = !mark.note.is_empty() || mark.felt.is_some();
    let becomes = match (is_on, own.is_some()) {
        (false, _) => Some(to),
        // What the other one noted stays theirs; for oneself it was not.
        (true, false) => Some(MarkState::NotDone),
        (true, true) => has_words.then_some(MarkState::NotDone),
    };
    let body = becomes.map(|becomes| Mark { state: becomes, ..mark }.into());
    state.write(Mark::id(id, day), Visibility::Shared, body);
}

/// Done or skipped, for the day `back` days ago; tapping again takes it back. `called` names the day.
pub(crate) fn ritual_marks(id: &EntryId, ritual: &Ritual, back: i32, called: &'static str) -> AnyView {
    let state = state();
    let it = StoredValue::new((id.clone(), ritual.clone()));
    let day = move || state.today().plus(-back);
    let now = move || {
        let me = state.me()?;
        it.with_value(|(id, ritual)| marked(state, &me, id, ritual, day()))
    };
    let button = move |mark: MarkState, word: &'static str, picture: Picture| {
        let press = click(move || {
            let day = untrack(day);
            it.with_value(|(id, ritual)| toggle(state, id, ritual, day, mark));
        });
        view! {
            <button type="button" class="mark" aria-pressed=text(move || (now() == Some(mark)).to_string()) on:click=press>
                {icon(picture)}
                {word}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="marks" role="group" aria-label=format!("{}, {}", ritual.title, called.to_ascii_lowercase())>
            <span class="called" aria-hidden="true">{called}</span>
            {button(MarkState::Done, "Done", Picture::Done)}
            {button(MarkState::Skipped, "Skip", Picture::Skip)}
        </div>
    }
    .into_any()
}
