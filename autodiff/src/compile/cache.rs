//! The recorded programs of one compiled function: a list that only grows, read without locks, newest last.

use super::run::Executable;
use crate::{
    array::{Array, Type},
    sync::Once,
};
use alloc::{boxed::Box, sync::Arc, vec::Vec};

/// How many programs one compiled function keeps. Calls that need more record anew each time.
const KEPT: usize = 64;

/// A program with what it was recorded for.
#[derive(Debug)]
pub(super) struct Entry<T, O> {
    /// The arguments with holes for leaves: their structure and static data.
    pub(super) arguments: T,
    /// The types of the leaves.
    pub(super) types: Vec<Type>,
    /// The output with holes for leaves.
    pub(super) output: O,
    pub(super) executable: Arc<Executable>,
}

impl<T, O> Entry<T, O> {
    /// Whether it was recorded for leaves of these types.
    pub(super) fn takes(&self, leaves: &[&Array]) -> bool {
        self.types.len() == leaves.len() && self.types.iter().zip(leaves).all(|(t, x)| x.is_of(t))
    }
}

#[derive(Debug)]
struct Node<T, O> {
    entry: Entry<T, O>,
    next: Once<Box<Node<T, O>>>,
}

#[derive(Debug)]
pub(super) struct Cache<T, O> {
    first: Once<Box<Node<T, O>>>,
}

impl<T, O> Cache<T, O> {
    pub(super) const fn new() -> Self {
        Cache { first: Once::new() }
    }

    pub(super) fn find(&self, fits: impl Fn(&Entry<T, O>) -> bool) -> Option<&Entry<T, O>> {
        let mut at = self.first.get();
        while let Some(node) = at {
            if fits(&node.entry) {
                return Some(&node.entry);
            }
            at = node.next.get();
        }
        None
    }

    /// Appends an entry, unless the list is full.
    pub(super) fn insert(&self, entry: Entry<T, O>) {
        let mut entry = Some(Box::new(Node { entry, next: Once::new() }));
        let mut end = &self.first;
        for _ in 0..KEPT {
            let node = end.get_or_init(|| entry.take().expect("taken once"));
            if entry.is_none() {
                return;
            }
            end = &node.next;
        }
    }
}
