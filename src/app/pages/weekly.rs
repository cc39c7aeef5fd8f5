//! The weekly "How are we doing?".

use kept::entry::CheckIn;
use kept::guide::question_of_the_week;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::app::parts::{Form, Screen, SignalsOf, dynamic, long_text, save_bar, signal_fields, submit, text};
use crate::app::state::state;
use crate::browser::clock;

const SIGNALS: SignalsOf = SignalsOf {
    read: |form| form.read(|week: &CheckIn| week.signals),
    set: |form, signal, level| form.edit(|week: &mut CheckIn| week.signals.set(signal, level)),
};

/// The form for this week; a form of its own for each person who writes.
pub(crate) fn weekly() -> AnyView {
    let state = state();
    state.author();
    let form = dynamic(move || {
        state.me();
        week_form()
    });
    let lead = "Each of you alone, over the whole week. Leave out whatever you like.";
    view! { <Screen tab="Check in" heading="How are we doing?" lead>{form}</Screen> }.into_any()
}

fn week_form() -> AnyView {
    let state = state();
    let day = untrack(|| state.today());
    let form = Form::open(CheckIn::id(day), CheckIn::new(day, question_of_the_week(day)).into());
    let navigate = use_navigate();
    let save = submit(move || {
        if form.save() {
            state.say("Saved on this device.");
            navigate("/check-in", NavigateOptions::default());
        }
    });
    let question = text(move || form.read(|week: &CheckIn| week.question.clone()));
    let answer = text(move || form.read(|week: &CheckIn| week.answer.clone()));
    let ask = text(move || form.read(|week: &CheckIn| week.ask.clone()));
    let write_answer = move |answer| form.edit(|week: &mut CheckIn| week.answer = answer);
    let write_ask = move |ask| form.edit(|week: &mut CheckIn| week.ask = ask);
    let asking = text(|| "One thing you ask for in the next week".to_owned());
    view! {
        <form on:submit=save>
            <p class="hint">"Week of " {clock::full_date(day.monday())}</p>
            {signal_fields(form, SIGNALS)}
            {long_text("answer", question, "", answer, write_answer)}
            {long_text("ask", asking, "Small and clear: something the other can say yes or no to.", ask, write_ask)}
            {save_bar(form)}
        </form>
    }
    .into_any()
}
