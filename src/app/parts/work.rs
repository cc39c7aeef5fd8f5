//! Work that takes seconds, done a little at a time, so that the page goes on.

use std::time::Duration;

use kept_view::view;
use leptos::prelude::*;

use super::dynamic::{click, text, when};
use crate::browser::{clock, page};

/// How many milliseconds of it are done before the browser may draw again.
const SLICE_MS: u64 = 12;

/// Does a part of some work. It says how much is done, in percent; nothing, once all of it is, with all that follows.
pub(crate) type Step = Box<dyn FnMut() -> Option<u32>>;

/// A place for work. It is a handle; copies are the same place. What is going on there ends with the screen.
#[derive(Clone, Copy)]
pub(crate) struct Work {
    step: StoredValue<Option<Step>, LocalStorage>,
    is_going: RwSignal<bool>,
    /// How much is done, in percent.
    done: RwSignal<u32>,
}

impl Work {
    pub(crate) fn new() -> Self {
        Self { step: StoredValue::new_local(None), is_going: RwSignal::new(false), done: RwSignal::new(0) }
    }

    /// Begins with something, in place of whatever is going on.
    pub(crate) fn start(self, step: Step) {
        self.step.set_value(Some(step));
        self.done.set(0);
        self.is_going.set(true);
        // Not at once: first the page shows that it began.
        set_timeout(move || self.go_on(), Duration::ZERO);
    }

    fn stop(self) {
        self.step.try_update_value(Option::take);
        let _ = self.is_going.try_set(false);
    }

    fn go_on(self) {
        // It was stopped, or its screen was left.
        let Some(Some(mut step)) = self.step.try_update_value(Option::take) else { return };
        let until = clock::now_ms() + SLICE_MS;
        let done = loop {
            match step() {
                None => return self.stop(),
                Some(done) if clock::now_ms() >= until => break done,
                Some(_) => {}
            }
        };
        self.done.set(done);
        self.step.set_value(Some(step));
        set_timeout(move || self.go_on(), Duration::ZERO);
    }

    /// How far it is, while it goes on, and a way to stop it. `called` is what is done, `back` the field that takes the
    /// focus once it was stopped.
    pub(crate) fn view(self, called: &'static str, back: &'static str) -> AnyView {
        let stop = move || {
            self.stop();
            page::focus(back);
        };
        let going = move || {
            view! {
                <label class="hint">
                    {called}
                    <progress max="100" prop:value=text(move || self.done.get().to_string())></progress>
                </label>
                <button type="button" class="quiet" on:click=click(stop)>"Stop"</button>
            }
            .into_any()
        };
        view! { <div role="status">{when(move || self.is_going.get(), going)}</div> }.into_any()
    }
}
