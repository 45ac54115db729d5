//! Keys: where randomness comes from. A key is a value; equal keys give equal draws, and nothing advances behind the back.
//!
//! A key is used once: split it, draw from one half, keep the other.

use super::threefry;
use alloc::vec::Vec;

/// How counters are laid out under a key, JAX's flag `jax_threefry_partitionable`. The two give different numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyLayout {
    /// The flag off: the default before JAX 0.5, and what older notebooks printed.
    Original,
    /// The flag on: the default since JAX 0.5. Element i depends on i only, not on the number of elements drawn.
    Partitionable,
}

/// A key of the Threefry-2x32 generator, with its layout. Made by [`key`], spent by [`split`] and the draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub struct Key {
    words: [u32; 2],
    layout: KeyLayout,
}

impl Key {
    /// A key of two given words, for keys that come from elsewhere (JAX: `wrap_key_data`).
    pub const fn from_words(words: [u32; 2], layout: KeyLayout) -> Self {
        Key { words, layout }
    }

    /// The two words (JAX: `key_data`).
    pub const fn words(&self) -> [u32; 2] {
        self.words
    }

    /// The layout of its draws.
    pub const fn layout(&self) -> KeyLayout {
        self.layout
    }

    const fn with_words(&self, words: [u32; 2]) -> Self {
        Key { words, layout: self.layout }
    }
}

/// A key from a seed, in JAX's present layout.
///
/// The seed's high and low halves are the two words, as with JAX in 64-bit mode; a seed below 2³² gives the same key
/// in JAX's 32-bit mode.
///
/// ```
/// # use cotangent_tensor::random;
/// assert_eq!(random::key(42).words(), [0, 42]);
/// ```
pub const fn key(seed: u64) -> Key {
    key_with_layout(seed, KeyLayout::Partitionable)
}

/// A key from a seed, in a chosen layout.
pub const fn key_with_layout(seed: u64, layout: KeyLayout) -> Key {
    Key { words: [(seed >> 32) as u32, seed as u32], layout }
}

/// `n` keys that are independent of each other and of `key`, which must not be used again.
///
/// ```
/// # use cotangent_tensor::random;
/// let keys = random::split(&random::key(0), 2);
/// assert_eq!(keys[1].words(), [0x375f_238f, 0xcddb_151d]);
/// ```
///
/// # Panics
/// In the original layout, if n is 2³¹ or more.
#[track_caller]
pub fn split(key: &Key, n: usize) -> Vec<Key> {
    match key.layout {
        KeyLayout::Partitionable => {
            let words = threefry::partitionable(key.words, n, |words| words);
            words.into_iter().map(|words| key.with_words(words)).collect()
        }
        KeyLayout::Original => {
            let words = threefry::original(key.words, n.saturating_mul(2));
            words.chunks_exact(2).map(|pair| key.with_words([pair[0], pair[1]])).collect()
        }
    }
}

/// [`split`] with the number of keys known to the compiler, so that they can be named at once.
///
/// ```
/// # use cotangent_tensor::random::{self, KeyLayout};
/// let [key, w_key, b_key] = random::split_n(&random::key_with_layout(0, KeyLayout::Original));
/// assert_eq!(w_key.words(), [0xbdf1_7afd, 0xe4e8_dfbe]);
/// # let _ = (key, b_key);
/// ```
pub fn split_n<const N: usize>(key: &Key) -> [Key; N] {
    match key.layout {
        KeyLayout::Partitionable => core::array::from_fn(|i| fold_in(key, i as u32)),
        KeyLayout::Original => {
            let keys = split(key, N);
            core::array::from_fn(|i| keys[i])
        }
    }
}

/// A new key from a key and a number, such as the index of a step or of a layer.
///
/// ```
/// # use cotangent_tensor::random;
/// assert_eq!(random::fold_in(&random::key(42), 123_456_789).words(), [0x2fc3_7367, 0x3d8d_144a]);
/// ```
pub fn fold_in(key: &Key, data: u32) -> Key {
    key.with_words(threefry::block(key.words, [0, data]))
}
