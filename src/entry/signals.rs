//! The five things a check-in asks for.

use super::record::record;

/// One of the five signals. Their wording is Kept's own; they are no test and no diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// How safe it feels inside.
    Safe,
    /// How easy it is to talk.
    Easy,
    /// How open rather than defensive.
    Open,
    /// How heard they feel.
    Heard,
    /// How hopeful they are.
    Hopeful,
}

impl Signal {
    /// All five, in the order in which they are asked.
    pub const ALL: [Self; 5] = [Self::Safe, Self::Easy, Self::Open, Self::Heard, Self::Hopeful];
}

/// An answer on a signal, from 1 (not at all) to 5 (very much). It is a position between two words, not a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(u8);

impl Level {
    /// Every level, from the least to the most.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// The level as a number from 1 to 5.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Level {
    type Error = &'static str;

    fn try_from(level: u8) -> Result<Self, Self::Error> {
        if (1..=5).contains(&level) { Ok(Self(level)) } else { Err("a level is a number from 1 to 5") }
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        level.0
    }
}

/// The answers of one check-in. Each can be left out; what is left out is a gap, never a zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// How safe it feels inside.
    pub safe: Option<Level>,
    /// How easy it is to talk.
    pub easy: Option<Level>,
    /// How open rather than defensive.
    pub open: Option<Level>,
    /// How heard they feel.
    pub heard: Option<Level>,
    /// How hopeful they are.
    pub hopeful: Option<Level>,
}

record!(Signals { rare safe, rare easy, rare open, rare heard, rare hopeful });

impl Signals {
    /// The answer on one signal.
    pub fn get(&self, signal: Signal) -> Option<Level> {
        match signal {
            Signal::Safe => self.safe,
            Signal::Easy => self.easy,
            Signal::Open => self.open,
            Signal::Heard => self.heard,
            Signal::Hopeful => self.hopeful,
        }
    }

    /// Sets or clears the answer on one signal.
    pub fn set(&mut self, signal: Signal, level: Option<Level>) {
        let answer = match signal {
            Signal::Safe => &mut self.safe,
            Signal::Easy => &mut self.easy,
            Signal::Open => &mut self.open,
            Signal::Heard => &mut self.heard,
            Signal::Hopeful => &mut self.hopeful,
        };
        *answer = level;
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
