//! Complex numbers: what joins two real arrays to a complex one and takes it apart, and which elementwise functions have
//! complex forms. All of it is linear over the reals, but for the magnitude and the angle, which have tangents of that kind.
//!
//! Derivatives are in JAX's convention: transposing does not conjugate. A cotangent c of z stands for the real map
//! dz ↦ Re(c·dz), so the gradient of a real function of z = x + iy is ∂f/∂x − i·∂f/∂y.

use super::{Linear, Prim, Role, Rules, binary::Binary, binary::broadcastable, lin, unary::Unary};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
    program::Atom,
};
use alloc::format;
use core::fmt;
use cotangent_tensor::{ComplexMap, ComplexZip, Error, ErrorKind, Shape, Tensor};

/// An operation between real and complex arrays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Complex {
    /// Two real operands of one type, the parts of the result.
    Join,
    Real,
    Imag,
    Conj,
    Abs,
    Angle,
}

impl fmt::Display for Complex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Complex::Join => "complex",
            Complex::Real => "real",
            Complex::Imag => "imag",
            Complex::Conj => "conj",
            Complex::Abs => "abs",
            Complex::Angle => "angle",
        })
    }
}

impl Rules for Complex {
    fn shape(&self, xs: &[Type]) -> Type {
        let dtype = match self {
            Complex::Join => xs[0].dtype.complex(),
            Complex::Conj => xs[0].dtype,
            Complex::Real | Complex::Imag | Complex::Abs | Complex::Angle => xs[0].dtype.real(),
        };
        Type { shape: xs[0].shape.clone(), dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        match self {
            Complex::Join => Tensor::complex(xs[0], xs[1]),
            Complex::Real => xs[0].real(),
            Complex::Imag => xs[0].imag(),
            Complex::Conj => xs[0].map_complex(ComplexMap::Conj),
            Complex::Abs => xs[0].complex_abs(),
            Complex::Angle => xs[0].complex_angle(),
        }
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let y = match xs {
            [re, im] => bind(&Prim::Complex(*self), [re, im]),
            _ => bind(&Prim::Complex(*self), [xs[0]]),
        };
        let part = |part: Complex, dx: Array| bind(&Prim::Complex(part), [&dx]);
        let dy = match (self, dxs) {
            (_, [None] | [None, None]) => None,
            (Complex::Join, [re, im]) => {
                let or_zeros = |dx: Option<&Array>| dx.cloned().unwrap_or_else(|| xs[0].zeros_like());
                Some(bind(&Prim::Complex(*self), [&or_zeros(*re), &or_zeros(*im)]))
            }
            (Complex::Abs, [Some(dx)]) => {
                // dr = Re(z̄·dz)/r; 0 at 0, as JAX.
                let length = y.eq(0.0).select(&y.literal(1.0), &y);
                Some(part(Complex::Real, lin::scale(&(xs[0].conj() / length), dx)))
            }
            // dφ = Im(dz/z); NaN at 0, as JAX.
            (Complex::Angle, [Some(dx)]) => Some(part(Complex::Imag, lin::scale(&xs[0].reciprocal(), dx))),
            (linear, [Some(dx)]) => Some(part(*linear, (*dx).clone())),
            _ => unreachable!("one or two operands"),
        };
        (y, dy)
    }

    fn batch(&self, n: usize, xs: &[(&Array, bool)]) -> Array {
        let each =
            |(x, mapped): (&Array, bool)| if mapped { x.clone() } else { x.broadcast_to(&x.shape().with_front(n)) };
        match xs {
            [re, im] => bind(&Prim::Complex(*self), [&each(*re), &each(*im)]),
            _ => bind(&Prim::Complex(*self), [xs[0].0]),
        }
    }

    fn linear(&self) -> Option<&dyn Linear> {
        (!matches!(self, Complex::Abs | Complex::Angle)).then_some(self)
    }
}

impl Linear for Complex {
    fn is_linear_in(&self, operands: &[Role]) -> bool {
        !operands.contains(&Role::Constant)
    }

    fn transpose(&self, ct: &Array, i: usize, _: &Type, _: &[Atom]) -> Array {
        match self {
            Complex::Join if i == 0 => ct.real(),
            Complex::Join => -ct.imag(),
            Complex::Real => join(ct, &ct.zeros_like()),
            Complex::Imag => join(&ct.zeros_like(), &-ct),
            Complex::Conj => ct.conj(),
            Complex::Abs | Complex::Angle => unreachable!("not linear"),
        }
    }
}

/// The complex form of an elementwise function, if it has one.
pub(crate) fn map(op: Unary) -> Option<ComplexMap> {
    Some(match op {
        Unary::Neg => ComplexMap::Neg,
        Unary::Square => ComplexMap::Square,
        Unary::Reciprocal => ComplexMap::Reciprocal,
        Unary::Exp => ComplexMap::Exp,
        Unary::Ln => ComplexMap::Ln,
        Unary::Sqrt => ComplexMap::Sqrt,
        Unary::Sin => ComplexMap::Sin,
        Unary::Cos => ComplexMap::Cos,
        Unary::Tan => ComplexMap::Tan,
        Unary::Sinh => ComplexMap::Sinh,
        Unary::Cosh => ComplexMap::Cosh,
        Unary::Tanh => ComplexMap::Tanh,
        Unary::Powi(n) => ComplexMap::Powi(n),
        _ => return None,
    })
}

/// The complex form of an elementwise function of two operands, if it has one.
pub(crate) fn zip(op: Binary) -> Option<ComplexZip> {
    Some(match op {
        Binary::Add => ComplexZip::Add,
        Binary::Sub => ComplexZip::Sub,
        Binary::Mul => ComplexZip::Mul,
        Binary::Div => ComplexZip::Div,
        _ => return None,
    })
}

/// What refuses a complex operand.
#[cold]
#[track_caller]
pub(crate) fn unsupported(op: &dyn fmt::Display, x: cotangent_tensor::DType) -> Error {
    let text = format!("{op}: takes real numbers, not {x}; use `real()`, `imag()` or `abs()`");
    Error::new(ErrorKind::DType, text)
}

/// The complex array of two parts of one type.
fn join(re: &Array, im: &Array) -> Array {
    bind(&Prim::Complex(Complex::Join), [re, im])
}

/// The array re + i·im. The parts meet in f32 or f64 and are broadcast against each other; the result is complex64 or
/// complex128. Linear.
///
/// ```
/// use cotangent_autodiff::{array, complex};
/// let z = complex(&array([1.0, 0.0]), &array(2.0));
/// assert_eq!((&z * &z).to_string(), "[-3.+4.j -4.+0.j]");
/// ```
///
/// # Panics
/// Shapes that do not broadcast, a part that is complex.
#[track_caller]
pub fn complex(re: &Array, im: &Array) -> Array {
    try_complex(re, im).unwrap_or_else(|e| raise(e))
}

/// [`complex()`] with the error as a value.
///
/// # Errors
/// Shapes that do not broadcast, a part that is complex.
#[track_caller]
pub fn try_complex(re: &Array, im: &Array) -> Result<Array, Error> {
    broadcastable("complex", re, im)?;
    let dtype = re.dtype().promote(im.dtype());
    if dtype.is_complex() {
        return Err(unsupported(&"complex", dtype));
    }
    let dtype = dtype.complex().real();
    let shape = Shape::broadcast(&re.shape(), &im.shape()).expect("just checked");
    let part = |x: &Array| x.convert(dtype).broadcast_to(&shape);
    Ok(join(&part(re), &part(im)))
}

/// Parts of complex arrays (made by [`complex()`], or by a literal of `Complex` numbers). They take real arrays too, as
/// numbers without an imaginary part.
///
/// Complex arrays have neg, add, sub, mul, div, square, reciprocal, powi, exp, ln, sqrt, sin, cos, tan, sinh, cosh, tanh,
/// abs, eq, ne, sum, mean, products and everything that moves elements. The gradient of a real function of z = x + iy is
/// ∂f/∂x − i·∂f/∂y, as in JAX; of a complex-differentiable one see [`grad_holomorphic`](crate::grad_holomorphic).
impl Array {
    /// The real part. Derivative: the real part of the tangent.
    ///
    /// ```
    /// use cotangent_autodiff::{complex, grad, Array};
    /// let z = complex(&1.0.into(), &2.0.into());
    /// assert_eq!(grad(|z: &Array| (z * z).real())(&z).to_string(), "(2+4j)");
    /// ```
    #[track_caller]
    pub fn real(&self) -> Array {
        if self.dtype().is_complex() { bind(&Prim::Complex(Complex::Real), [self]) } else { self.clone() }
    }

    /// The imaginary part; zeros of a real array. Derivative: the imaginary part of the tangent.
    ///
    /// ```
    /// use cotangent_autodiff::complex;
    /// assert_eq!(complex(&1.0.into(), &2.0.into()).imag().to_string(), "2.0");
    /// ```
    #[track_caller]
    pub fn imag(&self) -> Array {
        if self.dtype().is_complex() { bind(&Prim::Complex(Complex::Imag), [self]) } else { self.zeros_like() }
    }

    /// The conjugate, x − iy; a real array itself. Derivative: the conjugate of the tangent.
    ///
    /// ```
    /// use cotangent_autodiff::{complex, grad, Array};
    /// let z = complex(&1.0.into(), &2.0.into());
    /// assert_eq!(z.conj().to_string(), "(1-2j)");
    /// assert_eq!(grad(|z: &Array| (z * z.conj()).real())(&z).to_string(), "(2-4j)");
    /// ```
    #[track_caller]
    pub fn conj(&self) -> Array {
        if self.dtype().is_complex() { bind(&Prim::Complex(Complex::Conj), [self]) } else { self.clone() }
    }

    /// The angle in (−π, π], real: 0 or π of a real array, and ±0 or ±π on the real axis by the signs of the parts.
    /// Derivative Im(dz/z), NaN at 0 (as JAX).
    ///
    /// ```
    /// use cotangent_autodiff::complex;
    /// assert_eq!(complex(&0.0.into(), &2.0.into()).angle().item::<f64>()?, core::f64::consts::FRAC_PI_2);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "arg")]
    #[doc(alias = "phase")]
    #[track_caller]
    pub fn angle(&self) -> Array {
        bind(&Prim::Complex(Complex::Angle), [&self.convert(self.dtype().complex())])
    }

    /// |z|², real: what sums of squares are of. Smooth at 0, where |z| is not.
    #[track_caller]
    pub(crate) fn square_magnitude(&self) -> Array {
        if self.dtype().is_complex() { self.real().square() + self.imag().square() } else { self.square() }
    }

    /// |z| of a complex array.
    #[track_caller]
    pub(crate) fn magnitude(&self) -> Array {
        bind(&Prim::Complex(Complex::Abs), [self])
    }
}
