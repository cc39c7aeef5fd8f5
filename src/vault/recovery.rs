//! A code that opens a lock when the passphrase is forgotten: on paper, for a drawer.

use kept_crypto::{Key, hkdf};

use crate::entry::ALPHABET;

/// How many letters a code has. They hold 128 bits that nobody can guess, and 12 that tell a slip of the pen.
const LETTERS: usize = 28;
/// How many letters stand together.
const GROUP: usize = 4;

/// A code that opens a lock.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; 16]);

impl RecoveryCode {
    /// A code of random bytes.
    pub fn new(random: [u8; 16]) -> Self {
        Self(random)
    }

    /// The code as it is printed: seven groups of four letters and digits that cannot be mistaken for each other.
    pub fn spell(&self) -> String {
        let bytes = self.with_check();
        let mut text = String::new();
        for letter in 0..LETTERS {
            if letter > 0 && letter % GROUP == 0 {
                text.push('-');
            }
            let bit = letter * 5;
            let pair = u16::from_be_bytes([bytes[bit / 8], bytes[bit / 8 + 1]]);
            let number = usize::from(pair >> (11 - bit % 8) & 31);
            text.push(char::from(ALPHABET[number].to_ascii_uppercase()));
        }
        text
    }

    /// Reads a code as people write it: in capitals or not, with or without what stands between groups, with `O` for
    /// zero, and `I` or `L` for one. `None` where it is none, or has a slip in it.
    pub fn read(text: &str) -> Option<Self> {
        let mut bytes = [0_u8; 18];
        let mut count = 0;
        for letter in text.bytes().filter(|letter| !matches!(letter, b' ' | b'-' | b'\n' | b'\r' | b'\t')) {
            let letter = match letter.to_ascii_lowercase() {
                b'o' => b'0',
                b'i' | b'l' => b'1',
                letter => letter,
            };
            let number = u16::try_from(ALPHABET.iter().position(|other| *other == letter)?).ok()?;
            if count == LETTERS {
                return None;
            }
            let bit = count * 5;
            let [first, second] = (number << (11 - bit % 8)).to_be_bytes();
            bytes[bit / 8] |= first;
            bytes[bit / 8 + 1] |= second;
            count += 1;
        }
        let code = Self(*bytes.first_chunk()?);
        (count == LETTERS && code.with_check() == bytes).then_some(code)
    }

    /// The bytes of the code, and the bits that are known from them.
    fn with_check(&self) -> [u8; 18] {
        let check = hkdf(&self.0, &[], b"kept recovery check");
        let mut bytes = [0; 18];
        bytes[..16].copy_from_slice(&self.0);
        bytes[16] = check.bytes()[0];
        bytes[17] = check.bytes()[1] & 0xf0;
        bytes
    }

    /// The key that it is for a lock. Nobody can try all codes, so no work is needed to slow them down.
    pub(super) fn key(&self, salt: &[u8]) -> Key {
        hkdf(&self.0, salt, b"kept recovery key")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_looks_like_one() {
        let random = std::array::from_fn(|at| 0xf0 + u8::try_from(at).unwrap());
        assert_eq!(RecoveryCode::new(random).spell(), "Y3RZ-5WZM-YQVF-FY7S-ZBXZ-SZFY-ZYPH");
        assert_eq!(RecoveryCode::new([0; 16]).spell(), "0000-0000-0000-0000-0000-0000-0005");
    }

    #[test]
    fn what_is_no_code_is_told() {
        let code = RecoveryCode::new([0; 16]).spell();
        for text in
            ["", "0", "-", &code[1..], &format!("{code}0"), &code.replace('-', "–"), &code.replace('5', "U")]
        {
            assert!(RecoveryCode::read(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_code_is_read_however_it_is_written_down(random: [u8; 16]) {
            let code = RecoveryCode::new(random);
            let text = code.spell();
            for text in [
                text.clone(),
                text.to_lowercase(),
                text.replace('-', ""),
                text.replace('-', " "),
                text.replace('0', "o").replace('1', "l"),
                text.replace('0', "O").replace('1', "I"),
                format!(" {text}\n"),
            ] {
                prop_assert!(RecoveryCode::read(&text).as_ref() == Some(&code), "{}", text);
            }
        }

        #[test]
        fn no_text_makes_it_panic_and_none_is_read_as_another(text in "[0-9a-zA-Z -]{0,40}|.{0,40}") {
            if let Some(code) = RecoveryCode::read(&text) {
                prop_assert!(RecoveryCode::read(&code.spell()).as_ref() == Some(&code));
            }
        }
    }

    /// Of 4096 slips one is not told; the lock then is not opened all the same.
    #[test]
    fn nearly_every_slip_of_the_pen_is_told() {
        let (mut slips, mut missed) = (0, 0);
        for seed in 0..40 {
            let code = RecoveryCode::new([seed * 5 + 1; 16].map(|byte: u8| byte.wrapping_mul(31)));
            let text: Vec<char> = code.spell().chars().filter(|letter| *letter != '-').collect();
            for at in 0..LETTERS {
                for other in ALPHABET {
                    let mut slip = text.clone();
                    slip[at] = char::from(other.to_ascii_uppercase());
                    if slip != text {
                        slips += 1;
                        missed += usize::from(RecoveryCode::read(&slip.iter().collect::<String>()).is_some());
                    }
                }
            }
        }
        assert!(missed * 1000 < slips, "{missed} of {slips}");
    }
}
