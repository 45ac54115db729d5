//! Sign, magnitude and rounding.

use super::{Unary, unary};
use crate::array::Array;

/// Sign, magnitude and rounding: any shape, the same; floats keep their dtype; where the result is no integer, integers become floats; bool
/// is refused.
///
/// # Panics
/// All of them: a bool array.
impl Array {
    /// −x. Derivative −1. Also the operator `-`.
    ///
    /// Integers wrap: the smallest one is its own negative.
    #[doc(alias = "negative")]
    #[track_caller]
    pub(crate) fn negated(&self) -> Array {
        unary(Unary::Neg, self)
    }

    /// |x|. Derivative the sign of x, and 1 at ±0 (as JAX). Of complex numbers the magnitude, real, with the derivative
    /// Re(z̄·dz)/|z|, and 0 at 0 (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.5, 2.0]).abs().to_vec::<f64>()?, [1.5, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn abs(&self) -> Array {
        if self.dtype().is_complex() { self.magnitude() } else { unary(Unary::Abs, self) }
    }

    /// −1, ±0 or 1 with the sign of x; NaN stays. Derivative 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.5, 0.0, 2.0]).sign().to_vec::<f64>()?, [-1.0, 0.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "signum")]
    #[track_caller]
    pub fn sign(&self) -> Array {
        unary(Unary::Sign, self)
    }

    /// The largest integer ≤ x. Derivative 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.5, 1.5]).floor().to_vec::<f64>()?, [-2.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn floor(&self) -> Array {
        unary(Unary::Floor, self)
    }

    /// The smallest integer ≥ x. Derivative 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.5, 1.5]).ceil().to_vec::<f64>()?, [-1.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn ceil(&self) -> Array {
        unary(Unary::Ceil, self)
    }

    /// The nearest integer, halves to the even one (as NumPy, unlike Rust's `f64::round`). Derivative 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.5, 1.5, 2.5]).round().to_vec::<f64>()?, [0.0, 2.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "round_ties_even")]
    #[track_caller]
    pub fn round(&self) -> Array {
        unary(Unary::Round, self)
    }

    /// x without its fraction. Derivative 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.5, 1.5]).trunc().to_vec::<f64>()?, [-1.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn trunc(&self) -> Array {
        unary(Unary::Trunc, self)
    }
}
