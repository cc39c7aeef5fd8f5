//! Copies that only a passphrase opens: saving one, and opening one.

use kept::exchange::age::{AgeError, Random, Sealing, WORK_FACTOR};
use kept::exchange::sealed_file_name;
use kept::problem::{Problem, explain};
use kept_view::view;
use leptos::prelude::*;

use super::copy::{Choice, compose};
use crate::app::parts::{Work, effect, is, secret_text, submit, tick, when};
use crate::app::state::{State, state};
use crate::browser::{file, page, random};

/// The fields.
const NEW: &str = "passphrase";
const AGAIN: &str = "passphrase-again";
const OPEN: &str = "passphrase-open";

/// What the form for saving holds.
#[derive(Clone, Copy)]
struct Seal {
    passphrase: RwSignal<String>,
    again: RwSignal<String>,
    wrong: RwSignal<String>,
    wrong_again: RwSignal<String>,
    is_shown: RwSignal<bool>,
    /// Whether only what the one who writes may read goes into the file.
    is_mine: RwSignal<bool>,
    work: Work,
}

/// Offers to save a copy with a passphrase.
pub(crate) fn sealed_copy() -> AnyView {
    let state = state();
    let words = || RwSignal::new(String::new());
    let seal = Seal {
        passphrase: words(),
        again: words(),
        wrong: words(),
        wrong_again: words(),
        is_shown: RwSignal::new(false),
        is_mine: RwSignal::new(false),
        work: Work::new(),
    };
    let Seal { is_shown, is_mine, .. } = seal;
    let save = submit(move || seal.save(state));
    let again =
        move || secret_text(AGAIN, "The same once more", "", seal.again, false.into(), seal.wrong_again);
    let mine = move || tick("Only what I can read", is(move || is_mine.get()), move |on| is_mine.set(on));
    let hint = "Four or five words that have nothing to do with each other, or with you, are hard to guess. A short or \
                common one is not: whoever has the file can let a computer try for as long as they like.";
    view! {
        <details class="fold">
            <summary>"Save it with a passphrase"</summary>
            <form on:submit=save>
                <p>
                    "Then nobody reads the file without the passphrase. If it is forgotten, what is in the file is lost: it
                    is kept nowhere, and nobody can open it for you."
                </p>
                {secret_text(NEW, "Passphrase", hint, seal.passphrase, is_shown.into(), seal.wrong)}
                {when(move || !is_shown.get(), again)}
                <div class="options">
                    {tick("Show what I type", is_shown.into(), move |on| is_shown.set(on))}
                    {when(move || state.partner().is_some(), mine)}
                </div>
                <div class="actions"><button type="submit" class="button">"Save the locked copy"</button></div>
                {seal.work.view("Locking it takes a moment.", NEW)}
            </form>
        </details>
    }
    .into_any()
}

impl Seal {
    /// Seals everything and saves it, unless the passphrase is not one.
    fn save(self, state: State) {
        let passphrase = self.passphrase.get_untracked();
        let is_same = self.is_shown.get_untracked() || self.again.get_untracked() == passphrase;
        let missing = if passphrase.is_empty() { "Choose a passphrase first." } else { "" };
        let other = if is_same { "" } else { "This is not the same. Type it once more, or let it be shown." };
        self.wrong.set(missing.to_owned());
        self.wrong_again.set(if missing.is_empty() { other } else { "" }.to_owned());
        if !missing.is_empty() {
            page::focus(NEW);
        } else if !is_same {
            page::focus(AGAIN);
        } else {
            let reader = untrack(|| state.me()).filter(|_| self.is_mine.get_untracked());
            let is_whole = reader.is_none();
            let begin = move |text: String| self.begin(state, text, &passphrase, is_whole);
            compose(state, reader, Box::new(begin));
        }
    }

    fn begin(self, state: State, text: String, passphrase: &str, is_whole: bool) {
        let Some(random) = fresh() else {
            state.say("This browser has no random numbers for it, so nothing was saved.");
            return;
        };
        match Sealing::new(text.into_bytes(), passphrase, WORK_FACTOR, random) {
            Ok(mut sealing) => self.work.start(Box::new(move || match sealing.step() {
                None => Some(sealing.percent()),
                Some(sealed) => {
                    self.end(state, &sealed, is_whole);
                    None
                }
            })),
            Err(error) => self.wrong.set(explain(&Problem::NotOpened(error)).sentence),
        }
    }

    fn end(self, state: State, sealed: &[u8], is_whole: bool) {
        let name = sealed_file_name(untrack(|| state.today()));
        if file::save_bytes(&name, "application/octet-stream", sealed).is_err() {
            state.say("The browser would not save a file.");
            return;
        }
        if is_whole {
            state.note_copy();
        }
        state.say("The locked copy is in your downloads.");
        self.passphrase.set(String::new());
        self.again.set(String::new());
    }
}

/// Random bytes for one file, where the browser gives them.
fn fresh() -> Option<Random> {
    Some(Random { file_key: random::secret()?, salt: random::secret()?, nonce: random::secret()? })
}

/// Asks for the passphrase of the file that was chosen.
pub(super) fn ask(choice: Choice) -> AnyView {
    let passphrase = RwSignal::new(String::new());
    let wrong = RwSignal::new(String::new());
    let is_shown = RwSignal::new(false);
    let work = Work::new();
    let refuse = move |error: AgeError| {
        let problem = Problem::NotOpened(error);
        // Another try with this file may do; of any other reason it is the file that is wrong.
        if matches!(error, AgeError::Passphrase | AgeError::NoMemory) {
            wrong.set(explain(&problem).sentence);
            page::focus(OPEN);
        } else {
            choice.refuse(problem);
        }
    };
    let open = submit(move || {
        wrong.set(String::new());
        match choice.opening(&passphrase.get_untracked()) {
            Some(Ok(mut opening)) => work.start(Box::new(move || {
                match opening.step() {
                    None => return Some(opening.percent()),
                    Some(Ok(plain)) => choice.import(&plain),
                    Some(Err(error)) => refuse(error),
                }
                None
            })),
            Some(Err(error)) => refuse(error),
            None => {}
        }
    });
    effect(|| page::focus(OPEN));
    view! {
        <form class="card" on:submit=open>
            <p><strong>"This copy is locked with a passphrase."</strong></p>
            {secret_text(OPEN, "Its passphrase", "", passphrase, is_shown.into(), wrong)}
            {tick("Show what I type", is_shown.into(), move |on| is_shown.set(on))}
            <div class="actions"><button type="submit" class="button primary">"Open it"</button></div>
            {work.view("Opening it takes a moment.", OPEN)}
        </form>
    }
    .into_any()
}
