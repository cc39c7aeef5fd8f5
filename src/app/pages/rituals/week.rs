//! The week of all rituals, as a grid.

use kept::entry::{EntryId, MarkState, Ritual};
use kept::insight::{DayMark, week_of_all};
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{click, dynamic, text, toggle, turn};
use crate::app::state::state;
use crate::browser::clock;

/// A row for each ritual that is alive in the week, a column for each day; each day up to today can be tapped.
pub(super) fn week() -> AnyView {
    let state = state();
    let shown = RwSignal::new(untrack(|| state.today()));
    let starts = state.week_starts();
    let earlier = move || shown.update(|day| *day = day.plus(-7));
    let later = move || shown.update(|day| *day = day.plus(7));
    let name = text(move || {
        let first = shown.get().week(starts);
        format!("{} – {}", clock::short_date(first), clock::short_date(first.plus(6)))
    });
    let heading = view! { <h2 id="week" aria-live="polite">{name}</h2> };
    let grid = dynamic(move || {
        let (Some(me), today, day) = (state.me(), state.today(), shown.get()) else { return ().into_any() };
        let first = day.week(starts);
        let head = |later: i32| {
            let day = first.plus(later);
            let (_, _, number) = day.parts();
            view! { <th scope="col"><span aria-hidden="true">{clock::weekday(day)}</span><span aria-hidden="true">{number}</span><span class="visually-hidden">{clock::short_date(day)}</span></th> }.into_any()
        };
        let rows = state.entries(|entries| {
            let all = week_of_all(entries, &me, day, starts, today).into_iter();
            all.map(|(entry, ritual, marks)| row(&entry.id, ritual, marks)).collect::<Vec<_>>()
        });
        if rows.is_empty() {
            return view! { <p class="hint">"No ritual was alive in this week."</p> }.into_any();
        }
        view! {
            <table class="grid">
                <caption class="visually-hidden">"The week with all rituals"</caption>
                <thead><tr><th scope="col"><span class="visually-hidden">"Ritual"</span></th>{(0..7).map(head).collect::<Vec<_>>()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    });
    view! {
        <section aria-labelledby="week">
            {turn(heading, earlier, later)}
            {grid}
        </section>
    }
    .into_any()
}

fn row(id: &EntryId, ritual: &Ritual, marks: Vec<DayMark>) -> AnyView {
    let it = StoredValue::new((id.clone(), ritual.clone()));
    let cells = marks.into_iter().map(|mark| cell(it, mark)).collect::<Vec<_>>();
    view! { <tr><th scope="row">{ritual.title.clone()}</th>{cells}</tr> }.into_any()
}

fn cell(it: StoredValue<(EntryId, Ritual)>, mark: DayMark) -> AnyView {
    if !mark.open {
        return view! { <td></td> }.into_any();
    }
    let (class, said, shown) = match mark.state {
        Some(MarkState::Done) => ("day done", "done", "✓"),
        Some(MarkState::Skipped) => ("day skipped", "left out on purpose", "–"),
        _ if mark.paused => ("day paused", "resting", "·"),
        _ => ("day", "not noted", ""),
    };
    let state = state();
    let press =
        click(move || it.with_value(|(id, ritual)| toggle(state, id, ritual, mark.day, MarkState::Done)));
    let title = it.with_value(|(_, ritual)| ritual.title.clone());
    let name = format!("{title}, {}: {said}", clock::short_date(mark.day));
    view! { <td class=class><button type="button" aria-label=name on:click=press>{shown}</button></td> }
        .into_any()
}
