//! A group of elementwise equations as the steps that the tensor layer runs.

use super::simplify::same_atom;
use crate::{
    prim::{Prim, binary::Binary, unary::Unary},
    program::{Atom, Eqn, Program},
};
use alloc::{collections::BTreeMap, vec::Vec};
use cotangent_kernels::{Add, Flipped, Float, Mul, Sub, Zip};
use cotangent_tensor::{DType, Element, Fused, Shape, Step, Tensor, ThenLoops, ZipLoops};

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
    /// Two operations in one step, the second with its operands exchanged or not, where there is one.
    fn then(first: Binary, second: Binary, flipped: bool) -> Option<ThenLoops<Self>>;
}
impl Real for f32 {
    fn unary(op: Unary, x: usize) -> Step<f32> {
        op.step(|forms| forms.f32, x).expect("the group takes operations that are steps")
    }
    fn binary(op: Binary) -> ZipLoops<f32, f32> {
        op.rule().kernel.f32
    }
    fn then(first: Binary, second: Binary, flipped: bool) -> Option<ThenLoops<f32>> {
        then(first, second, flipped)
    }
}
impl Real for f64 {
    fn unary(op: Unary, x: usize) -> Step<f64> {
        op.step(|forms| forms.f64, x).expect("the group takes operations that are steps")
    }
    fn binary(op: Binary) -> ZipLoops<f64, f64> {
        op.rule().kernel.f64
    }
    fn then(first: Binary, second: Binary, flipped: bool) -> Option<ThenLoops<f64>> {
        then(first, second, flipped)
    }
}

/// The pairs of arithmetic that run as one step.
fn then<T: Element>(first: Binary, second: Binary, flipped: bool) -> Option<ThenLoops<T>>
where
    Add: Zip<T, Output = T>,
    Sub: Zip<T, Output = T>,
    Mul: Zip<T, Output = T>,
{
    fn of<T: Element, F: Zip<T, Output = T>>(second: Binary, flipped: bool) -> Option<ThenLoops<T>>
    where
        Add: Zip<T, Output = T>,
        Sub: Zip<T, Output = T>,
        Mul: Zip<T, Output = T>,
    {
        match (second, flipped) {
            (Binary::Add, _) => Some(ThenLoops::of::<F, Add>()),
            (Binary::Mul, _) => Some(ThenLoops::of::<F, Mul>()),
            (Binary::Sub, false) => Some(ThenLoops::of::<F, Sub>()),
            (Binary::Sub, true) => Some(ThenLoops::of::<F, Flipped<Sub>>()),
            _ => None,
        }
    }
    match first {
        Binary::Add => of::<T, Add>(second, flipped),
        Binary::Sub => of::<T, Sub>(second, flipped),
        Binary::Mul => of::<T, Mul>(second, flipped),
        _ => None,
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

fn fused<'a, T: Real>(
    inputs: &[Atom],
    equations: impl Iterator<Item = (u32, &'a Eqn)> + Clone,
    results: &[u32],
) -> Fused<T> {
    let mut builder =
        Builder { inputs, steps: Vec::new(), values: BTreeMap::new(), readers: readers(equations.clone()) };
    for (v, eqn) in equations {
        let Eqn::Call(call) = eqn else { unreachable!("a group has calls only") };
        let value = match (&call.prim, &call.args[..]) {
            // What reads a waiting operand does not wait itself, so that no chain is longer than two.
            (Prim::Binary(op), [x, y])
                if !results.contains(&v)
                    && builder.joins(v, *op)
                    && builder.waiting(x).is_none()
                    && builder.waiting(y).is_none() =>
            {
                Value::Waiting(*op, [x.clone(), y.clone()])
            }
            (prim, args) => Value::Known(builder.call(prim, args)),
        };
        builder.values.insert(v, value);
    }
    let outputs: Vec<usize> = results.iter().map(|v| builder.variable(*v).expect("defined by the group")).collect();
    Fused::new(inputs.len(), builder.steps, &outputs)
}

/// The one operation of two operands that reads each variable, if nothing else does.
fn readers<'a>(equations: impl Iterator<Item = (u32, &'a Eqn)>) -> BTreeMap<u32, Option<Binary>> {
    let mut readers = BTreeMap::new();
    for (_, eqn) in equations {
        let Eqn::Call(call) = eqn else { continue };
        let reader = if let Prim::Binary(op) = call.prim { Some(op) } else { None };
        eqn.reads(|v| {
            readers.entry(v).and_modify(|only| *only = None).or_insert(reader);
        });
    }
    readers
}

struct Builder<'a, T> {
    inputs: &'a [Atom],
    steps: Vec<Step<T>>,
    /// The values of the variables that the group defines.
    values: BTreeMap<u32, Value>,
    readers: BTreeMap<u32, Option<Binary>>,
}

#[derive(Clone)]
enum Value {
    Known(usize),
    /// To be joined to the operation that reads it.
    Waiting(Binary, [Atom; 2]),
}

impl<T: Real> Builder<'_, T> {
    /// Whether an operation can be one step with the only one that reads its result.
    fn joins(&self, v: u32, op: Binary) -> bool {
        let reader = self.readers.get(&v).copied().flatten();
        reader.is_some_and(|reader| T::then(op, reader, false).is_some())
    }

    fn value(&mut self, atom: &Atom) -> usize {
        if let Atom::Var(v) = atom
            && let Some(value) = self.variable(*v)
        {
            return value;
        }
        self.inputs.iter().position(|known| same_atom(known, atom)).expect("an input of the group")
    }

    /// The value of a variable of the group; one that waited is computed.
    fn variable(&mut self, v: u32) -> Option<usize> {
        match self.values.get(&v)?.clone() {
            Value::Known(value) => Some(value),
            Value::Waiting(op, [x, y]) => {
                let operands = [self.value(&x), self.value(&y)];
                let value = self.push(Step::Zip(T::binary(op), operands));
                self.values.insert(v, Value::Known(value));
                Some(value)
            }
        }
    }

    fn waiting(&self, atom: &Atom) -> Option<(Binary, [Atom; 2])> {
        let Atom::Var(v) = atom else { return None };
        match self.values.get(v)? {
            Value::Waiting(op, args) => Some((*op, args.clone())),
            Value::Known(_) => None,
        }
    }

    fn push(&mut self, step: Step<T>) -> usize {
        self.steps.push(step);
        self.inputs.len() + self.steps.len() - 1
    }

    /// The steps of an equation, with the roundings of its evaluation alone.
    fn call(&mut self, prim: &Prim, args: &[Atom]) -> usize {
        match (prim, args) {
            (Prim::Unary(op), [x]) => {
                let x = self.value(x);
                self.push(T::unary(*op, x))
            }
            (Prim::Binary(op), [x, y]) => self.binary(*op, [x, y]),
            (Prim::Lin(_), [c, x]) => self.zip(Binary::Mul, [c, x]),
            (Prim::Lin(_), [c, x, d, y]) => {
                let first = self.zip(Binary::Mul, [c, x]);
                let second = [self.value(d), self.value(y)];
                let sum = T::then(Binary::Mul, Binary::Add, true).expect("a pair of arithmetic");
                self.push(Step::Then(sum, [second[0], second[1], first]))
            }
            (Prim::Reduce(_), [x]) => {
                let x = self.value(x);
                self.push(Step::Sum(x))
            }
            _ => unreachable!("{prim:?} is no step"),
        }
    }

    fn zip(&mut self, op: Binary, args: [&Atom; 2]) -> usize {
        let [x, y] = args.map(|atom| self.value(atom));
        // A square reads its operand once.
        let square = op == Binary::Mul && x == y;
        self.push(if square { T::unary(Unary::Square, x) } else { Step::Zip(T::binary(op), [x, y]) })
    }

    /// One step, or one with an operand that waits.
    fn binary(&mut self, op: Binary, [x, y]: [&Atom; 2]) -> usize {
        for (operand, other, flipped) in [(x, y, false), (y, x, true)] {
            if let Some((first, args)) = self.waiting(operand)
                && let Some(loops) = T::then(first, op, flipped)
            {
                let [a, b] = args.map(|atom| self.value(&atom));
                let c = self.value(other);
                return self.push(Step::Then(loops, [a, b, c]));
            }
        }
        self.zip(op, [x, y])
    }
}
