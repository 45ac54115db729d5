//! Reductions of a contiguous slice, each with one order of additions that no vector width changes.
//!
//! [`sum`]: blocks of 512 elements. In a block, lane j of 64 adds elements j, j + 64, … in order, starting at +0; the
//! 64 lanes are added by halves (j with j + 32, j with j + 16, … j with j + 1). Block sums are added as a binary
//! counter counts: two equal-sized runs of blocks are added as soon as both are complete, and at the end the remaining
//! runs are added from the shortest (rightmost) to the longest. The rounding error grows with log₂ of the length.
//!
//! [`prod`]: lane j of 64 multiplies elements j, j + 64, … in order, starting at 1; the 64 lanes are multiplied by halves.
//!
//! [`dot`]: blocks of 4096 elements. In a block, lane j of 16 accumulates elements j, j + 16, … with
//! [`Isa::mul_add`], starting at +0; the 16 lanes are added by halves; block sums are added in order, starting at +0. A
//! block of fewer than 16 elements is one chain in order. Matrix-vector products have the same order.

mod extreme;
mod lanes;
mod tree;

use crate::{
    Float, Isa, Kernel, Number, dispatch,
    isa::{Lanes, Vector, dispatch_for},
    same_length,
};
use extreme::{Extreme, Largest, Smallest};
use lanes::{Plus, Times, fold};
pub use tree::SumTree;

pub(crate) const DOT_BLOCK: usize = 4096;
pub(crate) const DOT_LANES: usize = 16;

/// The sum of all elements, +0 if there are none. Integers wrap. The order of additions is in the module docs:
/// blocks of 512, 64 lanes, halving tree, pairwise over blocks.
///
/// ```
/// assert_eq!(cotangent_kernels::sum(&[1.0, 2.0, 3.5]), 6.5);
/// ```
pub fn sum<T: Number>(x: &[T]) -> T {
    dispatch_for::<T, _>(sum_kernel(x))
}

/// The inner product Σ x·y, +0 if there are no elements. Blocks of 4096, 16 lanes, halving tree, blocks in order.
///
/// ```
/// assert_eq!(cotangent_kernels::dot(&[1.0, 2.0], &[3.0, 4.0]), 11.0);
/// ```
///
/// # Panics
/// If the lengths differ.
#[track_caller]
pub fn dot<T: Float>(x: &[T], y: &[T]) -> T {
    same_length("dot", x.len(), y.len());
    dispatch(dot_kernel(x, y))
}

/// The largest element; NaN if there is one; −∞ or the smallest integer if there are none.
pub fn max<T: Number>(x: &[T]) -> T {
    dispatch_for::<T, _>(Extreme(x, Largest))
}

/// The smallest element; NaN if there is one; +∞ or the largest integer if there are none.
pub fn min<T: Number>(x: &[T]) -> T {
    dispatch_for::<T, _>(Extreme(x, Smallest))
}

/// The product of all elements, 1 if there are none. Integers wrap. The order of the factors is in the module docs.
///
/// ```
/// assert_eq!(cotangent_kernels::prod(&[2.0, 3.0, 0.5]), 3.0);
/// ```
pub fn prod<T: Number>(x: &[T]) -> T {
    dispatch_for::<T, _>(Prod(x))
}

/// [`sum`] of each row of a row-major matrix that has as many rows as `out` elements.
///
/// ```
/// let mut sums = [0.0; 2];
/// cotangent_kernels::sum_rows(&[1.0, 2.0, 3.0, 4.0], &mut sums);
/// assert_eq!(sums, [3.0, 7.0]);
/// ```
///
/// # Panics
/// If the elements do not make that many rows of one length.
#[track_caller]
pub fn sum_rows<T: Number>(x: &[T], out: &mut [T]) {
    rows("sum_rows", x, out, Sum);
}

/// [`prod`] of each row, as [`sum_rows`].
///
/// # Panics
/// If the elements do not make that many rows of one length.
#[track_caller]
pub fn prod_rows<T: Number>(x: &[T], out: &mut [T]) {
    rows("prod_rows", x, out, Prod);
}

/// [`max`] of each row, as [`sum_rows`].
///
/// # Panics
/// If the elements do not make that many rows of one length.
#[track_caller]
pub fn max_rows<T: Number>(x: &[T], out: &mut [T]) {
    rows("max_rows", x, out, |x| Extreme(x, Largest));
}

/// [`min`] of each row, as [`sum_rows`].
///
/// # Panics
/// If the elements do not make that many rows of one length.
#[track_caller]
pub fn min_rows<T: Number>(x: &[T], out: &mut [T]) {
    rows("min_rows", x, out, |x| Extreme(x, Smallest));
}

/// One dispatch for all rows.
#[track_caller]
fn rows<'a, T: Number, K: Kernel<Output = T>>(name: &str, x: &'a [T], out: &mut [T], kernel: impl Fn(&'a [T]) -> K) {
    if out.is_empty() {
        return same_length(name, x.len(), 0);
    }
    same_length(name, x.len(), x.len() / out.len() * out.len());
    dispatch_for::<T, _>(Rows(x, out, kernel));
}

/// The kernel of [`sum`].
pub(crate) fn sum_kernel<T: Number>(x: &[T]) -> impl Kernel<Output = T> {
    Sum(x)
}

struct Sum<'a, T>(&'a [T]);
impl<T: Number> Kernel for Sum<'_, T> {
    type Output = T;
    #[inline(always)]
    fn run<I: Isa>(self) -> T {
        tree::sum::<I, T>(self.0)
    }
}

struct Prod<'a, T>(&'a [T]);
impl<T: Number> Kernel for Prod<'_, T> {
    type Output = T;
    #[inline(always)]
    fn run<I: Isa>(self) -> T {
        fold::<I, T, Times>(self.0)
    }
}

/// A kernel on each row of a row-major matrix, as many rows as the second has elements.
struct Rows<'a, 'b, T, F>(&'a [T], &'b mut [T], F);
impl<'a, T: Number, K: Kernel<Output = T>, F: Fn(&'a [T]) -> K> Kernel for Rows<'a, '_, T, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let width = self.0.len() / self.1.len();
        for (i, y) in self.1.iter_mut().enumerate() {
            *y = (self.2)(&self.0[i * width..(i + 1) * width]).run::<I>();
        }
    }
}

/// Adds the lanes of [`dot`] by halves.
#[inline(always)]
pub(crate) fn halve<I: Isa, T: Float>(lanes: &[T; DOT_LANES]) -> T {
    I::Vector16::load(lanes).fold::<Plus>()
}

/// The kernel of [`dot`] for slices of one length.
pub(crate) fn dot_kernel<'a, T: Float>(x: &'a [T], y: &'a [T]) -> impl Kernel<Output = T> {
    Dot(x, y)
}

struct Dot<'a, T>(&'a [T], &'a [T]);
impl<T: Float> Kernel for Dot<'_, T> {
    type Output = T;
    #[inline(always)]
    fn run<I: Isa>(self) -> T {
        let mut total = T::ZERO;
        for (x, y) in self.0.chunks(DOT_BLOCK).zip(self.1.chunks(DOT_BLOCK)) {
            total += block_dot::<I, T, 1>([x], y)[0];
        }
        total
    }
}

/// How many lanes a block of this many elements has.
#[inline(always)]
pub(crate) const fn lanes_of(block: usize) -> usize {
    if block < DOT_LANES { 1 } else { DOT_LANES }
}

/// Inner products of `ROWS` slices with one, each in the order of one block of [`dot`]. All have the same length.
#[inline(always)]
pub(crate) fn block_dot<I: Isa, T: Float, const ROWS: usize>(rows: [&[T]; ROWS], y: &[T]) -> [T; ROWS] {
    let y_len = y.len();
    let whole = y_len / DOT_LANES * DOT_LANES;
    let rows = rows.map(|row| &row[..y.len()]);
    let mut sums = [I::Vector16::<T>::splat(T::ZERO); ROWS];
    for at in (0..whole).step_by(DOT_LANES) {
        let y = I::Vector16::load(&y[at..]);
        for (sum, row) in sums.iter_mut().zip(&rows) {
            *sum = I::Vector16::load(&row[at..]).mul_add(y, *sum);
        }
    }
    let mut totals = [T::ZERO; ROWS];
    for ((total, sum), row) in totals.iter_mut().zip(sums).zip(&rows) {
        if whole == y_len {
            *total = sum.fold::<Plus>();
            continue;
        }
        let mut lanes = [T::ZERO; DOT_LANES];
        sum.store(&mut lanes);
        for (p, (&x, &y)) in row[whole..].iter().zip(&y[whole..]).enumerate() {
            let lane = &mut lanes[p % lanes_of(y_len)];
            *lane = I::mul_add(x, y, *lane);
        }
        *total = halve::<I, T>(&lanes);
    }
    totals
}
