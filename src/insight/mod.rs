//! What is computed from entries: what is due, how a ritual went, where in the guide somebody is, what a
//! search finds, what goes into the pictures of progress and onto a page for a therapist.
//!
//! Everything here is a pure function of entries and a day. It suggests; nothing it says is ever a verdict.

mod agreements;
mod check_ins;
mod copies;
mod due;
mod gestures;
mod journal;
#[cfg(test)]
mod made;
mod order;
mod parked;
mod path;
mod patterns;
mod promises;
mod review;
mod rituals;
mod search;
mod sentence;
mod series;
mod setbacks;
mod strength;
mod summary;
mod timer;
mod trend;
mod triggers;

pub use self::agreements::{
    Agreed, AgreementDue, DAYS_LEFT, Standing, Taper, Tapered, agreed, agreements, consents, due_agreements,
    has_said_yes, renewal, taper, tapered, things_agreed,
};
pub use self::check_ins::{
    answered_in_week, check_ins, check_ins_of_week, signals_of_days, signals_of_weeks,
};
pub use self::copies::is_copy_due;
pub use self::due::{Today, today};
pub use self::gestures::{Offer, gesture_for};
pub use self::journal::{PageDay, calendar, keepsakes, pages, statements};
pub use self::parked::{Parked, agreed_time, parked};
pub use self::path::{Next, Progress, progress};
pub use self::patterns::{
    Before, DAYS_LOOKED_AT, DAYS_WITHIN, ENOUGH_DAYS, ENOUGH_WEEKS, MOST_RITUALS, Pattern, Share, Topic,
    WEEKS_LOOKED_AT, patterns,
};
pub use self::promises::{
    DAYS_AFTER, DAYS_BACK, DAYS_BEFORE, DuePromise, Lack, MarkedDay, PromiseDue, Tally, due_promises,
    history, is_open, lacks, marked_days, promises, tally,
};
pub use self::review::{
    ENOUGH_TO_REVIEW, LookBack, REVIEW_DAYS, built, due_review, goes_on, lighter, look_back, month_to_review,
};
pub use self::rituals::{DayMark, Kept, Noted, WEEKS, kept_by, last_weeks, rituals, week_of_all};
pub use self::search::{Found, Hit, LONGEST_QUERY, MOST_SPANS, search};
pub use self::sentence::{
    Change, STRONGER, Said, Since, events_sentence, pattern_sentence, promises_sentence, ritual_sentence,
    said, said_of, signal_name, signals_sentence, subject_name, taper_sentence,
};
pub use self::series::{
    Period, Point, PromiseCount, Span, events, first_day, hundredths, line, moments, oldest_needed,
    promise_counts, ritual_strengths, signals,
};
pub use self::setbacks::{BREACH_DAYS, is_broken_again, setbacks};
pub use self::strength::{Outcome, memory, strength, strengths};
pub use self::summary::{
    Choice, Item, LABEL_LENGTH, Part, Section, choices, heading_of, label, sheets, summary,
};
pub use self::timer::{TimeLeft, Timer};
pub use self::trend::{FEWEST, LEAST, Trend, recent, trend};
pub use self::triggers::{DAYS_AHEAD, coming_triggers, triggers};
