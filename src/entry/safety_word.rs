//! A word that asks for help.

use super::fault::Faults;
use super::record::record;
use super::{Day, EntryId, FieldFault};

/// A word that somebody agreed on with a person they trust outside of this: sent or said, it means "I need help and
/// cannot say so". Each has their own, before the first agreement.
///
/// Nobody but its author ever sees it, whatever a file claims ([`Entry::is_visible_to`](super::Entry::is_visible_to)).
/// Somebody else may hold the device, so the word itself need not be written down: that there is one is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SafetyWord {
    /// The day on which they agreed on it.
    pub since: Day,
    /// The word, where they want it here.
    pub word: String,
}

record!(SafetyWord { must since, rare word });

impl SafetyWord {
    /// The longest word that is asked for, in characters.
    pub const LENGTH: usize = 60;

    /// The id of somebody's own.
    pub fn id() -> EntryId {
        EntryId::named("safety-word")
    }

    /// What has to be changed before it can be saved.
    pub fn faults(&self) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        faults.add_long("word", &self.word, Self::LENGTH);
        faults.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Entries, Entry, Fault, Stamp, Visibility};

    #[test]
    fn nobody_else_ever_sees_it_or_knows_of_it() {
        for visibility in [
            Visibility::Private,
            Visibility::Shared,
            Visibility::OnceBoth { announced: false },
            Visibility::OnceBoth { announced: true },
        ] {
            let [one, two] = ["one", "two"].map(|author| {
                let word = SafetyWord { word: "pineapple".into(), ..SafetyWord::default() };
                let author = author.parse().unwrap();
                Entry::new(author, SafetyWord::id(), Stamp::default(), visibility.clone(), word.into())
            });
            let entries: Entries = [one.clone(), two.clone()].into_iter().collect();
            assert!(one.is_visible_to(&entries, &one.author));
            assert!(!one.is_visible_to(&entries, &two.author), "{visibility:?}");
            assert!(!one.is_known_to(&entries, &two.author), "{visibility:?}");
        }
    }

    #[test]
    fn any_short_word_will_do_and_none_as_well() {
        let word = |word: &str| SafetyWord { word: word.into(), ..SafetyWord::default() }.faults();
        for fine in ["", "pineapple", "אננס", "🍍", &"ä".repeat(60)] {
            assert_eq!(word(fine), [], "{fine}");
        }
        assert_eq!(word(&"x".repeat(10_000)), [FieldFault { field: "word", fault: Fault::TooLong }]);
    }
}
