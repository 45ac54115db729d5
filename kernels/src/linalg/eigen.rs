//! Eigenvalues and eigenvectors of symmetric matrices.

use super::vectors::{
    add_scaled, identity_columns, largest, reflector, rotate, safe_scale, scale, sqrt, transpose, two_rows,
};
use crate::{Float, KernelError, dot, linalg::length};

/// Up to this order by Jacobi rotations, which lose no relative accuracy on graded positive definite matrices; above by
/// tridiagonalisation, which needs fewer operations.
const JACOBI: usize = 16;

/// Each eigenvalue takes two or three iterations, a Jacobi matrix six to ten sweeps.
const ITERATIONS: usize = 60;

/// Elements of workspace that [`symmetric_eigen`] needs for order n.
pub const fn symmetric_eigen_workspace(n: usize) -> usize {
    n * n + 4 * n
}

/// Replaces the symmetric matrix A by the orthonormal matrix V of its eigenvectors, as columns, and writes the
/// eigenvalues in ascending order: A·V = V·diag(w).
///
/// Up to order 16 by cyclic Jacobi rotations (Golub, Van Loan, "Matrix computations", 4th ed., §8.5; the stopping rule
/// of Demmel, Veselić, doi:10.1137/0613074), above by Householder tridiagonalisation and implicit QL iteration with
/// Wilkinson's shift (§8.3). Eigenvalues are right within n·ε·‖A‖.
///
/// ```
/// use cotangent_kernels::linalg::{symmetric_eigen, symmetric_eigen_workspace};
/// let mut a = [3.0, 0.0, 0.0, 1.0];
/// let (mut w, mut work) = ([0.0; 2], [0.0; symmetric_eigen_workspace(2)]);
/// symmetric_eigen(&mut a, 2, &mut w, &mut work)?;
/// assert_eq!((w, a), ([1.0, 3.0], [0.0, 1.0, 1.0, 0.0]));
/// # Ok::<(), cotangent_kernels::KernelError>(())
/// ```
///
/// # Errors
/// [`KernelError::Length`] if `a` has not n² elements, `w` not n, or `work` fewer than [`symmetric_eigen_workspace`];
/// [`KernelError::NoConvergence`] if an element is not finite.
pub fn symmetric_eigen<T: Float>(a: &mut [T], n: usize, w: &mut [T], work: &mut [T]) -> Result<(), KernelError> {
    length("symmetric_eigen", n.checked_mul(n), a.len())?;
    length("symmetric_eigen", Some(n), w.len())?;
    let needed = symmetric_eigen_workspace(n);
    if work.len() < needed {
        return Err(KernelError::Length { operation: "symmetric_eigen", needed, length: work.len() });
    }
    let m = largest(a);
    if !m.is_finite() {
        return Err(NO_CONVERGENCE);
    }
    let factor = safe_scale(m);
    if factor != T::ONE {
        scale(a, factor);
    }
    let (vectors, rest) = work.split_at_mut(n * n);
    identity_columns(vectors, n);
    if n <= JACOBI {
        jacobi(a, n, vectors, largest(a))?;
        (0..n).for_each(|i| w[i] = a[i * n + i]);
    } else {
        let (off, rest) = rest.split_at_mut(n);
        tridiagonalise(a, n, w, off, vectors, rest);
        if w[0].magnitude() > w[n - 1].magnitude() {
            turn_round(w, off, vectors);
        }
        implicit_ql(w, off, vectors)?;
    }
    sort(w, vectors);
    if factor != T::ONE {
        for w in w.iter_mut() {
            *w /= factor;
        }
    }
    a.copy_from_slice(vectors);
    transpose(a, n);
    Ok(())
}

const NO_CONVERGENCE: KernelError = KernelError::NoConvergence { operation: "symmetric_eigen" };

/// Makes A diagonal by rotations, and applies them to the rows of `vectors`.
fn jacobi<T: Float>(a: &mut [T], n: usize, vectors: &mut [T], m: T) -> Result<(), KernelError> {
    let tiny = m * T::epsilon() * T::epsilon() * T::epsilon();
    for _ in 0..ITERATIONS {
        let mut diagonal = true;
        for q in 1..n {
            for p in 0..q {
                let (x, y, off) = (a[p * n + p], a[q * n + q], a[p * n + q]);
                let scale = sqrt(x.magnitude()) * sqrt(y.magnitude());
                if off.magnitude() <= (T::epsilon() * scale).larger(tiny) {
                    continue;
                }
                diagonal = false;
                let (c, s, t) = rotation((y - x) / (T::TWO * off));
                let (row_p, row_q) = two_rows(a, n, p, q);
                rotate(row_p, row_q, c, s);
                for row in a.chunks_exact_mut(n) {
                    let (x, y) = (row[p], row[q]);
                    (row[p], row[q]) = (c * x - s * y, s * x + c * y);
                }
                a[p * n + p] = x - t * off;
                a[q * n + q] = y + t * off;
                a[p * n + q] = T::ZERO;
                a[q * n + p] = T::ZERO;
                let (x, y) = two_rows(vectors, n, p, q);
                rotate(x, y, c, s);
            }
        }
        if diagonal {
            return Ok(());
        }
    }
    Err(NO_CONVERGENCE)
}

/// Cosine, sine and tangent of the smaller angle φ with cot 2φ = θ.
pub(super) fn rotation<T: Float>(theta: T) -> (T, T, T) {
    let t = theta.magnitude() + theta.magnitude().hypot(T::ONE);
    let t = if theta < T::ZERO { -t.recip() } else { t.recip() };
    let c = sqrt(T::ONE + t * t).recip();
    (c, t * c, t)
}

/// A = Z·T·Zᵀ with a tridiagonal T, of which the diagonal and the elements beside it are written; `vectors` becomes Zᵀ.
fn tridiagonalise<T: Float>(
    a: &mut [T],
    n: usize,
    diagonal: &mut [T],
    off: &mut [T],
    vectors: &mut [T],
    work: &mut [T],
) {
    let (taus, work) = work.split_at_mut(n);
    let (v, w) = work.split_at_mut(n);
    for k in 0..n.saturating_sub(2) {
        let v = &mut v[..n - k - 1];
        v.copy_from_slice(&a[k * n + k + 1..(k + 1) * n]);
        let (alpha, tau) = reflector(v);
        (off[k], taus[k]) = (alpha, tau);
        // H·A·H = A − v·wᵀ − w·vᵀ (Golub, Van Loan, §8.3.1).
        let w = &mut w[..v.len()];
        for (w, row) in w.iter_mut().zip(a[(k + 1) * n..].chunks_exact(n)) {
            *w = tau * dot(&row[k + 1..], v);
        }
        let half = T::HALF * tau * dot(w, v);
        add_scaled(w, -half, v);
        for (i, row) in a[(k + 1) * n..].chunks_exact_mut(n).enumerate() {
            add_scaled(&mut row[k + 1..], -v[i], w);
            add_scaled(&mut row[k + 1..], -w[i], v);
        }
        a[k * n + k + 1..(k + 1) * n].copy_from_slice(v);
    }
    off[n - 2] = a[(n - 2) * n + n - 1];
    off[n - 1] = T::ZERO;
    (0..n).for_each(|i| diagonal[i] = a[i * n + i]);
    for k in (0..n.saturating_sub(2)).rev() {
        let v = &a[k * n + k + 1..(k + 1) * n];
        for row in vectors[(k + 1) * n..].chunks_exact_mut(n) {
            let row = &mut row[k + 1..];
            let along = dot(row, v);
            add_scaled(row, -taus[k] * along, v);
        }
    }
}

/// The last row first: QL iteration wants the small elements of a graded matrix in front.
fn turn_round<T: Float>(d: &mut [T], e: &mut [T], vectors: &mut [T]) {
    let n = d.len();
    d.reverse();
    e[..n - 1].reverse();
    for i in 0..n / 2 {
        let (x, y) = two_rows(vectors, n, i, n - 1 - i);
        x.swap_with_slice(y);
    }
}

/// Eigenvalues of the tridiagonal matrix with diagonal `d` and `e` beside it; the rotations go to the rows of
/// `vectors`.
fn implicit_ql<T: Float>(d: &mut [T], e: &mut [T], vectors: &mut [T]) -> Result<(), KernelError> {
    let n = d.len();
    let whole = T::epsilon() * largest(d).larger(largest(e));
    for l in 0..n {
        let mut iteration = 0;
        loop {
            // What is small beside its neighbours goes; later what is small beside the matrix, which the accuracy
            // allows.
            let least = if iteration < ITERATIONS / 2 { T::min_positive_value() } else { whole };
            let negligible = |&m: &usize| {
                let beside = T::epsilon() * (d[m].magnitude() + d[m + 1].magnitude());
                e[m].magnitude() <= beside.larger(least)
            };
            let m = (l..n - 1).find(negligible).unwrap_or(n - 1);
            if m == l {
                break;
            }
            iteration += 1;
            if iteration > ITERATIONS {
                return Err(NO_CONVERGENCE);
            }
            ql_step(d, e, vectors, l, m);
        }
    }
    Ok(())
}

/// One step of implicit QL on rows l to m.
fn ql_step<T: Float>(d: &mut [T], e: &mut [T], vectors: &mut [T], l: usize, m: usize) {
    let n = d.len();
    let g = (d[l + 1] - d[l]) / (T::TWO * e[l]);
    let r = g.hypot(T::ONE);
    let mut g = d[m] - d[l] + e[l] / (g + if g < T::ZERO { -r } else { r });
    let (mut s, mut c, mut p) = (T::ONE, T::ONE, T::ZERO);
    for i in (l..m).rev() {
        let (f, b) = (s * e[i], c * e[i]);
        let r = f.hypot(g);
        e[i + 1] = r;
        if r == T::ZERO {
            // The matrix splits here.
            d[i + 1] -= p;
            e[m] = T::ZERO;
            return;
        }
        (s, c) = (f / r, g / r);
        let h = d[i + 1] - p;
        let r = (d[i] - h) * s + T::TWO * c * b;
        p = s * r;
        d[i + 1] = h + p;
        g = c * r - b;
        let (x, y) = two_rows(vectors, n, i, i + 1);
        rotate(x, y, c, s);
    }
    d[l] -= p;
    e[l] = g;
    e[m] = T::ZERO;
}

/// Ascending eigenvalues, and their vectors with them.
fn sort<T: Float>(w: &mut [T], vectors: &mut [T]) {
    let n = w.len();
    for i in 0..n {
        let least = (i + 1..n).fold(i, |best, j| if w[j] < w[best] { j } else { best });
        if least != i {
            w.swap(i, least);
            let (x, y) = two_rows(vectors, n, i, least);
            x.swap_with_slice(y);
        }
    }
}
