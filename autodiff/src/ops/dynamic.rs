//! Slices of a fixed size that start where an array of integers says.

use crate::{
    array::Array,
    bind::or_raise,
    index::{Places, set_ranges},
    prim::gather::{gather, integers},
};
use alloc::{format, vec::Vec};
use cotangent_tensor::{DType, Error, ErrorKind, Range, Shape};

impl Array {
    /// The part of shape `sizes` that starts at `start`, a vector of one integer for each axis, which need not be known: it
    /// may differ between the examples of `vmap`. A negative integer counts from the end of its axis; then the start is
    /// moved so that the part fits (as JAX). Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([1, 2, 3, 4]);
    /// assert_eq!(x.dynamic_slice(&array([1]), &[2]).to_vec::<i32>()?, [2, 3]);
    /// assert_eq!(x.dynamic_slice(&array([7]), &[2]).to_vec::<i32>()?, [3, 4]); // moved back to fit
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Not one integer and one size for each axis; a size that is longer than its axis.
    #[track_caller]
    pub fn dynamic_slice(&self, start: &Array, sizes: &[usize]) -> Array {
        or_raise(self.try_dynamic_slice(start, sizes))
    }

    /// [`Array::dynamic_slice`] with the error as a value.
    ///
    /// # Errors
    /// Not one integer and one size for each axis; a size that is longer than its axis.
    #[track_caller]
    pub fn try_dynamic_slice(&self, start: &Array, sizes: &[usize]) -> Result<Array, Error> {
        let shape = self.shape();
        let start = fitting("dynamic_slice", &shape, start, sizes)?;
        if let Some(ranges) = ranges(&start, sizes)? {
            return Ok(self.slice_ranges(ranges));
        }
        let places = places(&shape, &start, sizes);
        let rows = self.reshape_to(&Shape::of([places.length, places.inner]));
        Ok(gather(&rows, &places.indices, 0).reshape_to(&Shape::new(sizes)?))
    }

    /// A copy of this array with `update` in place of the part of its shape that starts at `start`; the start is read as
    /// by [`Array::dynamic_slice`]. Linear in both; elements that are overwritten get no cotangent.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([1, 2, 3, 4]);
    /// assert_eq!(x.dynamic_update_slice(&array([8, 9]), &array([1])).to_vec::<i32>()?, [1, 8, 9, 4]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Not one integer for each axis; an update of other rank, that is longer than an axis, or whose dtype the array does
    /// not hold.
    #[track_caller]
    pub fn dynamic_update_slice(&self, update: &Array, start: &Array) -> Array {
        or_raise(self.try_dynamic_update_slice(update, start))
    }

    /// [`Array::dynamic_update_slice`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::dynamic_update_slice`] panics.
    #[track_caller]
    pub fn try_dynamic_update_slice(&self, update: &Array, start: &Array) -> Result<Array, Error> {
        let (shape, sizes) = (self.shape(), update.shape());
        let start = fitting("dynamic_update_slice", &shape, start, &sizes)?;
        if self.dtype().promote(update.dtype()) != self.dtype() {
            let (new, old) = (update.dtype(), self.dtype());
            let text = format!("dynamic_update_slice: values of {new} do not fit an array of {old}; convert one");
            return Err(Error::new(ErrorKind::DType, text));
        }
        let update = update.convert(self.dtype());
        Ok(match ranges(&start, &sizes)? {
            Some(ranges) => set_ranges(self, &ranges, &update),
            None => places(&shape, &start, &sizes).change(self, &update, Places::set),
        })
    }
}

/// The start as int64, moved so that a part of these sizes fits.
#[track_caller]
fn fitting(op: &str, shape: &Shape, start: &Array, sizes: &[usize]) -> Result<Array, Error> {
    integers(op, start)?;
    if sizes.len() != shape.rank() || sizes.iter().zip(shape.iter()).any(|(size, n)| size > n) {
        return Err(Error::new(ErrorKind::Shape, format!("{op}: a part of shape {sizes:?} does not fit into {shape}")));
    }
    if start.shape() != [shape.rank()] {
        let text = format!("{op}: the start must have shape [{}], not {}", shape.rank(), start.shape());
        return Err(Error::new(ErrorKind::Shape, text));
    }
    let vector = |v: Vec<i64>| Array::from_vec(v, &[shape.rank()]);
    let lengths = vector(shape.iter().map(|&n| n as i64).collect())?;
    let largest = vector(shape.iter().zip(sizes).map(|(n, size)| (n - size) as i64).collect())?;
    let start = start.convert(DType::I64);
    let from_end = start.lt(0).select(&(&start + lengths), &start);
    Ok(from_end.maximum(0).minimum(largest))
}

/// The ranges, if the start is known.
#[track_caller]
fn ranges(start: &Array, sizes: &[usize]) -> Result<Option<Vec<Range>>, Error> {
    let Some(start) = start.known() else { return Ok(None) };
    let range = |(start, &len): (i64, &usize)| Range { start: start as usize, len, step: 1 };
    Ok(Some(start.to_vec::<i64>()?.into_iter().zip(sizes).map(range).collect()))
}

/// The places of a part among rows; the rows are made of the last axes, which the part takes whole.
#[track_caller]
fn places(shape: &Shape, start: &Array, sizes: &[usize]) -> Places {
    let cut = sizes.iter().zip(shape.iter()).rposition(|(size, n)| size != n).map_or(0, |last| last + 1);
    let mut indices = Array::from(0_i64);
    for (axis, &size) in sizes[..cut].iter().enumerate() {
        let along = Array::iota(size, DType::I64) + start.at(axis);
        indices = indices.expand(-1) * Array::from(shape[axis] as i64) + along;
    }
    let (length, inner) = (shape[..cut].iter().product(), shape[cut..].iter().product());
    Places { outer: 1, length, inner, indices: indices.ravel() }
}
