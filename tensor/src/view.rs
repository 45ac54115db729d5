//! Views without copies: transpose, broadcast, slice, and reshape where strides allow it.

use crate::{
    error::{Error, ErrorKind},
    shape::Shape,
    storage::{Strides, row_major},
    tensor::{Array, Repr, Storage, Tensor},
};
use alloc::{format, sync::Arc};

/// A part of one axis: `start, start + step, …`, `len` elements. `step` may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// The first index.
    pub start: usize,
    /// How many.
    pub len: usize,
    /// The distance between two of them, in elements of the axis.
    pub step: isize,
}

impl Range {
    /// All of an axis of length `n`.
    pub const fn all(n: usize) -> Range {
        Range { start: 0, len: n, step: 1 }
    }

    /// Whether every index lies on an axis of length `n`.
    pub fn fits(self, n: usize) -> bool {
        let end = self.start as isize + self.step * (self.len as isize - 1).max(0);
        self.len == 0 || (self.start < n && (0..n as isize).contains(&end))
    }
}

impl Tensor {
    /// Offset and strides of the elements in the array that owns them.
    pub(crate) fn layout(&self) -> (usize, Strides) {
        match &self.0 {
            Repr::Scalar(_) => (0, Strides::new()),
            Repr::Array(a) => match &a.storage {
                Storage::Own(_) => (0, row_major(&a.shape)),
                Storage::View { offset, strides, .. } => (*offset, strides.clone()),
            },
        }
    }

    /// A view of the same elements.
    pub(crate) fn view(&self, shape: Shape, offset: usize, strides: Strides) -> Tensor {
        let base = match &self.0 {
            Repr::Scalar(x) if shape.rank() == 0 => return Tensor::scalar(*x),
            Repr::Scalar(x) => {
                Arc::new(Array { shape: Shape::of([1]), storage: Storage::Own(crate::convert::one_element(*x)) })
            }
            Repr::Array(a) => match &a.storage {
                Storage::Own(_) => a.clone(),
                Storage::View { base, .. } => base.clone(),
            },
        };
        if shape.rank() == 0 {
            return crate::convert::element_at(&base, offset);
        }
        Tensor(Repr::Array(Arc::new(Array { shape, storage: Storage::View { base, offset, strides } })))
    }

    /// Axis `i` of the result is axis `permutation[i]` of this array. A view.
    ///
    /// # Panics
    /// `permutation` does not name every axis once.
    #[must_use]
    #[track_caller]
    pub fn transpose(&self, permutation: &[usize]) -> Tensor {
        let rank = self.shape().rank();
        let complete = permutation.len() == rank
            && crate::Axes::of(permutation.iter().copied().filter(|&i| i < rank)).len() == rank;
        assert!(complete, "transpose: {permutation:?} is no permutation of {rank} axes");
        if permutation.iter().enumerate().all(|(i, &p)| i == p) {
            return self.clone();
        }
        let (offset, strides) = self.layout();
        self.view(
            Shape::of(permutation.iter().map(|&p| self.shape()[p])),
            offset,
            permutation.iter().map(|&p| strides[p]).collect(),
        )
    }

    /// The array repeated along new leading axes and axes of length 1, as NumPy's `broadcast_to`. A view.
    ///
    /// # Panics
    /// The shape does not broadcast to `shape`.
    #[must_use]
    #[track_caller]
    pub fn broadcast_to(&self, shape: &Shape) -> Tensor {
        if self.shape() == shape {
            return self.clone();
        }
        let (offset, strides) = self.layout();
        let strides = self.broadcast_strides(&strides, shape);
        let Some(strides) = strides else { panic!("broadcast_to: {} does not broadcast to {shape}", self.shape()) };
        self.view(shape.clone(), offset, strides)
    }

    fn broadcast_strides(&self, strides: &Strides, shape: &Shape) -> Option<Strides> {
        let from = self.shape();
        let new = shape.rank().checked_sub(from.rank())?;
        let mut out: Strides = (0..new).map(|_| 0).collect();
        for (axis, &d) in from.iter().enumerate() {
            let fits = d == shape[new + axis];
            if !fits && d != 1 {
                return None;
            }
            out.push(if fits { strides[axis] } else { 0 }).ok()?;
        }
        Some(out)
    }

    /// A part of every axis. A view.
    ///
    /// # Panics
    /// A range does not fit its axis, or there is not one for each axis.
    #[must_use]
    #[track_caller]
    pub fn slice(&self, ranges: &[Range]) -> Tensor {
        let fits =
            ranges.len() == self.shape().rank() && ranges.iter().zip(self.shape().iter()).all(|(r, &n)| r.fits(n));
        assert!(fits, "slice: {ranges:?} does not fit shape {}", self.shape());
        let (offset, strides) = self.layout();
        let shape = Shape::of(ranges.iter().map(|r| r.len));
        let moved =
            if shape.size() == 0 { 0 } else { ranges.iter().zip(&strides).map(|(r, s)| r.start as isize * s).sum() };
        self.view(
            shape,
            (offset as isize + moved) as usize,
            ranges.iter().zip(&strides).map(|(r, s)| s * r.step).collect(),
        )
    }

    /// The same elements in row-major order under another shape. A view where the strides allow it, else a copy.
    ///
    /// # Errors
    /// The shapes differ in size.
    #[track_caller]
    pub fn reshape(&self, shape: &Shape) -> Result<Tensor, Error> {
        if self.shape() == shape {
            return Ok(self.clone());
        }
        if self.shape().size() != shape.size() {
            return Err(Error::new(
                ErrorKind::Shape,
                format!("reshape: {} has {} elements, {shape} has {}", self.shape(), self.shape().size(), shape.size()),
            ));
        }
        let (offset, strides) = self.layout();
        Ok(match regroup(self.shape(), &strides, shape) {
            Some(strides) => self.view(shape.clone(), offset, strides),
            None => self.contiguous().view(shape.clone(), 0, row_major(shape)),
        })
    }
}

/// The strides of `shape` over elements that `from` walks over with `strides`, if the new axes are only parts of runs.
fn regroup(from: &Shape, strides: &Strides, shape: &Shape) -> Option<Strides> {
    if shape.size() == 0 {
        return Some(row_major(shape));
    }
    let (runs, [steps]) = crate::storage::collapse(from, [strides]);
    let mut out: Strides = shape.iter().map(|_| 0).collect();
    let mut axis = shape.rank();
    for (&n, &step) in runs.iter().zip(&steps).rev() {
        let (mut left, mut s) = (n, step);
        while left > 1 {
            axis = axis.checked_sub(1)?;
            let d = shape[axis];
            if d > 1 {
                if left % d != 0 {
                    return None;
                }
                out[axis] = s;
                s *= d as isize;
                left /= d;
            }
        }
    }
    Some(out)
}
