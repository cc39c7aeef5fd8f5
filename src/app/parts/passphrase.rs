//! Typing a passphrase: one that is to be, twice or in the open, and one that there is.

use kept::problem::{Problem, explain};
use kept::vault::{Cost, Key, Lock, LockError, LockRandom, Locking, RecoveryCode};
use kept_view::view;
use leptos::prelude::*;

use super::dynamic::{is, when};
use super::field::{secret_text, tick};
use super::work::Work;
use crate::browser::{clock, page, random};

/// A passphrase that is chosen. It is a handle; copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct NewPassphrase {
    /// The ids of its two fields.
    ids: [&'static str; 2],
    typed: RwSignal<String>,
    again: RwSignal<String>,
    wrong: RwSignal<String>,
    wrong_again: RwSignal<String>,
    is_shown: RwSignal<bool>,
}

impl NewPassphrase {
    pub(crate) fn new(ids: [&'static str; 2]) -> Self {
        let words = || RwSignal::new(String::new());
        let (typed, again, wrong, wrong_again) = (words(), words(), words(), words());
        Self { ids, typed, again, wrong, wrong_again, is_shown: RwSignal::new(false) }
    }

    /// Its fields, and the tick that shows what is typed, with more ticks after it.
    pub(crate) fn view(self, label: &'static str, hint: &'static str, more: AnyView) -> AnyView {
        let Self { ids: [id, id_again], typed, again, wrong, wrong_again, is_shown } = self;
        let again = move || secret_text(id_again, "The same once more", "", again, false.into(), wrong_again);
        view! {
            {secret_text(id, label, hint, typed, is_shown.into(), wrong)}
            {when(move || !is_shown.get(), again)}
            <div class="options">
                {tick("Show what I type", is_shown.into(), move |on| is_shown.set(on))}
                {more}
            </div>
        }
        .into_any()
    }

    /// What was chosen, unless it is nothing, or not the same twice; then that is said, where it helps.
    pub(crate) fn chosen(self) -> Option<String> {
        let chosen = self.typed.get_untracked();
        let is_same = self.is_shown.get_untracked() || self.again.get_untracked() == chosen;
        let missing = if chosen.is_empty() { "Choose a passphrase first." } else { "" };
        let other = if is_same { "" } else { "This is not the same. Type it once more, or let it be shown." };
        self.wrong.set(missing.to_owned());
        self.wrong_again.set(if missing.is_empty() { other } else { "" }.to_owned());
        if !missing.is_empty() {
            page::focus(self.ids[0]);
        } else if !is_same {
            page::focus(self.ids[1]);
        }
        Some(chosen).filter(|_| missing.is_empty() && is_same)
    }

    /// Says why it does not do.
    pub(crate) fn refuse(self, problem: &Problem) {
        self.wrong.set(explain(problem).sentence);
    }

    /// Forgets what was typed.
    pub(crate) fn clear(self) {
        self.typed.set(String::new());
        self.again.set(String::new());
    }
}

/// The passphrase of a lock, or its recovery code, which somebody types to open it. It is a handle; copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct KnownPassphrase {
    id: &'static str,
    typed: RwSignal<String>,
    wrong: RwSignal<String>,
    is_shown: RwSignal<bool>,
    work: Work,
}

impl KnownPassphrase {
    pub(crate) fn new(id: &'static str) -> Self {
        let words = || RwSignal::new(String::new());
        Self { id, typed: words(), wrong: words(), is_shown: RwSignal::new(false), work: Work::new() }
    }

    pub(crate) fn view(self, label: &'static str) -> AnyView {
        let Self { id, typed, wrong, is_shown, .. } = self;
        view! {
            {secret_text(id, label, "", typed, is_shown.into(), wrong)}
            <div class="options">{tick("Show what I type", is(move || is_shown.get()), move |on| is_shown.set(on))}</div>
        }
        .into_any()
    }

    /// How far opening the lock is.
    pub(crate) fn progress(self) -> AnyView {
        self.work.view("Opening it takes a moment.", self.id)
    }

    /// Opens a lock with what was typed, and does `then` with its key; says where that is not what opens it.
    pub(crate) fn open(self, lock: &Lock, then: Box<dyn FnOnce(Key)>) {
        let typed = self.typed.get_untracked();
        self.wrong.set(String::new());
        let mut then = Some(then);
        let mut end = move |found: Result<Key, LockError>| match found {
            Ok(key) => {
                self.typed.set(String::new());
                if let Some(then) = then.take() {
                    then(key);
                }
            }
            Err(error) => {
                self.wrong.set(explain(&Problem::NotUnlocked(error)).sentence);
                page::focus(self.id);
            }
        };
        // A code is no more work than reading it.
        if let Some(Ok(key)) = RecoveryCode::read(&typed).map(|code| lock.recover(&code)) {
            end(Ok(key));
            return;
        }
        match lock.open(&typed) {
            Err(error) => end(Err(error)),
            Ok(mut unlocking) => self.work.start(Box::new(move || {
                let percent = unlocking.percent();
                match unlocking.step() {
                    None => Some(percent),
                    Some(found) => {
                        end(found);
                        None
                    }
                }
            })),
        }
    }
}

/// Random bytes for one sealing of a key, where the browser gives them.
pub(crate) fn lock_random() -> Option<LockRandom> {
    Some(LockRandom { salt: random::secret()?, nonce: random::secret()? })
}

/// Begins the work for a lock with so much of it.
type Start = Box<dyn FnOnce(Cost) -> Result<Locking, LockError>>;

/// Makes a lock that takes half a second to open on this device: measures how long the least takes, and then does what
/// `start` begins.
pub(crate) fn forge(work: Work, start: Start, then: Box<dyn FnOnce(Result<Lock, LockError>)>) {
    let (mut start, mut then) = (Some(start), Some(then));
    let nobody = "nobody".parse().ok();
    let probe = nobody.zip(lock_random()).map(|(nobody, random)| {
        Lock::make(&nobody, Key::new([0; 32]), "how long does it take?", Cost::LEAST, random)
    });
    let mut probe = probe.and_then(Result::ok);
    let mut took_ms = 0;
    let mut locking: Option<Locking> = None;
    work.start(Box::new(move || {
        if let Some(measured) = &mut probe {
            let before = clock::now_ms();
            let is_done = measured.step().is_some();
            took_ms += clock::now_ms() - before;
            // The least is a tenth of what may follow.
            let percent = measured.percent() / 10;
            if is_done {
                probe = None;
            }
            return Some(percent);
        }
        let end = match (&mut locking, start.take()) {
            (None, Some(start)) => {
                match start(Cost::in_half_a_second(u32::try_from(took_ms).unwrap_or(u32::MAX))) {
                    Ok(made) => {
                        locking = Some(made);
                        return Some(10);
                    }
                    Err(error) => Err(error),
                }
            }
            (Some(locking), _) => {
                let percent = 10 + locking.percent() * 9 / 10;
                match locking.step() {
                    None => return Some(percent),
                    Some(lock) => Ok(lock),
                }
            }
            (None, None) => Err(LockError::NoMemory),
        };
        if let Some(then) = then.take() {
            then(end);
        }
        None
    }));
}
