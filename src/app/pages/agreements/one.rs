//! One agreement: what it says, what each says to it, stopping, and how it gets lighter.

use kept::entry::{About, Agreement, Answer, Consent, Entry, EntryId, Kind, Subject};
use kept::insight::{Agreed, DAYS_LEFT, Standing, Taper, agreed, consents, renewal, taper};
use kept_view::view;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::form::agreement_form;
use super::{called, standing};
use crate::app::parts::{
    Form, Screen, click, complaint, form_text, is, is_flawless, submit, text, tick, whenever,
};
use crate::app::state::{State, state};
use crate::app::words;
use crate::browser::{clock, random};

/// Waits for both, and may be known to be there.
const ONCE_BOTH: usize = 2;

/// The agreement that an address names; where there is none yet, the form for it.
pub(crate) fn agreement(named: &str) -> AnyView {
    let Ok(id) = format!("agreement/{named}").parse::<EntryId>() else { return super::super::not_found() };
    let state = state();
    state.author();
    let version = {
        let id = id.clone();
        move || {
            let (Some(me), today) = (state.me(), state.today()) else { return String::new() };
            let Some(entry) = state.find(&id, is_agreement) else { return me.into() };
            // Where it stands, and what is said to it; a form on it is of the current person's own.
            state.entries(|entries| {
                let now = agreed(entries, &me, &entry, today);
                let stands = now.map(|now| standing(now.standing, now.last)).unwrap_or_default();
                let mut version = format!("{me} {} {stands}", entry.stamp);
                for said in consents(entries, &me, &entry) {
                    version.push_str(&said.stamp.to_string());
                }
                version
            })
        }
    };
    let about = use_location().query.with_untracked(|query| query.get("about").unwrap_or_default());
    let about = if about == "boundary" { About::Boundary } else { About::Openness };
    let view = move || match state.find(&id, is_agreement) {
        Some(entry) => screen(state, entry),
        None => new_agreement(id.clone(), about),
    };
    whenever(version, view).into_any()
}

fn is_agreement(entry: &Entry) -> bool {
    entry.get::<Agreement>().is_some()
}

fn new_agreement(id: EntryId, about: About) -> AnyView {
    let today = untrack(|| state().today());
    let heading = if about == About::Boundary { "A boundary for both" } else { "Openness for a while" };
    view! {
        <Screen tab="Agreements" heading lead="Writing it down is not agreeing to it. Each of you says yes, alone.">
            {agreement_form(id, Agreement::new(about, today), || ())}
            <p><a href="agreements">"All agreements"</a></p>
        </Screen>
    }
    .into_any()
}

fn screen(state: State, entry: Entry) -> AnyView {
    let (Some(me), today) = (state.me(), state.today()) else { return ().into_any() };
    let Some(agreement) = entry.get::<Agreement>().cloned() else { return ().into_any() };
    let (now, said) = state.entries(|entries| {
        let now = agreed(entries, &me, &entry, today);
        let said: Vec<Entry> = consents(entries, &me, &entry).into_iter().cloned().collect();
        let yes: Vec<String> = now
            .as_ref()
            .map(|now| now.said_yes.iter().map(|it| (*it).clone().into()).collect())
            .unwrap_or_default();
        (now.map(|now: Agreed<'_>| (now.standing, now.last, now.review, yes)), said)
    });
    let Some((stands, last, review, yes)) = now else { return ().into_any() };
    let is_over = matches!(stands, Standing::Ended | Standing::Stopped);
    let ends_soon = stands == Standing::Active && last.is_some_and(|last| last.since(today) <= DAYS_LEFT);
    let is_mine = entry.author == me;
    let own_yes = said
        .iter()
        .find(|it| it.author == me && it.get::<Consent>().is_some_and(|it| it.answer == Answer::Yes))
        .cloned();
    let has_said = yes.iter().any(|it| *it == me.as_str());
    let names = yes
        .iter()
        .filter_map(|it| it.parse().ok())
        .map(|it| state.name_of(&it))
        .collect::<Vec<_>>()
        .join(", ");
    let names = (!names.is_empty()).then(|| view! { <p>"Said yes: " {names}</p> }.into_any());
    let heading = called(&agreement);
    view! {
        <Screen tab="Agreements" heading=text(move || heading.clone())>
            <p class="lead">{standing(stands, last)}</p>
            {what_it_says(&agreement, review)}
            {names}
            {words_of(state, &said)}
            {(!is_over && !has_said).then(|| consent_form(state, &entry, &agreement))}
            {(!is_over).then(|| stop(state, &entry))}
            {own_yes.filter(|_| stands == Standing::Active).map(|yes| lighter(state, &agreement, yes))}
            {(stands != Standing::Drafted && stands != Standing::Waiting).then(|| tapered(state, &entry))}
            {(is_over || ends_soon).then(|| go_on(state, &entry))}
            {(is_mine && !is_over).then(|| change(&entry, &agreement))}
            <p><a href="agreements">"All agreements"</a></p>
        </Screen>
    }
    .into_any()
}

fn what_it_says(agreement: &Agreement, review: Option<kept::entry::Day>) -> AnyView {
    let line = |label: &'static str, text: String| {
        (!text.trim().is_empty())
            .then(|| view! { <p class="label">{label}</p><p class="written">{text}</p> }.into_any())
    };
    let what = agreement.what.iter().map(|subject| words::subject(*subject)).collect::<Vec<_>>().join(", ");
    let days = match agreement.until {
        Some(until) => format!("{} – {}", clock::full_date(agreement.from), clock::full_date(until)),
        None => format!("from {}, without an end", clock::full_date(agreement.from)),
    };
    view! {
        <div class="card">
            {line("What it covers", what)}
            {line("What exactly", agreement.details.clone())}
            {line("What it is for", agreement.why.clone())}
            {line("When", days)}
            {line("To be looked at again", review.map(clock::full_date).unwrap_or_default())}
            {line("How it gets lighter", agreement.steps.clone())}
        </div>
    }
    .into_any()
}

/// What those who said yes said with it, as far as it is open.
fn words_of(state: State, said: &[Entry]) -> AnyView {
    let words = said.iter().filter_map(|entry| {
        let consent = entry.get::<Consent>().filter(|it| it.answer == Answer::Yes)?;
        let name = state.name_of(&entry.author);
        Some(view! { <div class="card"><p class="label">{name}</p><p class="written">{consent.words.clone()}</p></div> }.into_any())
    });
    words.collect::<Vec<_>>().into_any()
}

/// Saying yes, in one's own words.
fn consent_form(state: State, entry: &Entry, agreement: &Agreement) -> AnyView {
    let today = untrack(|| state.today());
    let empty = Consent::new(&entry.id, Answer::Yes, today);
    let form = Form::open_for(Consent::id(entry), empty.into(), ONCE_BOTH);
    let faults = RwSignal::new(Vec::new());
    let save = submit(move || {
        if is_flawless(faults, untrack(|| form.read(Consent::faults))) && form.save() {
            state.say("You have said yes.");
        }
    });
    let endless = (agreement.about == About::Boundary && agreement.until.is_none()).then(|| {
        let is_on = is(move || form.read(|it: &Consent| it.without_end));
        tick("For me it needs no end", is_on, move |on| form.edit(|it: &mut Consent| it.without_end = on))
    });
    let alone = state.partner().map(|partner| {
        view! { <p class="hint">"Alone with the screen, please. What you write opens to " {partner} " once you have both said yes."</p> }.into_any()
    });
    view! {
        <form class="card" on:submit=save>
            {form_text(form, "words", text(|| "My yes, in my own words".to_owned()), "What I agree to, and what I need for it.", |it| Some(&mut Consent::of_mut(it)?.words))}
            {complaint(faults, "words")}
            {endless}
            {alone}
            <div class="actions"><button type="submit" class="button primary">"I say yes"</button></div>
        </form>
    }
    .into_any()
}

/// Either may, at any time, without a reason.
fn stop(state: State, entry: &Entry) -> AnyView {
    let entry = entry.clone();
    let press = click(move || {
        let stop = Consent::new(&entry.id, Answer::Stop, untrack(|| state.today()));
        let visibility = stop.visibility();
        if state.write(Consent::stop_id(&entry), visibility, Some(stop.into())) {
            state.say("It is stopped.");
        }
    });
    view! { <div class="actions"><button type="button" class="button" on:click=press>"Stop it"</button><p class="hint">"In one tap, and nobody has to say why."</p></div> }
        .into_any()
}

/// Looking at it again, and saying what happens by itself by now or is over before the rest.
fn lighter(state: State, agreement: &Agreement, yes: Entry) -> AnyView {
    let Some(consent) = yes.get::<Consent>().cloned() else { return ().into_any() };
    let write = move |consent: Consent| {
        let visibility = consent.visibility();
        state.write(yes.id.clone(), visibility, Some(consent.into()));
    };
    let today = untrack(|| state.today());
    let looked = {
        let (write, consent) = (write.clone(), consent.clone());
        click(move || write(Consent { reviewed: Some(today), ..consent.clone() }))
    };
    let turn = |all: &[Subject], subject: Subject, on: bool| {
        let mut all: Vec<Subject> = all.iter().copied().filter(|other| *other != subject).collect();
        if on {
            all.push(subject);
        }
        all
    };
    let row = |subject: &Subject| {
        let subject = *subject;
        let by_itself = consent.by_itself.contains(&subject);
        let ended = consent.ended.contains(&subject);
        let (first, second) = ((write.clone(), consent.clone()), (write.clone(), consent.clone()));
        let note = move |on| {
            first.0(Consent { by_itself: turn(&first.1.by_itself, subject, on), ..first.1.clone() });
        };
        let end =
            move |on| second.0(Consent { ended: turn(&second.1.ended, subject, on), ..second.1.clone() });
        view! {
            <fieldset class="choice">
                <legend>{words::subject(subject)}</legend>
                {tick("It happens by itself by now", is(move || by_itself), note)}
                {tick("It is no longer needed", is(move || ended), end)}
            </fieldset>
        }
        .into_any()
    };
    let rows = agreement.what.iter().map(row).collect::<Vec<_>>();
    view! {
        <details class="fold">
            <summary><strong>"Look at it again"</strong></summary>
            {rows}
            <div class="actions"><button type="button" class="button" on:click=looked>"We have looked at it together"</button></div>
        </details>
    }
    .into_any()
}

/// What was needed at the start, what happens by itself, and what is over.
fn tapered(state: State, entry: &Entry) -> AnyView {
    let (Some(me), today) = (state.me(), state.today()) else { return ().into_any() };
    let all = state.entries(|entries| taper(entries, &me, entry, today));
    let rows = all.iter().map(|it| {
        let now = match it.taper {
            Taper::Needed => "agreed",
            Taper::ByItself => "by itself by now",
            Taper::Ended => "over",
        };
        let start = if it.from_start { "needed" } else { "" };
        view! { <tr><th scope="row">{words::subject(it.subject)}</th><td>{start}</td><td>{now}</td></tr> }
            .into_any()
    });
    let rows = rows.collect::<Vec<_>>();
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <table class="taper">
            <caption>"How it gets lighter"</caption>
            <thead><tr><th scope="col">"What"</th><th scope="col">"At the start"</th><th scope="col">"Now"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// Going on after its end, which takes both again.
fn go_on(state: State, entry: &Entry) -> AnyView {
    let (Some(me), today) = (state.me(), state.today()) else { return ().into_any() };
    let next = state.entries(|entries| renewal(entries, &me, entry, today));
    let Some(next) = next else { return ().into_any() };
    let navigate = use_navigate();
    let press = click(move || {
        let id = Agreement::id(random::bytes());
        if state.write(id.clone(), kept::entry::Visibility::Shared, Some(next.clone().into())) {
            navigate(&format!("/{id}"), NavigateOptions::default());
        }
    });
    view! { <div class="actions"><button type="button" class="button" on:click=press>"Go on, with a new yes from both"</button></div> }.into_any()
}

fn change(entry: &Entry, agreement: &Agreement) -> AnyView {
    let form = agreement_form(entry.id.clone(), agreement.clone(), || ());
    view! {
        <details class="card">
            <summary>"Change it"</summary>
            <p class="hint">"Whatever is changed takes a new yes from both."</p>
            {form}
        </details>
    }
    .into_any()
}
