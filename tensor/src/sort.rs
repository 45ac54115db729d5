//! Sorting along an axis, and search in sorted arrays. The order is that of the numbers with NaN as the largest; −0 and 0 are
//! equal, and equal elements keep their order.

use crate::{
    dtype::{Element, each_ordered},
    index::split,
    pool::buffer,
    tensor::Tensor,
};
use alloc::vec::Vec;
use core::cmp::Ordering;

impl Tensor {
    /// The elements in order along `axis`, the largest first if `descending`.
    #[must_use]
    pub fn sort(&self, axis: usize, descending: bool) -> Tensor {
        each_ordered!(self.dtype(), T => {
            let mut out = buffer::<T>(self.shape().size());
            lines::<T, T>(self, axis, &mut out, |line, sorted| {
                // NaN apart, a comparison is one instruction.
                let numbers = line.iter().filter(|x| !is_nan(*x)).count();
                let (low, high) = if descending { (line.len() - numbers, line.len()) } else { (0, numbers) };
                let nan = if descending { 0 } else { numbers };
                fill(&mut sorted[low..high], line.iter().copied().filter(|x| !is_nan(x)));
                fill(&mut sorted[nan..], line.iter().copied().filter(is_nan));
                sort_numbers(&mut sorted[low..high], descending, |x| *x);
            });
            Tensor::new(self.shape().clone(), out)
        })
    }

    /// The indices (`i64`) that sort the array along `axis`, the largest first if `descending`.
    #[must_use]
    pub fn argsort(&self, axis: usize, descending: bool) -> Tensor {
        each_ordered!(self.dtype(), T => {
            let mut out = buffer::<i64>(self.shape().size());
            let mut pairs: Vec<(T, i64)> = Vec::new();
            lines::<T, i64>(self, axis, &mut out, |line, sorted| {
                // Elements travel with their indices: no comparison leaves the cache.
                let all = || line.iter().copied().zip(0..);
                pairs.clear();
                pairs.extend(all().filter(|(x, _)| !is_nan(x)));
                sort_numbers(&mut pairs, descending, |pair| pair.0);
                let numbers = pairs.iter().map(|pair| pair.1);
                let nan = all().filter(|(x, _)| is_nan(x)).map(|pair| pair.1);
                if descending { fill(sorted, nan.chain(numbers)) } else { fill(sorted, numbers.chain(nan)) }
            });
            Tensor::new(self.shape().clone(), out)
        })
    }

    /// For each of `values`, the number of elements of the sorted lines of this array that are smaller, or with `right`
    /// not larger: where it would be put in (`i64`). The first `batch` axes of the two are the same examples; this array
    /// has one axis more.
    ///
    /// # Panics
    /// The dtypes or the first axes differ.
    #[must_use]
    pub fn search_sorted(&self, values: &Tensor, batch: usize, right: bool) -> Tensor {
        let (of, by) = (self.shape(), values.shape());
        assert!(of.rank() == batch + 1 && of[..batch] == by[..batch], "search_sorted: {of} and {by} share no examples");
        let n = of[batch];
        let each: usize = by[batch..].iter().product();
        each_ordered!(self.dtype(), T => {
            let (sorted, sought) = (self.elements::<T>(), values.elements::<T>());
            let mut out = Vec::with_capacity(sought.len());
            for (i, x) in sought.iter().enumerate() {
                let line = &sorted[i / each * n..][..n];
                let before = |y: &T| order(y, x).is_lt() || (right && order(y, x).is_eq());
                out.push(line.partition_point(before) as i64);
            }
            Tensor::new(by.clone(), out)
        })
    }
}

fn is_nan<T: PartialOrd>(x: &T) -> bool {
    x.partial_cmp(x).is_none()
}

/// The order of the numbers, with NaN as the largest and equal to itself.
fn order<T: PartialOrd>(a: &T, b: &T) -> Ordering {
    a.partial_cmp(b).unwrap_or_else(|| is_nan(a).cmp(&is_nan(b)))
}

/// Sorts by keys none of which is NaN; equal ones keep their order.
fn sort_numbers<T: PartialOrd, P>(items: &mut [P], descending: bool, key: impl Fn(&P) -> T) {
    let order = |a: &P, b: &P| key(a).partial_cmp(&key(b)).unwrap_or(Ordering::Equal);
    if descending { items.sort_by(|a, b| order(b, a)) } else { items.sort_by(order) }
}

fn fill<T>(out: &mut [T], values: impl Iterator<Item = T>) {
    out.iter_mut().zip(values).for_each(|(out, x)| *out = x);
}

/// Calls `f` with every line along `axis` and the place of its result.
fn lines<T: Element, U: Element>(x: &Tensor, axis: usize, out: &mut [U], mut f: impl FnMut(&[T], &mut [U])) {
    let (_, n, inner) = split(x.shape(), axis);
    let values = x.elements::<T>();
    if out.is_empty() {
        return;
    }
    if inner == 1 {
        values.chunks_exact(n).zip(out.chunks_exact_mut(n)).for_each(|(line, result)| f(line, result));
        return;
    }
    let (mut line, mut result) = (buffer::<T>(n), buffer::<U>(n));
    for (block, out) in values.chunks_exact(n * inner).zip(out.chunks_exact_mut(n * inner)) {
        for j in 0..inner {
            line.iter_mut().zip(block[j..].iter().step_by(inner)).for_each(|(to, from)| *to = *from);
            f(&line, &mut result);
            out[j..].iter_mut().step_by(inner).zip(&result).for_each(|(to, from)| *to = *from);
        }
    }
}
