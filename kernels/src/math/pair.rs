//! f64 functions built on an exponential known to 2⁻⁶⁰, as a sum of two numbers: exp, sinh, cosh, tanh,
//! sigmoid.
//!
//! Sums and quotients keep what their rounding loses, so that about one rounding remains (below 0.6 ulp). Near 0, where
//! the differences cancel, a Taylor series.

use super::exact::{fast_two_sum, two_product, two_sum};
use crate::Isa;

pub(super) const MAGIC: f64 = 6_755_399_441_055_744.0;
/// The first 33 bits of ln 2, and the rest.
pub(super) const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
pub(super) const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// 1/3!, 1/4!, … 1/15!.
const FACTORIALS: [f64; 13] = [
    1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 120.0,
    1.0 / 720.0,
    1.0 / 5040.0,
    1.0 / 40_320.0,
    1.0 / 362_880.0,
    1.0 / 3_628_800.0,
    1.0 / 39_916_800.0,
    1.0 / 479_001_600.0,
    1.0 / 6_227_020_800.0,
    1.0 / 87_178_291_200.0,
    1.0 / 1_307_674_368_000.0,
];
/// sinh x = x + x·x²·(1/3! + x²/5! + …).
const SINH: [f64; 5] = [1.0 / 6.0, 1.0 / 120.0, 1.0 / 5040.0, 1.0 / 362_880.0, 1.0 / 39_916_800.0];
/// tanh x = x + x·x²·(−1/3 + 2/15 x² − …).
const TANH: [f64; 9] = [
    -1.0 / 3.0,
    2.0 / 15.0,
    -17.0 / 315.0,
    62.0 / 2835.0,
    -1382.0 / 155_925.0,
    21_844.0 / 6_081_075.0,
    -929_569.0 / 638_512_875.0,
    6_404_582.0 / 10_854_718_875.0,
    -443_861_162.0 / 1_856_156_927_625.0,
];
/// Below this the series are exact to 2⁻⁵⁸.
const SERIES: f64 = 0.125;

/// (high + low)·2ⁿ.
pub(super) struct Scaled {
    pub(super) high: f64,
    pub(super) low: f64,
    pub(super) n: i64,
}

/// x = n·ln 2 + `r` + `r_low`.
pub(super) struct Reduced {
    pub(super) r: f64,
    pub(super) r_low: f64,
    pub(super) n: i64,
}

/// For |x| ≤ 800 or NaN.
#[inline(always)]
pub(super) fn reduce<I: Isa>(x: f64) -> Reduced {
    let shifted = I::mul_add(x, core::f64::consts::LOG2_E, MAGIC);
    let n = shifted - MAGIC;
    let (product, product_low) = two_product::<I, f64>(n, LN2_LOW);
    let (r, r_low) = two_sum(I::mul_add(n, -LN2_HIGH, x), -product);
    Reduced { r, r_low: r_low - product_low, n: (shifted.to_bits() as i64).wrapping_sub(MAGIC.to_bits() as i64) }
}

/// e^(`r` + `r_low`) − 1 − `r` as a sum of r²/2 and a rest, for |r| ≤ 0.35.
#[inline(always)]
pub(super) fn series<I: Isa>(r: f64, r_low: f64) -> (f64, f64) {
    let (square, square_low) = two_product::<I, f64>(r, r);
    let tail = r * square * polynomial::<I, 13>(r, &FACTORIALS);
    (0.5 * square, tail + (0.5 * square_low + I::mul_add(r, r_low, r_low)))
}

/// e^(`r` + `r_low`) as a sum of two numbers, for |r| ≤ 0.35.
#[inline(always)]
pub(super) fn near_one<I: Isa>(r: f64, r_low: f64) -> (f64, f64) {
    let (half_square, rest) = series::<I>(r, r_low);
    let (one, first) = fast_two_sum(1.0, r);
    let (sum, second) = fast_two_sum(one, half_square);
    fast_two_sum(sum, (first + second) + rest)
}

/// eˣ for |x| ≤ 800 or NaN.
#[inline(always)]
pub(super) fn scaled_exp<I: Isa>(x: f64) -> Scaled {
    let Reduced { r, r_low, n } = reduce::<I>(x);
    let (high, low) = near_one::<I>(r, r_low);
    Scaled { high, low, n }
}

/// eˣ.
#[inline(always)]
pub(super) fn exp<I: Isa>(x: f64) -> f64 {
    // Beyond these the result is 0 or ∞. Comparisons in this form keep NaN.
    let x = if x > 750.0 { 750.0 } else { x };
    let x = if x < -750.0 { -750.0 } else { x };
    let Scaled { high, n, .. } = scaled_exp::<I>(x);
    scale(high, n)
}

/// sinh x.
#[inline(always)]
pub(super) fn sinh<I: Isa>(x: f64) -> f64 {
    let magnitude = x.abs();
    let u = magnitude * magnitude;
    let small = I::mul_add(magnitude * u, polynomial::<I, 5>(u, &SINH), magnitude);
    let y = if magnitude < SERIES { small } else { half_sum::<I>(magnitude, -1.0) };
    y.copysign(x)
}

/// cosh x.
#[inline(always)]
pub(super) fn cosh<I: Isa>(x: f64) -> f64 {
    half_sum::<I>(x.abs(), 1.0)
}

/// (eˣ + sign·e⁻ˣ)/2 for x ≥ 0.
#[inline(always)]
fn half_sum<I: Isa>(x: f64, sign: f64) -> f64 {
    let x = if x > 750.0 { 750.0 } else { x };
    let Scaled { high, low, n } = scaled_exp::<I>(x);
    let inverse = 1.0 / high;
    let (product, error) = two_product::<I, f64>(inverse, high);
    let inverse_low = inverse * (((1.0 - product) - error) - inverse * low);
    // e⁻ˣ relative to eˣ: times 2^(−2n), which may underflow harmlessly.
    let ratio = sign * power_of_two((-2 * n).max(-1022));
    let (sum, lost) = two_sum(high, inverse * ratio);
    scale(sum + (lost + (low + inverse_low * ratio)), n - 1)
}

/// tanh x.
#[inline(always)]
pub(super) fn tanh<I: Isa>(x: f64) -> f64 {
    let magnitude = x.abs();
    let u = magnitude * magnitude;
    let small = I::mul_add(magnitude * u, polynomial::<I, 9>(u, &TANH), magnitude);
    // From 19.1 on the result rounds to 1.
    let capped = if magnitude > 22.0 { 22.0 } else { magnitude };
    let Scaled { high, low, n } = scaled_exp::<I>(capped + capped);
    let power = power_of_two(n);
    let (high, low) = (high * power, low * power);
    let (top, top_low) = two_sum(high, -1.0);
    let (bottom, bottom_low) = two_sum(high, 1.0);
    let large = quotient::<I>((top, top_low + low), (bottom, bottom_low + low));
    let y = if magnitude < SERIES { small } else { large };
    y.copysign(x)
}

/// 1/(1 + e⁻ˣ), as e^(−|x|)/(1 + e^(−|x|)) below 0.
#[inline(always)]
pub(super) fn sigmoid<I: Isa>(x: f64) -> f64 {
    let x = if x < -750.0 { -750.0 } else { x };
    let magnitude = x.abs();
    let capped = if magnitude > 750.0 { 750.0 } else { magnitude };
    let Scaled { high, low, n } = scaled_exp::<I>(-capped);
    let (sum, lost) = fast_two_sum(1.0, scale(high, n));
    let bottom = (sum, lost + scale(low, n));
    let negative = x < 0.0;
    let top = if negative { (high, low) } else { (1.0, 0.0) };
    scale(quotient::<I>(top, bottom), if negative { n } else { 0 })
}

/// a/b of two pairs.
#[inline(always)]
pub(super) fn quotient<I: Isa>((a, a_low): (f64, f64), (b, b_low): (f64, f64)) -> f64 {
    let inverse = 1.0 / b;
    let quotient = a * inverse;
    let (product, error) = two_product::<I, f64>(quotient, b);
    let residual = ((a - product) - error) + (a_low - quotient * b_low);
    I::mul_add(residual, inverse, quotient)
}

/// x·2ⁿ for |n| ≤ 2044, rounded once where the result is normal.
#[inline(always)]
pub(super) fn scale(x: f64, n: i64) -> f64 {
    let half = n >> 1;
    x * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

#[inline(always)]
pub(super) fn power_of_two(n: i64) -> f64 {
    f64::from_bits((n.wrapping_add(1023) as u64) << 52)
}

#[inline(always)]
pub(super) fn polynomial<I: Isa, const N: usize>(x: f64, coefficients: &[f64; N]) -> f64 {
    let mut sum = coefficients[N - 1];
    for i in (0..N - 1).rev() {
        sum = I::mul_add(sum, x, coefficients[i]);
    }
    sum
}
