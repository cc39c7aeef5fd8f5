//! One chapter of the guide.

use kept::entry::{Person, Reading, Role, Visibility};
use kept::guide;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::not_found;
use crate::app::parts::{Picture, Screen, click, icon, text};
use crate::app::state::{State, state};

/// The chapter with that slug.
pub(crate) fn chapter(slug: &str) -> AnyView {
    guide::Chapter::find(slug).map_or_else(not_found, chapter_text)
}

/// Notes that a chapter was opened, or read to its end. Reading without saying who one is leaves no trace.
fn note(state: State, chapter: &guide::Chapter, is_finished: bool) {
    if !chapter.is_noted() || !untrack(|| state.is_known()) {
        return;
    }
    let Some(me) = untrack(|| state.me()) else { return };
    let id = Reading::id(chapter.slug);
    let today = untrack(|| state.today());
    let before = untrack(|| state.entries(|entries| entries.get::<Reading>(&me, &id).cloned()));
    let finished = before.as_ref().and_then(|reading| reading.finished).or(is_finished.then_some(today));
    let reading = Reading { chapter: chapter.slug.to_owned(), opened: today, finished };
    // A chapter that is not finished is opened anew each time, so that "go on reading" leads to the latest.
    if reading.finished.is_none() || before.as_ref() != Some(&reading) {
        state.write(id, Visibility::Private, Some(reading.into()));
    }
}

fn chapter_text(chapter: &'static guide::Chapter) -> AnyView {
    let state = state();
    note(state, chapter, false);
    let tab = match chapter.step() {
        Some(1) => "Step 1",
        Some(2) => "Step 2",
        Some(3) => "Step 3",
        Some(4) => "Step 4",
        Some(5) => "Step 5",
        Some(6) => "Step 6",
        _ => "Guide",
    };
    // The passage for one's own role stands out; the other one stays readable.
    let class = text(move || {
        let me = state.me();
        let role = state.entries(|entries| Some(entries.get::<Person>(me.as_ref()?, &Person::id())?.role));
        let class = match role {
            Some(Role::Hurt) => "prose for-hurt",
            Some(Role::BrokeTrust) => "prose for-broke",
            _ => "prose",
        };
        class.to_owned()
    });
    let sources = (!chapter.sources.is_empty()).then(|| {
        let items =
            chapter.sources.iter().map(|source| view! { <li>{*source}</li> }.into_any()).collect::<Vec<_>>();
        view! { <details class="sources"><summary>"Sources"</summary><ul>{items}</ul></details> }
    });
    view! {
        <Screen tab heading=chapter.title.to_owned() lead=chapter.summary class="chapter">
            <p class="hint">{format!("{} minutes", chapter.minutes)}</p>
            <article class=class inner_html=chapter.html></article>
            <section class="action">
                <p class="label">"One thing to do"</p>
                <p>{chapter.action}</p>
                <a class="button primary" href=if chapter.tool == "today" { "./" } else { chapter.tool }>{chapter.tool_label}</a>
            </section>
            {sources}
            {onward(chapter)}
        </Screen>
    }
    .into_any()
}

fn onward(chapter: &'static guide::Chapter) -> AnyView {
    let state = state();
    let navigate = use_navigate();
    let next = chapter.next();
    let label = next.map_or("I have read this", |_| "I have read this, on to the next");
    let on = click(move || {
        note(state, chapter, true);
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
