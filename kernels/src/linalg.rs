//! Small dense linear algebra for embedded use: square matrices of order n as row-major slices of n² elements.
//!
//! Everything works in place or in the caller's slices, and reports bad data as a [`KernelError`]. Sums run in index
//! order with [`Isa::mul_add`](crate::Isa::mul_add). For large matrices use a library that blocks.

mod cholesky;
mod lu;
mod triangular;

pub use cholesky::{cholesky, cholesky_determinant, cholesky_solve};
pub use lu::{Lu, determinant, inverse, is_odd, lu, lu_in, solve};
pub use triangular::{Diagonal, Triangle, solve_triangular};

use crate::KernelError;

/// The error for a slice that is not `needed` long, if so.
fn length(operation: &'static str, needed: Option<usize>, length: usize) -> Result<(), KernelError> {
    match needed {
        Some(needed) if needed == length => Ok(()),
        needed => Err(KernelError::Length { operation, needed: needed.unwrap_or(usize::MAX), length }),
    }
}
