//! The same elements in row-major order under another shape: linear.

use super::{Linear, Prim, Role, Rules};
use crate::{
    array::{Array, Type},
    axes::IntoAxes,
    bind::{bind, or_raise, raise},
    program::Atom,
};
use alloc::format;
use core::fmt;
use cotangent_tensor::{Error, ErrorKind, Shape, Tensor};

/// The new shape.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Reshape(Shape);

impl fmt::Display for Reshape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "reshape[{}]", self.0)
    }
}

impl Rules for Reshape {
    fn shape(&self, xs: &[Type]) -> Type {
        Type { shape: self.0.clone(), dtype: xs[0].dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].reshape(&self.0).expect("the method checks the size")
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        (xs[0].reshape_to(&self.0), dxs[0].map(|dx| dx.reshape_to(&self.0)))
    }

    fn batch(&self, n: usize, xs: &[(&Array, bool)]) -> Array {
        xs[0].0.reshape_to(&self.0.with_front(n))
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

impl Linear for Reshape {
    fn is_linear_in(&self, _: &[Role]) -> bool {
        true
    }

    fn transpose(&self, ct: &Array, _: usize, of: &Type, _: &[Atom]) -> Array {
        ct.reshape_to(&of.shape)
    }
}

impl Array {
    /// [`Array::reshape`] to a shape of the same size.
    #[track_caller]
    pub(crate) fn reshape_to(&self, shape: &Shape) -> Array {
        if self.shape() == *shape { self.clone() } else { bind(&Prim::Reshape(Reshape(shape.clone())), [self]) }
    }

    /// The same elements in row-major order under another shape. Linear; a view where strides allow it.
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::iota(6, DType::F32).reshape(&[2, 3]).shape(), [2, 3]);
    /// ```
    ///
    /// # Panics
    /// The shapes differ in size.
    #[track_caller]
    pub fn reshape(&self, shape: &[usize]) -> Array {
        match self.try_reshape(shape) {
            Ok(y) => y,
            Err(error) => raise(error),
        }
    }

    /// [`Array::reshape`] with the error as a value.
    ///
    /// # Errors
    /// The shapes differ in size.
    #[track_caller]
    pub fn try_reshape(&self, shape: &[usize]) -> Result<Array, Error> {
        let (from, to) = (self.shape(), Shape::new(shape)?);
        if from.size() != to.size() {
            return Err(Error::new(
                ErrorKind::Shape,
                format!("reshape: {from} has {} elements, {to} has {}", from.size(), to.size()),
            ));
        }
        Ok(self.reshape_to(&to))
    }

    /// [`Array::reshape`] with at most one length left open: −1 stands for what the other lengths leave. Linear.
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::iota(6, DType::F32).reshape_infer(&[2, -1]).shape(), [2, 3]);
    /// ```
    ///
    /// # Panics
    /// The shapes differ in size, no length fits the place of −1 (or every one does: nothing divided by 0), or there are two.
    #[track_caller]
    pub fn reshape_infer(&self, shape: &[isize]) -> Array {
        or_raise(self.try_reshape_infer(shape))
    }

    /// [`Array::reshape_infer`] with the error as a value.
    ///
    /// # Errors
    /// The shapes differ in size, no length fits the place of −1 (or every one does: nothing divided by 0), or there are two.
    #[track_caller]
    pub fn try_reshape_infer(&self, shape: &[isize]) -> Result<Array, Error> {
        let from = self.shape();
        let open = shape.iter().filter(|&&d| d == -1).count();
        let others: usize = shape.iter().filter(|&&d| d != -1).map(|&d| d.unsigned_abs()).product();
        if open > 1
            || shape.iter().any(|&d| d < -1)
            || (open == 1 && (others == 0 || !from.size().is_multiple_of(others)))
        {
            return Err(Error::new(ErrorKind::Shape, format!("reshape: {from} does not take the shape {shape:?}")));
        }
        let length = |&d: &isize| if d == -1 { from.size() / others } else { d.unsigned_abs() };
        self.try_reshape(&shape.iter().map(length).collect::<alloc::vec::Vec<_>>())
    }

    /// All elements in row-major order, as a vector.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1, 2], [3, 4]]).ravel().to_vec::<i32>()?, [1, 2, 3, 4]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "flatten")]
    #[track_caller]
    pub fn ravel(&self) -> Array {
        self.reshape_to(&Shape::of([self.shape().size()]))
    }

    /// A new axis of length 1 that becomes axis `axis` of the result; negative axes count from the end of the result.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2]).expand(-1).shape(), [2, 1]);
    /// ```
    ///
    /// # Panics
    /// An axis that the result does not have.
    #[doc(alias = "expand_dims")]
    #[doc(alias = "unsqueeze")]
    #[track_caller]
    pub fn expand(&self, axis: isize) -> Array {
        let from = self.shape();
        let longer = Shape::of(from.iter().copied().chain([1]));
        let at = longer.axis("expand", axis).unwrap_or_else(|e| raise(e));
        self.reshape_to(&Shape::of(from[..at].iter().copied().chain([1]).chain(from[at..].iter().copied())))
    }

    /// The array without `axes` (one axis, a list, or `..`), which have length 1; negative axes count from the end. Linear,
    /// a view. [`Array::squeeze_all`] drops the axes of length 1, whichever they are.
    ///
    /// ```
    /// use cotangent_autodiff::{Array, DType};
    /// assert_eq!(Array::zeros(&[1, 3, 1], DType::F32).squeeze([0, -1]).shape(), [3]);
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist, is named twice, or has another length.
    #[track_caller]
    pub fn squeeze(&self, axes: impl IntoAxes) -> Array {
        or_raise(self.try_squeeze(axes))
    }

    /// [`Array::squeeze`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist, is named twice, or has another length.
    #[track_caller]
    pub fn try_squeeze(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        let from = self.shape();
        let axes = axes.axes("squeeze", from.rank())?;
        match axes.iter().find(|&i| from[i] != 1) {
            None => Ok(self.reshape_to(&from.without(axes))),
            Some(i) => {
                Err(Error::new(ErrorKind::Shape, format!("squeeze: axis {i} of {from} has length {}, not 1", from[i])))
            }
        }
    }
}
