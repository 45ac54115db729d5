//! The same elements in row-major order under another shape: linear.

use super::{Linear, Prim, Role, Rules};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
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

    /// All elements in row-major order, as a vector.
    #[doc(alias = "flatten")]
    #[track_caller]
    pub fn ravel(&self) -> Array {
        self.reshape_to(&Shape::of([self.shape().size()]))
    }

    /// A new axis of length 1 that becomes axis `axis` of the result; negative axes count from the end of the result.
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

    /// The array without axis `axis`, which has length 1; negative axes count from the end.
    ///
    /// # Panics
    /// An axis that does not exist or has another length.
    #[track_caller]
    pub fn squeeze(&self, axis: isize) -> Array {
        let from = self.shape();
        let at = from.axis("squeeze", axis).unwrap_or_else(|e| raise(e));
        if from[at] != 1 {
            raise(Error::new(
                ErrorKind::Shape,
                format!("squeeze: axis {axis} of {from} has length {}, not 1", from[at]),
            ));
        }
        self.reshape_to(&from.without(cotangent_tensor::Axes::of([at])))
    }
}
