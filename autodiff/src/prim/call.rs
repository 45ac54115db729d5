//! A compiled program as one operation: run as a whole on known operands, replayed through `bind` under a transform.

use super::MultiRules;
use crate::{
    array::{Array, Type},
    bind::{batched, dual},
    compile::Executable,
    program::TapeKind,
    scope::Scope,
};
use alloc::{sync::Arc, vec::Vec};
use core::{
    fmt,
    hash::{Hash, Hasher},
};
use cotangent_tensor::Tensor;

/// A compiled program. Two calls are equal if they share it.
#[derive(Clone, Debug)]
pub(crate) struct Call(pub(crate) Arc<Executable>);

impl PartialEq for Call {
    fn eq(&self, other: &Call) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
impl Eq for Call {}
impl Hash for Call {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.0).hash(state);
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("call")
    }
}

impl MultiRules for Call {
    fn shape(&self, _: &[Type]) -> Vec<Type> {
        let program = self.0.program();
        program.outputs.iter().map(|atom| program.atom_type(atom)).collect()
    }

    fn eval(&self, xs: &[&Tensor]) -> Vec<Tensor> {
        self.0.run(xs).into_vec()
    }

    fn jvp(&self, scope: &Arc<Scope>, xs: &[&Array], dxs: &[Option<&Array>]) -> Vec<(Array, Option<Array>)> {
        let duals: Vec<Array> = xs.iter().zip(dxs).map(|(&x, dx)| dual(scope, x.clone(), dx.cloned())).collect();
        let results = self.0.program().replay(&duals.iter().collect::<Vec<_>>());
        results.iter().map(|y| y.dual_at(scope.level)).map(|(y, dy)| (y.clone(), dy.cloned())).collect()
    }

    fn batch(&self, scope: &Arc<Scope>, _: usize, xs: &[(&Array, bool)]) -> Vec<(Array, bool)> {
        let examples: Vec<Array> =
            xs.iter().map(|&(x, mapped)| if mapped { batched(scope, x.clone()) } else { x.clone() }).collect();
        let results = self.0.program().replay(&examples.iter().collect::<Vec<_>>());
        results.iter().map(|y| y.batched_at(scope.level)).map(|(y, mapped)| (y.clone(), mapped)).collect()
    }

    fn inline(&self, _: TapeKind, xs: &[&Array]) -> Option<Vec<Array>> {
        Some(self.0.program().replay(xs))
    }
}
