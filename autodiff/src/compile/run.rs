//! Running a simplified program on known operands, unit by unit, through the same kernels as eager execution.

use super::fuse::{Unit, first_variables, fuse};
use crate::{
    array::Array,
    prim::{Prim, lin::Lin},
    program::{Atom, Eqn, Program},
};
use alloc::{vec, vec::Vec};
use cotangent_tensor::Tensor;
use smallvec::SmallVec;

/// A program with the plan of its units and buffers.
#[derive(Debug)]
pub(crate) struct Executable {
    program: Program,
    units: Vec<Unit>,
    /// The first variable of each equation.
    first: Vec<u32>,
    /// For each unit, the variables that it reads last.
    last_reads: Vec<SmallVec<[u32; 2]>>,
    closed: bool,
}

impl Executable {
    pub(crate) fn new(program: Program) -> Executable {
        let (units, first) = (fuse(&program), first_variables(&program));
        let mut seen = vec![false; program.variables()];
        for atom in &program.outputs {
            if let Atom::Var(v) = atom {
                seen[*v as usize] = true;
            }
        }
        let last_read = |unit: &Unit| {
            let mut last = SmallVec::new();
            let mut read = |v: u32| {
                if !core::mem::replace(&mut seen[v as usize], true) {
                    last.push(v);
                }
            };
            match unit {
                Unit::Equation(at) => program.eqns[*at].reads(read),
                Unit::Group(group) => {
                    for atom in &group.inputs {
                        if let Atom::Var(v) = atom {
                            read(*v);
                        }
                    }
                }
            }
            last
        };
        let mut last_reads: Vec<_> = units.iter().rev().map(last_read).collect();
        last_reads.reverse();
        let closed = program.constants_level() == 0;
        Executable { program, units, first, last_reads, closed }
    }

    pub(crate) fn program(&self) -> &Program {
        &self.program
    }

    /// Whether all constants are known: only then can it run as a whole.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// The outputs for known inputs.
    pub(crate) fn run(&self, inputs: &[&Tensor]) -> Vec<Tensor> {
        let mut env: Vec<Option<Tensor>> = vec![None; self.program.variables()];
        for (value, &x) in env.iter_mut().zip(inputs) {
            *value = Some(x.clone());
        }
        for (unit, last) in self.units.iter().zip(&self.last_reads) {
            match unit {
                Unit::Equation(at) => self.equation(*at, last, &mut env),
                Unit::Group(group) => {
                    let inputs: SmallVec<[Tensor; 8]> = group.inputs.iter().map(|a| read(a, &env)).collect();
                    release(last, &mut env);
                    for (&v, result) in group.results.iter().zip(group.run(&inputs)) {
                        env[v as usize] = Some(result);
                    }
                }
            }
        }
        self.program.outputs.iter().map(|atom| read(atom, &env)).collect()
    }

    /// Evaluates one equation; operands that are read for the last time are given up to it.
    fn equation(&self, at: usize, last: &[u32], env: &mut [Option<Tensor>]) {
        let eqn = &self.program.eqns[at];
        let mut operands = |args: &[Atom]| {
            let xs: SmallVec<[Tensor; 4]> = args.iter().map(|a| read(a, env)).collect();
            release(last, env);
            xs
        };
        let first = self.first[at] as usize;
        match eqn {
            Eqn::One(..) | Eqn::Two(..) => env[first] = Some(Prim::Lin(Lin).eval_owned(&mut operands(&eqn.args()))),
            Eqn::Call(call) => env[first] = Some(call.prim.eval_owned(&mut operands(&call.args))),
            Eqn::Multi(m) => {
                let args = operands(&m.args);
                let results = m.prim.eval(&args.iter().collect::<Vec<_>>());
                env[first..].iter_mut().zip(results).for_each(|(value, result)| *value = Some(result));
            }
        }
    }
}

/// Drops what is not read again.
fn release(last: &[u32], env: &mut [Option<Tensor>]) {
    for &v in last {
        env[v as usize] = None;
    }
}

fn read(atom: &Atom, env: &[Option<Tensor>]) -> Tensor {
    let known = |x: &Array| x.known().cloned().expect("the constants of a closed program are known");
    match atom {
        Atom::Var(v) => env[*v as usize].clone().expect("a variable lives until its last read"),
        Atom::Const(c) => known(c),
    }
}
