//! Copies that only a passphrase opens: saving one, and opening one.

use kept::exchange::age::{AgeError, Random, Sealing, WORK_FACTOR};
use kept::exchange::sealed_file_name;
use kept::problem::{Problem, explain};
use kept_view::view;
use leptos::prelude::*;

use super::copy::{Choice, compose};
use crate::app::parts::{NewPassphrase, Work, effect, is, secret_text, submit, tick, when};
use crate::app::state::{State, state};
use crate::browser::{file, page, random};

/// The fields.
const NEW: [&str; 2] = ["passphrase", "passphrase-again"];
const OPEN: &str = "passphrase-open";

/// What the form for saving holds.
#[derive(Clone, Copy)]
struct Seal {
    passphrase: NewPassphrase,
    /// Whether only what the one who writes may read goes into the file.
    is_mine: RwSignal<bool>,
    work: Work,
}

/// Offers to save a copy with a passphrase.
pub(crate) fn sealed_copy() -> AnyView {
    let state = state();
    let seal = Seal { passphrase: NewPassphrase::new(NEW), is_mine: RwSignal::new(false), work: Work::new() };
    let is_mine = seal.is_mine;
    let save = submit(move || seal.save(state));
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
                {seal.passphrase.view("Passphrase", hint, view! { {when(move || state.partner().is_some(), mine)} }.into_any())}
                <div class="actions"><button type="submit" class="button">"Save the locked copy"</button></div>
                {seal.work.view("Locking it takes a moment.", NEW[0])}
            </form>
        </details>
    }
    .into_any()
}

impl Seal {
    /// Seals everything and saves it, unless the passphrase is not one.
    fn save(self, state: State) {
        let Some(passphrase) = self.passphrase.chosen() else { return };
        let reader = untrack(|| state.me()).filter(|_| self.is_mine.get_untracked());
        let is_whole = reader.is_none();
        let begin = move |text: String| self.begin(state, text, &passphrase, is_whole);
        compose(state, reader, Box::new(begin));
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
            Err(error) => self.passphrase.refuse(&Problem::NotOpened(error)),
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
        self.passphrase.clear();
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
