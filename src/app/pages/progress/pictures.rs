//! The pictures themselves.

use kept::entry::{Day, Entries, Entry, Moment, PromiseOutcome, Setback, Signal};
use kept::insight::{
    Point, Span, events, events_sentence, promise_counts, promises_sentence, ritual_sentence,
    ritual_strengths, rituals, said, said_of, signals, signals_sentence, taper_sentence, tapered,
    things_agreed,
};
use kept_view::view;
use leptos::prelude::*;

use super::Shown;
use crate::app::parts::{Chart, Each, Event, Row, Scale, bars, line, time_line};
use crate::app::state::State;
use crate::app::words;
use crate::browser::clock;

/// Levels in tenths.
const LEVELS: Scale = Scale { least: 10, most: 50, marks: &[(10, "1"), (30, "3"), (50, "5")] };
const HUNDREDTHS: Scale = Scale { least: 0, most: 100, marks: &[(0, "0"), (50, "50"), (100, "100")] };

/// All of them; those that look far back once `is_ready`.
pub(super) fn pictures(state: State, shown: &Shown, is_ready: bool) -> AnyView {
    state.entries(|entries| {
        let events = events(entries, &shown.reader, &shown.author, shown.period);
        let is_own = shown.reader == shown.author;
        vec![
            signal_pictures(entries, shown, &events),
            promise_picture(entries, shown),
            if is_ready { ritual_pictures(entries, shown) } else { ().into_any() },
            if is_own { agreement_picture(entries, shown) } else { ().into_any() },
            event_picture(shown, &events, is_own),
        ]
        .into_any()
    })
}

impl Shown {
    /// What a point of the picture stands for.
    fn each(&self) -> Each {
        if self.period.step() == 1 { Each::Day } else { Each::Week }
    }
}

/// A part of the screen: a heading, what may stand under it, and pictures.
fn section(id: &'static str, heading: &'static str, under: AnyView, charts: Vec<Chart>) -> AnyView {
    let charts = charts.into_iter().map(Chart::view).collect::<Vec<_>>();
    view! {
        <section aria-labelledby=id><h2 id=id>{heading}</h2>{under}<div class="charts">{charts}</div></section>
    }
    .into_any()
}

/// A chart of one line, without what it shows.
fn line_chart(
    id: String,
    shown: &Shown,
    points: &[(Day, Option<u8>)],
    scale: &Scale,
    events: &[Event],
    say: &dyn Fn(Option<u8>) -> String,
) -> Chart {
    let rows: Vec<Row> = points.iter().map(|(day, number)| (*day, vec![say(*number)])).collect();
    let drawing = line(&rows, points, scale, events);
    Chart { id, rows, columns: &["Value"], each: shown.each(), drawing, ..Chart::default() }
}

fn signal_pictures(entries: &Entries, shown: &Shown, happened: &[(Day, &Entry)]) -> AnyView {
    let points = signals(entries, &shown.reader, &shown.author, shown.period);
    let marks: Vec<Event> = happened.iter().map(mark).collect();
    let decimal_mark = clock::decimal_mark();
    let mut charts = Vec::new();
    for signal in Signal::ALL {
        charts.extend(signal_chart(shown, signal, &points, &marks, &decimal_mark));
    }
    let legend =
        (!marks.is_empty()).then_some(" At the bottom, ◇ is a setback and ● a moment that was chosen.");
    let under = view! {
        <p>{signals_sentence(&said(&points, shown.period), shown.period)}</p>
        <p class="hint">"Days and weeks without an answer are gaps." {legend}</p>
    };
    section("signals", "The five signals", under, charts)
}

/// The picture of one signal, where it was answered at all.
fn signal_chart(
    shown: &Shown,
    signal: Signal,
    all: &[Point],
    marks: &[Event],
    decimal_mark: &str,
) -> Option<Chart> {
    let points: Vec<_> = all.iter().map(|point| (point.day, point.get(signal))).collect();
    points.iter().find(|(_, level)| level.is_some())?;
    let say = |level: Option<u8>| {
        level.map_or_else(|| "no answer".to_owned(), |level| of_five(level, decimal_mark))
    };
    let id = ["signal-", &(signal as usize).to_string()].concat();
    let (least, most) = words::ends(signal);
    Some(Chart {
        heading: words::name(signal).to_owned(),
        hint: ["1 ", least, ", 5 ", most].concat(),
        sentence: signals_sentence(&said_of(all, &[signal], shown.period), shown.period),
        ..line_chart(id, shown, &points, &LEVELS, marks, &say)
    })
}

fn mark((day, entry): &(Day, &Entry)) -> Event {
    (*day, entry.get::<Setback>().is_some())
}

/// "3.5 of 5", for tenths of a level.
pub(super) fn of_five(tenths: u8, decimal_mark: &str) -> String {
    let (whole, rest) = ((tenths / 10).to_string(), (tenths % 10).to_string());
    let after = if rest == "0" { ["", ""] } else { [decimal_mark, &rest] };
    [&whole, after[0], after[1], " of 5"].concat()
}

fn promise_picture(entries: &Entries, shown: &Shown) -> AnyView {
    const NAMES: &[&str] = &["kept", "told or repaired", "missed"];
    let counts = promise_counts(entries, &shown.reader, &shown.author, shown.period);
    let under = view! { <p class="hint">"As they were noted by whoever made them."</p> };
    let sentence = promises_sentence(&counts);
    if counts.iter().all(|count| count.tally.marked() == 0) {
        return section("kept", "Promises", view! { <p>{sentence}</p> }, Vec::new());
    }
    let mut three = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for count in &counts {
        let of = |outcome| count.tally.of(outcome);
        let between = of(PromiseOutcome::ToldFirst) + of(PromiseOutcome::Repaired);
        let these = [count.tally.kept(), between, of(PromiseOutcome::Missed)];
        rows.push((count.from, these.map(|count| count.to_string()).to_vec()));
        three.push(these);
    }
    let chart = Chart {
        id: "promises".to_owned(),
        heading: "What became of them".to_owned(),
        hint: "How often".to_owned(),
        sentence,
        columns: NAMES,
        each: if shown.period.span == Span::All { Each::Month } else { Each::Week },
        drawing: bars(&rows, &three, NAMES),
        rows,
    };
    section("kept", "Promises", under, vec![chart])
}

fn ritual_pictures(entries: &Entries, shown: &Shown) -> AnyView {
    let say = |strength: Option<u8>| match strength {
        Some(strength) => [&strength.to_string(), " of 100"].concat(),
        None => "not done so far".to_owned(),
    };
    let mut charts = Vec::new();
    for (entry, ritual) in rituals(entries, &shown.reader) {
        let strengths = ritual_strengths(entries, &shown.reader, &shown.author, entry, shown.period);
        if strengths.iter().any(|(_, strength)| strength.is_some()) {
            let id = ["ritual-", &charts.len().to_string()].concat();
            charts.push(Chart {
                heading: if ritual.title.is_empty() { "A ritual".to_owned() } else { ritual.title.clone() },
                sentence: ritual_sentence(&strengths),
                ..line_chart(id, shown, &strengths, &HUNDREDTHS, &[], &say)
            });
        }
    }
    if charts.is_empty() {
        return ().into_any();
    }
    let under = view! {
        <p class="hint">
            "How firmly they stand, from 0 to 100. It grows each time and fades slowly; leaving one out costs little, and
            skipping and pausing cost nothing."
        </p>
    };
    section("strengths", "Rituals", under, charts)
}

fn agreement_picture(entries: &Entries, shown: &Shown) -> AnyView {
    let things = things_agreed(entries, &shown.reader, shown.period);
    let all = tapered(entries, &shown.reader, shown.today);
    if things.is_empty() || all.is_empty() {
        return ().into_any();
    }
    let mut three = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for (day, count) in things {
        rows.push((day, vec![count.to_string()]));
        three.push([usize::from(count), 0, 0]);
    }
    let chart = Chart {
        id: "lighter".to_owned(),
        heading: "Still agreed on".to_owned(),
        hint: "How many things".to_owned(),
        sentence: taper_sentence(&all),
        columns: &["Things"],
        each: shown.each(),
        drawing: bars(&rows, &three, &[]),
        rows,
    };
    let under =
        view! { <p class="hint">"Openness for a while is meant to get lighter. It belongs to you both."</p> };
    section("agreed", "Agreements", under, vec![chart])
}

/// Setbacks and chosen moments, on a line of the same days and in words.
fn event_picture(shown: &Shown, happened: &[(Day, &Entry)], is_own: bool) -> AnyView {
    let days: Vec<Row> = shown.period.steps().map(|day| (day, Vec::new())).collect();
    let marks: Vec<Event> = happened.iter().map(mark).collect();
    let chart = (!marks.is_empty()).then(|| Chart {
        id: "events".to_owned(),
        heading: "On one line".to_owned(),
        sentence: events_sentence(happened),
        drawing: time_line(&days, &marks),
        ..Chart::default()
    });
    let nothing = chart.is_none().then(|| events_sentence(happened));
    let mut items = Vec::new();
    for (day, entry) in happened.iter().rev() {
        let setback = entry.get::<Setback>().map(|setback| ("◇ Setback, ", &setback.what));
        let moment = || entry.get::<Moment>().map(|moment| ("● Chosen moment, ", &moment.what));
        let Some((kind, what)) = setback.or_else(moment) else { continue };
        let (day, what) = (clock::full_date(*day), what.clone());
        items.push(view! { <li><p class="label">{kind} {day}</p><p class="written">{what}</p></li> });
    }
    let choose = is_own.then(|| {
        view! {
            <p class="near"><a href="progress/moments">"Choose a moment"</a> <a href="promises/notes">"All setbacks"</a></p>
        }
        .into_any()
    });
    view! {
        {section("happened", "Moments and setbacks", view! { <p>{nothing}</p> }, chart.into_iter().collect())}
        <ul class="happened">{items}</ul>
        {choose}
    }
    .into_any()
}
