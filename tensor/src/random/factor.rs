//! Cholesky factors of covariances.

use super::{draw::needs, real::Real};
use crate::{
    dtype::each_of,
    error::{Error, ErrorKind},
    tensor::Tensor,
};
use alloc::format;
use cotangent_kernels::linalg;

/// The lower factor L of each matrix A = L·Lᵀ over the last two axes, which are equal; of A its symmetric part counts.
///
/// # Errors
/// A matrix that is not positive definite; a dtype that is not f32 or f64.
#[track_caller]
pub fn covariance_factor(a: &Tensor) -> Result<Tensor, Error> {
    let n = a.shape().last().copied().unwrap_or(1);
    each_of!([F32 f32 F64 f64] a.dtype(), T => {
        let mut out = a.elements::<T>().into_owned();
        for matrix in out.chunks_exact_mut((n * n).max(1)) {
            symmetrise(matrix, n);
            if let Err(error) = linalg::cholesky(matrix, n) {
                return Err(Error::new(ErrorKind::Argument, format!("covariance: {error}")));
            }
        }
        Ok(Tensor::new(a.shape().clone(), out))
    }, Err(needs("covariance", "from parameters in float32 or float64", a.dtype())))
}

fn symmetrise<T: Real>(a: &mut [T], n: usize) {
    for i in 0..n {
        for j in 0..i {
            let mean = (a[i * n + j] + a[j * n + i]) * T::HALF;
            a[i * n + j] = mean;
            a[j * n + i] = mean;
        }
    }
}
