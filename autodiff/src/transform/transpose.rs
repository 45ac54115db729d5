//! The transpose of a linear function.

use super::{
    Place, check_tangents, put_leaves, take_leaves, types_of,
    vjp::{Pullback, pull_back},
};
use crate::{
    array::Array,
    bind::raise,
    function::{Function, Primals},
    program::{Tape, TapeKind},
};
use alloc::vec::Vec;
use core::panic::Location;
use cotangent_pytree::PyTree;
use cotangent_tensor::Error;

/// The transpose of the linear function `f`: from a cotangent of its output to one of its input. `like` gives structure,
/// shapes and dtypes of the input; its numbers are not used, and `f` never sees any.
///
/// ```
/// use cotangent_autodiff::{array, linear_transpose, Array};
/// let transpose = linear_transpose(|x: &Array| 3.0 * x, &array(0.0));
/// assert_eq!(transpose(&array(2.0)).item::<f64>()?, 6.0);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A function that is not linear; a leaf of `like` that is no float; later, a cotangent of another structure or type.
#[doc(alias = "transpose")]
#[track_caller]
pub fn linear_transpose<P, F>(f: F, like: P) -> Pullback<F::Output, P::Owned>
where
    P: Primals,
    F: Function<P::Args, Output: PyTree<Array>>,
{
    match try_linear_transpose(f, like) {
        Ok(transpose) => transpose,
        Err(error) => raise(error),
    }
}

/// [`linear_transpose`] with its own errors as values; an operation in `f` that is not linear panics.
///
/// # Errors
/// A leaf of `like` that is no float; an output that does not depend on the input and is not zero.
#[track_caller]
pub fn try_linear_transpose<P, F>(f: F, like: P) -> Result<Pullback<F::Output, P::Owned>, Error>
where
    P: Primals,
    F: Function<P::Args, Output: PyTree<Array>>,
{
    let place: Place = Location::caller();
    let mut x = like.owned();
    check_tangents("linear_transpose", place, &x)?;
    let (tape, vars) = Tape::open("linear_transpose", TapeKind::Linear, types_of(&x));
    put_leaves(&mut x, vars);
    let mut template = f.call(P::refs(&x));
    let types = types_of(&template);
    let map = tape.finish_linear(&take_leaves(&mut template).into_iter().map(Some).collect::<Vec<_>>())?;
    take_leaves(&mut x);
    Ok(pull_back("linear_transpose: the cotangent", place, map, x, (template, types)))
}
