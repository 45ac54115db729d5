//! Random arrays from splittable keys: JAX's algorithms on JAX's threefry. See [`cotangent_tensor::random`].
//!
//! A key is used once: split it, and draw from the parts.
//!
//! ```
//! use cotangent_autodiff::{random, DType};
//! let [key, w_key] = random::split_n(&random::key(0));
//! let w = random::normal(&w_key, &[3], DType::F32);
//! assert_eq!(w.shape(), [3]);
//! # let _ = key;
//! ```
//!
//! # What agrees with JAX 0.10.2
//! In both key layouts, f32 draws with JAX's default mode and f64 draws with `jax_enable_x64` (`tests/random/jax.rs`; draws
//! of places, [`choice`] and [`categorical`], are i64 here and have the values of the default mode):
//!
//! | draws | agreement |
//! |---|---|
//! | keys, [`bits`], [`uniform`], [`bernoulli`], [`bernoulli_each`], [`rademacher`], [`randint`], [`permutation`], [`shuffle`], [`choice`] without weights, [`normal`] in f32 | every bit |
//! | [`normal`] in f64 | every bit but in 1 of 30,000 draws, then 3 ulp |
//! | [`exponential`], [`gumbel`], [`laplace`], [`logistic`], [`cauchy`], [`gamma`], [`log_gamma`], [`chi_square`], [`dirichlet`], [`multivariate_normal`] in f32 | 2·2⁻²³ of the larger of the value and 1; [`truncated_normal`] 4, [`student_t`] 8 |
//! | [`gamma`], [`chi_square`], [`beta`], [`student_t`], [`truncated_normal`], [`gumbel`], [`cauchy`], [`dirichlet`], [`multivariate_normal`] in f64 | 2 to 8 of 2⁻⁵² |
//! | [`exponential`], [`laplace`], [`logistic`], [`log_gamma`] in f64 | 130 of 2⁻⁵²: JAX's ln(1 − u) is as far from the exact one near u = 0.4142; our logarithm is within 1 ulp |
//! | [`poisson`], [`categorical`], [`choice`] with weights | equal, unless two candidates differ by the rounding of a logarithm or of a sum |
//!
//! # Derivatives
//! A draw is a number: it has no derivative in its key. What is computed *from* draws has: `mean + scale * normal`, and so
//! [`truncated_normal`] in its bounds, [`multivariate_normal`] in its mean and covariance, [`shuffle`] and [`choice`] in the array.
//! Draws by rejection ([`gamma`], [`beta`], [`dirichlet`], …) and those of integers carry no derivative in their
//! parameters, which must be plain numbers (JAX differentiates gamma draws implicitly; this is not here): one that depends
//! on the input of a transform is an error, never a silent zero. Where it is to count as a constant, say so with
//! `stop_gradient`.
//!
//! # Under `vmap` and `compile`
//! A key is plain data, not an array: every example of a batch sees the same draws, and a compiled function holds those of
//! its first call. For draws of their own, draw outside and hand the draws in:
//!
//! ```
//! use cotangent_autodiff::{array, random, vmap, Array, DType};
//! let noise = random::normal(&random::key(0), &[2, 3], DType::F64);
//! let noisy = vmap(|x: &Array, noise: &Array| x + noise);
//! assert_eq!(noisy(&array([1.0, 2.0]), &noise).shape(), [2, 3]);
//! ```

use crate::{array::Array, creation::unwrap};
use cotangent_tensor::{DType, random};

mod choice;
mod composite;
mod parameters;

pub use choice::{Choice, categorical, choice, shuffle, try_categorical, try_choice, try_shuffle};
pub use composite::{multivariate_normal, truncated_normal, try_multivariate_normal, try_truncated_normal};
pub use cotangent_tensor::random::{Key, KeyLayout, fast, fold_in, key, key_with_layout, split, split_n};
pub use parameters::{
    bernoulli_each, beta, chi_square, dirichlet, gamma, log_gamma, poisson, student_t, try_bernoulli_each, try_beta,
    try_chi_square, try_dirichlet, try_gamma, try_log_gamma, try_poisson, try_student_t,
};

/// Uniform draws from [0, 1), f32 or f64.
///
/// ```
/// use cotangent_autodiff::{DType, random};
/// let key = random::key(0);
/// assert_eq!(random::uniform(&key, &[2, 3], DType::F32).shape(), [2, 3]);
/// ```
///
/// # Panics
/// A dtype that is no float; an impossible shape.
#[track_caller]
pub fn uniform(key: &Key, shape: &[usize], dtype: DType) -> Array {
    uniform_in(key, shape, dtype, 0.0, 1.0)
}

/// Uniform draws from [low, high), f32 or f64.
///
/// ```
/// use cotangent_autodiff::{DType, random};
/// let key = random::key(0);
/// let x = random::uniform_in(&key, &[100], DType::F64, -1.0, 1.0);
/// assert!(x.abs().max() < 1.0);
/// ```
///
/// # Panics
/// A dtype that is no float; an impossible shape.
#[track_caller]
pub fn uniform_in(key: &Key, shape: &[usize], dtype: DType, low: f64, high: f64) -> Array {
    unwrap(random::uniform(key, shape, dtype, low, high))
}

/// Draws from the standard normal distribution, f32 or f64.
///
/// ```
/// use cotangent_autodiff::{DType, random};
/// let key = random::key(0);
/// assert_eq!(random::normal(&key, &[3], DType::F64).shape(), [3]);
/// ```
///
/// # Panics
/// A dtype that is no float; an impossible shape.
#[track_caller]
pub fn normal(key: &Key, shape: &[usize], dtype: DType) -> Array {
    unwrap(random::normal(key, shape, dtype))
}

/// Draws from the exponential distribution of mean 1, density e^−x for x ≥ 0: −ln(1 − u) of uniform u. Scale them for
/// another mean.
///
/// ```
/// use cotangent_autodiff::{random, DType};
/// assert_eq!(random::exponential(&random::key(0), &[2], DType::F32).shape(), [2]);
/// ```
///
/// # Panics
/// A dtype that is not f32 or f64; an impossible shape.
#[track_caller]
pub fn exponential(key: &Key, shape: &[usize], dtype: DType) -> Array {
    unwrap(random::exponential(key, shape, dtype))
}

/// Draws from the standard Gumbel distribution, P(X ≤ x) = e^(−e^−x): −ln(−ln u) of uniform u.
///
/// ```
/// use cotangent_autodiff::{random, DType};
/// assert_eq!(random::gumbel(&random::key(0), &[2], DType::F32).shape(), [2]);
/// ```
///
/// # Panics
/// A dtype that is not f32 or f64; an impossible shape.
#[track_caller]
pub fn gumbel(key: &Key, shape: &[usize], dtype: DType) -> Array {
    unwrap(random::gumbel(key, shape, dtype))
}

/// Draws from the Laplace distribution, density e^−|x| / 2: sign(u)·ln(1 − |u|) of u uniform in (−1, 1).
///
/// ```
/// use cotangent_autodiff::{random, DType};
/// assert_eq!(random::laplace(&random::key(0), &[2], DType::F32).shape(), [2]);
/// ```
///
/// # Panics
/// A dtype that is not f32 or f64; an impossible shape.
#[track_caller]
pub fn laplace(key: &Key, shape: &[usize], dtype: DType) -> Array {
    unwrap(random::laplace(key, shape, dtype))
}

/// Draws from the logistic distribution, P(X ≤ x) = 1 / (1 + e^−x): ln u − ln(1 − u) of uniform u.
///
/// ```
/// use cotangent_autodiff::{random, DType};
/// assert_eq!(random::logistic(&random::key(0), &[2], DType::F32).shape(), [2]);
/// ```
///
/// # Panics
/// A dtype that is not f32 or f64; an impossible shape.
#[track_caller]
pub fn logistic(key: &Key, shape: &[usize], dtype: DType) -> Array {
    unwrap(random::logistic(key, shape, dtype))
}

/// Draws from the Cauchy distribution, density 1 / (π(1 + x²)): tan(π(u − 1/2)) of uniform u.
///
/// ```
/// use cotangent_autodiff::{random, DType};
/// assert_eq!(random::cauchy(&random::key(0), &[2], DType::F32).shape(), [2]);
/// ```
///
/// # Panics
/// A dtype that is not f32 or f64; an impossible shape.
#[track_caller]
pub fn cauchy(key: &Key, shape: &[usize], dtype: DType) -> Array {
    unwrap(random::cauchy(key, shape, dtype))
}

/// Bools that are true with probability `p`.
///
/// ```
/// use cotangent_autodiff::random;
/// let key = random::key(0);
/// assert!(random::bernoulli(&key, 1.0, &[5]).to_vec::<bool>()?.iter().all(|&x| x));
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// An impossible shape.
#[track_caller]
pub fn bernoulli(key: &Key, p: f32, shape: &[usize]) -> Array {
    unwrap(random::bernoulli(key, p, shape))
}

/// −1 or 1, each as likely, in any number dtype.
///
/// ```
/// use cotangent_autodiff::{random, DType};
/// let signs = random::rademacher(&random::key(0), &[8], DType::I32).to_vec::<i32>()?;
/// assert!(signs.iter().all(|s| s.abs() == 1));
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A bool dtype; an impossible shape.
#[track_caller]
pub fn rademacher(key: &Key, shape: &[usize], dtype: DType) -> Array {
    unwrap(random::rademacher(key, shape, dtype))
}

/// Integers from `low` up to and without `high`, i32 or i64.
///
/// ```
/// use cotangent_autodiff::{DType, random};
/// let key = random::key(0);
/// let x = random::randint(&key, &[100], 0, 6, DType::I32);
/// assert!(x.to_vec::<i32>()?.iter().all(|x| (0..6).contains(x)));
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A dtype that is no integer; an impossible shape.
#[track_caller]
pub fn randint(key: &Key, shape: &[usize], low: i64, high: i64, dtype: DType) -> Array {
    unwrap(random::randint(key, shape, low, high, dtype))
}

/// 0, 1, …, n − 1 in random order, as i64.
///
/// ```
/// use cotangent_autodiff::random;
/// let key = random::key(0);
/// let mut order = random::permutation(&key, 4).to_vec::<i64>()?;
/// order.sort_unstable();
/// assert_eq!(order, [0, 1, 2, 3]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
#[track_caller]
pub fn permutation(key: &Key, n: usize) -> Array {
    random::permutation(key, n).into()
}

/// Raw random bits, 32 of them in each i64.
///
/// ```
/// use cotangent_autodiff::random;
/// let key = random::key(0);
/// assert_eq!(random::bits(&key, &[4]).shape(), [4]);
/// ```
///
/// # Panics
/// An impossible shape.
#[track_caller]
pub fn bits(key: &Key, shape: &[usize]) -> Array {
    unwrap(random::bits(key, shape))
}
