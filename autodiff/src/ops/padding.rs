//! Padding: with a value, with what the array holds, and XLA's general form.

use crate::{array::Array, bind::or_raise, operand::Operand};
use alloc::{format, vec::Vec};
use cotangent_tensor::{DType, Error, ErrorKind, Padding};

/// What [`Array::pad_mode`] puts before and behind an axis that holds a b c d.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PadMode {
    /// The element at the edge: a a | a b c d | d d.
    Edge,
    /// The mirror image about the edge element: c b | a b c d | c b.
    Reflect,
    /// The mirror image, with the edge element: b a | a b c d | d c.
    Symmetric,
    /// The other end: c d | a b c d | a b.
    Wrap,
}

impl PadMode {
    /// The element at place `i` of the axis of length `n`, `i` before or behind it too.
    fn source(self, i: isize, n: isize) -> i64 {
        // A mirror image of `period` places: the way back is as long as the way there.
        let mirrored = |period: isize, last: isize| {
            let i = i.rem_euclid(period);
            i.min(last - i)
        };
        let at = match self {
            PadMode::Edge => i.clamp(0, n - 1),
            PadMode::Reflect if n == 1 => 0,
            PadMode::Reflect => mirrored(2 * n - 2, 2 * n - 2),
            PadMode::Symmetric => mirrored(2 * n, 2 * n - 1),
            PadMode::Wrap => i.rem_euclid(n),
        };
        at as i64
    }
}

impl Array {
    /// Zeros (`false`) before and behind each axis: `paddings[i]` is (before, behind) for axis i. Linear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2]).pad(&[(1, 2)]).to_vec::<i32>()?, [0, 1, 2, 0, 0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// There is not one pair for each axis.
    #[track_caller]
    pub fn pad(&self, paddings: &[(usize, usize)]) -> Array {
        or_raise(self.try_pad(paddings))
    }

    /// [`Array::pad`] with the error as a value.
    ///
    /// # Errors
    /// There is not one pair for each axis.
    #[track_caller]
    pub fn try_pad(&self, paddings: &[(usize, usize)]) -> Result<Array, Error> {
        self.one_for_each("pad", paddings.len())?;
        Ok(self.pad_with(around(paddings)))
    }

    /// A value before and behind each axis: `paddings[i]` is (before, behind) for axis i. The value is a scalar array or a
    /// weak literal, converted to the dtype of this array. Linear in both; the value gets the sum over its copies.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2]).pad_constant(&[(1, 2)], 7).to_vec::<i32>()?, [7, 1, 2, 7, 7]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// There is not one pair for each axis; the value is no scalar.
    #[track_caller]
    pub fn pad_constant(&self, paddings: &[(usize, usize)], value: impl Operand) -> Array {
        or_raise(self.try_pad_constant(paddings, value))
    }

    /// [`Array::pad_constant`] with the error as a value.
    ///
    /// # Errors
    /// There is not one pair for each axis; the value is no scalar.
    #[track_caller]
    pub fn try_pad_constant(&self, paddings: &[(usize, usize)], value: impl Operand) -> Result<Array, Error> {
        self.try_pad_general(&around(paddings), value)
    }

    /// XLA's `Pad`: a value before, behind and *between* the elements of each axis; negative amounts at the ends crop. The
    /// value is a scalar array or a weak literal, converted to the dtype of this array. Linear in both; the value gets the
    /// sum over its copies.
    ///
    /// ```
    /// use cotangent_autodiff::{Padding, array};
    /// let padding = Padding { low: -1, high: 1, interior: 1 };
    /// assert_eq!(array([1, 2, 3]).pad_general(&[padding], 0).to_vec::<i32>()?, [0, 2, 0, 3, 0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// There is not one padding for each axis; the value is no scalar.
    #[track_caller]
    pub fn pad_general(&self, paddings: &[Padding], value: impl Operand) -> Array {
        or_raise(self.try_pad_general(paddings, value))
    }

    /// [`Array::pad_general`] with the error as a value.
    ///
    /// # Errors
    /// There is not one padding for each axis; the value is no scalar.
    #[track_caller]
    pub fn try_pad_general(&self, paddings: &[Padding], value: impl Operand) -> Result<Array, Error> {
        self.one_for_each("pad", paddings.len())?;
        let value = value.beside(self);
        if value.rank() != 0 {
            let text = format!("pad: the value must be a scalar, not shape {}", value.shape());
            return Err(Error::new(ErrorKind::Shape, text));
        }
        let value = value.convert(self.dtype());
        let inside = Array::full(&self.shape(), 1.0, DType::Bool).pad_with(paddings.to_vec());
        Ok(inside.select(&self.pad_with(paddings.to_vec()), &value))
    }

    /// What the array holds before and behind each axis, as the mode says (NumPy's `pad`): `paddings[i]` is (before,
    /// behind) for axis i. Mirror images and wraps go on for as long as it takes. Linear; an element gets the cotangents of
    /// its copies.
    ///
    /// ```
    /// use cotangent_autodiff::{PadMode, array};
    /// let x = array([1, 2, 3]);
    /// assert_eq!(x.pad_mode(&[(2, 1)], PadMode::Reflect).to_vec::<i32>()?, [3, 2, 1, 2, 3, 2]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// There is not one pair for each axis; an axis of length 0 that is to be padded.
    #[track_caller]
    pub fn pad_mode(&self, paddings: &[(usize, usize)], mode: PadMode) -> Array {
        or_raise(self.try_pad_mode(paddings, mode))
    }

    /// [`Array::pad_mode`] with the error as a value.
    ///
    /// # Errors
    /// There is not one pair for each axis; an axis of length 0 that is to be padded.
    #[track_caller]
    pub fn try_pad_mode(&self, paddings: &[(usize, usize)], mode: PadMode) -> Result<Array, Error> {
        self.one_for_each("pad", paddings.len())?;
        let shape = self.shape();
        let mut out = self.clone();
        for (axis, &(low, high)) in paddings.iter().enumerate() {
            let (n, low, high) = (shape[axis] as isize, low as isize, high as isize);
            if low + high == 0 {
                continue;
            }
            if n == 0 {
                let text = format!("pad: axis {axis} of {shape} has nothing to pad with ({mode:?})");
                return Err(Error::new(ErrorKind::Shape, text));
            }
            out = out.take_known((-low..n + high).map(|i| mode.source(i, n)).collect(), axis);
        }
        Ok(out)
    }

    #[track_caller]
    fn one_for_each(&self, op: &str, n: usize) -> Result<(), Error> {
        if n == self.rank() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Shape, format!("{op}: {n} pairs for the {} axes of {}", self.rank(), self.shape())))
    }
}

fn around(paddings: &[(usize, usize)]) -> Vec<Padding> {
    paddings.iter().map(|&(low, high)| Padding { low: low as isize, high: high as isize, interior: 0 }).collect()
}
