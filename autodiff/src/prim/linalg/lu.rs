//! The LU factorisation, and the systems that it solves.

use super::{Factor, Linalg, Triangular, square, transposed, triangular};
use crate::{
    array::Array,
    bind::{bind, or_raise},
    prim::{Prim, lin},
};
use cotangent_tensor::{DType, Error};

/// The packed factors, and the permutation.
#[track_caller]
fn factor(a: &Array) -> [Array; 2] {
    Factor::Lu.of(a)
}

/// P·A = L·U: row i is row `permutation[i]` of A. P has one 1 in each row.
fn permutation_matrix(permutation: &Array, dtype: DType) -> Array {
    let shape = permutation.shape();
    let columns = Array::iota(shape[shape.rank() - 1], DType::I32);
    permutation.expand(-1).eq(&columns).convert(dtype)
}

/// L, with its unit diagonal, and U.
fn unpack(packed: &Array) -> [Array; 2] {
    let n = packed.shape()[packed.rank() - 1];
    [packed.tril(-1) + Array::eye(n, packed.dtype()), packed.triu(0)]
}

/// With X = L⁻¹·P·dA·U⁻¹: dL = L·(X below the diagonal), dU = (the rest of X)·U.
/// (de Hoog, Anderssen, Lukas, "Differentiation of matrix functionals using triangular factorization",
/// doi:10.1090/S0025-5718-2011-02451-8.)
pub(super) fn jvp_factor(a: &Array, da: Option<&Array>) -> [(Array, Option<Array>); 2] {
    let [packed, permutation] = factor(a);
    let dpacked = da.map(|da| {
        let [l, u] = unpack(&packed);
        let unit_lower = Triangular { unit: true, ..Triangular::LOWER };
        let left = unit_lower.solve(&packed, &permutation_matrix(&permutation, a.dtype()).matmul(da));
        let x = transposed(&Triangular::UPPER.transposed().solve(&packed, &transposed(&left)));
        l.matmul(&x.tril(-1)) + x.triu(0).matmul(&u)
    });
    [(packed, dpacked), (permutation, None)]
}

/// Solves A·x = b, or Aᵀ·x = b, with the factors of A, which are constants: the derivative knows A itself.
fn solve_with(transposed: bool, a: &Array, [packed, permutation]: [&Array; 2], b: &Array) -> Array {
    bind(&Prim::Linalg(Linalg::LuSolve { transposed }), [a, packed, permutation, b])
}

/// dx = A⁻¹·(db − dA·x), with the same factors.
pub(super) fn jvp_solve(trans: bool, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
    let [a, packed, permutation, b] = xs[..] else { unreachable!("four operands") };
    let solve = |b: &Array| solve_with(trans, a, [packed, permutation], b);
    let x = solve(b);
    let moved = dxs[0].map(|da| -(if trans { transposed(da) } else { da.clone() }).matmul(&x));
    let dx = lin::sum(dxs[3].cloned(), moved).map(|right| solve(&right));
    (x, dx)
}

/// A⁻¹, from the factors of A; NaN for a singular matrix.
fn inverse_with(a: &Array, [packed, permutation]: [&Array; 2]) -> Array {
    let shape = a.shape();
    let identity = Array::eye(shape[shape.rank() - 1], a.dtype()).broadcast_to(&shape);
    solve_with(false, a, [packed, permutation], &identity)
}

/// A⁻¹; NaN for a singular matrix.
pub(crate) fn inverse(a: &Array) -> Array {
    let [packed, permutation] = factor(&a.stop_gradient());
    inverse_with(a, [&packed, &permutation])
}

impl Array {
    /// The factorisation A = P·L·U with partial pivoting, as (P, L, U): a permutation matrix, a lower triangle with
    /// unit diagonal, an upper triangle. Of each matrix of […, n, n]; also of a singular one, whose U has a zero on the
    /// diagonal.
    ///
    /// Derivative: with X = L⁻¹·Pᵀ·dA·U⁻¹, dL = L·(X below the diagonal), dU = (the rest of X)·U; P is constant. Not
    /// finite for a singular matrix. Backward stable up to the growth of pivots (Golub, Van Loan, "Matrix
    /// computations", §3.4).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let (p, l, u) = array([[1.0, 2.0], [4.0, 4.0]]).lu();
    /// assert_eq!(p.to_vec::<f64>()?, [0.0, 1.0, 1.0, 0.0]);
    /// assert_eq!(l.to_vec::<f64>()?, [1.0, 0.0, 0.25, 1.0]);
    /// assert_eq!(u.to_vec::<f64>()?, [4.0, 4.0, 0.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// No square matrices.
    #[track_caller]
    pub fn lu(&self) -> (Array, Array, Array) {
        or_raise(self.try_lu())
    }

    /// [`Array::lu`] with the error as a value.
    ///
    /// # Errors
    /// No square matrices.
    #[track_caller]
    pub fn try_lu(&self) -> Result<(Array, Array, Array), Error> {
        let [packed, permutation] = factor(&square("lu", self)?);
        let [l, u] = unpack(&packed);
        Ok((transposed(&permutation_matrix(&permutation, packed.dtype())), l, u))
    }

    /// Solves A·x = b for each matrix A of this array, by LU factorisation with partial pivoting. The factors are
    /// computed once and serve the derivatives of all orders too.
    ///
    /// This array has shape […, n, n]; b is a vector `[n]` or matrices […, n, k], whose leading axes broadcast. Linear in
    /// b; dx = A⁻¹·(db − dA·x). The residual is of the order of n·ε·‖A‖·‖x‖; the error that times the condition of A.
    ///
    /// A singular matrix (a pivot of exactly zero, or NaN) is an error where it can be read; under `vmap` and `compile`
    /// its solution is NaN.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let a = array([[0.0, 2.0], [1.0, 1.0]]);
    /// assert_eq!(a.solve(&array([4.0, 3.0])).to_vec::<f64>()?, [1.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// No square matrices, right-hand sides that do not fit, a matrix known to be singular.
    #[track_caller]
    pub fn solve(&self, b: &Array) -> Array {
        or_raise(self.try_solve(b))
    }

    /// [`Array::solve`] with the error as a value.
    ///
    /// # Errors
    /// No square matrices, right-hand sides that do not fit, a matrix known to be singular
    /// ([`ErrorKind::Value`](cotangent_tensor::ErrorKind::Value)).
    #[track_caller]
    pub fn try_solve(&self, b: &Array) -> Result<Array, Error> {
        let system = triangular::System::new("solve", self, b)?;
        let [packed, permutation] = factor(&system.a.stop_gradient());
        triangular::check_diagonal("solve", &packed)?;
        Ok(system.solution(solve_with(false, &system.a, [&packed, &permutation], &system.b)))
    }

    /// The inverse of each matrix. To solve a system, [`Array::solve`] is faster and more accurate.
    ///
    /// Shape […, n, n] to […, n, n]. Derivative −A⁻¹·dA·A⁻¹. Singular matrices as in [`Array::solve`].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let inverse = array([[2.0, 1.0], [0.0, 4.0]]).inv();
    /// assert_eq!(inverse.to_vec::<f64>()?, [0.5, -0.125, 0.0, 0.25]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// No square matrices, a matrix known to be singular.
    #[track_caller]
    pub fn inv(&self) -> Array {
        or_raise(self.try_inv())
    }

    /// [`Array::inv`] with the error as a value.
    ///
    /// # Errors
    /// No square matrices, a matrix known to be singular ([`ErrorKind::Value`](cotangent_tensor::ErrorKind::Value)).
    #[track_caller]
    pub fn try_inv(&self) -> Result<Array, Error> {
        let a = square("inv", self)?;
        let [packed, permutation] = factor(&a.stop_gradient());
        triangular::check_diagonal("inv", &packed)?;
        Ok(inverse_with(&a, [&packed, &permutation]))
    }
}
