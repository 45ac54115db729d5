//! The operations that move, choose and add elements, each with naive loops beside it where values are concerned.

use super::{case::Case, numbers::Numbers};
use crate::{Array, DType, array, concat, stack};
use alloc::{vec, vec::Vec};
use cotangent_tensor::Padding;

const REALS: (f64, f64) = (-3.0, 3.0);

pub(super) fn structural_cases() -> Vec<Case> {
    let mut cases = movement();
    cases.extend(assembly());
    cases.extend(indexing());
    cases.extend(choices());
    cases.extend(reductions());
    cases.extend(products());
    cases
}

/// Cases of one operand.
macro_rules! one {
    ($numbers:ident: $($name:literal $shape:expr => $f:expr;)*) => {
        vec![$({
            let f: fn(&Array) -> Array = $f;
            Case::new($name, vec![$numbers.array(&$shape, REALS)], move |xs| f(&xs[0]))
        },)*]
    };
}

fn movement() -> Vec<Case> {
    let mut numbers = Numbers::new(2);
    one! { numbers:
        "transpose of a matrix" [2, 3] => |x| x.t();
        "transpose of three axes" [2, 3, 2] => |x| x.transpose(&[1, -1, 0]);
        "reshape" [2, 3] => |x| x.reshape(&[3, 1, 2]);
        "reshape of a transpose" [2, 3] => |x| x.t().reshape(&[6]);
        "ravel" [2, 3] => |x| x.ravel();
        "expand" [3] => |x| x.expand(-1);
        "squeeze" [3, 1, 2] => |x| x.squeeze(1);
        "broadcast_to of a scalar" [] => |x| x.broadcast_to(&[2, 3]);
        "broadcast_to along both" [2, 1] => |x| x.broadcast_to(&[2, 2, 3]);
        "slice" [5] => |x| x.slice(0, 1..4);
        "slice with a step" [7, 2] => |x| x.slice_step(0, 1.., 3);
        "slice of nothing" [4] => |x| x.slice(0, 2..2);
        "slice of two axes" [4, 5] => |x| x.slice_step(0, .., 2).slice_step(-1, 1..=3, 2);
        "at" [3, 2] => |x| x.at(1);
        "at of a vector" [3] => |x| x.at(2);
        "pad" [2, 2] => |x| x.pad(&[(1, 0), (2, 1)]);
        "pad between, and crop" [4] => |x| x.pad_with(vec![Padding { low: -1, high: 2, interior: 2 }]);
        "pad that crops at both ends" [2, 5] => |x| {
            x.pad_with(vec![Padding { low: 1, high: -1, interior: 0 }, Padding { low: -2, high: -2, interior: 1 }])
        };
        "pad that crops all" [3] => |x| x.pad_with(vec![Padding { low: -4, high: 3, interior: 0 }]);
        "stop_gradient of one factor" [3] => |x| x * x.stop_gradient();
    }
}

fn assembly() -> Vec<Case> {
    let mut numbers = Numbers::new(3);
    let mut make = |shapes: &[&[usize]]| shapes.iter().map(|s| numbers.array(s, REALS)).collect::<Vec<_>>();
    let all = |xs: &Vec<Array>, f: fn(&[&Array]) -> Array| f(&xs.iter().collect::<Vec<_>>());
    vec![
        Case::new("concat of vectors", make(&[&[2], &[3]]), move |xs| all(xs, |xs| concat(xs, 0))),
        Case::new("concat along the last axis", make(&[&[2, 1], &[2, 3]]), move |xs| all(xs, |xs| concat(xs, -1))),
        Case::new("concat of five", make(&[&[1], &[2], &[1], &[0], &[2]]), move |xs| all(xs, |xs| concat(xs, 0))),
        Case::new("concat with a constant", make(&[&[2]]), |xs| {
            concat(&[&array([1.0]).convert(xs[0].dtype()), &xs[0]], 0)
        }),
        Case::new("concat of one array twice", make(&[&[2]]), |xs| concat(&[&xs[0], &xs[0]], 0)),
        Case::new("stack", make(&[&[2, 3], &[2, 3]]), move |xs| all(xs, |xs| stack(xs, 1))),
        Case::new("stack of scalars", make(&[&[], &[], &[]]), move |xs| all(xs, |xs| stack(xs, 0))),
        Case::new("stack behind", make(&[&[2], &[2]]), move |xs| all(xs, |xs| stack(xs, -1))),
    ]
}

fn indexing() -> Vec<Case> {
    let mut numbers = Numbers::new(4);
    one! { numbers:
        "take, repeated and negative" [4] => |x| x.take(&array([1, 1, -1, 0, 1]), 0);
        "take of rows" [3, 2] => |x| x.take(&array([2_i64, 0, -2]), 0);
        "take of columns" [3, 4] => |x| x.take(&array([[0, -1], [1, 1]]), 1);
        "take by a scalar" [3, 2] => |x| x.take(&array(1), 1);
        "take of the middle axis" [2, 3, 2] => |x| x.take(&array([2, 2]), 1);
        "take of nothing" [3] => |x| x.take(&Array::zeros(&[0], DType::I32), 0);
        "scatter_add" [3] => |x| crate::prim::scatter::scatter_add(x, &array([1, 1, -1]), 0, 4);
        "scatter_add of columns" [2, 2, 2] => |x| {
            crate::prim::scatter::scatter_add(x, &array([[0, -1], [1, 1]]), 1, 3)
        };
    }
}

fn choices() -> Vec<Case> {
    let mut numbers = Numbers::new(5);
    let mut make = |shapes: &[&[usize]]| shapes.iter().map(|s| numbers.array(s, REALS)).collect::<Vec<_>>();
    vec![
        Case::new("select", make(&[&[3], &[3]]), |xs| array([true, false, true]).select(&xs[0], &xs[1])),
        Case::new("select, broadcast", make(&[&[2, 1], &[3]]), |xs| {
            array([[true, false, true], [false, false, true]]).select(&xs[0], &xs[1])
        }),
        Case::new("select by a mask that is broadcast", make(&[&[2, 3], &[2, 3]]), |xs| {
            array([true, false, true]).select(&xs[0], &xs[1])
        }),
        Case::new("select by a larger mask", make(&[&[], &[2]]), |xs| {
            array([[true, false], [false, true]]).select(&xs[0], &xs[1])
        }),
        Case::new("select by a mask of the operand", make(&[&[4]]), |xs| xs[0].gt(0.0).select(&xs[0].square(), 0.5)),
        Case::new("select against a literal on the left", make(&[&[4]]), |xs| {
            xs[0].lt(0.5).select(&xs[0].full_like(2.0), xs[0].sin())
        }),
    ]
}

fn reductions() -> Vec<Case> {
    let mut numbers = Numbers::new(6);
    one! { numbers:
        "sum" [5] => |x| x.sum();
        "sum of a scalar" [] => |x| x.sum();
        "sum over the first axis" [3, 2] => |x| x.sum_axes(0);
        "sum over the last axis" [3, 2] => |x| x.sum_axes(-1);
        "sum over the outer axes" [2, 3, 2] => |x| x.sum_axes([0, -1]);
        "sum over the middle axis" [2, 3, 2] => |x| x.sum_axes(1);
        "sum over all axes" [2, 3] => |x| x.sum_axes(..);
        "sum over no axis" [2, 3] => |x| x.sum_axes([]);
        "mean" [2, 3] => |x| x.mean();
        "mean over an axis" [2, 3] => |x| x.mean_axes(1);
        "max" [5] => |x| x.max();
        "max over the first axis" [3, 2] => |x| x.max_axes(0);
        "max over two axes" [2, 3, 2] => |x| x.max_axes([0, 2]);
        "min" [2, 3] => |x| x.min();
        "min over the last axis" [2, 3] => |x| x.min_axes(-1);
    }
}

fn products() -> Vec<Case> {
    let mut numbers = Numbers::new(8);
    let mut two = |name: &str, left: &[usize], right: &[usize], f: fn(&Array, &Array) -> Array| {
        let inputs = vec![numbers.array(left, REALS), numbers.array(right, REALS)];
        Case::new(name, inputs, move |xs| f(&xs[0], &xs[1])).inexact()
    };
    vec![
        two("dot of vectors", &[4], &[4], |x, y| x.dot(y)),
        two("dot of matrix and vector", &[2, 3], &[3], |x, y| x.dot(y)),
        two("dot of vector and matrix", &[3], &[3, 2], |x, y| x.dot(y)),
        two("dot of matrices", &[2, 3], &[3, 4], |x, y| x.dot(y)),
        two("dot with a scalar", &[2, 3], &[], |x, y| x.dot(y)),
        two("dot of three and two axes", &[2, 2, 3], &[3, 2], |x, y| x.dot(y)),
        two("dot of two and three axes", &[2, 3], &[2, 3, 2], |x, y| x.dot(y)),
        two("matmul of batches", &[2, 2, 3], &[2, 3, 2], |x, y| x.matmul(y)),
        two("matmul, batch axes broadcast", &[2, 1, 2, 3], &[3, 3, 2], |x, y| x.matmul(y)),
        two("matmul of a batch and a vector", &[2, 2, 3], &[3], |x, y| x.matmul(y)),
        two("matmul of a vector and a batch", &[3], &[2, 3, 2], |x, y| x.matmul(y)),
        two("matmul of vectors", &[3], &[3], |x, y| x.matmul(y)),
        two("tensordot over two axes", &[2, 3, 2], &[3, 2, 2], |x, y| x.tensordot(y, &[(1, 0), (2, 1)])),
        two("tensordot over crossed axes", &[2, 3, 4], &[4, 2, 3], |x, y| x.tensordot(y, &[(2, 0), (0, 1), (1, 2)])),
        two("tensordot over no axis", &[2], &[3], |x, y| x.tensordot(y, &[])),
        two("dot of transposes", &[3, 2], &[4, 3], |x, y| x.t().dot(&y.t())),
        two("dot over nothing", &[2, 0], &[0, 3], |x, y| x.dot(y)),
        two("x dot x", &[3, 3], &[3], |x, y| x.dot(x).dot(y)),
    ]
}
