//! The product with a matrix whose rows lie anywhere and may overlap, read in place: the windows of a convolution, which
//! need no copy.

use super::{
    blocked::{Columns, KC, MC_BYTES, PanelSource, WORTHWHILE},
    tile::{MR, NV, Strip},
};
use crate::{
    Float, Isa, Kernel, KernelError, MatMut, MatRef, dispatch,
    isa::{Lanes, call},
};

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
        if WORTHWHILE && self.b.cols >= I::Vector::<T>::LEN && !self.b.starts.is_empty() {
            self.strips::<I>();
        } else {
            self.plain::<I>();
        }
    }
}

impl<T: Float> Product<'_, T> {
    /// Strips of columns as wide as registers take, for blocks of a that stay in the second cache.
    #[inline(always)]
    fn strips<I: Isa>(self) {
        let Product { a, b, c } = self;
        let w = I::Vector::<T>::LEN;
        let block = MC_BYTES / size_of::<T>() / MR * MR;
        for (at, starts) in b.starts.chunks(KC).enumerate() {
            let p = at * KC;
            for i in (0..c.rows).step_by(block) {
                let mut j = 0;
                while j < b.cols {
                    let left = b.cols - j;
                    let width = if left >= NV * w { NV * w } else { w };
                    let take = width.min(left);
                    // The last vector of a row ends at the edge and repeats some columns.
                    let skip = width - take;
                    let strip = Strip::<T, &[usize], NV> {
                        rows: block.min(c.rows - i),
                        depth: starts.len(),
                        a: PanelSource::of(a, i, p),
                        b: &b.data[j - skip..],
                        b_rows: starts,
                        c: &mut c.data[i * c.row_stride + j - skip..],
                        c_row: c.row_stride,
                        columns: Columns { skip, take },
                        accumulate: p > 0,
                    };
                    if width == w {
                        call::<I, _>(strip.narrow());
                    } else {
                        call::<I, _>(strip);
                    }
                    j += take;
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
