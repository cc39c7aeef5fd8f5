//! Reminders without a server: a file for the calendar that people have already.

use kept::entry::{EntryId, Per, Rhythm, Ritual};
use kept::exchange::{NEUTRAL_TITLE, Reminder, calendar, calendar_name};
use kept::insight::rituals;
use kept_view::view;
use leptos::prelude::*;

use super::timer::tell_choice;
use crate::app::parts::{submit, tick, time_field};
use crate::app::state::{State, state};
use crate::browser::{clock, file};

/// Rituals without a time of their own, and the check-in: in the evening, in minutes after midnight.
const EVENING: u16 = 19 * 60;

/// The section of the screen.
pub(super) fn reminders() -> AnyView {
    let state = state();
    let minute = RwSignal::new(Some(EVENING));
    let named = RwSignal::new(false);
    let weekly = RwSignal::new(true);
    let save = submit(move || {
        let all = untrack(|| wanted(state, minute.get().unwrap_or(EVENING), named.get(), weekly.get()));
        let today = untrack(|| state.today());
        let text = calendar(&all, &clock::zone(), clock::now_ms(), today);
        match file::save(&calendar_name(today), "text/calendar", &text) {
            Ok(()) => state.say("The file is in your downloads. Open it with your calendar."),
            Err(_) => state.say("The browser would not save a file."),
        }
    });
    view! {
        <details class="fold">
            <summary><strong>"Reminders in your calendar"</strong></summary>
            <p>
                "Kept has no server that could remind you. It can write a file that the calendar of your phone opens:
                each ritual with its rhythm. A newer file changes what is there, and does not add it twice. Others who
                see your calendar see it, too."
            </p>
            <form on:submit=save>
                {time_field("reminder-minute", "At what time, for what has none of its own", minute.into(), move |chosen| minute.set(chosen))}
                {tick("The weekly check-in as well", weekly.into(), move |wanted| weekly.set(wanted))}
                {tick("With the names of the rituals; without, each is called “Reminder”", named.into(), move |wanted| named.set(wanted))}
                <div class="actions"><button type="submit" class="button">"Save the file"</button></div>
            </form>
            {tell_choice("While Kept is open, say at the time of a ritual that something is planned, and no more than that")}
        </details>
    }
    .into_any()
}

fn wanted(state: State, minute: u16, named: bool, weekly: bool) -> Vec<Reminder> {
    let Some(me) = state.me() else { return Vec::new() };
    let today = state.today();
    let mut all: Vec<Reminder> = state.entries(|entries| {
        let alive = rituals(entries, &me).into_iter();
        let alive = alive.filter(|(_, ritual)| ritual.last().is_none_or(|last| today <= last));
        alive
            .map(|(entry, ritual)| {
                let title = if named { ritual.title.as_str() } else { NEUTRAL_TITLE };
                Reminder::of_ritual(entry, ritual, title, minute)
            })
            .collect()
    });
    let name: Option<EntryId> = "check-in/weekly".parse().ok();
    if let Some(name) = name.filter(|_| weekly) {
        // At the end of the week that is asked about.
        let since = today.monday().plus(6);
        let when = Ritual {
            since,
            minute: Some(minute),
            minutes: 15,
            rhythm: Rhythm::new(1, Per::Week),
            ..Ritual::default()
        };
        let title = if named { "How are we doing?" } else { NEUTRAL_TITLE };
        all.push(Reminder::new(&me, &name, title, when));
    }
    all
}
