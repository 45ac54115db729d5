//! Operations with several results: factorisations, and the determinant as a sign and a logarithm.

use super::{behind, determinant, lu};
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
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Factor::Lu => "lu",
            Factor::Slogdet => "slogdet",
        })
    }
}

impl MultiRules for Factor {
    fn shape(&self, xs: &[Type]) -> Vec<Type> {
        let x = &xs[0];
        let n = x.shape[x.shape.rank() - 1];
        let of = |axes: &[usize]| Type { shape: behind(&x.shape, axes), dtype: x.dtype };
        match self {
            Factor::Lu => vec![x.clone(), Type { dtype: DType::I32, ..of(&[n]) }],
            Factor::Slogdet => vec![of(&[]), of(&[])],
        }
    }

    fn eval(&self, xs: &[&Tensor]) -> Vec<Tensor> {
        match self {
            Factor::Lu => xs[0].lu().into(),
            Factor::Slogdet => xs[0].slogdet().into(),
        }
    }

    fn jvp(&self, _: &Arc<Scope>, xs: &[&Array], dxs: &[Option<&Array>]) -> Vec<(Array, Option<Array>)> {
        match self {
            Factor::Lu => lu::jvp_factor(xs[0], dxs[0]).into(),
            Factor::Slogdet => determinant::jvp_slogdet(xs[0], dxs[0]).into(),
        }
    }

    fn batch(&self, _: &Arc<Scope>, _: usize, xs: &[(&Array, bool)]) -> Vec<(Array, bool)> {
        bind_multi(&MultiPrim::Factor(*self), &[xs[0].0]).into_iter().map(|y| (y, true)).collect()
    }

    fn inline(&self, _: TapeKind, _: &[&Array]) -> Option<Vec<Array>> {
        None
    }
}
