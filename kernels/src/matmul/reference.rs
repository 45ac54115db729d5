//! Calls into the matrixmultiply crate.

use crate::{MatMut, MatRef};

macro_rules! reference {
    ($t:ident, $gemm:ident) => {
        pub(crate) fn $t(a: MatRef<'_, $t>, b: MatRef<'_, $t>, c: MatMut<'_, $t>, accumulate: bool) {
            let ([m, n], k) = (c.shape(), a.cols);
            if m == 0 || n == 0 {
                return;
            }
            let beta = if accumulate { 1.0 } else { 0.0 };
            // SAFETY: the views were checked to lie inside their slices when they were made, `c` not to overlap
            // itself and, being borrowed mutably, not to overlap `a` or `b`. The shapes were checked to fit.
            unsafe {
                matrixmultiply::$gemm(
                    m,
                    k,
                    n,
                    1.0,
                    a.data.as_ptr(),
                    a.row_stride as isize,
                    a.col_stride as isize,
                    b.data.as_ptr(),
                    b.row_stride as isize,
                    b.col_stride as isize,
                    beta,
                    c.data.as_mut_ptr(),
                    c.row_stride as isize,
                    c.col_stride as isize,
                );
            }
        }
    };
}

reference!(f32, sgemm);
reference!(f64, dgemm);
