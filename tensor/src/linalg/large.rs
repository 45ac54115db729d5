//! Large matrices by the `faer` crate, which blocks for caches. Each function leaves its operands as they are and says
//! `false` where faer finds no result; our kernels then say why.

use super::Entry;
use alloc::vec::Vec;
use faer::{MatRef, Side};

/// The order from which faer is faster.
pub(super) const LEAST: usize = 48;

fn view<T>(a: &[T], m: usize, n: usize) -> MatRef<'_, T> {
    MatRef::from_row_major_slice(a, m, n)
}

fn is_finite<T: Entry>(a: &[T]) -> bool {
    a.iter().all(|x| num_traits::Float::is_finite(*x))
}

/// Copies a matrix in row-major order.
fn put<T: Entry>(out: &mut [T], n: usize, a: MatRef<'_, T>) {
    for (i, row) in out.chunks_exact_mut(n).enumerate() {
        row.iter_mut().enumerate().for_each(|(j, x)| *x = a[(i, j)]);
    }
}

pub(super) fn cholesky<T: Entry>(a: &mut [T], n: usize) -> bool {
    match view(a, n, n).llt(Side::Lower) {
        Ok(factor) if is_finite(a) => {
            put(a, n, factor.L());
            true
        }
        _ => false,
    }
}

pub(super) fn lu<T: Entry>(a: &mut [T], n: usize, pivots: &mut [usize]) -> bool {
    let factors = view(a, n, n).partial_piv_lu();
    let (l, u) = (factors.L(), factors.U());
    let regular = (0..n).all(|i| u[(i, i)] != T::ZERO && num_traits::Float::is_finite(u[(i, i)]));
    if !regular || !is_finite(a) {
        return false;
    }
    for (i, row) in a.chunks_exact_mut(n).enumerate() {
        row.iter_mut().enumerate().for_each(|(j, x)| *x = if j < i { l[(i, j)] } else { u[(i, j)] });
    }
    // The permutation as row exchanges.
    let (order, _) = factors.P().arrays();
    let (mut rows, mut places): (Vec<usize>, Vec<usize>) = ((0..n).collect(), (0..n).collect());
    for (i, pivot) in pivots.iter_mut().enumerate() {
        *pivot = places[order[i]];
        places.swap(rows[i], rows[*pivot]);
        rows.swap(i, *pivot);
    }
    true
}

pub(super) fn qr<T: Entry>(a: &mut [T], m: usize, n: usize, q: &mut [T]) -> bool {
    if !is_finite(a) {
        return false;
    }
    let k = m.min(n);
    let factors = view(a, m, n).qr();
    let (r, basis) = (factors.thin_R(), factors.compute_thin_Q());
    let sign = |i: usize| if r[(i, i)] < T::ZERO { -T::ONE } else { T::ONE };
    for (i, row) in a.chunks_exact_mut(n).enumerate() {
        row.iter_mut().enumerate().for_each(|(j, x)| *x = if i < k && j >= i { sign(i) * r[(i, j)] } else { T::ZERO });
    }
    for (i, row) in q.chunks_exact_mut(k).enumerate() {
        row.iter_mut().enumerate().for_each(|(j, x)| *x = sign(j) * basis[(i, j)]);
    }
    true
}

pub(super) fn symmetric_eigen<T: Entry>(a: &mut [T], n: usize, w: &mut [T]) -> bool {
    if !is_finite(a) {
        return false;
    }
    let Ok(eigen) = view(a, n, n).self_adjoint_eigen(Side::Lower) else { return false };
    put(a, n, eigen.U());
    w.iter_mut().enumerate().for_each(|(i, w)| *w = eigen.S().column_vector()[i]);
    true
}

pub(super) fn svd<T: Entry>(a: &mut [T], m: usize, n: usize, s: &mut [T], vt: &mut [T]) -> bool {
    if !is_finite(a) {
        return false;
    }
    let Ok(factors) = view(a, m, n).thin_svd() else { return false };
    put(a, n, factors.U());
    put(vt, n, factors.V().transpose());
    s.iter_mut().enumerate().for_each(|(i, s)| *s = factors.S().column_vector()[i]);
    true
}
