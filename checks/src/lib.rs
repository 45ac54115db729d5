//! Derivatives held against numerical differences.
//!
//! [`check_grads`] checks the transforms of this library on a function of arrays, to any order and in both modes;
//! [`check_taylor`] does so without choosing a step; [`check_gradient`] and [`check_jacobian`] check derivatives written by
//! hand, or by any other library, of plain functions of slices; [`numerical_gradient`] and [`numerical_jacobian`] are the
//! differences alone.
//!
//! Invariants. A tolerance never grows with the number of elements. The numerical side never looks at the derivative under
//! test. Tangents are fresh at every order and come from the seed alone. A check that could not have failed is an error.
//! It does not check integers, and a function must give the same values when called again.
//!
//! ```
//! use cotangent_autodiff::{Array, array};
//! use cotangent_checks::{CheckOptions, check_grads, check_gradient};
//! let report = check_grads(|x: &Array| x.sin() * x, &array([0.3, -1.2]), CheckOptions::default().order(3))?;
//! println!("{report}");
//! check_gradient(|x| x[0] * x[1], |x| vec![x[1], x[0]], &[2.0, 5.0], CheckOptions::default())?;
//! # Ok::<(), cotangent_checks::CheckError>(())
//! ```
#![forbid(unsafe_code)]

mod algebra;
mod error;
mod gradients;
mod jacobian;
mod layout;
mod numeric;
mod options;
mod plain;
mod products;
mod random;
mod report;
mod taylor;
mod tolerance;

pub use error::CheckError;
pub use gradients::check_grads;
pub use options::{CheckOptions, Modes};
pub use plain::{check_gradient, check_jacobian, numerical_gradient, numerical_jacobian};
pub use report::{Comparison, Kind, Report, Verdict};
pub use taylor::{TaylorReport, TaylorSlope, check_taylor};
