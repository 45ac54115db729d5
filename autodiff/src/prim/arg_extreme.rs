//! Where the largest or the smallest element is: integers, without a derivative.

use super::{Linear, Prim, Rules};
use crate::{
    array::{Array, Type},
    axes::{IntoAxes, Over},
    bind::{bind, raise},
};
use core::fmt;
use cotangent_tensor::{Axes, DType, Error, Extreme, Tensor};

/// The index along one axis, which the result no longer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ArgExtreme {
    extreme: Extreme,
    axis: usize,
}

impl ArgExtreme {
    fn name(self) -> &'static str {
        match self.extreme {
            Extreme::Largest => "argmax",
            Extreme::Smallest => "argmin",
        }
    }
}

impl fmt::Display for ArgExtreme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[axis={}]", self.name(), self.axis)
    }
}

impl Rules for ArgExtreme {
    fn shape(&self, xs: &[Type]) -> Type {
        Type { shape: xs[0].shape.without(Axes::of([self.axis])), dtype: DType::I64 }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].arg_extreme(self.extreme, self.axis)
    }

    fn jvp(&self, xs: &[&Array], _: &[Option<&Array>]) -> (Array, Option<Array>) {
        (bind(&Prim::ArgExtreme(*self), [xs[0]]), None)
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        bind(&Prim::ArgExtreme(ArgExtreme { axis: self.axis + 1, ..*self }), [xs[0].0])
    }

    fn linear(&self) -> Option<&dyn Linear> {
        None
    }
}

#[track_caller]
fn find(extreme: Extreme, x: &Array, axes: impl IntoAxes) -> Result<Array, Error> {
    let op = ArgExtreme { extreme, axis: 0 };
    let over = Over::nonempty(op.name(), x, axes)?;
    let x = if x.dtype() == DType::Bool { &x.convert(DType::I32) } else { x };
    let (x, axis) = over.joined(x);
    Ok(over.finish(bind(&Prim::ArgExtreme(ArgExtreme { axis, ..op }), [&x])))
}

/// Where the largest or smallest element is, as `int64`. The first of equal elements wins, and the first NaN before all
/// others. Without a derivative: a function of the result is constant.
///
/// # Panics
/// An axis that does not exist or is named twice; the largest or smallest of nothing.
impl Array {
    /// The place of the largest element, counted in row-major order.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 3.0, 3.0]).argmax().item::<i64>()?, 1);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn argmax(&self) -> Array {
        self.argmax_axes(..)
    }

    /// The index of the largest element along an axis; along several, its place among them in row-major order.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([[1.0, 5.0], [7.0, 2.0]]);
    /// assert_eq!(x.argmax_axes(-1).to_vec::<i64>()?, [1, 0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn argmax_axes(&self, axes: impl IntoAxes) -> Array {
        self.try_argmax_axes(axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::argmax_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice, or an axis of length 0.
    #[track_caller]
    pub fn try_argmax_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        find(Extreme::Largest, self, axes)
    }

    /// The place of the smallest element, counted in row-major order.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([3, 1, 2]).argmin().item::<i64>()?, 1);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn argmin(&self) -> Array {
        self.argmin_axes(..)
    }

    /// The index of the smallest element along an axis; along several, its place among them in row-major order.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[3, 1], [0, 2]]).argmin_axes(1).to_vec::<i64>()?, [1, 0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn argmin_axes(&self, axes: impl IntoAxes) -> Array {
        self.try_argmin_axes(axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::argmin_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice, or an axis of length 0.
    #[track_caller]
    pub fn try_argmin_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        find(Extreme::Smallest, self, axes)
    }
}
