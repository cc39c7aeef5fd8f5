//! The rules of tone that a machine can check, for every text of the guide, and what the guide has to hold.
#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kept::entry::{Place, Role};
use kept::guide::{
    AFTER_CHECK, CHAPTERS, COUNTRIES, CRISIS, ELSEWHERE, GESTURES, OPEN_QUESTIONS, PHONE, PRIVACY, PROMPTS,
    Part, QUESTIONS, RITUALS, SELF_CHECK, Text,
};

use self::Where::{Everywhere, NotAsBadExample, NotInSpeech};

/// What a text must not say, and why.
struct Rule {
    why: &'static str,
    /// Phrases of whole words, in any case, each also with an s at its end. `(a|b)` is one of them, `a*` a word that
    /// begins like that, and `…` any words of the same sentence.
    phrases: &'static [&'static str],
    /// Longer phrases, of one paragraph, that have such a phrase in them for a good reason.
    unless: &'static [&'static str],
    /// Characters in a row, as they are.
    signs: &'static [&'static str],
    applies: Where,
    /// What breaks it, and what only looks as if it did.
    breaks: &'static [&'static str],
    holds: &'static [&'static str],
}

/// Where a rule applies. Chapters quote sentences that tend to hurt, and those may say what the guide never would.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Everywhere,
    NotAsBadExample,
    NotInSpeech,
}

const RULES: &[Rule] = &[
    Rule {
        why: "couples are of any kind, and so is whoever reads",
        phrases: &[
            "(he|she|him|his|her|hers|himself|herself)",
            "(husband|wife|wives|boyfriend|girlfriend|spouse)",
            "(man|men|woman|women|girl|boy|guy|lady|ladies|mum|mother|dad|father)",
        ],
        // Where somebody speaks of a third person, that one is named first.
        unless: &["brother … (he|him|his)", "sister … (she|her|hers)"],
        signs: &[],
        applies: Everywhere,
        breaks: &["If she asks, tell.", "“He’s fine.”", "your wives", "Two guys.", "HER phone"],
        holds: &[
            "Here the others gather with them.",
            "The theory of manners, again.",
            "“I am at my brother’s. I have asked him.”",
        ],
    },
    Rule {
        why: "neither marriage nor a faith is taken for granted",
        phrases: &["(marriage|married|wedding|vow|spousal)", "(god|sin|church|soulmate)", "(pray*|bless*)"],
        // The people of a study were who they were.
        unless: &["study of newly married couples"],
        signs: &[],
        applies: Everywhere,
        breaks: &["your vows", "A prayer helps.", "It was a sin.", "Count your blessings."],
        holds: &["single since then", "a goodbye"],
    },
    Rule {
        why: "a person is not a label",
        phrases: &[
            "(toxic|narcissis*|gaslight*|codependen*|co-dependen*)",
            "(perpetrator|abuser|cheater|liar|addict|victim|survivor)",
            "(crazy|insane|psycho*|hysterical)",
        ],
        unless: &[],
        signs: &[],
        applies: Everywhere,
        breaks: &["You are a liar.", "two survivors", "It is gaslighting.", "a psychopath", "CRAZY"],
        holds: &["An addiction is stronger than anyone’s will."],
    },
    Rule {
        why: "plain words, not those of therapy or of an app that counts",
        phrases: &["(trauma*|healing|journey|closure|unpack*|self-care|streak)"],
        unless: &[],
        signs: &[],
        applies: Everywhere,
        breaks: &["Your healing journey.", "self-care first", "a streak of seven", "traumatic"],
        holds: &["Write in the journal, and take care of yourself."],
    },
    Rule {
        why: "nothing is promised",
        phrases: &[
            "(guarantee*|always works|time heals|everything happens for)",
            "will (heal|be fine|get better|forgive)",
        ],
        unless: &[],
        signs: &[],
        applies: NotAsBadExample,
        breaks: &["This will get better.", "It is guaranteed.", "Time heals all.", "It always works."],
        holds: &["It may get better.", "Nothing works always.", "Will it heal?"],
    },
    Rule {
        why: "nobody is pushed to forgive, stay, leave, tell, trust, share or sleep with somebody",
        phrases: &[
            "you (should|must|have to|need to|ought to) (forgive|stay|leave|tell|confess|have sex|trust|share)",
            "just (get over|move on|forgive)",
            "takes two",
        ],
        // What others will say, and the guide contradicts.
        unless: &["you will hear that you must forgive"],
        signs: &[],
        applies: NotAsBadExample,
        breaks: &["You should forgive.", "You have to have sex.", "Just move on.", "It takes two to lie."],
        holds: &["You do not have to forgive.", "You may stay.", "You should rest. Stay warm."],
    },
    Rule {
        why: "a number without its source sells hope",
        phrases: &["(percent|per cent|statistics|studies show|research (shows|says)|experts (say|agree))"],
        unless: &[],
        signs: &["%"],
        applies: Everywhere,
        breaks: &["70% recover", "Ten per cent do.", "Experts agree.", "Research shows that."],
        holds: &["Some people do.", "Expect nothing per se."],
    },
    Rule {
        why: "how people speak about suicide can make it likelier",
        phrases: &["(commit|commits|committed|committing) suicide", "(successful|failed) suicide"],
        unless: &[],
        signs: &[],
        applies: Everywhere,
        breaks: &["Someone committed suicide."],
        holds: &["If you are thinking of suicide, or committed to a plan, ring."],
    },
    Rule {
        why: "typography: curly quotes, and no dashes that break a sentence in two",
        phrases: &[],
        unless: &[],
        signs: &["\"", "'", "\u{2014}", " \u{2013} ", "--"],
        applies: Everywhere,
        breaks: &["It's fine.", "\"Yes\"", "This \u{2014} that", "This \u{2013} that"],
        holds: &["“It’s fine,” for 10\u{2013}20 minutes, side-by-side."],
    },
    Rule {
        why: "a calm voice",
        phrases: &[],
        unless: &[],
        signs: &["!"],
        applies: NotInSpeech,
        breaks: &["You can do it!"],
        holds: &["You can do it."],
    },
    Rule {
        why: "a sentence that swings for effect",
        phrases: &["not (just|merely|simply) … but", "it is not about … it is about"],
        unless: &[],
        signs: &[],
        applies: Everywhere,
        breaks: &["Trust is not just a feeling, but a practice."],
        holds: &["It is not just. But it happens."],
    },
];

/// A line of the guide that people read.
struct Line {
    /// `chapters/12-step-2.md:40`.
    at: String,
    text: String,
    said: Said,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    /// By the guide.
    Prose,
    /// As an example of a sentence that tends to help.
    Better,
    /// As an example of one that tends to hurt.
    Worse,
}

impl Rule {
    fn applies_to(&self, said: Said) -> bool {
        match self.applies {
            Everywhere => true,
            NotAsBadExample => said != Said::Worse,
            NotInSpeech => said == Said::Prose,
        }
    }

    /// What of a text breaks it.
    fn broken_by(&self, text: &str) -> Option<String> {
        let sign = self.signs.iter().find(|sign| text.contains(**sign)).map(|sign| (*sign).to_owned());
        sign.or_else(|| {
            let all = |patterns: &[&str]| patterns.iter().flat_map(|one| expand(one)).collect::<Vec<_>>();
            let words = all(self.unless).iter().fold(words(text), |words, phrase| without(words, phrase));
            let sentences: Vec<&[String]> = words.split(|word| word == END).collect();
            let stands_in = |sentence: &[String], phrase: &str| {
                (0..sentence.len()).any(|from| length(&sentence[from..], &parts(phrase)).is_some())
            };
            all(self.phrases)
                .into_iter()
                .find(|phrase| sentences.iter().any(|sentence| stands_in(sentence, phrase)))
        })
    }
}

/// Every phrase that a pattern with `(a|b)` stands for. Parentheses may stand in each other.
fn expand(pattern: &str) -> Vec<String> {
    let Some(open) = pattern.find('(') else {
        return vec![pattern.replace('-', " ")];
    };
    let (mut depth, mut from, mut choices) = (0, open + 1, Vec::new());
    for (at, sign) in pattern.char_indices().skip_while(|(at, _)| *at < open) {
        match sign {
            '(' => depth += 1,
            '|' if depth == 1 => {
                choices.push(&pattern[from..at]);
                from = at + 1;
            }
            ')' if depth == 1 => {
                choices.push(&pattern[from..at]);
                let (before, after) = (&pattern[..open], &pattern[at + 1..]);
                return choices.iter().flat_map(|one| expand(&format!("{before}{one}{after}"))).collect();
            }
            ')' => depth -= 1,
            _ => {}
        }
    }
    panic!("`{pattern}` has a parenthesis that is not closed");
}

fn parts(phrase: &str) -> Vec<&str> {
    phrase.split_whitespace().collect()
}

/// How many words a phrase takes, if the text begins with it.
fn length(words: &[String], phrase: &[&str]) -> Option<usize> {
    match phrase {
        [] => Some(0),
        ["…", rest @ ..] => (0..=words.len()).find_map(|skip| Some(skip + length(&words[skip..], rest)?)),
        [first, rest @ ..] => {
            let (word, others) = words.split_first()?;
            let fits = match first.strip_suffix('*') {
                Some(beginning) => word.starts_with(beginning),
                None => word == first || word.strip_suffix('s') == Some(first),
            };
            fits.then(|| length(others, rest))?.map(|length| length + 1)
        }
    }
}

/// The words without those of a phrase, wherever it stands.
fn without(mut words: Vec<String>, phrase: &str) -> Vec<String> {
    let mut from = 0;
    while from < words.len() {
        match length(&words[from..], &parts(phrase)) {
            Some(length) => drop(words.drain(from..from + length)),
            None => from += 1,
        }
    }
    words
}

/// What stands among the words where a sentence ends.
const END: &str = ".";

/// The words, in lower case, and the ends of sentences. What an apostrophe parts counts as two words: “she’s” has
/// “she” in it.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for sign in text.chars() {
        if sign.is_alphanumeric() {
            words.last_mut().unwrap().extend(sign.to_lowercase());
        } else {
            words.push(String::new());
            if matches!(sign, '.' | '?' | '!') {
                words.extend([END.to_owned(), String::new()]);
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

// --- The sources ---

/// Front matter that is no text, is not shown, or is the name of somebody else’s work. `tool-label` names a screen.
const NOT_READ: &[&str] = &["slug", "part", "tool", "tool-label", "chapter", "source", "also"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide")
}

/// Every line of the guide that people read, but for the names of help lines, which their organisations chose.
fn lines() -> Vec<Line> {
    let mut lines = Vec::new();
    for part in ["chapters", "questions", "help"] {
        let entries = fs::read_dir(folder().join(part)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        assert!(!names.is_empty(), "{part}");
        for name in names {
            lines.extend(lines_of_text(&format!("{part}/{name}")));
        }
    }
    for name in ["prompts.csv", "rituals.csv"] {
        let rows = rows(name).into_iter().zip(2..);
        lines.extend(rows.flat_map(|(row, number)| {
            let read =
                ["title", "text", "about"].into_iter().filter_map(move |column| row.get(column).cloned());
            read.map(move |text| prose(name, number, &text))
        }));
    }
    for name in ["open-questions.txt", "gestures.txt", "self-check.txt"] {
        lines.extend(source(name).lines().zip(1..).map(|(text, number)| prose(name, number, text)));
    }
    lines
}

fn source(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn prose(file: &str, number: usize, text: &str) -> Line {
    Line { at: format!("{file}:{number}"), text: text.to_owned(), said: Said::Prose }
}

/// The lines of a text in Markdown, its front matter first.
fn lines_of_text(name: &str) -> Vec<Line> {
    let source = source(name);
    let has_front = source.starts_with("---\n");
    let (mut is_front, mut is_speech) = (has_front, false);
    let mut lines = Vec::new();
    for (text, number) in source.lines().zip(1..) {
        if has_front && text == "---" {
            is_front = number == 1;
        } else if is_front {
            let (field, value) = text.split_once(": ").unwrap();
            if !NOT_READ.contains(&field) {
                lines.push(prose(name, number, value));
            }
        } else if let Some(block) = text.strip_prefix(":::") {
            is_speech = block.trim() == "say";
        } else if !text.is_empty() {
            let said = match text.chars().next() {
                Some('-') if is_speech => Said::Worse,
                Some('+') if is_speech => Said::Better,
                _ => Said::Prose,
            };
            lines.push(Line { said, ..prose(name, number, &without_addresses(text)) });
        }
    }
    lines
}

/// Markdown without the addresses of its links.
fn without_addresses(markdown: &str) -> String {
    let mut parts = markdown.split("](");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "]" + part.split_once(')').map_or("", |(_, rest)| rest))
}

/// The rows of a table, each with its cells by the names in the first line.
fn rows(name: &str) -> Vec<BTreeMap<String, String>> {
    let text = source(name);
    let mut rows = text.lines().map(cells);
    let names = rows.next().unwrap();
    rows.map(|row| names.iter().cloned().zip(row).collect()).collect()
}

/// The cells of a line; quotes are around a whole cell, and doubled within.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut is_quoted) = (vec![String::new()], false);
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if is_quoted && signs.next_if_eq(&'"').is_some() => cells.last_mut().unwrap().push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

// --- The rules ---

#[test]
fn every_rule_finds_what_breaks_it_and_nothing_else() {
    for rule in RULES {
        assert!(!rule.breaks.is_empty() && !rule.holds.is_empty(), "{}", rule.why);
        for text in rule.breaks {
            assert!(rule.broken_by(text).is_some(), "{}: {text}", rule.why);
        }
        for text in rule.holds {
            assert_eq!(rule.broken_by(text), None, "{}: {text}", rule.why);
        }
    }
}

#[test]
fn no_phrase_of_a_rule_is_without_effect() {
    for rule in RULES {
        for phrase in rule.phrases.iter().flat_map(|pattern| expand(pattern)) {
            let text = phrase.replace('*', "").replace('…', "this and that");
            assert!(rule.broken_by(&text).is_some(), "{}: {phrase}", rule.why);
        }
    }
}

#[test]
fn the_guide_keeps_to_the_rules() {
    let mut broken = Vec::new();
    for line in lines() {
        for rule in RULES.iter().filter(|rule| rule.applies_to(line.said)) {
            if let Some(found) = rule.broken_by(&line.text) {
                broken.push(format!("src/guide/{}: `{found}` ({})\n    {}", line.at, rule.why, line.text));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn no_sentence_stands_in_two_files() {
    let mut seen: BTreeMap<Vec<String>, String> = BTreeMap::new();
    let mut twice = Vec::new();
    for line in lines() {
        let file = |at: &str| at.split(':').next().map(str::to_owned);
        for sentence in words(&line.text).split(|word| word == END) {
            if sentence.len() <= 6 {
                continue;
            }
            let first = seen.entry(sentence.to_vec()).or_insert_with(|| line.at.clone());
            if file(first) != file(&line.at) {
                twice.push(format!("src/guide/{}, {first}: {}", line.at, sentence.join(" ")));
            }
        }
    }
    assert!(twice.is_empty(), "\n{}", twice.join("\n"));
}

#[test]
fn every_kind_of_text_is_read_here() {
    let lines = lines();
    let count = |said| lines.iter().filter(|line| line.said == said).count();
    for (said, least) in [(Said::Prose, 500), (Said::Better, 40), (Said::Worse, 40)] {
        assert!(count(said) >= least, "{}", count(said));
    }
    let all: String = lines.iter().map(|line| line.text.as_str()).collect();
    for (name, text) in [
        ("a title", CHAPTERS[0].title),
        ("a summary", CHAPTERS[0].summary),
        ("an action", CHAPTERS[0].action),
        ("a question", QUESTIONS[0].question.get()),
        ("a prompt", PROMPTS.last().unwrap().text.get()),
        ("an open question", OPEN_QUESTIONS[0]),
        ("a gesture", GESTURES[0]),
        ("a ritual’s title", RITUALS[0].title),
        ("what a ritual is", RITUALS[0].about.get()),
        ("the self-check", SELF_CHECK[0].get()),
    ] {
        assert!(!text.is_empty() && all.contains(text), "{name}: {text}");
    }
    assert!(!all.contains("https://"), "no address is taken for text");
}

// --- What the guide has to hold ---

#[test]
fn the_lists_are_as_long_as_they_have_to_be() {
    for (what, count, least) in [
        ("prompts", PROMPTS.len(), 120),
        ("open questions", OPEN_QUESTIONS.len(), 40),
        ("rituals", RITUALS.len(), 30),
        ("gestures", GESTURES.len(), 60),
        ("chapters", CHAPTERS.len(), 18),
        ("questions", QUESTIONS.len(), 10),
        ("sentences to hold beside one’s life", SELF_CHECK.len(), 5),
    ] {
        assert!(count >= least, "{count} {what}");
    }
}

#[test]
fn every_chapter_is_there_in_its_place_and_has_the_length_people_read_at_once() {
    let slugs =
        |part| CHAPTERS.iter().filter(move |chapter| chapter.part == part).map(|chapter| chapter.slug);
    for (part, expected) in [
        (Part::Before, &["first", "days", "why", "within", "messy"][..]),
        (Part::Step, &["step-1", "step-2", "step-3", "step-4", "step-5", "step-6"]),
        (Part::After, &["practice", "again", "letting-go", "circles", "closeness", "signs", "crossroads"]),
    ] {
        assert_eq!(slugs(part).collect::<Vec<_>>(), expected);
    }
    for chapter in CHAPTERS {
        let text = plain(chapter.html.get());
        let words = text.split_whitespace().count();
        assert!((400..=900).contains(&words), "{} has {words} words", chapter.slug);
    }
}

/// HTML without its tags.
fn plain(html: &str) -> String {
    let mut parts = html.split('<');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + " " + part.split_once('>').map_or("", |(_, rest)| rest))
}

#[test]
fn the_questions_people_ask_are_answered() {
    for slug in [
        "fully",
        "how-long",
        "not-yet",
        "phones",
        "my-turn",
        "helper",
        "repeated",
        "loop",
        "forgetting",
        "working",
        "one-of-us",
        "telling",
        "children",
        "far",
    ] {
        assert!(QUESTIONS.iter().any(|question| question.slug == slug), "{slug}");
    }
}

#[test]
fn every_step_has_prompts_for_each_role_and_for_everybody() {
    for step in 0..=6 {
        for role in [Some(Role::Hurt), Some(Role::BrokeTrust), None] {
            let count = PROMPTS.iter().filter(|prompt| prompt.step == step && prompt.role == role).count();
            assert!(count >= 5, "step {step} has {count} for {role:?}");
        }
    }
}

#[test]
fn every_place_of_a_ritual_is_thought_of() {
    for place in [Place::Together, Place::Apart, Place::Distance] {
        let count = RITUALS.iter().filter(|ritual| ritual.place == place).count();
        assert!(count >= 5, "{count} for {place:?}");
    }
}

#[test]
fn every_country_has_somebody_for_fear_and_somebody_for_despair() {
    let lines = rows("help-lines.csv");
    assert!(COUNTRIES.len() >= 20, "{}", COUNTRIES.len());
    for country in COUNTRIES {
        // A part of a country, like GB-SCT, has the lines of the whole as well.
        let whole = country.code.split('-').next().unwrap();
        for kind in ["abuse", "crisis"] {
            let own = lines.iter().filter(|line| [country.code, whole].contains(&line["country"].as_str()));
            let shown = own.filter(|line| line["kind"] == kind && line["status"] != "unconfirmed");
            let names: Vec<String> = shown.map(|line| line["name"].replace('&', "&amp;")).collect();
            assert!(!names.is_empty(), "{} has no line for {kind}", country.name);
            for name in names {
                assert!(country.html.get().contains(&name), "{}: {name}", country.name);
            }
        }
        assert!(country.html.get().contains("href=\"tel:"), "{}", country.name);
    }
}

#[test]
fn a_number_that_nobody_confirmed_is_not_shown() {
    let lines = rows("help-lines.csv");
    for line in lines.iter().filter(|line| line["status"] == "unconfirmed" && !line["shown"].is_empty()) {
        for country in COUNTRIES {
            assert!(!country.html.get().contains(&line["shown"]), "{}: {}", country.name, line["name"]);
        }
    }
}

#[test]
fn no_country_shows_the_lines_of_another() {
    let lines = rows("help-lines.csv");
    for country in COUNTRIES {
        let whole = country.code.split('-').next().unwrap();
        for line in lines.iter().filter(|line| ![country.code, whole].contains(&line["country"].as_str())) {
            let address = format!("href=\"https://{}\"", line["web"]);
            assert!(!country.html.get().contains(&address), "{} shows {}", country.name, line["name"]);
        }
    }
}

// --- The packed texts ---

/// Checks that what was packed comes out as it was written, in order, and nothing else does.
fn check_written<'a>(what: &str, packed: impl Iterator<Item = Text>, written: impl Iterator<Item = &'a str>) {
    let packed: Vec<&str> = packed.map(Text::get).collect();
    let written: Vec<&str> = written.collect();
    assert!(!packed.is_empty() && packed.iter().all(|text| !text.is_empty()), "{what}");
    assert_eq!(packed, written, "{what}");
}

#[test]
fn what_was_packed_comes_out_as_it_was_written() {
    let of = |rows: &[BTreeMap<String, String>], column: &str| -> Vec<String> {
        rows.iter().map(|row| row[column].clone()).collect()
    };
    let all = PROMPTS.iter().filter(|prompt| prompt.step <= 6).map(|prompt| prompt.text);
    check_written("prompts", all, of(&rows("prompts.csv"), "text").iter().map(String::as_str));
    let all = RITUALS.iter().map(|ritual| ritual.about);
    check_written("rituals", all, of(&rows("rituals.csv"), "about").iter().map(String::as_str));
    check_written("self-check", SELF_CHECK.iter().copied(), source("self-check.txt").lines());
}

#[test]
fn no_text_is_empty() {
    let mut texts = vec![
        ("after the self-check", AFTER_CHECK),
        ("crisis", CRISIS),
        ("phone", PHONE),
        ("privacy", PRIVACY),
    ];
    texts.push(("elsewhere", ELSEWHERE));
    for chapter in CHAPTERS {
        texts.push((chapter.slug, chapter.html));
        let fields = [chapter.title, chapter.summary, chapter.action, chapter.tool, chapter.tool_label];
        assert!(fields.iter().all(|field| !field.is_empty()), "{}", chapter.slug);
    }
    for question in QUESTIONS {
        let own = [question.question, question.also, question.tool_label, question.html];
        texts.extend(own.map(|text| (question.slug, text)));
    }
    texts.extend(PROMPTS.iter().map(|prompt| (prompt.slug, prompt.text)));
    texts.extend(COUNTRIES.iter().map(|country| (country.code, country.html)));
    for (name, text) in texts {
        assert!(!text.get().trim().is_empty(), "{name}");
    }
}
