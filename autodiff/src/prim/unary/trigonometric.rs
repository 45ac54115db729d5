//! Trigonometric and hyperbolic functions and their inverses.

use super::{Unary, unary};
use crate::array::Array;

/// Trigonometric and hyperbolic functions and their inverses, angles in radians: any shape, the same; floats keep their dtype; where the result is no integer, integers become floats; bool
/// is refused.
///
/// # Panics
/// All of them: a bool array.
impl Array {
    /// sin x, x in radians. Derivative cos x.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, -0.0]).sin().to_vec::<f64>()?, [0.0, -0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn sin(&self) -> Array {
        unary(Unary::Sin, self)
    }

    /// cos x, x in radians. Derivative −sin x.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, -0.0]).cos().to_vec::<f64>()?, [1.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn cos(&self) -> Array {
        unary(Unary::Cos, self)
    }

    /// tan x, x in radians. Derivative 1 + tan² x.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, -0.0]).tan().to_vec::<f64>()?, [0.0, -0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn tan(&self) -> Array {
        unary(Unary::Tan, self)
    }

    /// The angle in [−π/2, π/2] whose sine is x; NaN outside [−1, 1]. Derivative 1/√(1 − x²), infinite at ±1.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.5]).asin().to_string(), "[0.52359878]");
    /// ```
    #[doc(alias = "arcsin")]
    #[track_caller]
    pub fn asin(&self) -> Array {
        unary(Unary::Asin, self)
    }

    /// The angle in [0, π] whose cosine is x; NaN outside [−1, 1]. Derivative −1/√(1 − x²), −∞ at ±1.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.5]).acos().to_string(), "[1.04719755]");
    /// ```
    #[doc(alias = "arccos")]
    #[track_caller]
    pub fn acos(&self) -> Array {
        unary(Unary::Acos, self)
    }

    /// The angle in (−π/2, π/2) whose tangent is x. Derivative 1/(1 + x²), without overflow.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0]).atan().to_string(), "[0.78539816]");
    /// ```
    #[doc(alias = "arctan")]
    #[track_caller]
    pub fn atan(&self) -> Array {
        unary(Unary::Atan, self)
    }

    /// (eˣ − e⁻ˣ)/2. Derivative cosh x.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, -0.0]).sinh().to_vec::<f64>()?, [0.0, -0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn sinh(&self) -> Array {
        unary(Unary::Sinh, self)
    }

    /// (eˣ + e⁻ˣ)/2. Derivative sinh x.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, -0.0]).cosh().to_vec::<f64>()?, [1.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn cosh(&self) -> Array {
        unary(Unary::Cosh, self)
    }

    /// tanh x. Derivative 1 − tanh² x: in f32 in JAX's form, in f64 in one that is accurate for large |x| too.
    ///
    /// ```
    /// use cotangent_autodiff::{grad, Array};
    /// assert_eq!(grad(Array::tanh)(&2.0_f32.into()).to_string(), "0.070650816");
    /// let far: f64 = grad(Array::tanh)(&20.0.into()).item()?; // JAX gives 0
    /// assert!((far / 1.699_341_702_116_635_5e-17 - 1.0).abs() < 1e-14);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn tanh(&self) -> Array {
        unary(Unary::Tanh, self)
    }

    /// The inverse of sinh. Derivative 1/√(1 + x²), without overflow.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0]).asinh().to_string(), "[0.88137359]");
    /// ```
    #[doc(alias = "arcsinh")]
    #[track_caller]
    pub fn asinh(&self) -> Array {
        unary(Unary::Asinh, self)
    }

    /// The inverse of cosh, ≥ 0; NaN below 1. Derivative 1/√(x² − 1), infinite at 1.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([2.0]).acosh().to_string(), "[1.3169579]");
    /// ```
    #[doc(alias = "arccosh")]
    #[track_caller]
    pub fn acosh(&self) -> Array {
        unary(Unary::Acosh, self)
    }

    /// The inverse of tanh; ±∞ at ±1, NaN outside. Derivative 1/(1 − x²), infinite at ±1.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.5]).atanh().to_string(), "[0.54930614]");
    /// ```
    #[doc(alias = "arctanh")]
    #[track_caller]
    pub fn atanh(&self) -> Array {
        unary(Unary::Atanh, self)
    }

    /// sin(πx)/(πx), and 1 at 0. Derivatives of every order are exact at 0 and accurate near it: the n-th one is a
    /// function of its own, πⁿ∫₀¹ tⁿ cos(πxt + nπ/2) dt, by its Taylor series near 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 0.5, 1.0]).sinc().to_string(), "[1.         0.63661977 0.        ]");
    /// ```
    #[track_caller]
    pub fn sinc(&self) -> Array {
        unary(Unary::Sinc(0), self)
    }
}
