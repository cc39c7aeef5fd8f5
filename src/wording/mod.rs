//! The language review.

mod learned;
mod pattern;
mod rewrite;
mod tokens;

use std::ops::Range;

use learned::learned;
pub use learned::{BELOW, CLASSES, Class, FAR, PLACES, STEPS};
pub use pattern::Pattern;
use tokens::checksum;

/// Which of the two texts it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Taking responsibility, by the one who broke trust.
    Responsibility,
    /// Saying the hurt, by the one who was hurt.
    Hurt,
}

/// What a text has in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// What could be put better, and signs that somebody needs help; by where they begin.
    pub findings: Vec<Finding>,
    /// Which parts of such a text are there.
    pub parts: Parts,
    /// Whether to point to help. Where there are signs of both, those of self-harm come first.
    pub care: Option<Care>,
}

/// A place in a text that could be put better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub pattern: Pattern,
    /// The words, in bytes of the text and on borders of characters; never empty.
    pub span: Range<usize>,
    /// Another way to put it that keeps the meaning; a place to fill in is written as "…". Empty for care: that
    /// is never to be put differently.
    pub rewrite: String,
}

impl Finding {
    /// What stands for it where the review is to be silent about it: a checksum of what it is about and of its words in
    /// `text`. The place is not part of it, so that it stays silent when something is written before them.
    pub fn mark(&self, text: &str) -> String {
        let words = text.get(self.span.clone()).unwrap_or_default();
        format!("{:x}", checksum(self.pattern.id().bytes().chain(words.bytes())))
    }
}

/// Words that show that somebody needs help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Care {
    /// Which help.
    pub kind: CareKind,
    /// The first words that show it, in bytes of the text.
    pub span: Range<usize>,
}

/// What somebody may need help with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CareKind {
    /// Fear of a partner, violence or coercion; suffered or done.
    Safety,
    /// Wanting to die, or hurting oneself.
    SelfHarm,
}

impl CareKind {
    /// What is said about it, in two sentences.
    pub fn why(self) -> &'static str {
        match self {
            Self::Safety => Pattern::Safety.why(),
            Self::SelfHarm => Pattern::SelfHarm.why(),
        }
    }
}

/// A part of a text that does what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Responsibility: what I did, plainly.
    Act,
    /// Responsibility: what it did to you.
    Effect,
    /// Responsibility: that there is no excuse; said, or shown by what was done without one.
    NoExcuse,
    /// Responsibility: what I will do, and by when.
    Plan,
    /// Responsibility: what I am not asking for.
    NotAsking,
    /// Hurt: what I feel.
    Feeling,
    /// Hurt: about which event.
    Event,
    /// Hurt: what it means to me.
    Meaning,
    /// Hurt: what I need now.
    Need,
    /// Hurt: what I am not yet able to give.
    Limit,
}

const RESPONSIBILITY: [Part; 5] = [Part::Act, Part::Effect, Part::NoExcuse, Part::Plan, Part::NotAsking];
const HURT: [Part; 5] = [Part::Feeling, Part::Event, Part::Meaning, Part::Need, Part::Limit];

impl Kind {
    /// The parts of such a text, in the order in which they are offered.
    pub fn parts(self) -> &'static [Part; 5] {
        match self {
            Self::Responsibility => &RESPONSIBILITY,
            Self::Hurt => &HURT,
        }
    }

    /// Whether texts of this kind are read for a pattern.
    pub fn has(self, pattern: Pattern) -> bool {
        pattern.is_care() || (pattern < Pattern::Absolute) == (self == Self::Responsibility)
    }
}

/// Which parts a text has, each with the first words that do it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    spans: [Option<Range<usize>>; 10],
}

impl Parts {
    /// Whether the text has this part.
    pub fn has(&self, part: Part) -> bool {
        self.span(part).is_some()
    }

    /// The first words that do it, in bytes of the text. Of a text that gives no excuse that is where it says
    /// what was done.
    pub fn span(&self, part: Part) -> Option<Range<usize>> {
        self.spans[part as usize].clone()
    }

    fn add(&mut self, part: usize, kind: Kind, span: Range<usize>) {
        if kind.parts().iter().any(|known| *known as usize == part) {
            self.spans[part].get_or_insert(span);
        }
    }

    /// Who says what they did, and makes no excuse, shows that there is none.
    fn excuse_nothing(&mut self, findings: &[Finding]) {
        let excuses = |finding: &Finding| finding.pattern < Pattern::ForgivenessDemand;
        if !self.has(Part::NoExcuse) && !findings.iter().any(excuses) {
            self.spans[Part::NoExcuse as usize] = self.span(Part::Act);
        }
    }
}

/// Reads `text` and says what is in it. The same text always gives the same answer, and nothing of it is kept.
pub fn review(text: &str, kind: Kind) -> Review {
    let mut found: Vec<(Range<usize>, Pattern)> = Vec::new();
    let mut parts = Parts::default();
    for sentence in tokens::sentences(text) {
        let mut here = Vec::new();
        for (class, span) in learned().find(&sentence) {
            match Pattern::all().nth(class) {
                Some(pattern) if kind.has(pattern) => {
                    let place =
                        here.iter().take_while(|(other, _): &&(Range<usize>, _)| other.start <= span.start);
                    here.insert(place.count(), (span, pattern));
                }
                Some(_) => {}
                None => parts.add(class - pattern::PATTERNS, kind, span),
            }
        }
        // Words of fear, violence or despair are not to be put better: with them there are no other findings.
        if here.iter().any(|(_, pattern)| pattern.is_care()) {
            here.retain(|(_, pattern)| pattern.is_care());
        }
        found.append(&mut here);
    }
    let finding = |(span, pattern): (Range<usize>, Pattern)| {
        let rewrite = rewrite::rewrite(pattern, &text[span.clone()]);
        Finding { pattern, span, rewrite }
    };
    let findings: Vec<Finding> = found.into_iter().map(finding).collect();
    parts.excuse_nothing(&findings);
    let care = care(&findings);
    Review { findings, parts, care }
}

/// A sentence, as it is learned from.
pub struct Sentence {
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// Where what is looked at in it has its weights; see [`PLACES`].
    pub places: Vec<u32>,
}

/// The sentences of `text`; to learn from.
pub fn sentences(text: &str) -> Vec<Sentence> {
    let sentence = |tokens: Vec<tokens::Token>| Sentence {
        span: tokens[0].start..tokens[tokens.len() - 1].end,
        places: learned::features(&tokens).iter().map(|feature| feature.place).collect(),
    };
    tokens::sentences(text).into_iter().map(sentence).collect()
}

fn care(findings: &[Finding]) -> Option<Care> {
    let first = |pattern| findings.iter().find(|finding| finding.pattern == pattern);
    let of = |kind| move |finding: &Finding| Care { kind, span: finding.span.clone() };
    first(Pattern::SelfHarm)
        .map(of(CareKind::SelfHarm))
        .or_else(|| first(Pattern::Safety).map(of(CareKind::Safety)))
}
