//! Whole Jacobians and Hessians: a linear map applied to, or pulled back from, every unit vector at once.

use super::{Place, check_tangents, error, leaf_name, linear_map, or_zeros, vmap::map_axis};
use crate::{
    array::{Array, Type},
    bind::raise,
    function::{Arg, Arguments, Function, ScalarOutput, Select},
    program::LinearMap,
    transform::{grad::grad_wrt, put_leaves, types_of},
};
use alloc::{boxed::Box, format, vec, vec::Vec};
use core::panic::Location;
use cotangent_pytree::PyTree;
use cotangent_tensor::{Error, Shape};

/// The Jacobian of a function from `A` to `O`: the output's containers with the input's tree at each leaf. The leaf for
/// output `y` and input `x` has the axes of `y`, then those of `x`.
pub type Jacobian<O, A> = <O as PyTree<Array>>::Nest<A>;

type Boxed<'f, Args, R> = <Args as Arguments>::Boxed<'f, R>;
type First = Arg<0>;
type Of<S, Args> = <S as Select<Args>>::Trees;

/// The Jacobian of `f` in its first argument by forward mode: one run of `f`, and its linear part on a batch with one
/// example for each input number. Best for functions with few inputs.
///
/// ```
/// use cotangent_autodiff::{array, jacfwd, Array};
/// let j = jacfwd(|x: &Array| x * x)(&array([1.0, 2.0]));
/// assert_eq!(j.to_vec::<f64>()?, [2.0, 0.0, 0.0, 4.0]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// When called: a leaf of the argument, or of the output, that has no tangent; a complex argument, of `jacrev` a complex
/// output.
#[track_caller]
pub fn jacfwd<'f, F, Args, O>(f: F) -> Boxed<'f, Args, Jacobian<O, Of<First, Args>>>
where
    Args: Arguments,
    O: PyTree<Array>,
    F: Function<Args, Output = O> + Send + Sync + 'f,
    First: Select<Args>,
{
    jacfwd_wrt(f, Arg::<0>)
}

/// [`jacfwd`] in chosen arguments; see [`grad_wrt`](crate::grad_wrt).
///
/// # Panics
/// As [`jacfwd`].
#[track_caller]
pub fn jacfwd_wrt<'f, F, Args, S, O>(f: F, wrt: S) -> Boxed<'f, Args, Jacobian<O, Of<S, Args>>>
where
    Args: Arguments,
    O: PyTree<Array>,
    F: Function<Args, Output = O> + Send + Sync + 'f,
    S: Select<Args>,
{
    let _ = wrt;
    let place = Location::caller();
    Args::boxed(move |args| jacobian::<F, Args, S, O>("jacfwd", forward, place, &f, args))
}

/// The Jacobian of `f` in its first argument by reverse mode: one run of `f`, and its pullback on a batch with one example
/// for each output number. Best for functions with few outputs.
///
/// # Panics
/// As [`jacfwd`].
#[track_caller]
pub fn jacrev<'f, F, Args, O>(f: F) -> Boxed<'f, Args, Jacobian<O, Of<First, Args>>>
where
    Args: Arguments,
    O: PyTree<Array>,
    F: Function<Args, Output = O> + Send + Sync + 'f,
    First: Select<Args>,
{
    jacrev_wrt(f, Arg::<0>)
}

/// [`jacrev`] in chosen arguments; see [`grad_wrt`](crate::grad_wrt).
///
/// # Panics
/// As [`jacfwd`].
#[track_caller]
pub fn jacrev_wrt<'f, F, Args, S, O>(f: F, wrt: S) -> Boxed<'f, Args, Jacobian<O, Of<S, Args>>>
where
    Args: Arguments,
    O: PyTree<Array>,
    F: Function<Args, Output = O> + Send + Sync + 'f,
    S: Select<Args>,
{
    let _ = wrt;
    let place = Location::caller();
    Args::boxed(move |args| jacobian::<F, Args, S, O>("jacrev", reverse, place, &f, args))
}

/// The second derivatives of a function with one scalar output, forward over reverse: the argument's containers with the
/// argument's tree at each leaf.
///
/// ```
/// use cotangent_autodiff::{array, hessian, Array};
/// let h = hessian(|x: &Array| x.powi(3).sum())(&array([1.0, 2.0]));
/// assert_eq!(h.to_vec::<f64>()?, [6.0, 0.0, 0.0, 12.0]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// As [`grad`](crate::grad).
#[track_caller]
pub fn hessian<'f, F, Args>(f: F) -> Boxed<'f, Args, Jacobian<Of<First, Args>, Of<First, Args>>>
where
    Args: Arguments,
    F: Function<Args, Output: ScalarOutput> + Send + Sync + 'f,
    First: Select<Args>,
{
    hessian_wrt(f, Arg::<0>)
}

/// [`hessian`] in chosen arguments: of a tuple of them, the tuple of tuples of all second derivatives.
///
/// # Panics
/// As [`grad`](crate::grad).
#[track_caller]
pub fn hessian_wrt<'f, F, Args, S>(f: F, wrt: S) -> Boxed<'f, Args, Jacobian<Of<S, Args>, Of<S, Args>>>
where
    Args: Arguments,
    F: Function<Args, Output: ScalarOutput> + Send + Sync + 'f,
    S: Select<Args>,
{
    let _ = wrt;
    let place = Location::caller();
    Args::boxed(move |args| {
        let slope = |args: Args::Refs<'_>| super::grad::gradient_of::<F, Args, S>("hessian", place, &f, args);
        jacobian_of::<_, Args, S, S::Trees>("hessian", forward, place, slope, args)
    })
}

/// The product of the Hessian of `f` at `x` with a vector, without the Hessian: `hvp(f)(&x, &v)`. Forward over reverse, at
/// a small multiple of the cost of `f`. Of one argument; capture the others.
///
/// ```
/// use cotangent_autodiff::{array, hvp, Array};
/// let f = |x: &Array| x.powi(3).sum();
/// assert_eq!(hvp(f)(&array([1.0, 2.0]), &array([1.0, 1.0])).to_vec::<f64>()?, [6.0, 12.0]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// As [`grad`](crate::grad) and [`jvp`](crate::jvp).
#[track_caller]
pub fn hvp<'f, F, A>(f: F) -> Box<dyn Fn(&A, &A) -> A + Send + Sync + 'f>
where
    A: PyTree<Array>,
    F: Function<fn(&A), Output: ScalarOutput> + Send + Sync + 'f,
{
    let slope = grad_wrt(f, Arg::<0>);
    Box::new(move |x, v| super::jvp::jvp(|x: &A| slope(x), x, v).1)
}

/// Which way the linear map is used.
type Mode = fn(&LinearMap, &[Type], Place) -> Result<Vec<Vec<Array>>, Error>;

fn jacobian<F, Args, S, O>(
    transform: &'static str,
    mode: Mode,
    place: Place,
    f: &F,
    args: Args::Refs<'_>,
) -> Jacobian<O, S::Trees>
where
    Args: Arguments,
    O: PyTree<Array>,
    F: Function<Args, Output = O>,
    S: Select<Args>,
{
    jacobian_of::<_, Args, S, O>(transform, mode, place, |args| f.call(args), args)
}

fn jacobian_of<F, Args, S, O>(
    transform: &'static str,
    mode: Mode,
    place: Place,
    f: F,
    args: Args::Refs<'_>,
) -> Jacobian<O, S::Trees>
where
    Args: Arguments,
    O: PyTree<Array>,
    F: Fn(Args::Refs<'_>) -> O,
    S: Select<Args>,
{
    const { assert!(S::MASK < 256) }; // evaluates MASK, so that a repeated argument is a compile error
    let tree = S::get(args);
    check_tangents(transform, place, &tree).unwrap_or_else(|e| raise(e));
    let (y, map) = linear_map(transform, tree.clone(), |tree| f(S::put(Args::shorten(args), tree)));
    check_outputs(transform, place, &y).unwrap_or_else(|e| raise(e));
    let mut blocks = mode(&map, &types_of(&y), place).unwrap_or_else(|e| raise(e)).into_iter();
    y.nest(&mut |_| {
        let mut row = tree.clone();
        put_leaves(&mut row, blocks.next().expect("a row of blocks for each output"));
        row
    })
}

fn check_outputs<O: PyTree<Array>>(transform: &str, place: Place, y: &O) -> Result<(), Error> {
    if let Some((path, leaf)) = cotangent_pytree::paths(y).iter().find(|(_, y)| !y.dtype().has_tangent()) {
        let name = leaf_name(&format!("{path}")).replace("the argument", "the output");
        return Err(error(
            place,
            format!(
                "{transform}: {name} is {}, and only floats have derivatives; convert it, or leave it out",
                leaf.dtype()
            ),
        ));
    }
    Ok(())
}

/// The unit vectors of a type, the axis that counts them in front.
fn basis(t: &Type) -> Array {
    let n = t.shape.size();
    let identity = Array::eye(n, t.dtype);
    identity.reshape_to(&Shape::of([n].into_iter().chain(t.shape.iter().copied())))
}

/// Blocks by output and input: the linear map applied to the unit vectors of one input after the other.
fn forward(map: &LinearMap, outputs: &[Type], place: Place) -> Result<Vec<Vec<Array>>, Error> {
    let mut blocks: Vec<Vec<Array>> = vec![Vec::new(); outputs.len()];
    for i in 0..map.inputs() {
        let input = map.input_type(i).clone();
        check_real("jacfwd", "an input", &input, "its derivatives along both axes are two products of `jvp`", place)?;
        let columns = batch_of(outputs, &input, place, |unit| {
            let mut tangents = vec![None; map.inputs()];
            tangents[i] = Some(unit);
            map.apply(tangents)
        })?;
        for ((row, column), t) in blocks.iter_mut().zip(columns).zip(outputs) {
            // [inputs, output…] to [output…, input…]
            let rank = t.shape.rank();
            let moved = column.permute(&(1..=rank).chain([0]).collect::<Vec<_>>());
            row.push(moved.reshape_to(&Shape::of(t.shape.iter().chain(input.shape.iter()).copied())));
        }
    }
    Ok(blocks)
}

/// Blocks by output and input: the pullback of the unit vectors of one output after the other.
fn reverse(map: &LinearMap, outputs: &[Type], place: Place) -> Result<Vec<Vec<Array>>, Error> {
    let inputs: Vec<Type> = (0..map.inputs()).map(|i| map.input_type(i).clone()).collect();
    let mut blocks = Vec::with_capacity(outputs.len());
    for (o, output) in outputs.iter().enumerate() {
        check_real("jacrev", "an output", output, "take `real()`, `imag()` or `abs()` of it, or use `vjp`", place)?;
        let rows = batch_of(&inputs, output, place, |unit| {
            let mut cotangents = vec![None; outputs.len()];
            cotangents[o] = Some(unit);
            map.transpose(cotangents)
        })?;
        let shaped =
            |(row, t): (Array, &Type)| row.reshape_to(&Shape::of(output.shape.iter().chain(t.shape.iter()).copied()));
        blocks.push(rows.into_iter().zip(&inputs).map(shaped).collect());
    }
    Ok(blocks)
}

/// Unit vectors span the reals alone.
fn check_real(transform: &str, what: &str, t: &Type, remedy: &str, place: Place) -> Result<(), Error> {
    if !t.dtype.is_complex() {
        return Ok(());
    }
    Err(error(place, format!("{transform}: {what} is {}, and one Jacobian does not describe it; {remedy}", t.dtype)))
}

/// `f` of every unit vector of `seed` at once; its results have the axis that counts them in front.
fn batch_of(
    results: &[Type],
    seed: &Type,
    place: Place,
    f: impl FnOnce(Array) -> Vec<Option<Array>>,
) -> Result<Vec<Array>, Error> {
    if seed.shape.size() == 0 {
        let empty = |t: &Type| Array::zeros(&Shape::of([0].into_iter().chain(t.shape.iter().copied())), t.dtype);
        return Ok(results.iter().map(empty).collect());
    }
    map_axis(place, basis(seed), |unit| {
        let ys = f(unit.clone());
        ys.into_iter().zip(results).map(|(y, t)| or_zeros(y, t)).collect::<Vec<Array>>()
    })
}
