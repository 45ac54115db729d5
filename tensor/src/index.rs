//! Gathering along an axis by an array of indices, and its adjoint, scattering with addition.

use crate::{
    dtype::{DType, Element, each_dtype, each_number},
    error::{Error, ErrorKind},
    shape::Shape,
    tensor::{Tensor, buffer},
};
use alloc::{format, vec::Vec};
use core::panic::Location;

impl Tensor {
    /// The indices as `usize` on an axis of length `n`, negative ones counted from the end.
    ///
    /// # Errors
    /// An index outside of −n … n − 1, or no integers; the text begins with `op`.
    #[track_caller]
    pub fn to_indices(&self, op: &str, n: usize) -> Result<Vec<usize>, Error> {
        let resolve = |i: i64| {
            let j = if i < 0 { i + n as i64 } else { i };
            if (0..n as i64).contains(&j) { Some(j as usize) } else { None }
        };
        let place = Location::caller(); // a closure has no caller of its own
        let outside = |i: i64| {
            Error::new_at(place, ErrorKind::Index, format!("{op}: index {i} is outside of an axis of length {n}"))
        };
        let mut out = Vec::with_capacity(self.shape().size());
        match self.dtype() {
            DType::I32 => self
                .elements::<i32>()
                .iter()
                .try_for_each(|&i| resolve(i64::from(i)).map(|j| out.push(j)).ok_or_else(|| outside(i64::from(i))))?,
            DType::I64 => self
                .elements::<i64>()
                .iter()
                .try_for_each(|&i| resolve(i).map(|j| out.push(j)).ok_or_else(|| outside(i)))?,
            dtype => {
                return Err(Error::new(ErrorKind::DType, format!("{op}: indices must be int32 or int64, not {dtype}")));
            }
        }
        Ok(out)
    }

    /// The parts of `axis` that `indices` name: the shape of `indices` takes the place of the axis.
    ///
    /// # Errors
    /// An index outside of the axis.
    #[track_caller]
    pub fn gather(&self, axis: usize, indices: &Tensor) -> Result<Tensor, Error> {
        let (outer, n, inner) = split(self.shape(), axis);
        let at = indices.to_indices("take", n)?;
        let shape = self.shape().gathered(axis, indices.shape());
        Ok(each_dtype!(self.dtype(), T => {
            let x = self.elements::<T>();
            let mut out = Vec::with_capacity(shape.size());
            for o in 0..outer {
                for &i in &at {
                    out.extend_from_slice(&x[(o * n + i) * inner..(o * n + i + 1) * inner]);
                }
            }
            Tensor::new(shape, out)
        }))
    }

    /// Zeros with an axis of length `n` at `axis`, to which the parts of this array are added where `indices` say: the
    /// adjoint of [`Tensor::gather`]. Repeated indices add up, in row-major order.
    ///
    /// # Errors
    /// An index outside of the axis.
    ///
    /// # Panics
    /// The dtype is bool, or the axes from `axis` on are not those of `indices`.
    #[track_caller]
    pub fn scatter_add(&self, axis: usize, indices: &Tensor, n: usize) -> Result<Tensor, Error> {
        let taken = indices.shape();
        assert_eq!(
            self.shape()[axis..axis + taken.rank()],
            taken[..],
            "scatter_add: the indices do not match {}",
            self.shape()
        );
        let at = indices.to_indices("scatter_add", n)?;
        let outer: usize = self.shape()[..axis].iter().product();
        let inner: usize = self.shape()[axis + taken.rank()..].iter().product();
        let shape = self.shape().scattered(axis, taken.rank(), n);
        Ok(each_number!(self.dtype(), T => {
            let x = self.elements::<T>();
            let mut out = buffer::<T>(shape.size());
            for o in 0..outer {
                for (p, &i) in at.iter().enumerate() {
                    let from = &x[(o * at.len() + p) * inner..][..inner];
                    add(&mut out[(o * n + i) * inner..][..inner], from);
                }
            }
            Tensor::new(shape, out)
        }, panic!("scatter_add: no kernel for bool")))
    }
}

fn add<T: Element>(out: &mut [T], from: &[T])
where
    cotangent_kernels::Add: cotangent_kernels::ZipAssign<T>,
{
    <cotangent_kernels::Add as cotangent_kernels::ZipAssign<T>>::assign(out, from);
}

/// Elements before, on and behind an axis.
pub(crate) fn split(shape: &Shape, axis: usize) -> (usize, usize, usize) {
    (shape[..axis].iter().product(), shape[axis], shape[axis + 1..].iter().product())
}

impl Shape {
    /// The shape of [`Tensor::gather`].
    pub fn gathered(&self, axis: usize, indices: &Shape) -> Shape {
        Shape::of(self[..axis].iter().chain(indices.iter()).chain(&self[axis + 1..]).copied())
    }

    /// The shape of [`Tensor::scatter_add`] by indices of rank `taken`.
    pub fn scattered(&self, axis: usize, taken: usize, n: usize) -> Shape {
        Shape::of(self[..axis].iter().copied().chain([n]).chain(self[axis + taken..].iter().copied()))
    }
}
