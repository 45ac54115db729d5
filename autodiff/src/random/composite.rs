//! Draws that are formulas of simpler draws and of their parameters, and differentiable in these.

use super::{normal, parameters::drawn, uniform};
use crate::{array::Array, operand::promote};
use alloc::format;
use core::f64::consts::SQRT_2;
use cotangent_tensor::{DType, Error, ErrorKind, Shape, random::Key};

/// Draws of the standard normal distribution between `lower` and `upper`: √2·erf⁻¹(u) of u uniform between erf(lower/√2)
/// and erf(upper/√2). The bounds are floats, meet in the wider dtype, that of the draws, and broadcast to `shape`.
///
/// Differentiable in the bounds, for fixed u: a draw moves with them. Intervals far out in a tail, beyond some 5 in f32
/// and 8 in f64, are coarse, since the error function is 1 there: draws meet the bounds, which they do not leave.
///
/// ```
/// use cotangent_autodiff::{array, random};
/// let x = random::truncated_normal(&random::key(0), &array([-1.0]), &array([2.0]), &[5]).to_vec::<f64>()?;
/// assert!(x.iter().all(|x| (-1.0..=2.0).contains(x)));
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// Bounds that are no f32 or f64, that do not broadcast to `shape`, or of which one is known to be above the other.
#[track_caller]
pub fn truncated_normal(key: &Key, lower: &Array, upper: &Array, shape: &[usize]) -> Array {
    drawn(try_truncated_normal(key, lower, upper, shape))
}

/// [`truncated_normal`] with the error as a value.
///
/// # Errors
/// Where [`truncated_normal`] panics.
#[track_caller]
pub fn try_truncated_normal(key: &Key, lower: &Array, upper: &Array, shape: &[usize]) -> Result<Array, Error> {
    let dtype = lower.dtype().promote(upper.dtype());
    if !dtype.is_float() {
        let text = format!("truncated_normal: needs bounds in float32 or float64, not {dtype}");
        return Err(Error::new(ErrorKind::DType, text));
    }
    for (name, bound) in [("lower", lower), ("upper", upper)] {
        fits("truncated_normal", name, &bound.shape(), shape)?;
    }
    let (lower, upper) = promote(lower, upper, dtype);
    if lower.known().is_some() && upper.known().is_some() {
        let crossed = lower.le(&*upper).to_vec::<bool>()?.contains(&false);
        if crossed {
            let text = "truncated_normal: lower is above upper, or NaN";
            return Err(Error::new(ErrorKind::Argument, text));
        }
    }
    let [low, high] = [&lower, &upper].map(|bound| (bound.as_ref() / SQRT_2).erf());
    let unit = uniform(key, shape, dtype);
    let u = &low + unit * (high - &low);
    // ±1 have infinite quantiles: the nearest numbers within stand for them.
    let inside = 1.0 - if dtype == DType::F32 { f64::from(f32::EPSILON) } else { f64::EPSILON } / 2.0;
    let x = SQRT_2 * u.maximum(-inside).minimum(inside).erf_inv();
    Ok(x.maximum(&*lower).minimum(&*upper))
}

/// Draws of the normal distribution with this mean, of shape […, n], and covariance, of shape […, n, n]: mean + L·z of
/// standard normal z and the Cholesky factor L of the covariance, of which the symmetric part counts. The axes before the
/// last broadcast to `shape`; the result has n behind it.
///
/// Differentiable in the mean and in the covariance, for fixed z.
///
/// ```
/// use cotangent_autodiff::{array, random};
/// let cov = array([[2.0, 0.5], [0.5, 1.0]]);
/// assert_eq!(random::multivariate_normal(&random::key(0), &array([0.0, 1.0]), &cov, &[5]).shape(), [5, 2]);
/// ```
///
/// # Panics
/// Shapes that do not fit, dtypes that are no f32 or f64; a covariance that is known not to be positive definite.
#[track_caller]
pub fn multivariate_normal(key: &Key, mean: &Array, cov: &Array, shape: &[usize]) -> Array {
    drawn(try_multivariate_normal(key, mean, cov, shape))
}

/// [`multivariate_normal`] with the error as a value.
///
/// # Errors
/// Where [`multivariate_normal`] panics.
#[track_caller]
pub fn try_multivariate_normal(key: &Key, mean: &Array, cov: &Array, shape: &[usize]) -> Result<Array, Error> {
    const OP: &str = "multivariate_normal";
    let dtype = mean.dtype().promote(cov.dtype());
    let (dims, square) = (mean.shape(), cov.shape());
    let ([batch @ .., n], [rows @ .., a, b]) = (&dims[..], &square[..]) else {
        return Err(misfit(&dims, &square));
    };
    if n != a || n != b {
        return Err(misfit(&dims, &square));
    }
    if !dtype.is_float() {
        return Err(Error::new(ErrorKind::DType, format!("{OP}: needs floats, not {dtype}")));
    }
    fits(OP, "mean", batch, shape)?;
    fits(OP, "cov", rows, shape)?;
    let (mean, cov) = promote(mean, cov, dtype);
    let factor = cov.try_cholesky()?;
    let z = normal(key, &[shape, &[*n]].concat(), dtype);
    let moved = factor.try_matmul(&z.expand(-1))?;
    Ok(mean.as_ref() + moved.squeeze(-1))
}

#[cold]
#[track_caller]
fn misfit(mean: &Shape, cov: &Shape) -> Error {
    let text = format!("multivariate_normal: a mean of shape {mean} with a covariance of shape {cov}");
    Error::new(ErrorKind::Shape, text)
}

#[track_caller]
fn fits(op: &str, name: &str, dims: &[usize], shape: &[usize]) -> Result<(), Error> {
    if Shape::broadcast(dims, shape).is_some_and(|s| s[..] == *shape) {
        return Ok(());
    }
    let text = format!("{op}: {name} of batch shape {dims:?} does not broadcast to {shape:?}");
    Err(Error::new(ErrorKind::Shape, text))
}
