//! The product of any strides without workspace: 4 × 4 elements of c in registers, one chain over k each.

use super::Product;
use crate::{Float, Isa, MatRef};

const SIDE: usize = 4;

#[inline(always)]
pub(super) fn product<I: Isa, T: Float>(product: Product<'_, T>) {
    let Product { a, b, c, accumulate, .. } = product;
    for i in (0..c.rows).step_by(SIDE) {
        let rows = SIDE.min(c.rows - i);
        for j in (0..c.cols).step_by(SIDE) {
            let cols = SIDE.min(c.cols - j);
            let mut tile = [[T::ZERO; SIDE]; SIDE];
            let at = |r: usize, s: usize| (i + r) * c.row_stride + (j + s) * c.col_stride;
            if accumulate {
                for (r, row) in tile.iter_mut().enumerate().take(rows) {
                    for (s, x) in row.iter_mut().enumerate().take(cols) {
                        *x = c.data[at(r, s)];
                    }
                }
            }
            if rows == SIDE && cols == SIDE {
                whole::<I, T>(a, b, i, j, &mut tile);
            } else {
                part::<I, T>(a, b, [i, rows], [j, cols], &mut tile);
            }
            for (r, row) in tile.iter().enumerate().take(rows) {
                for (s, &x) in row.iter().enumerate().take(cols) {
                    c.data[at(r, s)] = x;
                }
            }
        }
    }
}

#[inline(always)]
fn whole<I: Isa, T: Float>(a: MatRef<'_, T>, b: MatRef<'_, T>, i: usize, j: usize, tile: &mut [[T; SIDE]; SIDE]) {
    if a.col_stride == 1 && b.col_stride == 1 {
        // Whole rows at once: one check of bounds for each. No closures: they would not get the instruction set.
        let mut rows = [&a.data[..0]; SIDE];
        for (r, row) in rows.iter_mut().enumerate() {
            *row = &a.data[(i + r) * a.row_stride..][..a.cols];
        }
        let [first, second, third, fourth] = rows;
        for (p, (((&x0, &x1), &x2), &x3)) in first.iter().zip(second).zip(third).zip(fourth).enumerate() {
            let y: &[T; SIDE] = b.data[p * b.row_stride + j..].first_chunk().expect("four columns");
            add::<I, T>([x0, x1, x2, x3], *y, tile);
        }
        return;
    }
    for p in 0..a.cols {
        let x = core::array::from_fn(|r| a.data[(i + r) * a.row_stride + p * a.col_stride]);
        let y = core::array::from_fn(|s| b.data[p * b.row_stride + (j + s) * b.col_stride]);
        add::<I, T>(x, y, tile);
    }
}

#[inline(always)]
fn add<I: Isa, T: Float>(x: [T; SIDE], y: [T; SIDE], tile: &mut [[T; SIDE]; SIDE]) {
    for (sums, x) in tile.iter_mut().zip(x) {
        for (sum, y) in sums.iter_mut().zip(y) {
            *sum = I::mul_add(x, y, *sum);
        }
    }
}

#[inline(always)]
fn part<I: Isa, T: Float>(
    a: MatRef<'_, T>,
    b: MatRef<'_, T>,
    [i, rows]: [usize; 2],
    [j, cols]: [usize; 2],
    tile: &mut [[T; SIDE]; SIDE],
) {
    for p in 0..a.cols {
        for (r, row) in tile.iter_mut().enumerate().take(rows) {
            let x = a.data[(i + r) * a.row_stride + p * a.col_stride];
            for (s, sum) in row.iter_mut().enumerate().take(cols) {
                *sum = I::mul_add(x, b.data[p * b.row_stride + (j + s) * b.col_stride], *sum);
            }
        }
    }
}
