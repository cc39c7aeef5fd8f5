//! What cannot be read: kept as it was found, out of the way, for the person to see and take out.

use super::layout::{ASIDE, ChunkName, PREFIX};
use super::{Found, SaveError, ShelfError, Vault};
use crate::entry::Entries;

/// A value that could not be read, as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// The key under which it is kept now.
    pub key: String,
    /// The value, unchanged.
    pub value: String,
}

impl Vault {
    /// Everything that was set aside because it could not be read, now or earlier; and what could not be set
    /// aside for want of room, under the key where it still is.
    pub fn aside(&self) -> Vec<SetAside> {
        let mut keys = self.shelf.keys(ASIDE).unwrap_or_default();
        keys.extend(self.stuck.iter().map(ChunkName::key));
        keys.sort();
        let found = |key: String| self.shelf.get(&key).ok().flatten().map(|value| SetAside { key, value });
        keys.into_iter().filter_map(found).collect()
    }

    /// Removes what was set aside, when the person says so.
    ///
    /// # Errors
    /// When the shelf cannot be written.
    pub fn discard_aside(&mut self) -> Result<(), SaveError> {
        if self.newer {
            return Err(SaveError::NewerStore);
        }
        for key in self.shelf.keys(ASIDE)? {
            self.shelf.remove(&key)?;
        }
        for name in self.stuck.clone() {
            // Another tab may have put it right.
            if matches!(self.find(&name), Ok(Found::Damaged { .. })) {
                self.shelf.remove(&name.key())?;
                self.stuck.retain(|stuck| *stuck != name);
            }
        }
        Ok(())
    }

    /// Sets aside the damaged chunks that are still in their places, and writes what can be saved of each. What
    /// cannot be moved stays where it is, and is tried again with the next save.
    pub(super) fn heal(&mut self, known: &Entries) {
        for name in self.stuck.clone() {
            match self.load(&name, known) {
                Ok(page) if page.has_news => {
                    let _ = self.put(&name, page);
                }
                // Another tab put it right.
                Ok(_) => {
                    self.stuck.retain(|stuck| *stuck != name);
                }
                Err(_) => {}
            }
        }
    }

    /// Keeps a copy of a value that cannot be read, so that its place can be used again.
    pub(super) fn copy_aside(&self, key: &str, raw: &str) -> Result<(), ShelfError> {
        let tail = key.strip_prefix(PREFIX).unwrap_or(key);
        for number in 1_u32.. {
            let place = format!("{ASIDE}{number}/{tail}");
            match self.shelf.get(&place)? {
                // Copied before, and stopped before its place was used again.
                Some(there) if there == raw => break,
                Some(_) => {}
                None => return self.shelf.set(&place, raw),
            }
        }
        Ok(())
    }
}
