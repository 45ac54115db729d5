//! Discrete Fourier transforms along the last axis, by `rustfft` and `realfft`.

use crate::{
    dtype::{Element, each_of},
    shape::Shape,
    tensor::Tensor,
};
use alloc::vec;
use num_complex::Complex;
use realfft::RealFftPlanner;
use rustfft::{FftDirection, FftNum, FftPlanner};

/// A transform of the last axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fourier {
    /// y\[k\] = Σⱼ x\[j\]·e^(−2πijk/n).
    Forward,
    /// x\[j\] = 1/n·Σₖ y\[k\]·e^(2πijk/n).
    Inverse,
    /// The first n/2 + 1 values of the forward transform of a real axis of length n.
    RealForward,
    /// The real axis of length n that has these n/2 + 1 values as the first of its transform.
    RealInverse {
        /// The length of the result.
        n: usize,
    },
}

impl Fourier {
    /// The length of the last axis of the result, from that of the operand.
    pub const fn length(self, n: usize) -> usize {
        match self {
            Fourier::Forward | Fourier::Inverse => n,
            Fourier::RealForward => n / 2 + 1,
            Fourier::RealInverse { n } => n,
        }
    }
}

impl Tensor {
    /// The transform of the last axis, of at least one element: of f32 or f64 to complex, back, or between complex arrays.
    ///
    /// # Panics
    /// Another dtype, no axis, an axis of length 0 or (inverse of a real one) not of n/2 + 1.
    #[must_use]
    pub fn fourier(&self, transform: Fourier) -> Tensor {
        let unsupported = || panic!("fourier: {transform:?} takes no {}", self.dtype());
        match transform {
            Fourier::RealForward => {
                each_of!([F32 f32, F64 f64,] self.dtype(), T => real_forward::<T>(self), unsupported())
            }
            Fourier::RealInverse { n } => {
                each_of!([C64 f32, C128 f64,] self.dtype(), T => real_inverse::<T>(self, n), unsupported())
            }
            Fourier::Forward => {
                each_of!([C64 f32, C128 f64,] self.dtype(), T => full::<T>(self, FftDirection::Forward), unsupported())
            }
            Fourier::Inverse => {
                each_of!([C64 f32, C128 f64,] self.dtype(), T => full::<T>(self, FftDirection::Inverse), unsupported())
            }
        }
    }
}

/// The shape with another last axis.
fn with_last(shape: &Shape, n: usize) -> Shape {
    let (_, outer) = shape.split_last().expect("an axis to transform");
    Shape::of(outer.iter().copied().chain([n]))
}

fn full<T: FftNum + num_traits::Float>(x: &Tensor, direction: FftDirection) -> Tensor
where
    Complex<T>: Element,
{
    let n = *x.shape().last().expect("an axis to transform");
    let mut values = x.elements::<Complex<T>>().into_owned();
    FftPlanner::new().plan_fft(n, direction).process(&mut values);
    if direction == FftDirection::Inverse {
        let count = T::from_usize(n).expect("a float");
        for z in &mut values {
            *z = Complex::new(z.re / count, z.im / count);
        }
    }
    Tensor::new(x.shape().clone(), values)
}

fn real_forward<T: FftNum + Element>(x: &Tensor) -> Tensor
where
    Complex<T>: Element,
{
    let n = *x.shape().last().expect("an axis to transform");
    let shape = with_last(x.shape(), n / 2 + 1);
    let plan = RealFftPlanner::new().plan_fft_forward(n);
    let mut values = x.elements::<T>().into_owned();
    let mut out = vec![Complex::default(); shape.size()];
    let mut scratch = plan.make_scratch_vec();
    for (row, y) in values.chunks_exact_mut(n).zip(out.chunks_exact_mut(n / 2 + 1)) {
        plan.process_with_scratch(row, y, &mut scratch).expect("the lengths fit");
    }
    Tensor::new(shape, out)
}

fn real_inverse<T: FftNum + Element + num_traits::Float>(y: &Tensor, n: usize) -> Tensor
where
    Complex<T>: Element,
{
    let shape = with_last(y.shape(), n);
    let plan = RealFftPlanner::new().plan_fft_inverse(n);
    let mut values = y.elements::<Complex<T>>().into_owned();
    let mut out = vec![T::zero(); shape.size()];
    let mut scratch = plan.make_scratch_vec();
    let count = T::from_usize(n).expect("a float");
    for (row, x) in values.chunks_exact_mut(n / 2 + 1).zip(out.chunks_exact_mut(n)) {
        // Those two belong to real terms: their imaginary parts do not count.
        row[0].im = T::zero();
        if n.is_multiple_of(2) {
            row[n / 2].im = T::zero();
        }
        plan.process_with_scratch(row, x, &mut scratch).expect("the lengths fit, and the ends are real");
        for x in x {
            *x = *x / count;
        }
    }
    Tensor::new(shape, out)
}
