//! Reductions that leave out NaN.

use crate::{
    array::Array,
    axes::{IntoAxes, Over},
    bind::raise,
};
use cotangent_tensor::{DType, Error};

/// Reductions of the elements that are not NaN; those that are have derivative 0. Otherwise as the reductions without
/// `nan` in their name.
///
/// # Panics
/// An axis that does not exist or is named twice; the largest or smallest of nothing.
impl Array {
    /// The sum of all elements that are not NaN; 0 of nothing else.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, f64::NAN, 2.0]).nansum().item::<f64>()?, 3.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn nansum(&self) -> Array {
        self.nansum_axes(..)
    }

    /// The sum over axes of the elements that are not NaN.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, f64::NAN], [3.0, 6.0]]).nansum_axes(0).to_vec::<f64>()?, [4.0, 6.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn nansum_axes(&self, axes: impl IntoAxes) -> Array {
        self.try_nansum_axes(axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::nansum_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_nansum_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = Over::new("nansum", self, axes)?;
        Ok(over.finish(over.sum(&filled(&number(self), 0.0))))
    }

    /// The mean of all elements that are not NaN; NaN of nothing else.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, f64::NAN, 2.0]).nanmean().item::<f64>()?, 1.5);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn nanmean(&self) -> Array {
        self.nanmean_axes(..)
    }

    /// The mean over axes of the elements that are not NaN.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, f64::NAN], [3.0, 6.0]]).nanmean_axes(0).to_vec::<f64>()?, [2.0, 6.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn nanmean_axes(&self, axes: impl IntoAxes) -> Array {
        self.try_nanmean_axes(axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::nanmean_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_nanmean_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = Over::new("nanmean", self, axes)?;
        let x = self.convert(self.dtype().to_float());
        let count = over.sum(&x.eq(&x).convert(x.dtype()));
        Ok(over.finish(over.sum(&filled(&x, 0.0)) / count))
    }

    /// The largest of all elements that are not NaN; NaN of nothing else.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, f64::NAN, 2.0]).nanmax().item::<f64>()?, 2.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn nanmax(&self) -> Array {
        self.nanmax_axes(..)
    }

    /// The largest over axes of the elements that are not NaN.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, f64::NAN], [3.0, 6.0]]).nanmax_axes(1).to_vec::<f64>()?, [1.0, 6.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn nanmax_axes(&self, axes: impl IntoAxes) -> Array {
        self.try_nanmax_axes(axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::nanmax_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice, or an axis of length 0.
    #[track_caller]
    pub fn try_nanmax_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = Over::nonempty("nanmax", self, axes)?;
        let x = number(self);
        Ok(over.finish(unless_all_nan(&x, &over, over.max(&filled(&x, f64::NEG_INFINITY)))))
    }

    /// The smallest of all elements that are not NaN; NaN of nothing else.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, f64::NAN], [3.0, 6.0]]).nanmin().item::<f64>()?, 1.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn nanmin(&self) -> Array {
        self.nanmin_axes(..)
    }

    /// The smallest over axes of the elements that are not NaN.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1.0, f64::NAN], [3.0, 6.0]]).nanmin_axes(1).to_vec::<f64>()?, [1.0, 3.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn nanmin_axes(&self, axes: impl IntoAxes) -> Array {
        self.try_nanmin_axes(axes).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::nanmin_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice, or an axis of length 0.
    #[track_caller]
    pub fn try_nanmin_axes(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        let over = Over::nonempty("nanmin", self, axes)?;
        let x = number(self);
        Ok(over.finish(unless_all_nan(&x, &over, over.min(&filled(&x, f64::INFINITY)))))
    }
}

/// Bools as integers.
fn number(x: &Array) -> Array {
    if x.dtype() == DType::Bool { x.convert(DType::I32) } else { x.clone() }
}

/// `value` in place of NaN.
#[track_caller]
fn filled(x: &Array, value: f64) -> Array {
    if x.dtype().is_float() { x.is_nan().select(&x.literal(value), x) } else { x.clone() }
}

/// `y`, and NaN where nothing else was there.
#[track_caller]
fn unless_all_nan(x: &Array, over: &Over, y: Array) -> Array {
    if !x.dtype().is_float() {
        return y;
    }
    let count = over.sum(&x.eq(x).convert(DType::I64));
    count.ne(0).select(&y, f64::NAN)
}
