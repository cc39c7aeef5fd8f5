//! Names of people and entries.

use std::{fmt, str::FromStr};

use super::Day;

/// 32 letters and digits that cannot be mistaken for each other (Crockford's base 32, in lower case).
pub(crate) const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn spell(random: [u8; 16]) -> String {
    random.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $longest:expr, $extra:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// A new name from 16 random bytes (80 bits of them are used).
            pub fn random(bytes: [u8; 16]) -> Self {
                Self(spell(bytes))
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = ();

            /// Takes only what Kept itself would have written, since names become part of storage keys.
            fn from_str(text: &str) -> Result<Self, ()> {
                let fits = (1..=$longest).contains(&text.len())
                    && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || $extra.contains(&b));
                if fits { Ok(Self(text.to_owned())) } else { Err(()) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse().map_err(|()| "not a name that Kept gives")
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }
    };
}

name!(
    /// Who somebody is: a random name that says nothing about them.
    PersonId,
    32,
    b""
);

/// The most characters of an [`EntryId`].
const LONGEST_ID: usize = 120;

name!(
    /// Which of its author's entries an entry is.
    ///
    /// What exists once a day, a week or a chapter is named for that (`pulse/2026-11-22`), so that two tabs and
    /// two devices mean the same entry without asking each other; everything else has a random name.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(try_from = "String", into = "String")]
    EntryId,
    LONGEST_ID,
    b"/-"
);

impl EntryId {
    /// The id of the one entry by its author under `path`, for example `person`.
    pub(super) fn named(path: &str) -> Self {
        debug_assert!(path.parse::<Self>().is_ok(), "{path}");
        Self(path.to_owned())
    }

    /// An id that none comes after.
    pub(super) fn last() -> Self {
        Self("z".repeat(LONGEST_ID))
    }

    /// The id of the entry under `path` that belongs to `day`.
    pub(super) fn dated(path: &str, day: Day) -> Self {
        Self::under(path, &day.to_string())
    }

    /// The id of the entry called `last` under `path`.
    pub(super) fn under(path: &str, last: &str) -> Self {
        // A path may hold the id of something that came with a file and is as long as ids may be. Cut short it
        // still makes an id; longer, it would make an entry that cannot be read back.
        let room = LONGEST_ID - 1 - last.len();
        Self(format!("{}/{last}", path.get(..room).unwrap_or(path)))
    }

    /// The day an entry belongs to, where its id names one. It never changes, not even by deleting the entry.
    pub fn day(&self) -> Option<Day> {
        self.0.rsplit('/').next().and_then(|last| last.parse().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_names_can_be_read_back() {
        let id = EntryId::random([255; 16]);
        assert_eq!(id.as_str().parse(), Ok(id));
    }

    #[test]
    fn names_that_could_lead_out_of_their_place_are_refused() {
        for text in ["", "A", "a b", "a:b", "ä", "../x", "a\0", &"a".repeat(33)] {
            assert_eq!(text.parse::<PersonId>(), Err(()), "{text:?}");
        }
        assert!("mark/4k0c/2026-11-22".parse::<EntryId>().is_ok());
    }

    #[test]
    fn only_ids_that_end_in_a_day_have_one() {
        let id = |text: &str| text.parse::<EntryId>().unwrap();
        assert_eq!(id("pulse/2026-11-22").day(), "2026-11-22".parse().ok());
        assert_eq!(id("person").day(), None);
        assert_eq!(id("pulse/2026-11-31").day(), None);
    }

    #[test]
    fn the_id_of_a_mark_can_be_read_back_whatever_its_ritual_is_called() {
        let day: Day = "2026-11-22".parse().unwrap();
        for length in [1, 103, 104, 105, LONGEST_ID] {
            let id = EntryId::dated(&format!("mark/{}", "a".repeat(length)), day);
            assert_eq!(id.as_str().parse(), Ok(id.clone()), "{length}");
            assert_eq!(id.day(), Some(day));
        }
    }
}
