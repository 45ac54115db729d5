//! Trees of arrays as flat vectors of `f64`, and the names of their entries.

use crate::{error::CheckError, tolerance::Precision};
use core::ops::Range;
use cotangent_autodiff::{Array, DType, Error, Shape};
use cotangent_pytree::PyTree;

/// One leaf among the entries of a flat vector.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) name: String,
    pub(crate) shape: Shape,
    pub(crate) dtype: DType,
    pub(crate) entries: Range<usize>,
}

/// Where each leaf of a list of float arrays sits in the flat vector of all their entries.
#[derive(Clone, Debug)]
pub(crate) struct Layout(Vec<Leaf>);

impl Layout {
    /// The layout of the float leaves of `tree`, named `root` and their path.
    pub(crate) fn of_floats<T: PyTree<Array>>(root: &str, tree: &T) -> Layout {
        let mut layout = Layout(Vec::new());
        for (path, leaf) in cotangent_pytree::paths(tree).iter().filter(|(_, leaf)| leaf.dtype().is_float()) {
            let dot =
                if matches!(path.segments().first(), Some(cotangent_pytree::Segment::Field(_))) { "." } else { "" };
            layout.push(format!("{root}{dot}{path}"), leaf.shape(), leaf.dtype());
        }
        layout
    }

    /// One vector of `n` numbers.
    pub(crate) fn vector(name: &str, n: usize) -> Layout {
        let mut layout = Layout(Vec::new());
        layout.push(name.into(), Shape::of([n]), DType::F64);
        layout
    }

    fn push(&mut self, name: String, shape: Shape, dtype: DType) {
        let start = self.size();
        self.0.push(Leaf { name, entries: start..start + shape.size(), shape, dtype });
    }

    pub(crate) fn leaves(&self) -> &[Leaf] {
        &self.0
    }

    /// The number of entries.
    pub(crate) fn size(&self) -> usize {
        self.0.last().map_or(0, |leaf| leaf.entries.end)
    }

    /// The number of the leaf that holds an entry.
    pub(crate) fn leaf_at(&self, entry: usize) -> usize {
        self.0.partition_point(|leaf| leaf.entries.end <= entry)
    }

    /// The lowest precision among the leaves.
    pub(crate) fn precision(&self) -> Precision {
        self.0.iter().map(|leaf| Precision::of(leaf.dtype)).min().unwrap_or(Precision::F64)
    }

    /// How Rust would write the entry: `args[0].w[1, 2]`.
    pub(crate) fn entry_name(&self, entry: usize) -> String {
        let leaf = &self.0[self.leaf_at(entry)];
        let mut rest = entry - leaf.entries.start;
        let mut index = vec![0; leaf.shape.rank()];
        for (i, &n) in index.iter_mut().zip(leaf.shape.iter()).rev() {
            (*i, rest) = (rest % n, rest / n);
        }
        if index.is_empty() { leaf.name.clone() } else { format!("{}{index:?}", leaf.name) }
    }

    /// The arrays with these entries, each in its own dtype, or all in `dtype`.
    pub(crate) fn arrays(&self, flat: &[f64], dtype: Option<DType>) -> Vec<Array> {
        let array = |leaf: &Leaf| {
            let entries = &flat[leaf.entries.clone()];
            let wide = Array::from_vec(entries.to_vec(), &leaf.shape).expect("the entries of a leaf fill its shape");
            wide.convert(dtype.unwrap_or(leaf.dtype))
        };
        self.0.iter().map(array).collect()
    }

    /// The entries of arrays of these shapes.
    pub(crate) fn flat(&self, what: &str, arrays: &[Array]) -> Result<Vec<f64>, CheckError> {
        let fits = arrays.len() == self.0.len() && arrays.iter().zip(&self.0).all(|(x, leaf)| x.shape() == leaf.shape);
        if !fits {
            let shapes =
                |all: &mut dyn Iterator<Item = Shape>| all.map(|s| s.to_string()).collect::<Vec<_>>().join(", ");
            return Err(CheckError::Structure(format!(
                "{what} has leaves of shapes ({}), but ({}) is needed",
                shapes(&mut arrays.iter().map(Array::shape)),
                shapes(&mut self.0.iter().map(|leaf| leaf.shape.clone())),
            )));
        }
        let mut flat = Vec::with_capacity(self.size());
        for x in arrays {
            flat.extend(numbers(x)?);
        }
        Ok(flat)
    }
}

/// The elements of a float array.
pub(crate) fn numbers(x: &Array) -> Result<Vec<f64>, Error> {
    x.convert(DType::F64).to_vec()
}
