//! Sorting along an axis, and search in sorted arrays. Which element goes where is a discrete choice, without a derivative;
//! the tangents of sorted elements are taken where the elements came from.

use super::{Linear, Prim, Rules};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
    operand::{Operand, promote},
    ops::take_along_axis::along,
};
use alloc::format;
use core::fmt;
use cotangent_tensor::{DType, Error, ErrorKind, Tensor};

/// What is sorted, and what of it is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sort {
    /// The elements.
    Values { axis: usize, descending: bool },
    /// The indices that sort them.
    Indices { axis: usize, descending: bool },
    /// Where values would go. Operands: sorted lines and values; their first `batch` axes are the same examples.
    Search { batch: usize, right: bool },
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let order = |descending: &bool| if *descending { " descending" } else { "" };
        match self {
            Sort::Values { axis, descending } => write!(f, "sort[axis={axis}{}]", order(descending)),
            Sort::Indices { axis, descending } => write!(f, "argsort[axis={axis}{}]", order(descending)),
            Sort::Search { batch, right } => {
                write!(f, "searchsorted[batch={batch}{}]", if *right { " right" } else { "" })
            }
        }
    }
}

impl Rules for Sort {
    fn shape(&self, xs: &[Type]) -> Type {
        match self {
            Sort::Values { .. } => xs[0].clone(),
            Sort::Indices { .. } => Type { dtype: DType::I64, ..xs[0].clone() },
            Sort::Search { .. } => Type { dtype: DType::I64, ..xs[1].clone() },
        }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        match *self {
            Sort::Values { axis, descending } => xs[0].sort(axis, descending),
            Sort::Indices { axis, descending } => xs[0].argsort(axis, descending),
            Sort::Search { batch, right } => xs[0].search_sorted(xs[1], batch, right),
        }
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        match (*self, xs, dxs[0]) {
            (Sort::Values { axis, descending }, _, Some(dx)) => {
                let indices = bind(&Prim::Sort(Sort::Indices { axis, descending }), [xs[0]]);
                (along(xs[0], &indices, axis), Some(along(dx, &indices, axis)))
            }
            (_, &[lines, values], _) => (bind(&Prim::Sort(*self), [lines, values]), None),
            _ => (bind(&Prim::Sort(*self), [xs[0]]), None),
        }
    }

    fn batch(&self, n: usize, xs: &[(&Array, bool)]) -> Array {
        match *self {
            Sort::Values { axis, descending } => {
                bind(&Prim::Sort(Sort::Values { axis: axis + 1, descending }), [xs[0].0])
            }
            Sort::Indices { axis, descending } => {
                bind(&Prim::Sort(Sort::Indices { axis: axis + 1, descending }), [xs[0].0])
            }
            Sort::Search { batch, right } => search_each(n, batch, right, xs),
        }
    }

    fn linear(&self) -> Option<&dyn Linear> {
        None
    }
}

/// Lines that all examples share are searched once for the values of all.
fn search_each(n: usize, batch: usize, right: bool, xs: &[(&Array, bool)]) -> Array {
    let ((lines, each_line), (values, each_value)) = (xs[0], xs[1]);
    if !each_line && batch == 0 {
        return bind(&Prim::Sort(Sort::Search { batch, right }), [lines, values]);
    }
    let each = |x: &Array, mapped: bool| if mapped { x.clone() } else { x.broadcast_to(&x.shape().with_front(n)) };
    let (lines, values) = (each(lines, each_line), each(values, each_value));
    bind(&Prim::Sort(Sort::Search { batch: batch + 1, right }), [&lines, &values])
}

/// Sorting. The order is that of the numbers, with NaN as the largest of them (last, or first in descending order); `false`
/// is less than `true`; −0 and 0 are equal. Equal elements keep their order.
///
/// # Panics
/// An axis that does not exist.
impl Array {
    /// The elements in ascending order along an axis. Each element of the result has the derivative of the element that
    /// it is; ties keep their order.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([3.0, 1.0, 2.0]).sort(0).to_vec::<f64>()?, [1.0, 2.0, 3.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn sort(&self, axis: isize) -> Array {
        self.try_sort(axis).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::sort`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist.
    #[track_caller]
    pub fn try_sort(&self, axis: isize) -> Result<Array, Error> {
        let axis = self.shape().axis("sort", axis)?;
        Ok(bind(&Prim::Sort(Sort::Values { axis, descending: false }), [self]))
    }

    /// The elements in descending order along an axis, NaN first. Derivatives as of [`Array::sort`]; equal elements keep
    /// their order.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 3, 2]).sort_descending(0).to_vec::<i32>()?, [3, 2, 1]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn sort_descending(&self, axis: isize) -> Array {
        self.try_sort_descending(axis).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::sort_descending`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist.
    #[track_caller]
    pub fn try_sort_descending(&self, axis: isize) -> Result<Array, Error> {
        let axis = self.shape().axis("sort_descending", axis)?;
        Ok(bind(&Prim::Sort(Sort::Values { axis, descending: true }), [self]))
    }

    /// The indices (`int64`) that put the elements in ascending order along an axis, for
    /// [`take_along_axis`](Array::take_along_axis). Without a derivative.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([3.0, 1.0, 2.0, 1.0]).argsort(0).to_vec::<i64>()?, [1, 3, 2, 0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn argsort(&self, axis: isize) -> Array {
        self.try_argsort(axis).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::argsort`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist.
    #[track_caller]
    pub fn try_argsort(&self, axis: isize) -> Result<Array, Error> {
        let axis = self.shape().axis("argsort", axis)?;
        Ok(bind(&Prim::Sort(Sort::Indices { axis, descending: false }), [self]))
    }

    /// The indices (`int64`) that put the elements in descending order along an axis, NaN first; equal elements keep their
    /// order. Without a derivative.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 3, 2]).argsort_descending(0).to_vec::<i64>()?, [1, 2, 0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn argsort_descending(&self, axis: isize) -> Array {
        self.try_argsort_descending(axis).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::argsort_descending`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist.
    #[track_caller]
    pub fn try_argsort_descending(&self, axis: isize) -> Result<Array, Error> {
        let axis = self.shape().axis("argsort_descending", axis)?;
        Ok(bind(&Prim::Sort(Sort::Indices { axis, descending: true }), [self]))
    }

    /// Where each of `values` would go in this sorted vector, in front of equal elements: the number of smaller ones
    /// (`int64`), in the shape of `values`. By bisection; an array that is not sorted gives some number. Without a
    /// derivative.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let edges = array([1.0, 2.0, 2.0, 3.0]);
    /// assert_eq!(edges.searchsorted(&array([2.0, 9.0])).to_vec::<i64>()?, [1, 4]);
    /// assert_eq!(edges.searchsorted_right(&array([2.0, 9.0])).to_vec::<i64>()?, [3, 4]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// This array is no vector.
    #[track_caller]
    pub fn searchsorted(&self, values: impl Operand) -> Array {
        self.try_searchsorted(values).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::searchsorted`] with the error as a value.
    ///
    /// # Errors
    /// This array is no vector.
    #[track_caller]
    pub fn try_searchsorted(&self, values: impl Operand) -> Result<Array, Error> {
        search("searchsorted", self, &values.beside(self), false)
    }

    /// Where each of `values` would go in this sorted vector, behind equal elements: the number of those that are not
    /// larger. Otherwise as [`Array::searchsorted`].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2, 2, 3]).searchsorted_right(&array([2])).to_vec::<i64>()?, [3]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// This array is no vector.
    #[track_caller]
    pub fn searchsorted_right(&self, values: impl Operand) -> Array {
        self.try_searchsorted_right(values).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::searchsorted_right`] with the error as a value.
    ///
    /// # Errors
    /// This array is no vector.
    #[track_caller]
    pub fn try_searchsorted_right(&self, values: impl Operand) -> Result<Array, Error> {
        search("searchsorted_right", self, &values.beside(self), true)
    }
}

#[track_caller]
fn search(op: &str, sorted: &Array, values: &Array, right: bool) -> Result<Array, Error> {
    if sorted.rank() != 1 {
        let text = format!("{op}: needs a sorted vector, not shape {}", sorted.shape());
        return Err(Error::new(ErrorKind::Shape, text));
    }
    let (sorted, values) = promote(sorted, values, sorted.dtype().promote(values.dtype()));
    Ok(bind(&Prim::Sort(Sort::Search { batch: 0, right }), [&sorted, &values]))
}
