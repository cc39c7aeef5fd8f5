//! What stands under a form: who may see it, whether it is saved, and the button.

use leptos::prelude::*;

use super::dynamic::{text, when};
use super::field::choice;
use super::form::Form;
use crate::app::state::state;

/// The end of a form.
pub(crate) fn save_bar(form: Form) -> AnyView {
    let state = state();
    let partner = move || state.partner().unwrap_or_default();
    let kept = text(move || {
        let said = match (form.is_dirty(), form.is_empty()) {
            (true, _) => "Not saved yet; a draft is kept while you write.",
            (false, true) => "",
            (false, false) => "Saved on this device.",
        };
        said.to_owned()
    });
    let sharing = move || {
        let labels = [
            "I alone".to_owned(),
            "Both of us, once we have both answered".to_owned(),
            format!("The same, and {} may know that mine is there", partner()),
            "Both of us, now".to_owned(),
        ];
        choice("visible", "Who sees this?", labels.to_vec(), form.visible)
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
