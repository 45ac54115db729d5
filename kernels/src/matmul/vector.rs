//! Products with one row: a vector times a matrix, and (transposed by the caller) a matrix times a vector.
//!
//! Each element is the inner product of a and a column of b in the order of [`dot`](crate::dot), whatever the
//! strides: along contiguous columns several at a time, along contiguous rows with the 16 lanes kept for a strip of
//! columns.

use super::Product;
use crate::{
    Float, Isa, MatRef,
    reduce::{DOT_BLOCK, DOT_LANES, block_dot, halve, lanes_of},
};

/// Columns done together when they are contiguous.
const COLUMNS: usize = 4;
/// Columns whose lanes are kept together when rows are contiguous: 8 KB of f32 lanes.
const STRIP: usize = 128;

/// Room for a copy of a strided vector.
pub(super) const fn workspace(k: usize) -> usize {
    k
}

#[inline(always)]
pub(super) fn product<I: Isa, T: Float>(product: Product<'_, T>) {
    let Product { a, b, c, accumulate, workspace } = product;
    let k = a.cols;
    if !accumulate {
        for j in 0..c.cols {
            c.data[j * c.col_stride] = T::ZERO;
        }
    }
    let x = if a.col_stride == 1 || k <= 1 {
        &a.data[..k]
    } else if workspace.len() >= k {
        for (p, x) in workspace[..k].iter_mut().enumerate() {
            *x = a.data[p * a.col_stride];
        }
        &workspace[..k]
    } else {
        return strided::<I, T>(a, b, c.data, c.col_stride, c.cols);
    };
    if b.row_stride == 1 {
        columns::<I, T>(x, b, c.data, c.col_stride);
    } else if b.col_stride == 1 && b.cols >= COLUMNS && super::blocked::WORTHWHILE {
        strips::<I, T>(x, b, c.data, c.col_stride);
    } else {
        strided::<I, T>(
            MatRef { data: x, rows: 1, cols: k, row_stride: k, col_stride: 1 },
            b,
            c.data,
            c.col_stride,
            b.cols,
        );
    }
}

/// Columns of b are contiguous.
#[inline(always)]
fn columns<I: Isa, T: Float>(x: &[T], b: MatRef<'_, T>, c: &mut [T], c_stride: usize) {
    for (block, x) in x.chunks(DOT_BLOCK).enumerate() {
        let column = |j: usize| &b.data[j * b.col_stride + block * DOT_BLOCK..][..x.len()];
        let mut j = 0;
        while j + COLUMNS <= b.cols {
            let sums = block_dot::<I, T, COLUMNS>(core::array::from_fn(|s| column(j + s)), x);
            for (s, sum) in sums.into_iter().enumerate() {
                let y = &mut c[(j + s) * c_stride];
                *y += sum;
            }
            j += COLUMNS;
        }
        for j in j..b.cols {
            let y = &mut c[j * c_stride];
            *y += block_dot::<I, T, 1>([column(j)], x)[0];
        }
    }
}

/// Rows of b are contiguous: lane l of every column in a strip takes rows l, l + 16, ….
#[inline(always)]
fn strips<I: Isa, T: Float>(x: &[T], b: MatRef<'_, T>, c: &mut [T], c_stride: usize) {
    for (block, x) in x.chunks(DOT_BLOCK).enumerate() {
        for j in (0..b.cols).step_by(STRIP) {
            let width = STRIP.min(b.cols - j);
            let mut lanes = [[T::ZERO; STRIP]; DOT_LANES];
            for (p, &v) in x.iter().enumerate() {
                let row = &b.data[(block * DOT_BLOCK + p) * b.row_stride + j..][..width];
                for (lane, &y) in lanes[p % lanes_of(x.len())][..width].iter_mut().zip(row) {
                    *lane = I::mul_add(y, v, *lane);
                }
            }
            let mut half = DOT_LANES / 2;
            while half > 0 {
                let (low, high) = lanes.split_at_mut(half);
                for (low, high) in low.iter_mut().zip(high) {
                    for (x, &y) in low[..width].iter_mut().zip(&high[..width]) {
                        *x += y;
                    }
                }
                half /= 2;
            }
            for (s, &sum) in lanes[0][..width].iter().enumerate() {
                let y = &mut c[(j + s) * c_stride];
                *y += sum;
            }
        }
    }
}

/// Any strides, element by element.
#[inline(always)]
fn strided<I: Isa, T: Float>(a: MatRef<'_, T>, b: MatRef<'_, T>, c: &mut [T], c_stride: usize, cols: usize) {
    for j in 0..cols {
        for start in (0..a.cols).step_by(DOT_BLOCK) {
            let mut lanes = [T::ZERO; DOT_LANES];
            let end = a.cols.min(start + DOT_BLOCK);
            for p in start..end {
                let x = a.data[p * a.col_stride];
                let lane = &mut lanes[(p - start) % lanes_of(end - start)];
                *lane = I::mul_add(b.data[p * b.row_stride + j * b.col_stride], x, *lane);
            }
            let y = &mut c[j * c_stride];
            *y += halve::<I, T>(&lanes);
        }
    }
}
