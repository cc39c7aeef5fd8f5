//! A timer for rituals that have a length. It keeps moments, so a locked screen or a reload costs it nothing.

use std::time::Duration;

use kept::entry::{EntryId, MarkState, Ritual};
use kept::insight::{self, Timer};
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{click, dynamic, effect, marked, ritual_address, text, tick, toggle, when};
use crate::app::state::{State, state};
use crate::app::words;
use crate::browser::{awake, clock};

/// The preference that holds the timer while there is one.
const TIMER: &str = "timer";
/// The preference for saying so through the browser, "yes" where it was asked for.
const TELL: &str = "tell";
/// How often it is looked at, in milliseconds.
const LOOK_MS: u64 = 500;

/// The timer that is kept, unless it was forgotten.
fn kept(state: State) -> Option<Timer> {
    let timer: Timer = state.preference(TIMER).parse().ok()?;
    (!timer.is_forgotten(clock::now_ms())).then_some(timer)
}

/// "4:05".
fn left(timer: &Timer) -> String {
    let seconds = timer.clone().look(clock::now_ms()).remaining.div_ceil(1000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Now, again and again while the part of the page is there that asks.
fn ticking() -> RwSignal<u64> {
    let now = RwSignal::new(clock::now_ms());
    let tick = set_interval_with_handle(move || now.set(clock::now_ms()), Duration::from_millis(LOOK_MS));
    if let Ok(tick) = tick {
        on_cleanup(move || tick.clear());
    }
    now
}

/// The timer of a ritual with a length.
pub(super) fn timer(id: &EntryId, ritual: &Ritual) -> AnyView {
    let state = state();
    if ritual.minutes == 0 {
        return ().into_any();
    }
    let it = StoredValue::new((id.clone(), ritual.clone()));
    let is_it = |timer: &Timer| it.with_value(|(id, _)| timer.ritual == *id);
    let running = RwSignal::new(kept(state).filter(is_it));
    let set = move |timer: Option<Timer>| {
        state.prefer(TIMER, &timer.as_ref().map(ToString::to_string).unwrap_or_default());
        running.set(timer);
    };
    let start = move || {
        it.with_value(|(id, ritual)| set(Some(Timer::start(id.clone(), ritual.minutes, clock::now_ms()))));
    };
    let minutes = ritual.minutes;
    let offer = move || {
        view! { <button type="button" class="button" on:click=click(start)>"Start " {words::minutes(minutes)}</button> }.into_any()
    };
    let done = move || {
        it.with_value(|(id, ritual)| {
            let day = untrack(|| state.today());
            let is_done = untrack(|| {
                let me = state.author();
                marked(state, &me, id, ritual, day) == Some(MarkState::Done)
            });
            if !is_done {
                toggle(state, id, ritual, day, MarkState::Done);
            }
        });
        set(None);
    };
    let running_timer = move || run(running, set, done);
    view! {
        <section class="timer" aria-label="Timer">
            {when(move || running.read().is_none(), offer)}
            {when(move || running.read().is_some(), running_timer)}
        </section>
    }
    .into_any()
}

/// A timer that was started.
fn run(
    running: RwSignal<Option<Timer>>,
    set: impl Fn(Option<Timer>) + Copy + Send + 'static,
    done: impl Fn() + 'static,
) -> AnyView {
    let state = state();
    let now = ticking();
    let over = Memo::new(move |_| {
        let now = now.get();
        running.read().as_ref().is_some_and(|timer| timer.clone().look(now).is_over)
    });
    let told = StoredValue::new(over.get_untracked());
    effect(move || {
        if over.get() && !told.get_value() {
            told.set_value(true);
            if state.preference(TELL) == "yes" {
                awake::tell("The time is over.");
            }
        }
    });
    let shown = text(move || {
        now.track();
        running.read().as_ref().map(left).unwrap_or_default()
    });
    let turn = move || {
        let Some(mut timer) = running.get_untracked() else { return };
        let now = clock::now_ms();
        if timer.is_running() {
            timer.pause(now);
        } else {
            timer.resume(now);
        }
        set(Some(timer));
    };
    let turn_name = text(move || {
        let runs = running.read().as_ref().is_some_and(Timer::is_running);
        if runs { "Hold on" } else { "Go on" }.to_owned()
    });
    let turn_button = move || {
        view! { <button type="button" class="button" on:click=click(turn)>{turn_name}</button> }.into_any()
    };
    let is_awake = RwSignal::new(false);
    let wake = move |wanted| {
        is_awake.set(wanted);
        awake::keep(wanted);
    };
    on_cleanup(|| awake::keep(false));
    let said = text(move || if over.get() { "The time is over. There is no hurry." } else { "" }.to_owned());
    view! {
        <p class="clock" aria-hidden="true">{shown}</p>
        <p role="status">{said}</p>
        <div class="actions">
            <button type="button" class="button primary" on:click=click(done)>"Done"</button>
            {when(move || !over.get(), turn_button)}
            <button type="button" class="quiet" on:click=click(move || set(None))>"Stop"</button>
        </div>
        {tick("Keep the screen on", is_awake.into(), wake)}
        {tell_choice("Say so when it is over, also while I look at something else")}
    }
    .into_any()
}

/// Whether the browser says something neutral while nobody looks at the page. It asks the person when it is chosen.
pub(super) fn tell_choice(label: &'static str) -> AnyView {
    let state = state();
    let tells = RwSignal::new(state.preference(TELL) == "yes");
    let ask = move |wanted| {
        tells.set(wanted);
        state.prefer(TELL, if wanted { "yes" } else { "" });
        if wanted {
            awake::ask_to_tell();
        }
    };
    tick(label, tells.into(), ask)
}

/// A way back to a timer that runs, from Today.
pub(crate) fn running_timer() -> AnyView {
    let state = state();
    let Some(timer) = kept(state) else { return ().into_any() };
    let now = ticking();
    let address = ritual_address(&timer.ritual);
    let shown = dynamic(move || {
        now.track();
        left(&timer).into_any()
    });
    view! { <p class="notice"><a href=address>"A timer is running: " {shown}</a></p> }.into_any()
}

/// Says, at the time that a ritual is meant for, that something was planned: nothing more, and only where somebody
/// asked for it. Called once a minute.
pub(crate) fn tell_of_rituals(state: State) {
    if state.preference(TELL) != "yes" {
        return;
    }
    let is_time = untrack(|| {
        let (me, today) = (state.me(), state.today());
        me.is_some_and(|me| {
            let minute = clock::minute();
            state.entries(|entries| {
                let due = insight::today(entries, &me, today, state.week_starts()).rituals;
                due.iter().any(|(_, ritual)| ritual.minute == Some(minute))
            })
        })
    });
    if is_time {
        awake::tell("Something you planned for now.");
    }
}
