//! Running a simplified program on known operands, equation by equation, through the same kernels as eager execution.

use crate::{
    array::Array,
    prim::{Prim, lin::Lin},
    program::{Atom, Eqn, Program},
};
use alloc::{vec, vec::Vec};
use cotangent_tensor::Tensor;
use smallvec::SmallVec;

/// A program with the plan of its buffers.
#[derive(Debug)]
pub(crate) struct Executable {
    program: Program,
    /// For each equation, the variables that it reads last.
    last_reads: Vec<SmallVec<[u32; 2]>>,
    closed: bool,
}

impl Executable {
    pub(crate) fn new(program: Program) -> Executable {
        let mut seen = vec![false; program.variables()];
        for atom in &program.outputs {
            if let Atom::Var(v) = atom {
                seen[*v as usize] = true;
            }
        }
        let mut last_reads: Vec<SmallVec<[u32; 2]>> = program
            .eqns
            .iter()
            .rev()
            .map(|eqn| {
                let mut last = SmallVec::new();
                eqn.reads(|v| {
                    if !core::mem::replace(&mut seen[v as usize], true) {
                        last.push(v);
                    }
                });
                last
            })
            .collect();
        last_reads.reverse();
        let closed = program.constants_level() == 0;
        Executable { program, last_reads, closed }
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
        let mut env: Vec<Option<Tensor>> = Vec::with_capacity(self.program.variables());
        env.extend(inputs.iter().map(|&x| Some(x.clone())));
        for (eqn, last) in self.program.eqns.iter().zip(&self.last_reads) {
            match eqn {
                Eqn::One(..) | Eqn::Two(..) => {
                    let result = evaluate(&Prim::Lin(Lin), &eqn.args(), last, &mut env);
                    env.push(Some(result));
                }
                Eqn::Call(call) => {
                    let result = evaluate(&call.prim, &call.args, last, &mut env);
                    env.push(Some(result));
                }
                Eqn::Multi(m) => {
                    let args: Vec<Tensor> = m.args.iter().map(|a| read(a, &env)).collect();
                    release(last, &mut env);
                    env.extend(m.prim.eval(&args.iter().collect::<Vec<_>>()).into_iter().map(Some));
                }
            }
        }
        self.program.outputs.iter().map(|atom| read(atom, &env)).collect()
    }
}

/// Evaluates a primitive; operands that are read for the last time are given up to it.
fn evaluate(prim: &Prim, args: &[Atom], last: &[u32], env: &mut [Option<Tensor>]) -> Tensor {
    let mut xs: SmallVec<[Tensor; 4]> = args.iter().map(|a| read(a, env)).collect();
    release(last, env);
    prim.eval_owned(&mut xs)
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
