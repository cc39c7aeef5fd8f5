//! Listening in turns on one device. Where it is stays on the device until it is over; nothing that is said is kept.

use kept::entry::{Entries, Talk, Visibility};
use kept::session::{LEAST_PAUSE_MS, Listen, ListenEvent, Stage};
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{Screen, click, dynamic, long_text, short_text, submit, text, when};
use crate::app::state::{State, state};
use crate::app::words;
use crate::browser::{clock, page, random};

/// The preference that holds where a talk is.
const LISTEN: &str = "listen";
/// How often the hour-glass and the pause are looked at, in milliseconds.
const LOOK_MS: u64 = 5_000;
const MINUTE_MS: u64 = 60_000;

/// A talk on the screen. It is a handle; copies are the same talk.
#[derive(Clone, Copy)]
struct Sitting {
    talk: RwSignal<Option<Listen>>,
    now: RwSignal<u64>,
    state: State,
}

impl Sitting {
    fn tap(self, event: ListenEvent) {
        let now = clock::now_ms();
        self.now.set(now);
        let next = self.talk.get_untracked().and_then(|talk| talk.step(event, now));
        self.state.prefer(LISTEN, &next.as_ref().map(Listen::to_text).unwrap_or_default());
        self.talk.set(next);
        page::focus("heading");
    }

    fn button(self, name: String, is_main: bool, event: ListenEvent) -> AnyView {
        let class = if is_main { "button primary" } else { "button" };
        view! { <button type="button" class=class on:click=click(move || self.tap(event.clone()))>{name}</button> }.into_any()
    }

    /// What the two are called, in the app's own order.
    fn names(self) -> [String; 2] {
        let me = untrack(|| self.state.me());
        let people = untrack(|| self.state.entries(Entries::people));
        let name = |at: usize, otherwise: &str| match people.get(at) {
            Some((id, person)) if !person.name.is_empty() => words::called(person, me.as_ref() == Some(id)),
            _ => otherwise.to_owned(),
        };
        [name(0, "One of us"), name(1, "The other")]
    }
}

/// The screen.
pub(crate) fn listen() -> AnyView {
    let state = state();
    let kept = Listen::from_text(&state.preference(LISTEN));
    let sitting = Sitting { talk: RwSignal::new(kept), now: RwSignal::new(clock::now_ms()), state };
    if let Ok(timer) = set_interval_with_handle(
        move || sitting.now.set(clock::now_ms()),
        std::time::Duration::from_millis(LOOK_MS),
    ) {
        on_cleanup(move || timer.clear());
    }
    let heading = text(move || {
        sitting
            .talk
            .with(|talk| talk.as_ref().map_or("Listen in turns".to_owned(), |talk| title(sitting, talk)))
    });
    let body = move || match sitting.talk.get() {
        None => beginning(sitting),
        Some(talk) if talk.paused_until().is_some() => pause(sitting, &talk),
        Some(talk) => stage(sitting, &talk),
    };
    view! { <Screen tab="Listen" heading class="listening">{dynamic(body)}</Screen> }.into_any()
}

fn title(sitting: Sitting, talk: &Listen) -> String {
    let names = sitting.names();
    let name = |at: u8| names[usize::from(at.min(1))].clone();
    if talk.paused_until().is_some() {
        return "A pause".to_owned();
    }
    match talk.stage() {
        Stage::Topic => "What is it about?".to_owned(),
        Stage::Order => "Who speaks first?".to_owned(),
        Stage::Speak => format!("{}: speak", name(talk.speaker())),
        Stage::SayBack => format!("{}: say it back", name(talk.listener())),
        Stage::Sense => format!("{}: what makes sense", name(talk.listener())),
        Stage::Feel => format!("{}: what it may feel like", name(talk.listener())),
        Stage::Change => "Change places".to_owned(),
        Stage::Close => "You have both spoken".to_owned(),
    }
}

fn beginning(sitting: Sitting) -> AnyView {
    let begin = click(move || {
        let talk = Listen::new(clock::now_ms());
        sitting.state.prefer(LISTEN, &talk.to_text());
        sitting.talk.set(Some(talk));
        page::focus("heading");
    });
    view! {
        <p class="lead">"One speaks and the other says it back, until the one who spoke feels understood. Then you change places. It takes about half an hour."</p>
        <p>"Understanding is not agreeing. Either of you can pause at any moment, or stop. Nothing is recorded."</p>
        <div class="actions"><button type="button" class="button primary" on:click=begin>"Begin"</button></div>
        <p class="hint">"If you are afraid of what follows when you are honest, please do not do this. "<a href="guide/first">"First, are you safe?"</a></p>
    }
    .into_any()
}

/// The words for a stage, and what can be tapped.
fn stage(sitting: Sitting, talk: &Listen) -> AnyView {
    let names = sitting.names();
    let speaker = names[usize::from(talk.speaker().min(1))].clone();
    let button = move |name: &str, is_main, event| sitting.button(name.to_owned(), is_main, event);
    let (said, buttons): (&str, Vec<AnyView>) = match talk.stage() {
        Stage::Topic => return topic(sitting),
        Stage::Order => (
            "The one who finds it harder to wait, perhaps.",
            (0..2)
                .map(|at| sitting.button(names[usize::from(at)].clone(), false, ListenEvent::First(at)))
                .collect(),
        ),
        Stage::Speak => (
            "Say how it is for you, in pieces small enough to be said back. The other only listens.",
            vec![button("I have said it", true, ListenEvent::Next)],
        ),
        Stage::SayBack => (
            "Say back what you heard, the feeling too: “You were waiting, and …” Ask: “Is that it? Is there more?”",
            vec![
                sitting.button(format!("{speaker}: yes, that is it"), true, ListenEvent::ThatIsIt),
                sitting.button(format!("{speaker}: not quite"), false, ListenEvent::NotQuite),
            ],
        ),
        Stage::Sense => (
            "Say what of it makes sense to you, even if you see it otherwise: “I can see that …, because …”",
            vec![button("Said", true, ListenEvent::Next)],
        ),
        Stage::Feel => (
            "Say what it may feel like, as a guess: “I imagine you felt …” Let the other put it right.",
            vec![button("Said", true, ListenEvent::Next)],
        ),
        Stage::Change => ("Breathe once. Now the other speaks.", vec![button("On", true, ListenEvent::Next)]),
        Stage::Close => return close(sitting, talk),
    };
    let has_glass = talk.stage().soft_ms() > 0;
    let glass_at = text(move || {
        let now = sitting.now.get();
        sitting.talk.with(|talk| talk.as_ref().map_or(0, |talk| talk.sand(now))).to_string()
    });
    let topic = talk.topic().to_owned();
    let glass = has_glass.then(|| {
        view! { <progress class="sand" max="1000" value=glass_at aria-label="Time, without an alarm"></progress> }.into_any()
    });
    view! {
        <p class="hint">{topic}</p>
        <p class="lead">{said}</p>
        {glass}
        <div class="actions">{buttons}</div>
        {ways_out(sitting)}
    }
    .into_any()
}

fn topic(sitting: Sitting) -> AnyView {
    let about = RwSignal::new(String::new());
    let save = submit(move || {
        if about.get_untracked().trim().is_empty() {
            page::focus("about");
        } else {
            sitting.tap(ListenEvent::Topic(about.get_untracked()));
        }
    });
    view! {
        <form on:submit=save>
            {short_text("about", "One thing, in a few words", "Small is good: “Friday evening” rather than “us”.", Talk::TOPIC_LENGTH, about)}
            <div class="actions"><button type="submit" class="button primary">"On"</button></div>
        </form>
        {ways_out(sitting)}
    }
    .into_any()
}

fn ways_out(sitting: Sitting) -> AnyView {
    view! {
        <div class="ways-out">
            {sitting.button("I am flooded".to_owned(), false, ListenEvent::Flooded)}
            {sitting.button("Stop here".to_owned(), false, ListenEvent::Stop)}
        </div>
    }
    .into_any()
}

/// A pause: at least twenty minutes, with a time to come back.
fn pause(sitting: Sitting, talk: &Listen) -> AnyView {
    let until = talk.paused_until().unwrap_or_default();
    let has_ended = move || {
        let now = sitting.now.get();
        sitting.talk.with(|talk| talk.as_ref().is_some_and(|talk| talk.wait(now) == 0))
    };
    let later = [20_u64, 30, 60, 120, 24 * 60].map(|minutes| {
        let name = match minutes {
            60 => "in an hour".to_owned(),
            120 => "in two hours".to_owned(),
            1440 => "tomorrow".to_owned(),
            minutes => format!("in {minutes} minutes"),
        };
        let at = clock::now_ms() + minutes * MINUTE_MS;
        sitting.button(name, false, ListenEvent::ComeBackAt(at.max(clock::now_ms() + LEAST_PAUSE_MS)))
    });
    view! {
        <p class="lead">"That is too much at once, and it happens to everybody. A body needs at least twenty minutes to calm down."</p>
        <p>"Go into different rooms. Walk, wash your hands in warm water, look out of the window. Do not prepare what you will say."</p>
        <p>{format!("You come back at {}.", clock::time_of(until))}</p>
        <p class="hint">"Or another time:"</p>
        <div class="ways-out">{later.into_iter().collect::<Vec<_>>()}</div>
        <div class="actions">
            {when(has_ended, move || sitting.button("We are back".to_owned(), true, ListenEvent::Resume))}
            <a class="button" href="steady">"Steady"</a>
            {sitting.button("Stop for today".to_owned(), false, ListenEvent::Stop)}
        </div>
    }
    .into_any()
}

/// A short note, if both want one.
fn close(sitting: Sitting, talk: &Listen) -> AnyView {
    let names = sitting.names();
    let state = sitting.state;
    if !talk.has_note() {
        let want = (0..2_u8)
            .filter(|at| !talk.wants_note(*at))
            .map(|at| {
                sitting.button(
                    format!("{}: I would like a note", names[usize::from(at)]),
                    false,
                    ListenEvent::WantNote(at, true),
                )
            })
            .collect::<Vec<_>>();
        return view! {
            <p class="lead">"Thank each other, in your own way."</p>
            <p>"If both of you want, keep a sentence or two of what you would like to remember."</p>
            <div class="ways-out">{want}</div>
            <div class="actions">{sitting.button("End without a note".to_owned(), true, ListenEvent::Stop)}</div>
        }
        .into_any();
    }
    let note = RwSignal::new(String::new());
    let topic = talk.topic().to_owned();
    let save = submit(move || {
        let day = untrack(|| state.today());
        let written = note.get_untracked().trim().chars().take(Talk::NOTE_LENGTH).collect::<String>();
        let kept = Talk { day, topic: topic.clone(), note: written };
        if kept.note.is_empty()
            || state.write(Talk::id(random::bytes(), day), Visibility::Shared, Some(kept.into()))
        {
            sitting.tap(ListenEvent::Stop);
        }
    });
    view! {
        <form on:submit=save>
            {long_text("note", text(|| "What you would both like to remember".to_owned()), "Both of you can read it.", text(move || note.get()), move |typed| note.set(typed))}
            <div class="actions"><button type="submit" class="button primary">"Keep it and end"</button></div>
        </form>
    }
    .into_any()
}
