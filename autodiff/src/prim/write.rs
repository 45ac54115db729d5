//! Which of several writes to a place counts: discrete, for functional updates with repeated indices.

use super::{Linear, Prim, Rules};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
};
use core::fmt;
use cotangent_tensor::{DType, Shape, Tensor};

/// Of integer indices [m], under `vmap` [n, m], on an axis of this length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Write {
    /// For each place of the axis the position of the last index that names it, or −1.
    Last(usize),
    /// For each index the position of the last one before it that names the same place, or −1.
    Previous(usize),
}

impl fmt::Display for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Write::Last(length) => write!(f, "last_write[length={length}]"),
            Write::Previous(length) => write!(f, "previous_write[length={length}]"),
        }
    }
}

#[track_caller]
pub(crate) fn last_writes(indices: &Array, length: usize) -> Array {
    bind(&Prim::Write(Write::Last(length)), [indices])
}

#[track_caller]
pub(crate) fn previous_writes(indices: &Array, length: usize) -> Array {
    bind(&Prim::Write(Write::Previous(length)), [indices])
}

impl Rules for Write {
    fn shape(&self, xs: &[Type]) -> Type {
        let shape = match *self {
            Write::Last(length) => {
                let outer = xs[0].shape.rank() - 1;
                Shape::of(xs[0].shape[..outer].iter().copied().chain([length]))
            }
            Write::Previous(_) => xs[0].shape.clone(),
        };
        Type { shape, dtype: DType::I64 }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        let writes = match *self {
            Write::Last(length) => xs[0].last_writes(length),
            Write::Previous(length) => xs[0].previous_writes(length),
        };
        writes.unwrap_or_else(|error| raise(error))
    }

    fn jvp(&self, xs: &[&Array], _: &[Option<&Array>]) -> (Array, Option<Array>) {
        (bind(&Prim::Write(*self), [xs[0]]), None)
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        bind(&Prim::Write(*self), [xs[0].0]) // along the last axis, whatever stands in front of it
    }

    fn linear(&self) -> Option<&dyn Linear> {
        None
    }
}
