//! The inputs of a group: scalars, arrays as they lie in memory, and views of which every block is copied row by row.

use crate::{
    dtype::{DType, Element},
    shape::Shape,
    storage::{Strided, Strides, collapse},
    tensor::Tensor,
};
use alloc::{borrow::Cow, boxed::Box};
use core::mem::take;
use cotangent_kernels::Float;

/// An input, and the slot of its block where it has one.
pub(super) enum Operand<'a, T: Clone> {
    Scalar(T),
    /// A scalar that is read as a block too.
    Constant(T, usize),
    Array(Cow<'a, [T]>),
    Rows(Box<Rows<'a, T>>, usize),
}

impl<'a, T: Element + Float> Operand<'a, T> {
    /// `slot` gives out slots.
    pub(super) fn of(x: &'a Tensor, as_block: bool, mut slot: impl FnMut() -> usize) -> Self {
        if let Some(x) = number(x) {
            return if as_block { Operand::Constant(x, slot()) } else { Operand::Scalar(x) };
        }
        if x.dtype() == DType::Bool {
            let (data, view) = View::of(x.strided::<bool>());
            return Operand::Rows(Rows(Source::Bools(data), view).into(), slot());
        }
        if let Some(x) = x.as_slice::<T>() {
            return Operand::Array(x.into());
        }
        let (data, view) = View::of(x.strided::<T>());
        match view.steps.last() {
            Some(0 | 1) => Operand::Rows(Rows(Source::Numbers(data), view).into(), slot()),
            _ => Operand::Array(x.elements()),
        }
    }
}

/// The number that all elements are.
pub(super) fn number<T: Element + Float>(x: &Tensor) -> Option<T> {
    x.repeated::<T>().or_else(|| x.repeated::<bool>().map(indicator))
}

#[inline(always)]
fn indicator<T: Float>(x: bool) -> T {
    if x { T::ONE } else { T::ZERO }
}

/// Elements of a view in row-major order.
pub(super) struct Rows<'a, T>(Source<'a, T>, View);

enum Source<'a, T> {
    Numbers(&'a [T]),
    Bools(&'a [bool]),
}

/// Few long axes in the place of many short ones.
struct View {
    offset: usize,
    dims: Shape,
    steps: Strides,
}

impl View {
    fn of<T>(x: Strided<'_, T>) -> (&[T], View) {
        let (dims, [steps]) = collapse(&x.shape, [&x.strides]);
        (x.data, View { offset: x.offset, dims, steps })
    }

    /// `of` the elements from number `from` on.
    fn copy<U: Copy, T: Copy>(&self, data: &[U], from: usize, mut out: &mut [T], of: impl Fn(U) -> T) {
        let (Some((&length, dims)), Some((&step, steps))) = (self.dims.split_last(), self.steps.split_last()) else {
            out.fill(of(data[self.offset]));
            return;
        };
        let mut index = [0_usize; crate::MAX_RANK];
        let (mut row, mut column) = (from / length, from % length);
        let mut at = self.offset as isize;
        for ((i, &n), &step) in index.iter_mut().zip(dims).zip(steps).take(dims.len()).rev() {
            (*i, row) = (row % n, row / n);
            at += *i as isize * step;
        }
        while !out.is_empty() {
            let count = out.len().min(length - column);
            let (run, rest) = take(&mut out).split_at_mut(count);
            let first = (at + column as isize * step) as usize;
            match step {
                0 => run.fill(of(data[first])),
                1 => run.iter_mut().zip(&data[first..]).for_each(|(y, &x)| *y = of(x)),
                _ => run
                    .iter_mut()
                    .enumerate()
                    .for_each(|(i, y)| *y = of(data[(first as isize + i as isize * step) as usize])),
            }
            (out, column) = (rest, 0);
            for ((i, &n), &step) in index.iter_mut().zip(dims).zip(steps).take(dims.len()).rev() {
                *i += 1;
                at += step;
                if *i < n {
                    break;
                }
                at -= n as isize * step;
                *i = 0;
            }
        }
    }
}

impl<T: Float> Rows<'_, T> {
    /// The elements from number `from` on.
    pub(super) fn copy(&self, from: usize, out: &mut [T]) {
        match self {
            Rows(Source::Numbers(data), view) => view.copy(data, from, out, |x| x),
            Rows(Source::Bools(data), view) => view.copy(data, from, out, indicator),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Rows, Source, View};
    use crate::{DType, Shape, Tensor};
    use alloc::vec;

    #[test]
    fn any_part_of_a_view_is_that_of_its_copy() {
        let x = Tensor::iota(24, DType::F32).reshape(&Shape::of([2, 3, 4])).expect("24");
        let wide = Shape::of([2, 5, 3, 4]);
        let views = [
            x.clone(),
            x.transpose(&[2, 0, 1]),
            x.transpose(&[1, 0, 2]),
            x.reshape(&Shape::of([2, 1, 3, 4])).expect("24").broadcast_to(&wide),
            x.transpose(&[0, 2, 1])
                .reshape(&Shape::of([2, 1, 4, 3]))
                .expect("24")
                .broadcast_to(&Shape::of([2, 5, 4, 3])),
            x.reshape(&Shape::of([24, 1])).expect("24").broadcast_to(&Shape::of([24, 7])),
            Tensor::from(2.5_f32).broadcast_to(&wide),
        ];
        for x in views {
            let whole = x.to_vec::<f32>().expect("f32");
            let (data, view) = View::of(x.strided::<f32>());
            let rows = Rows(Source::Numbers(data), view);
            for from in 0..whole.len() {
                for len in [1, 2, 5, 11, whole.len() - from] {
                    let mut out = vec![f32::NAN; len.min(whole.len() - from)];
                    rows.copy(from, &mut out);
                    assert_eq!(out, whole[from..from + out.len()], "{:?} from {from}", x.shape());
                }
            }
        }
    }
}
