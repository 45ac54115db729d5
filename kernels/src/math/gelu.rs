//! x times the normal distribution function, in f32 arithmetic: see the f64 form in [`double::erf`](super::double::erf).

use super::{
    exact::{fast_two_sum, two_product, two_sum},
    exp::{Parts, parts, polynomial, scale},
};
use crate::Isa;

/// G(0 in t) in two parts.
const START: [f32; 2] = [0.984_506_3, 2.299_519_7e-8];
/// G(t) = START + t·REST(t).
const REST: [f32; 11] = [
    -0.183_274_22,
    0.025_729_16,
    0.059_705,
    -0.071_537_29,
    0.045_132_16,
    -0.016_772_52,
    0.002_071_282_4,
    0.001_307_615,
    -0.000_543_744_5,
    -0.000_111_526_81,
    3.128_774e-5,
];
/// The derivative of G to 2⁻¹².
const SLOPE: [f32; 6] = [-0.183_230_8, 0.051_396_26, 0.177_302_6, -0.287_983_18, 0.235_553_38, -0.091_394_36];
/// 1/√2 in two parts.
const ROOT_HALF: [f32; 2] = [core::f32::consts::FRAC_1_SQRT_2, 1.210_161_7e-8];

/// x·Φ(x): for x < 0 half of x·erfc(|x|/√2), above x less that of −x.
#[inline(always)]
pub(super) fn gelu<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let capped = if magnitude > 14.8 { 14.8 } else { magnitude };
    let (a, error) = two_product::<I, f32>(capped, ROOT_HALF[0]);
    let a_low = I::mul_add(capped, ROOT_HALF[1], error);

    let (top, top_low) = two_sum(a, -3.0);
    let (bottom, bottom_low) = two_sum(a, 3.0);
    let inverse = 1.0 / bottom;
    let t = top * inverse;
    let (product, error) = two_product::<I, f32>(t, bottom);
    let t_low = (((top - product) - error) + I::mul_add(-t, bottom_low + a_low, top_low + a_low)) * inverse;
    // The last steps of Horner's rule cancel for small x.
    let [first, others @ ..] = &REST;
    let (product, error) = two_product::<I, f32>(t, polynomial::<I, 10>(t, others));
    let (rest, rest_lost) = fast_two_sum(*first, product);
    let (g, lost) = fast_two_sum(START[0], t * rest);
    let g_low = lost + I::mul_add(t, rest_lost + error, I::mul_add(t_low, polynomial::<I, 6>(t, &SLOPE), START[1]));

    let half = 0.5 * capped;
    let (square, square_low) = two_product::<I, f32>(capped, half);
    let Parts { high: e, low: e_low, n } = parts::<I>(-square);
    let e_low = I::mul_add(e, -square_low, e_low);
    let (high, error) = two_product::<I, f32>(e, g);
    let low = I::mul_add(e, g_low, I::mul_add(e_low, g, error));
    let (high, error) = two_product::<I, f32>(high, half);
    let low = I::mul_add(low, half, error);

    let (slope, slope_lost) = fast_two_sum(a, 0.5 * a);
    let (one, lost) = two_sum(1.0, slope);
    let inverse = 1.0 / one;
    let quotient = high * inverse;
    let (product, error) = two_product::<I, f32>(quotient, one);
    let residual = ((high - product) - error) + (low - quotient * (lost + I::mul_add(1.5, a_low, slope_lost)));
    let correction = residual * inverse;
    let (y, y_low) = (scale(quotient, n), scale(correction, n));
    let (above, lost) = two_sum(x, -y);
    let above = above + (lost - y_low);
    let above = if magnitude > capped { x } else { above };
    if x > 0.0 { above } else { scale(quotient + correction, n).copysign(x) }
}
