//! Another way to put something, with the writer's own words where that works.

use super::pattern::Pattern;

/// Another way to put `words`.
pub(super) fn rewrite(pattern: Pattern, words: &str) -> String {
    let own = match pattern {
        Pattern::ConditionalApology => that_i(words),
        Pattern::MindReading => i_imagine(words),
        Pattern::Absolute => often(words),
        Pattern::Minimising => without(words),
        _ => None,
    };
    own.unwrap_or_else(|| pattern.suggestion().to_owned())
}

/// "sorry if I hurt you": "sorry that I hurt you".
fn that_i(words: &str) -> Option<String> {
    let at = find(words, "sorry if i")?;
    let at = at + "sorry ".len();
    Some([&words[..at], "that", &words[at + "if".len()..]].concat())
}

/// "You don't care": "I imagine that you don't care".
fn i_imagine(words: &str) -> Option<String> {
    let is_you = find(words, "you") == Some(0);
    let rest = words.strip_prefix(['Y', 'y']).filter(|_| is_you)?;
    Some(["I imagine that y", rest].concat())
}

/// "You always leave": "You often leave".
fn often(words: &str) -> Option<String> {
    ["always", "constantly"].into_iter().find_map(|word| {
        let at = find(words, word)?;
        Some([&words[..at], "often", &words[at + word.len()..]].concat())
    })
}

/// "It was only texting": "It was texting".
fn without(words: &str) -> Option<String> {
    ["only ", "just "].into_iter().find_map(|word| {
        let at = find(words, word.trim_end()).filter(|at| *at > 0)?;
        Some([words.get(..at)?, words.get(at + word.len()..)?].concat())
    })
}

/// Where `phrase` is among `words`, whatever their case.
fn find(words: &str, phrase: &str) -> Option<usize> {
    let lower = words.to_ascii_lowercase();
    let is_border = |at: Option<char>| at.is_none_or(|char| !char.is_ascii_alphanumeric());
    lower.match_indices(phrase).map(|(at, _)| at).find(|at| {
        is_border(lower[..*at].chars().next_back()) && is_border(lower[at + phrase.len()..].chars().next())
    })
}
