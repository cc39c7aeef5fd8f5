//! Deleting everything, so that no other tab brings it back.

use super::layout::{ChunkName, ENTRIES, PREFIX, WIPED};
use super::{SaveError, ShelfError, Vault};

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
        self.newer = false;
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

    pub(super) fn let_go(&mut self) {
        self.chunks.clear();
        self.homes.clear();
        self.stuck.clear();
    }

    /// Forgets what was stored, where a chunk that was known is gone because everything was deleted. A single
    /// chunk that is gone is an accident; all of them gone, or a wipe going on, is somebody's will.
    pub(super) fn let_go_if_wiped(&mut self, gone: &ChunkName) -> Result<(), ShelfError> {
        if !self.chunks.contains_key(gone) {
            return Ok(());
        }
        let left = self.shelf.keys(ENTRIES)?;
        let all_gone = !self.chunks.keys().any(|name| left.contains(&name.key()));
        if all_gone || self.shelf.get(WIPED)?.is_some() {
            self.let_go();
        }
        Ok(())
    }

    /// Whether a change under `key` in another tab means that everything was deleted there.
    pub fn tells_of_a_wipe(key: &str) -> bool {
        key == WIPED
    }
}
