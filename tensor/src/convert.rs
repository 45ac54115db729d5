//! Conversion between dtypes, and single elements as storage.

use crate::{
    dtype::{DType, Element, Scalar, each_dtype, each_of},
    element::As,
    storage::Data,
    tensor::{Array, Tensor, written},
};
use alloc::vec;
use half::{bf16, f16};
use num_complex::Complex;

impl Tensor {
    /// The elements as another dtype, converted as by `as` (floats to integers towards 0, saturating; integers to
    /// narrower ones by their low bits; to a float the nearest one, ties to even); to bool by `!= 0`.
    ///
    /// # Panics
    /// Complex numbers, to a real type: it has no place for the imaginary part.
    #[must_use]
    #[track_caller]
    pub fn convert(&self, dtype: DType) -> Tensor {
        if self.dtype() == dtype {
            return self.clone();
        }
        let fits = !self.dtype().is_complex() || dtype.is_complex() || dtype == DType::Bool;
        assert!(fits, "convert: {} to {dtype} would drop the imaginary part; take the real part", self.dtype());
        if let Some(x) = self.as_scalar() {
            return Tensor::scalar(x.convert(dtype));
        }
        let wide = self.widened();
        if wide.dtype() == dtype {
            return wide;
        }
        match wide.dtype() {
            DType::C64 => from_complex::<Complex<f32>>(&wide, dtype),
            DType::C128 => from_complex::<Complex<f64>>(&wide, dtype),
            DType::Bool => each_dtype!(dtype, U => map(&wide, |x: bool| As::<U>::as_(i32::from(x)))),
            real => each_of!([I32 i32, I64 i64, U64 u64, F32 f32, F64 f64,]
                real, T => each_dtype!(dtype, U => map(&wide, |x: T| As::<U>::as_(x))), unreachable!("widened")),
        }
    }

    /// The same values in the dtype in which arithmetic is done: [`DType::arithmetic`].
    fn widened(&self) -> Tensor {
        match self.dtype() {
            DType::I8 => map(self, |x: i8| i32::from(x)),
            DType::I16 => map(self, |x: i16| i32::from(x)),
            DType::U8 => map(self, |x: u8| i32::from(x)),
            DType::U16 => map(self, |x: u16| i32::from(x)),
            DType::U32 => map(self, |x: u32| i64::from(x)),
            DType::F16 => map(self, f16::to_f32),
            DType::BF16 => map(self, bf16::to_f32),
            _ => self.clone(),
        }
    }
}

fn from_complex<T: Element>(x: &Tensor, dtype: DType) -> Tensor {
    each_of!([Bool bool, C64 Complex<f32>, C128 Complex<f64>,]
        dtype, U => map(x, |z: T| U::cast(z.scalar())), unreachable!("the caller refuses the others"))
}

fn map<T: Element, U: Element>(x: &Tensor, f: impl Fn(T) -> U) -> Tensor {
    let values = x.elements::<T>();
    let out = written(values.len(), |out| out.iter_mut().zip(&*values).for_each(|(y, &x)| *y = f(x)));
    Tensor::new(x.shape().clone(), out)
}

/// Storage of one element.
pub(crate) fn one_element(x: Scalar) -> Data {
    each_dtype!(x.dtype(), T => T::data(vec![T::cast(x)]))
}

/// One element of an array that owns its elements.
pub(crate) fn element_at(array: &Array, offset: usize) -> Tensor {
    let data = array.data();
    each_dtype!(data.dtype(), T => Tensor::from(T::slice(data).expect("the dtype was just read")[offset]))
}
