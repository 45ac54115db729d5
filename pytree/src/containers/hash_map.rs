//! `HashMap` as a tree, visited in the order of its keys.

use alloc::vec::Vec;
use core::{
    fmt::Debug,
    hash::{BuildHasher, Hash},
};
use std::collections::HashMap;

use crate::{Describe, PyTree};

impl<L, K, T, S> PyTree<L> for HashMap<K, T, S>
where
    K: Clone + Ord + Hash + Debug + Send + Sync + 'static,
    T: PyTree<L>,
    S: BuildHasher + Clone + Send + Sync + 'static,
{
    type Nest<U: PyTree<L>> = HashMap<K, T::Nest<U>, S>;

    fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a L)) {
        for (_, tree) in sorted(self) {
            tree.leaves(visit);
        }
    }

    fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut L)) {
        for (_, tree) in sorted(self) {
            tree.leaves_mut(visit);
        }
    }

    fn nest<U: PyTree<L>>(&self, leaf: &mut dyn FnMut(&L) -> U) -> Self::Nest<U> {
        let mut nested = HashMap::with_capacity_and_hasher(self.len(), self.hasher().clone());
        nested.extend(sorted(self).into_iter().map(|(key, tree)| (key.clone(), tree.nest(leaf))));
        nested
    }

    fn same_structure(&self, other: &Self) -> bool {
        let matches = |(key, tree): (&K, &T)| other.get(key).is_some_and(|twin| tree.same_structure(twin));
        self.len() == other.len() && self.iter().all(matches)
    }

    fn describe(&self, out: &mut Describe<'_, L>) {
        let entries = sorted(self);
        out.dict(entries.iter().map(|(key, _)| key));
        for (_, tree) in entries {
            tree.describe(out);
        }
    }
}

/// The entries in the order of their keys, which are distinct.
fn sorted<'a, K: Ord + 'a, T>(map: impl IntoIterator<Item = (&'a K, T)>) -> Vec<(&'a K, T)> {
    let mut entries: Vec<_> = map.into_iter().collect();
    entries.sort_unstable_by_key(|(key, _)| *key);
    entries
}
