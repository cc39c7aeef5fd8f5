//! Fields with real labels.

use kept::entry::Day;
use leptos::prelude::*;

use super::dynamic::{change, input, is, text};
use super::form::{Form, TextOf};

/// A label, a hint where there is one, and the control, which is told the id of what describes it.
fn field(
    id: &'static str,
    label: Signal<String>,
    hint: &'static str,
    control: impl FnOnce(Option<String>) -> AnyView,
) -> AnyView {
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let hint = hint_id.clone().map(|id| view! { <p class="hint" id=id>{hint}</p> }.into_any());
    view! { <div class="field"><label for=id>{label}</label>{hint}{control(hint_id)}</div> }.into_any()
}

/// A text of any length. It grows with what is written. `hint` can be empty.
pub(crate) fn long_text(
    id: &'static str,
    label: Signal<String>,
    hint: &'static str,
    value: Signal<String>,
    on_input: impl FnMut(String) + 'static,
) -> AnyView {
    field(id, label, hint, |hint_id| {
        let typed = input(Box::new(on_input));
        view! { <textarea id=id rows="3" aria-describedby=hint_id prop:value=value on:input=typed></textarea> }.into_any()
    })
}

/// A text of the entry that a form is for, of any length.
pub(crate) fn form_text(
    form: Form,
    id: &'static str,
    label: Signal<String>,
    hint: &'static str,
    of: TextOf,
) -> AnyView {
    long_text(id, label, hint, text(move || form.text(of)), move |typed| form.type_text(of, typed))
}

/// One line of it.
pub(crate) fn form_line(
    form: Form,
    id: &'static str,
    label: &'static str,
    longest: usize,
    of: TextOf,
) -> AnyView {
    let typed = input(Box::new(move |typed| form.type_text(of, typed)));
    let control = |_| {
        view! {
            <input
                id=id
                type="text"
                autocomplete="off"
                maxlength=longest.to_string()
                prop:value=text(move || form.text(of))
                on:input=typed
            />
        }
        .into_any()
    };
    field(id, text(move || label.to_owned()), "", control)
}

/// A day, or none. `hint` can be empty.
pub(crate) fn day_field(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    value: Signal<Option<Day>>,
    mut on_choose: impl FnMut(Option<Day>) + 'static,
) -> AnyView {
    field(id, text(move || label.to_owned()), hint, |hint_id| {
        let chosen = change(move |event| on_choose(event_target_value(&event).parse().ok()));
        let shown = text(move || value.get().map(|day| day.to_string()).unwrap_or_default());
        view! { <input id=id type="date" aria-describedby=hint_id prop:value=shown on:change=chosen /> }
            .into_any()
    })
}

/// One line of text, of at most `longest` characters. `hint` can be empty.
pub(crate) fn short_text(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    longest: usize,
    value: RwSignal<String>,
) -> AnyView {
    checked_text(id, label, hint, longest, value, None)
}

/// The same, with a sentence under it while `wrong` says what is.
pub(crate) fn checked_text(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    longest: usize,
    value: RwSignal<String>,
    wrong: Option<RwSignal<String>>,
) -> AnyView {
    field(id, text(move || label.to_owned()), hint, |hint_id| {
        let wrong_id = format!("{id}-wrong");
        let described_by = if wrong.is_some() { Some(wrong_id.clone()) } else { hint_id };
        let is_wrong = move || wrong.is_some_and(|wrong| !wrong.read().is_empty());
        let sentence = wrong.map(|wrong| {
            view! { <p class="wrong" role="alert" id=wrong_id>{text(move || wrong.get())}</p> }.into_any()
        });
        view! {
            <input
                id=id
                type="text"
                autocomplete="off"
                maxlength=longest.to_string()
                aria-describedby=described_by
                aria-invalid=text(move || is_wrong().to_string())
                prop:value=text(move || value.get())
                on:input=input(Box::new(move |typed| value.set(typed)))
            />
            {sentence}
        }
        .into_any()
    })
}

/// One of a few, as radio buttons. `chosen` is a position among the labels.
pub(crate) fn choice(
    name: &'static str,
    legend: &'static str,
    labels: Vec<String>,
    chosen: RwSignal<usize>,
) -> AnyView {
    let option = |(at, label): (usize, String)| {
        let checked = is(move || chosen.get() == at);
        view! {
            <label class="option">
                <input type="radio" name=name prop:checked=checked on:change=change(move |_| chosen.set(at)) />
                <span>{label}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="choice">
            <legend>{legend}</legend>
            <div class="options">{labels.into_iter().enumerate().map(option).collect::<Vec<_>>()}</div>
        </fieldset>
    }
    .into_any()
}

/// The position of `value` among `options`, for [`choice`]; the first where it is none of them.
pub(crate) fn position<T: PartialEq>(options: &[T], value: &T) -> RwSignal<usize> {
    RwSignal::new(options.iter().position(|option| option == value).unwrap_or_default())
}
