//! Who writes, how it looks, what is carried in and out, and what is stored.

mod copy;
mod dress;
mod kept_file;
mod leave;
mod room;
mod sealed;
mod trash;

use kept::entry::{Person, PersonId, Role};
use kept_view::view;
use leptos::prelude::*;

pub(crate) use self::copy::save_copy;
pub(crate) use self::sealed::sealed_copy;
use super::lock::lock_section;
use crate::app::parts::{
    Screen, choice, click, confirm, effect, position, short_text, submit, when, whenever,
};
use crate::app::state::state;
use crate::app::words;
use crate::browser::{page, random};

/// The preference for the size of text, and its words as the style sheet knows them. The first is the device's.
const TEXT_SIZE: &str = "text-size";
const TEXT_SIZES: [&str; 3] = ["", "large", "larger"];

/// The settings.
pub(crate) fn settings() -> AnyView {
    view! {
        <Screen tab="Settings" heading="Settings">
            {people()}
            {appearance()}
            {leave::section()}
            {dress::section()}
            {lock_section()}
            <section aria-labelledby="privacy">
                <h2 id="privacy">"Privacy"</h2>
                <p><a href="privacy">"Who can see what, in plain words"</a></p>
            </section>
            {copy::section()}
            {kept_file::section()}
            {room::section()}
            {trash::section()}
            {room::aside()}
            {delete()}
        </Screen>
    }
    .into_any()
}

fn people() -> AnyView {
    let state = state();
    let form = move || {
        let Some(me) = state.me() else { return ().into_any() };
        let person = state.entries(|entries| entries.get::<Person>(&me, &Person::id()).cloned());
        person_form(me, person.unwrap_or_default())
    };
    // Stays while the same person writes: somebody may be typing in it.
    let version = move || state.me().map(String::from).unwrap_or_default();
    let is_alone = move || state.entries(|entries| entries.people().len() < 2);
    let add = move || {
        state.introduce(&state.author());
        let id = PersonId::random(random::bytes());
        // They have no lock, and read what is shared.
        if state.has_locks() && !state.open_shared_key(true) {
            return;
        }
        if state.put_person(&id, Person { colour: 1, ..Person::default() }) {
            state.switch_to(&id);
            state.say("Now the other person is writing. Say who you are, or hand over the device.");
        }
    };
    let told = || {
        view! { <p class="hint">"As long as they have no lock, what you share can be read by whoever opens this page. What you keep private cannot."</p> }.into_any()
    };
    let offer = move || {
        view! {
            <p>"Two people can write on this device. Each sees their own pages and what the other shares."</p>
            {when(move || state.has_lock(), told)}
            <button type="button" class="button" on:click=click(add)>"Add the other person"</button>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="people">
            <h2 id="people">"Who writes"</h2>
            {whenever(version, form)}
            {when(is_alone, offer)}
        </section>
    }
    .into_any()
}

/// What the person who is writing says about themselves. The other one changes theirs when it is their turn.
fn person_form(id: PersonId, person: Person) -> AnyView {
    let state = state();
    let name = RwSignal::new(person.name.clone());
    let role = position(&Role::ALL, &person.role);
    let save = submit(move || {
        let name = name.get_untracked().trim().to_owned();
        let role = Role::ALL.get(role.get_untracked()).copied().unwrap_or(person.role);
        if state.put_person(&id, Person { name, role, ..person }) {
            state.say("Saved on this device.");
        }
    });
    view! {
        <form on:submit=save>
            {short_text("name", "Your name or a nickname", "", Person::NAME_LENGTH, name)}
            {choice("role", "In what happened", words::roles(), role)}
            <div class="actions"><button type="submit" class="button">"Save"</button></div>
        </form>
    }
    .into_any()
}

fn appearance() -> AnyView {
    let state = state();
    let theme = state.theme();
    let mut shown = theme.get_untracked();
    effect(move || {
        let chosen = theme.get();
        if std::mem::replace(&mut shown, chosen) != chosen {
            state.put_on(chosen);
        }
    });
    let names = ["As the device has it", "Light", "Dark"].map(str::to_owned).to_vec();
    let sizes = ["As the device has it", "Larger", "Largest"].map(str::to_owned).to_vec();
    let size = position(&TEXT_SIZES, &state.preference(TEXT_SIZE).as_str());
    effect(move || {
        let chosen = TEXT_SIZES.get(size.get()).copied().unwrap_or_default();
        if untrack(|| state.preference(TEXT_SIZE)) != chosen {
            state.prefer(TEXT_SIZE, chosen);
            page::mark_root("data-text-size", Some(chosen));
        }
    });
    view! {
        <section aria-labelledby="look">
            <h2 id="look">"Appearance"</h2>
            {choice("theme", "Light or dark", names, theme)}
            {choice("text-size", "Size of text", sizes, size)}
        </section>
    }
    .into_any()
}

fn delete() -> AnyView {
    const DIALOG: &str = "delete-everything";
    let state = state();
    let more = view! {
        <p>"If you may want it later, save a copy first. One with a passphrase is under “A copy of everything”."</p>
        <p><button type="button" class="button" on:click=click(move || save_copy(state))>"Save a copy first"</button></p>
    };
    view! {
        <section aria-labelledby="delete">
            <h2 id="delete">"Delete everything"</h2>
            <p>"Removes all that was written here, by both of you, from this browser, and then says what is left. It cannot be undone."</p>
            <button type="button" class="button danger" on:click=click(|| page::open_dialog(DIALOG))>"Delete everything"</button>
            {confirm(DIALOG, "Delete everything on this device?", "Delete everything", move || state.wipe(), more.into_any())}
        </section>
    }
    .into_any()
}
