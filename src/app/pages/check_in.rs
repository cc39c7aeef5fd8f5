//! The two check-ins, and what was written in earlier ones.

use kept::entry::{CheckIn as CheckInOfWeek, Person, Pulse, Signals};
use kept::insight;
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;

use super::talk::others_answered;
use crate::app::parts::{Screen, click, signal_list, text, way, when, whenever};
use crate::app::state::{State, state};
use crate::app::words;
use crate::browser::clock;

/// How many earlier ones are shown at once.
const SHOWN: usize = 12;

/// A check-in that was written.
struct Past {
    title: String,
    signals: Signals,
    /// What was written, each under its question.
    texts: Vec<(String, String)>,
    /// Whose it is, where it is not one's own.
    by: Option<String>,
}

/// The screen behind "Check in".
pub(crate) fn check_in() -> AnyView {
    view! {
        <Screen tab="Check in" heading="Check in" lead="There are no right answers. Lower than last time is information, not failure.">
            <div class="cards">
                {way("check-in/daily", "Today", text(|| "Five signals, half a minute, and a line if you like".to_owned()), None)}
                {way("check-in/talk", "The week, together", others_answered(), None)}
                {way("check-in/weekly", "How are we doing?", text(|| "Once a week: the signals, an open question, one ask".to_owned()), None)}
            </div>
            {earlier()}
        </Screen>
    }
    .into_any()
}

fn earlier() -> AnyView {
    let state = state();
    state.recall(Reach::Days, Box::new(|| ()));
    let shown = RwSignal::new(SHOWN);
    let list = move || {
        let past = past(state, shown.get_untracked() + 1);
        if past.is_empty() {
            return view! {
                <p class="hint">
                    "What you write will stand here, newest first. Days and weeks you leave out are simply not there."
                </p>
            }
            .into_any();
        }
        let has_more = past.len() > shown.get_untracked();
        let more = move || {
            let show = click(move || shown.update(|shown| *shown += SHOWN));
            view! { <button type="button" class="button" on:click=show>"Show more"</button> }.into_any()
        };
        let items = past.into_iter().take(shown.get_untracked()).map(past_check_in).collect::<Vec<_>>();
        view! { <div class="cards">{items}</div> {when(move || has_more, more)} }.into_any()
    };
    let version = move || {
        let Some(me) = state.me() else { return String::new() };
        let mut version = format!("{me} {}", shown.get());
        state.entries(|entries| {
            for entry in insight::check_ins(entries, &me, shown.get() + 1) {
                version.push_str(&entry.stamp.to_string());
            }
        });
        version
    };
    view! {
        <section aria-labelledby="earlier">
            <h2 id="earlier">"Earlier"</h2>
            {whenever(version, list)}
        </section>
    }
    .into_any()
}

/// The newest `limit` that the current person may see, newest first.
fn past(state: State, limit: usize) -> Vec<Past> {
    let Some(me) = state.me() else { return Vec::new() };
    state.entries(|entries| {
        let newest = insight::check_ins(entries, &me, limit);
        let past = newest.into_iter().map(|entry| {
            let name = || Some(words::called(entries.get::<Person>(&entry.author, &Person::id())?, false));
            let by = if entry.author == me { None } else { name() };
            match (entry.get::<Pulse>(), entry.get::<CheckInOfWeek>()) {
                (Some(pulse), _) => Past {
                    title: clock::full_date(pulse.day),
                    signals: pulse.signals,
                    texts: vec![(String::new(), pulse.line.clone())],
                    by,
                },
                (None, Some(week)) => {
                    let named = |name: &str, text: &str| (name.to_owned(), text.to_owned());
                    Past {
                        title: format!("Week of {}", clock::full_date(week.week)),
                        signals: week.signals,
                        texts: vec![
                            named("Appreciated", &week.appreciations),
                            named("To talk about", &week.topic),
                            named(&week.question, &week.answer),
                            named("Needed to feel safe", &week.need),
                            named("One ask for the next week", &week.ask),
                        ],
                        by,
                    }
                }
                (None, None) => unreachable!("a check-in is one of the two"),
            }
        });
        past.collect()
    })
}

fn past_check_in(past: Past) -> AnyView {
    let texts = past
        .texts
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(label, text)| {
            let label = (!label.is_empty()).then(|| view! { <p class="label">{label}</p> }.into_any());
            view! { <div>{label} <p class="written">{text}</p></div> }.into_any()
        })
        .collect::<Vec<_>>();
    let by = past.by.map(|by| view! { <span class="hint">" by " {by}</span> }.into_any());
    view! {
        <details class="card past">
            <summary>{past.title} {by}</summary>
            {signal_list(past.signals)}
            {texts}
        </details>
    }
    .into_any()
}
