//! Uniform floats in [lo, hi), and biased coins.
//!
//! Random bits fill the mantissa of a float in [1, 2), so that the values before scaling are the multiples of 2⁻²³
//! (f32) or 2⁻⁵² (f64). Scaling is one fused multiply-add, as the compiled JAX does it.

use super::{
    Key, bits_u32, bits_u64,
    fused::{each_word, mul_add_f32, mul_add_f64},
};
use alloc::vec::Vec;

/// `n` floats in [lo, hi). Rounding may give `hi` itself, as in JAX, where the interval is coarser than the float grid.
#[track_caller]
pub(crate) fn uniform_f32(key: &Key, n: usize, lo: f32, hi: f32) -> Vec<f32> {
    scaled_f32(&bits_u32(key, n), lo, hi - lo)
}

/// As [`uniform_f32`], with 64 bits for each value.
#[track_caller]
pub(crate) fn uniform_f64(key: &Key, n: usize, lo: f64, hi: f64) -> Vec<f64> {
    scaled_f64(&bits_u64(key, n), lo, hi - lo)
}

each_word!(scaled_f32, u32 => f32, (lo, width), I, word => lo.max(mul_add_f32::<I>(unit_f32(word), width, lo)));
each_word!(scaled_f64, u64 => f64, (lo, width), I, word => lo.max(mul_add_f64::<I>(unit_f64(word), width, lo)));

/// `n` coins, each true with probability `p`.
#[track_caller]
pub(crate) fn bernoulli(key: &Key, p: f32, n: usize) -> Vec<bool> {
    bits_u32(key, n).into_iter().map(|bits| unit_f32(bits) < p).collect()
}

/// A float in [0, 1) from its upper 23 bits.
#[inline(always)]
pub(super) fn unit_f32(bits: u32) -> f32 {
    f32::from_bits(bits >> 9 | 1_f32.to_bits()) - 1.0
}

/// A float in [0, 1) from its upper 52 bits.
#[inline(always)]
pub(super) fn unit_f64(bits: u64) -> f64 {
    f64::from_bits(bits >> 12 | 1_f64.to_bits()) - 1.0
}
