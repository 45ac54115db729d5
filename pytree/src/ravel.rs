//! Trees of numbers to one flat vector and back.

use alloc::{borrow::Cow, vec::Vec};

use crate::{Error, PyTree};

/// A leaf that is made of elements in a fixed order: a number, an n-d array.
pub trait Ravel: Sized {
    /// One number.
    type Element: Clone;

    /// The elements in order; borrowed where they lie in memory so, a copy otherwise.
    fn elements(&self) -> Cow<'_, [Self::Element]>;

    /// The same leaf (shape and all) with other elements; `elements` has [`size`](Self::size) of them.
    fn with_elements(&self, elements: &[Self::Element]) -> Self;

    /// How many elements there are.
    fn size(&self) -> usize {
        self.elements().len()
    }
}

/// The elements of all leaves, in order, in one vector.
///
/// ```
/// assert_eq!(cotangent_pytree::ravel(&(1.0, vec![2.0, 3.0])), [1.0, 2.0, 3.0]);
/// ```
pub fn ravel<L: Ravel, T: PyTree<L>>(tree: &T) -> Vec<L::Element> {
    let mut flat = Vec::new();
    tree.leaves(&mut |leaf| flat.extend_from_slice(&leaf.elements()));
    flat
}

/// A tree like `like` (shapes and all) whose elements are `flat`, in order: the inverse of [`ravel`].
///
/// ```
/// use cotangent_pytree::{Error, unravel};
/// let like = (0.0, [0.0, 0.0]);
/// assert_eq!(unravel(&like, &[1.0, 2.0, 3.0])?, (1.0, [2.0, 3.0]));
/// assert_eq!(unravel(&like, &[1.0]).unwrap_err().to_string(), "unravel: the tree has 3 elements, 1 given");
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
/// [`Error::ElementCount`] if `flat` has fewer or more elements than `like`.
pub fn unravel<L: Ravel, T: PyTree<L>>(like: &T, flat: &[L::Element]) -> Result<T, Error> {
    let (mut expected, mut rest) = (0, flat);
    let mut tree = like.clone();
    tree.leaves_mut(&mut |leaf| {
        let size = leaf.size();
        expected += size;
        if let Some((elements, after)) = rest.split_at_checked(size) {
            *leaf = leaf.with_elements(elements);
            rest = after;
        }
    });
    let given = flat.len();
    if expected == given { Ok(tree) } else { Err(Error::ElementCount { operation: "unravel", expected, given }) }
}
