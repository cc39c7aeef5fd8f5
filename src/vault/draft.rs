//! What is being typed, kept until it is saved.
//!
//! Each running tab keeps its own draft of a form, so that two tabs never overwrite each other's. A form that
//! is opened picks up every draft of it that is there.

use serde_json::Value;

use super::codec::{self, Form};
use super::layout::DRAFTS;
use super::{Damaged, SaveError, Vault};
use crate::entry::PersonId;

/// Which draft: whose, of which form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftName {
    /// Who is typing.
    pub author: PersonId,
    /// The form, by the id of the entry it makes.
    pub form: String,
}

/// A draft as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    key: String,
    raw: String,
    /// What was typed, as the form understands it.
    pub value: Value,
}

impl Draft {
    /// Whether the tab `device` keeps it.
    pub fn is_by(&self, device: u32) -> bool {
        self.key.rsplit('/').next() == Some(&format!("{device:08x}"))
    }
}

impl DraftName {
    fn prefix(&self) -> String {
        format!("{DRAFTS}{}/{}/", self.author, self.form)
    }

    fn key(&self, device: u32) -> String {
        format!("{}{device:08x}", self.prefix())
    }
}

impl Vault {
    /// Keeps what is typed in the tab `device`.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn keep_draft(&mut self, name: &DraftName, device: u32, value: &Value) -> Result<(), SaveError> {
        let key = name.key(device);
        self.put(&key, 0, &value.to_string(), Form::Text)
    }

    /// Every draft of a form that can be read. What cannot is set aside.
    pub fn drafts(&mut self, name: &DraftName) -> Vec<Draft> {
        let prefix = name.prefix();
        let mut keys = self.shelf.keys(&prefix).unwrap_or_default();
        // Not those of a form whose name goes on after this one's.
        keys.retain(|key| key.strip_prefix(&prefix).is_some_and(|device| !device.contains('/')));
        keys.sort();
        let mut drafts = Vec::new();
        for key in keys {
            let Ok(Some(raw)) = self.shelf.get(&key) else { continue };
            let value = codec::decode(&key, &raw).map(|found| serde_json::from_str(&found.payload));
            match value {
                Ok(Ok(value)) => drafts.push(Draft { key, raw, value }),
                Err(codec::DecodeError::Newer | codec::DecodeError::Locked) => {}
                Ok(Err(_)) | Err(codec::DecodeError::Damaged) => {
                    // Where there is no room to set it aside it stays where it is.
                    self.heal(Damaged { key, raw, readable: Vec::new() });
                }
            }
        }
        drafts
    }

    /// Lets go of the drafts that were saved with a form: this tab's own, and those picked up when it was opened.
    ///
    /// # Errors
    /// When the shelf cannot be written.
    pub fn drop_drafts(
        &mut self,
        name: &DraftName,
        device: u32,
        picked_up: &[Draft],
    ) -> Result<(), SaveError> {
        self.drop_picked_up(picked_up)?;
        Ok(self.shelf.remove(&name.key(device))?)
    }

    /// Lets go of drafts that were picked up, unless another tab went on typing in them.
    ///
    /// # Errors
    /// When the shelf cannot be written.
    pub fn drop_picked_up(&mut self, picked_up: &[Draft]) -> Result<(), SaveError> {
        for draft in picked_up {
            if self.shelf.get(&draft.key)?.as_ref() == Some(&draft.raw) {
                self.shelf.remove(&draft.key)?;
            }
        }
        Ok(())
    }
}
