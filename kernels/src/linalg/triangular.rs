//! Systems with a triangular matrix, by substitution.

use crate::{Float, Isa, Kernel, KernelError, MatMut, MatRef, dispatch, linalg::length};

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
    // SAFETY: the length was compared above.
    let t = unsafe { MatRef::whole(t, n, n) };
    // SAFETY: and this one.
    let b = unsafe { MatMut::whole(b, n, columns) };
    if diagonal == Diagonal::Stored {
        for index in 0..n {
            // SAFETY: on the diagonal.
            let pivot = unsafe { t.at(index, index) };
            if pivot == T::ZERO || pivot.is_nan() {
                return Err(KernelError::Singular { index });
            }
        }
    }
    dispatch(Substitution { t, triangle, diagonal, b });
    Ok(())
}

/// A system of square t and as many rows of b.
struct Substitution<'a, T> {
    t: MatRef<'a, T>,
    triangle: Triangle,
    diagonal: Diagonal,
    b: MatMut<'a, T>,
}

impl<T: Float> Kernel for Substitution<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Substitution { t, triangle, diagonal, mut b } = self;
        let [n, columns] = b.shape();
        let forward = matches!(triangle, Triangle::Lower | Triangle::UpperTransposed);
        let stored = matches!(triangle, Triangle::Lower | Triangle::Upper);
        let t = if stored { t } else { t.transposed() };
        for step in 0..n {
            let i = if forward { step } else { n - 1 - step };
            let solved = if forward { 0..i } else { i + 1..n };
            for p in solved {
                // SAFETY: rows and columns of the square t.
                let factor = unsafe { t.at(i, p) };
                for j in 0..columns {
                    // SAFETY: b has as many rows.
                    let x = unsafe { *b.at(p, j) };
                    // SAFETY: the same.
                    let y = unsafe { b.at(i, j) };
                    *y = I::mul_add(-factor, x, *y);
                }
            }
            if diagonal == Diagonal::Stored {
                // SAFETY: on the diagonal.
                let pivot = unsafe { t.at(i, i) };
                for j in 0..columns {
                    // SAFETY: as above.
                    unsafe { *b.at(i, j) /= pivot };
                }
            }
        }
    }
}
