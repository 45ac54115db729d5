//! The innermost kernel: a strip of c, up to three vectors wide, in register tiles of a few rows.
//!
//! Every element of a tile is one chain over k. Written with explicit vectors: left to itself the compiler turns about
//! every second variant of this loop into scalar code, 50 times slower.

use core::marker::PhantomData;

use crate::{
    Float, Isa, Kernel, MatMut, MatRef,
    isa::{Lanes, Places, Vector, call, prefetch},
};

/// Vectors in a row of a full tile.
pub(super) const VECTORS: usize = 3;
/// Depth from which on a tile takes longer than the way of its successor's elements of c from the last cache. Asking for
/// them gains 2 % of a product of order 1024.
const DEEP: usize = 128;

/// Where row p of b begins.
pub(super) trait RowStarts: Copy {
    fn start(self, p: usize) -> usize;
}
/// One distance between all rows.
#[derive(Clone, Copy)]
pub(super) struct Apart(pub(super) usize);
impl RowStarts for Apart {
    #[inline(always)]
    fn start(self, p: usize) -> usize {
        p * self.0
    }
}
impl RowStarts for &[usize] {
    #[inline(always)]
    fn start(self, p: usize) -> usize {
        self[p]
    }
}

/// A block of a: rows in panels as high as a tile.
#[derive(Clone, Copy)]
pub(super) struct Panels<'a, T> {
    data: *const T,
    row: usize,
    col: usize,
    /// Packed: panel after panel, each column by column.
    packed: bool,
    lifetime: PhantomData<&'a T>,
}

impl<'a, T> Panels<'a, T> {
    /// The matrix from row i and column p on, in place.
    #[inline(always)]
    pub(super) fn of(a: MatRef<'a, T>, i: usize, p: usize) -> Self {
        let data = a.data.as_ptr().wrapping_add(i * a.row_stride + p * a.col_stride);
        Panels { data, row: a.row_stride, col: a.col_stride, packed: false, lifetime: PhantomData }
    }

    /// Panels that [`pack`](super::pack) made.
    #[inline(always)]
    pub(super) fn packed(data: &'a [T]) -> Self {
        Panels { data: data.as_ptr(), row: 1, col: 0, packed: true, lifetime: PhantomData }
    }

    /// The place of row i, and the strides of a row and a column, for a tile of `height` rows.
    #[inline(always)]
    fn panel(&self, i: usize, depth: usize, height: usize) -> (*const T, usize, usize) {
        if self.packed {
            (self.data.wrapping_add(i * depth), 1, height)
        } else {
            (self.data.wrapping_add(i * self.row), self.row, self.col)
        }
    }
}

/// `rows` rows and up to three vectors of columns of c, from `depth` columns of a and rows of b.
pub(super) struct Strip<'a, T, R> {
    rows: usize,
    depth: usize,
    cols: usize,
    a: Panels<'a, T>,
    /// Element (p, j) at `b_rows.start(p) + j`.
    b: *const T,
    b_rows: R,
    /// Element (i, j) at `i * c_row + j`.
    c: *mut T,
    c_row: usize,
    /// Start the chains at c, not at 0.
    accumulate: bool,
}

impl<'a, T: Float, R: RowStarts> Strip<'a, T, R> {
    /// Columns `j..j + cols` of rows `i..i + rows` of c.
    ///
    /// # Safety
    /// `a` has rows and depth, `b` has `depth` rows of `cols` elements, c has these rows and columns, and the elements of
    /// its rows are neighbours.
    #[inline(always)]
    pub(super) unsafe fn new(
        [rows, depth, cols]: [usize; 3],
        a: Panels<'a, T>,
        (b, b_rows): (*const T, R),
        (c, i, j): (&mut MatMut<'_, T>, usize, usize),
        accumulate: bool,
    ) -> Self {
        let place = c.data.as_mut_ptr().wrapping_add(i * c.row_stride + j);
        Strip { rows, depth, cols, a, b, b_rows, c: place, c_row: c.row_stride, accumulate }
    }

    /// Columns of the next strip, if this many are left: three vectors, but two and two of four.
    #[inline(always)]
    pub(super) fn width<I: Isa>(left: usize) -> usize {
        let w = I::Vector::<T>::LEN;
        let vectors = if left > VECTORS * w && left <= (VECTORS + 1) * w { VECTORS - 1 } else { VECTORS };
        left.min(vectors * w)
    }

    /// Computes the strip.
    #[inline(always)]
    pub(super) fn multiply<I: Isa>(self) {
        let w = I::Vector::<T>::LEN;
        match self.cols.div_ceil(w) {
            1 => call::<I, _>(Tiles::<_, _, 1>(self)),
            2 => call::<I, _>(Tiles::<_, _, 2>(self)),
            _ => call::<I, _>(Tiles::<_, _, 3>(self)),
        }
    }
}

/// A strip of `V` vectors, the last perhaps not whole.
struct Tiles<'a, T, R, const V: usize>(Strip<'a, T, R>);

impl<T: Float, R: RowStarts, const V: usize> Kernel for Tiles<'_, T, R, V> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let strip = self.0;
        let whole = strip.cols == V * I::Vector::<T>::LEN;
        // Where masks are free one instance serves both.
        if whole && !I::Vector::<T>::MASKS_ARE_FREE {
            tiles::<I, T, R, V, true>(strip);
        } else {
            tiles::<I, T, R, V, false>(strip);
        }
    }
}

#[inline(always)]
fn tiles<I: Isa, T: Float, R: RowStarts, const V: usize, const WHOLE: bool>(strip: Strip<'_, T, R>) {
    let mut i = 0;
    while i + I::TILE_ROWS <= strip.rows {
        if I::TILE_ROWS == 8 {
            strip.tile::<I, 8, V, WHOLE>(i);
        } else {
            strip.tile::<I, 4, V, WHOLE>(i);
        }
        i += I::TILE_ROWS;
    }
    match strip.rows - i {
        1 => strip.tile::<I, 1, V, WHOLE>(i),
        2 => strip.tile::<I, 2, V, WHOLE>(i),
        3 => strip.tile::<I, 3, V, WHOLE>(i),
        rest if I::TILE_ROWS == 8 => match rest {
            4 => strip.tile::<I, 4, V, WHOLE>(i),
            5 => strip.tile::<I, 5, V, WHOLE>(i),
            6 => strip.tile::<I, 6, V, WHOLE>(i),
            7 => strip.tile::<I, 7, V, WHOLE>(i),
            _ => {}
        },
        _ => {}
    }
}

impl<T: Float, R: RowStarts> Strip<'_, T, R> {
    /// `M` rows from row i on.
    #[inline(always)]
    fn tile<I: Isa, const M: usize, const V: usize, const WHOLE: bool>(&self, i: usize) {
        let w = I::Vector::<T>::LEN;
        let mask = I::Vector::<T>::mask(self.cols - (V - 1) * w);
        let c: [*mut T; M] = core::array::from_fn(|r| self.c.wrapping_add((i + r) * self.c_row));
        let mut sums = [[I::Vector::<T>::splat(T::ZERO); V]; M];
        if self.accumulate {
            for r in 0..M {
                // SAFETY: rows i.. of the strip, see `new`.
                sums[r] = unsafe { read_row::<I, T, V, WHOLE>(c[r], mask) };
            }
        }
        if self.depth >= DEEP {
            // The next tile's elements of c: below, or beside the last tile of a strip.
            let next = if i + M < self.rows { M * self.c_row } else { V * w };
            for row in c {
                (0..V).for_each(|v| prefetch(row.wrapping_add(next + v * w)));
            }
        }
        let (a, a_row, a_col) = self.a.panel(i, self.depth, M);
        let a: [*const T; M] = core::array::from_fn(|r| a.wrapping_add(r * a_row));
        for p in 0..self.depth {
            // SAFETY: row p of b, see `new`.
            let y = unsafe { read_row::<I, T, V, WHOLE>(self.b.wrapping_add(self.b_rows.start(p)), mask) };
            for (sums, a) in sums.iter_mut().zip(a) {
                // SAFETY: column p of these rows of a, see `new`.
                let x = I::Vector::splat(unsafe { *a.wrapping_add(p * a_col) });
                for (sum, y) in sums.iter_mut().zip(y) {
                    *sum = x.mul_add(y, *sum);
                }
            }
        }
        for r in 0..M {
            // SAFETY: rows i.. of the strip, see `new`.
            unsafe { write_row::<I, T, V, WHOLE>(c[r], sums[r], mask) };
        }
    }
}

type Mask<I, T> = <<I as Isa>::Vector<T> as Places<T>>::Mask;

/// # Safety
/// As many elements as V vectors have, the last perhaps not whole, can be read at `x`.
#[inline(always)]
unsafe fn read_row<I: Isa, T: Float, const V: usize, const WHOLE: bool>(
    x: *const T,
    mask: Mask<I, T>,
) -> [I::Vector<T>; V] {
    let mut row = [I::Vector::<T>::splat(T::ZERO); V];
    for (v, y) in row.iter_mut().enumerate() {
        let x = x.wrapping_add(v * I::Vector::<T>::LEN);
        *y = if WHOLE || v + 1 < V {
            // SAFETY: the caller vouches for the elements.
            unsafe { Places::read(x) }
        } else {
            // SAFETY: the same.
            unsafe { Places::read_part(x, mask) }
        };
    }
    row
}

/// # Safety
/// As many elements as V vectors have, the last perhaps not whole, can be written at `x`.
#[inline(always)]
unsafe fn write_row<I: Isa, T: Float, const V: usize, const WHOLE: bool>(
    x: *mut T,
    row: [I::Vector<T>; V],
    mask: Mask<I, T>,
) {
    for (v, y) in row.into_iter().enumerate() {
        let x = x.wrapping_add(v * I::Vector::<T>::LEN);
        if WHOLE || v + 1 < V {
            // SAFETY: the caller vouches for the elements.
            unsafe { y.write(x) };
        } else {
            // SAFETY: the same.
            unsafe { y.write_part(x, mask) };
        }
    }
}
