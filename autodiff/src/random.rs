//! Random arrays from splittable keys: JAX's threefry, bit for bit. See [`cotangent_tensor::random`].
//!
//! A key is used once: split it, and draw from the parts.
//!
//! ```
//! use cotangent_autodiff::{random, DType};
//! let [key, w_key] = random::split_n(&random::key(0));
//! let w = random::normal(&w_key, &[3], DType::F32);
//! assert_eq!(w.shape(), [3]);
//! # let _ = key;
//! ```

use crate::{array::Array, creation::unwrap};
use cotangent_tensor::{DType, random};

pub use cotangent_tensor::random::{Key, KeyLayout, fast, fold_in, key, key_with_layout, split, split_n};

/// Uniform draws from [0, 1), f32 or f64.
///
/// # Panics
/// A dtype that is no float; an impossible shape.
#[track_caller]
pub fn uniform(key: &Key, shape: &[usize], dtype: DType) -> Array {
    uniform_in(key, shape, dtype, 0.0, 1.0)
}

/// Uniform draws from [low, high), f32 or f64.
///
/// # Panics
/// A dtype that is no float; an impossible shape.
#[track_caller]
pub fn uniform_in(key: &Key, shape: &[usize], dtype: DType, low: f64, high: f64) -> Array {
    unwrap(random::uniform(key, shape, dtype, low, high))
}

/// Draws from the standard normal distribution, f32 or f64.
///
/// # Panics
/// A dtype that is no float; an impossible shape.
#[track_caller]
pub fn normal(key: &Key, shape: &[usize], dtype: DType) -> Array {
    unwrap(random::normal(key, shape, dtype))
}

/// Bools that are true with probability `p`.
///
/// # Panics
/// An impossible shape.
#[track_caller]
pub fn bernoulli(key: &Key, p: f32, shape: &[usize]) -> Array {
    unwrap(random::bernoulli(key, p, shape))
}

/// Integers from `low` up to and without `high`, i32 or i64.
///
/// # Panics
/// A dtype that is no integer; an impossible shape.
#[track_caller]
pub fn randint(key: &Key, shape: &[usize], low: i64, high: i64, dtype: DType) -> Array {
    unwrap(random::randint(key, shape, low, high, dtype))
}

/// 0, 1, …, n − 1 in random order, as i64.
#[track_caller]
pub fn permutation(key: &Key, n: usize) -> Array {
    random::permutation(key, n).into()
}

/// Raw random bits, 32 of them in each i64.
///
/// # Panics
/// An impossible shape.
#[track_caller]
pub fn bits(key: &Key, shape: &[usize]) -> Array {
    unwrap(random::bits(key, shape))
}
