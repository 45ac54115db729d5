//! 2ˣ and eˣ − 1.

use crate::{
    Isa,
    math::{
        exact::{fast_two_sum, two_product, two_sum},
        pair::{MAGIC, Reduced, near_one, power_of_two, reduce, scale, series},
    },
};

/// ln 2.
const LN2: [f64; 2] = [core::f64::consts::LN_2, 2.319_046_813_846_299_6e-17];

/// 2ˣ.
#[inline(always)]
pub(in crate::math) fn exp2<I: Isa>(x: f64) -> f64 {
    // Beyond these the result is 0 or ∞. Comparisons in this form keep NaN.
    let x = if x > 1100.0 { 1100.0 } else { x };
    let x = if x < -1100.0 { -1100.0 } else { x };
    let shifted = x + MAGIC;
    let n = shifted - MAGIC;
    let r = x - n;
    let (high, low) = two_product::<I, f64>(r, LN2[0]);
    let (high, _) = near_one::<I>(high, I::mul_add(r, LN2[1], low));
    scale(high, (shifted.to_bits() as i64).wrapping_sub(MAGIC.to_bits() as i64))
}

/// eˣ − 1.
#[inline(always)]
pub(in crate::math) fn exp_m1<I: Isa>(x: f64) -> f64 {
    let capped = if x > 710.0 { 710.0 } else { x };
    let capped = if capped < -50.0 { -50.0 } else { capped };
    let Reduced { r, r_low, n } = reduce::<I>(capped);
    let (half_square, rest) = series::<I>(r, r_low);
    let (high, lost) = fast_two_sum(r, half_square);
    // 2ⁿ⁻¹ twice: 2ⁿ may overflow before the result does.
    let power = power_of_two(n.wrapping_sub(1));
    let (whole, whole_lost) = two_sum(power, -0.5);
    let (sum, sum_lost) = two_sum(whole, power * high);
    let y = sum + (sum_lost + I::mul_add(power, lost + rest, whole_lost));
    let y = if x.abs() < 1e-17 { x } else { y + y };
    y.copysign(x)
}
