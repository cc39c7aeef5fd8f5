//! The weekly "How are we doing?".

use kept::entry::{CheckIn, Kind};
use kept::guide::question_of_the_week;
use kept_view::view;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::talk::others_answered;
use crate::app::parts::{
    Form, Screen, SignalsOf, dynamic, form_text, save_bar_of_both, signal_fields, submit, text,
};
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
    // With two people on a device nobody's answers are seen before both are there, unless they say so.
    let at_first = usize::from(untrack(|| state.partner().is_some()));
    let empty = CheckIn::new(day, question_of_the_week(day));
    let form = Form::open_for(CheckIn::id(day), empty.into(), at_first);
    let navigate = use_navigate();
    let save = submit(move || {
        if form.save() {
            state.say("Saved on this device.");
            navigate("/check-in", NavigateOptions::default());
        }
    });
    let question = text(move || form.read(|week: &CheckIn| week.question.clone()));
    let named = |name: &'static str| text(move || name.to_owned());
    view! {
        <form on:submit=save>
            <p class="hint">"Week of " {clock::full_date(day.monday())} ". " {others_answered()}</p>
            {signal_fields(form, SIGNALS)}
            {form_text(form, "appreciations", named("Up to five things you appreciated, one on each line"), "Small and particular: “You rang the plumber.”", |week| Some(&mut CheckIn::of_mut(week)?.appreciations))}
            {form_text(form, "topic", named("One thing to talk about"), "", |week| Some(&mut CheckIn::of_mut(week)?.topic))}
            {form_text(form, "answer", question, "", |week| Some(&mut CheckIn::of_mut(week)?.answer))}
            {form_text(form, "need", named("What I need to feel safe next week"), "", |week| Some(&mut CheckIn::of_mut(week)?.need))}
            {form_text(form, "ask", named("One thing you ask for in the next week"), "Small and clear: something the other can say yes or no to.", |week| Some(&mut CheckIn::of_mut(week)?.ask))}
            {save_bar_of_both(form)}
        </form>
    }
    .into_any()
}
