//! One of the two people.

use serde::{Deserialize, Serialize};

use super::EntryId;

/// Somebody who uses Kept. The entry's author is the person themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// A name or nickname; empty where they would rather not say.
    #[serde(default)]
    pub name: String,
    /// Where they stand in what happened.
    pub role: Role,
    /// Which of the two colours is theirs: 0 or 1.
    #[serde(default)]
    pub colour: u8,
    /// The way they are going, as far as they said.
    #[serde(default, skip_serializing_if = "Way::is_open")]
    pub way: Way,
}

/// The way a person is going. It changes what the guide suggests next, and nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

impl Way {
    /// Every way, in the order in which people are asked.
    pub const ALL: [Self; 4] = [Self::Open, Self::Together, Self::Alone, Self::Undecided];

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
    fn is_open(&self) -> bool {
        *self == Self::Open
    }
}

/// Where a person stands in what happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
