//! The guide as data: chapters, open questions, gestures and the library of rituals, typed at build time.
//!
//! Writers change `chapters/*.md`, `questions/*.md`, `help/*.md` and the lists beside them; `tools/guide` checks them
//! and turns them into the statics of this module.

mod page;
mod prompt;
mod role;
mod search;
mod text;

use crate::entry::{Day, Per, Place, Purpose, Rhythm, Ritual, Role};

pub use self::page::{Site, contents_page, help_page, questions_page, reading_page};
pub use self::prompt::{Prompt, prompt_of_the_day};
pub use self::role::for_reader;
pub use self::search::{Answer, find};
pub use self::text::Text;

pub use self::made::*;

/// What `tools/guide` made.
#[expect(clippy::unreadable_literal, reason = "nobody reads where in the packed texts one begins")]
mod made {
    use super::{
        CHAPTER, Chapter, Country, Example, LibraryRitual, Part, Per, Place, Prompt, Purpose, Question,
        Rhythm, Role, Text,
    };

    include!(concat!(env!("OUT_DIR"), "/guide.rs"));
}

/// A chapter of the guide.
#[derive(Debug)]
pub struct Chapter {
    /// Its name in addresses. It is neutral, since addresses stay in a browser's history.
    pub slug: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Where in the guide it stands.
    pub part: Part,
    /// One sentence for lists.
    pub summary: &'static str,
    /// One thing to do after reading. Today may offer it, so it is not among the texts that are unpacked first.
    pub action: &'static str,
    /// The screen that helps to do it, as a path below the app's address.
    pub tool: &'static str,
    /// What the link to that screen says.
    pub tool_label: &'static str,
    /// Where its facts and named ideas come from, as HTML: items of a list.
    pub sources: Text,
    /// Reading time, at 200 words a minute.
    pub minutes: u32,
    /// The text, as HTML made at build time. Its sections have ids, `part-1` and so on.
    pub html: Text,
}

/// A question people ask, and its answer.
#[derive(Debug)]
pub struct Question {
    /// Its name in addresses.
    pub slug: &'static str,
    /// The question, as people ask it.
    pub question: Text,
    /// Other words for it, between commas.
    pub also: Text,
    /// The slug of the chapter that says more.
    pub chapter: &'static str,
    /// The screen that helps, as a path below the app's address.
    pub tool: &'static str,
    /// What the link to that screen says.
    pub tool_label: Text,
    /// Where its facts come from, as HTML: items of a list.
    pub sources: Text,
    /// The answer, as HTML made at build time.
    pub html: Text,
}

/// A statement to read before one's own.
#[derive(Debug)]
pub struct Example {
    /// What it is for.
    pub purpose: Purpose,
    /// What it is about.
    pub title: &'static str,
    /// Its words.
    pub text: Text,
}

/// A country, or a part of one that has help lines of its own.
#[derive(Debug)]
pub struct Country {
    /// Its code: ISO 3166-1, or 3166-2 for a part.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its emergency number and help lines, as HTML, each with the day on which it was checked.
    pub html: Text,
}

/// Where Leave quickly goes, unless somebody chose another place: somewhere everybody may have been.
pub const AWAY: &str = "https://www.wikipedia.org/";

/// The step of a prompt to which a chapter leads.
pub const CHAPTER: u8 = 7;

/// The parts of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What comes before the steps.
    Before,
    /// One of the six steps.
    Step,
    /// What comes after them.
    After,
}

impl Part {
    /// All parts, in order.
    pub const ALL: [Self; 3] = [Self::Before, Self::Step, Self::After];

    /// The heading over its chapters.
    pub fn title(self) -> &'static str {
        match self {
            Self::Before => "Before the steps",
            Self::Step => "The six steps",
            Self::After => "After the steps",
        }
    }
}

/// A ritual that can be taken up as it is.
#[derive(Debug)]
pub struct LibraryRitual {
    /// Its name in files.
    pub slug: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// How long it takes, in minutes; 0 where it has no fixed length.
    pub minutes: u16,
    /// How often it is meant to be kept.
    pub rhythm: Rhythm,
    /// Where the two are.
    pub place: Place,
    /// What it is.
    pub about: Text,
}

impl LibraryRitual {
    /// The ritual of that name.
    pub fn find(slug: &str) -> Option<&'static Self> {
        RITUALS.iter().find(|ritual| ritual.slug == slug)
    }

    /// It as somebody's own, from that day on.
    pub fn take(&self, since: Day) -> Ritual {
        Ritual {
            title: self.title.to_owned(),
            minutes: self.minutes,
            rhythm: self.rhythm,
            place: self.place,
            since,
            library: Some(self.slug.to_owned()),
            ..Ritual::default()
        }
    }
}

impl Chapter {
    /// The chapter with that slug.
    pub fn find(slug: &str) -> Option<&'static Self> {
        CHAPTERS.iter().find(|chapter| chapter.slug == slug)
    }

    /// The chapter after this one.
    pub fn next(&self) -> Option<&'static Self> {
        CHAPTERS.iter().skip_while(|chapter| chapter.slug != self.slug).nth(1)
    }

    /// The number of a step, from 1.
    pub fn step(&self) -> Option<usize> {
        if self.part != Part::Step {
            return None;
        }
        CHAPTERS
            .iter()
            .filter(|chapter| chapter.part == Part::Step)
            .position(|step| step.slug == self.slug)
            .map(|at| at + 1)
    }

    /// Whether Kept notes that it was read. The page about safety leaves no trace.
    pub fn is_noted(&self) -> bool {
        self.slug != "first"
    }
}

/// Text as HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// One of a list, the same all day long and another one the next.
fn of_day(list: &'static [&'static str], day: i64) -> &'static str {
    // A step that shares no factor with the lists' lengths visits every line before the first comes again.
    let at = (day * 7).rem_euclid(i64::try_from(list.len()).unwrap_or(1).max(1));
    list.get(usize::try_from(at).unwrap_or_default()).copied().unwrap_or_default()
}

fn days_since_1970(day: Day) -> i64 {
    Day::new(1970, 1, 1).map_or(0, |first| day.since(first))
}

/// The open question of a week.
pub fn question_of_the_week(day: Day) -> &'static str {
    of_day(OPEN_QUESTIONS, days_since_1970(day.monday()) / 7)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_question_and_gesture_has_its_turn_before_one_comes_again() {
        let day: Day = "2026-11-16".parse().unwrap();
        let weeks = 0..i32::try_from(OPEN_QUESTIONS.len()).unwrap();
        let asked: BTreeSet<_> = weeks.map(|week| question_of_the_week(day.plus(week * 7))).collect();
        assert_eq!(asked.len(), OPEN_QUESTIONS.len());
        // Gestures are offered in steps of seven (`insight::gesture_for`).
        assert_ne!(GESTURES.len() % 7, 0);
    }

    #[test]
    fn every_signal_has_a_sign_and_one_that_only_looks_like_it() {
        let count = crate::entry::Signal::ALL.len();
        assert_eq!((SIGNS.len(), FALSE_SIGNS.len()), (count, count));
        for question in SIGNS.iter().chain(FALSE_SIGNS) {
            assert!(question.ends_with('?'), "{question}");
        }
    }

    #[test]
    fn a_question_stays_the_same_for_the_whole_week() {
        let monday: Day = "2026-11-16".parse().unwrap();
        assert!((0..7).all(|day| question_of_the_week(monday.plus(day)) == question_of_the_week(monday)));
        assert_ne!(question_of_the_week(monday), question_of_the_week(monday.plus(7)));
    }

    #[test]
    fn the_guide_opens_with_safety_and_has_six_steps_each_for_both_roles() {
        assert_eq!(CHAPTERS.first().map(|chapter| chapter.slug), Some("first"));
        let steps: Vec<_> = CHAPTERS.iter().filter(|chapter| chapter.part == Part::Step).collect();
        assert_eq!(steps.len(), 6);
        for step in steps {
            assert!(
                step.html.get().contains("class=\"hurt\"") && step.html.get().contains("class=\"broke\""),
                "{}",
                step.slug
            );
        }
    }

    #[test]
    fn chapters_have_the_length_people_can_read_at_once() {
        for chapter in CHAPTERS {
            let words = chapter.html.get().split_whitespace().count();
            assert!((400..=900).contains(&words), "{} has {words} words", chapter.slug);
        }
    }

    #[test]
    fn addresses_say_nothing_about_what_this_is() {
        for chapter in CHAPTERS {
            for word in ["trust", "hurt", "affair", "apolog", "cheat", "safe", "forgiv"] {
                assert!(!chapter.slug.contains(word), "{}", chapter.slug);
            }
        }
    }
}
