//! What looks like a password.

/// Words that a PIN or a password is said after.
const LABELS: [&str; 7] = ["password", "passcode", "passphrase", "passwort", "pwd", "pin", "code"];
/// What people say of a password without saying it.
const FINE: [&str; 12] = [
    "none", "never", "later", "private", "shared", "changed", "secret", "together", "ours", "mine", "yours",
    "nobody",
];

/// Whether a text seems to hold a password or a PIN: something that is called one ("PIN: 4711"), or a word that is
/// mixed as only passwords are ("xK9#mP2q").
///
/// Dates, times, addresses and the names of things ("iPhone15Pro", "COVID-19") are none. A password made of plain
/// words cannot be told from a sentence, so this keeps people from slips and from nothing else.
pub fn looks_like_password(text: &str) -> bool {
    text.lines().any(|line| is_named(line) || line.split_whitespace().any(|word| is_mixed(bare(word))))
}

/// A word without the marks of the sentence around it.
fn bare(word: &str) -> &str {
    word.trim_matches(['.', ',', ';', ':', '?', '(', ')', '"', '\'', '“', '”', '‘', '’', '«', '»'])
}

fn is_one_of(words: &[&str], word: &str) -> bool {
    words.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// Whether a line says what a password or a PIN is.
fn is_named(line: &str) -> bool {
    // "PIN:4711", "PIN: 4711" and "PIN = 4711" are alike from here on.
    let mut words = line.split_inclusive([':', '=']).flat_map(str::split_whitespace);
    while let Some(word) = words.next() {
        let label = word.trim_end_matches([':', '=']);
        if !is_one_of(&LABELS, bare(label)) {
            continue;
        }
        let mut is_given = label.len() < word.len();
        let mut rest = words.clone();
        let mut next = rest.next().unwrap_or_default();
        while is_one_of(&["is", ":", "=", "-", "–"], next) {
            is_given |= next == ":" || next == "=";
            next = rest.next().unwrap_or_default();
        }
        let value = bare(next);
        let is_number = is_one_of(&["pin", "code"], bare(label));
        let is_word = is_given && !is_number && rest.next().is_none() && !is_one_of(&FINE, value);
        // The parts of a date are separated; a PIN is in one piece.
        let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
        let is_date = value.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'.' | b'/'))
            && value.bytes().any(|byte| !byte.is_ascii_digit());
        if value.len() >= 4 && !is_date && (has_digit || is_word) {
            return true;
        }
    }
    false
}

/// Whether a word is mixed as only passwords are: long, with a digit, and with either a sign that no word has in it
/// or letters and digits in many short pieces.
fn is_mixed(word: &str) -> bool {
    let is_address = word.contains("://") || word.starts_with(['#', '@']) || word.starts_with("www.");
    let is_mail = word.split_once('@').is_some_and(|(_, host)| host.contains('.') && !host.contains('@'));
    if is_address || is_mail || word.chars().count() < 8 {
        return false;
    }
    let (mut letters, mut digits, mut signs, mut others, mut pieces) = (0, 0, 0, 0, 0);
    let mut before = b' ';
    for byte in word.bytes() {
        let class = match byte {
            b'a'..=b'z' => b'a',
            b'A'..=b'Z' => b'A',
            b'0'..=b'9' => b'0',
            b'!' | b'#' | b'$' | b'%' | b'&' | b'*' | b'+' | b'=' | b'@' | b'^' | b'~' | b'_' => b'#',
            _ => b' ',
        };
        match class {
            b'a' | b'A' => letters += 1,
            b'0' => digits += 1,
            b'#' => signs += 1,
            _ => others += 1,
        }
        // A word with a capital at its beginning is one piece.
        pieces += usize::from(class != before && (before, class) != (b'A', b'a'));
        before = class;
    }
    letters > 0 && digits > 0 && (signs > 0 || others == 0 && pieces >= 5 && pieces * 2 >= word.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::guide::CHAPTERS;

    #[test]
    fn what_is_called_a_password_and_what_is_mixed_like_one_is_found() {
        for text in [
            "PIN: 4711",
            "pin:4711",
            "The PIN is 471100.",
            "My phone opens with the code 2580",
            "Password: hunter",
            "password = hunter2",
            "Calendar\nPasscode : 1234ab\nBoth of us",
            "passwort: Sommer",
            "The password is “Rosebud7”.",
            "xK9#mP2q",
            "Use Tr0ub4dor for the calendar",
            "P4ssw0rd",
            "Instagram: Summer2024!",
            "bank (blue_Horse77), until Friday",
            "a1B2c3D4",
            "pwd=letmein",
        ] {
            assert!(looks_like_password(text), "{text:?}");
        }
    }

    #[test]
    fn what_people_say_about_openness_is_no_password() {
        for text in [
            "",
            "A password is never written down here.",
            "The password is changed afterwards, on 2026-12-22.",
            "We share the password by word of mouth until 22.12.2026",
            "Password: none",
            "Passwords: we do not share any",
            "The password: only by word of mouth, for 30 days",
            "PIN: stays with me",
            "Our dress code: casual",
            "code",
            "A message on arriving (20:30) and on leaving (07:15-07:45).",
            "Both phones, iPhone15Pro and Windows11, until 2026-12-22",
            "The Galaxy10Note20Ultra stays downstairs",
            "Since COVID-19 we work at home, 9:00–17:30",
            "Write to name2@example.org or see https://example.org/a1B2c3D4?x=1",
            "#mondays2026 and @name2026x",
            "Wi-Fi6E, B12/A4, R2-D2, 3x/week, 50%",
            "DE89370400440532013000",
            "1234567890",
            "Less than 1,000.00 a month, tell before 2,500€!",
            "Grüße aus Köln2026",
            "אין סיסמה 2026! 12345678",
            "👩‍👧👩‍👧 2026!!",
            "After 10 p.m. phones stay in the kitchen!!!",
        ] {
            assert!(!looks_like_password(text), "{text:?}");
        }
    }

    /// Everything the guide says, a few ten thousand words of plain English, is fine.
    #[test]
    fn nothing_in_the_guide_looks_like_one() {
        for chapter in CHAPTERS {
            // Without its tags.
            let text: String = chapter
                .html
                .get()
                .split('<')
                .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
                .collect();
            assert!(text.len() > 1_000, "{}", chapter.slug);
            for line in text.lines() {
                assert!(!looks_like_password(line), "{line}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail_and_plain_words_are_fine(any in ".{0,80}", plain in "[a-z]{1,12}( [a-z]{1,12}){0,9}\\.") {
            let _ = looks_like_password(&any);
            prop_assert!(!looks_like_password(&plain));
        }

        #[test]
        fn a_number_that_is_called_a_pin_is_found_wherever_it_stands(
            before in "([a-z]{1,8} ){0,3}", after in "( [a-z]{1,8}){0,3}", pin in "[0-9]{4,8}",
        ) {
            let text = format!("{before}PIN: {pin}{after}");
            prop_assert!(looks_like_password(&text));
        }
    }
}
