//! What can be said about a ritual.

use kept::entry::{Place, Ritual, RitualFault};
use kept::problem::explain_ritual;
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{
    RhythmFields, checked_text, choice, day_field, dynamic, long_text, position, submit, text, time_field,
};
use crate::app::state::state;
use crate::app::words;
use crate::browser::page;

const TITLE: &str = "ritual-title";
const MINUTES: &str = "ritual-minutes";

const PLACES: &[Place] = &[Place::Together, Place::Apart, Place::Distance];

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
    let rhythm = RhythmFields::of(ritual.rhythm, true);
    let place = position(PLACES, &ritual.place);
    let since = RwSignal::new(Some(ritual.since));
    let until = RwSignal::new(ritual.until);
    let faults: RwSignal<Vec<RitualFault>> = RwSignal::new(Vec::new());
    let (no_title, too_long) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
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
        // Those two are said at their fields, and the focus goes there.
        for (fault, said) in [(RitualFault::NoTitle, no_title), (RitualFault::TooLong, too_long)] {
            let is_there = found.contains(&fault);
            said.set(if is_there { explain_ritual(fault) } else { "" }.to_owned());
        }
        if found.is_empty() {
            on_save(typed);
        } else {
            page::focus(match found.first() {
                Some(RitualFault::NoTitle) => TITLE,
                Some(RitualFault::TooLong) => MINUTES,
                _ => "faults",
            });
        }
        faults.set(found);
    });
    let wrong = move || {
        let at_fields = [RitualFault::NoTitle, RitualFault::TooLong];
        let others = faults.get().into_iter().filter(|fault| !at_fields.contains(fault));
        let sentences = others.map(|fault| view! { <p class="wrong">{explain_ritual(fault)}</p> }.into_any());
        sentences.collect::<Vec<_>>().into_any()
    };
    view! {
        <form on:submit=send>
            {checked_text(TITLE, "What is it called?", "", Ritual::TITLE_LENGTH, title, Some(no_title))}
            {rhythm.view()}
            {choice("place", "Where you are", place_words, place)}
            {checked_text(MINUTES, "Minutes, if it has a fixed length", "", 6, minutes, Some(too_long))}
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
