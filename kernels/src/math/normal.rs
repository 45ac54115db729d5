//! The distribution function Φ of the standard normal, its logarithm, and the moments of its tail
//! Mₖ(z) = ∫₀^∞ tᵏ e^(−zt − t²/2) dt, of which M₀ is Mills' ratio Φ(−z)/φ(z).
//!
//! Φ by erfc of x/√2 in two parts. Mₖ: below 1 its Taylor series; from 1 on the continued fraction (Laplace; DLMF 7.9.3) of
//! the recurrence Mₖ₊₁ = k·Mₖ₋₁ − z·Mₖ, run backwards, where it is stable (Gautschi 1967, doi:10.1137/1009002).

use super::exact::two_product;
use crate::isa::Baseline;
use core::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};
use libm::{erfc, exp, fabs, log, log1p, sqrt};

/// What 1/√2 loses when it is rounded.
const ROOT_HALF_LOW: f64 = -4.833_646_656_726_457e-17;
/// √(π/2) = M₀(0).
const ROOT_HALF_PI: f64 = 1.253_314_137_315_500_3;
/// ln √(2π).
const LN_ROOT_TAU: f64 = 0.918_938_533_204_672_8;

/// Φ(x).
pub(crate) fn ndtr(x: f64) -> f64 {
    let (high, error) = two_product::<Baseline, f64>(-x, FRAC_1_SQRT_2);
    let y = erfc(high);
    if fabs(x) < 1e3 {
        let low = error - x * ROOT_HALF_LOW;
        return 0.5 * (y - FRAC_2_SQRT_PI * exp(-high * high) * low);
    }
    // Nothing is left to correct, and the error of the product may be NaN.
    0.5 * y
}

/// ln Φ(x).
pub(crate) fn log_ndtr(x: f64) -> f64 {
    if x < -1.0 {
        return log(mills(0, -x)) - (0.5 * x * x + LN_ROOT_TAU);
    }
    if x <= 0.0 { log(ndtr(x)) } else { log1p(-ndtr(-x)) }
}

/// Mₖ(z).
pub fn mills(k: u32, z: f64) -> f64 {
    if z < 1.0 {
        return taylor(k, z);
    }
    // The fraction forgets its tail like e^(−2z(√depth − √k)); this one is near the truth already.
    let reach = sqrt(f64::from(k)) + 17.0 / z;
    let depth = 10 + (reach * reach) as u32;
    let tail = 2.0 * f64::from(depth) / (z + sqrt(z * z + 4.0 * f64::from(depth)));
    let (mut ratio, mut product) = (tail, 1.0);
    for i in (1..=depth).rev() {
        ratio = f64::from(i) / (z + ratio); // Mᵢ/Mᵢ₋₁
        if i <= k {
            product *= ratio;
        }
    }
    product / (z + ratio)
}

fn taylor(k: u32, z: f64) -> f64 {
    // The moments m(i) = ∫ tⁱ e^(−t²/2) dt: m(i) = (i − 1)·m(i − 2).
    let (mut moment, mut next) = (ROOT_HALF_PI, 1.0);
    for i in 0..k {
        (moment, next) = (next, moment * (f64::from(i) + 1.0));
    }
    let (mut sum, mut power, mut j) = (0.0, 1.0, 0.0);
    let mut term = moment;
    while fabs(term) > 1e-18 * fabs(sum) {
        sum += term;
        (moment, next) = (next, moment * (f64::from(k) + j + 1.0));
        j += 1.0;
        power *= -z / j;
        term = power * moment;
    }
    // NaN where z is.
    sum + term
}

/// φ(x) = e^(−x²/2)/√(2π), with the rounding of x² repaired.
pub(crate) fn density(x: f64) -> f64 {
    let (square, error) = two_product::<Baseline, f64>(x, x);
    let y = exp(-0.5 * square) / sqrt(core::f64::consts::TAU);
    if fabs(x) < 40.0 { y - 0.5 * error * y } else { y }
}
