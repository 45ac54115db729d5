//! The layout of operands in memory changes no bit: transposed, stepped and broadcast views, shared and owned elements.

use super::{
    cases::{Case, cases},
    numbers::{assert_all_bits, assert_bits},
};
use crate::{Array, DType, concat, grad, stack};
use alloc::{format, vec::Vec};

/// The same numbers as a view whose axes lie in memory in reverse order.
fn reversed_axes(x: &Array) -> Array {
    let copy = x.t().to_tensor().expect("known").contiguous();
    Array::from(copy).t()
}

/// The same numbers as every second element of an array with others between them.
fn stepped(x: &Array) -> Array {
    if x.rank() == 0 {
        return stack(&[x, &x.full_like(9.0)], 0).at(0);
    }
    let apart = stack(&[x, &x.full_like(9.0)], 1); // [n, 2, …]
    let mut shape: Vec<usize> = apart.shape().to_vec();
    let n = shape.remove(0);
    shape[0] = 2 * n;
    apart.reshape(&shape).slice_step(0, .., 2)
}

/// The same numbers in the middle of a longer array: a view that starts late.
fn inside(x: &Array) -> Array {
    if x.rank() == 0 {
        return x.clone();
    }
    let around = concat(&[x, x, x], -1);
    let n = *x.shape().last().expect("not a scalar");
    around.slice(-1, n..2 * n)
}

/// The same numbers as a view that walks backwards along every axis.
fn backwards(x: &Array) -> Array {
    Array::from(x.flip(..).to_tensor().expect("known").contiguous()).flip(..)
}

fn compare(case: &Case, dtype: DType, layout: fn(&Array) -> Array) {
    let plain = case.inputs_as(dtype);
    let views: Vec<Array> = plain.iter().map(layout).collect();
    assert_all_bits(&case.name, &views, &plain);
    let what = format!("{} in {dtype}", case.name);
    assert_bits(&what, &case.call(&views), &case.call(&plain));
    let slope = grad(|xs: &Vec<Array>| case.scalar(xs));
    assert_all_bits(&what, &slope(&views), &slope(&plain));
}

#[test]
fn views_give_the_bits_of_copies() {
    for case in cases() {
        for dtype in [DType::F32, DType::F64] {
            for layout in [reversed_axes, stepped, inside, backwards] {
                compare(&case, dtype, layout);
            }
        }
    }
}

#[test]
fn broadcast_views_give_the_bits_of_copies() {
    for case in cases() {
        let views: Vec<Array> = case
            .inputs
            .iter()
            .map(|x| if x.shape().size() == 0 { x.clone() } else { x.ravel().at(0).broadcast_to(&x.shape()) })
            .collect();
        let copies: Vec<Array> = views.iter().map(|x| x.to_tensor().expect("known").contiguous().into()).collect();
        assert_bits(&case.name, &case.call(&views), &case.call(&copies));
        let slope = grad(|xs: &Vec<Array>| case.scalar(xs));
        assert_all_bits(&case.name, &slope(&views), &slope(&copies));
    }
}

/// An operation may overwrite its operands only where nobody sees it.
#[test]
fn operands_keep_their_elements() {
    for case in cases() {
        let copies: Vec<Array> =
            case.inputs.iter().map(|x| x.to_tensor().expect("known").contiguous().into()).collect();
        let before: Vec<Vec<f64>> = copies.iter().map(super::numbers::elements).collect();
        let _ = grad(|xs: &Vec<Array>| case.scalar(xs))(&copies);
        let _ = crate::compile(|xs: &Vec<Array>| case.call(xs))(&copies);
        assert_eq!(copies.iter().map(super::numbers::elements).collect::<Vec<_>>(), before, "{}", case.name);
    }
}
