//! Habits from Loop Habit Tracker, and rituals for it: nobody is locked in or out.

use kept::entry::Visibility;
use kept::exchange::{Habits, read_habits, unzip, write_habits, zip};
use kept::vault::{How, Reach};
use kept_view::view;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::File;

use crate::app::parts::{change, click, dynamic};
use crate::app::state::{State, state};
use crate::browser::file;

/// The most bytes that are read of an archive, and unpacked of one file in it.
const LARGEST: usize = 20 << 20;

/// What was chosen, for as long as the screen is open: habits, or why there are none.
#[derive(Clone, Copy)]
struct Chosen {
    found: StoredValue<Option<Result<Habits, &'static str>>, LocalStorage>,
    changed: Trigger,
}

impl Chosen {
    fn set(self, found: Option<Result<Habits, &'static str>>) {
        self.found.set_value(found);
        self.changed.notify();
    }
}

/// The section of the screen.
pub(super) fn habits() -> AnyView {
    let state = state();
    let chosen = Chosen { found: StoredValue::new_local(None), changed: Trigger::new() };
    let choose = change(move |event| {
        let Some(file) = file::chosen(&event) else { return };
        spawn_local(async move {
            let found = read(state, &file).await;
            state.recall(Reach::Days, Box::new(move || chosen.set(Some(found))));
        });
    });
    let preview = dynamic(move || {
        chosen.changed.track();
        chosen.found.with_value(|found| match found {
            None => ().into_any(),
            Some(Err(sentence)) => view! { <p class="notice problem">{*sentence}</p> }.into_any(),
            Some(Ok(habits)) => preview(habits, chosen),
        })
    });
    let save = click(move || state.recall(Reach::Days, Box::new(move || untrack(|| save(state)))));
    view! {
        <details class="fold">
            <summary><strong>"From Loop Habit Tracker, and back"</strong></summary>
            <p>"Open the archive that it exports as CSV (or one of its tables): each habit becomes a ritual of your own, with everything that was noted."</p>
            <div class="actions">
                <label class="button">
                    "Open an export"
                    <input type="file" accept=".zip,.csv,application/zip,text/csv" class="visually-hidden" on:change=choose />
                </label>
                <button type="button" class="button" on:click=save>"Save rituals for it"</button>
            </div>
            <div role="status">{preview}</div>
        </details>
    }
    .into_any()
}

fn preview(habits: &Habits, chosen: Chosen) -> AnyView {
    let state = state();
    let marks: usize = habits.habits.iter().map(|habit| habit.marks.len()).sum();
    let count = habits.habits.len();
    let remarks = habits.remarks.iter().take(10).map(|remark| view! { <li>{remark.clone()}</li> }.into_any());
    let remarks = remarks.collect::<Vec<_>>();
    let take = click(move || {
        let found = chosen.found.try_update_value(Option::take).flatten();
        let Some(Ok(habits)) = found else { return };
        let entries = state.new_entries(|known, author, stamp| {
            habits.into_entries(known, author, &Visibility::Shared, stamp)
        });
        let done = move |is_done| {
            chosen.set(None);
            if is_done {
                state.say("They are among your rituals now.");
            }
        };
        state.take_in(entries, How::Merge, Box::new(done));
    });
    view! {
        <p>"Found: " {count} " habits with " {marks} " marks. What is here already stays as it is."</p>
        <ul>{remarks}</ul>
        <div class="actions">
            <button type="button" class="button primary" on:click=take>"Take them over"</button>
            <button type="button" class="quiet" on:click=click(move || chosen.set(None))>"Leave it"</button>
        </div>
    }
    .into_any()
}

const NO_EXPORT: &str =
    "This is no export of Loop Habit Tracker: there is no habit in it. Nothing was changed.";

async fn read(state: State, file: &File) -> Result<Habits, &'static str> {
    if file::size(file) > LARGEST as u64 {
        return Err("This file is too large to be an export of habits. Nothing was changed.");
    }
    let bytes = file::read(file)
        .await
        .map_err(|_| "The browser could not read this file. Perhaps it was moved meanwhile.")?;
    let mut texts: Vec<(String, String)> = Vec::new();
    match unzip(&bytes) {
        Some(parts) => {
            for part in parts.iter().filter(|part| part.size <= LARGEST) {
                let unpacked = if part.is_packed {
                    file::unpacked(part.bytes, part.size).await.ok_or(NO_EXPORT)?
                } else {
                    part.bytes.to_vec()
                };
                if !part.is(&unpacked) {
                    return Err("The archive is damaged, so nothing of it was taken over. Export it again.");
                }
                texts.extend(String::from_utf8(unpacked).ok().map(|text| (part.name.clone(), text)));
            }
        }
        None => texts.extend(String::from_utf8(bytes).ok().map(|text| (file.name(), text))),
    }
    read_habits(&texts, untrack(|| state.today())).ok_or(NO_EXPORT)
}

fn save(state: State) {
    let Some(me) = state.me() else { return };
    let today = state.today();
    let files = state.entries(|entries| write_habits(entries, &me, today));
    if file::save_bytes(&format!("notes-{today}.zip"), "application/zip", &zip(&files)).is_err() {
        state.say("The browser would not save a file.");
    }
}
