//! α·a·b + β·c.

use super::{check_shapes, matmul, matmul_workspace};
use crate::{Float, Isa, Kernel, MatMut, MatRef, dispatch};

/// Elements of workspace that [`matmul_scaled`] needs for an m × k by k × n product.
pub const fn matmul_scaled_workspace<T>(m: usize, k: usize, n: usize) -> usize {
    m * n + matmul_workspace::<T>(m, k, n)
}

/// `c = alpha·(a·b) + beta·c`, where a·b has the bits of [`matmul`] and the rest is `mul_add(alpha, a·b, beta·c)`. If `beta`
/// is 0, c is written and not read, NaN or not.
///
/// ```
/// use cotangent_kernels::{MatMut, MatRef, matmul_scaled, matmul_scaled_workspace};
/// let (a, mut c) = ([1.0, 2.0, 3.0, 4.0], [10.0; 4]);
/// let a = MatRef::row_major(&a, 2, 2);
/// let mut workspace = [0.0; matmul_scaled_workspace::<f64>(2, 2, 2)];
/// matmul_scaled(0.5, a, a, 2.0, MatMut::row_major(&mut c, 2, 2), &mut workspace);
/// assert_eq!(c, [23.5, 25.0, 27.5, 31.0]);
/// ```
///
/// # Panics
/// If the shapes do not fit, or the workspace has fewer elements than c.
#[track_caller]
pub fn matmul_scaled<T: Float>(
    alpha: T,
    a: MatRef<'_, T>,
    b: MatRef<'_, T>,
    beta: T,
    c: MatMut<'_, T>,
    workspace: &mut [T],
) {
    let [m, n] = c.shape();
    check_shapes(a.shape(), b.shape(), [m, n]);
    let needed = m * n;
    assert!(
        workspace.len() >= needed,
        "matmul_scaled: needs {needed} elements of workspace, there are {}",
        workspace.len()
    );
    let (product, rest) = workspace.split_at_mut(needed);
    matmul(a, b, MatMut::row_major(product, m, n), false, rest);
    dispatch(Add { alpha, product, beta, c });
}

struct Add<'a, T> {
    alpha: T,
    product: &'a [T],
    beta: T,
    c: MatMut<'a, T>,
}

impl<T: Float> Kernel for Add<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Add { alpha, product, beta, c } = self;
        for i in 0..c.rows {
            for j in 0..c.cols {
                let (x, y) = (product[i * c.cols + j], &mut c.data[i * c.row_stride + j * c.col_stride]);
                *y = if beta == T::ZERO { alpha * x } else { I::mul_add(alpha, x, beta * *y) };
            }
        }
    }
}
