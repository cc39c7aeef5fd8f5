//! Today: what is due now, and one small thing.

use kept::entry::{Gesture, Visibility};
use kept::guide::GESTURES;
use kept::insight::{self, gesture_for};
use kept_view::view;
use leptos::prelude::*;

use super::agreements::agreements_due;
use super::guide::suggestion;
use super::promises::promises_due;
use super::review::month_due;
use super::rituals::running_timer;
use super::settings::save_copy;
use super::steady::ahead;
use super::welcome::welcome;
use crate::app::parts::{Picture, Screen, click, either, icon, ritual_list, text, way, when};
use crate::app::state::state;
use crate::app::state::storage::{COPY_LATER, ROOM_LATER};
use crate::browser::clock;

/// The first screen: the introduction until there is somebody, then what the day offers.
pub(crate) fn today() -> AnyView {
    let state = state();
    either(move || state.is_known(), day, welcome).into_any()
}

fn day() -> AnyView {
    let state = state();
    let date = text(move || clock::long_date(state.today()));
    view! {
        <Screen tab="Today" heading=date>
            {running_timer()}
            {ahead()}
            {check_ins()}
            {promises_due()}
            {agreements_due()}
            {rituals()}
            {gesture()}
            {suggestion("The guide")}
            {month_due()}
            {safe_keeping()}
            <p class="steady"><a href="steady">{icon(Picture::Safety)} "A hard moment: steady"</a></p>
            <p class="steady"><a href="help">{icon(Picture::Safety)} "If you are afraid, or it is too much"</a></p>
        </Screen>
    }
    .into_any()
}

fn check_ins() -> AnyView {
    let state = state();
    let hint = move |is_written: fn(&insight::Today<'_>) -> bool, about: &'static str| {
        text(move || {
            let me = state.me();
            let is_written = me.is_some_and(|me| {
                state.entries(|entries| {
                    is_written(&insight::today(entries, &me, state.today(), state.week_starts()))
                })
            });
            if is_written { "Written. You can still change it." } else { about }.to_owned()
        })
    };
    let daily = hint(|today| today.pulse_done, "Half a minute, five questions");
    let weekly = hint(|today| today.check_in_done, "How are we doing? Five minutes");
    view! {
        <section aria-labelledby="now">
            <h2 id="now">"How is it?"</h2>
            <div class="cards">
                {way("check-in/daily", "Today", daily, None)}
                {way("check-in/weekly", "This week", weekly, None)}
            </div>
        </section>
    }
    .into_any()
}

fn rituals() -> AnyView {
    let nothing = || view! { <p>"Nothing waits today. " <a href="rituals">"All rituals"</a></p> }.into_any();
    view! {
        <section aria-labelledby="rituals">
            <h2 id="rituals">"Rituals"</h2>
            {ritual_list(|entries, me, day, starts| insight::today(entries, me, day, starts).rituals, false, nothing)}
        </section>
    }
    .into_any()
}

/// One small thing, from the guide's list: to do, or to have another one. What is refused comes back later.
fn gesture() -> AnyView {
    let state = state();
    let offer = move || {
        let (me, today) = (state.me(), state.today());
        let found = me.and_then(|me| {
            state.entries(|entries| {
                let offer = gesture_for(GESTURES, entries, &me, today)?;
                Some((offer.gesture.to_owned(), offer.is_done))
            })
        });
        found.unwrap_or_default()
    };
    let note = move |note: fn(&mut Gesture, String)| {
        let (me, today) = (state.author(), untrack(|| state.today()));
        let id = Gesture::id(today);
        let (gesture, _) = untrack(offer);
        let mut of_today = untrack(|| state.entries(|entries| entries.get::<Gesture>(&me, &id).cloned()))
            .unwrap_or_else(|| Gesture::new(today));
        note(&mut of_today, gesture);
        state.write(id, Visibility::Private, Some(of_today.into()));
    };
    let buttons = move || {
        view! {
            <div class="actions">
                <button type="button" class="quiet" on:click=click(move || note(|today, gesture| today.done = Some(gesture)))>"Done"</button>
                <button type="button" class="quiet" on:click=click(move || note(|today, gesture| today.refused.push(gesture)))>"Another one"</button>
            </div>
        }
        .into_any()
    };
    let done = || view! { <p class="hint">"Done today."</p> }.into_any();
    view! {
        <section class="gesture" aria-labelledby="gesture">
            <h2 id="gesture">"One small thing"</h2>
            <p aria-live="polite">{text(move || offer().0)}</p>
            {either(move || offer().1, done, buttons)}
        </section>
    }
    .into_any()
}

/// A word about keeping what was written, when it is time for one.
fn safe_keeping() -> AnyView {
    let state = state();
    let copy = move || {
        view! {
            <section class="card" aria-labelledby="keeping">
                <h2 id="keeping">"A copy, when you have a moment"</h2>
                <p>"What you wrote is only on this device. A copy of it in a safe place would survive the device."</p>
                <div class="actions">
                    <button type="button" class="button" on:click=click(move || save_copy(state))>"Save a copy"</button>
                    <a class="button" href="settings#copy">"With a passphrase"</a>
                    <button type="button" class="quiet" on:click=click(move || state.later(COPY_LATER))>"Not now"</button>
                </div>
            </section>
        }
        .into_any()
    };
    let at_home = move || {
        view! {
            <section class="card" aria-labelledby="at-home">
                <h2 id="at-home">"So that it stays"</h2>
                <p>
                    "On this device, Safari removes what a page stored after seven days of use without a visit to it.
                    On the home screen it stays. "<a href="settings#room">"How to do that"</a>
                </p>
                <button type="button" class="quiet" on:click=click(move || state.told_of_the_week())>"I know"</button>
            </section>
        }
        .into_any()
    };
    let room = move || {
        view! {
            <section class="card" aria-labelledby="room">
                <h2 id="room">"Room gets short"</h2>
                <p>"Most of the room that every browser gives is used. There is time: save a copy, and see what can go."</p>
                <div class="actions">
                    <a class="button" href="settings#room">"See how much"</a>
                    <button type="button" class="quiet" on:click=click(move || state.later(ROOM_LATER))>"Not now"</button>
                </div>
            </section>
        }
        .into_any()
    };
    vec![
        when(move || state.is_week_untold(), at_home).into_any(),
        when(move || state.is_short_of_room(), room).into_any(),
        when(move || state.is_copy_due(), copy).into_any(),
    ]
    .into_any()
}
