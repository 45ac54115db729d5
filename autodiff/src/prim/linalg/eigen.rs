//! Eigenvalues and eigenvectors of symmetric matrices.

use super::{Factor, cholesky::symmetrised, square, transposed};
use crate::{array::Array, bind::or_raise};
use cotangent_tensor::Error;

/// With D = Vᵀ·dA·V: dw = diag(D), dV = V·(F∘D), Fᵢⱼ = 1/(wⱼ − wᵢ) beside the diagonal and 0 on it.
/// (Giles, "An extended collection of matrix derivative results", 2008, §3.1.)
pub(super) fn jvp(a: &Array, da: Option<&Array>) -> [(Array, Option<Array>); 2] {
    let [w, v] = Factor::Eigh.of(a);
    let Some(da) = da else { return [(w, None), (v, None)] };
    let inner = transposed(&v).matmul(da).matmul(&v);
    let dv = v.matmul(&(inverse_gaps(&w.expand(-2), &w.expand(-1)) * &inner));
    let dw = inner.diagonal(0, -2, -1);
    [(w, Some(dw)), (v, Some(dv))]
}

/// 1/(x − y) of a row x and a column y, and 0 on the diagonal, where they are equal.
pub(super) fn inverse_gaps(x: &Array, y: &Array) -> Array {
    let gaps = x - y;
    let identity = Array::eye(gaps.shape()[gaps.rank() - 1], gaps.dtype());
    (gaps + &identity).reciprocal() - identity
}

impl Array {
    /// Eigenvalues and eigenvectors of (A + Aᵀ)/2 for each matrix A, as (w, V): w ascends, and column i of the
    /// orthogonal matrix V belongs to wᵢ. The sign of an eigenvector is not determined.
    ///
    /// Shape […, n, n] to […, n] and […, n, n]. Eigenvalues are right within n·ε·‖A‖; up to order 16, those of a graded
    /// positive definite matrix each to its own digits. A matrix with NaN or ∞ gives NaN.
    ///
    /// Derivative: with D = Vᵀ·dA·V, dw = diag(D) and dV = V·(F∘D), Fᵢⱼ = 1/(wⱼ − wᵢ) (Giles 2008, §3.1). Where
    /// eigenvalues are equal, eigenvectors have none: NaN, as in JAX. First derivatives of symmetric functions of the
    /// eigenvalues are right there.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let (w, v) = array([[3.0, 0.0], [0.0, 1.0]]).eigh();
    /// assert_eq!(w.to_vec::<f64>()?, [1.0, 3.0]);
    /// assert_eq!(v.to_vec::<f64>()?, [0.0, 1.0, 1.0, 0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// No square matrices.
    #[track_caller]
    pub fn eigh(&self) -> (Array, Array) {
        or_raise(self.try_eigh())
    }

    /// [`Array::eigh`] with the error as a value.
    ///
    /// # Errors
    /// No square matrices.
    #[track_caller]
    pub fn try_eigh(&self) -> Result<(Array, Array), Error> {
        let [w, v] = Factor::Eigh.of(&symmetrised(&square("eigh", self)?));
        Ok((w, v))
    }

    /// The eigenvalues of (A + Aᵀ)/2 for each matrix A, ascending. They are those of [`Array::eigh`].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[2.0, 0.0], [0.0, 1.0]]).eigvalsh().to_vec::<f64>()?, [1.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// No square matrices.
    #[track_caller]
    pub fn eigvalsh(&self) -> Array {
        or_raise(self.try_eigvalsh())
    }

    /// [`Array::eigvalsh`] with the error as a value.
    ///
    /// # Errors
    /// No square matrices.
    #[track_caller]
    pub fn try_eigvalsh(&self) -> Result<Array, Error> {
        let [w, _] = Factor::Eigh.of(&symmetrised(&square("eigvalsh", self)?));
        Ok(w)
    }
}
