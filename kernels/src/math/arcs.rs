//! The inverse trigonometric functions in f32 arithmetic.
//!
//! The arc tangent of a/b as that of q = a/b, (a − b)/(a + b) or −b/a plus 0, π/4 or π/2, where |q| is at most 0.69. The arc
//! sine up to ½ as x + x³·P(x²); above, π/2 less twice that of s = √((1 − x)/2). Quotients and roots keep what their rounding
//! loses where the result is not so much larger that it does not matter.

use core::f32::consts::{FRAC_PI_2, FRAC_PI_4, PI};

use super::{
    exact::{fast_two_sum, residual},
    exp::polynomial,
};
use crate::{Isa, hardware::Hardware};

/// What is lost by rounding π/2.
const FRAC_PI_2_LOW: f32 = -4.371_139e-8;
const ASIN: [f32; 5] = [0.166_667_54, 0.074_952_52, 0.045_476_04, 0.024_152_093, 0.042_211_797];
const ATAN: [f32; 7] =
    [-0.333_333_16, 0.199_990_32, -0.142_668_83, 0.109_349_675, -0.081_820_81, 0.049_412_55, -0.016_28];

/// Up to here the arc tangent is that of its argument,
const SMALL: f32 = 0.6875;
/// and from here on π/2 less that of the inverse.
const LARGE: f32 = 1.5625;

/// atan x.
#[inline(always)]
pub(super) fn atan<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let (high, low) = if magnitude <= SMALL {
        from::<I>([0.0, 0.0], magnitude, 0.0)
    } else {
        let large = magnitude > LARGE;
        let top = if large { -1.0 } else { magnitude - 1.0 };
        let bottom = if large { magnitude } else { magnitude + 1.0 };
        from::<I>(if large { HALF } else { QUARTER }, top / bottom, 0.0)
    };
    (high + low).copysign(x)
}

const HALF: [f32; 2] = [FRAC_PI_2, FRAC_PI_2_LOW];
const QUARTER: [f32; 2] = [FRAC_PI_4, 0.5 * FRAC_PI_2_LOW];

/// The angle `start` and the arc tangent of q + lost, as a sum of two numbers.
#[inline(always)]
fn from<I: Isa>([start, start_low]: [f32; 2], q: f32, lost: f32) -> (f32, f32) {
    let square = q * q;
    // The slope of the rest is 1 − q² or so.
    let rest = I::mul_add(q * square, polynomial::<I, 7>(square, &ATAN), lost * (1.0 - square));
    let (high, low) = fast_two_sum(start, q);
    (high, low + (rest + start_low))
}

/// The angle of the point (x, y).
#[inline(always)]
pub(super) fn atan2<I: Isa>(y: f32, x: f32) -> f32 {
    let (a, b) = (y.abs(), x.abs());
    let below = x.is_sign_negative();
    let (high, low) = angle::<I>(a, b, below);
    let y_above = if below {
        let (left, rest) = less(PI, high);
        left + (rest - (low - 2.0 * FRAC_PI_2_LOW))
    } else {
        high + low
    };
    y_above.copysign(y)
}

/// The arc tangent of a/b for a, b ≥ 0 as a sum of two numbers; 0 for 0/0, π/4 for ∞/∞. Rough where it is small if it is
/// taken from π.
#[inline(always)]
fn angle<I: Isa>(a: f32, b: f32, rough: bool) -> (f32, f32) {
    let small = a < SMALL * b;
    let (start, top, bottom) = if small {
        ([0.0, 0.0], a, b)
    } else if a > LARGE * b {
        (HALF, -b, a)
    } else if a == b {
        (if a == 0.0 { [0.0, 0.0] } else { QUARTER }, 0.0, 1.0)
    } else {
        // Neither too large to be added nor too small to be halved.
        let scale = if a < 1e-20 { TWO_64 } else { 0.5 };
        (QUARTER, (a - b) * scale, a * scale + b * scale)
    };
    let q = top / bottom;
    let mut lost = 0.0;
    // Below 2⁻¹² the quotient is the result. Above, products do not underflow if the small sides are scaled.
    if small && !rough && q > 0.000_244_140_63 {
        let scale = if bottom < 1e-20 { TWO_64 } else { 1.0 };
        let bottom = bottom * scale;
        lost = residual::<I>(top * scale, q, bottom) / bottom;
    }
    from::<I>(start, q, lost)
}

const TWO_64: f32 = 1.844_674_4e19;

/// The slope s²·P(s²) of the arc sine less 1 at s = |x| up to ½, and at s = √((1 − |x|)/2) above; and (1 − |x|)/2.
#[inline(always)]
fn arc<I: Isa>(x: f32) -> (f32, f32) {
    let magnitude = x.abs();
    let half = 0.5 - 0.5 * magnitude;
    let square = if magnitude <= 0.5 { magnitude * magnitude } else { half };
    (square * polynomial::<I, 5>(square, &ASIN), half)
}

/// What the root of a number lacks.
#[inline(always)]
fn lost_by_root<I: Isa>(x: f32, root: f32) -> f32 {
    // At 0 the numerator is 0.
    residual::<I>(x, root, root) / (root + root + f32::MIN_POSITIVE)
}

/// asin x.
#[inline(always)]
pub(super) fn asin<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let (slope, half) = arc::<I>(x);
    let y = if magnitude <= 0.5 {
        I::mul_add(magnitude, slope, magnitude)
    } else {
        let root = f32::square_root(half);
        let rest = I::mul_add(root, slope, lost_by_root::<I>(half, root));
        let (large, lost) = less(FRAC_PI_2, root + root);
        large + (lost - (rest + rest - FRAC_PI_2_LOW))
    };
    y.copysign(x)
}

/// acos x.
#[inline(always)]
pub(super) fn acos<I: Isa>(x: f32) -> f32 {
    let (slope, half) = arc::<I>(x);
    if x.abs() <= 0.5 {
        let (middle, lost) = less(FRAC_PI_2, x);
        middle + (lost - I::mul_add(x, slope, -FRAC_PI_2_LOW))
    } else {
        let root = f32::square_root(half);
        if x > 0.0 {
            let rest = I::mul_add(root, slope, lost_by_root::<I>(half, root));
            (root + root) + (rest + rest)
        } else {
            let rest = root * slope;
            let (left, lost) = less(PI, root + root);
            left + (lost - (rest + rest - 2.0 * FRAC_PI_2_LOW))
        }
    }
}

/// `a - b` and what its rounding lost, for |a| ≥ |b|.
#[inline(always)]
fn less(a: f32, b: f32) -> (f32, f32) {
    let difference = a - b;
    (difference, (a - difference) - b)
}
