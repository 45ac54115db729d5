//! Numeric kernels over slices: `no_std`, no allocation by default, f32 and f64 alike (and i32, i64 where it makes
//! sense). Shapes, broadcasting and derivatives belong to the crates above.
//!
//! - [`Map`], [`Zip`]: elementwise functions as zero-sized types, on scalars and on slices;
//! - [`sum`], [`dot`], [`max`], [`min`], [`select`], [`powi`];
//! - [`matmul`] of strided views ([`MatRef`], [`MatMut`]) with a workspace from the caller;
//! - [`linalg`]: Cholesky, LU and triangular systems of small order.
//!
//! ```
//! use cotangent_kernels::{Add, Map, Tanh, ZipAssign, sum};
//! let mut x = [0.5_f32, -2.0, 2.0];
//! Tanh::in_place(&mut x);
//! assert_eq!(x[2], 0.9640276);
//! Add::assign_scalar(&mut x, 1.0);
//! assert!(sum(&x) > 3.0);
//! ```
//!
//! # Bits
//! A kernel gives the same bits alone or in a slice, in a tail or a full vector, with any instruction set of its class.
//! There are two classes, see [`isa`]: *fused* where the CPU has FMA, *unfused* elsewhere (x86-64 without FMA, wasm,
//! most microcontrollers). The feature `unfused` forces the latter, so that a host reproduces a microcontroller.
//!
//! # Accuracy
//! Largest error in ulp of the exact result, in both classes. Exact rules (`neg`, `add`, …) are not listed; `sqrt`,
//! `div`, `reciprocal` are correctly rounded.
//!
//! | function | f32 | f64 | | function | f32 | f64 |
//! |---|---|---|---|---|---|---|
//! | `Exp` | 1 | 0.51 | | `Sinh`, `Cosh` | 0.501 | 0.6 |
//! | `ExpM1` | 0.501 | 1 | | `Tanh` | 1 | 0.6 |
//! | `Ln` | 1 | 1 | | `Sigmoid` | 1 | 0.6 |
//! | `Ln1p` | 0.501 | 1 | | `Erf` | 1 | 1 |
//! | `Sin`, `Cos` | 0.51 | 1 | | `Erfc` | 0.501 | 2.5 |
//! | `Tan` | 0.501 | 1 | | `ErfInv` | 0.501 | 2 |
//! | `Rsqrt` | 0.501 | 0.501 | | `Powf` | 0.501 | 1 |
//!
//! f32 `Exp`, `Ln`, `Tanh`, `Sigmoid`, `Erf`, `Rsqrt`, and `Sin`, `Cos` up to 2²⁰: every f32 was tried, in both classes
//! (`cargo test --release -p cotangent-kernels --features std --test ulp -- --ignored`, and with `unfused`). The others:
//! some hundred multi-precision values each (`--test ulp`); these bounds are measured, not proved.
//!
//! # Features
//! `std`: asks the CPU at run time for AVX2 or AVX-512 (else the compile-time target decides). `unfused`: see above.
//! `matrixmultiply`: the product of that crate as a reference; needs an allocator. [`matmul`] never calls it: ours
//! was faster up to n = 256, and level to 6 % slower from 512 on.

#![no_std]
#![warn(clippy::std_instead_of_core, clippy::std_instead_of_alloc, clippy::alloc_instead_of_core)]

#[cfg(feature = "std")]
extern crate std;

mod error;
mod hardware;
pub mod isa;
pub mod linalg;
pub mod map;
pub mod math;
mod matmul;
mod matrix;
mod number;
mod power;
mod reduce;
mod select;
pub mod zip;

pub use error::KernelError;
pub use isa::{Isa, Kernel, dispatch};
pub use map::{
    Abs, Ceil, Cos, Cosh, Erf, ErfInv, Erfc, Exp, ExpM1, Floor, Ln, Ln1p, Map, Neg, Reciprocal, Round, Rsqrt, Sigmoid,
    Sign, Sin, Sinh, Sqrt, Square, Tan, Tanh, Trunc,
};
#[cfg(feature = "matrixmultiply")]
pub use matmul::matmul_matrixmultiply;
pub use matmul::{matmul, matmul_workspace};
pub use matrix::{MatMut, MatRef};
pub use number::{Float, Number};
pub use power::{powi, powi_scalar};
pub use reduce::{dot, max, min, sum};
pub use select::select;
pub use zip::{
    Add, Div, Equal, Equatable, Greater, GreaterEqual, Less, LessEqual, Maximum, Minimum, Mul, NotEqual, Powf, Sub,
    Zip, ZipAssign,
};

/// Panics at the caller's line unless the lengths agree.
#[inline(always)]
#[track_caller]
fn same_length(operation: &str, a: usize, b: usize) {
    assert!(a == b, "{operation}: slices of {a} and {b} elements");
}
