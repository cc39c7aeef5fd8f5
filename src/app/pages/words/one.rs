//! One statement: composing it, saying it, and what it was before.

use kept::entry::{Earlier, EntryId, Kind, Promise, Purpose, Statement, StatementNotes, Visibility};
use kept::guide::EXAMPLES;
use kept_view::view;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::review::review_panel;
use super::{PARTS, address, guide, is_statement, notes_on, write_notes};
use crate::app::pages::not_found;
use crate::app::parts::{
    Form, Screen, TextOf, choice, click, computed, day_field, dynamic, effect, form_text, save_bar, submit,
    text, when, whenever,
};
use crate::app::state::state;
use crate::browser::{clock, page, random};

const PART_IDS: [&str; Statement::PARTS] = ["part-1", "part-2", "part-3", "part-4", "part-5"];

/// A statement by the two parts of its id: one's own to write, the other's to read.
pub(crate) fn statement(name: &str, day: &str) -> AnyView {
    on_statement(name, day, |id, is_mine| if is_mine { compose(id) } else { read_aloud(id, is_mine) })
}

/// A statement large and calm, a paragraph at a time.
pub(crate) fn aloud(name: &str, day: &str) -> AnyView {
    on_statement(name, day, read_aloud)
}

/// A screen about a statement, made anew for each person who writes; it is told whether they wrote it.
fn on_statement(name: &str, day: &str, screen: fn(EntryId, bool) -> AnyView) -> AnyView {
    let Ok(id) = format!("statement/{name}/{day}").parse::<EntryId>() else { return not_found() };
    let state = state();
    state.author();
    state.bring_of_anybody(&id);
    let who = move || state.me().map(String::from).unwrap_or_default();
    let screen = move || {
        let found = state.find(&id, is_statement);
        screen(id.clone(), found.is_none_or(|found| state.me().as_ref() == Some(&found.author)))
    };
    whenever(who, screen).into_any()
}

fn open(id: &EntryId) -> Form {
    let asked = use_location().query.with_untracked(|query| query.get("for").unwrap_or_default());
    let purpose = if asked == "hurt" { Purpose::Hurt } else { Purpose::Responsibility };
    Form::open(id.clone(), Statement { purpose, ..Statement::default() }.into())
}

fn compose(id: EntryId) -> AnyView {
    let state = state();
    let form = open(&id);
    let notes = Form::open(StatementNotes::id(&id), StatementNotes::default().into());
    let purpose = form.read(|it: &Statement| it.purpose);
    let ask = guide(purpose);
    let is_free = RwSignal::new(usize::from(form.read(|it: &Statement| it.is_free)));
    effect(move || {
        let is_free = is_free.get() == 1;
        form.edit(|it: &mut Statement| it.is_free = is_free);
    });
    let save = {
        let id = id.clone();
        submit(move || {
            if save(form, &id) {
                state.say("Saved on this device.");
            }
        })
    };
    let fields = move || {
        let field = |at: usize| {
            let (label, hint) = ask.parts[at];
            form_text(form, PART_IDS[at], text(move || label.to_owned()), hint, PARTS[at])
        };
        (0..Statement::PARTS).map(field).collect::<Vec<_>>().into_any()
    };
    let whole = move || {
        let label = text(|| "In your own order".to_owned());
        form_text(form, "whole", label, "", |it| Some(&mut Statement::of_mut(it)?.text))
    };
    let ways = ["Part by part", "Freely"].map(str::to_owned).to_vec();
    let written = dynamic(move || if is_free.get() == 1 { untrack(whole) } else { untrack(fields) });
    let has_plan = move || purpose == Purpose::Responsibility && !plan(form).trim().is_empty();
    let aloud = format!("{}/aloud", address(&id));
    let navigate = use_navigate();
    let delete = {
        let id = id.clone();
        click(move || {
            if state.delete(&id, "The text was deleted.") {
                navigate("/words", NavigateOptions::default());
            }
        })
    };
    view! {
        <Screen tab="Words" heading=ask.name lead="In any order, over as many days as it takes.">
            {examples(purpose)}
            <form on:submit=save>
                {choice("way", "How to write", ways, is_free)}
                {written}
                {save_bar(form)}
            </form>
            {review_panel(form, id.clone(), purpose)}
            {when(has_plan, move || promises(form))}
            {when(move || !form.is_empty(), move || view! { <div class="actions"><a class="button" href=aloud.clone()>"Read it aloud"</a></div> })}
            {said(form, notes, id.clone())}
            {earlier(form, id)}
            <div class="actions">
                <a href="words">"All texts"</a>
                <button type="button" class="quiet danger" on:click=delete>"Delete it"</button>
            </div>
        </Screen>
    }
}

/// Saves it; what it was until now, and what was written the other way, goes to the notes first.
fn save(form: Form, id: &EntryId) -> bool {
    let state = state();
    let today = untrack(|| state.today());
    let saved = untrack(|| state.find(id, is_statement));
    let before = saved.and_then(|entry| Some(entry.get::<Statement>()?.whole())).unwrap_or_default();
    let (now, unsaid) = untrack(|| form.read(|it: &Statement| (it.whole(), it.unsaid())));
    let is_kept = write_notes(id, |notes| {
        for words in [before, unsaid] {
            notes.keep(&words, &now, today);
        }
    });
    if is_kept {
        form.edit(Statement::drop_unsaid);
    }
    is_kept && form.save()
}

fn examples(purpose: Purpose) -> AnyView {
    let examples = EXAMPLES.iter().filter(|example| example.purpose == purpose).map(|example| {
        view! { <details class="fold"><summary>{example.title}</summary><p class="written">{example.text.get()}</p></details> }
    });
    let examples = examples.collect::<Vec<_>>();
    view! { <details class="fold"><summary><strong>"Three examples"</strong></summary>{examples}</details> }
}

/// What they say they will do; written freely, it is nobody's to take apart.
fn plan(form: Form) -> String {
    if form.read(|it: &Statement| it.is_free) { String::new() } else { form.text(PARTS[3]) }
}

/// What they will do becomes promises: one for each line that is none yet.
fn promises(form: Form) -> AnyView {
    let state = state();
    let make = click(move || {
        let plan = untrack(|| plan(form));
        let (today, author) = (untrack(|| state.today()), state.author());
        let mut made = 0_usize;
        for line in plan.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let text: String = line.chars().take(Promise::LENGTH).collect();
            let is_there = untrack(|| {
                state.entries(|entries| {
                    let mut own = entries.iter().filter(|entry| entry.author == author);
                    own.any(|entry| entry.get::<Promise>().is_some_and(|promise| promise.text == text))
                })
            });
            let promise = Promise { text, since: today, ..Promise::default() };
            let id = Promise::id(random::bytes());
            made += usize::from(!is_there && state.write(id, Visibility::Private, Some(promise.into())));
        }
        state.say(match made {
            0 => "These are among your promises already.",
            1 => "One promise was made of it.",
            _ => "Promises were made of it, one for each line.",
        });
    });
    view! {
        <div class="actions">
            <button type="button" class="button" on:click=make>"Make promises of what I will do"</button>
            <a href="promises">"Promises"</a>
        </div>
    }
}

/// That it was said, when, and how it went. How it went is for its author alone.
fn said(form: Form, notes: Form, id: EntryId) -> AnyView {
    let state = state();
    let day = computed(move || form.read(|it: &Statement| it.said));
    let note = submit(move || {
        if save(form, &id) && notes.save() {
            state.say("Noted.");
        }
    });
    let went: TextOf = |it| Some(&mut StatementNotes::of_mut(it)?.went);
    view! {
        <details class="fold">
            <summary><strong>"It was said"</strong></summary>
            <form on:submit=note>
                {day_field("said", "On which day", "", day, move |day| form.edit(|it: &mut Statement| it.said = day))}
                {form_text(notes, "went", text(|| "How it went".to_owned()), "For you alone.", went)}
                <div class="actions"><button type="submit" class="button">"Note it"</button></div>
            </form>
        </details>
    }
}

/// What it was before; bringing something back is a change like any other.
fn earlier(form: Form, id: EntryId) -> AnyView {
    let versions = {
        let id = id.clone();
        move || {
            let item = |Earlier { day, text }: Earlier| {
                let words = text.clone();
                let back = click(move || {
                    form.edit(|it: &mut Statement| {
                        it.is_free = true;
                        it.text.clone_from(&words);
                    });
                    page::focus("whole");
                });
                view! {
                    <li class="card"><p class="label">{clock::full_date(day)}</p><p class="written">{text}</p><button type="button" class="quiet" on:click=back>"Bring this back"</button></li>
                }
            };
            notes_on(&id).earlier.into_iter().rev().map(item).collect::<Vec<_>>().into_any()
        }
    };
    let list = move || {
        view! { <details class="fold"><summary><strong>"What it was before"</strong></summary><p class="hint">"For you alone."</p><ul class="cards">{dynamic(versions.clone())}</ul></details> }
    };
    when(move || !notes_on(&id).earlier.is_empty(), list).into_any()
}

fn read_aloud(id: EntryId, is_mine: bool) -> AnyView {
    let state = state();
    let form = is_mine.then(|| open(&id));
    let back = address(&id);
    // One's own as it stands on the screen, saved or not.
    let whole = move || match form {
        Some(form) => form.read(Statement::whole),
        None => state
            .find(&id, is_statement)
            .and_then(|it| Some(it.get::<Statement>()?.whole()))
            .unwrap_or_default(),
    };
    let at = RwSignal::new(0_usize);
    let body = dynamic(move || {
        let whole = whole();
        let all: Vec<&str> = whole.split("\n\n").map(str::trim).filter(|it| !it.is_empty()).collect();
        let here = at.get().min(all.len().saturating_sub(1));
        let Some(shown) = all.get(here).map(|shown| (*shown).to_owned()) else {
            return view! { <p>"There are no words here yet."</p> };
        };
        let place = format!("{} of {}", here + 1, all.len());
        let turn = |word: &'static str, to: usize| {
            view! { <button type="button" class="button" on:click=click(move || at.set(to))>{word}</button> }
        };
        let back = (here > 0).then(|| turn("Back", here - 1));
        let on = (here + 1 < all.len()).then(|| turn("On", here + 1));
        let copied = whole.clone();
        let copy = click(move || {
            page::copy(&copied, move |done| {
                state.say(if done {
                    "Copied. It is in the clipboard of this device now."
                } else {
                    "The browser would not copy it."
                });
            });
        });
        view! {
            <p class="aloud" aria-live="polite">{shown}</p>
            <p class="hint">{place}</p>
            <div class="actions">{back}{on}</div>
            <p class="on-paper written">{whole.clone()}</p>
            <div class="actions">
                <button type="button" class="quiet" on:click=copy>"Copy it"</button>
                <button type="button" class="quiet" on:click=click(page::print)>"Print it"</button>
            </div>
        }
    });
    let (way_back, word) =
        if is_mine { (back, "Back to writing") } else { ("words".to_owned(), "All texts") };
    view! {
        <Screen tab="Words" heading="To read aloud">
            {body}
            <p><a href=way_back>{word}</a></p>
        </Screen>
    }
}
