//! A copy of everything: saving one, and opening one.

use kept::entry::{Day, Entry, PersonId};
use kept::exchange::age::{self, AgeError, Opening};
use kept::exchange::{
    Import, ImportError, LARGEST_FILE, Preview, export, export_for, file_name, import, tables,
};
use kept::problem::{Problem, explain};
use kept::vault::{How, Key, Reach};
use kept_view::view;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::File;

use super::sealed;
use crate::app::parts::{KnownPassphrase, change, click, confirm, dynamic, each, either, submit, text, when};
use crate::app::state::lock::Locked;
use crate::app::state::{State, state};
use crate::app::words;
use crate::browser::{clock, file, page};

/// What the browser offers to open. What a file is, its content says; but phones know files of age only as some file.
const ACCEPTED: &str = ".json,.age,application/json,application/octet-stream";

/// Saves everything as a file, also what was not read yet.
pub(crate) fn save_copy(state: State) {
    let saved = move || {
        state.note_copy();
        state.say("The copy is in your downloads.");
    };
    save_as_file(state, None, saved);
}

/// Saves what one person may read, and nothing else.
fn save_copy_for(state: State, reader: PersonId) {
    save_as_file(state, Some(reader), move || state.say("What you can read is in your downloads."));
}

fn save_as_file(state: State, reader: Option<PersonId>, saved: impl Fn() + 'static) {
    let save = move |text: String| match file::save(&file_name(today(state)), "application/json", &text) {
        Ok(()) => saved(),
        Err(_) => state.say("The browser would not save a file."),
    };
    compose(state, reader, Box::new(save));
}

/// Makes the text of a copy, also of what was not read yet, or of what one person may read; then does `then` with it.
pub(super) fn compose(state: State, reader: Option<PersonId>, then: Box<dyn FnOnce(String)>) {
    let compose = move || {
        let today = today(state);
        let text = state.entries(|entries| match &reader {
            Some(reader) => export_for(entries, reader, today),
            None => export(entries, today),
        });
        then(text);
    };
    state.recall(Reach::Everything, Box::new(move || untrack(compose)));
}

fn today(state: State) -> Day {
    untrack(|| state.today())
}

/// What became of the file that was chosen.
enum Chosen {
    /// There is none.
    None,
    /// It was read, and this is what it would change.
    Read(Import, Preview),
    /// It is sealed, and its passphrase is asked for.
    Sealed(Vec<u8>),
    /// It cannot be read.
    Refused(Problem),
}

/// The file that was chosen, for as long as the screen is open. It is a handle; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    chosen: StoredValue<Chosen, LocalStorage>,
    changed: Trigger,
    state: State,
}

impl Choice {
    fn set(self, chosen: Chosen) {
        self.chosen.set_value(chosen);
        self.changed.notify();
    }

    /// Looks at a file that was read: its passphrase is asked for where it has one.
    fn look(self, bytes: Result<Vec<u8>, ImportError>) {
        match bytes {
            Err(error) => self.refuse(Problem::NotImported(error)),
            Ok(bytes) if age::is_age(&bytes) => match age::check(&bytes) {
                Ok(()) => self.set(Chosen::Sealed(bytes)),
                Err(error) => self.refuse(Problem::NotOpened(error)),
            },
            Ok(bytes) => self.import(&bytes),
        }
    }

    /// Reads what a copy says, and shows what it would change.
    pub(super) fn import(self, bytes: &[u8]) {
        match import(bytes) {
            Err(error) => self.refuse(Problem::NotImported(error)),
            Ok(import) => self.preview(import),
        }
    }

    fn preview(self, import: Import) {
        let state = self.state;
        let preview = move || {
            let preview = untrack(|| state.entries(|entries| import.preview(entries)));
            self.set(Chosen::Read(import, preview));
        };
        state.recall(Reach::Everything, Box::new(preview));
    }

    /// Reads what somebody has locked in the file.
    fn unlock(self, person: &PersonId, key: Key) {
        let mut chosen = Chosen::None;
        self.chosen.update_value(|now| std::mem::swap(now, &mut chosen));
        if let Chosen::Read(mut import, _) = chosen {
            import.unlock(person, key);
            self.preview(import);
        }
    }

    /// Says why the file cannot be read.
    pub(super) fn refuse(self, problem: Problem) {
        self.set(Chosen::Refused(problem));
    }

    /// Begins to open the file with a passphrase.
    pub(super) fn opening(self, passphrase: &str) -> Option<Result<Opening, AgeError>> {
        self.chosen.with_value(|chosen| match chosen {
            Chosen::Sealed(bytes) => Some(Opening::new(bytes, passphrase)),
            _ => None,
        })
    }

    /// Takes in what is in the file.
    fn take_in(self, how: How) {
        let state = self.state;
        let mut entries: Vec<Entry> = self.chosen.with_value(|chosen| match chosen {
            Chosen::Read(import, _) => import.entries.clone(),
            _ => Vec::new(),
        });
        let left = state.not_for_here(&mut entries);
        let done = move |is_done| {
            if is_done {
                self.set(Chosen::None);
                state.say(if left == 0 {
                    "Everything in the file is here now."
                } else {
                    "It is here now, but for what somebody keeps private whose lock is closed. Open the file again once they \
                     unlocked it."
                });
            }
        };
        state.take_in(entries, how, Box::new(done));
    }
}

pub(super) fn section() -> AnyView {
    let state = state();
    let choice = Choice { chosen: StoredValue::new_local(Chosen::None), changed: Trigger::new(), state };
    let choose = change(move |event| {
        let Some(file) = file::chosen(&event) else { return };
        spawn_local(async move { choice.look(read(&file).await) });
    });
    let found = move || {
        choice.changed.track();
        choice.chosen.with_value(|chosen| match chosen {
            Chosen::Read(import, preview) => preview_of(import, preview, choice),
            Chosen::Sealed(_) => sealed::ask(choice),
            Chosen::Refused(problem) => {
                view! { <p class="notice problem">{explain(problem).sentence}</p> }.into_any()
            }
            Chosen::None => ().into_any(),
        })
    };
    let last = text(move || match state.last_copy() {
        Some(last) => format!("The last copy is of {}.", clock::full_date(last.on)),
        None => "There is no copy yet.".to_owned(),
    });
    view! {
        <section aria-labelledby="copy">
            <h2 id="copy">"A copy of everything"</h2>
            <p>
                "One file with all that was written on this device, by both of you, private pages and answers that still wait too. It is plain
                text (JSON) that other programs can read, and everybody who gets hold of it, unless you save it with a passphrase."
            </p>
            <p class="hint">{last}</p>
            {when(move || state.has_locked(), locked)}
            <div class="actions">
                <button type="button" class="button" on:click=click(move || save_copy(state))>"Save a copy"</button>
                <label class="button">
                    "Open a copy"
                    <input type="file" accept=ACCEPTED class="visually-hidden" on:change=choose />
                </label>
                {when(move || state.partner().is_some(), what_i_can_read)}
            </div>
            <div role="status">{dynamic(found)}</div>
            {sealed::sealed_copy()}
            {as_tables()}
            {when(move || state.progress().is_some(), progress)}
            {when(move || { state.entries(|_| ()); state.snapshot().is_some() }, snapshot)}
        </section>
    }
    .into_any()
}

fn locked() -> AnyView {
    view! { <p class="hint">"What somebody else keeps private behind a lock is not in it."</p> }.into_any()
}

/// For one of two people on a device: their own, and what the other one shares.
fn what_i_can_read() -> AnyView {
    let state = state();
    let save = click(move || {
        if let Some(me) = untrack(|| state.me()) {
            save_copy_for(state, me);
        }
    });
    view! { <button type="button" class="button" on:click=save>"Save only what I can read"</button> }
        .into_any()
}

/// The same as tables, one for each kind, for people who want to see it in a spreadsheet.
fn as_tables() -> AnyView {
    let state = state();
    let shown = RwSignal::new(false);
    let show = move || state.recall(Reach::Everything, Box::new(move || shown.set(true)));
    let offer = move || {
        view! { <button type="button" class="quiet" on:click=click(show)>"As tables for a spreadsheet"</button> }.into_any()
    };
    let list = move || {
        let me = state.me();
        let all = state.entries(|entries| tables(entries, me.as_ref()));
        all.into_iter()
            .map(|table| {
                let named = words::count(table.kind, table.rows);
                let save = click(move || {
                    let name = table.file_name(untrack(|| state.today()));
                    if file::save(&name, "text/csv", &table.csv).is_err() {
                        state.say("The browser would not save a file.");
                    }
                });
                view! { <li><button type="button" class="button" on:click=save>{named}</button></li> }
                    .into_any()
            })
            .collect()
    };
    let tables = move || {
        view! {
            <p class="label">"As tables (CSV), one for each kind"</p>
            <ul class="actions">{each(list)}</ul>
        }
        .into_any()
    };
    either(move || shown.get(), tables, offer).into_any()
}

async fn read(chosen: &File) -> Result<Vec<u8>, ImportError> {
    // A file that is too large is refused before it is in memory.
    let size = file::size(chosen);
    if size > LARGEST_FILE {
        return Err(ImportError::TooLarge(size));
    }
    file::read(chosen).await.map_err(|_| ImportError::Unreadable)
}

/// What a file would change, before it does.
fn preview_of(from: &Import, preview: &Preview, choice: Choice) -> AnyView {
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
    let add = if preview.is_empty() {
        view! { <p>"There is nothing new in it."</p> }.into_any()
    } else {
        let add = click(move || choice.take_in(How::Merge));
        view! { <button type="button" class="button primary" on:click=add>"Add it to what is here"</button> }
            .into_any()
    };
    // What is left of a damaged file never takes the place of what is whole.
    // Nor of what somebody has locked.
    let may_replace = !from.entries.is_empty() && !from.damaged && !choice.state.has_locked();
    let replace = may_replace.then(|| replace(preview, choice));
    let damaged = from.damaged.then(|| {
        view! { <p class="notice problem">{explain(&Problem::DamagedFile).sentence}</p> }.into_any()
    });
    // One after the other: a file has two at most.
    let locked = from.locks().into_iter().next().map(|lock| locked_in(lock, choice));
    view! {
        <div class="card">
            {damaged}
            <p><strong>"What is in the file"</strong></p>
            <ul>{lines.into_iter().map(item).collect::<Vec<_>>()}</ul>
            {missing}
            {locked}
            <div class="actions">{add} {replace}</div>
        </div>
    }
    .into_any()
}

/// Asks for the passphrase of what somebody has locked in an emergency file.
fn locked_in((person, record): Locked, choice: Choice) -> AnyView {
    let record = match record {
        Ok(record) => record,
        Err(error) => {
            return view! { <p class="notice problem">{explain(&Problem::NotUnlocked(error)).sentence}</p> }
                .into_any();
        }
    };
    let known = KnownPassphrase::new("passphrase-in-file");
    let whose = if record.label.is_empty() {
        "A part of it is locked.".to_owned()
    } else {
        format!("A part of it is locked by {}.", record.label)
    };
    let open = submit(move || {
        let person = person.clone();
        known.open(&record.lock, Box::new(move |key| choice.unlock(&person, key)));
    });
    view! {
        <form on:submit=open>
            <p>{whose}" Without its passphrase that stays out."</p>
            {known.view("Its passphrase")}
            <div class="actions"><button type="submit" class="button">"Unlock it"</button></div>
            {known.progress()}
        </form>
    }
    .into_any()
}

/// Putting the file in the place of everything. What is here and not in it is said before.
fn replace(preview: &Preview, choice: Choice) -> AnyView {
    const DIALOG: &str = "replace-everything";
    let only_here = preview.only_here;
    let loses = match only_here {
        0 => "Everything that is here is in the file as well.".to_owned(),
        1 => "One entry here is not in the file, or is newer here than there.".to_owned(),
        count => format!("{count} entries here are not in the file, or are newer here than there."),
    };
    let more = view! {
        <p>{loses}</p>
        <p>"What is here now stays beside it for 30 days, and you can go back to it."</p>
    };
    view! {
        <button type="button" class="quiet danger" on:click=click(|| page::open_dialog(DIALOG))>"Use it in place of what is here"</button>
        {confirm(DIALOG, "Use the file in place of everything here?", "Use the file", move || choice.take_in(How::Replace), more.into_any())}
    }
    .into_any()
}

fn progress() -> AnyView {
    let state = state();
    let share = move |which: fn((usize, usize)) -> usize| {
        text(move || state.progress().map(which).unwrap_or_default().to_string())
    };
    view! {
        <label class="hint">
            "Writing it down"
            <progress prop:max=share(|(_, all)| all) prop:value=share(|(done, _)| done)></progress>
        </label>
    }
    .into_any()
}

/// What was there before a file took the place of everything.
fn snapshot() -> AnyView {
    const DIALOG: &str = "go-back";
    let state = state();
    let since = state.snapshot().and_then(|snapshot| snapshot.since).map(clock::full_date);
    let what = match since {
        Some(day) => {
            format!("On {day} a file took the place of what was here. That is still kept, for 30 days.")
        }
        None => "A file took the place of what was here. That is still kept, for 30 days.".to_owned(),
    };
    let more = view! { <p>"What was written since then goes. Save a copy first if you want it."</p> };
    let forget = move || {
        if state.drop_snapshot() {
            state.say("What was here before is gone.");
        }
    };
    view! {
        <div class="card">
            <p>{what}</p>
            <div class="actions">
                <button type="button" class="button" on:click=click(|| page::open_dialog(DIALOG))>"Go back to it"</button>
                <button type="button" class="quiet danger" on:click=click(forget)>"Forget it now"</button>
            </div>
            {confirm(DIALOG, "Go back to what was here before?", "Go back", move || state.go_back(), more.into_any())}
        </div>
    }
    .into_any()
}
