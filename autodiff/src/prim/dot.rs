//! Products that sum over axes. One primitive, the general contraction, serves vectors, matrices and batches; it is
//! bilinear, and its transposes and batches are contractions again.

use super::{Linear, Prim, Role, Rules, lin};
use crate::{
    array::{Array, Type},
    bind::{bind, raise},
    operand::promote,
    program::Atom,
};
use alloc::{format, vec::Vec};
use core::fmt;
use cotangent_tensor::{Contraction, DType, Error, ErrorKind, Tensor};

/// A contraction: which axes of two operands run along together, and which are summed over.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Dot(pub(crate) Contraction);

impl fmt::Display for Dot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "dot[{:?}]", self.0)
    }
}

#[track_caller]
pub(crate) fn contract(x: &Array, y: &Array, axes: &Contraction) -> Array {
    bind(&Prim::Dot(Dot(axes.clone())), [x, y])
}

impl Rules for Dot {
    fn shape(&self, xs: &[Type]) -> Type {
        let shape = self.0.shape(&xs[0].shape, &xs[1].shape).expect("the method checks that the axes pair");
        Type { shape, dtype: xs[0].dtype }
    }

    fn eval(&self, xs: &[&Tensor]) -> Tensor {
        xs[0].contract(xs[1], &self.0)
    }

    fn jvp(&self, xs: &[&Array], dxs: &[Option<&Array>]) -> (Array, Option<Array>) {
        let (x, y) = (xs[0], xs[1]);
        let left = dxs[0].map(|dx| contract(dx, y, &self.0));
        let right = dxs[1].map(|dy| contract(x, dy, &self.0));
        (contract(x, y, &self.0), lin::sum(left, right))
    }

    fn batch(&self, _: usize, xs: &[(&Array, bool)]) -> Array {
        let ((x, left), (y, right)) = (xs[0], xs[1]);
        let shift = |&(i, j): &(u8, u8)| (usize::from(i) + usize::from(left), usize::from(j) + usize::from(right));
        let mut batch: Vec<(usize, usize)> = self.0.batch.iter().map(shift).collect();
        let pairs: Vec<(usize, usize)> = self.0.contract.iter().map(shift).collect();
        if left && right {
            batch.insert(0, (0, 0));
        }
        let z = contract(x, y, &Contraction::new(&batch, &pairs));
        if left && right {
            return z;
        }
        // The mapped axis is a free one: the first of its operand's, behind the batch axes and, on the right, the left's.
        let at = batch.len() + if left { 0 } else { self.0.free(0, x.rank()).count() };
        move_to_front(&z, at)
    }

    fn linear(&self) -> Option<&dyn Linear> {
        Some(self)
    }
}

impl Linear for Dot {
    fn is_linear_in(&self, operands: &[Role]) -> bool {
        operands.iter().filter(|x| **x == Role::Variable).count() == 1
    }

    fn transpose(&self, ct: &Array, i: usize, of: &Type, xs: &[Atom]) -> Array {
        let Atom::Const(other) = &xs[1 - i] else {
            unreachable!("the check of linear programs refuses a dot of two variables")
        };
        let pick = |&(a, b): &(u8, u8)| {
            if i == 0 { (usize::from(a), usize::from(b)) } else { (usize::from(b), usize::from(a)) }
        };
        let batch: Vec<(usize, usize)> = self.0.batch.iter().map(pick).collect();
        let pairs: Vec<(usize, usize)> = self.0.contract.iter().map(pick).collect();
        let mine: Vec<usize> = self.0.free(i, of.shape.rank()).collect();
        let others: Vec<usize> = self.0.free(1 - i, other.rank()).collect();
        // ct has the batch axes, then the free axes of the left operand, then those of the right.
        let first = batch.len() + if i == 0 { mine.len() } else { 0 };
        let along = batch.iter().enumerate().map(|(at, &(_, o))| (at, o));
        let over = others.iter().enumerate().map(|(at, &o)| (first + at, o));
        let mut contracted = pairs;
        contracted.sort_by_key(|&(_, o)| o);
        let summed = contracted.iter().map(|&(a, _)| a);
        // The product has the batch axes, then the free axes of its operands; those of the other are the contracted axes in
        // the other's order. The operand whose axes stand first on my side goes left: the product of two matrices needs no
        // permutation then.
        let (product, order): (Array, Vec<usize>) = if i == 0 {
            let axes = Contraction::new(&along.collect::<Vec<_>>(), &over.collect::<Vec<_>>());
            (contract(ct, other, &axes), batch.iter().map(|&(a, _)| a).chain(mine).chain(summed).collect())
        } else {
            let swap = |(at, o)| (o, at);
            let axes = Contraction::new(&along.map(swap).collect::<Vec<_>>(), &over.map(swap).collect::<Vec<_>>());
            (contract(other, ct, &axes), batch.iter().map(|&(a, _)| a).chain(summed).chain(mine).collect())
        };
        let mut permutation = alloc::vec![0; order.len()];
        for (at, &axis) in order.iter().enumerate() {
            permutation[axis] = at;
        }
        product.permute(&permutation)
    }
}

/// Axis `axis` moved to the front.
pub(crate) fn move_to_front(x: &Array, axis: usize) -> Array {
    let rest = (0..x.rank()).filter(|&i| i != axis);
    x.permute(&core::iter::once(axis).chain(rest).collect::<Vec<_>>())
}

/// The contraction of arrays of any dtypes, for the method `op`.
#[track_caller]
pub(crate) fn checked(op: &str, x: &Array, y: &Array, axes: &Contraction) -> Result<Array, Error> {
    let dtype = x.dtype().promote(y.dtype());
    if dtype == DType::Bool {
        return Err(Error::new(ErrorKind::DType, format!("{op}: two bool arrays have no products; convert one first")));
    }
    let (left, right) = (x.shape(), y.shape());
    if axes.shape(&left, &right).is_none() {
        let pairs = axes.batch.iter().chain(&axes.contract).map(|&(i, j)| (usize::from(i), usize::from(j)));
        let at = pairs.clone().find(|&(i, j)| left[i] != right[j]).unwrap_or_default();
        let why = format!("{} != {} (axes {} and {})", left[at.0], right[at.1], at.0, at.1);
        return Err(Error::new(ErrorKind::Shape, format!("{op}: cannot contract {left} with {right}: {why}")));
    }
    let (x, y) = promote(x, y, dtype);
    Ok(contract(&x, &y, axes))
}

impl Array {
    /// NumPy's `dot`: the sum over the last axis of this array and the last but one of `other` (the only one of a vector);
    /// with a scalar the elementwise product. Bilinear: the derivative in each operand is the product with the other.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// let a = array([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(a.dot(&array([1.0, -1.0])).to_vec::<f64>()?, [-1.0, -1.0]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// The lengths of the two axes differ, or both arrays are bool.
    #[track_caller]
    pub fn dot(&self, other: &Array) -> Array {
        match self.try_dot(other) {
            Ok(z) => z,
            Err(error) => raise(error),
        }
    }

    /// [`Array::dot`] with the error as a value.
    ///
    /// # Errors
    /// The lengths of the two axes differ, or both arrays are bool.
    #[track_caller]
    pub fn try_dot(&self, other: &Array) -> Result<Array, Error> {
        let (left, right) = (self.rank(), other.rank());
        if left == 0 || right == 0 {
            return self.try_mul(other);
        }
        checked("dot", self, other, &Contraction::new(&[], &[(left - 1, right.saturating_sub(2))]))
    }

    /// NumPy's `matmul`: matrix products over the last two axes, the axes before them broadcast against each other;
    /// a vector counts as a row on the left and as a column on the right. Bilinear.
    ///
    /// ```
    /// use cotangent_autodiff::array;
    /// assert_eq!(array([[1, 2], [3, 4]]).matmul(&array([1, 1])).to_vec::<i32>()?, [3, 7]);
    /// # Ok::<(), cotangent_autodiff::Error>(())
    /// ```
    ///
    /// # Panics
    /// A scalar operand, inner lengths that differ, batch axes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn matmul(&self, other: &Array) -> Array {
        match self.try_matmul(other) {
            Ok(z) => z,
            Err(error) => raise(error),
        }
    }

    /// [`Array::matmul`] with the error as a value.
    ///
    /// # Errors
    /// A scalar operand, inner lengths that differ, batch axes that do not broadcast, two bool arrays.
    #[track_caller]
    pub fn try_matmul(&self, other: &Array) -> Result<Array, Error> {
        matmul("matmul", self, other)
    }
}

/// [`Array::matmul`] for the method `op`.
#[track_caller]
pub(crate) fn matmul(op: &str, x: &Array, y: &Array) -> Result<Array, Error> {
    let (left, right) = (x.rank(), y.rank());
    if left == 0 || right == 0 {
        return Err(Error::new(
            ErrorKind::Shape,
            format!("{op}: needs axes to sum over, got {} and {}", x.shape(), y.shape()),
        ));
    }
    if left <= 2 && right <= 2 {
        return checked(op, x, y, &Contraction::new(&[], &[(left - 1, right.saturating_sub(2))]));
    }
    batched_matmul(op, x, y)
}

/// `matmul` with batch axes: those that only one operand has, or that have length 1 in one, are free axes of the other.
#[track_caller]
fn batched_matmul(op: &str, x: &Array, y: &Array) -> Result<Array, Error> {
    let vector = [x.rank() == 1, y.rank() == 1];
    let x = if vector[0] { &x.expand(0) } else { x };
    let y = if vector[1] { &y.expand(1) } else { y };
    let (left, right) = (x.shape(), y.shape());
    let rows = |shape: &[usize]| shape[..shape.len() - 2].to_vec();
    let Some(batch) = cotangent_tensor::Shape::broadcast(&rows(&left), &rows(&right)) else {
        return Err(Error::new(
            ErrorKind::Shape,
            format!("{op}: cannot broadcast the batch axes of {left} with those of {right}"),
        ));
    };
    let full = |x: &Array| {
        let shape = x.shape();
        x.broadcast_to(&cotangent_tensor::Shape::of(batch.iter().chain(&shape[shape.rank() - 2..]).copied()))
    };
    let n = batch.rank();
    let pairs: Vec<(usize, usize)> = (0..n).map(|i| (i, i)).collect();
    let z = checked(op, &full(x), &full(y), &Contraction::new(&pairs, &[(n + 1, n)]))?;
    Ok(match vector {
        [true, _] => z.squeeze(n as isize),
        [_, true] => z.squeeze(n as isize + 1),
        _ => z,
    })
}
