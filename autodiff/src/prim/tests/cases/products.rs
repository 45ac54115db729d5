//! Products that sum over axes.

use super::{Case, REALS};
use crate::Array;
use crate::prim::tests::numbers::Numbers;
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(8);
    let mut two = |name: &str, left: &[usize], right: &[usize], f: fn(&Array, &Array) -> Array| {
        let inputs = vec![numbers.array(left, REALS), numbers.array(right, REALS)];
        Case::new(name, inputs, move |xs| f(&xs[0], &xs[1])).inexact()
    };
    vec![
        two("dot: vectors", &[4], &[4], |x, y| x.dot(y)),
        two("dot: matrix and vector", &[2, 3], &[3], |x, y| x.dot(y)),
        two("dot: vector and matrix", &[3], &[3, 2], |x, y| x.dot(y)),
        two("dot: matrices", &[2, 3], &[3, 4], |x, y| x.dot(y)),
        two("dot: with a scalar", &[2, 3], &[], |x, y| x.dot(y)),
        two("dot: three and two axes", &[2, 2, 3], &[3, 2], |x, y| x.dot(y)),
        two("dot: two and three axes", &[2, 3], &[2, 3, 2], |x, y| x.dot(y)),
        two("matmul: batches", &[2, 2, 3], &[2, 3, 2], |x, y| x.matmul(y)),
        two("matmul, batch axes broadcast", &[2, 1, 2, 3], &[3, 3, 2], |x, y| x.matmul(y)),
        two("matmul: a batch and a vector", &[2, 2, 3], &[3], |x, y| x.matmul(y)),
        two("matmul: a vector and a batch", &[3], &[2, 3, 2], |x, y| x.matmul(y)),
        two("matmul: vectors", &[3], &[3], |x, y| x.matmul(y)),
        two("tensordot: over two axes", &[2, 3, 2], &[3, 2, 2], |x, y| x.tensordot(y, &[(1, 0), (2, 1)])),
        two("tensordot: over crossed axes", &[2, 3, 4], &[4, 2, 3], |x, y| x.tensordot(y, &[(2, 0), (0, 1), (1, 2)])),
        two("tensordot: over no axis", &[2], &[3], |x, y| x.tensordot(y, &[])),
        two("dot: transposes", &[3, 2], &[4, 3], |x, y| x.t().dot(&y.t())),
        two("dot: over nothing", &[2, 0], &[0, 3], |x, y| x.dot(y)),
        two("dot: x with itself", &[3, 3], &[3], |x, y| x.dot(x).dot(y)),
    ]
}
