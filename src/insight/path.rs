//! Where in the guide somebody is.

use crate::entry::{Entries, PersonId, Reading};
use crate::guide::{CHAPTERS, Chapter};

/// How far somebody has read.
#[derive(Debug)]
pub struct Progress {
    /// The chapter to go on with: the one opened last, where it is unfinished, else the first that was not
    /// read. `None` once all were.
    pub next: Option<&'static Chapter>,
    /// Whether they opened any chapter yet.
    pub started: bool,
    /// The slugs of the chapters they finished.
    pub finished: Vec<&'static str>,
}

/// How far `person` has read.
pub fn progress(entries: &Entries, person: &PersonId) -> Progress {
    let reading = |chapter: &Chapter| entries.get::<Reading>(person, &Reading::id(chapter.slug));
    let is_finished = |chapter: &Chapter| reading(chapter).is_some_and(|reading| reading.finished.is_some());
    let noted = || CHAPTERS.iter().filter(|chapter| chapter.is_noted());
    let half_read = noted()
        .filter(|chapter| !is_finished(chapter))
        .filter_map(|chapter| {
            let id = Reading::id(chapter.slug);
            entries
                .entry(person, &id)
                .filter(|entry| entry.get::<Reading>().is_some())
                .map(|entry| (entry.stamp, chapter))
        })
        .max_by_key(|(stamp, _)| *stamp)
        .map(|(_, chapter)| chapter);
    Progress {
        next: half_read.or_else(|| noted().find(|chapter| !is_finished(chapter))),
        started: noted().any(|chapter| reading(chapter).is_some()),
        finished: noted().filter(|chapter| is_finished(chapter)).map(|chapter| chapter.slug).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Day, Entry, Stamp, Visibility};

    fn read(chapters: &[(&str, bool)]) -> (Entries, PersonId) {
        let me: PersonId = "me".parse().unwrap();
        let day: Day = "2026-11-18".parse().unwrap();
        let entries = chapters.iter().zip(1..).map(|((chapter, finished), ms)| {
            let reading =
                Reading { chapter: (*chapter).into(), opened: day, finished: finished.then_some(day) };
            let stamp = Stamp { ms, ..Stamp::default() };
            Entry::new(me.clone(), Reading::id(chapter), stamp, Visibility::Private, reading.into())
        });
        (entries.collect(), me)
    }

    #[test]
    fn reading_goes_on_where_it_was_left() {
        for (chapters, next) in [
            (&[][..], "days"),
            (&[("days", true)], "why"),
            (&[("days", true), ("step-2", false)], "step-2"),
            (&[("step-2", false), ("why", false)], "why"),
            (&[("days", true), ("step-2", true)], "why"),
            (&[("no-longer-there", false)], "days"),
        ] {
            let (entries, me) = read(chapters);
            assert_eq!(progress(&entries, &me).next.map(|chapter| chapter.slug), Some(next), "{chapters:?}");
        }
    }

    #[test]
    fn somebody_who_read_everything_is_sent_nowhere() {
        let all: Vec<_> = CHAPTERS
            .iter()
            .filter(|chapter| chapter.is_noted())
            .map(|chapter| (chapter.slug, true))
            .collect();
        let (entries, me) = read(&all);
        let progress = progress(&entries, &me);
        assert!(progress.started && progress.next.is_none());
        assert_eq!(progress.finished.len(), all.len());
    }

    #[test]
    fn the_page_about_safety_is_never_part_of_it() {
        let (entries, me) = read(&[("first", true)]);
        let progress = progress(&entries, &me);
        assert!(!progress.started && progress.finished.is_empty());
    }
}
