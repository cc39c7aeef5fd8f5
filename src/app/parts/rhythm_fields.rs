//! How often something is wanted, for forms.

use kept::entry::{Per, Rhythm, Weekdays};
use kept_view::view;
use leptos::prelude::*;

use super::dynamic::{change, is, when};
use super::field::{choice, short_text};
use crate::app::words;

/// The rhythms that are offered, in the order of [`RHYTHMS`].
const DAILY: usize = 0;
const WEEKDAYS: usize = 1;
const WEEKLY: usize = 2;
const MONTHLY: usize = 3;
const EVERY: usize = 4;
const ONCE: usize = 5;
const RHYTHMS: [&str; 6] = [
    "every day",
    "on certain days of the week",
    "so many times a week",
    "so many times a month",
    "every so many days",
    "once, on one day",
];

/// The parts of a rhythm as they are typed and chosen.
#[derive(Clone, Copy)]
pub(crate) struct RhythmFields {
    /// Whether it may be once, on one day.
    may_be_once: bool,
    kind: RwSignal<usize>,
    days: RwSignal<Weekdays>,
    times: RwSignal<String>,
    every: RwSignal<String>,
}

impl RhythmFields {
    /// Those that say `rhythm`.
    pub(crate) fn of(rhythm: Rhythm, may_be_once: bool) -> Self {
        let kind = match (rhythm.per, rhythm.weekdays(), rhythm.interval()) {
            (Per::Once, ..) => ONCE,
            (Per::Month, ..) => MONTHLY,
            (Per::Week, Some(_), _) => WEEKDAYS,
            (Per::Week, None, _) => WEEKLY,
            (Per::Day, _, Some(2..)) => EVERY,
            (Per::Day, ..) => DAILY,
        };
        Self {
            may_be_once,
            kind: RwSignal::new(kind),
            days: RwSignal::new(rhythm.on),
            times: RwSignal::new(rhythm.wanted().to_string()),
            every: RwSignal::new(rhythm.every.unwrap_or(2).to_string()),
        }
    }

    /// What they say; a number that is none is 0, which no rhythm can have.
    pub(crate) fn rhythm(self) -> Rhythm {
        let times = self.times.read_untracked().trim().parse().unwrap_or_default();
        match self.kind.get_untracked() {
            WEEKDAYS => Rhythm::on(self.days.get_untracked()),
            WEEKLY => Rhythm::new(times, Per::Week),
            MONTHLY => Rhythm::new(times, Per::Month),
            EVERY => Rhythm::every(self.every.read_untracked().trim().parse().unwrap_or_default()),
            ONCE => Rhythm::ONCE,
            _ => Rhythm::DAILY,
        }
    }

    /// The fields.
    pub(crate) fn view(self) -> AnyView {
        let offered = if self.may_be_once { RHYTHMS.len() } else { ONCE };
        let kinds = RHYTHMS.iter().take(offered).map(|kind| (*kind).to_owned()).collect();
        let is_counted = move || matches!(self.kind.get(), WEEKLY | MONTHLY);
        view! {
            {choice("rhythm", "How often", kinds, self.kind)}
            {when(move || self.kind.get() == WEEKDAYS, move || self.weekdays())}
            {when(is_counted, move || short_text("times", "How many times", "", 2, self.times))}
            {when(move || self.kind.get() == EVERY, move || short_text("every", "Every how many days", "Counted from the last time.", 3, self.every))}
        }
        .into_any()
    }

    fn weekdays(self) -> AnyView {
        let day = |(at, name): (u8, &'static str)| {
            let checked = is(move || self.days.get().has(at));
            let toggle = change(move |_| self.days.update(|days| *days = days.toggled(at)));
            view! {
                <label class="option"><input type="checkbox" prop:checked=checked on:change=toggle /><span>{name}</span></label>
            }
            .into_any()
        };
        let days = (0..).zip(words::WEEKDAYS.iter().copied()).map(day).collect::<Vec<_>>();
        view! { <fieldset class="choice"><legend>"On which days"</legend><div class="options">{days}</div></fieldset> }
            .into_any()
    }
}
