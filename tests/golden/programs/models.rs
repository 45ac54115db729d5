//! Programs of whole models: regressions, networks, an attention layer, an LSTM, an integrator.

use super::{
    Results, direction,
    tree::{Case, dict},
};
use cotangent::prelude::*;

fn leaf<'a>(tree: &'a Tree, key: &str) -> &'a Array {
    tree[key].leaf().expect("a leaf")
}

/// The direction in which Hessians are applied: each leaf by itself.
fn directions(tree: &Tree) -> Tree {
    cotangent::pytree::map(tree, direction)
}

pub(crate) fn logistic(case: &Case) -> Results {
    let (w, b, x, t) = (case.array(0), case.array(1), case.array(2), case.array(3));
    let predict = |w: &Array, b: &Array| (((x.dot(w) + b) / 2.0).tanh() + 1.0) / 2.0;
    let loss = |w: &Array, b: &Array| {
        let p = predict(w, b);
        -(&p * &t + (1.0 - &p) * (1.0 - &t)).ln().sum()
    };
    let (value, _) = value_and_grad(loss)(&w, &b);
    let by_columns = jacfwd(predict)(&w, &b);
    let by_rows = jacrev(predict)(&w, &b);
    assert_eq!(by_columns.shape(), by_rows.shape());
    vec![
        ("loss", value.into()),
        ("grad", grad_wrt(loss, (Arg::<0>, Arg::<1>))(&w, &b).into()),
        ("grad_b_only", grad_wrt(loss, Arg::<1>)(&w, &b).into()),
        ("hessian", hessian_wrt(loss, (Arg::<0>, Arg::<1>))(&w, &b).into()),
        ("jac_pred_W", by_rows.into()),
    ]
}

pub(crate) fn logistic_in_a_dict(case: &Case) -> Results {
    let (params, x, t) = (case.tree(0), case.array(1), case.array(2));
    let loss = |p: &Tree| {
        let z = x.dot(&(leaf(&p["model"], "W") * leaf(p, "scale"))) + leaf(&p["model"], "b");
        let p = ((z / 2.0).tanh() + 1.0) / 2.0;
        -(&t * p.ln() + (1.0 - &t) * (1.0 - &p).ln()).mean()
    };
    vec![
        ("loss", loss(&params).into()),
        ("grad", grad(loss)(&params).into()),
        ("hvp", hvp(loss)(&params, &directions(&params)).into()),
    ]
}

fn log_softmax(x: &Array) -> Array {
    let shifted = x - x.max_axes(-1).expand(-1).stop_gradient();
    let total = shifted.exp().sum_axes(-1).ln().expand(-1);
    shifted - total
}

pub(crate) fn network(case: &Case) -> Results {
    let (params, x, y) = (case.tree(0), case.array(1), case.array(2));
    let loss = |p: &Tree, x: &Array, y: &Array| {
        let Tree::List(layers) = p else { unreachable!("the parameters are a list") };
        let last = layers.len() - 1;
        let logits = layers.iter().enumerate().fold(x.clone(), |h, (i, layer)| {
            let z = h.dot(layer["wb"][0].leaf().expect("w")) + layer["wb"][1].leaf().expect("b");
            if i < last { z.tanh() } else { z }
        });
        -(y * log_softmax(&logits)).sum_axes(-1).mean()
    };
    let on_all = |p: &Tree| loss(p, &x, &y);
    let norm = |p: &Tree, x: &Array, y: &Array| {
        let slopes = grad(|p: &Tree| loss(p, &x.expand(0), &y.expand(0)))(p);
        let mut total = Array::from(0.0);
        cotangent::pytree::flatten(&slopes).0.iter().for_each(|leaf: &Array| total += leaf.square().sum());
        total
    };
    let step = |p: Tree, _: i32| {
        let slopes = grad(on_all)(&p);
        cotangent::pytree::zip_map(&p, &slopes, |p: &Array, g: &Array| p - 0.5 * g)
    };
    vec![
        ("loss", on_all(&params).into()),
        ("grad", grad(on_all)(&params).into()),
        ("grad_X", grad_wrt(loss, Arg::<1>)(&params, &x, &y).into()),
        ("hvp", hvp(on_all)(&params, &directions(&params)).into()),
        ("per_example_grad_norm2", vmap_wrt(norm, (Arg::<1>, Arg::<2>))(&params, &x, &y).into()),
        ("sgd5", (0..5).fold(params.clone(), step).into()),
    ]
}

pub(crate) fn attention(case: &Case) -> Results {
    let (params, x) = (case.tree(0), case.array(1));
    let (steps, width) = (x.shape()[1], x.shape()[2]);
    let half = width / 2;
    let later = {
        let i = Array::iota(steps, DType::I32);
        i.gt(i.expand(1)) // [query, key]: keys behind the query
    };
    let layer = |p: &Tree, x: &Array| {
        let head = |h: usize| {
            let part = |w: &str| x.matmul(&leaf(p, w).slice(1, h * half..(h + 1) * half));
            let (q, k, v) = (part("wq"), part("wk"), part("wv"));
            let scores = q.matmul(&k.transpose(&[0, 2, 1])) / (half as f64).sqrt();
            let masked = later.select(&scores.full_like(f64::NEG_INFINITY), scores);
            log_softmax(&masked).exp().matmul(&v)
        };
        let y = x + concat(&[&head(0), &head(1)], -1).matmul(leaf(p, "wo"));
        let centred = &y - y.mean_axes(-1).expand(-1);
        let deviation = (centred.square().mean_axes(-1) + 1e-5).sqrt().expand(-1);
        centred / deviation * leaf(p, "g") + leaf(p, "b")
    };
    let loss = |p: &Tree, x: &Array| layer(p, x).sin().sum();
    let of_params = |p: &Tree| loss(p, &x);
    vec![
        ("loss", loss(&params, &x).into()),
        ("out", layer(&params, &x).into()),
        ("grad", grad(loss)(&params, &x).into()),
        ("grad_X", grad_wrt(loss, Arg::<1>)(&params, &x).into()),
        ("hvp", hvp(of_params)(&params, &directions(&params)).into()),
    ]
}

pub(crate) fn lstm(case: &Case) -> Results {
    let (params, xs) = (case.tree(0), case.array(1));
    let n = leaf(&params, "wh").shape()[0];
    let states = |p: &Tree, xs: &Array| {
        let (mut h, mut c) = (Array::zeros(&[n], DType::F64), Array::zeros(&[n], DType::F64));
        let mut all = Vec::new();
        for i in 0..xs.shape()[0] {
            let z = xs.at(i).dot(leaf(p, "wx")) + h.dot(leaf(p, "wh")) + leaf(p, "b");
            let gate = |k: usize| z.slice(0, k * n..(k + 1) * n);
            c = (gate(1) + 1.0).sigmoid() * c + gate(0).sigmoid() * gate(2).tanh();
            h = gate(3).sigmoid() * c.tanh();
            all.push(h.clone());
        }
        all
    };
    let loss = |p: &Tree, xs: &Array| {
        let all = states(p, xs);
        all[9].square().sum() + stack(&all.iter().collect::<Vec<_>>(), 0).mean()
    };
    let of_params = |p: &Tree| loss(p, &xs);
    let rest = xs.slice(0, 1..);
    let last = |first: &Array| states(&params, &concat(&[&first.expand(0), &rest], 0)).pop().expect("ten steps");
    vec![
        ("loss", loss(&params, &xs).into()),
        ("grad", grad(loss)(&params, &xs).into()),
        ("grad_xs", grad_wrt(loss, Arg::<1>)(&params, &xs).into()),
        ("hvp", hvp(of_params)(&params, &directions(&params)).into()),
        ("jac_last", jacrev(last)(&xs.at(0)).into()),
    ]
}

pub(crate) fn runge_kutta(case: &Case) -> Results {
    let (theta, y0, target) = (case.array(0), case.array(1), case.array(2));
    let slope = |theta: &Array, y: &Array| {
        let both = y.at(0) * y.at(1);
        let prey = theta.at(0) * y.at(0) - theta.at(1) * &both;
        let predator = theta.at(3) * &both - theta.at(2) * y.at(1);
        stack(&[&prey, &predator], 0)
    };
    let step = |theta: &Array, y: &Array| {
        let dt = 0.05;
        let k1 = slope(theta, y);
        let k2 = slope(theta, &(y + dt / 2.0 * &k1));
        let k3 = slope(theta, &(y + dt / 2.0 * &k2));
        let k4 = slope(theta, &(y + dt * &k3));
        y + dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
    };
    let trajectory = |theta: &Array, y0: &Array| {
        let mut y = y0.clone();
        let ys: Vec<Array> = (0..40)
            .map(|_| {
                y = step(theta, &y);
                y.clone()
            })
            .collect();
        stack(&ys.iter().collect::<Vec<_>>(), 0)
    };
    let loss = |theta: &Array, y0: &Array| (trajectory(theta, y0) - &target).square().mean();
    let last = |theta: &Array| trajectory(theta, &y0).at(39);
    vec![
        ("loss", loss(&theta, &y0).into()),
        ("final", last(&theta).into()),
        ("grad", grad_wrt(loss, (Arg::<0>, Arg::<1>))(&theta, &y0).into()),
        ("hessian_theta", hessian(loss)(&theta, &y0).into()),
        ("jac_final", jacfwd(last)(&theta).into()),
    ]
}

/// The negative logarithm of a Gaussian process's marginal likelihood.
pub(crate) fn gaussian_process(case: &Case) -> Results {
    let (hyper, x, y) = (case.tree(0), case.array(1), case.array(2));
    let loss = |h: &Tree, x: &Array| {
        let scaled = x / leaf(h, "log_ls").exp();
        let apart = (scaled.expand(1) - scaled.expand(0)).square().sum_axes(-1);
        let n = y.shape()[0];
        let noise = (2.0 * leaf(h, "log_noise")).exp() * Array::eye(n, DType::F64);
        let l = ((2.0 * leaf(h, "log_amp")).exp() * (-0.5 * apart).exp() + noise).cholesky();
        let fit = 0.5 * y.dot(&l.cho_solve(&y));
        fit + l.diagonal(0, -2, -1).ln().sum() + 0.5 * n as f64 * std::f64::consts::TAU.ln()
    };
    let of_hyper = |h: &Tree| loss(h, &x);
    let rows = hessian(of_hyper)(&hyper);
    let row = |key: &'static str| (key, rows.row::<Array>(&format!("[{key:?}]")).clone());
    vec![
        ("nll", of_hyper(&hyper).into()),
        ("grad", grad(of_hyper)(&hyper).into()),
        ("hvp", hvp(of_hyper)(&hyper, &directions(&hyper)).into()),
        ("grad_X", grad_wrt(loss, Arg::<1>)(&hyper, &x).into()),
        ("hessian", dict([row("log_amp"), row("log_ls"), row("log_noise")]).into()),
    ]
}
