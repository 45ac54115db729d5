//! Element types: the dynamic [`DType`], one [`Scalar`] of any of them, and the Rust types behind them.

use crate::storage::Data;
use alloc::vec::Vec;
use core::fmt;

/// The type of an array's elements, known at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DType {
    /// `bool`.
    Bool,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `f32`.
    F32,
    /// `f64`.
    F64,
}

impl DType {
    /// Every dtype.
    pub const ALL: [DType; 5] = [DType::Bool, DType::I32, DType::I64, DType::F32, DType::F64];

    /// Whether values of this type have a tangent.
    #[inline]
    pub const fn is_float(self) -> bool {
        matches!(self, DType::F32 | DType::F64)
    }

    /// The largest finite value of a float type.
    ///
    /// # Panics
    /// The dtype is no float.
    pub fn largest(self) -> f64 {
        each_float!(self, T => Scalar::from(T::MAX).to_f64(), panic!("largest: {self} is no float"))
    }

    /// The dtype in which two operands meet, as in JAX: the wider of a kind, and a float never widened by an integer.
    ///
    /// ```
    /// use cotangent_tensor::DType::{self, *};
    /// assert_eq!(DType::promote(I64, F32), F32);
    /// assert_eq!(DType::promote(Bool, I32), I32);
    /// ```
    #[inline]
    pub fn promote(self, other: DType) -> DType {
        // Declared in the order of the lattice, which is a chain for the types that exist.
        self.max(other)
    }

    /// The dtype of results that cannot stay integers (means, quotients, sums with a float literal), as in JAX: floats
    /// keep theirs, bool and i32 become f32, i64 becomes f64.
    #[inline]
    pub const fn to_float(self) -> DType {
        match self {
            DType::Bool | DType::I32 | DType::F32 => DType::F32,
            DType::I64 | DType::F64 => DType::F64,
        }
    }

    /// The short name that programs print: `f32`, `i64`, `bool`.
    pub const fn short_name(self) -> &'static str {
        match self {
            DType::Bool => "bool",
            DType::I32 => "i32",
            DType::I64 => "i64",
            DType::F32 => "f32",
            DType::F64 => "f64",
        }
    }
}

/// The name that NumPy and JAX print: `float32`, `int64`, `bool`.
impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            DType::Bool => "bool",
            DType::I32 => "int32",
            DType::I64 => "int64",
            DType::F32 => "float32",
            DType::F64 => "float64",
        })
    }
}

/// One value of any dtype.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// A `bool`.
    Bool(bool),
    /// An `i32`.
    I32(i32),
    /// An `i64`.
    I64(i64),
    /// An `f32`.
    F32(f32),
    /// An `f64`.
    F64(f64),
}

impl Scalar {
    /// Its dtype.
    #[inline]
    pub const fn dtype(self) -> DType {
        match self {
            Scalar::Bool(_) => DType::Bool,
            Scalar::I32(_) => DType::I32,
            Scalar::I64(_) => DType::I64,
            Scalar::F32(_) => DType::F32,
            Scalar::F64(_) => DType::F64,
        }
    }

    /// `x` as a value of `dtype`, converted as by `as`.
    #[inline]
    pub fn from_f64(dtype: DType, x: f64) -> Scalar {
        match dtype {
            DType::Bool => Scalar::Bool(x != 0.0),
            DType::I32 => Scalar::I32(x as i32),
            DType::I64 => Scalar::I64(x as i64),
            DType::F32 => Scalar::F32(x as f32),
            DType::F64 => Scalar::F64(x),
        }
    }

    /// The value as an `f64` (an `i64` beyond 2⁵³ is rounded).
    #[inline]
    pub fn to_f64(self) -> f64 {
        match self {
            Scalar::Bool(x) => f64::from(u8::from(x)),
            Scalar::I32(x) => f64::from(x),
            Scalar::I64(x) => x as f64,
            Scalar::F32(x) => f64::from(x),
            Scalar::F64(x) => x,
        }
    }
}

mod sealed {
    /// Keeps [`super::Element`] to the types that [`super::DType`] lists.
    pub trait Sealed {}
}

/// A Rust type that arrays hold: `bool`, `i32`, `i64`, `f32`, `f64`.
pub trait Element:
    sealed::Sealed + Copy + Default + PartialEq + PartialOrd + fmt::Debug + Send + Sync + 'static
{
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
    /// Conversion as by `as`, and by `!= 0` to `bool`.
    #[doc(hidden)]
    fn cast(scalar: Scalar) -> Self;
}

macro_rules! element {
    ($($T:ident $Variant:ident: $cast:expr;)*) => { $(
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
                match scalar {
                    Scalar::Bool(x) => $cast(i64::from(x)),
                    Scalar::I32(x) => $cast(x),
                    Scalar::I64(x) => $cast(x),
                    Scalar::F32(x) => $cast(x),
                    Scalar::F64(x) => $cast(x),
                }
            }
        }
        impl From<$T> for Scalar { fn from(x: $T) -> Scalar { Scalar::$Variant(x) } }
    )* };
}
/// `x as T` for every pair of number types.
trait As<T> {
    fn as_(self) -> T;
}
macro_rules! casts {
    ($($T:ident)* => $all:tt) => { $(casts!(@ $T $all);)* };
    (@ $T:ident ($($U:ident)*)) => { $(impl As<$U> for $T { #[inline] fn as_(self) -> $U { self as $U } })* };
}
casts!(i32 i64 f32 f64 => (i32 i64 f32 f64));
impl As<bool> for i32 {
    fn as_(self) -> bool {
        self != 0
    }
}
impl As<bool> for i64 {
    fn as_(self) -> bool {
        self != 0
    }
}
impl As<bool> for f32 {
    fn as_(self) -> bool {
        self != 0.0
    }
}
impl As<bool> for f64 {
    fn as_(self) -> bool {
        self != 0.0
    }
}
element! { bool Bool: As::as_; i32 I32: As::as_; i64 I64: As::as_; f32 F32: As::as_; f64 F64: As::as_; }

/// Runs an expression with `$T` standing for the Rust type of a dtype, of those listed; `$none` for the others.
macro_rules! each_of {
    ([$($Variant:ident $Rust:ident)*] $dtype:expr, $T:ident => $e:expr, $none:expr) => {
        match $dtype {
            $($crate::DType::$Variant => {
                type $T = $Rust;
                $e
            })*
            #[allow(unreachable_patterns, reason = "the list may be complete")]
            _ => $none,
        }
    };
}
/// Of every dtype.
macro_rules! each_dtype {
    ($dtype:expr, $T:ident => $e:expr) => {
        $crate::dtype::each_of!([Bool bool I32 i32 I64 i64 F32 f32 F64 f64] $dtype, $T => $e, unreachable!("all are listed"))
    };
}
/// Of the number types; `$none` for bool.
macro_rules! each_number {
    ($dtype:expr, $T:ident => $e:expr, $none:expr) => {
        $crate::dtype::each_of!([I32 i32 I64 i64 F32 f32 F64 f64] $dtype, $T => $e, $none)
    };
}
/// Of bool and the integer types; `$none` for floats.
macro_rules! each_bits {
    ($dtype:expr, $T:ident => $e:expr, $none:expr) => {
        $crate::dtype::each_of!([Bool bool I32 i32 I64 i64] $dtype, $T => $e, $none)
    };
}
/// Of the integer types; `$none` for the others.
macro_rules! each_integer {
    ($dtype:expr, $T:ident => $e:expr, $none:expr) => {
        $crate::dtype::each_of!([I32 i32 I64 i64] $dtype, $T => $e, $none)
    };
}
/// Of the float types; `$none` for the others.
macro_rules! each_float {
    ($dtype:expr, $T:ident => $e:expr, $none:expr) => {
        $crate::dtype::each_of!([F32 f32 F64 f64] $dtype, $T => $e, $none)
    };
}
pub(crate) use {each_bits, each_dtype, each_float, each_integer, each_number, each_of};
