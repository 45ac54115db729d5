//! A tree of trees, turned inside out.

use alloc::vec::Vec;

use crate::{Error, PyTree, difference::mismatch, flatten::leaf_refs, unflatten};

/// Turns a tree like `outer` with a tree like `inner` at each leaf into a tree like `inner` with trees like `outer`.
///
/// ```
/// use cotangent_pytree::transpose;
/// let points = vec![(1.0, 2.0), (3.0, 4.0), (5.0, 6.0)];
/// assert_eq!(transpose(&vec![0.0; 3], &(0.0, 0.0), &points)?, (vec![1.0, 3.0, 5.0], vec![2.0, 4.0, 6.0]));
/// # Ok::<(), cotangent_pytree::Error>(())
/// ```
///
/// # Errors
/// [`Error::Structure`] if `nested` is no tree like `outer` of trees like `inner`.
pub fn transpose<L, O, I>(
    outer: &O,
    inner: &I,
    nested: &<O as PyTree<L>>::Nest<I>,
) -> Result<<I as PyTree<L>>::Nest<O>, Error>
where
    L: Clone,
    O: PyTree<L>,
    I: PyTree<L>,
{
    let wanted = outer.nest(&mut |_| inner.clone());
    if !wanted.same_structure(nested) {
        return Err(mismatch("transpose", &wanted, nested));
    }
    let columns = Columns::new(leaf_refs(nested), leaf_refs(inner).len());
    let mut column = 0..;
    Ok(inner.nest(&mut |_| columns.tree(outer, column.next().expect("an endless range"))))
}

/// Leaves in rows: one row for each outer leaf, one column for each inner.
pub(crate) struct Columns<'a, L> {
    leaves: Vec<&'a L>,
    width: usize,
}

impl<'a, L: Clone> Columns<'a, L> {
    pub(crate) fn new(leaves: Vec<&'a L>, width: usize) -> Self {
        Self { leaves, width }
    }

    /// The outer tree that holds the leaves of one column.
    pub(crate) fn tree<O: PyTree<L>>(&self, outer: &O, column: usize) -> O {
        // `skip`, not a range: an outer tree without leaves has columns without rows.
        let column = self.leaves.iter().skip(column).step_by(self.width);
        let leaves: Vec<L> = column.map(|&leaf| leaf.clone()).collect();
        unflatten(outer, leaves).expect("the structure was compared")
    }
}
