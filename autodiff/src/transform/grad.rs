//! Gradients of functions with one scalar output.

use super::{Place, check_tangents, error, leaf_name, linear_map};
use crate::{
    array::Array,
    bind::raise,
    function::{Arg, Arguments, Function, ScalarOutput, Select},
};
use alloc::format;
use core::panic::Location;
use cotangent_pytree::PyTree;
use cotangent_tensor::{DType, Error};

type Boxed<'f, Args, R> = <Args as Arguments>::Boxed<'f, R>;
type First = Arg<0>;
type Of<S, Args> = <S as Select<Args>>::Trees;

/// Value, aux and gradient. The one place where a gradient is made.
fn gradient<F, Args, S, Aux>(
    transform: &'static str,
    place: Place,
    args: Args::Refs<'_>,
    f: F,
) -> Result<((Array, Aux), S::Trees), Error>
where
    Args: Arguments,
    S: Select<Args>,
    F: FnOnce(Args::Refs<'_>) -> (Array, Aux),
    Aux: PyTree<Array>,
{
    const { assert!(S::MASK < 256) }; // evaluates MASK, so that a repeated argument is a compile error
    let mut tree = S::get(args);
    check_tangents(transform, place, &tree)?;
    if transform == HOLOMORPHIC {
        check_complex(place, &tree)?;
    }
    let ((y, aux), map) = linear_map(transform, tree.clone(), |tree| f(S::put(Args::shorten(args), tree)));
    let t = y.type_of();
    if t.shape.rank() != 0 {
        let remedy = if t.shape.size() == 1 { "reshape it to `&[]`" } else { "reduce it with `sum()` or `mean()`" };
        let text = format!(
            "{transform}: the function must return a scalar, not shape {}; {remedy}, or use `jacrev`, `jacfwd` or `vjp`",
            t.shape
        );
        return Err(error(place, text));
    }
    check_output(transform, place, t.dtype)?;
    let seed = Some(y.full_like(1.0)); // the outputs behind it, those of `aux`, have no cotangents
    let mut cotangents = map.transpose_once([seed]).into_iter();
    tree.leaves_mut(&mut |x| *x = cotangents.next().flatten().unwrap_or_else(|| x.zeros_like()));
    Ok(((y, aux), tree))
}

const HOLOMORPHIC: &str = "grad_holomorphic";

/// Refuses outputs that have no gradient of this kind.
fn check_output(transform: &str, place: Place, dtype: DType) -> Result<(), Error> {
    let holomorphic = transform == HOLOMORPHIC;
    let text = if dtype.is_complex() == holomorphic && dtype.has_tangent() {
        return Ok(());
    } else if holomorphic {
        format!("{transform}: the function must return a complex number, not {dtype}; use `grad`")
    } else if dtype.is_complex() {
        format!(
            "{transform}: the function must return a real number, not {dtype}; take `real()`, `imag()` or `abs()` of the \
             output, or use `grad_holomorphic` if the function is complex-differentiable"
        )
    } else {
        format!(
            "{transform}: the function must return a float, not {dtype}; convert the output, or use a smooth form of it"
        )
    };
    Err(error(place, text))
}

/// Refuses leaves that are not complex.
fn check_complex<T: PyTree<Array>>(place: Place, tree: &T) -> Result<(), Error> {
    let paths = cotangent_pytree::paths(tree);
    let Some((path, leaf)) = paths.iter().find(|(_, x)| !x.dtype().is_complex()) else { return Ok(()) };
    let name = leaf_name(&format!("{path}"));
    Err(error(place, format!("{HOLOMORPHIC}: {name} is {}, not complex; convert it, or use `grad`", leaf.dtype())))
}

/// The gradient of `f` in its first argument: a function of the same arguments that returns a value shaped like the first.
///
/// Reverse mode: one run of `f` and a small multiple of its cost, however many numbers the argument holds. The argument
/// may be any tree (a struct with `#[derive(PyTree)]`, tuples, lists, maps of arrays); the gradient comes back in the same
/// type. Other arguments may be of any type. Transforms nest to any order.
///
/// ```
/// use cotangent_autodiff::{array, grad, Array};
/// let f = |x: &Array| x.powi(3) + 2.0 * x.powi(2) - 3.0 * x + 1.0;
/// let (df, d2f) = (grad(f), grad(grad(f)));
/// assert_eq!(df(&array(1.0)).item::<f64>()?, 4.0);
/// assert_eq!(d2f(&array(1.0)).item::<f64>()?, 10.0);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// When called: the function returns no scalar, or no float; a leaf of the argument is no float. The text names the line
/// of this call.
#[track_caller]
pub fn grad<'f, F, Args>(f: F) -> Boxed<'f, Args, Of<First, Args>>
where
    Args: Arguments,
    F: Function<Args, Output: ScalarOutput> + Send + Sync + 'f,
    First: Select<Args>,
{
    grad_wrt(f, Arg::<0>)
}

/// The complex derivative of `f` in its first argument, for a complex-differentiable (holomorphic) function of complex
/// numbers: f′(z), where [`grad`] is for functions with a real value. Of a function that is not complex-differentiable
/// (`conj`, `abs` in it) it is the gradient of the real part.
///
/// ```
/// use cotangent_autodiff::{complex, grad_holomorphic, Array};
/// let z = complex(&1.0.into(), &2.0.into());
/// assert_eq!(grad_holomorphic(|z: &Array| z.powi(3))(&z).to_string(), "(-9+12j)");
/// ```
///
/// # Panics
/// When called: the function returns no scalar, or no complex number; a leaf of the argument is not complex.
#[doc(alias = "holomorphic")]
#[track_caller]
pub fn grad_holomorphic<'f, F, Args>(f: F) -> Boxed<'f, Args, Of<First, Args>>
where
    Args: Arguments,
    F: Function<Args, Output: ScalarOutput> + Send + Sync + 'f,
    First: Select<Args>,
{
    let place = Location::caller();
    Args::boxed(move |args| unwrap(at::<F, Args, First>(HOLOMORPHIC, place, &f, args)).1)
}

/// [`grad`] in chosen arguments: `Arg::<1>`, or a tuple of them, which gives a tuple of gradients in the order asked.
///
/// `()` gives `()`; a repeated argument does not compile:
///
/// ```compile_fail
/// use cotangent_autodiff::{grad_wrt, Arg, Array};
/// let _ = grad_wrt(|x: &Array, y: &Array| x * y, (Arg::<0>, Arg::<0>));
/// ```
///
/// # Panics
/// As [`grad`].
#[track_caller]
pub fn grad_wrt<'f, F, Args, S>(f: F, wrt: S) -> Boxed<'f, Args, Of<S, Args>>
where
    Args: Arguments,
    F: Function<Args, Output: ScalarOutput> + Send + Sync + 'f,
    S: Select<Args>,
{
    let _ = wrt;
    let place = Location::caller();
    Args::boxed(move |args| unwrap(at::<F, Args, S>("grad", place, &f, args)).1)
}

/// The value of `f` and its gradient in the first argument.
///
/// # Panics
/// As [`grad`].
#[track_caller]
pub fn value_and_grad<'f, F, Args>(f: F) -> Boxed<'f, Args, (Array, Of<First, Args>)>
where
    Args: Arguments,
    F: Function<Args, Output: ScalarOutput> + Send + Sync + 'f,
    First: Select<Args>,
{
    value_and_grad_wrt(f, Arg::<0>)
}

/// The value of `f` and its gradient in chosen arguments; see [`grad_wrt`].
///
/// # Panics
/// As [`grad`].
#[track_caller]
pub fn value_and_grad_wrt<'f, F, Args, S>(f: F, wrt: S) -> Boxed<'f, Args, (Array, Of<S, Args>)>
where
    Args: Arguments,
    F: Function<Args, Output: ScalarOutput> + Send + Sync + 'f,
    S: Select<Args>,
{
    let _ = wrt;
    let place = Location::caller();
    Args::boxed(move |args| unwrap(at::<F, Args, S>("value_and_grad", place, &f, args)))
}

/// [`grad`] of a function that returns `(loss, aux)`: the gradient and `aux`, any tree that only travels along.
///
/// # Panics
/// As [`grad`].
#[track_caller]
pub fn grad_aux<'f, F, Args, Y, Aux>(f: F) -> Boxed<'f, Args, (Of<First, Args>, Aux)>
where
    Args: Arguments,
    Y: ScalarOutput,
    Aux: PyTree<Array>,
    F: Function<Args, Output = (Y, Aux)> + Send + Sync + 'f,
    First: Select<Args>,
{
    grad_wrt_aux(f, Arg::<0>)
}

/// [`grad_aux`] in chosen arguments; see [`grad_wrt`].
///
/// # Panics
/// As [`grad`].
#[track_caller]
pub fn grad_wrt_aux<'f, F, Args, S, Y, Aux>(f: F, wrt: S) -> Boxed<'f, Args, (Of<S, Args>, Aux)>
where
    Args: Arguments,
    Y: ScalarOutput,
    Aux: PyTree<Array>,
    F: Function<Args, Output = (Y, Aux)> + Send + Sync + 'f,
    S: Select<Args>,
{
    let _ = wrt;
    let place = Location::caller();
    Args::boxed(move |args| {
        let ((_, aux), gradient) = unwrap(at_aux::<F, Args, S, Y, Aux>("grad", place, &f, args));
        (gradient, aux)
    })
}

/// The value and `aux` of a function that returns `(loss, aux)`, and its gradient in the first argument.
///
/// # Panics
/// As [`grad`].
#[track_caller]
pub fn value_and_grad_aux<'f, F, Args, Y, Aux>(f: F) -> Boxed<'f, Args, ((Array, Aux), Of<First, Args>)>
where
    Args: Arguments,
    Y: ScalarOutput,
    Aux: PyTree<Array>,
    F: Function<Args, Output = (Y, Aux)> + Send + Sync + 'f,
    First: Select<Args>,
{
    value_and_grad_wrt_aux(f, Arg::<0>)
}

/// [`value_and_grad_aux`] in chosen arguments; see [`grad_wrt`].
///
/// # Panics
/// As [`grad`].
#[track_caller]
pub fn value_and_grad_wrt_aux<'f, F, Args, S, Y, Aux>(f: F, wrt: S) -> Boxed<'f, Args, ((Array, Aux), Of<S, Args>)>
where
    Args: Arguments,
    Y: ScalarOutput,
    Aux: PyTree<Array>,
    F: Function<Args, Output = (Y, Aux)> + Send + Sync + 'f,
    S: Select<Args>,
{
    let _ = wrt;
    let place = Location::caller();
    Args::boxed(move |args| unwrap(at_aux::<F, Args, S, Y, Aux>("value_and_grad", place, &f, args)))
}

/// [`grad`] with its own errors as values (`f` itself may panic).
#[track_caller]
pub fn try_grad<'f, F, Args>(f: F) -> Boxed<'f, Args, Result<Of<First, Args>, Error>>
where
    Args: Arguments,
    F: Function<Args, Output: ScalarOutput> + Send + Sync + 'f,
    First: Select<Args>,
{
    try_grad_wrt(f, Arg::<0>)
}

/// [`grad_wrt`] with its own errors as values.
#[track_caller]
pub fn try_grad_wrt<'f, F, Args, S>(f: F, wrt: S) -> Boxed<'f, Args, Result<Of<S, Args>, Error>>
where
    Args: Arguments,
    F: Function<Args, Output: ScalarOutput> + Send + Sync + 'f,
    S: Select<Args>,
{
    let _ = wrt;
    let place = Location::caller();
    Args::boxed(move |args| at::<F, Args, S>("grad", place, &f, args).map(|(_, gradient)| gradient))
}

/// [`value_and_grad`] with its own errors as values.
#[track_caller]
pub fn try_value_and_grad<'f, F, Args>(f: F) -> Boxed<'f, Args, Result<(Array, Of<First, Args>), Error>>
where
    Args: Arguments,
    F: Function<Args, Output: ScalarOutput> + Send + Sync + 'f,
    First: Select<Args>,
{
    try_value_and_grad_wrt(f, Arg::<0>)
}

/// [`value_and_grad_wrt`] with its own errors as values.
#[track_caller]
pub fn try_value_and_grad_wrt<'f, F, Args, S>(f: F, wrt: S) -> Boxed<'f, Args, Result<(Array, Of<S, Args>), Error>>
where
    Args: Arguments,
    F: Function<Args, Output: ScalarOutput> + Send + Sync + 'f,
    S: Select<Args>,
{
    let _ = wrt;
    let place = Location::caller();
    Args::boxed(move |args| at::<F, Args, S>("value_and_grad", place, &f, args))
}

fn at<F, Args, S>(
    transform: &'static str,
    place: Place,
    f: &F,
    args: Args::Refs<'_>,
) -> Result<(Array, S::Trees), Error>
where
    Args: Arguments,
    F: Function<Args, Output: ScalarOutput>,
    S: Select<Args>,
{
    let ((value, ()), gradient) =
        gradient::<_, Args, S, ()>(transform, place, args, |args| (f.call(args).into_array(), ()))?;
    Ok((value, gradient))
}

fn at_aux<F, Args, S, Y, Aux>(
    transform: &'static str,
    place: Place,
    f: &F,
    args: Args::Refs<'_>,
) -> Result<((Array, Aux), S::Trees), Error>
where
    Args: Arguments,
    Y: ScalarOutput,
    Aux: PyTree<Array>,
    F: Function<Args, Output = (Y, Aux)>,
    S: Select<Args>,
{
    gradient::<_, Args, S, Aux>(transform, place, args, |args| {
        let (y, aux) = f.call(args);
        (y.into_array(), aux)
    })
}

/// The gradient alone, for transforms on top.
pub(super) fn gradient_of<F, Args, S>(transform: &'static str, place: Place, f: &F, args: Args::Refs<'_>) -> S::Trees
where
    Args: Arguments,
    F: Function<Args, Output: ScalarOutput>,
    S: Select<Args>,
{
    unwrap(at::<F, Args, S>(transform, place, f, args)).1
}

fn unwrap<T>(result: Result<T, Error>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => raise(error),
    }
}
