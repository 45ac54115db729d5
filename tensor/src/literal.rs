//! Nested Rust arrays as array literals.

use crate::{element::Element, shape::Shape, tensor::Tensor};
use alloc::vec::Vec;
use half::{bf16, f16};
use num_complex::Complex;

/// Nested arrays of elements, rank 0 and up: `[[1.0_f32, 2.0], [3.0, 4.0]]`. A ragged literal does not type-check.
pub trait Literal {
    /// The Rust type of the elements.
    type Element: Element;
    /// Appends the lengths of the axes.
    fn shape(dims: &mut Vec<usize>);
    /// Appends the elements in row-major order.
    fn flatten(self, out: &mut Vec<Self::Element>);
}

impl<T: Literal, const N: usize> Literal for [T; N] {
    type Element = T::Element;
    fn shape(dims: &mut Vec<usize>) {
        dims.push(N);
        T::shape(dims);
    }
    fn flatten(self, out: &mut Vec<T::Element>) {
        for row in self {
            row.flatten(out);
        }
    }
}

macro_rules! scalar_literal {
    ($($T:ty)*) => { $(
        impl Literal for $T {
            type Element = $T;
            fn shape(_: &mut Vec<usize>) {}
            fn flatten(self, out: &mut Vec<$T>) { out.push(self) }
        }
    )* };
}
scalar_literal!(bool i8 i16 i32 i64 u8 u16 u32 u64 f16 bf16 f32 f64 Complex<f32> Complex<f64>);

impl Tensor {
    /// The array that nested Rust arrays spell out.
    ///
    /// # Panics
    /// More axes than [`crate::MAX_RANK`].
    ///
    /// ```
    /// use cotangent_tensor::Tensor;
    /// assert_eq!(Tensor::literal([[1, 2, 3], [4, 5, 6]]).shape()[..], [2, 3]);
    /// ```
    #[track_caller]
    pub fn literal<T: Literal>(values: T) -> Tensor {
        let (mut dims, mut data) = (Vec::new(), Vec::new());
        T::shape(&mut dims);
        values.flatten(&mut data);
        Tensor::new(Shape::of(dims), data)
    }
}
