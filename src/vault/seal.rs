//! What stands between the bytes of a value and the shelf, so that nobody else reads them.
//!
//! Today there is one seal, which does nothing. Another one is a variant more, with a word of its own; a version
//! that does not know the word leaves the value alone.

/// How a value is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seal {
    /// Not at all.
    Open,
}

impl Seal {
    /// The word for it in a value's first line.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
        }
    }

    /// The seal of that word, where this version knows it.
    pub(super) fn of(word: &str) -> Option<Self> {
        (word == Self::Open.word()).then_some(Self::Open)
    }

    /// The bytes to put on the shelf.
    pub(super) fn close(self, bytes: Vec<u8>) -> Vec<u8> {
        match self {
            Self::Open => bytes,
        }
    }

    /// The bytes that were sealed; `None` where they cannot be had.
    #[expect(clippy::unnecessary_wraps, reason = "every other seal can be the wrong one")]
    pub(super) fn break_open(self, bytes: Vec<u8>) -> Option<Vec<u8>> {
        match self {
            Self::Open => Some(bytes),
        }
    }
}
