//! Uniform integers in [lo, hi).
//!
//! Two words are reduced modulo the width as one of twice the bits, so that the bias towards small values is at most
//! 2⁻³² (i32) or 2⁻⁶⁴ (i64) for each value, as in JAX.

use super::{Key, bits_u32, bits_u64, split_n};
use alloc::vec::Vec;

macro_rules! randint {
    ($name:ident, $signed:ty, $unsigned:ty, $bits:ident) => {
        /// `n` integers in [lo, hi); all of them `lo` if that is empty.
        #[track_caller]
        pub(crate) fn $name(key: &Key, n: usize, lo: $signed, hi: $signed) -> Vec<$signed> {
            let [high, low] = split_n(key);
            let width = if hi > lo { hi.wrapping_sub(lo) as $unsigned } else { 1 };
            let half = (1 << (<$unsigned>::BITS / 2)) % width;
            // 2^BITS modulo the width. The square wraps for widths above half the word, as it does in JAX.
            let base = half.wrapping_mul(half) % width;
            let fold = |(h, l): ($unsigned, $unsigned)| {
                let offset = (h % width).wrapping_mul(base).wrapping_add(l % width) % width;
                lo.wrapping_add(offset as $signed)
            };
            $bits(&high, n).into_iter().zip($bits(&low, n)).map(fold).collect()
        }
    };
}

randint!(randint_i32, i32, u32, bits_u32);
randint!(randint_i64, i64, u64, bits_u64);
