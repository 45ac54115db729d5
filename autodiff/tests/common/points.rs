//! Derivatives at a point, and exact comparisons.

use cotangent_autodiff::{Arg, Array, grad, grad_wrt};

/// The derivatives of orders 1 to N at `x`, by nested reverse mode.
pub(crate) fn derivatives<const N: usize>(f: impl Fn(&Array) -> Array + Send + Sync + 'static, x: f64) -> [f64; N] {
    let mut f: Box<dyn Fn(&Array) -> Array + Send + Sync> = Box::new(f);
    core::array::from_fn(|_| {
        let g = core::mem::replace(&mut f, Box::new(Array::clone));
        f = grad(move |x: &Array| g(x));
        number(&f(&x.into()))
    })
}

pub(crate) fn number(x: &Array) -> f64 {
    x.item().expect("a scalar")
}

/// Equal, NaN included; 0 and −0 are one.
#[track_caller]
pub(crate) fn same(got: &[f64], want: &[f64]) {
    let equal = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
    assert!(got.len() == want.len() && got.iter().zip(want).all(equal), "{got:?}, not {want:?}");
}

#[track_caller]
pub(crate) fn close(got: &[f64], want: &[f64], bound: f64) {
    let equal = |(a, b): (&f64, &f64)| (a - b).abs() <= bound * b.abs();
    assert!(got.len() == want.len() && got.iter().zip(want).all(equal), "{got:?}, not {want:?}");
}

/// The gradients of a function of two scalars.
pub(crate) fn both(f: fn(&Array, &Array) -> Array, x: f64, y: f64) -> [f64; 2] {
    let (dx, dy) = grad_wrt(f, (Arg::<0>, Arg::<1>))(&x.into(), &y.into());
    [number(&dx), number(&dy)]
}

pub(crate) fn vector(f: fn(&Array) -> Array, x: &[f64]) -> Vec<f64> {
    let x = Array::from_vec(x.to_vec(), &[x.len()]).expect("a vector");
    grad(f)(&x).to_vec().expect("f64")
}
