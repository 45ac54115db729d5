//! Elementwise evaluation: one driver for functions of one operand, one for two with broadcasting, one for `select`.
//!
//! The drivers only find runs of elements; the arithmetic is that of the slice kernels, whatever the strides.

use crate::{
    dtype::{DType, Element, each_bits, each_dtype, each_float, each_integer, each_number, each_ordered},
    pool::buffer,
    shape::Shape,
    storage::{Strided, Strides, collapse, walk},
    tensor::{Tensor, written},
};
use alloc::vec::Vec;
use cotangent_kernels::{self as kernels, Float, Map, Zip, ZipAssign};

/// What the drivers say to a dtype that a kernel does not have; the layers above check before they call.
#[cold]
#[track_caller]
fn unsupported(dtype: DType) -> ! {
    panic!("elementwise: no kernel for {dtype}")
}

impl Tensor {
    /// `K` of every element of a float array.
    ///
    /// # Panics
    /// The dtype is no float.
    #[must_use]
    #[inline]
    pub fn map_float<K: Map<f32> + Map<f64>>(&self) -> Tensor {
        each_float!(self.dtype(), T => map::<T, K>(self), unsupported(self.dtype()))
    }

    /// `K` of every element of a number array.
    ///
    /// # Panics
    /// The dtype is bool.
    #[must_use]
    #[inline]
    pub fn map_number<K: Map<f32> + Map<f64> + Map<i32> + Map<i64> + Map<u64>>(&self) -> Tensor {
        each_number!(self.dtype(), T => map::<T, K>(self), unsupported(self.dtype()))
    }

    /// As [`Tensor::map_float`], in place if nobody else holds the elements.
    #[must_use]
    pub fn map_float_owned<K: Map<f32> + Map<f64>>(self) -> Tensor {
        each_float!(self.dtype(), T => map_owned::<T, K>(self), unsupported(self.dtype()))
    }

    /// As [`Tensor::map_number`], in place if nobody else holds the elements.
    #[must_use]
    pub fn map_number_owned<K: Map<f32> + Map<f64> + Map<i32> + Map<i64> + Map<u64>>(self) -> Tensor {
        each_number!(self.dtype(), T => map_owned::<T, K>(self), unsupported(self.dtype()))
    }

    /// xⁿ of every element of a number array; see [`kernels::powi`].
    ///
    /// # Panics
    /// The dtype is bool, or it is an integer and `n` is negative.
    #[must_use]
    pub fn powi(&self, n: i32) -> Tensor {
        each_number!(self.dtype(), T => {
            if let Some(x) = self.as_scalar() {
                return Tensor::from(kernels::powi_scalar(T::cast(x), n));
            }
            let x = self.elements::<T>();
            let out = written(x.len(), |out| kernels::powi(&x, n, out));
            Tensor::new(self.shape().clone(), out)
        }, unsupported(self.dtype()))
    }

    /// The function of order `n` of every element of a float array; see [`kernels::ordered`].
    ///
    /// # Panics
    /// The dtype is no float.
    #[must_use]
    pub fn map_ordered(&self, f: fn(u32, f64) -> f64, n: u32) -> Tensor {
        each_float!(self.dtype(), T => {
            if let Some(x) = self.as_scalar() {
                let mut out = [T::default()];
                kernels::ordered::map(f, n, &[T::cast(x)], &mut out);
                return Tensor::from(out[0]);
            }
            let x = self.elements::<T>();
            Tensor::new(self.shape().clone(), written(x.len(), |out| kernels::ordered::map(f, n, &x, out)))
        }, unsupported(self.dtype()))
    }

    /// The opposite of every bit of a bool or integer array.
    ///
    /// # Panics
    /// The dtype is a float.
    #[must_use]
    pub fn invert_bits(&self) -> Tensor {
        each_bits!(self.dtype(), T => map::<T, kernels::bits::Not>(self), unsupported(self.dtype()))
    }

    /// `K` of two bool or integer arrays of one dtype, broadcast against each other.
    ///
    /// # Panics
    /// The dtypes differ or are floats, or the shapes do not broadcast.
    #[must_use]
    pub fn zip_bits<K>(&self, other: &Tensor) -> Tensor
    where
        K: Zip<bool, Output: Element>
            + Zip<i32, Output: Element>
            + Zip<i64, Output: Element>
            + Zip<u64, Output: Element>,
    {
        each_bits!(self.dtype(), T => zip::<T, K>(self, other), unsupported(self.dtype()))
    }

    /// `K` of two integer arrays of one dtype, broadcast against each other.
    ///
    /// # Panics
    /// The dtypes differ or are no integers, or the shapes do not broadcast.
    #[must_use]
    pub fn zip_integer<K>(&self, other: &Tensor) -> Tensor
    where
        K: Zip<i32, Output: Element> + Zip<i64, Output: Element> + Zip<u64, Output: Element>,
    {
        each_integer!(self.dtype(), T => zip::<T, K>(self, other), unsupported(self.dtype()))
    }

    /// `K` of two float arrays of one dtype, broadcast against each other.
    ///
    /// # Panics
    /// The dtypes differ or are no floats, or the shapes do not broadcast.
    #[must_use]
    #[inline]
    pub fn zip_float<K>(&self, other: &Tensor) -> Tensor
    where
        K: Zip<f32, Output: Element> + Zip<f64, Output: Element>,
    {
        each_float!(self.dtype(), T => zip::<T, K>(self, other), unsupported(self.dtype()))
    }

    /// `K` of two number arrays of one dtype, broadcast against each other.
    ///
    /// # Panics
    /// The dtypes differ or are bool, or the shapes do not broadcast.
    #[must_use]
    #[inline]
    pub fn zip_number<K>(&self, other: &Tensor) -> Tensor
    where
        K: Zip<f32, Output: Element>
            + Zip<f64, Output: Element>
            + Zip<i32, Output: Element>
            + Zip<i64, Output: Element>
            + Zip<u64, Output: Element>,
    {
        each_number!(self.dtype(), T => zip::<T, K>(self, other), unsupported(self.dtype()))
    }

    /// `K` of two number or bool arrays of one dtype, broadcast against each other.
    ///
    /// # Panics
    /// The dtypes differ, or the shapes do not broadcast.
    #[must_use]
    pub fn zip_any<K>(&self, other: &Tensor) -> Tensor
    where
        K: Zip<f32, Output: Element>
            + Zip<f64, Output: Element>
            + Zip<i32, Output: Element>
            + Zip<i64, Output: Element>
            + Zip<u64, Output: Element>
            + Zip<bool, Output: Element>,
    {
        each_ordered!(self.dtype(), T => zip::<T, K>(self, other))
    }

    /// As [`Tensor::zip_float`], into the elements of an operand that nobody else holds.
    #[must_use]
    pub fn zip_float_owned<K: ZipAssign<f32> + ZipAssign<f64>>(self, other: Tensor) -> Tensor {
        each_float!(self.dtype(), T => zip_owned::<T, K>(self, other), unsupported(self.dtype()))
    }

    /// As [`Tensor::zip_number`], into the elements of an operand that nobody else holds.
    #[must_use]
    pub fn zip_number_owned<K>(self, other: Tensor) -> Tensor
    where
        K: ZipAssign<f32> + ZipAssign<f64> + ZipAssign<i32> + ZipAssign<i64> + ZipAssign<u64>,
    {
        each_number!(self.dtype(), T => zip_owned::<T, K>(self, other), unsupported(self.dtype()))
    }

    /// `on_true` where this bool array is true, else `on_false`; the three are broadcast against each other.
    ///
    /// # Panics
    /// This array is not bool, the two others differ in dtype, or the shapes do not broadcast.
    #[must_use]
    pub fn select(&self, on_true: &Tensor, on_false: &Tensor) -> Tensor {
        let shape = out_shape(&out_shape(self.shape(), on_true.shape()), on_false.shape());
        let mask = self.broadcast_to(&shape);
        each_dtype!(on_true.dtype(), T => {
            let (a, b) = (on_true.broadcast_to(&shape), on_false.broadcast_to(&shape));
            let (mask, a, b) = (mask.elements::<bool>(), a.elements::<T>(), b.elements::<T>());
            let out = written(shape.size(), |out| kernels::select(&mask, &a, &b, out));
            Tensor::new(shape, out)
        })
    }
}

/// The loops of one kernel, so that the drivers are compiled once for each element type and not for each kernel.
#[derive(Clone, Copy, Debug)]
pub struct MapLoops<T> {
    /// Of one number.
    pub scalar: fn(T) -> T,
    pub(crate) slice: fn(&[T], &mut [T]),
    in_place: fn(&mut [T]),
}

impl<T: Element> MapLoops<T> {
    /// The loops of `K`.
    pub const fn of<K: Map<T>>() -> MapLoops<T> {
        MapLoops { scalar: K::scalar, slice: K::slice, in_place: K::in_place }
    }
}

#[inline]
fn map<T: Element, K: Map<T>>(x: &Tensor) -> Tensor {
    match x.as_scalar() {
        Some(x) => Tensor::from(K::scalar(T::cast(x))),
        None => map_array(x, MapLoops::of::<K>()),
    }
}

fn map_array<T: Element>(x: &Tensor, loops: MapLoops<T>) -> Tensor {
    let out = match x.as_slice::<T>() {
        Some(x) => written(x.len(), |out| (loops.slice)(x, out)),
        None => {
            let mut out = x.elements::<T>().into_owned();
            (loops.in_place)(&mut out);
            out
        }
    };
    Tensor::new(x.shape().clone(), out)
}

#[inline]
fn map_owned<T: Element, K: Map<T>>(x: Tensor) -> Tensor {
    match x.as_scalar() {
        Some(x) => Tensor::from(K::scalar(T::cast(x))),
        None => map_array_owned(x, MapLoops::of::<K>()),
    }
}

fn map_array_owned<T: Element>(mut x: Tensor, loops: MapLoops<T>) -> Tensor {
    if let Some(values) = x.unique_mut::<T>() {
        (loops.in_place)(values);
        return x;
    }
    map_array(&x, loops)
}

#[track_caller]
fn out_shape(a: &Shape, b: &Shape) -> Shape {
    if a == b || b.rank() == 0 {
        return a.clone();
    }
    Shape::broadcast(a, b).unwrap_or_else(|| panic!("elementwise: shapes {a} and {b} do not broadcast"))
}

/// As [`MapLoops`], for two operands.
#[derive(Clone, Copy, Debug)]
pub struct ZipLoops<T, O> {
    /// Of two numbers.
    pub scalar: fn(T, T) -> O,
    pub(crate) slices: fn(&[T], &[T], &mut [O]),
    pub(crate) left: fn(T, &[T], &mut [O]),
    pub(crate) right: fn(&[T], T, &mut [O]),
}

impl<T: Element, O: Element> ZipLoops<T, O> {
    /// The loops of `K`.
    pub const fn of<K: Zip<T, Output = O>>() -> ZipLoops<T, O> {
        ZipLoops { scalar: K::scalar, slices: K::slices, left: K::left, right: K::right }
    }
}

/// As [`MapLoops`], for functions of three operands: two of two operands one after the other, or a choice.
#[derive(Clone, Copy, Debug)]
pub struct ThenLoops<T> {
    /// Of three numbers.
    pub(crate) scalar: fn(T, T, T) -> T,
    pub(crate) slices: fn(&[T], &[T], &[T], &mut [T]),
}

impl<T: Element + Float> ThenLoops<T> {
    /// The second operand where the first, a mask of numbers, is not 0, else the third.
    pub const fn choice() -> ThenLoops<T> {
        ThenLoops { scalar: |mask, a, b| if mask == T::ZERO { b } else { a }, slices: kernels::choose::<T> }
    }
}

impl<T: Element> ThenLoops<T> {
    /// The loops of `G` of the result of `F` and a third operand.
    pub const fn of<F: Zip<T, Output = T>, G: Zip<T, Output = T>>() -> ThenLoops<T> {
        ThenLoops { scalar: |a, b, c| G::scalar(F::scalar(a, b), c), slices: kernels::then::<T, F, G> }
    }
}

#[inline]
fn zip<T: Element, K: Zip<T, Output: Element>>(a: &Tensor, b: &Tensor) -> Tensor {
    if let (Some(x), Some(y)) = (a.as_scalar(), b.as_scalar()) {
        debug_assert_eq!(x.dtype(), y.dtype(), "the layers above promote");
        return Tensor::from(K::scalar(T::cast(x), T::cast(y)));
    }
    zip_arrays(a, b, ZipLoops::of::<K>())
}

fn zip_arrays<T: Element, O: Element>(a: &Tensor, b: &Tensor, loops: ZipLoops<T, O>) -> Tensor {
    let shape = out_shape(a.shape(), b.shape());
    let n = shape.size();
    let out = match (a.as_slice::<T>(), b.as_slice::<T>()) {
        (Some(x), Some(y)) if a.shape() == b.shape() => written(n, |out| (loops.slices)(x, y, out)),
        (Some([x]), Some(y)) if *b.shape() == shape => written(n, |out| (loops.left)(*x, y, out)),
        (Some(x), Some([y])) if *a.shape() == shape => written(n, |out| (loops.right)(x, *y, out)),
        _ => zip_rows(a, b, &shape, loops),
    };
    Tensor::new(shape, out)
}

/// Row by row: the operands advance by 1 or 0 along a row; one that advances otherwise is copied first.
fn zip_rows<T: Element, O: Element>(a: &Tensor, b: &Tensor, shape: &Shape, loops: ZipLoops<T, O>) -> Vec<O> {
    if shape.size() == 0 {
        return Vec::new();
    }
    let mut a = a.broadcast_to(shape);
    let mut b = b.broadcast_to(shape);
    let (rows, sa, sb) = loop {
        let (x, y) = (a.strided::<T>(), b.strided::<T>());
        let (rows, [sa, sb]) = collapse(shape, [&x.strides, &y.strides]);
        let steps = (sa.last().copied().unwrap_or(1), sb.last().copied().unwrap_or(1));
        match steps {
            (1, 0 | 1) | (0, 1) => break (rows, sa, sb),
            (0 | 1, _) => b = dense::<T>(&b),
            _ => a = dense::<T>(&a),
        }
    };
    let (x, y) = (a.strided::<T>(), b.strided::<T>());
    let (n, outer) = rows.split_last().map_or((1, &rows[..]), |(&n, outer)| (n, outer));
    let broadcast = |s: &Strides| s.last() == Some(&0);
    let (left, right) = (broadcast(&sa), broadcast(&sb));
    let run = |s: &Strided<'_, T>, offset: usize| offset..offset + if s.data.is_empty() { 0 } else { n };
    let mut out = buffer(shape.size());
    let mut results = out.chunks_exact_mut(n);
    walk(outer, [(x.offset, &sa), (y.offset, &sb)], |[i, j]| {
        let row = results.next().expect("one for each row");
        match (left, right) {
            (true, _) => (loops.left)(x.data[i], &y.data[run(&y, j)], row),
            (_, true) => (loops.right)(&x.data[run(&x, i)], y.data[j], row),
            _ => (loops.slices)(&x.data[run(&x, i)], &y.data[run(&y, j)], row),
        }
    });
    out
}

/// A copy in row-major order, also of a broadcast view.
fn dense<T: Element>(x: &Tensor) -> Tensor {
    Tensor::new(x.shape().clone(), x.elements::<T>().into_owned())
}

/// As [`MapLoops`]: in place of the left operand, or of the right one.
#[derive(Clone, Copy)]
struct AssignLoops<T> {
    assign: fn(&mut [T], &[T]),
    assign_scalar: fn(&mut [T], T),
    assign_from: fn(&mut [T], &[T]),
    assign_from_scalar: fn(&mut [T], T),
    others: ZipLoops<T, T>,
}

#[inline]
fn zip_owned<T: Element, K: ZipAssign<T>>(a: Tensor, b: Tensor) -> Tensor {
    if let (Some(x), Some(y)) = (a.as_scalar(), b.as_scalar()) {
        return Tensor::from(K::scalar(T::cast(x), T::cast(y)));
    }
    let loops = AssignLoops {
        assign: K::assign,
        assign_scalar: K::assign_scalar,
        assign_from: K::assign_from,
        assign_from_scalar: K::assign_from_scalar,
        others: ZipLoops::of::<K>(),
    };
    zip_arrays_owned(a, b, loops)
}

fn zip_arrays_owned<T: Element>(mut a: Tensor, mut b: Tensor, loops: AssignLoops<T>) -> Tensor {
    if (b.shape().rank() == 0 || a.shape() == b.shape())
        && let Some(x) = a.unique_mut::<T>()
    {
        match b.as_scalar() {
            Some(y) => (loops.assign_scalar)(x, T::cast(y)),
            None => (loops.assign)(x, &b.elements::<T>()),
        }
        return a;
    }
    if (a.shape().rank() == 0 || a.shape() == b.shape())
        && let Some(y) = b.unique_mut::<T>()
    {
        match a.as_scalar() {
            Some(x) => (loops.assign_from_scalar)(y, T::cast(x)),
            None => (loops.assign_from)(y, &a.elements::<T>()),
        }
        return b;
    }
    zip_arrays(&a, &b, loops.others)
}
