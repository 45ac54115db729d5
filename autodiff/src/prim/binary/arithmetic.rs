//! Arithmetic, extremes and remainders of two operands.

use super::{Binary, binary, try_binary};
use crate::{array::Array, operand::Operand};
use cotangent_tensor::Error;

/// Arithmetic of two arrays, or an array and a weak literal, with NumPy's broadcasting. The operands meet in the wider
/// dtype; an integer never widens a float. Integers wrap on overflow. The operators `+ - * / %` are these too.
///
/// # Panics
/// All of them: shapes that do not broadcast, two bool arrays.
impl Array {
    /// The larger of two; NaN if one is. Derivative 1 for the larger, 1/2 each where they are equal (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 3.0]).maximum(2.0).to_vec::<f64>()?, [2.0, 3.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn maximum(&self, other: impl Operand) -> Array {
        binary(Binary::Maximum, self, &other.beside(self))
    }

    /// [`Array::maximum`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_maximum(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Maximum, self, &other.beside(self))
    }

    /// The smaller of two; NaN if one is. Derivative 1 for the smaller, 1/2 each where they are equal (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 3.0]).minimum(2.0).to_vec::<f64>()?, [1.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn minimum(&self, other: impl Operand) -> Array {
        binary(Binary::Minimum, self, &other.beside(self))
    }

    /// [`Array::minimum`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_minimum(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Minimum, self, &other.beside(self))
    }

    /// x − y·trunc(x/y): the remainder with the sign of x, as C's `fmod` and Rust's `%`; also the operator `%`. Exact.
    /// Derivatives 1 and −trunc(x/y). NaN where y is 0 or x infinite; of integers 0 where y is 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([7.5, -7.5]).fmod(&array([2.0, 2.0])).to_string(), "[ 1.5 -1.5]");
    /// ```
    #[track_caller]
    pub fn fmod(&self, other: impl Operand) -> Array {
        binary(Binary::Rem, self, &other.beside(self))
    }

    /// [`Array::fmod`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_fmod(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Rem, self, &other.beside(self))
    }

    /// x − y·⌊x/y⌋: the remainder with the sign of y, as Python's and NumPy's `%`. Derivatives 1 and −⌊x/y⌋. NaN where y
    /// is 0 or x infinite; of integers 0 where y is 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([7.5, -7.5]).remainder(&array([2.0, 2.0])).to_string(), "[1.5 0.5]");
    /// ```
    #[doc(alias = "rem")]
    #[doc(alias = "mod")]
    #[track_caller]
    pub fn remainder(&self, other: impl Operand) -> Array {
        binary(Binary::Remainder, self, &other.beside(self))
    }

    /// [`Array::remainder`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_remainder(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Remainder, self, &other.beside(self))
    }

    /// ⌊x/y⌋ of the exact quotient, as Python's `//`. Derivatives 0. By 0: of floats ±∞ or NaN, of integers 0. Integers
    /// wrap: the smallest one divided by −1 is itself.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([7, -7, 7]).floor_divide(&array([2, 2, 0])).to_string(), "[ 3 -4  0]");
    /// ```
    #[track_caller]
    pub fn floor_divide(&self, other: impl Operand) -> Array {
        binary(Binary::FloorDivide, self, &other.beside(self))
    }

    /// [`Array::floor_divide`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_floor_divide(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::FloorDivide, self, &other.beside(self))
    }

    /// |x| with the sign of y, also of a zero y. Derivatives ±1 in x (1 where the signs are equal) and 0 in y.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([2.0, -2.0]).copysign(&array([-1.0, 0.0])).to_string(), "[-2.  2.]");
    /// ```
    #[track_caller]
    pub fn copysign(&self, other: impl Operand) -> Array {
        binary(Binary::Copysign, self, &other.beside(self))
    }

    /// [`Array::copysign`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_copysign(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Copysign, self, &other.beside(self))
    }

    /// `self + other` with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_add(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Add, self, &other.beside(self))
    }

    /// `self - other` with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_sub(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Sub, self, &other.beside(self))
    }

    /// `self * other` with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_mul(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Mul, self, &other.beside(self))
    }

    /// `self / other` with the error as a value. Of integers a float: i32 gives f32, i64 f64.
    ///
    /// # Errors
    /// Shapes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_div(&self, other: impl Operand) -> Result<Array, Error> {
        try_binary(Binary::Div, self, &other.beside(self))
    }
}
