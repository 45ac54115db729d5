//! Parts of an axis named by an array of indices: linear; the transpose scatters.

use super::{Linear, Prim, Role, Rules};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
    program::Atom,
};
use alloc::{format, vec::Vec};
use core::fmt;
use cotangent_tensor::{DType, Error, ErrorKind, Shape, Tensor};

/// Operands: the array, and integers whose shape takes the place of the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Gather {
    pub(crate) axis: usize,
}

impl fmt::Display for Gather {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gather[axis={}]", self.axis)
    }
}

#[track_caller]
pub(crate) fn gather(x: &Array, indices: &Array, axis: usize) -> Array {
    bind(&Prim::Gather(Gather { axis }), [x, indices])
}

impl Rules for Gather {
    fn shape(&self, xs: &[Type]) -> Type {
        Type { shape: xs[0].shape.gathered(self.axis, &xs[1].shape), dtype: xs[0].dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].gather(self.axis, xs[1]).unwrap_or_else(|error| raise(error))
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        (gather(xs[0], xs[1], self.axis), dxs[0].map(|dx| gather(dx, xs[1], self.axis)))
    }

    fn batch(&self, n: usize, xs: &[(&Array, bool)]) -> Array {
        match *xs {
            [(x, true), (indices, false)] => gather(x, indices, self.axis + 1),
            [(x, false), (indices, true)] => super::dot::move_to_front(&gather(x, indices, self.axis), self.axis),
            [(x, true), (indices, true)] => gather_each(x, indices, self.axis, n),
            _ => unreachable!("two operands, one of them mapped"),
        }
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

/// Every example with its own indices: one gather over the examples' axes laid one behind the other.
fn gather_each(x: &Array, indices: &Array, axis: usize, n: usize) -> Array {
    let moved = move_behind_front(x, axis + 1);
    let shape = moved.shape();
    let joined = moved.reshape_to(&Shape::of([n * shape[1]].into_iter().chain(shape[2..].iter().copied())));
    let taken = gather(&joined, &offset_indices(indices, n, shape[1]), 0);
    // [n, indices…, rest…]: the axes of the indices go to their place among the rest.
    let k = indices.rank() - 1;
    let rest = taken.rank() - 1 - k;
    let order = [0].into_iter().chain(1 + k..1 + k + axis).chain(1..=k).chain(1 + k + axis..1 + k + rest);
    taken.permute(&order.collect::<Vec<_>>())
}

/// Axis `axis` moved to place 1, behind the mapped axis.
pub(crate) fn move_behind_front(x: &Array, axis: usize) -> Array {
    let order = [0, axis].into_iter().chain((1..x.rank()).filter(|&i| i != axis));
    x.permute(&order.collect::<Vec<_>>())
}

/// Indices of each of `n` examples on its axis of length `length`, as indices on the axes laid one behind the other.
pub(crate) fn offset_indices(indices: &Array, n: usize, length: usize) -> Array {
    if let Some(known) = indices.known() {
        known.to_indices("take", length).unwrap_or_else(|error| raise(error));
    }
    let starts = Array::iota(n, DType::I64) * Array::from(length as i64);
    let shape = Shape::of([n].into_iter().chain(core::iter::repeat_n(1, indices.rank() - 1)));
    flat_indices(indices, length, 1, &starts.reshape_to(&shape))
}

/// Indices on an axis of length `length`, negative ones counted from the end, as places `index·step + start` in a longer
/// axis. An index that is not known yet and lies outside must not land on another place: it becomes one that no axis has.
pub(crate) fn flat_indices(indices: &Array, length: usize, step: usize, starts: &Array) -> Array {
    let length = Array::from(length as i64);
    let indices = indices.convert(DType::I64);
    let from_end = indices.lt(0).select(&(&indices + &length), &indices);
    let outside = from_end.lt(0).select(&Array::from(true), from_end.ge(length));
    outside.select(&Array::from(i64::MIN / 2), from_end * Array::from(step as i64) + starts)
}

/// Refuses indices that are no integers, and known ones outside of an axis of length `length`.
#[track_caller]
pub(crate) fn check_indices(op: &str, indices: &Array, length: usize) -> Result<(), Error> {
    integers(op, indices)?;
    match indices.known() {
        Some(known) => known.to_indices(op, length).map(|_| ()),
        None => Ok(()),
    }
}

/// An error unless an array holds integers.
#[track_caller]
pub(crate) fn integers(op: &str, indices: &Array) -> Result<(), Error> {
    if indices.dtype().is_integer() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::DType, format!("{op}: indices must be integers, not {}", indices.dtype())))
}

impl Linear for Gather {
    fn is_linear_in(&self, operands: &[Role]) -> bool {
        operands[1] != Role::Variable
    }

    fn transpose(&self, ct: &Array, _: usize, of: &Type, xs: &[Atom]) -> Array {
        let Atom::Const(indices) = &xs[1] else { unreachable!("indices have no tangent") };
        super::scatter::scatter_add(ct, indices, self.axis, of.shape[self.axis])
    }
}

impl Array {
    /// The parts of `axis` that `indices` name: the shape of `indices` takes the place of the axis. Negative indices count
    /// from the end, as negative axes do. Linear; a part that is named twice gets both cotangents.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.take(&array([1, 0, -1]), 0).to_vec::<f64>()?, [3.0, 4.0, 1.0, 2.0, 3.0, 4.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist, an index outside of it, indices that are no integers.
    #[doc(alias = "gather")]
    #[track_caller]
    pub fn take(&self, indices: &Array, axis: isize) -> Array {
        match self.try_take(indices, axis) {
            Ok(y) => y,
            Err(error) => raise(error),
        }
    }

    /// [`Array::take`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist, an index outside of it, indices that are no integers.
    #[track_caller]
    pub fn try_take(&self, indices: &Array, axis: isize) -> Result<Array, Error> {
        let shape = self.shape();
        let at = shape.axis("take", axis)?;
        if let (Some(x), Some(i)) = (self.known(), indices.known())
            && integers("take", indices).is_ok()
        {
            return x.gather(at, i).map(Array::from); // which looks at the indices while it takes
        }
        check_indices("take", indices, shape[at])?;
        Ok(gather(self, indices, at))
    }
}
