//! Families of functions numbered by an order: the derivative of one is made of its neighbours.

use crate::{Float, same_length};

pub use crate::math::{bessel_i, bessel_ie, mills, polygamma, sinc};

/// `out[i] = f(n, x[i])`: computed in f64 and rounded once.
///
/// ```
/// use cotangent_kernels::ordered::{map, polygamma};
/// let mut out = [0.0_f32; 2];
/// map(polygamma, 1, &[1.0, f32::INFINITY], &mut out);
/// assert_eq!(out, [1.644_934_1, 0.0]); // π²/6
/// ```
///
/// # Panics
/// If the lengths differ.
#[track_caller]
pub fn map<T: Float>(f: fn(u32, f64) -> f64, n: u32, x: &[T], out: &mut [T]) {
    same_length("ordered::map", x.len(), out.len());
    for (y, &x) in out.iter_mut().zip(x) {
        *y = T::through_f64(x, |x| f(n, x));
    }
}
