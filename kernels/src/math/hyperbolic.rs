//! The hyperbolic tangent in f32 arithmetic.
//!
//! Below 1 an odd minimax polynomial x + x·x²·P(x²) of relative error 2⁻³¹; above, 1 − 2/(e²ˣ + 1), whose second term
//! is below a quarter and so damps the error of the exponential. Both are computed and one is chosen.

use super::{
    exact::product_sum,
    exp::{Parts, parts, polynomial, power_of_two},
};
use crate::Isa;

const P: [f32; 8] = [
    -0.333_333_28,
    0.133_331_75,
    -0.053_950_716,
    0.021_774_355,
    -0.008_571_074,
    0.003_048_123_6,
    -0.000_821_204_1,
    0.000_116_208_765,
];

/// tanh x.
#[inline(always)]
pub(super) fn tanh<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let u = magnitude * magnitude;
    let small = product_sum::<I, f32>(magnitude * u, polynomial::<I, 8>(u, &P), magnitude);
    // From 9.02 on the result rounds to 1.
    let capped = if magnitude > 10.0 { 10.0 } else { magnitude };
    let Parts { high, n, .. } = parts::<I>(capped + capped);
    let large = 1.0 - 2.0 / I::mul_add(high, power_of_two(n), 1.0);
    let y = if magnitude < 1.0 { small } else { large };
    y.copysign(x)
}
