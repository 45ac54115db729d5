//! Several writes to places of one axis: which came last, which came before, and the largest or smallest of them.

use crate::{
    dtype::{Element, each_number},
    error::Error,
    shape::Shape,
    tensor::Tensor,
};
use alloc::{vec, vec::Vec};
use cotangent_kernels::{self as kernels, Zip};

impl Tensor {
    /// For each of `n` places the position of the last of these indices (along the last axis) that names it, or −1: int64.
    ///
    /// # Errors
    /// An index outside of −n … n − 1.
    #[track_caller]
    pub fn last_writes(&self, n: usize) -> Result<Tensor, Error> {
        let (at, m) = (self.to_indices("scatter", n)?, self.last_length());
        let shape = Shape::of(self.shape()[..self.shape().rank() - 1].iter().copied().chain([n]));
        let mut last = vec![-1_i64; shape.size()];
        for (row, at) in rows(&at, m).enumerate() {
            (0_i64..).zip(at).for_each(|(position, &i)| last[row * n + i] = position);
        }
        Ok(Tensor::new(shape, last))
    }

    /// For each of these indices (along the last axis) the position of the last one before it that names the same of `n`
    /// places, or −1: int64.
    ///
    /// # Errors
    /// An index outside of −n … n − 1.
    #[track_caller]
    pub fn previous_writes(&self, n: usize) -> Result<Tensor, Error> {
        let (at, m) = (self.to_indices("scatter", n)?, self.last_length());
        let mut previous = Vec::with_capacity(at.len());
        let mut last = vec![-1_i64; n];
        for at in rows(&at, m) {
            last.fill(-1);
            previous.extend((0_i64..).zip(at).map(|(position, &i)| core::mem::replace(&mut last[i], position)));
        }
        Ok(Tensor::new(self.shape().clone(), previous))
    }

    /// This array [outer, n, inner] with the larger (`largest`) or smaller of each element and those of `updates` [outer,
    /// m, inner] at the m places of the middle axis that `indices` name. NaN if there is one among them.
    ///
    /// # Errors
    /// An index outside of −n … n − 1.
    ///
    /// # Panics
    /// The dtype is bool, or shapes do not fit.
    #[track_caller]
    pub fn scatter_extreme(&self, indices: &Tensor, updates: &Tensor, largest: bool) -> Result<Tensor, Error> {
        let &[outer, n, inner] = &self.shape()[..] else { panic!("scatter: three axes, not {}", self.shape()) };
        let at = indices.to_indices("scatter", n)?;
        assert_eq!(updates.shape()[..], [outer, at.len(), inner], "scatter: the updates do not fit");
        Ok(each_number!(self.dtype(), T => {
            let mut out = self.elements::<T>().into_owned();
            let (places, updates) = (Places { at: &at, n, inner }, updates.elements::<T>());
            if largest {
                places.combine::<T, kernels::Maximum>(&mut out, &updates);
            } else {
                places.combine::<T, kernels::Minimum>(&mut out, &updates);
            }
            Tensor::new(self.shape().clone(), out)
        }, panic!("scatter: no kernel for bool")))
    }

    fn last_length(&self) -> usize {
        *self.shape().last().expect("indices have an axis")
    }
}

fn rows(at: &[usize], m: usize) -> impl Iterator<Item = &[usize]> {
    at.chunks(m.max(1))
}

/// Parts of `inner` elements at places of an axis of length `n`.
struct Places<'a> {
    at: &'a [usize],
    n: usize,
    inner: usize,
}

impl Places<'_> {
    fn combine<T: Element, K: Zip<T, Output = T>>(&self, out: &mut [T], updates: &[T]) {
        if self.n * self.inner == 0 {
            return;
        }
        let each = (self.at.len() * self.inner).max(1);
        for (out, updates) in out.chunks_mut(self.n * self.inner).zip(updates.chunks(each)) {
            for (&i, update) in self.at.iter().zip(updates.chunks(self.inner)) {
                let part = &mut out[i * self.inner..][..self.inner];
                part.iter_mut().zip(update).for_each(|(x, &u)| *x = K::scalar(*x, u));
            }
        }
    }
}
