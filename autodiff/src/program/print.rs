//! Programs as text: one equation a line, variables a, b, …, z, aa, ab, …

use super::{Atom, Eqn, Program};
use crate::prim::{Prim, lin::Lin};
use core::fmt;

/// The name of a variable.
struct Var(u32);

impl fmt::Display for Var {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 >= 26 {
            fmt::Display::fmt(&Var(self.0 / 26 - 1), f)?;
        }
        write!(f, "{}", char::from(b'a' + (self.0 % 26) as u8))
    }
}

impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Atom::Var(v) => fmt::Display::fmt(&Var(*v), f),
            Atom::Const(c) => match c.known().and_then(cotangent_tensor::Tensor::as_scalar) {
                Some(_) => fmt::Display::fmt(c, f),
                None => write!(f, "{{{}}}", c.type_of()),
            },
        }
    }
}

/// ```text
/// program(a: f32[3], b: f32[]) {
///   c: f32[3] = mul a b
///   d: f32[] = sum[axes=[0]] c
///   return d
/// }
/// ```
/// A scalar constant stands as its number, another constant as its type in braces.
impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = |f: &mut fmt::Formatter<'_>, i: u32, v: u32| {
            let comma = if i > 0 { ", " } else { "" };
            write!(f, "{comma}{}: {}", Var(v), self.type_of(v))
        };
        f.write_str("program(")?;
        (0..self.inputs).try_for_each(|v| typed(f, v, v))?;
        f.write_str(") {\n")?;
        let mut next = self.inputs;
        for eqn in &self.eqns {
            f.write_str("  ")?;
            (0..eqn.results()).try_for_each(|i| typed(f, i, next + i))?;
            match eqn {
                Eqn::One(..) | Eqn::Two(..) => write!(f, " = {}", Prim::Lin(Lin).rules())?,
                Eqn::Call(call) => write!(f, " = {}", call.prim.rules())?,
                Eqn::Multi(m) => write!(f, " = {}", m.prim.rules())?,
            }
            eqn.args().iter().try_for_each(|a| write!(f, " {a}"))?;
            f.write_str("\n")?;
            next += eqn.results();
        }
        f.write_str("  return")?;
        self.outputs.iter().enumerate().try_for_each(|(i, a)| write!(f, "{} {a}", if i > 0 { "," } else { "" }))?;
        f.write_str("\n}")
    }
}
