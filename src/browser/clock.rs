//! The time, and dates as the person's own browser writes them.

use js_sys::{Date, Object, Reflect};
use kept::entry::Day;
use leptos::web_sys::window;

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
