//! Sine, cosine and tangent.
//!
//! x = n·π/2 + r with |r| ≤ π/4, where r is the sum of two numbers. Up to [`LIMIT`] π/2 is subtracted in parts, of which the
//! first has 33 bits, so that its products with n are exact; above, x is multiplied in integers by those bits of 2/π that
//! matter (Payne and Hanek 1983, doi:10.1145/1057600.1057602).

use super::less;
use crate::{
    Isa,
    math::{
        exact::{fast_two_sum, two_product, two_sum},
        pair::{MAGIC, polynomial, quotient},
    },
};

/// The largest |x| that is reduced in floats: its n has 20 bits.
const LIMIT: f64 = 1e6;
const HALF_PI: [f64; 3] = [1.570_796_326_734_125_6, 6.077_100_506_506_192e-11, 3.521_559_865_183_2e-27];
/// π/2 in two parts.
const UNIT: [f64; 2] = [core::f64::consts::FRAC_PI_2, 6.123_233_995_736_766e-17];
/// sin r = r + r³·SIN(r²).
const SIN: [f64; 7] = [
    -0.166_666_666_666_666_66,
    0.008_333_333_333_333_331,
    -0.000_198_412_698_412_650_6,
    2.755_731_921_933_545_3e-6,
    -2.505_210_623_115_797e-8,
    1.605_853_141_459_923_2e-10,
    -7.586_685_070_693_618e-13,
];
/// cos r = 1 − r²/2 + r⁴·COS(r²).
const COS: [f64; 7] = [
    0.041_666_666_666_666_664,
    -0.001_388_888_888_888_888_7,
    2.480_158_730_158_464_5e-5,
    -2.755_731_922_140_076e-7,
    2.087_675_579_036_343_4e-9,
    -1.147_046_077_397_500_5e-11,
    4.745_865_204_122_351e-14,
];
/// The bits of 2/π after the point, behind 64 zeros.
const TWO_OVER_PI: [u64; 20] = [
    0,
    0xa2f9_836e_4e44_1529,
    0xfc27_57d1_f534_ddc0,
    0xdb62_9599_3c43_9041,
    0xfe51_63ab_debb_c561,
    0xb724_6e3a_424d_d2e0,
    0x0649_2eea_09d1_921c,
    0xfe1d_eb1c_b129_a73e,
    0xe882_35f5_2ebb_4484,
    0xe99c_7026_b45f_7e41,
    0x3991_d639_8353_39f4,
    0x9c84_5f8b_bdf9_283b,
    0x1ff8_97ff_de05_980f,
    0xef2f_118b_5a0a_6d1f,
    0x6d36_7ecf_27cb_09b7,
    0x4f46_3f66_9e5f_ea2d,
    0x7527_bac7_ebe5_f17b,
    0x3d07_39f7_8a52_92ea,
    0x6bfb_5fb1_1f8d_5d08,
    0x5603_3046_fc7b_6bab,
];

/// x = (turns + 4k)·π/2 + high + low: only the lowest two bits of `turns` count.
struct Reduced {
    high: f64,
    low: f64,
    turns: u64,
}

/// Whether x is reduced without a branch.
#[inline(always)]
pub(in crate::math) fn is_common(x: f64) -> bool {
    x.abs() <= LIMIT
}

#[inline(always)]
fn common<I: Isa>(x: f64) -> Reduced {
    let shifted = I::mul_add(x, core::f64::consts::FRAC_2_PI, MAGIC);
    let n = shifted - MAGIC;
    let (product, error) = two_product::<I, f64>(n, HALF_PI[1]);
    let (high, lost) = two_sum(x - n * HALF_PI[0], -product);
    let (high, low) = fast_two_sum(high, I::mul_add(n, -HALF_PI[2], lost - error));
    Reduced { high, low, turns: shifted.to_bits() }
}

#[inline(never)]
fn huge<I: Isa>(x: f64) -> Reduced {
    let bits = x.to_bits();
    let exponent = (bits >> 52) & 0x7ff;
    if exponent == 0x7ff {
        return Reduced { high: f64::NAN, low: 0.0, turns: 0 };
    }
    // |x| = mantissa·2ᵉ; bits of 2/π above 2¹⁻ᵉ make whole turns.
    let mantissa = u128::from((bits & 0x000f_ffff_ffff_ffff) | 0x0010_0000_0000_0000);
    let skip = exponent - (1075 - 62);
    let (word, shift) = ((skip / 64) as usize, skip % 64);
    // Never beyond the table: the remainder says so to the compiler.
    let digits = |at: usize| u128::from(TWO_OVER_PI[at % TWO_OVER_PI.len()]);
    let window = |j: usize| {
        let pair = (digits(word + j) << 64) | digits(word + j + 1);
        u128::from(((pair << shift) >> 64) as u64)
    };
    // The product with 192 bits, in turns: its whole part is dropped.
    let low = (mantissa * window(2)) >> 64;
    let turn = (mantissa * window(0)).wrapping_shl(64).wrapping_add(mantissa * window(1) + low);
    let turns = (turn.wrapping_add(1 << 125) >> 126) as u64;
    let rest = turn.wrapping_sub(u128::from(turns) << 126) as i128;
    let high = rest as f64;
    let low = (rest - high as i128) as f64;
    // A quarter turn is 2¹²⁶.
    let (unit, unit_low) = (UNIT[0] * 1.175_494_350_822_287_5e-38, UNIT[1] * 1.175_494_350_822_287_5e-38);
    let (product, error) = two_product::<I, f64>(high, unit);
    let (high, low) = fast_two_sum(product, error + (high * unit_low + low * unit));
    if x < 0.0 { Reduced { high: -high, low: -low, turns: turns.wrapping_neg() } } else { Reduced { high, low, turns } }
}

/// Sine and cosine of a remainder, as sums of two numbers.
#[inline(always)]
fn sin_cos<I: Isa>(high: f64, low: f64) -> [(f64, f64); 2] {
    let (square, square_low) = two_product::<I, f64>(high, high);
    let half = 0.5 * square;
    let slope = I::mul_add(low, -half, low);
    let sine = (high, I::mul_add(high * square, polynomial::<I, 7>(square, &SIN), slope));
    let (start, lost) = less(1.0, half);
    let rest = lost - I::mul_add(high, low, 0.5 * square_low);
    [sine, (start, I::mul_add(square * square, polynomial::<I, 7>(square, &COS), rest))]
}

/// sin(x + turns·π/2).
#[inline(always)]
fn quarter<I: Isa>(x: Reduced, turns: u64) -> f64 {
    let turns = x.turns.wrapping_add(turns);
    let [sine, cosine] = sin_cos::<I>(x.high, x.low);
    let y = if turns & 1 == 0 { sine.0 + sine.1 } else { cosine.0 + cosine.1 };
    f64::from_bits(y.to_bits() ^ ((turns & 2) << 62))
}

/// sin x where [`is_common`] holds.
#[inline(always)]
pub(in crate::math) fn common_sin<I: Isa>(x: f64) -> f64 {
    let y = quarter::<I>(common::<I>(x), 0);
    // The sign of zero is lost by the reduction.
    if x == 0.0 { x } else { y }
}

/// cos x where [`is_common`] holds.
#[inline(always)]
pub(in crate::math) fn common_cos<I: Isa>(x: f64) -> f64 {
    quarter::<I>(common::<I>(x), 1)
}

/// sin x.
#[inline(always)]
pub(in crate::math) fn sin<I: Isa>(x: f64) -> f64 {
    if is_common(x) { common_sin::<I>(x) } else { quarter::<I>(huge::<I>(x), 0) }
}

/// cos x.
#[inline(always)]
pub(in crate::math) fn cos<I: Isa>(x: f64) -> f64 {
    quarter::<I>(if is_common(x) { common::<I>(x) } else { huge::<I>(x) }, 1)
}

#[inline(always)]
fn tan_of<I: Isa>(x: Reduced) -> f64 {
    let [(a, a_low), (b, b_low)] = sin_cos::<I>(x.high, x.low);
    let (sine, cosine) = (fast_two_sum(a, a_low), fast_two_sum(b, b_low));
    let odd = x.turns & 1 != 0;
    let top = if odd { (-cosine.0, -cosine.1) } else { sine };
    quotient::<I>(top, if odd { sine } else { cosine })
}

/// tan x where [`is_common`] holds.
#[inline(always)]
pub(in crate::math) fn common_tan<I: Isa>(x: f64) -> f64 {
    let y = tan_of::<I>(common::<I>(x));
    // Also where products underflow.
    if x.abs() < 1e-9 { x } else { y }
}

/// tan x.
#[inline(always)]
pub(in crate::math) fn tan<I: Isa>(x: f64) -> f64 {
    if is_common(x) { common_tan::<I>(x) } else { tan_of::<I>(huge::<I>(x)) }
}
