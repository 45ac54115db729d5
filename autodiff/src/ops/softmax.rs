//! Logarithms of sums of exponentials, and the distributions that they normalize, with the largest element taken out so that
//! nothing overflows.

use crate::{
    array::Array,
    axes::{IntoAxes, Over},
    bind::raise,
};
use cotangent_tensor::Error;

/// Exponentials over axes; of integers a float.
///
/// # Panics
/// An axis that does not exist or is named twice.
impl Array {
    /// log Σ eˣ of all elements; −∞ of nothing. Derivative [`Array::softmax`]; NaN where all are −∞ (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::{array, grad, Array};
    /// let x = array([1000.0, 1000.0]);
    /// assert_eq!(x.logsumexp().item::<f64>()?, 1000.0 + 2.0_f64.ln());
    /// assert_eq!(grad(Array::logsumexp)(&x).to_vec::<f64>()?, [0.5, 0.5]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn logsumexp(&self) -> Array {
        self.logsumexp_axes(..)
    }

    /// log Σ eˣ over axes.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[0.0, f64::NEG_INFINITY]]).logsumexp_axes(1).to_vec::<f64>()?, [0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn logsumexp_axes(&self, axes: impl IntoAxes) -> Array {
        self.try_logsumexp_axes(axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::logsumexp_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_logsumexp_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = Over::new("logsumexp", self, axes)?;
        let x = self.convert(self.dtype().to_float());
        let largest = largest(&x, &over);
        let below = x - over.kept(&largest);
        Ok(over.finish(over.sum(&below.exp()).ln() + largest))
    }

    /// eˣ / Σ eˣ over axes; the shape stays. The sums over the axes are 1; NaN where all elements are −∞.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[5.0, 5.0], [0.0, 800.0]]).softmax(-1).to_vec::<f64>()?, [0.5, 0.5, 0.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn softmax(&self, axes: impl IntoAxes) -> Array {
        self.try_softmax(axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::softmax`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_softmax(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = Over::new("softmax", self, axes)?;
        let powers = shifted(self, &over).exp();
        let total = over.kept(&over.sum(&powers));
        Ok(powers / total)
    }

    /// x − log Σ eˣ over axes, the logarithm of [`Array::softmax`] without its loss of small values; the shape stays.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 800.0]).log_softmax(0).to_vec::<f64>()?, [-800.0, 0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn log_softmax(&self, axes: impl IntoAxes) -> Array {
        self.try_log_softmax(axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::log_softmax`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_log_softmax(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = Over::new("log_softmax", self, axes)?;
        let shifted = shifted(self, &over);
        let total = over.kept(&over.sum(&shifted.exp()));
        Ok(shifted - total.ln())
    }
}

/// The largest element over the axes, as a constant; 0 where it is not finite.
#[track_caller]
fn largest(x: &Array, over: &Over) -> Array {
    let largest = over.max(&x.stop_gradient());
    largest.is_finite().select(&largest, 0.0)
}

/// The elements, as floats, less the largest over the axes.
#[track_caller]
pub(super) fn shifted(x: &Array, over: &Over) -> Array {
    let x = x.convert(x.dtype().to_float());
    let largest = over.kept(&largest(&x, over));
    x - largest
}
