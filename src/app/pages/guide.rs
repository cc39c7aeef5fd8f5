//! The contents of the guide, with what was read.

use kept::guide::{CHAPTERS, Part};
use kept::insight::progress;
use leptos::prelude::*;

use crate::app::parts::{Screen, text};
use crate::app::state::state;

/// The guide's contents.
pub(crate) fn guide() -> AnyView {
    let state = state();
    let is_read = move |slug: &str| {
        let me = state.me();
        me.is_some_and(|me| state.entries(|entries| progress(entries, &me).finished.contains(&slug)))
    };
    let part = move |part: Part| {
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
        view! { <section><h2>{part.title()}</h2><ol class=class>{items}</ol></section> }
    };
    view! {
        <Screen tab="Guide" heading="The guide" lead="Read in any order. The steps are meant one after the other, and you can go back to any of them.">
            {part(Part::Before)}
            {part(Part::Step)}
        </Screen>
    }
    .into_any()
}
