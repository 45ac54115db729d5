//! Differentiable arrays, programs, and the transforms over them: `grad`, `jvp`, `vjp`, `vmap`, `compile` and their kin,
//! which compose to any order over ordinary Rust closures.
//!
//! The path of `x.sin()`: the method in `prim/unary.rs` calls `bind`, which looks at the kind of the operand. A known array
//! goes to `Rules::eval` and so to the slice kernels; a dual to the derivative rule; a batch to the batching rule; a
//! recorded variable becomes an equation of a program. Reverse mode is forward mode with a recorded tangent, transposed.
//!
//! ```
//! use cotangent_autodiff::{array, grad, vmap, Array};
//! let f = |x: &Array| x.tanh();
//! let third = grad(grad(grad(f)));
//! assert_eq!(vmap(third)(&array([0.0, 2.0_f64])).shape(), [2]);
//! ```
#![no_std]
#![warn(clippy::std_instead_of_core, clippy::std_instead_of_alloc, clippy::alloc_instead_of_core)]
#![forbid(unsafe_code)]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod array;
mod axes;
mod bind;
mod compile;
mod creation;
mod function;
pub mod index;
mod operand;
mod operators;
mod ops;
mod prim;
mod program;
pub mod random;
mod scope;
mod sync;
mod transform;
mod tree;

pub use array::{Array, Type, array};
pub use axes::{IntoAxes, IntoDirection, KeepDims, Reversed, keepdims, reversed};
pub use compile::{compile, stage};
pub use cotangent_tensor::{
    Complex, Complex32, Complex64, DType, Element, Error, ErrorKind, MAX_RANK, Padding, Scalar, Shape, Tensor, bf16,
    f16,
};
pub use function::{Arg, Arguments, Function, Primals, ScalarOutput, Select, Trees};
pub use operand::Operand;
pub use ops::{
    axes::{broadcast_arrays, try_broadcast_arrays},
    conv::ConvOptions,
    einsum::{einsum, try_einsum},
    grid::{Indexing, meshgrid, try_meshgrid},
    padding::PadMode,
    pool::PoolOptions,
    products::ContractedAxes,
    selection::{select_n, try_select_n},
    windowing::WindowPadding,
};
pub use prim::{
    complex::{complex, try_complex},
    concat::{concat, stack, try_concat},
    linalg::TriangularOptions,
};
pub use program::Program;
pub use transform::{
    Jacobian, Pullback, custom_jvp, grad, grad_aux, grad_holomorphic, grad_wrt, grad_wrt_aux, hessian, hessian_wrt,
    hvp, jacfwd, jacfwd_wrt, jacrev, jacrev_wrt, jvp, linear_transpose, linearize, try_grad, try_grad_wrt, try_jvp,
    try_linear_transpose, try_linearize, try_value_and_grad, try_value_and_grad_wrt, try_vjp, value_and_grad,
    value_and_grad_aux, value_and_grad_wrt, value_and_grad_wrt_aux, vjp, vmap, vmap_wrt,
};
pub use tree::{Unravel, ravel};
