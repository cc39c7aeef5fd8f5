//! What the things of `entry` are called on the screen.

use kept::entry::{
    Body, Entry, Level, Per, Person, Place, PromiseOutcome, Rhythm, Ritual, Role, Signal, Subject,
};
use kept::insight::Tally;

use crate::browser::clock;

/// A signal's question.
pub(crate) fn question(signal: Signal) -> &'static str {
    match signal {
        Signal::Safe => "Inside, I feel",
        Signal::Easy => "Talking with each other is",
        Signal::Open => "When it gets difficult, I am",
        Signal::Heard => "When I say what matters, I feel",
        Signal::Hopeful => "When I think of what comes, I am",
    }
}

/// A signal's short name.
pub(crate) fn name(signal: Signal) -> &'static str {
    kept::insight::signal_name(signal)
}

/// The words at the two ends of a signal.
pub(crate) fn ends(signal: Signal) -> (&'static str, &'static str) {
    match signal {
        Signal::Safe => ("on edge", "at ease"),
        Signal::Easy => ("very hard", "easy"),
        Signal::Open => ("on guard", "open"),
        Signal::Heard => ("not heard", "heard"),
        Signal::Hopeful => ("without hope", "hopeful"),
    }
}

/// A level in words, for those who hear it.
pub(crate) fn level(signal: Signal, level: Level) -> String {
    let (least, most) = ends(signal);
    match level.get() {
        1 => least.to_owned(),
        2 => format!("nearer to {least}"),
        3 => "in between".to_owned(),
        4 => format!("nearer to {most}"),
        _ => most.to_owned(),
    }
}

/// What to call somebody: their name, or what they are to the one who is writing.
pub(crate) fn called(person: &Person, is_me: bool) -> String {
    match person.name.trim() {
        "" if is_me => "you".to_owned(),
        "" => "the other".to_owned(),
        name => name.to_owned(),
    }
}

/// Where somebody stands, as they would say it: each of [`Role::ALL`].
pub(crate) fn roles() -> Vec<String> {
    Role::ALL.into_iter().map(|role| self::role(role).to_owned()).collect()
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Hurt => "I was hurt",
        Role::BrokeTrust => "I broke trust",
        Role::Both => "Both",
        Role::Unsure => "Not sure, or I would rather not say",
    }
}

/// Where the two are.
pub(crate) fn place(place: Place) -> &'static str {
    match place {
        Place::Together => "together",
        Place::Apart => "each alone",
        Place::Distance => "at a distance",
    }
}

/// The days of the week, from Monday.
pub(crate) const WEEKDAYS: &[&str] =
    &["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

/// How often.
pub(crate) fn rhythm(rhythm: Rhythm) -> String {
    if let Some(days) = rhythm.weekdays() {
        let named = WEEKDAYS.iter().zip(0..).filter(|(_, day)| days.has(*day)).map(|(name, _)| *name);
        return format!("on {}", named.collect::<Vec<_>>().join(", "));
    }
    if let Some(days @ 2..) = rhythm.interval() {
        return format!("every {days} days");
    }
    match (rhythm.per, rhythm.wanted()) {
        (Per::Day, _) => "every day".to_owned(),
        (Per::Once, _) => "once".to_owned(),
        (Per::Week, 1) => "once a week".to_owned(),
        (Per::Month, 1) => "once a month".to_owned(),
        (Per::Week, 2) => "twice a week".to_owned(),
        (Per::Month, 2) => "twice a month".to_owned(),
        (Per::Week, times) => format!("{times} times a week"),
        (Per::Month, times) => format!("{times} times a month"),
    }
}

/// "5 minutes, every day, together"; a ritual without a fixed length leaves that out.
pub(crate) fn how(long: u16, often: Rhythm, at: Place) -> String {
    let rest = format!("{}, {}", rhythm(often), place(at));
    if long == 0 { rest } else { format!("{}, {rest}", minutes(long)) }
}

/// "5 minutes", "2 hours".
pub(crate) fn minutes(minutes: u16) -> String {
    match minutes {
        1 => "1 minute".to_owned(),
        60 => "1 hour".to_owned(),
        minutes if minutes % 60 == 0 => format!("{} hours", minutes / 60),
        minutes => format!("{minutes} minutes"),
    }
}

/// What became of a promise.
pub(crate) fn outcome(outcome: PromiseOutcome) -> &'static str {
    match outcome {
        PromiseOutcome::Kept => "kept",
        PromiseOutcome::KeptLate => "kept late",
        PromiseOutcome::ToldFirst => "told before being asked",
        PromiseOutcome::Repaired => "missed and repaired",
        PromiseOutcome::Missed => "missed",
        PromiseOutcome::NotYet => "not yet",
    }
}

/// "11 of 13 in the last 30 days", or that there are too few to say.
pub(crate) fn tally(tally: Tally) -> String {
    match (tally.marked(), tally.is_too_few()) {
        (0, _) => "nothing noted in the last 30 days".to_owned(),
        (marked, true) => format!("{} of {marked}, too few to say more", tally.kept()),
        (marked, false) => format!("{} of {marked} in the last 30 days", tally.kept()),
    }
}

/// What an agreement covers.
pub(crate) fn subject(subject: Subject) -> &'static str {
    kept::insight::subject_name(subject)
}

/// "17:05", for minutes after midnight.
pub(crate) fn at_time(minute: u16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

/// What to call something that was written, in a list: a title, or the kind and the day it is about.
pub(crate) fn called_entry(entry: &Entry) -> String {
    if let Some(ritual) = entry.get::<Ritual>() {
        return ritual.title.clone();
    }
    let kind = entry.body.as_ref().map(|body| count(body.kind(), 1)).unwrap_or_default();
    let kind = kind.trim_start_matches("1 ");
    match entry.id.day() {
        Some(day) => format!("{kind}, {}", clock::full_date(day)),
        None => kind.to_owned(),
    }
}

/// "3 check-ins", for a kind as files spell it.
pub(crate) fn count(kind: &str, count: usize) -> String {
    let known = Body::KINDS.contains(&kind);
    let (one, many) = match kind {
        "person" => ("person", "people"),
        "pulse" => ("daily check-in", "daily check-ins"),
        "check-in" => ("weekly check-in", "weekly check-ins"),
        "journal" => ("journal page", "journal pages"),
        "ritual" => ("ritual", "rituals"),
        "mark" => ("mark on a ritual", "marks on rituals"),
        "gesture" => ("small gesture", "small gestures"),
        "reading" => ("chapter read", "chapters read"),
        "keepsake" => ("keepsake", "keepsakes"),
        "parked-question" => ("parked question", "parked questions"),
        "agreed-time" => ("agreed time for questions", "agreed times for questions"),
        "trigger" => ("trigger", "triggers"),
        "talk" => ("note of a talk", "notes of talks"),
        "promise" => ("promise", "promises"),
        "promise-mark" => ("mark on a promise", "marks on promises"),
        "agreement" => ("agreement", "agreements"),
        "consent" => ("answer to an agreement", "answers to agreements"),
        "safety-word" => ("safety word", "safety words"),
        "statement" => ("text of yours", "texts of yours"),
        "statement-notes" => ("note on a text", "notes on texts"),
        "month-review" => ("month looked back on", "months looked back on"),
        "setback" => ("setback", "setbacks"),
        "moment" => ("chosen moment", "chosen moments"),
        _ => ("entry from a newer version", "entries from a newer version"),
    };
    debug_assert!(!known || many != "entries from a newer version", "{kind} has no name");
    format!("{count} {}", if count == 1 { one } else { many })
}
