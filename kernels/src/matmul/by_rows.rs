//! A vector times a matrix that comes some rows at a time: what makes y = A·x, s = f(y), z = s·A one pass over A.

use super::strips::{BLOCK, Block, STRIP, add_halves, add_rows};
use crate::{
    Float, Isa, Kernel, MatRef, dispatch,
    isa::call,
    reduce::{DOT_BLOCK, DOT_LANES, lanes_of},
};

/// Elements of workspace that [`VectorByRows`] needs for n columns.
pub const fn vector_by_rows_workspace(n: usize) -> usize {
    n.div_ceil(STRIP) * STRIP * DOT_LANES
}

/// x·A, given some elements of x and their rows of A at a time, with the bits of [`matmul`](crate::matmul) of the whole.
///
/// A product with few columns depends on one row of A at a time, so that both products of a regression can take the same
/// rows while they are in the cache. Blocks of a multiple of 64 rows are fastest.
///
/// ```
/// use cotangent_kernels::{MatMut, MatRef, VectorByRows, matmul, vector_by_rows_workspace};
/// // z = Aᵀ·(A·x)² of a 3 × 2 matrix, row by row.
/// let (a, x, mut z) = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [1.0, -1.0], [0.0; 2]);
/// let mut workspace = [0.0; vector_by_rows_workspace(2)];
/// let mut product = VectorByRows::new(3, &mut z, &mut workspace);
/// for row in a.chunks(2) {
///     let (row, mut y) = (MatRef::row_major(row, 1, 2), [0.0]);
///     matmul(row, MatRef::row_major(&x, 2, 1), MatMut::row_major(&mut y, 1, 1), false, &mut []);
///     product.add(&[y[0] * y[0]], row);
/// }
/// assert_eq!(z, [9.0, 12.0]);
/// ```
#[derive(Debug)]
pub struct VectorByRows<'a, T> {
    rows: usize,
    done: usize,
    out: &'a mut [T],
    lanes: &'a mut [T],
}

impl<'a, T: Float> VectorByRows<'a, T> {
    /// For a matrix of `rows` rows and as many columns as `out` has elements, which hold the product once all rows were
    /// added.
    ///
    /// # Panics
    /// If the workspace has fewer elements than [`vector_by_rows_workspace`].
    #[track_caller]
    pub fn new(rows: usize, out: &'a mut [T], workspace: &'a mut [T]) -> Self {
        let (needed, length) = (vector_by_rows_workspace(out.len()), workspace.len());
        assert!(length >= needed, "VectorByRows: needs {needed} elements of workspace, there are {length}");
        let lanes = &mut workspace[..needed];
        lanes.fill(T::ZERO);
        out.fill(T::ZERO);
        VectorByRows { rows, done: 0, out, lanes }
    }

    /// Adds the next rows of A, times the next elements of x.
    ///
    /// # Panics
    /// If the rows are not as many as the elements or not as long as the result, or more than were announced.
    #[track_caller]
    pub fn add(&mut self, x: &[T], a: MatRef<'_, T>) {
        let ([m, n], len) = (a.shape(), x.len());
        assert!(m == len, "VectorByRows: {len} elements for {m} rows");
        assert!(n == self.out.len(), "VectorByRows: rows of {n} elements for a result of {}", self.out.len());
        let left = self.rows - self.done;
        assert!(m <= left, "VectorByRows: {m} rows, {left} are left");
        dispatch(Add(self, x, a));
    }
}

struct Add<'p, 'a, T>(&'p mut VectorByRows<'a, T>, &'p [T], MatRef<'p, T>);

impl<T: Float> Kernel for Add<'_, '_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Add(VectorByRows { rows, done, out, lanes }, mut x, a) = self;
        let mut first = 0;
        while !x.is_empty() {
            // As much as belongs to one block of the inner product.
            let at = *done % DOT_BLOCK;
            let block = DOT_BLOCK.min(*rows - (*done - at));
            let (now, later) = x.split_at(x.len().min(block - at));
            let strips = lanes.as_chunks_mut::<STRIP>().0.as_chunks_mut::<DOT_LANES>().0;
            for (s, (lanes, out)) in strips.iter_mut().zip(out.chunks_mut(STRIP)).enumerate() {
                let data = &a.data[first * a.row_stride + s * STRIP * a.col_stride..];
                let part = Part { data, strides: [a.row_stride, a.col_stride], width: out.len(), lanes };
                part.add::<I>(now, at, lanes_of(block));
                if at + now.len() == block {
                    add_halves::<I, T, STRIP>(lanes, out.len());
                    out.iter_mut().zip(&lanes[0]).for_each(|(out, &sum)| *out += sum);
                    lanes.as_flattened_mut().fill(T::ZERO);
                }
            }
            *done += now.len();
            first += now.len();
            x = later;
        }
    }
}

/// Columns whose lanes are kept together.
struct Part<'a, T> {
    data: &'a [T],
    strides: [usize; 2],
    width: usize,
    lanes: &'a mut [[T; STRIP]; DOT_LANES],
}

impl<T: Float> Part<'_, T> {
    /// Rows, of which the first is number `at` of a block of the inner product.
    #[inline(always)]
    fn add<I: Isa>(self, x: &[T], at: usize, lane_count: usize) {
        let Part { data, strides: [stride, col_stride], width, lanes } = self;
        let mut p = 0;
        while p < x.len() {
            if let Some(x) = x[p..].first_chunk::<BLOCK>()
                && (at + p).is_multiple_of(BLOCK)
                && col_stride == 1
            {
                call::<I, _>(Block { x, rows: &data[p * stride..], stride, width, lanes });
                p += BLOCK;
                continue;
            }
            let lane = &mut lanes[(at + p) % lane_count][..width];
            if col_stride == 1 {
                add_rows::<I, T, 1>(lane, [&data[p * stride..][..width]], [x[p]]);
            } else {
                for (j, sum) in lane.iter_mut().enumerate() {
                    *sum = I::mul_add(data[p * stride + j * col_stride], x[p], *sum);
                }
            }
            p += 1;
        }
    }
}
