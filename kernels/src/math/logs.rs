//! Logarithms of sums of two floats, and what is made of them, in f32 arithmetic: ln(1 + x), log₂, log₁₀, the inverse
//! hyperbolic functions, ln(1 + eˣ).
//!
//! The logarithm is the sum of e times that of 2, of the float f, and of a small rest: see [`ln`](super::ln).

use super::{
    exact::{fast_two_sum, residual, square, two_sum, upper},
    exp::{LN2_HIGH, LN2_LOW, Parts, parts, polynomial, scale},
    ln::{Split, is_common, normal, split, tail},
};
use crate::{Isa, hardware::Hardware};

/// ln(x + low) = e·ln 2 + f + rest.
struct Sum {
    e: f32,
    f: f32,
    rest: f32,
}

/// For a positive normal x and |low| ≤ 2⁻²³·x.
#[inline(always)]
fn sum<I: Isa>(x: f32, low: f32) -> Sum {
    let Split { exponent, f } = split(x);
    Sum { e: exponent as f32, f, rest: low / x + tail::<I>(f) }
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
    let one = 1.0 + x;
    if !is_common(one) {
        // ∞ and NaN are their own.
        let above = if one == 0.0 { f32::NEG_INFINITY } else { x };
        return if one < 0.0 { f32::NAN } else { above };
    }
    let Split { exponent, f } = split(one);
    // Near 0 nothing is lost.
    let near = exponent == 0;
    let (mut f, mut lost) = (f, -0.0);
    if near {
        f = x;
    } else {
        lost = two_sum(1.0, x).1 / one;
    }
    let e = exponent as f32;
    let y = f + I::mul_add(e, LN2_LOW, lost + tail::<I>(f));
    // Here the sign of 0 would be lost.
    if near { y } else { I::mul_add(e, LN2_HIGH, y) }
}

/// Logarithms to a base.
struct Base {
    /// The logarithm of 2: 9 bits, and the rest.
    two: [f32; 2],
    /// 12 bits of the logarithm of e.
    e: f32,
    /// The rest of it, and what follows: the logarithm of 1 + f is f·(e + c₀ + c₁·f + …).
    rest: [f32; 11],
    /// The larger part of c₀: a power of two.
    half: f32,
}

const BINARY: Base = Base {
    two: [1.0, 0.0],
    e: 1.442_871_1,
    rest: [
        -0.000_176_052_85,
        -0.721_347_5,
        0.480_898_08,
        -0.360_674_56,
        0.288_568_1,
        -0.240_451_48,
        0.205_159_46,
        -0.179_166_66,
        0.171_560_62,
        -0.167_628_47,
        0.096_426_64,
    ],
    half: -0.5,
};
const DECIMAL: Base = Base {
    two: [0.300_781_25, 0.000_248_745_67],
    e: 0.434_326_17,
    rest: [
        -3.168_997e-5,
        -0.217_147_25,
        0.144_764_78,
        -0.108_573_3,
        0.086_865_54,
        -0.072_395_265,
        0.061_802_942,
        -0.053_837_873,
        0.051_297_81,
        -0.050_672_915,
        0.029_847_229,
    ],
    half: -0.25,
};

impl Base {
    #[inline(always)]
    fn logarithm<I: Isa>(&self, x: f32) -> f32 {
        match normal(x) {
            Ok((s, n)) => self.positive::<I>(s, n),
            Err(y) => y,
        }
    }

    /// The logarithm of x·2ⁿ, for a positive normal x.
    #[inline(always)]
    fn positive<I: Isa>(&self, x: f32, n: f32) -> f32 {
        let ([two, two_low], [e_low, second, rest @ ..]) = (self.two, &self.rest);
        let Split { exponent, f } = split(x);
        let e = exponent as f32 + n;
        // Products of 12 bits are exact.
        let head = upper(f);
        let first = head * self.e;
        let third = polynomial::<I, 9>(f, rest);
        let series = |second: f32| I::mul_add(f, I::mul_add(f, third, second), *e_low);
        if exponent == 0 {
            // Nothing larger is added: the larger part of the square is exact, too.
            let slope = I::mul_add(f + head, self.half, self.e);
            let tail = I::mul_add(f, series(second - self.half), (f - head) * slope);
            let (high, lost) = fast_two_sum(first, self.half * head * head);
            high + (lost + tail)
        } else {
            let tail = I::mul_add(f, series(*second), (f - head) * self.e);
            let tail = if two_low == 0.0 { tail } else { I::mul_add(e, two_low, tail) };
            let (high, lost) = fast_two_sum(e * two, first);
            high + (lost + tail)
        }
    }
}

/// log₂ x.
#[inline(always)]
pub(super) fn log2<I: Isa>(x: f32) -> f32 {
    BINARY.logarithm::<I>(x)
}

/// log₂ x of a positive normal number.
#[inline(always)]
pub(super) fn log2_common<I: Isa>(x: f32) -> f32 {
    BINARY.positive::<I>(x, 0.0)
}

/// log₁₀ x of a positive normal number.
#[inline(always)]
pub(super) fn log10_common<I: Isa>(x: f32) -> f32 {
    DECIMAL.positive::<I>(x, 0.0)
}

/// log₁₀ x.
#[inline(always)]
pub(super) fn log10<I: Isa>(x: f32) -> f32 {
    DECIMAL.logarithm::<I>(x)
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
    let y = if magnitude < 0.5 {
        let square = magnitude * magnitude;
        I::mul_add(magnitude * square, polynomial::<I, 7>(square, &ASINH), magnitude)
    } else {
        // ln(x + √(x² + 1)), and ln 2x from 2¹⁴ on.
        let (total, low, twice) = if magnitude < HUGE {
            let (square, square_low) = square::<I>(magnitude);
            let (inside, inside_low) = two_sum(square, 1.0);
            let (root, root_low) = root::<I>(inside, inside_low + square_low);
            let (total, low) = fast_two_sum(root, magnitude);
            (total, low + root_low, 0.0)
        } else {
            (magnitude, 0.0, 1.0)
        };
        let sum = sum::<I>(total, low);
        Sum { e: sum.e + twice, ..sum }.value::<I>()
    };
    if magnitude < f32::INFINITY { y.copysign(x) } else { x }
}

/// From here on the square and 1 is the square.
const HUGE: f32 = 16_384.0;

/// √(x + low) as a sum of two floats.
#[inline(always)]
fn root<I: Isa>(x: f32, low: f32) -> (f32, f32) {
    let root = f32::square_root(x);
    let rest = residual::<I>(x, root, root) + low;
    // At 0 the rest is 0.
    (root, rest / (root + root + f32::MIN_POSITIVE))
}

/// acosh x.
#[inline(always)]
pub(super) fn acosh<I: Isa>(x: f32) -> f32 {
    let from_one = x.to_bits().wrapping_sub(1_f32.to_bits());
    let (total, low, twice) = if from_one < HUGE.to_bits() - 1_f32.to_bits() {
        // ln(1 + t + √(t·(t + 2))) with the exact t = x − 1.
        let t = x - 1.0;
        let (square, square_low) = square::<I>(t);
        let (inside, inside_low) = two_sum(square, t + t);
        let (root, root_low) = root::<I>(inside, inside_low + square_low);
        let (part, part_low) = two_sum(root, t);
        let (total, low) = two_sum(1.0, part);
        (total, low + (part_low + root_low), 0.0)
    } else {
        if x < 1.0 {
            return f32::NAN;
        }
        // ∞ and NaN are their own.
        if !x.is_finite() {
            return x;
        }
        (x, 0.0, 1.0)
    };
    let sum = sum::<I>(total, low);
    Sum { e: sum.e + twice, ..sum }.value::<I>()
}

/// atanh x.
#[inline(always)]
pub(super) fn atanh<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let y = if magnitude < 0.5 {
        let square = magnitude * magnitude;
        I::mul_add(magnitude * square, polynomial::<I, 8>(square, &ATANH), magnitude)
    } else if magnitude < 1.0 {
        // ½·ln((1 + x)/(1 − x)); the difference is exact from ½ on.
        let bottom = 1.0 - magnitude;
        let (top, top_low) = fast_two_sum(1.0, magnitude);
        let quotient = top / bottom;
        let rest = residual::<I>(top, quotient, bottom) + top_low;
        0.5 * sum::<I>(quotient, rest / bottom).value::<I>()
    } else if magnitude == 1.0 {
        f32::INFINITY
    } else {
        f32::NAN
    };
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
