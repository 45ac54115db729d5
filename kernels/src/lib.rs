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
//! | `Exp` | 1 | 0.53 | | `Sinh`, `Cosh` | 1 | 0.6 |
//! | `ExpM1`, `Ln`, `Ln1p` | 1 | 0.7 | | `Tanh`, `Sigmoid` | 1 | 0.6 |
//! | `Exp2` | 1 | 0.53 | | `Erf` | 1 | 1 |
//! | `Log2`, `Log10` | 1 | 0.75 | | `Erfc` | 1 | 0.85 |
//! | `Sin`, `Cos`, `Tan` | 1 | 1 | | `ErfInv` | 0.501 | 2 |
//! | `Rsqrt` | 0.501 | 0.501 | | `Powf` | 1 | 1 |
//! | `Cbrt` | 0.51 | 0.51 | | `Asin`, `Acos`, `Atan` | 1 | 0.7 |
//! | `Asinh` | 1 | 0.7 | | `Lgamma` (x > 0) | 1 | 1.5 |
//! | `Acosh` | 1 | 0.7 | | `Digamma` (x > 0) | 0.501 | 2 |
//! | `Atanh` | 1 | 0.7 | | `polygamma` (n ≤ 3) | 0.501 | 5 |
//! | `Ndtr`, `Density` | 0.501 | 3 | | `LogNdtr` | 0.501 | 2 |
//! | `bessel_i`, `bessel_ie` | 0.501 | 8 | | `mills` (k ≤ 1) | 0.501 | 6 |
//! | `Softplus` | 1 | 0.7 | | `Entr` | 0.501 | 1.5 |
//! | `Logit` | 0.501 | 1.5 | | `Xlogy`, `Xlog1py`, `RelEntr` | 0.501 | 2 |
//! | `Atan2`, `Hypot` | 1 | 1 | | `LogAddExp`, `LogAddExp2` | 0.501 | 1 |
//! | `LogSigmoid` | 1 | 0.7 | | `Gelu` | 1 | 1 |
//!
//! `SoftSign` is within 1.5 in both. `Digamma` and `polygamma` below 0, and the derivatives of `sinc`, are within some
//! ulp of max(1, |y|).
//!
//! `kernels/ACCURACY.md` has what was measured, over every f32 where it says so; `cargo run --release -p
//! cotangent-accuracy -- ulp` measures again. The functions that are not there, and those of two arguments: some hundred
//! multi-precision values each (`--test ulp`, `--test functions`). All bounds are measured, not proved.
//!
//! f32 functions with a bound of 1 or 0.51 use f32 arithmetic only, so that they are fast on cores without f64 too; those
//! with 0.501 are computed in f64 and rounded once; so is `Lgamma` below 0, where it has many zeros.
//!
//! # Microcontrollers
//! [`embedded`] shows how to build for one, and what is needed.
//!
//! # Features
//! `std`: asks the CPU at run time for AVX2 or AVX-512 (else the compile-time target decides). `unfused`: see above.
//! `matrixmultiply`: the product of that crate as a reference; needs an allocator. [`matmul`] never calls it.

#![no_std]
#![warn(clippy::std_instead_of_core, clippy::std_instead_of_alloc, clippy::alloc_instead_of_core)]

#[cfg(feature = "std")]
extern crate std;

pub mod bits;
pub mod complex;
#[doc = include_str!("embedded.md")]
pub mod embedded {}
mod error;
mod hardware;
pub mod isa;
pub mod linalg;
pub mod map;
pub mod math;
mod matmul;
mod matrix;
mod number;
pub mod ordered;
mod power;
mod reduce;
mod remainder;
mod select;
mod then;
pub mod zip;

pub use error::KernelError;
pub use isa::{Isa, Kernel, dispatch};
pub use map::{
    Abs, Acos, Acosh, Asin, Asinh, Atan, Atanh, Cbrt, Ceil, Cos, Cosh, Density, Digamma, Entr, Erf, ErfInv, Erfc, Exp,
    Exp2, ExpM1, Floor, Gelu, Lgamma, Ln, Ln1p, Log2, Log10, LogNdtr, LogSigmoid, Logit, Map, Ndtr, Neg,
    OneMinusSquare, Reciprocal, Relu, Round, Rsqrt, Sigmoid, Sign, Sin, Sinh, SoftSign, Softplus, Sqrt, Square, Tan,
    Tanh, Trunc,
};
#[cfg(feature = "matrixmultiply")]
pub use matmul::matmul_matrixmultiply;
#[cfg(feature = "std")]
pub use matmul::{ProductPart, matmul_parts, matmul_threads};
pub use matmul::{
    RowsRef, VectorByRows, matmul, matmul_each, matmul_rows, matmul_scaled, matmul_scaled_workspace, matmul_workspace,
    vector_by_rows_workspace,
};
pub use matrix::{MatMut, MatRef};
pub use number::{Float, Number};
pub use power::{powi, powi_scalar};
pub use reduce::{SumTree, dot, max, max_rows, min, min_rows, prod, prod_rows, sum, sum_rows};
pub use select::select;
pub use then::{Flipped, Indicator, choose, then};
pub use zip::{
    Add, Atan2, Copysign, Div, Equal, Equatable, FlooredDiv, FlooredRem, Greater, GreaterEqual, Hypot, Less, LessEqual,
    LogAddExp, LogAddExp2, Maximum, Minimum, Mul, NotEqual, Powf, RelEntr, Rem, Sub, Xlog1py, Xlogy, Zip, ZipAssign,
};

/// Panics at the caller's line unless the lengths agree.
#[inline(always)]
#[track_caller]
fn same_length(operation: &str, a: usize, b: usize) {
    assert!(a == b, "{operation}: slices of {a} and {b} elements");
}
