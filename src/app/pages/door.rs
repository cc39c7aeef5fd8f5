//! What is shown while it is locked: whose locks there are, and a field for the passphrase. Nothing of what was written is
//! in memory then.

use kept::entry::PersonId;
use kept::problem::{Problem, explain};
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{
    KnownPassphrase, Screen, choice, click, confirm, dynamic, effect, notices, submit, when,
};
use crate::app::state::lock::Locked;
use crate::app::state::state;
use crate::browser::page;

const PASSPHRASE: &str = "passphrase";

/// The page.
pub(crate) fn door() -> AnyView {
    let state = state();
    let locks = StoredValue::new_local(state.locks());
    let last = state.preference("person");
    let at = locks.with_value(|locks| locks.iter().position(|(person, _)| person.as_str() == last));
    let who = RwSignal::new(at.unwrap_or_default());
    let known = KnownPassphrase::new(PASSPHRASE);
    let labels: Vec<String> = locks.with_value(|locks| locks.iter().map(label).collect());
    let whose = if let [only] = &labels[..] {
        view! { <p class="lead">{only.clone()}</p> }.into_any()
    } else {
        let named = |label: String| if label.is_empty() { "Without a name".to_owned() } else { label };
        choice("who", "Who is there?", labels.into_iter().map(named).collect(), who)
    };
    let chosen = move || locks.with_value(|locks| locks.get(who.get_untracked()).cloned());
    let open = submit(move || {
        let Some((person, Ok(record))) = chosen() else { return };
        known.open(&record.lock, Box::new(move |key| state.come_in(Some((&person, key)))));
    });
    let broken = dynamic(move || {
        who.track();
        let sentence = match chosen() {
            Some((_, Err(error))) => explain(&Problem::NotUnlocked(error)).sentence,
            _ => return ().into_any(),
        };
        view! { <p class="notice problem">{sentence}</p> }.into_any()
    });
    let without = move || {
        let come_in = click(move || state.come_in(None));
        view! {
            <p><button type="button" class="button" on:click=come_in>"Go on without unlocking"</button></p>
            <p class="hint">"For who writes here and has no lock."</p>
        }
        .into_any()
    };
    effect(|| page::focus(PASSPHRASE));
    view! {
        <header class="head"><span class="brand">{page::app_name()}</span></header>
        <main>
            {notices()}
            <Screen tab="" heading="Locked">
                {whose}
                {broken}
                <form on:submit=open>
                    {known.view("Passphrase")}
                    <div class="actions"><button type="submit" class="button primary">"Unlock"</button></div>
                    {known.progress()}
                </form>
                {when(move || state.is_shared_key_open(), without)}
                {forgotten(Box::new(move || chosen().map(|(person, _)| person)))}
            </Screen>
        </main>
    }
    .into_any()
}

/// What is seen of somebody before they unlocked.
fn label((_, record): &Locked) -> String {
    record.as_ref().map(|record| record.label.clone()).unwrap_or_default()
}

/// What there is for somebody who does not know their passphrase.
fn forgotten(whose: Box<dyn Fn() -> Option<PersonId>>) -> AnyView {
    const DIALOG: &str = "give-up";
    let state = state();
    let give_up = move || {
        if let Some(person) = whose() {
            state.forsake(&person);
        }
    };
    let more = view! {
        <p>"All that only this lock opens is removed from this browser: pages, drafts, all of it. It cannot be undone."</p>
        <p>"Copies that you saved open as before, and can be taken in afterwards."</p>
    };
    view! {
        <details class="fold">
            <summary>"I do not know it any more"</summary>
            <p>"If you wrote down a recovery code, type it in place of the passphrase."</p>
            <p>
                "Without passphrase and code nothing opens what is locked; nobody has a second key. You can give it up, and
                begin again."
            </p>
            <button type="button" class="button danger" on:click=click(|| page::open_dialog(DIALOG))>"Give up what is locked"</button>
            {confirm(DIALOG, "Give up what is locked?", "Give it up", give_up, more.into_any())}
        </details>
    }
    .into_any()
}
