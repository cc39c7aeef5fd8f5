//! Where in the guide somebody is.

use crate::entry::{
    CheckIn, Consent, Entries, Entry, Journal, Keepsake, Kind, Person, PersonId, Promise, Pulse, Reading,
    Ritual, Stamp, Statement, Way,
};
use crate::guide::{CHAPTERS, Chapter, Part};

/// How far somebody is in the guide.
#[derive(Debug)]
pub struct Progress {
    /// What to do next, if they like. `None` once everything was read and tried.
    pub next: Option<Next>,
    /// Whether they opened any chapter yet.
    pub started: bool,
    /// The slugs of the chapters they finished.
    pub finished: Vec<&'static str>,
    /// The step they opened last, from 1; 0 before the first.
    pub step: u8,
}

/// What somebody may do next in the guide.
#[derive(Clone, Copy, Debug)]
pub enum Next {
    /// Go on with the chapter they opened last and did not finish, at that section.
    GoOn(&'static Chapter, u8),
    /// Do what the chapter they finished last leads to; they have not since.
    Try(&'static Chapter),
    /// Read a chapter.
    Read(&'static Chapter),
}

/// The chapters for who works on it alone: nothing that needs the other comes before the rest.
const ALONE: &[&str] =
    &["days", "why", "within", "messy", "circles", "step-6", "signs", "letting-go", "crossroads"];
/// The chapters for who has not decided: what helps to see clearly comes first.
const UNDECIDED: &[&str] = &["days", "within", "messy", "crossroads", "signs", "step-6", "circles"];

/// How far `person` is.
pub fn progress(entries: &Entries, person: &PersonId) -> Progress {
    let reading = |chapter: &Chapter| entries.get::<Reading>(person, &Reading::id(chapter.slug));
    let is_finished = |chapter: &Chapter| reading(chapter).is_some_and(|reading| reading.finished.is_some());
    let noted = || CHAPTERS.iter().filter(|chapter| chapter.is_noted());
    // The chapter that was opened last among those that are finished, or not.
    let latest = |finished: bool| {
        noted()
            .filter_map(|chapter| {
                let entry = entries.entry(person, &Reading::id(chapter.slug))?;
                let reading = entry.get::<Reading>()?;
                (reading.finished.is_some() == finished).then_some((entry.stamp, chapter, reading.section))
            })
            .max_by_key(|(stamp, ..)| *stamp)
    };
    // A chapter that was opened and no more, as the next one is by finishing one, is not worth more than doing something.
    let (go_on, opened_only) = match latest(false) {
        Some((_, chapter, 0)) => (None, Some(Next::GoOn(chapter, 0))),
        other => (other.map(|(_, chapter, section)| Next::GoOn(chapter, section)), None),
    };
    let to_try = latest(true)
        .filter(|(since, chapter, _)| !is_tried(entries, person, chapter.tool, *since))
        .map(|(_, chapter, _)| Next::Try(chapter));
    let way = entries.get::<Person>(person, &Person::id()).map(|person| person.way).unwrap_or_default();
    let unread = in_order(way).find(|chapter| chapter.is_noted() && !is_finished(chapter));
    let steps = || CHAPTERS.iter().filter(|chapter| chapter.part == Part::Step).zip(1..);
    let opened = steps().filter_map(|(chapter, step)| {
        Some((
            entries.entry(person, &Reading::id(chapter.slug)).filter(|entry| entry.body.is_some())?.stamp,
            step,
        ))
    });
    Progress {
        step: opened.max().map_or(0, |(_, step)| step),
        next: go_on.or(to_try).or(opened_only).or(unread.map(Next::Read)),
        started: noted().any(|chapter| reading(chapter).is_some()),
        finished: noted().filter(|chapter| is_finished(chapter)).map(|chapter| chapter.slug).collect(),
    }
}

/// All chapters in the order that suits a way.
fn in_order(way: Way) -> impl Iterator<Item = &'static Chapter> {
    let first = match way {
        Way::Open | Way::Together => &[],
        Way::Alone => ALONE,
        Way::Undecided => UNDECIDED,
    };
    first.iter().filter_map(|slug| Chapter::find(slug)).chain(CHAPTERS)
}

/// Whether somebody did what a chapter leads to. What leaves no trace, such as a page to read, counts as done.
fn is_tried(entries: &Entries, person: &PersonId, tool: &str, since: Stamp) -> bool {
    match tool.split_once('?').map_or((tool, ""), |(tool, with)| (tool, with)) {
        ("check-in/daily", _) => has_written::<Pulse>(entries, person, since),
        ("check-in/weekly", _) => has_written::<CheckIn>(entries, person, since),
        ("promises", _) => has_written::<Promise>(entries, person, since),
        ("agreements", _) => has_written::<Consent>(entries, person, since),
        ("keepsakes", _) => has_written::<Keepsake>(entries, person, since),
        ("words", _) => has_written::<Statement>(entries, person, since),
        ("journal", _) => has_written::<Journal>(entries, person, since),
        ("rituals/new", with) => entries.all::<Ritual>().any(|(_, ritual)| {
            ritual.library.as_deref().is_some_and(|library| with.strip_prefix("take=") == Some(library))
        }),
        _ => true,
    }
}

fn has_written<K: Kind>(entries: &Entries, person: &PersonId, since: Stamp) -> bool {
    let is_theirs = |entry: &Entry| entry.author == *person && entry.stamp > since;
    entries.all::<K>().any(|(entry, _)| is_theirs(entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Body, Day, EntryId, Stamp, Visibility};
    use crate::guide::{LibraryRitual, RITUALS};

    fn me() -> PersonId {
        "me".parse().unwrap()
    }

    fn day() -> Day {
        "2026-11-18".parse().unwrap()
    }

    fn written(author: &str, ms: u64, id: EntryId, body: impl Into<Body>) -> Entry {
        let stamp = Stamp { ms, ..Stamp::default() };
        Entry::new(author.parse().unwrap(), id, stamp, Visibility::Private, body.into())
    }

    fn reading(ms: u64, chapter: &str, finished: bool, section: u8) -> Entry {
        let finished = finished.then_some(day());
        let reading = Reading { chapter: chapter.into(), opened: day(), finished, section };
        written("me", ms, Reading::id(chapter), reading)
    }

    fn on_the(way: Way) -> Entry {
        written("me", 1, Person::id(), Person { way, ..Person::default() })
    }

    fn ritual(library: &str) -> Entry {
        written("other", 99, Ritual::id([1; 16]), LibraryRitual::find(library).unwrap().take(day()))
    }

    /// What comes next, in short: what to do, and the slug of the chapter.
    fn next(entries: &[Entry]) -> String {
        match progress(&entries.iter().cloned().collect(), &me()).next {
            Some(Next::GoOn(chapter, section)) => format!("go on {} {section}", chapter.slug),
            Some(Next::Try(chapter)) => format!("try {}", chapter.slug),
            Some(Next::Read(chapter)) => format!("read {}", chapter.slug),
            None => "nothing".into(),
        }
    }

    #[test]
    fn reading_goes_on_where_it_was_left() {
        for (entries, expected) in [
            (&[][..], "read days"),
            (&[reading(1, "step-2", false, 3)], "go on step-2 3"),
            (&[reading(1, "step-2", false, 0), reading(2, "why", false, 1)], "go on why 1"),
            (&[reading(1, "no-longer-there", false, 0)], "read days"),
            // Even where another chapter was finished since.
            (&[reading(1, "why", false, 1), reading(2, "days", true, 0)], "go on why 1"),
            // But not where finishing one only opened the next.
            (&[reading(1, "days", true, 0), reading(2, "why", false, 0)], "try days"),
            (&[reading(2, "why", false, 0)], "go on why 0"),
        ] {
            assert_eq!(next(entries), expected, "{entries:?}");
        }
    }

    #[test]
    fn what_a_chapter_leads_to_is_tried_once_it_was_done_since() {
        let pulse = |author, ms| written(author, ms, Pulse::id(day()), Pulse::new(day()));
        let check_in = |author, ms| written(author, ms, CheckIn::id(day()), CheckIn::new(day(), ""));
        let page =
            |ms| written("me", ms, Journal::id(day()), Journal { text: "x".into(), ..Journal::new(day()) });
        let words = |ms| {
            let text = Statement { text: "I did it.".into(), is_free: true, ..Statement::default() };
            written("me", ms, Statement::id([1; 16], day()), text)
        };
        let promise = |ms| {
            let promise = Promise { text: "Ring".into(), since: day(), ..Promise::default() };
            written("me", ms, Promise::id([1; 16]), promise)
        };
        for (tool, entries, expected) in [
            ("check-in/daily", vec![], false),
            ("check-in/daily", vec![pulse("me", 6)], true),
            ("check-in/daily", vec![pulse("me", 4)], false),
            ("check-in/daily", vec![pulse("other", 6)], false),
            ("check-in/weekly", vec![pulse("me", 6)], false),
            ("check-in/weekly", vec![check_in("me", 6)], true),
            ("words", vec![page(6)], false),
            ("words", vec![words(4)], false),
            ("words", vec![words(6)], true),
            ("journal?prompt=step-1", vec![], false),
            ("journal?prompt=step-1", vec![page(6)], true),
            ("rituals/new?take=coffee", vec![], false),
            ("rituals/new?take=coffee", vec![ritual("hug")], false),
            // Either may keep it, and it does not matter since when.
            ("rituals/new?take=coffee", vec![ritual("coffee")], true),
            ("promises", vec![], false),
            ("promises", vec![promise(6)], true),
            ("agreements", vec![promise(6)], false),
            // What leaves no trace.
            ("guide/days", vec![], true),
            ("help", vec![], true),
        ] {
            let since = Stamp { ms: 5, ..Stamp::default() };
            let tried = is_tried(&entries.iter().cloned().collect(), &me(), tool, since);
            assert_eq!(tried, expected, "{tool} {entries:?}");
        }
    }

    #[test]
    fn the_chapter_finished_last_is_the_one_to_try() {
        let leaves_a_trace = |chapter: &&&Chapter| {
            let none = Entries::default();
            chapter.is_noted() && !is_tried(&none, &me(), chapter.tool, Stamp::default())
        };
        let all: Vec<&Chapter> = CHAPTERS.iter().collect();
        let mut chapters = all.iter().filter(leaves_a_trace).map(|chapter| chapter.slug);
        let (one, two) = (chapters.next().unwrap(), chapters.next().unwrap());
        assert_eq!(next(&[reading(1, one, true, 0)]), format!("try {one}"));
        assert_eq!(next(&[reading(1, one, true, 0), reading(2, two, true, 0)]), format!("try {two}"));
        assert_eq!(next(&[reading(2, one, true, 0), reading(1, two, true, 0)]), format!("try {one}"));
    }

    /// The chapters in the order in which they are suggested.
    fn order(way: Way) -> Vec<&'static str> {
        let mut slugs: Vec<&str> = Vec::new();
        for chapter in in_order(way).filter(|chapter| chapter.is_noted()) {
            if !slugs.contains(&chapter.slug) {
                slugs.push(chapter.slug);
            }
        }
        slugs
    }

    #[test]
    fn every_way_leads_through_every_chapter_in_an_order_of_its_own() {
        let noted = CHAPTERS.iter().filter(|chapter| chapter.is_noted()).count();
        for way in Way::ALL {
            assert_eq!(order(way).len(), noted, "{way:?}");
            assert_eq!(next(&[on_the(way)]), "read days", "{way:?}");
        }
        for (way, slugs) in [(Way::Alone, ALONE), (Way::Undecided, UNDECIDED)] {
            assert_eq!(&order(way)[..slugs.len()], slugs, "a chapter is missing");
        }
        let place = |way, slug| order(way).iter().position(|other| *other == slug);
        assert!(place(Way::Alone, "circles") < place(Way::Alone, "step-3"), "step 3 needs two");
        assert!(place(Way::Undecided, "crossroads") < place(Way::Undecided, "step-1"));
    }

    #[test]
    fn somebody_who_read_and_tried_everything_is_sent_nowhere() {
        let noted = CHAPTERS.iter().filter(|chapter| chapter.is_noted());
        let mut entries: Vec<Entry> = noted.map(|chapter| reading(1, chapter.slug, true, 0)).collect();
        let count = entries.len();
        // Whatever was read last, it was done.
        let page = Journal { text: "x".into(), ..Journal::new(day()) };
        entries.push(written("me", 2, Journal::id(day()), page));
        entries.push(written("me", 2, Pulse::id(day()), Pulse::new(day())));
        entries.push(written("me", 2, CheckIn::id(day()), CheckIn::new(day(), "")));
        entries.extend(
            RITUALS.iter().zip(0..).map(|(it, at)| written("me", 2, Ritual::id([at; 16]), it.take(day()))),
        );
        let progress = progress(&entries.into_iter().collect(), &me());
        assert!(progress.started && progress.next.is_none());
        assert_eq!(progress.finished.len(), count);
    }

    #[test]
    fn the_step_is_the_one_that_was_opened_last() {
        for (read, step) in [
            (&[][..], 0),
            (&["days", "why"], 0),
            (&["step-1"], 1),
            (&["step-1", "step-4", "practice"], 4),
            (&["step-4", "step-1"], 1),
        ] {
            let entries = read.iter().zip(1..).map(|(slug, ms)| reading(ms, slug, true, 0)).collect();
            assert_eq!(progress(&entries, &me()).step, step, "{read:?}");
        }
    }

    #[test]
    fn the_page_about_safety_is_never_part_of_it() {
        let progress = progress(&[reading(1, "first", true, 0)].into_iter().collect(), &me());
        assert!(!progress.started && progress.finished.is_empty());
    }
}
