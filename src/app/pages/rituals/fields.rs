//! What can be said about a ritual.

use kept::entry::{Per, Place, Rhythm, Ritual, RitualFault, Weekdays};
use kept::problem::explain_ritual;
use leptos::prelude::*;

use crate::app::parts::{
    change, checked_text, choice, day_field, dynamic, is, long_text, position, short_text, submit, text,
    time_field, when,
};
use crate::app::state::state;
use crate::app::words;
use crate::browser::page;

const TITLE: &str = "ritual-title";

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

const PLACES: &[Place] = &[Place::Together, Place::Apart, Place::Distance];

/// The parts of a rhythm as they are typed and chosen.
#[derive(Clone, Copy)]
struct RhythmFields {
    kind: RwSignal<usize>,
    days: RwSignal<Weekdays>,
    times: RwSignal<String>,
    every: RwSignal<String>,
}

impl RhythmFields {
    fn of(rhythm: Rhythm) -> Self {
        let kind = match (rhythm.per, rhythm.weekdays(), rhythm.interval()) {
            (Per::Once, ..) => ONCE,
            (Per::Month, ..) => MONTHLY,
            (Per::Week, Some(_), _) => WEEKDAYS,
            (Per::Week, None, _) => WEEKLY,
            (Per::Day, _, Some(2..)) => EVERY,
            (Per::Day, ..) => DAILY,
        };
        Self {
            kind: RwSignal::new(kind),
            days: RwSignal::new(rhythm.on),
            times: RwSignal::new(rhythm.wanted().to_string()),
            every: RwSignal::new(rhythm.every.unwrap_or(2).to_string()),
        }
    }

    /// What they say; a number that is none is 0, which no rhythm can have.
    fn rhythm(self) -> Rhythm {
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

    fn view(self) -> AnyView {
        let kinds = RHYTHMS.map(str::to_owned).to_vec();
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

/// The fields of a ritual. Nothing is saved until the person says so, and what cannot be is said.
pub(super) fn ritual_fields(
    ritual: Ritual,
    on_save: impl Fn(Ritual) + 'static,
    save: &'static str,
) -> AnyView {
    let today = untrack(|| state().today());
    let title = RwSignal::new(ritual.title.clone());
    let about = RwSignal::new(ritual.about.clone());
    let minutes = RwSignal::new(if ritual.minutes == 0 { String::new() } else { ritual.minutes.to_string() });
    let minute = RwSignal::new(ritual.minute);
    let rhythm = RhythmFields::of(ritual.rhythm);
    let place = position(PLACES, &ritual.place);
    let since = RwSignal::new(Some(ritual.since));
    let until = RwSignal::new(ritual.until);
    let faults: RwSignal<Vec<RitualFault>> = RwSignal::new(Vec::new());
    let no_title = RwSignal::new(String::new());
    let place_words = PLACES.iter().map(|place| words::place(*place).to_owned()).collect();
    let send = submit(move || {
        let long = minutes.read_untracked().trim().to_owned();
        let typed = Ritual {
            title: title.read_untracked().trim().to_owned(),
            about: about.read_untracked().trim().to_owned(),
            minutes: if long.is_empty() { 0 } else { long.parse().unwrap_or(u16::MAX) },
            minute: minute.get_untracked(),
            rhythm: rhythm.rhythm(),
            place: PLACES.get(place.get_untracked()).copied().unwrap_or_default(),
            since: since.get_untracked().unwrap_or(today),
            until: until.get_untracked(),
            ..ritual.clone()
        };
        let found = typed.faults();
        let is_nameless = found.contains(&RitualFault::NoTitle);
        no_title.set(if is_nameless {
            explain_ritual(RitualFault::NoTitle).to_owned()
        } else {
            String::new()
        });
        if found.is_empty() {
            on_save(typed);
        } else {
            page::focus(if is_nameless { TITLE } else { "faults" });
        }
        faults.set(found);
    });
    let wrong = move || {
        let others = faults.get().into_iter().filter(|fault| *fault != RitualFault::NoTitle);
        let sentences = others.map(|fault| view! { <p class="wrong">{explain_ritual(fault)}</p> }.into_any());
        sentences.collect::<Vec<_>>().into_any()
    };
    view! {
        <form on:submit=send>
            {checked_text(TITLE, "What is it called?", "", Ritual::TITLE_LENGTH, title, Some(no_title))}
            {rhythm.view()}
            {choice("place", "Where you are", place_words, place)}
            {short_text("ritual-minutes", "Minutes, if it has a fixed length", "", 6, minutes)}
            <details class="fold">
                <summary>"More: words, time of day, start and end"</summary>
                {long_text("about", text(|| "What it is, in your own words".to_owned()), "", about.into(), move |typed| about.set(typed))}
                {time_field("minute", "At what time, if it has one", minute.into(), move |chosen| minute.set(chosen))}
                {day_field("since", "From", "For what happens once, the day.", since.into(), move |day| since.set(day))}
                {day_field("until", "Until, if it ends", "", until.into(), move |day| until.set(day))}
            </details>
            <div id="faults" tabindex="-1" role="alert">{dynamic(wrong)}</div>
            <div class="actions"><button type="submit" class="button primary">{save}</button></div>
        </form>
    }
    .into_any()
}
