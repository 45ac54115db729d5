//! Coordinates and indicators made of vectors: mesh grids, one-hot rows.

use crate::{array::Array, bind::or_raise};
use alloc::{format, vec, vec::Vec};
use cotangent_tensor::{DType, Error, ErrorKind, Shape};

/// Which axis of a [`meshgrid`] the first array runs along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Indexing {
    /// As matrices are indexed: array i along axis i.
    Ij,
    /// As points of a plane are written: the first array along axis 1, the second along axis 0 (NumPy's default).
    Xy,
}

/// The coordinates of every point of a grid, one array for each vector: `out[k][i₀, i₁, …] = arrays[k][iₖ]`, the first two
/// axes exchanged for [`Indexing::Xy`]. Linear in each, views.
///
/// ```
/// use cotangent_autodiff::{Indexing, array, meshgrid};
/// let grid = meshgrid(&[&array([1, 2]), &array([3, 4])], Indexing::Ij);
/// assert_eq!(grid[0].to_vec::<i32>()?, [1, 1, 2, 2]);
/// assert_eq!(grid[1].to_vec::<i32>()?, [3, 4, 3, 4]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// An array of more than one axis, or more arrays than an array can have axes.
#[track_caller]
pub fn meshgrid(arrays: &[&Array], indexing: Indexing) -> Vec<Array> {
    or_raise(try_meshgrid(arrays, indexing))
}

/// [`meshgrid`] with the error as a value.
///
/// # Errors
/// An array of more than one axis, or more arrays than an array can have axes.
#[track_caller]
pub fn try_meshgrid(arrays: &[&Array], indexing: Indexing) -> Result<Vec<Array>, Error> {
    if let Some(x) = arrays.iter().find(|x| x.rank() > 1) {
        return Err(Error::new(ErrorKind::Shape, format!("meshgrid: needs vectors, not shape {}", x.shape())));
    }
    let place = |i: usize| if indexing == Indexing::Xy && arrays.len() > 1 && i < 2 { 1 - i } else { i };
    let mut dims = vec![1; arrays.len()];
    arrays.iter().enumerate().for_each(|(i, x)| dims[place(i)] = x.shape().size());
    let shape = Shape::new(&dims)?;
    let along = |(i, x): (usize, &&Array)| {
        let mut flat = vec![1; arrays.len()];
        flat[place(i)] = x.shape().size();
        x.reshape_to(&Shape::of(flat)).broadcast_to(&shape)
    };
    Ok(arrays.iter().enumerate().map(along).collect())
}

impl Array {
    /// A new last axis of length `n` with 1 at the place that each integer names and 0 elsewhere. A number outside of
    /// 0 … n − 1 names no place: its row is 0 (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::{DType, array};
    /// assert_eq!(array([1, 0]).one_hot(2, DType::F64).to_vec::<f64>()?, [0.0, 1.0, 1.0, 0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// The array holds no integers.
    #[track_caller]
    pub fn one_hot(&self, n: usize, dtype: DType) -> Array {
        or_raise(self.try_one_hot(n, dtype))
    }

    /// [`Array::one_hot`] with the error as a value.
    ///
    /// # Errors
    /// The array holds no integers.
    #[track_caller]
    pub fn try_one_hot(&self, n: usize, dtype: DType) -> Result<Array, Error> {
        crate::prim::gather::integers("one_hot", self)?;
        Ok(self.convert(DType::I64).expand(-1).eq(Array::iota(n, DType::I64)).convert(dtype))
    }
}
