//! Arithmetic of complex numbers, with principal values: cuts along the negative real axis (ln, √), where the sign of a
//! zero imaginary part says on which side a number lies.
//!
//! Each result is within a few units in the last place of its larger part; products lose what cancels in one part, as any
//! product by the textbook formula does. Intermediate overflow and underflow are avoided.

use crate::{Cos, Cosh, Exp, Float, Ln, Ln1p, Map, Sin, Sinh, Sqrt, Tan};
use num_complex::Complex;

/// z·w.
#[inline]
pub fn mul<T: Float>(z: Complex<T>, w: Complex<T>) -> Complex<T> {
    Complex::new(z.re * w.re - z.im * w.im, z.re * w.im + z.im * w.re)
}

/// z/w. By a real w, part by part; a finite z by an infinite w is 0.
///
/// M. Baudin, R. L. Smith, "A robust complex division in Scilab", arXiv:1210.4539.
pub fn div<T: Float>(z: Complex<T>, w: Complex<T>) -> Complex<T> {
    if w.im == T::ZERO {
        return Complex::new(z.re / w.re, z.im / w.re);
    }
    if (w.re.is_infinite() || w.im.is_infinite()) && z.re.is_finite() && z.im.is_finite() {
        return Complex::new(T::ZERO, T::ZERO);
    }
    let (z, up) = scaled(z);
    let (w, down) = scaled(w);
    let q = if w.im.abs() <= w.re.abs() {
        divided(z, w)
    } else {
        let q = divided(Complex::new(z.im, z.re), Complex::new(w.im, w.re));
        Complex::new(q.re, -q.im)
    };
    Complex::new(q.re / up * down, q.im / up * down)
}

fn largest<T: Float>() -> T {
    <T as num_traits::Float>::max_value()
}

/// A number brought away from the ends of the exponents, and the factor that did it.
fn scaled<T: Float>(z: Complex<T>) -> (Complex<T>, T) {
    let size = num_traits::Float::max(z.re.abs(), z.im.abs());
    let eps = T::epsilon();
    let factor = if size >= largest::<T>() / T::TWO {
        T::HALF
    } else if size <= T::min_positive_value() * T::TWO / eps {
        T::TWO / (eps * eps)
    } else {
        T::ONE
    };
    (Complex::new(z.re * factor, z.im * factor), factor)
}

/// z/w where the real part of w is the larger.
fn divided<T: Float>(z: Complex<T>, w: Complex<T>) -> Complex<T> {
    let r = w.im / w.re;
    let t = T::ONE / (w.re + w.im * r);
    let part = |a: T, b: T| {
        let br = b * r;
        if r == T::ZERO {
            (a + w.im * (b / w.re)) * t
        } else if br != T::ZERO {
            (a + br) * t
        } else {
            a * t + (b * t) * r
        }
    };
    Complex::new(part(z.re, z.im), part(z.im, -z.re))
}

/// |z| without overflow on the way.
#[inline]
pub fn abs<T: Float>(z: Complex<T>) -> T {
    num_traits::Float::hypot(z.re, z.im)
}

/// The angle of z in (−π, π]; ±0 or ±π on the real axis by the signs of its parts.
#[inline]
pub fn angle<T: Float>(z: Complex<T>) -> T {
    num_traits::Float::atan2(z.im, z.re)
}

/// eᶻ.
pub fn exp<T: Float>(z: Complex<T>) -> Complex<T> {
    let size = Exp::scalar(z.re);
    let (cos, sin) = (Cos::scalar(z.im), if z.im == T::ZERO { z.im } else { Sin::scalar(z.im) });
    if size.is_infinite() && z.re.is_finite() {
        // A small cosine may bring it back into range.
        let root = Exp::scalar(z.re * T::HALF);
        return Complex::new(root * cos * root, root * sin * root);
    }
    Complex::new(size * cos, if sin == T::ZERO { sin } else { size * sin })
}

/// ln z, the imaginary part in (−π, π].
pub fn ln<T: Float>(z: Complex<T>) -> Complex<T> {
    Complex::new(ln_abs(z), angle(z))
}

/// ln |z|, accurate where |z| is near 1 too: there |z|² − 1 is summed from exact products.
fn ln_abs<T: Float>(z: Complex<T>) -> T {
    let (a, b) = (z.re.abs(), z.im.abs());
    let (large, small) = if a < b { (b, a) } else { (a, b) };
    if large > T::HALF && large < T::TWO {
        let exact = |x: T| (x * x, T::fused(x, x, -(x * x)));
        let ((l, dl), (s, ds)) = (exact(large), exact(small));
        return Ln1p::scalar(((l - T::ONE) + s) + (dl + ds)) * T::HALF;
    }
    let (z, factor) = scaled(z);
    let ln = Ln::scalar(abs(z));
    if factor == T::ONE { ln } else { ln - Ln::scalar(factor) }
}

/// √z with a real part ≥ 0.
pub fn sqrt<T: Float>(z: Complex<T>) -> Complex<T> {
    if z.re == T::ZERO && z.im == T::ZERO {
        return Complex::new(T::ZERO, z.im);
    }
    if z.im.is_infinite() {
        return Complex::new(T::infinity(), z.im);
    }
    let size = num_traits::Float::max(z.re.abs(), z.im.abs());
    let eps = T::epsilon();
    // Factors with exact roots.
    let (factor, root) = if size >= largest::<T>() / (T::TWO + T::TWO) {
        (T::HALF * T::HALF, T::TWO)
    } else if size <= T::min_positive_value() / eps {
        (T::ONE / (eps * eps), eps)
    } else {
        (T::ONE, T::ONE)
    };
    let (re, im) = (z.re * factor, z.im * factor);
    let t = Sqrt::scalar((re.abs() + num_traits::Float::hypot(re, im)) * T::HALF);
    let other = im.abs() / (T::TWO * t);
    let (re, im) = if re >= T::ZERO { (t, other) } else { (other, t) };
    Complex::new(re * root, (im * root).copysign(z.im))
}

/// sin z.
pub fn sin<T: Float>(z: Complex<T>) -> Complex<T> {
    Complex::new(Sin::scalar(z.re) * Cosh::scalar(z.im), Cos::scalar(z.re) * Sinh::scalar(z.im))
}

/// cos z.
pub fn cos<T: Float>(z: Complex<T>) -> Complex<T> {
    Complex::new(Cos::scalar(z.re) * Cosh::scalar(z.im), -(Sin::scalar(z.re) * Sinh::scalar(z.im)))
}

/// tan z = −i·tanh(iz).
pub fn tan<T: Float>(z: Complex<T>) -> Complex<T> {
    let y = tanh(Complex::new(-z.im, z.re));
    Complex::new(y.im, -y.re)
}

/// sinh z.
pub fn sinh<T: Float>(z: Complex<T>) -> Complex<T> {
    Complex::new(Sinh::scalar(z.re) * Cos::scalar(z.im), Cosh::scalar(z.re) * Sin::scalar(z.im))
}

/// cosh z.
pub fn cosh<T: Float>(z: Complex<T>) -> Complex<T> {
    Complex::new(Cosh::scalar(z.re) * Cos::scalar(z.im), Sinh::scalar(z.re) * Sin::scalar(z.im))
}

/// tanh z.
///
/// W. Kahan, "Branch cuts for complex elementary functions, or much ado about nothing's sign bit" (1987).
pub fn tanh<T: Float>(z: Complex<T>) -> Complex<T> {
    // Beyond, the real part is ±1 to the last digit and the square of sinh overflows.
    if z.re.abs() > Ln::scalar(largest::<T>()) / (T::TWO + T::TWO) {
        return Complex::new(T::ONE.copysign(z.re), T::ZERO.copysign(z.im));
    }
    let (t, s) = (Tan::scalar(z.im), Sinh::scalar(z.re));
    let (beta, rho) = (T::ONE + t * t, Sqrt::scalar(T::ONE + s * s));
    let under = T::ONE + beta * s * s;
    Complex::new(beta * rho * s / under, t / under)
}

/// zⁿ by square and multiply, in the order of [`powi`](crate::powi); for negative n its reciprocal.
pub fn powi<T: Float>(z: Complex<T>, n: i32) -> Complex<T> {
    let one = Complex::new(T::ONE, T::ZERO);
    let (mut square, mut power, mut left) = (z, one, n.unsigned_abs());
    while left > 0 {
        if left & 1 == 1 {
            power = mul(power, square);
        }
        square = mul(square, square);
        left >>= 1;
    }
    if n < 0 { div(one, power) } else { power }
}
