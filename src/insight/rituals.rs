//! How rituals went.

use crate::entry::{Day, Entries, Entry, EntryId, Mark, MarkState, Per, PersonId, Ritual};

/// How many weeks of a ritual are shown.
pub const WEEKS: i32 = 4;

/// One day of a ritual, as one person noted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayMark {
    /// The day.
    pub day: Day,
    /// What was noted; `None` where nothing was, which is not the same as not done.
    pub state: Option<MarkState>,
    /// Whether the day lies within the ritual's life so far: from the day it was taken up to today.
    pub open: bool,
}

/// How far a ritual got in the current day, week or month of its rhythm.
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

/// The rituals that `reader` may see, the ones taken up first coming first.
pub fn rituals<'a>(entries: &'a Entries, reader: &PersonId) -> Vec<(&'a Entry, &'a Ritual)> {
    let mut rituals: Vec<(&Entry, &Ritual)> = Vec::new();
    for (entry, ritual) in entries.all::<Ritual>().filter(|(entry, _)| entry.is_visible_to(entries, reader)) {
        let place = rituals
            .partition_point(|(other, earlier)| (earlier.since, other.stamp) <= (ritual.since, entry.stamp));
        rituals.insert(place, (entry, ritual));
    }
    rituals
}

fn state(entries: &Entries, person: &PersonId, ritual: &EntryId, day: Day) -> Option<MarkState> {
    entries.get::<Mark>(person, &Mark::id(ritual, day)).map(|mark| mark.state)
}

/// How often `person` did a ritual in the stretch of its rhythm that `day` lies in, up to that day.
pub fn kept_by(entries: &Entries, person: &PersonId, id: &EntryId, ritual: &Ritual, day: Day) -> Kept {
    let first = match ritual.rhythm.per {
        Per::Day => day,
        Per::Week => day.monday(),
        Per::Month => day.month(),
    };
    let days = 0..=i32::try_from(day.since(first)).unwrap_or_default();
    let done =
        days.filter(|back| state(entries, person, id, day.plus(-back)) == Some(MarkState::Done)).count();
    Kept { done: u8::try_from(done).unwrap_or(u8::MAX), wanted: ritual.rhythm.wanted() }
}

/// The last four weeks of a ritual as `person` noted them, a row a week from Monday to Sunday, the current one last.
pub fn last_weeks(
    entries: &Entries,
    person: &PersonId,
    id: &EntryId,
    ritual: &Ritual,
    today: Day,
) -> Vec<Vec<DayMark>> {
    let first = today.monday().plus(-7 * (WEEKS - 1));
    let day_mark = |day: Day| DayMark {
        day,
        state: state(entries, person, id, day),
        open: (ritual.since..=today).contains(&day),
    };
    (0..WEEKS).map(|week| (0..7).map(|day| day_mark(first.plus(week * 7 + day))).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Place, Rhythm, Stamp, Visibility};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    struct World {
        entries: Entries,
        me: PersonId,
        id: EntryId,
        ritual: Ritual,
    }

    fn world(times: u8, per: Per, marks: &[(&str, MarkState)]) -> World {
        let me: PersonId = "me".parse().unwrap();
        let id = Ritual::id([1; 16]);
        let ritual = Ritual {
            title: "Tea".into(),
            minutes: 5,
            rhythm: Rhythm { times, per },
            place: Place::Together,
            since: day("2026-11-10"),
            library: None,
        };
        let entry = |id: EntryId, body: crate::entry::Body| {
            Entry::new(me.clone(), id, Stamp::default(), Visibility::Private, body)
        };
        let mut entries: Entries = [entry(id.clone(), ritual.clone().into())].into_iter().collect();
        for (on, state) in marks {
            let mark = Mark { ritual: id.clone(), day: day(on), state: *state };
            entries.absorb(entry(Mark::id(&id, mark.day), mark.into()));
        }
        World { entries, me, id, ritual }
    }

    #[test]
    fn a_rhythm_counts_from_the_start_of_its_day_week_or_month() {
        use MarkState::{Done, Skipped};
        for (times, per, marks, expected) in [
            (1, Per::Day, &[("2026-11-18", Done)][..], (1, 1)),
            (1, Per::Day, &[("2026-11-17", Done)], (0, 1)),
            (1, Per::Day, &[("2026-11-18", Skipped)], (0, 1)),
            (3, Per::Week, &[("2026-11-15", Done), ("2026-11-16", Done), ("2026-11-18", Done)], (2, 3)),
            (2, Per::Month, &[("2026-10-31", Done), ("2026-11-01", Done)], (1, 2)),
            // A later day never counts, nor can a file ask for more than one a day.
            (9, Per::Week, &[("2026-11-19", Done)], (0, 7)),
        ] {
            let World { entries, me, id, ritual } = world(times, per, marks);
            let kept = kept_by(&entries, &me, &id, &ritual, day("2026-11-18"));
            assert_eq!((kept.done, kept.wanted), expected, "{times} per {per:?}: {marks:?}");
        }
    }

    #[test]
    fn people_see_their_own_rituals_and_what_the_other_shares_the_oldest_first() {
        let World { mut entries, me, id, ritual } = world(1, Per::Day, &[]);
        let you: PersonId = "you".parse().unwrap();
        for (name, visibility, since) in [
            ("ritual/private", Visibility::Private, "2026-11-01"),
            ("ritual/later", Visibility::Unknown("later".into()), "2026-11-01"),
            ("ritual/shared", Visibility::Shared, "2026-11-02"),
        ] {
            let theirs = Ritual { since: day(since), ..ritual.clone() };
            entries.absorb(Entry::new(
                you.clone(),
                name.parse().unwrap(),
                Stamp::default(),
                visibility,
                theirs.into(),
            ));
        }
        let seen: Vec<&EntryId> = rituals(&entries, &me).into_iter().map(|(entry, _)| &entry.id).collect();
        assert_eq!(seen, [&"ritual/shared".parse().unwrap(), &id]);
    }

    #[test]
    fn the_last_weeks_start_on_a_monday_and_end_with_this_week() {
        let World { entries, me, id, ritual } = world(1, Per::Day, &[("2026-11-17", MarkState::Done)]);
        let weeks = last_weeks(&entries, &me, &id, &ritual, day("2026-11-18"));
        assert_eq!(i32::try_from(weeks.len()), Ok(WEEKS));
        let days: Vec<DayMark> = weeks.into_iter().flatten().collect();
        assert_eq!((days[0].day, days[27].day), (day("2026-10-26"), day("2026-11-22")));
        let open: Vec<Day> = days.iter().filter(|mark| mark.open).map(|mark| mark.day).collect();
        assert_eq!((open.first(), open.last()), (Some(&day("2026-11-10")), Some(&day("2026-11-18"))));
        let done: Vec<Day> = days.iter().filter(|mark| mark.state.is_some()).map(|mark| mark.day).collect();
        assert_eq!(done, [day("2026-11-17")]);
    }
}
