//! Arrays one behind the other along an axis: linear in each; the transpose slices.

use super::{Linear, Prim, Role, Rules};
use crate::{
    array::{Array, Type},
    bind::{bind_all, raise},
    program::Atom,
};
use alloc::{format, vec::Vec};
use core::fmt;
use cotangent_tensor::{Error, ErrorKind, Range, Tensor};

/// The axis, and the length of each operand along it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Concat {
    axis: usize,
    lengths: Vec<usize>,
}

impl fmt::Display for Concat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "concat[axis={}]", self.axis)
    }
}

impl Rules for Concat {
    fn shape(&self, xs: &[Type]) -> Type {
        let mut out = xs[0].clone();
        out.shape.dims_mut()[self.axis] = self.lengths.iter().sum();
        out
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        Tensor::concat(xs, self.axis)
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let prim = Prim::Concat(self.clone());
        let y = bind_all(&prim, xs);
        if dxs.iter().all(Option::is_none) {
            return (y, None);
        }
        let tangents: Vec<Array> =
            xs.iter().zip(dxs).map(|(x, dx)| dx.map_or_else(|| x.zeros_like(), Clone::clone)).collect();
        let dy = bind_all(&prim, &tangents.iter().collect::<Vec<_>>());
        (y, Some(dy))
    }

    fn batch(&self, n: usize, xs: &[(&Array, bool)]) -> Array {
        let parts: Vec<Array> = xs
            .iter()
            .map(|&(x, mapped)| if mapped { x.clone() } else { x.broadcast_to(&x.shape().with_front(n)) })
            .collect();
        bind_all(
            &Prim::Concat(Concat { axis: self.axis + 1, lengths: self.lengths.clone() }),
            &parts.iter().collect::<Vec<_>>(),
        )
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

impl Linear for Concat {
    fn is_linear_in(&self, operands: &[Role]) -> bool {
        !operands.contains(&Role::Constant)
    }

    fn transpose(&self, ct: &Array, i: usize, of: &Type, _: &[Atom]) -> Array {
        let mut ranges: Vec<Range> = of.shape.iter().map(|&n| Range::all(n)).collect();
        ranges[self.axis].start = self.lengths[..i].iter().sum();
        ct.slice_ranges(ranges)
    }
}

/// Arrays one behind the other along `axis` (negative ones count from the end); the operands meet in the widest dtype.
/// Linear in each.
///
/// ```
/// use cotangent_autodiff::{array, concat};
/// let (x, y) = (array([1, 2]), array([3]));
/// assert_eq!(concat(&[&x, &y], 0).to_vec::<i32>()?, [1, 2, 3]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// No array, an axis that does not exist, or shapes that differ along another axis.
#[doc(alias = "concatenate")]
#[track_caller]
pub fn concat(arrays: &[&Array], axis: isize) -> Array {
    match try_concat(arrays, axis) {
        Ok(y) => y,
        Err(error) => raise(error),
    }
}

/// [`concat()`] with the error as a value.
///
/// # Errors
/// No array, an axis that does not exist, or shapes that differ along another axis.
#[track_caller]
pub fn try_concat(arrays: &[&Array], axis: isize) -> Result<Array, Error> {
    let Some(first) = arrays.first() else {
        return Err(Error::new(ErrorKind::Argument, "concat: needs at least one array"));
    };
    let shape = first.shape();
    let at = shape.axis("concat", axis)?;
    for x in &arrays[1..] {
        let other = x.shape();
        let differs = other.rank() != shape.rank() || (0..shape.rank()).any(|i| i != at && other[i] != shape[i]);
        if differs {
            return Err(Error::new(
                ErrorKind::Shape,
                format!("concat: {other} does not go behind {shape} along axis {axis}"),
            ));
        }
    }
    let dtype = arrays.iter().map(|x| x.dtype()).reduce(cotangent_tensor::DType::promote).expect("at least one array");
    let parts: Vec<Array> = arrays.iter().map(|x| x.convert(dtype)).collect();
    let lengths = parts.iter().map(|x| x.shape()[at]).collect();
    Ok(bind_all(&Prim::Concat(Concat { axis: at, lengths }), &parts.iter().collect::<Vec<_>>()))
}

/// Arrays of one shape as the parts of a new axis, which becomes axis `axis` of the result. Linear in each.
///
/// ```
/// use cotangent_autodiff::{array, stack};
/// assert_eq!(stack(&[&array([1, 2]), &array([3, 4])], 1).to_vec::<i32>()?, [1, 3, 2, 4]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// No array, an axis that the result does not have, or shapes that differ.
#[track_caller]
pub fn stack(arrays: &[&Array], axis: isize) -> Array {
    if let [first, rest @ ..] = arrays
        && let Some(other) = rest.iter().find(|x| x.shape() != first.shape())
    {
        raise(Error::new(ErrorKind::Shape, format!("stack: shapes {} and {} differ", first.shape(), other.shape())));
    }
    let parts: Vec<Array> = arrays.iter().map(|x| x.expand(axis)).collect();
    concat(&parts.iter().collect::<Vec<_>>(), axis)
}
