//! Conversion between dtypes, and single elements as storage.

use crate::{
    dtype::{DType, Element, Scalar, each_dtype},
    storage::Data,
    tensor::{Array, Tensor},
};
use alloc::{vec, vec::Vec};

impl Tensor {
    /// The elements as another dtype, converted as by `as`; to bool by `!= 0`.
    #[must_use]
    pub fn convert(&self, dtype: DType) -> Tensor {
        if self.dtype() == dtype {
            return self.clone();
        }
        if let Some(x) = self.as_scalar() {
            return each_dtype!(dtype, T => Tensor::from(T::cast(x)));
        }
        each_dtype!(self.dtype(), T => each_dtype!(dtype, U => {
            let values: Vec<U> = self.elements::<T>().iter().map(|x| U::cast(x.scalar())).collect();
            Tensor::new(self.shape().clone(), values)
        }))
    }
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
