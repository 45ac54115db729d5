//! Programs about arguments, extra outputs, batches and Jacobians.

use super::{
    Results,
    tree::{Case, Value, dict},
};
use cotangent::prelude::*;

pub(crate) fn aux(case: &Case) -> Results {
    let (a, p, c) = (case.array(0), case.tree(1), case.tree(2));
    let f = |a: &Array, p: &Tree, c: &Tree| {
        let (c0, c1) = (c[0].leaf().expect("c0"), c[1].leaf().expect("c1"));
        let s = (a * p["k"].leaf().expect("k")).sum() * c0 + c1.square().sum();
        let values = Tree::Tuple(vec![Tree::Leaf(2.0 * &s), Tree::Leaf(c0.clone())]);
        (s, dict([("sum", Tree::Leaf(a.sum())), ("vals", values)]))
    };
    let ((value, aux), (da, dc)) = value_and_grad_wrt_aux(f, (Arg::<0>, Arg::<2>))(&a, &p, &c);
    let (dp, _) = grad_wrt_aux(f, Arg::<1>)(&a, &p, &c);
    let (last, _) = grad_wrt_aux(f, Arg::<2>)(&a, &p, &c);
    vec![
        ("value", value.into()),
        ("aux", aux.into()),
        ("grad", (da, dc).into()),
        ("grad_p", dp.into()),
        ("grad_neg1", last.into()),
    ]
}

pub(crate) fn jacobians(case: &Case) -> Results {
    let (w, xs) = (case.array(0), case.array(1));
    let f = |w: &Array, x: &Array| w.dot(x).tanh();
    let batched = vmap_wrt(f, Arg::<1>)(&w, &xs);
    let sum = |w: &Array, x: &Array| f(w, x).sum();
    let first = xs.at(0);
    let nested = vmap(|row: &Array| vmap(|x: &Array| row.dot(x).tanh())(&xs))(&w);
    let columns = xs.t();
    let results: Vec<(&'static str, Value)> = vec![
        ("batched", batched.clone().into()),
        ("per_example_jac_x", vmap_wrt(jacrev_wrt(f, Arg::<1>), Arg::<1>)(&w, &xs).into()),
        ("jac_W", jacfwd(f)(&w, &first).into()),
        ("grad_sum_W", grad(|w: &Array| vmap_wrt(f, Arg::<1>)(w, &xs).sum())(&w).into()),
        ("vmap_grad", vmap_wrt(grad(sum), Arg::<1>)(&w, &xs).into()),
        ("hess_x", hessian_wrt(sum, Arg::<1>)(&w, &first).into()),
        ("in_axes1", vmap_wrt(f, Arg::<1>)(&w, &columns.t()).into()),
        ("out_axes1", batched.t().into()),
        ("nested", nested.into()),
    ];
    assert_eq!(jacrev(f)(&w, &first).shape(), [3, 3, 4]);
    results
}
