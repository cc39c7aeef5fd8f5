//! Anything that can go wrong, and the one function that says it to people.

use crate::entry::{Fault, RitualFault};
use crate::exchange::age::AgeError;
use crate::exchange::{ImportError, LARGEST_FILE};
use crate::vault::{LockError, SaveError};

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
    /// A file that was sealed with a passphrase could not be opened, or made.
    NotOpened(AgeError),
    /// A lock was not opened, or made.
    NotUnlocked(LockError),
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
    /// Try once more, perhaps with another passphrase.
    TryAgain,
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
        Problem::NotSaved(SaveError::Locked) => (
            "Somebody else has a lock here, and this would need it open. Nothing was changed. Let them unlock what is \
             theirs first."
                .to_owned(),
            WayOut::TryAgain,
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
        Problem::NotOpened(error) => {
            let is_again = matches!(error, AgeError::Passphrase | AgeError::NoMemory);
            let way_out = if is_again { WayOut::TryAgain } else { WayOut::OtherFile };
            (explain_age(*error).to_owned(), way_out)
        }
        Problem::NotUnlocked(error) => explain_lock(*error),
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

/// Says what is wrong with a field of a promise, an agreement, a consent, a setback or a moment, and what helps.
pub fn explain_field(fault: Fault) -> &'static str {
    match fault {
        Fault::TooLong => {
            "This is longer than there is room for here. Say it in fewer words; your journal has room for all of it."
        }
        Fault::Password => {
            "This looks like a password or a PIN. None is ever kept here: leave it out, and say it by word of mouth \
             if you both want to."
        }
        Fault::NoDeed => "Say what you will do. A few words are enough.",
        Fault::NoReason => "Say in a few words why it changes, so that both can follow it later.",
        Fault::DuePast => "This day is already past. Choose today or a later one.",
        Fault::DueTooFar => {
            "This is more than a year away. Choose a nearer day; it can be promised again then."
        }
        Fault::Rhythm(fault) => explain_ritual(fault),
        Fault::NoSubject => "Say what it covers: choose from the list, or use your own words.",
        Fault::NoDetails => "Say it in your own words, so that both of you mean the same.",
        Fault::NoWhy => "Say what it is for. That is how you can tell later whether it helps.",
        Fault::StartFarAway => "Choose a first day between a week ago and a year from now.",
        Fault::EndBeforeStart => "The last day comes before the first one. Choose a later one.",
        Fault::EndPast => "The last day is already past. Choose today or a later one.",
        Fault::EndTooFar => "90 days at most. After that you both decide anew whether you want to go on.",
        Fault::NoEnd => "Openness of this kind has an end. Choose a last day, 30 days from now for example.",
        Fault::NoReview => "Without an end it needs a day on which you look at it again.",
        Fault::ReviewOutside => {
            "Choose a day to look at it again that lies within the agreement, and within 90 days."
        }
        Fault::NoWords => {
            "Say it in your own words, however few. A yes that is yours counts more than a tick."
        }
        Fault::NoEvent => "Say what happened. One sentence is enough.",
        Fault::Future => "This day is still to come. Choose today or an earlier one.",
        Fault::LongAgo => "Look at the year again: this is very long ago.",
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

fn explain_age(error: AgeError) -> &'static str {
    match error {
        AgeError::NotAge => "This is not a file that was locked with a passphrase. Nothing was changed.",
        AgeError::Newer => {
            "This file was locked in a way that is newer than this version of Kept. Open the page again to get the \
             newer one, then try once more. Nothing was changed."
        }
        AgeError::Armor => {
            "This file is damaged or breaks off, so no passphrase opens it. An older copy may be whole. Nothing was \
             changed."
        }
        AgeError::Header => {
            "The beginning of this file is damaged, so no passphrase opens it. An older copy may be whole. Nothing was \
             changed."
        }
        AgeError::OtherKey => {
            "This file is locked for somebody with a secret file, not with a passphrase. The program “age” opens it \
             for them. Nothing was changed."
        }
        AgeError::TooMuchWork => {
            "Opening this file would keep this device busy for far too long. No copy that Kept made asks for that. \
             Nothing was changed."
        }
        AgeError::NoMemory => {
            "There is not enough memory free for this. Close other pages and programs, then try once more. Nothing was \
             changed."
        }
        AgeError::Passphrase => {
            "This passphrase does not open the file. Look at capital letters and spaces, and try again. Nothing was \
             changed."
        }
        AgeError::Damaged => {
            "The passphrase is right, but the file is damaged, so nothing of it is taken. An older copy may be whole. \
             Nothing was changed."
        }
        AgeError::Truncated => {
            "This file breaks off. Perhaps it was not copied completely. An older copy may be whole. Nothing was changed."
        }
    }
}

fn explain_lock(error: LockError) -> (String, WayOut) {
    let (sentence, way_out) = match error {
        LockError::Refused => (
            "This does not open it. Look at capital letters and spaces, and try again. Nothing was changed.",
            WayOut::TryAgain,
        ),
        LockError::Newer => (
            "This was locked by a newer version of Kept. Open the page again to get the newer one. Nothing was changed.",
            WayOut::OpenAgain,
        ),
        LockError::Damaged | LockError::Cost => (
            "What is stored about this lock is damaged, so no passphrase opens it here. A copy that you saved can be \
             opened as before. Nothing was changed.",
            WayOut::OtherFile,
        ),
        LockError::NoMemory => (
            "There is not enough memory free for this. Close other pages and programs, then try once more. Nothing was \
             changed.",
            WayOut::TryAgain,
        ),
    };
    (sentence.to_owned(), way_out)
}
