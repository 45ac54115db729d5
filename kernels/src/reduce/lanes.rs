//! Folds of contiguous elements in 64 lanes, and of the lanes by halves.

use crate::{
    Isa, Number,
    isa::{Fold, Lanes},
};

/// Elements in a row of lanes.
pub(super) const ROW: usize = 64;
/// Elements in one of the four parts of a row.
const PART: usize = 16;

#[derive(Clone, Copy)]
pub(super) struct Plus;
impl<T: Number> Fold<T> for Plus {
    const NEUTRAL: T = T::ZERO;
    #[inline(always)]
    fn elements(a: T, b: T) -> T {
        a.plus(b)
    }
    #[inline(always)]
    fn lanes<V: Lanes<T>>(a: V, b: V) -> V {
        a.plus(b)
    }
}

#[derive(Clone, Copy)]
pub(super) struct Times;
impl<T: Number> Fold<T> for Times {
    const NEUTRAL: T = T::ONE;
    #[inline(always)]
    fn elements(a: T, b: T) -> T {
        a.times(b)
    }
    #[inline(always)]
    fn lanes<V: Lanes<T>>(a: V, b: V) -> V {
        a.times(b)
    }
}

/// Folds elements j, j + 64, … into lane j of 64, each beginning with what is neutral, and the lanes by halves: j with
/// j + 32, j with j + 16, … j with j + 1.
#[inline(always)]
pub(super) fn fold<I: Isa, T: Number, F: Fold<T>>(x: &[T]) -> T {
    if !T::VECTORS {
        // Integers wrap: every order gives the same.
        return x.iter().fold(F::NEUTRAL, |a, &x| F::elements(a, x));
    }
    let mut lanes = [T::Lanes16::<I>::splat(F::NEUTRAL); ROW / PART];
    let (rows, tail) = x.as_chunks::<ROW>();
    for row in rows {
        for (part, lanes) in lanes.iter_mut().enumerate() {
            *lanes = F::lanes(*lanes, T::Lanes16::<I>::load(&row[part * PART..]));
        }
    }
    let (parts, rest) = tail.as_chunks::<PART>();
    for (part, lanes) in lanes.iter_mut().enumerate() {
        if part < parts.len() {
            *lanes = F::lanes(*lanes, T::Lanes16::<I>::load(&parts[part]));
        } else if part == parts.len() {
            *lanes = F::lanes(*lanes, load_some::<I, T>(rest, F::NEUTRAL));
        }
    }
    let [a, b, c, d] = lanes;
    F::lanes(F::lanes(a, c), F::lanes(b, d)).fold::<F>()
}

/// Fewer than 16 elements, and neutral ones after them. Written so that it becomes a masked load where there is one.
#[inline(always)]
fn load_some<I: Isa, T: Number>(x: &[T], neutral: T) -> T::Lanes16<I> {
    let mut padded = [neutral; PART];
    for (j, lane) in padded.iter_mut().enumerate() {
        if j < x.len() {
            *lane = x[j];
        }
    }
    T::Lanes16::<I>::load(&padded)
}

/// Folds the lanes of an array by halves. A new array for each half, filled by a loop, keeps them in registers.
#[inline(always)]
pub(super) fn halve<T: Copy>(lanes: &[T; ROW], f: impl Fn(T, T) -> T) -> T {
    let lanes = half::<T, 64, 32>(lanes, &f);
    let lanes = half::<T, 32, 16>(&lanes, &f);
    let lanes = half::<T, 16, 8>(&lanes, &f);
    let lanes = half::<T, 8, 4>(&lanes, &f);
    let [a, b] = half::<T, 4, 2>(&lanes, &f);
    f(a, b)
}

#[inline(always)]
fn half<T: Copy, const N: usize, const M: usize>(lanes: &[T; N], f: &impl Fn(T, T) -> T) -> [T; M] {
    let mut out = [lanes[0]; M];
    for j in 0..M {
        out[j] = f(lanes[j], lanes[j + M]);
    }
    out
}
