//! What stands under a form: who may see it, whether it is saved, and the button.

use kept_view::view;
use leptos::prelude::*;

use super::dynamic::{change, is, text, when};
use super::field::choice;
use super::form::{Form, VISIBILITIES};
use crate::app::state::state;

/// The end of a form.
pub(crate) fn save_bar(form: Form) -> AnyView {
    save_bar_for(form, move || share(form))
}

/// The end of a form for something that both write: what one wrote can open once the other wrote theirs.
pub(crate) fn save_bar_of_both(form: Form) -> AnyView {
    let labels = move || {
        let partner = state().partner().unwrap_or_default();
        [
            "I alone".to_owned(),
            "Both of us, once we have both answered".to_owned(),
            format!("The same, and {partner} may know that mine is there"),
            "Both of us, now".to_owned(),
        ]
    };
    save_bar_for(form, move || choice("visible", "Who sees this?", labels().to_vec(), form.visible))
}

/// Whether the other sees it.
pub(crate) fn share(form: Form) -> AnyView {
    let state = state();
    let is_shared = is(move || form.visible.get() > 0);
    let show = change(move |event| {
        form.visible.set(if event_target_checked(&event) { VISIBILITIES.len() - 1 } else { 0 });
    });
    view! {
        <label class="option">
            <input type="checkbox" prop:checked=is_shared on:change=show />
            <span>"Show this to " {text(move || state.partner().unwrap_or_default())}</span>
        </label>
    }
    .into_any()
}

fn save_bar_for(form: Form, sharing: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let state = state();
    let kept = text(move || {
        let said = match (form.is_dirty(), form.is_empty()) {
            (true, _) => "Not saved yet; a draft is kept while you write.",
            (false, true) => "",
            (false, false) => "Saved on this device.",
        };
        said.to_owned()
    });
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
