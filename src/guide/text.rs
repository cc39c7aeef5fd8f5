//! The texts of the guide, which are packed: as they are they would be a third longer for every visitor.

use std::sync::OnceLock;

use crate::pack;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/guide.packed"));

/// A text of the guide. All of them are unpacked when one is asked for first, which takes some ten milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Text {
    /// The text.
    pub fn get(self) -> &'static str {
        static TEXTS: OnceLock<String> = OnceLock::new();
        let texts = TEXTS.get_or_init(|| {
            let texts = pack::unpack(PACKED).and_then(|bytes| String::from_utf8(bytes).ok());
            texts.unwrap_or_default()
        });
        texts.get(self.from..self.to).unwrap_or_default()
    }
}
