//! Deleting everything, so that no other tab brings it back.

use super::layout::{PREFIX, WIPED};
use super::{SaveError, ShelfError, Vault};
use crate::entry::Entries;

impl Vault {
    /// Deletes everything that is ours on the shelf, and nothing else. Other tabs notice and let go of theirs.
    ///
    /// # Errors
    /// When the shelf cannot be written; then some of it is still there.
    pub fn wipe(&mut self) -> Result<(), SaveError> {
        let wiped = self.remove_everything();
        // Also where it stopped half-way: what is left is not taken for wiped by anybody.
        self.shelf.remove(WIPED)?;
        wiped?;
        self.let_go();
        self.head = super::Head::default();
        self.generation = 0;
        self.newer = false;
        self.tight = false;
        Ok(())
    }

    /// Removes all keys of ours, under a note that tells other tabs so. The note comes first, since a tab that
    /// only saw chunks go would take it for an accident and write them back.
    fn remove_everything(&self) -> Result<(), ShelfError> {
        // A note that is there already would be no change, and browsers tell other tabs about changes only.
        self.shelf.remove(WIPED)?;
        let mut is_told = self.shelf.set(WIPED, "1").is_ok();
        let mut keys = self.shelf.keys(PREFIX)?;
        keys.sort();
        for key in keys.iter().filter(|key| *key != WIPED) {
            self.shelf.remove(key)?;
            // Where storage is full there is room for the note once something is gone.
            is_told = is_told || self.shelf.set(WIPED, "1").is_ok();
        }
        Ok(())
    }

    /// Forgets what was read and written here.
    pub(super) fn let_go(&mut self) {
        self.log.entries = Entries::default();
        self.chores = super::Chores::default();
        self.loaded.clear();
        self.adopted.clear();
        self.stuck.clear();
    }

    /// Whether a change under `key` in another tab means that everything was deleted there.
    pub fn tells_of_a_wipe(key: &str) -> bool {
        key == WIPED
    }
}
