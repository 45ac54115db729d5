//! The linear recurrence hᵢ = aᵢ·hᵢ₋₁ + bᵢ along an axis: what the derivatives of all cumulative operations are. Linear in
//! b; its transpose is the recurrence in the other direction.

use super::{Linear, Prim, Role, Rules, lin};
use crate::{
    array::{Array, Type},
    axes::IntoDirection,
    bind::{bind, raise},
    operand::Operand,
    program::Atom,
};
use alloc::{format, vec::Vec};
use core::fmt;
use cotangent_tensor::{DType, Error, ErrorKind, Range, Shape, Tensor};

/// The line of a cumulative operation: an axis and a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Line {
    pub(crate) axis: usize,
    pub(crate) reverse: bool,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "axis={}{}", self.axis, if self.reverse { " reverse" } else { "" })
    }
}

impl Line {
    /// The line that a method is given.
    #[track_caller]
    pub(crate) fn resolve(op: &str, x: &Array, along: impl IntoDirection) -> Result<Line, Error> {
        let (axis, reverse) = along.direction();
        Ok(Line { axis: x.shape().axis(op, axis)?, reverse })
    }

    /// The same line of a batch.
    pub(crate) fn shifted(self) -> Line {
        Line { axis: self.axis + 1, ..self }
    }

    /// The opposite direction.
    fn turned(self) -> Line {
        Line { reverse: !self.reverse, ..self }
    }

    /// All elements but the last in the direction of the line, or all but the first. The axis is not empty.
    pub(crate) fn all_but(self, x: &Array, last: bool) -> Array {
        let mut ranges: Vec<Range> = x.shape().iter().map(|&n| Range::all(n)).collect();
        let range = &mut ranges[self.axis];
        range.len -= 1;
        range.start = usize::from(last == self.reverse);
        x.slice_ranges(ranges)
    }

    /// `value` in front of `rest`, in the direction of the line.
    pub(crate) fn behind(self, value: f64, rest: &Array) -> Array {
        let mut shape = rest.shape();
        shape.dims_mut()[self.axis] = 1;
        let first = rest.literal(value).broadcast_to(&shape);
        let parts = if self.reverse { [rest, &first] } else { [&first, rest] };
        crate::concat(&parts, self.axis as isize)
    }

    /// Element i − 1 in place i, and `first` in the first place.
    pub(crate) fn previous(self, x: &Array, first: f64) -> Array {
        if x.shape()[self.axis] == 0 {
            return x.clone();
        }
        self.behind(first, &self.all_but(x, true))
    }
}

/// Operands a and b, of one shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Recurrence(Line);

impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "linear_recurrence[{}]", self.0)
    }
}

#[track_caller]
pub(crate) fn recurrence(a: &Array, b: &Array, line: Line) -> Array {
    bind(&Prim::Recurrence(Recurrence(line)), [a, b])
}

impl Rules for Recurrence {
    fn shape(&self, xs: &[Type]) -> Type {
        xs[1].clone()
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        Tensor::linear_recurrence(xs[0], xs[1], self.0.axis, self.0.reverse)
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let (a, b) = (xs[0], xs[1]);
        let h = recurrence(a, b, self.0);
        // dhᵢ = aᵢ·dhᵢ₋₁ + (hᵢ₋₁·daᵢ + dbᵢ)
        let from_a = dxs[0].map(|da| lin::scale(&self.0.previous(&h, 0.0), da));
        let source = lin::sum(from_a, dxs[1].cloned());
        let dh = source.map(|source| recurrence(a, &source, self.0));
        (h, dh)
    }

    fn batch(&self, n: usize, xs: &[(&Array, bool)]) -> Array {
        let each = |(x, mapped): (&Array, bool)| {
            if mapped { x.clone() } else { x.broadcast_to(&x.shape().with_front(n)) }
        };
        recurrence(&each(xs[0]), &each(xs[1]), self.0.shifted())
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

impl Linear for Recurrence {
    fn is_linear_in(&self, operands: &[Role]) -> bool {
        operands[0] != Role::Variable
    }

    fn transpose(&self, ct: &Array, _: usize, _: &Type, xs: &[Atom]) -> Array {
        let Atom::Const(a) = &xs[0] else { unreachable!("the check of linear programs refuses a variable factor") };
        // gᵢ = aᵢ₊₁·gᵢ₊₁ + ctᵢ
        let turned = self.0.turned();
        recurrence(&turned.previous(a, 0.0), ct, turned)
    }
}

impl Array {
    /// The linear recurrence hᵢ = aᵢ·hᵢ₋₁ + xᵢ along an axis, beginning with h₀ = x₀, where x is this array: exponential
    /// averages, filters of first order, discounted sums (with [`reversed`](crate::reversed)). `factors` broadcasts to the
    /// shape of x; a₀ has no influence. Integers wrap. Linear in x: the cotangent is the recurrence in the other direction;
    /// the derivative in aᵢ is hᵢ₋₁ times the cotangent of hᵢ. One pass over the elements, and one for each derivative.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([8.0, 0.0, 4.0]);
    /// assert_eq!(x.linear_recurrence(0.5, 0).to_vec::<f64>()?, [8.0, 4.0, 6.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist, factors that do not broadcast to the shape of this array, two bool arrays.
    #[track_caller]
    pub fn linear_recurrence(&self, factors: impl Operand, along: impl IntoDirection) -> Array {
        self.try_linear_recurrence(factors, along).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::linear_recurrence`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::linear_recurrence`] panics.
    #[track_caller]
    pub fn try_linear_recurrence(&self, factors: impl Operand, along: impl IntoDirection) -> Result<Array, Error> {
        let op = "linear_recurrence";
        let line = Line::resolve(op, self, along)?;
        let factors = factors.beside(self);
        let (shape, dtype) = (self.shape(), self.dtype().promote(factors.dtype()));
        if Shape::broadcast(&factors.shape(), &shape).is_none_or(|both| both != shape) {
            let text = format!("{op}: factors of shape {} do not broadcast to {shape}", factors.shape());
            return Err(Error::new(ErrorKind::Shape, text));
        }
        if dtype == DType::Bool {
            let text = format!("{op}: two bool arrays have no arithmetic; convert one first");
            return Err(Error::new(ErrorKind::DType, text));
        }
        Ok(recurrence(&factors.convert(dtype).broadcast_to(&shape), &self.convert(dtype), line))
    }
}
