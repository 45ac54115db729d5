//! Standard distributions by inversion: one uniform draw through the quantile function, as in JAX.
//!
//! The uniform draws are JAX's to the bit; the logarithms and tangents are those of the kernels, so that the results
//! agree with JAX to a few ulp.

use super::{Key, real::Real};
use alloc::vec::Vec;
use cotangent_kernels::{Ln, Ln1p, Map as _, Neg, Tan};

/// −ln(1 − u) of u in [0, 1).
#[track_caller]
pub(super) fn exponential<T: Real>(key: &Key, n: usize) -> Vec<T> {
    let mut x = T::uniform(key, n, T::ZERO, T::ONE);
    Neg::in_place(&mut x);
    Ln1p::in_place(&mut x);
    Neg::in_place(&mut x);
    x
}

/// −ln(−ln u) of u in (0, 1).
#[track_caller]
pub(super) fn gumbel<T: Real>(key: &Key, n: usize) -> Vec<T> {
    let mut x = T::uniform(key, n, T::TINY, T::ONE);
    for _ in 0..2 {
        Ln::in_place(&mut x);
        Neg::in_place(&mut x);
    }
    x
}

/// sign(u)·ln(1 − |u|) of u in (−1, 1).
#[track_caller]
pub(super) fn laplace<T: Real>(key: &Key, n: usize) -> Vec<T> {
    let u = T::uniform(key, n, T::EPSILON * T::HALF - T::ONE, T::ONE);
    let mut x: Vec<T> = u.iter().map(|u| u.magnitude().negative()).collect();
    Ln1p::in_place(&mut x);
    x.into_iter().zip(u).map(|(ln, u)| ln * u.sign()).collect()
}

/// ln u − ln(1 − u) of u in (0, 1).
#[track_caller]
pub(super) fn logistic<T: Real>(key: &Key, n: usize) -> Vec<T> {
    let mut x = T::uniform(key, n, T::TINY, T::ONE);
    let mut rest = x.clone();
    Neg::in_place(&mut rest);
    Ln1p::in_place(&mut rest);
    Ln::in_place(&mut x);
    x.into_iter().zip(rest).map(|(x, rest)| x - rest).collect()
}

/// tan(π(u − 1/2)) of u in (0, 1).
#[track_caller]
pub(super) fn cauchy<T: Real>(key: &Key, n: usize) -> Vec<T> {
    let mut x = T::uniform(key, n, T::EPSILON, T::ONE);
    for x in &mut x {
        *x = T::of(core::f64::consts::PI) * (*x - T::HALF);
    }
    Tan::in_place(&mut x);
    x
}
