//! A small repeated moment of connection.

use super::record::{record, words};
use super::{Day, EntryId};

/// A ritual that somebody took up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ritual {
    /// What it is called.
    pub title: String,
    /// How long it takes, in minutes; 0 where it has no fixed length.
    pub minutes: u16,
    /// How often.
    pub rhythm: Rhythm,
    /// Where the two are while they do it.
    pub place: Place,
    /// The day it was taken up.
    pub since: Day,
    /// The slug of the library's ritual it came from, where it did.
    pub library: Option<String>,
}

record!(Ritual { must title, may minutes, must rhythm, must place, must since, rare library });

impl Ritual {
    /// The longest title that is asked for, in characters.
    pub const TITLE_LENGTH: usize = 80;
    /// The longest duration that is asked for: a day, in minutes.
    pub const MOST_MINUTES: u16 = 24 * 60;

    /// The id of a new ritual.
    pub fn id(random: [u8; 16]) -> EntryId {
        EntryId::named(&format!("ritual/{}", EntryId::random(random)))
    }
}

/// How often a ritual is wanted: so many times a day, week or month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// How many times, at least 1.
    pub times: u8,
    /// In which stretch of time.
    pub per: Per,
}

record!(Rhythm { must times, must per });

impl Rhythm {
    /// Once a day.
    pub const DAILY: Self = Self { times: 1, per: Per::Day };

    /// The most times that fit: one a day.
    pub fn most(per: Per) -> u8 {
        match per {
            Per::Day => 1,
            Per::Week => 7,
            Per::Month => 31,
        }
    }

    /// How many times it is wanted, whatever a file claims.
    pub fn wanted(self) -> u8 {
        self.times.clamp(1, Self::most(self.per))
    }
}

/// The stretch of time a rhythm counts in. Weeks start on Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A calendar month.
    Month,
}

words!(Per { Day = "day", Week = "week", Month = "month" });

/// Where the two are while they do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the same place.
    Together,
    /// Each for themselves.
    Apart,
    /// Far from each other, in touch.
    Distance,
}

words!(Place { Together = "together", Apart = "apart", Distance = "distance" });
