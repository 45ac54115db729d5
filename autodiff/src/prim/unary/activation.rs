//! Activation functions that have kernels; the others are composed of these.

use super::{Unary, unary};
use crate::array::Array;

/// Activation functions: any shape, the same; floats keep their dtype; where the result is no integer, integers become floats; bool
/// is refused.
///
/// # Panics
/// All of them: a bool array.
impl Array {
    /// 1/(1 + e⁻ˣ), without overflow. Derivative σ(x)σ(−x).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 1000.0]).sigmoid().to_vec::<f64>()?, [0.5, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "logistic")]
    #[doc(alias = "expit")]
    #[track_caller]
    pub fn sigmoid(&self) -> Array {
        unary(Unary::Sigmoid, self)
    }

    /// ln(1 + eˣ), without overflow. Derivative [`Array::sigmoid`].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-50.0, 0.0, 1000.0]).softplus().to_string(), "[1.92874985e-22 6.93147181e-01 1.00000000e+03]");
    /// ```
    #[track_caller]
    pub fn softplus(&self) -> Array {
        unary(Unary::Softplus, self)
    }

    /// x where it is positive, else 0; NaN stays. Derivative 1 for x > 0, else 0 (as JAX: 0 at 0).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-1.0, 0.0, 2.0]).relu().to_string(), "[0. 0. 2.]");
    /// ```
    #[track_caller]
    pub fn relu(&self) -> Array {
        unary(Unary::Relu, self)
    }

    /// x/(1 + |x|). Derivative 1/(1 + |x|)², which keeps its digits at large |x|.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-3.0, 1.0]).soft_sign().to_string(), "[-0.75  0.5 ]");
    /// ```
    #[doc(alias = "softsign")]
    #[track_caller]
    pub fn soft_sign(&self) -> Array {
        unary(Unary::SoftSign, self)
    }
}
