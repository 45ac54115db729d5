//! Arrays put together from others: concatenation, and padding with zeros around and between elements.

use crate::{
    dtype::{Element, each_dtype},
    pool::{room, zeros},
    shape::Shape,
    storage::{collapse, row_major, walk},
    tensor::Tensor,
};
use alloc::vec::Vec;

/// Zeros around and between the elements of one axis; negative `low` and `high` crop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Padding {
    /// Zeros before the first element.
    pub low: isize,
    /// Zeros behind the last element.
    pub high: isize,
    /// Zeros between two elements.
    pub interior: usize,
}

impl Padding {
    /// The length of an axis of length `n` after padding.
    pub fn length(self, n: usize) -> usize {
        let spread = n as isize + self.interior as isize * (n as isize - 1).max(0);
        (spread + self.low + self.high).max(0) as usize
    }
}

impl Tensor {
    /// Arrays of one dtype one behind the other along `axis`; the other axes are equal.
    ///
    /// # Panics
    /// No array, or shapes or dtypes that do not fit.
    #[must_use]
    #[track_caller]
    pub fn concat(parts: &[&Tensor], axis: usize) -> Tensor {
        let first = parts.first().expect("concat: at least one array");
        let mut shape = first.shape().clone();
        shape.dims_mut()[axis] = parts.iter().map(|p| p.shape()[axis]).sum();
        let outer: usize = shape[..axis].iter().product();
        each_dtype!(first.dtype(), T => {
            let values: Vec<_> = parts.iter().map(|p| p.elements::<T>()).collect();
            let mut out = room(shape.size());
            let rows: Vec<usize> = values.iter().map(|x| x.len() / outer.max(1)).collect();
            for o in 0..outer {
                values.iter().zip(&rows).for_each(|(x, row)| out.extend_from_slice(&x[o * row..][..*row]));
            }
            Tensor::new(shape, out)
        })
    }

    /// The array with zeros (`false`) around and between its elements.
    ///
    /// # Panics
    /// There is not one padding for each axis.
    #[must_use]
    #[track_caller]
    pub fn pad(&self, paddings: &[Padding]) -> Tensor {
        assert_eq!(paddings.len(), self.shape().rank(), "pad: one padding for each axis");
        let shape = Shape::of(self.shape().iter().zip(paddings).map(|(&n, p)| p.length(n)));
        each_dtype!(self.dtype(), T => {
            let mut out = zeros::<T>(shape.size());
            spread(self, paddings, &shape, &mut out);
            Tensor::new(shape, out)
        })
    }
}

/// Copies every element that stays to its place in `out`.
fn spread<T: Element>(x: &Tensor, paddings: &[Padding], shape: &Shape, out: &mut [T]) {
    // Per axis: the first element that stays, and how many do.
    let kept: Vec<(usize, usize)> =
        x.shape().iter().zip(paddings).zip(shape.iter()).map(|((&n, p), &m)| p.kept(n, m)).collect();
    let ranges: Vec<_> = kept.iter().map(|&(start, len)| crate::Range { start, len, step: 1 }).collect();
    let x = x.slice(&ranges);
    let from = x.strided::<T>();
    let mut strides = row_major(shape);
    let mut offset = 0;
    for ((s, p), &(start, _)) in strides.iter_mut().zip(paddings).zip(&kept) {
        let step = p.interior as isize + 1;
        offset += (p.low + start as isize * step) * *s;
        *s *= step;
    }
    let (rows, [read, write]) = collapse(&from.shape, [&from.strides, &strides]);
    if from.shape.size() == 0 {
        return;
    }
    let Some((&n, outer)) = rows.split_last() else {
        out[offset as usize] = from.data[from.offset];
        return;
    };
    let (from_step, step) = (read[outer.len()], write[outer.len()] as usize);
    walk(outer, [(from.offset, &read), (offset as usize, &write)], |[i, o]| match (from_step, step) {
        (1, 1) => out[o..o + n].copy_from_slice(&from.data[i..i + n]),
        (1, _) => out[o..].iter_mut().step_by(step).zip(&from.data[i..i + n]).for_each(|(x, &value)| *x = value),
        _ => {
            let at = |k: usize| from.data[(i as isize + k as isize * from_step) as usize];
            out[o..].iter_mut().step_by(step).take(n).enumerate().for_each(|(k, x)| *x = at(k));
        }
    });
}

impl Padding {
    /// The elements of an axis of length `n` that lie within the `m` places of the padded axis: the first, and how many.
    fn kept(self, n: usize, m: usize) -> (usize, usize) {
        let step = self.interior as isize + 1;
        let place = |i: usize| self.low + i as isize * step;
        let start = (0..n).find(|&i| place(i) >= 0).unwrap_or(n);
        let end = (start..n).find(|&i| place(i) >= m as isize).unwrap_or(n);
        (start, end - start)
    }
}
