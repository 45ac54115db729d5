//! Broadcasting and empty arrays: shapes, values and gradients against an index model.

use super::{
    cases::{apply_binary, apply_unary},
    numbers::{Numbers, assert_close, elements},
};
use crate::{
    Arg,
    prim::{binary::Binary, compare::Compare, unary::Unary},
};
use crate::{Array, DType, compile, grad_wrt, vjp, vmap};
use alloc::{format, vec, vec::Vec};

const PAIRS: [[&[usize]; 3]; 16] = [
    [&[], &[], &[]],
    [&[], &[3], &[3]],
    [&[2, 3], &[], &[2, 3]],
    [&[1], &[3], &[3]],
    [&[1, 1], &[3], &[1, 3]],
    [&[1], &[1, 1], &[1, 1]],
    [&[2, 3], &[3], &[2, 3]],
    [&[2, 1], &[1, 3], &[2, 3]],
    [&[2, 1, 3], &[4, 1], &[2, 4, 3]],
    [&[4, 1], &[2, 1, 3], &[2, 4, 3]],
    [&[0], &[1], &[0]],
    [&[0], &[], &[0]],
    [&[2, 0], &[0], &[2, 0]],
    [&[2, 0], &[2, 1], &[2, 0]],
    [&[1, 2], &[0, 2], &[0, 2]],
    [&[3, 0, 2], &[1, 2], &[3, 0, 2]],
];

/// The element of an array of `shape`, broadcast to `to`, at the place `at` of `to`: the sum over digits of the index.
fn place(shape: &[usize], to: &[usize], mut at: usize) -> usize {
    let (mut index, mut step) = (0, 1);
    for (i, &d) in to.iter().enumerate().rev() {
        let digit = at % d;
        at /= d;
        if let Some(axis) = (i + shape.len()).checked_sub(to.len()) {
            index += if shape[axis] == 1 { 0 } else { digit * step };
            step *= shape[axis];
        }
    }
    index
}

#[test]
fn binary_operations_pair_the_elements_that_numpy_pairs() {
    let mut numbers = Numbers::new(40);
    for &op in Binary::ALL {
        for [left, right, both] in PAIRS {
            let [in_x, in_y] = op.rule().domain;
            let (x, y) = (numbers.array(left, in_x), numbers.array(right, in_y));
            let z = apply_binary(op, &x, &y);
            assert_eq!(z.shape(), both, "{op} of {left:?} and {right:?}");
            let (xs, ys) = (elements(&x), elements(&y));
            let scalar = |i: usize| {
                let (x, y) = (xs[place(left, both, i)], ys[place(right, both, i)]);
                apply_binary(op, &x.into(), &y.into()).item::<f64>().expect("a scalar")
            };
            let want: Vec<f64> = (0..both.iter().product()).map(scalar).collect();
            assert_eq!(elements(&z), want, "{op} of {left:?} and {right:?}");
            gradients_sum_over_the_broadcast(op, [&x, &y], both);
        }
    }
}

fn gradients_sum_over_the_broadcast(op: Binary, [x, y]: [&Array; 2], both: &[usize]) {
    let what = format!("{op} of {} and {}", x.shape(), y.shape());
    let total = |x: &Array, y: &Array| apply_binary(op, x, y).sum();
    let (dx, dy) = grad_wrt(total, (Arg::<0>, Arg::<1>))(x, y);
    let (wide_x, wide_y) = (x.broadcast_to(both), y.broadcast_to(both));
    let (wide_dx, wide_dy) = grad_wrt(total, (Arg::<0>, Arg::<1>))(&wide_x, &wide_y);
    for (operand, narrow, wide) in [(x, dx, wide_dx), (y, dy, wide_dy)] {
        let mut want = vec![0.0; operand.shape().size()];
        elements(&wide).iter().enumerate().for_each(|(i, g)| want[place(&operand.shape(), both, i)] += g);
        let want = Array::from_vec(want, &operand.shape()).expect("the shape of the operand");
        assert_close(&what, &narrow, &want, 1e-14);
    }
}

#[test]
fn comparisons_pair_the_same_elements() {
    let values = [1.0, 2.0, f64::NAN, -0.0, 0.0, f64::INFINITY, 2.0, 1.0];
    for op in Compare::ALL {
        for [left, right, both] in PAIRS {
            let take = |shape: &[usize], from: usize| {
                let n = shape.iter().product();
                let v: Vec<f64> = (0..n).map(|i| values[(i + from) % values.len()]).collect();
                Array::from_vec(v, shape).expect("as many values as the shape holds")
            };
            let (x, y) = (take(left, 0), take(right, 1));
            let mask = crate::bind::bind_all(&crate::prim::Prim::Compare(op), &[&x, &y]);
            assert_eq!((mask.shape(), mask.dtype()), (cotangent_tensor::Shape::of(both.iter().copied()), DType::Bool));
            let (xs, ys) = (elements(&x), elements(&y));
            let want: Vec<bool> = (0..both.iter().product())
                .map(|i| {
                    let (x, y) = (xs[place(left, both, i)], ys[place(right, both, i)]);
                    match op {
                        Compare::Equal => x == y,
                        Compare::NotEqual => x != y,
                        Compare::Less => x < y,
                        Compare::LessEqual => x <= y,
                        Compare::Greater => x > y,
                        Compare::GreaterEqual => x >= y,
                    }
                })
                .collect();
            assert_eq!(mask.to_vec::<bool>().expect("bool"), want, "{op} of {left:?} and {right:?}");
        }
    }
}

#[test]
fn empty_arrays_pass_through_every_transform() {
    for shape in [&[0][..], &[2, 0], &[0, 3], &[2, 0, 3]] {
        for dtype in [DType::F32, DType::F64] {
            let x = Array::zeros(shape, dtype);
            for &op in Unary::ALL {
                let f = |x: &Array| apply_unary(op, x);
                let (y, pullback) = vjp(f, &x);
                for z in [
                    y.clone(),
                    pullback(&y),
                    compile(f)(&x),
                    compile(|x: &Array| crate::grad(|x: &Array| f(x).sum())(x))(&x),
                ] {
                    assert_eq!((z.shape(), z.dtype()), (x.shape(), dtype), "{op} of {shape:?}");
                }
                let batch = vmap(f)(&x.expand(0));
                assert_eq!(batch.shape(), x.expand(0).shape(), "{op} of {shape:?}");
            }
            assert_eq!(elements(&x.sum()), [0.0], "{shape:?}");
            assert!(x.mean().item::<f64>().expect("a scalar").is_nan(), "{shape:?}");
        }
    }
    // A batch of no examples.
    let none = Array::zeros(&[0, 2, 3], DType::F64);
    assert_eq!(vmap(|x: &Array| x.dot(&x.t()).tanh())(&none).shape(), [0, 2, 2]);
    assert_eq!(vmap(crate::grad(|x: &Array| x.dot(&x.t()).max()))(&none).shape(), [0, 2, 3]);
}
