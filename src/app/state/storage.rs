//! What happens to storage while nobody waits for it, and what takes a while.

use std::time::Duration;

use kept::entry::{Entry, Trash};
use kept::insight::is_copy_due;
use kept::problem::Problem;
use kept::vault::{Backup, Batch, Bucket, How, Reach, Room, SaveError, Snapshot};
use leptos::prelude::*;

use super::State;
use crate::browser::{clock, locks, page, storage};

/// How long after something was saved it is moved to its place, in milliseconds.
const SETTLE_MS: u64 = 500;
/// Between two steps of tidying up, in milliseconds: typing and scrolling come first.
const GAP_MS: u64 = 20;
/// When to try again what did not work, in milliseconds.
const AGAIN_MS: u64 = 10_000;
/// When to ask again while another tab is at it, in milliseconds: each of its steps is short.
const BUSY_MS: u64 = 700;
/// How many buckets are read in one go. One with a month of somebody's pages takes some five milliseconds.
const AT_ONCE: usize = 6;
/// How many milliseconds of work are done in one go while a file is taken in.
const SLICE_MS: u64 = 30;
/// For how many days nobody is reminded of something after they said "not now".
const LATER_DAYS: i64 = 14;
/// The preferences that hold the day on which somebody said so.
pub(crate) const COPY_LATER: &str = "copy-later";
pub(crate) const ROOM_LATER: &str = "room-later";
/// The preference that says that somebody was told how long Safari keeps a page's storage.
const WEEK_TOLD: &str = "week-told";

impl State {
    /// Does what the vault has to do, in steps, beginning in a moment.
    pub(super) fn tidy_soon(self) {
        self.tidy_in(SETTLE_MS);
    }

    fn tidy_in(self, ms: u64) {
        if self.update(|inner| std::mem::replace(&mut inner.is_tidying, true)) != Some(false) {
            return;
        }
        let tidy = move || locks::alone("kept/tidy", Box::new(move |is_alone| self.tidy(is_alone)));
        set_timeout(tidy, Duration::from_millis(ms));
    }

    fn tidy(self, is_alone: bool) {
        self.update(|inner| inner.is_tidying = false);
        if self.is_closed() {
            return;
        }
        if !is_alone {
            self.tidy_in(BUSY_MS);
            return;
        }
        let was_sealed = self.is_sealed();
        let next = self.update(|inner| inner.vault.tidy(clock::now_ms()));
        if was_sealed != self.is_sealed() {
            self.notices.notify();
        }
        let adopted = self.update(|inner| inner.vault.take_adopted());
        self.absorb(adopted.unwrap_or_default());
        self.notice_damage();
        match next {
            Some(Ok(Some(ms))) => self.tidy_in(ms.max(GAP_MS)),
            Some(Ok(None)) => self.rest(),
            Some(Err(_)) | None => self.tidy_in(AGAIN_MS),
        }
    }

    /// All is in its place: time to look how much room there is, and to forget what was deleted long ago.
    fn rest(self) {
        let is_short = self.room().is_short();
        if self.update(|inner| std::mem::replace(&mut inner.is_short_of_room, is_short)) != Some(is_short) {
            self.notices.notify();
        }
        let is_first = self.update(|inner| !std::mem::replace(&mut inner.has_emptied_trash, true));
        if is_first == Some(true) {
            self.recall(Reach::Trash, Box::new(move || self.empty_trash()));
        }
        self.keep_file();
    }

    fn empty_trash(self) {
        let today = untrack(|| self.today());
        let over = |entry: &&Entry| entry.trash().is_some_and(|trash| trash.is_over(today));
        let forgotten: Vec<Entry> =
            untrack(|| self.entries(|entries| entries.iter().filter(over).map(Entry::forgotten).collect()));
        if !forgotten.is_empty() {
            self.save(&forgotten);
        }
    }

    /// Says what damage was found since it was last said.
    pub(super) fn notice_damage(self) {
        let found = self.update(|inner| {
            let count = inner.vault.take_damaged();
            inner.damaged += count;
            if inner.vault.is_newer() && !inner.standing.contains(&Problem::NewerStore) {
                inner.standing.push(Problem::NewerStore);
                return inner.damaged.max(1);
            }
            if count > 0 { inner.damaged } else { 0 }
        });
        match found {
            Some(0) | None => {}
            Some(_) => self.stand(Problem::Damaged(self.inner.with_value(|inner| inner.damaged)), true),
        }
    }

    /// From now on a problem stands, or not; of each kind there is one.
    pub(super) fn stand(self, problem: Problem, stands: bool) {
        let kind = std::mem::discriminant(&problem);
        let changed = self.update(|inner| {
            let is_nothing = matches!(problem, Problem::Damaged(0));
            let before = inner.standing.clone();
            inner.standing.retain(|other| std::mem::discriminant(other) != kind);
            if stands && !is_nothing {
                inner.standing.push(problem);
            }
            before != inner.standing
        });
        if changed == Some(true) {
            self.notices.notify();
        }
    }

    /// Reads what is within reach and was not read yet, a little at a time, and then does `then`.
    pub(crate) fn recall(self, reach: Reach, then: Box<dyn FnOnce()>) {
        let missing = self.inner.with_value(|inner| inner.vault.missing(reach));
        self.recall_some(missing, then);
    }

    fn recall_some(self, mut left: Vec<Bucket>, then: Box<dyn FnOnce()>) {
        let first: Vec<Bucket> = left.drain(..left.len().min(AT_ONCE)).collect();
        let has_news = self.update(|inner| {
            let read = inner.vault.load(&first);
            let has_news = !read.is_empty();
            inner.entries.extend(read);
            has_news
        });
        if left.is_empty() {
            self.notice_damage();
            if has_news == Some(true) {
                self.entries.notify();
            }
            then();
        } else {
            set_timeout(move || self.recall_some(left, then), Duration::ZERO);
        }
    }

    /// How much room is used.
    pub(crate) fn room(self) -> Room {
        self.inner.with_value(|inner| inner.vault.room())
    }

    /// Takes in entries from a file, or puts them in the place of everything, in steps; then does `then` with
    /// whether it worked. If not, [`State::problems`] says why, and nothing has changed.
    pub(crate) fn take_in(self, entries: Vec<Entry>, how: How, then: Box<dyn FnOnce(bool)>) {
        let is_short = self.inner.with_value(|inner| inner.vault.is_short(&entries));
        if how == How::Merge && is_short {
            then(self.save(&entries));
            return;
        }
        match self.update(|inner| inner.vault.begin(&entries, how, clock::now_ms())) {
            Some(Ok(batch)) => self.go_on(batch, entries, how, then),
            Some(Err(error)) => self.end(Some(error), then),
            None => {}
        }
    }

    fn go_on(self, mut batch: Batch, entries: Vec<Entry>, how: How, then: Box<dyn FnOnce(bool)>) {
        if self.is_closed() {
            return;
        }
        let until = clock::now_ms() + SLICE_MS;
        let stepped = self.update(|inner| {
            let mut more = inner.vault.step(&mut batch);
            while more == Ok(true) && clock::now_ms() < until {
                more = inner.vault.step(&mut batch);
            }
            inner.progress = Some(batch.progress()).filter(|_| more == Ok(true));
            more
        });
        self.notices.notify();
        match stepped.unwrap_or(Err(SaveError::Denied)) {
            Ok(true) => set_timeout(move || self.go_on(batch, entries, how, then), Duration::ZERO),
            Err(error) => self.end(Some(error), then),
            Ok(false) if how == How::Replace => {
                // What is typed in other forms is kept over it.
                page::tell("kept-flush");
                page::reload();
            }
            Ok(false) => {
                self.absorb(entries);
                self.tidy_soon();
                self.end(None, then);
            }
        }
    }

    fn end(self, error: Option<SaveError>, then: Box<dyn FnOnce(bool)>) {
        let is_done = error.is_none();
        self.set_trouble(error.map(Problem::NotSaved));
        then(is_done);
    }

    /// How far taking in a file is: steps done, and steps in all.
    pub(crate) fn progress(self) -> Option<(usize, usize)> {
        self.notices.track();
        self.inner.with_value(|inner| inner.progress)
    }

    /// What was there before everything was replaced by a file.
    pub(crate) fn snapshot(self) -> Option<Snapshot> {
        self.inner.with_value(|inner| inner.vault.snapshot())
    }

    /// Goes back to it.
    pub(crate) fn go_back(self) {
        match self.update(|inner| inner.vault.go_back()).unwrap_or(Err(SaveError::Denied)) {
            Ok(()) => page::reload(),
            Err(error) => self.set_trouble(Some(Problem::NotSaved(error))),
        }
    }

    /// Forgets it.
    pub(crate) fn drop_snapshot(self) -> bool {
        let dropped = self.update(|inner| inner.vault.drop_snapshot()).unwrap_or(Err(SaveError::Denied));
        self.set_trouble(dropped.err().map(Problem::NotSaved));
        self.entries.notify();
        dropped.is_ok()
    }

    /// Remembers that everything that is here now was saved as a file.
    pub(crate) fn note_copy(self) {
        // Where it cannot be remembered, people are reminded of a copy once more than they need be.
        let _ = self.update(|inner| {
            let backup = Backup { on: inner.today, until: inner.entries.newest() };
            inner.vault.note_backup(backup)
        });
        self.entries.notify();
    }

    /// The day of the last copy, if there was one.
    pub(crate) fn last_copy(self) -> Option<Backup> {
        self.entries.track();
        self.inner.with_value(|inner| inner.vault.last_backup())
    }

    /// Whether it is time to speak of a copy.
    pub(crate) fn is_copy_due(self) -> bool {
        let (last, today) = (self.last_copy(), self.today());
        let beyond = self.inner.with_value(|inner| inner.vault.days_beyond());
        !self.is_later(COPY_LATER) && self.entries(|entries| is_copy_due(entries, beyond, last, today))
    }

    /// Whether it is time to say that room gets short.
    pub(crate) fn is_short_of_room(self) -> bool {
        self.notices.track();
        self.inner.with_value(|inner| inner.is_short_of_room) && !self.is_later(ROOM_LATER)
    }

    fn is_later(self, name: &str) -> bool {
        let (said, today) = (self.inner.with_value(|inner| inner.vault.preference(name)), self.today());
        said.and_then(|day| day.parse().ok()).is_some_and(|day| today.since(day) < LATER_DAYS)
    }

    /// Not to be reminded of something for a while.
    pub(crate) fn later(self, name: &str) {
        let today = untrack(|| self.today()).to_string();
        self.remember(name, &today);
        self.entries.notify();
        self.notices.notify();
    }

    /// Whether this browser forgets pages after a week, and nobody was told here.
    pub(crate) fn is_week_untold(self) -> bool {
        self.entries.track();
        self.inner.with_value(|inner| inner.vault.preference(WEEK_TOLD).is_none()) && storage::is_forgetful()
    }

    /// Not to be told of that again.
    pub(crate) fn told_of_the_week(self) {
        self.remember(WEEK_TOLD, "yes");
        self.entries.notify();
    }

    /// What the current person deleted and can still bring back, the latest first.
    pub(crate) fn trash(self) -> Vec<(Entry, Trash)> {
        let me = self.me();
        let mut trash: Vec<(Entry, Trash)> = Vec::new();
        self.entries(|entries| {
            for entry in entries.iter().filter(|entry| Some(&entry.author) == me.as_ref()) {
                if let Some(deleted) = entry.trash() {
                    let place = trash.partition_point(|(other, _)| other.stamp > entry.stamp);
                    trash.insert(place, (entry.clone(), deleted.clone()));
                }
            }
        });
        trash
    }

    /// Brings back what was deleted.
    pub(crate) fn bring_back(self, before: &Entry) -> bool {
        let stamp = self.update(|inner| {
            if let Some(deleted) = inner.entries.entry(&before.author, &before.id) {
                inner.clock.observe(deleted.stamp);
            }
            inner.clock.tick(clock::now_ms())
        });
        self.save(&[before.revised(
            stamp.unwrap_or_default(),
            before.visibility.clone(),
            before.body.clone(),
        )])
    }
}
