//! QR factorisation by Householder reflections.

use super::vectors::{add_scaled, identity_columns, reflector, scale};
use crate::{Float, KernelError, linalg::length};

/// Elements of workspace that [`qr`] needs for m × n.
pub const fn qr_workspace(m: usize, n: usize) -> usize {
    2 * m + 2 * n
}

/// Replaces the m × n matrix A by R, upper triangular with zeros below and no negative diagonal element, and writes the
/// orthonormal columns of Q, m × min(m, n): A = Q·R with the first min(m, n) rows of R.
///
/// Householder reflections, applied row by row (Golub, Van Loan, "Matrix computations", 4th ed., §5.2.2): backward
/// stable, column by column.
///
/// ```
/// use cotangent_kernels::linalg::{qr, qr_workspace};
/// let mut a = [0.0, 2.0, -3.0, 5.0];
/// let (mut q, mut work) = ([0.0; 4], [0.0; qr_workspace(2, 2)]);
/// qr(&mut a, 2, 2, &mut q, &mut work)?;
/// assert_eq!(a, [3.0, -5.0, 0.0, 2.0]);
/// assert_eq!(q, [0.0, 1.0, -1.0, 0.0]);
/// # Ok::<(), cotangent_kernels::KernelError>(())
/// ```
///
/// # Errors
/// [`KernelError::Length`] if `a` has not m·n elements, `q` m·min(m, n), or `work` fewer than [`qr_workspace`].
pub fn qr<T: Float>(a: &mut [T], m: usize, n: usize, q: &mut [T], work: &mut [T]) -> Result<(), KernelError> {
    let k = m.min(n);
    length("qr", m.checked_mul(n), a.len())?;
    length("qr", m.checked_mul(k), q.len())?;
    if work.len() < qr_workspace(m, n) {
        return Err(KernelError::Length { operation: "qr", needed: qr_workspace(m, n), length: work.len() });
    }
    let (v, rest) = work.split_at_mut(m);
    let (taus, w) = rest.split_at_mut(m);
    for p in 0..k {
        let v = &mut v[p..];
        gather(a, n, p, p, v);
        let (alpha, tau) = reflector(v);
        taus[p] = tau;
        a[p * n + p] = alpha;
        reflect(a, n, [p, p + 1], v, tau, w);
        scatter(a, n, p, p, v);
    }
    identity_columns(q, k);
    for p in (0..k).rev() {
        let v = &mut v[p..];
        gather(a, n, p, p, v);
        v[0] = T::ONE;
        reflect(q, k, [p, p], v, taus[p], w);
    }
    for i in 0..m {
        a[i * n..i * n + i.min(n)].fill(T::ZERO);
    }
    for p in 0..k {
        if a[p * n + p] < T::ZERO {
            scale(&mut a[p * n + p..(p + 1) * n], -T::ONE);
            (0..m).for_each(|i| q[i * k + p] = -q[i * k + p]);
        }
    }
    Ok(())
}

/// Column `j` from row `i` on.
fn gather<T: Float>(a: &[T], n: usize, i: usize, j: usize, v: &mut [T]) {
    for (v, row) in v.iter_mut().zip(a[i * n..].chunks_exact(n)) {
        *v = row[j];
    }
}

/// Keeps a reflector below the diagonal, without its leading 1.
fn scatter<T: Float>(a: &mut [T], n: usize, i: usize, j: usize, v: &[T]) {
    for (v, row) in v.iter().zip(a[i * n..].chunks_exact_mut(n)).skip(1) {
        row[j] = *v;
    }
}

/// Applies I − τ·v·vᵀ to the part of a matrix with `n` columns that begins at a row and a column.
fn reflect<T: Float>(a: &mut [T], n: usize, [row, column]: [usize; 2], v: &[T], tau: T, w: &mut [T]) {
    if tau == T::ZERO || column >= n {
        return;
    }
    let w = &mut w[..n - column];
    w.fill(T::ZERO);
    for (&v, a) in v.iter().zip(a[row * n..].chunks_exact(n)) {
        add_scaled(w, v, &a[column..]);
    }
    for (&v, a) in v.iter().zip(a[row * n..].chunks_exact_mut(n)) {
        add_scaled(&mut a[column..], -tau * v, w);
    }
}
