//! The grammar of programs: variables are defined before they are read, types are those that the rules give, and a linear
//! program is linear.

use super::{Atom, Eqn, Program, TapeKind};
use crate::{
    array::Type,
    prim::{Prim, Role, lin::Lin},
};
use alloc::{format, vec::Vec};
use cotangent_tensor::{Error, ErrorKind, Tensor};

impl Program {
    /// Checks the grammar: each variable is defined before it is read, has the type that its operation gives, and, in the
    /// program of a linear map, enters operations only where they are linear.
    ///
    /// # Errors
    /// The first equation that breaks a rule.
    pub fn check(&self) -> Result<(), Error> {
        let mut defined = self.inputs;
        for (at, eqn) in self.eqns.iter().enumerate() {
            let wrong = |what: &str| Error::new(ErrorKind::Transform, format!("program: equation {at} {what}"));
            let args = eqn.args();
            if args.iter().any(|a| matches!(a, Atom::Var(v) if *v >= defined)) {
                return Err(wrong("reads a variable before it is defined"));
            }
            let types: Vec<Type> = args.iter().map(|a| self.atom_type(a)).collect();
            let results = match eqn {
                Eqn::One(..) | Eqn::Two(..) => alloc::vec![Prim::Lin(Lin).rules().shape(&types)],
                Eqn::Call(call) => alloc::vec![call.prim.rules().shape(&types)],
                Eqn::Multi(m) => m.prim.rules().shape(&types),
            };
            if results.len() != eqn.results() as usize || (defined..).zip(&results).any(|(v, t)| self.type_of(v) != t) {
                return Err(wrong("has results of other types than its operation gives"));
            }
            if self.kind == TapeKind::Linear && !is_linear(eqn, &args) {
                return Err(wrong("is not linear"));
            }
            defined += eqn.results();
        }
        let complete = defined as usize == self.variables()
            && self.outputs.iter().all(|a| !matches!(a, Atom::Var(v) if *v >= defined));
        if complete { Ok(()) } else { Err(Error::new(ErrorKind::Transform, "program: variables are left undefined")) }
    }

    pub(crate) fn atom_type(&self, atom: &Atom) -> Type {
        match atom {
            Atom::Var(v) => self.type_of(*v).clone(),
            Atom::Const(c) => c.type_of(),
        }
    }
}

fn is_linear(eqn: &Eqn, args: &[Atom]) -> bool {
    let role = |atom: &Atom| match atom {
        Atom::Var(_) => Role::Variable,
        Atom::Const(c) if c.known().is_some_and(Tensor::is_zero) => Role::Zero,
        Atom::Const(_) => Role::Constant,
    };
    match eqn {
        Eqn::One(..) | Eqn::Two(..) => true,
        Eqn::Call(call) => {
            let roles: Vec<Role> = args.iter().map(role).collect();
            call.prim.rules().linear().is_some_and(|p| p.is_linear_in(&roles))
        }
        Eqn::Multi(_) => false,
    }
}
