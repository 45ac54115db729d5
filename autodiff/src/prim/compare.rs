//! Elementwise comparisons of two operands. The results are bool and have no tangent.

use super::{Linear, Prim, Rules, binary::align, binary::broadcastable, complex::unsupported};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
    operand::{Operand, promote},
};
use core::fmt;
use cotangent_kernels as kernels;
use cotangent_tensor::{DType, Error, Shape, Tensor};

/// A comparison. NaN is unequal to everything and in no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Compare {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

impl Compare {
    /// Every variant.
    #[cfg(test)]
    pub(crate) const ALL: [Compare; 6] =
        [Compare::Equal, Compare::NotEqual, Compare::Less, Compare::LessEqual, Compare::Greater, Compare::GreaterEqual];
}

impl fmt::Display for Compare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Compare::Equal => "eq",
            Compare::NotEqual => "ne",
            Compare::Less => "lt",
            Compare::LessEqual => "le",
            Compare::Greater => "gt",
            Compare::GreaterEqual => "ge",
        })
    }
}

impl Rules for Compare {
    fn shape(&self, xs: &[Type]) -> Type {
        let shape =
            Shape::broadcast(&xs[0].shape, &xs[1].shape).expect("the method checks that the operands broadcast");
        Type { shape, dtype: DType::Bool }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        match self {
            Compare::Equal => xs[0].zip_any::<kernels::Equal>(xs[1]),
            Compare::NotEqual => xs[0].zip_any::<kernels::NotEqual>(xs[1]),
            Compare::Less => xs[0].zip_number::<kernels::Less>(xs[1]),
            Compare::LessEqual => xs[0].zip_number::<kernels::LessEqual>(xs[1]),
            Compare::Greater => xs[0].zip_number::<kernels::Greater>(xs[1]),
            Compare::GreaterEqual => xs[0].zip_number::<kernels::GreaterEqual>(xs[1]),
        }
    }

    fn jvp(&self, xs: &[&Array], _: &[Option<&Array>]) -> (Array, Option<Array>) {
        (bind(&Prim::Compare(*self), [xs[0], xs[1]]), None)
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        let [x, y] = align([xs[0], xs[1]]);
        bind(&Prim::Compare(*self), [&x, &y])
    }

    fn linear(&self) -> Option<&dyn Linear> {
        None
    }
}

#[track_caller]
fn compare(op: Compare, name: &str, x: &Array, y: &Array) -> Array {
    match try_compare(op, name, x, y) {
        Ok(mask) => mask,
        Err(error) => raise(error),
    }
}

#[track_caller]
fn try_compare(op: Compare, name: &str, x: &Array, y: &Array) -> Result<Array, Error> {
    broadcastable(name, x, y)?;
    let mut dtype = x.dtype().promote(y.dtype());
    if dtype == DType::Bool && !matches!(op, Compare::Equal | Compare::NotEqual) {
        dtype = DType::I32; // false < true
    }
    if dtype.is_complex() && !matches!(op, Compare::Equal | Compare::NotEqual) {
        return Err(unsupported(&name, dtype));
    }
    let (x, y) = promote(x, y, dtype);
    Ok(bind(&Prim::Compare(op), [&x, &y]))
}

/// Elementwise comparisons with an array or a weak literal, with NumPy's broadcasting. The result is bool and constant
/// for every derivative. (`if x > 0.0` compares one element with a host number.)
///
/// # Panics
/// All of them: shapes that do not broadcast.
impl Array {
    /// Where the elements are equal.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2, 3]).eq(2).to_vec::<bool>()?, [false, true, false]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn eq(&self, other: impl Operand) -> Array {
        compare(Compare::Equal, "eq", self, &other.beside(self))
    }

    /// Where the elements differ, or one is NaN.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2, 3]).ne(2).to_vec::<bool>()?, [true, false, true]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn ne(&self, other: impl Operand) -> Array {
        compare(Compare::NotEqual, "ne", self, &other.beside(self))
    }

    /// Where the elements are smaller than those of `other`.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2, 3]).lt(2).to_vec::<bool>()?, [true, false, false]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn lt(&self, other: impl Operand) -> Array {
        compare(Compare::Less, "lt", self, &other.beside(self))
    }

    /// Where the elements are smaller or equal.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2, 3]).le(2).to_vec::<bool>()?, [true, true, false]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn le(&self, other: impl Operand) -> Array {
        compare(Compare::LessEqual, "le", self, &other.beside(self))
    }

    /// Where the elements are greater than those of `other`.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1.0, 3.0]).gt(2.0).to_vec::<bool>()?, [false, true]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn gt(&self, other: impl Operand) -> Array {
        compare(Compare::Greater, "gt", self, &other.beside(self))
    }

    /// Where the elements are greater or equal.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([1, 2, 3]).ge(2).to_vec::<bool>()?, [false, true, true]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    #[track_caller]
    pub fn ge(&self, other: impl Operand) -> Array {
        compare(Compare::GreaterEqual, "ge", self, &other.beside(self))
    }
}
