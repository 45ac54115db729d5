//! The exponential function in f32 arithmetic.
//!
//! x = n·ln 2 + r with |r| ≤ 0.35; eˣ = 2ⁿ·(1 + r + r²·Q(r)). The part n·(high bits of ln 2) is exact, so that r is
//! known to more than a float: its low part joins the polynomial's tail. Q is a minimax polynomial (weighted Lawson
//! iteration) of error below 2⁻³³.

use super::exact::fast_two_sum;
use crate::Isa;

/// Adding this rounds to an integer, which then stands in the low bits.
pub(super) const MAGIC: f32 = 12_582_912.0;
/// The first 9 bits of ln 2 (355/512), and the rest.
pub(super) const LN2_HIGH: f32 = 0.693_359_4;
pub(super) const LN2_LOW: f32 = -2.121_944_4e-4;
const Q: [f32; 6] = [0.5, 0.166_666_67, 0.041_666_456, 0.008_333_207, 0.001_393_593_8, 0.000_199_450_31];

/// eˣ = (high + low)·2ⁿ with high in [0.7, 1.42] and |low| ≤ ulp(high)/2; error some 0.3 ulp of `high`.
pub(super) struct Parts {
    pub(super) high: f32,
    pub(super) low: f32,
    pub(super) n: i32,
}

/// Needs |x| ≤ 150, or NaN (then `n` means nothing).
#[inline(always)]
pub(super) fn parts<I: Isa>(x: f32) -> Parts {
    let Parts { high: p, low: p_low, n } = parts_m1::<I>(x);
    let (high, lost) = fast_two_sum(1.0, p);
    Parts { high, low: lost + p_low, n }
}

/// x = n·ln 2 + r − low, where r is exact.
struct Reduced {
    r: f32,
    low: f32,
    n: i32,
}

#[inline(always)]
fn reduce<I: Isa>(x: f32) -> Reduced {
    let shifted = I::mul_add(x, core::f32::consts::LOG2_E, MAGIC);
    let n = shifted - MAGIC;
    let r = I::mul_add(n, -LN2_HIGH, x);
    Reduced { r, low: n * LN2_LOW, n: (shifted.to_bits() as i32).wrapping_sub(MAGIC.to_bits() as i32) }
}

/// eˣ = (1 + high + low)·2ⁿ: good to 2⁻²⁸ of `high`. Needs |x| ≤ 150, or NaN.
#[inline(always)]
fn parts_m1<I: Isa>(x: f32) -> Parts {
    let Reduced { r, low, n } = reduce::<I>(x);
    let reduced = r - low;
    let tail = I::mul_add(reduced * reduced, polynomial::<I, 6>(reduced, &Q), -low);
    let (high, low) = fast_two_sum(r, tail);
    Parts { high, low, n }
}

/// The same, better where products are rounded before they are added: the square of 12 bits is exact.
#[inline(always)]
pub(super) fn precise_parts_m1<I: Isa>(x: f32) -> Parts {
    if I::FUSED {
        return parts_m1::<I>(x);
    }
    let Reduced { r, low, n } = reduce::<I>(x);
    let reduced = r - low;
    let head = f32::from_bits(reduced.to_bits() & 0xffff_f000);
    let [half, cubes @ ..] = &Q;
    let cube = reduced * reduced * reduced * polynomial::<I, 5>(reduced, cubes);
    let (high, lost) = fast_two_sum(r, half * head * head);
    let tail = (half * (reduced - head) * (reduced + head) + cube) - low;
    let (high, low) = fast_two_sum(high, lost + tail);
    Parts { high, low, n }
}

/// Whether [`common`] holds at x: the result and all it is made of are normal.
#[inline(always)]
pub(super) fn is_common(x: f32) -> bool {
    x.abs() < 87.0
}

/// eˣ where [`is_common`] holds.
#[inline(always)]
pub(super) fn common<I: Isa>(x: f32) -> f32 {
    let Unscaled { rest, shifted } = unscaled::<I>(x);
    times_power(1.0 + rest, shifted)
}

/// eˣ.
#[inline(always)]
pub(super) fn exp<I: Isa>(x: f32) -> f32 {
    // Beyond these the result is 0 or ∞. Comparisons in this form keep NaN.
    let x = if x > 89.0 { 89.0 } else { x };
    let x = if x < -104.0 { -104.0 } else { x };
    let Unscaled { rest, shifted } = unscaled::<I>(x);
    scale(1.0 + rest, (shifted as i32).wrapping_sub(MAGIC.to_bits() as i32))
}

/// eˣ = (1 + rest)·2ⁿ, and the number whose lowest bits are n.
pub(super) struct Unscaled {
    pub(super) rest: f32,
    pub(super) shifted: u32,
}

#[inline(always)]
pub(super) fn unscaled<I: Isa>(x: f32) -> Unscaled {
    let shifted = I::mul_add(x, core::f32::consts::LOG2_E, MAGIC);
    let n = shifted - MAGIC;
    let r = I::mul_add(n, -LN2_LOW, I::mul_add(n, -LN2_HIGH, x));
    let rest = I::mul_add(r * r, polynomial::<I, 6>(r, &Q), r);
    Unscaled { rest, shifted: shifted.to_bits() }
}

/// x·2ⁿ, where that is normal, for the n in the lowest bits of `shifted`.
#[inline(always)]
pub(super) fn times_power(x: f32, shifted: u32) -> f32 {
    f32::from_bits(x.to_bits().wrapping_add(shifted << 23))
}

/// x·2ⁿ for |n| ≤ 252, rounded once where the result is normal.
#[inline(always)]
pub(super) fn scale(x: f32, n: i32) -> f32 {
    let half = n >> 1;
    x * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

#[inline(always)]
pub(super) fn power_of_two(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) as u32) << 23)
}

/// c₀ + c₁·x + … by Horner's rule.
#[inline(always)]
pub(super) fn polynomial<I: Isa, const N: usize>(x: f32, coefficients: &[f32; N]) -> f32 {
    let mut sum = coefficients[N - 1];
    for i in (0..N - 1).rev() {
        sum = I::mul_add(sum, x, coefficients[i]);
    }
    sum
}
