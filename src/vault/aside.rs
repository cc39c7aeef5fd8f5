//! What cannot be read: kept as it was found, out of the way, for the person to see and take out.

use super::codec::{self, DecodeError, Form};
use super::layout::{ASIDE, PREFIX};
use super::{Damaged, Found, SaveError, Seal, Vault, payload_of};

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
        keys.extend(self.stuck.iter().cloned());
        keys.sort();
        let found = |key: String| self.read_aside(&key).map(|value| SetAside { key, value });
        keys.into_iter().filter_map(found).collect()
    }

    /// A value that was set aside, as it was found; `None` where somebody else has locked it.
    fn read_aside(&self, key: &str) -> Option<String> {
        let value = self.shelf.get(key).ok()??;
        if !key.starts_with(ASIDE) {
            return Some(value);
        }
        match codec::decode_sealed(key, &value, Some(&self.keyring)) {
            Ok(found) => Some(found.payload.into_owned()),
            Err(DecodeError::Locked) => None,
            Err(_) => Some(value),
        }
    }

    /// Removes what was set aside, when the person says so.
    ///
    /// # Errors
    /// When the shelf cannot be written.
    pub fn discard_aside(&mut self) -> Result<(), SaveError> {
        self.may_write()?;
        for key in self.shelf.keys(ASIDE)? {
            self.shelf.remove(&key)?;
        }
        for key in self.stuck.clone() {
            // Another tab may have put it right.
            if matches!(self.find(&key), Ok(Found::Damaged { .. })) {
                self.shelf.remove(&key)?;
            }
            self.stuck.retain(|stuck| *stuck != key);
        }
        Ok(())
    }

    /// Sets a damaged value aside, and leaves in its place what can be saved of it. What cannot be moved stays
    /// where it is, and is tried again later.
    pub(super) fn heal(&mut self, damaged: Damaged) {
        let Damaged { key, raw, readable } = damaged;
        if self.newer {
            self.damaged += 1;
            return;
        }
        if !self.set_aside(&key, &raw) {
            return;
        }
        // Where this fails the value is found damaged again, and is known to have been copied.
        let _ = if readable.is_empty() {
            self.shelf.remove(&key).map_err(SaveError::from)
        } else {
            let seal = self.seal_for(readable.iter());
            self.put(&key, 1, &payload_of(readable.iter()), Form::Text, &seal)
        };
    }

    /// Tries again to set aside what there was no room for.
    pub(super) fn heal_stuck(&mut self) {
        for key in self.stuck.clone() {
            match self.find(&key) {
                Ok(Found::Damaged { raw, readable }) => self.heal(Damaged { key, raw, readable }),
                Ok(_) => self.stuck.retain(|stuck| *stuck != key),
                Err(_) => {}
            }
        }
    }

    /// Keeps a copy of a value that cannot be read, so that its place can be used again; says whether it could.
    pub(super) fn set_aside(&mut self, key: &str, raw: &str) -> bool {
        let is_known = self.stuck.iter().any(|stuck| stuck == key);
        let is_copied = self.copy_aside(key, raw).is_ok();
        match (is_known, is_copied) {
            (true, true) => self.stuck.retain(|stuck| stuck != key),
            (false, false) => self.stuck.push(key.to_owned()),
            _ => {}
        }
        if !is_known {
            self.damaged += 1;
        }
        is_copied
    }

    fn copy_aside(&mut self, key: &str, raw: &str) -> Result<(), SaveError> {
        let tail = key.strip_prefix(PREFIX).unwrap_or(key);
        for number in 1_u32.. {
            let place = format!("{ASIDE}{number}/{tail}");
            if self.shelf.get(&place)?.is_none() {
                let seal = Some(self.seal_aside(&place)).filter(|seal| self.keyring.opens(seal));
                return self.put_aside(&place, raw, &seal.unwrap_or(Seal::Open));
            }
            // Copied before, and stopped before its place was used again.
            if self.read_aside(&place).as_deref() == Some(raw) {
                break;
            }
        }
        Ok(())
    }
}
