//! The complementary error function in f32 arithmetic.
//!
//! From 15/32 on, e^(−x²)·F/(1 + 2x), where F = (1 + 2x)·e^(x²)·erfc x is a polynomial of (x − K)/(x + K), which maps the
//! half line to an interval (Shepherd and Laframboise 1981, doi:10.1090/S0025-5718-1981-0595058-X). Square, product and
//! quotient keep what their rounding loses. Below −15/32, 2 less that; between, 1 − erf x.

use super::{
    exact::{fast_two_sum, residual, square},
    exp::{Parts, parts, polynomial, scale},
};
use crate::Isa;

/// erf x = x + x·ERF(x²) up to 15/32.
const ERF: [f32; 5] = [0.128_379_17, -0.376_126_17, 0.112_830_27, -0.026_772_69, 0.004_754_307_7];
/// Chosen so that F is almost an f32 there.
const K: f32 = 1.875;
const F: f32 = 1.279_792_4;
/// What follows in powers of (x − K)/(x + K).
const SLOPE: [f32; 9] = [
    -0.081_447_95,
    -0.184_490_25,
    0.158_605_35,
    -0.036_648_285,
    -0.015_364_259,
    0.006_297_515_2,
    0.002_946_347_5,
    -0.000_779_007_9,
    -0.000_566_188_5,
];

/// erfc x.
#[inline(always)]
pub(super) fn erfc<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    if magnitude < 0.468_75 {
        return 1.0 - I::mul_add(x, polynomial::<I, 5>(x * x, &ERF), x);
    }
    // The result is 0 or 2 long before.
    let capped = if magnitude > 11.0 { 11.0 } else { magnitude };
    let (square, square_low) = square::<I>(capped);
    let Parts { high, low, n } = parts::<I>(-square);
    let q = (capped - K) / (capped + K);
    let slope = polynomial::<I, 9>(q, &SLOPE);
    let factor = I::mul_add(q, slope, F);
    let top = high * factor;
    let (bottom, bottom_low) = fast_two_sum(1.0, capped + capped);
    let quotient = top / bottom;
    let low = I::mul_add(-high, square_low, low);
    let factor_low = I::mul_add(q, slope, F - factor);
    let top_low = I::mul_add(high, factor_low, low * factor) - residual::<I>(top, high, factor);
    let rest = I::mul_add(-quotient, bottom_low, residual::<I>(top, quotient, bottom) + top_low);
    let y = scale(quotient + rest / bottom, n);
    if x < 0.0 { 2.0 - y } else { y }
}
