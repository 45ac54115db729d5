//! Draws as tensors: the flat draws of the other files under a shape and a dtype.

use super::{
    Key, bits_u32, normal_f32, normal_f64, randint_i32, randint_i64,
    uniform::{self, uniform_f32, uniform_f64},
};
use crate::{
    dtype::DType,
    error::{Error, ErrorKind},
    shape::Shape,
    tensor::Tensor,
};
use alloc::format;

#[track_caller]
fn needs(op: &str, what: &str, dtype: DType) -> Error {
    Error::new(ErrorKind::DType, format!("{op}: draws {what}, not {dtype}"))
}

/// Uniform draws from [low, high), f32 or f64; in f32 the bounds are rounded first.
///
/// # Errors
/// A dtype that is no float; an impossible shape.
#[track_caller]
pub fn uniform(key: &Key, shape: &[usize], dtype: DType, low: f64, high: f64) -> Result<Tensor, Error> {
    let n = Shape::new(shape)?.size();
    match dtype {
        DType::F32 => Tensor::from_vec(uniform_f32(key, n, low as f32, high as f32), shape),
        DType::F64 => Tensor::from_vec(uniform_f64(key, n, low, high), shape),
        _ => Err(needs("uniform", "float32 or float64", dtype)),
    }
}

/// Draws from the standard normal distribution, f32 or f64.
///
/// # Errors
/// A dtype that is no float; an impossible shape.
#[track_caller]
pub fn normal(key: &Key, shape: &[usize], dtype: DType) -> Result<Tensor, Error> {
    let n = Shape::new(shape)?.size();
    match dtype {
        DType::F32 => Tensor::from_vec(normal_f32(key, n), shape),
        DType::F64 => Tensor::from_vec(normal_f64(key, n), shape),
        _ => Err(needs("normal", "float32 or float64", dtype)),
    }
}

/// Bools that are true with probability `p`.
///
/// # Errors
/// An impossible shape.
#[track_caller]
pub fn bernoulli(key: &Key, p: f32, shape: &[usize]) -> Result<Tensor, Error> {
    Tensor::from_vec(uniform::bernoulli(key, p, Shape::new(shape)?.size()), shape)
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
