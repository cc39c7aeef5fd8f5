//! The first visit: what this is, a word about safety, who you are, and up to three rituals. Every step can be
//! skipped, and everything can be changed later.

use kept::entry::{Person, PersonId, Ritual, Role, Visibility};
use kept::guide::{LibraryRitual, RITUALS};
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{Screen, change, choice, click, dynamic, effect, is, short_text, when};
use crate::app::state::{State, state};
use crate::app::words;
use crate::browser::{page, random};

/// The most rituals to begin with: more would be a programme.
const MOST_RITUALS: usize = 3;
/// How many of the library there are to choose from.
const OFFERED: usize = 4;

/// The steps, in their order.
const STEPS: [fn(Walk) -> AnyView; 4] = [what, safety, who, choose_rituals];

/// Where somebody is in the introduction, and what they said so far.
#[derive(Clone, Copy)]
pub(crate) struct Walk {
    /// A position in [`STEPS`].
    step: RwSignal<usize>,
    name: RwSignal<String>,
    /// A position in [`Role::ALL`].
    role: RwSignal<usize>,
    /// 0 for one person on this device, 1 for two.
    two: RwSignal<usize>,
    other_name: RwSignal<String>,
    /// For each ritual that is offered, whether it was chosen.
    rituals: [RwSignal<bool>; OFFERED],
}

impl Walk {
    /// A walk at its beginning. It belongs to the whole app, so that following a link does not lose the way.
    pub(crate) fn new() -> Self {
        let unsure = Role::ALL.iter().position(|role| *role == Role::Unsure).unwrap_or_default();
        Self {
            step: RwSignal::new(0),
            name: RwSignal::new(String::new()),
            role: RwSignal::new(unsure),
            two: RwSignal::new(0),
            other_name: RwSignal::new(String::new()),
            rituals: [(); OFFERED].map(|()| RwSignal::new(false)),
        }
    }
}

/// The introduction. It shows on Today until somebody has finished or skipped it.
pub(super) fn welcome() -> AnyView {
    let walk: Walk = expect_context();
    let mut before = walk.step.get_untracked();
    effect(move || {
        let now = walk.step.get();
        if std::mem::replace(&mut before, now) != now {
            page::focus("heading");
        }
    });
    dynamic(move || STEPS.get(walk.step.get()).map_or_else(|| ().into_any(), |step| step(walk))).into_any()
}

/// The buttons under a step: on, back, and out.
fn onward(walk: Walk, label: &'static str) -> AnyView {
    let state = state();
    let at = walk.step.get_untracked();
    let is_last = at + 1 == STEPS.len();
    let on = click(move || if is_last { finish(state, walk) } else { walk.step.set(at + 1) });
    let back = (at > 0).then(|| {
        view! { <button type="button" class="button" on:click=click(move || walk.step.set(at - 1))>"Back"</button> }.into_any()
    });
    let skip = (!is_last).then(|| {
        let skip = click(move || finish(state, walk));
        view! { <button type="button" class="quiet" on:click=skip>"Skip the introduction"</button> }
            .into_any()
    });
    view! {
        <div class="actions">
            <button type="button" class="button primary" on:click=on>{label}</button>
            {back}
            {skip}
        </div>
    }
    .into_any()
}

/// Writes down what was said, however much that is.
fn finish(state: State, walk: Walk) {
    let me = state.author();
    let role = Role::ALL.get(walk.role.get_untracked()).copied().unwrap_or_default();
    if !state.put_person(
        &me,
        Person { name: walk.name.get_untracked().trim().to_owned(), role, ..Person::default() },
    ) {
        return;
    }
    if walk.two.get_untracked() == 1 {
        let name = walk.other_name.get_untracked().trim().to_owned();
        state.put_person(&PersonId::random(random::bytes()), Person { name, colour: 1, ..Person::default() });
    }
    state.switch_to(&me);
    for (ritual, chosen) in RITUALS.iter().zip(walk.rituals) {
        if chosen.get_untracked() {
            take_up(state, ritual);
        }
    }
}

/// Takes up a ritual of the library as it is; says whether it was saved.
pub(super) fn take_up(state: State, ritual: &LibraryRitual) -> bool {
    let ritual = ritual.take(untrack(|| state.today()));
    state.write(Ritual::id(random::bytes()), Visibility::Shared, Some(ritual.into()))
}

fn what(walk: Walk) -> AnyView {
    view! {
        <Screen tab="" heading="When trust was broken" class="welcome">
            <p class="lead">
                "Kept is a quiet place to work on it, for two people or for one of them alone, at whatever pace you have."
            </p>
            <ul class="threads">
                <li>"A guide in six steps, a few minutes each."</li>
                <li>"Short check-ins, and small rituals that reconnect."</li>
                <li>"It is not therapy. It does not judge, score or remind you of what you left out."</li>
                <li>"What you write stays on this device. There is no account, and nothing is sent anywhere."</li>
            </ul>
            {onward(walk, "Begin")}
        </Screen>
    }
    .into_any()
}

fn safety(walk: Walk) -> AnyView {
    view! {
        <Screen tab="" heading="A word for you alone" class="welcome">
            <p class="lead">"Is there anything about the other person that frightens you?"</p>
            <p>
                "Upset is one thing, afraid is another. If you are afraid, even sometimes, this is the wrong tool, and
                sharing more can make things less safe. It is not your fault."
            </p>
            <p>
                "There is " <a href="guide/first">"a page about that"</a>
                ", and where to turn. You need not answer anything here; nothing about it is stored."
            </p>
            <p>
                "“Leave quickly” stands on every page, and pressing Shift three times does the same: it shows another
                page at once. It does not erase the browser’s history."
            </p>
            {onward(walk, "Continue")}
        </Screen>
    }
    .into_any()
}

fn who(walk: Walk) -> AnyView {
    let other = move || {
        view! {
            {short_text("other-name", "The other person's name", "", Person::NAME_LENGTH, walk.other_name)}
            <p class="hint">"Each of you sees your own pages and what the other shares."</p>
        }
        .into_any()
    };
    let hint = "Only to tell your pages apart. It can stay empty.";
    let alone = vec!["I write alone".to_owned(), "We both write".to_owned()];
    view! {
        <Screen tab="" heading="Who is writing?" class="welcome">
            {short_text("name", "Your name or a nickname", hint, Person::NAME_LENGTH, walk.name)}
            {choice("role", "In what happened", words::roles(), walk.role)}
            {choice("two", "On this device", alone, walk.two)}
            {when(move || walk.two.get() == 1, other)}
            <p class="hint">"In the settings are a lock for each of you, and another name and icon, to choose before you install Kept."</p>
            {onward(walk, "Continue")}
        </Screen>
    }
    .into_any()
}

fn choose_rituals(walk: Walk) -> AnyView {
    let option = |(ritual, chosen): (&'static LibraryRitual, RwSignal<bool>)| {
        let count = move || walk.rituals.iter().filter(|chosen| chosen.get()).count();
        let is_out = is(move || !chosen.get() && count() >= MOST_RITUALS);
        let toggle = change(move |event| chosen.set(event_target_checked(&event)));
        view! {
            <label class="option card">
                <input type="checkbox" prop:checked=is(move || chosen.get()) prop:disabled=is_out on:change=toggle />
                <span>
                    <strong>{ritual.title}</strong>
                    <span class="hint">{words::how(ritual.minutes, ritual.rhythm, ritual.place)}</span>
                    {ritual.about.get()}
                </span>
            </label>
        }
        .into_any()
    };
    let options = RITUALS.iter().zip(walk.rituals).map(option).collect::<Vec<_>>();
    view! {
        <Screen tab="" heading="Something small to keep" class="welcome">
            <p class="lead">"Choose up to three, or none. You can change them at any time."</p>
            <div class="options">{options}</div>
            {onward(walk, "Done")}
        </Screen>
    }
    .into_any()
}
