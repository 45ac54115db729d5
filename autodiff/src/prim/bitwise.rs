//! Logical operations on bools, bitwise ones and shifts of integers. The results have no tangent.

use super::{Linear, Prim, Rules, binary::align, binary::broadcastable};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
    operand::{Operand, promote},
};
use alloc::format;
use core::{
    fmt,
    ops::{BitAnd, BitOr, BitXor, Not, Shl, Shr},
};
use cotangent_kernels::bits;
use cotangent_tensor::{DType, Error, ErrorKind, Shape, Tensor};

/// An operation on bits; a bool is one bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Bitwise {
    And,
    Or,
    Xor,
    Not,
    ShiftLeft,
    ShiftRight,
}

impl fmt::Display for Bitwise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Bitwise::And => "and",
            Bitwise::Or => "or",
            Bitwise::Xor => "xor",
            Bitwise::Not => "not",
            Bitwise::ShiftLeft => "shift_left",
            Bitwise::ShiftRight => "shift_right",
        })
    }
}

impl Rules for Bitwise {
    fn shape(&self, xs: &[Type]) -> Type {
        let shape = xs
            .iter()
            .try_fold(Shape::SCALAR, |s, x| Shape::broadcast(&s, &x.shape))
            .expect("the method checks that the operands broadcast");
        Type { shape, dtype: xs[0].dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        match self {
            Bitwise::And => xs[0].zip_bits::<bits::And>(xs[1]),
            Bitwise::Or => xs[0].zip_bits::<bits::Or>(xs[1]),
            Bitwise::Xor => xs[0].zip_bits::<bits::Xor>(xs[1]),
            Bitwise::Not => xs[0].invert_bits(),
            Bitwise::ShiftLeft => xs[0].zip_integer::<bits::ShiftLeft>(xs[1]),
            Bitwise::ShiftRight => xs[0].zip_integer::<bits::ShiftRight>(xs[1]),
        }
    }

    fn jvp(&self, xs: &[&Array], _: &[Option<&Array>]) -> (Array, Option<Array>) {
        (crate::bind::bind_all(&Prim::Bitwise(*self), xs), None)
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        match *xs {
            [(x, _)] => bind(&Prim::Bitwise(*self), [x]),
            [x, y] => {
                let [x, y] = align([x, y]);
                bind(&Prim::Bitwise(*self), [&x, &y])
            }
            _ => unreachable!("one or two operands"),
        }
    }

    fn linear(&self) -> Option<&dyn Linear> {
        None
    }
}

/// Two operands in the dtype in which they meet: integers, or bools too.
#[track_caller]
fn try_bits(op: Bitwise, name: &str, x: &Array, y: &Array) -> Result<Array, Error> {
    broadcastable(name, x, y)?;
    let dtype = x.dtype().promote(y.dtype());
    check(op, name, dtype)?;
    let (x, y) = promote(x, y, dtype);
    Ok(bind(&Prim::Bitwise(op), [&x, &y]))
}

#[track_caller]
fn check(op: Bitwise, name: &str, dtype: DType) -> Result<(), Error> {
    let shift = matches!(op, Bitwise::ShiftLeft | Bitwise::ShiftRight);
    if dtype.has_tangent() || (shift && dtype == DType::Bool) {
        let takes = if shift { "integers" } else { "integers and bools" };
        return Err(Error::new(ErrorKind::DType, format!("{name}: {takes} have bits to work on, {dtype} has not")));
    }
    Ok(())
}

#[track_caller]
fn bits(op: Bitwise, name: &str, x: &Array, y: &Array) -> Array {
    try_bits(op, name, x, y).unwrap_or_else(|error| raise(error))
}

#[track_caller]
fn inverted(name: &str, x: &Array) -> Array {
    match check(Bitwise::Not, name, x.dtype()) {
        Ok(()) => bind(&Prim::Bitwise(Bitwise::Not), [x]),
        Err(error) => raise(error),
    }
}

/// Logical operations: arrays of any dtype, of which every number but 0 is true, broadcast against each other; the
/// result is bool. They have no derivative. On bools the operators `& | ^ !` are these.
///
/// # Panics
/// Shapes that do not broadcast.
impl Array {
    /// Where both are true.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([true, true, false]).logical_and(array([true, false, false])).to_string(), "[ True False False]");
    /// ```
    #[track_caller]
    pub fn logical_and(&self, other: impl Operand) -> Array {
        self.try_logical_and(other).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::logical_and`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast.
    #[track_caller]
    pub fn try_logical_and(&self, other: impl Operand) -> Result<Array, Error> {
        let other = other.beside(self).convert(DType::Bool);
        try_bits(Bitwise::And, "logical_and", &self.convert(DType::Bool), &other)
    }

    /// Where one or both are true.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([true, true, false]).logical_or(array([true, false, false])).to_string(), "[ True  True False]");
    /// ```
    #[track_caller]
    pub fn logical_or(&self, other: impl Operand) -> Array {
        self.try_logical_or(other).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::logical_or`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast.
    #[track_caller]
    pub fn try_logical_or(&self, other: impl Operand) -> Result<Array, Error> {
        let other = other.beside(self).convert(DType::Bool);
        try_bits(Bitwise::Or, "logical_or", &self.convert(DType::Bool), &other)
    }

    /// Where one is true and the other is not.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([true, true, false]).logical_xor(array([true, false, false])).to_string(), "[False  True False]");
    /// ```
    #[track_caller]
    pub fn logical_xor(&self, other: impl Operand) -> Array {
        self.try_logical_xor(other).unwrap_or_else(|error| raise(error))
    }

    /// [`Array::logical_xor`] with the error as a value.
    ///
    /// # Errors
    /// Shapes that do not broadcast.
    #[track_caller]
    pub fn try_logical_xor(&self, other: impl Operand) -> Result<Array, Error> {
        let other = other.beside(self).convert(DType::Bool);
        try_bits(Bitwise::Xor, "logical_xor", &self.convert(DType::Bool), &other)
    }

    /// Where this array is false.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([0.0, 2.0]).logical_not().to_string(), "[ True False]");
    /// ```
    #[track_caller]
    pub fn logical_not(&self) -> Array {
        inverted("logical_not", &self.convert(DType::Bool))
    }
}

/// Bitwise operations of integers and bools, with NumPy's broadcasting; the operands meet in the wider dtype. They have no
/// derivative. Also the operators `& | ^ ! << >>`.
///
/// # Panics
/// A float array, a shift of bools, shapes that do not broadcast.
impl Array {
    /// The bits that both have.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([12]).bitwise_and(10).to_string(), "[8]");
    /// ```
    #[doc(alias = "bitand")]
    #[track_caller]
    pub fn bitwise_and(&self, other: impl Operand) -> Array {
        bits(Bitwise::And, "bitwise_and", self, &other.beside(self))
    }

    /// [`Array::bitwise_and`] with the error as a value.
    ///
    /// # Errors
    /// A float array, shapes that do not broadcast.
    #[track_caller]
    pub fn try_bitwise_and(&self, other: impl Operand) -> Result<Array, Error> {
        try_bits(Bitwise::And, "bitwise_and", self, &other.beside(self))
    }

    /// The bits that one or both have.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([12]).bitwise_or(10).to_string(), "[14]");
    /// ```
    #[doc(alias = "bitor")]
    #[track_caller]
    pub fn bitwise_or(&self, other: impl Operand) -> Array {
        bits(Bitwise::Or, "bitwise_or", self, &other.beside(self))
    }

    /// [`Array::bitwise_or`] with the error as a value.
    ///
    /// # Errors
    /// A float array, shapes that do not broadcast.
    #[track_caller]
    pub fn try_bitwise_or(&self, other: impl Operand) -> Result<Array, Error> {
        try_bits(Bitwise::Or, "bitwise_or", self, &other.beside(self))
    }

    /// The bits that one has and the other has not.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([12]).bitwise_xor(10).to_string(), "[6]");
    /// ```
    #[doc(alias = "bitxor")]
    #[track_caller]
    pub fn bitwise_xor(&self, other: impl Operand) -> Array {
        bits(Bitwise::Xor, "bitwise_xor", self, &other.beside(self))
    }

    /// [`Array::bitwise_xor`] with the error as a value.
    ///
    /// # Errors
    /// A float array, shapes that do not broadcast.
    #[track_caller]
    pub fn try_bitwise_xor(&self, other: impl Operand) -> Result<Array, Error> {
        try_bits(Bitwise::Xor, "bitwise_xor", self, &other.beside(self))
    }

    /// The opposite of every bit: −1 − x of a signed integer.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([12]).bitwise_not().to_string(), "[-13]");
    /// ```
    #[doc(alias = "invert")]
    #[track_caller]
    pub fn bitwise_not(&self) -> Array {
        inverted("bitwise_not", self)
    }

    /// x·2ⁿ, wrapping. 0 where n is negative or not below the number of bits.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([3]).shift_left(4).to_string(), "[48]");
    /// ```
    #[doc(alias = "shl")]
    #[doc(alias = "left_shift")]
    #[track_caller]
    pub fn shift_left(&self, n: impl Operand) -> Array {
        bits(Bitwise::ShiftLeft, "shift_left", self, &n.beside(self))
    }

    /// [`Array::shift_left`] with the error as a value.
    ///
    /// # Errors
    /// Arrays that are no integers, shapes that do not broadcast.
    #[track_caller]
    pub fn try_shift_left(&self, n: impl Operand) -> Result<Array, Error> {
        try_bits(Bitwise::ShiftLeft, "shift_left", self, &n.beside(self))
    }

    /// x/2ⁿ rounded down. Where n is negative or not below the number of bits, 0, or −1 for a negative x.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([48, -5]).shift_right(1).to_string(), "[24 -3]");
    /// ```
    #[doc(alias = "shr")]
    #[doc(alias = "right_shift")]
    #[track_caller]
    pub fn shift_right(&self, n: impl Operand) -> Array {
        bits(Bitwise::ShiftRight, "shift_right", self, &n.beside(self))
    }

    /// [`Array::shift_right`] with the error as a value.
    ///
    /// # Errors
    /// Arrays that are no integers, shapes that do not broadcast.
    #[track_caller]
    pub fn try_shift_right(&self, n: impl Operand) -> Result<Array, Error> {
        try_bits(Bitwise::ShiftRight, "shift_right", self, &n.beside(self))
    }
}

macro_rules! operator {
    ($Op:ident $op:ident $method:ident) => {
        impl<T: Operand> $Op<T> for &Array {
            type Output = Array;
            #[track_caller]
            fn $op(self, other: T) -> Array {
                self.$method(other)
            }
        }
        impl<T: Operand> $Op<T> for Array {
            type Output = Array;
            #[track_caller]
            fn $op(self, other: T) -> Array {
                self.$method(other)
            }
        }
    };
}
operator!(BitAnd bitand bitwise_and);
operator!(BitOr bitor bitwise_or);
operator!(BitXor bitxor bitwise_xor);
operator!(Shl shl shift_left);
operator!(Shr shr shift_right);

impl Not for &Array {
    type Output = Array;
    #[track_caller]
    fn not(self) -> Array {
        self.bitwise_not()
    }
}
impl Not for Array {
    type Output = Array;
    #[track_caller]
    fn not(self) -> Array {
        self.bitwise_not()
    }
}
