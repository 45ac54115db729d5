//! The natural logarithm in f32 arithmetic.
//!
//! x = 2ᵉ·(1 + f) with 1 + f in [√½, √2); ln x = e·ln 2 + f − f²/2 + f³·P(f), added from small to large. P is a
//! minimax polynomial of relative error below 2⁻³⁰. ln 2 is split so that e times its high part is exact.

use super::exp::{LN2_HIGH, LN2_LOW, polynomial};
use crate::Isa;

const P: [f32; 9] = [
    0.333_333_13,
    -0.250_000_1,
    0.200_020_72,
    -0.166_679_9,
    0.142_203_63,
    -0.124_062_08,
    0.118_834_71,
    -0.116_701_834,
    0.067_495_406,
];
/// The bits of √½.
pub(super) const ROOT_HALF: u32 = 0x3f35_04f3;
pub(super) const TWO_23: f32 = 8_388_608.0;

/// Whether [`common`] holds at x: normal, positive and finite.
#[inline(always)]
pub(super) fn is_common(x: f32) -> bool {
    x.to_bits().wrapping_sub(0x0080_0000) < 0x7f00_0000
}

/// ln x where [`is_common`] holds.
#[inline(always)]
pub(super) fn common<I: Isa>(x: f32) -> f32 {
    positive::<I>(x, 0.0)
}

/// ln x.
#[inline(always)]
pub(super) fn ln<I: Isa>(x: f32) -> f32 {
    let subnormal = x < f32::MIN_POSITIVE;
    let y = positive::<I>(if subnormal { x * TWO_23 } else { x }, if subnormal { -23.0 } else { 0.0 });
    let y = if x == 0.0 { f32::NEG_INFINITY } else { y };
    let y = if x < 0.0 { f32::NAN } else { y };
    // ∞ and NaN are their own logarithms.
    if x < f32::INFINITY { y } else { x }
}

/// ln(x·2ⁿ) of a positive normal number.
#[inline(always)]
fn positive<I: Isa>(x: f32, n: f32) -> f32 {
    let bits = x.to_bits().wrapping_sub(ROOT_HALF);
    let e = (bits as i32 >> 23) as f32 + n;
    let f = f32::from_bits((bits & 0x007f_ffff).wrapping_add(ROOT_HALF)) - 1.0;
    let square = f * f;
    let tail = I::mul_add(f * square, polynomial::<I, 9>(f, &P), e * LN2_LOW);
    I::mul_add(e, LN2_HIGH, f + I::mul_add(-0.5, square, tail))
}

/// ln(1 + f) − f.
#[inline(always)]
pub(super) fn tail<I: Isa>(f: f32) -> f32 {
    I::mul_add(-0.5, f * f, cube::<I>(f))
}

/// ln(1 + f) − f + f²/2.
#[inline(always)]
pub(super) fn cube<I: Isa>(f: f32) -> f32 {
    f * f * f * polynomial::<I, 9>(f, &P)
}
