//! Threefry-2x32 with 20 rounds: a keyed bijection of two 32-bit words, and the counter sequences drawn from it.
//!
//! Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC '11, doi:10.1145/2063384.2063405.
//! It has no state; keys and counters are the caller's.

use alloc::vec::Vec;
use cotangent_kernels::{Isa, Kernel, dispatch};

/// The parity word of the Threefish key schedule, cut to 32 bits.
const PARITY: u32 = 0x1BD1_1BDA;

/// The rotation distances of two groups of four rounds, which alternate.
const ROTATIONS: [[u32; 4]; 2] = [[13, 15, 26, 6], [17, 29, 16, 24]];

/// Encrypts one counter under a key.
#[inline(always)]
pub(super) fn block(key: [u32; 2], counter: [u32; 2]) -> [u32; 2] {
    let schedule = [key[0], key[1], key[0] ^ key[1] ^ PARITY];
    let mut x = [counter[0].wrapping_add(key[0]), counter[1].wrapping_add(key[1])];
    for group in 0..5 {
        for r in ROTATIONS[group % 2] {
            x[0] = x[0].wrapping_add(x[1]);
            x[1] = x[1].rotate_left(r) ^ x[0];
        }
        x[0] = x[0].wrapping_add(schedule[(group + 1) % 3]);
        x[1] = x[1].wrapping_add(schedule[(group + 2) % 3]).wrapping_add(group as u32 + 1);
    }
    x
}

/// The `n` words of JAX's original layout: the counters 0 … n - 1, an odd n padded with one more 0, the first half of them
/// encrypted against the second half, word for word.
///
/// # Panics
/// If n exceeds 2³² - 1: the counters are 32-bit words.
#[track_caller]
pub(super) fn original(key: [u32; 2], n: usize) -> Vec<u32> {
    assert!(
        u32::try_from(n).is_ok(),
        "random bits: the original key layout draws at most 2^32 - 1 words at once, not {n}"
    );
    let half = n.div_ceil(2);
    let mut out = alloc::vec![0; n];
    let (first, second) = out.split_at_mut(half);
    for (i, word) in first.iter_mut().enumerate() {
        let partner = if half + i < n { half + i } else { 0 };
        let [a, b] = block(key, [i as u32, partner as u32]);
        *word = a;
        if let Some(word) = second.get_mut(i) {
            *word = b;
        }
    }
    out
}

/// The blocks of JAX's partitionable layout, of which `join` makes words: block i encrypts the 64-bit counter i, high word
/// first.
pub(super) fn partitionable<T: Copy + Default>(key: [u32; 2], n: usize, join: impl Fn([u32; 2]) -> T) -> Vec<T> {
    let mut out = alloc::vec![T::default(); n];
    dispatch(Blocks(key, &mut out, join));
    out
}

struct Blocks<'a, T, F>([u32; 2], &'a mut [T], F);
impl<T, F: Fn([u32; 2]) -> T> Kernel for Blocks<'_, T, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        // Within a run the high word is one, so that the counters are a vector of the low ones.
        const RUN: usize = 1024;
        let Blocks(key, out, join) = self;
        for (run, words) in out.chunks_mut(RUN).enumerate() {
            let start = (run * RUN) as u64;
            for (i, word) in words.iter_mut().enumerate() {
                *word = join(block(key, [(start >> 32) as u32, start as u32 + i as u32]));
            }
        }
    }
}
