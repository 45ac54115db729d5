//! Derivatives held against numerical differences.
//!
//! [`check_grads`] takes a function of arrays and holds its derivatives of every order asked for, forward and reverse,
//! against central differences, and the two modes against each other without any. [`check_gradient`] and
//! [`check_jacobian`] do the same for plain functions of slices that know nothing of this project.
//!
//! ```
//! use cotangent_autodiff::{array, Array};
//! use cotangent_checks::{check_grads, CheckOptions};
//! let report = check_grads(|x: &Array| (x.sin() * x).sum(), &array([0.5, -1.0]), CheckOptions::default().order(2))?;
//! assert!(report.worst().is_some_and(|worst| worst.error < 0.1)); // a tenth of what is allowed
//! # Ok::<(), cotangent_checks::CheckError>(())
//! ```
#![forbid(unsafe_code)]

mod difference;
mod grads;
mod options;
mod plain;
mod report;
mod taylor;

pub use grads::check_grads;
pub use options::{CheckOptions, Modes};
pub use plain::{check_gradient, check_jacobian, numerical_gradient, numerical_jacobian};
pub use report::{CheckError, Comparison, Fault, Mode, Report};
pub use taylor::check_taylor;
