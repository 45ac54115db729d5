//! Reductions over axes: sum (linear), product (its derivatives are products too, without a division), and the largest and
//! smallest element (the tangent is shared between ties).

use super::{Linear, Prim, Role, Rules, complex::unsupported, cumulative::product_of_others};
use crate::{
    array::{Array, Type},
    axes::{IntoAxes, Over, joined, kept},
    bind::{bind, raise},
    program::Atom,
};
use core::fmt;
use cotangent_tensor::{Axes, DType, Error, Reduction, Shape, Tensor};

/// One reduction over a set of axes, which the result no longer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Reduce {
    pub(crate) reduction: Reduction,
    pub(crate) axes: Axes,
}

impl fmt::Display for Reduce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[axes={:?}]", self.reduction, self.axes)
    }
}

impl Rules for Reduce {
    fn shape(&self, xs: &[Type]) -> Type {
        Type { shape: xs[0].shape.without(self.axes), dtype: xs[0].dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].reduce(self.reduction, self.axes)
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let x = xs[0];
        let y = bind(&Prim::Reduce(*self), [x]);
        let Some(dx) = dxs[0] else { return (y, None) };
        let sum = |x: &Array| bind(&Prim::Reduce(Reduce { reduction: Reduction::Sum, axes: self.axes }), [x]);
        let dy = match self.reduction {
            Reduction::Sum => sum(dx),
            Reduction::Prod => {
                let (line, axis) = joined(x, self.axes);
                let others = product_of_others(&line, axis, false) * product_of_others(&line, axis, true);
                let terms = super::lin::scale(&others, &joined(dx, self.axes).0);
                bind(&Prim::Reduce(Reduce { reduction: Reduction::Sum, axes: Axes::of([axis]) }), [&terms])
            }
            Reduction::Max | Reduction::Min => {
                let kept = kept(&x.shape(), self.axes);
                let chosen = x.eq(y.reshape_to(&kept)).convert(x.dtype());
                let share = &chosen / sum(&chosen).reshape_to(&kept);
                sum(&super::lin::scale(&share, dx))
            }
        };
        (y, Some(dy))
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        bind(&Prim::Reduce(Reduce { axes: self.axes.shifted(), ..*self }), [xs[0].0])
    }

    fn linear(&self) -> Option<&dyn Linear> {
        (self.reduction == Reduction::Sum).then_some(self)
    }
}

impl Linear for Reduce {
    fn is_linear_in(&self, _: &[Role]) -> bool {
        true
    }

    fn transpose(&self, ct: &Array, _: usize, of: &Type, _: &[Atom]) -> Array {
        ct.reshape_to(&kept(&of.shape, self.axes)).broadcast_to(&of.shape)
    }
}

/// Binds a reduction; over no axis it is the operand itself.
#[track_caller]
fn over_axes(reduction: Reduction, x: &Array, axes: Axes) -> Array {
    if axes.is_empty() { x.clone() } else { bind(&Prim::Reduce(Reduce { reduction, axes }), [x]) }
}

#[track_caller]
fn reduce(name: &str, reduction: Reduction, x: &Array, axes: impl IntoAxes) -> Result<Array, Error> {
    let over = match reduction {
        Reduction::Sum | Reduction::Prod => Over::new(name, x, axes)?,
        Reduction::Max | Reduction::Min => Over::nonempty(name, x, axes)?,
    };
    let dtype = match (reduction, x.dtype()) {
        (Reduction::Sum, dtype) => dtype.sum(),
        (_, dtype) if dtype.is_complex() => return Err(unsupported(&name, dtype)),
        (Reduction::Prod, dtype) => dtype.sum(),
        (_, DType::Bool) => DType::I32,
        (_, dtype) => dtype,
    };
    Ok(over.finish(over_axes(reduction, &x.convert(dtype), over.axes)))
}

/// Steps of composed reductions: the result has lost the axes.
impl Over {
    #[track_caller]
    pub(crate) fn sum(&self, x: &Array) -> Array {
        over_axes(Reduction::Sum, x, self.axes)
    }

    /// −∞ (or the smallest integer) of nothing.
    #[track_caller]
    pub(crate) fn max(&self, x: &Array) -> Array {
        over_axes(Reduction::Max, x, self.axes)
    }

    /// ∞ (or the largest integer) of nothing.
    #[track_caller]
    pub(crate) fn min(&self, x: &Array) -> Array {
        over_axes(Reduction::Min, x, self.axes)
    }

    /// NaN of nothing.
    #[track_caller]
    pub(crate) fn mean(&self, x: &Array) -> Array {
        let dtype = x.dtype(); // the sum of a narrow float may be beyond it
        (self.sum(&x.convert(dtype.arithmetic())) / self.count() as f64).convert(dtype)
    }
}

#[track_caller]
fn unwrap(result: Result<Array, Error>) -> Array {
    match result {
        Ok(y) => y,
        Err(error) => raise(error),
    }
}

/// Reductions. `sum()`, `mean()`, `max()`, `min()` go over all elements; the forms with `_axes` over the axes that they are
/// given (`..`, `-1`, `[0, 2]`), which the result no longer has, or has with length 1 ([`keepdims`](crate::keepdims)). Bools
/// count as the integers 0 and 1.
///
/// # Panics
/// An axis that does not exist or is named twice; the largest or smallest of nothing.
impl Array {
    /// The sum of all elements. Of integers narrower than 32 bits an int32 or uint32 ([`DType::sum`]). Derivative 1 in
    /// each.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, 2.0], [3.0, 6.0]]).sum().item::<f64>()?, 12.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn sum(&self) -> Array {
        self.sum_axes(..)
    }

    /// The sum over axes.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.sum_axes(0).to_vec::<f64>()?, [4.0, 6.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn sum_axes(&self, axes: impl IntoAxes) -> Array {
        unwrap(self.try_sum_axes(axes))
    }

    /// [`Array::sum_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_sum_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        reduce("sum", Reduction::Sum, self, axes)
    }

    /// The mean of all elements; NaN of nothing. Of integers a float ([`DType::to_float`]). Derivative 1/n in each.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, 2.0], [3.0, 6.0]]).mean().item::<f64>()?, 3.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn mean(&self) -> Array {
        self.mean_axes(..)
    }

    /// The mean over axes.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, 2.0], [3.0, 6.0]]).mean_axes(0).to_vec::<f64>()?, [2.0, 4.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn mean_axes(&self, axes: impl IntoAxes) -> Array {
        unwrap(self.try_mean_axes(axes))
    }

    /// [`Array::mean_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_mean_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = Over::new("mean", self, axes)?;
        Ok(over.finish(over.mean(&self.convert(self.dtype().to_float()))))
    }

    /// The product of all elements; 1 of nothing; integers wrap. Derivative in each the product of the others, made without
    /// a division: exact where elements are 0, to any order.
    ///
    /// ```
    /// use cotangent_autodiff::{array, grad, Array};
    /// assert_eq!(grad(Array::prod)(&array([2.0, 0.0, 3.0])).to_vec::<f64>()?, [0.0, 6.0, 0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn prod(&self) -> Array {
        self.prod_axes(..)
    }

    /// The product over axes.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, 2.0], [3.0, 6.0]]).prod_axes(1).to_vec::<f64>()?, [2.0, 18.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn prod_axes(&self, axes: impl IntoAxes) -> Array {
        unwrap(self.try_prod_axes(axes))
    }

    /// [`Array::prod_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_prod_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        reduce("prod", Reduction::Prod, self, axes)
    }

    /// The largest element; NaN if there is one. Derivative 1 in it, shared equally between ties (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, 2.0], [3.0, 6.0]]).max().item::<f64>()?, 6.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn max(&self) -> Array {
        self.max_axes(..)
    }

    /// The largest element over axes.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, 2.0], [3.0, 6.0]]).max_axes(1).to_vec::<f64>()?, [2.0, 6.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn max_axes(&self, axes: impl IntoAxes) -> Array {
        unwrap(self.try_max_axes(axes))
    }

    /// [`Array::max_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice, or an axis of length 0.
    #[track_caller]
    pub fn try_max_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        reduce("max", Reduction::Max, self, axes)
    }

    /// The smallest element; NaN if there is one. Derivative 1 in it, shared equally between ties (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, 2.0], [3.0, 6.0]]).min().item::<f64>()?, 1.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn min(&self) -> Array {
        self.min_axes(..)
    }

    /// The smallest element over axes.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, 2.0], [3.0, 6.0]]).min_axes(0).to_vec::<f64>()?, [1.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn min_axes(&self, axes: impl IntoAxes) -> Array {
        unwrap(self.try_min_axes(axes))
    }

    /// [`Array::min_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice, or an axis of length 0.
    #[track_caller]
    pub fn try_min_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        reduce("min", Reduction::Min, self, axes)
    }

    /// The sum that undoes a broadcast from `shape`: the cotangent of an operand that was broadcast.
    pub(crate) fn sum_to(&self, shape: &Shape) -> Array {
        let from = self.shape();
        if from == *shape {
            return self.clone();
        }
        let new = from.rank() - shape.rank();
        let axes = Axes::of((0..from.rank()).filter(|&i| i < new || (shape[i - new] == 1 && from[i] != 1)));
        bind(&Prim::Reduce(Reduce { reduction: Reduction::Sum, axes }), [self]).reshape_to(shape)
    }
}
