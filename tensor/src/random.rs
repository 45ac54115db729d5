//! Random numbers from explicit keys, bit for bit those of JAX, and a fast generator without keys.
//!
//! A [`Key`] is a value: equal keys give equal draws on every machine, in any order, on any thread. [`split`] it for
//! every use. The generator is Threefry-2x32, in both of JAX's layouts ([`KeyLayout`]); the values are those of JAX
//! 0.4.30 on CPU, whose compiled arithmetic (its own ln, log1p and erf⁻¹, and fused multiply-adds) is reproduced here for
//! that end alone. Those functions are less accurate than the ones of the kernels and serve nothing else. Machines
//! without fused multiply-add get the same bits, more slowly.
//!
//! [`fast`] fills slices at the speed of Xoshiro256++ where no key discipline is wanted.

mod bits;
mod categorical;
mod draw;
mod erf_inv;
pub mod fast;
mod fused;
mod gamma;
mod integers;
mod key;
mod log;
mod normal;
mod parameters;
mod permutation;
mod poisson;
mod real;
mod standard;
mod threefry;
mod uniform;

use bits::{bits_u32, bits_u64};
pub use draw::{
    bernoulli, bits, cauchy, exponential, gumbel, laplace, logistic, normal, permutation, rademacher, randint, uniform,
};
use integers::{randint_i32, randint_i64};
pub use key::{Key, KeyLayout, fold_in, key, key_with_layout, split, split_n};
use normal::{normal_f32, normal_f64};
pub use parameters::{
    bernoulli_each, beta, categorical, chi_square, choice, dirichlet, gamma, log_gamma, poisson, student_t,
};

#[cfg(test)]
mod tests;
