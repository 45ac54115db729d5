//! LU factorisation with partial pivoting, P·A = L·U, and what follows from it.

use heapless::Vec;

use super::triangular::{Diagonal, Triangle, solve_triangular};
use crate::{Float, Isa, Kernel, KernelError, dispatch, linalg::length};

/// The record of the row exchanges of a factorisation of order at most `N`.
///
/// L (unit diagonal, below) and U (on and above the diagonal) replace the matrix itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lu<const N: usize> {
    /// At step i, rows i and `pivots[i]` ≥ i were exchanged.
    pub pivots: Vec<usize, N>,
}

impl<const N: usize> Lu<N> {
    /// Whether the number of exchanges is odd: the sign of the permutation.
    pub fn is_odd(&self) -> bool {
        is_odd(&self.pivots)
    }
}

/// Whether the number of row exchanges that pivots record is odd.
pub fn is_odd(pivots: &[usize]) -> bool {
    pivots.iter().enumerate().filter(|&(i, &pivot)| i != pivot).count() % 2 == 1
}

/// Replaces A by L and U, with the largest remaining element of each column as its pivot.
///
/// ```
/// use cotangent_kernels::linalg::lu;
/// let mut a = [1.0, 2.0, 4.0, 4.0];
/// let factors = lu::<f64, 2>(&mut a, 2)?;
/// assert_eq!(a, [4.0, 4.0, 0.25, 1.0]);
/// assert_eq!(factors.pivots, [1, 1]);
/// # Ok::<(), cotangent_kernels::KernelError>(())
/// ```
///
/// # Errors
/// [`KernelError::Length`] if `a` has not n² elements; [`KernelError::Capacity`] if n > N; [`KernelError::Singular`]
/// with the first column that has no nonzero, finite pivot. The factorisation is complete even then, as LAPACK's: P·A =
/// L·U with that zero on the diagonal of U.
pub fn lu<T: Float, const N: usize>(a: &mut [T], n: usize) -> Result<Lu<N>, KernelError> {
    let mut pivots = Vec::new();
    pivots.resize(n, 0).map_err(|_| KernelError::Capacity { operation: "lu", needed: n, capacity: N })?;
    lu_in(a, n, &mut pivots)?;
    Ok(Lu { pivots })
}

/// [`lu`] with the pivots in the caller's slice of n, for orders not known at compile time.
///
/// # Errors
/// As [`lu`], and [`KernelError::Length`] if `pivots` has not n elements.
pub fn lu_in<T: Float>(a: &mut [T], n: usize, pivots: &mut [usize]) -> Result<(), KernelError> {
    length("lu", n.checked_mul(n), a.len())?;
    length("lu", Some(n), pivots.len())?;
    dispatch(Factorise(a, n, pivots))
}

/// Solves A·x = b with the factors and pivots that [`lu`] gave; b (n × columns, row-major) is replaced by x.
///
/// ```
/// use cotangent_kernels::linalg::{lu, solve};
/// let mut a = [0.0, 2.0, 1.0, 1.0];
/// let mut b = [4.0, 3.0];
/// let factors = lu::<f64, 2>(&mut a, 2)?;
/// solve(&a, 2, &factors.pivots, &mut b, 1)?;
/// assert_eq!(b, [1.0, 2.0]);
/// # Ok::<(), cotangent_kernels::KernelError>(())
/// ```
///
/// # Errors
/// [`KernelError::Length`] for slices of the wrong length; [`KernelError::Pivot`] if a pivot is not below n.
pub fn solve<T: Float>(
    factors: &[T],
    n: usize,
    pivots: &[usize],
    b: &mut [T],
    columns: usize,
) -> Result<(), KernelError> {
    length("solve", n.checked_mul(n), factors.len())?;
    length("solve", Some(n), pivots.len())?;
    length("solve", n.checked_mul(columns), b.len())?;
    if let Some(&pivot) = pivots.iter().find(|&&pivot| pivot >= n) {
        return Err(KernelError::Pivot { pivot, order: n });
    }
    for (i, &pivot) in pivots.iter().enumerate() {
        swap_rows(b, columns, i, pivot);
    }
    solve_triangular(factors, n, Triangle::Lower, Diagonal::Unit, b, columns)?;
    solve_triangular(factors, n, Triangle::Upper, Diagonal::Stored, b, columns)
}

/// The determinant of A from its factors and pivots: the product of the diagonal of U, times the permutation's sign.
///
/// # Errors
/// [`KernelError::Length`] for slices of the wrong length.
pub fn determinant<T: Float>(factors: &[T], n: usize, pivots: &[usize]) -> Result<T, KernelError> {
    length("determinant", n.checked_mul(n), factors.len())?;
    length("determinant", Some(n), pivots.len())?;
    let product = (0..n).fold(T::ONE, |product, i| product * factors[i * n + i]);
    Ok(if is_odd(pivots) { -product } else { product })
}

/// Writes the inverse of A into `out`, from its factors and pivots.
///
/// # Errors
/// [`KernelError::Length`] for slices of the wrong length.
pub fn inverse<T: Float>(factors: &[T], n: usize, pivots: &[usize], out: &mut [T]) -> Result<(), KernelError> {
    length("inverse", n.checked_mul(n), out.len())?;
    out.fill(T::ZERO);
    for i in 0..n {
        out[i * n + i] = T::ONE;
    }
    solve(factors, n, pivots, out, n)
}

struct Factorise<'a, T>(&'a mut [T], usize, &'a mut [usize]);
impl<T: Float> Kernel for Factorise<'_, T> {
    type Output = Result<(), KernelError>;
    #[inline(always)]
    fn run<I: Isa>(self) -> Self::Output {
        let Factorise(a, n, pivots) = self;
        let mut singular = None;
        for (i, chosen) in pivots.iter_mut().enumerate() {
            let (pivot, head) = largest(a, n, i);
            if head == T::ZERO || !head.is_finite() {
                singular.get_or_insert(i);
            }
            *chosen = pivot;
            swap_rows(a, n, i, pivot);
            if head == T::ZERO {
                continue; // nothing below to eliminate
            }
            // Row i from the pivot's right on, and the rows below.
            let mut rows = a.chunks_exact_mut(n).skip(i);
            let Some(row) = rows.next().and_then(|row| row.get(i + 1..)) else { break };
            for other in rows {
                let Some((x, rest)) = other.get_mut(i..).and_then(|other| other.split_first_mut()) else { break };
                let factor = *x / head;
                *x = factor;
                for (x, &y) in rest.iter_mut().zip(row) {
                    *x = I::mul_add(-factor, y, *x);
                }
            }
        }
        singular.map_or(Ok(()), |index| Err(KernelError::Singular { index }))
    }
}

/// The row from i on with the largest magnitude in column i, and that element; a NaN wins, so that it is reported.
#[inline(always)]
fn largest<T: Float>(a: &[T], n: usize, i: usize) -> (usize, T) {
    let mut column = a.chunks_exact(n).map_while(|row| row.get(i).copied()).enumerate().skip(i);
    let (mut best, mut head) = column.next().unwrap_or((i, T::ZERO));
    for (row, x) in column {
        if x.magnitude() > head.magnitude() || (x.is_nan() && !head.is_nan()) {
            (best, head) = (row, x);
        }
    }
    (best, head)
}

/// Exchanges rows of a matrix that has both.
#[inline(always)]
fn swap_rows<T>(a: &mut [T], columns: usize, i: usize, j: usize) {
    let (low, high) = (i.min(j), i.max(j));
    // In a form without a panic.
    if let Some((first, second)) = a.split_at_mut_checked(high * columns)
        && let Some(first) = first.get_mut(low * columns..)
    {
        for (x, y) in first.iter_mut().zip(second).take(columns) {
            core::mem::swap(x, y);
        }
    }
}
