//! What is built on sorting: the largest few, values carried along with keys, and distinct elements.

use super::take_along_axis::along;
use crate::{array::Array, bind::raise};
use alloc::{format, vec::Vec};
use cotangent_tensor::{Error, ErrorKind};

impl Array {
    /// The `k` largest elements along the last axis in descending order, and their indices (`int64`). Of equal elements the
    /// first comes first; NaN counts as the largest. Each value has the derivative of the element that it is.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let (values, indices) = array([1.0, 4.0, 3.0, 4.0]).top_k(3);
    /// assert_eq!(values.to_vec::<f64>()?, [4.0, 4.0, 3.0]);
    /// assert_eq!(indices.to_vec::<i64>()?, [1, 3, 2]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A scalar, or a last axis of fewer than `k` elements.
    #[track_caller]
    pub fn top_k(&self, k: usize) -> (Array, Array) {
        self.try_top_k(k).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::top_k`] with the error as a value.
    ///
    /// # Errors
    /// A scalar, or a last axis of fewer than `k` elements.
    #[track_caller]
    pub fn try_top_k(&self, k: usize) -> Result<(Array, Array), Error> {
        let shape = self.shape();
        let axis = shape.axis("top_k", -1)?;
        if shape[axis] < k {
            let text = format!("top_k: the last axis of {shape} has {} elements, fewer than {k}", shape[axis]);
            return Err(Error::new(ErrorKind::Argument, text));
        }
        let indices = self.argsort_descending(-1).slice(-1, 0..k);
        Ok((along(self, &indices, axis), indices))
    }

    /// These keys in ascending order along an axis, and `values` moved as the keys are. Equal keys keep their order. Each
    /// element of the results has the derivative of the element that it is.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let (keys, values) = array([3, 1, 2]).sort_key_val(&array([0.3, 0.1, 0.2]), 0);
    /// assert_eq!(keys.to_vec::<i32>()?, [1, 2, 3]);
    /// assert_eq!(values.to_vec::<f64>()?, [0.1, 0.2, 0.3]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist, or values of another shape.
    #[track_caller]
    pub fn sort_key_val(&self, values: &Array, axis: isize) -> (Array, Array) {
        self.try_sort_key_val(values, axis).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::sort_key_val`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist, or values of another shape.
    #[track_caller]
    pub fn try_sort_key_val(&self, values: &Array, axis: isize) -> Result<(Array, Array), Error> {
        let (shape, other) = (self.shape(), values.shape());
        let at = shape.axis("sort_key_val", axis)?;
        if shape != other {
            let text = format!("sort_key_val: values of shape {other} do not go with keys of shape {shape}");
            return Err(Error::new(ErrorKind::Shape, text));
        }
        let indices = self.argsort(axis);
        Ok((along(self, &indices, at), along(values, &indices, at)))
    }

    /// The distinct elements in ascending order, as a vector: of equal ones the first, and one NaN. Each has the derivative
    /// of the element that it is. The length of the result depends on the values, so under `vmap` and `compile`, which do
    /// not know them, this is an error.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([3, 1, 3, 2]).unique().to_vec::<i32>()?, [1, 2, 3]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Under `vmap` or `compile`.
    #[track_caller]
    pub fn unique(&self) -> Array {
        self.try_unique().unwrap_or_else(|error| raise(error))
    }

    /// [`Array::unique`] with the error as a value.
    ///
    /// # Errors
    /// Under `vmap` or `compile`.
    #[track_caller]
    pub fn try_unique(&self) -> Result<Array, Error> {
        let known = Array::from(self.read("unique")?.clone()).ravel();
        let order = known.argsort(0);
        let sorted = along(&known, &order, 0);
        let n = known.shape().size();
        let first = if n == 0 {
            Vec::new()
        } else {
            let (before, after) = (sorted.slice(0, 0..n - 1), sorted.slice(0, 1..n));
            let both_nan = before.is_nan().logical_and(after.is_nan());
            let differs = before.ne(&after).logical_and(both_nan.logical_not()).to_vec::<bool>()?;
            let places = order.to_vec::<i64>()?;
            let starts = [true].into_iter().chain(differs);
            places.into_iter().zip(starts).filter(|&(_, start)| start).map(|(place, _)| place).collect()
        };
        let count = first.len();
        self.ravel().try_take(&Array::from_vec(first, &[count])?, 0)
    }
}
