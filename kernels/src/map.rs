//! Elementwise functions of one argument: zero-sized types with the trait [`Map`].
//!
//! The arithmetic of each is in [`math`]. The scalar form, the slice form, a tail and a full vector all
//! run the same body and give the same bits.

use crate::{
    Float, Isa, Kernel, Number, dispatch,
    isa::{Baseline, call},
    math::{self, Elementary},
};

/// An elementwise function of one argument.
///
/// Implement [`eval`](Map::eval) alone, branch-free if it is to be vectorised; the loops come with it.
///
/// ```
/// use cotangent_kernels::{Exp, Map};
/// let mut y = [0.0; 3];
/// Exp::slice(&[0.0, 1.0, f64::NEG_INFINITY], &mut y);
/// assert_eq!(y, [1.0, core::f64::consts::E, 0.0]);
/// assert_eq!(Exp::scalar(0.0_f32), 1.0);
/// ```
pub trait Map<T: Copy> {
    /// Whether [`eval`](Map::eval) has other bits on targets with FMA. If not, the scalar form needs no dispatch.
    const FUSES: bool;

    /// Whether loops are compiled for each instruction set. Those that only call a function gain nothing, and integers
    /// do without, for smaller code.
    const VECTORS: bool = true;

    /// Whether [`sixteen`](Map::sixteen) is faster than as many calls of [`eval`](Map::eval).
    const SIXTEEN: bool = false;

    /// The function, with the arithmetic of one instruction set. Must be `#[inline(always)]`.
    fn eval<I: Isa>(x: T) -> T;

    /// The function of 16 numbers, with the same bits: for those that look numbers up in tables.
    #[inline(always)]
    fn sixteen<I: Isa>(x: &[T; 16]) -> [T; 16] {
        x.map(Self::eval::<I>)
    }

    /// Whether [`common`](Map::common) is right at x. Slices are tested block by block, so that the loop over common
    /// values is free of the rare ones' cost.
    #[inline(always)]
    fn is_common(x: T) -> bool {
        let _ = x;
        true
    }

    /// The function where [`is_common`](Map::is_common) holds, with the same bits as [`eval`](Map::eval).
    #[inline(always)]
    fn common<I: Isa>(x: T) -> T {
        Self::eval::<I>(x)
    }

    /// Whether [`moderate`](Map::moderate) is right at x: asked for blocks that are not common.
    #[inline(always)]
    fn is_moderate(x: T) -> bool {
        let _ = x;
        false
    }

    /// The function where [`is_moderate`](Map::is_moderate) holds, branch-free, with the same bits as [`eval`](Map::eval).
    #[inline(always)]
    fn moderate<I: Isa>(x: T) -> T {
        Self::eval::<I>(x)
    }

    /// The function of one number.
    #[inline]
    fn scalar(x: T) -> T {
        if Self::FUSES { dispatch(One::<Self, T>(x, Marker::new())) } else { Self::eval::<Baseline>(x) }
    }

    /// `out[i] = f(x[i])`.
    ///
    /// # Panics
    /// If the lengths differ.
    #[inline]
    #[track_caller]
    fn slice(x: &[T], out: &mut [T]) {
        crate::same_length("map", x.len(), out.len());
        let kernel = slice_kernel::<Self, T>(x, out);
        if Self::VECTORS { dispatch(kernel) } else { kernel.run::<Baseline>() }
    }

    /// `x[i] = f(x[i])`.
    #[inline]
    fn in_place(x: &mut [T]) {
        let kernel = InPlace::<Self, T>(x, Marker::new());
        if Self::VECTORS { dispatch(kernel) } else { kernel.run::<Baseline>() }
    }
}

/// Carries the function's type into a kernel.
struct Marker<F: ?Sized>(core::marker::PhantomData<fn(&F)>);
impl<F: ?Sized> Marker<F> {
    const fn new() -> Self {
        Marker(core::marker::PhantomData)
    }
}

/// Elements tested at once for being common.
const BLOCK: usize = 1024;

#[inline(always)]
fn all<T: Copy>(x: &[T], test: impl Fn(T) -> bool) -> bool {
    // Without a short cut, so that it vectorises.
    x.iter().fold(true, |all, &x| all & test(x))
}

struct One<F: ?Sized, T>(T, Marker<F>);
impl<F: Map<T> + ?Sized, T: Copy> Kernel for One<F, T> {
    type Output = T;
    #[inline(always)]
    fn run<I: Isa>(self) -> T {
        F::eval::<I>(self.0)
    }
}

/// The kernel of [`Map::slice`] for slices of one length.
pub(crate) fn slice_kernel<'a, F: Map<T> + ?Sized, T: Copy>(x: &'a [T], out: &'a mut [T]) -> impl Kernel<Output = ()> {
    Slice::<F, T>(x, out, Marker::new())
}

struct Slice<'a, F: ?Sized, T>(&'a [T], &'a mut [T], Marker<F>);
impl<F: Map<T> + ?Sized, T: Copy> Kernel for Slice<'_, F, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let (x, y) = (self.0, self.1);
        for (x, y) in x.chunks(BLOCK).zip(y.chunks_mut(BLOCK)) {
            if !all(x, F::is_common) {
                call::<I, _>(Rare::<F, T>(x, y, Marker::new()));
            } else if F::SIXTEEN {
                let ((x, x_rest), (y, y_rest)) = (x.as_chunks(), y.as_chunks_mut());
                for (y, x) in y.iter_mut().zip(x) {
                    *y = F::sixteen::<I>(x);
                }
                each(x_rest, y_rest, F::eval::<I>);
            } else {
                each(x, y, F::common::<I>);
            }
        }
    }
}

/// A block with uncommon values: out of line, so that its constants keep no registers from the loop over common ones.
struct Rare<'a, F: ?Sized, T>(&'a [T], &'a mut [T], Marker<F>);
impl<F: Map<T> + ?Sized, T: Copy> Kernel for Rare<'_, F, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        if all(self.0, F::is_moderate) {
            each(self.0, self.1, F::moderate::<I>);
        } else {
            each(self.0, self.1, F::eval::<I>);
        }
    }
}

#[inline(always)]
fn each<T: Copy>(x: &[T], y: &mut [T], f: impl Fn(T) -> T) {
    for (y, &x) in y.iter_mut().zip(x) {
        *y = f(x);
    }
}

#[inline(always)]
fn each_in_place<T: Copy>(x: &mut [T], f: impl Fn(T) -> T) {
    for x in x {
        *x = f(*x);
    }
}

struct RareInPlace<'a, F: ?Sized, T>(&'a mut [T], Marker<F>);
impl<F: Map<T> + ?Sized, T: Copy> Kernel for RareInPlace<'_, F, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        if all(self.0, F::is_moderate) {
            each_in_place(self.0, F::moderate::<I>);
        } else {
            each_in_place(self.0, F::eval::<I>);
        }
    }
}

struct InPlace<'a, F: ?Sized, T>(&'a mut [T], Marker<F>);
impl<F: Map<T> + ?Sized, T: Copy> Kernel for InPlace<'_, F, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        for block in self.0.chunks_mut(BLOCK) {
            if !all(block, F::is_common) {
                call::<I, _>(RareInPlace::<F, T>(block, Marker::new()));
            } else if F::SIXTEEN {
                let (x, rest) = block.as_chunks_mut();
                for x in x {
                    *x = F::sixteen::<I>(x);
                }
                each_in_place(rest, F::eval::<I>);
            } else {
                each_in_place(block, F::common::<I>);
            }
        }
    }
}

/// What a function's loop is to the instruction sets.
pub(crate) enum Class {
    /// Other bits on targets with FMA.
    Fused,
    /// The same bits everywhere.
    Exact,
    /// Calls of a function that is compiled once: the same bits everywhere.
    Called,
}

impl Class {
    pub(crate) const fn fuses(self) -> bool {
        matches!(self, Class::Fused)
    }

    /// Given whether loops over the element type gain.
    pub(crate) const fn vectors(self, element: bool) -> bool {
        element && !matches!(self, Class::Called)
    }
}

macro_rules! map {
    ($($(#[$doc:meta])* $name:ident<$bound:ident>, $class:ident, |$x:ident, $isa:ident| $body:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $name;
        impl<T: $bound> Map<T> for $name {
            const FUSES: bool = Class::$class.fuses();
            const VECTORS: bool = Class::$class.vectors(T::VECTORS);
            #[inline(always)]
            fn eval<$isa: Isa>($x: T) -> T {
                $body
            }
        }
    )*};
}

map! {
    /// −x. Integers wrap.
    Neg<Number>, Exact, |x, I| x.negative();
    /// |x|. Integers wrap.
    Abs<Number>, Exact, |x, I| x.magnitude();
    /// −1, 0 or 1 with the sign of x; ±0 and NaN are returned as they are.
    Sign<Number>, Exact, |x, I| x.sign();
    /// x·x. Integers wrap.
    Square<Number>, Exact, |x, I| x.times(x);
    /// 1 − x², accurate near ±1.
    OneMinusSquare<Float>, Exact, |x, I| (T::ONE - x) * (T::ONE + x);
    /// eˣ − 1, accurate near 0.
    ExpM1<Float>, Fused, |x, I| <T as Elementary>::exp_m1::<I>(x);
    /// ln(1 + x), accurate near 0.
    Ln1p<Float>, Fused, |x, I| <T as Elementary>::ln_1p::<I>(x);
    /// √x, correctly rounded.
    Sqrt<Float>, Exact, |x, I| <T as Elementary>::sqrt(x);
    /// 1/√x.
    Rsqrt<Float>, Fused, |x, I| <T as Elementary>::rsqrt::<I>(x);
    /// 1/x, correctly rounded.
    Reciprocal<Float>, Exact, |x, I| T::ONE / x;
    /// Hyperbolic sine.
    Sinh<Float>, Fused, |x, I| <T as Elementary>::sinh::<I>(x);
    /// Hyperbolic cosine.
    Cosh<Float>, Fused, |x, I| <T as Elementary>::cosh::<I>(x);
    /// The complementary error function 1 − erf(x), accurate where erf is near 1.
    Erfc<Float>, Fused, |x, I| <T as Elementary>::erfc::<I>(x);
    /// The inverse of erf on [−1, 1]; NaN outside.
    ErfInv<Float>, Called, |x, I| <T as Elementary>::erf_inv::<I>(x);
    /// 2ˣ.
    Exp2<Float>, Fused, |x, I| <T as Elementary>::exp2::<I>(x);
    /// ∛x, negative for negative x.
    Cbrt<Float>, Fused, |x, I| <T as Elementary>::cbrt::<I>(x);
    /// The angle in [−π/2, π/2] whose sine is x.
    Asin<Float>, Fused, |x, I| <T as Elementary>::asin::<I>(x);
    /// The angle in [0, π] whose cosine is x.
    Acos<Float>, Fused, |x, I| <T as Elementary>::acos::<I>(x);
    /// The angle in (−π/2, π/2) whose tangent is x.
    Atan<Float>, Fused, |x, I| <T as Elementary>::atan::<I>(x);
    /// The inverse of sinh.
    Asinh<Float>, Fused, |x, I| <T as Elementary>::asinh::<I>(x);
    /// The inverse of cosh for results ≥ 0; NaN below 1.
    Acosh<Float>, Fused, |x, I| <T as Elementary>::acosh::<I>(x);
    /// The inverse of tanh; NaN outside [−1, 1].
    Atanh<Float>, Fused, |x, I| <T as Elementary>::atanh::<I>(x);
    /// ψ(x), the derivative of ln Γ(x); ∓∞ at ±0, NaN at the negative integers.
    Digamma<Float>, Called, |x, I| T::through_f64(x, math::digamma);
    /// Φ(x), the distribution function of the standard normal.
    Ndtr<Float>, Called, |x, I| T::through_f64(x, math::ndtr);
    /// φ(x) = e^(−x²/2)/√(2π), the density of the standard normal.
    Density<Float>, Called, |x, I| T::through_f64(x, math::density);
    /// ln Φ(x), accurate in both tails.
    LogNdtr<Float>, Called, |x, I| T::through_f64(x, math::log_ndtr);
    /// ln(1 + eˣ).
    Softplus<Float>, Fused, |x, I| <T as Elementary>::softplus::<I>(x);
    /// ln(1/(1 + e⁻ˣ)), the logarithm of the logistic function.
    LogSigmoid<Float>, Fused, |x, I| <T as Elementary>::softplus::<I>(x.negative()).negative();
    /// x·Φ(x), the Gaussian error linear unit in its exact form, ½x·erfc(−x/√2); −0 at −∞.
    Gelu<Float>, Fused, |x, I| <T as Elementary>::gelu::<I>(x);
    /// ln(x/(1 − x)), the inverse of the logistic function.
    Logit<Float>, Called, |x, I| T::through_f64(x, math::logit);
    /// −x ln x; 0 at 0, −∞ below.
    Entr<Float>, Called, |x, I| T::through_f64(x, math::entr);
    /// x where it is positive, else 0; NaN stays.
    Relu<Number>, Exact, |x, I| if x <= T::ZERO { T::ZERO } else { x };
    /// x/(1 + |x|).
    SoftSign<Float>, Exact, |x, I| soft_sign(x);
    /// The largest integer not above x.
    Floor<Float>, Exact, |x, I| <T as Elementary>::floor(x);
    /// The smallest integer not below x.
    Ceil<Float>, Exact, |x, I| <T as Elementary>::ceil(x);
    /// The nearest integer, ties to even.
    Round<Float>, Exact, |x, I| <T as Elementary>::round(x);
    /// The integer part, towards zero.
    Trunc<Float>, Exact, |x, I| <T as Elementary>::trunc(x);
}

/// ±1 at ±∞, where the quotient is none.
#[inline(always)]
fn soft_sign<T: Float>(x: T) -> T {
    let magnitude = x.magnitude();
    let y = x / (T::ONE + magnitude);
    if magnitude == T::HIGHEST { x.sign() } else { y }
}

macro_rules! guarded {
    ($($(#[$doc:meta])* $name:ident, $body:ident, $is_common:ident, $common:ident $(, $is_moderate:ident, $moderate:ident)?;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $name;
        impl<T: Float> Map<T> for $name {
            const FUSES: bool = true;
            #[inline(always)]
            fn eval<I: Isa>(x: T) -> T {
                <T as Elementary>::$body::<I>(x)
            }
            #[inline(always)]
            fn is_common(x: T) -> bool {
                T::$is_common(x)
            }
            #[inline(always)]
            fn common<I: Isa>(x: T) -> T {
                <T as Elementary>::$common::<I>(x)
            }
            $(
                #[inline(always)]
                fn is_moderate(x: T) -> bool {
                    T::$is_moderate(x)
                }
                #[inline(always)]
                fn moderate<I: Isa>(x: T) -> T {
                    <T as Elementary>::$moderate::<I>(x)
                }
            )?
        }
    )*};
}

guarded! {
    /// eˣ.
    Exp, exp, exp_is_common, exp_common;
    /// The natural logarithm. NaN below 0, −∞ at ±0.
    Ln, ln, ln_is_common, ln_common;
    /// The logarithm to base 2.
    Log2, log2, log2_is_common, log2_common;
    /// The logarithm to base 10.
    Log10, log10, log10_is_common, log10_common;
    /// Sine of x in radians, for any x.
    Sin, sin, trig_is_common, sin_common, trig_is_moderate, sin_moderate;
    /// Cosine of x in radians, for any x.
    Cos, cos, trig_is_common, cos_common, trig_is_moderate, cos_moderate;
    /// Tangent of x in radians, for any x.
    Tan, tan, trig_is_common, tan_common, trig_is_moderate, tan_moderate;
    /// The logistic function 1/(1 + e⁻ˣ).
    Sigmoid, sigmoid, sigmoid_is_common, sigmoid_common;
}

macro_rules! by_table {
    ($($(#[$doc:meta])* $name:ident, $body:ident, $sixteen:ident, $is_common:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $name;
        impl<T: Float> Map<T> for $name {
            const FUSES: bool = true;
            const SIXTEEN: bool = T::PIECES;
            #[inline(always)]
            fn eval<I: Isa>(x: T) -> T {
                <T as Elementary>::$body::<I>(x)
            }
            #[inline(always)]
            fn sixteen<I: Isa>(x: &[T; 16]) -> [T; 16] {
                T::$sixteen::<I>(x)
            }
            #[inline(always)]
            fn is_common(x: T) -> bool {
                $is_common(x)
            }
        }
    )*};
}

by_table! {
    /// Hyperbolic tangent.
    Tanh, tanh, tanh_16, |_| true;
    /// The error function 2/√π ∫₀ˣ e^(−t²) dt.
    Erf, erf, erf_16, |_| true;
    /// ln |Γ(x)|; +∞ at the poles.
    Lgamma, lgamma, lgamma_16, T::lgamma_is_common;
}
