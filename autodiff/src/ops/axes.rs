//! Axes moved, added, dropped and broadcast: views all of them.

use crate::{array::Array, bind::or_raise};
use alloc::{format, vec::Vec};
use cotangent_tensor::{Axes, Error, ErrorKind, Shape};

impl Array {
    /// The array with two axes exchanged; negative axes count from the end. Linear, a view.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([[1, 2, 3], [4, 5, 6]]);
    /// assert_eq!(x.swapaxes(0, -1).to_vec::<i32>()?, [1, 4, 2, 5, 3, 6]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist.
    #[track_caller]
    pub fn swapaxes(&self, a: isize, b: isize) -> Array {
        or_raise(self.try_swapaxes(a, b))
    }

    /// [`Array::swapaxes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist.
    #[track_caller]
    pub fn try_swapaxes(&self, a: isize, b: isize) -> Result<Array, Error> {
        let shape = self.shape();
        let (a, b) = (shape.axis("swapaxes", a)?, shape.axis("swapaxes", b)?);
        let mut order: Vec<usize> = (0..shape.rank()).collect();
        order.swap(a, b);
        Ok(self.permute(&order))
    }

    /// The array with axis `from` moved to place `to`; the others keep their order. Linear, a view.
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::zeros(&[2, 3, 4], DType::F32).moveaxis(-1, 0).shape(), [4, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist.
    #[track_caller]
    pub fn moveaxis(&self, from: isize, to: isize) -> Array {
        or_raise(self.try_moveaxes(&[from], &[to]))
    }

    /// The array with axis `from[i]` moved to place `to[i]`; the others keep their order (NumPy's `moveaxis` of several).
    /// Linear, a view.
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::zeros(&[2, 3, 4], DType::F32).moveaxes(&[0, 1], &[-1, 0]).shape(), [3, 4, 2]);
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist or is named twice; lists of two lengths.
    #[track_caller]
    pub fn moveaxes(&self, from: &[isize], to: &[isize]) -> Array {
        or_raise(self.try_moveaxes(from, to))
    }

    /// [`Array::moveaxes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice; lists of two lengths.
    #[track_caller]
    pub fn try_moveaxes(&self, from: &[isize], to: &[isize]) -> Result<Array, Error> {
        let shape = self.shape();
        if from.len() != to.len() {
            return Err(Error::new(
                ErrorKind::Argument,
                format!("moveaxis: {} axes {from:?} do not go to {} places {to:?}", from.len(), to.len()),
            ));
        }
        let moved = Axes::resolve("moveaxis", from, shape.rank())?;
        Axes::resolve("moveaxis", to, shape.rank())?;
        let mut pairs = Vec::with_capacity(from.len());
        for (&from, &to) in from.iter().zip(to) {
            pairs.push((shape.axis("moveaxis", to)?, shape.axis("moveaxis", from)?));
        }
        pairs.sort_unstable();
        let mut order: Vec<usize> = (0..shape.rank()).filter(|&i| !moved.contains(i)).collect();
        for (to, from) in pairs {
            order.insert(to, from);
        }
        Ok(self.permute(&order))
    }

    /// New axes of length 1 that become these axes of the result; negative ones count from its end. [`Array::expand`] for
    /// several axes. Linear, a view.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 2.0]).expand_axes(&[0, -1]).shape(), [1, 2, 1]);
    /// ```
    ///
    /// # Panics
    /// An axis that the result does not have, or that is named twice.
    #[doc(alias = "expand_dims")]
    #[track_caller]
    pub fn expand_axes(&self, axes: &[isize]) -> Array {
        or_raise(self.try_expand_axes(axes))
    }

    /// [`Array::expand_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that the result does not have, or that is named twice; more axes than an array can have.
    #[track_caller]
    pub fn try_expand_axes(&self, axes: &[isize]) -> Result<Array, Error> {
        let from = self.shape();
        let rank = from.rank() + axes.len();
        if rank > cotangent_tensor::MAX_RANK {
            return Err(Error::new(
                ErrorKind::Shape,
                format!("expand: {} new axes are too many for {from}", axes.len()),
            ));
        }
        let new = Axes::resolve("expand", axes, rank)?;
        let mut old = from.iter().copied();
        let dims = (0..rank).map(|i| if new.contains(i) { 1 } else { old.next().unwrap_or(1) });
        Ok(self.reshape_to(&Shape::of(dims)))
    }

    /// The array without its axes of length 1. Mind arrays whose axes have that length by chance: [`Array::squeeze`] names
    /// the axes. Linear, a view.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[[1.0], [2.0]]]).squeeze_all().shape(), [2]);
    /// ```
    #[track_caller]
    pub fn squeeze_all(&self) -> Array {
        self.reshape_to(&Shape::of(self.shape().iter().copied().filter(|&d| d != 1)))
    }
}

/// The arrays, each broadcast to the shape in which all of them meet (NumPy's rule). Linear in each, views.
///
/// ```
/// use cotangent_autodiff::{array, broadcast_arrays};
/// let both = broadcast_arrays(&[&array([[1], [2]]), &array([3, 4])]);
/// assert_eq!(both[0].to_vec::<i32>()?, [1, 1, 2, 2]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// Shapes that do not broadcast.
#[track_caller]
pub fn broadcast_arrays(arrays: &[&Array]) -> Vec<Array> {
    or_raise(try_broadcast_arrays(arrays))
}

/// [`broadcast_arrays`] with the error as a value.
///
/// # Errors
/// Shapes that do not broadcast.
#[track_caller]
pub fn try_broadcast_arrays(arrays: &[&Array]) -> Result<Vec<Array>, Error> {
    let shape = common_shape("broadcast_arrays", arrays)?;
    Ok(arrays.iter().map(|x| x.broadcast_to(&shape)).collect())
}

/// The shape in which arrays meet.
#[track_caller]
pub(crate) fn common_shape(op: &str, arrays: &[&Array]) -> Result<Shape, Error> {
    let mut shape = Shape::SCALAR;
    for x in arrays {
        let Some(both) = Shape::broadcast(&shape, &x.shape()) else {
            let text = format!("{op}: shapes {shape} and {} do not broadcast", x.shape());
            return Err(Error::new(ErrorKind::Shape, text));
        };
        shape = both;
    }
    Ok(shape)
}
