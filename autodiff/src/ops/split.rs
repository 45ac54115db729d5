//! Arrays cut along an axis, and put together along the first two.

use crate::{array::Array, bind::or_raise};
use alloc::{format, vec::Vec};
use cotangent_tensor::{Error, ErrorKind, Range};

impl Array {
    /// The parts of `axis` before, between and behind the places `at`. Linear, views.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let parts = array([1, 2, 3, 4, 5]).split(&[1, 3], 0);
    /// assert_eq!(parts[1].to_vec::<i32>()?, [2, 3]);
    /// assert_eq!(parts[2].to_vec::<i32>()?, [4, 5]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist, or places that do not grow or lie behind its end.
    #[track_caller]
    pub fn split(&self, at: &[usize], axis: isize) -> Vec<Array> {
        or_raise(self.try_split(at, axis))
    }

    /// [`Array::split`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist, or places that do not grow or lie behind its end.
    #[track_caller]
    pub fn try_split(&self, at: &[usize], axis: isize) -> Result<Vec<Array>, Error> {
        let shape = self.shape();
        let axis = shape.axis("split", axis)?;
        let bounds: Vec<usize> = [0].into_iter().chain(at.iter().copied()).chain([shape[axis]]).collect();
        if !bounds.is_sorted() {
            return Err(Error::new(
                ErrorKind::Index,
                format!("split: places {at:?} do not grow from 0 to {} on axis {axis} of {shape}", shape[axis]),
            ));
        }
        Ok(bounds.windows(2).map(|w| self.range(axis, w[0], w[1])).collect())
    }

    /// `n` parts of equal length along `axis`. Linear, views.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2, 3, 4]).split_n(2, 0)[1].to_vec::<i32>()?, [3, 4]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist or whose length `n` does not divide ([`Array::array_split`] takes it); 0 parts.
    #[track_caller]
    pub fn split_n(&self, n: usize, axis: isize) -> Vec<Array> {
        or_raise(self.try_split_n(n, axis))
    }

    /// [`Array::split_n`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or whose length `n` does not divide; 0 parts.
    #[track_caller]
    pub fn try_split_n(&self, n: usize, axis: isize) -> Result<Vec<Array>, Error> {
        let shape = self.shape();
        let at = shape.axis("split_n", axis)?;
        if n == 0 || !shape[at].is_multiple_of(n) {
            let text = format!("split_n: axis {axis} of {shape} does not divide into {n} equal parts");
            return Err(Error::new(ErrorKind::Shape, text));
        }
        self.try_array_split(n, axis)
    }

    /// `n` parts along `axis` of lengths that differ by at most 1, the longer ones in front. Linear, views.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2, 3]).array_split(2, 0)[0].to_vec::<i32>()?, [1, 2]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist; 0 parts.
    #[track_caller]
    pub fn array_split(&self, n: usize, axis: isize) -> Vec<Array> {
        or_raise(self.try_array_split(n, axis))
    }

    /// [`Array::array_split`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist; 0 parts.
    #[track_caller]
    pub fn try_array_split(&self, n: usize, axis: isize) -> Result<Vec<Array>, Error> {
        let shape = self.shape();
        let at = shape.axis("array_split", axis)?;
        if n == 0 {
            return Err(Error::new(ErrorKind::Argument, "array_split: needs at least one part"));
        }
        let (each, longer) = (shape[at] / n, shape[at] % n);
        let start = |i: usize| i * each + i.min(longer);
        Ok((0..n).map(|i| self.range(at, start(i), start(i + 1))).collect())
    }

    /// A range, which fits, of one axis.
    #[track_caller]
    pub(crate) fn range(&self, axis: usize, start: usize, end: usize) -> Array {
        let mut ranges: Vec<Range> = self.shape().iter().map(|&n| Range::all(n)).collect();
        ranges[axis] = Range { start, len: end - start, step: 1 };
        self.slice_ranges(ranges)
    }
}
