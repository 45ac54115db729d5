//! Sliding windows over trailing axes, as a view, and their adjoint, which adds overlapping windows up.

use crate::{
    dtype::{Element, each_number},
    pool::zeros,
    shape::Shape,
    storage::{Strides, row_major, walk},
    tensor::Tensor,
};
use cotangent_kernels::{Add, Number, ZipAssign};

/// A window that slides along one axis: element `j` of window `i` is element `i·stride + j·dilation` of the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// Elements in a window.
    pub size: usize,
    /// The distance between the first elements of two neighbouring windows; at least 1.
    pub stride: usize,
    /// The distance between two neighbouring elements of a window; at least 1.
    pub dilation: usize,
}

impl Window {
    /// The length of axis that one window spans.
    pub fn span(self) -> usize {
        if self.size == 0 { 0 } else { (self.size - 1) * self.dilation + 1 }
    }

    /// The number of windows that fit on an axis of length `n`.
    pub fn count(self, n: usize) -> usize {
        n.checked_sub(self.span()).map_or(0, |rest| rest / self.stride + 1)
    }
}

impl Tensor {
    /// The windows over the last axes, one [`Window`] each. The result has, for those axes, first the numbers of windows,
    /// then their sizes. A view; windows overlap in memory.
    ///
    /// # Panics
    /// More windows than axes, or more axes than [`crate::MAX_RANK`].
    #[must_use]
    #[track_caller]
    pub fn windows(&self, windows: &[Window]) -> Tensor {
        let leading = self.shape().rank() - windows.len();
        let (offset, strides) = self.layout();
        let shape = windowed(self.shape(), windows);
        let along = |step: fn(&Window) -> usize| {
            strides[leading..].iter().zip(windows).map(move |(&s, w)| s * step(w) as isize)
        };
        let strides: Strides =
            strides[..leading].iter().copied().chain(along(|w| w.stride)).chain(along(|w| w.dilation)).collect();
        self.view(shape, offset, strides)
    }

    /// The adjoint of [`Tensor::windows`]: the sum of all windows, each in its place on axes of these lengths. Additions
    /// go by elements of the window, in row-major order.
    ///
    /// # Panics
    /// The dtype is bool, or the axes are not those of windows over `lengths`.
    #[must_use]
    #[track_caller]
    pub fn fold(&self, windows: &[Window], lengths: &[usize]) -> Tensor {
        let leading = self.shape().rank() - 2 * windows.len();
        let shape = Shape::of(self.shape()[..leading].iter().chain(lengths).copied());
        assert_eq!(*self.shape(), windowed(&shape, windows), "fold: no windows over axes of lengths {lengths:?}");
        each_number!(self.dtype(), T => {
            let mut out = zeros::<T>(shape.size());
            add_up(self, windows, &shape, &mut out);
            Tensor::new(shape, out)
        }, panic!("fold: no kernel for bool"))
    }
}

/// The shape of windows over the last axes of `shape`.
fn windowed(shape: &Shape, windows: &[Window]) -> Shape {
    let (leading, slid) = shape.split_at(shape.rank() - windows.len());
    let counts = slid.iter().zip(windows).map(|(&n, w)| w.count(n));
    Shape::of(leading.iter().copied().chain(counts).chain(windows.iter().map(|w| w.size)))
}

/// Adds every window to its place: for each leading index and each element of the window, rows of windows.
fn add_up<T: Element + Number>(x: &Tensor, windows: &[Window], shape: &Shape, out: &mut [T])
where
    Add: ZipAssign<T>,
{
    let (from, d) = (x.strided::<T>(), windows.len());
    let leading = shape.rank() - d;
    let to = row_major(shape);
    let pick = |strides: &[isize]| strides.iter().copied().collect::<Strides>();
    let times = |step: fn(&Window) -> usize| {
        to[leading..].iter().zip(windows).map(|(&s, w)| s * step(w) as isize).collect::<Strides>()
    };
    let (moves, steps) = (times(|w| w.stride), times(|w| w.dilation));
    let (outer, counts, sizes) =
        (&from.shape[..leading], &from.shape[leading..leading + d], &from.shape[leading + d..]);
    let Some((&n, rows)) = counts.split_last() else {
        return walk(outer, [(from.offset, &from.strides), (0, &to)], |[i, o]| out[o] = from.data[i]);
    };
    let (in_outer, in_counts, in_sizes) =
        (pick(&from.strides[..leading]), pick(&from.strides[leading..leading + d]), pick(&from.strides[leading + d..]));
    let (in_step, out_step) = (in_counts[d - 1], moves[d - 1]);
    walk(outer, [(from.offset, &in_outer), (0, &pick(&to[..leading]))], |[i, o]| {
        walk(sizes, [(i, &in_sizes), (o, &steps)], |[i, o]| {
            walk(rows, [(i, &in_counts), (o, &moves)], |[i, o]| {
                if (in_step, out_step) == (1, 1) {
                    Add::assign(&mut out[o..o + n], &from.data[i..i + n]);
                } else {
                    for at in 0..n as isize {
                        let sum = &mut out[(o as isize + at * out_step) as usize];
                        *sum = sum.plus(from.data[(i as isize + at * in_step) as usize]);
                    }
                }
            });
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_name_elements_and_fold_counts_them() {
        let x = Tensor::iota(7, crate::DType::I32);
        let window = [Window { size: 2, stride: 2, dilation: 3 }];
        let y = x.windows(&window);
        assert_eq!(y.shape()[..], [2, 2]);
        assert_eq!(y.to_vec::<i32>().expect("i32"), [0, 3, 2, 5]);
        assert_eq!(y.fold(&window, &[7]).to_vec::<i32>().expect("i32"), [0, 0, 2, 3, 0, 5, 0]);
        let all = [Window { size: 3, stride: 1, dilation: 1 }];
        let ones = Tensor::full(x.shape(), 1).windows(&all);
        assert_eq!(ones.fold(&all, &[7]).to_vec::<i32>().expect("i32"), [1, 2, 3, 3, 3, 2, 1]);
    }

    #[test]
    fn a_window_longer_than_its_axis_fits_nowhere() {
        let window = [Window { size: 4, stride: 1, dilation: 1 }];
        let y = Tensor::iota(3, crate::DType::F64).windows(&window);
        assert_eq!(y.shape()[..], [0, 4]);
        assert_eq!(y.fold(&window, &[3]).to_vec::<f64>().expect("f64"), [0.0; 3]);
    }
}
