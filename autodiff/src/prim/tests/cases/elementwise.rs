//! Every elementwise primitive, by iteration over `ALL`, in several shapes.

use super::Case;
use crate::{
    Array,
    bind::bind_all,
    prim::{Prim, binary::Binary, tests::numbers::Numbers, unary::Unary},
};
use alloc::{format, vec, vec::Vec};

pub(super) fn cases() -> Vec<Case> {
    let mut numbers = Numbers::new(1);
    let mut cases = Vec::new();
    for &op in Unary::ALL {
        for shape in [&[][..], &[2, 3]] {
            let x = numbers.array(shape, op.rule().domain);
            cases.push(Case::new(&format!("{op}: of {shape:?}"), vec![x], move |xs| apply_unary(op, &xs[0])));
        }
    }
    for &op in Binary::ALL {
        for [left, right] in
            [[&[][..], &[]], [&[4], &[4]], [&[2, 3], &[3]], [&[2, 1], &[1, 3]], [&[], &[3]], [&[2, 3], &[]]]
        {
            let [x, y] = op.rule().domain;
            let inputs = vec![numbers.array(left, x), numbers.array(right, y)];
            let name = format!("{op}: of {left:?} and {right:?}");
            cases.push(Case::new(&name, inputs, move |xs| apply_binary(op, &xs[0], &xs[1])));
        }
    }
    cases
}

pub(in crate::prim::tests) fn apply_unary(op: Unary, x: &Array) -> Array {
    bind_all(&Prim::Unary(op), &[x])
}

pub(in crate::prim::tests) fn apply_binary(op: Binary, x: &Array, y: &Array) -> Array {
    bind_all(&Prim::Binary(op), &[x, y])
}
