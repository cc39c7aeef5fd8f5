//! Fields with real labels.

use leptos::prelude::*;

use super::dynamic::{change, input, is, text};

fn hint_of(id: &str, hint: &'static str) -> (Option<String>, AnyView) {
    if hint.is_empty() {
        return (None, ().into_any());
    }
    let hint_id = format!("{id}-hint");
    (Some(hint_id.clone()), view! { <p class="hint" id=hint_id>{hint}</p> }.into_any())
}

/// A text of any length. It grows with what is written. `hint` can be empty.
pub(crate) fn long_text(
    id: &'static str,
    label: Signal<String>,
    hint: &'static str,
    value: Signal<String>,
    on_input: impl FnMut(String) + 'static,
) -> AnyView {
    let (described_by, hint) = hint_of(id, hint);
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint}
            <textarea
                id=id
                rows="3"
                aria-describedby=described_by
                prop:value=value
                on:input=input(Box::new(on_input))
            ></textarea>
        </div>
    }
    .into_any()
}

/// One line of text, of at most `longest` characters. `hint` can be empty.
pub(crate) fn short_text(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    longest: usize,
    value: RwSignal<String>,
) -> AnyView {
    let (described_by, hint) = hint_of(id, hint);
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint}
            <input
                id=id
                type="text"
                autocomplete="off"
                maxlength=longest.to_string()
                aria-describedby=described_by
                prop:value=text(move || value.get())
                on:input=input(Box::new(move |typed| value.set(typed)))
            />
        </div>
    }
    .into_any()
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
