//! The cryptography that sealing stands on, and nothing else: what is sealed, and with whose key, Kept's `vault` and
//! `exchange` decide.
//!
//! Ciphers and hashes are RustCrypto's. The two ways from a passphrase to a key ([`Scrypt`] and [`Argon2`]) are written
//! here, because they take up to seconds on a phone and have to be done in slices, which no crate offers. Their hashes
//! are RustCrypto's, too, and tests hold them against RustCrypto's own `scrypt` and `argon2`.
//!
//! This is a crate by itself so that it alone is built for speed: for size it would be five to ten times slower.

mod argon2;
mod scrypt;

use std::fmt;

use chacha20::{R20, hchacha};
use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::aead::inout::InOutBuf;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use hmac::Mac;
use zeroize::{Zeroize, ZeroizeOnDrop};

pub use self::argon2::Argon2;
pub use self::scrypt::Scrypt;

/// How many bytes sealing adds.
pub const TAG: usize = 16;

/// A secret of 32 bytes. It is overwritten in memory when nobody needs it any longer, and shows itself to nobody.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of these bytes, which nobody must be able to guess.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes of the key.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// Seals bytes (ChaCha20-Poly1305, RFC 8439) and puts the tag behind them. `beside` is not sealed, but without the same
/// the seal cannot be opened. The same key must never seal twice with one `nonce`.
pub fn seal(key: &Key, nonce: &[u8; 12], beside: &[u8], bytes: &mut Vec<u8>) {
    let cipher = ChaCha20Poly1305::new(key.bytes().into());
    let tag = cipher.encrypt_inout_detached(nonce.into(), beside, InOutBuf::from(bytes.as_mut_slice()));
    // It fails beyond 256 GB only, which no memory holds.
    bytes.extend(tag.unwrap_or_default());
}

/// Opens what [`seal`] sealed, in its place, and takes the tag away; says whether all of it is as it was sealed. Where
/// it is not, what is in `bytes` is worth nothing.
#[must_use]
pub fn open(key: &Key, nonce: &[u8; 12], beside: &[u8], bytes: &mut Vec<u8>) -> bool {
    let Some(length) = bytes.len().checked_sub(TAG) else { return false };
    let cipher = ChaCha20Poly1305::new(key.bytes().into());
    let (sealed, tag) = bytes.split_at_mut(length);
    let Ok(tag) = <&[u8; TAG]>::try_from(&*tag) else { return false };
    let opened = cipher.decrypt_inout_detached(nonce.into(), beside, InOutBuf::from(sealed), tag.into());
    bytes.truncate(length);
    opened.is_ok()
}

/// What `XChaCha20-Poly1305` (draft-irtf-cfrg-xchacha-03) makes of its key and its long nonce, which may be chosen at
/// random: a key and a nonce for ChaCha20-Poly1305.
///
/// RustCrypto has it ready-made, as a second copy of the cipher in the WebAssembly; this takes none.
fn extended(key: &Key, nonce: &[u8; 24]) -> (Key, [u8; 12]) {
    let (mut first, mut short) = ([0; 16], [0; 12]);
    first.copy_from_slice(&nonce[..16]);
    short[4..].copy_from_slice(&nonce[16..]);
    (Key(hchacha::<R20>(key.bytes().into(), &first.into()).into()), short)
}

/// [`seal`] with a nonce so long that it may be chosen at random (XChaCha20-Poly1305).
pub fn seal_extended(key: &Key, nonce: &[u8; 24], beside: &[u8], bytes: &mut Vec<u8>) {
    let (key, nonce) = extended(key, nonce);
    seal(&key, &nonce, beside, bytes);
}

/// Opens what [`seal_extended`] sealed, as [`open`] does.
#[must_use]
pub fn open_extended(key: &Key, nonce: &[u8; 24], beside: &[u8], bytes: &mut Vec<u8>) -> bool {
    let (key, nonce) = extended(key, nonce);
    open(&key, &nonce, beside, bytes)
}

/// HMAC-SHA-256 (RFC 2104) of the parts one after the other.
fn mac(key: &[u8], parts: &[&[u8]]) -> hmac::Hmac<sha2::Sha256> {
    // Keys of every length are fine.
    let mut mac = <hmac::Hmac<sha2::Sha256> as KeyInit>::new_from_slice(key)
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    for part in parts {
        mac.update(part);
    }
    mac
}

/// HMAC-SHA-256 of the parts one after the other.
pub fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    mac(key, parts).finalize().into_bytes().into()
}

/// Whether `tag` is the [`hmac()`] of `bytes`, found in a time that does not tell how much of it is right.
pub fn is_hmac(key: &[u8], bytes: &[u8], tag: &[u8; 32]) -> bool {
    mac(key, &[bytes]).verify(tag.into()).is_ok()
}

/// HKDF-SHA-256 (RFC 5869): a key for the purpose `info`, from a secret that nobody can guess.
pub fn hkdf(secret: &[u8], salt: &[u8], info: &[u8]) -> Key {
    let extracted = Key(hmac(salt, &[secret]));
    // Of 32 bytes there is one block.
    Key(hmac(extracted.bytes(), &[info, &[1]]))
}

/// PBKDF2-HMAC-SHA-256 (RFC 8018) with one iteration, as scrypt needs it.
fn pbkdf2(passphrase: &[u8], salt: &[u8], out: &mut [u8]) {
    for (block, number) in out.chunks_mut(32).zip(1_u32..) {
        let mac = hmac(passphrase, &[salt, &number.to_be_bytes()]);
        block.copy_from_slice(&mac[..block.len()]);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The bytes that hexadecimal digits stand for.
    pub(super) fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<u32> = text.chars().filter_map(|digit| digit.to_digit(16)).collect();
        digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
    }

    fn array<const N: usize>(text: &str) -> [u8; N] {
        hex(text).try_into().unwrap()
    }

    const SUNSCREEN: &[u8] =
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for \
                               the future, sunscreen would be it.";

    #[test]
    fn chacha20_poly1305_is_that_of_rfc_8439() {
        // Section 2.8.2.
        let key = Key(array("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"));
        let (nonce, beside) = (array("070000004041424344454647"), hex("50515253c0c1c2c3c4c5c6c7"));
        let mut bytes = SUNSCREEN.to_vec();
        seal(&key, &nonce, &beside, &mut bytes);
        let sealed = hex("d31a8d34648e60db7b86afbc53ef7ec2 a4aded51296e08fea9e2b5a736ee62d6 \
             3dbea45e8ca9671282fafb69da92728b 1a71de0a9e060b2905d6a5b67ecd3b36 \
             92ddbd7f2d778b8c9803aee328091b58 fab324e4fad675945585808b4831d7bc \
             3ff4def08e4b7a9de576d26586cec64b 6116 1ae10b594f09e26a7e902ecbd0600691");
        assert_eq!(bytes, sealed);
        assert!(open(&key, &nonce, &beside, &mut bytes));
        assert_eq!(bytes, SUNSCREEN);
    }

    #[test]
    fn xchacha20_poly1305_is_that_of_the_draft() {
        // draft-irtf-cfrg-xchacha-03, appendix A.3.1.
        let key = Key(array("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"));
        let nonce = array("404142434445464748494a4b4c4d4e4f5051525354555657");
        let beside = hex("50515253c0c1c2c3c4c5c6c7");
        let mut bytes = SUNSCREEN.to_vec();
        seal_extended(&key, &nonce, &beside, &mut bytes);
        let sealed = hex("bd6d179d3e83d43b9576579493c0e939 572a1700252bfaccbed2902c21396cbb \
             731c7f1b0b4aa6440bf3a82f4eda7e39 ae64c6708c54c216cb96b72e1213b452 \
             2f8c9ba40db5d945b11b69b982c1bb9e 3f3fac2bc369488f76b2383565d3fff9 \
             21f9664c97637da9768812f615c68b13 b52e c0875924c1c7987947deafd8780acf49");
        assert_eq!(bytes, sealed);
        assert!(open_extended(&key, &nonce, &beside, &mut bytes));
        assert_eq!(bytes, SUNSCREEN);
    }

    #[test]
    fn hmac_is_that_of_rfc_4231() {
        let check = |key: &[u8], data: &[u8], mac: &str| {
            assert_eq!(hmac(key, &[data]), array(mac), "{data:?}");
            assert!(is_hmac(key, data, &array(mac)));
            assert!(!is_hmac(key, &[data, b"x"].concat(), &array(mac)));
        };
        check(&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        check(
            b"Jefe",
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        );
        check(&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
        check(
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        );
    }

    #[test]
    fn hkdf_is_that_of_rfc_5869() {
        let check = |secret: &[u8], salt: &[u8], info: &[u8], key: &str| {
            assert_eq!(hkdf(secret, salt, info).bytes(), &array(key));
        };
        // Appendix A.1 and A.3, of which the first 32 bytes.
        check(
            &[0x0b; 22],
            &hex("000102030405060708090a0b0c"),
            &hex("f0f1f2f3f4f5f6f7f8f9"),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
        );
        check(&[0x0b; 22], b"", b"", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    }

    #[test]
    fn pbkdf2_is_that_of_rfc_7914() {
        // Section 11.
        let mut key = [0; 64];
        pbkdf2(b"passwd", b"salt", &mut key);
        assert_eq!(
            key,
            array(
                "55ac046e56e3089fec1691c22544b605 f94185216dde0465e68b9d57c20dacbc \
                 49ca9cccf179b645991664b39d77ef31 7c71b845b1e30bd509112041d3a19783"
            )
        );
    }

    #[test]
    fn a_key_shows_itself_to_nobody() {
        assert_eq!(format!("{:?}", Key([7; 32])), "Key");
    }

    proptest! {
        #[test]
        fn only_what_was_sealed_is_opened(
            key: [u8; 32], nonce: [u8; 24], beside: Vec<u8>, bytes: Vec<u8>,
            at: prop::sample::Index, bit in 0..8_u32,
        ) {
            let key = Key(key);
            let mut sealed = bytes.clone();
            seal_extended(&key, &nonce, &beside, &mut sealed);
            prop_assert_eq!(sealed.len(), bytes.len() + TAG);

            let flip = |bytes: &[u8]| {
                let mut bytes = bytes.to_vec();
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
                bytes
            };
            let opens = |key: &Key, nonce: &[u8], beside: &[u8], mut sealed: Vec<u8>| {
                open_extended(key, nonce.try_into().unwrap(), beside, &mut sealed).then_some(sealed)
            };
            prop_assert_eq!(opens(&key, &nonce, &beside, sealed.clone()), Some(bytes));
            prop_assert_eq!(opens(&key, &nonce, &beside, flip(&sealed)), None);
            prop_assert_eq!(opens(&key, &flip(&nonce), &beside, sealed.clone()), None);
            prop_assert_eq!(opens(&Key(flip(&key.0).try_into().unwrap()), &nonce, &beside, sealed.clone()), None);
            prop_assert_eq!(opens(&key, &nonce, &[&beside[..], b"x"].concat(), sealed.clone()), None);
            sealed.truncate(at.index(sealed.len()));
            prop_assert_eq!(opens(&key, &nonce, &beside, sealed), None);
        }
    }
}
