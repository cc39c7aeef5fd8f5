//! Cards: a way to somewhere, and a ritual with its marks.

use kept::entry::{Day, Entries, Entry, EntryId, MarkState, PersonId, Ritual};
use kept::insight::kept_by;
use kept_view::view;
use leptos::ev::TouchEvent;
use leptos::prelude::*;

use super::dynamic::{text, when, whenever};
use super::icon::{Picture, icon};
use super::ritual_marks::{ritual_marks, toggle};
use crate::app::state::state;
use crate::app::words;

/// A large link with a name and a hint.
pub(crate) fn way(href: &str, name: &'static str, hint: Signal<String>, picture: Option<Picture>) -> AnyView {
    view! {
        <a class="card way" href=href.to_owned()>
            {picture.map(icon)}
            <span><strong>{name}</strong><span class="hint">{hint}</span></span>
            {icon(Picture::Next)}
        </a>
    }
    .into_any()
}

/// Picks rituals for somebody on a day, knowing on which day weeks begin.
pub(crate) type Pick = for<'a> fn(&'a Entries, &PersonId, Day, u8) -> Vec<(&'a Entry, &'a Ritual)>;

/// The rituals that `pick` picks, to mark for today and, where `yesterday` says so, for the day before; `nothing`
/// where there are none.
pub(crate) fn ritual_list(pick: Pick, yesterday: bool, nothing: fn() -> AnyView) -> AnyView {
    let state = state();
    let picked = move || {
        let Some(me) = state.me() else { return Vec::new() };
        state.entries(|entries| {
            let picked = pick(entries, &me, state.today(), state.week_starts()).into_iter();
            picked.map(|(entry, ritual)| (entry.id.clone(), entry.stamp, ritual.clone())).collect()
        })
    };
    // Made anew when other rituals are picked or one was changed; a mark leaves the list alone.
    let version = move || picked().iter().map(|(_, stamp, _)| stamp.to_string()).collect();
    let list = move || {
        let cards: Vec<AnyView> =
            picked().into_iter().map(|(id, _, ritual)| ritual_card(&id, ritual, yesterday)).collect();
        if cards.is_empty() { nothing() } else { view! { <ul class="cards">{cards}</ul> }.into_any() }
    };
    whenever(version, list).into_any()
}

/// A ritual to mark for today and, where `yesterday` says so, for the day before.
fn ritual_card(id: &EntryId, ritual: Ritual, yesterday: bool) -> AnyView {
    let state = state();
    let title = ritual.title.clone();
    let since = ritual.since;
    let href = ritual_address(id);
    let earlier = {
        let (id, ritual) = (id.clone(), ritual.clone());
        move || ritual_marks(&id, &ritual, 1, "Yesterday")
    };
    let today = ritual_marks(id, &ritual, 0, "Today");
    let swipe = Swipe::over(id, &ritual);
    let keepsakes = keepsakes_for(&ritual);
    let hint = {
        let id = id.clone();
        text(move || so_far(&id, &ritual))
    };
    view! {
        <li class="card ritual" on:touchstart=move |event| swipe.begin(&event) on:touchend=move |event| swipe.end(&event)>
            <div><a href=href><strong>{title}</strong></a><span class="hint">{hint}</span>{keepsakes}</div>
            {today}
            {when(move || yesterday && since < state.today(), earlier)}
        </li>
    }
    .into_any()
}

/// A finger across a card: to the right it was done, to the left it is skipped.
#[derive(Clone, Copy)]
struct Swipe {
    it: StoredValue<(EntryId, Ritual)>,
    from: StoredValue<(i32, i32)>,
}

impl Swipe {
    /// How far across, and how little up or down, makes it one, in pixels.
    const FAR: i32 = 80;
    const STRAY: i32 = 30;

    fn over(id: &EntryId, ritual: &Ritual) -> Self {
        Self { it: StoredValue::new((id.clone(), ritual.clone())), from: StoredValue::new((0, 0)) }
    }

    fn touch(event: &TouchEvent) -> (i32, i32) {
        event.changed_touches().get(0).map(|touch| (touch.client_x(), touch.client_y())).unwrap_or_default()
    }

    fn begin(self, event: &TouchEvent) {
        self.from.set_value(Self::touch(event));
    }

    fn end(self, event: &TouchEvent) {
        let ((from_x, from_y), (x, y)) = (self.from.get_value(), Self::touch(event));
        if (x - from_x).abs() < Self::FAR || (y - from_y).abs() > Self::STRAY {
            return;
        }
        let to = if x > from_x { MarkState::Done } else { MarkState::Skipped };
        let state = state();
        let today = untrack(|| state.today());
        self.it.with_value(|(id, ritual)| toggle(state, id, ritual, today, to));
    }
}

/// The ritual of the old letters leads to those that were kept.
pub(crate) fn keepsakes_for(ritual: &Ritual) -> Option<AnyView> {
    let is_it = ritual.library.as_deref() == Some("letters");
    is_it.then(|| view! { <a href="keepsakes">"Your keepsakes"</a> }.into_any())
}

/// The address of a ritual's own screen.
pub(crate) fn ritual_address(id: &EntryId) -> String {
    format!("rituals/{}", id.as_str().trim_start_matches("ritual/"))
}

/// "5 minutes, twice a week, together, 1 so far": what a ritual is and how far it got.
pub(crate) fn so_far(id: &EntryId, ritual: &Ritual) -> String {
    let state = state();
    let what = words::how(ritual.minutes, ritual.rhythm, ritual.place);
    let Some(me) = state.me() else { return what };
    let kept = state.entries(|entries| kept_by(entries, &me, id, ritual, state.today(), state.week_starts()));
    if kept.wanted > 1 { format!("{what}, {} so far", kept.done) } else { what }
}
