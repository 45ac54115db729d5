//! The rows of the table: a function of arrays with a point where it is smooth.

use super::{numbers::Numbers, structural::structural_cases};
use crate::{
    Array, DType,
    bind::bind_all,
    prim::{Prim, binary::Binary, unary::Unary},
};
use alloc::{boxed::Box, format, string::String, vec, vec::Vec};

type Function = Box<dyn Fn(&Vec<Array>) -> Array + Send + Sync>;

pub(super) struct Case {
    pub(super) name: String,
    /// All of float dtype; what has no derivative (masks, indices) is captured.
    pub(super) inputs: Vec<Array>,
    /// Whether one example of a batch has the bits of a call on its own. Products may add in another order.
    pub(super) exact: bool,
    /// Whether `stop_gradient` is in it: differences see what derivatives must not.
    pub(super) stopped: bool,
    function: Function,
}

impl Case {
    pub(super) fn new(
        name: &str,
        inputs: Vec<Array>,
        function: impl Fn(&Vec<Array>) -> Array + Send + Sync + 'static,
    ) -> Case {
        let stopped = name.contains("stop_gradient");
        Case { name: name.into(), inputs, exact: true, stopped, function: Box::new(function) }
    }

    pub(super) fn inexact(self) -> Case {
        Case { exact: false, ..self }
    }

    pub(super) fn call(&self, xs: &Vec<Array>) -> Array {
        (self.function)(xs)
    }

    /// A scalar that depends on every output, and not linearly: Σ w·y·(1 + y/2), with fixed weights.
    pub(super) fn scalar(&self, xs: &Vec<Array>) -> Array {
        let y = self.call(xs);
        let n = y.shape().size();
        let weights = Numbers::new(7).array(&[n], (0.5, 1.5)).reshape(&y.shape()).convert(y.dtype());
        (weights * (&y + 0.5 * y.square())).sum()
    }

    /// The point in a dtype.
    pub(super) fn inputs_as(&self, dtype: DType) -> Vec<Array> {
        self.inputs.iter().map(|x| x.convert(dtype)).collect()
    }

    /// `n` other points, by small steps from the first.
    pub(super) fn points(&self, n: usize) -> Vec<Vec<Array>> {
        let mut numbers = Numbers::new(11);
        (0..n).map(|i| super::numbers::moved(&self.inputs, 0.001 * i as f64, &numbers.like_all(&self.inputs))).collect()
    }
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = elementwise_cases();
    cases.extend(structural_cases());
    cases
}

fn elementwise_cases() -> Vec<Case> {
    let mut numbers = Numbers::new(1);
    let mut cases = Vec::new();
    for &op in Unary::ALL {
        for shape in [&[][..], &[5], &[2, 3]] {
            let x = numbers.array(shape, op.rule().domain);
            cases.push(Case::new(&format!("{op} of {shape:?}"), vec![x], move |xs| apply_unary(op, &xs[0])));
        }
    }
    for &op in Binary::ALL {
        for [left, right] in
            [[&[][..], &[]], [&[4], &[4]], [&[2, 3], &[3]], [&[2, 1], &[1, 3]], [&[], &[3]], [&[2, 3], &[]]]
        {
            let [x, y] = op.rule().domain;
            let inputs = vec![numbers.array(left, x), numbers.array(right, y)];
            let name = format!("{op} of {left:?} and {right:?}");
            cases.push(Case::new(&name, inputs, move |xs| apply_binary(op, &xs[0], &xs[1])));
        }
    }
    cases
}

pub(super) fn apply_unary(op: Unary, x: &Array) -> Array {
    bind_all(&Prim::Unary(op), &[x])
}

pub(super) fn apply_binary(op: Binary, x: &Array, y: &Array) -> Array {
    bind_all(&Prim::Binary(op), &[x, y])
}
