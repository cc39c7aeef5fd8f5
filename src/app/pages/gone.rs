//! What is shown once everything was deleted: what is left, found by looking, and what no page can reach.

use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{Screen, click, dynamic};
use crate::app::state::{Gone, state};
use crate::browser::page;
use crate::browser::traces::Traces;

/// What lies in each of the places of [`Traces`].
const THINGS: [&str; 5] = [
    "Entries, drafts and settings in the storage",
    "What this tab remembered",
    "Workers that open Kept offline",
    "Stored copies of the page",
    "Links to a file that was kept up to date",
];

/// The page. It needs nothing but what was loaded already.
pub(crate) fn gone() -> AnyView {
    let state = state();
    let shown = dynamic(move || match state.gone() {
        Gone::Elsewhere => elsewhere(),
        Gone::Looked(left) => looked(&left),
        Gone::No | Gone::Locked | Gone::Removing => {
            view! { <Screen tab="" heading="Deleting …"></Screen> }
        }
    });
    view! { <header class="head"><span class="brand">{page::app_name()}</span></header> <main>{shown}</main> }
}

fn begin_again() -> AnyView {
    view! {
        <p class="hint">"To open Kept again the network is needed. It would begin empty."</p>
        <div class="actions"><button type="button" class="button" on:click=click(page::start_again)>"Begin again"</button></div>
    }
}

fn elsewhere() -> AnyView {
    view! {
            <Screen tab="" heading="Everything was deleted" lead="That was in another tab of this browser, which says what is left. This one can be closed.">
                {begin_again()}
            </Screen>
    }
}

fn looked(left: &Traces) -> AnyView {
    let is_clean = left.iter().all(|count| *count == Some(0));
    let line = |(thing, count): (&&'static str, &Option<u32>)| {
        let count = match count {
            Some(0) => "none".to_owned(),
            Some(count) => format!("{count} still there"),
            None => "the browser does not let Kept look".to_owned(),
        };
        view! { <li>{*thing} ": " <strong>{count}</strong></li> }
    };
    let lines: Vec<AnyView> = THINGS.iter().zip(left).map(line).collect();
    let (heading, lead) = if is_clean {
        ("Everything is deleted", "Kept then looked at what is left of it in this browser:")
    } else {
        (
            "Not everything is deleted",
            "Delete this site’s data in the settings of the browser; that removes the rest. What Kept found:",
        )
    };
    view! {
            <Screen tab="" heading=heading lead=lead>
                <ul>{lines}</ul>
                <h2>"What Kept cannot reach"</h2>
                <ul>
                    <li>"Files you saved: copies, tables, pictures, reminders. They are where you put them, often among the downloads."</li>
                    <li>"The browser’s history, and what you allowed this site to do."</li>
                    <li>"The icon, if you installed Kept. Remove it like any other app."</li>
                    <li>"Old data on the disk, and backups of the device. They may last for a while."</li>
                    <li>"Other browsers and devices on which Kept was used."</li>
                </ul>
                {begin_again()}
            </Screen>
    }
}
