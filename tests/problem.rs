//! Every problem is said in a sentence that people understand, and that blames nobody.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

use kept::entry::{Fault, RitualFault};
use kept::exchange::age::AgeError;
use kept::exchange::{ImportError, LARGEST_FILE};
use kept::problem::{Problem, WayOut, explain, explain_field, explain_ritual};
use kept::vault::{LockError, SaveError};

fn every_problem() -> Vec<Problem> {
    use ImportError::{Newer, NotJson, NotText, OtherApp, TooLarge, Truncated, Unreadable};
    use SaveError::{Denied, Full, Locked, NewerStore};
    // Something new does not compile until it stands here, and then is to be added below.
    let _ = |problem: Problem| match problem {
        Problem::NothingIsKept
        | Problem::NotSaved(Full | Denied | Locked | NewerStore)
        | Problem::NewerStore
        | Problem::Damaged(_)
        | Problem::FileHeld
        | Problem::DamagedFile
        | Problem::NoHabits
        | Problem::NotUnlocked(
            LockError::Damaged
            | LockError::Newer
            | LockError::Cost
            | LockError::NoMemory
            | LockError::Refused,
        )
        | Problem::NotOpened(
            AgeError::NotAge
            | AgeError::Newer
            | AgeError::Armor
            | AgeError::Header
            | AgeError::OtherKey
            | AgeError::TooMuchWork
            | AgeError::NoMemory
            | AgeError::Passphrase
            | AgeError::Damaged
            | AgeError::Truncated,
        )
        | Problem::NotImported(
            TooLarge(_) | Unreadable | NotText | NotJson | Truncated | OtherApp | Newer(_),
        ) => {}
    };
    let mut all = vec![
        Problem::NothingIsKept,
        Problem::NewerStore,
        Problem::FileHeld,
        Problem::DamagedFile,
        Problem::NoHabits,
    ];
    all.extend([Full, Denied, Locked, NewerStore].map(Problem::NotSaved));
    all.extend([1, 2, 40].map(Problem::Damaged));
    let imports = [TooLarge(LARGEST_FILE + 1), Unreadable, NotText, NotJson, Truncated, OtherApp, Newer(2)];
    all.extend(imports.map(Problem::NotImported));
    let sealed = [
        AgeError::NotAge,
        AgeError::Newer,
        AgeError::Armor,
        AgeError::Header,
        AgeError::OtherKey,
        AgeError::TooMuchWork,
        AgeError::NoMemory,
        AgeError::Passphrase,
        AgeError::Damaged,
        AgeError::Truncated,
    ];
    all.extend(sealed.map(Problem::NotOpened));
    let locks =
        [LockError::Damaged, LockError::Newer, LockError::Cost, LockError::NoMemory, LockError::Refused];
    all.extend(locks.map(Problem::NotUnlocked));
    all
}

fn words(sentence: &str) -> Vec<String> {
    sentence.split(|char: char| !char.is_alphanumeric()).map(str::to_lowercase).collect()
}

#[test]
fn every_problem_is_said_in_whole_sentences() {
    for problem in every_problem() {
        let said = explain(&problem).sentence;
        assert!(said.ends_with('.') && !said.ends_with(".."), "{said}");
        assert!(!said.starts_with(char::is_lowercase), "{said}");
        assert!((30..=260).contains(&said.len()), "{said}");
        assert!(!said.contains(['!', '\n']) && !said.contains("  "), "{said}");
    }
}

#[test]
fn no_sentence_needs_a_programmer_to_understand_it() {
    // "JSON" is not among them: the name of the file that people choose ends in it.
    let jargon = [
        "api",
        "byte",
        "bytes",
        "cache",
        "checksum",
        "chunk",
        "chunks",
        "corrupt",
        "corrupted",
        "crc",
        "data",
        "decode",
        "denied",
        "encoding",
        "error",
        "exception",
        "failed",
        "failure",
        "fatal",
        "import",
        "invalid",
        "key",
        "keys",
        "localstorage",
        "malformed",
        "null",
        "parse",
        "payload",
        "permission",
        "quota",
        "revision",
        "schema",
        "shelf",
        "syntax",
        "unexpected",
        "utf",
        "utf8",
        "utf16",
        "value",
        "values",
        "vault",
    ];
    for problem in every_problem() {
        let said = explain(&problem).sentence;
        assert!(words(&said).iter().all(|word| !jargon.contains(&word.as_str())), "{said}");
    }
}

#[test]
fn no_sentence_blames_anybody() {
    let blame = [
        "fault", "forgot", "illegal", "mistake", "must", "should", "wrong", "wrongly", "careful", "sorry",
        "oops",
    ];
    for problem in every_problem() {
        let said = explain(&problem).sentence;
        assert!(words(&said).iter().all(|word| !blame.contains(&word.as_str())), "{said}");
        for phrase in ["You did", "you did", "You have not", "Do not", "do not "] {
            assert!(!said.contains(phrase), "{said}");
        }
    }
}

#[test]
fn every_sentence_says_what_became_of_what_they_wrote() {
    for problem in every_problem() {
        let said = explain(&problem).sentence;
        let told = [
            "Nothing was changed.",
            "changes nothing",
            "still on the screen",
            "everything else is here",
            "was left as it is",
            "gone when you close this tab",
        ];
        assert!(told.iter().any(|words| said.contains(words)), "{said}");
    }
}

#[test]
fn every_problem_has_a_way_out_that_helps() {
    for problem in every_problem() {
        let expected = match &problem {
            Problem::NothingIsKept | Problem::NotSaved(SaveError::Full | SaveError::Denied) => {
                WayOut::SaveACopy
            }
            Problem::NotSaved(SaveError::NewerStore)
            | Problem::NewerStore
            | Problem::NotUnlocked(LockError::Newer) => WayOut::OpenAgain,
            Problem::Damaged(_) => WayOut::SeeAside,
            Problem::FileHeld => WayOut::SeeFile,
            Problem::NotSaved(SaveError::Locked)
            | Problem::NotOpened(AgeError::Passphrase | AgeError::NoMemory)
            | Problem::NotUnlocked(LockError::Refused | LockError::NoMemory) => WayOut::TryAgain,
            Problem::NotUnlocked(LockError::Damaged | LockError::Cost)
            | Problem::NotOpened(_)
            | Problem::NotImported(_)
            | Problem::DamagedFile
            | Problem::NoHabits => WayOut::OtherFile,
        };
        assert_eq!(explain(&problem).way_out, expected, "{problem:?}");
    }
}

#[test]
fn counts_and_sizes_are_said_as_people_count() {
    let said = |problem| explain(&problem).sentence;
    assert!(said(Problem::Damaged(1)).starts_with("One stored part "));
    assert!(said(Problem::Damaged(3)).starts_with("3 stored parts "));
    let fifty = Problem::NotImported(ImportError::TooLarge(50 * 1024 * 1024));
    assert!(said(fifty).starts_with("This file has 50 MB; a copy that Kept made has 32 MB "));
}

#[test]
fn every_fault_of_a_ritual_is_said_and_says_what_helps() {
    use RitualFault::{EndBeforeStart, Interval, Never, NoTitle, PauseBackwards, TooLong, TooOften};
    let all = [NoTitle, TooLong, Never, TooOften(7), TooOften(31), Interval, EndBeforeStart, PauseBackwards];
    let said = all.map(explain_ritual);
    for (at, sentence) in said.iter().enumerate() {
        assert!(sentence.ends_with('.') && sentence.starts_with(char::is_uppercase), "{sentence}");
        assert!((20..=120).contains(&sentence.len()) && !sentence.contains(['!', '\n']), "{sentence}");
        assert!(!said[..at].contains(sentence), "{sentence}");
    }
}

#[test]
fn every_fault_of_a_field_is_said_and_says_what_helps() {
    use Fault::{
        DuePast, DueTooFar, EndBeforeStart, EndPast, EndTooFar, Future, LongAgo, NoDeed, NoDetails, NoEnd,
        NoEvent, NoReason, NoReview, NoSubject, NoWhy, NoWords, Password, ReviewOutside, Rhythm,
        StartFarAway, TooLong,
    };
    // Something new does not compile until it stands here, and then is to be added below.
    let _ = |fault: Fault| match fault {
        TooLong | Password | NoDeed | NoReason | DuePast | DueTooFar | Rhythm(_) | NoSubject | NoDetails
        | NoWhy | StartFarAway | EndBeforeStart | EndPast | EndTooFar | NoEnd | NoReview | ReviewOutside
        | NoWords | NoEvent | Future | LongAgo => {}
    };
    let all = [
        TooLong,
        Password,
        NoDeed,
        NoReason,
        DuePast,
        DueTooFar,
        Rhythm(RitualFault::Never),
        NoSubject,
        NoDetails,
        NoWhy,
        StartFarAway,
        EndBeforeStart,
        EndPast,
        EndTooFar,
        NoEnd,
        NoReview,
        ReviewOutside,
        NoWords,
        NoEvent,
        Future,
        LongAgo,
    ];
    let blame = ["wrong", "must", "should", "invalid", "error", "failed", "forgot", "mistake"];
    let said = all.map(explain_field);
    for (at, sentence) in said.iter().enumerate() {
        assert!(
            sentence.ends_with('.') && sentence.starts_with(|sign: char| !sign.is_lowercase()),
            "{sentence}"
        );
        assert!((20..=160).contains(&sentence.len()) && !sentence.contains(['!', '\n']), "{sentence}");
        assert!(!sentence.contains("  ") && !said[..at].contains(sentence), "{sentence}");
        assert!(words(sentence).iter().all(|word| !blame.contains(&word.as_str())), "{sentence}");
    }
}
