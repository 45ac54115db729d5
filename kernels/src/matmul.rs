//! Matrix product over strided views, blocked and packed into a workspace the caller gives.
//!
//! **The order of additions** depends on the shape alone, never on strides, instruction set, blocking or workspace:
//! - if m = 1 or n = 1, each element is the [`dot`](crate::dot) of its row and column, in that function's order;
//! - otherwise each element is one chain over k in order, `c = mul_add(a[i][p], b[p][j], c)`.
//!
//! The chain starts at +0, or at the old value of c when accumulating.
//!
//! **Paths** (all with the same bits): `vector` for m = 1 or n = 1; `blocked`, BLIS-style loops around a register
//! tile, reading operands in place where that is as fast as packing; `portable`, 4 × 4 elements at a time with any
//! strides and no workspace, for tiny shapes and small cores.

mod blocked;
mod by_rows;
mod columns;
mod pack;
mod portable;
#[cfg(feature = "matrixmultiply")]
pub(crate) mod reference;
mod rows;
mod scaled;
mod strips;
#[cfg(feature = "std")]
mod threads;
mod tile;
mod vector;
#[cfg(all(target_arch = "arm", target_abi = "eabihf", target_os = "none"))]
mod vfp;

pub use by_rows::{VectorByRows, vector_by_rows_workspace};
pub use rows::{RowsRef, matmul_rows};
pub use scaled::{matmul_scaled, matmul_scaled_workspace};
#[cfg(feature = "std")]
pub use threads::{ProductPart, matmul_parts, matmul_threads};

use crate::{Float, Isa, Kernel, MatMut, MatRef, dispatch, isa::call};

/// Elements of workspace with which [`matmul`] runs at full speed for an m × k by k × n product. At most 5 MB; none
/// on targets whose code is the portable path.
pub const fn matmul_workspace<T>(m: usize, k: usize, n: usize) -> usize {
    if m == 1 || n == 1 { vector::workspace(k) } else { blocked::workspace::<T>(m, k, n) }
}

/// `c = a·b`, or `c += a·b` with `accumulate`.
///
/// `workspace` should have [`matmul_workspace`] elements; its contents do not matter. With fewer (none, say) the
/// result has the same bits and may take longer. Module docs state the order of additions.
///
/// ```
/// use cotangent_kernels::{MatMut, MatRef, matmul, matmul_workspace};
/// let (a, b) = ([1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]);
/// let mut c = [0.0; 4];
/// let mut workspace = [0.0; matmul_workspace::<f64>(2, 2, 2)];
/// let (a, b) = (MatRef::row_major(&a, 2, 2), MatRef::row_major(&b, 2, 2));
/// matmul(a, b, MatMut::row_major(&mut c, 2, 2), false, &mut workspace);
/// assert_eq!(c, [19.0, 22.0, 43.0, 50.0]);
/// ```
///
/// # Panics
/// If the shapes do not fit: a is m × k, b is k × n, c is m × n.
#[inline] // the views stay in registers
#[track_caller]
pub fn matmul<T: Float>(a: MatRef<'_, T>, b: MatRef<'_, T>, c: MatMut<'_, T>, accumulate: bool, workspace: &mut [T]) {
    check_shapes(a.shape(), b.shape(), c.shape());
    product(a, b, c, accumulate, workspace);
}

/// [`matmul`] of shapes that fit.
#[inline]
pub(crate) fn product<T: Float>(
    a: MatRef<'_, T>,
    b: MatRef<'_, T>,
    c: MatMut<'_, T>,
    accumulate: bool,
    workspace: &mut [T],
) {
    if c.rows > 0 && c.cols > 0 {
        dispatch(&mut Product::new(a, b, c, accumulate, workspace));
    }
}

/// `c = a·b` for each of many products, with the bits of [`matmul`] and one choice of the instruction set for all: what a
/// call costs is much to a product of some ten rows.
///
/// ```
/// use cotangent_kernels::{MatMut, MatRef, matmul_each};
/// let (x, mut y) = ([1.0, 2.0, 3.0, 4.0], [0.0; 2]);
/// let products = x.chunks(2).zip(y.chunks_mut(1));
/// let products = products.map(|(x, y)| {
///     (MatRef::row_major(x, 1, 2), MatRef::row_major(x, 2, 1), MatMut::row_major(y, 1, 1))
/// });
/// matmul_each(products, &mut []);
/// assert_eq!(y, [5.0, 25.0]);
/// ```
///
/// # Panics
/// If the shapes of a product do not fit.
pub fn matmul_each<'a, T: Float>(
    products: impl Iterator<Item = (MatRef<'a, T>, MatRef<'a, T>, MatMut<'a, T>)>,
    workspace: &mut [T],
) {
    dispatch(Each { products, workspace });
}

struct Each<'a, P, T> {
    products: P,
    workspace: &'a mut [T],
}

impl<'a, T: Float, P: Iterator<Item = (MatRef<'a, T>, MatRef<'a, T>, MatMut<'a, T>)>> Kernel for Each<'_, P, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        for (a, b, c) in self.products {
            check_shapes(a.shape(), b.shape(), c.shape());
            if c.rows > 0 && c.cols > 0 {
                (&mut Product::new(a, b, c, false, &mut *self.workspace)).run::<I>();
            }
        }
    }
}

#[inline(always)]
#[track_caller]
fn check_shapes([m, k]: [usize; 2], [k2, n]: [usize; 2], [m2, n2]: [usize; 2]) {
    assert!(k == k2, "matmul: cannot multiply [{m}, {k}] by [{k2}, {n}]: {k} != {k2}");
    assert!(m == m2 && n == n2, "matmul: [{m}, {k}] by [{k}, {n}] gives [{m}, {n}], not [{m2}, {n2}]");
}

/// The kernel of [`matmul`] for a checked product with contiguous rows of c.
#[cfg(all(test, feature = "std", target_arch = "x86_64"))]
pub(crate) fn product_kernel<'a, T: Float>(
    a: MatRef<'a, T>,
    b: MatRef<'a, T>,
    c: MatMut<'a, T>,
    workspace: &'a mut [T],
) -> impl Kernel<Output = ()> {
    OwnedProduct(Product { a, b, c, accumulate: false, workspace })
}

#[cfg(all(test, feature = "std", target_arch = "x86_64"))]
struct OwnedProduct<'a, T>(Product<'a, T>);
#[cfg(all(test, feature = "std", target_arch = "x86_64"))]
impl<T: Float> Kernel for OwnedProduct<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(mut self) {
        (&mut self.0).run::<I>();
    }
}

/// A checked product; the longer side of a thin result is its columns.
#[derive(Debug)]
struct Product<'a, T> {
    a: MatRef<'a, T>,
    b: MatRef<'a, T>,
    c: MatMut<'a, T>,
    accumulate: bool,
    workspace: &'a mut [T],
}

impl<'a, T: Float> Product<'a, T> {
    /// Vectors run along the rows of c: the whole problem is transposed if its columns are the contiguous ones.
    #[inline(always)]
    fn new(
        a: MatRef<'a, T>,
        b: MatRef<'a, T>,
        c: MatMut<'a, T>,
        accumulate: bool,
        workspace: &'a mut [T],
    ) -> Product<'a, T> {
        if c.rows > 1 && (c.cols == 1 || c.row_stride < c.col_stride) {
            let (a, b) = (b.transposed(), a.transposed());
            Product { a, b, c: c.transposed(), accumulate, workspace }
        } else {
            Product { a, b, c, accumulate, workspace }
        }
    }
}

/// By reference: moving it costs as much as a product of four rows.
impl<T: Float> Kernel for &mut Product<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        if !blocked::WORTHWHILE {
            // In line: sizes that the compiler knows leave no checks behind, and no code for other shapes.
            if self.c.rows == 1 {
                vector::Vectors(self).run::<I>();
            } else {
                Portable(self).run::<I>();
            }
        } else if self.c.rows == 1 {
            call::<I, _>(vector::Vectors(self));
        } else if self.c.col_stride != 1 {
            call::<I, _>(Portable(self));
        } else {
            blocked::product::<I, T>(self);
        }
    }
}

/// The path without workspace, out of line.
struct Portable<'p, 'a, T>(&'p mut Product<'a, T>);

impl<T: Float> Kernel for Portable<'_, '_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let &mut Product { a, b, ref mut c, accumulate, .. } = self.0;
        let c = MatMut {
            data: &mut *c.data,
            rows: c.rows,
            cols: c.cols,
            row_stride: c.row_stride,
            col_stride: c.col_stride,
        };
        portable::product::<I, T>(Product { a, b, c, accumulate, workspace: &mut [] });
    }
}

/// The product by the matrixmultiply crate: a reference for tests and benches. Its order of additions is its own.
///
/// # Panics
/// If the shapes do not fit.
#[cfg(feature = "matrixmultiply")]
#[track_caller]
pub fn matmul_matrixmultiply<T: Float>(a: MatRef<'_, T>, b: MatRef<'_, T>, c: MatMut<'_, T>, accumulate: bool) {
    check_shapes(a.shape(), b.shape(), c.shape());
    T::matrixmultiply(a, b, c, accumulate);
}
