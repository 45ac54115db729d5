//! Trees to lists and back.

use alloc::vec::Vec;
use core::any::type_name;

use crate::{Describe, Error, Path, PyTree, TreeDef, treedef::Node};

/// The leaves of a tree, cloned, in order, and its structure.
///
/// ```
/// let (leaves, treedef) = cotangent_pytree::flatten(&(1.0, vec![2.0, 3.0]));
/// assert_eq!(leaves, [1.0, 2.0, 3.0]);
/// assert_eq!(treedef.to_string(), "(*, [*, *])");
/// ```
pub fn flatten<L: Clone, T: PyTree<L>>(tree: &T) -> (Vec<L>, TreeDef) {
    let treedef = structure(tree);
    let mut leaves = Vec::with_capacity(treedef.num_leaves());
    tree.leaves(&mut |leaf| leaves.push(leaf.clone()));
    (leaves, treedef)
}

/// A tree like `like` with these leaves, in order. Static data is copied from `like`.
///
/// ```
/// use cotangent_pytree::unflatten;
/// let like = (0.0, vec![0.0, 0.0]);
/// assert_eq!(unflatten(&like, [1.0, 2.0, 3.0]), Ok((1.0, vec![2.0, 3.0])));
/// let error = unflatten(&like, [1.0]).unwrap_err();
/// assert_eq!(error.to_string(), "unflatten: the tree has 3 leaves, 1 given");
/// ```
///
/// # Errors
/// [`Error::LeafCount`] if there are fewer or more leaves than `like` has.
pub fn unflatten<L, T, I>(like: &T, leaves: I) -> Result<T, Error>
where
    T: PyTree<L>,
    I: IntoIterator<Item = L, IntoIter: ExactSizeIterator>,
{
    let mut leaves = leaves.into_iter();
    let (mut expected, given) = (0, leaves.len());
    let mut tree = like.clone();
    tree.leaves_mut(&mut |slot| {
        expected += 1;
        if let Some(leaf) = leaves.next() {
            *slot = leaf;
        }
    });
    if expected == given { Ok(tree) } else { Err(Error::LeafCount { operation: "unflatten", expected, given }) }
}

/// The structure of a tree.
///
/// ```
/// use cotangent_pytree::structure;
/// assert_eq!(structure(&(1.0, 2.0)), structure(&(3.0, 4.0)));
/// assert_ne!(structure(&(1.0, 2.0)), structure(&[1.0, 2.0]));
/// ```
///
/// # Panics
/// If a hand-written [`PyTree::describe`] announces another number of children than it describes.
#[track_caller]
pub fn structure<L, T: PyTree<L>>(tree: &T) -> TreeDef {
    let mut treedef = TreeDef::empty();
    tree.describe(&mut Describe::new(&mut treedef));
    assert!(treedef.is_whole(), "structure: `{}` announces other children than it describes", type_name::<T>());
    treedef
}

/// Each leaf with its path, in order.
///
/// ```
/// let tree = (1.0, vec![2.0, 3.0]);
/// let all = cotangent_pytree::paths(&tree);
/// assert_eq!((all[2].0.to_string(), all[2].1), ("[1][1]".to_string(), &3.0));
/// ```
pub fn paths<L, T: PyTree<L>>(tree: &T) -> Vec<(Path, &L)> {
    structure(tree).paths().into_iter().zip(leaf_refs(tree)).collect()
}

/// The leaves in order, with each `None` of the tree as a `None` among them.
///
/// ```
/// let tree = (Some(1.0), vec![None, Some(2.0)]);
/// assert_eq!(cotangent_pytree::leaves_or_none(&tree), [Some(&1.0), None, Some(&2.0)]);
/// ```
pub fn leaves_or_none<L, T: PyTree<L>>(tree: &T) -> Vec<Option<&L>> {
    let mut leaves = leaf_refs(tree).into_iter();
    let mut all = Vec::with_capacity(leaves.len());
    for node in structure(tree).nodes() {
        match node {
            Node::Leaf => all.push(leaves.next()),
            Node::None => all.push(None),
            _ => {}
        }
    }
    all
}

/// References to the leaves, in order.
pub(crate) fn leaf_refs<L, T: PyTree<L>>(tree: &T) -> Vec<&L> {
    let mut leaves = Vec::new();
    tree.leaves(&mut |leaf| leaves.push(leaf));
    leaves
}
