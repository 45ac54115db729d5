//! Contractions: the general product of two arrays, lowered to batches of matrix products over views.

use crate::{
    dtype::{DType, Element, each_number},
    shape::Shape,
    tensor::{Tensor, buffer},
};
use alloc::vec::Vec;
use core::fmt;
use cotangent_kernels::{self as kernels, Float, MatMut, MatRef, Number};

/// Which axes of two operands a product pairs: those that run along together (batch) and those that are summed over.
///
/// The result has the batch axes first, in the order given, then the free axes of the left operand, then those of the right.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Contraction {
    /// Pairs of axes (left, right) that stay in the result, once.
    pub batch: Pairs,
    /// Pairs of axes (left, right) that are summed over.
    pub contract: Pairs,
}

/// Pairs of axes, left and right.
pub type Pairs = heapless::Vec<(u8, u8), { crate::MAX_RANK }, u8>;

impl Contraction {
    /// From pairs (left, right) of batch axes and of contracted axes.
    pub fn new(batch: &[(usize, usize)], contract: &[(usize, usize)]) -> Contraction {
        let pairs = |p: &[(usize, usize)]| p.iter().map(|&(i, j)| (i as u8, j as u8)).collect();
        Contraction { batch: pairs(batch), contract: pairs(contract) }
    }

    /// The free axes of the left (`side` 0) or right operand, in order.
    pub fn free(&self, side: usize, rank: usize) -> impl Iterator<Item = usize> + '_ {
        (0..rank).filter(move |&axis| {
            !self.batch.iter().chain(&self.contract).any(|&(i, j)| usize::from(if side == 0 { i } else { j }) == axis)
        })
    }

    /// The shape of the product; `None` if paired axes differ in length.
    pub fn shape(&self, left: &Shape, right: &Shape) -> Option<Shape> {
        let equal = |&(i, j): &(u8, u8)| left.get(usize::from(i)) == right.get(usize::from(j));
        if !self.batch.iter().chain(&self.contract).all(equal) {
            return None;
        }
        let batch = self.batch.iter().map(|&(i, _)| left[usize::from(i)]);
        let left_free = self.free(0, left.rank()).map(|i| left[i]);
        Some(Shape::of(batch.chain(left_free).chain(self.free(1, right.rank()).map(|j| right[j]))))
    }
}

impl fmt::Debug for Contraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "batch={:?} contract={:?}", self.batch, self.contract)
    }
}

impl Tensor {
    /// The product of two arrays of one dtype, with f32 and f64 by the blocked kernel, integers by plain loops.
    ///
    /// # Panics
    /// The dtypes differ or are bool, or the axes do not pair.
    #[must_use]
    #[track_caller]
    pub fn contract(&self, other: &Tensor, axes: &Contraction) -> Tensor {
        let Some(shape) = axes.shape(self.shape(), other.shape()) else {
            panic!("dot: cannot contract {} with {} over {axes:?}", self.shape(), other.shape())
        };
        let left = operand(self, axes, 0);
        let right = operand(other, axes, 1);
        match self.dtype() {
            DType::F32 => product::<f32>(&left, &right, shape, float_product),
            DType::F64 => product::<f64>(&left, &right, shape, float_product),
            dtype => {
                each_number!(dtype, T => product::<T>(&left, &right, shape, plain_product), panic!("dot: no kernel for bool"))
            }
        }
    }
}

/// An operand as [batch, rows, columns]: left with its free axes as rows, right with them as columns. A view if strides allow.
fn operand(x: &Tensor, axes: &Contraction, side: usize) -> Tensor {
    let pick = |&(i, j): &(u8, u8)| usize::from(if side == 0 { i } else { j });
    let rank = x.shape().rank();
    let batch: Vec<usize> = axes.batch.iter().map(pick).collect();
    let contract: Vec<usize> = axes.contract.iter().map(pick).collect();
    let free: Vec<usize> = axes.free(side, rank).collect();
    let (rows, columns) = if side == 0 { (free, contract) } else { (contract, free) };
    let size = |axes: &[usize]| axes.iter().map(|&i| x.shape()[i]).product();
    let shape = Shape::of([size(&batch), size(&rows), size(&columns)]);
    let order: Vec<usize> = batch.into_iter().chain(rows).chain(columns).collect();
    x.transpose(&order).reshape(&shape).expect("the axes are the same ones in another order")
}

/// Multiplies matrix by matrix. Broadcast or reversed axes, which kernels do not take, are copied first.
fn product<T: Element>(
    left: &Tensor,
    right: &Tensor,
    shape: Shape,
    multiply: fn(MatRef<'_, T>, MatRef<'_, T>, &mut [T]),
) -> Tensor {
    let (left, right) = (plain::<T>(left), plain::<T>(right));
    let (a, b) = (left.strided::<T>(), right.strided::<T>());
    let [batch, m, k] = a.shape[..] else { unreachable!("operand() gives three axes") };
    let n = b.shape[2];
    let mut out = buffer::<T>(shape.size());
    let matrix = |s: &crate::storage::Strided<'_, T>, i: usize, rows: usize, columns: usize, data| {
        let offset = (s.offset as isize + s.strides[0] * i as isize) as usize;
        let data: &[T] = data;
        MatRef::new(&data[offset.min(data.len())..], rows, columns, s.strides[1] as usize, s.strides[2] as usize)
    };
    if m * n > 0 {
        for (i, c) in out.chunks_exact_mut(m * n).enumerate().take(batch) {
            multiply(matrix(&a, i, m, k, a.data), matrix(&b, i, k, n, b.data), c);
        }
    }
    Tensor::new(shape, out)
}

/// The array itself if its matrices can be handed to a kernel as they are.
fn plain<T: Element>(x: &Tensor) -> Tensor {
    let s = x.strided::<T>();
    let fits = s.strides.iter().zip(s.shape.iter()).skip(1).all(|(&step, &d)| step > 0 || d <= 1)
        && s.strides[1..].iter().all(|&step| step >= 0);
    if fits { x.clone() } else { Tensor::new(x.shape().clone(), x.elements::<T>().into_owned()) }
}

fn float_product<T: Float + Default>(a: MatRef<'_, T>, b: MatRef<'_, T>, c: &mut [T]) {
    let ([m, k], [_, n]) = (a.shape(), b.shape());
    let mut workspace = alloc::vec![T::default(); kernels::matmul_workspace::<T>(m, k, n)];
    kernels::matmul(a, b, MatMut::new(c, m, n, n, 1), false, &mut workspace);
}

fn plain_product<T: Number>(a: MatRef<'_, T>, b: MatRef<'_, T>, c: &mut [T]) {
    let ([_, k], [_, n]) = (a.shape(), b.shape());
    for (at, out) in c.iter_mut().enumerate() {
        let (i, j) = (at / n, at % n);
        *out = (0..k).fold(T::ZERO, |sum, p| sum.plus(a.get(i, p).times(b.get(p, j))));
    }
}
