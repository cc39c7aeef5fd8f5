//! Anything that can go wrong, and the one function that says it to people.

use crate::entry::RitualFault;
use crate::exchange::{ImportError, LARGEST_FILE};
use crate::vault::SaveError;

/// Something that went wrong, or stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The browser keeps nothing for this page: all is in memory until the tab closes.
    NothingIsKept,
    /// What was written could not be saved.
    NotSaved(SaveError),
    /// What is stored is from a newer version, so this one only reads.
    NewerStore,
    /// So many values were found damaged and set aside.
    Damaged(usize),
    /// The file that is kept up to date by itself holds something that is not here.
    FileHeld,
    /// A file could not be read.
    NotImported(ImportError),
    /// A file is damaged; what could be read of it can be taken in.
    DamagedFile,
    /// A file that should be an export of another app has no habit in it.
    NoHabits,
}

/// What helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// Take a copy out, and make room.
    SaveACopy,
    /// Say what becomes of the file that is kept up to date.
    SeeFile,
    /// See what was set aside.
    SeeAside,
    /// Open the page again, to get the newer version.
    OpenAgain,
    /// Try with another file.
    OtherFile,
}

/// A problem in words, and the way out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What happened and what it means for what they wrote.
    pub sentence: String,
    /// What helps.
    pub way_out: WayOut,
}

/// Says a problem to the people who have it.
pub fn explain(problem: &Problem) -> Explanation {
    let (sentence, way_out) = match problem {
        Problem::NothingIsKept => (
            "This browser does not let Kept store anything here. You can use everything, but it is gone when \
             you close this tab. Save a copy before you do."
                .to_owned(),
            WayOut::SaveACopy,
        ),
        Problem::NotSaved(SaveError::Full) => (
            "The browser's storage is full, so this was not saved. Your words are still on the screen. Save a \
             copy, then delete something and save again."
                .to_owned(),
            WayOut::SaveACopy,
        ),
        Problem::NotSaved(SaveError::Denied) => (
            "The browser would not store this, so it was not saved. Your words are still on the screen. Save a \
             copy before you close the page."
                .to_owned(),
            WayOut::SaveACopy,
        ),
        Problem::NotSaved(SaveError::NewerStore) | Problem::NewerStore => (
            "What is stored here was written by a newer version of Kept. This older one shows what it can and \
             changes nothing. Open the page again to get the newer one."
                .to_owned(),
            WayOut::OpenAgain,
        ),
        Problem::Damaged(1) => (
            "One stored part could not be read. It was set aside unchanged; everything else is here.".to_owned(),
            WayOut::SeeAside,
        ),
        Problem::Damaged(count) => (
            format!("{count} stored parts could not be read. They were set aside unchanged; everything else is here."),
            WayOut::SeeAside,
        ),
        Problem::FileHeld => (
            "Your file with the copy holds something that is not here, so it was left as it is. Say whether to add \
             that, or to write over it."
                .to_owned(),
            WayOut::SeeFile,
        ),
        Problem::NotImported(error) => (explain_import(error), WayOut::OtherFile),
        Problem::DamagedFile => (
            "This file is damaged. What can still be read can be added to what is here; an older copy may have the \
             rest. Nothing was changed."
                .to_owned(),
            WayOut::OtherFile,
        ),
        Problem::NoHabits => (
            "This file has no habits in it that can be read. Choose the file that Loop Habit Tracker exports as CSV. \
             Nothing was changed."
                .to_owned(),
            WayOut::OtherFile,
        ),
    };
    Explanation { sentence, way_out }
}

/// Says why a ritual cannot be as it was entered, and what helps.
pub fn explain_ritual(fault: RitualFault) -> &'static str {
    match fault {
        RitualFault::NoTitle => "Give it a name, so that you recognise it.",
        RitualFault::TooLong => {
            "Minutes are a whole number, up to a day (1440). Leave them out where there is no fixed length."
        }
        RitualFault::Never => "Choose at least one day, or say how many times.",
        RitualFault::TooOften(7) => "A week has room for 7 times at most: one a day.",
        RitualFault::TooOften(_) => "A month has room for 31 times at most: one a day.",
        RitualFault::Interval => "Choose a number of days from 1 (every day) to 366 (once in a year).",
        RitualFault::EndBeforeStart => {
            "The end lies before the start. Choose a later end, or an earlier start."
        }
        RitualFault::PauseBackwards => "A pause ends before it begins. Choose a later end for it, or none.",
    }
}

fn explain_import(error: &ImportError) -> String {
    let megabytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
    let reason = match error {
        ImportError::TooLarge(size) => format!(
            "This file has {} MB; a copy that Kept made has {} MB at the very most.",
            megabytes(*size),
            megabytes(LARGEST_FILE)
        ),
        ImportError::Unreadable => {
            "The browser could not read this file. Perhaps it was moved meanwhile.".to_owned()
        }
        ImportError::NotText | ImportError::NotJson => {
            "This is not a copy that Kept made: it is not a JSON file.".to_owned()
        }
        ImportError::Truncated => {
            "This file breaks off before anything in it can be read. Perhaps it was not copied completely."
                .to_owned()
        }
        ImportError::OtherApp => "This is a JSON file, but not one that Kept made.".to_owned(),
        ImportError::Newer(version) => format!(
            "A newer version of Kept made this file (version {version}). Open the page again to get the newer one, \
             then try once more."
        ),
    };
    format!("{reason} Nothing was changed.")
}
