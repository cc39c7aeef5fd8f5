//! The one sentence under each picture of progress.
//!
//! What it says is data first ([`Said`], [`Tally`], …), made by rules; what it is called in English stands here and
//! nowhere else. It says what the picture shows and names no cause.
//!
//! # Thresholds
//!
//! - Fewer than four points of a signal are few, and the sentence says so ([`FEWEST`]).
//! - A change is named where [`trend`] finds one over the whole picture, or [`recent`] in its last stretch: the last 7
//!   days of what is shown day by day, the last 4 weeks of what is shown week by week. [`trend`](mod@super::trend)
//!   says how both make sure that of pictures of noise at most 5 % get a sentence with a change in it, whichever of the
//!   five signals it is.
//! - What the whole picture shows is not said again of its last stretch, unless that goes the other way.
//! - A ritual got stronger or weaker where the first and the last strength in the picture are at least 10 of 100 apart
//!   ([`STRONGER`]). A strength is counted, not felt, and so there is no noise in it to look through.
//! - Promises are counts. Nothing is said about whether they are more or fewer than before.

use super::agreements::{Taper, Tapered};
use super::patterns::{Before, Pattern, Share, Topic};
use super::promises::Tally;
use super::series::{Period, Point, PromiseCount, Span, line, number};
use super::trend::{FEWEST, Trend, recent, trend};
use crate::entry::{Day, Entry, Moment, Ritual, Setback, Signal, Subject};

/// By how much of 100 a strength has to change to be called stronger or less strong.
pub const STRONGER: u8 = 10;

/// What a picture of the signals shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing was answered.
    Nothing,
    /// So many points have answers, and of no signal there are enough.
    Few(usize),
    /// What there is enough of stays about where it is.
    Level,
    /// It goes up and down, and nowhere.
    Mixed,
    /// These signals changed.
    Changed(Vec<Change>),
}

/// A signal that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The signal.
    pub signal: Signal,
    /// Whether it went up; else it went down.
    pub is_up: bool,
    /// Since when.
    pub since: Since,
}

/// What something is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// The first third of the picture, around this day.
    Earlier(Day),
    /// The last stretch, with all before it.
    Lately,
}

/// A signal's short name.
pub fn signal_name(signal: Signal) -> &'static str {
    match signal {
        Signal::Safe => "Safe inside",
        Signal::Easy => "Easy to talk",
        Signal::Open => "Open",
        Signal::Heard => "Heard",
        Signal::Hopeful => "Hopeful",
    }
}

/// What an agreement covers, in words.
pub fn subject_name(subject: Subject) -> &'static str {
    match subject {
        Subject::Calendar => "the calendar can be seen",
        Subject::Message => "a message on arriving and on leaving",
        Subject::Phone => "the phone is left open",
        Subject::Contact => "contact with a certain person is told within a day",
        Subject::Finances => "money can be seen",
        Subject::Phones => "when and where no phones",
        Subject::ExPartners => "former partners",
        Subject::Alcohol => "alcohol",
        Subject::Secrets => "secrets",
        Subject::OwnWords => "something else, in your own words",
    }
}

/// What a picture of the signals shows, by the rules of this module.
pub fn said(points: &[Point], period: Period) -> Said {
    said_of(points, &Signal::ALL, period)
}

/// The same of some of the signals. The thresholds are those for all five: whoever looks at five pictures of one signal
/// each has five chances to see something in noise.
pub fn said_of(points: &[Point], signals: &[Signal], period: Period) -> Said {
    let is_answered = |point: &&Point| signals.iter().any(|signal| point.get(*signal).is_some());
    let answered = points.iter().filter(is_answered).count();
    if answered == 0 {
        return Said::Nothing;
    }
    let (mut changes, mut lately) = (Vec::new(), Vec::new());
    let (mut is_enough, mut is_level) = (false, true);
    for signal in signals.iter().copied() {
        let line = line(points, signal);
        let goes = trend(&line);
        let went = direction(goes);
        if let Some(is_up) = went {
            let since = Since::Earlier(early(&line));
            changes.push(Change { signal, is_up, since });
        }
        let goes_lately = direction(recent(&line, number(last_stretch(period))));
        if let Some(is_up) = goes_lately.filter(|is_up| went != Some(*is_up)) {
            lately.push(Change { signal, is_up, since: Since::Lately });
        }
        is_enough |= line.len() >= FEWEST;
        is_level &= line.len() < FEWEST || goes == Some(Trend::Level);
    }
    changes.append(&mut lately);
    match (changes.is_empty(), is_enough, is_level) {
        (false, ..) => Said::Changed(changes),
        (true, false, _) => Said::Few(answered),
        (true, true, true) => Said::Level,
        (true, true, false) => Said::Mixed,
    }
}

/// Up, or down, or neither.
fn direction(trend: Option<Trend>) -> Option<bool> {
    trend.filter(|trend| *trend != Trend::Level).map(|trend| trend == Trend::Up)
}

/// The first day of the last stretch.
fn last_stretch(period: Period) -> Day {
    if period.step() == 1 { period.last.plus(-6) } else { period.last.monday().plus(-7 * 3) }
}

/// The day in the middle of the first third.
fn early(line: &[(i32, u8)]) -> Day {
    let middle = line.len().div_ceil(3) / 2;
    Day::default().plus(line.get(middle).map_or(0, |(day, _)| *day))
}

/// The sentence under a picture of the signals: "Easier to talk than in September; less open in the last 7 days."
pub fn signals_sentence(said: &Said, period: Period) -> String {
    match said {
        Said::Nothing => "No answers in this time.".to_owned(),
        Said::Few(1) => "1 answer in this time: too few to say more.".to_owned(),
        Said::Few(count) => [&count.to_string(), " answers in this time: too few to say more."].concat(),
        Said::Level => "Much the same all through this time.".to_owned(),
        Said::Mixed => "Up and down, and no clear change in this time.".to_owned(),
        Said::Changed(changes) => changes_sentence(changes, period),
    }
}

fn changes_sentence(changes: &[Change], period: Period) -> String {
    let mut sentence = String::new();
    let mut changes = changes.iter().peekable();
    let mut is_same = false;
    while let Some(change) = changes.next() {
        let than = than(change.since, period);
        let next = changes.peek().map(|next| self::than(next.since, period));
        if !sentence.is_empty() {
            // Of those that are compared with the same, only the last one says with what.
            let is_last = next.as_ref() != Some(&than);
            sentence.push_str(if !is_same {
                "; "
            } else if is_last {
                " and "
            } else {
                ", "
            });
        }
        sentence.push_str(comparative(change.signal, change.is_up));
        is_same = next.as_ref() == Some(&than);
        if !is_same {
            sentence.push_str(&than);
        }
    }
    finished(sentence)
}

/// The sentence with a capital and a full stop.
fn finished(mut sentence: String) -> String {
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence.push('.');
    sentence
}

fn comparative(signal: Signal, is_up: bool) -> &'static str {
    match (signal, is_up) {
        (Signal::Safe, true) => "safer inside",
        (Signal::Safe, false) => "less safe inside",
        (Signal::Easy, true) => "easier to talk",
        (Signal::Easy, false) => "harder to talk",
        (Signal::Open, true) => "more open",
        (Signal::Open, false) => "less open",
        (Signal::Heard, true) => "more heard",
        (Signal::Heard, false) => "less heard",
        (Signal::Hopeful, true) => "more hopeful",
        (Signal::Hopeful, false) => "less hopeful",
    }
}

/// " than in September"; where the two stretches are in the same month, " than at first".
fn than(since: Since, period: Period) -> String {
    match (since, period.span) {
        (Since::Lately, Span::Week | Span::Month) => " in the last 7 days".to_owned(),
        (Since::Lately, Span::Quarter | Span::All) => " in the last 4 weeks".to_owned(),
        (Since::Earlier(_), Span::Week) => " than at the start of these 7 days".to_owned(),
        (Since::Earlier(_), Span::Month) => " than at the start of these 30 days".to_owned(),
        (Since::Earlier(day), Span::Quarter | Span::All) => {
            let ((year, month, _), (last_year, last_month, _)) = (day.parts(), period.last.parts());
            let is_long = period.last.since(period.first) > LONG;
            if (year, month) == (last_year, last_month) {
                " than at first".to_owned()
            } else if is_long && year != last_year {
                [" than in ", &year.to_string()].concat()
            } else if year == last_year {
                [" than in ", month_name(month)].concat()
            } else {
                [" than in ", month_name(month), " ", &year.to_string()].concat()
            }
        }
    }
}

/// With more days than these a third of them is more than half a year, and a month would say too little.
const LONG: i64 = 550;

fn month_name(month: u32) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month)
        .ok()
        .and_then(|month| MONTHS.get(month.checked_sub(1)?).copied())
        .unwrap_or_default()
}

/// The sentence under the promises: "11 of 13 kept, in time or late."
pub fn promises_sentence(counts: &[PromiseCount]) -> String {
    let tally = counts.iter().fold(Tally::default(), |sum, count| sum.plus(count.tally));
    let end = match tally.marked() {
        0 => return "Nothing noted about promises in this time.".to_owned(),
        _ if tally.is_too_few() => " kept: too few to say more.",
        _ => " kept, in time or late.",
    };
    [of(Share { count: tally.kept(), of: tally.marked() }).as_str(), end].concat()
}

/// "11 of 13".
fn of(share: Share) -> String {
    [&share.count.to_string(), " of ", &share.of.to_string()].concat()
}

/// The sentence under the strength of a ritual: "62 of 100, stronger than at the start of this time."
pub fn ritual_sentence(strengths: &[(Day, Option<u8>)]) -> String {
    let known = || strengths.iter().filter_map(|(_, strength)| *strength);
    let (Some(first), Some(last)) = (known().next(), known().next_back()) else {
        return "Not done so far in this time.".to_owned();
    };
    let end = if known().count() < FEWEST {
        ": too few days to compare."
    } else if last >= first.saturating_add(STRONGER) {
        ", stronger than at the start of this time."
    } else if first >= last.saturating_add(STRONGER) {
        ", less strong than at the start of this time."
    } else {
        ", about as strong as at the start of this time."
    };
    [&last.to_string(), " of 100", end].concat()
}

/// The sentence under an agreement that gets lighter: "Of 5 things, 2 happen by themselves by now and 1 has ended."
pub fn taper_sentence(all: &[Tapered]) -> String {
    let count = |taper| all.iter().filter(|it| it.taper == taper).count();
    let (by_itself, ended) = (count(Taper::ByItself), count(Taper::Ended));
    let things = counted(all.len(), "thing", "things");
    let by_itself_text = match by_itself {
        1 => "1 happens by itself by now".to_owned(),
        more => [&more.to_string(), " happen by themselves by now"].concat(),
    };
    let ended_text = counted(ended, "has ended", "have ended");
    match (by_itself, ended) {
        (0, 0) => [things.as_str(), ", all still agreed on."].concat(),
        (_, 0) => ["Of ", &things, ", ", &by_itself_text, "."].concat(),
        (0, _) => ["Of ", &things, ", ", &ended_text, "."].concat(),
        _ => ["Of ", &things, ", ", &by_itself_text, " and ", &ended_text, "."].concat(),
    }
}

/// "1 thing", "2 things".
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    [count.to_string().as_str(), " ", if count == 1 { one } else { many }].concat()
}

/// The sentence under the time line: "2 setbacks and 1 chosen moment in this time."
pub fn events_sentence(events: &[(Day, &Entry)]) -> String {
    let setbacks = events.iter().filter(|(_, entry)| entry.get::<Setback>().is_some()).count();
    let moments = events.iter().filter(|(_, entry)| entry.get::<Moment>().is_some()).count();
    let (setbacks_text, moments_text) =
        (counted(setbacks, "setback", "setbacks"), counted(moments, "chosen moment", "chosen moments"));
    let what = match (setbacks, moments) {
        (0, 0) => return "No setback and no chosen moment was noted in this time.".to_owned(),
        (_, 0) => setbacks_text,
        (0, _) => moments_text,
        _ => [setbacks_text.as_str(), " and ", &moments_text].concat(),
    };
    [what.as_str(), " in this time."].concat()
}

/// The sentence of a pattern, with the numbers behind it. That it says nothing about causes is for the screen to say
/// once, above all of them.
pub fn pattern_sentence(pattern: &Pattern<'_>) -> String {
    const WEEKDAYS: [&str; 7] =
        ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];
    let (with, without) = (of(pattern.with), of(pattern.without));
    match pattern.about {
        Topic::Weekday(weekday) => {
            let name = WEEKDAYS.get(usize::from(weekday)).copied().unwrap_or_default();
            [&with, " ", name, " were among your hardest days, and ", &without, " other days."].concat()
        }
        Topic::After(before) => {
            let after = match before {
                Before::Setback => "on the day of a setback or in the three days after",
                Before::Trigger => "on a day that brings it back or in the three days after",
                Before::MissedRitual => "in the three days after a ritual that was not done",
            };
            ["A hard time began on ", &with, " days ", after, ", and on ", &without, " other days."].concat()
        }
        Topic::Kept(ritual) => {
            let title = ritual.get::<Ritual>().map_or("", |ritual| ritual.title.trim());
            let name = if title.is_empty() { "a ritual" } else { title };
            let quoted = if title.is_empty() { name.to_owned() } else { ["“", name, "”"].concat() };
            [
                &with,
                " weeks with ",
                &quoted,
                " were better than those around them, and ",
                &without,
                " weeks without it.",
            ]
            .concat()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{
        Body, CameOut, CheckIn, Entries, EntryId, Level, PersonId, PromiseOutcome, Pulse, Signals, Stamp,
        Subject, Visibility, Weight,
    };
    use crate::insight::made::day;
    use crate::insight::{first_day, signals};

    /// A Sunday.
    const TODAY: &str = "2026-11-22";

    fn me() -> PersonId {
        "me".parse().unwrap()
    }

    fn entry(id: EntryId, body: Body) -> Entry {
        Entry::new(me(), id, Stamp::default(), Visibility::Private, body)
    }

    /// The sentence of a picture that ends today, whose points have these levels: a digit or a dot for a gap for each,
    /// the last one today or in this week. Signals that are not named have gaps only.
    fn told(span: Span, levels: &[(Signal, &str)]) -> String {
        let today = day(TODAY);
        let step = Period::new(span, None, today).step();
        let count = levels.iter().map(|(_, levels)| levels.len()).max().unwrap_or_default();
        let entries: Entries = (0..count)
            .map(|at| {
                let mut signals = Signals::default();
                for (signal, levels) in levels {
                    let level = levels.as_bytes().get(at).filter(|level| **level != b'.');
                    signals.set(*signal, level.and_then(|level| Level::try_from(level - b'0').ok()));
                }
                let back = i32::try_from(count - 1 - at).unwrap();
                let on = today.plus(-step * back);
                if step == 1 {
                    entry(Pulse::id(on), Pulse { signals, ..Pulse::new(on) }.into())
                } else {
                    entry(CheckIn::id(on), CheckIn { signals, ..CheckIn::new(on, "?") }.into())
                }
            })
            .collect();
        let period = Period::new(span, first_day(&entries, &me(), &me()), today);
        signals_sentence(&said(&signals(&entries, &me(), &me(), period), period), period)
    }

    #[test]
    fn a_sentence_says_what_the_picture_shows_and_no_more() {
        use Signal::{Easy, Heard, Hopeful, Open, Safe};
        let few = "too few to say more.";
        let (up, down) = ("1122233344455", "5544433322211");
        for (span, levels, expected) in [
            (Span::Month, &[][..], "No answers in this time."),
            (Span::Month, &[(Safe, ".....")], "No answers in this time."),
            (Span::Month, &[(Safe, "3")], &["1 answer in this time: ", few].concat()),
            (Span::Month, &[(Safe, "135")], &["3 answers in this time: ", few].concat()),
            // Six points, and of no signal there are four.
            (Span::Month, &[(Safe, "123..."), (Easy, "...321")], &["6 answers in this time: ", few].concat()),
            (Span::Month, &[(Safe, "3333")], "Much the same all through this time."),
            (Span::Month, &[(Safe, "3333"), (Easy, "1.5")], "Much the same all through this time."),
            (
                Span::Month,
                &[(Safe, "3333"), (Easy, "1515")],
                "Up and down, and no clear change in this time.",
            ),
            (Span::Month, &[(Safe, "1234")], "Up and down, and no clear change in this time."),
            (Span::Quarter, &[(Easy, up)], "Easier to talk than in September."),
            (Span::Quarter, &[(Easy, up), (Open, up)], "Easier to talk and more open than in September."),
            (
                Span::Quarter,
                &[(Safe, up), (Easy, down), (Open, "3333333333333"), (Heard, up), (Hopeful, down)],
                "Safer inside, harder to talk, more heard and less hopeful than in September.",
            ),
            (Span::Week, &[(Safe, "1122344")], "Up and down, and no clear change in this time."),
            (Span::Month, &[(Safe, up)], "Safer inside than at the start of these 30 days."),
            // What has gaps is compared by the days that are there.
            (Span::Quarter, &[(Heard, "......1234555")], "Up and down, and no clear change in this time."),
            (Span::All, &[(Heard, "11222333444")], "More heard than in September."),
            (
                Span::Month,
                &[(Open, "343434343434343434343431111111"), (Easy, "333333333333333333333333333333")],
                "Less open in the last 7 days.",
            ),
        ] {
            assert_eq!(told(span, levels), expected, "{span:?} {levels:?}");
        }
    }

    #[test]
    fn a_picture_of_one_signal_says_what_it_shows_by_itself() {
        let today = day(TODAY);
        let of_week = |at: i32, safe: Option<u8>, open: u8| {
            let level = |level: u8| Level::try_from(level).ok();
            let signals = Signals { safe: safe.and_then(level), open: level(open), ..Signals::default() };
            let on = today.plus(-7 * at);
            entry(CheckIn::id(on), CheckIn { signals, ..CheckIn::new(on, "?") }.into())
        };
        let entries: Entries = (0..13)
            .map(|at| of_week(at, Some(3).filter(|_| at < 3), u8::try_from(5 - at / 3).unwrap()))
            .collect();
        let period = Period::new(Span::Quarter, None, today);
        let points = signals(&entries, &me(), &me(), period);
        let told = |of| signals_sentence(&said_of(&points, of, period), period);
        assert_eq!(told(&[Signal::Safe]), "3 answers in this time: too few to say more.");
        assert_eq!(told(&[Signal::Open]), "More open than in September.");
        assert_eq!(told(&[Signal::Heard]), "No answers in this time.");
        assert_eq!(told(&Signal::ALL), signals_sentence(&said(&points, period), period));
    }

    #[test]
    fn a_long_time_is_named_by_its_year_and_a_turn_is_told_beside_the_whole() {
        let years: String = (0..156).map(|week| ["2", "3", "4"][week / 52]).collect();
        assert_eq!(told(Span::All, &[(Signal::Safe, &years)]), "Safer inside than in 2024.");
        let one_year: String = (0..60).map(|week| ["2", "3", "4"][week / 20]).collect();
        assert_eq!(told(Span::All, &[(Signal::Safe, &one_year)]), "Safer inside than in December 2025.");
        let turned = ["23".repeat(26), "34".repeat(26), "45".repeat(24), "1111".to_owned()].concat();
        assert_eq!(
            told(Span::All, &[(Signal::Easy, &turned), (Signal::Open, &years)]),
            "Easier to talk and more open than in 2024; harder to talk in the last 4 weeks."
        );
        let goes_on = ["12".repeat(26), "23".repeat(26), "34".repeat(24), "5555".to_owned()].concat();
        assert_eq!(told(Span::All, &[(Signal::Easy, &goes_on)]), "Easier to talk than in 2024.");
    }

    #[test]
    fn lives_of_noise_get_a_change_in_five_of_a_hundred_pictures_at_most() {
        let mut state = 88_172_645_463_325_252_u64;
        let mut digit = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            ["1", "2", "3", "4", "5", "."][usize::try_from((state >> 33) % 6).unwrap()]
        };
        for (span, count) in [(Span::Week, 7), (Span::Month, 30), (Span::Quarter, 13), (Span::All, 80)] {
            let named = (0..100).filter(|_| {
                let levels: Vec<String> = (0..5).map(|_| (0..count).map(|_| digit()).collect()).collect();
                let levels: Vec<(Signal, &str)> =
                    Signal::ALL.into_iter().zip(levels.iter().map(String::as_str)).collect();
                let told = told(span, &levels);
                !told.starts_with("Up and down") && !told.contains("few") && !told.starts_with("Much")
            });
            let named = named.count();
            assert!(named <= 5, "{named} of 100, {span:?}");
        }
    }

    #[test]
    fn promises_are_counts() {
        use PromiseOutcome::{Kept, KeptLate, Missed, NotYet, ToldFirst};
        let from = day(TODAY);
        let count = |outcomes: &[PromiseOutcome]| {
            let mut tally = Tally::default();
            for outcome in outcomes {
                tally.add(*outcome);
            }
            PromiseCount { from, tally }
        };
        for (counts, expected) in [
            (&[][..], "Nothing noted about promises in this time."),
            (&[count(&[NotYet])], "Nothing noted about promises in this time."),
            (&[count(&[Kept]), count(&[Missed, NotYet])], "1 of 2 kept: too few to say more."),
            (&[count(&[Kept, KeptLate]), count(&[Missed, ToldFirst])], "2 of 4 kept, in time or late."),
        ] {
            assert_eq!(promises_sentence(counts), expected);
        }
    }

    #[test]
    fn a_ritual_is_stronger_from_ten_of_a_hundred_on() {
        for (strengths, expected) in [
            (&[][..], "Not done so far in this time."),
            (&[None, None], "Not done so far in this time."),
            (&[None, Some(5), Some(9), Some(40)], "40 of 100: too few days to compare."),
            (&[Some(5), Some(9), Some(12), Some(15)], "15 of 100, stronger than at the start of this time."),
            (
                &[Some(5), Some(9), Some(12), Some(14)],
                "14 of 100, about as strong as at the start of this time.",
            ),
            (
                &[Some(95), Some(95), None, Some(9), Some(85)],
                "85 of 100, less strong than at the start of this time.",
            ),
            (
                &[Some(95), Some(95), Some(96), Some(86), None],
                "86 of 100, about as strong as at the start of this time.",
            ),
        ] {
            let strengths: Vec<_> = strengths.iter().map(|strength| (day(TODAY), *strength)).collect();
            assert_eq!(ritual_sentence(&strengths), expected);
        }
    }

    #[test]
    fn what_got_lighter_and_what_happened_is_counted() {
        use Taper::{ByItself, Ended, Needed};
        let all = |tapers: &[Taper]| -> Vec<Tapered> {
            let one = |taper: &Taper| Tapered { subject: Subject::Phone, from_start: true, taper: *taper };
            tapers.iter().map(one).collect()
        };
        for (tapers, expected) in [
            (&[Needed][..], "1 thing, all still agreed on."),
            (&[Needed, ByItself], "Of 2 things, 1 happens by itself by now."),
            (&[Ended, Needed, Ended], "Of 3 things, 2 have ended."),
            (
                &[ByItself, ByItself, Ended, Needed, Needed],
                "Of 5 things, 2 happen by themselves by now and 1 has ended.",
            ),
        ] {
            assert_eq!(taper_sentence(&all(tapers)), expected);
        }
        let setback = Setback {
            day: day(TODAY),
            weight: Weight::Small,
            what: "x".into(),
            done: String::new(),
            came_out: CameOut::Told,
        };
        let setback = entry(Setback::id([1; 16]), setback.into());
        let moment = entry("moment/x".parse().unwrap(), Moment { day: day(TODAY), what: "x".into() }.into());
        for (events, expected) in [
            (&[][..], "No setback and no chosen moment was noted in this time."),
            (&[&moment], "1 chosen moment in this time."),
            (&[&setback, &setback, &moment], "2 setbacks and 1 chosen moment in this time."),
            (&[&setback], "1 setback in this time."),
        ] {
            let events: Vec<_> = events.iter().map(|entry| (day(TODAY), *entry)).collect();
            assert_eq!(events_sentence(&events), expected);
        }
    }

    #[test]
    fn a_pattern_says_its_numbers() {
        let ritual = |title: &str| {
            let ritual = Ritual { title: title.into(), ..Ritual::default() };
            entry(Ritual::id([1; 16]), ritual.into())
        };
        let (tea, untitled) = (ritual("Tea"), ritual(" "));
        let (with, without) = (Share { count: 7, of: 12 }, Share { count: 10, of: 70 });
        for (about, expected) in [
            (Topic::Weekday(0), "7 of 12 Mondays were among your hardest days, and 10 of 70 other days."),
            (
                Topic::After(Before::Setback),
                "A hard time began on 7 of 12 days on the day of a setback or in the three days after, and on 10 of 70 \
                 other days.",
            ),
            (
                Topic::Kept(&tea),
                "7 of 12 weeks with “Tea” were better than those around them, and 10 of 70 weeks without it.",
            ),
            (
                Topic::Kept(&untitled),
                "7 of 12 weeks with a ritual were better than those around them, and 10 of 70 weeks without it.",
            ),
        ] {
            assert_eq!(pattern_sentence(&Pattern { about, with, without }), expected);
        }
    }
}
