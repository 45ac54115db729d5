//! Contractions with an operand whose elements overlap in memory, the windows of a convolution, without a copy of them all:
//! the view has as many times the elements of its array as a window has.
//!
//! All ways add in the order of the plain product. Where windows lie side by side, their rows are read in place.
//! Elsewhere they are copied for one example at a time: of a batch that stays in the result, or that is summed over.

use super::{Contraction, Group, Matrices, groups};
use crate::{
    dtype::Element,
    pool::buffer,
    shape::Shape,
    storage::{Strided, Strides, collapse, row_major, walk},
    tensor::Tensor,
};
use alloc::vec::Vec;
use cotangent_kernels::{self as kernels, Float, MatMut, MatRef, RowsRef};

/// Products with one row or column sum in lanes, unless they have fewer terms than this.
const LANES: usize = 16;
/// Columns below which rows are not worth reading in place.
const SHORT: usize = 16;
/// Columns from which on a run need not grow.
const LONG: usize = 256;

/// The product, if the right operand overlaps and one of the ways fits.
pub(super) fn product<T: Element + Float>(x: &Tensor, y: &Tensor, axes: &Contraction, shape: &Shape) -> Option<Tensor> {
    let right = y.strided::<T>();
    if shape.size() == 0 || right.shape.size() == 0 || !overlaps(&right) {
        return None;
    }
    let [batch, depth, columns] = groups(axes, 1, right.shape.rank());
    let (batch, depth) = (Group::of(&right, &batch), Group::of(&right, &depth));
    let columns = Group::of(&right, &columns);
    let left = &Matrices::of::<T>(x, axes, 0);
    let rows = Shape::of(axes.free(0, x.shape().rank()).map(|i| x.shape()[i]));
    let product = Product { left, a: left.x.strided(), rows, right, batch, depth, columns };
    product.in_place().or_else(|| product.by_depth()).or_else(|| product.by_columns())
}

/// c = a·b, or c += a·b, with a workspace that grows as needed.
fn add<T: Float + Default>(
    a: MatRef<'_, T>,
    b: MatRef<'_, T>,
    c: MatMut<'_, T>,
    accumulate: bool,
    workspace: &mut Vec<T>,
) {
    let ([m, k], [_, n]) = (a.shape(), b.shape());
    let needed = kernels::matmul_workspace::<T>(m, k, n);
    if workspace.len() < needed {
        *workspace = alloc::vec![T::default(); needed];
    }
    kernels::matmul(a, b, c, accumulate, workspace);
}

/// Whether elements share places: more of them than places between the first and the last. Broadcast axes do not count.
fn overlaps<T>(x: &Strided<'_, T>) -> bool {
    let axes = || x.shape.iter().zip(&x.strides).filter(|(_, s)| **s != 0);
    x.strides.iter().all(|&s| s >= 0)
        && axes().map(|(&n, _)| n).product::<usize>() > 1 + axes().map(|(&n, &s)| (n - 1) * s as usize).sum::<usize>()
}

struct Product<'a, T> {
    left: &'a Matrices,
    a: Strided<'a, T>,
    /// The lengths of the left's free axes.
    rows: Shape,
    right: Strided<'a, T>,
    batch: Group,
    depth: Group,
    columns: Group,
}

impl<T: Element + Float> Product<'_, T> {
    /// Rows, terms of each sum, columns.
    fn lengths(&self) -> [usize; 3] {
        [self.left.rows.0, self.left.columns.0, self.columns.dims.size()]
    }

    /// Windows that lie side by side: row p of the right matrix is a stretch of memory, read where it lies.
    fn in_place(&self) -> Option<Tensor> {
        let [m, k, n] = self.lengths();
        let (leading, inner) = self.columns.split(self.depth.span());
        let run = inner.run()?;
        if run.size < SHORT || ((m == 1 || n == 1) && k >= LANES) {
            return None;
        }
        let (starts, width) = (self.depth.places(), inner.dims.size());
        let to = Group { dims: inner.dims.clone(), steps: row_major(&inner.dims) };
        let ((around, stretch), (to, _)) = (inner.apart(run.at), to.apart(run.at));
        let mut aside = buffer::<T>(if run.span > run.size { m * run.span } else { 0 });
        Some(self.each(&leading, &inner, |i, j, c| {
            let a = self.left.at(self.a.data, i);
            walk(&around.dims, [(j, &around.steps), (0, &to.steps)], |[j, o]| {
                let b = RowsRef::new(&self.right.data[j..], &starts, run.span);
                if aside.is_empty() {
                    return kernels::matmul_rows(a, b, MatMut::new(&mut c[o..], m, run.size, width, 1));
                }
                kernels::matmul_rows(a, b, MatMut::row_major(&mut aside, m, run.span));
                for (row, from) in aside.chunks_exact(run.span).enumerate() {
                    stretch.gather(from, &mut c[row * width + o..]);
                }
            });
        }))
    }

    /// The windows of one example at a time, each a block of columns.
    fn by_columns(&self) -> Option<Tensor> {
        let [m, k, n] = self.lengths();
        let (leading, inner) = self.columns.split(self.depth.span());
        let width = inner.dims.size();
        if width == 1 && m > 1 && n > 1 && k >= LANES {
            return None;
        }
        let (mut block, mut workspace) = (Vec::new(), Vec::new());
        Some(self.each(&leading, &inner, |i, j, c| {
            self.copy(j, &self.depth, &inner, &mut block);
            let b = MatRef::row_major(&block, k, width);
            add(self.left.at(self.a.data, i), b, MatMut::row_major(c, m, width), false, &mut workspace);
        }))
    }

    /// The windows of one example at a time where examples are summed over: each a block of the sum. For sums along which
    /// elements lie side by side.
    fn by_depth(&self) -> Option<Tensor> {
        let [m, k, n] = self.lengths();
        if self.depth.row() < self.columns.row() {
            return None;
        }
        let whole = m == 1 || n == 1; // their order of additions has no parts
        let (leading, inner) = self.depth.split(if whole { usize::MAX } else { self.columns.span() });
        let (part, starts) = (inner.dims.size(), leading.places());
        debug_assert_eq!(part * starts.len(), k);
        let (mut block, mut workspace) = (Vec::new(), Vec::new());
        let ((_, row), (_, column)) = (self.left.rows, self.left.columns);
        Some(self.each(&Group::none(), &self.columns, |i, j, c| {
            for (at, start) in starts.iter().enumerate() {
                self.copy(j + start, &self.columns, &inner, &mut block);
                let a = MatRef::new(&self.a.data[i + at * part * column..], m, part, row, column);
                let b = MatRef::new(&block, part, n, 1, part);
                add(a, b, MatMut::row_major(c, m, n), at > 0, &mut workspace);
            }
        }))
    }

    /// Fills one block of the result for each index of the batch axes and of the `leading` columns, given where the left
    /// and the right matrix begin. A block has the rows, then the `inner` columns; the axes of the result are those of the
    /// contraction, in whatever order they lie.
    fn each(&self, leading: &Group, inner: &Group, mut fill: impl FnMut(usize, usize, &mut [T])) -> Tensor {
        let parts = [&self.batch.dims, &leading.dims, &self.rows, &inner.dims];
        let memory = Shape::of(parts.iter().flat_map(|dims| dims.iter().copied()));
        let mut out = buffer::<T>(memory.size());
        let mut blocks = out.chunks_exact_mut(self.rows.size() * inner.dims.size());
        let offsets = [(self.a.offset, &self.left.batch.steps), (self.right.offset, &self.batch.steps)];
        walk(&self.batch.dims, offsets, |[i, j]| {
            walk(&leading.dims, [(j, &leading.steps)], |[j]| {
                fill(i, j, blocks.next().expect("one block for each index of batch and leading axes"));
            });
        });
        let [batch, leading, rows, _] = parts.map(Shape::rank);
        let behind = batch + leading;
        let order = (0..batch).chain(behind..behind + rows).chain(batch..behind).chain(behind + rows..memory.rank());
        let order: Vec<usize> = order.collect();
        Tensor::new(memory, out).transpose(&order)
    }

    /// The elements over two groups of axes, row-major, in place of what `block` holds.
    fn copy(&self, offset: usize, outer: &Group, inner: &Group, block: &mut Vec<T>) {
        block.clear();
        let shape = Shape::of(outer.dims.iter().chain(inner.dims.iter()).copied());
        let strides = outer.steps.iter().chain(&inner.steps).copied().collect();
        Strided { data: self.right.data, offset, strides, shape }.copy(block);
    }
}

/// The last axes of a group, from `at` on, whose elements lie in one stretch of memory, with places between them perhaps.
struct Run {
    at: usize,
    size: usize,
    span: usize,
}

impl Group {
    /// No axes.
    fn none() -> Group {
        Group { dims: Shape::SCALAR, steps: Strides::new() }
    }

    /// Places from the first element to the last.
    fn span(&self) -> usize {
        1 + self.dims.iter().zip(&self.steps).map(|(&n, &s)| (n - 1) * s as usize).sum::<usize>()
    }

    /// The axes before `at` and those from it on.
    fn apart(&self, at: usize) -> (Group, Group) {
        let part = |dims: &[usize], steps: &[isize]| Group {
            dims: Shape::of(dims.iter().copied()),
            steps: steps.iter().copied().collect(),
        };
        (part(&self.dims[..at], &self.steps[..at]), part(&self.dims[at..], &self.steps[at..]))
    }

    /// The length of the rows in which elements lie side by side.
    fn row(&self) -> usize {
        let (dims, [steps]) = collapse(&self.dims, [&self.steps]);
        if steps.last() == Some(&1) { *dims.last().expect("as many as steps") } else { 1 }
    }

    /// The first axes, those that step over `span` places at least, and the others: examples, and windows of one.
    fn split(&self, span: usize) -> (Group, Group) {
        let over = |(&n, &step): (&usize, &isize)| n == 1 || step as usize >= span;
        self.apart(self.dims.iter().zip(&self.steps).take_while(|&axis| over(axis)).count())
    }

    /// The last axes that make a stretch worth computing whole: its places between elements cost less than a short one.
    fn run(&self) -> Option<Run> {
        let mut run = Run { at: self.dims.rank(), size: 1, span: 1 };
        while let Some(at) = run.at.checked_sub(1) {
            let (n, step) = (self.dims[at], self.steps[at] as usize);
            let (size, span) = (run.size * n, (n - 1) * step + run.span);
            let first = run.size == 1;
            let worth = if run.size < 2 * SHORT { span <= 2 * size } else { 4 * span <= 5 * size };
            if n > 1 && (step < run.span || run.size >= LONG || (first && step != 1) || !worth) {
                break;
            }
            run = Run { at, size, span };
        }
        (run.size > 1).then_some(run)
    }

    /// Where every element lies, in row-major order.
    fn places(&self) -> Vec<usize> {
        let mut places = Vec::with_capacity(self.dims.size());
        walk(&self.dims, [(0, &self.steps)], |[at]| places.push(at));
        places
    }

    /// Copies the elements from `from` to the front of `to`; the last axis that is longer than 1 has step 1.
    fn gather<T: Copy>(&self, from: &[T], to: &mut [T]) {
        let (dims, [steps]) = collapse(&self.dims, [&self.steps]);
        let (&n, around) = dims.split_last().expect("a run has an axis");
        let mut rows = to.chunks_exact_mut(n);
        walk(around, [(0, &steps)], |[at]| {
            rows.next().expect("room for every row").copy_from_slice(&from[at..at + n]);
        });
    }
}
