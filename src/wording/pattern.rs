//! What the review finds, and what it says about it.

/// A way of putting things that hurts or weakens, or a sign that somebody needs help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// "I'm sorry if I hurt you": regret that depends on something.
    ConditionalApology,
    /// "I was drunk": a reason that stands in for responsibility.
    Excuse,
    /// "You pushed me into it": the other one is made responsible.
    BlameShift,
    /// "It was only texting": what happened is made small.
    Minimising,
    /// "You're overreacting": what the other one feels is called wrong.
    DenialOfFeelings,
    /// "Mistakes were made": nobody did it.
    Agentless,
    /// "You have to forgive me": pressure to forgive, forget or trust.
    ForgivenessDemand,
    /// "I'll never hurt you again": a promise that nobody can check.
    EmptyPromise,
    /// "You never listen": always, never, everything, nothing.
    Absolute,
    /// "You are a liar": what somebody is instead of what they did.
    CharacterAttack,
    /// "You wanted to hurt me": a guess at what the other one thinks, said as a fact.
    MindReading,
    /// "You're pathetic": mockery, insult, disgust.
    Contempt,
    /// "You'll be sorry": harm that is announced.
    Threat,
    /// Fear of a partner, violence, coercion.
    Safety,
    /// Wanting to die, hurting oneself.
    SelfHarm,
}

/// How many there are.
pub const PATTERNS: usize = 15;

/// All of them, in order, with what they are called in files, why they matter and what helps.
const ALL: [(Pattern, &str, &str, &str); PATTERNS] = [
    (
        Pattern::ConditionalApology,
        "conditional_apology",
        "Regret that depends on an “if”, or on how the other person took it, leaves open whether anything happened.",
        "I am sorry that I …",
    ),
    (
        Pattern::Excuse,
        "excuse",
        "A reason beside an apology is easily heard as an excuse, even when it is true.",
        "I chose to … That was my decision, whatever else was going on.",
    ),
    (
        Pattern::BlameShift,
        "blame_shift",
        "This moves a part of what you did to the person who was hurt by it.",
        "What I did was my choice. Nothing you did made me do it.",
    ),
    (
        Pattern::Minimising,
        "minimising",
        "Making it small tells the person who was hurt that their pain is too big.",
        "Say what it was and how long it went on, without words that shrink it.",
    ),
    (
        Pattern::DenialOfFeelings,
        "denial_of_feelings",
        "This tells the other person that what they feel is wrong, and so leaves them alone with it.",
        "I can see that this hurts you, and I want to understand how.",
    ),
    (
        Pattern::Agentless,
        "agentless",
        "Nobody does anything in this sentence, so nobody takes responsibility for it.",
        "Begin with “I”: I lied, I wrote to …, I decided to …",
    ),
    (
        Pattern::ForgivenessDemand,
        "forgiveness_demand",
        "Forgiveness and trust come in their own time; asked for, they become one more burden.",
        "I am not asking you to forgive me. Take all the time you need.",
    ),
    (
        Pattern::EmptyPromise,
        "empty_promise",
        "Nobody can check a promise this large, and earlier ones may have been broken.",
        "On … I will …, and you can see it by …",
    ),
    (
        Pattern::Absolute,
        "absolute",
        "“Always” and “never” invite an argument about the exceptions instead of an answer.",
        "On … you …, and I felt …",
    ),
    (
        Pattern::CharacterAttack,
        "character_attack",
        "This judges who somebody is; what they did is easier to answer, and to change.",
        "When you …, I felt …",
    ),
    (
        Pattern::MindReading,
        "mind_reading",
        "Only the other person knows what they thought or wanted; stated as a fact it is easily denied.",
        "I imagine that …, and I would like to hear from you whether that is so.",
    ),
    (
        Pattern::Contempt,
        "contempt",
        "Mockery and insult end the listening; the anger underneath deserves to be heard.",
        "I am furious and hurt because you …",
    ),
    (
        Pattern::Threat,
        "threat",
        "A threat aims at the other person; a limit says what you will do to look after yourself.",
        "If that happens again, I will … to look after myself.",
    ),
    (
        Pattern::Safety,
        "safety",
        "Nobody should have to be afraid at home. There are people who know about this and help in confidence.",
        "",
    ),
    (
        Pattern::SelfHarm,
        "self_harm",
        "If you think about dying or about hurting yourself, please talk to somebody now. There are people who listen \
         at any hour.",
        "",
    ),
];

impl Pattern {
    /// The name in files and tests; it never changes.
    pub fn id(&self) -> &'static str {
        ALL[self.section()].1
    }

    /// Why it matters, in one sentence.
    pub fn why(&self) -> &'static str {
        ALL[self.section()].2
    }

    /// Whether it is shown as care, and never as something to put better.
    pub fn is_care(&self) -> bool {
        matches!(self, Self::Safety | Self::SelfHarm)
    }

    /// A way to put it that fits any text; empty where nothing should be put differently.
    pub(super) fn suggestion(self) -> &'static str {
        ALL[self.section()].3
    }

    /// All of them, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        ALL.iter().map(|(pattern, ..)| *pattern)
    }

    fn section(self) -> usize {
        self as usize
    }
}
