//! The pages of the journal: a month at a time, found by their words, and those that both may read.

use kept::entry::{Day, Entries, Journal, PersonId};
use kept::insight::{Found, Hit, LONGEST_QUERY, calendar, pages, search};
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{Screen, dynamic, input, text, turn, when};
use crate::app::state::{State, state};
use crate::browser::clock;

/// How many hits are shown; what is older is found with another word.
const MOST_HITS: usize = 30;
/// How much of a text stands around the first place that was found, in characters to each side.
const AROUND: usize = 60;

/// The month of pages, and a search over everything that was written.
pub(crate) fn all_pages() -> AnyView {
    let state = state();
    let query = RwSignal::new(String::new());
    let asked_for_all = StoredValue::new(false);
    let typed = move |typed: String| {
        // Ten years are read when somebody looks for a word, and not before.
        if !asked_for_all.get_value() {
            asked_for_all.set_value(true);
            state.recall(Reach::Everything, Box::new(move || query.update(|_| ())));
        }
        query.set(typed);
    };
    let hits = move || {
        let typed = query.get();
        let Some(me) = state.me().filter(|_| !typed.trim().is_empty()) else { return ().into_any() };
        state.entries(|entries| {
            let hits = search(entries, &me, &typed);
            let count = match hits.len() {
                1 => "1 place".to_owned(),
                count => format!("{count} places"),
            };
            let list = hits.iter().take(MOST_HITS).map(|hit| found(hit, &me)).collect::<Vec<_>>();
            view! { <p class="hint" role="status">{count}</p><ul class="cards">{list}</ul> }.into_any()
        })
    };
    view! {
        <Screen tab="Journal" heading="Pages">
            {month()}
            {when(move || state.partner().is_some(), || view! { <p><a href="journal/together">"Pages you both can read"</a></p> }.into_any())}
            <section aria-labelledby="search">
                <h2 id="search">"Find something"</h2>
                <div class="field">
                    <label for="find">"Words in anything you wrote"</label>
                    <input id="find" type="search" autocomplete="off" maxlength=LONGEST_QUERY.to_string() on:input=input(Box::new(typed)) />
                </div>
                {dynamic(hits)}
            </section>
        </Screen>
    }
    .into_any()
}

fn month() -> AnyView {
    let state = state();
    let day = RwSignal::new(untrack(|| state.today()));
    let earlier = move || day.update(|day| *day = day.month().plus(-1));
    let later = move || day.update(|day| *day = day.month().plus(31));
    let days = move || {
        let shown = day.get();
        untrack(|| state.recall(Reach::PagesOf(shown), Box::new(|| ())));
        let (author, today) = (state.me(), state.today());
        let Some(author) = author else { return ().into_any() };
        let month = state.entries(|entries| calendar(entries, &author, shown));
        let cell = |page: kept::insight::PageDay| {
            let (_, _, number) = page.day.parts();
            let said = match (page.is_written, page.is_shared) {
                (true, true) => ", written, shared",
                (true, false) => ", written",
                (false, _) => "",
            };
            let name = format!("{}{said}", clock::full_date(page.day));
            let class = if page.is_written { "day written-day" } else { "day" };
            if page.day > today {
                return view! { <li><span class="day">{number}</span></li> }.into_any();
            }
            view! { <li><a class=class href=format!("journal/{}", page.day) aria-label=name>{number}</a></li> }.into_any()
        };
        // Weeks stand under each other, from Monday.
        let from = month.first().map_or(0, |first| first.day.weekday()).to_string();
        let cells = month.into_iter().map(cell).collect::<Vec<_>>();
        view! { <ol class="month" data-from=from>{cells}</ol> }.into_any()
    };
    let name = text(move || clock::month(day.get()));
    let heading = view! { <h2 id="month" aria-live="polite">{name}</h2> };
    view! {
        <section aria-labelledby="month">
            {turn(heading, earlier, later)}
            {dynamic(days)}
        </section>
    }
    .into_any()
}

/// A place that was found, with what stands around it.
fn found(hit: &Hit<'_>, reader: &PersonId) -> AnyView {
    let kind =
        hit.entry.body.as_ref().map(|body| crate::app::words::count(body.kind(), 1)).unwrap_or_default();
    let kind = kind.trim_start_matches("1 ").to_owned();
    let by = (hit.entry.author != *reader).then_some(", shared with you");
    let address =
        hit.entry.get::<Journal>().filter(|_| by.is_none()).map(|page| format!("journal/{}", page.day));
    let date = clock::full_date(hit.day);
    let heading = match address {
        Some(address) => view! { <a href=address>{date}</a> }.into_any(),
        None => view! { <span>{date}</span> }.into_any(),
    };
    let parts = hit.found.iter().take(1).map(marked).collect::<Vec<_>>();
    view! { <li class="card"><p>{heading} <span class="hint">{kind} {by}</span></p>{parts}</li> }.into_any()
}

/// The first place in a text with its words marked.
fn marked(found: &Found<'_>) -> AnyView {
    let Some(first) = found.spans.first() else { return ().into_any() };
    let begin = found.text[..first.start].char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let end =
        found.text[first.end..].char_indices().nth(AROUND).map_or(found.text.len(), |(at, _)| first.end + at);
    let mut parts: Vec<AnyView> = Vec::new();
    let mut at = begin;
    for span in found.spans.iter().filter(|span| span.end <= end) {
        parts.push(found.text[at..span.start].to_owned().into_any());
        parts.push(view! { <mark>{found.text[span.clone()].to_owned()}</mark> }.into_any());
        at = span.end;
    }
    parts.push(found.text[at..end].to_owned().into_any());
    view! { <p class="written">{parts}</p> }.into_any()
}

/// The pages that both people may read, newest first.
pub(crate) fn together() -> AnyView {
    let state = state();
    state.recall(Reach::Everything, Box::new(|| ()));
    let list = move || {
        let people = state.entries(Entries::people);
        let readers: Vec<PersonId> = people.iter().map(|(id, _)| id.clone()).collect();
        let all = shared_pages(state, &readers);
        if all.is_empty() {
            return view! { <p>"A page stands here once its author shows it to the other."</p> }.into_any();
        }
        let item = |(day, author, text): (Day, PersonId, String)| {
            let name = people.iter().find(|(id, _)| *id == author);
            let name = name
                .map(|(_, person)| crate::app::words::called(person, state.me().as_ref() == Some(&author)));
            view! { <li class="card"><p class="label">{clock::full_date(day)} ", " {name}</p><p class="written">{text}</p></li> }.into_any()
        };
        view! { <ul class="cards">{all.into_iter().map(item).collect::<Vec<_>>()}</ul> }.into_any()
    };
    view! { <Screen tab="Journal" heading="Pages you both can read">{dynamic(list)}</Screen> }.into_any()
}

fn shared_pages(state: State, readers: &[PersonId]) -> Vec<(Day, PersonId, String)> {
    state.entries(|entries| {
        let all = pages(entries, readers).into_iter();
        all.filter_map(|entry| {
            entry.get::<Journal>().map(|page| (page.day, entry.author.clone(), page.text.clone()))
        })
        .collect()
    })
}
