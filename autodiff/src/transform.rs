//! The transforms. Each is a thin layer: trees are opened and closed here, and the work is done by `jvp` with a known or a
//! recorded tangent, by transposing a recorded linear map, or by a mapped axis.

use crate::{
    array::{Array, Type},
    bind::{dual, raise},
    program::{LinearMap, Program, Tape, TapeKind},
    scope::Open,
};
use alloc::{format, string::String, vec::Vec};
use core::{mem, panic::Location};
use cotangent_pytree::PyTree;
use cotangent_tensor::{Error, ErrorKind};

mod custom;
mod grad;
mod jacobian;
mod jvp;
mod linearize;
mod transpose;
mod vjp;
mod vmap;

pub use custom::custom_jvp;
pub use grad::{
    grad, grad_aux, grad_holomorphic, grad_wrt, grad_wrt_aux, try_grad, try_grad_wrt, try_value_and_grad,
    try_value_and_grad_wrt, value_and_grad, value_and_grad_aux, value_and_grad_wrt, value_and_grad_wrt_aux,
};
pub use jacobian::{Jacobian, hessian, hessian_wrt, hvp, jacfwd, jacfwd_wrt, jacrev, jacrev_wrt};
pub use jvp::{jvp, try_jvp};
pub use linearize::{linearize, try_linearize};
pub use transpose::{linear_transpose, try_linear_transpose};
pub use vjp::{Pullback, try_vjp, vjp};
pub use vmap::{vmap, vmap_wrt};

/// Where the user called the transform.
pub(crate) type Place = &'static Location<'static>;

pub(crate) fn error(place: Place, text: String) -> Error {
    Error::new_at(place, ErrorKind::Transform, text)
}

/// What stands in a template for a leaf.
fn hole() -> Array {
    Array::from(false)
}

/// Takes the leaves out of a tree and leaves holes.
pub(crate) fn take_leaves<T: PyTree<Array>>(tree: &mut T) -> Vec<Array> {
    let mut leaves = Vec::new();
    tree.leaves_mut(&mut |x| leaves.push(mem::replace(x, hole())));
    leaves
}

/// The leaves of a tree.
pub(crate) fn leaves_of<T: PyTree<Array>>(tree: &T) -> Vec<Array> {
    let mut leaves = Vec::new();
    tree.leaves(&mut |x| leaves.push(x.clone()));
    leaves
}

/// The types of the leaves of a tree.
pub(crate) fn types_of<T: PyTree<Array>>(tree: &T) -> Vec<Type> {
    let mut types = Vec::new();
    tree.leaves(&mut |x| types.push(x.type_of()));
    types
}

/// Puts leaves into a tree, in order.
pub(crate) fn put_leaves<T: PyTree<Array>>(tree: &mut T, leaves: impl IntoIterator<Item = Array>) {
    let mut leaves = leaves.into_iter();
    tree.leaves_mut(&mut |x| *x = leaves.next().expect("a leaf for each place"));
}

/// The value, or zeros of this type.
fn or_zeros(x: Option<Array>, t: &Type) -> Array {
    x.unwrap_or_else(|| Array::zeros(&t.shape, t.dtype))
}

/// Refuses leaves that have no tangent.
fn check_tangents<T: PyTree<Array>>(transform: &str, place: Place, tree: &T) -> Result<(), Error> {
    let mut all = true;
    tree.leaves(&mut |x| all &= x.dtype().has_tangent());
    if all {
        return Ok(());
    }
    let paths = cotangent_pytree::paths(tree);
    let (path, leaf) = paths.iter().find(|(_, x)| !x.dtype().has_tangent()).expect("one leaf has no tangent");
    let name = leaf_name(&format!("{path}"));
    let dtype = leaf.dtype();
    let text = format!(
        "{transform}: {name} is {dtype}, and only floats have derivatives; write 3.0 instead of 3, convert it, \
         or keep it out of the differentiated arguments (`#[pytree(skip)]`, another argument, a captured value)"
    );
    Err(error(place, text))
}

fn leaf_name(path: &str) -> String {
    if path.is_empty() { "the argument".into() } else { format!("leaf `{path}`") }
}

/// Refuses a tree of tangents or cotangents that does not fit: another structure, or a leaf of another type.
fn check_fits<T: PyTree<Array>>(what: &str, place: Place, tree: &T, template: &T, types: &[Type]) -> Result<(), Error> {
    if !tree.same_structure(template) {
        let (have, want) = (cotangent_pytree::structure(tree), cotangent_pytree::structure(template));
        return Err(Error::new_at(
            place,
            ErrorKind::Tree,
            format!("{what} has structure {have}, but {want} is needed"),
        ));
    }
    let mut at = 0;
    let mut wrong = None;
    tree.leaves(&mut |x| {
        let t = x.type_of();
        if wrong.is_none() && t != types[at] {
            wrong = Some((at, t));
        }
        at += 1;
    });
    let Some((at, t)) = wrong else { return Ok(()) };
    let path = format!("{}", cotangent_pytree::paths(tree)[at].0);
    let place_in_tree = if path.is_empty() { String::new() } else { format!(" at `{path}`") };
    Err(error(place, format!("{what} has type {t}{place_in_tree}, but {} is needed", types[at])))
}

/// Runs `f` on duals. Its result with primal leaves, and the tangent of each leaf.
fn push_forward<T: PyTree<Array>, O: PyTree<Array>>(
    transform: &'static str,
    mut primals: T,
    tangents: Vec<Array>,
    f: impl FnOnce(&T) -> O,
) -> (O, Vec<Option<Array>>) {
    let open = Open::new(transform);
    let mut tangents = tangents.into_iter();
    primals.leaves_mut(&mut |x| {
        let primal = mem::replace(x, hole());
        *x = dual(&open.0, primal, tangents.next());
    });
    let mut y = f(&primals);
    let mut out = Vec::new();
    y.leaves_mut(&mut |y| {
        let (x, dx) = y.dual_at(open.0.level);
        out.push(dx.cloned());
        *y = x.clone();
    });
    (y, out)
}

/// Runs `f` with recorded tangents. Its result with primal leaves, and the map from input to output tangents.
fn linear_map<T: PyTree<Array>, O: PyTree<Array>>(
    transform: &'static str,
    primals: T,
    f: impl FnOnce(&T) -> O,
) -> (O, LinearMap) {
    let (tape, tangents) = Tape::open(transform, TapeKind::Linear, types_of(&primals));
    let (y, dys) = push_forward(transform, primals, tangents, f);
    match tape.finish_linear(&dys) {
        Ok(map) => (y, map),
        Err(error) => raise(error),
    }
}

/// Records `f` on inputs of these types.
pub(crate) fn stage_leaves(
    transform: &'static str,
    inputs: Vec<Type>,
    f: impl FnOnce(Vec<Array>) -> Vec<Array>,
) -> Program {
    let (tape, vars) = Tape::open(transform, TapeKind::Full, inputs);
    let outputs = f(vars);
    let program = tape.finish(&outputs);
    debug_assert!(program.check().is_ok(), "{program}");
    program
}
