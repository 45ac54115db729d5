//! Running a simplified program on known operands, unit by unit, through the same kernels as eager execution.

use super::{
    fuse::{Unit, first_variables, fuse},
    steps::Group,
};
use crate::{
    array::Array,
    prim::{MultiPrim, Prim, lin::Lin},
    program::{Atom, Eqn, Program},
};
use alloc::{boxed::Box, vec, vec::Vec};
use cotangent_tensor::{Results, Tensor};
use smallvec::{SmallVec, smallvec};

/// A program with the plan of its units and of the places of their results.
#[derive(Debug)]
pub(crate) struct Executable {
    program: Program,
    /// Empty unless all constants are known.
    units: Vec<Planned>,
    outputs: Vec<Operand>,
    places: usize,
    closed: bool,
}

/// A unit that knows where its operands are and where its results go.
#[derive(Debug)]
struct Planned {
    code: Code,
    operands: SmallVec<[Operand; 4]>,
    results: SmallVec<[usize; 2]>,
}

#[derive(Debug)]
enum Code {
    One(Prim),
    Several(MultiPrim),
    Group(Box<Group>),
}

#[derive(Debug)]
enum Operand {
    Constant(Tensor),
    Input(usize),
    /// The result in this place.
    Result(usize),
    /// The result in this place, which is not read again: what reads it may overwrite it.
    Last(usize),
}

impl Executable {
    pub(crate) fn new(program: Program) -> Executable {
        let closed = program.constants_level() == 0;
        if !closed {
            return Executable { program, units: Vec::new(), outputs: Vec::new(), places: 0, closed };
        }
        let units = fuse(&program);
        let mut plan = Plan::new(&program, &units);
        let units = units.into_iter().map(|unit| plan.unit(&program, unit)).collect();
        let outputs = program.outputs.iter().map(|atom| plan.operand(atom)).collect();
        let places = plan.places;
        Executable { program, units, outputs, places, closed }
    }

    pub(crate) fn program(&self) -> &Program {
        &self.program
    }

    /// Whether all constants are known: only then can it run as a whole.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// The outputs for known inputs.
    pub(crate) fn run(&self, inputs: &[&Tensor]) -> Results {
        if let Some(group) = self.scalars() {
            let operands = &self.units[0].operands;
            return group.run_scalars(|i| match &operands[i] {
                Operand::Constant(x) => x,
                Operand::Input(i) => inputs[*i],
                Operand::Result(_) | Operand::Last(_) => unreachable!("the first unit reads no result"),
            });
        }
        let mut env: SmallVec<[Option<Tensor>; 16]> = smallvec![None; self.places];
        for unit in &self.units {
            let mut operands: SmallVec<[Tensor; 6]> = unit.operands.iter().map(|x| x.read(inputs, &mut env)).collect();
            match &unit.code {
                Code::One(prim) => env[unit.results[0]] = Some(prim.eval_owned(&mut operands)),
                Code::Several(prim) => {
                    let operands: SmallVec<[&Tensor; 6]> = operands.iter().collect();
                    let results = prim.eval(&operands);
                    unit.results.iter().zip(results).for_each(|(&place, result)| env[place] = Some(result));
                }
                Code::Group(group) => {
                    let results = group.run(&mut operands);
                    unit.results.iter().zip(results).for_each(|(&place, result)| env[place] = Some(result));
                }
            }
        }
        self.outputs.iter().map(|x| x.read(inputs, &mut env)).collect()
    }
}

impl Executable {
    /// The one group of scalars that the program is, if its results are the outputs in order.
    fn scalars(&self) -> Option<&Group> {
        let [Planned { code: Code::Group(group), results, .. }] = &self.units[..] else { return None };
        let in_order = results.len() == self.outputs.len()
            && results.iter().zip(&self.outputs).all(|(place, x)| matches!(x, Operand::Last(p) if p == place));
        (in_order && group.is_of_scalars()).then_some(group)
    }
}

impl Operand {
    #[inline]
    fn read(&self, inputs: &[&Tensor], env: &mut [Option<Tensor>]) -> Tensor {
        match self {
            Operand::Constant(x) => Some(x.clone()),
            Operand::Input(i) => Some(inputs[*i].clone()),
            Operand::Result(place) => env[*place].clone(),
            Operand::Last(place) => env[*place].take(),
        }
        .expect("a result lives until its last read")
    }
}

/// The places of results while units are planned in the order in which they run.
struct Plan {
    inputs: u32,
    /// The first variable of each equation.
    first: Vec<u32>,
    /// How often each variable is read from here on.
    reads: Vec<usize>,
    /// The place of each variable that was defined and is read again.
    place: Vec<usize>,
    free: Vec<usize>,
    places: usize,
}

impl Plan {
    fn new(program: &Program, units: &[Unit]) -> Plan {
        let mut reads = vec![0; program.variables()];
        let mut read = |atom: &Atom| {
            if let Atom::Var(v) = atom {
                reads[*v as usize] += 1;
            }
        };
        for unit in units {
            match unit {
                Unit::Equation(at) => program.eqns[*at].args().iter().for_each(&mut read),
                Unit::Group(group) => group.inputs.iter().for_each(|input| read(&input.atom)),
            }
        }
        program.outputs.iter().for_each(read);
        let (inputs, first, place) = (program.inputs, first_variables(program), vec![0; reads.len()]);
        Plan { inputs, first, reads, place, free: Vec::new(), places: 0 }
    }

    fn unit(&mut self, program: &Program, unit: Unit) -> Planned {
        let at = match unit {
            Unit::Equation(at) => at,
            Unit::Group(group) => {
                let operands = group.inputs.iter().map(|input| self.operand(&input.atom)).collect();
                let results = group.results.iter().map(|&v| self.define(v)).collect();
                return Planned { code: Code::Group(group), operands, results };
            }
        };
        let (first, eqn) = (self.first[at], &program.eqns[at]);
        let code = match eqn {
            Eqn::One(..) | Eqn::Two(..) => Code::One(Prim::Lin(Lin)),
            Eqn::Call(call) => Code::One(call.prim.clone()),
            Eqn::Multi(m) => Code::Several(m.prim.clone()),
        };
        let operands = eqn.args().iter().map(|atom| self.operand(atom)).collect();
        let results: SmallVec<[usize; 2]> = (first..first + eqn.results()).map(|v| self.define(v)).collect();
        // What nobody reads makes room for the next unit's results.
        let unread = (first..).zip(&results).filter(|&(v, _)| self.reads[v as usize] == 0);
        self.free.extend(unread.map(|(_, &place)| place));
        Planned { code, operands, results }
    }

    fn operand(&mut self, atom: &Atom) -> Operand {
        let known = |x: &Array| x.known().cloned().expect("the constants of a closed program are known");
        let v = match atom {
            Atom::Const(c) => return Operand::Constant(known(c)),
            Atom::Var(v) if *v < self.inputs => return Operand::Input(*v as usize),
            Atom::Var(v) => *v as usize,
        };
        self.reads[v] -= 1;
        let place = self.place[v];
        if self.reads[v] > 0 {
            return Operand::Result(place);
        }
        self.free.push(place);
        Operand::Last(place)
    }

    /// A place for a result. Operands are read before it is written.
    fn define(&mut self, v: u32) -> usize {
        let place = self.free.pop().unwrap_or_else(|| {
            self.places += 1;
            self.places - 1
        });
        self.place[v as usize] = place;
        place
    }
}
