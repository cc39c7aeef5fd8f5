//! The time, and dates as the person's own browser writes them.

use js_sys::{Array, Date, Function, Object, Reflect};
use kept::entry::Day;
use kept::exchange::{Zone, ZoneChange};
use leptos::web_sys::window;
use wasm_bindgen::{JsCast, JsValue};

/// Milliseconds since 1970, UTC, as far as the device knows.
pub(crate) fn now_ms() -> u64 {
    // A clock before 1970 counts as 1970; the stamps move on by themselves.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, and far below 2^53")]
    let now = Date::now().max(0.0) as u64;
    now
}

/// Today, where the person is.
pub(crate) fn today() -> Day {
    let now = Date::new_0();
    let year = i32::try_from(now.get_full_year()).unwrap_or_default();
    // A device whose clock left the calendar gets the day that computers start with.
    Day::new(year, now.get_month() + 1, now.get_date()).unwrap_or_else(first_day)
}

/// The time of the day, where the person is, in minutes after midnight.
pub(crate) fn minute() -> u16 {
    let now = Date::new_0();
    u16::try_from(now.get_hours() * 60 + now.get_minutes()).unwrap_or_default()
}

/// "19:30" or "7:30 pm", the way the browser's language writes it, for milliseconds since 1970.
pub(crate) fn time_of(ms: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    let date = Date::new(&(ms as f64).into());
    let time: String = date.to_locale_time_string(&language()).into();
    // Without the seconds, which stand behind the last colon.
    match time.rsplit_once(':') {
        Some((time, rest)) => format!("{time}{}", rest.get(2..).unwrap_or_default()),
        None => time,
    }
}

fn language() -> String {
    window().and_then(|window| window.navigator().language()).unwrap_or_else(|| "en-GB".to_owned())
}

const DAY_MS: u64 = 86_400_000;

/// The time zone of the person, with its changes from a year ago to ten years from now.
pub(crate) fn zone() -> Zone {
    let now = now_ms();
    let start = now.saturating_sub(366 * DAY_MS);
    let mut changes = Vec::new();
    let (mut at, mut offset) = (start, offset_at(start));
    let first = offset;
    // No zone changes its offset twice within a week and back.
    while at < now + 3_660 * DAY_MS {
        let next = at + 7 * DAY_MS;
        let later = offset_at(next);
        if later != offset {
            let (mut before, mut after) = (at, next);
            while after - before > 1_000 {
                let middle = before.midpoint(after);
                if offset_at(middle) == offset { before = middle } else { after = middle }
            }
            changes.push(ZoneChange { at: after / 1_000 * 1_000, offset: later });
            offset = later;
        }
        at = next;
    }
    Zone { name: zone_name().unwrap_or_else(|| "UTC".to_owned()), offset: first, changes }
}

/// Minutes east of UTC at a moment.
fn offset_at(ms: u64) -> i32 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "minutes of a day, and far below 2^53"
    )]
    let offset = -Date::new(&(ms as f64).into()).get_timezone_offset() as i32;
    offset
}

fn zone_name() -> Option<String> {
    let options = js_sys::Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

/// The day on which weeks begin where the person is, 0 for Monday to 6 for Sunday; Monday where the browser does not
/// say (`Intl.Locale`, "getWeekInfo" or, in older ones, "weekInfo").
pub(crate) fn week_starts() -> u8 {
    let first = week_info().and_then(|info| Reflect::get(&info, &"firstDay".into()).ok()?.as_f64());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be between them")]
    first.filter(|day| (1.0..=7.0).contains(day)).map_or(0, |day| day as u8 - 1)
}

fn week_info() -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let locale: Function = Reflect::get(&intl, &"Locale".into()).ok()?.dyn_into().ok()?;
    let locale = Reflect::construct(&locale, &Array::of1(&language().into())).ok()?;
    let ask = Reflect::get(&locale, &"getWeekInfo".into()).ok()?;
    match ask.dyn_into::<Function>() {
        Ok(ask) => ask.call0(&locale).ok(),
        Err(_) => Reflect::get(&locale, &"weekInfo".into()).ok().filter(JsValue::is_object),
    }
}

fn first_day() -> Day {
    Day::new(1970, 1, 1).unwrap_or_else(|| unreachable!("a day of the calendar"))
}

/// "Sunday 22 November", the way the browser's language writes it.
pub(crate) fn long_date(day: Day) -> String {
    write(day, &[("weekday", "long"), ("day", "numeric"), ("month", "long")])
}

/// "22 Nov", the way the browser's language writes it.
pub(crate) fn short_date(day: Day) -> String {
    write(day, &[("day", "numeric"), ("month", "short")])
}

/// "Nov 2026", the way the browser's language writes it.
pub(crate) fn short_month(day: Day) -> String {
    write(day, &[("month", "short"), ("year", "numeric")])
}

/// What stands between the whole and the rest of a number, in the browser's language: "." or ",".
pub(crate) fn decimal_mark() -> String {
    let number: String = js_sys::Number::from(1.5).to_locale_string(&language()).into();
    // Between two digits, of whichever script.
    let mut letters = number.chars();
    letters.next();
    letters.next_back();
    letters.as_str().to_owned()
}

/// "22 November 2026", the way the browser's language writes it.
pub(crate) fn full_date(day: Day) -> String {
    write(day, &[("day", "numeric"), ("month", "long"), ("year", "numeric")])
}

/// "November 2026", the way the browser's language writes it.
pub(crate) fn month(day: Day) -> String {
    write(day, &[("month", "long"), ("year", "numeric")])
}

/// "Mo" or "M": the shortest name of its weekday.
pub(crate) fn weekday(day: Day) -> String {
    write(day, &[("weekday", "narrow")])
}

fn write(day: Day, options: &[(&str, &str)]) -> String {
    let (year, month, date) = day.parts();
    #[expect(clippy::cast_sign_loss, reason = "a Day's year is between 1900 and 9999")]
    let date = Date::new_with_year_month_day(year as u32, month.cast_signed() - 1, date.cast_signed());
    let wanted = Object::new();
    for (name, value) in options {
        // Setting a property of an object of our own cannot fail.
        let _ = Reflect::set(&wanted, &(*name).into(), &(*value).into());
    }
    date.to_locale_date_string(&language(), &wanted).into()
}
