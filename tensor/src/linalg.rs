//! Linear algebra over the last two axes: the axes before them count matrices. Every operation takes f32 and f64.
//!
//! A matrix for which an operation has no result (singular, not positive definite, not finite) gives NaN in its place
//! and leaves the others of the batch alone. What it means is decided above.

mod factors;
#[cfg(feature = "faer")]
mod large;
mod solve;
mod spectral;

use crate::{
    dtype::{DType, Element, each_float},
    shape::Shape,
    tensor::Tensor,
};
use alloc::vec::Vec;
use cotangent_kernels::{Float, Number};

/// An element that matrices are made of.
#[cfg(not(feature = "faer"))]
trait Entry: Element + Float {}
#[cfg(not(feature = "faer"))]
impl<T: Element + Float> Entry for T {}

/// An element that matrices are made of.
#[cfg(feature = "faer")]
trait Entry: Element + Float + faer::traits::RealField {}
#[cfg(feature = "faer")]
impl<T: Element + Float + faer::traits::RealField> Entry for T {}

/// Rows and columns of the matrices.
fn sides(x: &Tensor) -> [usize; 2] {
    let shape = x.shape();
    [shape[shape.rank() - 2], shape[shape.rank() - 1]]
}

/// The axes that count matrices, and these behind them.
fn behind(x: &Tensor, axes: &[usize]) -> Shape {
    let shape = x.shape();
    Shape::of(shape[..shape.rank() - 2].iter().chain(axes).copied())
}

/// How many matrices there are.
fn count(x: &Tensor) -> usize {
    let shape = x.shape();
    shape[..shape.rank() - 2].iter().product()
}

/// The elements, to be overwritten.
fn owned<T: Entry>(x: &Tensor) -> Vec<T> {
    x.elements::<T>().into_owned()
}

/// Part `i` of equal parts of `size` elements.
fn part<T>(values: &[T], size: usize, i: usize) -> &[T] {
    &values[i * size..(i + 1) * size]
}

/// [`part`], to be written.
fn part_mut<T>(values: &mut [T], size: usize, i: usize) -> &mut [T] {
    &mut values[i * size..(i + 1) * size]
}

fn nan<T: Entry>() -> T {
    num_traits::Float::nan()
}

impl Tensor {
    /// Whether any element is NaN; none of an integer or bool array is.
    #[must_use]
    pub fn has_nan(&self) -> bool {
        each_float!(self.dtype(), T => self.elements::<T>().iter().any(|x| x.is_nan()), false)
    }

    /// The first matrix with a zero or NaN on its diagonal, and where: a triangle with it solves no system.
    #[must_use]
    pub fn unusable_pivot(&self) -> Option<(usize, usize)> {
        let [n, _] = sides(self);
        let find = |unusable: &dyn Fn(usize) -> bool| {
            (0..count(self) * n).find(|&at| unusable((at / n * n + at % n) * n + at % n)).map(|at| (at / n, at % n))
        };
        each_float!(self.dtype(), T => {
            let values = self.elements::<T>();
            find(&|at| values[at] == T::ZERO || values[at].is_nan())
        }, None)
    }
}

#[cold]
#[track_caller]
fn unsupported(op: &str, dtype: DType) -> ! {
    panic!("{op}: no kernel for {dtype}")
}
