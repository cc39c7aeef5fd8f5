//! Agreements: openness for a while, and boundaries, which both consent to and either can stop.

mod form;
mod one;

use kept::entry::{About, Agreement, SafetyWord, Subject, Visibility};
use kept::insight::{self, AgreementDue, Standing, agreed, agreements, due_agreements, has_said_yes};
use kept_view::view;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

pub(crate) use self::one::agreement;
use crate::app::parts::{Screen, click, dynamic, each, short_text, submit, when};
use crate::app::state::state;
use crate::app::words;
use crate::browser::{clock, random};

/// All of them.
pub(crate) fn all_agreements() -> AnyView {
    let state = state();
    let list = move || {
        let (Some(me), today) = (state.me(), state.today()) else { return Vec::new() };
        state.entries(|entries| {
            let all = agreements(entries, &me).into_iter();
            all.filter_map(|entry| {
                let agreed = agreed(entries, &me, entry, today)?;
                let hint = standing(agreed.standing, agreed.last);
                let name = called(entry.get::<Agreement>()?);
                Some(view! { <a class="card way" href=entry.id.to_string()><span><strong>{name}</strong><span class="hint">{hint}</span></span></a> }.into_any())
            })
            .collect()
        })
    };
    view! {
        <Screen tab="Agreements" heading="Agreements" lead="Openness that both of you choose, for a while, and boundaries for both. Either of you can stop at any time.">
            {first_of_all()}
            {new_ones()}
            <div class="cards">{each(list)}</div>
        </Screen>
    }
    .into_any()
}

fn new_ones() -> AnyView {
    let state = state();
    let navigate = use_navigate();
    let new = |about: About, kind: &'static str, name: &'static str| {
        let navigate = navigate.clone();
        let press = click(move || {
            let id = state.new_id(kind, || Agreement::id(random::bytes()));
            let which = if about == About::Boundary { "?about=boundary" } else { "" };
            navigate(&format!("/{id}{which}"), NavigateOptions::default());
        });
        view! { <button type="button" class="button" on:click=press>{name}</button> }.into_any()
    };
    view! {
        <div class="actions">
            {new(About::Openness, "openness", "Openness for a while")}
            {new(About::Boundary, "boundary", "A boundary for both")}
        </div>
    }
    .into_any()
}

/// What holds whatever is agreed, and the private word, before the first yes.
fn first_of_all() -> AnyView {
    let state = state();
    let is_new = move || state.me().is_none_or(|me| state.entries(|entries| !has_said_yes(entries, &me)));
    let rails = move || {
        view! {
            <section class="card" aria-labelledby="rails">
                <h2 id="rails">"Before the first one"</h2>
                <ul>
                    <li>"Both of you choose it freely, each alone. A yes said out of fear does not count; if that is how it is, Help is the place to go."</li>
                    <li>"It says exactly what, for what, and until when. It ends by itself."</li>
                    <li>"No passwords, no hidden apps, no tracking of where somebody is."</li>
                    <li>"Either of you stops it in one tap, without a reason, and that is no failure."</li>
                </ul>
                <p><a href="guide/step-3">"More in the guide"</a> " · " <a href="help">"Help"</a></p>
                {safety_word()}
            </section>
        }
        .into_any()
    };
    when(is_new, rails).into_any()
}

/// A word agreed on with somebody outside that means: I need help.
fn safety_word() -> AnyView {
    let state = state();
    let word = RwSignal::new(untrack(|| {
        let me = state.me();
        let kept = me.and_then(|me| {
            state.entries(|entries| entries.get::<SafetyWord>(&me, &SafetyWord::id()).cloned())
        });
        kept.map(|kept| kept.word).unwrap_or_default()
    }));
    let save = submit(move || {
        let kept =
            SafetyWord { since: untrack(|| state.today()), word: word.get_untracked().trim().to_owned() };
        if kept.faults().is_empty() && state.write(SafetyWord::id(), Visibility::Private, Some(kept.into())) {
            state.say("Noted, for you alone.");
        }
    });
    view! {
        <details class="fold">
            <summary>"A private word for help"</summary>
            <p>
                "Agree on a word with somebody you trust outside of this. Sent or said, it means: I need help and cannot
                say so. You need not write it down here; that there is one is enough. Nobody else here sees it."
            </p>
            <form on:submit=save>
                {short_text("safety-word", "The word, if you want it here", "", SafetyWord::LENGTH, word)}
                <div class="actions"><button type="submit" class="button">"I have one"</button></div>
            </form>
        </details>
    }
    .into_any()
}

/// A short name for one.
fn called(agreement: &Agreement) -> String {
    let mut what: Vec<&str> = agreement
        .what
        .iter()
        .filter(|subject| **subject != Subject::OwnWords)
        .map(|subject| words::subject(*subject))
        .collect();
    let details = agreement.details.lines().next().unwrap_or_default();
    if what.is_empty() {
        what.push(details);
    }
    what.join(", ")
}

/// Where it stands, in words.
fn standing(standing: Standing, last: Option<kept::entry::Day>) -> String {
    let until =
        last.map_or_else(|| "without an end".to_owned(), |last| format!("until {}", clock::full_date(last)));
    match standing {
        Standing::Drafted => "written down, nobody has said yes".to_owned(),
        Standing::Waiting => "one has said yes".to_owned(),
        Standing::Coming => format!("agreed, {until}, and still to begin"),
        Standing::Active => format!("agreed, {until}"),
        Standing::Ended => "over, as it was meant to be".to_owned(),
        Standing::Stopped => "stopped".to_owned(),
    }
}

/// What waits for an answer, a look or an end, on Today.
pub(crate) fn agreements_due() -> AnyView {
    let state = state();
    let list = move || {
        let (Some(me), today) = (state.me(), state.today()) else { return Vec::new() };
        state.entries(|entries| {
            let due = due_agreements(entries, &me, today).into_iter();
            due.filter_map(|(entry, due)| {
                let hint = match due {
                    AgreementDue::Answer => "waits for your word".to_owned(),
                    AgreementDue::Review => "it is time to look at it again, together".to_owned(),
                    AgreementDue::Ends(day) => format!("ends by itself on {}", clock::long_date(day)),
                };
                let name = called(entry.get::<Agreement>()?);
                Some(view! { <a class="card way" href=entry.id.to_string()><span><strong>{name}</strong><span class="hint">{hint}</span></span></a> }.into_any())
            })
            .collect()
        })
    };
    let section = move || {
        view! { <section aria-labelledby="agreed"><h2 id="agreed">"Agreed"</h2><div class="cards">{each(list)}</div></section> }.into_any()
    };
    when(move || !list().is_empty(), section).into_any()
}

/// Where there has been a breach again, the way that the guide knows.
pub(crate) fn broken_again() -> AnyView {
    let state = state();
    let words = dynamic(move || {
        let (Some(me), today) = (state.me(), state.today()) else { return ().into_any() };
        let is_so = state.entries(|entries| insight::is_broken_again(entries, &me, today));
        if !is_so {
            return ().into_any();
        }
        view! {
            <div class="notice">
                <p>"Trust was broken again within a short time. There is a way for this: pause, name it, keep to the limits you decided on, and get help."</p>
                <p><a class="button" href="guide/again">"When it happens again"</a> " " <a href="help">"Help"</a></p>
            </div>
        }
        .into_any()
    });
    words.into_any()
}
