//! Functions over the leaves of one tree or of two.
//!
//! The result has the type and the structure of the (first) argument. To put another type in the place of the leaves, see
//! [`PyTree::nest`] and [`Tree::map`](crate::Tree::map).

use crate::{Error, PyTree, difference::mismatch, flatten::leaf_refs};

/// The tree with `f(x)` in the place of each leaf `x`.
///
/// ```
/// assert_eq!(cotangent_pytree::map(&(1.0, vec![2.0]), |x| 10.0 * x), (10.0, vec![20.0]));
/// ```
pub fn map<L, T: PyTree<L>>(tree: &T, mut f: impl FnMut(&L) -> L) -> T {
    let mut result = tree.clone();
    result.leaves_mut(&mut |leaf| *leaf = f(leaf));
    result
}

/// The tree with `f(x, y)` in the place of each leaf, where `x` and `y` stand at the same place of `left` and `right`.
///
/// ```
/// assert_eq!(cotangent_pytree::zip_map(&(1.0, [2.0]), &(3.0, [4.0]), |x, y| x + y), (4.0, [6.0]));
/// ```
///
/// # Panics
/// If the structures differ; [`try_zip_map`] returns the error instead.
#[track_caller]
pub fn zip_map<L, T: PyTree<L>>(left: &T, right: &T, f: impl FnMut(&L, &L) -> L) -> T {
    match zip("zip_map", left, right, f) {
        Ok(tree) => tree,
        Err(error) => panic!("{error}"),
    }
}

/// [`zip_map`] with an error that names the first place where the structures differ, and both sides.
///
/// ```
/// use cotangent_pytree::try_zip_map;
/// use std::collections::BTreeMap;
/// let (left, right) = (vec![BTreeMap::from([("x", 1.0)])], vec![BTreeMap::from([("y", 1.0)])]);
/// let error = try_zip_map(&left, &right, |x, y| x + y).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "try_zip_map: the trees differ at `[0]`: left a dict of 1, right a dict of 1; \
///      missing on the right: 'x'; extra on the right: 'y'"
/// );
/// ```
///
/// # Errors
/// [`Error::Structure`] if the structures differ.
pub fn try_zip_map<L, T: PyTree<L>>(left: &T, right: &T, f: impl FnMut(&L, &L) -> L) -> Result<T, Error> {
    zip("try_zip_map", left, right, f)
}

fn zip<L, T: PyTree<L>>(
    operation: &'static str,
    left: &T,
    right: &T,
    mut f: impl FnMut(&L, &L) -> L,
) -> Result<T, Error> {
    if !left.same_structure(right) {
        return Err(mismatch(operation, left, right));
    }
    let mut rights = leaf_refs(right).into_iter();
    let mut result = left.clone();
    result.leaves_mut(&mut |x| *x = f(x, rights.next().expect("trees of one structure have as many leaves")));
    Ok(result)
}

/// `f(.. f(f(init, x0), x1) .., xn)` over the leaves in order.
///
/// ```
/// assert_eq!(cotangent_pytree::reduce(&(1.0, vec![2.0, 3.0]), 0.0, |sum, x| sum + x), 6.0);
/// ```
pub fn reduce<L, T: PyTree<L>, A>(tree: &T, init: A, mut f: impl FnMut(A, &L) -> A) -> A {
    let mut value = Some(init);
    tree.leaves(&mut |leaf| value = value.take().map(|so_far| f(so_far, leaf)));
    value.expect("each visit puts a value back")
}
