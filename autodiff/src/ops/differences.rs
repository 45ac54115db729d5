//! Differences of neighbours.

use crate::{array::Array, bind::raise};
use cotangent_tensor::{DType, Error};

impl Array {
    /// The `n`-th difference along an axis: xᵢ₊₁ − xᵢ, `n` times, each time one element shorter, down to none. Integers
    /// wrap; of bools whether neighbours differ. Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([1.0, 4.0, 9.0, 16.0]);
    /// assert_eq!(x.diff(1, 0).to_vec::<f64>()?, [3.0, 5.0, 7.0]);
    /// assert_eq!(x.diff(2, 0).to_vec::<f64>()?, [2.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist.
    #[track_caller]
    pub fn diff(&self, n: usize, axis: isize) -> Array {
        self.try_diff(n, axis).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::diff`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist.
    #[track_caller]
    pub fn try_diff(&self, n: usize, axis: isize) -> Result<Array, Error> {
        let length = self.shape()[self.shape().axis("diff", axis)?];
        let mut x = self.clone();
        for length in (0..length).rev().take(n) {
            let (before, after) = (x.slice(axis, ..length), x.slice(axis, 1..));
            x = if x.dtype() == DType::Bool { after.ne(&before) } else { after - before };
        }
        Ok(x)
    }
}
