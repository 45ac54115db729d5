//! Operations that read and write by indices.

use crate::data::Params;
use cotangent::{index::Update, prelude::*};

pub(crate) fn call(op: &str, p: &Params, xs: &[Array]) -> Option<Vec<Array>> {
    Some(vec![match op {
        "slice" => slice(p, &xs[0]),
        "dynamic_slice" => xs[0].dynamic_slice(&vector(p, "start"), &p.sizes("size")),
        "dynamic_update_slice" => xs[0].dynamic_update_slice(&xs[1], &vector(p, "start")),
        "take" => xs[0].take(&vector(p, "idx").reshape(&p.sizes("idx_shape")), p.axis("axis")),
        "gather_pairs" => xs[0].index(s![vector(p, "i"), vector(p, "j")]),
        "scatter_add" => at(p, xs).add(&xs[1]),
        "scatter_set" => at(p, xs).set(&xs[1]),
        "scatter_mul" => at(p, xs).mul(&xs[1]),
        "scatter_max" => at(p, xs).max(&xs[1]),
        "segment_sum" => xs[0].segment_sum(&vector(p, "seg"), p.int("num") as usize),
        _ => return None,
    }])
}

fn vector(p: &Params, name: &str) -> Array {
    let values = p.ints(name);
    let n = values.len();
    Array::from_vec(values, &[n]).expect("a vector")
}

fn at<'a>(p: &Params, xs: &'a [Array]) -> Update<'a> {
    xs[0].update(s![vector(p, "idx")])
}

/// NumPy's bounds may lie outside; ours are cut to the axis first.
fn slice(p: &Params, x: &Array) -> Array {
    let (starts, limits) = (p.sizes("start"), p.sizes("limit"));
    let steps = p.maybe_ints("strides").unwrap_or_else(|| vec![1; starts.len()]);
    let mut out = x.clone();
    for (axis, &n) in x.shape().iter().enumerate() {
        let limit = limits[axis].min(n);
        out = out.slice_step(axis as isize, starts[axis].min(limit)..limit, steps[axis] as usize);
    }
    out
}
