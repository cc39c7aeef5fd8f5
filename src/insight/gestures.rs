//! Which small gesture a day offers.

use crate::entry::{Day, Entries, Gesture, PersonId};

/// For how many days a gesture is not offered after it was refused once; twice as many after the second time, and so
/// on. Having been done, it starts anew.
const REST: i64 = 30;

/// The gesture that a day offers somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer<'a> {
    /// Its words.
    pub gesture: &'a str,
    /// Whether it was done that day.
    pub is_done: bool,
}

/// The gesture of `list` for a day: the one that was done, or the next in turn that does not rest. Each day begins
/// elsewhere in the list; whatever was refused that day makes room for the next one. What was refused on other days
/// rests for a while, and longer each time. Where all rest, it is the one that rested longest. `None` where there is
/// no list.
pub fn gesture_for<'a>(
    list: &[&'a str],
    entries: &'a Entries,
    person: &PersonId,
    day: Day,
) -> Option<Offer<'a>> {
    let past = entries.dated(person, Gesture::PATH, Day::FIRST, day);
    let past: Vec<(Day, &Gesture)> = past.filter_map(|(on, entry)| Some((on, entry.get()?))).collect();
    let done_today = past.last().filter(|(on, _)| *on == day).and_then(|(_, today)| today.done.as_deref());
    if let Some(gesture) = done_today {
        return Some(Offer { gesture, is_done: true });
    }
    let length = i64::try_from(list.len()).ok().filter(|length| *length > 0)?;
    // A step of 7 brings another part of the list every day.
    let first = usize::try_from((day.since(Day::default()) * 7).rem_euclid(length)).ok()?;
    let (before, after) = list.split_at_checked(first)?;
    let mut best: Option<(i64, &'a str)> = None;
    for gesture in after.iter().chain(before) {
        let rest = rest_of(gesture, &past, day);
        if best.is_none_or(|(least, _)| rest < least) {
            best = Some((rest, gesture));
        }
    }
    best.map(|(_, gesture)| Offer { gesture, is_done: false })
}

/// For how many days from `day` on a gesture still rests; 0 where it does not.
fn rest_of(gesture: &str, past: &[(Day, &Gesture)], day: Day) -> i64 {
    let (mut refusals, mut last) = (0, day);
    for (on, entry) in past {
        if entry.done.as_deref() == Some(gesture) {
            refusals = 0;
        } else if entry.refused.iter().any(|refused| refused == gesture) {
            (refusals, last) = (refusals + 1, *on);
        }
    }
    (refusals * REST - day.since(last)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Entry, Stamp, Visibility};
    use crate::insight::made::day;

    const LIST: &[&str] = &["tea", "song", "note", "walk", "hug"];

    fn me() -> PersonId {
        "me".parse().unwrap()
    }

    fn offered(entries: &Entries, day: Day) -> &'static str {
        let offer = gesture_for(LIST, entries, &me(), day).unwrap();
        LIST.iter().find(|gesture| **gesture == offer.gesture).unwrap()
    }

    fn note(entries: &mut Entries, gesture: Gesture) {
        let stamp = Stamp { ms: entries.newest().ms + 1, ..Stamp::default() };
        let id = Gesture::id(gesture.day);
        entries.absorb(Entry::new(me(), id, stamp, Visibility::Private, gesture.into()));
    }

    fn refuse(entries: &mut Entries, on: Day, gestures: &[&str]) {
        let refused = gestures.iter().map(|gesture| (*gesture).to_owned()).collect();
        note(entries, Gesture { refused, ..Gesture::new(on) });
    }

    #[test]
    fn every_gesture_has_its_turn_before_one_comes_again() {
        let entries = Entries::default();
        let mut seen: Vec<&str> =
            (0..5).map(|later| offered(&entries, day("2026-11-22").plus(later))).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), LIST.len());
        assert_eq!(gesture_for(&[], &entries, &me(), day("2026-11-22")), None);
    }

    #[test]
    fn another_one_leads_through_the_whole_list_and_ends_with_the_one_that_rested_longest() {
        let (mut entries, today) = (Entries::default(), day("2026-11-22"));
        refuse(&mut entries, today.plus(-20), &["walk"]);
        let mut refused: Vec<&str> = Vec::new();
        for _ in 0..4 {
            let next = offered(&entries, today);
            assert!(!refused.contains(&next) && next != "walk", "{next} again after {refused:?}");
            if let Some(before) = refused.last() {
                let place = |gesture: &str| LIST.iter().position(|other| *other == gesture).unwrap();
                let step = (place(next) + LIST.len() - place(before)) % LIST.len();
                assert!(step == 1 || (step == 2 && place("walk") == (place(before) + 1) % LIST.len()));
            }
            refused.push(next);
            refuse(&mut entries, today, &refused);
        }
        assert_eq!(offered(&entries, today), "walk");
    }

    #[test]
    fn what_is_refused_rests_longer_each_time_until_it_is_done() {
        let (mut entries, first) = (Entries::default(), day("2026-01-01"));
        let rests = |entries: &Entries, from: Day| {
            let is_offered = |later: &i32| offered(entries, from.plus(*later)) == "hug";
            (0..400).find(is_offered).unwrap()
        };
        // It is not the turn of the hug every day, so it may come up to four days later.
        assert!(rests(&entries, first) < 5);
        refuse(&mut entries, first, &["hug"]);
        assert!((30..35).contains(&rests(&entries, first)));
        let second = first.plus(40);
        refuse(&mut entries, second, &["hug"]);
        assert!((60..65).contains(&rests(&entries, second)));
        let third = second.plus(70);
        note(&mut entries, Gesture { done: Some("hug".into()), ..Gesture::new(third) });
        assert!(rests(&entries, third.plus(1)) < 5);
        refuse(&mut entries, third.plus(9), &["hug"]);
        assert!((30..35).contains(&rests(&entries, third.plus(9))));
    }

    #[test]
    fn what_was_done_stays_for_the_day_even_when_the_list_no_longer_has_it() {
        let (mut entries, today) = (Entries::default(), day("2026-11-22"));
        note(&mut entries, Gesture { done: Some("a card".into()), ..Gesture::new(today) });
        let expected = Offer { gesture: "a card", is_done: true };
        assert_eq!(gesture_for(LIST, &entries, &me(), today), Some(expected));
        assert!(LIST.contains(&offered(&entries, today.plus(1))));
        // The other's day is theirs.
        let other = gesture_for(LIST, &entries, &"you".parse().unwrap(), today);
        assert_eq!(other.map(|offer| offer.is_done), Some(false));
    }
}
