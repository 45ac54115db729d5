//! One element of an axis for each index: a gather of single elements.

use crate::{
    array::Array,
    bind::raise,
    prim::gather::{check_indices, flat_indices, gather},
};
use alloc::format;
use cotangent_tensor::{DType, Error, ErrorKind, Shape};

impl Array {
    /// The elements that `indices` name along `axis`, each among those that share its other indices, as NumPy's
    /// `take_along_axis`: `y[i, j] = x[i, indices[i, j]]` for the last axis of a matrix. The other axes of the two arrays
    /// broadcast; negative indices count from the end. Linear; an element that is named twice gets both cotangents.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.take_along_axis(&array([[1], [0]]), 1).to_vec::<f64>()?, [2.0, 3.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist, indices of another rank, other axes that do not broadcast, an index outside of the
    /// axis, indices that are no integers.
    #[doc(alias = "gather")]
    #[track_caller]
    pub fn take_along_axis(&self, indices: &Array, axis: isize) -> Array {
        self.try_take_along_axis(indices, axis).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::take_along_axis`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::take_along_axis`] panics.
    #[track_caller]
    pub fn try_take_along_axis(&self, indices: &Array, axis: isize) -> Result<Array, Error> {
        let (from, by) = (self.shape(), indices.shape());
        let at = from.axis("take_along_axis", axis)?;
        let with = |shape: &Shape, n: usize| {
            let mut shape = shape.clone();
            shape.dims_mut()[at] = n;
            shape
        };
        let others = (by.rank() == from.rank()).then(|| Shape::broadcast(&with(&from, 1), &with(&by, 1))).flatten();
        let Some(others) = others else {
            let text = format!("take_along_axis: indices of shape {by} do not fit {from} along axis {axis}");
            return Err(Error::new(ErrorKind::Shape, text));
        };
        check_indices("take_along_axis", indices, from[at])?;
        let x = self.broadcast_to(&with(&others, from[at]));
        Ok(along(&x, &indices.broadcast_to(&with(&others, by[at])), at))
    }
}

/// [`Array::take_along_axis`] of an array and indices whose other axes are equal.
#[track_caller]
pub(crate) fn along(x: &Array, indices: &Array, axis: usize) -> Array {
    let shape = x.shape();
    let step: usize = shape[axis + 1..].iter().product();
    let mut others = shape.clone();
    others.dims_mut()[axis] = 1;
    // Where each line along the axis begins in row-major order.
    let line = Array::iota(others.size(), DType::I64);
    let starts = if step == 1 {
        line * Array::from(shape[axis] as i64)
    } else {
        let (outer, length) = (others.size() / step.max(1), shape[axis] as i64);
        let across = Array::iota(outer, DType::I64) * Array::from(length * step as i64);
        across.reshape(&[outer, 1]) + Array::iota(step, DType::I64)
    };
    gather(&x.ravel(), &flat_indices(indices, shape[axis], step, &starts.reshape_to(&others)), 0)
}
