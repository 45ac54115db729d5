//! Where the largest or the smallest element of an axis is.

use crate::{
    dtype::{DType, Element, each_number},
    index::split,
    shape::{Axes, Shape},
    tensor::{Tensor, buffer},
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
            Extreme::Largest => find::<T>(self, axis, kernels::max, |x, best| x > best),
            Extreme::Smallest => find::<T>(self, axis, kernels::min, |x, best| x < best),
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

fn find<T: Element + Number>(x: &Tensor, axis: usize, whole: fn(&[T]) -> T, beats: fn(T, T) -> bool) -> Tensor {
    let shape: Shape = x.shape().without(Axes::of([axis]));
    let mut out = buffer::<i64>(shape.size());
    let (_, n, inner) = split(x.shape(), axis);
    let values = x.elements::<T>();
    if inner == 1 && n > 0 {
        // The value is found at full width; the first place that holds it then is.
        for (row, at) in values.chunks_exact(n).zip(&mut out) {
            let best = whole(row);
            let found =
                if is_nan(best) { row.iter().position(|&x| is_nan(x)) } else { row.iter().position(|&x| x == best) };
            *at = found.expect("the result is one of the elements") as i64;
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
