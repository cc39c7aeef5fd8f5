//! Reminders for other calendars (iCalendar, RFC 5545): rituals, check-ins, reviews.
//!
//! An event keeps its UID, so that importing a later file changes it where it stands. What is behind it in the
//! calendar of somebody's phone is seen by others, so the caller decides what it is called; [`NEUTRAL_TITLE`] says
//! nothing.

use crate::entry::{Day, Entry, EntryId, Per, PersonId, Ritual, Weekdays};

/// A title that says nothing about what the reminder is for.
pub const NEUTRAL_TITLE: &str = "Reminder";

/// The time zone of the person, as their browser knows it.
///
/// The library has no table of time zones. What a browser tells of one is the offset from UTC at any moment
/// (`Date.getTimezoneOffset`), and by halving the time between two moments with different offsets the app finds the
/// changes to the second. It passes those from a year ago to some ten years from now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The name in the IANA database, such as `Europe/Berlin`.
    pub name: String,
    /// The offset before the first change, in minutes east of UTC.
    pub offset: i32,
    /// The changes, in order.
    pub changes: Vec<ZoneChange>,
}

/// A moment at which the clocks of a time zone are put forward or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneChange {
    /// The moment, in milliseconds since 1970 (UTC).
    pub at: u64,
    /// The offset from then on, in minutes east of UTC.
    pub offset: i32,
}

/// Something to be reminded of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// What tells it apart from every other one, in every calendar and for ever.
    pub uid: String,
    /// What the calendar shows.
    pub title: String,
    /// When it is: the rhythm, the start, the end, the pauses and the length count.
    pub ritual: Ritual,
    /// At what time, in minutes after midnight.
    pub minute: u16,
    /// How many minutes before to say so; 0 for when it begins.
    pub ahead: u16,
}

impl Reminder {
    /// A reminder of a ritual at the time it is meant for, or else `minute` minutes after midnight.
    pub fn of_ritual(entry: &Entry, ritual: &Ritual, title: &str, minute: u16) -> Self {
        let minute = ritual.minute.unwrap_or(minute);
        Self { minute, ..Self::new(&entry.author, &entry.id, title, ritual.clone()) }
    }

    /// A reminder of anything else that comes again, such as the weekly check-in: `name` says what, in the letters of
    /// an id, and `when` holds the rhythm, the start and the time.
    pub fn new(person: &PersonId, name: &EntryId, title: &str, when: Ritual) -> Self {
        Self {
            uid: format!("{person}/{name}@kept"),
            title: title.to_owned(),
            minute: when.minute.unwrap_or_default(),
            ritual: when,
            ahead: 0,
        }
    }
}

/// The text of an `.ics` file with those of `reminders` that are still to come. `now` is the moment at which it is
/// made, in milliseconds since 1970; a file that was made later counts as the newer one.
///
/// What is wanted so many times a week or month has no days of its own, and a calendar needs some: they are spread
/// evenly from the day it began. A calendar knows nothing of what was done, so every so many days are counted from
/// that day, too.
pub fn calendar(reminders: &[Reminder], zone: &Zone, now: u64, today: Day) -> String {
    let mut file = IcsFile(String::new());
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kept//Kept//EN", "CALSCALE:GREGORIAN"] {
        file.line(&[line]);
    }
    file.zone(zone);
    for reminder in reminders {
        file.event(reminder, zone, now, today);
    }
    file.line(&["END:VCALENDAR"]);
    file.0
}

/// A name for such a file that says nothing about what is in it.
pub fn calendar_name(today: Day) -> String {
    format!("notes-{today}.ics")
}

const MINUTE_MS: u64 = 60_000;
const DAY_MINUTES: i64 = 24 * 60;

/// A change of offset that comes again, with the local times before the change at which it comes.
struct Observance {
    from: i32,
    to: i32,
    onsets: Vec<(Day, i64)>,
}

struct IcsFile(String);

impl IcsFile {
    /// Adds a line, given in parts. One of more than 75 bytes is folded between letters: RFC 5545, 3.1.
    fn line(&mut self, parts: &[&str]) {
        let mut room = 75;
        for letter in parts.iter().flat_map(|part| part.chars()) {
            if letter.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = 74;
            }
            room -= letter.len_utf8();
            self.0.push(letter);
        }
        self.0.push_str("\r\n");
    }

    fn zone(&mut self, zone: &Zone) {
        self.line(&["BEGIN:VTIMEZONE"]);
        self.line(&["TZID:", &zone_id(zone)]);
        let least = zone.changes.iter().map(|change| change.offset).fold(zone.offset, i32::min);
        // What held before the first change began long ago.
        let mut all =
            vec![Observance { from: zone.offset, to: zone.offset, onsets: vec![(Day::default(), 0)] }];
        let mut from = zone.offset;
        for ZoneChange { at, offset: to } in zone.changes.iter().copied() {
            let onset = local(at, from);
            match all.iter_mut().find(|other| (other.from, other.to) == (from, to)) {
                Some(same) => same.onsets.push(onset),
                None => all.push(Observance { from, to, onsets: vec![onset] }),
            }
            from = to;
        }
        for observance in all {
            let part = if observance.to > least { "DAYLIGHT" } else { "STANDARD" };
            self.line(&["BEGIN:", part]);
            self.observance(&observance);
            self.line(&["END:", part]);
        }
        self.line(&["END:VTIMEZONE"]);
    }

    /// When an offset begins: each year on the same day where that is how it was, else on these days.
    fn observance(&mut self, Observance { from, to, onsets }: &Observance) {
        let at = |(day, minutes): &(Day, i64)| date_time(*day, *minutes);
        if let Some(first) = onsets.first() {
            self.line(&["DTSTART:", &at(first)]);
        }
        if let Some(rule) = yearly(onsets) {
            self.line(&["RRULE:FREQ=YEARLY;", &rule]);
        } else if onsets.len() > 1 {
            // The first one is among them for programs that look at no DTSTART where there are others.
            for onset in onsets {
                self.line(&["RDATE:", &at(onset)]);
            }
        }
        self.line(&["TZOFFSETFROM:", &offset(*from)]);
        self.line(&["TZOFFSETTO:", &offset(*to)]);
    }

    fn event(&mut self, reminder: &Reminder, zone: &Zone, now: u64, today: Day) {
        let Reminder { uid, title, ritual, minute, ahead } = reminder;
        // Whatever a file claims, it is on that day.
        let minute = i64::from(*minute).min(DAY_MINUTES - 1);
        let Some((first, rule, rests)) = recurrence(ritual, minute, zone, today) else { return };
        let at = |day: Day| date_time(day, minute);
        let (title, zone) = (escaped(title), zone_id(zone));
        let (day, minutes) = local(now, 0);
        // Seconds since 2020: a later file has the higher number, and it fits into 31 bits until 2088.
        let sequence = (now / 1000).saturating_sub(1_577_836_800).min(0x7fff_ffff);
        self.line(&["BEGIN:VEVENT"]);
        self.line(&["UID:", &escaped(uid)]);
        self.line(&["DTSTAMP:", &date_time(day, minutes), "Z"]);
        self.line(&["SEQUENCE:", &sequence.to_string()]);
        self.line(&["DTSTART;TZID=", &zone, ":", &at(first)]);
        if ritual.minutes > 0 {
            self.line(&["DURATION:PT", &ritual.minutes.to_string(), "M"]);
        }
        if let Some(rule) = rule {
            self.line(&["RRULE:", &rule]);
        }
        for day in rests {
            self.line(&["EXDATE;TZID=", &zone, ":", &at(day)]);
        }
        self.line(&["SUMMARY:", &title]);
        // It is there to remind, and takes nobody's time.
        for line in ["CLASS:PRIVATE", "TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY"] {
            self.line(&[line]);
        }
        self.line(&["TRIGGER:-PT", &ahead.to_string(), "M"]);
        self.line(&["DESCRIPTION:", &title]);
        self.line(&["END:VALARM"]);
        self.line(&["END:VEVENT"]);
    }
}

/// The first day of a reminder from today on, its rule where it comes again, and the days in between on which it
/// does not. `None` where there is nothing left to be reminded of.
fn recurrence(
    ritual: &Ritual,
    minute: i64,
    zone: &Zone,
    today: Day,
) -> Option<(Day, Option<String>, Vec<Day>)> {
    let days = days_of(ritual);
    let occurs = |day: Day| match &days {
        Days::Every(days) => day.since(ritual.since).rem_euclid(i64::from(*days)) == 0,
        Days::Week(days) => days.has(day.weekday()),
        Days::Month(days) => days.contains(&day.parts().2),
        Days::Once => day == ritual.since,
    };
    // A pause without an end is the end, until somebody makes another file.
    let open = ritual.pauses.iter().filter(|pause| pause.until.is_none()).map(|pause| pause.from.plus(-1));
    let last = ritual.last().into_iter().chain(open).min();
    let from = ritual.since.max(today);
    let is_within = |day: &Day| last.is_none_or(|last| *day <= last);
    let ahead = (0..DAYS_AHEAD).map(|later| from.plus(later)).take_while(is_within);
    let first = ahead.clone().find(|day| occurs(*day) && !ritual.is_paused(*day))?;
    let rests = ahead.filter(|day| *day > first && occurs(*day) && ritual.is_paused(*day)).collect();
    let rule = match days {
        Days::Every(1) => "FREQ=DAILY".to_owned(),
        Days::Every(days) => format!("FREQ=DAILY;INTERVAL={days}"),
        Days::Week(days) => format!("FREQ=WEEKLY;BYDAY={}", weekdays(days)),
        Days::Month(days) => {
            let days: Vec<String> = days.iter().map(u32::to_string).collect();
            format!("FREQ=MONTHLY;BYMONTHDAY={}", days.join(","))
        }
        Days::Once => return Some((first, None, rests)),
    };
    // UNTIL is in UTC where the start has a time zone. Half a day after the last one it is true whatever the zone does
    // until then, and before the next one.
    let until = |last: Day| {
        let minutes = last.since(Day::default()) * DAY_MINUTES + minute;
        let offset = zone.changes.last().map_or(zone.offset, |change| change.offset);
        let (day, minutes) = split(minutes - i64::from(offset) + DAY_MINUTES / 2);
        format!(";UNTIL={}Z", date_time(day, minutes))
    };
    Some((first, Some(rule + &last.map(until).unwrap_or_default()), rests))
}

/// How far ahead the first day and the days of pauses are looked for, in days: ten years.
const DAYS_AHEAD: i32 = 3660;

/// The days on which a reminder comes.
enum Days {
    Every(u16),
    Week(Weekdays),
    /// Days of the month, at most the 28th, which every month has.
    Month(Vec<u32>),
    Once,
}

fn days_of(ritual: &Ritual) -> Days {
    let wanted = ritual.rhythm.wanted();
    // The k-th of so many, spread over that many days from the first one.
    let spread = |first: u32, days: u32, k: u8| (first + u32::from(k) * days / u32::from(wanted)) % days;
    match ritual.rhythm.per {
        Per::Day => Days::Every(ritual.rhythm.interval().unwrap_or(1)),
        Per::Week => {
            let first = u32::from(ritual.since.weekday());
            let spread = (0..wanted).filter_map(|k| u8::try_from(spread(first, 7, k)).ok());
            Days::Week(ritual.rhythm.weekdays().unwrap_or_else(|| spread.collect()))
        }
        Per::Month if wanted > 28 => Days::Every(1),
        Per::Month => {
            let first = (ritual.since.parts().2 - 1).min(27);
            let mut days: Vec<u32> = (0..wanted).map(|k| spread(first, 28, k) + 1).collect();
            // In the order of the month: so far it is the order from the first day on, once around.
            let wrap =
                days.windows(2).position(|pair| matches!(pair, [a, b] if a > b)).map_or(0, |at| at + 1);
            days.rotate_left(wrap);
            Days::Month(days)
        }
        Per::Once => Days::Once,
    }
}

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

fn weekdays(days: Weekdays) -> String {
    let named = WEEKDAYS.iter().zip(0..).filter(|(_, weekday)| days.has(*weekday)).map(|(name, _)| *name);
    named.collect::<Vec<_>>().join(",")
}

/// The rule behind changes that come every year at the same time on the same weekday of the same month, the n-th or
/// the last one, where there is one. Three years in a row are taken for a rule.
fn yearly(onsets: &[(Day, i64)]) -> Option<String> {
    let (first, minutes) = *onsets.first()?;
    let (year, month, _) = first.parts();
    let same = |(at, onset): (i32, &(Day, i64))| {
        let parts = onset.0.parts();
        (parts.0, parts.1, onset.1, onset.0.weekday()) == (year + at, month, minutes, first.weekday())
    };
    if onsets.len() < 3 || !(0..).zip(onsets).all(same) {
        return None;
    }
    let nth = |day: Day| (day.parts().2 - 1) / 7 + 1;
    let place = if onsets.iter().all(|(day, _)| day.plus(7).parts().1 != month) {
        "-1".to_owned()
    } else if onsets.iter().all(|(day, _)| nth(*day) == nth(first)) {
        nth(first).to_string()
    } else {
        return None;
    };
    let weekday = WEEKDAYS.get(usize::from(first.weekday()))?;
    Some(format!("BYMONTH={month};BYDAY={place}{weekday}"))
}

/// The day and the minutes of it at a moment, that many minutes east of UTC.
fn local(ms: u64, offset: i32) -> (Day, i64) {
    split(i64::try_from(ms / MINUTE_MS).unwrap_or_default() + i64::from(offset))
}

/// Minutes since 1970 as a day and the minutes of it.
fn split(minutes: i64) -> (Day, i64) {
    let days = i32::try_from(minutes.div_euclid(DAY_MINUTES)).unwrap_or_default();
    (Day::default().plus(days), minutes.rem_euclid(DAY_MINUTES))
}

fn date_time(day: Day, minutes: i64) -> String {
    let (year, month, day) = day.parts();
    format!("{year:04}{month:02}{day:02}T{:02}{:02}00", minutes / 60, minutes % 60)
}

fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// The name of a zone with nothing in it that means something in a calendar.
fn zone_id(zone: &Zone) -> String {
    zone.name.chars().filter(|char| char.is_ascii_alphanumeric() || "/_+-".contains(*char)).collect()
}

/// A text as RFC 5545, 3.3.11 wants it.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for char in text.trim().chars() {
        match char {
            '\\' | ';' | ',' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            // Nothing that has no shape is allowed in a calendar.
            _ if char.is_ascii_control() => {}
            other => out.push(other),
        }
    }
    out
}
