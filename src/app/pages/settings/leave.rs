//! What Leave quickly says, and where it goes.

use kept_view::view;
use leptos::prelude::*;
use leptos::web_sys::Url;

use crate::app::parts::{checked_text, submit, tick};
use crate::app::state::state;
use crate::browser::page;

/// The preferences that `public/shell.js` reads.
const LABEL: &str = "leave-label";
const TARGET: &str = "leave-target";
const HIDE: &str = "hide";
/// The fields. `leave-label` is the button's own.
const LABEL_FIELD: &str = "way-out-label";
const TARGET_FIELD: &str = "way-out-target";
/// The longest words that fit beside the name of the app on a narrow phone, in characters.
const LABEL_LENGTH: usize = 20;
const TARGET_LENGTH: usize = 200;

/// The section of the settings.
pub(super) fn section() -> AnyView {
    let state = state();
    let label = RwSignal::new(state.preference(LABEL));
    let target = RwSignal::new(state.preference(TARGET));
    let hides = RwSignal::new(state.preference(HIDE) == "yes");
    let hide = move |on: bool| {
        hides.set(on);
        state.prefer(HIDE, if on { "yes" } else { "" });
    };
    let no_label = RwSignal::new(String::new());
    let wrong = RwSignal::new(String::new());
    let save = submit(move || {
        let address = whole_address(target.get_untracked().trim());
        let complaint = "An address begins with https://, like https://www.wikipedia.org/";
        wrong.set(if address.is_some() { "" } else { complaint }.to_owned());
        match address {
            Some(address) => {
                state.prefer(LABEL, label.get_untracked().trim());
                state.prefer(TARGET, &address);
                page::tell("kept-leave");
                state.say("Saved on this device.");
            }
            None => page::focus(TARGET_FIELD),
        }
    });
    view! {
        <section aria-labelledby="leave-head">
            <h2 id="leave-head">"Leave quickly"</h2>
            <p>
                "The button at the top of every page, or the Shift key pressed three times within five seconds. What was
                on the screen is gone at once and does not come back by itself, and nothing is deleted. It does not erase
                the browser’s history. Offline, and installed on a home screen, it shows a plain page with kitchen measures."
            </p>
            <div class="options">
                {tick("Hide what is on the screen when I go to another app or tab", hides.into(), hide)}
            </div>
            <p class="hint">"A page with a few notes is there then. Its button opens Kept again, with all as it was."</p>
            <form on:submit=save>
                {checked_text(LABEL_FIELD, "What the button says", "Empty for “Leave quickly”.", LABEL_LENGTH, label, Some(no_label))}
                {checked_text(TARGET_FIELD, "Where it goes", "Empty for wikipedia.org.", TARGET_LENGTH, target, Some(wrong))}
                <div class="actions"><button type="submit" class="button">"Save the way out"</button></div>
            </form>
        </section>
    }
    .into_any()
}

/// The address as browsers write it, so that `HTTPS://…` is one as well; nothing stays nothing.
fn whole_address(typed: &str) -> Option<String> {
    if typed.is_empty() {
        return Some(String::new());
    }
    Url::new(typed).ok().filter(|url| url.protocol() == "https:").map(|url| url.href())
}
