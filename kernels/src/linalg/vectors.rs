//! Vector operations that the factorisations are made of.

use crate::{Float, Isa, Kernel, Sqrt, dispatch, dot, map::Map};

/// y += c·x.
#[inline]
pub(super) fn add_scaled<T: Float>(y: &mut [T], c: T, x: &[T]) {
    dispatch(AddScaled(y, c, x));
}

struct AddScaled<'a, T>(&'a mut [T], T, &'a [T]);
impl<T: Float> Kernel for AddScaled<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let AddScaled(y, c, x) = self;
        for (y, &x) in y.iter_mut().zip(x) {
            *y = I::mul_add(c, x, *y);
        }
    }
}

/// (x, y) becomes (c·x − s·y, s·x + c·y).
#[inline]
pub(super) fn rotate<T: Float>(x: &mut [T], y: &mut [T], c: T, s: T) {
    dispatch(Rotate(x, y, c, s));
}

struct Rotate<'a, T>(&'a mut [T], &'a mut [T], T, T);
impl<T: Float> Kernel for Rotate<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Rotate(x, y, c, s) = self;
        for (x, y) in x.iter_mut().zip(y) {
            let (a, b) = (*x, *y);
            *x = I::mul_add(c, a, -(s * b));
            *y = I::mul_add(s, a, c * b);
        }
    }
}

/// x becomes c·x.
pub(super) fn scale<T: Float>(x: &mut [T], c: T) {
    for x in x {
        *x *= c;
    }
}

/// The square root.
#[inline]
pub(super) fn sqrt<T: Float>(x: T) -> T {
    Sqrt::scalar(x)
}

/// The largest magnitude, NaN if there is one.
pub(super) fn largest<T: Float>(x: &[T]) -> T {
    x.iter().fold(T::ZERO, |m, &x| m.larger(x.magnitude()))
}

/// The Euclidean norm, without overflow or underflow on the way.
pub(super) fn norm<T: Float>(x: &[T]) -> T {
    let squares = dot(x, x);
    if squares.is_finite() && squares > T::min_positive_value() / T::epsilon() {
        return sqrt(squares);
    }
    let m = largest(x);
    if m == T::ZERO || !m.is_finite() {
        return m;
    }
    let squares = x.iter().fold(T::ZERO, |sum, &x| sum + (x / m) * (x / m));
    m * sqrt(squares)
}

/// A factor that brings elements up to `m` to where squares neither overflow nor vanish; 1 almost always.
pub(super) fn safe_scale<T: Float>(m: T) -> T {
    let small = sqrt(T::min_positive_value()) / T::epsilon();
    if m > T::ZERO && (m < small || m > small.recip()) {
        m.recip().smaller(T::min_positive_value().recip())
    } else {
        T::ONE
    }
}

/// Rows i < j of a matrix with `n` columns.
pub(super) fn two_rows<T>(a: &mut [T], n: usize, i: usize, j: usize) -> (&mut [T], &mut [T]) {
    let (above, below) = a.split_at_mut(j * n);
    (&mut above[i * n..(i + 1) * n], &mut below[..n])
}

/// The first `n` columns of the identity.
pub(super) fn identity_columns<T: Float>(a: &mut [T], n: usize) {
    a.fill(T::ZERO);
    for i in 0..n {
        a[i * n + i] = T::ONE;
    }
}

/// Transposes a square matrix in place.
pub(super) fn transpose<T>(a: &mut [T], n: usize) {
    for i in 0..n {
        for j in 0..i {
            a.swap(i * n + j, j * n + i);
        }
    }
}

/// Replaces x by v with v₀ = 1 and returns (α, τ): (I − τ·v·vᵀ)·x = α·e₀, orthogonal, with |α| the norm of x.
/// (Golub, Van Loan, "Matrix computations", 4th ed., §5.1.3; LAPACK's `larfg`.)
pub(super) fn reflector<T: Float>(x: &mut [T]) -> (T, T) {
    // The last digits of numbers near the smallest are lost, and with them the orthogonality: work on larger ones.
    let m = largest(x);
    let tiny = m > T::ZERO && m < T::min_positive_value() / T::epsilon();
    let factor = if tiny { T::min_positive_value().recip() } else { T::ONE };
    if tiny {
        scale(x, factor);
    }
    let Some((&mut head, rest)) = x.split_first_mut() else { return (T::ZERO, T::ZERO) };
    let below = norm(rest);
    x[0] = T::ONE;
    if below == T::ZERO {
        return (head / factor, T::ZERO);
    }
    let length = head.hypot(below);
    let alpha = if head > T::ZERO { -length } else { length };
    let first = head - alpha;
    x[1..].iter_mut().for_each(|x| *x /= first);
    (alpha / factor, -first / alpha)
}
