//! The arithmetic of the elementwise functions: a row per function and dtype, a file per family.
//!
//! Bodies are branch-free where they are meant to be vectorised, and give the same bits alone, in a slice and in a
//! tail. Those of f32 use f32 arithmetic only. Functions without a body of their own call `libm`; those of f32 go through
//! f64, see `wide`, but `powf`, whose f32 form in `libm` is good to 1 ulp.

mod arcs;
mod bessel;
mod double;
mod erf;
mod erfc;
mod exact;
mod exp;
mod exps;
mod gamma;
mod gelu;
mod lgamma;
mod ln;
mod logarithmic;
mod logs;
mod normal;
mod pair;
pub(crate) mod pieces;
mod roots;
mod round;
mod sigmoid;
mod sinc;
mod trig;
mod wide;

pub use bessel::{bessel_i, bessel_ie};
pub(crate) use gamma::digamma;
pub use gamma::polygamma;
pub(crate) use logarithmic::{entr, logaddexp, logaddexp2, logit, rel_entr, xlog1py, xlogy};
pub use normal::mills;
pub(crate) use normal::{density, log_ndtr, ndtr};
pub use sinc::sinc;

use crate::{
    Isa,
    hardware::Hardware,
    isa::{LookUp, One},
};

/// An f32 function that looks numbers up in tables of 16.
#[doc(hidden)]
pub trait Table {
    /// The function of each element.
    fn eval<L: LookUp>(x: L) -> L;
}

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
    /// Whether functions in pieces are computed for 16 numbers at once.
    const PIECES: bool;
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
    fn tan<I: Isa>(x: Self) -> Self;
    fn sinh<I: Isa>(x: Self) -> Self;
    fn cosh<I: Isa>(x: Self) -> Self;
    fn tanh<I: Isa>(x: Self) -> Self;
    fn sigmoid<I: Isa>(x: Self) -> Self;
    fn erf<I: Isa>(x: Self) -> Self;
    fn erfc<I: Isa>(x: Self) -> Self;
    fn erf_inv<I: Isa>(x: Self) -> Self;
    fn gelu<I: Isa>(x: Self) -> Self;
    fn exp2<I: Isa>(x: Self) -> Self;
    fn log2<I: Isa>(x: Self) -> Self;
    fn log10<I: Isa>(x: Self) -> Self;
    fn asin<I: Isa>(x: Self) -> Self;
    fn acos<I: Isa>(x: Self) -> Self;
    fn atan<I: Isa>(x: Self) -> Self;
    fn asinh<I: Isa>(x: Self) -> Self;
    fn acosh<I: Isa>(x: Self) -> Self;
    fn atanh<I: Isa>(x: Self) -> Self;
    fn softplus<I: Isa>(x: Self) -> Self;
    fn cbrt<I: Isa>(x: Self) -> Self;
    fn powf<I: Isa>(x: Self, y: Self) -> Self;
    fn atan2<I: Isa>(y: Self, x: Self) -> Self;
    fn hypot<I: Isa>(a: Self, b: Self) -> Self;
    fn exp_is_common(x: Self) -> bool;
    fn exp_common<I: Isa>(x: Self) -> Self;
    fn ln_is_common(x: Self) -> bool;
    fn ln_common<I: Isa>(x: Self) -> Self;
    fn trig_is_common(x: Self) -> bool;
    fn trig_is_moderate(x: Self) -> bool;
    fn log2_is_common(x: Self) -> bool;
    fn log2_common<I: Isa>(x: Self) -> Self;
    fn log10_is_common(x: Self) -> bool;
    fn log10_common<I: Isa>(x: Self) -> Self;
    fn sin_common<I: Isa>(x: Self) -> Self;
    fn cos_common<I: Isa>(x: Self) -> Self;
    fn tan_common<I: Isa>(x: Self) -> Self;
    fn sin_moderate<I: Isa>(x: Self) -> Self;
    fn cos_moderate<I: Isa>(x: Self) -> Self;
    fn tan_moderate<I: Isa>(x: Self) -> Self;
    fn sigmoid_is_common(x: Self) -> bool;
    fn sigmoid_common<I: Isa>(x: Self) -> Self;
    fn tanh_16<I: Isa>(x: &[Self; 16]) -> [Self; 16];
    fn erf_16<I: Isa>(x: &[Self; 16]) -> [Self; 16];
    fn lgamma<I: Isa>(x: Self) -> Self;
    fn lgamma_is_common(x: Self) -> bool;
    fn lgamma_16<I: Isa>(x: &[Self; 16]) -> [Self; 16];
}

macro_rules! rows {
    (
        $t:ident: { $($name:ident = $body:expr;)* }
            tests: { $($is_common:ident = $test:expr;)* }
        common: { $($common:ident = $fast:expr;)* }
        two: { $($zip:ident = $two:expr;)* }
        pieces($pieces:literal, $lgamma_is_common:expr): { $($name_16:ident = $sixteen:expr;)* }
    ) => {
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
                round::$t::ceil(x)
            }
            #[inline(always)]
            fn round(x: $t) -> $t {
                round::$t::round(x)
            }
            #[inline(always)]
            fn trunc(x: $t) -> $t {
                round::$t::trunc(x)
            }
            $(
                #[inline(always)]
                fn $zip<I: Isa>(a: $t, b: $t) -> $t {
                    $two(a, b)
                }
            )*
            $(
                #[inline(always)]
                fn $name<I: Isa>(x: $t) -> $t {
                    $body(x)
                }
            )*
            $(
                #[inline(always)]
                fn $is_common(x: $t) -> bool {
                    $test(x)
                }
            )*
            $(
                #[inline(always)]
                fn $common<I: Isa>(x: $t) -> $t {
                    $fast(x)
                }
            )*
            const PIECES: bool = $pieces;
            #[inline(always)]
            fn lgamma_is_common(x: $t) -> bool {
                $lgamma_is_common(x)
            }
            $(
                #[inline(always)]
                fn $name_16<I: Isa>(x: &[$t; 16]) -> [$t; 16] {
                    $sixteen(x)
                }
            )*
        }
    };
}

rows! {
    f32: {
    exp = exp::exp::<I>;
    exp_m1 = exps::exp_m1::<I>;
    ln = ln::ln::<I>;
    ln_1p = logs::ln_1p::<I>;
    sin = trig::sin::<I>;
    cos = trig::cos::<I>;
    tan = trig::tan::<I>;
    sinh = exps::sinh::<I>;
    cosh = exps::cosh::<I>;
    tanh = |x| pieces::Tanh::eval(One::<I>::new(x)).0;
    sigmoid = sigmoid::sigmoid::<I>;
    erf = |x| pieces::Erf::eval(One::<I>::new(x)).0;
    erfc = erfc::erfc::<I>;
    gelu = gelu::gelu::<I>;
    erf_inv = wide::through_f64(erf::inverse);
        exp2 = exps::exp2::<I>;
        log2 = logs::log2::<I>;
        log10 = logs::log10::<I>;
        asin = arcs::asin::<I>;
        acos = arcs::acos::<I>;
        atan = arcs::atan::<I>;
        asinh = logs::asinh::<I>;
        acosh = logs::acosh::<I>;
        atanh = logs::atanh::<I>;
        softplus = logs::softplus::<I>;
        cbrt = roots::cbrt::<I>;
        lgamma = lgamma::lgamma::<I>;
    }
    tests: {
        exp_is_common = exp::is_common;
        ln_is_common = ln::is_common;
        log2_is_common = ln::is_common;
        log10_is_common = ln::is_common;
        trig_is_common = trig::is_common;
        trig_is_moderate = trig::is_moderate;
        sigmoid_is_common = sigmoid::is_common;
    }
    common: {
        exp_common = exp::common::<I>;
        ln_common = ln::common::<I>;
        sin_common = trig::common_sin::<I>;
        cos_common = trig::common_cos::<I>;
        tan_common = trig::common_tan::<I>;
        sin_moderate = trig::moderate_sin::<I>;
        cos_moderate = trig::moderate_cos::<I>;
        tan_moderate = trig::moderate_tan::<I>;
        sigmoid_common = sigmoid::common::<I>;
        log2_common = logs::log2_common::<I>;
        log10_common = logs::log10_common::<I>;
    }
    two: {
        atan2 = arcs::atan2::<I>;
        hypot = |a, b| roots::hypot::<I, f32>(a, b, &roots::SCALING_F32);
        powf = libm::powf;
    }
    pieces(true, lgamma::is_common): {
    lgamma_16 = lgamma::sixteen::<I>;
    tanh_16 = I::look_up::<pieces::Tanh>;
    erf_16 = I::look_up::<pieces::Erf>;
    }
}

rows! {
    f64: {
    exp = pair::exp::<I>;
    exp_m1 = double::exps::exp_m1::<I>;
    ln = double::logs::ln::<I>;
    ln_1p = double::logs::ln_1p::<I>;
    sin = double::trig::sin::<I>;
    cos = double::trig::cos::<I>;
    tan = double::trig::tan::<I>;
    sinh = pair::sinh::<I>;
    cosh = pair::cosh::<I>;
    tanh = pair::tanh::<I>;
    sigmoid = pair::sigmoid::<I>;
    erf = double::erf::erf::<I>;
    erfc = double::erf::erfc::<I>;
    gelu = double::erf::gelu::<I>;
    erf_inv = erf::inverse;
        exp2 = double::exps::exp2::<I>;
        log2 = double::logs::log2::<I>;
        log10 = double::logs::log10::<I>;
        asin = double::arcs::asin::<I>;
        acos = double::arcs::acos::<I>;
        atan = double::arcs::atan::<I>;
        asinh = double::logs::asinh::<I>;
        acosh = double::logs::acosh::<I>;
        atanh = double::logs::atanh::<I>;
        softplus = double::logs::softplus::<I>;
        cbrt = libm::cbrt;
        lgamma = gamma::lgamma;
    }
    tests: {
        exp_is_common = |_| true;
        ln_is_common = double::logs::is_common;
        log2_is_common = |_| true;
        log10_is_common = |_| true;
        trig_is_common = double::trig::is_common;
        trig_is_moderate = double::trig::is_common;
        sigmoid_is_common = |_| true;
    }
    common: {
        exp_common = pair::exp::<I>;
        ln_common = double::logs::common::<I>;
        sin_common = double::trig::common_sin::<I>;
        cos_common = double::trig::common_cos::<I>;
        tan_common = double::trig::common_tan::<I>;
        sin_moderate = double::trig::common_sin::<I>;
        cos_moderate = double::trig::common_cos::<I>;
        tan_moderate = double::trig::common_tan::<I>;
        sigmoid_common = pair::sigmoid::<I>;
        log2_common = double::logs::log2::<I>;
        log10_common = double::logs::log10::<I>;
    }
    two: {
        atan2 = double::arcs::atan2::<I>;
        hypot = |a, b| roots::hypot::<I, f64>(a, b, &roots::SCALING_F64);
        powf = libm::pow;
    }
    pieces(false, |_| true): {
    lgamma_16 = |x: &[f64; 16]| x.map(gamma::lgamma);
    tanh_16 = |x: &[f64; 16]| x.map(pair::tanh::<I>);
    erf_16 = |x: &[f64; 16]| x.map(double::erf::erf::<I>);
    }
}
