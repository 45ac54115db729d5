//! What kind of number an element is, and replacing those that are none; degrees and radians.

use crate::{array::Array, prim::complex::complex};

/// Masks of kinds of numbers: any dtype; integers and bools are finite numbers, and of a complex number both parts count.
/// The results have no derivative.
impl Array {
    /// Where the elements are NaN.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, f64::NAN]).is_nan().to_vec::<bool>()?, [false, true]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn is_nan(&self) -> Array {
        self.ne(self)
    }

    /// Where the elements are neither infinite nor NaN.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, f64::NEG_INFINITY]).is_finite().to_vec::<bool>()?, [true, false]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn is_finite(&self) -> Array {
        match self.dtype() {
            dtype if dtype.is_complex() => self.real().is_finite() & self.imag().is_finite(),
            dtype if dtype.is_float() => self.abs().lt(f64::INFINITY),
            _ => self.eq(self),
        }
    }

    /// Where the elements are ∞ or −∞; of complex numbers, where a part is.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, f64::NEG_INFINITY]).is_infinite().to_vec::<bool>()?, [false, true]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "isinf")]
    #[track_caller]
    pub fn is_infinite(&self) -> Array {
        match self.dtype() {
            dtype if dtype.is_complex() => self.real().is_infinite() | self.imag().is_infinite(),
            dtype if dtype.is_float() => self.abs().eq(f64::INFINITY),
            _ => self.ne(self),
        }
    }

    /// Where the sign bit is set: negative numbers, −0, and NaNs of that sign.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([-0.0, 0.0, -2.0]).sign_bit().to_vec::<bool>()?, [true, false, true]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "signbit")]
    #[doc(alias = "is_sign_negative")]
    #[track_caller]
    pub fn sign_bit(&self) -> Array {
        if self.dtype().is_float() { self.literal(1.0).copysign(self).lt(0.0) } else { self.lt(0) }
    }

    /// NaN replaced by 0, and ∞ and −∞ by the largest and the smallest number of the dtype. Derivative 1, and 0 where a
    /// number was replaced. Integers and bools stay; complex numbers part by part.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([f64::NAN, f64::INFINITY, 2.0]);
    /// assert_eq!(x.nan_to_num().to_vec::<f64>()?, [0.0, f64::MAX, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn nan_to_num(&self) -> Array {
        if self.dtype().is_complex() {
            return complex(&self.real().nan_to_num(), &self.imag().nan_to_num());
        }
        if !self.dtype().is_float() {
            return self.clone();
        }
        let largest = self.dtype().largest();
        self.nan_to_num_with(0.0, largest, -largest)
    }

    /// NaN, ∞ and −∞ replaced by these numbers. Derivative 1, and 0 where a number was replaced. Integers and bools
    /// stay; complex numbers part by part.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([f64::NAN, f64::INFINITY, 2.0]);
    /// assert_eq!(x.nan_to_num_with(-1.0, 9.0, -9.0).to_vec::<f64>()?, [-1.0, 9.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn nan_to_num_with(&self, nan: f64, infinity: f64, minus_infinity: f64) -> Array {
        if self.dtype().is_complex() {
            let part = |x: Array| x.nan_to_num_with(nan, infinity, minus_infinity);
            return complex(&part(self.real()), &part(self.imag()));
        }
        if !self.dtype().is_float() {
            return self.clone();
        }
        let number = self.is_nan().select(&self.literal(nan), self);
        let below = self.eq(f64::INFINITY).select(&self.literal(infinity), number);
        self.eq(f64::NEG_INFINITY).select(&self.literal(minus_infinity), below)
    }

    /// Degrees as radians: πx/180. Derivative π/180. Integers become floats; bool is refused.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([180.0, 90.0]).to_radians().to_string(), "[3.14159265 1.57079633]");
    /// ```
    #[doc(alias = "deg2rad")]
    #[doc(alias = "radians")]
    #[track_caller]
    pub fn to_radians(&self) -> Array {
        self * (core::f64::consts::PI / 180.0)
    }

    /// Radians as degrees: 180x/π. Derivative 180/π. Integers become floats; bool is refused.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0]).to_degrees().to_string(), "[57.29577951]");
    /// ```
    #[doc(alias = "rad2deg")]
    #[doc(alias = "degrees")]
    #[track_caller]
    pub fn to_degrees(&self) -> Array {
        self * (180.0 / core::f64::consts::PI)
    }
}
