//! Element types known at run time, and the lattice in which they meet.

pub use crate::element::{Element, Scalar};
use core::fmt;

/// Runs an expression with `$T` standing for the Rust type of a dtype, of those listed; `$none` for the others.
macro_rules! each_of {
    ([$($Variant:ident $Rust:ty,)*] $dtype:expr, $T:ident => $e:expr, $none:expr) => {
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
/// Of every dtype. For copies: arithmetic would make code for each.
macro_rules! each_dtype {
    ($dtype:expr, $T:ident => $e:expr) => {
        $crate::dtype::each_of!([
            Bool bool, I8 i8, I16 i16, I32 i32, I64 i64, U8 u8, U16 u16, U32 u32, U64 u64,
            F16 half::f16, BF16 half::bf16, F32 f32, F64 f64,
            C64 num_complex::Complex<f32>, C128 num_complex::Complex<f64>,
        ] $dtype, $T => $e, unreachable!("all are listed"))
    };
}
/// Of bool and the number types that have kernels: all whose elements compare.
macro_rules! each_ordered {
    ($dtype:expr, $T:ident => $e:expr) => {
        $crate::dtype::each_of!(
            [Bool bool, I32 i32, I64 i64, U64 u64, F32 f32, F64 f64,]
            $dtype, $T => $e, panic!("order: no kernel for {}", $dtype)
        )
    };
}
/// Of the number types that have kernels; `$none` for the others.
macro_rules! each_number {
    ($dtype:expr, $T:ident => $e:expr, $none:expr) => {
        $crate::dtype::each_of!([I32 i32, I64 i64, U64 u64, F32 f32, F64 f64,] $dtype, $T => $e, $none)
    };
}
/// Of bool and the integer types that have kernels; `$none` for the others.
macro_rules! each_bits {
    ($dtype:expr, $T:ident => $e:expr, $none:expr) => {
        $crate::dtype::each_of!([Bool bool, I32 i32, I64 i64, U64 u64,] $dtype, $T => $e, $none)
    };
}
/// Of the integer types that have kernels; `$none` for the others.
macro_rules! each_integer {
    ($dtype:expr, $T:ident => $e:expr, $none:expr) => {
        $crate::dtype::each_of!([I32 i32, I64 i64, U64 u64,] $dtype, $T => $e, $none)
    };
}
/// Of the float types that have kernels; `$none` for the others.
macro_rules! each_float {
    ($dtype:expr, $T:ident => $e:expr, $none:expr) => {
        $crate::dtype::each_of!([F32 f32, F64 f64,] $dtype, $T => $e, $none)
    };
}
pub(crate) use {each_bits, each_dtype, each_float, each_integer, each_number, each_of, each_ordered};

/// The type of an array's elements, known at run time.
///
/// # Promotion
/// Two operands meet in one dtype, as in JAX with 64-bit types: the wider of a kind; an integer never widens a float; a
/// float and a complex meet in the complex type that holds the float's digits.
///
/// | | meets | in |
/// |---|---|---|
/// | bool | any | the other |
/// | signed, unsigned | its own kind | the wider |
/// | unsigned of n bits | signed | the wider of the signed and `int2n` |
/// | uint64 | signed | float64 |
/// | any integer | float, complex | the float, the complex |
/// | float16 | bfloat16 | float32 |
/// | float | float | the wider |
/// | float64 | complex64 | complex128 |
/// | other float | complex | the complex |
///
/// A literal is weak: it takes the dtype of the array beside it. Only a float literal beside an integer makes a float of
/// it, and an integer beside a bool an int32 ([`DType::to_float`]; JAX gives float64 and int64 there with 64-bit types,
/// and what is given here without them).
///
/// # Arithmetic
/// Integers wrap on overflow, as two's complement does; the quotient of two integers is a float, so that division by 0
/// gives an infinity or NaN. float16 and bfloat16 are for storage: an operation computes in float32 and rounds once, at
/// its result. Sums of integers narrower than 32 bits are int32 or uint32 ([`DType::sum`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DType {
    /// `bool`.
    Bool,
    /// `i8`.
    I8,
    /// `i16`.
    I16,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `u8`.
    U8,
    /// `u16`.
    U16,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
    /// IEEE 754 binary16: 11 bits of precision, up to 65504.
    F16,
    /// The upper half of an `f32`: 8 bits of precision, the range of `f32`.
    BF16,
    /// `f32`.
    F32,
    /// `f64`.
    F64,
    /// A complex number of two `f32`.
    C64,
    /// A complex number of two `f64`.
    C128,
}

/// What dtypes of one kind share. Declared in the order of the lattice.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bool,
    Signed,
    Unsigned,
    Float,
    Complex,
}

impl DType {
    /// Every dtype.
    pub const ALL: [DType; 15] = [
        DType::Bool,
        DType::I8,
        DType::I16,
        DType::I32,
        DType::I64,
        DType::U8,
        DType::U16,
        DType::U32,
        DType::U64,
        DType::F16,
        DType::BF16,
        DType::F32,
        DType::F64,
        DType::C64,
        DType::C128,
    ];

    const fn kind(self) -> Kind {
        match self {
            DType::Bool => Kind::Bool,
            DType::I8 | DType::I16 | DType::I32 | DType::I64 => Kind::Signed,
            DType::U8 | DType::U16 | DType::U32 | DType::U64 => Kind::Unsigned,
            DType::F16 | DType::BF16 | DType::F32 | DType::F64 => Kind::Float,
            DType::C64 | DType::C128 => Kind::Complex,
        }
    }

    /// Whether values of this type are real floats.
    #[inline]
    pub const fn is_float(self) -> bool {
        matches!(self, DType::F16 | DType::BF16 | DType::F32 | DType::F64)
    }

    /// Whether values of this type are complex numbers.
    #[inline]
    pub const fn is_complex(self) -> bool {
        matches!(self, DType::C64 | DType::C128)
    }

    /// Whether values of this type have a tangent: real floats and complex numbers.
    #[inline]
    pub const fn has_tangent(self) -> bool {
        self.is_float() || self.is_complex()
    }

    /// Whether values of this type are integers; bools are not.
    #[inline]
    pub const fn is_integer(self) -> bool {
        matches!(self.kind(), Kind::Signed | Kind::Unsigned)
    }

    /// The largest finite value of a float type.
    ///
    /// # Panics
    /// The dtype is no float.
    pub fn largest(self) -> f64 {
        match self {
            DType::F16 => half::f16::MAX.to_f64(),
            DType::BF16 => half::bf16::MAX.to_f64(),
            DType::F32 => f64::from(f32::MAX),
            DType::F64 => f64::MAX,
            _ => panic!("largest: {self} is no float"),
        }
    }

    /// The dtype in which two operands meet: see the table of [`DType`].
    ///
    /// ```
    /// use cotangent_tensor::DType::{self, *};
    /// assert_eq!(DType::promote(I64, F32), F32);
    /// assert_eq!(DType::promote(Bool, I32), I32);
    /// assert_eq!(DType::promote(U8, I8), I16);
    /// assert_eq!(DType::promote(F16, BF16), F32);
    /// ```
    #[inline]
    pub fn promote(self, other: DType) -> DType {
        if self == other { self } else { meet(self.min(other), self.max(other)) }
    }

    /// The dtype of results that cannot stay integers (means, quotients, sums with a float literal), as in JAX: floats
    /// and complex numbers keep theirs, int64 and uint64 become f64, bool and the other integers f32.
    #[inline]
    pub const fn to_float(self) -> DType {
        match self.kind() {
            Kind::Float | Kind::Complex => self,
            Kind::Bool | Kind::Signed | Kind::Unsigned => match self {
                DType::I64 | DType::U64 => DType::F64,
                _ => DType::F32,
            },
        }
    }

    /// The dtype of sums and products of many: bool and integers of less than 32 bits become int32 or uint32 (as JAX
    /// without 64-bit types), all others stay.
    #[inline]
    pub const fn sum(self) -> DType {
        match self {
            DType::Bool | DType::I8 | DType::I16 => DType::I32,
            DType::U8 | DType::U16 => DType::U32,
            _ => self,
        }
    }

    /// The dtype in which arithmetic is done, with results rounded or truncated to this one: f32 for the two narrow
    /// floats, i32 or i64 for the integers that they hold. The others have kernels of their own.
    #[inline]
    pub const fn arithmetic(self) -> DType {
        match self {
            DType::I8 | DType::I16 | DType::U8 | DType::U16 => DType::I32,
            DType::U32 => DType::I64,
            DType::F16 | DType::BF16 => DType::F32,
            _ => self,
        }
    }

    /// The dtype of the real and the imaginary part of a complex dtype; any other is its own.
    #[inline]
    pub const fn real(self) -> DType {
        match self {
            DType::C64 => DType::F32,
            DType::C128 => DType::F64,
            _ => self,
        }
    }

    /// The complex dtype that holds values of this one: complex128 for f64, int64 and uint64, else complex64.
    #[inline]
    pub const fn complex(self) -> DType {
        match self.to_float() {
            DType::F64 | DType::C128 => DType::C128,
            _ => DType::C64,
        }
    }

    /// The short name that programs print: `f32`, `i64`, `bf16`, `c64`, `bool`.
    pub const fn short_name(self) -> &'static str {
        match self {
            DType::Bool => "bool",
            DType::I8 => "i8",
            DType::I16 => "i16",
            DType::I32 => "i32",
            DType::I64 => "i64",
            DType::U8 => "u8",
            DType::U16 => "u16",
            DType::U32 => "u32",
            DType::U64 => "u64",
            DType::F16 => "f16",
            DType::BF16 => "bf16",
            DType::F32 => "f32",
            DType::F64 => "f64",
            DType::C64 => "c64",
            DType::C128 => "c128",
        }
    }
}

/// Where two different dtypes meet, the first declared before the second.
#[inline(never)]
fn meet(a: DType, b: DType) -> DType {
    match (a.kind(), b.kind()) {
        (Kind::Float, Kind::Float) if b == DType::BF16 => DType::F32,
        (Kind::Signed, Kind::Unsigned) => match b {
            DType::U8 => a.max(DType::I16),
            DType::U16 => a.max(DType::I32),
            DType::U32 => DType::I64,
            _ => DType::F64,
        },
        (Kind::Float, Kind::Complex) if a == DType::F64 => DType::C128,
        _ => b,
    }
}

/// The name that NumPy and JAX print: `float32`, `int64`, `bool`.
impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            DType::Bool => "bool",
            DType::I8 => "int8",
            DType::I16 => "int16",
            DType::I32 => "int32",
            DType::I64 => "int64",
            DType::U8 => "uint8",
            DType::U16 => "uint16",
            DType::U32 => "uint32",
            DType::U64 => "uint64",
            DType::F16 => "float16",
            DType::BF16 => "bfloat16",
            DType::F32 => "float32",
            DType::F64 => "float64",
            DType::C64 => "complex64",
            DType::C128 => "complex128",
        })
    }
}
