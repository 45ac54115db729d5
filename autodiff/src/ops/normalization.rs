//! Elements moved and scaled to mean 0 and variance 1.

use crate::{
    array::Array,
    axes::{IntoAxes, Over},
    bind::raise,
};
use alloc::format;
use cotangent_tensor::{Error, ErrorKind, Shape};

impl Array {
    /// (x − mean) / √(var + `eps`) over axes, with the variance of a population (`ddof` 0), the mean taken out first; the
    /// shape stays. Of integers a float.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 5.0]).standardize(0.0, -1).to_vec::<f64>()?, [-1.0, 1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn standardize(&self, eps: f64, axes: impl IntoAxes) -> Array {
        self.try_standardize(eps, axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::standardize`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_standardize(&self, eps: f64, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = Over::new("standardize", self, axes)?;
        let x = self.convert(self.dtype().to_float());
        let centred = &x - over.kept(&over.mean(&x));
        let scale = (over.mean(&centred.square_magnitude()) + eps).rsqrt();
        Ok(centred * over.kept(&scale))
    }

    /// Layer normalization over the last axis, [`standardize`](Array::standardize)`(x)·gain + bias`, with a gain and a bias
    /// for each element of that axis (Ba, Kiros, Hinton, arXiv:1607.06450). Differentiable in all three.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let y = array([[1.0, 5.0]]).layer_norm(&array([2.0, 3.0]), &array([0.0, 0.5]), 0.0);
    /// assert_eq!(y.to_vec::<f64>()?, [-2.0, 3.5]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A scalar, or a gain or bias that is no vector of the length of the last axis.
    #[track_caller]
    pub fn layer_norm(&self, gain: &Array, bias: &Array, eps: f64) -> Array {
        self.try_layer_norm(gain, bias, eps).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::layer_norm`] with the error as a value.
    ///
    /// # Errors
    /// As [`Array::layer_norm`] panics.
    #[track_caller]
    pub fn try_layer_norm(&self, gain: &Array, bias: &Array, eps: f64) -> Result<Array, Error> {
        let shape = self.shape();
        let features = Shape::of([shape[shape.axis("layer_norm", -1)?]]);
        for (what, x) in [("gain", gain), ("bias", bias)] {
            if x.shape() != features {
                let text = format!("layer_norm: a {what} of shape {} does not fit {shape}: not {features}", x.shape());
                return Err(Error::new(ErrorKind::Shape, text));
            }
        }
        Ok(self.standardize(eps, -1) * gain + bias)
    }
}
