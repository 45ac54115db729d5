//! The innermost kernel: a strip of c, one or two vectors wide, in register tiles of up to `MR` rows.
//!
//! Every element of a tile is one chain over k. Written with explicit vectors: left to itself the compiler turns about
//! every second variant of this loop into scalar code, 50 times slower.

use super::blocked::{Columns, PanelSource};
use crate::{
    Float, Isa, Kernel,
    isa::{Lanes, Vector},
};

/// Rows of a full tile. With two vectors a row, 12 accumulators: enough to hide the latency of an FMA, and they fit
/// in 16 registers.
pub(super) const MR: usize = 6;
/// Vectors in a row of a full tile.
pub(super) const NV: usize = 2;
/// Elements in the widest row: two vectors of 16.
const MAX_WIDTH: usize = 16 * NV;

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

/// The product of `rows` × `depth` elements of a and `depth` rows of b, `NV` vectors wide.
pub(super) struct Strip<'a, T, R, const NV: usize> {
    pub(super) rows: usize,
    pub(super) depth: usize,
    pub(super) a: PanelSource<'a, T>,
    /// Element (p, j) at `b_rows.start(p) + j`.
    pub(super) b: &'a [T],
    pub(super) b_rows: R,
    /// Element (i, j) at `i * c_row + j`.
    pub(super) c: &'a mut [T],
    pub(super) c_row: usize,
    /// The columns that belong to c and are not done yet.
    pub(super) columns: Columns,
    /// Start the chains at c, not at 0.
    pub(super) accumulate: bool,
}

impl<T: Float, R: RowStarts, const NV: usize> Kernel for Strip<'_, T, R, NV> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(mut self) {
        let mut i = 0;
        while i + MR <= self.rows {
            self.place::<I, MR>(i);
            i += MR;
        }
        match self.rows - i {
            1 => self.place::<I, 1>(i),
            2 => self.place::<I, 2>(i),
            3 => self.place::<I, 3>(i),
            4 => self.place::<I, 4>(i),
            5 => self.place::<I, 5>(i),
            _ => {}
        }
    }
}

impl<T: Float, R: RowStarts, const NV: usize> Strip<'_, T, R, NV> {
    /// Computes the tile at row i straight into c, or aside if only some of its columns count.
    #[inline(always)]
    fn place<I: Isa, const M: usize>(&mut self, i: usize) {
        let Columns { skip, take } = self.columns;
        let c_row = self.c_row;
        let c = &mut self.c[i * c_row..];
        let (a, a_row, a_col) = self.a.panel(i, self.depth, M);
        let operands = Operands { depth: self.depth, a, a_row, a_col, b: self.b, b_rows: self.b_rows };
        if take == NV * I::Vector::<T>::LEN {
            operands.tile::<I, M, NV>(c, c_row, self.accumulate);
            return;
        }
        let mut aside = [[T::ZERO; MAX_WIDTH]; M];
        if self.accumulate {
            for (i, row) in aside.iter_mut().enumerate() {
                row[skip..][..take].copy_from_slice(&c[i * c_row + skip..][..take]);
            }
        }
        operands.tile::<I, M, NV>(aside.as_flattened_mut(), MAX_WIDTH, self.accumulate);
        for (i, row) in aside.iter().enumerate() {
            c[i * c_row + skip..][..take].copy_from_slice(&row[skip..][..take]);
        }
    }
}

impl<'a, T, R> Strip<'a, T, R, NV> {
    /// The same, one vector wide.
    #[inline(always)]
    pub(super) fn narrow(self) -> Strip<'a, T, R, 1> {
        let Strip { rows, depth, a, b, b_rows, c, c_row, columns, accumulate } = self;
        Strip { rows, depth, a, b, b_rows, c, c_row, columns, accumulate }
    }
}

/// What one tile reads.
struct Operands<'a, T, R> {
    depth: usize,
    /// Element (i, p) at `i * a_row + p * a_col`.
    a: &'a [T],
    a_row: usize,
    a_col: usize,
    b: &'a [T],
    b_rows: R,
}

impl<T: Float, R: RowStarts> Operands<'_, T, R> {
    #[inline(always)]
    fn tile<I: Isa, const M: usize, const NV: usize>(self, c: &mut [T], c_row: usize, accumulate: bool) {
        let width = I::Vector::<T>::LEN;
        let mut sums = [[I::Vector::<T>::splat(T::ZERO); NV]; M];
        if accumulate {
            for i in 0..M {
                for v in 0..NV {
                    sums[i][v] = I::Vector::load(&c[i * c_row + v * width..]);
                }
            }
        }
        for p in 0..self.depth {
            let row = &self.b[self.b_rows.start(p)..][..NV * width];
            let y: [I::Vector<T>; NV] = core::array::from_fn(|v| I::Vector::load(&row[v * width..]));
            for (i, sums) in sums.iter_mut().enumerate() {
                let x = I::Vector::splat(self.a[i * self.a_row + p * self.a_col]);
                for (sum, &y) in sums.iter_mut().zip(&y) {
                    *sum = x.mul_add(y, *sum);
                }
            }
        }
        for i in 0..M {
            for v in 0..NV {
                sums[i][v].store(&mut c[i * c_row + v * width..]);
            }
        }
    }
}
