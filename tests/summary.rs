//! The page to bring along: each kind of entry was decided on, and whatever is chosen, nothing else is on it.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod common;

use kept::entry::{Body, Day, Entries, Entry, Key, ParkedQuestion, ParkedState, PersonId, Visibility};
use kept::exchange::import;
use kept::insight::{built, choices, look_back, summary};
use proptest::prelude::*;
use proptest::sample::select;

use self::common::{all_of, one, two, younger_kinds};

/// What can be chosen, and what never is, whoever sits at the table and whatever its author lets be seen. A new kind
/// has to be put into one of the two.
const OFFERED: &[&str] = &[
    "pulse",
    "check-in",
    "journal",
    "ritual",
    "keepsake",
    "parked-question",
    "trigger",
    "talk",
    "promise",
    "agreement",
    "setback",
    "statement",
    "month-review",
    "moment",
];
const NEVER: &[&str] = &[
    "person",
    "mark",
    "gesture",
    "reading",
    "agreed-time",
    "promise-mark",
    "consent",
    "safety-word",
    "statement-notes",
];

const VISIBILITIES: [Visibility; 4] = [
    Visibility::Private,
    Visibility::OnceBoth { announced: false },
    Visibility::OnceBoth { announced: true },
    Visibility::Shared,
];

/// An entry of every kind, all by the first person. A question that was let go is let go for a page, too, so here it
/// still waits.
fn every_kind() -> Vec<Entry> {
    let mut all = import(include_bytes!("fixtures/export-v1.json")).unwrap().entries;
    all.extend(younger_kinds());
    all.retain(|entry| entry.body.is_some() && entry.author == one());
    for entry in &mut all {
        if let Some(Body::ParkedQuestion(ParkedQuestion { state, .. })) = &mut entry.body {
            *state = ParkedState::Waiting;
        }
    }
    all
}

fn seen_as(entry: &Entry, visibility: &Visibility) -> Entry {
    entry.revised(entry.stamp, visibility.clone(), entry.body.clone())
}

fn all_keys(entries: &Entries) -> Vec<Key> {
    entries.iter().map(Entry::key).collect()
}

#[test]
fn every_kind_was_decided_on() {
    let mut decided = [OFFERED, NEVER].concat();
    decided.sort_unstable();
    let mut kinds = Body::KINDS.to_vec();
    kinds.sort_unstable();
    assert_eq!(decided, kinds);
}

#[test]
fn what_speaks_of_safety_or_stands_beside_something_is_never_offered_and_everything_else_is() {
    let mut offered: Vec<&str> = Vec::new();
    let entries = every_kind();
    for visibility in &VISIBILITIES {
        let all = all_of(&entries.iter().map(|entry| seen_as(entry, visibility)).collect::<Vec<_>>());
        for readers in [&[one()][..], &[two()], &[one(), two()]] {
            let page = summary(&all, readers, &all_keys(&all), Day::FIRST, Day::LAST);
            let told = format!("{page:?}");
            assert!(!told.contains("pineapple"), "{visibility:?} {readers:?}");
            let chosen = choices(&all, readers, Day::FIRST, Day::LAST);
            for kind in chosen.iter().map(|choice| choice.kind).chain(page.iter().map(|section| section.kind))
            {
                assert!(!NEVER.contains(&kind), "{kind} {visibility:?} {readers:?}");
                offered.extend(OFFERED.iter().find(|known| **known == kind));
            }
        }
    }
    for kind in OFFERED {
        assert!(offered.contains(kind), "{kind} can be chosen by somebody");
    }
}

fn people() -> impl Strategy<Value = Vec<PersonId>> {
    select(vec![vec![one()], vec![two()], vec![one(), two()], vec![two(), one()], vec![]])
}

/// Entries of every kind by either of the two, each visible as it happens.
fn histories() -> impl Strategy<Value = Vec<Entry>> {
    let entries = every_kind();
    let one_of_them = (select(entries), any::<bool>(), select(VISIBILITIES.to_vec()));
    let entry = one_of_them.prop_map(|(entry, is_other, visibility)| {
        let author = if is_other { two() } else { one() };
        let body = entry.body.clone().unwrap();
        // What was said to an agreement is never for its author alone.
        let visibility = if let Body::Consent(consent) = &body { consent.visibility() } else { visibility };
        Entry::new(author, entry.id.clone(), entry.stamp, visibility, body)
    });
    prop::collection::vec(entry, 0..30)
}

proptest! {
    #[test]
    fn on_the_page_is_what_was_chosen_and_all_may_see_and_nothing_else(
        written in histories(), readers in people(), mask in any::<u32>(),
    ) {
        let entries = all_of(&written);
        let keys = all_keys(&entries);
        let chosen: Vec<Key> =
            keys.iter().enumerate().filter(|(at, _)| mask >> (at % 32) & 1 == 1).map(|(_, key)| key.clone()).collect();
        let page = summary(&entries, &readers, &chosen, Day::FIRST, Day::LAST);
        for entry in page.iter().flat_map(|section| &section.items).map(|item| item.entry) {
            prop_assert!(chosen.contains(&entry.key()), "nobody chose {:?}", entry.id);
            prop_assert!(!readers.is_empty());
            for reader in &readers {
                prop_assert!(entry.is_visible_to(&entries, reader), "{reader} may not see {:?}", entry.id);
            }
        }
        let nothing = summary(&entries, &readers, &[], Day::FIRST, Day::LAST);
        prop_assert!(nothing.is_empty(), "nothing is chosen by itself");
    }

    /// Numbers tell, too: what one keeps back moves nothing that both count together.
    #[test]
    fn what_either_keeps_back_moves_no_number_of_both(written in histories()) {
        let both = [one(), two()];
        let counted = |entries: &[Entry]| {
            let entries = all_of(entries);
            built(&look_back(&entries, &both, Day::FIRST, Day::LAST, Day::LAST))
        };
        let entries = all_of(&written);
        let is_seen = |entry: &&Entry| both.iter().all(|reader| entry.is_visible_to(&entries, reader));
        let seen: Vec<Entry> = entries.iter().filter(is_seen).cloned().collect();
        prop_assert_eq!(counted(&written), counted(&seen));
    }
}
