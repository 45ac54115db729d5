//! Where elements live: typed vectors, and the strides by which a view walks over one.

use crate::{
    dtype::{DType, Element},
    pool::room,
    shape::Shape,
};
use alloc::vec::Vec;
use half::{bf16, f16};
use num_complex::Complex;

/// The elements of one array, row-major.
#[derive(Clone, Debug)]
#[doc(hidden)]
pub enum Data {
    Bool(Vec<bool>),
    I8(Vec<i8>),
    I16(Vec<i16>),
    I32(Vec<i32>),
    I64(Vec<i64>),
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
    U64(Vec<u64>),
    F16(Vec<f16>),
    BF16(Vec<bf16>),
    F32(Vec<f32>),
    F64(Vec<f64>),
    C64(Vec<Complex<f32>>),
    C128(Vec<Complex<f64>>),
}

impl Data {
    pub(crate) fn dtype(&self) -> DType {
        match self {
            Data::Bool(_) => DType::Bool,
            Data::I8(_) => DType::I8,
            Data::I16(_) => DType::I16,
            Data::I32(_) => DType::I32,
            Data::I64(_) => DType::I64,
            Data::U8(_) => DType::U8,
            Data::U16(_) => DType::U16,
            Data::U32(_) => DType::U32,
            Data::U64(_) => DType::U64,
            Data::F16(_) => DType::F16,
            Data::BF16(_) => DType::BF16,
            Data::F32(_) => DType::F32,
            Data::F64(_) => DType::F64,
            Data::C64(_) => DType::C64,
            Data::C128(_) => DType::C128,
        }
    }
}

impl Data {
    /// The size of its memory.
    #[cfg(feature = "std")]
    pub(crate) fn capacity_in_bytes(&self) -> usize {
        fn bytes<T>(values: &Vec<T>) -> usize {
            values.capacity() * size_of::<T>()
        }
        match self {
            Data::Bool(v) => bytes(v),
            Data::I8(v) => bytes(v),
            Data::I16(v) => bytes(v),
            Data::I32(v) => bytes(v),
            Data::I64(v) => bytes(v),
            Data::U8(v) => bytes(v),
            Data::U16(v) => bytes(v),
            Data::U32(v) => bytes(v),
            Data::U64(v) => bytes(v),
            Data::F16(v) => bytes(v),
            Data::BF16(v) => bytes(v),
            Data::F32(v) => bytes(v),
            Data::F64(v) => bytes(v),
            Data::C64(v) => bytes(v),
            Data::C128(v) => bytes(v),
        }
    }
}

/// The step in elements along each axis; 0 along a broadcast axis.
pub(crate) type Strides = heapless::Vec<isize, { crate::MAX_RANK }, u8>;

/// The strides of a row-major array.
pub(crate) fn row_major(shape: &[usize]) -> Strides {
    let mut strides: Strides = shape.iter().map(|_| 0).collect();
    let mut step = 1;
    for (s, &d) in strides.iter_mut().zip(shape).rev() {
        *s = step;
        step *= d as isize;
    }
    strides
}

/// Elements seen through strides: element `i` is `data[offset + Σ i·strides]`.
#[derive(Clone, Debug)]
pub(crate) struct Strided<'a, T> {
    pub(crate) data: &'a [T],
    pub(crate) offset: usize,
    pub(crate) strides: Strides,
    pub(crate) shape: Shape,
}

impl<T: Element> Strided<'_, T> {
    /// The elements in row-major order.
    pub(crate) fn to_vec(&self) -> Vec<T> {
        let mut out = room(self.shape.size());
        self.copy(&mut out);
        out
    }

    /// Appends the elements in row-major order.
    pub(crate) fn copy(&self, out: &mut Vec<T>) {
        if self.shape.size() == 0 {
            return;
        }
        let (shape, [strides]) = collapse(&self.shape, [&self.strides]);
        let Some((&n, outer)) = shape.split_last() else {
            return out.push(self.data[self.offset]);
        };
        let step = strides[outer.len()];
        if !matches!(step, -1..=1)
            && n >= COLUMNS
            && let Some(row) = (0..outer.len()).find(|&axis| strides[axis] == 1 && shape[axis] >= ROWS)
        {
            return self.copy_tiles(&shape, &strides, row, out);
        }
        out.reserve(shape.size());
        walk(outer, [(self.offset, &strides)], |[offset]| match step {
            1 => out.extend_from_slice(&self.data[offset..offset + n]),
            0 => out.extend(core::iter::repeat_n(self.data[offset], n)),
            -1 => out.extend(self.data[offset + 1 - n..=offset].iter().rev().copied()),
            2.. => {
                let from = out.len();
                out.resize(from + n, T::default());
                let every = self.data[offset..].iter().step_by(step.unsigned_abs());
                out[from..].iter_mut().zip(every).for_each(|(x, &value)| *x = value);
            }
            _ => out.extend((0..n as isize).map(|i| self.data[(offset as isize + i * step) as usize])),
        });
    }

    /// [`Strided::copy`] where the elements lie in memory one behind the other along `row` and not along the last axis: a
    /// matrix transpose for each index of the other axes, tile by tile, so that a line of the cache is read once.
    fn copy_tiles(&self, shape: &Shape, strides: &Strides, row: usize, out: &mut Vec<T>) {
        let last = shape.rank() - 1;
        let from = out.len();
        out.resize(from + shape.size(), T::default());
        let out = &mut out[from..];
        let places = row_major(shape);
        let mut others = shape.clone();
        others.dims_mut()[row] = 1;
        others.dims_mut()[last] = 1;
        let plane = Plane { rows: shape[row], columns: shape[last], apart: strides[last], out: places[row] as usize };
        walk(&others, [(self.offset, strides), (0, &places)], |[i, o]| plane.transpose(self.data, i, &mut out[o..]));
    }
}

/// A tile of a transposed copy: of each of four lines of the cache 16 elements, which `f32` fills one with.
const ROWS: usize = 16;
const COLUMNS: usize = 4;

/// A matrix whose elements are neighbours in memory along the rows of the copy, and `apart` along its columns.
struct Plane {
    rows: usize,
    columns: usize,
    apart: isize,
    /// From a row of the copy to the next.
    out: usize,
}

impl Plane {
    /// `out[r·self.out + c] = data[offset + r + c·apart]`.
    fn transpose<T: Copy>(&self, data: &[T], offset: usize, out: &mut [T]) {
        let at = |r: usize, c: usize| (offset as isize + r as isize + c as isize * self.apart) as usize;
        let (rows, columns) = (self.rows - self.rows % ROWS, self.columns - self.columns % COLUMNS);
        for r in (0..rows).step_by(ROWS) {
            for c in (0..columns).step_by(COLUMNS) {
                let lines: [&[T; ROWS]; COLUMNS] =
                    core::array::from_fn(|k| data[at(r, c + k)..].first_chunk().expect("the view lies in its data"));
                for i in 0..ROWS {
                    let to = out[(r + i) * self.out + c..].first_chunk_mut::<COLUMNS>().expect("a whole tile");
                    to.iter_mut().zip(&lines).for_each(|(x, line)| *x = line[i]);
                }
            }
        }
        // What no tile covers: the last columns of all rows, the last rows of the others.
        let edges = (0..rows).map(|r| (r, columns)).chain((rows..self.rows).map(|r| (r, 0)));
        edges.for_each(|(r, from)| (from..self.columns).for_each(|c| out[r * self.out + c] = data[at(r, c)]));
    }
}

/// Visits every index of `shape` in row-major order with the offsets of `N` operands. Offsets advance by their strides,
/// with no multiplication per step.
pub(crate) fn walk<const N: usize>(
    shape: &[usize],
    operands: [(usize, &Strides); N],
    mut visit: impl FnMut([usize; N]),
) {
    if shape.contains(&0) {
        return;
    }
    let mut index = [0_usize; crate::MAX_RANK];
    let mut offsets = operands.map(|(offset, _)| offset as isize);
    loop {
        visit(offsets.map(|o| o as usize));
        let mut axis = shape.len();
        loop {
            let Some(i) = axis.checked_sub(1) else { return };
            axis = i;
            index[i] += 1;
            if index[i] < shape[i] {
                for (o, (_, strides)) in offsets.iter_mut().zip(&operands) {
                    *o += strides[i];
                }
                break;
            }
            index[i] = 0;
            for (o, (_, strides)) in offsets.iter_mut().zip(&operands) {
                *o -= strides[i] * (shape[i] as isize - 1);
            }
        }
    }
}

/// Merges neighbouring axes that every operand walks over with one step, and drops axes of length 1: the same elements in
/// the same order, with longer rows.
pub(crate) fn collapse<const N: usize>(shape: &Shape, operands: [&Strides; N]) -> (Shape, [Strides; N]) {
    let mut dims: heapless::Vec<usize, { crate::MAX_RANK }, u8> = heapless::Vec::new();
    let mut out: [Strides; N] = core::array::from_fn(|_| Strides::new());
    for (axis, &d) in shape.iter().enumerate() {
        if d == 1 {
            continue;
        }
        let joins = !dims.is_empty()
            && (0..N).all(|k| *out[k].last().expect("one stride per axis") == operands[k][axis] * d as isize);
        if joins {
            *dims.last_mut().expect("not empty") *= d;
            for (o, s) in out.iter_mut().zip(operands) {
                *o.last_mut().expect("one stride per axis") = s[axis];
            }
        } else {
            dims.push(d).expect("no more axes than before");
            for (o, s) in out.iter_mut().zip(operands) {
                o.push(s[axis]).expect("no more axes than before");
            }
        }
    }
    (Shape::of(dims), out)
}
