//! Poisson draws as in JAX: products of uniform draws for small rates, transformed rejection for large ones.
//!
//! The uniform draws have 23 bits. The arithmetic of the rejection is in f64, so that a few draws differ from those of
//! JAX, which rounds to f32.

use super::{Key, bits_u32, split_n, uniform::unit_f32};
use alloc::{vec, vec::Vec};
use cotangent_kernels::{Ln, Map as _};

/// The rate from which on draws are proposed and refused.
const LARGE: f32 = 10.0;

/// Rounds before what is there is taken. A rate below 10 needs more than 200 with probability below 10⁻¹⁰⁰, and of the
/// proposals at least one in two is accepted.
const ROUNDS: usize = 1000;

/// A draw for each rate ≥ 0.
pub(super) fn poisson(key: &Key, rates: &[f32]) -> Vec<i64> {
    let small = by_products(key, rates);
    let large = by_rejection(key, rates);
    let choose = |((&rate, small), large)| match rate {
        0.0 => 0,
        _ if rate < LARGE => small,
        _ => large,
    };
    rates.iter().zip(small).zip(large).map(choose).collect()
}

/// How many uniform draws have a product above e^−rate (D. E. Knuth, The Art of Computer Programming, vol. 2, §3.4.1).
fn by_products(key: &Key, rates: &[f32]) -> Vec<i64> {
    let mut key = *key;
    let mut count = vec![-1; rates.len()];
    let mut log_product = vec![0.0_f32; rates.len()];
    for _ in 0..ROUNDS {
        let runs = |log: f32, rate: f32| rate < LARGE && log > -rate;
        if !log_product.iter().zip(rates).any(|(&log, &rate)| runs(log, rate)) {
            break;
        }
        let [next, draw] = split_n(&key);
        key = next;
        let mut u: Vec<f32> = bits_u32(&draw, rates.len()).into_iter().map(unit_f32).collect();
        Ln::in_place(&mut u);
        for (((count, log), &rate), ln) in count.iter_mut().zip(&mut log_product).zip(rates).zip(u) {
            *count += i64::from(runs(*log, rate));
            *log += ln;
        }
    }
    count
}

/// W. Hörmann, "The transformed rejection method for generating Poisson random variables", Insurance: Mathematics and
/// Economics 12 (1993), doi:10.1016/0167-6687(93)90997-4.
///
/// As in JAX, a draw that is there is replaced by later ones for as long as another is missing, and small rates take part
/// as 10⁵. The rounds depend on who accepts, not on what, so that this favours no value.
fn by_rejection(key: &Key, rates: &[f32]) -> Vec<i64> {
    let mut key = *key;
    let mut draws: Vec<Option<i64>> = vec![None; rates.len()];
    for _ in 0..ROUNDS {
        if draws.iter().all(Option::is_some) {
            break;
        }
        let [next, u_key, v_key] = split_n(&key);
        key = next;
        let us = bits_u32(&u_key, rates.len()).into_iter().map(unit_f32);
        let vs = bits_u32(&v_key, rates.len()).into_iter().map(unit_f32);
        for (((draw, &rate), u), v) in draws.iter_mut().zip(rates).zip(us).zip(vs) {
            let rate = if rate < LARGE { 1e5 } else { f64::from(rate) };
            *draw = proposal(rate, f64::from(u) - 0.5, f64::from(v)).or(*draw);
        }
    }
    draws.into_iter().zip(rates).map(|(draw, &rate)| draw.unwrap_or(rate as i64)).collect()
}

fn proposal(rate: f64, u: f64, v: f64) -> Option<i64> {
    let b = 0.931 + 2.53 * libm::sqrt(rate);
    let a = 0.024_83 * b - 0.059;
    let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    let shifted = 0.5 - u.abs();
    let k = libm::floor((2.0 * a / shifted + b) * u + rate + 0.43);
    if shifted >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2.0) {
        return Some(k as i64);
    }
    if k < 0.0 || (shifted < 0.013 && v > shifted) {
        return None;
    }
    let density = k * libm::log(rate) - rate - libm::lgamma(k + 1.0);
    (libm::log(v * inverse_alpha / (a / (shifted * shifted) + b)) <= density).then_some(k as i64)
}
