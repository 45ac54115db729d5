//! The derivatives of sinc x = sin(πx)/(πx), each without cancellation at 0.
//!
//! In u = πx the n-th derivative of sin(u)/u is, up to |u| = 3, its Taylor series, and beyond that
//! Sₙ = (sin(u + nπ/2) − n·Sₙ₋₁)/u, which follows from (u·S)⁽ⁿ⁾ = sin⁽ⁿ⁾ and is stable there.

use core::f64::consts::PI;
use libm::{fabs, fmod, rint, sin};

/// The n-th derivative of sinc at x; 0 at ±∞.
pub fn sinc(n: u32, x: f64) -> f64 {
    let magnitude = fabs(x);
    if magnitude == f64::INFINITY {
        return 0.0;
    }
    let u = PI * magnitude;
    let y = if u <= 3.0 { taylor(n, u) } else { recurrence(n, u, magnitude) };
    let odd = n % 2 == 1 && x < 0.0;
    crate::power::by_squaring(PI, n) * if odd { -y } else { y }
}

/// Σ (−1)ᵐ u²ᵐ⁻ⁿ/((2m − n)! (2m + 1)).
fn taylor(n: u32, u: f64) -> f64 {
    let first = n.div_ceil(2);
    let (mut m, mut p) = (f64::from(first), f64::from(2 * first - n));
    let sign = if first.is_multiple_of(2) { 1.0 } else { -1.0 };
    let (mut factor, mut sum) = (if p == 0.0 { sign } else { sign * u }, 0.0);
    let mut term = factor / (2.0 * m + 1.0);
    while fabs(term) > 1e-18 * fabs(sum) {
        sum += term;
        factor *= -u * u / ((p + 1.0) * (p + 2.0));
        m += 1.0;
        p += 2.0;
        term = factor / (2.0 * m + 1.0);
    }
    // NaN where u is.
    sum + term
}

fn recurrence(n: u32, u: f64, x: f64) -> f64 {
    let turns = rint(x);
    let (rest, sign) = (x - turns, if fmod(turns, 2.0) == 0.0 { 1.0 } else { -1.0 });
    // At whole numbers +0.
    let sine = if rest == 0.0 { 0.0 } else { sign * sin(PI * rest) };
    let cosine = sign * sin(PI * (0.5 - fabs(rest)));
    let mut y = sine / u;
    for i in 1..=n {
        let ahead = [sine, cosine, -sine, -cosine][i as usize % 4];
        y = (ahead - f64::from(i) * y) / u;
    }
    y
}
