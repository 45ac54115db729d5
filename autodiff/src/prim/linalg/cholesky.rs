//! The Cholesky factor.

use super::{Linalg, Triangular, square, transposed, which};
use crate::{
    array::Array,
    bind::{bind, or_raise},
    prim::Prim,
};
use alloc::format;
use cotangent_tensor::{Error, ErrorKind};

fn factor(a: &Array) -> Array {
    bind(&Prim::Linalg(Linalg::Cholesky), [a])
}

/// dL = L·Φ(L⁻¹·dA·L⁻ᵀ), where Φ keeps the lower triangle and halves the diagonal.
/// (Murray, "Differentiation of the Cholesky decomposition", arXiv:1602.07527, eq. 8.)
pub(super) fn jvp(a: &Array, da: Option<&Array>) -> (Array, Option<Array>) {
    let l = factor(a);
    let Some(da) = da else { return (l, None) };
    let solve = |b: &Array| Triangular::LOWER.solve(&l, b);
    let inner = solve(&transposed(&solve(da)));
    let halved = (inner.tril(0) + inner.tril(-1)) * 0.5;
    let dl = l.matmul(&halved);
    (l, Some(dl))
}

/// (A + Aᵀ)/2.
pub(crate) fn symmetrised(a: &Array) -> Array {
    (a + transposed(a)) * 0.5
}

impl Array {
    /// The lower Cholesky factor L of (A + Aᵀ)/2 = L·Lᵀ, of each matrix, with zeros above the diagonal. The matrix is
    /// symmetrised first, so that the gradient is symmetric; of a symmetric matrix that changes no bit.
    ///
    /// Shape […, n, n] to […, n, n]; integers become floats. Derivative dL = L·Φ(L⁻¹·dA·L⁻ᵀ), Φ the lower triangle with
    /// half the diagonal (Murray, arXiv:1602.07527). Backward stable: the factor is exact for a matrix within n·ε·‖A‖.
    ///
    /// A matrix that is not positive definite, or has a NaN, is an error where its values can be read. Under `vmap` and
    /// `compile`, where they cannot, its factor is NaN throughout, as in JAX, and its neighbours in the batch are
    /// right.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let l = array([[4.0, 2.0], [2.0, 5.0]]).cholesky();
    /// assert_eq!(l.to_vec::<f64>()?, [2.0, 0.0, 1.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// No square matrices; one that is known not to be positive definite.
    #[track_caller]
    pub fn cholesky(&self) -> Array {
        or_raise(self.try_cholesky())
    }

    /// [`Array::cholesky`] with the error as a value.
    ///
    /// # Errors
    /// No square matrices; one that is known not to be positive definite ([`ErrorKind::Value`]).
    #[track_caller]
    pub fn try_cholesky(&self) -> Result<Array, Error> {
        let a = symmetrised(&square("cholesky", self)?);
        let l = factor(&a);
        if let (Ok(values), Ok(a)) = (l.read("cholesky"), a.read("cholesky"))
            && values.has_nan()
            && let Some((matrix, minor)) = a.indefinite()
        {
            let which = which(a.shape(), matrix);
            let text = format!("cholesky: {which} is not positive definite (its leading minor of order {minor})");
            return Err(Error::new(ErrorKind::Value, text));
        }
        Ok(l)
    }
}
