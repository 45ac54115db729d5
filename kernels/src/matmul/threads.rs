//! A product by several threads, each for a block of rows of c.

use super::{Product, check_shapes};
use crate::{Float, MatMut, MatRef, dispatch};

/// Multiplications that are worth a thread: some 70 µs of f32.
const WORTHWHILE: usize = 1 << 22;
/// Blocks are multiples of this many rows: whole tiles.
const ROWS: usize = 8;

/// [`matmul`](crate::matmul) by up to `threads` threads, the caller's one of them, with the same bits.
///
/// The longer side of c is cut into blocks; the shape says where, and how many threads are worth their while. Each takes an
/// equal part of the workspace, which should have `threads` times [`matmul_workspace`](crate::matmul_workspace) elements.
///
/// ```
/// use cotangent_kernels::{MatMut, MatRef, matmul_threads};
/// let (a, mut c) = (vec![1.0; 300 * 300], vec![0.0; 300 * 300]);
/// let view = MatRef::row_major(&a, 300, 300);
/// matmul_threads(view, view, MatMut::row_major(&mut c, 300, 300), false, 2, &mut []);
/// assert!(c.iter().all(|&x| x == 300.0));
/// ```
///
/// # Panics
/// If the shapes do not fit, or the system gives no thread.
#[track_caller]
pub fn matmul_threads<T: Float>(
    a: MatRef<'_, T>,
    b: MatRef<'_, T>,
    c: MatMut<'_, T>,
    accumulate: bool,
    threads: usize,
    workspace: &mut [T],
) {
    let mut parts = matmul_parts(a, b, c, accumulate, threads, workspace);
    let own = parts.next();
    std::thread::scope(|scope| {
        for part in parts {
            scope.spawn(move || part.run());
        }
        if let Some(part) = own {
            part.run();
        }
    });
}

/// [`matmul_threads`] for threads of the caller's: the parts that may run at the same time, at most `threads` of them; one
/// if more are not worth their while, none of an empty product.
///
/// # Panics
/// If the shapes do not fit.
#[track_caller]
pub fn matmul_parts<'a, T: Float>(
    a: MatRef<'a, T>,
    b: MatRef<'a, T>,
    c: MatMut<'a, T>,
    accumulate: bool,
    threads: usize,
    workspace: &'a mut [T],
) -> impl Iterator<Item = ProductPart<'a, T>> {
    check_shapes(a.shape(), b.shape(), c.shape());
    let empty = c.rows == 0 || c.cols == 0;
    let work = c.rows.saturating_mul(c.cols).saturating_mul(a.cols);
    let threads = threads.min(work / WORTHWHILE).max(1);
    let part = workspace.len() / threads;
    let product = Product::new(a, b, c, accumulate, workspace);
    let block = block(&product, threads);
    let mut rest = (!empty).then_some(product);
    core::iter::from_fn(move || {
        let first = rest.as_mut()?.split(block, part);
        first.or_else(|| rest.take()).map(ProductPart)
    })
}

/// Some rows or columns of a product: see [`matmul_parts`].
#[derive(Debug)]
pub struct ProductPart<'a, T>(Product<'a, T>);

impl<T: Float> ProductPart<'_, T> {
    /// Computes them.
    pub fn run(mut self) {
        dispatch(&mut self.0);
    }
}

/// Rows of c for each thread; columns if there is one row.
fn block<T>(product: &Product<'_, T>, threads: usize) -> usize {
    let [m, n] = product.c.shape();
    let length = if m == 1 { n } else { m };
    let mut block = length.div_ceil(threads).next_multiple_of(ROWS);
    // One row alone would be added up in another order.
    while m > 1 && length % block == 1 {
        block += ROWS;
    }
    block
}

impl<'a, T: Copy> Product<'a, T> {
    /// Takes the first rows (columns, if there is one row) and some of the workspace away; none if nothing would be left.
    fn split(&mut self, block: usize, part: usize) -> Option<Product<'a, T>> {
        let by_columns = self.c.rows == 1;
        let (a, b, c) = (&mut self.a, &mut self.b, &mut self.c);
        let (length, stride) = if by_columns { (&mut c.cols, c.col_stride) } else { (&mut c.rows, c.row_stride) };
        if *length <= block {
            return None;
        }
        *length -= block;
        // Rows do not reach into each other, since their stride is the larger one.
        let (data, rest) = core::mem::take(&mut c.data).split_at_mut(block * stride);
        c.data = rest;
        let (workspace, rest) = core::mem::take(&mut self.workspace).split_at_mut(part);
        self.workspace = rest;
        let mut first = Product { a: *a, b: *b, c: MatMut { data, ..*c }, accumulate: self.accumulate, workspace };
        if by_columns {
            (first.b.cols, first.c.cols) = (block, block);
            b.data = &b.data[block * b.col_stride..];
            b.cols -= block;
        } else {
            (first.a.rows, first.c.rows) = (block, block);
            a.data = &a.data[block * a.row_stride..];
            a.rows -= block;
        }
        Some(first)
    }
}
