//! Programs: recorded computations. A tape records one; transposing, printing, checking, simplifying and running read it.
//!
//! Variables are numbered in the order in which they are defined: first the inputs, then the results of the equations.
//! Elementwise tangents are stored in place, everything else behind a box. Nothing here recurses over the length.

use crate::{
    array::{Array, Repr, Type},
    bind::{bind, bind_all, bind_multi, raise},
    prim::{MultiPrim, Prim, Role, lin::Lin},
    scope::{Level, Scope},
    sync::Lock,
};
use alloc::{boxed::Box, format, sync::Arc, vec::Vec};
use core::mem;
use cotangent_tensor::{DType, Error, ErrorKind, Shape, Tensor};
use smallvec::SmallVec;

mod check;
mod print;
mod transpose;

pub(crate) use transpose::LinearMap;

/// What an equation reads: a variable, or a value that was known when it was recorded.
#[derive(Clone, Debug)]
pub(crate) enum Atom {
    Var(u32),
    Const(Array),
}

/// What a tape records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TapeKind {
    /// Tangents only: every equation is linear in the variables that it reads.
    Linear,
    /// A whole function.
    Full,
}

/// One equation; it defines the next variable, or the next few.
#[derive(Clone, Debug)]
pub(crate) enum Eqn {
    /// c·x.
    One(u32, Array),
    /// c·x + d·y.
    Two([u32; 2], [Array; 2]),
    Call(Box<Call>),
    Multi(Box<Multi>),
}

#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) prim: Prim,
    pub(crate) args: SmallVec<[Atom; 2]>,
}

#[derive(Clone, Debug)]
pub(crate) struct Multi {
    pub(crate) prim: MultiPrim,
    pub(crate) args: Vec<Atom>,
    pub(crate) results: u32,
}

impl Eqn {
    /// How many variables it defines.
    pub(crate) fn results(&self) -> u32 {
        match self {
            Eqn::One(..) | Eqn::Two(..) | Eqn::Call(_) => 1,
            Eqn::Multi(m) => m.results,
        }
    }

    /// What it reads, in the order of the primitive's operands.
    pub(crate) fn args(&self) -> SmallVec<[Atom; 4]> {
        match self {
            Eqn::One(x, c) => SmallVec::from_iter([Atom::Const(c.clone()), Atom::Var(*x)]),
            Eqn::Two([x, y], [c, d]) => {
                SmallVec::from_iter([Atom::Const(c.clone()), Atom::Var(*x), Atom::Const(d.clone()), Atom::Var(*y)])
            }
            Eqn::Call(call) => call.args.iter().cloned().collect(),
            Eqn::Multi(m) => m.args.iter().cloned().collect(),
        }
    }

    /// Calls `f` with every variable that it reads.
    pub(crate) fn reads(&self, mut f: impl FnMut(u32)) {
        let mut atoms = |atoms: &[Atom]| {
            for atom in atoms {
                if let Atom::Var(v) = atom {
                    f(*v);
                }
            }
        };
        match self {
            Eqn::Call(call) => atoms(&call.args),
            Eqn::Multi(m) => atoms(&m.args),
            Eqn::One(x, _) => f(*x),
            Eqn::Two([x, y], _) => {
                f(*x);
                f(*y);
            }
        }
    }
}

/// A recorded computation. `Display` prints it; [`stage`](crate::stage) records one from a function.
#[derive(Clone, Debug)]
pub struct Program {
    pub(crate) kind: TapeKind,
    /// The types that variables have.
    types: Vec<Type>,
    /// The type of each variable, as a place in `types`.
    vars: Vec<u32>,
    pub(crate) inputs: u32,
    pub(crate) eqns: Vec<Eqn>,
    pub(crate) outputs: Vec<Atom>,
}

impl Program {
    pub(crate) fn new(kind: TapeKind, inputs: Vec<Type>) -> Program {
        let count = inputs.len() as u32;
        let mut vars = Vec::with_capacity(inputs.len() + 8);
        vars.extend(0..count);
        Program { kind, types: inputs, vars, inputs: count, eqns: Vec::new(), outputs: Vec::new() }
    }

    /// How many variables there are.
    pub(crate) fn variables(&self) -> usize {
        self.vars.len()
    }

    /// How many equations there are: the number of operations that were recorded.
    pub fn equations(&self) -> usize {
        self.eqns.len()
    }

    pub(crate) fn type_of(&self, var: u32) -> &Type {
        &self.types[self.vars[var as usize] as usize]
    }

    /// Records an equation whose one result has the type of variable `like`.
    fn push_like(&mut self, like: u32, eqn: Eqn) -> u32 {
        self.vars.push(self.vars[like as usize]);
        self.eqns.push(eqn);
        self.vars.len() as u32 - 1
    }

    /// Records an equation with results of these types; the first of its variables.
    pub(crate) fn push(&mut self, types: impl IntoIterator<Item = Type>, eqn: Eqn) -> u32 {
        let first = self.vars.len() as u32;
        for t in types {
            self.vars.push(self.types.len() as u32);
            self.types.push(t);
        }
        self.eqns.push(eqn);
        first
    }

    /// Replays the equations on other inputs, through `bind`: so it composes with every transform.
    pub(crate) fn replay(&self, inputs: &[&Array]) -> Vec<Array> {
        let mut env: Vec<Array> = Vec::with_capacity(self.variables());
        env.extend(inputs.iter().copied().cloned());
        for eqn in &self.eqns {
            let read = |atom: &Atom| read(&env, atom).clone();
            match eqn {
                Eqn::One(x, c) => env.push(bind(&Prim::Lin(Lin), [c, &env[*x as usize]])),
                Eqn::Two([x, y], [c, d]) => {
                    env.push(bind(&Prim::Lin(Lin), [c, &env[*x as usize], d, &env[*y as usize]]));
                }
                Eqn::Call(call) => {
                    let args: SmallVec<[Array; 4]> = call.args.iter().map(read).collect();
                    env.push(bind_all(&call.prim, &args.iter().collect::<SmallVec<[&Array; 4]>>()));
                }
                Eqn::Multi(m) => {
                    let args: Vec<Array> = m.args.iter().map(read).collect();
                    env.extend(bind_multi(&m.prim, &args.iter().collect::<Vec<_>>()));
                }
            }
        }
        self.outputs.iter().map(|atom| read(&env, atom).clone()).collect()
    }
}

/// The value of an atom.
fn read<'a>(env: &'a [Array], atom: &'a Atom) -> &'a Array {
    match atom {
        Atom::Var(v) => &env[*v as usize],
        Atom::Const(c) => c,
    }
}

/// A program while it is recorded. It belongs to one call of a transform and dies with it.
#[derive(Debug)]
pub(crate) struct Tape {
    scope: Scope,
    program: Lock<Program>,
    kind: TapeKind,
}

/// A tape that closes when its transform ends, by return or by panic.
#[derive(Debug)]
pub(crate) struct Recording(Arc<Tape>);

impl Drop for Recording {
    fn drop(&mut self) {
        self.0.scope.close();
    }
}

impl core::ops::Deref for Recording {
    type Target = Tape;
    fn deref(&self) -> &Tape {
        &self.0
    }
}

impl Tape {
    /// A tape and its input variables.
    pub(crate) fn open(transform: &'static str, kind: TapeKind, inputs: Vec<Type>) -> (Recording, Vec<Array>) {
        let count = inputs.len() as u32;
        let tape =
            Arc::new(Tape { scope: Scope::new(transform), program: Lock::new(Program::new(kind, inputs)), kind });
        let vars = (0..count).map(|var| Array(Repr::Staged(var, tape.clone()))).collect();
        (Recording(tape), vars)
    }

    #[inline]
    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }

    #[track_caller]
    pub(crate) fn type_of(&self, var: u32) -> Type {
        self.typed(var, Type::clone)
    }

    #[track_caller]
    pub(crate) fn has_shape(&self, var: u32, shape: &Shape) -> bool {
        self.typed(var, |t| t.shape == *shape)
    }

    #[track_caller]
    pub(crate) fn dtype(&self, var: u32) -> DType {
        self.typed(var, |t| t.dtype)
    }

    #[track_caller]
    pub(crate) fn rank(&self, var: u32) -> usize {
        self.typed(var, |t| t.shape.rank())
    }

    /// Reads the type of a variable. A tape that was closed has none: then the variable escaped from its transform.
    #[inline]
    #[track_caller]
    fn typed<R>(&self, var: u32, read: impl FnOnce(&Type) -> R) -> R {
        let program = self.program.lock();
        if (var as usize) < program.variables() {
            return read(program.type_of(var));
        }
        match self.scope.check() {
            Err(error) => raise(error),
            Ok(()) => unreachable!("an open tape knows its variables"),
        }
    }

    #[inline]
    fn var(&self, x: &Array) -> Option<u32> {
        match &x.0 {
            Repr::Staged(var, tape) if tape.scope.level == self.scope.level => Some(*var),
            _ => None,
        }
    }

    pub(crate) fn atom(&self, x: &Array) -> Atom {
        self.var(x).map_or_else(|| Atom::Const(x.clone()), Atom::Var)
    }

    fn staged(self: &Arc<Self>, var: u32) -> Array {
        Array(Repr::Staged(var, self.clone()))
    }

    /// Records a primitive; its result as a variable.
    #[inline]
    #[track_caller]
    pub(crate) fn push(self: &Arc<Self>, prim: &Prim, xs: &[&Array]) -> Array {
        if let Prim::Lin(_) = prim
            && let Some(result) = self.push_lin(xs)
        {
            return result;
        }
        self.push_call(prim, xs)
    }

    /// The compact forms of `lin`, whose operands have the type of the result.
    #[inline]
    fn push_lin(self: &Arc<Self>, xs: &[&Array]) -> Option<Array> {
        let (like, eqn) = match *xs {
            [c, x] => match (self.var(c), self.var(x)) {
                (None, Some(x)) => (x, Eqn::One(x, c.clone())),
                _ => return None,
            },
            [c, x, d, y] => match (self.var(c), self.var(x), self.var(d), self.var(y)) {
                (None, Some(x), None, Some(y)) => (x, Eqn::Two([x, y], [c.clone(), d.clone()])),
                _ => return None,
            },
            _ => return None,
        };
        let var = self.program.lock().push_like(like, eqn);
        Some(self.staged(var))
    }

    #[inline(never)]
    #[track_caller]
    fn push_call(self: &Arc<Self>, prim: &Prim, xs: &[&Array]) -> Array {
        if self.kind == TapeKind::Linear
            && let Err(error) = self.check_linear(prim, xs)
        {
            raise(error);
        }
        let types: SmallVec<[Type; 4]> = xs.iter().map(|x| x.type_of()).collect();
        let result = prim.rules().shape(&types);
        let args = xs.iter().map(|x| self.atom(x)).collect();
        let var = self.program.lock().push([result], Eqn::Call(Box::new(Call { prim: prim.clone(), args })));
        self.staged(var)
    }

    /// Records a primitive with several results, or what it stands for.
    #[track_caller]
    pub(crate) fn push_multi(self: &Arc<Self>, prim: &MultiPrim, xs: &[&Array]) -> Vec<Array> {
        if let Some(results) = prim.rules().inline(self.kind, xs) {
            return results;
        }
        if self.kind == TapeKind::Linear {
            raise(self.not_linear(prim.rules()));
        }
        let types: Vec<Type> = xs.iter().map(|x| x.type_of()).collect();
        let results = prim.rules().shape(&types);
        let count = results.len() as u32;
        let args = xs.iter().map(|x| self.atom(x)).collect();
        let first =
            self.program.lock().push(results, Eqn::Multi(Box::new(Multi { prim: prim.clone(), args, results: count })));
        (first..first + count).map(|var| self.staged(var)).collect()
    }

    /// Refuses what no linear program may hold: then a tangent went into an operation that is not linear in it.
    #[track_caller]
    fn check_linear(&self, prim: &Prim, xs: &[&Array]) -> Result<(), Error> {
        if let Some(linear) = prim.rules().linear() {
            let role = |x: &&Array| if self.var(x).is_some() { Role::Variable } else { Role::Constant };
            let mut roles: SmallVec<[Role; 4]> = xs.iter().map(role).collect();
            if linear.is_linear_in(&roles) {
                return Ok(());
            }
            // A part without a tangent stands as zeros, which are linear in anything.
            for (role, x) in roles.iter_mut().zip(xs) {
                if *role == Role::Constant && x.known().is_some_and(Tensor::is_zero) {
                    *role = Role::Zero;
                }
            }
            if linear.is_linear_in(&roles) {
                return Ok(());
            }
        }
        Err(self.not_linear(prim.rules()))
    }

    #[cold]
    #[track_caller]
    fn not_linear(&self, prim: impl core::fmt::Display) -> Error {
        let text = format!("{}: {prim} was applied to a tangent, in which it is not linear", self.scope.transform);
        Error::new(ErrorKind::Transform, text)
    }

    /// The recorded program with these outputs. The tape is closed and left empty.
    pub(crate) fn finish(&self, outputs: &[Array]) -> Program {
        let outputs = outputs.iter().map(|x| self.atom(x)).collect();
        let mut program = self.take();
        program.outputs = outputs;
        program
    }

    /// The recorded linear map to these tangents. The tape is closed and left empty.
    ///
    /// # Errors
    /// A tangent that does not depend on those of the input and is not zero: then the map is not linear.
    #[track_caller]
    pub(crate) fn finish_linear(&self, tangents: &[Option<Array>]) -> Result<LinearMap, Error> {
        let stray = |dy: &Array| self.var(dy).is_none() && !dy.known().is_some_and(Tensor::is_zero);
        if tangents.iter().flatten().any(stray) {
            let text =
                format!("{}: a tangent that does not depend on those of the input is not zero", self.scope.transform);
            return Err(Error::new(ErrorKind::Transform, text));
        }
        let outputs = tangents.iter().map(|dy| self.var(dy.as_ref()?)).collect();
        Ok(LinearMap::new(self.take(), outputs))
    }

    fn take(&self) -> Program {
        self.scope.close();
        let empty = Program {
            kind: self.kind,
            types: Vec::new(),
            vars: Vec::new(),
            inputs: 0,
            eqns: Vec::new(),
            outputs: Vec::new(),
        };
        mem::replace(&mut *self.program.lock(), empty)
    }
}

/// Levels grow, so what a tape holds as constants is of lower levels than its own.
impl Program {
    /// The highest level among the constants.
    pub(crate) fn constants_level(&self) -> Level {
        let of = |atoms: &[Atom]| {
            atoms.iter().map(|a| if let Atom::Const(c) = a { c.level() } else { 0 }).max().unwrap_or(0)
        };
        self.eqns.iter().map(|eqn| of(&eqn.args())).max().unwrap_or(0).max(of(&self.outputs))
    }
}
