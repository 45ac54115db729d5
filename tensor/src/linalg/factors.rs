//! One factorisation of one matrix: by our kernels, or with the feature `faer` and from a certain size on by that
//! crate.

use super::Entry;
use cotangent_kernels::{KernelError, linalg};

#[cfg(feature = "faer")]
use super::large;

pub(super) fn cholesky<T: Entry>(a: &mut [T], n: usize) -> Result<(), KernelError> {
    #[cfg(feature = "faer")]
    if n >= large::LEAST && large::cholesky(a, n) {
        return Ok(());
    }
    linalg::cholesky(a, n)
}

/// A zero pivot is no failure: it shows on the diagonal.
pub(super) fn lu<T: Entry>(a: &mut [T], n: usize, pivots: &mut [usize]) {
    #[cfg(feature = "faer")]
    if n >= large::LEAST && large::lu(a, n, pivots) {
        return;
    }
    match linalg::lu_in(a, n, pivots) {
        Ok(()) | Err(KernelError::Singular { .. }) => {}
        Err(error) => panic!("{error}"),
    }
}

/// R in the place of A, and Q.
pub(super) fn qr<T: Entry>(a: &mut [T], m: usize, n: usize, q: &mut [T], work: &mut [T]) {
    #[cfg(feature = "faer")]
    if m.min(n) >= large::LEAST && large::qr(a, m, n, q) {
        return;
    }
    linalg::qr(a, m, n, q, work).expect("the slices have the lengths of the matrix");
}

pub(super) fn symmetric_eigen<T: Entry>(a: &mut [T], n: usize, w: &mut [T], work: &mut [T]) -> Result<(), KernelError> {
    #[cfg(feature = "faer")]
    if n >= large::LEAST && large::symmetric_eigen(a, n, w) {
        return Ok(());
    }
    linalg::symmetric_eigen(a, n, w, work)
}

pub(super) fn svd<T: Entry>(
    a: &mut [T],
    m: usize,
    n: usize,
    s: &mut [T],
    vt: &mut [T],
    work: &mut [T],
) -> Result<(), KernelError> {
    #[cfg(feature = "faer")]
    if n >= large::LEAST && large::svd(a, m, n, s, vt) {
        return Ok(());
    }
    linalg::svd(a, m, n, s, vt, work)
}
