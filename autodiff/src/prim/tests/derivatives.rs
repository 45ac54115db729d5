//! Forward against reverse mode, both against differences, to order 3.

use super::{
    cases::{Case, cases},
    numbers::{Numbers, assert_near, inner, inner_scale, moved},
};
use crate::{Array, grad, jvp, linearize, vjp};
use alloc::{boxed::Box, format, sync::Arc, vec::Vec};

/// (d/dh)f at h = 0: central differences with one step of Richardson's extrapolation, error O(h⁴).
fn difference(f: impl Fn(f64) -> f64) -> f64 {
    let h = 1e-3;
    let central = |h: f64| (f(h) - f(-h)) / (2.0 * h);
    (4.0 * central(h / 2.0) - central(h)) / 3.0
}

fn differentiable_cases() -> impl Iterator<Item = Case> {
    cases().into_iter().filter(|case| !case.stopped)
}

#[test]
fn forward_mode_is_the_difference_quotient() {
    for case in differentiable_cases() {
        let dxs = Numbers::new(20).like_all(&case.inputs);
        let (y, dy) = jvp(|xs: &Vec<Array>| case.call(xs), &case.inputs, &dxs);
        assert_eq!((y.shape(), y.dtype()), (dy.shape(), dy.dtype()), "{}", case.name);
        let ct = Numbers::new(21).like(&y);
        let along = |h: f64| inner(&[case.call(&moved(&case.inputs, h, &dxs))], core::slice::from_ref(&ct));
        let want = difference(along);
        assert_near(&case.name, inner(&[dy.clone()], &[ct.clone()]), want, 1e-8, inner_scale(&[dy], &[ct]));
    }
}

#[test]
fn reverse_mode_is_the_adjoint_of_forward_mode() {
    for case in cases() {
        let dxs = Numbers::new(22).like_all(&case.inputs);
        let f = |xs: &Vec<Array>| case.call(xs);
        let (y, dy) = jvp(f, &case.inputs, &dxs);
        let (value, pullback) = vjp(f, &case.inputs);
        super::numbers::assert_bits(&case.name, &value, &y);
        let ct = Numbers::new(23).like(&y);
        let cts = pullback(&ct);
        for (ct, x) in cts.iter().zip(&case.inputs) {
            assert_eq!((ct.shape(), ct.dtype()), (x.shape(), x.dtype()), "{}", case.name);
        }
        let (want, scale) = (inner(&[ct.clone()], &[dy.clone()]), inner_scale(&[ct], &[dy.clone()]));
        assert_near(&case.name, inner(&cts, &dxs), want, 1e-13, scale);
        let (_, push) = linearize(f, &case.inputs);
        super::numbers::assert_close(&case.name, &push(&dxs), &dy, 1e-14);
    }
}

type Scalar = Box<dyn Fn(&Vec<Array>) -> Array + Send + Sync>;

/// ⟨v, ∇s⟩ as a function: the directional derivative by reverse mode.
fn along(s: Scalar, v: Vec<Array>) -> Scalar {
    let slope = grad(move |xs: &Vec<Array>| s(xs));
    let slope: Box<dyn Fn(&Vec<Array>) -> Vec<Array> + Send + Sync> = slope;
    Box::new(move |xs| slope(xs).iter().zip(&v).map(|(g, v)| (g * v).sum()).reduce(|a, b| a + b).expect("an input"))
}

/// The same by forward mode.
fn pushed(s: Scalar, v: Vec<Array>) -> Scalar {
    Box::new(move |xs| jvp(|xs: &Vec<Array>| s(xs), xs, &v).1)
}

type Mode = fn(Scalar, Vec<Array>) -> Scalar;

fn nested(case: &Arc<Case>, modes: &[Mode], directions: &[Vec<Array>]) -> Scalar {
    let case = case.clone();
    let scalar: Scalar = Box::new(move |xs| case.scalar(xs));
    modes.iter().zip(directions).fold(scalar, |s, (mode, v)| mode(s, v.clone()))
}

#[test]
fn orders_one_to_three_agree_with_differences_of_the_order_below() {
    for case in differentiable_cases().map(Arc::new) {
        let mut numbers = Numbers::new(24);
        let directions: Vec<Vec<Array>> = (0..3).map(|_| numbers.like_all(&case.inputs)).collect();
        for order in 1..=3 {
            let reverse = nested(&case, &[along as Mode; 3][..order], &directions);
            let below = nested(&case, &[along as Mode; 3][..order - 1], &directions);
            let number = |s: &Scalar, xs: &Vec<Array>| s(xs).item::<f64>().expect("a scalar");
            let got = number(&reverse, &case.inputs);
            let want = difference(|h| number(&below, &moved(&case.inputs, h, &directions[order - 1])));
            assert_near(&format!("{} at order {order}", case.name), got, want, 2e-6, want.abs());
        }
    }
}

#[test]
fn all_orders_of_modes_give_one_derivative() {
    let modes: [&[Mode]; 6] = [
        &[pushed, pushed],
        &[along, pushed],
        &[pushed, along],
        &[pushed, pushed, pushed],
        &[along, along, pushed],
        &[pushed, along, pushed],
    ];
    for case in cases().into_iter().map(Arc::new) {
        let mut numbers = Numbers::new(25);
        let directions: Vec<Vec<Array>> = (0..3).map(|_| numbers.like_all(&case.inputs)).collect();
        for mode in modes {
            let value = |s: Scalar| s(&case.inputs).item::<f64>().expect("a scalar");
            let want = value(nested(&case, &[along as Mode; 3][..mode.len()], &directions));
            let got = value(nested(&case, mode, &directions));
            assert_near(&format!("{} at order {}", case.name, mode.len()), got, want, 1e-11, want.abs());
        }
    }
}

/// ∇(x·stop(x)) = stop(x), at every order: the stopped factor counts as a number.
#[test]
fn stopped_values_are_constants_to_every_order() {
    let cube = |x: &Array| x * x * x.stop_gradient();
    let x = Array::from(3.0);
    let (first, second, third) = (grad(cube), grad(grad(cube)), grad(grad(grad(cube))));
    let number = |x: Array| x.item::<f64>().expect("a scalar");
    assert_eq!([number(first(&x)), number(second(&x)), number(third(&x))], [18.0, 6.0, 0.0]);
    let (y, dy) = jvp(cube, &x, &Array::from(2.0));
    assert_eq!([number(y), number(dy)], [27.0, 36.0]);
}
