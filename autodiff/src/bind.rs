//! The one dispatch point: the highest level among the operands decides what an operation means.

use crate::{
    array::{Array, Batched, Dual, Repr},
    prim::{MultiPrim, Prim},
    scope::{Level, Scope},
};
use alloc::{sync::Arc, vec::Vec};
use cotangent_tensor::{Error, Tensor};

/// What is made of each operand: on the stack for up to four, which are all but long concatenations.
enum Operands<T> {
    Few([T; 4], usize),
    Many(Vec<T>),
}

impl<T: Copy> Operands<T> {
    #[inline]
    fn of<'a>(xs: &[&'a Array], f: impl Fn(&'a Array) -> T) -> Operands<T> {
        if xs.len() > 4 {
            return Operands::Many(xs.iter().map(|x| f(x)).collect());
        }
        let mut few = [f(xs[0]); 4];
        for (slot, x) in few.iter_mut().zip(xs).skip(1) {
            *slot = f(x);
        }
        Operands::Few(few, xs.len())
    }

    #[inline]
    fn as_slice(&self) -> &[T] {
        match self {
            Operands::Few(few, n) => &few[..*n],
            Operands::Many(many) => many,
        }
    }
}

/// Applies a primitive.
#[inline]
#[track_caller]
pub(crate) fn bind<const N: usize>(prim: &Prim, xs: [&Array; N]) -> Array {
    if xs.iter().all(|x| x.known().is_some()) {
        return prim.eval(&xs.map(known)).into();
    }
    bind_traced(prim, &xs)
}

/// [`bind`] for any number of operands.
#[track_caller]
pub(crate) fn bind_all(prim: &Prim, xs: &[&Array]) -> Array {
    if xs.iter().all(|x| x.known().is_some()) {
        return prim.eval(Operands::of(xs, known).as_slice()).into();
    }
    bind_traced(prim, xs)
}

/// [`bind`] for operands that the caller gives up: elements that nobody else holds are overwritten.
#[inline]
#[track_caller]
pub(crate) fn bind_owned<const N: usize>(prim: &Prim, xs: [Array; N]) -> Array {
    if xs.iter().all(|x| x.known().is_some_and(|t| t.as_scalar().is_some())) {
        return bind(prim, xs.each_ref());
    }
    if xs.iter().all(|x| x.known().is_some()) {
        let mut xs = xs.map(|x| match x.0 {
            Repr::Known(t) => t,
            Repr::Dual(_) | Repr::Batched(_) | Repr::Staged(..) => unreachable!("all operands are known"),
        });
        return prim.eval_owned(&mut xs).into();
    }
    bind_traced(prim, &xs.each_ref())
}

#[inline]
fn known(x: &Array) -> &Tensor {
    x.known().expect("all operands are known")
}

/// The level that decides, and an operand of that level.
#[inline]
fn highest<'a>(xs: &[&'a Array]) -> (Level, &'a Array) {
    let (level, at) = xs
        .iter()
        .enumerate()
        .map(|(i, x)| (x.level(), i))
        .max_by_key(|&(level, _)| level)
        .expect("an operation has operands");
    (level, xs[at])
}

#[inline(never)]
#[track_caller]
fn bind_traced(prim: &Prim, xs: &[&Array]) -> Array {
    let (level, top) = highest(xs);
    match &top.0 {
        Repr::Known(_) => unreachable!("bind evaluates known operands itself"),
        Repr::Dual(d) => {
            check(&d.scope);
            let x = Operands::of(xs, |x| x.dual_at(level).0);
            let dx = Operands::of(xs, |x| x.dual_at(level).1);
            let (y, dy) = prim.rules().jvp(x.as_slice(), dx.as_slice());
            dual(&d.scope, y, dy)
        }
        Repr::Batched(b) => {
            check(&b.scope);
            let operands = Operands::of(xs, |x| x.batched_at(level));
            batched(&b.scope, prim.rules().batch(b.x.shape()[0], operands.as_slice()))
        }
        Repr::Staged(_, tape) => {
            check(tape.scope());
            tape.push(prim, xs)
        }
    }
}

/// Applies a primitive with several results.
#[track_caller]
pub(crate) fn bind_multi(prim: &MultiPrim, xs: &[&Array]) -> Vec<Array> {
    let (level, top) = match xs {
        [] => (0, None),
        _ => (highest(xs).0, Some(highest(xs).1)),
    };
    match top.map(|top| &top.0) {
        None | Some(Repr::Known(_)) => {
            let operands: Vec<&Tensor> = xs.iter().copied().map(known).collect();
            prim.eval(&operands).into_iter().map(Array::from).collect()
        }
        Some(Repr::Dual(d)) => {
            check(&d.scope);
            let (x, dx): (Vec<_>, Vec<_>) = xs.iter().map(|x| x.dual_at(level)).unzip();
            let results = prim.rules().jvp(&d.scope, &x, &dx);
            results.into_iter().map(|(y, dy)| dual(&d.scope, y, dy)).collect()
        }
        Some(Repr::Batched(b)) => {
            check(&b.scope);
            let operands: Vec<_> = xs.iter().map(|x| x.batched_at(level)).collect();
            let results = prim.rules().batch(&b.scope, b.x.shape()[0], &operands);
            results.into_iter().map(|(y, mapped)| if mapped { batched(&b.scope, y) } else { y }).collect()
        }
        Some(Repr::Staged(_, tape)) => {
            check(tape.scope());
            tape.push_multi(prim, xs)
        }
    }
}

#[inline]
pub(crate) fn dual(scope: &Arc<Scope>, x: Array, dx: Option<Array>) -> Array {
    match dx {
        Some(dx) => Array(Repr::Dual(Arc::new(Dual { scope: scope.clone(), x, dx }))),
        None => x,
    }
}

#[inline]
pub(crate) fn batched(scope: &Arc<Scope>, x: Array) -> Array {
    Array(Repr::Batched(Arc::new(Batched { scope: scope.clone(), x })))
}

#[inline]
#[track_caller]
fn check(scope: &Scope) {
    if let Err(error) = scope.check() {
        raise(error)
    }
}

/// The short form of a fallible operation: the same text as a panic at the user's line.
#[cold]
#[track_caller]
pub(crate) fn raise(error: Error) -> ! {
    panic!("{error}")
}

/// The value, or [`raise`].
#[track_caller]
pub(crate) fn or_raise<T>(result: Result<T, Error>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => raise(error),
    }
}
