//! Chance that falls the same way every time.

use std::ops::RangeInclusive;

/// The same numbers for the same seed, on every machine. (`SplitMix64`: Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators", 2014.)
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of the numbers in `range`.
    pub(crate) fn between(&mut self, range: RangeInclusive<u64>) -> u64 {
        let (first, last) = range.into_inner();
        first + self.roll() % (last - first + 1)
    }

    /// The same for lengths and counts.
    pub(crate) fn count(&mut self, range: RangeInclusive<usize>) -> usize {
        let (first, last) = range.into_inner();
        first + self.below(last - first + 1)
    }

    /// A place in a list of that many.
    pub(crate) fn below(&mut self, len: usize) -> usize {
        // The remainder is smaller than a length, so it fits.
        usize::try_from(self.roll() % (len.max(1) as u64)).unwrap_or_default()
    }

    /// True in so many of 1,000 cases.
    pub(crate) fn chance(&mut self, per_mille: u64) -> bool {
        self.roll() % 1000 < per_mille
    }

    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// 16 random bytes, for the name of an entry.
    pub(crate) fn bytes(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.roll().to_le_bytes());
        bytes[8..].copy_from_slice(&self.roll().to_le_bytes());
        bytes
    }

    /// A number that names a running app, as in a stamp.
    pub(crate) fn device(&mut self) -> u32 {
        let [a, b, c, d, ..] = self.bytes();
        u32::from_le_bytes([a, b, c, d])
    }
}
