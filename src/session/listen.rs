//! Listening in turns, on one device.
//!
//! One speaks and the other says it back, until the speaker taps "yes, that is it". Only then does the listener say what
//! made sense and what it may feel like, and only then do they change. There is no way around any of it, except to
//! stop. Nothing that is said is recorded.

use crate::entry::Talk;

/// The shortest pause, in milliseconds: 20 minutes, which is how long a flooded body needs at least to calm down
/// (Gottman and Silver, "The Seven Principles for Making Marriage Work", 1999).
pub const LEAST_PAUSE_MS: u64 = 20 * 60 * 1000;
/// The furthest that a time to come back can be away, in milliseconds: a week.
pub const MOST_PAUSE_MS: u64 = 7 * 24 * 60 * 60 * 1000;

/// What is happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// They agree what it is about.
    Topic,
    /// They agree who speaks first.
    Order,
    /// The speaker speaks.
    Speak,
    /// The listener says it back, until the speaker says that this is it.
    SayBack,
    /// The listener says what made sense.
    Sense,
    /// The listener says what it may feel like.
    Feel,
    /// They change roles.
    Change,
    /// Both have spoken. A short note, if both want one.
    Close,
}

impl Stage {
    /// Every stage, in the order in which they come; those from speaking to feeling come twice.
    pub const ALL: [Self; 8] = [
        Self::Topic,
        Self::Order,
        Self::Speak,
        Self::SayBack,
        Self::Sense,
        Self::Feel,
        Self::Change,
        Self::Close,
    ];

    /// For how long the hour-glass runs, in milliseconds; 0 where there is none. Nothing happens when it is through.
    pub fn soft_ms(self) -> u64 {
        const MINUTE: u64 = 60 * 1000;
        match self {
            Self::Speak => 5 * MINUTE,
            Self::SayBack => 3 * MINUTE,
            Self::Sense | Self::Feel => 2 * MINUTE,
            Self::Topic | Self::Order | Self::Change | Self::Close => 0,
        }
    }
}

/// What was tapped. What does not belong to the stage is ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// This is what it is about.
    Topic(String),
    /// This one of the two (0 or 1) speaks first.
    First(u8),
    /// On to the next. Saying back has no such way out.
    Next,
    /// The speaker: "yes, that is it".
    ThatIsIt,
    /// The speaker: "not quite". They say it once more.
    NotQuite,
    /// This one of the two (0 or 1) wants a note, or does not.
    WantNote(u8, bool),
    /// "I am flooded."
    Flooded,
    /// In a pause: when they will come back, in milliseconds since 1970.
    ComeBackAt(u64),
    /// They are back from the pause.
    Resume,
    /// They stop, at the end or anywhere before it.
    Stop,
}

/// A talk in which two people take turns. Times are milliseconds since 1970, as far as the device knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listen {
    topic: String,
    /// Which of the two spoke first, and which turn it is: 0 or 1 each.
    first: u8,
    turn: u8,
    stage: Stage,
    /// Which of the two want a note.
    wants: [bool; 2],
    /// Since when the stage runs, and for how long it ran before it was paused.
    since: u64,
    spent: u64,
    pause: Option<Pause>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pause {
    from: u64,
    until: u64,
}

impl Pause {
    fn new(now: u64) -> Self {
        Self { from: now, until: now.saturating_add(LEAST_PAUSE_MS) }
    }

    /// The time to come back that is nearest to `at` and neither too soon nor too far away.
    fn agreed(self, at: u64) -> u64 {
        at.clamp(self.from.saturating_add(LEAST_PAUSE_MS), self.from.saturating_add(MOST_PAUSE_MS))
    }
}

impl Listen {
    /// A talk that begins.
    pub fn new(now: u64) -> Self {
        Self {
            topic: String::new(),
            first: 0,
            turn: 0,
            stage: Stage::Topic,
            wants: [false; 2],
            since: now,
            spent: 0,
            pause: None,
        }
    }

    /// What it is about.
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// What is happening, or will go on after the pause.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Which of the two speaks in this turn: 0 or 1. It means nothing before they agreed who speaks first.
    pub fn speaker(&self) -> u8 {
        self.first ^ self.turn
    }

    /// Which of the two listens.
    pub fn listener(&self) -> u8 {
        1 - self.speaker()
    }

    /// Whether this is the second turn, after which there is no other.
    pub fn is_second_turn(&self) -> bool {
        self.turn == 1
    }

    /// Whether this one of the two (0 or 1) wants a note.
    pub fn wants_note(&self, who: u8) -> bool {
        self.wants.get(usize::from(who)).copied().unwrap_or_default()
    }

    /// Whether there is to be a note: both have spoken, and both want one.
    pub fn has_note(&self) -> bool {
        self.wants == [true; 2]
    }

    /// When they agreed to come back, while it is paused.
    pub fn paused_until(&self) -> Option<u64> {
        self.pause.map(|pause| pause.until)
    }

    /// How long it is until they can go on, in milliseconds: 0 once the shortest pause is over, and where there is none.
    pub fn wait(&self, now: u64) -> u64 {
        // After a clock was turned back nobody knows how long ago the pause began: then it is all of the 20 minutes.
        self.pause.map_or(0, |pause| LEAST_PAUSE_MS.saturating_sub(now.saturating_sub(pause.from)))
    }

    /// For how long the stage has been running, in milliseconds, pauses left out.
    pub fn elapsed(&self, now: u64) -> u64 {
        let running = if self.pause.is_some() { 0 } else { now.saturating_sub(self.since) };
        self.spent.saturating_add(running)
    }

    /// How much of the hour-glass has run through, in thousandths. It stays at 1000.
    pub fn sand(&self, now: u64) -> u16 {
        let whole = self.stage.soft_ms().max(1);
        u16::try_from(self.elapsed(now).min(whole) * 1_000 / whole).unwrap_or(1_000)
    }

    /// What it is after something was tapped at `now`; `None` once it is over.
    #[must_use]
    pub fn step(mut self, event: Event, now: u64) -> Option<Self> {
        match (event, self.pause) {
            (Event::Stop, _) => return None,
            (Event::Flooded, pause) => {
                self.spent = self.elapsed(now);
                // Flooded again in a pause, the 20 minutes begin anew; what was agreed stays where it is later.
                let new = Pause::new(now);
                let until = new.agreed(pause.map_or(0, |pause| pause.until));
                self.pause = Some(Pause { until, ..new });
            }
            (Event::ComeBackAt(at), Some(pause)) => {
                self.pause = Some(Pause { until: pause.agreed(at), ..pause });
            }
            // With a clock that was turned back, the 20 minutes begin anew instead of lasting for years.
            (Event::Resume, Some(pause)) if now < pause.from => self.pause = Some(Pause::new(now)),
            (Event::Resume, Some(_)) if self.wait(now) == 0 => {
                self.pause = None;
                self.since = now;
            }
            (_, Some(_)) => {}
            (event, None) => self.go_on(event, now),
        }
        Some(self)
    }

    fn go_on(&mut self, event: Event, now: u64) {
        let next = match (self.stage, event) {
            (Stage::Topic, Event::Topic(topic)) => {
                self.topic = topic_of(&topic);
                if self.topic.is_empty() { Stage::Topic } else { Stage::Order }
            }
            (Stage::Order, Event::First(who @ (0 | 1))) => {
                self.first = who;
                Stage::Speak
            }
            (Stage::Speak, Event::Next) => Stage::SayBack,
            (Stage::SayBack, Event::ThatIsIt) => Stage::Sense,
            (Stage::SayBack, Event::NotQuite) => Stage::Speak,
            (Stage::Sense, Event::Next) => Stage::Feel,
            (Stage::Feel, Event::Next) if self.is_second_turn() => Stage::Close,
            (Stage::Feel, Event::Next) => Stage::Change,
            (Stage::Change, Event::Next) => {
                self.turn = 1;
                Stage::Speak
            }
            (Stage::Close, Event::WantNote(who, wants)) => {
                if let Some(place) = self.wants.get_mut(usize::from(who)) {
                    *place = wants;
                }
                Stage::Close
            }
            (stage, _) => stage,
        };
        if next != self.stage {
            (self.stage, self.since, self.spent) = (next, now, 0);
        }
    }

    /// The talk as text, for the device to keep: a line of numbers, and the topic.
    pub fn to_text(&self) -> String {
        let pause = self.pause.unwrap_or(Pause { from: 0, until: 0 });
        let stage = Stage::ALL.iter().position(|stage| *stage == self.stage).unwrap_or_default();
        let wants = u64::from(self.wants[0]) + 2 * u64::from(self.wants[1]);
        let numbers = [
            VERSION,
            u64::try_from(stage).unwrap_or_default(),
            u64::from(self.first),
            u64::from(self.turn),
            wants,
            self.since,
            self.spent,
            pause.from,
            pause.until,
        ];
        let mut text = String::new();
        for number in numbers {
            text.push_str(&number.to_string());
            text.push(' ');
        }
        text.push('\n');
        text.push_str(&self.topic);
        text
    }

    /// Reads what [`to_text`](Self::to_text) wrote. What is damaged, or from another version, is no talk.
    pub fn from_text(text: &str) -> Option<Self> {
        let (line, topic) = text.split_once('\n')?;
        let mut numbers = [0; 9];
        let mut words = line.split(' ');
        for number in &mut numbers {
            *number = words.next()?.parse().ok()?;
        }
        let [version, stage, first, turn, wants, since, spent, from, until] = numbers;
        let listen = Self {
            topic: topic.to_owned(),
            first: u8::try_from(first).ok()?,
            turn: u8::try_from(turn).ok()?,
            stage: *Stage::ALL.get(usize::try_from(stage).ok()?)?,
            wants: [wants & 1 == 1, wants & 2 == 2],
            since,
            spent,
            pause: (until > 0).then_some(Pause { from, until }),
        };
        // There is one way to write a talk, and what says anything else is damaged.
        (version == VERSION && listen.is_possible() && listen.to_text() == text).then_some(listen)
    }

    /// Whether tapping could have led here.
    fn is_possible(&self) -> bool {
        let topic = match self.stage {
            Stage::Topic => self.topic.is_empty(),
            _ => !self.topic.is_empty() && self.topic == topic_of(&self.topic),
        };
        let first = match self.stage {
            Stage::Topic | Stage::Order => self.first == 0,
            _ => self.first <= 1,
        };
        let turn = match self.stage {
            Stage::Topic | Stage::Order | Stage::Change => self.turn == 0,
            Stage::Speak | Stage::SayBack | Stage::Sense | Stage::Feel => self.turn <= 1,
            Stage::Close => self.turn == 1,
        };
        let wants = self.stage == Stage::Close || self.wants == [false; 2];
        let is_agreed = |pause: Pause| pause.agreed(pause.until) == pause.until;
        topic && first && turn && wants && self.pause.is_none_or(is_agreed)
    }
}

/// A topic as it is kept: without space around it, and not longer than it may be.
fn topic_of(text: &str) -> String {
    let topic: String = text.trim().chars().take(Talk::TOPIC_LENGTH).collect();
    topic.trim_end().to_owned()
}

/// The form of the text.
const VERSION: u64 = 1;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const NOW: u64 = 1_795_305_600_000;
    const MINUTE: u64 = 60 * 1000;

    /// What leads from the beginning to the end, and the stage after each tap with the one who speaks.
    fn whole_way() -> Vec<(Event, Stage, u8)> {
        use Stage::{Change, Close, Feel, Order, SayBack, Sense, Speak};
        vec![
            (Event::Topic(" Sunday ".into()), Order, 0),
            (Event::First(1), Speak, 1),
            (Event::Next, SayBack, 1),
            (Event::NotQuite, Speak, 1),
            (Event::Next, SayBack, 1),
            (Event::ThatIsIt, Sense, 1),
            (Event::Next, Feel, 1),
            (Event::Next, Change, 1),
            (Event::Next, Speak, 0),
            (Event::Next, SayBack, 0),
            (Event::ThatIsIt, Sense, 0),
            (Event::Next, Feel, 0),
            (Event::Next, Close, 0),
            (Event::WantNote(0, true), Close, 0),
            (Event::WantNote(1, true), Close, 0),
        ]
    }

    fn step(listen: &Listen, event: Event, now: u64) -> Listen {
        listen.clone().step(event, now).expect("only stopping ends it")
    }

    /// The talk at every point of the way.
    fn everywhere() -> Vec<Listen> {
        let mut all = vec![Listen::new(NOW)];
        for (event, ..) in whole_way() {
            all.push(step(all.last().unwrap(), event, NOW + MINUTE));
        }
        all
    }

    #[test]
    fn both_speak_and_both_are_heard_before_it_ends() {
        let mut listen = Listen::new(NOW);
        for (event, stage, speaker) in whole_way() {
            listen = step(&listen, event.clone(), NOW);
            assert_eq!((listen.stage(), listen.speaker()), (stage, speaker), "{event:?}");
            assert_eq!(listen.listener(), 1 - speaker);
        }
        assert_eq!((listen.topic(), listen.has_note()), ("Sunday", true));
        assert_eq!(listen.step(Event::Stop, NOW), None);
    }

    #[test]
    fn a_turn_ends_only_when_the_speaker_says_that_this_is_it() {
        let saying_back = &everywhere()[3];
        assert_eq!(saying_back.stage(), Stage::SayBack);
        for event in [
            Event::Next,
            Event::Resume,
            Event::First(0),
            Event::Topic("x".into()),
            Event::WantNote(0, true),
            Event::ComeBackAt(0),
        ] {
            assert_eq!(&step(saying_back, event.clone(), NOW + MINUTE), saying_back, "{event:?}");
        }
        assert_eq!(step(saying_back, Event::ThatIsIt, NOW).stage(), Stage::Sense);
    }

    #[test]
    fn a_talk_without_a_topic_or_a_first_speaker_does_not_begin() {
        for topic in ["", " ", "\n\t\u{a0}"] {
            assert_eq!(step(&Listen::new(NOW), Event::Topic(topic.into()), NOW).stage(), Stage::Topic);
        }
        let long = step(&Listen::new(NOW), Event::Topic("é".repeat(5_000)), NOW);
        assert_eq!(long.topic().chars().count(), Talk::TOPIC_LENGTH);
        assert_eq!(step(&long, Event::First(2), NOW).stage(), Stage::Order);
        // Cut off behind a word, it still is what was stored.
        let cut = "a".repeat(Talk::TOPIC_LENGTH - 1) + " and more";
        let cut = step(&Listen::new(NOW), Event::Topic(cut), NOW);
        assert_eq!(Listen::from_text(&cut.to_text()), Some(cut));
    }

    #[test]
    fn a_note_needs_both() {
        let close = everywhere().remove(13);
        assert_eq!((close.stage(), close.has_note()), (Stage::Close, false));
        let one = step(&close, Event::WantNote(1, true), NOW);
        assert!(!one.has_note() && one.wants_note(1) && !one.wants_note(0) && !one.wants_note(2));
        let both = step(&one, Event::WantNote(0, true), NOW);
        assert!(both.has_note());
        assert!(!step(&both, Event::WantNote(1, false), NOW).has_note(), "either may change their mind");
        assert!(!step(&one, Event::WantNote(7, true), NOW).has_note());
    }

    #[test]
    fn from_everywhere_there_is_a_pause_of_at_least_20_minutes_that_leads_back_to_the_same_place() {
        for before in everywhere() {
            let at = NOW + 3 * MINUTE;
            let paused = step(&before, Event::Flooded, at);
            assert_eq!(paused.paused_until(), Some(at + LEAST_PAUSE_MS));
            for event in whole_way().into_iter().map(|(event, ..)| event).chain([Event::Resume]) {
                assert_eq!(step(&paused, event, at + LEAST_PAUSE_MS - 1), paused, "{paused:?}");
            }
            assert_eq!(paused.wait(at + MINUTE), LEAST_PAUSE_MS - MINUTE);

            // It was put down, and picked up a day later.
            let later = at + 24 * 60 * MINUTE;
            let again = Listen::from_text(&paused.to_text()).expect("it survives a reload");
            let back = step(&again, Event::Resume, later);
            assert_eq!(back, Listen { since: later, spent: before.elapsed(at), ..before.clone() });
            assert_eq!(
                back.elapsed(later + MINUTE),
                before.elapsed(at + MINUTE),
                "a pause is no time of the stage"
            );
            assert_eq!(paused.step(Event::Stop, at), None, "they may stop at any time");
        }
    }

    #[test]
    fn the_time_to_come_back_is_neither_too_soon_nor_too_far_away() {
        let paused = step(&Listen::new(NOW), Event::Flooded, NOW);
        for (asked, agreed) in [
            (0, NOW + LEAST_PAUSE_MS),
            (NOW + MINUTE, NOW + LEAST_PAUSE_MS),
            (NOW + 60 * MINUTE, NOW + 60 * MINUTE),
            (u64::MAX, NOW + MOST_PAUSE_MS),
        ] {
            let paused = step(&paused, Event::ComeBackAt(asked), NOW + 5 * MINUTE);
            assert_eq!(paused.paused_until(), Some(agreed), "{asked}");
            // Back before that, if both are, but never before the 20 minutes are over.
            let back = |after| step(&paused, Event::Resume, NOW + after).paused_until().is_none();
            assert!(!back(LEAST_PAUSE_MS - 1) && back(LEAST_PAUSE_MS));
        }
    }

    #[test]
    fn flooded_again_the_20_minutes_begin_anew() {
        let paused = step(&Listen::new(NOW), Event::Flooded, NOW);
        let paused = step(&paused, Event::ComeBackAt(NOW + 30 * MINUTE), NOW);
        for (again, until) in [(5 * MINUTE, 30 * MINUTE), (15 * MINUTE, 35 * MINUTE)] {
            let paused = step(&paused, Event::Flooded, NOW + again);
            assert_eq!(paused.paused_until(), Some(NOW + until));
            assert_eq!(paused.wait(NOW + again), LEAST_PAUSE_MS);
        }
    }

    #[test]
    fn a_clock_that_was_turned_back_holds_nobody_for_longer_than_the_20_minutes() {
        let paused = step(&Listen::new(NOW), Event::Flooded, NOW);
        let back = 1_000_000 * MINUTE;
        assert_eq!(paused.wait(back), LEAST_PAUSE_MS);
        let anew = step(&paused, Event::Resume, back);
        assert_eq!(anew.paused_until(), Some(back + LEAST_PAUSE_MS));
        assert_eq!(step(&anew, Event::Resume, back + LEAST_PAUSE_MS).paused_until(), None);
    }

    #[test]
    fn the_hour_glass_runs_through_and_nothing_happens_then() {
        let speaking = &everywhere()[2];
        let began = NOW + MINUTE;
        for (after, sand) in [(0, 0), (150_000, 500), (299_999, 999), (300_000, 1_000), (u64::MAX / 2, 1_000)]
        {
            assert_eq!(speaking.sand(began + after), sand, "{after}");
        }
        assert_eq!(speaking.sand(0), 0, "a clock that was turned back");
    }

    #[test]
    fn a_stored_state_that_is_damaged_or_of_another_version_is_no_talk() {
        let whole = "1 2 1 0 0 1795305660000 0 0 0 \nSunday";
        assert_eq!(everywhere()[2].to_text(), whole);
        assert!(Listen::from_text(whole).is_some());
        for damaged in [
            "",
            "\n",
            "Sunday",
            "1 2 1 0 0 1795305660000 0 0 0 ",
            "1 2 1 0 0 1795305660000 0 0 0 \n",
            "1 2 1 0 0 1795305660000 0 0 0 \n Sunday",
            "1 2 1 0 0 1795305660000 0 0 0\nSunday",
            "1 2 1 0 0 1795305660000 0 0 0 0 \nSunday",
            "2 2 1 0 0 1795305660000 0 0 0 \nSunday",
            "1 8 1 0 0 1795305660000 0 0 0 \nSunday",
            "1 2 2 0 0 1795305660000 0 0 0 \nSunday",
            "1 2 1 2 0 1795305660000 0 0 0 \nSunday",
            "1 2 1 0 1 1795305660000 0 0 0 \nSunday",
            "1 2 1 0 0 -1 0 0 0 \nSunday",
            "1 2 +1 0 0 1795305660000 0 0 0 \nSunday",
            "1 2 01 0 0 1795305660000 0 0 0 \nSunday",
            "1 2 1 0 0 99999999999999999999999 0 0 0 \nSunday",
            // A topic before there is one, a second turn before the first, an end after one turn.
            "1 0 0 0 0 1795305660000 0 0 0 \nSunday",
            "1 1 1 0 0 1795305660000 0 0 0 \nSunday",
            "1 6 1 1 0 1795305660000 0 0 0 \nSunday",
            "1 7 1 0 0 1795305660000 0 0 0 \nSunday",
            // A pause that is over before it began, and one of a year.
            "1 2 1 0 0 1795305660000 0 1795305660000 1795305660001 \nSunday",
            "1 2 1 0 0 1795305660000 0 1795305660000 1826841660000 \nSunday",
            "1 0 0 0 0 1795305660000 0 1795305660000 1795305660001 \n",
        ] {
            assert_eq!(Listen::from_text(damaged), None, "{damaged:?}");
        }
        let long = format!("1 2 1 0 0 1795305660000 0 0 0 \n{}", "a".repeat(Talk::TOPIC_LENGTH + 1));
        assert_eq!(Listen::from_text(&long), None);
    }

    fn events() -> impl Strategy<Value = Event> {
        prop_oneof![
            1 => "[ a\n]{0,3}".prop_map(Event::Topic),
            1 => ".{0,130}".prop_map(Event::Topic),
            1 => (0..3_u8).prop_map(Event::First),
            4 => Just(Event::Next),
            3 => Just(Event::ThatIsIt),
            1 => Just(Event::NotQuite),
            1 => (0..3_u8, any::<bool>()).prop_map(|(who, wants)| Event::WantNote(who, wants)),
            1 => Just(Event::Flooded),
            1 => prop_oneof![any::<u64>(), NOW..NOW * 2].prop_map(Event::ComeBackAt),
            3 => Just(Event::Resume),
        ]
    }

    /// Steps in time: mostly some minutes, now and then a clock that is wrong.
    fn moments() -> impl Strategy<Value = u64> {
        prop_oneof![8 => (0..40_u64).prop_map(|minutes| minutes * MINUTE), 1 => select(vec![0, u64::MAX])]
    }

    proptest! {
        /// Whatever is tapped, in whichever order and with whichever clock.
        #[test]
        fn no_path_skips_anything(taps in prop::collection::vec((events(), moments()), 0..120)) {
            let way = [
                (Stage::Topic, 0), (Stage::Order, 0),
                (Stage::Speak, 0), (Stage::SayBack, 0), (Stage::Sense, 0), (Stage::Feel, 0), (Stage::Change, 0),
                (Stage::Speak, 1), (Stage::SayBack, 1), (Stage::Sense, 1), (Stage::Feel, 1), (Stage::Close, 1),
            ];
            let place = |listen: &Listen| {
                let here = (listen.stage(), u8::from(listen.is_second_turn()));
                way.iter().position(|place| *place == here).expect("a place on the way")
            };
            let mut now = NOW;
            let mut listen = Listen::new(now);
            let mut first = None;
            for (event, later) in taps {
                now = now.checked_add(later).unwrap_or(later);
                let next = step(&listen, event.clone(), now);
                let (from, to) = (place(&listen), place(&next));
                let went_back = listen.stage() == Stage::SayBack && event == Event::NotQuite && from == to + 1;
                prop_assert!(to == from || to == from + 1 || went_back, "{:?} {:?} {:?}", listen, event, next);
                if from != to && listen.stage() == Stage::SayBack {
                    prop_assert!(matches!(event, Event::ThatIsIt | Event::NotQuite));
                }
                // Who spoke first stays so, and in the second turn it is the other.
                if to >= 2 {
                    let expected = *first.get_or_insert(next.speaker());
                    prop_assert_eq!(next.speaker(), if next.is_second_turn() { 1 - expected } else { expected });
                }
                if listen.paused_until().is_some() && next.paused_until().is_none() {
                    prop_assert_eq!((event, listen.wait(now)), (Event::Resume, 0));
                    prop_assert_eq!(from, to);
                }
                prop_assert!(next.sand(now) <= 1_000 && next.wait(now) <= LEAST_PAUSE_MS);
                prop_assert_eq!(Listen::from_text(&next.to_text()), Some(next.clone()));
                let paused = step(&next, Event::Flooded, now);
                prop_assert!(paused.paused_until().is_some() && place(&paused) == to);
                listen = next;
            }
        }

        #[test]
        fn no_text_makes_it_fail(text in "([0-9 ]{0,40}\n.{0,10}|.{0,60})", listen in select(everywhere()),
            at in any::<prop::sample::Index>(), byte in 0..128_u8)
        {
            let _ = Listen::from_text(&text);
            // One damaged letter: nothing, or another talk that could have been.
            let mut bytes = listen.to_text().into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Some(read) = Listen::from_text(&String::from_utf8(bytes.clone()).unwrap()) {
                prop_assert_eq!(read.to_text().into_bytes(), bytes);
            }
        }
    }
}
