//! The matrix exponential by scaling and squaring.

use super::{
    lu::{lu_in, solve},
    vectors::{identity_columns, scale},
};
use crate::{Float, KernelError, MatMut, MatRef, linalg::length, matmul, matmul_workspace};

/// Elements of workspace that [`expm`] needs for order n.
pub const fn expm_workspace<T>(n: usize) -> usize {
    5 * n * n + matmul_workspace::<T>(n, n, n)
}

/// The largest 1-norm for which the Padé approximant of order 13 has the accuracy of f64.
const LIMIT: f64 = 5.371_920_351_148_152;

/// Its coefficients, from that of A⁰ on.
const COEFFICIENTS: [f64; 14] = [
    64_764_752_532_480_000.0,
    32_382_376_266_240_000.0,
    7_771_770_303_897_600.0,
    1_187_353_796_428_800.0,
    129_060_195_264_000.0,
    10_559_470_521_600.0,
    670_442_572_800.0,
    33_522_128_640.0,
    1_323_241_920.0,
    40_840_800.0,
    960_960.0,
    16_380.0,
    182.0,
    1.0,
];

/// Replaces A by its exponential: the Padé approximant of order 13 at A/2ˢ, squared s times, with the smallest s for
/// which the 1-norm of A/2ˢ is at most 5.37 (Higham, doi:10.1137/04061101X). The relative backward error is of the
/// order of ε.
///
/// ```
/// use cotangent_kernels::linalg::{expm, expm_workspace};
/// let mut a = [0.0, 1.0, 0.0, 0.0];
/// expm(&mut a, 2, &mut [0; 2], &mut [0.0; expm_workspace::<f64>(2)])?;
/// assert_eq!(a, [1.0, 1.0, 0.0, 1.0]);
/// # Ok::<(), cotangent_kernels::KernelError>(())
/// ```
///
/// # Errors
/// [`KernelError::Length`] if `a` has not n² elements, `pivots` not n, or `work` fewer than [`expm_workspace`];
/// [`KernelError::Singular`] if an element is not finite.
pub fn expm<T: Float>(a: &mut [T], n: usize, pivots: &mut [usize], work: &mut [T]) -> Result<(), KernelError> {
    length("expm", n.checked_mul(n), a.len())?;
    length("expm", Some(n), pivots.len())?;
    if work.len() < expm_workspace::<T>(n) {
        return Err(KernelError::Length { operation: "expm", needed: expm_workspace::<T>(n), length: work.len() });
    }
    let squarings = scale_down(a, n)?;
    let (square, rest) = work.split_at_mut(n * n);
    let (fourth, rest) = rest.split_at_mut(n * n);
    let (sixth, rest) = rest.split_at_mut(n * n);
    let (u, rest) = rest.split_at_mut(n * n);
    let (v, rest) = rest.split_at_mut(n * n);
    let mut product = |x: &[T], y: &[T], out: &mut [T]| {
        // SAFETY: A or one of the five parts of the workspace.
        let [x, y] = [x, y].map(|x| unsafe { MatRef::whole(x, n, n) });
        // SAFETY: the same.
        let out = unsafe { MatMut::whole(out, n, n) };
        matmul::product(x, y, out, false, rest);
    };
    product(a, a, square);
    product(square, square, fourth);
    product(square, fourth, sixth);
    // Odd powers: U = A·(A⁶·(b₁₃A⁶ + b₁₁A⁴ + b₉A²) + b₇A⁶ + b₅A⁴ + b₃A² + b₁I); V has the even ones.
    let powers = [&*square, fourth, sixth];
    combine(v, n, powers, [T::ZERO, b(9), b(11), b(13)]);
    product(sixth, v, u);
    combine(v, n, powers, [b(1), b(3), b(5), b(7)]);
    v.iter_mut().zip(&*u).for_each(|(v, &u)| *v += u);
    product(a, v, u);
    combine(v, n, powers, [T::ZERO, b(8), b(10), b(12)]);
    product(sixth, v, a);
    combine(v, n, powers, [b(0), b(2), b(4), b(6)]);
    v.iter_mut().zip(&*a).for_each(|(v, &x)| *v += x);
    // (V − U)·X = V + U.
    for ((x, u), &v) in a.iter_mut().zip(u.iter_mut()).zip(&*v) {
        *x = v + *u;
        *u = v - *u;
    }
    lu_in(u, n, pivots)?;
    solve(u, n, pivots, a, n)?;
    for _ in 0..squarings {
        product(a, a, u);
        a.copy_from_slice(u);
    }
    Ok(())
}

fn b<T: Float>(i: usize) -> T {
    <T as num_traits::NumCast>::from(COEFFICIENTS[i]).unwrap_or(T::ONE)
}

/// c₀·I + c₁·A² + c₂·A⁴ + c₃·A⁶.
fn combine<T: Float>(out: &mut [T], n: usize, powers: [&[T]; 3], c: [T; 4]) {
    identity_columns(out, n);
    let [square, fourth, sixth] = powers;
    for (((out, &x), &y), &z) in out.iter_mut().zip(square).zip(fourth).zip(sixth) {
        *out = c[0] * *out + c[1] * x + c[2] * y + c[3] * z;
    }
}

/// Divides A by the power of two that brings its 1-norm down to the limit; the exponent.
fn scale_down<T: Float>(a: &mut [T], n: usize) -> Result<usize, KernelError> {
    let column = |j: usize| (0..n).fold(T::ZERO, |sum, i| sum + a[i * n + j].magnitude());
    let mut norm = (0..n).fold(T::ZERO, |m, j| m.larger(column(j)));
    if !norm.is_finite() {
        return Err(KernelError::Singular { index: 0 });
    }
    let limit = <T as num_traits::NumCast>::from(LIMIT).unwrap_or(T::ONE);
    let (mut squarings, mut factor) = (0, T::ONE);
    while norm > limit {
        norm *= T::HALF;
        factor *= T::HALF;
        squarings += 1;
    }
    scale(a, factor);
    Ok(squarings)
}
