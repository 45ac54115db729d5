//! Complex operations as functions of real arrays: the real and the imaginary parts of arguments and results, one behind
//! the other, so that every law of the table holds for them as it stands.

use super::{Case, REALS};
use crate::prim::tests::numbers::Numbers;
use crate::{Array, array, complex, concat};
use alloc::{vec, vec::Vec};

/// Both parts, flat, in the dtype of the case.
pub(super) fn parts(z: &Array, like: &Array) -> Array {
    concat(&[&z.real().ravel(), &z.imag().ravel()], 0).convert(like.dtype())
}

/// A function of one complex array of this shape, its parts sampled between 0.3 and 1.3.
pub(super) fn one(numbers: &mut Numbers, name: &str, shape: &[usize], f: fn(&Array) -> Array) -> Case {
    let part = |numbers: &mut Numbers| numbers.array(shape, (0.3, 1.3));
    let inputs = vec![part(numbers), part(numbers)];
    Case::new(name, inputs, move |xs| parts(&f(&complex(&xs[0], &xs[1])), &xs[0]))
}

/// A function of two.
fn two(numbers: &mut Numbers, name: &str, shapes: [&[usize]; 2], f: fn(&Array, &Array) -> Array) -> Case {
    let inputs: Vec<Array> =
        shapes.iter().flat_map(|s| [*s, *s]).map(|shape| numbers.array(shape, (0.3, 1.3))).collect();
    Case::new(name, inputs, move |xs| parts(&f(&complex(&xs[0], &xs[1]), &complex(&xs[2], &xs[3])), &xs[0]))
}

pub(super) fn cases() -> Vec<Case> {
    let n = &mut Numbers::new(9);
    let mut cases = vec![
        one(n, "complex", &[3], Array::clone),
        one(n, "complex: a scalar", &[], Array::clone),
        one(n, "complex: empty", &[0], Array::clone),
        one(n, "real", &[3], Array::real),
        one(n, "imag", &[3], |z| z.imag() * z),
        one(n, "conj", &[3], |z| z.conj() * z.exp()),
        one(n, "angle", &[3], Array::angle),
        one(n, "abs: complex", &[2, 2], |z| z.abs() * z),
        one(n, "exp: complex", &[3], Array::exp),
        one(n, "ln: complex", &[3], Array::ln),
        one(n, "sqrt: complex", &[3], Array::sqrt),
        one(n, "square: complex", &[3], Array::square),
        one(n, "reciprocal: complex", &[3], Array::reciprocal),
        one(n, "powi: complex", &[3], |z| z.powi(3)),
        one(n, "powi: complex, negative", &[2], |z| z.powi(-2)),
        one(n, "sin: complex", &[3], Array::sin),
        one(n, "cos: complex", &[3], Array::cos),
        one(n, "tan: complex", &[2], Array::tan),
        one(n, "sinh: complex", &[3], Array::sinh),
        one(n, "cosh: complex", &[3], Array::cosh),
        one(n, "tanh: complex", &[2], Array::tanh),
        one(n, "sum_axes: complex", &[2, 3], |z| z.sum_axes(0)),
        one(n, "mean: complex", &[3], Array::mean),
        one(n, "take: complex", &[3], |z| z.take(&array([2, 0, 2]), 0)),
        one(n, "select: complex", &[3], |z| array([true, false, true]).select(z, z.conj())),
        two(n, "add: complex", [&[3], &[2, 1]], |z, w| z + w),
        two(n, "sub: complex", [&[3], &[]], |z, w| z - w),
        two(n, "mul: complex", [&[3], &[2, 1]], |z, w| z * w),
        two(n, "div: complex", [&[3], &[3]], |z, w| z / w),
        two(n, "matmul: complex", [&[2, 3], &[3, 2]], Array::matmul).inexact(),
        two(n, "dot: complex", [&[3], &[3]], |z, w| z.conj().dot(w)).inexact(),
    ];
    let inputs = vec![n.array(&[3], REALS), n.array(&[3], (0.3, 1.3))];
    cases.push(Case::new("mul: a real and a complex array", inputs, |xs| {
        parts(&(&xs[0] * complex(&xs[1], &xs[0]) * 0.5), &xs[0])
    }));
    cases
}
