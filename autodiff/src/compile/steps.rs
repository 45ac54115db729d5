//! A group of elementwise equations as the steps that the tensor layer runs.

use super::simplify::same_atom;
use crate::{
    prim::{Prim, binary::Binary, bitwise::Bitwise, compare::Compare, unary::Unary},
    program::{Atom, Eqn, Program},
};
use alloc::{collections::BTreeMap, vec::Vec};
use cotangent_kernels::{
    Add, Equal, Equatable, Flipped, Float, Greater, GreaterEqual, Indicator, Less, LessEqual, Mul, NotEqual, Sub, Zip,
};
use cotangent_tensor::{DType, Element, Fused, Results, Shape, Step, Tensor, ThenLoops, ZipLoops};
use smallvec::SmallVec;

/// Elementwise equations that run together.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) inputs: Vec<Input>,
    /// The variables that it defines for others.
    pub(super) results: Vec<u32>,
    /// One for each result.
    forms: Vec<Form>,
    shape: Shape,
    code: Code,
}

/// What a group reads.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) atom: Atom,
    /// The shape that it is broadcast to, if it has neither one element nor as many as the group's arrays.
    shape: Option<Shape>,
}

/// How a result is made of the output of this number.
#[derive(Debug)]
struct Form {
    output: usize,
    shape: Option<Shape>,
    /// The numbers 0 and 1 become bools.
    mask: bool,
}

/// Whether a result is the output of its own number as it is.
fn plain((i, form): (usize, &Form)) -> bool {
    form.output == i && form.shape.is_none() && !form.mask
}

#[derive(Debug)]
enum Code {
    F32(Fused<f32>),
    F64(Fused<f64>),
}

impl Group {
    /// Whether its results are scalars and the outputs of its code as they are: then [`Group::run_scalars`] is a short cut.
    pub(super) fn is_of_scalars(&self) -> bool {
        self.shape.rank() == 0 && self.forms.iter().enumerate().all(plain)
    }

    /// The results for known inputs, each given by its number.
    pub(super) fn run_scalars<'a>(&self, input: impl Fn(usize) -> &'a Tensor) -> Results {
        match &self.code {
            Code::F32(code) => code.run_scalars(input),
            Code::F64(code) => code.run_scalars(input),
        }
    }

    /// The results for known inputs.
    pub(super) fn run(&self, inputs: &mut [Tensor]) -> Results {
        for (x, input) in inputs.iter_mut().zip(&self.inputs) {
            if let Some(shape) = &input.shape {
                *x = x.broadcast_to(shape);
            }
        }
        let outputs = match &self.code {
            Code::F32(code) => code.run(&self.shape, inputs),
            Code::F64(code) => code.run(&self.shape, inputs),
        };
        if self.forms.iter().enumerate().all(plain) {
            return outputs;
        }
        let result = |form: &Form| {
            let x = &outputs[form.output];
            let x = form.shape.as_ref().map_or_else(|| x.clone(), |shape| x.reshape(shape).expect("as many elements"));
            if form.mask { x.convert(DType::Bool) } else { x }
        };
        self.forms.iter().map(result).collect()
    }
}

/// The float types, for which operations have steps.
pub(crate) trait Real: Element + Float + Equatable {
    fn unary(op: Unary, x: usize) -> Step<Self>;
    fn binary(op: Binary) -> ZipLoops<Self, Self>;
    /// Two operations in one step, the second with its operands exchanged or not, where there is one.
    fn then(first: Binary, second: Binary, flipped: bool) -> Option<ThenLoops<Self>>;
    /// A comparison, as the numbers 0 and 1.
    fn compare(op: Compare) -> ZipLoops<Self, Self> {
        match op {
            Compare::Equal => ZipLoops::of::<Indicator<Equal>>(),
            Compare::NotEqual => ZipLoops::of::<Indicator<NotEqual>>(),
            Compare::Less => ZipLoops::of::<Indicator<Less>>(),
            Compare::LessEqual => ZipLoops::of::<Indicator<LessEqual>>(),
            Compare::Greater => ZipLoops::of::<Indicator<Greater>>(),
            Compare::GreaterEqual => ZipLoops::of::<Indicator<GreaterEqual>>(),
        }
    }
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

/// The group of these equations on numbers of this type; those of its variables that escape are its results.
pub(super) fn group(program: &Program, first: &[u32], members: &[usize], dtype: DType, escapes: &[bool]) -> Group {
    let equations = || members.iter().map(|&at| (first[at], &program.eqns[at]));
    let inside: Vec<u32> = equations().map(|(v, _)| v).collect();
    let shape = program.type_of(inside[0]).shape.clone();
    let mut inputs: Vec<Input> = Vec::new();
    for (v, eqn) in equations() {
        for atom in eqn.args() {
            let own = matches!(&atom, Atom::Var(v) if inside.binary_search(v).is_ok());
            let input = Input::of(program, &atom, &program.type_of(v).shape);
            if !own && !inputs.iter().any(|known| known.is(&input)) {
                inputs.push(input);
            }
        }
    }
    let results: Vec<u32> = inside.iter().copied().filter(|&v| escapes[v as usize]).collect();
    let (outputs, code) = match dtype {
        DType::F32 => {
            let (outputs, fused) = fused(program, &inputs, equations(), &results);
            (outputs, Code::F32(fused))
        }
        _ => {
            let (outputs, fused) = fused(program, &inputs, equations(), &results);
            (outputs, Code::F64(fused))
        }
    };
    let form = |(&v, output)| {
        let of = program.type_of(v);
        let other = of.shape != shape && of.shape.size() == shape.size();
        Form { output, shape: other.then(|| of.shape.clone()), mask: of.dtype == DType::Bool }
    };
    let forms = results.iter().zip(outputs).map(form).collect();
    Group { inputs, results, forms, shape, code }
}

impl Input {
    /// What an equation of this shape reads.
    fn of(program: &Program, atom: &Atom, reader: &Shape) -> Input {
        let of = match atom {
            Atom::Var(v) => program.type_of(*v).clone(),
            Atom::Const(c) => c.type_of(),
        };
        let broadcast = of.shape.rank() > 0 && of.shape.size() != reader.size();
        Input { atom: atom.clone(), shape: broadcast.then(|| reader.clone()) }
    }

    fn is(&self, other: &Input) -> bool {
        self.shape == other.shape && same_atom(&self.atom, &other.atom)
    }
}

/// The steps of the equations, and the output that each result is made of.
fn fused<'a, T: Real>(
    program: &Program,
    inputs: &[Input],
    equations: impl Iterator<Item = (u32, &'a Eqn)> + Clone,
    results: &[u32],
) -> (Vec<usize>, Fused<T>) {
    let (steps, values, readers) = (Vec::new(), BTreeMap::new(), readers(equations.clone()));
    let mut builder = Builder { program, inputs, steps, values, readers };
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
                Value::Waiting(*op, [x, y].map(|atom| builder.value(v, atom)))
            }
            (prim, args) => Value::Known(builder.call(v, prim, args)),
        };
        builder.values.insert(v, value);
    }
    let mut outputs: Vec<usize> = Vec::new();
    let output = |v: &u32| {
        let value = builder.variable(*v).expect("defined by the group");
        outputs.iter().position(|&known| known == value).unwrap_or_else(|| {
            outputs.push(value);
            outputs.len() - 1
        })
    };
    let of_results = results.iter().map(output).collect();
    (of_results, Fused::new(inputs.len(), builder.steps, &outputs))
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
    program: &'a Program,
    inputs: &'a [Input],
    steps: Vec<Step<T>>,
    /// The values of the variables that the group defines.
    values: BTreeMap<u32, Value>,
    readers: BTreeMap<u32, Option<Binary>>,
}

#[derive(Clone)]
enum Value {
    Known(usize),
    /// To be joined to the operation that reads it.
    Waiting(Binary, [usize; 2]),
}

impl<T: Real> Builder<'_, T> {
    /// Whether an operation can be one step with the only one that reads its result.
    fn joins(&self, v: u32, op: Binary) -> bool {
        let reader = self.readers.get(&v).copied().flatten();
        reader.is_some_and(|reader| T::then(op, reader, false).is_some())
    }

    /// The value of an operand of the equation that defines `v`.
    fn value(&mut self, v: u32, atom: &Atom) -> usize {
        if let Atom::Var(v) = atom
            && let Some(value) = self.variable(*v)
        {
            return value;
        }
        let input = Input::of(self.program, atom, &self.program.type_of(v).shape);
        self.inputs.iter().position(|known| known.is(&input)).expect("an input of the group")
    }

    /// The value of a variable of the group; one that waited is computed.
    fn variable(&mut self, v: u32) -> Option<usize> {
        match *self.values.get(&v)? {
            Value::Known(value) => Some(value),
            Value::Waiting(op, operands) => {
                let value = self.push(Step::Zip(T::binary(op), operands));
                self.values.insert(v, Value::Known(value));
                Some(value)
            }
        }
    }

    fn waiting(&self, atom: &Atom) -> Option<(Binary, [usize; 2])> {
        let Atom::Var(v) = atom else { return None };
        match *self.values.get(v)? {
            Value::Waiting(op, operands) => Some((op, operands)),
            Value::Known(_) => None,
        }
    }

    fn push(&mut self, step: Step<T>) -> usize {
        self.steps.push(step);
        self.inputs.len() + self.steps.len() - 1
    }

    /// The steps of the equation that defines `v`, with the roundings of its evaluation alone.
    fn call(&mut self, v: u32, prim: &Prim, args: &[Atom]) -> usize {
        if let Prim::Binary(op) = prim {
            return self.binary(v, *op, [&args[0], &args[1]]);
        }
        let values: SmallVec<[usize; 4]> = args.iter().map(|atom| self.value(v, atom)).collect();
        match (prim, &values[..]) {
            // The same numbers in another shape or as what they are.
            (Prim::Reshape(_) | Prim::Convert(_) | Prim::Unary(Unary::StopGradient), &[x]) => x,
            (Prim::Unary(op), &[x]) => self.push(T::unary(*op, x)),
            (Prim::Lin(_), &[c, x]) => self.zip(Binary::Mul, [c, x]),
            (Prim::Lin(_), &[c, x, d, y]) => {
                let first = self.zip(Binary::Mul, [c, x]);
                let sum = T::then(Binary::Mul, Binary::Add, true).expect("a pair of arithmetic");
                self.push(Step::Then(sum, [d, y, first]))
            }
            (Prim::Compare(op), &[x, y]) => self.push(Step::Zip(T::compare(*op), [x, y])),
            (Prim::Select(_), &[mask, x, y]) => self.push(Step::Then(ThenLoops::choice(), [mask, x, y])),
            (Prim::Bitwise(Bitwise::And), &[x, y]) => self.push(Step::Zip(T::binary(Binary::Mul), [x, y])),
            (Prim::Bitwise(Bitwise::Or), &[x, y]) => self.push(Step::Zip(T::binary(Binary::Maximum), [x, y])),
            (Prim::Bitwise(Bitwise::Xor), &[x, y]) => self.push(Step::Zip(T::compare(Compare::NotEqual), [x, y])),
            // 1 − x² of 0 and 1.
            (Prim::Bitwise(Bitwise::Not), &[x]) => self.push(T::unary(Unary::OneMinusSquare, x)),
            (Prim::Reduce(_), &[x]) => self.push(Step::Sum(x)),
            _ => unreachable!("{prim:?} is no step"),
        }
    }

    fn zip(&mut self, op: Binary, [x, y]: [usize; 2]) -> usize {
        // A square reads its operand once.
        let square = op == Binary::Mul && x == y;
        self.push(if square { T::unary(Unary::Square, x) } else { Step::Zip(T::binary(op), [x, y]) })
    }

    /// One step, or one with an operand that waits.
    fn binary(&mut self, v: u32, op: Binary, [x, y]: [&Atom; 2]) -> usize {
        for (operand, other, flipped) in [(x, y, false), (y, x, true)] {
            if let Some((first, [a, b])) = self.waiting(operand)
                && let Some(loops) = T::then(first, op, flipped)
            {
                let c = self.value(v, other);
                return self.push(Step::Then(loops, [a, b, c]));
            }
        }
        let operands = [x, y].map(|atom| self.value(v, atom));
        self.zip(op, operands)
    }
}
