//! Compiled functions have the bits of eager ones, and every recorded program obeys the grammar.

use super::{
    cases::{all_cases, cases},
    numbers::{Numbers, assert_all_bits, assert_bits},
};
use crate::{Array, DType, compile, grad, jvp, stack, stage, value_and_grad, vjp, vmap};
use alloc::{format, vec::Vec};

#[test]
fn compiled_is_eager_bit_for_bit() {
    for case in cases() {
        for dtype in [DType::F32, DType::F64] {
            let xs = case.inputs_as(dtype);
            let what = format!("{} in {dtype}", case.name);
            let fast = compile(|xs: &Vec<Array>| case.call(xs));
            let (first, second) = (fast(&xs), fast(&xs)); // recorded, then found
            assert_bits(&what, &first, &case.call(&xs));
            assert_bits(&what, &second, &first);
            let both = value_and_grad(|xs: &Vec<Array>| case.scalar(xs));
            let (value, slope) = both(&xs);
            let (fast_value, fast_slope) = compile(&both)(&xs);
            assert_bits(&what, &fast_value, &value);
            assert_all_bits(&what, &fast_slope, &slope);
        }
    }
}

#[test]
fn transforms_of_compiled_functions_and_compiled_transforms_agree() {
    for case in cases() {
        let scalar = |xs: &Vec<Array>| case.scalar(xs);
        let want = grad(scalar)(&case.inputs);
        assert_all_bits(&case.name, &grad(compile(scalar))(&case.inputs), &want);
        assert_all_bits(&case.name, &compile(compile(grad(compile(scalar))))(&case.inputs), &want);
        let dxs = Numbers::new(30).like_all(&case.inputs);
        let push = |xs: &Vec<Array>, dxs: &Vec<Array>| jvp(|xs: &Vec<Array>| case.call(xs), xs, dxs);
        let (y, dy) = push(&case.inputs, &dxs);
        let (fast_y, fast_dy) = compile(push)(&case.inputs, &dxs);
        assert_bits(&case.name, &fast_y, &y);
        assert_bits(&case.name, &fast_dy, &dy);
    }
}

#[test]
fn compiled_batches_are_batches() {
    for case in cases() {
        let points = case.points(3);
        let batch: Vec<Array> =
            (0..case.inputs.len()).map(|i| stack(&points.iter().map(|p| &p[i]).collect::<Vec<_>>(), 0)).collect();
        let slopes = vmap(grad(|xs: &Vec<Array>| case.scalar(xs)));
        let want = slopes(&batch);
        assert_all_bits(&case.name, &compile(&slopes)(&batch), &want);
        assert_all_bits(&case.name, &vmap(compile(grad(|xs: &Vec<Array>| case.scalar(xs))))(&batch), &want);
    }
}

#[test]
fn programs_obey_the_grammar() {
    for case in cases() {
        let call = |xs: &Vec<Array>| case.call(xs);
        let scalar = |xs: &Vec<Array>| case.scalar(xs);
        let programs = [
            stage(call, &case.inputs),
            stage(grad(scalar), &case.inputs),
            stage(|xs: &Vec<Array>| jvp(call, xs, xs), &case.inputs),
            stage(|xs: &Vec<Array>| vjp(call, xs).1(&call(&case.inputs)), &case.inputs),
            stage(vmap(grad(scalar)), &case.inputs.iter().map(|x| x.expand(0)).collect::<Vec<_>>()),
            stage(grad(|xs: &Vec<Array>| grad(scalar)(xs).iter().map(Array::sum).sum::<Array>()), &case.inputs),
        ];
        for program in programs {
            if let Err(error) = program.check() {
                panic!("{}: {error} in {program}", case.name);
            }
        }
    }
}

/// A tangent that examples share meets a coefficient that they do not: the recorded `lin` has the shape of the product.
#[test]
fn a_shared_tangent_under_vmap_is_recorded_with_its_full_shape() {
    let rows = crate::array([[1.0], [2.0]]);
    let f = |x: &Array| vmap(|b: &Array| jvp(|x: &Array| b * x.sin(), x, x).1)(&rows);
    let x = crate::array([1.0, 2.0, 3.0]);
    assert_bits("compiled", &compile(f)(&x), &f(&x));
    assert_eq!(grad(|x: &Array| f(x).sum())(&x).shape(), [3]);
}

/// Masks and integers too.
#[test]
fn compiled_discrete_functions_are_eager_ones() {
    for case in all_cases().into_iter().filter(|case| case.discrete) {
        for dtype in [DType::F32, DType::F64] {
            let xs = case.inputs_as(dtype);
            let fast = compile(|xs: &Vec<Array>| case.call(xs));
            assert_bits(&case.name, &fast(&xs), &case.call(&xs));
        }
    }
}
