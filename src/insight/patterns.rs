//! Patterns: which weekday is hard, what a hard day comes after, and what the better weeks had in common.
//!
//! A pattern says that two things came together, and never why. Each is a comparison of two shares ([`Share`]) that
//! the screen shows with it, and each is named only where chance would hardly make it.
//!
//! # Thresholds
//!
//! | what | how much |
//! | --- | --- |
//! | days looked at | the last 26 weeks ([`DAYS_LOOKED_AT`]), with an answer on 28 of them at least ([`ENOUGH_DAYS`]) |
//! | weeks looked at | the last 52 that are over ([`WEEKS_LOOKED_AT`]), with answers in 12 of them at least ([`ENOUGH_WEEKS`]) |
//! | on either side of a comparison | 4 days or weeks at least ([`FEWEST`](super::FEWEST)) |
//! | chance | 5 % for all comparisons together, so 0.3125 % for each: seven weekdays, three things that come before, six rituals (Bonferroni) |
//!
//! The chance is the exact one of Fisher (1922, "On the interpretation of χ² from contingency tables, and the
//! calculation of P", Journal of the Royal Statistical Society 85): how often, of all ways in which the hard days could
//! fall, at least as many would fall on one side.
//!
//! - *A hard day* is one of somebody's own hardest: a day whose answers have a mean that at most a fourth of all days
//!   is at or below. So nobody is measured by anybody else, and who always answers the same has no hard days.
//! - *What it comes after*: only the first of some hard days in a row counts. A bad week is one thing that happened, not
//!   seven.
//! - *A better week* is one above the mean of those within four weeks of it. So a ritual that was given up in spring,
//!   when everything was hard, is not what the weeks of summer had in common.
//!
//! The tests at the end of this file make hundreds of lives of pure noise and count: about two of a hundred have a
//! pattern, also where moods last. The price is that a weak one stays unnamed: of Mondays that are lower by as much as
//! the mood goes up and down by itself, about half are found in half a year.

use super::FEWEST;
use super::rituals::{Noted, rituals};
use super::series::{Period, Point, Span, signals};
use crate::entry::{Day, Entries, Entry, Mark, MarkState, PersonId, Ritual, Setback, Signal, Trigger};

/// How many days are looked at, today included.
pub const DAYS_LOOKED_AT: i32 = 26 * 7;
/// On how many of them there have to be answers.
pub const ENOUGH_DAYS: usize = 28;
/// How many weeks are looked at. The present one is not over, and not among them.
pub const WEEKS_LOOKED_AT: i32 = 52;
/// In how many of them there have to be answers.
pub const ENOUGH_WEEKS: usize = 12;
/// How many days after something a hard day still comes after it.
pub const DAYS_WITHIN: i64 = 3;
/// How many rituals are compared: of those that were kept in some weeks and not in others, the ones taken up first.
pub const MOST_RITUALS: usize = 6;
/// How many weeks before and after a week it is compared with.
const AROUND: usize = 4;
/// The chance at which a comparison is named: 5 % for all of them.
const CHANCE: f64 = 0.05 / (7.0 + 3.0 + 6.0);

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
}

impl Share {
    fn add(&mut self, counts: bool) {
        self.count += usize::from(counts);
        self.of += 1;
    }
}

/// What a hard day can come after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// A setback on that day, or in the three days before.
    Setback,
    /// A day that brings it back, every year, on that day or in the three days before.
    Trigger,
    /// A ritual that was noted as not done in the three days before.
    MissedRitual,
}

impl Before {
    /// Everything that is looked at.
    pub const ALL: [Self; 3] = [Self::Setback, Self::Trigger, Self::MissedRitual];
}

/// What a pattern is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Topic<'a> {
    /// A day of the week is hard, 0 for Monday to 6 for Sunday.
    Weekday(u8),
    /// Hard days come after something.
    After(Before),
    /// Better weeks are those in which a ritual was kept.
    Kept(&'a Entry),
}

/// Two things that came together more often than chance would have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pattern<'a> {
    /// What came together.
    pub about: Topic<'a>,
    /// Where it was there: how many days were hard, or weeks better, of how many.
    pub with: Share,
    /// The same where it was not.
    pub without: Share,
}

impl Pattern<'_> {
    /// A name by which somebody can hide it, the same every time: `weekday`, `after-setback`, `after-trigger`,
    /// `after-missed-ritual`, or the id of the ritual.
    pub fn name(&self) -> &str {
        match self.about {
            Topic::Weekday(_) => "weekday",
            Topic::After(Before::Setback) => "after-setback",
            Topic::After(Before::Trigger) => "after-trigger",
            Topic::After(Before::MissedRitual) => "after-missed-ritual",
            Topic::Kept(ritual) => ritual.id.as_str(),
        }
    }
}

/// The patterns of `author` as far as `reader` may see: one weekday at most, what hard days come after, and the rituals
/// of the better weeks. None where there is not enough, or nothing that chance does not explain.
pub fn patterns<'a>(
    entries: &'a Entries,
    reader: &PersonId,
    author: &PersonId,
    today: Day,
) -> Vec<Pattern<'a>> {
    let mut found = Vec::new();
    let period = Period { span: Span::Month, first: today.plus(1 - DAYS_LOOKED_AT), last: today };
    let days = signals(entries, reader, author, period);
    if let Some(days) = hard_days(&days) {
        found.extend(hard_weekday(&days));
        for before in Before::ALL {
            let happened = days_of(entries, reader, author, before, period);
            found.extend(named(Topic::After(before), &after(&days, &happened, before)));
        }
    }
    let last = today.monday().plus(-1);
    let period = Period { span: Span::Quarter, first: last.plus(1 - 7 * WEEKS_LOOKED_AT), last };
    if let Some(weeks) = better_weeks(&signals(entries, reader, author, period)) {
        found.extend(better_with(entries, reader, author, &weeks, period));
    }
    found
}

/// A pattern, where chance would hardly make it.
fn named<'a>(about: Topic<'a>, shares: &(Share, Share)) -> Option<Pattern<'a>> {
    let (with, without) = *shares;
    let is_enough = with.of >= FEWEST && without.of >= FEWEST;
    (is_enough && chance(with, without) <= CHANCE).then_some(Pattern { about, with, without })
}

/// How likely it is that of all there are at least so many fall to one side.
fn chance(with: Share, without: Share) -> f64 {
    let (all, drawn) = (with.count + without.count, with.of);
    let others = with.of + without.of - all;
    let least = drawn.saturating_sub(others);
    // Each term is made from the one before it. They are shares of their sum, so the first one can be anything.
    let (mut term, mut sum, mut tail) = (1.0_f64, 0.0, 0.0);
    for count in least..=all.min(drawn) {
        sum += term;
        if count >= with.count {
            tail += term;
        }
        let more = float(all - count) * float(drawn - count);
        term *= more / (float(count + 1) * float(others + count + 1 - drawn));
    }
    tail / sum
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The mean of what was answered, in tenths of a level.
fn mean(point: &Point) -> Option<u8> {
    let answered = || Signal::ALL.into_iter().filter_map(|signal| point.get(signal));
    let sum: u16 = answered().map(u16::from).sum();
    u8::try_from(sum.checked_div(u16::try_from(answered().count()).ok()?)?).ok()
}

/// The days with answers, and whether each was hard; nothing where there are too few.
fn hard_days(points: &[Point]) -> Option<Vec<(Day, bool)>> {
    let days: Vec<(Day, u8)> = points.iter().filter_map(|point| Some((point.day, mean(point)?))).collect();
    let at_or_below = |level: u8| days.iter().filter(|(_, other)| *other <= level).count();
    let hardest = (0..=u8::MAX).take_while(|level| at_or_below(*level) * 4 <= days.len()).last()?;
    let is_enough = days.len() >= ENOUGH_DAYS;
    is_enough.then(|| days.iter().map(|(day, level)| (*day, *level <= hardest)).collect())
}

/// The weekday that chance explains least, where it hardly does.
fn hard_weekday(days: &[(Day, bool)]) -> Option<Pattern<'static>> {
    let mut hardest: Option<(f64, Pattern<'static>)> = None;
    for weekday in 0..7 {
        let (mut with, mut without) = (Share::default(), Share::default());
        for (day, is_hard) in days {
            let share = if day.weekday() == weekday { &mut with } else { &mut without };
            share.add(*is_hard);
        }
        if let Some(pattern) = named(Topic::Weekday(weekday), &(with, without)) {
            let chance = chance(with, without);
            if hardest.is_none_or(|(least, _)| chance < least) {
                hardest = Some((chance, pattern));
            }
        }
    }
    hardest.map(|(_, pattern)| pattern)
}

/// The days on which something happened that hard days may come after.
fn days_of(
    entries: &Entries,
    reader: &PersonId,
    author: &PersonId,
    before: Before,
    period: Period,
) -> Vec<Day> {
    let earliest = period.first.plus(-7);
    let mut days = Vec::new();
    let own = entries.iter().filter(|entry| entry.author == *author);
    for entry in own.filter(|entry| entry.is_visible_to(entries, reader)) {
        match before {
            Before::Setback => days.extend(entry.get::<Setback>().map(|setback| setback.day)),
            Before::Trigger => days.extend(entry.get::<Trigger>().and_then(|trigger| trigger.next(earliest))),
            Before::MissedRitual => {
                let missed = entry.get::<Mark>().filter(|mark| mark.state == MarkState::NotDone);
                days.extend(missed.map(|mark| mark.day));
            }
        }
    }
    days
}

/// How many days were hard of those within three days after something, and of all others. Of hard days in a row only
/// the first one counts.
fn after(days: &[(Day, bool)], happened: &[Day], before: Before) -> (Share, Share) {
    let first = i64::from(before == Before::MissedRitual);
    let (mut with, mut without) = (Share::default(), Share::default());
    let mut hard_before: Option<Day> = None;
    for (day, is_hard) in days {
        if hard_before.is_none_or(|hard| day.since(hard) > 1) {
            let is_after = happened.iter().any(|it| (first..=DAYS_WITHIN).contains(&day.since(*it)));
            let share = if is_after { &mut with } else { &mut without };
            share.add(*is_hard);
        }
        if *is_hard {
            hard_before = Some(*day);
        }
    }
    (with, without)
}

/// The weeks with answers that have such weeks around them, and whether each was better than those; nothing where
/// there are too few.
fn better_weeks(points: &[Point]) -> Option<Vec<(Day, bool)>> {
    let weeks: Vec<Option<u8>> = points.iter().map(mean).collect();
    let is_enough = weeks.iter().flatten().count() >= ENOUGH_WEEKS;
    let better = |at: usize| {
        let level = weeks.get(at).copied().flatten()?;
        let around = weeks.get(at.saturating_sub(AROUND)..(at + AROUND + 1).min(weeks.len()))?;
        // The week itself is among them, and has no part in it.
        let count = around.iter().flatten().count() - 1;
        let sum =
            around.iter().flatten().fold(0, |sum, level| sum + usize::from(*level)) - usize::from(level);
        Some((points.get(at)?.day, usize::from(level) * count > sum)).filter(|_| count >= FEWEST)
    };
    is_enough.then(|| (0..weeks.len()).filter_map(better).collect())
}

/// The rituals that were kept in better weeks rather than in others.
fn better_with<'a>(
    entries: &'a Entries,
    reader: &PersonId,
    author: &PersonId,
    weeks: &[(Day, bool)],
    period: Period,
) -> Vec<Pattern<'a>> {
    let mut compared = 0;
    let mut found = Vec::new();
    for (entry, ritual) in rituals(entries, reader) {
        let noted = if author == reader {
            Noted::between(entries, reader, &entry.id, ritual, period.first, period.last)
        } else {
            Noted::by(entries, reader, author, &entry.id, ritual)
        };
        let (mut with, mut without) = (Share::default(), Share::default());
        for (week, is_better) in weeks.iter().filter(|(week, _)| lasts_all(ritual, *week)) {
            let share = if is_kept(ritual, &noted, *week) { &mut with } else { &mut without };
            share.add(*is_better);
        }
        // Which rituals are compared depends on when they were kept, and not on how the weeks were.
        if with.of >= FEWEST && without.of >= FEWEST && compared < MOST_RITUALS {
            compared += 1;
            found.extend(named(Topic::Kept(entry), &(with, without)));
        }
    }
    found
}

/// Whether a ritual was there on every day of a week.
fn lasts_all(ritual: &Ritual, week: Day) -> bool {
    (0..7).map(|later| week.plus(later)).all(|day| ritual.lives_on(day) && !ritual.is_paused(day))
}

/// Whether a ritual was kept in a week: done half as often as its rhythm wants in seven days, and once at least.
fn is_kept(ritual: &Ritual, noted: &Noted<'_>, week: Day) -> bool {
    let done = noted.marks(week, week.plus(6)).filter(|(_, mark)| mark.state == MarkState::Done).count();
    let wanted = ritual.rhythm.frequency().map_or(1, |frequency| 7 * frequency.times / frequency.days.max(1));
    done > 0 && 2 * done >= usize::from(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{
        Body, CameOut, CheckIn, EntryId, Level, Per, Pulse, Rhythm, Signals, Stamp, Visibility, Weight,
    };
    use crate::insight::made::day;

    /// A Sunday.
    const TODAY: &str = "2026-11-22";

    fn me() -> PersonId {
        "me".parse().unwrap()
    }

    fn entry(id: EntryId, body: Body) -> Entry {
        Entry::new(me(), id, Stamp::default(), Visibility::Private, body)
    }

    /// The same answer on all five.
    fn all(level: u8) -> Signals {
        let mut signals = Signals::default();
        for signal in Signal::ALL {
            signals.set(signal, level.try_into().ok());
        }
        signals
    }

    fn pulse(on: Day, level: u8) -> Entry {
        entry(Pulse::id(on), Pulse { signals: all(level), ..Pulse::new(on) }.into())
    }

    fn week(on: Day, level: u8) -> Entry {
        entry(CheckIn::id(on), CheckIn { signals: all(level), ..CheckIn::new(on, "?") }.into())
    }

    fn setback(number: u8, on: Day) -> Entry {
        let (weight, what) = (Weight::Painful, "x".to_owned());
        let setback = Setback { day: on, weight, what, done: String::new(), came_out: CameOut::Told };
        entry(Setback::id([number; 16]), setback.into())
    }

    fn ritual(number: u8, rhythm: Rhythm) -> Entry {
        let ritual = Ritual { since: day("2020-01-01"), rhythm, ..Ritual::default() };
        entry(Ritual::id([number; 16]), ritual.into())
    }

    fn mark(number: u8, on: Day, state: MarkState) -> Entry {
        let id = Ritual::id([number; 16]);
        entry(Mark::id(&id, on), Mark::new(id, on, state).into())
    }

    /// The name of a pattern, and so many of so many with and without it.
    type Told = (String, (usize, usize), (usize, usize));

    fn told(entries: Vec<Entry>) -> Vec<Told> {
        let entries: Entries = entries.into_iter().collect();
        let pair = |share: Share| (share.count, share.of);
        let found = patterns(&entries, &me(), &me(), day(TODAY));
        found.iter().map(|it| (it.name().to_owned(), pair(it.with), pair(it.without))).collect()
    }

    /// Numbers at random, the same in each run (Marsaglia's xorshift).
    struct Dice(u64);

    impl Dice {
        /// A number from 0 to 1.
        fn even(&mut self) -> f64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX)
        }

        fn is(&mut self, likely: f64) -> bool {
            self.even() < likely
        }

        /// Levels of days or weeks in which each is as much like the one before it as `alike` says.
        fn levels(&mut self, count: i32, alike: f64) -> Vec<u8> {
            let mut normal = || (0..12).map(|_| self.even()).sum::<f64>() - 6.0;
            let mut now = normal();
            let one = |_| {
                now = alike * now + (1.0 - alike * alike).sqrt() * normal();
                (1..=5).find(|level| f64::from(*level) + 0.5 >= 3.0 + now).unwrap_or(5)
            };
            (0..count).map(one).collect()
        }
    }

    /// A life in which nothing has to do with anything: moods that last or do not, setbacks, days that bring it back,
    /// rituals that were missed, kept, or given up half-way.
    fn noise(dice: &mut Dice, alike: f64) -> Vec<Entry> {
        let today = day(TODAY);
        let mut entries = Vec::new();
        for (level, back) in dice.levels(DAYS_LOOKED_AT, alike).into_iter().zip(0..) {
            if dice.is(0.8) {
                entries.push(pulse(today.plus(-back), level));
            }
        }
        for (level, back) in dice.levels(WEEKS_LOOKED_AT, alike).into_iter().zip(1..) {
            entries.push(week(today.plus(-7 * back), level));
        }
        for number in 0..6 {
            if dice.is(0.9) {
                let back = (0..DAYS_LOOKED_AT).find(|_| dice.is(0.015)).unwrap_or(9);
                entries.push(setback(number, today.plus(-back)));
            }
        }
        for number in 0..3 {
            let back = (0..DAYS_LOOKED_AT).find(|_| dice.is(0.02)).unwrap_or(9);
            let trigger =
                Trigger { what: "x".into(), day: Some(today.plus(-365 - back)), notes: String::new() };
            entries.push(entry(Trigger::id([number; 16]), trigger.into()));
        }
        for number in 0..6 {
            entries.push(ritual(number, Rhythm::new(1, Per::Week)));
            let given_up = if dice.is(0.5) { 26 } else { 0 };
            for back in given_up..=WEEKS_LOOKED_AT {
                if dice.is(0.5) {
                    entries.push(mark(number, today.plus(-7 * back), MarkState::Done));
                }
                if dice.is(0.05) {
                    entries.push(mark(number, today.plus(-7 * back - 2), MarkState::NotDone));
                }
            }
        }
        entries
    }

    #[test]
    fn lives_of_noise_have_a_pattern_in_five_of_a_hundred_at_most() {
        let mut dice = Dice(88_172_645_463_325_252);
        for alike in [0.0, 0.5] {
            let named = (0..500).filter(|_| !told(noise(&mut dice, alike)).is_empty()).count();
            assert!(named <= 25, "{named} of 500, {alike}");
        }
    }

    #[test]
    fn what_is_there_is_found_in_noise() {
        let mut dice = Dice(5);
        let (mut found, today) = ([0; 2], day(TODAY));
        for _ in 0..50 {
            let levels = dice.levels(182, 0.3);
            let lower = |at: usize, level: u8, on: Day| {
                // Mondays are lower by a level, or the three days that begin with each of nine setbacks by two.
                let is_lower =
                    if at == 0 { on.weekday() == 0 } else { (0..3).contains(&((today.since(on) + 2) % 20)) };
                level.saturating_sub(if is_lower { [1, 2][at] } else { 0 }).max(1)
            };
            for (at, name) in [(0, "weekday"), (1, "after-setback")] {
                let days = levels.iter().zip(0..).map(|(level, back)| (today.plus(-back), *level));
                let days = days.map(|(on, level)| pulse(on, lower(at, level, on)));
                let setbacks = (1..10).map(|number| setback(number, today.plus(-20 * i32::from(number))));
                let told = told(days.chain(setbacks.filter(|_| at == 1)).collect());
                found[at] += usize::from(told.iter().any(|(named, ..)| named == name));
            }
        }
        assert!(found[0] >= 25 && found[1] >= 40, "{found:?} of 50");
    }

    #[test]
    fn a_weekday_that_is_hard_is_named_with_its_numbers_and_only_the_hardest_one() {
        let days = |count: i32, level: &dyn Fn(Day, i32) -> u8| {
            told(
                (0..count)
                    .map(|back| (day(TODAY).plus(-back), back))
                    .map(|(on, back)| pulse(on, level(on, back)))
                    .collect(),
            )
        };
        let mondays = |on: Day, back: i32| if on.weekday() == 0 && back % 4 != 0 { 2 } else { 4 };
        // Of 26 Mondays all but those that are 8, 36, 64, … days ago are hard.
        let hard = (0..182).filter(|back| mondays(day(TODAY).plus(-back), *back) == 2).count();
        assert_eq!(days(182, &mondays), [("weekday".to_owned(), (hard, 26), (0, 156))]);
        let two = |on: Day, _| {
            if on.weekday() == 0 {
                1
            } else if on.weekday() == 3 {
                2
            } else {
                4
            }
        };
        assert_eq!(days(60, &|on, _| if on.weekday() == 5 { 1 } else { 4 }).len(), 1);
        assert_eq!(days(27, &|on, _| if on.weekday() == 5 { 1 } else { 4 }), [], "too few");
        assert_eq!(days(182, &|_, _| 3), [], "no day is harder than the others");
        assert_eq!(days(182, &|_, back| if back < 91 { 2 } else { 4 }), [], "half a life is no hard day");
        let often = |on: Day, back: i32| match on.weekday() {
            0 if back % 5 < 3 => 1,
            3 if back % 10 < 9 => 1,
            _ => 4,
        };
        assert_eq!(days(182, &often), [("weekday".to_owned(), (24, 26), (16, 156))]);
        // Two sevenths are more than a fourth: only the harder of the two weekdays has hard days.
        assert_eq!(days(182, &two), [("weekday".to_owned(), (26, 26), (0, 156))]);
    }

    #[test]
    fn what_hard_days_come_after_is_named_and_a_bad_week_counts_once() {
        let today = day(TODAY);
        let after = |hard: &dyn Fn(i32) -> bool, happened: &[Entry]| {
            let days = (0..182).map(|back| pulse(today.plus(-back), if hard(back) { 1 } else { 4 }));
            told(days.chain(happened.iter().cloned()).collect())
        };
        // Eight times in half a year, each followed by two hard days: the day after and the one after that.
        let times = || (0..8).map(|at| 10 + 20 * at);
        let is_hard = |back: i32| times().any(|time| back == time - 1 || back == time - 2);
        let setbacks: Vec<Entry> =
            (0..).zip(times()).map(|(at, back)| setback(at, today.plus(-back))).collect();
        // Of the days 0, 1, 2 and 3 after each, the first of two hard ones counts, and the day after the second does
        // not: it has a hard day before it.
        let expected = [("after-setback".to_owned(), (8, 16), (0, 150))];
        assert_eq!(after(&is_hard, &setbacks), expected);
        let missed: Vec<Entry> = times().map(|back| mark(1, today.plus(-back), MarkState::NotDone)).collect();
        // The day itself is not after it.
        assert_eq!(after(&is_hard, &missed), [("after-missed-ritual".to_owned(), (8, 8), (0, 158))]);
        let skipped: Vec<Entry> =
            times().map(|back| mark(1, today.plus(-back), MarkState::Skipped)).collect();
        assert_eq!(after(&is_hard, &skipped), [], "skipping is free");
        let triggers: Vec<Entry> = (0..)
            .zip(times())
            .map(|(at, back)| {
                let on = Some(today.plus(-back - 365));
                entry(
                    Trigger::id([at; 16]),
                    Trigger { what: "x".into(), day: on, notes: String::new() }.into(),
                )
            })
            .collect();
        assert_eq!(after(&is_hard, &triggers), [("after-trigger".to_owned(), (8, 16), (0, 150))]);
        // One very bad stretch is one thing, however many days it has.
        let stretch = |back: i32| (30..60).contains(&back);
        let during: Vec<Entry> = (0..10).map(|at| setback(at, today.plus(-30 - 3 * i32::from(at)))).collect();
        assert_eq!(after(&stretch, &during), []);
    }

    #[test]
    fn what_the_better_weeks_had_in_common_is_named_and_what_only_went_along_is_not() {
        let today = day(TODAY);
        let weeks = |level: &dyn Fn(i32) -> u8, kept: &dyn Fn(i32) -> i32, rhythm: Rhythm| {
            let mut all = vec![ritual(1, rhythm)];
            for back in 1..=WEEKS_LOOKED_AT {
                let sunday = today.plus(-7 * back);
                all.push(week(sunday, level(back)));
                all.extend((0..kept(back)).map(|time| mark(1, sunday.plus(-time), MarkState::Done)));
            }
            told(all)
        };
        let is_good = |back: i32| back % 3 == 0;
        let level = |back: i32| if is_good(back) { 4 } else { 2 };
        let name = Ritual::id([1; 16]).to_string();
        let expected = [(name.clone(), (17, 17), (0, 35))];
        let weekly = Rhythm::new(1, Per::Week);
        // Today is a Sunday, and its week is not over; the one before it is the first.
        assert_eq!(weeks(&level, &|back| i32::from(is_good(back)), weekly), expected);
        // Half of what is wanted is kept: three of seven days are not, three of six are.
        let times = |back: i32| if is_good(back) { 3 } else { 1 };
        assert_eq!(weeks(&level, &times, Rhythm::new(6, Per::Week)), expected);
        assert_eq!(weeks(&level, &times, Rhythm::DAILY), []);
        assert_eq!(weeks(&level, &|_| 1, weekly), [], "it was always kept");
        assert_eq!(weeks(&|_| 3, &|back| i32::from(is_good(back)), weekly), [], "all weeks were alike");
        // Everything got better, and meanwhile a ritual was taken up.
        let slowly = |back: i32| {
            if back > 35 {
                2
            } else if back > 17 {
                3
            } else {
                4
            }
        };
        assert_eq!(weeks(&slowly, &|back| i32::from(back < 26), weekly), []);
        // Of the weeks in which it rested or was not there yet nothing is said.
        let mut young: Vec<Entry> = vec![entry(
            Ritual::id([1; 16]),
            Ritual { since: today.plus(-7 * 20), rhythm: weekly, ..Ritual::default() }.into(),
        )];
        for back in 1..=WEEKS_LOOKED_AT {
            young.push(week(today.plus(-7 * back), level(back)));
            young.extend(is_good(back).then(|| mark(1, today.plus(-7 * back), MarkState::Done)));
        }
        assert_eq!(told(young), [(name, (6, 6), (0, 13))]);
    }

    #[test]
    fn what_is_hidden_from_a_reader_makes_no_pattern() {
        let mondays = (0..182).map(|back| day(TODAY).plus(-back));
        let entries: Entries = mondays.map(|on| pulse(on, if on.weekday() == 0 { 1 } else { 4 })).collect();
        assert_eq!(patterns(&entries, &me(), &me(), day(TODAY)).len(), 1);
        assert_eq!(patterns(&entries, &"you".parse().unwrap(), &me(), day(TODAY)), []);
    }

    /// Counted over every way in which the hard days of a small life could fall.
    #[test]
    fn the_chance_is_that_of_all_ways_in_which_it_could_fall() {
        for size in 1..11_u32 {
            for drawn in 1..size {
                for all in 0..=size {
                    let ways = (0..1_u32 << size).filter(|way| way.count_ones() == all);
                    // The first so many days are those with it.
                    let with_it = |way: u32| (way & ((1 << drawn) - 1)).count_ones();
                    let counts: Vec<u32> = ways.map(with_it).collect();
                    for count in all.saturating_sub(size - drawn)..=all.min(drawn) {
                        let share = |count: u32, of: u32| Share {
                            count: count.try_into().unwrap(),
                            of: of.try_into().unwrap(),
                        };
                        let found = chance(share(count, drawn), share(all - count, size - drawn));
                        let at_least = counts.iter().filter(|other| **other >= count).count();
                        let expected = float(at_least) / float(counts.len());
                        assert!(
                            (found - expected).abs() < 1e-9,
                            "{count} of {drawn}, {all} of {size}: {found}"
                        );
                    }
                }
            }
        }
        let most = Share { count: 91, of: 91 };
        assert!(chance(most, Share { count: 0, of: 91 }) > 0.0, "the smallest there is is still a number");
    }

    #[test]
    fn levels_of_a_day_have_one_mean() {
        let levels = Signals { safe: Some(Level::ALL[0]), heard: Some(Level::ALL[3]), ..Signals::default() };
        let on = day(TODAY);
        let entries: Entries =
            [entry(Pulse::id(on), Pulse { signals: levels, ..Pulse::new(on) }.into())].into_iter().collect();
        let period = Period::new(Span::Week, None, on);
        let means: Vec<Option<u8>> = signals(&entries, &me(), &me(), period).iter().map(mean).collect();
        assert_eq!(means, [None, None, None, None, None, None, Some(25)]);
    }
}
