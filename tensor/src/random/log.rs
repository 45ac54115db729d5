//! ln(1 + x) as XLA's CPU compiler evaluates it, for -1 < x ≤ 0 only: the part of erf⁻¹ that decides its bits.
//!
//! Near 0 both precisions use a rational function, S. L. Moshier's of the Cephes library (<https://netlib.org/cephes>).
//! Elsewhere XLA takes ln of the rounded sum: in f32 a polynomial of Cephes, reproduced here; in f64 the C library's
//! logarithm, which has no one definition, so that ours rounds correctly instead.

use super::fused::{horner_f32, horner_f64, mul_add_f32, mul_add_f64};
use core::f32::consts::FRAC_1_SQRT_2;
use cotangent_kernels::Isa;

/// ln(1 + x).
#[inline(always)]
pub(super) fn ln_1p_f32<I: Isa>(x: f32) -> f32 {
    if x.abs() >= 0.414_213_57 {
        return ln_f32::<I>(1.0 + x);
    }
    let square = x * x;
    let ratio =
        horner_f32::<I, _>(&NUMERATOR.map(|c| c as f32), x) / horner_f32::<I, _>(&DENOMINATOR.map(|c| c as f32), x);
    x + mul_add_f32::<I>(ratio, x * square, -0.5 * square)
}

/// ln(1 + x).
#[inline(always)]
pub(super) fn ln_1p_f64<I: Isa>(x: f64) -> f64 {
    if x.abs() >= 0.414_213_562_373_095_03 {
        return ln_f64::<I>(1.0 + x);
    }
    let square = x * x;
    let ratio = horner_f64::<I, _>(&NUMERATOR, x) / horner_f64::<I, _>(&DENOMINATOR, x);
    x + mul_add_f64::<I>(ratio, x * square, -0.5 * square)
}

/// (ln(1 + x) - x + x²/2) / x³ is this over [`DENOMINATOR`].
const NUMERATOR: [f64; 7] = [
    4.527_000_086_244_52e-5,
    0.498_541_028_231_933_75,
    6.578_732_594_206_104,
    29.911_919_328_553_072,
    60.949_667_980_987_79,
    57.112_963_590_585_54,
    20.039_553_499_201_283,
];

const DENOMINATOR: [f64; 7] = [
    1.0,
    15.062_909_083_469_192,
    83.047_565_967_967_22,
    221.762_398_237_328_57,
    309.098_722_253_120_57,
    216.427_886_144_959_47,
    60.118_660_497_603_84,
];

/// ln(x) of a positive normal x: x = 2ᵏ(1 + t), and a polynomial in t whose three strands keep the chain short.
#[inline(always)]
fn ln_f32<I: Isa>(x: f32) -> f32 {
    let mantissa = f32::from_bits(x.to_bits() & 0x007f_ffff | 0.5_f32.to_bits());
    let exponent = (x.to_bits() >> 23) as f32 - 126.0;
    let (exponent, t) =
        if mantissa < FRAC_1_SQRT_2 { (exponent - 1.0, mantissa - 1.0 + mantissa) } else { (exponent, mantissa - 1.0) };
    let square = t * t;
    let cube = square * t;
    let [high, middle, low] = LN_F32.map(|strand| horner_f32::<I, _>(&strand, t));
    let series = mul_add_f32::<I>(mul_add_f32::<I>(high, cube, middle), cube, low);
    let correction = mul_add_f32::<I>(cube, series, exponent * LN_2_LOW);
    mul_add_f32::<I>(exponent, LN_2_HIGH, mul_add_f32::<I>(-0.5, square, t) + correction)
}

/// (ln(1 + t) - t + t²/2) / t³, its nine coefficients from the highest on, three to a strand.
const LN_F32: [[f32; 3]; 3] = [
    [0.070_376_836, -0.115_146_1, 0.116_769_984],
    [-0.124_201_41, 0.142_493_23, -0.166_680_57],
    [0.200_007_14, -0.249_999_94, 0.333_333_3],
];

/// ln 2 in two parts, the higher short enough for exact products with exponents.
const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -0.000_212_194_44;

/// ln(x) of 0 < x < 0.6, normal, rounded correctly but for one argument in some 2⁴⁰: x = 2ᵏm and
/// ln m = 2 artanh(s) with s = (m - 1) / (m + 1), in pairs of f64 whose sum is the value.
#[inline(always)]
pub(super) fn ln_f64<I: Isa>(x: f64) -> f64 {
    const TWO_TO_HALF_BITS: u64 = core::f64::consts::SQRT_2.to_bits() & 0x000f_ffff_ffff_ffff;
    let fraction = x.to_bits() & 0x000f_ffff_ffff_ffff;
    let above = fraction > TWO_TO_HALF_BITS;
    let k = (x.to_bits() >> 52) as f64 - if above { 1022.0 } else { 1023.0 };
    let m = f64::from_bits(fraction | if above { 0.5_f64 } else { 1.0 }.to_bits());

    let s = Pair::quotient::<I>(m - 1.0, Pair::sum(1.0, m));
    let square = s.times::<I>(s);
    let far = ARTANH.iter().fold(0.0, |sum, &c| mul_add_f64::<I>(sum, square.0, c));
    let near =
        [ONE_SEVENTH, ONE_FIFTH, ONE_THIRD].iter().fold(Pair(far, 0.0), |sum, &c| sum.times::<I>(square).plus(c));
    let ln_m = s.plus(s.times::<I>(near.times::<I>(square)));
    let Pair(high, low) = Pair(k * LN_2.0, k * LN_2.1).plus(Pair(2.0 * ln_m.0, 2.0 * ln_m.1));
    high + low
}

/// The coefficients 1/(2n + 1) of artanh(s)/s in s², from n = 14 down to 4.
const ARTANH: [f64; 11] = [
    1.0 / 29.0,
    1.0 / 27.0,
    1.0 / 25.0,
    1.0 / 23.0,
    1.0 / 21.0,
    1.0 / 19.0,
    1.0 / 17.0,
    1.0 / 15.0,
    1.0 / 13.0,
    1.0 / 11.0,
    1.0 / 9.0,
];
const ONE_SEVENTH: Pair = Pair(1.0 / 7.0, 7.930_164_461_608_26e-18);
const ONE_FIFTH: Pair = Pair(0.2, -1.110_223_024_625_156_6e-17);
const ONE_THIRD: Pair = Pair(1.0 / 3.0, 1.850_371_707_708_594e-17);

/// ln 2, its high part with 21 trailing zeros: products with exponents are exact.
const LN_2: Pair = Pair(0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10);

/// A value as the sum of two f64, the second at most half an ulp of the first (T. J. Dekker, "A floating-point technique
/// for extending the available precision", Numer. Math. 18 (1971), doi:10.1007/BF01397083).
#[derive(Clone, Copy)]
struct Pair(f64, f64);

impl Pair {
    /// a + b without error.
    #[inline(always)]
    fn sum(a: f64, b: f64) -> Self {
        let sum = a + b;
        let b_part = sum - a;
        Pair(sum, (a - (sum - b_part)) + (b - b_part))
    }

    #[inline(always)]
    fn quotient<I: Isa>(a: f64, b: Pair) -> Self {
        let q = a / b.0;
        let rest = mul_add_f64::<I>(-q, b.0, a) - q * b.1;
        Pair::sum(q, rest / b.0)
    }

    #[inline(always)]
    fn times<I: Isa>(self, b: Pair) -> Self {
        let product = self.0 * b.0;
        let rest = mul_add_f64::<I>(self.0, b.0, -product) + (self.0 * b.1 + self.1 * b.0);
        Pair::sum(product, rest)
    }

    #[inline(always)]
    fn plus(self, b: Pair) -> Self {
        let Pair(sum, rest) = Pair::sum(self.0, b.0);
        Pair::sum(sum, rest + (self.1 + b.1))
    }
}
