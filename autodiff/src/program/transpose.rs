//! A linear map as a program of tangents: applied forwards, and transposed by walking it backwards.

use super::{Atom, Eqn, Program};
use crate::{
    array::{Array, Type},
    bind::{bind, bind_all},
    prim::{
        Prim,
        binary::{self, Binary},
        lin::{Lin, scale_cotangent, unscaled},
    },
};
use alloc::{vec, vec::Vec};
use smallvec::SmallVec;

/// What `linearize` returns: tangents of inputs to tangents of outputs. An absent tangent or cotangent is zero.
#[derive(Clone, Debug)]
pub(crate) struct LinearMap {
    program: Program,
    /// The variable of each output of the function that depends on its input.
    outputs: SmallVec<[Option<u32>; 1]>,
}

impl LinearMap {
    pub(super) fn new(program: Program, outputs: SmallVec<[Option<u32>; 1]>) -> LinearMap {
        debug_assert!(program.check().is_ok(), "{program}");
        LinearMap { program, outputs }
    }

    pub(crate) fn input_type(&self, i: usize) -> &Type {
        self.program.type_of(i as u32)
    }

    pub(crate) fn inputs(&self) -> usize {
        self.program.inputs as usize
    }

    /// The tangents of the outputs.
    pub(crate) fn apply(&self, tangents: Vec<Option<Array>>) -> Vec<Option<Array>> {
        let mut env: Vec<Option<Array>> = Vec::with_capacity(self.program.variables());
        env.extend(tangents);
        for eqn in &self.program.eqns {
            let result = match eqn {
                Eqn::One(x, c) => env[*x as usize].as_ref().map(|x| bind(&Prim::Lin(Lin), [c, x])),
                Eqn::Two([x, y], [c, d]) => match (&env[*x as usize], &env[*y as usize]) {
                    (Some(x), Some(y)) => Some(bind(&Prim::Lin(Lin), [c, x, d, y])),
                    (Some(x), None) => Some(bind(&Prim::Lin(Lin), [c, x])),
                    (None, Some(y)) => Some(bind(&Prim::Lin(Lin), [d, y])),
                    (None, None) => None,
                },
                Eqn::Call(call) => self.apply_call(call, &env),
                Eqn::Multi(_) => unreachable!("a linear program has no equations with several results"),
            };
            env.push(result);
        }
        self.outputs.iter().map(|var| env[(*var)? as usize].clone()).collect()
    }

    /// Zero operands are zero results; beside others they are filled in, since an operation takes all of its operands.
    fn apply_call(&self, call: &super::Call, env: &[Option<Array>]) -> Option<Array> {
        let absent = |a: &Atom| matches!(a, Atom::Var(v) if env[*v as usize].is_none());
        let some = call.args.iter().any(|a| matches!(a, Atom::Var(v) if env[*v as usize].is_some()));
        if !some {
            return None;
        }
        let value = |a: &Atom| match a {
            Atom::Const(c) => c.clone(),
            Atom::Var(v) if absent(a) => {
                let Type { shape, dtype } = self.program.type_of(*v);
                Array::zeros(shape, *dtype)
            }
            Atom::Var(v) => env[*v as usize].clone().expect("not absent"),
        };
        let args: SmallVec<[Array; 4]> = call.args.iter().map(value).collect();
        Some(bind_all(&call.prim, &args.iter().collect::<SmallVec<[&Array; 4]>>()))
    }

    /// The cotangents of the inputs.
    pub(crate) fn transpose(&self, cotangents: impl IntoIterator<Item = Option<Array>>) -> Vec<Option<Array>> {
        let mut cts = self.seed(cotangents);
        for eqn in self.program.eqns.iter().rev() {
            pull(&self.program, &mut cts, eqn);
        }
        cts
    }

    /// As [`LinearMap::transpose`], and frees every residual as soon as it was used.
    pub(crate) fn transpose_once(mut self, cotangents: impl IntoIterator<Item = Option<Array>>) -> Vec<Option<Array>> {
        let mut cts = self.seed(cotangents);
        while let Some(eqn) = self.program.eqns.pop() {
            pull(&self.program, &mut cts, &eqn);
        }
        cts
    }

    /// A cotangent for each variable, set for the outputs.
    fn seed(&self, cotangents: impl IntoIterator<Item = Option<Array>>) -> Vec<Option<Array>> {
        let mut cts: Vec<Option<Array>> = vec![None; self.program.variables()];
        for (var, ct) in self.outputs.iter().zip(cotangents) {
            if let (Some(var), Some(ct)) = (var, ct) {
                accumulate(&mut cts[*var as usize], ct);
            }
        }
        cts
    }
}

/// Takes the cotangent of the last variable and adds to those of the variables that its equation reads.
fn pull(program: &Program, cts: &mut Vec<Option<Array>>, eqn: &Eqn) {
    let Some(ct) = cts.pop().expect("every equation defines a variable") else { return };
    match eqn {
        Eqn::One(x, c) => accumulate(&mut cts[*x as usize], scaled(ct, c)),
        Eqn::Two([x, y], [c, d]) => {
            accumulate(&mut cts[*x as usize], scale_cotangent(&ct, c));
            accumulate(&mut cts[*y as usize], scaled(ct, d));
        }
        Eqn::Call(call) => {
            let linear = call.prim.rules().linear().expect("the tape refuses what is not linear");
            for (i, atom) in call.args.iter().enumerate() {
                if let Atom::Var(v) = atom {
                    accumulate(&mut cts[*v as usize], linear.transpose(&ct, i, program.type_of(*v), &call.args));
                }
            }
        }
        Eqn::Multi(_) => unreachable!("a linear program has no equations with several results"),
    }
}

/// ct·c, into the elements of ct if nobody else holds them.
fn scaled(ct: Array, c: &Array) -> Array {
    match unscaled(&ct, c) {
        Some(product) => product.clone(),
        None => binary::apply_owned(Binary::Mul, ct, c.clone()),
    }
}

/// old + new, in this order: it decides bits.
fn accumulate(slot: &mut Option<Array>, ct: Array) {
    *slot = Some(match slot.take() {
        None => ct,
        Some(old) => binary::apply_owned(Binary::Add, old, ct),
    });
}
