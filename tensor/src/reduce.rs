//! Reductions over axes. The order of additions depends on the shape and the axes alone, never on strides.
//!
//! Let the reduced axes be `r` and the kept ones `k`. If the last axis is reduced, the kept axes are moved to the front
//! and each result is the kernel's tree over its row. Otherwise the rows of the trailing kept axes are added as vectors:
//! in order within chunks of [`CHUNK`] rows, and the chunks pairwise.

use crate::{
    dtype::{DType, Element, each_number},
    shape::Axes,
    tensor::{Tensor, written},
};
use alloc::vec::Vec;
use core::fmt;
use cotangent_kernels::{self as kernels, Add, Maximum, Minimum, Mul, Number, ZipAssign};

/// Rows that are added one after the other before partial sums are added pairwise.
const CHUNK: usize = 64;

/// What a reduction computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reduction {
    /// The sum; 0 of nothing.
    Sum,
    /// The product; 1 of nothing.
    Prod,
    /// The largest; NaN if there is one; −∞ (or the smallest integer) of nothing.
    Max,
    /// The smallest; NaN if there is one; ∞ (or the largest integer) of nothing.
    Min,
}

impl fmt::Display for Reduction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reduction::Sum => "sum",
            Reduction::Prod => "prod",
            Reduction::Max => "max",
            Reduction::Min => "min",
        })
    }
}

impl Tensor {
    /// Reduces `axes` away.
    ///
    /// # Panics
    /// The dtype is bool.
    #[must_use]
    pub fn reduce(&self, reduction: Reduction, axes: Axes) -> Tensor {
        if axes.is_empty() {
            return self.clone();
        }
        each_number!(self.dtype(), T => match reduction {
            Reduction::Sum => reduce::<T, Add>(self, axes, kernels::sum_rows),
            Reduction::Prod => reduce::<T, Mul>(self, axes, kernels::prod_rows),
            Reduction::Max => reduce::<T, Maximum>(self, axes, kernels::max_rows),
            Reduction::Min => reduce::<T, Minimum>(self, axes, kernels::min_rows),
        }, unsupported(self.dtype()))
    }
}

#[cold]
#[track_caller]
fn unsupported(dtype: DType) -> ! {
    panic!("reduce: no kernel for {dtype}")
}

fn reduce<T: Element + Number, K: ZipAssign<T>>(x: &Tensor, axes: Axes, rows: fn(&[T], &mut [T])) -> Tensor {
    let rank = x.shape().rank();
    let shape = x.shape().without(axes);
    if shape.size() == 0 {
        return Tensor::new::<T>(shape, Vec::new());
    }
    // The trailing axes that are kept stay behind; the reduced ones stand between them and the leading kept ones.
    let trailing = (0..rank).rev().take_while(|&i| !axes.contains(i)).count();
    let leading: Vec<usize> = (0..rank - trailing).filter(|&i| !axes.contains(i)).collect();
    let order: Vec<usize> = leading.iter().copied().chain(axes.iter()).chain(rank - trailing..rank).collect();
    let moved = x.transpose(&order);
    let values = moved.elements::<T>();
    let width: usize = x.shape()[rank - trailing..].iter().product();
    let count: usize = axes.iter().map(|i| x.shape()[i]).product();
    if width == 1 {
        let out = written(shape.size(), |out| rows(&values, out));
        return Tensor::new(shape, out);
    }
    let mut empty = [T::ZERO];
    rows(&[], &mut empty);
    let groups = shape.size() / width;
    let mut out = Vec::with_capacity(shape.size());
    for group in 0..groups {
        fold_rows::<T, K>(&values[group * count * width..(group + 1) * count * width], width, empty[0], &mut out);
    }
    Tensor::new(shape, out)
}

/// Appends the fold of the rows of `block`, by chunks, the chunks pairwise.
fn fold_rows<T: Element, K: ZipAssign<T>>(block: &[T], width: usize, empty: T, out: &mut Vec<T>) {
    let mut partials: Vec<(usize, Vec<T>)> = Vec::new();
    for chunk in block.chunks(CHUNK * width) {
        let mut rows = chunk.chunks_exact(width);
        let mut sum = rows.next().expect("a chunk has a row").to_vec();
        rows.for_each(|row| K::assign(&mut sum, row));
        let mut size = 1;
        while let Some((_, left)) = partials.pop_if(|(n, _)| *n == size) {
            K::assign_from(&mut sum, &left);
            size *= 2;
        }
        partials.push((size, sum));
    }
    let total = partials.into_iter().map(|(_, sum)| sum).rev().reduce(|mut right, left| {
        K::assign_from(&mut right, &left);
        right
    });
    match total {
        Some(total) => out.extend(total),
        None => out.extend(core::iter::repeat_n(empty, width)),
    }
}
