//! Running results along an axis: sums, products, extremes, log-sum-exps, and linear recurrences.
//!
//! Each result is made of the one before it and the next element, in order: one chain, whatever the layout. Lines along an
//! axis that is not the last are advanced side by side, as rows.

use crate::{
    dtype::{DType, Element, each_float, each_number},
    index::split,
    pool::{buffer, zeros},
    tensor::Tensor,
};
use alloc::vec::Vec;
use core::fmt;
use cotangent_kernels::{Add, Exp, Float, Ln, Map, Maximum, Minimum, Mul, Number, Zip, ZipAssign};

/// What runs along the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cumulative {
    /// The sum so far.
    Sum,
    /// The product so far.
    Prod,
    /// The largest so far; NaN from the first one on.
    Max,
    /// The smallest so far; NaN from the first one on.
    Min,
    /// The logarithm of the sum of exponentials so far.
    LogSumExp,
}

impl fmt::Display for Cumulative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cumulative::Sum => "cumsum",
            Cumulative::Prod => "cumprod",
            Cumulative::Max => "cummax",
            Cumulative::Min => "cummin",
            Cumulative::LogSumExp => "cumlogsumexp",
        })
    }
}

impl Tensor {
    /// The running result along `axis`, from its end if `reverse`.
    ///
    /// # Panics
    /// The dtype is bool, or no float for [`Cumulative::LogSumExp`].
    #[must_use]
    pub fn cumulative(&self, what: Cumulative, axis: usize, reverse: bool) -> Tensor {
        let dtype = self.dtype();
        if what == Cumulative::LogSumExp {
            return each_float!(dtype, T => log_sum_exp::<T>(self, axis, reverse), unsupported(dtype));
        }
        each_number!(dtype, T => match what {
            Cumulative::Sum => run::<T, Add>(self, axis, reverse),
            Cumulative::Prod => run::<T, Mul>(self, axis, reverse),
            Cumulative::Max => run::<T, Maximum>(self, axis, reverse),
            Cumulative::Min => run::<T, Minimum>(self, axis, reverse),
            Cumulative::LogSumExp => unreachable!("answered above"),
        }, unsupported(dtype))
    }

    /// hᵢ = aᵢ·hᵢ₋₁ + bᵢ along `axis`, beginning with h₀ = b₀; from the end of the axis if `reverse`.
    ///
    /// # Panics
    /// The arrays differ in shape or dtype, or are bool.
    #[must_use]
    pub fn linear_recurrence(a: &Tensor, b: &Tensor, axis: usize, reverse: bool) -> Tensor {
        assert_eq!(a.shape(), b.shape(), "linear_recurrence: one shape");
        each_number!(b.dtype(), T => recurrence::<T>(a, b, axis, reverse), unsupported(b.dtype()))
    }
}

#[cold]
#[track_caller]
fn unsupported(dtype: DType) -> ! {
    panic!("cumulative: no kernel for {dtype}")
}

/// The row of index `step` in the order of the run.
fn at(step: usize, n: usize, reverse: bool) -> usize {
    if reverse { n - 1 - step } else { step }
}

/// The rows of steps `step − 1` and `step` of a block, the second to be written.
fn neighbours<T>(block: &mut [T], step: usize, inner: usize, reverse: bool) -> (&[T], &mut [T]) {
    let n = block.len() / inner;
    let (from, to) = (at(step - 1, n, reverse) * inner, at(step, n, reverse) * inner);
    let (low, high) = block.split_at_mut(from.max(to));
    if from < to { (&low[from..from + inner], &mut high[..inner]) } else { (&high[..inner], &mut low[to..to + inner]) }
}

fn run<T: Element, K: ZipAssign<T>>(x: &Tensor, axis: usize, reverse: bool) -> Tensor {
    let (_, n, inner) = split(x.shape(), axis);
    let mut out = x.elements::<T>().into_owned();
    if inner == 1 && n > 0 {
        for line in out.chunks_exact_mut(n) {
            let chain = |total: Option<T>, x: &mut T| {
                *x = total.map_or(*x, |total| K::scalar(total, *x));
                Some(*x)
            };
            if reverse {
                line.iter_mut().rev().fold(None, chain)
            } else {
                line.iter_mut().fold(None, chain)
            };
        }
    } else if !out.is_empty() {
        for block in out.chunks_exact_mut(n * inner) {
            for step in 1..n {
                let (before, now) = neighbours(block, step, inner, reverse);
                K::assign_from(now, before);
            }
        }
    }
    Tensor::new(x.shape().clone(), out)
}

fn recurrence<T: Element + Number>(a: &Tensor, b: &Tensor, axis: usize, reverse: bool) -> Tensor {
    let (_, n, inner) = split(b.shape(), axis);
    let (a, mut out) = (a.elements::<T>(), b.elements::<T>().into_owned());
    if inner == 1 && n > 0 {
        for (line, a) in out.chunks_exact_mut(n).zip(a.chunks_exact(n)) {
            let chain = |before: Option<T>, (h, a): (&mut T, &T)| {
                *h = before.map_or(*h, |before| a.times(before).plus(*h));
                Some(*h)
            };
            let pairs = line.iter_mut().zip(a);
            if reverse {
                pairs.rev().fold(None, chain)
            } else {
                pairs.fold(None, chain)
            };
        }
    } else if !out.is_empty() {
        let mut product = buffer::<T>(inner);
        for (block, a) in out.chunks_exact_mut(n * inner).zip(a.chunks_exact(n * inner)) {
            for step in 1..n {
                let (before, now) = neighbours(block, step, inner, reverse);
                Mul::slices(&a[at(step, n, reverse) * inner..][..inner], before, &mut product);
                Add::assign_from(now, &product);
            }
        }
    }
    Tensor::new(b.shape().clone(), out)
}

/// With mᵢ the largest so far, Σ e^(x − mᵢ) obeys sᵢ = e^(mᵢ₋₁ − mᵢ)·sᵢ₋₁ + e^(xᵢ − mᵢ): nothing overflows, and rounding
/// errors do not pile up in logarithms.
fn log_sum_exp<T: Element + Float>(x: &Tensor, axis: usize, reverse: bool) -> Tensor {
    let (_, n, inner) = split(x.shape(), axis);
    let largest = run::<T, Maximum>(x, axis, reverse);
    let (x_values, tops) = (x.elements::<T>(), largest.elements::<T>());
    // Equal infinities are terms of size 1.
    let power = |x: T, top: T| if x == top { T::ZERO } else { x - top };
    let mut terms: Vec<T> = x_values.iter().zip(tops.iter()).map(|(&x, &top)| power(x, top)).collect();
    let mut factors = zeros::<T>(terms.len());
    if !terms.is_empty() {
        for (block, tops) in factors.chunks_exact_mut(n * inner).zip(tops.chunks_exact(n * inner)) {
            for step in 1..n {
                let (from, to) = (at(step - 1, n, reverse) * inner, at(step, n, reverse) * inner);
                for j in 0..inner {
                    block[to + j] = power(tops[from + j], tops[to + j]);
                }
            }
        }
    }
    Exp::in_place(&mut terms);
    Exp::in_place(&mut factors);
    let tensor = |values| Tensor::new(x.shape().clone(), values);
    let mut sums = recurrence::<T>(&tensor(factors), &tensor(terms), axis, reverse).elements::<T>().into_owned();
    Ln::in_place(&mut sums);
    Add::assign_from(&mut sums, &tops);
    tensor(sums)
}
