//! The product of any strides without workspace: 4 × 4 elements of c in registers, one chain over k each.

use super::Product;
use crate::{Float, Isa, MatMut, MatRef};

const SIDE: usize = 4;

#[inline(always)]
pub(super) fn product<I: Isa, T: Float>(product: Product<'_, T>) {
    let Product { a, b, mut c, accumulate, .. } = product;
    let [rows, cols, depth] = whole_tiles(a, b, &mut c, accumulate);
    let ([m, n], k) = (c.shape(), a.cols);
    // What is left of it: the end of the chains, the columns on the right, the rows below.
    for ([i, j], [rows, cols], p) in [([0, 0], [rows, cols], depth), ([0, cols], [rows, n], 0), ([rows, 0], [m, n], 0)]
    {
        if p < k || (k == 0 && !accumulate) {
            let part = Part { a, b, p, accumulate: accumulate || p > 0 };
            part.product::<I>(&mut c, [i, rows], [j, cols]);
        }
    }
}

/// The rows, the columns and the length of the chains that are done.
#[cfg(all(target_arch = "arm", target_abi = "eabihf", target_os = "none"))]
use super::vfp::product as whole_tiles;

#[cfg(not(all(target_arch = "arm", target_abi = "eabihf", target_os = "none")))]
#[inline(always)]
fn whole_tiles<T: Float>(_: MatRef<'_, T>, _: MatRef<'_, T>, _: &mut MatMut<'_, T>, _: bool) -> [usize; 3] {
    [0; 3]
}

/// The product from element p of the chains on.
#[derive(Clone, Copy)]
struct Part<'a, T> {
    a: MatRef<'a, T>,
    b: MatRef<'a, T>,
    p: usize,
    accumulate: bool,
}

impl<T: Float> Part<'_, T> {
    /// Some rows and columns of c, from the first number to the second.
    #[inline(always)]
    fn product<I: Isa>(self, c: &mut MatMut<'_, T>, [top, bottom]: [usize; 2], [left, right]: [usize; 2]) {
        for i in (top..bottom).step_by(SIDE) {
            let rows = SIDE.min(bottom - i);
            for j in (left..right).step_by(SIDE) {
                let cols = SIDE.min(right - j);
                let mut tile = [[T::ZERO; SIDE]; SIDE];
                if self.accumulate {
                    for (r, row) in tile.iter_mut().enumerate().take(rows) {
                        for (s, x) in row.iter_mut().enumerate().take(cols) {
                            // SAFETY: rows and columns of c.
                            *x = unsafe { *c.at(i + r, j + s) };
                        }
                    }
                }
                // Loops of a known length have no counters.
                if rows == SIDE && cols == SIDE {
                    self.tile::<I>([i, SIDE], [j, SIDE], &mut tile);
                } else {
                    self.tile::<I>([i, rows], [j, cols], &mut tile);
                }
                for (r, row) in tile.iter().enumerate().take(rows) {
                    for (s, &x) in row.iter().enumerate().take(cols) {
                        // SAFETY: as above.
                        unsafe { *c.at(i + r, j + s) = x };
                    }
                }
            }
        }
    }

    /// A tile of rows i to i + rows and columns j to j + cols.
    #[inline(always)]
    fn tile<I: Isa>(&self, [i, rows]: [usize; 2], [j, cols]: [usize; 2], tile: &mut [[T; SIDE]; SIDE]) {
        let Part { a, b, p, .. } = *self;
        for p in p..a.cols {
            let mut y = [T::ZERO; SIDE];
            for (s, y) in y.iter_mut().enumerate().take(cols) {
                // SAFETY: b has as many rows as a has columns, and as many columns as c.
                *y = unsafe { b.at(p, j + s) };
            }
            for (r, row) in tile.iter_mut().enumerate().take(rows) {
                // SAFETY: a has as many rows as c.
                let x = unsafe { a.at(i + r, p) };
                for (sum, &y) in row.iter_mut().zip(&y).take(cols) {
                    *sum = I::mul_add(x, y, *sum);
                }
            }
        }
    }
}
