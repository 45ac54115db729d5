//! Elementwise functions of two arguments: zero-sized types with the trait [`Zip`], and [`ZipAssign`] for those
//! whose result has the operands' type.
//!
//! As in [`map`](crate::map), scalar and slice forms give the same bits.

use crate::{
    Float, Isa, Kernel, Number, dispatch,
    isa::Baseline,
    map::Class,
    math::{self, Elementary},
    same_length,
};

/// An elementwise function of two arguments.
///
/// ```
/// use cotangent_kernels::{Add, Less, Zip};
/// let mut sum = [0.0; 2];
/// Add::slices(&[1.0, 2.0], &[10.0, 20.0], &mut sum);
/// assert_eq!(sum, [11.0, 22.0]);
/// let mut mask = [false; 2];
/// Less::right(&[1, 5], 3, &mut mask);
/// assert_eq!(mask, [true, false]);
/// ```
pub trait Zip<T: Copy> {
    /// The type of a result: `T`, or `bool` for comparisons.
    type Output: Copy;
    /// Whether [`eval`](Zip::eval) has other bits on targets with FMA.
    const FUSES: bool;

    /// Whether loops are compiled for each instruction set: see [`Map::VECTORS`](crate::Map::VECTORS).
    const VECTORS: bool = true;

    /// The function, with the arithmetic of one instruction set. Must be `#[inline(always)]`.
    fn eval<I: Isa>(a: T, b: T) -> Self::Output;

    /// The function of two numbers.
    #[inline]
    fn scalar(a: T, b: T) -> Self::Output {
        if Self::FUSES { dispatch(One::<Self, T>(a, b, Marker::new())) } else { Self::eval::<Baseline>(a, b) }
    }

    /// `out[i] = f(a[i], b[i])`.
    ///
    /// # Panics
    /// If the lengths differ.
    #[inline]
    #[track_caller]
    fn slices(a: &[T], b: &[T], out: &mut [Self::Output]) {
        same_length("zip", a.len(), out.len());
        same_length("zip", b.len(), out.len());
        let kernel = Slices::<Self, T>(a, b, out);
        if Self::VECTORS { dispatch(kernel) } else { kernel.run::<Baseline>() }
    }

    /// `out[i] = f(a, b[i])`: the left operand is a scalar.
    ///
    /// # Panics
    /// If the lengths differ.
    #[inline]
    #[track_caller]
    fn left(a: T, b: &[T], out: &mut [Self::Output]) {
        same_length("zip", b.len(), out.len());
        let kernel = Left::<Self, T>(a, b, out);
        if Self::VECTORS { dispatch(kernel) } else { kernel.run::<Baseline>() }
    }

    /// `out[i] = f(a[i], b)`: the right operand is a scalar.
    ///
    /// # Panics
    /// If the lengths differ.
    #[inline]
    #[track_caller]
    fn right(a: &[T], b: T, out: &mut [Self::Output]) {
        same_length("zip", a.len(), out.len());
        let kernel = Right::<Self, T>(a, b, out);
        if Self::VECTORS { dispatch(kernel) } else { kernel.run::<Baseline>() }
    }
}

/// A [`Zip`] whose result can replace an operand.
pub trait ZipAssign<T: Copy>: Zip<T, Output = T> {
    /// `a[i] = f(a[i], b[i])`.
    ///
    /// # Panics
    /// If the lengths differ.
    #[inline]
    #[track_caller]
    fn assign(a: &mut [T], b: &[T]) {
        same_length("zip", a.len(), b.len());
        let kernel = Assign::<Self, T>(a, b, Marker::new());
        if Self::VECTORS { dispatch(kernel) } else { kernel.run::<Baseline>() }
    }

    /// `a[i] = f(a[i], b)`.
    #[inline]
    fn assign_scalar(a: &mut [T], b: T) {
        let kernel = AssignScalar::<Self, T>(a, b, Marker::new());
        if Self::VECTORS { dispatch(kernel) } else { kernel.run::<Baseline>() }
    }

    /// `b[i] = f(a[i], b[i])`.
    ///
    /// # Panics
    /// If the lengths differ.
    #[inline]
    #[track_caller]
    fn assign_from(b: &mut [T], a: &[T]) {
        same_length("zip", a.len(), b.len());
        let kernel = AssignFrom::<Self, T>(b, a, Marker::new());
        if Self::VECTORS { dispatch(kernel) } else { kernel.run::<Baseline>() }
    }

    /// `b[i] = f(a, b[i])`.
    #[inline]
    fn assign_from_scalar(b: &mut [T], a: T) {
        let kernel = AssignFromScalar::<Self, T>(b, a, Marker::new());
        if Self::VECTORS { dispatch(kernel) } else { kernel.run::<Baseline>() }
    }
}
impl<T: Copy, F: Zip<T, Output = T> + ?Sized> ZipAssign<T> for F {}

/// Carries the function's type into a kernel.
struct Marker<F: ?Sized>(core::marker::PhantomData<fn(&F)>);
impl<F: ?Sized> Marker<F> {
    const fn new() -> Self {
        Marker(core::marker::PhantomData)
    }
}

struct One<F: ?Sized, T>(T, T, Marker<F>);
impl<F: Zip<T> + ?Sized, T: Copy> Kernel for One<F, T> {
    type Output = F::Output;
    #[inline(always)]
    fn run<I: Isa>(self) -> F::Output {
        F::eval::<I>(self.0, self.1)
    }
}

macro_rules! loops {
    ($($name:ident($($field:ty),*), |$this:ident, $isa:ident| $body:block)*) => {$(
        struct $name<'a, F: Zip<T> + ?Sized, T: Copy>($($field),*);
        impl<F: Zip<T> + ?Sized, T: Copy> Kernel for $name<'_, F, T> {
            type Output = ();
            #[inline(always)]
            fn run<$isa: Isa>(self) {
                let $this = self;
                $body
            }
        }
    )*};
}

loops! {
    Slices(&'a [T], &'a [T], &'a mut [F::Output]), |k, I| {
        for ((y, &a), &b) in k.2.iter_mut().zip(k.0).zip(k.1) {
            *y = F::eval::<I>(a, b);
        }
    }
    Left(T, &'a [T], &'a mut [F::Output]), |k, I| {
        for (y, &b) in k.2.iter_mut().zip(k.1) {
            *y = F::eval::<I>(k.0, b);
        }
    }
    Right(&'a [T], T, &'a mut [F::Output]), |k, I| {
        for (y, &a) in k.2.iter_mut().zip(k.0) {
            *y = F::eval::<I>(a, k.1);
        }
    }
}

macro_rules! assigning_loops {
    ($($name:ident($($field:ty),*), |$this:ident, $isa:ident| $body:block)*) => {$(
        struct $name<'a, F: ?Sized, T>($($field,)* Marker<F>);
        impl<F: Zip<T, Output = T> + ?Sized, T: Copy> Kernel for $name<'_, F, T> {
            type Output = ();
            #[inline(always)]
            fn run<$isa: Isa>(self) {
                let $this = self;
                $body
            }
        }
    )*};
}

assigning_loops! {
    Assign(&'a mut [T], &'a [T]), |k, I| {
        for (a, &b) in k.0.iter_mut().zip(k.1) {
            *a = F::eval::<I>(*a, b);
        }
    }
    AssignScalar(&'a mut [T], T), |k, I| {
        for a in k.0 {
            *a = F::eval::<I>(*a, k.1);
        }
    }
    AssignFrom(&'a mut [T], &'a [T]), |k, I| {
        for (b, &a) in k.0.iter_mut().zip(k.1) {
            *b = F::eval::<I>(a, *b);
        }
    }
    AssignFromScalar(&'a mut [T], T), |k, I| {
        for b in k.0 {
            *b = F::eval::<I>(k.1, *b);
        }
    }
}

macro_rules! zip {
    ($($(#[$doc:meta])* $name:ident<$bound:ident>, $class:ident, |$a:ident, $b:ident, $isa:ident| $body:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $name;
        impl<T: $bound> Zip<T> for $name {
            type Output = T;
            const FUSES: bool = Class::$class.fuses();
            const VECTORS: bool = Class::$class.vectors(T::VECTORS);
            #[inline(always)]
            fn eval<$isa: Isa>($a: T, $b: T) -> T {
                $body
            }
        }
    )*};
}

zip! {
    /// a + b. Integers wrap.
    Add<Number>, Exact, |a, b, I| a.plus(b);
    /// a − b. Integers wrap.
    Sub<Number>, Exact, |a, b, I| a.minus(b);
    /// a · b. Integers wrap.
    Mul<Number>, Exact, |a, b, I| a.times(b);
    /// The larger of a and b; NaN if either is NaN; +0 is larger than −0.
    Maximum<Number>, Exact, |a, b, I| a.larger(b);
    /// The smaller of a and b; NaN if either is NaN; −0 is smaller than +0.
    Minimum<Number>, Exact, |a, b, I| a.smaller(b);
    /// a / b, correctly rounded.
    Div<Float>, Exact, |a, b, I| a / b;
    /// aᵇ with the special values of C Annex F: x⁰ = 1 and 1ʸ = 1 even for NaN.
    Powf<Float>, Called, |a, b, I| <T as Elementary>::powf::<I>(a, b);
    /// a − b·trunc(a/b), exactly: the remainder with the sign of a, C's `fmod`. NaN for b = 0 or infinite a; of integers 0
    /// for b = 0.
    Rem<Number>, Called, |a, b, I| a.remainder(b);
    /// a − b·⌊a/b⌋: the remainder with the sign of b, Python's `%`. NaN for b = 0 or infinite a; of integers 0 for b = 0.
    FlooredRem<Number>, Called, |a, b, I| a.floored_remainder(b);
    /// ⌊a/b⌋ of the exact quotient; a/0 is that of floats, and 0 of integers, which wrap.
    FlooredDiv<Number>, Called, |a, b, I| a.floored_quotient(b);
    /// |a| with the sign of b, that of a zero too.
    Copysign<Float>, Exact, |a, b, I| num_traits::Float::copysign(a, b);
    /// The angle of the point (b, a) in [−π, π]: a is the ordinate.
    Atan2<Float>, Fused, |a, b, I| <T as Elementary>::atan2::<I>(a, b);
    /// √(a² + b²) without overflow.
    Hypot<Float>, Fused, |a, b, I| <T as Elementary>::hypot::<I>(a, b);
    /// ln(eᵃ + eᵇ) without overflow.
    LogAddExp<Float>, Called, |a, b, I| through_f64(a, b, math::logaddexp);
    /// log₂(2ᵃ + 2ᵇ) without overflow.
    LogAddExp2<Float>, Called, |a, b, I| through_f64(a, b, math::logaddexp2);
    /// a ln b; 0 at a = 0 for every b but NaN.
    Xlogy<Float>, Called, |a, b, I| through_f64(a, b, math::xlogy);
    /// a ln(1 + b); 0 at a = 0 for every b but NaN.
    Xlog1py<Float>, Called, |a, b, I| through_f64(a, b, math::xlog1py);
    /// a ln(a/b) for positive a and b, 0 for a = 0 ≤ b, else ∞.
    RelEntr<Float>, Called, |a, b, I| through_f64(a, b, math::rel_entr);
}

/// `f` of two numbers as f64, rounded once.
#[inline(always)]
fn through_f64<T: Float>(a: T, b: T, f: fn(f64, f64) -> f64) -> T {
    let b = num_traits::ToPrimitive::to_f64(&b).unwrap_or(f64::NAN);
    T::through_f64(a, |a| f(a, b))
}

/// An element that can be compared for equality: a [`Number`] or `bool`.
pub trait Equatable: Copy + PartialEq {
    /// Whether loops over such elements are compiled for each instruction set.
    #[doc(hidden)]
    const VECTORS: bool = false;
}
impl Equatable for f32 {
    const VECTORS: bool = true;
}
impl Equatable for f64 {
    const VECTORS: bool = true;
}
impl Equatable for i32 {}
impl Equatable for i64 {}
impl Equatable for u64 {}
impl Equatable for bool {}

macro_rules! compare {
    ($($(#[$doc:meta])* $name:ident<$bound:ident>, $op:tt;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $name;
        impl<T: $bound> Zip<T> for $name {
            type Output = bool;
            const FUSES: bool = false;
            const VECTORS: bool = T::VECTORS;
            #[inline(always)]
            fn eval<I: Isa>(a: T, b: T) -> bool {
                a $op b
            }
        }
    )*};
}

compare! {
    /// a = b; false if either is NaN. Also for `bool`.
    Equal<Equatable>, ==;
    /// a ≠ b; true if either is NaN. Also for `bool`.
    NotEqual<Equatable>, !=;
    /// a < b; false if either is NaN.
    Less<Number>, <;
    /// a ≤ b; false if either is NaN.
    LessEqual<Number>, <=;
    /// a > b; false if either is NaN.
    Greater<Number>, >;
    /// a ≥ b; false if either is NaN.
    GreaterEqual<Number>, >=;
}
