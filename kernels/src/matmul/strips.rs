//! A vector times a matrix whose rows are contiguous: the 16 lanes of a strip of columns are kept, and take row after row.

use crate::{
    Float, Isa, Kernel, MatMut, MatRef,
    isa::{Lanes, Places, Vector, call},
    reduce::{DOT_BLOCK, DOT_LANES, lanes_of},
};

/// Columns whose lanes are kept together: 8 KB of f32 lanes.
pub(super) const STRIP: usize = 128;
/// Rows that a lane takes at once.
const ROWS: usize = 4;
/// Rows of all lanes.
pub(super) const BLOCK: usize = ROWS * DOT_LANES;

/// `c += x·b`.
pub(super) struct Strips<'p, 'a, T> {
    pub(super) x: &'p [T],
    pub(super) b: MatRef<'a, T>,
    pub(super) c: &'p mut MatMut<'a, T>,
}

impl<T: Float> Kernel for Strips<'_, '_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Strips { x, b, c } = self;
        for (at, x) in x.chunks(DOT_BLOCK).enumerate() {
            for j in (0..b.cols).step_by(STRIP) {
                let width = STRIP.min(b.cols - j);
                let rows = &b.data[at * DOT_BLOCK * b.row_stride + j..];
                let mut lanes = Aligned([[T::ZERO; STRIP]; DOT_LANES]);
                let lanes = &mut lanes.0;
                // Narrow rows are better read in the order in which they lie.
                let (blocks, rest) = if width == STRIP { x.as_chunks::<BLOCK>() } else { (&[][..], x) };
                for (block, x) in blocks.iter().enumerate() {
                    let rows = &rows[block * BLOCK * b.row_stride..];
                    call::<I, _>(Block { x, rows, stride: b.row_stride, width, lanes });
                }
                for (p, &v) in rest.iter().enumerate() {
                    let row = &rows[(blocks.len() * BLOCK + p) * b.row_stride..][..width];
                    add_rows::<I, T, 1>(&mut lanes[p % lanes_of(x.len())][..width], [row], [v]);
                }
                add_halves::<I, T, STRIP>(lanes, width);
                for (s, &sum) in lanes[0][..width].iter().enumerate() {
                    c.data[(j + s) * c.col_stride] += sum;
                }
            }
        }
    }
}

/// On a cache line, which no vector then crosses.
#[repr(align(64))]
struct Aligned<T>(T);

/// Four rows for each lane.
pub(super) struct Block<'a, T> {
    pub(super) x: &'a [T; BLOCK],
    pub(super) rows: &'a [T],
    pub(super) stride: usize,
    pub(super) width: usize,
    pub(super) lanes: &'a mut [[T; STRIP]; DOT_LANES],
}

impl<T: Float> Kernel for Block<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Block { x, rows, stride, width, lanes } = self;
        for (l, lane) in lanes.iter_mut().enumerate() {
            let row = |r: usize| &rows[(r * DOT_LANES + l) * stride..][..width];
            let factors: [T; ROWS] = core::array::from_fn(|r| x[l + r * DOT_LANES]);
            add_rows::<I, T, ROWS>(&mut lane[..width], core::array::from_fn(row), factors);
        }
    }
}

/// A lane takes some rows, one after the other.
#[inline(always)]
pub(super) fn add_rows<I: Isa, T: Float, const N: usize>(lane: &mut [T], rows: [&[T]; N], factors: [T; N]) {
    let (w, width) = (I::Vector::<T>::LEN, lane.len());
    let (rows, lane) = (rows.map(|row| row[..width].as_ptr()), lane.as_mut_ptr());
    let factors = factors.map(|x| I::Vector::<T>::splat(x));
    let mut j = 0;
    while j + w <= width {
        // SAFETY: w elements from j on end inside the lane and the rows, which are as long.
        let mut sum = unsafe { I::Vector::<T>::read(lane.wrapping_add(j)) };
        for (row, factor) in rows.iter().zip(factors) {
            // SAFETY: the same.
            sum = unsafe { I::Vector::<T>::read(row.wrapping_add(j)) }.mul_add(factor, sum);
        }
        // SAFETY: the same.
        unsafe { sum.write(lane.wrapping_add(j)) };
        j += w;
    }
    if j < width {
        let mask = I::Vector::<T>::mask(width - j);
        // SAFETY: the mask counts what is left of the lane and the rows.
        let mut sum = unsafe { I::Vector::<T>::read_part(lane.wrapping_add(j), mask) };
        for (row, factor) in rows.iter().zip(factors) {
            // SAFETY: the same.
            sum = unsafe { I::Vector::<T>::read_part(row.wrapping_add(j), mask) }.mul_add(factor, sum);
        }
        // SAFETY: the same.
        unsafe { sum.write_part(lane.wrapping_add(j), mask) };
    }
}

/// Adds lanes by halves into the first.
#[inline(always)]
pub(super) fn add_halves<I: Isa, T: Float, const N: usize>(lanes: &mut [[T; N]], width: usize) {
    let mut half = lanes.len() / 2;
    while half > 0 {
        let (low, high) = lanes.split_at_mut(half);
        for (low, high) in low.iter_mut().zip(high) {
            add_rows::<I, T, 1>(&mut low[..width], [&high[..width]], [T::ONE]);
        }
        half /= 2;
    }
}
