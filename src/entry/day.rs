//! A day as people mean it: no time, no time zone.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// A calendar day, written `2026-11-22` (ISO 8601) in files and storage. By default it is the day that computers
/// start counting with, 1 January 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(NaiveDate);

impl Day {
    /// The first day of the calendar, 1 January 1900.
    pub const FIRST: Self = Self(ymd(1900, 1, 1));
    /// The last day of the calendar, 31 December 9999.
    pub const LAST: Self = Self(ymd(9999, 12, 31));

    /// The day with this year, month (1-12) and day of the month (1-31), where there is one between the years
    /// 1900 and 9999.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if (1900..=9999).contains(&year) { NaiveDate::from_ymd_opt(year, month, day).map(Self) } else { None }
    }

    /// Year, month (1-12) and day of the month (1-31).
    pub fn parts(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// `days` later, or earlier where it is negative. At the ends of the calendar it stays where it is.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        let step = Days::new(u64::from(days.unsigned_abs()));
        let moved = if days < 0 { self.0.checked_sub_days(step) } else { self.0.checked_add_days(step) };
        moved.filter(|date| (1900..=9999).contains(&date.year())).map_or(self, Self)
    }

    /// How many days lie between `earlier` and this day; negative where this one comes first.
    pub fn since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// The Monday on or before this day: the name of its week (ISO 8601).
    #[must_use]
    pub fn monday(self) -> Self {
        self.plus(-i32::from(self.weekday()))
    }

    /// The day on or before this one with that weekday (0 for Monday to 6 for Sunday): where its week starts for
    /// people whose weeks start so.
    #[must_use]
    pub fn week(self, starts_on: u8) -> Self {
        self.plus(-i32::from((self.weekday() + 7 - starts_on % 7) % 7))
    }

    /// The first day of its month.
    #[must_use]
    pub fn month(self) -> Self {
        Self(self.0.with_day(1).unwrap_or(self.0))
    }

    /// 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> u8 {
        // num_days_from_monday is at most 6.
        u8::try_from(self.0.weekday().num_days_from_monday()).unwrap_or_default()
    }
}

const fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let bytes = text.as_bytes();
        let digits = |range: std::ops::Range<usize>| {
            bytes[range]
                .iter()
                .try_fold(0, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u32::from(b - b'0')))
        };
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(());
        }
        let (year, month, day) = (digits(0..4), digits(5..7), digits(8..10));
        match (year.and_then(|year| i32::try_from(year).ok()), month, day) {
            (Some(year), Some(month), Some(day)) => Self::new(year, month, day).ok_or(()),
            _ => Err(()),
        }
    }
}

impl TryFrom<String> for Day {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map_err(|()| "not a day like 2026-11-22")
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn only_real_days_in_this_one_form_are_read() {
        for text in ["2024-02-29", "2026-12-31", "1900-01-01", "9999-12-31"] {
            assert_eq!(day(text).to_string(), text);
        }
        for text in [
            "2026-02-29",
            "2026-13-01",
            "1899-12-31",
            "2026-1-1",
            "22.11.2026",
            "2026-11-2x",
            "２０２６",
            "",
            "-026-01-01",
        ] {
            assert_eq!(text.parse::<Day>(), Err(()), "{text}");
        }
    }

    #[test]
    fn a_week_is_named_for_its_monday_across_the_ends_of_years() {
        assert_eq!(day("2026-11-22").monday(), day("2026-11-16"));
        assert_eq!(day("2026-11-16").monday(), day("2026-11-16"));
        assert_eq!(day("2027-01-01").monday(), day("2026-12-28"));
    }

    #[test]
    fn a_week_starts_where_people_say_it_does() {
        // 2026-11-22 is a Sunday.
        for (on, starts_on, first) in [
            ("2026-11-22", 0, "2026-11-16"),
            ("2026-11-22", 6, "2026-11-22"),
            ("2026-11-22", 5, "2026-11-21"),
            ("2026-11-21", 6, "2026-11-15"),
            ("2026-11-20", 5, "2026-11-14"),
            ("2027-01-01", 5, "2026-12-26"),
            ("2024-03-01", 6, "2024-02-25"),
        ] {
            assert_eq!(day(on).week(starts_on), day(first), "{on} {starts_on}");
        }
    }

    #[test]
    fn steps_cross_months_and_stop_at_the_ends_of_the_calendar() {
        assert_eq!(day("2024-03-01").plus(-1), day("2024-02-29"));
        assert_eq!(day("2026-12-31").plus(1), day("2027-01-01"));
        assert_eq!(day("9999-12-31").plus(1), day("9999-12-31"));
        assert_eq!(day("2026-11-22").since(day("2026-10-26")), 27);
    }
}
