//! Whether something goes up or down, or is noise.
//!
//! Two tests of ranks say so. Both ask how often a later answer is above, and how often below, an earlier one, so a
//! single very good or bad day moves neither of them far, and gaps do not matter:
//!
//! - [`trend`] is the test of Mann (1945, "Nonparametric tests against trend", Econometrica 13) and Kendall (1975,
//!   "Rank Correlation Methods"), with Kendall's variance for ties and his correction for continuity;
//! - [`recent`] compares the last stretch with all before it: the test of Mann and Whitney (1947, "On a test of
//!   whether one of two random variables is stochastically larger than the other", Annals of Mathematical Statistics
//!   18), with the same corrections.
//!
//! # Thresholds
//!
//! Under one picture there are five signals and two tests of each, and a sentence may name any of the ten. So that
//! *all* of them together name something in at most 5 % of pictures of pure noise, each may do so in 0.5 %
//! (Bonferroni): two-sided, 2.807 standard deviations. The threshold is 3 ([`Z`]), 0.27 %, because of what comes next. Of
//! values without ties it takes seven at least, all in order; four ([`FEWEST`]) are enough to say that something
//! stayed level.
//!
//! Moods last: a day is like the one before it, and what lasts looks like a trend to a test that takes days for
//! independent. So the variance is multiplied by `(1 + r) / (1 - r)`, where `r` is how alike neighbours are once a
//! trend or a step is taken out (von Storch 1995, Yue and Wang 2004, both for a first-order autoregressive process). Of a
//! few weeks `r` is hardly known, and the larger threshold makes up for some of that. Measured, a sentence names
//! something in about 1 % of pictures where days are independent, in less than 5 % where `r` is 0.3, and in up to 9 %
//! where it is 0.5.
//!
//! What is certain can still be too little to feel: a change of less than half a level ([`LEAST`]) between the first
//! and the last third is not named.
//!
//! The tests at the end of this file draw thousands of pictures of noise and count. Each span (week, month, …) has a
//! sentence of its own: whoever looks at all four has four chances of 5 %.

/// With fewer points there is nothing to say.
pub const FEWEST: usize = 4;
/// The least change that is named: half a level, in tenths of a level.
pub const LEAST: u8 = 5;
/// How many standard deviations a change has to be away from none.
const Z: f64 = 3.0;

/// Where something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// Up.
    Up,
    /// Down.
    Down,
    /// Neither: it stays about where it is. That is something else than going up and down.
    Level,
}

/// Where these points go: the number of a day and a level, each in any unit (so far tenths of a level), in the order
/// of days. `None` where there are too few of them or it is noise.
///
/// ```
/// use kept::insight::{Trend, trend};
///
/// let weeks = |levels: &[u8]| levels.iter().zip(0..).map(|(level, week)| (week * 7, *level)).collect::<Vec<_>>();
/// assert_eq!(trend(&weeks(&[20, 20, 25, 30, 28, 35, 38, 40, 44])), Some(Trend::Up));
/// assert_eq!(trend(&weeks(&[30, 30, 31, 30])), Some(Trend::Level));
/// assert_eq!(trend(&weeks(&[20, 40, 30, 50, 10, 40, 30])), None);
/// assert_eq!(trend(&weeks(&[10, 30, 50])), None);
/// ```
pub fn trend(points: &[(i32, u8)]) -> Option<Trend> {
    if points.len() < FEWEST {
        return None;
    }
    let third = points.len().div_ceil(3);
    let (first, last) = (points.get(..third)?, points.get(points.len() - third..)?);
    let change = mean(last) - mean(first);
    let is_certain = || {
        let (later_above, variance) = kendall(points);
        is_beyond(later_above, variance * persistence(beside_trend(points), points.len()))
    };
    if change.abs() >= f64::from(LEAST) && is_certain() {
        return Some(if change > 0.0 { Trend::Up } else { Trend::Down });
    }
    is_level(points).then_some(Trend::Level)
}

/// Whether the points from the day `since` on are above or below those before it. `None` where there are fewer than
/// [`FEWEST`] on either side, or it is noise; it never says that something is level.
pub fn recent(points: &[(i32, u8)], since: i32) -> Option<Trend> {
    let border = points.partition_point(|(day, _)| *day < since);
    let (before, after) = (points.get(..border)?, points.get(border..)?);
    if before.len() < FEWEST || after.len() < FEWEST {
        return None;
    }
    let change = mean(after) - mean(before);
    let (later_above, variance) = mann_whitney(before, after);
    let variance = variance * persistence(beside_stretch(points, border), points.len());
    let is_named = change.abs() >= f64::from(LEAST) && is_beyond(later_above, variance);
    is_named.then_some(if change > 0.0 { Trend::Up } else { Trend::Down })
}

/// Whether a count is further from 0 than noise of this variance takes it. One is taken off for continuity.
fn is_beyond(count: i32, variance: f64) -> bool {
    let far = f64::from(count.abs() - 1).max(0.0);
    far * far > Z * Z * variance
}

/// How often a later point is above an earlier one, less how often it is below; and the variance of that in noise.
fn kendall(points: &[(i32, u8)]) -> (i32, f64) {
    let mut seen = Seen::default();
    let mut later_above = 0;
    for (_, level) in points {
        later_above += seen.below(*level) - seen.above(*level);
        seen.add(*level);
    }
    let of_group = |size: i32| f64::from(size) * f64::from(size - 1) * f64::from(2 * size + 5);
    let tied: f64 = seen.groups().map(of_group).sum();
    (later_above, (of_group(seen.count) - tied) / 18.0)
}

/// The same of pairs of one point before and one after: twice Mann and Whitney's U, less its mean.
fn mann_whitney(before: &[(i32, u8)], after: &[(i32, u8)]) -> (i32, f64) {
    let mut seen = Seen::default();
    for (_, level) in before {
        seen.add(*level);
    }
    let later_above = after.iter().map(|(_, level)| seen.below(*level) - seen.above(*level)).sum();
    let (early, late) = (f64::from(seen.count), after.iter().fold(0.0, |sum, _| sum + 1.0));
    for (_, level) in after {
        seen.add(*level);
    }
    let all = early + late;
    let of_group = |size: i32| f64::from(size) * (f64::from(size) * f64::from(size) - 1.0);
    let tied: f64 = seen.groups().map(of_group).sum();
    // U has the variance mn/12 · ((N + 1) - Σ(t³ - t) / (N(N - 1))); this is of 2U.
    (later_above, early * late / 3.0 * ((all + 1.0) - tied / (all * (all - 1.0))))
}

/// How often each level occurs.
struct Seen {
    counts: [i32; 256],
    count: i32,
}

impl Default for Seen {
    fn default() -> Self {
        Self { counts: [0; 256], count: 0 }
    }
}

impl Seen {
    fn add(&mut self, level: u8) {
        self.counts[usize::from(level)] += 1;
        self.count += 1;
    }

    fn below(&self, level: u8) -> i32 {
        self.counts[..usize::from(level)].iter().sum()
    }

    fn above(&self, level: u8) -> i32 {
        self.counts[usize::from(level) + 1..].iter().sum()
    }

    fn groups(&self) -> impl Iterator<Item = i32> {
        self.counts.iter().copied().filter(|count| *count > 0)
    }
}

/// By how much likeness of neighbours of `r` makes the variance of `count` points larger; 1 where they are not alike.
fn persistence(r: f64, count: usize) -> f64 {
    let count = u32::try_from(count).map_or(f64::MAX, f64::from);
    let r = if r > 0.0 { (r + BIAS / count).min(MOST_ALIKE) } else { 0.0 };
    (1.0 + r) / (1.0 - r)
}

/// How alike neighbours are once a trend is taken out: a line, or else a step between the halves, whichever leaves less.
/// A trend or a step by itself is no noise that lasts.
fn beside_trend(points: &[(i32, u8)]) -> f64 {
    let (early, late) = points.split_at(points.len() / 2);
    let (line, low, high) = (Line::of(points), mean(early), mean(late));
    let off_line = |point: (i32, u8), _: usize| line.off(point);
    let off_step =
        |(_, level): (i32, u8), at: usize| f64::from(level) - if at < early.len() { low } else { high };
    likeness(points, &off_line).min(likeness(points, &off_step))
}

/// The same once a line is taken out of all before the last stretch, and its mean out of the last stretch.
fn beside_stretch(points: &[(i32, u8)], border: usize) -> f64 {
    let (before, after) = points.split_at(border.min(points.len()));
    let (line, level) = (Line::of(before), mean(after));
    let off =
        |point: (i32, u8), at: usize| if at < border { line.off(point) } else { f64::from(point.1) - level };
    likeness(points, &off)
}

/// The line of least squares.
struct Line {
    day: f64,
    level: f64,
    slope: f64,
}

impl Line {
    fn of(points: &[(i32, u8)]) -> Self {
        let (day, level) = (middle(points), mean(points));
        let (mut along, mut across) = (0.0, 0.0);
        for (on, at) in points {
            let later = f64::from(*on) - day;
            along += later * later;
            across += later * (f64::from(*at) - level);
        }
        Self { day, level, slope: if along > 0.0 { across / along } else { 0.0 } }
    }

    /// How far a point is off.
    fn off(&self, (day, level): (i32, u8)) -> f64 {
        f64::from(level) - self.level - self.slope * (f64::from(day) - self.day)
    }
}

/// What is taken out takes some of the likeness with it: of n points `(2 + 4r) / n` where it is a line, after Marriott
/// and Pope (1954, "Bias in the estimation of autocorrelations", Biometrika 41). This is the 4 for an `r` of a half.
const BIAS: f64 = 4.0;
/// The most that is made of it.
const MOST_ALIKE: f64 = 0.8;

/// How alike neighbours are, from -1 to 1: the correlation of what is left of each point with the next one.
///
/// Whole levels make a staircase of a line, and the sides of its steps are alike without any mood in them. So
/// [`ROUNDING`] is taken off what is left.
fn likeness(points: &[(i32, u8)], left: &dyn Fn((i32, u8), usize) -> f64) -> f64 {
    let (mut all, mut pairs, mut before) = (0.0, 0.0, 0.0);
    for (place, point) in points.iter().enumerate() {
        let now = left(*point, place);
        let now = now - now.clamp(-ROUNDING, ROUNDING);
        all += now * now;
        pairs += now * before;
        before = now;
    }
    if all > 0.0 { pairs / all } else { 0.0 }
}

/// A fifth of a level, in tenths.
const ROUNDING: f64 = 2.0;

fn mean(points: &[(i32, u8)]) -> f64 {
    let (count, sum) =
        points.iter().fold((0.0, 0.0), |(count, sum), (_, level)| (count + 1.0, sum + f64::from(*level)));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// The day in the middle of some points.
fn middle(points: &[(i32, u8)]) -> f64 {
    let (count, sum) =
        points.iter().fold((0.0, 0.0), |(count, sum), (day, _)| (count + 1.0, sum + f64::from(*day)));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// Whether it stays about where it is: nine of ten points are within half a level of the one in the middle.
fn is_level(points: &[(i32, u8)]) -> bool {
    let mut seen = Seen::default();
    for (_, level) in points {
        seen.add(*level);
    }
    let is_middle = |level: &u8| {
        let (below, above) = (seen.below(*level), seen.above(*level));
        2 * below <= seen.count && 2 * above <= seen.count && seen.counts[usize::from(*level)] > 0
    };
    let Some(middle) = (0..=u8::MAX).find(is_middle) else { return false };
    let far = points.iter().filter(|(_, level)| level.abs_diff(middle) > LEAST).count();
    far * 10 <= points.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers at random, the same in each run (Marsaglia's xorshift).
    struct Dice(u64);

    impl Dice {
        /// A number from 0 to 1.
        fn even(&mut self) -> f64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX)
        }

        /// A number of the normal distribution, as the sum of twelve even ones.
        fn normal(&mut self) -> f64 {
            (0..12).map(|_| self.even()).sum::<f64>() - 6.0
        }
    }

    /// How answers are spread without a trend.
    #[derive(Clone, Copy, Debug)]
    enum Spread {
        /// Means of weeks: nearly no two alike.
        Tenths,
        /// Single answers from 1 to 5: many alike.
        Levels,
        /// Single answers, nearly all of them 5.
        High,
    }

    impl Spread {
        fn of(self, noise: f64) -> u8 {
            let level = match self {
                Self::Tenths => (30.0 + 8.0 * noise).round(),
                Self::Levels => (3.0 + noise).round().clamp(1.0, 5.0) * 10.0,
                Self::High => (4.6 + 0.8 * noise).round().clamp(1.0, 5.0) * 10.0,
            };
            tenths(level)
        }
    }

    fn tenths(level: f64) -> u8 {
        (10..=50).find(|tenths| f64::from(*tenths) + 0.5 >= level).unwrap_or(50)
    }

    /// Noise in which each day is as much like the one before it as `alike` says.
    fn noise(dice: &mut Dice, spread: Spread, days: i32, alike: f64) -> Vec<(i32, u8)> {
        let mut now = dice.normal();
        let one = |day| {
            now = alike * now + (1.0 - alike * alike).sqrt() * dice.normal();
            (day, spread.of(now))
        };
        (0..days).map(one).collect()
    }

    /// In how many of 500 pictures of five signals a sentence could name anything.
    fn named_of_500(dice: &mut Dice, spread: Spread, days: i32, alike: f64) -> usize {
        let is_named = |points: &[(i32, u8)]| {
            let goes = matches!(trend(points), Some(Trend::Up | Trend::Down));
            goes || recent(points, days - 7.min(days / 3)).is_some()
        };
        let is_any_named = |_: &i32| {
            let all: Vec<bool> = (0..5).map(|_| is_named(&noise(dice, spread, days, alike))).collect();
            all.contains(&true)
        };
        (0..500).filter(is_any_named).count()
    }

    #[test]
    fn in_noise_a_sentence_names_something_in_five_of_a_hundred_pictures_at_most() {
        let mut dice = Dice(88_172_645_463_325_252);
        for days in [4, 6, 7, 8, 13, 30] {
            for spread in [Spread::Tenths, Spread::Levels, Spread::High] {
                let independent = named_of_500(&mut dice, spread, days, 0.0);
                assert!(independent <= 15, "{independent} of 500: {spread:?}, {days} days");
            }
        }
        // Moods that last.
        for (alike, most) in [(0.3, 25), (0.5, 45)] {
            for days in [13, 30] {
                let named = named_of_500(&mut dice, Spread::Levels, days, alike);
                assert!(named <= most, "{named} of 500: {alike}, {days} days");
            }
        }
    }

    #[test]
    fn what_changes_by_two_levels_is_found_whether_slowly_or_at_once_and_with_gaps() {
        let mut dice = Dice(3);
        let line = |part: f64| 2.0 * part;
        let step = |part: f64| if part < 0.5 { 0.0 } else { 2.0 };
        let shapes: [(&dyn Fn(f64) -> f64, &str); 2] = [(&line, "line"), (&step, "step")];
        for (shape, name) in shapes {
            for (days, gaps, least) in [(30, 0.0, 50), (52, 0.0, 90), (52, 0.4, 50), (120, 0.7, 60)] {
                let mut found = 0;
                for _ in 0..100 {
                    let mut up: Vec<(i32, u8)> = (0..days)
                        .map(|day| {
                            let level = 2.0 + shape(f64::from(day) / f64::from(days - 1));
                            (day, tenths(10.0 * (level + 0.7 * dice.normal())))
                        })
                        .collect();
                    up.retain(|_| dice.even() >= gaps);
                    // Turned upside down it goes down.
                    let down: Vec<(i32, u8)> = up.iter().map(|(day, level)| (*day, 60 - level)).collect();
                    let goes = trend(&up);
                    assert_ne!(goes, Some(Trend::Down));
                    assert_eq!(trend(&down) == Some(Trend::Down), goes == Some(Trend::Up));
                    found += usize::from(goes == Some(Trend::Up));
                }
                assert!(found >= least, "{found} of 100: {name}, {days} days, {gaps} gaps");
            }
        }
    }

    #[test]
    fn a_staircase_of_whole_levels_is_a_trend() {
        for weeks in [12, 15, 26, 52, 104, 520] {
            let stairs: Vec<(i32, u8)> = (0..weeks)
                .map(|week| (7 * week, [20, 30, 40][usize::try_from(3 * week / weeks).unwrap()]))
                .collect();
            assert_eq!(trend(&stairs), Some(Trend::Up), "{weeks}");
        }
    }

    #[test]
    fn what_is_plain_is_named_and_what_is_few_is_not() {
        use Trend::{Down, Level, Up};
        for (levels, expected) in [
            (&[][..], None),
            (&[30], None),
            (&[10, 30, 50], None),
            (&[30, 30, 30], None),
            // Four in a row happen once in twelve times by themselves.
            (&[10, 20, 30, 40], None),
            (&[10, 20, 30, 40, 50, 50], None),
            (&[10, 15, 20, 25, 30, 35, 40], Some(Up)),
            (&[40, 35, 30, 25, 20, 15, 10], Some(Down)),
            // Four and five happen so once in 63 times.
            (&[20, 20, 20, 20, 40, 40, 40, 40, 40], None),
            (&[20, 20, 20, 20, 20, 20, 20, 20, 40, 40, 40, 40, 40, 40, 40, 40], Some(Up)),
            (&[30, 30, 30, 30], Some(Level)),
            (&[30, 33, 28, 30, 31], Some(Level)),
            (&[30, 30, 30, 30, 30, 30, 30, 30, 30, 50], Some(Level)),
            (&[30, 30, 30, 50], None),
            (&[20, 40, 20, 40, 20, 40, 20, 40], None),
            // Certain, and too little to feel.
            (&[30, 30, 31, 31, 32, 32, 33, 33, 34, 34], Some(Level)),
            (&[50, 50, 50, 50, 50, 10, 50, 50, 50, 50], Some(Level)),
        ] {
            let points: Vec<(i32, u8)> = levels.iter().zip(0..).map(|(level, day)| (day, *level)).collect();
            assert_eq!(trend(&points), expected, "{levels:?}");
        }
    }

    #[test]
    fn the_last_stretch_is_compared_with_all_before_it() {
        use Trend::{Down, Up};
        let month = |before: &[u8], after: &[u8]| -> Vec<(i32, u8)> {
            before.iter().zip(0..).chain(after.iter().zip(23..)).map(|(level, day)| (day, *level)).collect()
        };
        let mixed: Vec<u8> = (0..23).map(|day| [30, 40, 30, 20, 40][day % 5]).collect();
        for (before, after, expected) in [
            (&mixed[..], &[10, 10, 10, 10, 10, 10, 10][..], Some(Down)),
            (&mixed, &[50, 50, 50, 50, 50, 50, 50], Some(Up)),
            (&mixed, &[30, 40, 20, 30, 40, 30, 20], None),
            (&mixed, &[50, 50, 50], None),
            (&mixed[..3], &[10, 10, 10, 10, 10, 10, 10], None),
            (&mixed, &[], None),
            (&[30; 23], &[34, 34, 34, 34, 34, 34, 34], None),
        ] {
            assert_eq!(recent(&month(before, after), 23), expected, "{after:?}");
        }
    }

    /// The same numbers counted pair by pair, from the formulas as they are printed.
    #[test]
    fn a_naive_recount_agrees() {
        let mut dice = Dice(11);
        let sign = |a: u8, b: u8| i32::from(a > b) - i32::from(a < b);
        for days in 2..40_i32 {
            let points = noise(&mut dice, Spread::Levels, days, 0.2);
            let pairs = |from: usize, to: usize| -> i32 {
                let later = (from..points.len()).map(|late| {
                    (0..late.min(to)).map(|early| sign(points[late].1, points[early].1)).sum::<i32>()
                });
                later.sum()
            };
            let sizes: Vec<f64> = (0..=50)
                .map(|level| points.iter().map(|point| if point.1 == level { 1.0 } else { 0.0 }).sum())
                .collect();
            let n = f64::from(days);
            let tied = |of: &dyn Fn(f64) -> f64| sizes.iter().map(|size| of(*size)).sum::<f64>();
            let close = |(count, variance): (i32, f64), expected: i32, by_hand: f64| {
                assert!(
                    count == expected && (variance - by_hand).abs() < 1e-6,
                    "{days}: {variance} {by_hand}"
                );
            };
            let by_hand =
                (n * (n - 1.0) * (2.0 * n + 5.0) - tied(&|t| t * (t - 1.0) * (2.0 * t + 5.0))) / 18.0;
            close(kendall(&points), pairs(0, points.len()), by_hand);
            let border = points.len() / 2;
            let (early, late) = points.split_at(border);
            let m = early.iter().map(|_| 1.0).sum::<f64>();
            let by_hand = 4.0 * m * (n - m) / 12.0 * (n + 1.0 - tied(&|t| t.powi(3) - t) / (n * (n - 1.0)));
            close(mann_whitney(early, late), pairs(border, border), by_hand);
        }
    }
}
