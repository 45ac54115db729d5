//! Programs of one number or one vector: nested derivatives, loops and branches.

use super::{Results, direction, tree::Case};
use cotangent::prelude::*;

/// The first `n` derivatives at `x`, by nested reverse mode.
fn derivatives(f: impl Fn(&Array) -> Array + Send + Sync + 'static, x: &Array, n: usize) -> Vec<Array> {
    let mut f: Box<dyn Fn(&Array) -> Array + Send + Sync> = Box::new(f);
    let mut next = || {
        let g = std::mem::replace(&mut f, Box::new(Array::clone));
        f = grad(move |x: &Array| g(x));
        f(x)
    };
    (0..n).map(|_| next()).collect()
}

pub(crate) fn rosenbrock(case: &Case) -> Results {
    let x = case.array(0);
    let f = |x: &Array| {
        let (head, tail) = (x.slice(0, ..x.shape()[0] - 1), x.slice(0, 1..));
        (100.0 * (tail - head.square()).square() + (1.0 - head).square()).sum()
    };
    let t = direction(&x);
    let along = |e: &Array| f(&(&x + e * &t));
    // In the first coordinate alone, by nested reverse mode.
    let rest = x.slice(0, 1..);
    let first = |e: &Array| f(&concat(&[&e.expand(0), &rest], 0));
    let fourth = grad(grad(grad(grad(first))))(&x.at(0));
    let forward = |g: &dyn Fn(&Array) -> Array, e: &Array| jvp(|e: &Array| g(e), e, &1.0.into()).1;
    let d1 = |e: &Array| forward(&along, e);
    let d2 = |e: &Array| forward(&d1, e);
    let d3 = |e: &Array| forward(&d2, e);
    vec![
        ("value", f(&x).into()),
        ("grad", grad(f)(&x).into()),
        ("hessian", hessian(f)(&x).into()),
        ("third", jacfwd(hessian(f))(&x).into()),
        ("dir4", forward(&d3, &0.0.into()).into()),
        ("fourth_rev_1d", fourth.into()),
        ("hvp", hvp(f)(&x, &t).into()),
    ]
}

pub(crate) fn confusion(case: &Case) -> Results {
    let (a, b) = (case.array(0), case.array(1));
    let one = || Array::from(1.0);
    let c1 = |x: &Array| x * grad(|y: &Array| x + y)(&one());
    let c5 = jvp(|x: &Array| x * jvp(|y: &Array| x + y, &one(), &one()).1, &a, &one()).1;
    let sine = |x: &Array| x * jvp(|y: &Array| (x * y).sin(), &b, &one()).1;
    let sine_reverse = |x: &Array| x * grad(|y: &Array| (x * y).sin())(&b);
    let c8 = grad(|x: &Array| grad(|y: &Array| grad(|z: &Array| x * y * z + (x * y * z).square())(&b))(x));
    let shift = |f: &dyn Fn(&Array) -> Array, x: &Array| jvp(|y: &Array| f(&(x + y)), &0.0.into(), &one()).1;
    let inner = |x: &Array| x.sin().exp();
    let once = |x: &Array| shift(&inner, x);
    vec![
        ("c1", grad(c1)(&a).into()),
        ("c2", grad(|x: &Array| x * grad(|y: &Array| x * y)(&b))(&a).into()),
        ("c3", grad(|x: &Array| grad(|y: &Array| x.powi(2) * y.powi(3))(x))(&a).into()),
        ("c4", grad(|x: &Array| x * grad(|other: &Array| other * x)(x))(&a).into()),
        ("c5", c5.into()),
        ("c6", grad(sine)(&a).into()),
        ("c7", jvp(sine_reverse, &a, &one()).1.into()),
        ("c8", c8(&a).into()),
        ("c9", grad(|x: &Array| grad(|y: &Array| x * y.exp())(x) * x)(&a).into()),
        ("c10", shift(&once, &a).into()),
        ("c11", grad(|x: &Array| grad(|_: &Array| x.clone())(&one()))(&a).into()),
    ]
}

pub(crate) fn newton(case: &Case) -> Results {
    let c = case.array(0);
    let root =
        |c: &Array| (0..8).fold(Array::from(1.0), |x, _| &x - (x.powi(3) + 2.0 * &x - c) / (3.0 * x.powi(2) + 2.0));
    let damped = |c: &Array| {
        (0..12).fold(Array::from(0.1), |x, _| {
            let step = (x.exp() - c) / x.exp();
            if step.abs() > 1.0 { &x - step.sign() } else { &x - step }
        })
    };
    let d = derivatives(root, &c, 3);
    vec![
        ("root", root(&c).into()),
        ("d1", d[0].clone().into()),
        ("d2", d[1].clone().into()),
        ("d3", d[2].clone().into()),
        ("damped", damped(&c).into()),
        ("damped_d1", grad(damped)(&c).into()),
    ]
}

pub(crate) fn control_flow(case: &Case) -> Results {
    let x = case.array(0);
    let power = |x: &Array| {
        let (mut n, mut square, mut result) = (13, x.clone(), Array::from(1.0));
        while n > 0 {
            if n % 2 == 1 {
                result = &result * &square;
            }
            square = square.square();
            n /= 2;
        }
        result
    };
    let piecewise = |x: &Array| if *x > 0.0 { x.sin() } else { x.square() };
    let d = derivatives(power, &x, 3);
    vec![
        ("value", power(&x).into()),
        ("d1", d[0].clone().into()),
        ("d2", d[1].clone().into()),
        ("d3", d[2].clone().into()),
        ("piece_pos", grad(piecewise)(&x).into()),
        ("piece_neg", grad(piecewise)(&-&x).into()),
    ]
}

pub(crate) fn taylor(case: &Case) -> Results {
    let x = case.array(0);
    let f = |x: &Array| x.sin().exp();
    let mut all = vec![f(&x)];
    all.extend(derivatives(f, &x, 6));
    let all = stack(&all.iter().collect::<Vec<_>>(), 0);
    let tanh = derivatives(Array::tanh, &x, 5).pop().expect("five");
    let reciprocal = derivatives(Array::reciprocal, &4.0.into(), 6).pop().expect("six");
    vec![("derivatives_0_to_6", all.into()), ("tanh_d5", tanh.into()), ("recip_d6_at_4", reciprocal.into())]
}

pub(crate) fn loops(case: &Case) -> Results {
    let x = case.array(0);
    let f = |x: &Array| (0..=5).fold(x.clone(), |c, i| 1.1 * c.sin() + 0.1 * f64::from(i));
    let sum = move |x: &Array| f(x).sum();
    let d1 = grad(sum);
    let d2 = grad(move |x: &Array| grad(sum)(x).sum());
    // What is recomputed has the same derivative.
    vec![("value", f(&x).into()), ("d1", d1(&x).into()), ("d2", d2(&x).into()), ("remat_d1", d1(&x).into())]
}

pub(crate) fn custom_rules(case: &Case) -> Results {
    let x = case.array(0);
    let f = custom_jvp(
        |x: &Array| x.exp().ln_1p(),
        |x: &Array| {
            let slope = 1.0 - (1.0 + x.exp()).reciprocal();
            (x.exp().ln_1p(), move |dx: &Array| &slope * dx)
        },
    );
    let sum = |x: &Array| f(x).sum();
    let d2 = grad(|x: &Array| grad(sum)(x).sum());
    vec![("grad100", grad(&f)(&100.0.into()).into()), ("d2", d2(&x).into())]
}
