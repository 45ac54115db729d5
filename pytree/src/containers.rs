//! The standard containers as trees.
//!
//! `Vec` and arrays are lists. `None` is a node without leaves, `Some(x)` and `Box` are as `x`. Maps are visited in the
//! order of their keys, a `HashMap` too (which sorts its entries on each visit; prefer `BTreeMap`).

use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};
use core::{array, fmt::Debug};

use crate::{Describe, PyTree};

#[cfg(feature = "std")]
mod hash_map;

impl<L, T: PyTree<L>> PyTree<L> for Vec<T> {
    type Nest<U: PyTree<L>> = Vec<T::Nest<U>>;

    fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a L)) {
        for tree in self {
            tree.leaves(visit);
        }
    }

    fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut L)) {
        for tree in self {
            tree.leaves_mut(visit);
        }
    }

    fn nest<U: PyTree<L>>(&self, leaf: &mut dyn FnMut(&L) -> U) -> Self::Nest<U> {
        self.iter().map(|tree| tree.nest(leaf)).collect()
    }

    fn same_structure(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(a, b)| a.same_structure(b))
    }

    fn describe(&self, out: &mut Describe<'_, L>) {
        out.list(self.len());
        for tree in self {
            tree.describe(out);
        }
    }
}

impl<L, T: PyTree<L>, const N: usize> PyTree<L> for [T; N] {
    type Nest<U: PyTree<L>> = [T::Nest<U>; N];

    fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a L)) {
        for tree in self {
            tree.leaves(visit);
        }
    }

    fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut L)) {
        for tree in self {
            tree.leaves_mut(visit);
        }
    }

    fn nest<U: PyTree<L>>(&self, leaf: &mut dyn FnMut(&L) -> U) -> Self::Nest<U> {
        array::from_fn(|i| self[i].nest(leaf))
    }

    fn same_structure(&self, other: &Self) -> bool {
        self.iter().zip(other).all(|(a, b)| a.same_structure(b))
    }

    fn describe(&self, out: &mut Describe<'_, L>) {
        out.list(N);
        for tree in self {
            tree.describe(out);
        }
    }
}

impl<L, T: PyTree<L>> PyTree<L> for Option<T> {
    type Nest<U: PyTree<L>> = Option<T::Nest<U>>;

    fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a L)) {
        if let Some(tree) = self {
            tree.leaves(visit);
        }
    }

    fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut L)) {
        if let Some(tree) = self {
            tree.leaves_mut(visit);
        }
    }

    fn nest<U: PyTree<L>>(&self, leaf: &mut dyn FnMut(&L) -> U) -> Self::Nest<U> {
        self.as_ref().map(|tree| tree.nest(leaf))
    }

    fn same_structure(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(a), Some(b)) => a.same_structure(b),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    fn describe(&self, out: &mut Describe<'_, L>) {
        match self {
            Some(tree) => out.some(tree),
            None => out.none(),
        }
    }
}

impl<L, T: PyTree<L>> PyTree<L> for Box<T> {
    type Nest<U: PyTree<L>> = Box<T::Nest<U>>;

    fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a L)) {
        (**self).leaves(visit);
    }

    fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut L)) {
        (**self).leaves_mut(visit);
    }

    fn nest<U: PyTree<L>>(&self, leaf: &mut dyn FnMut(&L) -> U) -> Self::Nest<U> {
        Box::new((**self).nest(leaf))
    }

    fn same_structure(&self, other: &Self) -> bool {
        (**self).same_structure(other)
    }

    fn describe(&self, out: &mut Describe<'_, L>) {
        (**self).describe(out);
    }
}

impl<L, K, T> PyTree<L> for BTreeMap<K, T>
where
    K: Clone + Ord + Debug + Send + Sync + 'static,
    T: PyTree<L>,
{
    type Nest<U: PyTree<L>> = BTreeMap<K, T::Nest<U>>;

    fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a L)) {
        for tree in self.values() {
            tree.leaves(visit);
        }
    }

    fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut L)) {
        for tree in self.values_mut() {
            tree.leaves_mut(visit);
        }
    }

    fn nest<U: PyTree<L>>(&self, leaf: &mut dyn FnMut(&L) -> U) -> Self::Nest<U> {
        self.iter().map(|(key, tree)| (key.clone(), tree.nest(leaf))).collect()
    }

    fn same_structure(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|((i, a), (j, b))| i == j && a.same_structure(b))
    }

    fn describe(&self, out: &mut Describe<'_, L>) {
        out.dict(self.keys());
        for tree in self.values() {
            tree.describe(out);
        }
    }
}
