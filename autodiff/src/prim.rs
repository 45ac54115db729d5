//! The primitives: a closed enum of families, and what every family must know of itself.
//!
//! A family is one file. It states shape, evaluation, forward derivative and batching for all of its operations; a linear
//! family also states its transpose. Nothing else in this library knows a derivative. Everything that can be composed of
//! primitives without loss of accuracy or speed is a plain method (see `ops.rs`).

use crate::{
    array::{Array, Type},
    program::{Atom, TapeKind},
    scope::Scope,
};
use alloc::{sync::Arc, vec::Vec};
use core::fmt;
use cotangent_tensor::Tensor;

pub(crate) mod arg_extreme;
pub(crate) mod binary;
pub(crate) mod bitwise;
pub(crate) mod broadcast;
pub(crate) mod call;
pub(crate) mod compare;
pub(crate) mod complex;
pub(crate) mod concat;
pub(crate) mod convert;
pub(crate) mod cumulative;
pub(crate) mod custom;
pub(crate) mod dot;
mod evaluate;
pub(crate) mod extreme;
#[cfg(feature = "fft")]
pub(crate) mod fft;
pub(crate) mod gather;
pub(crate) mod lin;
pub(crate) mod linalg;
pub(crate) mod pad;
pub(crate) mod recurrence;
pub(crate) mod reduce;
pub(crate) mod reshape;
pub(crate) mod scatter;
pub(crate) mod select;
pub(crate) mod slice;
pub(crate) mod sort;
pub(crate) mod transpose;
pub(crate) mod unary;
pub(crate) mod windows;
pub(crate) mod write;

#[cfg(test)]
mod tests;

/// An operation with one result.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Prim {
    Unary(unary::Unary),
    Binary(binary::Binary),
    Bitwise(bitwise::Bitwise),
    Compare(compare::Compare),
    Select(select::Select),
    Lin(lin::Lin),
    Reduce(reduce::Reduce),
    ArgExtreme(arg_extreme::ArgExtreme),
    Running(cumulative::Running),
    Recurrence(recurrence::Recurrence),
    Sort(sort::Sort),
    Dot(dot::Dot),
    Transpose(transpose::Transpose),
    Reshape(reshape::Reshape),
    Broadcast(broadcast::Broadcast),
    Slice(slice::Slice),
    Pad(pad::Pad),
    Concat(concat::Concat),
    Gather(gather::Gather),
    Scatter(scatter::Scatter),
    Extreme(extreme::Extreme),
    Write(write::Write),
    Convert(convert::Convert),
    Linalg(linalg::Linalg),
    Windows(windows::Windows),
    Complex(complex::Complex),
    #[cfg(feature = "fft")]
    Fft(fft::Fft),
}

impl Prim {
    #[inline]
    pub(crate) fn rules(&self) -> &dyn Rules {
        match self {
            Prim::Unary(p) => p,
            Prim::Binary(p) => p,
            Prim::Bitwise(p) => p,
            Prim::Compare(p) => p,
            Prim::Select(p) => p,
            Prim::Lin(p) => p,
            Prim::Reduce(p) => p,
            Prim::ArgExtreme(p) => p,
            Prim::Running(p) => p,
            Prim::Recurrence(p) => p,
            Prim::Sort(p) => p,
            Prim::Dot(p) => p,
            Prim::Transpose(p) => p,
            Prim::Reshape(p) => p,
            Prim::Broadcast(p) => p,
            Prim::Slice(p) => p,
            Prim::Pad(p) => p,
            Prim::Concat(p) => p,
            Prim::Gather(p) => p,
            Prim::Scatter(p) => p,
            Prim::Extreme(p) => p,
            Prim::Write(p) => p,
            Prim::Convert(p) => p,
            Prim::Linalg(p) => p,
            Prim::Windows(p) => p,
            Prim::Complex(p) => p,
            #[cfg(feature = "fft")]
            Prim::Fft(p) => p,
        }
    }
}

/// An operation with several results.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum MultiPrim {
    Call(call::Call),
    Custom(custom::CustomJvp),
    Factor(linalg::Factor),
}

impl MultiPrim {
    pub(crate) fn rules(&self) -> &dyn MultiRules {
        match self {
            MultiPrim::Call(p) => p,
            MultiPrim::Custom(p) => p,
            MultiPrim::Factor(p) => p,
        }
    }
}

/// What a family knows of itself. `Display` is the name with the parameters, as programs print it. Shapes and dtypes were
/// checked by the method that binds the primitive.
pub(crate) trait Rules: fmt::Display {
    /// The type of the result.
    fn shape(&self, xs: &[Type]) -> Type;
    /// The result for known operands, of dtypes that have kernels unless elements are only moved. Call [`Prim::eval`].
    fn eval(&self, xs: &[&Tensor]) -> Tensor;
    /// As `eval`, and may overwrite operands that nobody else holds.
    fn eval_owned(&self, xs: &mut [Tensor]) -> Tensor {
        self.eval(&xs.iter().collect::<smallvec::SmallVec<[_; 4]>>())
    }
    /// The result and its tangent. An operand without a tangent does not depend on the input; nor does the result, then.
    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>);
    /// The results for `n` examples: operands marked `true` carry the mapped axis in front, and so does the result.
    fn batch(&self, n: usize, xs: &[(&Array, bool)]) -> Array;
    /// The transpose, of families that are linear in some operands.
    fn linear(&self) -> Option<&dyn Linear>;
}

/// What an operand is to a linear program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A tangent.
    Variable,
    /// A known zero, as stands for an absent tangent.
    Zero,
    /// Any other known value.
    Constant,
}

/// A family that is linear in some of its operands.
pub(crate) trait Linear {
    /// Whether it is linear, jointly, in the operands that are variables, the others being what they are.
    fn is_linear_in(&self, operands: &[Role]) -> bool;
    /// The cotangent of operand `i`, which is of type `of`, for the cotangent `ct` of the result. Operand `i` is a variable
    /// of the linear program; operands that are known to it are constants among `xs`.
    fn transpose(&self, ct: &Array, i: usize, of: &Type, xs: &[Atom]) -> Array;
}

/// What a family with several results knows of itself.
pub(crate) trait MultiRules: fmt::Display {
    /// The types of the results.
    fn shape(&self, xs: &[Type]) -> Vec<Type>;
    /// The results for known operands.
    fn eval(&self, xs: &[&Tensor]) -> Vec<Tensor>;
    /// The results and their tangents, for a transform that runs in `scope`.
    fn jvp(&self, scope: &Arc<Scope>, xs: &[&Array], dxs: &[Option<&Array>]) -> Vec<(Array, Option<Array>)>;
    /// The results, and whether each carries the mapped axis.
    fn batch(&self, scope: &Arc<Scope>, n: usize, xs: &[(&Array, bool)]) -> Vec<(Array, bool)>;
    /// The results through the primitives that the operation stands for, on a tape of this kind; `None` records it whole.
    fn inline(&self, tape: TapeKind, xs: &[&Array]) -> Option<Vec<Array>>;
}
