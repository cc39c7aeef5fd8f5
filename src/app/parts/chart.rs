//! Charts: an SVG, a sentence, a way through the points by keyboard or touch, and a table with the same numbers.

use std::fmt::Write as _;

use kept_view::view;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use leptos::web_sys::{Element, Event};
use wasm_bindgen::JsCast;

use super::dynamic::{click, dynamic, text, when};
use crate::app::state::state;
use crate::browser::picture;

/// The size of the drawing, in its own units, and the part of it that the points are in.
const WIDTH: i32 = 360;
const HEIGHT: i32 = 160;
const LEFT: i32 = 34;
const RIGHT: i32 = 348;
const TOP: i32 = 14;
const BOTTOM: i32 = 118;
/// With more points than this, only those that stand alone are dots.
const MOST_DOTS: usize = 31;

/// What a picture shows.
#[derive(Clone)]
pub(crate) struct Chart {
    /// Its id in the page.
    pub(crate) id: String,
    /// What it is about.
    pub(crate) title: String,
    /// What it shows, in one sentence.
    pub(crate) sentence: String,
    /// What the numbers are.
    pub(crate) unit: &'static str,
    /// Whether the points are bars, each a part of a whole, and not a line.
    pub(crate) is_bars: bool,
    /// The lowest and the highest number, and those in between that the axis names.
    pub(crate) axis: Vec<(i32, String)>,
    /// The points, in the order of time.
    pub(crate) points: Vec<Dot>,
}

/// A point of a chart.
#[derive(Clone, Default)]
pub(crate) struct Dot {
    /// Its day, week or month, in words; the short form is for the axis.
    pub(crate) when: String,
    pub(crate) when_short: String,
    /// The number; `None` where there is a gap.
    pub(crate) value: Option<i32>,
    /// Of how many, for bars.
    pub(crate) of: i32,
    /// The number in words.
    pub(crate) words: String,
    /// What happened there.
    pub(crate) has_setback: bool,
    pub(crate) has_moment: bool,
}

impl Chart {
    fn x(&self, at: usize) -> i32 {
        let (at, count) = (place(at), place(self.points.len()));
        if self.is_bars {
            LEFT + (2 * at + 1) * (RIGHT - LEFT) / (2 * count)
        } else if count < 2 {
            i32::midpoint(LEFT, RIGHT)
        } else {
            LEFT + 6 + at * (RIGHT - LEFT - 12) / (count - 1)
        }
    }

    fn y(&self, value: i32) -> i32 {
        let lowest = self.axis.first().map_or(0, |(value, _)| *value);
        let highest = self.axis.last().map_or(0, |(value, _)| *value).max(lowest + 1);
        BOTTOM - (value - lowest) * (BOTTOM - TOP) / (highest - lowest)
    }

    /// The drawing. Nothing that people wrote is in it: it is set as markup.
    fn svg(&self, cursor: Option<usize>) -> String {
        let mut svg = format!("<svg viewBox='0 0 {WIDTH} {HEIGHT}' aria-hidden='true'>");
        let mut path = |class: &str, d: &str| {
            if !d.is_empty() {
                let _ = write!(svg, "<path class='{class}' d='{d}'/>");
            }
        };
        let mut lines = String::new();
        for (value, _) in &self.axis {
            let _ = write!(lines, "M{LEFT} {0}H{RIGHT}", self.y(*value));
        }
        path("chart-grid", &lines);
        if let Some(at) = cursor {
            path("chart-cursor", &format!("M{} {TOP}V{BOTTOM}", self.x(at)));
        }
        let (whole, values, dots) = if self.is_bars { self.bars() } else { self.line() };
        path("chart-whole", &whole);
        path(if self.is_bars { "chart-part" } else { "chart-line" }, &values);
        path("chart-dots", &dots);
        let (mut setbacks, mut moments) = (String::new(), String::new());
        for (at, point) in self.points.iter().enumerate() {
            let x = self.x(at);
            if point.has_setback {
                let _ = write!(setbacks, "M{} 122h10l-5 8z", x - 5);
            }
            if point.has_moment {
                let _ = write!(moments, "M{x} 121l5 5l-5 5l-5-5z");
            }
        }
        path("chart-setback", &setbacks);
        path("chart-moment", &moments);
        for (value, name) in &self.axis {
            let _ = write!(
                svg,
                "<text class='chart-y' x='{}' y='{}'>{name}</text>",
                LEFT - 6,
                self.y(*value) + 5
            );
        }
        let last = self.points.len().saturating_sub(1);
        for (at, class, x) in [(0, "chart-first", LEFT), (last, "chart-last", RIGHT)] {
            if let Some(point) = self.points.get(at).filter(|_| at > 0 || class == "chart-first") {
                let _ = write!(svg, "<text class='{class}' x='{x}' y='150'>{}</text>", point.when_short);
            }
        }
        svg.push_str("</svg>");
        svg
    }

    /// The outline of each whole, and within it the part.
    fn bars(&self) -> (String, String, String) {
        let half = ((RIGHT - LEFT) / place(self.points.len()) / 3).clamp(1, 12);
        let (mut whole, mut part) = (String::new(), String::new());
        for (at, point) in self.points.iter().enumerate() {
            let left = self.x(at) - half;
            for (path, value) in [(&mut whole, point.of), (&mut part, point.value.unwrap_or_default())] {
                if value > 0 {
                    let _ = write!(path, "M{left} {BOTTOM}V{}h{}V{BOTTOM}z", self.y(value), 2 * half);
                }
            }
        }
        (whole, part, String::new())
    }

    /// A line that is broken by gaps, and its dots.
    fn line(&self) -> (String, String, String) {
        let (mut line, mut dots) = (String::new(), String::new());
        let value = |at: usize| self.points.get(at).and_then(|point| point.value);
        for (at, point) in self.points.iter().enumerate() {
            let Some(number) = point.value else { continue };
            let (x, y) = (self.x(at), self.y(number));
            let has_before = at.checked_sub(1).and_then(value).is_some();
            let _ = write!(line, "{}{x} {y}", if has_before { 'L' } else { 'M' });
            if self.points.len() <= MOST_DOTS || !(has_before || value(at + 1).is_some()) {
                let _ = write!(dots, "M{x} {y}h0");
            }
        }
        (String::new(), line, dots)
    }
}

fn place(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX)
}

/// A chart with all that belongs to it.
pub(crate) fn chart(chart: Chart) -> AnyView {
    let Chart { id, title, sentence, unit, .. } = chart.clone();
    let (name, about) = (format!("{id}-name"), format!("{id}-about"));
    let last = chart.points.len().saturating_sub(1);
    let at = RwSignal::new(None::<usize>);
    let chart = StoredValue::new(chart);
    let turn: Box<dyn FnMut(KeyboardEvent)> = Box::new(move |event| {
        let now = at.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" => now.map_or(0, |now| now + 1).min(last),
            "ArrowLeft" => now.map_or(last, |now| now.saturating_sub(1)),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        at.set(Some(next));
    });
    let point: Box<dyn FnMut(MouseEvent)> = Box::new(move |event| {
        let Some(plot) = event.current_target().and_then(|plot| plot.dyn_into::<Element>().ok()) else {
            return;
        };
        let bounds = plot.get_bounding_client_rect();
        let x = (f64::from(event.client_x()) - bounds.left()) / bounds.width() * f64::from(WIDTH);
        let distance = |at: &usize| (f64::from(chart.with_value(|chart| chart.x(*at))) - x).abs();
        let nearest =
            (0..=last).reduce(|best, other| if distance(&other) < distance(&best) { other } else { best });
        at.set(nearest);
    });
    let drawing = text(move || chart.with_value(|chart| chart.svg(at.get())));
    let said = text(move || {
        let point = at.get().and_then(|at| chart.with_value(|chart| chart.points.get(at).cloned()));
        point.map(|point| row(&point)).unwrap_or_default()
    });
    let is_open = RwSignal::new(false);
    let toggle: Box<dyn FnMut(Event)> = Box::new(move |_| is_open.set(true));
    let rows = move || {
        let rows = chart.with_value(|chart| chart.points.clone()).into_iter().map(|point| {
            view! { <tr><th scope="row">{point.when.clone()}</th><td>{what(&point)}</td></tr> }
        });
        let rows = rows.collect::<Vec<_>>();
        view! { <table><thead><tr><th scope="col">"When"</th><th scope="col">{unit}</th></tr></thead><tbody>{rows}</tbody></table> }
    };
    let save = {
        let (id, title) = (id.clone(), title.clone());
        click(move || picture::save(&id, &title, &format!("picture-{}.png", untrack(|| state().today()))))
    };
    view! {
        <figure class="chart" id=id>
            <figcaption><h3 id=name.clone()>{title}</h3><p id=about.clone()>{sentence}</p></figcaption>
            <div class="plot" tabindex="0" role="group" aria-roledescription="chart" aria-labelledby=name aria-describedby=about on:keydown=turn on:click=point>
                <div inner_html=drawing></div>
            </div>
            <p class="hint" role="status">{said}</p>
            <div class="actions">
                <details on:toggle=toggle><summary>"As a table"</summary>{when(move || is_open.get(), rows)}</details>
                <button type="button" class="quiet" on:click=save>"Save as a picture"</button>
            </div>
        </figure>
    }
}

/// A point in words: when, what, and what happened.
fn row(point: &Dot) -> String {
    format!("{}: {}", point.when, what(point))
}

fn what(point: &Dot) -> String {
    let mut what = point.words.clone();
    for (is_there, name) in [(point.has_setback, "a setback"), (point.has_moment, "a chosen moment")] {
        if is_there {
            what.push_str(", ");
            what.push_str(name);
        }
    }
    what
}

/// Charts that are made anew when what they show changes.
pub(crate) fn charts(all: impl Fn() -> Vec<Chart> + Send + Sync + 'static) -> AnyView {
    dynamic(move || all().into_iter().map(chart).collect::<Vec<_>>().into_any()).into_any()
}
