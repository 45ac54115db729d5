//! Functions made of logarithms that lose digits or overflow when they are composed.

use core::f64::consts::{LN_2, LOG2_E};
use libm::{atanh, exp, exp2, fabs, log, log1p};

/// ln(x/(1 − x)); near 1/2, where the quotient is near 1, by atanh(2x − 1), whose argument is exact.
pub(crate) fn logit(x: f64) -> f64 {
    if (0.25..=0.75).contains(&x) { 2.0 * atanh(2.0 * x - 1.0) } else { log(x / (1.0 - x)) }
}

/// −x ln x; 0 at 0 and −∞ below.
pub(crate) fn entr(x: f64) -> f64 {
    if x == 0.0 {
        0.0
    } else if x < 0.0 {
        f64::NEG_INFINITY
    } else {
        -x * log(x)
    }
}

/// ln(eᵃ + eᵇ).
pub(crate) fn logaddexp(a: f64, b: f64) -> f64 {
    // Also for equal infinities.
    if a == b { a + LN_2 } else { larger(a, b) + log1p(exp(-fabs(a - b))) }
}

/// log₂(2ᵃ + 2ᵇ).
pub(crate) fn logaddexp2(a: f64, b: f64) -> f64 {
    if a == b { a + 1.0 } else { larger(a, b) + LOG2_E * log1p(exp2(-fabs(a - b))) }
}

fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// x ln y; 0 at x = 0 for every y but NaN.
pub(crate) fn xlogy(x: f64, y: f64) -> f64 {
    if x == 0.0 && !y.is_nan() { 0.0 } else { x * log(y) }
}

/// x ln(1 + y); 0 at x = 0 for every y but NaN.
pub(crate) fn xlog1py(x: f64, y: f64) -> f64 {
    if x == 0.0 && !y.is_nan() { 0.0 } else { x * log1p(y) }
}

/// x ln(x/y) for positive x and y, 0 for x = 0 ≤ y, else ∞. Near x = y by ln(1 + (x − y)/y), whose difference is exact.
pub(crate) fn rel_entr(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    if x > 0.0 && y > 0.0 {
        let ratio = x / y;
        if 0.5 < ratio && ratio < 2.0 {
            return x * log1p((x - y) / y);
        }
        // A quotient beyond the range has two logarithms within it.
        let within = ratio > 1e-300 && ratio < 1e300;
        return x * if within { log(ratio) } else { log(x) - log(y) };
    }
    if x == 0.0 && y >= 0.0 { 0.0 } else { f64::INFINITY }
}
