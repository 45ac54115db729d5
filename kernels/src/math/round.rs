//! Rounding to integers, and 1/√x: short bodies for both dtypes.
//!
//! `core` has no rounding instructions yet; adding and subtracting 2²³ (2⁵²) rounds in the current mode, nearest with
//! ties to even, on every target, and vectorises.

use super::exact::two_product;
use crate::{Float, Isa};

macro_rules! rounding {
    ($t:ident, $limit:expr) => {
        pub(super) mod $t {
            const LIMIT: $t = $limit;

            /// The nearest integer, ties to even.
            #[inline(always)]
            pub(in crate::math) fn round(x: $t) -> $t {
                let magnitude = x.abs();
                let rounded = ((magnitude + LIMIT) - LIMIT).copysign(x);
                // Larger numbers, ∞ and NaN are integers or themselves.
                if magnitude < LIMIT { rounded } else { x }
            }

            /// The largest integer not above x.
            #[inline(always)]
            pub(in crate::math) fn floor(x: $t) -> $t {
                let rounded = round(x);
                let lower = rounded - 1.0;
                // Only this step loses the sign of zero: never, because `lower` is then at most −1.
                if rounded > x { lower } else { rounded }
            }
        }
    };
}

rounding!(f32, 8_388_608.0);
rounding!(f64, 4_503_599_627_370_496.0);

/// 1/√x, with one Newton correction for the two roundings.
#[inline(always)]
pub(super) fn reciprocal_root<I: Isa, T: Float>(x: T) -> T {
    let y = T::ONE / <T as super::Elementary>::sqrt(x);
    let (product, error) = two_product::<I, T>(x, y);
    let (one, rest) = two_product::<I, T>(product, y);
    let residual = ((T::ONE - one) - rest) - error * y;
    let corrected = I::mul_add(T::HALF * y, residual, y);
    // At 0, ∞ and below 0 the residual is not a number, and y is right.
    if residual.magnitude() < T::HALF { corrected } else { y }
}
