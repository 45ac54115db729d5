//! Draws whose parameters are arrays. They have no derivative in them: a parameter must be plain numbers.

use crate::{array::Array, bind::raise, operand::promote};
use alloc::format;
use cotangent_tensor::random::Key;
use cotangent_tensor::{DType, Error, ErrorKind, Tensor, random};

/// The numbers of a parameter, which must not depend on the input of a transform.
#[track_caller]
pub(super) fn plain<'a>(op: &str, name: &str, x: &'a Array) -> Result<&'a Tensor, Error> {
    let numbers = x.read(op)?;
    if x.known().is_some() {
        return Ok(numbers);
    }
    Err(Error::new(
        ErrorKind::Transform,
        format!(
            "{op}: draws have no derivative in {name}, which depends on the input of a transform; \
             use its `stop_gradient` where it is to count as a constant"
        ),
    ))
}

/// The array, or a panic with the text of the error.
#[track_caller]
pub(super) fn drawn(result: Result<Array, Error>) -> Array {
    match result {
        Ok(x) => x,
        Err(error) => raise(error),
    }
}

/// Draws of the gamma distribution with shape parameter `a` and scale 1, density x^(a−1)·e^−x / Γ(a), by the rejection of
/// Marsaglia and Tsang (doi:10.1145/358407.358414); of 1000 refusals in a row, which do not happen, the last is taken.
///
/// `a` is f32 or f64, the dtype of the draws, and broadcasts to `shape`. No derivative flows from the draws to it.
///
/// ```
/// use cotangent_autodiff::{array, random};
/// let x = random::gamma(&random::key(0), &array([0.5, 10.0]), &[100, 2]);
/// assert!(x.at(0).lt(x.at(0) + 1.0).to_vec::<bool>()?[0]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A parameter of another dtype or shape, that is negative or not finite, or that depends on the input of a transform.
#[track_caller]
pub fn gamma(key: &Key, a: &Array, shape: &[usize]) -> Array {
    drawn(try_gamma(key, a, shape))
}

/// [`gamma`] with the error as a value.
///
/// # Errors
/// Where [`gamma`] panics.
#[track_caller]
pub fn try_gamma(key: &Key, a: &Array, shape: &[usize]) -> Result<Array, Error> {
    random::gamma(key, plain("gamma", "a", a)?, shape).map(Array::from)
}

/// Logarithms of gamma draws: those of [`gamma`] for small `a` are too small for a float, and 0.
///
/// `a` is f32 or f64, the dtype of the draws, and broadcasts to `shape`. No derivative flows from the draws to it.
///
/// ```
/// use cotangent_autodiff::{array, random};
/// let x = random::log_gamma(&random::key(0), &array([1e-4]), &[3]);
/// assert!(x.to_vec::<f64>()?.iter().all(|x| x.is_finite()));
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A parameter of another dtype or shape, that is negative or not finite, or that depends on the input of a transform.
#[doc(alias = "loggamma")]
#[track_caller]
pub fn log_gamma(key: &Key, a: &Array, shape: &[usize]) -> Array {
    drawn(try_log_gamma(key, a, shape))
}

/// [`log_gamma`] with the error as a value.
///
/// # Errors
/// Where [`log_gamma`] panics.
#[track_caller]
pub fn try_log_gamma(key: &Key, a: &Array, shape: &[usize]) -> Result<Array, Error> {
    random::log_gamma(key, plain("log_gamma", "a", a)?, shape).map(Array::from)
}

/// Draws of the beta distribution, density ∝ x^(a−1)·(1 − x)^(b−1): X / (X + Y) of gamma draws, by their logarithms.
///
/// `a` and `b` are f32 or f64, meet in the wider dtype, that of the draws, and broadcast to `shape`. No derivative flows
/// from the draws to them.
///
/// ```
/// use cotangent_autodiff::{array, random};
/// let x = random::beta(&random::key(0), &array([0.5, 2.0]), &array([3.0]), &[4, 2]);
/// assert!(x.to_vec::<f64>()?.iter().all(|x| (0.0..=1.0).contains(x)));
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A parameter of another dtype or shape, that is not positive and finite, or that depends on the input of a transform.
#[track_caller]
pub fn beta(key: &Key, a: &Array, b: &Array, shape: &[usize]) -> Array {
    drawn(try_beta(key, a, b, shape))
}

/// [`beta`] with the error as a value.
///
/// # Errors
/// Where [`beta`] panics.
#[track_caller]
pub fn try_beta(key: &Key, a: &Array, b: &Array, shape: &[usize]) -> Result<Array, Error> {
    let (a, b) = promote(a, b, a.dtype().promote(b.dtype()));
    random::beta(key, plain("beta", "a", &a)?, plain("beta", "b", &b)?, shape).map(Array::from)
}

/// Draws of the Dirichlet distribution: numbers along a last axis that are positive and sum to 1, density ∝ Π xᵢ^(αᵢ−1).
/// The result has the shape `batch` and behind it the last axis of `alpha`.
///
/// `alpha` is f32 or f64, the dtype of the draws, and broadcasts to `batch`. (but for the last axis). No derivative flows from the draws to it.
///
/// ```
/// use cotangent_autodiff::{array, random};
/// let x = random::dirichlet(&random::key(0), &array([0.5, 2.0, 1.0]), &[4]);
/// assert_eq!(x.shape(), [4, 3]);
/// assert!((x.sum().item::<f64>()? - 4.0).abs() < 1e-14);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A parameter of another dtype or shape, that is not positive and finite, or that depends on the input of a transform. No last axis.
#[track_caller]
pub fn dirichlet(key: &Key, alpha: &Array, batch: &[usize]) -> Array {
    drawn(try_dirichlet(key, alpha, batch))
}

/// [`dirichlet`] with the error as a value.
///
/// # Errors
/// Where [`dirichlet`] panics.
#[track_caller]
pub fn try_dirichlet(key: &Key, alpha: &Array, batch: &[usize]) -> Result<Array, Error> {
    random::dirichlet(key, plain("dirichlet", "alpha", alpha)?, batch).map(Array::from)
}

/// Draws of the χ² distribution with `df` degrees of freedom: twice gamma draws of shape df/2.
///
/// `df` is f32 or f64, the dtype of the draws, and broadcasts to `shape`. No derivative flows from the draws to it.
///
/// ```
/// use cotangent_autodiff::{array, random};
/// let x = random::chi_square(&random::key(0), &array([3.0]), &[4]);
/// assert!(x.to_vec::<f64>()?.iter().all(|&x| x > 0.0));
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A parameter of another dtype or shape, that is negative or not finite, or that depends on the input of a transform.
#[doc(alias = "chisquare")]
#[track_caller]
pub fn chi_square(key: &Key, df: &Array, shape: &[usize]) -> Array {
    drawn(try_chi_square(key, df, shape))
}

/// [`chi_square`] with the error as a value.
///
/// # Errors
/// Where [`chi_square`] panics.
#[track_caller]
pub fn try_chi_square(key: &Key, df: &Array, shape: &[usize]) -> Result<Array, Error> {
    random::chi_square(key, plain("chi_square", "df", df)?, shape).map(Array::from)
}

/// Draws of Student's t distribution with `df` degrees of freedom: Z·√(df / 2G) of a normal Z and a gamma G of shape df/2.
///
/// `df` is f32 or f64, the dtype of the draws, and broadcasts to `shape`. No derivative flows from the draws to it.
///
/// ```
/// use cotangent_autodiff::{array, random};
/// assert_eq!(random::student_t(&random::key(0), &array([3.0]), &[4]).shape(), [4]);
/// ```
///
/// # Panics
/// A parameter of another dtype or shape, that is not positive and finite, or that depends on the input of a transform.
#[doc(alias = "t")]
#[track_caller]
pub fn student_t(key: &Key, df: &Array, shape: &[usize]) -> Array {
    drawn(try_student_t(key, df, shape))
}

/// [`student_t`] with the error as a value.
///
/// # Errors
/// Where [`student_t`] panics.
#[track_caller]
pub fn try_student_t(key: &Key, df: &Array, shape: &[usize]) -> Result<Array, Error> {
    random::student_t(key, plain("student_t", "df", df)?, shape).map(Array::from)
}

/// Draws of the Poisson distribution, i32 or i64: P(k) = rateᵏ·e^−rate / k!. Below a rate of 10 by products of uniform
/// draws, else by transformed rejection (W. Hörmann, doi:10.1016/0167-6687(93)90997-4). `rate` broadcasts to `shape` and
/// is rounded to f32, as in JAX.
///
/// ```
/// use cotangent_autodiff::{array, random, DType};
/// let k = random::poisson(&random::key(0), &array([0.0, 100.0]), &[2], DType::I32).to_vec::<i32>()?;
/// assert!(k[0] == 0 && k[1] > 0);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A rate that is no float, not between 0 and 2³¹, does not broadcast to `shape` or depends on the input of a transform; a
/// dtype that is not i32 or i64.
#[track_caller]
pub fn poisson(key: &Key, rate: &Array, shape: &[usize], dtype: DType) -> Array {
    drawn(try_poisson(key, rate, shape, dtype))
}

/// [`poisson`] with the error as a value.
///
/// # Errors
/// Where [`poisson`] panics.
#[track_caller]
pub fn try_poisson(key: &Key, rate: &Array, shape: &[usize], dtype: DType) -> Result<Array, Error> {
    random::poisson(key, plain("poisson", "rate", rate)?, shape, dtype).map(Array::from)
}

/// Bools that are true with probability `p`, one of each element. The uniform draws behind them have its dtype.
///
/// `p` is f32 or f64, and broadcasts to `shape`. No derivative flows from the draws to it.
///
/// ```
/// use cotangent_autodiff::{array, random};
/// let x = random::bernoulli_each(&random::key(0), &array([0.0, 1.0]), &[2]);
/// assert_eq!(x.to_vec::<bool>()?, [false, true]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A parameter of another dtype or shape, that is not between 0 and 1, or that depends on the input of a transform.
#[doc(alias = "bernoulli")]
#[track_caller]
pub fn bernoulli_each(key: &Key, p: &Array, shape: &[usize]) -> Array {
    drawn(try_bernoulli_each(key, p, shape))
}

/// [`bernoulli_each`] with the error as a value.
///
/// # Errors
/// Where [`bernoulli_each`] panics.
#[track_caller]
pub fn try_bernoulli_each(key: &Key, p: &Array, shape: &[usize]) -> Result<Array, Error> {
    random::bernoulli_each(key, plain("bernoulli_each", "p", p)?, shape).map(Array::from)
}
