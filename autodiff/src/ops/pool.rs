//! Pooling: the largest element or the mean of each window.

use super::windowing::{WindowPadding, padded, steps};
use crate::{array::Array, bind::or_raise, prim::windows::windows};
use alloc::{format, vec, vec::Vec};
use cotangent_tensor::{Error, ErrorKind, Padding, Shape, Window};

/// The window of a pooling and how it moves along the last axes, as many as the window has lengths.
///
/// ```
/// use cotangent_autodiff::{PoolOptions, WindowPadding, array};
/// let options = PoolOptions::new([3]).strides([1]).padding(WindowPadding::Same);
/// assert_eq!(array([1.0, 5.0, 2.0, 0.0]).max_pool(&options).to_vec::<f64>()?, [5.0, 5.0, 5.0, 2.0]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolOptions {
    window: Vec<usize>,
    strides: Vec<usize>,
    padding: WindowPadding,
}

impl PoolOptions {
    /// A window of these lengths along the last axes. Windows do not overlap and there is no padding unless options say so.
    pub fn new(window: impl Into<Vec<usize>>) -> PoolOptions {
        let window = window.into();
        PoolOptions { strides: window.clone(), window, padding: WindowPadding::Valid }
    }

    /// The distance between two neighbouring windows: one number for each axis, or one for all.
    #[must_use]
    pub fn strides(self, strides: impl Into<Vec<usize>>) -> PoolOptions {
        PoolOptions { strides: strides.into(), ..self }
    }

    /// What stands around the array.
    #[must_use]
    pub fn padding(self, padding: impl Into<WindowPadding>) -> PoolOptions {
        PoolOptions { padding: padding.into(), ..self }
    }

    /// One window for each of the last axes of an array, and the padding of those.
    #[track_caller]
    fn resolve(&self, op: &str, shape: &Shape) -> Result<(Vec<Window>, Vec<(isize, isize)>), Error> {
        let axes = self.window.len();
        if axes == 0 || axes > shape.rank() {
            let text = format!("{op}: a window of {axes} axes does not fit {shape}");
            return Err(Error::new(ErrorKind::Shape, text));
        }
        let sizes = steps(op, "the window", &self.window, axes)?;
        let strides = steps(op, "strides", &self.strides, axes)?;
        let window = |(size, stride)| Window { size, stride, dilation: 1 };
        let windows: Vec<Window> = sizes.into_iter().zip(strides).map(window).collect();
        let pairs = self.padding.pairs(op, &windows, &shape[shape.rank() - axes..])?;
        Ok((windows, pairs))
    }
}

/// Pooling over windows of the last axes; the axes before stay.
impl Array {
    /// The largest element of each window, NaN if there is one. Padding counts as −∞ (of integers, as the smallest number).
    /// Derivative: 1 in the largest element, in the first of them in row-major order if several are equal.
    ///
    /// ```
    /// use cotangent_autodiff::{PoolOptions, array, grad};
    /// let x = array([[1.0, 2.0, 5.0, 5.0], [4.0, 3.0, 5.0, 0.0]]);
    /// let pool = |x: &cotangent_autodiff::Array| x.max_pool(&PoolOptions::new([2, 2]));
    /// assert_eq!(pool(&x).to_vec::<f64>()?, [4.0, 5.0]);
    /// let slope = grad(|x: &cotangent_autodiff::Array| pool(x).sum())(&x);
    /// assert_eq!(slope.to_vec::<f64>()?, [0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A window or strides for another number of axes, or with a length of 0; padding that crops more than there is.
    #[track_caller]
    pub fn max_pool(&self, options: &PoolOptions) -> Array {
        or_raise(self.try_max_pool(options))
    }

    /// [`Array::max_pool`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::max_pool`] panics.
    #[track_caller]
    pub fn try_max_pool(&self, options: &PoolOptions) -> Result<Array, Error> {
        let (open, pairs) = options.resolve("max_pool", &self.shape())?;
        let axes = open.len();
        let whole = Padding { low: 0, high: 0, interior: 0 };
        let last = pairs.iter().map(|&(low, high)| Padding { low, high, interior: 0 });
        let paddings: Vec<Padding> = core::iter::repeat_n(whole, self.rank() - axes).chain(last).collect();
        let padded = self.try_pad_general(&paddings, self.literal(f64::NEG_INFINITY))?;
        let y = windows(&padded, open);
        let shape = y.shape();
        let (places, sizes) = shape.split_at(shape.rank() - axes);
        let elements = [sizes.iter().product::<usize>()];
        let y = y.reshape_to(&Shape::of(places.iter().copied().chain(elements)));
        let first = y.argmax_axes(-1).expand(-1);
        Ok(y.take_along_axis(&first, -1).squeeze(-1))
    }

    /// The mean of each window: its sum, padding as zeros, divided by the size of the window always. Linear. Integers
    /// become floats (see [`DType::to_float`](crate::DType::to_float)).
    ///
    /// ```
    /// use cotangent_autodiff::{PoolOptions, array};
    /// let y = array([1.0, 3.0, 5.0, 9.0]).avg_pool(&PoolOptions::new([2]));
    /// assert_eq!(y.to_vec::<f64>()?, [2.0, 7.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A window or strides for another number of axes, or with a length of 0; padding that crops more than there is.
    #[doc(alias = "mean_pool")]
    #[track_caller]
    pub fn avg_pool(&self, options: &PoolOptions) -> Array {
        or_raise(self.try_avg_pool(options))
    }

    /// [`Array::avg_pool`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::avg_pool`] panics.
    #[track_caller]
    pub fn try_avg_pool(&self, options: &PoolOptions) -> Result<Array, Error> {
        let (open, pairs) = options.resolve("avg_pool", &self.shape())?;
        let axes = open.len();
        let x = padded(&self.convert(self.dtype().to_float()), &pairs, &vec![1; axes]);
        let within: Vec<isize> = (1..=axes as isize).map(|i| -i).collect();
        Ok(windows(&x, open).mean_axes(&within[..]))
    }
}
