//! Where the largest or the smallest element of an axis is.

use crate::{
    dtype::{DType, Element, each_number},
    index::split,
    pool::buffer,
    shape::{Axes, Shape},
    tensor::Tensor,
};
use cotangent_kernels::{self as kernels, Number};

/// Which end of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Extreme {
    /// The largest element.
    Largest,
    /// The smallest element.
    Smallest,
}

impl Tensor {
    /// The index (`i64`) on `axis` of the largest or smallest element: of the first NaN if there is one, else of the first
    /// of equal elements. The result no longer has the axis.
    ///
    /// # Panics
    /// The dtype is bool, or the axis has length 0 and the result has elements.
    #[must_use]
    pub fn arg_extreme(&self, extreme: Extreme, axis: usize) -> Tensor {
        each_number!(self.dtype(), T => match extreme {
            Extreme::Largest => find::<T>(self, axis, kernels::max_rows, |x, best| x > best),
            Extreme::Smallest => find::<T>(self, axis, kernels::min_rows, |x, best| x < best),
        }, unsupported(self.dtype()))
    }
}

#[cold]
#[track_caller]
fn unsupported(dtype: DType) -> ! {
    panic!("arg_extreme: no kernel for {dtype}")
}

fn is_nan<T: PartialOrd>(x: T) -> bool {
    x.partial_cmp(&x).is_none()
}

fn find<T: Element + Number>(x: &Tensor, axis: usize, rows: fn(&[T], &mut [T]), beats: fn(T, T) -> bool) -> Tensor {
    let shape: Shape = x.shape().without(Axes::of([axis]));
    let mut out = buffer::<i64>(shape.size());
    let (_, n, inner) = split(x.shape(), axis);
    let values = x.elements::<T>();
    if inner == 1 && n > 0 {
        // The values are found at full width; the first places that hold them then are.
        let mut best = buffer::<T>(out.len());
        rows(&values, &mut best);
        for ((row, &best), at) in values.chunks_exact(n).zip(&best).zip(&mut out) {
            *at = if is_nan(best) { first(row, is_nan) } else { first(row, |x| x == best) };
        }
    } else if !out.is_empty() {
        assert!(n > 0, "arg_extreme: no elements in {} along axis {axis}", x.shape());
        for (block, at) in values.chunks_exact(n * inner).zip(out.chunks_exact_mut(inner)) {
            let mut best = block[..inner].to_vec();
            for (i, row) in block.chunks_exact(inner).enumerate().skip(1) {
                for ((best, at), &x) in best.iter_mut().zip(&mut *at).zip(row) {
                    if beats(x, *best) || (is_nan(x) && !is_nan(*best)) {
                        (*best, *at) = (x, i as i64);
                    }
                }
            }
        }
    }
    Tensor::new(shape, out)
}

/// The first place of an element that is there. Whole chunks are looked through without a branch.
fn first<T: Copy>(row: &[T], is_it: impl Fn(T) -> bool) -> i64 {
    const CHUNK: usize = 32;
    let holds = |chunk: &[T]| chunk.iter().fold(false, |found, &x| found | is_it(x));
    let start = row.chunks(CHUNK).position(holds).expect("the best is one of the elements") * CHUNK;
    let within = row[start..].iter().position(|&x| is_it(x)).expect("it is in this chunk");
    (start + within) as i64
}
