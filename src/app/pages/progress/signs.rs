//! Signs that trust is coming back, and what only looks like them, beside what somebody answered: questions to think
//! about, which nobody answers here.

use kept::entry::Signal;
use kept::guide::{FALSE_SIGNS, SIGNS};
use kept::insight::signals;
use kept_view::view;
use leptos::prelude::*;

use super::pictures::of_five;
use super::{Look, Shown};
use crate::app::parts::dynamic;
use crate::app::words;
use crate::browser::clock;

/// The part of the screen.
pub(super) fn signs(look: Look) -> AnyView {
    dynamic(move || match look.shown().filter(|shown| look.is_ready() && shown.reader == shown.author) {
        Some(shown) => questions(look, &shown),
        None => ().into_any(),
    })
    .into_any()
}

fn questions(look: Look, shown: &Shown) -> AnyView {
    let points = look.state.entries(|entries| signals(entries, &shown.reader, &shown.author, shown.period));
    let mark = clock::decimal_mark();
    let item = |((signal, sign), other): ((Signal, &&'static str), &&'static str)| {
        let latest = points.iter().rev().find_map(|point| Some((point.day, point.get(signal)?)));
        let answer = match latest {
            Some((day, level)) if shown.period.step() == 1 => {
                [&of_five(level, &mark), " on ", &clock::long_date(day)].concat()
            }
            Some((day, level)) => {
                [&of_five(level, &mark), " in the week of ", &clock::long_date(day)].concat()
            }
            None => "no answer in this time".to_owned(),
        };
        view! {
            <li><p class="label">{words::name(signal)} ": " {answer}</p><p class="written">{*sign} " " {*other}</p></li>
        }
        .into_any()
    };
    let items = Signal::ALL.into_iter().zip(SIGNS).zip(FALSE_SIGNS).map(item).collect::<Vec<_>>();
    view! {
        <section aria-labelledby="signs">
            <h2 id="signs">"Beside your answers"</h2>
            <p class="hint">"Some signs are real, and some only look like it. These are to think about, not to answer."</p>
            <ul class="happened">{items}</ul>
            <p>
                "If it is peaceful because you are careful, so as not to set anything off, that may be fear: "
                <a href="guide/first">"First, are you safe?"</a>
            </p>
            <p><a href="guide/signs">"Signs that trust is coming back"</a></p>
        </section>
    }
    .into_any()
}
