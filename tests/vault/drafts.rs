//! What is being typed.

use kept::vault::{Draft, DraftName, FailingShelf, MemoryShelf, SaveError, Shelf, Vault};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::common::{aside, contents, newer, noise, note, one, reopen, saved, today, two, used};

fn form(name: &str) -> DraftName {
    DraftName { author: one(), form: name.to_owned() }
}

fn open(shelf: &MemoryShelf) -> Vault {
    Vault::open(Box::new(shelf.clone()), 1, today()).0
}

fn values(drafts: &[Draft]) -> Vec<Value> {
    drafts.iter().map(|draft| draft.value.clone()).collect()
}

#[test]
fn each_tab_keeps_its_own_draft_and_a_form_picks_up_all_of_them() {
    let shelf = MemoryShelf::default();
    let (mut left, mut right) = (open(&shelf), open(&shelf));
    left.keep_draft(&form("pulse/2026-11-22"), 1, &json!("left")).unwrap();
    right.keep_draft(&form("pulse/2026-11-22"), 2, &json!({ "line": "right" })).unwrap();
    left.keep_draft(&form("pulse/2026-11-22"), 1, &json!("left, longer")).unwrap();
    let drafts = open(&shelf).drafts(&form("pulse/2026-11-22"));
    assert_eq!(values(&drafts), [json!("left, longer"), json!({ "line": "right" })]);
}

#[test]
fn a_draft_is_of_one_form_and_one_person() {
    let shelf = MemoryShelf::default();
    let mut vault = open(&shelf);
    let names = [
        form("ritual"),
        form("ritual/x"),
        form("ritual/x/00000001"),
        form(""),
        DraftName { author: two(), form: "ritual".to_owned() },
    ];
    for (at, name) in names.iter().enumerate() {
        vault.keep_draft(name, 1, &json!(at)).unwrap();
    }
    for (at, name) in names.iter().enumerate() {
        assert_eq!(values(&vault.drafts(name)), [json!(at)], "{name:?}");
    }
}

#[test]
fn a_saved_form_drops_its_draft_and_those_it_picked_up() {
    let shelf = MemoryShelf::default();
    let mut vault = open(&shelf);
    for device in 1..=3 {
        vault.keep_draft(&form("person"), device, &json!(device)).unwrap();
    }
    vault.keep_draft(&form("other"), 1, &json!("other")).unwrap();
    let picked_up: Vec<Draft> = vault.drafts(&form("person")).into_iter().take(2).collect();
    vault.drop_drafts(&form("person"), 1, &picked_up).unwrap();
    assert_eq!(values(&vault.drafts(&form("person"))), [json!(3)], "the one it never saw stays");
    assert_eq!(values(&vault.drafts(&form("other"))), [json!("other")]);
}

#[test]
fn a_draft_that_another_tab_went_on_typing_in_stays() {
    let shelf = MemoryShelf::default();
    let (mut mine, mut other) = (open(&shelf), open(&shelf));
    other.keep_draft(&form("person"), 2, &json!("some")).unwrap();
    let picked_up = mine.drafts(&form("person"));
    other.keep_draft(&form("person"), 2, &json!("some more")).unwrap();
    mine.drop_drafts(&form("person"), 1, &picked_up).unwrap();
    assert_eq!(values(&mine.drafts(&form("person"))), [json!("some more")]);
}

#[test]
fn a_damaged_draft_is_set_aside_and_the_others_are_there() {
    let name = form("person");
    for damage in ["", "{}", "kept 1 text open 0 00000000\n\"words\""] {
        let shelf = MemoryShelf::default();
        let mut vault = open(&shelf);
        for device in [1, 2] {
            vault.keep_draft(&name, device, &json!(device)).unwrap();
        }
        shelf.set("kept/draft/one/person/00000001", damage).unwrap();
        assert_eq!(values(&vault.drafts(&name)), [json!(2)]);
        assert_eq!(aside(&shelf), [damage]);
        assert_eq!(vault.drafts(&name).len(), 1);
        assert_eq!(aside(&shelf), [damage], "once");
    }
}

#[test]
fn a_newer_versions_draft_is_left_alone() {
    let shelf = MemoryShelf::default();
    let key = "kept/draft/one/person/00000002";
    shelf.set(key, &newer(key, "kept 3")).unwrap();
    let before = contents(&shelf);
    let mut vault = open(&shelf);
    assert_eq!(vault.drafts(&form("person")), []);
    vault.drop_drafts(&form("person"), 1, &[]).unwrap();
    assert_eq!(contents(&shelf), before);
}

#[test]
fn a_draft_without_room_says_so_and_the_last_one_that_fitted_stays() {
    let memory = MemoryShelf::default();
    let shelf = FailingShelf::new(memory.clone());
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    vault.keep_draft(&form("person"), 1, &json!("some words")).unwrap();
    shelf.limit(used(&memory) + 100);
    assert_eq!(vault.keep_draft(&form("person"), 1, &json!(noise(300, 1))), Err(SaveError::Full));
    assert_eq!(values(&vault.drafts(&form("person"))), [json!("some words")]);
}

#[test]
fn a_draft_is_kept_as_long_as_it_fits_packed() {
    let memory = saved(&[note(&one(), "letter/a", 1, "a")]);
    let shelf = FailingShelf::new(memory.clone());
    let (mut vault, _) = Vault::open(Box::new(shelf.clone()), 1, today());
    shelf.limit(used(&memory) + 300);
    let typed = json!("some words and a hundred more".repeat(40));
    vault.keep_draft(&form("person"), 1, &typed).unwrap();
    assert_eq!(values(&vault.drafts(&form("person"))), [typed]);
}

proptest! {
    /// Names of forms come from addresses, which anybody can make up.
    #[test]
    fn no_name_of_a_form_leads_out_of_the_drafts(
        name in prop_oneof![
            "(?s).{0,20}",
            "(\\.\\.|/|%2f|\\\\|\n|kept|entries|one|always|1){0,12}",
        ],
        other in "[a-z/]{0,6}",
    ) {
        prop_assume!(name != other);
        let shelf = saved(&[note(&one(), "letter/a", 1, "a")]);
        let entries = reopen(&shelf);
        let mut vault = open(&shelf);
        vault.keep_draft(&form(&other), 1, &json!("other")).unwrap();
        let before = contents(&shelf);

        vault.keep_draft(&form(&name), 1, &json!("typed")).unwrap();
        prop_assert_eq!(values(&vault.drafts(&form(&name))), [json!("typed")]);
        prop_assert_eq!(reopen(&shelf), entries);
        let new = contents(&shelf).into_iter().filter(|found| !before.contains(found)).collect::<Vec<_>>();
        prop_assert!(matches!(new.as_slice(), [(key, _)] if key.starts_with("kept/draft/one/")), "{:?}", new);

        let picked_up = vault.drafts(&form(&name));
        vault.drop_drafts(&form(&name), 1, &picked_up).unwrap();
        prop_assert_eq!(contents(&shelf), before);
    }
}
