//! The inverse trigonometric functions: see those of f32 in [`arcs`](crate::math::arcs).

use core::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

use super::less;
use crate::{
    Isa,
    hardware::Hardware,
    math::{
        exact::{fast_two_sum, two_product, two_sum},
        pair::polynomial,
    },
};

/// What is lost by rounding π/2.
const FRAC_PI_2_LOW: f64 = 6.123_233_995_736_766e-17;
/// asin x = x + x³·ASIN(x²) up to ½.
const ASIN: [f64; 14] = [
    0.166_666_666_666_666_66,
    0.075_000_000_000_001_18,
    0.044_642_857_142_551_895,
    0.030_381_944_475_532_34,
    0.022_372_157_443_507_22,
    0.017_352_816_540_325_496,
    0.013_963_780_012_203_57,
    0.011_566_459_612_121_669,
    0.009_621_842_970_100_282,
    0.009_319_560_794_767_446,
    0.003_044_879_909_455_677_3,
    0.019_554_513_336_123_378,
    -0.019_241_671_746_743_04,
    0.029_612_011_264_955_12,
];
/// atan x = x + x³·ATAN(x²) up to ½.
const ATAN: [f64; 14] = [
    -0.333_333_333_333_333_3,
    0.199_999_999_999_999_68,
    -0.142_857_142_857_061_7,
    0.111_111_111_102_757_38,
    -0.090_909_090_459_186_92,
    0.076_923_062_361_227_58,
    -0.066_666_360_063_780_57,
    0.058_819_123_299_403_67,
    -0.052_587_105_453_944_225,
    0.047_299_059_095_107_71,
    -0.041_831_535_095_105_44,
    0.033_981_740_133_639_804,
    -0.021_675_579_976_416_733,
    0.007_652_045_927_155_160_5,
];

/// atan x.
#[inline(always)]
pub(in crate::math) fn atan<I: Isa>(x: f64) -> f64 {
    // Larger ones have the same angle.
    let magnitude = x.abs();
    let capped = if magnitude > 1e20 { 1e20 } else { magnitude };
    let (high, low) = angle::<I>(capped, 1.0);
    (high + low).copysign(x)
}

/// The angle of the point (x, y).
#[inline(always)]
pub(in crate::math) fn atan2<I: Isa>(y: f64, x: f64) -> f64 {
    let (a, b) = (y.abs(), x.abs());
    let larger = if a > b { a } else { b };
    // Both to where products neither overflow nor lose digits.
    let scale = if larger > 4.149_515_568_880_993e180 { 2.409_919_865_102_884e-181 } else { 1.0 };
    let scale = if larger < 1.0 { 4.149_515_568_880_993e180 } else { scale };
    let infinite = larger == f64::INFINITY;
    let scaled = |side: f64| if infinite { if side == larger { 1.0 } else { 0.0 } } else { side * scale };
    let bottom = if larger == 0.0 { 1.0 } else { scaled(b) };
    let (high, low) = angle::<I>(scaled(a), bottom);
    let (left, rest) = less(PI, high);
    let y_above = if x.is_sign_negative() { left + (rest - (low - 2.0 * FRAC_PI_2_LOW)) } else { high + low };
    let y_above = if a.is_nan() || b.is_nan() { f64::NAN } else { y_above };
    y_above.copysign(y)
}

/// The arc tangent of a/b for a, b ≥ 0, not both 0, as a sum of two numbers.
#[inline(always)]
fn angle<I: Isa>(a: f64, b: f64) -> (f64, f64) {
    let (small, large) = (a + a <= b, a >= b + b);
    let (sum, sum_low) = two_sum(a, b);
    let difference = if small { a } else { a - b };
    let top = if large { -b } else { difference };
    let bottom = if small { b } else { sum };
    let bottom = if large { a } else { bottom };
    let bottom_low = if small || large { 0.0 } else { sum_low };
    let (start, start_low) = if small { (0.0, 0.0) } else { (FRAC_PI_4, 0.5 * FRAC_PI_2_LOW) };
    let (start, start_low) = if large { (FRAC_PI_2, FRAC_PI_2_LOW) } else { (start, start_low) };

    let inverse = 1.0 / bottom;
    let q = top * inverse;
    let (product, error) = two_product::<I, f64>(q, bottom);
    let lost = (((top - product) - error) - q * bottom_low) * inverse;
    let square = q * q;
    // The slope of the rest is 1 − q² or so.
    let rest = I::mul_add(q * square, polynomial::<I, 14>(square, &ATAN), lost * (1.0 - square));
    let (high, low) = fast_two_sum(start, q);
    (high, low + (rest + start_low))
}

/// |x|, s and what s·s lacks of (1 − |x|)/2, and P, which is taken at x² up to ½ and at s² above.
struct Arc {
    magnitude: f64,
    root: f64,
    root_low: f64,
    slope: f64,
}

#[inline(always)]
fn arc<I: Isa>(x: f64) -> Arc {
    let magnitude = x.abs();
    let half = 0.5 - 0.5 * magnitude;
    let square = if magnitude > 0.5 { half } else { magnitude * magnitude };
    let root = f64::square_root(half);
    let (product, error) = two_product::<I, f64>(root, root);
    // At 1 the numerator is 0.
    let root_low = ((half - product) - error) / (root + root + f64::MIN_POSITIVE);
    Arc { magnitude, root, root_low, slope: square * polynomial::<I, 14>(square, &ASIN) }
}

/// asin x.
#[inline(always)]
pub(in crate::math) fn asin<I: Isa>(x: f64) -> f64 {
    let Arc { magnitude, root, root_low, slope } = arc::<I>(x);
    let small = I::mul_add(magnitude, slope, magnitude);
    let rest = I::mul_add(root, slope, root_low);
    let (large, lost) = less(FRAC_PI_2, root + root);
    let large = large + (lost - (rest + rest - FRAC_PI_2_LOW));
    let y = if magnitude > 0.5 { large } else { small };
    y.copysign(x)
}

/// acos x.
#[inline(always)]
pub(in crate::math) fn acos<I: Isa>(x: f64) -> f64 {
    let Arc { magnitude, root, root_low, slope } = arc::<I>(x);
    let (middle, lost) = less(FRAC_PI_2, x);
    let small = middle + (lost - I::mul_add(x, slope, -FRAC_PI_2_LOW));
    let rest = I::mul_add(root, slope, root_low);
    let above = (root + root) + (rest + rest);
    let (left, lost) = less(PI, root + root);
    let below = left + (lost - (rest + rest - 2.0 * FRAC_PI_2_LOW));
    let large = if x > 0.0 { above } else { below };
    if magnitude > 0.5 { large } else { small }
}
