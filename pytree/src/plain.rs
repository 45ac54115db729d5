//! Plain data in a tree.
//!
//! [`Static`] has no leaves; it is part of the structure, as a skipped field of a struct is.

use crate::{Describe, PyTree};

/// Plain data that travels along: no leaves, a gradient holds a copy.
///
/// Two trees have the same structure only if their static data are equal.
///
/// ```
/// use cotangent_pytree::{PyTree, Static, flatten};
/// let batch = (vec![1.0, 2.0], Static("train"));
/// assert_eq!(flatten(&batch).0, [1.0, 2.0]);
/// assert!(!PyTree::<f64>::same_structure(&batch, &(vec![1.0, 2.0], Static("test"))));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Static<T>(
    /// The data.
    pub T,
);

impl<L, T: Clone + PartialEq + Send + Sync + 'static> PyTree<L> for Static<T> {
    type Nest<U: PyTree<L>> = Self;

    fn leaves<'a>(&'a self, _: &mut dyn FnMut(&'a L)) {}

    fn leaves_mut(&mut self, _: &mut dyn FnMut(&mut L)) {}

    fn nest<U: PyTree<L>>(&self, _: &mut dyn FnMut(&L) -> U) -> Self {
        self.clone()
    }

    fn same_structure(&self, other: &Self) -> bool {
        self == other
    }

    fn describe(&self, out: &mut Describe<'_, L>) {
        out.static_value(&self.0);
    }
}
