//! Looking back on a month, in one's own words.

use super::record::record;
use super::{Day, EntryId, Rebase, join};

/// What somebody says about a month that they look back on. Nothing in it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthReview {
    /// The first day of the month.
    pub month: Day,
    /// What was kept, as they see it.
    pub kept: String,
    /// What is lighter than it was.
    pub lighter: String,
    /// What they want to carry on, and what can rest.
    pub carry_on: String,
}

record!(MonthReview { must month, rare kept, rare lighter, rare carry_on });

impl MonthReview {
    /// An empty one for the month of `day`.
    pub fn new(day: Day) -> Self {
        Self { month: day.month(), kept: String::new(), lighter: String::new(), carry_on: String::new() }
    }

    /// The id of somebody's review of the month of `day`. Both mean the same month by it, so what one wrote can wait
    /// for the other.
    pub fn id(day: Day) -> EntryId {
        EntryId::dated("month-review", day.month())
    }
}

impl Rebase for MonthReview {
    fn rebase(base: &Self, theirs: &Self, mine: &Self) -> Self {
        Self {
            month: mine.month,
            kept: join(&base.kept, &theirs.kept, &mine.kept),
            lighter: join(&base.lighter, &theirs.lighter, &mine.lighter),
            carry_on: join(&base.carry_on, &theirs.carry_on, &mine.carry_on),
        }
    }

    fn is_empty(&self) -> bool {
        [&self.kept, &self.lighter, &self.carry_on].iter().all(|text| text.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Body;

    fn review(kept: &str, lighter: &str, carry_on: &str) -> MonthReview {
        let month = "2026-10-01".parse().unwrap();
        MonthReview { month, kept: kept.into(), lighter: lighter.into(), carry_on: carry_on.into() }
    }

    #[test]
    fn any_day_names_its_month() {
        for (on, id) in [
            ("2026-10-01", "month-review/2026-10-01"),
            ("2026-10-31", "month-review/2026-10-01"),
            ("2024-02-29", "month-review/2024-02-01"),
        ] {
            let day: Day = on.parse().unwrap();
            assert_eq!(MonthReview::id(day).as_str(), id);
            assert_eq!(MonthReview::id(day).day(), Some(MonthReview::new(day).month));
        }
    }

    #[test]
    fn the_words_of_two_tabs_are_kept_and_a_month_alone_is_nothing() {
        let (base, theirs) = (review("", "", "walks"), review("one", "sleep", "walks"));
        let both = Body::rebase(&base.into(), &theirs.into(), &review("two", "", "walks, tea").into());
        assert_eq!(both, review("one\n\ntwo", "sleep", "walks, tea").into());
        for (texts, is_empty) in [
            (["", "", ""], true),
            ([" ", "\n", "\t"], true),
            (["x", "", ""], false),
            (["", "x", ""], false),
            (["", "", "x"], false),
        ] {
            let [kept, lighter, carry_on] = texts;
            assert_eq!(Body::from(review(kept, lighter, carry_on)).is_empty(), is_empty, "{texts:?}");
        }
    }
}
