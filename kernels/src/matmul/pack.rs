//! Packing: a copy of a block in the order in which tiles read it.
//!
//! Rows of a and columns of b are both *lines* that run along k. A panel holds some of them side by side: for each p the
//! element of every line.

use crate::{
    Float, Isa, MatRef,
    isa::{Lanes, Places},
};

/// Copies `depth` columns from p on of the rows of `lines` from `at` on, `count` of them, into `room`, panel after panel of
/// `width` lines (the last of what remains).
#[inline(always)]
pub(super) fn pack<I: Isa, T: Float>(
    lines: MatRef<'_, T>,
    [at, count]: [usize; 2],
    [p, depth]: [usize; 2],
    width: impl Fn(usize) -> usize,
    room: &mut [T],
) {
    if lines.row_stride == 1 {
        // Along the lines' elements that lie side by side, as far as they go.
        for q in 0..depth {
            let source = &lines.data[at + (p + q) * lines.col_stride..][..count];
            let mut done = 0;
            while done < count {
                let width = width(count - done);
                copy::<I, T>(&source[done..][..width], &mut room[done * depth + q * width..][..width]);
                done += width;
            }
        }
        return;
    }
    let mut done = 0;
    while done < count {
        let width = width(count - done);
        let panel = &mut room[done * depth..][..width * depth];
        let source = &lines.data[(at + done) * lines.row_stride + p * lines.col_stride..];
        if lines.col_stride == 1 {
            turn::<I, T>(source, lines.row_stride, width, depth, panel);
        } else {
            scattered(source, [lines.row_stride, lines.col_stride], width, panel);
        }
        done += width;
    }
}

/// Copies a few vectors, without a call.
#[inline(always)]
fn copy<I: Isa, T: Float>(source: &[T], row: &mut [T]) {
    let w = I::Vector::<T>::LEN;
    let mut j = 0;
    while j + w <= row.len() {
        I::Vector::<T>::load(&source[j..]).store(&mut row[j..]);
        j += w;
    }
    for (x, &y) in row[j..].iter_mut().zip(&source[j..]) {
        *x = y;
    }
}

/// Lines that are contiguous along k, in square blocks.
#[inline(always)]
fn turn<I: Isa, T: Float>(source: &[T], stride: usize, width: usize, depth: usize, panel: &mut [T]) {
    let side = I::Vector::<T>::SIDE;
    let (lines, columns) = (width / side * side, depth / side * side);
    assert!(depth > 0 && source.len() >= (width - 1) * stride + depth && panel.len() >= width * depth);
    for s in (0..lines).step_by(side) {
        for q in (0..columns).step_by(side) {
            let (from, to) = (&source[s * stride + q..], &mut panel[q * width + s..]);
            // SAFETY: lines s.. and columns q.. of the block end before `lines` ≤ width and `columns` ≤ depth, for which
            // both slices were checked to have room; one is borrowed mutably.
            unsafe { I::Vector::<T>::turn(from.as_ptr(), stride, to.as_mut_ptr(), width) };
        }
    }
    for (q, row) in panel.chunks_exact_mut(width).enumerate() {
        let from = if q < columns { lines } else { 0 };
        for (s, x) in row.iter_mut().enumerate().skip(from) {
            *x = source[s * stride + q];
        }
    }
}

/// Any strides.
#[inline(always)]
fn scattered<T: Float>(source: &[T], [line, along]: [usize; 2], width: usize, panel: &mut [T]) {
    for (q, row) in panel.chunks_exact_mut(width).enumerate() {
        for (s, x) in row.iter_mut().enumerate() {
            *x = source[s * line + q * along];
        }
    }
}
