//! Functions made of the exponential, in f32 arithmetic: 2ˣ, eˣ − 1, the hyperbolic sine and cosine.

use super::{
    exact::{fast_two_sum, two_sum},
    exp::{MAGIC, Parts, parts, polynomial, power_of_two, precise_parts_m1, scale},
};
use crate::Isa;

/// 2ʳ = 1 + r·ln 2 + r²·EXP2(r).
const EXP2: [f32; 5] = [0.240_226_48, 0.055_503_625, 0.009_618_510_5, 0.001_339_003_3, 0.000_153_243_83];
/// ln 2, with 12 bits in the first part.
const LN2: [f32; 2] = [0.693_115_23, 3.194_618_3e-5];
/// sinh x = x + x³·SINH(x²) up to 1.
const SINH: [f32; 4] = [0.166_666_67, 0.008_333_311, 0.000_198_426_35, 2.783_925e-6];

/// 2ˣ.
#[inline(always)]
pub(super) fn exp2<I: Isa>(x: f32) -> f32 {
    let x = if x > 129.0 { 129.0 } else { x };
    let x = if x < -151.0 { -151.0 } else { x };
    let shifted = x + MAGIC;
    let n = shifted - MAGIC;
    let r = x - n;
    // The product of 12 bits of r is exact.
    let head = f32::from_bits(r.to_bits() & 0xffff_f000);
    let rest = I::mul_add(r - head, LN2[0], r * I::mul_add(r, polynomial::<I, 5>(r, &EXP2), LN2[1]));
    let (sum, lost) = fast_two_sum(1.0, head * LN2[0]);
    scale(sum + (lost + rest), (shifted.to_bits() as i32).wrapping_sub(MAGIC.to_bits() as i32))
}

/// eˣ − 1.
#[inline(always)]
pub(super) fn exp_m1<I: Isa>(x: f32) -> f32 {
    let capped = if x > 89.0 { 89.0 } else { x };
    let capped = if capped < -20.0 { -20.0 } else { capped };
    let Parts { high: p, low: p_low, n } = precise_parts_m1::<I>(capped);
    // 2ⁿ⁻¹ twice: 2ⁿ may overflow before the result does.
    let power = power_of_two(n.wrapping_sub(1));
    let (half, half_lost) = fast_two_sum(power, power * p);
    let (sum, lost) = two_sum(half, -0.5);
    let y = sum + (lost + I::mul_add(power, p_low, half_lost));
    let y = if x.abs() < 1e-8 { x } else { y + y };
    y.copysign(x)
}

/// sinh x: (eˣ − e⁻ˣ)/2 from 1 on.
#[inline(always)]
pub(super) fn sinh<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let square = magnitude * magnitude;
    let small = I::mul_add(magnitude * square, polynomial::<I, 4>(square, &SINH), magnitude);
    let (high, low, inverse) = halves::<I>(magnitude);
    let y = if magnitude < 1.0 { small } else { high + (low - inverse) };
    y.copysign(x)
}

/// cosh x.
#[inline(always)]
pub(super) fn cosh<I: Isa>(x: f32) -> f32 {
    let (high, low, inverse) = halves::<I>(x.abs());
    high + (low + inverse)
}

/// eˣ/2 as a sum of two floats, and e⁻ˣ/2, for x ≥ 0.
#[inline(always)]
fn halves<I: Isa>(x: f32) -> (f32, f32, f32) {
    let x = if x > 90.0 { 90.0 } else { x };
    let Parts { high, low, n } = parts::<I>(x);
    let n = n.wrapping_sub(1);
    let half = scale(high, n);
    (half, scale(low, n), 0.25 / half)
}
