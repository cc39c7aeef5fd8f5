//! How rituals went.
//!
//! A [`Day`] has no time and no time zone, so nothing here depends on daylight saving time: a day of 23 or 25 hours
//! is a day. What weeks start on is passed in (0 for Monday to 6 for Sunday), since it depends on where people live.

use super::strength::{Outcome, strengths};
use crate::entry::{Day, Entries, Entry, EntryId, Mark, MarkState, Per, PersonId, Rhythm, Ritual};

/// How many weeks of a ritual are shown beside its marks.
pub const WEEKS: i32 = 4;

/// One day of a ritual, as it counts for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayMark {
    /// The day.
    pub day: Day,
    /// What was noted; `None` where nothing was, which is not the same as not done.
    pub state: Option<MarkState>,
    /// Whether the day lies within the ritual's life so far: from the day it was taken up to today, or to its end.
    pub open: bool,
    /// Whether the ritual rests on that day.
    pub paused: bool,
    /// Whether the day belongs to the month, or year, that is shown, and does not only fill up its first or last
    /// week.
    pub within: bool,
}

/// How far a ritual got in the current stretch of its rhythm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// How many times it was done.
    pub done: u8,
    /// How many times it is wanted.
    pub wanted: u8,
}

impl Kept {
    /// Whether it was done as often as it is wanted.
    pub fn is_enough(self) -> bool {
        self.done >= self.wanted
    }
}

/// The rituals that `reader` may see, the ones taken up first coming first. Those that ended or were put away are
/// among them.
pub fn rituals<'a>(entries: &'a Entries, reader: &PersonId) -> Vec<(&'a Entry, &'a Ritual)> {
    let mut rituals: Vec<(&Entry, &Ritual)> = Vec::new();
    for (entry, ritual) in entries.all::<Ritual>().filter(|(entry, _)| entry.is_visible_to(entries, reader)) {
        let place = rituals
            .partition_point(|(other, earlier)| (earlier.since, other.stamp) <= (ritual.since, entry.stamp));
        rituals.insert(place, (entry, ritual));
    }
    rituals
}

/// What was noted about a ritual, day by day, as it counts for one person.
///
/// Their own mark counts. Where they made none, and the ritual is one moment that both have
/// ([`Place::is_shared`](crate::entry::Place::is_shared)), a mark of the other that they may see counts: who noted
/// the coffee they had together noted it for both. Neither can change the other's mark, and their own always stands
/// for themselves. So nobody's history depends on who of the two picked up the phone.
#[derive(Debug)]
pub struct Noted<'a> {
    ritual: &'a Ritual,
    /// In the order of days, each once.
    marks: Vec<(Day, &'a Mark)>,
}

impl<'a> Noted<'a> {
    /// Everything that counts for `person`.
    pub fn of(entries: &'a Entries, person: &PersonId, id: &EntryId, ritual: &'a Ritual) -> Self {
        Self::between(entries, person, id, ritual, Day::FIRST, Day::LAST)
    }

    /// What counts for `person` from one day to another.
    pub fn between(
        entries: &'a Entries,
        person: &PersonId,
        id: &EntryId,
        ritual: &'a Ritual,
        from: Day,
        to: Day,
    ) -> Self {
        let path = Mark::path(id);
        let mut marks = seen_marks(entries, person, person, &path, from, to);
        if ritual.place.is_shared() {
            for other in entries.authors().iter().filter(|other| *other != person) {
                marks = filled_up(marks, seen_marks(entries, person, other, &path, from, to));
            }
        }
        Self { ritual, marks }
    }

    /// What `author` noted and `reader` may see, and nothing of anybody else.
    pub fn by(
        entries: &'a Entries,
        reader: &PersonId,
        author: &PersonId,
        id: &EntryId,
        ritual: &'a Ritual,
    ) -> Self {
        let marks = seen_marks(entries, reader, author, &Mark::path(id), Day::FIRST, Day::LAST);
        Self { ritual, marks }
    }

    /// What was noted on a day.
    pub fn on(&self, day: Day) -> Option<&'a Mark> {
        let place = self.marks.partition_point(|(other, _)| *other < day);
        self.marks.get(place).filter(|(other, _)| *other == day).map(|(_, mark)| *mark)
    }

    fn state(&self, day: Day) -> Option<MarkState> {
        self.on(day).map(|mark| mark.state)
    }

    /// Everything that was noted from one day to another, in the order of days.
    pub fn marks(&self, from: Day, to: Day) -> impl Iterator<Item = (Day, &'a Mark)> {
        self.marks.iter().copied().filter(move |(day, _)| (from..=to).contains(day))
    }

    fn done(&self) -> impl Iterator<Item = (Day, &'a Mark)> {
        self.marks.iter().copied().filter(|(_, mark)| mark.state == MarkState::Done)
    }

    /// The first day it was done: "together since".
    pub fn first(&self) -> Option<Day> {
        self.done().next().map(|(day, _)| day)
    }

    /// How many times it was done.
    pub fn times(&self) -> usize {
        self.done().count()
    }

    /// The strength of the ritual after each day from the first one it was done on, with that day; nothing where
    /// it was never done, or is wanted only once. A ritual that ended keeps the strength it had then. Today counts
    /// once something is noted: it is not over.
    pub fn strengths(&self, today: Day) -> Option<(Day, Vec<f64>)> {
        let (first, frequency) = (self.first()?, self.ritual.rhythm.frequency()?);
        let last = self.ritual.last().map_or(today, |last| last.min(today));
        let last = if last == today && self.on(today).is_none() { today.plus(-1) } else { last };
        let count = usize::try_from(last.since(first) + 1).ok().filter(|count| *count > 0)?;
        let mut outcomes = vec![Outcome::Nothing; count];
        let mut set = |day: Day, outcome: Outcome| {
            let place = usize::try_from(day.since(first)).ok();
            if let Some(slot) = place.and_then(|at| outcomes.get_mut(at)) {
                *slot = outcome;
            }
        };
        for pause in &self.ritual.pauses {
            let (from, end) = (pause.from.max(first), pause.until.unwrap_or(last).min(last));
            for later in 0..=i32::try_from(end.since(from)).unwrap_or_default() {
                set(from.plus(later), Outcome::Paused);
            }
        }
        for (day, mark) in &self.marks {
            match mark.state {
                MarkState::Done => set(*day, Outcome::Done),
                MarkState::Skipped => set(*day, Outcome::Skipped),
                MarkState::NotDone => {}
            }
        }
        Some((first, strengths(frequency, &outcomes)))
    }

    /// The strength of the ritual now, as [`strengths`](Self::strengths) has it; 0 where it was never done, `None`
    /// where it is wanted only once.
    pub fn strength(&self, today: Day) -> Option<f64> {
        self.ritual.rhythm.frequency()?;
        Some(self.strengths(today).and_then(|(_, all)| all.last().copied()).unwrap_or_default())
    }

    /// The day of the week on which it was done most often, once it was done often enough to say so. Where the
    /// rhythm names the days, and where two are equal, there is none.
    pub fn best_weekday(&self) -> Option<u8> {
        let mut counts = [0_usize; 7];
        for (day, _) in self.done() {
            if let Some(count) = counts.get_mut(usize::from(day.weekday())) {
                *count += 1;
            }
        }
        let most = counts.iter().copied().max()?;
        let mut best = (0..7).zip(counts).filter(|(_, count)| *count == most).map(|(weekday, _)| weekday);
        let (first, second) = (best.next(), best.next());
        first
            .filter(|_| second.is_none() && self.times() >= ENOUGH && self.ritual.rhythm.weekdays().is_none())
    }

    /// The time of day in the middle of those that were noted, in minutes after midnight, once there are enough.
    pub fn usual_time(&self) -> Option<u16> {
        let mut times: Vec<u16> = Vec::new();
        for time in self.done().filter_map(|(_, mark)| mark.minute) {
            let place = times.partition_point(|other| *other <= time);
            times.insert(place, time);
        }
        times.get(times.len() / 2).copied().filter(|_| times.len() >= ENOUGH)
    }

    /// A row a week from the week of `from` to that of `to`; the days outside of these two are not `within`.
    pub fn weeks(&self, from: Day, to: Day, week_starts: u8, today: Day) -> Vec<Vec<DayMark>> {
        let first = from.week(week_starts);
        let count = to.since(first).max(0) / 7 + 1;
        let day_mark = |day: Day| DayMark {
            day,
            state: self.state(day),
            open: self.ritual.lives_on(day) && day <= today,
            paused: self.ritual.is_paused(day),
            within: (from..=to).contains(&day),
        };
        let weeks = 0..i32::try_from(count).unwrap_or_default();
        weeks.map(|week| (0..7).map(|day| day_mark(first.plus(week * 7 + day))).collect()).collect()
    }

    /// The month of a day as a calendar: a row a week.
    pub fn month(&self, day: Day, week_starts: u8, today: Day) -> Vec<Vec<DayMark>> {
        let first = day.month();
        self.weeks(first, first.plus(31).month().plus(-1), week_starts, today)
    }

    /// A year as a heat map: a row for each of its 53 or 54 weeks, whole or in part.
    pub fn year(&self, year: i32, week_starts: u8, today: Day) -> Vec<Vec<DayMark>> {
        match (Day::new(year, 1, 1), Day::new(year, 12, 31)) {
            (Some(first), Some(last)) => self.weeks(first, last, week_starts, today),
            _ => Vec::new(),
        }
    }
}

/// How often something has to be noted before a usual day or time is more than chance.
const ENOUGH: usize = 5;

/// The marks of `author` that `reader` may see, with ids of that path and days, in the order of days.
fn seen_marks<'a>(
    entries: &'a Entries,
    reader: &PersonId,
    author: &PersonId,
    path: &str,
    from: Day,
    to: Day,
) -> Vec<(Day, &'a Mark)> {
    let all = entries.dated(author, path, from, to);
    let seen = all.filter(|(_, entry)| entry.is_visible_to(entries, reader));
    seen.filter_map(|(day, entry)| Some((day, entry.get()?))).collect()
}

/// Two lists in the order of days in one; on a day that both have, the first counts.
fn filled_up<'a>(own: Vec<(Day, &'a Mark)>, others: Vec<(Day, &'a Mark)>) -> Vec<(Day, &'a Mark)> {
    let mut all = Vec::with_capacity(own.len());
    let mut own = own.into_iter().peekable();
    for (day, mark) in others {
        while let Some(earlier) = own.next_if(|(other, _)| *other < day) {
            all.push(earlier);
        }
        if own.peek().is_none_or(|(other, _)| *other != day) {
            all.push((day, mark));
        }
    }
    all.extend(own);
    all
}

/// The first day of the stretch of a rhythm that `day` lies in.
pub(super) fn stretch(rhythm: Rhythm, since: Day, day: Day, week_starts: u8) -> Day {
    match rhythm.per {
        Per::Day => day.plus(1 - i32::from(rhythm.interval().unwrap_or(1))),
        Per::Week => day.week(week_starts),
        Per::Month => day.month(),
        Per::Once => since,
    }
}

/// How often a ritual was done in the stretch of its rhythm that `day` lies in, up to that day.
pub fn kept_by(
    entries: &Entries,
    person: &PersonId,
    id: &EntryId,
    ritual: &Ritual,
    day: Day,
    week_starts: u8,
) -> Kept {
    let first = stretch(ritual.rhythm, ritual.since, day, week_starts);
    let done = Noted::between(entries, person, id, ritual, first, day).times();
    Kept { done: u8::try_from(done).unwrap_or(u8::MAX), wanted: ritual.rhythm.wanted() }
}

/// Whether a ritual is wanted on `day`: it is for that day, and was not done as often as it is wanted before that
/// day in the same stretch. Every so many days it is wanted again that many days after it was last done or skipped,
/// whenever that was; until then it is not late, only there.
pub(super) fn is_wanted(
    entries: &Entries,
    person: &PersonId,
    id: &EntryId,
    ritual: &Ritual,
    day: Day,
    week_starts: u8,
) -> bool {
    if !ritual.is_for(day) {
        return false;
    }
    let first = stretch(ritual.rhythm, ritual.since, day, week_starts);
    let before = || Noted::between(entries, person, id, ritual, first, day.plus(-1));
    match ritual.rhythm.per {
        Per::Day => before().marks.iter().all(|(_, mark)| mark.state == MarkState::NotDone),
        Per::Week if ritual.rhythm.weekdays().is_some() => true,
        Per::Week | Per::Month => before().times() < usize::from(ritual.rhythm.wanted()),
        Per::Once => true,
    }
}

/// The last four weeks of a ritual as `author` noted them and `reader` may see it, a row a week, the current one
/// last.
pub fn last_weeks(
    entries: &Entries,
    reader: &PersonId,
    author: &PersonId,
    id: &EntryId,
    ritual: &Ritual,
    today: Day,
    week_starts: u8,
) -> Vec<Vec<DayMark>> {
    let week = today.week(week_starts);
    let (first, last) = (week.plus(-7 * (WEEKS - 1)), week.plus(6));
    Noted::by(entries, reader, author, id, ritual).weeks(first, last, week_starts, today)
}

/// The week of a day with every ritual that is alive in it: the grid.
pub fn week_of_all<'a>(
    entries: &'a Entries,
    person: &PersonId,
    day: Day,
    week_starts: u8,
    today: Day,
) -> Vec<(&'a Entry, &'a Ritual, Vec<DayMark>)> {
    let first = day.week(week_starts);
    let last = first.plus(6);
    let is_alive = |ritual: &Ritual| ritual.since <= last && ritual.last().is_none_or(|end| first <= end);
    let row = |(entry, ritual): (&'a Entry, &'a Ritual)| {
        let noted = Noted::between(entries, person, &entry.id, ritual, first, last);
        (entry, ritual, noted.weeks(first, last, week_starts, today).into_iter().flatten().collect())
    };
    let alive = rituals(entries, person).into_iter().filter(|(_, ritual)| is_alive(ritual));
    alive.map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Body, Pause, Place, Rhythm, Stamp, Visibility};
    use crate::insight::made::{day, person};

    const SHARED: Visibility = Visibility::Shared;

    struct World {
        entries: Entries,
        id: EntryId,
        ritual: Ritual,
    }

    impl World {
        /// A ritual that `me` took up on 10 November 2026.
        fn new(rhythm: Rhythm) -> Self {
            let ritual = Ritual { rhythm, since: day("2026-11-10"), ..Ritual::default() };
            let id = Ritual::id([1; 16]);
            let mut world = Self { entries: Entries::default(), id: id.clone(), ritual: ritual.clone() };
            world.write("me", id, SHARED, ritual);
            world
        }

        fn write(&mut self, author: &str, id: EntryId, visibility: Visibility, body: impl Into<Body>) {
            let stamp = Stamp { ms: self.entries.newest().ms + 1, ..Stamp::default() };
            self.entries.absorb(Entry::new(person(author), id, stamp, visibility, body.into()));
        }

        fn mark(&mut self, author: &str, on: &str, state: MarkState) {
            let mark = Mark::new(self.id.clone(), day(on), state);
            self.write(author, Mark::id(&self.id, day(on)), SHARED, mark);
        }

        /// The ritual with that many marks of `me`, on one day after the other.
        fn done(rhythm: Rhythm, from: &str, count: i32) -> Self {
            let mut world = Self::new(rhythm);
            for later in 0..count {
                world.mark("me", &day(from).plus(later).to_string(), MarkState::Done);
            }
            world
        }

        fn noted(&self, who: &str) -> Noted<'_> {
            Noted::of(&self.entries, &person(who), &self.id, &self.ritual)
        }
    }

    /// The days of rows that a condition is true for, a letter each.
    fn picture(weeks: &[Vec<DayMark>], letter: impl Fn(&DayMark) -> char) -> Vec<String> {
        weeks.iter().map(|week| week.iter().map(&letter).collect()).collect()
    }

    #[test]
    fn a_rhythm_counts_from_the_start_of_its_stretch() {
        use MarkState::{Done, NotDone, Skipped};
        for (rhythm, week_starts, marks, expected) in [
            (Rhythm::DAILY, 0, &[("2026-11-18", Done)][..], (1, 1)),
            (Rhythm::DAILY, 0, &[("2026-11-17", Done)], (0, 1)),
            (Rhythm::DAILY, 0, &[("2026-11-18", Skipped)], (0, 1)),
            (Rhythm::DAILY, 0, &[("2026-11-18", NotDone)], (0, 1)),
            (Rhythm::every(3), 0, &[("2026-11-15", Done), ("2026-11-16", Done)], (1, 1)),
            (
                Rhythm::new(3, Per::Week),
                0,
                &[("2026-11-15", Done), ("2026-11-16", Done), ("2026-11-18", Done)],
                (2, 3),
            ),
            (
                Rhythm::new(3, Per::Week),
                6,
                &[("2026-11-15", Done), ("2026-11-16", Done), ("2026-11-18", Done)],
                (3, 3),
            ),
            (Rhythm::on("M.W.F..".parse().unwrap()), 0, &[("2026-11-17", Done)], (1, 3)),
            (Rhythm::new(2, Per::Month), 0, &[("2026-10-31", Done), ("2026-11-01", Done)], (1, 2)),
            // A later day never counts, nor can a file ask for more than one a day.
            (Rhythm::new(9, Per::Week), 0, &[("2026-11-19", Done)], (0, 7)),
        ] {
            let mut world = World::new(rhythm);
            for (on, state) in marks {
                world.mark("me", on, *state);
            }
            let World { entries, id, ritual } = &world;
            let kept = kept_by(entries, &person("me"), id, ritual, day("2026-11-18"), week_starts);
            assert_eq!((kept.done, kept.wanted), expected, "{rhythm:?}: {marks:?}");
        }
    }

    #[test]
    fn people_see_their_own_rituals_and_what_the_other_shares_the_oldest_first() {
        let mut world = World::new(Rhythm::DAILY);
        for (name, visibility, since) in [
            ("ritual/private", Visibility::Private, "2026-11-01"),
            ("ritual/later", Visibility::Unknown("later".into()), "2026-11-01"),
            ("ritual/shared", SHARED, "2026-11-02"),
        ] {
            let theirs = Ritual { since: day(since), ..world.ritual.clone() };
            world.write("you", name.parse().unwrap(), visibility, theirs);
        }
        let seen: Vec<&EntryId> =
            rituals(&world.entries, &person("me")).into_iter().map(|(entry, _)| &entry.id).collect();
        assert_eq!(seen, [&"ritual/shared".parse().unwrap(), &world.id]);
    }

    #[test]
    fn of_a_shared_moment_the_mark_of_either_counts_and_ones_own_comes_first() {
        use MarkState::{Done, Skipped};
        for (place, mine, yours) in [
            (Place::Together, ".dsd", ".ddd"),
            (Place::Distance, ".dsd", ".ddd"),
            (Place::Apart, ".ds.", "..dd"),
        ] {
            let mut world = World::new(Rhythm::DAILY);
            world.ritual.place = place;
            world.mark("me", "2026-11-11", Done);
            world.mark("me", "2026-11-12", Skipped);
            world.mark("you", "2026-11-12", Done);
            world.mark("you", "2026-11-13", Done);
            // What the other keeps to themselves tells nothing.
            let hidden = Mark::new(world.id.clone(), day("2026-11-10"), Done);
            let id = Mark::id(&world.id, hidden.day);
            world.write("else", id, Visibility::Private, hidden);
            let seen = |who: &str| -> String {
                let noted = world.noted(who);
                let days = (0..4).map(|later| noted.on(day("2026-11-10").plus(later)));
                days.map(|mark| match mark.map(|mark| mark.state) {
                    Some(Done) => 'd',
                    Some(_) => 's',
                    None => '.',
                })
                .collect()
            };
            assert_eq!((seen("me").as_str(), seen("you").as_str()), (mine, yours), "{place:?}");
            // What each noted themselves is never mixed up.
            let by = |author: &str| {
                Noted::by(&world.entries, &person("me"), &person(author), &world.id, &world.ritual).times()
            };
            assert_eq!((by("me"), by("you"), by("else")), (1, 2, 0), "{place:?}");
        }
    }

    #[test]
    fn the_last_weeks_end_with_this_week_wherever_weeks_start() {
        let world = World::done(Rhythm::DAILY, "2026-11-17", 1);
        let World { entries, id, ritual } = &world;
        for (week_starts, first, last) in [
            (0, "2026-10-26", "2026-11-22"),
            (6, "2026-10-25", "2026-11-21"),
            (5, "2026-10-24", "2026-11-20"),
        ] {
            let me = person("me");
            let weeks = last_weeks(entries, &me, &me, id, ritual, day("2026-11-18"), week_starts);
            assert_eq!(i32::try_from(weeks.len()), Ok(WEEKS));
            let days: Vec<DayMark> = weeks.into_iter().flatten().collect();
            assert_eq!((days[0].day, days[27].day), (day(first), day(last)));
            let open: Vec<Day> = days.iter().filter(|mark| mark.open).map(|mark| mark.day).collect();
            assert_eq!((open.first(), open.last()), (Some(&day("2026-11-10")), Some(&day("2026-11-18"))));
            let done: Vec<Day> =
                days.iter().filter(|mark| mark.state.is_some()).map(|mark| mark.day).collect();
            assert_eq!(done, [day("2026-11-17")]);
        }
    }

    #[test]
    fn a_month_is_filled_up_to_whole_weeks() {
        let mut world = World::done(Rhythm::DAILY, "2026-11-10", 2);
        world.ritual.pauses = vec![Pause { from: day("2026-11-12"), until: Some(day("2026-11-13")) }];
        world.ritual.until = Some(day("2026-11-16"));
        let month = world.noted("me").month(day("2026-11-22"), 0, day("2026-11-22"));
        let letter = |mark: &DayMark| match (mark.within, mark.open, mark.paused, mark.state) {
            (false, ..) => '-',
            (_, false, ..) => '.',
            (_, _, true, _) => 'p',
            (.., Some(_)) => 'd',
            (.., None) => 'o',
        };
        let expected = ["------.", ".......", ".ddppoo", "o......", ".......", ".------"];
        // The first week is the one of Sunday, 1 November.
        let found = picture(&month, letter);
        assert_eq!(found[..2], expected[..2]);
        assert_eq!(found[2..], expected[2..]);

        for (month, week_starts, rows, first) in [
            ("2026-02-14", 0, 5, "2026-01-26"),
            ("2026-02-14", 6, 4, "2026-02-01"),
            ("2024-02-29", 0, 5, "2024-01-29"),
            ("2026-08-31", 5, 5, "2026-08-01"),
            ("2026-08-01", 0, 6, "2026-07-27"),
        ] {
            let weeks = world.noted("me").month(day(month), week_starts, day("2026-11-22"));
            assert_eq!((weeks.len(), weeks[0][0].day), (rows, day(first)), "{month} {week_starts}");
        }
    }

    #[test]
    fn a_year_has_each_of_its_days_once_in_as_many_weeks_as_it_touches() {
        let world = World::new(Rhythm::DAILY);
        for (year, week_starts, rows, days) in [
            // 2026 has 53 weeks by ISO 8601, 2027 and 2023 have 52.
            (2026, 0, 53, 365),
            (2027, 0, 53, 365),
            (2023, 6, 53, 365),
            (2024, 0, 53, 366),
            // A leap year that begins on the last day of a week touches 54.
            (2028, 6, 54, 366),
            (2012, 0, 54, 366),
            (2028, 5, 53, 366),
        ] {
            let weeks = world.noted("me").year(year, week_starts, day("2026-11-22"));
            let all: Vec<&DayMark> = weeks.iter().flatten().collect();
            assert!(weeks.iter().all(|week| week.len() == 7 && week[0].day.weekday() == week_starts));
            assert!(all.windows(2).all(|pair| pair[1].day == pair[0].day.plus(1)));
            let within: Vec<Day> = all.iter().filter(|mark| mark.within).map(|mark| mark.day).collect();
            assert_eq!((weeks.len(), within.len()), (rows, days), "{year} {week_starts}");
            assert_eq!(
                (within[0], within[days - 1]),
                (Day::new(year, 1, 1).unwrap(), Day::new(year, 12, 31).unwrap())
            );
        }
        assert_eq!(world.noted("me").year(99_999, 0, day("2026-11-22")), Vec::<Vec<DayMark>>::new());
    }

    #[test]
    fn a_grid_has_a_row_for_every_ritual_that_is_alive_that_week() {
        let mut world = World::new(Rhythm::DAILY);
        for (name, since, until) in [
            ("ritual/early", "2026-11-01", None),
            ("ritual/over", "2026-11-02", Some("2026-11-15")),
            ("ritual/last-day", "2026-11-03", Some("2026-11-16")),
            ("ritual/starts", "2026-11-22", None),
            ("ritual/later", "2026-11-23", None),
        ] {
            let until = until.map(day);
            let ritual = Ritual { since: day(since), until, ..world.ritual.clone() };
            world.write("me", name.parse().unwrap(), SHARED, ritual);
        }
        world.mark("me", "2026-11-18", MarkState::Done);
        let today = day("2026-11-18");
        let rows = week_of_all(&world.entries, &person("me"), today, 0, today);
        let names: Vec<&str> = rows.iter().map(|(entry, ..)| entry.id.as_str()).collect();
        assert_eq!(names, ["ritual/early", "ritual/last-day", world.id.as_str(), "ritual/starts"]);
        let weeks: Vec<Vec<DayMark>> = rows.into_iter().map(|(.., week)| week).collect();
        let letter = |mark: &DayMark| match (mark.open, mark.state) {
            (true, Some(_)) => 'd',
            (true, None) => 'o',
            (false, _) => '.',
        };
        assert_eq!(picture(&weeks, letter), ["ooo....", "o......", "ood....", "......."]);
    }

    #[test]
    fn the_usual_day_and_time_are_told_once_they_are_more_than_chance() {
        let mut world = World::new(Rhythm::new(2, Per::Week));
        let noted = world.noted("me");
        assert_eq!((noted.first(), noted.best_weekday(), noted.usual_time()), (None, None, None));
        // Tuesdays and a Thursday.
        let days = ["2026-11-10", "2026-11-12", "2026-11-17", "2026-11-24", "2026-12-01"];
        for (on, time) in days.into_iter().zip([1200, 510, 465, 720, 480]) {
            assert_eq!(world.noted("me").best_weekday(), None);
            let mark = Mark { minute: Some(time), ..Mark::new(world.id.clone(), day(on), MarkState::Done) };
            world.write("me", Mark::id(&world.id, day(on)), SHARED, mark);
        }
        world.mark("me", "2026-11-09", MarkState::Skipped);
        let noted = world.noted("me");
        assert_eq!((noted.first(), noted.times()), (Some(day("2026-11-10")), 5));
        assert_eq!((noted.best_weekday(), noted.usual_time()), (Some(1), Some(510)));

        for on in ["2026-11-19", "2026-11-26", "2026-12-03"] {
            world.mark("me", on, MarkState::Done);
        }
        assert_eq!(world.noted("me").best_weekday(), None, "two days are equal");
        world.ritual.rhythm = Rhythm::on("MT.....".parse().unwrap());
        world.mark("me", "2026-12-10", MarkState::Done);
        assert_eq!(world.noted("me").best_weekday(), None, "the rhythm names the days");
    }

    #[test]
    fn strength_counts_from_the_first_time_and_today_once_it_is_noted() {
        let close = |found: Option<f64>, expected: f64| {
            assert!((found.unwrap() - expected).abs() < 1e-6, "{found:?} {expected}");
        };
        let mut world = World::done(Rhythm::DAILY, "2026-11-12", 2);
        close(world.noted("me").strength(day("2026-11-11")), 0.0);
        close(world.noted("me").strength(day("2026-11-13")), 0.101_149);
        close(world.noted("me").strength(day("2026-11-14")), 0.101_149);
        close(world.noted("me").strength(day("2026-11-15")), 0.095_897);
        assert_eq!(world.noted("me").strengths(day("2026-11-15")).unwrap().0, day("2026-11-12"));

        world.mark("me", "2026-11-14", MarkState::Skipped);
        close(world.noted("me").strength(day("2026-11-15")), 0.101_149);
        world.mark("me", "2026-11-14", MarkState::NotDone);
        close(world.noted("me").strength(day("2026-11-15")), 0.095_897);

        world.ritual.until = Some(day("2026-11-13"));
        close(world.noted("me").strength(day("2027-11-15")), 0.101_149);
        world.ritual.until = None;
        world.ritual.pauses = vec![Pause { from: day("2026-11-14"), until: None }];
        close(world.noted("me").strength(day("2027-11-15")), 0.101_149);
        world.ritual.rhythm = Rhythm::ONCE;
        assert_eq!(world.noted("me").strength(day("2026-11-15")), None);
    }

    #[test]
    fn the_ends_of_the_calendar_are_reached_and_not_passed() {
        for rhythm in [Rhythm::every(u16::MAX), Rhythm::new(1, Per::Week), Rhythm::new(31, Per::Month)] {
            let mut world = World::done(rhythm, "9999-12-31", 1);
            world.ritual.since = Day::FIRST;
            let wanted_on = |world: &World, day: Day| {
                is_wanted(&world.entries, &person("me"), &world.id, &world.ritual, day, 6)
            };
            assert!(wanted_on(&world, Day::FIRST) && wanted_on(&world, Day::LAST));
            world.ritual.pauses = vec![Pause { from: Day::FIRST, until: None }];
            assert!(!wanted_on(&world, Day::FIRST) && !wanted_on(&world, Day::LAST));
            let noted = world.noted("me");
            assert_eq!(noted.month(Day::LAST, 6, Day::LAST).last().map(Vec::len), Some(7));
            assert!(noted.strength(Day::LAST).is_some_and(|strength| strength > 0.0));
        }
    }
}
