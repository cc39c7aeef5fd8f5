//! What is due now.

use super::rituals::{kept_by, rituals};
use crate::entry::{CheckIn, Day, Entries, Entry, PersonId, Pulse, Ritual};

/// What today offers one person. Nothing in it is ever overdue: what was left out yesterday is not mentioned.
#[derive(Debug)]
pub struct Today<'a> {
    /// Rituals whose rhythm still wants them; those marked today stay in the list until the day is over.
    pub rituals: Vec<(&'a Entry, &'a Ritual)>,
    /// Whether the day's pulse has been written.
    pub pulse_done: bool,
    /// Whether the week's check-in has been written.
    pub check_in_done: bool,
}

/// What is due for `person` on `day`.
pub fn today<'a>(entries: &'a Entries, person: &PersonId, day: Day) -> Today<'a> {
    let mut rituals = rituals(entries, person);
    // A ritual that had enough before today rests until its next week or month.
    rituals.retain(|(entry, ritual)| {
        let before = day.plus(-1);
        let rests = kept_by(entries, person, &entry.id, ritual, before).is_enough()
            && same_stretch(ritual, before, day);
        !rests
    });
    Today {
        rituals,
        pulse_done: entries.get::<Pulse>(person, &Pulse::id(day)).is_some(),
        check_in_done: entries.get::<CheckIn>(person, &CheckIn::id(day)).is_some(),
    }
}

fn same_stretch(ritual: &Ritual, a: Day, b: Day) -> bool {
    use crate::entry::Per;
    match ritual.rhythm.per {
        Per::Day => a == b,
        Per::Week => a.monday() == b.monday(),
        Per::Month => a.month() == b.month(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Mark, MarkState, Per, Place, Rhythm, Stamp, Visibility};

    #[test]
    fn a_ritual_that_had_enough_rests_until_its_next_stretch() {
        let me: PersonId = "me".parse().unwrap();
        let day = |text: &str| text.parse::<Day>().unwrap();
        let done_on = "2026-11-17";
        for (times, per, asked_on, due) in [
            (1, Per::Day, done_on, true),
            (1, Per::Day, "2026-11-18", true),
            (1, Per::Week, done_on, true),
            (1, Per::Week, "2026-11-18", false),
            (1, Per::Week, "2026-11-23", true),
            (2, Per::Week, "2026-11-18", true),
            (1, Per::Month, "2026-11-30", false),
            (1, Per::Month, "2026-12-01", true),
        ] {
            let id = Ritual::id([1; 16]);
            let ritual = Ritual {
                title: "Tea".into(),
                minutes: 0,
                rhythm: Rhythm { times, per },
                place: Place::Apart,
                since: day("2026-11-01"),
                library: None,
            };
            let mark = Mark { ritual: id.clone(), day: day(done_on), state: MarkState::Done };
            let entry = |id, body| Entry::new(me.clone(), id, Stamp::default(), Visibility::Private, body);
            let entries: Entries =
                [entry(id.clone(), ritual.into()), entry(Mark::id(&id, mark.day), mark.into())]
                    .into_iter()
                    .collect();
            assert_eq!(
                !today(&entries, &me, day(asked_on)).rituals.is_empty(),
                due,
                "{times} {per:?} {asked_on}"
            );
        }
    }

    #[test]
    fn what_was_written_today_or_this_week_is_not_asked_for_again() {
        let me: PersonId = "me".parse().unwrap();
        let day: Day = "2026-11-18".parse().unwrap();
        let entry = |id, body| Entry::new(me.clone(), id, Stamp::default(), Visibility::Private, body);
        let entries: Entries = [
            entry(Pulse::id(day), Pulse::new(day).into()),
            entry(CheckIn::id(day), CheckIn::new(day, "?").into()),
        ]
        .into_iter()
        .collect();
        for (asked_on, pulse_done, check_in_done) in [
            (day, true, true),
            (day.plus(1), false, true),
            (day.monday(), false, true),
            (day.plus(5), false, false),
        ] {
            let today = today(&entries, &me, asked_on);
            assert_eq!((today.pulse_done, today.check_in_done), (pulse_done, check_in_done), "{asked_on}");
        }
    }

    #[test]
    fn one_persons_check_in_is_not_the_others() {
        let (me, you): (PersonId, PersonId) = ("me".parse().unwrap(), "you".parse().unwrap());
        let day: Day = "2026-11-18".parse().unwrap();
        let entry = Entry::new(
            you,
            CheckIn::id(day),
            Stamp::default(),
            Visibility::Shared,
            CheckIn::new(day, "?").into(),
        );
        let entries: Entries = [entry].into_iter().collect();
        assert!(!today(&entries, &me, day).check_in_done);
    }
}
