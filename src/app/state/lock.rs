//! Locks: whose is open in this tab, and what closes it again. Closing it is opening the page anew, since memory cannot
//! be emptied in any other way.

use kept::entry::{Entry, PersonId};
use kept::vault::{Key, Lock, LockError, LockRecord, SaveError};
use leptos::prelude::*;

use super::{Gone, Inner, State};
use crate::browser::{clock, page};

/// The preferences: after how many minutes without a press of a key or a touch a lock closes, and whether it does as soon
/// as the page is hidden.
pub(crate) const LOCK_AFTER: &str = "lock-after";
pub(crate) const LOCK_HIDDEN: &str = "lock-hidden";
/// Changes when all tabs are to close what is locked.
const LOCKED: &str = "locked";
/// After how many minutes it closes unless something else was chosen.
pub(crate) const MINUTES: u64 = 10;

/// Somebody with a lock, and what can be read of it.
pub(crate) type Locked = (PersonId, Result<LockRecord, LockError>);

impl State {
    /// The locks on this device.
    pub(crate) fn locks(self) -> Vec<Locked> {
        self.inner.with_value(|inner| inner.vault.locks())
    }

    /// Whether there is any.
    pub(crate) fn has_locks(self) -> bool {
        self.notices.track();
        self.inner.with_value(|inner| inner.vault.has_locks())
    }

    /// Whether somebody else has locked what they keep private, so that nobody reads it here now.
    pub(crate) fn has_locked(self) -> bool {
        self.notices.track();
        self.inner.with_value(|inner| inner.vault.has_locked())
    }

    /// Whether the one who writes has a lock.
    pub(crate) fn has_lock(self) -> bool {
        self.notices.track();
        let me = self.me();
        me.is_some_and(|me| self.inner.with_value(|inner| inner.vault.has_lock(&me)))
    }

    /// What stands of their lock.
    pub(crate) fn lock(self) -> Option<LockRecord> {
        self.notices.track();
        let me = self.me()?;
        self.inner.with_value(|inner| inner.vault.lock_of(&me).ok())
    }

    /// Whether everything that was written has its seal by now.
    pub(crate) fn is_sealed(self) -> bool {
        self.notices.track();
        self.inner.with_value(|inner| inner.vault.is_sealed())
    }

    /// Whether somebody may write here.
    pub(crate) fn may_write_here(self, person: &PersonId) -> bool {
        self.notices.track();
        self.inner.with_value(|inner| inner.vault.may_write_here(person))
    }

    /// Whether it was said that somebody writes here without a lock.
    pub(crate) fn is_shared_key_open(self) -> bool {
        self.notices.track();
        self.inner.with_value(|inner| inner.vault.is_shared_key_open())
    }

    /// Says so, or that nobody does any longer.
    pub(crate) fn open_shared_key(self, is_open: bool) -> bool {
        self.note(|inner| inner.vault.open_shared_key(is_open))
    }

    /// Begins to use a lock, and closes it: whoever made it opens it with what they chose.
    pub(crate) fn make_lock(self, lock: Lock, label: &str, keys: (Key, Key), is_shared_key_open: bool) {
        self.leave_file();
        // Whoever opens the page next is asked for this passphrase first.
        self.remember("person", lock.person().as_str());
        if self.note(|inner| inner.vault.make_lock(lock, label, keys, is_shared_key_open)) {
            self.lock_up();
        }
    }

    /// Writes what has changed of the current person's lock.
    pub(crate) fn change_lock(self, record: &LockRecord) -> bool {
        let me = self.author();
        self.note(|inner| inner.vault.change_lock(&me, record))
    }

    /// Takes off the current person's lock.
    pub(crate) fn take_off_lock(self) -> bool {
        let me = self.author();
        let is_taken_off = self.note(|inner| inner.vault.take_off_lock(&me));
        self.tidy_soon();
        is_taken_off
    }

    fn note(self, change: impl FnOnce(&mut Inner) -> Result<(), SaveError>) -> bool {
        let changed = self.update(change).unwrap_or(Err(SaveError::Denied));
        self.set_trouble(changed.err().map(super::Problem::NotSaved));
        self.notices.notify();
        changed.is_ok()
    }

    /// Comes in with the key of somebody who unlocked theirs, or as somebody who has no lock.
    pub(crate) fn come_in(self, unlocked: Option<(&PersonId, Key)>) {
        let person = unlocked.as_ref().map(|(person, _)| person.to_string()).unwrap_or_default();
        self.prefer("person", &person);
        self.update(|inner| *inner = Inner::open(unlocked));
        if let Some(me) = self.inner.with_value(|inner| inner.me.clone()) {
            self.remember("person", me.as_str());
        }
        self.touch();
        self.entries.notify();
        self.me.notify();
        self.today.notify();
        self.notices.notify();
        self.tidy_soon();
    }

    /// Gives up what somebody's lock closes, and the lock.
    pub(crate) fn forsake(self, person: &PersonId) {
        if self.note(|inner| inner.vault.forsake(person)) {
            page::start_again();
        }
    }

    /// Closes what is open, in this tab and all others.
    pub(crate) fn lock_everywhere(self) {
        self.remember(LOCKED, &clock::now_ms().to_string());
        self.lock_up();
    }

    /// Closes what is open here. What is typed is kept first; where it cannot be, nothing closes, since that would lose it.
    pub(super) fn lock_up(self) {
        page::tell("kept-flush");
        if self.has_unkept() {
            self.say("It stays open: what you are typing could not be kept, and would be lost.");
        } else {
            page::reload();
        }
    }

    /// Somebody pressed a key or touched the page.
    pub(crate) fn touch(self) {
        self.update(|inner| inner.touched_at = clock::now_ms());
    }

    /// Closes what is open where nobody did anything for a while, or the page was hidden and that is enough.
    pub(crate) fn lock_if_left(self, is_hidden: bool) {
        let is_open = self.inner.with_value(|inner| {
            inner.gone == Gone::No && inner.me.as_ref().is_some_and(|me| inner.vault.has_lock(me))
        });
        if !is_open {
            return;
        }
        let minutes: u64 = self.preference(LOCK_AFTER).parse().unwrap_or(MINUTES);
        let touched_at = self.inner.with_value(|inner| inner.touched_at);
        let is_idle = clock::now_ms().saturating_sub(touched_at) >= minutes * 60_000;
        if is_idle || (is_hidden && self.preference(LOCK_HIDDEN) == "yes") {
            self.lock_up();
        }
    }

    /// Those of some entries that cannot be stored while the lock of their author is closed.
    pub(crate) fn not_for_here(self, entries: &mut Vec<Entry>) -> usize {
        let before = entries.len();
        self.inner.with_value(|inner| entries.retain(|entry| inner.vault.can_keep(entry)));
        before - entries.len()
    }

    /// Whether a change under `key` in another tab closes what is open here.
    pub(super) fn is_closed_by(self, key: &str) -> bool {
        kept::vault::Vault::tells_of_a_lock(key)
            || (key == [kept::vault::PREFIX, LOCKED].concat() && self.has_locks())
    }
}
