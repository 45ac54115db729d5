//! Products that sum over axes.

use super::{Case, REALS};
use crate::prim::tests::numbers::Numbers;
use crate::{Array, einsum};
use alloc::{vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(8);
    let mut two = |name: &str, left: &[usize], right: &[usize], f: fn(&Array, &Array) -> Array| {
        let inputs = vec![numbers.array(left, REALS), numbers.array(right, REALS)];
        Case::new(name, inputs, move |xs| f(&xs[0], &xs[1])).inexact()
    };
    let mut cases = vec![
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
        two("tensordot: a number of axes", &[2, 3], &[2, 3], |x, y| x.tensordot(y, 2)),
        two("tensordot: two lists", &[2, 3], &[2, 3], |x, y| x.tensordot(y, ([-1], [1]))),
        two("vdot", &[2, 2], &[4], Array::vdot),
        two("vdot: of nothing", &[0], &[0], Array::vdot),
        two("inner", &[2, 3], &[2, 3], Array::inner),
        two("inner: with a scalar", &[2], &[], Array::inner),
        two("outer", &[2], &[3], Array::outer),
        two("outer: scalars", &[], &[], Array::outer),
        two("kron", &[2, 2], &[1, 3], Array::kron),
        two("kron: a vector and a matrix", &[2], &[2, 2], Array::kron),
        two("cross", &[2, 3], &[2, 3], |x, y| x.cross(y, -1)),
        two("cross: the first axis, broadcast", &[3, 2], &[3, 1], |x, y| x.cross(y, 0)),
        two("cross: of fewer axes", &[2, 3], &[3], |x, y| x.cross(y, -1)),
        two("matvec", &[2, 2, 3], &[3], Array::matvec),
        two("vecmat", &[2, 3], &[2, 3, 2], Array::vecmat),
        two("vecdot", &[2, 3], &[2, 3], Array::vecdot),
    ];
    cases.extend(einsums());
    cases
}

/// Texts of every kind, with the shapes of their operands.
fn einsums() -> Vec<Case> {
    let mut numbers = Numbers::new(9);
    let mut einsum = |spec: &'static str, shapes: &[&[usize]]| {
        let inputs = shapes.iter().map(|shape| numbers.array(shape, (-1.5, 1.5))).collect();
        let name = alloc::format!("einsum: {spec}");
        Case::new(&name, inputs, |xs| einsum(spec, &xs.iter().collect::<Vec<_>>())).inexact()
    };
    vec![
        einsum("ij,jk", &[&[2, 3], &[3, 2]]),
        einsum("ij,kj->ik", &[&[2, 3], &[2, 3]]),
        einsum("bij,bjk->kbi", &[&[2, 2, 2], &[2, 2, 3]]),
        einsum("ii->", &[&[3, 3]]),
        einsum("iij->ji", &[&[2, 2, 3]]),
        einsum("iii", &[&[2, 2, 2]]),
        einsum("ij->j", &[&[3, 2]]),
        einsum("...i,i...->...", &[&[2, 3], &[3, 2]]),
        einsum("i,i,i->i", &[&[3], &[3], &[3]]),
        einsum("ij,jk,kl->il", &[&[2, 2], &[2, 3], &[3, 1]]),
        einsum("ij,k->", &[&[2, 2], &[2]]),
        einsum("ii,ij,j->j", &[&[2, 2], &[2, 3], &[3]]),
        einsum(",i,", &[&[], &[3], &[]]),
        einsum("bi,bj->bij", &[&[2, 2], &[2, 3]]),
        einsum("i,ij", &[&[1], &[3, 2]]),
        einsum("ij,ij->", &[&[0, 2], &[0, 2]]),
    ]
}
