//! Operations with several results: factorisations, and the determinant as a sign and a logarithm.

use super::{behind, determinant, eigen, lu, qr, svd};
use crate::{
    array::{Array, Type},
    bind::bind_multi,
    prim::{MultiPrim, MultiRules},
    program::TapeKind,
    scope::Scope,
};
use alloc::{sync::Arc, vec, vec::Vec};
use core::fmt;
use cotangent_tensor::{DType, Tensor};

/// Each of one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Factor {
    /// L and U in one array, and the permutation as int32.
    Lu,
    /// Sign and logarithm.
    Slogdet,
    /// Of at least as many rows as columns: Q and R.
    Qr,
    /// Of a symmetric matrix: eigenvalues and eigenvectors.
    Eigh,
    /// U, the singular values, Vᵀ.
    Svd,
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Factor::Lu => "lu",
            Factor::Slogdet => "slogdet",
            Factor::Qr => "qr",
            Factor::Eigh => "eigh",
            Factor::Svd => "svd",
        })
    }
}

impl Factor {
    /// The results, of which there are `N`.
    #[track_caller]
    pub(super) fn of<const N: usize>(self, a: &Array) -> [Array; N] {
        let results = bind_multi(&MultiPrim::Factor(self), &[a]);
        results.try_into().unwrap_or_else(|_| unreachable!("{self} has {N} results"))
    }
}

impl MultiRules for Factor {
    fn shape(&self, xs: &[Type]) -> Vec<Type> {
        let x = &xs[0];
        let [.., m, n] = x.shape[..] else { unreachable!("the method checks that there are matrices") };
        let k = m.min(n);
        let of = |axes: &[usize]| Type { shape: behind(&x.shape, axes), dtype: x.dtype };
        match self {
            Factor::Lu => vec![x.clone(), Type { dtype: DType::I32, ..of(&[n]) }],
            Factor::Slogdet => vec![of(&[]), of(&[])],
            Factor::Qr => vec![of(&[m, k]), of(&[k, n])],
            Factor::Eigh => vec![of(&[n]), x.clone()],
            Factor::Svd => vec![of(&[m, k]), of(&[k]), of(&[k, n])],
        }
    }

    fn eval(&self, xs: &[&Tensor]) -> Vec<Tensor> {
        match self {
            Factor::Lu => xs[0].lu().into(),
            Factor::Slogdet => xs[0].slogdet().into(),
            Factor::Qr => xs[0].qr().into(),
            Factor::Eigh => xs[0].eigh().into(),
            Factor::Svd => xs[0].svd().into(),
        }
    }

    fn jvp(&self, _: &Arc<Scope>, xs: &[&Array], dxs: &[Option<&Array>]) -> Vec<(Array, Option<Array>)> {
        match self {
            Factor::Lu => lu::jvp_factor(xs[0], dxs[0]).into(),
            Factor::Slogdet => determinant::jvp_slogdet(xs[0], dxs[0]).into(),
            Factor::Qr => qr::jvp(xs[0], dxs[0]).into(),
            Factor::Eigh => eigen::jvp(xs[0], dxs[0]).into(),
            Factor::Svd => svd::jvp(xs[0], dxs[0]).into(),
        }
    }

    fn batch(&self, _: &Arc<Scope>, _: usize, xs: &[(&Array, bool)]) -> Vec<(Array, bool)> {
        bind_multi(&MultiPrim::Factor(*self), &[xs[0].0]).into_iter().map(|y| (y, true)).collect()
    }

    fn inline(&self, _: TapeKind, _: &[&Array]) -> Option<Vec<Array>> {
        None
    }
}
