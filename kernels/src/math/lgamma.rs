//! ln Γ of positive numbers in f32 arithmetic: from ½ to 8 in [pieces](super::pieces); below by ln Γ(1 + x) − ln x; above
//! by Stirling's series (DLMF 5.11.1), x·(ln x − 1) − ½·ln x + ½·ln 2π + 1/12x − …

use super::{
    Table,
    exact::{fast_two_sum, residual},
    exp::{LN2_HIGH, LN2_LOW},
    ln::{Split, TWO_23, split, tail},
    pieces::Lgamma,
    wide,
};
use crate::{Isa, isa::One};

/// Where the pieces begin (below, 1 + x is taken for x) and end.
pub(super) const LEAST: f32 = 0.5;
const END: f32 = 8.0;

/// Whether [`sixteen`] holds at x: normal, positive and finite.
pub(super) use super::ln::is_common;

/// ln |Γ(x)|.
#[inline(always)]
pub(super) fn lgamma<I: Isa>(x: f32) -> f32 {
    if x.to_bits().wrapping_sub(LEAST.to_bits()) < END.to_bits() - LEAST.to_bits() {
        pieces::<I>(x)
    } else if x >= END {
        stirling::<I>(x)
    } else if x > 0.0 {
        let (scaled, n) = if x < f32::MIN_POSITIVE { (x * TWO_23, -23.0) } else { (x, 0.0) };
        less::<I>(pieces::<I>(x), scaled, n)
    } else {
        // Near its zeros f32 would keep no digits.
        wide::through_f64(super::gamma::lgamma)(x)
    }
}

#[inline(always)]
fn pieces<I: Isa>(x: f32) -> f32 {
    Lgamma::eval(One::<I>::new(x)).0
}

/// ln Γ of 16 numbers.
#[inline(always)]
pub(super) fn sixteen<I: Isa>(x: &[f32; 16]) -> [f32; 16] {
    let mut y = I::look_up::<Lgamma>(x);
    let any = |holds: fn(f32) -> bool| x.iter().fold(false, |any, &x| any | holds(x));
    if any(|x| x < LEAST) {
        for (y, &x) in y.iter_mut().zip(x) {
            let small = less::<I>(*y, x, 0.0);
            *y = if x < LEAST { small } else { *y };
        }
    }
    if any(|x| x >= END) {
        for (y, &x) in y.iter_mut().zip(x) {
            let large = stirling::<I>(x);
            *y = if x >= END { large } else { *y };
        }
    }
    y
}

/// ln x as a sum of two numbers, for a normal x and not in [√½, √2).
#[inline(always)]
fn logarithm<I: Isa>(x: f32, n: f32) -> (f32, f32) {
    let Split { exponent, f } = split(x);
    let e = exponent as f32 + n;
    let (high, lost) = fast_two_sum(e * LN2_HIGH, f);
    (high, lost + I::mul_add(e, LN2_LOW, tail::<I>(f)))
}

/// y − ln(x·2ⁿ).
#[inline(always)]
fn less<I: Isa>(y: f32, x: f32, n: f32) -> f32 {
    let (high, low) = logarithm::<I>(x, n);
    (y - low) - high
}

#[inline(always)]
fn stirling<I: Isa>(x: f32) -> f32 {
    /// ½·ln 2π − ½.
    const REST: f32 = 0.418_938_53;
    let (high, low) = logarithm::<I>(x, 0.0);
    let (minus_one, lost) = fast_two_sum(high, -1.0);
    let (minus_one, low) = fast_two_sum(minus_one, low + lost);
    let product = x * minus_one;
    let inverse = 1.0 / x;
    let series = inverse * I::mul_add(inverse * inverse, -1.0 / 360.0, 1.0 / 12.0);
    let rest = I::mul_add(minus_one, -0.5, REST + series);
    let y = product + (I::mul_add(x - 0.5, low, rest) - residual::<I>(product, x, minus_one));
    if product < f32::INFINITY { y } else { f32::INFINITY }
}
