//! Operators on arrays by value and by reference, with weak literals on either side, and comparisons with host numbers.

use crate::{
    array::Array,
    bind::raise,
    operand::{weak_float, weak_integer},
    prim::binary::{Binary, binary, binary_owned},
};
use core::{
    cmp::Ordering,
    iter::Sum,
    ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign},
};

macro_rules! operator {
    ($Op:ident $op:ident $OpAssign:ident $op_assign:ident) => {
        impl $Op<&Array> for &Array {
            type Output = Array;
            #[inline]
            #[track_caller]
            fn $op(self, other: &Array) -> Array {
                binary(Binary::$Op, self, other)
            }
        }
        impl $Op<Array> for &Array {
            type Output = Array;
            #[inline]
            #[track_caller]
            fn $op(self, other: Array) -> Array {
                binary_owned(Binary::$Op, self.clone(), other)
            }
        }
        impl $Op<&Array> for Array {
            type Output = Array;
            #[inline]
            #[track_caller]
            fn $op(self, other: &Array) -> Array {
                binary_owned(Binary::$Op, self, other.clone())
            }
        }
        impl $Op<Array> for Array {
            type Output = Array;
            #[inline]
            #[track_caller]
            fn $op(self, other: Array) -> Array {
                binary_owned(Binary::$Op, self, other)
            }
        }
        impl $OpAssign<&Array> for Array {
            #[inline]
            #[track_caller]
            fn $op_assign(&mut self, other: &Array) {
                *self = core::mem::replace(self, Array::from(false)).$op(other);
            }
        }
        impl $OpAssign<Array> for Array {
            #[inline]
            #[track_caller]
            fn $op_assign(&mut self, other: Array) {
                *self = core::mem::replace(self, Array::from(false)).$op(other);
            }
        }
        literal!($Op $op $OpAssign $op_assign: f64 weak_float);
        literal!($Op $op $OpAssign $op_assign: i32 weak_integer);
    };
}

/// A third literal type would make `(&x * 2.0).tanh()` ambiguous: an `f32` variable is written `f64::from(x)`.
macro_rules! literal {
    ($Op:ident $op:ident $OpAssign:ident $op_assign:ident: $T:ident $weak:ident) => {
        impl $Op<$T> for &Array {
            type Output = Array;
            #[inline]
            #[track_caller]
            fn $op(self, other: $T) -> Array {
                binary(Binary::$Op, self, &$weak(other, self))
            }
        }
        impl $Op<$T> for Array {
            type Output = Array;
            #[inline]
            #[track_caller]
            fn $op(self, other: $T) -> Array {
                let other = $weak(other, &self);
                binary_owned(Binary::$Op, self, other)
            }
        }
        impl $Op<&Array> for $T {
            type Output = Array;
            #[inline]
            #[track_caller]
            fn $op(self, other: &Array) -> Array {
                binary(Binary::$Op, &$weak(self, other), other)
            }
        }
        impl $Op<Array> for $T {
            type Output = Array;
            #[inline]
            #[track_caller]
            fn $op(self, other: Array) -> Array {
                binary_owned(Binary::$Op, $weak(self, &other), other)
            }
        }
        impl $OpAssign<$T> for Array {
            #[inline]
            #[track_caller]
            fn $op_assign(&mut self, other: $T) {
                *self = core::mem::replace(self, Array::from(false)).$op(other);
            }
        }
    };
}

operator!(Add add AddAssign add_assign);
operator!(Sub sub SubAssign sub_assign);
operator!(Mul mul MulAssign mul_assign);
operator!(Div div DivAssign div_assign);
operator!(Rem rem RemAssign rem_assign);

impl Neg for &Array {
    type Output = Array;
    #[inline]
    #[track_caller]
    fn neg(self) -> Array {
        self.negated()
    }
}
impl Neg for Array {
    type Output = Array;
    #[inline]
    #[track_caller]
    fn neg(self) -> Array {
        self.negated()
    }
}

/// Host control flow on one element: `if x > 0.0`. An elementwise mask is `x.gt(0.0)`.
///
/// # Panics
/// More or fewer elements than one; a value under `vmap` or `compile`.
macro_rules! compare {
    ($($T:ty)*) => { $(
        impl PartialEq<f64> for $T {
            #[track_caller]
            fn eq(&self, other: &f64) -> bool {
                host_number(self) == *other
            }
            #[expect(clippy::partialeq_ne_impl, reason = "the default would name a line of core in errors, not the caller's")]
            #[track_caller]
            fn ne(&self, other: &f64) -> bool {
                host_number(self) != *other
            }
        }
        impl PartialOrd<f64> for $T {
            #[track_caller]
            fn partial_cmp(&self, other: &f64) -> Option<Ordering> {
                host_number(self).partial_cmp(other)
            }
            // The defaults of the following would name a line of core in errors, not the caller's.
            #[track_caller]
            fn lt(&self, other: &f64) -> bool {
                host_number(self) < *other
            }
            #[track_caller]
            fn le(&self, other: &f64) -> bool {
                host_number(self) <= *other
            }
            #[track_caller]
            fn gt(&self, other: &f64) -> bool {
                host_number(self) > *other
            }
            #[track_caller]
            fn ge(&self, other: &f64) -> bool {
                host_number(self) >= *other
            }
        }
    )* };
}
compare!(Array & Array);

#[track_caller]
fn host_number(x: &Array) -> f64 {
    let number = match x.read("comparison") {
        Ok(t) => t.item(),
        Err(error) => Err(error),
    };
    match number {
        Ok(x) => x,
        Err(error) => raise(error),
    }
}

/// The sum of arrays in order; 0 of none.
impl Sum for Array {
    fn sum<I: Iterator<Item = Array>>(arrays: I) -> Array {
        arrays.reduce(|a, b| a + b).unwrap_or_else(|| Array::from(0.0))
    }
}
impl<'a> Sum<&'a Array> for Array {
    fn sum<I: Iterator<Item = &'a Array>>(arrays: I) -> Array {
        arrays.cloned().sum()
    }
}
