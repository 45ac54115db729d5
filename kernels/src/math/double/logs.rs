//! Logarithms of sums of two numbers, and what is made of them.
//!
//! x = 2ᵉ·(1 + f) with 1 + f in [√½, √2). With s = f/(2 + f), ln(1 + f) = 2s + s³·P(s²) = f − f²/2 + s·(f²/2 + s²·P(s²)): the
//! first two terms are known exactly, and what is rounded in the last is some 2⁻⁶⁰ of the result.

use super::less;
use crate::{
    Isa,
    hardware::Hardware,
    math::{
        exact::{fast_two_sum, two_product, two_sum},
        pair::{LN2_HIGH, LN2_LOW, Scaled, polynomial, scale, scaled_exp},
    },
};

/// ln(1 + f) = 2s + s³·P(s²).
const P: [f64; 8] = [
    0.666_666_666_666_666_6,
    0.400_000_000_000_008_8,
    0.285_714_285_708_026_04,
    0.222_222_223_919_418_15,
    0.181_817_956_157_836_9,
    0.153_862_410_270_387_66,
    0.132_687_376_793_858_3,
    0.130_869_968_291_771_2,
];
/// asinh x = x + x³·ASINH(x²) up to ½.
const ASINH: [f64; 14] = [
    -0.166_666_666_666_666_66,
    0.074_999_999_999_999_96,
    -0.044_642_857_142_844_924,
    0.030_381_944_443_186_405,
    -0.022_372_159_023_147_643,
    0.017_352_762_229_882_07,
    -0.013_964_797_578_999_641,
    0.011_551_137_622_535_44,
    -0.009_754_919_054_752_259,
    0.008_342_249_736_045_443,
    -0.007_065_506_478_379_36,
    0.005_547_136_554_853_364,
    -0.003_454_741_483_295_518_5,
    0.001_201_303_271_679_571_1,
];
/// The bits of √½.
const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
const ONE: u64 = 0x3ff0_0000_0000_0000;
const MANTISSA: u64 = 0x000f_ffff_ffff_ffff;
const TWO_52: f64 = 4_503_599_627_370_496.0;
const TWO_54: f64 = 18_014_398_509_481_984.0;
/// From here on √(x² + 1) is x.
const HUGE: f64 = 1_073_741_824.0;

/// A positive normal number as 2ᵉ·m with m in [√½, √2), and e plus the exponents' bias.
struct Split {
    e: f64,
    m: f64,
    biased: u64,
}

#[inline(always)]
fn split(x: f64) -> Split {
    let bits = x.to_bits().wrapping_add(ONE - ROOT_HALF);
    let biased = bits >> 52;
    // The integer in the low bits of a number of 2⁵², for CPUs that cannot convert it.
    let e = f64::from_bits(biased | TWO_52.to_bits()) - (TWO_52 + 1023.0);
    Split { e, m: f64::from_bits((bits & MANTISSA).wrapping_add(ROOT_HALF)), biased }
}

/// A logarithm as e·ln 2 + high + low.
struct Sum {
    e: f64,
    high: f64,
    low: f64,
}

/// ln m + e·ln 2.
#[inline(always)]
fn near_one<I: Isa>(m: f64, e: f64) -> Sum {
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let (square, square_low) = two_product::<I, f64>(f, f);
    let half = 0.5 * square;
    let u = s * s;
    let (high, lost) = fast_two_sum(f, -half);
    let low = I::mul_add(s, I::mul_add(u, polynomial::<I, 8>(u, &P), half), lost - 0.5 * square_low);
    Sum { e, high, low }
}

/// ln(x + low) for a normal x in [2⁻¹⁰⁰⁰, 2¹⁰²⁰] and |low| ≤ 2⁻⁵²·x.
#[inline(always)]
fn sum<I: Isa>(x: f64, low: f64) -> Sum {
    let Split { e, m, biased } = split(x);
    let power = f64::from_bits(2046_u64.wrapping_sub(biased) << 52);
    let Sum { e, high, low: rest } = near_one::<I>(m, e);
    Sum { e, high, low: rest + low * power / m }
}

impl Sum {
    /// As a sum of two numbers.
    #[inline(always)]
    fn pair<I: Isa>(&self) -> (f64, f64) {
        let (sum, lost) = fast_two_sum(self.e * LN2_HIGH, self.high);
        (sum, lost + I::mul_add(self.e, LN2_LOW, self.low))
    }

    /// Its value.
    #[inline(always)]
    fn value<I: Isa>(&self) -> f64 {
        let (high, low) = self.pair::<I>();
        high + low
    }
}

/// Whether [`common`] holds at x: normal, positive and finite.
#[inline(always)]
pub(in crate::math) fn is_common(x: f64) -> bool {
    x.to_bits().wrapping_sub(f64::MIN_POSITIVE.to_bits()) < f64::INFINITY.to_bits() - f64::MIN_POSITIVE.to_bits()
}

/// ln x where [`is_common`] holds.
#[inline(always)]
pub(in crate::math) fn common<I: Isa>(x: f64) -> f64 {
    let Split { e, m, .. } = split(x);
    near_one::<I>(m, e).value::<I>()
}

/// The logarithm of x, given that of positive numbers.
#[inline(always)]
fn of_any(x: f64, positive: impl Fn(f64, f64) -> f64) -> f64 {
    let subnormal = x < f64::MIN_POSITIVE;
    let Split { e, m, .. } = split(if subnormal { x * TWO_54 } else { x });
    let y = positive(m, if subnormal { e - 54.0 } else { e });
    let y = if x == 0.0 { f64::NEG_INFINITY } else { y };
    let y = if x < 0.0 { f64::NAN } else { y };
    // ∞ and NaN are their own logarithms.
    if x < f64::INFINITY { y } else { x }
}

/// ln x.
#[inline(always)]
pub(in crate::math) fn ln<I: Isa>(x: f64) -> f64 {
    of_any(x, |m, e| near_one::<I>(m, e).value::<I>())
}

/// The logarithm to a base, given the logarithms of 2 (high part of 33 bits) and of e.
#[inline(always)]
fn to_base<I: Isa>(x: f64, [two, two_low]: [f64; 2], [unit, unit_low]: [f64; 2]) -> f64 {
    of_any(x, |m, e| {
        let Sum { e, high, low } = near_one::<I>(m, e);
        let (product, error) = two_product::<I, f64>(high, unit);
        let low = I::mul_add(low, unit, I::mul_add(high, unit_low, error));
        let (sum, lost) = fast_two_sum(e * two, product);
        sum + (lost + I::mul_add(e, two_low, low))
    })
}

/// log₂ x.
#[inline(always)]
pub(in crate::math) fn log2<I: Isa>(x: f64) -> f64 {
    to_base::<I>(x, [1.0, 0.0], [core::f64::consts::LOG2_E, 2.035_527_374_093_103_3e-17])
}

/// log₁₀ x.
#[inline(always)]
pub(in crate::math) fn log10<I: Isa>(x: f64) -> f64 {
    let two = [0.301_029_995_607_677_85, 5.630_334_806_675_098e-11];
    to_base::<I>(x, two, [core::f64::consts::LOG10_E, 1.098_319_650_216_765e-17])
}

/// ln(1 + x).
#[inline(always)]
pub(in crate::math) fn ln_1p<I: Isa>(x: f64) -> f64 {
    // Above 2⁶⁰ the 1 does not count.
    let huge = x > TWO_54 * 64.0;
    let (one, low) = two_sum(1.0, if huge { 1.0 } else { x });
    let Split { e, m, biased } = split(if huge { x } else { one });
    let power = f64::from_bits(2046_u64.wrapping_sub(biased) << 52);
    let Sum { e, high, low: rest } = near_one::<I>(m, e);
    let rest = if huge { rest } else { rest + low * power / m };
    let y = Sum { e, high, low: rest }.value::<I>().copysign(x);
    let y = if x == -1.0 { f64::NEG_INFINITY } else { y };
    let y = if x < -1.0 { f64::NAN } else { y };
    if x < f64::INFINITY { y } else { x }
}

/// √(x + low) as a sum of two numbers.
#[inline(always)]
fn root<I: Isa>(x: f64, low: f64) -> (f64, f64) {
    let root = f64::square_root(x);
    let (product, error) = two_product::<I, f64>(root, root);
    let rest = ((x - product) - error) + low;
    // At 0 the rest is 0.
    (root, rest / (root + root + f64::MIN_POSITIVE))
}

/// asinh x.
#[inline(always)]
pub(in crate::math) fn asinh<I: Isa>(x: f64) -> f64 {
    let magnitude = x.abs();
    let u = magnitude * magnitude;
    let small = I::mul_add(magnitude * u, polynomial::<I, 14>(u, &ASINH), magnitude);
    // ln(x + √(x² + 1)), and ln 2x from 2³⁰ on.
    let huge = magnitude >= HUGE;
    let capped = if huge { HUGE } else { magnitude };
    let (square, square_low) = two_product::<I, f64>(capped, capped);
    let (inside, lost) = two_sum(square, 1.0);
    let (root, root_low) = root::<I>(inside, lost + square_low);
    let (total, low) = two_sum(root, capped);
    let large = twice_or_sum::<I>(huge, magnitude, total, low + root_low);
    let y = if magnitude < 0.5 { small } else { large };
    let y = y.copysign(x);
    if magnitude < f64::INFINITY { y } else { x }
}

/// ln 2x if `huge`, else ln(total + low).
#[inline(always)]
fn twice_or_sum<I: Isa>(huge: bool, x: f64, total: f64, low: f64) -> f64 {
    // Within the range of `sum`.
    let scaled = x * (1.0 / HUGE);
    let Sum { e, high, low } = sum::<I>(if huge { scaled } else { total }, if huge { 0.0 } else { low });
    Sum { e: if huge { e + 31.0 } else { e }, high, low }.value::<I>()
}

/// acosh x.
#[inline(always)]
pub(in crate::math) fn acosh<I: Isa>(x: f64) -> f64 {
    let huge = x >= HUGE;
    // ln(1 + t + √(t·(t + 2))) with the exact t = x − 1.
    let t = if huge { 1.0 } else { x - 1.0 };
    let (square, square_low) = two_product::<I, f64>(t, t);
    let (inside, inside_low) = two_sum(square, t + t);
    let (root, root_low) = root::<I>(inside, inside_low + square_low);
    let (part, part_low) = two_sum(root, t);
    let (total, low) = two_sum(1.0, part);
    let y = twice_or_sum::<I>(huge, x, total, low + (part_low + root_low));
    let y = if x < 1.0 { f64::NAN } else { y };
    if x < f64::INFINITY { y } else { x }
}

/// atanh x = ½·ln(1 + 2x/(1 − x)).
#[inline(always)]
pub(in crate::math) fn atanh<I: Isa>(x: f64) -> f64 {
    let magnitude = x.abs();
    let outside = magnitude >= 1.0;
    let inside = if outside { 0.5 } else { magnitude };
    let (bottom, bottom_low) = less(1.0, inside);
    let quotient = (inside + inside) / bottom;
    let (product, error) = two_product::<I, f64>(quotient, bottom);
    let rest = (((inside + inside) - product) - error) - quotient * bottom_low;
    let (one, low) = two_sum(1.0, quotient);
    let y = 0.5 * sum::<I>(one, low + rest / bottom).value::<I>();
    let y = if magnitude < 1e-9 { magnitude } else { y };
    let y = if outside { f64::INFINITY } else { y };
    let y = if magnitude > 1.0 { f64::NAN } else { y };
    y.copysign(x)
}

/// ln(1 + eˣ), as x + ln(1 + e⁻ˣ) above 0.
#[inline(always)]
pub(in crate::math) fn softplus<I: Isa>(x: f64) -> f64 {
    let magnitude = x.abs();
    let capped = if magnitude > 750.0 { 750.0 } else { magnitude };
    let Scaled { high, low, n } = scaled_exp::<I>(-capped);
    let (exponential, exponential_low) = (scale(high, n), scale(low, n));
    let (one, lost) = fast_two_sum(1.0, exponential);
    let (logarithm, low) = sum::<I>(one, lost + exponential_low).pair::<I>();
    let (high, high_lost) = two_sum(magnitude, logarithm);
    // E − E²/2 + …, where 1 + E keeps little of E.
    let rest = I::mul_add(exponential, I::mul_add(exponential, -0.25, 1.0 / 3.0), -0.5);
    let small = exponential + I::mul_add(exponential * exponential, rest, exponential_low);
    let negative = if exponential < 1e-6 { small } else { logarithm + low };
    let y = if x > 0.0 { high + (high_lost + low) } else { negative };
    if magnitude < f64::INFINITY || x < 0.0 { y } else { x }
}
