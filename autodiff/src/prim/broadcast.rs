//! Repetition along new leading axes and axes of length 1: linear; its transpose is a sum.

use super::{Linear, Prim, Role, Rules, binary::widen};
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
pub(crate) struct Broadcast(Shape);

impl fmt::Display for Broadcast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "broadcast[{}]", self.0)
    }
}

impl Rules for Broadcast {
    fn shape(&self, xs: &[Type]) -> Type {
        Type { shape: self.0.clone(), dtype: xs[0].dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].broadcast_to(&self.0)
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        (xs[0].spread_to(&self.0), dxs[0].map(|dx| dx.spread_to(&self.0)))
    }

    fn batch(&self, n: usize, xs: &[(&Array, bool)]) -> Array {
        widen(xs[0].0, self.0.rank()).spread_to(&self.0.with_front(n))
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

impl Linear for Broadcast {
    fn is_linear_in(&self, _: &[Role]) -> bool {
        true
    }

    fn transpose(&self, ct: &Array, _: usize, of: &Type, _: &[Atom]) -> Array {
        ct.sum_to(&of.shape)
    }
}

impl Array {
    /// [`Array::broadcast_to`] a shape that fits.
    #[track_caller]
    fn spread_to(&self, shape: &Shape) -> Array {
        if self.shape() == *shape { self.clone() } else { bind(&Prim::Broadcast(Broadcast(shape.clone())), [self]) }
    }

    /// The array repeated along new leading axes and axes of length 1 (NumPy's rule). Linear, a view.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2]).broadcast_to(&[2, 2]).to_vec::<i32>()?, [1, 2, 1, 2]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// The shape does not broadcast to `shape`.
    #[track_caller]
    pub fn broadcast_to(&self, shape: &[usize]) -> Array {
        match self.try_broadcast_to(shape) {
            Ok(y) => y,
            Err(error) => raise(error),
        }
    }

    /// [`Array::broadcast_to`] with the error as a value.
    ///
    /// # Errors
    /// The shape does not broadcast to `shape`.
    #[track_caller]
    pub fn try_broadcast_to(&self, shape: &[usize]) -> Result<Array, Error> {
        let (from, to) = (self.shape(), Shape::new(shape)?);
        if Shape::broadcast(&from, &to).is_none_or(|both| both != to) {
            return Err(Error::new(ErrorKind::Shape, format!("broadcast_to: {from} does not broadcast to {to}")));
        }
        Ok(self.spread_to(&to))
    }
}
