//! Contractions: the general product of two arrays, lowered to batches of matrix products over views.

use crate::{
    dtype::{DType, Element, each_number},
    pool::{buffer, zeros},
    shape::Shape,
    storage::{Strided, Strides, collapse, row_major, walk},
    tensor::{Tensor, written},
    view::Range,
};
use alloc::vec::Vec;
use core::fmt;
use cotangent_kernels::{self as kernels, Float, MatMut, MatRef, Number};

#[cfg(feature = "threads")]
mod threads;
mod windowed;

#[cfg(feature = "threads")]
use threads::float_products;

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
    /// The product of two arrays of one dtype, with f32 and f64 by the blocked kernel, integers by plain loops. The elements
    /// of the result may lie in memory in another order than its axes say.
    ///
    /// # Panics
    /// The dtypes differ or are bool, or the axes do not pair.
    #[must_use]
    #[track_caller]
    pub fn contract(&self, other: &Tensor, axes: &Contraction) -> Tensor {
        let Some(shape) = axes.shape(self.shape(), other.shape()) else {
            panic!("dot: cannot contract {} with {} over {axes:?}", self.shape(), other.shape())
        };
        match self.dtype() {
            DType::F32 => float::<f32>(self, other, axes, shape),
            DType::F64 => float::<f64>(self, other, axes, shape),
            dtype => {
                each_number!(dtype, T => product::<T>(self, other, axes, shape, plain_products), panic!("dot: no kernel for bool"))
            }
        }
    }
}

fn float<T: Element + Float>(x: &Tensor, y: &Tensor, axes: &Contraction, shape: Shape) -> Tensor {
    if let (Some(a), Some(b)) = (matrix::<T>(x, axes, 0), matrix::<T>(y, axes, 1)) {
        let ([m, k], [_, n]) = (a.shape(), b.shape());
        let out = written(m * n, |out| float_products(&mut core::iter::once((a, b, out)), [m, k, n]));
        return Tensor::new(shape, out);
    }
    match windowed::product::<T>(x, y, axes, &shape) {
        Some(z) => z,
        None => product::<T>(x, y, axes, shape, float_products),
    }
}

/// The matrix that an operand of one or two axes is, if one of them is summed over and it lies in memory row by row or
/// column by column: most operands, and nothing about them needs to be found out.
fn matrix<'a, T: Element>(x: &'a Tensor, axes: &Contraction, side: usize) -> Option<MatRef<'a, T>> {
    let ([], &[(i, j)]) = (&axes.batch[..], &axes.contract[..]) else { return None };
    let (data, dims, steps) = x.plain_strides::<T>()?;
    let contracted = usize::from(if side == 0 { i } else { j });
    let axis = |i: usize| (dims[i], steps[i]);
    let (rows, columns) = match (dims.len(), side) {
        (1, 0) => ((1, 1), axis(0)),
        (1, _) => (axis(0), (1, 1)),
        (2, 0) => (axis(1 - contracted), axis(contracted)),
        (2, _) => (axis(contracted), axis(1 - contracted)),
        _ => return None,
    };
    Some(MatRef::new(data, rows.0, columns.0, rows.1, columns.1))
}

/// Some axes of an array, outermost first, as one: their lengths and their steps.
struct Group {
    dims: Shape,
    steps: Strides,
}

impl Group {
    fn of<T>(x: &Strided<'_, T>, axes: &[usize]) -> Group {
        Group { dims: Shape::of(axes.iter().map(|&i| x.shape[i])), steps: axes.iter().map(|&i| x.strides[i]).collect() }
    }

    /// Length and step, if one step leads through all elements and a kernel takes it: not 0, not backwards.
    fn single(&self) -> Option<(usize, usize)> {
        let (dims, [steps]) = collapse(&self.dims, [&self.steps]);
        match (&dims[..], &steps[..]) {
            ([], []) => Some((1, 1)),
            (&[n], &[step]) if step > 0 => Some((n, step as usize)),
            _ => None,
        }
    }
}

/// The axes of an operand in groups: batch, rows and columns. The free axes are the left's rows and the right's columns.
fn groups(axes: &Contraction, side: usize, rank: usize) -> [Vec<usize>; 3] {
    let pick = |&(i, j): &(u8, u8)| usize::from(if side == 0 { i } else { j });
    let (free, contract) = (axes.free(side, rank).collect(), axes.contract.iter().map(pick).collect());
    let [rows, columns] = if side == 0 { [free, contract] } else { [contract, free] };
    [axes.batch.iter().map(pick).collect(), rows, columns]
}

/// An operand as matrices, one for each index of the batch axes.
struct Matrices {
    x: Tensor,
    /// The lengths and steps of the batch axes.
    batch: Group,
    /// Length and step.
    rows: (usize, usize),
    columns: (usize, usize),
}

impl Matrices {
    /// In place if the strides allow it. Else a copy, but never of what a broadcast repeats.
    fn of<T: Element>(x: &Tensor, axes: &Contraction, side: usize) -> Matrices {
        let s = x.strided::<T>();
        let [batch, rows, columns] = groups(axes, side, s.shape.rank());
        let group = Group::of(&s, &batch);
        if let (Some(rows), Some(columns)) = (Group::of(&s, &rows).single(), Group::of(&s, &columns).single()) {
            return Matrices { x: x.clone(), batch: group, rows, columns };
        }
        let repeated = |i: usize| s.strides[i] == 0 && batch.contains(&i);
        let ranges: Vec<Range> =
            (0..s.shape.rank()).map(|i| Range::all(if repeated(i) { 1 } else { s.shape[i] })).collect();
        let order: Vec<usize> = batch.iter().chain(&rows).chain(&columns).copied().collect();
        let once = x.slice(&ranges).transpose(&order).contiguous();
        let steps = row_major(once.shape());
        let steps = batch.iter().zip(&steps).map(|(&i, &step)| if repeated(i) { 0 } else { step }).collect();
        let size = |axes: &[usize]| axes.iter().map(|&i| s.shape[i]).product();
        let (m, n) = (size(&rows), size(&columns));
        Matrices { x: once, batch: Group { dims: group.dims, steps }, rows: (m, n), columns: (n, 1) }
    }

    /// The matrix that begins at `offset`.
    fn at<'a, T>(&self, data: &'a [T], offset: usize) -> MatRef<'a, T> {
        let ((m, row), (n, column)) = (self.rows, self.columns);
        MatRef::new(&data[offset..], m, n, row, column)
    }
}

/// A left matrix, a right one, and the elements of their product.
type Products<'p, 'a, T> = &'p mut dyn Iterator<Item = (MatRef<'a, T>, MatRef<'a, T>, &'a mut [T])>;

/// Multiplies matrix by matrix.
fn product<T: Element>(
    x: &Tensor,
    y: &Tensor,
    axes: &Contraction,
    shape: Shape,
    multiply: fn(Products<'_, '_, T>, [usize; 3]),
) -> Tensor {
    let empty = x.shape().size() == 0 || y.shape().size() == 0;
    let mut out = if empty { zeros::<T>(shape.size()) } else { buffer(shape.size()) };
    if !empty {
        let (left, right) = (Matrices::of::<T>(x, axes, 0), Matrices::of::<T>(y, axes, 1));
        let (a, b) = (left.x.strided::<T>(), right.x.strided::<T>());
        let (m, k, n) = (left.rows.0, left.columns.0, right.columns.0);
        let mut places = Vec::with_capacity(out.len() / (m * n));
        let offsets = [(a.offset, &left.batch.steps), (b.offset, &right.batch.steps)];
        walk(&left.batch.dims, offsets, |place| places.push(place));
        let products = places.iter().zip(out.chunks_exact_mut(m * n));
        let mut products = products.map(|(&[i, j], c)| (left.at(a.data, i), right.at(b.data, j), c));
        multiply(&mut products, [m, k, n]);
    }
    Tensor::new(shape, out)
}

#[cfg(not(feature = "threads"))]
fn float_products<T: Float + Default>(products: Products<'_, '_, T>, sizes: [usize; 3]) {
    products_in_turn(products, sizes);
}

fn products_in_turn<'a, T: Float + Default>(
    products: impl Iterator<Item = (MatRef<'a, T>, MatRef<'a, T>, &'a mut [T])>,
    [m, k, n]: [usize; 3],
) {
    let mut workspace = alloc::vec![T::default(); kernels::matmul_workspace::<T>(m, k, n)];
    kernels::matmul_each(products.map(|(a, b, c)| (a, b, MatMut::row_major(c, m, n))), &mut workspace);
}

fn plain_products<T: Number>(products: Products<'_, '_, T>, [_, k, n]: [usize; 3]) {
    for (a, b, c) in products {
        for (at, out) in c.iter_mut().enumerate() {
            let (i, j) = (at / n, at % n);
            *out = (0..k).fold(T::ZERO, |sum, p| sum.plus(a.get(i, p).times(b.get(p, j))));
        }
    }
}
