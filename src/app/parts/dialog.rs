//! A second question before something that cannot be undone.

use kept_view::view;
use leptos::prelude::*;

use super::dynamic::click;
use crate::browser::page;

/// A native dialog that asks `question` and, on a yes, does `on_yes`. `page::open_dialog(id)` opens it.
pub(crate) fn confirm(
    id: &'static str,
    question: &'static str,
    yes: &'static str,
    on_yes: impl Fn() + 'static,
    more: AnyView,
) -> AnyView {
    let question_id = format!("{id}-question");
    let named_by = question_id.clone();
    let agree = click(move || {
        page::close_dialog(id);
        on_yes();
    });
    view! {
        <dialog id=id aria-labelledby=named_by>
            <h2 id=question_id>{question}</h2>
            {more}
            <div class="actions">
                <button type="button" class="button" autofocus on:click=click(move || page::close_dialog(id))>"Keep everything"</button>
                <button type="button" class="button danger" on:click=agree>{yes}</button>
            </div>
        </dialog>
    }
    .into_any()
}
