//! A vector times a matrix whose columns are contiguous (a matrix times a vector, seen from the other side): inner products
//! of 16 lanes. The lanes of 16 columns are turned over, so that all are added up at once.

use crate::{
    Float, Isa, Kernel, MatMut, MatRef,
    isa::{Lanes, Places, Vector, call},
    reduce::{DOT_BLOCK, DOT_LANES},
};

use super::strips::add_halves;

/// Columns whose lanes are added up together.
const GROUP: usize = 16;
/// Lanes after the first addition.
const HALF: usize = DOT_LANES / 2;

/// `c += x·b`.
pub(super) struct Columns<'p, 'a, T> {
    pub(super) x: &'p [T],
    pub(super) b: MatRef<'a, T>,
    pub(super) c: &'p mut MatMut<'a, T>,
}

impl<T: Float> Kernel for Columns<'_, '_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Columns { x, b, c } = self;
        for (block, x) in x.chunks(DOT_BLOCK).enumerate() {
            let mut j = 0;
            while j < b.cols {
                let count = GROUP.min(b.cols - j);
                let start = j * b.col_stride + block * DOT_BLOCK;
                let columns = &b.data[start..][..(count - 1) * b.col_stride + x.len()];
                let sums = call::<I, _>(Group { x, columns, stride: b.col_stride, count });
                for (s, sum) in sums.into_iter().enumerate().take(count) {
                    c.data[(j + s) * c.col_stride] += sum;
                }
                j += count;
            }
        }
    }
}

/// The inner products of x with up to 16 columns of its length, `stride` apart.
struct Group<'a, T> {
    x: &'a [T],
    columns: &'a [T],
    stride: usize,
    count: usize,
}

impl<T: Float> Kernel for Group<'_, T> {
    type Output = [T; GROUP];
    #[inline(always)]
    fn run<I: Isa>(self) -> [T; GROUP] {
        let Group { x, columns, stride, count } = self;
        let mut lanes = [[T::ZERO; HALF]; GROUP];
        for (s, lanes) in lanes.iter_mut().enumerate().take(count) {
            *lanes = inner_product::<I, T>(x, &columns[s * stride..][..x.len()]);
        }
        let mut lanes = turned::<I, T>(&lanes);
        add_halves::<I, T, GROUP>(&mut lanes, GROUP);
        lanes[0]
    }
}

/// The lanes of an inner product, halved once. One column after the other: hardware foresees that best, and one chain
/// begins before another ends.
#[inline(always)]
fn inner_product<I: Isa, T: Float>(x: &[T], column: &[T]) -> [T; HALF] {
    let mut sum = I::Vector16::<T>::splat(T::ZERO);
    let ((x, x_tail), (y, y_tail)) = (x.as_chunks::<DOT_LANES>(), column.as_chunks::<DOT_LANES>());
    for (x, y) in x.iter().zip(y) {
        sum = I::Vector16::load(y).mul_add(I::Vector16::load(x), sum);
    }
    let mut lanes = [T::ZERO; DOT_LANES];
    sum.store(&mut lanes);
    if x.is_empty() {
        // One chain.
        lanes[0] = y_tail.iter().zip(x_tail).fold(T::ZERO, |sum, (&y, &x)| I::mul_add(y, x, sum));
    } else {
        for ((lane, &y), &x) in lanes.iter_mut().zip(y_tail).zip(x_tail) {
            *lane = I::mul_add(y, x, *lane);
        }
    }
    core::array::from_fn(|l| lanes[l] + lanes[l + HALF])
}

/// The transpose.
#[inline(always)]
fn turned<I: Isa, T: Float>(from: &[[T; HALF]; GROUP]) -> [[T; GROUP]; HALF] {
    let mut to = [[T::ZERO; GROUP]; HALF];
    let side = I::Vector::<T>::SIDE;
    for i in (0..GROUP).step_by(side) {
        for j in (0..HALF).step_by(side) {
            let (from, to) = (&from.as_flattened()[i * HALF + j..], &mut to.as_flattened_mut()[j * GROUP + i..]);
            // SAFETY: blocks inside the two arrays, as both sides are multiples of `side`, 4 or 8.
            unsafe { I::Vector::<T>::turn(from.as_ptr(), HALF, to.as_mut_ptr(), GROUP) };
        }
    }
    to
}
