//! Second operands: arrays by value or by reference, and weak literals, which take the array's dtype.

use crate::{array::Array, bind::raise};
use alloc::{borrow::Cow, format};
use cotangent_tensor::{DType, Error, ErrorKind, Scalar, Tensor};

/// The second operand of `maximum`, `powf`, `gt`, …: an array by value or by reference, or a weak literal.
///
/// A literal is weak: it takes the dtype of the array beside it. A float literal beside an integer or a bool makes a float
/// of it ([`DType::to_float`]: i64 and u64 become f64, the others f32); an integer beside a bool is i32. An integer that
/// the array's dtype does not hold, as −1 beside a u8, is refused.
pub trait Operand {
    /// This operand as an array, a literal in the dtype that it takes beside `other`.
    fn beside(self, other: &Array) -> Array;
}

impl Operand for Array {
    fn beside(self, _: &Array) -> Array {
        self
    }
}
impl Operand for &Array {
    fn beside(self, _: &Array) -> Array {
        self.clone()
    }
}
impl Operand for f64 {
    #[inline]
    #[track_caller]
    fn beside(self, other: &Array) -> Array {
        weak_float(self, other)
    }
}
impl Operand for i32 {
    #[inline]
    #[track_caller]
    fn beside(self, other: &Array) -> Array {
        weak_integer(self, other)
    }
}

/// A float literal in the dtype of the array beside it.
#[inline]
#[track_caller]
pub(crate) fn weak_float(x: f64, other: &Array) -> Array {
    Tensor::scalar(Scalar::from_f64(other.dtype().to_float(), x)).into()
}

/// An integer literal in the dtype of the array beside it.
#[inline]
#[track_caller]
pub(crate) fn weak_integer(x: i32, other: &Array) -> Array {
    let dtype = if other.dtype() == DType::Bool { DType::I32 } else { other.dtype() };
    let literal = Scalar::from_f64(dtype, f64::from(x));
    if dtype.is_integer() && literal.to_f64() != f64::from(x) {
        let text = format!("literal: {dtype} does not hold {x}; convert the array first");
        raise(Error::new(ErrorKind::DType, text));
    }
    Tensor::scalar(literal).into()
}

/// Both operands in one dtype.
#[inline]
#[track_caller]
pub(crate) fn promote<'a>(x: &'a Array, y: &'a Array, dtype: DType) -> (Cow<'a, Array>, Cow<'a, Array>) {
    (to(x, dtype), to(y, dtype))
}

/// [`promote`] for operands that the caller gives up.
#[inline]
#[track_caller]
pub(crate) fn promote_owned(x: Array, y: Array, dtype: DType) -> (Array, Array) {
    let to = |x: Array| if x.dtype() == dtype { x } else { x.convert(dtype) };
    (to(x), to(y))
}

#[inline]
#[track_caller]
fn to(x: &Array, dtype: DType) -> Cow<'_, Array> {
    if x.dtype() == dtype { Cow::Borrowed(x) } else { Cow::Owned(x.convert(dtype)) }
}
