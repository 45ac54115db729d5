//! **cotangent**: automatic differentiation for Rust, from a microcontroller to a desktop.
//!
//! Derivatives of ordinary Rust closures over arrays, composing to any order:
//!
//! ```
//! use cotangent::prelude::*;
//!
//! let f = |x: &Array| x.powi(3) + 2.0 * x.powi(2) - 3.0 * x + 1.0;
//! let (df, d2f) = (grad(f), grad(grad(f)));
//! println!("{} {}", df(&array(1.0)), d2f(&array(1.0))); // 4.0 10.0
//!
//! #[derive(Clone, Debug, PyTree)]
//! struct Params { w: Array, b: Array }
//! let loss = |p: &Params, x: &Array| (x.dot(&p.w) + &p.b).tanh().sum();
//! let p = Params { w: array([0.5, -1.0]), b: array(0.1) };
//! let g: Params = grad(loss)(&p, &array([[1.0, 2.0], [3.0, 4.0]])); // the same type back
//! # let _ = g;
//! ```
//!
//! # Where to look
//! - Making and using arrays: [`Array`], [`array()`], [`random`]; parts of them by [`s!`] and [`index`].
//! - Derivatives: [`grad`], [`value_and_grad`], [`jvp`], [`vjp`], [`linearize`], [`jacfwd`], [`jacrev`], [`hessian`],
//!   [`hvp`], [`custom_jvp`], of complex functions [`grad_holomorphic`]; the forms ending in `_wrt` choose arguments,
//!   those in `_aux` carry extra outputs.
//! - Batches and speed: [`vmap`], [`compile`], the feature `threads`; what a function does, as a program: [`stage`].
//! - Element types, and in which one two of them meet: [`DType`]. Complex numbers: [`complex()`]. Fourier transforms:
//!   `Array::fft` and its kin, with the feature `fft`.
//! - Structs, tuples, lists and maps of arrays as arguments: [`pytree`].
//! - Every operation on one page: [`operations`].
//! - What derivatives are at ties, kinks and zeros: [`edges`].
//! - Holding a derivative against numerical differences: [`checks`].
//!
//! Closures annotate their arguments, `|x: &Array|`: no bound can infer them.
#![no_std]
#![forbid(unsafe_code)]

pub use cotangent_autodiff::*;
#[doc(inline)]
pub use cotangent_checks as checks;

/// Trees: nested structs, tuples, lists and maps of arrays. See the crate `cotangent-pytree`, which this re-exports.
pub mod pytree {
    pub use cotangent_pytree::facade::PyTree; // the derive whose code names this module
    pub use cotangent_pytree::*;
}

#[doc = include_str!("edges.md")]
pub mod edges {}

#[doc = include_str!("operations.md")]
pub mod operations {}

/// What programs use: arrays, transforms, trees, checks.
///
/// ```
/// use cotangent::prelude::*;
/// assert_eq!(grad(Array::tanh)(&2.0_f32.into()).to_string(), "0.070650816");
/// ```
pub mod prelude {
    #[doc(no_inline)]
    pub use crate::pytree::{PyTree, Rows, Static};
    #[doc(no_inline)]
    pub use cotangent_autodiff::{
        Arg, Array, Complex, ConvOptions, DType, Error, Indexing, Operand, PadMode, PoolOptions, TriangularOptions,
        WindowPadding, array, bf16, broadcast_arrays, compile, complex, concat, custom_jvp, einsum, f16, grad,
        grad_aux, grad_holomorphic, grad_wrt, grad_wrt_aux, hessian, hessian_wrt, hvp, index::NewAxis, jacfwd,
        jacfwd_wrt, jacrev, jacrev_wrt, jvp, keepdims, linear_transpose, linearize, meshgrid, random,
        random::KeyLayout, ravel, reversed, s, select_n, stack, stage, value_and_grad, value_and_grad_aux,
        value_and_grad_wrt, value_and_grad_wrt_aux, vjp, vmap, vmap_wrt,
    };
    #[doc(no_inline)]
    pub use cotangent_checks::{CheckError, CheckOptions, Report, check_grads};

    /// A tree of arrays whose shape is known at run time only.
    pub type Tree = crate::pytree::Tree<Array>;
}

/// The examples of the README, as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
