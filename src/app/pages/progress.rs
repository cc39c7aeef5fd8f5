//! Progress: pictures of what was noted, of one person at a time, and chosen moments.

use kept::entry::{Day, Entries, Entry, EntryId, Kind, Moment, PersonId, Setback, Signal};
use kept::insight::{
    self, Pattern, Period, Point, PromiseCount, Span, agreements, events, events_sentence, first_day,
    pattern_sentence, patterns, promise_counts, promises_sentence, ritual_sentence, ritual_strengths,
    signal_name, signal_sentence, signals, signals_sentence, subject_name, taper, taper_sentence,
};
use kept::vault::Reach;
use kept_view::view;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::not_found;
use crate::app::parts::{
    Chart, Dot, Form, Screen, charts, choice, click, complaint, computed, day_field, dynamic, each,
    form_line, is_flawless, save_bar, submit, when, whenever,
};
use crate::app::state::{State, state};
use crate::browser::{clock, random};

const SPANS: [&str; 4] = ["Week", "Month", "Quarter", "All"];

/// Signs from the guide, as questions: nobody but the reader can answer them.
const QUESTIONS: [&str; 5] = [
    "Where did you notice it first: in what was said, or in what your body did before you thought?",
    "Is a hard subject easier to begin, or is it begun less often?",
    "When it gets tense, does one of you come back sooner than before?",
    "Does it hurt less, or do you feel less of everything?",
    "If storm and warm days keep following one another: what do both look like, side by side?",
];

/// What all pictures show: whose data, for whom, over which days.
#[derive(Clone)]
struct Shown {
    reader: PersonId,
    author: PersonId,
    period: Period,
    /// Whether all months were read, which strengths and patterns look back at.
    is_whole: bool,
}

/// The pictures.
pub(crate) fn pictures() -> AnyView {
    let state = state();
    state.author();
    let is_whole = RwSignal::new(false);
    state.recall(Reach::Days, Box::new(move || is_whole.set(true)));
    let span = RwSignal::new(1);
    let whose = RwSignal::new(0);
    let shown = move || {
        let reader = state.me()?;
        let today = state.today();
        let author = if whose.get() == 0 { reader.clone() } else { partner(state, &reader)? };
        let span = Span::ALL.get(span.get()).copied().unwrap_or(Span::Month);
        let since = state.entries(|entries| first_day(entries, &reader, &author));
        Some(Shown { reader, author, period: Period::new(span, since, today), is_whole: is_whole.get() })
    };
    let version = move || {
        // What is written in another tab meanwhile shows when the screen is opened again.
        let me = state.me().map(String::from).unwrap_or_default();
        format!("{me} {} {} {} {}", span.get(), whose.get(), is_whole.get(), state.today())
    };
    let both = move || {
        let partner = state.partner().unwrap_or_default();
        choice("whose", "Whose", vec!["Mine".to_owned(), format!("What {partner} shares")], whose)
    };
    let has_shared = move || {
        let me = state.me();
        me.is_some_and(|me| {
            partner(state, &me)
                .is_some_and(|other| state.entries(|entries| first_day(entries, &me, &other).is_some()))
        })
    };
    let all = move || match untrack(shown) {
        Some(shown) => untrack(|| pictures_of(state, &shown)),
        None => ().into_any(),
    };
    view! {
        <Screen tab="Progress" heading="Progress" lead="What you noted, as pictures. They are information, not marks, and what they mean is for you to say.">
            {choice("span", "How much time", SPANS.map(str::to_owned).to_vec(), span)}
            {when(has_shared, both)}
            {whenever(version, all)}
            {moments(state)}
            {questions()}
        </Screen>
    }
}

fn partner(state: State, me: &PersonId) -> Option<PersonId> {
    state.entries(|entries| entries.people().into_iter().map(|(id, _)| id).find(|id| id != me))
}

fn pictures_of(state: State, shown: &Shown) -> AnyView {
    let Shown { reader, author, period, .. } = shown;
    let answers = state.entries(|entries| signals(entries, reader, author, *period));
    let has_answers = answers.iter().any(|point| !point.is_gap());
    let sentence = signals_sentence(&insight::said(&answers, *period), *period);
    let nothing = (!has_answers).then(|| {
        view! {
            <p>"From four answers on, pictures say something here. "<a href="check-in/daily">"Check in"</a>" takes half a minute."</p>
        }
    });
    let lines = state.entries(|entries| signal_charts(entries, shown, &answers));
    let others = state.entries(|entries| {
        let mut all: Vec<Chart> = promise_chart(entries, shown).into_iter().collect();
        if shown.is_whole {
            all.extend(ritual_charts(entries, shown));
        }
        all
    });
    let lighter = state.entries(|entries| lighter(entries, shown, state.today()));
    let patterns = shown.is_whole.then(|| patterns_of(state, shown.clone()));
    view! {
        <section aria-labelledby="signals">
            <h2 id="signals">"How it is"</h2>
            <p>{sentence}</p>
            {nothing}
            <div class="charts">{charts(move || if has_answers { lines.clone() } else { Vec::new() })}</div>
        </section>
        <section aria-labelledby="kept">
            <h2 id="kept">"What was kept"</h2>
            {others.is_empty().then_some("Nothing noted about promises or rituals in this time.")}
            <div class="charts">{charts(move || others.clone())}</div>
        </section>
        {lighter}
        {timeline(state, shown)}
        {patterns}
    }
}

fn signal_charts(entries: &Entries, shown: &Shown, answers: &[Point]) -> Vec<Chart> {
    let Shown { reader, author, period, .. } = shown;
    let happened = events(entries, reader, author, *period);
    let chart = |signal: Signal| {
        let mut points: Vec<Dot> = answers.iter().map(|point| answer(*period, point, signal)).collect();
        for (day, entry) in &happened {
            if let Some(point) = period.place(*day).and_then(|place| points.get_mut(place)) {
                point.has_setback |= entry.get::<Setback>().is_some();
                point.has_moment |= entry.get::<Moment>().is_some();
            }
        }
        Chart {
            id: format!("signal-{}", signal as usize),
            title: signal_name(signal).to_owned(),
            sentence: signal_sentence(answers, signal, *period),
            unit: "From 1 to 5",
            is_bars: false,
            axis: [1, 3, 5].map(|level| (10 * level, level.to_string())).to_vec(),
            points,
        }
    };
    Signal::ALL.into_iter().map(chart).collect()
}

/// A day or a week without a number yet.
fn dot(period: Period, day: Day) -> Dot {
    let full = clock::full_date(day);
    let when = if period.step() == 7 { format!("Week of {full}") } else { full };
    Dot { when, when_short: clock::short_date(day), words: "nothing noted".to_owned(), ..Dot::default() }
}

fn answer(period: Period, point: &Point, signal: Signal) -> Dot {
    let mut dot = dot(period, point.day);
    if let Some(tenths) = point.get(signal) {
        let (whole, rest) = (tenths / 10, tenths % 10);
        dot.value = Some(tenths.into());
        dot.words = if rest == 0 { format!("{whole} of 5") } else { format!("{whole}.{rest} of 5") };
    }
    dot
}

fn promise_chart(entries: &Entries, Shown { reader, author, period, .. }: &Shown) -> Option<Chart> {
    let counts = promise_counts(entries, reader, author, *period);
    let most = counts.iter().map(|count| count.tally.marked()).max().filter(|most| *most > 0)?;
    let bar = |count: &PromiseCount| {
        let (kept, of) = (count.tally.kept(), count.tally.marked());
        let when = if period.span == Span::All {
            clock::month(count.from)
        } else {
            format!("Week of {}", clock::full_date(count.from))
        };
        Dot {
            when,
            when_short: clock::short_date(count.from),
            value: Some(number(kept)).filter(|_| of > 0),
            of: number(of),
            words: if of == 0 { "nothing noted".to_owned() } else { format!("{kept} kept of {of}") },
            ..Dot::default()
        }
    };
    Some(Chart {
        id: "promises".to_owned(),
        title: "Promises".to_owned(),
        sentence: promises_sentence(&counts),
        unit: "Kept of noted",
        is_bars: true,
        axis: [0, number(most)].map(|count| (count, count.to_string())).to_vec(),
        points: counts.iter().map(bar).collect(),
    })
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn ritual_charts(entries: &Entries, Shown { reader, author, period, .. }: &Shown) -> Vec<Chart> {
    let mut all = Vec::new();
    for (entry, ritual) in insight::rituals(entries, reader) {
        let strengths = ritual_strengths(entries, reader, author, entry, *period);
        if strengths.iter().all(|(_, strength)| strength.is_none()) {
            continue;
        }
        let point = |(day, strength): &(Day, Option<u8>)| {
            let mut dot = dot(*period, *day);
            if let Some(strength) = strength {
                dot.value = Some((*strength).into());
                dot.words = format!("{strength} of 100");
            }
            dot
        };
        all.push(Chart {
            id: format!("ritual-{}", all.len()),
            title: ritual.title.clone(),
            sentence: ritual_sentence(&strengths),
            unit: "Strength, from 0 to 100",
            is_bars: false,
            axis: [0, 50, 100].map(|strength| (strength, strength.to_string())).to_vec(),
            points: strengths.iter().map(point).collect(),
        });
    }
    all
}

/// How agreements on openness got lighter.
fn lighter(entries: &Entries, Shown { reader, .. }: &Shown, today: Day) -> Option<AnyView> {
    let item = |entry: &Entry| {
        let all = taper(entries, reader, entry, today);
        let name = subject_name(all.first()?.subject);
        let address = entry.id.to_string();
        Some(
            view! { <li><a href=address>{name}</a> {(all.len() > 1).then_some(" and more")} ": " {taper_sentence(&all)}</li> },
        )
    };
    let all: Vec<AnyView> = agreements(entries, reader).into_iter().filter_map(item).collect();
    (!all.is_empty())
        .then(|| view! { <section aria-labelledby="lighter"><h2 id="lighter">"Agreements"</h2><ul>{all}</ul></section> })
}

/// Setbacks and chosen moments, in the order of days.
fn timeline(state: State, Shown { reader, author, period, .. }: &Shown) -> AnyView {
    let (sentence, items) = state.entries(|entries| {
        let all = events(entries, reader, author, *period);
        let item = |(day, entry): &(Day, &Entry)| {
            let (class, what) = match entry.get::<Moment>() {
                Some(moment) => ("event moment", moment.what.clone()),
                None => ("event", entry.get::<Setback>()?.what.clone()),
            };
            Some(
                view! { <li class=class><span class="label">{clock::full_date(*day)}</span> " " {what}</li> },
            )
        };
        (events_sentence(&all), all.iter().filter_map(item).collect::<Vec<_>>())
    });
    view! {
        <section aria-labelledby="events">
            <h2 id="events">"On the way"</h2>
            <p>{sentence}</p>
            <ul class="events">{items}</ul>
        </section>
    }
}

/// The name of the preference for the patterns that somebody does not want to see.
fn hidden_by(author: &PersonId) -> String {
    format!("hidden-{author}")
}

fn patterns_of(state: State, Shown { reader, author, .. }: Shown) -> AnyView {
    let hidden = RwSignal::new(state.preference(&hidden_by(&reader)));
    let list = move || {
        let today = untrack(|| state.today());
        untrack(|| {
            state.entries(|entries| {
                let all = patterns(entries, &reader, &author, today);
                let seen =
                    all.iter().filter(|pattern| hidden.get().split(' ').all(|name| name != pattern.name()));
                seen.map(|pattern| card(state, &reader, pattern, hidden)).collect::<Vec<_>>()
            })
        })
    };
    let list = move || {
        hidden.track();
        let all = list();
        if all.is_empty() {
            return view! { <p>"Nothing stands out that chance does not explain, or there is not enough yet."</p> };
        }
        all.into_any()
    };
    view! {
        <section aria-labelledby="patterns">
            <h2 id="patterns">"What came together"</h2>
            <p class="hint">"In the last year. That two things come together does not say that one is the cause of the other."</p>
            <div class="cards">{dynamic(list)}</div>
        </section>
    }
}

fn card(state: State, reader: &PersonId, pattern: &Pattern<'_>, hidden: RwSignal<String>) -> AnyView {
    let (name, preference) = (pattern.name().to_owned(), hidden_by(reader));
    let hide = click(move || {
        let all = format!("{} {name}", hidden.get_untracked());
        state.prefer(&preference, all.trim());
        hidden.set(all);
    });
    view! {
        <div class="card"><p>{pattern_sentence(pattern)}</p><button type="button" class="quiet" on:click=hide>"Do not show this"</button></div>
    }
}

fn questions() -> AnyView {
    let items = QUESTIONS.iter().map(|question| view! { <li>{*question}</li> }).collect::<Vec<_>>();
    view! {
        <details class="fold">
            <summary><strong>"Signs to think about"</strong></summary>
            <ul>{items}</ul>
            <p><a href="guide/signs">"Signs that trust is coming back, and what only looks like it"</a></p>
        </details>
    }
}

/// One's own chosen moments, and the way to note another one.
fn moments(state: State) -> AnyView {
    let navigate = use_navigate();
    let add = click(move || {
        let today = untrack(|| state.today());
        let id = state.new_id("moment", || Moment::id(random::bytes(), today));
        navigate(&format!("/{id}"), NavigateOptions::default());
    });
    let list = move || {
        let Some(me) = state.me() else { return Vec::new() };
        state.entries(|entries| {
            let mut own: Vec<(Day, AnyView)> = Vec::new();
            for (entry, moment) in entries.all::<Moment>().filter(|(entry, _)| entry.author == me) {
                let address = entry.id.to_string();
                let place = own.partition_point(|(day, _)| *day >= moment.day);
                let what = moment.what.clone();
                let view = view! { <li><a href=address>{what}</a> " " <span class="hint">{clock::full_date(moment.day)}</span></li> };
                own.insert(place, (moment.day, view));
            }
            own.into_iter().map(|(_, view)| view).collect()
        })
    };
    view! {
        <section aria-labelledby="moments">
            <h2 id="moments">"Chosen moments"</h2>
            <p>"The first night you slept, the walk on which nobody mentioned it. They stand on the time line."</p>
            <ul>{each(list)}</ul>
            <div class="actions"><button type="button" class="button" on:click=add>"Note a moment"</button></div>
        </section>
    }
}

/// One chosen moment, by the two parts of its id.
pub(crate) fn moment(name: &str, day: &str) -> AnyView {
    let Ok(id) = format!("moment/{name}/{day}").parse::<EntryId>() else { return not_found() };
    let state = state();
    state.author();
    let form =
        whenever(move || state.me().map(String::from).unwrap_or_default(), move || moment_form(id.clone()));
    view! { <Screen tab="Progress" heading="A moment" lead="In a line. It stays for you alone unless you show it.">{form}</Screen> }
}

fn moment_form(id: EntryId) -> AnyView {
    let state = state();
    let today = untrack(|| state.today());
    let form = Form::open(id.clone(), Moment { day: today, what: String::new() }.into());
    let faults = RwSignal::new(Vec::new());
    let navigate = use_navigate();
    let (after_save, after_delete) = (navigate.clone(), navigate);
    let save = submit(move || {
        if is_flawless(faults, untrack(|| form.read(|it: &Moment| it.faults(today)))) && form.save() {
            state.say("Saved on this device.");
            after_save("/progress", NavigateOptions::default());
        }
    });
    let delete = click(move || {
        if state.delete(&id, "The moment was deleted.") {
            after_delete("/progress", NavigateOptions::default());
        }
    });
    let day = computed(move || form.read(|it: &Moment| Some(it.day)));
    let set_day = move |day: Option<Day>| form.edit(|it: &mut Moment| it.day = day.unwrap_or(it.day));
    view! {
        <form on:submit=save>
            {form_line(form, "what", "What it was", Moment::LENGTH, |it| Some(&mut Moment::of_mut(it)?.what))}
            {complaint(faults, "what")}
            {day_field("day", "On which day", "", day, set_day)}
            {complaint(faults, "day")}
            {save_bar(form)}
            <div class="actions">
                <a class="button" href="progress">"Progress"</a>
                <button type="button" class="quiet danger" on:click=delete>"Delete it"</button>
            </div>
        </form>
    }
}
