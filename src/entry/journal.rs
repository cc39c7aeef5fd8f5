//! The journal: a page a day.

use super::record::record;
use super::{Day, EntryId, Rebase, join};

/// The page of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// The day it is about.
    pub day: Day,
    /// What they wrote, in as many paragraphs as they like.
    pub text: String,
    /// The prompt they wrote to, word for word; empty where they wrote to none.
    pub prompt: String,
}

record!(Journal { must day, rare text, rare prompt });

impl Journal {
    /// An empty page for `day`.
    pub fn new(day: Day) -> Self {
        Self { day, text: String::new(), prompt: String::new() }
    }

    /// The id of somebody's page of that day.
    pub fn id(day: Day) -> EntryId {
        EntryId::dated("journal", day)
    }
}

impl Rebase for Journal {
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        let prompt = if mine.prompt == base.prompt { &theirs.prompt } else { &mine.prompt };
        let text = join(&base.text, &theirs.text, &mine.text);
        Self { day: mine.day, text, prompt: prompt.clone() }
    }

    /// A prompt without a word written to it is not a page.
    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;
    use crate::entry::Body;

    fn page(text: &str) -> Journal {
        Journal { text: text.into(), ..Journal::new("2026-11-22".parse().unwrap()) }
    }

    #[test]
    fn a_page_belongs_to_its_day() {
        let id = Journal::id(page("").day);
        assert_eq!(id.as_str(), "journal/2026-11-22");
        assert_eq!(id.day(), Some(page("").day));
    }

    #[test]
    fn an_empty_text_is_left_out_of_the_file_and_may_be_missing() {
        for (text, expected) in
            [("", json!({ "day": "2026-11-22" })), ("tea", json!({ "day": "2026-11-22", "text": "tea" }))]
        {
            let draft = Body::from(page(text)).to_draft();
            assert_eq!(draft, json!({ "kind": "journal", "body": expected }));
            assert_eq!(Body::from_draft(draft), Some(page(text).into()));
        }
        let (without_a_day, _) = Body::from_json("journal".into(), Map::new());
        assert!(matches!(without_a_day, Body::Unknown { .. }));
    }

    #[test]
    fn what_was_written_on_a_page_in_two_tabs_is_all_kept() {
        let both = Body::rebase(&page("").into(), &page("one").into(), &page("two").into());
        assert_eq!(both, page("one\n\ntwo").into());
    }

    #[test]
    fn of_two_prompts_the_one_that_was_changed_here_stays() {
        let prompted = |prompt: &str| Journal { prompt: prompt.into(), ..page("tea") };
        for (base, theirs, mine, expected) in [
            ("", "one", "", "one"),
            ("", "", "two", "two"),
            ("", "one", "two", "two"),
            ("one", "one", "", ""),
        ] {
            let rebased = Journal::rebase(&prompted(base), &prompted(theirs), &prompted(mine));
            assert_eq!(rebased, prompted(expected), "{base:?} {theirs:?} {mine:?}");
        }
        assert!(Journal { text: " ".into(), ..prompted("one") }.is_empty());
    }

    #[test]
    fn a_page_of_spaces_and_lines_is_an_empty_one() {
        for (text, empty) in [("", true), (" \n\t\n", true), (" .", false)] {
            assert_eq!(Body::from(page(text)).is_empty(), empty, "{text:?}");
        }
    }
}
