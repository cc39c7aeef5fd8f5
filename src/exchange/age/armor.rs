//! The same file in letters, for what takes only text: strict PEM (RFC 7468, figure 3).
//!
//! A file has one armor and no other, so that nobody can hide anything in it: what is not exactly as [`armor`] writes it
//! is refused, but for white space around all of it and the ends of lines.

use base64ct::{Base64Unpadded, Encoding};

const BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----";
const END: &str = "-----END AGE ENCRYPTED FILE-----";
/// How many bytes a line holds, and how many letters that is.
const LINE_BYTES: usize = 48;
const LINE_LETTERS: usize = 64;

/// A file in letters.
pub fn armor(file: &[u8]) -> String {
    let mut text = format!("{BEGIN}\n");
    for line in file.chunks(LINE_BYTES) {
        let letters = Base64Unpadded::encode_string(line);
        text.push_str(&letters);
        text.push_str(padding(&letters));
        text.push('\n');
    }
    text.push_str(END);
    text.push('\n');
    text
}

/// What stands behind letters of base64, so that there are four, or eight, and so on.
fn padding(letters: &str) -> &'static str {
    match letters.len() % 4 {
        2 => "==",
        3 => "=",
        _ => "",
    }
}

/// Whether a file is in letters.
pub(super) fn is_armored(file: &[u8]) -> bool {
    file.trim_ascii_start().starts_with(BEGIN.as_bytes())
}

/// The file without its armor; `None` where that is damaged.
pub(super) fn strip(file: &[u8]) -> Option<Vec<u8>> {
    let text = str::from_utf8(file.trim_ascii()).ok()?;
    let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    if lines.next()? != BEGIN {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / LINE_LETTERS * LINE_BYTES);
    let mut is_over = false;
    for line in &mut lines {
        if line == END {
            return lines.next().is_none().then_some(bytes);
        }
        if is_over || line.is_empty() || line.len() > LINE_LETTERS {
            return None;
        }
        let letters = line.trim_end_matches('=');
        if line.get(letters.len()..)? != padding(letters) {
            return None;
        }
        let piece = Base64Unpadded::decode_vec(letters).ok()?;
        is_over = piece.len() < LINE_BYTES;
        bytes.extend_from_slice(&piece);
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_looks_the_way_the_specification_says() {
        assert_eq!(
            armor(&[b'x'; 50]),
            "-----BEGIN AGE ENCRYPTED FILE-----\n\
             eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n\
             eHg=\n\
             -----END AGE ENCRYPTED FILE-----\n"
        );
    }

    proptest! {
        #[test]
        fn a_file_comes_back(file in prop::collection::vec(any::<u8>(), 0..300)) {
            let text = armor(&file);
            prop_assert!(is_armored(text.as_bytes()));
            prop_assert_eq!(strip(text.as_bytes()), Some(file.clone()));
            let windows = format!("\r\n {}\t\n", text.replace('\n', "\r\n"));
            prop_assert!(is_armored(windows.as_bytes()));
            prop_assert_eq!(strip(windows.as_bytes()), Some(file));
        }

        #[test]
        fn no_text_has_the_bytes_of_another(
            file in prop::collection::vec(any::<u8>(), 0..120), at: prop::sample::Index, other in "[ -~\n]",
        ) {
            let text = armor(&file);
            let at = at.index(text.len());
            let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
            // White space around all of it is fine.
            prop_assume!(changed.trim() != text.trim());
            prop_assert_ne!(strip(changed.as_bytes()), Some(file));
        }
    }
}
