//! How often a ritual is wanted.

use std::{fmt, str::FromStr};

use super::record::{record, words};
use super::{Day, RitualFault};

/// How often a ritual is wanted.
///
/// One shape holds every rhythm, so that a version which knows fewer of them still understands the rest:
///
/// | rhythm | `times` | `per` | `on` | `every` |
/// | --- | --- | --- | --- | --- |
/// | daily | 1 | day | | |
/// | every three days | 1 | day | | 3 |
/// | twice a week | 2 | week | | |
/// | on Mondays and Fridays | 2 | week | `M...F..` | |
/// | once a month | 1 | month | | |
/// | once, on the day the ritual begins | 1 | once | | |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// How many times, at least 1.
    pub times: u8,
    /// In which stretch of time.
    pub per: Per,
    /// On which days of the week, where they were chosen. It says something for [`Per::Week`] only, and then
    /// `times` is how many days there are.
    pub on: Weekdays,
    /// Once in so many days, for [`Per::Day`], where it is not every day.
    pub every: Option<u16>,
}

record!(Rhythm { must times, must per, rare on, rare every });

/// The stretch of time a rhythm counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// A day, or as many days as the rhythm says.
    Day,
    /// A week. It begins on the day on which weeks begin where somebody lives.
    Week,
    /// A calendar month.
    Month,
    /// No stretch: once, on the day the ritual begins.
    Once,
}

words!(Per { Day = "day", Week = "week", Month = "month", Once = "once" });

/// So many times in so many days, which is how [`strength`](crate::insight::strength) sees a rhythm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frequency {
    /// How many times.
    pub times: u16,
    /// In how many days.
    pub days: u16,
}

impl Default for Rhythm {
    fn default() -> Self {
        Self::DAILY
    }
}

impl Rhythm {
    /// Once a day.
    pub const DAILY: Self = Self::new(1, Per::Day);
    /// Once, on the day the ritual begins.
    pub const ONCE: Self = Self::new(1, Per::Once);
    /// The most days between two times that are asked for: a leap year.
    pub const MOST_DAYS: u16 = 366;

    /// So many times a day, week or month.
    pub const fn new(times: u8, per: Per) -> Self {
        Self { times, per, on: Weekdays::NONE, every: None }
    }

    /// Once in so many days.
    pub const fn every(days: u16) -> Self {
        Self { every: if days == 1 { None } else { Some(days) }, ..Self::DAILY }
    }

    /// On these days of each week.
    pub fn on(days: Weekdays) -> Self {
        Self { times: days.count(), per: Per::Week, on: days, every: None }
    }

    /// The most times that fit: one a day.
    pub fn most(per: Per) -> u8 {
        match per {
            Per::Day | Per::Once => 1,
            Per::Week => 7,
            Per::Month => 31,
        }
    }

    /// What has to be changed before something can be repeated like this.
    pub fn fault(self) -> Option<RitualFault> {
        let most = Self::most(self.per);
        let is_odd = self.every.is_some_and(|days| !(1..=Self::MOST_DAYS).contains(&days));
        if self.times == 0 {
            Some(RitualFault::Never)
        } else if self.times > most {
            Some(RitualFault::TooOften(most))
        } else {
            (self.per == Per::Day && is_odd).then_some(RitualFault::Interval)
        }
    }

    /// How many times it is wanted, whatever a file claims.
    pub fn wanted(self) -> u8 {
        self.weekdays().map_or(self.times.clamp(1, Self::most(self.per)), Weekdays::count)
    }

    /// The days of the week it is bound to, where it is.
    pub fn weekdays(self) -> Option<Weekdays> {
        (self.per == Per::Week && !self.on.is_empty()).then_some(self.on)
    }

    /// Once in how many days it is wanted, where it counts in days.
    pub fn interval(self) -> Option<u16> {
        (self.per == Per::Day).then_some(self.every.unwrap_or(1).max(1))
    }

    /// How often that is. A month counts as 30 days, as in Loop Habit Tracker; what happens once has no frequency.
    pub fn frequency(self) -> Option<Frequency> {
        let days = match self.per {
            Per::Day => self.every.unwrap_or(1).max(1),
            Per::Week => 7,
            Per::Month => 30,
            Per::Once => return None,
        };
        Some(Frequency { times: u16::from(self.wanted()).min(days), days })
    }
}

/// Days of the week, written `M.W.F..` in files and storage: from Monday to Sunday, with a dot for each that is not
/// among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weekdays(u8);

const INITIALS: &str = "MTWTFSS";

impl Weekdays {
    /// No day.
    pub const NONE: Self = Self(0);

    /// Whether a day of the week is among them; 0 is Monday, as in [`Day::weekday`].
    pub fn has(self, weekday: u8) -> bool {
        weekday < 7 && self.0 & (1 << weekday) != 0
    }

    /// The same with this day of the week; where it is among them already, without it.
    #[must_use]
    pub fn toggled(self, weekday: u8) -> Self {
        Self(self.0 ^ (1 << (weekday % 7)))
    }

    /// How many there are.
    pub fn count(self) -> u8 {
        // Of the bits of a byte at most 8 are set.
        u8::try_from(self.0.count_ones()).unwrap_or_default()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<u8> for Weekdays {
    /// Takes the numbers of [`Day::weekday`].
    fn from_iter<I: IntoIterator<Item = u8>>(weekdays: I) -> Self {
        Self(weekdays.into_iter().filter(|weekday| *weekday < 7).fold(0, |all, weekday| all | 1 << weekday))
    }
}

impl From<Day> for Weekdays {
    fn from(day: Day) -> Self {
        Self(1 << day.weekday())
    }
}

impl fmt::Display for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = INITIALS.chars().zip(0..);
        letters.into_iter().try_for_each(|(initial, weekday)| {
            fmt::Write::write_char(f, if self.has(weekday) { initial } else { '.' })
        })
    }
}

impl FromStr for Weekdays {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut days = Self::NONE;
        if text.len() != INITIALS.len() {
            return Err(());
        }
        for ((found, initial), weekday) in text.bytes().zip(INITIALS.bytes()).zip(0..) {
            match found {
                b'.' => {}
                _ if found == initial => days = days.toggled(weekday),
                _ => return Err(()),
            }
        }
        Ok(days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week_are_read_in_one_form_only() {
        for text in ["M.W.F..", "MTWTFSS", ".......", "......S"] {
            assert_eq!(text.parse::<Weekdays>().unwrap().to_string(), text);
        }
        for text in ["", "M", "M.W.F.", "M.W.F...", "W.M.F..", "m.w.f..", "Mo We F", "M.W.F.ä"] {
            assert_eq!(text.parse::<Weekdays>(), Err(()), "{text}");
        }
        let days: Weekdays = [0, 2, 4, 9].into_iter().collect();
        assert_eq!((days.to_string().as_str(), days.count()), ("M.W.F..", 3));
        assert!(days.has(0) && !days.has(1) && !days.has(7) && !days.has(255));
        assert_eq!(days.toggled(0).toggled(6).to_string(), "..W.F.S");
    }

    /// What a rhythm asks for, whatever a file says in the fields that mean nothing beside the others.
    #[test]
    fn a_rhythm_asks_for_what_fits_into_its_days() {
        let mondays: Weekdays = "M......".parse().unwrap();
        for (rhythm, wanted, interval, frequency) in [
            (Rhythm::DAILY, 1, Some(1), Some((1, 1))),
            (Rhythm::new(9, Per::Day), 1, Some(1), Some((1, 1))),
            (Rhythm::every(3), 1, Some(3), Some((1, 3))),
            (Rhythm::every(0), 1, Some(1), Some((1, 1))),
            (Rhythm::new(0, Per::Week), 1, None, Some((1, 7))),
            (Rhythm::new(9, Per::Week), 7, None, Some((7, 7))),
            (Rhythm::on("M.W.F..".parse().unwrap()), 3, None, Some((3, 7))),
            (Rhythm { times: 5, ..Rhythm::on(mondays) }, 1, None, Some((1, 7))),
            (Rhythm { on: mondays, ..Rhythm::new(2, Per::Month) }, 2, None, Some((2, 30))),
            (Rhythm::new(99, Per::Month), 31, None, Some((30, 30))),
            (Rhythm { every: Some(4), ..Rhythm::ONCE }, 1, None, None),
        ] {
            assert_eq!((rhythm.wanted(), rhythm.interval()), (wanted, interval), "{rhythm:?}");
            let found = rhythm.frequency().map(|frequency| (frequency.times, frequency.days));
            assert_eq!(found, frequency, "{rhythm:?}");
        }
    }
}
