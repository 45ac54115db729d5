//! The modified Bessel functions of the first kind and whole order: the power series (DLMF 10.25.2), whose terms are all
//! positive, up to 25 + n²/2, and above that Hankel's series (DLMF 10.40.1).

use core::f64::consts::TAU;
use libm::{exp, fabs, sqrt};

fn by_series(n: u32, x: f64) -> bool {
    x <= 25.0 + 0.5 * f64::from(n) * f64::from(n)
}

/// Iₙ(x).
pub fn bessel_i(n: u32, x: f64) -> f64 {
    let magnitude = fabs(x);
    let y = if by_series(n, magnitude) {
        series(n, magnitude)
    } else if magnitude == f64::INFINITY {
        magnitude
    } else {
        // The exponential in two steps: it may overflow where the result does not.
        let root = exp(0.5 * magnitude);
        asymptotic(n, magnitude) * root * root
    };
    signed(n, x, y)
}

/// e^(−|x|) Iₙ(x).
pub fn bessel_ie(n: u32, x: f64) -> f64 {
    let magnitude = fabs(x);
    let y = if by_series(n, magnitude) { exp(-magnitude) * series(n, magnitude) } else { asymptotic(n, magnitude) };
    signed(n, x, y)
}

fn signed(n: u32, x: f64, y: f64) -> f64 {
    if n % 2 == 1 { y.copysign(x) } else { y }
}

fn series(n: u32, x: f64) -> f64 {
    let half = 0.5 * x;
    let square = half * half;
    let (mut sum, mut term, mut j) = (1.0, 1.0, 0.0);
    while term > 1e-18 * sum {
        j += 1.0;
        term *= square / (j * (j + f64::from(n)));
        sum += term;
    }
    (1..=n).fold(sum, |product, i| product * (half / f64::from(i)))
}

/// e⁻ˣ Iₙ(x) for large x.
fn asymptotic(n: u32, x: f64) -> f64 {
    let mu = 4.0 * f64::from(n) * f64::from(n);
    let (mut sum, mut term, mut k) = (1.0, 1.0, 0.0);
    while fabs(term) > 1e-18 * fabs(sum) {
        k += 1.0;
        let odd = 2.0 * k - 1.0;
        term *= (odd * odd - mu) / (8.0 * k * x);
        sum += term;
    }
    sum / sqrt(TAU * x)
}
