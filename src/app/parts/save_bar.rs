//! What stands under a form: who may see it, whether it is saved, and the button.

use leptos::prelude::*;

use super::dynamic::{change, is, text, when};
use super::form::Form;
use crate::app::state::state;

/// The end of a form.
pub(crate) fn save_bar(form: Form) -> AnyView {
    let state = state();
    let kept = text(move || {
        let said = match (form.is_dirty(), form.is_empty()) {
            (true, _) => "Not saved yet; a draft is kept while you write.",
            (false, true) => "",
            (false, false) => "Saved on this device.",
        };
        said.to_owned()
    });
    let sharing = move || {
        view! {
            <label class="option">
                <input
                    type="checkbox"
                    prop:checked=is(move || form.shared.get())
                    on:change=change(move |event| form.shared.set(event_target_checked(&event)))
                />
                <span>"Show this to " {text(move || state.partner().unwrap_or_default())}</span>
            </label>
        }
        .into_any()
    };
    let elsewhere = || {
        view! { <p class="notice">"This was also saved in another tab. When you save, both texts are kept."</p> }.into_any()
    };
    view! {
        {when(move || state.partner().is_some(), sharing)}
        <div role="status">{when(move || form.is_also_elsewhere(), elsewhere)}</div>
        <div class="actions">
            <button type="submit" class="button primary">"Save"</button>
            <p class="hint" role="status">{kept}</p>
        </div>
    }
    .into_any()
}
