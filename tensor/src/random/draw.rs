//! Draws as tensors: the flat draws of the other files under a shape and a dtype.

use super::{
    Key, bits_u32, normal_f32, normal_f64, randint_i32, randint_i64, standard,
    uniform::{self, uniform_f32, uniform_f64},
};
use crate::{
    dtype::DType,
    error::{Error, ErrorKind},
    shape::Shape,
    tensor::Tensor,
};
use alloc::{format, vec::Vec};

#[cold]
#[track_caller]
pub(super) fn needs(op: &str, what: &str, dtype: DType) -> Error {
    Error::new(ErrorKind::DType, format!("{op}: draws {what}, not {dtype}"))
}

/// Uniform draws from [low, high), f32 or f64; in f32 the bounds are rounded first.
///
/// # Errors
/// A dtype that is no float; an impossible shape.
#[track_caller]
pub fn uniform(key: &Key, shape: &[usize], dtype: DType, low: f64, high: f64) -> Result<Tensor, Error> {
    let (low32, high32) = (low as f32, high as f32);
    floats("uniform", shape, dtype, |n| uniform_f32(key, n, low32, high32), |n| uniform_f64(key, n, low, high))
}

/// The draws of one of two functions of their number, for f32 and f64.
#[track_caller]
fn floats(
    op: &str,
    shape: &[usize],
    dtype: DType,
    f32s: impl FnOnce(usize) -> Vec<f32>,
    f64s: impl FnOnce(usize) -> Vec<f64>,
) -> Result<Tensor, Error> {
    let shape = Shape::new(shape)?;
    let n = shape.size();
    match dtype {
        DType::F32 => Ok(Tensor::new(shape, f32s(n))),
        DType::F64 => Ok(Tensor::new(shape, f64s(n))),
        _ => Err(needs(op, "float32 or float64", dtype)),
    }
}

/// Draws from the standard normal distribution, f32 or f64.
///
/// # Errors
/// A dtype that is no float; an impossible shape.
#[track_caller]
pub fn normal(key: &Key, shape: &[usize], dtype: DType) -> Result<Tensor, Error> {
    floats("normal", shape, dtype, |n| normal_f32(key, n), |n| normal_f64(key, n))
}

/// Draws from the exponential distribution of mean 1: density e^−x for x ≥ 0.
///
/// # Errors
/// A dtype that is not f32 or f64; an impossible shape.
#[track_caller]
pub fn exponential(key: &Key, shape: &[usize], dtype: DType) -> Result<Tensor, Error> {
    floats("exponential", shape, dtype, |n| standard::exponential(key, n), |n| standard::exponential(key, n))
}

/// Draws from the standard Gumbel distribution: P(X ≤ x) = e^(−e^−x).
///
/// # Errors
/// A dtype that is not f32 or f64; an impossible shape.
#[track_caller]
pub fn gumbel(key: &Key, shape: &[usize], dtype: DType) -> Result<Tensor, Error> {
    floats("gumbel", shape, dtype, |n| standard::gumbel(key, n), |n| standard::gumbel(key, n))
}

/// Draws from the Laplace distribution: density e^−|x| / 2.
///
/// # Errors
/// A dtype that is not f32 or f64; an impossible shape.
#[track_caller]
pub fn laplace(key: &Key, shape: &[usize], dtype: DType) -> Result<Tensor, Error> {
    floats("laplace", shape, dtype, |n| standard::laplace(key, n), |n| standard::laplace(key, n))
}

/// Draws from the logistic distribution: P(X ≤ x) = 1 / (1 + e^−x).
///
/// # Errors
/// A dtype that is not f32 or f64; an impossible shape.
#[track_caller]
pub fn logistic(key: &Key, shape: &[usize], dtype: DType) -> Result<Tensor, Error> {
    floats("logistic", shape, dtype, |n| standard::logistic(key, n), |n| standard::logistic(key, n))
}

/// Draws from the Cauchy distribution: density 1 / (π(1 + x²)).
///
/// # Errors
/// A dtype that is not f32 or f64; an impossible shape.
#[track_caller]
pub fn cauchy(key: &Key, shape: &[usize], dtype: DType) -> Result<Tensor, Error> {
    floats("cauchy", shape, dtype, |n| standard::cauchy(key, n), |n| standard::cauchy(key, n))
}

/// Bools that are true with probability `p`.
///
/// # Errors
/// An impossible shape.
#[track_caller]
pub fn bernoulli(key: &Key, p: f32, shape: &[usize]) -> Result<Tensor, Error> {
    Tensor::from_vec(uniform::bernoulli(key, p, Shape::new(shape)?.size()), shape)
}

/// −1 or 1, each as likely, in any number dtype.
///
/// # Errors
/// A bool dtype; an impossible shape.
#[track_caller]
pub fn rademacher(key: &Key, shape: &[usize], dtype: DType) -> Result<Tensor, Error> {
    let n = Shape::new(shape)?.size();
    if dtype == DType::Bool {
        return Err(needs("rademacher", "numbers", dtype));
    }
    let signs = uniform::bernoulli(key, 0.5, n).into_iter().map(|up| if up { 1 } else { -1_i32 }).collect();
    Ok(Tensor::from_vec(signs, shape)?.convert(dtype))
}

/// Integers from `low` up to and without `high`, i32 or i64.
///
/// # Errors
/// A dtype that is no integer, bounds that it does not hold; an impossible shape.
#[track_caller]
pub fn randint(key: &Key, shape: &[usize], low: i64, high: i64, dtype: DType) -> Result<Tensor, Error> {
    let n = Shape::new(shape)?.size();
    match dtype {
        DType::I32 => {
            let (Ok(low), Ok(high)) = (i32::try_from(low), i32::try_from(high)) else {
                return Err(Error::new(ErrorKind::Argument, format!("randint: int32 does not hold {low}..{high}")));
            };
            Tensor::from_vec(randint_i32(key, n, low, high), shape)
        }
        DType::I64 => Tensor::from_vec(randint_i64(key, n, low, high), shape),
        _ => Err(needs("randint", "int32 or int64", dtype)),
    }
}

/// 0, 1, …, n − 1 in random order, as i64.
pub fn permutation(key: &Key, n: usize) -> Tensor {
    Tensor::new(Shape::of([n]), super::permutation::permutation(key, n))
}

/// Raw random bits, 32 of them in each i64.
///
/// # Errors
/// An impossible shape.
#[track_caller]
pub fn bits(key: &Key, shape: &[usize]) -> Result<Tensor, Error> {
    let n = Shape::new(shape)?.size();
    Tensor::from_vec(bits_u32(key, n).into_iter().map(i64::from).collect(), shape)
}
