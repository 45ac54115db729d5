//! The singular value decomposition.

use super::{Factor, eigen::inverse_gaps, matrices, transposed};
use crate::{array::Array, bind::or_raise};
use cotangent_tensor::Error;

/// With D = Uᵀ·dA·V and Fᵢⱼ = 1/(sⱼ² − sᵢ²): ds = diag(D), dU = U·(F∘(D·S + S·Dᵀ)) + (I − U·Uᵀ)·dA·V·S⁻¹, and dV the
/// same of Aᵀ. (Giles 2008, §3.2; Townsend, "Differentiating the singular value decomposition", 2016.)
pub(super) fn jvp(a: &Array, da: Option<&Array>) -> [(Array, Option<Array>); 3] {
    let [u, s, vt] = Factor::Svd.of(a);
    let Some(da) = da else { return [(u, None), (s, None), (vt, None)] };
    let v = transposed(&vt);
    let (row, column) = (s.expand(-2), s.expand(-1));
    let along = da.matmul(&v);
    let inner = transposed(&u).matmul(&along);
    // As a product, which keeps the digits of close values.
    let gaps = inverse_gaps(&row, &column) / (&row + &column);
    let weigh = |d: &Array| {
        let scaled = d * &row;
        &gaps * (&scaled + transposed(&scaled))
    };
    let [.., m, n] = a.shape()[..] else { unreachable!("matrices have two axes") };
    let mut du = u.matmul(&weigh(&inner));
    if m > n {
        du += (&along - u.matmul(&inner)) / &row;
    }
    let across = transposed(&inner);
    let mut dv = v.matmul(&weigh(&across));
    if n > m {
        dv += (transposed(da).matmul(&u) - v.matmul(&across)) / &row;
    }
    let ds = inner.diagonal(0, -2, -1);
    [(u, Some(du)), (s, Some(ds)), (vt, Some(transposed(&dv)))]
}

impl Array {
    /// The thin singular value decomposition A = U·diag(s)·Vᵀ of each matrix, as (U, s, Vᵀ): s descends, the columns of
    /// U and the rows of Vᵀ are orthonormal. The sign of a pair of singular vectors is not determined.
    ///
    /// Shape […, m, n] to […, m, k], […, k], […, k, n], k = min(m, n). By one-sided Jacobi rotations: singular values
    /// are right within n·ε·‖A‖, and where columns differ in length by magnitudes each to its own digits. A matrix with
    /// NaN or ∞ gives NaN.
    ///
    /// Derivative: with D = Uᵀ·dA·V, ds = diag(D); dU and dV as Giles (2008, §3.2). Singular vectors of equal or zero
    /// singular values have none: NaN or ∞, as in JAX.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let (u, s, vt) = array([[0.0, 2.0], [3.0, 0.0]]).svd();
    /// assert_eq!(s.to_vec::<f64>()?, [3.0, 2.0]);
    /// assert_eq!((u * s).matmul(&vt).to_vec::<f64>()?, [0.0, 2.0, 3.0, 0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Fewer than two axes.
    #[track_caller]
    pub fn svd(&self) -> (Array, Array, Array) {
        or_raise(self.try_svd())
    }

    /// [`Array::svd`] with the error as a value.
    ///
    /// # Errors
    /// Fewer than two axes.
    #[track_caller]
    pub fn try_svd(&self) -> Result<(Array, Array, Array), Error> {
        let [u, s, vt] = Factor::Svd.of(&matrices("svd", self)?);
        Ok((u, s, vt))
    }

    /// The singular values of each matrix, descending. They are those of [`Array::svd`].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[0.0, 2.0], [-3.0, 0.0]]).svdvals().to_vec::<f64>()?, [3.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Fewer than two axes.
    #[track_caller]
    pub fn svdvals(&self) -> Array {
        or_raise(self.try_svdvals())
    }

    /// [`Array::svdvals`] with the error as a value.
    ///
    /// # Errors
    /// Fewer than two axes.
    #[track_caller]
    pub fn try_svdvals(&self) -> Result<Array, Error> {
        let [_, s, _] = Factor::Svd.of(&matrices("svdvals", self)?);
        Ok(s)
    }
}
