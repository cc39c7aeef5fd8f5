//! The journal: its calendar, what two people read together, and what was kept from good times.

use super::order::ordered;
use crate::entry::{Day, Entries, Entry, Journal, Keepsake, PersonId, Rebase, Statement, Visibility};

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageDay {
    /// The day.
    pub day: Day,
    /// Whether there is a page.
    pub is_written: bool,
    /// Whether it is shared.
    pub is_shared: bool,
}

/// The month that `day` is in, day by day, with `author`'s own pages. Pages that were not read yet are not there.
pub fn calendar(entries: &Entries, author: &PersonId, day: Day) -> Vec<PageDay> {
    let first = day.month();
    let days = (0..31).map(|later| first.plus(later)).filter(|day| day.month() == first);
    let page = |day: Day| {
        let entry = entries.entry(author, &Journal::id(day));
        let written = entry.filter(|entry| entry.get::<Journal>().is_some_and(|page| !page.is_empty()));
        let is_shared = written.is_some_and(|entry| entry.visibility == Visibility::Shared);
        PageDay { day, is_written: written.is_some(), is_shared }
    };
    days.map(page).collect()
}

/// The pages that all of `readers` may see, to be read together: the newest day first. With one reader, those that
/// this person may see.
pub fn pages<'a>(entries: &'a Entries, readers: &[PersonId]) -> Vec<&'a Entry> {
    ordered(entries, readers, &|entry| Some(-days(entry.get::<Journal>()?.day)))
}

/// The keepsakes that `reader` may see: the oldest first, as one reads letters, and those without a day at the end.
pub fn keepsakes<'a>(entries: &'a Entries, reader: &PersonId) -> Vec<&'a Entry> {
    ordered(entries, std::slice::from_ref(reader), &|entry| {
        Some(entry.get::<Keepsake>()?.day.map_or(i64::MAX, days))
    })
}

/// The statements that `reader` may see, the one that was written last coming first.
pub fn statements<'a>(entries: &'a Entries, reader: &PersonId) -> Vec<&'a Entry> {
    ordered(entries, std::slice::from_ref(reader), &|entry| {
        entry.get::<Statement>()?;
        Some(-i64::try_from(entry.stamp.ms).unwrap_or(i64::MAX))
    })
}

fn days(day: Day) -> i64 {
    day.since(Day::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Stamp;
    use crate::insight::made::{day, person};

    fn page(author: &str, on: &str, text: &str, visibility: Visibility) -> Entry {
        let page = Journal { text: text.into(), ..Journal::new(day(on)) };
        Entry::new(person(author), Journal::id(page.day), Stamp::default(), visibility, page.into())
    }

    #[test]
    fn the_calendar_shows_ones_own_pages_of_a_month_and_which_are_shared() {
        let gone = page("me", "2026-11-07", "x", Visibility::Shared);
        let gone = gone.revised(gone.stamp, Visibility::Shared, None);
        let entries: Entries = [
            page("me", "2026-11-01", "x", Visibility::Private),
            page("me", "2026-11-30", "x", Visibility::Shared),
            page("me", "2026-10-31", "x", Visibility::Private),
            page("me", "2026-12-01", "x", Visibility::Private),
            page("me", "2026-11-05", " ", Visibility::Shared),
            page("you", "2026-11-06", "x", Visibility::Shared),
            gone,
        ]
        .into_iter()
        .collect();
        let month = calendar(&entries, &person("me"), day("2026-11-22"));
        assert_eq!((month.len(), month[0].day, month[29].day), (30, day("2026-11-01"), day("2026-11-30")));
        let written: Vec<(u32, bool)> = month
            .iter()
            .filter(|page| page.is_written)
            .map(|page| (page.day.parts().2, page.is_shared))
            .collect();
        assert_eq!(written, [(1, false), (30, true)]);
        assert!(month.iter().all(|page| page.is_written || !page.is_shared));
    }

    #[test]
    fn months_have_the_days_they_have() {
        for (on, days) in [
            ("2024-02-10", 29),
            ("2026-02-28", 28),
            ("1900-01-01", 31),
            ("2026-12-31", 31),
            ("9999-12-31", 31),
            ("2026-04-15", 30),
        ] {
            let month = calendar(&Entries::default(), &person("me"), day(on));
            assert_eq!(month.len(), days, "{on}");
            assert!(month.iter().zip(1..).all(|(page, date)| page.day.parts().2 == date), "{on}");
        }
    }

    #[test]
    fn only_what_everybody_may_see_is_read_together() {
        let entries: Entries = [
            page("me", "2026-11-01", "x", Visibility::Shared),
            page("me", "2026-11-02", "x", Visibility::Private),
            page("you", "2026-11-03", "x", Visibility::Shared),
            page("you", "2026-11-04", "x", Visibility::Unknown("later".into())),
        ]
        .into_iter()
        .collect();
        let ids = |readers: &[&str]| -> Vec<String> {
            let readers: Vec<PersonId> = readers.iter().map(|name| person(name)).collect();
            pages(&entries, &readers).iter().map(|entry| entry.id.to_string()).collect()
        };
        let shared = ["journal/2026-11-03", "journal/2026-11-01"];
        assert_eq!(ids(&["me", "you"]), shared);
        assert_eq!(ids(&["me"]), [shared[0], "journal/2026-11-02", shared[1]]);
        assert_eq!(ids(&[]), [""; 0]);
    }

    #[test]
    fn keepsakes_are_read_from_the_oldest_on_and_stay_with_whoever_put_them_there() {
        let keepsake = |author: &str, number: u8, on: &str, visibility| {
            let keepsake = Keepsake { text: on.into(), day: on.parse().ok(), ..Keepsake::default() };
            let id = Keepsake::id([number; 16], day("2026-11-22"));
            Entry::new(person(author), id, Stamp::default(), visibility, keepsake.into())
        };
        let entries: Entries = [
            keepsake("me", 1, "", Visibility::Private),
            keepsake("me", 2, "1999-05-01", Visibility::Private),
            keepsake("me", 3, "1900-01-01", Visibility::Private),
            keepsake("you", 4, "1998-01-01", Visibility::Private),
            keepsake("you", 5, "2001-01-01", Visibility::Shared),
        ]
        .into_iter()
        .collect();
        let found = keepsakes(&entries, &person("me"));
        let found: Vec<&str> = found.iter().map(|it| it.get::<Keepsake>().unwrap().text.as_str()).collect();
        assert_eq!(found, ["1900-01-01", "1999-05-01", "2001-01-01", ""]);
    }
}
