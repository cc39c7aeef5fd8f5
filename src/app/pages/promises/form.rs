//! Making a promise, and making it concrete.

use kept::entry::{Day, EntryId, Kind, Promise, PromiseShape, Rhythm};
use kept::insight::lacks;
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{
    Form, RhythmFields, choice, complaint, computed, day_field, dynamic, effect, form_text, is_flawless,
    save_bar, submit, text, when,
};
use crate::app::state::state;

/// Both see it, where there are two: that is what it is for.
const SHARED: usize = 3;
const ONCE: usize = 0;
const AGAIN: usize = 1;

/// The form for a promise with that id; `from` is what it starts with.
pub(super) fn promise_form(id: EntryId, from: Promise, on_saved: impl Fn() + 'static) -> AnyView {
    let state = state();
    let is_changed = from.replaces.is_some();
    let form = Form::open_for(id, from.into(), SHARED);
    let shape = form.read(|promise: &Promise| Some(promise.shape()));
    let kind = RwSignal::new(match shape {
        Some(PromiseShape::Once(_)) => ONCE,
        Some(PromiseShape::Repeated(_)) => AGAIN,
        // An empty one is to be for once, which is the easiest to keep.
        _ if form.is_empty() => ONCE,
        _ => 2,
    });
    let often = form.read(|promise: &Promise| promise.rhythm).unwrap_or(Rhythm::DAILY);
    let rhythm = RhythmFields::of(often, false);
    effect(move || {
        let rhythm = (kind.get() == AGAIN).then(|| rhythm.rhythm());
        form.edit(|promise: &mut Promise| promise.rhythm = rhythm);
    });
    let faults = RwSignal::new(Vec::new());
    let save = submit(move || {
        if kind.get_untracked() > AGAIN {
            form.edit(|promise: &mut Promise| promise.until = None);
        }
        if is_flawless(faults, untrack(|| form.read(Promise::faults))) && form.save() {
            state.say("Saved on this device.");
            on_saved();
        }
    });
    let until = computed(move || form.read(|promise: &Promise| promise.until));
    let set_until = move |day: Option<Day>| form.edit(|promise: &mut Promise| promise.until = day);
    let day = move || {
        let last = kind.get_untracked() == AGAIN;
        let label = if last { "Until, if it ends" } else { "By when" };
        view! { {day_field("until", label, "", until, set_until)} {complaint(faults, "until")} }.into_any()
    };
    let questions = dynamic(move || {
        let asked = form.read(
            |promise: &Promise| if promise.text.trim().is_empty() { Vec::new() } else { lacks(promise) },
        );
        let asked =
            asked.into_iter().map(|lack| view! { <li>{lack.question()}</li> }.into_any()).collect::<Vec<_>>();
        view! { <ul class="hint">{asked}</ul> }.into_any()
    });
    let reason = move || {
        view! {
            {form_text(form, "reason", text(|| "Why it changes".to_owned()), "", |it| Some(&mut Promise::of_mut(it)?.reason))}
            {complaint(faults, "reason")}
        }
        .into_any()
    };
    let kinds = ["Once, by a day", "Again and again", "Always"].map(str::to_owned).to_vec();
    let once = dynamic(move || if kind.get() < 2 { untrack(day) } else { ().into_any() });
    view! {
        <form on:submit=save>
            {form_text(form, "text", text(|| "What you will do".to_owned()), "Something the other can see or hear.", |it| Some(&mut Promise::of_mut(it)?.text))}
            {complaint(faults, "text")}
            <div role="status">{questions}</div>
            {choice("shape", "When", kinds, kind)}
            {when(move || kind.get() == AGAIN, move || rhythm.view())}
            {complaint(faults, "rhythm")}
            {once}
            {form_text(form, "check", text(|| "How you would both know".to_owned()), "", |it| Some(&mut Promise::of_mut(it)?.check))}
            {complaint(faults, "check")}
            {is_changed.then(reason)}
            {save_bar(form)}
        </form>
    }
    .into_any()
}
