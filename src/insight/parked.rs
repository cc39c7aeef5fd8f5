//! Questions that wait for an agreed time.

use super::order::ordered;
use crate::entry::{AgreedTime, Day, Entries, Entry, ParkedQuestion, ParkedState, PersonId};

/// Parked questions, at some moment.
#[derive(Debug, PartialEq)]
pub struct Parked<'a> {
    /// Those whose time has come, sorted by what they are after (facts first, pictures last), those parked first
    /// coming first.
    pub ready: Vec<&'a Entry>,
    /// How many of their own wait. What they say is not shown before its time.
    pub waiting: usize,
    /// When the first of these appears: the day, and the minutes after midnight.
    pub next: Option<(Day, u16)>,
}

/// The parked questions that `reader` may see, `minute` minutes after midnight of `today`. A question that the other
/// shares appears at its time like one's own, and is not counted before.
pub fn parked<'a>(entries: &'a Entries, reader: &PersonId, today: Day, minute: u16) -> Parked<'a> {
    let ready = ordered(entries, std::slice::from_ref(reader), &|entry| {
        let question = entry.get::<ParkedQuestion>().filter(|question| question.is_ready(today, minute))?;
        // More than the days of the calendar lie between one kind of question and the next.
        Some(question.after as i64 * 10_000_000 + question.parked.since(Day::default()))
    });
    let (mut waiting, mut next) = (0, None);
    for (entry, question) in entries.all::<ParkedQuestion>() {
        let is_waiting = question.state == ParkedState::Waiting && !question.is_ready(today, minute);
        if entry.author == *reader && is_waiting {
            waiting += 1;
            next = Some(next.map_or(question.due(), |so_far| question.due().min(so_far)));
        }
    }
    Parked { ready, waiting, next }
}

/// The time of the week that was agreed last, as far as `reader` may see.
pub fn agreed_time(entries: &Entries, reader: &PersonId) -> Option<AgreedTime> {
    let times = ordered(entries, std::slice::from_ref(reader), &|entry| entry.get::<AgreedTime>().map(|_| 0));
    times.last()?.get::<AgreedTime>().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{After, Stamp, Visibility};
    use crate::insight::made::{day, person};

    const EVENING: u16 = 19 * 60 + 30;

    fn question(text: &str, after: After, parked: &str, on: &str) -> ParkedQuestion {
        ParkedQuestion {
            text: text.into(),
            after,
            day: day(on),
            minute: EVENING,
            parked: day(parked),
            state: ParkedState::Waiting,
        }
    }

    fn entry(author: &str, number: u8, visibility: Visibility, question: ParkedQuestion) -> Entry {
        let id = ParkedQuestion::id([number; 16]);
        Entry::new(person(author), id, Stamp::default(), visibility, question.into())
    }

    fn texts<'a>(parked: &Parked<'a>) -> Vec<&'a str> {
        parked.ready.iter().map(|entry| entry.get::<ParkedQuestion>().unwrap().text.as_str()).collect()
    }

    #[test]
    fn questions_sort_themselves_by_what_they_are_after_once_their_time_has_come() {
        let private = Visibility::Private;
        let on = "2026-11-25";
        let asked = ParkedQuestion { state: ParkedState::Asked, ..question("asked", After::Facts, on, on) };
        let entries: Entries = [
            entry("me", 1, private.clone(), question("pictures", After::Pictures, "1900-01-01", on)),
            entry("me", 2, private.clone(), question("later facts", After::Facts, "2026-11-22", on)),
            entry("me", 3, private.clone(), question("unsure", After::Unsure, "2026-11-01", on)),
            entry("me", 4, private.clone(), question("facts", After::Facts, "2026-11-21", on)),
            entry("me", 5, private.clone(), question("next week", After::Facts, "2026-11-20", "2026-12-02")),
            entry("me", 6, private.clone(), asked),
            entry("you", 7, private, question("yours", After::Facts, "2026-11-20", on)),
            entry("you", 8, Visibility::Shared, question("shared", After::Facts, "2026-11-20", on)),
        ]
        .into_iter()
        .collect();
        let at = |today: &str, minute| parked(&entries, &person("me"), day(today), minute);

        let before = at(on, EVENING - 1);
        assert_eq!((texts(&before), before.waiting), (Vec::new(), 5));
        assert_eq!(before.next, Some((day(on), EVENING)));

        let ready = at(on, EVENING);
        assert_eq!(texts(&ready), ["shared", "facts", "later facts", "unsure", "pictures"]);
        assert_eq!((ready.waiting, ready.next), (1, Some((day("2026-12-02"), EVENING))));

        let all = at("9999-12-31", 0);
        assert_eq!((texts(&all).len(), all.waiting, all.next), (6, 0, None));
    }

    #[test]
    fn the_agreed_time_is_the_one_that_was_written_last() {
        let time = |author: &str, ms, weekday, visibility| {
            let stamp = Stamp { ms, ..Stamp::default() };
            let time = AgreedTime { weekday, minute: EVENING };
            Entry::new(person(author), AgreedTime::id(), stamp, visibility, time.into())
        };
        let agreed = |all: &[Entry]| {
            let entries: Entries = all.iter().cloned().collect();
            agreed_time(&entries, &person("me")).map(|time| time.weekday)
        };
        let mine = time("me", 5, 1, Visibility::Shared);
        assert_eq!(agreed(&[]), None);
        assert_eq!(agreed(std::slice::from_ref(&mine)), Some(1));
        assert_eq!(agreed(&[mine.clone(), time("you", 6, 2, Visibility::Shared)]), Some(2));
        assert_eq!(agreed(&[mine.clone(), time("you", 4, 2, Visibility::Shared)]), Some(1));
        assert_eq!(agreed(&[mine, time("you", 6, 2, Visibility::Private)]), Some(1));
    }
}
