//! Powers, angles, lengths and logarithms of two operands.

use super::{Binary, binary, try_binary};
use crate::{array::Array, operand::Operand};
use cotangent_tensor::Error;

/// Functions of two arrays, or an array and a weak literal, with NumPy's broadcasting. The operands meet in the wider dtype;
/// an integer never widens a float, and integers become floats.
///
/// # Panics
/// All of them: shapes that do not broadcast, two bool arrays.
impl Array {
    /// xʸ for real exponents; values at edges as C's `pow` (Annex F). Derivatives y·xʸ⁻¹ and ln x·xʸ, exact at base 0.
    ///
    /// ```
    /// use cotangent_autodiff::{array, grad, Array};
    /// let f = |x: &Array| x.powf(2.0);
    /// assert_eq!(grad(grad(f))(&array(0.0)).item::<f64>()?, 2.0); // JAX gives NaN at the third order
    /// assert_eq!(grad(grad(grad(f)))(&array(0.0)).item::<f64>()?, 0.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "pow")]
    #[doc(alias = "power")]
    #[track_caller]
    pub fn powf(&self, exponent: impl Operand) -> Array {
        binary(Binary::Powf, self, &exponent.beside(self))
    }

    /// [`Array::powf`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_powf(&self, exponent: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Powf, self, &exponent.beside(self))
    }

    /// The angle in [−π, π] of the point (other, self): this array is the ordinate y, `other` the abscissa x. Derivatives
    /// x/(x² + y²) and −y/(x² + y²) without overflow, NaN at the origin.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 1.0]).atan2(&array([1.0, -1.0])).to_string(), "[0.78539816 2.35619449]");
    /// ```
    #[doc(alias = "arctan2")]
    #[track_caller]
    pub fn atan2(&self, other: impl Operand) -> Array {
        binary(Binary::Atan2, self, &other.beside(self))
    }

    /// [`Array::atan2`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_atan2(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Atan2, self, &other.beside(self))
    }

    /// √(x² + y²) without overflow. Derivatives x/√(x² + y²) and y/√(x² + y²), 1/2 each at the origin (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([3.0, 3e200]).hypot(&array([4.0, 0.0])).to_string(), "[5.e+000 3.e+200]");
    /// ```
    #[track_caller]
    pub fn hypot(&self, other: impl Operand) -> Array {
        binary(Binary::Hypot, self, &other.beside(self))
    }

    /// [`Array::hypot`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_hypot(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Hypot, self, &other.beside(self))
    }

    /// ln(eˣ + eʸ) without overflow. Derivatives σ(x − y) and σ(y − x), to all digits; 1 for an operand that is +∞; NaN
    /// where both are −∞ (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 1000.0]).logaddexp(&array([0.0, 1000.0])).to_string(), "[6.93147181e-01 1.00069315e+03]");
    /// ```
    #[track_caller]
    pub fn logaddexp(&self, other: impl Operand) -> Array {
        binary(Binary::LogAddExp, self, &other.beside(self))
    }

    /// [`Array::logaddexp`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_logaddexp(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::LogAddExp, self, &other.beside(self))
    }

    /// log₂(2ˣ + 2ʸ) without overflow. Derivatives as those of [`Array::logaddexp`].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 3.0]).logaddexp2(&array([0.0, 3.0])).to_string(), "[1. 4.]");
    /// ```
    #[track_caller]
    pub fn logaddexp2(&self, other: impl Operand) -> Array {
        binary(Binary::LogAddExp2, self, &other.beside(self))
    }

    /// [`Array::logaddexp2`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_logaddexp2(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::LogAddExp2, self, &other.beside(self))
    }

    /// x ln y, and 0 where x = 0 and y is no NaN. Derivatives ln y and x/y: −∞ and NaN at (0, 0) (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 2.0]).xlogy(&array([0.0, 1.0])).to_string(), "[0. 0.]");
    /// ```
    #[track_caller]
    pub fn xlogy(&self, other: impl Operand) -> Array {
        binary(Binary::Xlogy, self, &other.beside(self))
    }

    /// [`Array::xlogy`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_xlogy(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Xlogy, self, &other.beside(self))
    }

    /// x ln(1 + y), and 0 where x = 0 and y is no NaN. Derivatives ln(1 + y) and x/(1 + y).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 2.0]).xlog1py(&array([-1.0, 0.0])).to_string(), "[0. 0.]");
    /// ```
    #[track_caller]
    pub fn xlog1py(&self, other: impl Operand) -> Array {
        binary(Binary::Xlog1py, self, &other.beside(self))
    }

    /// [`Array::xlog1py`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_xlog1py(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Xlog1py, self, &other.beside(self))
    }

    /// x ln(x/y), a term of the relative entropy: 0 for x = 0 ≤ y, ∞ where an operand is negative or y alone is 0. Accurate
    /// near x = y. Derivatives ln(x/y) + 1 and −x/y where both are positive, else 0 (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 1.0]).rel_entr(&array([2.0, 0.5])).to_string(), "[0.         0.69314718]");
    /// ```
    #[doc(alias = "kl_div")]
    #[track_caller]
    pub fn rel_entr(&self, other: impl Operand) -> Array {
        binary(Binary::RelEntr, self, &other.beside(self))
    }

    /// [`Array::rel_entr`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_rel_entr(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::RelEntr, self, &other.beside(self))
    }
}
