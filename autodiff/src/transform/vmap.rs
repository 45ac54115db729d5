//! One example's function applied to a batch.

use super::{Place, error, leaf_name};
use crate::{
    array::Array,
    bind::{batched, raise},
    function::{Arguments, Function, Select, Trees},
    scope::Open,
};
use alloc::{format, string::String};
use core::panic::Location;
use cotangent_pytree::PyTree;
use cotangent_tensor::Error;

type Boxed<'f, Args, R> = <Args as Arguments>::Boxed<'f, R>;

/// `f` over the first axis of every leaf of every argument: a function of one example becomes one of a batch. The results
/// have the mapped axis in front; what does not depend on the batch is repeated.
///
/// The function runs once, on whole arrays.
///
/// ```
/// use cotangent_autodiff::{array, grad, vmap, Array};
/// let slopes = vmap(grad(Array::sin))(&array([0.0, 1.0]));
/// assert_eq!(slopes.to_vec::<f64>()?, [1.0, 1.0_f64.cos()]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// When called: a leaf without axes, leaves whose first axes differ in length.
#[track_caller]
pub fn vmap<'f, F, Args>(f: F) -> Boxed<'f, Args, F::Output>
where
    Args: Trees,
    F: Function<Args, Output: PyTree<Array>> + Send + Sync + 'f,
{
    let place = Location::caller();
    Args::boxed(move |args| {
        map_axis(place, Args::owned(args), |tree| f.call(Args::refs(tree))).unwrap_or_else(|e| raise(e))
    })
}

/// [`vmap`] over chosen arguments only; all examples share the others (JAX: `in_axes`).
///
/// ```
/// use cotangent_autodiff::{array, grad, vmap_wrt, Arg, Array};
/// let loss = |w: &Array, x: &Array| (w * x).square().sum();
/// let per_example = vmap_wrt(grad(loss), Arg::<1>)(&array([1.0, 2.0]), &array([[1.0, 0.0], [0.0, 1.0]]));
/// assert_eq!(per_example.to_vec::<f64>()?, [2.0, 0.0, 0.0, 4.0]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// As [`vmap`].
#[track_caller]
pub fn vmap_wrt<'f, F, Args, S>(f: F, wrt: S) -> Boxed<'f, Args, F::Output>
where
    Args: Arguments,
    S: Select<Args>,
    F: Function<Args, Output: PyTree<Array>> + Send + Sync + 'f,
{
    const { assert!(S::MASK < 256) }; // evaluates MASK, so that a repeated argument is a compile error
    let _ = wrt;
    let place = Location::caller();
    Args::boxed(move |args| {
        map_axis(place, S::get(args), |tree| f.call(S::put(Args::shorten(args), tree))).unwrap_or_else(|e| raise(e))
    })
}

/// Runs `f` with the first axis of every leaf of `tree` mapped.
pub(super) fn map_axis<T, O>(place: Place, mut tree: T, f: impl FnOnce(&T) -> O) -> Result<O, Error>
where
    T: PyTree<Array>,
    O: PyTree<Array>,
{
    let n = mapped_length(place, &tree)?;
    let open = Open::new("vmap");
    tree.leaves_mut(&mut |x| *x = batched(&open.0, x.clone()));
    let mut y = f(&tree);
    y.leaves_mut(&mut |y| {
        *y = match y.batched_at(open.0.level) {
            (y, true) => y.clone(),
            (y, false) => y.broadcast_to(&y.shape().with_front(n)),
        }
    });
    Ok(y)
}

/// The length of the first axis of all leaves.
fn mapped_length<T: PyTree<Array>>(place: Place, tree: &T) -> Result<usize, Error> {
    let paths = cotangent_pytree::paths(tree);
    let mut first: Option<(usize, String)> = None;
    for (path, leaf) in &paths {
        let name = leaf_name(&format!("{path}"));
        let Some(&n) = leaf.shape().first() else {
            return Err(error(
                place,
                format!(
                    "vmap: {name} is a scalar, it has no axis to map over; use `vmap_wrt` to map other arguments only"
                ),
            ));
        };
        match &first {
            None => first = Some((n, name)),
            Some((m, other)) if *m != n => {
                return Err(error(
                    place,
                    format!("vmap: the mapped axes differ in length: {m} in {other}, {n} in {name}"),
                ));
            }
            Some(_) => {}
        }
    }
    first.map(|(n, _)| n).ok_or_else(|| error(place, "vmap: there is no array to map over".into()))
}
