//! Elementwise functions of one operand: one variant, one row, one method each.

use super::{Linear, Prim, Role, Rules, lin};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
    program::Atom,
};
use alloc::format;
use core::fmt;
use cotangent_kernels::{self as kernels, Map};
use cotangent_tensor::{DType, Error, ErrorKind, Scalar, Tensor};

/// Declares the enum and the list of its plain variants together, so that no test can miss one.
macro_rules! unary {
    ($($Variant:ident)*) => {
        /// An elementwise function of one operand.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Unary { $($Variant,)* Powi(i32) }
        impl Unary {
            /// Every variant, `powi` by examples.
            #[cfg(test)]
            pub(crate) const ALL: &[Unary] = &[$(Unary::$Variant,)* Unary::Powi(-2), Unary::Powi(0), Unary::Powi(1), Unary::Powi(2), Unary::Powi(3)];
        }
    };
}
unary! {
    Neg Abs Sign Floor Ceil Round Trunc Exp ExpM1 Ln Ln1p Sqrt Rsqrt Square Reciprocal Sin Cos Tan Sinh Cosh Tanh Sigmoid Erf Erfc ErfInv StopGradient
}

/// Everything about one function.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    kernel: Kernel,
    slope: Slope,
    /// Where tests sample.
    #[cfg_attr(not(test), expect(dead_code, reason = "the table of tests reads it"))]
    pub(crate) domain: (f64, f64),
}

/// How a function is evaluated.
enum Kernel {
    /// Of the float types.
    Float(Forms),
    /// Of all number types.
    Number(Forms),
    Powi(i32),
    Identity,
}

/// One kernel of a scalar, of an array, and in place.
struct Forms {
    f32: fn(f32) -> f32,
    f64: fn(f64) -> f64,
    map: fn(&Tensor) -> Tensor,
    map_owned: fn(Tensor) -> Tensor,
}

/// The derivative as a function of operand and result, in differentiable operations.
enum Slope {
    Zero,
    /// A linear function: its own tangent.
    Constant(f64),
    Of(fn(x: &Array, y: &Array) -> Array),
    Powi(i32),
}

const fn float<K: Map<f32> + Map<f64>>() -> Kernel {
    Kernel::Float(Forms {
        f32: K::scalar,
        f64: K::scalar,
        map: Tensor::map_float::<K>,
        map_owned: Tensor::map_float_owned::<K>,
    })
}
const fn number<K: Map<f32> + Map<f64> + Map<i32> + Map<i64>>() -> Kernel {
    Kernel::Number(Forms {
        f32: K::scalar,
        f64: K::scalar,
        map: Tensor::map_number::<K>,
        map_owned: Tensor::map_number_owned::<K>,
    })
}

impl Unary {
    #[rustfmt::skip] // a table
    pub(crate) const fn rule(self) -> Rule {
        use Slope::{Constant, Of, Zero};
        let (name, kernel, slope, domain) = match self {
            Unary::Neg => ("neg", number::<kernels::Neg>(), Constant(-1.0), (-3.0, 3.0)),
            Unary::Abs => ("abs", number::<kernels::Abs>(), Of(abs_slope), (-3.0, 3.0)),
            Unary::Sign => ("sign", number::<kernels::Sign>(), Zero, (-3.0, 3.0)),
            Unary::Floor => ("floor", float::<kernels::Floor>(), Zero, (-3.0, 3.0)),
            Unary::Ceil => ("ceil", float::<kernels::Ceil>(), Zero, (-3.0, 3.0)),
            Unary::Round => ("round", float::<kernels::Round>(), Zero, (-3.0, 3.0)),
            Unary::Trunc => ("trunc", float::<kernels::Trunc>(), Zero, (-3.0, 3.0)),
            Unary::Exp => ("exp", float::<kernels::Exp>(), Of(|_, y| y.clone()), (-3.0, 3.0)),
            Unary::ExpM1 => ("exp_m1", float::<kernels::ExpM1>(), Of(|x, _| x.exp()), (-3.0, 3.0)),
            Unary::Ln => ("ln", float::<kernels::Ln>(), Of(|x, _| x.reciprocal()), (0.1, 5.0)),
            Unary::Ln1p => ("ln_1p", float::<kernels::Ln1p>(), Of(|x, _| (x + 1.0).reciprocal()), (-0.9, 5.0)),
            Unary::Sqrt => ("sqrt", float::<kernels::Sqrt>(), Of(|_, y| 0.5 / y), (0.1, 5.0)),
            Unary::Rsqrt => ("rsqrt", float::<kernels::Rsqrt>(), Of(|x, y| -0.5 * y / x), (0.1, 5.0)),
            Unary::Square => ("square", number::<kernels::Square>(), Of(|x, _| x * 2.0), (-3.0, 3.0)),
            Unary::Reciprocal => ("reciprocal", float::<kernels::Reciprocal>(), Of(|_, y| -(y * y)), (0.3, 3.0)),
            Unary::Sin => ("sin", float::<kernels::Sin>(), Of(|x, _| x.cos()), (-6.0, 6.0)),
            Unary::Cos => ("cos", float::<kernels::Cos>(), Of(|x, _| -x.sin()), (-6.0, 6.0)),
            Unary::Tan => ("tan", float::<kernels::Tan>(), Of(|_, y| y * y + 1.0), (-1.2, 1.2)),
            Unary::Sinh => ("sinh", float::<kernels::Sinh>(), Of(|x, _| x.cosh()), (-3.0, 3.0)),
            Unary::Cosh => ("cosh", float::<kernels::Cosh>(), Of(|x, _| x.sinh()), (-3.0, 3.0)),
            Unary::Tanh => ("tanh", float::<kernels::Tanh>(), Of(tanh_slope), (-3.0, 3.0)),
            Unary::Sigmoid => ("sigmoid", float::<kernels::Sigmoid>(), Of(sigmoid_slope), (-5.0, 5.0)),
            Unary::Erf => ("erf", float::<kernels::Erf>(), Of(|x, _| gauss(x)), (-3.0, 3.0)),
            Unary::Erfc => ("erfc", float::<kernels::Erfc>(), Of(|x, _| -gauss(x)), (-3.0, 3.0)),
            Unary::ErfInv => ("erf_inv", float::<kernels::ErfInv>(), Of(|_, y| (y * y).exp() * HALF_SQRT_PI), (-0.9, 0.9)),
            Unary::StopGradient => ("stop_gradient", Kernel::Identity, Zero, (-3.0, 3.0)),
            Unary::Powi(n) => ("powi", Kernel::Powi(n), Slope::Powi(n), (0.3, 2.0)),
        };
        Rule { name, kernel, slope, domain }
    }

    /// Whether the function has a kernel for `dtype`.
    fn takes(self, dtype: DType) -> bool {
        match self.rule().kernel {
            Kernel::Float(..) => dtype.is_float(),
            Kernel::Number(..) => dtype != DType::Bool,
            Kernel::Powi(n) => dtype.is_float() || (dtype != DType::Bool && n >= 0),
            Kernel::Identity => true,
        }
    }
}

/// √π / 2.
const HALF_SQRT_PI: f64 = 0.886_226_925_452_758;

/// 1 at 0 and −0, as JAX.
fn abs_slope(x: &Array, _: &Array) -> Array {
    x.ge(0.0).select(&x.literal(1.0), x.literal(-1.0))
}

/// In f32 a + a·y with a = 1 − y, JAX's form to the digit. In f64 4u(1 − u) with u = σ(−2|x|), which keeps its digits
/// where 1 − y² has none left.
fn tanh_slope(x: &Array, y: &Array) -> Array {
    if x.dtype() == DType::F32 {
        let a = 1.0 - y;
        return &a + &a * y;
    }
    let u = (x.abs() * -2.0).sigmoid();
    4.0 * &u * (1.0 - u)
}

/// In f32 y(1 − y), JAX's form. In f64 σ(x)·σ(−x), which keeps its digits for large x.
fn sigmoid_slope(x: &Array, y: &Array) -> Array {
    if x.dtype() == DType::F32 { y * (1.0 - y) } else { y * (-x).sigmoid() }
}

/// 2/√π · e^(−x²), the derivative of erf.
fn gauss(x: &Array) -> Array {
    (-x.square()).exp() * (1.0 / HALF_SQRT_PI)
}

/// n·xⁿ⁻¹. The exponents 0 and 1 are met exactly, so that no 0·∞ arises at 0.
fn powi_slope(n: i32, x: &Array) -> Array {
    match n {
        0 => x.literal(0.0),
        1 => x.literal(1.0),
        _ => x.powi(n.saturating_sub(1)) * f64::from(n),
    }
}

impl fmt::Display for Unary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unary::Powi(n) => write!(f, "powi[n={n}]"),
            _ => f.write_str(self.rule().name),
        }
    }
}

impl Rules for Unary {
    fn shape(&self, xs: &[Type]) -> Type {
        xs[0].clone()
    }

    #[inline]
    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        match self.rule().kernel {
            Kernel::Float(forms) | Kernel::Number(forms) => (forms.map)(xs[0]),
            Kernel::Powi(n) => xs[0].powi(n),
            Kernel::Identity => xs[0].clone(),
        }
    }

    fn eval_owned(&self, xs: &mut [Tensor]) -> Tensor {
        let x = core::mem::replace(&mut xs[0], Tensor::from(false));
        match self.rule().kernel {
            Kernel::Float(forms) | Kernel::Number(forms) => (forms.map_owned)(x),
            Kernel::Powi(n) => x.powi(n),
            Kernel::Identity => x,
        }
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let x = xs[0];
        let y = scalar(*self, x).unwrap_or_else(|| bind(&Prim::Unary(*self), [x]));
        let Some(dx) = dxs[0] else { return (y, None) };
        let slope = match self.rule().slope {
            Slope::Zero => return (y, None),
            Slope::Constant(c) => x.literal(c),
            Slope::Of(slope) => slope(x, &y),
            Slope::Powi(n) => powi_slope(n, x),
        };
        let dy = lin::scale(&slope, dx);
        (y, Some(dy))
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        bind(&Prim::Unary(*self), [xs[0].0])
    }

    fn linear(&self) -> Option<&dyn Linear> {
        matches!(self, Unary::Neg).then_some(self)
    }
}

impl Linear for Unary {
    fn is_linear_in(&self, _: &[Role]) -> bool {
        true
    }

    fn transpose(&self, ct: &Array, _: usize, _: &Type, _: &[Atom]) -> Array {
        bind(&Prim::Unary(*self), [ct])
    }
}

/// The result of a known float scalar: in registers, since most of the cost of such an operation is moves.
#[inline]
fn scalar(op: Unary, x: &Array) -> Option<Array> {
    let x = x.known()?.as_scalar()?;
    match (op.rule().kernel, x) {
        (Kernel::Float(forms) | Kernel::Number(forms), Scalar::F32(x)) => Some(Array::from((forms.f32)(x))),
        (Kernel::Float(forms) | Kernel::Number(forms), Scalar::F64(x)) => Some(Array::from((forms.f64)(x))),
        _ => None,
    }
}

#[inline]
#[track_caller]
fn unary(op: Unary, x: &Array) -> Array {
    if let Some(y) = scalar(op, x) {
        return y;
    }
    match try_unary(op, x) {
        Ok(y) => y,
        Err(error) => raise(error),
    }
}

#[inline]
#[track_caller]
fn try_unary(op: Unary, x: &Array) -> Result<Array, Error> {
    let dtype = x.dtype();
    if op.takes(dtype) {
        return Ok(bind(&Prim::Unary(op), [x]));
    }
    let name = op.rule().name;
    if dtype == DType::Bool || matches!(op, Unary::Powi(_)) {
        let why = if dtype == DType::Bool {
            "bool has no arithmetic; convert it first"
        } else {
            "integers have no negative powers; convert them to a float first"
        };
        return Err(Error::new(ErrorKind::DType, format!("{name}: {why}")));
    }
    // Functions of reals take integers as the reals that they are.
    Ok(bind(&Prim::Unary(op), [&x.convert(dtype.to_float())]))
}

/// Elementwise functions of one array. Any shape → the same; f32 and f64 → the same; where the result is
/// no integer, i32 becomes f32 and i64 f64; bool is refused.
///
/// # Panics
/// All of them: a bool array.
impl Array {
    /// −x. Derivative −1. Also the operator `-`.
    ///
    /// Integers wrap: the smallest one is its own negative.
    #[doc(alias = "negative")]
    #[track_caller]
    pub(crate) fn negated(&self) -> Array {
        unary(Unary::Neg, self)
    }

    /// |x|. Derivative the sign of x, and 1 at ±0 (as JAX).
    #[track_caller]
    pub fn abs(&self) -> Array {
        unary(Unary::Abs, self)
    }

    /// −1, ±0 or 1 with the sign of x; NaN stays. Derivative 0.
    #[doc(alias = "signum")]
    #[track_caller]
    pub fn sign(&self) -> Array {
        unary(Unary::Sign, self)
    }

    /// The largest integer ≤ x. Derivative 0.
    #[track_caller]
    pub fn floor(&self) -> Array {
        unary(Unary::Floor, self)
    }

    /// The smallest integer ≥ x. Derivative 0.
    #[track_caller]
    pub fn ceil(&self) -> Array {
        unary(Unary::Ceil, self)
    }

    /// The nearest integer, halves to the even one (as NumPy, unlike Rust's `f64::round`). Derivative 0.
    #[doc(alias = "round_ties_even")]
    #[track_caller]
    pub fn round(&self) -> Array {
        unary(Unary::Round, self)
    }

    /// x without its fraction. Derivative 0.
    #[track_caller]
    pub fn trunc(&self) -> Array {
        unary(Unary::Trunc, self)
    }

    /// eˣ. Derivative eˣ.
    #[track_caller]
    pub fn exp(&self) -> Array {
        unary(Unary::Exp, self)
    }

    /// eˣ − 1, accurate near 0. Derivative eˣ.
    #[doc(alias = "expm1")]
    #[track_caller]
    pub fn exp_m1(&self) -> Array {
        unary(Unary::ExpM1, self)
    }

    /// The natural logarithm; −∞ at 0, NaN below. Derivative 1/x.
    #[doc(alias = "log")]
    #[track_caller]
    pub fn ln(&self) -> Array {
        unary(Unary::Ln, self)
    }

    /// ln(1 + x), accurate near 0. Derivative 1/(1 + x).
    #[doc(alias = "log1p")]
    #[track_caller]
    pub fn ln_1p(&self) -> Array {
        unary(Unary::Ln1p, self)
    }

    /// √x; NaN below 0. Derivative 1/(2√x), infinite at 0.
    #[track_caller]
    pub fn sqrt(&self) -> Array {
        unary(Unary::Sqrt, self)
    }

    /// 1/√x. Derivative −1/(2x√x).
    #[track_caller]
    pub fn rsqrt(&self) -> Array {
        unary(Unary::Rsqrt, self)
    }

    /// x². Derivative 2x.
    #[track_caller]
    pub fn square(&self) -> Array {
        unary(Unary::Square, self)
    }

    /// 1/x. Derivative −1/x².
    #[doc(alias = "recip")]
    #[track_caller]
    pub fn reciprocal(&self) -> Array {
        unary(Unary::Reciprocal, self)
    }

    /// sin x, x in radians. Derivative cos x.
    #[track_caller]
    pub fn sin(&self) -> Array {
        unary(Unary::Sin, self)
    }

    /// cos x, x in radians. Derivative −sin x.
    #[track_caller]
    pub fn cos(&self) -> Array {
        unary(Unary::Cos, self)
    }

    /// tan x, x in radians. Derivative 1 + tan² x.
    #[track_caller]
    pub fn tan(&self) -> Array {
        unary(Unary::Tan, self)
    }

    /// (eˣ − e⁻ˣ)/2. Derivative cosh x.
    #[track_caller]
    pub fn sinh(&self) -> Array {
        unary(Unary::Sinh, self)
    }

    /// (eˣ + e⁻ˣ)/2. Derivative sinh x.
    #[track_caller]
    pub fn cosh(&self) -> Array {
        unary(Unary::Cosh, self)
    }

    /// tanh x. Derivative 1 − tanh² x: in f32 in JAX's form, in f64 in one that is accurate for large |x| too.
    ///
    /// ```
    /// use cotangent_autodiff::{grad, Array};
    /// assert_eq!(grad(Array::tanh)(&2.0_f32.into()).to_string(), "0.070650816");
    /// let far: f64 = grad(Array::tanh)(&20.0.into()).item()?; // JAX gives 0
    /// assert!((far / 1.699_341_702_116_635_5e-17 - 1.0).abs() < 1e-14);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn tanh(&self) -> Array {
        unary(Unary::Tanh, self)
    }

    /// 1/(1 + e⁻ˣ), without overflow. Derivative σ(x)σ(−x).
    #[doc(alias = "logistic")]
    #[doc(alias = "expit")]
    #[track_caller]
    pub fn sigmoid(&self) -> Array {
        unary(Unary::Sigmoid, self)
    }

    /// erf x = 2/√π ∫₀ˣ e^(−t²) dt. Derivative 2/√π·e^(−x²).
    #[track_caller]
    pub fn erf(&self) -> Array {
        unary(Unary::Erf, self)
    }

    /// 1 − erf x, accurate for large x. Derivative −2/√π·e^(−x²).
    #[track_caller]
    pub fn erfc(&self) -> Array {
        unary(Unary::Erfc, self)
    }

    /// The inverse of erf on (−1, 1); ±∞ at ±1, NaN outside. Derivative √π/2·e^(y²).
    #[track_caller]
    pub fn erf_inv(&self) -> Array {
        unary(Unary::ErfInv, self)
    }

    /// xⁿ for a whole number n, by multiplications alone. Derivative n·xⁿ⁻¹, exact at 0.
    ///
    /// # Panics
    /// A negative power of integers.
    #[doc(alias = "pow")]
    #[doc(alias = "integer_pow")]
    #[track_caller]
    pub fn powi(&self, n: i32) -> Array {
        unary(Unary::Powi(n), self)
    }

    /// [`Array::powi`] with the error as a value.
    ///
    /// # Errors
    /// A bool array, or a negative power of integers.
    #[track_caller]
    pub fn try_powi(&self, n: i32) -> Result<Array, Error> {
        try_unary(Unary::Powi(n), self)
    }

    /// The same numbers, constant for every derivative of every order. Any dtype.
    ///
    /// ```
    /// use cotangent_autodiff::{array, grad, Array};
    /// let g = grad(|x: &Array| x * x.stop_gradient())(&array(3.0));
    /// assert_eq!(g.item::<f64>()?, 3.0);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[doc(alias = "detach")]
    #[track_caller]
    pub fn stop_gradient(&self) -> Array {
        unary(Unary::StopGradient, self)
    }
}
