//! The product with a matrix whose rows lie anywhere and may overlap, read in place: the windows of a convolution, which
//! need no copy.

use super::{
    blocked::{WORTHWHILE, max_depth},
    tile::{Panels, Strip},
};
use crate::{Float, Isa, Kernel, KernelError, MatMut, MatRef, dispatch};

/// A matrix to read whose row p is `data[starts[p]..][..cols]`.
#[derive(Clone, Copy, Debug)]
pub struct RowsRef<'a, T> {
    data: &'a [T],
    starts: &'a [usize],
    cols: usize,
}

impl<'a, T> RowsRef<'a, T> {
    /// A view of `starts.len()` rows of `cols` elements.
    ///
    /// # Panics
    /// If a row lies outside `data`.
    #[track_caller]
    pub fn new(data: &'a [T], starts: &'a [usize], cols: usize) -> Self {
        let needed = starts.iter().max().map_or(0, |&last| last.saturating_add(cols));
        let error = KernelError::OutOfBounds { needed, length: data.len() };
        assert!(cols == 0 || needed <= data.len(), "{error}");
        RowsRef { data, starts, cols }
    }
}

/// `c = a·b` for rows of b that lie anywhere. The rows of c are contiguous.
///
/// Each element is one chain over k in order from +0, `c = mul_add(a[i][p], b[p][j], c)`, whatever the shape. That is the
/// order of [`matmul`](crate::matmul) where m > 1 and n > 1, or k < 16.
///
/// ```
/// use cotangent_kernels::{MatMut, MatRef, RowsRef, matmul_rows};
/// // Sums of three neighbours.
/// let (x, ones) = ([1.0, 2.0, 4.0, 8.0, 16.0], [1.0; 3]);
/// let mut y = [0.0; 3];
/// let windows = RowsRef::new(&x, &[0, 1, 2], 3);
/// matmul_rows(MatRef::row_major(&ones, 1, 3), windows, MatMut::row_major(&mut y, 1, 3));
/// assert_eq!(y, [7.0, 14.0, 28.0]);
/// ```
///
/// # Panics
/// If the shapes do not fit, or the rows of c are not contiguous.
#[track_caller]
pub fn matmul_rows<T: Float>(a: MatRef<'_, T>, b: RowsRef<'_, T>, c: MatMut<'_, T>) {
    super::check_shapes(a.shape(), [b.starts.len(), b.cols], c.shape());
    assert!(c.col_stride == 1 || c.cols <= 1, "matmul: the rows of the result are not contiguous");
    if c.rows > 0 && c.cols > 0 {
        dispatch(Product { a, b, c });
    }
}

struct Product<'a, T> {
    a: MatRef<'a, T>,
    b: RowsRef<'a, T>,
    c: MatMut<'a, T>,
}

impl<T: Float> Kernel for Product<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        if WORTHWHILE && !self.b.starts.is_empty() {
            self.strips::<I>();
        } else {
            self.plain::<I>();
        }
    }
}

impl<T: Float> Product<'_, T> {
    /// Panels as high as a tile, by strips of columns as wide as registers take.
    #[inline(always)]
    fn strips<I: Isa>(self) {
        let Product { a, b, mut c } = self;
        let depth = max_depth::<T>();
        for (at, starts) in b.starts.chunks(depth).enumerate() {
            for i in (0..c.rows).step_by(I::TILE_ROWS) {
                let mut j = 0;
                while j < b.cols {
                    let width = Strip::<T, &[usize]>::width::<I>(b.cols - j);
                    let (rows, a) = (I::TILE_ROWS.min(c.rows - i), Panels::of(a, i, at * depth));
                    let columns = (b.data.as_ptr().wrapping_add(j), starts);
                    // SAFETY: blocks of views that were checked when they were made, and to fit.
                    let strip = unsafe { Strip::new([rows, starts.len(), width], a, columns, (&mut c, i, j), at > 0) };
                    strip.multiply::<I>();
                    j += width;
                }
            }
        }
    }

    /// Element by element.
    #[inline(always)]
    fn plain<I: Isa>(self) {
        let Product { a, b, c } = self;
        for i in 0..c.rows {
            let row = &mut c.data[i * c.row_stride..][..b.cols];
            row.fill(T::ZERO);
            for (p, &start) in b.starts.iter().enumerate() {
                let x = a.data[i * a.row_stride + p * a.col_stride];
                for (y, &z) in row.iter_mut().zip(&b.data[start..][..b.cols]) {
                    *y = I::mul_add(x, z, *y);
                }
            }
        }
    }
}
