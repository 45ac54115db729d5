//! Polynomials by their coefficients.

use crate::{array::Array, bind::raise};
use alloc::format;
use cotangent_tensor::{DType, Error, ErrorKind};

impl Array {
    /// The polynomial c₀xⁿ⁻¹ + … + cₙ₋₂x + cₙ₋₁ of every element, coefficients from the highest power down (NumPy's order),
    /// by Horner's rule; 0 without coefficients. Differentiable in both.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([0.0, 2.0]);
    /// assert_eq!(x.polyval(&array([1.0, -3.0, 5.0])).to_vec::<f64>()?, [5.0, 3.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// The coefficients are no vector, or both arrays are bool.
    #[track_caller]
    pub fn polyval(&self, coefficients: &Array) -> Array {
        self.try_polyval(coefficients).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::polyval`] with the error as a value.
    ///
    /// # Errors
    /// The coefficients are no vector, or both arrays are bool.
    #[track_caller]
    pub fn try_polyval(&self, coefficients: &Array) -> Result<Array, Error> {
        let dtype = self.dtype().promote(coefficients.dtype());
        if dtype == DType::Bool {
            let text = "polyval: two bool arrays have no arithmetic; convert one first";
            return Err(Error::new(ErrorKind::DType, text));
        }
        let shape = coefficients.shape();
        if shape.rank() != 1 {
            return Err(Error::new(ErrorKind::Shape, format!("polyval: coefficients of shape {shape} are no vector")));
        }
        let (x, c) = (self.convert(dtype), coefficients.convert(dtype));
        let mut terms = (0..shape[0]).map(|i| c.at(i));
        let Some(first) = terms.next() else { return Ok(x.zeros_like()) };
        Ok(terms.fold(first.broadcast_to(&x.shape()), |y, c| y * &x + c))
    }
}
