//! The Moore–Penrose inverse.

use super::{Linalg, matrices, transposed};
use crate::{
    array::Array,
    bind::{bind, or_raise},
    prim::Prim,
};
use cotangent_tensor::Error;

/// dP = −P·dA·P + P·Pᵀ·dAᵀ·(I − A·P) + (I − P·A)·dAᵀ·Pᵀ·P, where the rank is constant.
/// (Golub, Pereyra, doi:10.1137/0710036, eq. 4.12.)
pub(super) fn jvp(a: &Array, da: Option<&Array>) -> (Array, Option<Array>) {
    let p = bind(&Prim::Linalg(Linalg::Pinv), [a]);
    let Some(da) = da else { return (p, None) };
    let (pt, dat) = (transposed(&p), transposed(da));
    let left = p.matmul(&pt).matmul(&dat);
    let right = dat.matmul(&pt).matmul(&p);
    let outside_left = &left - left.matmul(a).matmul(&p);
    let outside_right = &right - p.matmul(&a.matmul(&right));
    let dp = outside_left + outside_right - p.matmul(da).matmul(&p);
    (p, Some(dp))
}

impl Array {
    /// The Moore–Penrose inverse of each matrix: V·diag(1/s)·Uᵀ over the singular values greater than max(m, n)·ε times
    /// the largest.
    ///
    /// Shape […, m, n] to […, n, m]. Derivative as Golub and Pereyra (doi:10.1137/0710036), right where the rank does
    /// not change; where it does, the pseudo-inverse is not continuous.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let p = array([[2.0, 0.0], [0.0, 0.0], [0.0, 4.0]]).pinv();
    /// assert_eq!(p.to_vec::<f64>()?, [0.5, 0.0, 0.0, 0.0, 0.0, 0.25]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Fewer than two axes.
    #[track_caller]
    pub fn pinv(&self) -> Array {
        or_raise(self.try_pinv())
    }

    /// [`Array::pinv`] with the error as a value.
    ///
    /// # Errors
    /// Fewer than two axes.
    #[track_caller]
    pub fn try_pinv(&self) -> Result<Array, Error> {
        Ok(bind(&Prim::Linalg(Linalg::Pinv), [&matrices("pinv", self)?]))
    }
}
