//! One of the two people.

use super::EntryId;
use super::record::{record, words};

/// Somebody who uses Kept. The entry's author is the person themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// A name or nickname; empty where they would rather not say.
    pub name: String,
    /// Where they stand in what happened.
    pub role: Role,
    /// Which of the two colours is theirs: 0 or 1.
    pub colour: u8,
    /// The way they are going, as far as they said.
    pub way: Way,
}

record!(Person { may name, must role, may colour, rare way });

/// The way a person is going. It changes what the guide suggests next, and nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// They have not said.
    #[default]
    Open,
    /// Both work on it.
    Together,
    /// They work on it for themselves, whatever the other one does.
    Alone,
    /// They do not know yet whether to rebuild, to pause or to part.
    Undecided,
}

words!(Way { Open = "open", Together = "together", Alone = "alone", Undecided = "undecided" });

impl Way {
    /// Every way, in the order in which people are asked.
    pub const ALL: [Self; 4] = [Self::Open, Self::Together, Self::Alone, Self::Undecided];
}

/// Where a person stands in what happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Their trust was broken.
    Hurt,
    /// They broke trust.
    BrokeTrust,
    /// Both happened.
    Both,
    /// They do not know, or would rather not say.
    #[default]
    Unsure,
}

words!(Role { Hurt = "hurt", BrokeTrust = "broke_trust", Both = "both", Unsure = "unsure" });

impl Role {
    /// Every role, in the order in which people are asked.
    pub const ALL: [Self; 4] = [Self::Hurt, Self::BrokeTrust, Self::Both, Self::Unsure];
}

impl Person {
    /// The longest name that is asked for, in characters.
    pub const NAME_LENGTH: usize = 40;

    /// The id of everybody's entry about themselves.
    pub fn id() -> EntryId {
        EntryId::named("person")
    }
}
