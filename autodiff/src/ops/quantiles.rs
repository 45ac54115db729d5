//! Medians and quantiles: elements of the sorted array, or between two of them.

use crate::{
    array::Array,
    axes::{IntoAxes, Over},
    bind::raise,
};
use alloc::format;
use cotangent_tensor::{Error, ErrorKind};

/// Order statistics over axes, by sorting; of integers a float. NaN if there is one. Derivative 1 in the element that the
/// result is, or shared between the two that it lies between; ties as [`Array::sort`] puts them.
///
/// # Panics
/// An axis that does not exist or is named twice; the quantile of nothing.
impl Array {
    /// The median of all elements; the mean of the two in the middle if their number is even.
    ///
    /// ```
    /// use cotangent_autodiff::{array, grad, Array};
    /// let x = array([3.0, 1.0, 2.0, 9.0]);
    /// assert_eq!(x.median().item::<f64>()?, 2.5);
    /// assert_eq!(grad(Array::median)(&x).to_vec::<f64>()?, [0.5, 0.0, 0.5, 0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn median(&self) -> Array {
        self.median_axes(..)
    }

    /// The median over axes.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[3.0, 1.0, 2.0], [9.0, 7.0, 8.0]]).median_axes(1).to_vec::<f64>()?, [2.0, 8.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn median_axes(&self, axes: impl IntoAxes) -> Array {
        self.try_median_axes(axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::median_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice, or an axis of length 0.
    #[track_caller]
    pub fn try_median_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = Over::nonempty("median", self, axes)?;
        Ok(over.finish(quantile(self, 0.5, &over)))
    }

    /// The `q`-quantile of all elements: at place q·(n − 1) of the sorted elements, linearly between two of them (NumPy's
    /// default, method 7 of Hyndman and Fan, doi:10.2307/2684934).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 10.0, 20.0]).quantile(0.25).item::<f64>()?, 5.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// `q` is not between 0 and 1; no elements.
    #[doc(alias = "percentile")]
    #[track_caller]
    pub fn quantile(&self, q: f64) -> Array {
        self.quantile_axes(q, ..)
    }

    /// The `q`-quantile over axes.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[3.0, 1.0], [9.0, 7.0]]).quantile_axes(0.5, 1).to_vec::<f64>()?, [2.0, 8.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn quantile_axes(&self, q: f64, axes: impl IntoAxes) -> Array {
        self.try_quantile_axes(q, axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::quantile_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice, an axis of length 0, or a `q` that is not between 0 and 1.
    #[track_caller]
    pub fn try_quantile_axes(&self, q: f64, axes: impl IntoAxes) -> Result<Array, Error> {
        if !(0.0..=1.0).contains(&q) {
            return Err(Error::new(ErrorKind::Argument, format!("quantile: {q} is not between 0 and 1")));
        }
        let over = Over::nonempty("quantile", self, axes)?;
        Ok(over.finish(quantile(self, q, &over)))
    }
}

/// The quantile, without the axes.
#[track_caller]
fn quantile(x: &Array, q: f64, over: &Over) -> Array {
    let (line, axis) = over.joined(&x.convert(x.dtype().to_float()));
    let sorted = line.sort(axis as isize);
    let element = |i: usize| sorted.slice(axis as isize, i..=i).squeeze(axis as isize);
    let last = over.count() - 1;
    let place = q * last as f64;
    let below = place as usize;
    let weight = place - below as f64;
    // An element of weight 0 stays out: it may be infinite.
    let y = if weight == 0.0 { element(below) } else { element(below) * (1.0 - weight) + element(below + 1) * weight };
    // NaN stands last.
    element(last).is_nan().select(&y.literal(f64::NAN), &y)
}
