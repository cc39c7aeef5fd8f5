//! What is being typed, kept until it is saved.
//!
//! Each running tab keeps its own draft of a form, so that two tabs never overwrite each other's. A form that
//! is opened picks up every draft of it that is there.

use serde_json::{Value, json};

use super::codec::{self, Form};
use super::layout::DRAFTS;
use super::{Damaged, SaveError, Seal, Vault};
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

/// What the name of a form begins with where a key does not say it.
const HIDDEN: &str = "~";
/// The fields of a draft whose key does not say of which form it is.
const FORM: &str = "form";
const VALUE: &str = "value";

impl DraftName {
    /// What the keys of its drafts begin with.
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
        let key = self.draft_key(name, device);
        if !self.locks.is_closed(&name.author) {
            return self.put(&key, 0, &value.to_string(), Form::Text, &Seal::Open);
        }
        let sealed = json!({ FORM: name.form, VALUE: value }).to_string();
        self.put(&key, 0, &sealed, Form::Text, &Seal::Of(name.author.clone()))
    }

    /// The same name as it stands in the keys of somebody with a lock that is open: it says whose draft it is.
    fn hidden(&self, name: &DraftName) -> Option<DraftName> {
        let hidden = self.keyring.hidden(&name.author, &name.form)?;
        Some(DraftName { author: name.author.clone(), form: format!("{HIDDEN}{hidden}") })
    }

    pub(super) fn draft_key(&self, name: &DraftName, device: u32) -> String {
        let hidden = self.hidden(name).filter(|_| self.locks.is_closed(&name.author));
        hidden.as_ref().unwrap_or(name).key(device)
    }

    /// Of which form a draft is, and what was typed; `form` is what its key says.
    pub(super) fn read_draft(&mut self, key: &str, form: &str) -> Option<(String, Value)> {
        let raw = self.shelf.get(key).ok()??;
        let found = codec::decode_sealed(key, &raw, Some(&self.keyring));
        let value = found.map(|found| (serde_json::from_str::<Value>(&found.payload), found.seal));
        match value {
            Ok((Ok(value), Seal::Open)) => Some((form.to_owned(), value)),
            Ok((Ok(value), _)) => Some((value[FORM].as_str()?.to_owned(), value[VALUE].clone())),
            Err(codec::DecodeError::Newer | codec::DecodeError::Locked) => None,
            Ok((Err(_), _)) | Err(codec::DecodeError::Damaged) => {
                // Where there is no room to set it aside it stays where it is.
                self.heal(Damaged { key: key.to_owned(), raw, readable: Vec::new() });
                None
            }
        }
    }

    /// Every draft of a form that can be read. What cannot is set aside.
    pub fn drafts(&mut self, name: &DraftName) -> Vec<Draft> {
        let mut drafts = self.drafts_as(name);
        // From before there was a lock, and from when there was one.
        if let Some(hidden) = self.hidden(name) {
            drafts.extend(self.drafts_as(&hidden));
        }
        drafts
    }

    fn drafts_as(&mut self, name: &DraftName) -> Vec<Draft> {
        let prefix = name.prefix();
        let mut keys = self.shelf.keys(&prefix).unwrap_or_default();
        // Not those of a form whose name goes on after this one's.
        keys.retain(|key| key.strip_prefix(&prefix).is_some_and(|device| !device.contains('/')));
        keys.sort();
        let mut drafts = Vec::new();
        for key in keys {
            let Ok(Some(raw)) = self.shelf.get(&key) else { continue };
            if let Some((_, value)) = self.read_draft(&key, &name.form) {
                drafts.push(Draft { key, raw, value });
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
        if let Some(hidden) = self.hidden(name) {
            self.shelf.remove(&hidden.key(device))?;
        }
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
