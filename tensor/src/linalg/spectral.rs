//! Orthogonal factorisations, and what they give: QR, eigenvectors, singular values, pseudo-inverse; the exponential.

use super::{Entry, behind, count, factors, nan, owned, part, part_mut, sides, unsupported};
use crate::{dtype::each_float, pool::zeros, tensor::Tensor};
use alloc::{vec, vec::Vec};
use cotangent_kernels::{MatMut, MatRef, linalg, matmul, matmul_workspace};

impl Tensor {
    /// The reduced QR factorisation of each m × n matrix: Q of shape […, m, k] and R of shape […, k, n], k = min(m, n),
    /// with no negative element on the diagonal of R.
    ///
    /// # Panics
    /// The dtype is neither f32 nor f64.
    #[must_use]
    #[track_caller]
    pub fn qr(&self) -> [Tensor; 2] {
        each_float!(self.dtype(), T => qr::<T>(self), unsupported("qr", self.dtype()))
    }

    /// Ascending eigenvalues and, as columns, eigenvectors of each symmetric matrix; NaN for one with an element that
    /// is not finite.
    ///
    /// # Panics
    /// The dtype is neither f32 nor f64.
    #[must_use]
    #[track_caller]
    pub fn eigh(&self) -> [Tensor; 2] {
        each_float!(self.dtype(), T => eigh::<T>(self), unsupported("eigh", self.dtype()))
    }

    /// The thin singular value decomposition of each m × n matrix: U of shape […, m, k], descending singular values […,
    /// k], and Vᵀ of shape […, k, n], k = min(m, n); NaN for one with an element that is not finite.
    ///
    /// # Panics
    /// The dtype is neither f32 nor f64.
    #[must_use]
    #[track_caller]
    pub fn svd(&self) -> [Tensor; 3] {
        each_float!(self.dtype(), T => svd::<T>(self), unsupported("svd", self.dtype()))
    }

    /// The Moore–Penrose inverse of each m × n matrix. Singular values up to max(m, n)·ε times the largest count as
    /// zero.
    ///
    /// # Panics
    /// The dtype is neither f32 nor f64.
    #[must_use]
    #[track_caller]
    pub fn pinv(&self) -> Tensor {
        each_float!(self.dtype(), T => pinv::<T>(self), unsupported("pinv", self.dtype()))
    }

    /// The exponential of each matrix, or its derivative of order k along k directions: with the mixed part of
    /// exp(A + t₁E₁ + … + tₖEₖ) in t₁⋯tₖ. NaN for a matrix that is not finite.
    ///
    /// # Panics
    /// The dtype is neither f32 nor f64.
    #[must_use]
    #[track_caller]
    pub fn expm(&self, directions: &[&Tensor]) -> Tensor {
        each_float!(self.dtype(), T => expm::<T>(self, directions), unsupported("expm", self.dtype()))
    }
}

fn qr<T: Entry>(x: &Tensor) -> [Tensor; 2] {
    let [m, n] = sides(x);
    let k = m.min(n);
    let mut a = owned::<T>(x);
    let mut q = zeros::<T>(count(x) * m * k);
    let mut r = Vec::with_capacity(count(x) * k * n);
    let mut work = vec![T::ZERO; linalg::qr_workspace(m, n)];
    for i in 0..count(x) {
        let (a, q) = (part_mut(&mut a, m * n, i), part_mut(&mut q, m * k, i));
        factors::qr(a, m, n, q, &mut work);
        r.extend_from_slice(&a[..k * n]);
    }
    [Tensor::new(behind(x, &[m, k]), q), Tensor::new(behind(x, &[k, n]), r)]
}

fn eigh<T: Entry>(x: &Tensor) -> [Tensor; 2] {
    let [n, _] = sides(x);
    let mut v = owned::<T>(x);
    let mut w = zeros::<T>(count(x) * n);
    let mut work = vec![T::ZERO; linalg::symmetric_eigen_workspace(n)];
    for i in 0..count(x) {
        let (v, w) = (part_mut(&mut v, n * n, i), part_mut(&mut w, n, i));
        if factors::symmetric_eigen(v, n, w, &mut work).is_err() {
            v.fill(nan());
            w.fill(nan());
        }
    }
    [Tensor::new(behind(x, &[n]), w), Tensor::new(x.shape().clone(), v)]
}

/// Every matrix transposed.
fn flipped(x: &Tensor) -> Tensor {
    let rank = x.shape().rank();
    x.transpose(&(0..rank - 2).chain([rank - 1, rank - 2]).collect::<Vec<_>>())
}

fn svd<T: Entry>(x: &Tensor) -> [Tensor; 3] {
    let [m, n] = sides(x);
    if m < n {
        let [u, s, vt] = svd::<T>(&flipped(x));
        return [flipped(&vt), s, flipped(&u)];
    }
    let mut u = owned::<T>(x);
    let mut s = zeros::<T>(count(x) * n);
    let mut vt = zeros::<T>(count(x) * n * n);
    let mut work = vec![T::ZERO; linalg::svd_workspace::<T>(m, n)];
    for i in 0..count(x) {
        let (u, s) = (part_mut(&mut u, m * n, i), part_mut(&mut s, n, i));
        let vt = part_mut(&mut vt, n * n, i);
        if factors::svd(u, m, n, s, vt, &mut work).is_err() {
            u.fill(nan());
            s.fill(nan());
            vt.fill(nan());
        }
    }
    [Tensor::new(x.shape().clone(), u), Tensor::new(behind(x, &[n]), s), Tensor::new(behind(x, &[n, n]), vt)]
}

/// V·diag(1/s)·Uᵀ.
fn pinv<T: Entry>(x: &Tensor) -> Tensor {
    let [m, n] = sides(x);
    let k = m.min(n);
    let [u, s, vt] = svd::<T>(x);
    let (u, s, vt) = (owned::<T>(&u), s.elements::<T>(), vt.elements::<T>());
    let mut out = zeros::<T>(count(x) * n * m);
    let mut scaled = u;
    let mut work = vec![T::ZERO; matmul_workspace::<T>(n, k, m)];
    for i in 0..count(x) {
        let (u, s) = (part_mut(&mut scaled, m * k, i), part(&s, k, i));
        let size = <T as num_traits::NumCast>::from(m.max(n)).expect("a size is a float");
        let least = s.first().map_or(T::ZERO, |&s| s * size * T::epsilon());
        for row in u.chunks_exact_mut(k.max(1)) {
            row.iter_mut().zip(s).for_each(|(u, &s)| *u = if s <= least { T::ZERO } else { *u / s });
        }
        let v = MatRef::row_major(part(&vt, k * n, i), k, n).transposed();
        let ut = MatRef::row_major(u, m, k).transposed();
        matmul(v, ut, MatMut::row_major(part_mut(&mut out, n * m, i), n, m), false, &mut work);
    }
    Tensor::new(behind(x, &[n, m]), out)
}

/// By a matrix of 2ᵏ × 2ᵏ blocks: rows and columns stand for sets of directions, A for none more, Eⱼ for j more. The
/// block from none to all is the derivative (Higham, "Functions of matrices", doi:10.1137/1.9780898717778, §3.2, eq.
/// 3.16, repeated).
fn expm<T: Entry>(x: &Tensor, directions: &[&Tensor]) -> Tensor {
    let [n, _] = sides(x);
    let blocks = 1_usize << directions.len();
    let size = blocks * n;
    let a = x.elements::<T>();
    let along: Vec<_> = directions.iter().map(|e| e.elements::<T>()).collect();
    let mut out = zeros::<T>(x.shape().size());
    let (mut whole, mut pivots) = (vec![T::ZERO; size * size], vec![0; size]);
    let mut work = vec![T::ZERO; linalg::expm_workspace::<T>(size)];
    for i in 0..count(x) {
        whole.fill(T::ZERO);
        let mut put = |row: usize, column: usize, block: &[T], factor: T| {
            for (r, values) in block.chunks_exact(n.max(1)).enumerate() {
                let at = (row * n + r) * size + column * n;
                whole[at..at + n].iter_mut().zip(values).for_each(|(w, &x)| *w = x * factor);
            }
        };
        // Directions of length about 1, so that they do not decide on the scaling; the derivative is linear in each.
        let lengths: Vec<T> = along.iter().map(|e| power_of_two(part(e, n * n, i))).collect();
        for row in 0..blocks {
            put(row, row, part(&a, n * n, i), T::ONE);
            for (j, e) in along.iter().enumerate().filter(|(j, _)| row >> j & 1 == 0) {
                put(row, row | 1 << j, part(e, n * n, i), lengths[j].recip());
            }
        }
        let done = linalg::expm(&mut whole, size, &mut pivots, &mut work).is_ok();
        for (r, out) in part_mut(&mut out, n * n, i).chunks_exact_mut(n.max(1)).enumerate() {
            let values = &whole[r * size + size - n..(r + 1) * size];
            out.iter_mut().zip(values).for_each(|(out, &x)| *out = lengths.iter().fold(x, |x, &length| x * length));
            if !done {
                out.fill(nan());
            }
        }
    }
    Tensor::new(x.shape().clone(), out)
}

/// The power of two nearest below the largest magnitude; 1 of nothing and of what is not finite.
fn power_of_two<T: Entry>(x: &[T]) -> T {
    let most = x.iter().fold(T::ZERO, |m, &x| m.larger(x.magnitude()));
    if most == T::ZERO || !most.is_finite() {
        return T::ONE;
    }
    let (mantissa, exponent, _) = most.integer_decode();
    let power = T::TWO.powi(i32::from(exponent) + mantissa.ilog2() as i32);
    power.larger(T::min_positive_value())
}
