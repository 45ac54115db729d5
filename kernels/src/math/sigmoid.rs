//! The logistic function in f32 arithmetic.
//!
//! With E = e^(−|x|) as a sum of two floats, σ(x) = 1/(1 + E) for x ≥ 0 and E/(1 + E) below. Sum and quotient are
//! corrected by what their rounding lost, so that only the last rounding and E's 0.3 ulp remain.

use super::{
    exact::{fast_two_sum, two_product},
    exp::{Parts, parts, scale},
};
use crate::Isa;

/// 1/(1 + e⁻ˣ).
#[inline(always)]
pub(super) fn sigmoid<I: Isa>(x: f32) -> f32 {
    let x = if x < -104.0 { -104.0 } else { x };
    let magnitude = x.abs();
    let capped = if magnitude > 104.0 { 104.0 } else { magnitude };
    let Parts { high, low, n } = parts::<I>(-capped);
    let (sum, lost) = fast_two_sum(1.0, scale(high, n));
    let sum_low = lost + scale(low, n);
    let negative = x < 0.0;
    let (top, top_low) = if negative { (high, low) } else { (1.0, 0.0) };
    let inverse = 1.0 / sum;
    let quotient = top * inverse;
    let (product, error) = two_product::<I, f32>(quotient, sum);
    let residual = ((top - product) - error) + (top_low - quotient * sum_low);
    let y = I::mul_add(residual, inverse, quotient);
    scale(y, if negative { n } else { 0 })
}
