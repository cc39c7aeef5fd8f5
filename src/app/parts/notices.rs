//! What the page has to say, above every screen: what stands in the way, what was done, what is new.

use kept::problem::{Problem, WayOut, explain};
use kept_view::view;
use leptos::prelude::*;

use super::dynamic::{click, each, when};
use crate::app::state::state;
use crate::browser::page;

/// All notices.
pub(crate) fn notices() -> AnyView {
    let state = state();
    let problems = move || state.problems().iter().map(problem_notice).collect();
    let done = move || {
        state.done()
            .into_iter()
            .map(|done| {
                let undo = done.can_be_undone().then(|| {
                    view! { <button type="button" class="quiet" on:click=click(move || state.undo())>"Undo"</button> }
                });
                let close = click(move || state.put_away());
                view! {
                    <div class="notice done">
                        <p>{done.sentence}</p>
                        {undo}
                        <button type="button" class="quiet" on:click=close>"Close"</button>
                    </div>
                }
                .into_any()
            })
            .collect()
    };
    view! {
        <div class="notices">
            <div role="alert">{each(problems)}</div>
            <div role="status">{update_notice()}</div>
            <div role="status">{each(done)}</div>
        </div>
    }
    .into_any()
}

fn problem_notice(problem: &Problem) -> AnyView {
    let explanation = explain(problem);
    let link = |href: &'static str, words: &'static str| Some(view! { <a href=href>{words}</a> }.into_any());
    let way_out = match explanation.way_out {
        WayOut::SaveACopy => link("settings#copy", "Save a copy"),
        WayOut::SeeFile => link("settings#file", "See to it"),
        WayOut::SeeAside => link("settings#aside", "See what it is"),
        WayOut::OpenAgain => Some(
            view! { <button type="button" class="quiet" on:click=click(page::reload)>"Open again"</button> }
                .into_any(),
        ),
        WayOut::OtherFile | WayOut::TryAgain => None,
    };
    view! { <div class="notice problem"><p>{explanation.sentence}</p>{way_out}</div> }.into_any()
}

/// A new version waits until the person agrees. Drafts are kept before the page loads again.
fn update_notice() -> AnyView {
    let state = state();
    let ready = RwSignal::new(page::root_is_marked("data-update"));
    let later = RwSignal::new(false);
    let listener = window_event_listener_untyped("kept-update", move |_| ready.set(true));
    on_cleanup(move || listener.remove());
    let taken = window_event_listener_untyped("kept-update-taken", move |event| {
        page::tell("kept-flush");
        // A draft that cannot be kept keeps the page.
        if untrack(|| state.has_trouble()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || taken.remove());
    let notice = move || {
        view! {
            <div class="notice">
                <p>"A newer version of Kept is here. What you are writing stays."</p>
                <button type="button" class="quiet" on:click=click(|| page::tell("kept-update-accept"))>"Use it now"</button>
                <button type="button" class="quiet" on:click=click(move || later.set(true))>"Later"</button>
            </div>
        }
        .into_any()
    };
    when(move || ready.get() && !later.get(), notice).into_any()
}
