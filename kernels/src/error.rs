//! The crate's one error type.

use core::fmt;

/// Why a kernel cannot compute what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KernelError {
    /// A matrix view reaches outside its data.
    OutOfBounds {
        /// Elements the view needs (`usize::MAX` if that overflows).
        needed: usize,
        /// Elements there are.
        length: usize,
    },
    /// Two elements of a mutable view share a place.
    Aliased {
        /// Rows and columns.
        shape: [usize; 2],
        /// Strides of a row and a column.
        strides: [usize; 2],
    },
    /// A slice has the wrong length.
    Length {
        /// The operation.
        operation: &'static str,
        /// Elements it needs.
        needed: usize,
        /// Elements there are.
        length: usize,
    },
    /// The capacity of a fixed-size container is too small.
    Capacity {
        /// The operation.
        operation: &'static str,
        /// Entries it needs.
        needed: usize,
        /// Entries there is room for.
        capacity: usize,
    },
    /// The leading minor that ends at this row is not positive: the matrix has no Cholesky factor.
    NotPositiveDefinite {
        /// The row.
        index: usize,
    },
    /// The pivot of this column is zero or not finite.
    Singular {
        /// The column.
        index: usize,
    },
    /// A row exchange names no row of the matrix.
    Pivot {
        /// What it names.
        pivot: usize,
        /// Rows there are.
        order: usize,
    },
    /// An iteration did not end: some element is not finite.
    NoConvergence {
        /// The operation.
        operation: &'static str,
    },
}

impl fmt::Display for KernelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KernelError::OutOfBounds { needed, length } => {
                write!(f, "matrix view: needs {needed} elements, the slice has {length}")
            }
            KernelError::Aliased { shape: [rows, cols], strides: [row, col] } => {
                write!(f, "matrix view: elements of [{rows}, {cols}] with strides [{row}, {col}] overlap")
            }
            KernelError::Length { operation, needed, length } => {
                write!(f, "{operation}: needs {needed} elements, the slice has {length}")
            }
            KernelError::Capacity { operation, needed, capacity } => {
                write!(f, "{operation}: needs a capacity of {needed}, there is {capacity}")
            }
            KernelError::NotPositiveDefinite { index } => {
                write!(f, "cholesky: the matrix is not positive definite (leading minor {index})")
            }
            KernelError::Singular { index } => {
                write!(f, "linear solve: the matrix is singular (pivot {index})")
            }
            KernelError::Pivot { pivot, order } => {
                write!(f, "linear solve: pivot {pivot} of a matrix with {order} rows")
            }
            KernelError::NoConvergence { operation } => {
                write!(f, "{operation}: no convergence; is every element finite?")
            }
        }
    }
}

impl core::error::Error for KernelError {}
