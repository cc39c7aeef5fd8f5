//! The strength of a ritual.

use std::f64::consts::LN_2;

use crate::entry::Frequency;

/// What a day says about a ritual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not done, or nothing was noted.
    Nothing,
    /// It was done.
    Done,
    /// It was left out on purpose.
    Skipped,
    /// It rested, and was not done all the same.
    Paused,
}

/// How strong a ritual is after each of these days, which follow one another: from 0 to 1.
///
/// This is the score of Loop Habit Tracker (`Score.kt` and `ScoreList.kt` in
/// <https://github.com/iSoron/uhabits>, 2.3), which forgives where a streak breaks. With `f` times a day, each day
/// turns the strength `s` into `s·m + c·(1 − m)`, where `m = 0.5^(√f / 13)`: a daily ritual is half-way up, or
/// down, after 13 days. `c` is the share of the wanted times that the days up to this one have, 1 at most. They are
/// as many days as the frequency has; for one that is rarer than daily they are twice as many and so are the
/// wanted times, so that another day of the week is no failure. A skipped day leaves `s` as it was.
///
/// Loop knows no pauses. A paused day does what a day without a mark would, but never lowers `s`, and the days
/// after the pause do not look back at it. So pausing never makes a ritual weaker than the same marks without the
/// pause would be.
///
/// ```
/// use kept::entry::Frequency;
/// use kept::insight::{Outcome, strength, strengths};
///
/// let daily = Frequency { times: 1, days: 1 };
/// let days = strengths(daily, &[Outcome::Done, Outcome::Done, Outcome::Skipped, Outcome::Nothing]);
/// let expected = [0.051922, 0.101149, 0.101149, 0.095897];
/// assert!(days.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-6));
///
/// // Once a week: one time is half of the two that two weeks want.
/// let weekly = Frequency { times: 1, days: 7 };
/// assert!((strength(weekly, &[Outcome::Done]) - 0.009_976).abs() < 1e-6);
/// ```
pub fn strengths(frequency: Frequency, days: &[Outcome]) -> Vec<f64> {
    let Frequency { times, days: span } = frequency;
    // As in Loop, seven times in seven days is daily.
    let (times, span) = if times == span { (1, 1) } else { (times.max(1), span.max(1)) };
    let rate = f64::from(times) / f64::from(span);
    // 0.5^x; `exp` is far less code than `powf`.
    let kept = (-LN_2 * rate.sqrt() / 13.0).exp();
    let doubled: u16 = if rate < 1.0 { 2 } else { 1 };
    let (wanted, window) = (f64::from(times) * f64::from(doubled), usize::from(span) * usize::from(doubled));
    let step = |s: f64, done: u16| s * kept + (f64::from(done) / wanted).min(1.0) * (1.0 - kept);

    // The days outside of pauses so far, and how many of the last ones were done.
    let mut counted: Vec<bool> = Vec::new();
    let mut done = 0_u16;
    let mut s = 0.0_f64;
    let after = |(at, day): (usize, &Outcome)| {
        if *day == Outcome::Paused {
            let recent = days.get(at.saturating_sub(window - 1)..at).unwrap_or_default();
            let done = recent.iter().fold(0, |sum, day| sum + u16::from(*day == Outcome::Done));
            s = s.max(step(s, done));
            return s;
        }
        let is_out = counted.len().checked_sub(window).and_then(|first| counted.get(first));
        done = done + u16::from(*day == Outcome::Done) - is_out.map_or(0, |was_done| u16::from(*was_done));
        counted.push(*day == Outcome::Done);
        if *day != Outcome::Skipped {
            s = step(s, done);
        }
        s
    };
    days.iter().enumerate().map(after).collect()
}

/// How strong a ritual is after the last of these days; see [`strengths`].
pub fn strength(frequency: Frequency, days: &[Outcome]) -> f64 {
    strengths(frequency, days).last().copied().unwrap_or_default()
}

/// After how many days a day has no more to say about a strength that is shown in hundredths: whatever it was, it moves
/// the strength by less than half of one. With [`strengths`]' `f` that is where `0.5^(√f · days / 13)` is 1/200; what is
/// rarer than daily also looks back at the days of two of its frequencies.
///
/// ```
/// use kept::entry::Frequency;
/// use kept::insight::memory;
///
/// assert_eq!(memory(Frequency { times: 1, days: 1 }), 102);
/// assert_eq!(memory(Frequency { times: 1, days: 7 }), 279);
/// ```
pub fn memory(frequency: Frequency) -> i32 {
    let (times, days) = (f64::from(frequency.times.max(1)), f64::from(frequency.days.max(1)));
    // 13 · log2(200) is 99.4. Casts of floats stop at the ends of what a number can be.
    #[expect(clippy::cast_possible_truncation, reason = "it is below 100 · 256")]
    let fades = (100.0 * (days / times).sqrt() + 0.5) as i32;
    fades + 2 * i32::from(frequency.days)
}
