//! Systems with a triangular matrix, by substitution.

use crate::{Float, Isa, Kernel, KernelError, dispatch, linalg::length};

/// Which triangle of a square matrix is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Triangle {
    /// On and below the diagonal.
    Lower,
    /// On and above the diagonal.
    Upper,
    /// The lower triangle of the stored matrix, transposed.
    LowerTransposed,
    /// The upper triangle of the stored matrix, transposed.
    UpperTransposed,
}

/// The diagonal of a triangular matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Diagonal {
    /// As stored.
    Stored,
    /// All ones, whatever is stored.
    Unit,
}

/// Solves T·x = b for a triangular T of order n and `columns` right-hand sides; b (n × columns, row-major) is
/// replaced by x.
///
/// ```
/// use cotangent_kernels::linalg::{Diagonal, Triangle, solve_triangular};
/// let t = [2.0, 0.0, 1.0, 4.0];
/// let mut b = [2.0, 9.0];
/// solve_triangular(&t, 2, Triangle::Lower, Diagonal::Stored, &mut b, 1)?;
/// assert_eq!(b, [1.0, 2.0]);
/// # Ok::<(), cotangent_kernels::KernelError>(())
/// ```
///
/// # Errors
/// [`KernelError::Length`] for slices of the wrong length; [`KernelError::Singular`] if a diagonal element is zero
/// or NaN (b is then unchanged).
pub fn solve_triangular<T: Float>(
    t: &[T],
    n: usize,
    triangle: Triangle,
    diagonal: Diagonal,
    b: &mut [T],
    columns: usize,
) -> Result<(), KernelError> {
    length("solve_triangular", n.checked_mul(n), t.len())?;
    length("solve_triangular", n.checked_mul(columns), b.len())?;
    if diagonal == Diagonal::Stored {
        for index in 0..n {
            let pivot = t[index * n + index];
            if pivot == T::ZERO || pivot.is_nan() {
                return Err(KernelError::Singular { index });
            }
        }
    }
    dispatch(Substitution { t, n, triangle, diagonal, b, columns });
    Ok(())
}

struct Substitution<'a, T> {
    t: &'a [T],
    n: usize,
    triangle: Triangle,
    diagonal: Diagonal,
    b: &'a mut [T],
    columns: usize,
}

impl<T: Float> Kernel for Substitution<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Substitution { t, n, triangle, diagonal, b, columns } = self;
        let forward = matches!(triangle, Triangle::Lower | Triangle::UpperTransposed);
        let stored = matches!(triangle, Triangle::Lower | Triangle::Upper);
        for step in 0..n {
            let i = if forward { step } else { n - 1 - step };
            let solved = if forward { 0..i } else { i + 1..n };
            for p in solved {
                let factor = if stored { t[i * n + p] } else { t[p * n + i] };
                for j in 0..columns {
                    b[i * columns + j] = I::mul_add(-factor, b[p * columns + j], b[i * columns + j]);
                }
            }
            if diagonal == Diagonal::Stored {
                for x in &mut b[i * columns..(i + 1) * columns] {
                    *x /= t[i * n + i];
                }
            }
        }
    }
}
