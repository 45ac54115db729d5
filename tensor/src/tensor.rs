//! The [`Tensor`]: a scalar in place, or a shared array with a shape and strides.

use crate::{
    dtype::{DType, Element, Scalar, each_dtype},
    error::{Error, ErrorKind},
    format::{self, Elements},
    pool::buffer,
    shape::Shape,
    storage::{Data, Strided, Strides, row_major},
};
use alloc::{format, sync::Arc, vec::Vec};
use core::{fmt, slice};
use half::{bf16, f16};
use num_complex::Complex;

/// A concrete n-d array: dtype and shape are known at run time, clones share the elements.
///
/// A scalar lives in place and never allocates. Everything else is one shared, immutable array, or a view of one.
#[derive(Clone)]
pub struct Tensor(pub(crate) Repr);

#[derive(Clone)]
pub(crate) enum Repr {
    Scalar(Scalar),
    Array(Arc<Array>),
}

pub(crate) struct Array {
    pub(crate) shape: Shape,
    pub(crate) storage: Storage,
}

/// A view points at the array that owns the elements, never at another view: chains of views stay one step long.
pub(crate) enum Storage {
    Own(Data),
    View { base: Arc<Array>, offset: usize, strides: Strides },
}

#[cfg(feature = "std")]
impl Drop for Array {
    #[inline]
    fn drop(&mut self) {
        if let Storage::Own(data) = &mut self.storage {
            crate::pool::recycle(core::mem::replace(data, Data::Bool(Vec::new())));
        }
    }
}

impl Array {
    /// The elements, those around a view included.
    pub(crate) fn data(&self) -> &Data {
        match &self.storage {
            Storage::Own(data) => data,
            Storage::View { base, .. } => match &base.storage {
                Storage::Own(data) => data,
                Storage::View { .. } => unreachable!("a view points at the owner of the elements"),
            },
        }
    }
}

impl Tensor {
    /// A scalar.
    #[inline]
    pub fn scalar(x: impl Into<Scalar>) -> Tensor {
        Tensor(Repr::Scalar(x.into()))
    }

    /// The array with these elements in row-major order.
    ///
    /// # Errors
    /// The number of elements is not that of `shape`, or the shape is impossible.
    #[track_caller]
    pub fn from_vec<T: Element>(values: Vec<T>, shape: &[usize]) -> Result<Tensor, Error> {
        let shape = Shape::new(shape)?;
        if shape.size() != values.len() {
            return Err(Error::new(
                ErrorKind::Shape,
                format!("from_vec: {} values do not fill shape {shape}", values.len()),
            ));
        }
        Ok(Tensor::new(shape, values))
    }

    /// As [`Tensor::from_vec`], for a length that is known to be right.
    #[inline]
    pub(crate) fn new<T: Element>(shape: Shape, values: Vec<T>) -> Tensor {
        debug_assert_eq!(shape.size(), values.len());
        if shape.rank() == 0 {
            return Tensor(Repr::Scalar(values[0].scalar()));
        }
        Tensor(Repr::Array(Arc::new(Array { shape, storage: Storage::Own(T::data(values)) })))
    }

    /// An array of one repeated value, as a view of a single element.
    pub fn full(shape: &Shape, value: impl Into<Scalar>) -> Tensor {
        Tensor::scalar(value).broadcast_to(shape)
    }

    /// An array of zeros (`false` for bool).
    pub fn zeros(shape: &Shape, dtype: DType) -> Tensor {
        Tensor::full(shape, Scalar::from_f64(dtype, 0.0))
    }

    /// 0, 1, …, n − 1.
    pub fn iota(n: usize, dtype: DType) -> Tensor {
        let shape = Shape::of([n]);
        each_dtype!(dtype, T => Tensor::new(shape, (0..n as i64).map(|i| T::cast(Scalar::I64(i))).collect()))
    }

    /// The shape.
    #[inline]
    pub fn shape(&self) -> &Shape {
        static SCALAR: Shape = Shape::SCALAR;
        match &self.0 {
            Repr::Scalar(_) => &SCALAR,
            Repr::Array(a) => &a.shape,
        }
    }

    /// The dtype.
    #[inline]
    pub fn dtype(&self) -> DType {
        match &self.0 {
            Repr::Scalar(x) => x.dtype(),
            Repr::Array(a) => a.data().dtype(),
        }
    }

    /// The value of an array of rank 0, which lives in place.
    #[inline]
    pub fn as_scalar(&self) -> Option<Scalar> {
        match self.0 {
            Repr::Scalar(x) => Some(x),
            Repr::Array(_) => None,
        }
    }

    /// The only element, converted to `T` as by `as`.
    ///
    /// # Errors
    /// More or fewer elements than one; a complex number where `T` is real.
    #[track_caller]
    pub fn item<T: Element>(&self) -> Result<T, Error> {
        if self.dtype().is_complex() && !T::DTYPE.is_complex() {
            return Err(Error::new(
                ErrorKind::DType,
                format!("item: the array holds {}, not {}; take its real or imaginary part", self.dtype(), T::DTYPE),
            ));
        }
        if let Repr::Scalar(x) = self.0 {
            return Ok(T::cast(x));
        }
        if self.shape().size() != 1 {
            return Err(Error::new(ErrorKind::Shape, format!("item: needs one element, not shape {}", self.shape())));
        }
        Ok(each_dtype!(self.dtype(), U => T::cast(self.elements::<U>()[0].scalar())))
    }

    /// The elements in row-major order.
    ///
    /// # Errors
    /// `T` is not the dtype of the array.
    #[track_caller]
    pub fn to_vec<T: Element>(&self) -> Result<Vec<T>, Error> {
        if self.dtype() == T::DTYPE {
            Ok(self.elements::<T>().into_owned())
        } else {
            Err(Error::new(ErrorKind::DType, format!("to_vec: the array holds {}, not {}", self.dtype(), T::DTYPE)))
        }
    }

    /// The elements in row-major order without a copy, if they lie so in memory and are of type `T`.
    #[inline]
    pub fn as_slice<T: Element>(&self) -> Option<&[T]> {
        match &self.0 {
            Repr::Scalar(x) => T::from_scalar(x).map(slice::from_ref),
            Repr::Array(a) => match &a.storage {
                Storage::Own(data) => T::slice(data),
                Storage::View { offset, strides, .. } => {
                    let n = a.shape.size();
                    if n > 0 && !is_row_major(&a.shape, strides) {
                        return None;
                    }
                    T::slice(a.data())?.get(*offset..*offset + n)
                }
            },
        }
    }

    /// The elements to be written in place, if they are of type `T` and nobody else holds them.
    #[inline]
    pub(crate) fn unique_mut<T: Element>(&mut self) -> Option<&mut [T]> {
        match &mut self.0 {
            Repr::Scalar(_) => None,
            Repr::Array(a) => match &mut Arc::get_mut(a)?.storage {
                Storage::Own(data) => T::slice_mut(data).map(|v| &mut v[..]),
                Storage::View { .. } => None,
            },
        }
    }

    /// The element that a view repeats, if it is of type `T` and the view repeats one.
    pub(crate) fn repeated<T: Element>(&self) -> Option<T> {
        match &self.0 {
            Repr::Scalar(x) => T::from_scalar(x).copied(),
            Repr::Array(a) => match &a.storage {
                Storage::View { offset, strides, .. } if strides.iter().all(|&s| s == 0) => {
                    T::slice(a.data())?.get(*offset).copied()
                }
                Storage::View { .. } | Storage::Own(_) => None,
            },
        }
    }

    /// The elements in row-major order, copied only if a view scatters them.
    pub(crate) fn elements<T: Element>(&self) -> alloc::borrow::Cow<'_, [T]> {
        match self.as_slice::<T>() {
            Some(x) => x.into(),
            None => self.strided::<T>().to_vec().into(),
        }
    }

    /// The elements with their strides. `T` must be the dtype.
    pub(crate) fn strided<T: Element>(&self) -> Strided<'_, T> {
        let typed = |data| T::slice(data).expect("the caller dispatches on the dtype");
        match &self.0 {
            Repr::Scalar(x) => Strided {
                data: slice::from_ref(T::from_scalar(x).expect("the caller dispatches on the dtype")),
                offset: 0,
                strides: Strides::new(),
                shape: Shape::SCALAR,
            },
            Repr::Array(a) => match &a.storage {
                Storage::Own(data) => {
                    Strided { data: typed(data), offset: 0, strides: row_major(&a.shape), shape: a.shape.clone() }
                }
                Storage::View { offset, strides, .. } => {
                    Strided { data: typed(a.data()), offset: *offset, strides: strides.clone(), shape: a.shape.clone() }
                }
            },
        }
    }

    /// Elements, lengths and steps of an array of one or two axes with elements, if it lies in memory row by row or column by
    /// column without overlap. `T` must be the dtype.
    pub(crate) fn plain_strides<T: Element>(&self) -> Option<(&[T], &[usize], [usize; 2])> {
        let Repr::Array(a) = &self.0 else { return None };
        let data = T::slice(a.data())?;
        let steps = |strides: &[isize]| {
            strides.iter().all(|&s| s > 0).then(|| [0, 1].map(|i| strides.get(i).map_or(1, |&s| s as usize)))
        };
        match (&a.storage, &a.shape[..]) {
            (_, dims) if dims.contains(&0) => None,
            (Storage::Own(_), dims @ &[_]) => Some((data, dims, [1, 1])),
            (Storage::Own(_), dims @ &[_, n]) => Some((data, dims, [n, 1])),
            (Storage::View { offset, strides, .. }, dims @ &[_]) => Some((&data[*offset..], dims, steps(strides)?)),
            (Storage::View { offset, strides, .. }, dims @ &[m, n]) => {
                let steps @ [row, column] = steps(strides)?;
                let apart = (column == 1 && row >= n) || (row == 1 && column >= m);
                apart.then(|| (&data[*offset..], dims, steps))
            }
            _ => None,
        }
    }

    /// The same array with its elements in row-major order in memory; the array itself if they are.
    #[must_use]
    pub fn contiguous(&self) -> Tensor {
        each_dtype!(self.dtype(), T => match self.as_slice::<T>() {
            Some(_) => self.clone(),
            None => Tensor::new(self.shape().clone(), self.elements::<T>().into_owned()),
        })
    }

    /// Whether shape, dtype and the bits of all elements are the same.
    pub fn same_bits(&self, other: &Tensor) -> bool {
        if self.shape() != other.shape() || self.dtype() != other.dtype() {
            return false;
        }
        match self.dtype() {
            DType::F16 => bits(self, other, f16::to_bits),
            DType::BF16 => bits(self, other, bf16::to_bits),
            DType::F32 => bits(self, other, f32::to_bits),
            DType::F64 => bits(self, other, f64::to_bits),
            DType::C64 => bits(self, other, |z: Complex<f32>| [z.re.to_bits(), z.im.to_bits()]),
            DType::C128 => bits(self, other, |z: Complex<f64>| [z.re.to_bits(), z.im.to_bits()]),
            dtype => each_dtype!(dtype, T => self.elements::<T>() == other.elements::<T>()),
        }
    }

    /// Whether two arrays are one and the same in memory.
    pub fn shares_elements(&self, other: &Tensor) -> bool {
        match (&self.0, &other.0) {
            (Repr::Array(a), Repr::Array(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// Whether every element is 0 (`false`).
    pub fn is_zero(&self) -> bool {
        each_dtype!(self.dtype(), T => self.elements::<T>().iter().all(|x| *x == T::default()))
    }

    /// Whether this is the number 1 repeated, as a view of one element: the cotangent of a sum. Costs no look at elements.
    pub fn is_ones(&self) -> bool {
        match &self.0 {
            Repr::Scalar(_) => self.is_one(),
            Repr::Array(a) => match &a.storage {
                Storage::View { offset, strides, .. } if strides.iter().all(|&s| s == 0) && a.shape.size() > 0 => {
                    crate::convert::element_at(a, *offset).is_one()
                }
                Storage::View { .. } | Storage::Own(_) => false,
            },
        }
    }

    /// The value 1 of a number type: the coefficient that a product may skip.
    #[inline]
    pub fn is_one(&self) -> bool {
        let Repr::Scalar(x) = self.0 else { return false };
        match x {
            Scalar::F32(x) => x == 1.0,
            Scalar::F64(x) => x == 1.0,
            Scalar::Bool(_) => false,
            _ => x == Scalar::from_f64(x.dtype(), 1.0),
        }
    }
}

/// Calls `f` with the elements in row-major order, as printing takes them.
fn with_elements<R>(t: &Tensor, f: impl FnOnce(&Elements<'_>) -> R) -> R {
    match t.dtype() {
        DType::Bool => f(&Elements::Bool(&t.elements())),
        DType::U64 => f(&Elements::U64(&t.elements())),
        DType::F16 => f(&Elements::F16(&t.elements())),
        DType::BF16 => f(&Elements::BF16(&t.elements())),
        DType::F32 => f(&Elements::F32(&t.elements())),
        DType::F64 => f(&Elements::F64(&t.elements())),
        DType::C64 => f(&Elements::C64(&t.elements())),
        DType::C128 => f(&Elements::C128(&t.elements())),
        DType::I8 | DType::I16 | DType::I32 | DType::I64 | DType::U8 | DType::U16 | DType::U32 => {
            f(&Elements::I64(&t.convert(DType::I64).elements()))
        }
    }
}

/// As NumPy's `str`: `[1. 2. 3.]`, `0.070650816`. A precision, as in `{:.3}`, fixes the digits.
impl fmt::Display for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        with_elements(self, |elements| format::display(f, self.shape(), elements))
    }
}

/// As JAX's `repr`: `Array([1., 2., 3.], dtype=float32)`.
impl fmt::Debug for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        with_elements(self, |elements| format::debug(f, "Array", self.shape(), elements, &self.dtype()))
    }
}

fn bits<T: Element, B: PartialEq>(a: &Tensor, b: &Tensor, to_bits: impl Fn(T) -> B) -> bool {
    a.elements::<T>().iter().zip(b.elements::<T>().iter()).all(|(&x, &y)| to_bits(x) == to_bits(y))
}

fn is_row_major(shape: &[usize], strides: &[isize]) -> bool {
    let mut step = 1;
    for (&d, &s) in shape.iter().zip(strides).rev() {
        if d != 1 {
            if s != step {
                return false;
            }
            step *= d as isize;
        }
    }
    true
}

/// `n` results that `write` writes, all of them.
#[inline]
pub(crate) fn written<T: Element>(n: usize, write: impl FnOnce(&mut [T])) -> Vec<T> {
    let mut out = buffer(n);
    write(&mut out);
    out
}

impl<T: Element> From<T> for Tensor {
    #[inline]
    fn from(x: T) -> Tensor {
        Tensor(Repr::Scalar(x.scalar()))
    }
}
