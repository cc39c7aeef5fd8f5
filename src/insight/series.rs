//! What goes into the pictures of progress: points over days and weeks.
//!
//! All of it is of one person, `author`, as far as `reader` may see; nothing here puts two people side by side. What was
//! not answered is a gap, never a zero, and no number is ever filled in between two others.
//!
//! | in the picture | call |
//! | --- | --- |
//! | from when to when | [`Period::new`], with [`first_day`] for everything there is |
//! | the five signals | [`signals`]; each of them for [`trend`](super::trend) with [`line`] |
//! | promises, as counts | [`promise_counts`] |
//! | the strength of a ritual | [`ritual_strengths`] |
//! | agreements getting lighter | [`things_agreed`](super::things_agreed) |
//! | setbacks and chosen moments | [`events`] |
//! | how far back months have to be read before any of it | [`oldest_needed`] |

use super::order::ordered;
use super::patterns::WEEKS_LOOKED_AT;
use super::promises::Tally;
use super::rituals::{Noted, rituals};
use super::strength::memory;
use crate::entry::{
    CheckIn, Day, Entries, Entry, EntryId, Mark, MarkState, Moment, Pause, PersonId, Promise, PromiseMark,
    Pulse, Ritual, Setback, Signal,
};

/// How much time a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// The last 7 days, day by day.
    Week,
    /// The last 30 days, day by day.
    Month,
    /// The last 13 weeks, week by week.
    Quarter,
    /// Everything, week by week.
    All,
}

impl Span {
    /// Every span, the shortest first.
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Quarter, Self::All];
}

/// The days that a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// How much time it is.
    pub span: Span,
    /// The first day; of what is shown week by week, a Monday.
    pub first: Day,
    /// The last day.
    pub last: Day,
}

impl Period {
    /// The span that ends on `last`: today, or an earlier day for whoever looks back. Everything there is begins in the
    /// week of `since`, see [`first_day`]; where that is missing or later, in the week of `last`.
    pub fn new(span: Span, since: Option<Day>, last: Day) -> Self {
        let first = match span {
            Span::Week => last.plus(-6),
            Span::Month => last.plus(-29),
            Span::Quarter => last.monday().plus(-7 * 12),
            Span::All => since.map_or(last, |since| since.min(last)).monday(),
        };
        Self { span, first, last }
    }

    /// How many days there are from one point to the next.
    pub fn step(self) -> i32 {
        match self.span {
            Span::Week | Span::Month => 1,
            Span::Quarter | Span::All => 7,
        }
    }

    /// The first day of each point, in their order.
    pub fn steps(self) -> impl Iterator<Item = Day> {
        let count = self.place(self.last).map_or(0, |place| place + 1);
        (0..i32::try_from(count).unwrap_or_default()).map(move |at| self.first.plus(at * self.step()))
    }

    /// Which point a day belongs to.
    fn place(self, day: Day) -> Option<usize> {
        let is_within = (self.first..=self.last).contains(&day);
        usize::try_from(day.since(self.first) / i64::from(self.step())).ok().filter(|_| is_within)
    }
}

/// The first day on which `author` noted something that has a place in a picture, as far as `reader` may see. What went
/// wrong, and what was chosen, long before the first answer does not stretch all pictures: its days count only where
/// there is nothing else.
pub fn first_day(entries: &Entries, reader: &PersonId, author: &PersonId) -> Option<Day> {
    let (mut first, mut first_event) = (None, None);
    for entry in entries.iter().filter(|entry| entry.author == *author) {
        let (day, earliest) = match (noted_on(entry), event_day(entry)) {
            (Some(day), _) => (day, &mut first),
            (None, Some(day)) => (day, &mut first_event),
            (None, None) => continue,
        };
        if earliest.is_none_or(|earlier| day < earlier) && entry.is_visible_to(entries, reader) {
            *earliest = Some(day);
        }
    }
    first.or(first_event)
}

/// The day about which somebody noted something that has a place in a picture.
pub(super) fn noted_on(entry: &Entry) -> Option<Day> {
    let pulse = || entry.get::<Pulse>().map(|pulse| pulse.day);
    let week = || entry.get::<CheckIn>().map(|check_in| check_in.week);
    let mark = || entry.get::<Mark>().map(|mark| mark.day);
    pulse().or_else(week).or_else(mark).or_else(|| Some(entry.get::<PromiseMark>()?.day))
}

fn event_day(entry: &Entry) -> Option<Day> {
    entry.get::<Setback>().map(|setback| setback.day).or_else(|| Some(entry.get::<Moment>()?.day))
}

/// The answers of one day or one week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The day, or the Monday of the week.
    pub day: Day,
    /// In the order of [`Signal::ALL`].
    tenths: [Option<u8>; Signal::ALL.len()],
}

impl Point {
    /// The answer on one signal in tenths of a level, from 10 to 50; `None` where there is a gap.
    pub fn get(&self, signal: Signal) -> Option<u8> {
        self.tenths.get(signal as usize).copied().flatten()
    }

    /// Whether nothing was answered.
    pub fn is_gap(&self) -> bool {
        self.tenths.iter().all(Option::is_none)
    }
}

/// The five signals, a point for each day or each week of `period`, gaps among them.
///
/// Day by day these are the daily check-ins. Week by week they are the weekly ones, and for each signal that was not
/// answered for a whole week the mean of its days, as far as there are any.
pub fn signals(entries: &Entries, reader: &PersonId, author: &PersonId, period: Period) -> Vec<Point> {
    let mut sums: Vec<Sums> = period.steps().map(|day| (day, [(0, 0); Signal::ALL.len()])).collect();
    let is_weekly = period.step() == 7;
    for (day, entry) in entries.dated(author, "pulse", period.first, period.last) {
        if let Some(pulse) = entry.get::<Pulse>().filter(|_| entry.is_visible_to(entries, reader))
            && let Some((_, sums)) = period.place(day).and_then(|place| sums.get_mut(place))
        {
            for (sum, signal) in sums.iter_mut().zip(Signal::ALL) {
                if let Some(level) = pulse.signals.get(signal) {
                    *sum = (sum.0 + u16::from(level.get()), sum.1 + 1);
                }
            }
        }
    }
    let weeks = entries.dated(author, "check-in", period.first, period.last);
    for (day, entry) in weeks.filter(|(day, _)| is_weekly && day.monday() == *day) {
        if let Some(week) = entry.get::<CheckIn>().filter(|_| entry.is_visible_to(entries, reader))
            && let Some((_, sums)) = period.place(day).and_then(|place| sums.get_mut(place))
        {
            for (sum, signal) in sums.iter_mut().zip(Signal::ALL) {
                if let Some(level) = week.signals.get(signal) {
                    *sum = (u16::from(level.get()), 1);
                }
            }
        }
    }
    sums.into_iter().map(|(day, sums)| Point { day, tenths: sums.map(mean) }).collect()
}

/// The day of a point, and for each signal the sum of its levels and how many they are.
type Sums = (Day, [(u16, u16); Signal::ALL.len()]);

/// The mean in tenths, where there is one; a half is rounded up.
fn mean((sum, count): (u16, u16)) -> Option<u8> {
    u8::try_from((20 * sum + count).checked_div(2 * count)?).ok()
}

/// One signal without its gaps, for [`trend`](super::trend): the number of the day since 1970, and tenths of a level.
pub fn line(points: &[Point], signal: Signal) -> Vec<(i32, u8)> {
    points.iter().filter_map(|point| Some((number(point.day), point.get(signal)?))).collect()
}

/// The number of a day since 1970.
pub(super) fn number(day: Day) -> i32 {
    i32::try_from(day.since(Day::default())).unwrap_or_default()
}

/// What somebody noted about their own promises in one week or month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PromiseCount {
    /// The Monday of the week, or the first day of the month.
    pub from: Day,
    /// How often they noted what.
    pub tally: Tally,
}

/// What `author` noted about the promises that they made: a count for each week that `period` touches, the days of its
/// first week before it included, or for each month where it shows everything. It counts their marks only; what
/// somebody else noted stands in the ledger.
pub fn promise_counts(
    entries: &Entries,
    reader: &PersonId,
    author: &PersonId,
    period: Period,
) -> Vec<PromiseCount> {
    let begin = |day: Day| if period.span == Span::All { day.month() } else { day.monday() };
    let next = |from: Day| if period.span == Span::All { from.plus(31).month() } else { from.plus(7) };
    let mut counts: Vec<PromiseCount> = Vec::new();
    let mut from = begin(period.first);
    while from <= period.last && counts.last().is_none_or(|count| count.from < from) {
        counts.push(PromiseCount { from, tally: Tally::default() });
        from = next(from);
    }
    let is_theirs = |entry: &Entry| entry.author == *author && entry.is_visible_to(entries, reader);
    for (promise, _) in entries.all::<Promise>().filter(|(entry, _)| is_theirs(entry)) {
        let path = PromiseMark::path(&promise.id);
        for (day, entry) in entries.dated(author, &path, begin(period.first), period.last) {
            let place = counts.partition_point(|count| count.from <= day);
            let count = place.checked_sub(1).and_then(|place| counts.get_mut(place));
            if let (Some(count), Some(mark)) = (count, entry.get::<PromiseMark>())
                && entry.is_visible_to(entries, reader)
            {
                count.tally.add(mark.state);
            }
        }
    }
    counts
}

/// The strength of a ritual on the last day of each point, in hundredths, see [`strengths`](super::strengths). There
/// is none before it was done for the first time, none after its end, and none of what happens once.
///
/// Of somebody's own it is what counts for them, the marks of the other for a moment that both had included; of the
/// other it is what the other noted.
pub fn ritual_strengths(
    entries: &Entries,
    reader: &PersonId,
    author: &PersonId,
    ritual: &Entry,
    period: Period,
) -> Vec<(Day, Option<u8>)> {
    let known = ritual.get::<Ritual>().filter(|_| ritual.is_visible_to(entries, reader));
    let strengths = known.and_then(|known| {
        let noted = if author == reader {
            Noted::of(entries, reader, &ritual.id, known)
        } else {
            Noted::by(entries, reader, author, &ritual.id, known)
        };
        Some((noted.strengths(period.last)?, known.last()))
    });
    let on = |day: Day| {
        let ((first, all), last) = strengths.as_ref()?;
        let day = day.plus(period.step() - 1).min(period.last);
        let place =
            usize::try_from(day.since(*first)).ok().filter(|_| last.is_none_or(|last| day <= last))?;
        // Today is not over, and has no strength of its own before something is noted.
        all.get(place).or(all.last()).copied().map(hundredths)
    };
    period.steps().map(|day| (day, on(day))).collect()
}

/// The first day that says something about the pictures of `period` and the patterns beside them: what is older moves
/// none of their numbers. So ten years need not be read for a month.
///
/// A strength forgets after its [`memory`](super::memory), in which days of a pause and skipped days do not count. Of
/// those only what was read is known, so whoever has read up to this day asks again, until it says nothing earlier.
pub fn oldest_needed(entries: &Entries, reader: &PersonId, period: Period) -> Day {
    if period.span == Span::All {
        return Day::FIRST;
    }
    let mut oldest = period.first.min(period.last.monday().plus(-7 * WEEKS_LOOKED_AT));
    for (entry, ritual) in rituals(entries, reader) {
        let is_over = ritual.last().is_some_and(|last| last < period.first);
        if let Some(frequency) = ritual.rhythm.frequency().filter(|_| !is_over) {
            let still = memory(frequency) + paused(ritual, period.last) + skipped(entries, &entry.id);
            oldest = oldest.min(period.first.plus(-still));
        }
    }
    oldest
}

/// How many days a ritual rested so far.
fn paused(ritual: &Ritual, today: Day) -> i32 {
    let days = |pause: &Pause| pause.until.unwrap_or(today).min(today).since(pause.from) + 1;
    ritual.pauses.iter().fold(0, |sum, pause| sum + i32::try_from(days(pause).max(0)).unwrap_or_default())
}

/// How many days were skipped, by whoever skipped more, as far as months were read.
fn skipped(entries: &Entries, ritual: &EntryId) -> i32 {
    let path = Mark::path(ritual);
    let mut most = 0;
    for author in entries.authors() {
        let marks = entries.dated(&author, &path, Day::FIRST, Day::LAST);
        let is_skipped =
            |entry: &Entry| entry.get::<Mark>().is_some_and(|mark| mark.state == MarkState::Skipped);
        most = most.max(marks.fold(0, |sum, (_, entry)| sum + i32::from(is_skipped(entry))));
    }
    most
}

/// A strength from 0 to 1 in hundredths, as it is shown.
pub fn hundredths(strength: f64) -> u8 {
    // Casts of floats stop at the ends of what a number can be.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0.5 to 100.5")]
    let hundredths = (strength.clamp(0.0, 1.0) * 100.0 + 0.5) as u8;
    hundredths
}

/// The setbacks and chosen moments of `author` within `period`, each with its day, in the order of days.
pub fn events<'a>(
    entries: &'a Entries,
    reader: &PersonId,
    author: &PersonId,
    period: Period,
) -> Vec<(Day, &'a Entry)> {
    let within = |entry: &Entry| event_day(entry).filter(|day| (period.first..=period.last).contains(day));
    let rank = |entry: &Entry| {
        let day = within(entry).filter(|_| entry.author == *author)?;
        Some(day.since(Day::default()))
    };
    let found = ordered(entries, std::slice::from_ref(reader), &rank);
    found.into_iter().filter_map(|entry| Some((within(entry)?, entry))).collect()
}

/// The chosen moments that `reader` may see, the newest first.
pub fn moments<'a>(entries: &'a Entries, reader: &PersonId) -> Vec<&'a Entry> {
    let rank = |entry: &Entry| Some(-i64::from(number(entry.get::<Moment>()?.day)));
    ordered(entries, std::slice::from_ref(reader), &rank)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::entry::{
        CameOut, Level, MarkState, Per, PromiseOutcome, Rhythm, Signals, Stamp, Visibility, Weight,
    };
    use crate::insight::made::{day, entry, person};
    use crate::insight::{marked_days, promises, signals_of_days, signals_of_weeks, tally};

    const TODAY: &str = "2026-11-22";

    fn safe(level: usize) -> Signals {
        Signals { safe: Some(Level::ALL[level - 1]), ..Signals::default() }
    }

    fn pulse(author: &str, on: Day, signals: Signals, visibility: Visibility) -> Entry {
        entry(author, Pulse::id(on), visibility, Pulse { signals, ..Pulse::new(on) })
    }

    fn week(author: &str, on: Day, signals: Signals, visibility: Visibility) -> Entry {
        let week = CheckIn { signals, ..CheckIn::new(on, "?") };
        entry(author, CheckIn::id(on), visibility, week)
    }

    fn period(span: Span, since: Option<&str>, last: &str) -> Period {
        Period::new(span, since.map(day), day(last))
    }

    #[test]
    fn a_period_has_the_days_that_it_says() {
        // 2026-11-22 is a Sunday.
        for (span, since, last, first, count) in [
            (Span::Week, None, TODAY, "2026-11-16", 7),
            (Span::Month, None, TODAY, "2026-10-24", 30),
            (Span::Quarter, None, TODAY, "2026-08-24", 13),
            (Span::Quarter, None, "2026-11-16", "2026-08-24", 13),
            (Span::Quarter, None, "2026-11-15", "2026-08-17", 13),
            (Span::All, None, TODAY, "2026-11-16", 1),
            (Span::All, Some("2026-11-30"), TODAY, "2026-11-16", 1),
            (Span::All, Some("2026-11-15"), TODAY, "2026-11-09", 2),
            (Span::All, Some("2016-11-22"), TODAY, "2016-11-21", 522),
            (Span::Month, None, "1900-01-02", "1900-01-02", 1),
        ] {
            let period = period(span, since, last);
            let steps: Vec<Day> = period.steps().collect();
            assert_eq!((period.first, steps.len()), (day(first), count), "{span:?} {since:?} {last}");
            assert!(steps.iter().all(|step| (period.first..=period.last).contains(step)));
        }
    }

    /// The safe signal of `one`, point by point: tenths, and a dash for a gap.
    fn told(entries: &Entries, reader: &str, period: Period) -> String {
        let points = signals(entries, &person(reader), &person("one"), period);
        let levels = points.iter().map(|point| point.get(Signal::Safe));
        levels
            .map(|level| level.map_or("-".to_owned(), |level| level.to_string()))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_week_is_as_it_was_answered_or_the_mean_of_its_days_and_else_a_gap() {
        let (private, shared) = (Visibility::Private, Visibility::Shared);
        let monday = day("2026-11-16");
        let entries: Entries = [
            // This week: 1, 2 and 2 make 16 and two thirds.
            pulse("one", monday, safe(1), private.clone()),
            pulse("one", monday.plus(1), safe(2), shared.clone()),
            pulse("one", monday.plus(6), safe(2), private.clone()),
            // Nothing was said about safety on that day, and so it is none.
            pulse(
                "one",
                monday.plus(2),
                Signals { easy: Some(Level::ALL[4]), ..Signals::default() },
                private.clone(),
            ),
            // Last week was answered as a whole.
            week("one", monday.plus(-7), safe(5), private.clone()),
            pulse("one", monday.plus(-7), safe(1), private.clone()),
            // The week before was answered, but not this signal.
            week("one", monday.plus(-14), Signals::default(), private.clone()),
            pulse("one", monday.plus(-9), safe(3), private.clone()),
            pulse("one", monday.plus(-8), safe(4), private.clone()),
            // Nobody else's are among them, and none of tomorrow.
            week("two", monday.plus(-21), safe(5), shared),
            pulse("one", monday.plus(7), safe(5), private),
        ]
        .into_iter()
        .collect();
        let gaps = "- - - - - - - - - - ";
        assert_eq!(told(&entries, "one", period(Span::Quarter, None, TODAY)), format!("{gaps}35 50 17"));
        assert_eq!(told(&entries, "one", period(Span::Week, None, TODAY)), "10 20 - - - - 20");
        assert_eq!(told(&entries, "one", period(Span::Week, None, "2026-11-15")), "10 - - - - - -");
        // Who may see one day sees a week of one day.
        assert_eq!(told(&entries, "two", period(Span::Quarter, None, TODAY)), format!("{gaps}- - 20"));
        assert_eq!(told(&entries, "two", period(Span::Week, None, TODAY)), "- 20 - - - - -");
    }

    #[test]
    fn everything_begins_with_the_first_answer_and_not_with_what_happened_before() {
        let setback = |on: &str| {
            let setback = Setback {
                day: day(on),
                weight: Weight::Breach,
                what: "x".into(),
                done: String::new(),
                came_out: CameOut::Told,
            };
            entry("one", Setback::id([1; 16]), Visibility::Private, setback)
        };
        let first = |entries: &[Entry], reader: &str| {
            first_day(&entries.iter().cloned().collect(), &person(reader), &person("one"))
        };
        let of_2025 = pulse("one", day("2025-05-01"), safe(1), Visibility::Shared);
        let hidden = week("one", day("2025-03-03"), safe(1), Visibility::Private);
        let gone = week("one", day("2024-03-04"), safe(1), Visibility::Private);
        let gone = gone.revised(gone.stamp, Visibility::Private, None);
        let theirs = pulse("two", day("2020-01-01"), safe(1), Visibility::Shared);
        for (entries, reader, expected) in [
            (&[][..], "one", None),
            (&[setback("2019-01-01")], "one", Some("2019-01-01")),
            (&[setback("2019-01-01"), of_2025.clone(), hidden.clone(), gone], "one", Some("2025-03-03")),
            (&[setback("2019-01-01"), of_2025, hidden, theirs], "two", Some("2025-05-01")),
        ] {
            assert_eq!(first(entries, reader), expected.map(day), "{entries:?}");
        }
    }

    #[test]
    fn the_strength_of_a_ritual_has_no_number_where_there_is_none() {
        let id = Ritual::id([1; 16]);
        let ritual = |until: Option<&str>, rhythm| {
            let ritual =
                Ritual { since: day("2026-11-10"), until: until.map(day), rhythm, ..Ritual::default() };
            entry("one", id.clone(), Visibility::Shared, ritual)
        };
        let done = |author: &str, on: &str| {
            let mark = Mark::new(id.clone(), day(on), MarkState::Done);
            entry(author, Mark::id(&id, mark.day), Visibility::Shared, mark)
        };
        let strengths = |ritual: Entry, marks: &[Entry], reader: &str| {
            let entries: Entries = marks.iter().cloned().chain([ritual.clone()]).collect();
            let period = period(Span::Week, None, TODAY);
            let found = ritual_strengths(&entries, &person(reader), &person("one"), &ritual, period);
            found.iter().map(|(_, strength)| strength.map_or(-1, i32::from)).collect::<Vec<_>>()
        };
        // After one time of a daily ritual, and then fading: 5, 5, 5, 4, … of 100.
        let daily = ritual(None, Rhythm::DAILY);
        assert_eq!(strengths(daily.clone(), &[done("one", "2026-11-18")], "one"), [-1, -1, 5, 5, 5, 4, 4]);
        assert_eq!(strengths(daily.clone(), &[], "one"), [-1; 7]);
        let ended = ritual(Some("2026-11-20"), Rhythm::DAILY);
        assert_eq!(strengths(ended, &[done("one", "2026-11-18")], "one"), [-1, -1, 5, 5, 5, -1, -1]);
        assert_eq!(strengths(ritual(None, Rhythm::ONCE), &[done("one", "2026-11-18")], "one"), [-1; 7]);
        // What the other noted of a moment that both had counts for oneself, and is not what one noted oneself.
        assert_eq!(strengths(daily.clone(), &[done("two", "2026-11-21")], "one"), [-1, -1, -1, -1, -1, 5, 5]);
        assert_eq!(strengths(daily, &[done("two", "2026-11-21")], "two"), [-1; 7]);
        assert_eq!([-1.0, 0.0, 0.004, 0.005, 0.997, 1.0, 7.0].map(hundredths), [0, 0, 0, 1, 100, 100, 100]);
    }

    #[test]
    fn what_is_older_than_needed_moves_no_strength() {
        let last = day(TODAY);
        let pause = |from: i32, until: Option<i32>| Pause {
            from: last.plus(-from),
            until: until.map(|until| last.plus(-until)),
        };
        for (rhythm, pauses, skips, expected) in [
            // 52 weeks for the patterns are more than 102 days before the 30 of the picture.
            (Rhythm::DAILY, vec![], 0, -370),
            (Rhythm::new(1, Per::Week), vec![], 0, -370),
            (Rhythm::new(1, Per::Month), vec![], 0, -29 - 608),
            (Rhythm::new(1, Per::Month), vec![pause(400, Some(301))], 0, -29 - 608 - 100),
            (Rhythm::new(1, Per::Month), vec![pause(19, None)], 3, -29 - 608 - 20 - 3),
        ] {
            let since = last.plus(-1500);
            let ritual = Ritual { rhythm, since, pauses, ..Ritual::default() };
            let kept = |back: i32, state| {
                let id = Ritual::id([1; 16]);
                let on = last.plus(-back);
                entry("one", Mark::id(&id, on), Visibility::Shared, Mark::new(id, on, state))
            };
            let mut all = vec![entry("one", Ritual::id([1; 16]), Visibility::Shared, ritual)];
            all.extend((0..skips).map(|at| kept(40 + at, MarkState::Skipped)));
            all.extend((0..1500).step_by(20).map(|back| kept(back + 1, MarkState::Done)));
            let period = Period::new(Span::Month, None, last);
            let entries: Entries = all.iter().cloned().collect();
            let oldest = oldest_needed(&entries, &person("one"), period);
            assert_eq!(oldest.since(last), expected, "{rhythm:?}");
            // Without what is older the pictures are the same.
            let is_new = |entry: &&Entry| entry.get::<Mark>().is_none_or(|mark| mark.day >= oldest);
            let newer: Entries = all.iter().filter(is_new).cloned().collect();
            let picture = |entries: &Entries| {
                ritual_strengths(entries, &person("one"), &person("one"), &all[0], period)
            };
            for (of_all, of_newer) in picture(&entries).into_iter().zip(picture(&newer)) {
                let (of_all, of_newer) = (of_all.1.unwrap(), of_newer.1.unwrap());
                assert!(of_all.abs_diff(of_newer) <= 1, "{rhythm:?}: {of_all} {of_newer}");
            }
        }
        let all = Period::new(Span::All, None, last);
        assert_eq!(oldest_needed(&Entries::default(), &person("one"), all), Day::FIRST);
    }

    #[test]
    fn what_happened_stands_on_its_day_and_only_that_of_one_person() {
        let moment = |author: &str, number: u8, on: &str, visibility| {
            let moment = Moment { day: day(on), what: on.into() };
            entry(author, Moment::id([number; 16], day(TODAY)), visibility, moment)
        };
        let entries: Entries = [
            moment("one", 1, "2026-11-22", Visibility::Private),
            moment("one", 2, "2026-11-16", Visibility::Shared),
            moment("one", 3, "2026-11-15", Visibility::Shared),
            moment("one", 4, "2026-11-23", Visibility::Shared),
            moment("two", 5, "2026-11-18", Visibility::Shared),
        ]
        .into_iter()
        .collect();
        let days = |reader: &str| -> Vec<String> {
            let found = events(&entries, &person(reader), &person("one"), period(Span::Week, None, TODAY));
            found.iter().map(|(day, _)| day.to_string()).collect()
        };
        assert_eq!(days("one"), ["2026-11-16", "2026-11-22"]);
        assert_eq!(days("two"), ["2026-11-16"]);
    }

    fn visibilities() -> impl Strategy<Value = Visibility> {
        select(vec![Visibility::Private, Visibility::Shared, Visibility::OnceBoth { announced: false }])
    }

    fn answers() -> impl Strategy<Value = Vec<Entry>> {
        let levels = prop::array::uniform5(prop::option::of(select(Level::ALL.to_vec())));
        let one = (select(vec!["one", "two"]), 0..120_i32, any::<bool>(), levels, visibilities());
        let one = one.prop_map(|(author, back, is_weekly, levels, visibility)| {
            let mut signals = Signals::default();
            for (signal, level) in Signal::ALL.into_iter().zip(levels) {
                signals.set(signal, level);
            }
            let on = day(TODAY).plus(3 - back);
            if is_weekly {
                week(author, on, signals, visibility)
            } else {
                pulse(author, on, signals, visibility)
            }
        });
        prop::collection::vec(one, 0..60)
    }

    /// A promise and what it was before, and what both noted about them.
    fn marked_promises() -> impl Strategy<Value = Vec<Entry>> {
        let stamped = |entry: Entry, ms: u64| {
            entry.revised(Stamp { ms, ..entry.stamp }, entry.visibility.clone(), entry.body.clone())
        };
        let promise = move |number: u8, visibility: Visibility| {
            let replaces = (number > 0).then(|| Promise::id([number - 1; 16]));
            let promise = Promise { text: "x".into(), replaces, ..Promise::default() };
            stamped(entry("one", Promise::id([number; 16]), visibility, promise), number.into())
        };
        let mark = (
            select(vec!["one", "two"]),
            0..3_u8,
            0..200_i32,
            select(PromiseOutcome::ALL.to_vec()),
            visibilities(),
        );
        let mark = mark.prop_map(|(author, number, back, state, visibility)| {
            let (promise, day) = (Promise::id([number; 16]), day(TODAY).plus(3 - back));
            let id = PromiseMark::id(&promise, day);
            entry(author, id, visibility, PromiseMark { promise, day, state, note: String::new() })
        });
        (prop::array::uniform3(visibilities()), prop::collection::vec(mark, 0..40)).prop_map(
            move |(seen, marks)| {
                let promises = seen.into_iter().zip(0..).map(|(seen, number)| promise(number, seen));
                promises.chain(marks).collect()
            },
        )
    }

    proptest! {
        #[test]
        fn a_naive_recount_of_signals_agrees(answers in answers(), reader in select(vec!["one", "two"])) {
            let entries: Entries = answers.into_iter().collect();
            let (reader, author, today) = (person(reader), person("one"), day(TODAY));
            for (span, count) in [(Span::Week, 7), (Span::Month, 30)] {
                let days = signals_of_days(&entries, &reader, &author, today, count);
                let found = signals(&entries, &reader, &author, period(span, None, TODAY));
                prop_assert_eq!(found.len(), days.len());
                for (point, (day, answered)) in found.iter().zip(days) {
                    prop_assert_eq!(point.day, day);
                    for signal in Signal::ALL {
                        prop_assert_eq!(point.get(signal), answered.get(signal).map(|level| level.get() * 10));
                    }
                }
            }
            let since = first_day(&entries, &reader, &author);
            for period in [period(Span::Quarter, None, TODAY), Period::new(Span::All, since, today)] {
                let points = signals(&entries, &reader, &author, period);
                let weeks = i32::try_from(points.len()).unwrap();
                let answered = signals_of_weeks(&entries, &reader, &author, today, weeks);
                for (point, (monday, whole)) in points.iter().zip(answered) {
                    prop_assert_eq!(point.day, monday);
                    let days = signals_of_days(&entries, &reader, &author, monday.plus(6).min(today), 7);
                    for signal in Signal::ALL {
                        let levels: Vec<f64> = days
                            .iter()
                            .filter(|(day, _)| *day >= monday)
                            .filter_map(|(_, signals)| Some(f64::from(signals.get(signal)?.get())))
                            .collect();
                        let count = levels.iter().fold(0.0, |count, _| count + 1.0);
                        let mean = levels.iter().sum::<f64>() / count;
                        match (whole.get(signal), point.get(signal)) {
                            (Some(level), found) => prop_assert_eq!(found, Some(level.get() * 10)),
                            (None, Some(found)) => {
                                let off = f64::from(found) - mean * 10.0;
                                prop_assert!(off > -0.5 - 1e-9 && off < 0.5 + 1e-9, "{} {}", found, mean);
                            }
                            (None, None) => prop_assert!(levels.is_empty()),
                        }
                    }
                }
            }
        }

        #[test]
        fn a_naive_recount_of_promises_agrees(all in marked_promises(), reader in select(vec!["one", "two"])) {
            let entries: Entries = all.into_iter().collect();
            let (reader, author, today) = (person(reader), person("one"), day(TODAY));
            let mut own = promises(&entries, &reader);
            own.retain(|entry| entry.author == author);
            let days = marked_days(&entries, &reader, &own, today, 400);
            let since = first_day(&entries, &reader, &author);
            for period in Span::ALL.map(|span| Period::new(span, since, today)) {
                let counts = promise_counts(&entries, &reader, &author, period);
                prop_assert!(counts.first().is_some_and(|count| count.from <= period.first));
                for (at, count) in counts.iter().enumerate() {
                    let next = counts.get(at + 1).map_or(today.plus(1), |next| next.from);
                    let mut by_hand = Tally::default();
                    for marked in days.iter().filter(|marked| (count.from..next).contains(&marked.day)) {
                        by_hand = by_hand.plus(tally(std::slice::from_ref(marked), &author));
                    }
                    prop_assert_eq!(count.tally, by_hand, "{:?} {}", period, count.from);
                }
                if period.span == Span::All {
                    let whole = counts.iter().fold(Tally::default(), |sum, count| sum.plus(count.tally));
                    prop_assert_eq!(whole, tally(&days, &author));
                }
            }
        }
    }
}
