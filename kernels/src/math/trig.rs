//! Sine, cosine and tangent in f32 arithmetic.
//!
//! x = n·π/2 + r with |r| ≤ π/4, where r is the sum of two floats. Up to [`LIMIT`] π/2 is subtracted in parts: with fused
//! multiply-add three floats, whose products lose nothing that counts; without it four parts of 9 bits, so that
//! products with n < 2¹⁵ are exact, and a rest. Above, x is multiplied in integers by those bits of 2/π that matter (Payne
//! and Hanek 1983, doi:10.1145/1057600.1057602). Minimax polynomials of error 2⁻³⁷ (sine) and 2⁻³⁴ (cosine).

use super::{
    exact::{fast_two_sum, two_product},
    exp::polynomial,
};
use crate::Isa;

/// The largest |x| that is reduced in floats.
const LIMIT: f32 = 32_768.0;
/// The largest |x| that is reduced with few instructions where multiply-add is fused: its n has 9 bits.
const NEAR_LIMIT: f32 = 800.0;

const MAGIC: f32 = 12_582_912.0;
const FUSED: [f32; 3] = [1.570_796_4, -4.371_139e-8, -1.715_124_5e-15];
/// π/2 in 24 bits, 15 bits, so that products with n < 2⁹ are exact, and a rest.
const NEAR: [f32; 3] = [1.570_796_4, -4.371_213_4e-8, 7.443_548e-13];
const UNFUSED: [f32; 5] = [1.570_312_5, 0.000_480_651_86, 3.173_947_3e-6, 9.895_302e-10, 2.563_344e-12];
/// sin r = r + r³·SIN(r²).
const SIN: [f32; 4] = [-0.166_666_67, 0.008_333_329, -0.000_198_393_27, 2.718_237e-6];
/// cos r = 1 + r²·COS(r²).
const COS: [f32; 4] = [-0.5, 0.041_666_623, -0.001_388_675_5, 2.438_963_2e-5];
/// tan r = r + r³·TAN(r²).
const TAN: [f32; 8] = [
    0.333_333_3,
    0.133_334_32,
    0.053_951_424,
    0.022_006_974,
    0.008_248_687,
    0.005_160_832,
    -0.000_772_482_95,
    0.002_116_173_7,
];
/// The bits of 2/π after the point, behind 32 zeros.
const TWO_OVER_PI: [u32; 8] =
    [0, 0xa2f9_836e, 0x4e44_1529, 0xfc27_57d1, 0xf534_ddc0, 0xdb62_9599, 0x3c43_9041, 0xfe51_63ab];

/// x = (turns + 4k)·π/2 + high + low: only the lowest two bits of `turns` count.
pub(super) struct Reduced {
    pub(super) high: f32,
    pub(super) low: f32,
    pub(super) turns: u32,
}

/// Whether x is reduced fast.
#[inline(always)]
pub(super) fn is_common(x: f32) -> bool {
    x.abs() <= NEAR_LIMIT
}

/// Whether x is reduced without a branch.
#[inline(always)]
pub(super) fn is_moderate(x: f32) -> bool {
    x.abs() <= LIMIT
}

/// sin x where [`is_common`] holds.
#[inline(always)]
pub(super) fn common_sin<I: Isa>(x: f32) -> f32 {
    let y = quarter::<I>(common::<I>(x), 0);
    // The sign of zero is lost by the reduction.
    if x == 0.0 { x } else { y }
}

/// cos x where [`is_common`] holds.
#[inline(always)]
pub(super) fn common_cos<I: Isa>(x: f32) -> f32 {
    quarter::<I>(common::<I>(x), 1)
}

/// sin x where [`is_moderate`] holds.
#[inline(always)]
pub(super) fn moderate_sin<I: Isa>(x: f32) -> f32 {
    let y = quarter::<I>(moderate::<I>(x), 0);
    if x == 0.0 { x } else { y }
}

/// cos x where [`is_moderate`] holds.
#[inline(always)]
pub(super) fn moderate_cos<I: Isa>(x: f32) -> f32 {
    quarter::<I>(moderate::<I>(x), 1)
}

/// sin x.
#[inline(always)]
pub(super) fn sin<I: Isa>(x: f32) -> f32 {
    if is_moderate(x) { moderate_sin::<I>(x) } else { quarter::<I>(huge::<I>(x), 0) }
}

/// cos x.
#[inline(always)]
pub(super) fn cos<I: Isa>(x: f32) -> f32 {
    quarter::<I>(if is_moderate(x) { moderate::<I>(x) } else { huge::<I>(x) }, 1)
}

/// The remainder where [`is_common`] holds. What is left of every difference is a multiple of the second part's last digit,
/// and exact. `low` may be larger than half an ulp of a very small `high`.
#[inline(always)]
fn common<I: Isa>(x: f32) -> Reduced {
    if !I::FUSED {
        return moderate::<I>(x);
    }
    let shifted = I::mul_add(x, core::f32::consts::FRAC_2_PI, MAGIC);
    let n = shifted - MAGIC;
    let [first, second, third] = NEAR;
    let rest = I::mul_add(n, -first, x);
    let high = I::mul_add(n, -second, rest);
    let lost = I::mul_add(n, -second, rest - high);
    Reduced { high, low: I::mul_add(n, -third, lost), turns: shifted.to_bits() }
}

/// The remainder where [`is_moderate`] holds.
#[inline(always)]
fn moderate<I: Isa>(x: f32) -> Reduced {
    let far = far::<I>(x);
    if !I::FUSED {
        return far;
    }
    let near = common::<I>(x);
    let (high, low) = if is_common(x) { (near.high, near.low) } else { (far.high, far.low) };
    Reduced { high, low, turns: far.turns }
}

#[inline(always)]
fn far<I: Isa>(x: f32) -> Reduced {
    let shifted = I::mul_add(x, core::f32::consts::FRAC_2_PI, MAGIC);
    let n = shifted - MAGIC;
    let turns = shifted.to_bits();
    if I::FUSED {
        let [first, second, third] = FUSED;
        let rest = I::mul_add(n, -first, x);
        let (product, error) = two_product::<I, f32>(n, second);
        let (high, lost) = less(rest, product);
        let low = I::mul_add(n, -third, lost - error);
        return Reduced { high, low, turns };
    }
    let [first, second, third, fourth, fifth] = UNFUSED;
    let rest = (x - n * first) - n * second;
    let (high, lost) = less(rest, n * third);
    let (high, more) = less(high, n * fourth);
    let low = (lost + more) - n * fifth;
    let sum = high + low;
    Reduced { high: sum, low: (high - sum) + low, turns }
}

/// `a - b` and what its rounding lost, which is exact for the products above.
#[inline(always)]
fn less(a: f32, b: f32) -> (f32, f32) {
    let difference = a - b;
    (difference, (a - difference) - b)
}

#[inline(never)]
fn huge<I: Isa>(x: f32) -> Reduced {
    let bits = x.to_bits();
    let exponent = (bits >> 23) & 0xff;
    if exponent == 0xff {
        return Reduced { high: f32::NAN, low: 0.0, turns: 0 };
    }
    // |x| = mantissa·2ᵉ; bits of 2/π above 2¹⁻ᵉ make whole turns.
    let mantissa = u64::from((bits & 0x007f_ffff) | 0x0080_0000);
    let skip = exponent - 120;
    let (word, shift) = ((skip / 32) as usize, skip % 32);
    // Never beyond the table: the remainder says so to the compiler.
    let digits = |at: usize| u64::from(TWO_OVER_PI[at % TWO_OVER_PI.len()]);
    let window = |j: usize| {
        let pair = (digits(word + j) << 32) | digits(word + j + 1);
        (pair << shift) >> 32
    };
    // The product with 96 bits, in turns: its whole part is dropped.
    let low = (mantissa * window(2)) >> 32;
    let middle = mantissa * window(1) + low;
    let turn = (mantissa * window(0)).wrapping_shl(32).wrapping_add(middle);
    let turns = (turn.wrapping_add(1 << 61) >> 62) as u32;
    let rest = turn.wrapping_sub(u64::from(turns) << 62) as i64;
    let high = rest as f32;
    let low = (rest - high as i64) as f32;
    // A quarter turn is 2⁶².
    let (unit, unit_low) = (FUSED[0] * 2.168_404_3e-19, FUSED[1] * 2.168_404_3e-19);
    let (product, error) = two_product::<I, f32>(high, unit);
    let (high, low) = fast_two_sum(product, error + (high * unit_low + low * unit));
    if x < 0.0 { Reduced { high: -high, low: -low, turns: turns.wrapping_neg() } } else { Reduced { high, low, turns } }
}

/// tan x: that of the remainder, or its negative reciprocal, corrected by what its rounding lost.
#[inline(always)]
pub(super) fn common_tan<I: Isa>(x: f32) -> f32 {
    let y = tan_of::<I>(common::<I>(x));
    if x == 0.0 { x } else { y }
}

/// tan x where [`is_moderate`] holds.
#[inline(always)]
pub(super) fn moderate_tan<I: Isa>(x: f32) -> f32 {
    let y = tan_of::<I>(moderate::<I>(x));
    if x == 0.0 { x } else { y }
}

/// tan x.
#[inline(always)]
pub(super) fn tan<I: Isa>(x: f32) -> f32 {
    if is_moderate(x) { moderate_tan::<I>(x) } else { tan_of::<I>(huge::<I>(x)) }
}

#[inline(always)]
fn tan_of<I: Isa>(Reduced { high: r, low, turns }: Reduced) -> f32 {
    let (square, square_low) = two_product::<I, f32>(r, r);
    // The slope is 1 + tan²r; what the square loses counts by TAN.
    let slope = I::mul_add(square, 1.0 + square, 1.0);
    let low = I::mul_add(low, slope, 0.55 * square_low * r);
    let rest = if I::FUSED {
        I::mul_add(r * square, polynomial::<I, 8>(square, &TAN), low)
    } else {
        // With what the last sum of the polynomial loses.
        let [third, others @ ..] = &TAN;
        let (sum, lost) = fast_two_sum(*third, square * polynomial::<I, 7>(square, others));
        let cube = r * square;
        cube * sum + (cube * lost + low)
    };
    let (high, low) = fast_two_sum(r, rest);
    let inverse = 1.0 / high;
    let (product, error) = two_product::<I, f32>(inverse, high);
    let residual = ((1.0 - product) - error) - inverse * low;
    let odd = -I::mul_add(inverse, residual, inverse);
    if turns & 1 == 0 { high } else { odd }
}

/// sin(x + turns·π/2).
#[inline(always)]
fn quarter<I: Isa>(x: Reduced, turns: u32) -> f32 {
    let turns = x.turns.wrapping_add(turns);
    let even = turns & 1 == 0;
    let twice = (x.high + x.high) * x.low;
    let y = if I::FUSED {
        // One polynomial, whose coefficients are chosen.
        let square = I::mul_add(x.high, x.high, twice);
        let mut coefficients = COS;
        for (c, sine) in coefficients.iter_mut().zip(SIN) {
            *c = if even { sine } else { *c };
        }
        let slope = polynomial::<I, 4>(square, &coefficients);
        let sine = x.high + I::mul_add(square * x.high, slope, x.low);
        let cosine = I::mul_add(square, slope, 1.0);
        if even { sine } else { cosine }
    } else {
        let square = x.high * x.high;
        let sine = x.high + I::mul_add(square * x.high, polynomial::<I, 4>(square, &SIN), x.low);
        // With what 1 − r²/2 loses.
        let half = 0.5 * square;
        let (start, lost) = less(1.0, half);
        let [_, rest @ ..] = &COS;
        let cosine = start + (lost + (square * square * polynomial::<I, 3>(square, rest) - 0.5 * twice));
        if even { sine } else { cosine }
    };
    f32::from_bits(y.to_bits() ^ ((turns & 2) << 30))
}
