//! The journal: a page a day, saved while it is written.

use kept::entry::{Day, Journal, Person};
use kept::guide::{PROMPTS, prompt_of_the_day};
use kept::insight::progress;
use kept_view::view;
use leptos::prelude::*;

use super::not_found;
use crate::app::parts::{Form, Screen, click, dynamic, long_text, share, text, when, whenever};
use crate::app::state::state;
use crate::browser::{clock, page};

/// The page of today, with the prompt of that name above it.
pub(crate) fn journal(prompt: &str) -> AnyView {
    let state = state();
    let today = untrack(|| state.today());
    let view = journal_page(today, prompt);
    // The cursor is in the page: whoever opens the journal wants to write.
    set_timeout(|| page::focus(TEXT), std::time::Duration::ZERO);
    view
}

/// The page of a day, as addresses spell it.
pub(crate) fn journal_of(date: &str) -> AnyView {
    date.parse().map_or_else(|()| not_found(), |day| journal_page(day, ""))
}

const TEXT: &str = "page";

fn journal_page(day: Day, prompt: &str) -> AnyView {
    let state = state();
    state.author();
    let found = PROMPTS.iter().position(|other| other.slug == prompt);
    let form =
        whenever(move || state.me().map(String::from).unwrap_or_default(), move || page_form(day, found));
    let today = untrack(|| state.today());
    let heading = text(move || clock::long_date(day));
    let near = move |days: i32, name: &'static str| {
        let other = day.plus(days);
        (other <= today).then(|| view! { <a href=format!("journal/{other}")>{name}</a> }.into_any())
    };
    view! {
        <Screen tab="Journal" heading class="journal">
            {form}
            <nav class="near" aria-label="Pages">{near(-1, "The day before")}{near(1, "The day after")}<a href="journal/pages">"All pages"</a></nav>
        </Screen>
    }
    .into_any()
}

fn page_form(day: Day, prompt: Option<usize>) -> AnyView {
    let state = state();
    let form = Form::open(Journal::id(day), Journal::new(day).into());
    form.save_while_typing();
    let write = move |text| form.edit(|page: &mut Journal| page.text = text);
    let written = text(move || form.read(|page: &Journal| page.text.clone()));
    let said = text(move || {
        let said = match (form.is_dirty(), form.is_empty()) {
            (true, _) if state.has_trouble() => "Not saved. What you write stays on the screen.",
            (true, _) => "Saving …",
            (false, true) => "Saved while you write, for you alone.",
            (false, false) => "Saved on this device.",
        };
        said.to_owned()
    });
    view! {
        {prompts(day, prompt)}
        {long_text(TEXT, text(|| "Your page".to_owned()), "", written, write)}
        <p class="hint" role="status">{said}</p>
        {when(move || state.partner().is_some() && !form.is_empty(), move || share(form))}
    }
    .into_any()
}

/// The prompt above a page: one for the day, another one on request, or none.
fn prompts(day: Day, asked: Option<usize>) -> AnyView {
    let state = state();
    let (role, step) = untrack(|| {
        let me = state.me();
        state.entries(|entries| {
            let person = me.as_ref().and_then(|me| entries.get::<Person>(me, &Person::id()));
            let step = me.as_ref().map_or(0, |me| progress(entries, me).step);
            (person.map(|person| person.role).unwrap_or_default(), step)
        })
    });
    let other = RwSignal::new(0_usize);
    let is_open = RwSignal::new(true);
    let shown = text(move || {
        let at = other.get();
        let asked = asked.and_then(|asked| PROMPTS.get(asked)).filter(|_| at == 0);
        let prompt = asked.or_else(|| prompt_of_the_day(PROMPTS, role, step, day, at));
        prompt.map(|prompt| prompt.text.get().to_owned()).unwrap_or_default()
    });
    let prompt = move || {
        view! {
            <div class="prompt">
                <p aria-live="polite">{shown}</p>
                <div class="actions">
                    <button type="button" class="quiet" on:click=click(move || other.update(|other| *other += 1))>"Another prompt"</button>
                    <button type="button" class="quiet" on:click=click(move || is_open.set(false))>"No prompt"</button>
                </div>
            </div>
        }
        .into_any()
    };
    dynamic(move || if is_open.get() { prompt() } else { ().into_any() }).into_any()
}
