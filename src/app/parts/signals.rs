//! The five signals: asking for them, and showing what was answered.

use kept::entry::{Level, Signal as Asked, Signals};
use kept_view::view;
use leptos::prelude::*;

use super::dynamic::{change, click, is, when};
use crate::app::words;

/// Where a form keeps its signals.
#[derive(Clone, Copy)]
pub(crate) struct SignalsOf {
    /// Reads them, and follows them.
    pub(crate) read: fn(super::Form) -> Signals,
    /// Sets or clears one.
    pub(crate) set: fn(super::Form, Asked, Option<Level>),
}

/// Asks for the five signals, each by five large targets between two words.
pub(crate) fn signal_fields(form: super::Form, signals: SignalsOf) -> AnyView {
    Asked::ALL.into_iter().map(|signal| signal_field(form, signals, signal)).collect::<Vec<_>>().into_any()
}

fn signal_field(form: super::Form, signals: SignalsOf, signal: Asked) -> AnyView {
    let question = words::question(signal);
    let (least, most) = words::ends(signal);
    let answer = move || (signals.read)(form).get(signal);
    let level = |level: Level| {
        let choose = change(move |_| (signals.set)(form, signal, Some(level)));
        view! {
            <label class="level">
                <input
                    type="radio"
                    name=words::name(signal)
                    prop:checked=is(move || answer() == Some(level))
                    on:change=choose
                />
                <span class="visually-hidden">{words::level(signal, level)}</span>
            </label>
        }
        .into_any()
    };
    let clear = move || {
        view! {
            <button type="button" class="quiet clear" on:click=click(move || (signals.set)(form, signal, None))>
                "Clear" <span class="visually-hidden">": " {question}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <fieldset class="signal">
            <legend>{question}</legend>
            <div class="levels">{Level::ALL.map(level).into_iter().collect::<Vec<_>>()}</div>
            <div class="ends" aria-hidden="true"><span>{least}</span><span>{most}</span></div>
            {when(move || answer().is_some(), clear)}
        </fieldset>
    }
    .into_any()
}

/// What was answered, as a list with a small thread for each signal.
pub(crate) fn signal_list(signals: Signals) -> AnyView {
    let item = |signal: Asked| {
        let level = signals.get(signal)?;
        let dot = |dot: Level| view! { <i class=if dot == level { "on" } else { "" }></i> }.into_any();
        let item = view! {
            <li>
                <span>{words::name(signal)}</span>
                <span class="dots" aria-hidden="true">{Level::ALL.map(dot).into_iter().collect::<Vec<_>>()}</span>
                <span class="visually-hidden">": " {words::level(signal, level)}</span>
            </li>
        };
        Some(item.into_any())
    };
    view! { <ul class="signal-list">{Asked::ALL.into_iter().filter_map(item).collect::<Vec<_>>()}</ul> }
        .into_any()
}
