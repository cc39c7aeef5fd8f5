//! Looking back on a month: what was noted, and what one says about it.

use kept::entry::{Day, Entries, Entry, Kind, MonthReview, PersonId, Ritual};
use kept::insight::{
    self, LookBack, PromiseCount, goes_on, lighter, look_back, month_to_review, promises_sentence,
};
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;

use crate::app::parts::{
    Form, Screen, TextOf, click, dynamic, form_text, ritual_address, save_bar_of_both, submit, text, turn,
    when, whenever,
};
use crate::app::state::{State, state};
use crate::browser::clock;

/// The month, and the form for it.
pub(crate) fn review() -> AnyView {
    let state = state();
    state.author();
    state.recall(Reach::Days, Box::new(|| ()));
    let month = RwSignal::new(month_to_review(untrack(|| state.today())));
    let earlier = move || month.update(|month| *month = month.plus(-1).month());
    let later = move || month.update(|month| *month = month.plus(31).month().min(state.today().month()));
    let name = text(move || clock::month(month.get()));
    let heading = view! { <h2 id="month" aria-live="polite">{name}</h2> };
    let back = dynamic(move || noted(state, month.get()));
    // A form of its own for each month, and for each person who writes.
    let version = move || format!("{} {}", month.get(), state.me().map(String::from).unwrap_or_default());
    let form = whenever(version, move || form(state, month.get_untracked()));
    let theirs = dynamic(move || theirs(state, month.get()));
    view! {
        <Screen tab="Review" heading="Looking back" lead="What was kept, what is lighter, what goes on. There is nothing to reach, and no month has to be looked at.">
            {turn(heading, earlier, later)}
            {back}
            {form}
            {theirs}
            <p><a href="progress">"The same as pictures"</a> " · " <a href="closing">"When you want to finish"</a></p>
        </Screen>
    }
}

/// What was noted in that month.
fn noted(state: State, month: Day) -> AnyView {
    let (Some(me), today) = (state.me(), state.today()) else { return ().into_any() };
    let to = month.plus(31).month().plus(-1).min(today);
    state.entries(|entries| {
        let back = look_back(entries, std::slice::from_ref(&me), month, to, today);
        let kept = kept(&back);
        let lighter = lighter(entries, &me, &back, to, today);
        let lighter: Vec<AnyView> = lighter.into_iter().map(|(entry, line)| item(entry, line)).collect();
        let goes_on = going_on(entries, &me, today);
        let kept = if kept.is_empty() {
            nothing("Nothing was noted in this month. That says nothing about the month.")
        } else {
            list(kept)
        };
        let lighter = if lighter.is_empty() {
            nothing("What was noted says nothing about it. You may know more.")
        } else {
            list(lighter)
        };
        view! {
            <section aria-labelledby="kept"><h3 id="kept">"What was kept"</h3>{kept}</section>
            <section aria-labelledby="lighter"><h3 id="lighter">"What is lighter"</h3>{lighter}</section>
            {goes_on}
        }
    })
}

fn nothing(sentence: &'static str) -> AnyView {
    view! { <p class="hint">{sentence}</p> }
}

fn list(items: Vec<AnyView>) -> AnyView {
    view! { <ul>{items}</ul> }
}

/// A line of a list, after the name of what it is about.
fn item(entry: Option<&Entry>, line: String) -> AnyView {
    let name = entry.map(|entry| view! { <a href=address(entry)>{insight::label(entry)}</a> ": " });
    view! { <li>{name}{line}</li> }
}

/// Where to find a promise, an agreement or a ritual.
fn address(entry: &Entry) -> String {
    if entry.get::<Ritual>().is_some() { ritual_address(&entry.id) } else { entry.id.to_string() }
}

fn kept(back: &LookBack<'_>) -> Vec<AnyView> {
    let mut all = Vec::new();
    for (entry, tally) in &back.promises {
        let count = PromiseCount { from: Day::default(), tally: *tally };
        all.push(item(Some(entry), promises_sentence(&[count])));
    }
    for (entry, times) in &back.rituals {
        let line = if *times == 1 { "done once.".to_owned() } else { format!("done {times} times.") };
        all.push(item(Some(entry), line));
    }
    all.extend(back.check_ins().map(|line| item(None, line + ".")));
    all.extend(back.moments.iter().map(|entry| item(None, insight::label(entry))));
    all
}

/// What goes on, folded up: it is for deciding, and there may be a lot of it.
fn going_on(entries: &Entries, me: &PersonId, today: Day) -> AnyView {
    let all = goes_on(entries, me, today);
    let link = |entry: &&Entry| view! { <li><a href=address(entry)>{insight::label(entry)}</a></li> };
    let all: Vec<AnyView> = all.iter().map(link).collect();
    if all.is_empty() {
        return ().into_any();
    }
    view! { <details class="fold"><summary><strong>"What goes on for now"</strong></summary><ul>{all}</ul></details> }
}

const QUESTIONS: [(&str, &str, TextOf); 3] = [
    ("kept-words", "What was kept, as you see it?", |it| Some(&mut MonthReview::of_mut(it)?.kept)),
    ("lighter-words", "What is lighter than it was?", |it| Some(&mut MonthReview::of_mut(it)?.lighter)),
    ("carry-on", "What do you want to carry on, and what can rest?", |it| {
        Some(&mut MonthReview::of_mut(it)?.carry_on)
    }),
];

fn form(state: State, month: Day) -> AnyView {
    let form = Form::open(MonthReview::id(month), MonthReview::new(month).into());
    let save = submit(move || {
        if form.save() {
            state.say("Saved on this device.");
        }
    });
    let fields =
        QUESTIONS.map(|(id, question, of)| form_text(form, id, text(|| question.to_owned()), "", of));
    view! {
        <form on:submit=save>
            <h3>"In your own words"</h3>
            {fields.into_iter().collect::<Vec<_>>()}
            {save_bar_of_both(form)}
        </form>
    }
}

/// What the other wrote about that month and lets be seen.
fn theirs(state: State, month: Day) -> AnyView {
    let Some(me) = state.me() else { return ().into_any() };
    state.entries(|entries| {
        let is_it = |entry: &&Entry| entry.author != me && entry.is_visible_to(entries, &me);
        let mut all = entries.all::<MonthReview>().filter(|(entry, it)| it.month == month && is_it(entry));
        all.next().map_or_else(|| ().into_any(), |(entry, it)| card(state.name_of(&entry.author), it))
    })
}

fn card(name: String, review: &MonthReview) -> AnyView {
    let MonthReview { kept, lighter, carry_on, .. } = review.clone();
    let part = |((_, question, _), words): ((&str, &'static str, TextOf), String)| {
        (!words.trim().is_empty())
            .then(|| view! { <p class="label">{question}</p><p class="written">{words}</p> })
    };
    let parts: Vec<AnyView> = QUESTIONS.into_iter().zip([kept, lighter, carry_on]).filter_map(part).collect();
    view! { <section class="card" aria-labelledby="theirs"><h3 id="theirs">{name}</h3>{parts}</section> }
}

/// The preference that holds the month which somebody did not want to look back on.
fn put_away(me: &PersonId) -> String {
    format!("no-review-{me}")
}

/// The offer on Today, once a month, until it was taken up or put away.
pub(crate) fn month_due() -> AnyView {
    let state = state();
    let is_away = RwSignal::new(0);
    let due = move || {
        is_away.track();
        let (me, today) = (state.me()?, state.today());
        let month = state.entries(|entries| insight::due_review(entries, &me, today))?;
        (state.preference(&put_away(&me)) != month.to_string()).then_some((me, month))
    };
    let name = text(move || due().map(|(_, month)| clock::month(month)).unwrap_or_default());
    let not_now = move || {
        if let Some((me, month)) = untrack(due) {
            state.prefer(&put_away(&me), &month.to_string());
        }
        is_away.update(|times| *times += 1);
    };
    let card = move || {
        view! {
            <section class="card" aria-labelledby="look-back">
                <h2 id="look-back">{name}</h2>
                <p>"What was kept, what is lighter, what goes on: a few minutes to look back, if you like."</p>
                <div class="actions">
                    <a class="button" href="review">"Look back"</a>
                    <button type="button" class="quiet" on:click=click(not_now)>"Not this time"</button>
                </div>
            </section>
        }
    };
    when(move || due().is_some(), card).into_any()
}
