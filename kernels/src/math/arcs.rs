//! The inverse trigonometric functions in f32 arithmetic.
//!
//! The arc tangent of a/b as that of a/b, (a − b)/(a + b) or −b/a, whichever is at most ½, plus 0, π/4 or π/2. The arc sine
//! up to ½ as x + x³·P(x²); above, π/2 less twice that of s = √((1 − x)/2). Quotients and roots keep what their rounding
//! loses.

use core::f32::consts::{FRAC_PI_2, FRAC_PI_4, PI};

use super::{
    exact::{fast_two_sum, two_product, two_sum},
    exp::polynomial,
};
use crate::{Isa, hardware::Hardware};

/// What is lost by rounding π/2.
const FRAC_PI_2_LOW: f32 = -4.371_139e-8;
const ASIN: [f32; 5] = [0.166_667_54, 0.074_952_52, 0.045_476_04, 0.024_152_093, 0.042_211_797];
const ATAN: [f32; 6] = [-0.333_333_28, 0.199_995_55, -0.142_731_04, 0.109_483_45, -0.080_086_42, 0.039_033_204];

/// atan x.
#[inline(always)]
pub(super) fn atan<I: Isa>(x: f32) -> f32 {
    // Larger ones have the same angle.
    let magnitude = x.abs();
    let capped = if magnitude > 1e10 { 1e10 } else { magnitude };
    let (high, low) = angle::<I>(capped, 1.0);
    (high + low).copysign(x)
}

/// The angle of the point (x, y).
#[inline(always)]
pub(super) fn atan2<I: Isa>(y: f32, x: f32) -> f32 {
    let (a, b) = (y.abs(), x.abs());
    let larger = if a > b { a } else { b };
    // Both to where products neither overflow nor lose digits.
    let scale = if larger > 1.844_674_4e19 { 5.421_011e-20 } else { 1.0 };
    let scale = if larger < 5.421_011e-20 { 1.844_674_4e19 } else { scale };
    let infinite = larger == f32::INFINITY;
    let scaled = |side: f32| if infinite { if side == larger { 1.0 } else { 0.0 } } else { side * scale };
    let bottom = if larger == 0.0 { 1.0 } else { scaled(b) };
    let (high, low) = angle::<I>(scaled(a), bottom);
    let (left, rest) = less(PI, high);
    let y_above = if x.is_sign_negative() { left + (rest - (low - 2.0 * FRAC_PI_2_LOW)) } else { high + low };
    let y_above = if a.is_nan() || b.is_nan() { f32::NAN } else { y_above };
    y_above.copysign(y)
}

/// The arc tangent of a/b for a, b ≥ 0, not both 0, as a sum of two numbers.
#[inline(always)]
fn angle<I: Isa>(a: f32, b: f32) -> (f32, f32) {
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
    let (product, error) = two_product::<I, f32>(q, bottom);
    let lost = (((top - product) - error) - q * bottom_low) * inverse;
    let square = q * q;
    // The slope of the rest is 1 − q² or so.
    let rest = I::mul_add(q * square, polynomial::<I, 6>(square, &ATAN), lost * (1.0 - square));
    let (high, low) = fast_two_sum(start, q);
    (high, low + (rest + start_low))
}

/// |x|, s and what s·s lacks of (1 − |x|)/2, and P, which is taken at x² up to ½ and at s² above.
struct Arc {
    magnitude: f32,
    root: f32,
    root_low: f32,
    slope: f32,
}

#[inline(always)]
fn arc<I: Isa>(x: f32) -> Arc {
    let magnitude = x.abs();
    let half = 0.5 - 0.5 * magnitude;
    let square = if magnitude > 0.5 { half } else { magnitude * magnitude };
    let root = f32::square_root(half);
    let (product, error) = two_product::<I, f32>(root, root);
    // At 1 the numerator is 0.
    let root_low = ((half - product) - error) / (root + root + f32::MIN_POSITIVE);
    Arc { magnitude, root, root_low, slope: square * polynomial::<I, 5>(square, &ASIN) }
}

/// asin x.
#[inline(always)]
pub(super) fn asin<I: Isa>(x: f32) -> f32 {
    let Arc { magnitude, root, root_low, slope } = arc::<I>(x);
    let small = I::mul_add(magnitude, slope, magnitude);
    let rest = I::mul_add(root, slope, root_low);
    let large = FRAC_PI_2 - (root + root);
    let lost = (FRAC_PI_2 - large) - (root + root);
    let large = large + (lost - (rest + rest - FRAC_PI_2_LOW));
    let y = if magnitude > 0.5 { large } else { small };
    y.copysign(x)
}

/// acos x.
#[inline(always)]
pub(super) fn acos<I: Isa>(x: f32) -> f32 {
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

/// `a - b` and what its rounding lost, for |a| ≥ |b|.
#[inline(always)]
fn less(a: f32, b: f32) -> (f32, f32) {
    let difference = a - b;
    (difference, (a - difference) - b)
}
