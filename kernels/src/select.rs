//! Elementwise choice by a mask.

use crate::{Isa, Kernel, dispatch, same_length};

/// `out[i] = if mask[i] { a[i] } else { b[i] }`.
///
/// ```
/// let mut out = [0; 2];
/// cotangent_kernels::select(&[true, false], &[1, 2], &[3, 4], &mut out);
/// assert_eq!(out, [1, 4]);
/// ```
///
/// # Panics
/// If the lengths differ.
#[track_caller]
pub fn select<T: Copy>(mask: &[bool], a: &[T], b: &[T], out: &mut [T]) {
    for length in [mask.len(), a.len(), b.len()] {
        same_length("select", length, out.len());
    }
    dispatch(Select(mask, a, b, out));
}

struct Select<'a, T>(&'a [bool], &'a [T], &'a [T], &'a mut [T]);
impl<T: Copy> Kernel for Select<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        for (((y, &m), &a), &b) in self.3.iter_mut().zip(self.0).zip(self.1).zip(self.2) {
            *y = if m { a } else { b };
        }
    }
}
