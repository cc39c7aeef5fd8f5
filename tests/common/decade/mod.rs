//! What two people write in years: as much of it, as mixed and as hard to pack as what real people write.
//!
//! Robin and Alex keep a journal, a pulse and a check-in, take up rituals, read the guide and use the ledger.
//! The same years, day and seed always make the same entries. `prose` says how the text is made.

mod dice;
mod prose;

use kept::entry::{
    About, Agreement, Answer, Body, CameOut, CheckIn, Consent, Day, Earlier, Entry, EntryId, Journal, Level,
    Mark, MarkState, Per, Person, PersonId, Place, Promise, PromiseMark, PromiseOutcome, Pulse, Purpose,
    Reading, Rhythm, Ritual, Role, Setback, Signal, Signals, Stamp, Statement, StatementNotes, Subject,
    Visibility, Weight,
};
use kept::guide::CHAPTERS;

use self::dice::Dice;
use self::prose::Vocabulary;

/// The one who was hurt.
pub(crate) const ROBIN: &str = "robin0robin0robi";
/// The one who broke trust.
pub(crate) const ALEX: &str = "alex0alex0alex0a";

/// How many of each there are in ten years.
const PROMISES: u32 = 60;
const AGREEMENTS: u32 = 12;
const STATEMENTS: u32 = 80;
const SETBACKS: u32 = 40;

const MINUTE_MS: u64 = 60_000;
const DAY_MS: u64 = 24 * 60 * MINUTE_MS;

/// A ritual of theirs: who took it up, what it is, and on how many of 1,000 days each of them marks it.
struct Habit {
    author: &'static str,
    title: &'static str,
    minutes: u16,
    times: u8,
    per: Per,
    place: Place,
    per_mille: u64,
}

#[rustfmt::skip]
const HABITS: [Habit; 6] = [
    Habit { author: ROBIN, title: "Morning coffee", minutes: 5, times: 1, per: Per::Day, place: Place::Together, per_mille: 620 },
    Habit { author: ROBIN, title: "An hour without screens", minutes: 60, times: 3, per: Per::Week, place: Place::Together, per_mille: 330 },
    Habit { author: ALEX, title: "Round the block after supper", minutes: 20, times: 2, per: Per::Week, place: Place::Together, per_mille: 220 },
    Habit { author: ALEX, title: "A call at noon", minutes: 10, times: 5, per: Per::Week, place: Place::Distance, per_mille: 480 },
    Habit { author: ROBIN, title: "A weekend for fun", minutes: 0, times: 1, per: Per::Month, place: Place::Together, per_mille: 28 },
    Habit { author: ALEX, title: "Write three lines", minutes: 10, times: 4, per: Per::Week, place: Place::Apart, per_mille: 400 },
];

const QUESTIONS: [&str; 6] = [
    "Which moment this week was easier than you had expected?",
    "What would help you feel a little safer in the coming week?",
    "When did you feel most like yourself?",
    "What has taken up the most room in your head?",
    "What did you keep to yourself, and is it all right where it is?",
    "Where did you meet each other halfway?",
];

/// What two people wrote in so many years, the last day of which is `today`, in the order in which they wrote it.
pub(crate) fn entries(years: u32, today: Day, seed: u64) -> Vec<Entry> {
    // Every fourth year has a day more.
    let days = i32::try_from(years * 1461 / 4).unwrap_or(i32::MAX);
    let mut decade = Decade {
        vocabulary: Vocabulary::new(),
        dice: Dice::new(seed),
        first: today.plus(1 - days),
        days,
        rituals: Vec::new(),
        plans: Vec::new(),
        entries: Vec::new(),
    };
    decade.plan(years);
    for day in 0..days {
        for author in [ROBIN, ALEX] {
            decade.live(author, day);
        }
    }
    decade.entries
}

/// What happens once or for a while, besides what happens every day.
struct Plan {
    author: &'static str,
    /// On which day, counted from the first.
    day: i32,
    what: What,
}

enum What {
    Promise { id: EntryId, marked_for: i32, every: i32 },
    Agreement { id: EntryId },
    Statement,
    Setback,
    Read { chapter: &'static str },
}

struct Decade {
    vocabulary: Vocabulary,
    dice: Dice,
    first: Day,
    days: i32,
    /// What each of [`HABITS`] is called, and the day since when it is there.
    rituals: Vec<(EntryId, i32)>,
    plans: Vec<Plan>,
    entries: Vec<Entry>,
}

/// One time of sitting down to write, with the app opened anew.
struct Session {
    author: &'static str,
    ms: u64,
    device: u32,
}

impl Decade {
    fn plan(&mut self, years: u32) {
        for at in 0..HABITS.len() {
            let since = i32::try_from(at).unwrap_or_default() * self.days / 12;
            self.rituals.push((Ritual::id(self.dice.bytes()), since));
        }
        for (count, what) in [
            (PROMISES, "promise"),
            (AGREEMENTS, "agreement"),
            (STATEMENTS, "statement"),
            (SETBACKS, "setback"),
        ] {
            for _ in 0..(count * years).div_ceil(10) {
                // With a day left for the consents.
                let day = self.up_to(self.days - 2);
                let bytes = self.dice.bytes();
                let what = match what {
                    "promise" => What::Promise {
                        id: Promise::id(bytes),
                        marked_for: 20 + self.up_to(70),
                        every: self.dice.pick(&[1, 2, 7, 7, 7]),
                    },
                    "agreement" => What::Agreement { id: Agreement::id(bytes) },
                    "statement" => What::Statement,
                    _ => What::Setback,
                };
                let author = self.dice.pick(&[ROBIN, ALEX]);
                self.plans.push(Plan { author, day, what });
            }
        }
        for author in [ROBIN, ALEX] {
            for (at, chapter) in CHAPTERS.iter().filter(|chapter| chapter.is_noted()).enumerate() {
                let day = i32::try_from(at).unwrap_or_default() * 9 + self.up_to(8);
                self.plans.push(Plan { author, day, what: What::Read { chapter: chapter.slug } });
            }
        }
        // The oldest first, so that what they write stands in the order of its days.
        self.plans.sort_by_key(|plan| plan.day);
    }

    /// A number of days from 0 to `most`.
    fn up_to(&mut self, most: i32) -> i32 {
        i32::try_from(self.dice.below(usize::try_from(most + 1).unwrap_or(1))).unwrap_or_default()
    }

    /// What one of them writes on one day: most of it in the evening, some of it in the morning.
    fn live(&mut self, author: &'static str, at: i32) {
        let day = self.first.plus(at);
        if at == 0 {
            let person = match author {
                ROBIN => Person { name: "Robin".into(), role: Role::Hurt, ..Person::default() },
                _ => Person { name: "Alex".into(), role: Role::BrokeTrust, colour: 1, ..Person::default() },
            };
            let mut session = self.session(author, day, 5, 6);
            self.write(&mut session, Person::id(), Visibility::Shared, person.into());
        }
        let in_the_morning = self.dice.chance(450);
        if in_the_morning {
            let mut session = self.session(author, day, 6, 9);
            self.pulse(&mut session, day, at);
        }
        let mut session = self.session(author, day, 19, 22);
        if !in_the_morning {
            self.pulse(&mut session, day, at);
        }
        self.take_up_rituals(&mut session, day, at);
        self.mark_rituals(&mut session, day, at);
        self.follow_plans(&mut session, day, at);
        if day.weekday() == 6 {
            self.check_in(&mut session, day, at);
        }
        let words = self.dice.count(150..=400);
        let text = self.prose(words);
        let visibility = self.shared(30);
        self.write(&mut session, Journal::id(day), visibility, Journal { text, ..Journal::new(day) }.into());
    }

    /// A time of writing that begins between two hours of a day.
    fn session(&mut self, author: &'static str, day: Day, from: u64, to: u64) -> Session {
        let epoch =
            Day::new(1970, 1, 1).map_or(0, |epoch| u64::try_from(day.since(epoch)).unwrap_or_default());
        let ms = epoch * DAY_MS + self.dice.between(from * 60 * MINUTE_MS..=to * 60 * MINUTE_MS);
        Session { author, ms, device: self.dice.device() }
    }

    fn stamp(&mut self, session: &mut Session) -> Stamp {
        session.ms += self.dice.between(1_500..=4 * MINUTE_MS);
        Stamp { ms: session.ms, counter: 0, device: session.device }
    }

    fn write(&mut self, session: &mut Session, id: EntryId, visibility: Visibility, body: Body) {
        let stamp = self.stamp(session);
        let Ok(author) = session.author.parse::<PersonId>() else { return };
        self.entries.push(Entry::new(author, id, stamp, visibility, body));
    }

    fn prose(&mut self, words: usize) -> String {
        self.vocabulary.prose(words, &mut self.dice)
    }

    fn text(&mut self, from: usize, to: usize) -> String {
        let words = self.dice.count(from..=to);
        self.prose(words)
    }

    fn shared(&mut self, per_mille: u64) -> Visibility {
        if self.dice.chance(per_mille) { Visibility::Shared } else { Visibility::Private }
    }

    /// Slowly better, with a week now and then that is not; now and then an answer is left out.
    fn signals(&mut self, at: i32) -> Signals {
        let mut signals = Signals::default();
        let base = 1 + 3 * at / self.days.max(1);
        let low = i32::from((at / 7) % 9 == 4);
        for signal in Signal::ALL {
            if !self.dice.chance(80) {
                let level = base - low + self.up_to(2) - 1;
                let level =
                    u8::try_from(level.clamp(1, 5)).ok().and_then(|level| Level::try_from(level).ok());
                signals.set(signal, level);
            }
        }
        signals
    }

    fn pulse(&mut self, session: &mut Session, day: Day, at: i32) {
        let signals = self.signals(at);
        let line = if self.dice.chance(350) { self.text(3, 14) } else { String::new() };
        let visibility = self.shared(250);
        self.write(session, Pulse::id(day), visibility, Pulse { day, signals, line }.into());
    }

    /// The week's check-in, on its Sunday.
    fn check_in(&mut self, session: &mut Session, day: Day, at: i32) {
        let question = self.dice.pick(&QUESTIONS);
        let check_in = CheckIn {
            signals: self.signals(at),
            answer: self.text(20, 60),
            ask: if self.dice.chance(700) { self.text(6, 20) } else { String::new() },
            ..CheckIn::new(day, question)
        };
        let visibility = self.shared(400);
        self.write(session, CheckIn::id(day), visibility, check_in.into());
    }

    fn take_up_rituals(&mut self, session: &mut Session, day: Day, at: i32) {
        for (habit, (id, since)) in HABITS.iter().zip(self.rituals.clone()) {
            if since != at || habit.author != session.author {
                continue;
            }
            let ritual = Ritual {
                title: habit.title.into(),
                minutes: habit.minutes,
                rhythm: Rhythm::new(habit.times, habit.per),
                place: habit.place,
                since: day,
                ..Ritual::default()
            };
            self.write(session, id, Visibility::Shared, ritual.into());
        }
    }

    /// Each marks a ritual for themselves. Twice a year nobody does for two weeks.
    fn mark_rituals(&mut self, session: &mut Session, day: Day, at: i32) {
        if at % 183 > 168 {
            return;
        }
        for (habit, (ritual, since)) in HABITS.iter().zip(self.rituals.clone()) {
            if at < since || !self.dice.chance(habit.per_mille) {
                continue;
            }
            let state = if self.dice.chance(120) { MarkState::Skipped } else { MarkState::Done };
            let id = Mark::id(&ritual, day);
            self.write(session, id, Visibility::Shared, Mark::new(ritual, day, state).into());
        }
    }

    fn follow_plans(&mut self, session: &mut Session, day: Day, at: i32) {
        // They are taken out for the time of writing: what is written needs all of the rest.
        let plans = std::mem::take(&mut self.plans);
        for plan in &plans {
            let is_mine = plan.author == session.author;
            match &plan.what {
                What::Promise { id, marked_for, every } => {
                    let age = at - plan.day;
                    if age == 0 && is_mine {
                        self.promise(session, id, day, *marked_for);
                    } else if (1..=*marked_for).contains(&age) && age % every == 0 && self.dice.chance(800) {
                        self.promise_mark(session, id, day);
                    }
                }
                What::Agreement { id } if plan.day == at && is_mine => self.agreement(session, id, day),
                What::Agreement { id } if plan.day + 1 == at => self.consent(session, id, day),
                What::Statement if plan.day == at && is_mine => self.statement(session, day),
                What::Setback if plan.day == at && is_mine => self.setback(session, day),
                What::Read { chapter } if plan.day == at && is_mine => self.read(session, chapter, day),
                _ => {}
            }
        }
        self.plans = plans;
    }

    fn promise(&mut self, session: &mut Session, id: &EntryId, day: Day, marked_for: i32) {
        let promise = Promise {
            text: self.text(6, 24),
            check: self.text(5, 14),
            since: day,
            until: Some(day.plus(marked_for)),
            rhythm: Some(Rhythm::new(1, Per::Week)),
            ..Promise::default()
        };
        self.write(session, id.clone(), Visibility::Shared, promise.into());
    }

    fn promise_mark(&mut self, session: &mut Session, promise: &EntryId, day: Day) {
        use PromiseOutcome::{Kept, KeptLate, Missed, Repaired};
        let state = self.dice.pick(&[Kept, Kept, Kept, Kept, KeptLate, Missed, Repaired]);
        let note = if self.dice.chance(200) { self.text(4, 20) } else { String::new() };
        let mark = PromiseMark { promise: promise.clone(), day, state, note };
        self.write(session, PromiseMark::id(promise, day), Visibility::Shared, mark.into());
    }

    /// One of them writes the agreement down; on the day after, each of them consents.
    fn agreement(&mut self, session: &mut Session, id: &EntryId, day: Day) {
        let agreement = Agreement {
            what: vec![self.dice.pick(&[Subject::Calendar, Subject::Message, Subject::Finances])],
            details: self.text(8, 30),
            why: self.text(10, 40),
            until: Some(day.plus(Agreement::MOST_DAYS)),
            ..Agreement::new(About::Openness, day)
        };
        self.write(session, id.clone(), Visibility::Shared, agreement.into());
    }

    fn consent(&mut self, session: &mut Session, agreement: &EntryId, day: Day) {
        let Some(written) = self.entries.iter().find(|entry| entry.id == *agreement) else { return };
        let id = Consent::id(written);
        let consent = Consent { words: self.text(5, 20), ..Consent::new(agreement, Answer::Yes, day) };
        self.write(session, id, Visibility::OnceBoth { announced: true }, consent.into());
    }

    fn statement(&mut self, session: &mut Session, day: Day) {
        let purpose = if session.author == ROBIN { Purpose::Hurt } else { Purpose::Responsibility };
        let text = self.text(120, 300);
        let said = self.dice.chance(500).then_some(day);
        let visibility = if said.is_some() { Visibility::Shared } else { Visibility::Private };
        let statement = Statement { purpose, text, is_free: true, said, ..Statement::default() };
        let id = Statement::id(self.dice.bytes(), day);
        self.write(session, id.clone(), visibility, statement.into());
        let notes = StatementNotes {
            earlier: vec![Earlier { day, text: self.text(80, 200) }],
            went: self.text(10, 40),
            dismissed: Vec::new(),
        };
        self.write(session, StatementNotes::id(&id), Visibility::Private, notes.into());
    }

    fn setback(&mut self, session: &mut Session, day: Day) {
        let setback = Setback {
            day,
            weight: self.dice.pick(&[Weight::Small, Weight::Painful, Weight::Breach]),
            what: self.text(20, 80),
            done: self.text(5, 30),
            came_out: self.dice.pick(&[CameOut::Told, CameOut::Discovered]),
        };
        let id = Setback::id(self.dice.bytes());
        self.write(session, id, Visibility::Private, setback.into());
    }

    fn read(&mut self, session: &mut Session, chapter: &str, day: Day) {
        let finished = self.dice.chance(850).then(|| day.plus(1));
        let reading = Reading { chapter: chapter.into(), opened: day, finished, section: 0 };
        self.write(session, Reading::id(chapter), Visibility::Private, reading.into());
    }
}
