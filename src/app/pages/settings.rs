//! Who writes, how it looks, and what is carried in and out.

use kept::entry::{Person, PersonId, Role};
use kept::exchange::{Import, ImportError, LARGEST_FILE, Preview, export, file_name, import};
use kept::problem::{Problem, explain};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::File;

use crate::app::parts::{
    Screen, change, choice, click, confirm, dynamic, effect, position, short_text, submit, text, when,
    whenever,
};
use crate::app::state::{State, state};
use crate::app::words;
use crate::browser::{clock, file, page, random, storage};

/// What browsers promise at the least, in UTF-16 code units: the strictest reading of Safari's limit.
const PLANNED_UNITS: usize = 2_500_000;

/// The settings.
pub(crate) fn settings() -> AnyView {
    view! {
        <Screen tab="Settings" heading="Settings">
            {people()}
            {appearance()}
            {copy()}
            {aside()}
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
        if state.put_person(&id, Person { name: String::new(), role: Role::Unsure, colour: 1 }) {
            state.switch_to(&id);
            state.say("Now the other person is writing. Say who you are, or hand over the device.");
        }
    };
    let offer = move || {
        view! {
            <p>"Two people can write on this device. Each sees their own pages and what the other shares."</p>
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
        if state.put_person(&id, Person { name, role, colour: person.colour }) {
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
    view! {
        <section aria-labelledby="look">
            <h2 id="look">"Appearance"</h2>
            {choice("theme", "Light or dark", names, theme)}
        </section>
    }
    .into_any()
}

/// Saves everything as a file.
fn save_copy(state: State) {
    let today = untrack(|| state.today());
    let text = untrack(|| state.entries(|entries| export(entries, today)));
    match file::save(&file_name(today), "application/json", &text) {
        Ok(()) => state.say("The copy is in your downloads."),
        Err(_) => state.say("The browser would not save a file."),
    }
}

/// A file that was read, and what it would change; or why it could not be read.
type Chosen = Option<Result<(Import, Preview), ImportError>>;

fn copy() -> AnyView {
    let state = state();
    let chosen = StoredValue::new_local(Chosen::None);
    let changed = Trigger::new();
    let choose = change(move |event| {
        let Some(file) = file::chosen(&event) else { return };
        spawn_local(async move {
            let read = read(state, &file).await;
            chosen.set_value(Some(read));
            changed.notify();
        });
    });
    let take_in = move || {
        let entries = chosen.with_value(|chosen| match chosen {
            Some(Ok((import, _))) => import.entries.clone(),
            _ => Vec::new(),
        });
        if state.save(&entries) {
            chosen.set_value(None);
            changed.notify();
            state.say("Everything in the file is here now.");
        }
    };
    let found = move || {
        changed.track();
        chosen.with_value(|chosen| match chosen {
            Some(Ok((import, preview))) => preview_of(import, preview, take_in),
            Some(Err(error)) => {
                let explanation = explain(&Problem::NotImported(error.clone()));
                view! { <p class="notice problem">{explanation.sentence}</p> }.into_any()
            }
            None => ().into_any(),
        })
    };
    view! {
        <section aria-labelledby="copy">
            <h2 id="copy">"A copy of everything"</h2>
            <p>
                "One file with all that was written on this device, by both of you, private pages too. It is plain
                text (JSON) that other programs can read; keep it somewhere safe."
            </p>
            <div class="actions">
                <button type="button" class="button" on:click=click(move || save_copy(state))>"Save a copy"</button>
                <label class="button">
                    "Open a copy"
                    <input type="file" accept=".json,application/json" class="visually-hidden" on:change=choose />
                </label>
            </div>
            <div role="status">{dynamic(found)}</div>
            {storage_use()}
        </section>
    }
    .into_any()
}

async fn read(state: State, chosen: &File) -> Result<(Import, Preview), ImportError> {
    // A file that is too large is refused before it is in memory.
    let size = file::size(chosen);
    if size > LARGEST_FILE {
        return Err(ImportError::TooLarge(size));
    }
    let bytes = file::read(chosen).await.map_err(|_| ImportError::Unreadable)?;
    let read = import(&bytes)?;
    let preview = untrack(|| state.entries(|entries| read.preview(entries)));
    Ok((read, preview))
}

/// What a file would change, before it does.
fn preview_of(from: &Import, preview: &Preview, on_yes: impl Fn() + 'static) -> AnyView {
    let unreadable = from.unreadable.clone();
    let mut lines: Vec<String> =
        preview.added.iter().map(|(kind, count)| format!("{} to add", words::count(kind, *count))).collect();
    for (count, what) in [
        (preview.updated, "newer than what is here"),
        (preview.deleted, "deleted since they were written here"),
        (preview.gone, "that say something was deleted"),
        (preview.unchanged, "already here"),
    ] {
        if count > 0 {
            lines.push(format!("{count} {what}"));
        }
    }
    let item = |line: String| view! { <li>{line}</li> }.into_any();
    let missing = (!unreadable.is_empty()).then(|| {
        view! {
            <details>
                <summary>{format!("{} that cannot be read", unreadable.len())}</summary>
                <ul>{unreadable.into_iter().map(item).collect::<Vec<_>>()}</ul>
            </details>
        }
        .into_any()
    });
    let answer = if preview.is_empty() {
        view! { <p>"There is nothing new in it."</p> }.into_any()
    } else {
        let add = click(on_yes);
        view! {
            <div class="actions">
                <button type="button" class="button primary" on:click=add>"Add it to what is here"</button>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="card">
            <p><strong>"What is in the file"</strong></p>
            <ul>{lines.into_iter().map(item).collect::<Vec<_>>()}</ul>
            {missing}
            {answer}
        </div>
    }
    .into_any()
}

/// How much room is used, and whether the browser promised to keep it.
fn storage_use() -> AnyView {
    let state = state();
    let promise = RwSignal::new("A copy now and then is wise.".to_owned());
    spawn_local(async move {
        let said = match storage::is_persistent().await {
            Some(true) => "This browser promised to keep what is stored here.",
            Some(false) => {
                "This browser has not promised to keep what is stored here. A copy now and then is wise."
            }
            None => return,
        };
        promise.set(said.to_owned());
    });
    let used = move || {
        state.entries(|_| ());
        state.used_units()
    };
    let share = text(move || {
        format!("Room used: {} % of what every browser gives", (used() * 100).div_ceil(PLANNED_UNITS))
    });
    view! {
        <div class="hint">
            <label>
                {share}
                <progress max=PLANNED_UNITS.to_string() prop:value=text(move || used().to_string())></progress>
            </label>
            <p>{text(move || promise.get())}</p>
        </div>
    }
    .into_any()
}

/// What could not be read, as it was found.
fn aside() -> AnyView {
    const DIALOG: &str = "discard-aside";
    let state = state();
    let count = RwSignal::new(state.aside().len());
    let save = move || {
        let values = state.aside();
        let parts: Vec<String> =
            values.iter().map(|aside| format!("{}\n{}\n", aside.key, aside.value)).collect();
        let text = parts.join("\n");
        if file::save(&format!("notes-set-aside-{}.txt", clock::today()), "text/plain", &text).is_err() {
            state.say("The browser would not save a file.");
        }
    };
    let discard = move || {
        if state.discard_aside() {
            count.set(0);
        }
    };
    let section = move || {
        let what = match count.get() {
            1 => "One stored part could not be read. It is kept here exactly as it was found".to_owned(),
            count => format!(
                "{count} stored parts could not be read. They are kept here exactly as they were found"
            ),
        };
        let more = view! { <p>"Save it as a file first if you are not sure."</p> }.into_any();
        view! {
            <section aria-labelledby="aside">
                <h2 id="aside">"Set aside"</h2>
                <p>{what} ", in case somebody can mend it."</p>
                <div class="actions">
                    <button type="button" class="button" on:click=click(save)>"Save as a file"</button>
                    <button type="button" class="quiet danger" on:click=click(|| page::open_dialog(DIALOG))>"Remove"</button>
                </div>
                {confirm(DIALOG, "Remove what was set aside?", "Remove", discard, more)}
            </section>
        }
        .into_any()
    };
    when(move || count.get() > 0, section).into_any()
}

fn delete() -> AnyView {
    const DIALOG: &str = "delete-everything";
    let state = state();
    let more = view! {
        <p>"If you may want it later, save a copy first."</p>
        <p><button type="button" class="button" on:click=click(move || save_copy(state))>"Save a copy first"</button></p>
    };
    view! {
        <section aria-labelledby="delete">
            <h2 id="delete">"Delete everything"</h2>
            <p>"Removes all that was written here, by both of you, from this browser. It cannot be undone."</p>
            <button type="button" class="button danger" on:click=click(|| page::open_dialog(DIALOG))>"Delete everything"</button>
            {confirm(DIALOG, "Delete everything on this device?", "Delete everything", move || state.wipe(), more.into_any())}
        </section>
    }
    .into_any()
}
