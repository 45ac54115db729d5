//! Integer powers by square and multiply, in one fixed order.

use crate::{Isa, Kernel, Number, isa::dispatch_for, same_length};

/// `out[i] = x[i]ⁿ` for an integer n.
///
/// Square and multiply from the lowest bit of |n|; for negative n the float result is 1/x^|n|, and the integer result
/// is the exact reciprocal truncated towards zero (±1 for x = ±1, else 0). x⁰ = 1 for every x. Each of the at most
/// 2·log₂|n| products rounds once.
///
/// # Panics
/// If the lengths differ.
#[track_caller]
pub fn powi<T: Number>(x: &[T], n: i32, out: &mut [T]) {
    same_length("powi", x.len(), out.len());
    dispatch_for::<T, _>(Powi(x, n, out));
}

/// `xⁿ` for an integer n, with the bits of [`powi`].
///
/// ```
/// assert_eq!(cotangent_kernels::powi_scalar(2.0, -3), 0.125);
/// assert_eq!(cotangent_kernels::powi_scalar(3, 4), 81);
/// ```
pub fn powi_scalar<T: Number>(x: T, n: i32) -> T {
    x.integer_power(n)
}

struct Powi<'a, T>(&'a [T], i32, &'a mut [T]);
impl<T: Number> Kernel for Powi<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        for (y, &x) in self.2.iter_mut().zip(self.0) {
            *y = x.integer_power(self.1);
        }
    }
}

#[inline(always)]
pub(crate) fn by_squaring<T: Number>(x: T, mut n: u32) -> T {
    let mut square = x;
    let mut power = T::ONE;
    while n > 0 {
        if n & 1 == 1 {
            power = power.times(square);
        }
        square = square.times(square);
        n >>= 1;
    }
    power
}
