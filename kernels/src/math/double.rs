//! Functions in f64 arithmetic beyond those of [`pair`](super::pair): sums of two numbers carry what rounding loses, so that
//! about one rounding remains. Coefficients by `kernels/accuracy/fit/interpolate.py`, of error below 2⁻⁵⁷ of the result.

pub(super) mod arcs;
pub(super) mod erf;
pub(super) mod exps;
pub(super) mod logs;
pub(super) mod trig;

/// `a - b` and what its rounding lost, for |a| ≥ |b|.
#[inline(always)]
fn less(a: f64, b: f64) -> (f64, f64) {
    let difference = a - b;
    (difference, (a - difference) - b)
}
