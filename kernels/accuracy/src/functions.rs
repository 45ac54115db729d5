//! The functions, with their truth and the arguments on which f64 is tried.

use cotangent_kernels::{
    Acos, Acosh, Asin, Asinh, Atan, Atanh, Cbrt, Cos, Cosh, Erf, Erfc, Exp, Exp2, ExpM1, Gelu, Ln, Ln1p, Log2, Log10,
    LogSigmoid, Logit, Map, Reciprocal, Rsqrt, Sigmoid, Sin, Sinh, Softplus, Sqrt, Tan, Tanh,
};

use crate::{double::Double, oracle};

/// A function of both dtypes.
pub(crate) struct Function {
    pub(crate) name: &'static str,
    pub(crate) f32: fn(&[f32], &mut [f32]),
    pub(crate) f64: fn(&[f64], &mut [f64]),
    /// libm's, in f64: the truth for f32.
    pub(crate) libm: fn(f64) -> f64,
    /// To 90 bits: the truth for f64.
    pub(crate) oracle: fn(f64) -> Double,
    /// Where f64 is tried.
    pub(crate) domain: [f64; 2],
    /// The largest error of f64 that is allowed, in ulp.
    pub(crate) bound: f64,
    /// Arguments near which f64 is hard.
    pub(crate) hard: fn(f64) -> f64,
}

macro_rules! functions {
    ($($name:literal $bound:literal $kernel:ident [$low:expr, $high:expr] $hard:ident, $libm:expr, $oracle:expr;)*) => {
        &[$(Function {
            name: $name,
            f32: <$kernel as Map<f32>>::slice,
            f64: <$kernel as Map<f64>>::slice,
            libm: $libm,
            oracle: $oracle,
            domain: [$low, $high],
            bound: $bound,
            hard: $hard,
        }),*]
    };
}

/// Multiples of π/2.
fn quarters(seed: f64) -> f64 {
    libm::rint(libm::exp2(seed * 60.0)) * core::f64::consts::FRAC_PI_2
}

/// 1, where logarithms vanish and inverse functions end.
fn near_one(seed: f64) -> f64 {
    1.0 + libm::exp2(-53.0 * seed)
}

/// Multiples of half ln 2, where exponentials change their reduction.
fn steps(seed: f64) -> f64 {
    libm::rint(seed * 2000.0 - 1000.0) * (0.5 * core::f64::consts::LN_2)
}

/// 0.
fn small(seed: f64) -> f64 {
    libm::exp2(-60.0 * seed)
}

const HUGE: f64 = 1e300;
const TINY: f64 = 1e-290;

pub(crate) const ALL: &[Function] = functions! {
    "exp" 0.53 Exp [-660.0, 709.0] steps, libm::exp, |x| oracle::exp(x.into());
    "exp2" 0.53 Exp2 [-950.0, 1023.0] steps, libm::exp2, oracle::exp2;
    "exp_m1" 0.6 ExpM1 [-50.0, 709.0] steps, libm::expm1, |x| oracle::exp_m1(x.into());
    "ln" 0.65 Ln [TINY, HUGE] near_one, libm::log, |x| oracle::ln(x.into());
    "log2" 0.75 Log2 [TINY, HUGE] near_one, libm::log2, oracle::log2;
    "log10" 0.65 Log10 [TINY, HUGE] near_one, libm::log10, oracle::log10;
    "ln_1p" 0.7 Ln1p [-0.999_999_9, HUGE] small, libm::log1p, |x| oracle::ln_1p(x.into());
    "sqrt" 0.5 Sqrt [TINY, HUGE] near_one, libm::sqrt, |x| Double::from(x).sqrt();
    "rsqrt" 0.501 Rsqrt [TINY, HUGE] near_one, |x| 1.0 / libm::sqrt(x), oracle::rsqrt;
    "reciprocal" 0.5 Reciprocal [-1e250, 1e250] near_one, |x| 1.0 / x, |x| Double::from(1.0) / x.into();
    "cbrt" 0.51 Cbrt [-1e200, 1e200] near_one, libm::cbrt, oracle::cbrt;
    "sin" 0.8 Sin [-HUGE, HUGE] quarters, libm::sin, |x| oracle::sin_cos(x).0;
    "cos" 0.8 Cos [-HUGE, HUGE] quarters, libm::cos, |x| oracle::sin_cos(x).1;
    "tan" 0.95 Tan [-HUGE, HUGE] quarters, libm::tan, oracle::tan;
    "asin" 0.7 Asin [-1.0, 1.0] small, libm::asin, oracle::asin;
    "acos" 0.7 Acos [-1.0, 1.0] small, libm::acos, oracle::acos;
    "atan" 0.7 Atan [-HUGE, HUGE] near_one, libm::atan, |x| oracle::atan(x.into());
    "sinh" 0.6 Sinh [-709.0, 709.0] steps, libm::sinh, oracle::sinh;
    "cosh" 0.6 Cosh [-709.0, 709.0] steps, libm::cosh, oracle::cosh;
    "tanh" 0.6 Tanh [-20.0, 20.0] steps, libm::tanh, oracle::tanh;
    "asinh" 0.7 Asinh [-HUGE, HUGE] near_one, libm::asinh, oracle::asinh;
    "acosh" 0.7 Acosh [1.0, HUGE] near_one, |x| if x < 1.0 { f64::NAN } else { libm::acosh(x) }, oracle::acosh;
    "atanh" 0.7 Atanh [-1.0, 1.0] small, libm::atanh, oracle::atanh;
    "erf" 0.85 Erf [-6.0, 6.0] small, libm::erf, oracle::erf;
    "erfc" 0.85 Erfc [-6.0, 25.0] small, libm::erfc, oracle::erfc;
    "gelu" 1.0 Gelu [-36.0, 20.0] small, |x| if x == f64::NEG_INFINITY { -0.0 } else { 0.5 * x * libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2) },
        oracle::gelu;
    "log_sigmoid" 0.7 LogSigmoid [-700.0, 660.0] steps,
        |x| if x < 0.0 { x - libm::log1p(libm::exp(x)) } else { -libm::log1p(libm::exp(-x)) }, |x| -oracle::softplus(-x);
    "sigmoid" 0.6 Sigmoid [-660.0, 40.0] steps, |x| 1.0 / (1.0 + libm::exp(-x)), oracle::sigmoid;
    "softplus" 0.7 Softplus [-660.0, 700.0] steps,
        |x| if x > 0.0 { x + libm::log1p(libm::exp(-x)) } else { libm::log1p(libm::exp(x)) }, oracle::softplus;
    "logit" 1.5 Logit [TINY, 1.0] small,
        |x| if x < 0.25 { libm::log(x) - libm::log1p(-x) } else { 2.0 * libm::atanh(2.0 * x - 1.0) }, oracle::logit;
};
