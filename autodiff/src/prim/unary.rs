//! Elementwise functions of one operand: one variant, one row, one method each.

use super::{Linear, Prim, Role, Rules, complex, lin};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
    program::Atom,
};
use alloc::format;
use core::{
    f64::consts::{LN_2, LOG2_E, LOG10_E},
    fmt,
};
use cotangent_kernels::{self as kernels, Map, ordered};
use cotangent_tensor::{DType, Error, ErrorKind, MapLoops, Scalar, Step, Tensor};

mod activation;
mod exponential;
mod rounding;
mod special;
mod trigonometric;

/// Declares the enum and the list of its variants together, so that no test can miss one; those with a parameter come by
/// examples.
macro_rules! unary {
    ($($Variant:ident)*; $($(#[$doc:meta])* $Family:ident($n:ident: $N:ty = $($example:literal)*))*) => {
        /// An elementwise function of one operand.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Unary { $($Variant,)* $($(#[$doc])* $Family($N),)* }
        impl Unary {
            /// Every variant.
            #[cfg(test)]
            pub(crate) const ALL: &[Unary] = &[$(Unary::$Variant,)* $($(Unary::$Family($example),)*)*];
        }
    };
}
unary! {
    Neg Abs Sign Floor Ceil Round Trunc Exp Exp2 ExpM1 Ln Log2 Log10 Ln1p Sqrt Rsqrt Cbrt Square OneMinusSquare Reciprocal Sin Cos Tan
    Asin Acos Atan Sinh Cosh Tanh Asinh Acosh Atanh Sigmoid Softplus Relu SoftSign Erf Erfc ErfInv Ndtr Density LogNdtr
    Lgamma Digamma Entr Logit StopGradient;
    /// xⁿ.
    Powi(n: i32 = -2 0 1 2 3)
    /// The n-th derivative of digamma.
    Polygamma(n: u32 = 1 2)
    /// Iₙ(x).
    BesselI(n: u32 = 0 1)
    /// e^(−|x|)·Iₙ(x).
    BesselIe(n: u32 = 0 1)
    /// The n-th derivative of sinc.
    Sinc(n: u32 = 0)
    /// ∫₀^∞ tⁿ e^(−xt − t²/2) dt, for x ≥ 0: the moments of the normal tail.
    Mills(n: u32 = 0)
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
    Float(&'static Forms),
    /// Of all number types.
    Number(&'static Forms),
    Powi(i32),
    /// The member of this order of a family of functions of the float types.
    Ordered(fn(u32, f64) -> f64, u32),
    Identity,
}

/// One kernel of a scalar, of an array, and in place.
pub(crate) struct Forms {
    pub(crate) f32: MapLoops<f32>,
    pub(crate) f64: MapLoops<f64>,
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
    Ordered(fn(n: u32, x: &Array, y: &Array) -> Array, u32),
}

const fn float<K: Map<f32> + Map<f64>>() -> Kernel {
    Kernel::Float(
        const {
            &Forms {
                f32: MapLoops::of::<K>(),
                f64: MapLoops::of::<K>(),
                map: Tensor::map_float::<K>,
                map_owned: Tensor::map_float_owned::<K>,
            }
        },
    )
}
const fn number<K: Map<f32> + Map<f64> + Map<i32> + Map<i64> + Map<u64>>() -> Kernel {
    Kernel::Number(
        const {
            &Forms {
                f32: MapLoops::of::<K>(),
                f64: MapLoops::of::<K>(),
                map: Tensor::map_number::<K>,
                map_owned: Tensor::map_number_owned::<K>,
            }
        },
    )
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
            Unary::Exp2 => ("exp2", float::<kernels::Exp2>(), Of(|_, y| y * LN_2), (-3.0, 3.0)),
            Unary::ExpM1 => ("exp_m1", float::<kernels::ExpM1>(), Of(|x, _| x.exp()), (-3.0, 3.0)),
            Unary::Ln => ("ln", float::<kernels::Ln>(), Of(|x, _| x.reciprocal()), (0.1, 5.0)),
            Unary::Log2 => ("log2", float::<kernels::Log2>(), Of(|x, _| x.reciprocal() * LOG2_E), (0.1, 5.0)),
            Unary::Log10 => ("log10", float::<kernels::Log10>(), Of(|x, _| x.reciprocal() * LOG10_E), (0.1, 5.0)),
            Unary::Ln1p => ("ln_1p", float::<kernels::Ln1p>(), Of(|x, _| (x + 1.0).reciprocal()), (-0.9, 5.0)),
            Unary::Sqrt => ("sqrt", float::<kernels::Sqrt>(), Of(|_, y| 0.5 / y), (0.1, 5.0)),
            Unary::Rsqrt => ("rsqrt", float::<kernels::Rsqrt>(), Of(|x, y| -0.5 * y / x), (0.1, 5.0)),
            Unary::Cbrt => ("cbrt", float::<kernels::Cbrt>(), Of(|_, y| y.powi(-2) * (1.0 / 3.0)), (0.1, 5.0)),
            Unary::Square => ("square", number::<kernels::Square>(), Of(|x, _| x * 2.0), (-3.0, 3.0)),
            Unary::OneMinusSquare => ("one_minus_square", float::<kernels::OneMinusSquare>(), Of(|x, _| x * -2.0), (-3.0, 3.0)),
            Unary::Reciprocal => ("reciprocal", float::<kernels::Reciprocal>(), Of(|_, y| -(y * y)), (0.3, 3.0)),
            Unary::Sin => ("sin", float::<kernels::Sin>(), Of(|x, _| x.cos()), (-6.0, 6.0)),
            Unary::Cos => ("cos", float::<kernels::Cos>(), Of(|x, _| -x.sin()), (-6.0, 6.0)),
            Unary::Tan => ("tan", float::<kernels::Tan>(), Of(|_, y| y * y + 1.0), (-1.2, 1.2)),
            Unary::Asin => ("asin", float::<kernels::Asin>(), Of(|x, _| apply(Unary::OneMinusSquare, x).rsqrt()), (-0.8, 0.8)),
            Unary::Acos => ("acos", float::<kernels::Acos>(), Of(|x, _| -apply(Unary::OneMinusSquare, x).rsqrt()), (-0.8, 0.8)),
            Unary::Atan => ("atan", float::<kernels::Atan>(), Of(|x, _| x.hypot(1.0).powi(-2)), (-3.0, 3.0)),
            Unary::Sinh => ("sinh", float::<kernels::Sinh>(), Of(|x, _| x.cosh()), (-3.0, 3.0)),
            Unary::Cosh => ("cosh", float::<kernels::Cosh>(), Of(|x, _| x.sinh()), (-3.0, 3.0)),
            Unary::Tanh => ("tanh", float::<kernels::Tanh>(), Of(tanh_slope), (-3.0, 3.0)),
            Unary::Asinh => ("asinh", float::<kernels::Asinh>(), Of(|x, _| x.hypot(1.0).reciprocal()), (-3.0, 3.0)),
            Unary::Acosh => ("acosh", float::<kernels::Acosh>(), Of(|x, _| (x - 1.0).rsqrt() * (x + 1.0).rsqrt()), (1.3, 4.0)),
            Unary::Atanh => ("atanh", float::<kernels::Atanh>(), Of(|x, _| apply(Unary::OneMinusSquare, x).reciprocal()), (-0.8, 0.8)),
            Unary::Sigmoid => ("sigmoid", float::<kernels::Sigmoid>(), Of(sigmoid_slope), (-5.0, 5.0)),
            Unary::Softplus => ("softplus", float::<kernels::Softplus>(), Of(|x, _| x.sigmoid()), (-5.0, 5.0)),
            Unary::Relu => ("relu", number::<kernels::Relu>(), Of(|x, _| x.gt(0.0).convert(x.dtype())), (-3.0, 3.0)),
            Unary::SoftSign => ("soft_sign", float::<kernels::SoftSign>(), Of(|x, _| (x.abs() + 1.0).powi(-2)), (-3.0, 3.0)),
            Unary::Erf => ("erf", float::<kernels::Erf>(), Of(|x, _| gauss(x)), (-3.0, 3.0)),
            Unary::Erfc => ("erfc", float::<kernels::Erfc>(), Of(|x, _| -gauss(x)), (-3.0, 3.0)),
            Unary::ErfInv => ("erf_inv", float::<kernels::ErfInv>(), Of(|_, y| (y * y).exp() * HALF_SQRT_PI), (-0.9, 0.9)),
            Unary::Ndtr => ("ndtr", float::<kernels::Ndtr>(), Of(|x, _| apply(Unary::Density, x)), (-3.0, 3.0)),
            Unary::Density => ("density", float::<kernels::Density>(), Of(|x, y| -(x * y)), (-3.0, 3.0)),
            Unary::LogNdtr => ("log_ndtr", float::<kernels::LogNdtr>(), Of(|x, _| hazard(x)), (-3.0, 3.0)),
            Unary::Lgamma => ("lgamma", float::<kernels::Lgamma>(), Of(|x, _| x.digamma()), (0.3, 4.0)),
            Unary::Digamma => ("digamma", float::<kernels::Digamma>(), Of(|x, _| x.polygamma(1)), (0.5, 4.0)),
            Unary::Entr => ("entr", float::<kernels::Entr>(), Of(|x, _| -(x.ln() + 1.0)), (0.1, 3.0)),
            Unary::Logit => ("logit", float::<kernels::Logit>(), Of(|x, _| x.reciprocal() + (1.0 - x).reciprocal()), (0.1, 0.9)),
            Unary::StopGradient => ("stop_gradient", Kernel::Identity, Zero, (-3.0, 3.0)),
            Unary::Powi(n) => ("powi", Kernel::Powi(n), Slope::Powi(n), (0.3, 2.0)),
            Unary::Polygamma(n) => ("polygamma", Kernel::Ordered(ordered::polygamma, n), Slope::Ordered(|n, x, _| apply(Unary::Polygamma(n + 1), x), n), (0.5, 4.0)),
            Unary::BesselI(n) => (bessel_name(n, ["bessel_i0", "bessel_i1", "bessel_i"]), Kernel::Ordered(ordered::bessel_i, n), Slope::Ordered(|n, x, _| neighbours(Unary::BesselI, n, x), n), (-3.0, 3.0)),
            Unary::BesselIe(n) => (bessel_name(n, ["bessel_i0e", "bessel_i1e", "bessel_ie"]), Kernel::Ordered(ordered::bessel_ie, n), Slope::Ordered(|n, x, y| neighbours(Unary::BesselIe, n, x) - x.sign() * y, n), (-3.0, 3.0)),
            Unary::Sinc(n) => ("sinc", Kernel::Ordered(ordered::sinc, n), Slope::Ordered(|n, x, _| apply(Unary::Sinc(n + 1), x), n), (-3.0, 3.0)),
            Unary::Mills(n) => ("mills", Kernel::Ordered(ordered::mills, n), Slope::Ordered(|n, x, _| -apply(Unary::Mills(n + 1), x), n), (0.2, 3.0)),
        };
        Rule { name, kernel, slope, domain }
    }

    /// Whether the function has a kernel for `dtype`.
    fn takes(self, dtype: DType) -> bool {
        if dtype.is_complex() {
            return complex::map(self).is_some() || matches!(self, Unary::StopGradient);
        }
        match self.rule().kernel {
            Kernel::Float(..) | Kernel::Ordered(..) => dtype.is_float(),
            Kernel::Number(..) => dtype.is_float() || dtype.is_integer(),
            Kernel::Powi(n) => dtype.is_float() || (dtype.is_integer() && n >= 0),
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

/// In f32 (and of complex numbers) a + a·y with a = 1 − y, JAX's form to the digit. In f64 4u(1 − u) with u = σ(−2|x|), which keeps its digits
/// where 1 − y² has none left.
fn tanh_slope(x: &Array, y: &Array) -> Array {
    if x.dtype() == DType::F32 || x.dtype().is_complex() {
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

/// The orders 0 and 1 have methods of their own.
const fn bessel_name(n: u32, [zero, one, more]: [&'static str; 3]) -> &'static str {
    match n {
        0 => zero,
        1 => one,
        _ => more,
    }
}

/// Iₙ₋₁/2 + Iₙ₊₁/2, or I₁ for n = 0, of a family that is scaled alike.
fn neighbours(family: fn(u32) -> Unary, n: u32, x: &Array) -> Array {
    match n.checked_sub(1) {
        None => apply(family(1), x),
        Some(below) => (apply(family(below), x) + apply(family(n + 1), x)) * 0.5,
    }
}

/// φ(x)/Φ(x), the derivative of ln Φ: below 0 as −x + M₁(−x)/M₀(−x), of which every derivative keeps its digits.
fn hazard(x: &Array) -> Array {
    let (below, zero) = (x.lt(0.0), x.literal(0.0));
    // Each branch sees only arguments that it is meant for: 0 stands for the others.
    let tail = below.select(&-x, &zero);
    let mills = |n| apply(Unary::Mills(n), &tail);
    let body = below.select(&zero, x);
    below.select(&(mills(1) / mills(0) + &tail), apply(Unary::Density, &body) / body.ndtr())
}

/// n·xⁿ⁻¹. The exponents 0 and 1 are met exactly, so that no 0·∞ arises at 0.
fn powi_slope(n: i32, x: &Array) -> Array {
    match n {
        0 => x.literal(0.0),
        1 => x.literal(1.0),
        _ => x.powi(n.saturating_sub(1)) * f64::from(n),
    }
}

impl Unary {
    /// The step of a compiled group that applies it to the value `x`, if there is one.
    pub(crate) fn step<T>(self, of: fn(&Forms) -> MapLoops<T>, x: usize) -> Option<Step<T>> {
        match self.rule().kernel {
            Kernel::Float(forms) | Kernel::Number(forms) => Some(Step::Map(of(forms), x)),
            Kernel::Powi(n) => Some(Step::Powi(n, x)),
            Kernel::Ordered(..) | Kernel::Identity => None,
        }
    }

    /// Whether [`Unary::step`] has one.
    pub(crate) fn is_step(self) -> bool {
        !matches!(self.rule().kernel, Kernel::Ordered(..) | Kernel::Identity)
    }
}

impl fmt::Display for Unary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rule { name, kernel, .. } = self.rule();
        match kernel {
            Kernel::Powi(n) => write!(f, "{name}[n={n}]"),
            Kernel::Ordered(_, n) => write!(f, "{name}[n={n}]"),
            Kernel::Float(..) | Kernel::Number(..) | Kernel::Identity => f.write_str(name),
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
            Kernel::Ordered(f, n) => xs[0].map_ordered(f, n),
            Kernel::Identity => xs[0].clone(),
        }
    }

    fn eval_owned(&self, xs: &mut [Tensor]) -> Tensor {
        let x = core::mem::replace(&mut xs[0], Tensor::from(false));
        match self.rule().kernel {
            Kernel::Float(forms) | Kernel::Number(forms) => (forms.map_owned)(x),
            Kernel::Powi(n) => x.powi(n),
            Kernel::Ordered(f, n) => x.map_ordered(f, n),
            Kernel::Identity => x,
        }
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let x = xs[0];
        let y = apply(*self, x);
        let Some(dx) = dxs[0] else { return (y, None) };
        let slope = match self.rule().slope {
            Slope::Zero => return (y, None),
            Slope::Constant(c) => x.literal(c),
            Slope::Of(slope) => slope(x, &y),
            Slope::Powi(n) => powi_slope(n, x),
            Slope::Ordered(slope, n) => slope(n, x, &y),
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
        (Kernel::Float(forms) | Kernel::Number(forms), Scalar::F32(x)) => Some(Array::from((forms.f32.scalar)(x))),
        (Kernel::Float(forms) | Kernel::Number(forms), Scalar::F64(x)) => Some(Array::from((forms.f64.scalar)(x))),
        _ => None,
    }
}

/// The result for an operand of a dtype that the function takes.
#[inline]
#[track_caller]
fn apply(op: Unary, x: &Array) -> Array {
    scalar(op, x).unwrap_or_else(|| bind(&Prim::Unary(op), [x]))
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
    if dtype.is_complex() {
        return Err(complex::unsupported(&name, dtype));
    }
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

impl Array {
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
