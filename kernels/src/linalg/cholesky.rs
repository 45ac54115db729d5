//! Cholesky factorisation A = L·Lᵀ of a symmetric positive definite matrix.

use super::triangular::{Diagonal, Triangle, solve_triangular};
use crate::{Float, Isa, Kernel, KernelError, Map, Sqrt, dispatch, linalg::length};

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
/// leading minor is not positive (`a` is then no factor).
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
        // A = Uᵀ·U with the rows of U in the upper triangle: updates run along rows, which vectorise.
        for i in 0..n {
            (i + 1..n).for_each(|j| a[i * n + j] = a[j * n + i]);
        }
        for i in 0..n {
            let (above, below) = a.split_at_mut((i + 1) * n);
            let row = &mut above[i * n..];
            if !(row[i] > T::ZERO && row[i].is_finite()) {
                return Err(KernelError::NotPositiveDefinite { index: i });
            }
            row[i] = Sqrt::eval::<I>(row[i]);
            let root = row[i];
            row[i + 1..].iter_mut().for_each(|x| *x /= root);
            for (j, other) in (i + 1..).zip(below.chunks_exact_mut(n)) {
                let factor = row[j];
                for (x, &y) in other[j..].iter_mut().zip(&row[j..]) {
                    *x = I::mul_add(-factor, y, *x);
                }
            }
        }
        for i in 0..n {
            for j in 0..i {
                a[i * n + j] = core::mem::replace(&mut a[j * n + i], T::ZERO);
            }
        }
        Ok(())
    }
}
