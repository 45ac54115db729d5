//! Concrete n-d arrays: what the primitives of automatic differentiation are evaluated on.
//!
//! A [`Tensor`] has a dtype and a shape that are known at run time. It is cheap to clone, `Send + Sync`, and its
//! transposes, slices and broadcasts are views without copies. This crate knows nothing of derivatives or trees.
//!
//! ```
//! use cotangent_tensor::{DType, Tensor};
//! let x = Tensor::from_vec(vec![1.0_f32, 2.0, 3.0, 4.0], &[2, 2])?;
//! assert_eq!(x.dtype(), DType::F32);
//! assert_eq!(x.transpose(&[1, 0]).to_vec::<f32>()?, [1.0, 3.0, 2.0, 4.0]);
//! # Ok::<(), cotangent_tensor::Error>(())
//! ```
#![no_std]
#![warn(clippy::std_instead_of_core, clippy::std_instead_of_alloc, clippy::alloc_instead_of_core)]
#![forbid(unsafe_code)]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod arg_extreme;
mod assemble;
mod complex;
mod convert;
mod creation;
mod cumulative;
mod dot;
mod dtype;
mod element;
mod elementwise;
mod error;
#[cfg(feature = "fft")]
mod fft;
mod format;
mod fused;
mod index;
mod linalg;
mod literal;
mod pool;
pub mod random;
mod reduce;
mod scatter;
mod shape;
mod sort;
mod storage;
mod tensor;
mod view;
mod windows;

pub use arg_extreme::Extreme;
pub use assemble::Padding;
pub use complex::{ComplexMap, ComplexZip};
pub use cumulative::Cumulative;
pub use dot::{Contraction, Pairs};
pub use dtype::{DType, Element, Scalar};
pub use elementwise::{MapLoops, ThenLoops, ZipLoops};
pub use error::{Error, ErrorKind};
#[cfg(feature = "fft")]
pub use fft::Fourier;
pub use fused::{Fused, Results, Step};
pub use half::{bf16, f16};
pub use literal::Literal;
pub use num_complex::{Complex, Complex32, Complex64};
pub use reduce::Reduction;
pub use shape::{Axes, MAX_RANK, Shape};
pub use tensor::Tensor;
pub use view::Range;
pub use windows::Window;
