//! Cholesky factorisation A = L·Lᵀ of a symmetric positive definite matrix.

use super::triangular::{Diagonal, Triangle, solve_triangular};
use crate::{Float, Isa, Kernel, KernelError, Map, Sqrt, dispatch, linalg::length, reduce::dot_kernel};

/// Replaces A by its lower Cholesky factor L, with zeros above the diagonal. Only the lower triangle is read.
///
/// ```
/// use cotangent_kernels::linalg::cholesky;
/// let mut a = [4.0, 0.0, 2.0, 5.0];
/// cholesky(&mut a, 2)?;
/// assert_eq!(a, [2.0, 0.0, 1.0, 2.0]);
/// # Ok::<(), cotangent_kernels::KernelError>(())
/// ```
///
/// # Errors
/// [`KernelError::Length`] if `a` has not n² elements; [`KernelError::NotPositiveDefinite`] with the row whose
/// leading minor is not positive (`a` is then part of a factor).
pub fn cholesky<T: Float>(a: &mut [T], n: usize) -> Result<(), KernelError> {
    length("cholesky", n.checked_mul(n), a.len())?;
    dispatch(Cholesky(a, n))
}

/// Solves A·x = b with the factor that [`cholesky`] gave; b (n × columns, row-major) is replaced by x.
///
/// # Errors
/// [`KernelError::Length`] for slices of the wrong length; [`KernelError::Singular`] if `l` has a zero on its
/// diagonal and so is no Cholesky factor.
pub fn cholesky_solve<T: Float>(l: &[T], n: usize, b: &mut [T], columns: usize) -> Result<(), KernelError> {
    solve_triangular(l, n, Triangle::Lower, Diagonal::Stored, b, columns)?;
    solve_triangular(l, n, Triangle::LowerTransposed, Diagonal::Stored, b, columns)
}

/// The determinant of A from its factor: the product of the squared diagonal of L.
///
/// # Errors
/// [`KernelError::Length`] if `l` has not n² elements.
pub fn cholesky_determinant<T: Float>(l: &[T], n: usize) -> Result<T, KernelError> {
    length("cholesky_determinant", n.checked_mul(n), l.len())?;
    Ok((0..n).fold(T::ONE, |product, i| product * (l[i * n + i] * l[i * n + i])))
}

struct Cholesky<'a, T>(&'a mut [T], usize);
impl<T: Float> Kernel for Cholesky<'_, T> {
    type Output = Result<(), KernelError>;
    #[inline(always)]
    fn run<I: Isa>(self) -> Self::Output {
        let Cholesky(a, n) = self;
        for i in 0..n {
            let (above, row) = a.split_at_mut(i * n);
            for j in 0..i {
                let other = &above[j * n..][..n];
                row[j] = (row[j] - dot_kernel(&row[..j], &other[..j]).run::<I>()) / other[j];
            }
            let rest = row[i] - dot_kernel(&row[..i], &row[..i]).run::<I>();
            if !(rest > T::ZERO && rest.is_finite()) {
                return Err(KernelError::NotPositiveDefinite { index: i });
            }
            row[i] = Sqrt::eval::<I>(rest);
            row[i + 1..n].fill(T::ZERO);
        }
        Ok(())
    }
}
