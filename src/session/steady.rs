//! The hard moment: steadying oneself, step by step, as far as it helps.

use crate::entry::Trigger;

/// A step. Each can be left out, and there is no wrong order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Breathing at a pace, or sitting still.
    Breathe,
    /// What they see, hear and feel around them.
    Ground,
    /// What set it off.
    Name,
    /// What now.
    Choose,
}

impl Step {
    /// Every step, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Breathe, Self::Ground, Self::Name, Self::Choose];
}

/// What now. Each leads on to where it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// To write it down.
    Write,
    /// To ask the other for comfort, with a prepared sentence.
    Comfort,
    /// To park the question for the agreed time.
    Park,
    /// To rest.
    Rest,
}

impl Choice {
    /// Every choice, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Write, Self::Comfort, Self::Park, Self::Rest];
}

/// What was tapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// This step, please.
    Go(Step),
    /// On to the next step that was not there yet.
    Next,
    /// This is what set it off.
    Named(String),
    /// This one, or none after all.
    Choose(Option<Choice>),
}

/// Where somebody is. It begins with breathing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steady {
    /// The step.
    pub step: Step,
    /// What set it off; empty where they did not say.
    pub named: String,
    /// What they chose.
    pub choice: Option<Choice>,
    /// Which steps they have been at, in the order of [`Step::ALL`].
    seen: [bool; 4],
}

impl Default for Steady {
    fn default() -> Self {
        Self { step: Step::Breathe, named: String::new(), choice: None, seen: [true, false, false, false] }
    }
}

impl Steady {
    /// Whether they have been at a step.
    pub fn has_seen(&self, step: Step) -> bool {
        self.seen.get(step as usize).copied().unwrap_or_default()
    }

    /// What it is after something was tapped. Nothing is ever lost by going back.
    #[must_use]
    pub fn after(mut self, event: Event) -> Self {
        match event {
            Event::Go(step) => self.go(step),
            Event::Next => {
                let mut later = Step::ALL.into_iter().skip(self.step as usize + 1);
                let next = later.find(|step| !self.has_seen(*step));
                self.go(next.unwrap_or(Step::Choose));
            }
            Event::Named(what) => self.named = what.chars().take(Trigger::LENGTH).collect(),
            Event::Choose(choice) => {
                self.go(Step::Choose);
                self.choice = choice;
            }
        }
        self
    }

    fn go(&mut self, step: Step) {
        self.step = step;
        if let Some(seen) = self.seen.get_mut(step as usize) {
            *seen = true;
        }
    }
}

/// One of the prepared sentences, `other` further where the first was not the right one. After the last comes the first.
pub fn comfort(sentences: &[&'static str], other: usize) -> Option<&'static str> {
    sentences.get(other.checked_rem(sentences.len())?).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    fn after(events: &[Event]) -> Steady {
        events.iter().cloned().fold(Steady::default(), Steady::after)
    }

    #[test]
    fn the_steps_follow_each_other_and_each_can_be_left_out() {
        use Event::{Choose, Go, Next};
        for (events, step) in [
            (&[][..], Step::Breathe),
            (&[Next], Step::Ground),
            (&[Next, Next, Next], Step::Choose),
            (&[Next, Next, Next, Next], Step::Choose),
            (&[Go(Step::Choose)], Step::Choose),
            (&[Choose(Some(Choice::Rest))], Step::Choose),
            // What was passed over is not gone back to.
            (&[Go(Step::Name), Next], Step::Choose),
            // Back to an earlier one, and on to what was not there yet.
            (&[Go(Step::Name), Go(Step::Breathe), Next], Step::Ground),
            (&[Next, Go(Step::Breathe), Next], Step::Name),
            (&[Next, Next, Go(Step::Breathe), Next], Step::Choose),
        ] {
            assert_eq!(after(events).step, step, "{events:?}");
        }
    }

    #[test]
    fn what_was_named_and_chosen_stays_until_it_is_changed() {
        let named = after(&[
            Event::Named("That song".into()),
            Event::Choose(Some(Choice::Park)),
            Event::Go(Step::Ground),
        ]);
        assert_eq!((named.named.as_str(), named.choice), ("That song", Some(Choice::Park)));
        assert_eq!(named.after(Event::Choose(None)).choice, None);
        let long = after(&[Event::Named("é".repeat(5_000))]);
        assert_eq!(long.named.chars().count(), Trigger::LENGTH);
    }

    #[test]
    fn sentences_come_round_again() {
        let sentences = ["one", "two", "three"];
        for (other, expected) in [(0, "one"), (2, "three"), (3, "one"), (usize::MAX, "one")] {
            assert_eq!(comfort(&sentences, other), Some(expected), "{other}");
        }
        assert_eq!(comfort(&[], 0), None);
    }

    proptest! {
        #[test]
        fn every_step_and_choice_is_one_tap_away(
            events in prop::collection::vec(prop_oneof![
                select(Step::ALL.to_vec()).prop_map(Event::Go), Just(Event::Next), ".{0,9}".prop_map(Event::Named),
                prop::option::of(select(Choice::ALL.to_vec())).prop_map(Event::Choose),
            ], 0..20),
            step in select(Step::ALL.to_vec()), choice in select(Choice::ALL.to_vec()),
        ) {
            let steady = after(&events);
            prop_assert!(steady.has_seen(steady.step));
            let gone = steady.clone().after(Event::Go(step));
            prop_assert!(gone.step == step && gone.named == steady.named && gone.choice == steady.choice);
            prop_assert_eq!(steady.clone().after(Event::Choose(Some(choice))).choice, Some(choice));
            // Going on always comes to the choice.
            let end = (0..3).fold(steady, |steady, _| steady.after(Event::Next));
            prop_assert_eq!(end.step, Step::Choose);
        }
    }
}
