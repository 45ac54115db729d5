//! One [`Scalar`] of any dtype, the Rust types behind the dtypes, and conversions of single values.

use crate::{dtype::DType, storage::Data};
use alloc::vec::Vec;
use core::fmt;
use half::{bf16, f16};
use num_complex::Complex;

/// One value of any dtype.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// A `bool`.
    Bool(bool),
    /// An `i8`.
    I8(i8),
    /// An `i16`.
    I16(i16),
    /// An `i32`.
    I32(i32),
    /// An `i64`.
    I64(i64),
    /// A `u8`.
    U8(u8),
    /// A `u16`.
    U16(u16),
    /// A `u32`.
    U32(u32),
    /// A `u64`.
    U64(u64),
    /// An `f16`.
    F16(f16),
    /// A `bf16`.
    BF16(bf16),
    /// An `f32`.
    F32(f32),
    /// An `f64`.
    F64(f64),
    /// A complex number of two `f32`.
    C64(Complex<f32>),
    /// A complex number of two `f64`.
    C128(Complex<f64>),
}

impl Scalar {
    /// Its dtype.
    #[inline]
    pub const fn dtype(self) -> DType {
        match self {
            Scalar::Bool(_) => DType::Bool,
            Scalar::I8(_) => DType::I8,
            Scalar::I16(_) => DType::I16,
            Scalar::I32(_) => DType::I32,
            Scalar::I64(_) => DType::I64,
            Scalar::U8(_) => DType::U8,
            Scalar::U16(_) => DType::U16,
            Scalar::U32(_) => DType::U32,
            Scalar::U64(_) => DType::U64,
            Scalar::F16(_) => DType::F16,
            Scalar::BF16(_) => DType::BF16,
            Scalar::F32(_) => DType::F32,
            Scalar::F64(_) => DType::F64,
            Scalar::C64(_) => DType::C64,
            Scalar::C128(_) => DType::C128,
        }
    }

    /// `x` as a value of `dtype`, converted as by `as`.
    #[inline]
    pub fn from_f64(dtype: DType, x: f64) -> Scalar {
        match dtype {
            DType::F32 => Scalar::F32(x as f32),
            DType::F64 => Scalar::F64(x),
            _ => Scalar::F64(x).convert(dtype),
        }
    }

    /// The value as another dtype, converted as by `as`; of a complex number the real part, unless `dtype` is complex.
    #[inline(never)]
    pub(crate) fn convert(self, dtype: DType) -> Scalar {
        crate::dtype::each_dtype!(dtype, T => T::cast(self).scalar())
    }

    /// The value as an `f64` (an integer beyond 2⁵³ is rounded); the real part of a complex number.
    #[inline]
    pub fn to_f64(self) -> f64 {
        match self {
            Scalar::F32(x) => f64::from(x),
            Scalar::F64(x) => x,
            _ => f64::cast(self),
        }
    }

    /// The same value in the dtype in which arithmetic is done.
    #[inline]
    fn wide(self) -> Scalar {
        match self {
            Scalar::I8(x) => Scalar::I32(x.into()),
            Scalar::I16(x) => Scalar::I32(x.into()),
            Scalar::U8(x) => Scalar::I32(x.into()),
            Scalar::U16(x) => Scalar::I32(x.into()),
            Scalar::U32(x) => Scalar::I64(x.into()),
            Scalar::F16(x) => Scalar::F32(x.to_f32()),
            Scalar::BF16(x) => Scalar::F32(x.to_f32()),
            _ => self,
        }
    }
}

mod sealed {
    /// Keeps [`super::Element`] to the types that [`super::DType`] lists.
    pub trait Sealed {}
}

/// A Rust type that arrays hold: `bool`, the integers of 8 to 64 bits, [`struct@f16`], [`bf16`], `f32`, `f64`, and
/// [`Complex`] of the two last.
pub trait Element: sealed::Sealed + Copy + Default + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// Its dtype.
    const DTYPE: DType;
    #[doc(hidden)]
    fn data(values: Vec<Self>) -> Data;
    #[doc(hidden)]
    fn slice(data: &Data) -> Option<&[Self]>;
    #[doc(hidden)]
    fn slice_mut(data: &mut Data) -> Option<&mut Vec<Self>>;
    #[doc(hidden)]
    fn scalar(self) -> Scalar;
    #[doc(hidden)]
    fn from_scalar(scalar: &Scalar) -> Option<&Self>;
    /// Conversion as by `as`, and by `!= 0` to `bool`; of a complex number the real part, unless this is a complex type.
    #[doc(hidden)]
    fn cast(scalar: Scalar) -> Self;
}

macro_rules! element {
    ($($T:ty, $Variant:ident;)*) => { $(
        impl sealed::Sealed for $T {}
        impl Element for $T {
            const DTYPE: DType = DType::$Variant;
            fn data(values: Vec<Self>) -> Data { Data::$Variant(values) }
            #[inline]
            fn slice(data: &Data) -> Option<&[Self]> { if let Data::$Variant(v) = data { Some(v) } else { None } }
            #[inline]
            fn slice_mut(data: &mut Data) -> Option<&mut Vec<Self>> { if let Data::$Variant(v) = data { Some(v) } else { None } }
            #[inline]
            fn scalar(self) -> Scalar { Scalar::$Variant(self) }
            #[inline]
            fn from_scalar(scalar: &Scalar) -> Option<&Self> { if let Scalar::$Variant(x) = scalar { Some(x) } else { None } }
            #[inline]
            fn cast(scalar: Scalar) -> Self {
                if let Scalar::$Variant(x) = scalar {
                    return x;
                }
                match scalar.wide() {
                    Scalar::Bool(x) => i32::from(x).as_(),
                    Scalar::I32(x) => x.as_(),
                    Scalar::I64(x) => x.as_(),
                    Scalar::U64(x) => x.as_(),
                    Scalar::F32(x) => x.as_(),
                    Scalar::F64(x) => x.as_(),
                    Scalar::C64(x) => x.as_(),
                    Scalar::C128(x) => x.as_(),
                    _ => unreachable!("narrow values were widened"),
                }
            }
        }
        impl From<$T> for Scalar { fn from(x: $T) -> Scalar { Scalar::$Variant(x) } }
    )* };
}
element! {
    bool, Bool; i8, I8; i16, I16; i32, I32; i64, I64; u8, U8; u16, U16; u32, U32; u64, U64;
    f16, F16; bf16, BF16; f32, F32; f64, F64; Complex<f32>, C64; Complex<f64>, C128;
}

/// `x as T` from every type that has arithmetic to every type that arrays hold.
pub(crate) trait As<T> {
    fn as_(self) -> T;
}
macro_rules! casts {
    ($($T:ident)* => $all:tt) => { $(casts!(@ $T $all);)* };
    (@ $T:ident ($($U:ident)*)) => {
        $(impl As<$U> for $T { #[inline] fn as_(self) -> $U { self as $U } })*
        impl As<bool> for $T { #[inline] fn as_(self) -> bool { self != 0 as $T } }
        impl As<Complex<f32>> for $T { #[inline] fn as_(self) -> Complex<f32> { Complex::new(self as f32, 0.0) } }
        impl As<Complex<f64>> for $T { #[inline] fn as_(self) -> Complex<f64> { Complex::new(self as f64, 0.0) } }
    };
}
casts!(i32 i64 u64 f32 f64 => (i8 i16 i32 i64 u8 u16 u32 u64 f32 f64));

/// To the narrow floats through an `f32` that does not hide a tie ([`odd`]), so that the value is rounded once.
macro_rules! narrow_casts {
    ($($T:ident: |$x:ident| $odd:expr;)*) => { $(
        impl As<f16> for $T { #[inline] fn as_(self) -> f16 { let $x = self; f16::from_f32($odd) } }
        impl As<bf16> for $T { #[inline] fn as_(self) -> bf16 { let $x = self; bf16::from_f32($odd) } }
    )* };
}
narrow_casts! {
    f32: |x| x;
    f64: |x| odd(x);
    i32: |x| odd(f64::from(x));
    i64: |x| odd(odd_integer(x.unsigned_abs()) * if x < 0 { -1.0 } else { 1.0 });
    u64: |x| odd(odd_integer(x));
}

/// The real part decides, unless the target is complex; `!= 0` looks at both.
macro_rules! complex_casts {
    ($($T:ident: $($U:ty)*;)*) => { $(
        $(impl As<$U> for Complex<$T> { #[inline] fn as_(self) -> $U { self.re.as_() } })*
        impl As<bool> for Complex<$T> {
            #[inline]
            fn as_(self) -> bool { self.re != 0.0 || self.im != 0.0 }
        }
        impl As<Complex<f32>> for Complex<$T> {
            #[inline]
            fn as_(self) -> Complex<f32> { Complex::new(self.re as f32, self.im as f32) }
        }
        impl As<Complex<f64>> for Complex<$T> {
            #[inline]
            fn as_(self) -> Complex<f64> { Complex::new(self.re as f64, self.im as f64) }
        }
    )* };
}
complex_casts! {
    f32: i8 i16 i32 i64 u8 u16 u32 u64 f16 bf16 f32 f64;
    f64: i8 i16 i32 i64 u8 u16 u32 u64 f16 bf16 f32 f64;
}

/// The nearest `f32`, or, if that is not exact, the neighbour whose last bit is set: no later rounding to fewer bits can
/// take it for a tie. (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", IEEE Trans. Comp. 57, 2008.)
fn odd(x: f64) -> f32 {
    let near = x as f32;
    if f64::from(near) == x || x.is_nan() {
        return near;
    }
    let inward = near.to_bits() - u32::from(f64::from(near).abs() > x.abs());
    f32::from_bits(inward | 1)
}

/// The same for integers that an `f64` does not hold.
fn odd_integer(x: u64) -> f64 {
    const DROPPED: u32 = 12;
    if x >> 53 == 0 {
        return x as f64;
    }
    let sticky = u64::from(x.trailing_zeros() < DROPPED);
    ((x >> DROPPED) | sticky) as f64 * f64::from(1 << DROPPED)
}
