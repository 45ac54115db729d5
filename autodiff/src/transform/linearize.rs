//! The derivative at a point as a function: forward mode, run once and applied often.

use super::{Place, check_fits, check_tangents, leaves_of, linear_map, or_zeros, put_leaves, take_leaves, types_of};
use crate::{
    array::{Array, Type},
    bind::raise,
    function::{Arguments, Function, Primals},
};
use alloc::vec::Vec;
use core::panic::Location;
use cotangent_pytree::PyTree;
use cotangent_tensor::Error;

/// The value of `f` at `primals`, and its derivative there as a function of the tangents.
///
/// `f` runs once, now; the returned function costs the linear part alone and holds what that needs of the values.
///
/// ```
/// use cotangent_autodiff::{array, linearize, Array};
/// let (y, push) = linearize(Array::sin, &array(0.5));
/// assert_eq!(y.item::<f64>()?, 0.479_425_538_604_203);
/// assert_eq!(push(&array(1.0)).item::<f64>()?, 0.5_f64.cos());
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A leaf of `primals` that is no float; later, tangents of another structure, shape or dtype.
#[track_caller]
pub fn linearize<P, F>(f: F, primals: P) -> (F::Output, <P::Args as Arguments>::Boxed<'static, F::Output>)
where
    P: Primals,
    F: Function<P::Args, Output: PyTree<Array>>,
{
    match try_linearize(f, primals) {
        Ok(both) => both,
        Err(error) => raise(error),
    }
}

/// [`linearize`] with its own errors as values.
///
/// # Errors
/// A leaf of `primals` that is no float.
#[track_caller]
pub fn try_linearize<P, F>(
    f: F,
    primals: P,
) -> Result<(F::Output, <P::Args as Arguments>::Boxed<'static, F::Output>), Error>
where
    P: Primals,
    F: Function<P::Args, Output: PyTree<Array>>,
{
    let place: Place = Location::caller();
    let mut x = primals.owned();
    check_tangents("linearize", place, &x)?;
    let (y, map) = linear_map("linearize", x.clone(), |x| f.call(P::refs(x)));
    take_leaves(&mut x);
    let mut template = y.clone();
    take_leaves(&mut template);
    let inputs: Vec<Type> = (0..map.inputs()).map(|i| map.input_type(i).clone()).collect();
    let outputs = types_of(&y);
    let push = <P::Args as Arguments>::boxed(move |args| {
        let dx = P::from_args(args);
        check_fits("linearize: the tangent", place, &dx, &x, &inputs).unwrap_or_else(|error| raise(error));
        let dys = map.apply(leaves_of(&dx).into_iter().map(Some).collect());
        let mut dy = template.clone();
        put_leaves(&mut dy, dys.into_iter().zip(&outputs).map(|(dy, t)| or_zeros(dy, t)));
        dy
    });
    Ok((y, push))
}
