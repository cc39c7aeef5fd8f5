//! Fields with real labels.

use kept::entry::{Day, FieldFault};
use kept::problem::explain_field;
use kept_view::view;
use leptos::prelude::*;

use super::dynamic::{change, input, is, text};
use super::form::{Form, TextOf};
use crate::browser::page;

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
    let shown = text(move || value.get().map(|day| day.to_string()).unwrap_or_default());
    picked(id, "date", label, hint, shown, Box::new(move |chosen| on_choose(chosen.parse().ok())))
}

/// A time of day in minutes after midnight, or none.
pub(crate) fn time_field(
    id: &'static str,
    label: &'static str,
    value: Signal<Option<u16>>,
    mut on_choose: impl FnMut(Option<u16>) + 'static,
) -> AnyView {
    let shown = text(move || {
        value.get().map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60)).unwrap_or_default()
    });
    let read = |chosen: &str| {
        let (hour, minute) = chosen.split_once(':')?;
        Some(hour.parse::<u16>().ok()? * 60 + minute.get(..2)?.parse::<u16>().ok()?)
    };
    picked(id, "time", label, "", shown, Box::new(move |chosen| on_choose(read(&chosen))))
}

/// Something that the browser has a picker for.
fn picked(
    id: &'static str,
    kind: &'static str,
    label: &'static str,
    hint: &'static str,
    shown: Signal<String>,
    mut on_choose: Box<dyn FnMut(String)>,
) -> AnyView {
    field(id, text(move || label.to_owned()), hint, |hint_id| {
        let chosen = change(move |event| on_choose(event_target_value(&event)));
        view! { <input id=id type=kind aria-describedby=hint_id prop:value=shown on:change=chosen /> }
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
    let kind = text(|| "text".to_owned());
    one_line(id, label, hint, kind, Some(longest.to_string()), value, wrong)
}

/// A passphrase, of any length: what is typed can be read on the screen only while it is `shown`. `hint` can be empty.
pub(crate) fn secret_text(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    value: RwSignal<String>,
    shown: Signal<bool>,
    wrong: RwSignal<String>,
) -> AnyView {
    let kind = text(move || if shown.get() { "text" } else { "password" }.to_owned());
    one_line(id, label, hint, kind, None, value, Some(wrong))
}

fn one_line(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    kind: Signal<String>,
    longest: Option<String>,
    value: RwSignal<String>,
    wrong: Option<RwSignal<String>>,
) -> AnyView {
    field(id, text(move || label.to_owned()), hint, |hint_id| {
        let wrong_id = format!("{id}-wrong");
        let described_by = match hint_id {
            Some(hint_id) if wrong.is_some() => Some([&hint_id, " ", &wrong_id].concat()),
            None if wrong.is_some() => Some(wrong_id.clone()),
            hint_id => hint_id,
        };
        let is_wrong = move || wrong.is_some_and(|wrong| !wrong.read().is_empty());
        let sentence = wrong.map(|wrong| {
            view! { <p class="wrong" role="alert" id=wrong_id>{text(move || wrong.get())}</p> }.into_any()
        });
        // A passphrase that is shown must not be taken for words that a keyboard or a spelling checker may better.
        let is_prose = longest.is_some();
        view! {
            <input
                id=id
                type=kind
                autocomplete="off"
                autocapitalize=(!is_prose).then_some("none")
                spellcheck=(!is_prose).then_some("false")
                maxlength=longest
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

/// What is wrong with a field, in a sentence under it, while something is.
pub(crate) fn complaint(faults: RwSignal<Vec<FieldFault>>, field: &'static str) -> AnyView {
    let sentence = text(move || {
        let faults = faults.read();
        let fault = faults.iter().find(|fault| fault.field == field);
        fault.map(|fault| explain_field(fault.fault).to_owned()).unwrap_or_default()
    });
    view! { <p class="wrong" role="alert">{sentence}</p> }.into_any()
}

/// Shows what is wrong, goes to the first field that has it, and says whether nothing is. Fields are called by their ids.
pub(crate) fn is_flawless(shown: RwSignal<Vec<FieldFault>>, faults: Vec<FieldFault>) -> bool {
    if let Some(first) = faults.first() {
        page::show(first.field);
    }
    let is_flawless = faults.is_empty();
    shown.set(faults);
    is_flawless
}

/// Something to tick.
pub(crate) fn tick(
    label: &'static str,
    value: Signal<bool>,
    on_change: impl FnMut(bool) + 'static,
) -> AnyView {
    tick_about(label.to_owned(), value, on_change)
}

/// The same, with somebody's name in its label.
pub(crate) fn tick_about(
    label: String,
    value: Signal<bool>,
    mut on_change: impl FnMut(bool) + 'static,
) -> AnyView {
    let toggle = change(move |event| on_change(event_target_checked(&event)));
    view! {
        <label class="option"><input type="checkbox" prop:checked=value on:change=toggle /><span>{label}</span></label>
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
