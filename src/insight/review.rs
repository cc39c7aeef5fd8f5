//! Looking back: on a month, and on all of it when people want to finish.
//!
//! What is counted was noted by somebody. A day, a week or a promise about which nothing was noted is not in any number,
//! and nothing says that it was missed. Nobody is counted beside anybody else.

use super::agreements::{Standing, Taper, agreed, agreements, taper};
use super::order::ordered;
use super::promises::{Tally, is_open, promises};
use super::rituals::rituals;
use super::sentence::{promises_sentence, said, signals_sentence, taper_sentence};
use super::series::{Period, PromiseCount, Span, noted_on, signals};
use super::summary::{is_seen, kept, times_done};
use crate::entry::{Agreement, Body, CheckIn, Day, Entries, Entry, Moment, MonthReview, PersonId, Pulse};

/// For how many days of a month Today offers to look back on the one before.
pub const REVIEW_DAYS: i64 = 10;
/// On how many days of a month somebody has to have noted something, so that there is something to look back on.
pub const ENOUGH_TO_REVIEW: usize = 4;

/// The month that `person` may want to look back on, by its first day: the one before that of `today`, for the first
/// [`REVIEW_DAYS`] days, where they noted something on [`ENOUGH_TO_REVIEW`] days of it and have not looked back yet.
/// Who deleted what they wrote about it has.
pub fn due_review(entries: &Entries, person: &PersonId, today: Day) -> Option<Day> {
    let month = before(today);
    if month_to_review(today) != month || entries.entry(person, &MonthReview::id(month)).is_some() {
        return None;
    }
    let mut days: Vec<Day> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.author == *person) {
        match noted_on(entry).filter(|day| day.month() == month) {
            Some(day) if !days.contains(&day) => days.push(day),
            _ => {}
        }
    }
    (days.len() >= ENOUGH_TO_REVIEW).then_some(month)
}

/// The month that looking back begins with: in the first [`REVIEW_DAYS`] days of a month the one before, then the one
/// that is running.
pub fn month_to_review(today: Day) -> Day {
    if today.since(today.month()) < REVIEW_DAYS { before(today) } else { today.month() }
}

/// The first day of the month before that of `day`.
fn before(day: Day) -> Day {
    day.month().plus(-1).month()
}

/// What was noted about some days, as far as all who look back may see.
#[derive(Debug, Default, PartialEq)]
pub struct LookBack<'a> {
    /// The promises about which their authors noted something, with what they noted, those made first coming first.
    pub promises: Vec<(&'a Entry, Tally)>,
    /// The rituals that were done, with how many times, those taken up first coming first.
    pub rituals: Vec<(&'a Entry, usize)>,
    /// The agreements that both had said yes to and that counted on one of the days, those that began first coming
    /// first.
    pub agreements: Vec<&'a Entry>,
    /// How many of them are over, as it was meant to be.
    pub ended: usize,
    /// The chosen moments, in the order of days.
    pub moments: Vec<&'a Entry>,
    /// How many daily check-ins there are.
    pub days: usize,
    /// How many weekly check-ins there are. A week belongs to the month of its Monday.
    pub weeks: usize,
}

/// What was noted from one day to another. For one of `readers` it is their own check-ins and moments, with the
/// promises, rituals and agreements that they may see; for both it is what *both* may see, whoever wrote it.
pub fn look_back<'a>(
    entries: &'a Entries,
    readers: &[PersonId],
    from: Day,
    to: Day,
    today: Day,
) -> LookBack<'a> {
    let mut back = LookBack::default();
    let is_theirs = |entry: &Entry| readers.len() > 1 || readers.first() == Some(&entry.author);
    let is_within = |day: Day| (from..=to).contains(&day);
    let rank = |entry: &Entry| {
        let day = match entry.body.as_ref()? {
            Body::Promise(promise) => promise.since,
            Body::Ritual(ritual) => ritual.since,
            Body::Agreement(agreement) => agreement.from,
            Body::Moment(Moment { day, .. }) if is_within(*day) && is_theirs(entry) => *day,
            _ => return None,
        };
        Some(day.since(Day::default()))
    };
    for entry in ordered(entries, readers, &rank) {
        match &entry.body {
            Some(Body::Promise(_)) => {
                let tally = kept(entries, readers, entry, from, to);
                if tally.marked() > 0 {
                    back.promises.push((entry, tally));
                }
            }
            Some(Body::Ritual(ritual)) => match times_done(entries, readers, entry, ritual, from, to) {
                0 => {}
                times => back.rituals.push((entry, times)),
            },
            Some(Body::Agreement(agreement)) => {
                back.add_agreement(entries, readers, entry, agreement, (from, to, today));
            }
            _ => back.moments.push(entry),
        }
    }
    for entry in entries.iter().filter(|entry| is_theirs(entry) && is_seen(entries, readers, entry)) {
        back.days += usize::from(entry.get::<Pulse>().is_some_and(|pulse| is_within(pulse.day)));
        back.weeks += usize::from(entry.get::<CheckIn>().is_some_and(|check_in| is_within(check_in.week)));
    }
    back
}

impl<'a> LookBack<'a> {
    fn add_agreement(
        &mut self,
        entries: &Entries,
        readers: &[PersonId],
        entry: &'a Entry,
        agreement: &Agreement,
        (from, to, today): (Day, Day, Day),
    ) {
        let Some(agreed) = readers.first().and_then(|reader| agreed(entries, reader, entry, today)) else {
            return;
        };
        let is_on = matches!(agreed.standing, Standing::Active | Standing::Ended);
        let has_both = agreed.said_yes.len() > 1 && agreed.said_yes.contains(&&entry.author);
        let touches = agreement.from <= to && agreed.last.is_none_or(|last| from <= last);
        if is_on && has_both && touches {
            self.agreements.push(entry);
            self.ended +=
                usize::from(agreed.standing == Standing::Ended && agreed.last.is_some_and(|last| last <= to));
        }
    }

    /// "19 daily check-ins and 4 weekly ones"; `None` where there are none.
    pub fn check_ins(&self) -> Option<String> {
        let daily = counted(self.days, "daily check-in", "daily check-ins");
        match (self.days, self.weeks) {
            (0, 0) => None,
            (_, 0) => Some(daily),
            (0, weeks) => Some(counted(weeks, "weekly check-in", "weekly check-ins")),
            (_, weeks) => {
                Some([daily.as_str(), " and ", &counted(weeks, "weekly one", "weekly ones")].concat())
            }
        }
    }
}

/// "1 promise", "2 promises".
fn counted(count: usize, one: &str, many: &str) -> String {
    [count.to_string().as_str(), " ", if count == 1 { one } else { many }].concat()
}

/// What was built, a line for each kind of thing of which there is something.
pub fn built(back: &LookBack<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(back.check_ins());
    if !back.rituals.is_empty() {
        let times = back.rituals.iter().map(|(_, times)| times).sum();
        let rituals = counted(back.rituals.len(), "ritual", "rituals");
        lines.push([rituals.as_str(), ", done ", &counted(times, "time", "times")].concat());
    }
    if !back.promises.is_empty() {
        let count = |(_, tally): &(&Entry, Tally)| PromiseCount { from: Day::default(), tally: *tally };
        let counts: Vec<PromiseCount> = back.promises.iter().map(count).collect();
        lines.push(["Promises: ", &promises_sentence(&counts)].concat());
    }
    if !back.agreements.is_empty() {
        let agreed = counted(
            back.agreements.len(),
            "agreement that both said yes to",
            "agreements that both said yes to",
        );
        let ended = match back.ended {
            0 => String::new(),
            1 => ", 1 of them over, as it was meant to be".to_owned(),
            more => [", ", &more.to_string(), " of them over, as they were meant to be"].concat(),
        };
        lines.push([agreed, ended].concat());
    }
    if !back.moments.is_empty() {
        lines.push(counted(back.moments.len(), "chosen moment", "chosen moments"));
    }
    lines
}

/// What is lighter, as far as it was noted: what the signals say of the 30 days up to `to`, whichever way it goes, and
/// how the agreements of `back` got lighter, each with its entry. Where nothing was noted there is nothing.
pub fn lighter<'a>(
    entries: &Entries,
    reader: &PersonId,
    back: &LookBack<'a>,
    to: Day,
    today: Day,
) -> Vec<(Option<&'a Entry>, String)> {
    let mut lines = Vec::new();
    let period = Period::new(Span::Month, None, to);
    let points = signals(entries, reader, reader, period);
    if points.iter().any(|point| !point.is_gap()) {
        lines.push((None, signals_sentence(&said(&points, period), period)));
    }
    for agreement in &back.agreements {
        let all = taper(entries, reader, agreement, today);
        if all.iter().any(|it| it.taper != Taper::Needed) {
            lines.push((Some(*agreement), taper_sentence(&all)));
        }
    }
    lines
}

/// What goes on after `today`, as far as `reader` may see: promises that are open, agreements that count or are about
/// to, rituals that have no end yet or a later one.
pub fn goes_on<'a>(entries: &'a Entries, reader: &PersonId, today: Day) -> Vec<&'a Entry> {
    let mut all = promises(entries, reader);
    all.retain(|entry| is_open(entries, reader, entry, today));
    let is_on = |entry: &Entry| {
        let agreed = agreed(entries, reader, entry, today);
        agreed.is_some_and(|agreed| matches!(agreed.standing, Standing::Coming | Standing::Active))
    };
    all.extend(agreements(entries, reader).into_iter().filter(|entry| is_on(entry)));
    for (entry, ritual) in rituals(entries, reader) {
        if ritual.last().is_none_or(|last| last >= today) {
            all.push(entry);
        }
    }
    all
}
