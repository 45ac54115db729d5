//! Rounding to integers, and 1/√x: short bodies for both dtypes.
//!
//! `core` has no rounding instructions yet; adding and subtracting 2²³ (2⁵²) rounds in the current mode, nearest with
//! ties to even, on every target, and vectorises. An f32 can also become an i32, which every target has instructions for.

use super::exact::two_product;
use crate::{Float, Isa};

macro_rules! rounding {
    ($t:ident, $limit:expr, $scaling:expr, $near:expr, $truncated:expr) => {
        pub(super) mod $t {
            /// From here on every number is an integer.
            const LIMIT: $t = $limit;
            /// The scaling of [`reciprocal_root`](super::reciprocal_root).
            pub(in crate::math) const SCALING: [$t; 3] = $scaling;

            /// `small` with the sign of x, or x where that is an integer, ∞ or NaN.
            #[inline(always)]
            fn unless_whole(x: $t, small: impl Fn($t) -> $t) -> $t {
                if x.abs() < LIMIT { small(x).copysign(x) } else { x }
            }

            #[inline(always)]
            fn nearest(x: $t) -> $t {
                (x.abs() + LIMIT) - LIMIT
            }

            /// The nearest integer, ties to even.
            #[inline(always)]
            pub(in crate::math) fn round(x: $t) -> $t {
                unless_whole(x, nearest)
            }

            /// The integer part.
            #[inline(always)]
            pub(in crate::math) fn trunc(x: $t) -> $t {
                unless_whole(x, $truncated)
            }

            /// The largest integer not above x.
            #[inline(always)]
            pub(in crate::math) fn floor(x: $t) -> $t {
                unless_whole(x, |x| {
                    let near: $t = $near(x);
                    if near > x { near - 1.0 } else { near }
                })
            }

            /// The smallest integer not below x.
            #[inline(always)]
            pub(in crate::math) fn ceil(x: $t) -> $t {
                unless_whole(x, |x| {
                    let near: $t = $near(x);
                    if near < x { near + 1.0 } else { near }
                })
            }
        }
    };
}

/// The integer part of a number below 2²³.
#[inline(always)]
fn through_i32(x: f32) -> f32 {
    // SAFETY: called for numbers below 2²³ only. `as` would look for others, and not vectorise.
    unsafe { x.to_int_unchecked::<i32>() as f32 }
}

rounding!(f32, 8_388_608.0, [1.844_674_4e19, 5.421_011e-20, 2.328_306_4e-10], super::through_i32, super::through_i32);
rounding!(
    f64,
    4_503_599_627_370_496.0,
    [1.340_780_792_994_259_7e154, 7.458_340_731_200_207e-155, 8.636_168_555_094_445e-78],
    |x: f64| nearest(x).copysign(x),
    |x: f64| {
        let near = nearest(x);
        if near > x.abs() { near - 1.0 } else { near }
    }
);

/// 1/√x, with one Newton correction for the two roundings.
///
/// `large` = 2²ᵏ bounds the arguments whose products can be split without FMA; above it x is scaled by `down` = 2⁻²ᵏ
/// and the result by `root_down` = 2⁻ᵏ.
#[inline(always)]
pub(super) fn reciprocal_root<I: Isa, T: Float>(x: T, [large, down, root_down]: [T; 3]) -> T {
    let scaled = !I::FUSED && x > large;
    let x = if scaled { x * down } else { x };
    let y = T::ONE / <T as super::Elementary>::sqrt(x);
    let (product, error) = two_product::<I, T>(x, y);
    let (one, rest) = two_product::<I, T>(product, y);
    let residual = ((T::ONE - one) - rest) - error * y;
    let corrected = I::mul_add(T::HALF * y, residual, y);
    // At 0, ∞ and below 0 the residual is not a number, and y is right.
    let y = if residual.magnitude() < T::HALF { corrected } else { y };
    if scaled { y * root_down } else { y }
}
