//! Elements and whole arrays repeated.

use crate::{array::Array, bind::or_raise};
use alloc::{format, vec::Vec};
use cotangent_tensor::{Error, ErrorKind, MAX_RANK, Shape};

impl Array {
    /// The array put beside itself `reps[i]` times along axis i (NumPy's `tile`). The shorter one of the shape and `reps`
    /// is filled up with ones in front. Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2]).tile(&[2, 2]).to_vec::<i32>()?, [1, 2, 1, 2, 1, 2, 1, 2]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// More axes than an array can have.
    #[track_caller]
    pub fn tile(&self, reps: &[usize]) -> Array {
        or_raise(self.try_tile(reps))
    }

    /// [`Array::tile`] with the error as a value.
    ///
    /// # Errors
    /// More axes than an array can have.
    #[track_caller]
    pub fn try_tile(&self, reps: &[usize]) -> Result<Array, Error> {
        let shape = self.shape();
        let rank = shape.rank().max(reps.len());
        if rank > MAX_RANK {
            return Err(Error::new(ErrorKind::Shape, format!("tile: {} counts are too many for {shape}", reps.len())));
        }
        let ones = core::iter::repeat_n(1, rank - shape.rank());
        let mut out = self.reshape_to(&Shape::of(ones.chain(shape.iter().copied())));
        for (axis, &n) in (rank - reps.len()..).zip(reps) {
            out = out.repeat_blocks(n, axis);
        }
        Ok(out)
    }

    /// Every element along `axis` `n` times, one behind the other (NumPy's `repeat`). Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2]).repeat(2, 0).to_vec::<i32>()?, [1, 1, 2, 2]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist.
    #[track_caller]
    pub fn repeat(&self, n: usize, axis: isize) -> Array {
        or_raise(self.try_repeat(n, axis))
    }

    /// [`Array::repeat`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist.
    #[track_caller]
    pub fn try_repeat(&self, n: usize, axis: isize) -> Result<Array, Error> {
        let shape = self.shape();
        let at = shape.axis("repeat", axis)?;
        // One axis that stands for those before it, the elements, their repetitions, and the axes behind.
        let (outer, inner) = (shape[..=at].iter().product(), shape[at + 1..].iter().product());
        let mut repeated = shape.clone();
        repeated.dims_mut()[at] *= n;
        let rows = self.reshape_to(&Shape::of([outer, 1, inner]));
        Ok(rows.broadcast_to(&[outer, n, inner]).reshape_to(&Shape::new(&repeated)?))
    }

    /// Element i along `axis` `counts[i]` times, one behind the other. Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2, 3]).repeat_each(&[2, 0, 1], 0).to_vec::<i32>()?, [1, 1, 3]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist; not one count for each element.
    #[track_caller]
    pub fn repeat_each(&self, counts: &[usize], axis: isize) -> Array {
        or_raise(self.try_repeat_each(counts, axis))
    }

    /// [`Array::repeat_each`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist; not one count for each element.
    #[track_caller]
    pub fn try_repeat_each(&self, counts: &[usize], axis: isize) -> Result<Array, Error> {
        let shape = self.shape();
        let at = shape.axis("repeat_each", axis)?;
        if counts.len() != shape[at] {
            let text =
                format!("repeat_each: {} counts for axis {axis} of {shape}, which has {}", counts.len(), shape[at]);
            return Err(Error::new(ErrorKind::Shape, text));
        }
        Ok(self.take_known((0_i64..).zip(counts).flat_map(|(i, &n)| core::iter::repeat_n(i, n)).collect(), at))
    }

    /// The parts of an axis named by a list of indices that fit.
    #[track_caller]
    pub(crate) fn take_known(&self, indices: Vec<i64>, axis: usize) -> Array {
        let n = indices.len();
        let indices = or_raise(Array::from_vec(indices, &[n]));
        crate::prim::gather::gather(self, &indices, axis)
    }

    /// The whole array `n` times along an axis.
    #[track_caller]
    fn repeat_blocks(&self, n: usize, axis: usize) -> Array {
        let shape = self.shape();
        if n == 1 {
            return self.clone();
        }
        let (outer, inner) = (shape[..axis].iter().product(), shape[axis..].iter().product());
        let mut repeated = shape.clone();
        repeated.dims_mut()[axis] *= n;
        let blocks = self.reshape_to(&Shape::of([outer, 1, inner]));
        blocks.broadcast_to(&[outer, n, inner]).reshape_to(&repeated)
    }
}
