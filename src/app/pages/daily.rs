//! The 30-second check-in.

use kept::entry::{Kind, Pulse};
use kept_view::view;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::app::parts::{
    Form, Screen, SignalsOf, dynamic, form_text, save_bar_of_both, signal_fields, submit, text,
};
use crate::app::state::state;
use crate::browser::clock;

const SIGNALS: SignalsOf = SignalsOf {
    read: |form| form.read(|pulse: &Pulse| pulse.signals),
    set: |form, signal, level| form.edit(|pulse: &mut Pulse| pulse.signals.set(signal, level)),
};

/// The form for today; a form of its own for each person who writes.
pub(crate) fn daily() -> AnyView {
    let state = state();
    state.author();
    let form = dynamic(move || {
        state.me();
        pulse_form()
    });
    view! { <Screen tab="Check in" heading="How is it today?" lead="Leave out whatever you like.">{form}</Screen> }.into_any()
}

fn pulse_form() -> AnyView {
    let state = state();
    let day = untrack(|| state.today());
    let form = Form::open(Pulse::id(day), Pulse::new(day).into());
    let navigate = use_navigate();
    let save = submit(move || {
        if form.save() {
            state.say("Saved on this device.");
            navigate("/", NavigateOptions::default());
        }
    });
    view! {
        <form on:submit=save>
            <p class="hint">{clock::long_date(day)}</p>
            {signal_fields(form, SIGNALS)}
            {form_text(form, "line", text(|| "A line, if you like".to_owned()), "", |pulse| Some(&mut Pulse::of_mut(pulse)?.line))}
            {save_bar_of_both(form)}
        </form>
    }
    .into_any()
}
