//! What can be said about a ritual.

use kept::entry::{Per, Place, Rhythm, Ritual};
use leptos::prelude::*;

use super::dynamic::submit;
use super::field::{checked_text, choice, position};
use crate::app::words;
use crate::browser::page;

const TITLE: &str = "ritual-title";
const MINUTES: &str = "ritual-minutes";

/// The rhythms that are offered.
const RHYTHMS: &[Rhythm] = &[
    Rhythm::new(1, Per::Day),
    Rhythm::new(1, Per::Week),
    Rhythm::new(2, Per::Week),
    Rhythm::new(3, Per::Week),
    Rhythm::new(5, Per::Week),
    Rhythm::new(1, Per::Month),
    Rhythm::new(2, Per::Month),
];

const PLACES: &[Place] = &[Place::Together, Place::Apart, Place::Distance];

/// The fields of a ritual. Nothing is saved until the person says so, and what cannot be is said.
pub(crate) fn ritual_fields(
    ritual: Ritual,
    on_save: impl Fn(Ritual) + 'static,
    save: &'static str,
) -> AnyView {
    let title = RwSignal::new(ritual.title.clone());
    let minutes = RwSignal::new(if ritual.minutes == 0 { String::new() } else { ritual.minutes.to_string() });
    // A rhythm that is none of those offered stays among the choices.
    let mut rhythms = RHYTHMS.to_vec();
    if !rhythms.contains(&ritual.rhythm) {
        rhythms.push(ritual.rhythm);
    }
    let rhythm = position(&rhythms, &ritual.rhythm);
    let place = position(PLACES, &ritual.place);
    let wrong_title = RwSignal::new(String::new());
    let wrong_minutes = RwSignal::new(String::new());
    let rhythm_words = rhythms.iter().copied().map(words::rhythm).collect();
    let place_words = PLACES.iter().map(|place| words::place(*place).to_owned()).collect();
    let send = submit(move || {
        let named = title.get_untracked().trim().to_owned();
        let minutes = minutes.get_untracked();
        let minutes = if minutes.trim().is_empty() { Ok(0) } else { minutes.trim().parse() };
        let minutes = minutes.ok().filter(|minutes| *minutes <= Ritual::MOST_MINUTES);
        let say = |is_wrong: bool, sentence: &str| if is_wrong { sentence.to_owned() } else { String::new() };
        wrong_title.set(say(named.is_empty(), "Give it a name, so that you recognise it."));
        wrong_minutes.set(say(
            minutes.is_none(),
            "Minutes are a whole number, up to a day (1440). Leave them out where there is no fixed length.",
        ));
        match minutes {
            _ if named.is_empty() => page::focus(TITLE),
            None => page::focus(MINUTES),
            Some(minutes) => {
                let rhythm = rhythms.get(rhythm.get_untracked()).copied().unwrap_or(ritual.rhythm);
                let place = PLACES.get(place.get_untracked()).copied().unwrap_or(ritual.place);
                on_save(Ritual { title: named, minutes, rhythm, place, ..ritual.clone() });
            }
        }
    });
    view! {
        <form on:submit=send>
            {checked_text(TITLE, "What is it called?", "", Ritual::TITLE_LENGTH, title, Some(wrong_title))}
            {checked_text(MINUTES, "Minutes, if it has a fixed length", "", 6, minutes, Some(wrong_minutes))}
            {choice("rhythm", "How often", rhythm_words, rhythm)}
            {choice("place", "Where you are", place_words, place)}
            <div class="actions"><button type="submit" class="button primary">{save}</button></div>
        </form>
    }
    .into_any()
}
