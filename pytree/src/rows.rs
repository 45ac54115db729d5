//! A struct's worth of anything: the nest of trees whose type cannot be rewritten leaf by leaf.
//!
//! A `Vec<Array>` with a `U` at each leaf is a `Vec<U>`; a struct has no such twin, so [`Rows`] keeps the struct for its
//! paths and the `U`s in a list. `rows[i]` belongs to the leaf `i` of `like`, always. Seen as a tree, `like` is static: it
//! counts by its structure, and its leaves are not visited.

use alloc::{string::ToString, vec::Vec};

use crate::{Describe, PyTree, Record, structure};

/// [`Nest`](PyTree::Nest) of a struct, an enum or a dynamic tree: one `U` for each leaf of `like`, found by path.
///
/// A Hessian with respect to a struct of parameters `p` is a `Rows<Params, Params>`, and `h.row("w").b` its block w, b.
///
#[cfg_attr(feature = "derive", doc = "```")]
#[cfg_attr(not(feature = "derive"), doc = "```ignore")]
/// use cotangent_pytree::{PyTree, Rows};
/// #[derive(Clone, PyTree)]
/// struct Params { w: [f64; 2], b: f64 }
/// let params = Params { w: [1.0, 2.0], b: 3.0 };
/// let tenfold: Rows<Params, f64> = params.nest(&mut |x| 10.0 * x);
/// assert_eq!((tenfold.row("w[1]"), tenfold.row(".b")), (&20.0, &30.0));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows<T, U> {
    /// The tree whose leaves the rows belong to.
    pub like: T,
    /// One row for each leaf of `like`, in order.
    pub rows: Vec<U>,
}

impl<T, U> Rows<T, U> {
    /// The row `leaf(x)` for each leaf `x` of `like`.
    pub fn of<L>(like: &T, leaf: &mut dyn FnMut(&L) -> U) -> Self
    where
        T: PyTree<L>,
    {
        let mut rows = Vec::new();
        like.leaves(&mut |x| rows.push(leaf(x)));
        Self { like: like.clone(), rows }
    }

    /// The row of the leaf at `path`, written as in `"w"`, `"layers[0].w"` or `".layers[0].w"`; see [`Path::is`].
    ///
    /// # Panics
    /// If `like` has no leaf there; the message lists the paths.
    ///
    /// [`Path::is`]: crate::Path::is
    #[track_caller]
    pub fn row<L>(&self, path: &str) -> &U
    where
        T: PyTree<L>,
    {
        let paths = structure(&self.like).paths();
        let Some(i) = paths.iter().position(|p| p.is(path)) else {
            let known: Vec<_> = paths.iter().map(ToString::to_string).collect();
            panic!("row: no leaf at `{path}`; the leaves are at {known:?}");
        };
        &self.rows[i]
    }
}

impl<L, T: PyTree<L>, U: PyTree<L>> PyTree<L> for Rows<T, U> {
    type Nest<V: PyTree<L>> = Rows<T, U::Nest<V>>;

    fn leaves<'a>(&'a self, visit: &mut dyn FnMut(&'a L)) {
        self.rows.leaves(visit);
    }

    fn leaves_mut(&mut self, visit: &mut dyn FnMut(&mut L)) {
        self.rows.leaves_mut(visit);
    }

    fn nest<V: PyTree<L>>(&self, leaf: &mut dyn FnMut(&L) -> V) -> Self::Nest<V> {
        Rows { like: self.like.clone(), rows: self.rows.nest(leaf) }
    }

    fn same_structure(&self, other: &Self) -> bool {
        self.like.same_structure(&other.like) && self.rows.same_structure(&other.rows)
    }

    fn describe(&self, out: &mut Describe<'_, L>) {
        static RECORD: Record = Record::named("Rows", &["like", "rows"]);
        let like = structure(&self.like);
        out.record(&RECORD);
        out.static_value(&like);
        out.dict(like.paths().iter().map(ToString::to_string));
        for row in &self.rows {
            row.describe(out);
        }
    }
}
