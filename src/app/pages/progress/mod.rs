//! Progress: what somebody answered and noted, as pictures over time, each with a sentence.
//!
//! It is one person's: their own, or by choice what the other shows them, and never both at once.

mod moments;
mod patterns;
mod pictures;
mod signs;

use kept::entry::{Day, PersonId};
use kept::insight::{Period, Span, first_day, oldest_needed};
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;

pub(crate) use self::moments::moments;
use crate::app::parts::{Screen, choice, dynamic, effect, when};
use crate::app::state::{State, state};
use crate::browser::page;

/// What the address calls each of [`Span::ALL`].
const SPANS: [&str; Span::ALL.len()] = ["week", "month", "quarter", "all"];
/// The span that is shown first.
const MONTH: usize = 1;

/// What is looked at. It is a handle; copies are the same.
#[derive(Clone, Copy)]
struct Look {
    state: State,
    /// A position in [`Span::ALL`].
    span: RwSignal<usize>,
    /// 0 for one's own, 1 for what the other shows.
    whose: RwSignal<usize>,
    /// The span for which everything that it needs was read: one more than its position, or 0 for none.
    ready: RwSignal<usize>,
}

/// Whose pictures of which time, for whom.
struct Shown {
    reader: PersonId,
    author: PersonId,
    today: Day,
    period: Period,
}

/// The screen. `asked` is the span in the address, if there is one.
pub(crate) fn progress(asked: &str) -> AnyView {
    let state = state();
    let asked = SPANS.iter().position(|span| *span == asked).unwrap_or(MONTH);
    let (span, whose) = (RwSignal::new(asked), RwSignal::new(0));
    let look = Look { state, span, whose, ready: RwSignal::new(0) };
    effect(move || {
        let chosen = span.get();
        page::set_query(&["span=", SPANS.get(chosen).unwrap_or(&"month")].concat());
        state.me();
        untrack(|| look.read_back());
    });
    // Whoever takes the device over sees their own first.
    effect(move || {
        state.me();
        whose.set(0);
    });
    let whose_choice = move || {
        let partner = state.partner().unwrap_or_default();
        choice("whose", "Whose", vec!["My own".to_owned(), format!("What {partner} shows me")], whose)
    };
    let names = ["Week", "Month", "Quarter", "All"].map(str::to_owned).to_vec();
    view! {
        <Screen tab="Progress" heading="Progress" lead="What you answered and noted, drawn. Lower is information, not failure, and nothing here compares the two of you.">
            {choice("span", "How much time", names, span)}
            {when(move || look.other().is_some(), whose_choice)}
            {dynamic(move || look.content())}
            {patterns::patterns(look)}
            {signs::signs(look)}
        </Screen>
    }
    .into_any()
}

impl Look {
    fn span(self) -> Span {
        Span::ALL.get(self.span.get()).copied().unwrap_or(Span::Month)
    }

    /// Reads as far back as what is shown needs.
    fn read_back(self) {
        let (state, at) = (self.state, self.span.get() + 1);
        let Some(me) = state.me() else { return self.ready.set(at) };
        let period = Period::new(self.span(), None, state.today());
        read(state, me, period, None, Box::new(move || self.ready.set(at)));
    }

    fn is_ready(self) -> bool {
        self.ready.get() == self.span.get() + 1
    }

    /// The other, where they show anything of which there are pictures.
    fn other(self) -> Option<PersonId> {
        let me = self.state.me()?;
        self.state.entries(|entries| {
            let (other, _) = entries.people().into_iter().find(|(id, _)| *id != me)?;
            first_day(entries, &me, &other).map(|_| other)
        })
    }

    /// What is shown; nothing where nobody wrote, or nothing was written that could be.
    fn shown(self) -> Option<Shown> {
        let (reader, today) = (self.state.me()?, self.state.today());
        let author = self.other().filter(|_| self.whose.get() == 1).unwrap_or_else(|| reader.clone());
        let since = self.state.entries(|entries| first_day(entries, &reader, &author))?;
        let period = Period::new(self.span(), Some(since), today);
        Some(Shown { reader, author, today, period })
    }

    fn content(self) -> AnyView {
        let is_ready = self.is_ready();
        // The latest months are there from the start.
        let is_enough = is_ready || matches!(self.span(), Span::Week | Span::Month);
        match self.shown() {
            Some(shown) if is_enough => pictures::pictures(self.state, &shown, is_ready),
            None if is_ready => nothing_yet(),
            _ => view! { <p class="hint" role="status">"Reading what is older …"</p> }.into_any(),
        }
    }
}

/// Reads months back to the day that is needed, and asks again: of what was read may follow that more is.
fn read(state: State, me: PersonId, period: Period, so_far: Option<Day>, then: Box<dyn FnOnce()>) {
    let needed = untrack(|| state.entries(|entries| oldest_needed(entries, &me, period)));
    if so_far.is_some_and(|day| day <= needed) {
        then();
    } else {
        let again = Box::new(move || read(state, me, period, Some(needed), then));
        state.recall(Reach::DaysSince(needed), again);
    }
}

fn nothing_yet() -> AnyView {
    view! {
        <div class="card">
            <p>
                "Here your answers become pictures: five small ones for the five signals, promises as you noted them,
                rituals, and what you choose to find again. The first point stands here with your first check-in."
            </p>
            <p>
                "From four points on, a sentence under each picture says where it goes, if it goes anywhere. Days and weeks
                you leave out are gaps, and gaps are allowed."
            </p>
            <p><a href="check-in">"Check in"</a></p>
        </div>
        <p><a href="progress/moments">"Choose a moment to find again"</a></p>
    }
    .into_any()
}
