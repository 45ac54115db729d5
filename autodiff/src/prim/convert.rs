//! Conversion between dtypes: linear between floats and complex numbers, without a tangent to or from anything else.

use super::{Linear, Prim, Role, Rules};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
    program::Atom,
};
use alloc::format;
use core::fmt;
use cotangent_tensor::{DType, Error, ErrorKind, Tensor};

/// The new dtype.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Convert(DType);

impl fmt::Display for Convert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "convert[{}]", self.0.short_name())
    }
}

impl Rules for Convert {
    fn shape(&self, xs: &[Type]) -> Type {
        Type { shape: xs[0].shape.clone(), dtype: self.0 }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].convert(self.0)
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let dy = dxs[0].filter(|_| self.0.has_tangent()).map(|dx| dx.convert(self.0));
        (bind(&Prim::Convert(*self), [xs[0]]), dy)
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        xs[0].0.convert(self.0)
    }

    fn linear(&self) -> Option<&dyn Linear> {
        self.0.has_tangent().then_some(self)
    }
}

impl Linear for Convert {
    fn is_linear_in(&self, _: &[Role]) -> bool {
        true
    }

    fn transpose(&self, ct: &Array, _: usize, of: &Type, _: &[Atom]) -> Array {
        // A real operand gets the real part of its cotangent.
        if of.dtype.is_complex() { ct.convert(of.dtype) } else { ct.real().convert(of.dtype) }
    }
}

impl Array {
    /// The elements as another dtype, converted as by Rust's `as` (floats to integers towards 0, saturating), to bool by
    /// `!= 0`. Between floats and to complex numbers the derivative passes through, converted; otherwise there is none.
    #[doc(alias = "astype")]
    #[doc(alias = "cast")]
    ///
    /// ```
    /// use cotangent_autodiff::{DType, array};
    /// assert_eq!(array([1.9, -1.9]).convert(DType::I32).to_vec::<i32>()?, [1, -1]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// Complex numbers, to a real type: which part is meant, [`Array::real`], [`Array::imag`] and [`Array::abs`] say.
    #[track_caller]
    pub fn convert(&self, dtype: DType) -> Array {
        let from = self.dtype();
        if from == dtype {
            return self.clone();
        }
        if from.is_complex() && (dtype.is_float() || dtype.is_integer()) {
            let text = format!("convert: {from} to {dtype} would drop the imaginary part; use `real()` or `abs()`");
            raise(Error::new(ErrorKind::DType, text));
        }
        bind(&Prim::Convert(Convert(dtype)), [self])
    }
}
