//! Arrays from formulas: constants, ranges, identities. They hold numbers; no derivative flows into them.

use crate::{array::Array, bind::raise};
use core::ops::RangeBounds;
use cotangent_tensor::{DType, Element, Error, Scalar, Shape, Tensor};

#[track_caller]
pub(crate) fn unwrap(result: Result<Tensor, Error>) -> Array {
    match result {
        Ok(t) => t.into(),
        Err(error) => raise(error),
    }
}

impl Array {
    /// An array of one repeated value, converted to `dtype`. It takes the memory of one element.
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::full(&[2], 0.5, DType::F32).to_vec::<f32>()?, [0.5, 0.5]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An impossible shape.
    #[track_caller]
    pub fn full(shape: &[usize], value: f64, dtype: DType) -> Array {
        unwrap(full(shape, value, dtype))
    }

    /// [`Array::full`], or an error.
    ///
    /// # Errors
    /// An impossible shape.
    #[track_caller]
    pub fn try_full(shape: &[usize], value: f64, dtype: DType) -> Result<Array, Error> {
        full(shape, value, dtype).map(Array::from)
    }

    /// An array of zeros (`false` for bool).
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::zeros(&[2], DType::I32).to_vec::<i32>()?, [0, 0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An impossible shape; [`Array::try_full`] gives an error.
    #[track_caller]
    pub fn zeros(shape: &[usize], dtype: DType) -> Array {
        Array::full(shape, 0.0, dtype)
    }

    /// An array of ones (`true` for bool).
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::ones(&[2], DType::Bool).to_vec::<bool>()?, [true, true]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An impossible shape; [`Array::try_full`] gives an error.
    #[track_caller]
    pub fn ones(shape: &[usize], dtype: DType) -> Array {
        Array::full(shape, 1.0, dtype)
    }

    /// 0, 1, …, n − 1.
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::iota(3, DType::I64).to_vec::<i64>()?, [0, 1, 2]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    pub fn iota(n: usize, dtype: DType) -> Array {
        Tensor::iota(n, dtype).into()
    }

    /// start, start + step, … up to and without stop: ⌈(stop − start) / step⌉ numbers start + i·step, none if that is
    /// negative. As in NumPy, rounding of the quotient may let a number close to stop in; [`Array::linspace`] has no such doubt.
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::arange(1.0, 2.0, 0.25, DType::F32).to_vec::<f32>()?, [1.0, 1.25, 1.5, 1.75]);
    /// assert_eq!(Array::arange(5.0, 0.0, -2.0, DType::I32).to_vec::<i32>()?, [5, 3, 1]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A step of 0, arguments that are not finite, a range too long for memory; numbers that an integer dtype does not
    /// hold.
    #[track_caller]
    pub fn arange(start: f64, stop: f64, step: f64, dtype: DType) -> Array {
        unwrap(Tensor::arange(start, stop, step, dtype))
    }

    /// [`Array::arange`], or an error.
    ///
    /// # Errors
    /// Where [`Array::arange`] panics.
    #[track_caller]
    pub fn try_arange(start: f64, stop: f64, step: f64, dtype: DType) -> Result<Array, Error> {
        Tensor::arange(start, stop, step, dtype).map(Array::from)
    }

    /// `n` evenly spaced numbers from the start of the range to its end. `a..=b` includes the end, exactly; `a..b` does
    /// not (NumPy's `endpoint=False`). They are start + i·step, rounded down for an integer dtype.
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::linspace(0.0..=1.0, 5, DType::F32).to_vec::<f32>()?, [0.0, 0.25, 0.5, 0.75, 1.0]);
    /// assert_eq!(Array::linspace(0.0..1.0, 4, DType::F64).to_vec::<f64>()?, [0.0, 0.25, 0.5, 0.75]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A range without a start or an end, ends that are not finite or that an integer dtype does not hold; a length that
    /// memory cannot address.
    #[track_caller]
    pub fn linspace(range: impl RangeBounds<f64>, n: usize, dtype: DType) -> Array {
        unwrap(Tensor::linspace(range, n, dtype))
    }

    /// [`Array::linspace`], or an error.
    ///
    /// # Errors
    /// Where [`Array::linspace`] panics.
    #[track_caller]
    pub fn try_linspace(range: impl RangeBounds<f64>, n: usize, dtype: DType) -> Result<Array, Error> {
        Tensor::linspace(range, n, dtype).map(Array::from)
    }

    /// `base` to the power of each number of [`Array::linspace`].
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::logspace(-1.0..=2.0, 4, 2.0, DType::F64).to_vec::<f64>()?, [0.5, 1.0, 2.0, 4.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// As [`Array::linspace`]; a dtype that is no float.
    #[track_caller]
    pub fn logspace(range: impl RangeBounds<f64>, n: usize, base: f64, dtype: DType) -> Array {
        unwrap(Tensor::logspace(range, n, base, dtype))
    }

    /// [`Array::logspace`], or an error.
    ///
    /// # Errors
    /// Where [`Array::logspace`] panics.
    #[track_caller]
    pub fn try_logspace(range: impl RangeBounds<f64>, n: usize, base: f64, dtype: DType) -> Result<Array, Error> {
        Tensor::logspace(range, n, base, dtype).map(Array::from)
    }

    /// `n` numbers in geometric progression from the start of the range to its end. The start is exact, and the end where
    /// `a..=b` includes it; those between are powers of 10, whose exponents round: some 10² ulp at the extremes of f64.
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::geomspace(1.0..=1000.0, 4, DType::F32).to_vec::<f32>()?, [1.0, 10.0, 100.0, 1000.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// As [`Array::linspace`]; ends of which one is 0, or that differ in sign; a dtype that is no float.
    #[track_caller]
    pub fn geomspace(range: impl RangeBounds<f64>, n: usize, dtype: DType) -> Array {
        unwrap(Tensor::geomspace(range, n, dtype))
    }

    /// [`Array::geomspace`], or an error.
    ///
    /// # Errors
    /// Where [`Array::geomspace`] panics.
    #[track_caller]
    pub fn try_geomspace(range: impl RangeBounds<f64>, n: usize, dtype: DType) -> Result<Array, Error> {
        Tensor::geomspace(range, n, dtype).map(Array::from)
    }

    /// The identity matrix of `n` rows.
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::eye(2, DType::F32).to_vec::<f32>()?, [1.0, 0.0, 0.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A matrix too large for memory.
    #[doc(alias = "identity")]
    #[track_caller]
    pub fn eye(n: usize, dtype: DType) -> Array {
        Array::eye_with(n, n, 0, dtype)
    }

    /// Ones on one diagonal of a matrix, zeros elsewhere: row i has its one in column i + offset, if there is such a column.
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::eye_with(2, 3, 1, DType::I32).to_vec::<i32>()?, [0, 1, 0, 0, 0, 1]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A matrix too large for memory.
    #[doc(alias = "eye")]
    #[track_caller]
    pub fn eye_with(rows: usize, columns: usize, offset: isize, dtype: DType) -> Array {
        unwrap(Tensor::eye(rows, columns, offset, dtype))
    }

    /// Ones at and below a diagonal, in the columns j ≤ i + offset of row i, zeros above.
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::tri(2, 3, 0, DType::I32).to_vec::<i32>()?, [1, 0, 0, 1, 1, 0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A matrix too large for memory.
    #[track_caller]
    pub fn tri(rows: usize, columns: usize, offset: isize, dtype: DType) -> Array {
        unwrap(Tensor::tri(rows, columns, offset, dtype))
    }

    /// `f` of the index of each element, called in row-major order. The type that it returns is the dtype.
    ///
    /// ```
    /// use cotangent_autodiff::Array;
    /// let hilbert = Array::from_fn(&[2, 2], |i| 1.0 / (i[0] + i[1] + 1) as f64);
    /// assert_eq!(hilbert.to_vec::<f64>()?, [1.0, 0.5, 0.5, 1.0 / 3.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An impossible shape.
    #[doc(alias = "fromfunction")]
    #[track_caller]
    pub fn from_fn<T: Element>(shape: &[usize], f: impl FnMut(&[usize]) -> T) -> Array {
        unwrap(Tensor::from_fn(shape, f))
    }

    /// [`Array::from_fn`], or an error.
    ///
    /// # Errors
    /// An impossible shape.
    #[track_caller]
    pub fn try_from_fn<T: Element>(shape: &[usize], f: impl FnMut(&[usize]) -> T) -> Result<Array, Error> {
        Tensor::from_fn(shape, f).map(Array::from)
    }

    /// Zeros of the shape and dtype of this array.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([3.0, 4.0]).zeros_like().to_vec::<f64>()?, [0.0, 0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn zeros_like(&self) -> Array {
        self.full_like(0.0)
    }

    /// Ones of the shape and dtype of this array.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([3, 4]).ones_like().to_vec::<i32>()?, [1, 1]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn ones_like(&self) -> Array {
        self.full_like(1.0)
    }

    /// `value` in every element of an array of this shape and dtype. No derivative flows through it.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([3, 4]).full_like(7.0).to_vec::<i32>()?, [7, 7]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn full_like(&self, value: f64) -> Array {
        Tensor::full(&self.shape(), Scalar::from_f64(self.dtype(), value)).into()
    }
}

#[track_caller]
fn full(shape: &[usize], value: f64, dtype: DType) -> Result<Tensor, Error> {
    Ok(Tensor::full(&Shape::new(shape)?, Scalar::from_f64(dtype, value)))
}
