//! The singular value decomposition by one-sided Jacobi rotations.

use super::{
    eigen::rotation,
    qr::{qr, qr_workspace},
    vectors::{add_scaled, identity_columns, largest, norm, rotate, safe_scale, scale, sqrt, transpose},
};
use crate::{Float, KernelError, MatMut, MatRef, dot, linalg::length, matmul, matmul_workspace};

/// Five to ten are usual.
const SWEEPS: usize = 60;

/// Elements of workspace that [`svd`] needs for m × n.
pub const fn svd_workspace<T>(m: usize, n: usize) -> usize {
    let product = matmul_workspace::<T>(m, n, n);
    let qr = qr_workspace(m, n);
    n * n + m * n + n + if qr > product { qr } else { product }
}

/// Replaces the m × n matrix A, m ≥ n, by the orthonormal columns of U, and writes the singular values in descending
/// order and the n × n matrix Vᵀ: A = U·diag(s)·Vᵀ.
///
/// A taller matrix is first reduced to R by Householder reflections. Then columns are made orthogonal in pairs by
/// rotations (Hestenes, doi:10.1137/0106005; Golub, Van Loan, "Matrix computations", 4th ed., §8.6.3), the longer one
/// kept in front (de Rijk, doi:10.1137/0910023). Singular values are right within n·ε·‖A‖, and those of a matrix with
/// columns of very different lengths each to its own digits (Demmel, Veselić, doi:10.1137/0613074).
///
/// ```
/// use cotangent_kernels::linalg::{svd, svd_workspace};
/// let mut a = [0.0, 2.0, -3.0, 0.0];
/// let (mut s, mut vt, mut work) = ([0.0; 2], [0.0; 4], [0.0; svd_workspace::<f64>(2, 2)]);
/// svd(&mut a, 2, 2, &mut s, &mut vt, &mut work)?;
/// assert_eq!(s, [3.0, 2.0]);
/// # Ok::<(), cotangent_kernels::KernelError>(())
/// ```
///
/// # Errors
/// [`KernelError::Length`] if m < n, `a` has not m·n elements, `s` not n, `vt` not n², or `work` fewer than
/// [`svd_workspace`]; [`KernelError::NoConvergence`] if an element is not finite.
pub fn svd<T: Float>(
    a: &mut [T],
    m: usize,
    n: usize,
    s: &mut [T],
    vt: &mut [T],
    work: &mut [T],
) -> Result<(), KernelError> {
    length("svd", m.checked_mul(n), a.len())?;
    length("svd", Some(n), s.len())?;
    length("svd", n.checked_mul(n), vt.len())?;
    let needed = svd_workspace::<T>(m, n);
    if work.len() < needed || m < n {
        return Err(KernelError::Length { operation: "svd", needed, length: work.len() });
    }
    let most = largest(a);
    if !most.is_finite() {
        return Err(KernelError::NoConvergence { operation: "svd" });
    }
    let factor = safe_scale(most);
    if factor != T::ONE {
        scale(a, factor);
    }
    let (columns, rest) = work.split_at_mut(n * n);
    let (q, rest) = rest.split_at_mut(m * n);
    let (spare, rest) = rest.split_at_mut(n);
    if m > n {
        qr(a, m, n, q, rest)?;
    }
    columns.copy_from_slice(&a[..n * n]);
    transpose(columns, n);
    identity_columns(vt, n);
    orthogonalise(columns, n, s, vt, spare)?;
    normalise(columns, s);
    if m > n {
        let left = MatRef::row_major(q, m, n);
        matmul(left, MatRef::row_major(columns, n, n).transposed(), MatMut::row_major(a, m, n), false, rest);
    } else {
        a.copy_from_slice(columns);
        transpose(a, n);
    }
    if factor != T::ONE {
        for s in s.iter_mut() {
            *s /= factor;
        }
    }
    Ok(())
}

/// Rotates the columns, which lie one after the other, until every two are orthogonal; `s` becomes their norms.
fn orthogonalise<T: Float>(
    columns: &mut [T],
    n: usize,
    s: &mut [T],
    vt: &mut [T],
    spare: &mut [T],
) -> Result<(), KernelError> {
    let tolerance = T::epsilon() * sqrt(<T as num_traits::NumCast>::from(n.max(1)).unwrap_or(T::ONE));
    for (s, column) in s.iter_mut().zip(columns.chunks_exact(n.max(1))) {
        *s = norm(column);
    }
    for _ in 0..SWEEPS {
        let mut orthogonal = true;
        let (mut columns, mut vt, mut s) = (&mut *columns, &mut *vt, &mut *s);
        // Split instead of indexed: nothing is left to check.
        while let (Some((x, columns_behind)), Some((vx, vt_behind)), Some((long, s_behind))) =
            (columns.split_at_mut_checked(n), vt.split_at_mut_checked(n), s.split_first_mut())
        {
            let behind = columns_behind.chunks_exact_mut(n.max(1)).zip(vt_behind.chunks_exact_mut(n.max(1)));
            for ((y, vy), short) in behind.zip(&mut *s_behind) {
                if *long < *short {
                    core::mem::swap(long, short);
                    swap(x, y);
                    swap(vx, vy);
                }
                let cosine = cosine([x, y], [*long, *short], spare);
                if cosine.magnitude() <= tolerance {
                    continue;
                }
                orthogonal = false;
                let (c, sine, _) = rotation((*short / *long - *long / *short) / (T::TWO * cosine));
                rotate(x, y, c, sine);
                (*long, *short) = (norm(x), norm(y));
                rotate(vx, vy, c, sine);
            }
            (columns, vt, s) = (columns_behind, vt_behind, s_behind);
        }
        if orthogonal {
            return Ok(());
        }
    }
    Err(KernelError::NoConvergence { operation: "svd" })
}

fn swap<T>(x: &mut [T], y: &mut [T]) {
    x.iter_mut().zip(y).for_each(|(x, y)| core::mem::swap(x, y));
}

/// The cosine of the angle between two columns of these norms, the second not longer; 0 beside a column of nothing.
fn cosine<T: Float>([x, y]: [&[T]; 2], [long, short]: [T; 2], spare: &mut [T]) -> T {
    let least = T::min_positive_value() / T::epsilon();
    if short <= least {
        return T::ZERO;
    }
    if long * short > least {
        return dot(x, y) / long / short;
    }
    // The products would vanish: the shorter column is brought to length 1 first.
    let unit = short.recip();
    spare.iter_mut().zip(y).for_each(|(u, &y)| *u = y * unit);
    dot(x, spare) / long
}

/// Columns of length 1. One of nothing becomes any that is orthogonal to the others: a left singular vector of 0.
fn normalise<T: Float>(columns: &mut [T], s: &mut [T]) {
    let n = s.len();
    for j in 0..n {
        let least = T::min_positive_value() / T::epsilon();
        if s[j] > least {
            columns[j * n..(j + 1) * n].iter_mut().for_each(|x| *x /= s[j]);
            continue;
        }
        // Columns are in order of their norms: those behind are of nothing too, and get theirs later.
        let (before, behind) = columns.split_at_mut(j * n);
        let column = &mut behind[..n];
        for axis in 0..n {
            column.fill(T::ZERO);
            column[axis] = T::ONE;
            for _ in 0..2 {
                for other in before.chunks_exact(n) {
                    let along = dot(other, column);
                    add_scaled(column, -along, other);
                }
            }
            let length = norm(column);
            // Some axis has at least this much left: the squares over all axes add up to n − j ≥ 1.
            if length * length * <T as num_traits::NumCast>::from(2 * n).unwrap_or(T::ONE) >= T::ONE {
                scale(column, length.recip());
                break;
            }
        }
    }
}
