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

use crate::{
    Float, Isa, Kernel, Number, dispatch,
    isa::{Vector, dispatch_for},
    same_length,
};

const SUM_BLOCK: usize = 512;
const SUM_LANES: usize = 64;
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
    dispatch_for::<T, _>(max_kernel(x))
}

/// The smallest element; NaN if there is one; +∞ or the largest integer if there are none.
pub fn min<T: Number>(x: &[T]) -> T {
    dispatch_for::<T, _>(min_kernel(x))
}

/// The product of all elements, 1 if there are none. Integers wrap. The order of the factors is in the module docs.
///
/// ```
/// assert_eq!(cotangent_kernels::prod(&[2.0, 3.0, 0.5]), 3.0);
/// ```
pub fn prod<T: Number>(x: &[T]) -> T {
    dispatch_for::<T, _>(prod_kernel(x))
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
    rows("sum_rows", x, out, sum_kernel);
}

/// [`prod`] of each row, as [`sum_rows`].
///
/// # Panics
/// If the elements do not make that many rows of one length.
#[track_caller]
pub fn prod_rows<T: Number>(x: &[T], out: &mut [T]) {
    rows("prod_rows", x, out, prod_kernel);
}

/// [`max`] of each row, as [`sum_rows`].
///
/// # Panics
/// If the elements do not make that many rows of one length.
#[track_caller]
pub fn max_rows<T: Number>(x: &[T], out: &mut [T]) {
    rows("max_rows", x, out, max_kernel);
}

/// [`min`] of each row, as [`sum_rows`].
///
/// # Panics
/// If the elements do not make that many rows of one length.
#[track_caller]
pub fn min_rows<T: Number>(x: &[T], out: &mut [T]) {
    rows("min_rows", x, out, min_kernel);
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

/// The kernel of [`prod`].
fn prod_kernel<T: Number>(x: &[T]) -> impl Kernel<Output = T> {
    Prod(x)
}

struct Prod<'a, T>(&'a [T]);
impl<T: Number> Kernel for Prod<'_, T> {
    type Output = T;
    #[inline(always)]
    fn run<I: Isa>(self) -> T {
        fold(self.0, T::ONE, T::times)
    }
}

/// The kernel of [`max`].
fn max_kernel<T: Number>(x: &[T]) -> impl Kernel<Output = T> {
    Extreme(x, T::LOWEST, |a, b| a > b, T::larger)
}

/// The kernel of [`min`].
fn min_kernel<T: Number>(x: &[T]) -> impl Kernel<Output = T> {
    Extreme(x, T::HIGHEST, |a, b| a < b, T::smaller)
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
        if self.0.len() <= SUM_BLOCK {
            return block_sum(self.0);
        }
        // Entry r holds the sum of a complete run of 2ʳ blocks if bit r of `blocks` is set.
        let mut runs = [T::ZERO; usize::BITS as usize];
        let mut blocks = 0_usize;
        for block in self.0.chunks(SUM_BLOCK) {
            let mut total = block_sum(block);
            let complete = blocks.trailing_ones() as usize;
            for run in &runs[..complete] {
                total = run.plus(total);
            }
            runs[complete] = total;
            blocks += 1;
        }
        let mut rest = None;
        while blocks != 0 {
            let run = runs[blocks.trailing_zeros() as usize];
            rest = Some(rest.map_or(run, |shorter| run.plus(shorter)));
            blocks &= blocks - 1;
        }
        rest.unwrap_or(T::ZERO)
    }
}

#[inline(always)]
fn block_sum<T: Number>(block: &[T]) -> T {
    fold(block, T::ZERO, T::plus)
}

/// Folds elements j, j + 64, … into lane j of 64, each beginning with what is neutral, and the lanes by halves.
#[inline(always)]
fn fold<T: Number>(x: &[T], neutral: T, f: impl Fn(T, T) -> T) -> T {
    let mut lanes = [neutral; SUM_LANES];
    let (rows, tail) = x.as_chunks::<SUM_LANES>();
    if rows.is_empty() {
        // Lanes without an element are neutral: without them the bits are the same.
        let lanes = &mut lanes[..tail.len().next_power_of_two()];
        lanes.iter_mut().zip(tail).for_each(|(lane, &x)| *lane = f(*lane, x));
        return halve_by(lanes, f);
    }
    // Whole rows only, so that the lanes stay in registers.
    let mut last = [neutral; SUM_LANES];
    last[..tail.len()].copy_from_slice(tail);
    for row in rows.iter().chain([&last]) {
        for (lane, &x) in lanes.iter_mut().zip(row) {
            *lane = f(*lane, x);
        }
    }
    halve_by(&mut lanes, f)
}

/// Adds lanes by halves; their number is a power of two.
#[inline(always)]
pub(crate) fn halve<T: Number>(lanes: &mut [T]) -> T {
    halve_by(lanes, T::plus)
}

#[inline(always)]
fn halve_by<T: Number>(lanes: &mut [T], f: impl Fn(T, T) -> T) -> T {
    let mut half = lanes.len() / 2;
    while half > 0 {
        for j in 0..half {
            lanes[j] = f(lanes[j], lanes[j + half]);
        }
        half /= 2;
    }
    lanes[0]
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
        let mut lanes = [T::ZERO; DOT_LANES];
        sum.store(&mut lanes);
        for (p, (&x, &y)) in row[whole..].iter().zip(&y[whole..]).enumerate() {
            let lane = &mut lanes[p % lanes_of(y_len)];
            *lane = I::mul_add(x, y, *lane);
        }
        *total = halve(&mut lanes);
    }
    totals
}

/// The last is the exact rule of two elements, NaN and signed zeros included; the one before it holds for ordered ones.
struct Extreme<'a, T, P, F>(&'a [T], T, P, F);
impl<T: Number, P: Fn(T, T) -> bool, F: Fn(T, T) -> T> Kernel for Extreme<'_, T, P, F> {
    type Output = T;
    #[inline(always)]
    fn run<I: Isa>(self) -> T {
        let Extreme(x, empty, passes, rule) = self;
        // The order is free: the larger of two is exact. NaN passes nothing, and is looked for beside, in two at once.
        let (mut best, mut strange) = ([empty; SUM_LANES], [T::ZERO; SUM_LANES]);
        let (pairs, tail) = x.as_chunks::<{ 2 * SUM_LANES }>();
        for pair in pairs {
            for j in 0..SUM_LANES {
                let (x, y) = (pair[j], pair[j + SUM_LANES]);
                best[j] = if passes(x, best[j]) { x } else { best[j] };
                best[j] = if passes(y, best[j]) { y } else { best[j] };
                strange[j] = if ordered(x, x) & ordered(y, y) { strange[j] } else { T::ONE };
            }
        }
        let (rows, rest) = tail.as_chunks::<SUM_LANES>();
        for row in rows {
            take(row, &mut best, &mut strange, &passes);
        }
        if !rest.is_empty() {
            // As whole lanes, so that short rows are vectors too.
            let mut row = [empty; SUM_LANES];
            row[..rest.len()].copy_from_slice(rest);
            take(&row, &mut best, &mut strange, &passes);
        }
        let mut half = SUM_LANES / 2;
        while half > 0 {
            for j in 0..half {
                best[j] = if passes(best[j + half], best[j]) { best[j + half] } else { best[j] };
            }
            half /= 2;
        }
        // Which of two zeros came first says nothing of their signs.
        let settled = strange == [T::ZERO; SUM_LANES] && best[0] != T::ZERO;
        if settled { best[0] } else { x.iter().fold(empty, |a, &x| rule(a, x)) }
    }
}

/// One row of an [`Extreme`].
#[inline(always)]
fn take<T: Number>(
    row: &[T; SUM_LANES],
    best: &mut [T; SUM_LANES],
    strange: &mut [T; SUM_LANES],
    passes: &impl Fn(T, T) -> bool,
) {
    for j in 0..SUM_LANES {
        best[j] = if passes(row[j], best[j]) { row[j] } else { best[j] };
        strange[j] = if ordered(row[j], row[j]) { strange[j] } else { T::ONE };
    }
}

/// Whether a number equals itself: not if it is NaN.
#[inline(always)]
fn ordered<T: Number>(x: T, same: T) -> bool {
    x == same
}
