//! The matrix exponential, and its derivatives of all orders as one operation: operands A, E₁, …, Eₖ, the result
//! Dᵏexp(A)[E₁, …, Eₖ]. How far to scale A down is decided where its values are known, under every transform.

use super::{Linalg, square, transposed};
use crate::{
    array::Array,
    bind::{bind_all, or_raise},
    prim::{Prim, lin},
    program::Atom,
};
use alloc::vec::Vec;
use cotangent_tensor::Error;

fn derivative(operands: &[&Array]) -> Array {
    bind_all(&Prim::Linalg(Linalg::Expm), operands)
}

/// One more direction for A; linear in each that there is.
pub(super) fn jvp(xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
    let in_a = dxs[0].map(|da| derivative(&[xs, &[da]].concat()));
    let in_direction = |i: usize| {
        let mut xs = xs.to_vec();
        dxs[i].map(|de| {
            xs[i] = de;
            derivative(&xs)
        })
    };
    let dy = (1..xs.len()).map(in_direction).fold(in_a, lin::sum);
    (derivative(xs), dy)
}

/// tr(E₀·Dᵏexp(A)[E₁, …, Eₖ]) is the derivative of order k + 1 of tr exp(A), so it does not matter which direction
/// stands in front: ⟨C, Dᵏexp(A)[…, E, …]⟩ = ⟨Dᵏexp(A)[…, Cᵀ, …]ᵀ, E⟩.
pub(super) fn transpose(ct: &Array, i: usize, xs: &[Atom], known: impl Fn(&Atom) -> Array) -> Array {
    let ct = transposed(ct);
    let operands: Vec<Array> = xs.iter().enumerate().map(|(j, x)| if j == i { ct.clone() } else { known(x) }).collect();
    transposed(&derivative(&operands.iter().collect::<Vec<_>>()))
}

impl Array {
    /// The exponential of each matrix, Σ Aᵏ/k!, by scaling and squaring with a Padé approximant of order 13 (Higham,
    /// doi:10.1137/04061101X).
    ///
    /// Shape […, n, n] to itself. The backward error is of the order of ε before the squarings. The derivative of order
    /// k is exact, by the exponential of a matrix of 2ᵏ times as many rows (Higham, doi:10.1137/1.9780898717778, §3.2).
    /// A matrix with NaN or ∞ gives NaN.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let e = array([[0.0, 1.0], [0.0, 0.0]]).expm();
    /// assert_eq!(e.to_vec::<f64>()?, [1.0, 1.0, 0.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// No square matrices.
    #[track_caller]
    pub fn expm(&self) -> Array {
        or_raise(self.try_expm())
    }

    /// [`Array::expm`] with the error as a value.
    ///
    /// # Errors
    /// No square matrices.
    #[track_caller]
    pub fn try_expm(&self) -> Result<Array, Error> {
        Ok(derivative(&[&square("expm", self)?]))
    }
}
