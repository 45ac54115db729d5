//! Dense linear algebra on row-major slices: a matrix of order n has n² elements.
//!
//! Everything works in place or in the caller's slices, and reports bad data as a [`KernelError`]. Products and updates
//! use [`Isa::mul_add`](crate::Isa::mul_add). Nothing is blocked for caches: up to some hundred rows that costs little.

mod cholesky;
mod eigen;
mod expm;
mod lu;
mod qr;
mod svd;
mod triangular;
mod vectors;

pub use cholesky::{cholesky, cholesky_determinant, cholesky_solve};
pub use eigen::{symmetric_eigen, symmetric_eigen_workspace};
pub use expm::{expm, expm_workspace};
pub use lu::{Lu, determinant, inverse, is_odd, lu, lu_in, solve};
pub use qr::{qr, qr_workspace};
pub use svd::{svd, svd_workspace};
pub use triangular::{Diagonal, Triangle, solve_triangular};

use crate::KernelError;

/// The error for a slice that is not `needed` long, if so.
fn length(operation: &'static str, needed: Option<usize>, length: usize) -> Result<(), KernelError> {
    match needed {
        Some(needed) if needed == length => Ok(()),
        needed => Err(KernelError::Length { operation, needed: needed.unwrap_or(usize::MAX), length }),
    }
}
