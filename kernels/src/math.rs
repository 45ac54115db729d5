//! The arithmetic of the elementwise functions: a row per function and dtype, a file per family.
//!
//! Bodies are branch-free where they are meant to be vectorised, and give the same bits alone, in a slice and in a
//! tail. Functions without a body of their own call `libm`; those of f32 go through f64, see `wide`.

mod bessel;
mod erf;
mod exact;
mod exp;
mod gamma;
mod hyperbolic;
mod ln;
mod logarithmic;
mod normal;
mod pair;
mod round;
mod sigmoid;
mod sinc;
mod trig;
mod wide;

pub use bessel::{bessel_i, bessel_ie};
pub use gamma::polygamma;
pub(crate) use gamma::{digamma, lgamma};
pub(crate) use logarithmic::{entr, logaddexp, logaddexp2, logit, rel_entr, softplus, xlog1py, xlogy};
pub use normal::mills;
pub(crate) use normal::{density, log_ndtr, ndtr};
pub use sinc::sinc;

use crate::{Isa, hardware::Hardware};

/// The functions of one dtype. Not for use outside this crate: call the types in [`map`](crate::map).
#[doc(hidden)]
#[allow(missing_docs, reason = "each row is documented at its type in `map` or `zip`")]
pub trait Elementary: Sized {
    /// `a * b + c` rounded once.
    fn fused(a: Self, b: Self, c: Self) -> Self;
    #[cfg(feature = "matrixmultiply")]
    fn matrixmultiply(
        a: crate::MatRef<'_, Self>,
        b: crate::MatRef<'_, Self>,
        c: crate::MatMut<'_, Self>,
        accumulate: bool,
    );
    /// `f` of the number as an f64, rounded once.
    fn through_f64(x: Self, f: impl Fn(f64) -> f64) -> Self;
    /// Whether the vectorised bodies of sin and cos hold at x.
    fn is_common_angle(x: Self) -> bool;
    fn sqrt(x: Self) -> Self;
    fn rsqrt<I: Isa>(x: Self) -> Self;
    fn floor(x: Self) -> Self;
    fn ceil(x: Self) -> Self;
    fn round(x: Self) -> Self;
    fn trunc(x: Self) -> Self;
    fn exp<I: Isa>(x: Self) -> Self;
    fn exp_m1<I: Isa>(x: Self) -> Self;
    fn ln<I: Isa>(x: Self) -> Self;
    fn ln_1p<I: Isa>(x: Self) -> Self;
    fn sin<I: Isa>(x: Self) -> Self;
    fn cos<I: Isa>(x: Self) -> Self;
    fn sin_rare(x: Self) -> Self;
    fn cos_rare(x: Self) -> Self;
    fn tan<I: Isa>(x: Self) -> Self;
    fn sinh<I: Isa>(x: Self) -> Self;
    fn cosh<I: Isa>(x: Self) -> Self;
    fn tanh<I: Isa>(x: Self) -> Self;
    fn sigmoid<I: Isa>(x: Self) -> Self;
    fn erf<I: Isa>(x: Self) -> Self;
    fn erfc<I: Isa>(x: Self) -> Self;
    fn erf_inv<I: Isa>(x: Self) -> Self;
    fn powf<I: Isa>(x: Self, y: Self) -> Self;
}

macro_rules! rows {
    ($t:ident: common_angle = |$x:ident| $common:expr; $($name:ident = $body:expr;)*) => {
        impl Elementary for $t {
            #[inline(always)]
            fn fused(a: $t, b: $t, c: $t) -> $t {
                <$t as Hardware>::fused(a, b, c)
            }
            #[cfg(feature = "matrixmultiply")]
            fn matrixmultiply(
                a: crate::MatRef<'_, $t>,
                b: crate::MatRef<'_, $t>,
                c: crate::MatMut<'_, $t>,
                accumulate: bool,
            ) {
                crate::matmul::reference::$t(a, b, c, accumulate);
            }
            #[inline(always)]
            fn through_f64(x: $t, f: impl Fn(f64) -> f64) -> $t {
                f(x.into()) as $t
            }
            #[inline(always)]
            fn is_common_angle($x: $t) -> bool {
                $common
            }
            #[inline(always)]
            fn sqrt(x: $t) -> $t {
                <$t as Hardware>::square_root(x)
            }
            #[inline(always)]
            fn rsqrt<I: Isa>(x: $t) -> $t {
                round::reciprocal_root::<I, $t>(x, round::$t::SCALING)
            }
            #[inline(always)]
            fn floor(x: $t) -> $t {
                round::$t::floor(x)
            }
            #[inline(always)]
            fn ceil(x: $t) -> $t {
                -round::$t::floor(-x)
            }
            #[inline(always)]
            fn round(x: $t) -> $t {
                round::$t::round(x)
            }
            #[inline(always)]
            fn trunc(x: $t) -> $t {
                $t::copysign(round::$t::floor($t::abs(x)), x)
            }
            #[inline(always)]
            fn powf<I: Isa>(x: $t, y: $t) -> $t {
                libm::pow(x.into(), y.into()) as $t
            }
            #[inline(always)]
            fn sin_rare(x: $t) -> $t {
                libm::sin(x.into()) as $t
            }
            #[inline(always)]
            fn cos_rare(x: $t) -> $t {
                libm::cos(x.into()) as $t
            }
            $(
                #[inline(always)]
                fn $name<I: Isa>(x: $t) -> $t {
                    $body(x)
                }
            )*
        }
    };
}

rows! {
    f32: common_angle = |x| f32::abs(x) <= trig::LIMIT;
    exp = exp::exp::<I>;
    exp_m1 = wide::through_f64(libm::expm1);
    ln = ln::ln::<I>;
    ln_1p = wide::through_f64(libm::log1p);
    sin = trig::sin::<I>;
    cos = trig::cos::<I>;
    tan = wide::through_f64(libm::tan);
    sinh = wide::through_f64(libm::sinh);
    cosh = wide::through_f64(libm::cosh);
    tanh = hyperbolic::tanh::<I>;
    sigmoid = sigmoid::sigmoid::<I>;
    erf = erf::erf::<I>;
    erfc = wide::through_f64(libm::erfc);
    erf_inv = wide::through_f64(erf::inverse);
}

rows! {
    f64: common_angle = |_x| true;
    exp = pair::exp::<I>;
    exp_m1 = libm::expm1;
    ln = libm::log;
    ln_1p = libm::log1p;
    sin = libm::sin;
    cos = libm::cos;
    tan = libm::tan;
    sinh = pair::sinh::<I>;
    cosh = pair::cosh::<I>;
    tanh = pair::tanh::<I>;
    sigmoid = pair::sigmoid::<I>;
    erf = libm::erf;
    erfc = libm::erfc;
    erf_inv = erf::inverse;
}
