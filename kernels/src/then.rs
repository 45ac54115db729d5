//! Two elementwise functions one after the other, in one pass over memory.

use crate::{Float, Isa, Kernel, Zip, dispatch, same_length};
use core::marker::PhantomData;

/// `out[i] = g(f(a[i], b[i]), c[i])`, each function with its own rounding: the bits of two passes.
///
/// ```
/// use cotangent_kernels::{Mul, Sub, then};
/// let mut y = [0.0; 2];
/// then::<_, Mul, Sub>(&[2.0, 3.0], &[10.0, 10.0], &[1.0, 2.0], &mut y);
/// assert_eq!(y, [19.0, 28.0]);
/// ```
///
/// # Panics
/// If the lengths differ.
#[track_caller]
pub fn then<T: Copy, F: Zip<T, Output = T>, G: Zip<T, Output = T>>(a: &[T], b: &[T], c: &[T], out: &mut [T]) {
    for x in [a, b, c] {
        same_length("then", x.len(), out.len());
    }
    dispatch(Then::<T, F, G>(a, b, c, out, PhantomData));
}

struct Then<'a, T, F, G>(&'a [T], &'a [T], &'a [T], &'a mut [T], PhantomData<fn(F, G)>);
impl<T: Copy, F: Zip<T, Output = T>, G: Zip<T, Output = T>> Kernel for Then<'_, T, F, G> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Then(a, b, c, out, _) = self;
        for (((y, &a), &b), &c) in out.iter_mut().zip(a).zip(b).zip(c) {
            *y = G::eval::<I>(F::eval::<I>(a, b), c);
        }
    }
}

/// `out[i] = if mask[i] != 0 { a[i] } else { b[i] }`: [`select`](crate::select) by the numbers of an [`Indicator`].
///
/// ```
/// let mut out = [0.0; 2];
/// cotangent_kernels::choose(&[1.0, 0.0], &[1.0, 2.0], &[3.0, 4.0], &mut out);
/// assert_eq!(out, [1.0, 4.0]);
/// ```
///
/// # Panics
/// If the lengths differ.
#[track_caller]
pub fn choose<T: Float>(mask: &[T], a: &[T], b: &[T], out: &mut [T]) {
    for x in [mask, a, b] {
        same_length("choose", x.len(), out.len());
    }
    dispatch(Choose(mask, a, b, out));
}

struct Choose<'a, T>(&'a [T], &'a [T], &'a [T], &'a mut [T]);
impl<T: Float> Kernel for Choose<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Choose(mask, a, b, out) = self;
        for (((y, &m), &a), &b) in out.iter_mut().zip(mask).zip(a).zip(b) {
            *y = if m == T::ZERO { b } else { a };
        }
    }
}

/// A comparison as a number: 1 where `F` holds, else 0.
#[derive(Clone, Copy, Debug)]
pub struct Indicator<F>(PhantomData<fn(F)>);
impl<T: Float, F: Zip<T, Output = bool>> Zip<T> for Indicator<F> {
    type Output = T;
    const FUSES: bool = F::FUSES;
    const VECTORS: bool = F::VECTORS;
    #[inline(always)]
    fn eval<I: Isa>(a: T, b: T) -> T {
        if F::eval::<I>(a, b) { T::ONE } else { T::ZERO }
    }
}

/// `F` with its operands exchanged.
#[derive(Clone, Copy, Debug)]
pub struct Flipped<F>(PhantomData<fn(F)>);
impl<T: Copy, F: Zip<T>> Zip<T> for Flipped<F> {
    type Output = F::Output;
    const FUSES: bool = F::FUSES;
    const VECTORS: bool = F::VECTORS;
    #[inline(always)]
    fn eval<I: Isa>(a: T, b: T) -> F::Output {
        F::eval::<I>(b, a)
    }
}
