//! Exponentials, logarithms, roots and powers.

use super::{Unary, try_unary, unary};
use crate::array::Array;
use cotangent_tensor::Error;

/// Exponentials, logarithms, roots and powers: any shape, the same; floats keep their dtype; where the result is no
/// integer, integers become floats; bool is refused.
///
/// # Panics
/// All of them: a bool array.
impl Array {
    /// eˣ. Derivative eˣ.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, f64::NEG_INFINITY]).exp().to_vec::<f64>()?, [1.0, 0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn exp(&self) -> Array {
        unary(Unary::Exp, self)
    }

    /// 2ˣ. Derivative ln 2·2ˣ.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.5, 3.0]).exp2().to_string(), "[1.41421356 8.        ]");
    /// ```
    #[track_caller]
    pub fn exp2(&self) -> Array {
        unary(Unary::Exp2, self)
    }

    /// eˣ − 1, accurate near 0. Derivative eˣ.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 1e-20]).exp_m1().to_vec::<f64>()?, [0.0, 1e-20]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "expm1")]
    #[track_caller]
    pub fn exp_m1(&self) -> Array {
        unary(Unary::ExpM1, self)
    }

    /// The natural logarithm; −∞ at 0, NaN below. Derivative 1/x.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 0.0]).ln().to_vec::<f64>()?, [0.0, f64::NEG_INFINITY]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "log")]
    #[track_caller]
    pub fn ln(&self) -> Array {
        unary(Unary::Ln, self)
    }

    /// The logarithm to base 2; −∞ at 0, NaN below. Derivative 1/(x ln 2).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([8.0, 10.0]).log2().to_string(), "[3.         3.32192809]");
    /// ```
    #[track_caller]
    pub fn log2(&self) -> Array {
        unary(Unary::Log2, self)
    }

    /// The logarithm to base 10; −∞ at 0, NaN below. Derivative 1/(x ln 10).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1000.0, 2.0]).log10().to_string(), "[3.      0.30103]");
    /// ```
    #[track_caller]
    pub fn log10(&self) -> Array {
        unary(Unary::Log10, self)
    }

    /// ln(1 + x), accurate near 0. Derivative 1/(1 + x).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 1e-20]).ln_1p().to_vec::<f64>()?, [0.0, 1e-20]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "log1p")]
    #[track_caller]
    pub fn ln_1p(&self) -> Array {
        unary(Unary::Ln1p, self)
    }

    /// √x; NaN below 0. Derivative 1/(2√x), infinite at 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([4.0, 2.25]).sqrt().to_vec::<f64>()?, [2.0, 1.5]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn sqrt(&self) -> Array {
        unary(Unary::Sqrt, self)
    }

    /// 1/√x. Derivative −1/(2x√x).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([4.0, 0.25]).rsqrt().to_vec::<f64>()?, [0.5, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn rsqrt(&self) -> Array {
        unary(Unary::Rsqrt, self)
    }

    /// ∛x, the real root: negative for negative x. Derivative 1/(3∛x²), infinite at 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-8.0, 2.0]).cbrt().to_string(), "[-2.          1.25992105]");
    /// ```
    #[track_caller]
    pub fn cbrt(&self) -> Array {
        unary(Unary::Cbrt, self)
    }

    /// x². Derivative 2x.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([3, -4]).square().to_vec::<i32>()?, [9, 16]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn square(&self) -> Array {
        unary(Unary::Square, self)
    }

    /// 1/x. Derivative −1/x².
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([4.0, -0.5]).reciprocal().to_vec::<f64>()?, [0.25, -2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "recip")]
    #[track_caller]
    pub fn reciprocal(&self) -> Array {
        unary(Unary::Reciprocal, self)
    }

    /// xⁿ for a whole number n, by multiplications alone. Derivative n·xⁿ⁻¹, exact at 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([2.0, -3.0]).powi(3).to_vec::<f64>()?, [8.0, -27.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A negative power of integers.
    #[doc(alias = "pow")]
    #[doc(alias = "integer_pow")]
    #[track_caller]
    pub fn powi(&self, n: i32) -> Array {
        unary(Unary::Powi(n), self)
    }

    /// [`Array::powi`] with the error as a value.
    ///
    /// # Errors
    /// A bool array, or a negative power of integers.
    #[track_caller]
    pub fn try_powi(&self, n: i32) -> Result<Array, Error> {
        try_unary(Unary::Powi(n), self)
    }
}
