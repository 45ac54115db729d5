//! The largest or smallest of an element and the updates of its place; the tangent is shared between ties.

use super::{Linear, Prim, Rules, gather::gather, gather::offset_indices, lin, scatter::scatter_add};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
};
use alloc::vec::Vec;
use core::fmt;
use cotangent_tensor::{Shape, Tensor};

/// Operands: the array [outer, length, inner], the updates [outer, m, inner], and m integer indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Extreme {
    Max,
    Min,
}

impl fmt::Display for Extreme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Extreme::Max => "scatter_max",
            Extreme::Min => "scatter_min",
        })
    }
}

impl Extreme {
    #[track_caller]
    pub(crate) fn scatter(self, x: &Array, updates: &Array, indices: &Array) -> Array {
        bind(&Prim::Extreme(self), [x, updates, indices])
    }
}

impl Rules for Extreme {
    fn shape(&self, xs: &[Type]) -> Type {
        xs[0].clone()
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].scatter_extreme(xs[2], xs[1], *self == Extreme::Max).unwrap_or_else(|error| raise(error))
    }

    /// Every element that is as large as the result, the one that was there included, has the same share. A place that no
    /// update names keeps its element whole, NaN too.
    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let &[x, updates, indices] = xs else { unreachable!("three operands") };
        let y = self.scatter(x, updates, indices);
        if dxs[0].is_none() && dxs[1].is_none() {
            return (y, None);
        }
        let length = x.shape()[1];
        let put = |parts: &Array| scatter_add(parts, indices, 1, length);
        let untouched = put(&updates.full_like(1.0)).eq(0.0);
        let stays = untouched.select(&untouched, x.eq(&y)).convert(x.dtype());
        let wins = updates.eq(gather(&y, indices, 1)).convert(x.dtype());
        let count = &stays + put(&wins);
        let kept = dxs[0].map(|dx| lin::scale(&(&stays / &count), dx));
        let new = dxs[1].map(|du| put(&lin::scale(&(&wins / gather(&count, indices, 1)), du)));
        (y, lin::sum(kept, new))
    }

    fn batch(&self, n: usize, xs: &[(&Array, bool)]) -> Array {
        let each =
            |(x, mapped): (&Array, bool)| if mapped { x.clone() } else { x.broadcast_to(&x.shape().with_front(n)) };
        let (x, updates) = (each(xs[0]), each(xs[1]));
        let (shape, (indices, own)) = (x.shape(), xs[2]);
        let join = |x: &Array, axes: core::ops::Range<usize>| {
            let s = x.shape();
            let joined = s[axes.clone()].iter().product();
            let dims = s[..axes.start].iter().copied().chain([joined]).chain(s[axes.end..].iter().copied());
            x.reshape_to(&Shape::of(dims.collect::<Vec<_>>()))
        };
        if !own {
            return self.scatter(&join(&x, 0..2), &join(&updates, 0..2), indices).reshape_to(&shape);
        }
        // Every example with its own indices: one axis with those of the examples one behind the other.
        let beside = |x: &Array| join(&x.permute(&[1, 0, 2, 3]), 1..3);
        let all = self.scatter(&beside(&x), &beside(&updates), &offset_indices(indices, n, shape[2]).ravel());
        all.reshape_to(&Shape::of([shape[1], n, shape[2], shape[3]])).permute(&[1, 0, 2, 3])
    }

    fn linear(&self) -> Option<&dyn Linear> {
        None
    }
}
