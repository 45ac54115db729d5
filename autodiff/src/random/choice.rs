//! Choices among a finite number: categorical draws, parts of an array, random orders.

use super::parameters::{drawn, plain};
use crate::array::Array;
use cotangent_tensor::{
    Error,
    random::{self, Key},
};

/// Places along `axis` of `logits`, i64: place i with probability softmax(logits)ᵢ, by the largest of logit + Gumbel noise.
/// `shape` is that of `logits` without the axis, or one to which it broadcasts. No derivative flows to the logits.
///
/// ```
/// use cotangent_autodiff::{array, random};
/// let logits = array([0.0, f64::NEG_INFINITY]);
/// assert_eq!(random::categorical(&random::key(0), &logits, -1, &[3]).to_vec::<i64>()?, [0, 0, 0]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// Logits that are no f32 or f64, or NaN, or that depend on the input of a transform; an axis that does not exist or is
/// empty; a shape that does not fit.
#[track_caller]
pub fn categorical(key: &Key, logits: &Array, axis: isize, shape: &[usize]) -> Array {
    drawn(try_categorical(key, logits, axis, shape))
}

/// [`categorical`] with the error as a value.
///
/// # Errors
/// Where [`categorical`] panics.
#[track_caller]
pub fn try_categorical(key: &Key, logits: &Array, axis: isize, shape: &[usize]) -> Result<Array, Error> {
    random::categorical(key, plain("categorical", "logits", logits)?, axis, shape).map(Array::from)
}

/// How [`choice`] draws: with replacement, all parts as likely, along axis 0, unless it is told otherwise.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Choice {
    once: bool,
    weights: Option<Array>,
    axis: isize,
}

impl Choice {
    /// With replacement, all parts as likely, along axis 0.
    pub fn new() -> Choice {
        Choice::default()
    }

    /// Draws no part twice.
    pub fn without_replacement(self) -> Choice {
        Choice { once: true, ..self }
    }

    /// Draws with these weights, a vector of f32 or f64; they need not sum to 1.
    pub fn weights(self, weights: &Array) -> Choice {
        Choice { weights: Some(weights.clone()), ..self }
    }

    /// Draws parts of this axis; a negative one counts from the end.
    pub fn axis(self, axis: isize) -> Choice {
        Choice { axis, ..self }
    }
}

/// Parts of an axis of `x`, drawn at random: `shape` takes the place of the axis. Differentiable in `x`, as
/// [`Array::take`], not in the weights.
///
/// Draws without replacement are the first of a random order, with weights those of the largest ln(weight) + Gumbel noise.
///
/// ```
/// use cotangent_autodiff::{array, random::{self, Choice}};
/// let (key, x) = (random::key(0), array([1.0, 2.0, 3.0]));
/// let once = random::choice(&key, &x, &[3], &Choice::new().without_replacement());
/// assert_eq!(once.sum().item::<f64>()?, 6.0);
/// let last = random::choice(&key, &x, &[2], &Choice::new().weights(&array([0.0, 0.0, 1.0])));
/// assert_eq!(last.to_vec::<f64>()?, [3.0, 3.0]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// An axis that does not exist; more draws than parts without replacement; weights that are not one for each part, not
/// positive (or 0) and finite, too few of them above 0, or that depend on the input of a transform.
#[track_caller]
pub fn choice(key: &Key, x: &Array, shape: &[usize], how: &Choice) -> Array {
    drawn(try_choice(key, x, shape, how))
}

/// [`choice`] with the error as a value.
///
/// # Errors
/// Where [`choice`] panics.
#[track_caller]
pub fn try_choice(key: &Key, x: &Array, shape: &[usize], how: &Choice) -> Result<Array, Error> {
    let dims = x.shape();
    let n = dims[dims.axis("choice", how.axis)?];
    let weights = match &how.weights {
        Some(weights) => Some(plain("choice", "weights", weights)?),
        None => None,
    };
    let indices = random::choice(key, n, shape, !how.once, weights)?;
    x.try_take(&indices.into(), how.axis)
}

/// The parts of an axis in random order. Differentiable, as [`Array::take`].
///
/// ```
/// use cotangent_autodiff::{array, random};
/// let x = random::shuffle(&random::key(0), &array([[1, 2], [3, 4], [5, 6]]), 0);
/// assert_eq!(x.sum_axes(0).to_vec::<i32>()?, [9, 12]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// An axis that does not exist.
#[doc(alias = "permutation")]
#[track_caller]
pub fn shuffle(key: &Key, x: &Array, axis: isize) -> Array {
    drawn(try_shuffle(key, x, axis))
}

/// [`shuffle`] with the error as a value.
///
/// # Errors
/// An axis that does not exist.
#[track_caller]
pub fn try_shuffle(key: &Key, x: &Array, axis: isize) -> Result<Array, Error> {
    let dims = x.shape();
    let n = dims[dims.axis("shuffle", axis)?];
    x.try_take(&random::permutation(key, n).into(), axis)
}
