//! For the hard moment: breathe, come back to the senses, name it, choose. Every step can be left out.

use kept::entry::{After, AgreedTime, Day, Entry, ParkedQuestion, ParkedState, Trigger, Visibility};
use kept::insight::{agreed_time, coming_triggers, parked, triggers};
use kept::session::{Choice, Pattern, Phase, Steady, SteadyEvent, Step, comfort};
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{
    Screen, choice, click, day_field, dynamic, each, effect, long_text, short_text, submit, text, when,
    whenever,
};
use crate::app::state::{State, state};
use crate::app::words::at_time;
use crate::browser::{clock, page, random};

/// How often the word for the breath is looked at, in milliseconds.
const BREATH_MS: u64 = 200;
/// Where nothing was agreed, a parked question appears on the next day at this time, in minutes after midnight.
const AFTERNOON: u16 = 17 * 60;

/// What to send when one asks for comfort.
const COMFORT: &[&str] = &[
    "It has got hold of me. Could you come and sit with me for a bit? You need not say anything.",
    "I am having a hard moment. Nothing you have to solve. Would you ring me?",
    "It is back just now. Please tell me where you are and when you are home.",
    "I need a hug, if you can, and no talking yet.",
    "I am going to be quiet for an hour. It is not against you. I will find you afterwards.",
];

/// The names of the steps.
const STEPS: [(Step, &str); 4] = [
    (Step::Breathe, "Breathe"),
    (Step::Ground, "Come back to the room"),
    (Step::Name, "Name it"),
    (Step::Choose, "What now"),
];

/// What can be chosen.
const CHOICES: [(Choice, &str); 4] = [
    (Choice::Write, "Write it down"),
    (Choice::Comfort, "Ask for comfort"),
    (Choice::Park, "Park the question"),
    (Choice::Rest, "Rest"),
];

/// The screen.
pub(crate) fn steady() -> AnyView {
    // No white page at night, whatever the theme.
    page::mark_root("data-dim", Some(""));
    on_cleanup(|| page::mark_root("data-dim", None));
    let at = RwSignal::new(Steady::default());
    let go = move |event: SteadyEvent| at.update(|at| *at = at.clone().after(event));
    let step = move || (at.read().step as usize).to_string();
    let tabs = move || {
        let tab = |(step, name): (Step, &'static str)| {
            let here = text(move || if at.read().step == step { "step" } else { "false" }.to_owned());
            let to = click(move || go(SteadyEvent::Go(step)));
            view! { <li><button type="button" class="quiet" aria-current=here on:click=to>{name}</button></li> }.into_any()
        };
        STEPS.map(tab).into_iter().collect::<Vec<_>>()
    };
    // Made anew for another step only: somebody may be typing in this one.
    let body = move || match at.read().step {
        Step::Breathe => breathe(),
        Step::Ground => ground(),
        Step::Name => name(at),
        Step::Choose => choose(at),
    };
    let on = move || {
        view! { <button type="button" class="button primary" on:click=click(move || go(SteadyEvent::Next))>"On"</button> }.into_any()
    };
    view! {
        <Screen tab="Steady" heading="Steady" lead="It is a hard moment, and it passes. Do only what helps." class="steadying">
            <nav aria-label="Steps"><ul class="tabs">{tabs()}</ul></nav>
            <div class="step">{whenever(step, body)}</div>
            <div class="actions">{when(move || at.read().step != Step::Choose, on)}<a class="button" href="help">"It is more than that"</a></div>
            {waiting()}
            {kept_triggers()}
        </Screen>
    }
    .into_any()
}

/// A word for the breath, and a circle that grows and shrinks with it; it stands still where motion is not wanted.
fn breathe() -> AnyView {
    let began = clock::now_ms();
    let is_still = RwSignal::new(false);
    let word = RwSignal::new("Breathe in");
    let look = move || {
        let now = match Pattern::CALM.at(clock::now_ms().saturating_sub(began)).phase {
            Phase::In => "Breathe in",
            Phase::Hold => "Hold",
            Phase::Out => "Breathe out, slowly",
        };
        if word.try_get_untracked().is_some_and(|word| word != now) {
            word.set(now);
        }
    };
    if let Ok(timer) = set_interval_with_handle(look, std::time::Duration::from_millis(BREATH_MS)) {
        on_cleanup(move || timer.clear());
    }
    let paced = move || {
        view! {
            <div class="breath" aria-hidden="true"></div>
            <p class="word">{text(move || word.get().to_owned())}</p>
        }
        .into_any()
    };
    let still = || {
        view! { <p class="word">"Look at one thing in front of you. Let the breath come and go as it likes."</p> }.into_any()
    };
    let other = text(move || if is_still.get() { "With a pace" } else { "Without a pace" }.to_owned());
    view! {
        {dynamic(move || if is_still.get() { still() } else { paced() })}
        <button type="button" class="quiet" on:click=click(move || is_still.update(|is_still| *is_still = !*is_still))>{other}</button>
    }
    .into_any()
}

fn ground() -> AnyView {
    view! {
        <ol class="senses">
            <li>"Five things you see. Say what they are."</li>
            <li>"Four you can touch. Touch them."</li>
            <li>"Three you hear, near or far."</li>
            <li>"Two you smell, or would like to."</li>
            <li>"One breath, all the way out."</li>
        </ol>
    }
    .into_any()
}

fn name(at: RwSignal<Steady>) -> AnyView {
    let state = state();
    let named = text(move || at.read().named.clone());
    let write = move |typed| at.update(|at| *at = at.clone().after(SteadyEvent::Named(typed)));
    let day = RwSignal::new(None);
    let keep = move || {
        let what = at.read_untracked().named.trim().to_owned();
        if what.is_empty() {
            page::focus("named");
            return;
        }
        let trigger = Trigger { what, day: day.get_untracked(), notes: String::new() };
        if state.write(Trigger::id(random::bytes()), Visibility::Private, Some(trigger.into())) {
            state.say("Kept, for you alone.");
        }
    };
    view! {
        {long_text("named", text(|| "What set it off?".to_owned()), "A song, a street, a word, a date. It is not kept unless you say so.", named, write)}
        {day_field("returns", "Does it come back on a day of the year?", "Then a gentle word stands on Today in the week before.", day.into(), move |chosen| day.set(chosen))}
        <div class="actions"><button type="button" class="button" on:click=click(keep)>"Keep it"</button></div>
    }
    .into_any()
}

fn choose(at: RwSignal<Steady>) -> AnyView {
    let option = move |(choice, name): (Choice, &'static str)| {
        let pressed = text(move || (at.read().choice == Some(choice)).to_string());
        let press = click(move || at.update(|at| *at = at.clone().after(SteadyEvent::Choose(Some(choice)))));
        view! { <button type="button" class="button" aria-pressed=pressed on:click=press>{name}</button> }
            .into_any()
    };
    let chosen = move || {
        match at.read().choice {
        Some(Choice::Write) => {
            view! { <p><a class="button primary" href="journal">"Open today’s page"</a></p> }.into_any()
        }
        Some(Choice::Comfort) => ask_for_comfort(),
        Some(Choice::Park) => park(),
        Some(Choice::Rest) => {
            view! { <p>"Put the phone face down. Lie down, or sit with your back against something. Nothing has to be decided now."</p> }.into_any()
        }
        None => ().into_any(),
    }
    };
    view! {
        <div class="choices">{CHOICES.map(option).into_iter().collect::<Vec<_>>()}</div>
        <div aria-live="polite">{dynamic(chosen)}</div>
    }
    .into_any()
}

fn ask_for_comfort() -> AnyView {
    let other = RwSignal::new(0);
    let sentence = text(move || comfort(COMFORT, other.get()).unwrap_or_default().to_owned());
    let message = text(move || format!("sms:?body={}", page::encoded(&sentence.get())));
    view! {
        <p class="written">{sentence}</p>
        <div class="actions">
            <a class="button primary" href=message>"Send it as a message"</a>
            <button type="button" class="quiet" on:click=click(move || other.update(|other| *other += 1))>"Another sentence"</button>
        </div>
        <p class="hint">"A message leaves this device, like any other."</p>
    }
    .into_any()
}

/// When a question appears that is parked now.
fn appears(state: State) -> (Day, u16) {
    let (today, me) = (state.today(), state.me());
    let agreed = me.and_then(|me| state.entries(|entries| agreed_time(entries, &me)));
    agreed.map_or((today.plus(1), AFTERNOON), |agreed| agreed.next(today, clock::minute()))
}

fn park() -> AnyView {
    const AFTER: [After; 3] = After::ALL;
    let state = state();
    let question = RwSignal::new(String::new());
    let after = RwSignal::new(1);
    let labels = [
        "Facts I need to decide something",
        "I do not know yet",
        "Pictures. They will hurt and decide nothing",
    ];
    let when = text(move || {
        let (day, minute) = appears(state);
        format!("It will be here on {} at {}, and not before.", clock::long_date(day), at_time(minute))
    });
    let save = submit(move || {
        let text = question.get_untracked().trim().to_owned();
        if text.is_empty() {
            page::focus("question");
            return;
        }
        let (day, minute) = untrack(|| appears(state));
        let parked = ParkedQuestion {
            text,
            after: AFTER.get(after.get_untracked()).copied().unwrap_or_default(),
            day,
            minute,
            parked: untrack(|| state.today()),
            state: ParkedState::Waiting,
        };
        if state.write(ParkedQuestion::id(random::bytes()), Visibility::Private, Some(parked.into())) {
            question.set(String::new());
            state.say("Parked. You can let it go for now.");
        }
    });
    view! {
        <form on:submit=save>
            {short_text("question", "The question", "", ParkedQuestion::LENGTH, question)}
            {choice("after", "What is it after?", labels.map(str::to_owned).to_vec(), after)}
            <p class="hint">{when}</p>
            <div class="actions"><button type="submit" class="button primary">"Park it"</button></div>
        </form>
    }
    .into_any()
}

/// The questions whose time has come, how many wait, and the time of the week that is kept for them.
fn waiting() -> AnyView {
    let state = state();
    let list = move || {
        let Some(me) = state.me() else { return ().into_any() };
        let today = state.today();
        let (ready, waiting) = state.entries(|entries| {
            let parked = parked(entries, &me, today, clock::minute());
            (parked.ready.into_iter().cloned().collect::<Vec<_>>(), parked.waiting)
        });
        let questions = ready.into_iter().filter_map(|entry| question(state, entry)).collect::<Vec<_>>();
        let said = match waiting {
            0 => String::new(),
            1 => "One question waits for its time.".to_owned(),
            count => format!("{count} questions wait for their time."),
        };
        if questions.is_empty() && waiting == 0 {
            return ().into_any();
        }
        view! {
            <section aria-labelledby="parked">
                <h2 id="parked">"Parked questions"</h2>
                <ul class="cards">{questions}</ul>
                <p class="hint">{said}</p>
            </section>
        }
        .into_any()
    };
    view! { {dynamic(list)} {agreed()} }.into_any()
}

fn question(state: State, entry: Entry) -> Option<AnyView> {
    let question = entry.get::<ParkedQuestion>()?.clone();
    let is_mine = state.me().as_ref() == Some(&entry.author);
    let told = question.text.clone();
    let become_ = move |what: ParkedState| {
        let changed = ParkedQuestion { state: what, ..question.clone() };
        state.write(entry.id.clone(), entry.visibility.clone(), Some(changed.into()));
    };
    let become_too = become_.clone();
    let buttons = is_mine.then(|| {
        view! {
            <div class="actions">
                <button type="button" class="button" on:click=click(move || become_(ParkedState::Asked))>"I asked it"</button>
                <button type="button" class="button" on:click=click(move || become_too(ParkedState::LetGo))>"I do not need it any more"</button>
            </div>
        }
        .into_any()
    });
    Some(view! { <li class="card"><p class="written">{told}</p>{buttons}</li> }.into_any())
}

/// The time of the week for parked questions.
fn agreed() -> AnyView {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let state = state();
    let now = untrack(|| {
        let me = state.me();
        me.and_then(|me| state.entries(|entries| agreed_time(entries, &me)))
    });
    let weekday = RwSignal::new(now.map_or(6, |agreed| usize::from(agreed.weekday.min(6))));
    let hour = RwSignal::new(now.map_or(AFTERNOON, |agreed| agreed.minute) / 60);
    let save = submit(move || {
        let agreed = AgreedTime {
            weekday: u8::try_from(weekday.get_untracked()).unwrap_or_default(),
            minute: hour.get_untracked() * 60,
        };
        if state.write(AgreedTime::id(), Visibility::Shared, Some(agreed.into())) {
            state.say("Saved on this device.");
        }
    });
    let hours = (7_u16..23).map(|at| at_time(at * 60)).collect::<Vec<_>>();
    let chosen_hour = RwSignal::new(usize::from(hour.get_untracked().clamp(7, 22) - 7));
    effect(move || hour.set(u16::try_from(chosen_hour.get()).unwrap_or_default() + 7));
    view! {
        <details class="fold">
            <summary><strong>"An agreed time for questions"</strong></summary>
            <p>"A time of the week that you both keep for questions, with an end. What is parked appears then."</p>
            <form on:submit=save>
                {choice("weekday", "Day", DAYS.map(str::to_owned).to_vec(), weekday)}
                {choice("hour", "Time", hours, chosen_hour)}
                <div class="actions"><button type="submit" class="button">"Save"</button></div>
            </form>
        </details>
    }
    .into_any()
}

/// What sets it off, with the dates that come within a week.
fn kept_triggers() -> AnyView {
    let state = state();
    let list = move || {
        let Some(me) = state.me() else { return Vec::new() };
        let all: Vec<Entry> = state.entries(|entries| triggers(entries, &me).into_iter().cloned().collect());
        let item = |entry: Entry| {
            let trigger = entry.get::<Trigger>()?.clone();
            let day = trigger.day.map(|day| format!("every year on {}", clock::short_date(day)));
            let delete = click(move || {
                state.delete(&entry.id, "Deleted.");
            });
            Some(view! {
                <li class="card"><p>{trigger.what} <span class="hint">{day}</span></p><button type="button" class="quiet" on:click=delete>"Delete"</button></li>
            }
            .into_any())
        };
        all.into_iter().filter_map(item).collect()
    };
    let is_there =
        move || state.me().is_some_and(|me| state.entries(|entries| !triggers(entries, &me).is_empty()));
    let section = move || {
        view! {
            <details class="fold"><summary><strong>"What sets it off"</strong></summary><ul class="cards">{each(list)}</ul></details>
        }
        .into_any()
    };
    when(is_there, section).into_any()
}

/// A gentle word on Today in the week before a date that may be hard, and for questions whose time has come.
pub(crate) fn ahead() -> AnyView {
    let state = state();
    let words = move || {
        let Some(me) = state.me() else { return Vec::new() };
        let today = state.today();
        state.entries(|entries| {
            let mut words: Vec<AnyView> = Vec::new();
            for (day, entry) in coming_triggers(entries, &me, today) {
                let what = entry.get::<Trigger>().map(|trigger| trigger.what.clone()).unwrap_or_default();
                let on = if day == today { "Today".to_owned() } else { clock::long_date(day) };
                words.push(
                    view! { <p>{on} ": " {what} ". It may be a heavier day. You could plan for it."</p> }
                        .into_any(),
                );
            }
            if !parked(entries, &me, today, clock::minute()).ready.is_empty() {
                words.push(
                    view! { <p><a href="steady">"The time for parked questions has come."</a></p> }
                        .into_any(),
                );
            }
            words
        })
    };
    each(words).into_any()
}
