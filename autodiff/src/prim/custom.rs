//! A user's function with a user's derivative rule, as one operation.

use super::MultiRules;
use crate::{
    array::{Array, Type},
    bind::{batched, raise},
    program::TapeKind,
    scope::Scope,
    transform::stage_leaves,
};
use alloc::{sync::Arc, vec::Vec};
use core::{
    fmt,
    hash::{Hash, Hasher},
};
use cotangent_tensor::{Error, ErrorKind, Tensor};

type Leaves = dyn Fn(&[Array]) -> Vec<Array> + Send + Sync;
type Rule = dyn Fn(&[Array], &[Option<&Array>]) -> (Vec<Array>, Vec<Option<Array>>) + Send + Sync;

/// The function and its rule, over the leaves of their arguments. Two are equal if they share both.
#[derive(Clone)]
pub(crate) struct CustomJvp {
    function: Arc<Leaves>,
    rule: Arc<Rule>,
}

impl CustomJvp {
    pub(crate) fn new(function: Arc<Leaves>, rule: Arc<Rule>) -> CustomJvp {
        CustomJvp { function, rule }
    }

    fn call(&self, xs: &[Array]) -> Vec<Array> {
        (self.function)(xs)
    }
}

impl PartialEq for CustomJvp {
    fn eq(&self, other: &CustomJvp) -> bool {
        Arc::ptr_eq(&self.rule, &other.rule)
    }
}
impl Eq for CustomJvp {}
impl Hash for CustomJvp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.rule).cast::<()>().hash(state);
    }
}
impl fmt::Debug for CustomJvp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomJvp")
    }
}
impl fmt::Display for CustomJvp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("custom_jvp")
    }
}

/// The function gave more than its arguments hold.
#[cold]
#[track_caller]
fn captured() -> Error {
    let text = "custom_jvp: the function captured a value that another transform follows; pass it as an argument";
    Error::new(ErrorKind::Transform, text)
}

impl MultiRules for CustomJvp {
    fn shape(&self, xs: &[Type]) -> Vec<Type> {
        let program = stage_leaves("custom_jvp", xs.to_vec(), |xs| self.call(&xs));
        program.outputs.iter().map(|atom| program.atom_type(atom)).collect()
    }

    fn eval(&self, xs: &[&Tensor]) -> Vec<Tensor> {
        let xs: Vec<Array> = xs.iter().map(|&x| x.clone().into()).collect();
        let known = |y: &Array| y.known().cloned().unwrap_or_else(|| raise(captured()));
        self.call(&xs).iter().map(known).collect()
    }

    fn jvp(&self, _: &Arc<Scope>, xs: &[&Array], dxs: &[Option<&Array>]) -> Vec<(Array, Option<Array>)> {
        let xs: Vec<Array> = xs.iter().copied().cloned().collect();
        let (ys, dys) = (self.rule)(&xs, dxs);
        ys.into_iter().zip(dys).collect()
    }

    fn batch(&self, scope: &Arc<Scope>, _: usize, xs: &[(&Array, bool)]) -> Vec<(Array, bool)> {
        let examples: Vec<Array> =
            xs.iter().map(|&(x, mapped)| if mapped { batched(scope, x.clone()) } else { x.clone() }).collect();
        let results = self.call(&examples);
        results.iter().map(|y| y.batched_at(scope.level)).map(|(y, mapped)| (y.clone(), mapped)).collect()
    }

    fn inline(&self, tape: TapeKind, xs: &[&Array]) -> Option<Vec<Array>> {
        // A recorded function keeps the rule, for those who differentiate it; a linear one has no use for it.
        (tape == TapeKind::Linear).then(|| self.call(&xs.iter().copied().cloned().collect::<Vec<_>>()))
    }
}
