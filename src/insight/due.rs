//! What is due now.

use super::rituals::{is_wanted, rituals};
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

/// What is due for `person` on `day`. `week_starts` is the day on which weeks start where they live (0 for Monday to
/// 6 for Sunday); the weekly check-in is named for its Monday everywhere.
pub fn today<'a>(entries: &'a Entries, person: &PersonId, day: Day, week_starts: u8) -> Today<'a> {
    let mut rituals = rituals(entries, person);
    // A ritual that had enough before today rests until its next week or month.
    rituals.retain(|(entry, ritual)| is_wanted(entries, person, &entry.id, ritual, day, week_starts));
    Today {
        rituals,
        pulse_done: entries.get::<Pulse>(person, &Pulse::id(day)).is_some(),
        check_in_done: entries.get::<CheckIn>(person, &CheckIn::id(day)).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Mark, MarkState, Pause, Per, Rhythm, Stamp, Visibility};
    use crate::insight::made::day;

    /// What Today says about a ritual that began on Sunday, 1 November 2026 from day to day: `x` where it is
    /// wanted, `.` where it rests. `marks` are what was noted on each day so far: `d`one, `s`kipped, `n`ot done.
    fn wanted(ritual: &Ritual, marks: &str, week_starts: u8) -> String {
        let me: PersonId = "me".parse().unwrap();
        let id = Ritual::id([1; 16]);
        let entry = |id, body| Entry::new(me.clone(), id, Stamp::default(), Visibility::Private, body);
        let mut entries: Entries = [entry(id.clone(), ritual.clone().into())].into_iter().collect();
        let mut seen = String::new();
        for (mark, later) in marks.chars().zip(0..) {
            let on = day("2026-11-01").plus(later);
            // A mark of the day itself changes nothing about that day.
            let before = today(&entries, &me, on, week_starts).rituals.len();
            let state = match mark {
                'd' => Some(MarkState::Done),
                's' => Some(MarkState::Skipped),
                'n' => Some(MarkState::NotDone),
                _ => None,
            };
            if let Some(state) = state {
                entries.absorb(entry(Mark::id(&id, on), Mark::new(id.clone(), on, state).into()));
            }
            assert_eq!(today(&entries, &me, on, week_starts).rituals.len(), before, "{on}");
            seen.push(if before == 1 { 'x' } else { '.' });
        }
        seen
    }

    fn tea(rhythm: Rhythm) -> Ritual {
        Ritual { rhythm, since: day("2026-11-01"), ..Ritual::default() }
    }

    #[test]
    fn a_ritual_that_had_enough_rests_until_its_next_stretch() {
        let (sunday, monday, saturday) = (6, 0, 5);
        for (rhythm, week_starts, marks, expected) in [
            (Rhythm::DAILY, monday, "dds nd", "xxxxxx"),
            //                              S|MTWTFSS|MTW
            (Rhythm::new(1, Per::Week), monday, " d         ", "xx......xxx"),
            (Rhythm::new(1, Per::Week), monday, "  d        ", "xxx.....xxx"),
            (Rhythm::new(2, Per::Week), monday, "dd d       ", "xxxx....xxx"),
            (Rhythm::new(1, Per::Week), sunday, " d         ", "xx.....xxxx"),
            (Rhythm::new(1, Per::Week), saturday, " d         ", "xx....xxxxx"),
            (Rhythm::new(1, Per::Week), monday, " ss   n    ", "xxxxxxxxxxx"),
            (Rhythm::on("M..T...".parse().unwrap()), monday, "dd d       ", ".x..x...x.."),
            (Rhythm::every(3), monday, "d     d d   ", "x..xxxx....x"),
            (Rhythm::every(3), monday, "s  n  s    ", "x..xxxx..xx"),
            (Rhythm::every(0), monday, "d  ", "xxx"),
            (Rhythm::ONCE, monday, "   ", "x.."),
            (
                Rhythm::new(1, Per::Month),
                monday,
                " d                             ",
                "xx............................x",
            ),
        ] {
            assert_eq!(
                wanted(&tea(rhythm), marks, week_starts),
                expected,
                "{rhythm:?} {week_starts} {marks}"
            );
        }
    }

    #[test]
    fn a_ritual_that_rests_ended_or_was_put_away_is_not_wanted() {
        let pause = |from: &str, until: Option<&str>| Pause { from: day(from), until: until.map(day) };
        let daily = tea(Rhythm::DAILY);
        for (ritual, expected) in [
            (
                Ritual {
                    pauses: vec![pause("2026-11-03", Some("2026-11-04")), pause("2026-11-08", None)],
                    ..daily.clone()
                },
                "xx..xxx...",
            ),
            (Ritual { until: Some(day("2026-11-03")), ..daily.clone() }, "xxx......."),
            (Ritual { archived: Some(day("2026-11-03")), ..daily.clone() }, "xx........"),
            (Ritual { since: day("2026-11-04"), ..daily.clone() }, "...xxxxxxx"),
            (Ritual { until: Some(day("2026-10-01")), ..daily.clone() }, ".........."),
        ] {
            assert_eq!(wanted(&ritual, &" ".repeat(10), 0), expected, "{ritual:?}");
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
            let today = today(&entries, &me, asked_on, 6);
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
        assert!(!today(&entries, &me, day, 0).check_in_done);
    }
}
