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
const ROOT_HALF: u32 = 0x3f35_04f3;
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
    match normal(x) {
        Ok((s, n)) => positive::<I>(s, n),
        Err(y) => y,
    }
}

/// A positive number as s·2ⁿ with a normal s, or the logarithm of any other.
#[inline(always)]
pub(super) fn normal(x: f32) -> Result<(f32, f32), f32> {
    if is_common(x) {
        Ok((x, 0.0))
    } else if x == 0.0 {
        Err(f32::NEG_INFINITY)
    } else if x < 0.0 {
        Err(f32::NAN)
    } else if !x.is_finite() {
        // ∞ and NaN are their own logarithms.
        Err(x)
    } else {
        Ok((x * TWO_23, -23.0))
    }
}

/// ln(x·2ⁿ) of a positive normal number.
#[inline(always)]
fn positive<I: Isa>(x: f32, n: f32) -> f32 {
    let Split { exponent, f } = split(x);
    let e = exponent as f32 + n;
    let square = f * f;
    let tail = I::mul_add(f * square, polynomial::<I, 9>(f, &P), e * LN2_LOW);
    I::mul_add(e, LN2_HIGH, f + I::mul_add(-0.5, square, tail))
}

/// A positive normal number as 2ᵉ·(1 + f) with 1 + f in [√½, √2).
pub(super) struct Split {
    pub(super) exponent: i32,
    pub(super) f: f32,
}

#[inline(always)]
pub(super) fn split(x: f32) -> Split {
    let bits = x.to_bits().wrapping_sub(ROOT_HALF);
    let f = f32::from_bits((bits & 0x007f_ffff).wrapping_add(ROOT_HALF)) - 1.0;
    Split { exponent: bits as i32 >> 23, f }
}

/// ln(1 + f) − f.
#[inline(always)]
pub(super) fn tail<I: Isa>(f: f32) -> f32 {
    let square = f * f;
    I::mul_add(-0.5, square, f * square * polynomial::<I, 9>(f, &P))
}
