//! Elementwise choice by a bool mask; linear in the two arrays that it chooses from.

use super::{Linear, Prim, Role, Rules, binary::align, binary::broadcastable, lin};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
    operand::Operand,
    program::Atom,
};
use alloc::format;
use core::fmt;
use cotangent_tensor::{DType, Error, ErrorKind, Shape, Tensor};

/// Operands: mask, where it is true, where it is false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Select;

impl fmt::Display for Select {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("select")
    }
}

impl Rules for Select {
    fn shape(&self, xs: &[Type]) -> Type {
        let shape = xs
            .iter()
            .try_fold(Shape::SCALAR, |s, x| Shape::broadcast(&s, &x.shape))
            .expect("the method checks that the operands broadcast");
        Type { shape, dtype: xs[1].dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].select(xs[1], xs[2])
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let y = bind(&Prim::Select(*self), [xs[0], xs[1], xs[2]]);
        if dxs[1].is_none() && dxs[2].is_none() {
            return (y, None);
        }
        // A branch without a tangent counts as one of zeros: `select` chooses, so that an unchosen infinity stays out.
        let zero = y.literal(0.0);
        let tangent = |dx: Option<&Array>| dx.map_or_else(|| zero.broadcast_to(&y.shape()), |dx| lin::lift(dx, &y));
        let dy = bind(&Prim::Select(*self), [xs[0], &tangent(dxs[1]), &tangent(dxs[2])]);
        (y, Some(dy))
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        let [mask, x, y] = align([xs[0], xs[1], xs[2]]);
        bind(&Prim::Select(*self), [&mask, &x, &y])
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

impl Linear for Select {
    fn is_linear_in(&self, operands: &[Role]) -> bool {
        operands[0] != Role::Variable && !operands[1..].contains(&Role::Constant)
    }

    fn transpose(&self, ct: &Array, i: usize, of: &Type, xs: &[Atom]) -> Array {
        let Atom::Const(mask) = &xs[0] else { unreachable!("a mask has no tangent") };
        let zero = ct.literal(0.0);
        let chosen = if i == 1 { [mask, ct, &zero] } else { [mask, &zero, ct] };
        bind(&Prim::Select(*self), chosen).sum_to(&of.shape)
    }
}

impl Array {
    /// `on_true` where this bool array is true, else `on_false`; the three are broadcast against each other. Also known as
    /// `where`. Derivative: that of the chosen one; 0 for the other, even where its own slope is infinite in forward mode.
    /// In reverse mode the slope of the unchosen branch is multiplied by 0: guard its input if it can be infinite.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let x = array([-1.0, 4.0]);
    /// let root = x.gt(0.0).select(&x.maximum(0.0).sqrt(), 0.0);
    /// assert_eq!(root.to_vec::<f64>()?, [0.0, 2.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// This array is not bool, or shapes do not broadcast.
    #[doc(alias = "where")]
    #[doc(alias = "where_")]
    #[track_caller]
    pub fn select(&self, on_true: &Array, on_false: impl Operand) -> Array {
        match self.try_select(on_true, on_false) {
            Ok(y) => y,
            Err(error) => raise(error),
        }
    }

    /// [`Array::select`] with the error as a value.
    ///
    /// # Errors
    /// This array is not bool, or shapes do not broadcast.
    #[track_caller]
    pub fn try_select(&self, on_true: &Array, on_false: impl Operand) -> Result<Array, Error> {
        choose("select", self, on_true, &on_false.beside(on_true))
    }
}

/// The choice by a mask, for the operation `op`.
#[track_caller]
pub(crate) fn choose(op: &str, mask: &Array, on_true: &Array, on_false: &Array) -> Result<Array, Error> {
    if mask.dtype() != DType::Bool {
        return Err(Error::new(ErrorKind::DType, format!("{op}: the mask must be bool, not {}", mask.dtype())));
    }
    broadcastable(op, on_true, on_false)?;
    broadcastable(op, mask, on_true)?;
    broadcastable(op, mask, on_false)?;
    let dtype = on_true.dtype().promote(on_false.dtype());
    Ok(bind(&Prim::Select(Select), [mask, &on_true.convert(dtype), &on_false.convert(dtype)]))
}
