//! Logical functions of `bool` and bitwise ones of integers: one set of names, since a `bool` is one bit.

use crate::{Isa, Map, Zip};

/// An element with bits: `bool` or an integer.
pub trait Bits: Copy + PartialEq {
    /// Both.
    fn and(self, other: Self) -> Self;
    /// One or both.
    fn or(self, other: Self) -> Self;
    /// One, not both.
    fn xor(self, other: Self) -> Self;
    /// The opposite.
    fn not(self) -> Self;
}

/// An integer whose bits can be shifted.
pub trait Shift: Bits {
    /// x·2ⁿ, wrapping; 0 where n is negative or not below the number of bits.
    fn left(self, n: Self) -> Self;
    /// x/2ⁿ rounded down; where n is negative or not below the number of bits, 0, or −1 for a negative x.
    fn right(self, n: Self) -> Self;
}

macro_rules! bits {
    ($($t:ident)*) => { $(
        impl Bits for $t {
            #[inline(always)]
            fn and(self, other: $t) -> $t {
                self & other
            }
            #[inline(always)]
            fn or(self, other: $t) -> $t {
                self | other
            }
            #[inline(always)]
            fn xor(self, other: $t) -> $t {
                self ^ other
            }
            #[inline(always)]
            fn not(self) -> $t {
                !self
            }
        }
    )* };
}
bits!(bool i32 i64 u64);

macro_rules! shifts {
    ($($t:ident)*) => { $(
        impl Shift for $t {
            #[inline(always)]
            fn left(self, n: $t) -> $t {
                u32::try_from(n).ok().and_then(|n| self.checked_shl(n)).unwrap_or(0)
            }
            #[inline(always)]
            fn right(self, n: $t) -> $t {
                let within = u32::try_from(n).ok().and_then(|n| self.checked_shr(n));
                // All bits but the sign are shifted out, then that one.
                within.unwrap_or((self >> ($t::BITS - 1)) >> 1)
            }
        }
    )* };
}
shifts!(i32 i64 u64);

macro_rules! zip {
    ($($(#[$doc:meta])* $name:ident<$bound:ident>, $method:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $name;
        impl<T: $bound> Zip<T> for $name {
            type Output = T;
            const FUSES: bool = false;
            const VECTORS: bool = false;
            #[inline(always)]
            fn eval<I: Isa>(a: T, b: T) -> T {
                a.$method(b)
            }
        }
    )*};
}

zip! {
    /// The bits that both have.
    And<Bits>, and;
    /// The bits that one or both have.
    Or<Bits>, or;
    /// The bits that one has and the other has not.
    Xor<Bits>, xor;
    /// x·2ⁿ; see [`Shift::left`].
    ShiftLeft<Shift>, left;
    /// x/2ⁿ; see [`Shift::right`].
    ShiftRight<Shift>, right;
}

/// The opposite of every bit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Not;
impl<T: Bits> Map<T> for Not {
    const FUSES: bool = false;
    const VECTORS: bool = false;
    #[inline(always)]
    fn eval<I: Isa>(x: T) -> T {
        x.not()
    }
}
