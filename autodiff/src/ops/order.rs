//! Elements in another order along axes.

use crate::{array::Array, axes::IntoAxes, bind::or_raise, concat};
use alloc::format;
use cotangent_tensor::{Error, ErrorKind, Range};

impl Array {
    /// The elements in reverse order along axes (`..` for all of them). Linear, a view.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([[1, 2], [3, 4]]);
    /// assert_eq!(x.flip(0).to_vec::<i32>()?, [3, 4, 1, 2]);
    /// assert_eq!(x.flip(..).to_vec::<i32>()?, [4, 3, 2, 1]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn flip(&self, axes: impl IntoAxes) -> Array {
        or_raise(self.try_flip(axes))
    }

    /// [`Array::flip`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist or is named twice.
    #[track_caller]
    pub fn try_flip(&self, axes: impl IntoAxes) -> Result<Array, Error> {
        let axes = axes.axes("flip", self.rank())?;
        let backwards = |n: usize| Range { start: n - 1, len: n, step: -1 };
        let range = |(i, &n): (usize, &usize)| if axes.contains(i) && n > 1 { backwards(n) } else { Range::all(n) };
        Ok(self.slice_ranges(self.shape().iter().enumerate().map(range).collect()))
    }

    /// The elements moved by `shift` places along `axis`; those that leave at one end come in at the other. Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2, 3, 4]).roll(1, 0).to_vec::<i32>()?, [4, 1, 2, 3]);
    /// assert_eq!(array([1, 2, 3, 4]).roll(-1, 0).to_vec::<i32>()?, [2, 3, 4, 1]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist.
    #[track_caller]
    pub fn roll(&self, shift: isize, axis: isize) -> Array {
        or_raise(self.try_roll(shift, axis))
    }

    /// [`Array::roll`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist.
    #[track_caller]
    pub fn try_roll(&self, shift: isize, axis: isize) -> Result<Array, Error> {
        let shape = self.shape();
        let at = shape.axis("roll", axis)?;
        let n = shape[at];
        let cut = if n == 0 { 0 } else { (-shift).rem_euclid(n as isize) as usize };
        if cut == 0 {
            return Ok(self.clone());
        }
        Ok(concat(&[&self.range(at, cut, n), &self.range(at, 0, cut)], axis))
    }

    /// [`Array::roll`] by `shifts[i]` along `axes[i]`; shifts along one axis add up. Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1, 2], [3, 4]]).roll_axes(&[1, 1], &[0, 1]).to_vec::<i32>()?, [4, 3, 2, 1]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist; lists of two lengths.
    #[track_caller]
    pub fn roll_axes(&self, shifts: &[isize], axes: &[isize]) -> Array {
        or_raise(self.try_roll_axes(shifts, axes))
    }

    /// [`Array::roll_axes`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist; lists of two lengths.
    #[track_caller]
    pub fn try_roll_axes(&self, shifts: &[isize], axes: &[isize]) -> Result<Array, Error> {
        if shifts.len() != axes.len() {
            let text = format!("roll: {} shifts {shifts:?} for {} axes {axes:?}", shifts.len(), axes.len());
            return Err(Error::new(ErrorKind::Argument, text));
        }
        let mut out = self.clone();
        for (&shift, &axis) in shifts.iter().zip(axes) {
            out = out.try_roll(shift, axis)?;
        }
        Ok(out)
    }

    /// The array turned by `k` quarter turns in the plane of two axes, from the first towards the second (NumPy's `rot90`).
    /// Linear, a view.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1, 2], [3, 4]]).rot90(1, [0, 1]).to_vec::<i32>()?, [2, 4, 1, 3]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// An axis that does not exist, or one axis twice.
    #[track_caller]
    pub fn rot90(&self, k: isize, axes: [isize; 2]) -> Array {
        or_raise(self.try_rot90(k, axes))
    }

    /// [`Array::rot90`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist, or one axis twice.
    #[track_caller]
    pub fn try_rot90(&self, k: isize, axes: [isize; 2]) -> Result<Array, Error> {
        cotangent_tensor::Axes::resolve("rot90", &axes, self.rank())?;
        let [a, b] = axes;
        Ok(match k.rem_euclid(4) {
            0 => self.clone(),
            1 => self.flip(b).swapaxes(a, b),
            2 => self.flip(a).flip(b),
            _ => self.swapaxes(a, b).flip(b),
        })
    }
}
