//! Choice among several arrays, and bounds.

use crate::{
    array::Array,
    bind::raise,
    operand::Operand,
    prim::{binary::broadcastable, select::choose},
};
use alloc::format;
use cotangent_tensor::{Error, ErrorKind};

/// Element by element the choice of the first condition that is true, or `default` if none is; all are broadcast against
/// each other. As NumPy's `select`. Derivatives as those of [`Array::select`].
///
/// ```
/// use cotangent_autodiff::{array, select_n};
/// let x = array([-2.0, 0.5, 3.0]);
/// let y = select_n(&[&x.lt(0.0), &x.lt(1.0)], &[&-&x, &x.square()], 9.0);
/// assert_eq!(y.to_vec::<f64>()?, [2.0, 0.25, 9.0]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// Numbers of conditions and choices that differ, or none; a condition that is not bool; shapes that do not broadcast.
#[track_caller]
pub fn select_n(conditions: &[&Array], choices: &[&Array], default: impl Operand) -> Array {
    try_select_n(conditions, choices, default).unwrap_or_else(|error| raise(error))
}

/// [`select_n`] with the error as a value.
///
/// # Errors
/// Numbers of conditions and choices that differ, or none; a condition that is not bool; shapes that do not broadcast.
#[track_caller]
pub fn try_select_n(conditions: &[&Array], choices: &[&Array], default: impl Operand) -> Result<Array, Error> {
    let (n, m) = (conditions.len(), choices.len());
    if n != m || n == 0 {
        return Err(Error::new(
            ErrorKind::Shape,
            format!("select_n: {n} conditions and {m} choices; they come in pairs, at least one"),
        ));
    }
    let mut pairs = conditions.iter().zip(choices).rev();
    let (condition, choice) = pairs.next().expect("at least one pair");
    let last = choose("select_n", condition, choice, &default.beside(choice))?;
    pairs.try_fold(last, |below, (condition, choice)| choose("select_n", condition, choice, &below))
}

/// Bounds on the elements, and filling by a mask.
impl Array {
    /// min(max(x, lo), hi) element by element, all broadcast against each other. Derivative 1 to the one that is chosen;
    /// where x meets a bound 1/2 each (as JAX's `clip`); NaN stays.
    ///
    /// ```
    /// use cotangent_autodiff::{array, grad, Array};
    /// let x = array([-1.0, 0.0, 0.5, 2.0]);
    /// assert_eq!(x.clip(0.0, 1.0).to_string(), "[0.  0.  0.5 1. ]");
    /// assert_eq!(grad(|x: &Array| x.clip(0.0, 1.0).sum())(&x).to_string(), "[0.  0.5 1.  0. ]");
    /// ```
    ///
    /// # Panics
    /// Shapes that do not broadcast, bool arrays.
    #[track_caller]
    pub fn clip(&self, lo: impl Operand, hi: impl Operand) -> Array {
        self.try_clip(lo, hi).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::clip`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, bool arrays.
    #[track_caller]
    pub fn try_clip(&self, lo: impl Operand, hi: impl Operand) -> Result<Array, Error> {
        let (lo, hi) = (lo.beside(self), hi.beside(self));
        broadcastable("clip", self, &lo)?;
        broadcastable("clip", self, &hi)?;
        self.try_maximum(&lo)?.try_minimum(&hi)
    }

    /// min(max(x, lo), hi) as [`Array::clip`], with other derivatives: where x meets a bound, or the bounds meet, 0 to all
    /// (as JAX's `lax.clamp`).
    ///
    /// ```
    /// use cotangent_autodiff::{array, grad, Array};
    /// let x = array([-1.0, 0.0, 0.5, 2.0]);
    /// assert_eq!(grad(|x: &Array| x.clamp(0.0, 1.0).sum())(&x).to_string(), "[0. 0. 1. 0.]");
    /// ```
    ///
    /// # Panics
    /// Shapes that do not broadcast, bool arrays.
    #[track_caller]
    pub fn clamp(&self, lo: impl Operand, hi: impl Operand) -> Array {
        self.try_clamp(lo, hi).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::clamp`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast, bool arrays.
    #[track_caller]
    pub fn try_clamp(&self, lo: impl Operand, hi: impl Operand) -> Result<Array, Error> {
        let (lo, hi) = (lo.beside(self), hi.beside(self));
        broadcastable("clamp", self, &lo)?;
        broadcastable("clamp", self, &hi)?;
        let at_ties = self.try_maximum(&lo)?.try_minimum(&hi)?.stop_gradient();
        let above = hi.lt(self).select(&hi, &at_ties);
        let below = (lo.gt(self) & lo.lt(&hi)).select(&lo, above);
        Ok((self.gt(&lo) & self.lt(&hi)).select(self, below))
    }

    /// `value` where the bool array `mask` is true, else this array. Derivative 1 where it is not filled.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([1.0, 2.0, 3.0]);
    /// assert_eq!(x.masked_fill(&x.gt(1.5), -1.0).to_vec::<f64>()?, [1.0, -1.0, -1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// `mask` is not bool, or shapes do not broadcast.
    #[track_caller]
    pub fn masked_fill(&self, mask: &Array, value: impl Operand) -> Array {
        self.try_masked_fill(mask, value).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::masked_fill`] with the error as a value.
    ///
    /// # Errors
    /// `mask` is not bool, or shapes do not broadcast.
    #[track_caller]
    pub fn try_masked_fill(&self, mask: &Array, value: impl Operand) -> Result<Array, Error> {
        choose("masked_fill", mask, &value.beside(self), self)
    }
}
