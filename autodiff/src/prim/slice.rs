//! A part of every axis, with steps of either sign: linear; its transpose is padding.

use super::{Linear, Prim, Role, Rules};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
    program::Atom,
};
use alloc::{format, vec::Vec};
use core::{fmt, ops::Bound, ops::RangeBounds};
use cotangent_tensor::{Error, ErrorKind, Padding, Range, Shape, Tensor};

/// One range for each axis.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Slice(Vec<Range>);

impl fmt::Display for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("slice[")?;
        for (i, r) in self.0.iter().enumerate() {
            let comma = if i > 0 { ", " } else { "" };
            if r.step < 0 && r.len > 0 {
                write!(f, "{comma}{}..={}", r.start, last(r))?;
            } else {
                write!(f, "{comma}{}..{}", r.start, last(r) + isize::from(r.len > 0))?;
            }
            if r.step != 1 {
                write!(f, " step {}", r.step)?;
            }
        }
        f.write_str("]")
    }
}

/// The last index of a range that is not empty.
fn last(r: &Range) -> isize {
    r.start as isize + r.step * (r.len as isize - 1).max(0)
}

impl Rules for Slice {
    fn shape(&self, xs: &[Type]) -> Type {
        Type { shape: Shape::of(self.0.iter().map(|r| r.len)), dtype: xs[0].dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].slice(&self.0)
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        (xs[0].slice_ranges(self.0.clone()), dxs[0].map(|dx| dx.slice_ranges(self.0.clone())))
    }

    fn batch(&self, n: usize, xs: &[(&Array, bool)]) -> Array {
        xs[0].0.slice_ranges([Range::all(n)].into_iter().chain(self.0.iter().copied()).collect())
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

impl Linear for Slice {
    fn is_linear_in(&self, _: &[Role]) -> bool {
        true
    }

    fn transpose(&self, ct: &Array, _: usize, of: &Type, _: &[Atom]) -> Array {
        ct.spread(&self.0, &of.shape)
    }
}

impl Array {
    /// The part that ranges, which fit, name.
    #[track_caller]
    pub(crate) fn slice_ranges(&self, ranges: Vec<Range>) -> Array {
        if ranges.iter().zip(self.shape().iter()).all(|(r, &n)| *r == Range::all(n)) {
            return self.clone();
        }
        bind(&Prim::Slice(Slice(ranges)), [self])
    }

    /// Zeros of a shape with this array at the places that ranges name: the transpose of [`Array::slice_ranges`].
    #[track_caller]
    pub(crate) fn spread(&self, ranges: &[Range], shape: &[usize]) -> Array {
        let backwards = |n: usize| Range { start: n - 1, len: n, step: -1 };
        let flip = |r: &Range| if r.step < 0 && r.len > 0 { backwards(r.len) } else { Range::all(r.len) };
        let padding = |(r, &n): (&Range, &usize)| {
            let n = n as isize;
            match r.len {
                0 => Padding { low: 0, high: n, interior: 0 },
                _ => {
                    let (low, high) = (last(r).min(r.start as isize), last(r).max(r.start as isize));
                    Padding { low, high: n - 1 - high, interior: r.step.unsigned_abs().max(1) - 1 }
                }
            }
        };
        self.slice_ranges(ranges.iter().map(flip).collect()).pad_with(ranges.iter().zip(shape).map(padding).collect())
    }

    /// A range of one axis; the others stay whole. Linear, a view.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([[1, 2, 3], [4, 5, 6]]);
    /// assert_eq!(x.slice(1, 1..).to_vec::<i32>()?, [2, 3, 5, 6]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist (negative ones count from the end), a range that goes beyond it.
    #[track_caller]
    pub fn slice(&self, axis: isize, range: impl RangeBounds<usize>) -> Array {
        self.slice_step(axis, range, 1)
    }

    /// Every `step`-th element of a range of one axis. Linear, a view.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0, 1, 2, 3, 4]).slice_step(0, 1.., 2).to_vec::<i32>()?, [1, 3]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// As [`Array::slice`]; a step of 0.
    #[track_caller]
    pub fn slice_step(&self, axis: isize, range: impl RangeBounds<usize>, step: usize) -> Array {
        match self.try_slice_step(axis, range, step) {
            Ok(y) => y,
            Err(error) => raise(error),
        }
    }

    /// [`Array::slice_step`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist, a range that goes beyond it, a step of 0.
    #[track_caller]
    pub fn try_slice_step(&self, axis: isize, range: impl RangeBounds<usize>, step: usize) -> Result<Array, Error> {
        let shape = self.shape();
        let at = shape.axis("slice", axis)?;
        let n = shape[at];
        let start = match range.start_bound() {
            Bound::Included(&i) => i,
            Bound::Excluded(&i) => i + 1,
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(&i) => i + 1,
            Bound::Excluded(&i) => i,
            Bound::Unbounded => n,
        };
        if start > end || end > n || step == 0 {
            return Err(Error::new(
                ErrorKind::Index,
                format!("slice: {start}..{end} step {step} does not fit axis {axis} of {shape}"),
            ));
        }
        let mut ranges: Vec<Range> = shape.iter().map(|&d| Range::all(d)).collect();
        ranges[at] = Range { start, len: (end - start).div_ceil(step), step: step as isize };
        Ok(self.slice_ranges(ranges))
    }

    /// Element `index` of the first axis: a row of a matrix, a scalar of a vector. Linear, a view.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1, 2], [3, 4]]).at(1).to_vec::<i32>()?, [3, 4]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A scalar, or an index outside of the axis.
    #[track_caller]
    pub fn at(&self, index: usize) -> Array {
        let shape = self.shape();
        if shape.rank() == 0 || index >= shape[0] {
            raise(Error::new(ErrorKind::Index, format!("at: index {index} is outside of the first axis of {shape}")));
        }
        self.slice(0, index..=index).reshape_to(&shape.tail())
    }
}
