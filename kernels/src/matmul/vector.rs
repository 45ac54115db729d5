//! Products with one row: a vector times a matrix, and (transposed by the caller) a matrix times a vector.
//!
//! Each element is the inner product of a and a column of b in the order of [`dot`](crate::dot), whatever the
//! strides: along contiguous columns several at a time, along contiguous rows with the 16 lanes kept for a strip of
//! columns.

use super::{Product, columns::Columns, strips::Strips};
use crate::{
    Float, Isa, Kernel, MatRef,
    isa::call,
    reduce::{DOT_BLOCK, DOT_LANES, halve, lanes_of},
};

/// Columns below which contiguous rows do not help.
const FEW: usize = 4;

/// Room for a copy of a strided vector.
pub(super) const fn workspace(k: usize) -> usize {
    k
}

pub(super) struct Vectors<'p, 'a, T>(pub(super) &'p mut Product<'a, T>);

impl<T: Float> Kernel for Vectors<'_, '_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        product::<I, T>(self.0);
    }
}

#[inline(always)]
fn product<I: Isa, T: Float>(product: &mut Product<'_, T>) {
    let Product { a, b, c, accumulate, workspace } = product;
    let (a, b, accumulate) = (*a, *b, *accumulate);
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
    if b.row_stride == 1 && super::blocked::WORTHWHILE {
        call::<I, _>(Columns { x, b, c });
    } else if b.col_stride == 1 && b.cols >= FEW && super::blocked::WORTHWHILE {
        call::<I, _>(Strips { x, b, c });
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
