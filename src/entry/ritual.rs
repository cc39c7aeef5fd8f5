//! A small repeated moment of connection.

use std::{fmt, str::FromStr};

use super::record::{record, words};
use super::{Day, EntryId, Per, Rhythm};

/// A ritual that somebody took up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ritual {
    /// What it is called.
    pub title: String,
    /// What it is, in their own words.
    pub about: String,
    /// How long it takes, in minutes; 0 where it has no fixed length.
    pub minutes: u16,
    /// How often.
    pub rhythm: Rhythm,
    /// Where the two are while they do it.
    pub place: Place,
    /// The day it was taken up.
    pub since: Day,
    /// The last day it is wanted on, where it has an end.
    pub until: Option<Day>,
    /// When it rests: holidays, an illness, a time apart. In no order.
    pub pauses: Vec<Pause>,
    /// The day it was put away, with everything that was noted about it.
    pub archived: Option<Day>,
    /// The time of day it is meant for, in minutes after midnight, where it has one.
    pub minute: Option<u16>,
    /// The slug of the library's ritual it came from, where it did.
    pub library: Option<String>,
}

record!(Ritual {
    must title, rare about, may minutes, must rhythm, must place, must since, rare until, rare pauses, rare archived,
    rare minute, rare library,
});

/// Days on which a ritual rests, written `2026-12-24/2027-01-06` in files and storage, or `2026-12-24/..` where
/// nobody knows yet when it ends (intervals of ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// The first of them.
    pub from: Day,
    /// The last of them; `None` where nobody knows yet.
    pub until: Option<Day>,
}

/// What stands in place of an end that nobody knows.
const OPEN: &str = "..";

impl FromStr for Pause {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (from, until) = text.split_once('/').ok_or(())?;
        let until = if until == OPEN { None } else { Some(until.parse()?) };
        Ok(Self { from: from.parse()?, until })
    }
}

impl fmt::Display for Pause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.until {
            Some(until) => write!(f, "{}/{until}", self.from),
            None => write!(f, "{}/{OPEN}", self.from),
        }
    }
}

impl Pause {
    /// Whether a day is among them.
    pub fn has(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Where the two are while they do it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// In the same place.
    #[default]
    Together,
    /// Each for themselves.
    Apart,
    /// Far from each other, in touch.
    Distance,
}

words!(Place { Together = "together", Apart = "apart", Distance = "distance" });

impl Place {
    /// Whether it is one moment that both have. Whoever notes it then notes it for both, as far as the other one
    /// noted nothing; apart, everybody's marks are about themselves.
    pub fn is_shared(self) -> bool {
        self != Self::Apart
    }
}

/// Why a ritual cannot be as it was entered. [`explain_ritual`](crate::problem::explain_ritual) says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RitualFault {
    /// It has no name.
    NoTitle,
    /// It takes longer than a day.
    TooLong,
    /// It is wanted on no day: no times, or no day of the week.
    Never,
    /// It is wanted more often than once a day; how often at most.
    TooOften(u8),
    /// It is wanted every 0 days, or less than once in a year.
    Interval,
    /// It ends before it begins.
    EndBeforeStart,
    /// One of its pauses ends before it begins.
    PauseBackwards,
}

impl Ritual {
    /// The longest title that is asked for, in characters.
    pub const TITLE_LENGTH: usize = 80;
    /// The longest description that is asked for, in characters.
    pub const ABOUT_LENGTH: usize = 500;
    /// The longest duration that is asked for: a day, in minutes.
    pub const MOST_MINUTES: u16 = 24 * 60;

    /// The id of a new ritual.
    pub fn id(random: [u8; 16]) -> EntryId {
        EntryId::named(&format!("ritual/{}", EntryId::random(random)))
    }

    /// The id of a ritual that came from another app and is the same one whenever it comes again.
    pub(crate) fn imported_id(sum: u32) -> EntryId {
        EntryId::named(&format!("ritual/loop-{sum:08x}"))
    }

    /// What has to be changed before it can be saved. What came with a file is used as far as it makes sense,
    /// whatever this says.
    pub fn faults(&self) -> Vec<RitualFault> {
        let is_backwards = |pause: &Pause| pause.until.is_some_and(|until| until < pause.from);
        let faults = [
            self.title.trim().is_empty().then_some(RitualFault::NoTitle),
            (self.minutes > Self::MOST_MINUTES).then_some(RitualFault::TooLong),
            self.rhythm.fault(),
            self.until.is_some_and(|until| until < self.since).then_some(RitualFault::EndBeforeStart),
            self.pauses.iter().any(is_backwards).then_some(RitualFault::PauseBackwards),
        ];
        faults.into_iter().flatten().collect()
    }

    /// The last day of its life, where it has one: the end, the day before it was put away, or the one day of what
    /// happens once, whichever comes first.
    pub fn last(&self) -> Option<Day> {
        let once = (self.rhythm.per == Per::Once).then_some(self.since);
        let archived = self.archived.map(|day| day.plus(-1));
        [self.until, archived, once].into_iter().flatten().min()
    }

    /// Whether a day lies within its life, pauses included.
    pub fn lives_on(&self, day: Day) -> bool {
        self.since <= day && self.last().is_none_or(|last| day <= last)
    }

    /// Whether it rests on a day.
    pub fn is_paused(&self, day: Day) -> bool {
        self.pauses.iter().any(|pause| pause.has(day))
    }

    /// Whether it can be wanted on a day: within its life, in no pause, and on one of its days of the week. How
    /// often it was done already is not looked at.
    pub fn is_for(&self, day: Day) -> bool {
        self.lives_on(day)
            && !self.is_paused(day)
            && self.rhythm.weekdays().is_none_or(|days| days.has(day.weekday()))
    }

    /// Puts it away: from `today` on it is not wanted, and nothing about it is lost.
    pub fn archive(&mut self, today: Day) {
        self.archived = Some(today);
    }

    /// Goes on with it from `today`: an end that is over is taken back, and the days it was put away become a
    /// pause, so that they count against nothing.
    pub fn resume(&mut self, today: Day) {
        let archived = self.archived.take();
        let ended = self.until.take_if(|until| *until < today).map(|until| until.plus(1));
        let yesterday = today.plus(-1);
        self.pauses.extend([archived, ended].into_iter().flatten().map(|from| Pause { from, until: None }));
        for pause in &mut self.pauses {
            if pause.has(today) {
                pause.until = Some(yesterday);
            }
        }
        self.pauses.retain(|pause| pause.until.is_none_or(|until| pause.from <= until));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Weekdays;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn tea() -> Ritual {
        Ritual { title: "Tea".into(), since: day("2026-11-10"), ..Ritual::default() }
    }

    fn pause(from: &str, until: Option<&str>) -> Pause {
        Pause { from: day(from), until: until.map(day) }
    }

    #[test]
    fn what_cannot_be_is_told() {
        use RitualFault::{EndBeforeStart, Interval, Never, NoTitle, PauseBackwards, TooLong, TooOften};
        let rhythm = |rhythm| Ritual { rhythm, ..tea() };
        for (ritual, expected) in [
            (tea(), &[][..]),
            (Ritual { title: " \n".into(), ..tea() }, &[NoTitle]),
            (Ritual { minutes: 1440, ..tea() }, &[]),
            (Ritual { minutes: 1441, ..tea() }, &[TooLong]),
            (rhythm(Rhythm::every(0)), &[Interval]),
            (rhythm(Rhythm::every(366)), &[]),
            (rhythm(Rhythm::every(367)), &[Interval]),
            (rhythm(Rhythm::new(0, Per::Week)), &[Never]),
            (rhythm(Rhythm::on(Weekdays::NONE)), &[Never]),
            (rhythm(Rhythm::new(7, Per::Week)), &[]),
            (rhythm(Rhythm::new(8, Per::Week)), &[TooOften(7)]),
            (rhythm(Rhythm::new(32, Per::Month)), &[TooOften(31)]),
            (rhythm(Rhythm::new(2, Per::Day)), &[TooOften(1)]),
            (Ritual { until: Some(day("2026-11-09")), ..tea() }, &[EndBeforeStart]),
            (Ritual { until: Some(day("2026-11-10")), ..tea() }, &[]),
            (Ritual { pauses: vec![pause("2026-11-12", Some("2026-11-11"))], ..tea() }, &[PauseBackwards]),
            (Ritual { pauses: vec![pause("2026-11-12", Some("2026-11-12"))], ..tea() }, &[]),
            (
                Ritual { title: String::new(), minutes: 2000, ..rhythm(Rhythm::every(0)) },
                &[NoTitle, TooLong, Interval],
            ),
        ] {
            assert_eq!(ritual.faults(), expected, "{ritual:?}");
        }
    }

    #[test]
    fn a_ritual_is_wanted_within_its_life_and_not_in_a_pause() {
        let holidays = Ritual { pauses: vec![pause("2026-11-12", Some("2026-11-14"))], ..tea() };
        let ill = Ritual { pauses: vec![pause("2026-11-12", None)], ..tea() };
        let ended = Ritual { until: Some(day("2026-11-12")), ..tea() };
        let away = Ritual { archived: Some(day("2026-11-12")), ..ended.clone() };
        let once = Ritual { rhythm: Rhythm::ONCE, ..tea() };
        let mondays = Ritual { rhythm: Rhythm::on("M......".parse().unwrap()), ..tea() };
        for (ritual, expected) in [
            (tea(), ".xxxxxxxxxxx"),
            (holidays, ".xx...xxxxxx"),
            (ill, ".xx........."),
            (ended, ".xxx........"),
            (away, ".xx........."),
            (once, ".x.........."),
            (mondays, ".......x...."),
        ] {
            let days = (0..12).map(|later| day("2026-11-09").plus(later));
            let found: String = days.map(|day| if ritual.is_for(day) { 'x' } else { '.' }).collect();
            assert_eq!(found, expected, "{ritual:?}");
        }
    }

    #[test]
    fn a_pause_is_read_in_one_form_only() {
        for text in ["2026-12-24/2027-01-06", "2026-12-24/..", "2026-12-24/2026-12-01"] {
            assert_eq!(text.parse::<Pause>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "/",
            "2026-12-24",
            "2026-12-24/",
            "../2026-12-24",
            "2026-12-24/2027-02-29",
            "2026-12-24/../..",
        ] {
            assert_eq!(text.parse::<Pause>(), Err(()), "{text}");
        }
    }

    #[test]
    fn going_on_makes_a_pause_of_the_days_between() {
        let today = day("2026-11-20");
        let mut ritual = tea();
        ritual.archive(day("2026-11-15"));
        ritual.resume(today);
        assert_eq!(
            (ritual.archived, ritual.pauses.as_slice()),
            (None, &[pause("2026-11-15", Some("2026-11-19"))][..])
        );

        let mut ended = Ritual { until: Some(day("2026-11-12")), ..tea() };
        ended.resume(today);
        assert_eq!(
            (ended.until, ended.pauses.as_slice()),
            (None, &[pause("2026-11-13", Some("2026-11-19"))][..])
        );

        let open =
            [pause("2026-11-01", Some("2026-11-02")), pause("2026-11-18", None), pause("2026-12-24", None)];
        let mut resting = Ritual { pauses: open.to_vec(), until: Some(day("2027-01-01")), ..tea() };
        resting.resume(today);
        assert_eq!(resting.pauses, [open[0], pause("2026-11-18", Some("2026-11-19")), open[2]]);
        assert_eq!(resting.until, Some(day("2027-01-01")), "an end that is yet to come stays");

        // Put away by mistake, and taken back at once.
        let mut same_day = tea();
        same_day.archive(today);
        same_day.resume(today);
        assert_eq!(same_day, tea());
    }
}
