//! Two elementwise functions one after the other, in one pass over memory.

use crate::{Isa, Kernel, Zip, dispatch, same_length};
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
