//! Which equations run together: elementwise ones of one float type and its masks on arrays of one size, block by block,
//! with sums of all elements at the edge.
//!
//! Every variable has a level: one more than those that it is made of, or the same where both are elementwise of one type.
//! The elementwise equations of one type on one level are a group: none of them waits for anything that waits for
//! another. Groups and lone equations are then put in an order that stays close to the recorded one.

use super::steps::{Group, group};
use crate::{
    prim::{Prim, reduce::Reduce, unary::Unary},
    program::{Atom, Eqn, Program},
};
use alloc::{
    boxed::Box,
    collections::{BTreeMap, BinaryHeap},
    vec,
    vec::Vec,
};
use core::cmp::Reverse;
use cotangent_tensor::{DType, Reduction};

/// Copying shorter rows of an operand that broadcasts costs more than a pass over memory.
const SHORTEST_ROW: usize = 32;

/// What runs as one.
#[derive(Debug)]
pub(super) enum Unit {
    /// The equation of this number.
    Equation(usize),
    Group(Box<Group>),
}

/// Longer groups have more intermediate results than a cache holds.
const LONGEST: usize = 256;
/// Those of scalars are registers.
const LONGEST_OF_SCALARS: usize = 4096;

/// The units of a program in the order in which they run.
pub(super) fn fuse(program: &Program) -> Vec<Unit> {
    let first = first_variables(program);
    let Groups { members, dtypes, of } = groups(program, &first);
    // Groups are units by their numbers; an equation that is alone is one by its own, after them.
    let unit: Vec<usize> = (0..program.eqns.len())
        .map(|at| of[at].filter(|&g| members[g].len() > 1).unwrap_or(members.len() + at))
        .collect();
    let escapes = escaping(program, &first, &unit);
    let unit_of = |u: usize| match u.checked_sub(members.len()) {
        Some(at) => Unit::Equation(at),
        None => Unit::Group(Box::new(group(program, &first, &members[u], dtypes[u], &escapes))),
    };
    order(program, &first, &unit, members.len()).into_iter().map(unit_of).collect()
}

/// The first variable that each equation defines.
pub(super) fn first_variables(program: &Program) -> Vec<u32> {
    let mut next = program.inputs;
    let defines = |eqn: &Eqn| {
        next += eqn.results();
        next - eqn.results()
    };
    program.eqns.iter().map(defines).collect()
}

/// The float type in whose numbers an equation computes element by element, if it does. Bools count as numbers of the type
/// that they are found or used in. Operands broadcast.
fn numbers(program: &Program, eqn: &Eqn, result: u32, grouped: impl Fn(u32) -> Option<DType>) -> Option<DType> {
    let Eqn::Call(call) = eqn else { return None };
    let of = program.type_of(result);
    let type_of = |atom: &Atom| match atom {
        Atom::Var(v) => program.type_of(*v).clone(),
        Atom::Const(c) => c.type_of(),
    };
    let dtype = |atom: &Atom| type_of(atom).dtype;
    let numbers = match call.prim {
        Prim::Unary(op) => op.is_step().then_some(of.dtype),
        Prim::Binary(_) | Prim::Lin(_) | Prim::Select(_) => Some(of.dtype),
        Prim::Compare(_) => Some(dtype(&call.args[0])),
        Prim::Bitwise(_) if of.dtype == DType::Bool => {
            call.args.iter().find_map(|atom| if let Atom::Var(v) = atom { grouped(*v) } else { None })
        }
        _ => None,
    }?;
    // Operands that broadcast are copied row by row.
    let long = of.shape.last().is_some_and(|&n| n >= SHORTEST_ROW);
    let reads = |atom: &Atom| {
        let operand = type_of(atom);
        let whole = operand.shape.rank() == 0 || operand.shape.size() == of.shape.size();
        (whole || long) && [numbers, DType::Bool].contains(&operand.dtype)
    };
    let fits = matches!(numbers, DType::F32 | DType::F64) && of.shape.size() > 0;
    (fits && call.args.iter().all(reads)).then_some(numbers)
}

/// The operand of which an equation gives back the numbers, in another shape or as what they are.
fn unchanged(eqn: &Eqn) -> Option<(u32, &Prim)> {
    let Eqn::Call(call) = eqn else { return None };
    match (&call.prim, &call.args[..]) {
        (Prim::Reshape(_) | Prim::Convert(_) | Prim::Unary(Unary::StopGradient), [Atom::Var(x)]) => {
            Some((*x, &call.prim))
        }
        _ => None,
    }
}

/// The operand of a sum of all elements.
fn summed(program: &Program, eqn: &Eqn) -> Option<u32> {
    let Eqn::Call(call) = eqn else { return None };
    match (&call.prim, &call.args[..]) {
        (Prim::Reduce(Reduce { reduction: Reduction::Sum, axes }), [Atom::Var(x)]) => {
            (axes.iter().count() == program.type_of(*x).shape.rank()).then_some(*x)
        }
        _ => None,
    }
}

/// The equations of each group and the numbers that it computes with, and the group of each equation that has one.
struct Groups {
    members: Vec<Vec<usize>>,
    dtypes: Vec<DType>,
    of: Vec<Option<usize>>,
}

/// What a group computes with: arrays of so many numbers, or scalars.
type Kind = (bool, Option<usize>);

fn groups(program: &Program, first: &[u32]) -> Groups {
    // Of each variable: its level, and the kind and the group of an elementwise result.
    let mut made: Vec<(u32, Option<(Kind, usize)>)> = vec![(0, None); program.variables()];
    let mut open: BTreeMap<(u32, Kind), usize> = BTreeMap::new();
    let mut groups = Groups { members: Vec::new(), dtypes: Vec::new(), of: vec![None; program.eqns.len()] };
    for (at, eqn) in program.eqns.iter().enumerate() {
        let result = first[at];
        let of = program.type_of(result);
        if let Some((level, Some((_, group)))) = summed(program, eqn).map(|x| made[x as usize]) {
            groups.join(group, at);
            made[result as usize] = (level, None);
            continue;
        }
        if let Some((x, prim)) = unchanged(eqn)
            && let (level, Some((kind, group))) = made[x as usize]
            && (!matches!(prim, Prim::Convert(_))
                || (program.type_of(x).dtype == DType::Bool && of.dtype == groups.dtypes[group]))
        {
            groups.join(group, at);
            made[result as usize] = (level, Some((kind, group)));
            continue;
        }
        let grouped = |v: u32| made[v as usize].1.map(|(_, group)| groups.dtypes[group]);
        let numbers = numbers(program, eqn, result, grouped);
        let kind = numbers.map(|numbers| (numbers == DType::F64, (of.shape.rank() > 0).then(|| of.shape.size())));
        let mut level = 0;
        eqn.reads(|v| {
            let (before, of) = made[v as usize];
            level = level.max(if of.is_some_and(|of| Some(of.0) == kind) { before } else { before + 1 });
        });
        let group = numbers.zip(kind).map(|(numbers, kind)| {
            let longest = if kind.1.is_none() { LONGEST_OF_SCALARS } else { LONGEST };
            let group = open.entry((level, kind)).or_insert(usize::MAX);
            if groups.members.get(*group).is_none_or(|members| members.len() >= longest) {
                *group = groups.members.len();
                groups.members.push(Vec::new());
                groups.dtypes.push(numbers);
            }
            groups.join(*group, at);
            (kind, *group)
        });
        made[result as usize..][..eqn.results() as usize].fill((level, group));
    }
    groups
}

impl Groups {
    fn join(&mut self, group: usize, at: usize) {
        self.members[group].push(at);
        self.of[at] = Some(group);
    }
}

/// Which variables are read outside of the unit that defines them.
fn escaping(program: &Program, first: &[u32], unit: &[usize]) -> Vec<bool> {
    let producer = producers(program, first, unit);
    let mut escapes = vec![false; program.variables()];
    for (eqn, unit) in program.eqns.iter().zip(unit) {
        eqn.reads(|v| escapes[v as usize] |= producer[v as usize] != Some(*unit));
    }
    for atom in &program.outputs {
        if let Atom::Var(v) = atom {
            escapes[*v as usize] = true;
        }
    }
    escapes
}

/// The unit that defines each variable that is no input.
fn producers(program: &Program, first: &[u32], unit: &[usize]) -> Vec<Option<usize>> {
    let mut producer = vec![None; program.variables()];
    for (at, eqn) in program.eqns.iter().enumerate() {
        producer[first[at] as usize..][..eqn.results() as usize].fill(Some(unit[at]));
    }
    producer
}

/// The units in an order in which each finds what it reads: of those that could run, the one that was recorded first. A
/// group stands where its last equation stood.
fn order(program: &Program, first: &[u32], unit: &[usize], groups: usize) -> Vec<usize> {
    let count = groups + program.eqns.len();
    let producer = producers(program, first, unit);
    let mut waits = vec![0_u32; count];
    let mut readers: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut rank = vec![None; count];
    for (at, (eqn, &unit)) in program.eqns.iter().zip(unit).enumerate() {
        rank[unit] = Some(at);
        eqn.reads(|v| {
            if let Some(from) = producer[v as usize].filter(|&from| from != unit) {
                readers[from].push(unit);
                waits[unit] += 1;
            }
        });
    }
    let entry = |u: usize| rank[u].map(|rank| Reverse((rank, u)));
    let mut ready: BinaryHeap<_> = (0..count).filter(|&u| waits[u] == 0).filter_map(entry).collect();
    let mut order = Vec::new();
    while let Some(Reverse((_, u))) = ready.pop() {
        order.push(u);
        for &reader in &readers[u] {
            waits[reader] -= 1;
            if waits[reader] == 0 {
                ready.extend(entry(reader));
            }
        }
    }
    order
}
