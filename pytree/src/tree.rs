//! The dynamic tree, for structures that are known at run time only.
//!
//! It has the containers that JAX knows without registration: list, tuple, dict, none. A typed tree is better wherever
//! the structure is known when the program is written.

use alloc::{collections::BTreeMap, format, string::String, vec::Vec};
use core::ops::Index;

use crate::{
    Describe, Error, PyTree, Rows, Segment,
    difference::{mismatch, mismatch_at},
    flatten::leaf_refs,
    structure,
    transpose::Columns,
};

/// A tree whose structure is known at run time only.
///
/// ```
/// use cotangent_pytree::{Tree, flatten};
/// let tree = Tree::dict([("w", Tree::Leaf(2.0)), ("b", Tree::List(vec![Tree::Leaf(1.0), Tree::None]))]);
/// assert_eq!(flatten(&tree).0, [1.0, 2.0]); // dicts are visited by key
/// assert_eq!(tree["b"][0].leaf(), Some(&1.0));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree<L> {
    /// Nothing: a node without leaves.
    None,
    /// A leaf.
    Leaf(L),
    /// A list.
    List(Vec<Tree<L>>),
    /// A tuple. A list of the same length has another structure.
    Tuple(Vec<Tree<L>>),
    /// A dictionary, visited in the order of its keys as byte strings.
    Dict(BTreeMap<String, Tree<L>>),
}

impl<L> Tree<L> {
    /// A dictionary from pairs; of equal keys the last counts.
    pub fn dict<K: Into<String>>(pairs: impl IntoIterator<Item = (K, Tree<L>)>) -> Self {
        Self::Dict(pairs.into_iter().map(|(key, tree)| (key.into(), tree)).collect())
    }

    /// The leaf, if this is one.
    pub fn leaf(&self) -> Option<&L> {
        if let Self::Leaf(leaf) = self { Some(leaf) } else { None }
    }

    /// The tree with `f(x)` in the place of each leaf `x`, of any type.
    pub fn map<M>(&self, mut f: impl FnMut(&L) -> M) -> Tree<M> {
        self.expand(&mut |leaf| Tree::Leaf(f(leaf)))
    }

    /// The tree with the subtree `f(x)` in the place of each leaf `x`.
    pub fn expand<M>(&self, f: &mut dyn FnMut(&L) -> Tree<M>) -> Tree<M> {
        match self {
            Self::None => Tree::None,
            Self::Leaf(leaf) => f(leaf),
            Self::List(trees) => Tree::List(trees.iter().map(|tree| tree.expand(f)).collect()),
            Self::Tuple(trees) => Tree::Tuple(trees.iter().map(|tree| tree.expand(f)).collect()),
            Self::Dict(trees) => Tree::Dict(trees.iter().map(|(k, tree)| (k.clone(), tree.expand(f))).collect()),
        }
    }
}

impl<L: Clone + Send + Sync + 'static> Tree<L> {
    /// The subtrees of `tree` that stand where this tree, a prefix of it, has its leaves.
    ///
    /// ```
    /// use cotangent_pytree::Tree;
    /// let seven = Tree::List(vec![Tree::Leaf(7)]);
    /// let tree = Tree::Tuple(vec![seven.clone(), Tree::None]);
    /// let prefix = Tree::Tuple(vec![Tree::Leaf("here"), Tree::None]);
    /// assert_eq!(prefix.flatten_up_to(&tree)?, [&seven]);
    /// # Ok::<(), cotangent_pytree::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Structure`] if this tree is no prefix of `tree`.
    pub fn flatten_up_to<'t, M>(&self, tree: &'t Tree<M>) -> Result<Vec<&'t Tree<M>>, Error>
    where
        M: Clone + Send + Sync + 'static,
    {
        let mut subtrees = Vec::new();
        self.collect_up_to(tree, &mut Vec::new(), &mut subtrees)?;
        Ok(subtrees)
    }

    fn collect_up_to<'t, M>(
        &self,
        tree: &'t Tree<M>,
        path: &mut Vec<Segment>,
        out: &mut Vec<&'t Tree<M>>,
    ) -> Result<(), Error>
    where
        M: Clone + Send + Sync + 'static,
    {
        match (self, tree) {
            (Self::Leaf(_), _) => out.push(tree),
            (Self::None, Tree::None) => {}
            (Self::List(a), Tree::List(b)) | (Self::Tuple(a), Tree::Tuple(b)) if a.len() == b.len() => {
                for (i, (prefix, tree)) in a.iter().zip(b).enumerate() {
                    path.push(Segment::Index(i));
                    prefix.collect_up_to(tree, path, out)?;
                    path.pop();
                }
            }
            (Self::Dict(a), Tree::Dict(b)) if a.keys().eq(b.keys()) => {
                for ((key, prefix), tree) in a.iter().zip(b.values()) {
                    path.push(Segment::Key(format!("{key:?}")));
                    prefix.collect_up_to(tree, path, out)?;
                    path.pop();
                }
            }
            _ => {
                let path = path.clone().into();
                return Err(mismatch_at("flatten_up_to", path, &structure(self), &structure(tree)));
            }
        }
        Ok(())
    }

    /// Turns this tree, like `outer` with a tree like `inner` at each leaf, into one like `inner` with trees like `outer`.
    ///
    /// # Errors
    /// [`Error::Structure`] if this is no tree like `outer` of trees like `inner`.
    pub fn transpose(&self, outer: &Self, inner: &Self) -> Result<Self, Error> {
        let wanted = outer.expand(&mut |_| inner.clone());
        if !wanted.same_structure(self) {
            return Err(mismatch("transpose", &wanted, self));
        }
        let columns = Columns::new(leaf_refs(self), leaf_refs(inner).len());
        let mut column = 0..;
        Ok(inner.expand(&mut |_| columns.tree(outer, column.next().expect("an endless range"))))
    }
}

impl<L: Clone + Send + Sync + 'static> PyTree<L> for Tree<L> {
    type Nest<U: PyTree<L>> = Rows<Self, U>;

    fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a L)) {
        match self {
            Self::None => {}
            Self::Leaf(leaf) => visit(leaf),
            Self::List(trees) | Self::Tuple(trees) => trees.leaves(visit),
            Self::Dict(trees) => trees.leaves(visit),
        }
    }

    fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut L)) {
        match self {
            Self::None => {}
            Self::Leaf(leaf) => visit(leaf),
            Self::List(trees) | Self::Tuple(trees) => trees.leaves_mut(visit),
            Self::Dict(trees) => trees.leaves_mut(visit),
        }
    }

    fn nest<U: PyTree<L>>(&self, leaf: &mut dyn FnMut(&L) -> U) -> Rows<Self, U> {
        Rows::of(self, leaf)
    }

    fn same_structure(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) | (Self::Leaf(_), Self::Leaf(_)) => true,
            (Self::List(a), Self::List(b)) | (Self::Tuple(a), Self::Tuple(b)) => a.same_structure(b),
            (Self::Dict(a), Self::Dict(b)) => a.same_structure(b),
            _ => false,
        }
    }

    fn describe(&self, out: &mut Describe<'_, L>) {
        match self {
            Self::None => out.none(),
            Self::Leaf(_) => out.leaf(),
            Self::List(trees) => trees.describe(out),
            Self::Tuple(trees) => {
                out.tuple(trees.len());
                for tree in trees {
                    tree.describe(out);
                }
            }
            Self::Dict(trees) => trees.describe(out),
        }
    }
}

impl<L> Index<&str> for Tree<L> {
    type Output = Self;

    /// The entry of a dictionary.
    ///
    /// # Panics
    /// If this is no dictionary or has no such key.
    #[track_caller]
    fn index(&self, key: &str) -> &Self {
        let Self::Dict(trees) = self else { panic!("index: no key {key:?} in {}", self.kind()) };
        match trees.get(key) {
            Some(tree) => tree,
            None => panic!("index: no key {key:?} in a dict with keys {:?}", trees.keys().collect::<Vec<_>>()),
        }
    }
}

impl<L> Index<usize> for Tree<L> {
    type Output = Self;

    /// The element of a list or a tuple.
    ///
    /// # Panics
    /// If this is neither or has no such element.
    #[track_caller]
    fn index(&self, i: usize) -> &Self {
        let (Self::List(trees) | Self::Tuple(trees)) = self else { panic!("index: no element {i} in {}", self.kind()) };
        match trees.get(i) {
            Some(tree) => tree,
            None => panic!("index: no element {i} in {} of {}", self.kind(), trees.len()),
        }
    }
}

impl<L> Tree<L> {
    fn kind(&self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Leaf(_) => "a leaf",
            Self::List(_) => "a list",
            Self::Tuple(_) => "a tuple",
            Self::Dict(_) => "a dict",
        }
    }
}
