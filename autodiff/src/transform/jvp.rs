//! Forward mode at a point.

use super::{Place, check_fits, check_tangents, leaves_of, or_zeros, push_forward};
use crate::{
    array::{Array, Type},
    bind::raise,
    function::{Function, Primals},
};
use alloc::vec::Vec;
use core::panic::Location;
use cotangent_pytree::PyTree;
use cotangent_tensor::Error;

/// The value of `f` at `primals` and its derivative in the direction `tangents`: f(x) and f′(x)·dx. One run of `f`,
/// at a cost of at most about three.
///
/// `primals` and `tangents` are `&x`, or `(&x, &y, …)` for a function of several arguments. `f` runs now and may capture
/// anything. An output without floats has a tangent of zeros.
///
/// ```
/// use cotangent_autodiff::{array, jvp, Array};
/// let (y, dy) = jvp(Array::sin, &array(0.5), &array(2.0));
/// assert_eq!(y.item::<f64>()?, 0.5_f64.sin());
/// assert!((dy.item::<f64>()? - 2.0 * 0.5_f64.cos()).abs() < 1e-15);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A leaf of `primals` that is no float; tangents of another structure, shape or dtype.
#[track_caller]
pub fn jvp<P, F>(f: F, primals: P, tangents: P) -> (F::Output, F::Output)
where
    P: Primals,
    F: Function<P::Args, Output: PyTree<Array>>,
{
    match try_jvp(f, primals, tangents) {
        Ok(both) => both,
        Err(error) => raise(error),
    }
}

/// [`jvp`] with its own errors as values (`f` itself may panic).
///
/// # Errors
/// A leaf of `primals` that is no float; tangents of another structure, shape or dtype.
#[track_caller]
pub fn try_jvp<P, F>(f: F, primals: P, tangents: P) -> Result<(F::Output, F::Output), Error>
where
    P: Primals,
    F: Function<P::Args, Output: PyTree<Array>>,
{
    let place: Place = Location::caller();
    let (x, dx) = (primals.owned(), tangents.owned());
    check_tangents("jvp", place, &x)?;
    let types: Vec<Type> = leaves_of(&x).iter().map(Array::type_of).collect();
    check_fits("jvp: the tangent", place, &dx, &x, &types)?;
    let (y, dys) = push_forward("jvp", x, leaves_of(&dx), |x| f.call(P::refs(x)));
    let mut dy = y.clone();
    let mut dys = dys.into_iter();
    dy.leaves_mut(&mut |y| *y = or_zeros(dys.next().flatten(), &y.type_of()));
    Ok((y, dy))
}
