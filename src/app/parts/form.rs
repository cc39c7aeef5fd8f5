//! A form that loses nothing: what is typed is kept as a draft, and what another tab saved meanwhile is kept too.

use std::rc::Rc;
use std::time::Duration;

use kept::entry::{Body, EntryId, Kind, PersonId, Rebase, Visibility};
use kept::vault::{Draft, DraftName};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use serde_json::Value;

use super::dynamic::effect;
use crate::app::state::{State, state};

/// How long after the last keystroke a draft is kept, in milliseconds.
const DRAFT_MS: u64 = 400;

/// How long after the last keystroke a page is saved that is saved while it is written, in milliseconds.
const SAVE_MS: u64 = 1_500;

/// The fields of a draft that say who was going to see it; the second is an older one's.
const VISIBLE: &str = "visible";
const SHARED: &str = "shared";

/// The field of a draft that holds what it was typed over, so that nothing saved since is taken for typed over.
const BASE: &str = "base";

/// Who can be let see an entry, from the author alone to both.
pub(crate) const VISIBILITIES: [Visibility; 4] = [
    Visibility::Private,
    Visibility::OnceBoth { announced: false },
    Visibility::OnceBoth { announced: true },
    Visibility::Shared,
];

/// The position in [`VISIBILITIES`]; what is not there is for the author alone.
fn position_of(visibility: &Visibility) -> usize {
    VISIBILITIES.iter().position(|other| other == visibility).unwrap_or_default()
}

/// Who was going to see what a draft holds.
fn wanted_by(draft: &Value) -> Option<usize> {
    let shared = || draft[SHARED].as_bool().map(|shared| if shared { VISIBILITIES.len() - 1 } else { 0 });
    draft[VISIBLE].as_u64().and_then(|at| at.try_into().ok()).or_else(shared)
}

/// Where a kind of entry keeps one of its texts.
pub(crate) type TextOf = fn(&mut Body) -> Option<&mut String>;

/// An entry being written by one person. It is a handle; copies are the same form.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    /// What is on the screen.
    mine: RwSignal<Body>,
    /// Who will see it, as a position in [`VISIBILITIES`].
    pub(crate) visible: RwSignal<usize>,
    /// What was saved when the form was opened, or by it, and who sees that.
    base: RwSignal<Body>,
    base_visible: RwSignal<usize>,
    place: StoredValue<Place, LocalStorage>,
    state: State,
}

struct Place {
    author: PersonId,
    id: EntryId,
    /// What the form starts from where nothing was saved, and who will see that.
    empty: Body,
    at_first: usize,
    draft: DraftName,
    picked_up: Vec<Draft>,
    /// Runs while there is something typed that no draft holds yet.
    timer: Option<TimeoutHandle>,
}

impl Form {
    /// Opens the form for the current person's entry `id`: with what they saved, and what they typed and did not.
    pub(crate) fn open(id: EntryId, empty: Body) -> Self {
        Self::open_for(id, empty, 0)
    }

    /// The same, where what is new is visible to others than its author alone.
    pub(crate) fn open_for(id: EntryId, empty: Body, at_first: usize) -> Self {
        let state = state();
        let author = state.author();
        state.bring(&author, &id);
        let draft = DraftName { author: author.clone(), form: id.to_string() };
        let (saved, visible) = untrack(|| {
            state.entries(|entries| {
                let entry = entries.entry(&author, &id).filter(|entry| entry.body.is_some());
                let saved = entry.and_then(|entry| entry.body.clone());
                (saved, entry.map_or(at_first, |entry| position_of(&entry.visibility)))
            })
        });
        let saved = saved.unwrap_or_else(|| empty.clone());
        let picked_up = state.drafts(&draft);
        let mut drafts: Vec<Value> = picked_up.iter().map(|draft| draft.value.clone()).collect();
        drafts.extend(state.unkept(&draft));
        // Where drafts do not agree it stays private.
        let wanted = drafts.iter().filter_map(wanted_by);
        let will_be_visible = wanted.reduce(usize::min).unwrap_or(visible);
        let mine = drafts.into_iter().fold(saved.clone(), |so_far, mut draft| {
            let base = draft.get_mut(BASE).and_then(|base| Body::from_draft(base.take()));
            let base = base.unwrap_or_else(|| empty.clone());
            match Body::from_draft(draft) {
                Some(typed) => Rebase::rebase(&base, &so_far, &typed),
                None => so_far,
            }
        });
        let form = Self {
            mine: RwSignal::new(mine),
            visible: RwSignal::new(will_be_visible),
            base: RwSignal::new(saved),
            base_visible: RwSignal::new(visible),
            place: StoredValue::new_local(Place {
                author,
                id,
                empty,
                at_first,
                draft,
                picked_up,
                timer: None,
            }),
            state,
        };
        form.keep_drafts();
        form
    }

    /// What is on the screen, as the kind that the form is for.
    pub(crate) fn read<K: Kind, T: Default>(self, read: impl FnOnce(&K) -> T) -> T {
        self.mine.with(|mine| K::of(mine).map(read)).unwrap_or_default()
    }

    /// One of its texts, as it is on the screen.
    pub(crate) fn text(self, of: TextOf) -> String {
        self.mine.with(|mine| of(&mut mine.clone()).map(std::mem::take)).unwrap_or_default()
    }

    /// Types one of its texts.
    pub(crate) fn type_text(self, of: TextOf, typed: String) {
        self.mine.update(|mine| {
            if let Some(text) = of(mine) {
                *text = typed;
            }
        });
    }

    /// Changes what is on the screen.
    pub(crate) fn edit<K: Kind>(self, edit: impl FnOnce(&mut K)) {
        self.mine.update(|mine| {
            if let Some(mine) = K::of_mut(mine) {
                edit(mine);
            }
        });
    }

    /// Whether something is typed or chosen that is not saved.
    pub(crate) fn is_dirty(self) -> bool {
        let is_same = self.mine.with(|mine| self.base.with(|base| mine == base));
        // Read both, so that whoever asks hears of a change of either.
        let is_as_visible = self.visible.get() == self.base_visible.get();
        !(is_same && is_as_visible)
    }

    /// Whether nothing is filled in.
    pub(crate) fn is_empty(self) -> bool {
        self.mine.with(Rebase::is_empty)
    }

    /// Whether there is an unsaved text here, and another one was saved in another tab meanwhile.
    pub(crate) fn is_also_elsewhere(self) -> bool {
        self.is_dirty() && self.saved().0 != self.base.get()
    }

    /// What is saved now, by this tab or another, and who sees it.
    fn saved(self) -> (Body, usize) {
        self.place.with_value(|place| {
            self.state.entries(|entries| {
                let entry = entries.entry(&place.author, &place.id).filter(|entry| entry.body.is_some());
                let body = entry.and_then(|entry| entry.body.clone());
                let visible = entry.map_or(place.at_first, |entry| position_of(&entry.visibility));
                (body.unwrap_or_else(|| place.empty.clone()), visible)
            })
        })
    }

    /// Saves it; says whether that worked. If not, everything stays as it is on the screen.
    pub(crate) fn save(self) -> bool {
        let (theirs, theirs_visible) = untrack(|| self.saved());
        let merged = Rebase::rebase(&self.base.get_untracked(), &theirs, &self.mine.get_untracked());
        let visible = self.visible.get_untracked();
        let visible = if visible == self.base_visible.get_untracked() { theirs_visible } else { visible };
        let visibility = VISIBILITIES.get(visible).cloned().unwrap_or_default();
        let id = self.place.with_value(|place| place.id.clone());
        let body = (!merged.is_empty()).then(|| merged.clone());
        if !self.state.write(id, visibility, body) {
            return false;
        }
        self.place.with_value(|place| self.state.drop_drafts(&place.draft, &place.picked_up));
        self.show(merged, visible);
        true
    }

    /// From now on it is saved by itself: a while after the last keystroke, and when the page is hidden or left.
    pub(crate) fn save_while_typing(self) {
        let save = move || {
            if untrack(|| self.is_dirty()) {
                self.save();
            }
        };
        self.after_a_pause(SAVE_MS, save);
        for event in ["visibilitychange", "pagehide"] {
            let listener = window_event_listener_untyped(event, move |_| save());
            on_cleanup(move || listener.remove());
        }
        on_cleanup(save);
    }

    /// Does something whenever nothing was typed or chosen for so many milliseconds.
    pub(crate) fn after_a_pause(self, pause_ms: u64, action: impl Fn() + 'static) {
        let typed = StoredValue::new(0_u32);
        let action: Rc<dyn Fn()> = Rc::new(action);
        effect(move || {
            self.mine.track();
            self.visible.track();
            let now = typed.try_update_value(|typed| {
                *typed += 1;
                *typed
            });
            let action = action.clone();
            let act_if_last = move || {
                if typed.try_get_value() == now {
                    action();
                }
            };
            set_timeout(act_if_last, Duration::from_millis(pause_ms));
        });
    }

    /// Shows what was saved.
    fn show(self, body: Body, visible: usize) {
        self.base.set(body.clone());
        self.mine.set(body);
        self.base_visible.set(visible);
        self.visible.set(visible);
    }

    /// Keeps a draft a moment after each change, and at once when the page is hidden, closed or left.
    fn keep_drafts(self) {
        let mut is_opening = true;
        effect(move || {
            self.mine.track();
            self.visible.track();
            // What the form was opened with is where it came from already.
            if !std::mem::take(&mut is_opening) {
                self.start_timer();
            }
        });
        // A form without unsaved words shows what another tab saved.
        effect(move || {
            let (body, visible) = self.saved();
            let is_new = || self.base.get() != body || self.base_visible.get() != visible;
            if untrack(|| !self.is_dirty() && is_new()) {
                self.show(body, visible);
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
        let is_saved = untrack(|| !self.is_dirty());
        let mut draft = self.mine.with_untracked(Body::to_draft);
        draft[VISIBLE] = self.visible.get_untracked().into();
        draft[BASE] = self.base.with_untracked(Body::to_draft);
        self.place.update_value(|place| {
            let is_done = if is_saved {
                self.state.drop_drafts(&place.draft, &place.picked_up);
                true
            } else {
                self.state.keep_draft(&place.draft, &draft, &place.picked_up)
            };
            if is_done {
                place.picked_up.clear();
            }
        });
    }
}
