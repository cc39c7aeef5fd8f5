//! The review beside a statement: what could be put better, and never a score.
//!
//! It looks at the words when the writer pauses. Whatever it finds is on the screen and nowhere else.

use std::ops::Range;

use kept::entry::{EntryId, Kind as _, Purpose, Statement};
use kept::wording::{CareKind, Finding, Kind, Part, Review, review};
use kept_view::view;
use leptos::prelude::*;

use super::{PARTS, guide, notes_on, write_notes};
use crate::app::parts::{Form, TextOf, click, dynamic, text, when};
use crate::browser::page;

/// How long after the last keystroke the words are looked at, in milliseconds.
const PAUSE_MS: u64 = 700;

/// One of the texts of a statement, and what was found in it.
#[derive(Clone)]
struct Looked {
    of: TextOf,
    text: String,
    review: Review,
}

fn look(form: Form, kind: Kind) -> Vec<Looked> {
    let whole: TextOf = |it| Some(&mut Statement::of_mut(it)?.text);
    let all = if form.read(|it: &Statement| it.is_free) { &[whole][..] } else { &PARTS[..] };
    let look = |of: &TextOf| {
        let text = form.text(*of);
        Looked { of: *of, review: review(&text, kind), text }
    };
    all.iter().map(look).collect()
}

/// What the review has to say about what is on the screen.
pub(super) fn review_panel(form: Form, id: EntryId, purpose: Purpose) -> AnyView {
    let kind = match purpose {
        Purpose::Responsibility => Kind::Responsibility,
        Purpose::Hurt => Kind::Hurt,
    };
    let looked = RwSignal::new(untrack(|| look(form, kind)));
    form.after_a_pause(PAUSE_MS, move || looked.set(untrack(|| look(form, kind))));
    let is_open = RwSignal::new(false);
    let care =
        move || looked.with(|all| all.iter().find_map(|one| one.review.care.as_ref().map(|care| care.kind)));
    let offer = move || {
        view! { <div class="actions"><button type="button" class="button" on:click=click(move || is_open.set(true))>"Look it over"</button></div> }
    };
    let panel = move || found(form, id.clone(), looked);
    view! {
        <div role="status">{dynamic(move || care().map(help).into_any())}</div>
        {when(move || form.read(|it: &Statement| it.is_free), move || checklist(purpose, kind, looked))}
        {when(move || !is_open.get(), offer)}
        {when(move || is_open.get(), panel)}
    }
}

/// Which parts are there in what is written freely.
fn checklist(purpose: Purpose, kind: Kind, looked: RwSignal<Vec<Looked>>) -> AnyView {
    let item = move |(label, part): (&'static str, Part)| {
        let has = move || looked.with(|all| all.iter().any(|one| one.review.parts.has(part)));
        let word = text(move || if has() { "there" } else { "not seen yet" }.to_owned());
        let class = text(move || if has() { "there" } else { "" }.to_owned());
        view! { <li class=class>{label} " " <span class="hint">{word}</span></li> }
    };
    let labels = guide(purpose).parts.iter().map(|(label, _)| *label);
    let items = labels.zip(kind.parts().iter().copied()).map(item).collect::<Vec<_>>();
    view! { <p class="label" id="parts">"What could be in it"</p><ul class="checklist" aria-labelledby="parts">{items}</ul> }
}

fn found(form: Form, id: EntryId, looked: RwSignal<Vec<Looked>>) -> AnyView {
    let dismissed = {
        let id = id.clone();
        move || notes_on(&id).dismissed
    };
    let open = move || {
        let dismissed = dismissed();
        let mut open = Vec::new();
        for Looked { of, text, review } in looked.get() {
            for finding in review.findings {
                let mark = finding.mark(&text);
                if !finding.pattern.is_care() && !dismissed.contains(&mark) {
                    open.push((of, text.clone(), finding, mark));
                }
            }
        }
        open
    };
    let count = {
        let open = open.clone();
        text(move || match open().len() {
            0 => "Nothing stands out. Whether it is right, the two of you will hear.".to_owned(),
            1 => "One place to look at again, if you like.".to_owned(),
            more => format!("{more} places to look at again, if you like."),
        })
    };
    let changed = RwSignal::new(None);
    let cards = move || {
        let open = open().into_iter();
        open.map(|(of, text, finding, mark)| {
            item(Place { form, id: id.clone(), changed }, of, &finding, &text, mark)
        })
        .collect::<Vec<_>>()
        .into_any()
    };
    view! {
        <section aria-labelledby="looked">
            <h2 id="looked" tabindex="-1">"Looked over"</h2>
            <p role="status">{count}</p>
            {dynamic(move || changed.get().map(|change| undo(form, changed, change)).into_any())}
            <ul class="cards">{dynamic(cards)}</ul>
            <p class="hint">"This knows patterns, and not the two of you. Nothing of it is kept, and nothing changes unless you say so."</p>
        </section>
    }
}

/// A text that was changed, and what it was.
#[derive(Clone)]
struct Change {
    of: TextOf,
    before: String,
    after: String,
}

fn undo(form: Form, changed: RwSignal<Option<Change>>, Change { of, before, after }: Change) -> AnyView {
    let is_as_changed = move || form.text(of) == after;
    let back = move || {
        let before = before.clone();
        let back = click(move || {
            form.type_text(of, before.clone());
            changed.set(None);
            page::focus("looked");
        });
        view! { <p class="notice">"Your words were changed there. " <button type="button" class="quiet" on:click=back>"Put mine back"</button></p> }
    };
    when(is_as_changed, back).into_any()
}

/// Where to turn, without a word about how it is written.
fn help(kind: CareKind) -> AnyView {
    view! { <div class="notice"><p>{kind.why()}</p><p><a class="button" href="help">"Help"</a></p></div> }
}

/// What a card can change.
struct Place {
    form: Form,
    id: EntryId,
    changed: RwSignal<Option<Change>>,
}

fn item(place: Place, of: TextOf, finding: &Finding, text: &str, mark: String) -> AnyView {
    let Place { form, id, changed } = place;
    let Range { start, end } = finding.span;
    let before = text.get(..start).unwrap_or_default();
    let from = before.rfind(['.', '!', '?', '\n']).map_or(0, |at| at + 1);
    let from = start - before[from..].trim_start().len();
    let after = text.get(end..).unwrap_or_default();
    let to = after.find(['.', '!', '?', '\n']).map_or(text.len(), |at| end + at + 1);
    let piece = |range: Range<usize>| text.get(range).unwrap_or_default().to_owned();
    let rewrite = finding.rewrite.clone();
    let is_whole = !rewrite.is_empty() && !rewrite.contains('…');
    let offered = (!rewrite.is_empty())
        .then(|| view! { <p class="label">"Perhaps"</p><p class="written">{rewrite.clone()}</p> });
    let put = is_whole.then(|| {
        let all = text.to_owned();
        let put = click(move || {
            let before = untrack(|| form.text(of));
            // Only where it still stands there.
            if before == all {
                let after = [&before[..start], &rewrite, &before[end..]].concat();
                form.type_text(of, after.clone());
                changed.set(Some(Change { of, before, after }));
                page::focus("looked");
            }
        });
        view! { <button type="button" class="button" on:click=put>"Put it like this"</button> }
    });
    let leave = click(move || {
        let mark = mark.clone();
        write_notes(&id, move |notes| notes.dismissed.push(mark));
        page::focus("looked");
    });
    view! {
        <li class="card">
            <p class="written">{piece(from..start)}<mark>{piece(start..end)}</mark>{piece(end..to)}</p>
            <p>{finding.pattern.why()}</p>
            {offered}
            <div class="actions">{put}<button type="button" class="quiet" on:click=leave>"Leave it as it is"</button></div>
        </li>
    }
}
