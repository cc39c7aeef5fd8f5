//! How much is stored, whether it stays, and what could not be read.

use kept::vault::PLANNED_UNITS;
use kept_view::view;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::parts::{click, confirm, text, when};
use crate::app::state::state;
use crate::browser::{clock, file, page, storage};

/// How much room is used, and whether the browser promised to keep it.
pub(super) fn section() -> AnyView {
    let state = state();
    let promise = RwSignal::new("A copy now and then is wise.".to_owned());
    spawn_local(async move {
        let said = match storage::is_persistent().await {
            Some(true) => "This browser promised to keep what is stored here.",
            Some(false) => {
                "This browser has not promised to keep what is stored here. A copy now and then is wise."
            }
            None => return,
        };
        promise.set(said.to_owned());
    });
    let room = move || {
        state.entries(|_| ());
        state.room()
    };
    let used = text(move || (room().used + room().others).to_string());
    let left = text(move || {
        let room = room();
        let others = if room.others > 0 { ", other pages of this host included" } else { "" };
        let words = PLANNED_UNITS.saturating_sub(room.used + room.others) / UNITS_OF_PAGE;
        format!(
            "{} % of the room that every browser gives is used{others}. There is room for about {} more pages.",
            room.percent(),
            words / 100 * 100
        )
    });
    let at_home = storage::is_forgetful().then(|| {
        view! {
            <p>
                "On this device, Safari removes what a page stored after seven days of use without a visit to it. Put
                Kept on the home screen (Share, then \u{201c}Add to Home Screen\u{201d}) and open it from there: what is there stays. It
                begins empty, so save a copy here first, perhaps with a passphrase, and open it there."
            </p>
        }
        .into_any()
    });
    view! {
        <section aria-labelledby="room">
            <h2 id="room">"Room"</h2>
            <label>
                {left}
                <progress max=PLANNED_UNITS.to_string() prop:value=used></progress>
            </label>
            <p class="hint">{text(move || promise.get())}</p>
            {at_home}
        </section>
    }
    .into_any()
}

/// What a page of some 250 words comes to once it is packed, in UTF-16 code units.
const UNITS_OF_PAGE: usize = 250;

/// What could not be read, as it was found.
pub(super) fn aside() -> AnyView {
    const DIALOG: &str = "discard-aside";
    let state = state();
    let count = RwSignal::new(state.aside().len());
    let save = move || {
        let values = state.aside();
        let parts: Vec<String> =
            values.iter().map(|aside| format!("{}\n{}\n", aside.key, aside.value)).collect();
        let text = parts.join("\n");
        if file::save(&format!("notes-set-aside-{}.txt", clock::today()), "text/plain", &text).is_err() {
            state.say("The browser would not save a file.");
        }
    };
    let discard = move || {
        if state.discard_aside() {
            count.set(0);
        }
    };
    let section = move || {
        let what = match count.get() {
            1 => "One stored part could not be read. It is kept here exactly as it was found".to_owned(),
            count => format!(
                "{count} stored parts could not be read. They are kept here exactly as they were found"
            ),
        };
        let more = view! { <p>"Save it as a file first if you are not sure."</p> }.into_any();
        view! {
            <section aria-labelledby="aside">
                <h2 id="aside">"Set aside"</h2>
                <p>{what} ", in case somebody can mend it."</p>
                <div class="actions">
                    <button type="button" class="button" on:click=click(save)>"Save as a file"</button>
                    <button type="button" class="quiet danger" on:click=click(|| page::open_dialog(DIALOG))>"Remove"</button>
                </div>
                {confirm(DIALOG, "Remove what was set aside?", "Remove", discard, more)}
            </section>
        }
        .into_any()
    };
    when(move || count.get() > 0, section).into_any()
}
