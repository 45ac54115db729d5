//! The QR factorisation.

use super::{Factor, Triangular, matrices, transposed};
use crate::{array::Array, bind::or_raise, concat};
use cotangent_tensor::Error;

/// With X = Qᵀ·dA·R⁻¹ and the antisymmetric Ω that has its lower triangle: dQ = Q·(Ω − X) + dA·R⁻¹, dR = (X − Ω)·R.
/// (Walter, Lehmann, "Algorithmic differentiation of linear algebra functions", arXiv:1001.1654.)
pub(super) fn jvp(a: &Array, da: Option<&Array>) -> [(Array, Option<Array>); 2] {
    let [q, r] = Factor::Qr.of(a);
    let Some(da) = da else { return [(q, None), (r, None)] };
    let scaled = transposed(&Triangular::UPPER.transposed().solve(&r, &transposed(da)));
    let x = transposed(&q).matmul(&scaled);
    let below = x.tril(-1);
    let omega = &below - transposed(&below);
    let dq = q.matmul(&(&omega - &x)) + scaled;
    let dr = (x - omega).matmul(&r);
    [(q, Some(dq)), (r, Some(dr))]
}

impl Array {
    /// The reduced QR factorisation A = Q·R of each matrix, as (Q, R): orthonormal columns, and an upper triangle
    /// without negative elements on its diagonal, which makes it unique for a matrix of full rank.
    ///
    /// Shape […, m, n] to […, m, k] and […, k, n], k = min(m, n). By Householder reflections: backward stable, Q is
    /// orthogonal within m·ε. Derivative (Walter, Lehmann, arXiv:1001.1654): with X = Qᵀ·dA·R⁻¹ and the
    /// antisymmetric Ω that has its lower triangle, dQ = Q·(Ω − X) + dA·R⁻¹, dR = (X − Ω)·R; NaN if the first k columns
    /// do not have full rank.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let (q, r) = array([[0.0, 2.0], [-3.0, 5.0]]).qr();
    /// assert_eq!(q.to_vec::<f64>()?, [0.0, 1.0, -1.0, 0.0]);
    /// assert_eq!(r.to_vec::<f64>()?, [3.0, -5.0, 0.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Fewer than two axes.
    #[track_caller]
    pub fn qr(&self) -> (Array, Array) {
        or_raise(self.try_qr())
    }

    /// [`Array::qr`] with the error as a value.
    ///
    /// # Errors
    /// Fewer than two axes.
    #[track_caller]
    pub fn try_qr(&self) -> Result<(Array, Array), Error> {
        let a = matrices("qr", self)?;
        let [.., m, n] = a.shape()[..] else { unreachable!("matrices have two axes") };
        if m >= n {
            let [q, r] = Factor::Qr.of(&a);
            return Ok((q, r));
        }
        // The square in front decides on Q; the columns behind it follow.
        let [q, r] = Factor::Qr.of(&a.slice(-1, ..m));
        let behind = transposed(&q).matmul(&a.slice(-1, m..));
        Ok((q, concat(&[&r, &behind], -1)))
    }
}
