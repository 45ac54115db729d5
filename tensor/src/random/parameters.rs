//! Draws whose parameters are arrays: checked, broadcast to the shape of the draws, and in their dtype.

use super::{Key, categorical as choices, draw::needs, gamma as gammas, poisson as poissons, real::Real, split_n};
use crate::{
    dtype::{DType, each_float},
    error::{Error, ErrorKind},
    shape::Shape,
    tensor::Tensor,
};
use alloc::{format, string::String, vec::Vec};
use cotangent_kernels::{Div, Exp, Float as _, Map as _, Number as _, Sqrt, Sub, ZipAssign as _};

/// Runs an expression for f32 and f64.
macro_rules! each_real {
    ($op:literal, $dtype:expr, $T:ident => $e:expr) => {
        each_float!($dtype, $T => $e, Err(needs($op, "from parameters in float32 or float64", $dtype)))
    };
}

/// The elements of a parameter broadcast to `shape`, all of them as `good` says.
#[track_caller]
fn broadcast<T: Real>(
    op: &str,
    parameter: (&str, &Tensor),
    shape: &Shape,
    (good, what): (fn(T) -> bool, &str),
) -> Result<Vec<T>, Error> {
    let (name, x) = parameter;
    if Shape::broadcast(x.shape(), shape).as_ref() != Some(shape) {
        let text = format!("{op}: {name} of shape {} does not broadcast to {shape}", x.shape());
        return Err(Error::new(ErrorKind::Shape, text));
    }
    if x.dtype() != T::DTYPE {
        let text = format!("{op}: {name} is {}, not {} as the other parameter", x.dtype(), T::DTYPE);
        return Err(Error::new(ErrorKind::DType, text));
    }
    let values = x.broadcast_to(shape).elements::<T>().into_owned();
    match values.iter().find(|&&x| !good(x)) {
        Some(bad) => Err(Error::new(ErrorKind::Argument, format!("{op}: {name} must be {what}, not {bad}"))),
        None => Ok(values),
    }
}

fn positive<T: Real>() -> (fn(T) -> bool, &'static str) {
    (|x| x > T::ZERO && x.is_finite(), "positive and finite")
}

fn not_negative<T: Real>() -> (fn(T) -> bool, &'static str) {
    (|x| x >= T::ZERO && x.is_finite(), "positive (or 0) and finite")
}

/// Draws of the gamma distribution with shape parameter `a` and scale 1: density ∝ x^(a−1)·e^−x. 0 where `a` is 0.
///
/// # Errors
/// A parameter that is no f32 or f64, does not broadcast to `shape`, is negative or not finite.
#[track_caller]
pub fn gamma(key: &Key, a: &Tensor, shape: &[usize]) -> Result<Tensor, Error> {
    let shape = Shape::new(shape)?;
    each_real!("gamma", a.dtype(), T => {
        let a = broadcast::<T>("gamma", ("a", a), &shape, not_negative())?;
        Ok(Tensor::new(shape, gammas::gamma(key, &a)))
    })
}

/// Logarithms of gamma draws, which small `a` does not push to 0.
///
/// # Errors
/// As [`gamma`].
#[track_caller]
pub fn log_gamma(key: &Key, a: &Tensor, shape: &[usize]) -> Result<Tensor, Error> {
    let shape = Shape::new(shape)?;
    each_real!("log_gamma", a.dtype(), T => {
        let a = broadcast::<T>("log_gamma", ("a", a), &shape, not_negative())?;
        Ok(Tensor::new(shape, gammas::log_gamma(key, &a)))
    })
}

/// Draws of the beta distribution: density ∝ x^(a−1)·(1 − x)^(b−1).
///
/// # Errors
/// Parameters that are not both f32 or both f64, do not broadcast to `shape`, are not positive or not finite.
#[track_caller]
pub fn beta(key: &Key, a: &Tensor, b: &Tensor, shape: &[usize]) -> Result<Tensor, Error> {
    let shape = Shape::new(shape)?;
    each_real!("beta", a.dtype(), T => {
        let a = broadcast::<T>("beta", ("a", a), &shape, positive())?;
        let b = broadcast::<T>("beta", ("b", b), &shape, positive())?;
        let [a_key, b_key] = split_n(key);
        let (a, b) = (gammas::log_gamma(&a_key, &a), gammas::log_gamma(&b_key, &b));
        let share = |(a, b): (T, T)| {
            let top = a.larger(b);
            let (a, b) = (Exp::scalar(a - top), Exp::scalar(b - top));
            a / (a + b)
        };
        Ok(Tensor::new(shape, a.into_iter().zip(b).map(share).collect()))
    })
}

/// Draws of the Dirichlet distribution: positive numbers along a last axis, which sum to 1, with density ∝ Π xᵢ^(αᵢ−1).
/// The result has the shape `batch` and the last axis of `alpha`.
///
/// # Errors
/// A parameter without an axis, or an empty last one; as [`gamma`] otherwise, and α that is 0.
#[track_caller]
pub fn dirichlet(key: &Key, alpha: &Tensor, batch: &[usize]) -> Result<Tensor, Error> {
    let Some(&n) = alpha.shape().last().filter(|&&n| n > 0) else {
        let text = format!("dirichlet: alpha needs a last axis that is not empty, not shape {}", alpha.shape());
        return Err(Error::new(ErrorKind::Shape, text));
    };
    let shape = Shape::new(&[batch, &[n]].concat())?;
    each_real!("dirichlet", alpha.dtype(), T => {
        let mut x = gammas::log_gamma(key, &broadcast::<T>("dirichlet", ("alpha", alpha), &shape, positive())?);
        for row in x.chunks_exact_mut(n) {
            let top = row.iter().fold(T::LOWEST, |top, &x| top.larger(x));
            Sub::assign_scalar(row, top);
            Exp::in_place(row);
            let sum = cotangent_kernels::sum(row);
            Div::assign_scalar(row, sum);
        }
        Ok(Tensor::new(shape, x))
    })
}

/// Draws of the χ² distribution with `df` degrees of freedom.
///
/// # Errors
/// As [`gamma`].
#[track_caller]
pub fn chi_square(key: &Key, df: &Tensor, shape: &[usize]) -> Result<Tensor, Error> {
    let shape = Shape::new(shape)?;
    each_real!("chi_square", df.dtype(), T => {
        let half: Vec<T> = halves(broadcast("chi_square", ("df", df), &shape, not_negative())?);
        let mut x = gammas::log_gamma(key, &half);
        Exp::in_place(&mut x);
        Ok(Tensor::new(shape, x.into_iter().map(|x| x * T::TWO).collect()))
    })
}

/// Draws of Student's t distribution with `df` degrees of freedom.
///
/// # Errors
/// As [`gamma`], and degrees of freedom that are 0.
#[track_caller]
pub fn student_t(key: &Key, df: &Tensor, shape: &[usize]) -> Result<Tensor, Error> {
    let shape = Shape::new(shape)?;
    each_real!("student_t", df.dtype(), T => {
        let half = halves(broadcast::<T>("student_t", ("df", df), &shape, positive())?);
        let [normal_key, gamma_key] = split_n(key);
        let (x, g) = (T::normal(&normal_key, half.len()), gammas::gamma(&gamma_key, &half));
        let scaled = x.into_iter().zip(half).zip(g).map(|((x, half), g)| x * Sqrt::scalar(half / g));
        Ok(Tensor::new(shape, scaled.collect()))
    })
}

fn halves<T: Real>(x: Vec<T>) -> Vec<T> {
    x.into_iter().map(|x| x / T::TWO).collect()
}

/// The largest rate of Poisson draws: the uniform draws behind them have 23 bits.
const LARGEST_RATE: f32 = 2_147_483_648.0;

/// Draws of the Poisson distribution, i32 or i64. The rate is rounded to f32, as in JAX.
///
/// # Errors
/// As [`gamma`]; a rate above 2³¹; a dtype that is not i32 or i64.
#[track_caller]
pub fn poisson(key: &Key, rate: &Tensor, shape: &[usize], dtype: DType) -> Result<Tensor, Error> {
    let shape = Shape::new(shape)?;
    if !matches!(dtype, DType::I32 | DType::I64) {
        return Err(needs("poisson", "int32 or int64", dtype));
    }
    if !rate.dtype().is_float() {
        return Err(needs("poisson", "from parameters in float32 or float64", rate.dtype()));
    }
    let good: (fn(f32) -> bool, _) = (|x| (0.0..=LARGEST_RATE).contains(&x), "between 0 and 2^31");
    let rates = broadcast("poisson", ("rate", &rate.convert(DType::F32)), &shape, good)?;
    Ok(Tensor::new(shape, poissons::poisson(key, &rates)).convert(dtype))
}

/// Bools that are true with probability `p`, an array. The uniform draws behind them have its dtype.
///
/// # Errors
/// A parameter that is no f32 or f64, does not broadcast to `shape`, or is not between 0 and 1.
#[track_caller]
pub fn bernoulli_each(key: &Key, p: &Tensor, shape: &[usize]) -> Result<Tensor, Error> {
    let shape = Shape::new(shape)?;
    each_real!("bernoulli_each", p.dtype(), T => {
        let probability: (fn(T) -> bool, _) = (|x| (T::ZERO..=T::ONE).contains(&x), "between 0 and 1");
        let p = broadcast::<T>("bernoulli_each", ("p", p), &shape, probability)?;
        let u = T::uniform(key, p.len(), T::ZERO, T::ONE);
        Ok(Tensor::new(shape, u.into_iter().zip(p).map(|(u, p)| u < p).collect()))
    })
}

/// Places along `axis` of `logits`, i64: place i with probability softmax(logits)ᵢ. The shape of the draws is that of
/// `logits` without the axis, or one to which it broadcasts.
///
/// # Errors
/// Logits that are no f32 or f64, or NaN; an axis that does not exist or is empty; a shape that does not fit.
#[track_caller]
pub fn categorical(key: &Key, logits: &Tensor, axis: isize, shape: &[usize]) -> Result<Tensor, Error> {
    let axis = logits.shape().axis("categorical", axis)?;
    let n = logits.shape()[axis];
    if n == 0 {
        let text = format!("categorical: axis {axis} of {} is empty: no place to choose", logits.shape());
        return Err(Error::new(ErrorKind::Shape, text));
    }
    let Some(front) = shape.len().checked_sub(logits.shape().rank() - 1) else {
        let text = format!("categorical: draws of shape {shape:?} from logits {} along axis {axis}", logits.shape());
        return Err(Error::new(ErrorKind::Shape, text));
    };
    let (before, after) = shape.split_at(front + axis);
    let full = Shape::new(&[before, &[n], after].concat())?;
    each_real!("categorical", logits.dtype(), T => {
        let good: (fn(T) -> bool, _) = (|x| !x.is_nan(), "numbers");
        let logits = broadcast::<T>("categorical", ("logits", logits), &full, good)?;
        let sizes = [before.iter().product(), n, after.iter().product()];
        Ok(Tensor::new(Shape::new(shape)?, choices::categorical(key, &logits, sizes)))
    })
}

/// Indices, i64, of `shape` draws among 0 … n − 1: with or without replacement, each as likely or with weights.
///
/// # Errors
/// More draws than there is to draw from without replacement; weights that are not `n` numbers of f32 or f64, positive or
/// 0, finite, with enough of them above 0.
#[track_caller]
pub fn choice(key: &Key, n: usize, shape: &[usize], replace: bool, weights: Option<&Tensor>) -> Result<Tensor, Error> {
    let shape = Shape::new(shape)?;
    let count = shape.size();
    if count > 0 && (n == 0 || (!replace && count > n)) {
        let how = if replace { "" } else { " without replacement" };
        return Err(refused(format!("choice: {count} draws from {n}{how}")));
    }
    let Some(weights) = weights else {
        if replace && i32::try_from(n).is_err() {
            return Err(refused(format!("choice: draws from {n}, more than 2^31 - 1")));
        }
        return Ok(Tensor::new(shape, choices::uniform_choice(key, n, count, replace)));
    };
    if *weights.shape() != Shape::of([n]) {
        let text = format!("choice: weights of shape {} for {n} to draw from", weights.shape());
        return Err(Error::new(ErrorKind::Shape, text));
    }
    each_real!("choice", weights.dtype(), T => {
        let w = broadcast::<T>("choice", ("weights", weights), &Shape::of([n]), not_negative())?;
        let possible = w.iter().filter(|&&w| w > T::ZERO).count();
        if possible < if replace { count.min(1) } else { count } {
            return Err(refused(format!("choice: {count} draws, but {possible} weights above 0")));
        }
        Ok(Tensor::new(shape, choices::weighted_choice(key, &w, count, replace)))
    })
}

#[cold]
#[track_caller]
fn refused(text: String) -> Error {
    Error::new(ErrorKind::Argument, text)
}
