//! Weighted means, variances, standard deviations.

use crate::{
    array::Array,
    axes::{IntoAxes, Over},
    bind::raise,
};
use alloc::format;
use cotangent_tensor::{Error, ErrorKind, Shape};

/// Moments of elements; of integers a float. The variance of complex numbers is real, of |x − mean|². The forms with
/// `_axes` go over axes as all reductions do.
///
/// # Panics
/// An axis that does not exist or is named twice.
impl Array {
    /// The variance of all elements: Σ (x − mean)² / (n − `ddof`), the mean taken out first. `ddof` 0 is the variance of a
    /// population, 1 the unbiased estimate from a sample. NaN where n ≤ `ddof`. Derivative 2(x − mean)/(n − `ddof`).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([1.0, 2.0, 3.0]);
    /// assert_eq!(x.var(1).item::<f64>()?, 1.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "variance")]
    #[track_caller]
    pub fn var(&self, ddof: usize) -> Array {
        self.var_axes(ddof, ..)
    }

    /// The variance over axes.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, 3.0], [2.0, 2.0]]).var_axes(0, 1).to_vec::<f64>()?, [1.0, 0.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn var_axes(&self, ddof: usize, axes: impl IntoAxes) -> Array {
        self.try_var_axes(ddof, axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::var_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_var_axes(&self, ddof: usize, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = Over::new("var", self, axes)?;
        Ok(over.finish(variance(self, &over, ddof)))
    }

    /// The standard deviation of all elements: the root of [`Array::var`]. Derivative NaN where it is 0 (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 5.0]).std(0).item::<f64>()?, 2.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn std(&self, ddof: usize) -> Array {
        self.std_axes(ddof, ..)
    }

    /// The standard deviation over axes.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, 3.0], [2.0, 6.0]]).std_axes(0, 1).to_vec::<f64>()?, [1.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn std_axes(&self, ddof: usize, axes: impl IntoAxes) -> Array {
        self.try_std_axes(ddof, axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::std_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_std_axes(&self, ddof: usize, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = Over::new("std", self, axes)?;
        Ok(over.finish(variance(self, &over, ddof).sqrt()))
    }

    /// The mean over axes with weights, Σ w·x / Σ w. The weights have the shape of this array, or are a vector along the
    /// one axis. Differentiable in both; NaN or infinite where the weights sum to 0.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([[1.0, 3.0], [2.0, 6.0]]);
    /// assert_eq!(x.average(&array([3.0, 1.0]), -1).to_vec::<f64>()?, [1.5, 3.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Weights of another shape.
    #[track_caller]
    pub fn average(&self, weights: &Array, axes: impl IntoAxes) -> Array {
        self.try_average(weights, axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::average`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice, or weights of another shape.
    #[track_caller]
    pub fn try_average(&self, weights: &Array, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = Over::new("average", self, axes)?;
        let dtype = self.dtype().promote(weights.dtype()).to_float();
        let (x, w, shape) = (self.convert(dtype), weights.convert(dtype), self.shape());
        if w.shape() == shape {
            return Ok(over.finish(over.sum(&(&w * &x)) / over.sum(&w)));
        }
        let mut axes = over.axes.iter();
        match (axes.next(), axes.next()) {
            (Some(axis), None) if w.shape() == [shape[axis]] => {
                let along = Shape::of((0..shape.rank()).map(|i| if i == axis { shape[i] } else { 1 }));
                Ok(over.finish(over.sum(&(w.reshape_to(&along) * &x)) / w.sum()))
            }
            _ => {
                let text = format!(
                    "average: weights of shape {} are neither as {shape} nor along one axis of axes {:?}",
                    w.shape(),
                    over.axes
                );
                Err(Error::new(ErrorKind::Shape, text))
            }
        }
    }
}

/// The variance, without the axes.
#[track_caller]
fn variance(x: &Array, over: &Over, ddof: usize) -> Array {
    let x = x.convert(x.dtype().to_float());
    let divisor = over.count().checked_sub(ddof).map_or(f64::NAN, |n| n as f64);
    over.sum(&(&x - over.kept(&over.mean(&x))).square_magnitude()) / divisor
}
