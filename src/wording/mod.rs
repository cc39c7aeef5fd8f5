//! The language review.

mod lexicon;
mod packed;
mod pattern;
mod rewrite;
mod rules;
mod tokens;

use std::ops::Range;
use std::sync::OnceLock;

use packed::SECTIONS;
pub use pattern::Pattern;
use rules::{Match, Rules, sentence_end};
use tokens::{Gap, Token, tokens};

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/wording.packed"));

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
        format!("{:x}", self.pattern.id().bytes().chain(words.bytes()).fold(packed::BASIS, packed::step))
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

    /// Its bit in [`packed::Rule`].
    fn bit(self) -> u8 {
        match self {
            Self::Responsibility => 1,
            Self::Hurt => 2,
        }
    }

    /// Whether texts of this kind are read for a pattern.
    fn has(self, pattern: Pattern) -> bool {
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
}

/// Places of the sections that are no patterns, in [`SECTIONS`].
const FIRST_PART: u8 = 15;
const OWNED: u8 = 25;
const DOUBT: u8 = 26;
const AFTER: u8 = 27;
const DISCLAIMED: u8 = 28;
const DISOWNED: u8 = 29;
const ANNOUNCED: u8 = 30;
/// So many sentences before "none of it was true", or after "this is what I said", are meant by it.
const SENTENCES: usize = 4;

/// Reads `text` and says what is in it. The same text always gives the same answer, and nothing of it is kept.
pub fn review(text: &str, kind: Kind) -> Review {
    by_rules(rules(), text, kind)
}

/// The rules, read when they are asked for first.
fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| Rules::read(PACKED))
}

fn by_rules(rules: &Rules, text: &str, kind: Kind) -> Review {
    let tokens = tokens(text, rules);
    let matches = rules.matches(&tokens, kind.bit());
    let frames = Frames::new(&tokens, &matches, rules);
    let mut found = Vec::new();
    let mut from = 0;
    while from < tokens.len() {
        let to = sentence_end(&tokens, from);
        let first = matches.partition_point(|one| one.to <= from);
        let here = matches[first..].iter().take_while(|one| one.from < to);
        found.extend(in_sentence(here, &frames, kind));
        from = to;
    }
    let findings: Vec<Finding> = found
        .iter()
        .map(|(pattern, from, to)| Finding {
            pattern: *pattern,
            span: tokens[*from].start..tokens[*to - 1].end,
            rewrite: rewrite::rewrite(*pattern, text, &tokens[*from..*to], rules),
        })
        .collect();
    let parts = parts(&matches, &tokens, &findings);
    let care = care(&findings);
    Review { findings, parts, care }
}

/// Adds a place, in order; places of one pattern that touch become one.
fn insert(found: &mut Vec<(Pattern, usize, usize)>, pattern: Pattern, mut from: usize, mut to: usize) {
    found.retain(|(known, start, end)| {
        let touches = *known == pattern && *start < to && from < *end;
        if touches {
            from = from.min(*start);
            to = to.max(*end);
        }
        !touches
    });
    let place = found.iter().take_while(|(known, start, _)| (*start, *known) < (from, pattern)).count();
    found.insert(place, (pattern, from, to));
}

/// What is found in one sentence. Words of fear, violence or despair are not to be put better: with them there are no
/// other findings.
fn in_sentence<'a>(
    matches: impl Iterator<Item = &'a Match>,
    frames: &Frames<'_>,
    kind: Kind,
) -> Vec<(Pattern, usize, usize)> {
    let mut found = Vec::new();
    for one in matches {
        let Some(pattern) = Pattern::of_section(one.section).filter(|pattern| kind.has(*pattern)) else {
            continue;
        };
        if !frames.takes_away(pattern, one) {
            insert(&mut found, pattern, one.from, one.to);
        }
    }
    if found.iter().any(|(pattern, ..)| pattern.is_care()) {
        found.retain(|(pattern, ..)| pattern.is_care());
    }
    keep_longest(&mut found);
    found
}

/// The same words are called one thing only, by the rule that took in most of them. Only "always" and "never" may be
/// a part of something else.
fn keep_longest(found: &mut Vec<(Pattern, usize, usize)>) {
    let all = found.clone();
    let is_alone = |pattern: Pattern| pattern == Pattern::Absolute || pattern.is_care();
    found.retain(|(pattern, from, to)| {
        is_alone(*pattern)
            || !all.iter().any(|(other, start, end)| {
                other != pattern
                    && !is_alone(*other)
                    && start < to
                    && from < end
                    && (end - start, *pattern) > (to - from, *other)
            })
    });
}

fn care(findings: &[Finding]) -> Option<Care> {
    let first = |pattern| findings.iter().find(|finding| finding.pattern == pattern);
    let of = |kind| move |finding: &Finding| Care { kind, span: finding.span.clone() };
    first(Pattern::SelfHarm)
        .map(of(CareKind::SelfHarm))
        .or_else(|| first(Pattern::Safety).map(of(CareKind::Safety)))
}

fn parts(matches: &[Match], tokens: &[Token], findings: &[Finding]) -> Parts {
    let mut parts = Parts::default();
    for one in matches {
        let Some(part) = one.section.checked_sub(FIRST_PART) else { continue };
        let Some(span) = parts.spans.get_mut(usize::from(part)) else { continue };
        let here = tokens[one.from].start..tokens[one.to - 1].end;
        if span.as_ref().is_none_or(|span| here.start < span.start) {
            *span = Some(here);
        }
    }
    let excuses = |finding: &Finding| finding.pattern < Pattern::ForgivenessDemand;
    if parts.has(Part::NoExcuse) || findings.iter().any(excuses) {
        return parts;
    }
    parts.spans[Part::NoExcuse as usize] = parts.span(Part::Act);
    parts
}

/// Places whose words are not what the writer says now: quoted, said by somebody else, said once and owned, or
/// guessed and called a guess.
struct Frames<'a> {
    tokens: &'a [Token],
    rules: &'a Rules,
    /// The section of the frame, and the tokens within it.
    ranges: Vec<(u8, Range<usize>)>,
}

impl<'a> Frames<'a> {
    fn new(tokens: &'a [Token], matches: &[Match], rules: &'a Rules) -> Self {
        let mut frames = Self { tokens, rules, ranges: Vec::new() };
        for one in matches.iter().filter(|one| one.section >= OWNED) {
            let range = match one.section {
                AFTER => frames.sentence_start(one.from)..one.from,
                DISCLAIMED => frames.disclaimed(one.from),
                DISOWNED => frames.sentences_before(one.from)..one.from,
                ANNOUNCED => one.to..frames.sentences_after(one.to),
                _ if frames.is_cut_off(one.to) => continue,
                _ => one.to..frames.end(one.to),
            };
            frames.ranges.push((one.section, range));
        }
        frames
    }

    fn sentence_start(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0 && self.tokens[start].gap < Gap::Stop {
            start -= 1;
        }
        start
    }

    /// What is said to be no excuse is before it, in the sentence or, if it begins with that, in the one before.
    fn disclaimed(&self, at: usize) -> Range<usize> {
        let start = self.sentence_start(at);
        if at - start <= 2 && start > 0 { self.sentence_start(start - 1)..at } else { start..at }
    }

    fn sentences_before(&self, at: usize) -> usize {
        (0..SENTENCES).fold(self.sentence_start(at), |start, _| self.sentence_start(start.saturating_sub(1)))
    }

    fn sentences_after(&self, at: usize) -> usize {
        (0..SENTENCES).fold(at, |end, _| sentence_end(self.tokens, end))
    }

    /// "I told you, it was a kiss" says it now; "I told you it was a kiss" says what was said.
    fn is_cut_off(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| matches!(token.gap, Gap::Comma | Gap::Stop))
    }

    /// A frame ends with its sentence, and where another statement begins; after a colon it may be a list.
    fn end(&self, from: usize) -> usize {
        let stop = sentence_end(self.tokens, from);
        if self.tokens[from].gap == Gap::Colon {
            return stop;
        }
        (from + 1..stop).find(|at| self.rules.ends_frame(self.tokens, *at)).unwrap_or(stop)
    }

    fn takes_away(&self, pattern: Pattern, one: &Match) -> bool {
        if pattern.is_care() {
            return false;
        }
        let quoted = self.tokens[one.from..one.to].iter().filter(|token| token.quoted).count();
        if self.tokens[one.from].quoted || quoted * 2 > one.to - one.from {
            return true;
        }
        self.ranges.iter().any(|(section, range)| {
            let counts = match *section {
                DOUBT => matches!(pattern, Pattern::MindReading | Pattern::Absolute),
                DISCLAIMED => matches!(pattern, Pattern::Excuse | Pattern::Minimising | Pattern::Agentless),
                _ => true,
            };
            counts && range.contains(&one.from)
        })
    }
}

const _: () = assert!(SECTIONS.len() == ANNOUNCED as usize + 1);
