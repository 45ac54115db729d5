//! Logarithms of sums of two floats, and what is made of them, in f32 arithmetic: ln(1 + x), log₂, log₁₀, the inverse
//! hyperbolic functions, ln(1 + eˣ).
//!
//! The logarithm is the sum of e times that of 2, of the float f, and of a small rest: see [`ln`](super::ln).

use super::{
    exact::{fast_two_sum, two_product, two_sum},
    exp::{LN2_HIGH, LN2_LOW, Parts, parts, polynomial, scale},
    ln::{ROOT_HALF, TWO_23, cube, tail},
};
use crate::{Isa, hardware::Hardware};

/// ln(x + low) = e·ln 2 + f + rest.
struct Sum {
    e: f32,
    f: f32,
    rest: f32,
}

/// A normal number as 2ᵉ·(1 + f) with 1 + f in [√½, √2).
struct Split {
    e: f32,
    f: f32,
}

#[inline(always)]
fn split(x: f32) -> Split {
    let bits = x.to_bits().wrapping_sub(ROOT_HALF);
    let f = f32::from_bits((bits & 0x007f_ffff).wrapping_add(ROOT_HALF)) - 1.0;
    Split { e: (bits as i32 >> 23) as f32, f }
}

/// The first 12 bits.
#[inline(always)]
fn upper(x: f32) -> f32 {
    f32::from_bits(x.to_bits() & 0xffff_f000)
}

/// For a normal x ≥ 2⁻¹²⁵ and |low| ≤ 2⁻²³·x.
#[inline(always)]
fn sum<I: Isa>(x: f32, low: f32) -> Sum {
    let bits = x.to_bits().wrapping_sub(ROOT_HALF);
    let exponent = bits as i32 >> 23;
    let f = f32::from_bits((bits & 0x007f_ffff).wrapping_add(ROOT_HALF)) - 1.0;
    // low·2⁻ᵉ in two steps: the power may be subnormal.
    let half = exponent >> 1;
    let power = |n: i32| f32::from_bits((127_i32.wrapping_sub(n) as u32) << 23);
    let low = low * power(half) * power(exponent.wrapping_sub(half));
    // 1/(1 + f) to some percent, and exactly 1 at 0.
    let inverse = I::mul_add(f, I::mul_add(f, I::mul_add(f, -0.75, 0.95), -1.0), 1.0);
    let slope = I::mul_add(low, -0.5, inverse);
    Sum { e: exponent as f32, f, rest: I::mul_add(low, slope, tail::<I>(f)) }
}

impl Sum {
    /// Its value.
    #[inline(always)]
    fn value<I: Isa>(&self) -> f32 {
        I::mul_add(self.e, LN2_HIGH, self.f + I::mul_add(self.e, LN2_LOW, self.rest))
    }
}

/// ln(1 + x).
#[inline(always)]
pub(super) fn ln_1p<I: Isa>(x: f32) -> f32 {
    let (one, low) = two_sum(1.0, x);
    let y = sum::<I>(one, low).value::<I>().copysign(x);
    let y = if x == -1.0 { f32::NEG_INFINITY } else { y };
    let y = if x < -1.0 { f32::NAN } else { y };
    if x < f32::INFINITY { y } else { x }
}

/// The logarithm to a base, given the logarithms of 2 (high part of 9 bits) and of e (high part of 12 bits).
#[inline(always)]
fn to_base<I: Isa>(x: f32, [two, two_low]: [f32; 2], [unit, unit_low]: [f32; 2]) -> f32 {
    let subnormal = x < f32::MIN_POSITIVE;
    let Split { e, f } = split(if subnormal { x * TWO_23 } else { x });
    let e = if subnormal { e - 23.0 } else { e };
    // ln(1 + f) = high + low, where the square of 12 bits of f is exact.
    let head = upper(f);
    let (high, lost) = fast_two_sum(f, -0.5 * head * head);
    let low = lost + I::mul_add(-0.5 * (f - head), f + head, cube::<I>(f));
    // The product of 12 bits is exact.
    let head = upper(high);
    let low = I::mul_add(high, unit_low, low * (unit + unit_low));
    let low = I::mul_add(high - head, unit, I::mul_add(e, two_low, low));
    let (high, lost) = two_sum(e * two, head * unit);
    let y = high + (lost + low);
    let y = if x == 0.0 { f32::NEG_INFINITY } else { y };
    let y = if x < 0.0 { f32::NAN } else { y };
    if x < f32::INFINITY { y } else { x }
}

/// log₂ x.
#[inline(always)]
pub(super) fn log2<I: Isa>(x: f32) -> f32 {
    to_base::<I>(x, [1.0, 0.0], [1.442_871_1, -0.000_176_052_85])
}

/// log₁₀ x.
#[inline(always)]
pub(super) fn log10<I: Isa>(x: f32) -> f32 {
    to_base::<I>(x, [0.300_781_25, 0.000_248_745_67], [0.434_326_17, -3.168_997e-5])
}

/// asinh x = x + x³·ASINH(x²) up to ½.
const ASINH: [f32; 7] =
    [-0.166_666_67, 0.075_000_35, -0.044_650_964, 0.030_461_056, -0.022_672_94, 0.017_131_135, -0.009_209_621];
/// atanh x = x + x³·ATANH(x²) up to ½.
const ATANH: [f32; 8] =
    [0.333_333_34, 0.199_999_08, 0.142_885_48, 0.110_713_98, 0.093_632_68, 0.069_035_195, 0.064_374_544, 0.113_163_866];

/// asinh x.
#[inline(always)]
pub(super) fn asinh<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let square = magnitude * magnitude;
    let small = I::mul_add(magnitude * square, polynomial::<I, 7>(square, &ASINH), magnitude);
    // ln(x + √(x² + 1)), and ln 2x from 2¹⁴ on.
    let huge = magnitude >= 16_384.0;
    let capped = if huge { 16_384.0 } else { magnitude };
    let (root, root_low) = root_of_square_plus::<I>(capped, 1.0);
    let (total, low) = fast_two_sum(root, capped);
    let large = if huge { sum::<I>(magnitude, 0.0) } else { sum::<I>(total, low + root_low) };
    let large = Sum { e: if huge { large.e + 1.0 } else { large.e }, ..large }.value::<I>();
    let y = if magnitude < 0.5 { small } else { large };
    let y = y.copysign(x);
    if magnitude < f32::INFINITY { y } else { x }
}

/// √(x² ± 1) as a sum of two floats, for |x| ≤ 2¹⁴.
#[inline(always)]
fn root_of_square_plus<I: Isa>(x: f32, one: f32) -> (f32, f32) {
    let (square, square_low) = two_product::<I, f32>(x, x);
    let (inside, inside_low) = two_sum(square, one);
    root::<I>(inside, inside_low + square_low)
}

/// √(x + low) as a sum of two floats.
#[inline(always)]
fn root<I: Isa>(x: f32, low: f32) -> (f32, f32) {
    let root = f32::square_root(x);
    let (product, error) = two_product::<I, f32>(root, root);
    let rest = ((x - product) - error) + low;
    // At 0 the rest is 0.
    (root, rest / (root + root + f32::MIN_POSITIVE))
}

/// acosh x.
#[inline(always)]
pub(super) fn acosh<I: Isa>(x: f32) -> f32 {
    let huge = x >= 16_384.0;
    // ln(1 + t + √(t·(t + 2))) with the exact t = x − 1.
    let t = if huge { 1.0 } else { x - 1.0 };
    let (square, square_low) = two_product::<I, f32>(t, t);
    let (inside, inside_low) = two_sum(square, t + t);
    let (root, root_low) = root::<I>(inside, inside_low + square_low);
    let (part, part_low) = two_sum(root, t);
    let (total, low) = two_sum(1.0, part);
    let large = if huge { sum::<I>(x, 0.0) } else { sum::<I>(total, low + (part_low + root_low)) };
    let y = Sum { e: if huge { large.e + 1.0 } else { large.e }, ..large }.value::<I>();
    let y = if x < 1.0 { f32::NAN } else { y };
    if x < f32::INFINITY { y } else { x }
}

/// atanh x.
#[inline(always)]
pub(super) fn atanh<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let square = magnitude * magnitude;
    let small = I::mul_add(magnitude * square, polynomial::<I, 8>(square, &ATANH), magnitude);
    // ½·ln((1 + x)/(1 − x)); the difference is exact from ½ on.
    let bottom = 1.0 - magnitude;
    let (top, top_low) = fast_two_sum(1.0, magnitude);
    let quotient = top / bottom;
    let (product, error) = two_product::<I, f32>(quotient, bottom);
    let rest = ((top - product) - error) + top_low;
    let large = 0.5 * sum::<I>(quotient, rest / bottom).value::<I>();
    let y = if magnitude < 0.5 { small } else { large };
    let y = if magnitude == 1.0 { f32::INFINITY } else { y };
    let y = if magnitude > 1.0 { f32::NAN } else { y };
    y.copysign(x)
}

/// ln(1 + eˣ), as x + ln(1 + e⁻ˣ) above 0.
#[inline(always)]
pub(super) fn softplus<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let capped = if magnitude > 104.0 { 104.0 } else { magnitude };
    let Parts { high, low, n } = parts::<I>(-capped);
    let (exponential, exponential_low) = (scale(high, n), scale(low, n));
    let (one, lost) = fast_two_sum(1.0, exponential);
    let Sum { e, f, rest } = sum::<I>(one, lost + exponential_low);
    let (logarithm, logarithm_low) = fast_two_sum(e * LN2_HIGH, f);
    let low = I::mul_add(e, LN2_LOW, rest) + logarithm_low;
    let (high, lost) = two_sum(magnitude, logarithm);
    let positive = high + (lost + low);
    let negative = if e == 0.0 { f + rest } else { logarithm + low };
    // E − E²/2 + E³/3, where 1 + E keeps little of E.
    let square = exponential * exponential;
    let small = exponential + I::mul_add(square, I::mul_add(exponential, 1.0 / 3.0, -0.5), exponential_low);
    let negative = if exponential < 0.001 { small } else { negative };
    let y = if x > 0.0 { positive } else { negative };
    if magnitude < f32::INFINITY || x < 0.0 { y } else { x }
}
