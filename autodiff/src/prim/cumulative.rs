//! Running sums, products, extremes and log-sum-exps along an axis. Each result is made of the one before it and the next
//! element, so the tangent is a linear recurrence over the tangents of the elements.

use super::{
    Linear, Prim, Role, Rules,
    binary::larger,
    lin,
    recurrence::{Line, recurrence},
};
use crate::{
    array::{Array, Type},
    axes::IntoDirection,
    bind::{bind, raise},
    program::Atom,
};
use alloc::string::ToString;
use core::fmt;
use cotangent_tensor::{Cumulative, DType, Error, Tensor};

/// What runs along which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Running {
    what: Cumulative,
    line: Line,
}

impl fmt::Display for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.what, self.line)
    }
}

#[track_caller]
fn run(what: Cumulative, x: &Array, line: Line) -> Array {
    bind(&Prim::Running(Running { what, line }), [x])
}

/// The product of all elements before each one along `axis`, or behind it.
pub(crate) fn product_of_others(x: &Array, axis: usize, reverse: bool) -> Array {
    let line = Line { axis, reverse };
    line.previous(&run(Cumulative::Prod, x, line), 1.0)
}

impl Rules for Running {
    fn shape(&self, xs: &[Type]) -> Type {
        xs[0].clone()
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].cumulative(self.what, self.line.axis, self.line.reverse)
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let x = xs[0];
        let y = run(self.what, x, self.line);
        let Some(dx) = dxs[0] else { return (y, None) };
        if self.what == Cumulative::Sum {
            return (y, Some(run(Cumulative::Sum, dx, self.line)));
        }
        let (of_previous, of_element) = self.slopes(x, &y);
        let dy = recurrence(&of_previous, &lin::scale(&of_element, dx), self.line);
        (y, Some(dy))
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        run(self.what, xs[0].0, self.line.shifted())
    }

    fn linear(&self) -> Option<&dyn Linear> {
        (self.what == Cumulative::Sum).then_some(self)
    }
}

impl Running {
    /// ∂yᵢ/∂yᵢ₋₁ and ∂yᵢ/∂xᵢ. The first result is the first element.
    fn slopes(&self, x: &Array, y: &Array) -> (Array, Array) {
        if self.what == Cumulative::Prod || x.shape()[self.line.axis] == 0 {
            return (x.clone(), self.line.previous(y, 1.0));
        }
        let (before, now) = (self.line.all_but(y, true), self.line.all_but(x, false));
        let (of_previous, of_element) = match self.what {
            Cumulative::Max => (larger(&before, &now), larger(&now, &before)),
            Cumulative::Min => (larger(&now, &before), larger(&before, &now)),
            Cumulative::LogSumExp => {
                let lead = lead(&before, &now);
                (lead.sigmoid(), (-lead).sigmoid())
            }
            Cumulative::Sum | Cumulative::Prod => unreachable!("answered above"),
        };
        (self.line.behind(0.0, &of_previous), self.line.behind(1.0, &of_element))
    }
}

/// x − y, and 0 for equal infinities, which share alike: σ of it is the share of x in log(eˣ + eʸ).
fn lead(x: &Array, y: &Array) -> Array {
    let difference = x - y;
    let equal_infinities = x.eq(y).logical_and(difference.is_nan());
    equal_infinities.select(&difference.literal(0.0), &difference)
}

impl Linear for Running {
    fn is_linear_in(&self, _: &[Role]) -> bool {
        true
    }

    fn transpose(&self, ct: &Array, _: usize, _: &Type, _: &[Atom]) -> Array {
        run(Cumulative::Sum, ct, Line { reverse: !self.line.reverse, ..self.line })
    }
}

#[track_caller]
fn cumulative(what: Cumulative, x: &Array, along: impl IntoDirection) -> Result<Array, Error> {
    let line = Line::resolve(&what.to_string(), x, along)?;
    let dtype = match (what, x.dtype()) {
        (Cumulative::LogSumExp, dtype) => dtype.to_float(),
        (_, DType::Bool) => DType::I32,
        (_, dtype) => dtype,
    };
    Ok(run(what, &x.convert(dtype), line))
}

/// Cumulative operations: the result so far, along an axis, or from its end with [`reversed`](crate::reversed). The shape
/// stays. Bools count as the integers 0 and 1. One pass over the elements, one chain: element i of the result is made
/// of element i − 1 and the next operand.
///
/// # Panics
/// An axis that does not exist.
impl Array {
    /// The sums so far. Integers wrap. Linear: the cotangent is the sum of those from each place on.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 2.0, 3.0]).cumsum(0).to_vec::<f64>()?, [1.0, 3.0, 6.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn cumsum(&self, along: impl IntoDirection) -> Array {
        self.try_cumsum(along).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::cumsum`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist.
    #[track_caller]
    pub fn try_cumsum(&self, along: impl IntoDirection) -> Result<Array, Error> {
        cumulative(Cumulative::Sum, self, along)
    }

    /// The products so far. Integers wrap. The derivatives are products of the other elements, made without a division:
    /// exact where elements are 0.
    ///
    /// ```
    /// use cotangent_autodiff::{array, grad, Array};
    /// let slope = grad(|x: &Array| x.cumprod(0).sum());
    /// assert_eq!(slope(&array([2.0, 0.0, 3.0])).to_vec::<f64>()?, [1.0, 8.0, 0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn cumprod(&self, along: impl IntoDirection) -> Array {
        self.try_cumprod(along).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::cumprod`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist.
    #[track_caller]
    pub fn try_cumprod(&self, along: impl IntoDirection) -> Result<Array, Error> {
        cumulative(Cumulative::Prod, self, along)
    }

    /// The largest so far; NaN from the first one on. Derivative 1 in it; an element that equals the largest before it
    /// gets 1/2, and those before it share the rest alike (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([2.0, 1.0, 3.0]).cummax(0).to_vec::<f64>()?, [2.0, 2.0, 3.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn cummax(&self, along: impl IntoDirection) -> Array {
        self.try_cummax(along).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::cummax`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist.
    #[track_caller]
    pub fn try_cummax(&self, along: impl IntoDirection) -> Result<Array, Error> {
        cumulative(Cumulative::Max, self, along)
    }

    /// The smallest so far; NaN from the first one on. Derivatives as of [`Array::cummax`].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([3, 1, 2]).cummin(0).to_vec::<i32>()?, [3, 1, 1]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn cummin(&self, along: impl IntoDirection) -> Array {
        self.try_cummin(along).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::cummin`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist.
    #[track_caller]
    pub fn try_cummin(&self, along: impl IntoDirection) -> Result<Array, Error> {
        cumulative(Cumulative::Min, self, along)
    }

    /// log Σ eˣ of the elements so far, with the largest so far taken out, so that nothing overflows; of integers a
    /// float. Derivative in each element its share e^(x − y) of the sum; equal infinities share alike.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let y = array([1000.0, 1000.0]).cumlogsumexp(0);
    /// assert_eq!(y.to_vec::<f64>()?, [1000.0, 1000.0 + 2.0_f64.ln()]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "logcumsumexp")]
    #[track_caller]
    pub fn cumlogsumexp(&self, along: impl IntoDirection) -> Array {
        self.try_cumlogsumexp(along).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::cumlogsumexp`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist.
    #[track_caller]
    pub fn try_cumlogsumexp(&self, along: impl IntoDirection) -> Result<Array, Error> {
        cumulative(Cumulative::LogSumExp, self, along)
    }
}
