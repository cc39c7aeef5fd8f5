//! Fields with real labels.

use leptos::prelude::*;

use super::dynamic::{change, input, is, text};

/// A label, a hint where there is one, and the control that both describe, which is told the hint's id.
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

/// One line of text, of at most `longest` characters. `hint` can be empty.
pub(crate) fn short_text(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    longest: usize,
    value: RwSignal<String>,
) -> AnyView {
    field(id, text(move || label.to_owned()), hint, |hint_id| {
        view! {
            <input
                id=id
                type="text"
                autocomplete="off"
                maxlength=longest.to_string()
                aria-describedby=hint_id
                prop:value=text(move || value.get())
                on:input=input(Box::new(move |typed| value.set(typed)))
            />
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
