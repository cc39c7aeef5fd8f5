//! Questions that wait for an agreed time.

use super::record::{record, words};
use super::{Day, EntryId, Rebase, join};

/// A question that is kept for an agreed time instead of being asked at 2 a.m.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParkedQuestion {
    /// The question.
    pub text: String,
    /// What it is after.
    pub after: After,
    /// The day on which it appears, and not before.
    pub day: Day,
    /// The time of that day, in minutes after midnight.
    pub minute: u16,
    /// The day on which it was parked.
    pub parked: Day,
    /// What became of it.
    pub state: ParkedState,
}

record!(ParkedQuestion { rare text, may after, must day, may minute, must parked, may state });

/// What a question is after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum After {
    /// Facts that are needed for a decision.
    Facts,
    /// They do not know yet.
    #[default]
    Unsure,
    /// Pictures, which hurt and decide nothing.
    Pictures,
}

words!(After { Facts = "facts", Unsure = "unsure", Pictures = "pictures" });

impl After {
    /// Every answer, in the order in which questions come back.
    pub const ALL: [Self; 3] = [Self::Facts, Self::Unsure, Self::Pictures];
}

/// What became of a parked question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParkedState {
    /// It waits for its time, or to be looked at.
    #[default]
    Waiting,
    /// It was asked.
    Asked,
    /// It is not needed any more.
    LetGo,
}

words!(ParkedState { Waiting = "waiting", Asked = "asked", LetGo = "let_go" });

impl ParkedQuestion {
    /// The longest question that is asked for, in characters.
    pub const LENGTH: usize = 500;

    /// The id of a new one.
    pub fn id(random: [u8; 16]) -> EntryId {
        EntryId::named(&format!("parked-question/{}", EntryId::random(random)))
    }

    /// Whether its time has come, `minute` minutes after midnight of `today`, and it was not dealt with yet.
    pub fn is_ready(&self, today: Day, minute: u16) -> bool {
        self.state == ParkedState::Waiting && self.due() <= (today, minute)
    }

    /// When it appears: the day, and the minutes after midnight. Whatever a file claims, that is on that day.
    pub fn due(&self) -> (Day, u16) {
        (self.day, self.minute.min(AgreedTime::LAST_MINUTE))
    }
}

impl Rebase for ParkedQuestion {
    /// The words of both; everything else is as it was chosen here.
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        Self { text: join(&base.text, &theirs.text, &mine.text), ..mine.clone() }
    }

    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The time of the week that somebody keeps for parked questions. Each writes the one they agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgreedTime {
    /// 0 for Monday to 6 for Sunday.
    pub weekday: u8,
    /// In minutes after midnight.
    pub minute: u16,
}

record!(AgreedTime { must weekday, must minute });

impl AgreedTime {
    /// 23:59, in minutes after midnight.
    pub const LAST_MINUTE: u16 = 24 * 60 - 1;

    /// The id of everybody's entry of this kind.
    pub fn id() -> EntryId {
        EntryId::named("agreed-time")
    }

    /// When it comes next after `minute` minutes past midnight of `today`: within a week, and never at once.
    pub fn next(self, today: Day, minute: u16) -> (Day, u16) {
        let (weekday, at) = (i32::from(self.weekday.min(6)), self.minute.min(Self::LAST_MINUTE));
        let days = (weekday - i32::from(today.weekday())).rem_euclid(7);
        let days = if days == 0 && at <= minute { 7 } else { days };
        (today.plus(days), at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entry::Body;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn parked(on: &str, minute: u16, state: ParkedState) -> ParkedQuestion {
        ParkedQuestion {
            text: "Why?".into(),
            after: After::Unsure,
            day: day(on),
            minute,
            parked: day("2026-11-20"),
            state,
        }
    }

    #[test]
    fn a_question_appears_at_its_time_and_not_before() {
        use ParkedState::{Asked, LetGo, Waiting};
        let (today, evening) = ("2026-11-22", 19 * 60 + 30);
        for (on, at, state, is_ready) in [
            (today, evening, Waiting, true),
            (today, evening - 1, Waiting, true),
            (today, evening + 1, Waiting, false),
            ("2026-11-21", 1439, Waiting, true),
            ("2026-11-23", 0, Waiting, false),
            ("1900-01-01", 0, Waiting, true),
            ("9999-12-31", 0, Waiting, false),
            (today, evening, Asked, false),
            (today, evening, LetGo, false),
        ] {
            let question = parked(on, at, state);
            assert_eq!(question.is_ready(day(today), evening), is_ready, "{on} {at} {state:?}");
        }
        // A time that no day has is the end of that day, and does not keep the question away for ever.
        assert!(parked(today, 9_999, Waiting).is_ready(day(today), AgreedTime::LAST_MINUTE));
        assert!(!parked(today, 9_999, Waiting).is_ready(day(today), evening));
    }

    #[test]
    fn the_agreed_time_comes_once_a_week_and_never_at_once() {
        // 2026-11-22 is a Sunday.
        let sunday = "2026-11-22";
        for (weekday, at, now, expected) in [
            (6, 1200, 1199, (sunday, 1200)),
            (6, 1200, 1200, ("2026-11-29", 1200)),
            (6, 1200, 1201, ("2026-11-29", 1200)),
            (0, 0, 1439, ("2026-11-23", 0)),
            (5, 600, 600, ("2026-11-28", 600)),
            // What a file claims beyond a week and a day is the end of it.
            (200, 9_999, 0, (sunday, 1439)),
        ] {
            let next = AgreedTime { weekday, minute: at }.next(day(sunday), now);
            assert_eq!(next, (day(expected.0), expected.1), "{weekday} {at} at {now}");
        }
        let year_end = AgreedTime { weekday: 4, minute: 60 }.next(day("2026-12-31"), 600);
        assert_eq!(year_end, (day("2027-01-01"), 60));
    }

    #[test]
    fn the_words_of_two_tabs_are_kept_and_no_words_are_no_question() {
        let with = |text: &str| ParkedQuestion {
            text: text.into(),
            ..parked("2026-11-22", 0, ParkedState::Waiting)
        };
        let both = Body::rebase(&with("").into(), &with("one").into(), &with("two").into());
        assert_eq!(both, with("one\n\ntwo").into());
        assert!(Body::from(with(" \n")).is_empty() && !both.is_empty());
    }

    proptest! {
        #[test]
        fn what_is_parked_for_the_agreed_time_is_ready_then_and_not_a_minute_before(
            weekday in 0..7_u8, at in 0..1440_u16, days in 0..800_i32, now in 0..1440_u16,
        ) {
            let today = day("2026-01-01").plus(days);
            let (on, minute) = AgreedTime { weekday, minute: at }.next(today, now);
            let question = ParkedQuestion { day: on, minute, ..parked("2026-01-01", 0, ParkedState::Waiting) };
            prop_assert!((0..=7).contains(&on.since(today)) && on.weekday() == weekday && minute == at);
            prop_assert!(!question.is_ready(today, now));
            prop_assert!(question.is_ready(on, minute));
            let before = minute.checked_sub(1).map_or((on.plus(-1), 1439), |before| (on, before));
            prop_assert!(!question.is_ready(before.0, before.1));
        }
    }
}
