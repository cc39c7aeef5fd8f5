//! Agreements: where they stand, whose turn it is, and how they get lighter.

use super::order::ordered;
use crate::entry::{Agreement, Answer, Consent, Day, Entries, Entry, PersonId, Subject};

/// How many days before its last one an agreement says that it ends.
pub const DAYS_LEFT: i64 = 7;

/// Where an agreement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is written down, and nobody has said yes.
    Drafted,
    /// One has said yes.
    Waiting,
    /// Both have said yes, and its first day is still to come.
    Coming,
    /// Both have said yes, and it counts.
    Active,
    /// Its last day is over. That is how it is meant to go.
    Ended,
    /// One of them stopped it. Neither of them has failed.
    Stopped,
}

/// An agreement at some moment.
#[derive(Debug, PartialEq)]
pub struct Agreed<'a> {
    /// Where it stands.
    pub standing: Standing,
    /// Those who have said yes to it as it is, as far as it is known.
    pub said_yes: Vec<&'a PersonId>,
    /// The last day on which it counts; `None` for a boundary that both want without an end.
    pub last: Option<Day>,
    /// The next day on which to look at it again.
    pub review: Option<Day>,
}

/// The agreements that `reader` may see, those that begin last coming first.
pub fn agreements<'a>(entries: &'a Entries, reader: &PersonId) -> Vec<&'a Entry> {
    ordered(entries, std::slice::from_ref(reader), &|entry| {
        Some(-entry.get::<Agreement>()?.from.since(Day::default()))
    })
}

/// Where an agreement stands on `today`, as far as `reader` may know. Both see the same: a yes that is kept back, and
/// one without words, is none yet, and so is a yes to words that were changed since.
pub fn agreed<'a>(entries: &'a Entries, reader: &PersonId, entry: &Entry, today: Day) -> Option<Agreed<'a>> {
    let agreement = entry.get::<Agreement>()?;
    let (yes, is_stopped) = answers(entries, reader, entry);
    let has_author = yes.iter().any(|(consent, _)| consent.author == entry.author);
    let is_both = has_author && yes.len() > 1;
    let is_endless = is_both && yes.iter().all(|(_, consent)| consent.without_end);
    let last = agreement.last_day(is_endless);
    let standing = if is_stopped {
        Standing::Stopped
    } else if last.is_some_and(|last| last < today) {
        Standing::Ended
    } else if !is_both {
        if yes.is_empty() { Standing::Drafted } else { Standing::Waiting }
    } else if today < agreement.from {
        Standing::Coming
    } else {
        Standing::Active
    };
    let review = next_review(agreement, &yes, last);
    let said_yes = yes.iter().map(|(consent, _)| &consent.author).collect();
    Some(Agreed { standing, said_yes, last, review })
}

/// What was said to an agreement as it is, as far as `reader` may know: every yes, and whether anybody stopped it.
fn answers<'a>(
    entries: &'a Entries,
    reader: &PersonId,
    agreement: &Entry,
) -> (Vec<(&'a Entry, &'a Consent)>, bool) {
    let (yes_id, stop_id) = (Consent::id(agreement), Consent::stop_id(agreement));
    let (mut yes, mut is_stopped) = (Vec::new(), false);
    for (entry, consent) in entries.all::<Consent>() {
        if consent.answer == Answer::Stop {
            let is_this = entry.id == stop_id || entry.id == yes_id;
            is_stopped |= is_this && entry.is_visible_to(entries, reader);
        } else if entry.id == yes_id
            && entry.is_written()
            && !entry.is_kept_back()
            && entry.is_known_to(entries, reader)
        {
            yes.push((entry, consent));
        }
    }
    (yes, is_stopped)
}

/// The next day to look at it again: the one that was agreed on, and for what has no end every 90 days after either
/// has looked.
fn next_review(agreement: &Agreement, yes: &[(&Entry, &Consent)], last: Option<Day>) -> Option<Day> {
    let agreed = agreement.review?;
    let reviewed = yes.iter().filter_map(|(_, consent)| consent.reviewed).max();
    let next = match reviewed.filter(|day| *day >= agreed) {
        Some(_) if last.is_some() => return None,
        Some(day) => day.plus(Agreement::MOST_DAYS),
        None => agreed,
    };
    Some(next).filter(|next| last.is_none_or(|last| *next <= last))
}

/// What both said to an agreement as it is, with their words, as far as `reader` may see: before both are done, their
/// own only.
pub fn consents<'a>(entries: &'a Entries, reader: &PersonId, agreement: &Entry) -> Vec<&'a Entry> {
    let id = Consent::id(agreement);
    ordered(entries, std::slice::from_ref(reader), &|entry| {
        (entry.id == id && entry.get::<Consent>().is_some()).then_some(0)
    })
}

/// Whether somebody ever said yes to an agreement. Before the first one they are told of the guard rails.
pub fn has_said_yes(entries: &Entries, person: &PersonId) -> bool {
    let mut all = entries.all::<Consent>().filter(|(entry, _)| entry.author == *person && entry.is_written());
    all.any(|(_, consent)| consent.answer == Answer::Yes)
}

/// What there is to do about an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgreementDue {
    /// The other has said yes or written it down; they have not answered.
    Answer,
    /// The day to look at it again has come.
    Review,
    /// It ends by itself within a week, on this day.
    Ends(Day),
}

/// The agreements that ask something of `reader` on `today`. What was stopped or is over asks for nothing.
pub fn due_agreements<'a>(
    entries: &'a Entries,
    reader: &PersonId,
    today: Day,
) -> Vec<(&'a Entry, AgreementDue)> {
    let all = agreements(entries, reader);
    let is_renewed = |old: &Entry| {
        let mut renewals = all.iter().filter_map(|entry| entry.get::<Agreement>()?.renews.as_ref());
        renewals.any(|id| *id == old.id)
    };
    let due = |entry: &'a Entry| {
        let agreed = agreed(entries, reader, entry, today)?;
        let ends = agreed.last.filter(|last| last.since(today) <= DAYS_LEFT);
        let due = match agreed.standing {
            Standing::Drafted | Standing::Waiting => {
                let is_open = entry.author != *reader && !agreed.said_yes.contains(&reader);
                return is_open.then_some((entry, AgreementDue::Answer));
            }
            Standing::Active if agreed.review.is_some_and(|day| day <= today) => AgreementDue::Review,
            Standing::Active => AgreementDue::Ends(ends.filter(|_| !is_renewed(entry))?),
            Standing::Coming | Standing::Ended | Standing::Stopped => return None,
        };
        Some((entry, due))
    };
    all.iter().filter_map(|entry| due(entry)).collect()
}

/// How far something has got lighter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taper {
    /// It is part of the agreement, as it was at the start.
    Needed,
    /// Somebody noted that by now it happens by itself.
    ByItself,
    /// It has ended.
    Ended,
}

/// How an agreement, and those that it goes on from, got lighter: everything that was ever part of it, in the order in
/// which it was, and how far it is on `today`, as far as `reader` may see. Either may end something before the rest.
pub fn taper(entries: &Entries, reader: &PersonId, entry: &Entry, today: Day) -> Vec<(Subject, Taper)> {
    let Some(agreement) = entry.get::<Agreement>() else { return Vec::new() };
    let is_on = agreed(entries, reader, entry, today)
        .is_some_and(|agreed| !matches!(agreed.standing, Standing::Ended | Standing::Stopped));
    let said: Vec<&Consent> =
        consents(entries, reader, entry).into_iter().filter_map(Entry::get::<Consent>).collect();
    let how_far = |subject: &Subject| {
        if !is_on || !agreement.what.contains(subject) || said.iter().any(|it| it.ended.contains(subject)) {
            Taper::Ended
        } else if said.iter().any(|it| it.by_itself.contains(subject)) {
            Taper::ByItself
        } else {
            Taper::Needed
        }
    };
    let mut all: Vec<(Subject, Taper)> = Vec::new();
    for agreement in line(entries, reader, agreement).iter().rev() {
        for subject in &agreement.what {
            if all.iter().all(|(known, _)| known != subject) {
                all.push((*subject, how_far(subject)));
            }
        }
    }
    all
}

/// An agreement and those that it goes on from, the newest first. What leads round in a circle is followed once.
fn line<'a>(entries: &'a Entries, reader: &PersonId, newest: &'a Agreement) -> Vec<&'a Agreement> {
    let mut line = vec![newest];
    while let Some(id) = line.last().and_then(|agreement| agreement.renews.as_ref()) {
        let mut all = entries.all::<Agreement>();
        let old = all.find(|(entry, _)| entry.id == *id && entry.is_visible_to(entries, reader));
        let Some((_, old)) = old.filter(|(_, old)| line.iter().all(|known| known != old)) else { break };
        line.push(old);
    }
    line
}
