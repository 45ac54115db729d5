//! Random orders, by sorting on random words: no serial chain of swaps, and the order JAX gives.
//!
//! Equal words leave their elements in order. The sort is repeated with fresh words so often that among n elements
//! they seldom decide: the rounds are the least r with (2³² - 1)ʳ ≥ n³.

use super::{Key, bits_u32, split_n};
use alloc::vec::Vec;

/// The numbers 0 … n - 1 in random order.
#[track_caller]
pub(crate) fn permutation(key: &Key, n: usize) -> Vec<i64> {
    let mut order: Vec<i64> = (0..n as i64).collect();
    shuffle(key, &mut order);
    order
}

/// Puts the elements in random order.
#[track_caller]
pub(crate) fn shuffle<T: Copy>(key: &Key, elements: &mut [T]) {
    let mut key = *key;
    for _ in 0..rounds(elements.len()) {
        let [next, words_key] = split_n(&key);
        let words = bits_u32(&words_key, elements.len());
        let mut pairs: Vec<(u32, T)> = words.into_iter().zip(elements.iter().copied()).collect();
        pairs.sort_by_key(|&(word, _)| word);
        for (element, (_, moved)) in elements.iter_mut().zip(pairs) {
            *element = moved;
        }
        key = next;
    }
}

/// The least r with (2³² - 1)ʳ ≥ n³, in integers: 1 from n = 2 on, 2 from 1626, 3 from 2642246.
fn rounds(n: usize) -> u32 {
    let cube = (n as u128).saturating_pow(3);
    let (mut r, mut power) = (0, 1_u128);
    while power < cube {
        r += 1;
        power = power.saturating_mul(u128::from(u32::MAX));
    }
    r
}

#[cfg(test)]
mod tests {
    use super::rounds;

    #[test]
    fn rounds_change_where_the_cube_passes_a_power() {
        let cases = [(0, 0), (1, 0), (2, 1), (1625, 1), (1626, 2), (2_642_245, 2), (2_642_246, 3)];
        for (n, expected) in cases {
            assert_eq!(rounds(n), expected, "{n}");
        }
    }
}
