//! The payload: 16 random bytes, and chunks that are sealed one by one.
//!
//! Every chunk is sealed under its number and whether it is the last one, so that none can be left out, moved, added or
//! cut off.

use kept_crypto::{Key, TAG};

use super::AgeError;

/// How many random bytes it begins with.
const NONCE: usize = 16;
/// How many bytes of the plain text a chunk holds: all but the last one.
const CHUNK: usize = 64 * 1024;
/// The shortest payload there is: that of nothing.
pub(super) const SHORTEST: usize = NONCE + TAG;

/// The key of the payload.
pub(super) fn key(file_key: &[u8; 16], nonce: &[u8; NONCE]) -> Key {
    kept_crypto::hkdf(file_key, nonce, b"payload")
}

/// What a chunk is sealed under: its number in 11 bytes, and whether it is the last one.
fn chunk_nonce(number: usize, is_last: bool) -> [u8; 12] {
    let mut nonce = [0; 12];
    // No memory holds so many chunks that their number does not fit.
    nonce[3..11].copy_from_slice(&u64::try_from(number).unwrap_or(u64::MAX).to_be_bytes());
    nonce[11] = u8::from(is_last);
    nonce
}

/// Seals the chunk of that number; says whether it was the last one.
pub(super) fn seal(key: &Key, plain: &[u8], number: usize, file: &mut Vec<u8>) -> bool {
    let begin = (number * CHUNK).min(plain.len());
    let end = (begin + CHUNK).min(plain.len());
    let is_last = end == plain.len();
    let mut chunk = plain[begin..end].to_vec();
    kept_crypto::seal(key, &chunk_nonce(number, is_last), &[], &mut chunk);
    file.extend_from_slice(&chunk);
    is_last
}

/// Opens the chunk of that number; says whether it was the last one.
pub(super) fn open(key: &Key, payload: &[u8], number: usize, plain: &mut Vec<u8>) -> Result<bool, AgeError> {
    let begin = NONCE + number * (CHUNK + TAG);
    let rest = payload.get(begin..).unwrap_or_default();
    let sealed = &rest[..rest.len().min(CHUNK + TAG)];
    let is_last = sealed.len() == rest.len();
    let opened = |is_last| {
        let mut chunk = sealed.to_vec();
        kept_crypto::open(key, &chunk_nonce(number, is_last), &[], &mut chunk).then_some(chunk)
    };
    let Some(chunk) = opened(is_last) else {
        // A chunk that was not the last one and is now: those after it are gone.
        let is_cut = rest.is_empty() || is_last && opened(false).is_some();
        return Err(if is_cut { AgeError::Truncated } else { AgeError::Damaged });
    };
    // An empty chunk is there only where there is nothing else.
    if chunk.is_empty() && number > 0 {
        return Err(AgeError::Damaged);
    }
    plain.extend_from_slice(&chunk);
    Ok(is_last)
}
