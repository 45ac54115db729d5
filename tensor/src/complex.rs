//! Complex arrays: parts, elementwise functions, and products from products of the parts.

use crate::{
    dot::Contraction,
    dtype::{Element, each_of},
    shape::Shape,
    tensor::Tensor,
};
use cotangent_kernels::{Float, complex};
use num_complex::Complex;

/// An elementwise function of one complex operand with a complex result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ComplexMap {
    /// −z.
    Neg,
    /// The conjugate of z.
    Conj,
    /// z².
    Square,
    /// 1/z.
    Reciprocal,
    /// eᶻ.
    Exp,
    /// ln z.
    Ln,
    /// √z.
    Sqrt,
    /// sin z.
    Sin,
    /// cos z.
    Cos,
    /// tan z.
    Tan,
    /// sinh z.
    Sinh,
    /// cosh z.
    Cosh,
    /// tanh z.
    Tanh,
    /// zⁿ.
    Powi(i32),
}

impl ComplexMap {
    fn of<T: Float>(self, z: Complex<T>) -> Complex<T> {
        match self {
            ComplexMap::Neg => Complex::new(-z.re, -z.im),
            ComplexMap::Conj => Complex::new(z.re, -z.im),
            ComplexMap::Square => complex::mul(z, z),
            ComplexMap::Reciprocal => complex::div(Complex::new(T::ONE, T::ZERO), z),
            ComplexMap::Exp => complex::exp(z),
            ComplexMap::Ln => complex::ln(z),
            ComplexMap::Sqrt => complex::sqrt(z),
            ComplexMap::Sin => complex::sin(z),
            ComplexMap::Cos => complex::cos(z),
            ComplexMap::Tan => complex::tan(z),
            ComplexMap::Sinh => complex::sinh(z),
            ComplexMap::Cosh => complex::cosh(z),
            ComplexMap::Tanh => complex::tanh(z),
            ComplexMap::Powi(n) => complex::powi(z, n),
        }
    }
}

/// An elementwise function of two complex operands with a complex result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ComplexZip {
    /// z + w.
    Add,
    /// z − w.
    Sub,
    /// z·w.
    Mul,
    /// z/w.
    Div,
}

impl ComplexZip {
    fn of<T: Float>(self, z: Complex<T>, w: Complex<T>) -> Complex<T> {
        match self {
            ComplexZip::Add => Complex::new(z.re + w.re, z.im + w.im),
            ComplexZip::Sub => Complex::new(z.re - w.re, z.im - w.im),
            ComplexZip::Mul => complex::mul(z, w),
            ComplexZip::Div => complex::div(z, w),
        }
    }
}

/// Runs an expression with `$T` standing for the type of the parts of a complex dtype.
macro_rules! each_complex {
    ($dtype:expr, $T:ident => $e:expr) => {
        each_of!([C64 f32, C128 f64,] $dtype, $T => $e, panic!("complex: {} has no parts", $dtype))
    };
}

/// # Panics
/// All of them: an array that is not complex where one is needed, shapes that do not broadcast.
impl Tensor {
    /// The array with these real and imaginary parts, two f32 or f64 arrays of one shape.
    ///
    /// # Panics
    /// Other dtypes, or two shapes.
    #[must_use]
    pub fn complex(re: &Tensor, im: &Tensor) -> Tensor {
        assert_eq!((re.shape(), re.dtype()), (im.shape(), im.dtype()), "complex: the parts differ in type");
        each_of!([F32 f32, F64 f64,] re.dtype(), T => {
            let (re_, im_) = (re.elements::<T>(), im.elements::<T>());
            Tensor::new(re.shape().clone(), re_.iter().zip(im_.iter()).map(|(&re, &im)| Complex::new(re, im)).collect())
        }, panic!("complex: no complex numbers of {}", re.dtype()))
    }

    /// The real parts.
    #[must_use]
    pub fn real(&self) -> Tensor {
        each_complex!(self.dtype(), T => map(self, |z: Complex<T>| z.re))
    }

    /// The imaginary parts.
    #[must_use]
    pub fn imag(&self) -> Tensor {
        each_complex!(self.dtype(), T => map(self, |z: Complex<T>| z.im))
    }

    /// The magnitudes, real.
    #[must_use]
    pub fn complex_abs(&self) -> Tensor {
        each_complex!(self.dtype(), T => map(self, |z: Complex<T>| complex::abs(z)))
    }

    /// The angles, real, in (−π, π].
    #[must_use]
    pub fn complex_angle(&self) -> Tensor {
        each_complex!(self.dtype(), T => map(self, |z: Complex<T>| complex::angle(z)))
    }

    /// `f` of every element.
    #[must_use]
    pub fn map_complex(&self, f: ComplexMap) -> Tensor {
        each_complex!(self.dtype(), T => map(self, |z: Complex<T>| f.of(z)))
    }

    /// `f` of two arrays of one dtype, broadcast against each other.
    #[must_use]
    pub fn zip_complex(&self, other: &Tensor, f: ComplexZip) -> Tensor {
        each_complex!(self.dtype(), T => zip(self, other, |z: Complex<T>, w| f.of(z, w)))
    }

    /// Where two arrays of one dtype, broadcast against each other, are equal in both parts.
    #[must_use]
    pub fn equal_complex(&self, other: &Tensor) -> Tensor {
        each_complex!(self.dtype(), T => zip(self, other, |z: Complex<T>, w| z == w))
    }

    /// The product of two complex arrays of one dtype, from four real products.
    #[must_use]
    pub fn contract_complex(&self, other: &Tensor, axes: &Contraction) -> Tensor {
        let ([a, b], [c, d]) = ([self.real(), self.imag()], [other.real(), other.imag()]);
        let product = |x: &Tensor, y: &Tensor| x.contract(y, axes);
        let re = product(&a, &c).zip_float::<cotangent_kernels::Sub>(&product(&b, &d));
        let im = product(&a, &d).zip_float::<cotangent_kernels::Add>(&product(&b, &c));
        Tensor::complex(&re, &im)
    }

    /// A function of real arrays that is linear, applied to the real and to the imaginary parts; operands that are not
    /// complex go to both as they are.
    #[must_use]
    pub fn by_parts(xs: &[&Tensor], f: impl Fn(&[&Tensor]) -> Tensor) -> Tensor {
        let of = |part: fn(&Tensor) -> Tensor| {
            let parts: alloc::vec::Vec<Tensor> =
                xs.iter().map(|x| if x.dtype().is_complex() { part(x) } else { (*x).clone() }).collect();
            f(&parts.iter().collect::<alloc::vec::Vec<_>>())
        };
        Tensor::complex(&of(Tensor::real), &of(Tensor::imag))
    }
}

fn map<T: Element, U: Element>(x: &Tensor, f: impl Fn(T) -> U) -> Tensor {
    Tensor::new(x.shape().clone(), x.elements::<T>().iter().map(|&z| f(z)).collect())
}

fn zip<T: Element, U: Element>(x: &Tensor, y: &Tensor, f: impl Fn(T, T) -> U) -> Tensor {
    let Some(shape) = Shape::broadcast(x.shape(), y.shape()) else {
        panic!("complex: shapes {} and {} do not broadcast", x.shape(), y.shape())
    };
    let (x, y) = (x.broadcast_to(&shape), y.broadcast_to(&shape));
    let values = x.elements::<T>().iter().zip(y.elements::<T>().iter()).map(|(&z, &w)| f(z, w)).collect();
    Tensor::new(shape, values)
}
