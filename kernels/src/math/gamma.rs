//! The derivatives of ln Γ: digamma ψ and the polygamma functions ψ⁽ⁿ⁾.
//!
//! ψ: on [1, 2] the rational approximation of Boost.Math 1.83 (Maddock; Boost Software License), relative to the root at
//! 1.4616…; below 10 the recurrence ψ(x + 1) = ψ(x) + 1/x; above, the asymptotic series (DLMF 5.11.2); below 0 reflection
//! (DLMF 5.5.4). ψ⁽ⁿ⁾(x) = (−1)ⁿ⁺¹ n! ζ(n + 1, x) (DLMF 25.11.12) with the Euler–Maclaurin series of Hurwitz' zeta function
//! (DLMF 25.11.28); below 0 the sum over the poles on both sides of x.

use libm::{fabs, log, rint, tan};

/// The root of ψ in three parts.
const ROOT: [f64; 3] =
    [1_569_415_565.0 / 1_073_741_824.0, 381_566_830.0 / 1_073_741_824.0 / 1_073_741_824.0, 9.016_312_093_258_695e-20];
const OFFSET: f64 = 0.995_581_626_892_089_8;
const TOP: [f64; 6] = [
    0.254_798_510_611_315_51,
    -0.325_550_311_868_044_9,
    -0.650_318_537_708_965_1,
    -0.289_191_264_447_747_84,
    -0.045_251_321_448_739_06,
    -0.002_071_332_116_774_595,
];
const BOTTOM: [f64; 7] = [
    1.0,
    2.076_711_702_373_047,
    1.460_624_290_976_351_5,
    0.435_935_296_926_659_7,
    0.054_151_797_245_674_225,
    0.002_128_498_701_782_114_4,
    -5.578_984_132_167_551e-7,
];
/// B₂ₖ/2k.
const ASYMPTOTIC: [f64; 8] =
    [1.0 / 12.0, -1.0 / 120.0, 1.0 / 252.0, -1.0 / 240.0, 1.0 / 132.0, -691.0 / 32_760.0, 1.0 / 12.0, -3617.0 / 8160.0];
/// B₂ₖ/(2k)!.
const BERNOULLI: [f64; 8] = [
    1.0 / 12.0,
    -1.0 / 720.0,
    1.0 / 30_240.0,
    -1.0 / 1_209_600.0,
    1.0 / 47_900_160.0,
    -691.0 / 1_307_674_368_000.0,
    1.0 / 74_724_249_600.0,
    -3617.0 / 10_670_622_842_880_000.0,
];

/// ψ(x) = d/dx ln Γ(x); ∓∞ at ±0, NaN at the negative integers.
pub(crate) fn digamma(x: f64) -> f64 {
    if x == 0.0 {
        return (-f64::INFINITY).copysign(-x);
    }
    if x < 0.0 {
        let f = x - rint(x);
        return if f == 0.0 {
            f64::NAN
        } else {
            positive_digamma(1.0 - x) - core::f64::consts::PI / tan(f * core::f64::consts::PI)
        };
    }
    positive_digamma(x)
}

fn positive_digamma(x: f64) -> f64 {
    if x >= 10.0 {
        let inverse = 1.0 / (x * x);
        return log(x) - 0.5 / x - inverse * polynomial(inverse, &ASYMPTOTIC);
    }
    let (mut x, mut steps) = (x, 0.0);
    while x > 2.0 {
        x -= 1.0;
        steps += 1.0 / x;
    }
    if x < 1.0 {
        steps -= 1.0 / x;
        x += 1.0;
    }
    let from_root = ((x - ROOT[0]) - ROOT[1]) - ROOT[2];
    let ratio = polynomial(x - 1.0, &TOP) / polynomial(x - 1.0, &BOTTOM);
    from_root * OFFSET + from_root * ratio + steps
}

fn polynomial(x: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// The n-th derivative of ψ.
pub fn polygamma(n: u32, x: f64) -> f64 {
    if n == 0 {
        return digamma(x);
    }
    let odd = n % 2 == 1;
    let sign = if odd { 1.0 } else { -1.0 };
    if x > 0.0 {
        return sign * positive(n, x);
    }
    let f = x - rint(x);
    if f == 0.0 {
        // Poles: of one sign on both sides for odd n; at ±0 the side is known.
        return if odd {
            f64::INFINITY
        } else if x == 0.0 {
            (-f64::INFINITY).copysign(-x)
        } else {
            f64::NAN
        };
    }
    // n! Σ (f + k)⁻ⁿ⁻¹ over all integers k, less the poles above x.
    let nearest = rising(n, f) / f;
    sign * (nearest + positive(n, 1.0 + f) + sign * (positive(n, 1.0 - f) - positive(n, 1.0 - x)))
}

/// n! ζ(n + 1, q) for q > 0.
fn positive(n: u32, q: f64) -> f64 {
    if q == f64::INFINITY {
        return 0.0;
    }
    let s = f64::from(n) + 1.0;
    let power = |ratio: f64| crate::power::by_squaring(ratio, n + 1);
    // Everything relative to q⁻ˢ.
    let (mut sum, mut w) = (0.0, q);
    while w < 10.0 + s {
        let term = power(q / w);
        sum += term;
        w += 1.0;
        if term < 1e-18 * sum {
            return rising(n, q) * (sum / q);
        }
    }
    let (mut tail, mut factor) = (0.5, s / w);
    for (j, b) in BERNOULLI.into_iter().enumerate() {
        tail += b * factor;
        let next = s + 2.0 * j as f64;
        factor *= (next + 1.0) * (next + 2.0) / (w * w);
    }
    let ratio = power(q / w);
    rising(n, q) * ((sum + ratio * tail) / q + ratio * (w / q) / (s - 1.0))
}

/// n!/qⁿ: in an order that underflows only with the result.
fn rising(n: u32, q: f64) -> f64 {
    (1..=n).fold(1.0, |product, i| product * (f64::from(i) / q))
}

/// ln |Γ(x)|, +∞ at the poles.
pub(super) fn lgamma(x: f64) -> f64 {
    if x <= 0.0 && fabs(x - rint(x)) == 0.0 { f64::INFINITY } else { libm::lgamma(x) }
}
