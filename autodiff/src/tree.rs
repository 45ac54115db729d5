//! Arrays as the leaves of trees, and a tree as one vector.

use crate::{
    array::{Array, Type},
    bind::raise,
    prim::concat::concat,
    transform::{leaves_of, put_leaves, take_leaves},
};
use alloc::{boxed::Box, format, vec::Vec};
use cotangent_pytree::{Describe, PyTree};
use cotangent_tensor::{DType, Error, ErrorKind, Range};

impl PyTree<Array> for Array {
    type Nest<U: PyTree<Array>> = U;

    #[inline]
    fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a Array)) {
        visit(self);
    }

    #[inline]
    fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut Array)) {
        visit(self);
    }

    fn nest<U: PyTree<Array>>(&self, leaf: &mut dyn FnMut(&Array) -> U) -> U {
        leaf(self)
    }

    #[inline]
    fn same_structure(&self, _: &Array) -> bool {
        true
    }

    fn describe(&self, out: &mut Describe<'_, Array>) {
        out.leaf();
    }
}

/// From a vector back to a tree.
pub type Unravel<T> = Box<dyn Fn(&Array) -> T + Send + Sync>;

/// All leaves of a tree as one vector, in order, and the function that puts such a vector back into the tree's shape.
/// The vector has the widest dtype among the leaves; going back, each leaf gets its own. Both are differentiable.
///
/// ```
/// use cotangent_autodiff::{array, ravel};
/// let (flat, unravel) = ravel(&(array([1.0, 2.0]), array(3.0)));
/// assert_eq!(flat.to_vec::<f64>()?, [1.0, 2.0, 3.0]);
/// let (x, y) = unravel(&(&flat * 2.0));
/// assert_eq!((x.to_vec::<f64>()?, y.item::<f64>()?), (vec![2.0, 4.0], 6.0));
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// Going back: the vector has another length.
#[doc(alias = "ravel_pytree")]
pub fn ravel<T: PyTree<Array>>(tree: &T) -> (Array, Unravel<T>) {
    let leaves = leaves_of(tree);
    let types: Vec<Type> = leaves.iter().map(Array::type_of).collect();
    let parts: Vec<Array> = leaves.iter().map(Array::ravel).collect();
    let flat = match &parts[..] {
        [] => Array::zeros(&[0], DType::F64),
        _ => concat(&parts.iter().collect::<Vec<_>>(), 0),
    };
    let mut template = tree.clone();
    take_leaves(&mut template);
    let total: usize = types.iter().map(|t| t.shape.size()).sum();
    let unravel = Box::new(move |flat: &Array| {
        if flat.shape() != [total] {
            let text = format!("unravel: needs a vector of {total} elements, not shape {}", flat.shape());
            raise(Error::new(ErrorKind::Shape, text));
        }
        let mut start = 0;
        let part = |t: &Type| {
            let range = Range { start, len: t.shape.size(), step: 1 };
            start += range.len;
            flat.slice_ranges([range].into_iter().collect()).reshape_to(&t.shape).convert(t.dtype)
        };
        let parts: Vec<Array> = types.iter().map(part).collect();
        let mut tree = template.clone();
        put_leaves(&mut tree, parts);
        tree
    });
    (flat, unravel)
}
