//! Norms of vectors, over any axes.

use crate::{
    array::Array,
    axes::{IntoAxes, Over},
    bind::raise,
};
use cotangent_tensor::{Error, ErrorKind};

impl Array {
    /// The norm of all elements as one vector: (Σ |x|ᵖ)^(1/p) for `ord` p. With `ord` 2 the Euclidean norm, of a matrix the
    /// Frobenius norm; 1: Σ |x|; `f64::INFINITY`: max |x|; `f64::NEG_INFINITY`: min |x|; 0: how many are not 0. Of integers
    /// a float.
    ///
    /// Derivative: of the 2-norm x/‖x‖, and NaN at 0; of the 1-norm the sign of x, and 1 at 0; of max and min the sign of
    /// the extreme element, shared equally between ties (all as JAX). Squares are not scaled: those of elements beyond the
    /// root of the largest float overflow.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([3.0, -4.0]);
    /// assert_eq!(x.norm(2.0).item::<f64>()?, 5.0);
    /// assert_eq!(x.norm(f64::INFINITY).item::<f64>()?, 4.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// `ord` is NaN; the largest or smallest of nothing.
    #[track_caller]
    pub fn norm(&self, ord: f64) -> Array {
        self.norm_axes(ord, ..)
    }

    /// The norm over axes: of the vectors along one axis, or of the matrices along two as vectors (with `ord` 2: Frobenius).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([[3.0, 4.0], [0.0, -2.0]]);
    /// assert_eq!(x.norm_axes(2.0, -1).to_vec::<f64>()?, [5.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// `ord` is NaN; an axis that does not exist or is named twice; the largest or smallest of nothing.
    #[track_caller]
    pub fn norm_axes(&self, ord: f64, axes: impl IntoAxes) -> Array {
        self.try_norm_axes(ord, axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::norm_axes`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::norm_axes`] panics.
    #[track_caller]
    pub fn try_norm_axes(&self, ord: f64, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = if ord.is_infinite() { Over::nonempty("norm", self, axes) } else { Over::new("norm", self, axes) }?;
        let x = self.convert(self.dtype().to_float());
        let y = if ord.is_nan() {
            return Err(Error::new(ErrorKind::Argument, "norm: the order is NaN"));
        } else if ord == 2.0 {
            over.sum(&x.square_magnitude()).sqrt()
        } else if ord == 1.0 {
            over.sum(&x.abs())
        } else if ord == 0.0 {
            over.sum(&x.ne(0.0).convert(x.dtype().real()))
        } else if ord.is_infinite() {
            let size = x.abs();
            if ord > 0.0 { over.max(&size) } else { over.min(&size) }
        } else {
            over.sum(&x.abs().powf(ord)).powf(1.0 / ord)
        };
        Ok(over.finish(y))
    }
}
