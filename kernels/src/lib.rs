//! Numeric kernels over slices: `no_std`, no allocation.

#![no_std]

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
