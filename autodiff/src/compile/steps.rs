//! A group of elementwise equations as the steps that the tensor layer runs.

use super::simplify::same_atom;
use crate::{
    prim::{Prim, binary::Binary, unary::Unary},
    program::{Atom, Eqn, Program},
};
use alloc::{collections::BTreeMap, vec::Vec};
use cotangent_kernels::Float;
use cotangent_tensor::{DType, Element, Fused, Shape, Step, Tensor, ZipLoops};

/// Elementwise equations that run together.
#[derive(Debug)]
pub(super) struct Group {
    /// What it reads.
    pub(super) inputs: Vec<Atom>,
    /// The variables that it defines for others.
    pub(super) results: Vec<u32>,
    shape: Shape,
    code: Code,
}

#[derive(Debug)]
enum Code {
    F32(Fused<f32>),
    F64(Fused<f64>),
}

impl Group {
    /// The results for known inputs.
    pub(super) fn run(&self, inputs: &[Tensor]) -> Vec<Tensor> {
        match &self.code {
            Code::F32(code) => code.run(&self.shape, inputs),
            Code::F64(code) => code.run(&self.shape, inputs),
        }
    }
}

/// The float types, for which operations have steps.
pub(crate) trait Real: Element + Float {
    fn unary(op: Unary, x: usize) -> Step<Self>;
    fn binary(op: Binary) -> ZipLoops<Self, Self>;
}
impl Real for f32 {
    fn unary(op: Unary, x: usize) -> Step<f32> {
        op.step(|forms| forms.f32, x).expect("the group takes operations that are steps")
    }
    fn binary(op: Binary) -> ZipLoops<f32, f32> {
        op.rule().kernel.f32
    }
}
impl Real for f64 {
    fn unary(op: Unary, x: usize) -> Step<f64> {
        op.step(|forms| forms.f64, x).expect("the group takes operations that are steps")
    }
    fn binary(op: Binary) -> ZipLoops<f64, f64> {
        op.rule().kernel.f64
    }
}

/// The group of these equations; those of its variables that escape are its results.
pub(super) fn group(program: &Program, first: &[u32], members: &[usize], escapes: &[bool]) -> Group {
    let of = program.type_of(first[members[0]]);
    let equations = || members.iter().map(|&at| (first[at], &program.eqns[at]));
    let mut inputs: Vec<Atom> = Vec::new();
    let inside: Vec<u32> = equations().map(|(v, _)| v).collect();
    for (_, eqn) in equations() {
        for atom in eqn.args() {
            let own = matches!(&atom, Atom::Var(v) if inside.binary_search(v).is_ok());
            if !own && !inputs.iter().any(|known| same_atom(known, &atom)) {
                inputs.push(atom);
            }
        }
    }
    let results: Vec<u32> = inside.iter().copied().filter(|&v| escapes[v as usize]).collect();
    let code = match of.dtype {
        DType::F32 => Code::F32(fused(&inputs, equations(), &results)),
        _ => Code::F64(fused(&inputs, equations(), &results)),
    };
    Group { shape: of.shape.clone(), inputs, results, code }
}

fn fused<'a, T: Real>(inputs: &[Atom], equations: impl Iterator<Item = (u32, &'a Eqn)>, results: &[u32]) -> Fused<T> {
    let mut builder = Builder { inputs, steps: Vec::new(), values: BTreeMap::new() };
    for (v, eqn) in equations {
        let Eqn::Call(call) = eqn else { unreachable!("a group has calls only") };
        let value = builder.call(&call.prim, &call.args);
        builder.values.insert(v, value);
    }
    let outputs: Vec<usize> = results.iter().map(|v| builder.values[v]).collect();
    Fused::new(inputs.len(), builder.steps, &outputs)
}

struct Builder<'a, T> {
    inputs: &'a [Atom],
    steps: Vec<Step<T>>,
    /// The values of the variables that the group defines.
    values: BTreeMap<u32, usize>,
}

impl<T: Real> Builder<'_, T> {
    fn value(&self, atom: &Atom) -> usize {
        if let Atom::Var(v) = atom
            && let Some(&value) = self.values.get(v)
        {
            return value;
        }
        self.inputs.iter().position(|known| same_atom(known, atom)).expect("an input of the group")
    }

    fn push(&mut self, step: Step<T>) -> usize {
        self.steps.push(step);
        self.inputs.len() + self.steps.len() - 1
    }

    /// The steps of an equation, with the roundings of its evaluation alone.
    fn call(&mut self, prim: &Prim, args: &[Atom]) -> usize {
        let zip = |op, x, y| Step::Zip(T::binary(op), [x, y]);
        match (prim, args) {
            (Prim::Unary(op), [x]) => self.push(T::unary(*op, self.value(x))),
            (Prim::Binary(op), [x, y]) => self.push(zip(*op, self.value(x), self.value(y))),
            (Prim::Lin(_), [c, x]) => self.push(zip(Binary::Mul, self.value(c), self.value(x))),
            (Prim::Lin(_), [c, x, d, y]) => {
                let first = self.push(zip(Binary::Mul, self.value(c), self.value(x)));
                let second = self.push(zip(Binary::Mul, self.value(d), self.value(y)));
                self.push(zip(Binary::Add, first, second))
            }
            (Prim::Reduce(_), [x]) => self.push(Step::Sum(self.value(x))),
            _ => unreachable!("{prim:?} is no step"),
        }
    }
}
