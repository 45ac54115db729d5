//! The logistic function in f32 arithmetic.
//!
//! With E = e^(−|x|) as a sum of two floats, σ(x) = 1/(1 + E) for x ≥ 0 and E/(1 + E) below. The reciprocal is corrected by
//! what its rounding lost: 1 − y is exact for y ≥ ½.

use super::{
    exact::two_product,
    exp::{Parts, Unscaled, parts, scale, times_power, unscaled},
};
use crate::Isa;

/// Whether [`common`] holds at x: the result and all it is made of are normal.
#[inline(always)]
pub(super) fn is_common(x: f32) -> bool {
    x.abs() < 86.0
}

/// σ(x) where [`is_common`] holds.
#[inline(always)]
pub(super) fn common<I: Isa>(x: f32) -> f32 {
    let Unscaled { rest, shifted } = unscaled::<I>(-x.abs());
    let high = 1.0 + rest;
    let exponential = times_power(high, shifted);
    let exponential_low = (rest - (high - 1.0)) * times_power(1.0, shifted);
    let y = 1.0 / (1.0 + exponential);
    let (product, error) = two_product::<I, f32>(y, exponential);
    let correction = y * (((1.0 - y) - product) - error);
    let positive = y + correction;
    let low = I::mul_add(exponential, correction, I::mul_add(exponential_low, y, error));
    if x < 0.0 { product + low } else { positive }
}

/// 1/(1 + e⁻ˣ).
#[inline(always)]
pub(super) fn sigmoid<I: Isa>(x: f32) -> f32 {
    if is_common(x) {
        return common::<I>(x);
    }
    // 1, or so small that 1 + E is 1.
    let x = if x < -104.0 { -104.0 } else { x };
    let Parts { high, low, n } = parts::<I>(if x > 0.0 { 0.0 } else { x });
    let y = scale(high + low, n);
    if x > 0.0 { 1.0 } else { y }
}
