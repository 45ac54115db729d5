//! Error-free transformations: a rounded result and what the rounding lost.
//!
//! Dekker (1971, doi:10.1007/BF01397083) and Knuth (TAOCP 2, 4.2.2).

use crate::{Float, Isa};

/// `a + b = sum + error`, for |a| ≥ |b| or a = 0.
#[inline(always)]
pub(super) fn fast_two_sum<T: Float>(a: T, b: T) -> (T, T) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// `a + b = sum + error`.
#[inline(always)]
pub(super) fn two_sum<T: Float>(a: T, b: T) -> (T, T) {
    let sum = a + b;
    let b_part = sum - a;
    (sum, (a - (sum - b_part)) + (b - b_part))
}

/// `a · b = product + error`, barring underflow; without FMA also for magnitudes below 2⁹⁹⁶ (f32: 2¹¹⁵) only.
#[inline(always)]
pub(super) fn two_product<I: Isa, T: Float>(a: T, b: T) -> (T, T) {
    let product = a * b;
    if I::FUSED {
        return (product, I::mul_add(a, b, -product));
    }
    let ((a1, a2), (b1, b2)) = (split(a), split(b));
    (product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2)
}

/// `c - a · b`, to some 2⁻³⁵ of c, where the product is near c and neither is subnormal.
#[inline(always)]
pub(super) fn residual<I: Isa>(c: f32, a: f32, b: f32) -> f32 {
    if I::FUSED {
        return I::mul_add(-a, b, c);
    }
    let (a1, b1) = (upper(a), upper(b));
    ((c - a1 * b1) - a1 * (b - b1)) - (a - a1) * b
}

/// `x · x` and what its rounding lost, to some 2⁻³⁵ of it.
#[inline(always)]
pub(super) fn square<I: Isa>(x: f32) -> (f32, f32) {
    let square = x * x;
    if I::FUSED {
        return (square, I::mul_add(x, x, -square));
    }
    let head = upper(x);
    (square, (head * head - square) + (x + head) * (x - head))
}

/// The first 12 bits, whose products are exact.
#[inline(always)]
pub(super) fn upper(x: f32) -> f32 {
    f32::from_bits(x.to_bits() & 0xffff_f000)
}

/// x as a sum of two numbers with half the digits each.
#[inline(always)]
fn split<T: Float>(x: T) -> (T, T) {
    let scaled = T::SPLITTER * x;
    let high = scaled - (scaled - x);
    (high, x - high)
}
