//! The file that is kept up to date by itself.

use std::time::Duration;

use kept::entry::Stamp;
use kept::exchange::{Import, export, import};
use kept::problem::Problem;
use kept::vault::{How, Reach};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Gone, State};
use crate::browser::kept_file::{self, Standing};
use crate::browser::traces;

/// How long after the last change the file is written, in milliseconds.
const QUIET_MS: u64 = 4_000;

/// What the app knows of the file.
#[derive(Default)]
pub(super) struct KeptFile {
    standing: Standing,
    /// Whether the browser was asked about it since the page was opened.
    is_known: bool,
    /// The latest stamp in it, as far as this page wrote it.
    until: Stamp,
    is_waiting: bool,
}

impl State {
    /// Where it stands with the file.
    pub(crate) fn file(self) -> Standing {
        self.notices.track();
        self.inner.with_value(|inner| inner.file.standing)
    }

    fn set_file(self, standing: Standing) {
        self.update(|inner| {
            inner.file.standing = standing;
            inner.file.is_known = true;
        });
        self.stand(Problem::FileHeld, standing == Standing::Held);
        self.notices.notify();
    }

    /// Writes the file, a while after something has changed.
    pub(super) fn keep_file(self) {
        // What is sealed here must not stand in a file that everybody can read.
        if self.is_closed() || self.has_locks() {
            return;
        }
        let is_known = self.inner.with_value(|inner| inner.file.is_known);
        if !is_known {
            spawn_local(async move {
                self.set_file(kept_file::standing().await);
                self.keep_file();
            });
            return;
        }
        let is_due = self.update(|inner| {
            let file = &mut inner.file;
            let is_due = file.standing == Standing::Ready && file.until < inner.entries.newest();
            is_due && !std::mem::replace(&mut file.is_waiting, true)
        });
        if is_due == Some(true) {
            set_timeout(
                move || self.recall(Reach::Everything, Box::new(move || self.write_file(false))),
                Duration::from_millis(QUIET_MS),
            );
        }
    }

    /// Writes the file, unless it holds something that is not here, or is to be written `regardless`.
    fn write_file(self, regardless: bool) {
        spawn_local(async move {
            self.update(|inner| inner.file.is_waiting = false);
            if !regardless && self.is_file_fuller().await {
                self.set_file(Standing::Held);
                return;
            }
            // Everything may have been deleted since, and that must not empty the file.
            if self.is_closed() {
                return;
            }
            let (text, until) = untrack(|| {
                let today = self.today();
                self.entries(|entries| (export(entries, today), entries.newest()))
            });
            if kept_file::put(&text).await {
                self.update(|inner| inner.file.until = until);
                self.set_file(Standing::Ready);
                self.note_copy();
            } else {
                self.set_file(Standing::Asks);
            }
        });
    }

    /// Whether writing the file would lose something in it.
    async fn is_file_fuller(self) -> bool {
        match kept_file::read().await.as_deref() {
            // As it was written; or moved or removed, which writing will say, or put right.
            Some("") | None => false,
            Some(text) => match import(text.as_bytes()) {
                Ok(there) => self.has_more(&there),
                // It is something else's, and nobody said that it may go.
                Err(_) => true,
            },
        }
    }

    fn has_more(self, there: &Import) -> bool {
        let preview = untrack(|| self.entries(|entries| there.preview(entries)));
        !preview.is_empty()
    }

    /// Lets the person choose the file.
    pub(crate) fn choose_file(self, suggested_name: String) {
        spawn_local(async move {
            if kept_file::choose(&suggested_name).await.is_ok() {
                self.update(|inner| inner.file.until = Stamp::default());
                self.set_file(Standing::Ready);
                self.recall(Reach::Everything, Box::new(move || self.write_file(false)));
            }
        });
    }

    /// Asks the browser for leave to write the file again.
    pub(crate) fn ask_for_file(self) {
        spawn_local(async move {
            if kept_file::ask().await {
                self.set_file(Standing::Ready);
                self.recall(Reach::Everything, Box::new(move || self.write_file(false)));
            }
        });
    }

    /// Adds what is in the file to what is here, and goes on writing it.
    pub(crate) fn add_file(self) {
        spawn_local(async move {
            let text = kept_file::read().await.unwrap_or_default();
            let Ok(there) = import(text.as_bytes()) else { return };
            let go_on = move |is_done| {
                if is_done {
                    self.write_file(true);
                }
            };
            self.take_in(there.entries, How::Merge, Box::new(go_on));
        });
    }

    /// Writes the file over whatever is in it.
    pub(crate) fn overwrite_file(self) {
        self.write_file(true);
    }

    /// Removes what is left beside the storage, the file's handle included, and looks whether all of it is gone.
    pub(super) fn remove_the_rest(self) {
        spawn_local(async move {
            let _ = kept_file::forget().await;
            let left = traces::remove().await;
            self.update(|inner| inner.gone = Gone::Looked(left));
            self.notices.notify();
        });
    }

    /// Stops writing the file, which stays where it is.
    pub(crate) fn leave_file(self) {
        spawn_local(async move {
            let _ = kept_file::forget().await;
            self.set_file(Standing::None);
        });
    }
}
