//! One chapter of the guide.

use kept::entry::{Person, Reading, Role, Visibility};
use kept::guide;
use kept_view::view;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::not_found;
use crate::app::parts::{Picture, Screen, click, dynamic, icon};
use crate::app::state::{State, state};
use crate::browser::page;

/// The chapter with that slug.
pub(crate) fn chapter(slug: &str) -> AnyView {
    guide::Chapter::find(slug).map_or_else(not_found, chapter_text)
}

/// What is noted of a chapter so far.
fn noted(state: State, chapter: &guide::Chapter) -> Option<Reading> {
    let me = state.me()?;
    state.entries(|entries| entries.get::<Reading>(&me, &Reading::id(chapter.slug)).cloned())
}

/// Notes how far a chapter was read. Reading without saying who one is leaves no trace.
fn note(state: State, chapter: &guide::Chapter, change: impl FnOnce(&mut Reading)) {
    if !chapter.is_noted() || !untrack(|| state.is_known()) {
        return;
    }
    let before = untrack(|| noted(state, chapter));
    let opened = untrack(|| state.today());
    let reading = Reading { chapter: chapter.slug.to_owned(), opened, finished: None, section: 0 };
    let mut reading = Reading { opened, ..before.clone().unwrap_or(reading) };
    change(&mut reading);
    // A chapter that is not finished is opened anew each time, so that "go on reading" leads to the latest.
    if reading.finished.is_none() || before.as_ref() != Some(&reading) {
        state.write(Reading::id(chapter.slug), Visibility::Private, Some(reading.into()));
    }
}

fn chapter_text(chapter: &'static guide::Chapter) -> AnyView {
    let state = state();
    let stopped_at = untrack(|| noted(state, chapter)).filter(|reading| reading.finished.is_none());
    note(state, chapter, |_| ());
    keep_place(state, chapter);
    let tab = match chapter.step() {
        Some(1) => "Step 1",
        Some(2) => "Step 2",
        Some(3) => "Step 3",
        Some(4) => "Step 4",
        Some(5) => "Step 5",
        Some(6) => "Step 6",
        _ => "Guide",
    };
    // The passage for one's own role comes first and is open; the other one is a tap away.
    let article = move || {
        let me = state.me();
        let role = state.entries(|entries| Some(entries.get::<Person>(me.as_ref()?, &Person::id())?.role));
        let html = guide::for_reader(chapter.html.get(), role.unwrap_or(Role::Unsure));
        view! { <article class="prose" lang="en-GB" inner_html=html></article> }.into_any()
    };
    let go_on = stopped_at.filter(|reading| reading.section > 1).map(|reading| {
        let to = click(move || page::show(&section_id(reading.section)));
        view! { <p><button type="button" class="quiet" on:click=to>"Go on where you stopped"</button></p> }
            .into_any()
    });
    let sources = (!chapter.sources.get().is_empty()).then(|| {
        view! { <details class="sources"><summary>"Sources"</summary><ul inner_html=chapter.sources.get()></ul></details> }
            .into_any()
    });
    let tool = if chapter.tool == "today" { "./" } else { chapter.tool };
    view! {
        <Screen tab heading=chapter.title.to_owned() lead=chapter.summary class="chapter">
            <p class="hint">{format!("{} minutes", chapter.minutes)}</p>
            {go_on}
            {dynamic(article)}
            <section class="action">
                <p class="label">"One thing to do"</p>
                <p>{chapter.action}</p>
                <a class="button primary" href=tool>{chapter.tool_label}</a>
            </section>
            {sources}
            {onward(chapter)}
        </Screen>
    }
    .into_any()
}

fn section_id(section: u8) -> String {
    format!("part-{section}")
}

/// Keeps the section that was on the screen last, when the screen is left or the page is hidden.
fn keep_place(state: State, chapter: &'static guide::Chapter) {
    let section = StoredValue::new(0_u8);
    let look = move || {
        let mut last = 0;
        while page::is_above_the_middle(&section_id(last + 1)) {
            last += 1;
        }
        section.set_value(last);
    };
    let keep = move || {
        let section = section.get_value();
        let is_unread = untrack(|| noted(state, chapter)).is_some_and(|reading| reading.finished.is_none());
        if section > 0 && is_unread {
            note(state, chapter, |reading| reading.section = section);
        }
    };
    let scrolled = window_event_listener_untyped("scroll", move |_| look());
    let hidden = window_event_listener(ev::pagehide, move |_| keep());
    let away = window_event_listener_untyped("visibilitychange", move |_| keep());
    on_cleanup(move || {
        keep();
        scrolled.remove();
        hidden.remove();
        away.remove();
    });
}

fn onward(chapter: &'static guide::Chapter) -> AnyView {
    let state = state();
    let navigate = use_navigate();
    let next = chapter.next();
    let label = next.map_or("I have read this", |_| "I have read this, on to the next");
    let on = click(move || {
        let today = untrack(|| state.today());
        note(state, chapter, |reading| reading.finished = reading.finished.or(Some(today)));
        navigate(
            &next.map_or("/guide".to_owned(), |next| format!("/guide/{}", next.slug)),
            NavigateOptions::default(),
        );
    });
    view! {
        <nav class="onward" aria-label="Chapters">
            <button type="button" class="button" on:click=on>{label} {icon(Picture::Next)}</button>
            {next.map(|next| view! { <p class="hint">"Next: " {next.title}</p> }.into_any())}
            <p><a href="guide">"All chapters"</a></p>
        </nav>
    }
    .into_any()
}
