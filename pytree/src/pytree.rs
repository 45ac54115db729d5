//! The trait of all trees.
//!
//! Five walks over one value; everything else in this crate is built on them. They must agree: the same leaves in the
//! same order, and a structure that does not depend on the leaves. The trait names no container kinds and no leaf type.

use crate::Describe;

/// A value that holds leaves of type `L`.
///
/// Derive it for structs and enums; implement it by hand for a leaf type (all methods are one line) or a container.
/// `L` is a parameter, not an associated type, so that `()` and [`Static`](crate::Static) are trees of every leaf type.
///
/// ```
/// use cotangent_pytree::{Describe, PyTree, flatten};
///
/// #[derive(Clone, Debug, PartialEq)]
/// struct Angle(f64);
/// impl PyTree<Angle> for Angle {
///     type Nest<U: PyTree<Angle>> = U;
///     fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a Angle)) { visit(self) }
///     fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut Angle)) { visit(self) }
///     fn nest<U: PyTree<Angle>>(&self, leaf: &mut dyn FnMut(&Angle) -> U) -> U { leaf(self) }
///     fn same_structure(&self, _: &Self) -> bool { true }
///     fn describe(&self, out: &mut Describe<'_, Angle>) { out.leaf() }
/// }
/// assert_eq!(flatten(&vec![Angle(1.0), Angle(2.0)]).0, [Angle(1.0), Angle(2.0)]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tree with leaves `{L}`",
    label = "this argument or output must be a tree",
    note = "write `#[derive(Clone, Debug, PyTree)]` on your struct; mark fields without arrays `#[pytree(skip)]`",
    note = "wrap other plain data that only travels along in `Static(..)`, or capture it in the closure",
    note = "a slice `[Array]` is no tree, `Vec<Array>` is; numbers to be differentiated are `Array`s of shape []"
)]
pub trait PyTree<L>: Clone + Send + Sync + 'static {
    /// The same containers with a `U` in the place of each leaf: the type of a Jacobian or a Hessian.
    ///
    /// `U` itself for a leaf, [`Rows<Self, U>`](crate::Rows) for structs, enums and the dynamic tree.
    type Nest<U: PyTree<L>>: PyTree<L>;

    /// Visits each leaf, in the fixed order of the tree.
    fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a L));

    /// Visits each leaf for change, in the same order. It leaves the structure as it is.
    fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut L));

    /// Puts `leaf(x)` in the place of each leaf `x`, called in the same order.
    fn nest<U: PyTree<L>>(&self, leaf: &mut dyn FnMut(&L) -> U) -> Self::Nest<U>;

    /// Whether both have the same containers, lengths, keys, variants and static data; leaves are not compared.
    ///
    /// Static data (skipped fields, [`Static`](crate::Static)) is compared by `PartialEq`: a tree with a static NaN
    /// has the structure of no tree, not even its own. It does not allocate.
    fn same_structure(&self, other: &Self) -> bool;

    /// Announces each node of the tree, parents before children; paths and [`TreeDef`](crate::TreeDef) come from it.
    fn describe(&self, out: &mut Describe<'_, L>);
}
