//! Gamma draws by the rejection of G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM
//! TOMS 26 (2000), doi:10.1145/358407.358414, with JAX's use of keys: one for each element, split for each proposal.

use super::{Key, real::Real, split, split_n};
use alloc::vec::Vec;
use cotangent_kernels::{Ln, Ln1p, Map as _, Powf, Sqrt, Zip as _};

/// Proposals before the last one is taken. One in 20 is refused at most: this many with probability below 10⁻¹²⁰⁰.
const PROPOSALS: usize = 1000;

/// A draw for each α ≥ 0.
pub(super) fn gamma<T: Real>(key: &Key, alphas: &[T]) -> Vec<T> {
    each(key, alphas, |boosted, alpha| {
        if alpha >= T::ONE {
            return boosted.d * boosted.cube;
        }
        let u = T::ONE - T::unit(&boosted.key);
        boosted.d * boosted.cube * Powf::scalar(u, T::ONE / alpha)
    })
}

/// The logarithm of a draw for each α, which does not underflow for small α.
pub(super) fn log_gamma<T: Real>(key: &Key, alphas: &[T]) -> Vec<T> {
    each(key, alphas, |boosted, alpha| {
        let ln = Ln::scalar(boosted.d) + Ln::scalar(boosted.cube);
        if alpha >= T::ONE {
            return ln;
        }
        let ln_u = Ln1p::scalar(-T::unit(&boosted.key));
        if ln_u == T::ZERO { ln } else { ln + ln_u * (T::ONE / alpha) }
    })
}

fn each<T: Real>(key: &Key, alphas: &[T], finish: impl Fn(&Boosted<T>, T) -> T) -> Vec<T> {
    let keys = split(key, alphas.len());
    keys.iter().zip(alphas).map(|(key, &alpha)| finish(&boosted(key, alpha), alpha)).collect()
}

/// A draw d·v³ for α, or for α + 1 if α < 1: then times u^(1/α) it is one for α.
struct Boosted<T> {
    d: T,
    cube: T,
    /// What the boost is drawn with.
    key: Key,
}

fn boosted<T: Real>(key: &Key, alpha: T) -> Boosted<T> {
    let third = T::of(1.0 / 3.0);
    let d = (if alpha >= T::ONE { alpha } else { alpha + T::ONE }) - third;
    let scale = third / Sqrt::scalar(d);
    let [mut key, boost] = split_n(key);
    let mut cube = T::ONE;
    for _ in 0..PROPOSALS {
        let [next, normal, uniform] = split_n(&key);
        key = next;
        let (x, v) = positive(normal, scale);
        let square = x * x;
        cube = v * v * v;
        let u = T::unit(&uniform);
        let quick = u < T::ONE - T::of(0.0331) * (square * square);
        if quick || Ln::scalar(u) < square * T::HALF + d * (T::ONE - cube + Ln::scalar(cube)) {
            break;
        }
    }
    Boosted { d, cube, key: boost }
}

/// A normal x with 1 + scale·x positive, and that.
fn positive<T: Real>(mut key: Key, scale: T) -> (T, T) {
    let mut pair = (T::ZERO, T::ONE);
    for _ in 0..PROPOSALS {
        let [next, normal] = split_n(&key);
        key = next;
        let x = T::normal(&normal, 1)[0];
        let v = T::fuse(x, scale, T::ONE);
        if v > T::ZERO {
            pair = (x, v);
            break;
        }
    }
    pair
}
