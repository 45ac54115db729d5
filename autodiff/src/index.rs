//! Indexing as NumPy does it: [`s!`](crate::s) writes an index, [`Array::index`] reads what it names, and
//! [`Array::update`] gives a copy with other elements there.
//!
//! ```
//! use cotangent_autodiff::{array, index::NewAxis, s};
//! let x = array([[1, 2, 3], [4, 5, 6]]);
//! assert_eq!(x.index(s![1, 1..]).to_vec::<i32>()?, [5, 6]); // an integer drops its axis
//! assert_eq!(x.index(s![.., -1]).to_vec::<i32>()?, [3, 6]); // negative ones count from the end
//! assert_eq!(x.index(s![0, ..;-1]).to_vec::<i32>()?, [3, 2, 1]); // a step; a negative one walks backwards
//! assert_eq!(x.index(s![..., NewAxis]).shape(), [2, 3, 1]); // all axes that are left, and a new one
//! assert_eq!(x.index(s![[0, 1], [2, 0]]).to_vec::<i32>()?, [3, 4]); // index arrays: x[0, 2] and x[1, 0]
//! assert_eq!(x.index(s![x.gt(4)]).to_vec::<i32>()?, [5, 6]); // a mask
//! # Ok::<(), cotangent_autodiff::Error>(())
//! ```
//!
//! - **Integers** `i` take one element of an axis, which goes. −1 is the last.
//! - **Ranges** are Rust's: `..`, `a..b`, `a..`, `..b`, `a..=b`, with bounds that may count from the end, and with a step
//!   behind a semicolon. A negative step walks through the elements of the range from its last one (as `ndarray`; NumPy
//!   writes other bounds). Bounds are not clamped: an index, or a range, that does not fit its axis is an error.
//! - **`...`** stands for as many whole axes as are left; without it they are left at the end. `NewAxis` puts in an axis of
//!   length 1.
//! - **Index arrays** (integer arrays, or nested Rust arrays) are broadcast against each other and name elements together,
//!   NumPy's advanced indexing: their common shape stands where the first of them stands if they are neighbours, else in
//!   front; integers beside them count as index arrays. The elements may repeat.
//! - **A mask** (a bool array) covers as many axes as it has and names the elements where it is true, in row-major order.
//!   How many there are must be known: not under `vmap` or `compile` (use [`Array::select`]).
//!
//! Indices may be values that are not known yet: under `vmap` every example has its own, and a compiled program takes them
//! as arguments. One that then lies outside of its axis is an error of the run; it never reads or writes elsewhere.

mod item;
mod plan;
mod update;

pub use item::{Ellipsis, Index, Item, NewAxis, Slice};
pub use update::Update;

pub(crate) use plan::{Places, nonzero};
pub(crate) use update::set_ranges;

use crate::{array::Array, bind::or_raise};
use cotangent_tensor::Error;
use plan::Plan;

impl Array {
    /// The elements that an index names; [`crate::index`] says how. Linear in the array. Slices, integers, `...` and
    /// `NewAxis` give views; index arrays and masks copy.
    ///
    /// ```
    /// use cotangent_autodiff::{array, s};
    /// let x = array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(x.index(s![1.., ..2]).to_vec::<f64>()?, [4.0, 5.0]);
    /// assert_eq!(x.index(s![.., [2, 0, 0]]).to_vec::<f64>()?, [3.0, 1.0, 1.0, 6.0, 4.0, 4.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// More indices than axes, an index or a range that does not fit its axis, a step of 0, index arrays that do not
    /// broadcast or hold no integers, a mask of another shape than its axes or whose values are not known.
    #[doc(alias = "gather")]
    #[track_caller]
    pub fn index(&self, index: Index) -> Array {
        or_raise(self.try_index(index))
    }

    /// [`Array::index`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::index`] panics.
    #[track_caller]
    pub fn try_index(&self, index: Index) -> Result<Array, Error> {
        Ok(Plan::new("index", &self.shape(), &index)?.apply(self))
    }

    /// A copy of this array with other elements at the places that an index names: JAX's `x.at[index]`.
    ///
    /// ```
    /// use cotangent_autodiff::{array, s};
    /// let x = array([1.0, 2.0, 3.0]);
    /// assert_eq!(x.update(s![1..]).set(0.0).to_vec::<f64>()?, [1.0, 0.0, 0.0]);
    /// assert_eq!(x.update(s![[0, 0]]).add(&array([1.0, 5.0])).to_vec::<f64>()?, [7.0, 2.0, 3.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "at")]
    #[doc(alias = "at_index")]
    pub fn update(&self, index: Index) -> Update<'_> {
        Update::new(self, index)
    }
}
