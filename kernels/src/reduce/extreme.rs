//! The largest and the smallest element. The order is free: the larger of two is exact.

use super::lanes::{ROW, halve};
use crate::{Isa, Kernel, Number};

/// A rule that picks one of two elements.
pub(super) trait Rule<T>: Copy {
    /// What any element passes.
    const EMPTY: T;
    /// Whether a is picked, of ordered numbers that differ.
    fn passes(a: T, b: T) -> bool;
    /// The exact rule, NaN and signed zeros included.
    fn pick(a: T, b: T) -> T;
}

#[derive(Clone, Copy)]
pub(super) struct Largest;
impl<T: Number> Rule<T> for Largest {
    const EMPTY: T = T::LOWEST;
    #[inline(always)]
    fn passes(a: T, b: T) -> bool {
        a > b
    }
    #[inline(always)]
    fn pick(a: T, b: T) -> T {
        a.larger(b)
    }
}

#[derive(Clone, Copy)]
pub(super) struct Smallest;
impl<T: Number> Rule<T> for Smallest {
    const EMPTY: T = T::HIGHEST;
    #[inline(always)]
    fn passes(a: T, b: T) -> bool {
        a < b
    }
    #[inline(always)]
    fn pick(a: T, b: T) -> T {
        a.smaller(b)
    }
}

/// Fewer elements are done one by one.
const SHORT: usize = 16;

/// The extreme of a slice.
pub(super) struct Extreme<'a, T, E>(pub(super) &'a [T], pub(super) E);
impl<T: Number, E: Rule<T>> Kernel for Extreme<'_, T, E> {
    type Output = T;
    #[inline(always)]
    fn run<I: Isa>(self) -> T {
        if self.0.len() < SHORT {
            return exact::<T, E>(self.0);
        }
        let (extreme, strange) = extreme::<T, E>(self.0);
        // Which of two zeros came first says nothing of their signs.
        if strange || extreme == T::ZERO { exact::<T, E>(self.0) } else { extreme }
    }
}

#[inline(always)]
fn picked<T: Number, E: Rule<T>>(a: T, b: T) -> T {
    if E::passes(b, a) { b } else { a }
}

fn exact<T: Number, E: Rule<T>>(x: &[T]) -> T {
    x.iter().fold(E::EMPTY, |a, &x| E::pick(a, x))
}

/// The extreme, and whether there is a NaN, which passes nothing and is looked for beside.
#[inline(always)]
#[allow(clippy::needless_bitwise_bool, reason = "all lanes at once, without branches")]
fn extreme<T: Number, E: Rule<T>>(x: &[T]) -> (T, bool) {
    let (mut best, mut strange) = ([E::EMPTY; ROW], [T::ZERO; ROW]);
    let (rows, tail) = x.as_chunks::<ROW>();
    let (pairs, single) = rows.as_chunks::<2>();
    for [a, b] in pairs {
        take::<T, E>(a, b, &mut best, &mut strange);
    }
    let last = single.first();
    match x.last_chunk::<ROW>() {
        // Some elements twice: no harm to an extreme.
        Some(end) if !tail.is_empty() || last.is_some() => {
            take::<T, E>(last.unwrap_or(end), end, &mut best, &mut strange);
        }
        None => {
            let mut row = [E::EMPTY; ROW];
            row[..tail.len()].copy_from_slice(tail);
            take::<T, E>(&row, &row, &mut best, &mut strange);
        }
        _ => {}
    }
    let strange = strange.iter().fold(false, |any, &lane| any | (lane != T::ZERO));
    (halve(&best, picked::<T, E>), strange)
}

/// Two elements for each lane at once.
#[inline(always)]
fn take<T: Number, E: Rule<T>>(a: &[T; ROW], b: &[T; ROW], best: &mut [T; ROW], strange: &mut [T; ROW]) {
    for j in 0..ROW {
        best[j] = if E::passes(a[j], best[j]) { a[j] } else { best[j] };
        best[j] = if E::passes(b[j], best[j]) { b[j] } else { best[j] };
        strange[j] = if ordered(a[j]) & ordered(b[j]) { strange[j] } else { T::ONE };
    }
}

/// Whether a number equals itself: not if it is NaN.
#[inline(always)]
#[allow(clippy::eq_op, reason = "the definition")]
fn ordered<T: Number>(x: T) -> bool {
    x == x
}
