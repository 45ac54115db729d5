//! How a tree tells its structure.
//!
//! [`Describe`] writes down the nodes that [`PyTree::describe`] announces, parents before children. It holds no leaves,
//! and it counts neighbouring leaves instead of storing them, so that a long vector costs one addition per element.

use alloc::{format, sync::Arc};
use core::{fmt::Debug, marker::PhantomData, mem};

use crate::{
    PyTree, TreeDef,
    treedef::{Entry, Node},
};

/// What [`PyTree::describe`] writes to: announce a node, then describe each of its children in order.
///
/// `L` is the leaf type of the tree; it is here so that `child.describe(out)` needs no annotation.
///
/// ```
/// use cotangent_pytree::{Describe, PyTree, Rows, structure};
///
/// #[derive(Clone)]
/// struct Pair([f64; 2]);
/// impl PyTree<f64> for Pair {
///     type Nest<U: PyTree<f64>> = Rows<Self, U>;
///     fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a f64)) { self.0.leaves(visit) }
///     fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut f64)) { self.0.leaves_mut(visit) }
///     fn nest<U: PyTree<f64>>(&self, leaf: &mut dyn FnMut(&f64) -> U) -> Rows<Self, U> { Rows::of(self, leaf) }
///     fn same_structure(&self, _: &Self) -> bool { true }
///     fn describe(&self, out: &mut Describe<'_, f64>) {
///         out.tuple(2);
///         self.0.iter().for_each(|x| x.describe(out));
///     }
/// }
/// assert_eq!(structure(&Pair([1.0, 2.0])).to_string(), "(*, *)");
/// ```
#[derive(Debug)]
pub struct Describe<'a, L> {
    tree: &'a mut TreeDef,
    leaf: PhantomData<fn(&L)>,
}

impl<'a, L> Describe<'a, L> {
    /// Writes to an empty treedef.
    pub(crate) fn new(tree: &'a mut TreeDef) -> Self {
        Self { tree, leaf: PhantomData }
    }

    /// A leaf.
    #[inline]
    pub fn leaf(&mut self) {
        self.tree.tail += 1;
    }

    /// Nothing: an optional child that is absent.
    pub fn none(&mut self) {
        self.push(Node::None);
    }

    /// An optional child that is there. It leaves no trace, except around an inner `None`: `Some(None)` is not `None`.
    pub fn some<T: PyTree<L>>(&mut self, child: &T) {
        let root = self.tree.entries.len(); // where the child's node will be, if it is no leaf
        child.describe(self);
        if let Some(Entry { leaves, node: Node::None | Node::Some }) = self.tree.entries.get_mut(root) {
            let leaves = mem::take(leaves);
            self.tree.entries.insert(root, Entry { leaves, node: Node::Some });
        }
    }

    /// A list with `len` children.
    #[inline]
    pub fn list(&mut self, len: usize) {
        self.push(Node::List(len));
    }

    /// A tuple with `len` children.
    #[inline]
    pub fn tuple(&mut self, len: usize) {
        self.push(Node::Tuple(len));
    }

    /// A map with these keys, in the order of its children.
    pub fn dict<K: Debug>(&mut self, keys: impl IntoIterator<Item = K>) {
        let first = self.tree.keys.len();
        self.tree.keys.extend(keys.into_iter().map(|key| format!("{key:?}")));
        self.push(Node::Dict { first, len: self.tree.keys.len() - first });
    }

    /// A struct or a variant; its children are its fields, skipped ones included (as [`static_value`](Self::static_value)).
    #[inline]
    pub fn record(&mut self, record: &'static Record) {
        self.push(Node::Record(record));
    }

    /// Plain data without leaves, part of the structure. A copy is kept, to be compared.
    pub fn static_value<T: Clone + PartialEq + Send + Sync + 'static>(&mut self, value: &T) {
        self.push(Node::Static(self.tree.statics.len()));
        self.tree.statics.push(Arc::new(value.clone()));
    }

    #[inline]
    fn push(&mut self, node: Node) {
        let leaves = mem::take(&mut self.tree.tail);
        self.tree.entries.push(Entry { leaves, node });
    }
}

/// The name and the fields of a struct or of an enum's variant.
#[derive(Debug, PartialEq, Eq)]
pub struct Record {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [&'static str],
    pub(crate) positional: bool,
}

impl Record {
    /// With named fields: `Params { w, b }`.
    pub const fn named(name: &'static str, fields: &'static [&'static str]) -> Self {
        Self { name, fields, positional: false }
    }

    /// A tuple struct, whose fields are named `"0"`, `"1"`, …; a unit struct has none.
    pub const fn positional(name: &'static str, fields: &'static [&'static str]) -> Self {
        Self { name, fields, positional: true }
    }
}
