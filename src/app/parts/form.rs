//! A form that loses nothing: what is typed is kept as a draft, and what another tab saved meanwhile is kept too.

use std::time::Duration;

use kept::entry::{Body, EntryId, Kind, PersonId, Rebase, Visibility};
use kept::vault::{Draft, DraftName};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::dynamic::effect;
use crate::app::state::{State, state};

/// How long after the last keystroke a draft is kept, in milliseconds.
const DRAFT_MS: u64 = 400;

/// An entry being written by one person. It is a handle; copies are the same form.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    /// What is on the screen.
    mine: RwSignal<Body>,
    /// Whether it will be shared.
    pub(crate) shared: RwSignal<bool>,
    /// What was saved when the form was opened, or by it.
    base: RwSignal<Body>,
    place: StoredValue<Place, LocalStorage>,
    state: State,
}

struct Place {
    author: PersonId,
    id: EntryId,
    /// What the form starts from where nothing was saved.
    empty: Body,
    draft: DraftName,
    picked_up: Vec<Draft>,
    /// Runs while there is something typed that no draft holds yet.
    timer: Option<TimeoutHandle>,
}

impl Form {
    /// Opens the form for the current person's entry `id`: with what they saved, and what they typed and did not.
    pub(crate) fn open(id: EntryId, empty: Body) -> Self {
        let state = state();
        let author = state.author();
        let draft = DraftName { author: author.clone(), form: id.to_string() };
        let (saved, shared) = untrack(|| {
            state.entries(|entries| {
                let entry = entries.entry(&author, &id);
                let saved = entry.and_then(|entry| entry.body.clone());
                (saved, entry.is_some_and(|entry| entry.visibility == Visibility::Shared))
            })
        });
        let saved = saved.unwrap_or_else(|| empty.clone());
        let picked_up = state.drafts(&draft);
        let typed = picked_up.iter().filter_map(|draft| Body::from_draft(draft.value.clone()));
        let mine = typed.fold(saved.clone(), |so_far, typed| Rebase::rebase(&saved, &so_far, &typed));
        let form = Self {
            mine: RwSignal::new(mine),
            shared: RwSignal::new(shared),
            base: RwSignal::new(saved),
            place: StoredValue::new_local(Place { author, id, empty, draft, picked_up, timer: None }),
            state,
        };
        form.keep_drafts();
        form
    }

    /// What is on the screen, as the kind that the form is for.
    pub(crate) fn read<K: Kind, T: Default>(self, read: impl FnOnce(&K) -> T) -> T {
        self.mine.with(|mine| K::of(mine).map(read)).unwrap_or_default()
    }

    /// Changes what is on the screen.
    pub(crate) fn edit<K: Kind>(self, edit: impl FnOnce(&mut K)) {
        self.mine.update(|mine| {
            if let Some(mine) = K::of_mut(mine) {
                edit(mine);
            }
        });
    }

    /// Whether something is typed that is not saved.
    pub(crate) fn is_dirty(self) -> bool {
        self.mine.with(|mine| self.base.with(|base| mine != base))
    }

    /// Whether nothing is filled in.
    pub(crate) fn is_empty(self) -> bool {
        self.mine.with(Rebase::is_empty)
    }

    /// Whether there is an unsaved text here, and another one was saved in another tab meanwhile.
    pub(crate) fn is_also_elsewhere(self) -> bool {
        self.is_dirty() && self.saved() != self.base.get()
    }

    /// What is saved now, by this tab or another.
    fn saved(self) -> Body {
        self.place.with_value(|place| {
            let saved = self.state.entries(|entries| entries.entry(&place.author, &place.id)?.body.clone());
            saved.unwrap_or_else(|| place.empty.clone())
        })
    }

    /// Saves it; says whether that worked. If not, everything stays as it is on the screen.
    pub(crate) fn save(self) -> bool {
        let theirs = untrack(|| self.saved());
        let merged = Rebase::rebase(&self.base.get_untracked(), &theirs, &self.mine.get_untracked());
        let visibility = if self.shared.get_untracked() { Visibility::Shared } else { Visibility::Private };
        let id = self.place.with_value(|place| place.id.clone());
        let body = (!merged.is_empty()).then(|| merged.clone());
        if !self.state.write(id, visibility, body) {
            return false;
        }
        self.place.with_value(|place| self.state.drop_drafts(&place.draft, &place.picked_up));
        self.base.set(merged.clone());
        self.mine.set(merged);
        true
    }

    /// Keeps a draft a moment after each change, and at once when the page is hidden, closed or left.
    fn keep_drafts(self) {
        let mut is_opening = true;
        effect(move || {
            self.mine.track();
            // What the form was opened with is where it came from already.
            if !std::mem::take(&mut is_opening) {
                self.start_timer();
            }
        });
        // A form without unsaved words shows what another tab saved.
        effect(move || {
            let saved = self.saved();
            if untrack(|| !self.is_dirty() && self.base.get() != saved) {
                self.base.set(saved.clone());
                self.mine.set(saved);
            }
        });
        for event in ["visibilitychange", "pagehide", "kept-flush"] {
            let listener = window_event_listener_untyped(event, move |_| self.flush());
            on_cleanup(move || listener.remove());
        }
        on_cleanup(move || self.flush());
    }

    fn start_timer(self) {
        let timer = set_timeout_with_handle(move || self.flush(), Duration::from_millis(DRAFT_MS)).ok();
        if let Some(Some(running)) =
            self.place.try_update_value(|place| std::mem::replace(&mut place.timer, timer))
        {
            running.clear();
        }
    }

    /// Keeps what is typed now, unless a draft already does.
    fn flush(self) {
        let Some(Some(running)) = self.place.try_update_value(|place| place.timer.take()) else { return };
        running.clear();
        let (mine, base) = (self.mine.get_untracked(), self.base.get_untracked());
        self.place.with_value(|place| {
            if mine == base {
                self.state.drop_drafts(&place.draft, &[]);
            } else {
                self.state.keep_draft(&place.draft, &mine.to_draft());
            }
        });
    }
}
