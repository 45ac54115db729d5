//! Gathering along an axis by an array of indices, and its adjoint, scattering with addition.

use crate::{
    dtype::{DType, Element, each_dtype, each_number},
    error::{Error, ErrorKind},
    pool::{room, zeros},
    shape::Shape,
    tensor::Tensor,
};
use alloc::{format, vec::Vec};
use cotangent_kernels::{self as kernels, Zip, ZipAssign};

impl Tensor {
    /// The indices as `usize` on an axis of length `n`, negative ones counted from the end.
    ///
    /// # Errors
    /// An index outside of −n … n − 1, or no integers; the text begins with `op`.
    #[track_caller]
    pub fn to_indices(&self, op: &str, n: usize) -> Result<Vec<usize>, Error> {
        let outside = match self.dtype() {
            dtype if dtype.is_integer() && dtype.arithmetic() != dtype => {
                return self.convert(DType::I64).to_indices(op, n);
            }
            DType::I32 => match resolve(&self.elements::<i32>(), n) {
                Ok(indices) => return Ok(indices),
                Err(i) => i64::from(i),
            },
            DType::I64 => match resolve(&self.elements::<i64>(), n) {
                Ok(indices) => return Ok(indices),
                Err(i) => i,
            },
            DType::U64 => {
                let beyond = |i: &u64| i64::try_from(*i).unwrap_or(i64::MAX); // no axis is so long
                match resolve(&self.elements::<u64>().iter().map(beyond).collect::<Vec<i64>>(), n) {
                    Ok(indices) => return Ok(indices),
                    Err(i) => i,
                }
            }
            dtype => {
                return Err(Error::new(ErrorKind::DType, format!("{op}: indices must be integers, not {dtype}")));
            }
        };
        Err(Error::new(ErrorKind::Index, format!("{op}: index {outside} is outside of an axis of length {n}")))
    }

    /// The parts of `axis` that `indices` name: the shape of `indices` takes the place of the axis.
    ///
    /// # Errors
    /// An index outside of the axis.
    #[track_caller]
    pub fn gather(&self, axis: usize, indices: &Tensor) -> Result<Tensor, Error> {
        let (outer, n, inner) = split(self.shape(), axis);
        let shape = self.shape().gathered(axis, indices.shape());
        each_dtype!(self.dtype(), T => {
            let x = self.elements::<T>();
            let mut out = room(shape.size());
            if inner == 1 && outer == 1 {
                let picked = match indices.dtype() {
                    DType::I32 => pick(&x, &indices.elements::<i32>(), &mut out),
                    DType::I64 => pick(&x, &indices.elements::<i64>(), &mut out),
                    _ => None,
                };
                if picked.is_some() {
                    return Ok(Tensor::new(shape, out));
                }
                out.clear(); // the slow way knows what is wrong
            }
            let at = indices.to_indices("take", n)?;
            for o in 0..outer {
                let part = &x[o * n * inner..][..n * inner];
                match inner {
                    1 => out.extend(at.iter().map(|&i| part[i])),
                    _ => at.iter().for_each(|&i| out.extend_from_slice(&part[i * inner..][..inner])),
                }
            }
            Ok(Tensor::new(shape, out))
        })
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
            let mut out = zeros::<T>(shape.size());
            for o in 0..outer {
                let (x, out) = (&x[o * at.len() * inner..], &mut out[o * n * inner..]);
                match inner {
                    1 => at.iter().zip(x).for_each(|(&i, &x)| out[i] = <kernels::Add as Zip<T>>::scalar(out[i], x)),
                    _ => (0..).zip(&at).for_each(|(p, &i)| add(&mut out[i * inner..][..inner], &x[p * inner..][..inner])),
                }
            }
            Tensor::new(shape, out)
        }, panic!("scatter_add: no kernel for bool")))
    }
}

/// Indices on an axis of length `n`, negative ones counted from the end, or the first that lies outside. Two passes without
/// branches: is there one outside, and the conversion.
fn resolve<I: Copy + Into<i64>>(indices: &[I], n: usize) -> Result<Vec<usize>, I> {
    let n = n as i64;
    // The sign of either is set outside of −n … n − 1, on overflow too.
    let signs = |i: i64| i.wrapping_add(n) | (n - 1).wrapping_sub(i);
    if indices.iter().fold(0, |all, &i| all | signs(i.into())) < 0 {
        return Err(*indices.iter().find(|&&i| signs(i.into()) < 0).expect("there is one"));
    }
    Ok(indices.iter().map(|&i| from_end(i, n) as usize).collect())
}

/// An index, a negative one counted from the end.
fn from_end(i: impl Into<i64>, n: i64) -> i64 {
    let i = i.into();
    i.wrapping_add(if i < 0 { n } else { 0 })
}

/// The elements of a vector that indices name; `None` if one lies outside. One pass.
fn pick<T: Element, I: Copy + Into<i64>>(x: &[T], indices: &[I], out: &mut Vec<T>) -> Option<()> {
    let (n, mut outside) = (x.len() as i64, false);
    out.extend(indices.iter().map(|&i| match x.get(from_end(i, n) as usize) {
        Some(&x) => x,
        None => {
            outside = true;
            T::default()
        }
    }));
    (!outside).then_some(())
}

fn add<T: Element>(out: &mut [T], from: &[T])
where
    kernels::Add: ZipAssign<T>,
{
    <kernels::Add as ZipAssign<T>>::assign(out, from);
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
