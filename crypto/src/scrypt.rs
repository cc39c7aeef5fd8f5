//! scrypt (RFC 7914) with `r` = 8 and `p` = 1, as age has it, in slices.
//!
//! scrypt fills much memory and then reads it at random. A browser's page that once took 256 MB, which is what files of
//! the `age` tool ask for, never gives it back, and an old phone has not got it at all. So beyond [`MEMORY`] only every
//! second block is kept (or every fourth, ...), and those between are made again from the one before whenever they are
//! needed. At half of the memory that is a quarter more work, at a quarter of it three quarters more.

use zeroize::Zeroizing;

use super::{Key, pbkdf2};

/// The block size: `r` times 32 words of four bytes.
const WORDS: usize = 8 * 32;
/// The most memory it takes, in bytes.
const MEMORY: usize = 64 * 1024 * 1024;

/// A key that is being made of a passphrase.
pub struct Scrypt {
    passphrase: Zeroizing<Vec<u8>>,
    mix: Mix,
}

impl Scrypt {
    /// Begins, with a cost of 2 to the power of `work_factor`; `None` where there is not enough memory.
    pub fn new(passphrase: &[u8], salt: &[u8], work_factor: u8) -> Option<Self> {
        let mut block = Zeroizing::new([0; WORDS * 4]);
        pbkdf2(passphrase, salt, &mut *block);
        let mix = Mix::new(&*block, work_factor, MEMORY)?;
        Some(Self { passphrase: passphrase.to_vec().into(), mix })
    }

    /// Does a part of it, some `blocks` times a kilobyte; the key, once it is done.
    pub fn step(&mut self, blocks: u32) -> Option<Key> {
        let salt = self.mix.step(blocks)?;
        let mut key = [0; 32];
        pbkdf2(&self.passphrase, &salt, &mut key);
        Some(Key(key))
    }

    /// How much is done, of how much.
    pub fn progress(&self) -> (u32, u32) {
        (self.mix.done, self.mix.count * 2)
    }
}

/// `scryptROMix`.
struct Mix {
    block: Vec<u32>,
    /// Every so many blocks of the table are kept.
    every: u32,
    kept: Vec<u32>,
    /// How many blocks the table has: a power of two.
    count: u32,
    /// How many blocks were filled in, or used.
    done: u32,
}

impl Mix {
    fn new(block: &[u8], work_factor: u8, memory: usize) -> Option<Self> {
        let count = 1_u32.checked_shl(work_factor.into()).filter(|count| *count <= 1 << 30)?;
        let words = block.len() / 4;
        let mut every = 1;
        while usize::try_from(count / every).ok()?.checked_mul(block.len())? > memory {
            every *= 2;
        }
        let mut kept = Vec::new();
        kept.try_reserve_exact(usize::try_from(count / every).ok()? * words).ok()?;
        let block =
            block.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
        Some(Self { block: block.collect(), every, kept, count, done: 0 })
    }

    /// Does some `blocks` more; the mixed block, once all are done.
    fn step(&mut self, blocks: u32) -> Option<Zeroizing<Vec<u8>>> {
        let mut next = vec![0; self.block.len()];
        let mut made = next.clone();
        let mut left = i64::from(blocks);
        while left > 0 && self.done < self.count * 2 {
            if self.done >= self.count {
                left -= i64::from(self.take_in(&mut next, &mut made));
            } else if self.done.is_multiple_of(self.every) {
                self.kept.extend_from_slice(&self.block);
            }
            mix(&self.block, &mut next);
            std::mem::swap(&mut self.block, &mut next);
            self.done += 1;
            left -= 1;
        }
        let is_done = self.done == self.count * 2;
        is_done.then(|| self.block.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>().into())
    }

    /// Adds the block of the table that the present one points to. Says how many had to be made again for it, in
    /// `next` and `made` by turns.
    fn take_in(&mut self, next: &mut Vec<u32>, made: &mut Vec<u32>) -> u32 {
        let words = self.block.len();
        let wanted = self.block[words - 16] & (self.count - 1);
        let at = usize::try_from(wanted / self.every).unwrap_or_default() * words;
        made.copy_from_slice(&self.kept[at..at + words]);
        for _ in 0..wanted % self.every {
            mix(made, next);
            std::mem::swap(made, next);
        }
        for (word, other) in self.block.iter_mut().zip(made) {
            *word ^= *other;
        }
        wanted % self.every
    }
}

/// `scryptBlockMix`: what comes of each 64 bytes goes into the first half and the second by turns.
fn mix(from: &[u32], to: &mut [u32]) {
    let mut x = [0; 16];
    x.copy_from_slice(&from[from.len() - 16..]);
    let (evens, odds) = to.split_at_mut(from.len() / 2);
    let pairs = from.chunks_exact(32).zip(evens.chunks_exact_mut(16)).zip(odds.chunks_exact_mut(16));
    for ((pair, even), odd) in pairs {
        salsa(&mut x, &pair[..16]);
        even.copy_from_slice(&x);
        salsa(&mut x, &pair[16..]);
        odd.copy_from_slice(&x);
    }
}

/// Salsa20/8 of `x` and `with` together.
fn salsa(x: &mut [u32; 16], with: &[u32]) {
    for (word, other) in x.iter_mut().zip(with) {
        *word ^= other;
    }
    let before = *x;
    for _ in 0..4 {
        for four in [[0, 4, 8, 12], [5, 9, 13, 1], [10, 14, 2, 6], [15, 3, 7, 11]] {
            quarter(x, four);
        }
        for four in [[0, 1, 2, 3], [5, 6, 7, 4], [10, 11, 8, 9], [15, 12, 13, 14]] {
            quarter(x, four);
        }
    }
    for (word, other) in x.iter_mut().zip(before) {
        *word = word.wrapping_add(other);
    }
}

#[inline]
fn quarter(words: &mut [u32; 16], [a, b, c, d]: [usize; 4]) {
    words[b] ^= words[a].wrapping_add(words[d]).rotate_left(7);
    words[c] ^= words[b].wrapping_add(words[a]).rotate_left(9);
    words[d] ^= words[c].wrapping_add(words[b]).rotate_left(13);
    words[a] ^= words[d].wrapping_add(words[c]).rotate_left(18);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::hex;
    use super::*;

    fn words(text: &str) -> Vec<u32> {
        hex(text).chunks(4).map(|word| u32::from_le_bytes(word.try_into().unwrap())).collect()
    }

    #[test]
    fn salsa20_8_is_that_of_rfc_7914() {
        // Section 8.
        let mut x = [0; 16];
        salsa(
            &mut x,
            &words(
                "7e879a214f3ec9867ca940e641718f26 baee555b8c61c1b50df846116dcd3b1d \
                 ee24f319df9b3d8514121e4b5ac5aa32 76021d2909c74829edebc68db8b8c25e",
            ),
        );
        let after = "a41f859c6608cc993b81cacb020cef05 044b2181a2fd337dfd7b1c6396682f29 \
                     b4393168e3c9e6bcfe6bc5b7a06d96ba e424cc102c91745c24ad673dc7618f81";
        assert_eq!(x[..], words(after));
    }

    const BLOCK: &str = "f7ce0b653d2d72a4108cf5abe912ffdd 777616dbbb27a70e8204f3ae2d0f6fad \
                         89f68f4811d1e87bcc3bd7400a9ffd29 094f0184639574f39ae5a1315217bcd7 \
                         894991447213bb226c25b54da86370fb cd984380374666bb8ffcb5bf40c254b0 \
                         67d27c51ce4ad5fed829c90b505a571b 7f4d1cad6a523cda770e67bceaaf7e89";

    #[test]
    fn block_mix_is_that_of_rfc_7914() {
        // Section 9.
        let mut mixed = [0; 32];
        mix(&words(BLOCK), &mut mixed);
        let after = "a41f859c6608cc993b81cacb020cef05 044b2181a2fd337dfd7b1c6396682f29 \
                     b4393168e3c9e6bcfe6bc5b7a06d96ba e424cc102c91745c24ad673dc7618f81 \
                     20edc975323881a80540f64c162dcd3c 21077cfe5f8d5fe2b1a4168f953678b7 \
                     7d3b3d803b60e4ab920996e59b4d53b6 5d2a225877d5edf5842cb9f14eefe425";
        assert_eq!(mixed[..], words(after));
    }

    #[test]
    fn ro_mix_is_that_of_rfc_7914_however_little_memory_it_has() {
        // Section 10.
        let mixed = hex("79ccc193629debca047f0b70604bf6b6 2ce3dd4a9626e355fafc6198e6ea2b46 \
                         d58413673b99b029d665c357601fb426 a0b2f4bba200ee9f0a43d19b571a9c71 \
                         ef1142e65d5a266fddca832ce59faa7c ac0b9cf1be2bffca300d01ee387619c4 \
                         ae12fd4438f203a0e4e1c47ec314861f 4e9087cb33396a6873e8f9d2539a4b8e");
        for memory in [16 * 128, 8 * 128, 4 * 128, 128] {
            let mut mix = Mix::new(&hex(BLOCK), 4, memory).unwrap();
            assert!(mix.kept.capacity() * 4 <= memory);
            assert_eq!(mix.step(u32::MAX).map(|block| block.to_vec()), Some(mixed.clone()), "{memory}");
        }
    }

    #[test]
    fn scrypt_is_that_of_rfc_7914() {
        // Section 12, of which the first 32 bytes; the two others are of other sizes of block.
        let key = Scrypt::new(b"pleaseletmein", b"SodiumChloride", 14).unwrap().step(u32::MAX).unwrap();
        assert_eq!(key.bytes()[..], hex("7023bdcb3afd7348461c06cd81fd38eb fda8fbba904f8e3ea9b543f6545da1f2"));
    }

    #[test]
    fn no_work_factor_makes_it_panic() {
        for work_factor in [31, 32, 33, 64, 255] {
            assert!(Scrypt::new(b"", b"", work_factor).is_none(), "{work_factor}");
        }
    }

    #[test]
    fn it_takes_no_more_memory_than_a_phone_has() {
        for work_factor in [1, 15, 16, 17, 20, 22] {
            let scrypt = Scrypt::new(b"", b"", work_factor).unwrap();
            assert!(scrypt.mix.kept.capacity() * 4 <= MEMORY, "{work_factor}");
        }
    }

    #[test]
    fn a_slice_is_as_long_as_it_was_asked_to_be() {
        let mut scrypt = Scrypt::new(b"passphrase", b"salt", 4).unwrap();
        assert_eq!(scrypt.progress(), (0, 32));
        assert!(scrypt.step(31).is_none());
        assert_eq!(scrypt.progress(), (31, 32));
        assert!(scrypt.step(1).is_some());
    }

    #[test]
    fn what_has_to_be_made_again_counts_as_well() {
        let steps = |memory| {
            let mut mix = Mix::new(&hex(BLOCK), 10, memory).unwrap();
            1 + std::iter::repeat_with(|| mix.step(8)).take_while(Option::is_none).count()
        };
        let table = 1024 * 128;
        assert_eq!(steps(table), 2 * 1024 / 8);
        // Half a block more for each that is used, on the average; and one and a half.
        for (memory, average) in [(table / 2, 2.5), (table / 4, 3.5)] {
            let expected = average * 1024.0 / 8.0;
            let steps = f64::from(u32::try_from(steps(memory)).unwrap());
            assert!((0.8..1.1).contains(&(steps / expected)), "{steps} {expected}");
        }
    }

    proptest! {
        #[test]
        fn in_slices_it_makes_the_same_key_as_rustcrypto(
            passphrase: Vec<u8>, salt: Vec<u8>, work_factor in 1..8_u8, blocks in 1..100_u32,
        ) {
            let mut key = [0; 32];
            let params = scrypt::Params::new(work_factor, 8, 1).unwrap();
            scrypt::scrypt(&passphrase, &salt, &params, &mut key).unwrap();

            let mut ours = Scrypt::new(&passphrase, &salt, work_factor).unwrap();
            let made = std::iter::repeat_with(|| ours.step(blocks)).flatten().next();
            prop_assert_eq!(made, Some(Key(key)));
        }
    }
}
