//! Factorisations that solve systems: Cholesky, LU, triangular; and determinants.

use super::{Entry, behind, count, factors, nan, owned, part, part_mut, sides, unsupported};
use crate::{dtype::each_float, pool::zeros, tensor::Tensor};
use alloc::{vec, vec::Vec};
use cotangent_kernels::{
    KernelError, Number,
    linalg::{self, Diagonal, Triangle},
};

impl Tensor {
    /// The lower Cholesky factor of each matrix, of which the lower triangle is read; NaN for one that is not positive
    /// definite.
    ///
    /// # Panics
    /// The dtype is neither f32 nor f64.
    #[must_use]
    #[track_caller]
    pub fn cholesky(&self) -> Tensor {
        each_float!(self.dtype(), T => cholesky::<T>(self).0, unsupported("cholesky", self.dtype()))
    }

    /// The first matrix that is not positive definite, and the order of its first leading minor that is not positive.
    #[must_use]
    #[track_caller]
    pub fn indefinite(&self) -> Option<(usize, usize)> {
        each_float!(self.dtype(), T => cholesky::<T>(self).1, unsupported("cholesky", self.dtype()))
    }

    /// Solves T·x = b for a triangle of each matrix; NaN where a diagonal element is zero or NaN. `b` has as many
    /// leading axes as this array, then [n, columns].
    ///
    /// # Panics
    /// The dtype is neither f32 nor f64.
    #[must_use]
    #[track_caller]
    pub fn solve_triangular(&self, b: &Tensor, triangle: Triangle, diagonal: Diagonal) -> Tensor {
        each_float!(
            self.dtype(),
            T => solve_triangular::<T>(self, b, triangle, diagonal),
            unsupported("triangular_solve", self.dtype())
        )
    }

    /// The LU factorisation with partial pivoting of each matrix: L (unit diagonal, below) and U in one array, and the
    /// permutation p as int32: row i of L·U is row pᵢ of the matrix. Complete for singular matrices too.
    ///
    /// # Panics
    /// The dtype is neither f32 nor f64.
    #[must_use]
    #[track_caller]
    pub fn lu(&self) -> [Tensor; 2] {
        each_float!(self.dtype(), T => lu::<T>(self), unsupported("lu", self.dtype()))
    }

    /// Solves A·x = b, or Aᵀ·x = b, with what [`Tensor::lu`] gave; NaN for a singular matrix.
    ///
    /// # Panics
    /// The dtype is neither f32 nor f64.
    #[must_use]
    #[track_caller]
    pub fn lu_solve(&self, permutation: &Tensor, b: &Tensor, transposed: bool) -> Tensor {
        each_float!(
            self.dtype(),
            T => lu_solve::<T>(self, permutation, b, transposed),
            unsupported("solve", self.dtype())
        )
    }

    /// The determinant of each matrix, from its LU factors.
    ///
    /// # Panics
    /// The dtype is neither f32 nor f64.
    #[must_use]
    #[track_caller]
    pub fn det(&self) -> Tensor {
        each_float!(self.dtype(), T => {
            let mut out = Vec::with_capacity(count(self));
            each_diagonal::<T>(self, |diagonal, sign| out.push(diagonal.fold(sign, |product, x| product * x)));
            Tensor::new(behind(self, &[]), out)
        }, unsupported("det", self.dtype()))
    }

    /// The sign of the determinant of each matrix, and the logarithm of its magnitude (−∞ for a singular one).
    ///
    /// # Panics
    /// The dtype is neither f32 nor f64.
    #[must_use]
    #[track_caller]
    pub fn slogdet(&self) -> [Tensor; 2] {
        each_float!(self.dtype(), T => {
            let (mut signs, mut logs) = (Vec::with_capacity(count(self)), Vec::with_capacity(count(self)));
            each_diagonal::<T>(self, |diagonal, sign| {
                let (sign, log) = diagonal.fold((sign, T::ZERO), |(sign, log), x| {
                    (sign * Number::sign(x), log + num_traits::Float::ln(x.magnitude()))
                });
                signs.push(sign);
                logs.push(log);
            });
            [Tensor::new(behind(self, &[]), signs), Tensor::new(behind(self, &[]), logs)]
        }, unsupported("slogdet", self.dtype()))
    }

    /// The cofactors of each matrix: det(A)·A⁻ᵀ, and their limit for a singular A.
    ///
    /// Exactly zero pivots are replaced by the rounding error of the largest element: that changes the matrix, and so
    /// its cofactors, which are polynomials, by no more than the factorisation does.
    ///
    /// # Panics
    /// The dtype is neither f32 nor f64.
    #[must_use]
    #[track_caller]
    pub fn cofactors(&self) -> Tensor {
        each_float!(self.dtype(), T => cofactors::<T>(self), unsupported("det", self.dtype()))
    }
}

fn cholesky<T: Entry>(x: &Tensor) -> (Tensor, Option<(usize, usize)>) {
    let [n, _] = sides(x);
    let mut l = owned::<T>(x);
    let mut first = None;
    for i in 0..count(x) {
        let matrix = part_mut(&mut l, n * n, i);
        if let Err(KernelError::NotPositiveDefinite { index }) = factors::cholesky(matrix, n) {
            matrix.fill(nan());
            first.get_or_insert((i, index + 1));
        }
    }
    (Tensor::new(x.shape().clone(), l), first)
}

fn solve_triangular<T: Entry>(t: &Tensor, b: &Tensor, triangle: Triangle, diagonal: Diagonal) -> Tensor {
    let [n, columns] = sides(b);
    let (t, mut x) = (t.elements::<T>(), owned::<T>(b));
    for i in 0..count(b) {
        let x = part_mut(&mut x, n * columns, i);
        if linalg::solve_triangular(part(&t, n * n, i), n, triangle, diagonal, x, columns).is_err() {
            x.fill(nan());
        }
    }
    Tensor::new(b.shape().clone(), x)
}

fn lu<T: Entry>(x: &Tensor) -> [Tensor; 2] {
    let [n, _] = sides(x);
    let mut packed = owned::<T>(x);
    let mut order = Vec::with_capacity(count(x) * n);
    let mut pivots = vec![0; n];
    for i in 0..count(x) {
        factors::lu(part_mut(&mut packed, n * n, i), n, &mut pivots);
        let start = order.len();
        order.extend(0..n as i32);
        pivots.iter().enumerate().for_each(|(i, &pivot)| order[start..].swap(i, pivot));
    }
    [Tensor::new(x.shape().clone(), packed), Tensor::new(behind(x, &[n]), order)]
}

fn lu_solve<T: Entry>(packed: &Tensor, permutation: &Tensor, b: &Tensor, transposed: bool) -> Tensor {
    let [n, columns] = sides(b);
    let (packed, order, b_values) = (packed.elements::<T>(), permutation.elements::<i32>(), b.elements::<T>());
    let mut x = zeros::<T>(b.shape().size());
    let mut rows = vec![T::ZERO; n * columns];
    for i in 0..count(b) {
        let (packed, order) = (part(&packed, n * n, i), part(&order, n, i));
        let (b, x) = (part(&b_values, n * columns, i), part_mut(&mut x, n * columns, i));
        let row = |i: usize| i * columns..(i + 1) * columns;
        let solved = if transposed {
            rows.copy_from_slice(b);
            let solved =
                linalg::solve_triangular(packed, n, Triangle::UpperTransposed, Diagonal::Stored, &mut rows, columns)
                    .and_then(|()| {
                        let lower = Triangle::LowerTransposed;
                        linalg::solve_triangular(packed, n, lower, Diagonal::Unit, &mut rows, columns)
                    });
            order.iter().enumerate().for_each(|(i, &p)| x[row(p as usize)].copy_from_slice(&rows[row(i)]));
            solved
        } else {
            order.iter().enumerate().for_each(|(i, &p)| x[row(i)].copy_from_slice(&b[row(p as usize)]));
            linalg::solve_triangular(packed, n, Triangle::Lower, Diagonal::Unit, x, columns)
                .and_then(|()| linalg::solve_triangular(packed, n, Triangle::Upper, Diagonal::Stored, x, columns))
        };
        if solved.is_err() {
            x.fill(nan());
        }
    }
    Tensor::new(b.shape().clone(), x)
}

/// The diagonal of U of each matrix, and the sign of its permutation.
fn each_diagonal<T: Entry>(x: &Tensor, mut read: impl FnMut(&mut dyn Iterator<Item = T>, T)) {
    let [n, _] = sides(x);
    let mut packed = owned::<T>(x);
    let mut pivots = vec![0; n];
    for i in 0..count(x) {
        let matrix = part_mut(&mut packed, n * n, i);
        factors::lu(matrix, n, &mut pivots);
        let sign = if linalg::is_odd(&pivots) { -T::ONE } else { T::ONE };
        read(&mut (0..n).map(|i| matrix[i * n + i]), sign);
    }
}

fn cofactors<T: Entry>(x: &Tensor) -> Tensor {
    let [n, _] = sides(x);
    let mut packed = owned::<T>(x);
    let mut pivots = vec![0; n];
    let mut inverse = vec![T::ZERO; n * n];
    let mut out = zeros::<T>(packed.len());
    for at in 0..count(x) {
        let (matrix, out) = (part_mut(&mut packed, n * n, at), part_mut(&mut out, n * n, at));
        let largest = matrix.iter().fold(T::ZERO, |m, &x| m.larger(x.magnitude()));
        let tiny = largest * T::epsilon();
        factors::lu(matrix, n, &mut pivots);
        for i in 0..n {
            let pivot = &mut matrix[i * n + i];
            if *pivot == T::ZERO {
                *pivot = if tiny == T::ZERO { T::epsilon() } else { tiny };
            }
        }
        let lengths = "the slices have the lengths of the matrix";
        let det = linalg::determinant(matrix, n, &pivots).expect(lengths);
        if linalg::inverse(matrix, n, &pivots, &mut inverse).is_err() {
            inverse.fill(nan());
        }
        for (i, x) in out.iter_mut().enumerate() {
            *x = det * inverse[i % n * n + i / n];
        }
    }
    Tensor::new(x.shape().clone(), out)
}
