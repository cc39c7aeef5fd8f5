//! Packing: `PPMd` variant H (Shkarin 2001), as 7-Zip writes it.
//!
//! Three months of somebody's pages come to 27 % of their length; DEFLATE leaves 38 %. It unpacks ten to twenty times
//! slower than DEFLATE, in some fifteen milliseconds for such a quarter, which is why only what is old is packed.

use std::io::{Read, Write};

use ppmd_rust::{Ppmd7Decoder, Ppmd7Encoder};

/// How many letters the model looks back.
const ORDER: u32 = 5;
/// What the model may take, in bytes.
const MEMORY: u32 = 1024 * 1024;
/// More than this is never unpacked, in bytes: what claims to be longer is damaged or hostile.
const LONGEST: usize = 8 * 1024 * 1024;

/// Packs bytes: their number (four bytes, the lowest first), and the stream without an end mark. What is packed
/// takes the place of what can be read, so it is unpacked once to see that it is the same; `None` where it is not,
/// or is too long.
pub(crate) fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packed = u32::try_from(bytes.len()).ok()?.to_le_bytes().to_vec();
    let mut encoder = Ppmd7Encoder::new(Vec::new(), ORDER, MEMORY).ok()?;
    encoder.write_all(bytes).ok()?;
    packed.extend(encoder.finish(false).ok()?);
    (unpack(&packed)? == bytes).then_some(packed)
}

/// The bytes that were packed; `None` where `packed` is damaged. Bytes after the stream are ignored.
pub(crate) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let (length, stream) = packed.split_first_chunk()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok().filter(|length| *length <= LONGEST)?;
    let mut bytes = vec![0; length];
    Ppmd7Decoder::new(stream, ORDER, MEMORY).ok()?.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_claims_to_be_endless_is_refused() {
        assert_eq!(unpack(&u32::MAX.to_le_bytes()), None);
        assert_eq!(unpack(&[1, 0]), None);
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
            prop_assert_eq!(pack(&bytes).and_then(|packed| unpack(&packed)), Some(bytes));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), length in 0..5000_u32) {
            let mut packed = length.to_le_bytes().to_vec();
            packed.extend(bytes);
            let _ = unpack(&packed);
        }
    }
}
