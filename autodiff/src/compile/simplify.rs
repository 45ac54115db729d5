//! Rewriting a program without changing a bit of its results: `lin` in its simplest form, equal equations shared, unused
//! ones dropped. Floating-point operations are never reassociated or contracted.

use crate::{
    array::Array,
    prim::{Prim, binary::Binary},
    program::{Atom, Call, Eqn, Program, TapeKind},
};
use alloc::{boxed::Box, collections::BTreeMap, vec, vec::Vec};
use core::hash::{BuildHasher, Hash, Hasher};
use cotangent_tensor::Tensor;
use smallvec::{SmallVec, smallvec};

/// The simplest program with the same results.
pub(super) fn simplify(program: Program) -> Program {
    let shared = share(&program);
    drop_unused(&shared)
}

/// Copies the program equation by equation; one that equals an earlier one becomes that one.
fn share(program: &Program) -> Program {
    let inputs: Vec<_> = (0..program.inputs).map(|v| program.type_of(v).clone()).collect();
    let mut out = Program::new(TapeKind::Full, inputs);
    // Where each variable of the old program went.
    let mut place: Vec<Atom> = (0..program.inputs).map(Atom::Var).collect();
    let mut seen: BTreeMap<u64, Vec<(Eqn, u32)>> = BTreeMap::new();
    for eqn in &program.eqns {
        let first = place.len() as u32;
        let moved = renamed(eqn, &place);
        if let Some(atom) = identity(&moved) {
            place.push(atom);
            continue;
        }
        let bucket = seen.entry(hash(&moved)).or_default();
        let var = match bucket.iter().find(|(other, _)| same(other, &moved)) {
            Some((_, var)) => *var,
            None => {
                let types = (first..first + eqn.results()).map(|v| program.type_of(v).clone());
                let var = out.push(types, moved.clone());
                bucket.push((moved, var));
                var
            }
        };
        place.extend((var..var + eqn.results()).map(Atom::Var));
    }
    out.outputs = program.outputs.iter().map(|a| substitute(a, &place)).collect();
    out
}

fn substitute(atom: &Atom, place: &[Atom]) -> Atom {
    match atom {
        Atom::Var(v) => place[*v as usize].clone(),
        Atom::Const(c) => Atom::Const(c.clone()),
    }
}

/// The equation with its operands under their new names, and `lin` as what it is: products and sums.
fn renamed(eqn: &Eqn, place: &[Atom]) -> Eqn {
    let args: SmallVec<[Atom; 4]> = eqn.args().iter().map(|a| substitute(a, place)).collect();
    match eqn {
        Eqn::One(..) | Eqn::Two(..) => lin(args),
        Eqn::Call(call) if matches!(call.prim, Prim::Lin(_)) => lin(args),
        Eqn::Call(call) => Eqn::Call(Box::new(Call { prim: call.prim.clone(), args: args.into_iter().collect() })),
        Eqn::Multi(m) => {
            let mut m = m.clone();
            m.args = args.into_vec();
            Eqn::Multi(m)
        }
    }
}

/// c·x is a product; 1·x + 1·y a sum. The general c·x + d·y stays.
fn lin(args: SmallVec<[Atom; 4]>) -> Eqn {
    let call = |prim, args: SmallVec<[Atom; 2]>| Eqn::Call(Box::new(Call { prim, args }));
    match &args[..] {
        [c, x, d, y] if is_one(c) && is_one(d) => call(Prim::Binary(Binary::Add), smallvec![x.clone(), y.clone()]),
        [c, x] if !is_one(c) => call(Prim::Binary(Binary::Mul), smallvec![c.clone(), x.clone()]),
        _ => call(Prim::Lin(crate::prim::lin::Lin), args.into_iter().collect()),
    }
}

fn is_one(atom: &Atom) -> bool {
    matches!(atom, Atom::Const(c) if c.is_one())
}

/// The operand that an equation gives back unchanged: 1·x.
fn identity(eqn: &Eqn) -> Option<Atom> {
    match eqn {
        Eqn::Call(call) if matches!(call.prim, Prim::Lin(_)) => match &call.args[..] {
            [c, x] if is_one(c) => Some(x.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn hash(eqn: &Eqn) -> u64 {
    let mut state = core::hash::BuildHasherDefault::<Fnv>::default().build_hasher();
    match eqn {
        Eqn::Call(call) => call.prim.hash(&mut state),
        Eqn::Multi(m) => m.prim.hash(&mut state),
        Eqn::One(..) | Eqn::Two(..) => unreachable!("renamed() writes them as calls"),
    }
    for atom in eqn.args() {
        match atom {
            Atom::Var(v) => v.hash(&mut state),
            Atom::Const(c) => c.type_of().hash(&mut state),
        }
    }
    state.finish()
}

/// FNV-1a: small, without keys, in `core`. (Fowler, Noll, Vo; <http://www.isthe.com/chongo/tech/comp/fnv/>)
struct Fnv(u64);
impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}
impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = (self.0 ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

/// Whether two equations compute the same.
fn same(a: &Eqn, b: &Eqn) -> bool {
    let prims = match (a, b) {
        (Eqn::Call(a), Eqn::Call(b)) => a.prim == b.prim,
        (Eqn::Multi(a), Eqn::Multi(b)) => a.prim == b.prim,
        _ => false,
    };
    prims && a.results() == b.results() && {
        let (a, b) = (a.args(), b.args());
        a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| same_atom(a, b))
    }
}

pub(super) fn same_atom(a: &Atom, b: &Atom) -> bool {
    match (a, b) {
        (Atom::Var(a), Atom::Var(b)) => a == b,
        (Atom::Const(a), Atom::Const(b)) => same_constant(a, b),
        _ => false,
    }
}

/// Scalars by their bits, arrays by identity of their elements: comparing whole arrays would cost more than it saves.
fn same_constant(a: &Array, b: &Array) -> bool {
    match (a.known(), b.known()) {
        (Some(a), Some(b)) => Tensor::shares_elements(a, b) || (a.as_scalar().is_some() && a.same_bits(b)),
        _ => false,
    }
}

/// Copies the equations that the outputs need.
fn drop_unused(program: &Program) -> Program {
    let mut needed = vec![false; program.variables()];
    let mark = |needed: &mut Vec<bool>, v: u32| needed[v as usize] = true;
    for atom in &program.outputs {
        if let Atom::Var(v) = atom {
            mark(&mut needed, *v);
        }
    }
    let mut first = program.variables() as u32;
    let mut keep = vec![false; program.eqns.len()];
    for (at, eqn) in program.eqns.iter().enumerate().rev() {
        first -= eqn.results();
        keep[at] = (first..first + eqn.results()).any(|v| needed[v as usize]);
        if keep[at] {
            eqn.reads(|v| mark(&mut needed, v));
        }
    }
    let inputs: Vec<_> = (0..program.inputs).map(|v| program.type_of(v).clone()).collect();
    let mut out = Program::new(TapeKind::Full, inputs);
    let mut place: Vec<Atom> = (0..program.inputs).map(Atom::Var).collect();
    for (eqn, keep) in program.eqns.iter().zip(keep) {
        let first = place.len() as u32;
        let results = first..first + eqn.results();
        if keep {
            let types = results.clone().map(|v| program.type_of(v).clone());
            let var = out.push(types, renamed(eqn, &place));
            place.extend((var..var + eqn.results()).map(Atom::Var));
        } else {
            place.extend(results.map(|_| Atom::Var(u32::MAX))); // nobody reads it
        }
    }
    out.outputs = program.outputs.iter().map(|a| substitute(a, &place)).collect();
    out
}
