//! Promises: what was made of them, when they are due, and how to make one concrete.
//!
//! What a screen calls for what it shows; `reader` is whoever looks at it. Marks belong to their months, so whatever
//! reads them wants [`Reach::Days`](crate::vault::Reach) read first: 30 days reach into a third month in March.
//!
//! | on the screen | call |
//! | --- | --- |
//! | the list | [`promises`]; those first of which [`is_open`] says so |
//! | when it is due | [`Promise::shape`] |
//! | "11 of 13 in the last 30 days" | [`tally`] of [`marked_days`] with [`DAYS_BACK`], each author by themselves; where it [is too few](Tally::is_too_few), the screen says that instead |
//! | its list, and where two differ | [`marked_days`]: both marks of a day in one row, no row for a day without |
//! | the marks to choose from | [`PromiseOutcome::ALL`], saved under [`PromiseMark::id`] with the promise's visibility |
//! | what it was before | [`history`]: the day is `since`, and why is `reason`, of the promise that each change led to |
//! | the form | [`Promise::faults`] keep it from being saved; [`lacks`] are questions beside it, and keep nobody from anything |
//! | changing it | the same entry while it [is fresh](Promise::is_fresh), a new one from [`Promise::renegotiated`] afterwards |
//! | Today | [`due_promises`]; what is due since a day that has passed is said calmly, for [`DAYS_AFTER`] days |

use super::order::ordered;
use super::rituals::stretch;
use crate::entry::{
    Day, Entries, Entry, EntryId, PersonId, Promise, PromiseMark, PromiseOutcome, PromiseShape,
};

/// How many days are looked back on, today included.
pub const DAYS_BACK: i32 = 30;
/// How many days before its day a promise shows up.
pub const DAYS_BEFORE: i64 = 2;
/// For how many days after its day a promise that nobody marked shows up. Then it stays in the ledger only.
pub const DAYS_AFTER: i64 = 14;

/// The promises that `reader` may see as they are now, those made first coming first. What was renegotiated is in the
/// [`history`] of what it became.
pub fn promises<'a>(entries: &'a Entries, reader: &PersonId) -> Vec<&'a Entry> {
    let mut all = ordered(entries, std::slice::from_ref(reader), &|entry| {
        Some(entry.get::<Promise>()?.since.since(Day::default()))
    });
    let is_replaced: Vec<bool> = all.iter().map(|old| all.iter().any(|new| replaces(new, old))).collect();
    let mut is_replaced = is_replaced.into_iter();
    all.retain(|_| is_replaced.next() != Some(true));
    all
}

/// Whether `new` is what `old` became. It was written later, whatever the days say, so that no file can lead round in
/// a circle.
fn replaces(new: &Entry, old: &Entry) -> bool {
    let replaced = new.get::<Promise>().and_then(|promise| promise.replaces.as_ref());
    replaced == Some(&old.id) && new.author == old.author && new.stamp > old.stamp
}

/// A promise and what it was before, as far as `reader` may see: the newest words first, the first ones last. The day
/// and the reason of each change stand in the promise that it led to.
pub fn history<'a>(entries: &'a Entries, reader: &PersonId, promise: &'a Entry) -> Vec<&'a Entry> {
    let mut all = vec![promise];
    let mut newest = promise;
    while let Some(old) = newest.get::<Promise>().and_then(|promise| promise.replaces.as_ref()) {
        let old = entries.entry(&newest.author, old).filter(|old| old.is_visible_to(entries, reader));
        let Some(old) = old.filter(|old| old.get::<Promise>().is_some() && replaces(newest, old)) else {
            break;
        };
        all.push(old);
        newest = old;
    }
    all
}

/// Whether a promise still asks for something, for the first of two lists. What is to be done once asks until its
/// author noted what became of it, as far as `reader` may see; the mark of somebody else closes nothing.
pub fn is_open(entries: &Entries, reader: &PersonId, entry: &Entry, today: Day) -> bool {
    let Some(promise) = entry.get::<Promise>() else { return false };
    let is_once = matches!(promise.shape(), PromiseShape::Once(_));
    let is_settled = is_once && outcomes(entries, reader, entry, Day::FIRST, Day::LAST) > 0;
    !is_settled && !promise.is_over(today)
}

/// How often the author of a promise noted what became of it, from one day to another, as far as `reader` may see.
/// That it is too early to say is no outcome.
fn outcomes(entries: &Entries, reader: &PersonId, entry: &Entry, from: Day, to: Day) -> usize {
    let path = PromiseMark::path(&entry.id);
    let own = entries.dated(&entry.author, &path, from, to);
    let own = own.filter(|(_, mark)| mark.is_visible_to(entries, reader));
    own.filter_map(|(_, mark)| mark.get::<PromiseMark>())
        .filter(|mark| mark.state != PromiseOutcome::NotYet)
        .count()
}

/// A day of a promise, and what each noted. Where the two differ, both stand there.
#[derive(Debug, PartialEq)]
pub struct MarkedDay<'a> {
    /// The day.
    pub day: Day,
    /// The promise that was marked: one of those asked for, or what it was before.
    pub promise: &'a EntryId,
    /// The marks, each of its author, by author.
    pub marks: Vec<&'a Entry>,
}

/// The last so many days up to `today` on which somebody marked one of `promises`, or what it was before it was
/// renegotiated, as far as `reader` may see: the newest first. A day without a mark is not in the list; it says
/// nothing.
pub fn marked_days<'a>(
    entries: &'a Entries,
    reader: &PersonId,
    promises: &[&'a Entry],
    today: Day,
    days: i32,
) -> Vec<MarkedDay<'a>> {
    let mut all: Vec<&Entry> = Vec::new();
    for promise in promises {
        all.extend(history(entries, reader, promise));
    }
    let days = 0..i64::from(days);
    let marks = ordered(entries, std::slice::from_ref(reader), &|entry| {
        let mark = entry.get::<PromiseMark>()?;
        let back = today.since(mark.day);
        (days.contains(&back) && all.iter().any(|promise| promise.id == mark.promise)).then_some(back)
    });
    let mut rows: Vec<MarkedDay<'_>> = Vec::new();
    for entry in marks {
        let Some(PromiseMark { day, promise, .. }) = entry.get::<PromiseMark>() else { continue };
        match rows.iter_mut().rev().find(|row| row.day == *day && row.promise == promise) {
            Some(row) => {
                let place = row.marks.partition_point(|other| other.author <= entry.author);
                row.marks.insert(place, entry);
            }
            None => rows.push(MarkedDay { day: *day, promise, marks: vec![entry] }),
        }
    }
    rows
}

/// How often one person noted what of one or more promises. It is of that person's marks only, and stands beside nobody else's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([usize; PromiseOutcome::ALL.len()]);

impl Tally {
    /// With fewer marks there is too little to say.
    pub const ENOUGH: usize = 4;

    /// How often that was noted.
    pub fn of(self, outcome: PromiseOutcome) -> usize {
        self.0[outcome as usize]
    }

    pub(super) fn add(&mut self, outcome: PromiseOutcome) {
        self.0[outcome as usize] += 1;
    }

    /// Both counts in one.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let mut both = self;
        for (count, more) in both.0.iter_mut().zip(other.0) {
            *count += more;
        }
        both
    }

    /// How often it was kept, in time or late: the 11 of "11 of 13".
    pub fn kept(self) -> usize {
        self.of(PromiseOutcome::Kept) + self.of(PromiseOutcome::KeptLate)
    }

    /// How often something was noted that can be counted: the 13 of "11 of 13". What it is too early for is not.
    pub fn marked(self) -> usize {
        self.0.iter().sum::<usize>() - self.of(PromiseOutcome::NotYet)
    }

    /// Whether there is too little to say.
    pub fn is_too_few(self) -> bool {
        self.marked() < Self::ENOUGH
    }
}

/// Counts the marks of `author` in a list of days.
pub fn tally(days: &[MarkedDay<'_>], author: &PersonId) -> Tally {
    let mut tally = Tally::default();
    for mark in days.iter().flat_map(|day| &day.marks).filter(|mark| mark.author == *author) {
        if let Some(mark) = mark.get::<PromiseMark>() {
            tally.add(mark.state);
        }
    }
    tally
}

/// When a promise is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseDue {
    /// On a day that comes soon.
    Soon(Day),
    /// Today.
    Today,
    /// On a day that has passed, and nothing was noted yet.
    Past(Day),
}

/// A promise that is due.
#[derive(Debug, PartialEq)]
pub struct DuePromise<'a> {
    /// The promise.
    pub entry: &'a Entry,
    /// When.
    pub due: PromiseDue,
    /// What its author noted today. Until the day is over it stays in the list.
    pub mark: Option<&'a PromiseMark>,
}

/// What `person` promised and is due on `today`, those made first coming first. What the other promised is the other's
/// to remember; a standing promise is never due. `week_starts` is the day on which weeks start where they live (0 for
/// Monday to 6 for Sunday).
pub fn due_promises<'a>(
    entries: &'a Entries,
    person: &PersonId,
    today: Day,
    week_starts: u8,
) -> Vec<DuePromise<'a>> {
    let mut all = promises(entries, person);
    all.retain(|entry| entry.author == *person);
    let due = |entry: &'a Entry| {
        let promise = entry.get::<Promise>().filter(|promise| !promise.is_over(today))?;
        let due = due(entries, entry, promise, today, week_starts)?;
        let mark = entries.get::<PromiseMark>(person, &PromiseMark::id(&entry.id, today));
        Some(DuePromise { entry, due, mark })
    };
    all.into_iter().filter_map(due).collect()
}

fn due(
    entries: &Entries,
    entry: &Entry,
    promise: &Promise,
    today: Day,
    week_starts: u8,
) -> Option<PromiseDue> {
    let marks = |from, to| outcomes(entries, &entry.author, entry, from, to);
    // What was noted today takes nothing out of today's list.
    let yesterday = today.plus(-1);
    match promise.shape() {
        PromiseShape::Repeated(rhythm) => {
            let first = stretch(rhythm, promise.since, today, week_starts);
            let has_enough = || marks(first, yesterday) >= usize::from(rhythm.wanted());
            let is_due = rhythm.weekdays().map_or_else(|| !has_enough(), |days| days.has(today.weekday()));
            (is_due && promise.since <= today).then_some(PromiseDue::Today)
        }
        PromiseShape::Once(until) => {
            let left = until.since(today);
            let is_near = (-DAYS_AFTER..=DAYS_BEFORE).contains(&left);
            // A mark of tomorrow was made where it was tomorrow already.
            let is_marked = marks(Day::FIRST, yesterday) + marks(today.plus(1), Day::LAST) > 0;
            (is_near && !is_marked).then_some(match left {
                0 => PromiseDue::Today,
                1.. => PromiseDue::Soon(until),
                _ => PromiseDue::Past(until),
            })
        }
        PromiseShape::Standing => None,
    }
}

/// What a promise lacks to be concrete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Something that can be seen or heard.
    Deed,
    /// When, or how often.
    When,
    /// How both would know.
    Check,
}

impl Lack {
    /// The question that helps.
    pub fn question(self) -> &'static str {
        match self {
            Self::Deed => {
                "What would the other see or hear you do? “Be more open” can become “tell you the same evening when we have spoken”."
            }
            Self::When => {
                "By when, or how often? “Every evening” or “by Friday” is easier to keep than “from now on”."
            }
            Self::Check => "How would you both know that it was kept?",
        }
    }
}

/// Words for how somebody wants to be. Without anything they will do, they can be neither kept nor missed.
const HOPES: &str = "attentive best better careful caring change effort faithful good harder honest improve kind kinder \
    loving loyal mature nice nicer open patient present respect respectful supportive transparent \
    trustworthy try";
/// What can be seen or heard; endings do not matter.
const DEEDS: &str = "answer arriv ask block book bring call clean come cook delet drink drive eat give hand home leav \
    listen look meet messag pay phone put read ring say send show sit sleep spend stay talk tell text \
    turn wait walk wash write";
/// What tells when; endings do not matter.
const TIMES: &str = "after before daily day each evening every friday hour if month monday morning night once saturday \
    sunday thursday today tomorrow tonight tuesday twice until wednesday week when";

/// What would make a promise more concrete: questions to think about, and nothing that keeps it from being made. They
/// know English only, and ask nothing about the words of other alphabets.
pub fn lacks(promise: &Promise) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let text = promise.text.trim();
    let is_known = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_bare = text.is_ascii() && text.split(' ').nth(2).is_none();
    if is_known && !says(text, DEEDS, 3) && (is_bare || says(text, HOPES, 0)) {
        lacks.push(Lack::Deed);
    }
    let has_time = promise.until.is_some() || promise.rhythm.is_some() || says(text, TIMES, 3);
    if is_known && !has_time && !text.bytes().any(|byte| byte.is_ascii_digit()) {
        lacks.push(Lack::When);
    }
    if promise.check.trim().is_empty() {
        lacks.push(Lack::Check);
    }
    lacks
}

/// Whether one of `words` is in a text, in any case, with an ending of up to so many letters. Words of two or three
/// letters have one more at most, an "s": else "say" would be in "sayings".
fn says(text: &str, words: &str, ending: usize) -> bool {
    let mut of_text = text.split(|letter: char| !letter.is_ascii_alphabetic());
    of_text.any(|word| {
        words.split(' ').any(|known| {
            let longest = if known.len() > 3 { known.len() + ending } else { known.len() + ending.min(1) };
            let begins = word.get(..known.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(known));
            begins && word.len() <= longest
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::entry::{EntryId, Per, Rhythm, Stamp, Visibility};
    use crate::insight::made::{day, person};

    fn entry(author: &str, id: EntryId, ms: u64, visibility: Visibility, body: crate::entry::Body) -> Entry {
        Entry::new(person(author), id, Stamp { ms, ..Stamp::default() }, visibility, body)
    }

    fn id(number: u8) -> EntryId {
        Promise::id([number; 16])
    }

    fn made(author: &str, number: u8, ms: u64, promise: Promise) -> Entry {
        entry(author, id(number), ms, Visibility::Shared, promise.into())
    }

    fn marked(author: &str, number: u8, on: Day, state: PromiseOutcome) -> Entry {
        let mark = PromiseMark { promise: id(number), day: on, state, note: String::new() };
        entry(author, PromiseMark::id(&mark.promise, on), 9, Visibility::Shared, mark.into())
    }

    fn promise(text: &str, since: &str) -> Promise {
        Promise { text: text.into(), since: day(since), ..Promise::default() }
    }

    fn texts(found: &[&Entry]) -> Vec<String> {
        found.iter().map(|entry| entry.get::<Promise>().unwrap().text.clone()).collect()
    }

    #[test]
    fn a_renegotiated_promise_stays_in_the_history_of_what_it_became() {
        let change = |text: &str, since: &str, of: u8| Promise {
            text: text.into(),
            reason: "The train".into(),
            ..promise("", "2026-11-01").renegotiated(id(of), day(since))
        };
        let entries: Entries = [
            made("me", 1, 1, promise("by seven", "2026-11-01")),
            made("me", 2, 2, change("by eight", "2026-11-10", 1)),
            // The clock was turned back meanwhile.
            made("me", 3, 3, change("by nine", "2026-11-05", 2)),
            made("me", 4, 4, promise("another", "2026-11-02")),
            // Nobody changes what the other promised.
            made("you", 5, 5, change("by noon", "2026-11-11", 4)),
        ]
        .into_iter()
        .collect();
        let me = person("me");
        assert_eq!(texts(&promises(&entries, &me)), ["another", "by nine", "by noon"]);
        let newest = entries.entry(&me, &id(3)).unwrap();
        assert_eq!(texts(&history(&entries, &me, newest)), ["by nine", "by eight", "by seven"]);
        let theirs = entries.entry(&person("you"), &id(5)).unwrap();
        assert_eq!(texts(&history(&entries, &me, theirs)), ["by noon"]);
    }

    #[test]
    fn a_history_that_leads_round_in_a_circle_ends_and_hides_nothing() {
        let round = |text: &str, of: u8| Promise { replaces: Some(id(of)), ..promise(text, "2026-11-01") };
        let entries: Entries = [
            made("me", 1, 1, round("one", 2)),
            made("me", 2, 2, round("two", 1)),
            made("me", 3, 3, round("three", 3)),
        ]
        .into_iter()
        .collect();
        let me = person("me");
        assert_eq!(texts(&promises(&entries, &me)), ["two", "three"]);
        for (number, expected) in [(1, &["one"][..]), (2, &["two", "one"]), (3, &["three"])] {
            let newest = entries.entry(&me, &id(number)).unwrap();
            assert_eq!(texts(&history(&entries, &me, newest)), expected);
        }
    }

    #[test]
    fn where_two_people_differ_both_marks_stand_side_by_side() {
        use PromiseOutcome::{Kept, Missed, NotYet, Repaired};
        let today = day("2026-11-22");
        let of_before = marked("me", 2, today.plus(-2), Repaired);
        let now = Promise { replaces: Some(id(2)), ..promise("now", "2026-11-21") };
        let hidden = marked("you", 1, today.plus(-1), Missed);
        let hidden = hidden.revised(hidden.stamp, Visibility::Private, hidden.body.clone());
        let entries: Entries = [
            made("me", 1, 2, now),
            made("me", 2, 1, promise("before", "2026-11-01")),
            of_before,
            marked("me", 1, today, Kept),
            marked("you", 1, today, Missed),
            marked("me", 1, today.plus(-1), NotYet),
            hidden,
            marked("me", 1, today.plus(1), Kept),
            marked("me", 2, today.plus(-30), Missed),
            marked("me", 3, today, Missed),
        ]
        .into_iter()
        .collect();
        let (me, you) = (person("me"), person("you"));
        let newest = entries.entry(&me, &id(1)).unwrap();
        let days = marked_days(&entries, &me, &[newest], today, DAYS_BACK);
        let rows: Vec<(i64, Vec<(&str, PromiseOutcome)>)> = days
            .iter()
            .map(|row| {
                let mark = |mark: &&Entry| mark.get::<PromiseMark>().unwrap().state;
                let marks = row.marks.iter().map(|entry| (entry.author.as_str(), mark(entry)));
                (today.since(row.day), marks.collect())
            })
            .collect();
        let expected = [
            (0, vec![("me", Kept), ("you", Missed)]),
            (1, vec![("me", NotYet)]),
            (2, vec![("me", Repaired)]),
        ];
        assert_eq!(rows, expected);
        // Each count is of one person's marks, and what it is too early for is not counted.
        assert_eq!((tally(&days, &me).kept(), tally(&days, &me).marked()), (1, 2));
        assert_eq!((tally(&days, &you).kept(), tally(&days, &you).marked()), (0, 1));
        assert!(tally(&days, &me).is_too_few());
        assert_eq!(marked_days(&entries, &you, &[newest], today, DAYS_BACK)[1].marks.len(), 2);
    }

    #[test]
    fn a_promise_is_due_around_its_day_until_something_was_noted() {
        use PromiseDue::{Past, Soon, Today};
        let until = "2024-03-01";
        for (today, mark, expected) in [
            ("2024-02-27", None, None),
            ("2024-02-28", None, Some(Soon(day(until)))),
            ("2024-02-29", None, Some(Soon(day(until)))),
            (until, None, Some(Today)),
            ("2024-03-02", None, Some(Past(day(until)))),
            ("2024-03-15", None, Some(Past(day(until)))),
            ("2024-03-16", None, None),
            ("2024-03-02", Some((until, PromiseOutcome::Kept)), None),
            ("2024-03-02", Some((until, PromiseOutcome::Missed)), None),
            ("2024-03-02", Some((until, PromiseOutcome::NotYet)), Some(Past(day(until)))),
            // It was kept before its day.
            (until, Some(("2024-02-27", PromiseOutcome::Kept)), None),
            // Noted today, it stays until the day is over.
            (until, Some((until, PromiseOutcome::Kept)), Some(Today)),
            // The clock was turned back.
            ("2024-02-20", Some((until, PromiseOutcome::Kept)), None),
            // It was kept where it was 1 March already, and they flew west.
            ("2024-02-29", Some((until, PromiseOutcome::Kept)), None),
        ] {
            let once = Promise { until: Some(day(until)), ..promise("x", "2024-02-01") };
            let mut entries: Entries = [made("me", 1, 1, once)].into_iter().collect();
            entries.extend(mark.map(|(on, state)| marked("me", 1, day(on), state)));
            let due = due_promises(&entries, &person("me"), day(today), 0);
            assert_eq!(due.first().map(|due| due.due), expected, "{today} {mark:?}");
            let is_today = mark.is_some_and(|(on, _)| on == today);
            assert!(due.iter().all(|due| due.mark.is_some() == is_today));
            assert!(due_promises(&entries, &person("you"), day(today), 0).is_empty(), "it is not theirs");
        }
    }

    #[test]
    fn a_repeated_promise_is_due_as_often_as_its_rhythm_wants_and_never_overdue() {
        let fridays = Rhythm::on("....F..".parse().unwrap());
        // 2026-12-28 is a Monday.
        for (rhythm, marks, today, is_due) in [
            (Rhythm::DAILY, &["2026-12-30"][..], "2026-12-31", true),
            (Rhythm::DAILY, &["2026-12-31"], "2026-12-31", true),
            (Rhythm::every(3), &["2026-12-29"], "2026-12-31", false),
            (Rhythm::every(3), &["2026-12-29"], "2027-01-01", true),
            (fridays, &["2026-12-28"], "2026-12-31", false),
            (fridays, &["2026-12-28"], "2027-01-01", true),
            (Rhythm::new(1, Per::Week), &["2026-12-28"], "2026-12-28", true),
            (Rhythm::new(1, Per::Week), &["2026-12-28"], "2027-01-03", false),
            (Rhythm::new(1, Per::Week), &["2026-12-28"], "2027-01-04", true),
            (Rhythm::new(2, Per::Week), &["2026-12-28"], "2027-01-01", true),
            (Rhythm::new(1, Per::Month), &["2026-12-28"], "2026-12-31", false),
            (Rhythm::new(1, Per::Month), &["2026-12-28"], "2027-01-01", true),
            (Rhythm::new(1, Per::Week), &[], "2027-01-10", true),
            (Rhythm::new(1, Per::Week), &[], "2027-01-11", false),
            // The clock was turned back to before it was made.
            (Rhythm::DAILY, &[], "2026-11-30", false),
        ] {
            let until = Some(day("2027-01-10"));
            let repeated = Promise { until, rhythm: Some(rhythm), ..promise("x", "2026-12-01") };
            let mut entries: Entries = [made("me", 1, 1, repeated)].into_iter().collect();
            entries.extend(marks.iter().map(|on| marked("me", 1, day(on), PromiseOutcome::Missed)));
            // What the other noted is the other's.
            entries.absorb(marked("you", 1, day(today).plus(-1), PromiseOutcome::Kept));
            let due = due_promises(&entries, &person("me"), day(today), 0);
            assert_eq!(!due.is_empty(), is_due, "{rhythm:?} {marks:?} {today}");
            assert!(due.iter().all(|due| due.due == PromiseDue::Today));
        }
    }

    #[test]
    fn a_promise_is_open_until_it_is_over_or_its_author_noted_what_became_of_it() {
        use PromiseOutcome::{Kept, Missed, NotYet};
        let made_on = "2026-11-01";
        let once = Promise { until: Some(day("2026-11-10")), ..promise("x", made_on) };
        let daily = Promise { rhythm: Some(Rhythm::DAILY), ..once.clone() };
        let standing = promise("x", made_on);
        let ended = Promise { ended: Some(day("2026-11-05")), ..standing.clone() };
        for (promise, mark, today, is_yet) in [
            (&once, None, "2026-11-10", true),
            (&once, None, "2031-01-01", true),
            (&once, Some(("me", NotYet)), "2026-11-10", true),
            (&once, Some(("me", Missed)), "2026-11-10", false),
            (&once, Some(("me", Kept)), "2026-11-02", false),
            (&once, Some(("you", Missed)), "2026-11-10", true),
            (&daily, Some(("me", Kept)), "2026-11-10", true),
            (&daily, None, "2026-11-11", false),
            (&standing, Some(("me", Kept)), "2031-01-01", true),
            (&ended, None, "2026-11-04", true),
            (&ended, None, "2026-11-05", false),
        ] {
            let mut entries: Entries = [made("me", 1, 1, promise.clone())].into_iter().collect();
            entries.extend(mark.map(|(who, state)| marked(who, 1, day("2026-11-09"), state)));
            let entry = entries.entry(&person("me"), &id(1)).unwrap();
            let seen = ["me", "you"].map(|reader| is_open(&entries, &person(reader), entry, day(today)));
            assert_eq!(seen, [is_yet; 2], "{promise:?} {mark:?} {today}");
        }
        // A mark that is kept back closes nothing for the other.
        let mark = marked("me", 1, day("2026-11-09"), Kept);
        let mark = mark.revised(mark.stamp, Visibility::Private, mark.body.clone());
        let entries: Entries = [made("me", 1, 1, once), mark].into_iter().collect();
        let entry = entries.entry(&person("me"), &id(1)).unwrap();
        let seen = ["me", "you"].map(|reader| is_open(&entries, &person(reader), entry, day("2026-11-09")));
        assert_eq!(seen, [false, true]);
    }

    #[test]
    fn what_has_ended_was_renegotiated_or_stands_is_not_due() {
        let today = day("2026-11-22");
        let daily = Promise { rhythm: Some(Rhythm::DAILY), ..promise("x", "2026-11-01") };
        let ended = Promise { ended: Some(today), ..daily.clone() };
        let entries: Entries = [
            made("me", 1, 1, ended),
            made("me", 2, 2, promise("standing", "2026-11-01")),
            made("me", 3, 3, daily.clone()),
            made("me", 4, 4, daily.renegotiated(id(3), today)),
        ]
        .into_iter()
        .collect();
        let due = due_promises(&entries, &person("me"), today, 0);
        assert_eq!(due.iter().map(|due| &due.entry.id).collect::<Vec<_>>(), [&id(4)]);
    }

    #[test]
    fn a_vague_promise_is_asked_what_would_make_it_concrete() {
        use Lack::{Check, Deed, When};
        for (text, expected) in [
            ("be better", &[Deed, When, Check][..]),
            ("Trust", &[Deed, When, Check]),
            ("I’ll try harder every day", &[Deed, Check]),
            ("I will be more honest with you from now on", &[Deed, When, Check]),
            ("Never lie again to anybody", &[When, Check]),
            ("I will be more open and tell you the same evening", &[Check]),
            ("Be home by 7", &[Check]),
            ("Be home on Fridays", &[Check]),
            ("I will call when the train is late", &[Check]),
            ("Answering your messages", &[When, Check]),
            ("Put the phone away in the kitchen after supper", &[Check]),
            ("אני אהיה טוב יותר", &[Check]),
            ("毎晩電話する", &[Check]),
            ("👩‍👧", &[Check]),
            ("", &[Check]),
        ] {
            assert_eq!(lacks(&promise(text, "2026-11-22")), expected, "{text}");
        }
        let whole = Promise {
            check: "The message is there".into(),
            until: Some(day("2026-11-29")),
            ..promise("Write to the bank", "2026-11-22")
        };
        assert_eq!(lacks(&whole), []);
        assert_eq!(lacks(&Promise { text: "Be good".into(), ..whole.clone() }), [Deed]);
        assert_eq!(lacks(&Promise { until: None, ..whole.clone() }), [When]);
        let daily = Promise { until: None, rhythm: Some(Rhythm::DAILY), ..whole };
        assert_eq!(lacks(&daily), []);
        for lack in [Deed, When, Check] {
            assert!(lack.question().contains('?'));
        }
    }

    /// The promises of [`histories`]: the second is what the first became.
    fn two_in_a_row() -> [Entry; 3] {
        let second = Promise { replaces: Some(id(1)), ..promise("second", "2024-02-20") };
        [
            made("me", 1, 1, promise("first", "2024-01-01")),
            made("me", 2, 2, second),
            made("me", 3, 3, promise("other", "2024-01-01")),
        ]
    }

    /// Who marked which promise how long after 2024-01-01, as what, and whether the other may see it.
    fn histories() -> impl Strategy<Value = Vec<(&'static str, u8, i32, usize, bool)>> {
        prop::collection::vec(
            (select(vec!["me", "you"]), 1..4_u8, 0..120_i32, 0..6_usize, any::<bool>()),
            0..80,
        )
    }

    proptest! {
        #[test]
        fn counts_equal_a_naive_recount(history in histories(), later in 0..130_i32, days in 1..60_i32) {
            let first = day("2024-01-01");
            let today = first.plus(later);
            let mut entries: Entries = two_in_a_row().into_iter().collect();
            // A later mark of the same day takes the place of an earlier one.
            let mut marks: Vec<(&str, u8, i32, usize, bool)> = Vec::new();
            for (ms, mark) in (1..).zip(&history) {
                let (author, number, after, state, is_shared) = *mark;
                let made = marked(author, number, first.plus(after), PromiseOutcome::ALL[state]);
                let visibility = if is_shared { Visibility::Shared } else { Visibility::Private };
                let stamp = Stamp { ms, ..Stamp::default() };
                entries.absorb(made.revised(stamp, visibility, made.body.clone()));
                marks.retain(|(by, of, on, ..)| (*by, *of, *on) != (author, number, after));
                marks.push(*mark);
            }
            let who = [("me", "me"), ("me", "you"), ("you", "me"), ("you", "you")];
            // The second promise has the first in its history; two that share it count it once.
            let asked = [(&[2][..], &[1, 2][..]), (&[3], &[3]), (&[3, 2, 1], &[1, 2, 3]), (&[], &[])];
            for ((reader, author), (of, counted)) in who.iter().flat_map(|who| asked.map(|asked| (*who, asked))) {
                let count = |states: &[usize]| marks.iter().filter(|(by, of, on, state, is_shared)| {
                    *by == author && counted.contains(of) && *on <= later && *on > later - days
                        && states.contains(state) && (*is_shared || reader == author)
                }).count();
                let promises: Vec<&Entry> =
                    of.iter().map(|number| entries.entry(&person("me"), &id(*number)).unwrap()).collect();
                let rows = marked_days(&entries, &person(reader), &promises, today, days);
                let tally = tally(&rows, &person(author));
                prop_assert_eq!((tally.kept(), tally.marked()), (count(&[0, 1]), count(&[0, 1, 2, 3, 4])));
                prop_assert_eq!(tally.is_too_few(), tally.marked() < 4);
                for outcome in PromiseOutcome::ALL {
                    prop_assert_eq!(tally.of(outcome), count(&[outcome as usize]));
                }
                prop_assert!(rows.windows(2).all(|pair| pair[0].day >= pair[1].day), "the newest first");
                let is_twice = |(at, row): (usize, &MarkedDay<'_>)| {
                    rows[..at].iter().any(|other| (other.day, other.promise) == (row.day, row.promise))
                };
                prop_assert!(!rows.iter().enumerate().any(is_twice), "a row a day");
                let is_of_another = |row: &MarkedDay<'_>| {
                    row.marks.iter().any(|mark| &mark.get::<PromiseMark>().unwrap().promise != row.promise)
                };
                prop_assert!(!rows.iter().any(is_of_another));
            }
        }

        #[test]
        fn no_words_make_it_fail(text in ".{0,80}") {
            let _ = lacks(&promise(&text, "2026-11-22"));
        }
    }
}
