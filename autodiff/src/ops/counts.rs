//! Whether, and how often, elements are not zero.

use crate::{
    array::Array,
    axes::{IntoAxes, Over},
    bind::raise,
};
use cotangent_tensor::{DType, Error};

/// Counting reductions. An element counts if it is not 0 (or is `true`); NaN does. Integers and bools: no derivative.
///
/// # Panics
/// An axis that does not exist or is named twice.
impl Array {
    /// Whether any element is not 0; `false` of nothing.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert!(array([0.0, 2.0]).any().item::<bool>()?);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn any(&self) -> Array {
        self.any_axes(..)
    }

    /// Whether any element over axes is not 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[true, false], [false, false]]).any_axes(1).to_vec::<bool>()?, [true, false]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn any_axes(&self, axes: impl IntoAxes) -> Array {
        self.try_any_axes(axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::any_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_any_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        Ok(count("any", self, axes, |x| x.ne(0))?.ne(0))
    }

    /// Whether all elements are not 0; `true` of nothing.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let mask = array([[true, true], [true, false]]);
    /// assert_eq!(mask.all_axes(1).to_vec::<bool>()?, [true, false]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn all(&self) -> Array {
        self.all_axes(..)
    }

    /// Whether all elements over axes are not 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[true, true], [false, true]]).all_axes(1).to_vec::<bool>()?, [true, false]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn all_axes(&self, axes: impl IntoAxes) -> Array {
        self.try_all_axes(axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::all_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_all_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        Ok(count("all", self, axes, |x| x.eq(0))?.eq(0))
    }

    /// How many elements are not 0, as `int64`.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0, 3, 0, 1]).count_nonzero().item::<i64>()?, 2);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn count_nonzero(&self) -> Array {
        self.count_nonzero_axes(..)
    }

    /// How many elements over axes are not 0, as `int64`.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[0, 3], [4, 5]]).count_nonzero_axes(-1).to_vec::<i64>()?, [1, 2]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn count_nonzero_axes(&self, axes: impl IntoAxes) -> Array {
        self.try_count_nonzero_axes(axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::count_nonzero_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_count_nonzero_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        count("count_nonzero", self, axes, |x| x.ne(0))
    }
}

/// How often `holds` is true.
#[track_caller]
fn count(op: &str, x: &Array, axes: impl IntoAxes, holds: fn(&Array) -> Array) -> Result<Array, Error> {
    let over = Over::new(op, x, axes)?;
    Ok(over.finish(over.sum(&holds(x).convert(DType::I64))))
}
