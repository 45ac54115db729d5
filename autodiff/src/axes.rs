//! The axes that a reduction goes over, and whether the result keeps them.

use crate::array::Array;
use alloc::{format, vec::Vec};
use cotangent_tensor::{Axes, Error, ErrorKind, Shape};

/// Which axes a reduction goes over: `..` for all of them, one axis, or a list; negative ones count from the end.
/// [`keepdims`] of any of these keeps them in the result with length 1.
pub trait IntoAxes {
    /// The axes of an array of `rank` axes.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice; the text begins with `op`.
    fn axes(self, op: &str, rank: usize) -> Result<Axes, Error>;

    /// Whether the result has these axes with length 1 instead of losing them.
    fn keeps(&self) -> bool {
        false
    }
}
impl IntoAxes for core::ops::RangeFull {
    fn axes(self, _: &str, rank: usize) -> Result<Axes, Error> {
        Ok(Axes::all(rank))
    }
}
impl IntoAxes for isize {
    #[track_caller]
    fn axes(self, op: &str, rank: usize) -> Result<Axes, Error> {
        Axes::resolve(op, &[self], rank)
    }
}
impl IntoAxes for &[isize] {
    #[track_caller]
    fn axes(self, op: &str, rank: usize) -> Result<Axes, Error> {
        Axes::resolve(op, self, rank)
    }
}
impl<const N: usize> IntoAxes for [isize; N] {
    #[track_caller]
    fn axes(self, op: &str, rank: usize) -> Result<Axes, Error> {
        Axes::resolve(op, &self, rank)
    }
}

/// Axes that stay in the result with length 1: what [`keepdims`] makes.
#[derive(Clone, Copy, Debug)]
pub struct KeepDims<A>(A);

impl<A: IntoAxes> IntoAxes for KeepDims<A> {
    #[track_caller]
    fn axes(self, op: &str, rank: usize) -> Result<Axes, Error> {
        self.0.axes(op, rank)
    }

    fn keeps(&self) -> bool {
        true
    }
}

/// The same axes, kept in the result with length 1, so that it broadcasts against the operand. For every reduction.
///
/// ```
/// use cotangent_autodiff::{array, keepdims};
/// let x = array([[1.0, 3.0], [2.0, 6.0]]);
/// let centred = &x - x.mean_axes(keepdims(-1));
/// assert_eq!(centred.to_vec::<f64>()?, [-1.0, 1.0, -2.0, 2.0]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
pub fn keepdims<A: IntoAxes>(axes: A) -> KeepDims<A> {
    KeepDims(axes)
}

/// What one reduction goes over.
pub(crate) struct Over {
    pub(crate) axes: Axes,
    from: Shape,
    keep: bool,
}

impl Over {
    #[track_caller]
    pub(crate) fn new(op: &str, x: &Array, axes: impl IntoAxes) -> Result<Over, Error> {
        let keep = axes.keeps();
        let from = x.shape();
        Ok(Over { axes: axes.axes(op, from.rank())?, from, keep })
    }

    /// As [`Over::new`], refusing to take the `op` of nothing.
    #[track_caller]
    pub(crate) fn nonempty(op: &str, x: &Array, axes: impl IntoAxes) -> Result<Over, Error> {
        let over = Over::new(op, x, axes)?;
        if over.axes.iter().any(|i| over.from[i] == 0) {
            let text = format!("{op}: no elements in {} over axes {:?}", over.from, over.axes);
            return Err(Error::new(ErrorKind::Shape, text));
        }
        Ok(over)
    }

    /// How many elements become one.
    pub(crate) fn count(&self) -> usize {
        self.axes.iter().map(|i| self.from[i]).product()
    }

    /// A result, which has lost the axes, with axes of length 1 in their place: it broadcasts against the operand.
    #[track_caller]
    pub(crate) fn kept(&self, y: &Array) -> Array {
        y.reshape_to(&kept(&self.from, self.axes))
    }

    /// The result, which has lost the axes, as the caller asked for it.
    #[track_caller]
    pub(crate) fn finish(&self, y: Array) -> Array {
        if self.keep { self.kept(&y) } else { y }
    }

    /// The operand with these axes as one: see [`joined`].
    #[track_caller]
    pub(crate) fn joined(&self, x: &Array) -> (Array, usize) {
        joined(x, self.axes)
    }
}

/// The operand with `axes` as one, and which: that axis itself, or all of them joined in row-major order as a last axis.
#[track_caller]
pub(crate) fn joined(x: &Array, axes: Axes) -> (Array, usize) {
    if axes.len() == 1
        && let Some(axis) = axes.iter().next()
    {
        return (x.clone(), axis);
    }
    let from = x.shape();
    let stay = (0..from.rank()).filter(|&i| !axes.contains(i));
    let moved = x.permute(&stay.chain(axes.iter()).collect::<Vec<_>>());
    let stayed = from.without(axes);
    let count = axes.iter().map(|i| from[i]).product();
    (moved.reshape_to(&Shape::of(stayed.iter().copied().chain([count]))), stayed.rank())
}

/// The shape with the reduced axes kept as axes of length 1.
pub(crate) fn kept(shape: &Shape, axes: Axes) -> Shape {
    Shape::of(shape.iter().enumerate().map(|(i, &d)| if axes.contains(i) { 1 } else { d }))
}

/// The axis along which a cumulative operation runs: an axis, from its beginning to its end, or [`reversed`] of one.
/// Negative axes count from the end.
pub trait IntoDirection {
    /// The axis, and whether the operation runs from its end to its beginning.
    fn direction(self) -> (isize, bool);
}
impl IntoDirection for isize {
    fn direction(self) -> (isize, bool) {
        (self, false)
    }
}

/// An axis from its end to its beginning: what [`reversed`] makes.
#[derive(Clone, Copy, Debug)]
pub struct Reversed(isize);
impl IntoDirection for Reversed {
    fn direction(self) -> (isize, bool) {
        (self.0, true)
    }
}

/// The same axis from its end to its beginning. For every cumulative operation.
///
/// ```
/// use cotangent_autodiff::{array, reversed};
/// assert_eq!(array([1.0, 2.0, 3.0]).cumsum(reversed(0)).to_vec::<f64>()?, [6.0, 5.0, 3.0]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
pub fn reversed(axis: isize) -> Reversed {
    Reversed(axis)
}
