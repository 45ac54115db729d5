//! Discrete Fourier transforms along the last axis. All are linear; so is the real one and its inverse, over the reals, whose
//! transposes carry the factors of the half spectrum (as JAX).

use super::{Linear, Prim, Role, Rules};
use crate::{
    array::{Array, Type},
    bind::{bind, or_raise},
    program::Atom,
};
use alloc::{format, vec, vec::Vec};
use core::fmt;
use cotangent_tensor::{Error, ErrorKind, Fourier, Padding, Range, Shape, Tensor};

/// A transform of the last axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Fft(Fourier);

fn name(transform: Fourier) -> &'static str {
    match transform {
        Fourier::Forward => "fft",
        Fourier::Inverse => "ifft",
        Fourier::RealForward => "rfft",
        Fourier::RealInverse { .. } => "irfft",
    }
}

impl fmt::Display for Fft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Fourier::RealInverse { n } => write!(f, "irfft[n={n}]"),
            transform => f.write_str(name(transform)),
        }
    }
}

fn apply(transform: Fourier, x: &Array) -> Array {
    bind(&Prim::Fft(Fft(transform)), [x])
}

impl Rules for Fft {
    fn shape(&self, xs: &[Type]) -> Type {
        let (&last, outer) = xs[0].shape.split_last().expect("the method checks for an axis");
        let dtype = xs[0].dtype;
        let dtype = if let Fourier::RealInverse { .. } = self.0 { dtype.real() } else { dtype.complex() };
        Type { shape: Shape::of(outer.iter().copied().chain([self.0.length(last)])), dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].fourier(self.0)
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        (apply(self.0, xs[0]), dxs[0].map(|dx| apply(self.0, dx)))
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        apply(self.0, xs[0].0)
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

impl Linear for Fft {
    fn is_linear_in(&self, _: &[Role]) -> bool {
        true
    }

    fn transpose(&self, ct: &Array, _: usize, of: &Type, _: &[Atom]) -> Array {
        match self.0 {
            Fourier::Forward | Fourier::Inverse => apply(self.0, ct), // the matrix is symmetric
            Fourier::RealForward => {
                let n = *of.shape.last().expect("an axis");
                let half = half_spectrum(n, n as f64, n as f64 / 2.0, ct);
                apply(Fourier::RealInverse { n }, &(ct.conj() * half))
            }
            Fourier::RealInverse { n } => {
                let doubled = half_spectrum(n, 1.0 / n as f64, 2.0 / n as f64, ct);
                (apply(Fourier::RealForward, ct) * doubled).conj()
            }
        }
    }
}

/// A factor for each of n/2 + 1 values: `paired` for those that stand for two of the n, `single` for the others.
fn half_spectrum(n: usize, single: f64, paired: f64, like: &Array) -> Array {
    let factor = |k: usize| if k == 0 || 2 * k == n { single } else { paired };
    let factors: Vec<f64> = (0..=n / 2).map(factor).collect();
    Array::from(Tensor::from_vec(factors, &[n / 2 + 1]).expect("as many as they are")).convert(like.dtype().real())
}

#[track_caller]
fn transform(op: &str, x: &Array, n: Option<usize>, axis: isize, of: fn(usize) -> Fourier) -> Result<Array, Error> {
    let shape = x.shape();
    let axis = shape.axis(op, axis)?;
    let real = matches!(of(0), Fourier::RealForward);
    if real && x.dtype().is_complex() {
        return Err(super::complex::unsupported(&op, x.dtype()));
    }
    let to_real = matches!(of(0), Fourier::RealInverse { .. });
    let n = n.unwrap_or(if to_real { 2 * shape[axis].saturating_sub(1) } else { shape[axis] });
    if n == 0 || (to_real && shape[axis] == 0) {
        let text = format!("{op}: no transform of 0 points: axis {axis} of {shape}, n = {n}");
        return Err(Error::new(ErrorKind::Shape, text));
    }
    let dtype = x.dtype().complex();
    let x = x.convert(if real { dtype.real() } else { dtype });
    let last = x.rank() as isize - 1;
    let moved = resized(&x.moveaxis(axis as isize, last), if to_real { n / 2 + 1 } else { n });
    Ok(apply(of(n), &moved).moveaxis(last, axis as isize))
}

/// The last axis cut, or filled up with zeros, to length `n`.
fn resized(x: &Array, n: usize) -> Array {
    let shape = x.shape();
    let (&length, outer) = shape.split_last().expect("an axis");
    if length >= n {
        let all = outer.iter().map(|&n| Range::all(n));
        return if length == n { x.clone() } else { x.slice_ranges(all.chain([Range::all(n)]).collect()) };
    }
    let mut paddings = vec![Padding { low: 0, high: 0, interior: 0 }; shape.rank()];
    paddings[outer.len()].high = (n - length) as isize;
    x.pad_with(paddings)
}

/// Fourier transforms along one axis (feature `fft`). The axis is cut, or filled up with zeros, to `n` first: give `None`
/// for its own length. f64, int64, uint64 and complex128 transform in complex128, all others in complex64. Linear; the
/// derivative is the transform of the tangent. Errors of rounding grow with log n, relative to the largest value.
///
/// # Panics
/// All of them: an axis that does not exist, a transform of 0 points.
impl Array {
    /// y\[k\] = Σⱼ x\[j\]·e^(−2πijk/n), complex.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 2.0, 0.0, -2.0]).fft(None, 0).to_string(), "[1.+0.j 1.-4.j 1.+0.j 1.+4.j]");
    /// ```
    #[track_caller]
    pub fn fft(&self, n: impl Into<Option<usize>>, axis: isize) -> Array {
        or_raise(self.try_fft(n, axis))
    }

    /// [`Array::fft`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist, a transform of 0 points.
    #[track_caller]
    pub fn try_fft(&self, n: impl Into<Option<usize>>, axis: isize) -> Result<Array, Error> {
        transform("fft", self, n.into(), axis, |_| Fourier::Forward)
    }

    /// x\[j\] = 1/n·Σₖ y\[k\]·e^(2πijk/n), complex: the inverse of [`Array::fft`].
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 2.0, 0.0, -2.0]).fft(None, 0).ifft(None, 0).real().to_string(), "[ 1.  2.  0. -2.]");
    /// ```
    #[track_caller]
    pub fn ifft(&self, n: impl Into<Option<usize>>, axis: isize) -> Array {
        or_raise(self.try_ifft(n, axis))
    }

    /// [`Array::ifft`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist, a transform of 0 points.
    #[track_caller]
    pub fn try_ifft(&self, n: impl Into<Option<usize>>, axis: isize) -> Result<Array, Error> {
        transform("ifft", self, n.into(), axis, |_| Fourier::Inverse)
    }

    /// The first n/2 + 1 values of [`Array::fft`] of a real array; the others are their conjugates in reverse.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 2.0, 0.0, -2.0]).rfft(None, 0).to_string(), "[1.+0.j 1.-4.j 1.+0.j]");
    /// ```
    ///
    /// # Panics
    /// A complex array.
    #[track_caller]
    pub fn rfft(&self, n: impl Into<Option<usize>>, axis: isize) -> Array {
        or_raise(self.try_rfft(n, axis))
    }

    /// [`Array::rfft`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist, a transform of 0 points, a complex array.
    #[track_caller]
    pub fn try_rfft(&self, n: impl Into<Option<usize>>, axis: isize) -> Result<Array, Error> {
        transform("rfft", self, n.into(), axis, |_| Fourier::RealForward)
    }

    /// The real array of length `n` whose [`Array::rfft`] this is; 2(m − 1) for `None`, of m values. The imaginary parts
    /// of the first value and, for an even n, of the last do not count.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 2.0, 0.0, -2.0]).rfft(None, 0).irfft(4, 0).to_string(), "[ 1.  2.  0. -2.]");
    /// ```
    #[track_caller]
    pub fn irfft(&self, n: impl Into<Option<usize>>, axis: isize) -> Array {
        or_raise(self.try_irfft(n, axis))
    }

    /// [`Array::irfft`] with the error as a value.
    ///
    /// # Errors
    /// An axis that does not exist, a transform of 0 points.
    #[track_caller]
    pub fn try_irfft(&self, n: impl Into<Option<usize>>, axis: isize) -> Result<Array, Error> {
        transform("irfft", self, n.into(), axis, |n| Fourier::RealInverse { n })
    }
}
