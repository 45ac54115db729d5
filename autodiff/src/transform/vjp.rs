//! Reverse mode at a point.

use super::{Place, check_fits, check_tangents, leaves_of, linear_map, or_zeros, put_leaves, take_leaves, types_of};
use crate::{
    array::{Array, Type},
    bind::raise,
    function::{Function, Primals},
    program::LinearMap,
};
use alloc::{boxed::Box, vec::Vec};
use core::panic::Location;
use cotangent_pytree::PyTree;
use cotangent_tensor::Error;

/// What [`vjp`] returns beside the value: from the cotangent of the output to those of the inputs.
pub type Pullback<O, P> = Box<dyn Fn(&O) -> P + Send + Sync>;

/// The value of `f` at `primals`, and the pullback: from a cotangent of the output to the cotangents of the primals,
/// ct ↦ f′(x)ᵀ·ct. One run of `f`; a pullback costs a small multiple of it, however many inputs there are.
///
/// The pullback can be called many times. Inputs that `f` does not use get zeros; cotangents of outputs that are no floats
/// are ignored.
///
/// ```
/// use cotangent_autodiff::{array, vjp, Array};
/// let (y, pullback) = vjp(|x: &Array, y: &Array| x * y, (&array(3.0), &array(4.0)));
/// let (dx, dy) = pullback(&y.full_like(1.0));
/// assert_eq!((dx.item::<f64>()?, dy.item::<f64>()?), (4.0, 3.0));
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A leaf of `primals` that is no float; later, a cotangent of another structure, shape or dtype.
#[track_caller]
pub fn vjp<P, F>(f: F, primals: P) -> (F::Output, Pullback<F::Output, P::Owned>)
where
    P: Primals,
    F: Function<P::Args, Output: PyTree<Array>>,
{
    match try_vjp(f, primals) {
        Ok(both) => both,
        Err(error) => raise(error),
    }
}

/// [`vjp`] with its own errors as values.
///
/// # Errors
/// A leaf of `primals` that is no float.
#[track_caller]
pub fn try_vjp<P, F>(f: F, primals: P) -> Result<(F::Output, Pullback<F::Output, P::Owned>), Error>
where
    P: Primals,
    F: Function<P::Args, Output: PyTree<Array>>,
{
    let place: Place = Location::caller();
    let mut x = primals.owned();
    check_tangents("vjp", place, &x)?;
    let (y, map) = linear_map("vjp", x.clone(), |x| f.call(P::refs(x)));
    take_leaves(&mut x);
    let mut template = y.clone();
    take_leaves(&mut template);
    let types = types_of(&y);
    let pullback = pull_back("vjp: the cotangent", place, map, x, (template, types));
    Ok((y, pullback))
}

/// The transpose of a linear map as a function of trees: from a cotangent with the structure and the types of `output` to
/// one with the structure of `input`, both with holes for leaves.
pub(super) fn pull_back<O: PyTree<Array>, P: PyTree<Array>>(
    what: &'static str,
    place: Place,
    map: LinearMap,
    input: P,
    output: (O, Vec<Type>),
) -> Pullback<O, P> {
    Box::new(move |ct: &O| {
        check_fits(what, place, ct, &output.0, &output.1).unwrap_or_else(|error| raise(error));
        let cts = map.transpose(leaves_of(ct).into_iter().map(Some));
        let mut out = input.clone();
        put_leaves(&mut out, cts.into_iter().enumerate().map(|(i, ct)| or_zeros(ct, map.input_type(i))));
        out
    })
}
