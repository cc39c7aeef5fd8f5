//! Why something cannot be saved as it was typed.

use super::looks_like_password;

/// What is wrong with a form, said to the person who filled it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The name of the field, as files spell it.
    pub field: &'static str,
    /// What to do about it.
    pub sentence: &'static str,
}

/// Refuses `field` where `is_wrong`.
pub(super) fn refuse(is_wrong: bool, field: &'static str, sentence: &'static str) -> Result<(), Refusal> {
    if is_wrong { Err(Refusal { field, sentence }) } else { Ok(()) }
}

/// Refuses a text of more than `longest` characters. Other than that, everything that can be typed is fine.
pub(super) fn refuse_long(field: &'static str, text: &str, longest: usize) -> Result<(), Refusal> {
    let is_long = text.chars().nth(longest).is_some();
    refuse(
        is_long,
        field,
        "This is longer than there is room for here. Say it in fewer words; your journal has room for all of it.",
    )
}

/// The same, and refuses a password: what both can read, and carry out in a file, is no place for one.
pub(super) fn refuse_password(field: &'static str, text: &str, longest: usize) -> Result<(), Refusal> {
    refuse_long(field, text, longest)?;
    let sentence = "This looks like a password or a PIN. None is ever kept here: leave it out, and say it by word of mouth if you both want to.";
    refuse(looks_like_password(text), field, sentence)
}
