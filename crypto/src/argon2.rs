//! Argon2id (RFC 9106, version 1.3) with one lane and keys of 32 bytes, in slices.

use blake2::digest::consts::U32;
use blake2::{Blake2b, Blake2b512, Digest};

use super::Key;

/// A block of memory: a kilobyte.
type Block = [u64; 128];

/// How many parts a pass has.
const SLICES: u32 = 4;
/// The number of the variant that is Argon2id.
const VARIANT: u32 = 2;
const VERSION: u32 = 0x13;
/// The length of the key, in bytes.
const LENGTH: u32 = 32;

/// A key that is being made of a passphrase.
pub struct Argon2 {
    /// Those that were written so far.
    blocks: Vec<Block>,
    /// How many there will be.
    count: u32,
    passes: u32,
    /// How many times a block was written, in all passes.
    done: u32,
    /// What decides which blocks are looked up while that must not depend on the passphrase: numbers for 128 of them.
    addresses: Block,
}

impl Argon2 {
    /// Begins, with so many kilobytes of memory and so many passes over it; `None` where there is not enough memory,
    /// or what is asked for is less than Argon2 takes.
    pub fn new(passphrase: &[u8], salt: &[u8], memory: u32, passes: u32) -> Option<Self> {
        let count = memory / SLICES * SLICES;
        if count < 2 * SLICES || passes == 0 {
            return None;
        }
        passes.checked_mul(count)?;
        let mut blocks = Vec::new();
        blocks.try_reserve_exact(usize::try_from(count).ok()?).ok()?;
        let first = first_hash(passphrase, salt, memory, passes);
        blocks.extend([0, 1].map(|number| first_block(&first, number)));
        Some(Self { blocks, count, passes, done: 2, addresses: [0; 128] })
    }

    /// Does a part of it: so many `blocks`, each a kilobyte; the key, once it is done.
    pub fn step(&mut self, blocks: u32) -> Option<Key> {
        let (_, end) = self.progress();
        for _ in 0..blocks.min(end - self.done) {
            self.write_next();
        }
        let last = self.blocks.last().filter(|_| self.done == end)?;
        let mut hash = Blake2b::<U32>::new();
        hash.update(LENGTH.to_le_bytes());
        for word in last {
            hash.update(word.to_le_bytes());
        }
        Some(Key(hash.finalize().into()))
    }

    /// How much is done, of how much.
    pub fn progress(&self) -> (u32, u32) {
        (self.done, self.passes * self.count)
    }

    /// Writes one more block: the one before it, compressed together with one that was written earlier.
    fn write_next(&mut self) {
        let (pass, at) = (self.done / self.count, self.done % self.count);
        let before = self.blocks[place(if at == 0 { self.count - 1 } else { at - 1 })];
        let number = if pass == 0 && at < self.count / 2 { self.address(at) } else { before[0] };
        let next = compress(&before, &self.blocks[place(self.look_up(pass, at, number))]);
        match self.blocks.get_mut(place(at)) {
            // From the second pass on, what is there stays in what takes its place.
            Some(there) => {
                for (word, other) in there.iter_mut().zip(&next) {
                    *word ^= other;
                }
            }
            None => self.blocks.push(next),
        }
        self.done += 1;
    }

    /// The number by which a block is looked up in the first half of the first pass, which anybody can know.
    fn address(&mut self, at: u32) -> u64 {
        let part = self.count / SLICES;
        let (slice, within) = (at / part, at % part);
        if within.is_multiple_of(128) || at == 2 {
            let mut input = [0; 128];
            let counter = within / 128 + 1;
            let fields = [0, 0, slice, self.count, self.passes, VARIANT, counter];
            for (word, field) in input.iter_mut().zip(fields) {
                *word = field.into();
            }
            let zero = [0; 128];
            self.addresses = compress(&zero, &compress(&zero, &input));
        }
        self.addresses[place(within % 128)]
    }

    /// The place of the block that a number leads to from `at`: one of those that were written since the same part of
    /// the pass before, but the last one, and of these rather a late than an early one.
    fn look_up(&self, pass: u32, at: u32, number: u64) -> u32 {
        let part = self.count / SLICES;
        let (slice, within) = (at / part, at % part);
        let (from, length) = if pass == 0 {
            (0, at - 1)
        } else {
            ((slice + 1) * part % self.count, self.count - part + within - 1)
        };
        let number = number & 0xffff_ffff;
        let back = (u64::from(length) * ((number * number) >> 32)) >> 32;
        let back = u32::try_from(back).unwrap_or_default();
        (from + (length - 1 - back)) % self.count
    }
}

/// An index of this length is fine on every machine that this runs on.
fn place(at: u32) -> usize {
    usize::try_from(at).unwrap_or_default()
}

/// H0: the hash of everything that goes in.
fn first_hash(passphrase: &[u8], salt: &[u8], memory: u32, passes: u32) -> [u8; 64] {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes();
    let mut hash = Blake2b512::new();
    for field in [1, LENGTH, memory, passes, VERSION, VARIANT] {
        hash.update(field.to_le_bytes());
    }
    // Neither a secret nor associated data.
    let nothing: &[u8] = &[];
    for field in [passphrase, salt, nothing, nothing] {
        hash.update(length(field));
        hash.update(field);
    }
    hash.finalize().into()
}

/// H' of a block's length: hashes of 64 bytes, each of the one before, of which the first halves count; and of the
/// last one all of it.
fn first_block(first: &[u8; 64], number: u32) -> Block {
    let mut hash = Blake2b512::new();
    for field in [&1024_u32.to_le_bytes()[..], first, &number.to_le_bytes(), &[0; 4]] {
        hash.update(field);
    }
    let mut hash: [u8; 64] = hash.finalize().into();
    let mut bytes = Vec::new();
    while bytes.len() < 1024 - 64 {
        bytes.extend_from_slice(&hash[..32]);
        hash = Blake2b512::digest(hash).into();
    }
    bytes.extend_from_slice(&hash);
    let mut block = [0; 128];
    for (word, bytes) in block.iter_mut().zip(bytes.chunks_exact(8)) {
        for byte in bytes.iter().rev() {
            *word = (*word << 8) | u64::from(*byte);
        }
    }
    block
}

/// G: 8 rows and then 8 columns of 16 words, each stirred by itself.
fn compress(one: &Block, other: &Block) -> Block {
    let mut mixed = *one;
    for (word, other) in mixed.iter_mut().zip(other) {
        *word ^= other;
    }
    let mut block = mixed;
    for row in 0..8 {
        stir(&mut block, 16 * row, 2);
    }
    for column in 0..8 {
        stir(&mut block, 2 * column, 16);
    }
    for (word, other) in block.iter_mut().zip(mixed) {
        *word ^= other;
    }
    block
}

/// P, on the 16 words in pairs that are `step` apart, from `first` on.
fn stir(block: &mut Block, first: usize, step: usize) {
    let at = |word: usize| first + word / 2 * step + word % 2;
    let mut v = [0; 16];
    for (number, word) in v.iter_mut().enumerate() {
        *word = block[at(number)];
    }
    for four in [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15]] {
        quarter(&mut v, four);
    }
    for four in [[0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]] {
        quarter(&mut v, four);
    }
    for (number, word) in v.into_iter().enumerate() {
        block[at(number)] = word;
    }
}

/// The mixing of `BLAKE2b`, with a product of the lower halves added to each sum.
#[inline]
fn quarter(words: &mut [u64; 16], [a, b, c, d]: [usize; 4]) {
    for (first, second) in [(32, 24), (16, 63)] {
        words[a] = sum(words[a], words[b]);
        words[d] = (words[d] ^ words[a]).rotate_right(first);
        words[c] = sum(words[c], words[d]);
        words[b] = (words[b] ^ words[c]).rotate_right(second);
    }
}

#[inline]
fn sum(one: u64, other: u64) -> u64 {
    let product = (one & 0xffff_ffff).wrapping_mul(other & 0xffff_ffff);
    one.wrapping_add(other).wrapping_add(product.wrapping_mul(2))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::hex;
    use super::*;

    /// Known answers of the reference implementation (phc-winner-argon2, `src/test.c`, version 0x13).
    #[test]
    fn argon2id_is_that_of_the_reference() {
        let check = |memory, passes, passphrase: &[u8], salt: &[u8], key: &str| {
            let made =
                Argon2::new(passphrase, salt, memory, passes).and_then(|mut argon2| argon2.step(u32::MAX));
            assert_eq!(made.map(|key| key.bytes().to_vec()), Some(hex(key)), "{memory} {passes}");
        };
        check(
            256,
            2,
            b"password",
            b"somesalt",
            "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe",
        );
        check(
            65536,
            1,
            b"password",
            b"somesalt",
            "f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98",
        );
        check(
            65536,
            2,
            b"differentpassword",
            b"somesalt",
            "0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde",
        );
        check(
            65536,
            2,
            b"password",
            b"diffsalt",
            "bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c",
        );
    }

    #[test]
    fn what_argon2_does_not_take_is_refused() {
        for (memory, passes) in [(0, 1), (7, 1), (8, 0), (u32::MAX, 2), (u32::MAX, u32::MAX)] {
            assert!(Argon2::new(b"", b"", memory, passes).is_none(), "{memory} {passes}");
        }
    }

    #[test]
    fn a_slice_is_as_long_as_it_was_asked_to_be() {
        let mut argon2 = Argon2::new(b"passphrase", b"salt", 8, 2).unwrap();
        assert_eq!(argon2.progress(), (2, 16));
        assert!(argon2.step(13).is_none());
        assert_eq!(argon2.progress(), (15, 16));
        assert!(argon2.step(1).is_some());
    }

    proptest! {
        #[test]
        fn in_slices_it_makes_the_same_key_as_rustcrypto(
            passphrase: Vec<u8>, salt in prop::collection::vec(any::<u8>(), 8..40),
            memory in 8..1200_u32, passes in 1..4_u32, blocks in 1..500_u32,
        ) {
            let mut key = [0; 32];
            let params = argon2::Params::new(memory, passes, 1, Some(32)).unwrap();
            let theirs = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
            theirs.hash_password_into(&passphrase, &salt, &mut key).unwrap();

            let mut ours = Argon2::new(&passphrase, &salt, memory, passes).unwrap();
            let made = std::iter::repeat_with(|| ours.step(blocks)).flatten().next();
            prop_assert_eq!(made, Some(Key(key)));
        }
    }
}
