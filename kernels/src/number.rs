//! The element types: [`Number`] for all five, [`Float`] for the two with transcendental functions.
//!
//! Both traits are sealed: kernels rely on the layout and on the wrapping rule stated here.

use core::fmt::{Debug, Display};

use crate::{Isa, isa::Lanes, math::Elementary};

/// An element a kernel can compute with: `f32`, `f64`, `i32`, `i64`, `u64`. Narrower integers are computed in a wider one
/// and truncated, which gives the same bits; `u64` has none.
///
/// Integer arithmetic wraps on overflow in every kernel, as two's complement does. The operators that
/// `num_traits` brings (`+`, `*`, …) panic on overflow in debug builds; the methods here never do.
pub trait Number:
    Copy
    + PartialEq
    + PartialOrd
    + Default
    + Debug
    + Display
    + Send
    + Sync
    + 'static
    + num_traits::NumAssign
    + num_traits::NumCast
    + num_traits::Bounded
    + sealed::Sealed
{
    /// Zero (positive zero for floats).
    const ZERO: Self;
    /// Whether loops over such elements are compiled for each instruction set.
    #[doc(hidden)]
    const VECTORS: bool;
    /// 16 elements in registers.
    #[doc(hidden)]
    type Lanes16<I: Isa>: Lanes<Self>;
    /// One.
    const ONE: Self;
    /// The identity of [`max`](crate::max): −∞ or the smallest integer.
    const LOWEST: Self;
    /// The identity of [`min`](crate::min): +∞ or the largest integer.
    const HIGHEST: Self;

    /// `self + other`, wrapping.
    fn plus(self, other: Self) -> Self;
    /// `self - other`, wrapping.
    fn minus(self, other: Self) -> Self;
    /// `self * other`, wrapping.
    fn times(self, other: Self) -> Self;
    /// `-self`, wrapping.
    fn negative(self) -> Self;
    /// The magnitude, wrapping (`i32::MIN` stays; unsigned numbers are their own).
    fn magnitude(self) -> Self;
    /// −1, 0 or 1 with the sign of `self`; ±0 and NaN are returned as they are.
    fn sign(self) -> Self;
    /// The larger; a NaN operand is the result.
    fn larger(self, other: Self) -> Self;
    /// The smaller; a NaN operand is the result.
    fn smaller(self, other: Self) -> Self;
    /// The remainder with the sign of `self`. Of integers 0 for `other` = 0.
    fn remainder(self, other: Self) -> Self;
    /// The remainder with the sign of `other`. Of integers 0 for `other` = 0.
    fn floored_remainder(self, other: Self) -> Self;
    /// The quotient rounded down, wrapping. Of integers 0 for `other` = 0.
    fn floored_quotient(self, other: Self) -> Self;
    /// `self` to an integer power: see [`powi`](crate::powi).
    fn integer_power(self, n: i32) -> Self;
}

/// A floating-point element: `f32` or `f64`.
pub trait Float: Number + num_traits::Float + Elementary + crate::isa::Vectors {
    /// One half.
    const HALF: Self;
    /// Two.
    const TWO: Self;
    /// 2ˢ + 1 where s is half the number of significant bits, rounded up: splits a float in two.
    #[doc(hidden)]
    const SPLITTER: Self;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
    impl Sealed for i32 {}
    impl Sealed for i64 {}
    impl Sealed for u64 {}
}

macro_rules! float {
    ($t:ident, $splitter:literal) => {
        impl Number for $t {
            const VECTORS: bool = true;
            type Lanes16<I: Isa> = I::Vector16<$t>;
            const ZERO: $t = 0.0;
            const ONE: $t = 1.0;
            const LOWEST: $t = $t::NEG_INFINITY;
            const HIGHEST: $t = $t::INFINITY;
            #[inline(always)]
            fn plus(self, other: $t) -> $t {
                self + other
            }
            #[inline(always)]
            fn minus(self, other: $t) -> $t {
                self - other
            }
            #[inline(always)]
            fn times(self, other: $t) -> $t {
                self * other
            }
            #[inline(always)]
            fn negative(self) -> $t {
                -self
            }
            #[inline(always)]
            fn magnitude(self) -> $t {
                $t::abs(self)
            }
            #[inline(always)]
            fn sign(self) -> $t {
                let one = $t::copysign(1.0, self);
                if self == 0.0 || self != self { self } else { one }
            }
            // Equal operands can only differ as +0 and -0, that is in the sign's bit. Else a sum with NaN is NaN.
            #[inline(always)]
            fn larger(self, other: $t) -> $t {
                let larger = if self > other { self } else { other };
                if apart(self, other) {
                    return larger;
                }
                let both = $t::from_bits(self.to_bits() & other.to_bits());
                if self == other { both } else { self + other }
            }
            #[inline(always)]
            fn smaller(self, other: $t) -> $t {
                let smaller = if self < other { self } else { other };
                if apart(self, other) {
                    return smaller;
                }
                let either = $t::from_bits(self.to_bits() | other.to_bits());
                if self == other { either } else { self + other }
            }
            #[inline(always)]
            fn remainder(self, other: $t) -> $t {
                crate::remainder::$t::remainder(self, other)
            }
            #[inline(always)]
            fn floored_remainder(self, other: $t) -> $t {
                let r = self.remainder(other);
                if r == 0.0 {
                    return $t::copysign(0.0, other);
                }
                if (r < 0.0) == (other < 0.0) { r } else { r + other }
            }
            // The remainder is exact, so that what is left divides almost exactly: the nearest integer is the quotient.
            #[inline(always)]
            fn floored_quotient(self, other: $t) -> $t {
                if other == 0.0 {
                    return self / other;
                }
                let r = self.remainder(other);
                let whole = <$t as Elementary>::round((self - r) / other);
                let down = r != 0.0 && (r < 0.0) != (other < 0.0);
                let quotient = if down { whole - 1.0 } else { whole };
                if quotient == 0.0 { $t::copysign(0.0, self / other) } else { quotient }
            }
            #[inline(always)]
            fn integer_power(self, n: i32) -> $t {
                let power = crate::power::by_squaring(self, n.unsigned_abs());
                if n < 0 { 1.0 / power } else { power }
            }
        }
        impl Float for $t {
            const HALF: $t = 0.5;
            const TWO: $t = 2.0;
            const SPLITTER: $t = $splitter;
        }
    };
}

/// Whether one of the numbers is larger: neither for equal ones nor beside NaN.
#[inline(always)]
#[allow(clippy::double_comparisons, reason = "NaN is not smaller or larger than a number, but not equal")]
fn apart<T: Number>(a: T, b: T) -> bool {
    a < b || a > b
}

macro_rules! integer {
    ($t:ident: |$x:ident| $magnitude:expr, $sign:expr, $is_unit:expr) => {
        impl Number for $t {
            const VECTORS: bool = false;
            type Lanes16<I: Isa> = [$t; 16];
            const ZERO: $t = 0;
            const ONE: $t = 1;
            const LOWEST: $t = $t::MIN;
            const HIGHEST: $t = $t::MAX;
            #[inline(always)]
            fn plus(self, other: $t) -> $t {
                self.wrapping_add(other)
            }
            #[inline(always)]
            fn minus(self, other: $t) -> $t {
                self.wrapping_sub(other)
            }
            #[inline(always)]
            fn times(self, other: $t) -> $t {
                self.wrapping_mul(other)
            }
            #[inline(always)]
            fn negative(self) -> $t {
                self.wrapping_neg()
            }
            #[inline(always)]
            fn magnitude(self) -> $t {
                let $x = self;
                $magnitude
            }
            #[inline(always)]
            fn sign(self) -> $t {
                let $x = self;
                $sign
            }
            #[inline(always)]
            fn larger(self, other: $t) -> $t {
                Ord::max(self, other)
            }
            #[inline(always)]
            fn smaller(self, other: $t) -> $t {
                Ord::min(self, other)
            }
            #[inline(always)]
            fn remainder(self, other: $t) -> $t {
                if other == 0 { 0 } else { self.wrapping_rem(other) }
            }
            #[inline(always)]
            fn floored_remainder(self, other: $t) -> $t {
                let r = self.remainder(other);
                if r != 0 && (r > 0) != (other > 0) { r.wrapping_add(other) } else { r }
            }
            #[inline(always)]
            fn floored_quotient(self, other: $t) -> $t {
                if other == 0 {
                    return 0;
                }
                let r = self.remainder(other);
                let down = r != 0 && (r > 0) != (other > 0);
                self.wrapping_div(other).wrapping_sub(down.into())
            }
            #[inline(always)]
            fn integer_power(self, n: i32) -> $t {
                let power = crate::power::by_squaring(self, n.unsigned_abs());
                let $x = self;
                // The exact reciprocal, truncated towards zero.
                if n < 0 && !$is_unit { 0 } else { power }
            }
        }
    };
}

float!(f32, 4097.0);
float!(f64, 134_217_729.0);
integer!(i32: |x| x.wrapping_abs(), x.signum(), matches!(x, 1 | -1));
integer!(i64: |x| x.wrapping_abs(), x.signum(), matches!(x, 1 | -1));
integer!(u64: |x| x, x.min(1), x == 1);
