//! Choices among a finite number, by the Gumbel-max trick or by the cumulative sum of weights, as in JAX.

use super::{Key, permutation::permutation, randint_i32, real::Real, standard::gumbel};
use alloc::vec::Vec;
use cotangent_kernels::{Ln, Map as _};

/// The place of the largest of logit + Gumbel noise along the middle of `outer` × `n` × `inner`, first among equals:
/// place i has probability softmax(logits)ᵢ. `logits` has all of these elements.
pub(super) fn categorical<T: Real>(key: &Key, logits: &[T], [outer, n, inner]: [usize; 3]) -> Vec<i64> {
    let noise = gumbel::<T>(key, logits.len());
    let mut out = Vec::with_capacity(outer * inner);
    for o in 0..outer {
        for i in 0..inner {
            let score = |k: usize| logits[(o * n + k) * inner + i] + noise[(o * n + k) * inner + i];
            out.push((1..n).fold(0, |best, k| if score(k) > score(best) { k } else { best }) as i64);
        }
    }
    out
}

/// `count` of 0 … n − 1, each as likely.
pub(super) fn uniform_choice(key: &Key, n: usize, count: usize, replace: bool) -> Vec<i64> {
    if replace {
        return randint_i32(key, count, 0, n as i32).into_iter().map(i64::from).collect();
    }
    let mut order = permutation(key, n);
    order.truncate(count);
    order
}

/// `count` of 0 … n − 1 with these weights, which need not sum to 1.
pub(super) fn weighted_choice<T: Real>(key: &Key, weights: &[T], count: usize, replace: bool) -> Vec<i64> {
    if !replace {
        return largest(key, weights, count);
    }
    let sums: Vec<T> = weights
        .iter()
        .scan(T::ZERO, |sum, &w| {
            *sum += w;
            Some(*sum)
        })
        .collect();
    let total = sums.last().copied().unwrap_or(T::ZERO);
    let place = |u: T| sums.partition_point(|&sum| sum < total * (T::ONE - u)) as i64;
    T::uniform(key, count, T::ZERO, T::ONE).into_iter().map(place).collect()
}

/// The places of the `count` largest of ln(weight) + Gumbel noise, from the largest down: a choice without replacement
/// (T. Vieira, "Gumbel-max trick and weighted reservoir sampling", 2014; P. S. Efraimidis, P. G. Spirakis, Information
/// Processing Letters 97 (2006), doi:10.1016/j.ipl.2005.11.003).
fn largest<T: Real>(key: &Key, weights: &[T], count: usize) -> Vec<i64> {
    let mut scores: Vec<T> = weights.to_vec();
    Ln::in_place(&mut scores);
    scores.iter_mut().zip(gumbel::<T>(key, weights.len())).for_each(|(score, noise)| *score += noise);
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|&i, &j| scores[j].partial_cmp(&scores[i]).expect("weights are no NaN"));
    order.into_iter().take(count).map(|i| i as i64).collect()
}
