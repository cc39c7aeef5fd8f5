//! Prompts for the journal.

use super::{Text, days_since_1970};
use crate::entry::{Day, Role};

/// Something to write to. It can be changed for another or ignored.
#[derive(Debug, PartialEq, Eq)]
pub struct Prompt {
    /// Its name in addresses and lists; that of a chapter where the chapter leads to it.
    pub slug: &'static str,
    /// Whom it is for; `None` for everybody.
    pub role: Option<Role>,
    /// The step it goes with, from 1; 0 for any, and [`CHAPTER`](super::CHAPTER) where only a chapter leads to it.
    pub step: u8,
    /// What it says.
    pub text: Text,
}

impl Prompt {
    /// Whether it is for somebody in that role, at that step (0 before the first). Where both happened, both sides' are;
    /// whoever does not know or say where they stand gets those for everybody.
    fn fits(&self, role: Role, step: u8) -> bool {
        let is_theirs = match self.role {
            None => true,
            Some(Role::Hurt | Role::BrokeTrust) => role == Role::Both || self.role == Some(role),
            Some(_) => false,
        };
        is_theirs && (self.step == 0 || self.step == step)
    }
}

/// The prompt of a day for somebody in that role, at that step; `other` further where the first was not the right one.
/// It is the same all day long, and each has its turn before one comes again.
pub fn prompt_of_the_day(
    prompts: &[Prompt],
    role: Role,
    step: u8,
    day: Day,
    other: usize,
) -> Option<&Prompt> {
    let fitting = || prompts.iter().filter(|prompt| prompt.fits(role, step));
    let count = i64::try_from(fitting().count()).ok().filter(|count| *count > 0)?;
    // A day is a stride, and "another" a single step, so that today's others are not the ones of the next days. A stride
    // that shares no factor with the count comes by every prompt.
    let stride = [7, 11, 13].into_iter().find(|stride| count % stride != 0).unwrap_or(1);
    let other = i64::try_from(other).unwrap_or_default() % count;
    let at = (days_since_1970(day) * stride + other).rem_euclid(count);
    fitting().nth(usize::try_from(at).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt(slug: &'static str, role: Option<Role>, step: u8) -> Prompt {
        Prompt { slug, role, step, text: Text { from: 0, to: 0 } }
    }

    fn list() -> Vec<Prompt> {
        vec![
            prompt("hurt, any step", Some(Role::Hurt), 0),
            prompt("broke, any step", Some(Role::BrokeTrust), 0),
            prompt("everybody, any step", None, 0),
            prompt("hurt, step 2", Some(Role::Hurt), 2),
            prompt("broke, step 2", Some(Role::BrokeTrust), 2),
            prompt("everybody, step 2", None, 2),
            prompt("everybody, step 3", None, 3),
        ]
    }

    fn day(later: i32) -> Day {
        Day::default().plus(20_000 + later)
    }

    #[test]
    fn prompts_are_chosen_by_role_and_step() {
        let all = list();
        for (role, step, expected) in [
            (
                Role::Hurt,
                2,
                &["hurt, any step", "everybody, any step", "hurt, step 2", "everybody, step 2"][..],
            ),
            (Role::BrokeTrust, 3, &["broke, any step", "everybody, any step", "everybody, step 3"]),
            (Role::Both, 0, &["hurt, any step", "broke, any step", "everybody, any step"]),
            (Role::Unsure, 2, &["everybody, any step", "everybody, step 2"]),
            (Role::Unsure, 99, &["everybody, any step"]),
        ] {
            let mut offered: Vec<&str> = (0..20)
                .map(|other| prompt_of_the_day(&all, role, step, day(0), other).unwrap().slug)
                .collect();
            offered.sort_unstable();
            offered.dedup();
            let mut expected = expected.to_vec();
            expected.sort_unstable();
            assert_eq!(offered, expected, "{role:?} {step}");
        }
    }

    #[test]
    fn every_prompt_has_its_day_and_its_turn_before_one_comes_again() {
        for count in 1..=200 {
            let all: Vec<Prompt> = (0..count).map(|step| prompt("x", None, step % 2 * 9)).collect();
            let fitting = all.iter().filter(|prompt| prompt.step == 0).count();
            let offered = |at: &dyn Fn(usize) -> (Day, usize)| {
                let mut seen: Vec<*const Prompt> = (0..fitting)
                    .map(|number| {
                        let (day, other) = at(number);
                        std::ptr::from_ref(prompt_of_the_day(&all, Role::Hurt, 1, day, other).unwrap())
                    })
                    .collect();
                seen.sort_unstable();
                seen.dedup();
                seen.len()
            };
            assert_eq!(offered(&|number| (day(i32::try_from(number).unwrap()), 0)), fitting, "{count} days");
            assert_eq!(offered(&|number| (day(0), number)), fitting, "{count} others");
        }
    }

    #[test]
    fn it_stays_for_the_day_and_another_one_is_not_tomorrows() {
        let all: Vec<Prompt> = (0..30).map(|_| prompt("x", None, 0)).collect();
        let at = |later, other| {
            std::ptr::from_ref(prompt_of_the_day(&all, Role::Hurt, 0, day(later), other).unwrap())
        };
        assert_eq!(at(0, 0), at(0, 0));
        assert_ne!(at(0, 0), at(1, 0));
        assert_ne!(at(0, 1), at(1, 0));
        for other in [usize::MAX, 1 << 40] {
            let _ = at(0, other);
        }
    }

    #[test]
    fn where_no_prompt_fits_there_is_none() {
        assert_eq!(prompt_of_the_day(&[], Role::Hurt, 0, day(0), 0), None);
        let odd = [prompt("both", Some(Role::Both), 0), prompt("unsure", Some(Role::Unsure), 0)];
        assert_eq!(prompt_of_the_day(&odd, Role::Unsure, 0, day(0), 3), None);
        let early: Day = "1900-01-01".parse().unwrap();
        assert!(prompt_of_the_day(&list(), Role::Hurt, 2, early, 5).is_some());
    }
}
