//! The contents of the guide: where somebody is, what was read, and all the rest.

use kept::entry::{Person, Way};
use kept::guide::{CHAPTERS, Part};
use kept::insight::{Next, progress};
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{Picture, Screen, choice, dynamic, effect, position, text, way, when};
use crate::app::state::{State, state};

/// The guide's contents.
pub(crate) fn guide() -> AnyView {
    let state = state();
    view! {
        <Screen tab="Guide" heading="The guide" lead="Read in any order. The steps are meant one after the other, and you can go back to any of them.">
            {suggestion("A way to go on")}
            {way("guide/questions", "Questions people ask", text(|| "Search them, or read them all".to_owned()), Some(Picture::Guide))}
            {Part::ALL.map(contents).into_iter().collect::<Vec<_>>()}
            {when(move || state.is_known(), whose_way)}
        </Screen>
    }
    .into_any()
}

/// What somebody may do next in the guide, under `heading`; nothing where all was read.
pub(crate) fn suggestion(heading: &'static str) -> AnyView {
    let state = state();
    let card = move || {
        let Some(next) = next(state) else { return ().into_any() };
        let (address, name, hint) = match next {
            Next::GoOn(chapter, _) => {
                (format!("guide/{}", chapter.slug), chapter.title, "Go on reading".to_owned())
            }
            Next::Try(chapter) => (chapter.tool.to_owned(), chapter.tool_label, chapter.action.to_owned()),
            Next::Read(chapter) => {
                let hint = format!("{} min. {}", chapter.minutes, chapter.summary);
                (format!("guide/{}", chapter.slug), chapter.title, hint)
            }
        };
        view! {
            <section aria-labelledby="reading">
                <h2 id="reading">{heading}</h2>
                {way(&address, name, text(move || hint.clone()), None)}
            </section>
        }
        .into_any()
    };
    dynamic(card).into_any()
}

fn next(state: State) -> Option<Next> {
    let me = state.me()?;
    state.entries(|entries| progress(entries, &me)).next
}

fn contents(part: Part) -> AnyView {
    let state = state();
    let is_read = move |slug: &str| {
        let me = state.me();
        me.is_some_and(|me| state.entries(|entries| progress(entries, &me).finished.contains(&slug)))
    };
    let items = CHAPTERS
        .iter()
        .filter(|chapter| chapter.part == part)
        .map(|chapter| {
            let is_read = move || is_read(chapter.slug);
            let class = text(move || if is_read() { "read" } else { "" }.to_owned());
            let minutes =
                text(move || format!("{} min{}", chapter.minutes, if is_read() { ", read" } else { "" }));
            view! {
                <li class=class>
                    <a href=format!("guide/{}", chapter.slug)>{chapter.title}</a>
                    <span class="hint">{chapter.summary}</span>
                    <span class="hint">{minutes}</span>
                </li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    let class = if part == Part::Step { "contents steps" } else { "contents" };
    view! { <section><h2>{part.title()}</h2><ol class=class>{items}</ol></section> }.into_any()
}

/// Where somebody says which way they are going.
fn whose_way() -> AnyView {
    let state = state();
    let mine = move || {
        let me = state.me()?;
        let person = state.entries(|entries| entries.get::<Person>(&me, &Person::id()).cloned());
        Some((me, person.unwrap_or_default()))
    };
    let chosen = position(&Way::ALL, &untrack(mine).map(|(_, person)| person.way).unwrap_or_default());
    effect(move || {
        let way = Way::ALL.get(chosen.get()).copied().unwrap_or_default();
        if let Some((me, person)) = untrack(mine).filter(|(_, person)| person.way != way) {
            state.put_person(&me, Person { way, ..person });
        }
    });
    let names = [
        "I would rather not say",
        "We both work on it",
        "I work on it for myself, whatever the other one does",
        "I do not know yet: rebuild, pause or part",
    ];
    view! {
        <section>
            <h2>"Your way"</h2>
            <p>"It changes what is suggested to you, and nothing else. Not knowing is a place to be, for as long as you need."</p>
            {choice("way", "Which is nearest?", names.map(str::to_owned).to_vec(), chosen)}
        </section>
    }
    .into_any()
}
