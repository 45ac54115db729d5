//! Determinants. The gradient of det is the matrix of cofactors, which is finite where the inverse is not.

use super::{Factor, Linalg, inner, inverse, square, transposed};
use crate::{
    array::Array,
    bind::{bind, or_raise},
    prim::Prim,
};
use cotangent_tensor::Error;

fn cofactors(a: &Array) -> Array {
    bind(&Prim::Linalg(Linalg::Cofactors), [a])
}

/// d det(A) = ⟨cof(A), dA⟩.
pub(super) fn jvp_det(a: &Array, da: Option<&Array>) -> (Array, Option<Array>) {
    let det = bind(&Prim::Linalg(Linalg::Det), [a]);
    (det, da.map(|da| inner(&cofactors(a), da)))
}

/// C = det(A)·A⁻ᵀ has dC = tr(A⁻¹·dA)·C − A⁻ᵀ·dAᵀ·C: not finite for a singular matrix.
pub(super) fn jvp_cofactors(a: &Array, da: Option<&Array>) -> (Array, Option<Array>) {
    let c = cofactors(a);
    let Some(da) = da else { return (c, None) };
    let adjoint = transposed(&inverse(a));
    let trace = inner(&adjoint, da).expand(-1).expand(-1);
    let dc = trace * &c - adjoint.matmul(&transposed(da)).matmul(&c);
    (c, Some(dc))
}

/// d ln|det A| = tr(A⁻¹·dA); the sign is constant.
pub(super) fn jvp_slogdet(a: &Array, da: Option<&Array>) -> [(Array, Option<Array>); 2] {
    let [sign, log] = Factor::Slogdet.of(a);
    let dlog = da.map(|da| inner(&transposed(&inverse(a)), da));
    [(sign, None), (log, dlog)]
}

/// The determinant of matrices of order 1 to 3, as the polynomial that it is: exact derivatives of all orders, singular
/// or not.
fn expanded(a: &Array, n: usize) -> Array {
    let at = |i: usize, j: usize| a.slice(-2, i..=i).slice(-1, j..=j).squeeze(-1).squeeze(-1);
    let minor = |[i, k]: [usize; 2], [j, l]: [usize; 2]| at(i, j) * at(k, l) - at(i, l) * at(k, j);
    match n {
        1 => at(0, 0),
        2 => minor([0, 1], [0, 1]),
        _ => at(0, 0) * minor([1, 2], [1, 2]) - at(0, 1) * minor([1, 2], [0, 2]) + at(0, 2) * minor([1, 2], [0, 1]),
    }
}

impl Array {
    /// The determinant of each matrix: of order up to 3 by its formula, above by LU factorisation.
    ///
    /// Shape […, n, n] to […]; 1 of an empty matrix. The derivative is the matrix of cofactors, det(A)·A⁻ᵀ, and its
    /// limit where A is singular. Further derivatives at singular matrices exist up to order 3 × 3, and are NaN above.
    ///
    /// ```
    /// use cotangent_autodiff::{array, grad, Array};
    /// let singular = array([[1.0, 2.0], [2.0, 4.0]]);
    /// assert_eq!(singular.det().item::<f64>()?, 0.0);
    /// assert_eq!(grad(Array::det)(&singular).to_vec::<f64>()?, [4.0, -2.0, -2.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// No square matrices.
    #[track_caller]
    pub fn det(&self) -> Array {
        or_raise(self.try_det())
    }

    /// [`Array::det`] with the error as a value.
    ///
    /// # Errors
    /// No square matrices.
    #[track_caller]
    pub fn try_det(&self) -> Result<Array, Error> {
        let a = square("det", self)?;
        Ok(match a.shape()[a.rank() - 1] {
            n @ 1..=3 => expanded(&a, n),
            _ => bind(&Prim::Linalg(Linalg::Det), [&a]),
        })
    }

    /// The sign of the determinant of each matrix, and ln|det|, which neither overflows nor underflows: (sign, log). Of
    /// a singular matrix (0, −∞).
    ///
    /// Shape […, n, n] to twice […]. Derivative of the logarithm A⁻ᵀ; the sign has none.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let (sign, log) = array([[0.0, 2.0], [1.0, 0.0]]).slogdet();
    /// assert_eq!((sign.item::<f64>()?, log.item::<f64>()?), (-1.0, core::f64::consts::LN_2));
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// No square matrices.
    #[track_caller]
    pub fn slogdet(&self) -> (Array, Array) {
        or_raise(self.try_slogdet())
    }

    /// [`Array::slogdet`] with the error as a value.
    ///
    /// # Errors
    /// No square matrices.
    #[track_caller]
    pub fn try_slogdet(&self) -> Result<(Array, Array), Error> {
        let [sign, log] = Factor::Slogdet.of(&square("slogdet", self)?);
        Ok((sign, log))
    }
}
