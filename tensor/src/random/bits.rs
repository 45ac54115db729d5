//! Uniformly distributed machine words, the raw material of every other draw.

use super::{Key, KeyLayout, threefry};
use alloc::vec::Vec;

/// `n` words of 32 bits.
#[track_caller]
pub(crate) fn bits_u32(key: &Key, n: usize) -> Vec<u32> {
    match key.layout() {
        KeyLayout::Partitionable => threefry::partitionable(key.words(), n, |[a, b]| a ^ b),
        KeyLayout::Original => threefry::original(key.words(), n),
    }
}

/// `n` words of 64 bits. In the original layout the high halves are drawn first, then the low ones.
#[track_caller]
pub(crate) fn bits_u64(key: &Key, n: usize) -> Vec<u64> {
    let join = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
    match key.layout() {
        KeyLayout::Partitionable => threefry::partitionable(key.words(), n, |[a, b]| join(a, b)),
        KeyLayout::Original => {
            let words = threefry::original(key.words(), n.saturating_mul(2));
            words[..n].iter().zip(&words[n..]).map(|(&high, &low)| join(high, low)).collect()
        }
    }
}
