//! Another way to put something, with the writer's own words where that works.

use super::pattern::Pattern;
use super::rules::Rules;
use super::tokens::Token;

/// Another way to put the words `tokens` of `text`.
pub(super) fn rewrite(pattern: Pattern, text: &str, tokens: &[Token], rules: &Rules) -> String {
    let own = match pattern {
        Pattern::ConditionalApology => that_i(text, tokens, rules),
        Pattern::MindReading => i_imagine(text, tokens, rules),
        Pattern::Absolute => often(text, tokens, rules),
        Pattern::Minimising => without(text, tokens, rules),
        _ => None,
    };
    own.unwrap_or_else(|| pattern.suggestion().to_owned())
}

/// "sorry if I hurt you": "sorry that I hurt you".
fn that_i(text: &str, tokens: &[Token], rules: &Rules) -> Option<String> {
    let at = tokens.iter().position(|token| rules.is_word(token, "if"))?;
    let (before, word, after) = (tokens[..at].last()?, tokens.get(at)?, tokens.get(at + 1)?);
    let fits = rules.is_word(before, "sorry") && rules.is_word(after, "i");
    let (first, last) = (tokens.first()?, tokens.last()?);
    fits.then(|| [&text[first.start..word.start], "that", &text[word.end..last.end]].concat())
}

/// "You don't care": "I imagine that you don't care".
fn i_imagine(text: &str, tokens: &[Token], rules: &Rules) -> Option<String> {
    let first = tokens.first().filter(|token| rules.is_word(token, "you"))?;
    let rest = text[first.start..tokens.last()?.end].strip_prefix(['Y', 'y'])?;
    Some(["I imagine that y", rest].concat())
}

/// "You always leave": "You often leave".
fn often(text: &str, tokens: &[Token], rules: &Rules) -> Option<String> {
    let word =
        tokens.iter().find(|token| rules.is_word(token, "always") || rules.is_word(token, "constantly"))?;
    let (first, last) = (tokens.first()?, tokens.last()?);
    Some([&text[first.start..word.start], "often", &text[word.end..last.end]].concat())
}

/// "It was only texting": "It was texting".
fn without(text: &str, tokens: &[Token], rules: &Rules) -> Option<String> {
    let at = tokens.iter().position(|token| rules.is_word(token, "only") || rules.is_word(token, "just"))?;
    let (first, next) = (tokens.first().filter(|_| at > 0)?, tokens.get(at + 1)?);
    Some([&text[first.start..tokens[at].start], &text[next.start..tokens.last()?.end]].concat())
}
