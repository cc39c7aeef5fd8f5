//! How much room there is.

use super::Vault;
use super::layout::PREFIX;

/// What every browser gives at the least, in UTF-16 code units: the strictest reading of Safari's limit. Chromium
/// gives twice as much.
pub const PLANNED_UNITS: usize = 2_500_000;

/// From this share of [`PLANNED_UNITS`] on it is said that room gets short, in percent: two people who write every
/// day get there after ten years or so.
const SHORT_PERCENT: usize = 80;

/// How much of the browser's storage is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// By Kept, keys included, in UTF-16 code units.
    pub used: usize,
    /// By other pages of the same host, which share it.
    pub others: usize,
}

impl Room {
    /// The share of what every browser gives that is used, in percent, rounded up. It can be more than 100.
    pub fn percent(self) -> usize {
        ((self.used + self.others) * 100).div_ceil(PLANNED_UNITS)
    }

    /// Whether it gets short.
    pub fn is_short(self) -> bool {
        self.percent() >= SHORT_PERCENT
    }
}

impl Vault {
    /// How much room is used.
    pub fn room(&self) -> Room {
        let mut room = Room::default();
        for key in self.shelf.keys("").unwrap_or_default() {
            let units = super::utf16_len(&key) + self.shelf.units(&key).unwrap_or_default();
            if key.starts_with(PREFIX) {
                room.used += units;
            } else {
                room.others += units;
            }
        }
        room
    }
}
