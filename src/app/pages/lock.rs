//! The lock of the one who writes: making one, changing it, taking it off.

use kept::entry::{Person, PersonId};
use kept::problem::Problem;
use kept::vault::{Key, Lock, LockError, LockRecord, RecoveryCode};
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{
    KnownPassphrase, NewPassphrase, Screen, Work, checked_text, choice, click, effect, either, forge, is,
    lock_random, position, short_text, submit, text, tick, tick_about,
};
use crate::app::state::lock::{LOCK_AFTER, LOCK_HIDDEN, MINUTES};
use crate::app::state::{State, state};
use crate::browser::{page, random};

/// The choices for when a lock closes by itself, in minutes.
const AFTER: [u64; 4] = [1, 5, MINUTES, 30];
/// The field for the end of a recovery code.
const TYPED: &str = "code-typed";

const NO_RANDOM: &str = "This browser has no random numbers for it, so nothing was changed.";

/// The page.
pub(crate) fn lock() -> AnyView {
    let state = state();
    if untrack(|| state.problems()).contains(&Problem::NothingIsKept) {
        return view! { <Screen tab="Lock" heading="A lock" lead="This browser stores nothing for Kept, so there is nothing to lock."></Screen> };
    }
    view! {
        <Screen tab="Lock" heading="A lock">
            {either(move || state.has_lock(), kept, make)}
        </Screen>
    }
    .into_any()
}

/// A code that was made, until its owner has it on paper; then it is put to use.
#[derive(Clone, Copy)]
struct Code {
    /// As it is written down; empty where there is none.
    spelled: RwSignal<String>,
    typed: RwSignal<String>,
    wrong: RwSignal<String>,
    /// What is done once it was written down.
    then: StoredValue<Option<Box<dyn FnOnce()>>, LocalStorage>,
}

impl Code {
    fn new() -> Self {
        let words = || RwSignal::new(String::new());
        Self { spelled: words(), typed: words(), wrong: words(), then: StoredValue::new_local(None) }
    }

    fn is_shown(self) -> bool {
        !self.spelled.read().is_empty()
    }

    /// A lock that a new code opens as well; the code is shown until it was written down, and then comes `then`.
    fn add_to(self, lock: Lock, key: &Key, then: Box<dyn FnOnce(Lock)>) -> bool {
        let Some((code, random)) = random::secret().map(RecoveryCode::new).zip(lock_random()) else {
            return false;
        };
        let lock = lock.with_recovery(key, &code, random);
        self.typed.set(String::new());
        self.then.set_value(Some(Box::new(move || then(lock))));
        self.spelled.set(code.spell());
        true
    }

    fn view(self) -> AnyView {
        let Self { spelled, typed, wrong, then } = self;
        let done = submit(move || {
            let is_same = spelled.with_untracked(|code| {
                let end = code.rsplit('-').next().unwrap_or_default();
                end.eq_ignore_ascii_case(typed.get_untracked().trim())
            });
            wrong.set(
                if is_same {
                    ""
                } else {
                    "These are not the last four. Look once more at what you wrote down."
                }
                .to_owned(),
            );
            if !is_same {
                page::focus(TYPED);
            } else if let Some(Some(then)) = then.try_update_value(Option::take) {
                then();
                spelled.set(String::new());
            }
        });
        effect(|| page::focus("code"));
        view! {
            <div class="paper">
                <h2 id="code" tabindex="-1">"Recovery code"</h2>
                <p class="code">{text(move || spelled.get())}</p>
                <p class="on-screen">
                    "It opens the lock when the passphrase is forgotten, for everybody who has it. Write it down or print it, and
                    put it where only you look, not beside this device. It is shown this once."
                </p>
            </div>
            <form class="on-screen" on:submit=done>
                {checked_text(TYPED, "Its last four letters, from what you wrote down", "", 4, typed, Some(wrong))}
                <div class="actions">
                    <button type="submit" class="button primary">"I have it"</button>
                    <button type="button" class="button" on:click=click(page::print)>"Print it"</button>
                </div>
            </form>
        }
        .into_any()
    }
}

/// What is chosen for a lock that is to be made. It is a handle; copies are the same.
#[derive(Clone, Copy)]
struct Making {
    state: State,
    passphrase: NewPassphrase,
    label: RwSignal<String>,
    has_code: RwSignal<bool>,
    /// Whether somebody else writes here who has no lock.
    is_shared_key_open: RwSignal<bool>,
    work: Work,
    code: Code,
}

fn make() -> AnyView {
    let state = state();
    let me = state.me();
    let name = me.as_ref().map(|me| {
        state.entries(|entries| entries.get::<Person>(me, &Person::id()).map(|person| person.name.clone()))
    });
    let other = other_without_lock(state);
    let making = Making {
        state,
        passphrase: NewPassphrase::new(["new-passphrase", "new-passphrase-again"]),
        label: RwSignal::new(name.flatten().unwrap_or_default()),
        has_code: RwSignal::new(true),
        is_shared_key_open: RwSignal::new(other.is_some()),
        work: Work::new(),
        code: Code::new(),
    };
    let form = move || making.form(other.clone());
    view! {
        <p class="lead on-screen">"With it nobody reads what you keep private without your passphrase, not even somebody who opens this browser."</p>
        {either(move || making.code.is_shown(), move || making.code.view(), form)}
    }
    .into_any()
}

/// The name of the other person here, where they have no lock.
fn other_without_lock(state: State) -> Option<String> {
    let me = untrack(|| state.me());
    let people = untrack(|| state.entries(kept::entry::Entries::people));
    let locked: Vec<PersonId> = state.locks().into_iter().map(|(person, _)| person).collect();
    let (other, _) = people.into_iter().find(|(id, _)| Some(id) != me.as_ref())?;
    (!locked.contains(&other)).then(|| untrack(|| state.name_of(&other)))
}

/// The tick that says that somebody else writes here without a lock.
fn other_writes(name: &str, value: Signal<bool>, on_change: impl FnMut(bool) + 'static) -> AnyView {
    let label = format!("{name} writes on this device too, without a lock");
    view! {
        {tick_about(label, value, on_change)}
        <p class="hint">"Then what you share can be read by whoever opens this page, until they have a lock as well. What you keep private cannot."</p>
    }
    .into_any()
}

impl Making {
    fn form(self, other: Option<String>) -> AnyView {
        let Self { has_code, is_shared_key_open, work, .. } = self;
        let begin = submit(move || self.begin());
        let hint = "Four or five words that have nothing to do with each other, or with you, are hard to guess. A PIN is worth \
                    little: whoever takes along what this browser stores can try all of four digits within an hour, and of six \
                    within days. It does stop a glance.";
        let code =
            tick("Make a recovery code, in case I forget it", has_code.into(), move |on| has_code.set(on));
        let other = other
            .map(|name| other_writes(&name, is_shared_key_open.into(), move |on| is_shared_key_open.set(on)));
        view! {
            <p>"If you forget it, what it closes is lost: it is kept nowhere, and nobody can open it for you. Save a copy first if you want to be sure."</p>
            <h2>"What it cannot do"</h2>
            <ul>
                <li>"Help while it is open, or when somebody makes you open it."</li>
                <li>"Help on a device that is watched: a program that sees what you type sees the passphrase."</li>
                <li>"Hide that Kept is used here, by how many people, and how much they write."</li>
                <li>"Stop somebody from deleting what they cannot read."</li>
                <li>"Clear the disk of what was written before. Parts of it may stay there for some time; so lock first, then write."</li>
            </ul>
            <h2>"Make a lock"</h2>
            <form on:submit=begin>
                {self.passphrase.view("Passphrase or PIN", hint, ().into_any())}
                {short_text("label", "What is seen of you before you unlock", "Your name, a letter, or nothing.", Person::NAME_LENGTH, self.label)}
                <div class="options">
                    {code}
                    {other}
                </div>
                <div class="actions"><button type="submit" class="button primary">"Make the lock"</button></div>
                {work.view("Making it takes a moment.", "new-passphrase")}
            </form>
        }
        .into_any()
    }

    fn begin(self) {
        let Some(passphrase) = self.passphrase.chosen() else { return };
        let me = self.state.author();
        self.state.introduce(&me);
        let Some((key, random)) = random::secret().map(Key::new).zip(lock_random()) else {
            self.state.say(NO_RANDOM);
            return;
        };
        let sealed = key.clone();
        let begin = move |cost| Lock::make(&me, key, &passphrase, cost, random);
        let end = move |made| match made {
            Ok(lock) => self.made(lock, sealed),
            Err(error) => self.passphrase.refuse(&Problem::NotUnlocked(error)),
        };
        forge(self.work, Box::new(begin), Box::new(end));
    }

    fn made(self, lock: Lock, key: Key) {
        self.passphrase.clear();
        let mine = key.clone();
        let close = move |lock| {
            let Some(fresh) = random::secret().map(Key::new) else {
                self.state.say(NO_RANDOM);
                return;
            };
            let label = self.label.get_untracked();
            let is_open = self.is_shared_key_open.get_untracked();
            self.state.make_lock(lock, label.trim(), (key, fresh), is_open);
        };
        if !self.has_code.get_untracked() {
            close(lock);
        } else if !self.code.add_to(lock, &mine, Box::new(close)) {
            self.state.say(NO_RANDOM);
        }
    }
}

/// The lock that there is.
fn kept() -> AnyView {
    let state = state();
    let is_being_taken_off = move || state.lock().is_some_and(|lock| lock.is_opening);
    let opening = || {
        view! { <p class="notice">"The lock is being taken off. This goes on while Kept is open; when nothing is left, it is gone."</p> }.into_any()
    };
    either(is_being_taken_off, opening, closed).into_any()
}

fn closed() -> AnyView {
    let state = state();
    let code = Code::new();
    let standing = text(move || {
        let sentence = if state.is_sealed() {
            "What you write is sealed. It is open now, in this tab, until it closes."
        } else {
            "What you wrote before is being sealed. This goes on by itself while Kept is open."
        };
        sentence.to_owned()
    });
    let settings = move || closing(state);
    let change = move || {
        view! {
            <p role="status">{standing}</p>
            <div class="actions">
                <button type="button" class="button primary" on:click=click(move || state.lock_everywhere())>"Lock now"</button>
            </div>
            {settings()}
            <h2>"Change it"</h2>
            {new_passphrase(state)}
            {new_code(state, code)}
            {take_off(state)}
        }
        .into_any()
    };
    either(move || code.is_shown(), move || code.view(), change).into_any()
}

/// When it closes by itself, and who else writes here.
fn closing(state: State) -> AnyView {
    let names = ["After a minute", "After five minutes", "After ten minutes", "After half an hour"];
    let minutes = state.preference(LOCK_AFTER).parse().unwrap_or(MINUTES);
    let after = position(&AFTER, &minutes);
    effect(move || {
        let chosen = AFTER.get(after.get()).copied().unwrap_or(MINUTES);
        state.prefer(LOCK_AFTER, &if chosen == MINUTES { String::new() } else { chosen.to_string() });
    });
    let is_hidden = RwSignal::new(state.preference(LOCK_HIDDEN) == "yes");
    let on_hiding = move |on: bool| {
        is_hidden.set(on);
        state.prefer(LOCK_HIDDEN, if on { "yes" } else { "" });
    };
    let other = other_without_lock(state).map(|name| {
        other_writes(&name, is(move || state.is_shared_key_open()), move |on| {
            state.open_shared_key(on);
        })
    });
    view! {
        <p>"It closes with Leave quickly, and whenever the page is closed. What you are typing is kept, sealed."</p>
        {choice("after", "It closes by itself when nobody types or touches the page", names.map(str::to_owned).to_vec(), after)}
        <div class="options">
            {tick("Also as soon as I go to another app or tab", is_hidden.into(), on_hiding)}
            {other}
        </div>
    }
    .into_any()
}

fn new_passphrase(state: State) -> AnyView {
    let known = KnownPassphrase::new("passphrase-now");
    let new = NewPassphrase::new(["new-passphrase", "new-passphrase-again"]);
    let work = Work::new();
    let changed = move |record: LockRecord, made: Result<Lock, LockError>| match made {
        Ok(lock) => {
            if state.change_lock(&LockRecord { lock, ..record }) {
                new.clear();
                state.say("From now on the new passphrase opens it.");
            }
        }
        Err(error) => new.refuse(&Problem::NotUnlocked(error)),
    };
    let change = submit(move || {
        let (Some(passphrase), Some(record)) = (new.chosen(), untrack(|| state.lock())) else { return };
        let (lock, untouched) = (record.lock.clone(), record.lock.clone());
        let change = move |key| {
            let Some(random) = lock_random() else {
                state.say(NO_RANDOM);
                return;
            };
            let start = Box::new(move |cost| lock.change(key, &passphrase, cost, random));
            forge(work, start, Box::new(move |made| changed(record, made)));
        };
        known.open(&untouched, Box::new(change));
    });
    view! {
        <details class="fold">
            <summary>"Another passphrase"</summary>
            <form on:submit=change>
                {known.view("Your passphrase as it is, or your recovery code")}
                {new.view("The new passphrase", "", ().into_any())}
                <p class="hint">"The recovery code stays the same, and so does the key behind it. If somebody else knew the old passphrase, take the lock off and make a new one instead."</p>
                <div class="actions"><button type="submit" class="button">"Change it"</button></div>
                {known.progress()}
                {work.view("Making it takes a moment.", "new-passphrase")}
            </form>
        </details>
    }
    .into_any()
}

fn new_code(state: State, code: Code) -> AnyView {
    let known = KnownPassphrase::new("passphrase-for-code");
    let has_code = untrack(|| state.lock()).is_some_and(|record| record.lock.has_recovery());
    let make = submit(move || {
        let Some(record) = untrack(|| state.lock()) else { return };
        let (lock, untouched) = (record.lock.clone(), record.lock.clone());
        let make = move |key| {
            let put = move |lock| {
                if state.change_lock(&LockRecord { lock, ..record }) {
                    state.say("From now on this code opens it, and no earlier one.");
                }
            };
            if !code.add_to(lock, &key, Box::new(put)) {
                state.say(NO_RANDOM);
            }
        };
        known.open(&untouched, Box::new(make));
    });
    let about = if has_code {
        "There is a code. A new one takes its place once you have written it down."
    } else {
        "There is no code yet. Without one, a passphrase that is forgotten is the end of what it closes."
    };
    view! {
        <details class="fold">
            <summary>"A recovery code"</summary>
            <form on:submit=make>
                <p>{about}</p>
                {known.view("Your passphrase")}
                <div class="actions"><button type="submit" class="button">"Make a code"</button></div>
                {known.progress()}
            </form>
        </details>
    }
    .into_any()
}

fn take_off(state: State) -> AnyView {
    let known = KnownPassphrase::new("passphrase-to-open");
    let take_off = submit(move || {
        let Some(record) = untrack(|| state.lock()) else { return };
        let take_off = move |_| {
            if state.take_off_lock() {
                state.say("The lock is being taken off.");
            }
        };
        known.open(&record.lock, Box::new(take_off));
    });
    view! {
        <details class="fold">
            <summary>"Take the lock off"</summary>
            <form on:submit=take_off>
                <p>"Then whoever can open this browser can read everything again."</p>
                {known.view("Your passphrase, or your recovery code")}
                <div class="actions"><button type="submit" class="button danger">"Take it off"</button></div>
                {known.progress()}
            </form>
        </details>
    }
    .into_any()
}

/// What stands of it in the settings.
pub(crate) fn lock_section() -> AnyView {
    let state = state();
    let about = text(move || {
        let sentence = if state.has_lock() {
            "You have one. Here you can change it, choose when it closes, or take it off."
        } else {
            "A passphrase without which nobody reads what you keep private."
        };
        sentence.to_owned()
    });
    view! {
        <section aria-labelledby="lock">
            <h2 id="lock">"A lock"</h2>
            <p>{about}</p>
            <p><a class="button" href="lock">{text(move || if state.has_lock() { "The lock" } else { "Make a lock" }.to_owned())}</a></p>
        </section>
    }
    .into_any()
}
