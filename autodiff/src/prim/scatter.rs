//! Parts added into an axis of zeros where indices say: the transpose of gather, and linear itself.

use super::{
    Linear, Prim, Role, Rules,
    gather::{gather, offset_indices},
};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
    program::Atom,
};
use alloc::vec::Vec;
use core::fmt;
use cotangent_tensor::{Shape, Tensor};

/// Operands: the parts, whose axes from `axis` on are those of the indices, and the integer indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Scatter {
    axis: usize,
    /// The length of the axis of the result.
    length: usize,
}

impl fmt::Display for Scatter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "scatter_add[axis={} length={}]", self.axis, self.length)
    }
}

pub(crate) fn scatter_add(x: &Array, indices: &Array, axis: usize, length: usize) -> Array {
    bind(&Prim::Scatter(Scatter { axis, length }), [x, indices])
}

impl Rules for Scatter {
    fn shape(&self, xs: &[Type]) -> Type {
        Type { shape: xs[0].shape.scattered(self.axis, xs[1].shape.rank(), self.length), dtype: xs[0].dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].scatter_add(self.axis, xs[1], self.length).unwrap_or_else(|error| raise(error))
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let scatter = |x: &Array| bind(&Prim::Scatter(*self), [x, xs[1]]);
        (scatter(xs[0]), dxs[0].map(scatter))
    }

    fn batch(&self, n: usize, xs: &[(&Array, bool)]) -> Array {
        match *xs {
            [(x, true), (indices, false)] => scatter_add(x, indices, self.axis + 1, self.length),
            [(x, false), (indices, true)] => self.scatter_each(&x.broadcast_to(&x.shape().with_front(n)), indices, n),
            [(x, true), (indices, true)] => self.scatter_each(x, indices, n),
            _ => unreachable!("two operands, one of them mapped"),
        }
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

impl Scatter {
    /// Every example with its own indices: one scatter into the examples' axes laid one behind the other.
    fn scatter_each(&self, x: &Array, indices: &Array, n: usize) -> Array {
        let k = indices.rank() - 1;
        let axes = 1 + self.axis..1 + self.axis + k;
        let rest = (1..x.rank()).filter(|i| !axes.contains(i));
        let moved = x.permute(&[0].into_iter().chain(axes.clone()).chain(rest).collect::<Vec<_>>());
        let joined = scatter_add(&moved, &offset_indices(indices, n, self.length), 0, n * self.length);
        let shape = joined.shape();
        let each = joined.reshape_to(&Shape::of([n, self.length].into_iter().chain(shape[1..].iter().copied())));
        // [n, axis, before…, behind…]: the axis goes to its place.
        let order = [0].into_iter().chain(2..2 + self.axis).chain([1]).chain(2 + self.axis..each.rank());
        each.permute(&order.collect::<Vec<_>>())
    }
}

impl Linear for Scatter {
    fn is_linear_in(&self, operands: &[Role]) -> bool {
        operands[1] != Role::Variable
    }

    fn transpose(&self, ct: &Array, _: usize, _: &Type, xs: &[Atom]) -> Array {
        let Atom::Const(indices) = &xs[1] else { unreachable!("indices have no tangent") };
        gather(ct, indices, self.axis)
    }
}
