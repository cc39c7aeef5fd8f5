//! Pictures of numbers over time, drawn as SVG.
//!
//! Each is a figure with a name, the drawing, a sentence that says what it shows, and its numbers as a table. The drawing
//! itself is hidden from assistive technology. In its place stands a slider over it, one step for each point: arrow
//! keys, a finger and a screen reader move through the points with what every browser has, and its line marks the point.
//!
//! A drawing is 2800 units wide and shown about 280 pixels wide or more, so a unit is a tenth of a pixel, and whole numbers
//! are exact enough. It has paths and texts only: `public/picture.js` draws those into an image. How they look is said in
//! `style/60-charts.css`.

use std::sync::Arc;

use kept::entry::Day;
use kept_view::view;
use leptos::prelude::*;

use super::dynamic::{input, text, when};
use crate::app::state::state;
use crate::browser::clock;

/// Where the first and the last point stand. The slider of `style/60-charts.css` lies over the same stretch.
const LEFT: i32 = 370;
const RIGHT: i32 = 2690;
/// The highest and the lowest value.
const TOP: i32 = 190;
const BOTTOM: i32 = 860;
/// Where what happened stands.
const BELOW: i32 = 950;
/// The axis is a little longer than what stands on it.
const BEYOND: i32 = 100;
/// Where dates stand.
const DATED: i32 = 1110;
/// With more points than these each is only a corner of the line.
const MOST_DOTS: usize = 31;
/// With more points than these there is hardly room for their strokes.
const MANY: usize = 60;
/// How many dates stand below.
const DATES: usize = 4;

/// What a day of a point stands for.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Each {
    /// Itself.
    #[default]
    Day,
    /// The week that begins with it.
    Week,
    /// The month that begins with it.
    Month,
}

impl Each {
    fn name(self, day: Day) -> String {
        match self {
            Self::Day => clock::full_date(day),
            Self::Week => ["Week of ", &clock::full_date(day)].concat(),
            Self::Month => clock::month(day),
        }
    }
}

/// A point: its day and its numbers, as they are said.
pub(crate) type Row = (Day, Vec<String>);

/// A number or several for each day.
#[derive(Default)]
pub(crate) struct Chart {
    /// Tells it from others on the page.
    pub(crate) id: String,
    pub(crate) heading: String,
    /// What its numbers mean.
    pub(crate) hint: String,
    /// What it shows.
    pub(crate) sentence: String,
    /// What the numbers of a row are called.
    pub(crate) columns: &'static [&'static str],
    /// Its points. Without any it is a drawing only.
    pub(crate) rows: Vec<Row>,
    pub(crate) each: Each,
    pub(crate) drawing: String,
}

impl Chart {
    /// What stands at a point, as it is said.
    fn said(&self, at: usize) -> String {
        let Some((day, values)) = self.rows.get(at) else { return String::new() };
        let mut said = self.each.name(*day);
        for (at, value) in values.iter().enumerate() {
            said.push_str(if at == 0 { ": " } else { ", " });
            said.push_str(value);
            if let (Some(column), true) = (self.columns.get(at), values.len() > 1) {
                said.push(' ');
                said.push_str(column);
            }
        }
        said
    }

    /// The rows of its table, as HTML. Nothing in them is anybody's words.
    fn table(&self) -> String {
        let mut html =
            ["<thead><tr><th scope=col>", if self.each == Each::Day { "Day" } else { "From" }].concat();
        for column in self.columns {
            html.push_str("<th scope=col>");
            html.push_str(column);
        }
        html.push_str("<tbody>");
        for (day, values) in &self.rows {
            html.push_str("<tr><th scope=row>");
            html.push_str(&if self.each == Each::Month {
                clock::month(*day)
            } else {
                clock::full_date(*day)
            });
            for value in values {
                html.push_str("<td>");
                html.push_str(value);
            }
        }
        html
    }

    /// Its view.
    pub(crate) fn view(self) -> AnyView {
        let today = untrack(|| state().today()).to_string();
        let it = Arc::new(self);
        let (name_id, said_id) = ([&it.id, "-name"].concat(), [&it.id, "-said"].concat());
        let (slider, numbers) =
            if it.rows.is_empty() { (None, None) } else { (Some(slider(&it, &said_id)), Some(numbers(&it))) };
        let (slider, readout) = slider.unzip();
        view! {
            <figure class="card chart" id=it.id.clone() aria-labelledby=name_id.clone()>
                <figcaption><h3 id=name_id>{it.heading.clone()}</h3> <span class="hint">{it.hint.clone()}</span></figcaption>
                <div class="plot">
                    <div aria-hidden="true" inner_html=it.drawing.clone()></div>
                    {slider}
                </div>
                {readout}
                <p class="said" id=said_id>{it.sentence.clone()}</p>
                {numbers}
                <button type="button" class="quiet" data-picture=["notes-", &today, ".png"].concat()>
                    "Save as image" <span class="visually-hidden">": " {it.heading.clone()}</span>
                </button>
            </figure>
        }
    }
}

/// What moves through the points, and what is said of the one where it is.
fn slider(chart: &Arc<Chart>, said_id: &str) -> (AnyView, AnyView) {
    let last = chart.rows.len() - 1;
    let at = RwSignal::new(last);
    let it = chart.clone();
    let said = text(move || it.said(at.get()));
    let move_to = input(Box::new(move |typed| at.set(typed.parse().unwrap_or(last))));
    let last = last.to_string();
    let slider = view! {
        <input
            type="range"
            min="0"
            max=last.clone()
            value=last
            aria-label=[&chart.heading, ", point by point"].concat()
            aria-valuetext=said
            aria-describedby=said_id.to_owned()
            on:input=move_to
        />
    };
    // The slider says the same.
    (slider, view! { <p class="readout" aria-hidden="true">{said}</p> })
}

/// The numbers behind a picture. Of ten years they are thousands, so they are made when somebody wants to see them.
fn numbers(chart: &Arc<Chart>) -> AnyView {
    let is_open = RwSignal::new(false);
    let it = chart.clone();
    let table = move || view! { <table class="numbers" inner_html=it.table()></table> };
    view! {
        <details on:toggle=move |_| is_open.set(true)>
            <summary>"The numbers" <span class="visually-hidden">": " {chart.heading.clone()}</span></summary>
            {when(move || is_open.get(), table)}
        </details>
    }
}

/// From which number to which a drawing goes, with the numbers that stand beside it.
pub(crate) struct Scale {
    pub(crate) least: i32,
    pub(crate) most: i32,
    pub(crate) marks: &'static [(i32, &'static str)],
}

/// What stands on the time line beside the numbers: its day, and whether it is a setback; else it was chosen.
pub(crate) type Event = (Day, bool);

/// A drawing that grows.
#[derive(Default)]
struct Drawing(String);

impl Drawing {
    fn path(&mut self, class: &str, strokes: &str) {
        if !strokes.is_empty() {
            self.0.push_str(&["<path class=", class, " d=\"", strokes, "\"/>"].concat());
        }
    }

    fn text(&mut self, class: &str, x: i32, y: i32, words: &str) {
        let (x, y) = (x.to_string(), y.to_string());
        self.0.push_str(&["<text class=", class, " x=", &x, " y=", &y, ">", words, "</text>"].concat());
    }

    /// A line across with a number beside it.
    fn mark(&mut self, y: i32, number: &str) {
        let mut strokes = String::new();
        step(&mut strokes, 'M', LEFT - BEYOND, y);
        step(&mut strokes, 'H', RIGHT + BEYOND, y);
        self.path("grid", &strokes);
        self.text("end", LEFT - BEYOND - 40, y + 45, number);
    }

    /// Dates below, as many as there is room for.
    fn dates(&mut self, days: &[Row]) {
        let is_long =
            days.first().zip(days.last()).is_some_and(|((first, _), (last, _))| last.since(*first) > 400);
        // Of five points four would not be evenly apart, and a month with its year is wide.
        let count = if is_long || days.len() == 5 { 3 } else { days.len().min(DATES) };
        let mut ticks = String::new();
        for nth in 0..count {
            let at = nth * (days.len() - 1) / (count - 1).max(1);
            let Some((day, _)) = days.get(at) else { continue };
            let x = place(at, days.len());
            step(&mut ticks, 'M', x, BOTTOM);
            ticks.push_str("v30");
            let class = match nth {
                _ if count == 1 => "middle",
                0 => "start",
                _ if nth + 1 == count => "end",
                _ => "middle",
            };
            // The first and the last lean inwards, and reach a little beyond their points.
            let x = if class == "start" {
                x - BEYOND
            } else if class == "end" {
                x + BEYOND
            } else {
                x
            };
            self.text(
                class,
                x,
                DATED,
                &if is_long { clock::short_month(*day) } else { clock::short_date(*day) },
            );
        }
        self.path("grid", &ticks);
    }

    /// What happened, at two heights: a diamond for a setback, a disc for what was chosen.
    fn events(&mut self, days: &[Row], events: &[Event], heights: [i32; 2]) {
        let Some(((first, _), (last, _))) = days.first().zip(days.last()) else { return };
        let whole = last.since(*first).max(1);
        let mut strokes = [String::new(), String::new()];
        for (day, is_setback) in events {
            let along = day.since(*first) * i64::from(RIGHT - LEFT) / whole;
            let x = (LEFT + i32::try_from(along).unwrap_or_default()).min(RIGHT + BEYOND / 2);
            let [chosen, setbacks] = &mut strokes;
            if *is_setback {
                step(setbacks, 'M', x, heights[1] - 60);
                setbacks.push_str("l60 60l-60 60l-60-60z");
            } else {
                step(chosen, 'M', x - 50, heights[0]);
                chosen.push_str("a50 50 0 1 0 100 0 50 50 0 1 0-100 0z");
            }
        }
        self.path("chosen", &strokes[0]);
        self.path("setback", &strokes[1]);
    }

    /// The whole. Of very many points the strokes are thin, or they would be one surface.
    fn done(self, points: usize) -> String {
        let class = if points > MANY { "thin" } else { "bold" };
        ["<svg viewBox=\"0 0 2800 1150\" focusable=false class=", class, ">", &self.0, "</svg>"].concat()
    }
}

/// Adds a step to some strokes: a letter and a place. Of a step straight across only the first half counts.
fn step(strokes: &mut String, letter: char, x: i32, y: i32) {
    strokes.push(letter);
    strokes.push_str(&x.to_string());
    if letter != 'H' {
        strokes.push(' ');
        strokes.push_str(&y.to_string());
    }
}

/// How far across the point `at` of `count` stands.
fn place(at: usize, count: usize) -> i32 {
    let whole = |number: usize| i32::try_from(number).unwrap_or_default();
    match count {
        0 | 1 => LEFT.midpoint(RIGHT),
        _ => LEFT + (RIGHT - LEFT) * whole(at) / whole(count - 1),
    }
}

/// How high a number stands.
fn height(number: i32, least: i32, most: i32) -> i32 {
    BOTTOM - (BOTTOM - TOP) * (number - least) / (most - least).max(1)
}

/// Numbers as a line that breaks where there is none.
pub(crate) fn line(rows: &[Row], numbers: &[(Day, Option<u8>)], scale: &Scale, events: &[Event]) -> String {
    let mut drawing = Drawing::default();
    for (number, said) in scale.marks {
        drawing.mark(height(*number, scale.least, scale.most), said);
    }
    drawing.dates(rows);
    let (mut strokes, mut dots) = (String::new(), String::new());
    let is_there = |at: usize| numbers.get(at).is_some_and(|(_, number)| number.is_some());
    for (at, (_, number)) in numbers.iter().enumerate() {
        let Some(number) = number else { continue };
        let (x, y) = (place(at, numbers.len()), height(i32::from(*number), scale.least, scale.most));
        let goes_on = at > 0 && is_there(at - 1);
        step(&mut strokes, if goes_on { 'L' } else { 'M' }, x, y);
        if numbers.len() <= MOST_DOTS || !(goes_on || is_there(at + 1)) {
            step(&mut dots, 'M', x, y);
            // A line of no length is a dot in a page, and nothing in an image.
            dots.push_str("h1");
        }
    }
    drawing.path("line", &strokes);
    drawing.path("dots", &dots);
    drawing.events(rows, events, [BELOW, BELOW]);
    drawing.done(rows.len())
}

/// Up to three counts as bars, one above the other: full, striped and empty, told apart without any colour. `names` says
/// what they are, where there is more than one.
pub(crate) fn bars(rows: &[Row], counts: &[[usize; 3]], names: &[&str]) -> String {
    let most = counts.iter().map(|three| three.iter().sum::<usize>()).max().unwrap_or_default().max(1);
    // One whole step above nothing, or two.
    let (one, steps) = if most == 1 { (1, 1) } else { (most.div_ceil(2), 2) };
    let whole = |number: usize| i32::try_from(number).unwrap_or_default();
    let high = |number: usize| height(whole(number), 0, whole(one * steps));
    let mut drawing = Drawing::default();
    for at in 0..=steps {
        drawing.mark(high(one * at), &(one * at).to_string());
    }
    drawing.dates(rows);
    let wide = ((RIGHT - LEFT) / whole(rows.len()).max(1) * 2 / 3).clamp(4, 150);
    let mut strokes = [String::new(), String::new(), String::new()];
    for (at, three) in counts.iter().enumerate() {
        let (x, mut below) = (place(at, counts.len()) - wide / 2, 0);
        for (nth, count) in three.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (bottom, top) = (high(below), high(below + count));
            if let Some(strokes) = strokes.get_mut(nth) {
                bar(strokes, [x, bottom, wide, top], nth == 1);
            }
            below += count;
        }
    }
    let mut x = LEFT - BEYOND;
    for (nth, name) in names.iter().enumerate() {
        if let Some(strokes) = strokes.get_mut(nth) {
            bar(strokes, [x, 105, 90, 15], nth == 1);
        }
        drawing.text("start", x + 130, 105, name);
        x += 230 + 66 * whole(name.len());
    }
    for (class, strokes) in ["full", "striped", "empty"].into_iter().zip(&strokes) {
        drawing.path(class, strokes);
    }
    drawing.done(rows.len())
}

/// A bar, and its stripes: how far across, from which height, how wide, up to which height.
fn bar(strokes: &mut String, [x, bottom, wide, top]: [i32; 4], is_striped: bool) {
    let across = wide.to_string();
    step(strokes, 'M', x, bottom);
    strokes.push_str(&["h", &across, "V", &top.to_string(), "h-", &across, "z"].concat());
    let mut y = bottom - 35;
    while is_striped && y > top {
        step(strokes, 'M', x, y);
        strokes.push('h');
        strokes.push_str(&across);
        y -= 35;
    }
}

/// What happened, and nothing else.
pub(crate) fn time_line(rows: &[Row], events: &[Event]) -> String {
    let mut drawing = Drawing::default();
    let [chosen, setbacks] = [430, 760];
    drawing.text("start", LEFT - BEYOND, chosen - 120, "Chosen moments");
    drawing.text("start", LEFT - BEYOND, setbacks - 120, "Setbacks");
    drawing.mark(chosen, "");
    drawing.mark(setbacks, "");
    drawing.mark(BOTTOM, "");
    drawing.dates(rows);
    drawing.events(rows, events, [chosen, setbacks]);
    drawing.done(rows.len())
}
